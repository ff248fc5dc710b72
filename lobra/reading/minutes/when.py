"""When the meeting was; for a date that isn't stated the days that bound it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lobra.reading import clock, dates, marks, vocabulary
from lobra.reading.found import Conflict, Reading
from lobra.reading.marks import Label
from lobra.reading.minutes import about
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import WEEKDAYS, sentences

_OTHER = vocabulary.recogniser("when.other_date")
_MEETS = vocabulary.pattern("when.meets")
_WEEK = re.compile(
    rf"(?i)\b(?P<weekday>{'|'.join(WEEKDAYS)})(?:en)?,?\s+(?:i\s+)?v(?:\.|ecka)?\s*(?P<week>\d{{1,2}})\b"
)
_MET = vocabulary.pattern("place.told")
_COMING = vocabulary.pattern("when.coming")
_PAST = vocabulary.pattern("when.past")
_OPENED = vocabulary.recogniser("when.opened")
_CLOSED = vocabulary.recogniser("when.closed")
_TURNS = vocabulary.pattern("when.begins", "when.closes")
_TOLD_RANGE = vocabulary.recogniser("when.told_range")
_FROM = re.compile(rf"(?i)\W*{vocabulary.any_of('when.meets')}\s+från\s+(?:den\s+)?$")
_COUNCIL = re.compile(rf"(?i)\b{about.WORDS}\b")
_NEAR = vocabulary.pattern("when.meets", "place.told", "when.begins", "when.closes")
_ITEM = re.compile(r"(?:§|\d{1,3}[.)]?)\s*[A-ZÅÄÖ]")
_CLOCK = re.compile(r"(?i)^(?:tid|kl)|\b(?:kl|klockan)\.?\s*\d")

# A label of the head with the texts that may be its value, each with its line.
Field = tuple[Label, list[tuple[str, Line]]]


@dataclass(frozen=True)
class _Dated:
    """A date that may be the meeting's: 3 for a label or a title with weekday, 2 or 1 for less."""

    found: dates.FoundDate
    line: Line
    weight: int


def read_date(out: Reading, lines: Sequence[Line], fields: Sequence[Field], first: int) -> None:
    """The date of the meeting from its label or the title, or bounds with the reason for them.

    `first` is the place of the first item in `lines`. Several dates, a wrong weekday and a year
    that had to be concluded are put on the list of doubts.
    """
    tops = (dates.years(" ".join(one.text for one in lines[:end])) for end in (first, 12))
    stated = next(filter(None, tops), [])
    year = stated[0] if len(set(stated)) == 1 else None
    found = [*_labelled(fields, year)]
    known = {(one.line.number, one.found) for one in found}
    found += [
        one for one in _titled(lines, first, year) if (one.line.number, one.found) not in known
    ]
    if not found and _read_week(out, lines[: first or 8], year):
        return
    _choose(out, found, lines)
    _compare(out, lines)
    if out.held_on is None and not found:
        _read_bounds(out, lines)


def _read_week(out: Reading, lines: Sequence[Line], year: int | None) -> bool:
    """The day that a weekday and a week's number name: "Tisdag v. 37"; without a year a doubt."""
    for line in lines:
        if match := _WEEK.search(line.text):
            reason = f"{quoted(match[0])} saknar år."
            if year and 1 <= int(match["week"]) <= 52:
                weekday = WEEKDAYS.index(match["weekday"].casefold()) + 1
                day = dt.date.fromisocalendar(year, int(match["week"]), weekday)
                out.held_on = day.isoformat()
                reason = f"Datumet är räknat ur {quoted(match[0])} år {year}."
            out.doubt("held_on", reason, line.number)
            return True
    return False


def _labelled(fields: Sequence[Field], year: int | None) -> Iterator[_Dated]:
    """Dates after a label such as "Tid:"; a bare "Datum" may be the date of writing."""
    for one, values in fields:
        if one.meaning not in ("when", "when where"):
            continue
        for text, line in values[:3]:
            if found := dates.find_dates(text, year):
                yield from (_Dated(date, line, 2 if one.words == "datum" else 3) for date in found)
                break


