"""The lists of people in a document: which label stands over which rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lobra.reading import marks, names, persons, vocabulary
from lobra.reading.marks import ABSENT, APOLOGIES, CALLED, PRESENT, STATUSES, UNKNOWN, VERB, Label
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import has_no_room, joined, width
from lobra.reading.names import WORD
from lobra.reading.source import Line
from lobra_data.words import sentences

AWAY = (
    (vocabulary.pattern("attendance.prevented"), APOLOGIES),
    (vocabulary.pattern("attendance.missing"), ABSENT),
)
"""What is said of somebody who did not come, and the status that it tells."""
_COLUMNS = frozenset(vocabulary.words("attendance.columns"))
_MARKED = ("ledamöter", "deltagare")  # beside a column that tells who of them came
_BEGINS = vocabulary.recogniser("attendance.begins", name=names.NAME.pattern)
_TOLD = vocabulary.recogniser("attendance.told")
_CODES = vocabulary.recogniser("attendance.codes")
_LETTERS, _SIGNS = {"J": "Ja", "N": "Nej"}, {"1": "Ja", "-": "Nej"}
_LABELLED = re.compile(rf"{WORD}\.?(?: [a-zåäö]+\.?){{0,2}}:\s+(.*)")
_ANOTHER_TIME = vocabulary.pattern("attendance.another_time")
_SENT_TO = vocabulary.recogniser("attendance.sent_to")
_SOM = re.compile(r"\bsom\b[^,.]*")  # "Anna, som ledde mötet"


@dataclass
class List:
    """People under a label (`words`) or the head of a table, with the rows that belong to it."""

    status: str
    words: str
    head: Line
    rows: list[Line] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    is_guessed: bool = False  # what stands over it is no known label


def lists(lines: Sequence[Line], points: Sequence[Point]) -> Iterator[List]:
    """Each label of a status, or head of a table with names, with the rows under it."""
    titles = {point.at: point.item.title or "" for point in points}
    first = points[0].at if points else len(lines)
    found: list[List] = []
    now: List | None = None
    for at, line in _pieces(lines, titles, first):
        one = marks.label(line.text)
        is_table, heads = is_header(line), line.text.casefold().split("\t")
        if now and line.table != now.head.table is not None and not one:
            now = None
        if now and (is_table or (one and at not in titles and _is_row(now, one, line))):
            now.rows.append(line)
        elif one and one.is_status and (at < first or _has_people(one)):
            is_stacked = now and now.status == PRESENT != one.meaning
            is_stacked = is_stacked and not any(each.rows for each in found)
            found.append(now := _opened(one, line))
            now.status = UNKNOWN if is_stacked else now.status  # who of them is whose?
            is_same = len(found) > 1 and found[-2].head.table == line.table is not None
            now.columns = now.columns or (found[-2].columns if is_same else ())
        elif is_table and at >= max(first, 1) and (status := _status_over(lines[at - 1])):
            found.append(now := List(status, "namn", line, [line]))  # in an appendix
        elif is_table and _names_people(heads, is_late=at >= first):
            found.append(now := List(UNKNOWN, "namn", line, [line]))
        elif not one and at + 2 < first and (hint := _hinted(lines[at : at + 3], now)):
            found.append(now := List(hint, "", line, is_guessed=True))
        elif not one and at < first and (told := _told(line, now)):
            found.append(told)
            now = now if told.words in ("gone", "gone_too") else told
        elif now and (one or at in titles or _is_text(line) or _SENT_TO.search(line.text)):
            if now.rows and not line.gap and line.text[:1].islower():  # the end of its sentence
                now.rows.append(replace(line, text=sentences(line.text)[0]))
            now = None
        elif now and at < first and (other := _unknown(now, line)):
            found.append(now := other)
        elif now:
            now.rows.append(line)
    for each in found:
        yield from _abreast(each)


def _names_people(heads: Sequence[str], is_late: bool) -> bool:
    """Whether columns are for names or statuses; below the first item they must be for both."""
    told = {"namn" in head for head in heads if "namn" in head or marks.meaning(head)}
    return len(told) > is_late


def _status_over(line: Line) -> str:
    """The status that a line over a table tells: "Närvarande vid årsmötet 3 maj"; else ""."""
    status = marks.meaning(line.text.split(" ")[0])
    return status if status in STATUSES and len(line.text) < 80 else ""


def _told(line: Line, now: List | None) -> List | None:
    """Who a sentence or a label that is not known says came, two people or more, or did not come.

    `words` are the way that it tells; inside a list only who came too or did not come is told so.
    """
    said = None if line.cells else _TOLD.match(line.text)
    way = (said.lastgroup if said else None) or ""
    row = replace(line, text=said[way] if said else "")
    people = persons.people(row.text) or persons.lone(row.text)
    if way in ("under", "gone", "gone_too") and (people or now):
        status = next((status for words, status in AWAY if words.search(line.text)), ABSENT)
        return List(status, way, line, [row])
    is_list = len(people) > (not row.text.endswith(",")) and not VERB.search(_SOM.sub("", row.text))
    is_more = now and way == "came" and people
    is_told = is_more or (is_list and not now)
    return List(PRESENT, way, line, [row], is_guessed=True) if is_told else None


def _unknown(now: List, line: Line) -> List | None:
    """The list that begins apart from those who came, at a word that isn't known: "Hemma: Bo"."""
    said = _LABELLED.match(line.text)
    is_only = said and len(now.rows) > 2 and not any(_LABELLED.match(row.text) for row in now.rows)
    if not said or not is_only or not line.gap or now.status != PRESENT:
        return None
    row = replace(line, text=said[1], cells=())
    return List(UNKNOWN, "", line, [row]) if persons.people(row.text) else None


