"""Where the meeting was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lobra.reading import clock, dates, marks, persons, vocabulary
from lobra.reading.found import Reading
from lobra.reading.minutes.head import Head
from lobra.reading.source import Line
from lobra_data.words import WEEKDAYS

_ROOM = re.compile(rf"(?i){vocabulary.any_of('place.rooms')}|\b\w*plan \d\b")
_SAT, _BEFORE_TIME, _BEFORE_DAY, _AFTER_TIME, _AFTER_DAY, _THERE, _HOURS = (
    vocabulary.recogniser(f"place.{name}", weekday="|".join(WEEKDAYS))
    for name in ("sat", "before_time", "before_day", "after_time", "after_day", "there", "hours")
)
_BRACKETED = re.compile(r"\(((?:(?! på grund\b)[^()]){3,50})")  # "(Zoom)", not closed either
_NEW_SENTENCE = re.compile(r"\.\s+(?=[A-ZÅÄÖ][a-zåäö]+\s[a-zåäö])")
_OTHER_DATE = vocabulary.recogniser("when.other_date")
_PROSE = 50  # characters of a line: a sentence may go on below a longer one


def read_place(out: Reading, lines: Sequence[Line], found: Head) -> None:
    """The place: after a label, told in a sentence, or beside the time (which is doubtful)."""
    top = lines[: max(found.first, 6)]
    labelled = [
        place
        for wanted in ("where", "when where")
        for one, values in sorted(found.above, key=lambda field: not field[0].value)
        if one.meaning == wanted
        for text, _ in values[:3]
        if (place := _without_time(text))
    ]
    texts = [
        f"{line.text} {below.text}" if len(line.text) > _PROSE and not below.gap else line.text
        for line, below in pairwise([*lines[: found.first + 6], Line(0, "", gap=True)])
    ]
    said = filter(None, map(_SAT.search, texts))
    told = filter(None, (_without_time(next(filter(None, one.groups()))) for one in said))
    loose = ((place, line.number) for at, line in enumerate(top) if (place := _loose(top, at)))
    out.place = next(iter([*labelled, *told]), None)
    if not out.place and (one := next(loose, None)):
        out.place = one[0]
        out.doubt("place", "Platsen står utan etikett.", one[1])


def _loose(top: Sequence[Line], at: int) -> str | None:
    """A place without a label: beside the meeting's time, or on the line below it."""
    text = top[at].text.replace(" · ", ", ")
    days, times = dates.find_dates(text), clock.find_times(text)
    is_other = days and _OTHER_DATE.search(text[: days[0].begin])
    if is_other or not (days or (times and at < 8)):
        return None
    before = _BEFORE_TIME.search(dates.without_dates(text)) if times else None
    if before and _ROOM.search(before[1]):
        return before[1].strip()
    if ahead := _BEFORE_DAY.search(dates.without_dates(text)):
        return (ahead["place"] or ahead["named"]).strip()
    rest = text[times[-1].end_offset if times else days[-1].end :].strip(" ,;")
    if (inside := _BRACKETED.match(rest)) and _ROOM.search(inside[1]):
        return inside[1]
    if re.match(r"\.\s", rest):  # another sentence
        return None
    rest = rest.strip(" .")
    if match := (_AFTER_TIME if times else _AFTER_DAY).match(rest):
        return match["place"].strip(" ,")
    if match := _THERE.match(rest):
        return match["place"].strip(" ,")
    below = "" if rest or at + 1 == len(top) or top[at + 1].gap else top[at + 1].text
    is_room = len(below) <= 90 and _ROOM.search(below)
    is_place = is_room and not marks.label(below)
    is_place = is_place and bool(_ROOM.match(below) or not persons.people(below))
    return _without_time(below) if is_place or below[:4] == "hos " else None


def _without_time(text: str) -> str | None:
    """A place without the date and times on its line; None when nothing of it is a place."""
    first, *more = _NEW_SENTENCE.split(text, maxsplit=1)
    text = first if more and marks.VERB.search(more[0]) else text
    place = text = clock.in_digits(re.sub(r"(?i)[\s,(]{0,3}\bajourn.*", "", text))
    for date in reversed(dates.find_dates(text)):
        place = place[: date.begin] + place[date.end :]
    place = re.sub(r"\(\s*\)|\s+(?=,)", "", _HOURS.sub(" ", place))
    place = " ".join(place.split()).strip(" ,;:–-*.") if place != text else text.strip(" ,;:–-*.")
    return place if len(re.findall(r"[^\W\d_]", place)) >= 2 and len(place) < 140 else None
