"""When the meeting was; for a date that isn't stated the days that bound it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lobra.reading import clock, dates, marks, vocabulary
from lobra.reading.found import Conflict, Reading
from lobra.reading.marks import Label
from lobra.reading.minutes import about
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import sentences

_MEETS, _COMING, _PAST = map(vocabulary.pattern, ("when.meets", "when.coming", "when.past"))
_NEXT = vocabulary.pattern("when.next_one")
_NAMES_IT = vocabulary.pattern("when.meets", "place.told")
_NEAR = vocabulary.pattern("when.meets", "place.told", "when.begins", "when.closes")
_TURNS = vocabulary.pattern("when.begins", "when.closes")
_OF = re.compile(r"(?i)\bavser (?:sammanträdet|mötet|möte|sammanträde)\s(?P<day>.{,50})")
_ANNOUNCED = re.compile(r"(?i)möte(?:n|s)|sammanträde")
_CLOCK = re.compile(r"(?i)^(?:tid|kl)|\b(?:kl\.?|klockan|mellan|från)\s*\d")
_RANGE = re.compile(
    r"(?i)kl(?:\.|ockan)?\s*\d{1,2}[.:]\d\d\s*[-–—]\s*\d{1,2}[.:]\d\d"
)  # on a line alone
_UNTIL = re.compile(r"(?i)\b(?:fram\s)?(?:till|tills)\s(?:[a-zåäö]+\s*){0,4}$")
_SENT = re.compile(r"(?i)(?:skickat|från|sent)\b")
_OF_OTHERS = vocabulary.recogniser("when.of_others")
_OTHER, _OPENED, _CLOSED, _LASTED, _TOLD_RANGE, _A_PART, _NUMBERED = (
    vocabulary.recogniser(f"when.{name}")
    for name in (
        "other_date", "opened", "closed", "lasted", "told_range", "a_part", "numbered"
    )
)  # fmt: skip

_FROM_TO = r"\d{1,2}[.:]\d{2}\s*[-–]\s*\d{1,2}[.:]\d{2}"
_HOURS = re.compile(rf"(?:^|,\s){_FROM_TO}\.?$|^{_FROM_TO}\s(?=[A-ZÅÄÖ])")
_SEVERAL = 3  # days in one line: of meetings to come

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
    that isn't stated are put on the list of doubts.
    """
    tops = [" ".join(one.text for one in lines[:end]) for end in (first, 12)]
    numbered = [int(year) for year in _NUMBERED.findall(tops[1])]  # "Möte nr 4/2016"
    stated = next(filter(None, (numbered, *map(dates.years, tops))), [])
    year = stated[0] if len(set(stated)) == 1 else None
    found = [*_labelled(fields, year), *_titled(lines, first, year)]
    is_borrowed = stated and not (numbered or dates.years(tops[0]))
    if is_borrowed and any(one.found.weekday_agrees is False for one in found):
        found = [*_labelled(fields, None), *_titled(lines, first, None)]
    if not found:  # below the first heading, only where a sentence says that the meeting was then
        told = (one for one in _titled(lines, first + 6, year) if one.weight == 3)
        found = [replace(one, weight=1) for one in told]
    if not found:
        _read_bounds(out, lines)
    elif whole := [one for one in found if one.found.date]:
        _choose(out, whole, [*_said_of_itself(lines)])
    else:
        best = max(found, key=lambda one: one.weight)
        reason = f"Datumet {quoted(best.found.text)} saknar år."
        years = sorted({year for one in lines for year in dates.years(one.text)})
        for year in years:
            agrees = best.found.with_year(year).weekday_agrees
            if agrees or (agrees is None and len(years) == 1 and best.found.in_year(year)):
                why = "har den veckodagen" if agrees else "är det enda som dokumentet nämner"
                reason = f"Datumet {quoted(best.found.text)} saknar år; {year} {why}."
                out.held_on = str(best.found.in_year(year))
        out.doubt("held_on", reason, best.line.number)


def _labelled(fields: Sequence[Field], year: int | None) -> Iterator[_Dated]:
    """Dates after a label such as "Tid:"; a bare "Datum" may be the date of writing."""
    for one, values in fields:
        if one.meaning in ("when", "when where"):
            weight = 2 if one.words == "datum" else 3
            each = (
                [_Dated(date, line, weight) for date in dates.find_dates(text, year)]
                for text, line in values[:3]
            )
            yield from next(filter(None, each), [])


