"""A reading as draft rows of the tables: in the document's words, keys readable, no names.

What a table requires and the document doesn't say is not made up: the row is left out, or the
field says that it is unknown, and a doubt tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lobra.reading.drafts import matching, themes
from lobra.reading.drafts.anonymous import Anonymous
from lobra.reading.found import Doubt
from lobra_data import schema

Row = dict[str, str]
_EMPTY = {"is_sensitive": "no", "is_reviewed": "no"}


@dataclass
class Place:
    """Where the drafts of a document go: its ids, its council's rows, the lines of its head."""

    council_id: str
    prefix: str
    document_id: str
    meeting_id: str
    action_plan_id: str
    title: str
    tables: Mapping[str, Sequence[Row]]
    """The council's rows, without the document's own drafts."""
    lines: Mapping[int, str]
    subjects: Sequence[matching.Subject] = ()

    def line_of(self, is_it: Callable[[str], bool]) -> int:
        """The first line of the document that something is true of; its first line when none."""
        return next((n for n, text in self.lines.items() if is_it(text)), 1)


@dataclass
class DraftRows:
    """Draft rows by table, and what could not be drafted."""

    place: Place
    anonymous: Anonymous
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in schema.load()})
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, table: str, key: str, line: int | None, **values: object) -> str:
        """Adds a row; fields not given are empty. The key comes back."""
        names_ = schema.load()[table].names
        row = dict.fromkeys(names_, "") | {k: v for k, v in _EMPTY.items() if k in names_}
        row |= {
            schema.load()[table].key: key,
            "council_id": self.place.council_id,
            "document_id": self.place.document_id,
            "line": str(line or 1),
        }
        row |= {name: "" if value is None else str(value) for name, value in values.items()}
        self.rows[table].append(row)
        return key

    def leave_out(self, what: str, reason: str, line: int | None) -> None:
        """Tells of something that was read and has no row."""
        self.doubts.append(Doubt(what, f"Inte med i utkastet: {reason}", line))

    def words(self, *texts: str | None) -> tuple[list[str], str]:
        """Texts without names, and yes or no for is_sensitive: yes when in any doubt."""
        made = [self.anonymous.text(text) for text in texts]
        is_sensitive = any(had or themes.is_plainly_sensitive(text) for text, had in made)
        return [text for text, _ in made], "yes" if is_sensitive else "no"
