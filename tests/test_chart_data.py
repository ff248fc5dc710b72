"""What the charts draw: every bar, mark and point against the records and the chart's own table."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import xml.etree.ElementTree as ET
from collections import Counter
from types import SimpleNamespace

import pytest
from export_samples import report as notebook_of
from export_samples import shown
from seen import (
    DEMO,
    HA,
    HL,
    Box,
    Line,
    Mark,
    Text,
    cells,
    days,
    drawings,
    ever,
    followed,
    heads,
    in_row,
    in_the_notebook,
    material,
    meetings_of,
    planned,
    records,
    told_at,
)

from lobra import charts, report
from lobra.blocks import Chart
from lobra.charts import canvas
from lobra.export import document
from lobra.export.nodes import ChartTable
from lobra_data import tables, words

BOTH = [(DEMO, 2024), (HA, 2021)]
ALL = [(DEMO, 2023), (DEMO, 2024), (HL, 2017), (HL, 2018), (HL, 2019), (HA, 2021)]
WITH_PLAN = [(DEMO, 2024), (HL, 2019)]
both = pytest.mark.parametrize("council, year", BOTH)
with_plan = pytest.mark.parametrize("council, year", WITH_PLAN)


@pytest.fixture
def draw(monkeypatch):
    """Makes a chart of a report and hands out both the block and what was drawn for it."""
    done = drawings(monkeypatch)

    def make(function, council, year):
        block = function(material(council, year))
        (drawing,) = done
        assert drawing.title == block.title
        return block, drawing

    return make


def label(table, field, code):
    return tables.labels(table, field)[code]


def ordered(counts):
    """The largest first; equal ones by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


# Bars and dots


def bars(drawing):
    """(label, length) of every bar, and that all of them begin at the axis."""
    axis = drawing.of(Line)[-1].points[0][0]
    found = []
    for box in drawing.of(Box):
        (name,) = (
            t for t in drawing.of(Text) if t.x == 0 and abs(t.y - box.y - box.height / 2) < 0.01
        )
        assert box.x == axis
        found.append((name.text, box.width))
    return found


def assert_bars(block, drawing, expected):
    assert cells(block) == [[name, str(n)] for name, n in expected]
    drawn = bars(drawing)
    assert [name for name, _ in drawn] == [name for name, _ in expected]
    longest = max(n for _, n in expected)
    full = max(width for _, width in drawn)
    assert full > 30
    assert [width for _, width in drawn] == pytest.approx([full * n / longest for _, n in expected])
    numbers = [next(t for t in in_row(drawing.of(Text), y) if t.x > 0) for y in _middles(drawing)]
    assert [t.text.split()[0] for t in numbers] == [str(n) for _, n in expected]


def _middles(drawing):
    return [box.y + box.height / 2 for box in drawing.of(Box)]


@pytest.mark.parametrize("council, year", [one for one in ALL if one != (HL, 2018)])
def test_theme_bars_count_the_statements_of_the_years_minutes(draw, council, year):
    rows = told_at(council, year, "statements")
    expected = ordered(Counter(label("statements", "theme", row["theme"]) for row in rows))
    assert_bars(*draw(report.themes_chart, council, year), expected)


@pytest.mark.parametrize("council, year", [one for one in ALL if one != (HL, 2018)])
def test_place_bars_count_the_statements_of_each_place(draw, council, year):
    rows = told_at(council, year, "statements")
    whole = "hela området eller flera platser"
    expected = ordered(Counter(row["place"] or whole for row in rows))
    assert_bars(*draw(report.places_chart, council, year), expected)


@both
def test_lead_bars_count_the_actions_of_each_organisation(draw, council, year):
    names = {row["organisation_id"]: row["name"] for row in ever(council, "organisations")}
    rows = told_at(council, year, "place_actions")
    expected = ordered(
        Counter(
            names.get(row["lead_organisation_id"]) or ("annan" if row["lead"] else "ingen angiven")
            for row in rows
        )
    )
    assert_bars(*draw(report.place_leads, council, year), expected)


@pytest.mark.parametrize(("council", "year"), [(DEMO, 2024), (HL, 2019)])
def test_source_bars_count_what_was_taken_from_each_document(draw, council, year):
    counts = Counter(
        row["document_id"]
        for table in tables.ALL
        if table not in ("councils", "documents", "people")
        for row in ever(council, table)
    )
    known = [row for row in ever(council, "documents") if row["dated_on"][:4] <= str(year)]
    expected = [(row["title"], counts[row["document_id"]]) for row in known]
    assert_bars(*draw(report.source_coverage, council, year), expected)


def test_a_bar_of_nothing_is_a_line_and_numbers_have_a_swedish_comma(monkeypatch):
    done = drawings(monkeypatch)
    charts.bars("T", [charts.Bar("a", 0), charts.Bar("b", 2.5, "not"), charts.Bar("c", 5)], " st")
    assert next(width for _, width in bars(done[0])) < 0.5
    assert bars(done[0])[2][1] == pytest.approx(2 * bars(done[0])[1][1])
    assert {"0 st", "2,5 st  not", "5 st"} <= {text.text for text in done[0].of(Text)}


