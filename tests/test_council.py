"""The council's work: mandate, meetings on one line, attendance, decisions and their outcome."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from conftest import sourced
from seen import (
    DEMO,
    HA,
    HL,
    Box,
    Line,
    Mark,
    Text,
    add,
    by_head,
    cells,
    change,
    days,
    drawings,
    heads,
    material,
    meetings_of,
    parts,
    records,
    told_at,
)

from lobra import report
from lobra.blocks import Chart, Nothing
from lobra.charts import canvas
from lobra.report import Material
from lobra_data import words


def emptied(folder, council, *tables):
    """Leaves only the headings of some tables of a copy of the records."""
    for table in tables:
        path = folder / council / f"{table}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")


# The mandate


def test_the_mandate_is_a_paragraph_of_purpose_rhythm_and_groups():
    assert report.mandate(material(DEMO, 2024)).text == (
        "Rådet leder och följer upp det brottsförebyggande arbetet i kommunen. Det ska mötas fyra "
        "gånger om året. Till rådet hör lägesbildsgruppen, Samverkansgruppen Unga, Nätverket mot "
        "våld i nära relation, Nätverket Trygg senior och platssamverkan."
    )


def test_a_mandate_that_only_names_groups_says_no_more():
    assert report.mandate(material(HA, 2021)).text == (
        "Till rådet hör Platssamverkan Liljeholmen; Platssamverkan "
        "Fruängen/Västertorp/Hägerstensåsen; Platssamverkan Älvsjö/Solberga; SSPF (skola, "
        "socialtjänst, polis, fritid); Team Samhandling."
    )


def test_a_purpose_is_told_without_the_words_of_those_who_read_it(demo_copy):
    purpose = "Samsyn; det är granskarens slutsats (rad 4 och 9)."
    change(demo_copy, DEMO, "forums", "bv-f-rad", purpose=purpose, rhythm="")
    text = report.mandate(Material(DEMO, 2024, data=demo_copy)).text
    assert text.startswith("Uppdrag: Samsyn; det är en tolkning. Till rådet hör ")


def test_a_purpose_that_is_no_clause_follows_a_colon(demo_copy):
    change(demo_copy, DEMO, "forums", "bv-f-rad", purpose="Samsyn om brott.", rhythm="")
    text = report.mandate(Material(DEMO, 2024, data=demo_copy)).text
    assert text.startswith("Uppdrag: Samsyn om brott. Till rådet hör ")


def test_without_a_word_on_the_mandate_nothing_is_shown(demo_copy):
    emptied(demo_copy, DEMO, "forums")
    assert isinstance(report.mandate(Material(DEMO, 2024, data=demo_copy)), Nothing)


def test_groups_that_only_a_later_document_tells_of_are_not_told_yet(demo_copy):
    change(demo_copy, DEMO, "documents", "bv-doc-plan", dated_on="2025-01-16")
    assert isinstance(report.mandate(Material(DEMO, 2024, data=demo_copy)), Nothing)


# The meetings


@pytest.fixture
def drawn(monkeypatch):
    """Draws the year's meetings and hands out the block, and (first, last, mark) of each event."""
    done = drawings(monkeypatch)

    def make(m):
        block = report.meetings(m)
        (drawing,) = done
        day = _day_of(drawing, m.year)
        on_line = [mark for mark in drawing.of(Mark) if mark.y > max(_months(drawing))]
        spans = {box.x + box.width / 2: box for box in drawing.of(Box) if box.is_dashed}
        found = []
        for mark in on_line:
            box = next((b for x, b in spans.items() if x == pytest.approx(mark.x)), None)
            ends = (box.x, box.x + box.width) if box else (mark.x, mark.x)
            found.append((*map(day, ends), mark.kind))
        return block, sorted(found)

    return make


def _months(drawing):
    short = {month[:3] for month in words.MONTHS}
    return [text.y for text in drawing.of(Text) if text.text in short]


def _day_of(drawing, year):
    """x → the day that lies there, from the lines between the months."""
    lines = [line.points[0][0] for line in drawing.of(Line) if line.colour == canvas.FAINT]
    assert len(lines) == 13

    def day(x):
        month = max(n for n in range(12) if lines[n] <= x + 1e-6)
        first = dt.date(year, month + 1, 1)
        after = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
        share = (x - lines[month]) / (lines[month + 1] - lines[month])
        return first + dt.timedelta(days=round(share * (after - first).days))

    return day


