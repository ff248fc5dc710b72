"""Where words stand on a PDF page: lines, wide gaps, two columns of text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lobra.reading.formats.pdf_marks import Word

_WIDE_GAP = 1.8  # times the letter size: a gap this wide separates columns
MARK = re.compile(
    r"[•▫▪■□●○◦‣\u2043·\-–*\ue000-\uf8ff]|§|§* ?\d{1,3}(\.\d{1,2})*[.)]?|[a-zA-Z][.)]"
)


@dataclass(slots=True)
class Row:
    """A line of text, or a row of a table; `parts` are its columns (one when it has none)."""

    parts: list[str]
    top: float
    bottom: float
    x0: float = 0
    x1: float = 0
    size: float = 0
    is_bold: bool = False
    table: int | None = None
    edges: tuple[float, ...] = ()
    starts: tuple[float, ...] = ()  # where each part begins
    right: float = 0  # the right margin of the text round it
    first_width: float = 0  # how wide its first word is

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


def rows_of(words: list[Word], width: float, tables: list[list[Row]]) -> list[Row]:
    """All lines and table rows of a page in reading order."""
    lines = lines_of(words)
    right = max((word.x1 for word in words), default=0)
    rows = [_row(line, right) for line in _in_reading_order(lines, width)]
    _align(rows)
    for n, table in enumerate(tables):
        at = next(
            (i for i, row in enumerate(rows) if row.table is None and row.top >= table[0].top), None
        )
        at = len(rows) if at is None else at
        for row in table:
            row.table = n
        rows[at:at] = table
    return rows


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words that stand on the same line, from the left; lines from the top."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if lines:
            last = lines[-1][0]
            if (
                last.top < middle < last.bottom
                or word.top < (last.top + last.bottom) / 2 < word.bottom
            ):
                lines[-1].append(word)
                continue
        lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _row(words: list[Word], right: float) -> Row:
    parts = [[words[0]]]
    for left, word in pairwise(words):
        is_wide = word.x0 - left.x1 > _WIDE_GAP * max(left.size, word.size)
        is_after_mark = len(parts[-1]) == 1 and MARK.fullmatch(left.text) and len(parts) == 1
        if is_wide and not is_after_mark:
            parts.append([word])
        else:
            parts[-1].append(word)
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return Row(
        [" ".join(word.text for word in part) for part in parts],
        min(word.top for word in words),
        max(word.bottom for word in words),
        words[0].x0,
        words[-1].x1,
        letters.most_common(1)[0][0],
        are_bold(words),
        starts=tuple(part[0].x0 for part in parts),
        right=right,
        first_width=words[0].x1 - words[0].x0 + 0.25 * words[0].size,
    )


def _align(rows: list[Row]) -> None:
    """Gives neighbouring rows the same columns: an empty one where a row has nothing there.

    A line that begins under a later column ("Närvarande:" and then names) belongs to it.
    """
    block: list[Row] = []
    columns: list[float] = []
    for row in [*rows, None]:
        is_under = row is not None and any(_near(row.starts[0], start) for start in columns[1:])
        if row is not None and (len(row.parts) > 1 or (block and is_under)):
            block.append(row)
            columns = _columns(block)
            continue
        if len(columns) == max((len(row.parts) for row in block), default=0):
            for other in block:
                found = list(zip(other.parts, other.starts, strict=True))
                at = {n: p for n, x in enumerate(columns) for p, start in found if _near(start, x)}
                if len(at) == len(other.parts):
                    other.parts = [at.get(n, "") for n in range(len(columns))]
        block, columns = [], []


def _columns(rows: list[Row]) -> list[float]:
    """Where the columns of these rows begin."""
    columns: list[float] = []
    for start in sorted(start for row in rows for start in row.starts):
        if not columns or not _near(start, columns[-1]):
            columns.append(start)
    return columns


def _near(a: float, b: float) -> bool:
    return abs(a - b) < 4


def are_bold(words: list[Word]) -> bool:
    lettered = [word for word in words if any(map(str.isalpha, word.text))]
    return bool(lettered) and all(word.is_bold for word in lettered)


# --- two columns of running text ---------------------------------------------------------------


def _in_reading_order(lines: list[list[Word]], width: float) -> list[list[Word]]:
    """Lines as they are read: where a page has two columns of text, the left one first."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines
    out: list[list[Word]] = []
    left: list[list[Word]] = []
    right: list[list[Word]] = []
    for line in lines:
        if any(word.x0 < gutter < word.x1 for word in line) or _crosses(line, gutter):
            out += [*left, *right, line]
            left, right = [], []
            continue
        left += [part] if (part := [word for word in line if word.x1 <= gutter]) else []
        right += [part] if (part := [word for word in line if word.x0 >= gutter]) else []
    return [*out, *left, *right]


def _crosses(line: list[Word], gutter: float) -> bool:
    """Whether text goes over the gutter with no more space than between words."""
    return any(a.x1 <= gutter <= b.x0 and b.x0 - a.x1 < 0.7 * a.size for a, b in pairwise(line))


def _gutter(lines: list[list[Word]], width: float) -> float | None:
    """Where the white strip between two columns of running text is; None without such."""
    starts: Counter[int] = Counter()
    for line in lines:
        for a, b in pairwise(line):
            if 0.3 * width < b.x0 < 0.7 * width and b.x0 - a.x1 > 0.8 * a.size:
                starts[round(b.x0)] += 1
    if not starts:
        return None
    start, n_lines = starts.most_common(1)[0]
    gutter = start - 3
    both = [line for line in lines if not any(word.x0 < gutter < word.x1 for word in line)]
    lefts = [[w for w in line if w.x1 <= gutter] for line in both]
    rights = [[w for w in line if w.x0 >= gutter] for line in both]
    lefts, rights = [x for x in lefts if x], [x for x in rights if x]
    if n_lines < 8 or min(len(lefts), len(rights)) < 8:
        return None
    if all(_is_running_text(column) for column in (lefts, rights)):
        return gutter
    return None


def _is_running_text(column: list[list[Word]]) -> bool:
    """Whether most lines fill the column: names and roles in a list don't."""
    widths = [line[-1].x1 - line[0].x0 for line in column]
    n_words = median(len(line) for line in column)
    return n_words >= 4 and median(widths) > 0.75 * max(widths)
