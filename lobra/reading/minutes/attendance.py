"""Who was present, called, prevented or absent, as far as the document tells them apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lobra.reading import marks, names, persons, vocabulary
from lobra.reading.found import Attendant, Doubt, Reading
from lobra.reading.marks import ABSENT, APOLOGIES, CALLED, PRESENT, UNKNOWN
from lobra.reading.minutes import lists, rows
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.lists import List
from lobra.reading.persons import Person
from lobra.reading.source import Line
from lobra_data.errors import quoted

_CROSS = re.compile(r"(?:[xX✓✔☒☑]|Ja|JA|ja)(?![\w=])")
_NOT_HERE = re.compile(
    rf"\s*(?:{persons.NO.pattern}|{vocabulary.any_of('attendance.missing')})(?![\w-])", re.I
)
_CROSSES = vocabulary.recogniser("attendance.crosses")
_SURER = {ABSENT: (APOLOGIES,), CALLED: (PRESENT, ABSENT, APOLOGIES)}  # on another list
_SPOKE = vocabulary.pattern("attendance.spoke")
_AT_ITEM = re.compile(r"§+\s*\d")  # "§ 4 Anna Berg": that is when she came
_GONE = vocabulary.pattern("attendance.gone")
_PART = vocabulary.recogniser("attendance.part")
_SIGNED = re.compile(r"[._]{4}|…|^/")  # a line to write on, or a name in slashes
# Another sentence behind a role: "polisen. Ingen var sjuk".
_NONE = re.compile(r"(?:(?<=\w{5})|,)\.\s+[A-ZÅÄÖ].*|\.\s+Ing(?:a|en)\b.*")
_HAD = re.compile(r"(?:^|[\s,)]+)(?:hade|har|var|fick|är|kunde)\b.*")  # "… hade lämnat återbud"
_BREAK = re.compile(r"[\s)]*,[\s,(]*")
_BODIES = frozenset(vocabulary.words("attendance.organisation"))
_ROLES = frozenset(vocabulary.words("attendance.role"))
_REMARKS = frozenset(vocabulary.words("attendance.remark"))
_NOBODY = re.compile(rf"{vocabulary.any_of('attendance.nobody')}|[-–]", re.I)
_OFFICER = vocabulary.pattern("officers.chair", "officers.secretary")
_REPLACES, _REPLACED_BY, _OF_ANOTHER = (
    vocabulary.recogniser(f"names.{way}", name=names.NAME.pattern)
    for way in ("replaced", "replacing", "of_another")
)

_SHORT = re.compile(r"\S+(?: [A-ZÅÄÖ])?")  # "Anna", "Anna B"

# Somebody on a list, and what his or her line says beside the name.
_Named = tuple[Attendant, Person]


@dataclass
class Roll:
    """Everybody on the lists, and what could not be told."""

    people: list[Attendant] = field(default_factory=list)
    replaced: list[Attendant] = field(default_factory=list)  # by somebody on a list
    doubts: list[Doubt] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # what letters on the lists stand for

    def doubt(self, reason: str, line: int) -> None:
        """Something about the lists that a person must look at."""
        self.doubts.append(Doubt("attendance", reason, line))


def roll(lines: Sequence[Line], points: Sequence[Point], is_notice: bool) -> Roll:
    """The lists of attendance in a document; `points` are its items, in whose text no list stands.

    In a notice nobody has been present yet: whoever is listed is called.
    """
    out = Roll(codes=lists.codes(lines))
    is_explained = any(_CROSSES.search(line.text) for line in lines)
    columns: tuple[str, ...] = ()  # of the list above, which "Ersättare:" goes on with
    for one in lists.lists(lines, points):
        if not one.columns and any(1 < len(row.cells) == len(columns) for row in one.rows):
            one.columns = columns
        if is_notice or one.words != "till":
            _read(out, one, is_explained)
            columns = one.columns
        if one.is_guessed:
            reason = f"De under {quoted(one.head.text)} är lästa som deltagare."
            out.doubt(reason, one.head.number)
    for person in out.people if is_notice else ():
        person.status = CALLED if person.status == PRESENT else person.status
    text = lines[points[0].at :] if points and not is_notice else ()
    for person in out.people:
        is_unsure = person.status in (CALLED, UNKNOWN) and person.name
        if is_unsure and lists.is_excused(str(person.name), text):
            person.status = APOLOGIES
    listed = [person for person in out.people if person.name]
    for person, name in zip(listed, names.turned([str(one.name) for one in listed]), strict=True):
        person.name = name
    if short := [person for person in out.people if _SHORT.fullmatch(person.name or "")]:
        told = names.told_in(line.text for line in lines)
        for person in short:
            person.name = names.whole(str(person.name), told) or person.name
    _settle(out)
    return out


def add_officers(out: Reading, lines: Sequence[Line]) -> None:
    """Who led and who wrote were there, though their label stands outside the list.

    Somebody of whom only a signature tells may have signed later.
    """
    listed = {_short(one.name) for one in out.attendance if one.name}
    has_any = any(one.status == PRESENT for one in out.attendance)
    officers = {out.chair, out.secretary} if has_any else set()
    for name in sorted(one for one in officers if one and not names.is_odd(one)):
        if _short(name) not in listed:
            line = next((line for line in lines if name in line.text), lines[0])
            reason = "leder eller skriver men saknas på närvarolistan"
            if not _SIGNED.search(line.text) and line.text.strip() != name:
                out.attendance.append(Attendant(name, None, None, PRESENT, line.number))
                reason += "; läst som närvarande"
            out.doubt("attendance", f"{name} {reason}.", line.number)


def _short(name: str) -> tuple[str, str]:
    """A name without initials and what else stands between its first word and its last."""
    return name.split()[0], name.split()[-1]


def _read(out: Roll, one: List, is_explained: bool) -> None:
    """One label's list: its people with their statuses, its roles, and what is unsure."""
    named: list[_Named] = []
    loose: list[Line] = []
    is_block = False  # a name with role and body on lines of their own
    for row in rows.unwrapped(one.rows):
        if lists.is_header(row):
            one.columns = row.cells
        elif not _GONE.search(row.text) and (found := _people(row, one, out.codes)):
            named += found
            out.replaced += _replaced(row, *found[-1])
            is_block = row.gap and names.is_name(row.text)
        elif named and not loose and (row.text[:1].islower() or (is_block and not row.gap)):
            _add_below(named[-1][0], row.text.strip(" ."))
        elif len(row.text) < 140 and re.search(r"\w{2}", row.text) and row.text[-1] != ":":
            loose.append(row)
    _mark(out, one, named, is_explained)
    out.people += [person for person, _ in named]
    short = [person.name for person, _ in named if " " not in (person.name or " ")]
    if any(re.search(r"\bjag\b", row.text) for row in one.rows) and one.status == PRESENT:
        short = short or ["Den som skriver (jag)"]
    if short:
        names_them = f"namngiv{'na' if len(short) > 1 else 'en'}"
        out.doubt(f"{', '.join(map(str, short))} är ofullständigt {names_them}.", one.head.number)
    if not named:
        _read_roles(out, one, loose)
    elif rest := [row for row in loose if _may_name(row)]:
        out.doubt(f"Raden {quoted(rest[0].text)} på listan är inte läst.", rest[0].number)


