"""What was not done, and what comes next: proposals, deadlines, who, and what goes on."""

from __future__ import annotations

import pytest
from conftest import sourced
from seen import DEMO, HA, HL, by_head, change, heads, material, parts, planned, records, told_at

from lobra import report
from lobra.blocks import Nothing
from lobra.report import Material


def undone(m):
    *_, table = parts(report.not_done(m))
    return by_head(table)


def ahead(m):
    block = report.next_year(m)
    return dict(parts(block)[0].items)


def coming(m):
    return by_head(parts(report.next_year(m))[1])


def demo(folder, year=2024):
    return Material(DEMO, year, data=folder)


# What was not done


def test_what_was_cancelled_is_told_first_with_reason_and_owner():
    assert undone(material(DEMO, 2024))[:3] == [
        {
            "Vad": "Åtgärd 12: samtalsgrupp för den som utövar våld",
            "Läge": "avbruten 19 september",
            "Vad som är antecknat": "Samtalsgruppen för den som utövar våld startar inte, för få "
            "har anmält intresse.",
            "Ansvarig": "Socialförvaltningen",
        },
        {
            "Vad": "Klockartorget: kameror i trapphusen",
            "Läge": "avbruten",
            "Vad som är antecknat": "Ersatt av bättre belysning och låsta dörrar.",
            "Ansvarig": "Trygghetsansvarig",
        },
        {
            "Vad": "Tallhöjden: nya låssystem",
            "Läge": "avbruten",
            "Vad som är antecknat": "Upphandlingen avbröts.",
            "Ansvarig": "Trygghetsansvarig",
        },
    ]


def test_an_assignment_past_its_day_names_whom_it_was_given_to():
    (row,) = (row for row in undone(material(DEMO, 2024)) if row["Vad"].startswith("Uppdrag"))
    assert row == {
        "Vad": "Uppdrag: utvärdera trygghetsvärdarnas arbete vid Resecentrum",
        "Läge": "tidsgränsen var 30 november",
        "Vad som är antecknat": "",
        "Ansvarig": "Säkerhetschef",
    }


def test_only_deadlines_of_the_year_without_outcome_are_told_of_measures_that_go_on():
    """Read by hand from the plan: due in 2024, no minutes say done, the measure is not ended."""
    late = {
        "bv-m1-a3", "bv-m9-a2", "bv-m9-a3", "bv-m13-a1", "bv-m14-a3", "bv-m15-a2", "bv-m20-a3",
    }  # fmt: skip
    rows = [r for r in planned(DEMO, 2024, "activities") if r["activity_id"] in late]
    assert {row["due_latest"][:4] for row in rows} == {"2024"}
    told = [row["Vad"] for row in undone(material(DEMO, 2024))[4:]]
    expected = [(row["measure_id"].removeprefix("bv-m"), row["title"]) for row in rows]
    assert told == [f"Åtgärd {nr}: {title[0].lower()}{title[1:]}" for nr, title in expected]


def test_what_minutes_say_of_something_late_is_told_with_the_day():
    told = {row["Vad"]: row["Vad som är antecknat"] for row in undone(material(DEMO, 2024))}
    assert told["Åtgärd 9: vuxennärvaro vid Resecentrum efter skoltid"] == (
        "16 maj: Vuxennärvaron vid Resecentrum har ordnats 26 eftermiddagar."
    )
    assert told["Åtgärd 13: ta fram en gemensam rutin"] == ""
    assert told["Åtgärd 1: utbilda skolpersonal i arbetssättet"] == ""  # said of another activity


def test_what_is_said_of_the_measure_itself_stands_by_an_activity_that_nothing_is_said_of():
    told = {row["Vad"]: row["Vad som är antecknat"] for row in undone(material(DEMO, 2023))}
    assert told["Åtgärd 16: starta platssamverkan på Tallhöjden"] == (
        "30 november: Platssamverkan på Tallhöjden är i gång och har hållit tre dialoger."
    )


def test_a_goal_that_somebody_judged_not_reached_is_told_with_the_ground():
    assert undone(material(DEMO, 2023))[0] == {
        "Vad": "Åtgärd 4: stöd att lämna kriminalitet",
        "Läge": "målet inte nått",
        "Vad som är antecknat": "Stödet har inte kommit i gång.",
        "Ansvarig": "Socialförvaltningen",
    }


