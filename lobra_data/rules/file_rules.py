"""Rules about which file a row lies in."""

from __future__ import annotations

from collections.abc import Iterator

from lobra_data.errors import Problem, meant, quoted, shown
from lobra_data.rules.view import View, at

SPREADSHEETS = {".csv", ".tsv", ".xls", ".xlsx", ".ods"}


def every_file_is_a_table(view: View) -> Iterator[Problem]:
    """A file whose name is misspelt is not read by anything, so nobody would miss its rows."""
    for council in view.councils:
        for path in sorted((view.records.root / council).iterdir()):
            is_table = path.suffix == ".csv" and path.stem in view.tables
            is_meant = path.suffix.lower() in SPREADSHEETS and not path.name.startswith((".", "~$"))
            if is_table or not is_meant:
                continue
            fix = "Byt namn på filen eller flytta den ur rådets mapp"
            what = "filen är ingen tabell och läses inte"
            yield Problem(shown(path), None, None, what, meant(path.stem, view.tables) + fix)


def council_is_described_once(view: View) -> Iterator[Problem]:
    """Each folder has one row in councils.csv: the council that the folder is named after."""
    for council, rows in view.by_council("councils").items():
        own = [row for row in rows if row.values["council_id"] == council]
        if not own and not view.is_hidden("councils", council, council):
            file = shown(view.records.path(council, "councils"))
            what = f"ingen rad beskriver {quoted(council)}, som mappen heter"
            yield Problem(file, None, "council_id", what, "Lägg till raden")


def council_id_is_the_folder(view: View) -> Iterator[Problem]:
    """A row belongs to the council whose folder it lies in; said once when it is the whole file."""
    for table in view.tables:
        for council, rows in view.by_council(table).items():
            wrong = [row for row in rows if row.values["council_id"] not in ("", council)]
            values = {row.values["council_id"] for row in wrong}
            if len(wrong) == len(rows) > 1 and len(values) == 1:
                what = (
                    f"{quoted(values.pop())} på alla {len(rows)} rader, men mappen heter {council}"
                )
                fix = f"Skriv {council} eller flytta filen"
                yield at(wrong[0], "council_id", what, fix)
                continue
            for row in wrong:
                what = f"{quoted(row.values['council_id'])}, men mappen heter {council}"
                yield at(row, "council_id", what, f"Skriv {council} eller flytta raden")


RULES = [council_is_described_once, council_id_is_the_folder]
