"""The four real reports, built by the real command and read as a reader or machine would."""

import hashlib
import itertools
import json
import re

import nbformat
import pikepdf
import pytest
from conftest import ROOT, lobra, pdf_text
from lxml import html

LILJEHOLMEN, ALVSJO = "hagersten-liljeholmen", "hagersten-alvsjo"
YEARS = {2017: LILJEHOLMEN, 2018: LILJEHOLMEN, 2019: LILJEHOLMEN, 2021: ALVSJO}
NAME = "verksamhetsberattelse"
TITLES = {NAME: "Verksamhetsberättelse", "bilagor": "Bilagor till verksamhetsberättelsen"}
DOCUMENTS = tuple(TITLES)
CHARTED = {2019, 2021}
"""The years with something to compare in a chart, in both documents."""
WITHOUT_TABLES = {(2017, NAME)}
pytestmark = pytest.mark.slow


@pytest.fixture(params=YEARS, scope="module")
def folder(request, built):
    return built / YEARS[request.param] / str(request.param)


@pytest.fixture(params=DOCUMENTS, scope="module")
def name(request):
    return request.param


@pytest.fixture(scope="module")
def page(folder, name):
    return html.parse(folder / f"{name}.html").getroot()


@pytest.fixture(scope="module")
def pdf(folder, name):
    return "\n".join(pdf_text(folder / f"{name}.pdf"))


def manifest(built, year):
    path = built / YEARS[year] / str(year) / "manifest.json"
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("year", "figures"),
    [
        (
            2021,
            {
                "meetings_held": 1,
                "present": 12,
                "place_actions": 33,
                "conflicts": 2,
                "place_actions_problem": 20,
                "place_actions_development": 13,
            },
        ),
        (2019, {"called": 9, "present": None, "decisions": 1, "assignments": 1}),
        (2018, {"measures": 7, "activities": 21, "meetings_announced": 4, "meetings_held": 0}),
        (2017, {"meetings_held": 1, "present": None}),
    ],
)
def test_manifest_has_the_key_figures_of_the_year(built, year, figures):
    found = manifest(built, year)["key_figures"]
    assert {name: found[name] for name in figures} == figures


def test_undated_meeting_has_bounds_and_no_date_in_the_manifest(built):
    (meeting,) = manifest(built, 2017)["document"]["meetings"]
    assert meeting == {"held_on": None, "held_earliest": "2017-11-29", "held_latest": "2017-12-07"}


def test_a_report_is_html_pdf_notebook_data_workbook_and_manifest(folder):
    names = {path.name for path in folder.iterdir()}
    files = {f"{name}.{kind}" for name in DOCUMENTS for kind in ("html", "pdf", "ipynb")}
    assert names == {*files, "data", "tabeller.xlsx", "manifest.json"}
    assert len(list((folder / "data").glob("*.csv"))) >= 15


def test_manifest_names_every_file_with_its_sum(folder):
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert set(files) == there - {"manifest.json"}
    for name, sha256 in files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256


def test_manifest_says_which_files_are_the_report_and_which_its_annexes(folder):
    documents = json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]
    assert documents == {
        key: [f"{name}.{kind}" for kind in ("html", "pdf", "ipynb")]
        for key, name in zip(("report", "annexes"), DOCUMENTS, strict=True)
    }


def test_manifest_names_the_inputs_and_versions(folder):
    about = json.loads((folder / "manifest.json").read_text("utf-8"))
    notebooks = {f"notebooks/{name}.ipynb" for name in DOCUMENTS}
    assert {"datapackage.json", *notebooks} < set(about["inputs"])
    assert any(name.startswith("records/hagersten-") for name in about["inputs"])
    assert {"lobra", "pandas", "papermill", "nbconvert", "typst"} <= set(about["versions"])


def test_the_notebook_lies_there_as_jupyter_would_save_it(folder, name):
    text = (folder / f"{name}.ipynb").read_text("utf-8")
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text


def test_page_is_one_file_without_script_or_network(folder, name, page):
    text = (folder / f"{name}.html").read_text("utf-8")
    assert page.xpath("//script|//link[@rel='stylesheet']|//iframe|//object") == []
    assert not re.search(r"""(?:src|url\()=?["']?https?:""", text)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert page.get("lang") == "sv"


def test_headings_are_in_order_with_one_h1(page):
    levels = [int(e.tag[1]) for e in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    body = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in itertools.pairwise(body))


def test_every_image_has_a_real_alt_text(folder, page):
    alts = page.xpath("//img/@alt")
    assert len(alts) == len(page.xpath("//img"))
    assert bool(alts) == (int(folder.name) in CHARTED)
    assert all(len(alt) > 30 for alt in alts)
    assert len(set(alts)) == len(alts)


def test_every_table_has_caption_column_heads_and_row_heads(folder, name, page):
    tables = page.xpath("//table")
    assert bool(tables) == ((int(folder.name), name) not in WITHOUT_TABLES)
    for table in tables:
        assert table.xpath("normalize-space(caption)")
        assert table.xpath("thead//th[@scope='col']")
        assert len(table.xpath("tbody//th[@scope='row']")) == len(table.xpath("tbody/tr")) > 0


def test_every_chart_has_source_and_table(page):
    for figure in page.xpath("//figure[contains(@class, 'chart')]"):
        assert figure.xpath("string(.//p[@class='source'])").startswith("Källa:")
        assert figure.xpath(".//details//table")


