"""The lines and tables of an action plan as one row of labelled pieces, whatever its layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from lobra.reading import vocabulary
from lobra.reading.plans import fields as planfields
from lobra.reading.plans.fields import Piece
from lobra.reading.source import Line, Source

# What only the head of a table may call its columns.
COLUMNS = vocabulary.meanings("plans.columns")
CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|\t)\s*\d{1,3}$")
FURNITURE = re.compile(r"(?:sid(?:a|an)?\.?\s*)?\d{1,3}(?:\s*(?:\(\d+\)|/\s*\d+|av \d+))?", re.I)
NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?\s+(?=[A-ZÅÄÖ\"”])")
VERB = re.compile(vocabulary.any_of("plans.verbs"))
PLAN = vocabulary.pattern("plans.called")
GENERIC = re.compile(rf"(?:\d[\d.]*\s+)?{vocabulary.any_of('plans.chapters')}", re.I)
HEADS = frozenset({"area", "heading", "title"})


def pieces(source: Source) -> list[Piece]:
    """The pieces of a plan in its order: labels with their values, headings, and text."""
    lines = [one for one in source.lines if not CONTENTS.search(one.text) or one.table is not None]
    lines = [one for one in lines if not FURNITURE.fullmatch(one.text.strip())]
    found = _without_chapters(_Pieces(lines).all())
    return found if any(piece.name == "title" for piece in found) else _titled(found)


def _repeated_labels(texts: list[str]) -> dict[str, str]:
    """Words that alone are too weak to be labels, but stand alone once a measure: "Klart"."""
    counts = Counter(text.rstrip(" :") for text in texts)
    measures = max((n for text, n in counts.items() if planfields.alone(text)), default=0)
    often = [text for text, n in counts.items() if n == measures >= 2]
    return {text: found[0] for text in often if (found := planfields.field_of(text))}


@dataclass
class _Wide:
    """The columns of the wide table that is being read, and what its last row said."""

    columns: dict[str, int]
    width: int
    is_of_one: bool  # its rows are activities of the measure or area that stands above it
    last: dict[str, str] = field(default_factory=dict)

    def row(self, line: Line) -> list[Piece]:
        """A row: its area and title first, then what stands in the other columns."""
        said = {n: cell for n, at in self.columns.items() if (cell := line.cells[at].strip())}
        if "title" not in self.columns:
            if self.is_of_one:
                said = {n: re.sub(r"\n(?=[A-ZÅÄÖ])", ", ", text) for n, text in said.items()}
                said = {n: " ".join(text.split()) for n, text in said.items()}
                row = Piece(
                    "activity", said.pop("activities", ""), line, said.pop("due", ""), style="row"
                )
                more = [Piece("beside", text, line, n, style="row") for n, text in said.items()]
                return [row, *more] if row.text else []
            said |= {"title": said.pop("activities")} if "activities" in said else {}
        title, last = said.get("title", ""), self.last
        out: list[Piece] = []
        if last and (not title or title == last.get("title") or title[:1].islower()):
            out += _cell("more", title, line, "", "row") if title[:1].islower() else []
            said = {n: text for n, text in said.items() if text != last.get(n)}
        else:
            if "area" not in said and "goal" in last:
                said.setdefault("goal", last["goal"])
            for name in ("area", "title"):
                out += _cell(name, said[name], line, "", "row") if name in said else []
            self.last = said
        others = [name for name in said if name not in ("title", "area")]
        return out + [one for name in others for one in _cell(name, said[name], line, "", "row")]


class _Pieces:
    """Walks over the lines; knows in which forms this plan writes its labels."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        plain = [one.text for one in lines if not one.cells and not one.is_bullet]
        bullets = [one.text for one in lines if one.is_bullet and not one.cells]
        self.is_inline = len({m[0] for text in plain if (m := planfields.inline(text))}) >= 3
        self.is_bulleted = len({m[0] for text in bullets if (m := planfields.colon(text))}) >= 3
        self.repeated = _repeated_labels(plain)
        self.wide: _Wide | None = None
        self.out: list[Piece] = []
        self.has_title = False  # a measure was titled outside wide tables

    def all(self) -> list[Piece]:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            n, made = (1, self._row(line)) if line.cells else self._line(self.lines[at : at + 3])
            self.has_title |= any(one.name == "title" and one.style != "row" for one in made)
            self.out += made
            at += n
        return self.out

    def _line(self, lines: list[Line]) -> tuple[int, list[Piece]]:
        """Reads a line, with those below over which its label may go on; says how many."""
        line = lines[0]
        level = line.heading or (7 if line.is_bold else 0)
        n, made = self._label(lines, level)
        if made:
            self.wide = None
            return n, made
        is_heading = bool(level) and not line.is_bullet and len(line.text) <= 120
        if not is_heading:
            self.wide = None
        name = "heading" if is_heading else ""
        return 1, [Piece(name, line.text, line, "", line.is_bullet, line.gap, level, "text")]

    def _label(self, lines: list[Line], level: int) -> tuple[int, list[Piece]]:
        """The pieces of a labelled line, and over how many lines the label goes."""
        line, text = lines[0], lines[0].text

        def piece(name: str, label: str, value: str, style: str) -> Piece:
            return Piece(name, value, line, label, False, line.gap, level, style)

        is_mere_point = line.is_bullet and not self.is_bulleted
        if found := None if is_mere_point else planfields.colon(text):
            style = "numbered" if re.search(r"\d", found[1]) else "colon"
            return 1, [piece(*found, style)]
        if line.is_bullet:
            return 1, []
        if name := self.repeated.get(text.rstrip(" :")):
            return 1, [piece(name, text, "", "heading" if level else "alone")]
        words = text.split(" ")
        may_go_on = words[0].casefold() in planfields.BEGINNINGS
        below = [one for one in lines[1:] if may_go_on and not one.cells and not one.is_bullet]
        for n in range(len(below) + 1):
            whole = " ".join([text, *(one.text for one in below[:n])])
            if name := planfields.alone(whole):
                return n + 1, [piece(name, whole, "", "heading" if level and not n else "alone")]
            found = planfields.inline(whole) if self.is_inline else None
            if found and (not n or len(found[1].split()) > len(words)):
                return n + 1, [piece(*found, "inline")]
        return _interleaved(words, below[0], piece) if below else (1, [])

    def _row(self, line: Line) -> list[Piece]:
        cells = line.cells
        if columns := _columns(cells):
            self.wide = _Wide(columns, len(cells), self.has_title or _is_below_aims(self.out))
            return []
        if self.wide and len(cells) == self.wide.width:
            return self.wide.row(line)
        filled = [cell for cell in dict.fromkeys(cells) if cell]
        if len(filled) == 1 and cells[0]:
            alone = [replace(line, text=text, cells=()) for text in filled[0].split("\n")]
            return [piece for one in alone for piece in self._line([one])[1]]
        self.wide = None
        return _pairs(line)


