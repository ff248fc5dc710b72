"""Ruled tables of a PDF page: the words between the lines of each."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from itertools import pairwise
from operator import add
from statistics import fmean

from lobra.reading.formats.pdf_layout import MARK, Row, has_room, lines_of
from lobra.reading.formats.pdf_marks import Marks, Rule, Word, runs

_NEAR = 3  # points: rules this near each other are one, or meet
_SMALLEST_SHARE = 0.2  # of a table's places that hold text; a chart's grid holds less
_LARGE = 0.9  # of the page's height, more than a page's text may cover: the frame of a slide
_MOST_PAIRS = 1_000_000  # of rules that could meet: a map has more
_WHOLE = re.compile(r"\d{4}-\d\d-\d\d|[A-ZÅÄÖ][a-zåäöé]+ [A-ZÅÄÖ][a-zåäöé]+")  # a day, a name


def tables_of(marks: Marks) -> tuple[list[list[Row]], list[Word]]:
    """The rows of each ruled table from the top, and the words that stand outside them.

    Where no rule parts a word from the place to the left of it or above, a merged cell goes on.
    """
    words = marks.words
    tables: list[list[Row]] = []
    for across, down in _grids(_whole(marks.across), _whole(marks.down)) if words else ():
        xs, ys = sorted({rule.at for rule in down}), sorted({rule.at for rule in across})
        held: defaultdict[int, dict[int, list[Word]]] = defaultdict(dict)  # by row and column
        rest: list[Word] = []
        for word in words:
            x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
            column, row = bisect(xs, x) - 1, bisect(ys, y) - 1
            if not (0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1):
                rest.append(word)
                continue
            while column and not _parts(down, xs[column], y):
                column -= 1
            while row and not _parts(across, ys[row], x):
                row -= 1
            held[row].setdefault(column, []).append(word)
        n_held, n_places = sum(map(len, held.values())), (len(xs) - 1) * (len(ys) - 1)
        is_frame = len(xs) < 3 or (n_held == 1 and ys[-1] - ys[0] > _LARGE * marks.height)
        if not is_frame and n_held >= max(1, _SMALLEST_SHARE * n_places):
            tables.append(_rows(held, xs, len(tables)))
            words = rest
    return tables, words


def _whole(rules: list[Rule]) -> list[Rule]:
    """Rules of one direction, those put together that touch or lie beside each other."""
    whole = []
    by_place = sorted(rules, key=lambda rule: rule.at)
    for side_by_side in runs(by_place, lambda run, rule: rule.at - run[-1].at <= _NEAR):
        at = fmean(rule.at for rule in side_by_side)
        joined: list[Rule] = []
        for _, start, end in sorted(side_by_side, key=lambda rule: rule.start):
            if joined and start <= joined[-1].end + _NEAR:
                joined[-1] = Rule(at, joined[-1].start, max(end, joined[-1].end))
            else:
                joined.append(Rule(at, start, end))
        whole += joined
    return whole


def _grids(across: list[Rule], down: list[Rule]) -> list[tuple[set[Rule], set[Rule]]]:
    """The rules of each table, across and down: those that meet, directly or through others."""
    grids: list[tuple[set[Rule], set[Rule]]] = []
    for v in down if len(across) * len(down) < _MOST_PAIRS else ():
        met = {h for h in across if _parts([h], h.at, v.at) and _parts([v], v.at, h.at)}
        grid, apart = (met, {v}), []
        for other in grids:
            if other[0] & met:
                grid = (other[0] | grid[0], other[1] | grid[1])
            else:
                apart.append(other)
        grids = [*apart, grid]
    return grids


def _parts(rules: set[Rule] | list[Rule], at: float, place: float) -> bool:
    """Whether one of the rules that run there goes by a place."""
    return any(rule.at == at and rule.start - _NEAR <= place <= rule.end + _NEAR for rule in rules)


def _rows(held: dict[int, dict[int, list[Word]]], xs: list[float], table: int) -> list[Row]:
    """The rows that hold words, each with a text for every column."""
    return [
        Row(
            [_text(cells.get(n, []), left, right) for n, (left, right) in enumerate(pairwise(xs))],
            xs[:-1],
            [word for words in cells.values() for word in words],
            table,
        )
        for _, cells in sorted(held.items())
    ]


def _text(words: list[Word], left: float, right: float) -> str:
    """A cell's text: lines that were only wrapped are joined, others keep their breaks."""
    lines = lines_of(words)
    if not lines:
        return ""
    right = max(right, *(line[-1].x1 for line in lines))  # of merged cells
    padding = max(min(line[0].x0 for line in lines) - left, 1)
    texts = [" ".join(word.text for word in line) for line in lines]
    if all(map(_WHOLE.fullmatch, texts)):
        return "\n".join(texts)
    joins = (_join(above[-1], line[0], right - padding) for above, line in pairwise(lines))
    return texts[0] + "".join(map(add, joins, texts[1:]))


def _join(last: Word, first: Word, right: float) -> str:
    """What stands between two lines of a cell: a break where the next word had room."""
    if last.text[-1] in "-–/" and len(last.text) > 1:
        return " " if first.text in ("och", "eller", "samt") else ""
    return "\n" if has_room(last, first, right) or MARK.fullmatch(first.text) else " "
