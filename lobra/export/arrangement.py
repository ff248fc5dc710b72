"""What is decided of a document's nodes together: empty chapters, numbers, shared sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from lobra.blocks import Chart, KeyFigures, Source, Table
from lobra.export import references
from lobra.export.nodes import Captioned, Heading, Node, Picture, Prose, Told, resourced

LABELS = {Chart: "Diagram", Table: "Tabell", Picture: "Bild"}
CHAPTER = 2
"""The level of a chapter's heading."""


def arranged(nodes: Sequence[Node], is_report: bool) -> Iterator[Node]:
    """The nodes as all formats draw them."""
    kept = _paged(filled(nodes))
    return _numbered(_told(_readable(kept)) if is_report else kept, is_report)


def filled(nodes: Sequence[Node]) -> list[Node]:
    """Without the headings that have nothing below them."""
    kept: list[Node] = []
    for node in reversed(nodes):
        if not (isinstance(node, Heading) and _is_over(node, kept[-1] if kept else None)):
            kept.append(node)
    return kept[::-1]


def _is_over(heading: Heading, after: Node | None) -> bool:
    """What comes after the heading isn't below it."""
    return after is None or (isinstance(after, Heading) and after.level <= heading.level)


def _paged(nodes: Sequence[Node]) -> list[Node]:
    """The chapter that holds the year's numbers is looked for, and begins a page of its own."""
    return [
        replace(node, begins_page=True)
        if isinstance(node, Heading) and _holds_numbers(node, nodes[n + 1 :])
        else node
        for n, node in enumerate(nodes)
    ]


def _holds_numbers(heading: Heading, after: Sequence[Node]) -> bool:
    below = takewhile(lambda one: not (isinstance(one, Heading) and one.level <= CHAPTER), after)
    return heading.level == CHAPTER and any(isinstance(one, KeyFigures) for one in below)


def _readable(nodes: Sequence[Node]) -> list[Node]:
    """Without the sources that no reader can look up."""
    return [
        resourced(node, references.readable) if isinstance(node, Prose | Table | Chart) else node
        for node in nodes
    ]


def _told(nodes: Sequence[Node]) -> Iterator[Node]:
    """Prose in a report, where the last of a run of it names the documents of them all."""
    sources: list[Source] = []
    for node, after in zip_longest(nodes, nodes[1:]):
        if not isinstance(node, Prose):
            yield node
            continue
        sources += [one for table in node.tables() for _, some in table.sourced() for one in some]
        sources += node.source
        is_last = not isinstance(after, Prose)
        yield Told(node, references.documents(sources) if is_last else ())
        sources = [] if is_last else sources


def _numbered(nodes: Iterable[Node], is_report: bool) -> Iterator[Node]:
    """Charts, tables and pictures with numbers."""
    counts = dict.fromkeys(LABELS.values(), 0)
    for node in nodes:
        if isinstance(node, Chart | Table) or (isinstance(node, Picture) and node.title):
            label = LABELS[type(node)]
            counts[label] += 1
            yield Captioned(label, counts[label], node.title, node, is_report)
        else:
            yield node
