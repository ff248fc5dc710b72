"""Tables as files: CSV with the values of the records, a workbook with their Swedish words, and
Parquet with types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from lobra.open_data import chosen
from lobra.open_data.chosen import Row
from lobra_data import saving
from lobra_data.errors import LobraError, shown
from lobra_data.schema import Field

CSV, WORKBOOK, PARQUET = "csv", "tabeller.xlsx", "parquet"
"""The folder, the file and the folder."""
_TYPES = {"integer": "BIGINT", "year": "INTEGER", "number": "DOUBLE", "date": "DATE"}
_SAVED = dt.datetime(1980, 1, 1)  # the same tables give the same bytes
_LONGEST = 32_767
"""What a cell of a workbook can hold."""


def csv(rows: Mapping[str, Sequence[Row]], folder: Path) -> list[Path]:
    """A file a table, in the form of the records."""
    made = []
    (folder / CSV).mkdir()
    for name, table in chosen.about().items():
        path = folder / CSV / f"{name}.csv"
        path.write_bytes(saving.csv_bytes(name, rows[name], chosen.left_out(table)))
        made.append(path)
    return made


def parquet(rows: Mapping[str, Sequence[Row]], folder: Path) -> list[Path]:
    """A file a table, with the types that the descriptor gives; made of the CSV files."""
    import duckdb

    made = []
    (folder / PARQUET).mkdir()
    with duckdb.connect() as database:
        database.execute("SET autoinstall_known_extensions = false")
        for name, table in chosen.about().items():
            fields, path = chosen.fields(table), folder / PARQUET / f"{name}.parquet"
            columns = ", ".join(f"'{field.name}': 'VARCHAR'" for field in fields)
            source = f"read_csv({_quoted(folder / CSV / f'{name}.csv')}, header = true, delim = ','"
            source += (
                f""", quote = '"', escape = '"', auto_detect = false, columns = {{{columns}}})"""
            )
            selected = ", ".join(f'{_typed(field)} AS "{field.name}"' for field in fields)
            try:
                database.execute(
                    f"COPY (SELECT {selected} FROM {source}) TO {_quoted(path)} (FORMAT parquet)"
                )
            except duckdb.Error as error:
                said = str(error).splitlines()[0]
                raise LobraError(
                    f"{shown(path)}: filen gick inte att skriva ({said}). "
                    "Kör lobra check, och kontrollera att disken har plats."
                ) from error
            made.append(path)
    return made


def workbook(rows: Mapping[str, Sequence[Row]], folder: Path) -> list[Path]:
    """One workbook: a sheet a table that has rows, after one that lists them. Never a formula."""
    path = folder / WORKBOOK
    tables = [table for name, table in chosen.about().items() if rows[name]]
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        book.set_properties({"created": _SAVED})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        contents = book.add_worksheet("Innehåll")
        contents.write_row(0, 0, ["Blad", "Rader", "Beskrivning"], head)
        contents.set_column(0, 0, 28)
        contents.set_column(2, 2, 100)
        for line, table in enumerate(tables, start=1):
            contents.write_string(line, 0, table.title)
            contents.write_number(line, 1, len(rows[table.name]))
            contents.write_string(line, 2, table.description)
            sheet = book.add_worksheet(table.title)
            sheet.freeze_panes(1, 0)
            for n, field in enumerate(chosen.fields(table)):
                sheet.set_column(n, n, max(len(field.title) + 2, 14))
                sheet.write_string(0, n, field.title, head)
                for at, row in enumerate(rows[table.name], start=1):
                    _fill(sheet, (at, n), field, row[field.name], day)
    return [path]


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet,
    place: tuple[int, int],
    field: Field,
    value: str,
    day: xlsxwriter.format.Format,
) -> None:
    """A value as Excel has it: a number, a day, or a word; a cell stays empty where none stands."""
    if not value:
        return
    if field.type in ("integer", "number", "year"):
        sheet.write_number(*place, float(value))
    elif field.type == "date" and value >= "1900-03-01":  # earlier days Excel counts wrong
        sheet.write_datetime(*place, dt.datetime.fromisoformat(value), day)
    else:
        words = {"yes": "ja", "no": "nej"} if field.type == "boolean" else field.labels
        sheet.write_string(*place, words.get(value, value)[:_LONGEST])


def _typed(field: Field) -> str:
    column = f'"{field.name}"'
    if field.type == "boolean":
        return f"{column} = 'yes'"
    return f"CAST({column} AS {_TYPES[field.type]})" if field.type in _TYPES else column


def _quoted(path: Path) -> str:
    text = str(path).replace("'", "''")
    return f"'{text}'"
