"""The two forms that Lobra itself defines: the template for surveys, and any figures, tidy.

One row is one figure, in CSV or in the first sheet of a workbook; `docs/statistik.md` tells the
columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lobra.statistics import text_files
from lobra.statistics.asked import Asked
from lobra.statistics.figures import CellError, Chunk, Listed, Reading, clean, exact, folded, number
from lobra.statistics.text_files import TextFile
from lobra.statistics.workbooks import Workbook
from lobra_data.errors import LobraError, quoted, shown

SURVEY = "år område fråga grupp andel n lägst högst utgivare".split()
_SURVEY = dict(
    zip(SURVEY, "year area indicator part value n low high publisher".split(), strict=True)
) | {"antal svar": "n", "andel (procent)": "value", "kod": "code", "områdeskod": "code"}
_TIDY = {
    "område": "area", "area": "area", "områdeskod": "code", "area_code": "code", "kod": "code",
    "indikator": "indicator", "indicator": "indicator", "år": "year", "year": "year",
    "månad": "month", "month": "month", "grupp": "part", "group": "part", "värde": "value",
    "value": "value", "per 100 000": "rate", "per_100k": "rate", "n": "n", "lägst": "low",
    "low": "low", "högst": "high", "high": "high", "preliminär": "preliminary",
    "preliminary": "preliminary", "utgivare": "publisher", "publisher": "publisher",
    "enhet": "unit", "unit": "unit",
}  # fmt: skip
_ONCE = {"publisher": "utgivare", "unit": "enhet"}
_PERCENT = "procent av de svarande"
_EVERYBODY = ("alla", "samtliga", "totalt", "samtliga svarande")


def survey(file: TextFile | Workbook, asked: Asked) -> Reading | None:
    """The filled-in template: a share in per cent of those who answered a question."""
    found = _found(file, _SURVEY, {"year", "area", "indicator", "value"})
    if not found or "andel" not in " ".join(map(folded, found[2])):
        return None
    line, columns, _ = found
    publisher, _ = _told(file, line, columns, asked)
    rows = _shares(file.path, _rows(file, line, columns))
    return Reading(file.path, "enkät", "Trygghetsundersökning", publisher, _PERCENT, rows)


def tidy(file: TextFile | Workbook, asked: Asked) -> Reading | None:
    """Figures of any publisher, with headings in Swedish or English."""
    found = _found(file, _TIDY, {"area", "indicator", "year", "value"})
    if not found:
        return None
    line, columns, _ = found
    publisher, unit = _told(file, line, columns, asked)
    rows = _rows(file, line, columns)
    return Reading(file.path, "ordnad tabell", "Statistik", publisher, unit, rows)


def _found(
    file: TextFile | Workbook, names: dict[str, str], needed: set[str]
) -> tuple[int, list[str], list[str]] | None:
    """The line of the header, what each column holds, and the headings."""
    for line, cells in (
        list(_all_rows(file, 0))[:1] if isinstance(file, Workbook) else file.head[:1]
    ):
        columns = [names.get(name, "") for name in text_files.header(cells)]
        if needed <= set(columns):
            return line, columns, cells
    return None


def _all_rows(file: TextFile | Workbook, skip: int) -> Iterator[tuple[int, list[str]]]:
    if isinstance(file, TextFile):
        yield from file.rows(skip)
        return
    for line, cells in enumerate(file.sheets[0].rows if file.sheets else [], start=1):
        texts = [exact(cell) for cell in cells]
        if line > skip and any(map(str.strip, texts)):
            yield line, texts


def _told(
    file: TextFile | Workbook, header: int, columns: Sequence[str], asked: Asked
) -> tuple[str, str]:
    """The publisher and the unit, which are one for the whole file."""
    first = next(_all_rows(file, header), (0, []))[1]
    said = {
        name: clean(first[columns.index(name)])
        for name in ("publisher", "unit")
        if name in columns and columns.index(name) < len(first)
    }
    publisher = asked.publisher or said.get("publisher", "")
    if not publisher:
        raise LobraError(
            f"{shown(file.path)}: filen säger inte vem som ger ut siffrorna. "
            "Fyll i kolumnen utgivare, eller ange --publisher."
        )
    return asked.registers.publisher(publisher).publisher_id, said.get("unit", "")


def _rows(file: TextFile | Workbook, header: int, columns: Sequence[str]) -> Iterator[Chunk]:
    """The rows; those of another publisher or unit than the first one's are listed."""
    names = ["" if name in _ONCE else name for name in columns]
    places = {columns.index(name): name for name in _ONCE if name in columns}
    first: dict[int, str] = {}

    def refuse(line: int, cells: list[str]) -> Listed | None:
        for place, name in places.items():
            said = first.setdefault(place, clean(cells[place]))
            if clean(cells[place]) not in ("", said):
                what = f"{quoted(cells[place])}, men {quoted(said)} i filens första rad"
                return Listed(line, name, what, f"Lägg varje {_ONCE[name]} i en egen fil")
        return None

    for chunk in text_files.framed(_all_rows(file, header), names, refuse):
        chunk.rows["part"] = chunk.rows["part"].map(_part)
        yield chunk


def _part(text: str) -> str:
    return "" if folded(text) in _EVERYBODY else clean(text)


def _shares(path: Path, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Refuses shares from nought to one: Excel stores 23 % as 0.23, and 0,23 per cent is rare."""
    for chunk in chunks:
        values = [value for text in chunk.rows["value"] if (value := _number(text)) is not None]
        if len(values) > 1 and max(values) <= 1 and any(value % 1 for value in values):
            raise LobraError(
                f"{shown(path)}: alla andelar är högst 1. Skriv dem i procent: 23,2, inte 0,232. "
                "I Excel: välj talformatet Tal i kolumnen innan du skriver."
            )
        yield chunk


def _number(text: str) -> float | None:
    try:
        return number(text)
    except CellError:
        return None