@both
def test_dots_of_a_contradiction_stand_at_both_values_on_one_scale(draw, council, year):
    block, drawing = draw(report.conflicts_chart, council, year)
    expected = [
        (row["about"], f"Rad {row[f'line_{which}']}", row[f"value_{which}"])
        for row in told_at(council, year, "conflicts")
        for which in "ab"
        if row[f"value_{which}"].isdigit()
    ]
    assert [tuple(row) for row in cells(block)] == expected
    marks = drawing.of(Mark)
    assert {mark.kind for mark in marks} == {"filled"}
    zero = {line.points[0][0] for line in drawing.of(Line) if line.colour == canvas.MUTED}
    (zero,) = zero
    lengths = [mark.x - zero for mark in marks]
    most = max(int(value) for *_, value in expected)
    assert lengths == pytest.approx([max(lengths) * int(v) / most for *_, v in expected])
    beside = [next(t.text for t in in_row(drawing.of(Text), mark.y)) for mark in marks]
    assert beside == [value for *_, value in expected]
    stems = [line.points for line in drawing.of(Line) if line.colour == canvas.RULE]
    assert stems == [((zero, m.y), (m.x, m.y)) for m in marks]


# Matrices


def grid(drawing, labels, last=None):
    """Heads of the symbols' columns, and each row's (mark, text) under them, then its last word."""
    bold = [t for t in drawing.of(Text) if t.weight == "bold"]
    columns = sorted((t for t in bold if t.align == "center"), key=lambda t: t.x)
    step = columns[1].x - columns[0].x if len(columns) > 1 else 60
    rows = []
    for name in labels:
        (at,) = (t for t in drawing.of(Text) if t.x == 0 and t.is_middle and t.text == name)
        beside = [t for t in in_row(drawing.of(Text), at.y) if t.x > 0]
        tail = next((t.x for t in bold if t.align == "left" and t.text == last), canvas.WIDTH)
        row = []
        for head in columns:
            (mark,) = (m for m in in_row(drawing.of(Mark), at.y) if abs(m.x - head.x) < step / 2)
            texts = [t.text for t in beside if t.x < tail and abs(t.x - head.x) < step / 2]
            row.append((mark.kind, *texts))
        row += [(t.text,) for t in beside if t.x == tail]
        rows.append((name, row))
    return [t.text for t in columns], rows


def assert_grid(block, drawing, columns, expected, last=None):
    """The drawing shows what is expected, and its table has the same in words."""
    assert heads(block)[1:] == [*columns, *([last] if last else [])]
    names = [name for name, _ in expected]
    assert [row[0] for row in cells(block)] == names
    assert grid(drawing, names, last) == (list(columns), expected)
    meanings: dict[str, set[str]] = {}
    for (_, drawn), row in zip(expected, cells(block), strict=True):
        for mark, word in zip(drawn, row[1:], strict=True):
            if last and mark is drawn[-1]:
                assert word == mark[0]
                continue
            number = mark[1] if mark[1:] else ""
            assert word.startswith(number)
            meanings.setdefault(mark[0], set()).add(word.removeprefix(number).strip())
    assert all(len(said) == 1 for said in meanings.values()), meanings
    said = [next(iter(one)) for one in meanings.values()]
    assert len(set(said)) == len(said), meanings
    legend = drawing.legend()
    assert set(meanings) - {"none"} <= set(legend)
    for mark, (word,) in meanings.items():
        assert mark == "none" or word.split(" (")[0] in legend[mark]


def number(n):
    return ("filled", str(n)) if n else ("none",)


@pytest.mark.parametrize(
    "council, year", [one for one in ALL if one not in ((HL, 2017), (HL, 2018))]
)
def test_attendance_shows_how_many_came_from_each_organisation(draw, council, year):
    meetings = [
        row
        for row in ever(council, "meetings")
        if days(row)[0][:4] <= str(year)
        and any(one["meeting_id"] == row["meeting_id"] for one in ever(council, "attendance"))
    ]
    keys = [row["meeting_id"] for row in meetings]
    rows = [row for row in ever(council, "attendance") if row["meeting_id"] in keys]
    names = {row["organisation_id"]: row["name"] for row in ever(council, "organisations")}
    named = [names.get(row["organisation_id"], "organisation anges inte") for row in rows]
    counts = Counter(
        (name, row["meeting_id"], row["status"]) for name, row in zip(named, rows, strict=True)
    )
    marks = {"present": "filled", "called": "ring", "apologies": "diamond", "absent": "cancelled"}

    def cell(name, key):
        found = {status: n for status in marks if (n := counts[name, key, status])}
        if len(found) > 1:
            return ("ongoing", f"{found.get('present', 0)}/{sum(found.values())}")
        return next(((marks[status], str(n)) for status, n in found.items()), ("none",))

    def in_words(name, key):
        said = [f"{n} {_label(status, n)}" for status in marks if (n := counts[name, key, status])]
        return ", ".join(said) or "ingen på listan"

    def _label(status, n):
        return "kallade" if status == "called" and n > 1 else label("attendance", "status", status)

    block, drawing = draw(report.attendance_chart, council, year)
    order = [row[0] for row in cells(block)]
    total = Counter(named)
    assert Counter(order) == Counter(set(named))
    assert [total[name] for name in order] == sorted(total.values(), reverse=True)
    columns = [words.short_date(dt.date.fromisoformat(row["held_on"])) for row in meetings]
    drawn = [(name, [cell(name, key) for key in keys]) for name in order]
    assert grid(drawing, order) == (columns, drawn)
    assert heads(block)[1:] == columns
    assert cells(block) == [[name, *(in_words(name, key) for key in keys)] for name in order]
    meaning = {
        "filled": "närvarande",
        "ring": "kallad (om hen kom är okänt)",
        "diamond": "anmält förhinder",
        "cancelled": "frånvarande",
        "ongoing": "olika besked (närvarande/alla på listan)",
        "none": "inte på listan",
    }
    used = {mark for _, row in drawn for mark, *_ in row}
    assert drawing.legend() == {mark: word for mark, word in meaning.items() if mark in used}


