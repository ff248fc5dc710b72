"""What `lobra check` finds. The table WRONG is the manual of its errors, word by word.

Most tests break one thing in two made-up councils, small enough to be read here: Alfa, with
minutes of 2017 and 2019 and a plan, and its successor Beta. The last break the shipped records.
"""

from __future__ import annotations

import copy
import csv
import random
import shutil
from pathlib import Path

import pytest

from lobra.privacy.personal import personal_data
from lobra.privacy.rules import check
from lobra_data import files, schema
from lobra_data.errors import LobraError
from lobra_data.files import Records

SOURCE = {"line": "7", "is_sensitive": "no", "is_reviewed": "yes", "is_made_up": "no"}
WORLD = {
    "alfa": {
        "councils": [
            {
                "council_id": "alfa",
                "name": "Alfa",
                "municipality": "Exempelstad",
                "valid_from": "2016-01-01",
                "valid_to": "2020-12-31",
                "successor_id": "beta",
            }
        ],
        "documents": [
            {
                "document_id": "a-d1",
                "kind": "minutes",
                "title": "Protokoll fredagen den 22 februari 2019",
                "file_name": "protokoll.md",
                "sha256": "0" * 64,
                "n_lines": "100",
            },
        ],
        "organisations": [
            {"organisation_id": "a-polis", "name": "Polisen", "kind": "police"},
            {
                "organisation_id": "a-brand",
                "name": "Brandförsvaret",
                "short_name": "SSBF",
                "kind": "rescue",
            },
        ],
        "aliases": [
            {
                "alias_id": "a-al1",
                "organisation_id": "a-polis",
                "alias": "Lpo Alfa",
                "reason": "abbreviation",
            },
            {
                "alias_id": "a-al2",
                "organisation_id": "a-brand",
                "alias": "Brandkåren",
                "reason": "spelling",
            },
        ],
        "forums": [
            {"forum_id": "a-rad", "name": "Rådet", "kind": "council"},
            {
                "forum_id": "a-grupp",
                "name": "Arbetsgruppen",
                "parent_id": "a-rad",
                "kind": "working_group",
            },
        ],
        "meetings": [
            {
                "meeting_id": "a-2017",
                "forum_id": "a-rad",
                "held_earliest": "2017-11-29",
                "held_latest": "2017-12-07",
                "date_basis": "Protokollet saknar datum.",
            },
            {
                "meeting_id": "a-2019",
                "forum_id": "a-rad",
                "held_on": "2019-02-22",
                "date_basis": "Fredagen den 22 februari",
                "starts_at": "09:00",
                "ends_at": "11:00",
            },
        ],
        "agenda_items": [
            {"item_id": "a-2017-1", "meeting_id": "a-2017", "number": "1", "position": "1"},
            {"item_id": "a-2019-1", "meeting_id": "a-2019", "number": "1", "position": "1"},
            {
                "item_id": "a-2019-2",
                "meeting_id": "a-2019",
                "number": "2",
                "position": "2",
                "parent_id": "a-2019-1",
            },
        ],
        "statements": [
            {
                "statement_id": "a-s1",
                "meeting_id": "a-2017",
                "item_id": "a-2017-1",
                "kind": "work",
                "theme": "school",
                "text": "Två skolor har fått besök.",
            },
            {
                "statement_id": "a-s2",
                "meeting_id": "a-2019",
                "item_id": "a-2019-2",
                "kind": "outcome",
                "theme": "robbery",
                "text": "Rånen blev färre.",
            },
        ],
        "assignments": [
            {
                "assignment_id": "a-u1",
                "meeting_id": "a-2017",
                "item_id": "a-2017-1",
                "text": "Kartlägga rånen",
                "due_on": "2018-02-01",
                "closed_item_id": "a-2019-1",
            }
        ],
        "planned_meetings": [
            {
                "planned_meeting_id": "a-pm1",
                "forum_id": "a-rad",
                "meeting_id": "a-2019",
                "planned_on": "2019-05-17",
                "starts_at": "09:00",
                "ends_at": "11:00",
            }
        ],
        "action_plans": [
            {
                "action_plan_id": "a-plan",
                "title": "Åtgärdsplan",
                "year_from": "2018",
                "year_to": "2019",
                "period_basis": "Står på sidan 1.",
            }
        ],
        "measures": [
            {
                "measure_id": f"a-m{number}",
                "action_plan_id": "a-plan",
                "number": str(number),
                "area": "Skola",
                "title": "Besök i skolor",
            }
            for number in (1, 2)
        ],
        "activities": [
            {
                "activity_id": "a-m1-a1",
                "measure_id": "a-m1",
                "number": "1",
                "title": "Besöka skolor",
                "target_count": "2",
                "due_earliest": "2018-01-01",
                "due_latest": "2018-06-30",
            }
        ],
        "place_actions": [
            {
                "place_action_id": "a-x1",
                "meeting_id": "a-2019",
                "forum_id": "a-grupp",
                "number": "1",
                "kind": "problem",
                "action": "Laga lampan",
                "status": "done",
                "done_on": "2019-01-15",
            }
        ],
        "follow_ups": [
            {
                "follow_up_id": "a-f1",
                "meeting_id": "a-2019",
                "statement_id": "a-s2",
                "measure_id": "a-m1",
                "activity_id": "a-m1-a1",
                "status": "ongoing",
                "basis": "stated",
            }
        ],
        "assessments": [
            {
                "assessment_id": "a-b1",
                "measure_id": "a-m1",
                "year": "2019",
                "fulfilment": "partial",
                "ground": "Hälften av skolorna fick besök",
                "decided_on": "2020-01-10",
                "decided_by_role": "Rådet",
            }
        ],
        "observations": [
            {
                "observation_id": "a-o1",
                "meeting_id": "a-2019",
                "item_id": "a-2019-1",
                "what": "Deltagare i vandringen",
                "value": "9",
                "value_max": "12",
                "unit": "personer",
                "counts_persons": "yes",
            }
        ],
        "conflicts": [
            {
                "conflict_id": "a-k1",
                "meeting_id": "a-2019",
                "about": "Antal unga",
                "value_a": "46",
                "line_a": "9",
                "value_b": "48",
                "line_b": "12",
                "line": "9",
            }
        ],
    },
    "beta": {
        "councils": [
            {"council_id": "beta", "name": "Beta", "municipality": "Exempelstad"},
        ],
        "documents": [
            {
                "document_id": "b-d1",
                "kind": "minutes",
                "title": "Protokoll",
                "file_name": "protokoll.md",
                "sha256": "1" * 64,
                "n_lines": "40",
            },
        ],
        "forums": [{"forum_id": "b-rad", "name": "Rådet", "kind": "council"}],
        "meetings": [
            {
                "meeting_id": "b-2021",
                "forum_id": "b-rad",
                "held_on": "2021-09-17",
                "date_basis": "Står i protokollet.",
            }
        ],
        "agenda_items": [
            {"item_id": "b-2021-1", "meeting_id": "b-2021", "number": "1", "position": "1"}
        ],
        "statements": [
            {
                "statement_id": "b-s1",
                "meeting_id": "b-2021",
                "item_id": "b-2021-1",
                "kind": "outcome",
                "theme": "school",
                "text": "Besöken i skolorna har fortsatt.",
            }
        ],
        "follow_ups": [
            {
                "follow_up_id": "b-f1",
                "meeting_id": "b-2021",
                "statement_id": "b-s1",
                "measure_id": "a-m2",  # of the council before
                "status": "done",
                "basis": "inferred",
            }
        ],
    },
}


