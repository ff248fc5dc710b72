"""The year's numbers, against a count of the records that knows nothing of the program."""

from __future__ import annotations

import pytest
from seen import DEMO, HA, HL, REPORTS, material, meetings_of, planned, records, told_at, values

from lobra.report import key_figures

UNSAID = None
EXPECTED = {  # counted by hand in the records
    (HL, 2017): {
        "meetings_held": 1,
        "meetings_announced": UNSAID,
        "measures": UNSAID,
        "activities": UNSAID,
        "present": UNSAID,
        "called": UNSAID,
        "place_actions": UNSAID,
        "place_actions_problem": UNSAID,
        "place_actions_development": UNSAID,
        "place_actions_done": UNSAID,
        "priorities": 5,
        "programmes": 4,
        "decisions": 0,
        "assignments": 0,
        "conflicts": 0,
    },
    (HL, 2018): {
        "meetings_held": 0,
        "meetings_announced": 4,
        "measures": 7,
        "activities": 21,
        "present": UNSAID,
        "called": UNSAID,
        "place_actions": UNSAID,
        "place_actions_problem": UNSAID,
        "place_actions_development": UNSAID,
        "place_actions_done": UNSAID,
        "priorities": UNSAID,
        "programmes": 7,
        "decisions": UNSAID,
        "assignments": UNSAID,
        "conflicts": UNSAID,
    },
    (HL, 2019): {
        "meetings_held": 1,
        "meetings_announced": 1,
        "measures": 7,
        "activities": 21,
        "present": UNSAID,
        "called": 9,
        "place_actions": UNSAID,
        "place_actions_problem": UNSAID,
        "place_actions_development": UNSAID,
        "place_actions_done": UNSAID,
        "priorities": 6,
        "programmes": UNSAID,
        "decisions": 1,
        "assignments": 1,
        "conflicts": 0,
    },
    (HA, 2021): {
        "meetings_held": 1,
        "meetings_announced": UNSAID,
        "measures": UNSAID,
        "activities": UNSAID,
        "present": 12,
        "called": UNSAID,
        "place_actions": 33,
        "place_actions_problem": 20,
        "place_actions_development": 13,
        "place_actions_done": 6,
        "priorities": 1,
        "programmes": 12,
        "decisions": 0,
        "assignments": 0,
        "conflicts": 2,
    },
    (DEMO, 2023): {
        "meetings_held": 4,
        "meetings_announced": 4,
        "measures": 20,
        "activities": 52,
        "present": 50,
        "called": UNSAID,
        "place_actions": 10,
        "place_actions_problem": 6,
        "place_actions_development": 4,
        "place_actions_done": 2,
        "priorities": 6,
        "programmes": 10,
        "decisions": 8,
        "assignments": 8,
        "conflicts": 0,
    },
    (DEMO, 2024): {
        "meetings_held": 4,
        "meetings_announced": 4,
        "measures": 20,
        "activities": 52,
        "present": 53,
        "called": UNSAID,
        "place_actions": 34,
        "place_actions_problem": 19,
        "place_actions_development": 15,
        "place_actions_done": 14,
        "priorities": 7,
        "programmes": 10,
        "decisions": 10,
        "assignments": 9,
        "conflicts": 2,
    },
}
LARGE = {
    (HL, 2017): ["meetings_held", "priorities", "programmes"],
    (HL, 2018): [
        "meetings_held",
        "meetings_announced",
        "measures",
        "activities",
        "programmes",
    ],
    (HL, 2019): [
        "meetings_held",
        "meetings_announced",
        "measures",
        "activities",
        "called",
        "decisions",
    ],
    (HA, 2021): [
        "meetings_held",
        "present",
        "place_actions",
        "place_actions_done",
        "conflicts",
        "priorities",
    ],
    (DEMO, 2024): [
        "meetings_held",
        "meetings_announced",
        "measures",
        "activities",
        "present",
        "place_actions",
    ],
}
TAKEN_AWAY = ("removed", "proposed_added", "proposed_removed")


