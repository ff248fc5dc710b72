"""Who was present, called, prevented or absent, as far as the document tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lobra.reading import marks, names, persons, vocabulary
from lobra.reading.found import Attendant, Doubt
from lobra.reading.marks import ABSENT, APOLOGIES, CALLED, PRESENT, UNKNOWN
from lobra.reading.minutes import lists
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.lists import List
from lobra.reading.persons import Person
from lobra.reading.source import Line
from lobra_data.errors import quoted

_CROSS = re.compile(r"(?:[xX✓✔☒]|Ja|JA|ja)(?:\s*\([^)]*\))?")
_NOT_HERE = re.compile(
    rf"\s*(?:{persons.NO.pattern}|{vocabulary.any_of('attendance.missing')})[.\s]*", re.I
)
_CROSSES = vocabulary.recogniser("attendance.crosses")
_PREVENTED = vocabulary.pattern("attendance.prevented")
_AWAY = re.compile(
    rf"\b(?:hade|har)\s+(?:\w+\s+)?{vocabulary.any_of('attendance.prevented')}", re.I
)
_ROLE_BELOW = re.compile(r"[a-zåäö(]")
_HAD = re.compile(r"(?:^|\s+)(?:hade|har)$")
_MISSING = vocabulary.pattern("attendance.missing")
_BODIES = frozenset(vocabulary.words("attendance.organisation"))
_REMARKS = frozenset(vocabulary.words("attendance.remark"))
_NOBODY = re.compile(rf"{vocabulary.any_of('attendance.nobody')}|[-–]", re.I)
_OFFICER = vocabulary.pattern("officers.chair", "officers.secretary")
_TOLD = (PRESENT, APOLOGIES, ABSENT)
_REPLACES = vocabulary.recogniser("names.replaced", name=names.NAME.pattern)


@dataclass
class Roll:
    """Everybody on the lists, the lines that the lists take, and what could not be told."""

    people: list[Attendant] = field(default_factory=list)
    replaced: list[Attendant] = field(default_factory=list)  # by somebody on a list
    lines: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    writer_at: int | None = None  # where the list says "jag"

    def doubt(self, reason: str, line: int) -> None:
        """Something about the lists that a person must look at."""
        self.doubts.append(Doubt("attendance", reason, line))


def roll(lines: Sequence[Line], points: Sequence[Point], is_notice: bool) -> Roll:
    """The lists of attendance in a document; `points` are its items, in whose text no list stands.

    In a notice nobody has been present yet: whoever is listed is called.
    """
    out = Roll()
    explained = any(_CROSSES.search(line.text) for line in lines)
    for one in lists.lists(lines, points):
        if is_notice and one.status == PRESENT:
            one.status = CALLED
        elif one.label.words == "till" and not is_notice:
            continue
        _read(out, one, explained)
    first = points[0].at if points else len(lines)
    if explained:
        _read_apart(out, lines[:first])
    if not out.people:
        _read_told(out, lines)
    out.people += out.replaced
    _settle(out)
    return out


def _read(out: Roll, one: List, explained: bool) -> None:
    """One label's list: its people with their statuses, its roles, and what is unsure."""
    named: list[tuple[Attendant, Person]] = []
    loose: list[Line] = []
    number, is_block = one.head.number, False  # a name with role and body on lines of their own
    for row in lists.split_lists(lists.unwrapped(one.rows)):
        other = marks.label(row.text)
        if other and other.is_status and other.value and not other.is_role and row is not one.head:
            one = List(other, other.meaning, row)
            row = replace(row, text=other.value)
        if lists.is_header(row):
            one.columns = row.cells
        elif found := _people(row, one.columns):
            named += [(_attendant(person, one, row, body), person) for person, body in found]
            out.replaced += _replaced(row, named[-1][1], one.status)
            is_block = row.gap and names.is_name(row.text)
        elif named and not loose and (_ROLE_BELOW.match(row.text) or (is_block and not row.gap)):
            _add_below(named[-1][0], row.text.strip(" ."))
        elif len(row.text) < 140 and re.search(r"\w{2}", row.text) and row.text[-1] != ":":
            loose.append(row)
    _mark(out, one, named, explained)
    out.people += [person for person, _ in named]
    out.lines |= {person.line for person, _ in named}
    lone = [p.name for p, _ in named if p.name and " " not in p.name]
    is_writer = any(re.search(r"\bjag\b", row.text) for row in one.rows)
    if is_writer and one.status == PRESENT:
        out.writer_at = number
    if lone or is_writer:
        out.doubt(
            f"{', '.join(lone) or 'Den som skriver (jag)'} är ofullständigt namngiven.", number
        )
    if len(loose) >= 2 and named and all(person.role is None for person, _ in named):
        out.doubt(
            "Namn och roller står i skilda kolumner och kan inte paras ihop.", loose[0].number
        )
    elif not named and loose:
        _read_roles(out, one, loose)
    elif rest := [row for row in loose if _may_name(row)]:
        out.doubt(f"Raden {quoted(rest[0].text)} på listan är inte läst.", rest[0].number)


