"""Annex tables kept small: a dash for what isn't noted, and no column that holds only dashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from lobra.blocks import Table
from lobra.report.material import Material
from lobra_data import words

EMPTY = "–"
"""What a cell says where nothing is noted; the notebook's first lines explain it."""


def value(found: object) -> str:
    """The value in words, or the dash."""
    return words.text(found, EMPTY)


def filled(table: Table) -> Table:
    """The table without the columns, after the first, where no row has anything."""
    kept = [
        n
        for n in range(len(table.columns))
        if n == 0 or any(row[n] not in ("", EMPTY) for row in table.rows)
    ]
    return replace(
        table,
        columns=[table.columns[n] for n in kept],
        rows=[[row[n] for n in kept] for row in table.rows],
    )


def by_meeting(m: Material, rows: pd.DataFrame) -> Iterable[tuple[pd.Series, pd.DataFrame]]:
    """Each meeting with its rows, the oldest first."""
    for key, mine in m.by_meeting(rows).groupby("meeting_id", sort=False):
        yield m.meeting(str(key)), mine
