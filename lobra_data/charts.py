"""The kinds of chart that a report is drawn with. Each takes plain values and gives an SVG.

A chart says everything directly: labels beside what they name instead of a legend to look up,
symbols that differ in shape as well as colour, numbers beside bars.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lobra_data import words
from lobra_data.canvas import (
    BLUE,
    FAINT,
    INK,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    TINT,
    WIDTH,
    Sheet,
    measured,
    wrapped,
)

LEADING = 4.3
LABEL_WIDTH = 58.0


@dataclass(frozen=True)
class Node:
    """A box of an organisation chart; `parent` names another node, or is None for the root."""

    id: str
    parent: str | None
    name: str
    note: str = ""


@dataclass(frozen=True)
class Event:
    """Something on a time line: one day, or a span of days within which it happened."""

    lane: str
    first: dt.date
    last: dt.date
    label: str
    mark: str = "filled"


@dataclass(frozen=True)
class Bar:
    """A labelled number; `note` is said after it."""

    label: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """A symbol of a matrix, with a word or number beside it."""

    mark: str
    text: str = ""


def tree(title: str, nodes: Sequence[Node]) -> str:
    """An organisation chart that grows from left to right, one column a level."""
    children: dict[str | None, list[Node]] = {}
    known = {node.id for node in nodes}
    for node in nodes:
        children.setdefault(node.parent if node.parent in known else None, []).append(node)

    def depth(node: Node) -> int:
        return 1 + max((depth(child) for child in children.get(node.id, ())), default=0)

    levels = max((depth(root) for root in children.get(None, ())), default=1)
    gap = 9.0
    width = min((WIDTH - 1 - gap * (levels - 1)) / levels, 62)
    sheet = Sheet()

    def size(node: Node) -> float:
        lines = len(wrapped(node.name, width - 5, weight="bold"))
        notes = len(wrapped(node.note, width - 5, SMALL)) if node.note else 0
        return 4 + lines * LEADING + notes * 3.9

    def place(node: Node, x: float, y: float) -> tuple[float, float]:
        """Draws the node beside its children; returns the y of its middle and the next free y."""
        height, below, middles = size(node), y, []
        for child in children.get(node.id, ()):
            middle, below = place(child, x + width + gap, below)
            middles.append(middle)
        middle = (middles[0] + middles[-1]) / 2 if middles else y + height / 2
        middle = max(middle, y + height / 2)
        if middles:
            elbow = x + width + gap / 2
            sheet.line([x + width, elbow], [middle, middle], colour=MUTED, width=1)
            ends = [min(middle, *middles), max(middle, *middles)]
            sheet.line([elbow, elbow], ends, colour=MUTED, width=1)
            for other in middles:
                sheet.line([elbow, x + width + gap], [other, other], colour=MUTED, width=1)
        is_root = node in children[None]
        fill, ink = (BLUE, PAPER) if is_root else (TINT, INK)
        top = middle - height / 2
        sheet.box(x, top, width, height, fill=fill, edge=BLUE, rounded=1.2)
        used = sheet.text(x + 2.5, top + 2, node.name, width=width - 5, weight="bold", colour=ink)
        if node.note:
            sheet.text(x + 2.5, top + 2 + used, node.note, width=width - 5, size=SMALL, colour=ink)
        return middle, max(below, middle + height / 2 + 2.5)

    y = 2.0
    for root in children.get(None, ()):
        _, y = place(root, 0.5, y)
    return sheet.svg(title)


def timeline(title: str, year: int, events: Sequence[Event]) -> str:
    """The months of a year with a lane for each kind of event, every event labelled."""
    sheet = Sheet()
    left, right = 34.0, WIDTH - 4
    days = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days

    def across(day: dt.date) -> float:
        inside = min(max((day - dt.date(year, 1, 1)).days, 0), days)
        return left + (right - left) * inside / days

    for month in range(1, 13):
        x = across(dt.date(year, month, 1))
        end = across(dt.date(year, month + 1, 1)) if month < 12 else right
        sheet.text(
            (x + end) / 2,
            0.5,
            words.MONTHS[month - 1][:3],
            size=SMALL,
            align="center",
            colour=MUTED,
        )
    y, tops = 6.0, [6.0]
    for lane in dict.fromkeys(event.lane for event in events):
        mine = sorted((e for e in events if e.lane == lane), key=lambda e: (e.first, e.last))
        spots = [
            _spot(event, across(event.first), across(event.last), left, right) for event in mine
        ]
        rows = _rows([(spot.begin, spot.end) for spot in spots])
        heights = [
            max(spot.height for spot, its in zip(spots, rows, strict=True) if its == row)
            for row in range(max(rows) + 1)
        ]
        top = y + 3.5
        name_height = sheet.text(0, top, lane, width=left - 4, weight="bold")
        for event, spot, row in zip(mine, spots, rows, strict=True):
            _draw_event(sheet, event, spot, top + sum(heights[:row]), heights[row])
        y = top + max(sum(heights), name_height) + 2.5
        tops.append(y)
    for month in range(1, 14):
        x = across(dt.date(year, month, 1)) if month < 13 else right
        sheet.line([x, x], [6, y], colour=FAINT, width=0.5, behind=True)
    for top in tops:
        sheet.line([0, right], [top, top], behind=True)
    return sheet.svg(title)


@dataclass(frozen=True)
class _Spot:
    """Where an event and its label go: the span it takes, and the label beside or under it."""

    start: float
    stop: float
    begin: float
    end: float
    label_at: float
    side: str
    lines: int

    @property
    def height(self) -> float:
        return self.lines * 3.9 + (6.6 if self.side == "under" else 2.2)


def _spot(event: Event, start: float, stop: float, left: float, right: float) -> _Spot:
    lines = wrapped(event.label, LABEL_WIDTH, SMALL)
    width = max(measured(line, SMALL) for line in lines)
    if stop + 4 + width <= right + 2:
        at, side, begin, end = stop + 3.5, "left", start - 2.5, stop + 4 + width
    elif start - 4 - width >= left:
        at, side, begin, end = start - 3.5, "right", start - 4 - width, stop + 2.5
    else:
        at = max(left, min(start, right - width))
        side, begin, end = "under", min(at, start - 2.5), max(at + width, stop + 2.5)
    return _Spot(start, stop, begin, end, at, side, len(lines))


def _rows(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The first row in which each span has room after those before it."""
    ends: list[float] = []
    rows = []
    for begin, end in spans:
        row = next((n for n, taken in enumerate(ends) if taken + 3 <= begin), len(ends))
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows


