"""Files made up for a test, taken in, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from lobra.statistics import intake, registers, store
from lobra.statistics.asked import Asked

NOW = 2026
PLAIN = ["indicator", "area", "year", "month", "part", "value", "per_100k", "is_preliminary"]


@dataclass
class Taken:
    """The figures of the folder after the file, what the file's rows became, and what was told."""

    figures: list[tuple]
    line: str
    listed: list[str]
    changes: list[str]
    unknown: list[str]
    outcome: store.Outcome

    @property
    def values(self) -> list[tuple]:
        """Area, year and value: what most tests are about."""
        return [(area, year, value) for _, area, year, _, _, value, _, _ in self.figures]


def take(
    path: Path,
    folder: Path | None = None,
    unknown: str = "stop",
    retrieved_on: str = "",
    columns: Sequence[str] = PLAIN,
    **asked: str,
) -> Taken:
    """Takes a file in; with a folder what it says is kept there, unless a name is unknown."""
    known = registers.load(folder)
    kept = store.Store(folder)
    with store.importing(kept) as into:
        asking = Asked(known, **asked)
        taken = intake.take_in(path, asking, into, NOW, unknown, retrieved_on)
        found = into.figures(known.areas.by_id)
        if folder and not taken.unknowns:
            folder.mkdir(exist_ok=True)
            for target, data in (into.files() | known.own_files(folder)).items():
                target.write_bytes(data)
    o = taken.outcome
    assert o.n_rows == o.n_new + o.n_replaced + o.n_known + o.n_listed
    rows = found[list(columns)].astype(object).where(found[list(columns)].notna(), None)
    return Taken(
        [tuple(row) for row in rows.itertuples(index=False)],
        str(taken).replace(str(path.parent) + "/", ""),
        [str(one).replace(str(path.parent) + "/", "") for one in taken.problems()],
        list(taken.changes(known)),
        [
            str(one).replace(str(path.parent) + "/", "")
            for one in intake.UnknownNamesError([taken]).problems
        ],
        taken.outcome,
    )


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, *rows: Sequence[object], more: Sequence[Sequence[object]] = ()) -> Path:
    """A workbook of one sheet, or of two with `more`."""
    with xlsxwriter.Workbook(path) as book:
        for sheet_rows in filter(None, (rows, more)):
            sheet = book.add_worksheet()
            for line, cells in enumerate(sheet_rows):
                sheet.write_row(line, 0, cells)
    return path
