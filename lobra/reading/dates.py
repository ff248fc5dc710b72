"""Swedish dates and rough times ("hösten 2018"), as minutes and plans write them.

Nothing here knows today's date: an unstated year comes from the caller (`year=`) or stays None.
What can be read in two ways is left out. Texts are NFC; a tab parts cells, and only a weekday and
its date are read across it. How dates are written is in dates.toml.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lobra.reading import vocabulary
from lobra_data import words

SHORT_MONTHS = [month[:3] for month in words.MONTHS]
"""As much of a month's name as is always written."""
_WEEKDAYS = [name[:2] for name in words.WEEKDAYS]
_DAYS = "|".join(day.removesuffix("dag") for day in words.WEEKDAYS)  # torsd., and tor too
_MONTHS = "|".join([*words.MONTHS, "febr", "sept", *SHORT_MONTHS])
_PARTS = {
    "weekday": rf"(?:(?:{_DAYS}|tor)(?:dag(?:en)?|d)?(?<!fred)\b\.?)",
    "month": rf"(?:{_MONTHS})(?:(?<=[ir])s)?(?!\w)",
}


def pattern(name: str) -> re.Pattern[str]:
    """A pattern of dates.toml."""
    return vocabulary.recogniser(f"dates.{name}", **_PARTS)


AFTER_NUMBER, UNIT_AFTER = pattern("after_number"), pattern("unit_after")
_FORMS = vocabulary.alternatives("dates.forms", **_PARTS)
_DATE = re.compile(rf"(?ix)(?<![\w/§])(?<!\d[.:])(?=\d)(?:{_FORMS})")
_LEAD, _TAKES_PLACE, _DATED_BEFORE = map(pattern, ("lead", "takes_place", "dated_before"))
_FRACTION_AFTER, _CLOCK_AFTER = pattern("fraction_after"), pattern("clock_after")
_UNREADABLE_YEAR = pattern("unreadable_year")
_ROUGH, _THIS_YEAR, _WHICH_YEAR = pattern("rough"), pattern("this_year"), pattern("which_year")
_LONE_YEAR, _PHONE_BEFORE = pattern("lone_year"), pattern("phone_before")
# First and last month; seasons as wide as Swedish schools and municipalities use the words.
_PERIODS = {"vår": (1, 6), "vt": (1, 6), "som": (6, 8), "hös": (8, 12), "ht": (8, 12)}
_PERIODS |= {"1": (1, 3), "2": (4, 6), "3": (7, 9), "4": (10, 12), "år": (1, 12)}
_PERIODS |= {month: (number, number) for number, month in enumerate(SHORT_MONTHS, start=1)}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text; begin/end are offsets and hold "Fredagen den" too.

    `year` is None where neither text nor caller knows it; `weekday` is the stated one, Monday 0;
    `last_day` is the last of "14-15 mars"; `is_open` tells that the text states no year.
    """

    year: int | None
    month: int
    day: int
    last_day: int
    weekday: int | None
    begin: int
    end: int
    text: str
    is_open: bool

    @property
    def date(self) -> dt.date | None:
        """The day, or None without a year."""
        return None if self.year is None else dt.date(self.year, self.month, self.day)

    def in_year(self, year: int) -> dt.date | None:
        """The day in a year; None on 29 February where the year has none."""
        return dt.date(year, self.month, self.day) if _exists(year, self.month, self.day) else None

    @property
    def weekday_agrees(self) -> bool | None:
        """Whether the stated weekday is that day's; None when weekday or year is unknown."""
        day = self.date
        return None if day is None or self.weekday is None else day.weekday() == self.weekday

    def with_year(self, year: int) -> FoundDate:
        """The date in a year that the text doesn't state, unless the year has no such day."""
        return replace(self, year=year) if self.is_open and self.in_year(year) else self


def find_dates(text: str, year: int | None = None) -> list[FoundDate]:
    """Every date, in reading order, none overlapping; `year` serves those that state none.

    - "14/2-12" is 14 February 2012, "14/6-8/8" are two dates, "14-15 mars" is the first day;
      "4/5 2020" is 4 May, "4/5/2020" (American?) is none.
    - Two-digit years: 00-49 are 2000s, 50-99 are 1900s. Six digits (YYMMDD) must stand alone, be
      a day that exists, and not follow "dnr", "tel" or the like.
    - 24/7 and fractions (1/2 … 4/5) need "den", a weekday, a year, "senast" or "kl." to be dates;
      fractions may stand among other dates instead.
    - An unreadable year ("2O19") stays None whatever `year` says, and so does 29 February where
      `year` has none.

    >>> [str(found.date) for found in find_dates("Onsdag den 21/1 och 14/2-12", year=2015)]
    ['2015-01-21', '2012-02-14']
    """
    found = _stated(text)
    return [one.with_year(year) if year and one.year is None else one for one in found]


@lru_cache(64)  # dates, periods, times and years are asked for of the same text
def _stated(text: str) -> Sequence[FoundDate]:
    ways = [one for match in _DATE.finditer(text) if (one := _date(text, match))]
    has_sure = any("/" in one.text and not is_weak for one, is_weak in ways)
    return [one for one, is_weak in ways if has_sure or not is_weak]


