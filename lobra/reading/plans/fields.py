"""The fields of action plans: their labels in all shapes, and the words that stand under them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lobra.reading import vocabulary
from lobra.reading.dates import find_spans
from lobra.reading.found import Doubt
from lobra.reading.known import Known
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of
from lobra_data.errors import quoted
from lobra_data.words import NUMBERS

_WORDS = Known("plans.fields", least=87)
WEAK = frozenset(vocabulary.words("plans.weak"))
"""Labels that mean something else unless a colon or a table's cell says so."""
BEGINNINGS = frozenset(
    label.split()[0] for label in vocabulary.meanings("plans.fields") if " " in label
)
LISTS = ("activities", "commitments", "police_commitments", "district_commitments")
OPEN = re.compile(rf"(?:[,(/–-]|{any_of('plans.open_ends')})$", re.I)
ENUMERATOR = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}\.\d{1,2}|[a-zå-ö]\))\s+(?=\S)", re.I)
PERIODS = vocabulary.meanings("plans.periods")
COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(NUMBERS)})"
PER = re.compile(
    rf"\b{COUNT}\s+(?P<unit>[^\d.,;:]{{2,70}}?)\s*(?:\bper\b|/|\bom\b|\bi\b|\bvarje\b)\s*"
    rf"(?P<per>{'|'.join(PERIODS)})(?:en|et)?\b",
    re.I,
)
TIMES = re.compile(
    rf"\b{COUNT}\s+(?P<unit>(?:[\w-]+\s+){{0,2}}?(?:[\w-]*-)?{any_of('plans.countable')})", re.I
)
NO_LIMIT = re.compile(
    rf"(?:{any_of('plans.no_limit')}|\bfr\.?\s?o\.?\s?m\.?)\s*(?:och med\s*)?$", re.I
)
LIMIT = re.compile(rf"(?:{any_of('plans.year_limit')}|\bt\.?o\.?m\.?)\s+(?:år\s+)?\d{{4}}$", re.I)
LONGEST = 1000  # characters of an activity in which times and numbers are looked for
MONTH = timedelta(days=31)  # a column "Klart senast" that names one means its last day
YEAR = timedelta(days=200)  # a stretch that is at least so long is a year, not a season
NUMBERED = re.compile(
    rf"({any_of('plans.numbered')}\s+(?:nr\.?\s*)?\d{{1,2}}(?:\.\d{{1,2}})*[a-z]?)"
    r"(?:\s*[.:–-]\s*|\s+(?=[A-ZÅÄÖ])|$)(.*)"
)


@dataclass(slots=True)
class Piece:
    """A field with what stands on its label's line; or a heading; or text (name "")."""

    name: str
    text: str
    line: Line
    label: str = ""
    is_bullet: bool = False
    gap: bool = False
    level: int = 0  # of a heading, or of a label that is one
    style: str = ""  # how the label was told: colon, alone, inline, cell, numbered, heading

    @property
    def is_plural(self) -> bool:
        return self.label.casefold().rstrip(" :").endswith(("åtgärder", "insatser"))


def field_of(text: str) -> tuple[str, str] | None:
    """The field that a label names and the label as it is known; with room for misread letters.

    >>> field_of("Polisens åtagande"), field_of("Målgnupp"), field_of("Polisen")
    (('police_commitments', 'polisensåtagande'), ('target_group', 'målgrupp'), None)
    """
    found = _WORDS.find(text) if len(text) <= 48 else None
    return found[:2] if found and (text[:1].isupper() or not found[2]) else None


def colon(text: str) -> tuple[str, str, str] | None:
    """Field, label and value of "Ansvarig: Polisen"; the label may be numbered.

    >>> colon("Åtgärd 2 – Öka närvaron"), colon("Till allmänheten: se planen")
    (('title', 'Åtgärd 2', 'Öka närvaron'), None)
    """
    if ":" in text[:50]:
        label, _, value = text.partition(":")
        label = re.sub(r"\s*\([^)]*\)$", "", label.strip())
        if (found := field_of(label)) and label[:1].isupper():
            return found[0], label, value.strip()
    numbered = NUMBERED.match(text)
    if numbered and (found := field_of(numbered[1])):
        return found[0], numbered[1], numbered[2].strip()
    return None


