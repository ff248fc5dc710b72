"""What a report is built of. A block knows its title, its data, its alt text and its source, and
shows itself as accessible HTML, as Typst markup (for the PDF), as CSV and as plain text.

All ways are made from the same cells here, so that no edition can say something else than another.
A notebook shows a block by returning it from a cell; the exporters only put outputs in order.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from lobra.blocks.cells import (
    NARROW,
    NUMERIC,
    SOURCE,
    STATUS_SYMBOLS,
    Column,
    KeyFigure,
    Status,
    html_cell,
)
from lobra.blocks.references import all_have_places, compact, reference
from lobra.blocks.typst_text import array, literal, literal_or_none

__all__ = [
    "SOURCE", "STATUS_SYMBOLS", "Block", "Chart", "ChartTables", "Column", "Group", "KeyFigure",
    "KeyFigures", "Missing", "Nothing", "Statements", "Status", "Table", "Text", "Title",
]  # fmt: skip


ROOM = 60
"""Characters that narrow columns may take of a line, so that the others can be read."""
WIDE = 6
"""Columns of a table that leave no room for one more on paper."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Base of all blocks; `name` is unique in a report and names the block's CSV file."""

    name: str
    title: str = ""
    source: str = ""
    is_claim: bool = True
    """False for what the report says of itself, which no document can vouch for."""
    kind = "block"

    def html(self) -> str:
        raise NotImplementedError

    def typst(self) -> str:
        raise NotImplementedError

    def plain(self) -> str:
        raise NotImplementedError

    def csv(self) -> str | None:
        return None

    def metadata(self) -> dict[str, Any]:
        about = {"kind": self.kind, "name": self.name, "title": self.title}
        return about if self.is_claim else about | {"is_claim": False}

    def _repr_mimebundle_(self, include=None, exclude=None):  # IPython's protocol
        data = {"text/html": self.html(), "text/plain": self.plain(), "text/x-typst": self.typst()}
        if (table := self.csv()) is not None:
            data["text/csv"] = table
        return data, {"lobra": self.metadata()}


@dataclass(frozen=True, kw_only=True)
class Title(Block):
    """The title page; the exporters take title, council, date and notice from `document`."""

    document: dict[str, Any]
    facts: Sequence[tuple[str, str]]
    kind = "title"

    def html(self) -> str:
        facts = "".join(
            f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in self.facts
        )
        return f'<header class="title"><h1>{escape(self.title)}</h1><dl>{facts}</dl></header>'

    def typst(self) -> str:
        return ""

    def plain(self) -> str:
        return "\n".join([self.title, *(f"{k}: {v}" for k, v in self.facts)])

    def metadata(self) -> dict[str, Any]:
        return super().metadata() | {"document": self.document}


@dataclass(frozen=True, kw_only=True)
class KeyFigures(Block):
    """Tiles with the year's numbers. The same numbers go into the manifest."""

    figures: Sequence[KeyFigure]
    tiles: Sequence[str]
    """Names of the figures that are shown large; all of them go into CSV and manifest."""
    kind = "key_figures"

    @property
    def shown(self) -> list[KeyFigure]:
        by_name = {figure.name: figure for figure in self.figures}
        return [by_name[name] for name in self.tiles]

    def html(self) -> str:
        tiles = "".join(
            f'<div><dt>{escape(f.label)}</dt><dd class="value">{_shown(f.value)}</dd>'
            f'<dd class="note">{escape(f.note)}</dd><dd>{reference(f.source, f.label)}</dd></div>'
            for f in self.shown
        )
        return f'<dl class="key-figures">{tiles}</dl>'

    def typst(self) -> str:
        tiles = array(
            f"(value: {literal(_shown(f.value))}, label: {literal(f.label)}, "
            f"note: {literal(f.note)}, source: {literal(f.source)})"
            for f in self.shown
        )
        return f"#lobra-key-figures({tiles})"

    def plain(self) -> str:
        return "\n".join(f"{_shown(f.value)} {f.label}: {f.note}" for f in self.shown)

    def csv(self) -> str:
        rows = [[f.name, _shown(f.value), f.label, f.note, f.source] for f in self.figures]
        return _csv(["Namn", "Värde", "Nyckeltal", "Förklaring", SOURCE], rows)

    def metadata(self) -> dict[str, Any]:
        values = {f.name: f.value for f in self.figures}
        shown = [[f.label, _shown(f.value)] for f in self.shown]
        return super().metadata() | {"key_figures": values, "shown": shown}


