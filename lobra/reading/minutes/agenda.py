"""What the agenda of minutes lacks or may have too much: numbers, titles and parts of items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lobra.reading import marks, names
from lobra.reading.found import Doubt, Reading
from lobra.reading.minutes import numbers
from lobra.reading.minutes.coming import Told
from lobra.reading.minutes.items import Point
from lobra.reading.source import Line
from lobra_data.errors import quoted

_SECTION = re.compile(r"^§+\s*\d{1,3}(?:\.\d{1,2})?\b[.:)]?\s*(?=[A-ZÅÄÖ]|$)")
_FAR = 10
"""So many numbers on it is another list."""
_LETTER = re.compile(r"[a-zA-Z][.)]\s+[A-ZÅÄÖ][^.:;]{2,60}[^.,:;]")


def doubts(out: Reading, lines: Sequence[Line], told: Told) -> Iterator[Doubt]:
    """What is unsure about the items."""
    yield from _gaps([point for point, _ in told.values() if point.item.title or point.item.number])
    parts = [one for one in out.agenda_items if "." in (one.number or "")]
    for one in parts[:1]:
        reason = f"{one.number} {quoted(one.title or '')} är läst som en egen punkt."
        yield Doubt("agenda_items", reason, one.line)
    yield from _unnumbered(lines, told)
    yield from _beyond(lines, [point for point, _ in told.values() if point.item.number])
    yield from _lettered(lines, told)


def _unnumbered(lines: Sequence[Line], told: Told) -> Iterator[Doubt]:
    """A § that is no item, though its title is none of theirs: a number twice."""
    titles = [(point.item.title or "").casefold() for point, _ in told.values()]
    taken = {point.item.line for point, _ in told.values()}
    for line in lines:
        title = _SECTION.sub("", line.text).casefold()
        is_known = title and any(o and (o in title or o.startswith(title)) for o in titles)
        if title != line.text.casefold() and line.number not in taken and not is_known:
            reason = f"{quoted(line.text[:80])} är inte läst som punkt."
            yield Doubt("agenda_items", reason, line.number)
            return


def _beyond(lines: Sequence[Line], points: Sequence[Point]) -> Iterator[Doubt]:
    """A number that goes on from the last item's but for some that are lacking: "8." after "4."."""
    if not points:
        return
    rest = lines[points[-1].at :]
    found = numbers.numbers(rest)
    for one in found[1:] if found and found[0].at == 0 else ():
        if one.style == found[0].style and 1 < one.number - found[0].number < _FAR:
            reason = f"{quoted(rest[one.at].text[:80])} är inte läst som punkt."
            yield Doubt("agenda_items", reason, rest[one.at].number)
            return


def _lettered(lines: Sequence[Line], told: Told) -> Iterator[Doubt]:
    """Short titles with letters inside an item, which are read as its text."""
    for point, _ in told.values():
        own = [one for one in lines[point.body : point.end] if _LETTER.fullmatch(one.text)]
        if len(own) > 1:
            reason = f"{quoted(own[0].text)} är läst som text, inte som en egen punkt."
            yield Doubt("agenda_items", reason, own[0].number)
            return


def _is_said(title: str) -> bool:
    """Whether a title tells what somebody did: "Nils Åkerby visade bilder"."""
    is_told = marks.VERB.search(title) and len(title.split()) > 4
    return bool(is_told and (names.is_first_name(title.split()[0]) or title[-1] == "."))


def _gaps(points: Sequence[Point]) -> Iterator[Doubt]:
    """Numbers that the agenda lacks, and an agenda that has none."""
    if points and points[0].item.number is None:
        reason = "Punkterna saknar nummer; rubrikerna är lästa som punkter."
        yield Doubt("agenda_items", reason, points[0].item.line)
        return
    untitled = [point.item for point in points if not point.item.title]
    if 0 < len(untitled) < len(points):
        reason = f"Punkt {untitled[0].number} har ingen rubrik."
        yield Doubt("agenda_items", reason, untitled[0].line)
    said = next((point.item for point in points if _is_said(point.item.title or "")), None)
    if said:
        reason = f"Rubriken till punkt {said.number} är kanske det som sades."
        yield Doubt("agenda_items", reason, said.line)
    wholes = ((point.item.number or "0").partition(".")[0] for point in points)
    known = [int(one) for one in wholes if one.isdigit()]
    missing = sorted(set(range(known[0], known[-1] + 1)) - set(known)) if known else []
    if missing:
        shown = ", ".join(map(str, missing[:5]))
        yield Doubt("agenda_items", f"Punkt {shown} saknas i följden.", points[0].item.line)