def inline(text: str) -> tuple[str, str, str] | None:
    """Field, label and value of "Ansvarig Polisen": the value begins with a capital or a bullet.

    >>> inline("Uppföljning Statistik"), inline("Uppföljning av statistik")
    (('follow_up', 'Uppföljning', 'Statistik'), None)
    """
    words = text.split(" ")
    if not text[:1].isupper():
        return None
    for size in range(min(4, len(words) - 1), 0, -1):
        label, rest = " ".join(words[:size]), " ".join(words[size:])
        found = field_of(label)
        if found and found[1] not in WEAK and (rest[0].isupper() or rest[0] in '•–-"”§'):
            return found[0], label, rest.lstrip("•–- ")
    return None


def alone(text: str) -> str | None:
    """The field of a line that is nothing but a label."""
    found = field_of(text.rstrip(" :"))
    return found[0] if found and text[:1].isupper() and found[1] not in WEAK else None


def joined(parts: Iterable[str], words: frozenset[str]) -> str:
    """Wrapped lines as one text; a hyphen at a line's end goes where the whole word is known."""
    out: list[str] = []
    for part in filter(None, parts):
        if (
            out
            and out[-1].endswith("-")
            and part[:1].islower()
            and not re.match(r"(?:och|eller|samt)\b", part)
        ):
            last = out[-1].rsplit(" ", 1)[-1][:-1] + re.split(r"\W", part, maxsplit=1)[0]
            out[-1] = (out[-1][:-1] if last.casefold() in words else out[-1]) + part
        else:
            out.append(part)
    return " ".join(out).strip()


def points(pieces: list[Piece], words: frozenset[str]) -> list[tuple[str, int]]:
    """The points of a list, each with its line: by bullets, else by capitals after a whole line."""
    has_bullets = any(piece.is_bullet for piece in pieces[1:])
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text:
            continue
        above = groups[-1][-1].text if groups else ""
        is_new = bool(ENUMERATOR.match(piece.text)) or (
            piece.is_bullet if has_bullets else _begins(piece.text) and not OPEN.search(above)
        )
        if not groups or (is_new and above.count("(") <= above.count(")")):
            groups.append([])
        groups[-1].append(piece)
    found = []
    for group in groups:
        whole = joined((piece.text for piece in group), words)
        for part in re.split(r"\s*•\s*|;\s+(?=[A-ZÅÄÖ])", ENUMERATOR.sub("", whole, count=1)):
            if part.strip(" ;,"):
                found.append((part.strip(" ;,"), group[0].line.number))
    return found


def _begins(text: str) -> bool:
    return text[:1].isupper() or text[:1] in '"”'


def limit(
    text: str, line: int, doubts: list[Doubt], is_limit: bool = False, year: int | None = None
) -> str | None:
    """The last day by which something is to be done, where the words give a limit.

    `is_limit` says that the whole text is one ("Klart senast" stands over it), in `year`.
    """
    text = text[:LONGEST]
    ends = find_spans(text, year if is_limit else None)
    if is_limit:
        ends = ends or find_spans(f"under {text}", year)
    else:
        ends = [
            end
            for end in ends
            if not NO_LIMIT.search(text[: end.begin])
            and (end.latest - end.earliest < YEAR or LIMIT.search(text[: end.end]))
        ]
    if not ends:
        return None
    if not is_limit and len(ends) > 1:
        reason = f"Flera tidsangivelser; ingen är tagen som gräns: {quoted(text)}."
        doubts.append(Doubt("measures.activities.due_latest", reason, line))
        return None
    last = max(ends, key=lambda end: end.latest)
    if last.earliest != last.latest and not (is_limit and last.latest - last.earliest < MONTH):
        reason = f"{quoted(last.text)} är ingen dag; den sista möjliga dagen är angiven."
        doubts.append(Doubt("measures.activities.due_latest", reason, line))
    return last.latest.isoformat()


def target(text: str) -> dict[str, Any] | None:
    """How many of what, and how often: `per` is year, term, month … or None for once and for all.

    >>> target("Minst två tillsynspass per år")
    {'count': 2, 'unit': 'tillsynspass', 'per': 'year'}
    """
    found = PER.search(text[:LONGEST]) or TIMES.search(text[:LONGEST])
    if not found:
        return None
    count = found["count"].casefold()
    per = PERIODS[found["per"].casefold()] if found.re is PER else None
    return {
        "count": int(count) if count.isdigit() else NUMBERS[count],
        "unit": found["unit"].strip(),
        "per": per,
    }
