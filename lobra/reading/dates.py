"""Swedish dates and rough times ("hösten 2018"), as minutes and plans write them.

Nothing here knows today's date: an unstated year comes from the caller (`year=`) or stays None.
What can be read in two ways is left out. Texts are NFC; a tab parts cells, and only a weekday and
its date are read across it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from lobra.reading import date_forms as forms

SHORT_MONTHS = forms.SHORT_MONTHS
_LEAD, _WEEKDAY_AFTER = forms.pattern("lead"), forms.pattern("weekday_after")
_TAKES_PLACE, _DATED_BEFORE = forms.pattern("takes_place"), forms.pattern("dated_before")
_FRACTION_AFTER, _CLOCK_AFTER = forms.pattern("fraction_after"), forms.pattern("clock_after")
_LISTED, _UNREADABLE_YEAR = forms.pattern("listed"), forms.pattern("unreadable_year")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text; begin/end are offsets and hold "Fredagen den" too.

    `year` is None where neither text nor caller knows it; `weekday` is the stated one, Monday 0.
    """

    year: int | None
    month: int
    day: int
    weekday: int | None
    begin: int
    end: int
    text: str

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


@dataclass(slots=True)
class _Candidate:
    """A date while its neighbours may still decide about it: a weak one is perhaps a fraction."""

    found: FoundDate
    last_day: int
    is_slash: bool
    is_weak: bool
    is_year_open: bool


def find_dates(text: str, year: int | None = None) -> list[FoundDate]:
    """Every date, in reading order, none overlapping; `year` serves those that state none.

    - "14/2-12" is 14 February 2012, "14/6-8/8" are two dates, "14-15 mars" is the first day;
      "4/5 2020" is 4 May, "4/5/2020" (American?) is none.
    - Two-digit years: 00-49 are 2000s, 50-99 are 1900s. Six digits (YYMMDD) must stand alone, be
      a day that exists, and not follow "dnr", "tel" or the like.
    - 24/7 and fractions (1/2 … 4/5) need "den", a weekday, a year, "senast" or "kl." to be dates;
      fractions may stand in a list of dates instead.
    - A year serves both ends of a range, and the date before "och". An unreadable one ("2O19")
      stays None whatever `year` says, and so does 29 February where `year` has none.

    >>> [str(found.date) for found in find_dates("Onsdag den 21/1 och 14/2-12", year=2015)]
    ['2015-01-21', '2012-02-14']
    """
    return [one.found for one in candidates(text, year)]


@lru_cache(64)  # dates, periods, times and years are asked for of the same text
def candidates(text: str, year: int | None = None) -> Sequence[_Candidate]:
    if not forms.DIGIT.search(text):
        return []
    found = [one for match in forms.DATE.finditer(text) if (one := _candidate(text, match))]
    _ask_neighbours(text, found)
    for one in found:
        if year is not None and one.is_year_open and one.found.year is None:
            one.found = _with_year(one.found, year)
    return [one for one in found if not one.is_weak]