def _draw_event(sheet: Sheet, event: Event, spot: _Spot, top: float, height: float) -> None:
    middle = top + (2.2 if spot.side == "under" else height / 2)
    if spot.stop - spot.start > 1:
        length = spot.stop - spot.start
        sheet.box(spot.start, middle - 1.1, length, 2.2, fill=TINT, edge=BLUE, dashed=True)
    sheet.mark((spot.start + spot.stop) / 2, middle, event.mark, 3.6)
    if spot.side == "under":
        sheet.text(spot.label_at, top + 4.6, event.label, width=LABEL_WIDTH, size=SMALL)
    else:
        sheet.text(
            spot.label_at,
            middle,
            event.label,
            width=LABEL_WIDTH,
            size=SMALL,
            middle=True,
            align=spot.side,
        )


def bars(title: str, rows: Sequence[Bar], unit: str = "") -> str:
    """Horizontal bars from zero, the number and its note written after each."""
    sheet = Sheet()
    left = min(max((measured(row.label) for row in rows), default=0) + 4, 62)
    most = max((row.value for row in rows), default=1) or 1
    tails = [f"{words.text(float(row.value))}{unit}  {row.note}".rstrip() for row in rows]
    tail = min(max((measured(text, SMALL, "bold") for text in tails), default=0) + 3, 60)
    room = WIDTH - left - tail
    y = 1.0
    for row, text in zip(rows, tails, strict=True):
        lines = max(len(wrapped(row.label, left - 3)), len(wrapped(text, tail - 1, SMALL)))
        height = max(lines * LEADING, 5.2)
        middle = y + height / 2
        sheet.text(0, middle, row.label, width=left - 3, middle=True)
        length = room * row.value / most
        sheet.box(left, middle - 2, max(length, 0.4), 4, fill=BLUE)
        sheet.text(left + length + 2, middle, text, width=tail - 1, size=SMALL, middle=True)
        y += height + 1.4
    sheet.line([left, left], [0, y - 0.6], colour=MUTED, width=0.8)
    return sheet.svg(title)


