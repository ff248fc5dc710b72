"""A year's events on a line, every one labelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import BLUE, FAINT, MUTED, SMALL, TINT, WIDTH, Sheet, measured, wrapped
from lobra_data import words

LABEL_WIDTHS = (58.0, 92.0)
"""Narrow labels let more events share a row; wide ones make the rows of a few events lower."""


@dataclass(frozen=True)
class Event:
    """Something on a time line: one day, or a span of days within which it happened."""

    lane: str
    first: dt.date
    last: dt.date
    label: str
    mark: str = "filled"


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
        name = words.MONTHS[month - 1][:3]
        sheet.text((x + end) / 2, 0.5, name, size=SMALL, align="center", colour=MUTED)
    y, tops = 6.0, [6.0]
    for lane in dict.fromkeys(event.lane for event in events):
        mine = sorted((e for e in events if e.lane == lane), key=lambda e: (e.first, e.last))
        ways = [
            [_spot(e, across(e.first), across(e.last), left, right, width) for e in mine]
            for width in LABEL_WIDTHS
        ]
        spots, rows, heights = min(map(_arranged, ways), key=lambda way: sum(way[2]))
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
    width: float

    @property
    def height(self) -> float:
        return self.lines * 3.9 + (6.6 if self.side == "under" else 2.2)


def _arranged(spots: list[_Spot]) -> tuple[list[_Spot], list[int], list[float]]:
    """The spots, the row of each, and the height of every row."""
    rows = _rows([(spot.begin, spot.end) for spot in spots])
    heights = [
        max(spot.height for spot, its in zip(spots, rows, strict=True) if its == row)
        for row in range(max(rows) + 1)
    ]
    return spots, rows, heights


def _spot(event: Event, start: float, stop: float, left: float, right: float, most: float) -> _Spot:
    room = max(start - 4 - left, right - 2 - stop)
    most = max(LABEL_WIDTHS[0], min(most, room))
    lines = wrapped(event.label, most, SMALL)
    width = max(measured(line, SMALL) for line in lines)
    if stop + 4 + width <= right + 2:
        at, side, begin, end = stop + 3.5, "left", start - 2.5, stop + 4 + width
    elif start - 4 - width >= left:
        at, side, begin, end = start - 3.5, "right", start - 4 - width, stop + 2.5
    else:
        at = max(left, min(start, right - width))
        side, begin, end = "under", min(at, start - 2.5), max(at + width, stop + 2.5)
    return _Spot(start, stop, begin, end, at, side, len(lines), most)


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
    x, width, side = spot.label_at, spot.width, spot.side
    if side == "under":
        sheet.text(x, top + 4.6, event.label, width=width, size=SMALL)
    else:
        sheet.text(x, middle, event.label, width=width, size=SMALL, middle=True, align=side)
