"""Rows of text become figures: numbers read, periods found, names looked up in the registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

import pandas as pd

from lobra.statistics import figures
from lobra.statistics.figures import CellError, Chunk, Listed, Reading
from lobra.statistics.registers import Registers, UnplacedError
from lobra_data.errors import quoted

STOP, ADD, SKIP = "stop", "add", "skip"
"""What happens to a name that is in no register."""
AREA, INDICATOR = "area", "indicator"
_WHOLE = "anmälda brott", "insatser", "invånare"
"""Units that are counted, so that their values are whole numbers."""


class UnknownError(CellError):
    """A name that no register has, with those that are near it."""

    def __init__(self, kind: str, label: str, candidates: list[str]) -> None:
        self.kind, self.label = kind, label
        meant = " eller ".join(map(quoted, candidates))
        what = (
            f"okänt område {quoted(label)}" if kind == AREA else f"okänd indikator {quoted(label)}"
        )
        super().__init__(what, f"Menade du {meant}?" if meant else "Inget liknande namn finns")


@dataclass
class Unknown:
    """An unknown name in one file: where it first stands, and in how many rows."""

    error: UnknownError
    row: int
    n_rows: int = 0


@dataclass
class Placer:
    """Places the rows of one file. `last_year` is the latest that figures can be of."""

    reading: Reading
    registers: Registers
    last_year: int
    unknown: str = STOP
    unknowns: dict[tuple[str, str], Unknown] = field(default_factory=dict)
    n_wrong: int = 0
    """Rows that became no figure; one may have more than one thing wrong with it."""
    last_row: int = 0

    def place(self, chunk: Chunk) -> tuple[pd.DataFrame, list[Listed]]:
        """The figures of the rows that are right, and the others with what is wrong."""
        columns = _Columns(chunk.rows)
        years = columns.read("year", lambda text: figures.year(text, self.last_year))
        made = {
            "indicator": columns.read("indicator", self._indicator),
            "area": columns.read_two("area", "code", self._area),
            "month": columns.read("month", figures.month),
            "part": columns.read("part", figures.clean),
            "value": columns.read("value", figures.number),
            "per_100k": columns.read("rate", figures.number),
            "n_answers": columns.read("n", figures.number),
            "low": columns.read("low", figures.number),
            "high": columns.read("high", figures.number),
            "is_preliminary": columns.read("preliminary", _yes),
        }
        good = ~columns.is_wrong
        frame = pd.DataFrame({"row": chunk.rows["row"]} | made)[good].reset_index(drop=True)
        said = pd.DataFrame(years[good].tolist(), columns=["year", "is_preliminary"])
        frame["year"] = said["year"]
        types = dict.fromkeys(figures.VALUES, "float64") | {"row": "int64", "month": "int8"}
        frame = frame.astype(types | {"year": "int16", "is_preliminary": "bool"})
        frame["is_preliminary"] |= said["is_preliminary"].astype("bool")
        self._remember(columns)
        impossible, is_possible = self._impossible(frame)
        frame = frame[is_possible]
        self.n_wrong += len(chunk.rows) - len(frame) + len(chunk.listed)
        last = (*chunk.rows["row"].iloc[-1:], *(one.row for one in chunk.listed[-1:]))
        self.last_row = max(self.last_row, *map(int, last), 0)
        return frame, [*chunk.listed, *columns.listed(), *impossible]

    def _area(self, label: str, code: str) -> str:
        try:
            return self.registers.areas.find(label, code).area_id
        except UnplacedError as error:
            if self.unknown == ADD and figures.clean(label):
                return self.registers.areas.add(label, code).area_id
            raise UnknownError(AREA, figures.clean(label) or code, error.candidates) from None

    def _indicator(self, label: str) -> str:
        publisher, unit = self.reading.publisher, self.reading.unit
        try:
            return self.registers.indicators.find(label, publisher).indicator_id
        except UnplacedError as error:
            if self.unknown == ADD and unit:
                return self.registers.indicators.add(label, publisher, unit).indicator_id
            raise UnknownError(INDICATOR, figures.clean(label), error.candidates) from None

    def _remember(self, columns: _Columns) -> None:
        for _, where, error in columns.wrong:
            if isinstance(error, UnknownError):
                rows = columns.rows_of(where)
                key = (error.kind, error.label)
                one = self.unknowns.setdefault(key, Unknown(error, rows[0]))
                one.n_rows += len(rows)

    def _impossible(self, frame: pd.DataFrame) -> tuple[list[Listed], pd.Series]:
        """Rows whose numbers can be read, but can't be what they say; and which rows are right."""
        entries = self.registers.indicators.by_id
        units = frame["indicator"].map(lambda key: entries[key].unit)
        value, low, high = frame["value"], frame["low"], frame["high"]
        parts = value % 1 != 0
        wrong = (
            ("value", units.isin(_WHOLE) & value.notna() & parts, "antalet är inget helt tal"),
            (
                "value",
                units.str.startswith("procent") & (value > 100),
                "andelen är över 100 procent",
            ),
            (
                "low",
                (low > value) | (high < value) | (low > high),
                "talet är utanför sitt intervall",
            ),
            ("n", frame["n_answers"] % 1 > 0, "antalet svar är inget helt tal"),
        )
        listed = [
            Listed(int(row), name, what, "Rätta talet")
            for name, where, what in wrong
            for row in frame.loc[where, "row"]
        ]
        return listed, ~reduce(or_, (where for _, where, _ in wrong))


class _Columns:
    """The columns of some rows, each different text in them read once."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows
        self.is_wrong = pd.Series(False, index=rows.index)
        self.wrong: list[tuple[str, pd.Series, CellError]] = []

    def read(self, name: str, read: Callable[[str], Any]) -> pd.Series:
        return self._read(name, self._rows[name], read)

    def read_two(self, name: str, other: str, read: Callable[[str, str], Any]) -> pd.Series:
        """Two columns that are understood together."""
        both = self._rows[name] + "\x1f" + self._rows[other]
        return self._read(name, both, lambda text: read(*text.split("\x1f")))

    def _read(self, name: str, texts: pd.Series, read: Callable[[str], Any]) -> pd.Series:
        codes, different = pd.factorize(texts)
        results = pd.Series([None] * len(different), dtype=object)
        for place, text in enumerate(different):
            try:
                results.iat[place] = read(text)
            except CellError as error:
                where = texts.eq(text)
                self.is_wrong |= where
                self.wrong.append((name, where, error))
        return results.take(codes).set_axis(texts.index)

    def rows_of(self, where: pd.Series) -> list[int]:
        return [int(row) for row in self._rows.loc[where, "row"]]

    def listed(self) -> list[Listed]:
        """Each wrong cell with its row."""
        return [
            Listed(row, name, error.what, error.fix)
            for name, where, error in self.wrong
            for row in self.rows_of(where)
        ]


def _yes(text: str) -> bool:
    said = figures.clean(text).casefold()
    if said in ("", "nej", "no", "0", "false", "slutlig"):
        return False
    if said in ("ja", "yes", "1", "true", "x", "prel", "prel.", "preliminär", "preliminärt"):
        return True
    raise CellError(f"{quoted(text)} är varken ja eller nej", "Skriv ja eller nej")
