"""The draft rows of a document, and what a person says of them: one row written at a time.

A row whose texts may name or count somebody is shown with those words marked; to approve it is to
clear these texts for the public edition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import product
from pathlib import Path

import pandas as pd

from lobra.privacy import clearance
from lobra.privacy.cues import Cue
from lobra.reading.drafts import lines, remembered, sound
from lobra_data import files, saving, schema, words
from lobra_data.errors import LobraError, quoted

AROUND = 4
"""How many lines of the document are shown before and after the row's own."""
REVIEWER = "granskare"
"""The role that clears a text, unless another one is given."""
FIXED = ("council_id", "document_id", "is_reviewed")
_TABLES = {
    "measures.activities": "activities",
    "organisations": "attendance",
    "people": "attendance",
    **dict.fromkeys(("held_on", "starts_at", "ends_at", "place", "chair", "secretary"), "meetings"),
}
"""The table that a doubt of the reader is about, where it isn't called the same."""
Data = str | Path | None


@dataclass(frozen=True)
class Draft:
    """A row that nobody has reviewed, or that has a text which waits: its place, its values as
    text, what is unsure, and by field what may name or count somebody."""

    council_id: str
    table: str
    key: str
    line: int
    values: Mapping[str, str]
    doubts: tuple[str, ...]
    cues: Mapping[str, list[Cue]]


@dataclass(frozen=True)
class Progress:
    """How many of a document's rows a person has reviewed."""

    n_reviewed: int
    n_rows: int

    def __str__(self) -> str:
        return f"{self.n_reviewed} av {self.n_rows} granskade"


def documents(data: Data = None) -> dict[str, str]:
    """The documents that have rows to review: document_id → title with council, in file order."""
    source = files.find(data)
    waiting = {document for _, _, _, document, is_left in _rows(source) if is_left}
    return {
        row.values["document_id"]: f"{row.values['title']} ({row.values['council_id']})"
        for row in source.rows("documents")
        if row.values["document_id"] in waiting
    }


def waiting(data: Data = None) -> pd.DataFrame:
    """The documents with rows to review: title, how many rows wait, how many are reviewed."""
    rows = [
        (title, done.n_rows - done.n_reviewed, done.n_reviewed)
        for document_id, title in documents(data).items()
        for done in (progress(document_id, data),)
    ]
    table = pd.DataFrame(rows, columns=["Dokument", "Väntar", "Granskade"])
    return table.set_index("Dokument")


def drafts(document_id: str, data: Data = None) -> list[Draft]:
    """A document's rows to review: those with doubts first, then table by table, line by line."""
    source = files.find(data)
    found: list[Draft] = []
    told = _doubts(source.root, document_id)
    sure, explained = clearance.cleared(source), cache(partial(clearance.known, source))
    for name, council, row, document, is_left in _rows(source):
        if document == document_id and is_left:
            values, line = row.values, int(row.values.get("line") or 0)
            about = tuple(why for table, at, why in told if table == name and at in (line, None))
            cues = clearance.told(name, values, explained(council), sure)
            key = values[schema.load()[name].key]
            found.append(Draft(council, name, key, line, values, about, cues))
    order = list(schema.load())
    return sorted(found, key=lambda one: (not one.doubts, order.index(one.table), one.line))


def loose_doubts(document_id: str, data: Data = None) -> list[str]:
    """What was unsure about a document and belongs to none of its rows to review."""
    shown = {why for one in drafts(document_id, data) for why in one.doubts}
    told = _doubts(files.find(data).root, document_id)
    return [f"Rad {at}: {why}" if at else why for _, at, why in told if why not in shown]


def progress(document_id: str, data: Data = None) -> Progress:
    """How far the review of a document has come."""
    rows = _rows(files.find(data))
    marks = [not is_left for _, _, _, document, is_left in rows if document == document_id]
    return Progress(sum(marks), len(marks))


