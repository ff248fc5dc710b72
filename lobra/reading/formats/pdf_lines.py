"""The rows and tables of all pages of a PDF as lines: no heads and feet, whole headings, space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lobra.reading.formats.lines import LONGEST_HEADING, Lines
from lobra.reading.formats.pdf_layout import Row, rows_of
from lobra.reading.formats.pdf_marks import UNKNOWN, Marks
from lobra.reading.formats.pdf_tables import Table, tables_of
from lobra.reading.source import Line

_PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sidan|page|sid|s\.?) ?)?[-–(]? ?\d{1,4} ?"
    r"(?:(?:\(|/|av|of|:) ?\d{1,4} ?\)?)? ?[-–)]?",
    re.IGNORECASE,
)
_EDGE = 0.12  # of the page's height: where heads and feet stand
_LARGER = 1.1  # a heading's letters, compared with the body's


@dataclass(slots=True)
class Page:
    """What stands on a page in reading order."""

    number: int
    marks: Marks
    blocks: list[Row | Table]

    @property
    def rows(self) -> list[Row]:
        """The lines of its running text."""
        return [block for block in self.blocks if isinstance(block, Row)]


def page_of(marks: Marks, number: int) -> Page:
    """A page put together from what is printed on it."""
    tables, words = tables_of(marks, number)
    blocks: list[Row | Table] = list(rows_of(words, marks.width))
    for table in tables:
        places = (
            n for n, one in enumerate(blocks) if isinstance(one, Row) and one.top >= table.top
        )
        blocks.insert(next(places, len(blocks)), table)
    return Page(number, marks, blocks)


def lines_of_pages(pages: list[Page]) -> tuple[Line, ...]:
    """The lines of a whole document; changes the pages."""
    _drop_heads_and_feet(pages)
    _join_tables(pages)
    lines = Lines()
    levels = _heading_levels(pages)
    for page in pages:
        pitch = _usual_pitch(page.rows)
        before = None
        for block in _with_whole_headings(page, levels):
            if isinstance(block, Table):
                lines.space()
                table = lines.new_table()
                for row in block.rows:
                    lines.row(_told(row.cells), table=table, is_bold=row.is_bold, page=row.page)
                lines.space()
                before = None
                continue
            step = block.top - before.top if before else 0
            if step > 1.3 * pitch or step < -pitch:
                lines.space()
            lines.add(
                "\t".join(_told(block.parts)),
                heading=levels.get(block.size, 0) if len(block.text) < LONGEST_HEADING else 0,
                is_bold=block.is_bold,
                page=page.number,
            )
            before = block
    return lines.done()


def _told(texts: list[str]) -> list[str]:
    """Texts without the letters that can't be told."""
    return [text.replace(UNKNOWN, "") for text in texts]


def _drop_heads_and_feet(pages: list[Page]) -> None:
    """Leaves out page numbers, and what stands at the edge of most pages.

    The first time that a page head stands is kept: it may be the only place with the title.
    """
    edges = [
        {id(row): _pattern(row) for row in page.rows if _is_at_edge(row, page)} for page in pages
    ]
    seen = Counter(pattern for edge in edges for pattern in set(edge.values()))
    least = max(2, 0.6 * len(pages))
    shown: set[str] = set()
    for page, edge in zip(pages, edges, strict=True):
        kept: list[Row | Table] = []
        for block in page.blocks:
            pattern = edge.get(id(block))
            if pattern is not None and isinstance(block, Row):
                if _PAGE_NUMBER.fullmatch(block.text):
                    continue
                is_first_head = pattern not in shown and block.top < page.marks.height / 2
                shown.add(pattern)
                if seen[pattern] >= least and not is_first_head:
                    continue
            kept.append(block)
        page.blocks = kept


def _is_at_edge(row: Row, page: Page) -> bool:
    edge = _EDGE * page.marks.height
    return row.bottom < edge or row.top > page.marks.height - edge


def _pattern(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)


def _join_tables(pages: list[Page]) -> None:
    """Puts a table together that goes on over the page."""
    last: Row | Table | None = None
    for page in pages:
        first = page.blocks[0] if page.blocks else None
        if isinstance(last, Table) and isinstance(first, Table) and last.has_taken(first):
            page.blocks.pop(0)
        last = page.blocks[-1] if page.blocks else last


def _heading_levels(pages: list[Page]) -> dict[float, int]:
    """Heading level of each letter size that is larger than the body's."""
    letters: Counter[float] = Counter()
    for page in pages:
        for block in page.blocks:
            for row in block.rows if isinstance(block, Table) else [block]:
                letters[row.size] += len(row.text)
    body = max(letters, key=lambda size: letters[size], default=0)
    most = 0.25 * letters.total()
    larger = [size for size, n in letters.items() if size > _LARGER * body and n < most]
    return {size: min(n, 6) for n, size in enumerate(sorted(larger, reverse=True), start=1)}


def _with_whole_headings(page: Page, levels: dict[float, int]) -> Iterator[Row | Table]:
    """The blocks of a page, where headings that were wrapped are put together again."""
    right = max((row.words[-1].x1 for row in page.rows), default=0)
    last: Row | Table | None = None
    for block in page.blocks:
        if isinstance(last, Row) and isinstance(block, Row) and block.size in levels:
            first = block.words[0]
            has_no_room = last.words[-1].x1 + 0.25 * first.size + first.x1 - first.x0 > right
            are_alike = (block.size, block.is_bold) == (last.size, last.is_bold)
            are_whole = len(block.parts) == 1 == len(last.parts)
            if (
                are_alike
                and are_whole
                and has_no_room
                and 0 < block.top - last.top < 1.6 * block.size
            ):
                last.parts = [f"{last.parts[0]} {block.parts[0]}"]
                last.top, last.words = block.top, [*last.words, *block.words]
                continue
        if last:
            yield last
        last = block
    if last:
        yield last


def _usual_pitch(rows: list[Row]) -> float:
    """The usual distance from line to line on a page, in points."""
    steps = Counter(
        round((b.top - a.top) * 2) / 2 for a, b in pairwise(rows) if 0 < b.top - a.top < 3 * a.size
    )
    if not steps:
        return 1.4 * (rows[0].size if rows else 10)
    most = max(steps.values())
    return min(step for step, n in steps.items() if n >= 0.3 * most)
