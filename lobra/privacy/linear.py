"""The least and greatest value of an unknown, exactly: the simplex method in fractions.

The programmes are small (the hidden numbers of one table), so that exactness costs nothing and no
rounding can hide that a number is given away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

Bounds = tuple[Fraction, Fraction | None]
"""The least value, and the greatest or None where there is no limit."""

Equation = tuple[Mapping[str, int], Fraction]
"""Unknowns with their coefficients, and what they add up to."""

Row = list[int | Fraction]


class TooMuchError(Exception):
    """A table took more work than it may."""


class Effort:
    """The work that may be spent, in multiplications: not in seconds, which differ from run to run
    and would make the same records give different reports."""

    def __init__(self, left: int) -> None:
        self._left = left

    def spend(self, n: int) -> None:
        self._left -= n
        if self._left < 0:
            raise TooMuchError


def bounds(
    key: str, known: Mapping[str, Bounds], equations: Sequence[Equation], effort: Effort
) -> Bounds:
    """How small and how large the unknown can be when all equations hold.

    `known` bounds each unknown by itself. Unknowns that no chain of equations links to `key` are
    left aside. Raises ValueError when nothing fits: then the numbers contradict each other. Raises
    TooMuchError when the effort is spent.

    >>> known = {"a": (Fraction(1), Fraction(4)), "b": (Fraction(5), None)}
    >>> [int(x) for x in bounds("a", known, [({"a": 1, "b": 1}, Fraction(8))], Effort(999))]
    [1, 3]
    """
    near = _linked(key, equations)
    if not near:
        return known[key]
    if len(near) == 1:
        return _in_one(key, known, near[0])
    there = {name for terms, _ in near for name in terms}
    names = [name for name in known if name in there]
    least = -_largest(key, names, known, near, -1, effort)
    try:
        return least, _largest(key, names, known, near, 1, effort)
    except OverflowError:
        return least, None


def _in_one(key: str, known: Mapping[str, Bounds], equation: Equation) -> Bounds:
    """The bounds when no other equation says anything: what the others leave, at most and least."""
    terms, total = equation
    sign = terms[key]
    least, most = sign * total, sign * total
    is_open_below = is_open_above = False
    for name, factor in terms.items():
        if name != key:
            low, high = known[name]
            if sign * factor > 0:
                most -= low
                least -= high or 0
                is_open_below |= high is None
            else:
                least += low
                most += high or 0
                is_open_above |= high is None
    low, high = known[key]
    low = low if is_open_below else max(low, least)
    if not is_open_above:
        high = most if high is None else min(high, most)
    if high is not None and low > high:
        raise ValueError("the sums contradict each other")
    return low, high


def _linked(key: str, equations: Sequence[Equation]) -> list[Equation]:
    reached, near = {key}, []
    rest = list(equations)
    while more := [one for one in rest if not reached.isdisjoint(one[0])]:
        near += more
        rest = [one for one in rest if reached.isdisjoint(one[0])]
        reached |= {name for terms, _ in more for name in terms}
    return near


def _largest(
    key: str,
    names: Sequence[str],
    known: Mapping[str, Bounds],
    equations: Sequence[Equation],
    sign: int,
    effort: Effort,
) -> Fraction:
    """The greatest value of sign × the unknown; OverflowError when it has no limit."""
    place = {name: n for n, name in enumerate(names)}
    limits = {name: high for name in names if (high := known[name][1]) is not None}
    width = len(names) + len(limits)
    effort.spend((len(equations) + len(limits)) * width)
    rows: list[Row] = []
    for terms, total in equations:
        row: Row = [0] * (width + 1)
        for name, factor in terms.items():
            row[place[name]] += factor
            total -= factor * known[name][0]  # every unknown counts from its least value
        row[-1] = _plain(total)
        rows.append(row)
    for extra, (name, high) in enumerate(limits.items(), start=len(names)):
        row = [0] * (width + 1)
        row[place[name]] = row[extra] = 1
        row[-1] = _plain(high - known[name][0])
        rows.append(row)
    rows = [[-x for x in row] if row[-1] < 0 else row for row in rows]
    m = len(rows)
    rows = [[*row[:-1], *(int(i == j) for j in range(m)), row[-1]] for i, row in enumerate(rows)]
    basis = [width + i for i in range(m)]
    costs: Row = [*[0] * width, *[-1] * m]
    if _climb(rows, basis, costs, width + m, width, effort) != 0:
        raise ValueError("the sums contradict each other")
    gain: Row = [0] * (width + m)
    gain[place[key]] = sign
    return Fraction(_climb(rows, basis, gain, width, width, effort) + sign * known[key][0])


def _climb(
    rows: list[Row], basis: list[int], gain: Row, n_free: int, n_real: int, effort: Effort
) -> Fraction:
    """Pivots until none of the first `n_free` columns gains any more, by Bland's rule.

    Columns from `n_real` on are artificial: those still in the basis in the end are zero.
    """
    while True:
        effort.spend(len(rows) * n_free)
        used = [(gain[b], row) for b, row in zip(basis, rows, strict=True) if gain[b]]
        enter = next(
            (
                j
                for j in range(n_free)
                if j not in basis and gain[j] - sum(g * row[j] for g, row in used) > 0
            ),
            None,
        )
        if enter is None:
            return Fraction(sum(g * row[-1] for g, row in used))
        pairs = [(b, i, rows[i]) for i, b in enumerate(basis)]
        ratios = [(Fraction(row[-1]) / row[enter], b, i) for b, i, row in pairs if row[enter] > 0]
        if n_free == n_real:  # an artificial unknown must not grow again
            kept = [p for p in pairs if p[0] >= n_real and p[2][enter] < 0]
            ratios += [(Fraction(0), b, i) for b, i, _ in kept]
        if not ratios:
            raise OverflowError
        leave = min(ratios)[2]
        pivot = rows[leave][enter]
        if pivot != 1:
            rows[leave] = [_plain(Fraction(x) / pivot) for x in rows[leave]]
        found = rows[leave]
        for i, row in enumerate(rows):
            if i != leave and (factor := row[enter]):
                rows[i] = [x - factor * y for x, y in zip(row, found, strict=True)]
        basis[leave] = enter


def _plain(value: int | Fraction) -> int | Fraction:
    """Whole numbers as int, which are quicker to count with."""
    return value.numerator if value.denominator == 1 else value
