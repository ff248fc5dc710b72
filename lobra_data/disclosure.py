"""What an edition may contain, decided on the records before any notebook sees them.

The public edition is made from a copy of the records from which names, sensitive and unreviewed
rows are gone, and in which small counts of persons have become spans. What the notebook never
gets can't reach a table, chart, alt text, file or metadata of the report.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lobra_data import schema
from lobra_data.records import Records

PUBLIC, INTERNAL = "public", "internal"
EDITIONS = {PUBLIC: "Offentlig utgåva", INTERNAL: "Intern utgåva, inte för publicering"}

Rows = dict[str, list[dict[str, str]]]


@dataclass(frozen=True)
class Withheld:
    """How many rows were left out because they are sensitive or unreviewed, by council."""

    rows: dict[str, int]
    small_counts: dict[str, int]


def prepare(records: Records, folder: Path, edition: str, smallest: int) -> Withheld:
    """Writes the records that the edition may show into `folder`, one sub-folder a council.

    The internal edition gets all there is. In the public one a count of fewer than `smallest`
    persons becomes the span 1 to `smallest` - 1; zero stays zero, since nobody is in it.
    """
    councils = {
        council: {name: _values(records, name, council) for name in schema.load()}
        for council in records.councils
    }
    before = {council: _n(tables) for council, tables in councils.items()}
    blurred = dict.fromkeys(councils, 0)
    if edition == PUBLIC:
        for council, tables in councils.items():
            tables["people"] = []
            for name, rows in tables.items():
                tables[name] = [row for row in rows if _is_publishable(row)]
            blurred[council] = sum(_blur(row, smallest) for row in _counts_of_persons(tables))
        _drop_what_points_at_nothing(councils)
    for council, tables in councils.items():
        for name, rows in tables.items():
            _write(folder / council / f"{name}.csv", schema.load()[name].names, rows)
    return Withheld(
        {council: before[council] - _n(tables) for council, tables in councils.items()}, blurred
    )


def _values(records: Records, table: str, council: str) -> list[dict[str, str]]:
    return [dict(row.values) for row in records.rows(table, council)]


def _n(tables: Rows) -> int:
    return sum(len(rows) for name, rows in tables.items() if name != "people")


def _is_publishable(row: dict[str, str]) -> bool:
    """Reviewed and not sensitive; a table without these columns has nothing to hide."""
    return row.get("is_sensitive", "no") == "no" and row.get("is_reviewed", "yes") == "yes"


def _counts_of_persons(tables: Rows) -> Iterator[dict[str, str]]:
    for name in ("observations", "statistics"):
        yield from (row for row in tables[name] if row["counts_persons"] == "yes")


def _blur(row: dict[str, str], smallest: int) -> bool:
    """Makes a small count a span; True when it did. An observation's span is shown as such."""
    if not row["value"] or not 0 < float(row["value"]) < smallest:
        return False
    if "value_max" in row:
        row["value"], row["value_max"] = "1", str(smallest - 1)
    else:
        row["value"] = row["per_100k"] = ""
    return True


def _drop_what_points_at_nothing(councils: dict[str, Rows]) -> None:
    """Removes rows that need a row that is gone, and empties optional references to it.

    Repeated until nothing changes: a follow-up goes with its statement, and so on.
    """
    tables = schema.load()
    while True:
        keys = {
            (name, target): {row[target] for rows in councils.values() for row in rows[name]}
            for table in tables.values()
            for key in table.foreign_keys
            for name, target in [(key.table, key.target)]
        }
        is_changed = False
        for rows in councils.values():
            for name, table in tables.items():
                kept = []
                for row in rows[name]:
                    gone = [
                        key.field
                        for key in table.foreign_keys
                        if row[key.field] and row[key.field] not in keys[key.table, key.target]
                    ]
                    is_needed = any(table.field(field).is_required for field in gone)
                    if is_needed or (gone and name == "follow_ups"):
                        is_changed = True
                        continue
                    for field in gone:
                        row[field], is_changed = "", True
                    kept.append(row)
                rows[name] = kept
        if not is_changed:
            return


def _write(path: Path, names: list[str], rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
