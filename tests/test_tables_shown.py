"""The report's tables hold the rows of the records, whole and in words."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from seen import (
    DEMO,
    HA,
    HL,
    add,
    cells,
    days,
    drawings,
    ever,
    followed,
    material,
    meetings_of,
    parts,
    planned,
    records,
    said,
    told_at,
)

from lobra import report
from lobra.blocks import Missing, Nothing
from lobra.report import Material
from lobra_data import tables, words
from lobra_data.files import SHIPPED

STATUS = {
    "done": "✓ klar",
    "ongoing": "◉ pågår",
    "planned": "○ planerad",
    "not_started": "□ ej påbörjad",
    "cancelled": "✗ avbruten",
    "unknown": "? okänd",
}
WITH_ROWS = [(HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)]
with_rows = pytest.mark.parametrize("of", WITH_ROWS)


def short(day):
    return words.short_date(dt.date.fromisoformat(day))


def written(day):
    return words.date(dt.date.fromisoformat(day))


def met(council, rows):
    """The day of each row's meeting, which a table shows where there are several."""
    if len({row["meeting_id"] for row in rows}) < 2:
        return lambda row: []
    held = {row["meeting_id"]: days(row)[0] for row in ever(council, "meetings")}
    return lambda row: [short(held[row["meeting_id"]])]


def organisations(council):
    return {row["organisation_id"]: row["name"] for row in ever(council, "organisations")}


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021)])
def test_one_list_of_attendance_is_shown_role_by_role(of):
    names = organisations(of[0])
    status = tables.labels("attendance", "status")
    assert cells(report.attendance(material(*of))) == [
        [
            row["role"],
            names.get(row["organisation_id"], "anges inte"),
            short(row["meeting_id"][3:]),
            status[row["status"]],
        ]
        for row in told_at(*of, "attendance")
    ]


def test_several_lists_of_attendance_are_shown_side_by_side():
    rows = told_at(DEMO, 2024, "attendance")
    status = tables.labels("attendance", "status")
    people = {row["person_id"]: row["name"] for row in records(DEMO, "people")}
    who = [f"{r['role']}, {people.get(r['person_id'], 'namn anges inte')}" for r in rows]
    found = {
        (name, row["meeting_id"]): status[row["status"]]
        for name, row in zip(who, rows, strict=True)
    }
    meetings = sorted({row["meeting_id"] for row in rows})
    assert cells(report.attendance(material(DEMO, 2024))) == [
        [role, *(found.get((role, key), "inte på listan") for key in meetings)]
        for role in dict.fromkeys(who)
    ]
    assert len(meetings) == 4


def test_who_shares_a_role_with_others_hides_nobodys_absence(tmp_path):
    folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "records"))
    (folder / DEMO / "people.csv").unlink()
    shutil.copy(SHIPPED / HA / "people.csv", folder / DEMO / "people.csv")
    at = {"meeting_id": "bv-2024-02-08", "document_id": "bv-doc-2024-02-08", "role": "Väktare"}
    for line, status in enumerate(("present", "present", "absent"), start=10):
        add(folder, DEMO, "attendance", **at, line=line, status=status)
    rows = {row[0]: row[1:] for row in cells(report.attendance(Material(DEMO, 2024, data=folder)))}
    assert rows["Väktare"] == ["2 närvarande, 1 frånvarande", *["inte på listan"] * 3]


@with_rows
def test_the_agenda_has_every_item_and_heading_of_two_levels(of):
    rows = [row for row in told_at(*of, "agenda_items") if row["level"] in "12"]
    on, shown = met(of[0], rows), cells(report.agenda(material(*of)))
    heads = [on(row) for row in rows]
    assert [row[:-2] for row in shown] == sorted(heads, key=heads.index)
    shown = [row[-2:] for row in shown]
    assert Counter(row[1] for row in shown) == Counter(
        row["title"] or "(utan rubrik)" for row in rows
    )
    numbered = [(row["number"], row["title"]) for row in rows if row["number"] and row["title"]]
    assert set(numbered) <= {tuple(row) for row in shown}
    below = {row["item_id"]: row["number"] for row in rows}
    assert {(f"under {below[r['parent_id']]}", r["title"]) for r in rows if not r["number"]} == {
        tuple(row) for row in shown if row[0].startswith("under")
    }


