"""CSV as publishers and Swedish Excel save it: encodings, separators, one mark too many."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import pandas as pd

from lobra.statistics.figures import RAW, Chunk, Listed, folded
from lobra_data import words
from lobra_data.errors import LobraError, shown, why

CHUNK = 200_000
"""Rows taken at a time: seven million at once would take gigabytes."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20


@dataclass(frozen=True)
class TextFile:
    """A text file with its encoding and separator found out, read as often as asked."""

    path: Path
    encoding: str
    separator: str

    @cached_property
    def head(self) -> list[tuple[int, list[str]]]:
        """The first rows, each with its line."""
        return list(islice(self.rows(), 30))

    def rows(self, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
        """Each row that has anything on it, with the line that it begins on."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.separator)
            line = 1
            try:
                for cells in reader:
                    if line > skip and any(map(str.strip, cells)):
                        yield line, cells
                    line = reader.line_num + 1
            except csv.Error:
                raise LobraError(
                    f"{shown(self.path)}:{line}: raden går inte att dela upp i värden. "
                    "Står det ett citattecken som aldrig stängs?"
                ) from None


def opened(path: Path) -> TextFile:
    """The file's form; the separator is the one that the first row with any has most of."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = next(
            (line for line in islice(file, 30) if any(mark in line for mark in ";\t,")), ""
        )
    separator = max(";\t,", key=first.count)
    return TextFile(path, encoding, separator)


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 where the file is that to its last byte, else Windows-1252, which holds all
    of Latin-1 that a text uses."""
    try:
        with path.open("rb") as file:
            block = file.read(_BLOCK)
            for mark, name in _MARKS:
                if block.startswith(mark):
                    return name
            decoder = codecs.getincrementaldecoder("utf-8")()
            while block:
                decoder.decode(block)
                block = file.read(_BLOCK)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252" if _is(path, "cp1252") else "latin-1"
    except OSError as error:
        raise LobraError(f"{shown(path)}: filen går inte att läsa ({why(error)}).") from None
    return "utf-8"


def _is(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            while file.read(_BLOCK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def chunks(file: TextFile, columns: Sequence[str], header_line: int) -> Iterator[Chunk]:
    """The rows below the header; `columns` names what each cell is ("" for none of ours)."""
    return framed(file.rows(skip=header_line), columns)


def framed(
    rows: Iterable[tuple[int, list[str]]],
    columns: Sequence[str],
    refuse: Callable[[int, list[str]], Listed | None] = lambda line, cells: None,
) -> Iterator[Chunk]:
    """Rows of cells as chunks, without those that `refuse` has something against.

    A cell too many is forgiven where it is empty: exports end a row with its separator.
    """
    width = len(columns)
    lines: list[int] = []
    table: list[list[str]] = []
    listed: list[Listed] = []
    for line, cells in rows:
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        wrong = _of_width(line, cells, width) or refuse(line, cells)
        if wrong:
            listed.append(wrong)
        else:
            lines.append(line)
            table.append(cells)
        if len(lines) + len(listed) >= CHUNK:
            yield Chunk(_frame(lines, table, columns), listed)
            lines, table, listed = [], [], []
    yield Chunk(_frame(lines, table, columns), listed)


def _of_width(line: int, cells: list[str], width: int) -> Listed | None:
    if len(cells) == width:
        return None
    n = words.count(len(cells), "värde", "värden")
    fix = "Ta bort det som är för mycket, eller skriv det som saknas"
    return Listed(line, None, f"raden har {n}, rubrikraden {width}", fix)


def _frame(lines: list[int], table: list[list[str]], columns: Sequence[str]) -> pd.DataFrame:
    values = zip(*table, strict=True) if table else ([] for _ in columns)
    named = dict(zip(columns, values, strict=True))
    named.pop("", None)
    return raw(lines, **named)


def raw(rows: Sequence[int], **columns: Sequence[str] | str) -> pd.DataFrame:
    """Rows with all columns of RAW: those given, one text for all rows, or empty."""
    given = {name: columns.get(name, "") for name in RAW if name != "row"}
    return pd.DataFrame({"row": list(rows)} | given, columns=RAW, dtype=object)


def header(cells: Sequence[str]) -> list[str]:
    """A header's cells as they are compared, those at the end that say nothing left out."""
    names = [folded(cell).strip(" .:") for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names