def _candidate(text: str, match: re.Match[str]) -> _Candidate | None:
    """The date that a match is, seen with what stands around it."""
    got = {name.rpartition("_")[2]: value for name, value in match.groupdict().items() if value}
    year = _full_year(got["year"]) if "year" in got else None
    word, day = got["month"], int(got["day"])
    month = int(word) if word.isdigit() else SHORT_MONTHS.index(word[:3].lower()) + 1
    last_day = int(got.get("last", day))
    if not (_exists(year, month, day) and _exists(year, month, last_day) and day <= last_day):
        return None
    if word[0].isupper() and "\n" in match[0][: match[0].index(word)]:
        return None  # a number ends a line, a month heads the next
    begin, end = match.span()
    before = text[max(0, begin - 48) : begin]
    lead = _LEAD.search(before)
    assert lead  # with nothing in it where nothing belongs to the date
    begin -= len(lead[0])
    weekday, is_slash = lead["weekday"], match["slash_day"] is not None
    is_weak = False
    if not lead[0]:
        is_numbered = forms.AFTER_NUMBER.search(before) and not _TAKES_PLACE.search(before)
        if is_numbered or (match["six_day"] and forms.UNIT_AFTER.match(text, end)):
            return None
        if is_slash and year is None:
            is_told = _DATED_BEFORE.search(before) or _CLOCK_AFTER.match(text, end)
            if _FRACTION_AFTER.match(text, end) or ((day, month) == (24, 7) and not is_told):
                return None
            is_weak = day < month <= 5 and not is_told
    if after := _WEEKDAY_AFTER.match(text, end):
        weekday, end = weekday or after["weekday"], after.end()
    number = forms.WEEKDAYS.index(weekday[:2].lower()) if weekday else None
    date = FoundDate(year, month, day, number, begin, end, text[begin:end])
    is_year_open = year is None and not _UNREADABLE_YEAR.match(text, end)
    return _Candidate(date, last_day, is_slash, is_weak, is_year_open)


def _full_year(digits: str) -> int:
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 50 else 1900)


def _exists(year: int | None, month: int, day: int) -> bool:
    """Whether there is such a day; 29 February exists while no year is known."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year or 2000, month)[1]


def _with_year(date: FoundDate, year: int) -> FoundDate:
    return replace(date, year=year) if date.in_year(year) else date


def _ask_neighbours(text: str, found: list[_Candidate]) -> None:
    """A weak date listed beside a sure one is one; a year stands for both ends of a range."""
    pairs = [(a, b, text[a.found.end : b.found.begin][:20]) for a, b in pairwise(found)]
    for one, other, between in [*pairs, *pairs[::-1]]:
        if one.is_slash and other.is_slash and _LISTED.fullmatch(between):
            one.is_weak = other.is_weak = one.is_weak and other.is_weak
    for one, other, between in pairs:
        first, last = one.found, other.found
        is_range = re.fullmatch(forms.TO, between, re.I) is not None
        turns = (first.month, first.day) > (last.month, last.day)
        if not is_range and (turns or between.strip().lower() != "och"):
            continue
        if one.is_year_open and last.year is not None:
            first = _with_year(first, last.year - turns)
        elif other.is_year_open and first.year is not None and is_range:
            last = _with_year(last, first.year + turns)
        if first.weekday_agrees is not False and last.weekday_agrees is not False:
            one.found, other.found = first, last


def without_dates(text: str, dates: Sequence[_Candidate]) -> str:
    """The text with every date painted over, at its full length."""
    pieces, done = [], 0
    for one in dates:
        pieces += [text[done : one.found.begin], "\ufffc" * len(one.found.text)]
        done = one.found.end
    return "".join([*pieces, text[done:]])


# First and last month; seasons as wide as Swedish schools and municipalities use the words.
_PERIODS = {"vår": (1, 6), "vt": (1, 6), "som": (6, 8), "hös": (8, 12), "ht": (8, 12)}
_PERIODS |= {"1": (1, 3), "2": (4, 6), "3": (7, 9), "4": (10, 12), "år": (1, 12)}
_PERIODS |= {month: (number, number) for number, month in enumerate(SHORT_MONTHS, start=1)}
_PERIOD = rf"(?:{forms.MONTH}|(?:(?:vår|sommar|höst)(?:terminen|en)?|vt|ht)(?![^\W\d]))"
_ROUGH = re.compile(rf"""(?ix)
    (?P<latest>\bsenast{forms.GAP}(?:(?:under|i|vid){forms.GAP})?)?(?<![\w/])
    (?:(?P<date>\ufffc+)|(?:
      (?P<period>{_PERIOD})(?:{forms.SP}?[/–-]{forms.SP}?(?P<period_last>{_PERIOD}))?
    | (?:kvartal|kv\.?|q){forms.SP}?(?P<quarter>[1-4])(?![\w/])
    | (?:vecka|veckorna|v\.?){forms.SP}?(?P<week>\d\d?)
      (?:{forms.DASH}(?P<week_last>\d\d?))?(?![\w/%])
    | årsskiftet{forms.GAP}(?P<turn>(?:19|20)\d\d){forms.SP}?[/–-]{forms.SP}?
      (?:20)?(?P<turn_to>\d\d)(?!\d)
    | (?(latest)|(?:under(?:{forms.SP}hela)?|klar[ta]?|år|(?:början|slutet)\sav){forms.GAP})
      (?P<whole>{forms.YEAR})(?!{forms.GAP}?{forms.UNITS})
    )(?: \.?,?{forms.TO_YEAR}(?P<year>{forms.YEAR})
       | (?:{forms.SP}?{forms.DASH}|(?<=[vh]t)\.?{forms.SP}?)(?P<short>{forms.SHORT_YEAR}) )?)""")
_THIS_YEAR = re.compile(r"\b(?:i|under|klart|senast|vid)\s$", re.I)
_WHICH_YEAR = re.compile(r"\b(?:i|till|kommande|nästa|förra)\s$", re.I)
_YEAR_WORD = re.compile(
    r"(?<![\w/,:#+§–-])(?<!\d\.)(?<!\d{3}\s)(?P<one>199\d|20\d\d)"
    r"(?:\s?(?P<by>[–/-])\s?(?P<two>199\d|20\d\d))?(?!\w|[/.,:]\d|-\d)"
)
_PHONE_BEFORE = re.compile(r"(?<!\d)0\d{1,3}\s?[-–/]\s?[\d ]{0,12}$")


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

    våren and vt: January-June; sommaren: June-August; hösten and ht: August-December;
    årsskiftet: December-January; weeks are ISO weeks. `year` serves seasons, quarters, weeks and
    "under maj" that state none, but not "till hösten", "nästa vår". A year alone counts after
    "senast", "under", "klart", "år", "början av" or "slutet av".
    """
    dates, spans = candidates(text, year), []
    days = {c.found.begin: (d, d.replace(day=c.last_day)) for c in dates if (d := c.found.date)}
    for match in _ROUGH.finditer(without_dates(text, dates)):
        is_date = match["date"] is not None
        if bounds := days.get(match.start("date")) if is_date else _bounds(match, year):
            first, last = bounds if not match["latest"] else bounds[1:] * 2
            spans.append(Span(first, last, text[slice(*match.span())], *match.span()))
    return spans