def _people(row: Line, one: List, codes: dict[str, str]) -> list[_Named]:
    """The people of a row, with what the heads of its columns say of them."""
    flat = (" ".join(cell.split()) for cell in row.cells)
    cells = tuple(re.sub(r"^\S+", lambda word: codes.get(word[0], word[0]), one) for one in flat)
    body, remark = None, ""
    if len(cells) == len(one.columns):
        beside = [*zip((head.casefold().strip(" :") for head in one.columns), cells, strict=True)]
        bodies = _BODIES | {one for one, cell in beside if one in _ROLES and persons.people(cell)}
        body = next((cell for head, cell in beside if head in bodies and cell), None)
        remark = " ".join(cell for head, cell in beside if head in _REMARKS)
        cells = tuple(cell for head, cell in beside if head not in bodies | _REMARKS)
    found = persons.people("\t".join(cells) or row.text, cells) or persons.lone(row.text)
    return [(_attendant(person, one, row, body, remark), person) for person in found]


def _attendant(person: Person, one: List, row: Line, body: str | None, remark: str) -> Attendant:
    """Somebody with the status of the column with a cross, of the words beside, or of the list."""
    role, status = _NONE.sub("", person.role or "") or None, one.status
    for head, cell in zip(one.columns, row.cells, strict=False):
        said = marks.meaning(head) or (PRESENT if persons.HERE.match(head.strip()) else "")
        if _CROSS.match(cell.strip()) and said != CALLED:
            status = said or status
    if status == CALLED and (_SPOKE.search(f"{role} {person.note}") or _AT_ITEM.search(row.text)):
        status = PRESENT
    if status == ABSENT and _AT_ITEM.match(person.note or ""):  # away from those items alone
        status = PRESENT
    told = f"{_OF_ANOTHER.sub('', role or '')} {person.note or ''} {remark}"
    for pattern, other in lists.AWAY:
        if (away := pattern.search(told)) and not _PART.match(told[away.end() :]):
            status = other
            role = _HAD.sub("", pattern.sub("", role or "").strip(" ,.()–-"))
            role = _BREAK.sub(", ", role) or None
            break
    first, _, rest = (role or "").partition(", ")
    if first and len(rest) > 4 and not _OFFICER.search(rest):
        role, body = first, body or rest
    return Attendant(person.name, role, body, status, row.number)


