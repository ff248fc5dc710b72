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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lobra.privacy.linear import Bounds, Effort, Equation, Programme, TooMuchError, linked

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

    @property
    def is_shown(self) -> bool:
        return self.state == SHOWN


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
    for some, mine in _tables(cells, sums):
        bounds = _Table(some, mine, smallest).hidden()
        old = [one for one in before if not one.cells.isdisjoint(some)]
        once = some.keys() & frozenset[str]().union(*(one.hidden for one in old))
        if any(_told(some, mine, one.hidden) != one for one in old) and (bounds or once):
            bounds = {name: NOTHING for name in some}
        elif not once <= bounds.keys():  # spans would be worked out from what is hidden now
            bounds = dict.fromkeys([*once, *bounds], NOTHING)
        shown = {key: bound for key, bound in bounds.items() if cells[key].is_shown}
        found |= shown
        if mine:
            tables.append(_told(some, mine, frozenset(shown)))
    return {key: found[key] for key in cells if key in found}, tables


def is_small(value: Fraction, smallest: int) -> bool:
    return 0 < value < smallest


def _tables(
    cells: Mapping[str, Cell], sums: Sequence[Sum]
) -> Iterator[tuple[dict[str, Cell], list[Sum]]]:
    """The cells that sums link, directly or by others, with those sums; others alone."""
    groups = [(one.members, one) for one in sums]
    summed = {name for names, _ in groups for name in names}
    place = {name: n for n, name in enumerate(cells)}
    done = set[str]()
    for first in cells:
        if first not in done:
            mine = linked([first], groups) if first in summed else []
            names = {first}.union(*(one.members for one in mine))
            yield {name: cells[name] for name in sorted(names, key=place.__getitem__)}, mine
            done |= names


def _told(cells: Mapping[str, Cell], sums: Sequence[Sum], gone: frozenset[str]) -> Told:
    unknown = {key for key, cell in cells.items() if key in gone or not cell.is_shown}
    shown = [f"{key}={cell.value}" for key, cell in cells.items() if key not in unknown]
    added = [f"{sorted(terms.items())}={n}" for terms, n in _equations(cells, sums, unknown)]
    whole = hashlib.sha256("\n".join(sorted([*shown, *added])).encode())
    return Told(frozenset(cells), gone, whole.hexdigest())


def _equations(
    cells: Mapping[str, Cell], sums: Sequence[Sum], unknown: Collection[str]
) -> Iterator[Equation]:
    """Each sum with its known numbers added up: what is left says something of the others."""
    for one in sums:
        signs = [*((part, 1) for part in one.parts), (one.whole, -1)]
        if terms := {key: sign for key, sign in signs if key in unknown}:
            yield terms, -sum((s * cells[k].value for k, s in signs if k not in terms), Fraction())


class _Table:
    """Cells and sums, and what a reader knows of each hidden cell before looking at the sums."""

    def __init__(self, cells: Mapping[str, Cell], sums: Sequence[Sum], smallest: int) -> None:
        self._cells, self._sums, self._smallest = cells, sums, smallest
        self._effort = Effort(WORK)
        self._assume(
            {
                key: self._small(cell) if cell.is_shown else NOTHING
                for key, cell in cells.items()
                if not cell.is_shown or is_small(cell.value, smallest)
            }
        )

    def _assume(self, known: dict[str, Bounds]) -> None:
        self._known = known
        equations = [*_equations(self._cells, self._sums, known)]
        self._programme = Programme(known, equations, self._effort)

    def hidden(self) -> dict[str, Bounds]:
        """The cells that must be hidden, with what anybody can work out from those that are shown.
        Where that is too much work, or can't be had, the breakdown is hidden whole."""
        try:
            self._protect()
            told = (key for key in self._known if self._cells[key].is_shown)
            return {key: self._programme.bounds(key) for key in told}
        except TooMuchError:
            kept = self._apart()
            return {name: NOTHING for name in self._cells if name not in kept}

    def _apart(self) -> set[str]:
        """Wholes that are no parts and have no part in common: of what is below one of them nothing
        can be worked out. What is split two ways keeps the wholes of one way."""
        parts = {name for one in self._sums for name in one.parts}
        kept, seen = set[str](), set[str]()
        for name, cell in self._cells.items():
            below = {name}
            while more := {k for o in self._sums if o.whole in below for k in o.parts} - below:
                below |= more
            is_large = cell.is_shown and not is_small(cell.value, self._smallest)
            if is_large and name not in parts and seen.isdisjoint(below):
                kept.add(name)
                seen |= below
        return kept

    def _protect(self) -> None:
        added: list[str] = []
        todo = [*self._known]
        for key in todo:  # hiding more never makes a safe number unsafe: one pass is enough
            while self._is_told(key):
                more = self._more(key)
                new = [name for name in more if name not in self._known]
                self._assume(self._known | more)
                todo += new
                added += new
        for chosen in added[::-1]:  # what a later choice made needless is shown after all
            known, near = self._known, self._near(chosen)
            self._assume({key: bound for key, bound in known.items() if key != chosen})
            if any(map(self._is_told, sorted(self._known, key=lambda k: k not in near))):
                self._assume(known)

    def _more(self, key: str) -> dict[str, Bounds]:
        """What to hide for the sake of a cell: the smallest number that can be hidden, in a sum
        with it before others, totals last, which tell readers most. Where only small numbers are
        left, the parts of its sums aren't even said to be small."""
        wholes, near = {one.whole for one in self._sums}, self._near(key)
        free = [
            (k in wholes, k not in near, cell.value, n, k)
            for n, (k, cell) in enumerate(self._cells.items())
            if k not in self._known and cell.value >= self._smallest
        ]
        if free:
            return {min(free)[-1]: (Fraction(self._smallest), None)}
        parts = {k for one in self._sums if key in one.members for k in one.parts}
        more = {k: NOTHING for k in self._cells if k in parts and self._known.get(k) != NOTHING}
        if not more:
            raise TooMuchError  # nothing around it is left that could be hidden
        return more

    def _near(self, key: str) -> set[str]:
        return {k for one in self._sums if key in one.members for k in one.members}

    def _is_told(self, key: str) -> bool:
        cell = self._cells[key]
        small = is_small(cell.value, self._smallest)
        if not small and (cell.state == REST or not cell.value):
            return False  # nobody is in it, or too many to matter
        low, high = self._programme.bounds(key)
        if not small:
            return low == high
        least, most = self._small(cell)
        return low > least or (high is not None and high < most)

    def _small(self, cell: Cell) -> tuple[Fraction, Fraction]:
        """1 to `smallest` - 1, or from 0 where that would be a single number."""
        least = min(1, floor(cell.value)) if self._smallest > 2 else 0
        return Fraction(least), Fraction(self._smallest - 1)
