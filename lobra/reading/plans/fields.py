"""The fields of action plans: their labels in all shapes, and the words that stand under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lobra.reading import vocabulary
from lobra.reading.dates import find_spans
from lobra.reading.found import Doubt
from lobra.reading.known import Known
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import NUMBERS

AIMS = frozenset({"goal", "purpose", "target_group"})
"""What may stand before the title of a measure, or of all measures of an area."""
LISTS = ("activities", "commitments", "police_commitments", "district_commitments")
BEGINNINGS = frozenset(
    label.split()[0] for label in vocabulary.meanings("plans.fields") if " " in label
)
OPEN = vocabulary.recogniser("plans.open")
"""What ends a line that goes on below."""
_WORDS = Known("plans.fields", least=87)
_WEAK = frozenset(vocabulary.words("plans.weak"))
_NUMBERED = vocabulary.recogniser("plans.with_number")
_ENUMERATOR = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}\.\d{1,2}|[a-zå-ö]\))\s+(?=\S)", re.I)
_PERIODS = vocabulary.meanings("plans.periods")
_NUMBERS = rf"(?:\d{{1,4}}|{'|'.join(NUMBERS)})"
_COUNT = rf"\b(?P<count>{_NUMBERS})\s+(?!{_NUMBERS}\s)"
_TARGETS = (
    vocabulary.recogniser("plans.per_period", count=_COUNT, period="|".join(_PERIODS)),
    vocabulary.recogniser("plans.in_all", count=_COUNT),
)
_NO_LIMIT, _LIMIT = (vocabulary.recogniser(f"plans.{name}") for name in ("begins", "whole_year"))
_LONGEST = 1000  # characters of an activity in which times and numbers are looked for
_MONTH = timedelta(days=31)  # a column "Klart senast" that names one means its last day
_YEAR = timedelta(days=200)  # a stretch that is at least so long is a year, not a season


@dataclass(frozen=True, slots=True)
class Piece:
    """A field with what stands on its label's line; or a heading; or text (name "")."""

    name: str
    text: str
    line: Line
    label: str = ""
    level: int = 0  # of a heading, or of a label that is one
    is_row: bool = False  # it stands in a row of a wide table


def field_of(text: str) -> tuple[str, str] | None:
    """The field that a label names and the label as it is known; with room for misread letters.

    >>> field_of("Polisens åtagande"), field_of("Målgnupp"), field_of("Polisen")
    (('police_commitments', 'polisensåtagande'), ('target_group', 'målgrupp'), None)
    """
    found = _WORDS.find(text) if len(text) <= 48 and text[:1].isupper() else None
    return found[:2] if found and not (found[2] and text.casefold() in BEGINNINGS) else None


def labelled(
    text: str, is_inline: bool = False, is_repeated: bool = False
) -> tuple[str, str, str] | None:
    """Field, label and value of a line that begins with a label, or is nothing else.

    A label without colon or number stands alone or, where a plan has such labels (`is_inline`),
    before a capital; words that often mean something else are none then, unless they stand alone
    once a measure (`is_repeated`).

    >>> labelled("Åtgärd 2 – Öka närvaron"), labelled("Till allmänheten: se planen")
    (('title', 'Åtgärd 2', 'Öka närvaron'), None)
    >>> labelled("Uppföljning Statistik", True), labelled("Uppföljning av statistik", True)
    (('follow_up', 'Uppföljning', 'Statistik'), None)
    """
    for label, value, may_be_weak in _ways(text, is_inline, is_repeated):
        found = field_of(label)
        if found and (may_be_weak or found[1] not in _WEAK):
            return found[0], label, value
    return None


