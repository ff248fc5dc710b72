"""Who led the meeting, who wrote its minutes and whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lobra.reading import labels, names, vocabulary
from lobra.reading.found import Attendant, Reading
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of

_CHOSEN = any_of("officers.chosen")
_BY_CHAIR = re.compile(
    rf"(?i:{any_of('officers.led_by')}\s+(?:(?:mötes|rådets\s+|mötets\s+)?ordförande(?:n)?\s+)?)"
    rf"(?P<after>{names.NAME.pattern})|(?:[Oo]rdförande(?:n)?|[Oo]rdf\.?|[Mm]ötesordförande(?:n)?)"
    rf",?\s+(?P<name>{names.NAME.pattern}),?\s+(?i:(?:\w+\s+){{0,2}}{any_of('officers.opens')})"
    rf"|(?P<first>{names.NAME.pattern})(?:\s*\([A-Z]{{1,3}}\))?,?\s+(?i:(?:är|var)\s+(?:mötets|"
    r"dagens|rådets)?\s*(?:mötes)?ordförande\b|"
    r"(?:öppnar|öppnade|förklarar|förklarade|leder|ledde)\s+(?:mötet|sammanträdet|dagens möte)\b|"
    r"ordförande,?\s+(?:öppnar|öppnade|hälsar|hälsade|inleder|inledde))"
)
_IS_CHAIR = re.compile(
    rf"(?i)(?:^|,\s*|/\s*|;\s*|\(\s*){any_of('officers.chair')}\s*"
    rf"(?:$|,|\(|\)|(?:i |för )?(?:{any_of('officers.of_council')}|brottsföre\w+ rådet\b))"
)
_IS_SECRETARY = re.compile(
    rf"(?i)(?:^|,\s*|/\s*|;\s*|\boch\s+|\(\s*){any_of('officers.secretary')}\s*(?:$|,|\(|\))"
)
_WRITTEN_BY = re.compile(
    rf"(?i:{any_of('officers.written')}\s+av\s*:?\s*|{any_of('officers.at_the_pen')}\s*:?\s+|"
    rf"\btill\s+(?:sekreterare|att föra \w+)[^.]{{0,30}}\s{_CHOSEN}\s+)({names.NAME.pattern})"
    rf"|({names.NAME.pattern})\s+(?i:{_CHOSEN})\s+till\s+sekreterare\b"
)
_OFFICERS = {
    "chair": vocabulary.pattern("officers.signing_chair"),
    "secretary": vocabulary.pattern("officers.signing_secretary"),
}


def read_officers(
    out: Reading,
    lines: Sequence[Line],
    blocks: labels.Blocks,
    first: int,
    people: Sequence[Attendant],
) -> None:
    """Fills in chair, secretary and contact, the surest place first.

    `blocks` are the labels with their lines and `first` the place where the items begin: a label
    in the head weighs more than the text, the text more than a role on the list, and a signature
    least, since its columns are easily mixed up.
    """
    signed = _signatures(lines, first)
    early = [(one, below) for one, below in blocks if one.at < max(first, 1)]
    late = [(one, below) for one, below in blocks if one.at >= max(first, 1)]
    out.chair = (
        _officer(early, "chair", lines)
        or _chair_in_text(lines)
        or _by_role(people, _IS_CHAIR)
        or signed.get("chair")
        or _officer(late, "chair", lines, is_signed=True)
    )
    out.secretary = (
        _officer(early, "secretary", lines)
        or _by_role(people, _IS_SECRETARY)
        or signed.get("secretary")
        or _officer(late, "secretary", lines, is_signed=True)
        or _written_by(lines)
        or _sender(out, lines)
    )
    out.contact = _officer(blocks, "contact", lines)


def _officer(
    blocks: labels.Blocks, wanted: str, lines: Sequence[Line], is_signed: bool = False
) -> str | None:
    """The person that a label names: on its line, on the next, or above it as a signature."""
    for one, below in blocks:
        if one.meaning != wanted:
            continue
        for value in [*one.value.split("\n"), *(line.text for line in below[:2])]:
            if value and (name := _leading_name(value)):
                return name
        if one.value:
            continue
        above = lines[one.at - 1] if one.at and is_signed else None
        if above and not labels.label(above) and names.is_name(above.text.strip(" .,_")):
            return above.text.strip(" .,_")
    return None


def _signatures(lines: Sequence[Line], first: int) -> dict[str, str]:
    """Officers by their signatures in columns: the role above or below the name.

    A list of attendance, before the first item, has roles above names that aren't theirs.
    """
    out: dict[str, str] = {}
    for at, line in enumerate(lines):
        if at < first:
            continue
        for wanted, role in _OFFICERS.items():
            columns = [cell.strip(" :") for cell in line.cells] or [line.text.strip(" :")]
            for n, cell in enumerate(columns):
                if not role.fullmatch(cell) or wanted in out:
                    continue
                for other in (at - 1, at + 1, at + 2):
                    if not 0 <= other < len(lines):
                        continue
                    cells = lines[other].cells or (lines[other].text,)
                    if len(cells) != len(columns) and n > 0:
                        continue
                    name = cells[n].strip(" ._,") if n < len(cells) else ""
                    if names.is_name(name):
                        out[wanted] = name
                        break
    return out


def _sender(out: Reading, lines: Sequence[Line]) -> str | None:
    """Who sent the notes, where they are an e-mail."""
    for line in lines[:3]:
        if (match := re.match(r"(?:Från|From)\s*:\s*(.+)", line.text)) and (
            name := _leading_name(match[1].split("<")[0])
        ):
            out.doubt("secretary", "Avsändaren antas ha skrivit anteckningarna.", line.number)
            return name
    return None


def _written_by(lines: Sequence[Line]) -> str | None:
    for line, below in pairwise(lines):
        if re.match(r"(?i)(?:antecknat|protokollfört|nedtecknat)\b[^a-zåäö]*$", line.text):
            name = below.text.strip(" .,")
            if names.is_name(name):
                return name
    for line in lines:
        if match := _WRITTEN_BY.search(line.text):
            return _leading_name(next(filter(None, match.groups())))
    return None


def _leading_name(text: str) -> str | None:
    text = re.sub(r"^[\s._,:–-]+", "", text)
    found = names.people(text.split("\t")[0].split("\n")[0])
    if found:
        return found[0].name
    match = names.NAME.match(text)
    if match:
        words = match[0].split()
        following = (text[match.end() :].split() or [""])[0]
        for length in (3, 2):
            name = " ".join(words[:length])
            if length == 3 and len(words) == 3 and names.NOT_A_NAME.match(following):
                continue  # "Anna Berg Storköpings kommun"
            if len(words) >= length and names.is_name(name):
                return name
    return None


def _chair_in_text(lines: Sequence[Line]) -> str | None:
    text = "".join(f"{' ¶ ' if line.gap else ' '}{line.text}" for line in lines)
    for match in _BY_CHAIR.finditer(text):
        name = match["after"] or match["name"] or match["first"]
        if known := names.names_in(name):
            return known[0][0]
        words = name.split()
        for length in (len(words), 3, 2):
            if length <= len(words) and names.is_name(" ".join(words[:length])):
                return " ".join(words[:length])
    return None


def _by_role(people: Sequence[Attendant], role: re.Pattern[str]) -> str | None:
    found = [
        one.name
        for one in people
        if one.status not in (labels.ABSENT, labels.APOLOGIES)
        and role.search(", ".join(filter(None, [one.role, one.organisation])))
    ]
    return found[0] if len(set(found)) == 1 else None
