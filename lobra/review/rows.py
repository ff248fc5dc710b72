"""The rows of a document that a person reviews, as the board shows them; nothing is written here.

A row whose texts may name or count somebody is shown with those words marked; to approve it is to
clear these texts for the public edition.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from pathlib import Path

import pandas as pd

from lobra.privacy import clearance
from lobra.privacy.cues import Cue
from lobra.reading.drafts import matching, remembered
from lobra.reading.drafts.documents import lines_of
from lobra.workbook import by_hand
from lobra_data import files, rules, schema, words

AROUND = 4
"""How many lines of the document are shown before and after the row's own."""
FIXED = ("council_id", "document_id", "is_reviewed")
_TABLES = {
    "measures.activities": "activities",
    "organisations": "attendance",
    "people": "attendance",
    **dict.fromkeys(("held_on", "starts_at", "ends_at", "place", "chair", "secretary"), "meetings"),
}
"""The table that a doubt of the reader is about, where it isn't called the same."""
Data = str | Path | files.Records | None


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

    @property
    def is_certain(self) -> bool:
        """Whether nothing about it asks for a person who reads it by itself."""
        return not self.doubts and not self.cues


@dataclass(frozen=True)
class Progress:
    """How many of a document's rows a person has reviewed."""

    n_reviewed: int
    n_rows: int

    def __str__(self) -> str:
        return f"{self.n_reviewed} av {self.n_rows} granskade"

    @property
    def n_left(self) -> int:
        return self.n_rows - self.n_reviewed


def documents(data: Data = None) -> dict[str, str]:
    """The documents that have rows to review: document_id → title with council, in file order."""
    source = files.find(data)
    counts, titles = progresses(source), all_documents(source)
    return {one: titles[one] for one in titles if one in counts and counts[one].n_left}


def all_documents(data: Data = None) -> dict[str, str]:
    """Every document: document_id → title with council, in file order."""
    rows = (row.values for row in files.find(data).rows("documents"))
    return {row["document_id"]: f"{row['title']} ({row['council_id']})" for row in rows}


def waiting(data: Data = None) -> pd.DataFrame:
    """The documents with rows to review: title, how many rows wait, how many are reviewed."""
    source = files.find(data)
    counts = progresses(source)
    rows = [
        (title, counts[document_id].n_left, counts[document_id].n_reviewed)
        for document_id, title in documents(source).items()
    ]
    table = pd.DataFrame(rows, columns=["Dokument", "Väntar", "Granskade"])
    return table.set_index("Dokument")


def drafts(document_id: str, data: Data = None) -> list[Draft]:
    """A document's rows to review: first those to read one by one, from its top to its end."""
    return _drafts(document_id, files.find(data), is_left=True)


def reviewed(document_id: str, data: Data = None) -> list[Draft]:
    """A document's rows that somebody has reviewed, from its top to its end."""
    return _drafts(document_id, files.find(data), is_left=False)


def _drafts(document_id: str, source: files.Records, is_left: bool) -> list[Draft]:
    found: list[Draft] = []
    told = _doubts(source.root, document_id) if is_left else []
    sure, explained = clearance.cleared(source), cache(partial(clearance.known, source))
    for name, council, row, document, waits in _rows(source):
        if document == document_id and waits == is_left:
            values, line = row.values, int(row.values.get("line") or 0)
            about = [why for table, at, why in told if table == name and at in (line, None)]
            about += [*_lacking(name, row), *_proposal(values)] if is_left else []
            texts = values | {"note": ""} if is_proposed(values) else values
            cues = clearance.told(name, texts, explained(council), sure)
            key = values[schema.load()[name].key]
            found.append(Draft(council, name, key, line, values, tuple(about), cues))
    order = list(schema.load())
    return sorted(found, key=lambda one: (one.is_certain, one.line, order.index(one.table)))


def loose_doubts(document_id: str, data: Data = None) -> list[str]:
    """What was unsure about a document and belongs to none of its rows to review."""
    source = files.find(data)
    shown = {why for one in drafts(document_id, source) for why in one.doubts}
    told = _doubts(source.root, document_id)
    return [f"Rad {at}: {why}" if at else why for _, at, why in told if why not in shown]


def progress(document_id: str, data: Data = None) -> Progress:
    """How far the review of a document has come."""
    return progresses(data).get(document_id, Progress(0, 0))


