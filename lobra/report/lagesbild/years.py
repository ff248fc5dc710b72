"""Each kind of crime year by year, beside the municipality, the county and the country."""

from __future__ import annotations

from lobra.blocks import Block, Group, Nothing, Text
from lobra.report.comparing import ALL_CALLS, indicators_of
from lobra.report.figures_told import beside_others, in_words, of_mean
from lobra.report.indicator import RATE, Indicator
from lobra.report.lagesbild.drawn import Drawn, of_areas
from lobra.report.material import Material
from lobra.statistics.registers import slug
from lobra_data import words


def year_by_year(m: Material) -> Block:
    """Per kind of crime a sentence, and a chart of all areas that are on the same scale."""
    found = [one for one in indicators_of(m) if one.is_count and one.id != ALL_CALLS]
    parts: list[tuple[str, Block]] = []
    for one in found:
        parts += [(one.name, _said(m, one)), ("", _drawn(m, one))]
    return Group(name="ar-for-ar", parts=parts) if parts else Nothing(name="ar-for-ar")


def _said(m: Material, one: Indicator) -> Block:
    text = " ".join(filter(None, [in_words(one, one.verdict), of_mean(one), beside_others(one)]))
    return Text(name=f"ar-{slug(one.name)}-text", text=text, source=m.sources(*one.rows))


def _drawn(m: Material, one: Indicator) -> Block:
    unit = RATE if one.is_rated else one.unit
    first = min(one.scaled(one.own), default=m.year)
    title = f"{one.name}, {one.unit} {unit if one.is_rated else ''}".strip()
    title = f"{title} {first}–{m.year}"
    says = f"Linjediagram: {words.uncapitalised(one.name)}, {unit}, år för år."
    about = Drawn(
        f"ar-{slug(one.name)}", title, f"{one.unit} {unit}" if one.is_rated else unit, says
    )
    return of_areas(m, one, about)
