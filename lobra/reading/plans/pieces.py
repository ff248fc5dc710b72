"""The lines and tables of an action plan as one row of labelled pieces, whatever its layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lobra.reading import vocabulary
from lobra.reading.plans.fields import AIMS, BEGINNINGS, LISTS, Piece, field_of, labelled
from lobra.reading.source import Line, Source

PLAN = vocabulary.pattern("plans.called")
GENERIC = vocabulary.recogniser("plans.chapter")
NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=[A-ZÅÄÖ\"”])")
_COUNTED = re.compile(r"\w+ \d{1,2}\s*[:–-]\s+[A-ZÅÄÖ]")  # "Genomförandeplan 1: Skolan"
_POINT = re.compile(r"\d{1,2}[.)]\s")
_COLUMNS = vocabulary.meanings("plans.columns")  # what only the head of a table may call them
_UNKNOWN = re.compile(r"([A-ZÅÄÖ]\w*(?: [a-zåäö]+){1,4}): (.+)")  # a label, if it stands again
_LEFT_OUT = re.compile(
    r"(?i).*(?:\.{4,}|…{2,}|\t)\s*\d{1,3}"  # a line of a table of contents
    r"|(?:sid(?:a|an)?\.?\s*)?\d{1,3}(?:\s*(?:\(\d+\)|/\s*\d+|av \d+))?"  # the number of a page
)
_HEADS = frozenset({"area", "heading", "title"})
BOLD = 7  # the level of a bold line that no heading is marked as


def pieces(source: Source) -> list[Piece]:
    """The pieces of a plan in its order: labels with their values, headings, and text."""
    lines = [
        one
        for one in source.lines
        if one.table is not None or not _LEFT_OUT.fullmatch(one.text.strip())
    ]
    found = _Pieces(lines).out
    return found if any(piece.name == "title" for piece in found) else _titled(found)


@dataclass
class _Wide:
    """The columns of the wide table that is being read, and what its last row said."""

    columns: dict[str, int]
    width: int
    last: dict[str, str] = field(default_factory=dict)

    def row(self, line: Line) -> Iterator[Piece]:
        """A row as a measure, its area and title first, or as more of the measure above it.

        Where no column has titles it is an activity, its time in its label.
        """
        said = {n: cell for n, at in self.columns.items() if (cell := line.cells[at].strip())}
        if "title" not in self.columns:
            said = {n: " ".join(re.sub("\n(?=[A-ZÅÄÖ])", ", ", t).split()) for n, t in said.items()}
            if activity := said.pop("activities", ""):
                yield Piece("activity", activity, line, said.pop("due", ""), is_row=True)
        elif self.last and said.get("title", self.last.get("title")) == self.last.get("title"):
            said = {n: text for n, text in said.items() if text != self.last.get(n)}
        else:
            if "area" not in said and "goal" in self.last:
                said.setdefault("goal", self.last["goal"])
            self.last = said
        for name in sorted(said, key=lambda one: (one != "area", one != "title")):
            yield from _cell(name, said[name], line, is_row=True)


class _Pieces:
    """Walks over the lines; knows in which forms this plan writes its labels."""

    def __init__(self, lines: list[Line]) -> None:
        flat = [one for one in lines if not one.cells]
        inline = [m[0] for one in flat if (m := labelled(one.text, True)) and m[2]]
        points = [one.text for one in flat if one.is_bullet]
        bullets = [m[0] for t in points if (m := labelled(t)) and (m[2] or t.endswith(":"))]
        self.is_inline, self.is_bulleted = len({*inline}) >= 3, len({*bullets}) >= 3
        times = Counter(one.text for one in flat)  # a chapter is called "Uppföljning" only once
        again = {one.heading for one in flat if times[one.text] > 1 and labelled(one.text)}
        self.levels = {0, *again}
        often = max((n for text, n in times.items() if labelled(text)), default=0)
        self.repeated = {text for text, n in times.items() if n == often > 1}  # "Klart", too
        self.over_points = {one.text for one in flat if times[one.text] > 1 and _may_be_label(one)}
        self.over_rows = _over_rows(lines)
        self.unknown = Counter(own[1] for one in flat if (own := _UNKNOWN.match(one.text)))
        self.wide: _Wide | None = None
        self.named = ""  # the last field
        self.out: list[Piece] = []
        at = 0
        while at < len(lines):
            some = lines[at : at + 3]
            n, made = (1, self._row(some[0])) if some[0].cells else self._line(some)
            self.named = next((one.name for one in reversed(made) if one.name), self.named)
            self.out += made
            at += n

    def _line(self, lines: list[Line]) -> tuple[int, list[Piece]]:
        """The piece of a line, with those below over which its label goes on, and how many."""
        line, text = lines[0], lines[0].text
        level = line.heading or BOLD * line.is_bold
        is_point = line.is_bullet or (self.named in LISTS and _POINT.match(text))
        number = NUMBER.match(text) if line.gap and not is_point else None
        level = level or (number[1].count(".") + 1 if number else 0)
        is_alone = self.named == "heading" and not any(one.is_bullet for one in lines[1:2])
        is_heading = bool(level) and (is_alone or not line.is_bullet) and len(text) <= 120
        self.wide = self.wide if is_heading else None
        may_go_on = text.split(" ")[0].casefold() in BEGINNINGS and not line.is_bullet
        below = [one for one in lines[1:] if may_go_on and not one.cells and not one.is_bullet]
        for n in range(len(below) + 1) if self.is_bulleted or not line.is_bullet else ():
            whole = " ".join([text, *(one.text for one in below[:n])])
            found = labelled(whole, self.is_inline, whole in self.repeated)
            if not found or (n and len(found[1].split()) <= len(text.split())):
                continue
            if found[2] or text[-1] == ":" or found[0] == "heading" or line.heading in self.levels:
                self.wide = None
                return n + 1, [Piece(found[0], found[2], line, found[1], level)]
        if text in self.over_points and not labelled(text):
            self.wide = None
            return 1, [Piece("activities", "", line, text, level)]
        one = _UNKNOWN.match(text) if line.gap and not line.is_bullet else None
        if one and self.unknown[one[1]] > 1 and self.named in ("title", *LISTS):
            return 1, [Piece("other", one[2], line, one[1], level)]
        return 1, [Piece("heading" if is_heading else "", text, line, level=level)]

    def _row(self, line: Line) -> list[Piece]:
        cells = line.cells
        if columns := _columns(cells):
            self.wide = _Wide(columns, len(cells))
            unread = (cell for n, cell in enumerate(cells) if cell and n not in columns.values())
            return [Piece("unread", "", line, " ".join(cell.split())) for cell in unread]
        filled = [cell for cell in dict.fromkeys(cells) if cell]
        if cells[0] and len(filled) < min(3, len(cells)) and labelled(cells[0]):
            self.wide = None  # another label of a form that the table stands in
        if self.wide and line.number in self.over_rows:
            return [Piece("area", NUMBER.sub("", cells[0], count=1), line, is_row=True)]
        if self.wide and len(cells) == self.wide.width:
            return list(self.wide.row(line))
        if len(filled) == 1 and cells[0]:
            row = replace(line, cells=(), is_bold=line.is_bold or len(cells) == 1)  # all columns
            alone = [replace(row, text=text) for text in filled[0].split("\n")]
            return [piece for one in alone for piece in self._line([one])[1]]
        self.wide = None
        return list(_pairs(line))


def _over_rows(lines: list[Line]) -> set[int]:
    """The rows that name the area of those below: alone with a number or in bold, as none else."""
    rows = [one for one in lines if len(one.cells) > 2]
    whole = {one.number for one in rows if len({*one.cells} - {""}) > 1}
    is_marked = {one.number: one.is_bold or NUMBER.match(one.cells[0]) for one in rows}
    numbered = {one.table for one in rows if one.number in whole and NUMBER.match(one.cells[0])}
    return {
        one.number
        for one, below in pairwise(rows)
        if is_marked[one.number] and one.number not in whole and below.number in whole
        if one.table == below.table and one.cells[0] and one.table not in numbered
    }


def _may_be_label(line: Line) -> bool:
    """Whether a line that stands word for word in several measures names what is below it."""
    is_title = PLAN.search(line.text)  # of the plan, told again
    return (bool(line.heading) or line.text[-1:] == ":") and not (line.is_bullet or is_title)


def _pairs(line: Line) -> Iterator[Piece]:
    """Labels in cells, each with what stands up to the next one; other cells as text."""
    found = [field_of(" ".join(cell.split()).rstrip(" :")) for cell in line.cells]
    names = [one[0] if one else "" for one in found]
    if line.table is not None and len(names) == 2 and line.cells[0]:
        names[0] = names[0] or "other"
    label = ""
    for name, cell in zip(names, line.cells, strict=True):
        if name and not label:
            label = name
        elif cell or label:
            yield from _cell(label, cell, line)
            label = ""


def _cell(name: str, text: str, line: Line, is_row: bool = False) -> list[Piece]:
    first, *more = text.split("\n")
    own = Piece(name, first, line, is_row=is_row)
    return [own, *(Piece("", part, replace(line, gap=False), is_row=is_row) for part in more)]


def _columns(cells: tuple[str, ...]) -> dict[str, int]:
    """The columns of a wide table's header, or nothing when the row is none."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = " ".join(cell.split())
        found = field_of(text)
        if name := _COLUMNS.get(text.strip(" ?").casefold(), found[0] if found else ""):
            columns.setdefault(name, at)
    if columns.keys() == {"responsible", "due"} and 0 not in columns.values():
        columns["activities"] = 0  # beside who and when, whatever its head says
    is_most = 2 <= len(columns) >= len([cell for cell in cells if cell]) / 2
    columns.pop("other", None)
    if "title" not in columns and columns.keys() & {"area", *AIMS} and "activities" in columns:
        columns["title"] = columns.pop("activities")  # each with its own area or aims
    is_told = columns.keys() & {"title", "activities"} and columns.keys() - {"title", "activities"}
    return columns if is_most and is_told else {}


def _titled(found: list[Piece]) -> list[Piece]:
    """Headings over fields as titles, in a plan where no label names a measure.

    A promise (with a label, "Löfte 1") is one unless the title of its fields stands below.
    """
    heads = [k for k, piece in enumerate(found) if piece.name in _HEADS]
    out = list(found)
    for k, end in reversed([*pairwise([*heads, len(found)])]):
        piece, names = found[k], {one.name for one in found[k + 1 : end]} - {""}
        is_area = not names and any(t.name == "title" and not t.label for t in out[end : end + 1])
        is_over = len(names) >= 2 or bool(names & {"responsible", "activities"})
        n_points = sum(one.line.is_bullet for one in found[k + 1 : end] if not one.name)
        is_over = is_over or bool(names & AIMS and n_points > 1)
        is_generic = GENERIC.match(piece.text) and not _COUNTED.match(piece.text)
        is_named = (piece.label and not is_area) or (is_over and not is_generic)
        if piece.name == "heading" and is_named:
            out[k] = replace(piece, name="title")
    return out
