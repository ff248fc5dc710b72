"""Which texts wait: those with a cue that nobody has read and cleared for the public edition.

A clearance is of one very text, by its hash: whatever is changed in it afterwards, on the board or
in a file, makes it wait again. Equal texts are cleared together, wherever they stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lobra.privacy.cues import Cue, Known, cues
from lobra.privacy.editions import is_publishable
from lobra_data import saving, schema
from lobra_data.files import Records
from lobra_data.schema import COUNT, NAME, TEXT, Field, Table

NAMING = ("name", "short_name", "alias", "district", "municipality", "area", "place", "spot")
"""Fields whose texts name places, organisations and the like: once they are no cue themselves, or
cleared, they are none in other texts."""


Row = dict[str, str]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Waiting:
    """A text that waits, where it stands, and the words that make it wait."""

    council: str
    table: str
    key: str
    file: str
    line: int
    field: str
    text: str
    cues: tuple[Cue, ...]

    def __str__(self) -> str:
        said = ", ".join(f"“{' '.join(one.words.split())}” – {one.kind}" for one in self.cues)
        return f"{self.file}:{self.line}: {self.field}: {said}"


def free_fields(table: Table) -> list[Field]:
    """The fields of a table that hold free words; of persons by name nothing is published."""
    if table.has_names:
        return []
    return [f for f in table.fields if f.type == "string" and f.personal.may in (TEXT, COUNT)]


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def cleared(records: Records) -> set[str]:
    """The hashes of all texts that somebody has cleared, in any council."""
    return {row.values["text_hash"] for row in records.rows("clearances")}


def known(records: Records, council: str | None = None, never: Iterable[str] = ()) -> Known:
    """What explains the words of a council's texts, or those of all councils."""
    people, named, years = [], {}, set()
    for table in schema.load().values():
        for row in records.rows(table.name, council):
            for field in table.fields:
                value = row.values[field.name]
                if field.personal.may == NAME:
                    people.append(value)
                elif field.type in ("date", "year") and value[:4].isdecimal():
                    years.add(int(value[:4]))
                elif field.name in NAMING and field in free_fields(table):
                    named[value] = text_hash(value)
    years |= {year + n for year in years for n in (1, 2)}
    bare, sure = Known(people, (), never, sorted(years)), cleared(records)
    names = [text for text, mark in named.items() if mark in sure or not cues(text, bare)]
    elsewhere = (row.values["name"] for row in records.rows("people"))
    return Known(people, names, never, sorted(years), elsewhere)


def waiting(records: Records, never: Mapping[str, Iterable[str]] | None = None) -> list[Waiting]:
    """The texts that wait in rows which are reviewed and not sensitive, file by file. `never` are
    the words that each council must not publish."""
    sure, found = cleared(records), []
    for council in records.councils:
        explained = None
        for table in schema.load().values():
            for row in records.rows(table.name, council) if free_fields(table) else ():
                if is_publishable(row.values) and any(_unread(table, row.values, sure)):
                    explained = explained or known(records, council, (never or {}).get(council, ()))
                    place = (council, table.name, row.values[table.key], row.file, row.line)
                    for name, cued in told(table.name, row.values, explained, sure).items():
                        found.append(Waiting(*place, name, row.values[name], tuple(cued)))
    return found


def _unread(
    table: Table, values: Mapping[str, str], sure: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The field and text of each free text that nobody has cleared; a number alone is none."""
    for field in free_fields(table):
        text = values[field.name]
        is_number = field.personal.may == COUNT and text.isascii() and text.isdecimal()
        if text and not is_number and text_hash(text) not in sure:
            yield field.name, text


def told(
    table: str, row: Mapping[str, str], explained: Known, sure: Collection[str]
) -> dict[str, list[Cue]]:
    """The cues of each text of a row that nobody has cleared, by its field."""
    found = {f: cues(text, explained) for f, text in _unread(schema.load()[table], row, sure)}
    return {field: cued for field, cued in found.items() if cued}


def hold_back(councils: dict[str, Rows], texts: Iterable[Waiting]) -> dict[str, int]:
    """Makes rows wait whose texts do; how many rows, by council, stay without such a text.

    A council and a document are what everything else hangs on: their rows stay, and the text goes.
    """
    masked = {council: set[str]() for council in councils}
    rows = {
        (name, row[schema.load()[name].key]): row
        for tables in councils.values()
        for name, some in tables.items()
        for row in some
    }
    for one in texts:
        row = rows.get((one.table, one.key), {})  # of two rows for one fact only one may be left
        if "is_reviewed" in row:
            row["is_reviewed"] = "no"
        elif row:
            field = schema.load()[one.table].field(one.field)
            row[one.field] = f"{field.title} väntar på granskning" if field.is_required else ""
            masked[one.council].add(one.key)
    return {council: len(keys) for council, keys in masked.items()}


def clear(root: Path, council: str, texts: Iterable[str], role: str, day: date) -> None:
    """Writes that somebody of that role has cleared the texts."""
    with saving.changing(root, "lobra clear"):
        records = Records(root)
        rows = [dict(row.values) for row in records.rows("clearances", council)]
        new = saving.csv_bytes("clearances", added(rows, texts, council, role, day))
        saving.save({records.path(council, "clearances"): new}, root)


def added(rows: list[Row], texts: Iterable[str], council: str, role: str, day: date) -> list[Row]:
    """The rows of a council's clearances with those of more texts, in the order of their hashes."""
    decided = {"council_id": council, "decided_by_role": role, "decided_on": day.isoformat()}
    new = {mark: {"text_hash": mark} | decided for mark in map(text_hash, texts)}
    new |= {row["text_hash"]: row for row in rows}
    return [new[mark] for mark in sorted(new)]
