"""What a document is about: minutes, a notice or something else, and of which council."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from lobra.reading import marks, names, persons, vocabulary
from lobra.reading.marks import ABSENT
from lobra.reading.source import Line

WORDS = (
    r"(?:(?:lokal[at]*|strategiskt?|centralt?|centrala)\s+)?(?:brottsförebyggande(?:\s+och\s+\w+)?"
    r"\s+råd(?:ets|et|s)?|brå(?:-?grupp(?:en)?)?|lobrå|trygghetsråd(?:et|s|ets)?|folkhälsoråd(?:et|s)?|"
    r"råd(?:et)? för (?:brottsförebyggande|trygghet|folkhälsa|brottsprevention)[a-zåäö -]*|"
    r"(?:hälso|folkhälso|trygghets)-?\s+och\s+\w+råd(?:et)?|trygghetsberedning(?:en)?|trygghetsforum|samverkansgrupp(?:en)?|samverkansråd(?:et|ets)?(?:\s+trygghet)?)"
)
MINUTES = vocabulary.pattern("kind.minutes")
_DECIDED = vocabulary.recogniser("decisions.told")
_NEXT = vocabulary.pattern("cues.planned_meetings")
_EARLIER = vocabulary.recogniser("kind.earlier")
_NOTICE = vocabulary.recogniser("kind.notice_begins")
_AGENDA = re.compile(rf"(?i)^\W*{vocabulary.any_of('items.agenda')}")
_MEETS = vocabulary.pattern("when.meets")
_CAME = frozenset(vocabulary.words("kind.came"))
_TOLD = vocabulary.recogniser("kind.told")
_PLACE = r"[A-ZÅÄÖ][\wåäöé]+(?:-[A-ZÅÄÖ][\wåäöé]+)*(?:\s[A-ZÅÄÖ][a-zåäö]+)?"
# The same place in different company, the surest first.
named = re.compile(rf"(?i)\b{WORDS}\b").search
_COUNCILS = tuple(
    re.compile(text)
    for text in (
        rf"(?P<area>{_PLACE})\s+(?i:kommuns?|stads?|stadsdels?\w*|sdf|sdn)\b\s*,?\s*(?i:{WORDS})",
        rf"(?P<area>{_PLACE})(?:\s+|\s*[-–,]\s*)(?i:{WORDS})",
        rf"(?i:{WORDS}(?:s?\s*-?möte)?)\s*,?\s+(?:(?i:i|för|på|inom)\s+)?(?P<area>{_PLACE})",
        rf"(?P<area>{_PLACE})\s+(?i:kommuns?|stads?|stadsdelsområde\w*|stadsdelsförvaltning\w*)\b",
        rf"(?i:plan)\w*\s+(?:(?i:gemensam|för|mellan|i)\s+)+(?P<area>{_PLACE})\s+(?:och|-|$)",
    )
)
_ITEM = re.compile(r"(?:§|\d{1,2}[.)]|(?i:punkt|ärende) \d)\s*\S")
_SURE = 3  # so many of them name the council itself, not only its municipality
_NOT_A_PLACE = vocabulary.pattern("council.not_a_place")
_KEEPS_S = re.compile(rf"(?i){vocabulary.any_of('council.keeps_s')}$")


def kind(lines: Sequence[Line]) -> tuple[str, bool]:
    """minutes, notice or other, and whether that is sure: by the head and by what the text tells.

    A notice says "Kallelse" and tells of nothing that has happened; minutes are called minutes,
    or tell how the meeting was opened and what was said and decided. Where only one thing tells
    that a meeting was held, another must go with it, and the kind is unsure.
    """
    heads = [cell for line in lines[:14] for cell in (line.cells or (line.text[:300],))]
    whole = "\n".join(line.text for line in lines)
    told = len(_TOLD.findall(whole)) + sum(bool(_DECIDED.search(line.text)) for line in lines)
    labels = [one for line in lines if (one := marks.label(line.text))]
    lists = [one for one in labels if one.is_status]
    has_roll = any(
        one.meaning == ABSENT or one.words in _CAME or one.words[:6] == "närvar" for one in lists
    )
    led = [one for one in labels if one.meaning in ("chair", "secretary")]
    is_called = any(MINUTES.search(_EARLIER.sub("", cell)) for cell in heads)
    if any(map(_NOTICE.search, heads)) and (told <= 1 or not is_called):
        return "notice", True
    if any(map(_AGENDA.match, heads)) and told <= 1 and not is_called and not has_roll:
        return "notice", True
    if is_called or told >= 2:
        return "minutes", True
    council = bool(re.search(rf"(?i)\b{WORDS}\b", whole[:3000]))
    is_about = bool(council or lists or led or any(map(_MEETS.search, heads[:3])))
    is_told = told and is_about
    is_listed = lists and (council or led or _NEXT.search(whole))
    return ("minutes", bool(has_roll)) if is_told or is_listed else ("other", True)


def council(lines: Sequence[Line]) -> tuple[str | None, bool]:
    """The area of the council, without its title, and whether the council is named beside it.

    Only the head is asked, surest wording first; a place that the text happens to speak of
    isn't the council's. None where the head names no place.

    >>> council([Line(1, "Storköpings lokala brottsförebyggande råd 2021-09-17")])
    ('Storköping', True)
    """
    head = [
        " ".join(line.text.split())[:300]
        for line in takewhile(lambda line: not _ITEM.match(line.text), lines[:20])
        if not ((one := marks.label(line.text)) and one.is_status)
        and (named(line.text) or not persons.people(line.text, line.cells))
    ]
    joined = [f"{a} {b}" for a, b in pairwise(head)]
    found = (
        (name, n < _SURE and not (text[-1:] == "." and marks.VERB.search(text)))
        for n, pattern in enumerate(_COUNCILS)
        for text in [*head, *joined]
        for match in pattern.finditer(text)
        if (name := _place(match["area"]))
    )
    return next(found, (None, True))


def _place(text: str) -> str | None:
    """The place's name: without words that aren't names, and without the genitive's s."""
    words = [word for word in text.split() if not _NOT_A_PLACE.fullmatch(word)]
    if not words or names.is_first_name(words[0]):
        return None
    name = words[-1] if text.split()[-1] == words[-1] else words[0]
    if len(words) == 2 and len(words) == len(text.split()):
        name = " ".join(words)
    if name.isupper() and len(name) < 5:
        return None  # an abbreviation of the council
    if name.isupper():
        name = name.title()
    if name.endswith("s") and not _KEEPS_S.search(name):
        name = name[:-1]
    return name if len(name) > 2 else None
