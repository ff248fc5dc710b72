"""What has changed in the figures, for who has no time for the lägesbild."""

from __future__ import annotations

from lobra.blocks import Block, Statements
from lobra.report.comparing import indicators_of
from lobra.report.lagesbild.short import missing, sentences
from lobra.report.material import Material

MOST = 5


def changed_figures(m: Material) -> Block:
    """The first sentences of the lägesbild, or that there are no figures."""
    found, name = indicators_of(m), "andrade-siffror"
    if not found:
        return missing(m, name)
    items = sentences(m, found)[:MOST]
    return Statements(name=name, title=f"Siffrorna {m.year}", items=items)
