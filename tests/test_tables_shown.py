"""The report's tables hold the rows of the records, whole and in words."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from seen import (
    DEMO,
    HA,
    HL,
    add,
    by_head,
    cells,
    days,
    drawings,
    ever,
    followed,
    heads,
    material,
    parts,
    records,
    said,
    told_at,
)

from lobra import report
from lobra.blocks import Nothing
from lobra.report import Material, annexes
from lobra.report.judgements import judgements
from lobra_data import frames, words
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


PRESENCE = {
    "present": "✓ närvarande",
    "called": "○ kallad",
    "apologies": "✗ förhinder",
    "absent": "✗ frånvarande",
    "unknown": "? okänt",
}


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_attendance_is_shown_role_by_role_and_meeting_by_meeting(of):
    rows, names = told_at(*of, "attendance"), organisations(of[0])
    people = {row["person_id"]: row["name"] for row in records(of[0], "people")}

    def who(row):
        name = f", {people.get(row['person_id'], 'namn anges inte')}" if people else ""
        return f"{row['role']}{name}", names.get(row["organisation_id"], "–")

    block, meetings = annexes.attendance(material(*of)), sorted({r["meeting_id"] for r in rows})
    assert heads(block)[2:] == [short(key[3:]) for key in meetings]
    found = {}
    for row in rows:
        found.setdefault(who(row), {})[row["meeting_id"]] = PRESENCE[row["status"]]
    assert sum(map(len, found.values())) == len(rows)
    assert cells(block) == [
        [*key, *(status.get(meeting, "–") for meeting in meetings)] for key, status in found.items()
    ]


def test_who_shares_a_role_with_others_hides_nobodys_absence(tmp_path):
    folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "records"))
    (folder / DEMO / "people.csv").unlink()
    shutil.copy(SHIPPED / HA / "people.csv", folder / DEMO / "people.csv")
    at = {"meeting_id": "bv-2024-02-08", "document_id": "bv-doc-2024-02-08", "role": "Väktare"}
    for line, status in enumerate(("present", "present", "absent"), start=10):
        add(folder, DEMO, "attendance", **at, line=line, status=status)
    rows = {row[0]: row[1:] for row in cells(annexes.attendance(Material(DEMO, 2024, data=folder)))}
    assert rows["Väktare"] == ["–", "2 närvarande, 1 frånvarande", "–", "–", "–"]


@with_rows
def test_the_agenda_has_every_item_and_heading_of_two_levels(of):
    rows = [row for row in told_at(*of, "agenda_items") if row["level"] in "12"]
    held = {row["meeting_id"]: row for row in ever(of[0], "meetings")}
    shown = dict(text.split(": ", 1) for text in said(annexes.agenda(material(*of))))
    assert list(shown) == [
        written(held[key]["held_on"]) for key in sorted({row["meeting_id"] for row in rows})
    ]
    for key, paragraph in zip(sorted({r["meeting_id"] for r in rows}), shown.values(), strict=True):
        mine = [row for row in rows if row["meeting_id"] == key]
        at = 0
        for row in sorted(mine, key=lambda row: int(row["position"])):
            title = (row["title"] or "(utan rubrik)").rstrip(".")
            at = paragraph.index(f"{row['number']} {title}".strip(), at) + len(title)
        n_numbered = sum(row["number"] != "" for row in mine)
        assert paragraph.count(" · ") == n_numbered - 1


def test_a_heading_without_a_number_stands_within_brackets_behind_the_item_it_is_under():
    *_, december = said(annexes.agenda(material(DEMO, 2024)))
    assert (
        "7 Platssamverkan 2024 (Platssamverkan Klockartorget; Platssamverkan Bryggparken; "
        "Platssamverkan Tallhöjden) · 8 Program"
    ) in december


@with_rows
def test_counted_facts_are_shown_with_unit_place_and_day(of):
    def number(row):
        values = [f"{float(v):g}".replace(".", ",") for v in (row["value"], row["value_max"]) if v]
        return f"{'–'.join(dict.fromkeys(values))} {row['unit']}".strip()

    rows = told_at(*of, "observations")
    shown = by_head(annexes.observations(material(*of)))
    assert [
        [row.get(head, "–") for head in ("Vad", "Antal", "Plats", "Datum")] for row in shown
    ] == [
        [
            words.capitalised(row["what"]),
            number(row),
            row["place"] or "–",
            written(row["observed_on"]) if row["observed_on"] else "–",
        ]
        for row in sorted(rows, key=lambda row: row["meeting_id"])
    ]
    assert [[row["Möte"]] if "Möte" in row else [] for row in shown] == [
        met(of[0], rows)(row) for row in sorted(rows, key=lambda row: row["meeting_id"])
    ]


@pytest.mark.parametrize("of", [(HL, 2017), (HL, 2018), (HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_a_programmes_target_and_outcome_stand_side_by_side(of):
    names = {row["programme_id"]: row["name"] for row in ever(of[0], "programmes")}
    rows = [row for row in records(of[0], "programme_results") if row["year"] == str(of[1])]
    shown = by_head(annexes.programme_table(material(*of)))
    assert [[r["Program eller insats"], r.get("Mål", "–"), r.get("Läge", "?")] for r in shown] == [
        [
            names[r["programme_id"]],
            r["target"] or "–",
            STATUS[r["status"]] if any(one["status"] != "unknown" for one in rows) else "?",
        ]
        for r in rows
    ]
    for row, record in zip(shown, rows, strict=True):
        told = row.get("Utfall", "–")
        assert record["outcome"] in told
        assert record["value"].removesuffix(".0") in told
        if not record["outcome"] and not record["value"]:
            assert told == "–"


@pytest.mark.parametrize("of", [(HL, 2019), (DEMO, 2023), (DEMO, 2024)])
def test_decisions_are_shown_in_their_words(of):
    rows = told_at(*of, "decisions")
    decisions = [[row["text"], *met(of[0], rows)(row)] for row in rows]
    assert cells(annexes.decision_table(material(*of))) == decisions


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_assignments_given_or_still_open_are_closed_only_by_minutes_up_to_the_year(of):
    council, year = of
    held = {row["meeting_id"]: row for row in ever(council, "meetings")}
    items = {row["item_id"]: row["meeting_id"] for row in ever(council, "agenda_items")}

    def day(key):
        return days(held[key])[0] if key else ""

    expected = []
    for row in ever(council, "assignments"):
        given, closed = day(row["meeting_id"]), day(items.get(row["closed_item_id"], ""))
        if given[:4] > str(year) or (given[:4] < str(year) and "" < closed[:4] < str(year)):
            continue
        if closed and closed[:4] <= str(year):
            state = f"avslutat {short(closed)}"
        elif row["due_on"] and row["due_on"][:4] <= str(year):
            state = "öppet, tidsgränsen har gått ut"
        else:
            state = f"öppet, följer med till {year + 1}"
        own = "" if row["council_id"] == council else ", Hägersten-Liljeholmen"
        due = written(row["due_on"]) if row["due_on"] else "–"
        expected.append((row["text"], row["assigned_to"], f"{short(given)}{own}", due, state))
    shown = by_head(annexes.assignments(material(*of)))
    names = ("Uppdrag", "Till", "Gavs", "Senast", f"Vid slutet av {year}")
    assert [tuple(row.get(name, "–") for name in names) for row in shown] == expected


@pytest.mark.parametrize("of", [(HL, 2017), (HL, 2018), *WITH_ROWS])
def test_priorities_of_the_year_and_those_told_for_later_are_shown_with_kind_and_change(of):
    change = frames.labels("priorities", "change") | {"": "nämns som prioriterat"}
    kind = {"area": "område", "theme": "tema"}
    told = {row["meeting_id"] for row in ever(of[0], "meetings") if days(row)[0][:4] <= str(of[1])}
    rows = [
        row
        for row in records(of[0], "priorities")
        if row["year"] == str(of[1]) or (row["year"] > str(of[1]) and row["meeting_id"] in told)
    ]
    assert cells(annexes.priorities(material(*of))) == [
        [words.capitalised(r["name"]), r["year"], kind[r["kind"]], change[r["change"]]]
        for r in sorted(rows, key=lambda row: row["year"])
    ]


def test_announced_meetings_of_the_years_after_stand_last_and_held_ones_say_when():
    rows = by_head(annexes.meeting_table(material(DEMO, 2023)))
    assert [(row["Datum"], row["Läge"]) for row in rows[3:]] == [
        ("30 november 2023", "protokoll finns"),
        ("8 februari 2024", "annonserat"),
        ("16 maj 2024", "annonserat"),
        ("12 september 2024", "annonserat"),
        ("5 december 2024", "annonserat"),
    ]
    *_, last = by_head(annexes.meeting_table(material(HA, 2021)))
    assert (last["Datum"], last["Tid"]) == ("25 mars 2022", "kl. 9.00–11.00")


@pytest.mark.parametrize("of", [(HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_the_working_tables_hold_every_action_of_each_place_problems_first(of):
    rows = told_at(*of, "place_actions")
    forums = {row["forum_id"]: row["name"] for row in ever(of[0], "forums")}
    numbers = {row["measure_id"]: int(row["number"]) for row in ever(of[0], "measures")}
    followed: dict[str, set[int]] = {}
    for row in up_to(*of, "follow_ups"):
        if row["place_action_id"] and row["measure_id"]:
            followed.setdefault(row["place_action_id"], set()).add(numbers[row["measure_id"]])

    def action(row):
        measures = sorted(followed.get(row["place_action_id"], ()))
        return f"{row['action']} (åtgärd {words.listed(measures)})" if measures else row["action"]

    def said_of(row):
        parts = [words.sentence(row["status_text"])]
        parts += [f"Senast {written(row['due_on'])}."] if row["due_on"] else []
        parts += [f"Klart {written(row['done_on'])}."] if row["done_on"] else []
        return " ".join(filter(None, parts)) or "–"

    def who(row):
        others = words.sentence("deltar:", row["participants"]) if row["participants"] else ""
        return " ".join(filter(None, (words.sentence(row["lead"]), others))) or "–"

    expected = {}
    for key in dict.fromkeys(row["forum_id"] for row in rows):
        mine = [row for row in rows if row["forum_id"] == key]
        mine.sort(key=lambda row: row["kind"], reverse=True)  # problem, development
        expected[f"{forums[key].removeprefix('Platssamverkan ')}: insatser"] = [
            [
                ": ".join(filter(None, (r["spot"], r["problem"]))) or "–",
                {"problem": "problem", "development": "utveckling"}[r["kind"]],
                action(r),
                who(r),
                STATUS[r["status"]],
                said_of(r),
            ]
            for r in mine
        ]
    block = annexes.place_tables(material(*of))
    assert {part.title: cells(part) for part in parts(block)} == expected


@with_rows
def test_what_was_said_is_told_theme_by_theme_with_its_place(of):
    rows = told_at(*of, "statements")
    labels = frames.labels("statements", "theme")
    held = {row["meeting_id"]: days(row)[0] for row in ever(of[0], "meetings")}
    rows.sort(key=lambda row: (list(labels).index(row["theme"]), held[row["meeting_id"]]))
    assert cells(annexes.what_was_said(material(*of))) == [
        [words.capitalised(labels[row["theme"]]), with_place(row), *met(of[0], rows)(row)]
        for row in rows
    ]


@with_rows
def test_every_follow_up_is_told_once_at_its_meeting_with_all_that_it_is_about(of):
    council = of[0]
    texts = {row["statement_id"]: row["text"] for row in ever(council, "statements")}
    names = {row["programme_id"]: row["name"] for row in ever(council, "programmes")}
    given = {row["assignment_id"]: row["text"] for row in ever(council, "assignments")}
    numbers = {m["measure_id"]: int(m["number"]) for m in ever(council, "measures")}
    grounds = {"stated": "uttalad", "inferred": "tolkad"}
    found: dict[tuple[str, ...], list] = {}
    for row in told_at(*of, "follow_ups"):
        if row["place_action_id"]:  # told with the action, among the places
            continue
        text = texts[row["statement_id"]]
        text = on_its_day(text, row["meeting_id"]) if " i dag" in text else text
        key = (text, grounds[row["basis"]])
        found.setdefault((row["meeting_id"], *key), []).append(row)
    expected = set()
    for (meeting, *key), rows in found.items():
        measures = sorted({numbers[row["measure_id"]] for row in rows if row["measure_id"]})
        others = [names[r["programme_id"]] for r in rows if r["programme_id"]]
        others += [
            f"Uppdrag: {given[r['assignment_id']]}".rstrip(".") for r in rows if r["assignment_id"]
        ]
        about = [f"Åtgärd {words.listed(measures)}"] if measures else []
        states = {STATUS[row["status"]] for row in rows}
        expected.add((meeting[3:], frozenset([*about, *others]), *key, frozenset(states)))
    block = annexes.follow_ups(material(*of))
    shown = [
        (
            part.title.removeprefix("Uppföljning vid mötet "),
            frozenset(row["Gäller"].split("; ")),
            row["Vad som sägs"],
            row.get("Grund", "uttalad"),
            frozenset(word for word in STATUS.values() if word.split(" ", 1)[1] in row["Läge"]),
        )
        for part in parts(block)
        for row in by_head(part)
    ]
    assert len(shown) == len(set(shown))
    assert set(shown) == {(written(day), *rest) for day, *rest in expected}
    assert [part.title for part in parts(block)] == [
        f"Uppföljning vid mötet {written(key[3:])}" for key in sorted({key[0] for key in found})
    ]


def test_a_text_of_several_states_says_which_is_whose():
    block = annexes.follow_ups(material(DEMO, 2024))
    told = {row["Vad som sägs"]: row["Läge"] for part in parts(block) for row in by_head(part)}
    assert told["Samtyckesblanketten används av alla skolor."] == (
        "aktiviteten klar, åtgärden pågår"
    )
    assert told["En insatsvecka mot narkotika är genomförd i januari."] == "◉ pågår"


def test_contradictions_stand_until_somebody_resolves_them():
    assert cells(annexes.conflicts(material(DEMO, 2024))) == [
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
    assert isinstance(annexes.conflicts(material(DEMO, 2023)), Nothing)


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021), (DEMO, 2024)])
def test_forums_are_shown_with_level_rhythm_purpose_and_members(of):
    names = organisations(of[0])
    level = frames.labels("forums", "level") | {"": "–"}
    members: dict[str, list[str]] = {}
    for row in records(of[0], "forum_members"):
        who = row["role"] or names[row["organisation_id"]]
        members.setdefault(row["forum_id"], []).append(who)
    shown = by_head(annexes.forums(material(*of)))
    heads = ("Forum", "Nivå", "Möts", "Uppgift", "Deltagare")
    assert [[row.get(head, "–") for head in heads] for row in shown] == [
        [
            row["name"],
            level[row["level"]],
            row["rhythm"] or "–",
            row["purpose"] or "–",
            words.listed(members.get(row["forum_id"], [])) or "–",
        ]
        for row in records(of[0], "forums")
    ]


def figures(year):
    """The rows of statistics up to a year, without the months."""
    rows = records(DEMO, "statistics")
    return [row for row in rows if row["year"] <= str(year) and not row["month"]]


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_statistics_hold_every_value_up_to_the_year_in_one_table(year):
    rows = figures(year)

    def value(row):
        rate = f" ({row['per_100k'].replace('.', ',')})" if row["per_100k"] else ""
        prel = " prel." if row["is_preliminary"] == "yes" else ""
        return f"{row['value'].replace('.', ',') or 'redovisas inte'}{rate}{prel}"

    (table,) = parts(annexes.statistics(material(DEMO, year)))
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        key = (f"{row['indicator']}, {row['unit']}", row["area"])
        found.setdefault(key, {})[row["year"]] = value(row)
    years = sorted({row["year"] for row in rows})
    assert heads(table) == ["Indikator", "Område", *years]
    names = list(dict.fromkeys(row["indicator"] for row in rows))
    ordered = sorted(found, key=lambda key: names.index(key[0].rpartition(", ")[0]))
    assert cells(table) == [[*key, *(found[key].get(y, "–") for y in years)] for key in ordered]
    assert sum(map(len, found.values())) == len(rows)


def test_more_years_than_fit_go_on_in_a_table_below(tmp_path):
    folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "records"))
    row = {"indicator": "Misshandel", "area": "Exempelköping", "is_comparison": "no"}
    row |= {"unit": "anmälda brott", "is_preliminary": "no", "counts_persons": "no"}
    add(folder, DEMO, "statistics", **row, year=2017, value=199, document_id="bv-doc-statistik")
    first, last = parts(annexes.statistics(Material(DEMO, 2024, data=str(folder))))
    assert heads(first)[2:] == [str(year) for year in range(2017, 2024)]
    assert heads(last)[2:] == ["2024"]
    assert ["Misshandel, anmälda brott", "Exempelköping", "199"] in [r[:3] for r in cells(first)]


# What isn't there


@pytest.mark.parametrize(
    ("make", "of"),
    [
        (annexes.agenda, (HL, 2018)),
        (annexes.attendance, (HL, 2018)),
        (annexes.decision_table, (HA, 2021)),
        (annexes.assignments, (HL, 2018)),
        (annexes.follow_ups, (HL, 2018)),
        (annexes.follow_up_matrix, (HL, 2018)),
        (annexes.measure_sheets, (HL, 2017)),
        (annexes.not_followed_up, (HL, 2017)),
        (annexes.observations, (HL, 2018)),
        (annexes.place_tables, (HL, 2018)),
        (annexes.plan_period, (HL, 2017)),
        (annexes.programme_table, (HL, 2019)),
        (annexes.statistics, (HA, 2021)),
        (annexes.what_was_said, (HL, 2018)),
    ],
)
def test_what_is_not_there_leaves_no_trace_in_its_chapter(make, of):
    assert isinstance(make(material(*of)), Nothing)


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


def of_matrix(council, year):
    measures = followed(council, year)
    names, told = measure_names(measures), up_to(council, year, "follow_ups")
    rows = [*measures, *(row for row in told if row["measure_id"])]
    return [(names[row["measure_id"]], row) for row in rows]


def of_places(council, year):
    names = {row["forum_id"]: row["name"] for row in ever(council, "forums")}
    rows = told_at(council, year, "place_actions")
    return [(names[row["forum_id"]].removeprefix("Platssamverkan "), row) for row in rows]


def of_carried(council, year):
    measures = followed(council, year)
    names = measure_names(measures)
    told = [row for row in up_to(council, year, "follow_ups") if row["measure_id"] in names]
    return [(names[row["measure_id"]], row) for row in [*measures, *told]]


MADE_OF = [
    (report.place_status, of_places, [(HA, 2021), (DEMO, 2024)]),
    (annexes.follow_up_matrix, of_matrix, WITH_ROWS),
    (annexes.carried_chart, of_carried, [(HL, 2019), (HA, 2021), (DEMO, 2024)]),
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


def test_each_line_of_the_statistics_names_the_lines_of_its_values():
    rows = figures(2024)
    names = [row["indicator"] for row in rows]
    rows = sorted(rows, key=lambda row: names.index(row["indicator"]))
    (table,) = parts(annexes.statistics(material(DEMO, 2024)))
    pairs = [((f"{row['indicator']}, {row['unit']}", row["area"]), row) for row in rows]
    assert places(table, 0, 2) == expected(DEMO, pairs)


def test_each_paragraph_of_the_agenda_names_the_lines_of_its_items():
    rows = [row for row in told_at(DEMO, 2024, "agenda_items") if row["level"] in "12"]
    (table,) = annexes.agenda(material(DEMO, 2024)).tables()
    found = {frozenset(lines) for _, lines in places(table)}
    assert found == {
        frozenset(lines) for _, lines in expected(DEMO, [(r["meeting_id"], r) for r in rows])
    }


def test_each_role_of_the_attendance_names_the_lines_of_its_lists():
    rows = told_at(HA, 2021, "attendance")
    pairs = [(row["role"], row) for row in rows]
    assert places(annexes.attendance(material(HA, 2021))) == expected(HA, pairs)


@pytest.mark.parametrize("of", [(HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)])
def test_each_judgement_names_who_decided_it_or_lines_that_speak_of_the_measure(of):
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
    found = judgements(material(*of))
    assert len(found) == len(names)
    for one in found:
        name, source = names[one.measure["measure_id"]], one.source
        named = {(place.document, line) for place in source for line in place.lines}
        decision = decided.get(name)
        if decision and not decision["document_id"]:
            who = decision["decided_by_role"]
            said = f"bedömning av {who[0].lower()}{who[1:]}, {written(decision['decided_on'])}"
            assert [str(place) for place in source] == [said]
        elif decision:
            assert [((name,), named)] == expected(council, [(name, decision)])
        else:
            assert named
            assert named <= may.get((name,), set()) or named == plan[(name,)]


def on_its_day(text, meeting):
    """The text with the day of its meeting where the minutes say "today"."""
    return text.replace(" i dag", f" den {words.date(dt.date.fromisoformat(meeting[3:]))}")


def with_place(row):
    is_named = not row["place"] or row["place"] in row["text"]
    text = row["text"] if is_named else f"{row['place']}: {row['text']}"
    return on_its_day(text, row["meeting_id"]) if " i dag" in text else text


@pytest.mark.parametrize(
    ("make", "table", "column", "text"),
    [
        (annexes.decision_table, "decisions", 0, lambda row: row["text"]),
        (annexes.observations, "observations", 0, lambda row: words.capitalised(row["what"])),
        (annexes.what_was_said, "statements", 1, with_place),
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
