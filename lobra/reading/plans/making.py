"""A measure of an action plan made of the pieces that were collected for it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import Any

from lobra.reading import vocabulary
from lobra.reading.found import Activity, Doubt, Measure
from lobra.reading.plans.fields import LISTS, Piece, joined, limit, points, target
from lobra.reading.plans.pieces import NUMBER
from lobra_data.errors import quoted

_PARTY = vocabulary.recogniser("plans.party")  # whose commitment a point is: "Polisen: deltar …"
_TEXTS = {one.name for one in fields(Measure)} - {"area", "title", "line", *LISTS}


@dataclass
class Draft:
    """A measure while its pieces are collected."""

    area: str | None
    title: list[Piece] = field(default_factory=list)
    fields: dict[str, list[Piece]] = field(default_factory=dict)
    rows: list[Piece] = field(default_factory=list)
    early: dict[str, list[Piece]] = field(default_factory=dict)  # what stands before the title
    is_closed: bool = False  # a heading stands after it

    def add(self, piece: Piece, name: str) -> None:
        """Puts a piece into a field."""
        self.fields.setdefault(name, []).append(piece)


def made(
    draft: Draft, words: frozenset[str], doubts: list[Doubt], year: int | None
) -> Measure | None:
    """A draft as a measure; none of one that has neither a name nor anything to do."""
    texts = {name: _none(_text(own, words)) for name, own in draft.fields.items()}
    lists = {
        name: [(t, at) for t, at in points(draft.fields.get(name, []), words) if _none(t)]
        for name in LISTS
    }
    acts = [(text, at, "") for text, at in lists.pop("activities")]
    acts += [(row.text, row.line.number, row.label) for row in draft.rows]
    said = [one for one in draft.title if _none(one.text)]
    title = NUMBER.sub("", _text(said, words).strip(" ."), count=1) or None
    if not (title or acts or (draft.title and any(lists.values()))):
        return None
    given = [*draft.title, *(one for own in draft.fields.values() for one in own), *draft.rows]
    line = (said or given)[0].line.number
    if not title:
        doubts.append(Doubt("measures.title", "Åtgärden har inget namn.", line))
        title = next((one.label for one in draft.title if one.label[-1:].isdigit()), None)
    due = texts.pop("due", None)
    if title and due and not acts and draft.title[0].is_row and "goal" in draft.fields:
        acts = [(title, line, due)]  # one row of several towards a goal
    elif due and len(acts) == 1 and not acts[0][2]:
        acts = [(*acts[0][:2], due)]
    elif due:
        reason = f"Tidsangivelsen gäller hela åtgärden och är inte knuten till en aktivitet: {due}."
        doubts.append(Doubt("measures.due", reason, line))
    loose = []  # of nobody in particular: what will be done, where nothing else is
    for text, at in lists.pop("commitments"):
        if party := _PARTY.match(text):
            name = "police_commitments" if party[1][:5] == "Polis" else "district_commitments"
            lists[name].append((text[party.end() :], at))
        else:
            reason = f"Det sägs inte vems åtagandet är: {quoted(text)}."
            doubts.append(Doubt("measures.commitments", reason, at))
            loose.append((text, at))
    activities = [
        Activity(text, limit(by or text, at, doubts, bool(by), year), target(text), at)
        for text, at, by in acts or [(*one, "") for own in (*lists.values(), loose) for one in own]
    ]
    commitments = {name: [text for text, _ in found] for name, found in lists.items()}
    values: dict[str, Any] = {n: text for n, text in texts.items() if n in _TEXTS} | commitments
    return Measure(draft.area, title, activities=activities, line=line, **values)


def _text(pieces: list[Piece], words: frozenset[str]) -> str:
    """What a field says; rows of a table, each thing once, only where no line of its own does."""
    if own := [one.text for one in pieces if not one.is_row]:
        return joined(own, words)
    told: dict[str, str] = {}
    for _, row in groupby(pieces, key=lambda one: one.line.number):
        for text in joined((one.text for one in row), words).split(", "):
            told.setdefault(text.casefold(), text)
    return ", ".join(told.values())


def _none(text: str) -> str | None:
    return text if text.strip(" -–—?.:") else None