ENGLISH = r"\b(unknown|ongoing|planned|not_started|done|cancelled|present|called|development)\b"


def test_nothing_unknown_or_english_shines_through(page, pdf):
    shown = page.xpath("string(//body)") + " ".join(page.xpath("//img/@alt"))
    for text in (shown, pdf):
        assert not re.search(r"\b(nan|NaN|None|NaT|NA|<NA>)\b", text)
        assert not re.search(ENGLISH, text)
        assert "Timestamp" not in text


def test_pdf_is_tagged_and_says_what_it_is(folder, name):
    with pikepdf.open(folder / f"{name}.pdf") as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).lower().startswith("sv")
        assert str(pdf.docinfo["/Title"]).startswith(TITLES[name])
        assert root.ViewerPreferences.DisplayDocTitle
        assert len(pdf.open_outline().root) >= 4
        metadata = root.Metadata.read_bytes().decode()
    assert re.search(r"pdfuaid:part[>=\"]+1", metadata)
    assert re.search(r"pdfaid:part[>=\"]+2", metadata)
    assert re.search(r"pdfaid:conformance[>=\"]+A", metadata)


def structure(pdf, element=None):
    """(type, element) for each structure element of a tagged PDF."""
    kids = pdf.Root.StructTreeRoot.get("/K") if element is None else element.get("/K")
    for kid in [kids] if isinstance(kids, pikepdf.Dictionary) else list(kids or []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), kid
            yield from structure(pdf, kid)


def test_pdf_figures_have_alt_and_header_cells_have_scope(folder, name, page):
    on_paper = page.xpath("//table[not(ancestor::details)]")  # a chart's own is not repeated
    with pikepdf.open(folder / f"{name}.pdf") as pdf:
        found = list(structure(pdf))
        figures = [e for kind, e in found if kind == "/Figure"]
        assert bool(figures) == (int(folder.name) in CHARTED)
        assert all(len(str(e.Alt)) > 30 for e in figures)
        scopes = set()
        for _, e in (pair for pair in found if pair[0] == "/TH"):
            attributes = e.A if isinstance(e.A, pikepdf.Array) else [e.A]
            scopes |= {str(a.Scope) for a in attributes if "/Scope" in a}
        assert scopes == ({"/Column", "/Row"} if on_paper else set())


def test_unknown_date_is_told_in_words_everywhere(built):
    folder = built / LILJEHOLMEN / "2017"
    shown = html.parse(folder / f"{NAME}.html").getroot().xpath("string(//body)")
    assert "mellan 29 november och 7 december 2017" in shown
    dates = r"(?:den )?\d{1,2} december 2017"
    bounds = re.sub(r"mellan 29 november och 7 december 2017", "", shown)
    assert not re.search(rf"(?:hölls|Mötet) {dates}", bounds)


def test_called_is_never_shown_as_present(built):
    shown = html.parse(built / LILJEHOLMEN / "2019" / "bilagor.html").getroot()
    caption = "contains(caption, 'Närvaro vid rådets möten 2019, roll för roll')"
    rows = shown.xpath(f"//table[{caption}]/tbody/tr")
    assert [row.xpath("string(td[2])") for row in rows] == ["○ kallad"] * 9
    report = html.parse(built / LILJEHOLMEN / "2019" / f"{NAME}.html").getroot()
    assert "närvarande" not in report.xpath("string(//main)")


def test_no_personal_name_of_the_documents_is_in_any_file(built):
    gold = ROOT.parent / "shared" / "gold"
    if not gold.is_dir():
        pytest.skip("mappen ../shared/gold finns inte här")
    names = set(
        re.findall(
            r"name: ([A-ZÅÄÖ][^,}\n]+?), role",
            "".join(path.read_text("utf-8") for path in gold.glob("*.yaml")),
        )
    )
    assert len(names) > 15
    for path in built.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".ipynb", ".csv", ".json"}:
            text = path.read_text("utf-8")
            assert not [name for name in names if name in text], path


def test_notebook_holds_no_path_time_or_process(folder, name):
    text = (folder / f"{name}.ipynb").read_text("utf-8")
    assert str(ROOT) not in text
    assert "papermill" not in text
    assert not re.search(r"\d{4}-\d\d-\d\dT\d\d:", text)


def test_index_lists_every_report_with_links_that_lead_somewhere(built):
    page = html.parse(built / "index.html").getroot()
    links = page.xpath("//main//a/@href")
    for file in itertools.product(DOCUMENTS, ("html", "pdf")):
        assert len([link for link in links if link.endswith(".".join(file))]) == len(YEARS)
    assert all((built / link).is_file() for link in links if not link.startswith("#"))
    assert not [link for link in links if link.endswith(".docx")]


def test_the_same_build_gives_the_same_bytes_and_needs_nothing_from_the_path(built, tmp_path):
    run = lobra("report", "2021", "--out", tmp_path, PATH=str(tmp_path))
    assert run.status == 0, run.err
    assert run.out.splitlines() == [
        str(tmp_path / ALVSJO / "2021" / f"{document}.{kind}")
        for document in DOCUMENTS
        for kind in ("html", "pdf")
    ]
    first, second = (out / ALVSJO / "2021" for out in (built, tmp_path))
    for path in sorted(p for p in first.rglob("*") if p.is_file()):
        assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path.name
