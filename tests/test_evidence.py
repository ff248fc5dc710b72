"""Every claim leads to its source, and an auditor finds it."""

import csv
import hashlib
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import ROOT, lobra
from lxml import html

from lobra.blocks import Column, Source, Statement, Statements, Table
from lobra.build import evidence
from lobra_data import frames, words
from lobra_data.files import Row

ALVSJO = "hagersten-alvsjo/2021"
DEMO = ROOT / "demo"


def table(title):
    source = (Source(title),) if title else ()
    return Table(
        name="t", title="T", source=source, columns=[Column("A"), Column("B")], rows=[["1", "2"]]
    )


def unsourced(*blocks):
    return evidence.without_source(evidence.claims(blocks))


def test_a_row_without_a_source_is_found_and_named():
    (claim,) = unsourced(table("Protokoll"), table(""))
    assert str(claim) == "T: A: 1; B: 2"


def test_a_statement_without_a_source_is_found_unless_it_is_the_reports_own():
    claims = {
        "name": "l",
        "title": "L",
        "items": [Statement("ett", (Source("P"),)), Statement("två")],
    }
    assert len(unsourced(Statements(**claims))) == 1
    assert unsourced(Statements(**claims, is_claim=False)) == []


def test_share_is_counted_over_all_claims():
    claims = [*evidence.claims([table("P"), table(""), table("P"), table("P")])]
    assert evidence.summary(claims) == {"n": 4, "share_with_source": 0.75}
    assert evidence.summary([]) == {"n": 0, "share_with_source": 1.0}


@pytest.mark.slow
def test_every_claim_of_the_four_reports_has_a_source(built):
    shares = [
        json.loads(path.read_text("utf-8"))["claims"] for path in built.glob("*/*/manifest.json")
    ]
    assert len(shares) == 4
    assert all(share["share_with_source"] == 1 and share["n"] > 100 for share in shares)


@pytest.mark.slow
def test_the_source_columns_of_the_csv_files_are_full(built):
    for path in (built / ALVSJO / "data").glob("*.csv"):
        if path.stem in ("metod", "sa-vet-vi"):  # what the report says of itself
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            assert (rows.fieldnames or [])[-1] == "Källa", path.name
            # what is said to be unknown claims nothing
            assert not [r for r in rows if not r["Källa"] and r.get("Värde") != "okänt"], path.name


@pytest.mark.slow
def test_removing_the_source_of_a_row_stops_the_report_and_names_the_row(records_copy, tmp_path):
    path = records_copy / "hagersten-alvsjo" / "place_actions.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert "ha-doc-2021-09-17,205," in lines[2]
    lines[2] = lines[2].replace("ha-doc-2021-09-17,205,", "ha-doc-2021-09-17,,")
    path.write_text("".join(lines), "utf-8")
    run = lobra("report", "2021", "--data", records_copy, "--out", tmp_path)
    assert run.status == 1
    assert "place_actions.csv:3: line: " in run.err
    assert not (tmp_path / ALVSJO).exists()


@pytest.mark.slow
def test_trace_shows_both_values_of_a_contradiction_with_their_lines(built):
    run = lobra("trace", built / ALVSJO, "sommartorgen")
    assert run.status == 0
    assert "Protokoll 17 september 2021, punkt 1, rad 225" in run.out or "rad 225" in run.out
    assert "rad 300" in run.out


@pytest.mark.slow
def test_trace_of_a_number_finds_the_number_and_not_its_parts(built):
    run = lobra("trace", built / ALVSJO / "verksamhetsberattelse.html", "33")
    assert run.status == 0
    blocks = [line for line in run.out.splitlines() if not line.startswith("  ")]
    assert any(line.startswith("Nyckeltal 2021") for line in blocks)
    assert all("33" in line.replace(";", " ").replace(":", " ").split() for line in blocks)


@pytest.mark.slow
def test_trace_gives_the_words_of_the_document_when_it_is_at_hand(demo_report):
    more = ["--documents", DEMO / "documents", "--data", DEMO / "records"]
    run = lobra("trace", demo_report, "Resecentrum", *more)
    assert run.status == 0
    quoted = [line for line in run.out.splitlines() if "Dokumentets ord: " in line]
    assert any("Resecentrum" in line for line in quoted)


@pytest.mark.slow
def test_ten_numbers_of_the_report_are_found_in_their_document(demo_report):
    """As an auditor would: the line that a number's source names really says it."""
    documents = frames.documents(data=DEMO / "records")
    names = dict(zip(documents["title"], documents["file_name"], strict=True))
    path = demo_report / "bilagor.ipynb"
    checked = 0
    for claim in evidence.claims(evidence.blocks(json.loads(path.read_text("utf-8")))):
        if claim.block != "raknat" or "–" in dict(claim.cells)["Antal"]:
            continue
        cells = dict(claim.cells)
        (place,) = claim.source
        document = (DEMO / "documents" / names[place.document]).read_text("utf-8")
        line = document.splitlines()[place.lines[0] - 1].casefold()
        number, _, _ = cells["Antal"].partition(" ")
        letters = "sexton" if number == "16" else words.number(int(number))
        assert number in line or letters in line, (cells, line)
        checked += 1
    assert checked >= 10


