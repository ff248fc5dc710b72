"""When and where the meeting was; for a date that isn't stated the days that bound it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lobra.reading import council, dates, labels, names, vocabulary
from lobra.reading.found import Conflict, Reading
from lobra.reading.kind import MINUTES
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of
from lobra_data.words import WEEKDAYS, sentences

_NOT_HELD = re.compile(rf"(?i){any_of('place.not_held')}|v\d+\.\d|\bfrån (?:den )?$")
_ITEM = re.compile(r"(?:§|\d{1,3}[.)]?)\s*[A-ZÅÄÖ]")
_MEETING = re.compile(r"(?i)\b(?:möte|sammanträde|kallelse)")
_COUNCIL = re.compile(rf"(?i)\b{council.WORDS}\b")
_CLOCK = re.compile(r"(?i)^(?:tid|kl)|\b(?:kl|klockan)\.?\s*\d")
_TOLD_RANGE = re.compile(
    r"(?i)(?:mellan\s+)?\bkl(?:ockan)?\.?\s*(\d{1,2}(?:[.:]\d\d)?)\s*"
    r"(?:och|,?\s*och avslutades|till|och slutade)\s+(?:kl\.?\s*)?(\d{1,2}(?:[.:]\d\d)?)"
)
_FUTURE = vocabulary.pattern("place.coming")
_PAST = vocabulary.pattern("place.past")
_ROOM = re.compile(rf"(?i){any_of('place.rooms')}|\b\w*plan \d\b")
_SAT = re.compile(
    rf"{any_of('place.told')}\s+(?:i|på|hos|via)\s+(?P<place>\w[^.,;]*?)"
    r"(?=\s+kl\b|[.,;]|\s+den\b|$)"
)
_AFTER_TIME = re.compile(
    r"(?:[,;]\s*)?(?i:i|på|plats:?|lokal:?)?\s*(?P<place>[A-ZÅÄÖ][^.;:]{2,80}|"
    rf"{any_of('place.small_places')}(?:,\s*[^.;:]{{2,40}})?)$"
)
_HOURS = re.compile(
    r"(?i)\b(?:kl(?:ockan)?\.?\s*)?\d{1,2}[.:]\d{2}\s*(?:[-–—]|till|t\.?o\.?m\.?)?\s*"
    r"(?:\d{1,2}[.:]\d{2})?\b(?:\s*\*)?|\bkl(?:ockan)?\.?\s*\d{1,2}\s*(?:[-–—]\s*\d{1,2})?\b"
    rf"|\b(?:{'|'.join(WEEKDAYS)})(?:en)?\s*(?:den)?\s*(?=[,;]|$)"
)


@dataclass(frozen=True)
class _Dated:
    """A date that may be the meeting's: 3 for a label or a title with weekday, 2 or 1 for less."""

    found: dates.FoundDate
    line: Line
    weight: int


def read_date(out: Reading, lines: Sequence[Line], blocks: labels.Blocks, first: int) -> None:
    """The date of the meeting from its label or the title, or bounds with the reason for them.

    `first` is the place of the first item in `lines`. Several dates, a wrong weekday and a year
    that had to be concluded are put on the list of doubts.
    """
    stated = dates.years(" ".join(line.text for line in lines[: max(first, 12)]))
    year = stated[0] if len(set(stated)) == 1 else None
    candidates = [*_labelled(lines, blocks, first, year)]
    known = {(id(one.line), one.found) for one in candidates}
    candidates += [
        one for one in _titled(lines, first, year) if (id(one.line), one.found) not in known
    ]
    if not candidates:
        candidates = [*_told(lines, first, year)]
    _choose(out, candidates, lines)
    _compare(out, lines)
    if out.held_on is None and not candidates:
        _read_bounds(out, lines)


