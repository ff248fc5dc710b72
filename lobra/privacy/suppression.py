"""Which numbers must go so that no small count of persons can be computed from those that stay.

A count of 1 to `smallest` - 1 persons is small. Where sums are known (a total and its parts), more
must be hidden than the small counts themselves: the smallest larger number of the same sum, one at
a time, until the least and the greatest value that each hidden number can have, given all that is
shown, say no more than that it is small. These bounds are solved for exactly, as linear programmes.
A table that takes too much work loses its breakdown whole.

Readers keep old editions. A table that comes out as before hides what it hid before; one that tells
something else, and has anything to hide, would let the two be compared, and is hidden whole.

The reader is taken to know the rule: which numbers are hidden for being small and which, being
`smallest` or more, for the others' sake. What is safe against that reader is safe against all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lobra.privacy.linear import Bounds, Effort, Equation, TooMuchError, bounds

SHOWN, DROPPED, REST = "shown", "dropped", "rest"

WORK = 5_000_000
"""Multiplications for one table: about a second."""
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
    cells: Mapping[str, Cell], *splits: Mapping[str, str | None]
) -> tuple[dict[str, Cell], list[Sum]]:
    """All cells and sums, given the whole that each part says it belongs to, in each of the ways
    in which wholes are split.

    What a whole has beyond its parts is a cell as well. Parts of more than their whole, which
    `lobra check` refuses, overlap in a way that nobody knows: they make no sum.

    >>> cells, sums = declared({"a": Cell(Fraction(2)), "all": Cell(Fraction(5))}, {"a": "all"})
    >>> [int(cells[part].value) for part in sums[0].parts], sums[0].whole
    ([2, 3], 'all')
    """
    parts: dict[tuple[int, str], list[str]] = {}
    for n, wholes in enumerate(splits, start=1):
        for part, whole in wholes.items():
            if whole is not None:
                parts.setdefault((n, whole), []).append(part)
    found, sums = dict(cells), []
    for (n, whole), names in parts.items():
        rest = cells[whole].value - sum(cells[name].value for name in names)
        if rest > 0:
            names.append(f"{whole} – rest {n}")
            found[names[-1]] = Cell(rest, REST)
        if rest >= 0:
            sums.append(Sum(whole, tuple(names)))
    return found, sums


@dataclass(frozen=True)
class Told:
    """What an edition tells of a table: its cells, those that it hides, and one sum over the rest
    and over what can be added up from it. No hidden value can be found by trying."""

    cells: frozenset[str]
    hidden: frozenset[str]
    sha256: str


def hidden(
    cells: Mapping[str, Cell], sums: Sequence[Sum], smallest: int, before: Collection[Told] = ()
) -> tuple[dict[str, Bounds], list[Told]]:
    """The shown cells that must be hidden, each with the bounds that anybody can work out; and what
    an edition without them tells, for `before` of the next.

    >>> counts = {"a": 2, "b": 9, "c": 30, "all": 41}
    >>> cells = {name: Cell(Fraction(n)) for name, n in counts.items()}
    >>> found, _ = hidden(cells, [Sum("all", ("a", "b", "c"))], 5)
    >>> {name: (int(low), int(high)) for name, (low, high) in found.items()}
    {'a': (1, 4), 'b': (7, 10)}
    """
    found: dict[str, Bounds] = {}
    tables: list[Told] = []
    for names, mine in _tables(cells, sums):
        some = {name: cells[name] for name in names}
        try:
            bounds = _Table(some, mine, smallest).solved()
        except TooMuchError:
            bounds = _without_breakdown(some, mine, smallest)
        old = [one for one in before if not one.cells.isdisjoint(names)]
        once = frozenset(names) & frozenset[str]().union(*(one.hidden for one in old))
        if any(_told(some, mine, one.hidden) != one for one in old) and (bounds or once):
            bounds = {name: NOTHING for name in names}
        elif not once <= bounds.keys():  # spans would be worked out from what is hidden now
            bounds = dict.fromkeys([*once, *bounds], NOTHING)
        found |= {key: bound for key, bound in bounds.items() if _is_shown(cells[key])}
        if mine:
            tables.append(_told(some, mine, frozenset(found.keys() & some.keys())))
    return {key: found[key] for key in cells if key in found}, tables


def _told(cells: Mapping[str, Cell], sums: Sequence[Sum], gone: frozenset[str]) -> Told:
    unknown = {key for key, cell in cells.items() if key in gone or not _is_shown(cell)}
    shown = [f"{key}={cell.value}" for key, cell in cells.items() if key not in unknown]
    added = [f"{sorted(terms.items())}={n}" for terms, n in _equations(cells, sums, unknown)]
    whole = hashlib.sha256("\n".join(sorted([*shown, *added])).encode())
    return Told(frozenset(cells), gone, whole.hexdigest())


def _equations(
    cells: Mapping[str, Cell], sums: Iterable[Sum], unknown: Collection[str]
) -> Iterator[Equation]:
    """Each sum with its known numbers added up: what is left says something of the others."""
    for one in sums:
        signs = [*((part, 1) for part in one.parts), (one.whole, -1)]
        if terms := {key: sign for key, sign in signs if key in unknown}:
            yield terms, -sum((s * cells[k].value for k, s in signs if k not in terms), Fraction())


def _tables(
    cells: Mapping[str, Cell], sums: Sequence[Sum]
) -> Iterator[tuple[list[str], list[Sum]]]:
    """The cells that sums link, directly or by others, in their order, with those sums."""
    linked: dict[str, list[Sum]] = {}
    for one in sums:
        for name in one.members:
            linked.setdefault(name, []).append(one)
    done: set[str] = set()
    order = {name: n for n, name in enumerate(cells)}
    for first in cells:
        names, todo, mine = {first}, [first], dict[int, Sum]()
        while todo and first not in done:
            for one in linked.get(todo.pop(), ()):
                mine[id(one)] = one
                todo += [name for name in one.members if name not in names]
                names |= {*one.members}
        if first not in done:
            yield sorted(names, key=order.__getitem__), [s for s in sums if id(s) in mine]
            done |= names


def _without_breakdown(
    cells: Mapping[str, Cell], sums: Sequence[Sum], smallest: int
) -> dict[str, Bounds]:
    """All but wholes that are no parts and have no part in common: of what is below one of them
    nothing more can be worked out then. What is split two ways keeps the wholes of one way."""
    parts = {name for one in sums for name in one.parts}
    kept, seen = set[str](), set[str]()
    for name, cell in cells.items():
        below = _below(name, sums)
        is_apart = name not in parts and seen.isdisjoint(below)
        if is_apart and _is_shown(cell) and not is_small(cell.value, smallest):
            kept.add(name)
            seen |= below
    return {name: NOTHING for name in cells if name not in kept}


def _below(name: str, sums: Iterable[Sum]) -> set[str]:
    """The parts of a whole, and their parts."""
    wholes = {name}
    while more := {part for one in sums if one.whole in wholes for part in one.parts} - wholes:
        wholes |= more
    return wholes - {name}


def is_small(value: Fraction, smallest: int) -> bool:
    return 0 < value < smallest


def _is_shown(cell: Cell) -> bool:
    return cell.state == SHOWN


class _Table:
    """Cells and sums, and what a reader knows of each hidden cell before looking at the sums."""

    def __init__(self, cells: Mapping[str, Cell], sums: Sequence[Sum], smallest: int) -> None:
        self._cells, self._sums, self._smallest = cells, sums, smallest
        self._effort = Effort(WORK)
        self.known: dict[str, Bounds] = {
            key: self._small(cell) if _is_shown(cell) else NOTHING
            for key, cell in cells.items()
            if not _is_shown(cell) or is_small(cell.value, smallest)
        }

    def solved(self) -> dict[str, Bounds]:
        self.protect()
        hidden = (key for key in self.known if _is_shown(self._cells[key]))
        return {key: self.bounds(key) for key in hidden}

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
                    raise TooMuchError  # nothing around it is left that could be hidden
        for chosen in added[::-1]:  # what a later choice made needless is shown after all
            was = self.known.pop(chosen)
            equations = self._equations(self._sums)
            if any(self._is_told(key, equations) for key in self._nearest(chosen)):
                self.known[chosen] = was

    def bounds(self, key: str) -> Bounds:
        """The least and greatest value that the cell can have, given all that is shown."""
        return bounds(key, self.known, self._equations(self._sums), self._effort)

    def _nearest(self, key: str) -> list[str]:
        """The hidden cells, those in a sum with this one first: there the answer is found."""
        near = {k for one in self._sums if key in one.members for k in one.members}
        return sorted(self.known, key=lambda k: k not in near)

    def _is_told(self, key: str, equations: Sequence[Equation]) -> bool:
        cell = self._cells[key]
        small = is_small(cell.value, self._smallest)
        if not small and (cell.state == REST or not cell.value):
            return False  # nobody is in it, or too many to matter
        low, high = bounds(key, self.known, equations, self._effort)
        if not small:
            return low == high
        least, most = self._small(cell)
        return low > least or (high is not None and high < most)

    def _next(self, key: str) -> str | None:
        """The smallest number that can be hidden in a sum with the cell, or in one linked to it;
        totals last, which tell readers most."""
        near: dict[str, int] = {}
        for n, ring in enumerate(self._rings(key)):
            near = dict.fromkeys((k for one in ring for k in one.members), n) | near
        wholes = {one.whole for one in self._sums}
        places = {k: n for n, k in enumerate(self._cells)}
        free = filter(self._can_hide, near)
        order = lambda k: (k in wholes, near[k], self._cells[k].value, places[k])  # noqa: E731
        return min(free, key=order, default=None)

    def _rings(self, key: str) -> Iterator[list[Sum]]:
        """The sums that tell the cell alone, all it is in, and the sums linked to those."""
        own = [one for one in self._sums if key in one.members]
        yield [one for one in own if self._is_told(key, self._equations([one]))]
        ring, reached = own, set[str]()
        while not reached >= (more := {k for one in ring for k in one.members}):
            yield ring
            reached = more
            ring = [one for one in self._sums if reached & {*one.members}]

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
        return [*_equations(self._cells, sums, self.known)]
