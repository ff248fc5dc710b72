"""Which numbers must go so that no small count of persons can be computed from those that stay.

A count of 1 to `smallest` - 1 persons is small. Where sums are known (a total and its parts), more
must be hidden than the small counts themselves: the smallest larger number of the same sum, one at
a time, until the least and the greatest value that each hidden number can have, given all that is
shown, say no more than that it is small. These bounds are solved for exactly, as linear programmes.

The reader is taken to know the rule: which numbers are hidden for being small and which, being
`smallest` or more, for the others' sake. What is safe against that reader is safe against all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lobra.privacy.linear import Bounds, Equation, bounds

SHOWN, DROPPED, REST = "shown", "dropped", "rest"


NOTHING: Bounds = (Fraction(0), None)
"""What is known of a number about which nothing is said."""


@dataclass(frozen=True)
class Cell:
    """A count of persons. `state` says whether the edition would show it (SHOWN), leaves its row
    out for another reason (DROPPED), or whether it is what a total has beyond its parts (REST)."""

    value: Fraction
    state: str = SHOWN


@dataclass(frozen=True)
class Sum:
    """A whole that its parts make up exactly."""

    whole: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        return (*self.parts, self.whole)


def declared(
    cells: Mapping[str, Cell], wholes: Mapping[str, str | None]
) -> tuple[dict[str, Cell], list[Sum]]:
    """All cells and sums, given the whole that each part says it belongs to.

    What a whole has beyond its parts is a cell as well. Parts of more than their whole, which
    `lobra check` refuses, overlap in a way that nobody knows: they make no sum.

    >>> cells, sums = declared({"a": Cell(Fraction(2)), "all": Cell(Fraction(5))}, {"a": "all"})
    >>> [int(cells[part].value) for part in sums[0].parts], sums[0].whole
    ([2, 3], 'all')
    """
    parts: dict[str, list[str]] = {}
    for part, whole in wholes.items():
        if whole is not None:
            parts.setdefault(whole, []).append(part)
    found, sums = dict(cells), []
    for whole, names in parts.items():
        rest = cells[whole].value - sum(cells[name].value for name in names)
        if rest > 0:
            names.append(f"{whole} – rest")
            found[names[-1]] = Cell(rest, REST)
        if rest >= 0:
            sums.append(Sum(whole, tuple(names)))
    return found, sums


def hidden(
    cells: Mapping[str, Cell], sums: Sequence[Sum], smallest: int
) -> dict[str, tuple[Fraction, Fraction | None]]:
    """The shown cells that must be hidden, each with the bounds that anybody can work out.

    >>> counts = {"a": 2, "b": 9, "c": 30, "all": 41}
    >>> cells = {name: Cell(Fraction(n)) for name, n in counts.items()}
    >>> found = hidden(cells, [Sum("all", ("a", "b", "c"))], 5)
    >>> {name: (int(low), int(high)) for name, (low, high) in found.items()}
    {'a': (1, 4), 'b': (7, 10)}
    """
    table = _Table(cells, sums, smallest)
    table.protect()
    return {key: table.bounds(key) for key in cells if key in table.known and _is_shown(cells[key])}


def is_small(value: Fraction, smallest: int) -> bool:
    return 0 < value < smallest


def _is_shown(cell: Cell) -> bool:
    return cell.state == SHOWN


class _Table:
    """Cells and sums, and what a reader knows of each hidden cell before looking at the sums."""

    def __init__(self, cells: Mapping[str, Cell], sums: Sequence[Sum], smallest: int) -> None:
        self._cells, self._sums, self._smallest = cells, sums, smallest
        self.known: dict[str, Bounds] = {
            key: self._small(cell) if _is_shown(cell) else NOTHING
            for key, cell in cells.items()
            if not _is_shown(cell) or is_small(cell.value, smallest)
        }

    def _small(self, cell: Cell) -> tuple[Fraction, Fraction]:
        """1 to `smallest` - 1, or from 0 where that would be a single number."""
        least = min(1, floor(cell.value)) if self._smallest > 2 else 0
        return Fraction(least), Fraction(self._smallest - 1)

    def protect(self) -> None:
        added: list[str] = []
        todo = [*self.known]
        for key in todo:  # hiding more never makes a safe number unsafe: one pass is enough
            while self._is_told(key, self._equations(self._sums)):
                chosen = self._next(key)
                if chosen is not None:
                    self.known[chosen] = (Fraction(self._smallest), None)
                    added.append(chosen)
                    todo.append(chosen)
                elif not self._forget(key, todo, added):
                    break  # nothing around it is left that could be hidden
        for chosen in added[::-1]:  # what a later choice made needless is shown after all
            was = self.known.pop(chosen)
            equations = self._equations(self._sums)
            if any(self._is_told(key, equations) for key in self._nearest(chosen)):
                self.known[chosen] = was

    def bounds(self, key: str) -> Bounds:
        """The least and greatest value that the cell can have, given all that is shown."""
        return bounds(key, self.known, self._equations(self._sums))

    def _nearest(self, key: str) -> list[str]:
        """The hidden cells, those in a sum with this one first: there the answer is found."""
        near = {k for one in self._sums if key in one.members for k in one.members}
        return sorted(self.known, key=lambda k: k not in near)

    def _is_told(self, key: str, equations: Sequence[Equation]) -> bool:
        cell = self._cells[key]
        small = is_small(cell.value, self._smallest)
        if not small and (cell.state == REST or not cell.value):
            return False  # nobody is in it, or too many to matter
        low, high = bounds(key, self.known, equations)
        if not small:
            return low == high
        least, most = self._small(cell)
        return low > least or (high is not None and high < most)

    def _next(self, key: str) -> str | None:
        """The smallest number that can be hidden in a sum with the cell, or in one linked to it."""
        alone = [
            one
            for one in self._sums
            if key in one.members and self._is_told(key, self._equations([one]))
        ]
        reached = {key}
        rings = [alone, [one for one in self._sums if key in one.members]]
        while rings or len(reached) < len(self._cells):
            ring = rings.pop(0) if rings else [s for s in self._sums if reached & {*s.members}]
            free = {k for one in ring for k in one.members if self._can_hide(k)}
            if free:
                order = {k: n for n, k in enumerate(self._cells)}
                return min(free, key=lambda k: (self._cells[k].value, order[k]))
            more = reached | {k for one in ring for k in one.members}
            if not rings and more == reached:
                return None
            reached = more
        return None

    def _can_hide(self, key: str) -> bool:
        return key not in self.known and self._cells[key].value >= self._smallest

    def _forget(self, key: str, todo: list[str], added: list[str]) -> bool:
        """Where only small numbers are left in a sum, its parts aren't even said to be small.

        Zeros of that sum are then hidden as well, where needed; if that isn't enough, so are
        whole and parts of every sum around it. True when something changed.
        """
        near = {k for one in self._sums if key in one.members for k in one.parts}
        wide = {k for one in self._sums if near & {*one.members} for k in one.members}
        for some in (near, wide, {k for one in self._sums for k in one.members}):
            more = [k for k in self._cells if k in some and self.known.get(k) != NOTHING]
            if more:
                todo += [k for k in more if k not in self.known]
                added += [k for k in more if k not in self.known]
                self.known |= dict.fromkeys(more, NOTHING)
                return True
        return False

    def _equations(self, sums: Iterable[Sum]) -> list[Equation]:
        """Each sum with its shown numbers added up: what is left says something of the hidden."""
        found: list[Equation] = []
        for one in sums:
            terms: dict[str, int] = {}
            constant = Fraction(0)
            for key, sign in [*((part, 1) for part in one.parts), (one.whole, -1)]:
                if key in self.known:
                    terms[key] = terms.get(key, 0) + sign
                else:
                    constant -= sign * self._cells[key].value
            if terms:
                found.append((terms, constant))
        return found