def test_an_absence_is_seen_beside_who_came(draw):
    block, drawing = draw(report.attendance_chart, DEMO, 2023)
    name, three, mixed = cells(block)[0][0], "3 närvarande", "2 närvarande, 1 anmält förhinder"
    assert cells(block)[0] == [name, three, three, mixed, three]
    three_drawn = ("filled", "3")
    drawn = [three_drawn, three_drawn, ("ongoing", "2/3"), three_drawn]
    assert grid(drawing, [name])[1] == [(name, drawn)]
    assert f"{name}: 9 feb 2023 {three}, 11 maj 2023 {three}, 14 sep 2023 {mixed} och" in block.alt


CHANGES = {
    "": "ring",
    "added": "filled",
    "kept": "ongoing",
    "removed": "cancelled",
    "proposed_added": "diamond",
    "proposed_removed": "cancelled",
}


@pytest.mark.parametrize("council, year", ALL)
def test_priorities_show_what_was_taken_in_kept_or_taken_away(draw, council, year):
    rows = [row for row in ever(council, "priorities") if row["year"] <= str(year)]
    years = sorted({row["year"] for row in rows})
    found = {(words.capitalised(row["name"]), row["year"]): CHANGES[row["change"]] for row in rows}
    expected = [
        (name, [(found.get((name, one), "none"),) for one in years])
        for name in dict.fromkeys(words.capitalised(row["name"]) for row in rows)
    ]
    assert_grid(*draw(report.priorities_chart, council, year), years, expected)


@both
def test_kinds_count_the_statements_of_a_theme_that_are_of_a_kind(draw, council, year):
    rows = told_at(council, year, "statements")
    counts = Counter((row["theme"], row["kind"]) for row in rows)
    kinds = {"situation": "läge", "work": "arbete", "intention": "avsikt", "outcome": "utfall"}
    themes = tables.labels("statements", "theme")
    expected = [
        (themes[theme], [number(counts[theme, kind]) for kind in kinds])
        for theme in themes
        if any(row["theme"] == theme for row in rows)
    ]
    assert_grid(*draw(report.kinds_chart, council, year), kinds.values(), expected)


def named(measures):
    """Measures as a chart names them: by area, or by title where areas are shared."""
    is_shared = len({row["area"] for row in measures}) < len(measures)
    return {
        row["measure_id"]: f"{row['number']}. {row['title' if is_shared else 'area']}"
        for row in measures
    }


@with_plan
def test_the_plan_overview_counts_activities_targets_and_deadlines(draw, council, year):
    measures, rows = planned(council, year, "measures"), planned(council, year, "activities")
    names = named(measures)
    expected = [
        (
            names[key],
            [
                number(sum(row["measure_id"] == key for row in rows)),
                number(sum(row["measure_id"] == key and row["target_count"] != "" for row in rows)),
                number(sum(row["measure_id"] == key and row["due_latest"] != "" for row in rows)),
            ],
        )
        for key in names
    ]
    columns = ["Aktiviteter", "Räknebara mål", "Tidsgränser"]
    assert_grid(*draw(report.plan_overview, council, year), columns, expected)


@with_plan
def test_commitments_are_counted_party_by_party_with_who_is_responsible(draw, council, year):
    measures, rows = planned(council, year, "measures"), planned(council, year, "commitments")
    counts = Counter((row["measure_id"], row["party"]) for row in rows)
    names = named(measures)
    expected = [
        (
            names[row["measure_id"]],
            [
                number(counts[row["measure_id"], "police"]),
                number(counts[row["measure_id"], "district"]),
                (row["responsible"],),
            ],
        )
        for row in measures
    ]
    block, drawing = draw(report.commitments_chart, council, year)
    assert_grid(block, drawing, ["Polisen", "Förvaltningen"], expected, "Ansvarig")


@both
def test_the_spread_shows_each_shared_actions_status_at_each_place(draw, council, year):
    rows = told_at(council, year, "place_actions")
    forums = {
        row["forum_id"]: row["name"].removeprefix("Platssamverkan ")
        for row in ever(council, "forums")
    }
    keys = list(dict.fromkeys(row["forum_id"] for row in rows))
    status = {(row["action"], row["forum_id"]): row["status"] for row in rows}
    shared = sorted(
        action
        for action in {row["action"] for row in rows}
        if sum((action, key) in status for key in keys) > 1
    )
    expected = [
        (action, [(status.get((action, key), "none"),) for key in keys]) for action in shared
    ]
    assert_grid(*draw(report.place_spread, council, year), [forums[key] for key in keys], expected)


@pytest.mark.parametrize("council, year", ALL)
def test_programmes_show_the_status_of_each_year(draw, council, year):
    rows = [row for row in ever(council, "programme_results") if row["year"] <= str(year)]
    names = {row["programme_id"]: row["name"] for row in ever(council, "programmes")}
    years = sorted({row["year"] for row in rows})
    status = {(row["programme_id"], row["year"]): row["status"] for row in rows}
    expected = [
        (names[key], [(status.get((key, one), "none"),) for one in years])
        for key in dict.fromkeys(row["programme_id"] for row in rows)
    ]
    assert_grid(*draw(report.programmes_chart, council, year), years, expected)


