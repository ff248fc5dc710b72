"""What charts with lines have in common: where a line is broken, and where its label has room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lobra.charts.canvas import SMALL_LEADING

AREA_MARKS = ("filled", "ring", "diamond", "square")
"""The areas' symbols, that of the report's own first."""


def runs(
    values: Mapping[int, float | None], cuts: Collection[int] = (), is_bridged: bool = False
) -> list[list[tuple[int, float]]]:
    """The stretches of years that follow on each other and have values; a cut ends one before it.

    `is_bridged` also joins years that nothing is between: rounds of a survey. A value that is
    left out always breaks the line.

    >>> runs({2019: 1.0, 2020: 2.0, 2021: 3.0, 2023: 4.0}, cuts=[2021])
    [[(2019, 1.0), (2020, 2.0)], [(2021, 3.0)], [(2023, 4.0)]]
    """
    found: list[list[tuple[int, float]]] = []
    last = None
    for year, value in sorted(values.items()):
        is_cut = any(last is not None and last < cut <= year for cut in cuts)
        is_next = last is not None and (is_bridged or year == last + 1)
        if value is None:
            last = None
            continue
        if is_next and not is_cut:
            found[-1].append((year, value))
        else:
            found.append([(year, value)])
        last = year
    return found


def free(y: float, taken: Sequence[float], apart: float = SMALL_LEADING) -> float:
    """The nearest place for a label, above or below, where it covers no other."""
    steps = (sign * 0.5 * n for n in range(60) for sign in (-1, 1))
    found = (y + step for step in steps if all(abs(y + step - o) >= apart for o in taken))
    return next(found, y)
