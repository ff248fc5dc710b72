"""Names matched to the records, and what a paragraph is proposed to follow up."""

from __future__ import annotations

import pytest
from conftest import ROOT

from lobra.reading import reader
from lobra.reading.drafts import matching, registers
from lobra.reading.found import AgendaItem, Decision, PlaceAction, Reading, Statement
from lobra_data import files

SHARED = ROOT.parent / "shared" / "documents"
REAL = {
    "protokoll-2017-12.txt": "hl-doc-2017",
    "protokoll-2019-02-22.md": "hl-doc-2019-02-22",
    "protokoll-2021-09-17.md": "ha-doc-2021-09-17",
}
DEMO = {
    f"protokoll-{day}.md": f"bv-doc-{day}"
    for day in ("2023-05-11", "2023-09-14", "2023-11-30", "2024-02-08", "2024-05-16", "2024-09-19")
}
TARGETS = {
    "measure_id": "measures",
    "activity_id": "activities",
    "programme_id": "programmes",
    "assignment_id": "assignments",
}


def organisation(key, name, short=""):
    return {"organisation_id": key, "name": name, "short_name": short}


@pytest.fixture
def known():
    rows = [
        organisation("o-raddning", "Räddningstjänsten i Storköping", "Räddningstjänsten"),
        organisation("o-sbf", "Samhällsbyggnadsförvaltningen", "SBF"),
        organisation("o-lpo1", "Lokalpolisområde 1"),
        organisation("o-lpo2", "Lokalpolisområde 2"),
        organisation("o-distrikt", "Polisens södra distrikt i Storköping 1"),
    ]
    register = registers.Register(rows, "organisation_id", "name", "short_name")
    register.add("Gatukontoret", "o-sbf")
    return register


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("räddningstjänsten i  storköping", "o-raddning"),
        ("SBF", "o-sbf"),
        ("Gatukontoret", "o-sbf"),
        ("Lokalpolisområde 2", "o-lpo2"),
    ],
)
def test_the_same_letters_of_a_name_or_alias_are_certain(known, text, key):
    assert known.match(text).id == key


def test_a_name_between_two_is_doubtful_and_lists_both(known):
    found = known.match("Lokalpolisområde")
    assert found.id is None
    assert {key for key, _ in found.candidates} == {"o-lpo1", "o-lpo2"}


@pytest.mark.parametrize("text", ["Lokalpolisområde 3", "Polisens södra distrikt i Storköping 2"])
def test_another_number_is_another_organisation(known, text):
    assert known.match(text).id is None


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("Räddningstjänsten i Storfors", ("o-raddning", "Räddningstjänsten i Storköping")),
        ("Samhällsbyggnadsförvaltnngen", ("o-sbf", "Samhällsbyggnadsförvaltningen")),
    ],
)
def test_a_name_that_is_only_like_another_is_doubtful(known, text, candidate):
    assert known.match(text) == registers.Match(None, (candidate,))


@pytest.mark.parametrize("text", ["Bostadsbolaget", "", None])
def test_an_unknown_name_is_neither_certain_nor_doubtful(known, text):
    assert known.match(text) == registers.Match()


def test_one_name_of_two_people_is_doubtful():
    rows = [{"person_id": key, "name": "Asta Ek"} for key in ("p-1", "p-2")]
    found = registers.Register(rows, "person_id", "name").match("Asta Ek")
    assert found == registers.Match(None, (("p-1", "Asta Ek"), ("p-2", "Asta Ek")))


def measure(number, area, title):
    return {
        "measure_id": f"m{number}",
        "action_plan_id": "plan",
        "number": str(number),
        "area": area,
        "title": title,
    }


def assignment(key, text, meeting="before", closed=""):
    return {"assignment_id": key, "text": text, "meeting_id": meeting, "closed_item_id": closed}


def meeting(key, day):
    return {"meeting_id": key, "held_on": day, "held_latest": ""}


TABLES = {
    "action_plans": [{"action_plan_id": "plan", "year_from": "2023", "year_to": "2024"}],
    "meetings": [
        meeting("before", "2024-03-04"),
        meeting("same day", "2024-06-03"),
        meeting("no day", ""),
    ],
    "measures": [
        measure(1, "Trygga platser", "Mer belysning längs gångvägen till Ekbacken"),
        measure(2, "Äldre", "Seniorträffar mot bedrägerier"),
        measure(3, "Samverkan", "Samverkan för ökad trygghet i området"),
        measure(4, "Narkotika", "Tidig upptäckt av narkotika"),
    ],
    "activities": [
        {
            "activity_id": "m2-a1",
            "measure_id": "m2",
            "title": "Ta fram en broschyr om id-kapning",
        }
    ],
    "programmes": [{"programme_id": "p1", "name": "Nattvandring"}],
    "assignments": [
        assignment("u1", "Redovisa återvinningsstationens läge"),
        assignment("u2", "Kartlägga cykelstölderna", closed="p9"),
        assignment("u3", "Räkna bilarna", "same day"),
        assignment("u4", "Räkna lamporna", "no day"),
    ],
}


@pytest.fixture
def subjects():
    return matching.subjects(TABLES, "2024-06-03")


def proposed(subjects, text, item="Läget", **more):
    reading = Reading("minutes", agenda_items=[AgendaItem("1", item, 1, 1)], **more)
    reading.statements = [Statement("1", None, text, 2)]
    return {
        (one.subject.table, one.subject.key): one for one in matching.follow_ups(reading, subjects)
    }


def test_a_measure_named_by_its_number_is_stated(subjects):
    found = proposed(subjects, "Åtgärd 2 och 4 redovisades på mötet i går.")
    assert set(found) == {("measures", "m2"), ("measures", "m4")}
    assert found["measures", "m2"].words == ("åtgärd 2",)
    assert found["measures", "m2"].is_stated


