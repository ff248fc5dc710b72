"""HTML from another library's output (a DataFrame, say) as nodes; what has no node is left out.

No markup is let through: words, headings, lists, tables and pictures are read out of it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree, html
from lxml.html import HtmlElement

from lobra.blocks import Table
from lobra.export.markdown import table_of
from lobra.export.nodes import (
    NO_ALT,
    Heading,
    Listing,
    Node,
    Picture,
    Preformatted,
    Quote,
    Words,
    paragraph,
)
from lobra.export.outline import Outline

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNSEEN = set("script style template svg math iframe object embed noscript head title".split())
HEADINGS = set("h1 h2 h3 h4 h5 h6".split())
INLINE = set("a abbr b br cite code del em i kbd mark q s samp small span strong sub sup u".split())
IMAGE = re.compile(r"data:(image/(?:png|jpeg|svg\+xml));base64,([A-Za-z0-9+/=\s]+)")
MOST = 100
"""The most rows or columns that one cell may claim to span."""


def nodes(markup: str, outline: Outline, title: str = "") -> list[Node]:
    """The nodes of a piece of HTML. `title` names its tables that have no caption."""
    text = f"<div>{UNFIT.sub('', markup)}</div>"
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return []
    return [*_Reader(outline, title).below(root)]


class _Reader:
    def __init__(self, outline: Outline, title: str) -> None:
        self._outline, self._title = outline, title

    def below(self, parent: HtmlElement) -> Iterator[Node]:
        """The nodes inside an element; loose words between two blocks are a paragraph."""
        waiting = [parent.text or ""]
        for child in parent:
            if child.tag in INLINE and child.find(".//img") is None:
                waiting.append("\n" if child.tag == "br" else child.text_content())
            elif child.tag not in UNSEEN:
                yield from _said(waiting)
                waiting = []
                yield from self._block(child)
            waiting.append(child.tail or "")
        yield from _said(waiting)

    def _block(self, node: HtmlElement) -> Iterator[Node]:
        if node.tag in HEADINGS:
            if text := _text(node):
                level = self._outline.level(int(node.tag[1]))
                yield Heading(level, self._outline.id(text), (Words(text),))
        elif node.tag == "table":
            if (table := _table(node, self._title)) is not None:
                yield table
        elif node.tag in ("ul", "ol"):
            items = tuple(tuple(self.below(item)) for item in node.findall("li"))
            yield Listing(items, 1 if node.tag == "ol" else None)
        elif node.tag == "blockquote":
            yield Quote(tuple(self.below(node)))
        elif node.tag == "pre":
            yield Preformatted(node.text_content().rstrip())
        elif node.tag == "img":
            yield _picture(node)
        else:
            yield from self.below(node)


def _said(waiting: list[str]) -> Iterator[Node]:
    if text := " ".join("".join(waiting).split()):
        yield paragraph(text)


def _text(node: HtmlElement) -> str:
    return " ".join(node.text_content().split())


def _picture(node: HtmlElement) -> Node:
    alt = node.get("alt") or NO_ALT
    if found := IMAGE.fullmatch(node.get("src", "")):
        try:
            return Picture(found[1], base64.b64decode("".join(found[2].split())), alt)
        except binascii.Error:
            pass
    return paragraph(alt)


def _table(node: HtmlElement, title: str) -> Table | None:
    """A table as a full grid, with cells that span several rows or columns said in each."""
    lines = [line for line in node.iter("tr") if line.find("th") is not None or len(line)]
    n_head = sum(1 for line in lines if line.getparent().tag == "thead") or 1
    grid = _spread([line.xpath("th|td") for line in lines])
    width = max(map(len, grid), default=0)
    if not width:
        return None
    grid = [row + [""] * (width - len(row)) for row in grid]
    heads = zip(*grid[:n_head], strict=True)
    head = [" – ".join(dict.fromkeys(filter(None, column))) for column in heads]
    caption = node.find("caption")
    return table_of(_text(caption) if caption is not None else title, head, grid[n_head:])


def _spread(rows: list[list[HtmlElement]]) -> list[list[str]]:
    spread: list[list[str]] = []
    waiting: dict[int, tuple[int, str]] = {}
    for cells in rows:
        line: list[str] = []
        cells = list(cells)
        while cells or len(line) in waiting:
            if (place := len(line)) in waiting:
                left, text = waiting.pop(place)
                if left > 1:
                    waiting[place] = (left - 1, text)
                line.append(text)
                continue
            cell = cells.pop(0)
            for _ in range(_span(cell, "colspan")):
                if (height := _span(cell, "rowspan")) > 1:
                    waiting[len(line)] = (height - 1, _text(cell))
                line.append(_text(cell))
        spread.append(line)
    return spread


def _span(cell: HtmlElement, key: str) -> int:
    value = cell.get(key) or "1"
    return min(max(int(value), 1), MOST) if value.isdecimal() else 1
