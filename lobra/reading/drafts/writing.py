"""The tables of a council with a document's draft rows in them, and what was done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lobra.reading import names
from lobra.reading.drafts import councils, lines, matching, merging, remembered, sound
from lobra.reading.drafts import plan as draft_plan
from lobra.reading.drafts.anonymous import Anonymous, slug
from lobra.reading.drafts.drafting import DraftRows, Place
from lobra.reading.drafts.minutes import Minutes
from lobra.reading.found import Doubt, Reading
from lobra_data import saving, schema, words
from lobra_data.errors import shown
from lobra_data.files import Records

Row = dict[str, str]
_KINDS = {"minutes": "Protokoll", "notice": "Kallelse", "action_plan": "Åtgärdsplan"}
_FIRST = ("organisations", "people", "forums")


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
        parts = [
            words.count(sum(counts.values()), one, many)
            for counts, one, many in (
                (self.new, "nytt utkast", "nya utkast"),
                (self.updated, "ändrat utkast", "ändrade utkast"),
                (self.kept, "granskad rad orörd", "granskade rader orörda"),
                (self.removed, "utkast borttaget", "utkast borttagna"),
            )
            if counts
        ]
        nothing = "dokumentet är infört" if self.is_new else "inget nytt"
        n = len(self.doubts)
        said = f" {words.count(n, 'sak', 'saker')} att titta på." if n else ""
        return (
            f"{self.file} → {self.council_id} ({self.document_id}): "
            f"{', '.join(parts) or nothing}.{said}"
        )


class Writing:
    """One document on its way into the tables of one council."""

    def __init__(
        self,
        reading: Reading,
        path: Path,
        folder: Path,
        records: Records | None,
        council: str,
        is_known: bool,
    ) -> None:
        self.reading, self.path, self.folder, self.council = reading, path, folder, council
        self.records = records
        self.sha = hashlib.sha256(path.read_bytes()).hexdigest()
        self.lines = lines.of(path)
        self.tables: dict[str, list[Row]] = {
            name: [dict(row) for row in self._recorded(name, council)] if is_known else []
            for name in schema.load()
        }
        self.others = [one for one in (records.councils if records else []) if one != council]
        if not self.tables["councils"]:
            is_made_up = "påhittad" in " ".join(self.lines.values())[:2000].casefold()
            row = dict.fromkeys(schema.load()["councils"].names, "")
            self.tables["councils"] = [row | councils.new_row(reading, council, is_made_up)]
        self.document = self._document()
        self.tables["councils"][0]["document_id"] = (
            self.tables["councils"][0]["document_id"] or self.document["document_id"]
        )
        self.id = self.document["document_id"]

    def write(self) -> Drafts:
        before = {
            name: {row[table.key]: dict(row) for row in self.tables[name]}
            for name, table in schema.load().items()
        }
        kept = remembered.read_doubts(self.folder, self.id)
        marks = kept.get("read", {})
        made = self._made()
        merged = self._merge(made, marks)
        out = Drafts(self.council, self.id, shown(self.path), is_new=self.is_new)
        doubts = [*self.reading.review, *made.doubts, *self._differing(merged)]
        self._let_go(merged)
        sound.number_items(self.tables["agenda_items"])
        doubts += sound.mend(self.folder, self.council, self.tables, self.id)
        there = {
            name: {row[table.key]: row for row in self.tables[name]}
            for name, table in schema.load().items()
        }
        for name, one in merged.items():
            drafted = {key: there[name][key] for key in one.ids.values() if key in there[name]}
            counts = (
                (out.new, len(one.new & set(there[name]))),
                (out.updated, sum(row != before[name].get(k, row) for k, row in drafted.items())),
                (out.kept, sum(self._is_reviewed(row) for row in self.tables[name])),
                (out.removed, len(one.gone - set(there[name]))),
            )
            for where, n in counts:
                if n:
                    where[name] = n
        out.doubts = list({(d.field, d.reason, d.line): d for d in doubts}.values())
        saving.save(self._files(merged, out.doubts, marks, there), self.folder)
        return out

    def _document(self) -> Row:
        """The document's row: the one it had, if it has been read before."""
        r, rows = self.reading, self.tables["documents"]
        same = (
            lambda row: row["sha256"] == self.sha,
            lambda row: r.held_on and (row["kind"], row["dated_on"]) == (r.kind, r.held_on),
            lambda row: row["file_name"] == self.path.name and self._can_be(row),
        )
        old = next((row for test in same for row in rows if test(row)), None)
        self.is_new = old is None
        if old is not None and old["sha256"] == self.sha:
            old["kind"] = r.kind if old["kind"] == "other" else old["kind"]
            return old
        stated = {"sha256": self.sha, "file_name": self.path.name, "n_lines": str(max(self.lines))}
        if r.held_on:
            stated["dated_on"] = r.held_on
        if old is not None:
            old |= stated
            return old
        row = dict.fromkeys(schema.load()["documents"].names, "") | stated
        row |= {
            "document_id": self._free("documents", self._document_id()),
            "council_id": self.council,
            "kind": r.kind,
            "title": self._title(),
        }
        rows.append(row)
        return row

    def _can_be(self, row: Row) -> bool:
        """Whether a document with this file name is the one that was read, with another text.

        "protokoll.pdf" of another day is another document; "protokoll-2024-03-04.pdf" is this one
        with its date corrected.
        """
        same_day = not self.reading.held_on or row["dated_on"] in ("", self.reading.held_on)
        is_own_name = any(letter.isdigit() for letter in self.path.stem)
        return row["kind"] == self.reading.kind and (same_day or is_own_name)

    def _document_id(self) -> str:
        r, stem = self.reading, slug(self.path.stem) or "dokument"
        if r.held_on and r.kind == "minutes":
            return f"{self._prefix()}-doc-{r.held_on}"
        if r.held_on and r.kind == "notice":
            return f"{self._prefix()}-doc-kallelse-{r.held_on}"
        return f"{self._prefix()}-doc-{stem}"

    def _prefix(self) -> str:
        """What the council's ids begin with: as its documents' ids do, else the council's id."""
        begins = Counter(
            row["document_id"].partition("-doc-")[0]
            for row in self.tables["documents"]
            if "-doc-" in row["document_id"]
        )
        return begins.most_common(1)[0][0] if begins else self.council

    def _free(self, table: str, name: str) -> str:
        key, elsewhere = schema.load()[table].key, self._elsewhere(table)
        used = {row[key] for row in self.tables[table]} | elsewhere
        return merging.free(name, used.__contains__)

    def _elsewhere(self, table: str) -> set[str]:
        """The keys that other councils use."""
        column = schema.load()[table].key
        return {row[column] for one in self.others for row in self._recorded(table, one)}

    def _recorded(self, table: str, council: str) -> list[Row]:
        rows = self.records.rows(table, council) if self.records else []
        return [row.values for row in rows]

    def _title(self) -> str:
        r = self.reading
        anonymous = Anonymous({})
        if r.kind in ("action_plan", "other"):
            heads = (text.strip("#*_ \t") for text in self.lines.values())
            wanted = (text for text in heads if r.kind == "other" or "plan" in text.casefold())
            return anonymous.plain(next(wanted, "")[:150]) or _KINDS.get(r.kind, "Dokument")
        day = f" {r.held_on}" if r.held_on else " utan datum"
        return f"{_KINDS[r.kind]}{day}"

    def _made(self) -> DraftRows:
        """The rows that the document gives, seen against all but its own drafts."""
        r, prefix = self.reading, self._prefix()
        others = {
            name: [row for row in rows if self._is_kept(name, row)]
            for name, rows in self.tables.items()
        }
        meeting = [row for row in self.tables["meetings"] if row["document_id"] == self.id]
        plan = [row for row in self.tables["action_plans"] if row["document_id"] == self.id]
        key = self.id.removeprefix(f"{prefix}-doc-")
        place = Place(
            self.council,
            prefix,
            self.id,
            meeting[0]["meeting_id"] if meeting else self._free("meetings", f"{prefix}-{key}"),
            plan[0]["action_plan_id"] if plan else self._free("action_plans", f"{prefix}-{key}"),
            self._title() if r.kind == "action_plan" else "",
            others,
            self.lines,
            self._subjects(),
        )
        known = {row["name"]: row["role"] for row in others["people"]}
        made = DraftRows(place, Anonymous(known | _roles(r)))
        if r.kind == "minutes":
            Minutes(r, made).draft()
        elif r.kind == "action_plan":
            draft_plan.draft(r, made)
        elif r.kind == "notice":
            reason = "en kallelse säger vad som ska ske; mötets rader kommer med protokollet."
            made.leave_out("kind", reason, None)
        else:
            reason = "det är varken protokoll eller åtgärdsplan; bara dokumentet förs in."
            made.leave_out("kind", reason, None)
        return made

    def _is_kept(self, table: str, row: Mapping[str, str]) -> bool:
        if table in ("councils", "documents", "clearances"):
            return True
        return row["document_id"] != self.id or row["is_reviewed"] == "yes"

    def _is_reviewed(self, row: Mapping[str, str]) -> bool:
        return row.get("is_reviewed") == "yes" and row["document_id"] == self.id

    def _subjects(self) -> list[matching.Subject]:
        """What the document can follow up: of the council and of those it took over from."""
        if self.reading.kind != "minutes":
            return []
        wanted, rows = {self.council}, list(self.tables["councils"])
        for one in self.others:
            rows += self._recorded("councils", one)
        for _ in rows:
            wanted |= {row["council_id"] for row in rows if row["successor_id"] in wanted}
        names_ = ("measures", "activities", "programmes", "assignments", "action_plans")
        tables = {name: list(self.tables[name]) for name in (*names_, "meetings")}
        for one in wanted - {self.council}:
            for name in tables:
                tables[name] += self._recorded(name, one)
        held = self.reading.held_on or self.reading.held_latest or ""
        began = {
            row["action_plan_id"]: not (row["year_from"] and held and held[:4] < row["year_from"])
            for row in tables["action_plans"]
        }
        days = {r["meeting_id"]: r["held_on"] or r["held_latest"] for r in tables["meetings"]}
        tables["assignments"] = [
            row
            for row in tables["assignments"]
            if row["document_id"] != self.id
            and held
            and (days.get(row["meeting_id"]) or "9") < held
        ]
        return matching.subjects(tables, began)

    def _merge(
        self, made: DraftRows, marks: Mapping[str, Mapping[str, str]]
    ) -> dict[str, merging.Merged]:
        """Merges table after table, those that others point at first; their keys follow."""
        ids: dict[tuple[str, str], str] = {}
        merged = {}
        for name in sorted(made.rows, key=lambda one: (one == "follow_ups", one not in _FIRST)):
            table = schema.load()[name]
            if name in ("councils", "documents", "assessments", "statistics", "clearances"):
                continue
            drafts = [d for row in made.rows[name] if (d := _following(name, row, ids)) is not None]
            elsewhere = self._elsewhere(name) if drafts else set()
            one = merging.merge(
                name,
                drafts,
                self.tables[name],
                self.id,
                marks.get(name, {}),
                elsewhere.__contains__,
            )
            ids |= {(name, natural): key for natural, key in one.ids.items()}
            drafted = set(one.ids.values())  # their keys into the table itself follow too
            for row in one.rows:
                if row[table.key] in drafted and row["is_reviewed"] != "yes":
                    for key in table.foreign_keys:
                        if key.table == name and (name, row[key.field]) in ids:
                            row[key.field] = ids[name, row[key.field]]
            self.tables[name] = one.rows
            merged[name] = one
        return merged

    def _differing(self, merged: Mapping[str, merging.Merged]) -> Iterator[Doubt]:
        for name, one in merged.items():
            for row in one.differing:
                reason = (
                    f"Raden {row[schema.load()[name].key]} är granskad och har inte ändrats, men "
                    "dokumentet har fått andra ord där."
                )
                yield Doubt(name, reason, int(row["line"]))

    def _let_go(self, merged: Mapping[str, merging.Merged]) -> None:
        """Removes drafts that the document no longer gives, unless a row that stays needs them."""
        gone = {(name, key) for name, one in merged.items() for key in one.gone}
        while gone:
            needed = {
                (key.table, row[key.field])
                for name, table in schema.load().items()
                for row in self._all(name)
                if (name, row[table.key]) not in gone
                for key in table.foreign_keys
                if row[key.field]
            }
            if not gone & needed:
                break
            gone -= needed
        for name in {name for name, _ in gone}:
            key = schema.load()[name].key
            self.tables[name] = [r for r in self.tables[name] if (name, r[key]) not in gone]

    def _all(self, table: str) -> Iterator[Mapping[str, str]]:
        yield from self.tables[table]
        for one in self.others:
            yield from self._recorded(table, one)

    def _files(
        self,
        merged: Mapping[str, merging.Merged],
        doubts: list[Doubt],
        marks: Mapping[str, Mapping[str, str]],
        there: Mapping[str, Mapping[str, Row]],
    ) -> dict[Path, bytes]:
        read = {}
        for name, one in merged.items():
            was = set(marks.get(name, {}))
            kept = {k: m for k, m in one.marks.items() if k in there[name] or k in was - one.gone}
            if kept:
                read[name] = kept
        about = {
            "document_id": self.id,
            "council_id": self.council,
            "file_name": self.path.name,
            "sha256": self.sha,
            "doubts": [asdict(doubt) for doubt in doubts],
            "read": read,
        }
        files = {
            self.folder / self.council / f"{name}.csv": saving.csv_bytes(name, rows)
            for name, rows in self.tables.items()
        }
        return files | {remembered.doubts_path(self.folder, self.id): remembered.json_bytes(about)}


def _following(table: str, row: Row, ids: Mapping[tuple[str, str], str]) -> Row | None:
    """A draft with the keys that its parents got; None when a person has removed what it needs."""
    row = dict(row)
    for key in schema.load()[table].foreign_keys:
        if (key.table, row[key.field]) in ids and key.table != table:
            row[key.field] = ids[key.table, row[key.field]]
            is_source = key.field in ("statement_id", "place_action_id")
            is_needed = is_source or schema.load()[table].field(key.field).is_required
            if not row[key.field] and is_needed:
                return None
    return row


def _roles(reading: Reading) -> dict[str, str]:
    """The names that a document gives, each with its role."""
    found = {
        name: role
        for name, role in (
            (reading.contact, ""),
            (reading.chair, "Ordföranden"),
            (reading.secretary, "Sekreteraren"),
        )
        if name and names.is_name(name)
    }
    return found | {
        one.name: one.role or found.get(one.name, "") for one in reading.attendance if one.name
    }
