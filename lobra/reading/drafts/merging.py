"""Draft rows of a document set against the rows that are there: updated, kept, new or gone.

What a person has reviewed is never changed and gets no twin; what a person has removed does not
come back. A draft is known again by the words it was read from, else by where it stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz import fuzz

from lobra.reading.found import Doubt
from lobra_data import schema
from lobra_data.ids import free

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
Marks = dict[str, dict[str, str]]
ALIKE = 60
"""How alike (0-100) the words of a draft and of a row are when one is the other, corrected."""

WORDS = {
    "organisations": ("name",),
    "people": ("name",),
    "forums": ("name",),
    "meetings": (),
    "attendance": ("role", "person_id", "organisation_id"),
    "agenda_items": ("number", "title", "level"),
    "statements": ("text",),
    "decisions": ("text",),
    "assignments": ("assigned_to", "text"),
    "planned_meetings": ("planned_on",),
    "place_actions": ("problem", "action"),
    "observations": ("what", "value"),
    "conflicts": ("about", "value_a", "value_b"),
    "action_plans": (),
    "measures": ("title",),
    "activities": ("measure_id", "title"),
    "commitments": ("measure_id", "party", "text"),
    "follow_ups": (
        *("statement_id", "place_action_id"),
        *("measure_id", "activity_id", "programme_id", "assignment_id"),
    ),
}
"""The tables that are drafted, with the fields that say what a row is; where there are none, a
document has one row."""
_NAMED = {"organisations", "people", "forums", "planned_meetings", "follow_ups"}
"""Tables whose rows are what they are called: another name in the same place is another row."""


class Merging:
    """The tables of all councils, and the drafts of one document on their way into them.

    `marks` are those of the last reading, by table and key; a key that has one and no row was
    removed by a person.
    """

    def __init__(self, tables: Tables, document_id: str, marks: Mapping[str, Mapping[str, str]]):
        self.tables, self.document_id = tables, document_id
        self.doubts: list[Doubt] = []
        self._marks: Marks = {n: {k: m for k, m in marks.get(n, {}).items() if m} for n in WORDS}
        self._removed: set[tuple[str, str]] = set()
        self._gone: set[tuple[str, str]] = set()
        self._ids: dict[tuple[str, str], str] = {}
        """Table and key of each draft as it was made → the key of its row, "" if it has none."""

    def merge(self, drafts: Tables) -> None:
        """Merges table after table, those that others point at first; their keys follow.

        Drafts that the document no longer gives are removed, unless a row that stays needs them.
        """
        for name in WORDS:
            self._merge(name, [row for row in drafts[name] if self._follow(name, row)])
        while needed := self._gone & {
            (link.table, row[link.field])
            for name, table in schema.load().items()
            for row in self.tables[name]
            if (name, row[table.key]) not in self._gone
            for link in table.foreign_keys
        }:
            self._gone -= needed
        for name in {name for name, _ in self._gone}:
            key, rows = schema.load()[name].key, self.tables[name]
            rows[:] = [row for row in rows if (name, row[key]) not in self._gone]

    def marks(self, tables: Tables) -> Marks:
        """The marks to keep, were these the tables: of their rows and of those removed."""
        known = {(n, row[schema.load()[n].key]) for n in WORDS for row in tables[n]}
        known |= self._removed
        kept = {
            name: {key: words for key, words in marks.items() if (name, key) in known}
            for name, marks in self._marks.items()
        }
        return {name: marks for name, marks in kept.items() if marks}

    def _follow(self, table: str, row: Row, is_inside: bool = False) -> bool:
        """Gives a draft its parents' keys; False where a person has removed what it needs."""
        for link in schema.load()[table].foreign_keys:
            key = self._ids.get((link.table, row[link.field]))
            if key is not None and (link.table == table) == is_inside:
                row[link.field] = key
                is_required = schema.load()[table].field(link.field).is_required
                if not key and (is_required or table == "follow_ups"):
                    return False
        return True

    def _merge(self, table: str, drafts: Sequence[Row]) -> None:
        key, rows, marks = schema.load()[table].key, self.tables[table], self._marks[table]
        own = {row[key]: row for row in rows if row["document_id"] == self.document_id}
        removed = marks.keys() - own.keys()
        pairs = _pairs(table, drafts, own, marks)
        used = {row[key] for row in rows} | removed
        place = max((n for n, row in enumerate(rows, 1) if row[key] in own), default=len(rows))
        gone = {one for one, row in own.items() if row["is_reviewed"] != "yes"}
        self._removed |= {(table, one) for one in removed}
        self._gone |= {(table, one) for one in gone.difference(pairs.values())}
        for n, draft in enumerate(drafts):
            name, words = pairs.get(n) or free(draft[key], used), mark(table, draft)
            self._ids[table, draft[key]] = "" if name in removed else name
            self._follow(table, draft, is_inside=True)
            draft[key] = name
            if name in removed:
                continue
            if name not in own:
                used.add(name)
                rows.insert(place, draft)
                place += 1
            elif own[name]["is_reviewed"] != "yes":
                own[name] |= draft
            elif marks.get(name, words) != words:
                reason = f"Raden {name} är granskad och har inte ändrats, men dokumentet har fått "
                line = int(own[name]["line"])
                self.doubts.append(Doubt(table, f"{reason}andra ord där.", line))
            marks[name] = words


