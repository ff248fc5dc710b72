"""Numbers as lengths: bars from zero, and values side by side that ought to agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import BLUE, LEADING, MUTED, RULE, SMALL, WIDTH, Sheet, measured, wrapped
from lobra_data import words


@dataclass(frozen=True)
class Bar:
    """A labelled number; `note` is said after it."""

    label: str
    value: float
    note: str = ""


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


def dots(title: str, rows: Sequence[Bar], unit: str = "") -> str:
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
        number = f"{words.text(float(row.value))}{unit}"
        sheet.text(at + 3.4, y, number, width=30, weight="bold", middle=True)
        y += 5.5
    return sheet.svg(title)
