"""What people answer, round by round, with how far chance can have moved each share."""

from __future__ import annotations

from lobra.blocks import Block, Group, Nothing, Text
from lobra.report.comparing import every_indicator
from lobra.report.figures_told import last_round
from lobra.report.indicator import Indicator
from lobra.report.lagesbild.drawn import Drawn, of_areas, whiskers
from lobra.report.material import Material
from lobra.statistics.registers import slug
from lobra_data import words


def rounds(m: Material) -> Block:
    """A sentence and a chart for each question, the surveys that tell how many answered first."""
    found = [one for one in every_indicator(m) if one.is_share and any(one.own.values.values())]
    parts: list[tuple[str, Block]] = []
    for one in sorted(found, key=lambda one: not one.own.answers):
        source = m.sources(*one.rows)
        text = Text(name=f"enkat-{slug(one.name)}-text", text=last_round(one), source=source)
        parts += [(one.name, text), ("", _drawn(m, one))]
    return Group(name="enkater", parts=parts) if parts else Nothing(name="enkater")


def _drawn(m: Material, one: Indicator) -> Block:
    years = sorted(one.own.values)
    span = "–".join(dict.fromkeys([str(years[0]), str(years[-1])]))
    has_bounds = bool(whiskers(one))
    spread = ", med osäkerhet" if has_bounds else ""
    title = f"{one.name}, {one.unit} {span}{spread}"
    what = " Strecken vid punkterna visar osäkerheten." if has_bounds else ""
    says = f"Linjediagram: {words.uncapitalised(one.name)}, {one.unit}.{what}"
    about = Drawn(f"enkat-{slug(one.name)}", title, one.unit, says)
    return of_areas(m, one, about, is_bridged=True)