CAREFUL = ("not_started", "planned", "ongoing", "done", "cancelled", "unknown")


def status_of(rows):
    """What one meeting says of a measure: the measure's own row goes first, then the least."""
    own = [row["status"] for row in rows if not row["activity_id"]]
    return min(own or [row["status"] for row in rows], key=CAREFUL.index)


def told(council, year):
    """(measure, meeting) → status, as the minutes up to the year have it."""
    held = {row["meeting_id"]: row for row in ever(council, "meetings")}
    rows = [
        row
        for row in ever(council, "follow_ups")
        if row["measure_id"]
        and row["meeting_id"] in held
        and days(held[row["meeting_id"]])[0][:4] <= str(year)
    ]
    found: dict[tuple[str, str], list] = {}
    for row in rows:
        found.setdefault((row["measure_id"], row["meeting_id"]), []).append(row)
    return {key: status_of(some) for key, some in found.items()}


MEETINGS_SINCE_PLAN = {
    (DEMO, 2024): [
        "bv-2023-02-09",
        "bv-2023-05-11",
        "bv-2023-09-14",
        "bv-2023-11-30",
        "bv-2024-02-08",
        "bv-2024-05-16",
        "bv-2024-09-19",
        "bv-2024-12-05",
    ],
    (HL, 2018): ["2018-02-23", "2018-05-18", "2018-09-21", "2018-12-07"],
    (HL, 2019): [
        "2018-02-23",
        "2018-05-18",
        "2018-09-21",
        "2018-12-07",
        "hl-2019-02-22",
        "2019-05-10",
    ],
    (HA, 2021): [
        "2018-02-23",
        "2018-05-18",
        "2018-09-21",
        "2018-12-07",
        "hl-2019-02-22",
        "2019-05-10",
        "ha-2021-09-17",
    ],
}


@pytest.mark.parametrize("council, year", MEETINGS_SINCE_PLAN)
def test_the_follow_up_matrix_shows_what_each_meeting_said_of_each_measure(draw, council, year):
    keys = MEETINGS_SINCE_PLAN[council, year]
    heads = [words.short_date(dt.date.fromisoformat(key[-10:])) for key in keys]
    status = told(council, year)
    names = named(followed(council, year))
    expected = []
    for measure, name in names.items():
        row = [
            (status.get((measure, key), "none" if len(key) > 10 else "missing"),) for key in keys
        ]
        said = [head for head, key in zip(heads, keys, strict=True) if (measure, key) in status]
        untold = "ingen antecknad" if any(len(key) > 10 for key in keys) else "okänt"
        expected.append((name, [*row, (said[-1] if said else untold,)]))
    block, drawing = draw(report.follow_up_matrix, council, year)
    assert_grid(block, drawing, heads, expected, "Senaste uppföljning")


# Strips, lines, tiles


@both
def test_a_strip_has_one_symbol_for_every_action_of_the_place(draw, council, year):
    block, drawing = draw(report.place_status, council, year)
    order = ["done", "ongoing", "planned", "not_started", "cancelled", "unknown"]
    rows = told_at(council, year, "place_actions")
    forums = {row["forum_id"]: row["name"] for row in ever(council, "forums")}
    places = list(dict.fromkeys(row["forum_id"] for row in rows))
    tops = [t for t in drawing.of(Text) if t.x == 0 and t.weight == "bold"]
    assert [t.text for t in tops] == [forums[k].removeprefix("Platssamverkan ") for k in places]
    assert heads(block)[1:] == [label("place_actions", "status", code) for code in order]
    bottoms = [t.y for t in tops[1:]] + [canvas.WIDTH * 9]
    for key, top, bottom, table in zip(places, tops, bottoms, cells(block), strict=True):
        statuses = [row["status"] for row in rows if row["forum_id"] == key]
        assert table == [top.text, *(str(statuses.count(code)) for code in order)]
        marks = [mark for mark in drawing.of(Mark) if top.y <= mark.y < bottom]
        large = max(mark.size for mark in marks)
        strip = [mark for mark in marks if mark.size == large]
        assert [mark.kind for mark in strip] == sorted(statuses, key=order.index)
        steps = {round(b.x - a.x, 3) for a, b in itertools.pairwise(strip) if a.y == b.y}
        assert len(steps) == 1 and steps.pop() > large
        assert all(b.y == a.y or b.x < a.x for a, b in itertools.pairwise(strip))
        counts = {
            mark.kind: next(t.text for t in in_row(drawing.of(Text), mark.y) if t.x > mark.x)
            for mark in marks
            if mark.size < large
        }
        assert counts == {
            code: f"{label('place_actions', 'status', code)}: {statuses.count(code)}"
            for code in order
            if code in statuses
        }
        assert f"{len(statuses)} insatser" in [
            t.text for t in drawing.of(Text) if t.x == 0 and top.y < t.y < bottom
        ]


def panels(drawing):
    """Title → (points of each line of the first area, of the others, the end marks, zero's y)."""
    titles = [t for t in drawing.of(Text) if t.weight == "bold" and not t.is_middle]
    found = {}
    for title in titles:
        below = [t.y for t in titles if t.y > title.y + 1]
        floor = min(below, default=9999)

        def is_mine(x, y, title=title, floor=floor):
            return title.y < y < floor and title.x <= x < title.x + 80

        lines = [line for line in drawing.of(Line) if is_mine(*line.points[0])]
        zero = next(line.points[0][1] for line in lines if line.width == 0.8)
        found[title.text] = SimpleNamespace(
            own=[line.points for line in lines if line.colour == canvas.BLUE],
            other=[line.points for line in lines if line.width == 1.1],
            marks=[mark for mark in drawing.of(Mark) if is_mine(mark.x, mark.y)],
            zero=zero,
        )
    return found


