"""The empty template for surveys, as CSV or as a workbook with help and checks in it."""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter

from lobra.statistics.forms import SURVEY
from lobra_data import saving
from lobra_data.errors import LobraError, shown

_HELP = {
    "år": "Året då undersökningen gjordes, med fyra siffror.",
    "område": "Området som svaren gäller, till exempel Hägersten-Älvsjö eller Stockholm.",
    "fråga": "Det som andelen svarar på, till exempel Otrygga utomhus. Skriv likadant varje år.",
    "grupp": "Vilka som svarade, till exempel kvinnor. Tomt för alla.",
    "andel": "Andelen i procent: 23,2 för 23,2 procent. Två punkter när den inte redovisas.",
    "n": "Hur många som svarade på frågan. Behövs för att kunna säga om en förändring är säker.",
    "lägst": "Intervallets nedre gräns i procent, om undersökningen anger den.",
    "högst": "Intervallets övre gräns i procent, om undersökningen anger den.",
    "utgivare": "Vem som gjorde undersökningen, samma i hela filen.",
}


def write(path: Path) -> None:
    """Writes the template; what is there already is never written over."""
    if path.exists():
        raise LobraError(f"{shown(path)}: filen finns redan. Ange ett annat namn.")
    if path.suffix.casefold() not in (".csv", ".xlsx"):
        raise LobraError(
            f"{shown(path)}: mallen är CSV eller Excel. Låt namnet sluta på .csv eller .xlsx."
        )
    data = _csv() if path.suffix.casefold() == ".csv" else _workbook()
    saving.save({path: data}, path.parent)


def _csv() -> bytes:
    """With a byte order mark and semicolons, as Swedish Excel wants it."""
    return (";".join(SURVEY) + "\r\n").encode("utf-8-sig")


def _workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "0.0"})
        sheet = book.add_worksheet("Svar")
        sheet.write_row(0, 0, SURVEY, bold)
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(SURVEY):
            is_percent = name in ("andel", "lägst", "högst")
            sheet.set_column(at, at, 40 if name == "fråga" else 14, number if is_percent else None)
            if is_percent:
                sheet.data_validation(1, at, 2000, at, _between("decimal", 0, 100, name))
        sheet.data_validation(1, 0, 2000, 0, _between("integer", 1990, 2100, "år"))
        told = book.add_worksheet("Så fyller du i")
        told.set_column(0, 0, 14)
        told.set_column(1, 1, 90)
        told.write_row(0, 0, ["Kolumn", "Vad som står där"], bold)
        for line, (name, text) in enumerate(_HELP.items(), start=1):
            told.write_row(line, 0, [name, text])
    return made.getvalue()


def _between(kind: str, low: int, high: int, name: str) -> dict[str, object]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_type": "warning",
        "error_title": name,
        "error_message": _HELP[name],
    }
