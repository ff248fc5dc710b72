"""Where the meeting was, who led it, who wrote its minutes and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lobra.reading import clock, dates, marks, names, persons, vocabulary
from lobra.reading.found import Attendant, Reading
from lobra.reading.marks import ABSENT, APOLOGIES
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.when import Field
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import WEEKDAYS

_NAME = names.NAME.pattern
_LED = vocabulary.recogniser("officers.led", name=_NAME)
_CHOSEN = vocabulary.recogniser("officers.chosen_chair", name=_NAME)
_OPENED = vocabulary.recogniser("officers.opened", name=_NAME)
_KEEPS = vocabulary.recogniser("officers.keeps", name=names.WORD)
_KEPT = marks.Label("secretary", "", "", False)
_WROTE = vocabulary.recogniser("officers.wrote", name=_NAME)
_ROLES = {
    "chair": vocabulary.recogniser("officers.chair_role"),
    "secretary": vocabulary.recogniser("officers.secretary_role"),
}
_FIRST = re.compile(rf"(?P<name>{names.WORD})(?:\s(?P<initial>[A-ZÅÄÖ])\.?)?")
_COPIED = vocabulary.pattern("officers.copied")
_ROOM = re.compile(rf"(?i){vocabulary.any_of('place.rooms')}|\b\w*plan \d\b")
_HELD = vocabulary.recogniser("place.held")
_SAT = vocabulary.recogniser("place.sat")
_AFTER_TIME = vocabulary.recogniser("place.after_time")
_HOURS = re.compile(
    r"(?i)\b(?:kl(?:ockan)?\.?\s*)?\d{1,2}[.:]\d{2}\s*(?:[-–—]|till|t\.?o\.?m\.?)?\s*"
    r"(?:\d{1,2}[.:]\d{2})?\b(?:\s*\*)?|\bkl(?:ockan)?\.?\s*\d{1,2}\s*(?:[-–—]\s*\d{1,2})?\b"
    rf"|\b(?:{'|'.join(WEEKDAYS)})(?:en)?\s*(?:den)?\s*(?=[,;]|$)"
)
_PEOPLE = ("chair", "secretary", "contact")


@dataclass(frozen=True)
class Head:
    """The labels of a document with their values: those above its items, and those below."""

    above: list[Field]
    below: list[Field]
    first: int


def head(lines: Sequence[Line], points: Sequence[Point]) -> Head:
    """The labels of a document with the texts that may be their values."""
    first = points[0].at if points else min(len(lines), 40)
    stops = {point.at for point in points}
    found: list[tuple[int, Field]] = []
    used: set[int] = set()
    for at, line in enumerate(lines):
        is_row = line.table is not None and len(line.cells) > 2
        one = marks.label(line.text) if at not in stops and not is_row else None
        if one and one.meaning == "nothing":  # "Underskrifter   Sekreterare ……"
            one = marks.label(one.value) or one
        is_late = at >= first  # below the first item only who signs counts
        if not one or (is_late and (one.meaning not in _PEOPLE or line.heading)):
            continue
        values = [(one.value, line)] if one.value else []
        above = lines[at - 1] if at else line
        if not one.value and not line.gap and at - 1 not in used and _signed(above):
            values.append((above.text, above))
            used.add(at - 1)
        for n in range(at + 1, min(at + 5, len(lines))):
            if n in stops or marks.label(lines[n].text) or lines[n].heading:
                break
            if n == at + 1 and not any(persons.people(text) for text, _ in values):
                used.add(n)
            values.append((lines[n].text, lines[n]))
        found.append((at, (one, values)))
    return Head([f for at, f in found if at < first], [f for at, f in found if at >= first], first)


def _signed(line: Line) -> bool:
    return names.is_name(line.text.strip(" .,_")) and not marks.label(line.text)


def read_place(out: Reading, lines: Sequence[Line], found: Head) -> None:
    """The place: after a label, told in a sentence, or beside the time (which is doubtful)."""
    for wanted in ("where", "when where"):
        for one, values in found.above:
            if one.meaning == wanted and not out.place:
                texts = [text for text, _ in values[:3]]
                if len(texts) > 1 and texts[0].endswith(","):
                    texts[0] = f"{texts[0]} {texts.pop(1)}"
                places = (_without_time(text) for text in texts)
                out.place = next(filter(None, places), None)
    top = lines[: max(found.first, 6)]
    if not out.place and (told := next(filter(None, (_SAT.search(one.text) for one in top)), None)):
        out.place = told["place"]
    for at in range(len(top)):
        held = _HELD.search(top[at].text)
        is_place = held and (held.end() < len(held.string) or _ROOM.search(held["place"]))
        if not out.place and (place := _loose(top, at) or (held and is_place and held["place"])):
            out.place = place
            out.doubt("place", "Platsen står utan etikett.", top[at].number)


def _loose(top: Sequence[Line], at: int) -> str | None:
    """A place without a label: beside the meeting's time, or on the line below it."""
    text = top[at].text
    times = clock.find_times(text)
    days = dates.find_dates(text)
    if not times or not (days or at < 8):
        return None
    rest = text[times[-1].end_offset :].strip(" ,;.")
    before = re.match(r"(?P<place>[A-ZÅÄÖ][^,;]{3,50}),\s*(?:kl|klockan)\b", text)
    if before and _ROOM.search(before["place"]):
        return before["place"]
    if match := _AFTER_TIME.match(rest):
        return match["place"].strip(" ,")
    below = top[at + 1] if not rest and at + 1 < len(top) else None
    if below and not below.gap and len(below.text) < 90 and _ROOM.search(below.text):
        is_other = marks.label(below.text) or persons.people(below.text)
        return None if is_other else below.text.strip(" .")
    return None


