"""Crime and safety in numbers: each indicator this year and last, in the area and elsewhere.

Whether two counts differ is judged as if the events came by chance, each on its own (Poisson): a
difference within ±1.96 standard errors is no certain change. Of shares and rates nothing of the
kind is said, since the number of answers isn't known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import pandas as pd

from lobra.report.material import Material, iterated, once
from lobra_data import words

RATE = "per 100 000 invånare"
UNTOLD = "redovisas inte"
NO_CHANGE = "ingen säker förändring"
_CERTAIN = 1.96
_COMMON_AREAS = ("Länet", "Riket", "Landet", "Hela landet", "Staden", "Kommunen", "Regionen")
"""Areas compared with whose names are common nouns, small inside a sentence."""
_NO_COUNTS = ("procent", "%", "promille", "andel", "index", "medel", "snitt")
_NO_COUNTS_ALONE = ("per", "kr", "kronor")
"""What a unit says that isn't a number of events; the short ones only as whole words."""

Values = Mapping[int, float | None]
"""Year → value; None is one that the source leaves out, which isn't the same as no year at all."""


@dataclass(frozen=True)
class Area:
    """One area's numbers: the values themselves, and per 100 000 inhabitants where given."""

    name: str
    values: Values
    rates: Values

    @property
    def in_text(self) -> str:
        """The name inside a sentence."""
        return words.uncapitalised(self.name) if self.name in _COMMON_AREAS else self.name


@dataclass(frozen=True)
class Indicator:
    """What one indicator says of the council's own area, with an area to compare with, if any."""

    name: str
    unit: str
    year: int
    own: Area
    other: Area | None
    is_preliminary: bool
    rows: pd.DataFrame

    @property
    def now(self) -> float | None:
        return self.own.values.get(self.year)

    @property
    def before(self) -> float | None:
        return self.own.values.get(self.year - 1)

    @property
    def is_count(self) -> bool:
        """Whether the values are numbers of events, which chance alone makes go up and down."""
        known = [value for value in self.own.values.values() if value is not None]
        said = self.unit.casefold().replace("/", " per ").split()
        is_other = any(word.startswith(_NO_COUNTS) or word in _NO_COUNTS_ALONE for word in said)
        return all(float(value).is_integer() for value in known) and not is_other

    @property
    def is_share(self) -> bool:
        return self.unit.casefold().startswith(("procent", "%"))

    @property
    def is_rated(self) -> bool:
        """Whether areas of different size can be compared by the rates."""
        return self.own.rates.get(self.year) is not None

    @property
    def is_compared(self) -> bool:
        """Whether both areas' numbers can stand on one scale: rates, or what is no count."""
        return self.other is not None and (self.is_rated or not self.is_count)

    @property
    def direction(self) -> int:
        """1 for a certain rise of a count, -1 for a certain fall, else 0."""
        if self.now is None or self.before is None or not self.is_count:
            return 0
        difference = self.now - self.before
        if abs(difference) <= _CERTAIN * sqrt(self.now + self.before):
            return 0
        return 1 if difference > 0 else -1

    @property
    def change(self) -> str:
        """The change since last year in figures; empty when one of the years is unknown."""
        if self.now is None or self.before is None:
            return ""
        if self.is_share:
            points = self.now - self.before
            unit = words.form(1 if abs(points) == 1 else 2, "procentenhet", "procentenheter")
            return f"{words.signed(points)} {unit}" if points else "oförändrat"
        return _change(self.now, self.before, is_whole=True)

    @property
    def verdict(self) -> str:
        """What the change of a count is worth; empty where nothing can be said."""
        if not self.change or not self.is_count or self.now == self.before:
            return ""
        return {1: "säker ökning", -1: "säker minskning", 0: NO_CHANGE}[self.direction]

    @property
    def elsewhere(self) -> str:
        """The area compared with: its number on the same scale, else how much it has changed."""
        if self.other is None:
            return ""
        if self.is_compared:
            there = self.other.rates if self.is_rated else self.other.values
            unit = " procent" if self.is_share else ""
            number = said(there.get(self.year))
            return f"{self.other.in_text} {number}{unit}" if self.year in there else ""
        now, before = (self.other.values.get(year) for year in (self.year, self.year - 1))
        if now is None or before is None:
            return ""
        return f"{self.other.in_text} {_change(now, before, is_whole=False)}"

    def counted(self, value: float | None) -> str:
        """A value with its unit: "176 anmälda brott", "24 procent av de svarande"."""
        return UNTOLD if value is None else f"{said(value)} {self.unit}"