def _titled(lines: Sequence[Line], first: int, year: int | None) -> Iterator[_Dated]:
    """Dates in the head's titles: "Minnesanteckningar från BRÅ den 24 september 2015"."""
    top = [" ".join(line.text.split())[:500] for line in lines[: first or 8]]
    names_it = [bool(_NAMES_IT.search(text) or about.named(text)) for text in top]
    for at, text in enumerate(top):
        below = top[at + 1][:20] if at + 1 < len(top) else ""
        for date in dates.find_dates(f"{text} {below}", year):
            if date.begin >= len(text):  # else it may end on the line below
                break
            before = text[: date.begin] or (top[at - 1][-40:] if at else "")
            has_weekday = date.weekday is not None
            begins = not (date.begin or marks.VERB.search(text))  # with the day, and tells nothing
            is_near = any(names_it[max(0, at - 2) : at + 2]) or (at < 6 and date.year is not None)
            is_page = date.is_open and lines[at].text.endswith(f"\t{date.text}")  # "Protokoll  1/6"
            if is_page or _OTHER.search(before[-60:]):
                continue
            above = top[at - 1] if at else ""
            is_next = _NEXT.search(f"{above} {text[: date.begin]}"[-60:])
            if is_next:
                continue
            if names_it[at] or has_weekday or lines[at].heading:
                yield _Dated(date, lines[at], 3 if names_it[at] and has_weekday else 2)
            elif is_near and (len(text) < 60 or (begins and clock.find_times(text))):
                yield _Dated(date, lines[at], 1)


def _said_of_itself(lines: Sequence[Line]) -> Iterator[_Dated]:
    """Dates in a sentence that says which meeting the minutes are of."""
    for line in lines:
        if said := _OF.search(line.text):
            yield from (_Dated(date, line, 2) for date in dates.find_dates(said["day"])[:1])


def _choose(out: Reading, whole: Sequence[_Dated], told: Sequence[_Dated]) -> None:
    """The weightiest date; among several the one whose weekday is right, and a doubt."""
    best = max(
        whole,
        key=lambda one: (one.weight >= 2 and one.found.weekday_agrees is True, one.weight),
    )
    sure = [one for one in [*whole, *told] if one.weight >= 2 and one.found.date]
    words, line = best.found.text, best.line.number
    if len({one.found.date for one in sure}) > 1:
        different = sorted({str(one.found.date) for one in sure})
        places = sorted({one.line.number for one in sure})
        out.conflicts.append(Conflict("mötets datum", list(different), places))
        reason = f"Dokumentet anger flera datum för mötet: {', '.join(different)}."
        out.doubt("held_on", reason, places[0])
    if best.found.weekday_agrees is False:
        out.doubt("held_on", f"Veckodagen stämmer inte med datumet i {quoted(words)}.", line)
        out.conflicts.append(Conflict("mötets veckodag", [words], [line]))
    if best.weight < 2:
        out.doubt("held_on", "Datumet står utan etikett.", line)
    out.held_on = best.found.date.isoformat() if best.found.date else None


def _read_bounds(out: Reading, lines: Sequence[Line]) -> None:
    """Bounds for an unstated date: after what is told as past, before what is told as coming.

    Dates without a year belong to the first year that the document names, or to the year before
    when that is the year whose meetings it announces. What stands after the announcement of
    meetings is not asked.
    """
    years = [(at, year) for at, line in enumerate(lines) for year in dates.years(line.text)]
    announced = (at for at, _ in years if _ANNOUNCED.search(lines[at].text))
    end = next(announced, None)
    told: dict[bool, list[tuple[dt.date, int]]] = {True: [], False: []}
    for at, line in enumerate(lines[:end] if years else []):
        around = " ".join(other.text for other in lines[max(0, at - 2) : at + 2])
        for date in dates.find_dates(line.text):
            day = date.date or date.in_year(min(year for _, year in years) - (end is not None))
            sentence = next((one for one in sentences(around) if date.text in one), around)
            is_coming = bool(_COMING.search(sentence))
            after = sentence.partition(date.text)[0].rfind(" att ") + 1  # "berättade att …"
            if day and (is_coming or _PAST.search(sentence[after:])):
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