def _without_time(text: str) -> str | None:
    """A place without the date and times on its line; None when nothing of it is a place."""
    place = text
    for date in reversed(dates.find_dates(text)):
        place = place[: date.begin] + place[date.end :]
    place = _HOURS.sub(" ", place)
    ends = " ,;:–-*." if place == text else " ,;:–-*.()"
    place = " ".join(place.split()).strip(ends) if place != text else place.strip(ends)
    place = re.sub(r"(?i)^(?:i|plats:?|lokal:?)\s+", "", re.sub(r"\s+,", ",", place))
    place = re.split(r"(?:(?<=[a-zåäö]{4})|,\s*)\.\s+(?=[A-ZÅÄÖ])", place)[0]
    return place if len(re.findall(r"[^\W\d_]", place)) >= 2 and len(place) < 140 else None


def read_officers(
    out: Reading, lines: Sequence[Line], found: Head, people: Sequence[Attendant]
) -> None:
    """Fills in chair, secretary and contact, the surest ground first.

    A signature or an election says who leads or writes somewhere, perhaps not here: that is a
    doubt, and so is another name on another ground.
    """
    text = "".join(f"{' ¶ ' if line.gap else ' '}{line.text}" for line in lines)
    kept = [(_KEPT, [(match["name"], one)]) for one in lines if (match := _KEEPS.match(one.text))]
    listed = _by_role(people, "chair"), _by_role(people, "secretary")
    elected = _told(_CHOSEN, text)
    signed = _labelled(found.below, "chair") or _by_closing(lines, "chair")
    led, wrote = _told(_LED, text), _told(_WROTE, text)
    label = _labelled(found.above, "chair")
    chairs = label, elected, led, listed[0], signed, _told(_OPENED, text)
    labels = _labelled(found.above, "secretary"), _labelled(found.below, "secretary")
    out.chair = _surest(out, "chair", chairs, (label, led, listed[0]), lines)
    writers = labels[0], listed[1], labels[1], _by_closing(lines, "secretary"), wrote
    out.secretary = (
        _surest(out, "secretary", writers, (*labels, listed[1], wrote), lines)
        or _by_first_name(out, [*found.above, *found.below, *kept], lines, people)
        or _sender(out, lines)
        or (_signature(out, lines[found.first :], people) if out.kind == "minutes" else None)
    )
    out.contact = _labelled([*found.above, *found.below], "contact")


def _surest(
    out: Reading,
    wanted: str,
    grounds: Sequence[str | None],
    sure: Sequence[str | None],
    lines: Sequence[Line],
) -> str | None:
    """The first name; a doubt where no sure ground has it, or another ground has another name."""
    known = [name for name in grounds if name]
    if not known:
        return None
    firsts = {name.split()[0]: name for name in known[::-1] if names.is_first_name(name.split()[0])}
    others = [name for first, name in firsts.items() if first != known[0].split()[0]]
    if others:
        reason = f"Dokumentet tyder på både {known[0]} och {others[0]}."
        out.doubt(wanted, reason, _line_of(lines, others[0]))
    elif known[0] not in sure:
        reason = f"{known[0]} är en slutsats av ett val eller en underskrift."
        out.doubt(wanted, reason, _line_of(lines, known[0]))
    return known[0]