def _bounds(match: re.Match[str], year: int | None) -> tuple[dt.date, dt.date] | None:
    if turn := match["turn"]:
        is_one_night = (int(turn) + 1) % 100 == int(match["turn_to"])
        return (dt.date(int(turn), 12, 1), dt.date(int(turn) + 1, 1, 31)) if is_one_night else None
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
    dates = candidates(text)
    found = [(one.found.begin, one.found.year or 0) for one in dates]
    for match in _YEAR_WORD.finditer(without_dates(text, dates)):
        one, two = int(match["one"]), int(match["two"] or 0)
        before = text[max(0, match.start() - 48) : match.start()]
        is_number = forms.AFTER_NUMBER.search(before) or _PHONE_BEFORE.search(before)
        is_case = match["by"] == "/" and two != one + 1
        if not (is_number or is_case or forms.UNIT_AFTER.match(text, match.end())):
            found += [(match.start(), one), (match.start(), two)]
    return [year for _, year in sorted(found) if 1990 <= year <= 2099]


def nearest_weekday_years(month: int, day: int, weekday: int, around: int) -> list[int]:
    """The years within three of `around` when the day is that weekday (Monday 0), nearest first."""
    near = sorted(range(around - 3, around + 4), key=lambda year: (abs(year - around), year))
    days = [dt.date(year, month, day) for year in near if _exists(year, month, day)]
    return [date.year for date in days if date.weekday() == weekday]
