"""Tables of PxWeb, which SCB and the rescue statistics use: json-stat2, and CSV long or wide.

No library reads a saved file: `pxwebpy` asks the network itself, `pyjstat` isn't kept up. The cube
is rows in order, the last dimension fastest. A classification that isn't sex or age makes an
indicator of each of its values: automatic fire alarms stay apart from fires. A row is the number
of a value in json-stat2, a line of the file in CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path
from typing import Any

import pandas as pd

from lobra.statistics import text_files
from lobra.statistics.asked import Asked
from lobra.statistics.figures import CellError, Chunk, Listed, Reading, clean, exact, folded, number
from lobra.statistics.text_files import TextFile
from lobra_data.errors import LobraError, shown

_TIME = ("tid", "år", "månad", "time", "year", "month")
_PLACE = ("region", "kommun", "län", "kommun/län", "område", "geo")
_METRIC = ("contentscode", "tabellinnehåll", "contents", "mått")
_PART = ("kön", "ålder", "sex", "age", "åldersgrupp")
_NAMES = {"time": _TIME, "place": _PLACE, "metric": _METRIC, "part": _PART}
_ROLES = {"time": "time", "geo": "place", "metric": "metric"}
_TOTAL = re.compile(r"(?i)(total|samtlig|båda könen|män och kvinnor|alla\b|tot\b)")
_PUBLISHERS = {
    "scb": ("scb", "statistiska centralbyrån"),
    "mcf": ("mcf", "msb", "civilt försvar", "samhällsskydd och beredskap"),
}
_UNITS = {"scb": "", "mcf": "insatser"}
_WIDE = re.compile(r"(.*?)\s*((?:19|20)\d\d(?:M\d\d)?)")
_WHEN = re.compile(r"((?:19|20)\d\d)M(\d\d)")


@dataclass(frozen=True)
class _Dimension:
    name: str
    title: str
    role: str
    codes: list[str]
    labels: list[str]
    units: list[str]

    @property
    def kind(self) -> str:
        """What its values are: a time, a place, a part of those counted, or what is counted."""
        if self.role in _ROLES:
            return _ROLES[self.role]
        names = {folded(self.name), folded(self.title)}
        return next((kind for kind, known in _NAMES.items() if names & set(known)), "class")


def json_stat(path: Path, found: Any, asked: Asked) -> Reading | None:
    """A cube of json-stat2, or the older json-stat that holds one."""
    cube = found.get("dataset", found) if isinstance(found, dict) else None
    if not isinstance(cube, dict) or not {"dimension", "value"} <= set(cube):
        return None
    try:
        dimensions = _dimensions(cube)
        chunk = _cube_rows(cube, dimensions)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise LobraError(
            f"{shown(path)}: filen är json-stat, men dimensioner och värden går inte ihop. "
            "Hämta den på nytt."
        ) from None
    publisher = _publisher(path, str(cube.get("source", "")), chunk, asked)
    units = {unit for one in dimensions for unit in one.units if unit}
    unit = units.pop() if len(units) == 1 else _UNITS.get(publisher, "")
    title = clean(str(cube.get("label") or "")) or "Tabell ur PxWeb"
    return Reading(path, "PxWeb, json-stat2", title, publisher, unit, iter([chunk]))


def table(file: TextFile, asked: Asked) -> Reading | None:
    """A table saved as CSV: one row a value, or the years side by side."""
    for at, (line, cells) in enumerate(file.head):
        names = text_files.header(cells)
        below = [row for _, row in file.head[at + 1 :]]
        columns = [_column(name, n, below) for n, name in enumerate(names)]
        roles = {one.role for one in columns}
        is_timed = "time" in roles or any(one.when for one in columns)
        if {"place", "value"} <= roles and is_timed:
            chunks = _csv_rows(file, line, columns)
            first = next(chunks)
            publisher = _publisher(file.path, "", first, asked)
            title = clean(file.head[0][1][0]) if at else "Tabell ur PxWeb"
            rows = chain([first], chunks)
            return Reading(
                file.path, "PxWeb, CSV", title, publisher, _UNITS.get(publisher, ""), rows
            )
    return None


def _dimensions(cube: Mapping[str, Any]) -> list[_Dimension]:
    about = cube["dimension"]
    names = cube.get("id") or about["id"]
    found = []
    for name, size in zip(names, cube.get("size") or about["size"], strict=True):
        category = about[name].get("category", {})
        labels = category.get("label", {})
        index = category.get("index", list(labels))
        codes = (
            sorted(index, key=lambda code: int(index[code]))
            if isinstance(index, dict)
            else list(index)
        )
        if len(codes) != size:
            raise ValueError(name)
        units = [str(one.get("base", "")) for one in category.get("unit", {}).values()]
        role = next((r for r, some in (cube.get("role") or {}).items() if name in some), "")
        shown_as = [str(labels.get(code, code)) for code in codes]
        found.append(_Dimension(name, about[name].get("label", name), role, codes, shown_as, units))
    return found


def _cube_rows(cube: Mapping[str, Any], dimensions: Sequence[_Dimension]) -> Chunk:
    """A row for each value, in the order of the file."""
    values = cube["value"]
    is_sparse = isinstance(values, dict)
    places = list(product(*(range(len(one.codes)) for one in dimensions)))
    if not is_sparse and len(values) != len(places):
        raise ValueError("value")
    kinds = [one.kind for one in dimensions]
    rows = _Rows()
    for number_, place in enumerate(places):
        said: dict[str, list[str]] = {kind: [] for kind in ("part", "class", "metric")}
        area = code = time = ""
        for kind, one, n in zip(kinds, dimensions, place, strict=True):
            if kind == "place":
                code = one.codes[n] if one.codes[n].isdigit() else ""
                area = one.labels[n].removeprefix(code)
            elif kind == "time":
                time = one.codes[n] if one.codes[n][:2] in ("19", "20") else one.labels[n]
            else:
                said[kind].append(one.labels[n])
        value = values.get(str(number_)) if is_sparse else values[number_]
        rows.add(number_ + 1, area, code, said, time, exact(value))
    return Chunk(rows.frame())


class _Rows:
    """Rows on their way into a frame."""

    def __init__(self) -> None:
        self.lines: list[int] = []
        self._columns: dict[str, list[str]] = {
            name: [] for name in ("area", "code", "indicator", "year", "month", "part", "value")
        }

    def add(
        self, line: int, area: str, code: str, said: Mapping[str, list[str]], time: str, value: str
    ) -> None:
        when = _WHEN.fullmatch(clean(time).upper())
        year, month = when.groups() if when else (time, "")
        kept = {
            kind: [one for one in some if not _TOTAL.match(clean(one))]
            for kind, some in said.items()
        }
        cells = (
            area,
            code,
            ", ".join(kept["class"] or said["metric"] or said["class"]),
            year,
            month,
            ", ".join(kept["part"]),
            value,
        )
        self.lines.append(line)
        for column, cell in zip(self._columns.values(), cells, strict=True):
            column.append(cell)

    def frame(self) -> pd.DataFrame:
        return text_files.raw(self.lines, **self._columns)


@dataclass(frozen=True)
class _Column:
    """What a column of a CSV holds; one of values may say in its heading of what, and of when."""

    role: str
    title: str = ""
    when: str = ""


def _column(name: str, at: int, below: Sequence[Sequence[str]]) -> _Column:
    if role := next((role for role, known in _NAMES.items() if name in known), ""):
        return _Column(role)
    cells = [row[at] for row in below if at < len(row)]
    if not cells or not all(map(_is_number, cells)):
        return _Column("class")
    wide = _WIDE.fullmatch(name)
    return _Column("value", wide[1], wide[2]) if wide else _Column("value", name)


def _is_number(text: str) -> bool:
    try:
        number(text)
    except CellError:
        return False
    return True


def _csv_rows(file: TextFile, header_line: int, columns: Sequence[_Column]) -> Iterator[Chunk]:
    width, rows, listed = len(columns), _Rows(), list[Listed]()
    for line, cells in file.rows(skip=header_line):
        if len(cells) < width or any(cells[width:]):
            fix = "Hämta filen på nytt, eller rätta raden"
            listed.append(Listed(line, None, f"raden har inte {width} värden som rubrikraden", fix))
            continue
        by_role: dict[str, list[str]] = {
            role: [] for role in ("time", "place", "part", "class", "metric")
        }
        for cell, column in zip(cells, columns, strict=False):
            by_role.setdefault(column.role, []).append(cell)
        for cell, column in zip(cells, columns, strict=False):
            if column.role == "value":
                said = by_role | {"metric": [column.title] if column.title else by_role["metric"]}
                said = {kind: said[kind] for kind in ("part", "class", "metric")}
                time = column.when or " ".join(by_role["time"])
                rows.add(line, by_role["place"][0], "", said, time, cell)
        if len(rows.lines) >= text_files.CHUNK:
            yield Chunk(rows.frame(), listed)
            rows, listed = _Rows(), []
    yield Chunk(rows.frame(), listed)


def _publisher(path: Path, source: str, chunk: Chunk, asked: Asked) -> str:
    """Whose the table is: as given, as it says, else whose indicators it has."""
    if asked.publisher:
        return asked.registers.publisher(asked.publisher).publisher_id
    for key, names in _PUBLISHERS.items():
        if any(re.search(rf"\b{name}\b", source.casefold()) for name in names):
            return key
    of = asked.registers.indicators
    found = {one for label in chunk.rows["indicator"].unique() for one in of.publishers(label)}
    if len(found & set(_PUBLISHERS)) == 1:
        return (found & set(_PUBLISHERS)).pop()
    raise LobraError(
        f"{shown(path)}: filen säger inte vem som ger ut den. Ange det med --publisher, "
        "till exempel --publisher SCB."
    )