def _labelled(
    lines: Sequence[Line], blocks: labels.Blocks, first: int, year: int | None
) -> Iterator[_Dated]:
    """Dates after a label such as "Tid:"; a bare "Datum" may be the date of writing."""
    for one, below in blocks:
        if not one.says_when or one.at >= max(first, 1):
            continue
        for line, text in [(lines[one.at], one.value), *((line, line.text) for line in below[:2])]:
            if found := dates.find_dates(text, year):
                yield from (_Dated(date, line, 2 if one.words == "datum" else 3) for date in found)
                break


def _titled(lines: Sequence[Line], first: int, year: int | None) -> Iterator[_Dated]:
    """Dates in the head's titles: "Minnesanteckningar från BRÅ den 24 september 2015"."""
    top = [" ".join(line.text.split())[:500] for line in lines[: first or 8]]
    names_it = [bool(MINUTES.search(text) or _COUNCIL.search(text)) for text in top]
    for at, text in enumerate(top):
        if _ITEM.match(text):
            continue
        for date in dates.find_dates(text, year):
            before = text[: date.begin] or (top[at - 1][-40:] if at else "")
            if _NOT_HELD.search(before[-60:]):
                continue
            is_title = names_it[at] or bool(_MEETING.search(text))
            if is_title or date.weekday is not None or lines[at].heading:
                sure = is_title and date.weekday is not None
                yield _Dated(date, lines[at], 3 if sure else 2)
            elif any(names_it[max(0, at - 2) : at + 2]) and len(text) < 60:
                yield _Dated(date, lines[at], 1)


def _told(lines: Sequence[Line], first: int, year: int | None) -> Iterator[_Dated]:
    """The date in the first sentence of the text: "Mötet den 4 maj 2023 öppnades …"."""
    for line in lines[first : first + 1]:
        for match in re.finditer(r"(?i)\b(?:mötet|sammanträdet|möte|sammanträde)\s+", line.text):
            after = line.text[match.end() : match.end() + 40]
            yield from (
                _Dated(date, line, 1) for date in dates.find_dates(after, year) if date.begin < 8
            )


def _choose(out: Reading, candidates: Sequence[_Dated], lines: Sequence[Line]) -> None:
    """The weightiest date; among several the one whose weekday is right, and a doubt."""
    whole = [one for one in candidates if one.found.date]
    if not whole:
        if candidates:
            _conclude_year(out, max(candidates, key=lambda one: one.weight), lines)
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
        out.doubt("held_on", f'Veckodagen stämmer inte med datumet i "{words}".', line)
        out.conflicts.append(Conflict("mötets veckodag", [words], [line]))
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
        reason = f'Datumet "{day.text}" saknar år.'
    out.doubt("held_on", reason, line)


def _compare(out: Reading, lines: Sequence[Line]) -> None:
    """A sentence that says which meeting the minutes are of, against the date of their head."""
    for line in lines:
        match = re.search(r"(?i)\bavser (?:sammanträdet|mötet|möte|sammanträde)\s", line.text)
        if not match or not out.held_on:
            continue
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
            sentence = _sentence_of(around, date.text)
            is_coming = bool(_FUTURE.search(sentence))
            if day and (is_coming or _PAST.search(sentence)):
                told[is_coming].append((day, line.number))
    earliest = max(told[False], default=None)
    latest = min((one for one in told[True] if not earliest or one >= earliest), default=None)
    out.held_earliest = earliest[0].isoformat() if earliest else None
    out.held_latest = latest[0].isoformat() if latest else None
    words = [f"{one[0].isoformat()} har varit" for one in (earliest,) if one]
    words += [f"{one[0].isoformat()} väntas" for one in (latest,) if one]
    reason = f" Av texten framgår att {' och '.join(words)}." if words else ""
    place = next((one[1] for one in (earliest, latest) if one), None)
    out.doubt("held_on", f"Mötets datum står inte i dokumentet.{reason}", place)


def _sentence_of(text: str, words: str) -> str:
    return next((sentence for sentence in sentences(text) if words in sentence), text)


def as_range(text: str) -> str:
    """Times told in words as the range they are: "mellan kl 17 och 19", "med början kl. 9"."""
    return _TOLD_RANGE.sub(r"kl. \1-\2", text)