def _ways(text: str, is_inline: bool, is_repeated: bool) -> Iterator[tuple[str, str, bool]]:
    """How a text may be divided into a label and its value, and whether any label may be one."""
    if ":" in text[:50]:
        label, _, value = text.partition(":")
        yield label, value.strip(), True
    if numbered := _NUMBERED.match(text):
        yield numbered[1], numbered[2].strip(), True
    yield text.rstrip(" :"), "", is_repeated
    words = text.split(" ")
    for size in range(min(4, len(words) - 1), 0, -1) if is_inline else ():
        if words[size][:1].isupper() or words[size][:1] in tuple('•–-"”§'):
            yield " ".join(words[:size]), " ".join(words[size:]).lstrip("•–- "), False


def joined(parts: Iterable[str], words: frozenset[str]) -> str:
    """Wrapped lines as one text; a hyphen at a line's end goes where the whole word is known."""
    out = ""
    for part in filter(None, parts):
        if not out.endswith("-") or not re.match(r"(?!(?:och|eller|samt)\b)[a-zåäö]", part):
            out += " " + part
            continue
        whole = out.rsplit(" ", 1)[-1][:-1] + re.split(r"\W", part, maxsplit=1)[0]
        out = (out[:-1] if whole.casefold() in words else out) + part
    return out.strip()


def points(pieces: list[Piece], words: frozenset[str]) -> list[tuple[str, int]]:
    """The points of a list, each with its line: by bullets, else by capitals after a whole line."""
    has_bullets = any(piece.line.is_bullet for piece in pieces[1:])
    groups: list[list[Piece]] = []
    for piece in filter(lambda one: one.text, pieces):
        above = groups[-1][-1].text if groups else ""
        begins = (piece.text[:1].isupper() or piece.text[:1] in '"”') and not OPEN.search(above)
        begins = piece.line.is_bullet if has_bullets else begins
        is_new = (begins or _ENUMERATOR.match(piece.text)) and above.count("(") <= above.count(")")
        if is_new or not groups:
            groups.append([])
        groups[-1].append(piece)
    found = []
    for group in groups:
        whole = _ENUMERATOR.sub("", joined((piece.text for piece in group), words), count=1)
        parts = (part.strip(" ;,") for part in re.split(r"\s*•\s*|;\s+(?=[A-ZÅÄÖ])", whole))
        found += [(part, group[0].line.number) for part in parts if part]
    return found


def limit(
    text: str, line: int, doubts: list[Doubt], is_limit: bool = False, year: int | None = None
) -> str | None:
    """The last day by which something is to be done, where the words give a limit.

    `is_limit` says that the whole text is one ("Klart senast" stands over it), in `year`.
    """
    text = text[:_LONGEST]
    if is_limit:
        ends = find_spans(text, year) or find_spans(f"under {text}", year)
    else:
        ends = [
            end
            for end in find_spans(text)
            if not _NO_LIMIT.search(text[: end.begin])
            and (end.latest - end.earliest < _YEAR or _LIMIT.search(text[: end.end]))
        ]
    if not ends:
        return None
    if not is_limit and len(ends) > 1:
        reason = f"Flera tidsangivelser; ingen är tagen som gräns: {quoted(text)}."
        doubts.append(Doubt("measures.activities.due_latest", reason, line))
        return None
    last = max(ends, key=lambda end: end.latest)
    if last.earliest != last.latest and not (is_limit and last.latest - last.earliest < _MONTH):
        reason = f"{quoted(last.text)} är ingen dag; den sista möjliga dagen är angiven."
        doubts.append(Doubt("measures.activities.due_latest", reason, line))
    return last.latest.isoformat()


def target(text: str) -> dict[str, Any] | None:
    """How many of what, and how often: `per` is year, term, month … or None for once and for all.

    >>> target("Minst två tillsynspass per år")
    {'count': 2, 'unit': 'tillsynspass', 'per': 'year'}
    """
    ways = (pattern.search(text[:_LONGEST]) for pattern in _TARGETS)
    if not (found := next(filter(None, ways), None)):
        return None
    said = {name: value.strip().casefold() for name, value in found.groupdict().items()}
    count, per = said["count"], said.get("per")
    return {
        "count": int(count) if count.isdigit() else NUMBERS[count],
        "unit": found["unit"].strip(),
        "per": _PERIODS[per] if per else None,
    }
