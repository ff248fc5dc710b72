"""The meetings that minutes announce, and no other dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from operator import itemgetter

from lobra.reading import clock, dates, vocabulary
from lobra.reading.found import Doubt, PlannedMeeting
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import Paragraph
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import sentences

_TITLE = vocabulary.recogniser("planned.title")
_SENTENCE = vocabulary.recogniser("planned.sentence")
_OVER = vocabulary.recogniser("planned.over")
_OTHER = vocabulary.pattern("planned.other_dates")
_MOVED = vocabulary.pattern("planned.moved")
_PLACE = re.compile(r"(?i)^(?:plats|lokal)\s*:\s*(.+)$")
_OWN_PLACE = re.compile(r"(?:,|\bi|\bpå)\s+([A-ZÅÄÖ][^.,;]{3,80}(?:,\s*[^.;]{3,40})?)(?:\.\s|\.?$)")
_PROPOSED = re.compile(r"(?i)förslag till beslut\s*:")
_PROPOSES = re.compile(r"(?i)\bförslag(?: till beslut)?\s*:")
_SIGNED = re.compile(r"[A-ZÅÄÖ][\w-]+,?\s+")  # "Storköping den 15 september 2014"
_CLOCK = re.compile(r"(?i)kl|tid|\d[.:]\d\d")

Told = Mapping[int, tuple[Point, Sequence[Paragraph]]]
"""The items of a document by their places, with their paragraphs."""

# A text where meetings are announced, with its line number.
_Text = tuple[int, str]


def planned_meetings(
    lines: Sequence[Line],
    told: Told,
    held: dt.date | None,
    bound: dt.date | None,
    is_notice: bool = False,
) -> tuple[list[PlannedMeeting], list[Doubt]]:
    """The announced meetings with the doubts about them.

    `held` is the date of this meeting; `bound` is one before or after which it was, when it isn't
    stated. What a notice proposes is no meeting yet. A date without a year takes the year that its
    heading names, otherwise the first one after this meeting.
    """
    out: dict[str, PlannedMeeting] = {}
    doubts: list[Doubt] = []
    for texts, heading in _spots(lines, told):
        place = next((match[1].strip() for _, text in texts if (match := _PLACE.match(text))), None)
        for number, text in texts:
            if _PROPOSED.match(text) or (is_notice and _PROPOSES.search(text)):
                doubts.append(Doubt("planned_meetings", f"{quoted(text)} är inte läst.", number))
                continue
            named, own = dates.years(heading), dates.years(text)
            years = next((known for known in (named, own) if len(set(known)) == 1), [None])
            listed = dates.find_dates(text, years[0])
            ends = [*(one.begin for one in listed[1:]), len(text)]
            for date, end in zip(listed, ends, strict=False):
                if _is_other(text, date, end, held):
                    continue
                day = _day(date, held, bound, may_move=not (own or named))
                doubts += [Doubt("planned_meetings", why, number) for why in _reasons(date, day)]
                if day and not (held and day <= held):
                    own_place = _OWN_PLACE.search(text, date.end)
                    is_place = own_place and not dates.find_dates(own_place[1])
                    where = own_place[1].strip() if own_place and is_place else place
                    times = _times(text, date.end, end)
                    made = PlannedMeeting(day.isoformat(), *times, where, number)
                    out.setdefault(made.planned_on, made)
    return [*out.values()], doubts


def _spots(lines: Sequence[Line], told: Told) -> Iterator[tuple[list[_Text], str]]:
    """Where meetings are announced, with the heading over it: items, headings, sentences."""
    used: set[int] = set()
    for point, found in told.values():
        title = point.item.title or ""
        if _TITLE.search(title) and "föregående" not in title.casefold():
            yield [(lines[point.at].number, title), *_inside(lines, point, found)], title
            used |= {line.number for line in lines[point.at : point.end]}
    first = min(told, default=0)  # above it, a row of the head may tell of the next meeting alone
    for at, line in enumerate(lines):
        begin = next((n for n, cell in enumerate(line.cells) if _TITLE.match(cell)), 0)
        text = " ".join(" ".join(line.cells[begin:] or [line.text]).split())
        is_title = _TITLE.match(text) and (len(text) < 60 or line.heading or line.is_bold)
        is_row = text.startswith("Nästa") and dates.find_dates(text)
        is_new = at not in told and line.number not in used and (at >= first or is_row)
        if is_title and is_new and text[0].isupper():
            below = [*_below(lines, at)] if at >= first else []
            yield [(line.number, text), *below], text
            used |= {line.number, *(number for number, _ in below)}
    for _, found in told.values():
        for one in found:
            for sentence in sentences(one.text) if one.number not in used else ():
                if _SENTENCE.search(sentence):
                    yield [(one.number, sentence)], ""


def _inside(lines: Sequence[Line], point: Point, found: Sequence[Paragraph]) -> Iterator[_Text]:
    """What stands under an item, until it is signed: its paragraphs and its rows of tables."""
    rows = [(one.number, one.text) for one in lines[point.body : point.end] if len(one.cells) > 1]
    own = {number for number, _ in rows}
    rows += [(one.number, one.text) for one in found if one.number not in own]
    return takewhile(lambda row: not _OVER.match(row[1]), sorted(rows, key=itemgetter(0)))


def _below(lines: Sequence[Line], at: int) -> Iterator[_Text]:
    """The lines under a heading without an item, as long as they hold dates."""
    for n, line in enumerate(lines[at + 1 : at + 12]):
        is_apart = n and line.gap and not dates.find_dates(line.text)
        if line.heading or _OVER.match(line.text) or is_apart:
            return
        yield line.number, line.text


def _is_other(text: str, date: dates.FoundDate, end: int, held: dt.date | None) -> bool:
    """Whether a date is a deadline, another meeting's, this one's, or of one that is called off."""
    is_alone = _SIGNED.fullmatch(text[: date.begin]) and not text[date.end :].strip(" .")
    is_held = held and date.is_open and date.in_year(held.year) == held
    if is_held or (is_alone and not _SENTENCE.match(text)):
        return True
    before = text[max(0, date.begin - 60) : date.begin].split(". ")[-1]
    return bool(_OTHER.search(before) or _MOVED.search(text[date.end : end].split(". ")[0]))


def _day(
    date: dates.FoundDate, held: dt.date | None, bound: dt.date | None, may_move: bool
) -> dt.date | None:
    """The day of a date; `may_move` says that its year was only concluded and may be the next."""
    bound = held or bound
    days = (date.in_year(bound.year + n) for n in (0, 1)) if bound else ()
    after = next((day for day in days if day and bound and day > bound), None)
    # Its year may be another date's on the line.
    is_borrowed = str(date.year) not in date.text and after and after.weekday() == date.weekday
    is_past = date.date and held and date.date <= held
    return after if is_borrowed or not date.date or (is_past and may_move) else date.date


def _reasons(date: dates.FoundDate, day: dt.date | None) -> Iterator[str]:
    """Why the day of a date is unsure."""
    words = quoted(date.text)
    if day is None:
        yield f"{words} saknar år."
    elif date.date is None:
        yield f"{words} saknar år; {day.year} antas, första gången efter mötet."
    if day and date.weekday is not None and day.weekday() != date.weekday:
        yield f"Veckodagen i {words} stämmer inte med {day.isoformat()}."


def _times(text: str, begin: int, end: int) -> tuple[str | None, str | None]:
    """The time that stands between a date and the next one; one time on the line is for all."""
    shift = 0 if _CLOCK.search(text) else len("Tid: ")
    every = clock.find_times(text if not shift else f"Tid: {text}")
    own = [time for time in every if begin <= time.begin - shift + 5 and time.begin - shift < end]
    time = next(iter(own or (every if len(every) == 1 else ())), None)
    return (time.start, time.end) if time else (None, None)
