"""Where words stand on a PDF page: lines, wide gaps, two columns of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, mode

from lobra.reading.formats.lines import Pieces
from lobra.reading.formats.pdf_marks import Word, runs

_WIDE_GAP = 1.8  # times the letter size: a gap this wide separates columns
_CLOSE = 0.95  # times the letter size: lines of one column of text stand further apart
_FEWEST = 8  # lines of a column of running text …
_LEAST_WORDS = 4  # … and words of its usual line
_MOST_OF_A_CELL = 5  # words: a longer line below a column's head is a text of its own
_NUMBER = re.compile(r"§* ?\d{1,3}[.)]?")
_OPEN = re.compile(r"\b(?:av|från|för|i|med|mot|och|om|på|till|vid)$")
_DIVIDED = re.compile(r"(?<=[a-zåäö])- (?=[a-zåäö])")
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
        self.size = mode(word.size for word in self.words for _ in word.text)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())

    @property
    def pieces(self) -> Pieces:
        return Pieces((f"{word.text} ", word.is_bold) for word in self.words)

    @property
    def is_bold(self) -> bool:
        return self.pieces.is_bold


def rows_of(words: list[Word], width: float, tables: list[list[Row]]) -> list[Row]:
    """All lines and table rows of a page in reading order."""
    lines = _in_reading_order(lines_of(words), width)
    edge = _edge(lines, width)
    rows = list(_whole([_row(line, edge) for line in lines]))
    _align(rows)
    rows = list(_with_whole_titles(rows, edge)) if edge else rows
    for table in tables:
        places = (n for n, row in enumerate(rows) if row.table is None and row.top >= table[0].top)
        at = next(places, len(rows))
        rows[at:at] = table
    return rows


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words that stand on the same line, from the left; lines from the top."""

    def is_beside(line: list[Word], word: Word) -> bool:
        first = line[0]
        return (
            first.top < (word.top + word.bottom) / 2 < first.bottom
            or word.top < (first.top + first.bottom) / 2 < word.bottom
        )

    lines = runs(sorted(words, key=lambda word: word.top + word.bottom), is_beside)
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def has_room(last: Word, first: Word, right: float) -> bool:
    """Whether the first word of a line had room after the last one of the line above."""
    return last.x1 + 0.25 * first.size + first.x1 - first.x0 <= right


def _row(words: list[Word], edge: float | None) -> Row:
    def goes_on(part: list[Word], word: Word) -> bool:
        left = part[-1]
        is_wide = word.x0 - left.x1 > _WIDE_GAP * max(left.size, word.size)
        if edge and _near(word.x0, edge):
            return False
        return not is_wide or (left is words[0] and bool(MARK.fullmatch(left.text)))

    parts = runs(words, goes_on)
    return Row(list(map(_joined, parts)), [part[0].x0 for part in parts], words)


