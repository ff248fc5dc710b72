"""What somebody has found to be right is used everywhere, and the files keep what was said."""

from __future__ import annotations

import pytest
from conftest import ROOT
from seen import add, by_head, change, judged, values

from lobra import report
from lobra.privacy import disclosure, editions
from lobra.report import Material, annexes
from lobra_data import files, frames, resolved

HL, DEMO = "hagersten-liljeholmen", "exempelkoping"
FOUND = {"resolution": "Strategen har räknat om.", "resolved_on": "2020-01-01"}


def conflict(folder, fields, right, **more):
    noted = {"conflict_id": "k", "about": "Antal pass", "value_a": "5", "line_a": 30}
    noted |= {"value_b": "7", "line_b": 31, "resolved_fields": fields, "resolved_value": right}
    add(folder, HL, "conflicts", **noted | FOUND | more)


def counted(folder, line, value, **more):
    told = {"observation_id": f"o{line}", "what": "Pass", "unit": "pass", "counts_persons": "no"}
    add(folder, HL, "observations", line=line, value=value, **told | more)


def shown(folder, tmp_path, edition=editions.PUBLIC):
    disclosure.prepare(files.find(folder), tmp_path / edition, edition, 5)
    return str(tmp_path / edition)


def passes(data):
    rows = frames.observations(HL, 2019, data=data)
    return [(row["line"], row["value"]) for _, row in rows[rows["what"].eq("Pass")].iterrows()]


def test_of_two_rows_the_right_one_is_left_in_tables_and_in_both_editions(records_copy, tmp_path):
    counted(records_copy, 30, 5)
    counted(records_copy, 31, 7)
    conflict(records_copy, "observations.value", "7")
    assert passes(records_copy) == [(31, 7)]
    for edition in editions.EDITIONS:
        assert passes(shown(records_copy, tmp_path, edition)) == [(31, 7)]
    assert [row.values["value"] for row in files.find(records_copy).rows("observations", HL)][
        -2:
    ] == ["5", "7"]


def test_a_value_that_neither_row_had_takes_the_place_of_both(records_copy):
    counted(records_copy, 30, 5)
    counted(records_copy, 31, 7)
    counted(records_copy, 32, 5)
    conflict(records_copy, "observations.value", "6")
    assert passes(records_copy) == [(30, 6), (31, 6), (32, 5)]


@pytest.mark.parametrize(
    "more",
    [{"resolution": ""}, {"resolved_value": ""}, {"is_reviewed": "no"}, {"resolved_fields": ""}],
)
def test_nothing_is_changed_before_somebody_has_found_out_and_it_is_reviewed(records_copy, more):
    counted(records_copy, 30, 5)
    counted(records_copy, 31, 7)
    conflict(records_copy, "observations.value", "7", **more)
    assert passes(records_copy) == [(30, 5), (31, 7)]


def test_a_field_left_empty_for_the_contradiction_is_filled_and_judged(records_copy):
    result = {"programme_id": "hl-prog-tillsyn", "year": 2019, "status": "done", "line": 31}
    add(records_copy, HL, "programme_results", **result, unit="gemensamma tillsynspass")
    conflict(records_copy, "programme_results.value", "7")
    rows = judged(Material(HL, 2019, data=records_copy))
    (ground,) = [row["Grund"] for row in rows if row["Åtgärd"].startswith("3.")]
    assert "Utfall 7 av målet 2 gemensamma tillsynspass." in ground


def test_a_text_keeps_its_words_with_what_is_right_behind_them():
    m = Material(DEMO, 2024, data=str(ROOT / "demo" / "records"))
    told = [row["Vad protokollet säger"] for row in by_head(annexes.what_was_said(m))]
    assert [text for text in told if "34 boende" in text] == [
        "Klockartorget: Vid trygghetsvandringen den 18 april 2024 deltog 34 boende. "
        "Rätt uppgift: 38."
    ]