def progresses(data: Data = None) -> dict[str, Progress]:
    """How far the review of each document has come, by document_id.

    Rows without a mark of review, of councils and documents, count while they wait.
    """
    done: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for _, _, row, document, is_left in _rows(files.find(data)):
        if not is_left and "is_reviewed" not in row.values:
            continue
        rows[document] += 1
        done[document] += not is_left
    return {document: Progress(done[document], n) for document, n in rows.items()}


def source_lines(
    document_id: str, line: int, folder: Data = None, data: Data = None
) -> list[tuple[int, str]]:
    """The document's lines around one of them; empty without a file that is the one that was read.

    The file is looked for in `folder` by its name, and its checksum must be that of the records.
    """
    found = document_lines(document_id, folder, data)
    return [(n, text) for n, text in found.items() if abs(n - line) <= AROUND]


def document_lines(document_id: str, folder: Data = None, data: Data = None) -> dict[int, str]:
    """Every line of a document by its number, found as `source_lines` finds it.

    A document that Lobra made of what was entered by hand lies beside the records.
    """
    source = files.find(data)
    about = next(
        r.values for r in source.rows("documents") if r.values["document_id"] == document_id
    )
    places = [source.root / about["council_id"] / by_hand.FOLDER]
    places += [Path(str(folder)).expanduser()] if folder else []
    for path in (place / about["file_name"] for place in places):
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == about["sha256"]:
            return lines_of(path)
    return {}


def editable(table: str) -> list[schema.Field]:
    """The fields that a reviewer may change; only texts where that is all there is to review."""
    about = schema.load()[table]
    fields = about.fields if "is_reviewed" in about.names else clearance.free_fields(about)
    fixed = {about.key, *FIXED} | (set() if is_of_document(table) else {"line"})
    return [field for field in fields if field.name not in fixed]


def is_of_document(table: str) -> bool:
    """Whether each row of the table stands in a document; what a council judges stands in none."""
    names = schema.load()[table].names
    return "document_id" in names and schema.load()[table].field("document_id").is_required


def _rows(source: files.Records) -> Iterator[tuple[str, str, files.Row, str, bool]]:
    """Every row that a person reviews: its table, council and document, and whether it is left.

    A council waits while a report can't name it, and a council and a document while a text does.
    A row that names no document stands with its council's first one.
    """
    texts = {(one.table, one.key) for one in clearance.waiting(source)}
    for (name, table), council in product(schema.load().items(), source.councils):
        first = next((one.values["document_id"] for one in source.rows("documents", council)), "")
        for row in source.rows(name, council):
            is_waiting = (name, row.values[table.key]) in texts
            if name in ("councils", "documents") or "is_reviewed" in table.names:
                is_left = row.values.get("is_reviewed", "yes") != "yes" or is_waiting
                is_left = is_left or bool(_lacking(name, row))
                yield name, council, row, row.values["document_id"] or first, is_left


def _lacking(table: str, row: files.Row) -> list[str]:
    """What a new council still lacks, as doubts about its row."""
    found = rules.lacking(row) if table == "councils" else []
    return [f"{words.capitalised(one.what)}. {one.fix}." for one in found]


def is_proposed(row: Mapping[str, str]) -> bool:
    """Whether the note of a row is what the reader says of why it proposes a follow-up."""
    return row.get("note", "").startswith(matching.PROPOSED)


def _proposal(row: Mapping[str, str]) -> Iterator[str]:
    """What there is to think of about a follow-up that the reader proposes."""
    if not is_proposed(row):
        return
    if row["status"] == "unknown":
        yield "Orden säger inte hur långt det har kommit. Välj status, om du vet."
    if row["status"] in ("done", "cancelled") and row["measure_id"] and not row["activity_id"]:
        yield "Statusen gäller hela åtgärden. Är bara en del gjord väljer du pågår."
    if row["assignment_id"]:
        yield f"{row['note']} Är uppdraget klart väljer du statusen klar: då avslutas det."
    elif row["basis"] == "inferred":
        yield (
            f"{row['note']} Nämner raden själva åtgärden väljer du grunden uttrycklig: "
            "en tolkad räknas inte när målen bedöms."
        )


def _doubts(root: Path, document_id: str) -> list[tuple[str, int | None, str]]:
    """Table, line and reason of each doubt that is kept about a document."""
    found = []
    for one in remembered.read_doubts(root, document_id).get("doubts", []):
        parts = one["field"].split(".")
        names = (".".join(parts[:2]), parts[0])
        table = next((_TABLES[name] for name in names if name in _TABLES), parts[0])
        found.append((table, one["line"], one["reason"]))
    return found
