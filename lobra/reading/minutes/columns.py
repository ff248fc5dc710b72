"""The columns of a working table: what the words of its head name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from lobra.reading import vocabulary
from lobra.reading.found import Doubt
from lobra.reading.source import Line
from lobra.reading.vocabulary import meanings
from lobra_data.errors import quoted


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.casefold())


FIELD_OF = {_letters(word): name for word, name in meanings("worktables.columns").items()}
LONG_WORDS = [word for word in FIELD_OF if len(word) > 5]
OTHER_TABLES = frozenset(map(_letters, vocabulary.words("worktables.other_tables")))
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
    whole = re.sub(r"\bmm\b|[^\w/]|\d", "", cell.casefold())
    for part in (whole, *re.split(r"[/,+&]|\boch\b", cell.casefold())):
        word = _letters(part)
        if word in FIELD_OF:
            found[FIELD_OF[word]] = False
        elif len(word) > 5 and (near := process.extractOne(word, LONG_WORDS, scorer=fuzz.ratio,
                                                           score_cutoff=82)):  # fmt: skip
            found.setdefault(FIELD_OF[near[0]], True)
    return tuple(found.items())


def opened_by(line: Line, following: Line | None, doubts: list[Doubt]) -> tuple[Table | None, bool]:
    """The table that a header row opens, and whether the next row is the header's second half."""
    cells = distinct(line.cells)
    if not any(_fields(cell) for cell in cells) and not (following and following.cells):
        return None, False
    table = _columns(cells, line)
    if following and len(following.cells) == len(cells) and max(map(len, cells)) <= 40:
        second = distinct(following.cells)
        if len(second) == len(cells) and max(map(len, second)) <= 25:
            pairs = zip(cells, second, strict=True)
            both = [a[:-1] + b if a.endswith("-") and b else f"{a} {b}".strip() for a, b in pairs]
            known = len(table.columns) if table else 0
            joined = _columns(tuple(both), line)
            is_open = any(cell.endswith(("-", "/")) for cell in cells)
            is_rest = is_open or not _columns(second, line)
            if joined and is_rest and len(joined.columns) >= known + (not is_open):
                _say_guesses(tuple(both), joined, line, doubts)
                return joined, True
    if table:
        _say_guesses(cells, table, line, doubts)
    return table, False


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
        alone = [n for n in order if not any((n, False) in o or (n, True) in o for p, o in
                                             enumerate(named) if p != position)]  # fmt: skip
        name = next(iter(alone or order))
        columns[name] = position
        if {"action", "lead"} <= set(names) or {"participants", "lead"} <= set(names):
            merged.add(name)
    both = columns.get("problem")
    if "action" not in columns and both is not None and "action" in dict(named[both]):
        columns["action"] = columns.pop("problem")
        merged.add("action")
    filled = [cell for cell in cells if cell]
    is_table = "action" in columns and {"problem", "lead", "status"} & set(columns)
    if not is_table or len(columns) * 2 < len(filled):
        return None
    words = {_letters(cell) for cell in cells}
    if words & OTHER_TABLES and "problem" not in columns:
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