def _replaced(row: Line, person: Person, status: str) -> list[Attendant]:
    """For whom somebody present stands in: absent, unless it is for a part of the meeting."""
    found = _REPLACES.finditer(row.text) if status == PRESENT and not person.note else ()
    return [Attendant(match["name"], None, None, ABSENT, row.number) for match in found]


def _may_name(row: Line) -> bool:
    """Whether a row that no person was read from may still hold one: not a head or a legend."""
    is_other = marks.label(row.text) or lists.is_header(row) or _CROSSES.search(row.text)
    return not is_other and bool(names.NAME.search(row.text) or re.match(names.WORD, row.text))


def _add_below(person: Attendant, text: str) -> None:
    """A line below a name: the role or the rest of it, or the body after a role."""
    if person.role and text[:1].isupper():
        person.organisation = person.organisation or text
    else:
        person.role = " ".join(filter(None, [person.role, text]))


def _read_roles(out: Roll, one: List, rows: Sequence[Line]) -> None:
    """A list of roles without names; a number of people or a phrase is none."""
    if all(_NOBODY.match(row.text) for row in rows):
        return
    is_list = not one.label.value and not any(re.search(r"\d", row.text) for row in rows)
    if is_list and all(len(row.text) < 70 and not marks.VERB.search(row.text) for row in rows):
        out.people += [
            Attendant(None, row.text.strip(" ."), None, one.status, row.number) for row in rows
        ]
        out.lines |= {row.number for row in rows}
        out.doubt("Närvaron anges med roller utan namn.", one.head.number)
    else:
        out.doubt("Listan kunde inte läsas.", one.head.number)


def _mark(out: Roll, one: List, named: Sequence[tuple[Attendant, Person]], explained: bool) -> None:
    """What crosses say: with a legend or under a word for a status they tell who came."""
    marked = [said.is_marked for _, said in named]
    if not any(marked) or len({marks.meaning(head) for head in one.columns} & set(_TOLD)) > 1:
        return
    denied = {row.number for row in one.rows if any(_NOT_HERE.fullmatch(c) for c in row.cells)}
    every = all(said.is_marked or person.line in denied for person, said in named)
    heads = [*one.columns, *one.label.words.split()[1:]]
    if (
        explained
        or (every and one.status == PRESENT)
        or any(marks.meaning(head) == PRESENT for head in heads)
    ):
        for person, said in named:
            if person.status in (PRESENT, UNKNOWN, CALLED):
                person.status = PRESENT if said.is_marked else ABSENT
    elif not all(marked):
        for person, _ in named:
            person.status = UNKNOWN
        reason = "Kryss står bara vid en del av namnen; vad de betyder sägs inte."
        out.doubt(reason, one.head.number)


def _people(row: Line, columns: Sequence[str]) -> list[tuple[Person, str | None]]:
    """The people of a row, each with the body that a column of the table's head tells."""
    cells = tuple(" ".join(cell.split()) for cell in row.cells)
    heads = [head.casefold().strip(" :") for head in columns]
    stacked = [part for part in (row.cells[0] if row.cells else "").split("\n") if part.strip()]
    if len(stacked) > 1 and all(persons.people(part) for part in stacked):
        return [(one, None) for part in stacked for one in persons.people(part)]
    if len(cells) == len(heads) > 1 and "namn" in heads:
        return _by_columns(dict(zip(heads, cells, strict=True)))
    found = persons.people(row.text, cells)
    return [(one, None) for one in found]