def _joined(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


# --- columns -----------------------------------------------------------------------------------


def _whole(rows: list[Row]) -> Iterator[Row]:
    """Rows, those made one whose cells were wrapped and stand centred beside each other.

    Only where lines stand between each other: one beside the middle one of three may be about
    that one alone.
    """
    for band in runs(rows, lambda band, row: 0 <= row.top - band[-1].top < _CLOSE * row.size):
        cells: dict[float, list[tuple[Row, str]]] = {}
        for row in band:
            for part, start in zip(row.parts, row.starts, strict=True):
                column = next((x for x in cells if _near(x, start)), start)
                cells.setdefault(column, []).append((row, part))
        middles = [cell[0][0].top + cell[-1][0].bottom for cell in cells.values()]
        is_wrapped = len(set(map(len, cells.values()))) > 1 and max(middles) - min(middles) < 4
        if is_wrapped:
            starts = sorted(cells)
            parts = [" ".join(part for _, part in cells[x]) for x in starts]
            yield Row(parts, starts, [word for row in band for word in row.words])
        else:
            yield from band


def _align(rows: list[Row]) -> None:
    """Gives a row the columns of the one above: an empty one where it has nothing there.

    A line that begins under a later column ("Närvarande:" and then names) belongs to it.
    """
    columns: list[float] = []
    for row in rows:
        parts = {
            n: part
            for part, start in zip(row.parts, row.starts, strict=True)
            for n, x in enumerate(columns)
            if _near(x, start)
        }
        if len(parts) == len(row.parts) and list(parts) != [0]:
            row.parts = [parts.get(n, "") for n in range(len(columns))]
            if len(parts) == 1 and len(row.words) > _MOST_OF_A_CELL:
                row.parts = ["", *parts.values()]
        else:
            columns = row.starts if len(row.parts) > 1 else []


def _near(a: float, b: float) -> bool:
    return abs(a - b) < 4


# --- titles in the margin ----------------------------------------------------------------------


def _edge(lines: list[list[Word]], width: float) -> float | None:
    """Where the text begins that stands beside titles in the margin; None without such."""
    first = min((line[0].x0 for line in lines), default=0)
    starts = Counter(round(line[0].x0) for line in lines if 0.1 * width < line[0].x0 - first)
    for start, n_lines in starts.most_common(1):
        beside = [line for line in lines if line[0].x0 < start - 4 < line[-1].x1]
        parted = [line for line in beside if any(_near(word.x0, start) for word in line[1:])]
        is_text = median(len(line) for line in lines if _near(line[0].x0, start)) >= _LEAST_WORDS
        if n_lines >= _FEWEST and is_text and len(parted) >= max(3, 0.6 * len(beside)):
            return start
    return None


def _with_whole_titles(rows: list[Row], edge: float) -> Iterator[Row]:
    """Rows, each title in the margin whole beside its text's first line.

    It may begin on the line below its number, where the text has begun already.
    """
    title: Row | None = None
    for row in rows:
        left = row.parts[0] if row.starts[0] < edge - 4 else ""
        is_beside = bool(left and row.parts[1:]) and _near(row.starts[1], edge)
        is_alone = bool(left) and len(row.parts) == 1 and row.words[-1].x1 < edge
        is_bare = title and _NUMBER.fullmatch(title.parts[0]) and not _NUMBER.match(left)
        goes_on = title and (is_bare or left[:1].islower() or _OPEN.search(title.parts[0]))
        if title and goes_on and (is_beside or is_alone):
            title.parts[0] = _DIVIDED.sub("", f"{title.parts[0]} {left}")
            row.parts = ["", *row.parts[1:]]
            if is_alone:
                continue
        elif left:
            title = row if is_beside else None
        yield row


# --- two columns of text -----------------------------------------------------------------------


def _in_reading_order(lines: list[list[Word]], width: float) -> list[list[Word]]:
    """Lines as they are read: where a page has two columns, the left one first."""
    gutter = _gutter(lines, width)
    out: list[list[Word]] = []
    left: list[Word] = []
    right: list[Word] = []
    for line in lines:
        if gutter is not None and (sides := _sides(line, gutter)):
            left += sides[0]
            right += sides[1]
        else:
            out += [*lines_of(left), *lines_of(right), line]
            left, right = [], []
    return [*out, *lines_of(left), *lines_of(right)]


def _sides(line: list[Word], gutter: float) -> tuple[list[Word], list[Word]] | None:
    """What stands to the left and to the right; None for a line that goes across."""
    left = [word for word in line if word.x1 <= gutter]
    right = [word for word in line if word.x0 >= gutter]
    is_across = len(left) + len(right) < len(line) or (
        left and right and right[0].x0 - left[-1].x1 < 0.7 * left[-1].size
    )
    return None if is_across else (left, right)


def _gutter(lines: list[list[Word]], width: float) -> float | None:
    """Where the white strip between two columns of text is; None without such."""
    begins = [line[0] for line in lines]
    begins += [b for line in lines for a, b in pairwise(line) if b.x0 - a.x1 > 0.8 * a.size]
    starts = Counter(round(one.x0) for one in begins if 0.2 * width < one.x0 < 0.8 * width)
    for start, n_lines in starts.most_common(1):
        both = [sides for line in lines if (sides := _sides(line, start - 3))]
        if n_lines >= _FEWEST and _are_columns(both):
            return start - 3
    return None


def _are_columns(both: list[tuple[list[Word], list[Word]]]) -> bool:
    """Whether both sides are running text, or one stands beside such with its own line spacing.

    What belongs together, as a label and its value do, stands on the same line.
    """
    abreast = [(left[0], right[0]) for left, right in both if left and right]
    n_apart = sum(
        abs(left.bottom - right.bottom) > 1 and abs(left.top - right.top) > 1.5
        for left, right in abreast
    )
    are_texts = [
        len(words) >= _FEWEST and median(words) >= _LEAST_WORDS
        for words in ([len(part) for part in side if part] for side in zip(*both, strict=True))
    ]
    is_beside = len(abreast) >= _FEWEST and 2 * n_apart >= len(abreast)
    return any(are_texts) if is_beside else bool(are_texts) and all(are_texts)