def write(root: Path, world: dict) -> Records:
    """Writes the world as files, each row with its council and its source filled in."""
    for council, tables in world.items():
        (root / council).mkdir(parents=True)
        for name, table in schema.load().items():
            filled = {**SOURCE, "council_id": council, "document_id": f"{council[0]}-d1"}
            filled |= {"level": "1"} if name == "agenda_items" else {}
            with open(root / council / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(
                    file, table.names, extrasaction="ignore", lineterminator="\n"
                )
                writer.writeheader()
                writer.writerows({**filled, **row} for row in tables.get(name, []))
    return Records(root)


@pytest.fixture
def world(tmp_path, monkeypatch):
    """The two councils, to be changed and then checked: files are named from where they lie."""
    monkeypatch.chdir(tmp_path)
    return copy.deepcopy(WORLD)


def said(world: dict, council: str | None = None) -> list[str]:
    return [str(problem) for problem in check(write(Path.cwd(), world), council)]


def change(world: dict, table: str, number: int, values: dict) -> None:
    """Changes a row of Alfa, or adds one when there are not so many."""
    rows = world["alfa"].setdefault(table, [])
    if number == len(rows):
        rows.append({})
    rows[number].update(values)


def test_two_sound_councils_have_no_problems(world):
    assert said(world) == []


# table, row (0 is on line 2), what is changed, and the message after "alfa/<table>.csv:<line>: "
OF_THE_DESCRIPTOR = [
    (
        "meetings",
        1,
        {"held_on": "2019-02-30"},
        'held_on: "2019-02-30" är inget datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22.',
    ),
    (
        "meetings",
        1,
        {"held_on": "22/2 2019"},
        'held_on: "22/2 2019" kan läsas på flera sätt: dag och månad går att förväxla. '
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22.",
    ),
    (
        "meetings",
        1,
        {"starts_at": "9.00"},
        'starts_at: "9.00" har fel form. Skriv klockslaget som TT:MM, till exempel 09:30.',
    ),
    (
        "activities",
        0,
        {"target_count": "två"},
        'target_count: "två" är inget heltal. Skriv bara siffror, utan mellanslag och decimaler.',
    ),
    (
        "activities",
        0,
        {"target_count": "0"},
        'target_count: "0" är för lågt. Lägsta tillåtna värde är 1.',
    ),
    (
        "activities",
        0,
        {"target_count": "1 000"},
        'target_count: "1 000" är inget heltal. Skriv bara siffror, utan mellanslag och decimaler.',
    ),
    (
        "observations",
        0,
        {"value": "9,5"},
        'value: "9,5" är inget tal. Skriv siffror med punkt före decimalerna, till exempel 12.5.',
    ),
    (
        "action_plans",
        0,
        {"year_from": "18"},
        'year_from: "18" är inget årtal. Skriv fyra siffror, till exempel 2019.',
    ),
    (
        "statements",
        1,
        {"is_sensitive": "nej"},
        'is_sensitive: "nej" är varken yes eller no. Skriv yes eller no.',
    ),
    (
        "statements",
        1,
        {"theme": "rån"},
        'theme: "rån" är inte tillåtet. Menade du "robbery"?',
    ),
    (
        "statements",
        1,
        {"theme": "robery"},
        'theme: "robery" är inte tillåtet. Menade du "robbery"?',
    ),
    (
        "follow_ups",
        0,
        {"status": "Pågår"},
        'status: "Pågår" är inte tillåtet. Menade du "ongoing"? '
        "Tillåtna: not_started, planned, ongoing, done, cancelled, unknown.",
    ),
    (
        "statements",
        1,
        {"text": ""},
        "text: värdet saknas. Fyll i uppgift.",
    ),
    (
        "observations",
        0,
        {"observation_id": ""},
        "observation_id: värdet saknas. Fyll i räknad uppgift.",
    ),
    (
        "aliases",
        1,
        {"alias_id": "a Å"},
        'alias_id: "a Å" har fel form. Skriv bara små bokstäver a–z, siffror och bindestreck.',
    ),
    (
        "documents",
        0,
        {"sha256": "abc"},
        'sha256: "abc" har fel form. Skriv enligt mönstret [0-9a-f]{64}.',
    ),
    (
        "aliases",
        1,
        {"alias_id": "a-al1"},
        'alias_id: "a-al1" finns redan på alfa/aliases.csv:2. '
        "Ge raden ett eget id, eller ta bort den ena.",
    ),
    (
        "aliases",
        0,
        {"organisation_id": "a-plis"},
        'organisation_id: "a-plis" finns inte i organisations.csv (organisation_id). '
        'Menade du "a-polis"? Rätta värdet eller lägg till raden i organisations.csv.',
    ),
    (
        "forums",
        1,
        {"parent_id": "zzz"},
        'parent_id: "zzz" finns inte i forums.csv (forum_id). '
        "Rätta värdet eller lägg till raden i forums.csv.",
    ),
    (
        "observations",
        0,
        {"council_id": "gamma"},
        'council_id: "gamma", men mappen heter alfa. Skriv alfa eller flytta raden.',
    ),
    (
        "observations",
        0,
        {"value_max": "nan"},
        'value_max: "nan" är skrivet på ett annat sätt. '
        "Skriv siffror med punkt före decimalerna, till exempel 12.5.",
    ),
    (
        "assessments",
        0,
        {"fulfilment": "helt"},
        'fulfilment: "helt" är inte tillåtet. Menade du "full"? '
        "Tillåtna: full, partial, none, not_assessed.",
    ),
    (
        "assessments",
        0,
        {"decided_by_role": ""},
        "decided_by_role: värdet saknas. Fyll i beslutad av.",
    ),
]
WRITTEN_OTHERWISE = [
    (
        "meetings",
        1,
        {"held_on": "2019-2-22"},
        'held_on: "2019-2-22" är skrivet på ett annat sätt. '
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22.",
    ),
    (
        "activities",
        0,
        {"target_count": "+2"},
        'target_count: "+2" är skrivet på ett annat sätt. '
        "Skriv bara siffror, utan inledande nolla, plustecken eller understreck.",
    ),
]
FOUND_OUT = {
    "resolution": "Preventionssamordnaren har räknat om",
    "resolved_fields": "observations.value",
    "resolved_value": "48",
    "line_a": "7",
}
OF_THE_RULEBOOK = [
    # which file
    (
        "observations",
        0,
        {"council_id": "beta"},
        'council_id: "beta", men mappen heter alfa. Skriv alfa eller flytta raden.',
    ),
    # days, times, years
    (
        "planned_meetings",
        0,
        {"planned_on": "0219-05-17"},
        "planned_on: året 0219 är orimligt. Rätta årtalet.",
    ),
    (
        "action_plans",
        0,
        {"year_to": "2109"},
        "year_to: året 2109 är orimligt. Rätta årtalet.",
    ),
    (
        "meetings",
        0,
        {"held_earliest": "2017-12-08"},
        'held_earliest: "2017-12-08" är senare än held_latest "2017-12-07". '
        "Rätta eller byt plats på dem.",
    ),
    (
        "activities",
        0,
        {"due_earliest": "2018-07-01"},
        'due_earliest: "2018-07-01" är senare än due_latest "2018-06-30". '
        "Rätta eller byt plats på dem.",
    ),
    (
        "action_plans",
        0,
        {"year_to": "2017"},
        'year_from: "2018" är större än year_to "2017". Rätta eller byt plats på dem.',
    ),
    (
        "observations",
        0,
        {"value": "100"},
        'value: "100" är större än value_max "12". Rätta eller byt plats på dem.',
    ),
    (
        "meetings",
        1,
        {"ends_at": "08:30"},
        'ends_at: "08:30" är inte senare än starts_at "09:00". Rätta klockslagen.',
    ),
    (
        "planned_meetings",
        0,
        {"ends_at": "09:00"},
        'ends_at: "09:00" är inte senare än starts_at "09:00". Rätta klockslagen.',
    ),
    (
        "meetings",
        0,
        {"held_on": "2017-12-01"},
        "held_on: mötet har både ett datum och gränser för datumet. "
        "Ta bort held_earliest och held_latest, eller held_on om datumet inte är känt.",
    ),
    (
        "assignments",
        0,
        {"due_on": "2017-11-01"},
        'due_on: "2017-11-01" är före mötet 2017-11-29. Rätta datumet eller mötet.',
    ),
    (
        "place_actions",
        0,
        {"status": "planned"},
        'done_on: "2019-01-15", men status är "planned". Skriv status done eller ta bort datumet.',
    ),
    (
        "follow_ups",
        0,
        {"meeting_id": "a-2017", "statement_id": "a-s1"},
        "measure_id: mötet hölls senast 2017-12-07, före planens första år 2018. "
        "Ange rätt möte eller rätt åtgärd.",
    ),
    # what rows say of each other
    (
        "follow_ups",
        0,
        {"statement_id": ""},
        "statement_id: uppföljningen saknar källa. "
        "Fyll i antingen statement_id eller place_action_id.",
    ),
    (
        "follow_ups",
        0,
        {"place_action_id": "a-x1"},
        "statement_id: uppföljningen har två källor. "
        "Fyll i antingen statement_id eller place_action_id.",
    ),
    (
        "follow_ups",
        0,
        {"measure_id": "", "activity_id": ""},
        "measure_id: uppföljningen gäller ingenting. "
        "Fyll i minst en av measure_id, activity_id, programme_id, assignment_id.",
    ),
    (
        "follow_ups",
        0,
        {"measure_id": "a-m2"},
        'measure_id: "a-m1-a1" hör till åtgärden "a-m1". Skriv a-m1 eller ange en annan aktivitet.',
    ),
    (
        "follow_ups",
        0,
        {"measure_id": ""},
        'measure_id: "a-m1-a1" hör till åtgärden "a-m1". Skriv a-m1 eller ange en annan aktivitet.',
    ),
    (
        "follow_ups",
        0,
        {"statement_id": "a-s1"},
        'meeting_id: "a-s1" är från mötet "a-2017". Skriv a-2017 eller ange en annan källa.',
    ),
    (
        "statements",
        1,
        {"item_id": "a-2017-1"},
        'item_id: "a-2017-1" är en punkt på mötet "a-2017". Rätta punkten eller meeting_id.',
    ),
    (
        "observations",
        0,
        {"document_id": "b-d1"},
        'document_id: "b-d1" är ett dokument från beta. Ange ett dokument från det egna rådet.',
    ),
    (
        "observations",
        0,
        {"line": "101"},
        'line: "101" finns inte i dokumentet. a-d1 har 100 rader; ange den rad där uppgiften står.',
    ),
    (
        "conflicts",
        0,
        {"line_b": "101"},
        'line_b: "101" finns inte i dokumentet. '
        "a-d1 har 100 rader; ange den rad där uppgiften står.",
    ),
    (
        "forums",
        0,
        {"parent_id": "a-rad"},
        "parent_id: raderna pekar i en ring: a-rad → a-rad. Bryt ringen på ett ställe.",
    ),
    (
        "forums",
        1,
        {"parent_id": "b-rad"},
        'parent_id: "b-rad" hör till ett annat råd: beta. Ange en rad i samma råd.',
    ),
    (
        "agenda_items",
        2,
        {"parent_id": "a-2017-1"},
        'parent_id: "a-2017-1" hör till ett annat möte: a-2017. Ange en rad i samma möte.',
    ),
    (
        "agenda_items",
        2,
        {"number": "1"},
        'number: "1" finns redan på alfa/agenda_items.csv:3. Ett möte har varje nummer en gång.',
    ),
    (
        "agenda_items",
        2,
        {"position": "1"},
        'position: "1" finns redan på alfa/agenda_items.csv:3. Ett möte har varje nummer en gång.',
    ),
    (
        "aliases",
        1,
        {"alias": "LPO Alfa"},
        'alias: "LPO Alfa" finns redan på alfa/aliases.csv:2. '
        "Ett alias kan bara leda till en organisation.",
    ),
    (
        "aliases",
        0,
        {"alias": "ssbf"},
        'alias: "ssbf" är namnet på en annan organisation. '
        "Ta bort aliaset, eller byt namn på alfa/organisations.csv:3.",
    ),
    (
        "conflicts",
        0,
        {"document_b_id": "b-d1", "line_b": "41"},
        'line_b: "41" finns inte i dokumentet. b-d1 har 40 rader; ange den rad där uppgiften står.',
    ),
    (
        "assessments",
        0,
        {"year": "2017"},
        'year: "2017" ligger utanför planens period 2018–2019. '
        "Ange ett år som planen gäller eller rätt åtgärd.",
    ),
    (
        "assessments",
        0,
        {"year": "2020"},
        'year: "2020" ligger utanför planens period 2018–2019. '
        "Ange ett år som planen gäller eller rätt åtgärd.",
    ),
    (
        "assessments",
        0,
        {"decided_on": "2018-12-31"},
        'decided_on: "2018-12-31" är före året som bedöms. Rätta datumet eller året.',
    ),
    (
        "assessments",
        0,
        {"line": ""},
        "line: värdet saknas, men document_id är ifyllt. "
        "Fyll i båda, eller ingen om bedömningen inte står någonstans.",
    ),
    (
        "assessments",
        0,
        {"document_id": ""},
        "document_id: värdet saknas, men line är ifyllt. "
        "Fyll i båda, eller ingen om bedömningen inte står någonstans.",
    ),
    (
        "assessments",
        1,
        {
            "assessment_id": "a-b2",
            "measure_id": "a-m1",
            "year": "2019",
            "fulfilment": "full",
            "ground": "Alla skolor",
            "decided_on": "2020-02-01",
            "decided_by_role": "Rådet",
        },
        'measure_id: "a-m1" är redan bedömd för 2019 på alfa/assessments.csv:2. '
        "Behåll den bedömning som gäller.",
    ),
    (
        "conflicts",
        0,
        {"value_b": "46"},
        'value_b: "46" är samma som value_a. Rätta värdet eller ta bort raden.',
    ),
    # texts
    (
        "documents",
        0,
        {"title": "Protokoll torsdagen den 22 februari 2019"},
        'title: "torsdagen den 22 februari 2019": dagen är en fredag år 2019. '
        "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv.",
    ),
    (
        "meetings",
        1,
        {"date_basis": "Torsdag 22 februari"},
        'date_basis: "Torsdag 22 februari": dagen är en fredag år 2019. '
        "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv.",
    ),
    (
        "meetings",
        0,
        {"date_basis": "Mellan lördag 2017-12-09 och 31 november"},
        'date_basis: "31 november" finns inte i kalendern. '
        "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv.",
    ),
    (
        "statements",
        1,
        {"text": "Mötet den 29 februari, fredagen den 2019-02-22 eller tisdag 2019-02-22"},
        'text: "tisdag 2019-02-22": dagen är en fredag år 2019. '
        "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv.",
    ),
    (
        "statements",
        1,
        {"text": "RÃ¥nen blev färre."},
        'text: trasigt eller osynligt tecken i "RÃ¥nen blev fär". '
        "Skriv om ordet för hand och spara som UTF-8.",
    ),
    (
        "statements",
        1,
        {"text": "R\ufffdnen"},
        'text: trasigt eller osynligt tecken i "R\ufffdnen". '
        "Skriv om ordet för hand och spara som UTF-8.",
    ),
    # what somebody has found out
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_fields": "observations.values"},
        'resolved_fields: "observations.values" finns inte. '
        "Skriv tabell.fält, till exempel observations.value.",
    ),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_fields": "statistics.value"},
        "resolved_fields: ingen rad i statistics.csv står på dokumentets rad 7 eller 12. "
        "Rätta tabellen eller raderna.",
    ),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_value": "många"},
        'resolved_value: "många" kan inte stå i observations.value. '
        "Skriv värdet så som fältet skrivs.",
    ),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolution": ""},
        "resolution: värdet saknas, men resolved_value är ifyllt. "
        "Skriv hur det utreddes och av vilken roll.",
    ),
    # what somebody has found out
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_fields": "observations.values"},
        'resolved_fields: "observations.values" finns inte. '
        "Skriv tabell.fält, till exempel observations.value.",
    ),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_fields": "statistics.value"},
        "resolved_fields: ingen rad i statistics.csv står på dokumentets rad 7 eller 12. "
        "Rätta tabellen eller raderna.",
    ),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_value": "många"},
        'resolved_value: "många" kan inte stå i observations.value. '
        "Skriv värdet så som fältet skrivs.",
    ),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolution": ""},
        "resolution: värdet saknas, men resolved_value är ifyllt. "
        "Skriv hur det utreddes och av vilken roll.",
    ),
]
WRONG = [*OF_THE_DESCRIPTOR, *WRITTEN_OTHERWISE, *OF_THE_RULEBOOK]


