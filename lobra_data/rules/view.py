"""What the rules look at: the rows to check, and any row of any council that they point at."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from lobra_data import schema
from lobra_data.errors import Problem
from lobra_data.files import Records, Row


class View:
    """The rows of the councils to check; a row that could not be read is not among them.

    With `only`, the keys of the rows that may be seen by table, no other row is there for any
    rule, be it to find something wrong with or to look something up in.
    """

    def __init__(
        self,
        records: Records,
        councils: Sequence[str],
        only: Mapping[str, Container[str]] | None = None,
    ) -> None:
        self.records = records
        self.tables = schema.load()
        self.councils = councils
        self._only = only
        self.reading: list[Problem] = []
        self._rows: dict[str, dict[str, list[Row]]] = {name: {} for name in self.tables}
        self._by_key: dict[str, dict[str, Row]] = {}
        self._elsewhere: dict[str, dict[str, Row]] = {}
        self._places: dict[str, set[tuple[str, str]]] = {}
        self._broken: dict[str, dict[str, str]] = {name: {} for name in self.tables}
        for folder in self.councils:
            for name in self.tables:
                problems = records.read(folder, name)[1]
                self._rows[name][folder] = self._seen(folder, name)
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

    def places(self, table: str) -> set[tuple[str, str]]:
        """Document and line of each row of a table."""
        if table not in self._places:
            self._places[table] = {*map(place, self.rows(table))}
        return self._places[table]

    @cached_property
    def _noted(self) -> list[tuple[set[tuple[str, str]], bool]]:
        """(document, line) of both places, and whether it is resolved, for each conflict."""
        return [
            (
                {
                    (noted["document_id"], noted["line_a"]),
                    (noted["document_b_id"] or noted["document_id"], noted["line_b"]),
                },
                bool(noted["resolution"]),
            )
            for noted in (row.values for row in self.rows("conflicts"))
        ]

    def is_told(self, *rows: Row) -> bool:
        """Whether a row of conflicts says that what the rows state stands so in the documents."""
        places = {place(row) for row in rows}
        return any(places <= noted for noted, _ in self._noted)

    def is_resolved(self, *rows: Row) -> bool:
        """Whether somebody has also found out which of what the rows state is right."""
        places = {place(row) for row in rows}
        return any(places <= noted and is_resolved for noted, is_resolved in self._noted)

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
            rows = [row for name in self._other_councils for row in self._seen(name, table)]
            self._elsewhere[table] = self._keyed(table, rows)
        return self._elsewhere[table]

    def _seen(self, council: str, table: str) -> list[Row]:
        rows = self.records.read(council, table)[0]
        if self._only is None:
            return rows
        key, seen = self.tables[table].key, self._only[table]
        return [row for row in rows if row.values[key] in seen]

    def _keyed(self, table: str, rows: list[Row]) -> dict[str, Row]:
        key = self.tables[table].key
        return {row.values[key]: row for row in reversed(rows)}


def place(row: Row) -> tuple[str, str]:
    """Document and line that a row is read from, both empty where it has none."""
    return row.values.get("document_id", ""), row.values.get("line", "")


def at(row: Row, field: str | None, what: str, fix: str) -> Problem:
    """A problem with one value of a row."""
    return Problem(row.file, row.line, field, what, fix)


def _raw(path: Path) -> str:
    """What can be made out of a broken file: enough to see whether a key is in it."""
    try:
        data = path.read_bytes() if path.is_file() else b""  # a pipe may never end
        return data.replace(b"\0", b"").decode("ascii", errors="ignore")
    except OSError:
        return ""
