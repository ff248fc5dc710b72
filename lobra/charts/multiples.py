"""Small line charts side by side, each with its last values and what to say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lobra.charts.canvas import BLUE, MUTED, SMALL, WIDTH, Sheet, height, measured
from lobra.charts.runs import AREA_MARKS, free, runs
from lobra_data import words

COLUMNS = 3
_GAP = 6.0
_PANEL = (WIDTH - _GAP * (COLUMNS - 1)) / COLUMNS
_PLOT = 13.0
_INDENT = 5.0

Series = tuple[str, Mapping[int, float | None]]
"""An area and its line of year → value; a missing value, or a missing year, breaks the line."""


@dataclass(frozen=True)
class Panel:
    """One small chart of several: what it measures, a line for each area, and words below.

    The first area is the one that the report is about; `cuts` are the years before
    which each area's line is cut; `is_bridged` joins rounds of a survey.
    """

    title: str
    unit: str
    series: Sequence[Series]
    notes: Sequence[str] = field(default=())
    cuts: Sequence[Sequence[int]] = ()
    is_bridged: bool = False


def multiples(title: str, panels: Sequence[Panel]) -> str:
    """Small line charts, three abreast, each from zero to its own highest value.

    All have the same years, and at most four areas. A line's last value stands where it ends;
    which area its symbol means is said once above, or in each panel where they differ in it.
    """
    sheet = Sheet()
    years = [year for panel in panels for _, values in panel.series for year in values]
    span = min(years, default=0), max(years, default=1)
    areas = list(dict.fromkeys(tuple(_areas(panel)) for panel in panels))
    longest = max(areas, key=len, default=())
    is_shared = all(names == longest[: len(names)] for names in areas)
    if is_shared and longest:
        sheet.legend(list(zip(AREA_MARKS, longest, strict=False)))
    sheet.bottom += 1.5
    for n in range(0, len(panels), COLUMNS):
        row, y = panels[n : n + COLUMNS], sheet.bottom + (4 if n else 0)
        head = max(_head(panel, is_shared) for panel in row)
        for column, panel in enumerate(row):
            _panel(sheet, panel, column * (_PANEL + _GAP), y, head, span, is_shared)
    return sheet.svg(title)


def _areas(panel: Panel) -> list[str]:
    return [name for name, _ in panel.series]


def _head(panel: Panel, is_shared: bool) -> float:
    """How much room a panel's title, unit and areas take."""
    names = [] if is_shared else _areas(panel)
    return (
        height(panel.title, _PANEL, weight="bold")
        + height(panel.unit, _PANEL, SMALL)
        + sum(height(name, _PANEL - _INDENT, SMALL) for name in names)
    )


def _panel(
    sheet: Sheet,
    panel: Panel,
    x: float,
    y: float,
    head: float,
    span: tuple[int, int],
    is_shared: bool,
) -> None:
    under = y + sheet.text(x, y, panel.title, width=_PANEL, weight="bold")
    under += sheet.text(x, under, panel.unit, width=_PANEL, size=SMALL, colour=MUTED)
    for mark, name in zip(AREA_MARKS, () if is_shared else _areas(panel), strict=False):
        sheet.mark(x + 1.6, under + 2, mark, 2.4)
        under += sheet.text(x + _INDENT, under, name, width=_PANEL - _INDENT, size=SMALL)
    top = y + head + 3
    _lines(sheet, panel, x, top, span)
    below = top + _PLOT + 5.5
    for note in panel.notes:
        below += sheet.text(x, below, note, width=_PANEL, size=SMALL)


def _lines(sheet: Sheet, panel: Panel, x: float, y: float, span: tuple[int, int]) -> None:
    first, last = span
    known = [v for _, values in panel.series for v in values.values() if v is not None]
    most = max(known, default=1) or 1
    ends = [_end(values) for _, values in panel.series]
    said = [words.amount(end[1]) if end else "" for end in ends]
    tail = max((measured(text, SMALL, "bold") for text in said), default=0) + 5
    step = (_PANEL - tail) / max(last - first, 1)

    def at(year: int, value: float) -> tuple[float, float]:
        return x + 1 + (year - first) * step, y + _PLOT * (1 - value / most)

    sheet.line([x, x + _PANEL - tail + 2], [y + _PLOT] * 2, colour=MUTED, width=0.8)
    for year in dict.fromkeys(span):
        align = "left" if year == first else "center"
        under = at(year, 0)[0], y + _PLOT + 1
        sheet.text(*under, str(year), size=SMALL, colour=MUTED, align=align)
    taken: list[float] = []
    cuts = [*panel.cuts, *[()] * len(panel.series)]
    drawn = zip(AREA_MARKS, panel.series, ends, said, cuts, strict=False)
    for mark, (_, values), end, text, cut in drawn:
        is_own = mark == AREA_MARKS[0]
        colour, width, weight = (BLUE, 2.2, "bold") if is_own else (MUTED, 1.1, "normal")
        for run in runs(values, cut, panel.is_bridged):
            points = [at(year, value) for year, value in run]
            sheet.line(
                [px for px, _ in points], [py for _, py in points], colour=colour, width=width
            )
        if end:
            px, py = at(*end)
            sheet.mark(px, py, mark, 2.4)
            taken.append(free(py, taken))
            label = px + 2.4, taken[-1]
            sheet.text(*label, text, width=tail, size=SMALL, middle=True, weight=weight)


def _end(values: Mapping[int, float | None]) -> tuple[int, float] | None:
    """The last year that has a value, with it."""
    known = [(year, value) for year, value in sorted(values.items()) if value is not None]
    return known[-1] if known else None
