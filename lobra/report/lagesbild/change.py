"""The year against those before: each count against last year and the mean of three."""

from __future__ import annotations

from lobra import charts
from lobra.blocks import Block, Chart, Column, Nothing
from lobra.charts import Against
from lobra.report.chapters.situation import small_charts, this_year
from lobra.report.comparing import indicators_of
from lobra.report.figures_told import value_with_year
from lobra.report.indicator import UNTOLD, Indicator
from lobra.report.material import Material
from lobra.report.shown import Cells, listing
from lobra_data import words

MOST_SMALL = 12


def against_before(m: Material) -> Block:
    """How far each count lies from the mean of the three years before, with what chance can do."""
    name = "mot-aren-fore"
    found = [one for one in indicators_of(m) if one.spread_of_mean and one.mean]
    if not found:
        return Nothing(name=name)
    span = f"{m.year - 3}–{m.year - 1}"
    title = f"{m.year} mot snittet {span}"
    columns: Cells[Indicator] = {
        Column("Indikator", 1.6): lambda one: one.name,
        Column(str(m.year), 1.2): this_year,
        Column(str(m.year - 1), 0.6): value_with_year,
        Column(f"Mot {m.year - 1}", 1.3): lambda one: one.change or UNTOLD,
        Column(f"Snitt {span}", 0.8): _mean,
        Column("Mot snittet", 0.9): lambda one: one.change_of_mean,
        Column("Osäkerhet", 1.2): _spread,
        Column("Bedömning mot snittet", 1.1): lambda one: one.verdict_of_mean,
    }
    sources = [m.lines(*one.rows_here) for one in found]
    table = listing(found, name, title, columns, sources)
    told = " ".join(
        f"{one.name}: {one.change_of_mean}, osäkerhet {_spread(one)}, {one.verdict_of_mean}."
        for one in found
    )
    svg = charts.versus(title, f"snittet {span}", [_against(one) for one in found])
    return Chart(
        name=name,
        title=title,
        source=m.sources(*(row for one in found for row in one.rows)),
        alt=f"Punkter som visar hur långt {m.year} ligger från snittet {span}, i procent. {told}",
        table=table,
        svg=svg,
    )


def _against(one: Indicator) -> Against:
    low, high = one.spread_of_mean or (0.0, 0.0)
    change = 100 * ((one.now or 0) / (one.mean or 1) - 1)
    note = f"{words.amount(one.now or 0)}, snittet är {_mean(one)}"
    return Against(one.name, note, change, low, high, one.verdict_of_mean)


def _mean(one: Indicator) -> str:
    return words.amount(round(one.mean or 0, 1))


def _spread(one: Indicator) -> str:
    low, high = (words.signed(round(end)) or "0" for end in one.spread_of_mean or (0, 0))
    return f"mellan {low} och {high}\u00a0%"


def kind_by_kind(m: Material) -> Block:
    """A small chart each, with the last value, last year's and the change."""
    found = indicators_of(m)
    if not found:
        return Nothing(name="slag-for-slag")
    title = f"Alla indikatorer {m.year}, mot året före och andra områden"
    return small_charts(m, found, "slag-for-slag", title, MOST_SMALL)