def test_what_had_not_begun_early_in_the_year_may_have_since(demo_copy):
    assert not any(row["Läge"].startswith("ej påbörjad") for row in undone(material(DEMO, 2023)))
    (last,) = (
        row["follow_up_id"]
        for row in told_at(DEMO, 2023, "follow_ups")
        if row["meeting_id"] == "bv-2023-11-30"
        and row["measure_id"] == "bv-m16"
        and row["basis"] == "stated"
    )
    change(demo_copy, DEMO, "follow_ups", last, status="not_started")
    assert "ej påbörjad 30 november" in {row["Läge"] for row in undone(demo(demo_copy, 2023))}


def test_a_missing_reason_is_said_once():
    note, _ = parts(report.not_done(material(DEMO, 2024)))
    assert note.text == "Där rutan är tom är inget skäl antecknat."
    assert (note.source, note.is_claim) == ((), False)  # those of the table stand below it


def test_at_most_twelve_are_told_and_the_rest_is_in_the_annexes(demo_copy):
    for row in records(DEMO, "place_actions"):
        if row["meeting_id"] == "bv-2024-12-05":
            change(demo_copy, DEMO, "place_actions", row["place_action_id"], status="cancelled")
    note, table = parts(report.not_done(demo(demo_copy)))
    assert len(table.rows) == 12
    assert note.text.endswith("Fler står i bilagorna.")


def test_an_announced_meeting_without_minutes_may_have_been_held():
    assert report.not_done(material(HL, 2019)).text == (
        "Mötet den 10 maj var annonserat, men protokoll saknas: om det hölls är okänt."
    )
    waiting = Material(HL, 2019, data=material(HL, 2019).data, n_waiting=3)
    assert report.not_done(waiting).text == (
        "Mötet den 10 maj var annonserat, men inget protokoll är granskat: om det hölls är okänt."
    )


def test_in_a_year_without_minutes_what_was_not_done_is_unknown():
    assert report.not_done(material(HL, 2018)).text == (
        "Vad som inte blev gjort är okänt: inget protokoll från 2018 finns i materialet."
    )


@pytest.mark.parametrize("of", [(HL, 2017), (HA, 2021)])
def test_of_a_council_without_a_plan_of_its_own_nothing_is_said_not_to_be_done(of):
    assert isinstance(report.not_done(material(*of)), Nothing)


# Next year


def test_proposed_priorities_are_proposals_and_decided_ones_are_not():
    items = ahead(material(DEMO, 2024))
    assert {key: items[key] for key in list(items)[:3]} == {
        "Fortsatt prioriterat": "Tallhöjden.",
        "Föreslås bli prioriterat": "cykelstölder.",
        "Föreslås upphöra som prioritering": "Klockartorget.",
    }
    assert ahead(material(HL, 2017)) == {
        "Föreslås bli prioriterat": "Västertorp och ungdomar.",
        "Föreslås upphöra som prioritering": "inbrott och trafik.",
        "Annonserade möten 2018": "23 februari, 18 maj, 21 september och 7 december.",
    }


def test_decisions_meetings_and_what_goes_on_are_told():
    items = ahead(material(DEMO, 2024))
    assert list(items.items())[3:] == [
        (
            "Beslut som gäller 2025",
            "platssamverkan fortsätter på alla tre platserna under 2025; trygghetsmätningen görs "
            "om hösten 2025.",
        ),
        ("Annonserade möten 2025", "6 februari, 15 maj, 11 september och 4 december."),
        (
            "Åtgärdsplanen",
            "Planen slutar 2024. Tolv åtgärder har inget antecknat avslut; om de förs vidare "
            "avgörs i nästa plan.",
        ),
    ]


def test_a_plan_that_goes_on_says_how_many_measures_come_along():
    assert ahead(material(DEMO, 2023))["Följer med till 2024"] == (
        "19 åtgärder utan antecknat avslut; de står i bilagorna."
    )
    assert ahead(material(HL, 2018)) == {
        "Följer med till 2019": "sju åtgärder utan antecknat avslut; de står i bilagorna."
    }


