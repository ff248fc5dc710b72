"""Tables for Word: a header row that repeats, rows that stay whole, widths after the contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Twips
from docx.table import _Cell as Cell
from docx.table import _Row as Row

from lobra.blocks import Column, KeyFigures, Status
from lobra.export.references import Laid
from lobra.export.word.words import clean, element, write_source

EMPTY = "Inga uppgifter."
TILES = 4
"""Key figures in a row."""
CHARACTER = 12.5
"""A character's width in twentieths of a point for each point of its size, in the widest of the
typefaces that stand in for Calibri where it is missing."""
GUTTER = 180
UNBROKEN = (20, True), (16, True), (13, True), (16, False), (13, False), (10, False)
"""Characters of a word that stay on one line, and whether short cells do: the first of these that
leaves some of the table's width."""
LEAVES = 0.93
SHORT_CELL = 18
MOST = 80
FEW_LINES = 9
"""A table of so few lines stays on one page."""


def write_table(file: File, title: str, laid: Laid) -> None:
    """The rows; the last of them stays on the page of the line below the table, if there is one."""
    columns, rows = laid.columns, laid.rows
    character = round(file.styles["Tabelltext"].font.size.pt * CHARACTER)
    widths = fitting_widths(columns, rows, _room(file), character)
    lines = _grid(file, title, columns, widths, len(rows) or 1)
    for line, row in zip(lines, rows, strict=False):
        for cell, text, column in zip(line.cells, row, columns, strict=False):
            _fill(cell, text, column.is_number)
    if not rows:
        all_cells = lines[0].cells
        _fill(all_cells[0].merge(all_cells[-1]), EMPTY)
    n_lines = sum(
        max(_n_lines(*cell, character) for cell in zip(row, widths, strict=False)) for row in rows
    )
    _keep_together(lines, n_lines <= FEW_LINES, is_followed=bool(laid.foot or laid.note))


def _room(file: File) -> int:
    """The width of the text on a page, in twentieths of a point."""
    page = file.sections[0]
    sides = (page.left_margin or 0) + (page.right_margin or 0)
    return round(((page.page_width or 0) - sides) / Twips(1))


def write_key_figures(file: File, block: KeyFigures) -> None:
    """Tables of one row: what each figure counts is its head, and below it the number, large."""
    for first in range(0, len(block.shown), TILES):
        figures = block.shown[first : first + TILES]
        heads = [Column(one.label) for one in figures]
        widths = [_room(file) // len(figures)] * len(figures)
        lines = _grid(file, "Nyckeltal", heads, widths, 1)
        for cell, figure in zip(lines[0].cells, figures, strict=True):
            _fill(cell, figure.shown, style="Nyckeltal")
            for text in filter(None, (figure.before, figure.note)):
                cell.add_paragraph(clean(text), "Tabelltext")
            write_source(cell.paragraphs[-1], figure.source)
        _keep_together(lines, is_short=True, is_followed=True)
        file.add_paragraph(style="Mellanrum")


def fitting_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int, character: int = 100
) -> list[int]:
    """Widths that fill the room: short cells stay on one line and no common word is broken; what
    is left goes to the columns of long cells, by how much they say.

    >>> fitting_widths([Column("Nr"), Column("Åtgärd")], [["1", "Rusta upp belysningen"]], 9000)
    [380, 8620]
    """
    texts = [[column.label, *(row[n] for row in rows)] for n, column in enumerate(columns)]
    longest = [max(map(len, text)) * character + GUTTER for text in texts]
    for most, keeps_cells in UNBROKEN:
        least = [_unbroken(text, most, keeps_cells) * character + GUTTER for text in texts]
        if sum(least) <= LEAVES * room:
            break
    left = room - sum(least)
    if left < 0:
        widths = [int(room * width / sum(least)) for width in least]
    else:
        says = [
            _mean(text) if long > width else 0
            for text, long, width in zip(texts, longest, least, strict=True)
        ]
        shares = says if any(says) else [_mean(text) for text in texts]
        widths = [
            int(width + left * share / sum(shares))
            for width, share in zip(least, shares, strict=True)
        ]
    widths[-1] += room - sum(widths)
    return widths


def _mean(texts: Sequence[str]) -> float:
    """How long the cells of a column are, where the longest and the shortest count for less."""
    return 5 + min(sum(map(len, texts)) / len(texts), MOST)


def _unbroken(texts: Sequence[str], most: int, keeps_cells: bool) -> int:
    """The characters of a column that should stay on one line, of a word at `most` so many."""
    words = [word for text in texts for word in re.split(r"[ \n-]", _as_filled(text))]
    longest = min(max(map(len, words)), most)
    is_short = keeps_cells and all(len(text) <= SHORT_CELL for text in texts[1:])
    return max([longest, *map(len, texts[1:])]) if is_short else longest


def _n_lines(text: str, width: int, character: int) -> int:
    """How many lines the text takes in a column, roughly."""
    return 1 + len(text) * character // max(width - GUTTER, character)


def _grid(
    file: File, title: str, columns: Sequence[Column], widths: Sequence[int], n_rows: int
) -> list[Row]:
    """The empty rows of a new table that has its heads."""
    grid = file.add_table(n_rows + 1, len(columns), "Lobra tabell")
    grid.autofit = False
    if title:
        grid._tbl.tblPr.append(element("tblCaption", val=clean(title)))
    for made, width in zip(grid.columns, widths, strict=True):
        made.width = Twips(width)
    head, *lines = grid.rows
    for line in (head, *lines):
        line._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Twips(width)
    head._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, column in zip(head.cells, columns, strict=True):
        _fill(cell, column.label, column.is_number, "Tabellhuvud")
    return lines


def _fill(cell: Cell, text: str, is_number: bool = False, style: str = "Tabelltext") -> None:
    """The text of a cell as it is, so that it can be found; a status keeps its
    symbol."""
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style  # by its id: looking a name up takes longer than all the rest
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(clean(_as_filled(text)))
    run.bold = isinstance(text, Status) or None


def _as_filled(text: str) -> str:
    return text.replace(" ", "\u00a0", 1) if isinstance(text, Status) else text


def _keep_together(lines: Sequence[Row], is_short: bool, is_followed: bool) -> None:
    """A short table moves to the next page as a whole; a long one begins and ends with some rows.

    The last row lets go, unless it is followed: what comes after it is a new thing.
    """
    kept = [*lines[:-1]] if is_short else [*lines[:2], *lines[-2:-1]]
    for line in [*kept, *(lines[-1:] if is_followed else [])]:
        for cell in line.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
