"""What all formats have in common: clean text, bullets, and columns that tabs make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from lobra.reading.limits import MAX_LINE, MAX_LINES, UnreadableError
from lobra.reading.source import Line

# Soft hyphens, marks of direction and width, and control characters but tab and line feed.
_UNSEEN = dict.fromkeys(
    [
        *(*range(9), *range(11, 32), *range(127, 160), 0xAD, 0xFEFF, 0xFFFE, 0xFFFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *range(0xD800, 0xE000),
    ]
)
_UNSEEN |= {0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
_GLYPHS = "•▫▪■□●○◦‣\u2043∙◆◇►▶➢➤❖·\ue000-\uf8ff"
_BULLET = re.compile(
    rf"[{_GLYPHS}]\s*(?=[^\s{_GLYPHS}])|[-–—−*]\s+(?=\S)|o(?:\t\s*| +(?=[A-ZÅÄÖ0-9]))(?=\S)"
)
_LONE_BULLET = re.compile(rf"[{_GLYPHS}]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACES = re.compile(r"[^\S\n\t]+")
_ENUMERATOR = re.compile(
    r"§+ ?\d{1,4}[.:]?|[1-9]\d{0,2}(\.[1-9]\d?){0,3}[.):]?|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)]"
)


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


def cell_text(text: str) -> str:
    """A cell's text, line by line without bullets, empty lines left out."""
    lines = (without_bullet(line.strip())[0] for line in clean(text).split("\n"))
    return "\n".join(_PRIVATE.sub("•", line.replace("\t", " ")) for line in lines if line)


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


@dataclass(slots=True)
class Pieces:
    """Text as it is put together, and how many of its letters are bold."""

    text: list[str] = field(default_factory=list)
    n_bold: int = 0
    n_plain: int = 0

    def put(self, text: str, is_bold: bool) -> None:
        """Adds a piece."""
        self.text.append(text)
        n_letters = sum(map(str.isalpha, text))
        self.n_bold += n_letters if is_bold else 0
        self.n_plain += 0 if is_bold else n_letters

    @property
    def is_bold(self) -> bool:
        """Whether it has letters and all of them are bold."""
        return self.n_bold > 0 and not self.n_plain

    def __str__(self) -> str:
        return "".join(self.text)


@dataclass(slots=True)
class _Entry:
    """A line before its columns are known: `text` still has its tabs."""

    line: Line
    text: str


class Lines:
    """Collects the lines of a document in reading order; `done` gives them as a tuple."""

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._gap = False
        self._is_after_lone_bullet = False
        self._n_tables = 0

    def __len__(self) -> int:
        return len(self._entries)

    def space(self) -> None:
        """Says that space stands before the next line."""
        self._gap = bool(self._entries)

    def new_table(self) -> int:
        """The number of the next real table, from 0."""
        self._n_tables += 1
        return self._n_tables - 1

    def add(self, text: str, number: int | None = None, **seen: object) -> None:
        """Adds a line of text; tabs in it may make cells. `seen` are fields of Line.

        A line that holds nothing to see is left out; a bullet alone belongs to the next line.
        """
        text = clean(text).replace("\n", " ")
        indent = text[: len(text) - len(text.lstrip("\t "))]
        body, is_bullet = without_bullet(text.strip())
        if _LONE_BULLET.fullmatch(body):
            self._is_after_lone_bullet = True
        if not body or _LONE_BULLET.fullmatch(body) or body in "-–—*":
            return
        if self._is_after_lone_bullet:
            is_bullet, self._is_after_lone_bullet = True, False
        seen["is_bullet"] = bool(seen.get("is_bullet")) or is_bullet
        seen["is_bold"] = bool(seen.get("is_bold") or seen.get("heading"))
        trail = text[len(text.rstrip("\t ")) :]
        self._append(indent + _PRIVATE.sub("•", body) + trail, number, seen)

    def row(
        self, cells: Sequence[str], number: int | None = None, *, table: int | None, **seen: object
    ) -> None:
        """Adds a row whose cells are known; a row without text is left out."""
        cleaned = tuple(cell_text(cell) for cell in cells)
        if any(cleaned):
            self._is_after_lone_bullet = False
            text = "\t".join(cell.replace("\n", " ") for cell in cleaned)
            self._append(text, number, seen | {"cells": cleaned, "table": table})

    def cells(self, cells: Sequence[Lines | None], table: int, number: int | None = None) -> None:
        """Adds a row whose cells were collected like documents; None where a merged one goes on."""
        read = [cell.done() if cell else () for cell in cells]
        bolds = [line.is_bold for lines in read for line in lines]
        texts = ["\n".join(line.text for line in lines) for lines in read]
        self.row(texts, number, table=table, is_bold=bool(bolds) and all(bolds))

    def _append(self, text: str, number: int | None, seen: dict) -> None:
        check_size(len(self._entries) + 1, len(text))
        number = len(self._entries) + 1 if number is None else number
        gap = bool(seen.pop("gap", False)) or self._gap
        line = Line(number, text, gap=gap and bool(self._entries), **seen)
        self._entries.append(_Entry(line, text))
        self._gap = False

    def done(self) -> tuple[Line, ...]:
        """All lines, with the columns that tabs make in neighbouring lines."""
        lines: list[Line] = []
        for is_tabbed, group in groupby(
            self._entries, lambda e: e.line.table is None and "\t" in e.text
        ):
            entries = list(group)
            if not is_tabbed:
                lines += [entry.line for entry in entries]
                continue
            for block in _blocks(entries):
                columns = columns_of([entry.text for entry in block])
                lines += [_with_cells(*pair) for pair in zip(block, columns, strict=True)]
        return tuple(lines)


