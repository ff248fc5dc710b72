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
_OTHER_TABLES = frozenset(map(letters, vocabulary.words("worktables.other_tables")))
_WHAT = frozenset(vocabulary.words("worktables.what"))
_SHORT = len("nr")  # letters of a column that only counts the rows
_PROBLEM = vocabulary.pattern("worktables.problem")
_DEVELOPMENT = vocabulary.pattern("worktables.development")


@dataclass
class Table:
    """The columns of the table that is being read, and where its rows belong."""

    columns: dict[str, int]
    width: int
    kind: str | None
    table: int | None
    merged: set[str]  # columns that say more than their own
    place: str | None = None  # what the place column said last
    told: set[str] = field(default_factory=set)  # doubts that concern all its rows, once said


def distinct(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells on one line each; one text in all of them is a merged row and counts once."""
    flat = tuple(" ".join(re.sub(r"(?<=\w)-\n(?=[a-zåäö])", "", cell).split()) for cell in cells)
    return flat[:1] if flat and flat[0] and len(set(flat)) == 1 else flat


def kind_of(text: str) -> str | None:
    """What a heading or column says that rows are; None when it says both or nothing.

    >>> kind_of("Utveckling åtgärder/insatser"), kind_of("Problem, åtgärder och utveckling")
    ('development', None)
    """
    is_problem, is_development = bool(_PROBLEM.search(text)), bool(_DEVELOPMENT.search(text))
    if is_problem == is_development:
        return None
    return "problem" if is_problem else "development"


def opened_by(line: Line, below: Line | None, doubts: list[Doubt]) -> tuple[Table | None, bool]:
    """The table that a header row opens, and whether the next row is the header's second half."""
    cells = distinct(line.cells)
    table, is_double = _table(cells, line), False
    is_other = set(map(letters, cells)) & _OTHER_TABLES
    rest = distinct(below.cells) if below and not is_other else ()
    if len(cells) == len(rest) and max(map(len, rest)) < 25:
        is_open = any(cell.endswith(("-", "/")) for cell in cells)
        pairs = zip(cells, rest, strict=True)
        both = tuple(f"{a} {b}".replace("- ", "").strip() for a, b in pairs)
        joined = _table(both, line) if is_open or not _table(rest, line) else None
        if joined and len(joined.columns) + is_open > len(table.columns if table else ()):
            table, cells, is_double = joined, both, True
    if table:
        swedish = vocabulary.shown("column")
        for name, at in table.columns.items():
            words, meaning = quoted(cells[at]), swedish[name]
            if _fields(cells[at]).get(name):
                reason = f"Kolumnrubriken {words} har tolkats som {meaning}."
                doubts.append(Doubt("place_actions", reason, line.number))
            if name in table.merged:
                reason = f"Kolumnen {words} rymmer flera uppgifter; allt står under {meaning}."
                doubts.append(Doubt("place_actions", reason, line.number))
        for at, cell in enumerate(cells):
            if at not in table.columns.values() and len(letters(cell)) > _SHORT:
                reason = f"Kolumnen {quoted(cell)} är inte läst."
                doubts.append(Doubt("place_actions", reason, line.number))
    return table, is_double


@lru_cache(maxsize=4096)
def _fields(cell: str) -> dict[str, bool]:
    """The columns that a header cell names, in its order, each with whether it was guessed.

    >>> _fields("Samman kallande/ ansvarig"), _fields("Problemomrade")
    ({'lead': False}, {'problem': True})
    """
    found: dict[str, bool] = {}
    whole = re.sub(r"\(.*\)$|\bmm\b|\d", "", cell.casefold()) if len(cell) <= 60 else ""
    for part in (whole, *re.split(r"[/,+&]|\boch\b", whole)):
        if one := _WORDS.find(part):
            found[one[0]] = found.get(one[0], True) and one[2]
    return found


def _table(cells: tuple[str, ...], line: Line) -> Table | None:
    """The columns of a row of header words, or None when it heads no working table."""
    named = [_fields(cell) for cell in cells]
    columns: dict[str, int] = {}
    merged: set[str] = set()
    for at, fields in enumerate(named):
        others = {name for n, one in enumerate(named) if n != at for name in one}
        is_light = columns.get("status", at) < columns.get("action", 0)  # "Läge" before the measure
        own = [name for name in fields if name not in columns or (is_light and name == "status")]
        # "Område/Problem" is the problem's column; "Utvecklingsområde/aktiviteter" as well.
        own.sort(key=lambda name: (name in others, name == "decision", name != "problem"))
        columns |= {name: at for name in own[:1]}
        if "lead" in own and {"action", "participants"} & set(own):
            merged.add(own[0])
    if "action" not in columns and "action" in named[columns.get("problem", 0)]:
        columns["action"] = columns.pop("problem", 0)
        merged.add("action")
    acts = [at for at, fields in enumerate(named) if "action" in fields]
    if acts[1:] and "problem" not in columns and cells[acts[0]].casefold() in _WHAT:
        columns["problem"], columns["action"] = acts[:2]  # what is wanted, and what is done for it
    if "action" not in columns and {"decision", "lead", "status"} <= columns.keys():
        columns["action"] = columns.pop("decision")  # a log of what was decided
    is_table = "action" in columns and {"problem", "lead", "status"} & columns.keys()
    if not is_table or len(columns) * 2 < len([*filter(None, cells)]):
        return None
    is_other = "decision" in columns or set(map(letters, cells)) & _OTHER_TABLES
    if is_other and "problem" not in columns:
        return None
    kind = kind_of(cells[columns.get("problem", columns["action"])])
    return Table(columns, len(cells), kind, line.table, merged)