@pytest.mark.parametrize(
    ("table", "number", "values", "message"),
    WRONG,
    ids=[f"{table} {values}" for table, _, values, _ in WRONG],
)
def test_one_wrong_value_gives_one_message_that_says_how_to_mend_it(
    world, table, number, values, message
):
    change(world, table, number, values)
    assert said(world) == [f"alfa/{table}.csv:{number + 2}: {message}"]


EDGES = [  # table, row, what just passes, what just doesn't, the field that is then named
    ("activities", 0, {"target_count": "1"}, {"target_count": "0"}, "target_count"),
    ("observations", 0, {"value": "0", "value_max": ""}, {"value": "-0.1"}, "value"),
    ("observations", 0, {"value": "9.50"}, {"value": "9."}, "value"),
    ("activities", 0, {"number": "10"}, {"number": "010"}, "number"),
    ("meetings", 1, {"ends_at": "23:59"}, {"ends_at": "24:00"}, "ends_at"),
    ("statements", 1, {"is_reviewed": "yes"}, {"is_reviewed": "Yes"}, "is_reviewed"),
    ("documents", 0, {"sha256": "a" * 64}, {"sha256": "a" * 65}, "sha256"),
    ("documents", 0, {"dated_on": "2020-02-29"}, {"dated_on": "2019-02-29"}, "dated_on"),
    ("documents", 0, {"dated_on": "1990-01-01"}, {"dated_on": "1989-12-31"}, "dated_on"),
    ("documents", 0, {"dated_on": "2099-12-31"}, {"dated_on": "2100-01-01"}, "dated_on"),
    ("action_plans", 0, {"year_to": "2099"}, {"year_to": "2100"}, "year_to"),
    (
        "meetings",
        0,
        {"held_earliest": "2017-12-07"},
        {"held_earliest": "2017-12-08"},
        "held_earliest",
    ),
    ("observations", 0, {"value": "12"}, {"value": "12.1"}, "value"),
    ("meetings", 1, {"ends_at": "09:01"}, {"ends_at": "09:00"}, "ends_at"),
    ("meetings", 0, {"held_latest": ""}, {"held_on": "2017-12-01"}, "held_on"),
    ("assignments", 0, {"due_on": "2017-11-29"}, {"due_on": "2017-11-28"}, "due_on"),
    (
        "place_actions",
        0,
        {"status": "planned", "done_on": ""},
        {"done_on": "2019-02-22"},
        "done_on",
    ),
    ("observations", 0, {"line": "100"}, {"line": "101"}, "line"),
    ("conflicts", 0, {"document_b_id": "b-d1", "line_b": "40"}, {"line_b": "41"}, "line_b"),
    ("assessments", 0, {"year": "2018"}, {"year": "2017"}, "year"),
    ("assessments", 0, {"decided_on": "2019-01-01"}, {"decided_on": "2018-12-31"}, "decided_on"),
    ("aliases", 0, {"alias": "Polisen"}, {"alias": "Brandförsvaret"}, "alias"),
    ("agenda_items", 2, {"number": ""}, {"number": "1"}, "number"),
    ("conflicts", 0, {"value_b": "46,0"}, {"value_b": "46"}, "value_b"),
    (
        "conflicts",
        0,
        FOUND_OUT | {"resolved_value": "47.5"},
        {"resolved_value": "47,5"},
        "resolved_value",
    ),
    ("conflicts", 0, FOUND_OUT, {"line_a": "8"}, "resolved_fields"),
    ("forums", 1, {"parent_id": ""}, {"parent_id": "a-grupp"}, "parent_id"),
    ("statements", 1, {"text": "Den 29 februari."}, {"text": "Den 30 februari."}, "text"),
    ("statements", 1, {"text": "En\tflik"}, {"text": "En\x1fflik"}, "text"),
]


