"""Web pages: what a browser would show, line by line. Word documents are read as such pages too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html import HTMLParser, document_fromstring

from lobra.reading.formats.lines import MOST_COLUMNS, Lines, Pieces, clean, whole, written
from lobra.reading.source import UnreadableError

_UNSHOWN = set(
    "script style template noscript head title nav svg math select button object embed iframe "
    "audio video canvas datalist dialog textarea option map".split()
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SPACED = set("p ul ol dl table hr blockquote pre figure fieldset".split()) | set(_HEADINGS)
_BLOCKS = _SPACED | set(
    "address article aside body caption center dd details div dt fieldset figcaption footer form "
    "header html legend li main section summary tbody td tfoot th thead tr".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_AS_BLOCK = re.compile(r"(?i)display\s*:\s*(?:block|flex|grid|list-item)")
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_NUMERALS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 200
MARK = "{lobra}mark"  # what stands before an item; no page of the web can hold this name


def read_into(lines: Lines, text: str) -> None:
    """Adds the lines of a page or a piece of one, numbered as in this text; nothing is fetched."""
    data = re.sub("\r\n?", "\n", text.replace("\0", "")).encode()
    try:
        root = document_fromstring(data, parser=HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableError("webbsidan är skadad eller saknar innehåll") from None
    if root.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        raise UnreadableError("webbsidan är för djupt nästlad")
    for numbered in root.iter("ol"):
        _number(numbered)
    Walk(lines).inside(root, Around())


def _number(numbered: Element) -> None:
    """Gives each item of a numbered list the mark that a browser shows before it."""
    number = whole(numbered.get("start"), 1) - 1
    for item in numbered.iterchildren("li"):
        number = whole(item.get("value"), number + 1)
        item.set(MARK, f"{written(number, _NUMERALS.get(numbered.get('type'), 'decimal'))}.")


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for everything inside an element."""

    is_bold: bool = False
    heading: int = 0
    is_pre: bool = False


class Walk:
    """Goes through a page as a browser lays it out; an item's `mark` stands before it."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._at = 0  # the line of the source
        self._begun = 0  # where the line that is being collected began
        self._text = Pieces()
        self._heading = 0
        self._mark: str | None = ""  # before the line that is being collected; None is a bullet

    def inside(self, element: Element, around: Around) -> None:
        """Everything in an element, then nothing of what follows it."""
        self._put(element.text, around)
        for child in element:
            self._at = child.sourceline or self._at
            if isinstance(child.tag, str):  # else a comment, whose line is where it ends
                if _is_unshown(child):
                    self._at += "".join(child.itertext()).count("\n")
                else:
                    self._element(child, around)
            self._put(child.tail, around)

    def _element(self, element: Element, around: Around) -> None:
        tag = element.tag
        if tag == "br":
            self._break(around)
            return
        inner = Around(
            around.is_bold
            or tag in ("b", "strong")
            or bool(_HEAVY.search(element.get("style", ""))),
            _HEADINGS.get(tag, around.heading),
            around.is_pre or tag == "pre",
        )
        if tag not in _BLOCKS and not _AS_BLOCK.search(element.get("style", "")):
            self.inside(element, inner)
            return
        self._end()
        if tag in _SPACED:
            self.lines.space()
        if tag == "table":
            self._table(element, inner)
        else:
            self._mark = element.get(MARK, None if tag == "li" else "")
            self._heading = inner.heading
            self.inside(element, inner)
            self._end()
        self._mark, self._heading = "", around.heading
        if tag in _SPACED:
            self.lines.space()

    def _put(self, text: str | None, around: Around) -> None:
        text = text or ""
        lines = text.split("\n") if around.is_pre else _BLANKS.sub(_blank, text).split("\n")
        for n, line in enumerate(lines):
            self._at += n > 0
            if n and around.is_pre:
                self._break(around)
            elif n:
                self._text.append((" ", False))
            if not self._begun and line.strip():
                self._begun = self._at
            self._text.append((line, around.is_bold))

    def _break(self, around: Around) -> None:
        """A line break: within a heading only a space, and two in a row are space."""
        if around.heading:
            self._text.append((" ", around.is_bold))
            return
        if not str(self._text).strip():
            self.lines.space()
        self._end()

    def _end(self) -> None:
        """Ends the line being collected."""
        text, begun = self._text, self._begun
        self._text, self._begun = Pieces(), 0
        shown = str(text)
        if not clean(shown).strip():
            return
        parts = text.parted if self._mark == "" else [(shown, text.is_bold)]
        for part, is_bold in parts:
            self.lines.add(
                f"{self._mark} {part}" if self._mark else part.strip(" \n"),
                begun,
                heading=self._heading,
                is_bold=is_bold,
                is_bullet=self._mark is None,
            )
        self._mark = ""

    def _table(self, table: Element, around: Around) -> None:
        for caption in table.iterchildren("caption"):
            self.inside(caption, around)
            self._end()
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        read = [
            [cell if cell is None else self._cell(cell, around) for cell in cells]
            for cells in _grid(rows)
        ]
        self.lines.table(read, [row.sourceline or 0 for row in rows])

    def _cell(self, cell: Element, around: Around) -> Lines:
        outside, self.lines = self.lines, Lines()
        self._at, self._heading = cell.sourceline or self._at, 0
        self.inside(cell, replace(around, heading=0, is_bold=around.is_bold or cell.tag == "th"))
        self._end()
        inside, self.lines = self.lines, outside
        return inside


def _blank(run: re.Match[str]) -> str:
    """What blanks stand for: lines of the source, a tab that a word processor saved, a space."""
    return "\n" * run[0].count("\n") or ("\t" if "\t" in run[0] else " ")


def _is_unshown(element: Element) -> bool:
    """Whether a browser hides it, or it is what every page of a site has (menu, foot)."""
    if element.tag in ("header", "footer"):
        is_part = next(element.iterancestors("main", "article"), None) is not None
        return not is_part and element.find(".//h1") is None
    return (
        element.tag in _UNSHOWN
        or element.get("title") in ("header", "footer")  # as LibreOffice saves them
        or element.get("role") in ("navigation", "banner")
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _grid(rows: list[Element]) -> Iterator[list[Element | None]]:
    """The cells of every row in their columns; None where a merged cell goes on."""
    covered: set[tuple[int, int]] = set()  # row and column
    for n, row in enumerate(rows):
        grid: list[Element | None] = []
        for cell in row.iterchildren("td", "th"):
            while (n, len(grid)) in covered:
                grid.append(None)
            if len(grid) >= MOST_COLUMNS or _is_unshown(cell):
                continue
            width, height = (
                max(1, min(whole(cell.get(f"{name}span"), 1), 60)) for name in ("col", "row")
            )
            columns = range(len(grid), len(grid) + width)
            covered |= {(n + down, column) for down in range(1, height) for column in columns}
            grid += [cell, *[None] * (width - 1)]
        while (n, len(grid)) in covered:
            grid.append(None)
        yield grid
