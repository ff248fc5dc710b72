"""Which years a plan says that it is in force."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from lobra.reading import dates
from lobra.reading.vocabulary import any_of

_IN_FORCE = re.compile(
    rf"{any_of('plans.in_force')}|^\W*{any_of('plans.in_force_label')}\s*(?:[:\t]|(?=\d))", re.I
)
_UNTIL = re.compile(r"(?:\btill\b|\bt\.?\s?o\.?\s?m\b|\btom\b|\bsenast\b)[^.]*$", re.I)
_FROM = re.compile(r"\b(?:från|fr\.?\s?o\.?\s?m|from)\b", re.I)
_GOES_ON = re.compile(r"[a-zåäö]|(?:19|20)\d\d\b")
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
    numbers = [n for n, text in lines.items() if text.strip()]
    for n, below in pairwise([*numbers, 0]):
        if not (match := _IN_FORCE.search(lines[n])):
            continue
        said = lines[n][match.end() :]
        rest = lines.get(below, "").strip()
        if _GOES_ON.match(rest) and said.strip(" :\t"):
            said = f"{said} {rest}"
        said = _STOP.split(said, maxsplit=1)[0]
        if years := sorted(set(dates.years(said))):
            if len(years) > 1:
                return Period(years[0], years[-1], n)
            before = f"{match[0]} {said.partition(str(years[0]))[0]}"
            is_end = bool(_UNTIL.search(before)) and not _FROM.search(before)
            return Period(None, years[0], n) if is_end else Period(years[0], None, n)
    return None