@pytest.mark.parametrize(
    ("table", "number", "right", "wrong", "field"),
    EDGES,
    ids=[f"{table} {wrong}" for table, _, _, wrong, _ in EDGES],
)
def test_each_rule_keeps_to_its_edge(world, table, number, right, wrong, field):
    change(world, table, number, right)
    assert said(world) == []
    change(world, table, number, wrong)
    problems = check(write(Path.cwd(), clean(world)))
    assert [(p.file, p.line, p.field) for p in problems] == [
        (f"alfa/{table}.csv", number + 2, field)
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "field"),
    [
        ({"valid_to": "2019-02-22"}, {"valid_to": "2019-02-21"}, "held_on"),
        ({"valid_from": "2017-12-07"}, {"valid_from": "2017-12-08"}, "held_latest"),
    ],
)
def test_a_council_lives_from_its_first_to_its_last_meeting(world, right, wrong, field):
    change(world, "councils", 0, right)
    assert said(world) == []
    change(world, "councils", 0, wrong)
    assert [p.field for p in check(write(Path.cwd(), clean(world)))] == [field]


@pytest.mark.parametrize(("year", "fields"), [("2019", []), ("2020", ["measure_id"])])
def test_a_plan_is_followed_up_from_its_first_year_on(world, year, fields):
    change(world, "action_plans", 0, {"year_from": year, "year_to": ""})
    change(world, "assessments", 0, {"year": "2020"})
    assert [p.field for p in check(write(Path.cwd(), world))] == fields


