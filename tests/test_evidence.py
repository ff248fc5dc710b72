"""Every claim leads to its source, and an auditor finds it."""

import json

import pytest
from conftest import ROOT, lobra

from lobra_data import evidence, words
from lobra_data.blocks import Column, Statements, Table

ALVSJO = "hagersten-alvsjo/2021"
DOCUMENTS = ROOT.parent / "shared" / "documents"


def notebook(*blocks):
    outputs = []
    for block in blocks:
        data, metadata = block._repr_mimebundle_()
        outputs.append({"output_type": "execute_result", "data": data, "metadata": metadata})
    return {"cells": [{"cell_type": "code", "outputs": outputs}]}


def table(source):
    return Table(
        name="t", title="T", source=source, columns=[Column("A"), Column("B")], rows=[["1", "2"]]
    )


def test_a_row_without_a_source_is_found_and_named():
    (claim,) = evidence.without_source(notebook(table("Protokoll"), table("")))
    assert str(claim) == "T: A: 1; B: 2"


def test_a_statement_without_a_source_is_found_unless_it_is_the_reports_own():
    claims = {"name": "l", "title": "L", "items": [("ett", "rad 1"), ("två", "")]}
    assert len(evidence.without_source(notebook(Statements(**claims)))) == 1
    assert evidence.without_source(notebook(Statements(**claims, is_claim=False))) == []


def test_share_is_counted_over_all_claims():
    assert evidence.summary(notebook(table("P"), table(""), table("P"), table("P"))) == {
        "n": 4,
        "share_with_source": 0.75,
    }


def test_short_references_are_made_whole_in_the_csv():
    block = Table(
        name="t",
        title="T",
        source="Protokoll 17 september 2021",
        columns=[Column("A"), Column("Källa")],
        rows=[["1", "rad 5"], ["2", "Plan, rad 7"]],
    )
    assert block.csv().splitlines()[1:] == [
        '1,"Protokoll 17 september 2021, rad 5"',
        '2,"Plan, rad 7"',
    ]


@pytest.mark.slow
def test_every_claim_of_the_four_reports_has_a_source(built):
    shares = [
        json.loads(path.read_text("utf-8"))["claims"] for path in built.glob("*/*/manifest.json")
    ]
    assert len(shares) == 4
    assert all(share["share_with_source"] == 1 and share["n"] > 200 for share in shares)


@pytest.mark.slow
def test_the_source_columns_of_the_csv_files_are_full(built):
    for path in (built / ALVSJO / "data").glob("*.csv"):
        if path.stem in ("metod", "tillganglighet"):
            continue
        head, *rows = path.read_text("utf-8-sig").splitlines()
        assert head.endswith("Källa"), path.name
        assert not [row for row in rows if row.endswith(",")], path.name


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
def test_trace_gives_the_words_of_the_document_when_it_is_at_hand(built):
    if not DOCUMENTS.is_dir():
        pytest.skip("mappen ../shared/documents finns inte här")
    run = lobra("trace", built / ALVSJO, "Fastighetskontoret", "--documents", DOCUMENTS)
    assert run.status == 0
    assert "Dokumentets ord: " in run.out
    quoted = [line for line in run.out.splitlines() if "Dokumentets ord" in line]
    assert any("Fastighetskontoret" in line for line in quoted)


@pytest.mark.slow
def test_ten_numbers_of_the_report_are_found_in_their_document(built):
    """As an auditor would: the line that a number's source names really says it."""
    if not DOCUMENTS.is_dir():
        pytest.skip("mappen ../shared/documents finns inte här")
    document = (DOCUMENTS / "protokoll-2021-09-17.md").read_text("utf-8").splitlines()
    (path,) = (built / ALVSJO).glob("*.ipynb")
    checked = 0
    for claim in evidence.claims(json.loads(path.read_text("utf-8"))):
        if claim.block != "raknat" or "–" in dict(claim.cells)["Antal"]:
            continue
        cells = dict(claim.cells)
        line = document[int(claim.source.rsplit("rad ", 1)[1]) - 1].casefold()
        number = cells["Antal"]
        assert number in line or words.number(int(number)) in line, (cells, line)
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
