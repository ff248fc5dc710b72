"""The measures: a row each, and up to three seen closely."""

from __future__ import annotations

from lobra.blocks import (
    Block,
    Nothing,
)
from lobra.report.material import Material


def measures_table(m: Material) -> Block:
    """One row a measure: goal, target and outcome, judgement, decided or proposed, next step."""
    return Nothing(name="atgarderna")


def close_ups(m: Material) -> Block:
    """Up to three measures seen closely."""
    return Nothing(name="narbilder")
