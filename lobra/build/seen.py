"""What a report sees of the records: as its edition may show them, and no later than its year.

Nothing else is handed to its notebooks. So the sums of what is handed over are those of all that
the report can be made of, and what it doesn't see can't change it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.privacy import disclosure
from lobra.privacy.clearance import Row, Rows
from lobra.privacy.disclosure import Withheld
from lobra.privacy.suppression import Told
from lobra_data import saving, schema
from lobra_data.files import kept_with_records
from lobra_data.schema import ForeignKey, Table

if TYPE_CHECKING:
    from lobra.build.current import Wanted
    from lobra.build.kin import Kin

Key = tuple[str, str]
"""A table, and the key of one of its rows."""
_TIMES = ("dated_on", "held_on", "held_earliest", "planned_on", "year", "year_from")
"""What begins with the year that a row is about."""
_UNREAD = "clearances"
LEFT_OUT = ("n_withheld", "n_blurred", "n_waiting")
"""What a notebook is told of how much it doesn't get."""


@dataclass(frozen=True)
class Seen:
    """What was handed over: the sum of each table that has rows, how much is left out of it, and
    what the edition tells of tables of persons."""

    sums: dict[str, str]
    left_out: dict[str, int]
    told: list[Told]


def hand_over(wanted: Wanted, before: Collection[Told], folder: Path) -> Seen:
    """Writes into `folder` what the report sees. `before` is what editions have told that readers
    have."""
    params, edition = wanted.params, wanted.edition
    how = edition, params.smallest_count, tuple(before), tuple(params.kept_back)
    shown, withheld = _shown(wanted.kin, *how)
    for council in shown:
        (folder / council).mkdir(parents=True, exist_ok=True)
    sums = {}
    for (council, name), rows in cut(shown, params.council, params.year).items():
        written = saving.csv_bytes(name, rows)
        (folder / council / f"{name}.csv").write_bytes(written)
        if rows:
            sums[f"records/{council}/{name}.csv"] = hashlib.sha256(written).hexdigest()
    n_waiting = withheld.n_waiting(params.council, params.year)
    n_left_out = withheld.rows[params.council], withheld.small_counts[params.council], n_waiting
    return Seen(sums, dict(zip(LEFT_OUT, n_left_out, strict=True)), withheld.told)


@kept_with_records  # the same for all years of a council
def _shown(
    kin: Kin, edition: str, smallest: int, before: tuple[Told, ...], never: tuple[str, ...]
) -> tuple[Mapping[str, Rows], Withheld]:
    return disclosure.shown(kin, edition, smallest, before, never)


def cut(shown: Mapping[str, Rows], council: str, year: int) -> dict[tuple[str, str], list[Row]]:
    """The rows of each council and table that a report of the year sees, of those that are shown.

    They are those of the council and its forerunners that aren't later than the year, and whatever
    these need. A row is later when all that it is about comes after the year; it is seen all the
    same when its document is of the year or before, or of no known day, for a report counts what
    each of its documents gave. References to what isn't seen are left empty.
    """
    tables = schema.load()
    rows = {
        (name, table): some
        for name in _mine_last(shown, council)
        for table, some in shown[name].items()
    }
    by_key = {(t, row[tables[t].key]): row for (_, t), some in rows.items() for row in some}
    times, mine = _Times(by_key, str(year)), _lineage(shown, council)
    own = (
        (table, row[tables[table].key])
        for (name, table), some in rows.items()
        for row in some
        if name in mine and table != _UNREAD
    )
    seen = _with_needed((key for key in own if not times.is_later(key)), by_key, times)
    unseen = by_key.keys() - seen
    return {
        (name, table): [
            _without(unseen, tables[table], row)
            for row in some
            if (table, row[tables[table].key]) in seen
        ]
        for (name, table), some in rows.items()
    }


class _Times:
    """When the rows are of, and which are later than a year."""

    def __init__(self, by_key: Mapping[Key, Row], year: str) -> None:
        self._by_key, self._year = by_key, year
        self._since: dict[Key, str] = {}

    def is_later(self, key: Key) -> bool:
        document = self._by_key.get(("documents", self._by_key[key].get("document_id", "")))
        is_of_known = document is not None and document["dated_on"][:4] <= self._year
        return self._since_when(key) > self._year and not is_of_known

    def _since_when(self, key: Key) -> str:
        """The first year that a row is about, "" where that is unknown: its own or its meeting's,
        else that of what it is a part of."""
        if key not in self._since:
            row = self._by_key[key]
            above = [(link.table, row[link.field]) for link in _needed(key[0])]
            own = [row[name][:4] for name in _TIMES if row.get(name)]
            own += filter(None, (self._of(one) for one in above if one[0] == "meetings"))
            parts = (self._of(one) for one in above if one[0] != "documents")
            self._since[key] = min(own) if own else max(parts, default="")
        return self._since[key]

    def _of(self, key: Key) -> str:
        return self._since_when(key) if key in self._by_key else ""


def _mine_last(councils: Iterable[str], council: str) -> list[str]:
    """Where two councils use one id, which no rule of a single council sees, the own row counts."""
    return sorted(councils, key=lambda name: (name == council, name))


def _lineage(shown: Mapping[str, Rows], council: str) -> set[str]:
    """The council and its forerunners, however far back."""
    successions = [
        (row["council_id"], row["successor_id"])
        for tables in shown.values()
        for row in tables["councils"]
    ]
    found = {council}
    while more := {one for one, after in successions if after in found} - found:
        found |= more
    return found


def _with_needed(keys: Iterable[Key], by_key: Mapping[Key, Row], times: _Times) -> set[Key]:
    """The rows and all that they point at, but for what is later and can be done without."""
    found = {*keys}
    left = [*found]
    while left:
        table, key = left.pop()
        row = by_key[table, key]
        for link in schema.load()[table].foreign_keys:
            there = link.table, row[link.field]
            if there not in by_key or there in found:
                continue
            if link in _needed(table) or not times.is_later(there):
                found.add(there)
                left.append(there)
    return found


@cache
def _needed(table: str) -> list[ForeignKey]:
    """What a row can't be without, of what it points at: a place in a document is named by it."""
    links, field = schema.load()[table].foreign_keys, schema.load()[table].field
    return [one for one in links if one.table == "documents" or field(one.field).is_required]


def _without(unseen: Collection[Key], table: Table, row: Row) -> Row:
    gone = [k.field for k in table.foreign_keys if (k.table, row[k.field]) in unseen]
    return row | dict.fromkeys(gone, "")
