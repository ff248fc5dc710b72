"""Crime and safety in numbers: each indicator this year and before, in the area and elsewhere.

Whether two figures differ is judged by `lobra.statistics.judgement`: of counts always, of shares
where it is known how many answered or what interval the publisher gives. Figures on both sides of a
break in a series are never compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import fmean

from lobra.report.rows import Row
from lobra.statistics import judgement
from lobra.statistics.judgement import FALL, RISE, Interval
from lobra_data import words

RATE = "per 100 000 invånare"
UNTOLD = "redovisas inte"
MEAN_OF = 3
"""As many years before make the mean that a year is held against."""
_COMMON_AREAS = ("Länet", "Riket", "Landet", "Hela landet", "Staden", "Kommunen", "Regionen")
"""Areas compared with whose names are common nouns, small inside a sentence."""
_NO_COUNTS = ("procent", "%", "promille", "andel", "index", "medel", "snitt")
_NO_COUNTS_ALONE = ("per", "kr", "kronor")
"""What a unit says that isn't a number of events; the short ones only as whole words."""

Values = Mapping[int, float | None]
"""Year → value; None is one that the source leaves out, which isn't the same as no year at all."""


@dataclass(frozen=True)
class Area:
    """One area's numbers: the values themselves, and per 100 000 inhabitants where given.

    `series` has the year from which a year's figure can be compared, where its series is broken.
    """

    name: str
    values: Values
    rates: Values = field(default_factory=dict)
    answers: Mapping[int, int] = field(default_factory=dict)
    bounds: Mapping[int, Interval] = field(default_factory=dict)
    series: Mapping[int, int] = field(default_factory=dict)
    preliminary: frozenset[int] = frozenset()

    @property
    def in_text(self) -> str:
        """The name inside a sentence."""
        return words.uncapitalised(self.name) if self.name in _COMMON_AREAS else self.name

    @property
    def breaks(self) -> list[int]:
        """The years that begin a series anew after an earlier one."""
        years = sorted(self.values)
        pairs = pairwise(years)
        return [after for one, after in pairs if not self.is_same(one, after)]

    def is_same(self, one: int, other: int) -> bool:
        """Whether two years' figures belong to one series."""
        return self.series.get(one) == self.series.get(other)

    def people(self, year: int) -> float | None:
        """How many lived there, as the rate tells."""
        value, rate = self.values.get(year), self.rates.get(year)
        return 100_000 * value / rate if value and rate else None