def read_times(out: Reading, lines: Sequence[Line], blocks: labels.Blocks, first: int) -> None:
    """Start and end of the meeting: from a label, otherwise beside its date in the head."""
    texts = [
        text
        for one, below in blocks
        if one.says_when and one.at < max(first, 1)
        for text in (one.value, *(line.text for line in below[:3]))
    ]
    loose = [
        line.text
        for line in lines[: max(first, 6)]
        if not re.match(r"(?i)(?:skickat|från|sent)\b", line.text)
        and (dates.find_dates(line.text) or _CLOCK.search(line.text))
        and not _NOT_HELD.search(line.text)
    ]
    for text in [*(f"Tid: {text}" for text in texts if text), *loose]:
        if times := dates.find_times(as_range(text)):
            out.starts_at, out.ends_at = times[0].start, times[0].end
            return


def read_place(out: Reading, lines: Sequence[Line], blocks: labels.Blocks, first: int) -> None:
    """The place: after a label, told in a sentence, or beside the time (which is doubtful)."""
    _read_labelled(out, blocks)
    if not out.place:
        _read_told(out, lines[: max(first, 6)])
    if not out.place:
        _read_loose(out, lines[: max(first, 6)])


def _read_labelled(out: Reading, blocks: labels.Blocks) -> None:
    for wanted in ("where", "when where"):
        for one, below in blocks:
            if one.meaning != wanted:
                continue
            values = [value for value in one.value.split("\n") if value]
            for value in values or [line.text for line in below[:2] if not line.cells]:
                if place := _without_time(value, wanted == "when where"):
                    out.place = place
                    return


def _read_told(out: Reading, head: Sequence[Line]) -> None:
    """A place and time told in a sentence: "Vi sågs på Café Kvarnen kl 13-15"."""
    for line in head:
        if match := _SAT.search(line.text):
            out.place = match["place"]
            if times := dates.find_times(as_range(line.text)):
                out.starts_at, out.ends_at = times[0].start, times[0].end
            return


def _read_loose(out: Reading, head: Sequence[Line]) -> None:
    """A place without a label: after the meeting's time, or on the line below it."""
    for at, line in enumerate(head):
        times = dates.find_times(line.text)
        if not times or not (dates.find_dates(line.text) or at < 8):
            continue
        rest = line.text[times[-1].end_offset :].strip(" ,;.")
        before = re.match(r"(?P<place>[A-ZÅÄÖ][^,;]{3,50}),\s*(?:kl|klockan)\b", line.text)
        if before and _ROOM.search(before["place"]):
            out.place = before["place"]
        elif match := _AFTER_TIME.match(rest):
            out.place = match["place"].strip(" ,")
        elif not rest and at + 1 < len(head) and _is_room(head[at + 1]):
            out.place = head[at + 1].text.strip(" .")
        if out.place:
            out.doubt("place", "Platsen står utan etikett.", line.number)
            return


def _is_room(line: Line) -> bool:
    text = line.text
    return (
        not line.gap
        and len(text) < 90
        and bool(_ROOM.search(text))
        and not labels.label(line)
        and not names.people(text)
    )


def _without_time(text: str, is_mixed: bool) -> str | None:
    """A place without the date and times on its line; None when nothing of it is a place."""
    place = text
    for date in reversed(dates.find_dates(text)):
        place = place[: date.begin] + place[date.end :]
    place = _HOURS.sub(" ", place)
    if is_mixed:
        place = re.sub(r"(?i)\b(?:den|kl\.?|tid:?|plats:)\s*(?=[,;]|$)", " ", place)
    ends = " ,;:–-*." if place == text else " ,;:–-*.()"
    place = " ".join(place.split()).strip(ends) if place != text else place.strip(ends)
    place = re.sub(r"(?i)^(?:i|plats:?|lokal:?)\s+", "", re.sub(r"\s+,", ",", place))
    return place if len(re.findall(r"[^\W\d_]", place)) >= 2 and len(place) < 140 else None
