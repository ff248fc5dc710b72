"""Action plans: each measure with its goal, activities, commitments and the other fields."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lobra.reading import dates, vocabulary
from lobra.reading.found import Doubt, Measure
from lobra.reading.plans import fields as planfields
from lobra.reading.plans import making
from lobra.reading.plans import pieces as planpieces
from lobra.reading.plans.fields import Piece
from lobra.reading.plans.making import Draft
from lobra.reading.plans.pieces import GENERIC, PLAN
from lobra.reading.source import Source
from lobra.reading.vocabulary import any_of
from lobra_data.errors import quoted

MINUTES = re.compile(rf"{any_of('plans.of_minutes')}|§\s*\d", re.I)
OF_MINUTES = re.compile(r"(?:Närvarande|NÄRVARANDE)\b.{0,30}$|§+\s*\d+[.:]?(?:\s+[A-ZÅÄÖ]|$)")
FOLLOWING = frozenset({"goal", "purpose", "target_group", "forum", "responsible", "due", "other"})
LONGEST = 400  # characters of a field after which a blank line ends it
SWEDISH = vocabulary.shown("measure")


def measures(source: Source) -> tuple[list[Measure], list[Doubt]]:
    """The measures of an action plan in their order, and what is unsure about them.

    Read are labelled lines and paragraphs, two-column tables, wide tables with one measure a
    row, and numbered or marked headings with fields or bullets below. A field that the plan
    doesn't name stays None. A measure's `line` is its title's; the plan's year completes limits.
    """
    doubts: list[Doubt] = []
    words = frozenset(re.findall(r"\w+", "\n".join(one.text for one in source.lines).casefold()))
    called = next((line.text for line in source.lines[:8] if PLAN.search(line.text)), "")
    years = set(dates.years(called))
    year = years.pop() if len(years) == 1 else None
    found: list[Measure] = []
    for draft in _Drafts(planpieces.pieces(source), doubts).all():
        found += making.made(draft, words, doubts, year)
    return found, doubts


def is_plan(source: Source) -> bool:
    """Whether a document is an action plan: it is called one at its head, or has the measures
    of one; and it has nothing that only minutes and notices have."""
    head = [line.text for line in source.lines[:8]]
    if any(MINUTES.match(text) for text in head):
        return False
    if any(OF_MINUTES.match(line.text) for line in source.lines):
        return False
    is_called = any(
        PLAN.search(text) and len(text.split()) <= 14 and not text.endswith(".") for text in head
    )
    found, _ = measures(source)
    named = [m for m in found if (m.title or m.area) and m.responsible]
    full = [m for m in named if m.goal or any(one.title != m.title for one in m.activities)]
    return is_called or len(full) >= 2


class _Drafts:
    """Puts the pieces together: where a measure begins, and which area it belongs to."""

    def __init__(self, pieces: list[Piece], doubts: list[Doubt]) -> None:
        self.pieces, self.doubts = _with_area_texts(pieces), doubts
        self.before = _before(pieces)
        self.area_follows = _area_follows(pieces)
        self.done: list[Draft] = []
        self.now: Draft | None = None
        self.name = ""  # the field that text belongs to
        self.is_row = False  # it stands in a row of a wide table
        self.area: str | None = None
        self.heading: Piece | None = None  # one that was not yet taken as an area
        self.loose: list[Piece] = []  # the last texts since a label
        self.has_area_lines: bool | None = None

    def all(self) -> list[Draft]:
        steps = {"": self._text, "heading": self._heading, "title": self._title, "area": self._area,
                 "activity": self._row, "beside": self._beside, "more": self._more}  # fmt: skip
        for piece in self.pieces:
            steps.get(piece.name, self._field)(piece)
        return [*self.done, self.now] if self.now else self.done

    def _row(self, piece: Piece) -> None:
        (self.now or self._begin(piece)).rows.append(piece)

    def _beside(self, piece: Piece) -> None:
        """What stands beside activities is the measure's, unless a field of its own says it."""
        pieces = self.now.fields.setdefault(piece.label, []) if self.now else []
        if not pieces:
            pieces.append(piece)
        elif pieces[0].style == "row":
            known = pieces[0].text.casefold().split(", ")
            new = [one for one in piece.text.split(", ") if one.casefold() not in known]
            pieces[0] = replace(pieces[0], text=", ".join([pieces[0].text, *new]))

    def _more(self, piece: Piece) -> None:
        if self.now:
            self.now.title.append(piece)

    def _area(self, piece: Piece) -> None:
        self.name, self.loose = "area", []
        if self.area_follows and self.now and not self.now.is_closed:
            self.now.area = piece.text or None
            return
        if self.now and (self.now.title or self.now.rows or self.now.is_closed):
            self.done.append(self.now)
            self.now = None
        self.area, self.heading, self.has_area_lines = piece.text or None, None, False
        if self.now:
            self.now.area = self.area

    def _begin(self, piece: Piece, shared: dict[str, list[Piece]] | None = None) -> Draft:
        """Closes the measure so far and opens the next, in the area that was last named."""
        if area := self._area_line(piece):
            self.area, shared = area, None
        if self.heading:
            text = planpieces.NUMBER.sub("", self.heading.text.strip(" :*"), count=1)
            self.area, shared = None if GENERIC.match(text) else text, None
        if self.now:
            self.done.append(self.now)
        self.heading, self.loose = None, []
        self.now = Draft(self.area, fields={n: list(p) for n, p in (shared or {}).items()})
        return self.now

    def _area_line(self, piece: Piece) -> str | None:
        """The area in an unmarked line right before a measure; taken out of the field above."""
        if self.heading or not self.loose or piece.style == "row":
            self.has_area_lines = bool(self.has_area_lines)
            return None
        last, above = self.loose[-1], self.loose[-2] if len(self.loose) > 1 else None
        is_like = _is_area(last) and not (above and planfields.OPEN.search(above.text))
        if self.has_area_lines is None:
            self.has_area_lines = is_like
        is_sure = last.gap or last.line.page != (above or piece).line.page
        if not (is_like and self.has_area_lines and (is_sure or piece.name in self.before)):
            return None
        self._take_back(last)
        if above and above.gap and last.text.casefold() in above.text.casefold():
            self._take_back(above)
        if not is_sure:
            reason = f"{quoted(last.text)} är läst som område, men står tätt efter texten ovanför."
            self.doubts.append(Doubt("measures.area", reason, last.line.number))
        return last.text

    def _take_back(self, piece: Piece) -> None:
        for pieces in self.now.fields.values() if self.now else ():
            if pieces and pieces[-1] is piece:
                pieces.pop()

    def _heading(self, piece: Piece) -> None:
        self.name, self.loose = "", []
        if self.now and self.now.level and piece.level > self.now.level:
            return
        self.heading = piece
        if self.now and piece.level < 7:
            self.now.is_closed = True

    def _title(self, piece: Piece) -> None:
        now = self.now
        if now is None or now.title or now.is_closed:
            now = self._begin(piece, now.early if now and not now.is_closed else None)
        now.early = {name: list(pieces) for name, pieces in now.fields.items()}
        now.title.append(piece)
        self.name, self.loose = "title", []

    def _field(self, piece: Piece) -> None:
        name = piece.name
        now = self.now
        is_next = now and (
            name in self.before if now.title else name in SWEDISH and name in now.fields
        )
        if now is None or now.is_closed or is_next:
            now = self._begin(piece)
        if piece.style == "row" and name in now.early:
            now.early.pop(name)
            now.fields.pop(name)
        pieces = now.fields.setdefault(name, [])
        is_numbered = name in planfields.LISTS and piece.style == "numbered"
        if pieces and name in SWEDISH and piece.style != "row":
            reason = f"{SWEDISH[name]} står på flera ställen för samma åtgärd."
            self.doubts.append(Doubt(f"measures.{name}", reason, piece.line.number))
        piece.is_bullet = piece.is_bullet or (is_numbered and bool(pieces))
        pieces.append(piece)
        self.name, self.loose = name, []
        self.is_row = piece.style == "row"

    def _text(self, piece: Piece) -> None:
        self.loose = [*self.loose[-1:], piece]
        now = self.now
        if now is None or self.name in ("", "area"):
            return
        if self.is_row and piece.style == "text":
            return  # what stands below a table goes on with no cell of it
        if self.name == "title":
            self._title_text(now, piece)
        else:
            pieces = now.fields[self.name]
            is_over = (
                piece.gap
                and self.name not in planfields.LISTS
                and sum(len(one.text) for one in pieces) > LONGEST
            )
            n = sum(bool(one.text) for one in pieces) + 1  # of the next point of a list
            is_point = self.name in planfields.LISTS and re.match(rf"{n}[.)]\s", piece.text)
            is_numbered = planpieces.NUMBER.match(piece.text) and not is_point
            is_chapter = piece.gap and not piece.is_bullet and is_numbered
            if is_over or is_chapter:
                self.name = ""
            else:
                pieces.append(piece)

    def _title_text(self, now: Draft, piece: Piece) -> None:
        """Text after a title: the rest of it, its bullets as activities, or a description."""
        title = now.title
        if title[0].is_plural or not any(one.text for one in title):
            title.append(piece)
        elif piece.is_bullet:
            if next(one for one in title if one.text).is_bullet:
                title.append(piece)
            else:
                now.fields.setdefault("activities", []).append(piece)
        elif now.fields.get("activities") and "activities" not in self.before:
            now.fields["activities"].append(piece)
        elif title[0].style in ("heading", "guess") or (title[0].level and title[0].text):
            return
        elif not piece.gap or piece.text[:1].islower() or planfields.OPEN.search(title[-1].text):
            title.append(piece)


