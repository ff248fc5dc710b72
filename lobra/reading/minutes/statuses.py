"""What minutes say became of the measures of an action plan, where a table or a line says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lobra.reading.found import MeasureStatus
from lobra.reading.minutes import progress, worktables
from lobra.reading.source import Source

NUMBERED_MEASURE = re.compile(r"(Åtgärd\s+\d{1,2}(?:\.\d+)?)\s*[:–-]\s*(\S.*)")


def measure_statuses(
    source: Source, year: int | None, held: date | None = None
) -> list[MeasureStatus]:
    """What a document says became of a plan's measures, in tables and as "Åtgärd 2: Klart"."""
    return [*_in_tables(source, year, held), *_in_text(source, year, held)]


def _in_tables(source: Source, year: int | None, held: date | None) -> Iterator[MeasureStatus]:
    for row in worktables.table_rows(source.lines, []):
        said = row.said
        note = ". ".join(filter(None, [said.get("status"), said.get("note")]))
        if row.is_of_plan and said["action"] and note:
            news = progress.read(said["status"], said["action"], said.get("due"), year, held)
            yield MeasureStatus(said["action"], news.status, note, row.line.number)


def _in_text(source: Source, year: int | None, held: date | None) -> Iterator[MeasureStatus]:
    for line in source.lines:
        if not line.cells and (match := NUMBERED_MEASURE.match(line.text)):
            news = progress.read(match[2], None, None, year, held)
            if news.status != "unknown":
                yield MeasureStatus(match[1], news.status, match[2], line.number)
