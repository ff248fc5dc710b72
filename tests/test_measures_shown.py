"""The measures: a row each with goal, outcome, judgement and next step, and close-ups."""

from __future__ import annotations

from collections import Counter

import pytest
from seen import DEMO, HA, HL, by_head, change, heads, material, parts, planned, records, told_at

from lobra import report
from lobra.blocks import Nothing, Text
from lobra.report import Material
from lobra.report.chapters import measures as chapter
from lobra_data.words import NUMERALS


def rows_of(m):
    _, table = parts(report.measures_table(m))
    return by_head(table)


def intro(m):
    return parts(report.measures_table(m))[0].text


def demo(folder, year=2024):
    return Material(DEMO, year, data=folder)


# The table


@pytest.mark.parametrize("of", [(DEMO, 2023), (DEMO, 2024), (HL, 2018), (HL, 2019)])
def test_every_measure_of_the_plan_has_one_row(of):
    expected = [(row["number"], row["title"]) for row in planned(*of, "measures")]
    assert [(row["Nr"], row["Åtgärd"]) for row in rows_of(material(*of))] == expected


def test_a_decided_judgement_names_who_decided_and_any_other_is_a_proposal_or_open():
    decided = {
        row["measure_id"]: row for row in records(DEMO, "assessments") if row["year"] == "2024"
    }
    words = {"full": "✓ nått", "partial": "◉ delvis nått", "none": "✗ inte nått"}
    measures = planned(DEMO, 2024, "measures")
    keys = [row["measure_id"] for row in measures]
    shown = dict(zip(keys, rows_of(material(DEMO, 2024)), strict=True))
    for key, row in decided.items():
        said = shown[key]["Målet"], shown[key]["Bedömt av"]
        assert said == (words.get(row["fulfilment"], "? ej bedömt"), row["decided_by_role"])
    others = {(r["Målet"], r["Bedömt av"]) for key, r in shown.items() if key not in decided}
    assert others == {
        ("✓ nått", "regel (förslag)"),
        ("◉ delvis nått", "regel (förslag)"),
        ("? ej bedömt", ""),
    }


def number(n):
    return "en" if n == 1 else NUMERALS[n]


def test_the_intro_counts_the_rows_below():
    rows = rows_of(material(DEMO, 2024))
    n = Counter(row["Målet"].partition(" ")[2] for row in rows)
    decided = [r for r in records(DEMO, "assessments") if r["year"] == "2024"]
    proposed = sum(row["Bedömt av"] == "regel (förslag)" for row in rows)
    assert intro(material(DEMO, 2024)) == (
        f"Åtgärdsplanen för 2023–2024 har 20 åtgärder. Målet är nått för {number(n['nått'])} "
        f"åtgärder, delvis nått för {number(n['delvis nått'])}, inte nått för "
        f"{number(n['inte nått'])} och ej bedömt för {number(n['ej bedömt'])}. "
        f"{number(len(decided)).capitalize()} bedömningar är beslutade och {number(proposed)} är "
        "förslag enligt en regel."
    )


def test_without_a_decision_the_proposals_are_said_not_to_be_decided(demo_copy):
    path = demo_copy / DEMO / "assessments.csv"
    path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    last = intro(demo(demo_copy, 2023)).rpartition(". ")[2]
    n = sum(r["Bedömt av"] == "regel (förslag)" for r in rows_of(demo(demo_copy, 2023)))
    assert last == f"Ingen bedömning är beslutad; {number(n)} är förslag enligt en regel."


def test_a_counted_outcome_stands_beside_its_target():
    values = {
        row["programme_id"]: row["value"]
        for row in records(DEMO, "programme_results")
        if row["year"] == "2023"
    }
    shown = {r["Nr"]: r["Mål eller utfall mot mål"] for r in rows_of(material(DEMO, 2023))}
    for nr in ("2", "3", "20"):
        told = [
            f"{values[row['programme_id']]} av {row['target_count']} {row['target_unit']}"
            for row in planned(DEMO, 2023, "activities")
            if row["measure_id"] == f"bv-m{nr}" and row["programme_id"]
        ]
        assert told
        assert shown[nr] == "; ".join(told)


