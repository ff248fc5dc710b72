"""`lobra evaluate`: what is right, what is wrong, and which errors nobody would be told of."""

import json

import pytest
from conftest import lobra

from lobra.reading import evaluate
from lobra.reading.found import (
    AgendaItem,
    Attendant,
    Decision,
    Measure,
    PlaceAction,
    PlannedMeeting,
    Reading,
)


def reading():
    """Claims a false date, two items and a decision; doubts its items and nothing else."""
    out = Reading("minutes", held_on="2020-02-14")
    out.agenda_items = [AgendaItem("1", "Mötet öppnas", 1, 6), AgendaItem("2", "Annat", 1, 9)]
    out.decisions = [Decision("1", "Rådet beslutar att följa stölderna", 7)]
    out.planned_meetings = [PlannedMeeting("2020-05-14", None, None, None, 9)]
    out.doubt("agenda_items", "Punkterna är osäkra.")
    return out


def test_an_error_is_silent_when_no_doubt_speaks_of_its_field():
    scores = evaluate.score(
        {
            "date": "2020-02-15",
            "items": [{"number": "1", "title": "Mötet öppnas"}, {"number": "2", "title": "Läge"}],
            "decisions": [
                {"item": "1", "text": "att följa stölderna"},
                {"item": "2", "text": "Rapporten läggs till handlingarna"},
            ],
            "next_meetings": [{"date": "2020-05-14"}],
        },
        reading(),
    )
    found = {name: (s.found, s.stated, s.claimed, s.silent, s.unseen) for name, s in scores.items()}
    assert found == {
        "kind": (1, 1, 1, [], []),
        "date": (0, 1, 1, ["date: 2020-02-14"], ["date: 2020-02-15"]),
        "items": (1, 2, 2, [], []),
        "decisions": (1, 2, 1, [], ["decisions: 2 Rapporten läggs till handlingarna"]),
        "next_meetings": (1, 1, 1, [], []),
    }
    assert (scores["date"].silent_share, scores["date"].unseen_share) == (1.0, 1.0)
    assert (scores["items"].silent_share, scores["items"].unseen_share) == (0.0, 0.0)
    assert (scores["decisions"].silent_share, scores["decisions"].unseen_share) == (None, 1.0)


@pytest.mark.parametrize(
    ("read", "n_found"),
    [
        ("Trygghetsrådet i Lundaby", 1),
        ("Lundaby", 1),
        ("Lundaby kommun", 1),
        ("Trygghetsrådet i Vikaby", 0),
    ],
)
def test_a_council_is_right_in_whatever_order_its_words_stand(read, n_found):
    out = reading()
    out.council = read
    gold = {"council": "Lundaby kommun, Trygghetsrådet"}
    assert evaluate.score(gold, out)["council"].found == n_found


def test_apologies_count_as_absent_and_a_rows_area_as_its_place():
    out = reading()
    out.attendance = [Attendant("Bo Ek", None, None, "apologies", 3)]
    out.place_actions = [
        PlaceAction("Torget", "problem", None, "Bänkar", None, None, "done", None, None, None, 8)
    ]
    out.doubt("place_actions.status", "Osäkert.")
    scores = evaluate.score(
        {
            "absent": [],
            "apologies": [{"name": "Bo Ek"}],
            "tables": [
                {
                    "place": None,
                    "kind": None,
                    "rows": [{"area": "Torget", "action": "Bänkar", "status": "done"}],
                }
            ],
        },
        out,
    )
    found = {name: (s.found, s.stated, s.claimed) for name, s in scores.items()}
    assert found == {"kind": (1, 1, 1), "absent": (1, 1, 1), "actions": (1, 1, 1)}


def test_a_measure_whose_activities_the_answer_does_not_count_is_known_by_its_title():
    out = Reading("action_plan", measures=[Measure(None, "Trygga resor", activities=[])])
    for activities, n_found in (({}, 1), ({"activities": 0}, 1), ({"activities": 2}, 0)):
        score = evaluate.score({"measures": [{"title": "Trygga resor"} | activities]}, out)
        assert score["measures"].found == n_found


@pytest.fixture
def folders(tmp_path):
    """One document, and how to give it an answer."""
    for name in ("documents", "gold"):
        (tmp_path / name).mkdir()
    (tmp_path / "documents" / "p.txt").write_text("Hej")

    def answered(gold):
        (tmp_path / "gold" / "p.yaml").write_text(json.dumps(gold), encoding="utf-8")
        return tmp_path / "documents", tmp_path / "gold"

    return answered


ITEMS = [{"number": "1", "title": "Mötet öppnas"}, {"number": "2", "title": "Lägesbild"}]


def test_older_answers_that_say_doc_type_and_agenda_are_understood(folders):
    new = {"kind": "notice", "items": ITEMS, "start": "09:00"}
    old = {"doc_type": "kallelse, utkast", "agenda": ITEMS, "start_time": "09:00"}
    told = {"kind": "notice", "items": ITEMS, "start": "09:00"}
    ((_, gold),) = evaluate.pairs(*folders(old))
    assert gold == {**told, "kind": "kallelse, utkast"}
    scores = [evaluate.score(one, reading()) for one in (gold, new)]
    assert scores[0] == scores[1]
    assert set(scores[0]) == {"kind", "items", "start"}


def test_the_command_prints_what_share_of_errors_is_silent(folders):
    run = lobra("evaluate", *folders({"kind": "other", "date": "2020-02-15"}), "--workers", "1")
    assert (run.status, run.err) == (0, "")
    assert [" ".join(row.split()) for row in run.out.splitlines()] == [
        "fält rätt i facit lästa precision täckning F1 tysta fel tysta missar",
        "kind 1 1 1 1.000 1.000 1.000 – –",
        "date 0 1 0 1.000 0.000 0.000 – 100 %",
        "alla 1 2 1 1.000 0.500 0.667 – 100 %",
        "",
        "Tysta missar (uppgift som saknas utan att någon varnas):",
        "p.txt: date: 2020-02-15",
    ]
