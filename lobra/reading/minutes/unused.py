"""What ought to be a fact and became none: each such place is a doubt for a person to look at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from lobra.reading import dates, marks, names, persons, vocabulary
from lobra.reading.found import Assignment, Decision, Doubt, Reading
from lobra.reading.minutes import agenda, head, items, outcomes, tasks
from lobra.reading.minutes.coming import Told
from lobra.reading.minutes.paragraphs import LABEL, Paragraph
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import MONTHS, sentences

_MISSED = {
    "decisions": "inget beslut är läst",
    "assignments": "inget uppdrag är läst",
    "planned_meetings": "inget möte är läst",
    "attendance": "ingen person är läst",
}
_CUES = {field: vocabulary.pattern(f"cues.{field}") for field in _MISSED}
_WORDS = {**_CUES, "measures": vocabulary.pattern("cues.measures")}
_APART = {"held_on": "when", "starts_at": "when", "place": "where"}
_WE = vocabulary.recogniser("cues.own", name=names.NAME.pattern)
_COURTESY = vocabulary.pattern("decisions.courtesies")
_TASKS = vocabulary.pattern(
    "items.columns.task",
    "items.columns.who",
    *(f"worktables.columns.{one}" for one in ("action", "lead")),
)
_PREVENTED = vocabulary.pattern("attendance.prevented")
_FEW = 3
_MEETING = vocabulary.pattern("planned.meetings")
_MEETINGS = vocabulary.recogniser("planned.title")


def doubts(
    out: Reading, lines: Sequence[Line], told: Told, asked: Sequence[Assignment]
) -> Iterator[Doubt]:
    """Every place with a cue that no fact of its kind took up, and what the numbers lack.

    `asked` are the assignments together with those that a list tells again.
    """
    unsure = [*_cues(out, told, asked), *_vague(out.assignments)]
    yield from unsure
    done = [one for one in out.assignments if tasks.is_only_done(one)]
    if done and all(one.field != "assignments" for one in unsure):
        reason = f"{quoted(done[0].text)} säger bara vad någon gör; läst som uppdrag."
        yield Doubt("assignments", reason, done[0].line)
    yield from _decided(out, told)
    own = (at for at, (point, _) in told.items() if point.item.number or point.item.title)
    first = min(own, default=min(told, default=0))
    texts = (one for _, own in told.values() for one in own)
    yield from _unlisted(out, lines, [*_rows(lines[:first]), *texts])
    yield from _formalities(out, told)
    if not out.planned_meetings and all(one.field != "planned_meetings" for one in unsure):
        yield from _last_day(out, lines[first:])
    yield from _lists(out, lines, first if told else len(lines))
    yield from _tables(out, lines)
    yield from agenda.doubts(out, lines, told)


def in_notice(out: Reading, lines: Sequence[Line]) -> Iterator[Doubt]:
    """Whom a notice names and does not call."""
    yield from _unlisted(out, lines, _rows(lines))


def _rows(lines: Sequence[Line]) -> list[Paragraph]:
    """Lines whose columns are parted by commas, so that no name goes on in the next column."""
    return [Paragraph(line.text.replace("\t", ", "), line) for line in lines]


def in_other(out: Reading, lines: Sequence[Line]) -> Iterator[Doubt]:
    """What minutes would tell, in a document that is none: meetings, who leads, its headings."""
    read = {one.line for one in out.planned_meetings}
    seen = "lästa ur ett dokument av annat slag" if read else "inte lästa"
    first: dict[str, Line] = {}  # of each field that only a meeting or a plan tells of
    for line in lines:
        said = [] if line.cells else sentences(line.text[:5000])
        told = next((one for one in said if _MEETING.search(one) and dates.find_dates(one)), "")
        if (line.heading or len(line.text) < 60) and _MEETINGS.match(line.text):
            reason = f"Mötena under {quoted(line.text[:60])} är {seen}."
            yield Doubt("planned_meetings", reason, line.number)
        elif told and line.number not in read:
            reason = f"Här står {quoted(told)}, men {_MISSED['planned_meetings']}."
            yield Doubt("planned_meetings", reason, line.number)
        people = [one.role or "" for one in persons.people(line.text, line.cells)]
        own = one.meaning.split() if (one := marks.label(line.text)) else []
        hits = [at for at, role in head.ROLES.items() if at in own or any(map(role.search, people))]
        if out.kind == "other":
            hits += [field for field, meaning in _APART.items() if meaning in own]
            hits += [field for field, cues in _WORDS.items() if cues.search(line.text)]
        first |= {field: line for field in hits if field not in first}
    for field, line in first.items():
        reason = f"Här står {quoted(line.text[:80])}, men dokumentet är inget protokoll."
        yield Doubt(field, reason, line.number)
    numbered = [one for one in items.points(lines) if one.item.number]
    if len(numbered) > 1 and out.kind == "other":
        reason = "Rubrikernas nummer är inte lästa som punkter: dokumentet är inget protokoll."
        yield Doubt("agenda_items", reason, numbered[0].item.line)


def _cues(out: Reading, told: Told, asked: Sequence[Assignment]) -> Iterator[Doubt]:
    """One doubt for a paragraph with a cue in a sentence that is in no fact of it."""
    # Somebody who was there and does more than take part in the talk, or a time limit.
    texts = [one.text for _, own in told.values() for one in own]
    # Where hardly anybody is listed it is whomever the text names.
    named = names.told_in(texts) if len(out.attendance) < _FEW else set()
    known = sorted(tasks.known_by(out.attendance) | named, key=len, reverse=True)
    who = "|".join(map(re.escape, known))
    acting = vocabulary.recogniser("cues.acting", who=who, month="|".join(MONTHS))
    facts = {
        "decisions": ([(one.line, one.text) for one in out.decisions], _WE),
        "assignments": ([(one.line, one.text) for one in asked], acting),
        "planned_meetings": ([(one.line, "") for one in out.planned_meetings], None),
    }
    for point, found in told.values():
        title = point.item.title or ""
        if len(title.split()) > 6:  # a sentence that is its own title
            found = [Paragraph(title, Line(point.item.line, title)), *found]
        near = {point.item.line, *(one.number for one in found)}
        for field, (known_facts, other) in facts.items():
            near_by = [(line, text) for line, text in known_facts if line in near]
            for one in found:
                is_told = field == "planned_meetings" or (
                    field == "decisions" and LABEL.match(one.text)
                )
                own = [text for line, text in near_by if line == one.number]
                cue = None if near_by and is_told else _missed(field, other, one, own)
                if cue:
                    yield Doubt(field, f"Här står {quoted(cue)}, men {_MISSED[field]}.", one.number)


def _missed(
    field: str, other: re.Pattern[str] | None, one: Paragraph, own: Sequence[str]
) -> str | None:
    """The first cue of a paragraph in a sentence that none of its own facts has."""
    for sentence in sentences(one.text):
        if field == "decisions" and outcomes.is_formality(sentence):
            continue
        cue = _CUES[field].search(sentence) or (other and other.search(sentence))
        is_taken = any(text in sentence or sentence in text for text in own)
        if cue and not is_taken and not (own and tasks.RESPONSIBLE.match(sentence)):
            return cue[0]
    return None


def _decided(out: Reading, told: Told) -> Iterator[Doubt]:
    """The first decision of each kind that may be something else, or a part of another."""
    does = {f"{att}{one.assigned_to} " for one in out.assignments for att in ("", "att ")}
    texts = [found for _, found in told.values() if not any(LABEL.match(one.text) for one in found)]
    unlabelled = {one.number for found in texts for one in found}
    said: dict[str, Decision] = {}
    above = 0
    for one in out.decisions:
        is_clause, above = above == one.line and one.text.startswith("att "), one.line
        if one.text.startswith(tuple(does)):
            said.setdefault("är läst både som beslut och som uppdrag", one)
        is_said = outcomes.TOLD.search(one.text) or outcomes.is_formality(one.text)
        if is_clause and not is_said:
            said.setdefault("är läst för sig, men är kanske en del av beslutet före", one)
        elif one.line in unlabelled and not is_said:
            said.setdefault("är läst som beslut, men texten säger inte att det beslutades", one)
    for reason, one in said.items():
        yield Doubt("decisions", f"{quoted(one.text)} {reason}.", one.line)


def _vague(found: Sequence[Assignment]) -> Iterator[Doubt]:
    """Assignments whose sentence leaves it to the one before to say what is to be done."""
    for one in found:
        last = sentences(one.text)[-1]
        if tasks.POINTS_BACK.search(last):
            reason = f"{quoted(last)} syftar på något som kan stå i meningen före."
            yield Doubt("assignments", reason, one.line)


def _last_day(out: Reading, lines: Sequence[Line]) -> list[Doubt]:
    """The last day to come that the text names: it may be the next meeting's."""
    held = dt.date.fromisoformat(out.held_on or out.held_latest or "9999-12-31")
    for line in reversed(lines):
        for date in reversed(dates.find_dates(line.text[:5000], held.year)):
            if date.date and date.date > held:
                reason = f"Här står {quoted(date.text)}, men {_MISSED['planned_meetings']}."
                return [Doubt("planned_meetings", reason, line.number)]
    return []


