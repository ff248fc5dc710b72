"""The meetings that minutes announce, and no other dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lobra.reading import clock, dates, vocabulary
from lobra.reading.found import Doubt, PlannedMeeting
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import Paragraph
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import WEEKDAYS, sentences

_TITLE = vocabulary.recogniser("planned.title")
_SENTENCE = vocabulary.recogniser("planned.sentence")
_OVER = vocabulary.recogniser("planned.over")
_OTHER = vocabulary.pattern("planned.other_dates")
_MOVED = vocabulary.pattern("planned.moved")
_PLACE = re.compile(r"(?i)^(?:plats|lokal)\s*:\s*(.+)$")
_SIGNED = re.compile(r"[A-ZÅÄÖ][\w-]+,?\s+")
_CLOCK = re.compile(r"(?i)kl|tid|\d[.:]\d\d")
_DATE_BEGUN = re.compile(rf"(?i)\b(?:den|\d{{1,2}}|(?:{'|'.join(WEEKDAYS)})(?:en)?)$")

# Where meetings are announced: its texts with their line numbers, and the heading over them.
_Spot = tuple[list[tuple[int, str]], str]


def planned_meetings(
    lines: Sequence[Line],
    told: Mapping[int, tuple[Point, Sequence[Paragraph]]],
    held: dt.date | None,
    latest: dt.date | None,
) -> tuple[list[PlannedMeeting], list[Doubt]]:
    """The announced meetings with the doubts about them; `told` has each item's paragraphs.

    `held` is the date of this meeting; `latest` bounds it when it isn't stated. A date without a
    year takes the year that its heading names, otherwise the first one after this meeting.
    """
    out: dict[str, PlannedMeeting] = {}
    doubts: list[Doubt] = []
    for texts, heading in _spots(lines, told):
        place = next((match[1].strip() for _, text in texts if (match := _PLACE.match(text))), None)
        for number, text in _unbroken(texts):
            named, own = dates.years(heading), dates.years(text)
            years = next((known for known in (named, own) if len(set(known)) == 1), [None])
            listed = dates.find_dates(text, years[0])
            times = clock.find_times(text if _CLOCK.search(text) else f"Tid: {text}")
            for date in listed:
                if _is_other(text, date, listed):
                    continue
                day = _day(date, held, latest, may_move=not own and not named)
                doubts += _doubts(date, day, number)
                if day and not (held and day <= held):
                    time = _time_for(date, listed, times)
                    start, end = (time.start, time.end) if time else (None, None)
                    made = PlannedMeeting(
                        day.isoformat(), start, end, _own_place(text, date) or place, number
                    )
                    out.setdefault(made.planned_on, made)
    return [*out.values()], doubts


def _spots(
    lines: Sequence[Line], told: Mapping[int, tuple[Point, Sequence[Paragraph]]]
) -> Iterator[_Spot]:
    """Where meetings are announced: items by title, headings and labels, and single sentences."""
    used: set[int] = set()
    end = max((point.end for point, _ in told.values()), default=0)
    for point, found in told.values():
        title = point.item.title or ""
        if _TITLE.search(title) and not re.search(r"(?i)föregående", title):
            yield [(lines[point.at].number, title), *_inside(lines, point, found)], title
            used |= set(range(point.at, point.end))
    for at, line in enumerate(lines):
        text = " ".join(line.text.split())
        is_short = len(text) < 60 or line.heading or line.is_bold
        if at in used or at in told or at < min(told, default=0):
            continue
        if _TITLE.match(text) and is_short and text[0].isupper():
            below = [*_below(lines, at)]
            yield [(line.number, text), *((one.number, one.text) for one in below)], text
            used |= set(range(at, at + 1 + len(below)))
        elif (at >= end or not told) and _SENTENCE.search(text):
            yield [(line.number, text)], ""
    numbers = {lines[at].number for at in used}
    for _, found in told.values():
        for one in found:
            if one.number not in numbers:
                yield from (
                    ([(one.number, sentence)], "")
                    for sentence in sentences(one.text)
                    if _SENTENCE.search(sentence)
                )


def _inside(
    lines: Sequence[Line], point: Point, found: Sequence[Paragraph]
) -> list[tuple[int, str]]:
    """What stands under an item, until it is signed: its paragraphs and its rows of tables."""
    rows = [(one.number, one.text) for one in lines[point.body : point.end] if len(one.cells) > 1]
    known = {number for number, _ in rows}
    rows += [(one.number, one.text) for one in found if one.number not in known]
    rows.sort(key=lambda row: row[0])
    over = next((n for n, (_, text) in enumerate(rows) if _OVER.match(text)), len(rows))
    return rows[:over]


def _below(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """The lines under a heading without an item, as long as they hold dates."""
    for n, line in enumerate(lines[at + 1 : at + 12]):
        is_apart = n and line.gap and not dates.find_dates(line.text)
        if line.heading or _OVER.match(line.text) or is_apart:
            return
        yield line


def _unbroken(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each text; with the next one where a date is broken over both."""
    for (number, text), (_, below) in pairwise([*texts, (0, "")]):
        yield number, f"{text} {below}" if _DATE_BEGUN.search(text) else text


