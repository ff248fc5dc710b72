"""Lifelines: what was agreed in one year and is followed through the years after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lobra.charts.canvas import (
    BLUE,
    LEADING,
    MUTED,
    RULE,
    SMALL,
    TINT,
    WIDTH,
    Sheet,
    height,
    measured,
    wrapped,
)


@dataclass(frozen=True)
class Life:
    """When something was agreed, its mark in each year that speaks of it, and how it stands.

    The line goes from `agreed` to `ended`, or on into the next year when that is None.
    """

    label: str
    agreed: int
    marks: Mapping[int, str]
    ended: int | None
    note: str


def lifelines(
    title: str,
    years: Sequence[int],
    bands: Sequence[tuple[str, int, int]],
    lives: Sequence[Life],
    legend: Sequence[tuple[str, str]],
    last: str,
) -> str:
    """Years in columns; `bands` name whose they are from first to last year, each one of `years`;
    `last` heads the column of notes."""
    sheet = Sheet()
    sheet.legend(legend)
    tail = min(
        max([measured(last, SMALL, "bold"), *(measured(x.note, SMALL) for x in lives)]) + 6, 42
    )
    wanted = max((measured(life.label) for life in lives), default=20) + 4
    step = min(max((WIDTH - tail - min(wanted, 64)) / len(years), 9), 22)
    named = [(measured(name, SMALL) + 4) / (b - a + 1) for name, a, b in bands]
    step = min(max([step, *named]), max((WIDTH - tail - 40) / len(years), 9))
    left = WIDTH - tail - step * len(years)
    x = {year: left + step * n for n, year in enumerate(years)}
    y = _heads(sheet, sheet.bottom + 3, x, step, bands, last, tail)
    for life in lives:
        lines = max(len(wrapped(life.label, left - 3)), len(wrapped(life.note, tail - 3, SMALL)))
        height = max(lines * LEADING + 1.9, 6.6)
        middle = y + height / 2
        sheet.text(0, middle, life.label, width=left - 3, middle=True)
        sheet.text(WIDTH - tail + 3, middle, life.note, width=tail - 3, size=SMALL, middle=True)
        start = x[life.agreed] + 2.2 if life.agreed in x else left
        end = WIDTH - tail - 1.5 if life.ended is None else x[life.ended] + step * 0.62
        sheet.line([start, end], [middle, middle], colour=BLUE, width=1.1, behind=True)
        if life.ended is None:
            sheet.line(
                [end - 1.6, end, end - 1.6], [middle - 1.4, middle, middle + 1.4], colour=BLUE
            )
        if life.agreed in x:
            sheet.mark(start, middle, "diamond", 3.4)
        for year, mark in life.marks.items():
            if year in x:
                sheet.mark(x[year] + step * 0.62, middle, mark, 4.2)
        y += height
        sheet.line([0, WIDTH], [y, y], colour=RULE)
    return sheet.svg(title)


def _heads(
    sheet: Sheet,
    y: float,
    x: Mapping[int, float],
    step: float,
    bands: Sequence[tuple[str, int, int]],
    last: str,
    tail: float,
) -> float:
    """Whose years, the years, and a rule below them; returns where the rows begin."""
    room = {name: (b - a + 1) * step for name, a, b in bands}
    deep = max((height(name, room[name] - 3, SMALL) for name in room), default=0)
    for name, first, _ in bands:
        sheet.box(x[first] + 0.5, y, room[name] - 1, deep + 1.6, fill=TINT)
        sheet.text(x[first] + 2, y + 0.8, name, width=room[name] - 3, size=SMALL)
    y += deep + 2.6
    for year, at in x.items():
        sheet.text(at + step / 2, y, str(year), size=SMALL, weight="bold", align="center")
    deep = height(last, tail - 3, SMALL, "bold")
    sheet.text(WIDTH - tail + 3, y + 3.9 - deep, last, width=tail - 3, size=SMALL, weight="bold")
    y += 5.2
    sheet.line([0, WIDTH], [y, y], colour=MUTED, width=1)
    return y