def _formalities(out: Reading, told: Told) -> Iterator[Doubt]:
    """One doubt for all matters of form: not every council counts them as decisions."""
    read = {one.text for one in out.decisions}
    formal = [(True, one.line, one.text) for one in out.decisions if _COURTESY.search(one.text)]
    paragraphs = (one for _, found in told.values() for one in found)
    told_in = ((sentence, one.number) for one in paragraphs for sentence in sentences(one.text))
    formal += [
        (sentence in read, number, sentence)
        for sentence, number in told_in
        if outcomes.is_formality(sentence)
        and (sentence in read or not any(text in sentence for text in read))
    ]
    for is_read, line, sentence in sorted(formal)[:1]:
        seen = "läst" if is_read else "inte läst"
        reason = f"{quoted(sentence)} är en formsak och är {seen} som beslut."
        yield Doubt("decisions", reason, line)


def _unlisted(out: Reading, lines: Sequence[Line], found: Sequence[Paragraph]) -> Iterator[Doubt]:
    """People whom the text names and no list: they may have been there, or be called."""
    listed = {(one.name or "").casefold() for one in out.attendance}
    known = listed or {(one or "").casefold() for one in (out.chair, out.secretary, out.contact)}
    named = {
        name: one.number for one in found[::-1] for name, _, _ in names.names_in(one.text[:5000])
    }
    leads = [one for one in (out.chair, out.secretary) if one and listed and one not in named]
    named |= {one: next((line.number for line in lines if one in line.text), 1) for one in leads}
    missing = sorted((line, name) for name, line in named.items() if name.casefold() not in known)
    if missing:
        people = ", ".join(name for _, name in missing[:5])
        reason = f"Nämns i texten men står inte på någon lista: {people}."
        yield Doubt("attendance", reason, missing[0][0])
    elif not out.attendance and out.kind != "notice":
        yield Doubt("attendance", "Ingen närvarolista hittades i dokumentet.")


