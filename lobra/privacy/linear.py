"""The least and greatest value of an unknown, exactly: the simplex method in fractions.

The programmes are small (the hidden numbers of one table), so that exactness costs nothing and no
rounding can hide that a number is given away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Bounds = tuple[Fraction, Fraction | None]
"""The least value, and the greatest or None where there is no limit."""

Equation = tuple[Mapping[str, int], Fraction]
"""Unknowns with their coefficients, and what they add up to."""

Number = int | Fraction
T = TypeVar("T")


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


def linked(start: Iterable[str], groups: Sequence[tuple[Collection[str], T]]) -> list[T]:
    """What belongs to the groups of names that share one with `start`, directly or by others."""
    reached, found, rest = {*start}, list[T](), groups
    while near := [one for one in rest if not reached.isdisjoint(one[0])]:
        rest = [one for one in rest if reached.isdisjoint(one[0])]
        found += [one for _, one in near]
        reached |= {name for names, _ in near for name in names}
    return found


class Programme:
    """Unknowns, each bounded by itself, and equations between them.

    Raises ValueError when nothing fits: then the numbers contradict each other. Raises TooMuchError
    when the effort is spent.

    >>> known = {"a": (Fraction(1), Fraction(4)), "b": (Fraction(5), None)}
    >>> programme = Programme(known, [({"a": 1, "b": 1}, Fraction(8))], Effort(999))
    >>> [int(x) for x in programme.bounds("a")]
    [1, 3]
    """

    def __init__(
        self, known: Mapping[str, Bounds], equations: Sequence[Equation], effort: Effort
    ) -> None:
        self._known, self._effort = known, effort
        self._groups = [(one[0], one) for one in equations]
        self._tableaus: dict[str, _Tableau] = {}

    def bounds(self, key: str) -> Bounds:
        """How small and how large the unknown can be when all equations hold. Those that no chain
        of equations links to it are left aside."""
        if key not in self._tableaus:
            near = linked([key], self._groups)
            if not near:
                return self._known[key]
            names = {name for terms, _ in near for name in terms}
            tableau = _Tableau(self._known, names, near, self._effort)
            self._tableaus |= dict.fromkeys(names, tableau)
        low, tableau = self._known[key][0], self._tableaus[key]
        most, below = tableau.most(key, 1), tableau.most(key, -1)
        return low - (below or 0), None if most is None else low + most


class _Tableau:
    """Equations, each solved for one unknown, while the others are at an end of their span.

    Unknowns count from the end of their span where they were last. A row ends with its total. The
    last row tells what is wanted, and its total is less by as much as has been reached. An equation
    has an unknown of its own at first, without a column: what it lacks.
    """

    def __init__(
        self,
        known: Mapping[str, Bounds],
        names: Collection[str],
        equations: Sequence[Equation],
        effort: Effort,
    ) -> None:
        self._names = [name for name in known if name in names]
        self._n, self._effort = len(self._names), effort
        self._basis = [*range(self._n, self._n + len(equations))]
        self._is_turned = [False] * self._n
        ends = [known[name] for name in self._names]
        self._spans = [None if high is None else _plain(high - low) for low, high in ends]
        self._spans += [None] * len(equations)
        self._rows = []
        for terms, total in equations:
            left = _plain(total - sum(factor * known[name][0] for name, factor in terms.items()))
            sign = -1 if left < 0 else 1
            factors = (terms.get(name, 0) for name in self._names)
            self._rows.append([sign * x for x in (*factors, left)])
        self._rows.append([sum(column) for column in zip(*self._rows, strict=True)])  # is lacking
        self._climb()
        if self._rows.pop()[-1]:
            raise ValueError("the sums contradict each other")
        self._spans[self._n :] = [0] * len(equations)

    def most(self, name: str, sign: int) -> Fraction | None:
        """The greatest value of sign × the unknown, counted from its least; None without limit."""
        j = self._names.index(name)
        from_least: Number = 0
        if self._is_turned[j]:
            from_least, sign = sign * (self._spans[j] or 0), -sign
        wanted: list[Number] = [0] * (self._n + 1)
        wanted[j] = sign
        if j in self._basis:
            row = self._rows[self._basis.index(j)]
            wanted = [x - sign * y for x, y in zip(wanted, row, strict=True)]
        self._rows.append(wanted)
        is_limited = self._climb()
        reached = -self._rows.pop()[-1]
        return Fraction(from_least + reached) if is_limited else None

    def _climb(self) -> bool:
        """Gets as much as there is of what the last row wants, by Bland's rule; False when there is
        no limit."""
        while (enter := self._gaining()) is not None:
            self._effort.spend(len(self._rows) * self._n)
            limits = [*self._limits(enter)]
            if not limits:
                return False
            _, leave, at, is_full = min(limits)
            if is_full and leave < self._n:
                self._turn(leave)
            if at >= 0:
                self._solve(at, enter)
        return True

    def _gaining(self) -> int | None:
        return next((j for j, gain in enumerate(self._rows[-1][:-1]) if gain > 0), None)

    def _limits(self, enter: int) -> Iterator[tuple[Fraction, int, int, bool]]:
        """How far an unknown can grow until one is at an end of its span: which, solved for in what
        row, and whether at the far end."""
        if (span := self._spans[enter]) is not None:
            yield Fraction(span), enter, -1, True
        for at, name in enumerate(self._basis):
            factor, total, span = self._rows[at][enter], self._rows[at][-1], self._spans[name]
            if factor > 0:
                yield Fraction(total) / factor, name, at, False
            elif factor < 0 and span is not None:
                yield Fraction(span - total) / -factor, name, at, True

    def _turn(self, j: int) -> None:
        """Lets an unknown count from the other end of its span."""
        span = self._spans[j] or 0
        self._is_turned[j] = not self._is_turned[j]
        for row in self._rows:
            row[-1] -= row[j] * span
            row[j] = -row[j]

    def _solve(self, at: int, enter: int) -> None:
        """Solves the row for the unknown, and takes it out of all others."""
        factor = self._rows[at][enter]
        found = self._rows[at] = [_plain(Fraction(x) / factor) for x in self._rows[at]]
        for n, row in enumerate(self._rows):
            if n != at and (factor := row[enter]):
                self._rows[n] = [x - factor * y for x, y in zip(row, found, strict=True)]
        self._basis[at] = enter


def _plain(value: Number) -> Number:
    """Whole numbers as int, which are quicker to count with."""
    return value.numerator if value.denominator == 1 else value