# of the rules whose change needs a second row, or is seen from several rows
WRONG_TOGETHER = [
    (
        "a council that ends before its last meeting",
        [("councils", 0, {"valid_to": "2019-02-21"})],
        [
            'alfa/meetings.csv:3: held_on: "2019-02-22" är efter rådets slut 2019-02-21. '
            "Rätta datumet, eller valid_from och valid_to på alfa/councils.csv:2."
        ],
    ),
    (
        "a council that begins after its first meeting",
        [("councils", 0, {"valid_from": "2017-12-08"})],
        [
            'alfa/meetings.csv:2: held_latest: "2017-12-07" är före rådets början 2017-12-08. '
            "Rätta datumet, eller valid_from och valid_to på alfa/councils.csv:2."
        ],
    ),
    (
        "a council that ends before it begins",
        [
            ("councils", 0, {"valid_from": "2016-01-01", "valid_to": "2015-12-31"}),
            ("meetings", 0, {"held_earliest": "", "held_latest": ""}),
            ("meetings", 1, {"held_on": "", "date_basis": "Okänt"}),
        ],
        [
            'alfa/councils.csv:2: valid_from: "2016-01-01" är senare än valid_to "2015-12-31". '
            "Rätta eller byt plats på dem."
        ],
    ),
    (
        "an assignment closed by an earlier meeting",
        [
            ("assignments", 0, {"meeting_id": "a-2019", "item_id": "a-2019-1", "due_on": ""}),
            ("assignments", 0, {"closed_item_id": "a-2017-1"}),
        ],
        [
            "alfa/assignments.csv:2: closed_item_id: punkten hör till mötet 2017-12-07, "
            "före uppdragets möte 2019-02-22. Ange den punkt där uppdraget avslutades."
        ],
    ),
    (
        "forums in a ring",
        [("forums", 0, {"parent_id": "a-grupp"})],
        [
            "alfa/forums.csv:2: parent_id: raderna pekar i en ring: a-rad → a-grupp → a-rad. "
            "Bryt ringen på ett ställe.",
            "alfa/forums.csv:3: parent_id: raderna pekar i en ring: a-grupp → a-rad → a-grupp. "
            "Bryt ringen på ett ställe.",
        ],
    ),
    (
        "a councils table without its council",
        [("councils", 0, {"council_id": "alva"})],
        [
            'alfa/councils.csv: council_id: ingen rad beskriver "alfa", som mappen heter. '
            "Lägg till raden.",
            'alfa/councils.csv:2: council_id: "alva", men mappen heter alfa. '
            "Skriv alfa eller flytta raden.",
        ],
    ),
    (
        "a whole file of another council, said once",
        [(("statements"), n, {"council_id": "beta"}) for n in (0, 1)],
        [
            'alfa/statements.csv:2: council_id: "beta" på alla 2 rader, men mappen heter alfa. '
            "Skriv alfa eller flytta filen."
        ],
    ),
]


