"""Markdown as nodes. Raw HTML and formulas are the text that they are; nothing in it is run.

A link leads to the web, to a mail address, to a place in the document or to one of `files`;
anything else stays text. Pictures come from the cell's own attachments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from threading import Lock
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from lobra.blocks import Column, Table
from lobra.export.nodes import (
    NO_ALT,
    Footnote,
    Footnotes,
    Heading,
    Inline,
    Listing,
    Mark,
    Node,
    NoteMark,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Words,
    plain,
)
from lobra.export.outline import Outline

LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
NUMBER = re.compile(r"[-+−]?[\d\s.,  ]*\d\s*%?")
NO_FILES: Mapping[str, str] = {}
MARKS: dict[str, Mark] = {
    "strong": "strong",
    "em": "emphasis",
    "s": "strike",
    "code_inline": "code",
}


_ONE_AT_A_TIME = Lock()


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin, inline=False)


def _parsed(source: str) -> SyntaxTreeNode:
    """The root of a text. Documents are written in threads side by side, and the parser's lists of
    rules and letters are there for everybody before they are filled: one text at a time."""
    with _ONE_AT_A_TIME:
        return SyntaxTreeNode(_parser().parse(source))


def nodes(
    source: str,
    pictures: Mapping[str, Picture],
    outline: Outline,
    prefix: str,
    files: Mapping[str, str] = NO_FILES,
    without_title: bool = False,
    highest: int = 1,
) -> list[Node]:
    """The nodes of a cell. `prefix` makes the ids of its notes its own; `files` are other documents
    that its links may name, each with its file; `without_title` leaves the first # heading out,
    since it stands above all as the title; no heading stands above the level `highest`."""
    root = _parsed(source)
    title = next((node for node in root.children if node.tag == "h1"), None)
    children = [node for node in root.children if not (without_title and node is title)]
    return [*_Cell(pictures, outline, prefix, files, highest).cell(children)]


def first_title(source: str) -> str:
    """The text of the first # heading, or "" when there is none."""
    for node in _parsed(source).children:
        if node.type == "heading" and node.tag == "h1":
            return plain(_Cell({}, Outline(), "", NO_FILES, 1).words(node))
    return ""


