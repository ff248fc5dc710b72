"""Symbols in rows and columns, and strips of symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import LEADING, MUTED, SMALL, WIDTH, Sheet, measured, wrapped
from lobra_data import words


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
    symbols = len(columns) - (1 if last else 0)
    words = [measured(cells[-1].text, SMALL) for _, cells in rows if last]
    tail = min(max([*words, measured(last, SMALL, "bold")]) + 6, 42) if last else 0.0
    wanted = max((measured(label) for label, _ in rows), default=20) + 4
    step = max((WIDTH - tail - min(wanted, 72)) / max(symbols, 1), 10.5)
    step = min(step, 34)
    left = WIDTH - tail - step * symbols
    _legend(sheet, legend)
    y = sheet.bottom + 3
    edges = [left + step * n for n in range(symbols)]
    heads = [
        wrapped(name, (tail - 3 if n >= symbols else step - 1), SMALL, "bold")
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
            width=tail - 3 if is_word else step - 1,
            size=SMALL,
            weight="bold",
            align="left" if is_word else "center",
        )
    y += head + 1.4
    sheet.line([0, WIDTH], [y, y], colour=MUTED, width=1)
    for label, cells in rows:
        notes = [
            wrapped(cell.text, tail - 3 if n >= symbols else step - 7, SMALL)
            for n, cell in enumerate(cells)
        ]
        lines = max(len(wrapped(label, left - 3)), *(len(note) for note in notes), 1)
        height = max(lines * LEADING + 1.7, 5.7)
        middle = y + height / 2
        sheet.text(0, middle, label, width=left - 3, middle=True)
        for n, cell in enumerate(cells):
            if n >= symbols:
                sheet.text(
                    WIDTH - tail + 3, middle, cell.text, width=tail - 3, size=SMALL, middle=True
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
