"""The tables of a council with a document's draft rows in them, and what was done."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from lobra.reading import names
from lobra.reading.drafts import councils, documents, matching, plan, remembered, sound
from lobra.reading.drafts.anonymous import Anonymous
from lobra.reading.drafts.drafting import DraftRows
from lobra.reading.drafts.merging import Marks, Merging, Row, Tables
from lobra.reading.drafts.minutes import Minutes
from lobra.reading.drafts.said import Said
from lobra.reading.found import Doubt, Reading
from lobra_data import saving, schema, words
from lobra_data.errors import shown
from lobra_data.files import Records

_NO_ROWS = {
    "notice": "en kallelse säger vad som ska ske; mötets rader kommer med protokollet",
    "other": "det är varken protokoll eller åtgärdsplan; bara dokumentet förs in",
}


@dataclass
class Drafts:
    """What was written: the council, the document, and counts by table of its draft rows."""

    council_id: str
    document_id: str
    file: str
    new: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    """Reviewed rows of the document: left as they are."""
    removed: dict[str, int] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    is_new: bool = False
    """Whether the document had never been read before."""

    def __str__(self) -> str:
        counted = (
            (self.new, "nytt utkast", "nya utkast"),
            (self.updated, "ändrat utkast", "ändrade utkast"),
            (self.kept, "granskad rad orörd", "granskade rader orörda"),
            (self.removed, "utkast borttaget", "utkast borttagna"),
        )
        parts = [words.count(sum(n.values()), one, many) for n, one, many in counted if n]
        nothing = "dokumentet är infört" if self.is_new else "inget nytt"
        n = len(self.doubts)
        said = f" {words.count(n, 'sak', 'saker')} att titta på." if n else ""
        about = f"{self.file} → {self.council_id} ({self.document_id})"
        return f"{about}: {', '.join(parts) or nothing}.{said}"


def write(reading: Reading, path: Path, folder: Path, council_id: str | None = None) -> Drafts:
    """Writes what a document says as draft rows into the records of a folder.

    All rows are unreviewed. Reading the same or a corrected document again (the same file, file
    name, or kind and day) updates its drafts and leaves what a person has reviewed or removed as
    it is. Other documents' rows are not touched. LobraError when the council can't be told, or
    when a file can't be written; then nothing has changed.
    """
    path, folder = Path(path), Path(folder)
    with saving.changing(folder, "lobra read"):
        return _Writing(reading, path, Records(folder), council_id).write()


class _Writing:
    """One document on its way into the tables of one council."""

    def __init__(self, reading: Reading, path: Path, records: Records, wanted: str | None) -> None:
        self.reading = replace(reading, review=[*reading.review])  # gets more doubts on the way
        self.path, self.root = path, records.root
        self.tables = {n: [dict(row.values) for row in records.rows(n)] for n in schema.load()}
        """The rows of all councils: ids are unique over all, and some follow up others' plans."""
        self.council = councils.choose(reading, self.tables["councils"], wanted, shown(path))
        self.lines = documents.lines_of(path)
        if all(row["council_id"] != self.council for row in self.tables["councils"]):
            new = documents.new_council(reading, self.council, self.lines)
            self.tables["councils"].append(new)
        own = self._own()
        self.before = _reviewable(own)
        ids = (row["document_id"].partition("-doc-") for row in own["documents"])
        self.prefix = next((begin for begin, doc, _ in ids if doc), self.council)
        found = documents.known(reading, path, max(self.lines), own["documents"])
        self.is_new = not found
        if not found:
            used = {row["document_id"] for row in self.tables["documents"]}
            found = documents.new(reading, path, self.lines, self.prefix, used)
            found["council_id"] = self.council
            self.tables["documents"].append(found)
        self.document, self.id = found, found["document_id"]
        council = own["councils"][0]
        council["document_id"] = council["document_id"] or self.id

    def write(self) -> Drafts:
        marks = remembered.read_doubts(self.root, self.id).get("read", {})
        merging = Merging(self.tables, self.id, marks)
        merging.merge(self._made())
        own = self._own()
        sound.number_items([row for row in own["agenda_items"] if row["document_id"] == self.id])
        mended = sound.mend(self.root, self.council, own, self.id)
        self.reading.doubts((*merging.doubts, *mended))
        self._save(own, merging.marks(own))
        return self._counted(own)

    def _own(self) -> dict[str, list[Row]]:
        """The council's rows."""
        return {
            name: [row for row in rows if row["council_id"] == self.council]
            for name, rows in self.tables.items()
        }

    def _made(self) -> Tables:
        """The rows that the document gives, seen against all but its own drafts."""
        r, draft = self.reading, ("no", self.id)
        kept = {
            name: [row for row in rows if (row.get("is_reviewed"), row.get("document_id")) != draft]
            for name, rows in self._own().items()
        }
        anonymous = Anonymous({row["name"]: row["role"] for row in kept["people"]} | _roles(r))
        made = DraftRows(r, self.council, self.id, self.prefix, kept, self.lines, anonymous)
        if r.kind == "minutes":
            Said(Minutes(made, self._own_key("meetings")), self._subjects())
        elif r.kind == "action_plan":
            title = documents.title(r, self.path, self.lines)
            plan.draft(made, self._own_key("action_plans"), title)
        else:
            made.leave_out("kind", _NO_ROWS[r.kind], None)
        return made.rows

    def _own_key(self, table: str) -> str:
        """The key of the row that a document has one of, as it is or as it will be."""
        known = (row for row in self.tables[table] if row["document_id"] == self.id)
        own = self.id.removeprefix(f"{self.prefix}-doc-")
        return next((row[schema.load()[table].key] for row in known), f"{self.prefix}-{own}")

    def _subjects(self) -> list[matching.Subject]:
        """What the document can follow up: of the council and of those it took over from."""
        wanted, every = {self.council}, self.tables["councils"]
        for _ in every:
            wanted |= {row["council_id"] for row in every if row["successor_id"] in wanted}

        def is_wanted(row: Row) -> bool:
            return row["council_id"] in wanted and row.get("document_id") != self.id

        tables = {name: [*filter(is_wanted, rows)] for name, rows in self.tables.items()}
        return matching.subjects(tables, self.reading.held_on or self.reading.held_latest or "")

    def _counted(self, own: Tables) -> Drafts:
        was, now = self.before, _reviewable(own)
        here = [(name, row) for (name, _), row in now.items() if row["document_id"] == self.id]
        return Drafts(
            self.council,
            self.id,
            shown(self.path),
            new=Counter(name for name, _ in now.keys() - was.keys()),
            updated=Counter(one[0] for one in now.keys() & was.keys() if now[one] != was[one]),
            kept=Counter(name for name, row in here if row["is_reviewed"] == "yes"),
            removed=Counter(name for name, _ in was.keys() - now.keys()),
            doubts=self.reading.review,
            is_new=self.is_new,
        )

    def _save(self, own: Tables, marks: Marks) -> None:
        about = {
            "document_id": self.id,
            "council_id": self.council,
            "file_name": self.path.name,
            "sha256": self.document["sha256"],
            "doubts": [asdict(doubt) for doubt in self.reading.review],
            "read": marks,
        }
        files = {
            self.root / self.council / f"{name}.csv": saving.csv_bytes(name, rows)
            for name, rows in own.items()
        }
        told = json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        files[remembered.doubts_path(self.root, self.id)] = told.encode("utf-8")
        saving.save(files, self.root)


def _reviewable(tables: Tables) -> dict[tuple[str, str], Row]:
    """The rows that a person reviews as they are now, by table and key."""
    about = {name: table for name, table in schema.load().items() if "is_reviewed" in table.names}
    return {(name, row[about[name].key]): dict(row) for name in about for row in tables[name]}


def _roles(reading: Reading) -> dict[str, str]:
    """The names that a document gives, each with its role."""
    given = {reading.contact: "", reading.chair: "Ordföranden", reading.secretary: "Sekreteraren"}
    found = {name: role for name, role in given.items() if name and names.is_name(name)}
    for one in reading.attendance:
        if one.name:
            found[one.name] = one.role or found.get(one.name, "")
    return found