def _hinted(lines: Sequence[Line], now: List | None) -> str:
    """The status that some words over people, one a line, tell by one of them: "Bjudna till mötet",
    "Vilka var med?"; without it they came, where no list is read. "" over anything else."""
    if not marks.is_over_people(lines):
        return ""
    over = lines[0].text
    told = [status for words, status in AWAY if words.search(over)]
    told += [means for word in over.split() if (means := marks.meaning(word)) in STATUSES]
    return next(iter(told), "" if now else PRESENT)


def _pieces(
    lines: Sequence[Line], titles: dict[int, str], first: int
) -> Iterator[tuple[int, Line]]:
    """Each line with its place, cut where a list begins inside it: "… och Bo Ek. Sjuk: Mai Alm".

    Of an item's line that is its title, without the number; above the items prose that was broken
    at the margin is whole.
    """
    whole: list[tuple[int, Line]] = []
    full = width(lines)
    for at, line in enumerate(lines):
        if 0 < at < first and _is_broken(lines[at - 1], line, full):
            begin, above = whole.pop()
            whole.append((begin, replace(above, text=joined(above.text, line.text))))
        else:
            whole.append((at, replace(line, text=titles.get(at, line.text))))
    for at, line in whole:
        is_broken = line.text != lines[at].text
        is_whole = at < first and (is_broken or not marks.label(line.text))
        cut = sentences if is_whole else _BEGINS.split
        for text in [line.text] if line.cells else cut(line.text):
            yield at, replace(line, text=text)


def _is_broken(above: Line, line: Line, full: int) -> bool:
    """Whether a line goes on with the prose of the one above it, where it had no more room."""
    is_apart = line.gap or line.is_bullet or line.heading or line.cells or above.cells
    is_prose = not line.text[:1].isupper() or re.search(r"[\w)]\.\s", above.text)
    is_next = is_prose and not is_apart and has_no_room(above, line.text, full)
    return bool(is_next and not marks.label(line.text))


def _is_row(now: List, one: Label, line: Line) -> bool:
    """Whether a label is a role on the list that it stands in: "Ledamot: Anna Berg"."""
    is_under = all(row.number != now.head.number for row in now.rows[:1])
    is_near = not line.gap or (line.is_bullet and not now.rows)
    return bool(one.is_role and is_under and is_near and (one.value or line.is_bullet))


def _has_people(one: Label) -> bool:
    return one.has_colon or not one.value or len(persons.people(one.value)) > 1


