"""Ruled tables of a PDF page: cells found by the lines round them, and the words in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import fmean
from typing import NamedTuple

from lobra.reading.formats.pdf_layout import MARK, Row, lines_of
from lobra.reading.formats.pdf_marks import Marks, Rule, Word, clustered

_NEAR = 3  # points: rules this near each other are one, or meet
_SMALLEST_SHARE = 0.2  # of a table's cells that hold text; a chart's grid holds less


class _Cell(NamedTuple):
    """A box without a rule through it."""

    top: float
    x0: float
    bottom: float
    x1: float

    @property
    def corners(self) -> list[tuple[float, float]]:
        return [(x, y) for x in (self.x0, self.x1) for y in (self.top, self.bottom)]

    def holds(self, word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


def tables_of(marks: Marks) -> tuple[list[list[Row]], list[Word]]:
    """The rows of each ruled table from the top, and the words that stand outside their cells."""
    words = marks.words
    tables: list[list[Row]] = []
    for cells in _grouped(_cells(_whole(marks.across), _whole(marks.down))) if words else []:
        starts = sorted({cell.x0 for cell in cells})
        if len(starts) == 1:  # a box or a frame
            continue
        held: dict[_Cell, list[Word]] = defaultdict(list)
        rest: list[Word] = []
        for word in words:
            cell = next((cell for cell in cells if cell.holds(word)), None)
            (held[cell] if cell else rest).append(word)
        if len(held) >= max(1, _SMALLEST_SHARE * len(cells)):
            tables.append(list(_rows(cells, held, starts, len(tables))))
            words = rest
    return tables, words


def _whole(rules: list[Rule]) -> list[Rule]:
    """Rules of one direction, those put together that touch or lie beside each other."""
    whole = []
    for side_by_side in clustered(rules, lambda rule: rule.at, _NEAR):
        at = fmean(rule.at for rule in side_by_side)
        joined: list[Rule] = []
        for _, start, end in sorted(side_by_side, key=lambda rule: rule.start):
            if joined and start <= joined[-1].end + _NEAR:
                joined[-1] = Rule(at, joined[-1].start, max(end, joined[-1].end))
            else:
                joined.append(Rule(at, start, end))
        whole += joined
    return whole


def _cells(across: list[Rule], down: list[Rule]) -> list[_Cell]:
    """The smallest box below and to the right of each place where two rules meet."""
    met = {(h, v) for v in down for h in across if _reaches(v, h.at) and _reaches(h, v.at)}
    rights, belows = defaultdict(list), defaultdict(list)
    for h, v in sorted(met):
        rights[h].append(v)
        belows[v].append(h)
    cells = []
    for h, v in sorted(met):
        boxes = (
            _Cell(h.at, v.at, below.at, right.at)
            for below in belows[v]
            for right in rights[h]
            if below.at > h.at and right.at > v.at and (below, right) in met
        )
        cells += [box for box in [next(boxes, None)] if box]
    return cells


def _reaches(rule: Rule, place: float) -> bool:
    return rule.start - _NEAR <= place <= rule.end + _NEAR


def _grouped(cells: list[_Cell]) -> Iterator[list[_Cell]]:
    """The cells of each table: those that share corners, directly or through others."""
    at = defaultdict(list)
    for cell in cells:
        for corner in cell.corners:
            at[corner].append(cell)
    left = dict.fromkeys(cells)
    while left:
        waiting, table = [next(iter(left))], []
        while waiting:
            cell = waiting.pop()
            if cell in left:
                del left[cell]
                table.append(cell)
                waiting += [other for corner in cell.corners for other in at[corner]]
        yield sorted(table)


def _rows(
    cells: list[_Cell], held: dict[_Cell, list[Word]], starts: list[float], table: int
) -> Iterator[Row]:
    """The rows that hold words, each with a text for every column."""
    for _, group in groupby(cells, key=lambda cell: cell.top):
        row = {cell.x0: cell for cell in group}
        inside = [word for cell in row.values() for word in held.get(cell, [])]
        if inside:
            texts = [_text(held.get(row[x], []), row[x]) if x in row else "" for x in starts]
            yield Row(texts, starts, inside, table)


def _text(words: list[Word], cell: _Cell) -> str:
    """A cell's text: lines that were only wrapped are joined, others keep their breaks."""
    lines = lines_of(words)
    if not lines:
        return ""
    padding = max(min(line[0].x0 for line in lines) - cell.x0, 1)
    right = cell.x1 - padding
    text = " ".join(word.text for word in lines[0])
    for above, line in pairwise(lines):
        text += _join(above, line[0], right) + " ".join(word.text for word in line)
    return text


def _join(above: list[Word], first: Word, right: float) -> str:
    """What stands between two lines of a cell: a break, or what a wrapped line hides.

    A word that alone fills a line and goes on in small letters was cut by a narrow column.
    """
    last = above[-1]
    has_room = last.x1 + 0.25 * first.size + first.x1 - first.x0 <= right
    if not first.text[0].isalnum() and last.text[-1].isalpha() and len(first.text) == 1:
        return "" if first.text in ".,;:)" else "\n"
    if last.text[-1] == "-" and last.text[-2:-1].isdigit() and first.text[0].isdigit():
        return ""  # "2024-06-" above "30"
    if has_room or MARK.fullmatch(first.text):
        return "\n"
    if last.text[-1] in "-/":
        return " " if first.text in ("och", "eller", "samt") else ""
    is_full = right - last.x1 < (last.x1 - last.x0) / len(last.text)
    is_cut = len(above) == 1 and is_full and last.text[-1].isalpha() and first.text[0].islower()
    return "" if is_cut else " "
