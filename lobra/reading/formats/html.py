"""Web pages, also those that word processors save: what a browser would show, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from lobra.reading.formats.lines import Lines, Pieces, clean
from lobra.reading.formats.numerals import written
from lobra.reading.limits import UnreadableError
from lobra.reading.source import Source

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
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_LIGHT = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)", re.I)
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
_MOST_COLUMNS = 100
_LONGEST_CELL = 12  # lines; a table with longer cells only places its text


@dataclass(slots=True)
class _Text(Pieces):
    """The line being collected, and where in the source it begins."""

    number: int | None = None

    def place(self, text: str, number: int, is_bold: bool) -> None:
        if self.number is None and text.strip():
            self.number = number
        self.put(text, is_bold)


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds for everything inside an element."""

    is_bold: bool = False
    heading: int = 0
    is_pre: bool = False
    is_article: bool = False


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
        self._text = _Text()
        self._heading = 0
        self._prefix = ""
        self._is_bullet = False

    def inside(self, element: HtmlElement, around: _Around) -> None:
        """Everything in an element, then nothing of what follows it."""
        self._put(element.text, element.sourceline or 0, around)
        counter = _list_numbers(element)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, around, counter)
            tail_line = _end_line(child)
            self._put(child.tail, tail_line, around)

    def _element(
        self, element: HtmlElement, around: _Around, counter: Iterator[int] | None
    ) -> None:
        tag = element.tag.lower()
        style = element.get("style", "")
        if _is_unshown(element, tag, style, around):
            return
        if tag == "br":
            self._break(around)
            return
        if "mso-tab-count" in style:
            self._text.place("\t", 0, around.is_bold)
            return
        inner = _Around(
            (around.is_bold or tag in ("b", "strong") or bool(_BOLD.search(style)))
            and not _LIGHT.search(style),
            _HEADINGS.get(tag, around.heading),
            around.is_pre or tag == "pre",
            around.is_article or tag in ("main", "article"),
        )
        if tag not in _BLOCKS:
            self.inside(element, inner)
            return
        self.flush()
        is_spaced = tag in _SPACED
        if is_spaced and not _NO_SPACE_ABOVE.search(style):
            self.lines.space()
        if tag == "table":
            self._table(element, inner)
        else:
            if tag == "li":
                self._prefix, self._is_bullet = _mark(element, style, counter)
            self._heading = inner.heading
            self.inside(element, inner)
            self.flush()
            self._prefix, self._is_bullet = "", False
        self._heading = around.heading
        if is_spaced and not _NO_SPACE_BELOW.search(style):
            self.lines.space()

    def _put(self, text: str | None, number: int, around: _Around) -> None:
        if not text:
            return
        if around.is_pre:
            for n, line in enumerate(text.split("\n")):
                if n:
                    self.flush()
                self._text.place(line, number + n, around.is_bold)
            return
        begun = text[: len(text) - len(text.lstrip())].count("\n")
        text = re.sub("\xa0{3,}", "\t", _BLANKS.sub(_blank, text))
        self._text.place(text, number + begun, around.is_bold)

    def _break(self, around: _Around) -> None:
        """A line break: within a heading only a space, and two in a row are space."""
        if around.heading:
            self._text.place(" ", 0, around.is_bold)
            return
        if not str(self._text).strip():
            self.lines.space()
        self.flush()

    def flush(self) -> None:
        """Ends the line being collected."""
        text, self._text = self._text, _Text()
        shown = str(text)
        if not clean(shown).strip():
            if "\xa0" in shown:
                self.lines.space()
            return
        self.lines.add(
            self._prefix + shown.strip(" \n"),
            self._before + (text.number or 0),
            heading=self._heading,
            is_bold=text.is_bold,
            is_bullet=self._is_bullet,
        )
        self._prefix, self._is_bullet = "", False

    def _table(self, table: HtmlElement, around: _Around) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        for caption in table.iterchildren("caption"):
            self.inside(caption, around)
            self.flush()
        if _is_layout(table, cells):
            for cell in (cell for row in cells for cell in row):
                if not _is_unshown(cell, cell.tag, cell.get("style", ""), around):
                    self.inside(cell, around)
                    self.flush()
            return
        number = self.lines.new_table()
        for row, grid in zip(rows, _grid(cells), strict=True):
            read = [cell if cell is None else _cell(cell, around) for cell in grid]
            self.lines.cells(read, number, self._before + (row.sourceline or 0))


