"""The columns of a working table: what the words of its head name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lobra.reading import vocabulary
from lobra.reading.found import Doubt
from lobra.reading.known import Known, letters
from lobra.reading.source import Line
from lobra_data.errors import quoted

_WORDS = Known("worktables.columns", least=82)
OTHER_TABLES = frozenset(map(letters, vocabulary.words("worktables.other_tables")))
PROBLEM = vocabulary.pattern("worktables.problem")
DEVELOPMENT = vocabulary.pattern("worktables.development")


@dataclass
class Table:
    """The columns of the table that is being read, and where its rows belong."""

    columns: dict[str, int]
    width: int
    kind: str | None
    merged: set[str] = field(default_factory=set)
    table: int | None = None
    place: str | None = None  # what the place column said last
    told: set[str] = field(default_factory=set)  # doubts that concern all its rows, once said
    short: set[int] = field(default_factory=set)  # lines of rows with fewer cells than the header


def distinct(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells on one line each; one text in all of them is a merged row and counts once."""
    flat = tuple(" ".join(re.sub(r"(?<=\w)-\n(?=[a-zåäö])", "", cell).split()) for cell in cells)
    return flat[:1] if len(flat) > 1 and flat[0] and len(set(flat)) == 1 else flat


def kind_of(text: str) -> str | None:
    """What a heading or column says that rows are; None when it says both or nothing.

    >>> kind_of("Utveckling åtgärder/insatser"), kind_of("Problem, åtgärder och utveckling")
    ('development', None)
    """
    is_problem, is_development = bool(PROBLEM.search(text)), bool(DEVELOPMENT.search(text))
    if is_problem == is_development:
        return None
    return "problem" if is_problem else "development"


@lru_cache(maxsize=4096)
def _fields(cell: str) -> tuple[tuple[str, bool], ...]:
    """The columns that a header cell names, in its order, each with whether it was guessed.

    >>> _fields("Samman kallande/ ansvarig"), _fields("Problemomrade")
    ((('lead', False),), (('problem', True),))
    """
    if not cell or len(cell) > 60 or len(cell.split()) > 8:
        return ()
    found: dict[str, bool] = {}
    whole = re.sub(r"\bmm\b|\d", "", cell.casefold())
    for part in (whole, *re.split(r"[/,+&]|\boch\b", whole)):
        if one := _WORDS.find(part):
            name, _, is_guess = one
            found[name] = found.get(name, True) and is_guess
    return tuple(found.items())


def opened_by(line: Line, following: Line | None, doubts: list[Doubt]) -> tuple[Table | None, bool]:
    """The table that a header row opens, and whether the next row is the header's second half."""
    cells = distinct(line.cells)
    both = _in_two_lines(cells, distinct(following.cells)) if following else ()
    table = _columns(cells, line)
    joined = _columns(both, line) if both else None
    if following and joined:
        is_open = any(cell.endswith(("-", "/")) for cell in cells)
        known = len(table.columns) if table else 0
        is_rest = is_open or not _columns(distinct(following.cells), line)
        if is_rest and len(joined.columns) >= known + (not is_open):
            table, cells = joined, both
    if table:
        _say_guesses(cells, table, line, doubts)
    return table, bool(table) and table is joined


def _in_two_lines(cells: tuple[str, ...], below: tuple[str, ...]) -> tuple[str, ...]:
    """A header row and the row below as one; () where they can't be."""
    if len(cells) < 2 or len(cells) != len(below):
        return ()
    if max(map(len, cells)) > 40 or max(map(len, below)) > 25:
        return ()
    pairs = zip(cells, below, strict=True)
    return tuple(a[:-1] + b if a.endswith("-") and b else f"{a} {b}".strip() for a, b in pairs)


def _columns(cells: tuple[str, ...], line: Line) -> Table | None:
    """The columns of a row of header words, or None when it heads no working table."""
    named = [_fields(cell) for cell in cells]
    columns: dict[str, int] = {}
    merged: set[str] = set()
    for position, fields in enumerate(named):
        names = [name for name, _ in fields if name not in columns]
        if not names:
            continue
        # "Område/Problem" is the problem's column; "Utvecklingsområde/aktiviteter" as well.
        order = ["problem", *names] if "problem" in names else names
        others = {name for n, one in enumerate(named) if n != position for name, _ in one}
        name = next((one for one in order if one not in others), order[0])
        columns[name] = position
        if "lead" in names and {"action", "participants"} & set(names):
            merged.add(name)
    both = columns.get("problem")
    if "action" not in columns and both is not None and "action" in dict(named[both]):
        columns["action"] = columns.pop("problem")
        merged.add("action")
    filled = [cell for cell in cells if cell]
    is_table = "action" in columns and {"problem", "lead", "status"} & set(columns)
    if not is_table or len(columns) * 2 < len(filled):
        return None
    if set(map(letters, cells)) & OTHER_TABLES and "problem" not in columns:
        return None
    first = cells[columns["problem"]] if "problem" in columns else cells[0]
    return Table(columns, len(cells), kind_of(first), merged, line.table)


def _say_guesses(cells: tuple[str, ...], table: Table, line: Line, doubts: list[Doubt]) -> None:
    swedish = vocabulary.shown("column")
    for name, position in table.columns.items():
        if (name, True) in _fields(cells[position]):
            reason = f"Kolumnrubriken {quoted(cells[position])} har tolkats som {swedish[name]}."
            doubts.append(Doubt("place_actions", reason, line.number))
    for name in sorted(table.merged):
        reason = (
            f"Kolumnen {quoted(cells[table.columns[name]])} rymmer flera uppgifter; allt står "
            f"under {swedish[name]}."
        )
        doubts.append(Doubt("place_actions", reason, line.number))
