"""What was not done, and what comes next."""

from __future__ import annotations

from lobra.blocks import (
    Block,
    Nothing,
)
from lobra.report.material import Material


def not_done(m: Material) -> Block:
    """What was not done, and why if it is known."""
    return Nothing(name="inte-gjort")


def conclusions(m: Material) -> Block:
    """The council's conclusions."""
    return Nothing(name="slutsatser")


def next_year(m: Material) -> Block:
    """Priorities, who, when, what it costs if known."""
    return Nothing(name="nasta-ar")
