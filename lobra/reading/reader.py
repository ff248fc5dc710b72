"""Reads one document: from its lines to what it says, with every doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from lobra.reading import clean, council, facts, formats, kind, labels, plans, vocabulary
from lobra.reading.found import Attendant, Reading
from lobra.reading.minutes import (
    attendance,
    coming,
    counted,
    items,
    officers,
    outcomes,
    when_where,
    worktables,
)
from lobra.reading.source import Line, Source


def read(source: Source) -> Reading:
    """What a document says: its kind first, then what that kind holds.

    Nothing is guessed: what is not stated is None or empty, and what is unsure stands in
    `review` with its reason.
    """
    lines, doubts = clean.clean(source)
    out = Reading("other")
    for note in source.notes:
        out.doubt("document", note)
    if plans.is_plan(source):
        _read_plan(out, source, lines)
        return out
    out.kind = kind.kind(lines)
    out.council = council.council(lines)
    if out.kind == "other":
        out.doubt("kind", "Dokumentet är varken protokoll, kallelse eller åtgärdsplan.")
        return out
    _read_meeting(out, source, lines)
    out.doubts(doubts)
    return out


def read_file(path: Path) -> Reading:
    """What a file says; UnreadableError where its format can't be read."""
    return read_with_lines(path)[0]


def read_with_lines(path: Path) -> tuple[Reading, Source]:
    """What a file says, and the lines that it was read from."""
    source = formats.load(path)
    reading = read(source)
    facts.doubt_recognised(reading, source)
    return reading, source


def _read_plan(out: Reading, source: Source, lines: Sequence[Line]) -> None:
    out.kind = "action_plan"
    out.council = council.council(lines)
    out.measures, doubts = plans.measures(source)
    out.doubts(doubts)


def _read_meeting(out: Reading, source: Source, lines: Sequence[Line]) -> None:
    points = items.points(lines)
    is_notice = out.kind == "notice"
    roll = attendance.roll(lines, [point.at for point in points], is_notice)
    out.attendance = roll.people
    _read_head(out, lines, points, roll.people)
    out.agenda_items = items.sections(lines, points)
    held = dt.date.fromisoformat(out.held_on) if out.held_on else None
    latest = dt.date.fromisoformat(out.held_latest) if out.held_latest else None
    year = held.year if held else (latest.year if latest else None)
    out.place_actions, doubts = worktables.place_actions(source, year, held)
    out.planned_meetings, more = coming.planned_meetings(lines, points, held, latest)
    if not is_notice:
        out.decisions = outcomes.decisions(lines, points)
        out.assignments = outcomes.assignments(lines, points, year)
        out.statements = outcomes.statements(lines, points)
        out.observations = counted.observations(out.statements, year)
        out.conflicts += counted.conflicts(lines)
    out.doubts([*roll.doubts, *doubts, *more])
    for conflict in out.conflicts:
        values = " och ".join(map(str, conflict.values))
        out.doubt("conflicts", f"Dokumentet säger emot sig självt: {values}.", conflict.lines[-1])
    if not points:
        out.doubt("agenda_items", "Inga punkter hittades i dokumentet.")
    known = {doubt.field for doubt in out.review}
    for name, word in vocabulary.shown("meeting").items():
        if getattr(out, name) is None and name not in known:
            out.doubt(name, f"Mötets {word} hittades inte i dokumentet.")


def _read_head(
    out: Reading, lines: Sequence[Line], found: Sequence[items.Point], people: Sequence[Attendant]
) -> None:
    """Fills in date, times, place, chair, secretary and contact of a meeting."""
    first = min((point.at for point in found), default=min(len(lines), 40))
    tagged = [one for at, line in enumerate(lines) if (one := labels.label(line, at))]
    blocks = [
        (one, below)
        for one, below in labels.owned(lines, tagged, [point.at for point in found])
        if one.at < max(first, 1) or one.meaning in ("chair", "secretary", "contact")
    ]
    when_where.read_date(out, lines, blocks, first)
    when_where.read_times(out, lines, blocks, first)
    when_where.read_place(out, lines, blocks, first)
    officers.read_officers(out, lines, blocks, first, people)
