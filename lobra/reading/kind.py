"""What kind of document it is: minutes, a notice, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lobra.reading import council, labels, vocabulary
from lobra.reading.source import Line

MINUTES = vocabulary.pattern("kind.minutes")
_EARLIER = re.compile(r"(?i)(?:föregående|förra)\s+(?:mötes\s+)?(?:protokoll|minnesanteckningar)")
_NOTICE = re.compile(
    rf"(?i)^\W*{vocabulary.any_of('kind.notice')}|\bkallas\s+(?:härmed\s+)?till\b|^kallelse"
    r"|\bkallelse(?:\s+till|\s*$)|välkom(?:men|na)\s+till\s+\w*(?:möte|sammanträde)"
)
# What only minutes tell: how the meeting was opened, what was said and decided.
_OPENED = re.compile(
    rf"(?i)\bhälsa(?:de|r)\s.{{0,30}}välkom\b|{vocabulary.any_of('kind.opened')}|(?m:^\W*beslut\W*$|^beslut:)"
)


def kind(lines: Sequence[Line]) -> str:
    """minutes, notice or other, by the words of the head and by what the text tells.

    A notice says "Kallelse" and tells of nothing that has happened; minutes are called minutes
    or tell how the meeting was opened and what was said and decided.
    """
    top = "\n".join(line.text[:300] for line in lines[:14])
    whole = "\n".join(line.text for line in lines)
    told = len(_OPENED.findall(whole))
    called_minutes = bool(MINUTES.search(_EARLIER.sub("", top)))
    heads = [cell for line in lines[:12] for cell in (line.cells or (line.text[:200],))]
    if any(_NOTICE.search(cell) for cell in heads) and (told <= 1 or not called_minutes):
        return "notice"
    if called_minutes and told + len(whole) / 800 >= 1:
        return "minutes"
    meeting = re.search(rf"(?i)\b{council.WORDS}\b", whole[:3000])
    roll = any(
        (one := labels.label(line)) and one.meaning in labels.STATUSES for line in lines[:60]
    )
    if told >= 2 or (told and (meeting or roll)) or (roll and meeting):
        return "minutes"
    return "minutes" if called_minutes else "other"
