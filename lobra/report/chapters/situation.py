"""Crime and safety: indicators against last year and elsewhere, the analysis, serious events."""

from __future__ import annotations

from lobra.blocks import (
    Block,
    Nothing,
)
from lobra.report.material import Material


def indicators(m: Material) -> Block:
    """Each indicator with last year, change and the area compared with."""
    return Nothing(name="indikatorer")


def analysis(m: Material) -> Block:
    """The council's analysis."""
    return Nothing(name="analys")


def serious_events(m: Material) -> Block:
    """Serious events that the minutes tell of."""
    return Nothing(name="allvarliga-handelser")