def _opened(one: Label, line: Line) -> List:
    """A list that begins at a label; labels beside each other can't be told apart."""
    beside = marks.meaning(one.value.split("\t")[0])
    is_body = one.meaning == CALLED and one.value.casefold().strip(" :") in _MARKED
    is_same = beside == one.meaning or is_body
    if is_same and not line.cells and not (one.is_role or one.words in _MARKED):
        return List(one.meaning, one.words, line)  # "Beslutande: Ledamöter" over the names
    if beside == one.meaning and line.cells and persons.people(line.cells[-1]):  # … or beside them
        return List(one.meaning, one.words, line, [replace(line, cells=line.cells[2:])])
    if beside in STATUSES:
        columns = line.cells or (one.words, one.value)
        is_mark = len(columns) < 3 and (one.is_role or one.words in _MARKED)
        return List(one.meaning if is_mark else UNKNOWN, one.words, line, [], columns)
    own = [cell[len(one.words) :].strip(" :;") for cell in line.cells[:1]]
    cells = (*filter(None, own), *line.cells[1:])
    is_whole = cells or one.meaning != PRESENT or len(one.value) > 400  # a page on one line
    values = [one.value] if is_whole else sentences(one.value)
    rows = [replace(line, text=value, cells=cells) for value in values if value]
    return List(one.meaning, one.words, line, rows)


def _is_text(line: Line) -> bool:
    """Whether a line tells something, and lists nobody."""
    text = line.text
    is_sentence = len(text.split()) > 9 and re.search(r"[.!?](?:\s+[A-ZÅÄÖ]|$)", text)
    is_row = line.table is not None and len(line.cells) > 2
    people = len(persons.people(text, line.cells))
    return bool((len(text) > 300 or is_sentence) and people < 2 - is_row)


def _side(rows: Sequence[Line], side: slice) -> Iterator[Line]:
    for row in rows:
        cells = row.cells[side]
        yield replace(row, text="\t".join(cells), cells=cells) if cells else row


def _abreast(one: List) -> list[List]:
    """A list for each column, where names stand under labels beside each other."""
    if not one.columns and one.rows and is_header(one.rows[0]):
        one = replace(one, columns=one.rows[0].cells, rows=one.rows[1:])
    half = len(one.columns) // 2
    if half > 1 and one.columns[1:half] == one.columns[half + 1 :]:  # two tables side by side
        sides = (slice(half), slice(half, None))
        return [
            replace(one, columns=one.columns[side], rows=[*_side(one.rows, side)]) for side in sides
        ]
    statuses = [marks.meaning(head) for head in one.columns]
    apart = [
        List(status, head.casefold(), one.head, [*_column(one.rows, n)])
        for n, (status, head) in enumerate(zip(statuses, one.columns, strict=True))
        if status in STATUSES
    ]
    is_apart = all(any(persons.people(row.text) for row in each.rows) for each in apart)
    return apart if is_apart and 0 < len(apart) == len(statuses) else [one]


def _column(rows: Sequence[Line], n: int) -> Iterator[Line]:
    for row in rows:
        cells = row.cells or (row.text,)
        if n < len(cells) and cells[n].strip():
            yield replace(row, text=cells[n], cells=())


def is_excused(name: str, lines: Sequence[Line]) -> bool:
    """Whether the text tells of somebody who could not come: "Anna Berg hade anmält förhinder"."""
    lines = [line for line in lines if name in line.text and not line.cells]
    told = (one for line in lines for one in sentences(line.text))
    here = (one for one in told if not _ANOTHER_TIME.search(one))
    found = ((one, AWAY[0][0].search(one)) for one in here)
    clauses = (one[: hit.start()].rpartition(" att ")[2] for one, hit in found if hit)
    return any(re.search(rf"\b{re.escape(name)}\b", one) for one in clauses)


def is_column(text: str) -> bool:
    """Whether a cell names a column of a list of people."""
    return text.casefold().strip(" :") in _COLUMNS


def is_header(row: Line) -> bool:
    """The row of a table that names its columns."""
    heads = [cell for cell in row.cells if cell.strip()]
    known = sum(is_column(head) or marks.meaning(head) in STATUSES for head in heads)
    is_most = known > 1 and known * 2 > len(row.cells)
    is_most = is_most or _names_people([head.casefold() for head in heads], is_late=True)
    return is_most and not any(map(persons.people, heads))


def codes(lines: Sequence[Line]) -> dict[str, str]:
    """The letters that tell who came, where a line explains them: "Närv (N), Frånv (F)", or where
    cells answer with J and N, or with 1 and a dash under "Närvaro"."""
    for line in lines:
        found = {one[2] or one[3]: one[1] or one[4] for one in _CODES.finditer(line.text)}
        told = {*map(marks.meaning, found.values())}
        if PRESENT in told and told & {ABSENT, APOLOGIES}:
            return found
    told = {cell.strip() for one in lines for cell in one.cells}
    if {*_LETTERS} <= told:
        return _LETTERS
    return _SIGNS if {*_SIGNS, "Närvaro"} <= told else {}
