"""Tables for Word: a header row that repeats, rows that stay whole, widths after the contents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from docx.oxml.ns import qn

from lobra.export.word_xml import clean, element, paragraph, run

TWIPS_PER_MM = 1440 / 25.4
TEXT_WIDTH = round(160 * TWIPS_PER_MM)
CHARACTER = 95  # a character of the table's 9.5 points, bold, in twentieths of a point
GUTTER = 240
LONGEST_WORD = 17
SHORT_TEXT = 12
SHORT, LINE_HEIGHT = 75, 4.1  # mm


@dataclass(frozen=True)
class Cell:
    """Paragraphs of one cell; `text` is what its column's width is judged by."""

    paragraphs: list
    text: str
    columns: int = 1


def table(title: str, head: list[str], numeric: list[bool], rows: list[list[Cell]], widths=None):
    """A table whose first row heads the columns and whose first column heads the rows."""
    texts = [head, *([cell.text for cell in row] for row in rows if len(row) == len(head))]
    widths = widths or fitting_widths(texts)
    about = element(
        "tblPr",
        element("tblStyle", val="LobraTabell"),
        element("tblW", w=sum(widths), type="dxa"),
        element("tblLayout", type="fixed"),
        element("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0,
                noHBand=1, noVBand=1),
    )  # fmt: skip
    if title:
        about.append(element("tblCaption", val=clean(title)))
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    heads = [
        Cell([text_paragraph("Tabellhuvud", text, is_number)], text)
        for text, is_number in zip(head, numeric, strict=True)
    ]
    made = element("tbl", about, grid, _row(heads, widths, is_head=True))
    made.extend(_row(row, widths) for row in rows)
    _keep_together(made.tr_lst, sum(_height(row, widths) for row in rows) < SHORT)
    return made


def _height(cells: list[Cell], widths: list[int]) -> float:
    """A row's height in mm, roughly."""
    lines = [
        -(-len(cell.text) * CHARACTER // max(width - GUTTER, CHARACTER))
        for cell, width in zip(cells, widths, strict=False)
    ]
    return max(lines, default=1) * LINE_HEIGHT + LINE_HEIGHT / 2


def _keep_together(lines: list, is_short: bool) -> None:
    """A short table moves to the next page as a whole; a long one begins and ends with some rows.

    The last row lets go: what follows is a new thing, unless it is the table's source.
    """
    for line in lines[:-1] if is_short else [*lines[:3], lines[-2]]:
        keep_with_next(line)


def keep_with_next(line) -> None:
    """The row stays on the page of what follows it."""
    for about in line.iter(qn("w:pPr")):
        about.insert(1, element("keepNext"))


def text_paragraph(style: str, text, is_number: bool = False):
    """A cell's paragraph, to the right in a column of numbers; `text` may be runs."""
    made = paragraph(style, *([run(text)] if isinstance(text, str) else text))
    if is_number:
        made.pPr.append(element("jc", val="right"))
    return made


def fitting_widths(rows: list[list[str]]) -> list[int]:
    """Widths that fill the page: short cells stay on one line, much text gets much room.

    >>> sum(fitting_widths([["Nr", "Åtgärd"], ["1", "Rusta upp belysningen vid torget"]]))
    9071
    """
    columns = [list(column) for column in zip(*rows, strict=True)]
    least = [_unbroken(column) * CHARACTER + GUTTER for column in columns]
    wanted = [max(map(len, column)) * CHARACTER + GUTTER for column in columns]
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    if sum(wanted) <= TEXT_WIDTH:
        widths = [want * TEXT_WIDTH / sum(wanted) for want in wanted]
    elif sum(least) >= TEXT_WIDTH:
        widths = [small * TEXT_WIDTH / sum(least) for small in least]
    else:
        amounts = [
            sum(map(len, column)) ** 0.5 if want > small else 0
            for column, want, small in zip(columns, wanted, least, strict=True)
        ]
        share = (TEXT_WIDTH - sum(least)) / sum(amounts)
        widths = [small + much * share for small, much in zip(least, amounts, strict=True)]
    whole = [int(width) for width in widths]
    whole[-1] += TEXT_WIDTH - sum(whole)
    return whole


def _unbroken(column: list[str]) -> int:
    """The most characters of the column that should stay on one line."""
    cells = column[1:]
    words = [word for text in column for word in re.split("[ \n\u200b-]", text)]
    longest = min(max(map(len, words)), LONGEST_WORD)
    lines = [text for text in cells if len(text) <= SHORT_TEXT]
    return max(longest, *map(len, lines), 0) if len(lines) == len(cells) else longest


def _row(cells: list[Cell], widths: list[int], is_head: bool = False):
    about = element("trPr", element("cantSplit"), *([element("tblHeader")] if is_head else []))
    made, at = element("tr", about), 0
    for cell in cells:
        width = sum(widths[at : at + cell.columns])
        at += cell.columns
        properties = element("tcPr", element("tcW", w=width, type="dxa"))
        if cell.columns > 1:
            properties.append(element("gridSpan", val=cell.columns))
        made.append(element("tc", properties, *cell.paragraphs))
    return made
