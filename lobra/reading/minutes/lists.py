"""The lists of people in a document: which label stands over which rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lobra.reading import marks, names, persons, vocabulary
from lobra.reading.marks import UNKNOWN, Label
from lobra.reading.minutes.items import Point
from lobra.reading.names import WORD
from lobra.reading.source import Line

_COLUMNS = frozenset(vocabulary.words("attendance.columns"))
LIST_BEGINS = re.compile(
    r"(?<=[.;])\s+(?=[A-ZÅÄÖ][a-zåäö ]{3,25}:\s|[A-ZÅÄÖ][a-zåäö ]{1,25} (?:var|är) [A-ZÅÄÖ])"
    rf"|(?<=\w\.)\s+(?={names.NAME.pattern}\s[^.:]{{0,60}}{vocabulary.any_of('attendance.prevented')})"
)
_OPEN = re.compile(r"(?:[,/-]|\b(?:och|samt|för|av|i))$")


@dataclass
class List:
    """A label over people, with the rows that belong to it."""

    label: Label
    status: str
    head: Line
    rows: list[Line] = field(default_factory=list)
    columns: tuple[str, ...] = ()


def lists(lines: Sequence[Line], points: Sequence[Point]) -> Iterator[List]:
    """Each label of a status, or head of a table with names, with the rows under it."""
    for one in _one_below_the_other(lines, points):
        yield from _abreast(one)


def _abreast(one: List) -> list[List]:
    """A list for each column, where names stand under labels beside each other."""
    statuses = [marks.meaning(head) for head in one.columns]
    if not statuses or not all(status in marks.STATUSES for status in statuses):
        return [one]
    columns = [
        [
            replace(row, text=row.cells[n], cells=()) if row.cells else row
            for row in one.rows
            if (n < len(row.cells) and row.cells[n].strip()) or (n == 0 and not row.cells)
        ]
        for n in range(len(statuses))
    ]
    if not all(any(persons.people(row.text) for row in rows) for rows in columns):
        return [one]
    return [
        List(Label(status, head.casefold(), "", False), status, one.head, rows)
        for status, head, rows in zip(statuses, one.columns, columns, strict=True)
    ]


def _one_below_the_other(lines: Sequence[Line], points: Sequence[Point]) -> Iterator[List]:
    titles = {point.at: point.item.title or "" for point in points}
    first = points[0].at if points else len(lines)
    now: List | None = None
    for at, line in enumerate(lines):
        one = marks.label(titles.get(at, line.cells[0] if _is_row_of_labels(line) else line.text))
        is_title, is_table = at in titles, is_header(line)
        if now and (is_table or (one and not is_title and _is_row(now, one, line))):
            now.rows.append(line)
            continue
        if now and (one or is_title or _is_over(now, lines, at)):
            yield now
            now = None
        if one and one.is_status and (at < first or one.has_colon or not one.value):
            now = _opened(one, line)
        elif is_table and at < first and "namn" in line.text.casefold():
            now = List(Label(UNKNOWN, "namn", "", False), UNKNOWN, line, [line])
        elif now:
            now.rows.append(line)
    if now:
        yield now


def _is_row_of_labels(line: Line) -> bool:
    """Whether labels of lists stand beside each other, and nothing else on the line."""
    return len(line.cells) > 1 and all(marks.meaning(cell) in marks.STATUSES for cell in line.cells)


def _is_row(now: List, one: Label, line: Line) -> bool:
    """Whether a label is a role on the list that it stands in: "Ledamot: Anna Berg"."""
    is_list = not now.label.value
    return bool(one.is_role and is_list and not line.gap and (one.value or line.is_bullet))


def _opened(one: Label, line: Line) -> List:
    """A list that begins at a label; labels beside each other can't be told apart."""
    status, head = one.meaning, line
    beside = one.value and marks.meaning(one.value.split("\t")[0])
    if _is_row_of_labels(line):
        is_same = {marks.meaning(cell) for cell in line.cells} == {status}
        return List(one, status if is_same else UNKNOWN, head, [], line.cells)
    if beside in marks.STATUSES:
        columns = line.cells or (one.words, one.value)
        is_mark = one.is_role or one.words in ("ledamöter", "deltagare")
        return List(one, UNKNOWN if not is_mark or len(columns) > 2 else status, head, [], columns)
    made = List(one, status, head)
    if one.value:
        made.rows.append(replace(line, text=one.value, cells=line.cells[1:]))
    return made


def _is_over(now: List, lines: Sequence[Line], at: int) -> bool:
    """Whether a list is over: at plain text, or at a heading that isn't a body's on the list."""
    line, text = lines[at], lines[at].text
    is_sentence = len(text.split()) > 9 and bool(re.search(r"[.!?](?:\s+[A-ZÅÄÖ]|$)", text))
    if len(line.cells) < 2 and (len(text) > 300 or is_sentence) and len(persons.people(text)) < 2:
        return True
    if not now.rows or not (line.heading or line.gap) or not marks.is_heading(lines, at):
        return False
    return not _goes_on(now.rows[-1].text, text) and any(
        persons.people(row.text, row.cells) for row in now.rows
    )


def is_header(row: Line) -> bool:
    """The row of a table that names its columns."""
    heads = [cell.casefold().strip(" :") for cell in row.cells]
    known = sum(head in _COLUMNS or marks.meaning(head) in marks.STATUSES for head in heads if head)
    return known > 1 and known * 2 > len(heads)


def unwrapped(rows: Sequence[Line]) -> list[Line]:
    """Joins the lines of a list that was broken at the margin or inside a name."""
    out: list[Line] = []
    for row in rows:
        if out and not row.cells and not out[-1].cells and _goes_on(out[-1].text, row.text):
            out[-1] = replace(out[-1], text=_joined(out[-1].text, row.text))
        else:
            out.append(row)
    return out


def _joined(above: str, text: str) -> str:
    """Two lines of a list as one; a name that was divided at the margin is whole again."""
    if re.search(r"\w-$", above):
        return f"{above[:-1]}{text}" if text[:1].islower() else f"{above}{text}"
    return f"{above} {text}"


def _goes_on(above: str, text: str) -> bool:
    """Whether a line of a list goes on with the one above: "…, Bo" and "Ek, polisen" below it."""
    if text.startswith("(") or _OPEN.search(above) or (text[:1].islower() and ", " in above):
        return True
    is_surname = bool(re.match(rf"{WORD}\s*(?:[,(;]|$)", text))
    if re.search(rf"(?:[,;)]\s*|\b(?:och|samt)\s|^){WORD}$", above):
        last = above.rsplit(" ", 1)[-1].rsplit(",", 1)[-1]
        return is_surname and (names.is_first_name(last) or "-" in last or "," in above)
    return names.is_name(above) and bool(re.match(rf"{WORD}\s*\([A-ZÅÄÖ]{{1,3}}\)", text))


def split_lists(rows: Sequence[Line]) -> Iterator[Line]:
    """Each row; one that goes on with another list ("… och Bo Ek. Sjuk: Anna Berg") cut there."""
    for row in rows:
        parts = LIST_BEGINS.split(row.text)
        yield from [row] if row.cells else [replace(row, text=part) for part in parts]
