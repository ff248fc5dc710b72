"""Clock times as minutes write them: "kl. 9-11", "mellan 17 och 19", "Tid: 13 -17"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lobra.reading import date_forms as forms
from lobra.reading import dates

_TIME = re.compile(rf"""(?ix)
    (?P<label>\b(?:(?P<clock>kl|klockan|klockslag)|tid\ och\ plats|(?:mötes)?tid(?:en|er|punkt)?)\b
       [.:\s]{{0,3}}(?:\ufffc{{1,60}}[,.\s]{{0,3}})?)?
    (?P<weak>\b(?P<verb>(?:avslut|öppna|börja|slut|start|samling)\w{{0,4}}|mellan|från)\s
        |\ufffc[,:]?\s{{1,2}})?
    (?<![\w/§+])(?<!\d[.,:/–-])
    (?P<hour>\d\d?)(?:(?P<mark>[.:])(?P<minute>\d\d)|(?P<bare>\d\d))?(?!\d)
    (?: (?:{forms.TO}|{forms.GAP}(?P<and>och){forms.GAP})(?:(?:kl|ca|c:a|cirka)\.?{forms.SP}?)?
        (?P<end_hour>\d\d?)(?:[.:](?P<end_minute>\d\d)|(?P<end_bare>\d\d))? )?
    (?![\w/%]|[.,:]\d|{forms.DASH}\d)""")
_SCHOOL_FORMS = re.compile(r"\b(?:i|elev\w*|klass\w*)\s$", re.I)
_NAMED_PLOT = re.compile(r"[^\W\d]\s[A-ZÅÄÖ][\w-]*\s$")


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A clock time or a range of them as "HH:MM"; begin/end_offset hold its label too."""

    start: str
    end: str | None
    begin: int
    end_offset: int


def find_times(text: str) -> list[FoundTime]:
    """Every clock time, in reading order.

    Bare hours ("13 -17") need "kl.", "klockan" or "Tid" before them (a date may stand between);
    so does a single "09.30", unless it follows a date or a word like "avslutades". "24.00" stays
    "24:00", which `datetime` can't hold. An end that isn't after its start is left out.

    >>> [(time.start, time.end) for time in find_times("Tid: 7/12 13 -17, kl. 9-8")]
    [('13:00', '17:00'), ('09:00', None)]
    """
    if not forms.DIGIT.search(text):
        return []
    text = dates.without_dates(text, dates.candidates(text))
    return [time for match in _TIME.finditer(text) if (time := _time(match))]


def _time(match: re.Match[str]) -> FoundTime | None:
    start = _clock(match["hour"], match["minute"] or match["bare"])
    end = _clock(match["end_hour"], match["end_minute"] or match["end_bare"])
    if start is None or (match["end_hour"] and end is None) or not _is_time(match):
        return None
    return FoundTime(start, end if end and end > start else None, *match.span())


def _is_time(match: re.Match[str]) -> bool:
    """Whether label, form and surroundings make these numbers a time."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    hour, minute, end_minute = int(match["hour"]), match["minute"], match["end_minute"]
    if match["and"] and (match["verb"] or "").lower() != "mellan":
        return False
    if match["clock"]:
        return bool(minute) or hour > 9 or not _SCHOOL_FORMS.search(before)
    if match["bare"] or match["end_bare"] or forms.UNIT_AFTER.match(match.string, match.end()):
        return False
    if match["label"]:
        return bool(minute) or match["end_hour"] is not None
    if not minute or forms.AFTER_NUMBER.search(before):
        return False
    has_two_digits, has_colon = len(match["hour"]) == 2, match["mark"] == ":"
    if match["end_hour"] is None:
        is_told = not _NAMED_PLOT.search(before) if has_colon else bool(match["weak"])
        return is_told and has_two_digits
    is_round = end_minute is not None and minute[1] in "05" and end_minute[1] in "05"
    return has_colon or bool(match["weak"]) or (is_round and (has_two_digits or hour >= 6))


def _clock(hour: str | None, minute: str | None) -> str | None:
    """HH:MM, or None where a clock shows no such time."""
    if hour is None or int(minute or 0) > 59 or int(hour) * 60 + int(minute or 0) > 24 * 60:
        return None
    return f"{int(hour):02}:{int(minute or 0):02}"
