"""What a report of a year is handed of the records: all that can change it, and nothing later."""

import ast
import csv
import json

import nbformat
import pytest
from conftest import ROOT

from lobra.blocks import to_json
from lobra.build import params, seen
from lobra.build.current import Wanted
from lobra.build.kin import Kin
from lobra.privacy import disclosure
from lobra_data import files, schema

DEMO, LILJEHOLMEN, ALVSJO = "exempelkoping", "hagersten-liljeholmen", "hagersten-alvsjo"
FOUND = "motsagelser-funna"
"""With all records it also told contradictions of later years; a report of the year never may."""


def wanted(records, year, edition="public"):
    folder = ROOT / "demo" / "params" if year > 2021 else ROOT / "params"
    (about,) = params.for_years(folder, [year], records)
    kin = Kin(files.Records(records), about.council)
    return Wanted(about, ROOT / "notebooks", kin, edition, ("html",))


def handed_over(records, year, folder, edition="public"):
    return seen.hand_over(wanted(records, year, edition), (), folder)


def table(folder, council, name):
    with (folder / council / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def change(records, council, name, **values):
    """Changes the last row of a table."""
    rows = table(records, council, name)
    rows[-1] |= values
    with (records / council / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_it_is_handed_the_meetings_up_to_its_year_and_what_was_told_there(demo_records, tmp_path):
    handed_over(demo_records, 2023, tmp_path)
    meetings = {row["meeting_id"] for row in table(tmp_path, DEMO, "meetings")}
    assert meetings == {"bv-2023-02-09", "bv-2023-05-11", "bv-2023-09-14", "bv-2023-11-30"}
    at = {
        row["meeting_id"]
        for name, about in schema.load().items()
        if "meeting_id" in about.names
        for row in table(tmp_path, DEMO, name)
    }
    assert at == meetings


def test_what_the_year_told_of_those_after_it_is_handed_over(demo_records, tmp_path):
    handed_over(demo_records, 2023, tmp_path)
    announced = {row["planned_on"] for row in table(tmp_path, DEMO, "planned_meetings")}
    assert {"2024-02-08", "2024-12-05"} <= announced and "2025-02-06" not in announced
    years = {row["year"] for row in table(tmp_path, DEMO, "priorities")}
    assert years == {"2023", "2024"}


def test_what_was_closed_after_the_year_is_not_known_to_be_closed(demo_records, tmp_path):
    handed_over(demo_records, 2023, tmp_path)
    closed = {
        row["assignment_id"]: row["closed_item_id"]
        for row in table(tmp_path, DEMO, "assignments")
        if row["meeting_id"] == "bv-2023-09-14"
    }
    assert closed == {"bv-2023-09-14-u1": "", "bv-2023-09-14-u2": "bv-2023-11-30-p2"}


def test_a_later_row_of_a_document_without_a_day_is_handed_over_and_of_a_later_one_not(
    demo_records, tmp_path
):
    handed_over(demo_records, 2023, tmp_path)
    rows = table(tmp_path, DEMO, "statistics")
    assert {row["year"] for row in rows if row["document_id"] == "bv-doc-statistik"} == {
        str(year) for year in range(2018, 2024)
    }
    of_files = {row["year"] for row in rows if row["document_id"] != "bv-doc-statistik"}
    assert max(of_files) == "2024"
    results = {row["year"] for row in table(tmp_path, DEMO, "programme_results")}
    assert results == {"2023"}


def test_a_forerunner_is_handed_over_and_of_a_successor_only_that_it_is_one(records_copy, tmp_path):
    handed_over(records_copy, 2021, tmp_path / "efter")
    assert len(table(tmp_path / "efter", LILJEHOLMEN, "measures")) == 7
    handed_over(records_copy, 2019, tmp_path / "före")
    there = [n for n in schema.load() if table(tmp_path / "före", ALVSJO, n)]
    assert there == ["councils", "documents"]


def test_a_meeting_that_a_row_of_the_year_stands_in_is_handed_over_with_it(demo_copy, tmp_path):
    """Minutes of 2024 that tell of a day that was announced for 2023."""
    change(demo_copy, DEMO, "planned_meetings", planned_on="2023-12-14")
    handed_over(demo_copy, 2023, tmp_path / "ut")
    told = table(tmp_path / "ut", DEMO, "planned_meetings")[-1]
    assert (told["planned_on"], told["meeting_id"]) == ("2023-12-14", "bv-2024-12-05")
    assert table(tmp_path / "ut", DEMO, "meetings")[-1]["meeting_id"] == "bv-2024-12-05"
    documents = {row["document_id"] for row in table(tmp_path / "ut", DEMO, "documents")}
    assert "bv-doc-2024-12-05" in documents and "bv-doc-2024-09-19" not in documents


def test_a_document_is_handed_over_wherever_a_row_of_the_year_names_it(demo_copy, tmp_path):
    here, there = "bv-2023-11-30", "bv-doc-2024-12-05"
    places = {"document_id": f"bv-doc-{here[3:]}", "document_b_id": there}
    change(demo_copy, DEMO, "conflicts", meeting_id=here, **places)
    handed_over(demo_copy, 2023, tmp_path / "ut")
    assert table(tmp_path / "ut", DEMO, "conflicts")[-1]["document_b_id"] == there
    assert there in {row["document_id"] for row in table(tmp_path / "ut", DEMO, "documents")}


def test_the_sums_are_those_of_what_is_handed_over_and_of_nothing_else(demo_copy, tmp_path):
    before = handed_over(demo_copy, 2023, tmp_path / "ett")
    later = [
        name
        for name in schema.load()
        if (rows := table(demo_copy, DEMO, name))
        and "line" in rows[-1]
        and not any(
            row[schema.load()[name].key] == rows[-1][schema.load()[name].key]
            for row in table(tmp_path / "ett", DEMO, name)
        )
    ]
    assert {"meetings", "statements", "follow_ups", "programme_results", "conflicts"} < {*later}
    for name in later:
        change(demo_copy, DEMO, name, line="1")
    assert handed_over(demo_copy, 2023, tmp_path / "två") == before
    after = handed_over(demo_copy, 2024, tmp_path / "tre")
    for name in later:
        change(demo_copy, DEMO, name, line="2")
    last = handed_over(demo_copy, 2024, tmp_path / "fyra").sums
    differ = {name for name, one in last.items() if after.sums[name] != one}
    assert differ == {f"records/{DEMO}/{name}.csv" for name in {*later} - {"people"}}


@pytest.mark.parametrize(("year", "but"), [(2017, []), (2023, [FOUND])])
def test_no_block_of_a_report_is_otherwise_than_it_would_be_with_all_records(
    records_copy, demo_records, tmp_path, monkeypatch, year, but
):
    about = wanted(demo_records if year > 2021 else records_copy, year)
    values = about.values | seen.hand_over(about, (), tmp_path / "sedd").left_out
    disclosure.prepare(about.kin, tmp_path / "hel", "public", about.params.smallest_count)
    whole, cut = (shown(tmp_path / one, values, monkeypatch) for one in ("hel", "sedd"))
    assert [name for name in whole if whole[name] != cut[name]] == but
    assert len(whole) > 40


def shown(records, values, monkeypatch):
    """Every block of the report and its annexes, made by the cells of the notebooks."""
    monkeypatch.setenv("LOBRA_DATA", str(records))
    made = {}
    for name in ("verksamhetsberattelse", "bilagor"):
        notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
        first, start, *rest = [c.source for c in notebook.cells if c.cell_type == "code"]
        there = {}
        exec(first, there)
        there |= values
        exec(start, there)
        for source in rest:
            block = eval(compile(ast.parse(source.strip(), mode="eval"), name, "eval"), there)
            made[f"{block.name}"] = json.dumps(to_json(block), default=str)
    return made
