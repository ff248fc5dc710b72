"""What all formats have in common: clean text, bullets, tables, and columns that tabs make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from typing import Any

from lobra.reading.limits import MAX_LINE, MAX_LINES
from lobra.reading.source import Line, UnreadableError

MOST_COLUMNS = 100
LONGEST_HEADING = 200
_LONGEST_CELL = 12  # lines; a table with longer cells only places its text

# Soft hyphens, marks of direction and width, and control characters but tab and line feed.
_UNSEEN = dict.fromkeys(
    [
        *(*range(9), *range(11, 32), *range(127, 160), 0xAD, 0xFEFF, 0xFFFE, 0xFFFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *range(0xD800, 0xE000),
    ]
)
_UNSEEN |= {0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
_GLYPHS = "•▫▪■□●○◦‣\u2043∙◆◇►▶➢➤➔→❖·\ue000-\uf8ff"
_BULLET = re.compile(
    rf"[{_GLYPHS}]\s*(?=[^\s{_GLYPHS}])|[-–—−*+]\s+(?=\S)|o(?:\t\s*| +(?=[A-ZÅÄÖ0-9]))(?=\S)"
)
_RUN_IN = re.compile(r"[A-ZÅÄÖ][^.:!?]{2,60}(?<![Bb]eslut)\.")
_NOTHING = re.compile(rf"[-–—*{_GLYPHS}]*")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACES = re.compile(r"[^\S\n\t]+")
_ENUMERATOR = re.compile(
    r"§+ ?\d{1,4}[.:]?|[1-9]\d{0,2}(\.[1-9]\d?){0,3}[.):]?|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)]"
)

_ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]


def clean(text: str) -> str:
    """Text as the eye sees it: NFC, nothing invisible, single spaces; tabs and line feeds stay.

    >>> clean("stads\\u00addelen  i\\u00a0norr ")
    'stadsdelen i norr'
    """
    seen = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return _SPACES.sub(" ", seen).strip(" \n")


def without_bullet(text: str) -> tuple[str, bool]:
    """The text after a bullet typed as a glyph, and whether there was one.

    >>> without_bullet("• Erbjuda vandringar"), without_bullet("o.s.v.")
    (('Erbjuda vandringar', True), ('o.s.v.', False))
    """
    found = _BULLET.match(text)
    return (text[found.end() :], True) if found else (text, False)


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number, as far as one is written that a sane document may have."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def written(number: int, kind: str) -> str:
    """A number as a list of that kind shows it; `kind` is a word of Office Open XML.

    >>> written(28, "lowerLetter"), written(14, "upperRoman"), written(7, "decimalZero")
    ('bb', 'XIV', '07')
    """
    text = f"{number:02}" if kind == "decimalZero" else str(number)
    if kind.endswith("Letter") and 0 < number < 100:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif kind.endswith("Roman") and 0 < number < 40:
        text = "x" * (number // 10) + _ROMAN[number % 10]
    return text.upper() if kind.startswith("upper") else text


def check_size(n_lines: int, longest: int) -> None:
    """Refuses a document with far too many lines or a far too long one."""
    if n_lines > MAX_LINES:
        raise UnreadableError(
            f"dokumentet har fler än {MAX_LINES:,} rader".replace(",", " "),
            "Dela upp det i mindre filer och försök igen.",
        )
    if longest > MAX_LINE:
        raise UnreadableError(
            f"en rad är längre än {MAX_LINE:,} tecken".replace(",", " "),
            "Dela upp raden, eller spara dokumentet på nytt och försök igen.",
        )


class Pieces(list[tuple[str, bool]]):
    """Text as it is put together: each piece, and whether it is bold."""

    @property
    def is_bold(self) -> bool:
        """Whether it has letters and all of them are bold."""
        lettered = [is_bold for text, is_bold in self if any(map(str.isalpha, text))]
        return bool(lettered) and all(lettered)

    @property
    def parted(self) -> list[tuple[str, bool]]:
        """The text, and whether it is bold; a bold title that runs into it ("Ekonomi. Kassan är
        god.") comes apart.
        """
        bold = [*takewhile(lambda piece: piece[1] or not piece[0].strip(), self)]
        title = "".join(text for text, _ in bold).strip()
        rest = "".join(text for text, _ in self[len(bold) :]).strip()
        if _RUN_IN.fullmatch(title) and len(rest.split()) > 2:
            return [(title[:-1], True), (rest, False)]
        return [(str(self), self.is_bold)]

    def __str__(self) -> str:
        return "".join(text for text, _ in self)


class Lines:
    """Collects the lines of a document in reading order; `done` gives them as a tuple.

    A line without a number gets one when all are collected: a running count.
    """

    def __init__(self) -> None:
        self._lines: list[Line] = []  # their texts still have the tabs that make cells
        self._has_gap = False
        self._n_tables = 0

    def space(self) -> None:
        """Says that space stands before the next line."""
        self._has_gap = bool(self._lines)

    def new_table(self) -> int:
        """The number of the next real table, from 0."""
        self._n_tables += 1
        return self._n_tables - 1

    def add(self, text: str, number: int = 0, **seen: Any) -> None:
        """Adds a line of text; tabs in it may make cells. `seen` are fields of Line.

        A line that holds nothing to see is left out.
        """
        text = clean(text).replace("\n", " ")
        start, end = len(text) - len(text.lstrip("\t ")), len(text.rstrip("\t "))
        body, is_bullet = without_bullet(text.strip())
        if _NOTHING.fullmatch(body):
            return
        seen["is_bullet"] = bool(seen.get("is_bullet")) or is_bullet
        seen["is_bold"] = bool(seen.get("is_bold") or seen.get("heading"))
        self._append(Line(number, text[:start] + _PRIVATE.sub("•", body) + text[end:], **seen))

    def row(self, cells: Sequence[str], number: int = 0, *, table: int | None, **seen: Any) -> None:
        """Adds a row whose cells are known; a row without text is left out."""
        cleaned = tuple(map(_cell_text, cells))
        if any(cleaned):
            text = "\t".join(cell.replace("\n", " ") for cell in cleaned)
            self._append(Line(number, text, cleaned, table, **seen))

    def table(self, rows: Sequence[Sequence[Lines | None]], numbers: Sequence[int]) -> None:
        """Adds a table whose cells were collected like documents; None where a merged one goes on.

        One cell over all columns is a row of one. A table that only places its text (boxes,
        columns, tables in tables) gives its cells' lines.
        """
        cells = [cell for row in rows for cell in row if cell]
        if max(map(len, rows), default=0) > 1 and not any(cell._is_long() for cell in cells):
            table = self.new_table()
            for row, number in zip(rows, numbers, strict=True):
                own = row if any(row[1:]) else row[:1]
                inside = [cell.done() if cell else () for cell in own]
                bolds = [line.is_bold for lines in inside for line in lines]
                texts = ["\n".join(line.text for line in lines) for lines in inside]
                self.row(texts, number, table=table, is_bold=bool(bolds) and all(bolds))
            return
        for cell in cells:
            self.space()
            for line in cell._lines:
                inner = None if line.table is None else line.table + self._n_tables
                self._append(replace(line, table=inner))
            self._n_tables += cell._n_tables

    def _is_long(self) -> bool:
        return self._n_tables > 0 or len(self._lines) > _LONGEST_CELL

    def _append(self, line: Line) -> None:
        check_size(len(self._lines) + 1, len(line.text))
        has_gap = bool(self._lines) and (self._has_gap or line.gap)
        self._lines.append(line if line.gap == has_gap else replace(line, gap=has_gap))
        self._has_gap = False

    def done(self) -> tuple[Line, ...]:
        """All lines, with the columns that tabs make in neighbouring lines."""
        lines: list[Line] = []
        is_tabbed = groupby(self._lines, lambda line: line.table is None and "\t" in line.text)
        for has_tabs, group in is_tabbed:
            lines += _with_cells(list(group)) if has_tabs else group
        return tuple(replace(line, number=line.number or n) for n, line in enumerate(lines, 1))


def _cell_text(text: str) -> str:
    """A cell's text, line by line without bullets, empty lines left out."""
    lines = (without_bullet(line.strip())[0] for line in clean(text).split("\n"))
    return "\n".join(_PRIVATE.sub("•", line.replace("\t", " ")) for line in lines if line)


def _with_cells(lines: list[Line]) -> Iterator[Line]:
    """Neighbouring lines with tabs: those with several parts are rows, and those as wide as one.

    A tab that only indents, or follows a number, is none; empty cells are kept.
    """
    every = [[part.strip() for part in line.text.split("\t")] for line in lines]
    are_numbered = all(_ENUMERATOR.fullmatch(parts[0]) for parts in every)
    for parts in every:
        is_no_column = len(parts) == 2 or parts[0].startswith("§") or are_numbered
        if is_no_column and _ENUMERATOR.fullmatch(parts[0]):
            parts[:2] = [f"{parts[0]} {parts[1]}"]
    widths = {len(parts) for parts in every if sum(map(bool, parts)) > 1}
    for line, parts in zip(lines, every, strict=True):
        if line.cells:
            yield line
            continue
        cells = tuple(map(_cell_text, parts)) if len(parts) in widths else ()
        text = "\t".join(cells) if cells else " ".join(line.text.split())
        yield replace(line, text=text, cells=cells)
