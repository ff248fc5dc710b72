"""Markdown as offices and converters write it: every source line that shows text is a line."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lobra.reading.formats import html
from lobra.reading.formats.lines import Lines, Pieces
from lobra.reading.formats.plain import split_lines
from lobra.reading.source import Source

# Indented text is no code in minutes, and "[1]: text" is a line like any other.
_MARKDOWN = (
    MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").disable(["code", "reference"])
)
_TAG_BREAKS = re.compile(r"<(br|/?li|/?ul|/?ol|/?p|/?div)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--.*?-->")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_LONGEST_HEADING = 200


def read(text: str) -> Source:
    """The lines with the file's own line numbers; lists keep the numbers that were typed."""
    raw = split_lines(text)
    _hide_front_matter(raw)
    reader = _Reader(raw)
    reader.read(_MARKDOWN.parse("\n".join(raw)))
    return Source("", reader.lines.done())


def _hide_front_matter(raw: list[str]) -> None:
    """Takes away the rulers round a YAML head, so that its lines are text and no heading."""
    if raw[0].strip() == "---" and "---" in raw[1:40]:
        raw[raw.index("---", 1)] = raw[0] = ""


class _Reader:
    """Walks the blocks of a document and collects its lines."""

    def __init__(self, raw: list[str]) -> None:
        self.raw = raw
        self.lines = Lines()
        self._next = 0  # first source line that no block has shown yet
        self._heading = 0
        self._prefix = ""
        self._is_bullet = False

    def read(self, tokens: list[Token]) -> None:
        n = 0
        while n < len(tokens):
            token = tokens[n]
            if token.type == "table_open":
                n = self._table(tokens, n)
            elif token.type == "heading_open":
                self._heading = int(token.tag[1])
            elif token.type == "heading_close":
                self._heading = 0
            elif token.type == "list_item_open":
                self._is_bullet = not token.info
                self._prefix = f"{token.info}{token.markup} " if token.info else ""
            elif token.type == "list_item_close":
                self._is_bullet, self._prefix = False, ""
            elif token.type == "inline":
                self._paragraph(token)
            elif token.type == "html_block":
                self._html(token)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            n += 1
        self._skipped(len(self.raw))

    def _begin(self, token: Token) -> None:
        """What stands between blocks: space, or lines that the parser gave up on."""
        start, end = _span(token)
        self._skipped(start)
        if start and not self.raw[start - 1].strip():
            self.lines.space()
        self._next = max(self._next, end)

    def _skipped(self, end: int) -> None:
        """Shows lines that no block holds (nested too deeply to be parsed) as they stand."""
        for n in range(self._next, end):
            bare = self.raw[n].strip(" \t>|:-=_*+`~#")
            if bare:
                self.lines.add(bare, n + 1)
        self._next = max(self._next, end)

    def _paragraph(self, token: Token) -> None:
        self._begin(token)
        contents = token.content.split("\n")
        if len(contents) > 1 and all(map(_PIPES.fullmatch, contents)):
            self._pipes(token, contents)
            return
        pieces = _pieces(token.children or [])
        if len(pieces) != len(contents):
            pieces = [_inline(line) for line in contents]
        is_heading = len(pieces) == 1 and len(token.content) < _LONGEST_HEADING
        for n, piece in enumerate(pieces):
            number = _span(token)[0] + n
            if n and not contents[n].strip():
                self.lines.space()
            self.lines.add(
                self._prefix + _with_end_tabs(str(piece), self.raw[number], bool(n)),
                number + 1,
                heading=self._heading if is_heading else 0,
                is_bold=piece.is_bold,
                is_bullet=self._is_bullet,
            )
            self._prefix, self._is_bullet = "", False

    def _pipes(self, token: Token, contents: list[str]) -> None:
        """Rows between pipes that lack the line of dashes that makes them a table."""
        table = self.lines.new_table()
        for n, content in enumerate(contents):
            cells = content.strip().strip("|").split("|")
            if not all(re.fullmatch(r"\s*:?-*:?\s*", cell) for cell in cells):
                self._row([_inline(cell) for cell in cells], _span(token)[0] + n, table)

    def _table(self, tokens: list[Token], n: int) -> int:
        """Reads a pipe table; returns where it ends."""
        self._begin(tokens[n])
        table = self.lines.new_table()
        cells: list[Pieces] = []
        while tokens[n].type != "table_close":
            if tokens[n].type == "tr_open":
                cells, number = [], (tokens[n].map or [self._next])[0]
            elif tokens[n].type == "inline":
                cells.append(_inline(tokens[n].content))
            elif tokens[n].type == "tr_close":
                self._row(cells, number, table)
            n += 1
        return n

    def _row(self, pieces: list[Pieces], number: int, table: int | None) -> None:
        is_bold = any(piece.is_bold for piece in pieces) and not any(p.n_plain for p in pieces)
        self.lines.row(list(map(str, pieces)), number + 1, table=table, is_bold=is_bold)

    def _html(self, token: Token) -> None:
        """HTML between the lines: a table is read as one, other tags line by line."""
        self._begin(token)
        start = _span(token)[0]
        if "<table" in token.content.lower():
            html.read_into(self.lines, token.content, start)
            return
        for n, line in enumerate(token.content.split("\n")):
            if _TAG.sub("", line).strip():
                self._html_line(line, start + n)

    def _html_line(self, line: str, number: int) -> None:
        cells = [_inline(cell) for cell in line.split("\t")]
        if len(cells) > 1:
            self._row(cells, number, None)
            return
        (whole,) = cells
        is_bullet = bool(re.search(r"<li\b", line, re.IGNORECASE))
        for part in str(whole).split("\n"):
            self.lines.add(part, number + 1, is_bold=whole.is_bold, is_bullet=is_bullet)

    def _code(self, token: Token) -> None:
        self._begin(token)
        start = _span(token)[0] + (token.type == "fence")
        for n, line in enumerate(token.content.split("\n")):
            self.lines.add(line, start + n + 1)


def _span(token: Token) -> tuple[int, int]:
    """The lines of a block, from 0: its first and the one after its last."""
    start, end = token.map or (0, 0)
    return start, end


def _pieces(children: list[Token], is_whole: bool = False) -> list[Pieces]:
    """Inline text line by line, as the source breaks it; whole, it is one piece with its breaks."""
    pieces = [Pieces()]
    depth = 0
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            if is_whole:
                pieces[-1].put("\n", False)
            else:
                pieces.append(Pieces())
        elif child.type in ("strong_open", "strong_close"):
            depth += child.nesting
        elif child.type == "html_inline":
            tag = child.content.lower()
            depth += tag.startswith(("<b>", "<strong")) - tag.startswith(("</b>", "</strong"))
            if _TAG_BREAKS.match(tag):
                pieces[-1].put("\n", False)
        elif child.type in ("text", "code_inline", "text_special"):
            pieces[-1].put(child.content, depth > 0)
    return pieces


def _inline(text: str) -> Pieces:
    """A piece of text with its own markup."""
    return _pieces(_MARKDOWN.parseInline(text)[0].children or [], True)[0]


def _with_end_tabs(text: str, raw: str, is_later: bool) -> str:
    """Gives back the tabs that Markdown strips at the ends of a line: they are empty cells."""
    end = raw.rstrip(" ")
    n_last = len(end) - len(end.rstrip("\t "))
    start = raw.lstrip(" ")
    n_first = len(start) - len(start.lstrip("\t")) if is_later else 0
    first, last = start[:n_first], end[len(end) - n_last :] if n_last else ""
    return first + text.strip("\t ") + last.replace(" ", "")
