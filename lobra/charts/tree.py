"""Organisation charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import BLUE, INK, MUTED, PAPER, SMALL, TINT, WIDTH, Sheet, height


@dataclass(frozen=True)
class Node:
    """A box of an organisation chart; `parent` names another node, or is None for the root."""

    id: str
    parent: str | None
    name: str
    note: str = ""


def tree(title: str, nodes: Sequence[Node]) -> str:
    """An organisation chart that grows from left to right, one column a level."""
    children: dict[str | None, list[Node]] = {}
    known = {node.id for node in nodes}
    for node in nodes:
        children.setdefault(node.parent if node.parent in known else None, []).append(node)

    def depth(node: Node) -> int:
        return 1 + max((depth(child) for child in children.get(node.id, ())), default=0)

    levels = max((depth(root) for root in children.get(None, ())), default=1)
    gap = 9.0
    width = min((WIDTH - 1 - gap * (levels - 1)) / levels, 62)
    sheet = Sheet()

    def size(node: Node) -> float:
        note = height(node.note, width - 5, SMALL) if node.note else 0
        return 4 + height(node.name, width - 5, weight="bold") + note

    def place(node: Node, x: float, y: float) -> tuple[float, float]:
        """Draws the node beside its children; returns the y of its middle and the next free y."""
        tall, below, middles = size(node), y, []
        for child in children.get(node.id, ()):
            middle, below = place(child, x + width + gap, below)
            middles.append(middle)
        middle = (middles[0] + middles[-1]) / 2 if middles else y + tall / 2
        middle = max(middle, y + tall / 2)
        if middles:
            elbow = x + width + gap / 2
            sheet.line([x + width, elbow], [middle, middle], colour=MUTED, width=1)
            ends = [min(middle, *middles), max(middle, *middles)]
            sheet.line([elbow, elbow], ends, colour=MUTED, width=1)
            for other in middles:
                sheet.line([elbow, x + width + gap], [other, other], colour=MUTED, width=1)
        is_root = node in children[None]
        fill, ink = (BLUE, PAPER) if is_root else (TINT, INK)
        top = middle - tall / 2
        sheet.box(x, top, width, tall, fill=fill, edge=BLUE, rounded=1.2)
        used = sheet.text(x + 2.5, top + 2, node.name, width=width - 5, weight="bold", colour=ink)
        if node.note:
            sheet.text(x + 2.5, top + 2 + used, node.note, width=width - 5, size=SMALL, colour=ink)
        return middle, max(below, middle + tall / 2 + 2.5)

    y = 2.0
    for root in children.get(None, ()):
        _, y = place(root, 0.5, y)
    return sheet.svg(title)
