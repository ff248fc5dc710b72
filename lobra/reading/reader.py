"""Reads one document: from its lines to what it says, with every doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from lobra.reading import facts, formats, page, plans, unfolded, vocabulary
from lobra.reading.found import Assignment, Doubt, Reading
from lobra.reading.minutes import (
    about,
    attendance,
    coming,
    counted,
    head,
    items,
    outcomes,
    paragraphs,
    place,
    progress,
    tasks,
    unused,
    when,
    worktables,
)
from lobra.reading.source import Line, Source


def read(source: Source) -> Reading:
    """What a document says: its kind first, then what that kind holds.

    Nothing is guessed: what is not stated is None or empty, and what is unsure stands in
    `review` with its reason.
    """
    lines, doubts = page.laid_out(source)
    lines = unfolded.unfolded(lines)
    out = Reading("other")
    for note in source.notes:
        out.doubt("document", note)
    is_plan = plans.is_plan(source)
    out.council, is_sure = about.council(lines, is_plan)
    if not is_sure:
        reason = "Rådets område står inte bredvid rådets namn i dokumentets början, eller bara där."
        out.doubt("council", reason)
    out.kind, is_sure = ("action_plan", True) if is_plan else about.kind(lines)
    if out.kind not in ("minutes", "notice"):
        _read_tables(out, source, lambda row: is_plan and not row.is_of_place)
    if any(one.problem and one.status_text for one in out.place_actions) and not is_plan:
        out.kind = "action_plan"
        out.doubt("kind", "Dokumentet kallas inte plan men har en arbetstabell.")
    if out.kind == "action_plan":
        out.measures, doubts = plans.measures(source)
        out.doubts(doubts)
        if not out.place_actions:  # the rows are measures, and no place's
            out.review = _without_doubts_about(out, source)
        out.doubts(unused.in_other(out, lines))
        return out
    if out.kind == "other":
        out.doubt("kind", "Dokumentet är varken protokoll, kallelse eller åtgärdsplan.")
        if out.council:
            out.doubt("council", "Rådets område är taget ur ett dokument av annat slag.")
        out.planned_meetings, doubts = coming.planned_meetings(lines, {}, None, None)
        out.doubts(doubts)
        out.doubts(unused.in_other(out, lines))
        return out
    if not is_sure:
        out.doubt("kind", "Dokumentet kallas inte protokoll men är läst som ett.")
    _read_meeting(out, source, lines)
    out.doubts(doubts)
    return out


def _without_doubts_about(out: Reading, source: Source) -> list[Doubt]:
    """The doubts, but for those about tables of places where the rows were read as measures."""
    lines = {one.line for one in out.measures}
    lines |= {act.line for one in out.measures for act in one.activities}
    tables = {one.table for one in source.lines if one.number in lines} - {None}
    read = {one.number for one in source.lines if one.table in tables}
    return [
        one
        for one in out.review
        if not one.field.startswith("place_actions.")
        and not (one.field == "place_actions" and one.line in read)
    ]


def read_file(path: Path) -> Reading:
    """What a file says; UnreadableError where its format can't be read."""
    return read_with_lines(path)[0]


def read_with_lines(path: Path) -> tuple[Reading, Source]:
    """What a file says, and the lines that it was read from."""
    source = formats.load(path)
    reading = read(source)
    facts.doubt_recognised(reading, source)
    return reading, source


def _read_tables(
    out: Reading,
    source: Source,
    is_left_out: Callable[[worktables.Row], bool],
    year: int | None = None,
    held: dt.date | None = None,
) -> None:
    """Working tables and what became of measures: they are read whatever the document is."""
    held = progress.written(source.lines, held)
    year = year or (held.year if held else None)
    out.place_actions, doubts = worktables.place_actions(source, year, held, is_left_out)
    out.measure_statuses = [*worktables.measure_statuses(source, year, held)]
    out.doubts(doubts)


def _read_meeting(out: Reading, source: Source, lines: Sequence[Line]) -> None:
    points = items.points(lines)
    is_notice = out.kind == "notice"
    lists = attendance.roll(lines, points, is_notice)
    out.attendance = lists.people
    out.doubts(lists.doubts)
    labels = head.head(lines, points)
    when.read_date(out, lines, labels.above, labels.first)
    when.read_times(out, lines, labels.above, labels.first)
    place.read_place(out, lines, labels)
    head.read_officers(out, lines, labels, lists.people)
    if not is_notice:
        attendance.add_officers(out, lines)
    out.agenda_items = items.sections(lines, points)
    held = dt.date.fromisoformat(out.held_on) if out.held_on else None
    bounds = (day for day in (out.held_latest, out.held_earliest) if day)
    bound = next(map(dt.date.fromisoformat, bounds), None)
    year = held.year if held else (bound.year if bound else None)
    full = paragraphs.width(lines)
    before, after = items.without_item(lines, points), items.of_tasks(lines, points)
    texts = [point for point in (before, *points, after) if point]
    told = {point.at: (point, paragraphs.paragraphs(lines, point, full)) for point in texts}
    out.planned_meetings, more = coming.planned_meetings(lines, told, held, bound, is_notice)
    out.doubts(more)
    asked: list[Assignment] = []
    if not is_notice:
        for point, found in told.values():
            out.decisions += outcomes.decisions(point, found)
            if point is before and any(one.item.number for one in points[:1]):
                continue  # above numbered items people are listed and sign
            asked += tasks.assignments(point, found, out, year)
            out.statements += paragraphs.statements(point, found)
        out.observations = counted.observations(out.statements, year)
        out.conflicts += counted.conflicts(lines)
        out.assignments = tasks.once(asked)

    def is_task(row: worktables.Row) -> bool:
        asked_there = (one.text for one in asked if one.line == row.line.number)
        action = unfolded.COUNTED.sub("", row.said["action"] or "?")
        # One cell may hold several tasks.
        return any(
            text.startswith(action) or action.startswith(text.partition(" (")[0])
            for text in asked_there
        )

    _read_tables(out, source, is_task, year, held)
    if is_notice:
        out.doubts(unused.in_notice(out, lines))
    else:
        out.doubts(unused.doubts(out, lines, told, asked))
    for conflict in out.conflicts:
        values = " och ".join(map(str, conflict.values))
        out.doubt("conflicts", f"Dokumentet säger emot sig självt: {values}.", conflict.lines[-1])
    if not points:
        out.doubt("agenda_items", "Inga punkter hittades i dokumentet.")
    known = {doubt.field for doubt in out.review}
    for name, word in vocabulary.shown("meeting").items():
        if not getattr(out, name) and name not in known and not (is_notice and name == "decisions"):
            out.doubt(name, f"Mötets {word} hittades inte i dokumentet.")
