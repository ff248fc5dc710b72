"""Web pages, also those that word processors save: what a browser would show, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from lobra.reading.formats.lines import MOST_COLUMNS, Lines, Pieces, clean
from lobra.reading.formats.numerals import written
from lobra.reading.source import Source, UnreadableError

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
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|[6-9]00)|normal|[1-5]00)", re.I)
_ZERO = r"0(?:\.0+)?[a-z%]*(?![\w.])"
_NO_SPACE_ABOVE = re.compile(rf"margin(?:-top)?\s*:\s*{_ZERO}", re.I)
_NO_SPACE_BELOW = re.compile(
    rf"margin-bottom\s*:\s*{_ZERO}|margin\s*:\s*(?:\S+\s+\S+\s+)?{_ZERO}\s*(?:;|$|\s[\w.]+\s*(?:;|$))",
    re.I,
)
_NO_MARK = re.compile(r"list-style(-type)?\s*:\s*none", re.I)
_LETTERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for everything inside an element."""

    is_bold: bool = False
    heading: int = 0
    is_pre: bool = False


def read(text: str) -> Source:
    """The lines of a page, with the source's line numbers; nothing is fetched or expanded."""
    lines = Lines()
    read_into(lines, text, 0)
    return Source("", lines.done())


def read_into(lines: Lines, text: str, before: int) -> None:
    """Adds the lines of a piece of HTML that begins after `before` lines of its file."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found[0].count("\n"), text)
    text = re.sub("\r\n?", "\n", text.replace("\0", ""))
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    try:
        root = document_fromstring(text, parser=HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableError("webbsidan är skadad eller saknar innehåll") from None
    if root.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        raise UnreadableError("webbsidan är för djupt nästlad")
    _Walk(lines, before).inside(root, _Around())


class _Walk:
    """Goes through a page as a browser lays it out."""

    def __init__(self, lines: Lines, before: int) -> None:
        self.lines = lines
        self._before = before
        self._at = 0  # the line of the source
        self._begun = 0  # where the line that is being collected began
        self._text = Pieces()
        self._heading = 0
        self._mark = ""
        self._is_bullet = False

    def inside(self, element: HtmlElement, around: _Around) -> None:
        """Everything in an element, then nothing of what follows it."""
        self._put(element.text, around)
        numbers = _numbers(element)
        for child in element:
            self._at = child.sourceline or self._at
            if isinstance(child.tag, str):  # else a comment, whose line is where it ends
                if _is_unshown(child):
                    self._at += "".join(child.itertext()).count("\n")
                else:
                    self._element(child, around, numbers.get(child))
            self._put(child.tail, around)

    def _element(self, element: HtmlElement, around: _Around, number: int | None) -> None:
        tag, style = element.tag, element.get("style", "")
        if tag == "br":
            self._break(around)
            return
        if "mso-tab-count" in style:
            self._text.put("\t", around.is_bold)
            return
        weight = _WEIGHT.search(style)
        inner = _Around(
            bool(weight[1]) if weight else around.is_bold or tag in ("b", "strong"),
            _HEADINGS.get(tag, around.heading),
            around.is_pre or tag == "pre",
        )
        if tag not in _BLOCKS:
            self.inside(element, inner)
            return
        self.flush()
        if tag in _SPACED and not _NO_SPACE_ABOVE.search(style):
            self.lines.space()
        if tag == "table":
            self._table(element, inner)
        else:
            if tag == "li":
                self._mark, self._is_bullet = _mark(element, style, number)
            self._heading = inner.heading
            self.inside(element, inner)
            self.flush()
            self._mark, self._is_bullet = "", False
        self._heading = around.heading
        if tag in _SPACED and not _NO_SPACE_BELOW.search(style):
            self.lines.space()

    def _put(self, text: str | None, around: _Around) -> None:
        if not text:
            return
        if around.is_pre:
            for n, line in enumerate(text.split("\n")):
                if n:
                    self.flush()
                self._place(line, self._at + n, around)
        else:
            begins = self._at + text[: len(text) - len(text.lstrip())].count("\n")
            self._place(re.sub("\xa0{3,}", "\t", _BLANKS.sub(_blank, text)), begins, around)
        self._at += text.count("\n")

    def _place(self, text: str, number: int, around: _Around) -> None:
        if not self._begun and text.strip():
            self._begun = number
        self._text.put(text, around.is_bold)

    def _break(self, around: _Around) -> None:
        """A line break: within a heading only a space, and two in a row are space."""
        if around.heading:
            self._text.put(" ", around.is_bold)
            return
        if not str(self._text).strip():
            self.lines.space()
        self.flush()

    def flush(self) -> None:
        """Ends the line being collected."""
        text, begun = self._text, self._begun
        self._text, self._begun = Pieces(), 0
        shown = str(text)
        if not clean(shown).strip():
            if "\xa0" in shown:
                self.lines.space()
            return
        self.lines.add(
            self._mark + shown.strip(" \n"),
            self._before + begun,
            heading=self._heading,
            is_bold=text.is_bold,
            is_bullet=self._is_bullet,
        )
        self._mark, self._is_bullet = "", False

    def _table(self, table: HtmlElement, around: _Around) -> None:
        for caption in table.iterchildren("caption"):
            self.inside(caption, around)
            self.flush()
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        read = [
            [cell if cell is None else self._cell(cell, around) for cell in cells]
            for cells in _grid(rows)
        ]
        self.lines.table(read, [self._before + (row.sourceline or 0) for row in rows])

    def _cell(self, cell: HtmlElement, around: _Around) -> Lines:
        outside, self.lines = self.lines, Lines()
        self._at, self._heading = cell.sourceline or self._at, 0
        self.inside(cell, _Around(around.is_bold or cell.tag == "th"))
        self.flush()
        inside, self.lines = self.lines, outside
        return inside


def _blank(found: re.Match) -> str:
    """What a run of blanks shows: a tab between words is one that a word processor saved."""
    return "\t" if "\t" in found[0] and not re.search("[\r\n]", found[0]) else " "


def _is_unshown(element: HtmlElement) -> bool:
    """Whether a browser hides it, or it is what every page of a site has (menu, foot)."""
    if element.tag in ("header", "footer"):
        is_part = next(element.iterancestors("main", "article"), None) is not None
        if not is_part and element.find(".//h1") is None:
            return True
    if element.tag in _UNSHOWN or not element.attrib:
        return element.tag in _UNSHOWN
    return (
        element.get("title") in ("header", "footer")  # as LibreOffice saves them
        or element.get("role") in ("navigation", "banner")
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _numbers(element: HtmlElement) -> dict[HtmlElement, int]:
    """The number of each item of a numbered list."""
    if element.tag != "ol":
        return {}
    number = _whole(element.get("start"), 1) - 1
    numbers = {}
    for item in element.iterchildren("li"):
        number = numbers[item] = _whole(item.get("value"), number + 1)
    return numbers


def _mark(item: HtmlElement, style: str, number: int | None) -> tuple[str, bool]:
    """What stands before a list item: its number, or a bullet."""
    parent = item.getparent()
    if _NO_MARK.search(style + parent.get("style", "")):
        return "", False
    if number is None:
        return "", True
    kind = item.get("type") or parent.get("type")
    return f"{written(number, _LETTERS.get(kind, 'decimal'))}. ", False


def _grid(rows: list[HtmlElement]) -> Iterator[list[HtmlElement | None]]:
    """The cells of every row in their columns; None where a merged cell goes on."""
    covered: set[tuple[int, int]] = set()  # row and column
    for n, row in enumerate(rows):
        grid: list[HtmlElement | None] = []
        for cell in row.iterchildren("td", "th"):
            while (n, len(grid)) in covered:
                grid.append(None)
            if len(grid) >= MOST_COLUMNS or _is_unshown(cell):
                continue
            width, height = (
                max(1, min(_whole(cell.get(name), 1), 60)) for name in ("colspan", "rowspan")
            )
            columns = range(len(grid), len(grid) + width)
            covered |= {(n + down, column) for down in range(1, height) for column in columns}
            grid += [cell, *[None] * (width - 1)]
        while (n, len(grid)) in covered:
            grid.append(None)
        yield grid


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise
