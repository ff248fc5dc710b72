"""Small line charts side by side, each with its last values and what to say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lobra.charts.canvas import BLUE, MUTED, SMALL, WIDTH, Sheet, height, measured
from lobra_data import words

COLUMNS = 3
_GAP = 6.0
_PANEL = (WIDTH - _GAP * (COLUMNS - 1)) / COLUMNS
_PLOT = 13.0
_MARKS = ("filled", "ring")

Series = tuple[str, Mapping[int, float | None]]
"""An area and its line of year → value; a missing value, or a missing year, breaks the line."""


@dataclass(frozen=True)
class Panel:
    """One small chart of several: what it measures, a line for each area, and words below.

    The first area is the one that the report is about.
    """

    title: str
    unit: str
    series: Sequence[Series]
    notes: Sequence[str] = field(default=())


def multiples(title: str, panels: Sequence[Panel]) -> str:
    """Small line charts, three abreast, each from zero to its own highest value.

    All have the same years. A line's last value stands where it ends; which area a symbol means is
    said once above, or at the line where panels differ in it.
    """
    sheet = Sheet()
    years = [year for panel in panels for _, values in panel.series for year in values]
    first, last = min(years, default=0), max(years, default=1)
    legend = _legend(panels)
    if legend:
        sheet.legend(list(legend.items()))
        sheet.bottom += 1.5
    for n in range(0, len(panels), COLUMNS):
        row, y = panels[n : n + COLUMNS], sheet.bottom + (2.5 if n else 0)
        head = max(map(_head, row))
        for column, panel in enumerate(row):
            _panel(sheet, panel, column * (_PANEL + _GAP), y, head, (first, last), legend)
    return sheet.svg(title)


def _legend(panels: Sequence[Panel]) -> dict[str, str]:
    """Symbol → area, where each symbol means the same area in every panel."""
    areas = [list(dict.fromkeys(p.series[n][0] for p in panels if p.series[n:])) for n in (0, 1)]
    is_plain = all(len(panel.series) <= len(_MARKS) for panel in panels)
    if not is_plain or any(len(names) > 1 for names in areas):
        return {}
    return {mark: names[0] for mark, names in zip(_MARKS, areas, strict=True) if names}


def _head(panel: Panel) -> float:
    return height(panel.title, _PANEL, weight="bold") + height(panel.unit, _PANEL, SMALL)


def _panel(
    sheet: Sheet,
    panel: Panel,
    x: float,
    y: float,
    head: float,
    years: tuple[int, int],
    legend: Mapping[str, str],
) -> None:
    used = sheet.text(x, y, panel.title, width=_PANEL, weight="bold")
    sheet.text(x, y + used, panel.unit, width=_PANEL, size=SMALL, colour=MUTED)
    top = y + head + 3
    _lines(sheet, panel, x, top, years, is_named=not legend)
    below = top + _PLOT + 5.5
    for note in panel.notes:
        below += sheet.text(x, below, note, width=_PANEL, size=SMALL)


def _lines(
    sheet: Sheet, panel: Panel, x: float, y: float, years: tuple[int, int], is_named: bool
) -> None:
    first, last = years
    known = [v for _, values in panel.series for v in values.values() if v is not None]
    most = max(known, default=1) or 1
    ends = [_end(name if is_named else "", values) for name, values in panel.series]
    tail = min(max((measured(text, SMALL, "bold") for _, text in ends), default=0) + 5, 24)
    step = (_PANEL - tail) / max(last - first, 1)

    def at(year: int, value: float) -> tuple[float, float]:
        return x + 1 + (year - first) * step, y + _PLOT * (1 - value / most)

    sheet.line([x, x + _PANEL - tail + 2], [y + _PLOT] * 2, colour=MUTED, width=0.8)
    for year in dict.fromkeys(years):
        align = "left" if year == first else "center"
        under = at(year, 0)[0], y + _PLOT + 1
        sheet.text(*under, str(year), size=SMALL, colour=MUTED, align=align)
    taken: list[tuple[float, float]] = []
    for number, ((_, values), (end, text)) in enumerate(zip(panel.series, ends, strict=True)):
        is_own = number == 0
        colour, width, weight = (BLUE, 2.2, "bold") if is_own else (MUTED, 1.1, "normal")
        for run in _runs(values, last):
            points = [at(year, value) for year, value in run]
            sheet.line(
                [px for px, _ in points], [py for _, py in points], colour=colour, width=width
            )
        if end is not None:
            px, py = at(*end)
            sheet.mark(px, py, _MARKS[0 if is_own else 1], 2.4)
            half = height(text, tail - 3, SMALL, weight) / 2
            py = _free(py, half, taken)
            taken.append((py, half))
            sheet.text(px + 2.4, py, text, width=tail - 3, size=SMALL, middle=True, weight=weight)


def _end(name: str, values: Mapping[int, float | None]) -> tuple[tuple[int, float] | None, str]:
    """The last year that has a value, with it, and what stands there."""
    known = [(year, value) for year, value in sorted(values.items()) if value is not None]
    if not known:
        return None, ""
    return known[-1], f"{name} {words.amount(known[-1][1])}".strip()


def _runs(values: Mapping[int, float | None], last: int) -> list[list[tuple[int, float]]]:
    """The stretches of years that follow on each other and have values."""
    runs: list[list[tuple[int, float]]] = [[]]
    for year in range(min(values, default=last), last + 1):
        value = values.get(year)
        if value is not None:
            runs[-1].append((year, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _free(y: float, half: float, taken: Sequence[tuple[float, float]]) -> float:
    """The nearest place for a label, above or below, where it covers no other."""

    def is_free(middle: float) -> bool:
        return all(abs(middle - other) >= half + reach for other, reach in taken)

    steps = (sign * 0.5 * n for n in range(200) for sign in (-1, 1))
    return next((y + step for step in steps if is_free(y + step)), y)
