"""The indicators of a council and year, made of the rows of its statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from lobra.report.indicator import Area, Indicator
from lobra.report.material import Material, once
from lobra.report.rows import Row, alike, iterated
from lobra.statistics.judgement import Interval
from lobra_data import words

ALL_CALLS, AUTOMATIC = "mcf-insatser-med-automatlarm", "mcf-automatlarm"
"""Entries of the register of indicators: every call of the rescue service, and automatic alarms."""
CALLS = "Räddningstjänstens insatser utan automatlarm"


def figures(m: Material) -> pd.DataFrame:
    """The council's own rows of statistics up to the year, of whole years and months, narrowed to
    what the notebook asks for."""
    rows = m.own("statistics")
    rows = rows[rows["year"].between(m.first_year or 0, m.year).fillna(False)]
    return rows[rows["indicator"].isin(m.indicators)] if m.indicators else rows


@once
def indicators_of(m: Material) -> tuple[Indicator, ...]:
    """Those with a number for the year or the one before, in the order of the sources."""
    found = [one for one in every_indicator(m) if one.id != AUTOMATIC]
    return tuple(one for one in found if one.now is not None or one.last is not None)


@once
def every_indicator(m: Material) -> tuple[Indicator, ...]:
    """Those that there is any number of, up to the year.

    A forerunner's area is another area, so nothing is compared across a change of council.
    """
    of_years = figures(m)
    rows = iterated(of_years[of_years["month"].isna()])
    n_areas = len({row["area"] for row in rows if not row["is_comparison"]})
    found = []
    for group in alike(rows, "indicator", "unit"):
        compared = [row for row in group if row["is_comparison"]]
        others = [*map(_area, alike(compared, "area"))]
        for mine in alike([row for row in group if not row["is_comparison"]], "area"):
            name, area, unit = (str(mine[0][key]) for key in ("indicator", "area", "unit"))
            title = f"{name}, {area}" if n_areas > 1 else name
            about = [row for row in group if row["is_comparison"] or row["area"] == area]
            key = words.text(mine[0]["indicator_id"], "")
            found.append(Indicator(title, unit, m.year, _area(mine), others, about, key))
    return tuple(without_alarms(found))


def without_alarms(found: Sequence[Indicator]) -> Iterator[Indicator]:
    """With the calls of the rescue service less the automatic alarms where nothing burned: they are
    many, and say little of how safe it is. The alarms are there too, by themselves."""
    alarms = {(one.own.name, one.unit): one for one in found if one.id == AUTOMATIC}
    for one in found:
        apart = alarms.get((one.own.name, one.unit)) if one.id == ALL_CALLS else None
        yield _less(one, apart) if apart else one


def _less(whole: Indicator, part: Indicator) -> Indicator:
    parts = {one.name: one for one in part.others}
    others = [_area_less(one, parts[one.name]) for one in whole.others if one.name in parts]
    rows = [*whole.rows, *part.rows]
    own = _area_less(whole.own, part.own)
    return replace(whole, name=CALLS, own=own, others=others, rows=rows)


def _area_less(whole: Area, part: Area) -> Area:
    """What is left of each year that both have, number and rate."""
    both = [
        {year: _left(value, other[year]) for year, value in one.items() if year in other}
        for one, other in ((whole.values, part.values), (whole.rates, part.rates))
    ]
    return replace(
        whole, values=both[0], rates=both[1], preliminary=whole.preliminary | part.preliminary
    )


def _left(value: float | None, other: float | None) -> float | None:
    return None if value is None or other is None else value - other


def _area(rows: Sequence[Row]) -> Area:
    values: dict[int, float | None] = {}
    rates: dict[int, float | None] = {}
    answers: dict[int, int] = {}
    bounds: dict[int, Interval] = {}
    series: dict[int, int] = {}
    for row in rows:  # a later row of the same year goes before an earlier one
        year, low, high, n = (
            int(row["year"]),
            *(_known(row[name]) for name in ("low", "high", "n_answers")),
        )
        values[year], rates[year] = _known(row["value"]), _known(row["per_100k"])
        if low is not None and high is not None:
            bounds[year] = low, high
        if n is not None:
            answers[year] = int(n)
        if words.is_known(row["series_from"]):
            series[year] = int(row["series_from"])
    has_rates = any(rate is not None for rate in rates.values())
    so_far = frozenset(
        int(row["year"])
        for row in rows
        if words.is_known(row["is_preliminary"]) and row["is_preliminary"]
    )
    name = str(rows[0]["area"])
    return Area(name, values, rates if has_rates else {}, answers, bounds, series, so_far)


def _known(value: object) -> float | None:
    return float(str(value)) if words.is_known(value) else None
