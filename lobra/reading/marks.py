"""What a line is by itself: a label and its value, a heading, or neither.

These recognisers know words and forms, nothing of kinds of documents; what marks mean together is
for `minutes`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lobra.reading import dates, names, persons, vocabulary
from lobra.reading.source import Line
from lobra_data.words import WEEKDAYS

PRESENT, CALLED, APOLOGIES, ABSENT = "present", "called", "apologies", "absent"
UNKNOWN = "unknown"
STATUSES = (PRESENT, CALLED, APOLOGIES, ABSENT, UNKNOWN)

# Letters that scanners lose the dots of are one: "Ledam0ter" is a label too. As long as before.
_FOLDED = str.maketrans("åäöéÅÄÖÉ0", "aaoeAAOEo")


def _fold(text: str) -> str:
    return text.translate(_FOLDED)


_MEANING = {_fold(w): meaning for w, meaning in vocabulary.meanings("labels.meaning").items()}
_ALL = vocabulary.pattern_text(tuple(_MEANING))
_ANSWERS = re.compile(r"\s*\(?\bja?\s?/\s?n(?:ej)?\)?$")  # "Närvarande (J/N)"
_BOTH = vocabulary.recogniser("labels.both")  # "Beslutande/deltagare:" is one label
_LABEL = vocabulary.recogniser("labels.label", all=_ALL)
_LOOSE = vocabulary.pattern_text(tuple(map(_fold, vocabulary.words("labels.without_colon"))))
_WITHOUT_COLON = vocabulary.recogniser("labels.loose_label", loose=_LOOSE, all=_ALL)
_SIGNED = re.compile(vocabulary.any_of("officers.at_the_pen"))
_ANSWERS_FOR = vocabulary.recogniser("assignments.responsible_below")
_RULE = re.compile(r"(?:[_.]{3}|…)[_.…]*")  # to write on: "Ordförande ________ § 1-5"
_HASTY = re.compile(r"[a-zåäö]+(?: [a-zåäö]+){0,2}:\s")  # "där: Anna, Bo"
_HASTY_TITLE = re.compile(r"[a-zåäö]{3,}(?: [a-zåäö]+){0,3}")  # over dashes
_ROLES = frozenset(vocabulary.words("labels.role"))

OPENING = vocabulary.pattern("headings.opening")
"""The formula that opens a meeting is a sentence, not a heading."""
VERB = vocabulary.pattern("headings.verbs")
_DAY = re.compile(rf"(?:{'|'.join(WEEKDAYS).title()})(?:en)?\s+(?:den\s+)?\d")
# "Polisen informerar" names what follows, though it has a verb.
_REPORTS = re.compile(rf"(?:\w+\s){{1,3}}{vocabulary.any_of('headings.reports')}")
_GOES_ON = re.compile(rf"(?i){vocabulary.any_of('headings.goes_on')}$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its meaning, its words and what stands after it on its line."""

    meaning: str
    words: str
    value: str
    has_colon: bool

    @property
    def is_status(self) -> bool:
        """Whether it stands over a list of people."""
        return self.meaning in STATUSES

    @property
    def is_role(self) -> bool:
        """Whether its words may be a person's role on a list: "Ledamot: Anna Berg"."""
        return self.words in _ROLES


def meaning(words: str) -> str:
    """What a label's words mean; "" when they are no label.

    >>> meaning("Beslutande/deltagare"), meaning("Kallade och närvarande"), meaning("Dag/lokal")
    ('present', 'unknown', 'when where')
    """
    words = " ".join(_fold(words).casefold().strip(" :?").split()).replace("- ", "")
    words = _ANSWERS.sub("", words)
    parts = [words] if words in _MEANING else _BOTH.split(words)
    both = sorted({_MEANING.get(part, "") for part in parts})
    return UNKNOWN if {*both} < {*STATUSES} and len(both) > 1 else " ".join(both) * all(both)


def label(text: str) -> Label | None:
    """The label that a text begins with, if it begins with one.

    >>> label("Plats: Kommunhuset")
    Label(meaning='where', words='plats', value='Kommunhuset', has_colon=True)
    """
    text = _RULE.sub(" ", text.lstrip("#/ "))  # "/Vid pennan: Anna Berg"
    is_small = _SIGNED.match(text) or _HASTY.match(text)
    text = text[:1].upper() + text[1:] if is_small else text
    seen = _fold(text[:80])
    if not (found := _LABEL.match(seen) or _WITHOUT_COLON.match(seen)):
        return None
    words = text[found.start(1) : found.end(1)].casefold()
    has_colon = found[found.lastindex or 1] in (":", ";", "?")
    return Label(meaning(words), words, text[found.end() :].strip(), has_colon)