def test_trace_without_a_report_says_what_to_give(tmp_path):
    run = lobra("trace", tmp_path, "46")
    assert (run.status, run.out) == (1, "")
    assert "här finns ingen rapport" in run.err


@pytest.mark.slow
def test_trace_of_something_else_says_so(built):
    run = lobra("trace", built / ALVSJO, "Atlantis")
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith('"Atlantis" finns inte i rapporten.')


@pytest.mark.slow
def test_no_two_references_of_a_report_are_named_alike_in_one_list(built):
    page = html.parse(built / ALVSJO / "verksamhetsberattelse.html").getroot()
    for listed in page.xpath("//ul[@class='statements']"):
        names = [summary.text_content() for summary in listed.xpath(".//summary")]
        assert all(len(name) > len("Källa till: ") for name in names)
        assert len(set(names)) == len(names)


def document(path, title, data):
    path.write_bytes(data)
    values = {"title": title, "file_name": path.name, "sha256": hashlib.sha256(data).hexdigest()}
    return Row(Path("documents.csv"), 2, values)


@pytest.fixture
def library(tmp_path):
    """Three documents: one as it was read, one changed since, one that isn't there."""
    folder = tmp_path / "dokument åäö"
    folder.mkdir()
    rows = [
        document(folder / "a b.md", "Protokoll 1", b"ett"),
        document(folder / "andrad.md", "Protokoll 2", b"tv\xc3\xa5"),
        document(folder / "borta.md", "Protokoll 3", b"tre"),
    ]
    (folder / "andrad.md").write_bytes(b"annat")
    (folder / "borta.md").unlink()
    return evidence.Library(folder, rows)


def test_only_a_file_that_agrees_is_linked_and_its_address_is_percent_encoded(library, tmp_path):
    links = library.links(tmp_path / "r" / "2021")
    assert {title: (link.address, link.file) for title, link in links.items()} == {
        "Protokoll 1": ("../../dokument%20%C3%A5%C3%A4%C3%B6/a%20b.md", "a b.md")
    }


def test_the_words_of_a_line_are_those_of_the_document(library):
    assert (
        library.words((Source("Protokoll 2", lines=(1,)), Source("Protokoll 1", lines=(1,))))
        == "ett"
    )
    assert library.words((Source("Protokoll 1", lines=(2,)), Source("Protokoll 11"))) == ""


def test_a_changed_document_is_told_apart_from_a_missing_one(library):
    assert {title: path.name for title, path in library.changed.items()} == {
        "Protokoll 2": "andrad.md"
    }


def test_an_old_copy_beside_the_right_file_is_nothing_to_tell(tmp_path):
    row = document(tmp_path / "a.md", "Protokoll 1", b"ett")
    (tmp_path / "gammal").mkdir()
    (tmp_path / "gammal" / "a.md").write_bytes(b"utkast")
    assert evidence.Library(tmp_path, [row]).changed == {}


@pytest.mark.slow
@pytest.mark.thorough
def test_report_links_to_documents_in_the_internal_edition_and_says_what_it_cannot(tmp_path):
    documents = ROOT / "demo" / "documents"
    copy = tmp_path / "dokument"
    copy.mkdir()
    for path in documents.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    with (copy / "protokoll-2024-05-16.md").open("a") as file:
        file.write("ändrat")
    demo = ["--data", ROOT / "demo" / "records", "--params", ROOT / "demo" / "params"]
    more = ["--format", "html", "--out", tmp_path / "ut", "--documents", copy]
    inside = lobra("report", "2024", *demo, *more, "--edition", "internal")
    assert inside.status == 0, inside.err
    (told,) = inside.err.splitlines()
    assert told.endswith(
        "protokoll-2024-05-16.md: kontrollsumman stämmer inte med registren. "
        "Hänvisningar till Protokoll 16 maj 2024 länkas inte."
    )
    _, page = map(Path, inside.out.split())
    ways = {a.get("href") for a in html.parse(page).getroot().iter("a")}
    files = {way for way in ways if way and way.endswith(".md")}
    assert len(files) >= 5
    assert all((page.parent / unquote(way)).resolve().is_file() for way in files)
    assert not [way for way in files if "2024-05-16" in way]
    public = lobra("report", "2024", *demo, *more)
    assert "Den offentliga utgåvan länkar inte" in public.err
    for path in public.out.split():
        shown = html.parse(path).getroot()
        assert not [a for a in shown.iter("a") if a.get("href").endswith(".md")]
