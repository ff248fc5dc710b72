"""The calls of the rescue service, automatic alarms apart."""

from __future__ import annotations

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Nothing, Table, Text
from lobra.charts import Curve
from lobra.report.annexes.compact import EMPTY
from lobra.report.comparing import ALL_CALLS, AUTOMATIC, every_indicator
from lobra.report.figures_told import in_words, of_mean
from lobra.report.indicator import said
from lobra.report.lagesbild.drawn import told_rows
from lobra.report.material import Material

NAME = "raddningstjansten"


def rescue_service(m: Material) -> Block:
    """All calls but the automatic alarms where nothing burned, which have a line of their own."""
    found = {one.id: one for one in every_indicator(m) if one.id in (ALL_CALLS, AUTOMATIC)}
    calls, alarms = found.get(ALL_CALLS), found.get(AUTOMATIC)
    if not calls or calls.now is None:
        return Nothing(name=NAME)
    shown = [one for one in (calls, alarms) if one]
    years = sorted({year for one in shown for year in one.own.values})
    title = f"Räddningstjänstens insatser {years[0]}–{years[-1]}"
    rows = [
        [
            one.name,
            *(said(one.own.values[y]) if y in one.own.values else EMPTY for y in years),
        ]
        for one in shown
    ]
    curves = [Curve(name, one.own.values) for name, one in zip(_LINES, shown, strict=False)]
    ticks = {year: str(year) for year in years}
    chart = Chart(
        name=NAME,
        title=title,
        source=m.sources(*(row for one in shown for row in one.rows)),
        alt=f"Linjediagram: antal insatser varje år. {told_rows(years, rows)}",
        table=Table(
            name=NAME,
            title=title,
            columns=[Column("Insatser", 2), *(Column(str(y), is_number=True) for y in years)],
            rows=rows,
            sources=[m.lines(*one.rows_here) for one in shown],
        ),
        svg=charts.lines(title, calls.unit, curves, ticks),
    )
    text = " ".join(filter(None, [in_words(calls, calls.verdict), of_mean(calls)]))
    note = Text(name=f"{NAME}-text", text=text, source=m.sources(*calls.rows))
    return Group(name=f"{NAME}-grupp", parts=[("", note), ("", chart)])


_LINES = ("utan automatlarm", "automatlarm utan brand")