def _replaced(row: Line, one: Attendant, said: Person) -> list[Attendant]:
    """For whom somebody present stands in, unless it is for a part of the meeting; or who came
    for somebody who did not."""
    ways, status = (_REPLACES, ABSENT) if one.status == PRESENT else (_REPLACED_BY, PRESENT)
    text = " ".join(("; ".join(row.cells) or row.text).split())
    found = ways.finditer(text) if not said.note else ()
    one.role = _REPLACED_BY.sub("", one.role or "").strip(" .,") or None
    return [Attendant(match["name"], None, None, status, row.number) for match in found]


def _may_name(row: Line) -> bool:
    """Whether a row that no person was read from may still hold one: no head or legend."""
    is_other = marks.label(row.text) or lists.is_column(row.text) or _CROSSES.search(row.text)
    return not is_other and bool(names.NAME.search(row.text) or re.match(names.WORD, row.text))


def _add_below(person: Attendant, text: str) -> None:
    """A line below a name: the role or the rest of it, or the body after a role."""
    if person.role and text[:1].isupper():
        person.organisation = person.organisation or text
    else:
        person.role = " ".join(filter(None, [person.role, text]))


def _read_roles(out: Roll, one: List, loose: Sequence[Line]) -> None:
    """A list of roles without names; a number of people or a phrase is none."""
    if all(_NOBODY.match(row.text) for row in loose):
        return
    texts = [row.text for row in loose if row.number != one.head.number]
    if len(texts) == len(loose) and not any(
        len(text) > 70 or re.search(r"\d", text) or marks.VERB.search(text) for text in texts
    ):
        out.people += [
            Attendant(None, row.text.strip(" ."), None, one.status, row.number) for row in loose
        ]
        out.doubt("Närvaron anges med roller utan namn.", one.head.number)
    else:
        out.doubt("Listan kunde inte läsas.", one.head.number)


