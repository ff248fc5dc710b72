"""The rows and tables of all pages of a PDF as lines: no heads and feet, levels, space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from lobra.reading.formats.lines import LONGEST_HEADING, Lines
from lobra.reading.formats.pdf_layout import Row, has_room, rows_of
from lobra.reading.formats.pdf_marks import UNKNOWN, Marks, runs
from lobra.reading.formats.pdf_tables import tables_of
from lobra.reading.source import Line

_PAGE_NUMBER = re.compile(r"(?:sid(?:an?|\.)? ?|[-–] ?)?#(?: ?(?:[(/]|av) ?#\)?| ?[-–])?", re.I)
_PRINTED = re.compile(r"#[-/]#[-/]#,? #:#(?: [AP]M)?")  # when a browser printed the page
_EDGE = 0.12  # of the page's height: where heads and feet stand
_LARGER = 1.1  # a heading's letters, compared with the body's


class Page:
    """What stands on a page, and its rows in reading order."""

    def __init__(self, marks: Marks, number: int) -> None:
        self.marks, self.number = marks, number
        tables, words = tables_of(marks)
        self.rows = rows_of(words, marks.width, tables)

    def at_edge(self, row: Row) -> str:
        """The text of a row at the upper or lower edge, whatever its numbers; else nothing."""
        edge = _EDGE * self.marks.height
        is_there = row.bottom < edge or row.top > self.marks.height - edge
        return _masked(row.text) if is_there and row.table is None else ""


def _masked(text: str) -> str:
    """A text whatever its numbers are."""
    return re.sub(r"\d+", "#", text)


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
            is_apart = not heading and len(parts) == 1 and not -pitch <= step <= 1.3 * pitch
            texts = row.pieces.parted if is_apart else [("\t".join(parts), row.is_bold)]
            for text, is_bold in texts:
                lines.add(text, heading=heading, is_bold=is_bold, page=page.number)
    return lines.done()


def _drop_heads_and_feet(pages: list[Page]) -> None:
    """Leaves out page numbers, and what stands at the edge of most pages.

    The first time that a page head stands is kept: it may be the only place with the title. Where
    the address of a web page stands as well, the day before the head isn't the document's.
    """
    is_web = any("://" in page.at_edge(row) for page in pages for row in page.rows)
    for page in pages if is_web else ():
        for row in filter(page.at_edge, page.rows):
            row.parts[0] = "" if _PRINTED.fullmatch(_masked(row.parts[0])) else row.parts[0]
    seen = Counter(text for page in pages for text in set(map(page.at_edge, page.rows)))
    shown = {""}
    for page in pages:
        rows, page.rows = page.rows, []
        for row in rows:
            text = page.at_edge(row)
            is_first_head = text not in shown and row.top < page.marks.height / 2
            is_repeated = seen[text] >= max(2, 0.6 * len(pages)) and not is_first_head
            if not text or not (is_repeated or _PAGE_NUMBER.fullmatch(text)):
                page.rows.append(row)
            shown.add(text)


def _join_tables(pages: list[Page]) -> None:
    """Numbers the tables of a document; one that goes on over the page is one table."""
    number = -1
    table: list[Row] = []  # that a page ended with
    for page in pages:
        groups = [list(group) for _, group in groupby(page.rows, key=lambda row: row.table)]
        for n, rows in enumerate(groups):
            if rows[0].table is None:
                table = []
                continue
            if n or not table or not _are_alike(rows[0].starts, table[0].starts):
                number += 1
                table = []
            elif rows[0].parts == table[0].parts or _has_taken(table[-1], rows[0]):
                page.rows.remove(rows.pop(0))
            for row in rows:
                row.table = number
            table = [*table, *rows]


def _are_alike(starts: list[float], others: list[float]) -> bool:
    near = (abs(a - b) < 3 for a, b in zip(starts, others, strict=False))
    return len(starts) == len(others) and all(near)


def _has_taken(last: Row, first: Row) -> bool:
    """Whether a page's first row was the end of one that the page cut in two, and is added."""
    if not all(part[:1].islower() for part in first.parts if part):
        return False
    last.parts = [
        f"{above} {part}".strip() for above, part in zip(last.parts, first.parts, strict=True)
    ]
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
    """The rows of a page; a heading goes on in the next one if its first word had no room."""
    right = max((word.x1 for row in rows for word in row.words), default=0)

    def goes_on(heading: list[Row], row: Row) -> bool:
        above = heading[-1]
        return (
            row.size in levels
            and (row.size, row.table, len(row.parts)) == (above.size, above.table, 1)
            and 0 < row.top - above.top < 1.6 * row.size
            and not has_room(above.words[-1], row.words[0], right)
        )

    for heading in runs(rows, goes_on):
        if len(heading) > 1:
            heading[-1].parts = [" ".join(row.text for row in heading)]
        yield heading[-1]


def _usual_pitch(rows: list[Row]) -> float:
    """The usual distance from line to line on a page, in points."""
    steps = [
        round((b.top - a.top) * 2) / 2
        for a, b in pairwise(rows)
        if a.table is None is b.table and 0 < b.top - a.top < 3 * a.size
    ]
    counted = Counter(steps)
    most = max(counted.values(), default=0)
    return min((step for step, n in counted.items() if n >= 0.3 * most), default=14)
