"""Draft rows of a document set against the rows that are there: updated, kept, new or gone.

What a person has reviewed is never changed and gets no twin; what a person has removed does not
come back. A draft is known again by the words it was read from, else by where it stands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from lobra_data import schema

Row = dict[str, str]
ALIKE = 60
"""How alike (0-100) the words of a draft and of a row are when one is the other, corrected."""

_SUBJECTS = ("measure_id", "activity_id", "programme_id", "assignment_id")
WORDS = {
    "organisations": ("name",),
    "people": ("name",),
    "forums": ("name",),
    "attendance": ("role", "person_id", "organisation_id"),
    "agenda_items": ("number", "title", "level"),
    "statements": ("text",),
    "decisions": ("text",),
    "assignments": ("assigned_to", "text"),
    "planned_meetings": ("planned_on",),
    "place_actions": ("problem", "action"),
    "observations": ("what", "value"),
    "conflicts": ("about", "value_a", "value_b"),
    "measures": ("title",),
    "activities": ("measure_id", "title"),
    "commitments": ("measure_id", "party", "text"),
    "follow_ups": ("statement_id", "place_action_id", *_SUBJECTS),
}
"""The fields that say what a row is. A table that isn't here has one row a document."""
_NAMED = {"organisations", "people", "forums", "planned_meetings", "follow_ups"}
"""Tables whose rows are what they are called: another name in the same place is another row."""


@dataclass
class Merged:
    """A table after the merge."""

    rows: list[Row]
    ids: dict[str, str] = field(default_factory=dict)
    """The key of each draft as it was made → the key of its row, "" where a person removed it."""
    marks: dict[str, str] = field(default_factory=dict)
    """The key of each row of the document → the mark of the words that it was read from."""
    new: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    """Drafts that the document no longer gives; still in `rows`, for something may need them."""
    differing: list[Row] = field(default_factory=list)
    """Reviewed rows where the document no longer says what it said when they were read."""


def mark(table: str, row: Mapping[str, str]) -> str:
    """A short mark of the words that a draft was read from; nobody can read them out of it.

    >>> mark("people", {"name": "A  B"}) == mark("people", {"name": "a b"})
    True
    """
    words = "\x1f".join(row[name] for name in WORDS.get(table, ()))
    folded = re.sub(r"\s+", " ", words.casefold()).encode("utf-8")
    return hashlib.blake2b(folded, digest_size=8).hexdigest()


def merge(
    table: str,
    drafts: Sequence[Row],
    rows: Sequence[Row],
    document_id: str,
    marks: Mapping[str, str],
    taken: Callable[[str], bool],
) -> Merged:
    """The table's rows with the drafts of one document merged in.

    `marks` are those of the last reading; a key that has one and no row was removed by a person.
    `taken` tells whether a key is used in another council.
    """
    key = schema.load()[table].key
    own = [row for row in rows if row["document_id"] == document_id]
    there = {row[key] for row in own}
    removed = {one: words for one, words in marks.items() if one not in there}
    out = Merged(list(rows), marks=dict(removed))
    out.marks |= {row[key]: marks.get(row[key], "") for row in own if row["is_reviewed"] == "yes"}
    ours = [mark(table, draft) for draft in drafts]
    pairs = _pairs(table, drafts, ours, own, marks, removed)
    used = {row[key] for row in rows} | set(removed)
    at = {row[key]: n for n, row in enumerate(out.rows)}
    after = max((n for n, row in enumerate(rows) if row["document_id"] == document_id), default=-1)
    added: list[Row] = []
    for n, draft in enumerate(drafts):
        natural, old = draft[key], pairs.get(n)
        if old in removed:
            out.ids[natural] = ""
            continue
        if old is None:
            name = free(natural, lambda one: one in used or taken(one))
            used.add(name)
            added.append(draft | {key: name})
            out.new.add(name)
        else:
            name, row = old, out.rows[at[old]]
            if row["is_reviewed"] == "yes":
                if marks.get(name, ours[n]) != ours[n]:
                    out.differing.append(row)
            else:
                out.rows[at[old]] = draft | {key: name}
        out.ids[natural] = name
        out.marks[name] = ours[n]
    out.gone = {row[key] for row in own if row["is_reviewed"] != "yes"} - set(pairs.values())
    place = after + 1 if after >= 0 else len(out.rows)
    out.rows[place:place] = added
    return out


def _pairs(
    table: str,
    drafts: Sequence[Row],
    ours: Sequence[str],
    own: Sequence[Row],
    marks: Mapping[str, str],
    removed: Mapping[str, str],
) -> dict[int, str]:
    """The key that each draft had before, by its place among the drafts."""
    key = schema.load()[table].key
    if table not in WORDS:
        return {0: own[0][key]} if drafts and own else {}
    theirs = {row[key]: marks.get(row[key]) or mark(table, row) for row in own} | dict(removed)
    lines = {row[key]: int(row["line"] or 0) for row in own}
    free = dict.fromkeys(theirs)
    pairs: dict[int, str] = {}
    for is_same_line in (True, False):
        for n, draft in enumerate(drafts):
            for one in free if n not in pairs else ():
                if theirs[one] == ours[n] and (
                    not is_same_line or lines.get(one) == int(draft["line"])
                ):
                    pairs[n] = one
                    del free[one]
                    break
    _pair_by_place(table, drafts, {row[key]: row for row in own}, marks, pairs, free)
    return pairs


def _pair_by_place(
    table: str,
    drafts: Sequence[Row],
    own: Mapping[str, Row],
    marks: Mapping[str, str],
    pairs: dict[int, str],
    free: dict[str, None],
) -> None:
    """Pairs what has no words in common, by line: lines move alike after a place that is known."""
    moved = {
        n: int(drafts[n]["line"]) - int(own[one]["line"]) for n, one in pairs.items() if one in own
    }
    shift = moved[min(moved)] if moved else 0
    for n, draft in enumerate(drafts):
        line = int(draft["line"])
        if n in pairs:
            shift = moved.get(n, shift)
            continue
        following = next(
            (int(d["line"]) for d in drafts[n + 1 :] if int(d["line"]) > line), line + 1
        )
        for one in list(free):
            row = own.get(one)
            if row is None:
                continue
            was = int(row["line"]) + shift
            alike = fuzz.ratio(_words(table, row), _words(table, draft))
            is_here = was == line and (table not in _NAMED or alike >= ALIKE)
            # A row that no reading made may stand anywhere in the paragraph.
            is_inside = table not in _NAMED and one not in marks and line <= was < following
            is_near = abs(was - line) <= 3 and alike >= ALIKE and table not in _NAMED
            if is_here or (is_inside and row["is_reviewed"] == "yes") or is_near:
                pairs[n] = one
                del free[one]
                break


def _words(table: str, row: Mapping[str, str]) -> str:
    return " ".join(row[name] for name in WORDS[table])


def free(natural: str, is_used: Callable[[str], bool]) -> str:
    """A name that isn't used: the natural one, or with the first number that makes it free."""
    name, n = natural, 1
    while is_used(name):
        n += 1
        name = f"{natural}-{n}"
    return name
