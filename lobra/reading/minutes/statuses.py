"""What minutes say became of the measures of an action plan, where a table or a line says so."""

from __future__ import annotations

import re
from datetime import date

from lobra.reading.found import MeasureStatus
from lobra.reading.minutes import progress, worktables
from lobra.reading.minutes.columns import Table
from lobra.reading.source import Line, Source

NUMBERED_MEASURE = re.compile(r"(Åtgärd\s+\d{1,2}(?:\.\d+)?)\s*[:–-]\s*(\S.*)")


def measure_statuses(
    source: Source, year: int | None, held: date | None = None
) -> list[MeasureStatus]:
    """What a document says became of a plan's measures, in tables and as "Åtgärd 2: Klart"."""
    rows = [
        one
        for one in worktables.table_rows(source.lines, [])
        if worktables.is_of_plan(one[1], one[2])
    ]
    found = [_status(row, table, year, held) for row, table, _ in rows]
    found += [_told(line, year, held) for line in source.lines if not line.cells]
    return [one for one in found if one]


def _status(row: Line, table: Table, year: int | None, held: date | None) -> MeasureStatus | None:
    """A row about a measure of the plan; None where it names none."""
    said = {
        name: worktables.said_in(row.cells[position]) for name, position in table.columns.items()
    }
    news = progress.read(said["status"], said["action"], said.get("due"), year, held)
    note = ". ".join(filter(None, [said["status"], said.get("note")])) or None
    if not said["action"] or not note:
        return None
    return MeasureStatus(said["action"], news.status, note, row.number)


def _told(line: Line, year: int | None, held: date | None) -> MeasureStatus | None:
    """A line of text that tells of a measure by its number: "Åtgärd 2: Klart"."""
    match = NUMBERED_MEASURE.match(line.text)
    news = progress.read(match[2], None, None, year, held) if match else None
    if not match or not news or news.status == "unknown":
        return None
    return MeasureStatus(match[1], news.status, match[2], line.number)
