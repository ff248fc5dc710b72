"""The year's numbers, against a count of the records that knows nothing of the program."""

from __future__ import annotations

import pytest
from seen import (
    DEMO,
    HA,
    HL,
    REPORTS,
    add,
    material,
    meetings_of,
    planned,
    records,
    told_at,
    values,
    with_counts,
)

from lobra.report import Material, year_in_numbers

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
RESULTS = {  # counted by hand: (value, of what); None is what no document says
    (HL, 2017): {"goals_reached": (None, None), "assignments_done": (None, None)},
    (HL, 2018): {"goals_reached": (None, None), "assignments_done": (None, None)},
    (HL, 2019): {"goals_reached": (None, None), "assignments_done": (None, None)},
    (HA, 2021): {"goals_reached": (None, None), "assignments_done": (None, None)},
    (DEMO, 2023): {
        "indicator": (189, None),
        "goals_reached": (1, 20),
        "assignments_done": (5, 8),
    },
    (DEMO, 2024): {
        "indicator": (176, None),
        "goals_reached": (5, 20),
        "assignments_done": (6, 9),
    },
}
LARGE = {
    (HL, 2017): ["meetings_held", "priorities", "programmes"],
    (HL, 2018): ["meetings_held", "meetings_announced", "measures", "activities"],
    (HL, 2019): ["meetings_held", "decisions", "meetings_announced", "measures"],
    (HA, 2021): ["place_actions_done", "meetings_held", "present", "priorities"],
    (DEMO, 2023): ["indicator", "goals_reached", "assignments_done", "place_actions_done"],
    (DEMO, 2024): ["indicator", "goals_reached", "assignments_done", "place_actions_done"],
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
    found = values(year_in_numbers(material(*report)))
    old = {name: value for name, value in found.items() if name not in RESULTS[DEMO, 2024]}
    assert old == EXPECTED[report]
    assert old == counted(*report)


@pytest.mark.parametrize("report", REPORTS)
def test_results_are_told_as_a_part_of_the_whole(report):
    figures = year_in_numbers(material(*report)).figures
    found = {f.name: (f.value, f.of) for f in figures if f.name in RESULTS[DEMO, 2024]}
    assert found == RESULTS[report]


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_assignments_done_are_those_of_the_year_that_minutes_up_to_it_close(year):
    told = {
        row["item_id"] for row in records(DEMO, "agenda_items") if row["item_id"][3:7] <= str(year)
    }
    given = told_at(DEMO, year, "assignments")
    done = [row for row in given if row["closed_item_id"] in told]
    assert RESULTS[DEMO, year]["assignments_done"] == (len(done), len(given))


@pytest.mark.parametrize("report", LARGE)
def test_four_figures_at_most_are_large_the_most_telling_first(report):
    block = year_in_numbers(material(*report))
    assert list(block.tiles) == LARGE[report]
    assert [figure.name for figure in block.shown] == LARGE[report]


def test_each_large_figure_has_last_years_value():
    shown = year_in_numbers(material(DEMO, 2024)).shown
    assert [(figure.shown, figure.before) for figure in shown] == [
        ("176", "189 året före, ingen säker förändring"),
        ("5 av 20", "1 av 20 året före"),
        ("6 av 9", "5 av 8 året före"),
        ("14 av 34", "2 av 10 året före"),
    ]


@pytest.mark.parametrize("report", [(HL, 2019), (HA, 2021), (DEMO, 2023)])
def test_a_year_before_without_minutes_is_no_zero_to_compare_with(report):
    figures = year_in_numbers(material(*report)).figures
    assert [f.name for f in figures if f.before and f.name != "indicator"] == []


def test_nothing_can_be_done_yet_of_what_the_last_minutes_ask_for(records_copy):
    assert (
        values(year_in_numbers(Material(HL, 2019, data=records_copy)))["assignments_done"] is None
    )
    later = {"meeting_id": "hl-senare", "held_on": "2019-05-10", "forum_id": "hl-f-lobra"}
    add(records_copy, HL, "meetings", **later)
    figures = year_in_numbers(Material(HL, 2019, data=records_copy)).figures
    (done,) = [figure for figure in figures if figure.name == "assignments_done"]
    assert done.shown == "0 av 1"


def test_no_meeting_decision_or_assignment_is_not_zero_while_rows_wait():
    assert values(year_in_numbers(material(HL, 2018)))["meetings_held"] == 0
    m = with_counts(HL, 2018, n_waiting=119)
    assert values(year_in_numbers(m))["meetings_held"] is None
    waiting = values(year_in_numbers(with_counts(HA, 2021, n_waiting=119)))
    assert (waiting["decisions"], waiting["assignments"], waiting["meetings_held"]) == (
        None,
        None,
        1,
    )


def words_of(report):
    return {f.name: (f.label, f.note) for f in year_in_numbers(material(*report)).figures}


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
        ((HA, 2021), "place_actions_done", "insatser är klara", "i platssamverkan"),
        ((HA, 2021), "conflicts", "motsägelser", "i källorna"),
        ((HA, 2021), "priorities", "prioritering", "område eller tema"),
        ((HL, 2017), "priorities", "prioriteringar", "områden och teman"),
        ((HL, 2018), "priorities", "prioriteringar", "områden och teman"),
        (
            (DEMO, 2024),
            "indicator",
            "anmälda brott: misshandel",
            "559 per 100 000 invånare, länet 676, hela landet 748, preliminärt",
        ),
        ((DEMO, 2023), "goals_reached", "mål är nått", "enligt förslag"),
        (
            (DEMO, 2024),
            "goals_reached",
            "mål är nådda",
            "fyra enligt beslut, ett enligt förslag",
        ),
        (
            (DEMO, 2024),
            "assignments_done",
            "uppdrag är avslutade",
            "av dem som gavs under året",
        ),
    ],
)
def test_a_key_figure_says_what_it_counts(report, name, label, note):
    assert words_of(report)[name] == (label, note)
