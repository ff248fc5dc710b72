"""The lines and tables of an action plan as one row of labelled pieces, whatever its layout."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
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


def pieces(source: Source) -> list[Piece]:
    """Every line as pieces in reading order; rows of a wide table come as one field a cell."""
    lines = [one for one in source.lines if not CONTENTS.search(one.text) or one.table is not None]
    lines = [one for one in lines if not FURNITURE.fullmatch(one.text.strip())]
    reader = _Pieces(lines)
    found = _without_chapters(reader.all())
    if not any(piece.name == "title" for piece in found):
        found = _titled(found)
    return found


def _repeated_labels(texts: list[str]) -> dict[str, str]:
    """Words that alone are too weak to be labels, but stand alone once a measure: "Klart"."""
    counts = Counter(text.rstrip(" :") for text in texts)
    measures = max((n for text, n in counts.items() if planfields.alone(text)), default=0)
    return {
        text: found[0]
        for text, n in counts.items()
        if n == measures >= 2
        and not planfields.alone(text)
        and (found := planfields.field_of(text))
    }


class _Pieces:
    """Walks over the lines; remembers the columns of the wide table that is being read."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        plain = [one.text for one in lines if not one.cells and not one.is_bullet]
        self.is_inline = len({m[0] for text in plain if (m := planfields.inline(text))}) >= 3
        self.repeated = _repeated_labels(plain)
        bullets = [one.text for one in lines if one.is_bullet and not one.cells]
        labelled = {m[0] for text in bullets if (m := planfields.colon(text))}
        self.is_bulleted = len(labelled) >= 3
        self.columns: dict[str, int] = {}
        self.width = 0
        self.last: dict[str, str] = {}
        self.has_title = False  # a measure was titled outside wide tables
        self.out: list[Piece] = []

    def all(self) -> list[Piece]:
        at = 0
        while at < len(self.lines):
            at += self._line(at)
        return self.out

    def _line(self, at: int) -> int:
        """Reads one line, or the few that a label is broken over; says how many."""
        line = self.lines[at]
        if line.cells:
            return self._row(line)
        n, made = self._label(at)
        if made:
            self.out += made
            if any(piece.name == "title" for piece in made):
                self.has_title = True
            self.columns = {}
            return n
        level = line.heading or (7 if line.is_bold else 0)
        is_heading = level and not line.is_bullet and len(line.text) <= 120
        if not is_heading:
            self.columns = {}
        name = "heading" if is_heading else ""
        self.out.append(Piece(name, line.text, line, "", line.is_bullet, line.gap, level, "text"))
        return 1

    def _label(self, at: int) -> tuple[int, list[Piece]]:
        """The pieces of a labelled line, and over how many lines the label goes."""
        line, text = self.lines[at], self.lines[at].text
        level = line.heading or (7 if line.is_bold else 0)

        def piece(name: str, label: str, value: str, style: str) -> Piece:
            return Piece(name, value, line, label, False, line.gap, level, style)

        if line.is_bullet and not self.is_bulleted:
            return 1, []
        if found := planfields.colon(text):
            name, label, value = found
            is_numbered = bool(re.search(r"\d", label))
            return 1, [piece(name, label, value, "numbered" if is_numbered else "colon")]
        if line.is_bullet:
            return 1, []
        if alone := planfields.alone(text) or self.repeated.get(text.rstrip(" :")):
            return 1, [piece(alone, text, "", "heading" if level else "alone")]
        words = text.split(" ")
        if words[0].casefold() in planfields.BEGINNINGS:
            rest = [
                one for one in self.lines[at + 1 : at + 3] if not one.cells and not one.is_bullet
            ]
            for n in range(1, len(rest) + 1):
                whole = " ".join([text, *(one.text for one in rest[:n])])
                if alone := planfields.alone(whole):
                    return n + 1, [piece(alone, whole, "", "alone")]
                found = planfields.inline(whole) if self.is_inline else None
                if found and len(found[1].split()) > len(words):
                    return n + 1, [piece(*found, "inline")]
            if rest and (made := self._interleaved(words, rest[0], piece)):
                return 2, made
        if self.is_inline and (found := planfields.inline(text)):
            return 1, [piece(*found, "inline")]
        return 1, []

    def _interleaved(self, words: list[str], below: Line, piece) -> list[Piece]:
        """A label whose second half stands below its value's first line, as columns read across."""
        tail = below.text.split(" ")
        label = f"{words[0]} {tail[0]}"
        found = planfields.field_of(label)
        if not found or len(words) < 2 or not tail[0][:1].islower() or not words[1][:1].isupper():
            return []
        made = [piece(found[0], label, " ".join(words[1:]), "inline")]
        if tail[1:]:
            made.append(Piece("", " ".join(tail[1:]), below))
        return made

    def _row(self, line: Line) -> int:
        cells = list(line.cells)
        if columns := _columns(cells):
            self.columns, self.width, self.last = columns, len(cells), {}
            return 1
        if self.columns and len(cells) == self.width:
            self._wide(line, cells)
            return 1
        filled = [cell for cell in dict.fromkeys(cells) if cell]
        if len(filled) == 1 and cells[0]:
            for text in filled[0].split("\n"):
                one = replace(line, text=text, cells=())
                self.lines, kept = [one], self.lines
                self._line(0)
                self.lines = kept
            return 1
        self.columns = {}
        at = 0
        while at < len(cells):
            name = _cell_label(cells[at])
            if name and at + 1 < len(cells):
                end = at + 1
                while end < len(cells) and not (end > at + 1 and _cell_label(cells[end])):
                    end += 1
                self._cell(name, "\n".join(filter(None, cells[at + 1 : end])), line, cells[at])
                self.has_title = self.has_title or name == "title"
                at = end
            else:
                for text in filter(None, cells[at].split("\n")):
                    self.out.append(Piece("", text, line, "", line.is_bullet, style="cell"))
                at += 1
        return 1

    def _cell(self, name: str, text: str, line: Line, label: str, style: str = "cell") -> None:
        first, *more = text.split("\n")
        self.out.append(Piece(name, first, line, " ".join(label.split()), style=style))
        self.out += [Piece("", part, line, style=style) for part in more]

    def _wide(self, line: Line, cells: list[str]) -> None:
        """A row of a wide table: area and title first, then what stands in the other columns."""
        said = {name: cells[at].strip() for name, at in self.columns.items() if cells[at].strip()}
        if "title" not in self.columns and self.has_title:
            if text := said.get("activities"):
                row = Piece("activity", " ".join(text.split()), line, said.get("due", ""))
                self.out.append(replace(row, style="row"))
            return
        if "title" not in self.columns and "activities" in said:
            said["title"] = said.pop("activities")
        title = said.get("title", "")
        is_more = not title or title == self.last.get("title") or title[:1].islower()
        if is_more and self.last:
            if title[:1].islower():
                self._cell("more", title, line, "", "row")
            new = {n: text for n, text in said.items() if text != self.last.get(n)}
        else:
            if area := said.get("area"):
                self._cell("area", area, line, "", "row")
            elif "goal" in self.columns and "goal" not in said and "goal" in self.last:
                said["goal"] = self.last["goal"]
            if title:
                self._cell("title", title, line, "", "row")
            new, self.last = said, said
        for name, text in new.items():
            if name not in ("title", "area"):
                self._cell(name, text, line, "", "row")


def _cell_label(cell: str) -> str | None:
    """The field that a label's cell names, with or without a number and a colon."""
    text = " ".join(cell.split()).rstrip(" :")
    found = planfields.field_of(text) if text[:1].isupper() else None
    return found[0] if found else None


def _columns(cells: list[str]) -> dict[str, int]:
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
    starts = [k for k, p in enumerate(found) if p.name == "heading" or _number(p)]
    out = list(found)
    for k, end in pairwise([*starts, len(found)]):
        p, section = found[k], found[k + 1 : end]
        number = _number(p)
        text = NUMBER.sub("", p.text, count=1) if number else p.text
        names = {one.name for one in section} - {""}
        bullets = [one for one in section if not one.name and one.is_bullet]
        is_titled = len(names) >= 2 or bool(names & {"responsible", "activities"})
        is_guess = bool(number and bullets and VERB.match(text))
        if (is_titled or is_guess) and not planfields.alone(text):
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
