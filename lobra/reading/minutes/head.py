"""The labels of a document, who led the meeting, who wrote its minutes and whom to ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from lobra.reading import marks, names, persons, vocabulary
from lobra.reading.found import Attendant, Reading
from lobra.reading.marks import ABSENT, APOLOGIES
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.when import Field
from lobra.reading.source import Line
from lobra_data.errors import quoted

_GROUNDS = {
    ground: vocabulary.recogniser(f"officers.{ground}", name=names.NAME.pattern, word=names.WORD)
    for ground in ("chosen_chair", "led", "opened", "wrote", "signs_chair", "signs_secretary")
}
ROLES = {one: vocabulary.recogniser(f"officers.{one}_role") for one in ("chair", "secretary")}
_APPROVES = vocabulary.recogniser("when.approves")
_PARTY = vocabulary.recogniser("names.party")
_SIGNED = vocabulary.recogniser("officers.signs_below")
_SENDER = re.compile(r"(?:Från|From)\s*:\s*([^<]+)")
_SUBJECT = re.compile(r"(?:Ämne|Subject)\s*:")
_NEW_SENTENCE = re.compile(r"(?<=[.)])\s+(?=[A-ZÅÄÖ])")
_PEOPLE = ("chair", "secretary", "contact")


@dataclass(frozen=True)
class Head:
    """The labels of a document with their values: those above its items, and those below."""

    above: list[Field]
    below: list[Field]
    first: int


def head(lines: Sequence[Line], points: Sequence[Point]) -> Head:
    """The labels of a document with the texts that may be their values."""
    stops = {point.at for point in points}
    out = Head([], [], points[0].at if points else min(len(lines), 40))
    used: set[int] = set()
    sent = next((at for at, line in enumerate(lines[:8]) if line.gap and at), 0)  # its head's end
    over = [line.text for line in lines[:sent]]
    is_sent = any(map(_SENDER.match, over)) and any(map(_SUBJECT.match, over))
    for at, line in enumerate(lines):
        is_row = line.table is not None and sum(map(bool, line.cells)) > 2
        one = None if at in stops or is_row else marks.label(line.text.lstrip())
        if one and one.meaning == "nothing":  # "Underskrifter   Sekreterare ……"
            one = marks.label(one.value) or one
        is_late = at >= out.first  # below the first item only who signs counts
        fields = out.below if is_late else out.above
        inner = _inside(line, is_late)
        fields += [(each, [(each.value, line)]) for each in inner]
        if not one or (is_late and line.heading) or not _counts(one, is_late):
            continue
        if at and one.meaning[:4] == "when" and _APPROVES.match(lines[at - 1].text):
            continue  # when and where the minutes are approved
        if one.meaning[:4] == "when" and is_sent and at < sent:
            continue  # when an e-mail was sent
        own = _NEW_SENTENCE.split(one.value)[0] if inner else one.value
        values = [(own, line)] if own else []
        above = lines[at - 1]
        is_last = at + 1 == len(lines) or lines[at + 1].gap
        is_taken = (at - 1 in used and not is_last) or bool(marks.label(above.text))
        is_taken = is_taken or (line.is_bold and not above.is_bold)  # over the name
        is_below = at and not (one.value or line.gap or is_taken)
        name_above = _PARTY.sub("", (above.cells or (above.text,))[0]).strip(" .,_")
        if is_below and names.is_name(name_above):
            values.append((name_above, above))
        for n in range(at + 1, min(at + 5, len(lines))):
            other = marks.label(lines[n].text)
            if not re.search(r"\w", lines[n].text) or (other and other.words[:8] == "paragraf"):
                continue  # to write on, and what is signed
            if n in stops or other or lines[n].heading:
                break
            is_over = one.words[:8] == "underskr"  # names, each with an office below it
            if not is_over and n == at + 1 and not any(persons.people(text) for text, _ in values):
                used.add(n)
            values.append((lines[n].text, lines[n]))
        fields.append((one, values))
    return out


def _inside(line: Line, is_late: bool) -> list[marks.Label]:
    """The labels with their values after another sentence or in other columns of a line."""
    pieces = [one for text in line.text.split("\t") for one in _NEW_SENTENCE.split(text)][1:]
    words, values = line.cells[::2], line.cells[1::2]
    if 1 < len(words) == len(values) and marks.meaning(words[0]):
        pieces = [f"{word}: {value}" for word, value in zip(words, values, strict=True)]
    found = [one for one in map(marks.label, pieces) if one and one.value]
    found = [one for one in found if one.has_colon or one.words == "tid"]
    return [one for one in found if not one.is_status and _counts(one, is_late)]


def _counts(one: marks.Label, is_late: bool) -> bool:
    """Whether a label tells something there; "Vid protokollet Justeras" is two labels in a row."""
    if not any(meaning in _PEOPLE for meaning in one.meaning.split()):
        return not is_late
    beside = marks.label(one.value)
    return not beside or beside.words[:8] == "paragraf"


def read_officers(
    out: Reading, lines: Sequence[Line], found: Head, people: Sequence[Attendant]
) -> None:
    """Fills in chair, secretary and contact, the surest ground first.

    A signature or an election says who leads or writes somewhere, perhaps not here: that is a
    doubt, and so is another name on another ground.
    """
    text = "".join(f"{' ¶ ' if line.gap else ' '}{line.text}" for line in lines)
    listed = {one.name for one in people if one.name}
    text = _spelt_out(re.sub(r"(?<=[a-zåäö])- (?=[a-zåäö])", "", text), listed)
    known = names.told_in(line.text for line in lines) | listed
    told = ("chosen_chair", "led", "opened", "wrote")
    chosen, led, opened, wrote = (_told(_GROUNDS[one], text, known) for one in told)
    label, signed, office = _written(found, lines, "chair", known)
    by_role = _by_role(people, "chair")
    grounds = [label, chosen, led, by_role, signed, office, opened]
    out.chair = _surest(out, "chair", grounds, (label, led, by_role), lines, known)
    label, signed, office = _written(found, lines, "secretary", known)
    grounds = [label, _by_role(people, "secretary"), signed, office, wrote]
    out.secretary = (
        _surest(out, "secretary", grounds, grounds, lines, known)
        or _sender(out, lines)
        or _signature(out, lines, found.first, people)
    )
    out.contact = _labelled([*found.above, *found.below], "contact", known)


def _spelt_out(text: str, known: Collection[str]) -> str:
    """The text with names for the initials that one of them alone has: "AL ledde mötet"."""
    pairs = [("".join(re.findall(r"\b[A-ZÅÄÖ]", name)), name) for name in known]
    n_of = Counter(initials for initials, _ in pairs)
    short = {one: name for one, name in pairs if len(one) > 1 and n_of[one] == 1}
    either = "|".join(map(re.escape, short)) or "(?!)"
    return re.sub(rf"\b(?:{either})\b", lambda hit: short[hit[0]], text)


def _written(
    found: Head, lines: Sequence[Line], wanted: str, known: Collection[str]
) -> Iterator[str | None]:
    """The one that labels name above the items, below them, or a signature with the office."""
    yield from (_labelled(own, wanted, known) for own in (found.above, found.below))
    rest = (one.text if one.text[:1].islower() else "" for one in [*lines[1:], Line(0, "")])
    texts = [f"{line.text} {below}".strip() for line, below in zip(lines, rest, strict=True)]
    said = _GROUNDS[f"signs_{wanted}"]
    yield next(filter(None, (_told(said, text, known) for text in reversed(texts))), None)


def _surest(
    out: Reading,
    wanted: str,
    grounds: Sequence[str | None],
    sure: Sequence[str | None],
    lines: Sequence[Line],
    told: Collection[str],
) -> str | None:
    """The first name; a doubt where no sure ground has it, or another ground has another name,
    or it is a first name alone: then it is that of the one whom the document tells whole."""
    known = [name for name in grounds if name]
    if not known:
        return None
    name, first = known[0], known[0].split()[0]
    firsts = {one.split()[0]: one for one in known[1:] if names.is_first_name(one.split()[0])}
    other = next((one for begin, one in firsts.items() if begin != first), None)
    reason = None if name in sure else f"{name} är en slutsats av ett val eller en underskrift."
    if other:
        reason = f"Dokumentet tyder på både {name} och {other}."
    elif persons.lone(name):
        reason = f"{quoted(name)} är ofullständigt namngiven."
    if reason:
        at = [line.number for line in lines if (other or name) in line.text]
        out.doubt(wanted, reason, at[-1] if at else None)
    return (persons.lone(name) and names.whole(name, told)) or name


def _labelled(fields: Sequence[Field], wanted: str, known: Collection[str]) -> str | None:
    """The person that a label names, perhaps by initials: on its line, above it, or below."""
    texts = [text for one, own in fields if wanted in one.meaning.split() for text, _ in own[:2]]
    return next(filter(None, (_leading_name(_spelt_out(text, known)) for text in texts)), None)


def _leading_name(text: str) -> str | None:
    """The name that a text begins with, up to the next label: "Anna Berg Justeras Bo Ek"."""
    text = re.sub(r"^[\s._,:/–-]+", "", text.strip().split("\t")[0])
    capitals = (match.end() for match in re.finditer(r"\s+(?=[A-ZÅÄÖ])", text))
    text = text[: next((at for at in capitals if marks.label(text[at:])), None)]
    if found := persons.people(text):
        return found[0].name
    words = match[0].split() if (match := names.NAME.match(text)) else []
    whole = (" ".join(words[:size]) for size in range(len(words), 1, -1))
    alone = (one.name for one in persons.lone(text))
    return next(chain(filter(names.is_name, whole), alone), None)


def _told(said: re.Pattern[str], text: str, told: Collection[str]) -> str | None:
    """The person of the first sentence that tells it."""
    for match in said.finditer(text):
        name = next(value for value in match.groupdict().values() if value)
        known = names.names_in(name)
        short = names.whole(name.split()[-1], told)  # "Inledning Vera hälsade"
        short = short or next((one for one in told if one == name), None)
        if found := known[0][0] if known else short or _leading_name(name):
            words = found.split(" ")
            same = [one for one in told if one.split()[-1] == words[-1]]  # "Komminister Rydén"
            return same[0] if len(same) == 1 and not names.is_first_name(words[0]) else found
    return None


def _by_role(people: Sequence[Attendant], wanted: str) -> str | None:
    """The one person on the lists, not absent, whose role says it."""
    found = {
        one.name
        for one in people
        if one.status not in (ABSENT, APOLOGIES)
        and ROLES[wanted].search(", ".join(filter(None, [one.role, one.organisation])))
    }
    return found.pop() if len(found) == 1 else None


def _signature(
    out: Reading, lines: Sequence[Line], first: int, people: Sequence[Attendant]
) -> str | None:
    """Who stands alone at the end of notes that nobody else is said to have written."""
    if out.kind != "minutes":
        return None
    known = {one.name: one.name for one in people if one.name}
    known |= {name.split()[0]: name for name in known}
    listed = {one.line for one in people}
    is_signed = any(_SIGNED.search(line.text) for line in lines)
    below = lines[first:] or lines
    for line in [*(one for one in below if one.text[0] == "/"), *below[-6:]]:
        name = line.text.strip(" ./_")
        is_name = names.is_name(name)
        if (line.text[0] == "/" and (is_name or persons.lone(name))) or (is_signed and is_name):
            known.setdefault(name, name)
        is_long = len(name) > 3 or line.text[0] == "/"
        if name in known and is_long and line.number not in listed and not line.is_bullet:
            out.doubt("secretary", f"{known[name]} står ensam under texten.", line.number)
            return known[name]
    return None


def _sender(out: Reading, lines: Sequence[Line]) -> str | None:
    """Who sent the notes, where they are an e-mail."""
    for line in lines[:3]:
        if (sent := _SENDER.match(line.text)) and (name := _leading_name(sent[1])):
            out.doubt("secretary", "Avsändaren antas ha skrivit anteckningarna.", line.number)
            return name
    return None
