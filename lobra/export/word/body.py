"""The nodes of a document in Word: one function a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from docx.document import Document as File
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from lobra.blocks import Chart, Facts, KeyFigures, Statements, Table, Text
from lobra.export import nodes, references
from lobra.export.nodes import Inline, Node, Words
from lobra.export.press import Press
from lobra.export.references import References
from lobra.export.word.edge import edged, keep_with_next, n_letters
from lobra.export.word.page import heading_level
from lobra.export.word.picture import BROKEN, drawing
from lobra.export.word.table import write_key_figures, write_table
from lobra.export.word.words import (
    add,
    clean,
    strong,
    write,
    write_field,
    write_named,
    write_source,
)

BULLETS, NUMBERS = 2, 3
"""The lists of templates/word/numbering.xml."""
FEW_LETTERS = 1500
"""Somebody's own words that take less than half a page, a picture counted as its lines would be."""
DEEPEST_STYLE, DEEPEST = 2, 8
"""How deep lists have styles of their own, and how deep Word can number."""


class Writer:
    """Writes nodes to the end of the file; `places` are the bookmarks that links lead to, and
    `press` draws pictures."""

    def __init__(self, file: File, places: Mapping[str, int], press: Press) -> None:
        self._file, self._places, self._press = file, places, press

    def all(self, some: Iterable[Node], style: str = "Normal", depth: int = 0) -> None:
        """Everything in order."""
        for node in some:
            self.one(node, style, depth)

    def one(self, node: Node, style: str = "Normal", depth: int = 0) -> None:
        """`style` and `depth` are those of the quote or the list that the node stands in."""
        match node:
            case nodes.Heading():
                self._heading(node, style)
            case nodes.Paragraph(words, leads_in):
                self._add(style, words).paragraph_format.keep_with_next = leads_in or None
            case nodes.Listing():
                self._list(node, depth)
            case nodes.Quote(quoted):
                self.all(quoted, "Quote", depth)
            case nodes.Preformatted(text):
                self._add("Oformaterad text", [Words(text.expandtabs(4))])
            case nodes.Rule():
                self._add("Linje")
            case nodes.Remark(label, text):
                self._add("Anmärkning", [strong(f"{label} "), Words(text)])
            case nodes.Footnotes(notes):
                self._footnotes(notes)
            case nodes.Picture():
                self._picture(node)
            case nodes.Told(documents=documents):
                first = len(self._file.element.body) - 1
                self.one(node.bare)
                if documents:
                    made = self._written(first)
                    keep_with_next(made if isinstance(node.node, Facts) else made[-1:])
                    self._source(documents)
            case nodes.Voice():
                self._voice(node)
            case nodes.Captioned():
                self._captioned(node)
            case Facts(items=items, source=source):
                for label, text in items:
                    self._add("Uppgift", [strong(f"{label}: "), Words(text)])
                if source:
                    self._source(references.whole(source))
            case Table():
                self._table(node)
            case Chart():
                self._chart(node, references.whole(node.source))
            case KeyFigures():
                write_key_figures(self._file, node)
            case Text():
                write_source(self._add("Normal", [Words(node.text)]), node.source)
            case Statements():
                self._statements(node)
            case _:
                raise TypeError(node)

    def _add(self, style: str, words: Iterable[Inline] = ()) -> Paragraph:
        return add(self._file, style, words, self._places)

    def _written(self, first: int = 0) -> list[Any]:
        """The paragraphs so far that stand in no table, from the `first` thing in the file."""
        return [one for one in self._file.element.body[first:] if one.tag == qn("w:p")]

    def _voice(self, voice: nodes.Voice) -> None:
        """One edge along all of it; a short one stays whole, and its label is never left alone."""
        first = len(self._file.element.body) - 1  # the section's own properties stand last
        self._add("Egna ord", [strong(f"{voice.label} "), Words(voice.by)])
        self.all(voice.nodes, "Egna ord")
        made = self._written(first)
        edged(made)
        is_short = sum(map(n_letters, made)) < FEW_LETTERS
        keep_with_next(made[:-1] if is_short else made[:1])
        self._add("Mellanrum")

    def _heading(self, heading: nodes.Heading, style: str) -> None:
        """Within a quote or a list it is no part of the document's own outline."""
        if style == "Normal":
            made = self._add(f"Heading {heading_level(heading)}")
            made.paragraph_format.page_break_before = heading.begins_page or None
            write_named(made, heading.words, heading.id, self._places)
        else:
            self._add(style, [strong(heading.text)])

    def _list(self, listing: nodes.Listing, depth: int) -> None:
        style = "List Bullet" if listing.start is None else "List Number"
        number = BULLETS if listing.start is None else self._numbering(listing.start, depth)
        for item in listing.items:
            made, rest = self._item(style, number, depth), item
            if item and isinstance(item[0], nodes.Paragraph):
                write(made, item[0].words, self._places)
                rest = item[1:]
            self.all(rest, _styled("List Continue", depth), depth + 1)

    def _item(self, style: str, number: int, depth: int = 0) -> Paragraph:
        """The first paragraph of an item of the list with this number."""
        made = self._add(_styled(style, depth))
        place = made._p.get_or_add_pPr().get_or_add_numPr()
        place.get_or_add_ilvl().val = min(depth, DEEPEST)
        place.get_or_add_numId().val = number
        return made

    def _numbering(self, start: int, depth: int = 0) -> int:
        """A numbering of its own for each list, so that each begins where it should."""
        made = self._file.part.numbering_part.element.add_num(NUMBERS)
        made.add_lvlOverride(ilvl=min(depth, DEEPEST)).add_startOverride(start)
        return made.numId

    def _footnotes(self, notes: Sequence[nodes.Footnote]) -> None:
        number = self._numbering(notes[0].number)
        for note in notes:
            write_named(self._item("List Number", number), note.words, note.id, self._places)

    def _statements(self, block: Statements) -> None:
        places, foot = references.of_statements(block)
        for item, place in zip(block.items, places, strict=True):
            made = self._item("List Bullet", BULLETS)
            write(made, [Words(item.text)])
            if foot:
                made.add_run(clean(f" [{place}]"), "Källa i text")
            else:
                write_source(made, item.source)
        if foot:
            made.paragraph_format.keep_with_next = True
            self._source(foot)

    def _captioned(self, node: nodes.Captioned) -> None:
        """The numbered title and the thing itself."""
        caption = self._add("Caption", [Words(f"{node.label} ")])
        write_field(caption, f"SEQ {node.label} \\* ARABIC", str(node.number))
        write(caption, [Words(f"\u2002{node.title}")] if node.title else [])
        if isinstance(node.node, Table):
            self._table(node.node, node.names_documents)
        elif isinstance(node.node, Chart) and node.names_documents:
            self._chart(node.node, references.documents(node.node.source))
        elif isinstance(node.node, nodes.Picture):
            self._picture(replace(node.node, title=""))
        else:
            self.one(node.node)

    def _table(self, table: Table, names_documents: bool = False) -> None:
        """A table and a paragraph, since Word would join it with a table right below."""
        laid = references.laid_out(table, names_documents)
        write_table(self._file, table.title, laid)
        if laid.note:
            self._add("Källa", [Words(laid.note)])
        if laid.foot:
            self._source(laid.foot)
        elif not laid.note:
            self._add("Mellanrum")

    def _source(self, shown: References) -> None:
        self._add("Källa", [Words(f"Källa: {references.joined(shown)}")])

    def _chart(self, chart: Chart, source: References) -> None:
        self._picture(nodes.Picture("image/svg+xml", chart.svg.encode(), chart.alt))
        if source:
            self._source(source)

    def _picture(self, picture: nodes.Picture) -> None:
        try:
            drawn = drawing(self._file.part, picture, self._press)
        except BROKEN:
            self._add("Anmärkning", [Words(f"[Bild: {picture.alt}]")])
        else:
            self._add("Bild").add_run()._r.add_drawing(drawn)
        if picture.title:
            self._add("Källa", [Words(picture.title)])


def _styled(style: str, depth: int) -> str:
    """The style of a list's paragraph as deep as this: "List Bullet", "List Bullet 2", …"""
    return f"{style} {min(depth, DEEPEST_STYLE) + 1}" if depth else style
