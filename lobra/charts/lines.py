"""One line chart over the width of a page: an area with those it is compared with, year by year or
month by month. Every value of the own area stands at its point, the names where the lines end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lobra.charts.canvas import BLUE, FAINT, MUTED, SMALL, WIDTH, Sheet, height, measured
from lobra.charts.runs import AREA_MARKS, free, runs
from lobra_data import words

PLOT = 31.0
_NAMES = 44.0
"""How wide the names at the lines' ends may be."""
_CAP = 0.9


@dataclass(frozen=True)
class Curve:
    """A named line of position → value: years, or months 1–12. A missing value breaks it.

    `bounds` are drawn as whiskers, and `cuts` are positions before which the line is cut. What
    `may_change` is said of its last value.
    """

    name: str
    values: Mapping[int, float | None]
    bounds: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    cuts: Sequence[int] = ()
    may_change: bool = False

    @property
    def end(self) -> tuple[int, float] | None:
        known = [(at, value) for at, value in sorted(self.values.items()) if value is not None]
        return known[-1] if known else None


def lines(
    title: str,
    unit: str,
    curves: Sequence[Curve],
    ticks: Mapping[int, str],
    is_bridged: bool = False,
) -> str:
    """The first curve is the own area's; the highest value of all sets the scale, from zero.

    `ticks` are the positions with what stands below each. `is_bridged` draws a line between rounds
    that don't follow on each other year by year.
    """
    sheet = Sheet()
    sheet.text(0, 0, unit, size=SMALL, colour=MUTED)
    plot = _Plot(sheet, curves, ticks)
    for cut in curves[0].cuts:
        plot.cut(cut)
    for mark, curve in reversed([*zip(AREA_MARKS, curves, strict=False)]):
        plot.curve(curve, mark, is_bridged)
    plot.values(curves[0], curves[1:])
    plot.names(curves)
    return sheet.svg(title)


class _Plot:
    """The scales of a chart, and what is drawn on them."""

    def __init__(self, sheet: Sheet, curves: Sequence[Curve], ticks: Mapping[int, str]) -> None:
        self.sheet = sheet
        tops = [v for curve in curves for v in curve.values.values() if v is not None]
        tops += [high for curve in curves for _, high in curve.bounds.values()]
        self.most = (max(tops, default=1) or 1) * 1.02
        self.top = height(" ", WIDTH, SMALL) + 5
        names = [_ending(curve, curve.end) for curve in curves if curve.end]
        self.tail = min(max((measured(one, SMALL, "bold") for one in names), default=0), _NAMES) + 6
        self.first, self.last = min(ticks), max(ticks)
        self.right = WIDTH - self.tail
        floor = self.top + PLOT
        sheet.line([0, self.right + 2], [floor, floor], colour=MUTED, width=0.8)
        room = (self.right - 8) / max(len(ticks) - 1, 1)
        for at, text in ticks.items():
            x = self.x(at)
            sheet.line([x, x], [self.top, floor], colour=FAINT, width=0.5, behind=True)
            sheet.text(x, floor + 1, text, width=room, size=SMALL, colour=MUTED, align="center")

    def x(self, at: float) -> float:
        return 4 + (self.right - 8) * (at - self.first) / max(self.last - self.first, 1)

    def y(self, value: float) -> float:
        return self.top + PLOT * (1 - value / self.most)

    def cut(self, at: int) -> None:
        """A dashed line where the series begins anew."""
        x = self.x(at - 0.5)
        for n in range(int(PLOT / 2)):
            y = self.top + 2 * n
            self.sheet.line([x, x], [y, y + 1.1], colour=MUTED, width=0.9)
        text = f"serien bryts {at}"
        align = "right" if x > self.right / 2 else "left"
        self.sheet.text(x, self.top - 4.5, text, size=SMALL, colour=MUTED, align=align)

    def curve(self, curve: Curve, mark: str, is_bridged: bool) -> None:
        is_own = mark == AREA_MARKS[0]
        colour, width = (BLUE, 2.2) if is_own else (MUTED, 1.1)
        for run in runs(curve.values, curve.cuts, is_bridged):
            xs, ys = [self.x(at) for at, _ in run], [self.y(value) for _, value in run]
            self.sheet.line(xs, ys, colour=colour, width=width)
        for at, (low, high) in curve.bounds.items():
            self.whisker(self.x(at), self.y(low), self.y(high))
        for at, value in curve.values.items():
            if value is not None and (is_own or (at, value) == curve.end):
                self.sheet.mark(self.x(at), self.y(value), mark, 2.6)

    def whisker(self, x: float, low: float, high: float) -> None:
        self.sheet.line([x, x], [low, high], colour=BLUE, width=1.1)
        for y in (low, high):
            self.sheet.line([x - _CAP, x + _CAP], [y, y], colour=BLUE, width=1.1)

    def values(self, own: Curve, others: Sequence[Curve]) -> None:
        """The own values, each above its point, below where another line runs above it, or above
        its whisker."""
        for at, value in own.values.items():
            if value is None or (at, value) == own.end:
                continue
            there = [other.values.get(at) for other in others]
            is_under = any(one is not None and one >= value for one in there)
            x, y, text = self.x(at), self.y(value), words.amount(value)
            if at in own.bounds:
                y = self.y(own.bounds[at][1]) - 2.8
            else:
                y += 3.4 if is_under else -3.4
            self.sheet.text(x, y, text, size=SMALL, align="center", middle=True, weight="bold")

    def names(self, curves: Sequence[Curve]) -> None:
        taken: list[float] = []
        for n, curve in enumerate(curves):
            if curve.end is None:
                continue
            at, value = curve.end
            text, weight = _ending(curve, curve.end), "normal" if n else "bold"
            tall = height(text, self.tail - 4, SMALL, weight)
            y = free(self.y(value), taken, max(tall, 3.9))
            taken.append(y)
            x = max(self.x(at), self.right - 4) + 3
            self.sheet.text(x, y, text, width=self.tail - 4, size=SMALL, middle=True, weight=weight)


def _ending(curve: Curve, end: tuple[int, float] | None) -> str:
    so_far = ", preliminärt" if curve.may_change else ""
    return f"{words.amount(end[1])} {curve.name}{so_far}" if end else ""
