"""A line chart of the lägesbild: drawing, alt text and table made from the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobra import charts
from lobra.blocks import Chart, Column, Table
from lobra.charts import Curve
from lobra.report.annexes.compact import EMPTY
from lobra.report.indicator import UNTOLD, Area, Indicator
from lobra.report.material import Material
from lobra_data import words


@dataclass(frozen=True)
class Drawn:
    """What a chart is called and what it counts."""

    name: str
    title: str
    unit: str
    says: str
    """The sentence that the alt text begins with."""


def of_areas(m: Material, one: Indicator, about: Drawn, is_bridged: bool = False) -> Chart:
    """An indicator of the own area beside the others, on one scale, with the intervals of shares
    and the breaks of the series."""
    areas = [one.own, *(one.others if one.is_compared else ())]
    years = sorted({year for area in areas for year in one.scaled(area)})
    own = Curve(
        one.own.name,
        one.scaled(one.own),
        bounds=whiskers(one) if one.is_share else {},
        cuts=one.own.breaks,
        may_change=one.is_preliminary,
    )
    others = (Curve(area.name, one.scaled(area), cuts=area.breaks) for area in areas[1:])
    curves = [own, *others]
    ticks = {year: str(year) for year in _spaced(years)}
    rows = [[area.name, *(_cell(one, area, year) for year in years)] for area in areas]
    return Chart(
        name=about.name,
        title=about.title,
        source=m.sources(*one.rows),
        alt=f"{about.says} {told_rows(years, rows)}",
        table=Table(
            name=about.name,
            title=about.title,
            columns=[Column("Område", 1.6), *(Column(str(y), is_number=True) for y in years)],
            rows=rows,
            sources=[m.lines(*one.rows_of(area)) for area in areas],
        ),
        svg=charts.lines(about.title, about.unit, curves, ticks, is_bridged),
    )


def whiskers(one: Indicator) -> dict[int, tuple[float, float]]:
    """The interval of each year that has one."""
    found = {year: one.interval(year) for year in one.own.values}
    return {year: interval for year, interval in found.items() if interval}


def told_rows(heads: Sequence[object], rows: Sequence[Sequence[str]]) -> str:
    """Each row in words, for whoever doesn't see the chart."""
    return " ".join(
        words.sentence(
            f"{name}: "
            + ", ".join(f"{head} {cell}" for head, cell in zip(heads, cells, strict=True))
        )
        for name, *cells in rows
    )


def _spaced(years: Sequence[int]) -> Sequence[int]:
    """The years that have room below the chart, the last one always."""
    step = 1 + (len(years) - 1) // 12
    return years[(len(years) - 1) % step :: step]


def _cell(one: Indicator, area: Area, year: int) -> str:
    values = one.scaled(area)
    if year not in values:
        return EMPTY
    value = values[year]
    said = UNTOLD if value is None else words.amount(value)
    if area is one.own and one.is_share and value is not None and (span := one.interval(year)):
        low, high = (words.amount(round(end, 1)) for end in span)
        said = f"{said} ({low}–{high})"
    return f"{said} prel." if year in area.preliminary else said
