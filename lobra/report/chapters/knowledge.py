"""How we know: method, gaps and the demands of the law in ten lines."""

from __future__ import annotations

from lobra.blocks import (
    Block,
    Nothing,
)
from lobra.report.material import Material


def how_we_know(m: Material) -> Block:
    """Ten lines on method, gaps and the law."""
    return Nothing(name="sa-vet-vi")