def _with_area_texts(pieces: list[Piece]) -> list[Piece]:
    """The pieces; the text below an area's label that has none beside it is its own."""
    out: list[Piece] = []
    for piece in pieces:
        if out and out[-1].name == "area" and not out[-1].text and not piece.name:
            out[-1] = replace(out[-1], text=piece.text)
        else:
            out.append(piece)
    return out


def _area_follows(pieces: list[Piece]) -> bool:
    """Whether this plan names a measure's area after its title instead of before it."""
    named = [p for p in pieces if p.name != ""]
    above = [one.name for one, p in pairwise(named) if p.name == "area"]
    return above.count("title") * 2 > len(above)


def _before(pieces: list[Piece]) -> frozenset[str]:
    """The fields that this plan gives before the measure's title."""
    titles = [k for k, p in enumerate(pieces) if p.name == "title"]
    if not titles:
        return frozenset()
    start = max((k for k in range(titles[0]) if pieces[k].name == "heading"), default=-1) + 1
    before = {p.name for p in pieces[start : titles[0]]} & FOLLOWING
    return frozenset(before - {p.name for p in pieces[titles[-1] :]})


def _is_area(piece: Piece) -> bool:
    text = piece.text
    return (
        len(text) <= 70
        and len(text.split()) <= 8
        and text[:1].isupper()
        and not re.search(r"[.:;,?!]$|:|\d{4}", text)
        and not piece.is_bullet
        and not GENERIC.match(text)
        and not PLAN.search(text)
    )