@pytest.mark.parametrize(
    ("changes", "messages"),
    [case[1:] for case in WRONG_TOGETHER],
    ids=[case[0] for case in WRONG_TOGETHER],
)
def test_rows_that_do_not_fit_together_are_reported(world, changes, messages):
    for table, number, values in changes:
        change(world, table, number, values)
    assert said(world) == messages


def test_a_ring_of_successors_is_found_across_councils(world):
    world["beta"]["councils"][0]["successor_id"] = "alfa"
    assert said(world) == [
        "alfa/councils.csv:2: successor_id: raderna pekar i en ring: alfa → beta → alfa. "
        "Bryt ringen på ett ställe.",
        "beta/councils.csv:2: successor_id: raderna pekar i en ring: beta → alfa → beta. "
        "Bryt ringen på ett ställe.",
    ]


def test_a_key_is_unique_over_all_councils(world):
    world["beta"]["forums"].append({"forum_id": "a-rad", "name": "Rådet", "kind": "council"})
    assert said(world) == [
        'beta/forums.csv:3: forum_id: "a-rad" finns redan på alfa/forums.csv:2. '
        "Ge raden ett eget id, eller ta bort den ena."
    ]


def test_all_problems_are_told_at_once_by_file_and_line(world):
    change(world, "statements", 1, {"theme": "robery", "text": "", "line": "101"})
    change(world, "statements", 0, {"kind": "Arbete"})
    change(world, "meetings", 1, {"held_on": "igår"})
    for n in range(2, 10):
        sound = {**WORLD["alfa"]["statements"][0], "statement_id": f"a-t{n}"}
        change(world, "statements", n, sound)
    change(world, "statements", 9, {"kind": "Arbete"})
    world["beta"]["meetings"][0]["starts_at"] = "25:00"
    assert [line.split(" ")[0] + line.split(" ")[1] for line in said(world)] == [
        "alfa/meetings.csv:3:held_on:",
        "alfa/statements.csv:2:kind:",
        "alfa/statements.csv:3:line:",
        "alfa/statements.csv:3:text:",
        "alfa/statements.csv:3:theme:",
        "alfa/statements.csv:11:kind:",
        "beta/meetings.csv:2:starts_at:",
    ]


def test_more_than_a_thousand_problems_of_one_table_are_all_told(world):
    world["alfa"]["statements"] += [
        {**WORLD["alfa"]["statements"][0], "statement_id": f"a-t{n}", "kind": "x"}
        for n in range(1100)
    ]
    assert len(said(world)) == 1100


def test_a_line_is_the_files_own_after_values_of_several_lines(world):
    change(world, "statements", 0, {"text": "Två\nskolor\n\nfick besök."})
    change(world, "statements", 1, {"kind": "x"})
    assert said(world)[0].startswith("alfa/statements.csv:6: kind: ")


def test_what_a_document_got_wrong_is_allowed_once_conflicts_says_so(world):
    wrong_day = {"text": "Mötet den torsdag 22 februari 2019 blev av.", "line": "12"}
    change(world, "statements", 1, wrong_day)
    assert said(world) == []
    world["alfa"]["statements"][1]["line"] = "13"
    assert len(said(clean(world))) == 1


def test_a_decision_may_stand_in_no_document_and_in_a_plan_without_an_end(world):
    change(world, "assessments", 0, {"document_id": "", "line": "", "year": "2025"})
    change(world, "assessments", 0, {"decided_on": "2025-12-01"})
    change(world, "action_plans", 0, {"year_to": ""})
    assert said(world) == []


def test_the_other_value_of_a_contradiction_may_stand_in_another_document(world):
    change(world, "conflicts", 0, {"document_b_id": "b-d1"})
    wrong_day = {"text": "Mötet den torsdag 17 september 2021 blev av.", "line": "12"}
    world["beta"]["statements"][0] |= wrong_day
    assert said(world) == []
    change(world, "conflicts", 0, {"document_b_id": ""})
    assert len(said(clean(world))) == 1


def clean(world: dict) -> dict:
    """Removes what was written, so that the world can be written again."""
    for council in world:
        shutil.rmtree(council)
    return world


def test_a_misnamed_file_is_reported_and_other_files_are_left_alone(world):
    write(Path.cwd(), world)
    Path("alfa/meeting.csv").touch()
    Path("alfa/Documents.CSV").touch()
    Path("alfa/statements.xlsx").touch()
    for name in ("README.md", "~$statements.xlsx", "._meetings.csv", "karta.png"):
        Path("alfa", name).touch()
    fix = "Byt namn på filen eller flytta den ur rådets mapp."
    assert [str(problem) for problem in check(Records(Path.cwd()))] == [
        f'alfa/Documents.CSV: filen är ingen tabell och läses inte. Menade du "documents"? {fix}',
        f'alfa/meeting.csv: filen är ingen tabell och läses inte. Menade du "meetings"? {fix}',
        "alfa/statements.xlsx: filen är ingen tabell och läses inte. "
        f'Menade du "statements"? {fix}',
    ]


# ---- files that cannot be read


