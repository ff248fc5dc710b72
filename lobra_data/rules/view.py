"""What the rules look at: the rows to check, and any row of any council that they point at."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from lobra_data import schema
from lobra_data.errors import Problem
from lobra_data.files import Records, Row


class View:
    """The rows of the councils to check; a row that could not be read is not among them."""

    def __init__(self, records: Records, council: str | None = None) -> None:
        self.records = records
        self.tables = schema.load()
        self.councils = records.chosen(council)
        self.reading: list[Problem] = []
        self._rows: dict[str, dict[str, list[Row]]] = {name: {} for name in self.tables}
        self._by_key: dict[str, dict[str, Row]] = {}
        self._elsewhere: dict[str, dict[str, Row]] = {}
        self._broken: dict[str, dict[str, str]] = {name: {} for name in self.tables}
        for folder in self.councils:
            for name in self.tables:
                rows, problems = records.read(folder, name)
                self._rows[name][folder] = rows
                self.reading += problems
                if problems:
                    self._broken[name][folder] = _raw(records.path(folder, name))

    def by_council(self, table: str) -> dict[str, list[Row]]:
        """The rows of one table by the folder they lie in."""
        return self._rows[table]

    def rows(self, table: str) -> list[Row]:
        """The rows of one table, council by council."""
        return [row for rows in self._rows[table].values() for row in rows]

    def find(self, table: str, key: str) -> Row | None:
        """The row with this key, in a council that is checked or in any other."""
        if not key:
            return None
        if table not in self._by_key:
            self._by_key[table] = self._keyed(table, self.rows(table))
        return self._by_key[table].get(key) or self._others(table).get(key)

    @cached_property
    def told(self) -> set[tuple[str, str]]:
        """(document, line) of every contradiction that a row of conflicts tells of."""
        return {
            place
            for row in self.rows("conflicts")
            for place in (
                (row.values["document_id"], row.values["line_a"]),
                (
                    row.values["document_b_id"] or row.values["document_id"],
                    row.values["line_b"],
                ),
            )
        }

    def is_told(self, row: Row) -> bool:
        """Whether what is wrong with the row is known to stand so in its document."""
        return (row.values.get("document_id", ""), row.values.get("line", "")) in self.told

    def is_hidden(self, table: str, key: str, council: str) -> bool:
        """Whether a row with this key may stand in a file that could not be read to its end.

        Saves the user from one complaint for every row that points into a broken file. A file
        that is missing or empty may have held anything, as far as its own council goes.
        """
        broken = self._broken[table]
        if council in broken and not broken[council].strip():
            return True
        return any(key in text for text in broken.values())

    @cached_property
    def _other_councils(self) -> list[str]:
        return [name for name in self.records.councils if name not in self.councils]

    def _others(self, table: str) -> dict[str, Row]:
        if table not in self._elsewhere:
            rows = [
                row for name in self._other_councils for row in self.records.read(name, table)[0]
            ]
            self._elsewhere[table] = self._keyed(table, rows)
        return self._elsewhere[table]

    def _keyed(self, table: str, rows: list[Row]) -> dict[str, Row]:
        key = self.tables[table].key
        return {row.values[key]: row for row in reversed(rows)}


def at(row: Row, field: str | None, what: str, fix: str) -> Problem:
    """A problem with one value of a row."""
    return Problem(row.file, row.line, field, what, fix)


def _raw(path: Path) -> str:
    """What can be made out of a broken file: enough to see whether a key is in it."""
    try:
        return path.read_bytes().replace(b"\0", b"").decode("ascii", errors="ignore")
    except OSError:
        return ""
