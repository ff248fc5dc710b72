"""Where the meeting was."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lobra.reading import dates, labels, names
from lobra.reading.found import Reading
from lobra.reading.minutes.when import as_range
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of
from lobra_data.words import WEEKDAYS

_ROOM = re.compile(rf"(?i){any_of('place.rooms')}|\b\w*plan \d\b")
_TOLD = re.compile(
    rf"{any_of('place.told')}\s+(?:i|på|hos|via)\s+(?P<place>\w[^.,;]*?)"
    r"(?=\s+kl\b|[.,;]|\s+den\b|$)"
)
_AFTER_TIME = re.compile(
    r"(?:[,;]\s*)?(?i:i|på|plats:?|lokal:?)?\s*(?P<place>[A-ZÅÄÖ][^.;:]{2,80}|"
    rf"{any_of('place.small_places')}(?:,\s*[^.;:]{{2,40}})?)$"
)
_CLOCK = re.compile(
    r"(?i)\b(?:kl(?:ockan)?\.?\s*)?\d{1,2}[.:]\d{2}\s*(?:[-–—]|till|t\.?o\.?m\.?)?\s*"
    r"(?:\d{1,2}[.:]\d{2})?\b(?:\s*\*)?|\bkl(?:ockan)?\.?\s*\d{1,2}\s*(?:[-–—]\s*\d{1,2})?\b"
    rf"|\b(?:{'|'.join(WEEKDAYS)})(?:en)?\s*(?:den)?\s*(?=[,;]|$)"
)


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
        if match := _TOLD.search(line.text):
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
    place = _CLOCK.sub(" ", place)
    if is_mixed:
        place = re.sub(r"(?i)\b(?:den|kl\.?|tid:?|plats:)\s*(?=[,;]|$)", " ", place)
    ends = " ,;:–-*." if place == text else " ,;:–-*.()"
    place = " ".join(place.split()).strip(ends) if place != text else place.strip(ends)
    place = re.sub(r"(?i)^(?:i|plats:?|lokal:?)\s+", "", re.sub(r"\s+,", ",", place))
    return place if len(re.findall(r"[^\W\d_]", place)) >= 2 and len(place) < 140 else None
