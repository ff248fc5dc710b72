"""Counted facts in running text, and places where a document contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from lobra.reading import dates, vocabulary
from lobra.reading.found import Conflict, Observation, Statement
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of
from lobra_data.words import NUMBERS, sentences

_UNIT = re.compile(rf"(?i)(?:{any_of('counted.between')}\s+)?({any_of('counted.units')})")
_NO_FACT = vocabulary.pattern("counted.no_fact")
_NUMBER = re.compile(
    r"(?<![\w/.,:§-])(\d{1,3}(?:[  ]\d{3})+|\d{1,6}|" + "|".join(NUMBERS) + r")(?![\d/:.,-]*\d)\s+",
    re.I,
)


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
    out = []
    for match in _NUMBER.finditer(sentence):
        unit = _UNIT.match(sentence[match.end() :])
        word = match[1].casefold()
        if unit and word not in ("en", "ett"):
            value = NUMBERS.get(word) or int(re.sub(r"\D", "", word))
            out.append((value, unit[1].casefold()))
    return out


_OTHERWISE = vocabulary.pattern("counted.says_otherwise")
_AGAINST = re.compile(
    r"(?i)\b(\d{1,6})\s+([a-zåäö]{3,})\b[^.]*\bmen\b[^.]*?\b(\d{1,6})\s+(?:\2\b|enligt\b|i\b)"
)


def conflicts(lines: Sequence[Line]) -> list[Conflict]:
    """The same fact with two values: sentences that stand twice, or "212 barn, men … 221 barn".

    Sentences are the same when only their counts differ; one that holds a date is about its day.
    """
    out = [
        Conflict(line.text.strip(), [int(match[1]), int(match[3])], [line.number])
        for line in lines
        for match in _AGAINST.finditer(line.text)
        if match[1] != match[3] and _OTHERWISE.search(match[0])
    ]
    counted: dict[int, list[tuple[str, list[int], int]]] = {}  # by the number of words
    for line in lines:
        for sentence in () if line.cells else sentences(line.text):
            values = [value for value, _ in _counts(sentence)]
            words = re.findall(r"[a-zåäö]{3,}", sentence.casefold())
            if not values or len(words) < 5 or dates.find_dates(sentence):
                continue
            shape = re.sub(r"\d+", "#", sentence.casefold())
            alike = counted.setdefault(len(words), [])
            for other, others, at in alike[-200:]:
                differ = [(a, b) for a, b in zip(others, values, strict=False) if a != b]
                if (
                    len(others) == len(values)
                    and len(differ) == 1
                    and fuzz.ratio(shape, other) >= 94
                ):
                    out.append(Conflict(sentence.strip(), list(differ[0]), [at, line.number]))
            alike.append((shape, values, line.number))
    return out
