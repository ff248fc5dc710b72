"""What a table and a tile are made of: a cell's status, a column, a number of the year."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

STATUS_SYMBOLS = {
    "done": "✓",
    "ongoing": "◉",
    "planned": "○",
    "not_started": "□",
    "cancelled": "✗",
    "unknown": "?",
}

NUMERIC = ' class="num"'
NARROW = 13
SOURCE = "Källa"
"""The heading of the column that says where a row comes from; the last one of every CSV file."""


class Status(str):
    """A status as a reader sees it: symbol and Swedish word. `code` is the record's value."""

    code: str

    def __new__(cls, code: str, word: str) -> Status:
        status = super().__new__(cls, f"{STATUS_SYMBOLS[code]} {word}")
        status.code = code
        return status


@dataclass(frozen=True)
class Column:
    """A table's column: heading, and its share of the width against the other columns."""

    label: str
    share: float = 1
    is_number: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """A number that sums up the year. None means that the documents don't say, never zero."""

    name: str
    value: int | None
    label: str
    note: str
    source: str


def html_cell(cell: str, is_head: bool, column: Column) -> str:
    inner = escape(cell)
    if isinstance(cell, Status):
        inner = f'<span class="status status-{cell.code}">{inner}</span>'
    if is_head:
        return f'<th scope="row">{inner}</th>'
    named = ' class="from"' if column.label == SOURCE else NUMERIC if column.is_number else ""
    return f"<td{named}>{inner}</td>"
