"""Which years a plan says that it is in force."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lobra.reading import dates, vocabulary

_IN_FORCE = vocabulary.recogniser("plans.stated_years")
_UNTIL = re.compile(r"(?:\btill\b|\bt\.?\s?o\.?\s?m\b|\btom\b|\bsenast\b)[^.]*$", re.I)
_FROM = re.compile(r"\b(?:från|fr\.?\s?o\.?\s?m|from)\b", re.I)
_STOP = re.compile(r"[.;](?=\s+[A-ZÅÄÖ]|\s*$)")


class Period(NamedTuple):
    """The first and the last year, either of which may be unsaid, and the line that says so."""

    first: int | None
    last: int | None
    line: int


def period(lines: Mapping[int, str]) -> Period | None:
    """The years of "Planen gäller från 1 mars 2025 till och med 2026", also over two lines.

    >>> period({3: "Planen gäller från: 2025-01-01"})
    Period(first=2025, last=None, line=3)
    >>> period({3: "Planen gäller till utgången av 2026"})
    Period(first=None, last=2026, line=3)
    """
    text = "\n".join(lines.values())
    for match in _IN_FORCE.finditer(text):
        said = _STOP.split(match["said"], maxsplit=1)[0]
        if years := sorted(set(dates.years(said))):
            line = list(lines)[text.count("\n", 0, match.start("said"))]
            before = match[0].partition(str(years[0]))[0]
            if not years[1:] and _UNTIL.search(before) and not _FROM.search(before):
                return Period(None, years[0], line)
            return Period(years[0], years[-1] if years[1:] else None, line)
    return None
