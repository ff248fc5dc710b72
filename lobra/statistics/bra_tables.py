"""Brå's tables in Excel: crimes down, years across, the area in the title.

A label stands in the first or the second column, the second under a heading in the first, and the
number of a footnote is glued to it. Years may be followed by counts per 100 000 for the same years;
columns that are no years (changes in per cent) are computed from the others and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lobra.statistics import text_files
from lobra.statistics.asked import Asked
from lobra.statistics.bra import PUBLISHER, UNIT
from lobra.statistics.figures import CellError, Chunk, Listed, Reading, clean, exact, folded
from lobra.statistics.registers import UnplacedError
from lobra.statistics.workbooks import Sheet, Workbook
from lobra_data.errors import LobraError, shown

_YEAR = re.compile(r"((?:19|20)\d\d)(\.0)?\s*(prel\w*\.?)?\s*(\d\)|[¹²³⁴⁵]|\*)?", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[^\s\d/-])\d{1,2}(,\s?\d{1,2})*\)?$|\s\d{1,2}\)$|[¹²³⁴⁵⁶⁷⁸⁹]+$")
_AREAS = re.compile(r"hela landet|riket|[a-zåäö]+(?:\s[a-zåäö]+)?\slän\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Table:
    """Where a sheet's table is: the row of its years, and what each column holds."""

    sheet: Sheet
    header: int
    counts: dict[int, str]
    rates: dict[int, str]


def tables(book: Workbook, asked: Asked) -> Reading | None:
    """A workbook with one such table, if it is one."""
    found = [table for sheet in book.sheets if (table := _table(sheet))]
    if not found:
        return None
    if len(found) > 1:
        names = ", ".join(table.sheet.name for table in found)
        raise LobraError(
            f"{shown(book.path)}: flera blad har tabeller ({names}). "
            "Spara det blad som ska läsas som en egen fil."
        )
    area = asked.area or _area(found[0], asked)
    if not area:
        raise LobraError(
            f"{shown(book.path)}: tabellen säger inte vilket område den gäller. "
            'Ange det med --area, till exempel --area "Hela landet".'
        )
    rows = _chunks(found[0], area, asked)
    return Reading(book.path, "Brås Exceltabell", "Anmälda brott, tabell", PUBLISHER, UNIT, rows)


def _table(sheet: Sheet) -> _Table | None:
    """The table whose header has two years or more, a label to their left."""
    for at, cells in enumerate(sheet.rows):
        if at and sum(isinstance(cell, int | float) for cell in sheet.rows[at - 1]) > 1:
            return None  # numbers begin before any years
        years = {n: said for n, cell in enumerate(cells) if n and (said := _year(cell))}
        if len(years) < 2:
            continue
        groups = _groups(sheet.rows[max(0, at - 3) : at], len(cells))
        rates = {n: year for n, year in years.items() if "100 000" in groups[n]}
        counts = {n: year for n, year in years.items() if n not in rates}
        if _are_in_a_row(counts.values()):
            return _Table(sheet, at, counts, rates)
    return None


def _are_in_a_row(years: Iterable[str]) -> bool:
    """Whether these are years beside one another, and no counts that happen to look like years."""
    numbers = [int(year[:4]) for year in years]
    steps = {after - before for before, after in pairwise(numbers)}
    return bool(numbers) and steps in (set(), {1}, {-1})


def _year(cell: object) -> str:
    """The year of a header's cell, without the footnote that is glued to it."""
    found = _YEAR.fullmatch(clean(exact(cell)))
    return f"{found[1]}{' prel.' if found[3] else ''}" if found else ""


def _groups(above: Sequence[Sequence[object]], width: int) -> list[str]:
    """What stands over each column: a merged cell has its words in its first column only."""
    said = [""] * width
    for cells in above:
        if sum(cell not in ("", None) for cell in cells[1:]) < 2:
            continue  # a title
        last = ""
        for n in range(1, width):
            last = clean(exact(cells[n])) if n < len(cells) and cells[n] not in ("", None) else last
            said[n] += f" {last}"
    return said


def _area(table: _Table, asked: Asked) -> str:
    """The area that the title names."""
    above = table.sheet.rows[: table.header]
    said = [clean(exact(cell)) for cells in above for cell in cells if isinstance(cell, str)]
    for text in [*said, *(found for one in said for found in _AREAS.findall(one))]:
        try:
            return text if asked.registers.areas.find(text) else ""
        except (UnplacedError, CellError):
            continue
    return ""


def _chunks(table: _Table, area: str, asked: Asked) -> Iterator[Chunk]:
    """A row for each crime and year, count and rate together."""
    first = min((*table.counts, *table.rates))
    rates = {year[:4]: n for n, year in table.rates.items()}
    heading = ""
    lines, listed = list[int](), list[Listed]()
    columns: dict[str, list[str]] = {name: [] for name in ("indicator", "year", "value", "rate")}
    for line, cells in enumerate(table.sheet.rows[table.header + 1 :], start=table.header + 2):
        texts = [exact(cell) for cell in cells]
        place, label = next(
            ((n, one) for n, one in enumerate(texts[:first]) if one.strip()), (0, "")
        )
        values = {n: texts[n] if n < len(texts) else "" for n in (*table.counts, *table.rates)}
        if not any(map(str.strip, values.values())):
            heading = _plain(label, asked) if label and place == 0 else heading
            continue
        if not label:
            fix = "Skriv vad raden räknar, eller ta bort den"
            listed += [Listed(line, "indicator", "brottet saknas", fix) for _ in table.counts]
            continue
        name = _plain(label, asked)
        heading = name if place == 0 else heading
        for n, year in table.counts.items():
            lines.append(line)
            columns["indicator"].append(_full(name, heading, asked) if place else name)
            columns["year"].append(year)
            columns["value"].append(values[n])
            columns["rate"].append(values[rates[year[:4]]] if year[:4] in rates else "")
    yield Chunk(text_files.raw(lines, area=area, **columns), listed)


def _plain(label: str, asked: Asked) -> str:
    """A label without its footnote, unless it is a known one as it stands."""
    said = clean(label)
    return said if _is_known(said, asked) else _GLUED.sub("", said).strip()


def _full(name: str, heading: str, asked: Asked) -> str:
    """ "Mot kvinna" says nothing without its heading, and stands under several."""
    is_whole = _is_known(name, asked) or not heading or folded(heading) in folded(name)
    return name if is_whole else f"{heading}, {name[:1].lower()}{name[1:]}"


def _is_known(name: str, asked: Asked) -> bool:
    return PUBLISHER in asked.registers.indicators.publishers(name)
