"""The rows and tables of all pages of a PDF as lines: no heads and feet, whole headings, space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from lobra.reading.formats.lines import LONGEST_HEADING, Lines
from lobra.reading.formats.pdf_layout import Row, rows_of
from lobra.reading.formats.pdf_marks import UNKNOWN, Marks
from lobra.reading.formats.pdf_tables import tables_of
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
    """What stands on a page, and its rows in reading order."""

    number: int
    marks: Marks
    rows: list[Row]


def page_of(marks: Marks, number: int) -> Page:
    """A page put together from what is printed on it."""
    tables, words = tables_of(marks)
    return Page(number, marks, rows_of(words, marks.width, tables))


def lines_of_pages(pages: list[Page]) -> tuple[Line, ...]:
    """The lines of a whole document; changes the pages."""
    _drop_heads_and_feet(pages)
    _join_tables(pages)
    lines = Lines()
    levels = _heading_levels(pages)
    table = None
    for page in pages:
        pitch = _usual_pitch(page.rows)
        top = None
        for row in _with_whole_headings(page.rows, levels):
            step = 0 if top is None else row.top - top
            if row.table != table or (table is None and not -pitch <= step <= 1.3 * pitch):
                lines.space()
            top, table = row.top, row.table
            parts = [part.replace(UNKNOWN, "") for part in row.parts]
            if table is not None:
                lines.row(parts, table=table, is_bold=row.is_bold, page=page.number)
                continue
            heading = levels.get(row.size, 0) if len(row.text) < LONGEST_HEADING else 0
            lines.add("\t".join(parts), heading=heading, is_bold=row.is_bold, page=page.number)
    return lines.done()


def _drop_heads_and_feet(pages: list[Page]) -> None:
    """Leaves out page numbers, and what stands at the edge of most pages.

    The first time that a page head stands is kept: it may be the only place with the title.
    """
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(row) for row in page.rows if _is_at_edge(row, page)})
    least = max(2, 0.6 * len(pages))
    shown: set[str] = set()

    def is_kept(row: Row, page: Page) -> bool:
        if not _is_at_edge(row, page):
            return True
        pattern = _pattern(row)
        is_first_head = pattern not in shown and row.top < page.marks.height / 2
        shown.add(pattern)
        return not _PAGE_NUMBER.fullmatch(row.text) and (seen[pattern] < least or is_first_head)

    for page in pages:
        page.rows = [row for row in page.rows if is_kept(row, page)]


def _is_at_edge(row: Row, page: Page) -> bool:
    edge = _EDGE * page.marks.height
    return row.table is None and (row.bottom < edge or row.top > page.marks.height - edge)


def _pattern(row: Row) -> str:
    return re.sub(r"\d+", "#", row.text)


def _join_tables(pages: list[Page]) -> None:
    """Numbers the tables of a document; one that goes on over the page is one table."""
    number = -1
    table: list[Row] = []  # that a page ended with
    for page in pages:
        groups = [list(group) for _, group in groupby(page.rows, key=lambda row: row.table)]
        for n, rows in enumerate(groups):
            first = rows[0]
            if first.table is None:
                table = []
                continue
            if n or not table or not _are_columns_of(first, table[0]):
                number += 1
                table = rows
            elif first.parts == table[0].parts or _has_taken(table[-1], first):
                page.rows.remove(first)
                table = [*table, *rows[1:]]
            else:
                table = [*table, *rows]
            for row in rows:
                row.table = number


def _are_columns_of(row: Row, other: Row) -> bool:
    pairs = zip(row.starts, other.starts, strict=False)
    return len(row.starts) == len(other.starts) and all(abs(a - b) < 3 for a, b in pairs)


def _has_taken(last: Row, first: Row) -> bool:
    """Whether a page's first row was the end of one that the page cut in two, and is added."""
    pairs = list(zip(last.parts, first.parts, strict=True))
    filled = [(above, part) for above, part in pairs if above or part]
    are_small = [part[0].islower() for _, part in filled if part]
    is_end = all(are_small) or (len(are_small) < len(filled) and any(are_small))
    if not is_end or not all(above for above, _ in filled):
        return False
    last.parts = [f"{above} {part}".strip() for above, part in pairs]
    return True


def _heading_levels(pages: list[Page]) -> dict[float, int]:
    """Heading level of each letter size that is larger than the body's."""
    letters: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            letters[row.size] += len(row.text)
    body = max(letters, key=lambda size: letters[size], default=0)
    most = 0.25 * letters.total()
    larger = [size for size, n in letters.items() if size > _LARGER * body and n < most]
    return {size: min(n, 6) for n, size in enumerate(sorted(larger, reverse=True), start=1)}


def _with_whole_headings(rows: list[Row], levels: dict[float, int]) -> Iterator[Row]:
    """The rows of a page, where headings that were wrapped are put together again."""
    right = max((word.x1 for row in rows for word in row.words), default=0)
    last: Row | None = None
    for row in rows:
        if last and row.size in levels and _is_heading_of(row, last, right):
            row.parts = [f"{last.parts[0]} {row.parts[0]}"]
        elif last:
            yield last
        last = row
    if last:
        yield last


def _is_heading_of(row: Row, last: Row, right: float) -> bool:
    """Whether a row goes on with the heading above, where its first word had no room."""
    first = row.words[0]
    return (
        row.table is None is last.table
        and (row.size, row.is_bold) == (last.size, last.is_bold)
        and len(row.parts) == 1 == len(last.parts)
        and 0 < row.top - last.top < 1.6 * row.size
        and last.words[-1].x1 + 0.25 * first.size + first.x1 - first.x0 > right
    )


def _usual_pitch(rows: list[Row]) -> float:
    """The usual distance from line to line on a page, in points."""
    steps = Counter(
        round((b.top - a.top) * 2) / 2
        for a, b in pairwise(rows)
        if a.table is None is b.table and 0 < b.top - a.top < 3 * a.size
    )
    if not steps:
        return 1.4 * (rows[0].size if rows else 10)
    most = max(steps.values())
    return min(step for step, n in steps.items() if n >= 0.3 * most)