@dataclass(frozen=True, kw_only=True)
class Text(Block):
    """A paragraph, with its source if it states a fact."""

    text: str
    kind = "text"

    def html(self) -> str:
        return (
            f'<div class="text"><p>{escape(self.text)}</p>{reference(self.source, self.text)}</div>'
        )

    def typst(self) -> str:
        return f"#lobra-text({literal(self.text)}, source: {literal_or_none(self.source)})"

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True, kw_only=True)
class Missing(Block):
    """Says what the documents don't say. A section without data shows this, never nothing."""

    text: str
    kind = "missing"

    def html(self) -> str:
        return f'<p class="missing"><strong>Uppgift saknas.</strong> {escape(self.text)}</p>'

    def typst(self) -> str:
        return f"#lobra-missing({literal(self.text)})"

    def plain(self) -> str:
        return f"Uppgift saknas. {self.text}"


@dataclass(frozen=True, kw_only=True)
class Nothing(Block):
    """Shows nothing, where the block before it in the section has said what is missing."""

    kind = "nothing"

    def html(self) -> str:
        return ""

    def typst(self) -> str:
        return ""

    def plain(self) -> str:
        return ""


@dataclass(frozen=True, kw_only=True)
class Statements(Block):
    """A list of what the documents say, each with its source."""

    items: Sequence[tuple[str, str]]
    kind = "list"

    def html(self) -> str:
        items = "".join(f"<li>{escape(t)} {reference(s, t)}</li>" for t, s in self.items)
        return f'<ul class="statements">{items}</ul>'

    def typst(self) -> str:
        """On paper each item's place stands behind it; the list's foot names the documents."""
        sources = [source for _, source in self.items]
        shown, foot = compact(sources) if all_have_places(sources) else (sources, "")
        pairs = zip((text for text, _ in self.items), shown, strict=True)
        items = array(f"(text: {literal(t)}, source: {literal(s)})" for t, s in pairs)
        return f"#lobra-list({items}, source: {literal(foot)})"

    def plain(self) -> str:
        return "\n".join(f"– {text} ({source})" for text, source in self.items)

    def csv(self) -> str:
        return _csv(["Uppgift", SOURCE], self.items)


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """Rows of text; the first column heads each row.

    `sources` are the rows' own references in full, one for each: a last column shows them in short.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    sources: Sequence[str] = ()
    kind = "table"

    def html(self) -> str:
        if self.sources:
            return self.with_source_column().html()
        source = f'<p class="source">Källa: {escape(self.source)}</p>' if self.source else ""
        return f'<div class="table">{_scroll(self.title, self._html_table())}{source}</div>'

    def with_source_column(self) -> Table:
        """The same table with its rows' sources as a column, as all editions show it."""
        if not self.sources:
            return self
        cells, foot = compact(self.sources, self.source)
        share = min(0.6 + max(map(len, cells)) / 30, 2)
        rows = [[*row, cell] for row, cell in zip(self.rows, cells, strict=True)]
        columns = [*self.columns, Column(SOURCE, share)]
        return replace(self, columns=columns, rows=rows, sources=(), source=foot)

    def _html_table(self) -> str:
        heads = "".join(
            f'<th scope="col"{NUMERIC if c.is_number else ""}>{escape(c.label)}</th>'
            for c in self.columns
        )
        body = "".join(
            "<tr>"
            + "".join(html_cell(cell, n == 0, self.columns[n]) for n, cell in enumerate(row))
            + "</tr>"
            for row in self.rows
        )
        return (
            f"<table><caption>{escape(self.title)}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )

    def typst(self) -> str:
        whole = [row[-1] for row in self.rows]
        if self.sources and len(self.columns) > WIDE:
            return self._with_sources_below()
        if not self.sources and self.columns[-1].label == SOURCE and all_have_places(whole):
            rows = [row[:-1] for row in self.rows]
            return replace(self, columns=self.columns[:-1], rows=rows, sources=whole).typst()
        return self.with_source_column()._drawn()

    def _drawn(self) -> str:
        narrow = self._narrow_columns()
        columns = array(
            f"(label: {literal(c.label)}, align: {literal('right' if c.is_number else 'left')}, "
            f"width: {literal('auto' if n in narrow else f'{c.share:g}fr')})"
            for n, c in enumerate(self.columns)
        )
        rows = array(array(literal(cell) for cell in row) for row in self.rows)
        return (
            f"#lobra-table(title: {literal(self.title)}, columns: {columns}, rows: {rows}, "
            f"source: {literal(self.source)})"
        )

    def _with_sources_below(self) -> str:
        """A table too wide on paper for another column: a note says where each row is from."""
        cells, foot = compact(self.sources, self.source)
        said = " · ".join(f"{row[0]}: {cell}" for row, cell in zip(self.rows, cells, strict=True))
        bare = replace(self, sources=(), source=foot)
        return f"{bare._drawn()}\n\n#lobra-note({literal(f'Källa rad för rad: {said}')})"

    def _narrow_columns(self) -> set[int]:
        """Columns whose every cell is a word or two: they take the room they need, no more."""
        longest = [max(map(len, column)) for column in zip(*self.rows, strict=True)]
        narrow = {
            n
            for n, (column, width) in enumerate(zip(self.columns, longest, strict=False))
            if column.is_number or max(width, len(column.label)) <= NARROW
        }
        is_room = sum(longest[n] for n in narrow) <= ROOM
        return narrow if is_room and len(narrow) < len(self.columns) else set()

    def plain(self) -> str:
        head = " | ".join(column.label for column in self.columns)
        return "\n".join([self.title, head, *(" | ".join(row) for row in self.rows)])

    def csv(self) -> str:
        return self.csv_with_source(self.source)

    def csv_with_source(self, source: str) -> str:
        """The cells, each row with its whole source in the last column."""
        labels = [column.label for column in self.columns]
        if self.sources:
            rows = zip(self.rows, self.sources, strict=True)
            return _csv([*labels, SOURCE], [[*row, own or source] for row, own in rows])
        if labels[-1] != SOURCE:
            return _csv([*labels, SOURCE], [[*row, source] for row in self.rows])
        whole = [
            [*row[:-1], f"{source}, {row[-1]}" if row[-1].startswith("rad ") else row[-1]]
            for row in self.rows
        ]
        return _csv(labels, whole)


@dataclass(frozen=True, kw_only=True)
class Chart(Block):
    """A drawing with the text that stands in for it and the table that it was drawn from."""

    svg: str = field(repr=False)
    alt: str
    table: Table
    kind = "chart"

    def html(self) -> str:
        image = base64.b64encode(self.svg.encode()).decode()
        figure = _scroll(
            self.title, f'<img src="data:image/svg+xml;base64,{image}" alt="{escape(self.alt)}">'
        )
        table = self.table.with_source_column()
        body = _scroll(table.title, table._html_table())
        if self.table.sources:
            body += f'<p class="source">Källa: {escape(table.source or self.source)}</p>'
        return (
            f'<figure class="chart"><figcaption>{escape(self.title)}</figcaption>{figure}'
            f'<p class="source">Källa: {escape(self.source)}</p>'
            f'<details class="data"><summary>Visa diagrammet som tabell<span class="unseen">: '
            f"{escape(self.title)}</span></summary>{body}</details>"
            "</figure>"
        )

    def typst(self) -> str:
        return (
            f"#lobra-chart(title: {literal(self.title)}, alt: {literal(self.alt)}, "
            f"source: {literal(self.source)}, svg: bytes({literal(self.svg)}))"
        )

    def plain(self) -> str:
        return f"{self.title}\n{self.alt}"

    def csv(self) -> str:
        return self.table.csv_with_source(self.source)

    def metadata(self) -> dict[str, Any]:
        return super().metadata() | {"alt": self.alt}


@dataclass(frozen=True, kw_only=True)
class Group(Block):
    """Several blocks from one call, each under a heading of the third level (or none)."""

    parts: Sequence[tuple[str, Block]]
    kind = "group"

    def html(self) -> str:
        return "".join(
            (f'<h3 id="{self.name}-{n}">{escape(heading)}</h3>' if heading else "") + block.html()
            for n, (heading, block) in enumerate(self.parts, start=1)
        )

    def typst(self) -> str:
        return "\n\n".join(
            (f"#lobra-heading(3, {literal(heading)})\n\n" if heading else "") + block.typst()
            for heading, block in self.parts
        )

    def plain(self) -> str:
        return "\n\n".join(f"{heading}\n{block.plain()}".strip() for heading, block in self.parts)

    def metadata(self) -> dict[str, Any]:
        files = {b.name: table for _, b in self.parts if (table := b.csv()) is not None}
        titles = {b.name: b.title for _, b in self.parts if b.name in files}
        return super().metadata() | {"files": files, "titles": titles}


class ChartTables(Group):
    """The tables of the charts, for paper; on screen they already stand under their charts."""

    def html(self) -> str:
        text = "På webbsidan finns tabellen direkt under varje diagram."
        return f'<p class="chart-tables">{text}</p>'


def _shown(value: int | None) -> str:
    return "okänt" if value is None else str(value)


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def _scroll(label: str, inner: str) -> str:
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">{inner}</div>'
    )
