"""Who was present, called, prevented or absent, as far as the document tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lobra.reading import labels, names, vocabulary
from lobra.reading.found import Attendant, Doubt
from lobra.reading.labels import ABSENT, APOLOGIES, CALLED, PRESENT, UNKNOWN
from lobra.reading.source import Line
from lobra_data.errors import quoted

_MARK = re.compile(r"^[xX✓✔☒]$")
_PREVENTED = vocabulary.pattern("attendance.prevented")
_MISSING = vocabulary.pattern("attendance.missing")
# What a document says of its crosses: "X = närvarande", "frånvarande är … utan kryss".
_MARK_IS_PRESENT = re.compile(
    r"(?i)\b[x✓]\s*(?:=|betyder|innebär|anger|:)\s*närv|\bkryss\w*\s+(?:betyder|innebär|anger|"
    r"markerar|för)\s+närv|frånvarande\b[^.]{0,60}\butan kryss|närvar\w*\s+(?:markeras|anges|är "
    r"markera\w+)\s+med\s+(?:x|kryss)|"
    r"\bmed kryss\b[^.]{0,40}\b(?:närvar|deltog)|\((?:x|kryss)\s*=?\s*närv"
)
_BODY = re.compile(r"[.!?]\s+[A-ZÅÄÖ]|[.!?]$")
_COLUMN = vocabulary.pattern("attendance.columns")
_FIRST_COLUMN = vocabulary.pattern("attendance.first_column")
_NOBODY = re.compile(rf"{vocabulary.any_of('attendance.nobody')}|[-–]", re.I)
# A row of a list: its line, its text, its cells.
_Row = tuple[int, str, tuple[str, ...]]


@dataclass
class Roll:
    """Everybody on the lists, the lines that the lists take, and what could not be told."""

    people: list[Attendant] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, reason: str, line: int) -> None:
        """Something about the lists that a person must look at."""
        self.doubts.append(Doubt("attendance", reason, line))


def roll(lines: Sequence[Line], starts: Sequence[int], is_notice: bool) -> Roll:
    """The lists of attendance in a document.

    `starts` are the places of the agenda's items in `lines`; a list ends there. In a notice
    nobody has been present yet: whoever is listed is called.
    """
    out = Roll()
    found = labels.listed(lines)
    first = min(starts, default=len(lines))
    _read_tables(out, lines)
    explained = any(_MARK_IS_PRESENT.search(line.text) for line in lines)
    for one, below in labels.owned(lines, found, starts):
        if one.meaning not in labels.STATUSES or not (one.value or below):
            continue
        if one.at > first and not one.has_colon and one.value and one.words[:6] != "deltog":
            continue
        status = one.meaning
        if is_notice and status == PRESENT:
            status = CALLED
        if one.words == "till" and not is_notice:
            continue
        _read_list(out, lines, one, below, status, explained)
    if explained:
        _read_marked(out, lines[:first])
    if not out.people:
        _read_unlabelled(out, lines, first)
    _settle(out)
    return out


def _read_list(
    out: Roll,
    lines: Sequence[Line],
    one: labels.Label,
    below: Sequence[Line],
    status: str,
    explained: bool,
) -> None:
    """One label's list: its own line's value, then the lines under it while they name people."""
    number = lines[one.at].number
    rows: list[_Row] = [(number, value, ()) for value in one.value.split("\n") if value]
    if len(beside := lines[one.at].cells[1:]) > 1:
        rows = [(number, "\t".join(beside), beside)]  # the first row stands beside the label
    rows += [(line.number, line.text, line.cells) for line in below if line.number not in out.lines]
    rows = [part for row in _unwrapped(rows) for part in _with_others(row)]
    named, marked, loose = _named(rows, status)
    out.lines |= {person.line for person in named}
    if explained and any(marked):
        for person, has_mark in zip(named, marked, strict=True):
            if person.status in (PRESENT, UNKNOWN, CALLED):
                person.status = PRESENT if has_mark else ABSENT
    elif 0 < sum(marked) < len(marked):
        for person in named:
            person.status = UNKNOWN
        out.doubt("Kryss står bara vid en del av namnen; vad de betyder sägs inte.", number)
    lone = [person.name for person in named if person.name and " " not in person.name]
    if lone or any(re.search(r"\bjag\b", text) for _, text, _ in rows):
        out.doubt(f"{', '.join(lone) or quoted('jag')} är ofullständigt namngiven.", number)
    if len(loose) >= 2 and named and all(person.role is None for person in named):
        out.doubt("Namn och roller står i skilda kolumner och kan inte paras ihop.", loose[0][0])
    if not named and one.value and status in (PRESENT, CALLED) and not _NOBODY.match(one.value):
        out.doubt("Listan kunde inte läsas.", number)
    out.people += named


def _named(
    rows: Sequence[_Row], status: str
) -> tuple[list[Attendant], list[bool], list[tuple[int, str]]]:
    """The people of a list, which of them have a cross, and the lines that name nobody."""
    named: list[Attendant] = []
    marked: list[bool] = []
    loose: list[tuple[int, str]] = []
    for line, text, cells in rows:
        other = labels.label(Line(line, text))
        if other and other.value and other.meaning in labels.STATUSES and not other.is_role:
            status, text = other.meaning, other.value
        if found := _people(text, cells):
            if len(loose) == 1 and not named and not _is_group(loose[0][1]):
                loose = []
            elif loose and _is_group(loose[-1][1]):
                loose.pop()
            named += [_attendant(person, status, line) for person in found]
            marked += [_has_mark(text, cells)] * len(found)
        elif _is_header(cells):
            continue
        elif _ends_list(text, cells) or (len(loose) >= 3 and not named):
            break
        elif named and re.match(r"[a-zåäö(]", text) and named[-1].role is None and not loose:
            named[-1].role = text.strip(" .")
        elif text.strip():
            loose.append((line, text))
    return named, marked, loose


def _read_marked(out: Roll, lines: Sequence[Line]) -> None:
    """People with a cross that stand above the lists, where the document says what it means."""
    for line in lines:
        if line.number in out.lines or line.heading or len(line.text) > 120:
            continue
        if _has_mark(line.text, line.cells) and (found := _people(line.text, line.cells)):
            out.people += [_attendant(person, PRESENT, line.number) for person in found]
            out.lines.add(line.number)
        elif (
            re.match(r"[A-ZÅÄÖ][\w ]{2,40}:\s", line.text)
            and not labels.label(line)
            and (found := _people(line.text, ()))
        ):
            out.people += [_attendant(person, ABSENT, line.number) for person in found]
            out.lines.add(line.number)


def _people(text: str, cells: tuple[str, ...]) -> list[names.Person]:
    """The people of a row; several that run together are told apart by their first names."""
    found = names.people(text, cells)
    if not found and len(cells) == 2 and all(cells):
        found = names.people(", ".join(cells))
    if cells and len(cells) > 1:
        stacked = [row for row in cells[0].split("\n") if row.strip()]
        if len(stacked) > 1 and all(names.people(row) for row in stacked):
            return [one for row in stacked for one in names.people(row)]
        return found
    several = names.run_together(text)
    if len(several) > max(1, len(found)):
        return several
    return found


def _unwrapped(rows: Sequence[_Row]) -> list[_Row]:
    """Joins the lines of a list that was broken at the margin or inside a name."""
    out: list[_Row] = []
    for line, text, cells in rows:
        if out and not cells and not out[-1][2] and _goes_on(out[-1][1], text):
            out[-1] = (out[-1][0], f"{out[-1][1]} {text}", ())
        else:
            out.append((line, text, cells))
    return out


def _goes_on(above: str, text: str) -> bool:
    """Whether a line of a list goes on with the one above: "…, Bo" and "Ek, polisen" below it."""
    if _is_broken_name(above, text) or text.startswith("("):
        return True
    if re.search(r"(?:,|\boch|\bsamt|\bför|\bav|\bi|/|-)$", above):
        return True
    if re.search(rf",\s*{names.WORD}$", above):
        return bool(re.match(rf"{names.WORD}\s*(?:[,(]|$)", text))
    is_full = "," in above and len(above) > 55 and above[-1] not in ".;"
    return is_full and bool(re.match(rf"{names.WORD}(?:,|\s*$)", text))


def _with_others(row: _Row) -> list[_Row]:
    """A line that goes on with another list: "… och Bo Ek. Sjuk: Anna Berg."""
    line, text, cells = row
    if cells:
        return [row]
    parts = re.split(r"(?<=[.;])\s+(?=[A-ZÅÄÖ][a-zåäö ]{3,25}:\s)", text)
    return [(line, part, ()) for part in parts]


