"""What ought to be a fact and became none: each such place is a doubt for a person to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lobra.reading import marks, names, vocabulary
from lobra.reading.found import Assignment, Attendant, Doubt, Reading
from lobra.reading.minutes import outcomes
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import LABEL, Paragraph
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import MONTHS, sentences

_CUES = {
    field: vocabulary.pattern(f"cues.{field}")
    for field in ("decisions", "assignments", "planned_meetings", "attendance")
}
_WE = vocabulary.recogniser("cues.own", name=names.NAME.pattern)
_POINTS_BACK = vocabulary.recogniser("cues.points_back")
_MEETINGS = vocabulary.recogniser("planned.title")
_FORMAL = vocabulary.pattern("decisions.formalities")
_MISSED = {
    "decisions": "inget beslut är läst",
    "assignments": "inget uppdrag är läst",
    "planned_meetings": "inget möte är läst",
    "attendance": "ingen person är läst",
}


def doubts(
    out: Reading, lines: Sequence[Line], told: Mapping[int, tuple[Point, Sequence[Paragraph]]]
) -> Iterator[Doubt]:
    """Every place with a cue that no fact of its kind took up, and what the numbers lack."""
    facts = {
        "decisions": [(one.line, one.text) for one in out.decisions],
        "assignments": [(one.line, one.text) for one in out.assignments],
        "planned_meetings": [(one.line, "") for one in out.planned_meetings],
    }
    cues = {field: [cue] for field, cue in _CUES.items()}
    cues["assignments"].append(_acting(out.attendance))
    cues["decisions"].append(_WE)
    for point, found in told.values():
        near = {point.item.line, *(one.number for one in found)}
        has_meeting = any(line in near for line, _ in facts["planned_meetings"])
        known_here = any(line in near for line, _ in facts["decisions"])
        for one in found:
            for field, known in facts.items():
                if field == "planned_meetings" and has_meeting:
                    continue
                if field == "decisions" and known_here and LABEL.match(one.text):
                    continue
                own = [text for line, text in known if line == one.number]
                yield from _missed(field, cues[field], one, own)
    head = [Paragraph(one.text, one) for one in lines[: min(told, default=0)]]
    listed = [one for one in head if len(names.names_in(one.text[:5000])) > 1]
    yield from _unlisted(
        out, lines, [*listed, *(one for _, found in told.values() for one in found)]
    )
    yield from _vague(out.assignments)
    yield from _formalities(out, told)
    yield from _lists(out, lines, min(told, default=len(lines)))
    yield from _gaps([point for point, _ in told.values() if point.item.title or point.item.number])


def in_other(lines: Sequence[Line]) -> Iterator[Doubt]:
    """Headings over meetings in a document that is no minutes: nothing under them is read."""
    for line in lines:
        if (line.heading or len(line.text) < 60) and _MEETINGS.match(line.text):
            reason = f"Under {quoted(line.text[:60])} är inga möten lästa."
            yield Doubt("planned_meetings", reason, line.number)


def _acting(people: Sequence[Attendant]) -> re.Pattern[str]:
    """Somebody who was there and does more than take part in the talk, or a time limit."""
    known = sorted(outcomes.known_by(people) | {"ordföranden"}, key=len, reverse=True)
    who = "|".join(map(re.escape, known))
    return vocabulary.recogniser("cues.acting", who=who, month="|".join(MONTHS))


def _missed(
    field: str, cues: Sequence[re.Pattern[str]], one: Paragraph, own: Sequence[str]
) -> Iterator[Doubt]:
    """One doubt for a paragraph with a cue in a sentence that is in no fact of it."""
    for sentence in sentences(one.text):
        cue = next((hit for each in cues if (hit := each.search(sentence))), None)
        is_taken = any(text in sentence or sentence in text for text in own)
        is_taken = is_taken or (bool(own) and outcomes.RESPONSIBLE.match(sentence) is not None)
        if cue and not is_taken:
            yield Doubt(field, f"Här står {quoted(cue[0])}, men {_MISSED[field]}.", one.number)
            return


def _vague(found: Sequence[Assignment]) -> Iterator[Doubt]:
    """Assignments whose sentence leaves it to the one before to say what is to be done."""
    for one in found:
        is_short = len(one.text.split()) < 5 and (one.assigned_to or "?") in one.text
        if is_short or _POINTS_BACK.search(one.text):
            reason = f"{quoted(one.text)} är kort; vad som menas kan stå i meningen före."
            yield Doubt("assignments", reason, one.line)


def _formalities(
    out: Reading, told: Mapping[int, tuple[Point, Sequence[Paragraph]]]
) -> Iterator[Doubt]:
    """One doubt for all matters of form that nothing but the word itself says were decided."""
    plain = {
        one.number
        for _, found in told.values()
        if not any(LABEL.match(one.text) for one in found)
        for one in found
    }
    for one in out.decisions:
        if one.line in plain and _FORMAL.search(one.text) and not outcomes.TOLD.search(one.text):
            reason = f"{quoted(one.text)} är en formsak i löpande text, läst som beslut."
            yield Doubt("decisions", reason, one.line)
            return


def _unlisted(out: Reading, lines: Sequence[Line], found: Sequence[Paragraph]) -> Iterator[Doubt]:
    """People whom the text names and no list: they may have been there."""
    listed = {(one.name or "").casefold() for one in out.attendance}
    named = {
        name: one.number for one in found[::-1] for name, _, _ in names.names_in(one.text[:5000])
    }
    leads = [one for one in (out.chair, out.secretary) if one and listed and one not in named]
    named |= {one: next((line.number for line in lines if one in line.text), 1) for one in leads}
    missing = sorted((line, name) for name, line in named.items() if name.casefold() not in listed)
    if missing:
        people = ", ".join(name for _, name in missing[:5])
        reason = f"Nämns i texten men står inte på någon lista: {people}."
        yield Doubt("attendance", reason, missing[0][0])
    elif not out.attendance:
        yield Doubt("attendance", "Ingen närvarolista hittades i dokumentet.")


def _lists(out: Reading, lines: Sequence[Line], first: int) -> Iterator[Doubt]:
    """Words for who came, in the head or as a label, over nobody that was read."""
    taken = {one.line for one in out.attendance}
    numbers = [line.number for line in lines]
    for at, line in enumerate(lines):
        cue = _CUES["attendance"].search(line.text)
        one = marks.label(line.text)
        if not cue or (at >= first and not (one and one.is_status)):
            continue
        if not taken & set(numbers[at : at + 4]):
            reason = f"Här står {quoted(cue[0])}, men {_MISSED['attendance']}."
            yield Doubt("attendance", reason, line.number)


def _gaps(points: Sequence[Point]) -> Iterator[Doubt]:
    """Numbers that the agenda lacks, and an agenda that has none."""
    if points and points[0].item.number is None:
        reason = "Punkterna saknar nummer; rubrikerna är lästa som punkter."
        yield Doubt("agenda_items", reason, points[0].item.line)
        return
    untitled = [point for point in points if not point.item.title]
    if 0 < len(untitled) < len(points):
        reason = f"Punkt {untitled[0].item.number} har ingen rubrik."
        yield Doubt("agenda_items", reason, untitled[0].item.line)
    known = [int(one) for point in points if (one := point.item.number or "0").isdigit()]
    missing = sorted(set(range(known[0], known[-1] + 1)) - set(known)) if known else []
    if missing:
        numbers = ", ".join(map(str, missing[:5]))
        yield Doubt("agenda_items", f"Punkt {numbers} saknas i följden.", points[0].item.line)