def on(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_meeting_stands_on_its_day_and_a_moved_one_only_once(drawn, year):
    block, found = drawn(material(DEMO, year))
    assert found == [(*map(on, days(row)), "filled") for row in meetings_of(DEMO, year)]
    assert len(cells(block)) == 4


def test_a_moved_meeting_says_what_was_announced():
    assert by_head(report.meetings(material(DEMO, 2024)))[2] == {
        "Datum": "19 september 2024",
        "Uppgift": "protokoll finns; annonserat till 12 september",
    }


def test_an_announced_meeting_without_minutes_is_a_ring(drawn):
    block, found = drawn(material(HL, 2019))
    assert found == [
        (on("2019-02-22"), on("2019-02-22"), "filled"),
        (on("2019-05-10"), on("2019-05-10"), "ring"),
    ]
    assert sourced(block.table) == [
        ["22 februari 2019", "protokoll finns", "Protokoll 22 februari 2019, rad 21"],
        ["10 maj 2019", "annonserat, protokoll saknas", "Protokoll 22 februari 2019, rad 65"],
    ]


def test_a_meeting_without_a_day_is_drawn_as_the_span_it_must_lie_in(drawn, records_copy):
    add(
        records_copy,
        HL,
        "planned_meetings",
        meeting_id="hl-2017",
        planned_on="2017-05-10",
        document_id="hl-doc-2017",
    )
    _, found = drawn(Material(HL, 2017, data=records_copy))
    assert found == [
        (on("2017-05-10"), on("2017-05-10"), "ring"),
        (on("2017-11-29"), on("2017-12-07"), "filled"),
    ]


@pytest.mark.parametrize("of", [(DEMO, 2023), (DEMO, 2024), (HL, 2019)])
def test_the_line_is_at_most_35_millimetres_high(of):
    svg = ET.fromstring(report.meetings(material(*of)).svg)
    assert float(svg.get("height").removesuffix("pt")) * canvas.MM_PER_PT < 35


def test_labels_of_meetings_close_to_each_other_stand_in_rows_of_their_own(monkeypatch, demo_copy):
    for key, day in (("bv-2024-05-16", "2024-02-12"), ("bv-2024-09-19", "2024-02-14")):
        change(demo_copy, DEMO, "meetings", key, held_on=day)
    done = drawings(monkeypatch)
    report.meetings(Material(DEMO, 2024, data=demo_copy))
    (drawing,) = done
    labels = ("8 februari", "12 februari", "14 februari")
    assert len({drawing.text(label).y for label in labels}) == 3


@pytest.mark.parametrize(
    ("of", "text"),
    [
        ((HA, 2021), "Rådet möttes den 17 september 2021."),
        (
            (HL, 2017),
            "Rådet möttes mellan 29 november och 7 december 2017; protokollet anger ingen dag.",
        ),
        (
            (HL, 2018),
            "Inget protokoll från 2018 finns i materialet. Fyra möten var annonserade: "
            "23 februari, 18 maj, 21 september och 7 december.",
        ),
    ],
)
def test_a_meeting_alone_or_a_year_without_minutes_is_told_in_a_sentence(of, text):
    assert report.meetings(material(*of)).text == text


def test_of_one_announced_meeting_without_minutes_the_day_is_said(records_copy):
    emptied(records_copy, HL, "planned_meetings")
    add(records_copy, HL, "planned_meetings", planned_on="2018-05-18")
    assert report.meetings(Material(HL, 2018, data=records_copy)).text == (
        "Inget protokoll från 2018 finns i materialet. Ett möte var annonserat: 18 maj."
    )


def test_without_a_meeting_held_or_announced_that_is_said(records_copy):
    emptied(records_copy, HL, "planned_meetings")
    m = Material(HL, 2018, data=records_copy)
    assert report.meetings(m).text == "Inga möten 2018 är antecknade."


def test_minutes_that_may_wait_for_review_are_not_said_to_be_missing():
    m = Material(HL, 2018, data=material(HL, 2018).data, n_waiting=119)
    assert report.meetings(m).text.startswith(
        "Inget protokoll från 2018 finns i det som är granskat; 119 uppgifter väntar på "
        "granskning. Fyra möten var annonserade: "
    )


# Attendance


def test_attendance_says_who_came_to_how_many_meetings():
    assert report.attendance(material(DEMO, 2024)).text == (
        "I genomsnitt deltog 13,3 personer i de fyra mötena. Kommunstyrelsen, "
        "kommunledningsförvaltningen, polisen, socialförvaltningen, barn- och "
        "utbildningsförvaltningen, kultur- och fritidsförvaltningen och räddningstjänsten deltog i "
        "alla fyra; bostadsbolaget och samhällsbyggnadsförvaltningen i tre; centrumföreningen i "
        "ett. Frånvaro är antecknad sex gånger, varav fem gånger med anmält förhinder."
    )


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_numbers_of_attendance_are_those_of_the_lists(year):
    rows = told_at(DEMO, year, "attendance")
    came = {(r["organisation_id"], r["meeting_id"]) for r in rows if r["status"] == "present"}
    meetings = Counter(key for key, _ in came)
    bodies = records(DEMO, "organisations")
    names = {r["organisation_id"]: (r["name"].lower(), r["short_name"].lower()) for r in bodies}
    text = report.attendance(material(DEMO, year)).text
    at_all = text.partition("mötena. ")[2].partition(" deltog i alla fyra")[0].lower()
    told = re.split(r", | och (?!utbildning|fritid)", at_all)
    every = [names[key] for key, n in meetings.items() if n == 4]
    assert len(told) == len(every)
    assert [one for one in told if not any(one in both for both in every)] == []
    tenths = (sum(r["status"] == "present" for r in rows) * 20 // 4 + 1) // 2  # a half goes up
    assert f"deltog {tenths // 10},{tenths % 10} " in text


def test_whoever_has_several_roles_is_counted_once(demo_copy):
    for n, meeting in enumerate(meetings_of(DEMO, 2024)):
        extra = {
            "attendance_id": f"prov-{n}",
            "meeting_id": meeting["meeting_id"],
            "role": "Sekreterare",
            "organisation_id": "bv-org-klf",
            "person_id": "bv-person-tunhammar",
            "status": "present",
            "document_id": meeting["document_id"],
        }
        add(demo_copy, DEMO, "attendance", **extra)
    text = report.attendance(Material(DEMO, 2024, data=demo_copy)).text
    assert text.startswith("I genomsnitt deltog 13,3 personer i de fyra mötena.")


def test_a_list_of_who_was_called_does_not_say_who_came():
    assert report.attendance(material(HL, 2019)).text == (
        "Nio var kallade. Vilka som kom är inte antecknat."
    )


def test_one_meeting_says_how_many_came_and_from_where():
    assert report.attendance(material(HA, 2021)).text == (
        "Tolv deltog i mötet. De kom från stadsdelsnämnden, Hägersten-Älvsjö stadsdelsförvaltning, "
        "lokalpolisområde Skärholmen, grundskolan, lokalpolisområde Globen och brandförsvaret."
    )


def test_who_is_noted_with_a_role_alone_comes_from_no_body(records_copy):
    came = [r for r in told_at(HA, 2021, "attendance") if r["status"] == "present"]
    for one in came[:2]:
        change(records_copy, HA, "attendance", one["attendance_id"], organisation_id="")
    roles = " och ".join(dict.fromkeys(one["role"].lower() for one in came[:2]))
    text = report.attendance(Material(HA, 2021, data=records_copy)).text
    assert text.endswith(f". Utan organisation står {roles} i närvarolistan.")
    assert came[0]["role"].lower() not in text.partition("De kom från ")[2].partition(".")[0]


def test_without_a_list_who_came_is_not_noted_and_without_minutes_nothing_is_said():
    assert report.attendance(material(HL, 2017)).text == "Vilka som deltog är inte antecknat."
    assert isinstance(report.attendance(material(HL, 2018)), Nothing)


def _with_status(folder, status, **which):
    for row in records(DEMO, "attendance"):
        if all(row[key] == value for key, value in which.items()):
            change(folder, DEMO, "attendance", row["attendance_id"], status=status)


def test_who_was_never_there_is_named_unless_rows_wait(demo_copy):
    _with_status(demo_copy, "apologies", organisation_id="bv-org-bostad")
    _with_status(demo_copy, "apologies", organisation_id="bv-org-rtj")
    told = "Ingen från räddningstjänsten eller bostadsbolaget är antecknad som närvarande."
    assert told in report.attendance(Material(DEMO, 2024, data=demo_copy)).text
    waiting = Material(DEMO, 2024, data=demo_copy, n_waiting=3)
    assert "Ingen från" not in report.attendance(waiting).text


def test_a_meeting_without_a_list_is_not_in_the_mean(demo_copy):
    _with_status(demo_copy, "called", meeting_id="bv-2024-12-05")
    rows = [r for r in told_at(DEMO, 2024, "attendance") if r["meeting_id"] != "bv-2024-12-05"]
    assert sum(row["status"] == "present" for row in rows) == 3 * 13
    assert report.attendance(Material(DEMO, 2024, data=demo_copy)).text.startswith(
        "Närvarolista med dem som kom finns för tre av fyra möten; i genomsnitt deltog 13 personer."
    )


# Decisions and assignments


def test_every_decision_and_assignment_stands_under_its_meeting_with_what_came_of_it():
    _, table = parts(report.decided(material(DEMO, 2024)))
    rows = [*told_at(DEMO, 2024, "decisions"), *told_at(DEMO, 2024, "assignments")]
    rows.sort(key=lambda row: (row["meeting_id"], int(row["line"])))
    meeting = {r["item_id"]: r["meeting_id"] for r in records(DEMO, "agenda_items")}

    def day(text):
        return words.date(on(text), year=not text.startswith("2024"))

    def came(row):
        if "assigned_to" not in row:
            return ""
        if row["closed_item_id"]:
            return f"✓ avslutat {day(meeting[row['closed_item_id']].removeprefix('bv-'))}"
        if row["due_on"] <= "2024-12-31":
            return f"öppet, tidsgränsen har gått ut ({day(row['due_on'])})"
        return f"öppet, senast {day(row['due_on'])}"

    assert cells(table) == [
        [
            day(row["meeting_id"].removeprefix("bv-")),
            row["text"].rstrip("."),
            row.get("assigned_to", "Rådet"),
            came(row),
        ]
        for row in rows
    ]


def test_how_many_are_closed_late_and_open_is_said_first():
    number, _ = parts(report.decided(material(DEMO, 2024)))
    assert number.text == (
        "Rådet fattade tio beslut och gav nio uppdrag. Sex av uppdragen är avslutade, ett har "
        "passerat "
        "sin tidsgräns och två har inget antecknat avslut. Vad som blev av besluten är inte "
        "antecknat "
        "beslut för beslut."
    )


def test_what_later_minutes_close_is_open_in_the_years_report():
    _, table = parts(report.decided(material(DEMO, 2023)))
    found = {row["Beslut eller uppdrag"]: row["Vad det blev av"] for row in by_head(table)}
    assert found["Ta fram en gemensam lägesbild för 2024"] == "öppet, senast 8 februari 2024"
    assert found["Bjuda in grannkommunerna till ett erfarenhetsutbyte"] == "öppet, ingen tidsgräns"


def test_of_one_meeting_no_day_is_repeated_and_one_assignment_is_told_in_the_singular():
    number, table = parts(report.decided(material(HL, 2019)))
    assert heads(table) == ["Beslut eller uppdrag", "Vem", "Vad det blev av"]
    assert number.text == (
        "Rådet fattade ett beslut och gav ett uppdrag. Inget avslut av uppdraget är antecknat. "
        "Vad som blev av "
        "beslutet är inte antecknat."
    )


def test_an_assignment_to_nobody_names_nobody(demo_copy):
    change(demo_copy, DEMO, "assignments", "bv-2024-02-08-u1", assigned_to="")
    _, table = parts(report.decided(Material(DEMO, 2024, data=demo_copy)))
    assert by_head(table)[2]["Vem"] == ""


def test_each_decision_and_assignment_names_its_line():
    _, table = parts(report.decided(material(HL, 2019)))
    assert [row[-1] for row in sourced(table)] == [
        "Protokoll 22 februari 2019, punkt 4, rad 57",
        "Protokoll 22 februari 2019, punkt 6, rad 67",
    ]


def test_minutes_without_decisions_are_said_to_have_none_noted_and_a_year_without_says_nothing():
    assert report.decided(material(HA, 2021)).text == (
        "Inga beslut eller uppdrag är antecknade ur protokollet från 2021."
    )
    assert isinstance(report.decided(material(HL, 2018)), Nothing)


def test_the_line_of_meetings_is_a_chart_only_of_two_or_more():
    kinds = {
        year: isinstance(report.meetings(material(HL, year)), Chart) for year in (2017, 2018, 2019)
    }
    assert kinds == {2017: False, 2018: False, 2019: True}