def mark(table: str, row: Mapping[str, str]) -> str:
    """A short mark of the words that a draft was read from; nobody can read them out of it.

    >>> mark("people", {"name": "A  B"}) == mark("people", {"name": "a b"})
    True
    """
    folded = re.sub(r"\s+", " ", _words(table, row).casefold()).encode("utf-8")
    return hashlib.blake2b(folded, digest_size=8).hexdigest()


def _pairs(
    table: str, drafts: Sequence[Row], own: Mapping[str, Row], marks: Mapping[str, str]
) -> dict[int, str]:
    """The key that each draft had before, by its place among the drafts.

    The same words on the same line are surest, then the same words. What has no words in common
    goes by its line: lines move alike after a place that is known.
    """
    if not WORDS[table]:
        return dict(zip(range(len(drafts)), own, strict=False))
    pairs: dict[int, str] = {}
    ours = [mark(table, draft) for draft in drafts]
    theirs = {one: mark(table, row) for one, row in own.items()} | dict(marks)
    lines, at = [int(row["line"]) for row in drafts], {k: int(r["line"]) for k, r in own.items()}
    shifts = [0] * len(drafts)

    def is_there(n: int, key: str) -> bool:
        if key not in own:
            return False
        was = at[key] + shifts[n]
        away = abs(was - lines[n])
        is_like = fuzz.ratio(_words(table, own[key]), _words(table, drafts[n])) >= ALIKE
        if table in _NAMED:
            return is_like and not away
        # A row that no reading made may stand anywhere in the paragraph.
        is_by_hand = own[key]["is_reviewed"] == "yes" and key not in marks
        end = next((line for line in lines[n + 1 :] if line > lines[n]), lines[n] + 1)
        return not away or (is_like and away <= 3) or (is_by_hand and lines[n] <= was < end)

    def pair(is_same: Callable[[int, str], bool]) -> None:
        for n in range(len(drafts)):
            if n not in pairs and (key := next((one for one in theirs if is_same(n, one)), None)):
                pairs[n] = key
                del theirs[key]

    pair(lambda n, key: ours[n] == theirs[key] and at.get(key) == lines[n])
    pair(lambda n, key: ours[n] == theirs[key])
    moved = {n: lines[n] - at[key] for n, key in sorted(pairs.items()) if key in own}
    shift = next(iter(moved.values()), 0)
    for n in range(len(drafts)):
        shifts[n] = shift = moved.get(n, shift)
    pair(is_there)
    return pairs


def _words(table: str, row: Mapping[str, str]) -> str:
    return " ".join(row[name] for name in WORDS[table])
