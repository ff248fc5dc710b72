"""What the head of minutes says: date, time, place and officers of the meeting."""

from __future__ import annotations

from collections.abc import Sequence

from lobra.reading import labels, vocabulary
from lobra.reading.found import Attendant, Doubt, Reading
from lobra.reading.minutes import officers, when, where
from lobra.reading.minutes.items import Point
from lobra.reading.source import Line

_WANTED = vocabulary.shown("meeting")


def read_head(
    out: Reading, lines: Sequence[Line], found: Sequence[Point], people: Sequence[Attendant]
) -> None:
    """Fills in date, times, place, chair, secretary and contact of a meeting."""
    first = min((point.at for point in found), default=min(len(lines), 40))
    tagged = [one for at, line in enumerate(lines) if (one := labels.label(line, at))]
    blocks = [
        (one, below)
        for one, below in labels.owned(lines, tagged, [point.at for point in found])
        if one.at < max(first, 1) or one.meaning in ("chair", "secretary", "contact")
    ]
    when.read_date(out, lines, blocks, first)
    when.read_times(out, lines, blocks, first)
    where.read_place(out, lines, blocks, first)
    officers.read_officers(out, lines, blocks, first, people)


def unread(out: Reading) -> list[Doubt]:
    """What minutes should say and these don't: each a thing for a person to look at."""
    known = {doubt.field for doubt in out.review}
    return [
        Doubt(name, f"Mötets {word} hittades inte i dokumentet.")
        for name, word in _WANTED.items()
        if getattr(out, name) is None and name not in known
    ]
