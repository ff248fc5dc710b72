"""Annex tables kept small: a dash for what isn't noted, and no column that holds only dashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lobra.blocks import Status, Table
from lobra.report.material import Material
from lobra.report.rows import Row
from lobra_data import words

EMPTY = "–"
"""What a cell says where nothing is noted; the notebook's first lines explain it."""


def value(found: object) -> str:
    """The value in words, or the dash."""
    return words.text(found, EMPTY)


def filled(table: Table) -> Table:
    """The table without the columns, after the first, where no row has anything known."""
    kept = [
        n
        for n in range(len(table.columns))
        if n == 0 or any(_says_something(row[n]) for row in table.rows)
    ]
    return replace(
        table,
        columns=[table.columns[n] for n in kept],
        rows=[[row[n] for n in kept] for row in table.rows],
    )


def _says_something(cell: str) -> bool:
    is_unknown = isinstance(cell, Status) and cell.code == "unknown"
    return cell not in ("", EMPTY) and not is_unknown


def numbered(numbers: Iterable[object]) -> str:
    """åtgärd 4 och 15; empty when there are none, or none that is known."""
    known = sorted({int(str(one)) for one in numbers if words.is_known(one)})
    return f"åtgärd {words.listed(known)}" if known else ""


def by_meeting(m: Material, rows: pd.DataFrame) -> Iterable[tuple[Row, pd.DataFrame]]:
    """Each meeting with its rows, the oldest first."""
    for key, mine in m.by_meeting(rows).groupby("meeting_id", sort=False):
        yield m.meeting(str(key)), mine
