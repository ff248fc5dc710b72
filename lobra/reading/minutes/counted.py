"""Counted facts in running text, and places where a document contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lobra.reading import dates, vocabulary
from lobra.reading.found import Conflict, Observation, Statement
from lobra.reading.source import Line
from lobra_data.words import NUMBERS, sentences

_COUNT = vocabulary.recogniser("counted.count", number="|".join(NUMBERS))
_NO_FACT = vocabulary.pattern("counted.no_fact")
_AGAINST = vocabulary.recogniser("counted.against")


def observations(found: Iterable[Statement], year: int | None) -> list[Observation]:
    """The counted facts of running text, each with its sentence as `what`.

    Only a number before a unit that minutes count is taken, so that addresses, times and ages
    are not.
    """
    out = []
    for one in found:
        for sentence in sentences(one.text):
            counts = [] if _NO_FACT.search(sentence) else _counts(sentence)
            days = [day.date for day in dates.find_dates(sentence, year) if day.date]
            day = days[0].isoformat() if counts and days else None
            out += [
                Observation(sentence, value, unit, day, None, one.line) for value, unit in counts
            ]
    return out


def _counts(sentence: str) -> list[tuple[int, str]]:
    """The numbers of a sentence that count something, each with its unit."""
    found = [(one["number"].casefold(), one["unit"]) for one in _COUNT.finditer(sentence)]
    return [
        (NUMBERS.get(number) or int(re.sub(r"\D", "", number)), unit.casefold())
        for number, unit in found
        if number not in ("en", "ett")
    ]


def conflicts(lines: Sequence[Line]) -> list[Conflict]:
    """The same fact with two values: sentences that stand twice, or "212 barn, men … 221 barn".

    Sentences are the same when only their counts differ; one that holds a date is about its day.
    """
    out = [
        Conflict(line.text.strip(), [int(match[1]), int(match[3])], [line.number])
        for line in lines
        for match in _AGAINST.finditer(line.text)
        if match[1] != match[3]
    ]
    counted: dict[str, tuple[list[int], int]] = {}
    for line in lines:
        for sentence in () if line.cells else sentences(line.text):
            values = [value for value, _ in _counts(sentence)]
            shape = re.sub(r"\d+", "#", sentence.casefold()).strip(" .")
            if not values or len(shape.split()) < 6 or dates.find_dates(sentence):
                continue
            others, at = counted.setdefault(shape, (values, line.number))
            differ = [(a, b) for a, b in zip(others, values, strict=False) if a != b]
            if len(differ) == 1:
                out.append(Conflict(sentence.strip(), list(differ[0]), [at, line.number]))
    return out
