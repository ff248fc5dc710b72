"""What the chapters say, and every rule of judgement at its edge."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT
from seen import (
    DEMO,
    HA,
    HL,
    REPORTS,
    add,
    by_head,
    cells,
    change,
    drawings,
    in_both,
    in_the_notebook,
    material,
    parts,
    records,
    said,
)

from lobra import report
from lobra.blocks import Missing, Nothing, to_json
from lobra.privacy import gate
from lobra.reading.drafts import matching
from lobra.reading.found import AgendaItem, Reading, Statement
from lobra.reading.minutes import attendance
from lobra.reading.source import Line
from lobra.report import Material, annexes
from lobra.report.following import latest_status
from lobra.report.judgements import judgements, proposed
from lobra.report.material import with_held
from lobra_data import frames

MINUTES = "hl-2019-02-22"

# The title page


def facts(**about):
    return dict(report.title_page(Material(HL, 2019), **about).facts)


def test_the_title_page_says_what_is_known_and_what_is_not():
    assert facts() == {
        "Råd": "Hägersten-Liljeholmens lokala brottsförebyggande råd",
        "Kommun": "Stockholm",
        "Period": "1 januari–31 december 2019",
        "Utgåva": "Arbetsexemplar, inte för publicering",
        "Version": "1.0",
    }
    about = facts(report_on="2020-02-15", version="1.1", case_number="123-2020", contact="Rådet")
    named = ("Version", "Rapportdatum", "Diarienummer", "Kontakt")
    assert tuple(about[label] for label in named) == (
        "1.1",
        "15 februari 2020",
        "123-2020",
        "Rådet",
    )


@pytest.mark.parametrize(
    ("of", "notice", "meetings"),
    [
        (
            (HL, 2017),
            None,
            [{"held_on": None, "held_earliest": "2017-11-29", "held_latest": "2017-12-07"}],
        ),
        (
            (HA, 2021),
            None,
            [{"held_on": "2021-09-17", "held_earliest": None, "held_latest": None}],
        ),
        ((HL, 2018), None, []),
    ],
)
def test_the_title_page_carries_the_years_meetings(of, notice, meetings):
    document = report.title_page(material(*of)).document
    assert (document["notice"], document["meetings"]) == (notice, meetings)


def test_made_up_records_are_called_so_on_the_title_page():
    assert report.title_page(material(DEMO, 2024)).document["notice"] == "Påhittade uppgifter"


# Goal fulfilment

R, P, M, OPEN = "reached", "part", "missed", "open"


@pytest.mark.parametrize(
    ("last_word", "outcomes", "judgement"),
    [
        ("", [R], "full"),
        ("", [R, R, R], "full"),
        ("", [R, OPEN], "partial"),
        ("", [R, M], "partial"),
        ("", [R, P], "partial"),
        ("", [P], "partial"),
        ("", [P, P], "partial"),
        ("", [P, M], "partial"),
        ("", [M, M], "none"),
        ("", [M, OPEN], "not_assessed"),
        ("", [OPEN, OPEN], "not_assessed"),
        ("", [], "not_assessed"),
        ("done", [], "full"),
        ("done", [OPEN, OPEN], "full"),
        ("done", [R, OPEN], "full"),
        ("done", [P], "partial"),
        ("done", [R, P], "partial"),
        ("done", [R, M], "partial"),
        ("done", [M, M], "partial"),
        ("ongoing", [], "not_assessed"),
        ("ongoing", [R, R], "partial"),
        ("ongoing", [R, OPEN], "partial"),
        ("ongoing", [M], "none"),
        ("planned", [R], "partial"),
        ("planned", [OPEN], "not_assessed"),
        ("planned", [M], "none"),
        ("cancelled", [], "none"),
        ("cancelled", [OPEN], "none"),
        ("cancelled", [P], "partial"),
        ("cancelled", [R, R], "partial"),
        ("not_started", [], "none"),
        ("not_started", [OPEN], "none"),
        ("not_started", [R], "partial"),
    ],
)
def test_the_rule_goes_from_the_last_word_and_the_outcomes_to_a_judgement(
    last_word, outcomes, judgement
):
    assert proposed(last_word, outcomes) == judgement
    assert proposed(last_word, outcomes[::-1]) == judgement


def follow_up(folder, status, activity="", measure="hl-m2", **more):
    told = {"basis": "stated", "statement_id": "hl-2019-02-22-s013"}
    told |= {"measure_id": measure, "activity_id": activity, "status": status}
    add(folder, HL, "follow_ups", **told | more)


def judged(folder, number=2, year=2019, council=HL):
    found = judgements(Material(council, year, data=folder))
    (code,) = (one.fulfilment for one in found if one.measure["number"] == number)
    return frames.labels("assessments", "fulfilment")[code]


def test_one_part_done_is_not_the_measure_done(records_copy):
    follow_up(records_copy, "done", "hl-m2-a1")
    assert judged(records_copy) == "delvis"
    follow_up(records_copy, "done", "hl-m2-a2")
    assert judged(records_copy) == "helt"


def test_a_later_word_goes_before_an_earlier_one(records_copy):
    later = {"meeting_id": "ha-2021-09-17", "document_id": "ha-doc-2021-09-17"}
    follow_up(records_copy, "done")
    add(
        records_copy,
        HA,
        "follow_ups",
        **later,
        council_id=HA,
        measure_id="hl-m2",
        status="ongoing",
        basis="stated",
        statement_id="ha-2021-09-17-s041",
    )
    assert judged(records_copy, year=2019) == "helt"
    assert judged(records_copy, year=2021, council=HA) == "ej bedömt"


@pytest.mark.parametrize(("due", "word"), [("2019-02-21", "inte"), ("2019-02-22", "ej bedömt")])
def test_what_has_not_begun_is_missed_the_day_after_its_deadline(records_copy, due, word):
    for key in ("hl-m2-a1", "hl-m2-a2"):
        change(records_copy, HL, "activities", key, due_latest=due, due_label="vintern")
        follow_up(records_copy, "not_started", key)
    assert judged(records_copy) == word


def only_activity_counts(folder):
    """Measure 2 with one activity, whose target is counted."""
    counted = {"target_count": "2", "target_unit": "pass", "programme_id": "hl-prog-tillsyn"}
    change(folder, HL, "activities", "hl-m2-a1", **counted)
    change(folder, HL, "activities", "hl-m2-a2", measure_id="hl-m4")


@pytest.mark.parametrize(("value", "word"), [("3", "helt"), ("2", "helt"), ("1", "delvis")])
def test_a_counted_target_is_reached_from_its_number_on(records_copy, value, word):
    only_activity_counts(records_copy)
    result = {"programme_id": "hl-prog-tillsyn", "year": 2019, "unit": "Pass", "status": "done"}
    result |= {"outcome": "I Liljeholmen."}
    add(records_copy, HL, "programme_results", **result, value=value)
    assert judged(records_copy) == word


def test_the_best_of_several_counts_up_to_the_year_is_the_outcome(records_copy):
    only_activity_counts(records_copy)
    result = {"programme_id": "hl-prog-tillsyn", "unit": "pass", "status": "done"}
    result |= {"outcome": "I Liljeholmen."}
    for year, value in ((2018, 1), (2019, 0), (2020, 5)):
        add(records_copy, HL, "programme_results", **result, year=year, value=value, line=year)
    assert judged(records_copy) == "delvis"


# What the records don't hold

OF_MINUTES = re.compile(
    r"nämns inte|\baldrig\b(?!-)|inte visad|(innehåller|nämner|anger|beskriver) inga|nämner inget"
    r"|säger inget om (åtgärder|\d)"
)


@pytest.mark.parametrize("of", REPORTS)
def test_what_no_row_holds_is_not_noted_and_no_claim_of_what_minutes_say(of):
    told = [json.dumps(to_json(one), ensure_ascii=False) for one in in_both(*of)]
    assert [text for text in told if OF_MINUTES.search(text)] == []


# Follow-up


def told(folder, number=2, year=2019):
    """What the matrix and the function behind it say of the meeting in February 2019."""
    m = Material(HL, year, data=folder)
    rows = by_head(annexes.follow_up_matrix(m))
    (row,) = (row for row in rows if row["Åtgärd"].startswith(f"{number}."))
    return row["22 feb 2019"], latest_status(m).get((f"hl-m{number}", MINUTES))


@pytest.mark.parametrize(
    ("statuses", "word", "code"),
    [
        (["done", "ongoing"], "pågår", "ongoing"),
        (["ongoing", "done"], "pågår", "ongoing"),
        (["planned", "ongoing"], "planerad", "planned"),
        (["not_started", "planned"], "ej påbörjad", "not_started"),
        (["unknown", "done"], "klar", "done"),
        (["done", "unknown"], "klar", "done"),
        (["unknown", "cancelled"], "avbruten", "cancelled"),
    ],
)
def test_of_two_words_at_one_meeting_the_careful_one_is_shown_and_unknown_gives_way(
    records_copy, statuses, word, code
):
    for status in statuses:
        follow_up(records_copy, status)
    assert told(records_copy) == (word, code)


def test_what_is_said_of_the_measure_goes_before_what_is_said_of_an_activity(records_copy):
    follow_up(records_copy, "ongoing", measure="hl-m7")
    follow_up(records_copy, "not_started", "hl-m7-a1", "hl-m7")
    follow_up(records_copy, "planned", "hl-m7-a2", "hl-m7")
    assert told(records_copy, number=7) == ("pågår", "ongoing")


def test_without_a_word_on_the_measure_its_activities_speak_for_it(records_copy):
    path = records_copy / HL / "follow_ups.csv"
    rows = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if ",hl-m7," not in row), "utf-8")
    follow_up(records_copy, "done", "hl-m7-a1", "hl-m7")
    follow_up(records_copy, "planned", "hl-m7-a2", "hl-m7")
    assert told(records_copy, number=7) == ("planerad", "planned")


def test_a_meeting_after_the_year_says_nothing_yet(records_copy):
    follow_up(records_copy, "done")
    assert latest_status(Material(HL, 2018, data=records_copy)) == {}


def test_what_no_follow_up_is_noted_of_is_said():
    assert annexes.not_followed_up(material(HL, 2019)).text == (
        "Uppföljning eller utfall är antecknat för 0 av 21 aktiviteter."
    )


def test_without_minutes_after_the_plan_began_follow_up_is_unknown_and_not_counted(records_copy):
    unknown = (
        "Inget protokoll från {} finns i materialet, så om åtgärdsplanen har följts upp är okänt."
    )
    assert annexes.not_followed_up(material(HL, 2018)).text == unknown.format("2018")
    change(records_copy, HL, "meetings", MINUTES, held_on="2017-02-22")
    m = Material(HL, 2019, data=records_copy)
    assert annexes.not_followed_up(m).text == unknown.format("åren 2018–2019")


def test_where_minutes_may_tell_a_measure_without_follow_up_has_none_noted_else_nothing_is_said():
    def last(council, year):
        rows = by_head(parts(annexes.carried_forward(material(council, year)))[1])
        return {row["Åtgärd"]: row.get("Senaste uppföljning") for row in rows}

    assert set(last(HL, 2018).values()) == {None}  # the column is left out
    assert last(DEMO, 2023)["10. Ökad skolnärvaro"] == "ingen antecknad"
    assert last(DEMO, 2023)["20. Grannsamverkan mot inbrott"] == "30 nov 2023"


def test_a_plan_without_activities_is_followed_up_measure_by_measure(tmp_path):
    folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "records"))
    path = folder / DEMO / "activities.csv"
    path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    assert annexes.not_followed_up(Material(DEMO, 2023, data=str(folder))).text == (
        "Ingen uppföljning är antecknad för åtgärd 10 och 13."
    )
    (folder / DEMO / "follow_ups.csv").write_text(_without(folder, ",bv-m2,"), "utf-8")
    assert annexes.not_followed_up(Material(DEMO, 2023, data=str(folder))).text == (
        "Ingen uppföljning är antecknad för åtgärd 2, 10 och 13."
    )


def _without(folder, text):
    rows = (folder / DEMO / "follow_ups.csv").read_text("utf-8").splitlines(keepends=True)
    return "".join(row for row in rows if text not in row)


def test_a_counted_outcome_answers_for_an_activity_as_a_follow_up_does():
    text = annexes.not_followed_up(material(DEMO, 2023)).text
    spoken = {
        row["activity_id"]
        for row in records(DEMO, "follow_ups")
        if row["meeting_id"].startswith("bv-2023") and row["activity_id"]
    }
    counted = {
        (row["programme_id"], row["unit"])
        for row in records(DEMO, "programme_results")
        if row["year"] == "2023" and row["value"]
    }
    spoken |= {
        row["activity_id"]
        for row in records(DEMO, "activities")
        if row["target_count"] and (row["programme_id"], row["target_unit"]) in counted
    }
    assert "bv-m2-a2" in spoken  # 17 evenings are counted, though no follow-up speaks of them
    n = sum(row["activity_id"] in spoken for row in records(DEMO, "activities"))
    assert text == (
        f"Uppföljning eller utfall är antecknat för {n} av 52 aktiviteter. Ingen uppföljning är "
        "antecknad för åtgärd 10 och 13."
    )
    assert 0 < n < 52


# Carried over


def test_a_measure_that_is_done_is_carried_into_its_last_year_and_no_further(records_copy):
    follow_up(records_copy, "done")
    state = {row["Åtgärd"]: row["Vid slutet av 2019"] for row in _carried(records_copy, HL, 2019)}
    assert state["2. Liljeholmen, Narkotika"] == "klar 2019"
    assert state["1. Liljeholmen"] == "följer med till 2020"
    names = [row["Åtgärd"] for row in _carried(records_copy, HA, 2021)]
    assert "2. Liljeholmen, Narkotika" not in names
    assert len(names) == 6
    forward = annexes.carried_forward(Material(HL, 2019, data=records_copy))
    assert "2. Liljeholmen, Narkotika" not in [row[0] for row in cells(parts(forward)[1])]


def _carried(folder, council, year):
    return by_head(annexes.carried_chart(Material(council, year, data=folder)))


def test_when_every_measure_is_ended_nothing_is_carried_forward(records_copy):
    for n in range(1, 8):
        # the least is the last word where one meeting says two
        follow_up(records_copy, "cancelled", measure=f"hl-m{n}")
    m = Material(HL, 2019, data=records_copy)
    assert annexes.carried_forward(m).text == (
        "Alla åtgärder är klara eller avbrutna vid slutet av 2019."
    )
    states = {row["Vid slutet av 2019"] for row in _carried(records_copy, HL, 2019)}
    assert states == {"avbruten 2019"}


@pytest.mark.parametrize(
    ("year_to", "state"), [("2019", "inget avslut antecknat"), ("2020", "följer med till 2020")]
)
def test_a_measure_stops_with_its_plan(records_copy, year_to, state):
    change(records_copy, HL, "action_plans", "hl-plan-2018", year_to=year_to)
    states = {row["Vid slutet av 2019"] for row in _carried(records_copy, HL, 2019)}
    assert states == {state}


def test_a_plan_that_has_ended_carries_nothing(records_copy):
    change(records_copy, HL, "action_plans", "hl-plan-2018", year_to="2018")
    m = Material(HL, 2019, data=records_copy)
    assert isinstance(annexes.carried_chart(m), Nothing)
    assert isinstance(annexes.carried_forward(m), Nothing)


# The law

SHOWN, LONG_AGO, NOT_YET = (
    "visad i källorna",
    "inget antecknat de senaste två åren",
    "ej tillämplig",
)


@pytest.mark.parametrize(
    ("of", "followed_up", "other"),
    [
        ((HA, 2022), NOT_YET, NOT_YET),  # in force from 2023
        ((HA, 2023), LONG_AGO, SHOWN),  # last followed up in 2021
        ((DEMO, 2024), SHOWN, SHOWN),
        ((DEMO, 2025), SHOWN, SHOWN),  # last followed up in December 2024
        ((DEMO, 2026), LONG_AGO, SHOWN),
    ],
)
def test_the_plan_must_be_followed_up_every_second_year(of, followed_up, other):
    rows = by_head(parts(annexes.legal_checklist(material(*of)))[1])
    state = {row["Krav"]: row["Läge"] for row in rows}
    assert state.pop("Uppföljning av planen minst vartannat år") == followed_up
    assert set(state.values()) == {other}
    assert len(state) == 4


def test_what_no_source_shows_is_said_not_to_be_noted(records_copy):
    path = records_copy / HA / "follow_ups.csv"
    for council in (HL, HA):
        path = records_copy / council / "follow_ups.csv"
        path.write_text(path.read_text("utf-8").splitlines(keepends=True)[0], "utf-8")
    rows = by_head(parts(annexes.legal_checklist(Material(HA, 2023, data=records_copy)))[1])
    (row,) = (row for row in rows if row["Krav"].startswith("Uppföljning"))
    assert (row["Läge"], row["Senast visat"]) == ("inget antecknat", "inget antecknat")


def test_the_last_line_of_the_law_says_when_each_thing_was_last_shown():
    rows = by_head(parts(annexes.legal_checklist(material(DEMO, 2024)))[1])
    assert {row["Krav"]: row["Senast visat"] for row in rows} == {
        "Lägesbild med analys": "5 december 2024",
        "Åtgärdsplan": "2023",
        "Uppföljning av planen minst vartannat år": "5 december 2024",
        "Råd eller motsvarande samverkan": "5 december 2024",
        "Samordnande funktion": "5 december 2024",
    }
    rows = by_head(parts(annexes.legal_checklist(material(DEMO, 2023)))[1])
    assert [row["Senast visat"] for row in rows] == [
        "11 maj 2023",
        "2023",
        "30 november 2023",
        "30 november 2023",
        "30 november 2023",
    ]


# The order of lists


def test_lists_follow_the_meetings_however_the_records_are_ordered(tmp_path):
    folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "records"))
    for name in (
        "agenda_items",
        "decisions",
        "assignments",
        "observations",
        "statements",
        "follow_ups",
    ):
        path = folder / DEMO / f"{name}.csv"
        head, *rows = path.read_text("utf-8").splitlines(keepends=True)
        days = dict.fromkeys(row.split(",")[2] for row in rows)
        backwards = [row for day in reversed(days) for row in rows if row.split(",")[2] == day]
        assert backwards != rows
        path.write_text("".join([head, *backwards]), "utf-8")
    m, turned = material(DEMO, 2024), Material(DEMO, 2024, data=str(folder))
    for make in (
        annexes.agenda,
        annexes.decision_table,
        annexes.assignments,
        annexes.observations,
        annexes.what_was_said,
        annexes.follow_ups,
    ):
        assert to_json(make(turned)) == to_json(make(m))


# Announced and held


def held_instead(planned, held):
    """The meeting that was held for each announced day; both are given as days of 2024."""
    announced = pd.DataFrame({"planned_on": pd.to_datetime([f"2024-{day}" for day in planned])})
    meetings = pd.DataFrame(
        {"meeting_id": held, "held_on": pd.to_datetime([f"2024-{day}" for day in held])}
    )
    rows = with_held(announced, meetings)
    found = rows["held_id"].astype("object").where(rows["held_id"].notna(), None)
    return dict(zip(rows["planned_on"].dt.strftime("%m-%d"), found, strict=True))


@pytest.mark.parametrize(
    ("planned", "held", "found"),
    [
        (["03-10"], ["03-10"], {"03-10": "03-10"}),
        (["03-10"], ["03-31"], {"03-10": "03-31"}),  # 21 days after
        (["03-10"], ["04-01"], {"03-10": None}),  # 22 days after
        (["03-22"], ["03-01"], {"03-22": "03-01"}),  # 21 days before
        (["03-23"], ["03-01"], {"03-23": None}),  # 22 days before
        (["03-10"], ["03-20", "03-12"], {"03-10": "03-12"}),
        (["03-10", "03-12"], ["03-12"], {"03-10": None, "03-12": "03-12"}),
        (["03-12", "03-10"], ["03-14"], {"03-10": "03-14", "03-12": None}),
        (["03-10", "03-20"], ["03-12", "03-22"], {"03-10": "03-12", "03-20": "03-22"}),
        (["03-10"], [], {"03-10": None}),
    ],
)
def test_a_meeting_within_three_weeks_that_nobody_announced_was_moved(planned, held, found):
    assert held_instead(planned, held) == found


def test_a_moved_meeting_is_not_said_to_lack_minutes():
    rows = by_head(annexes.meeting_table(material(DEMO, 2024)))
    assert [(row["Datum"], row["Läge"]) for row in rows] == [
        ("8 februari 2024", "protokoll finns"),
        ("16 maj 2024", "protokoll finns"),
        ("19 september 2024", "protokoll finns; annonserat till 12 september 2024"),
        ("5 december 2024", "protokoll finns"),
        *((day, "annonserat") for day in ("6 februari 2025", "15 maj 2025", "11 september 2025")),
        ("4 december 2025", "annonserat"),
    ]
    rows = by_head(annexes.meeting_table(material(HL, 2019)))
    assert [(row["Datum"], row["Läge"]) for row in rows] == [
        ("22 februari 2019", "protokoll finns"),
        ("10 maj 2019", "annonserat, protokoll saknas"),
    ]


# What is left out of the public edition, and what is missing


@pytest.mark.parametrize(
    ("sensitive", "reviewed", "is_public"),
    [("no", "yes", True), ("yes", "yes", False), ("no", "no", False), ("yes", "no", False)],
)
def test_only_reviewed_rows_that_are_not_sensitive_are_handed_out(
    records_copy, sensitive, reviewed, is_public
):
    text = "Beslutet som prövas"
    add(records_copy, HL, "decisions", text=text, is_sensitive=sensitive, is_reviewed=reviewed)
    public = Material(HL, 2019, data=records_copy)
    internal = Material(HL, 2019, edition="internal", data=records_copy)
    assert (text in list(public.of_year("decisions")["text"])) is is_public
    assert text in list(internal.of_year("decisions")["text"])


NO_STATISTICS = "Inga siffror över anmälda brott eller upplevd trygghet"
GAPS = {
    (HL, 2018): [
        "Mötena 23 februari, 18 maj, 21 september och 7 december 2018 annonserades, men protokoll "
        "saknas.",
        "Inget protokoll från 2018 finns i materialet, så närvaro, dagordning, beslut, uppdrag och "
        "uppföljning det året är okända.",
        f"{NO_STATISTICS} för 2018 är antecknade.",
    ],
    (HL, 2019): [
        "Protokollet anger vilka som kallades, inte vilka som kom.",
        "Mötet 10 maj 2019 annonserades, men protokoll saknas.",
        "Inga insatser i platssamverkan är antecknade ur protokollet från 2019.",
        "Inga program eller siffror över anmälda brott eller upplevd trygghet för 2019 är "
        "antecknade.",
    ],
    (HA, 2021): [
        "8 av 33 insatser i platssamverkan saknar beskrivning av läget.",
        "4 av 33 insatser i platssamverkan saknar antecknad ansvarig.",
        "Ingen åtgärdsplan från Hägersten-Älvsjös lokala brottsförebyggande råd för 2021 finns i "
        "materialet.",
        "Inga uppdrag eller beslut utöver formalia är antecknade ur protokollet från 2021.",
        f"{NO_STATISTICS} för 2021 är antecknade.",
    ],
    (DEMO, 2024): [
        "2 av 34 insatser i platssamverkan saknar beskrivning av läget.",
        "3 av 34 insatser i platssamverkan saknar antecknad ansvarig.",
    ],
}


@pytest.mark.parametrize("of", GAPS)
def test_the_gaps_of_the_year_are_said(of):
    assert said(annexes.gaps(material(*of))) == GAPS[of]


def test_what_was_withheld_and_blurred_is_counted_in_words():
    def left_out(**n):
        return said(annexes.gaps(Material(DEMO, 2024, data=material(DEMO, 2024).data, **n)))

    told = left_out(n_withheld=1, n_blurred=2)
    assert told[2] == (
        "En uppgift om rådet, från alla år, visas inte: den är känslig eller hör till något som "
        "inte visas."
    )
    assert left_out(n_withheld=4)[2] == (
        "Fyra uppgifter om rådet, från alla år, visas inte: de är känsliga eller hör till något "
        "som inte visas."
    )
    assert told[3].startswith(
        "Två små antal personer i rådets uppgifter från alla år visas som spann"
    )


def test_an_empty_status_is_unknown_everywhere(tmp_path, monkeypatch):
    drawings(monkeypatch)
    shown = {}
    for status in ("", "unknown"):
        folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / f"records-{status}"))
        for name in ("attendance", "place_actions", "programme_results", "follow_ups"):
            for row in records(DEMO, name)[::3]:
                change(folder, DEMO, name, next(iter(row.values())), status=status)
        m = Material(DEMO, 2024, data=str(folder))
        shown[status] = [to_json(block) for block in in_the_notebook(m)]
    assert shown[""] == shown["unknown"]


# What waits for review

WAITING = "119 uppgifter väntar på granskning"
FIRST = f"{WAITING} och visas inte i den offentliga utgåvan. Alla tal gäller det som är granskat."


def with_waiting(council, year, n=119):
    return Material(council, year, data=material(council, year).data, n_waiting=n)


@pytest.mark.parametrize("of", REPORTS)
def test_nothing_is_called_missing_while_rows_wait_for_review(monkeypatch, of):
    drawings(monkeypatch)
    blocks = in_the_notebook(with_waiting(*of))
    assert [one for one in blocks if isinstance(one, Missing)] == []
    told = [json.dumps(to_json(one), ensure_ascii=False) for one in blocks]
    assert [text for text in told if re.search("protokoll saknas|i materialet[ ,.;]", text)] == []


def test_the_gaps_say_first_how_much_waits_for_review():
    first, *rest = said(annexes.gaps(with_waiting(HL, 2019)))
    assert first == FIRST
    assert len(rest) == len(said(annexes.gaps(material(HL, 2019))))
    assert FIRST not in said(annexes.gaps(material(HL, 2019)))
    assert rest[2] == (
        "Inga insatser i platssamverkan är antecknade ur protokollet från 2019 i det som är "
        "granskat."
    )
    assert said(annexes.gaps(with_waiting(HL, 2019, n=1)))[0] == (
        "En uppgift väntar på granskning och visas inte i den offentliga utgåvan. "
        "Alla tal gäller det som är granskat."
    )


@pytest.mark.parametrize(
    ("make", "of", "text"),
    [
        (
            annexes.not_followed_up,
            (HL, 2018),
            "Inget protokoll från 2018 finns i det som är granskat, så om åtgärdsplanen har följts "
            f"upp är okänt; {WAITING}.",
        ),
    ],
)
def test_what_is_not_shown_is_only_said_of_what_is_reviewed(make, of, text):
    assert make(with_waiting(*of)).text == text


def test_a_meeting_whose_minutes_may_wait_is_not_said_to_lack_them():
    m = with_waiting(HL, 2019)
    assert by_head(annexes.meeting_table(m))[1]["Läge"] == "annonserat, inget protokoll är granskat"
    assert said(annexes.gaps(m))[2] == (
        "Mötet 10 maj 2019 annonserades, men inget protokoll är granskat."
    )
    assert by_head(annexes.follow_up_matrix(m))[0]["23 feb 2018"] == "inget protokoll är granskat"


def test_the_law_is_said_to_be_shown_so_far_while_rows_wait():
    note, _ = parts(annexes.legal_checklist(with_waiting(HL, 2019)))
    assert note.text.endswith(f" {WAITING} och kan visa mer.")


# Reading


def roll(text):
    lines = [Line(n, row) for n, row in enumerate(text.split("\n"), 1)]
    found = attendance.roll(lines, [], False)
    people = [(person.name, person.status) for person in found.people]
    return people, [doubt.reason for doubt in found.doubts]


@pytest.mark.parametrize("label", ["Frånvarande", "Anmält förhinder"])
def test_who_is_listed_as_both_present_and_absent_is_doubted(label):
    people, doubts = roll(
        "Närvarande:\nAnna Berg, polisen\nBo Ek, skolan\n"
        f"{label}:\nAnna Berg, polisen\nCia Dal, räddningstjänsten"
    )
    assert [status for name, status in people if name == "Anna Berg"] == ["unknown", "unknown"]
    assert dict(people)["Bo Ek"] == "present"
    assert "Anna Berg står både som närvarande och frånvarande." in doubts


def test_who_is_listed_once_is_not_doubted():
    people, doubts = roll("Närvarande:\nAnna Berg, polisen\nFrånvarande:\nBo Ek, skolan")
    assert people == [("Anna Berg", "present"), ("Bo Ek", "absent")]
    assert doubts == []


def subjects(*titles):
    held = {name: [] for name in ("activities", "programmes", "assignments", "meetings")}
    held["action_plans"] = [{"action_plan_id": "plan", "year_from": "", "year_to": ""}]
    held["measures"] = [
        {
            "measure_id": f"m{n}",
            "action_plan_id": "plan",
            "number": str(n),
            "area": f"Område {n}",
            "title": title,
        }
        for n, title in enumerate(titles, 1)
    ]
    return matching.subjects(held)


def spoken_of(text, *titles):
    reading = Reading("minutes", agenda_items=[AgendaItem("1", "Läget", 1, 1)])
    reading.statements = [Statement("1", None, text, 2)]
    return [one.subject.key for one in matching.follow_ups(reading, subjects(*titles))]


def test_a_text_that_speaks_of_two_measures_alike_is_proposed_for_neither():
    text = "Gångvägen vid Ekbacken har fått nya lampor och ny belysning."
    one = "Mer belysning längs gångvägen till Ekbacken"
    assert spoken_of(text, one, "Cykelstölder vid stationen") == ["m1"]
    assert spoken_of(text, one, "Ekbacken får belysning vid gångvägen") == []
    assert spoken_of(text, one, "Ekbacken får belysning") == ["m1"]


# The finished files


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "text/csv"])
def test_the_gate_reads_every_form_of_a_notebooks_output(tmp_path, kind):
    output = {"output_type": "display_data", "metadata": {}, "data": {kind: "<p>Röda ordet</p>"}}
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"metadata": {}, "cells": cells}), "utf-8")
    (problem,) = gate.leaks(tmp_path, [], ["röda ordet"])
    assert problem.what.startswith('"röda ordet" ')


@pytest.mark.parametrize(
    "said", ["Röda ordet", "<svg><title>Röda ordet</title></svg>", ["x", "Röda ordet"]], ids=str
)
def test_the_gate_reads_every_text_of_a_block(tmp_path, said):
    data = {"application/vnd.lobra+json": {"kind": "Text", "name": "t", "text": {"deep": said}}}
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [output]}]
    (tmp_path / "a.ipynb").write_text(json.dumps({"metadata": {}, "cells": cells}), "utf-8")
    assert len(gate.leaks(tmp_path, [], ["röda ordet"])) == 1


def test_a_plan_whose_years_nobody_knows_stops_no_report(tmp_path):
    folder = shutil.copytree(ROOT / "demo" / "records", tmp_path / "records")
    change(folder, DEMO, "action_plans", "bv-plan", year_from="", year_to="")
    m = Material(DEMO, 2024, data=str(folder))
    assert annexes.follow_up_matrix(m) == Nothing(name="uppfoljning-matris")


def test_a_matrix_names_the_minutes_of_its_columns_and_no_older_ones(tmp_path):
    folder = shutil.copytree(ROOT / "demo" / "records", tmp_path / "records")
    change(folder, DEMO, "action_plans", "bv-plan", year_from="2024")
    matrix = annexes.follow_up_matrix(Material(DEMO, 2024, data=str(folder)))
    assert [source.document for source in matrix.source if "Protokoll" in source.document] == [
        "Protokoll 8 februari 2024",
        "Protokoll 16 maj 2024",
        "Protokoll 19 september 2024",
        "Protokoll 5 december 2024",
    ]
