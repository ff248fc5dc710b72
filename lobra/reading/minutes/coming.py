"""The meetings that minutes announce, and no other dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from lobra.reading import dates, vocabulary
from lobra.reading.found import Doubt, PlannedMeeting
from lobra.reading.minutes import outcomes
from lobra.reading.minutes.items import Point
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of
from lobra_data.words import WEEKDAYS, sentences

_TITLE = re.compile(rf"(?i){any_of('planned.titles')}|\b(?:möten|sammanträden) \d{{4}}\b")
# The council's own meeting, not a working group's.
_SENTENCE = re.compile(
    rf"(?i)^\W*(?:(?:rådets |bråets |brå:s |vårt )?(?:nästa|nästkommande|kommande) (?:ordinarie )?"
    rf"{any_of('planned.meetings')}(?!\s+(?:med|för|i) (?!rådet|brå\b))|{any_of('planned.begins')})"
)
_OTHER = vocabulary.pattern("planned.other_dates")
_OVER = re.compile(rf"(?i){any_of('planned.over')}|{any_of('planned.over_alone')}$")
_MOVED = vocabulary.pattern("planned.moved")
_MISREAD_TITLES = vocabulary.words("planned.misread_titles")
_DATE_BEGUN = re.compile(rf"(?i)\b(?:den|\d{{1,2}}|(?:{'|'.join(WEEKDAYS)})(?:en)?)$")


def planned_meetings(
    lines: Sequence[Line], found: Sequence[Point], held: dt.date | None, latest: dt.date | None
) -> tuple[list[PlannedMeeting], list[Doubt]]:
    """The announced meetings with the doubts about them.

    `held` is the date of this meeting; `latest` bounds it when it isn't stated. A date without a
    year takes the year that its heading names, otherwise the first one after this meeting.
    """
    out: list[PlannedMeeting] = []
    doubts: list[Doubt] = []
    for text_lines, heading in _spots(lines, found):
        place = _place(text_lines)
        for line in text_lines:
            text = _first_words(line.text, line, lines)
            named, own = dates.years(heading), dates.years(text)
            years = next((known for known in (named, own) if len(set(known)) == 1), [None])
            listed = dates.find_dates(text, years[0])
            has_clock = re.search(r"(?i)kl|tid|\d[.:]\d\d", text)
            times = dates.find_times(text if has_clock else f"Tid: {text}")
            for date in listed:
                if _is_other(text, date, listed):
                    continue
                day = _day(date, held, latest, may_move=not own and not named)
                doubts += _doubts(date, day, line.number)
                if day is None or (held and day <= held):
                    continue
                if all(one.planned_on != day.isoformat() for one in out):
                    time = _time_for(date, listed, times)
                    start, end = (time.start, time.end) if time else (None, None)
                    where = _own_place(text, date) or place
                    out.append(PlannedMeeting(day.isoformat(), start, end, where, line.number))
    return out, doubts


def _is_other(text: str, date: dates.FoundDate, listed: Sequence[dates.FoundDate]) -> bool:
    """Whether a date is a deadline, somebody else's meeting, or of one that is called off."""
    following = min((d.begin for d in listed if d.begin > date.begin), default=len(text))
    before = text[max(0, date.begin - 60) : date.begin].split(". ")[-1]
    after = text[date.end : following].split(". ")[0]
    return bool(_OTHER.search(before) or _MOVED.search(after))


def _day(
    date: dates.FoundDate, held: dt.date | None, latest: dt.date | None, may_move: bool
) -> dt.date | None:
    """The day of a date; `may_move` says that its year was only concluded and may be the next."""
    day = date.date or _first_after(date, held or latest)
    is_stated = str(date.year) in date.text
    if day and held and date.weekday_agrees is False and not is_stated:
        other = _first_after(date, held)  # the year of another date on the line
        day = other if other and other.weekday() == date.weekday else day
    if day and held and day <= held and may_move:
        return _first_after(date, held)
    return day


def _doubts(date: dates.FoundDate, day: dt.date | None, line: int) -> Iterator[Doubt]:
    if day is None:
        yield Doubt("planned_meetings", f'"{date.text}" saknar år.', line)
        return
    if date.date is None:
        reason = f'"{date.text}" saknar år; {day.year} antas, första gången efter mötet.'
        yield Doubt("planned_meetings", reason, line)
    if date.weekday is not None and day.weekday() != date.weekday:
        reason = f'Veckodagen i "{date.text}" stämmer inte med {day.isoformat()}.'
        yield Doubt("planned_meetings", reason, line)