def _is_other(text: str, date: dates.FoundDate, listed: Sequence[dates.FoundDate]) -> bool:
    """Whether a date is a deadline, somebody else's meeting, or of one that is called off."""
    if _SIGNED.fullmatch(text[: date.begin]) and not text[date.end :].strip(" ."):
        return True  # "Storköping den 15 september 2014"
    following = min((d.begin for d in listed if d.begin > date.begin), default=len(text))
    before = text[max(0, date.begin - 60) : date.begin].split(". ")[-1]
    after = text[date.end : following].split(". ")[0]
    return bool(_OTHER.search(before) or _MOVED.search(after))


def _day(
    date: dates.FoundDate, held: dt.date | None, latest: dt.date | None, may_move: bool
) -> dt.date | None:
    """The day of a date; `may_move` says that its year was only concluded and may be the next."""
    day = date.date or _first_after(date, held or latest)
    if not day or not held:
        return day
    is_wrong = date.weekday_agrees is False and str(date.year) not in date.text
    if is_wrong and (other := _first_after(date, held)) and other.weekday() == date.weekday:
        return other  # the year was another date's on the line
    return _first_after(date, held) if day <= held and may_move else day


def _first_after(date: dates.FoundDate, held: dt.date | None) -> dt.date | None:
    if held is None:
        return None
    days = (date.in_year(year) for year in (held.year, held.year + 1))
    return next((day for day in days if day and day > held), None)


def _doubts(date: dates.FoundDate, day: dt.date | None, line: int) -> Iterator[Doubt]:
    words = quoted(date.text)
    if day is None:
        yield Doubt("planned_meetings", f"{words} saknar år.", line)
        return
    if date.date is None:
        reason = f"{words} saknar år; {day.year} antas, första gången efter mötet."
        yield Doubt("planned_meetings", reason, line)
    if date.weekday is not None and day.weekday() != date.weekday:
        reason = f"Veckodagen i {words} stämmer inte med {day.isoformat()}."
        yield Doubt("planned_meetings", reason, line)


def _time_for(
    date: dates.FoundDate, listed: Sequence[dates.FoundDate], times: Sequence[clock.FoundTime]
) -> clock.FoundTime | None:
    """The time that stands after a date and before the next one; one time at the end is for all."""
    limit = min((other.begin for other in listed if other.begin > date.begin), default=10_000)
    own = [time for time in times if date.end <= time.begin + 5 and time.begin < limit + 5]
    return own[0] if own else times[0] if len(times) == 1 else None


def _own_place(text: str, date: dates.FoundDate) -> str | None:
    match = re.search(
        r"(?:,|\bi|\bpå)\s+([A-ZÅÄÖ][^.,;]{3,80}(?:,\s*[^.;]{3,40})?)\.?$", text[date.end :]
    )
    return match[1].strip() if match and not dates.find_dates(match[1]) else None