def _is_below_aims(above: list[Piece]) -> bool:
    """Whether an area with fields of its own stands above a table: "Fokusområde 1", "Mål: …"."""
    has_aims = False
    for piece in reversed(above):
        if piece.name in HEADS:
            is_chapter = PLAN.search(piece.text) or GENERIC.match(piece.text)
            return has_aims and (piece.name == "area" or not is_chapter)
        has_aims |= piece.name in ("goal", "purpose", "target_group") and piece.style != "row"
    return False


def _interleaved(
    words: list[str], below: Line, piece: Callable[[str, str, str, str], Piece]
) -> tuple[int, list[Piece]]:
    """A label whose second half stands below its value's first line, as columns read across."""
    second, *rest = below.text.split(" ")
    label = f"{words[0]} {second}"
    found = planfields.field_of(label) if second[:1].islower() else None
    if not found or len(words) < 2 or not words[1][:1].isupper():
        return 1, []
    more = [Piece("", " ".join(rest), below)] if rest else []
    return 2, [piece(found[0], label, " ".join(words[1:]), "inline"), *more]


def _pairs(line: Line) -> list[Piece]:
    """Labels in cells, each with what stands up to the next one; other cells as text."""
    out: list[Piece] = []
    labels = [_cell_label(cell) for cell in line.cells]
    at = 0
    while at < len(labels):
        name, end = labels[at], at + 1
        if name and end < len(labels):
            end = next((n for n in range(at + 2, len(labels)) if labels[n]), len(labels))
            value = "\n".join(filter(None, line.cells[at + 1 : end]))
            out += _cell(name, value, line, line.cells[at])
        else:
            texts = filter(None, line.cells[at].split("\n"))
            out += [Piece("", text, line, "", line.is_bullet, style="cell") for text in texts]
        at = end
    return out