def accept(
    table: str,
    key: str,
    data: Data = None,
    role: str = REVIEWER,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Says that a person has read the row against its document and found it right.

    Its texts are cleared for the public edition, in the name of the role. `seen` is the row as the
    person saw it: LobraError when it has been changed since.
    """
    with _alone(data):
        _correct(table, key, {}, data, role, seen)


def correct(
    table: str, key: str, changes: Mapping[str, str], data: Data = None, role: str = REVIEWER
) -> None:
    """Changes values of a row and says that it is reviewed; LobraError for what can't stand there.

    Keys, council, document and the mark of review are not for changing. A changed text that may
    name or count somebody waits: nobody has seen it with those words marked.
    """
    with _alone(data):
        _correct(table, key, changes, data, role)


def _correct(
    table: str,
    key: str,
    changes: Mapping[str, str],
    data: Data,
    role: str,
    seen: Mapping[str, str] | None = None,
) -> None:
    council, tables = _tables_of(table, key, data)
    row = _row(table, key, tables)
    if seen is not None and dict(seen) != row:
        raise LobraError(f"{key}: raden har ändrats sedan den visades. Läs den igen.")
    before = dict(row)
    fixed = set(changes) - {field.name for field in editable(table)}
    if fixed:
        raise LobraError(f"{table}: {', '.join(sorted(fixed))} kan inte ändras här.")
    row |= {name: " ".join(value.split()) for name, value in changes.items()}
    row |= {"is_reviewed": "yes"} if "is_reviewed" in row else {}
    root = files.find(data).root
    found = sound.problems(root, council, tables) if changes else []
    if wrong := [one for one, _, of in found if of is row]:
        raise LobraError("\n".join(f"{p.field or table}: {p.what}. {p.fix}" for p in wrong))
    texts = [row[name] for name in _cued(table, row, council, data) if row[name] == before[name]]
    tables["clearances"] = clearance.added(
        tables["clearances"], texts, council, role or REVIEWER, date.today()
    )
    changed = {
        root / council / f"{name}.csv": saving.csv_bytes(name, tables[name])
        for name in ([table, "clearances"] if texts else [table])
    }
    saving.save(changed, root)


def _cued(table: str, row: Mapping[str, str], council: str, data: Data) -> Mapping[str, list[Cue]]:
    source = files.find(data)
    explained = clearance.known(source, council)
    return clearance.told(table, row, explained, clearance.cleared(source))


def accept_all(document_id: str, table: str, data: Data = None) -> int:
    """Accepts every row of one table of a document about which there is no doubt; how many.

    A row with words that may name or count somebody is for a person to read by itself.
    """
    with _alone(data):
        return _accept_all(document_id, table, data)


def _accept_all(document_id: str, table: str, data: Data) -> int:
    source = files.find(data)
    sure = [one for one in drafts(document_id, data) if one.table == table]
    sure = [one for one in sure if not one.doubts and not one.cues]
    changed = {}
    for council in {one.council_id for one in sure}:
        keys = {one.key for one in sure if one.council_id == council}
        rows = [dict(row.values) for row in source.rows(table, council)]
        for row in rows:
            if row[schema.load()[table].key] in keys:
                row["is_reviewed"] = "yes"
        changed[source.path(council, table)] = saving.csv_bytes(table, rows)
    saving.save(changed, source.root)
    return len(sure)


def remove(table: str, key: str, data: Data = None) -> None:
    """Takes a draft away, with the proposed follow-ups of it.

    LobraError when other rows need it, or when it is reviewed. Reading the document again does
    not bring it back.
    """
    with _alone(data):
        _remove(table, key, data)


def _alone(data: Data) -> AbstractContextManager[None]:
    """Nobody else writes between what is read here and what is saved."""
    return saving.changing(files.find(data).root, "granskningen")


def _remove(table: str, key: str, data: Data) -> None:
    council, tables = _tables_of(table, key, data)
    root = files.find(data).root
    if _row(table, key, tables).get("is_reviewed", "yes") == "yes":
        raise LobraError(f"{key}: raden är granskad. Ta bort den i {table}.csv om den är fel.")
    gone = {table: {key}, "follow_ups": set()}
    needing = []
    for name, row, field in _pointing_at(table, key, data):
        if name == "follow_ups" and row["is_reviewed"] != "yes":
            gone["follow_ups"].add(row["follow_up_id"])
        elif schema.load()[name].field(field).is_required or name == "follow_ups":
            needing.append(row[schema.load()[name].key])
    if needing:
        n = words.count(len(needing), "rad hör", "rader hör")
        listed = ", ".join(needing[:3]) + (" …" if len(needing) > 3 else "")
        raise LobraError(f"{key}: {n} till den ({listed}). Ta bort eller flytta dem först.")
    changed = {name for name, keys in gone.items() if keys}
    for name, row, field in _pointing_at(table, key, data):
        own = next((one for one in tables[name] if one == row), None)
        if own is not None and name != "follow_ups":
            own[field] = ""
            changed.add(name)
    for name, keys in gone.items():
        column = schema.load()[name].key
        tables[name] = [row for row in tables[name] if row[column] not in keys]
    made = {
        root / council / f"{name}.csv": saving.csv_bytes(name, tables[name]) for name in changed
    }
    saving.save(made, root)


def source_lines(
    document_id: str, line: int, folder: Data = None, data: Data = None
) -> list[tuple[int, str]]:
    """The document's lines around one of them; empty without a file that is the one that was read.

    The file is looked for in `folder` by its name, and its checksum must be that of the records.
    """
    rows = files.find(data).rows("documents")
    about = next(r.values for r in rows if r.values["document_id"] == document_id)
    path = Path(folder).expanduser() / about["file_name"] if folder else None
    if path is None or not path.is_file():
        return []
    if hashlib.sha256(path.read_bytes()).hexdigest() != about["sha256"]:
        return []
    return [(n, text) for n, text in lines.of(path).items() if abs(n - line) <= AROUND]


def editable(table: str) -> list[schema.Field]:
    """The fields that a reviewer may change; only texts where that is all there is to review."""
    about = schema.load()[table]
    fields = about.fields if "is_reviewed" in about.names else clearance.free_fields(about)
    return [field for field in fields if field.name not in (about.key, *FIXED)]


def _rows(source: files.Records) -> Iterator[tuple[str, str, files.Row, str, bool]]:
    """Every row that a person reviews: its table, council and document, and whether it is left.

    Of a council and of a document only texts are reviewed: their rows are there while one waits.
    A council that names no document stands with its first one.
    """
    texts = {(one.table, one.key) for one in clearance.waiting(source)}
    for (name, table), council in product(schema.load().items(), source.councils):
        first = next((one.values["document_id"] for one in source.rows("documents", council)), "")
        for row in source.rows(name, council):
            is_waiting = (name, row.values[table.key]) in texts
            if is_waiting or "is_reviewed" in table.names:
                is_left = is_waiting or row.values["is_reviewed"] != "yes"
                yield name, council, row, row.values["document_id"] or first, is_left


def _doubts(root: Path, document_id: str) -> list[tuple[str, int | None, str]]:
    """Table, line and reason of each doubt that is kept about a document."""
    found = []
    for one in remembered.read_doubts(root, document_id).get("doubts", []):
        parts = one["field"].split(".")
        names = (".".join(parts[:2]), parts[0])
        table = next((_TABLES[name] for name in names if name in _TABLES), parts[0])
        found.append((table, one["line"], one["reason"]))
    return found


def _tables_of(table: str, key: str, data: Data) -> tuple[str, dict[str, list[dict[str, str]]]]:
    """The council that has the row, and all of its tables."""
    source = files.find(data)
    column = schema.load()[table].key
    for council in source.councils:
        if any(row.values[column] == key for row in source.rows(table, council)):
            names = schema.load()
            return council, {
                name: [dict(row.values) for row in source.rows(name, council)] for name in names
            }
    raise LobraError(f"{quoted(key)} finns inte i {table}.csv. Läs in notebooken på nytt.")


def _row(table: str, key: str, tables: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    column = schema.load()[table].key
    return next(row for row in tables[table] if row[column] == key)


def _pointing_at(table: str, key: str, data: Data) -> list[tuple[str, dict[str, str], str]]:
    """Every row of any council that holds the key of another, with table and field."""
    source = files.find(data)
    return [
        (name, dict(row.values), link.field)
        for name, about in schema.load().items()
        for link in about.foreign_keys
        if link.table == table
        for row in source.rows(name)
        if row.values[link.field] == key
    ]