def _date(text: str, match: re.Match[str]) -> tuple[FoundDate, bool] | None:
    """The date that a match is, seen with what stands around it, and whether it is a weak one."""
    got = {name.rpartition("_")[2]: value for name, value in match.groupdict().items() if value}
    year = _full_year(got["year"]) if "year" in got else None
    word, day = got["month"], int(got["day"])
    month = int(word) if word.isdigit() else SHORT_MONTHS.index(word[:3].lower()) + 1
    last_day = int(got.get("last", day))
    if not (_exists(year, month, day) and _exists(year, month, last_day) and day <= last_day):
        return None
    begin, end = match.span()
    before = text[max(0, begin - 48) : begin]
    lead = _LEAD.search(before)
    assert lead  # with nothing in it where nothing belongs to the date
    is_slash, is_weak = match["slash_day"] is not None and year is None, False
    if not lead[0]:
        is_numbered = AFTER_NUMBER.search(before) and not _TAKES_PLACE.search(before)
        is_told = _DATED_BEFORE.search(before) or _CLOCK_AFTER.match(text, end)
        is_counted = is_slash and _FRACTION_AFTER.match(text, end)
        is_always = is_slash and (day, month) == (24, 7) and not is_told
        if is_numbered or is_counted or is_always:
            return None
        is_weak = is_slash and day < month <= 5 and not is_told
    weekday = _WEEKDAYS.index(lead["weekday"][:2].lower()) if lead["weekday"] else None
    begin -= len(lead[0])
    said = text[begin:end]
    is_open = year is None and not _UNREADABLE_YEAR.match(text, end)
    return FoundDate(year, month, day, last_day, weekday, begin, end, said, is_open), is_weak


def _full_year(digits: str) -> int:
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 50 else 1900)


def _exists(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; 29 February exists while no year is known."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]


def without_dates(text: str) -> str:
    """The text with every date painted over, at its full length."""
    pieces, done = [], 0
    for one in _stated(text):
        pieces += [text[done : one.begin], "\ufffc" * len(one.text)]
        done = one.end
    return "".join([*pieces, text[done:]])


@dataclass(frozen=True, slots=True)
class Span:
    """A rough time: it lies between two days, both possible; begin/end are offsets."""

    earliest: dt.date
    latest: dt.date
    text: str
    begin: int
    end: int


def find_spans(text: str, year: int | None = None) -> list[Span]:
    """Every rough time and every full date, in reading order; after "senast" only its last day.

    våren and vt: January-June; sommaren: June-August; hösten and ht: August-December; weeks are
    ISO weeks. `year` serves seasons, quarters, weeks and "under maj" that state none, but not
    "till hösten", "nästa vår". A year alone counts after "senast", "under", "klart", "år",
    "början av" or "slutet av".
    """
    spans = []
    days = {
        one.begin: (day, day.replace(day=one.last_day))
        for one in find_dates(text, year)
        if (day := one.date)
    }
    for match in _ROUGH.finditer(without_dates(text)):
        is_date = match["date"] is not None
        if bounds := days.get(match.start("date")) if is_date else _bounds(match, year):
            first, last = bounds if not match["latest"] else bounds[1:] * 2
            spans.append(Span(first, last, text[slice(*match.span())], *match.span()))
    return spans


def _bounds(match: re.Match[str], year: int | None) -> tuple[dt.date, dt.date] | None:
    if stated := match["year"] or match["short"] or match["whole"]:
        year = _full_year(stated)
    elif year is None or not _is_this_year(match):
        return None
    if week := match["week"]:
        try:
            last_day = dt.date.fromisocalendar(year, int(match["week_last"] or week), 7)
            return dt.date.fromisocalendar(year, int(week), 1), last_day
        except ValueError:
            return None
    period = match["period"] or match["quarter"] or "år"
    first, _ = _PERIODS[period[:3].lower()]
    _, last = _PERIODS[(match["period_last"] or period)[:3].lower()]
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    return (dt.date(year, first, 1), end) if first <= last else None


def _is_this_year(match: re.Match[str]) -> bool:
    """Whether a rough time without a year can only mean the year that is spoken of."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    word = (match["period"] or "").lower()
    if word[:3] in SHORT_MONTHS:
        return bool(match["latest"] or _THIS_YEAR.search(before))
    return word not in ("vår", "sommar", "höst") and not _WHICH_YEAR.search(before)


def years(text: str) -> list[int]:
    """Every year 1990-2099 that a text states, alone or in a full date, as often as it stands.

    Case numbers, phone numbers, sums and names such as "Agenda 2030" have none.
    """
    found = [(one.begin, one.year or 0) for one in _stated(text)]
    for match in _LONE_YEAR.finditer(without_dates(text)):
        one, two = int(match["one"]), int(match["two"] or 0)
        before = text[max(0, match.start() - 48) : match.start()]
        is_number = AFTER_NUMBER.search(before) or _PHONE_BEFORE.search(before)
        is_case = match["by"] == "/" and two != one + 1
        if not (is_number or is_case or UNIT_AFTER.match(text, match.end())):
            found += [(match.start(), one), (match.start(), two)]
    return [year for _, year in sorted(found) if 1990 <= year <= 2099]
