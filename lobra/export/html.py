"""Nodes as HTML: safe, since every word is escaped and no markup but this is written."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from lobra.blocks import (
    SOURCE,
    Block,
    Chart,
    Column,
    Facts,
    KeyFigure,
    KeyFigures,
    Sources,
    Statements,
    Status,
    Table,
    Text,
)
from lobra.export import references
from lobra.export.document import fragment
from lobra.export.nodes import (
    Captioned,
    Footnotes,
    Heading,
    Inline,
    Listing,
    Node,
    NoteMark,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Remark,
    Rule,
    Told,
    Voice,
    Words,
)
from lobra.export.references import References

EMPTY = "Inga uppgifter."
HINT = "Dra i sidled för att se hela diagrammet."
"""Seen where the screen is narrower than a chart whose words can be read."""
TAGS = {"strong": "strong", "emphasis": "em", "strike": "del", "code": "code"}
FEW_LETTERS = 60
FEW_DIGITS = 3
"""Of a row that is headed by its number alone."""


@dataclass(frozen=True)
class Link:
    """Where a source document lies, seen from the page, and the name of its file."""

    address: str
    file: str


def block_html(block: Block) -> str:
    """One block on its own, as a notebook shows it below its cell."""
    return Writer().all(fragment(block))


class Writer:
    """Writes the nodes of one page; `links` leads from a document's title to its file."""

    def __init__(self, links: Mapping[str, Link] | None = None) -> None:
        self._links = links or {}
        self._labels: dict[str, int] = {}

    def all(self, nodes: Iterable[Node]) -> str:
        """Everything in order."""
        return "\n".join(map(self.one, nodes))

    def one(self, node: Node) -> str:
        match node:
            case Heading(level, id, words):
                return f'<h{level} id="{escape(id)}">{_inline(words)}</h{level}>'
            case Paragraph(words):
                return f"<p>{_inline(words)}</p>"
            case Listing(items, start):
                return self._list(items, start)
            case Quote(nodes):
                return f"<blockquote>{self.all(nodes)}</blockquote>"
            case Preformatted(text):
                return self._scroll("Text", f"<pre>{escape(text)}</pre>")
            case Rule():
                return "<hr>"
            case Remark(label, text):
                said = f"<strong>{escape(label)}</strong> {escape(text)}"
                return f'<p class="missing">{said}</p>'
            case Footnotes():
                return _footnotes(node)
            case Picture():
                return self._picture(node, "")
            case Told(told):
                return self.one(told)
            case Voice(label, by, nodes):
                who = f"<p><strong>{escape(label)}</strong> {escape(by)}</p>"
                return f'<div class="voice">{who}{self.all(nodes)}</div>'
            case Captioned(label, number, title, inner, folds):
                return self._captioned(f"{label} {number}", title, inner, folds)
            case Chart() | Table():
                return self._captioned("", node.title, node)
            case Facts(items=items, source=source, title=title):
                listed = "".join(
                    f"<div><dt>{escape(label)}:</dt> <dd>{_said(text)}</dd></div>"
                    for label, text in items
                )
                return f'<dl class="facts">{listed}</dl>{self._unfolding(source, title)}'
            case KeyFigures():
                return self._key_figures(node)
            case Text(text=text, source=source):
                said = f"<p>{escape(text)}</p>{self._unfolding(source, text)}"
                return f'<div class="text">{said}</div>'
            case Statements(items=items):
                listed = "".join(
                    f"<li>{escape(i.text)} {self._unfolding(i.source, i.text)}</li>" for i in items
                )
                return f'<ul class="statements">{listed}</ul>'
        raise TypeError(node)

    def _list(self, items: Sequence[Sequence[Node]], start: int | None) -> str:
        tag = "ul" if start is None else "ol"
        first = f' start="{start}"' if start not in (None, 1) else ""
        inside = "".join(f"<li>{self._item(item)}</li>" for item in items)
        return f"<{tag}{first}>{inside}</{tag}>"

    def _item(self, nodes: Sequence[Node]) -> str:
        """A single paragraph in an item needs no element of its own."""
        plain = sum(isinstance(node, Paragraph) for node in nodes) == 1
        return "".join(
            _inline(node.words) if plain and isinstance(node, Paragraph) else self.one(node)
            for node in nodes
        )

    def _captioned(
        self, number: str, title: str, node: Chart | Table | Picture, folds: bool = False
    ) -> str:
        caption = _caption(number, title)
        match node:
            case Table():
                below = self._foot(node, folds)
                below += self._folded_sources(node) if folds and any(node.sources) else ""
                above = self._table(node, caption, title, folds)
                return f'<div class="table">{above}{below}</div>'
            case Picture():
                return self._picture(node, caption)
        return self._chart(node, caption, folds)

    def _chart(self, chart: Chart, caption: str, names_documents: bool) -> str:
        data = base64.b64encode(chart.svg.encode()).decode()
        image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(chart.alt)}">'
        inner = self._table(chart.table, escape(chart.table.title), chart.table.title)
        own = self._foot(chart.table) if chart.table.sources else ""
        shown = references.documents if names_documents else references.whole
        return (
            f'<figure class="chart"><figcaption>{caption}</figcaption><p class="hint">{HINT}</p>'
            f"{self._scroll(chart.title, image)}{self._source(shown(chart.source))}"
            f"{_fold('Visa diagrammet som tabell', chart.title, inner + own)}</figure>"
        )

    def _picture(self, picture: Picture, caption: str) -> str:
        image = f'<img src="{address(picture)}" alt="{escape(picture.alt)}">'
        above = f"<figcaption>{caption}</figcaption>" if caption else ""
        said = "" if caption or not picture.title else picture.title
        below = f'<figcaption class="said">{escape(said)}</figcaption>' if said else ""
        scroll = self._scroll(picture.title or picture.alt, image)
        return f'<figure class="picture">{above}{scroll}{below}</figure>'

    def _folded_sources(self, table: Table) -> str:
        """Where each row comes from, for those who unfold it."""
        heads = replace(table, columns=table.columns[:1], rows=[row[:1] for row in table.rows])
        title = f"Källor till {table.title}"
        inner = self._table(heads, escape(title), title) + self._foot(heads)
        return _fold("Visa källan till varje rad", table.title, inner)

    def _table(self, table: Table, caption: str, title: str, folds: bool = False) -> str:
        cells, _ = references.of_table(table, folds)
        heads = "".join(_head(column) for column in table.columns)
        heads += f'<th scope="col">{SOURCE}</th>' if cells else ""
        lines = []
        for n, row in enumerate(table.rows):
            shown = [_cell(c, table.columns[k].is_number, not k) for k, c in enumerate(row)]
            shown += [f'<td class="from">{self._linked(cells[n])}</td>'] if cells else []
            lines.append(f"<tr>{''.join(shown)}</tr>")
        body = "".join(lines) or f'<tr><td colspan="{len(table.columns)}">{EMPTY}</td></tr>'
        return self._scroll(
            title or "Tabell",
            f"<table><caption>{caption or 'Tabell'}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>",
        )

    def _foot(self, table: Table, folds: bool = False) -> str:
        return self._source(references.of_table(table, folds)[1])

    def _source(self, shown: References) -> str:
        """The line below a chart or table; it names the file of a document that is linked."""
        return f'<p class="source">Källa: {self._linked(shown, " ({})")}</p>' if shown else ""

    def _unfolding(self, sources: Sources, claim: str) -> str:
        """A source that unfolds. Its name, read aloud alone, says which claim it belongs to."""
        if not sources:
            return ""
        of = f'<span class="unseen"> till: {escape(shortened(claim))}</span>'
        inside = self._linked(references.whole(sources), " i filen {}")
        return f'<details class="ref"><summary>Källa{of}</summary> <span>{inside}</span></details>'

    def _linked(self, shown: References, name: str = "") -> str:
        """References as text, or as links to the documents; `name` frames the file's name."""

        def link(one: references.Reference) -> str:
            to, text = self._links.get(one.source.document), _breaking(one.text)
            if not to:
                return text
            return f'<a href="{escape(to.address)}">{text}</a>' + name.format(escape(to.file))

        return references.joined(shown, link)

    def _key_figures(self, block: KeyFigures) -> str:
        tiles = "".join(map(self._tile, block.shown))
        return f'<dl class="key-figures">{tiles}</dl>'

    def _tile(self, figure: KeyFigure) -> str:
        before = f'<dd class="before">{escape(figure.before)}</dd>' if figure.before else ""
        return (
            f'<div><dt>{escape(figure.label)}</dt><dd class="value">{figure.shown}</dd>'
            f'{before}<dd class="note">{escape(figure.note)}</dd>'
            f"<dd>{self._unfolding(figure.source, figure.label)}</dd></div>"
        )

    def _scroll(self, label: str, inner: str) -> str:
        """A box that scrolls on its own, with a name that no other box on the page has."""
        n = self._labels[label] = self._labels.get(label, 0) + 1
        name = escape(label if n == 1 else f"{label} ({n})")
        return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{inner}</div>'