def _mark(out: Roll, one: List, named: Sequence[_Named], is_explained: bool) -> None:
    """What crosses say: with a legend or under a word for a status they tell who came."""
    marked = [said.is_marked for _, said in named]
    told = [marks.meaning(head) for head in (*one.columns, *one.words.split()[1:])]
    if one.words == "namn" and any(person.status in (ABSENT, APOLOGIES) for person, _ in named):
        left = [person for person, said in named if person.status == UNKNOWN and not said.is_marked]
        were = (
            ("frånvarande", ABSENT) if any(marked) and PRESENT in told else ("närvarande", PRESENT)
        )
        for person in left:
            person.status = were[1]
        if left:
            out.doubt(f"De som inget är anmärkt om är lästa som {were[0]}.", left[0].line)
    if not any(marked) or {ABSENT, APOLOGIES} & set(told[: len(one.columns)]):
        return
    denied = {row.number for row in one.rows if any(_NOT_HERE.match(c) for c in row.cells)}
    denied |= {person.line for person, _ in named if person.status in (ABSENT, APOLOGIES)}
    is_every = all(said.is_marked or person.line in denied for person, said in named)
    if is_explained or PRESENT in told or (is_every and (denied or one.status == PRESENT)):
        at = told.index(PRESENT) if PRESENT in told[: len(one.columns)] else None
        rows = [row for row in one.rows if len(row.cells) == len(one.columns)]
        empty = {row.number for row in rows if at is not None and not row.cells[at].strip()}
        for person, said in named:
            is_elsewhere = said.is_marked and person.line in empty  # in a column not known
            if not is_elsewhere and person.status not in (ABSENT, APOLOGIES):
                person.status = PRESENT if said.is_marked else ABSENT
    elif not all(marked):
        for person, _ in named:
            person.status = UNKNOWN
        reason = "Kryss står bara vid en del av namnen; vad de betyder sägs inte."
        out.doubt(reason, one.head.number)


def _may_be_other(one: Attendant, name: str) -> bool:
    """Whether a name may be none; two words with a role beside them are one, however rare."""
    is_plain = len(name.split()) == 2 and (one.role or one.organisation)
    return not is_plain and names.is_odd(name)


def _settle(out: Roll) -> None:
    """Each person once a status; who is on two lists that exclude each other is doubtful."""
    seen: dict[tuple[str, str], Attendant] = {}
    for one in [*out.people, *out.replaced]:
        name = (one.name or f"{one.role} {one.line}").casefold()
        first = seen.setdefault((name, one.status), one)
        first.role = first.role or one.role
    for (name, status), one in [*seen.items()]:
        if any((name, surer) in seen for surer in _SURER.get(status, ())):
            del seen[name, status]
        elif status != PRESENT and (name, PRESENT) in seen and status in (ABSENT, APOLOGIES):
            one.status = seen[name, PRESENT].status = UNKNOWN
            out.doubt(f"{one.name} står både som närvarande och frånvarande.", one.line)
    out.people = [*seen.values()]
    beside = [
        (word, one.line)
        for one in out.people
        for word in re.findall(rf"\b{names.WORD}\b", f"{one.role or ''} {one.organisation or ''}")
        if names.is_first_name(word)
    ]
    if beside:
        listed = ", ".join(dict.fromkeys(word for word, _ in beside))
        out.doubt(f"Läst som roll, men kan vara en person: {listed}.", beside[0][1])
    if odd := [one for one in out.people if one.name and _may_be_other(one, one.name)]:
        listed = ", ".join(str(one.name) for one in odd)
        out.doubt(f"Läst som personnamn, men kan vara annat: {listed}.", odd[0].line)
    asked = [one for one in out.people if one.status == CALLED]
    if asked and any(one.status == PRESENT for one in out.people):
        out.doubt("Om de som var kallade eller inbjudna kom sägs inte.", asked[0].line)
    if unsure := [one for one in out.people if one.status == UNKNOWN]:
        out.doubt("Det går inte att säga vilka som var närvarande.", unsure[0].line)
