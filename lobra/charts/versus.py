"""This year against before: how far each thing lies from where it was, with what chance can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lobra.charts.canvas import BLUE, FAINT, MUTED, SMALL, WIDTH, Sheet, height
from lobra_data import words

_LABEL, _SAID = 50.0, 44.0
_LEFT, _RIGHT = _LABEL + 4, WIDTH - _SAID - 4
_WIDEST = 150.0
_CAP = 1.1


@dataclass(frozen=True)
class Against:
    """One thing: how much it has changed in per cent, between what limits, and what that is worth.

    `note` stands below the label.
    """

    label: str
    note: str
    change: float
    low: float
    high: float
    verdict: str


def versus(title: str, before: str, rows: Sequence[Against]) -> str:
    """A line for each: the change as a dot with its interval, around where there is none.

    An interval that reaches over that line is no certain change. `before` says what it is held
    against.
    """
    sheet = Sheet()
    farthest = max((max(-one.low, one.high) for one in rows), default=10)
    reach = 20.0 * (min(farthest, _WIDEST) // 20 + 1)

    def x(percent: float) -> float:
        inside = min(max(percent, -reach), reach)
        return (_LEFT + _RIGHT) / 2 + (_RIGHT - _LEFT) / 2 * inside / reach

    heads = ((-reach, "left"), (0, "center"), (reach, "right"))
    for percent, align in heads:
        text = f"{words.signed(percent)}\u00a0%" if percent else before
        sheet.text(x(percent), 0, text, size=SMALL, colour=MUTED, align=align)
    y = top = 5.0
    for one in rows:
        y += _row(sheet, one, y, x) + 2.5
    sheet.line([x(0), x(0)], [top, y], colour=MUTED, width=0.8, behind=True)
    for percent in (-reach, -reach / 2, reach / 2, reach):
        sheet.line([x(percent)] * 2, [top, y], colour=FAINT, width=0.5, behind=True)
    return sheet.svg(title)


def _row(sheet: Sheet, one: Against, y: float, x: Callable[[float], float]) -> float:
    """Draws one; how tall it is."""
    tall = height(one.label, _LABEL, weight="bold") + height(one.note, _LABEL, SMALL)
    under = y + sheet.text(0, y, one.label, width=_LABEL, weight="bold")
    sheet.text(0, under, one.note, width=_LABEL, size=SMALL)
    middle = y + tall / 2
    sheet.line([x(one.low), x(one.high)], [middle, middle], colour=BLUE, width=1.4)
    for end in (one.low, one.high):
        sheet.line([x(end)] * 2, [middle - _CAP, middle + _CAP], colour=BLUE, width=1.4)
    sheet.mark(x(one.change), middle, "filled", 3.2)
    is_certain = one.verdict.startswith("säker")
    text = f"{words.signed(round(one.change))}\u00a0%, {one.verdict}"
    sheet.text(
        WIDTH - _SAID,
        middle,
        text,
        width=_SAID,
        size=SMALL,
        middle=True,
        weight="bold" if is_certain else "normal",
    )
    return tall