def _cell(name: str, text: str, line: Line, label: str, style: str = "cell") -> list[Piece]:
    first, *more = text.split("\n")
    own = Piece(name, first, line, " ".join(label.split()), style=style)
    return [own, *(Piece("", part, line, style=style) for part in more)]


def _cell_label(cell: str) -> str | None:
    """The field that a label's cell names, with or without a number and a colon."""
    text = " ".join(cell.split()).rstrip(" :")
    found = planfields.field_of(text) if text[:1].isupper() else None
    return found[0] if found else None


def _columns(cells: tuple[str, ...]) -> dict[str, int]:
    """The columns of a wide table's header, or nothing when the row is none."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = " ".join(re.sub(r"(?<=\w)-\n(?=[a-zåäö])", "", cell).split())
        if len(text) > 48:
            return {}
        for part in (text, *text.split("/")):
            found = planfields.field_of(part.strip())
            name = found[0] if found else COLUMNS.get(part.strip(" ?").casefold())
            if name and (name == "other" or name not in columns):
                columns[name] = at
                break
    others = set(columns) - {"title", "activities", "other"}
    filled = len([cell for cell in cells if cell])
    is_header = others and len(columns) * 2 >= filled and len(columns) >= 2
    is_header = is_header and ("title" in columns or "activities" in columns)
    return {n: at for n, at in columns.items() if n != "other"} if is_header else {}


def _without_chapters(found: list[Piece]) -> list[Piece]:
    """Labels that are headings of chapters ("Uppföljning" of the whole plan) become headings."""
    labels = [p for p in found if p.name not in ("", "heading") and p.style != "row"]
    levels = Counter(p.level for p in labels if p.style == "heading")
    usual = levels.most_common(1)[0][0] if levels else 0
    is_style = sum(levels.values()) * 3 >= len(labels)
    out, level = [], 0
    for p, below in zip_longest(found, found[1:]):
        if p.name == "title":
            level = p.level if p.text else 0
        lists = p.name == "activities" and below is not None and below.is_bullet and level
        is_chapter = (
            p.style == "heading"
            and not lists
            and (not is_style or p.level < usual or (level and p.level <= level))
        )
        out.append(replace(p, name="heading") if is_chapter and not p.text else p)
        if is_chapter:
            out[-1].text = p.label
    return out


def _titled(found: list[Piece]) -> list[Piece]:
    """Headings and numbered lines that fields or bullets follow, as titles; no label names one."""
    starts = [k for k, p in enumerate(found) if (p.name in HEADS and p.level) or _number(p)]
    out = list(found)
    for k, end in pairwise([*starts, len(found)]):
        p, section = found[k], found[k + 1 : end]
        number = _number(p)
        text = NUMBER.sub("", p.text, count=1) if number else p.text
        names = {one.name for one in section} - {""}
        bullets = [one for one in section if not one.name and one.is_bullet]
        is_titled = len(names) >= 2 or bool(names & {"responsible", "activities"})
        is_guess = bool(number and bullets and VERB.match(text))
        if p.name != "area" and (is_titled or is_guess) and not planfields.alone(text):
            style = "heading" if is_titled else "guess"
            level = p.level or number.count(".") + 1
            out[k] = replace(p, name="title", text=text, level=level, is_bullet=False, style=style)
        elif number:
            out[k] = replace(p, name="heading", level=p.level or number.count(".") + 1)
    return out


def _number(p: Piece) -> str:
    """The number of a line that could be a numbered heading."""
    match = NUMBER.match(p.text) if p.name in ("", "heading") and len(p.text) <= 140 else None
    return match[1] if match and not p.text.endswith((",", ";")) else ""
