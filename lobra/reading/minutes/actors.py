"""The actors of working tables: who leads, and one actor that is spelt in several ways."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein, Prefix

from lobra.reading.found import Doubt, PlaceAction
from lobra_data.words import NOUN_ENDINGS

_CALLS = re.compile(r"\bsamman\s?(?:kalla(?:nde|re?)|ställ(?:ande|are?))\b\s*[:.,]?\s*", re.I)
_ENDINGS = frozenset([*NOUN_ENDINGS, "", "r", "re", "ns", "n:s"])
_BETWEEN = re.compile(r"[,;\n]|(?<![-–])\s+och\s+(?!\w+strateg)|\bsamt\b")
_MOST = 300  # a document with more actors than this is not compared; it would take too long
_LONGEST = 80  # characters of a name


def lead(text: str | None) -> str | None:
    """Who leads, without the word that says that somebody does.

    >>> lead("Samman kallande preventionssamordnare"), lead("Sammankallande"), lead("SDF")
    ('preventionssamordnare', None, 'SDF')
    """
    without = _CALLS.sub("", text or "")
    return (without if without == text else without.strip(" .,:")) or None


def spellings(actions: Iterable[PlaceAction]) -> list[Doubt]:
    """One doubt for each actor that seems to be spelt in more than one way in the tables."""
    spelt: dict[str, tuple[int, str]] = {}
    for action in actions:
        for text in (action.participants, action.lead):
            for name in _names(text or ""):
                spelt.setdefault(_folded(name), (action.line, name))
    if len(spelt) > _MOST:
        reason = f"Fler än {_MOST} aktörer: stavningen är inte jämförd."
        return [Doubt("place_actions.lead", reason)]
    groups: list[list[tuple[int, str]]] = []
    for one in spelt.values():
        near = (group for group in groups if any(_same(one[1], other) for _, other in group))
        if not (group := next(near, None)):
            groups.append(group := [])
        group.append(one)
    said = "Kan vara samma aktör, stavad på flera sätt: "
    told = ((said + ", ".join(n for _, n in one) + ".", one[0][0]) for one in groups if one[1:])
    return [Doubt("place_actions.lead", *one) for one in told]


def _names(text: str) -> list[str]:
    """The actors that a cell lists; a slash inside a code ("SLK/Avd") belongs to it."""
    pieces = _BETWEEN.split(_CALLS.sub("", text))
    parts = [part for one in pieces for part in (one.split("/") if " " in one.strip() else [one])]
    return [name for part in parts if 3 < len(name := part.strip(" .:")) < _LONGEST]


def _same(one: str, other: str) -> bool:
    """Whether two spellings could be one actor, and are not forms of one word."""
    a, b = _folded(one), _folded(other)
    if re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    same = Prefix.similarity(a, b)
    is_form = a[same:] in _ENDINGS and b[same:] in _ENDINGS
    if is_form or a[0] != b[0] or (one.isupper() and other.isupper()):
        return False
    read = [x.replace("rn", "m").replace("ii", "n").replace("vv", "w") for x in (a, b)]
    shortest = min(len(a), len(b))
    most = 2 if shortest >= 8 and "/" in a and "/" in b else 1 if shortest >= 7 else 0
    return Levenshtein.distance(*read, score_cutoff=most) <= most


def _folded(name: str) -> str:
    return re.sub(r"([-–])\s+", r"\1", " ".join(name.casefold().split()))