def assert_on_scale(panel, series):
    """Every point lies at its year and value; `series` are the runs of (year, value)."""
    points = [point for run in [*panel.own, *panel.other] for point in run]
    known = [pair for run in series for pair in run]
    assert [len(run) for run in [*panel.own, *panel.other]] == [len(run) for run in series]
    highest = max(known, key=lambda pair: pair[1])
    up = (panel.zero - points[known.index(highest)][1]) / highest[1]
    assert up > 0
    first, last = min(known), max(known)
    across = (points[known.index(last)][0] - points[known.index(first)][0]) / (last[0] - first[0])
    assert across > 0
    start = points[known.index(first)][0] - first[0] * across
    for (x, y), (year, value) in zip(points, known, strict=True):
        assert (x, panel.zero - y) == pytest.approx((start + across * year, up * value))


def runs(pairs):
    """The stretches of years that have values, as (year, value)."""
    known = itertools.groupby(pairs, key=lambda pair: pair[1] != "")
    return [[(year, float(value)) for year, value in run] for has_value, run in known if has_value]


@pytest.mark.parametrize("year", [2023, 2024])
def test_lines_go_through_every_years_value_beside_the_comparison(draw, year):
    block, drawing = draw(report.statistics, DEMO, year)
    rows = [row for row in records(DEMO, "statistics") if row["year"] <= str(year)]
    expected, table = {}, []
    for name in dict.fromkeys(row["indicator"] for row in rows):
        mine = [row for row in rows if row["indicator"] == name]
        field = "per_100k" if any(row["per_100k"] for row in mine) else "value"
        unit = "per 100 000 invånare" if field == "per_100k" else mine[0]["unit"]
        series = []
        for side in ("no", "yes"):
            area = [row for row in mine if row["is_comparison"] == side]
            series += runs([(int(row["year"]), row[field]) for row in area])
            for row in area:
                prel = " prel." if row["is_preliminary"] == "yes" else ""
                value = row[field].replace(".", ",") or "redovisas inte"
                table.append([f"{name}, {unit}", row["area"], row["year"] + prel, value])
        expected[name] = series
    assert cells(block) == table
    drawn = panels(drawing)
    assert list(drawn) == list(expected)
    for name, series in expected.items():
        assert_on_scale(drawn[name], series)
        ends = [drawn[name].own[-1][-1], drawn[name].other[-1][-1]]
        marks = drawn[name].marks
        assert [mark.kind for mark in marks] == ["filled", "ring"]
        assert [(mark.x, mark.y) for mark in marks] == ends


def test_a_year_without_a_value_breaks_the_line(monkeypatch):
    done = drawings(monkeypatch)
    values = {2018: 4.0, 2019: None, 2020: 2.0, 2021: 1.0, 2022: None}
    charts.multiples("T", [charts.Panel("Rån", "antal", [("A", values), ("B", {2018: 1.0})])])
    panel = panels(done[0])["Rån"]
    assert_on_scale(panel, [[(2018, 4.0)], [(2020, 2.0), (2021, 1.0)], [(2018, 1.0)]])
    assert [(mark.kind, mark.x) for mark in panel.marks] == [
        ("filled", panel.own[-1][-1][0]),
        ("ring", panel.other[0][0][0]),
    ]
    weights = {text.text: text.weight for text in done[0].of(Text)}
    assert (weights["A 1"], weights["B 1"]) == ("bold", "normal")


def test_a_comparison_higher_than_the_own_area_sets_the_scale(monkeypatch):
    done = drawings(monkeypatch)
    own, other = {2020: 1.0, 2021: 2.0}, {2020: 5.0, 2021: 8.0}
    charts.multiples("T", [charts.Panel("Rån", "antal", [("A", own), ("B", other)])])
    series = [[(2020, 1.0), (2021, 2.0)], [(2020, 5.0), (2021, 8.0)]]
    assert_on_scale(panels(done[0])["Rån"], series)


def years_of(drawing):
    """Year → the middle of its column, and the width of a column."""
    columns = {int(t.text): t.x for t in drawing.of(Text) if t.align == "center"}
    first, second = list(columns.values())[:2]
    return columns, second - first


