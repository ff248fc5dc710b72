"""Hostile words in every text field: nothing runs, nothing is fetched, all is laid out.

One build of each edition serves all tests; the texts of the public one have been cleared.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import hostile_texts
import nbformat
import pikepdf
import pypdfium2 as pdfium
import pytest
from browsing import for_browser, opened_browser
from hostile_texts import AWAY, CONTROLS, COUNCIL, TEXTS, YEAR, cells
from lxml import etree, html

from lobra.privacy.rules import check
from lobra_data import files
from lobra_data.files import Records

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true })"
LIVE = """() => ({
  ran: window.ran ?? null,
  base: document.baseURI,
  foreign: [...document.querySelectorAll(
    'iframe, object, embed, form, textarea, plaintext, base, link, img:not([src^="data:image/"])'
  )].map(one => one.outerHTML.slice(0, 80)),
  handlers: [...document.querySelectorAll('*')].flatMap(
    one => [...one.attributes].filter(own => own.name.startsWith('on')).map(own => own.name)),
  links: [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href')),
})"""
OWN_LINK = re.compile(
    r"#[^<>]*|[\w.-]+\.(?:html|pdf|csv|xlsx|docx)(?:#[\w-]*)?|https://(?!hostile)\S+"
)
WORDS_FIELDS = {"TOC", "PAGE", "NUMPAGES", "PAGEREF", "REF", "SEQ", "STYLEREF", "HYPERLINK"}
ACTIVE = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/OpenAction")
BLOCK = "application/vnd.lobra+json"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def edition(reported, shared):
    """Builds an edition of hostile words, and gives its folder."""
    folder = shared("hostile", hostile_texts.write)

    def build(name, formats):
        more = ["--data", str(folder / "records"), "--params", str(folder / "params")]
        run, reports = reported(str(YEAR), *more, "--edition", name, "--format", formats)
        assert (run.status, run.err.count("Traceback")) == (0, 0), run.err[:2000]
        return reports / COUNCIL

    return build


@pytest.fixture
def public(edition):
    return edition("public", "html,pdf,docx") / str(YEAR)


@pytest.fixture(params=["public", "internal"])
def made(request, edition):
    if request.param == "public":
        return request.getfixturevalue("public")
    return edition("internal", "html") / f"{YEAR}-intern"


def of_kind(folder, kind):
    found = sorted(folder.glob(f"*.{kind}"))
    assert len(found) == 2, kind  # the report and its annexes
    return found


@for_browser
def test_in_a_browser_nothing_runs_or_is_fetched_and_no_page_scrolls_sideways(made):
    noted: list[str] = []
    with opened_browser() as browser:
        page = browser.new_page(viewport=PHONE)
        page.on("request", lambda request: noted.append(request.url))
        page.on("dialog", lambda dialog: noted.append(dialog.message))
        page.on("pageerror", lambda error: noted.append(str(error)))
        for path in of_kind(made, "html"):
            noted.clear()
            page.goto(path.as_uri())
            page.evaluate(OPEN_ALL)
            live = page.evaluate(LIVE)
            links = [href for href in live.pop("links") if not OWN_LINK.fullmatch(href)]
            assert live == {"ran": None, "base": path.as_uri(), "foreign": [], "handlers": []}
            assert links == []
            assert [one for one in noted if not one.startswith("data:")] == [path.as_uri()]
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert page.evaluate(SIDEWAYS) <= 0, size


def test_a_pdf_has_nothing_that_acts_no_foreign_link_and_no_word_beside_its_pages(public):
    for path in of_kind(public, "pdf"):
        with pikepdf.open(path) as pdf:
            held = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
            assert [key for item in held for key in ACTIVE if key in item] == []
            links = [str(item.URI) for item in held if "/URI" in item]
            assert [link for link in links if not link.startswith("https://") or AWAY in link] == []
        with pdfium.PdfDocument(path) as pdf:
            beside = Counter()
            for number, page in enumerate(pdf, start=1):
                width, height = page.get_size()
                for item in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
                    left, bottom, right, top = item.get_bounds()
                    beside[number] += min(left, bottom, width - right, height - top) < -1
            assert +beside == Counter()


def test_a_word_file_has_only_its_own_fields_and_links(public):
    for path in of_kind(public, "docx"):
        with zipfile.ZipFile(path) as parts:
            trees = {
                name: etree.fromstring(parts.read(name))
                for name in parts.namelist()
                if name.endswith((".xml", ".rels"))
            }
        assert not [name for name in parts.namelist() if "vba" in name or "activeX" in name]
        codes = [
            *(one.text for tree in trees.values() for one in tree.iter(f"{W}instrText")),
            *(
                one.get(f"{W}instr")
                for tree in trees.values()
                for one in tree.iter(f"{W}fldSimple")
            ),
        ]
        assert {code.split()[0] for code in codes if code.strip()} <= WORDS_FIELDS
        away = [
            one.get("Target")
            for name, tree in trees.items()
            if name.endswith(".rels")
            for one in tree
            if one.get("TargetMode") == "External"
        ]
        assert [target for target in away if not OWN_LINK.fullmatch(target)] == []


def test_a_workbook_has_no_formula_and_no_link_out_of_it(made):
    with zipfile.ZipFile(made / "tabeller.xlsx") as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        tags = {
            etree.QName(one).localname
            for name in sheets
            for one in etree.fromstring(parts.read(name)).iter()
        }
        assert "row" in tags and "f" not in tags
        assert "=cmd|" in parts.read("xl/sharedStrings.xml").decode()
        rels = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
        assert not [one for one in rels if b"External" in one]


def test_a_notebook_is_valid_and_shows_nothing_but_blocks_and_plain_text(made):
    for path in of_kind(made, "ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        outputs = [one for cell in notebook.cells for one in cell.get("outputs", ())]
        data = [one["data"] for one in outputs]
        assert {kind for one in data for kind in one} <= {BLOCK, "text/html", "text/plain"}
        for text in (one["text/html"] for one in data if "text/html" in one):
            shown = html.fromstring(f"<div>{text}</div>")
            assert not shown.xpath(
                "//script | //iframe | //base | //form | //@*[starts-with(name(), 'on')]"
            )
            assert [one for one in shown.xpath("//@href") if not OWN_LINK.fullmatch(one)] == []


def test_tables_and_manifest_can_be_read_and_hold_what_the_records_hold(made):
    json.loads((made / "manifest.json").read_text("utf-8"))
    said = {value for path in (made / "data").glob("*.csv") for value in cells(path)}
    whole = "\n".join(said)
    plain = [one for one in TEXTS if one.isascii() and "\n" not in one and one == one.strip()]
    assert [one for one in plain if one not in whole] == []


def test_control_characters_are_refused_before_anything_is_built(tmp_path):
    root = hostile_texts.plain(tmp_path)
    for (table, line), sign in CONTROLS.items():
        path = root / COUNCIL / f"{table}.csv"
        lines = path.read_text("utf-8").split("\n")
        row = next(one for one in Records(root).rows(table) if one.line == line)
        text = row.values["text"]
        lines[line - 1] = lines[line - 1].replace(text, f"{text}{sign}x")
        path.write_text("\n".join(lines), "utf-8")
    told = [(Path(one.file).stem, one.line) for one in check(files.find(root))]
    assert sorted(told) == sorted(CONTROLS)