def boundary(text: str) -> int | None:
    """Where a title ends that runs into its text: before the first sentence's capital."""
    for match in re.finditer(r"(?<=[a-zåäö)\d?])\s+(?=[A-ZÅÄÖ][a-zåäö]+)", text):
        if not 3 <= match.start() <= 160 or _GOES_ON.search(text[: match.start()]):
            continue
        before, rest = text[: match.start()].split()[-1], text[match.end() :]
        if names.is_first_name(before) and names.is_name(f"{before} {rest.split()[0]}"):
            continue
        if names.is_title(before) and names.is_first_name(rest.split()[0]):
            continue  # "Ordföranden Anna Berg hälsade"
        sentence = re.split(r"(?<=[a-zåäö])[.!?](?:\s|$)", rest[:160])[0]
        if VERB.search(sentence) or _DAY.match(rest):
            return match.start()
    return None


def is_heading(lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands as a heading: marked as one, or short and alone above its text."""
    line = lines[at]
    text = line.text.strip().lstrip("#")
    if line.gap and at + 1 < len(lines) and _HASTY_TITLE.fullmatch(text):
        return lines[at + 1].is_bullet is not line.is_bullet and not lines[at + 1].gap
    if line.cells or not re.match(r"[A-ZÅÄÖ0-9\"”]", text) or not re.search(r"[^\W\d_]{2}", text):
        return False
    if len(text) > 130 or label(text) or persons.people(text) or text.startswith("Se "):
        return False
    if line.heading or line.text.startswith("#"):
        return not is_over_people(lines[at : at + 3])
    if line.is_bullet and not line.is_bold:
        return _heads_bullet(lines, at)
    if line.is_bold:
        return len(text) < 110 and not OPENING.search(text)
    return _stands_alone(lines, at)


def is_over_people(lines: Sequence[Line]) -> bool:
    """Whether some words stand over people, one a line: "Ungdomar", "Vilka var med?"."""
    over, *rows = lines
    is_over = re.fullmatch(
        rf"{names.WORD}(?:(?: [a-zåäö]+){{0,5}}[:?]?|(?: \w+){{1,5}}:)", over.text
    )
    one_each = (len(persons.people(row.text, row.cells)) == 1 for row in rows)
    return bool(is_over and len(rows) == 2 and all(one_each))


def _heads_bullet(lines: Sequence[Line], at: int) -> bool:
    """A bulleted line that names what the text under it is about."""
    line = lines[at]
    tells = VERB.search(line.text) and line.text[-1] != "?"
    if len(line.text) > 70 or tells or re.search(r"^\d|[.,:;!]$", line.text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else line
    if line.gap and line.text.isupper() and not below.gap:
        return True  # over points of its own
    return not (below.is_bullet or below.is_bold or below.gap) and len(below.text) > 3


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    line, text = lines[at], lines[at].text.strip()
    tells = VERB.search(re.sub(r"\bsom\b.*", "", text)) and not _REPORTS.fullmatch(text)
    is_apart = line.gap or text.isupper()
    if not is_apart or len(text) > 75 or len(text.split()) > 9 or re.search(r"[.,;!)]$", text):
        return False
    below = lines[at + 1] if at + 1 < len(lines) else None
    goes_on = below and len(text) > 45 and below.text[:1].islower() and not below.gap
    # A sentence goes on with the last word of the line, or on the one below.
    if tells or goes_on or re.search(r"[.!?]\s+[A-ZÅÄÖ][\w-]+$|\d[.:]\d\d|@|\d{3}", text):
        return False
    if below and _ANSWERS_FOR.match(below.text):
        return False  # a task, and whose it is
    if not below or below.cells or label(below.text) or (text[-1] == ":" and below.is_bullet):
        return False
    is_sentence = not below.gap and bool(re.search(r"[.!?:]$", below.text))
    return len(below.text) > 25 or is_sentence or bool(dates.find_dates(below.text))