@pytest.mark.parametrize("council, year", [(DEMO, 2024), (HL, 2019), (HA, 2021)])
def test_a_lifeline_bears_each_years_mark_and_goes_on_until_the_end(draw, council, year):
    block, drawing = draw(report.carried_chart, council, year)
    columns, step = years_of(drawing)
    measures = {row["measure_id"]: row for row in followed(council, year)}
    plans = {row["action_plan_id"]: row for row in ever(council, "action_plans")}
    held = {row["meeting_id"]: row for row in ever(council, "meetings")}
    status = told(council, year)
    names = named(list(measures.values()))
    table = {row[0]: row for row in cells(block)}
    assert list(table) == [names[key] for key in measures if names[key] in table]
    assert len(table) >= 7
    for key, name in names.items():
        if name not in table:
            continue
        agreed = int(plans[measures[key]["action_plan_id"]]["year_from"])
        by_year = {
            int(days(held[meeting])[1][:4]): code
            for (measure, meeting), code in sorted(
                status.items(), key=lambda pair: days(held[pair[0][1]])[0]
            )
            if measure == key
        }
        told_words = [f"{y} {label('follow_ups', 'status', code)}" for y, code in by_year.items()]
        assert table[name][2] == (words.listed(told_words) or "ingen antecknad")
        assert table[name][1].split(",")[0] == f"från {agreed}"
        (at,) = (t for t in drawing.of(Text) if t.x == 0 and t.is_middle and t.text == name)
        marks = list(in_row(drawing.of(Mark), at.y))
        placed = [(_column(mark.x, columns, step), mark.kind) for mark in marks]
        assert Counter(placed) == Counter([(agreed, "diamond"), *by_year.items()])
        (line,) = (x for x in drawing.of(Line) if x.points[0][1] == at.y == x.points[1][1])
        assert _column(line.points[0][0], columns, step) == agreed
        state = table[name][3]
        assert state in [t.text for t in in_row(drawing.of(Text), at.y)]
        end = line.points[1][0]
        if state.startswith("följer med"):
            assert _column(end, columns, step) == max(columns) == year + 1
            assert _has_arrow(drawing, end, at.y)
        else:
            assert _column(end, columns, step) == year
            assert not _has_arrow(drawing, end, at.y)


def _column(x, columns, step):
    (found,) = (year for year, middle in columns.items() if abs(x - middle) <= step / 2)
    return found


def _has_arrow(drawing, x, y):
    return any(len(one.points) == 3 and one.points[1] == (x, y) for one in drawing.of(Line))


def test_bands_of_councils_span_their_years(draw):
    _, drawing = draw(report.carried_chart, HA, 2021)
    columns, step = years_of(drawing)
    spans = [
        (_column(box.x + 1, columns, step), _column(box.x + box.width - 1, columns, step))
        for box in drawing.of(Box)
    ]
    assert spans == [(2018, 2019), (2021, 2022)]
    assert drawing.text("Hägersten-Liljeholmen").x == pytest.approx(drawing.of(Box)[0].x + 1.5)
    assert drawing.text("Hägersten-Älvsjö").x == pytest.approx(drawing.of(Box)[1].x + 1.5)


FULFILLED = {"full": "done", "partial": "ongoing", "none": "cancelled", "not_assessed": "unknown"}


@pytest.mark.parametrize("council, year", [(DEMO, 2023), (DEMO, 2024), (HL, 2019), (HA, 2021)])
def test_every_tile_says_how_its_measure_was_judged_and_whether_it_is_decided(draw, council, year):
    block, drawing = draw(report.fulfilment_chart, council, year)
    labels = tables.labels("assessments", "fulfilment")
    marks = {labels[code]: mark for code, mark in FULFILLED.items()}
    decided = {
        row["measure_id"]: row["fulfilment"]
        for row in ever(council, "assessments")
        if row["year"] == str(year)
    }
    names = named(followed(council, year))
    rows = cells(block)
    assert [row[0] for row in rows] == list(names.values())
    boxes = drawing.of(Box)
    assert len(boxes) == len(rows)
    for key, box, (name, word, note) in zip(names, boxes, rows, strict=True):
        is_decided = key in decided
        before = " (föregångarens plan, Hägersten-Liljeholmen)" if council == HA else ""
        assert note == ("beslut" if is_decided else "förslag enligt regel") + before
        assert box.is_dashed is not is_decided
        assert not is_decided or word == labels[decided[key]]

        def inside(one, box=box):
            return box.x < one.x < box.x + box.width and box.y < one.y < box.y + box.height

        said = " ".join(t.text for t in drawing.of(Text) if inside(t))
        assert said == f"{name} {word} {note}"
        assert [mark.kind for mark in drawing.of(Mark) if inside(mark)] == [marks[word]]
    counts = Counter(row[1] for row in rows)
    top = [t for t in drawing.of(Text) if t.y < boxes[0].y]
    assert [t.text for t in top] == [f"{word} {counts[word]}" for word in labels.values()]
    above = [mark.kind for mark in drawing.of(Mark) if mark.y < boxes[0].y]
    assert above == list(FULFILLED.values())


# Timeline and tree


def day_of(drawing, year):
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


def lanes(drawing, year):
    """Lane → (first day, last day, mark, label) of every event, as they were drawn."""
    day = day_of(drawing, year)
    names = [t for t in drawing.of(Text) if t.weight == "bold"]
    places = [drawing.shapes.index(name) for name in names] + [len(drawing.shapes)]
    found = {}
    for name, (start, stop) in zip(names, itertools.pairwise(places), strict=True):
        events = []
        shapes = drawing.shapes[start:stop]
        for before, mark, text in zip(shapes, shapes[1:], shapes[2:], strict=False):
            if not isinstance(mark, Mark):
                continue
            ends = (mark.x, mark.x)
            if isinstance(before, Box):
                ends = (before.x, before.x + before.width)
                assert mark.x == pytest.approx(sum(ends) / 2)
                assert before.is_dashed
            events.append((*map(day, ends), mark.kind, text.text))
        found[name.text] = events
    return found


def written(day):
    return words.date(day, year=False)


def dated(rows, field, mark, text, year):
    return [
        (dt.date.fromisoformat(row[field]), dt.date.fromisoformat(row[field]), mark, text(row))
        for row in rows
        if row[field][:4] == str(year)
    ]


