"""What the machine adds to a row that a person wrote: its id, what follows, its source.

A row is from the document of the meeting or plan that it belongs to, at the line of its item. What
belongs to none that was read is from a document of its own: a plain list of all that was entered by
hand, so that every row still leads to a line that somebody can look up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from lobra.workbook import cells, layout
from lobra.workbook.layout import Labels
from lobra_data import schema, words

Row = dict[str, str]
Tables = Mapping[str, dict[str, Row]]
"""table → key → row, of all councils."""
FILE = "infort-for-hand"
FOLDER = "dokument"
BASIS = "Angivet av den som förde in mötet för hand."
_AT = ("item_id", "statement_id", "place_action_id", "meeting_id", "measure_id", "action_plan_id")
_FOLLOWS = {
    "meeting_id": ("item_id", "statement_id", "place_action_id"),
    "measure_id": ("activity_id",),
}
_COUNTED = {
    "position": ("meeting_id",),
    "number": ("meeting_id", "action_plan_id", "measure_id"),
}
_GIVEN = {"is_sensitive": "no", "is_reviewed": "yes"}
_MADE = {
    "meetings": {"date_basis", "forum_id"},
    "planned_meetings": {"forum_id"},
    "agenda_items": {"position", "level"},
    "measures": {"number"},
    "activities": {"number"},
    "commitments": {"number"},
    "place_actions": {"number"},
}


def is_made(table: str, name: str) -> bool:
    """Whether a new row may leave the field empty: the machine fills it in."""
    names = schema.load()[table].names
    follows = any(one in names for one in _FOLLOWS.get(name, ()))
    made = _MADE.get(table, set())
    return name in _GIVEN or name in made or name == "document_id" or follows


def new_key(table: str, row: Mapping[str, str], council: str, taken: Iterable[str]) -> str:
    """An id that no row has: of a meeting its day, else a number that goes on from the highest."""
    there = set(taken)
    start = f"{council}-{table.replace('_', '-')}-"
    if table == "meetings":
        day = cells.read(schema.load()[table].field("held_on"), row.get("held_on", ""))
        if day[0] and not day[1]:
            first = f"{council}-{day[0]}"
            if first not in there:
                return first
            start = f"{first}-"
    numbers = (re.fullmatch(rf"{re.escape(start)}(\d+)", one) for one in there)
    return f"{start}{max((int(one[1]) for one in numbers if one), default=0) + 1}"


def complete(table: str, row: Row, rows: Tables) -> None:
    """Fills in what follows from the rows that the row names; what a person wrote stays."""
    names = schema.load()[table].names
    for name, value in _GIVEN.items():
        if name in names:
            row[name] = row[name] or value
    for name, ways in _FOLLOWS.items():
        for way in ways if name in names else ():
            if not row[name]:
                row[name] = _named(rows, table, way, row).get(name, "")
    made = _MADE.get(table, set())
    if "forum_id" in made and not row["forum_id"]:
        row["forum_id"] = _council_forum(rows, row["council_id"])
    if "date_basis" in made and row["held_on"]:
        row["date_basis"] = row["date_basis"] or BASIS
    if "level" in made and not row["level"]:
        above = _named(rows, table, "parent_id", row).get("level", "0")
        row["level"] = str(int(above) + 1) if above.isdecimal() else "1"
    for name in made & _COUNTED.keys():
        row[name] = row[name] or _next(rows[table].values(), row, name)


def _named(rows: Tables, table: str, name: str, row: Mapping[str, str]) -> Mapping[str, str]:
    """The row that a row names in one of its fields; empty when it names none."""
    keys = schema.load()[table].foreign_keys
    target = next((key.table for key in keys if key.field == name), "")
    return rows[target].get(row[name], {}) if target else {}


def _council_forum(rows: Tables, council: str) -> str:
    """The council itself among its forums, if just one is."""
    found = [
        key
        for key, row in rows["forums"].items()
        if row["council_id"] == council and row["kind"] == "council"
    ]
    return found[0] if len(found) == 1 else ""


def _next(rows: Iterable[Row], row: Row, name: str) -> str:
    """One more than the highest among the rows of the same meeting, plan or measure."""
    above = next(one for one in _COUNTED[name] if one in row)
    there = (other[name] for other in rows if other is not row and other[above] == row[above])
    return str(max((int(one) for one in there if one.isdecimal()), default=0) + 1)


# --- where a row is from -------------------------------------------------------------------------


def is_by_hand(document: Mapping[str, str]) -> bool:
    """Whether a document is one of those that are made here."""
    return document.get("file_name", "").startswith(FILE)


def place(table: str, row: Row, rows: Tables) -> None:
    """Gives a new row its document and line; the line in one made here comes with `documents`."""
    if table == "documents" or "document_id" not in row:
        return
    if not schema.load()[table].field("document_id").is_required and not row["document_id"]:
        return
    names = [one for one in _AT if row.get(one)]
    above = [found for one in names if (found := _named(rows, table, one, row)).get("document_id")]
    if not row["document_id"]:
        row["document_id"] = above[0]["document_id"] if above else _own_document(table, row, rows)
    same = (one["line"] for one in above if one["document_id"] == row["document_id"])
    row["line"] = next(same, "1")


def _own_document(table: str, row: Row, rows: Tables) -> str:
    """The document of a meeting, or of all that belongs to none; made if it is missing."""
    council = row["council_id"]
    end = row["meeting_id"].removeprefix(f"{council}-") if table == "meetings" else ""
    key = "-".join(filter(None, (council, FILE, end)))
    if key not in rows["documents"]:
        day = row["held_on"] if table == "meetings" else ""
        about = (
            f"Mötet {words.date(one)}, infört" if (one := cells.day(day)) else "Uppgifter införda"
        )
        made = schema.load()["documents"].empty() | {
            "document_id": key,
            "council_id": council,
            "kind": "minutes" if table == "meetings" else "other",
            "title": f"{about} för hand",
            "dated_on": day if cells.day(day) else "",
            "file_name": "-".join(filter(None, (FILE, end))) + ".txt",
        }
        rows["documents"][key] = made
    return key


def file_of(document: Mapping[str, str]) -> PurePosixPath:
    """Where the text of a document made here lies, from the folder of its council."""
    return PurePosixPath(FOLDER) / document["file_name"]


def written(document: Row, rows: Tables, labels: Labels) -> bytes:
    """The text of a document made here; its rows get their lines, and it its checksum."""
    lines = [document["title"]]
    for table, row in _rows_of(document["document_id"], rows):
        lines.append(f"{layout.sheets()[table].title}: {_told(table, row, labels)}")
        row["line"] = str(len(lines))
    data = ("\n".join(lines) + "\n").encode()
    document |= {"sha256": hashlib.sha256(data).hexdigest(), "n_lines": str(len(lines))}
    return data


def _rows_of(document: str, rows: Tables) -> Iterator[tuple[str, Row]]:
    for table in layout.ORDER:
        if table == "documents":
            continue
        for row in rows[table].values():
            if row.get("document_id") == document:
                yield table, row


def _told(table: str, row: Mapping[str, str], labels: Labels) -> str:
    """What a row says, without names of persons: the text may be linked from a report."""
    parts = []
    for column in layout.sheets()[table].columns:
        names_somebody = column.target == "people" or column.field.personal.may == schema.NAME
        if not row[column.name] or names_somebody or column.name in ("document_id", *_GIVEN):
            continue
        text = labels.shown(column, row[column.name])
        parts.append(f"{column.title}: {' '.join(text.split())}")
    return "; ".join(parts)