def _blank(found: re.Match) -> str:
    """What a run of blanks shows: a tab between words is one that a word processor saved."""
    return "\t" if "\t" in found[0] and not re.search("[\r\n]", found[0]) else " "


def _is_unshown(element: HtmlElement, tag: str, style: str, around: _Around) -> bool:
    """Whether a browser hides it, or it is what every page of a site has (menu, foot)."""
    if tag in ("header", "footer") and not around.is_article:
        return element.find(".//h1") is None
    if element.get("title") in ("header", "footer"):  # as LibreOffice saves them
        return True
    is_hidden = element.get("hidden") is not None or bool(_HIDDEN.search(style))
    return tag in _UNSHOWN or is_hidden or element.get("role") in ("navigation", "banner")


def _end_line(element: HtmlElement) -> int:
    """The line where an element ends, as near as can be told: where its last piece begins."""
    last = element
    while len(last):
        last = last[-1]
    lines = (last.sourceline or 0) + (last.text or "").count("\n")
    while last is not element:
        lines += (last.tail or "").count("\n")
        last = last.getparent()
    return lines


def _list_numbers(element: HtmlElement) -> Iterator[int] | None:
    if element.tag != "ol":
        return None
    start = element.get("start", "1")
    start = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
    if element.get("reversed") is not None:
        n_items = sum(1 for _ in element.iterchildren("li"))
        return count(n_items if element.get("start") is None else start, -1)
    return count(start)


def _mark(item: HtmlElement, style: str, counter: Iterator[int] | None) -> tuple[str, bool]:
    """What stands before a list item: its number, or a bullet."""
    parent = item.getparent()
    if _NO_MARK.search(style + parent.get("style", "")):
        return "", False
    if counter is None:
        return "", True
    number = next(counter)
    if re.fullmatch(r"-?\d{1,6}", item.get("value", "")):
        # Those that follow go on from here, so the numbers in between are used up.
        wanted = int(item.get("value"))
        while number < wanted:
            number = next(counter)
        number = wanted
    kind = item.get("type") or parent.get("type") or "1"
    return f"{written(number, _LETTERS.get(kind, 'decimal'))}. ", False


def _is_layout(table: HtmlElement, rows: list[list[HtmlElement]]) -> bool:
    """Whether a table only places its text on the page: boxes, columns, tables in tables."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    if max((len(row) for row in rows), default=0) < 2:
        return True
    paragraphs = (
        sum(1 for part in cell.iter("p", "li", "h1", "h2", "h3", "h4", "div", "br"))
        for row in rows
        for cell in row
    )
    return max(paragraphs, default=0) > _LONGEST_CELL


def _grid(rows: list[list[HtmlElement]]) -> list[list[HtmlElement | None]]:
    """The cells of every row in their columns; None where a merged cell goes on."""
    grid: list[list[HtmlElement | None]] = []
    left: dict[int, int] = {}  # column -> rows that a cell above still covers
    for row in rows:
        out: list[HtmlElement | None] = []
        waiting = iter(row)
        cell = next(waiting, None)
        while (cell is not None or any(c >= len(out) for c in left)) and len(out) < _MOST_COLUMNS:
            column = len(out)
            if left.get(column):
                left[column] -= 1
                if not left[column]:
                    del left[column]
                out.append(None)
                continue
            if cell is None:
                out.append(None)
                continue
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for n in range(width):
                out.append(None if n else cell)
                if height > 1:
                    left[column + n] = height - 1
            cell = next(waiting, None)
        grid.append(out)
    return grid


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), 60)) if re.fullmatch(r"\d{1,4}", value) else 1


def _cell(cell: HtmlElement, around: _Around) -> Lines:
    walk = _Walk(Lines(), 0)
    walk.inside(cell, _Around(around.is_bold or cell.tag == "th"))
    walk.flush()
    return walk.lines