def test_the_timeline_has_every_dated_event_of_2024_on_its_day(draw):
    block, drawing = draw(report.timeline, DEMO, 2024)
    found = lanes(drawing, 2024)
    announced = dated(
        records(DEMO, "planned_meetings"),
        "planned_on",
        "ring",
        lambda row: written(dt.date.fromisoformat(row["planned_on"])),
        2024,
    )
    held = [
        (day, day, "filled", written(day))
        for row in meetings_of(DEMO, 2024)
        for day in [dt.date.fromisoformat(row["held_on"])]
    ]
    assert list(found) == [
        "Annonserade möten",
        "Möten med protokoll",
        "Daterade händelser",
        "Tidsgränser i planen",
    ]
    assert found["Annonserade möten"] == announced
    assert found["Möten med protokoll"] == held
    actions, seen = told_at(DEMO, 2024, "place_actions"), told_at(DEMO, 2024, "observations")
    happened = {
        *dated(actions, "done_on", "done", lambda row: row["action"], 2024),
        *dated(actions, "due_on", "planned", lambda row: row["action"], 2024),
        *dated(seen, "observed_on", "diamond", lambda row: row["what"], 2024),
    }
    by_month = Counter(day.month for day, *_ in happened)
    assert sum(by_month.values()) > 12
    assert found["Daterade händelser"] == _by_month(by_month)
    due = [
        (
            dt.date.fromisoformat(row["due_earliest"]),
            dt.date.fromisoformat(row["due_latest"]),
            "planned",
            f"{row['due_label']}: {row['title']}",
        )
        for row in planned(DEMO, 2024, "activities")
        if row["due_latest"][:4] == "2024"
    ]
    assert len(due) == 12
    assert found["Tidsgränser i planen"] == sorted(due, key=lambda event: event[:2])
    table = Counter(row[1] for row in cells(block))
    assert table == {
        "Annonserade möten": 4,
        "Möten med protokoll": 4,
        "Daterade händelser": len(happened),
        "Tidsgränser i planen": 12,
    }


def _by_month(counts):
    return [
        (
            *[dt.date(2024, month, 15)] * 2,
            "filled",
            f"{words.MONTHS[month - 1][:3]}: {counts[month]}",
        )
        for month in sorted(counts)
    ]


def test_a_meeting_without_a_day_is_drawn_as_the_span_it_must_lie_in(draw):
    block, drawing = draw(report.timeline, HL, 2017)
    assert lanes(drawing, 2017)["Möten med protokoll"] == [
        (
            dt.date(2017, 11, 29),
            dt.date(2017, 12, 7),
            "filled",
            "mellan 29 november och 7 december 2017, dagen anges inte",
        )
    ]
    (row,) = (row for row in cells(block) if row[1] == "Möten med protokoll")
    assert row[:3] == [
        "mellan 29 november och 7 december 2017",
        "Möten med protokoll",
        "mellan 29 november och 7 december 2017, dagen anges inte",
    ]


def test_the_timeline_of_2019_has_the_meeting_held_and_the_one_announced(draw):
    _, drawing = draw(report.timeline, HL, 2019)
    assert lanes(drawing, 2019) == {
        "Annonserade möten": [(*[dt.date(2019, 5, 10)] * 2, "ring", "10 maj")],
        "Möten med protokoll": [(*[dt.date(2019, 2, 22)] * 2, "filled", "22 februari")],
    }


def test_the_rows_of_the_timelines_table_are_in_the_order_of_days(draw):
    block, _ = draw(report.timeline, DEMO, 2024)
    first = [_parsed(row[0].split("–")[0]) for row in cells(block)]
    assert first == sorted(first)


def _parsed(text):
    day, month, year = text.split()
    return dt.date(int(year), words.MONTHS.index(month) + 1, int(day))


@pytest.mark.parametrize("council, year", [(DEMO, 2024), (HL, 2019), (HA, 2021)])
def test_every_forum_hangs_under_the_one_it_belongs_to(draw, council, year):
    block, drawing = draw(report.forum_tree, council, year)
    rows = records(council, "forums")
    names = {row["forum_id"]: row["name"] for row in rows}
    assert [(row[0], row[2]) for row in cells(block)] == [
        (row["name"], names.get(row["parent_id"], "–")) for row in rows
    ]
    boxes = {}
    for box, after in zip(drawing.shapes, drawing.shapes[1:], strict=False):
        if isinstance(box, Box) and isinstance(after, Text):
            boxes[after.text] = box
    assert set(boxes) == set(names.values())
    ends = {line.points for line in drawing.of(Line)}
    for row in rows:
        box = boxes[row["name"]]
        into = [line for line in ends if line[1] == (box.x, pytest.approx(box.y + box.height / 2))]
        if row["parent_id"] not in names:
            assert into == []
            continue
        (into,) = into
        above = boxes[names[row["parent_id"]]]
        middle = above.y + above.height / 2
        assert above.x + above.width < into[0][0] < box.x
        assert any(
            line[0] == (pytest.approx(above.x + above.width), pytest.approx(middle))
            and line[1][0] == pytest.approx(into[0][0])
            for line in ends
        )
        trunk = [line for line in ends if {x for x, _ in line} == {into[0][0]}]
        spans = [(min(y for _, y in line), max(y for _, y in line)) for line in trunk]
        assert any(
            low - 0.01 <= min(middle, into[0][1]) and max(middle, into[0][1]) <= high + 0.01
            for low, high in spans
        )


# All charts


