"""Tables that no block made, from a DataFrame or markdown; both editions show them from here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from lobra.export.outline import Outline

EMPTY = "Inga uppgifter."
NUMBER = re.compile(r"[-+−]?[\d\s.,  ]*\d\s*%?")


@dataclass
class Grid:
    """A table as rows of text; the first column heads each row."""

    title: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numeric: list[bool] = field(default_factory=list)


class TableReader:
    """Reads the cells of one table, with those that span several rows or columns repeated."""

    def __init__(self, title: str) -> None:
        self.depth = 0
        self._title, self._caption = title, ""
        self._rows: list[tuple[bool, list[tuple[str, bool, int, int]]]] = []
        self._texts: list[str] | None = None
        self._cell: tuple[bool, int, int] | None = None
        self._in_head = False

    def start(self, tag, attrs):
        if tag == "table":
            self.depth += 1
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._finish()
            self._rows.append((self._in_head, []))
        elif tag in ("td", "th", "caption"):
            self._finish()
            self._cell = (tag == "th", _span(attrs, "colspan"), _span(attrs, "rowspan"))
            self._cell = None if tag == "caption" else self._cell
            self._texts = []
        elif tag == "br" and self._texts is not None:
            self._texts.append(" ")

    def stop(self, tag):
        if tag == "table":
            self.depth -= 1
        elif tag == "thead":
            self._finish()
            self._in_head = False
        elif tag in ("td", "th", "tr", "caption"):
            self._finish()

    def data(self, data):
        if self._texts is not None:
            self._texts.append(data)

    def _finish(self):
        if self._texts is None:
            return
        text = " ".join("".join(self._texts).split())
        self._texts = None
        if self._cell is None:
            self._caption = text
            return
        is_head, columns, rows = self._cell
        if not self._rows:
            self._rows.append((self._in_head, []))
        self._rows[-1][1].append((text, is_head, columns, rows))

    def grid(self) -> Grid:
        self._finish()
        spread = _spread([cells for _, cells in self._rows])
        width = max(map(len, spread), default=0)
        spread = [row + [""] * (width - len(row)) for row in spread]
        n_head = sum(1 for is_head, _ in self._rows if is_head)
        heads, rows = spread[: n_head or 1], spread[n_head or 1 :]
        head = [
            " – ".join(dict.fromkeys(filter(None, column))) for column in zip(*heads, strict=True)
        ]
        return Grid(self._caption or self._title, head, rows, numeric_columns(rows, width))


def _spread(rows):
    """Cells with their spans as a full grid of texts."""
    spread: list[list[str]] = []
    waiting: dict[int, tuple[int, str]] = {}
    for cells in rows:
        line: list[str] = []
        cells = list(cells)
        while cells or len(line) in waiting:
            if (place := len(line)) in waiting:
                left, text = waiting.pop(place)
                if left > 1:
                    waiting[place] = (left - 1, text)
                line.append(text)
                continue
            text, _, columns, height = cells.pop(0)
            for _ in range(columns):
                if height > 1:
                    waiting[len(line)] = (height - 1, text)
                line.append(text)
        spread.append(line)
    return spread


def numeric_columns(rows: list[list[str]], width: int) -> list[bool]:
    """Which columns hold nothing but numbers, and stand to the right; never the first."""

    def is_numeric(n: int) -> bool:
        cells = [row[n] for row in rows if row[n] not in ("", "–", "NaN")]
        return bool(cells) and all(NUMBER.fullmatch(cell) for cell in cells)

    return [n > 0 and is_numeric(n) for n in range(width)]


def grid_html(grid: Grid, outline: Outline) -> str:
    """A table with caption, headings of columns and rows, in a box that scrolls on its own."""
    title = escape(grid.title or "Tabell")
    label = escape(outline.label(grid.title or "Tabell"))
    numbers = [' class="num"' if is_numeric else "" for is_numeric in grid.numeric]
    heads = "".join(
        f'<th scope="col"{number}>{escape(text) or "&nbsp;"}</th>'
        for text, number in zip(grid.head, numbers, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(
            f"<td{n}>{escape(cell)}</td>" for cell, n in zip(row[1:], numbers[1:], strict=True)
        )
        + "</tr>"
        for row in grid.rows
    )
    if not grid.rows:
        body = f'<tr><td colspan="{len(grid.head)}">{EMPTY}</td></tr>'
    return (
        f'<div class="table"><div class="scroll" role="region" tabindex="0" aria-label="{label}">'
        f"<table><caption>{title}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div></div>"
    )


def _span(attrs, key) -> int:
    value = attrs.get(key) or "1"
    return min(max(int(value), 1), 100) if value.isdigit() else 1
