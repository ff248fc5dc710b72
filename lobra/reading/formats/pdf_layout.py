"""Where words stand on a PDF page: lines, wide gaps, two columns of text, ruled tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pdfplumber.page import Page
from pdfplumber.table import Table

_WIDE_GAP = 1.8  # times the letter size: a gap this wide separates columns
_MARK = re.compile(
    r"[•▫▪■□●○◦‣\u2043·\-–*\ue000-\uf8ff]|§|§* ?\d{1,3}(\.\d{1,2})*[.)]?|[a-zA-Z][.)]"
)
_TABLE_SETTINGS = {"snap_tolerance": 3, "join_tolerance": 3, "intersection_tolerance": 3}
_FEWEST_RULES = 4
_MOST_RULES = 4000
_SMALLEST_SHARE = 0.2  # of a table's cells that hold text; a chart's grid holds less


@dataclass(slots=True)
class Word:
    """A word and where it stands, in points from the page's upper left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool


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


@dataclass(slots=True)
class TableRows:
    """A ruled table: where it stands, and its rows."""

    top: float
    rows: list[Row] = field(default_factory=list)


def rows_of(words: list[Word], width: float, tables: list[TableRows]) -> list[Row]:
    """All lines and table rows of a page in reading order."""
    lines = _lines(words)
    right = _right_margin(words)
    rows = [_row(line, right) for line in _in_reading_order(lines, width)]
    _align(rows)
    for n, table in enumerate(tables):
        at = next(
            (i for i, row in enumerate(rows) if row.table is None and row.top >= table.top), None
        )
        at = len(rows) if at is None else at
        for row in table.rows:
            row.table = n
        rows[at:at] = table.rows
    return rows


def _lines(words: list[Word]) -> list[list[Word]]:
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


def _right_margin(words: list[Word]) -> float:
    return max((word.x1 for word in words), default=0)


def _row(words: list[Word], right: float) -> Row:
    parts = [[words[0]]]
    for left, word in pairwise(words):
        is_wide = word.x0 - left.x1 > _WIDE_GAP * max(left.size, word.size)
        is_after_mark = len(parts[-1]) == 1 and _MARK.fullmatch(left.text) and len(parts) == 1
        if is_wide and not is_after_mark:
            parts.append([word])
        else:
            parts[-1].append(word)
    letters = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return Row(
        [" ".join(word.text for word in part) for part in parts],
        min(word.top for word in words),
        max(word.bottom for word in words),
        words[0].x0,
        words[-1].x1,
        letters.most_common(1)[0][0],
        _is_bold(words),
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


def _is_bold(words: list[Word]) -> bool:
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


# --- ruled tables ------------------------------------------------------------------------------


def tables_of(page: Page, words: list[Word]) -> tuple[list[TableRows], list[Word]]:
    """The ruled tables of a page from the top, and the words that stand outside their cells."""
    n_rules = len(page.lines) + len(page.rects) + len(page.curves)
    if not words or not _FEWEST_RULES <= n_rules <= _MOST_RULES:
        return [], words
    tables = []
    for table in sorted(page.find_tables(_TABLE_SETTINGS), key=lambda table: table.bbox[1]):
        found, rest = _table(table, words)
        if found:
            tables.append(found)
            words = rest
    return tables, words


def _table(table: Table, words: list[Word]) -> tuple[TableRows | None, list[Word]]:
    """A table's rows; None for a box, a frame or the grid of a chart."""
    rows = table.rows
    edges = tuple(sorted({round(cell[0]) for row in rows for cell in row.cells if cell}))
    if len(edges) < 2:
        return None, words
    held: dict[tuple, list[Word]] = defaultdict(list)
    rest = []
    cells = [cell for row in rows for cell in row.cells if cell]
    left, top, right, bottom = table.bbox
    for word in words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        cell = None
        if left <= x <= right and top <= y <= bottom:
            cell = next((c for c in cells if c[0] <= x <= c[2] and c[1] <= y <= c[3]), None)
        (held[cell] if cell else rest).append(word)
    if not held or len(held) < _SMALLEST_SHARE * len(cells):
        return None, words
    found = TableRows(top)
    for row in rows:
        inside = [word for cell in row.cells if cell for word in held.get(cell, [])]
        if inside:
            found.rows.append(
                Row(
                    [_cell(held.get(cell, []), cell) if cell else "" for cell in row.cells],
                    row.bbox[1],
                    row.bbox[3],
                    size=Counter(word.size for word in inside).most_common(1)[0][0],
                    is_bold=_is_bold(inside),
                    edges=edges,
                )
            )
    return found, rest


def _cell(words: list[Word], box: tuple[float, float, float, float]) -> str:
    """A cell's text: lines that were only wrapped are joined, others keep their breaks."""
    lines = _lines(words)
    if not lines:
        return ""
    padding = max(min(line[0].x0 for line in lines) - box[0], 1)
    right = box[2] - padding
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
    if has_room or _MARK.fullmatch(first.text):
        return "\n"
    if last.text[-1] in "-/":
        return " " if first.text in ("och", "eller", "samt") else ""
    is_full = right - last.x1 < (last.x1 - last.x0) / len(last.text)
    is_cut = len(above) == 1 and is_full and last.text[-1].isalpha() and first.text[0].islower()
    return "" if is_cut else " "
