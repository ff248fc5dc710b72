"""Tiles: one for each thing that has been judged, with symbol and word, after a line of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lobra.charts.canvas import (
    BLUE,
    BODY,
    LEADING,
    MUTED,
    PLUM,
    SMALL,
    TEAL,
    WIDTH,
    Sheet,
    height,
    measured,
)

ABREAST, GAP, PADDING = 4, 3.0, 2.4
COLOURS = {"done": BLUE, "ongoing": TEAL, "cancelled": PLUM, "unknown": MUTED}


@dataclass(frozen=True)
class Tile:
    """What is judged, the judgement's mark and word, and a note; a firm one has a whole edge."""

    label: str
    mark: str
    word: str
    note: str
    is_firm: bool = False


def tiles(title: str, shown: Sequence[Tile], words: Mapping[str, str]) -> str:
    """Tiles in rows of four. `words` names each mark, in the order of the counts above them."""
    sheet = Sheet()
    _counts(sheet, shown, words)
    width = (WIDTH - GAP * (ABREAST - 1)) / ABREAST
    room = width - 2 * PADDING
    y = sheet.bottom + 3
    for start in range(0, len(shown), ABREAST):
        row = shown[start : start + ABREAST]
        heads = max(height(tile.label, room, SMALL) for tile in row)
        notes = max(height(tile.note, room, SMALL) for tile in row)
        tall = PADDING * 2 + heads + LEADING + 1.4 + notes
        for n, tile in enumerate(row):
            x = n * (width + GAP)
            edge, line = COLOURS.get(tile.mark, MUTED), 1.8 if tile.is_firm else 1.1
            box = x + 0.4, y, width - 0.8, tall
            sheet.box(*box, edge=edge, rounded=1.2, dashed=not tile.is_firm, line=line)
            inner, top = x + PADDING, y + PADDING
            sheet.text(inner, top, tile.label, width=room, size=SMALL)
            middle = top + heads + 1 + LEADING / 2
            sheet.mark(inner + 2.3, middle, tile.mark, 4.2)
            sheet.text(inner + 6, middle, tile.word, width=room - 6, weight="bold", middle=True)
            bottom = middle + LEADING / 2 + 0.8
            sheet.text(inner, bottom, tile.note, width=room, size=SMALL, colour=MUTED)
        y += tall + GAP
    return sheet.svg(title)


def _counts(sheet: Sheet, shown: Sequence[Tile], words: Mapping[str, str]) -> None:
    """Each word with how many tiles have it, also none."""
    x = 0.0
    for mark, word in words.items():
        text = f"{word} {sum(tile.mark == mark for tile in shown)}"
        sheet.mark(x + 2.5, 3.4, mark, 4.2)
        sheet.text(x + 6, 3.4, text, weight="bold", middle=True)
        x += measured(text, BODY, "bold") + 14