@pytest.mark.parametrize(
    "break_it",
    [
        lambda path: path.write_bytes(path.read_text().encode("utf-16")),
        lambda path: path.write_bytes(path.read_bytes().replace(b"en,", b"\xe4,")),
        lambda path: path.write_text(path.read_text().replace(",", ";")),
        lambda path: path.write_text(path.read_text().replace("\na-2017", '\n"a-2017')),
        lambda path: path.write_text(path.read_text().replace("held_on", "held_at")),
        lambda path: path.write_bytes(path.read_bytes().replace(b"2017-11-29", b"\0")),
        lambda path: path.write_text(path.read_text().replace("a-2017,", "a-2017,,")),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=[
        *("utf16", "cp1252", "semicolons", "quote", "header"),
        *("nul", "commas", "empty", "missing", "folder"),
    ],
)
def test_an_unreadable_table_hides_nothing_else_and_draws_no_complaints_after_it(world, break_it):
    change(world, "statements", 0, {"theme": "robery"})
    change(world, "meetings", 0, {"date_basis": "Sagt i texten,"})
    write(Path.cwd(), world)
    break_it(Path("alfa/meetings.csv"))
    files = [problem.file for problem in check(Records(Path.cwd()))]
    assert set(files) == {"alfa/meetings.csv", "alfa/statements.csv"}
    assert files.count("alfa/statements.csv") == 1


def test_a_key_that_an_unreadable_table_does_not_hold_is_still_reported(world):
    change(world, "observations", 0, {"meeting_id": "a-2016", "item_id": ""})
    write(Path.cwd(), world)
    path = Path("alfa/meetings.csv")
    path.write_text(path.read_text().replace(",", ";"))
    assert [problem.field for problem in check(Records(Path.cwd()))] == [None, "meeting_id"]


def test_a_link_into_an_unreadable_table_hides_none_of_the_links_after_it(world):
    change(world, "observations", 0, {"item_id": "a-finns-inte"})
    write(Path.cwd(), world)
    path = Path("alfa/meetings.csv")
    path.write_text(path.read_text().replace(",", ";"))
    assert [problem.field for problem in check(Records(Path.cwd()))] == [None, "item_id"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"\r",
        b"a" * 1_000_000,
        b"," * 1_000_000,
        b"\n" * 100_000,
        bytes(range(256)),
        "möten\n".encode("cp1252"),
    ],
    ids=lambda content: repr(content[:8]),
)
def test_no_content_of_the_files_is_answered_with_a_traceback(world, content):
    write(Path.cwd(), world)
    for path in Path("alfa").iterdir():
        path.write_bytes(content)
    problems = check(Records(Path.cwd()))
    assert {Path(problem.file).stem for problem in problems if "alfa" in problem.file} == set(
        schema.load()
    )


def test_no_value_is_answered_with_a_traceback(world):
    nasty = ["", "x", "-1", "0", "1e999", "9" * 400, "2019-02-29", "0000-00-00", "٣", "a-2019"]
    nasty += ["\u2028", "=1+1", "[(*", "nan", "24:00", "beta", "a-rad", "a" * 1000, "\ufeff"]
    random.seed(1)
    for table, rows in world["alfa"].items():
        known = schema.load()[table].names
        for row in copy.deepcopy(rows) * 10:
            values = {name: random.choice([*nasty, row.get(name, "")]) for name in known}
            rows.append(values)
    assert len(said(world)) > 1000


def test_a_folder_that_is_gone_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [str(problem) for problem in check(Records("gone"))] == [
        "gone: mappen går inte att läsa (No such file or directory). "
        "Kontrollera sökväg och behörighet."
    ]


def test_a_folder_without_councils_is_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    assert [str(problem) for problem in check(Records("empty"))] == [
        "empty: inget råd hittades. Ange en mapp som har en undermapp med CSV-filer för varje råd."
    ]


# ---- one council of many


def test_one_council_is_checked_alone_but_may_point_at_another(world):
    change(world, "statements", 0, {"theme": "robery"})
    assert said(world, "beta") == []
    world["beta"]["follow_ups"][0]["measure_id"] = "a-m3"
    assert said(clean(world), "beta") == [
        'beta/follow_ups.csv:2: measure_id: "a-m3" finns inte i measures.csv (measure_id). '
        "Rätta värdet eller lägg till raden i measures.csv."
    ]


def test_a_council_that_is_not_there_is_refused(world):
    write(Path.cwd(), world)
    with pytest.raises(LobraError, match=r'inget råd heter "gamma"\. Det finns: alfa, beta\.'):
        check(Records(Path.cwd()), "gamma")


# ---- what looks like personal data, and what only nearly does


@pytest.mark.parametrize(
    "text",
    [
        "550101-1234",
        "19550101-1234",
        "550101+1234",
        "550101 – 1234",
        "550101-XXXX",
        "19550101-****",
        "550161-1234",  # the number of somebody without a Swedish birth record: day + 60
        "8112189876",
        "198112189876",
    ],
)
def test_an_identity_number_is_seen(text):
    assert list(personal_data(f"Gäller {text}, enligt polisen.")) == [("ett personnummer", text)]


@pytest.mark.parametrize(
    "text",
    [
        "070-123 45 67",
        "0701234567",
        "076 123 45 67",
        "073–1234567",
        "0707-123456",
        "+46 8 508 23 000",
        "+46(0)70-123 45 67",
        "0046 70 123 45 67",
        "08-508 23 000",
        "08/508 23 000",
        "08-50823000",
        "0498-26 90 00",
    ],
)
def test_a_phone_number_is_seen(text):
    for around in (f"Ring {text}.", f"tel.{text}, vx", f"({text})", text):
        assert list(personal_data(around)) == [("ett telefonnummer", text)]


@pytest.mark.parametrize(
    "text",
    ["namn.efternamn@exempel.se", "n@a.b.se", "namn(at)exempel.se", "namn [at] exempel.se"],
)
def test_an_email_address_is_seen(text):
    assert list(personal_data(f"Skriv till {text}.")) == [("en e-postadress", text)]
    for piece in ("a", "a.b-", "a+"):
        said = f"{piece * 3000} @ skriv till {text} @{'a' * 9000}"
        assert list(personal_data(said)) == [("en e-postadress", text)]