def test_a_goal_reached_in_part_though_every_count_is_tells_how_the_other_activities_went():
    shown = {y: {r["Nr"]: r for r in rows_of(material(DEMO, y))} for y in (2023, 2024)}
    for year, nr, told in (
        (2023, "19", "6 av 6 träffar; två aktiviteter utan uppgift om utfall"),
        (2024, "20", "6 av 5 områden; en aktivitet utan uppgift om utfall"),
    ):
        assert shown[year][nr]["Mål eller utfall mot mål"] == told
        assert shown[year][nr]["Målet"].endswith("delvis nått")


def test_a_goal_without_a_counted_outcome_is_told_in_at_most_twelve_words(demo_copy):
    goal = "Ett tryggt torg för boende, besökare, handlare och alla de andra som rör sig där sent"
    change(demo_copy, DEMO, "measures", "bv-m1", goal=goal)
    assert rows_of(demo(demo_copy))[0]["Mål eller utfall mot mål"] == "Ett tryggt torg för boende"
    goal = "Fler unga på torget och i parken känner sig helt trygga även sent"
    change(demo_copy, DEMO, "measures", "bv-m1", goal=goal)
    assert rows_of(demo(demo_copy))[0]["Mål eller utfall mot mål"] == (
        "Fler unga på torget och i parken känner sig helt trygga även …"
    )


def test_the_next_step_is_what_the_last_minutes_intend_or_the_next_deadline():
    steps = {r["Nr"]: r["Nästa steg"] for r in rows_of(material(DEMO, 2024)) if r["Nästa steg"]}
    assert steps == {
        "5": "Insatsveckorna är genomförda enligt plan, arbetet fortsätter 2025",
        "14": "Flytta stationen, 30 april 2025",
        "15": "Båtsamverkan, 20 mars 2025",
        "16": "Platssamverkan på Tallhöjden fortsätter med nytt fokus på källarinbrott",
    }


def test_a_deadline_of_next_year_is_the_next_step_and_one_that_is_past_is_none():
    steps = {row["Nr"]: row["Nästa steg"] for row in rows_of(material(DEMO, 2023))}
    assert steps["1"] == "Utbilda skolpersonal i arbetssättet, hösten 2024"
    assert steps["9"] == "Vuxennärvaron vid Resecentrum planeras till vårterminen"
    assert steps["2"] == steps["10"] == ""


def test_what_is_done_or_cancelled_has_no_next_step(demo_copy):
    change(demo_copy, DEMO, "activities", "bv-m12-a1", due_latest="2025-06-30")
    assert rows_of(demo(demo_copy))[11]["Nästa steg"] == ""


def test_an_intention_of_an_earlier_meeting_is_no_next_step():
    meant = {r["text"].rstrip(".") for r in told_at(DEMO, 2023, "statements")}
    early = "Den första tillsynsrundan planeras till juni"
    assert early in meant
    assert early not in {row["Nästa steg"] for row in rows_of(material(DEMO, 2023))}


@pytest.mark.parametrize(
    ("year", "why"),
    [
        (2018, "inget protokoll från 2018 finns i materialet"),
        (2019, "inget utfall är antecknat"),
    ],
)
def test_a_plan_that_nothing_is_judged_of_shows_owners_and_says_why(year, why):
    m = material(HL, year)
    assert intro(m) == (
        f"Åtgärdsplanen från 2018 har sju åtgärder. Om målen är nådda går inte att bedöma: {why}."
    )
    _, table = parts(report.measures_table(m))
    assert heads(table) == ["Nr", "Åtgärd", "Mål", "Ansvarig"]


def test_a_forerunners_plan_is_said_to_be_that_and_is_not_judged():
    block = report.measures_table(material(HA, 2021))
    assert isinstance(block, Text)
    assert block.text == (
        "Ingen åtgärdsplan för Hägersten-Älvsjös lokala brottsförebyggande råd som gäller 2021 "
        "finns i materialet. Föregångaren Hägersten-Liljeholmen hade en plan från 2018 med sju "
        "åtgärder. Uppgifterna visar inte om Hägersten-Älvsjö har tagit över den, så åtgärderna "
        "bedöms inte här."
    )


def test_without_any_plan_that_is_said_in_a_sentence():
    assert report.measures_table(material(HL, 2017)).text == (
        "Ingen åtgärdsplan för Hägersten-Liljeholmens lokala brottsförebyggande råd som gäller "
        "2017 finns i materialet."
    )


