"""CSV files as a Swedish Excel saves them, brought back to the form in which the records are read.

Only what can mean one thing is rewritten; what is left is for the rulebook to tell.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from lobra.workbook import cells
from lobra_data import files, saving, schema
from lobra_data.errors import quoted, shown
from lobra_data.schema import Table

_SAYS_SEPARATOR = re.compile(r"\s*s[e]p=.?\s*", re.I)  # Excel's own first line, no month
_MARKS = {";": "semikolon", "\t": "tabbtecken"}
_FREE = "text"  # what may hold any words is left as it stands, but for whole letters


def mended(records: files.Records) -> tuple[dict[Path, bytes], list[str]]:
    """The files that can be mended, and a line for each thing that was."""
    found: dict[Path, bytes] = {}
    told: list[str] = []
    for council in records.councils:
        for table in schema.load().values():
            path = records.path(council, table.name)
            data = path.read_bytes() if path.is_file() else b""
            one = _File(path, table)
            if (made := one.mended(data)) is not None and one.told:
                found[path] = made
                told += one.told
    return found, told


class _File:
    def __init__(self, path: Path, table: Table) -> None:
        self.name, self.table = shown(path), table
        self.told: list[str] = []

    def mended(self, data: bytes) -> bytes | None:
        """The file as it should be; None for what isn't a table of this kind."""
        text = self._text(data)
        if text is None or not text.strip():
            return None
        first, _, rest = text.partition("\n")
        if _SAYS_SEPARATOR.fullmatch(first):
            text = rest
            self._tell(f"raden {quoted(first.strip())} är borttagen")
        mark = self._mark(text.partition("\n")[0])
        try:
            lines = [*csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)]
        except csv.Error:
            return None
        names = [cells.plain(one) for one in lines[0]]
        rows = self._without_empty(names, lines[1:])
        if sorted(names) != sorted(self.table.names) or any(len(r) != len(names) for r in rows):
            return None
        made = [dict(zip(names, row, strict=True)) for row in rows]
        for line, row in enumerate(made, start=2):
            row |= dict(self._values(line, row))
        return saving.csv_bytes(self.table.name, made)

    def _tell(self, what: str, line: int | None = None, field: str | None = None) -> None:
        place = f"{self.name}:{line}: {field}" if line else self.name
        self.told.append(f"{place}: {what}.")

    def _text(self, data: bytes) -> str | None:
        """The text in any of the ways in which Excel writes it; None when it is no text."""
        coding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        try:
            text = data.decode(coding)
        except UnicodeDecodeError:
            coding = "cp1252"
            try:
                text = data.decode(coding)
            except UnicodeDecodeError:
                return None
        if "\0" in text:
            return None
        if coding != "utf-8-sig":
            name = {"utf-16": "UTF-16", "cp1252": "Windows-1252"}[coding]
            self._tell(f"{name} är nu UTF-8")
        elif data.startswith(b"\xef\xbb\xbf"):
            self._tell("den osynliga markeringen (BOM) först i filen är borttagen")
        if (whole := unicodedata.normalize("NFC", text)) != text:
            self._tell("bokstäver i två delar (å som a och ring) är nu hela")
        return whole.replace("\r\n", "\n").replace("\r", "\n")

    def _mark(self, head: str) -> str:
        for mark, name in _MARKS.items():
            names = {one.strip(' "') for one in head.split(mark)}
            if len(names) > 1 and names & set(self.table.names):
                self._tell(f"{name} mellan värdena är nu kommatecken")
                return mark
        return ","

    def _without_empty(self, names: list[str], lines: list[list[str]]) -> list[list[str]]:
        """The rows with anything in them; empty columns at the end are taken off `names`."""
        rows = [line for line in lines if any(cell.strip() for cell in line)]
        if n := sum(bool(line) for line in lines) - len(rows):
            self._tell(f"{n} tomma rader är borttagna" if n > 1 else "en tom rad är borttagen")
        while names and not names[-1] and not any(row[len(names) - 1 :][:1] > [""] for row in rows):
            names.pop()
            rows = [row[: len(names)] for row in rows]
            if not names or names[-1]:
                self._tell("tomma kolumner sist är borttagna")
        return rows

    def _values(self, line: int, row: dict[str, str]) -> Iterator[tuple[str, str]]:
        for field in self.table.fields:
            value = row[field.name].replace("\r\n", "\n").strip()
            if field.personal.may != _FREE:
                new, fault = cells.read(field, cells.plain(value))
                if not fault and new != value:
                    self._tell(f"{quoted(value)} är nu {quoted(new)}", line, field.name)
                    value = new
            yield field.name, value
