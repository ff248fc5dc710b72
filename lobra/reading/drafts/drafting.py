"""A reading as draft rows of the tables: in the document's words, keys readable, no names.

What a table requires and the document doesn't say is not made up: the row is left out, or the
field says that it is unknown, and a doubt tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lobra.reading.drafts import themes
from lobra.reading.drafts.anonymous import Anonymous
from lobra.reading.drafts.registers import Match, Register, fold
from lobra.reading.found import Reading
from lobra_data import schema
from lobra_data.ids import slug

Row = dict[str, str]
_SAID = set("text problem action status_text what about value_a value_b activities.title".split())
"""The columns with what was said or done, which tell whether a row may be about single persons."""


@dataclass
class DraftRows:
    """The draft rows of a reading by table; what can't be drafted becomes one of its doubts.

    `prefix` is what the council's ids begin with, `tables` its rows without the document's own
    drafts, `lines` the document's text by line number.
    """

    reading: Reading
    council_id: str
    document_id: str
    prefix: str
    tables: Mapping[str, Sequence[Row]]
    lines: Mapping[int, str]
    anonymous: Anonymous
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in schema.load()})
    _new: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, table: str, key: str, one: object = None, **values: object) -> Row | None:
        """Adds a row and gives it; "{}" in its key stands for the row's number.

        What the fact `one` holds under the name of a column is copied, words without names in
        them; `values` stand as they are given. A row is proposed as sensitive when in any doubt.
        One without what its table requires is left out and told of: None.
        """
        about = schema.load()[table]
        row = about.empty() | {
            about.key: key.format(len(self.rows[table]) + 1),
            "council_id": self.council_id,
            "document_id": self.document_id,
            "line": "1",
            "is_sensitive": "no",
            "is_reviewed": "no",
        }
        for column in about.fields:
            value = getattr(one, column.name, None)
            if {column.name, f"{table}.{column.name}"} & _SAID:
                value, had = self.anonymous.text(value)
                if had or themes.is_plainly_sensitive(value):
                    row["is_sensitive"] = "yes"
            elif column.personal.may == schema.TEXT:
                value = self.anonymous.plain(value)
            row[column.name] = row[column.name] if value is None else str(value)
        row |= {name: "" if value is None else str(value) for name, value in values.items()}
        if missing := [one.title for one in about.fields if one.is_required and not row[one.name]]:
            self.leave_out(table, f"{missing[0].lower()} saknas", int(row["line"]))
            return None
        self.rows[table].append(row)
        return row

    def known(
        self, register: Register, table: str, text: str, key: str, line: int, **values: object
    ) -> str:
        """The key that a name has in the records, or that of a new row, made once.

        "" where the name may be one of several, which is told, or has no letters for a key.
        """
        found = self.match(register, table, text, line, "Välj, eller lägg till en ny.")
        if found.id or found.candidates or not slug(text):
            return found.id or ""
        if (own := (table, fold(text))) not in self._new:
            row = self.add(table, f"{self.prefix}-{key}", line=line, **values)
            self._new[own] = row[schema.load()[table].key] if row else ""
        return self._new[own]

    def match(self, register: Register, table: str, text: str, line: int, fix: str) -> Match:
        """What a name was matched to; where it may be one of several, that is told."""
        found = register.match(text)
        if found.candidates:
            self.reading.doubt(table, f'"{text}" kan vara {found}. {fix}', line)
        return found

    def leave_out(self, what: str, why: str, line: int | None) -> None:
        """Tells of something that was read and has no row."""
        self.reading.doubt(what, f"Inte med i utkastet: {why}.", line)

    def line_of(self, is_it: Callable[[str], bool]) -> int:
        """The first line of the document that something is true of; its first line when none."""
        return next((n for n, text in self.lines.items() if is_it(text)), 1)