def address(picture: Picture) -> str:
    """The picture as an address that holds all of it."""
    return f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode()}"


def shortened(text: str) -> str:
    """The first words of a text.

    >>> shortened("De flesta skjutningarna i området bedöms vara provskjutningar mot hus")
    'De flesta skjutningarna i området bedöms vara …'
    """
    if len(text) <= FEW_LETTERS:
        return text
    return f"{text[: FEW_LETTERS - 10].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _fold(words: str, of: str, inner: str) -> str:
    """What unfolds below a figure; its name, read aloud, says which figure it belongs to."""
    name = f'{words}<span class="unseen">: {escape(of)}</span>'
    return f'<details class="data"><summary>{name}</summary>{inner}</details>'


def _caption(number: str, title: str) -> str:
    counted = f'<span class="number">{number}</span>' if number else ""
    return " ".join(part for part in (counted, escape(title)) if part)


def _inline(words: Iterable[Inline]) -> str:
    return "".join(_note_mark(w) if isinstance(w, NoteMark) else _words(w) for w in words)


def _words(words: Words) -> str:
    made = escape(words.text).replace("\n", "<br>")
    for mark in sorted(words.marks):
        made = f"<{TAGS[mark]}>{made}</{TAGS[mark]}>"
    return f'<a href="{escape(words.link)}">{made}</a>' if words.link else made


