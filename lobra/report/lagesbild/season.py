"""The months of the year against the same months of the years before."""

from __future__ import annotations

from statistics import fmean

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Nothing, Table
from lobra.charts import Curve
from lobra.report.comparing import figures
from lobra.report.indicator import MEAN_OF, UNTOLD
from lobra.report.lagesbild.drawn import told_rows
from lobra.report.material import Material
from lobra.report.rows import iterated
from lobra.statistics.registers import slug
from lobra_data import words

Months = dict[int, float | None]


def month_by_month(m: Material) -> Block:
    """A chart for each indicator of the own area that there are months of."""
    rows = figures(m)
    rows = rows[rows["month"].notna() & ~rows["is_comparison"].fillna(True)]
    drawn = [
        _season(m, str(name), str(unit), some)
        for (name, unit), some in rows.groupby(["indicator", "unit"], sort=False)
    ]
    parts = [("", one) for one in drawn if one]
    return Group(name="manad-for-manad", parts=parts) if parts else Nothing(name="manad-for-manad")


def _season(m: Material, name: str, unit: str, rows: pd.DataFrame) -> Block | None:
    now = _of_year(rows, m.year)
    if not now:
        return None
    mean, years = _mean(rows, m.year)
    curves = [Curve(str(m.year), now, may_change=_may_change(rows, m.year))]
    curves += [Curve(f"snittet {years}", mean)] if mean else []
    title = f"{name} månad för månad {m.year}{f', mot snittet {years}' if mean else ''}"
    rows_said = [[curve.name, *(_cell(curve.values, n) for n in range(1, 13))] for curve in curves]
    ticks = {n: month[:3] for n, month in enumerate(words.MONTHS, start=1)}
    key = f"manader-{slug(name)}"
    own = rows[rows["year"].eq(m.year)]
    before = rows[rows["year"].lt(m.year)]
    return Chart(
        name=key,
        title=title,
        source=m.sources(rows),
        alt=f"Linjediagram: {unit} varje månad. {told_rows(words.MONTHS, rows_said)}",
        table=Table(
            name=key,
            title=title,
            columns=[Column("År", 1.8), *(Column(ticks[n], is_number=True) for n in ticks)],
            rows=rows_said,
            sources=[m.lines(own), m.lines(before)][: len(rows_said)],
        ),
        svg=charts.lines(title, unit, curves, ticks),
    )


def _of_year(rows: pd.DataFrame, year: int) -> Months:
    mine = rows[rows["year"].eq(year)]
    return {
        int(row["month"]): float(row["value"]) if words.is_known(row["value"]) else None
        for row in iterated(mine)
    }


def _mean(rows: pd.DataFrame, year: int) -> tuple[Months, str]:
    """Of each month in the three years before, and which these are; of years in the same series
    alone, and nothing where one of the three isn't there."""
    series = rows[rows["year"].eq(year)]["series_from"].max()
    same = rows[rows["series_from"].isna() if pd.isna(series) else rows["series_from"].eq(series)]
    before = [_of_year(same, one) for one in range(year - MEAN_OF, year)]
    if not all(before):
        return {}, ""
    mean: Months = {}
    for n in range(1, 13):
        values = [one[n] for one in before if one.get(n) is not None]
        known = [value for value in values if value is not None]
        mean[n] = round(fmean(known), 1) if len(known) == MEAN_OF else None
    return mean, f"{year - MEAN_OF}–{year - 1}"


def _may_change(rows: pd.DataFrame, year: int) -> bool:
    return bool(rows.loc[rows["year"].eq(year), "is_preliminary"].fillna(False).any())


def _cell(values: object, month: int) -> str:
    assert isinstance(values, dict)
    value = values.get(month)
    return UNTOLD if value is None else words.amount(value)
