"""A document into the records: draft rows that nobody has reviewed, in one step or not at all."""

from __future__ import annotations

from pathlib import Path

from lobra.reading.drafts import councils
from lobra.reading.drafts.writing import Drafts, Writing
from lobra.reading.found import Reading
from lobra_data import saving
from lobra_data.errors import shown
from lobra_data.files import Records

__all__ = ["Drafts", "write"]


def write(reading: Reading, path: Path, folder: Path, council_id: str | None = None) -> Drafts:
    """Writes what a document says as draft rows into the records of a folder.

    All rows are unreviewed. Reading the same or a corrected document again (the same file, file
    name, or kind and day) updates its drafts and leaves what a person has reviewed or removed as
    it is. Other documents' rows are not touched. LobraError when the council can't be told, or
    when a file can't be written; then nothing has changed.
    """
    path, folder = Path(path), Path(folder)
    with saving.changing(folder, "lobra read"):
        return _written(reading, path, folder, council_id)


def _written(reading: Reading, path: Path, folder: Path, council_id: str | None) -> Drafts:
    records = Records(folder) if folder.is_dir() else None
    known = records.councils if records else []
    rows = [dict(row.values) for row in records.rows("councils")] if records else []
    council = councils.choose(reading, rows, council_id, shown(path))
    return Writing(reading, path, folder, records, council, council in known).write()
