"""Where words stand on a PDF page: lines, wide gaps, two columns of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from lobra.reading.formats.pdf_marks import Word

_WIDE_GAP = 1.8  # times the letter size: a gap this wide separates columns
_CLOSE = 0.95  # times the letter size: lines of one column of text stand further apart
_FEWEST = 8  # lines of a column of running text …
_LEAST_WORDS = 4  # … and words of its usual line
MARK = re.compile(
    r"[•▫▪■□●○◦‣\u2043·\-–*\ue000-\uf8ff]|§|§* ?\d{1,3}(\.\d{1,2})*[.)]?|[a-zA-Z][.)]"
)


@dataclass(eq=False)
class Row:
    """A line of text or a row of a table; `parts` are its columns, which begin at `starts`."""

    parts: list[str]
    starts: list[float]
    words: list[Word]
    table: int | None = None

    def __post_init__(self) -> None:
        letters: Counter[float] = Counter()
        for word in self.words:
            letters[word.size] += len(word.text)
        self.size = max(letters, key=lambda size: letters[size])
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())

    @property
    def is_bold(self) -> bool:
        """Whether there are letters, and all words that have some are bold."""
        lettered = [word.is_bold for word in self.words if any(map(str.isalpha, word.text))]
        return bool(lettered) and all(lettered)


def rows_of(words: list[Word], width: float, tables: list[list[Row]]) -> list[Row]:
    """All lines and table rows of a page in reading order."""
    rows = list(_whole(list(map(_row, _in_reading_order(lines_of(words), width)))))
    _align(rows)
    for table in tables:
        places = (n for n, row in enumerate(rows) if row.table is None and row.top >= table[0].top)
        at = next(places, len(rows))
        rows[at:at] = table
    return rows


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words that stand on the same line, from the left; lines from the top."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        middle = (word.top + word.bottom) / 2
        first = lines[-1][0] if lines else None
        if first and (
            first.top < middle < first.bottom
            or word.top < (first.top + first.bottom) / 2 < word.bottom
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _row(words: list[Word]) -> Row:
    parts = [[words[0]]]
    for left, word in pairwise(words):
        is_wide = word.x0 - left.x1 > _WIDE_GAP * max(left.size, word.size)
        is_after_mark = left is words[0] and MARK.fullmatch(left.text)
        if is_wide and not is_after_mark:
            parts.append([])
        parts[-1].append(word)
    return Row(list(map(_joined, parts)), [part[0].x0 for part in parts], words)


def _joined(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


# --- columns -----------------------------------------------------------------------------------


def _whole(rows: list[Row]) -> Iterator[Row]:
    """Rows, those made one whose cells were wrapped and stand centred beside each other.

    Only where lines stand between each other: one beside the middle one of three may be about
    that one alone.
    """
    bands: list[list[Row]] = []
    for row in rows:
        if bands and 0 <= row.top - bands[-1][-1].top < _CLOSE * row.size:
            bands[-1].append(row)
        else:
            bands.append([row])
    for band in bands:
        columns = _columns(band)
        if len(columns) > 1 and _is_centred(band, columns):
            parts = [" ".join(part for row in band for part in _at(row, x)) for x in columns]
            yield Row(parts, columns, [word for row in band for word in row.words])
        else:
            yield from band


def _at(row: Row, column: float) -> list[str]:
    """What a row has in a column."""
    placed = zip(row.parts, row.starts, strict=True)
    return [part for part, start in placed if _near(start, column)]


def _is_centred(band: list[Row], columns: list[float]) -> bool:
    """Whether lines are the cells of one row: as high in each column, but not as many."""
    cells = [[row for row in band if _at(row, x)] for x in columns]
    middles = [cell[0].top + cell[-1].bottom for cell in cells]
    return len(set(map(len, cells))) > 1 and max(middles) - min(middles) < 4


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
                inside = [_at(other, column) for column in columns]
                if sum(map(bool, inside)) == len(other.parts):
                    other.parts = [part[-1] if part else "" for part in inside]
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


# --- two columns of text -----------------------------------------------------------------------


def _in_reading_order(lines: list[list[Word]], width: float) -> list[list[Word]]:
    """Lines as they are read: where a page has two columns, the left one first."""
    gutter = _gutter(lines, width)
    if gutter is None:
        return lines
    out: list[list[Word]] = []
    left: list[Word] = []
    right: list[Word] = []
    for line in lines:
        parts = _sides(line, gutter)
        if parts is None or _crosses(line, gutter):
            out += [*lines_of(left), *lines_of(right), line]
            left, right = [], []
        else:
            left += parts[0]
            right += parts[1]
    return [*out, *lines_of(left), *lines_of(right)]


def _sides(line: list[Word], gutter: float) -> tuple[list[Word], list[Word]] | None:
    """What stands to the left and to the right; None where a word stands across."""
    left = [word for word in line if word.x1 <= gutter]
    right = [word for word in line if word.x0 >= gutter]
    return (left, right) if len(left) + len(right) == len(line) else None


def _crosses(line: list[Word], gutter: float) -> bool:
    """Whether text goes over the gutter with no more space than between words."""
    return any(a.x1 <= gutter <= b.x0 and b.x0 - a.x1 < 0.7 * a.size for a, b in pairwise(line))


def _gutter(lines: list[list[Word]], width: float) -> float | None:
    """Where the white strip between two columns of text is; None without such."""
    starts = Counter(
        round(b.x0)
        for line in lines
        for a, b in pairwise(line)
        if 0.2 * width < b.x0 < 0.8 * width and b.x0 - a.x1 > 0.8 * a.size
    )
    ((start, n_lines),) = starts.most_common(1) or [(0, 0)]
    if n_lines < _FEWEST:
        return None
    gutter = start - 3
    both = [parts for line in lines if (parts := _sides(line, gutter))]
    if not _are_apart(both) and not (0.3 * width < start < 0.7 * width and _are_full(both)):
        return None
    return gutter


def _are_full(both: list[tuple[list[Word], list[Word]]]) -> bool:
    """Whether both columns are running text: names and roles in a list don't fill theirs."""
    for column in ([part for part in side if part] for side in zip(*both, strict=True)):
        widths = [line[-1].x1 - line[0].x0 for line in column]
        if len(column) < _FEWEST or median(map(len, column)) < _LEAST_WORDS:
            return False
        if median(widths) <= 0.75 * max(widths):
            return False
    return True


def _are_apart(both: list[tuple[list[Word], list[Word]]]) -> bool:
    """Whether a column stands beside running text with a line spacing of its own.

    What belongs together, as a label and its value do, stands on the same line.
    """
    abreast = [(left[0], right[0]) for left, right in both if left and right]
    apart = [one for one in abreast if abs(one[0].bottom - one[1].bottom) > 1]
    words = max((median([len(p) for p in side if p] or [0]) for side in zip(*both, strict=True)),
                default=0)  # fmt: skip
    return len(apart) * 2 >= len(abreast) >= _FEWEST and words >= _LEAST_WORDS