def test_a_programme_named_in_any_form_is_stated(subjects):
    found = proposed(subjects, "Fler vuxna behövs till nattvandringarna i höst.")
    assert found["programmes", "p1"].words == ("nattvandringarna",)


def test_two_rare_words_in_common_are_enough(subjects):
    found = proposed(subjects, "Gångvägen vid Ekbacken har fått nya lampor och ny belysning.")
    assert set(found) == {("measures", "m1")}
    assert set(found["measures", "m1"].words) == {"Gångvägen", "Ekbacken", "belysning"}
    assert not found["measures", "m1"].is_stated


@pytest.mark.parametrize(
    "text",
    [
        "Samverkan för ökad trygghet i området fortsätter tillsammans med polisen.",
        "Belysning diskuterades på mötet utan att något bestämdes.",
        "Inget av detta har med planen att göra, sade polisen.",
    ],
)
def test_generic_words_and_a_single_word_propose_nothing(subjects, text):
    assert proposed(subjects, text) == {}


def test_an_activity_is_proposed_by_words_that_its_measure_lacks(subjects):
    found = proposed(subjects, "Arbetet med en broschyr om id-kapning har börjat.")
    assert set(found) == {("activities", "m2-a1")}


def test_an_assignment_is_followed_up_only_where_assignments_are(subjects):
    text = "Återvinningsstationens läge är redovisat."
    assert proposed(subjects, text) == {}
    assert set(proposed(subjects, text, "Uppföljning av uppdrag")) == {("assignments", "u1")}


def test_a_closed_assignment_is_not_followed_up(subjects):
    assert proposed(subjects, "Cykelstölderna är kartlagda.", "Uppföljning av uppdrag") == {}


def test_a_list_of_prioritised_areas_speaks_of_the_measures_of_each(subjects):
    found = proposed(subjects, "Prioriterade är fortsatt äldre och narkotika i hela kommunen.")
    assert set(found) == {("measures", "m2"), ("measures", "m4")}


def test_a_decision_is_no_follow_up(subjects):
    text = "Nattvandringen fortsätter under hela hösten."
    assert proposed(subjects, text, decisions=[Decision("1", text, 2)]) == {}


def test_a_row_of_a_working_table_is_followed_by_its_own_words(subjects):
    action = PlaceAction(
        "Ekbacken", "problem", "Mörkt längs gångvägen", "Belysning sätts upp",
        None, None, "ongoing", None, None, None, 9,
    )  # fmt: skip
    reading = Reading("minutes", place_actions=[action])
    (found,) = matching.follow_ups(reading, subjects)
    assert found.subject.key == "m1"
    assert (found.text.source, found.text.index, found.text.line) == ("place_actions", 0, 9)


@pytest.mark.parametrize(
    ("day", "keys"),
    [
        ("2022-09-01", []),
        ("2024-09-01", ["m1", "m2", "m3", "m4"]),
        ("2025-09-01", ["m9"]),
        ("2027-02-01", ["m1", "m2", "m3", "m4", "m9"]),
    ],
)
def test_the_measures_are_those_of_the_plans_in_force_or_else_of_those_that_ended(day, keys):
    plan = {"action_plan_id": "later", "year_from": "2025", "year_to": "2026"}
    later = measure(9, "Äldre", "Seniorträffar") | {"action_plan_id": "later"}
    tables = TABLES | {
        "action_plans": [*TABLES["action_plans"], plan],
        "measures": [*TABLES["measures"], later],
    }
    found = matching.subjects(tables, day)
    assert [one.key for one in found if one.table == "measures"] == keys


def test_the_assignments_are_the_open_ones_of_earlier_meetings(subjects):
    assert [one.key for one in subjects if one.table == "assignments"] == ["u1"]


def gold(source, document):
    """(source, line, table, key) of each follow-up that a person has made of a document."""
    said = {r.values["statement_id"]: r.values["line"] for r in source.rows("statements")}
    rows = {r.values["place_action_id"]: r.values["line"] for r in source.rows("place_actions")}
    for row in source.rows("follow_ups"):
        values = row.values
        if values["document_id"] == document:
            kind = "place_actions" if values["place_action_id"] else "statements"
            line = (said | rows)[values["place_action_id"] or values["statement_id"]]
            for field, table in TARGETS.items():
                if values[field]:
                    yield kind, int(line), table, values[field]


@pytest.mark.parametrize(
    ("folder", "documents", "records", "precision", "recall"),
    [
        (SHARED, REAL, files.SHIPPED, 0.8, 0.5),
        (ROOT / "demo" / "documents", DEMO, ROOT / "demo" / "records", 0.65, 0.5),
    ],
    ids=["real", "demo"],
)
def test_most_proposals_are_those_that_a_person_made(folder, documents, records, precision, recall):
    if not folder.is_dir():
        pytest.skip("the real minutes are not part of the project")
    source = files.find(records)
    tables = {name: [row.values for row in source.rows(name)] for name in TABLES}
    right = made = wanted = 0
    for name, document in documents.items():
        reading = reader.read_file(folder / name)
        day = reading.held_on or reading.held_latest
        found = matching.follow_ups(reading, matching.subjects(tables, day))
        starts = [one.line for one in reading.statements]

        def place(kind, line, starts=starts):
            return (
                max((s for s in starts if s <= line), default=line)
                if kind == "statements"
                else line
            )

        answers = {(k, place(k, line), *what) for k, line, *what in gold(source, document)}
        ours = {
            (one.text.source, one.text.line, one.subject.table, one.subject.key) for one in found
        }
        right, made, wanted = right + len(answers & ours), made + len(ours), wanted + len(answers)
    assert right / made >= precision
    assert right / wanted >= recall