def test_one_meeting_is_told_in_the_singular_and_a_forerunners_measures_do_not_come_along():
    assert ahead(material(HA, 2021)) == {"Annonserat möte 2022": "25 mars."}
    assert len(parts(report.next_year(material(HA, 2021)))) == 1  # nor an assignment of 2019


def test_what_is_to_be_done_is_told_in_order_of_day_with_who_and_when():
    rows = coming(material(DEMO, 2024))
    given = [r for r in records(DEMO, "assignments") if r["due_on"] > "2024"]
    assert [(r["Vad"], r["Grund"], r["Vem"], r["När"]) for r in rows] == [
        (
            "Redovisa läget för bommarna vid infarten till Tallhöjden",
            "uppdrag",
            "Samhällsbyggnadschef",
            "6 februari 2025",
        ),
        ("Bryggparken: båtsamverkan", "platssamverkan", "", "20 mars 2025"),
        (
            "Bryggparken: byta till tåligare inredning",
            "platssamverkan",
            "Parkingenjör",
            "31 mars 2025",
        ),
        ("Tallhöjden: bommar och skyltar", "platssamverkan", "Gatuingenjör", "15 april 2025"),
        (
            "Klockartorget: flytta stationen",
            "platssamverkan",
            "Samhällsbyggnadschef",
            "30 april 2025",
        ),
        ("Redovisa hur elever informeras om rån", "uppdrag", "Skolchef", "15 maj 2025"),
        (
            "Bjuda in grannkommunerna till ett erfarenhetsutbyte",
            "uppdrag",
            "Preventionssamordnare",
            "",
        ),
    ]
    assert sum(not r["closed_item_id"] and r["due_on"] > "2025" for r in given) == 2


def test_nothing_that_is_past_is_told_as_coming():
    whens = {row["När"] for row in coming(material(DEMO, 2023))}
    assert not any("2023" in when for when in whens)
    assert len(coming(material(DEMO, 2023))) == 17


def test_what_it_costs_is_told_where_the_plan_says_so_and_no_column_is_empty():
    costs = {row["Vad"]: row["Kostnad"] for row in coming(material(DEMO, 2023))}
    assert costs["Åtgärd 7: utbilda butikspersonal i ålderskontroll"] == "Tillsynsavgifter"
    table = parts(report.next_year(material(DEMO, 2024)))[1]
    assert heads(table) == ["Vad", "Grund", "Vem", "När"]


def test_each_coming_thing_names_its_line():
    table = parts(report.next_year(material(HL, 2019)))[1]
    assert sourced(table) == [
        [
            "Undersöka om mötestider på eftermiddagar fungerar för dem som inte var med den "
            "22 februari 2019",
            "uppdrag",
            "Preventionssamordnare",
            "Protokoll 22 februari 2019, punkt 6, rad 67",
        ]
    ]


def test_without_anything_ahead_nothing_is_shown(demo_copy):
    for table in ("priorities", "planned_meetings", "assignments", "place_actions", "decisions"):
        path = demo_copy / DEMO / f"{table}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    for table in ("measures", "activities", "commitments", "follow_ups", "assessments"):
        path = demo_copy / DEMO / f"{table}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert isinstance(report.next_year(demo(demo_copy)), Nothing)


def test_a_deadline_that_the_plan_gives_in_a_column_of_its_own_is_told_as_a_day(demo_copy):
    """Such a deadline has no words inside the activity's text."""
    about = {"due_label": "", "due_earliest": "2025-12-31", "due_latest": "2025-12-31"}
    change(demo_copy, DEMO, "activities", "bv-m1-a3", title="Utbilda personal.", **about)
    change(demo_copy, DEMO, "activities", "bv-m9-a2", due_label="")
    m = demo(demo_copy)
    (row,) = (row for row in coming(m) if "personal" in row["Vad"])
    assert (row["Vad"], row["När"]) == ("Åtgärd 1: utbilda personal", "senast 31 december 2025")
    (late,) = (row for row in undone(m) if row["Vad"].startswith("Åtgärd 9: vuxennärvaro"))
    assert late["Läge"] == "tidsgränsen var 30 juni 2024"