def _titled(lines: Sequence[Line], first: int, year: int | None) -> Iterator[_Dated]:
    """Dates in the head's titles: "Minnesanteckningar från BRÅ den 24 september 2015"."""
    top = [" ".join(line.text.split())[:500] for line in lines[: first or 8]]
    names_it = [
        bool(_MEETS.search(text) or _COUNCIL.search(text) or _MET.search(text)) for text in top
    ]
    for at, text in enumerate(top):
        if _ITEM.match(text):
            continue
        for date in dates.find_dates(text, year):
            before = text[: date.begin] or (top[at - 1][-40:] if at else "")
            if _OTHER.search(before[-60:]) and not _FROM.match(before):
                continue
            is_near = any(names_it[max(0, at - 2) : at + 2]) and len(text) < 60
            if names_it[at] or date.weekday is not None or lines[at].heading:
                sure = names_it[at] and date.weekday is not None
                yield _Dated(date, lines[at], 3 if sure else 2)
            elif is_near or (at < 6 and date.year is not None and len(text) < 60):
                yield _Dated(date, lines[at], 1)


def _choose(out: Reading, found: Sequence[_Dated], lines: Sequence[Line]) -> None:
    """The weightiest date; among several the one whose weekday is right, and a doubt."""
    whole = [one for one in found if one.found.date]
    if not whole:
        if found:
            _conclude_year(out, max(found, key=lambda one: one.weight), lines)
        return
    best = max(whole, key=lambda one: one.weight)
    heavy = [one for one in whole if one.weight >= 2]
    if len({one.found.date for one in heavy}) > 1:
        right = [one for one in heavy if one.found.weekday_agrees]
        if len({one.found.date for one in right}) == 1:
            best = right[0]
        _contradict(out, [one.found.text for one in heavy], [one.line.number for one in heavy])
    if best.found.weekday_agrees is False:
        words, line = best.found.text, best.line.number
        out.doubt("held_on", f"Veckodagen stämmer inte med datumet i {quoted(words)}.", line)
        out.conflicts.append(Conflict("mötets veckodag", [words], [line]))
    if best.weight < 2:
        out.doubt("held_on", "Datumet står utan etikett.", best.line.number)
    out.held_on = best.found.date.isoformat() if best.found.date else None


def _conclude_year(out: Reading, one: _Dated, lines: Sequence[Line]) -> None:
    """A date without a year: the one year near those the document names with that weekday."""
    day, line = one.found, one.line.number
    named = sorted(set(dates.years("\n".join(line.text for line in lines))))
    fits = (
        dates.nearest_weekday_years(day.month, day.day, day.weekday, named[-1])
        if named and day.weekday is not None
        else []
    )
    inside = [year for year in fits if named[0] - 1 <= year <= named[-1]]
    if len(inside) == 1:
        out.held_on = dt.date(inside[0], day.month, day.day).isoformat()
        reason = f"Året står inte ut; veckodagen och övriga årtal i dokumentet ger {inside[0]}."
    else:
        reason = f"Datumet {quoted(day.text)} saknar år."
    out.doubt("held_on", reason, line)


def _compare(out: Reading, lines: Sequence[Line]) -> None:
    """A sentence that says which meeting the minutes are of, against the date of their head."""
    for line in lines:
        match = re.search(r"(?i)\bavser (?:sammanträdet|mötet|möte|sammanträde)\s", line.text)
        if match and out.held_on:
            for date in dates.find_dates(line.text[match.end() : match.end() + 50])[:1]:
                if date.date and date.date.isoformat() != out.held_on:
                    _contradict(out, [out.held_on, date.date.isoformat()], [line.number])


def _contradict(out: Reading, values: Sequence[str], places: Sequence[int]) -> None:
    different = sorted(set(values))
    out.conflicts.append(Conflict("mötets datum", list(different), sorted(set(places))))
    out.doubt(
        "held_on", f"Dokumentet anger flera datum för mötet: {', '.join(different)}.", min(places)
    )