def _line_of(lines: Sequence[Line], name: str) -> int | None:
    return next((line.number for line in reversed(lines) if name in line.text), None)


def _labelled(fields: Sequence[Field], wanted: str) -> str | None:
    """The person that a label names: on its line, above it as a signature, or below."""
    for one, values in fields:
        if one.meaning == wanted:
            for text, _ in values[:2]:
                if name := _leading_name(text):
                    return name
    return None


def _by_first_name(
    out: Reading, fields: Sequence[Field], lines: Sequence[Line], people: Sequence[Attendant]
) -> str | None:
    """Who wrote, where only the first name stands: as a list or the text names them whole."""
    for one, values in fields:
        short = _FIRST.fullmatch(values[0][0].strip()) if values else None
        if one.meaning != "secretary" or not short or not names.is_first_name(short["name"]):
            continue
        begin = f"{short['name']} {short['initial'] or ''}"
        told = {name for line in lines for name, _, _ in names.names_in(line.text[:5000])}
        told |= {person.name for person in people if person.name}
        whole = [name for name in told if name.startswith(begin)]
        reason = f"{quoted(values[0][0].strip())} är ofullständigt namngiven."
        out.doubt("secretary", reason, values[0][1].number)
        return whole[0] if len(whole) == 1 else short["name"]
    return None


def _leading_name(text: str) -> str | None:
    text = re.sub(r"^[\s._,:–-]+", "", text.split("\t")[0])
    if found := persons.people(text):
        return found[0].name
    words = match[0].split() if (match := names.NAME.match(text)) else []
    whole = (" ".join(words[:size]) for size in range(len(words), 1, -1))
    return next((name for name in whole if names.is_name(name)), None)


def _told(said: re.Pattern[str], text: str) -> str | None:
    """The person of the first sentence that tells it."""
    for match in said.finditer(text):
        name = next(value for value in match.groupdict().values() if value)
        if known := names.names_in(name):
            return known[0][0]
        if found := _leading_name(name):
            return found
    return None


def _by_role(people: Sequence[Attendant], wanted: str) -> str | None:
    """The one person on the lists, not absent, whose role says it."""
    found = {
        one.name
        for one in people
        if one.name
        and one.status not in (ABSENT, APOLOGIES)
        and _ROLES[wanted].search(", ".join(filter(None, [one.role, one.organisation])))
    }
    return found.pop() if len(found) == 1 else None


def _by_closing(lines: Sequence[Line], wanted: str) -> str | None:
    """Who signs with a name and the role beside or below it, and not a copy only."""
    certified = (n for n, line in enumerate(lines) if _COPIED.search(line.text))
    last = lines[: next(certified, len(lines))][-8:]
    for line, below in zip_longest(last, last[1:]):
        is_above = below and _signed(line) and not below.gap
        text = f"{line.text}, {below.text}" if is_above else line.text
        found = persons.people(text) if not line.cells and len(text) < 60 else []
        if len(found) == 1 and _ROLES[wanted].search(found[0].role or ""):
            return found[0].name
    return None


def _signature(out: Reading, lines: Sequence[Line], people: Sequence[Attendant]) -> str | None:
    """Who stands alone at the end of notes that nobody else is said to have written."""
    known = {one.name: one.name for one in people if one.name}
    known |= {name.split()[0]: name for name in known}
    listed = {one.line for one in people}
    for line in lines[-6:]:
        name = line.text.strip(" ./_")
        is_alone = not line.cells and not line.is_bullet and line.number not in listed
        if is_alone and name in known and len(name) > 3:
            out.doubt("secretary", f"{known[name]} står ensam under texten.", line.number)
            return known[name]
    return None


def _sender(out: Reading, lines: Sequence[Line]) -> str | None:
    """Who sent the notes, where they are an e-mail."""
    for line in lines[:3]:
        sent = re.match(r"(?:Från|From)\s*:\s*(.+)", line.text)
        if sent and (name := _leading_name(sent[1].split("<")[0])):
            out.doubt("secretary", "Avsändaren antas ha skrivit anteckningarna.", line.number)
            return name
    return None
