"""Brå's two kinds of CSV: an export of its database of reported crimes, and its municipalities.

In a yearly file of the database the column År holds the word "År" and Period holds the year; in a
monthly one År is "2026 prel." and Period "Aug". The list of municipalities has no year in it and
some years no header; it counts all crimes together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lobra.statistics import text_files
from lobra.statistics.asked import Asked
from lobra.statistics.figures import CellError, Chunk, Reading, clean, folded, number
from lobra.statistics.text_files import TextFile
from lobra_data.errors import LobraError, shown

PUBLISHER, UNIT = "bra", "anmälda brott"
ALL_CRIMES = "Samtliga brott"
_DATABASE = {
    "region": "area",
    "område": "area",
    "brott": "indicator",
    "brottstyp": "indicator",
    "år": "year",
    "period": "month",
    "antal": "value",
    "/100 000 inv": "rate",
    "per 100 000 inv": "rate",
}
_MUNICIPAL = {"kommun": "area", "antal": "value", "per 100 000 inv": "rate"}


def database(file: TextFile, asked: Asked) -> Reading | None:
    """An export of the database ("Databasfil"), if the file is one."""
    for line, cells in file.head:
        names = text_files.header(cells)
        columns = [_DATABASE.get(name, "") for name in names]
        if {"area", "indicator", "year", "value"} <= set(columns):
            rows = _with_periods(text_files.chunks(file, columns, line))
            title = "Anmälda brott, databasuttag"
            return Reading(file.path, "Brås databas", title, PUBLISHER, UNIT, rows)
    return None


def municipal(file: TextFile, asked: Asked) -> Reading | None:
    """A list of all crimes by municipality, with or without its header."""
    if file.separator != ";" or not file.head:
        return None
    line, cells = file.head[0]
    columns = [_MUNICIPAL.get(name, "") for name in text_files.header(cells)]
    if not {"area", "value"} <= set(columns) or len(columns) > 3:
        if not all(_is_municipal(row) for _, row in file.head):
            return None
        line, columns = 0, ["area", "value", "rate"]
    year = asked.year or _year_of(file)
    rows = _with(text_files.chunks(file, columns, line), indicator=ALL_CRIMES, year=year)
    title = "Anmälda brott per kommun"
    return Reading(file.path, "Brås kommunlista", title, PUBLISHER, UNIT, rows)


def _with_periods(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Year and month where they belong, whatever the kind of file."""
    for chunk in chunks:
        rows = chunk.rows
        is_yearly = rows["year"].map(folded).eq("år")
        rows.loc[is_yearly, "year"] = rows.loc[is_yearly, "month"]
        rows.loc[is_yearly, "month"] = ""
        yield chunk


def _with(chunks: Iterator[Chunk], **same: str) -> Iterator[Chunk]:
    for chunk in chunks:
        yield Chunk(chunk.rows.assign(**same), chunk.listed)


def _is_municipal(cells: list[str]) -> bool:
    """A name and two numbers, all that such a row has."""
    said = [clean(cell) for cell in cells]
    while said and not said[-1]:
        said.pop()
    try:
        numbers = [number(cell) for cell in said[1:]]
    except CellError:
        return False
    return len(said) == 3 and any(map(str.isalpha, said[0])) and any(numbers)


def _year_of(file: TextFile) -> str:
    """The year in the file's name: nothing in such a file tells it."""
    stem = file.path.stem
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", stem))
    if len(years) != 1:
        raise LobraError(
            f"{shown(file.path)}: kommunlistan säger inte vilket år den gäller. "
            "Ange det med --year, eller skriv årtalet i filens namn."
        )
    return years.pop() + (" prel." if re.search(r"(?i)prel", stem) else "")