def read_times(out: Reading, lines: Sequence[Line], fields: Sequence[Field], first: int) -> None:
    """Start and end of the meeting: from a label, beside its date, or where it opens and closes."""
    labelled = [values for one, values in fields if one.meaning in ("when", "when where")]
    opened = _told_time(lines[: first + 6], _OPENED)
    top = [_of_the_meeting(line.text) for line in lines[: max(first, 6)]]
    top = [text for text in top if not (_OTHER.search(text) or _SENT.match(text))]
    whole = (clock.whole("\n".join(text for text, _ in own[:4])) for own in labelled)
    texts = [f"Tid: {text}" for values in whole for text in values.split("\n")]
    texts += _lasted(top)
    texts += [text for text in top if 0 < len(dates.find_dates(text)) < _SEVERAL]
    texts += [text for text in top if _RANGE.fullmatch(text)]
    texts += [f"Tid: {opened}"] if opened else [text for text in top if _CLOCK.search(text)]
    texts += _lasted([line.text for line in lines[max(first, 6) :]])
    texts = [text for text in texts if _is_of(out.held_on, text)]
    texts = [_TOLD_RANGE.sub(r"kl. \1-\2", text) for text in texts]  # "mellan kl 17 och 19"
    timed = [(time, text) for text in texts for time in clock.find_times(text)]
    timed = timed or [(time, text) for text in top[:8] for time in _hours(text)]
    for time, said in timed[:1]:
        out.starts_at, out.ends_at = time.start, _end(time, clock.find_times(said), said)
        if not (_CLOCK.match(said) or _NAMES_IT.search(said) or dates.find_dates(said)):
            at = next((line.number for line in lines if said in line.text), None)
            out.doubt("starts_at", f"Tiden i {quoted(said)} står utan etikett.", at)
        elif not time.end and (until := _UNTIL.search(said[: time.begin])):
            words = quoted(said[until.start() : time.end_offset])
            out.doubt("starts_at", f"{words} kan vara när mötet slutade.")
    closed = _told_time(lines, _CLOSED, out.starts_at or "")
    closed = None if closed == out.starts_at else closed  # "började 8.30 och slutade före tio"
    if closed and out.ends_at not in (None, closed):
        reason = f"Mötet slutar {out.ends_at} på ett ställe och {closed} på ett annat."
        out.doubt("ends_at", reason)
    out.ends_at = closed or out.ends_at


def _lasted(texts: Sequence[str]) -> list[str]:
    """How long sentences tell that the meeting was: "Sammanträdet, som pågick kl. 13-15, …"."""
    found = ((text, _LASTED.search(text)) for text in texts)
    return [f"Tid: {text[hit.end() :]}" for text, hit in found if hit]


def _is_of(held_on: str | None, text: str) -> bool:
    """Whether a text is about others' meeting or names another day than the meeting's own, as an
    e-mail does when it was sent: then it isn't."""
    if _OF_OTHERS.match(text):
        return False
    days = {str(one.date) for one in dates.find_dates(text) if one.date}
    return not (held_on and days) or held_on in days


def _hours(text: str) -> list[clock.FoundTime]:
    """The hours that a line ends with, though it doesn't say whose: "Teams, 10.00–11.20"."""
    return clock.find_times(text) if _HOURS.search(text) else []


def _end(time: clock.FoundTime, times: Sequence[clock.FoundTime], said: str) -> str | None:
    """When the meeting ended, which may go on after a pause: "kl. 10–12, 13–14.30"."""
    for more in times[times.index(time) + 1 :]:
        is_next = time.end and more.end and time.end <= more.start
        if not is_next or said[time.end_offset : more.begin].strip() not in (",", "och", "samt"):
            break
        time = more
    return time.end


def _of_the_meeting(text: str) -> str:
    """A text without what tells of something else: "Fältarna är ute till kl. 01"."""
    parts = [(one, marks.VERB.search(one)) for one in sentences(_A_PART.sub("", text))]
    return " ".join(one for one, verb in parts if not (verb and verb.start()) or _NEAR.search(one))


def _told_time(lines: Sequence[Line], said: re.Pattern[str], after: str = "") -> str | None:
    """The time in the last sentence that tells how the meeting opened or closed.

    Of a meeting that began `after` noon "kvart i nio" is in the evening; digits are as they stand.
    """
    for n in reversed(range(len(lines))):
        # "Mötet avslutades" may be a heading over "kl. 10.45", or go on there.
        is_open = _TURNS.search(lines[n].text) and lines[n].text[-1] != "."
        text = " ".join(line.text for line in lines[n : n + 1 + bool(is_open)])
        own = next(filter(said.search, map(clock.in_digits, sentences(text))), "")
        if (match := said.search(own)) and (_MEETS.search(text) or len(own) < 100):
            time = next(filter(None, match.groups()))
            if found := clock.find_times(f"kl. {time}"):
                hour, minute = found[0].start.split(":")
                is_late = time not in text and hour < "12" <= after
                return f"{int(hour) + 12}:{minute}" if is_late else found[0].start
    return None
