"""Clock times as minutes write them: "kl. 9-11", "mellan 17 och 19", "kvart över nio"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lobra.reading import dates
from lobra_data.words import NUMBERS

_TIME, _IN_WORDS = dates.pattern("time"), dates.pattern("time_in_words")
_BROKEN = re.compile(r"(?:(?<=\d[–-])|(?<=\d [–-]))\s*\n\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A clock time or a range of them as "HH:MM"; begin/end_offset hold its label too."""

    start: str
    end: str | None
    begin: int
    end_offset: int


_YEAR = re.compile(r"\D*(?:199|20[0-3])\d\D+20[0-3]\d")


def whole(text: str) -> str:
    """A text whose times a narrow column broke: "kl. 13.00–" and "16.00" below it, on one line."""
    return _BROKEN.sub("", text)


def in_digits(text: str) -> str:
    """A text as long as before, whose times in words are digits; "tio i åtta" is after noon."""
    return _IN_WORDS.sub(_digits, text)


def _digits(said: re.Match[str]) -> str:
    known = NUMBERS | {"kvart": 15, "": 0}
    hour, past = said["hour"].lower(), known[(said["minutes"] or "").lower()]
    time = 60 * (known.get(hour) or int(hour)) - 30 * bool(said["half"])
    time += -past if said["to"] else past
    time += 720 * (time < 480)
    return f"{time // 60 % 24:02}:{time % 60:02}".rjust(len(said[0]))


def find_times(text: str) -> list[FoundTime]:
    """Every clock time, in reading order.

    Bare hours ("13 -17") need "kl.", "klockan" or "Tid" before them (a date may stand between);
    so does a single "09.30", unless it follows a date or a word like "avslutades". "24.00" stays
    "24:00", which `datetime` can't hold. An end that isn't after its start is left out.

    >>> [(time.start, time.end) for time in find_times("Tid: 7/12 13 -17, kl. 9-8")]
    [('13:00', '17:00'), ('09:00', None)]
    """
    found = []
    for match in _TIME.finditer(in_digits(dates.without_dates(text))):
        start = _clock(match["hour"], match["minute"] or match["bare"])
        end = _clock(match["end_hour"], match["end_minute"] or match["end_bare"])
        if start and (end or not match["end_hour"]) and _is_time(match):
            found.append(FoundTime(start, end if end and end > start else None, *match.span()))
    return found


def _is_time(match: re.Match[str]) -> bool:
    """Whether label, form and surroundings make these numbers a time."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    minute, end_minute = match["minute"], match["end_minute"]
    if match["and"] and (match["verb"] or "").lower() != "mellan":
        return False
    is_four = match["label"] and match["bare"] and match["end_bare"]  # "Tid 1300-1440", no years
    if match["clock"] or (match["and"] and end_minute) or (is_four and not _YEAR.match(match[0])):
        return True
    if match["bare"] or match["end_bare"] or dates.UNIT_AFTER.match(match.string, match.end()):
        return False
    if match["label"] or (match["weak"] and end_minute):
        return bool(minute) or match["end_hour"] is not None
    if not minute or dates.AFTER_NUMBER.search(before):
        return False
    has_two_digits, is_sure = len(match["hour"]) == 2, match["mark"] == ":" or bool(match["weak"])
    if match["end_hour"] is None:
        return has_two_digits and is_sure
    is_round = end_minute is not None and minute[1] in "05" and end_minute[1] in "05"
    return is_sure or (is_round and (has_two_digits or match["hour"] >= "6"))


def _clock(hour: str | None, minute: str | None) -> str | None:
    """HH:MM, or None where a clock shows no such time."""
    if hour is None or int(minute or 0) > 59 or int(hour) * 60 + int(minute or 0) > 24 * 60:
        return None
    return f"{int(hour):02}:{int(minute or 0):02}"
