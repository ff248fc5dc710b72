"""What is decided of a document's nodes together: empty chapters, numbers, shared sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from lobra.blocks import Chart, Source, Table
from lobra.export import references
from lobra.export.nodes import Captioned, Heading, Node, Picture, Prose, Told

LABELS = {Chart: "Diagram", Table: "Tabell", Picture: "Bild"}


def arranged(nodes: Sequence[Node], is_report: bool) -> Iterator[Node]:
    """The nodes as all formats draw them."""
    kept = filled(nodes)
    return _numbered(_told(kept) if is_report else kept, is_report)


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