def said(value: float | None) -> str:
    """A value as a reader sees it."""
    return UNTOLD if value is None else words.amount(value)


def _change(now: float, before: float, is_whole: bool) -> str:
    """ "+12 (+8 %)", or only "+8 %"; there is no per cent of nothing."""
    if now == before:
        return "oförändrat"
    percent = f"{words.signed(round(100 * (now - before) / before))}\u00a0%" if before else ""
    if not is_whole:
        return percent or words.signed(now - before)
    return f"{words.signed(now - before)} ({percent})" if percent else words.signed(now - before)


@once
def indicators_of(m: Material) -> tuple[Indicator, ...]:
    """Those with a number for the year or the one before, in the order of the sources.

    A forerunner's area is another area, so nothing is compared across a change of council.
    """
    rows = m.own("statistics")
    rows = rows[rows["year"].le(m.year).fillna(False)]
    is_own = ~rows["is_comparison"].fillna(False)
    n_areas = rows.loc[is_own, "area"].nunique()
    found = []
    for (name, unit), group in rows.groupby(["indicator", "unit"], sort=False):
        mine = group[is_own[group.index]]
        elsewhere = [_area(some) for _, some in group.drop(mine.index).groupby("area", sort=False)]
        for area, some in mine.groupby("area", sort=False):
            title = f"{name}, {area}" if n_areas > 1 else str(name)
            now = some[some["year"].eq(m.year)]
            found.append(
                Indicator(
                    name=title,
                    unit=str(unit),
                    year=m.year,
                    own=_area(some),
                    other=elsewhere[0] if elsewhere else None,
                    is_preliminary=bool(now["is_preliminary"].fillna(False).any()),
                    rows=group.drop(mine.index.difference(some.index)),
                )
            )
    return tuple(one for one in found if one.now is not None or one.before is not None)


def _area(rows: pd.DataFrame) -> Area:
    values: dict[int, float | None] = {}
    rates: dict[int, float | None] = {}
    for row in iterated(rows):  # a later row of the same year goes before an earlier one
        values[int(row["year"])] = _known(row["value"])
        rates[int(row["year"])] = _known(row["per_100k"])
    has_rates = any(rate is not None for rate in rates.values())
    return Area(str(rows["area"].iloc[0]), values, rates if has_rates else {})


def _known(value: object) -> float | None:
    return float(str(value)) if words.is_known(value) else None


def overall(counts: Sequence[Indicator]) -> str:
    """How many counts have changed for certain, and which."""
    year, n = counts[0].year - 1, words.number(len(counts))
    units = {one.unit for one in counts}
    what = f"måtten på {units.pop()}" if len(units) == 1 else "måtten"
    fewer, more = (
        [words.uncapitalised(one.name) for one in counts if one.direction == way] for way in (-1, 1)
    )
    if not fewer and not more:
        return (
            "Siffrorna ger inget säkert svar på om det har blivit tryggare. "
            f"Inget av de {n} {what} visar en säker förändring sedan {year}."
        )
    parts = [f"{words.listed(fewer)} har minskat säkert"] if fewer else []
    parts += [f"{words.listed(more)} har ökat säkert"] if more else []
    rest = len(counts) - len(fewer) - len(more)
    other = words.form(rest, "annat", "andra")
    others = f"; för {words.number(rest)} {other} syns ingen säker förändring" if rest else ""
    return words.sentence(f"{words.listed(parts)} sedan {year}{others}")


def in_words(one: Indicator, verdict: str) -> str:
    """Number, last year's, what the change is worth, and the area compared with."""
    so_far = " (preliminärt)" if one.is_preliminary else ""
    parts = [f"{one.name}: {one.counted(one.now)} {one.year}{so_far}"]
    if one.before is not None:
        parts.append(f"{words.amount(one.before)} året före")
    parts += [verdict] if verdict else []
    text = ", ".join(parts)
    if not one.elsewhere:
        return words.sentence(text)
    if one.is_rated:
        own = words.amount(one.own.rates[one.year] or 0)
        return f"{text}. Per 100 000 invånare är det {own} ({one.elsewhere})."
    return f"{text} ({one.elsewhere})."