def test_a_resolved_status_counts_in_the_key_figures(records_copy):
    before = values(report.year_in_numbers(Material(HL, 2019, data=records_copy)))["present"]
    listed = {"role": "Rektor X", "line": 30, "status": "absent"}
    add(records_copy, HL, "attendance", **listed)
    add(records_copy, HL, "attendance", **listed | {"line": 31, "status": "present"})
    conflict(records_copy, "attendance.status", "absent", value_a="absent", value_b="present")
    after = values(report.year_in_numbers(Material(HL, 2019, data=records_copy)))["present"]
    assert after == before


def test_a_copy_is_not_resolved_a_second_time(records_copy, tmp_path):
    """In the copy the small count of the conflict is a span, which fits in no number's place."""
    counted(records_copy, 30, 2, unit="ungdomar", counts_persons="yes")
    told = {"about": "Antal ungdomar", "value_a": "2", "value_b": "9"}
    conflict(records_copy, "observations.value", "3", **told)
    data = shown(records_copy, tmp_path)
    rows = frames.observations(HL, 2019, data=data)
    (row,) = [row for _, row in rows[rows["what"].eq("Pass")].iterrows()]
    assert (row["value"], row["value_max"]) == (1, 4)
    (noted,) = frames.conflicts(HL, data=data).to_dict("records")
    assert noted["resolved_value"] == "1–4"


def test_a_small_count_that_is_right_is_hidden_behind_a_text_too(records_copy, tmp_path):
    told = {"kind": "outcome", "theme": "other", "line": 30, "statement_id": "s"}
    add(records_copy, HL, "statements", **told, text="Det kom 12 ungdomar.")
    noted = {"about": "Antal ungdomar", "value_a": "12", "value_b": "3"}
    conflict(records_copy, "statements.text", "3", **noted)

    def text(data):
        rows = frames.statements(HL, data=data).set_index("statement_id")
        return rows.loc["s", "text"]

    internal = shown(records_copy, tmp_path, editions.INTERNAL)
    assert text(internal) == "Det kom 12 ungdomar. Rätt uppgift: 3."
    assert text(shown(records_copy, tmp_path)) == "Det kom 12 ungdomar. Rätt uppgift: 1–4."


@pytest.mark.parametrize(
    "hidden", [{"resolved_value": "14 enligt Nora Ramsele"}, {"is_sensitive": "yes"}]
)
def test_what_a_conflict_that_is_not_shown_says_is_right_stands_behind_no_public_text(
    records_copy, tmp_path, hidden
):
    told = {"kind": "outcome", "theme": "other", "line": 30, "statement_id": "s"}
    add(records_copy, HL, "statements", **told, text="Det kom 12 ungdomar.")
    noted = {"about": "Antal ungdomar", "value_a": "12", "value_b": "13"}
    conflict(records_copy, "statements.text", "14", **noted)
    change(records_copy, HL, "conflicts", "k", **hidden)
    rows = frames.statements(HL, data=shown(records_copy, tmp_path)).set_index("statement_id")
    assert rows.loc["s", "text"] == "Det kom 12 ungdomar."


def test_what_others_point_at_stays_with_the_right_value(records_copy):
    line = {"line": 30, "document_id": "hl-doc-2019-02-22"}
    change(records_copy, HL, "agenda_items", "hl-2019-02-22-p3", number="5", **map_text(line))
    change(records_copy, HL, "agenda_items", "hl-2019-02-22-p6", number="7", line="31")
    conflict(records_copy, "agenda_items.number", "7")
    rows = resolved.rows(files.find(records_copy), "agenda_items", HL)
    told = {row.values["item_id"]: row.values["number"] for row in rows}
    assert (told["hl-2019-02-22-p3"], told["hl-2019-02-22-p6"]) == ("7", "7")


def map_text(values_of_row):
    return {key: str(value) for key, value in values_of_row.items()}