def _is_broken_name(above: str, text: str) -> bool:
    """A name that a page break cut in two: "Mari-Anne" and "Berg, sekreterare" below it."""
    if re.fullmatch(names.WORD, above) and (
        above.casefold() in names.first_names() or re.fullmatch(r"\w+-[A-ZÅÄÖ]\w+", above)
    ):
        return bool(re.match(rf"{names.WORD}(?:,|\s*\(|$)", text))
    return names.is_name(above) and bool(re.match(rf"{names.WORD}\s*\([A-ZÅÄÖ]{{1,3}}\)", text))


def _ends_list(text: str, cells: tuple[str, ...]) -> bool:
    """Whether a line is no longer part of a list of people."""
    if len(cells) > 1:
        return False
    return len(text) > 140 or (len(text.split()) > 9 and bool(_BODY.search(text)))


def _is_header(cells: tuple[str, ...]) -> bool:
    """The row of a table that names its columns."""
    return len(cells) > 1 and len(cells[0]) < 30 and any(map(_COLUMN.match, cells))


def _is_group(text: str) -> bool:
    """A sub-heading in a list: the body that the following people come from."""
    return len(text) < 50 and not re.search(r"[.,;]", text)


def _has_mark(text: str, cells: tuple[str, ...]) -> bool:
    if cells:
        return any(_MARK.match(cell.strip()) for cell in cells) or _has_mark(" ".join(cells), ())
    return bool(re.search(r"\s[xX✓✔](?=$|\s+§|\s+\d|,)", text))