def _note_mark(mark: NoteMark) -> str:
    n, id = mark.note.number, mark.note.id
    return f'<sup><a id="{id}-ref" href="#{id}" aria-label="Fotnot {n}">{n}</a></sup>'


def _footnotes(node: Footnotes) -> str:
    items = "".join(
        f'<li id="{n.id}">{_inline(n.words)} <a href="#{n.id}-ref" '
        f'aria-label="Tillbaka till texten, fotnot {n.number}">↑</a></li>'
        for n in node.notes
    )
    return f'<ol class="footnotes">{items}</ol>'


def _head(column: Column) -> str:
    number = ' class="num"' if column.is_number else ""
    return f'<th scope="col"{number}>{_breaking(column.label) or "&nbsp;"}</th>'


def _cell(cell: str, is_number: bool, is_head: bool) -> str:
    inner = _said(cell)
    if is_head:
        number = ' class="nr"' if len(cell) <= FEW_DIGITS else ""
        return f'<th scope="row"{number}>{inner}</th>'
    number = ' class="num"' if is_number else ""
    return f"<td{number}>{inner}</td>"


def _said(text: str) -> str:
    inner = _breaking(text)
    if isinstance(text, Status):
        return f'<span class="status status-{text.code}">{inner}</span>'
    return inner


def _breaking(text: str) -> str:
    """In a cell, where room is scarce, a word may break after a stroke: A/B."""
    return re.sub(r"(?<=\w)/(?=\w)", "/<wbr>", escape(text))
