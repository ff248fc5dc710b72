"""The HTML edition's own elements as Word's: what stands on the page stands in the document.

It starts from safe HTML (markup.py, prose.py, grid.py), so it only has to know what they let out.
"""

from __future__ import annotations

import binascii
import copy
from collections.abc import Iterable

from lxml.html import HtmlElement

from lobra.export.grid import EMPTY
from lobra.export.word_picture import BROKEN, drawing
from lobra.export.word_table import TEXT_WIDTH, Cell, keep_with_next, table, text_paragraph
from lobra.export.word_tree import (
    classes,
    is_inline,
    leads_back,
    nodes,
    pieces_of,
    source_of,
    text_of,
)
from lobra.export.word_xml import (
    Piece,
    bookmarked,
    clean,
    element,
    field,
    paragraph,
    run,
    runs,
)

KINDS = {"chart": "Diagram", "picture": "Bild", "table": "Tabell"}
VALUE_WIDTH = 2000


class Body:
    """Writes elements to the end of a document, and counts its captions, lists and bookmarks."""

    def __init__(self, document, page: HtmlElement) -> None:
        self._document, self._page = document, page
        self._counts = dict.fromkeys(KINDS, 0)
        self._n_bookmarks = self._n_headings = 0
        self._ends_with_table = self._follows_heading = False
        self._last = None
        self._targets = {a.get("href", "")[1:] for a in page.iter("a") if a.get("href")}
        self._postpones = any("chart-tables" in classes(p) for p in page.iter("p"))

    def write(self) -> None:
        """Everything on the page, in order."""
        self._flow(self._page, "Normal")
        if self._ends_with_table:
            self.paragraph("Normal", [])

    def paragraph(self, style: str, pieces: list[Piece], before: Iterable = ()):
        """One paragraph; `before` are elements to stand before its words."""
        words = runs(pieces, self._document.part)
        return self._append(paragraph(style, *before, *words))

    def _append(self, made):
        if self._ends_with_table and made.tag.endswith("}tbl"):
            self._append(paragraph("Normal"))  # else Word would join the two tables
        elif self._ends_with_table and made.pPr.style.startswith(("Normal", "List")):
            made.pPr.append(element("spacing", before=240))
        elif self._ends_with_table and made.pPr.style == "Kalla":
            keep_with_next(self._last.tr_lst[-1])
        if self._follows_heading and made.tag.endswith("}p") and made.pPr.style == "Normal":
            made.pPr.insert(1, element("keepNext"))
        self._follows_heading = False
        self._last, self._ends_with_table = made, made.tag.endswith("}tbl")
        self._document.element.body.insert_element_before(made, "w:sectPr")
        return made

    def _flow(self, parent: HtmlElement, style: str, first=None) -> None:
        """The parent's contents; words between two blocks get a paragraph of their own.

        `first` makes the first paragraph, when that is to be another than the rest.
        """
        waiting: list[str | HtmlElement] = []

        def flush():
            nonlocal first
            pieces = pieces_of(waiting, self._links)
            waiting.clear()
            if pieces:
                (first or self.paragraph)(style, pieces)
                first = None

        for node in nodes(parent):
            is_note = bool(waiting) and not isinstance(node, str) and "ref" in classes(node)
            if is_inline(node) or is_note:
                waiting.append(node)
                continue
            flush()
            if first and node.tag == "p":
                first(style, pieces_of(nodes(node), self._links))
                first = None
            else:
                self._block(node, style)
        flush()

    def _block(self, node: HtmlElement, style: str) -> None:
        tag, named = node.tag, classes(node)
        if tag == "p" and "chart-tables" in named:
            self._chart_tables()
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._heading(node)
        elif tag in ("p", "figcaption", "summary"):
            self._flow(node, {"source": "Kalla", "missing": "Anmarkning"}.get(named, style))
        elif tag in ("ul", "ol"):
            self._list(node, 0)
        elif tag == "table":
            self._table(node, text_of(node.find("caption")))
        elif tag == "figure":
            self._figure(node, named)
        elif tag == "dl":
            self._key_figures(node) if named == "key-figures" else self._facts(node)
        elif tag == "details" and "ref" in named:
            self.paragraph("Kalla", [Piece(f"Källa: {source_of(node)}")])
        elif tag == "pre":
            self.paragraph("Oformaterad", [Piece(clean("".join(node.itertext())).expandtabs(4))])
        elif tag == "img":
            self._picture(node)
        elif tag == "hr":
            edge = element("bottom", val="single", sz=4, space=1, color="B1B8BD")
            self.paragraph("Normal", []).pPr.append(element("pBdr", edge))
        else:
            self._flow(node, "Quote" if tag == "blockquote" else style)

    def _heading(self, node: HtmlElement) -> None:
        level = min(int(node.tag[1]) - 1, 3)
        pieces = pieces_of(nodes(node), self._links)
        if not level or not pieces:
            return  # the title stands on the title page
        self._n_headings += 1
        made = paragraph(f"Heading{level}")
        words = runs(pieces, self._document.part)
        made.extend(self._bookmark(heading_bookmark(self._n_headings), words))
        if node.get("id") in self._targets:
            made.extend(self._bookmark(_bookmark_of(node.get("id")), []))
        self._append(made)
        self._follows_heading = True

    def _bookmark(self, name: str, words: list) -> list:
        self._n_bookmarks += 1
        return bookmarked(self._n_bookmarks, name, words)

    def _links(self, href: str) -> str:
        return f"#{_bookmark_of(href[1:])}" if href.startswith("#") else href

    def _list(self, node: HtmlElement, depth: int) -> None:
        is_numbered = node.tag == "ol"
        nth = "" if depth == 0 else str(min(depth, 2) + 1)
        number = self._numbering(node, depth) if is_numbered else 2
        for item in node.findall("li"):
            self._item(item, ("ListNumber" if is_numbered else "ListBullet") + nth, number, depth)

    def _item(self, item: HtmlElement, style: str, number: int, depth: int) -> None:
        def first(_, pieces):
            target = item.get("id")
            mark = self._bookmark(_bookmark_of(target), []) if target in self._targets else []
            made = self.paragraph(style, pieces, mark)
            place = element("ilvl", val=min(depth, 8)), element("numId", val=number)
            made.pPr.append(element("numPr", *place))

        for inner in [a for a in item.iter("a") if leads_back(a)]:
            inner.getparent().remove(inner)
        inside = copy.deepcopy(item)
        lists = [child for child in inside if child.tag in ("ul", "ol")]
        for child in lists:
            inside.remove(child)
        self._flow(inside, f"ListContinue{style[-1] if depth else ''}", first)
        for child in lists:
            self._list(child, depth + 1)

    def _numbering(self, node: HtmlElement, depth: int) -> int:
        """A numbering of its own for each list, so that each begins where it should."""
        numbering = self._document.part.numbering_part.element
        number = max(n.numId for n in numbering.num_lst) + 1
        start = element("startOverride", val=int(node.get("start") or 1))
        numbering.append(
            element(
                "num",
                element("abstractNumId", val=3),
                element("lvlOverride", start, ilvl=min(depth, 8)),
                numId=number,
            )
        )
        return number

    def caption(self, kind: str, title: str) -> None:
        """A numbered title above a chart, a picture or a table."""
        self._counts[kind] += 1
        label, count = KINDS[kind], str(self._counts[kind])
        counted = field(f"SEQ {label} \\* ARABIC", count)
        self.paragraph("Caption", [Piece(f"\u2002{title}")], [run(f"{label} "), *counted])

    def _figure(self, node: HtmlElement, named: str) -> None:
        kind = "picture" if named == "picture" else "chart"
        if title := text_of(node.find("figcaption")):
            self.caption(kind, title)
        for child in node:
            if child.tag == "figcaption":
                continue
            if child.tag == "details" and child.find(".//table") is not None:
                if not self._postpones:
                    self._table(child.find(".//table"), text_of(child.find(".//caption")))
            else:
                self._block(child, "Normal")

    def _chart_tables(self) -> None:
        """The tables of the charts together at their place, each titled as its chart."""
        for figure in self._page.iter("figure"):
            if (made := figure.find("details//table")) is not None:
                self._table(made, text_of(figure.find("figcaption")))
                own = figure.find("details/p[@class='source']")
                if source := text_of(figure.find("p[@class='source']") if own is None else own):
                    self.paragraph("Kalla", [Piece(source)])

    def _table(self, node: HtmlElement, title: str) -> None:
        lines = [tr.xpath("th|td") for tr in node.iter("tr")]
        if not lines:
            return
        head, *body = lines
        numeric = ["num" in classes(cell) for cell in head]
        rows = [
            [
                self._cell(cell, numeric[n] if n < len(numeric) else False)
                for n, cell in enumerate(row)
            ]
            for row in body
        ]
        rows = rows or [[Cell([text_paragraph("Tabelltext", EMPTY)], EMPTY, len(head))]]
        if title:
            self.caption("table", title)
        self._append(table(title, [text_of(cell) for cell in head], numeric, rows))

    def _cell(self, node: HtmlElement, is_number: bool) -> Cell:
        pieces = pieces_of(nodes(node), self._links)
        made = text_paragraph("Tabelltext", runs(pieces, self._document.part), is_number)
        text = "".join(piece.text for piece in pieces)
        return Cell([made], text, int(node.get("colspan") or 1))

    def _key_figures(self, node: HtmlElement) -> None:
        """A table of two columns: the number, large, and what it counts."""
        rows = []
        for tile in node.findall("div"):
            value = text_of(tile.find("dd[@class='value']"))
            note = text_of(tile.find("dd[@class='note']"))
            source = source_of(tile.find("dd/details"))
            what = [text_paragraph("Tabelltext", [run(text_of(tile.find("dt")), frozenset("b"))])]
            if note:
                what.append(text_paragraph("Tabelltext", note))
            if source:
                words = run(f"Källa: {source}", frozenset({"source"}))
                what.append(text_paragraph("Tabelltext", [words]))
            rows.append([Cell([text_paragraph("Nyckeltal", value)], value), Cell(what, "")])
        if rows:
            widths = [VALUE_WIDTH, TEXT_WIDTH - VALUE_WIDTH]
            head = ["Antal", "Nyckeltal"]
            self._append(table("Nyckeltal", head, [False, False], rows, widths))

    def _facts(self, node: HtmlElement) -> None:
        for label in node.iter("dt"):
            value = label.getnext()
            said = text_of(value) if value is not None and value.tag == "dd" else ""
            words = [Piece(f"{text_of(label)}\t"), Piece(said, frozenset("b"))]
            self.paragraph("Titeluppgift", words)

    def _picture(self, node: HtmlElement) -> None:
        alt = clean(node.get("alt", ""))
        try:
            drawn = drawing(self._document.part, node.get("src", ""), alt)
        except BROKEN:
            self.paragraph("Anmarkning", [Piece(f"[Bild: {alt}]")])
            return
        self._append(paragraph("Bild", element("r", element("drawing", drawn))))


def heading_bookmark(number: int) -> str:
    """The name of the bookmark around the nth heading."""
    return f"_Toc{number:08d}"


def _bookmark_of(target: str) -> str:
    """A bookmark's name for a place on the page: at most 40 letters and digits."""
    return f"m{binascii.crc32(target.encode('utf-8')):08x}"