def _lists(out: Reading, lines: Sequence[Line], first: int) -> Iterator[Doubt]:
    """Words for who came, in the head or as a label, over nobody that was read."""
    taken = {one.line for one in out.attendance}
    for at, line in enumerate(lines):
        cue = _CUES["attendance"].search(line.text)
        one = marks.label(line.text) if cue else None
        is_over = at < first or (one and one.is_status) or _PREVENTED.search(line.text)
        if cue and is_over and not taken & {near.number for near in lines[at : at + 4]}:
            reason = f"Här står {quoted(cue[0])}, men {_MISSED['attendance']}."
            yield Doubt("attendance", reason, line.number)


def _tables(out: Reading, lines: Sequence[Line]) -> Iterator[Doubt]:
    """A table whose head names tasks or measures, or who does them, with no row in any fact."""
    facts = (out.place_actions, out.measure_statuses, out.assignments, out.attendance)
    used = {one.line for found in facts for one in found}
    rows = (line for line in lines if line.table is not None and line.cells)
    for _, (top, *own) in groupby(rows, key=attrgetter("table")):
        if any(map(_TASKS.fullmatch, top.cells)) and not used & {row.number for row in own}:
            said = "; ".join(next(filter(None, row.cells), "")[:60] for row in own[:20])
            reason = f"Tabellen med {quoted(', '.join(top.cells))} är inte läst: {said}."
            yield Doubt("place_actions", reason, top.number)