@with_rows
def test_counted_facts_are_shown_with_unit_place_and_day(of):
    def number(row):
        values = [f"{float(v):g}".replace(".", ",") for v in (row["value"], row["value_max"]) if v]
        return "–".join(dict.fromkeys(values))

    rows = told_at(*of, "observations")
    assert cells(report.observations(material(*of))) == [
        [
            row["what"],
            number(row),
            row["unit"] or "–",
            row["place"] or "–",
            written(row["observed_on"]) if row["observed_on"] else "–",
            *met(of[0], rows)(row),
        ]
        for row in sorted(rows, key=lambda row: row["meeting_id"])
    ]


@pytest.mark.parametrize("of", [(HL, 2017), (HL, 2018), (HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_a_programmes_target_and_outcome_stand_side_by_side(of):
    names = {row["programme_id"]: row["name"] for row in ever(of[0], "programmes")}
    rows = [row for row in records(of[0], "programme_results") if row["year"] == str(of[1])]
    shown = cells(report.programme_table(material(*of)))
    assert [(row[0], row[1], row[3]) for row in shown] == [
        (names[r["programme_id"]], r["target"] or "inget mål antecknat", STATUS[r["status"]])
        for r in rows
    ]
    for row, record in zip(shown, rows, strict=True):
        assert record["outcome"] in row[2]
        assert record["value"].removesuffix(".0") in row[2]
        if not record["outcome"] and not record["value"]:
            assert row[2] == "inget utfall antecknat"


@pytest.mark.parametrize("of", [(HL, 2019), (DEMO, 2023), (DEMO, 2024)])
def test_decisions_are_shown_in_their_words(of):
    rows = told_at(*of, "decisions")
    decisions = [[row["text"], *met(of[0], rows)(row)] for row in rows]
    assert cells(report.decision_table(material(*of))) == decisions


@pytest.mark.parametrize("of", [(HL, 2019), (DEMO, 2023), (DEMO, 2024)])
def test_assignments_given_are_closed_only_by_minutes_up_to_the_year(of):
    rows = told_at(*of, "assignments")
    assert cells(report.assignments(material(*of))) == [
        [
            row["text"],
            row["assigned_to"] or "anges inte",
            written(row["due_on"]) if row["due_on"] else "anges inte",
            "avslutat"
            if row["closed_item_id"] and row["closed_item_id"][3:7] <= str(of[1])
            else "öppet, tidsgränsen har gått ut"
            if row["due_on"] and row["due_on"][:4] <= str(of[1])
            else "öppet, inget svar funnet",
            *met(of[0], rows)(row),
        ]
        for row in rows
    ]


@pytest.mark.parametrize("of", [(HL, 2017), (HL, 2018), *WITH_ROWS])
def test_priorities_are_shown_with_kind_and_change(of):
    change = tables.labels("priorities", "change") | {"": "nämns som prioriterat"}
    kind = {"area": "område", "theme": "tema"}
    assert cells(report.priorities(material(*of))) == [
        [words.capitalised(row["name"]), kind[row["kind"]], change[row["change"]]]
        for row in records(of[0], "priorities")
        if row["year"] == str(of[1])
    ]


@pytest.mark.parametrize("of", [(HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_the_working_tables_hold_every_action_of_each_place_and_kind(of):
    rows = told_at(*of, "place_actions")
    forums = {row["forum_id"]: row["name"] for row in ever(of[0], "forums")}
    expected = {}
    for key in dict.fromkeys(row["forum_id"] for row in rows):
        for kind in tables.labels("place_actions", "kind"):
            mine = [row for row in rows if (row["forum_id"], row["kind"]) == (key, kind)]
            if mine:
                place = forums[key].removeprefix("Platssamverkan ")
                expected[f"{place}: {tables.labels('place_actions', 'kind')[kind]}"] = [
                    [
                        ": ".join(filter(None, (r["spot"], r["problem"]))) or "anges inte",
                        r["action"],
                        r["lead"] or "anges inte",
                        STATUS[r["status"]],
                        r["status_text"] or "anges inte",
                    ]
                    for r in mine
                ]
    block = report.place_tables(material(*of))
    assert {part.title: cells(part) for part in parts(block)} == expected
    headings = [heading for heading, _ in block.parts if heading]
    assert len(headings) == len({row["forum_id"] for row in rows})


@pytest.mark.parametrize("of", [(HL, 2018), (DEMO, 2024)])
def test_a_measures_sheet_has_its_fields_commitments_and_activities(of):
    per = tables.labels("activities", "target_per")
    sheets = parts(report.measure_sheets(material(*of)))
    measures = planned(*of, "measures")
    activities, commitments = planned(*of, "activities"), planned(*of, "commitments")
    assert len(sheets) == 2 * len(measures)
    for measure, facts, table in zip(measures, sheets[::2], sheets[1::2], strict=True):
        key = measure["measure_id"]
        shown = dict(cells(facts))
        assert shown["Område"] == measure["area"]
        titles = tables.describe("measures")["title"]
        for field in ("goal", "purpose", "target_group", "responsible", "funding", "follow_up"):
            assert shown[titles[field]] == (measure[field] or "anges inte")
        for party, word in (("police", "polisen"), ("district", "förvaltningen")):
            told = [
                row["text"].rstrip(".")
                for row in commitments
                if row["measure_id"] == key and row["party"] == party
            ]
            assert shown[f"Åtagande, {word}"] == ("; ".join(told) or "anges inte")
        assert cells(table) == [
            [
                row["title"],
                f"minst {row['target_count']} {row['target_unit']} "
                f"{per.get(row['target_per'], '')}".strip()
                if row["target_count"]
                else "inget",
                row["due_label"] or "ingen",
            ]
            for row in activities
            if row["measure_id"] == key
        ]


@with_rows
def test_what_was_said_is_told_theme_by_theme_with_its_place(of):
    rows = told_at(*of, "statements")
    labels = tables.labels("statements", "theme")
    block = report.what_was_said(material(*of))
    expected = {}
    for theme, label in labels.items():
        mine = [row for row in rows if row["theme"] == theme]
        if mine:
            expected[words.capitalised(label)] = [
                f"{row['place']}: {row['text']}"
                if row["place"] and row["place"] not in row["text"]
                else row["text"]
                for row in mine
            ]
    assert {heading: said(part) for heading, part in block.parts} == expected


@with_rows
def test_every_follow_up_is_told_once_with_status_and_ground(of):
    texts = {row["statement_id"]: row["text"] for row in ever(of[0], "statements")}
    actions = {
        row["place_action_id"]: f"{row['action']}: {row['status_text'] or 'status anges inte'}"
        for row in ever(of[0], "place_actions")
    }
    basis = tables.labels("follow_ups", "basis")
    rows = told_at(*of, "follow_ups")
    expected = {
        (
            texts.get(row["statement_id"]) or actions[row["place_action_id"]],
            STATUS[row["status"]],
            basis[row["basis"]],
        )
        for row in rows
    }
    shown = cells(report.follow_ups(material(*of)))
    assert {tuple(row[1:4]) for row in shown} <= expected
    assert {row[1] for row in shown} == {text for text, *_ in expected}
    assert len({tuple(row[:2]) for row in shown}) == len(shown)
    names = {row["programme_id"]: row["name"] for row in ever(of[0], "programmes")}
    given = {row["assignment_id"]: row["text"] for row in ever(of[0], "assignments")}
    told = {row[0] for row in shown}
    others = [row for row in rows if not row["measure_id"]]
    assert {names[r["programme_id"]] for r in others if r["programme_id"]} <= told
    assert {f"Uppdrag: {given[r['assignment_id']]}" for r in others if r["assignment_id"]} <= told
    numbers = {m["measure_id"]: m["number"] for m in ever(of[0], "measures")}
    of_measures = {numbers[r["measure_id"]] for r in rows if r["measure_id"]}
    found = {one.split()[1].rstrip(".") for one in told if one.startswith("Åtgärd ")}
    assert found == of_measures


def test_contradictions_stand_until_somebody_resolves_them():
    assert cells(report.conflicts(material(DEMO, 2024))) == [
        [
            "Antal deltagare på trygghetsvandringen den 18 april 2024",
            "34 (rad 83)",
            "38 (rad 85)",
            "Preventionssamordnaren har räknat om anmälningslistan, 38 stämmer.",
        ],
        [
            "Antal kvällar med fältgruppen under 2024",
            "86 (rad 69)",
            "84 (rad 146)",
            "nej, båda värdena redovisas",
        ],
    ]
    assert report.conflicts(material(DEMO, 2023)).text == (
        "Inga motsägelser i källorna från 2023 är antecknade."
    )


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021), (DEMO, 2024)])
def test_forums_are_shown_with_level_rhythm_and_members(of):
    names = organisations(of[0])
    level = tables.labels("forums", "level")
    members: dict[str, list[str]] = {}
    for row in records(of[0], "forum_members"):
        who = row["role"] or names[row["organisation_id"]]
        members.setdefault(row["forum_id"], []).append(who)
    assert cells(report.forums(material(*of))) == [
        [
            row["name"],
            level.get(row["level"], "anges inte"),
            row["rhythm"] or "anges inte",
            words.listed(members.get(row["forum_id"], [])) or "anges inte",
        ]
        for row in records(of[0], "forums")
    ]


@pytest.mark.parametrize(
    ("make", "of", "text"),
    [
        (
            report.agenda,
            (HL, 2018),
            "Inget protokoll från 2018 finns i materialet, så punkter på dagordningen är okända.",
        ),
        (
            report.assignments,
            (HA, 2021),
            "Inga uppdrag är antecknade ur protokollet från 2021.",
        ),
        (
            report.decision_table,
            (HA, 2021),
            "Inga beslut utöver formalia är antecknade ur protokollet från 2021.",
        ),
        (
            report.decision_table,
            (HL, 2018),
            "Inget protokoll från 2018 finns i materialet, så beslut utöver formalia är okända.",
        ),
        (report.programme_table, (HL, 2019), "Inga program är antecknade för 2019."),
        (
            report.observations,
            (HL, 2018),
            "Inget protokoll från 2018 finns i materialet, så räknade uppgifter är okända.",
        ),
        (
            report.plan_period,
            (HL, 2017),
            "Ingen åtgärdsplan för Hägersten-Liljeholmens lokala brottsförebyggande råd som "
            "gäller 2017 finns i materialet.",
        ),
        (report.attendance_chart, (HL, 2018), "Ingen närvarolista från 2018 finns i materialet."),
        (
            report.place_status,
            (HL, 2019),
            "Inga arbetstabeller från platssamverkan 2019 finns i materialet.",
        ),
        (
            report.follow_ups,
            (HL, 2018),
            "Inget protokoll från 2018 finns i materialet, så uppföljning kan inte visas.",
        ),
    ],
)
def test_what_is_not_in_the_material_is_said(make, of, text):
    block = make(material(*of))
    assert isinstance(block, Missing)
    assert block.text == text


@pytest.mark.parametrize(
    "make",
    [report.attendance, report.place_tables, report.what_was_said, report.kinds_chart],
)
def test_where_the_section_has_said_what_is_missing_nothing_more_is_shown(make):
    assert isinstance(make(material(HL, 2018)), Nothing)


# Where each row comes from: the lines of the very records that it was made of, and no other


def places(block, first=0, last=1):
    """Some cells of each row with the documents and lines that it names, in any order."""
    return sorted(
        (tuple(row[first:last]), {(one.document, line) for one in source for line in one.lines})
        for row, source in getattr(block, "table", block).sourced()
    )


def expected(council, named):
    """The same of pairs: what heads a row, and a record that it was made of."""
    titles = {row["document_id"]: row["title"] for row in ever(council, "documents")}
    found: dict[tuple[str, ...], set[tuple[str, int]]] = {}
    for name, row in named:
        key = (name,) if isinstance(name, str) else name
        found.setdefault(key, set()).add((titles[row["document_id"]], int(row["line"])))
    return sorted(found.items())


def up_to(council, year, table):
    """The rows of all meetings held by the end of the year."""
    held = {r["meeting_id"] for r in ever(council, "meetings") if days(r)[0][:4] <= str(year)}
    return [row for row in ever(council, table) if row["meeting_id"] in held]


def measure_names(rows):
    """Measures as a chart names them: by area, or by title where areas are shared."""
    shared = len({row["area"] for row in rows}) < len(rows)
    return {r["measure_id"]: f"{r['number']}. {r['title' if shared else 'area']}" for r in rows}


def labelled(table, field):
    labels = tables.labels(table, field)
    return lambda row: labels[row[field]]


def of_statements(field):
    def pairs(council, year):
        name = labelled("statements", field) if field == "theme" else lambda row: row[field]
        whole = "hela området eller flera platser"
        return [(name(row) or whole, row) for row in told_at(council, year, "statements")]

    return pairs


def of_measures(table):
    """A measure's own row in the plan and what hangs on it."""

    def pairs(council, year):
        measures = planned(council, year, "measures")
        names = measure_names(measures)
        rows = [*measures, *planned(council, year, table)]
        return [(names[row["measure_id"]], row) for row in rows]

    return pairs


def of_matrix(council, year):
    measures = followed(council, year)
    names, told = measure_names(measures), up_to(council, year, "follow_ups")
    rows = [*measures, *(row for row in told if row["measure_id"])]
    return [(names[row["measure_id"]], row) for row in rows]


def of_attendance(council, year):
    names = organisations(council)
    rows = up_to(council, year, "attendance")
    return [(names.get(r["organisation_id"], "organisation anges inte"), r) for r in rows]


def of_priorities(council, year):
    rows = [row for row in ever(council, "priorities") if row["year"] <= str(year)]
    return [(words.capitalised(row["name"]), row) for row in rows]


def of_programmes(council, year):
    names = {row["programme_id"]: row["name"] for row in ever(council, "programmes")}
    rows = [row for row in ever(council, "programme_results") if row["year"] <= str(year)]
    return [(names[row["programme_id"]], row) for row in rows]


def of_forums(council, year):
    return [(row["name"], row) for row in records(council, "forums")]


def of_places(council, year):
    names = {row["forum_id"]: row["name"] for row in ever(council, "forums")}
    rows = told_at(council, year, "place_actions")
    return [(names[row["forum_id"]].removeprefix("Platssamverkan "), row) for row in rows]


def of_leads(council, year):
    names = organisations(council)
    other = {True: "annan", False: "ingen angiven"}
    rows = told_at(council, year, "place_actions")
    return [(names.get(r["lead_organisation_id"]) or other[bool(r["lead"])], r) for r in rows]


def of_spread(council, year):
    rows = told_at(council, year, "place_actions")
    at: dict[str, set[str]] = {}
    for row in rows:
        at.setdefault(row["action"], set()).add(row["forum_id"])
    return [(row["action"], row) for row in rows if len(at[row["action"]]) > 1]


def of_carried(council, year):
    measures = followed(council, year)
    names = measure_names(measures)
    told = [row for row in up_to(council, year, "follow_ups") if row["measure_id"] in names]
    return [(names[row["measure_id"]], row) for row in [*measures, *told]]


MADE_OF = [
    (report.forum_tree, of_forums, [(HL, 2019), (HA, 2021), (DEMO, 2024)]),
    (report.attendance_chart, of_attendance, WITH_ROWS),
    (report.priorities_chart, of_priorities, WITH_ROWS),
    (report.themes_chart, of_statements("theme"), WITH_ROWS),
    (report.places_chart, of_statements("place"), WITH_ROWS),
    (report.kinds_chart, of_statements("theme"), WITH_ROWS),
    (report.plan_overview, of_measures("activities"), [(HL, 2018), (DEMO, 2024)]),
    (report.commitments_chart, of_measures("commitments"), [(HL, 2018), (DEMO, 2024)]),
    (report.place_status, of_places, [(HA, 2021), (DEMO, 2024)]),
    (report.place_leads, of_leads, [(HA, 2021), (DEMO, 2024)]),
    (report.place_spread, of_spread, [(HA, 2021), (DEMO, 2024)]),
    (report.programmes_chart, of_programmes, WITH_ROWS),
    (report.follow_up_matrix, of_matrix, WITH_ROWS),
    (report.carried_chart, of_carried, [(HL, 2019), (HA, 2021), (DEMO, 2024)]),
]


@pytest.mark.parametrize(
    ("make", "pairs", "of"),
    [
        pytest.param(make, pairs, of, id=f"{make.__name__}-{of[0]}-{of[1]}")
        for make, pairs, reports in MADE_OF
        for of in reports
    ],
)
def test_each_row_of_a_chart_names_the_lines_that_it_was_made_of(make, pairs, of, monkeypatch):
    drawings(monkeypatch)
    assert places(make(material(*of))) == expected(of[0], pairs(*of))


def test_each_value_of_the_statistics_names_its_line(monkeypatch):
    drawings(monkeypatch)
    rows = [row for row in records(DEMO, "statistics") if row["year"] <= "2024"]
    rates = {row["indicator"] for row in rows if row["per_100k"]}

    def head(row):
        unit = "per 100 000 invånare" if row["indicator"] in rates else row["unit"]
        prel = " prel." if row["is_preliminary"] == "yes" else ""
        return f"{row['indicator']}, {unit}", row["area"], row["year"] + prel

    block = report.statistics(material(DEMO, 2024))
    assert places(block, 0, 3) == expected(DEMO, [(head(row), row) for row in rows])


@pytest.mark.parametrize("of", [(HL, 2017), *WITH_ROWS])
def test_each_event_of_the_timeline_names_the_lines_that_it_was_made_of(of, monkeypatch):
    drawings(monkeypatch)
    council, year = of

    def dated(rows, field):
        """The rows of the year with their day in words."""
        mine = [row for row in rows if row[field][:4] == str(year)]
        return [(words.date(dt.date.fromisoformat(r[field]), year=False), r) for r in mine]

    pairs = [
        (("Annonserade möten", day), row)
        for day, row in dated(records(council, "planned_meetings"), "planned_on")
    ]
    for row in meetings_of(*of):
        first, last = map(dt.date.fromisoformat, days(row))
        undated = f"{words.date_range(first, last)}, dagen anges inte"
        day = words.date(first, year=False) if row["held_on"] else undated
        pairs.append((("Möten med protokoll", day), row))
    for field in ("done_on", "due_on"):
        rows = dated(told_at(*of, "place_actions"), field)
        n = Counter((day, row["action"]) for day, row in rows)
        for day, row in rows:
            several = f" ({n[day, row['action']]} platser)" if n[day, row["action"]] > 1 else ""
            pairs.append((("Daterade händelser", f"{day}: {row['action']}{several}"), row))
    seen = {}
    for day, row in dated(told_at(*of, "observations"), "observed_on"):
        seen.setdefault(day, (("Daterade händelser", f"{day}: {row['what']}"), row))
    due = dated(planned(*of, "activities"), "due_latest")
    pairs += [
        *seen.values(),
        *((("Tidsgränser i planen", f"{r['due_label']}: {r['title']}"), r) for _, r in due),
    ]
    assert places(report.timeline(material(*of)), 1, 3) == expected(council, pairs)


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_each_judgement_names_who_decided_it_or_lines_that_speak_of_the_measure(of, monkeypatch):
    drawings(monkeypatch)
    council, year = of
    measures = followed(*of)
    names = measure_names(measures)
    rows = [row for row in ever(council, "assessments") if row["year"] == str(year)]
    decided = {names[row["measure_id"]]: row for row in rows}
    stated = [row for row in up_to(*of, "follow_ups") if row["basis"] == "stated"]
    spoken = [row for row in stated if row["measure_id"]]
    targets = {
        (row["programme_id"], row["target_unit"].casefold()): row["measure_id"]
        for row in ever(council, "activities")
        if row["target_count"] and row["programme_id"]
    }
    for row in ever(council, "programme_results"):
        key = targets.get((row["programme_id"], row["unit"].casefold()))
        if key and row["value"] and row["year"] <= str(year):
            spoken.append(row | {"measure_id": key})
    aimed = [r for r in ever(council, "activities") if r["measure_id"] in names]
    spoken += [row for row in aimed if row["target_count"] and row["programme_id"]]
    may = dict(expected(council, [(names[row["measure_id"]], row) for row in spoken]))
    plan = dict(expected(council, [(names[row["measure_id"]], row) for row in measures]))
    block = report.fulfilment_chart(material(*of))
    for row, source in block.table.sourced():
        named = {(one.document, line) for one in source for line in one.lines}
        decision = decided.get(row[0])
        if decision and not decision["document_id"]:
            who = decision["decided_by_role"]
            said = f"bedömning av {who[0].lower()}{who[1:]}, {written(decision['decided_on'])}"
            assert [str(one) for one in source] == [said]
        elif decision:
            assert [((row[0],), named)] == expected(council, [(row[0], decision)])
        else:
            assert named
            assert named <= may.get((row[0],), set()) or named == plan[(row[0],)]


def with_place(row):
    is_named = not row["place"] or row["place"] in row["text"]
    return row["text"] if is_named else f"{row['place']}: {row['text']}"


@pytest.mark.parametrize(
    ("make", "table", "column", "text"),
    [
        (report.decision_table, "decisions", 0, lambda row: row["text"]),
        (report.assignments, "assignments", 0, lambda row: row["text"]),
        (report.observations, "observations", 0, lambda row: row["what"]),
        (report.what_was_said, "statements", 0, with_place),
        (report.place_tables, "place_actions", 1, lambda row: row["action"]),
    ],
)
@with_rows
def test_each_row_of_a_table_names_its_own_line(make, table, column, text, of):
    block, rows = make(material(*of)), told_at(*of, table)
    titles = {row["document_id"]: row["title"] for row in ever(of[0], "documents")}
    shown = [
        (row[column], one.document, line)
        for part in block.tables()
        for row, source in part.sourced()
        for one in source
        for line in one.lines
    ]
    assert sorted(shown) == sorted(
        (text(row), titles[row["document_id"]], int(row["line"])) for row in rows
    )