def _first_words(text: str, line: Line, lines: Sequence[Line]) -> str:
    """A line with the next one, where a date may be broken over both."""
    below = next((below for other, below in pairwise(lines) if other is line), None)
    is_broken = below and not below.gap and _DATE_BEGUN.search(text)
    return f"{text} {below.text}" if below and is_broken else text


def _spots(lines: Sequence[Line], found: Sequence[Point]) -> list[tuple[list[Line], str]]:
    """Where meetings are announced: items by title, headings and labels, and single sentences."""
    out: list[tuple[list[Line], str]] = []
    used: set[int] = set()
    for point in found:
        if point.item.title and _announces(point.item.title):
            inside = _inside(lines, point)
            head = _dated_line(lines[point.at], point)
            ends = next((n for n, line in enumerate(inside) if _OVER.match(line.text)), len(inside))
            out.append(([*head, *inside[:ends]], point.item.title))
            used |= set(range(point.at, point.end))
    for at, line in enumerate(lines):
        if at in used or at < min((point.at for point in found), default=0):
            continue
        text = " ".join(line.text.split())
        if (
            _TITLE.match(text)
            and (len(text) < 60 or line.heading or line.is_bold)
            and all(point.at != at for point in found)
        ):
            below: list[Line] = []
            for other in lines[at + 1 : at + 12]:
                if (
                    other.heading
                    or _OVER.match(other.text)
                    or (below and other.gap and not dates.find_dates(other.text))
                ):
                    break
                below.append(other)
            out.append(([line, *below], text))
            used |= set(range(at, at + 1 + len(below)))
    for point in found:
        for number, text, _ in outcomes.body(lines, point):
            at = next(n for n, line in enumerate(lines) if line.number == number)
            if at in used:
                continue
            for sentence in sentences(text):
                if _SENTENCE.search(sentence):
                    out.append(([Line(number, sentence)], ""))
    last = max((point.end for point in found), default=0)
    for at, line in enumerate(lines):
        if at not in used and (at >= last or not found) and _SENTENCE.search(line.text):
            out.append(([line], ""))
    return out


def _announces(title: str) -> bool:
    """Whether an item's title announces meetings, also where a scanner misread it."""
    if re.search(r"(?i)föregående", title):
        return False
    if _TITLE.search(title):
        return True
    words = title.casefold().replace("rn", "m")
    return len(words) < 24 and any(fuzz.ratio(words, one) >= 84 for one in _MISREAD_TITLES)


def _inside(lines: Sequence[Line], point: Point) -> list[Line]:
    """What stands under an item: its paragraphs whole, its rows of tables as they are."""
    rows = [line for line in lines[point.body : point.end] if len(line.cells) > 1]
    numbers = {line.number for line in rows}
    prose = [
        Line(number, text, gap=line.gap)
        for number, text, line in outcomes.body(lines, point)
        if number not in numbers and not (point.lead and number == lines[point.at].number)
    ]
    return sorted([*rows, *prose], key=lambda line: line.number)


def _dated_line(line: Line, point: Point) -> list[Line]:
    """The item's own line, where the date stands in its title or runs on after it."""
    text = " ".join(filter(None, [point.item.title, point.lead]))
    return [Line(line.number, text)] if dates.find_dates(text) else []


def _first_after(date: dates.FoundDate, held: dt.date | None) -> dt.date | None:
    if held is None:
        return None
    days = (date.in_year(year) for year in (held.year, held.year + 1))
    return next((day for day in days if day and day > held), None)


def _time_for(
    date: dates.FoundDate, listed: Sequence[dates.FoundDate], times: Sequence[dates.FoundTime]
) -> dates.FoundTime | None:
    """The time that stands after a date and before the next one; one time at the end is for all."""
    following = [other.begin for other in listed if other.begin > date.begin]
    limit = min(following, default=10_000)
    own = [time for time in times if date.end <= time.begin + 5 and time.begin < limit + 5]
    if own:
        return own[0]
    return times[0] if len(times) == 1 else None


def _place(lines: Sequence[Line]) -> str | None:
    for line in lines:
        if match := re.match(r"(?i)^(?:plats|lokal)\s*:\s*(.+)$", line.text):
            return match[1].strip()
    return None


def _own_place(text: str, date: dates.FoundDate) -> str | None:
    rest = text[date.end :]
    match = re.search(r"(?:,|\bi|\bpå)\s+([A-ZÅÄÖ][^.,;]{3,80}(?:,\s*[^.;]{3,40})?)\.?$", rest)
    return match[1].strip() if match and not dates.find_dates(match[1]) else None