@pytest.mark.parametrize(
    "text",
    [
        "220902",
        "150217",
        "2021-09-17",
        "2021-09-17 08.30-10.00",
        "2019-02-22 09-11",
        "kl. 09.00-11.00",
        "kl. 08 30 - 09 30",
        "kl 09-11, 13-15",
        "kl 09-11 22 februari",
        "Mötestider 2017 08-11 13-15",
        "dnr 2019/0123-456789",
        "Dnr 0123-456789",
        "diarienummer: 190101-1234",
        "1.2.1-123/2019",
        "5000-K123456-21",
        "org.nr 556036-0793",
        "556036-0793",  # an organisation: its month is 60
        "8112189875",  # the check digit is wrong
        "200101-200331",
        "112 och 114 14",
        "46/48 ungdomar",
        "år 2017–2021",
        "10 000-12 000 kr",
        "1 234 567 890",
        "§ 84-89",
        "Telefonvägen 30, plan 9",
        "126 37 Hägersten",
        "lag (2023:196)",
        "@stockholm",
    ],
)
def test_a_date_a_time_or_a_case_number_is_no_personal_data(text):
    assert list(personal_data(text)) == []


# ---- the shipped records


def edit(root: Path, council: str, table: str, number: int, values: dict) -> str:
    """Changes a row of real records, and gives its file and line."""
    path = root / council / f"{table}.csv"
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, rows = reader.fieldnames, list(reader)
    rows[number].update(values)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return f"{council}/{table}.csv:{number + 2}"


def test_the_shipped_records_have_no_problems():
    assert [str(problem) for problem in check(Records(files.SHIPPED))] == []


HL, HA = "hagersten-liljeholmen", "hagersten-alvsjo"
WRONG_SHIPPED = [
    (
        (HL, "meetings", 0, {"held_on": "2017-12-06"}),
        "held_on: mötet har både ett datum och gränser för datumet. "
        "Ta bort held_earliest och held_latest, eller held_on om datumet inte är känt.",
    ),
    (
        (HL, "documents", 2, {"title": "Lokala Brå torsdagen den 22 februari 2019"}),
        'title: "torsdagen den 22 februari 2019": dagen är en fredag år 2019. '
        "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv.",
    ),
    (
        (HL, "aliases", 0, {"organisation_id": "hl-sdff"}),
        'organisation_id: "hl-sdff" finns inte i organisations.csv (organisation_id). '
        'Menade du "hl-sdf"? Rätta värdet eller lägg till raden i organisations.csv.',
    ),
    (
        (HL, "follow_ups", 0, {"measure_id": "hl-m1"}),
        "measure_id: mötet hölls senast 2017-12-07, före planens första år 2018. "
        "Ange rätt möte eller rätt åtgärd.",
    ),
    (
        (HA, "place_actions", 0, {"status": "pågår"}),
        'status: "pågår" är inte tillåtet. Menade du "ongoing"? '
        "Tillåtna: not_started, planned, ongoing, done, cancelled, unknown.",
    ),
    (
        (HA, "observations", 0, {"line": "318"}),
        'line: "318" finns inte i dokumentet. '
        "ha-doc-2021-09-17 har 317 rader; ange den rad där uppgiften står.",
    ),
    (
        (HA, "conflicts", 0, {"value_b": "46"}),
        'value_b: "46" är samma som value_a. Rätta värdet eller ta bort raden.',
    ),
    (
        (HA, "follow_ups", 0, {"measure_id": "hl-m33"}),
        'measure_id: "hl-m33" finns inte i measures.csv (measure_id). '
        "Rätta värdet eller lägg till raden i measures.csv.",
    ),
]


@pytest.mark.parametrize(
    ("place", "message"), WRONG_SHIPPED, ids=[f"{case[0][1:]}" for case in WRONG_SHIPPED]
)
def test_one_thing_broken_in_the_shipped_records_is_the_one_thing_reported(
    records_copy, monkeypatch, place, message
):
    monkeypatch.chdir(records_copy)
    where = edit(records_copy, *place)
    assert [str(problem) for problem in check(Records(records_copy))] == [f"{where}: {message}"]


BREAKAGES = [  # what is broken, which fields of the descriptor it concerns, the wrong value
    ("required", lambda field, keys: field.is_required and field.name not in keys, ""),
    ("enum", lambda field, keys: field.labels, "zz"),
    ("pattern", lambda field, keys: "pattern" in field.raw.get("constraints", {}), "Å å"),
    ("date", lambda field, keys: field.type == "date", "2019-02-30"),
    ("integer", lambda field, keys: field.type == "integer", "1.5"),
    ("year", lambda field, keys: field.type == "year", "19"),
    ("number", lambda field, keys: field.type == "number", "9,5"),
    ("boolean", lambda field, keys: field.type == "boolean", "ja"),
    ("minimum", lambda field, keys: "minimum" in field.raw.get("constraints", {}), "-1"),
    ("foreign key", lambda field, keys: field.name in keys[1:], "zz-finns-inte"),
]


@pytest.mark.parametrize(
    ("concerns", "wrong"), [case[1:] for case in BREAKAGES], ids=[case[0] for case in BREAKAGES]
)
def test_every_constraint_of_the_descriptor_is_enforced_in_every_table(
    records_copy, monkeypatch, concerns, wrong
):
    monkeypatch.chdir(records_copy)
    broken = set()
    for council in (HL, HA):
        for name, table in schema.load().items():
            keys = [table.key, *(key.field for key in table.foreign_keys)]
            if not Records(records_copy).rows(name, council):
                continue
            values = {field.name: wrong for field in table.fields if concerns(field, keys)}
            where = edit(records_copy, council, name, 0, values)
            broken |= {(where, field) for field in values}
    found = {(f"{p.file}:{p.line}", p.field) for p in check(Records(records_copy))}
    assert broken
    assert broken - found == set()


def test_the_shipped_tables_of_another_council_are_refused_once_a_file(records_copy, monkeypatch):
    monkeypatch.chdir(records_copy)
    shutil.copy(records_copy / HA / "attendance.csv", records_copy / HL / "attendance.csv")
    problems = [str(problem) for problem in check(Records(records_copy))]
    n = len(Records(records_copy).rows("attendance", HA))
    assert [line for line in problems if "council_id" in line] == [
        f'{HL}/attendance.csv:2: council_id: "{HA}" på alla {n} rader, '
        f"men mappen heter {HL}. Skriv {HL} eller flytta filen."
    ]
