"""The actors of working tables: who leads, and one actor that is spelt in several ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from lobra.reading.found import Doubt, PlaceAction
from lobra_data.words import NOUN_ENDINGS

CALLS = re.compile(r"\bsamman\s?(?:kalla(?:nde|re?)|ställ(?:ande|are?))\b\s*[:.,]?\s*", re.I)
ENDINGS = frozenset([*NOUN_ENDINGS, "r", "re", "ns", "n:s"])
MOST = 300  # a document with more actors than this is not compared; it would take too long


def lead(text: str | None) -> str | None:
    """Who leads, without the word that says that somebody does.

    >>> lead("Samman kallande preventionssamordnare"), lead("Sammankallande"), lead("SDF")
    ('preventionssamordnare', None, 'SDF')
    """
    if text is None:
        return None
    without = CALLS.sub("", text)
    return (without.strip(" .,:") if without != text else text) or None


def spellings(actions: Iterable[PlaceAction]) -> list[Doubt]:
    """One doubt for each actor that seems to be spelt in more than one way in the tables."""
    spelt: dict[str, tuple[int, str]] = {}
    for action in actions:
        for text in (action.participants, action.lead):
            for name in _names(text or ""):
                spelt.setdefault(_folded(name), (action.line, name))
    if len(spelt) > MOST:
        return [Doubt("place_actions.lead", f"Fler än {MOST} aktörer: stavningen är inte jämförd.")]
    groups: list[list[tuple[int, str]]] = []
    for one in spelt.values():
        near = [group for group in groups if any(_same(one[1], other) for _, other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([one, *(other for group in near for other in group)]))
    found = []
    for group in sorted((one for one in groups if len(one) > 1), key=lambda one: one[0][0]):
        names = ", ".join(name for _, name in group)
        reason = f"Kan vara samma aktör, stavad på flera sätt: {names}."
        found.append(Doubt("place_actions.lead", reason, group[0][0]))
    return found


def _names(text: str) -> list[str]:
    """The actors that a cell lists; "Trygg- och säkerhetsstrateg" is one."""
    pieces = re.split(r"[,;\n]|(?<![-–])\s+och\s+(?!\w+strateg)|\bsamt\b", CALLS.sub("", text))
    names = []
    for piece in pieces:
        # A slash inside a code ("SLK/Avd") belongs to it, one between words doesn't.
        parts = piece.split("/") if " " in piece.strip() else [piece]
        names += [part.strip(" .:") for part in parts]
    return [name for name in dict.fromkeys(names) if len(name) > 3]


def _same(one: str, other: str) -> bool:
    """Whether two spellings could be one actor, and are not forms of one word."""
    a, b = _folded(one), _folded(other)
    if a == b or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    if _shortened(a, b) or _shortened(b, a):
        return True
    if abs(len(a) - len(b)) > 2 or a[0] != b[0] or (one.isupper() and other.isupper()):
        return False
    start = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    start = min(len(a), len(b)) if start is None else start
    if a[start:] in ENDINGS | {""} and b[start:] in ENDINGS | {""}:
        return False
    read = [x.replace("rn", "m").replace("ii", "n").replace("vv", "w") for x in (a, b)]
    shortest = min(len(a), len(b))
    most = 2 if shortest >= 8 and "/" in a and "/" in b else 1 if shortest >= 7 else 0
    return read[0] == read[1] or Levenshtein.distance(*read, score_cutoff=most) <= most


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return re.sub(r"([-–])\s+", r"\1", " ".join(name.casefold().split()))


def _shortened(a: str, b: str) -> bool:
    """Whether the first is the second with words cut by a full stop: "sth.stads" for
    "stockholms stads"."""
    words = re.findall(r"[^\s.]+\.?", a)
    if not any(len(word) > 2 and word.endswith(".") for word in words) or len(words) < 2:
        return False
    parts = [
        r"\w*".join(map(re.escape, word[:-1])) + r"\w*" if word.endswith(".") else re.escape(word)
        for word in words
    ]
    return bool(re.fullmatch(r"\s*".join(parts), b))