@dataclass(frozen=True)
class Indicator:
    """What one indicator says of the council's own area, with the areas to compare with."""

    name: str
    unit: str
    year: int
    own: Area
    others: Sequence[Area] = ()
    rows: Sequence[Row] = ()
    id: str = ""
    """Its entry in the register, if it has one."""

    def rows_of(self, area: Area) -> list[Row]:
        return [row for row in self.rows if row["area"] == area.name]

    @property
    def rows_here(self) -> list[Row]:
        return [row for row in self.rows if not row["is_comparison"]]

    @property
    def now(self) -> float | None:
        return self.own.values.get(self.year)

    @property
    def last_year(self) -> int:
        """The year before, or that of the round before of a survey that isn't made every year."""
        known = [y for y, v in self.own.values.items() if y < self.year and v is not None]
        is_yearly = self.is_count or self.now is None or self.year - 1 in self.own.values
        return self.year - 1 if is_yearly else max(known, default=self.year - 1)

    @property
    def last(self) -> float | None:
        """The value of that year, whether or not it can be compared."""
        return self.own.values.get(self.last_year)

    @property
    def before(self) -> float | None:
        """The same; None where the series is broken in between."""
        return None if self.is_cut else self.last

    @property
    def is_cut(self) -> bool:
        """Whether the series is broken between last year and this."""
        is_there = self.year in self.own.values and self.last_year in self.own.values
        return is_there and not self.own.is_same(self.last_year, self.year)

    @property
    def is_preliminary(self) -> bool:
        return self.year in self.own.preliminary

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
        """Whether all areas' numbers can stand on one scale: rates, or what is no count."""
        return bool(self.others) and (self.is_rated or not self.is_count)

    def scaled(self, area: Area) -> Values:
        """An area's numbers on the scale that the areas are compared on."""
        return area.rates if self.is_rated else area.values

    def interval(self, year: int) -> Interval | None:
        """The 95 per cent interval of the own figure: the publisher's own, else a worked one."""
        value = self.own.values.get(year)
        if year in self.own.bounds:
            return self.own.bounds[year]
        if value is None:
            return None
        if self.is_share and year in self.own.answers:
            return judgement.share_interval(value, self.own.answers[year])
        return judgement.count_interval(int(value)) if self.is_count else None

    def at(self, year: int) -> Indicator:
        """What it said in another year."""
        return replace(self, year=year)

    def side_of(self, other: Area) -> str:
        """Whether the rate certainly lies above or below another area's ("högre", "lägre"), which
        is so large that chance counts for nothing there."""
        people, there = self.own.people(self.year), other.rates.get(self.year)
        if not people or there is None or self.now is None:
            return ""
        low, high = judgement.rate_interval(int(self.now), people)
        return "högre" if low > there else "lägre" if high < there else ""

    @property
    def mean(self) -> float | None:
        """Of the three years before; None where one is unknown or of another series."""
        values = [self.own.values.get(year) for year in self.mean_years]
        known = [value for value in values if value is not None]
        is_whole = len(known) == MEAN_OF and self.is_count
        same = all(self.own.is_same(year, self.year) for year in self.mean_years)
        return fmean(known) if is_whole and same else None

    @property
    def mean_years(self) -> range:
        return range(self.year - MEAN_OF, self.year)

    @property
    def verdict(self) -> str:
        """What the change since last is worth; empty where nothing can be said."""
        if self.now is None or self.before is None or self.now == self.before:
            return ""
        if self.is_count:
            exposure = self._exposure([self.last_year])
            return judgement.change_of_counts(int(self.now), int(self.before), exposure)
        years = self.year, self.last_year
        if self.is_share and all(year in self.own.answers for year in years):
            n_now, n_before = (self.own.answers[year] for year in years)
            return judgement.change_of_shares(self.now, n_now, self.before, n_before)
        if all(year in self.own.bounds for year in years):
            return judgement.change_of_intervals(*(self.own.bounds[year] for year in years))
        return ""

    @property
    def verdict_of_mean(self) -> str:
        """What the difference from the three years before is worth."""
        if self.now is None or self.mean is None:
            return ""
        total = round(self.mean * MEAN_OF)
        return judgement.change_of_counts(int(self.now), total, self._exposure([*self.mean_years]))

    @property
    def spread_of_mean(self) -> Interval | None:
        """The interval of the difference from the three years before, in per cent of their mean."""
        if self.now is None or not self.mean:
            return None
        total, exposure = round(self.mean * MEAN_OF), self._exposure([*self.mean_years])
        low, high = judgement.ratio_interval(int(self.now), total, exposure)
        return 100 * (low - 1), 100 * (high - 1)

    def _exposure(self, before: Sequence[int]) -> float:
        """How many more there were to count from in the years before than in this."""
        people, now = [self.own.people(year) for year in before], self.own.people(self.year)
        known = [one for one in people if one is not None]
        is_known = now and len(known) == len(before)
        return sum(known) / now if is_known and now else float(len(before))

    @property
    def direction(self) -> int:
        """1 for a certain rise since last, -1 for a certain fall, else 0."""
        return {RISE: 1, FALL: -1}.get(self.verdict, 0)

    @property
    def change(self) -> str:
        """The change since last in figures; empty when one of the years is unknown."""
        if self.now is None or self.before is None:
            return ""
        if self.is_share:
            points = self.now - self.before
            unit = words.form(1 if abs(points) == 1 else 2, "procentenhet", "procentenheter")
            return f"{words.signed(round(points, 1))} {unit}" if points else "oförändrat"
        return _change(self.now, self.before, is_whole=True)

    @property
    def change_of_mean(self) -> str:
        """The difference from the mean in per cent."""
        if self.now is None or not self.mean:
            return ""
        return _change(self.now, self.mean, is_whole=False)

    @property
    def elsewhere(self) -> str:
        """The areas compared with: their numbers on the same scale, else how they have changed."""
        return ", ".join(filter(None, map(self._there, self.others)))

    def _there(self, other: Area) -> str:
        if self.is_compared:
            there = self.scaled(other)
            unit = " procent" if self.is_share else ""
            return (
                f"{other.in_text} {said(there.get(self.year))}{unit}" if self.year in there else ""
            )
        now, before = (other.values.get(year) for year in (self.year, self.last_year))
        is_same = other.is_same(self.year, self.last_year)
        if now is None or before is None or not is_same:
            return ""
        return f"{other.in_text} {_change(now, before, is_whole=False)}"

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