def _by_columns(row: dict[str, str]) -> list[tuple[Person, str | None]]:
    """The people of a row whose table says which column is the body's and which a remark."""

    def said(heads: frozenset[str]) -> str | None:
        return next((cell for head, cell in row.items() if head in heads and cell), None)

    other = [c for h, c in row.items() if h not in (_BODIES | _REMARKS | {"namn"}) and c]
    role = ", ".join(c for c in other if not _CROSS.fullmatch(c) and not persons.NO.fullmatch(c))
    is_marked = any(_CROSS.fullmatch(cell) for cell in row.values())
    return [
        (
            replace(
                one,
                role=one.role or role or None,
                note=one.note or said(_REMARKS),
                is_marked=is_marked,
            ),
            said(_BODIES),
        )
        for one in persons.people(row["namn"])
    ]


def _status(one: List, row: Line) -> str:
    """The status of a row: that of the column with its cross, else that of the list."""
    beside = zip(one.columns, row.cells, strict=False)
    crossed = (marks.meaning(head) for head, cell in beside if _CROSS.fullmatch(cell.strip()))
    return next((status for status in crossed if status in _TOLD), one.status)


def _attendant(person: Person, one: List, row: Line, body: str | None) -> Attendant:
    status, role = _status(one, row), person.role
    words = " ".join(filter(None, [role, person.note]))
    for pattern, other in ((_PREVENTED, APOLOGIES), (_MISSING, ABSENT)):
        if pattern.search(words):
            status = other
            role = _HAD.sub("", pattern.sub("", role or "").strip(" ,.()–-")) or None
            break
    role, own = _divided(role)
    return Attendant(person.name, role, body or own, status, row.number)


def _divided(role: str | None) -> tuple[str | None, str | None]:
    """A role and the body after its comma; "kommunalråd, ordförande" has only roles."""
    first, _, rest = (role or "").partition(", ")
    is_body = len(rest) > 4 and not _OFFICER.search(rest)
    return (first, rest) if first and is_body else (role, None)


def _read_apart(out: Roll, lines: Sequence[Line]) -> None:
    """People with a cross that stand above the lists, where the document says what it means."""
    for line in lines:
        if line.number in out.lines or line.heading or len(line.text) > 120:
            continue
        found = persons.people(line.text, line.cells)
        is_role = re.match(r"[A-ZÅÄÖ][\w ]{2,40}:\s", line.text) and not marks.label(line.text)
        if is_role or any(one.is_marked for one in found):
            out.people += [
                Attendant(
                    one.name, one.role, None, PRESENT if one.is_marked else ABSENT, line.number
                )
                for one in found
            ]
            out.lines.add(line.number)


def _read_told(out: Roll, lines: Sequence[Line]) -> None:
    """People whom a sentence inside the text lists: "Kl. 9-10. Med var Anna Berg och Bo Ek."."""
    for line in lines:
        for part in () if line.cells else lists.LIST_BEGINS.split(line.text):
            one = marks.label(part)
            found = persons.people(one.value) if one and one.is_status else []
            if one and len(found) > 1:
                _read(out, List(one, one.meaning, line, [replace(line, text=one.value)]), False)
            elif not one and _AWAY.search(part):
                away = List(marks.Label(APOLOGIES, "", "", False), APOLOGIES, line)
                out.people += [_attendant(who, away, line, None) for who in persons.people(part)]


def _settle(out: Roll) -> None:
    """Each person once a status; who is on two lists that exclude each other is doubtful."""
    seen: dict[tuple[str, str], Attendant] = {}
    for one in out.people:
        key = (one.name or f"{one.role} {one.line}").casefold()
        first = seen.setdefault((key, one.status), one)
        first.role = first.role or one.role
    unique = [
        one
        for (name, status), one in seen.items()
        if status != ABSENT or (name, APOLOGIES) not in seen
    ]
    both = {
        name
        for name, status in seen
        if status == PRESENT and {(name, ABSENT), (name, APOLOGIES)} & set(seen)
    }
    for one in unique:
        if (one.name or "").casefold() in both:
            one.status = UNKNOWN
            out.doubt(f"{one.name} står både som närvarande och frånvarande.", one.line)
    if unsure := [one for one in unique if one.status == UNKNOWN]:
        out.doubt("Det går inte att säga vilka som var närvarande.", unsure[0].line)
    out.people = unique
