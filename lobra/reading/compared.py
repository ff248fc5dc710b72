"""What a second reader says, held against the lines and against what Lobra read itself.

What doesn't stand on its line, or isn't a day, time or name there, is left out and counted. The
rest is kept: the same as Lobra's is well, anything else is a doubt, and what only the second
reader found comes into the reading with one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lobra.reading import clock, dates, found, names, vocabulary
from lobra.reading.evaluate import is_alike
from lobra.reading.facts import DAYS, SINGLE, STATUSES, Fact, facts
from lobra.reading.second import FIELDS, Said
from lobra.reading.source import Source
from lobra_data import words

_AS = vocabulary.shown("status")
_TIMES = {"starts_at", "ends_at"}
_PERSONS = {"chair", "secretary", "contact", *STATUSES}
_LISTED: dict[str, Callable[[str, int], Any]] = {
    "agenda_items": lambda value, line: found.AgendaItem(None, value, 1, line),
    "decisions": lambda value, line: found.Decision(None, value, line),
    "assignments": lambda value, line: found.Assignment(None, None, value, None, line),
    "planned_meetings": lambda value, line: found.PlannedMeeting(value, None, None, None, line),
}
_NAMES = {found.IN_JSON.get(name, name): name for name in (*SINGLE, *STATUSES, *_LISTED)}
_ALIKE = 85  # of 100: the same words but for some letters


def compare(reading: found.Reading, source: Source, said: Iterable[Said]) -> None:
    """Puts what the second reader found into the reading, and every difference into its doubts."""
    theirs, n_lost = _kept(reading, source, said)
    ours = list(facts(reading))
    if n_lost:
        one = "en uppgift som inte står så på sin rad, och den togs inte med"
        many = f"{n_lost} uppgifter som inte står så på sina rader, och de togs inte med"
        reading.doubt("document", f"Den andra läsaren gav {words.form(n_lost, one, many)}.")
    for name in (_NAMES[field] for field in FIELDS):
        own = [one for one in ours if one.field == name]
        other = [one for one in theirs if one.field == name]
        for fact in _without(other, own):
            _doubt_theirs(reading, fact, ours)
        for fact in _without(own, other):
            if name not in SINGLE or not other:
                fact.doubt(reading, f"Den andra läsaren fann inte: {fact.told}.")


def _kept(reading: found.Reading, source: Source, said: Iterable[Said]) -> tuple[list[Fact], int]:
    """The facts whose words stand on their lines and mean something, and how many don't."""
    texts = defaultdict(list)
    for line in source.lines:
        texts[line.number].append(line.text)
    held = reading.held_on or reading.held_latest
    year = int(held[:4]) if held else None
    kept, n_lost = [], 0
    for field, number, quote in said:
        stands = any(quote in text for text in texts[number])
        if stands and (value := _value(_NAMES[field], quote, year)):
            kept.append(Fact(_NAMES[field], value, number))
        else:
            n_lost += 1
    return list(dict.fromkeys(kept)), n_lost


def _value(name: str, quote: str, year: int | None) -> str | None:
    """What the words say, as the reading writes it; None when they don't say one such thing."""
    if name in DAYS:
        days = [one.date for one in dates.find_dates(quote, year)]
        return days[0].isoformat() if len(days) == 1 and days[0] else None
    if name in _TIMES:
        times = clock.find_times(quote) or clock.find_times(f"kl. {quote}")
        if len(times) != 1:
            return None
        return times[0].start if name == "starts_at" else times[0].end or times[0].start
    if name in _PERSONS:
        bare = quote.strip(" .,:;")
        persons = [bare] if names.is_name(bare) else [name for name, *_ in names.names_in(quote)]
        return persons[0] if len(persons) == 1 else None
    return " ".join(quote.split()).strip(" .:;") or None


def _without(some: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    return [one for one in some if not any(_is_same(one, other) for other in others)]


def _is_same(one: Fact, other: Fact) -> bool:
    if one.field in DAYS | _TIMES:
        return one.value == other.value
    return is_alike(one.value, other.value, _ALIKE)


def _doubt_theirs(reading: found.Reading, fact: Fact, ours: Sequence[Fact]) -> None:
    """Doubts what only the second reader says, and adds it where Lobra has nothing instead."""
    if fact.field in STATUSES:
        instead = [one for one in ours if one.field in STATUSES and _is_same(one, fact)]
    else:
        instead = [one for one in ours if one.field == fact.field in SINGLE]
    if not instead:
        _add(reading, fact)
        reason = f"Bara den andra läsaren fann: {fact.told}."
    elif fact.field in STATUSES:
        own = f"{instead[0].told} som {_AS[instead[0].field]}"
        reason = f"Lobra läste {own}, den andra läsaren som {_AS[fact.field]}."
    else:
        reason = f"Lobra läste {instead[0].told}, den andra läsaren {fact.told}."
    fact.doubt(reading, reason)


def _add(reading: found.Reading, fact: Fact) -> None:
    value, line = fact.value or "", fact.line or 0
    if fact.field in SINGLE:
        setattr(reading, fact.field, value)
    elif fact.field in STATUSES:
        reading.attendance.append(found.Attendant(value, None, None, fact.field, line))
    else:
        getattr(reading, fact.field).append(_LISTED[fact.field](value, line))
