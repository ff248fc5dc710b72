"""What the charts draw: every bar, mark and point against the records and the chart's own table."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
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
    in_both,
    in_row,
    made_by,
    material,
    told_at,
)

from lobra import report
from lobra.blocks import Chart
from lobra.charts import canvas
from lobra.report import annexes
from lobra_data import frames, words

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
    return frames.labels(table, field)[code]


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


def named(measures):
    """Measures as a chart names them: by area, or by title where areas are shared."""
    is_shared = len({row["area"] for row in measures}) < len(measures)
    return {
        row["measure_id"]: f"{row['number']}. {row['title' if is_shared else 'area']}"
        for row in measures
    }


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
    block, drawing = draw(annexes.follow_up_matrix, council, year)
    assert_grid(block, drawing, heads, expected, "Senaste uppföljning")


# Strips and lines


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


def years_of(drawing):
    """Year → the middle of its column, and the width of a column."""
    columns = {int(t.text): t.x for t in drawing.of(Text) if t.align == "center"}
    first, second = list(columns.values())[:2]
    return columns, second - first


@pytest.mark.parametrize("council, year", [(DEMO, 2024), (HL, 2019), (HA, 2021)])
def test_a_lifeline_bears_each_years_mark_and_goes_on_until_the_end(draw, council, year):
    block, drawing = draw(annexes.carried_chart, council, year)
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
    _, drawing = draw(annexes.carried_chart, HA, 2021)
    columns, step = years_of(drawing)
    spans = [
        (_column(box.x + 1, columns, step), _column(box.x + box.width - 1, columns, step))
        for box in drawing.of(Box)
    ]
    assert spans == [(2018, 2019), (2021, 2022)]
    assert drawing.text("Hägersten-Liljeholmen").x == pytest.approx(drawing.of(Box)[0].x + 1.5)
    assert drawing.text("Hägersten-Älvsjö").x == pytest.approx(drawing.of(Box)[1].x + 1.5)


# All charts


@pytest.mark.parametrize("council, year", ALL)
def test_a_legend_explains_the_marks_that_are_drawn_and_no_other(council, year, monkeypatch):
    done = drawings(monkeypatch)
    if isinstance(annexes.follow_up_matrix(material(council, year)), Chart):
        (drawing,) = done
        legend = drawing.legend()
        drawn = {mark.kind for mark in drawing.of(Mark)[len(legend) :]}
        assert set(legend) - {"none"} <= drawn <= set(legend)


@pytest.mark.parametrize("council, year", ALL)
def test_each_chart_says_in_words_what_it_shows(council, year):
    found = [block for block in in_both(council, year) if isinstance(block, Chart)]
    assert {chart.name: chart.alt for chart in found if len(chart.alt) <= 30} == {}


def test_the_annexes_have_a_chart_only_where_it_answers_a_question():
    made = made_by("bilagor", DEMO, 2024)
    assert [block.name for block in made if isinstance(block, Chart)] == [
        "uppfoljning-matris",
        "fort-over-atgarder",
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