def _blocks(entries: list[_Entry]) -> list[list[_Entry]]:
    """Rows that belong together: space separates them, unless it stands between all of them."""
    blocks = [entries[:1]]
    is_airy = all(entry.line.gap for entry in entries[1:])
    for entry in entries[1:]:
        if entry.line.gap and not is_airy:
            blocks.append([])
        blocks[-1].append(entry)
    return blocks


def _with_cells(entry: _Entry, cells: tuple[str, ...]) -> Line:
    if entry.line.cells:
        return entry.line
    cells = tuple(map(cell_text, cells))
    text = "\t".join(cells) if cells else " ".join(entry.text.split())
    return replace(entry.line, text=text, cells=cells)


def columns_of(texts: list[str]) -> list[tuple[str, ...]]:
    """The cells of neighbouring lines with tabs; () for a line that tabs only indent.

    Several tabs in a row are one step where that makes the lines alike (names of unequal
    length), else empty cells. A number before a tab belongs to the text after it.

    >>> columns_of(["Anna Ek\\tPolis", "Bo\\t\\tSkola"])
    [('Anna Ek', 'Polis'), ('Bo', 'Skola')]
    >>> columns_of(["Plats\\tÅtgärd\\tSvar", "Torget\\t\\tklart"])
    [('Plats', 'Åtgärd', 'Svar'), ('Torget', '', 'klart')]
    >>> columns_of(["1.\\tMötet öppnas"])
    [()]
    """
    every = [[part.strip() for part in text.split("\t")] for text in texts]
    stepped = [[part.strip() for part in re.split(r"\t+", text.rstrip())] for text in texts]
    if len({len(parts) for parts in stepped}) < len({len(parts) for parts in every}):
        every = stepped
    if len(every) > 1 and all(parts[0] == "" for parts in every):
        every = [parts[1:] for parts in every]
    numbered = [len(parts) > 1 and bool(_ENUMERATOR.fullmatch(parts[0])) for parts in every]
    for n, parts in enumerate(every):
        if numbered[n] and (len(parts) == 2 or all(numbered)):
            every[n] = [f"{parts[0]} {parts[1]}", *parts[2:]]
    is_row = [sum(map(bool, parts)) > 1 for parts in every]
    widths = [len(parts) if is_row[n] else 0 for n, parts in enumerate(every)]
    for n, parts in enumerate(every):
        is_row[n] = is_row[n] or (len(parts) > 1 and len(parts) in widths)
    return [tuple(parts) if row else () for parts, row in zip(every, is_row, strict=True)]
