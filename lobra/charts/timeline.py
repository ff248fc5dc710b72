"""A year's meetings on one line, every one labelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import BLUE, FAINT, MUTED, SMALL, TINT, WIDTH, Sheet, measured, wrapped
from lobra_data import words

LABEL_WIDTH = 44.0
LEFT, RIGHT = 2.0, WIDTH - 2


@dataclass(frozen=True)
class Event:
    """Something on a time line: one day, or a span of days within which it happened."""

    first: dt.date
    last: dt.date
    label: str
    mark: str = "filled"


def timeline(
    title: str, year: int, events: Sequence[Event], legend: Sequence[tuple[str, str]] = ()
) -> str:
    """The months of a year, and below the line each event with its label, at its day."""
    sheet = Sheet()
    sheet.legend(legend)
    top = sheet.bottom + (2 if legend else 0)
    for month in range(1, 13):
        x, end = (_across(year, month + n) for n in (0, 1))
        name = words.MONTHS[month - 1][:3]
        sheet.text((x + end) / 2, top, name, size=SMALL, align="center", colour=MUTED)
    line = top + 8.5
    ordered = sorted(events, key=lambda event: (event.first, event.last))
    spots = [_spot(event, year) for event in ordered]
    rows = _rows(spots)
    heights = [
        max(spot.height for spot, its in zip(spots, rows, strict=True) if its == row)
        for row in range(max(rows, default=-1) + 1)
    ]
    for event, spot, row in zip(ordered, spots, rows, strict=True):
        _draw_event(sheet, event, spot, line, line + 3 + sum(heights[:row]))
    for month in range(1, 14):
        x = _across(year, month)
        sheet.line([x, x], [top + 5, line], colour=FAINT, width=0.5, behind=True)
    sheet.line([LEFT, RIGHT], [line, line], behind=True)
    return sheet.svg(title)


def _across(year: int, month: int) -> float:
    """Where a month begins; the thirteenth is the year's end."""
    return _at(year, dt.date(year + month // 13, (month - 1) % 12 + 1, 1))


def _at(year: int, day: dt.date) -> float:
    days = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    inside = min(max((day - dt.date(year, 1, 1)).days, 0), days)
    return LEFT + (RIGHT - LEFT) * inside / days


@dataclass(frozen=True)
class _Spot:
    """The span that an event takes on the line, and where its label begins and ends."""

    start: float
    stop: float
    begin: float
    end: float
    height: float


def _spot(event: Event, year: int) -> _Spot:
    """The label stands below its event, moved inwards where the sheet ends."""
    start, stop = _at(year, event.first), _at(year, event.last)
    lines = wrapped(event.label, LABEL_WIDTH, SMALL)
    width = max(measured(line, SMALL) for line in lines)
    begin = min(max((start + stop - width) / 2, 0), WIDTH - width)
    return _Spot(start, stop, begin, begin + width, len(lines) * 3.9 + 1.5)


def _rows(spots: Sequence[_Spot]) -> list[int]:
    """The first row in which each label has room after those before it."""
    ends: list[float] = []
    rows = []
    for spot in spots:
        row = next((n for n, taken in enumerate(ends) if taken + 3 <= spot.begin), len(ends))
        ends[row : row + 1] = [spot.end]
        rows.append(row)
    return rows


def _draw_event(sheet: Sheet, event: Event, spot: _Spot, line: float, below: float) -> None:
    middle, length = (spot.start + spot.stop) / 2, spot.stop - spot.start
    if length > 1:
        sheet.box(spot.start, line - 1.1, length, 2.2, fill=TINT, edge=BLUE, dashed=True)
    sheet.mark(middle, line, event.mark, 3.6)
    sheet.text(spot.begin, below, event.label, width=LABEL_WIDTH, size=SMALL)