def strips(title: str, groups: Sequence[tuple[str, Sequence[str]]], labels: dict[str, str]) -> str:
    """One strip a group: a symbol for every item in the order of `labels`, and counts in words."""
    sheet = Sheet()
    left, step = 46.0, 6.2
    per_row = int((WIDTH - left) // step)
    order = list(labels)
    y = 1.5
    for label, statuses in groups:
        marks = sorted(statuses, key=order.index)
        top = y
        y += sheet.text(0, y, label, width=left - 5, weight="bold")
        number = words.count(len(marks), "insats", "insatser")
        y += sheet.text(0, y, number, width=left - 5, size=SMALL, colour=MUTED)
        for n, status in enumerate(marks):
            row, column = divmod(n, per_row)
            sheet.mark(left + 2.5 + column * step, top + 2.8 + row * step, status, 5)
        under = top + (1 + (len(marks) - 1) // per_row) * step + 0.6 if marks else top
        x = left
        for status in order:
            n = marks.count(status)
            if not n:
                continue
            text = f"{labels[status]}: {n}"
            width = measured(text, SMALL) + 9
            if x + width > WIDTH and x > left:
                x, under = left, under + 4.8
            sheet.mark(x + 1.8, under + 2.2, status, 3.6)
            sheet.text(x + 4.8, under + 2.2, text, width=60, size=SMALL, middle=True)
            x += width
        y = max(y, under + 5) + 2.4
        sheet.line([0, WIDTH], [y, y])
        y += 2.4
    return sheet.svg(title)


def matrix(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    legend: Sequence[tuple[str, str]],
    last: str | None = None,
) -> str:
    """Rows × columns of symbols, what each symbol means above; `last` heads a column of words."""
    sheet = Sheet()
    n_words = 1 if last else 0
    symbols = len(columns) - n_words
    tail = 40.0 if last else 0.0
    wanted = max((measured(label) for label, _ in rows), default=20) + 4
    step = max((WIDTH - tail - min(wanted, 72)) / max(symbols, 1), 11)
    step = min(step, 34)
    left = WIDTH - tail - step * symbols
    _legend(sheet, legend)
    y = sheet.bottom + 3
    edges = [left + step * n for n in range(symbols)]
    heads = [
        wrapped(name, (tail if n >= symbols else step) - 1, SMALL, "bold")
        for n, name in enumerate(columns)
    ]
    head = max((len(lines) for lines in heads), default=1) * 3.9
    for n, name in enumerate(columns):
        is_word = n >= symbols
        at = WIDTH - tail + 3 if is_word else edges[n] + step / 2
        height = len(heads[n]) * 3.9
        sheet.text(
            at,
            y + head - height,
            name,
            width=(tail if is_word else step) - 1,
            size=SMALL,
            weight="bold",
            align="left" if is_word else "center",
        )
    y += head + 1.4
    sheet.line([0, WIDTH], [y, y], colour=MUTED, width=1)
    for label, cells in rows:
        notes = [
            wrapped(cell.text, tail - 2 if n >= symbols else step - 7, SMALL)
            for n, cell in enumerate(cells)
        ]
        lines = max(len(wrapped(label, left - 3)), *(len(note) for note in notes), 1)
        height = max(lines * LEADING + 1.9, 6.2)
        middle = y + height / 2
        sheet.text(0, middle, label, width=left - 3, middle=True)
        for n, cell in enumerate(cells):
            if n >= symbols:
                sheet.text(
                    WIDTH - tail + 3, middle, cell.text, width=tail - 2, size=SMALL, middle=True
                )
                continue
            at = edges[n] + step / 2
            shift = (measured(cell.text, SMALL) + 1) / 2 if cell.text else 0
            sheet.mark(at - shift, middle, cell.mark, 4.2)
            if cell.text:
                sheet.text(at - shift + 3.2, middle, cell.text, width=step, size=SMALL, middle=True)
        y += height
        sheet.line([0, WIDTH], [y, y])
    return sheet.svg(title)


def _legend(sheet: Sheet, legend: Sequence[tuple[str, str]]) -> None:
    """Each symbol with its meaning, as many on a line as there is room for."""
    x, y = 0.0, sheet.bottom + 0.6
    for mark, word in legend:
        width = min(measured(word, SMALL) + 11, WIDTH)
        if x + width > WIDTH and x:
            x, y = 0.0, sheet.bottom + 0.6
        sheet.mark(x + 2, y + 2.4, mark, 3.6)
        sheet.text(x + 5.5, y + 0.4, word, width=WIDTH - 6, size=SMALL)
        x += width


def dots(title: str, rows: Sequence[Bar], unit: str) -> str:
    """Values that ought to agree, side by side on one scale that begins at zero."""
    sheet = Sheet()
    left, right = 2.0, WIDTH - 12
    most = max((row.value for row in rows), default=1) or 1
    y = 1.0
    for row in rows:
        y += sheet.text(0, y, row.label, width=WIDTH, weight="bold")
        if row.note:
            y += sheet.text(0, y, row.note, width=WIDTH, size=SMALL, colour=MUTED)
        y += 3.2
        at = left + (right - left) * row.value / most
        sheet.line([left, at], [y, y], colour=RULE, width=2, behind=True)
        sheet.line([left, left], [y - 2, y + 2], colour=MUTED, width=1)
        sheet.mark(at, y, "filled", 4.6)
        sheet.text(
            at + 3.4,
            y,
            f"{words.text(float(row.value))}{unit}",
            width=30,
            weight="bold",
            middle=True,
        )
        y += 5.5
    return sheet.svg(title)
