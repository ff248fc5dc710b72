"""Markdown as offices and converters write it: every source line that shows text is a line."""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from lobra.reading.formats import html
from lobra.reading.formats.lines import Lines, Pieces
from lobra.reading.formats.plain import heading_of, split_lines
from lobra.reading.source import Source

# Only what stands inside a paragraph is left to the library: its blocks would hide lines (indented
# text is no code in minutes, "[1]: text" is a line like any other).
_MARKDOWN = MarkdownIt("commonmark")
_QUOTE = re.compile(r"^[ \t]*(>[ \t]*)+")
_BULLETS = re.compile(r"^[ \t]*([-+*][ \t]+)+(?=[^-+*\s]|\*\*)")
_FENCE = re.compile(r"\s*(```+|~~~+)[^`]*")
_ROW = re.compile(r"\s*\|.*\|\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"[\s|]*:?-+:?\s*\|[\s|:-]*")
_BEGINS = re.compile(r"\s*($|#{1,6}\s|```|~~~|\|.*\|\s*$|([-=_*])\2{2,}\s*$|([-*_] ){2,}[-*_]\s*$)")
_LINE_END = "\v"  # seen as a blank by the library, which trims what stands round a line feed
_TAG_BREAKS = re.compile(r"<(br|/?li|/?ul|/?ol|/?p|/?div)\b", re.IGNORECASE)


def read(text: str) -> Source:
    """The lines with the file's own line numbers; lists keep the numbers that were typed."""
    raw = split_lines(text)
    if raw[0].strip() == "---" and "---" in raw[1:40]:  # a YAML head, whose lines are text
        raw[raw.index("---", 1)] = raw[0] = ""
    raw = [_BULLETS.sub("- ", _QUOTE.sub("", line)) for line in raw]
    lines = Lines()
    n = 0
    while n < len(raw):
        n = _block(lines, raw, n)
    return Source("", lines.done())


def _block(lines: Lines, raw: list[str], n: int) -> int:
    """Reads the block that begins at the line n; returns where the next one does (from 0)."""
    line = raw[n]
    below = raw[n + 1] if n + 1 < len(raw) else ""
    if found := _FENCE.fullmatch(line):
        code = _while(raw, n + 1, lambda one: not one.strip().startswith(found[1]))
        for number, text in enumerate(code, start=n + 2):
            lines.add(text, number)
        return n + len(code) + 2
    if "<table" in line.lower():
        inside = _while(raw, n, lambda one: "</table" not in one.lower())
        end = n + len(inside) if n + len(inside) < len(raw) else n
        end += len(_while(raw, end, str.strip))
        html.read_into(lines, "\n".join(raw[n:end]), n)
        return end
    if _ROW.fullmatch(line) or ("|" in line and _DASHES.fullmatch(below)):
        rows = _while(raw, n, lambda one: "|" in one)
        _rows(lines, rows, n + 1)
        return n + len(rows)
    if heading_of(line, "")[1] != line:
        _paragraph(lines, [line], n + 1, "")
    elif _BEGINS.match(line):
        lines.space()
    else:
        more = _while(raw, n + 1, lambda one: not (_BEGINS.match(one) or "<table" in one.lower()))
        _paragraph(lines, [line, *more], n + 1, "" if more else below)
        return n + 1 + len(more)
    return n + 1


def _while(raw: list[str], start: int, holds: Callable[[str], object]) -> list[str]:
    """The lines from a place on for which something holds."""
    end = start
    while end < len(raw) and holds(raw[end]):
        end += 1
    return raw[start:end]


def _rows(lines: Lines, rows: list[str], number: int) -> None:
    """Rows between pipes, also where the line of dashes that makes them a table is missing."""
    table = lines.new_table()
    for n, row in enumerate(rows, start=number):
        if not _DASHES.fullmatch(row):
            typed = _PIPE.split(re.sub(r"^\||(?<!\\)\|$", "", row.strip()))
            cells = [_inline(cell)[0] for cell in typed]
            is_bold = any(cell.is_bold for cell in cells) and not any(c.n_plain for c in cells)
            lines.row(list(map(str, cells)), n, table=table, is_bold=is_bold)


def _paragraph(lines: Lines, raw: list[str], number: int, below: str) -> None:
    heading, first = heading_of(raw[0], below)
    typed = [line.rstrip(" \\") for line in [first, *raw[1:]]]
    pieces = _inline(_LINE_END.join(typed))
    if len(pieces) != len(typed):
        pieces = [_inline(line)[0] for line in typed]
    for n, (line, piece) in enumerate(zip(typed, pieces, strict=True), start=number):
        text = str(piece)
        if "\t" in text and "\n" in text:
            lines.row(text.split("\t"), n, table=None, is_bold=piece.is_bold)
            continue
        begins_with_tag = line.lstrip().startswith("<")
        for part in text.split("\n") if begins_with_tag else [text]:
            lines.add(
                part,
                n,
                heading=heading,
                is_bold=piece.is_bold,
                is_bullet=begins_with_tag and "<li" in line.lower(),
            )


def _inline(text: str) -> list[Pieces]:
    """Text without its markup, line by line."""
    pieces = [Pieces()]
    depth = 0
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        tag = token.content.lower() if token.type == "html_inline" else ""
        if token.type in ("strong_open", "strong_close"):
            depth += token.nesting
        elif token.type in ("softbreak", "hardbreak") or _TAG_BREAKS.match(tag):
            pieces[-1].put("\n", False)
        elif tag:
            depth += tag.startswith(("<b>", "<strong")) - tag.startswith(("</b>", "</strong"))
        elif token.type in ("text", "code_inline", "text_special"):
            for n, part in enumerate(token.content.split(_LINE_END)):
                if n:
                    pieces.append(Pieces())
                pieces[-1].put(part, depth > 0)
    return pieces
