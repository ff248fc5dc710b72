"""What a person says of rows: each function writes all of its change or nothing.

Nobody else writes meanwhile, and a row that can't stand in the records is refused with what
`lobra check` would say of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lobra.privacy import clearance
from lobra.reading.drafts import sound
from lobra.review.rows import Data, drafts, editable, is_of_document, is_proposed
from lobra.workbook import by_hand, differences, layout, told
from lobra.workbook.layout import Labels
from lobra_data import files, saving, schema, words
from lobra_data.errors import LobraError, quoted

REVIEWER = "granskare"
"""The role that clears a text, unless another one is given."""
Rows = dict[str, list[dict[str, str]]]
Seen = Mapping[str, str] | None


def accept(
    table: str, key: str, data: Data = None, role: str = REVIEWER, seen: Seen = None
) -> None:
    """Says that a person has read the row against its document and found it right.

    Its texts are cleared for the public edition, in the name of the role. `seen` is the row as the
    person saw it: LobraError when it has been changed since.
    """
    with _alone(data):
        _Change(table, key, data).seen(seen).review().clear(role).save()


def correct(
    table: str,
    key: str,
    changes: Mapping[str, str],
    data: Data = None,
    role: str = REVIEWER,
    seen: Seen = None,
) -> None:
    """Changes values of a row and says that it is reviewed; LobraError for what can't stand there.

    Keys, council, document and the mark of review are not for changing. A changed text that may
    name or count somebody waits: nobody has seen it with those words marked.
    """
    with _alone(data):
        _Change(table, key, data).seen(seen).change(changes).review().clear(role).save()


def keep(
    table: str, key: str, changes: Mapping[str, str], data: Data = None, seen: Seen = None
) -> None:
    """Changes values of a row as `correct` does, but says nothing of whether it is right."""
    with _alone(data):
        _Change(table, key, data).seen(seen).change(changes).save()


def reopen(table: str, key: str, data: Data = None) -> None:
    """Takes back that a row is reviewed; what it says, and the texts cleared in it, stay."""
    with _alone(data):
        change = _Change(table, key, data)
        if "is_reviewed" not in change.row:
            raise LobraError(f"{key}: raden kan ändras som den är och behöver inte öppnas igen.")
        change.row["is_reviewed"] = "no"
        change.save()


def add(
    table: str,
    document_id: str,
    values: Mapping[str, str],
    data: Data = None,
    is_reviewed: bool = True,
) -> str:
    """Adds what reading missed, or what stands in no document, such as an assessment; its key.

    What follows from the rest (a number, the council's forum) is filled in. Texts that may name or
    count somebody wait, as changed ones do.
    """
    with _alone(data):
        source = files.find(data)
        about, rows = schema.load()[table], differences.all_rows(source)
        if document_id not in rows["documents"]:
            raise LobraError(f"{quoted(document_id)} finns inte i documents.csv.")
        council = rows["documents"][document_id]["council_id"]
        key = by_hand.new_key(table, values, council, rows[table])
        row = dict.fromkeys(about.names, "") | {about.key: key, "council_id": council}
        row["document_id"] = document_id if is_of_document(table) else ""
        rows[table][key] = row
        row |= _plain(table, values) | {"is_reviewed": "yes" if is_reviewed else "no"}
        by_hand.complete(table, row, rows)
        change = _Change(table, key, data, row)
        change.refuse_unsound()
        change.save()
        return key


def accept_all(document_id: str, table: str | None = None, data: Data = None) -> int:
    """Accepts every row of a document, or of one table of it, that is certain; how many.

    A row with a doubt, or with words that may name or count somebody, is for a person to read by
    itself.
    """
    with _alone(data):
        source = files.find(data)
        found = [one for one in drafts(document_id, source) if table in (None, one.table)]
        sure = {(one.table, one.key) for one in found if one.is_certain}
        changed = {}
        for council, name in {(one.council_id, one.table) for one in found}:
            rows = [dict(row.values) for row in source.rows(name, council)]
            for row in rows:
                if (name, row[schema.load()[name].key]) in sure:
                    _approve(row)
            changed[source.path(council, name)] = saving.csv_bytes(name, rows)
        saving.save(changed, source.root)
        return len(sure)


def remove(table: str, key: str, data: Data = None) -> None:
    """Takes a draft away, with the proposed follow-ups of it.

    LobraError when other rows need it, or when it is reviewed. Reading the document again does
    not bring it back.
    """
    with _alone(data):
        change = _Change(table, key, data)
        if change.row.get("is_reviewed", "yes") == "yes":
            raise LobraError(f"{key}: raden är granskad. Öppna den igen först, och ta sedan bort.")
        pointing = _pointing_at(table, key, data)
        gone = {"follow_ups": set[str]()}
        gone.setdefault(table, set()).add(key)
        needing = []
        for name, row, link in pointing:
            if name == "follow_ups" and row["is_reviewed"] != "yes":
                gone["follow_ups"].add(row["follow_up_id"])
            elif schema.load()[name].field(link).is_required or name == "follow_ups":
                needing.append(row[schema.load()[name].key])
        if needing:
            n = words.count(len(needing), "rad hör", "rader hör")
            listed = ", ".join(needing[:3]) + (" …" if len(needing) > 3 else "")
            raise LobraError(f"{key}: {n} till den ({listed}). Ta bort eller flytta dem först.")
        for name, row, link in pointing:
            own = next((one for one in change.rows[name] if one == row), None)
            if own is not None and name != "follow_ups":
                own[link] = ""
        for name, keys in gone.items():
            column = schema.load()[name].key
            change.rows[name][:] = [one for one in change.rows[name] if one[column] not in keys]
        change.save()


# --- taking back ---------------------------------------------------------------------------------


@dataclass
class Step:
    """What one change did to the files: each one's content before and after."""

    files: dict[Path, tuple[bytes, bytes]] = field(default_factory=dict)

    def take_back(self, data: Data = None) -> None:
        """Puts back what stood there; LobraError when somebody has changed a file since."""
        with _alone(data):
            root = files.find(data).root
            now = _contents(root)
            if any(now.get(path) != after for path, (_, after) in self.files.items()):
                raise LobraError(
                    "Registren har ändrats av någon annan sedan dess. Inget är ångrat."
                )
            saving.save({path: before for path, (before, _) in self.files.items()}, root)


@contextmanager
def step(data: Data = None) -> Iterator[Step]:
    """Notes what the block changes, so that it can be taken back."""
    with _alone(data):
        done, root = Step(), files.find(data).root
        before = _contents(root)
        yield done
        after = _contents(root)
        done.files |= {
            path: (text, after[path])
            for path, text in before.items()
            if path in after and after[path] != text
        }


def _contents(root: Path) -> dict[Path, bytes]:
    """The tables of all councils, and the documents that were made by hand."""
    found = (path for end in ("*/*.csv", f"*/{by_hand.FOLDER}/*.txt") for path in root.glob(end))
    return {path: path.read_bytes() for path in found}


# --- one row -------------------------------------------------------------------------------------


class _Change:
    """One row on its way into its council's tables, as they lie there now."""

    def __init__(self, table: str, key: str, data: Data, new: dict[str, str] | None = None) -> None:
        self.table, self.key, self.source = table, key, files.find(data)
        self.council = new["council_id"] if new else _council_of(table, key, self.source)
        self.rows: Rows = {
            name: [dict(row.values) for row in self.source.rows(name, self.council)]
            for name in schema.load()
        }
        if new:
            self.rows[table].append(new)
        column = schema.load()[table].key
        self.row = next(row for row in self.rows[table] if row[column] == key)
        self._before = dict(self.row)

    def seen(self, values: Seen) -> _Change:
        if values is not None and dict(values) != self.row:
            raise LobraError(f"{self.key}: raden har ändrats sedan den visades. Läs den igen.")
        return self

    def change(self, changes: Mapping[str, str]) -> _Change:
        self.row |= _plain(self.table, changes)
        if changes:
            self.refuse_unsound()
        return self

    def refuse_unsound(self) -> None:
        told_of = sound.problems(self.source.root, self.council, self.rows)
        if found := [problem for problem, _, row in told_of if row is self.row]:
            sheet, about = layout.sheets()[self.table], schema.load()[self.table]
            titles = {one.name: one.title for one in about.fields}
            said = ((titles.get(p.field or "", sheet.title), f"{p.what}. {p.fix}") for p in found)
            lines = (f"{title}: {told.in_words(text, sheet, {})}" for title, text in said)
            raise LobraError("\n".join(lines))

    def review(self) -> _Change:
        _approve(self.row)
        if self.table == "follow_ups" and self.row["status"] == "done":
            self._close_assignment()
        return self

    def _close_assignment(self) -> None:
        """Says of the assignment that is followed up in which item that was; not if that can't be,
        nor where somebody has said it already."""
        said = self._of("statements", self.row["statement_id"])
        asked = self._of("assignments", self.row["assignment_id"])
        if said and asked and not asked["closed_item_id"]:
            asked["closed_item_id"] = said["item_id"]
            told_of = sound.problems(self.source.root, self.council, self.rows)
            if any(row is asked for _, _, row in told_of):
                asked["closed_item_id"] = ""

    def _of(self, table: str, key: str) -> dict[str, str] | None:
        column = schema.load()[table].key
        return next((row for row in self.rows[table] if row[column] == key), None)

    def clear(self, role: str) -> _Change:
        """Clears the texts that a person saw with their words marked: those not changed now."""
        known = clearance.known(self.source, self.council)
        cued = clearance.told(self.table, self.row, known, clearance.cleared(self.source))
        texts = [self.row[name] for name in cued if self.row[name] == self._before[name]]
        if texts:
            self.rows["clearances"] = clearance.added(
                self.rows["clearances"], texts, self.council, role or REVIEWER, date.today()
            )
        return self

    def save(self) -> None:
        made = self._by_hand()
        made |= {
            self.source.path(self.council, name): saving.csv_bytes(name, rows)
            for name, rows in self.rows.items()
            if rows != [row.values for row in self.source.rows(name, self.council)]
        }
        saving.save(made, self.source.root)

    def _by_hand(self) -> dict[Path, bytes]:
        """The document that Lobra made of the row, if there is one, as it says now."""
        everybody = differences.all_rows(self.source)
        for name, about in schema.load().items():
            others = {k: r for k, r in everybody[name].items() if r["council_id"] != self.council}
            everybody[name] = others | {row[about.key]: row for row in self.rows[name]}
        document = everybody["documents"].get(self._before.get("document_id", ""))
        if not document or not by_hand.is_by_hand(document):
            return {}
        path = self.source.root / self.council / by_hand.file_of(document)
        return {path: by_hand.written(document, everybody, Labels(everybody))}


def _approve(row: dict[str, str]) -> None:
    """Says that a row is reviewed; why the reader proposed it is no longer of use."""
    if "is_reviewed" in row:
        row["is_reviewed"] = "yes"
    if is_proposed(row):
        row["note"] = ""


def _plain(table: str, values: Mapping[str, str]) -> dict[str, str]:
    """Values as the files hold them; LobraError for a field that isn't for changing."""
    wrong = set(values) - {one.name for one in editable(table)}
    if wrong:
        raise LobraError(f"{table}: {', '.join(sorted(wrong))} kan inte ändras här.")
    return {name: " ".join(value.split()) for name, value in values.items()}


def _alone(data: Data) -> AbstractContextManager[None]:
    """Nobody else writes between what is read here and what is saved."""
    return saving.changing(files.find(data).root, "granskningen")


def _council_of(table: str, key: str, source: files.Records) -> str:
    column = schema.load()[table].key
    for council in source.councils:
        if any(row.values[column] == key for row in source.rows(table, council)):
            return council
    raise LobraError(f"{quoted(key)} finns inte i {table}.csv. Läs i notebooken på nytt.")


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