def counted(council: str, year: int) -> dict[str, int | None]:
    """The same numbers from the files. Where no row of the kind could speak, none is known."""
    has_minutes, has_plan = (
        bool(meetings_of(council, year)),
        bool(planned(council, year, "measures")),
    )
    listed = [row["status"] for row in told_at(council, year, "attendance")]
    actions = told_at(council, year, "place_actions")
    kinds, states = [row["kind"] for row in actions], [row["status"] for row in actions]
    announced = [
        row for row in records(council, "planned_meetings") if row["planned_on"][:4] == str(year)
    ]
    kept = [
        row
        for row in records(council, "priorities")
        if row["year"] == str(year) and row["change"] not in TAKEN_AWAY
    ]
    programmes = {
        row["programme_id"]
        for row in records(council, "programme_results")
        if row["year"] == str(year)
    }
    told = {name: len(told_at(council, year, name)) for name in ("decisions", "assignments")}
    told["conflicts"] = len(told_at(council, year, "conflicts"))
    plan = {name: len(planned(council, year, name)) for name in ("measures", "activities")}
    places = {
        "place_actions": len(actions),
        "place_actions_problem": kinds.count("problem"),
        "place_actions_development": kinds.count("development"),
        "place_actions_done": states.count("done"),
    }
    return {
        "meetings_held": len(meetings_of(council, year)),
        "meetings_announced": len(announced) or UNSAID,
        "present": listed.count("present") or UNSAID,
        "called": listed.count("called") or UNSAID,
        "priorities": len(kept) or UNSAID,
        "programmes": len(programmes) or UNSAID,
        **{name: n if has_minutes else UNSAID for name, n in told.items()},
        **{name: n if has_plan else UNSAID for name, n in plan.items()},
        **{name: n if actions else UNSAID for name, n in places.items()},
    }


@pytest.mark.parametrize("report", REPORTS)
def test_every_key_figure_is_what_the_records_hold(report):
    found = values(key_figures(material(*report)))
    assert found == EXPECTED[report]
    assert found == counted(*report)


@pytest.mark.parametrize("report", LARGE)
def test_the_large_tiles_are_the_first_six_that_say_something(report):
    block = key_figures(material(*report))
    assert list(block.tiles) == LARGE[report]
    assert [figure.name for figure in block.shown] == LARGE[report]


def words_of(report):
    return {f.name: (f.label, f.note) for f in key_figures(material(*report)).figures}


@pytest.mark.parametrize(
    ("report", "name", "label", "note"),
    [
        ((HL, 2017), "meetings_held", "möte med protokoll", "datum saknas i protokollet"),
        ((HL, 2018), "meetings_held", "möten med protokoll", "i materialet"),
        ((HL, 2019), "meetings_held", "möte med protokoll", "i materialet"),
        ((HL, 2019), "meetings_announced", "annonserat möte", "enligt protokollen"),
        ((HL, 2018), "meetings_announced", "annonserade möten", "enligt protokollen"),
        ((HL, 2019), "present", "närvarande", "vilka som kom är inte antecknat"),
        ((HA, 2021), "present", "närvarande", "enligt närvarolistan"),
        ((DEMO, 2023), "present", "närvaromarkeringar", "i genomsnitt 12,5 per möte"),
        ((HL, 2019), "called", "kallade", "kallad är inte detsamma som närvarande"),
        ((DEMO, 2023), "called", "kallelser", "kallad är inte detsamma som närvarande"),
        (
            (HA, 2021),
            "place_actions",
            "insatser i platssamverkan",
            "20 mot problem, 13 för utveckling",
        ),
        ((HA, 2021), "place_actions_done", "insatser klara", "av 33 i platssamverkan"),
        ((HA, 2021), "conflicts", "motsägelser", "i källorna, redovisas i bilaga"),
        ((DEMO, 2024), "conflicts", "motsägelser", "i källorna, redovisas i bilaga"),
    ],
)
def test_a_key_figure_says_what_it_counts(report, name, label, note):
    assert words_of(report)[name] == (label, note)
