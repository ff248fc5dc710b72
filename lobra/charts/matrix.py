"""Symbols in rows and columns, and strips of symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import (
    BODY,
    LEADING,
    MUTED,
    SMALL,
    SMALL_LEADING,
    WIDTH,
    Sheet,
    height,
    measured,
    wrapped,
)
from lobra_data import words

MANY = 12
"""Rows that leave room for a page's other text in the larger letters."""


@dataclass(frozen=True)
class Cell:
    """A symbol of a matrix, with a word or number beside it."""

    mark: str
    text: str = ""


def matrix(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    legend: Sequence[tuple[str, str]],
    last: str | None = None,
) -> str:
    """Rows × columns of symbols, what each symbol means above; `last` heads a column of words."""
    sheet = Sheet()
    sheet.legend(legend)
    symbols = len(columns) - (1 if last else 0)
    notes = [measured(cells[-1].text, SMALL) for _, cells in rows if last]
    tail = min(max([*notes, measured(last, SMALL, "bold")]) + 6, 42) if last else 0.0
    size = SMALL if len(rows) > MANY else BODY
    wanted = max((measured(label, size) for label, _ in rows), default=20) + 4
    step = min(max((WIDTH - tail - min(wanted, 72)) / max(symbols, 1), 10.5), 34)
    layout = _Layout(symbols, step, tail, size)
    y = _heads(sheet, sheet.bottom + 3, columns, layout)
    for label, cells in rows:
        y = _row(sheet, y, label, cells, layout)
    return sheet.svg(title)


@dataclass(frozen=True)
class _Layout:
    """Labels to the left, columns of symbols a step apart, and words in what is left over."""

    symbols: int
    step: float
    tail: float
    size: float

    @property
    def left(self) -> float:
        return WIDTH - self.tail - self.step * self.symbols

    def middle(self, n: int) -> float:
        return self.left + self.step * n + self.step / 2


def _heads(sheet: Sheet, y: float, columns: Sequence[str], at: _Layout) -> float:
    """The headings, their last lines level, and a rule below; returns where the rows begin."""
    widths = [at.step - 1 if n < at.symbols else at.tail - 3 for n in range(len(columns))]
    heights = [height(name, w, SMALL, "bold") for name, w in zip(columns, widths, strict=True)]
    head = max(heights, default=SMALL_LEADING)
    for n, (name, width) in enumerate(zip(columns, widths, strict=True)):
        x, align = (at.middle(n), "center") if n < at.symbols else (WIDTH - at.tail + 3, "left")
        top = y + head - heights[n]
        sheet.text(x, top, name, width=width, size=SMALL, weight="bold", align=align)
    y += head + 1.4
    sheet.line([0, WIDTH], [y, y], colour=MUTED, width=1)
    return y


def _row(sheet: Sheet, y: float, label: str, cells: Sequence[Cell], at: _Layout) -> float:
    """A label, its symbols and words, and a rule below; returns where the next row begins."""
    widths = [at.step - 7 if n < at.symbols else at.tail - 3 for n in range(len(cells))]
    notes = [len(wrapped(c.text, w, SMALL)) for c, w in zip(cells, widths, strict=True)]
    lines = max(len(wrapped(label, at.left - 3, at.size)), *notes, 1)
    leading = SMALL_LEADING if at.size == SMALL else LEADING
    tall = max(lines * leading + 1.7, 5.7)
    middle = y + tall / 2
    sheet.text(0, middle, label, width=at.left - 3, size=at.size, middle=True)
    for n, cell in enumerate(cells):
        x, width = WIDTH - at.tail + 3, at.tail - 3
        if n < at.symbols:
            x = at.middle(n) - ((measured(cell.text, SMALL) + 1) / 2 if cell.text else 0)
            sheet.mark(x, middle, cell.mark, 4.2)
            x, width = x + 3.2, at.step
        if cell.text:
            sheet.text(x, middle, cell.text, width=width, size=SMALL, middle=True)
    sheet.line([0, WIDTH], [y + tall, y + tall])
    return y + tall


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
