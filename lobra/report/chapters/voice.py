"""What the council itself says: the same words in each chapter that gives it room."""

from __future__ import annotations

from lobra.blocks import Block, Nothing
from lobra.report.material import Material


def comment(m: Material, about: str) -> Block:
    """A comment to a chapter by its heading, a measure ("Åtgärd 3") or a place by its name."""
    return Nothing(name="kommentar")
