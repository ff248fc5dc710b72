"""A small council's records, the workbook of them, and hands to change it with."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import openpyxl

from lobra.start import folder
from lobra.workbook import differences, layout, reading, writing
from lobra_data import files, saving

COUNCIL = "bjorkdala"
MEETING = "2026-03-05"
ITEM = f"{MEETING} · § 2 · Vandringar"


def new_council(root: Path) -> Path:
    """The records of a council that has been made and nothing more."""
    folder.make(root, "Björkdala lokala brottsförebyggande råd", "Björkdala", dt.date(2026, 1, 9))
    return root / "records"


def edit(records: Path, path: Path, spare: int = 4) -> Path:
    """What `lobra edit` writes, with fewer spare rows so that it is read faster."""
    found = files.Records(records)
    writing.SPARE, usual = spare, writing.SPARE
    try:
        rows = differences.rows_of(found, COUNCIL)
        path.write_bytes(
            writing.workbook(COUNCIL, rows, layout.Labels(differences.all_rows(found)))
        )
    finally:
        writing.SPARE = usual
    return path


def plan(path: Path, records: Path) -> differences.Plan:
    """What `lobra save` would do."""
    return differences.plan(reading.read(path), files.Records(records))


def save(path: Path, records: Path) -> differences.Plan:
    """What `lobra save --yes` does; nothing may be wrong."""
    made = plan(path, records)
    assert made.problems == []
    saving.save(made.files, records)
    return made


class Book:
    """A workbook as a person handles it: cells by sheet, row and heading."""

    def __init__(self, path: Path) -> None:
        self.book: Any = openpyxl.load_workbook(path)

    def __getitem__(self, sheet: str) -> Any:
        return self.book[sheet]

    def column(self, sheet: str, heading: str) -> int:
        titles = [str(cell.value or "").removesuffix(" *") for cell in self.book[sheet][1]]
        return titles.index(heading) + 1

    def cell(self, sheet: str, line: int, heading: str) -> Any:
        return self.book[sheet].cell(line, self.column(sheet, heading))

    def put(self, sheet: str, line: int, **values: object) -> None:
        """Writes values under headings; a space in a heading is written as _."""
        for heading, value in values.items():
            self.cell(sheet, line, heading.replace("_", " ")).value = value

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def one_meeting(book: Book) -> None:
    """A meeting as somebody enters it by hand: one row for it and one for each thing of it."""
    book.put("Organisationer", 2, Namn="Polisen", Slag="polis")
    book.put("Möten", 2, Mötesdag=dt.datetime(2026, 3, 5), Plats="Kommunhuset")
    for line, role in enumerate(("Kommunpolis", "Säkerhetschef"), start=2):
        book.put("Närvaro", line, Möte="2026-03-05", Roll=role, Närvaro="närvarande")
    book.put("Närvaro", 2, Organisation="Polisen")
    book.put("Punkter", 2, Möte="2026-03-05", Nummer="§ 1", Titel="Öppnande")
    book.put("Punkter", 3, Möte="2026-03-05", Nummer="§ 2", Titel="Vandringar")
    book.put("Beslut", 2, Punkt="2026-03-05 · § 2 · Vandringar", Beslut="Rådet går runt i maj.")


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Change(source As String, target As String, sheet As String, cell As String, text As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  book.Sheets.getByName(sheet).getCellRangeByName(cell).String = text
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "Calc MS Excel 2007 XML"
  book.storeToURL(target, kind())
  book.close(True)
End Sub
</script:module>
"""


def changed_in_libreoffice(
    soffice: str, path: Path, folder: Path, sheet: str, cell: str, text: str
) -> Path:
    """The workbook as LibreOffice Calc saves it when somebody has written a text in one cell."""
    profile, saved = folder / "profil", folder / "sparad.xlsx"
    start = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    said = ", ".join(f'"{one}"' for one in (path.as_uri(), saved.as_uri(), sheet, cell, text))
    _run(*start, "--terminate_after_init")  # which makes the profile, with an empty module
    (profile / "user/basic/Standard/Module1.xba").write_text(MACRO, "utf-8")
    _run(*start, f"macro:///Standard.Module1.Change({said})")
    return saved


def _run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=180, capture_output=True)
