"""The facts of a reading one by one, whatever list they stand in: to be doubted and compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from lobra.reading.found import Reading
from lobra.reading.marks import STATUSES
from lobra.reading.source import Source
from lobra_data import words

SINGLE = "council held_on starts_at ends_at place chair secretary contact".split()
"""The fields that a document states once."""

DAYS = {"held_on", "planned_meetings"}
"""The fields whose value is a day."""

_LISTS = {
    "agenda_items": "title",
    "decisions": "text",
    "assignments": "text",
    "planned_meetings": "planned_on",
    "place_actions": "action",
    "measures": "title",
    "observations": "what",
}


@dataclass(frozen=True)
class Fact:
    """One thing that a document says: which table or field, what, and on which line.

    A list of people is told apart by their status ("present"); the line of a single field isn't
    kept by the reading and is None.
    """

    field: str
    value: str | None
    line: int | None = None

    def doubt(self, reading: Reading, reason: str) -> None:
        """Doubts it in its reading, under the name that doubts have for its field."""
        what = "attendance" if self.field in STATUSES else self.field
        reading.doubt(what, reason, self.line)

    @property
    def told(self) -> str:
        """The value as a sentence says it."""
        value = self.value or "en uppgift utan ord"
        return words.date(dt.date.fromisoformat(value)) if self.field in DAYS else value


def facts(reading: Reading) -> Iterator[Fact]:
    """Everything that a reading claims."""
    yield from (Fact(name, value) for name in SINGLE if (value := getattr(reading, name)))
    yield from (Fact(person.status, person.name, person.line) for person in reading.attendance)
    for name, part in _LISTS.items():
        yield from (Fact(name, getattr(one, part), one.line) for one in getattr(reading, name))


def doubt_recognised(reading: Reading, source: Source) -> None:
    """Doubts every fact that stands on a page where a program told the letters from a picture.

    A single field has no line, so it is doubted as soon as there is such a page.
    """
    pages = {line.number: line.page for line in source.lines}
    for fact in facts(reading) if source.recognised else ():
        if fact.line is None or pages.get(fact.line) in source.recognised:
            fact.doubt(reading, f"Läst ur en bild, jämför med originalet: {fact.told}.")
