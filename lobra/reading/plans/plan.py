"""Action plans: each measure with its goal, activities, commitments and the other fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from lobra.reading import dates, vocabulary
from lobra.reading.found import Doubt, Measure
from lobra.reading.plans.fields import AIMS, OPEN, Piece, field_of
from lobra.reading.plans.making import Draft, made
from lobra.reading.plans.pieces import BOLD, GENERIC, NUMBER, PLAN, pieces
from lobra.reading.source import Source
from lobra_data.errors import quoted

_MINUTES = vocabulary.recogniser("plans.minutes_head")
_OF_MINUTES = re.compile(r"(?:Närvarande|NÄRVARANDE)\b.{0,30}$|§+\s*\d+[.:]?(?:\s+[A-ZÅÄÖ]|$)")
_OF_AGENDA = re.compile(r"\d{1,2}[.)]\s")
_COUNCIL = vocabulary.recogniser("council.named")
_IN_FORCE = vocabulary.recogniser("plans.stated_years")
_UNTIL = re.compile(r"(?:\btill\b|\bt\.?\s?o\.?\s?m\b|\btom\b|\bsenast\b)[^.]*$", re.I)
_FROM = re.compile(r"\b(?:från|fr\.?\s?o\.?\s?m|from)\b", re.I)
_STOP = re.compile(r"[.;](?=\s+[A-ZÅÄÖ]|\s*$)")
_NO_AREA = re.compile(r"[.:;,?!]$|:|\d{4}")
_PROMISES = re.compile(r"(?i)[^.:]{1,80}?\blovar att (?=\w)")
_SWEDISH = vocabulary.shown("measure")


def measures(source: Source) -> tuple[list[Measure], list[Doubt]]:
    """The measures of an action plan in their order, and what is unsure about them.

    Read are labelled lines and paragraphs, two-column tables, wide tables with one measure a
    row, and numbered or marked headings with fields below. A field that the plan doesn't name
    stays None. A measure's `line` is its title's; the plan's year completes limits.
    """
    doubts: list[Doubt] = []
    words = frozenset(re.findall(r"\w+", "\n".join(one.text for one in source.lines).casefold()))
    called = next((line.text for line in source.lines[:8] if PLAN.search(line.text)), "")
    years = set(dates.years(called))
    year = years.pop() if len(years) == 1 else None
    parts = pieces(source)
    drafts = _Drafts([part for part in parts if part.name != "unread"], doubts).done
    found = [one for draft in drafts if (one := made(draft, words, doubts, year))]
    unknown = (part for part in reversed(parts) if part.name in ("other", "unread"))
    other = {part.label: part for part in unknown if part.label}
    for label, part in reversed(other.items()):
        if not field_of(label):
            reason = f"{quoted(label)} är ingen känd rubrik; det som står där är inte läst."
            doubts.append(Doubt("measures", reason, part.line.number))
    bare = [one for one in found if not one.activities]
    if bare and not doubts:
        reason = f"Under {len(bare)} av {len(found)} åtgärder är inget läst som ska göras."
        doubts.append(Doubt("measures.activities", reason, bare[0].line))
    if called and not found:
        doubts.append(Doubt("measures", "Inga åtgärder hittades i planen."))
    return found, doubts


def is_plan(source: Source) -> bool:
    """Whether a document is an action plan: it is called one at its head, or has the measures
    of one; and it has nothing that only minutes and notices have."""
    # An agenda may name a plan: "3. Handlingsplan".
    head = [line.text for line in source.lines[:8] if not _OF_AGENDA.match(line.text)]
    tops = [*"\t".join(head[:1]).split("\t"), *head]  # a page's head may stand in columns
    if any(map(_MINUTES.match, tops)) or any(_OF_MINUTES.match(one.text) for one in source.lines):
        return False
    if any(PLAN.search(text) and len(text.split()) <= 14 and text[-1] not in ".:" for text in head):
        return True
    named = [m for m in measures(source)[0] if m.title or m.area]
    told = (
        [m.responsible, m.goal, m.follow_up, any(a.title != m.title for a in m.activities)]
        for m in named
    )
    return sum(sum(map(bool, one)) > 1 for one in told) > 1


class Period(NamedTuple):
    """The first and the last year, either of which may be unsaid, and the line that says so."""

    first: int | None
    last: int | None
    line: int


def period(lines: Mapping[int, str]) -> Period | None:
    """The years of "Planen gäller från 1 mars 2025 till och med 2026", also over two lines.

    >>> period({3: "Planen gäller från: 2025-01-01"})
    Period(first=2025, last=None, line=3)
    >>> period({3: "Planen gäller till utgången av 2026"})
    Period(first=None, last=2026, line=3)
    """
    text = "\n".join(lines.values())
    for match in _IN_FORCE.finditer(text):
        said = _STOP.split(match["said"], maxsplit=1)[0]
        if years := sorted(set(dates.years(said))):
            line = list(lines)[text.count("\n", 0, match.start("said"))]
            before = match[0].partition(str(years[0]))[0]
            if not years[1:] and _UNTIL.search(before) and not _FROM.search(before):
                return Period(None, years[0], line)
            return Period(years[0], years[-1] if years[1:] else None, line)
    return None


class _Drafts:
    """Puts the pieces together: where a measure begins, and which area it belongs to."""

    def __init__(self, found: list[Piece], doubts: list[Doubt]) -> None:
        self.doubts = doubts
        self.done: list[Draft] = []
        self.now: Draft | None = None
        self.last: Piece | None = None  # to which text belongs
        self.area: str | None = None
        self.heading: Piece | None = None  # one that was not yet taken as an area
        self.loose: list[Piece] = []  # the last texts since a label
        self.is_pointed = False  # whether points of what will be done stand below it
        steps = {"": self._text, "heading": self._heading, "title": self._title, "area": self._area,
                 "activity": self._activity}  # fmt: skip
        for piece in found:
            steps.get(piece.name, self._field)(piece)
            if piece.name:
                self.last, self.loose, self.is_pointed = piece, [], False
        self._close()

    def _close(self) -> None:
        self.done += [self.now] if self.now else []
        self.now = None

    def _begin(self, piece: Piece, shared: dict[str, list[Piece]] | None = None) -> Draft:
        """Closes the measure so far and opens the next, in the area that was last named."""
        if area := self._area_line(piece):
            self.area, shared = area, None
        if self.heading:
            text = NUMBER.sub("", self.heading.text.strip(" :*"), count=1)
            is_none = GENERIC.match(text) or PLAN.search(text) or _COUNCIL.search(text)
            self.area, shared = None if is_none else text or None, None
        self._close()
        self.heading = None
        self.now = Draft(self.area, fields={name: [*own] for name, own in (shared or {}).items()})
        return self.now

    def _area_line(self, piece: Piece) -> str | None:
        """The area in an unmarked line right before a measure; taken out of the field above."""
        if self.heading or not self.loose or piece.name not in AIMS or piece.is_row:
            return None
        last, above = self.loose[-1], self.loose[-2] if len(self.loose) > 1 else None
        if not _is_area(last) or (above and OPEN.search(above.text)):
            return None
        is_heading_too = above and above.line.gap and last.text.casefold() in above.text.casefold()
        taken = (last, above) if is_heading_too else (last,)
        for own in self.now.fields.values() if self.now else ():
            own[:] = [one for one in own if one not in taken]
        if not last.line.gap and last.line.page == piece.line.page:
            reason = f"{quoted(last.text)} är läst som område, men står tätt efter texten ovanför."
            self.doubts.append(Doubt("measures.area", reason, last.line.number))
        return last.text

    def _heading(self, piece: Piece) -> None:
        title = self.now.title[0] if self.now and self.now.title else None
        if title and title.text and piece.level > title.level > 0:
            return  # inside the measure
        self.heading = piece
        if self.now and piece.level < BOLD:
            self.now.is_closed = True

    def _area(self, piece: Piece) -> None:
        if not self.last or self.last.name != "title":
            self._close()
        self.heading = None
        self._set_area(piece.text)

    def _set_area(self, text: str) -> None:
        self.area = text or None
        if self.now:
            self.now.area = self.area

    def _title(self, piece: Piece) -> None:
        now = self.now
        if now is None or now.title or now.is_closed:
            now = self._begin(piece, now.early if now and not now.is_closed else None)
        now.early = {name: [*own] for name, own in now.fields.items()}
        now.title.append(piece)

    def _activity(self, piece: Piece) -> None:
        """A row of the measure, or the area with aims, that stands above; else itself a measure."""
        now = self.now
        is_aimed = now and now.area and AIMS & now.fields.keys()
        is_own = not now.title[0].is_row if now and now.title else is_aimed
        if now and is_own and not now.is_closed:
            now.rows.append(piece)
        else:
            self._title(piece)
            if piece.label:
                self._field(replace(piece, name="due", text=piece.label))

    def _field(self, piece: Piece) -> None:
        name, now = piece.name, self.now
        is_next = now and (name in AIMS & now.early.keys() if now.title else name in now.fields)
        if now is None or now.is_closed or (is_next and not piece.is_row):
            now = self._begin(piece)
        if piece.is_row and name in now.early:
            del now.early[name], now.fields[name]
        if now.fields.get(name) and name in _SWEDISH and not piece.is_row:
            reason = f"{_SWEDISH[name]} står på flera ställen för samma åtgärd."
            self.doubts.append(Doubt(f"measures.{name}", reason, piece.line.number))
        now.add(piece, name)

    def _text(self, piece: Piece) -> None:
        self.loose = [*self.loose[-1:], piece]
        now, last = self.now, self.last
        if last and last.name == "area" and not last.text:
            self._set_area(piece.text)
            self.last = replace(last, text=piece.text)
        if not now or not last or last.name in ("", "heading", "area"):
            return
        is_below = last.is_row or last.line.table != piece.line.table
        if is_below and not piece.line.cells:
            return  # what stands below a table goes on with no cell of it
        above = self.loose[-2] if len(self.loose) > 1 else last
        is_ended = last.name == "responsible" or above.text.endswith(".")
        is_point = is_ended and piece.line.is_bullet and not piece.is_row and bool(last.text)
        if last.name == "title":
            self._title_text(now, piece)
        elif last.name in (*AIMS, "responsible") and (is_point or self.is_pointed):
            self.is_pointed = True  # what will be done, below a goal or whoever answers for it
            now.add(piece, "activities")
        else:
            now.add(piece, last.name)

    def _title_text(self, now: Draft, piece: Piece) -> None:
        """Text after a title: the rest of it, its bullets as activities, or a description."""
        title = now.title
        is_described = bool(self.loose[1:]) and self.loose[0] is not title[-1]
        if piece.line.is_bullet or now.fields.get("activities"):
            now.add(piece, "activities")
        elif not title[-1].text or (
            not (title[0].level or is_described)
            and (not piece.line.gap or piece.text[:1].islower() or OPEN.search(title[-1].text))
        ):
            title.append(piece)
        elif (promise := _PROMISES.match(piece.text)) and title[-1].label and not is_described:
            now.area = title[-1].text
            title[:] = self.loose[-1:] = [replace(piece, text=piece.text[promise.end() :])]
        elif not (title[0].level or is_described):
            reason = f"Under åtgärdens namn står {quoted(piece.text)}, som inte är läst."
            self.doubts.append(Doubt("measures.activities", reason, piece.line.number))


def _is_area(piece: Piece) -> bool:
    text = piece.text
    is_short = len(text) <= 70 and len(text.split()) <= 8 and text[:1].isupper()
    is_other = any(no(text) for no in (_NO_AREA.search, GENERIC.match, PLAN.search))
    return is_short and not (is_other or piece.line.is_bullet)
