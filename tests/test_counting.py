"""Each person is counted once at a meeting, and each party of what is led together."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import sourced
from seen import add, by_head, change, judged

from lobra.report import Material, annexes
from lobra.report.counting import parties, persons
from lobra_data import frames

HL, HA = "hagersten-liljeholmen", "hagersten-alvsjo"


def listed(*rows):
    """A list of attendance: meeting, role, organisation, person, status."""
    names = ["meeting_id", "role", "organisation_id", "person_id", "status"]
    found = pd.DataFrame([*rows], columns=names).astype("str").replace("None", pd.NA)
    return found.assign(attendance_id=[f"a{n}" for n in range(len(found))])


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([("m", "Rektor", "o", None, "called"), ("m", "rektor", "o", None, "present")], ["a1"]),
        (
            [("m", "Rektor", "o", None, "present"), ("n", "Rektor", "o", None, "present")],
            ["a0", "a1"],
        ),
        (
            [("m", "Rektor", "o", None, "present"), ("m", "Rektor", "p", None, "present")],
            ["a0", "a1"],
        ),
        ([("m", "Rektor", "o", "x", "present"), ("m", "Ordförande", "p", "x", "present")], ["a0"]),
        (
            [("m", "Rektor", "o", "x", "present"), ("m", "Rektor", "o", "y", "present")],
            ["a0", "a1"],
        ),
        (
            [
                ("m", "Polis", "o", None, "present"),
                ("m", "Polis", "o", None, "present"),
                ("m", "Polis", "o", None, "absent"),
            ],
            ["a0", "a1", "a2"],
        ),
    ],
)
def test_a_person_is_one_whatever_roles_and_statuses(rows, left):
    assert persons(listed(*rows))["attendance_id"].tolist() == left


def place_action(folder, **values):
    told = {"forum_id": "ha-f-plats-alvsjo", "number": 9, "kind": "problem", "status": "done"}
    told |= {"meeting_id": "ha-2021-09-17", "document_id": "ha-doc-2021-09-17"}
    key = {"place_action_id": "x", "action": "Något eget"}
    add(folder, HA, "place_actions", **told | key | values)
    m = Material(HA, 2021, data=folder)
    rows = frames.place_actions(HA, data=folder).set_index("place_action_id", drop=False)
    return parties(m, rows.loc["x"])


@pytest.mark.parametrize(
    ("lead", "first", "found"),
    [
        ("Stockholmshem och polisen", "ha-stockholmshem", ["Stockholmshem", "Polisen"]),
        ("Polis/Stockholmshem", "", ["Polisen", "Stockholmshem"]),
        ("Polis, administrativt ansvarig", "ha-polisen", ["Polisen"]),
        ("Polisen, Stockholmshem och okänd förening", "", ["Polisen", "Stockholmshem"]),
        ("Polisen", "", ["Polisen"]),
        ("Polisen och okänd förening", "ha-polisen", ["Polisen"]),
        ("Okänd förening", "", []),
        ("", "", []),
    ],
)
def test_what_two_lead_counts_for_both(records_copy, lead, first, found):
    assert place_action(records_copy, lead=lead, lead_organisation_id=first) == found


def test_the_members_lines_stand_beside_those_of_their_forum():
    m = Material(HL, 2019)
    members = m.own("forum_members")
    for row, source in zip(
        m.own("forums").to_dict("records"), annexes.forums(m).sources, strict=True
    ):
        mine = members[members["forum_id"].eq(row["forum_id"])]
        lines = {int(line) for line in [row["line"], *mine["line"]]}
        assert {line for one in source for line in one.lines} == lines


def test_what_is_carried_names_the_lines_of_what_was_told_of_it():
    rows = sourced(annexes.carried_chart(Material(HA, 2021)).table)
    (young,) = [row for row in rows if row[0] == "3. Ungdomar"]
    assert "från 2018, Hägersten-Liljeholmen" in young
    assert "Protokoll 22 februari 2019, rad" in young[-1]
    assert "Protokoll 17 september 2021, rad" in young[-1]


def test_one_meeting_that_says_two_things_is_told_alike_in_matrix_and_judgement(records_copy):
    told = {"measure_id": "hl-m6", "statement_id": "hl-2019-02-22-s013"}
    for row in frames.follow_ups(HL, data=records_copy).to_dict("records"):
        if row["measure_id"] == "hl-m6":
            change(records_copy, HL, "follow_ups", row["follow_up_id"], measure_id="hl-m5")
    for status, basis in (("done", "stated"), ("cancelled", "stated"), ("planned", "inferred")):
        add(records_copy, HL, "follow_ups", **told, status=status, basis=basis)
    m = Material(HL, 2019, data=records_copy)
    (matrix,) = [r for r in by_head(annexes.follow_up_matrix(m)) if r["Åtgärd"].startswith("6.")]
    (told,) = [r for r in judged(m) if r["Åtgärd"].startswith("6.")]
    assert matrix["22 feb 2019"] == "avbruten"
    assert told["Grund"].startswith("Åtgärden är avbruten (22 feb 2019).")


def test_many_meetings_are_told_year_by_year_and_those_of_the_year_one_by_one(records_copy):
    days = [f"{year}-{month:02}-05" for year in (2018, 2019) for month in range(3, 12, 2)]
    for day in days:
        add(records_copy, HL, "meetings", meeting_id=f"prov-{day}", held_on=day)
    for day, status in (("2018-03-05", "planned"), ("2018-05-05", "ongoing")):
        told = {"measure_id": "hl-m6", "meeting_id": f"prov-{day}", "status": status}
        add(records_copy, HL, "follow_ups", **told, basis="stated")
    shown = by_head(annexes.follow_up_matrix(Material(HL, 2019, data=records_copy)))
    (row,) = [row for row in shown if row["Åtgärd"].startswith("6.")]
    of_2019 = ["22 feb", "5 mars", "5 maj", "5 juli", "5 sep", "5 nov"]
    columns = ["Åtgärd", "2018", *(f"{day} 2019" for day in of_2019), "Senaste uppföljning"]
    assert [name for name in row if name != "Källa"] == columns
    assert row["2018"] == "pågår"


def test_more_meetings_than_there_is_room_for_are_still_drawn(records_copy):
    for n in range(1, 29):
        add(records_copy, HL, "meetings", meeting_id=f"prov-{n}", held_on=f"2019-11-{n:02}")
    (row, *_) = by_head(annexes.follow_up_matrix(Material(HL, 2019, data=records_copy)))
    assert [*row][1:3] == ["2018–2019", "22 nov 2019"]