@pytest.mark.parametrize("council, year", [(DEMO, 2024), (HL, 2018), (HA, 2021)])
def test_the_annex_has_the_table_of_every_chart_that_is_drawn(council, year, monkeypatch):
    drawings(monkeypatch)
    made = in_the_notebook(material(council, year))
    drawn = [block for block in made if isinstance(block, Chart)]
    nodes = document.read(notebook_of(*map(shown, made))).nodes
    tables = [node for node in nodes if isinstance(node, ChartTable)]
    assert [(t.number, t.table.name, t.table.title, cells(t.table)) for t in tables] == [
        (n, b.name, b.title, cells(b)) for n, b in enumerate(drawn, start=1)
    ]
    assert len(tables) >= 5


@pytest.mark.parametrize("make", [report.programmes_chart, report.follow_up_matrix])
@pytest.mark.parametrize("council, year", ALL)
def test_a_legend_explains_the_marks_that_are_drawn_and_no_other(make, council, year, monkeypatch):
    done = drawings(monkeypatch)
    if isinstance(make(material(council, year)), Chart):
        (drawing,) = done
        legend = drawing.legend()
        drawn = {mark.kind for mark in drawing.of(Mark)[len(legend) :]}
        assert set(legend) - {"none"} <= drawn <= set(legend)


@pytest.mark.parametrize("council, year", ALL)
def test_each_chart_says_in_words_what_it_shows(council, year, monkeypatch):
    drawings(monkeypatch)
    charts = [b for b in in_the_notebook(material(council, year)) if isinstance(b, Chart)]
    assert {chart.name: chart.alt for chart in charts if len(chart.alt) <= 30} == {}


def test_the_full_report_has_every_kind_of_chart(monkeypatch):
    drawings(monkeypatch)
    made = in_the_notebook(material(DEMO, 2024))
    assert [block.name for block in made if isinstance(block, Chart)] == [
        "organisation",
        "arets-tidslinje",
        "narvaro-organisationer",
        "prioriteringar-over-tid",
        "brottsstatistik",
        "teman",
        "platser",
        "slags-uppgifter",
        "planens-innehall",
        "ataganden",
        "platssamverkan-status",
        "platssamverkan-ansvar",
        "platssamverkan-gemensamt",
        "program-over-tid",
        "uppfoljning-matris",
        "fort-over-atgarder",
        "maluppfyllelse-bild",
        "kallornas-omfattning",
        "motsagelser-varden",
    ]


# The sheet itself: what is asked for is what the SVG has


def svg_paths(draw_on):
    """(points in millimetres, style) of each path that a drawing adds to an empty sheet."""
    sheet = canvas.Sheet()
    draw_on(sheet)
    found = []
    for path in ET.fromstring(sheet.svg("T")).iter("{http://www.w3.org/2000/svg}path"):
        style = path.get("style", "")
        if style:
            numbers = [float(n) * canvas.MM_PER_PT for n in re.findall(r"-?[\d.]+", path.get("d"))]
            found.append((list(zip(numbers[::2], numbers[1::2], strict=True)), style))
    return found[1:]  # the first is the paper


def near(points):
    return [pytest.approx(point, abs=0.001) for point in points]


def test_a_box_is_drawn_where_and_as_large_as_asked_for():
    ((points, style),) = svg_paths(lambda s: s.box(10, 20, 30, 5, fill=canvas.BLUE))
    xs, ys = {round(x, 3) for x, _ in points}, {round(y, 3) for _, y in points}
    assert (xs, ys) == ({10, 40}, {20, 25})
    assert canvas.BLUE.lower() in style
    assert "dasharray" not in style


def test_a_sheet_is_as_high_as_its_lowest_box():
    sheet = canvas.Sheet()
    sheet.box(10, 20, 30, 45, fill=canvas.BLUE)
    height = float(ET.fromstring(sheet.svg("T")).get("viewBox").split()[3]) * canvas.MM_PER_PT
    assert 65 <= height < 75


def test_a_dashed_box_is_dashed():
    ((_, style),) = svg_paths(lambda s: s.box(10, 20, 30, 5, edge=canvas.BLUE, dashed=True))
    assert "stroke-dasharray" in style


def test_a_line_goes_through_its_points():
    ((points, style),) = svg_paths(lambda s: s.line([10, 30, 50], [5, 8, 2], colour=canvas.TEAL))
    assert points == near([(10, 5), (30, 8), (50, 2)])
    assert canvas.TEAL.lower() in style


@pytest.mark.parametrize("kind", canvas.MARKS)
def test_a_mark_stands_at_its_place(kind):
    paths = svg_paths(lambda s: s.mark(40, 30, kind, 4))
    points = [point for path, _ in paths for point in path]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2) == pytest.approx((40, 30), abs=0.5)
    assert 1 < max(xs) - min(xs) < 5


def test_marks_differ_by_shape_and_not_only_by_colour():
    """Without colours: where the lines go, and whether they are filled, open or dashed."""

    def shape(kind):
        paths = svg_paths(lambda s: s.mark(40, 30, kind, 4))
        return tuple(
            (
                tuple((round(x, 2), round(y, 2)) for x, y in points),
                not re.search(f"fill: (none|{canvas.PAPER})", style),
                "dasharray" in style,
            )
            for points, style in paths
        )

    shapes = {kind: shape(kind) for kind in canvas.MARKS}
    same = [
        (one, other)
        for one, other in itertools.combinations(shapes, 2)
        if shapes[one] == shapes[other]
    ]
    assert same == []