def _attendant(person: names.Person, status: str, line: int) -> Attendant:
    words = " ".join(filter(None, [person.role, person.note]))
    if _PREVENTED.search(words):
        status = APOLOGIES
    elif _MISSING.search(words):
        status = ABSENT
    role, organisation = person.role, None
    if role and ", " in role:
        role, organisation = (part.strip() for part in role.split(", ", 1))
    if person.party:
        organisation = person.party if not organisation else f"{organisation} ({person.party})"
    return Attendant(person.name, role, organisation, status, line)


def _read_tables(out: Roll, lines: Sequence[Line]) -> None:
    """Tables of attendance whose columns say who was there: "Namn | Närvarande | Frånvarande"."""
    header: dict[int, str] = {}
    for line in lines:
        if len(line.cells) < 2:
            header = {}
            continue
        said = [labels.meaning(cell.strip(" :")) for cell in line.cells]
        meanings = {n: word for n, word in enumerate(said) if word in labels.STATUSES}
        if meanings and _FIRST_COLUMN.match(line.cells[0]):
            header = {n: word for n, word in meanings.items() if n > 0}
            continue
        if not header or line.number in out.lines:
            continue
        found = names.people("", line.cells)
        marks = [n for n in header if n < len(line.cells) and _MARK.match(line.cells[n].strip())]
        status = header[marks[0]] if len(marks) == 1 else None
        if not marks and set(header.values()) == {PRESENT}:
            status = ABSENT  # the column says who was there, and this row has no cross
        if found and status:
            person = names.Person(found[0].name, _without_marks(line.cells, found[0]))
            out.people.append(_attendant(person, status, line.number))
            out.lines.add(line.number)


def _without_marks(cells: tuple[str, ...], person: names.Person) -> str | None:
    """The cells beside a name that are neither crosses nor dashes."""
    rest = [c.strip() for c in cells if person.name not in c and re.search(r"\w{2}", c)]
    return ", ".join(rest) or person.role


def _read_unlabelled(out: Roll, lines: Sequence[Line], first: int) -> None:
    """People in the head whose list has no label of its own: the status can't be known."""
    for at in range(min(first, len(lines), 60)):
        line = lines[at]
        if labels.label(line) or line.heading or len(line.text) > 200:
            continue
        people = names.people(line.text, line.cells)
        known = names.first_names()
        if people := [p for p in people if p.role or p.name.split()[0].casefold() in known]:
            out.people += [_attendant(p, UNKNOWN, line.number) for p in people]
            out.lines.add(line.number)
    if len(out.people) < 3:
        out.people.clear()
        out.lines.clear()


def _settle(out: Roll) -> None:
    """Each person once a status; who is on two lists that exclude each other is doubtful."""
    seen: dict[tuple[str, str], Attendant] = {}
    for one in out.people:
        first = seen.setdefault(((one.name or "").casefold(), one.status), one)
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
