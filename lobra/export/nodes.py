"""What a document is made of, whatever wrote it: blocks, markdown and other libraries' output.

Besides these, the blocks KeyFigures, Text, Facts, Statements, Table and Chart are nodes as they
are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from lobra.blocks import Chart, Facts, KeyFigures, Sources, Statements, Table, Text
from lobra.export.references import References

NO_ALT = "Bild utan beskrivning"
TALLEST = 200
"""Millimetres of a page that a picture may take."""
Mark = Literal["strong", "emphasis", "strike", "code"]


@dataclass(frozen=True)
class Words:
    """Running text in one form; `link` is an address on the web, of mail, or "#" and an id."""

    text: str
    marks: frozenset[Mark] = frozenset()
    link: str = ""


@dataclass(frozen=True)
class NoteMark:
    """Where a footnote is referred to; its words stand here for paper."""

    note: Footnote


@dataclass(frozen=True)
class Footnote:
    """A note, by its number in its cell; `id` is unique in the document."""

    number: int
    id: str
    words: tuple[Words, ...]


Inline = Words | NoteMark


@dataclass(frozen=True)
class Heading:
    """Level 1 is the title of the document; below it no level is skipped.

    One that `begins_page` stands at the top of a page where there are pages.
    """

    level: int
    id: str
    words: tuple[Inline, ...]
    begins_page: bool = False

    @property
    def text(self) -> str:
        return plain(self.words)


@dataclass(frozen=True)
class Paragraph:
    """`leads_in` says that it stands between a heading and what the heading is about."""

    words: tuple[Inline, ...]
    leads_in: bool = False


@dataclass(frozen=True)
class Listing:
    """A list; each item is a list of nodes. `start` is None where the items have no numbers."""

    items: tuple[tuple[Node, ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Quote:
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Preformatted:
    """Text as it stands, with its line breaks."""

    text: str


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True)
class Remark:
    """Something that the report has to say about itself: what is missing, what can't be shown."""

    label: str
    text: str


@dataclass(frozen=True)
class Picture:
    """An image that is no chart of ours; SVG, PNG or JPEG.

    Its `title` is seen, its `alt` is heard; `tallest` is in millimetres of paper.
    """

    mime: str
    data: bytes
    alt: str = NO_ALT
    title: str = ""
    tallest: int = TALLEST


@dataclass(frozen=True)
class Footnotes:
    """The notes of a cell, where they aren't shown at the foot of a page."""

    notes: tuple[Footnote, ...]


@dataclass(frozen=True)
class Captioned:
    """A chart, table or picture with its number among its like, and its title.

    One that `names_documents` says which documents it comes from and no more; a page folds the
    places of a table's rows.
    """

    label: str
    number: int
    title: str
    node: Chart | Table | Picture
    names_documents: bool = False


Prose = Text | Statements | Facts | KeyFigures


@dataclass(frozen=True)
class Told:
    """Prose whose own sources a page folds; paper names the `documents` below it instead."""

    node: Prose
    documents: References

    @property
    def bare(self) -> Prose:
        """The same without its sources."""
        return resourced(self.node, lambda _: ())


@dataclass(frozen=True)
class Voice:
    """Somebody's own words, apart from the rest: `label` says whose, `by` who stands for them.

    Its headings aren't among the document's own.
    """

    label: str
    by: str
    nodes: tuple[Node, ...]


Node = (
    Heading
    | Paragraph
    | Listing
    | Quote
    | Preformatted
    | Rule
    | Remark
    | Picture
    | Footnotes
    | Captioned
    | Voice
    | Told
    | Facts
    | KeyFigures
    | Text
    | Statements
    | Table
    | Chart
)


def resourced(node: Any, change: Callable[[Sources], Sources]) -> Any:
    """Prose, a table or a chart: the same with other sources everywhere in it."""

    def changed(one: Any) -> Any:
        return replace(one, source=change(one.source))

    match node:
        case Statements(items=items):
            node = replace(node, items=[*map(changed, items)])
        case KeyFigures(figures=figures):
            node = replace(node, figures=[*map(changed, figures)])
        case Table(sources=sources):
            node = replace(node, sources=[*map(change, sources)])
        case Chart(table=table):
            node = replace(node, table=resourced(table, change))
    return changed(node)


def plain(words: Iterable[Inline]) -> str:
    """The words without their form, on one line."""
    return " ".join("".join(one.text for one in words if isinstance(one, Words)).split())


def paragraph(text: str) -> Paragraph:
    return Paragraph((Words(text),))
