"""Minutes written as a table, or with their titles in the margin, as lines one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lobra.reading import dates, marks, names, persons, vocabulary
from lobra.reading.source import Line

_MEANING = vocabulary.meanings("items.columns")
_NUMBERED = re.compile(r"§?\s*\d{1,3}\s*[.)]?")
_TITLE = re.compile(r"[A-ZÅÄÖ][^.:;!]{2,58}")
_DECISION = vocabulary.recogniser("decisions.label")
_LISTED = re.compile(r"[a-zåäö]|\d{1,2}[.)]|[-–•]")
_LEAST, _MOST = 3, 200  # titles in the margin, or it is none


@dataclass(frozen=True)
class _Columns:
    """What the head of a table of minutes calls its columns."""

    table: int | None
    names: tuple[str, ...]

    def of(self, line: Line) -> bool:
        return line.table == self.table and len(line.cells) == len(self.names)


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines; rows of a table of minutes, and titles in the margin, each on lines of their own.

    A decision that stands in its column keeps the column's name before it, as a label does.
    """
    margins = _margins(lines)
    columns: _Columns | None = None
    out: list[Line] = []
    for at, line in enumerate(lines):
        if head := _columns(line):
            columns = head
        elif columns and columns.of(line):
            is_task = "task" in columns.names and all(line.cells)
            is_new = line.gap or line.table is not None or is_task
            rest = [_line(line, cell) for cell in line.cells if cell.strip()]
            out += _row(line, columns) if is_new else rest
        elif at in margins:
            title, text = line.cells
            out.append(replace(line, text=title.strip(), cells=(), heading=3, gap=True))
            out.append(replace(line, text=text.strip(), cells=(), gap=False))
        else:
            columns = columns if columns and line.table == columns.table else None
            out.append(line)
    return out


def _columns(line: Line) -> _Columns | None:
    """The columns of a head that names matters and what was said of them; None for other rows."""
    found = tuple(
        _MEANING.get(" ".join(cell.casefold().split()).strip(" :."), "") for cell in line.cells
    )
    is_head = "title" in found and {"text", "decision"} & set(found)
    is_of_tasks = {"task", "who"} <= set(found) <= {"task", "who", "due", "number"}
    is_whole = is_of_tasks or (is_head and len(line.cells) - found.count("") >= 2)
    return _Columns(line.table, found) if is_whole else None


def _row(line: Line, columns: _Columns) -> Iterator[Line]:
    """A row of the table: its number and title, then each column's paragraphs."""
    said = list(zip(columns.names, (cell.strip() for cell in line.cells), strict=True))
    own = {name: " ".join(cell.split()) for name, cell in said}
    if "task" in own:
        yield _line(line, own["task"], gap=True)
        yield _line(line, f"Ansvarig: {', '.join(filter(None, [own['who'], own.get('due')]))}")
        return
    number = next((cell for name, cell in said if name == "number"), "")
    title, *more = next(cell for name, cell in said if name == "title").split("\n") or [""]
    if title or number:
        number = f"{number.rstrip('.')}. " if _NUMBERED.fullmatch(number) else ""
        is_title = bool(number or re.match(r"(?:§\s*)?\d", title))
        yield _line(line, f"{number}{title}", heading=0 if is_title else 3, gap=True)
    for text in more:
        yield _line(line, text)
    parts = {name: [*filter(str.strip, cell.split("\n"))] for name, cell in said}
    decided, asked = parts.get("decision", []), parts.get("who", [])
    for name, texts in parts.items():
        for n, text in enumerate(texts):
            if name == "decision" and not _is_day(text):
                yield _line(line, text if _LISTED.match(text) else f"Beslut: {text}")
                if len(decided) == len(asked):
                    yield _line(line, f"Ansvarig: {asked[n]}", gap=True)
            elif name in ("text", "decision", ""):
                yield _line(line, text, gap=n == 0)
            elif name == "who" and len(decided) != len(asked):
                yield _line(line, f"Ansvarig: {text}", gap=True)


def _is_day(text: str) -> bool:
    return any(len(day.text) >= len(text.strip(" .")) for day in dates.find_dates(text))


def _line(row: Line, text: str, heading: int = 0, gap: bool = False) -> Line:
    return replace(row, text=text.strip(), cells=(), table=None, heading=heading, gap=gap)


def _margins(lines: Sequence[Line]) -> set[int]:
    """The rows whose first column is a title, and the second the text about it."""
    rows = {
        at
        for at, line in enumerate(lines)
        if line.table is None and len(line.cells) == 2 and line.gap and _has_title(*line.cells)
    }
    return rows if _LEAST <= len(rows) <= _MOST else set()


def _has_title(title: str, text: str) -> bool:
    if not _TITLE.fullmatch(title.strip()) or _DECISION.match(title.strip()):
        return False
    one = marks.label(title)
    is_list = bool(one and one.meaning != "agenda") or names.is_name(title.strip())
    is_text = len(text.split()) > 3 and bool(marks.VERB.search(text) or re.search(r"\d", text))
    return is_text and not is_list and not persons.people(title)
