"""What each chart and table of a report shows, as files: CSV for machines, a workbook for Excel.

In the workbook a cell is text or a number and never a formula, whatever its text begins with.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lobra.blocks import SOURCE, Table, cited

WORKBOOK = "tabeller.xlsx"
CONTENTS = "Innehåll"
LONGEST_NAME = 31  # Excel's limits: the name of a sheet, the text of a cell
LONGEST_TEXT = 32_767
WIDEST = 60  # characters; what is longer is wrapped
_SAVED = dt.datetime(1980, 1, 1)  # the same tables give the same bytes
_NUMBER = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:[ \u00a0]\d{3})+)(?:,\d+)?", re.ASCII)


def write_data(tables: Sequence[Table], folder: Path) -> None:
    """A CSV file a table in `folder`, which is made, and beside it the workbook with them all."""
    folder.mkdir()
    for table in tables:
        with (folder / f"{table.name}.csv").open("x", encoding="utf-8", newline="\n") as file:
            file.write(table.csv())
    folder.with_name(WORKBOOK).write_bytes(workbook(tables))


def workbook(tables: Sequence[Table]) -> bytes:
    """All tables as an Excel workbook, a sheet each, after one that lists them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _SAVED})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        names = _sheet_names([table.name for table in tables])
        contents = book.add_worksheet(CONTENTS)
        for name, table in zip(names, tables, strict=True):
            sheet = book.add_worksheet(name)
            labels = [*(column.label for column in table.columns), SOURCE]
            rows = [[*row, cited(source)] for row, source in table.sourced()]
            _fill(sheet, [labels, *rows], head, text)
            for n, column in enumerate(table.columns):
                if column.is_number:
                    _fill_numbers(book, sheet, n, [row[n] for row in rows])
        listed = [[name, table.title] for name, table in zip(names, tables, strict=True)]
        _fill(contents, [["Blad", "Tabell"], *listed], head, text)
        for line, name in enumerate(names, start=1):
            contents.write_url(line, 0, f"internal:'{name}'!A1", string=name)
    return out.getvalue()


def number(shown: str) -> float | None:
    """The number that a cell shows, or None when it shows something else.

    >>> number("10 000"), number("−12,5"), number("färre än 5"), number("1 5")
    (10000.0, -12.5, None, None)
    """
    if not _NUMBER.fullmatch(shown):
        return None
    plain = shown.replace("−", "-").replace(" ", "").replace("\u00a0", "")
    return float(plain.replace(",", "."))


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]], head: Format, text: Format) -> None:
    """Writes the rows, the first as the heading that stays when one scrolls."""
    for line, row in enumerate(rows):
        for n, cell in enumerate(row):
            sheet.write_string(line, n, _fitting(cell), text if line else head)
    for n, column in enumerate(zip(*rows, strict=True)):
        sheet.set_column(n, n, min(WIDEST, max(len(cell) for cell in column) + 2))
    sheet.freeze_panes(1, 0)
    # Text that looks like a number is meant as text: no green corner that offers to change it.
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _fill_numbers(
    book: xlsxwriter.Workbook, sheet: Worksheet, column: int, cells: Sequence[str]
) -> None:
    """Makes a number of each cell that is one, shown with its own decimals."""
    for line, cell in enumerate(cells, start=1):
        value = number(cell)
        if value is not None:
            places = len(cell.partition(",")[2])
            shape = {"num_format": "0" + "." * bool(places) + "0" * places, "valign": "top"}
            sheet.write_number(line, column, value, book.add_format(shape))


def _fitting(text: str) -> str:
    """A cell's text; one that Excel couldn't hold is cut, visibly, and stands whole in the CSV."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _sheet_names(names: Sequence[str]) -> list[str]:
    """A name for each sheet: unlike all others, also in large and small letters, and short."""
    taken = {CONTENTS.casefold()}
    made = []
    for name in names:
        short, n = name[:LONGEST_NAME], 1
        while short.casefold() in taken:
            n += 1
            short = f"{name[: LONGEST_NAME - len(f'-{n}')]}-{n}"
        taken.add(short.casefold())
        made.append(short)
    return made
