"""Excel and LibreOffice workbooks as rows of values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from lobra_data.errors import LobraError, shown

BEGINS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Sheet:
    """One sheet from its first row and column on, so that row 1 is what Excel calls row 1."""

    name: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class Workbook:
    path: Path
    sheets: list[Sheet]


def opened(path: Path) -> Workbook:
    """All sheets of values; what a formula gave when the file was saved, not the formula."""
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [
            Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise LobraError(
            f"{shown(path)}: arbetsboken går inte att läsa. Spara den som .xlsx utan lösenord."
        ) from error
    return Workbook(path, sheets)