# Close-ups


def close_up(m, heading):
    found = dict(report.close_ups(m).parts)
    return list(found[heading].items)


FIFTH = "Åtgärd 5: Minskad tillgång på narkotika"


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_three_judged_measures_that_are_followed_up_most_are_seen_closely(year):
    told = {}
    for row in told_at(DEMO, year, "follow_ups"):
        if row["basis"] == "stated" and row["measure_id"]:
            told.setdefault(row["measure_id"].removeprefix("bv-m"), set()).add(row["statement_id"])
    judged = [r for r in rows_of(material(DEMO, year)) if r["Målet"] != "? ej bedömt"]
    judged.sort(key=lambda r: (-len(told.get(r["Nr"], ())), r["Bedömt av"] == "regel (förslag)"))
    assert [head for head, _ in report.close_ups(material(DEMO, year)).parts if head] == [
        f"Åtgärd {row['Nr']}: {row['Åtgärd']}" for row in judged[:3]
    ]


def test_a_close_up_tells_goal_owner_follow_up_judgement_and_what_is_left():
    assert close_up(material(DEMO, 2024), FIFTH) == [
        ("Mål", "Den öppna handeln med narkotika upphör på prioriterade platser."),
        ("Ansvar", "Polisen."),
        ("8 februari", "En insatsvecka mot narkotika är genomförd i januari."),
        ("19 september", "Tre insatsveckor mot narkotika är genomförda."),
        ("5 december", "Insatsveckorna är genomförda enligt plan, arbetet fortsätter 2025."),
        (
            "Bedömning",
            "Målet är delvis nått (preventionssamordnare, 14 januari 2025). Insatsveckorna är "
            "gjorda och den öppna handeln har minskat men inte upphört.",
        ),
        (
            "Utan antecknat utfall",
            "Kampanj för att lämna tips till polisen och boendemöten på prioriterade platser.",
        ),
    ]


def test_a_close_up_of_a_proposal_says_so_and_tells_the_numbers():
    items = dict(close_up(material(DEMO, 2023), "Åtgärd 3: Meningsfull sommar"))
    assert (items["Utfall"], items["Bedömning"]) == (
        "38 av 40 platser.",
        "Målet är delvis nått (förslag enligt en regel).",
    )


def test_the_minutes_today_is_the_day_of_their_meeting(demo_copy):
    (key,) = (
        row["statement_id"]
        for row in records(DEMO, "statements")
        if row["text"].startswith("Tre insatsveckor")
    )
    text = "Tre insatsveckor är klara från och med i dag. Se tabellen nedan."
    change(demo_copy, DEMO, "statements", key, text=text)
    items = dict(close_up(demo(demo_copy), FIFTH))
    assert items["19 september"] == (
        "Tre insatsveckor är klara från och med den 19 september 2024."
    )


def test_what_is_not_judged_or_followed_up_once_is_not_seen_closely(demo_copy):
    assert isinstance(report.close_ups(material(HL, 2019)), Nothing)
    for row in told_at(DEMO, 2024, "follow_ups"):
        is_kept = row["measure_id"] == "bv-m5" and row["meeting_id"] == "bv-2024-12-05"
        if row["basis"] == "stated" and not is_kept:
            change(demo_copy, DEMO, "follow_ups", row["follow_up_id"], basis="inferred")
    assert rows_of(demo(demo_copy))[4]["Målet"] == "◉ delvis nått"
    assert isinstance(report.close_ups(demo(demo_copy)), Nothing)


def test_the_councils_comment_follows_the_measure_that_it_is_about(monkeypatch):
    def comment(m, about):
        return Text(name=f"om-{about}", text=about)

    monkeypatch.setattr(chapter, "comment", comment)
    shown = parts(report.close_ups(material(DEMO, 2024)))
    assert [part.name for part in shown if not isinstance(part, Nothing)] == [
        "narbild-1",
        "om-Åtgärd 5",
        "narbild-2",
        "om-Åtgärd 1",
        "narbild-3",
        "om-Åtgärd 3",
        *(f"om-Åtgärd {n}" for n in range(1, 21) if n not in (1, 3, 5)),
    ]
