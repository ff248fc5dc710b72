"""A measure of an action plan made of the pieces that were collected for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lobra.reading.found import Activity, Doubt, Measure
from lobra.reading.plans import fields as planfields
from lobra.reading.plans.fields import Piece
from lobra.reading.vocabulary import any_of
from lobra_data.errors import quoted

# Whose commitment a point is: "Polisen: deltar …".
PARTY = re.compile(rf"({any_of('plans.parties')})\s*[:–-]\s*")
TEXTS = ("goal", "purpose", "target_group", "responsible", "forum", "police_contact",
         "district_contact", "other_actors", "funding", "communication", "follow_up")  # fmt: skip


@dataclass
class Draft:
    """A measure while its pieces are collected."""

    area: str | None
    title: list[Piece] = field(default_factory=list)
    fields: dict[str, list[Piece]] = field(default_factory=dict)
    rows: list[Piece] = field(default_factory=list)
    early: dict[str, list[Piece]] = field(default_factory=dict)  # what stands before the title
    is_closed: bool = False  # a heading stands after it

    @property
    def level(self) -> int:
        return self.title[0].level if self.title and self.title[0].text else 0


def made(
    draft: Draft, words: frozenset[str], doubts: list[Doubt], year: int | None
) -> list[Measure]:
    """A draft as a measure; as several where "Åtgärder" stands over a list of them."""
    said = [one for one in draft.title if _none(one.text)]
    has_more = any(_none(one.text) for one in [*draft.fields.get("activities", ()), *draft.rows])
    if not said and not has_more:
        return []
    titles: list[tuple[str | None, int]]
    is_list = bool(said) and (draft.title[0].is_plural or all(one.is_bullet for one in said))
    if is_list:
        titles = list(planfields.points(said, words))
        if len(titles) > 1:
            reason = "Punkterna under Åtgärder är lästa som en åtgärd var, med samma övriga fält."
            doubts.append(Doubt("measures.title", reason, draft.title[0].line.number))
    elif said:
        title = planfields.joined((one.text for one in said), words)
        titles = [(title.strip(" .") or None, said[0].line.number)]
    else:
        given = [one for pieces in draft.fields.values() for one in pieces] + draft.rows
        titles = [(None, (draft.title or given)[0].line.number)]
    if titles[0][0] is None:
        doubts.append(Doubt("measures.title", "Åtgärden har inget namn.", titles[0][1]))
    if draft.title and draft.title[0].style == "guess":
        reason = f"Läst som åtgärd, fast ingen etikett säger det: {quoted(titles[0][0] or '')}."
        doubts.append(Doubt("measures.title", reason, titles[0][1]))
    values: dict[str, Any] = {
        name: _none(planfields.joined((one.text for one in draft.fields.get(name, ())), words))
        for name in TEXTS
    }
    lists = {
        name: [(t, n) for t, n in planfields.points(draft.fields.get(name, []), words) if _none(t)]
        for name in planfields.LISTS
    }
    acts = _activities(draft, lists.pop("activities"), titles[0][1], words, doubts, year)
    for text, at in lists.pop("commitments"):
        party = PARTY.match(text)
        if party:
            name = "police_commitments" if party[1][:5] == "Polis" else "district_commitments"
            lists[name].append((text[party.end() :], at))
        else:
            reason = f"Det sägs inte vems åtagandet är: {quoted(text)}."
            doubts.append(Doubt("measures.commitments", reason, at))
    values |= {name: [text for text, _ in found] for name, found in lists.items()}
    return [
        Measure(area=draft.area, title=title, activities=list(acts), line=line, **values)
        for title, line in titles
    ]


def _activities(
    draft: Draft,
    found: list[tuple[str, int]],
    line: int,
    words: frozenset[str],
    doubts: list[Doubt],
    year: int | None,
) -> list[Activity]:
    """The activities; the measure's time is an activity's only where there is just one."""
    due = _none(planfields.joined((one.text for one in draft.fields.get("due", ())), words))
    acts = [(text, at, "") for text, at in found]
    acts += [(row.text, row.line.number, row.label) for row in draft.rows]
    is_step = bool(draft.title) and draft.title[0].style == "row" and "goal" in draft.fields
    if due and not acts and is_step:  # one row of several towards a goal
        acts = [(planfields.joined((one.text for one in draft.title), words), line, due)]
    elif due and len(acts) == 1 and not acts[0][2]:
        acts = [(*acts[0][:2], due)]
    elif due:
        reason = f"Tidsangivelsen gäller hela åtgärden och är inte knuten till en aktivitet: {due}."
        doubts.append(Doubt("measures.due", reason, line))
    dues = [planfields.limit(by or text, at, doubts, bool(by), year) for text, at, by in acts]
    said = zip(acts, dues, strict=True)
    return [Activity(text, due, planfields.target(text), at) for (text, at, _), due in said]


def _none(text: str) -> str | None:
    return None if text.strip(" -–—?.:") == "" else text
