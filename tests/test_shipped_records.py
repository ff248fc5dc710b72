"""The shipped records of the two real councils: what can be held of them without the documents."""

from __future__ import annotations

from collections import defaultdict

from lobra_data import files, schema, words

ROWS = {name: files.Records(files.SHIPPED).rows(name) for name in schema.load()}
"""All rows as the files have them, those that no public edition shows included."""


def values(table: str):
    return [row.values for row in ROWS[table]]


def test_what_stands_on_one_line_is_shown_or_withheld_together_but_for_counts_of_persons():
    """A number alone may single out the few that it counts; what was done for them doesn't."""
    flags = defaultdict(set)
    for name, table in schema.load().items():
        if {"is_sensitive", "line"} <= set(table.names):
            for row in values(name):
                if row.get("counts_persons") != "yes":
                    flags[row["document_id"], row["line"]].add(row["is_sensitive"])
    assert {frozenset(said) for said in flags.values()} == {frozenset({"yes"}), frozenset({"no"})}


def test_the_status_of_an_empty_cell_is_unknown():
    silent = [row for row in values("place_actions") if not row["status_text"]]
    assert [int(row["line"]) for row in silent] == [256, 262, 263, 264, 265, 293, 294, 295]
    assert {row["status"] for row in silent} == {"unknown"}


def test_a_programme_without_an_outcome_has_an_unknown_status():
    silent = [row for row in values("programme_results") if not row["outcome"]]
    assert {row["document_id"] for row in silent} == {"hl-doc-plan"}
    assert {row["status"] for row in silent} == {"unknown"}


def test_what_follows_up_a_row_of_unknown_status_is_unknown_too():
    status = {row["place_action_id"]: row["status"] for row in values("place_actions")}
    told = [(status.get(row["place_action_id"]), row["status"]) for row in values("follow_ups")]
    assert {said for of, said in told if of == "unknown"} == {"unknown"}


def test_one_action_that_is_done_tells_nothing_of_the_measure_as_a_whole():
    status = {row["place_action_id"]: row["status"] for row in values("place_actions")}
    rows = [r for r in values("follow_ups") if r["measure_id"]]
    told = {
        r["follow_up_id"]: r["status"] for r in rows if status.get(r["place_action_id"]) == "done"
    }
    assert set(told.values()) == {"unknown"}


def test_a_repeated_priority_tells_no_status_of_a_measure():
    kept = {(r["document_id"], r["line"]) for r in values("priorities") if r["change"] == "kept"}
    told = [r for r in values("follow_ups") if (r["document_id"], r["line"]) in kept]
    assert [r["measure_id"] for r in told] == ["hl-m1", "hl-m3", "hl-m4", "hl-m5", "hl-m6", "hl-m7"]
    assert {(r["status"], r["basis"]) for r in told} == {("unknown", "inferred")}


def test_what_is_proposed_is_told_as_something_to_come():
    told = {(r["document_id"], r["line"]): r["kind"] for r in values("statements")}
    changes = [r for r in values("priorities") if r["change"].startswith("proposed")]
    assert [told[r["document_id"], r["line"]] for r in changes] == ["intention"] * 4


def test_each_value_that_stands_against_another_is_noted_as_a_contradiction():
    noted = {(r[f"line_{x}"], r[f"value_{x}"]) for r in values("conflicts") for x in "ab"}
    told = [r for r in values("observations") if ", enligt det" in r["what"]]
    assert [(r["line"], r["value"]) for r in told] == [("225", "46"), ("225", "9"), ("300", "48")]
    for row in told:
        said = row["value"], f"{words.number(int(row['value']))} {row['unit']}"
        assert noted & {(row["line"], value) for value in said}
