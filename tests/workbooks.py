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


def changed_in_libreoffice(soffice: str, path: Path, folder: Path, old: str, new: str) -> Path:
    """LibreOffice opens the workbook and saves it in its own format, where one text is changed
    that stands in one cell only; it opens that again and saves it as a workbook.
    """
    flat = _converted(soffice, path, folder / "eget", "fods")
    text = flat.read_text("utf-8")
    assert text.count(f">{old}<") == 1
    flat.write_text(text.replace(f">{old}<", f">{new}<"), "utf-8")
    return _converted(soffice, flat, folder / "sparad", "xlsx")


def _converted(soffice: str, path: Path, folder: Path, kind: str) -> Path:
    folder.mkdir()
    profile = (folder / "profil").as_uri()
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind),
            *("--outdir", folder, path),
        ],
        check=True,
        timeout=180,
        capture_output=True,
    )
    return folder / f"{path.stem}.{kind}"