def _read_bounds(out: Reading, lines: Sequence[Line]) -> None:
    """Bounds for an unstated date: after what is told as past, before what is told as coming.

    Dates without a year belong to the first year that the document names, or to the year before
    when that is the year whose meetings it announces. What stands after the announcement of
    meetings is not asked.
    """
    known = [date.date for line in lines for date in dates.find_dates(line.text) if date.date]
    years = dates.years("\n".join(line.text for line in lines))
    year = min((date.year for date in known), default=min(years, default=None))
    if year is None:
        out.doubt("held_on", "Mötets datum står inte i dokumentet.")
        return
    announces = (
        at
        for at, line in enumerate(lines)
        if re.search(r"(?i)möte(?:n|s)|sammanträde", line.text) and dates.years(line.text)
    )
    end = next(announces, None)
    told: dict[bool, list[tuple[dt.date, int]]] = {True: [], False: []}
    for at, line in enumerate(lines[:end]):
        around = " ".join(other.text for other in lines[max(0, at - 2) : at + 2])
        for date in dates.find_dates(line.text):
            day = date.date or date.in_year(year if end is None else year - 1)
            sentence = next((one for one in sentences(around) if date.text in one), around)
            is_coming = bool(_COMING.search(sentence))
            if day and (is_coming or _PAST.search(sentence)):
                told[is_coming].append((day, line.number))
    earliest = max(told[False], default=None)
    latest = min((one for one in told[True] if not earliest or one >= earliest), default=None)
    out.held_earliest = earliest[0].isoformat() if earliest else None
    out.held_latest = latest[0].isoformat() if latest else None
    words = [f"{earliest[0].isoformat()} har varit"] if earliest else []
    words += [f"{latest[0].isoformat()} väntas"] if latest else []
    reason = f" Av texten framgår att {' och '.join(words)}." if words else ""
    place = next((one[1] for one in (earliest, latest) if one), None)
    out.doubt("held_on", f"Mötets datum står inte i dokumentet.{reason}", place)


def as_range(text: str) -> str:
    """Times told in words as the range they are: "mellan kl 17 och 19"."""
    return _TOLD_RANGE.sub(r"kl. \1-\2", text)


def read_times(out: Reading, lines: Sequence[Line], fields: Sequence[Field], first: int) -> None:
    """Start and end of the meeting: from a label, beside its date, or where it opens and closes."""
    texts = [
        f"Tid: {text}"
        for one, values in fields
        if one.meaning in ("when", "when where")
        for text, _ in values[:4]
    ]
    texts += [
        text
        for text in (_of_the_meeting(line.text) for line in lines[: max(first, 6)])
        if not re.match(r"(?i)(?:skickat|från|sent)\b", text)
        and (dates.find_dates(text) or _CLOCK.search(text))
        and not _OTHER.search(text)
    ]
    times = (found for text in texts for found in clock.find_times(as_range(text))[:1])
    if time := next(times, None):
        out.starts_at, out.ends_at = time.start, time.end
    if out.starts_at is None:
        out.starts_at = _told_time(out, lines[: first + 6], _OPENED, "starts_at")
    closed = _told_time(out, lines, _CLOSED, "ends_at")
    if closed and out.ends_at not in (None, closed):
        reason = f"Mötet slutar {out.ends_at} på ett ställe och {closed} på ett annat."
        out.doubt("ends_at", reason)
    out.ends_at = out.ends_at or closed


def _of_the_meeting(text: str) -> str:
    """A text without the sentences that tell of something else: "Fältarna är ute till kl. 01"."""
    parts = [(one, marks.VERB.search(one)) for one in sentences(text)]
    return " ".join(one for one, verb in parts if not (verb and verb.start()) or _NEAR.search(one))


def _told_time(
    out: Reading, lines: Sequence[Line], said: re.Pattern[str], field: str
) -> str | None:
    """The time in the last sentence that tells how the meeting opened or closed."""
    texts = [line.text for line in lines]
    for n in reversed(range(len(lines))):
        # "Mötet avslutades" may be a heading over "kl. 10.45".
        line = lines[n]
        is_heading = len(texts[n]) < 40 and bool(_TURNS.search(texts[n]))
        text = " ".join(texts[n : n + 1 + is_heading])
        own = next((one for one in sentences(text) if said.search(one)), "")
        if (match := said.search(own)) and (_MEETS.search(text) or len(own) < 60):
            hour, minute = re.split("[.:]", match[1] or match[2])
            if int(hour) < 24 and int(minute) < 60:
                return f"{int(hour):02}:{minute}"
            out.doubt(field, f"{quoted(match[0])} är ingen tid.", line.number)
    return None
