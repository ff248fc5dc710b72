"""The labels that heads of minutes use ("Närvarande:", "Tid och plats") and the lines they own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lobra.reading import vocabulary
from lobra.reading.source import Line

PRESENT, CALLED, APOLOGIES, ABSENT = "present", "called", "apologies", "absent"
UNKNOWN = "unknown"

# A label → what it means, "" where that is nobody's fact here.
_MEANING = {
    word: "" if meaning == "nothing" else meaning
    for word, meaning in vocabulary.meanings("labels.meaning").items()
}
STATUSES = (PRESENT, CALLED, APOLOGIES, ABSENT, UNKNOWN)
_ALL = vocabulary.pattern_text(tuple(_MEANING))
_START = re.compile(rf"(?=[A-ZÅÄÖ])((?i:{_ALL}))\s*(?:\([^)]*\)\s*)?(:|$|\s[-–]\s)")
_MISREAD = re.compile(r"([A-ZÅÄÖ][\wåäö]{6,}(?: [\wåäö]{3,})?)\s*:")
_WITHOUT_COLON = re.compile(
    rf"(?=[A-ZÅÄÖ])((?i:{vocabulary.any_of('labels.without_colon')}))\s+(?=[A-ZÅÄÖ0-9])"
)
_ROLES = frozenset(vocabulary.words("labels.role"))


@dataclass(frozen=True)
class Label:
    """A label with its meaning, its words, what stands after it on its line, and its line."""

    meaning: str
    words: str
    value: str
    at: int
    has_colon: bool

    @property
    def says_when(self) -> bool:
        """Whether it tells the date or time of the meeting."""
        return self.meaning in ("when", "when where")

    @property
    def is_role(self) -> bool:
        """Whether its words may be a person's role on a list: "Ledamot: Anna Berg"."""
        return self.words in _ROLES


# A label with the lines that stand under it.
Blocks = Sequence[tuple[Label, list[Line]]]


def label(line: Line, at: int = 0) -> Label | None:
    """The label that a line begins with, if it begins with one.

    >>> label(Line(1, "Plats: Kommunhuset")).value
    'Kommunhuset'
    """
    if len(line.cells) > 1 and all(meaning(cell.strip(" :")) in STATUSES for cell in line.cells):
        return Label(UNKNOWN, line.text.casefold(), "", at, False)  # lists side by side
    words = line.cells[0].strip() if len(line.cells) > 1 else line.text
    if len(line.cells) > 1 and words.islower() and meaning(words.strip(" :")):
        words = words.capitalize()  # a margin of labels in small letters
    if found := _START.match(words):
        value = words[found.end() :].strip()
        if len(line.cells) > 1:
            value = "\n".join(filter(None, [value, *map(str.strip, line.cells[1:])]))
        return Label(meaning(found[1]), found[1].casefold(), value, at, found[2] == ":")
    if (found := _MISREAD.match(words)) and (near := _nearest(found[1])):
        return Label(_MEANING[near], near, words[found.end() :].strip(), at, True)
    if len(line.cells) <= 1 and (found := _WITHOUT_COLON.match(line.text)):
        value = line.text[found.end() :].strip()
        return Label(meaning(found[1]), found[1].casefold(), value, at, False)
    return None


def _nearest(words: str) -> str | None:
    """The label of a list that a scanner misread: "Ledam0ter", "Närvarandc"."""
    lists = [word for word, meaning in _MEANING.items() if meaning in STATUSES and len(word) > 7]
    found = process.extractOne(words.casefold(), lists, scorer=fuzz.ratio, score_cutoff=87)
    return found[0] if found else None


def listed(lines: Sequence[Line]) -> list[Label]:
    """The labels of a document, without those that are a role on somebody's list.

    "Ledamot: Anna Berg" right under "Ej närvarande" is a row of that list.
    """
    out: list[Label] = []
    inside = False
    for at, line in enumerate(lines):
        one = label(line, at)
        if one is None:
            inside = inside and not line.gap
            continue
        if inside and not line.gap and one.value and one.is_role:
            continue
        inside = one.meaning in STATUSES and not one.value
        out.append(one)
    return out


def meaning(words: str) -> str:
    """What a label's words mean; "" when they mean nothing here."""
    return _MEANING.get(" ".join(words.casefold().split()), "")


def owned(
    lines: Sequence[Line], found: Sequence[Label], stops: Iterable[int]
) -> list[tuple[Label, list[Line]]]:
    """Each label with the lines that stand under it, until the next label or one of the stops."""
    ends = sorted({label.at for label in found} | set(stops) | {len(lines)})
    out = []
    for one in found:
        end = next(at for at in ends if at > one.at)
        out.append((one, list(lines[one.at + 1 : end])))
    return out
