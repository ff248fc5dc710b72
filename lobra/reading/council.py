"""The council that a document is about, as the document names it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lobra.reading import labels, names, vocabulary
from lobra.reading.source import Line

WORDS = (
    r"(?:(?:lokal[at]*|strategiskt?|centralt?|centrala)\s+)?(?:brottsförebyggande(?:\s+och\s+\w+)?"
    r"\s+råd(?:ets|et|s)?|brå|lobrå|trygghetsråd(?:et|s|ets)?|folkhälsoråd(?:et|s)?|"
    r"råd(?:et)? för (?:brottsförebyggande|trygghet|folkhälsa|brottsprevention)[a-zåäö -]*|"
    r"(?:hälso|folkhälso|trygghets)-?\s+och\s+\w+råd(?:et)?|trygghetsberedning(?:en)?)"
)
_PLACE = r"[A-ZÅÄÖ][\wåäöé]+(?:-[A-ZÅÄÖ][\wåäöé]+)*(?:\s[A-ZÅÄÖ][a-zåäö]+)?"
_KEEPS_S = re.compile(rf"(?i){vocabulary.any_of('council.keeps_s')}$")
# The same place in different company, the surest first.
_PATTERNS = (
    rf"(?P<area>{_PLACE})\s+(?i:kommuns?|stads?|stadsdels?\w*|sdf|sdn)\b\s*,?\s*(?i:{WORDS})",
    rf"(?P<area>{_PLACE})\s+(?i:{WORDS})",
    rf"(?i:{WORDS})\s*,?\s+(?:(?i:i|för|på|inom)\s+)?(?P<area>{_PLACE})",
    rf"(?P<area>{_PLACE})\s+(?i:kommuns?|stads?|stadsdelsområde\w*|stadsdelsförvaltning\w*)\b",
    rf"(?i:plan)\w*\s+(?:(?i:gemensam|för|mellan|i)\s+)+(?P<area>{_PLACE})\s+(?:och|-|$)",
)
_NOT_A_PLACE = vocabulary.pattern("council.not_a_place")


def council(lines: Sequence[Line]) -> str | None:
    """The area of the council, without the words for council and municipality.

    Only the head is asked, surest wording first; a place that the text happens to speak of
    isn't the council's. None where the head names no place.

    >>> council([Line(1, "Storköpings lokala brottsförebyggande råd 2021-09-17")])
    'Storköping'
    """
    head = [
        " ".join(line.text.split())[:300]
        for line in lines[:20]
        if not (one := labels.label(line)) or one.meaning not in labels.STATUSES
        if not names.people(line.text, line.cells)
    ]
    joined = [f"{a} {b}" for a, b in pairwise(head)]
    for pattern in _PATTERNS:
        for text in [*head, *joined]:
            for match in re.finditer(pattern, text):
                if name := _place(match["area"]):
                    return name
    return None


def _place(text: str) -> str | None:
    """The place's name: without words that aren't names, and without the genitive's s."""
    words = [word for word in text.split() if not _NOT_A_PLACE.fullmatch(word)]
    if not words or words[0].casefold() in names.first_names():
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