class _Cell:
    """What a cell's nodes need of each other: the heading above, the notes below."""

    def __init__(
        self,
        pictures: Mapping[str, Picture],
        outline: Outline,
        prefix: str,
        files: Mapping[str, str],
        highest: int,
    ) -> None:
        self._pictures, self._outline, self._prefix = pictures, outline, prefix
        self._files, self._highest = files, highest
        self._above = ""
        self._notes: dict[int, Footnote] = {}

    def cell(self, children: Sequence[SyntaxTreeNode]) -> Iterator[Node]:
        """All nodes of the cell; a last paragraph right below a heading leads in what follows."""
        self._read_notes(children)
        for n, node in enumerate(children):
            is_last = n == len(children) - 1
            leads_in = is_last and n > 0 and children[n - 1].type == "heading"
            yield from self._block(node, leads_in)

    def _below(self, parent: SyntaxTreeNode) -> tuple[Node, ...]:
        return tuple(made for node in parent.children for made in self._block(node))

    def _block(self, node: SyntaxTreeNode, leads_in: bool = False) -> Iterator[Node]:
        match node.type:
            case "heading":
                words = self.words(node)
                if text := plain(words):
                    self._above = text
                    level = self._outline.level(max(int(node.tag[1]), self._highest))
                    yield Heading(level, self._outline.id(text), words)
            case "paragraph":
                yield from self._paragraph(node, leads_in)
            case "bullet_list" | "ordered_list":
                items = tuple(map(self._below, node.children))
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                yield Listing(items, start)
            case "blockquote":
                yield Quote(self._below(node))
            case "fence" | "code_block":
                yield Preformatted(node.content.rstrip())
            case "hr":
                yield Rule()
            case "table":
                yield self._table(node)
            case "footnote_block":
                if self._notes:
                    yield Footnotes(tuple(self._notes.values()))

    def _paragraph(self, node: SyntaxTreeNode, leads_in: bool) -> Iterator[Node]:
        """The words, and after them the pictures that stand among them."""
        words = self.words(node)
        if plain(words) or any(isinstance(one, NoteMark) for one in words):
            yield Paragraph(words, leads_in)
        for image in node.walk():
            if image.type == "image" and (found := self._picture(image)):
                title = str(image.attrs.get("title") or found.title)
                yield replace(found, alt=image.content or found.alt, title=title)

    def _picture(self, image: SyntaxTreeNode) -> Picture | None:
        return self._pictures.get(str(image.attrs["src"]).removeprefix("attachment:"))

    def _table(self, node: SyntaxTreeNode) -> Table:
        """It has no caption of its own and takes the heading above it."""
        head, *rows = [
            [plain(self.words(cell)) for cell in row.children]
            for part in node.children
            for row in part.children
        ]
        return table_of(self._above, head, rows)

    def words(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """The running text of a node."""
        return _joined(self._inline(node, frozenset(), ""))

    def _inline(self, node: SyntaxTreeNode, marks: frozenset[Mark], link: str) -> Iterator[Inline]:
        for one in node.children:
            match one.type:
                case "text" | "text_special" | "html_inline":
                    yield Words(one.content, marks, link)
                case "code_inline":
                    yield Words(one.content, marks | {"code"}, link)
                case "softbreak":
                    yield Words(" ", marks, link)
                case "hardbreak":
                    yield Words("\n", marks, link)
                case "image":
                    if not self._picture(one):
                        yield Words(f"[Bild: {one.content or NO_ALT}]", marks, link)
                case "link":
                    to = str(one.attrs["href"])
                    to = unquote(to) if to.startswith("#") else to  # as the id is written
                    to = self._files.get(to) or (to if LINK.match(to) else link)
                    yield from self._inline(one, marks, to)
                case "footnote_ref":
                    if note := self._notes.get(one.meta["id"]):
                        yield NoteMark(note)
                case _:
                    mark = MARKS.get(one.type)
                    yield from self._inline(one, marks | {mark} if mark else marks, link)

    def _read_notes(self, children: Iterable[SyntaxTreeNode]) -> None:
        """A note's paragraphs as running text, since a note has no room for more."""
        found = [node for node in children if node.type == "footnote_block"]
        for note in (note for block in found for note in block.children):
            key = note.meta["id"]
            words: list[Words] = []
            for child in note.children:
                said = [one for one in self.words(child) if isinstance(one, Words)]
                words += [Words("\n"), *said] if words and said else said
            self._notes[key] = Footnote(key + 1, f"{self._prefix}-{key + 1}", tuple(words))


def table_of(title: str, head: list[str], rows: list[list[str]]) -> Table:
    """A table that no block made; a column of nothing but numbers stands to the right."""

    def is_number(n: int) -> bool:
        cells = [row[n] for row in rows if row[n] not in ("", "–", "NaN")]
        return n > 0 and bool(cells) and all(NUMBER.fullmatch(cell) for cell in cells)

    def share(n: int) -> float:
        return (min(max((len(row[n]) for row in [head, *rows]), default=1), 40) + 4) / 10

    columns = [Column(label, share(n), is_number(n)) for n, label in enumerate(head)]
    return Table(name="", title=title, columns=columns, rows=rows)


def _joined(parts: Iterable[Inline]) -> tuple[Inline, ...]:
    """Words of one form in one piece, none of them empty."""
    joined: list[Inline] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, NoteMark) or not isinstance(last, Words):
            if isinstance(part, NoteMark) or part.text:
                joined.append(part)
        elif (part.marks, part.link) == (last.marks, last.link):
            joined[-1] = replace(last, text=last.text + part.text)
        elif part.text:
            joined.append(part)
    return tuple(joined)
