"""Small line charts side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lobra.charts.canvas import BLUE, MUTED, SMALL, Sheet, height, measured
from lobra_data import words


@dataclass(frozen=True)
class Panel:
    """One small chart of several: what it measures, and a line of year → value for each area.

    The first area is the one that the report is about; a missing value breaks its line.
    """

    title: str
    unit: str
    series: Sequence[tuple[str, dict[int, float | None]]]


def multiples(title: str, panels: Sequence[Panel]) -> str:
    """Small line charts, two abreast, from zero; lines are named where they end."""
    sheet = Sheet()
    width, plot, gap = 74.0, 15.0, 12.0
    years = [year for panel in panels for _, values in panel.series for year in values]
    first, last = min(years, default=0), max(years, default=1)
    y = 1.0
    for n in range(0, len(panels), 2):
        pair = panels[n : n + 2]
        head = max(
            height(p.title, width, weight="bold") + height(p.unit, width, SMALL) for p in pair
        )
        for column, panel in enumerate(pair):
            x = column * (width + gap)
            used = sheet.text(x, y, panel.title, width=width, weight="bold")
            sheet.text(x, y + used, panel.unit, width=width, size=SMALL, colour=MUTED)
            _lines(sheet, panel, x, y + head + 5, width, plot, first, last)
        y += head + plot + 12
    return sheet.svg(title)


def _lines(
    sheet: Sheet,
    panel: Panel,
    x: float,
    y: float,
    width: float,
    plot: float,
    first: int,
    last: int,
) -> None:
    known = [v for _, values in panel.series for v in values.values() if v is not None]
    most = max(known, default=1) or 1
    tail = min(max(measured(name, SMALL) for name, _ in panel.series) + 12, 36)
    step = (width - tail) / max(last - first, 1)

    def at(year: int, value: float) -> tuple[float, float]:
        return x + 1 + (year - first) * step, y + plot * (1 - value / most)

    sheet.line([x, x + width - tail + 2], [y + plot] * 2, colour=MUTED, width=0.8)
    for year in dict.fromkeys((first, last)):
        align = "left" if year == first else "center"
        under = at(year, 0)[0], y + plot + 1
        sheet.text(*under, str(year), size=SMALL, colour=MUTED, align=align)
    taken: list[tuple[float, float]] = []
    for number, (name, values) in enumerate(panel.series):
        colour, line = (BLUE, 2.2) if number == 0 else (MUTED, 1.1)
        run: list[tuple[float, float]] = []
        for year, value in [*sorted(values.items()), (last, None)]:
            if value is not None:
                run.append(at(year, value))
            elif run:
                sheet.line([px for px, _ in run], [py for _, py in run], colour=colour, width=line)
                run = []
        ends = [(year, value) for year, value in sorted(values.items()) if value is not None]
        if ends:
            px, py = at(*ends[-1])
            sheet.mark(px, py, "filled" if number == 0 else "ring", 2.4)
            weight = "bold" if number == 0 else "normal"
            text = f"{name} {words.text(round(ends[-1][1], 1))}"
            half = height(text, tail - 3, SMALL, weight) / 2
            py = max(py, y - 3 + half)
            while any(abs(py - middle) < half + other for middle, other in taken):
                py += 1.0
            taken.append((py, half))
            sheet.text(px + 2.4, py, text, width=tail - 3, size=SMALL, middle=True, weight=weight)
