"""The house style: a sheet measured in millimetres on which every chart is drawn.

A sheet is 160 mm wide, the text width of the printed page, so that nothing is scaled and 9 pt
stays 9 pt. Text is measured before it is placed: labels wrap and never overlap, and only one that
would fill half a page is cut. The same calls give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from lobra.charts import drawing
from lobra.charts.drawing import PAPER
from lobra.charts.lettering import BODY, MM_PER_PT, SMALL, measured, wrapped

WIDTH = 160.0

INK, MUTED = "#0b0c0c", "#3D3D3D"
RULE, FAINT, TINT = "#b1b4b6", "#e4e6e8", "#eef2f6"
BLUE, TEAL, PLUM, ORANGE, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#A285D1"

LEADING, SMALL_LEADING = 4.3, 3.9
"""Millimetres from one line of body text, or small text, to the next."""


def height(text: str, width: float, size: float = BODY, weight: str = "normal") -> float:
    """How tall the text is when it is wrapped, in millimetres."""
    return len(wrapped(text, width, size, weight)) * (LEADING if size == BODY else SMALL_LEADING)


class Sheet:
    """Draws from the top down; `bottom` grows with what is drawn and becomes the height."""

    def __init__(self) -> None:
        self.shapes: list[drawing.Shape] = []
        self.lines: list[drawing.Line] = []
        self.bottom = 0.0

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        width: float = WIDTH,
        size: float = BODY,
        weight: str = "normal",
        colour: str = INK,
        align: str = "left",
        middle: bool = False,
    ) -> float:
        """Wrapped text with its top (or middle) at y; returns its height in millimetres."""
        lines = wrapped(text, width, size, weight)
        leading = size * 1.22 * MM_PER_PT
        height = leading * len(lines)
        top = y - height / 2 if middle else y
        for n, line in enumerate(lines):
            base = top + leading * n + size * 0.92 * MM_PER_PT
            self.lines.append(drawing.Line(x, base, line, size, weight, colour, align))
        self._grow(top + height)
        return height

    def line(
        self,
        xs: list[float],
        ys: list[float],
        *,
        colour: str = RULE,
        width: float = 0.7,
        behind: bool = False,
    ) -> None:
        """A line through the points; the width is in points. `behind` puts it under all else."""
        self.shapes.append(drawing.rule(xs, ys, colour, width, behind))
        self._grow(max(ys))

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = PAPER,
        edge: str | None = None,
        rounded: float = 0,
        dashed: bool = False,
        line: float = 1,
    ) -> None:
        """A rectangle with its upper left corner at (x, y)."""
        shape = drawing.box(x, y, width, height, fill, edge, rounded, dashed, line)
        self.shapes.append(shape)
        self._grow(y + height)

    def legend(self, legend: Iterable[tuple[str, str]]) -> None:
        """Each symbol with its meaning, as many on a line as there is room for."""
        x, y = 0.0, self.bottom + 0.6
        for mark, word in legend:
            width = min(measured(word, SMALL) + 11, WIDTH)
            if x + width > WIDTH and x:
                x, y = 0.0, self.bottom + 0.6
            self.mark(x + 2, y + 2.4, mark, 3.6)
            self.text(x + 5.5, y + 0.4, word, width=WIDTH - 6, size=SMALL)
            x += width

    def mark(self, x: float, y: float, kind: str, size: float = 4.4) -> None:
        """A symbol that can be told from the others by its shape alone (see MARKS)."""
        MARKS[kind](self, x, y, size / 2)
        self._grow(y + size / 2)

    def svg(self, title: str) -> str:
        """The sheet as an SVG document; equal drawings give equal text."""
        height = max(self.bottom, 1) + 1
        return drawing.svg(self.shapes, self.lines, WIDTH, height, title)

    def _grow(self, y: float) -> None:
        self.bottom = max(self.bottom, y)

    def _circle(self, x: float, y: float, r: float, fill: str, edge: str) -> None:
        self.shapes.append(drawing.circle(x, y, r, fill, edge))


def _done(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r, BLUE, BLUE)
    tick = [x - 0.5 * r, x - 0.1 * r, x + 0.55 * r], [y + 0.05 * r, y + 0.45 * r, y - 0.42 * r]
    sheet.line(*tick, colour=PAPER, width=1.4)


def _ongoing(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r, PAPER, TEAL)
    sheet.shapes.append(drawing.left_half(x, y, r, TEAL))


def _planned(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r, PAPER, LILAC)
    sheet._circle(x, y, r * 0.18, INK, INK)


def _not_started(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, edge=ORANGE, line=1.6)


def _cancelled(sheet: Sheet, x: float, y: float, r: float) -> None:
    d = r * 0.75
    sheet.line([x - d, x + d], [y - d, y + d], colour=PLUM, width=2)
    sheet.line([x - d, x + d], [y + d, y - d], colour=PLUM, width=2)


def _unknown(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, edge=MUTED, dashed=True, line=0.9)
    y += 0.1
    sheet.text(x, y, "?", align="center", middle=True, size=SMALL, weight="bold", colour=MUTED)


def _filled(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r * 0.8, BLUE, BLUE)


def _ring(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet._circle(x, y, r * 0.8, PAPER, BLUE)


def _diamond(sheet: Sheet, x: float, y: float, r: float) -> None:
    corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    sheet.shapes.append(drawing.polygon(corners, ORANGE))


def _square(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.75, y - r * 0.75, r * 1.5, r * 1.5, fill=PLUM, edge=PLUM)


def _absent(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.line([x - r * 0.6, x + r * 0.6], [y, y], colour=MUTED, width=1.2)


def _missing(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.box(x - r * 0.9, y - r * 0.5, r * 1.8, r, edge=MUTED, dashed=True, line=0.9)


MARKS = {
    "done": _done,
    "ongoing": _ongoing,
    "planned": _planned,
    "not_started": _not_started,
    "cancelled": _cancelled,
    "unknown": _unknown,
    "filled": _filled,
    "ring": _ring,
    "diamond": _diamond,
    "square": _square,
    "none": _absent,
    "missing": _missing,
}
