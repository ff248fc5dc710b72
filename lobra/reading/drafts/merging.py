"""Draft rows of a document set against the rows that are there: updated, kept, new or gone.

What a person has reviewed is never changed and gets no twin; what a person has removed does not
come back. A draft is known again by the words it was read from, else by where it stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count

from rapidfuzz import fuzz

from lobra_data import schema

Row = dict[str, str]
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


@dataclass
class Merged:
    """What became of the drafts of one document in one table."""

    ids: dict[str, str] = field(default_factory=dict)
    """The key of each draft as it was made → the key of its row, "" where a person removed it."""
    marks: dict[str, str] = field(default_factory=dict)
    """The key of each row that a draft is of → the mark of the words that it was read from."""
    removed: set[str] = field(default_factory=set)
    """The keys of rows that a person has removed."""
    gone: set[str] = field(default_factory=set)
    """Drafts that the document no longer gives; their rows stay, for something may need them."""
    differing: list[Row] = field(default_factory=list)
    """Reviewed rows where the document no longer says what it said when they were read."""


def mark(table: str, row: Mapping[str, str]) -> str:
    """A short mark of the words that a draft was read from; nobody can read them out of it.

    >>> mark("people", {"name": "A  B"}) == mark("people", {"name": "a b"})
    True
    """
    words = "\x1f".join(row[name] for name in WORDS[table])
    folded = re.sub(r"\s+", " ", words.casefold()).encode("utf-8")
    return hashlib.blake2b(folded, digest_size=8).hexdigest()


def merge(
    table: str,
    drafts: Sequence[Row],
    rows: list[Row],
    document_id: str,
    marks: Mapping[str, str],
) -> Merged:
    """Merges the drafts of one document into the table's rows, which may be of many councils.

    `marks` are those of the last reading; a key that has one and no row was removed by a person.
    """
    key = schema.load()[table].key
    own = {row[key]: row for row in rows if row["document_id"] == document_id}
    removed = {one for one in marks if one not in own}
    pairs = _pairs(table, drafts, own, marks)
    used = {row[key] for row in rows} | removed
    place = max((n for n, row in enumerate(rows, 1) if row[key] in own), default=len(rows))
    out = Merged(removed=removed)
    added: list[Row] = []
    for n, draft in enumerate(drafts):
        name = pairs.get(n) or free(draft[key], used)
        out.ids[draft[key]] = "" if name in removed else name
        if name in removed:
            continue
        words = mark(table, draft)
        if name not in own:
            used.add(name)
            added.append(draft | {key: name})
        elif own[name]["is_reviewed"] != "yes":
            own[name] |= draft | {key: name}
        elif marks.get(name, words) != words:
            out.differing.append(own[name])
        out.marks[name] = words
    rows[place:place] = added
    drafted = {name for name, row in own.items() if row["is_reviewed"] != "yes"}
    out.gone = drafted - out.marks.keys()
    return out


def free(natural: str, used: Container[str]) -> str:
    """A name that isn't used: the natural one, or with the first number that makes it free."""
    names = chain([natural], (f"{natural}-{n}" for n in count(2)))
    return next(name for name in names if name not in used)


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
    free = {one: mark(table, row) for one, row in own.items()} | dict(marks)
    at = {one: int(row["line"] or 0) for one, row in own.items()}
    lines = [int(draft["line"]) for draft in drafts]
    for is_same_line in (True, False):
        for n, draft in enumerate(drafts):
            words = mark(table, draft)
            same = (
                one
                for one, theirs in free.items()
                if theirs == words and (not is_same_line or at.get(one) == lines[n])
            )
            if n not in pairs and (one := next(same, None)):
                pairs[n] = one
                del free[one]
    moved = {n: lines[n] - at[one] for n, one in pairs.items() if one in own}
    shift = moved[min(moved)] if moved else 0
    for n, draft in enumerate(drafts):
        shift = moved.get(n, shift)
        end = next((line for line in lines[n + 1 :] if line > lines[n]), lines[n] + 1)
        for one in [one for one in free if one in own and n not in pairs]:
            was, row = at[one] + shift, own[one]
            is_like = (
                fuzz.ratio(*(" ".join(r[w] for w in WORDS[table]) for r in (row, draft))) >= ALIKE
            )
            is_here = was == lines[n] or (
                table not in _NAMED and is_like and abs(was - lines[n]) <= 3
            )
            # A row that no reading made may stand anywhere in the paragraph.
            is_written = row["is_reviewed"] == "yes" and one not in marks
            is_inside = is_written and lines[n] <= was < end
            if (is_here and (is_like or table not in _NAMED)) or (
                is_inside and table not in _NAMED
            ):
                pairs[n] = one
                del free[one]
                break
    return pairs
