"""Which measure, activity, programme or assignment of the records a text speaks of.

Follow-ups are proposals: a wrong one costs the reviewer more than a missed one, so only words
that few subjects share count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lobra.reading import vocabulary
from lobra.reading.drafts.registers import Register, Rows
from lobra.reading.found import Reading
from lobra_data.words import NOUN_ENDINGS

PROPOSED = "Föreslagen av orden"
"""How the note of a proposal begins: it is for whoever reviews it, and goes when they have."""

_NUMBERED = vocabulary.recogniser("follow_ups.numbered")
_ASSIGNED = vocabulary.recogniser("follow_ups.assigned")
_PRIORITISED = vocabulary.recogniser("follow_ups.prioritised")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDING = re.compile(
    rf"(?:{'|'.join((*NOUN_ENDINGS, *vocabulary.words('follow_ups.endings')))})$"
)  # the longest is found


@dataclass(frozen=True)
class Subject:
    """Something in the records that a later text can speak of: its table, key and name.

    `number` and `area` are a measure's, `above` is the measure of an activity.
    """

    table: str
    key: str
    name: str
    number: str = ""
    area: str = ""
    above: str = ""

    @property
    def text(self) -> str:
        """All that is known of what it is about."""
        return f"{self.area}. {self.name}"


@dataclass(frozen=True)
class Text:
    """What is said in one place: `index` is where in the reading's list `source` it stands.

    `heading` is the one right above it; `is_report` says that the item is about what came of
    assignments.
    """

    source: str
    index: int
    line: int
    words: str
    heading: str = ""
    is_report: bool = False

    @property
    def whole(self) -> str:
        """The words and the heading above them."""
        return f"{self.words}\n{self.heading}"


class Proposal(NamedTuple):
    """A follow-up to accept or not: what a text speaks of, and the words that made it so.

    `is_stated` says that the document itself names the subject; the rest is inferred.
    """

    text: Text
    subject: Subject
    words: tuple[str, ...]
    is_stated: bool


def subjects(tables: Mapping[str, Rows], day: str = "") -> list[Subject]:
    """What can be followed up on a day: measures, activities, programmes, open assignments.

    The measures are those of the plans in force, or, where none is, of those that have ended;
    the assignments those of earlier meetings.
    """
    year = day[:4] or "9999"
    begun = [row for row in tables["action_plans"] if row["year_from"] <= year]
    current = [row for row in begun if not (day and "" < row["year_to"] < year)] or begun
    plans = {row["action_plan_id"] for row in current}
    measures = [row for row in tables["measures"] if row["action_plan_id"] in plans]
    known = {row["measure_id"] for row in measures}
    held = {row["meeting_id"]: row["held_on"] or row["held_latest"] for row in tables["meetings"]}
    found = [
        Subject("measures", row["measure_id"], row["title"], row["number"], row["area"])
        for row in measures
    ]
    for row in tables["activities"]:
        if row["measure_id"] in known:
            above = row["measure_id"]
            found.append(Subject("activities", row["activity_id"], row["title"], above=above))
    for row in tables["programmes"]:
        found.append(Subject("programmes", row["programme_id"], row["name"]))
    for row in tables["assignments"]:
        if not row["closed_item_id"] and (held.get(row["meeting_id"]) or "9") < day:
            found.append(Subject("assignments", row["assignment_id"], row["text"]))
    return found


def by_title(found: Iterable[Subject]) -> Register:
    """The measures by title and number, as the rows of a table may name them."""
    made = Register()
    for one in found:
        if one.table == "measures":
            for name in (one.name, f"Åtgärd {one.number}", f"{one.number}. {one.name}"):
                made.add(name, one.key)
    return made


def follow_ups(reading: Reading, found: Sequence[Subject]) -> list[Proposal]:
    """Which subject each paragraph and row of a working table speaks of.

    A measure that the text names by number and a programme that it names are stated; prioritised
    areas that it lists, and words that few subjects share, are what the rest is inferred from.
    Nothing is proposed for generic words, nor where two subjects are as likely.
    """
    return [one for text in _texts(reading) for one in _spoken_of(text, found)]


def _texts(reading: Reading) -> Iterator[Text]:
    titles = {item.number: item.title or "" for item in reading.agenda_items if item.number}
    told: set[tuple[str | None, str | None]] = set()
    for n, one in enumerate(reading.statements):
        # A heading speaks for the first paragraph below it; what comes after may be anything.
        heading = "" if (one.item, one.heading) in told else one.heading or ""
        told.add((one.item, one.heading))
        if one.line not in reading.outcome_lines:
            is_report = bool(_ASSIGNED.search(titles.get(one.item or "", "")))
            yield Text("statements", n, one.line, one.text, heading, is_report)
    for n, row in enumerate(reading.place_actions):
        # Where a table is about several places, a row is about one of them at most.
        place = f"Platssamverkan {row.place}" if row.place and "/" not in row.place else ""
        words = ". ".join(filter(None, (row.problem, row.action)))
        yield Text("place_actions", n, row.line, words, place)


def _spoken_of(text: Text, found: Sequence[Subject]) -> Iterator[Proposal]:
    """What a text names, and of each other kind what it shares most words with, if that is one."""
    named = [*_named(text, found), *_listed(text, found)]
    yield from named
    keys = {one.subject.key for one in named}
    likely = defaultdict(list)
    for one in found:
        if one.table != "programmes" and one.key not in keys:
            likely[one.table].append((_shared(text, one, found), one))
    for ranked in likely.values():
        (most, one), *rest = sorted(ranked, key=lambda each: -len(each[0]))
        if most and not (rest and len(rest[0][0]) == len(most)):
            yield Proposal(text, one, most, False)


def _named(text: Text, found: Sequence[Subject]) -> Iterator[Proposal]:
    """The measures that a text names by number, and the programmes."""
    numbers = {n for match in _NUMBERED.finditer(text.words) for n in re.findall(r"\d+", match[1])}
    numbered = {by_title(found).match(f"Åtgärd {n}").id for n in numbers}
    for one in found:
        if one.key in numbered:
            yield Proposal(text, one, (f"åtgärd {one.number}",), True)
        elif one.table == "programmes" and (match := _programme(one.name).search(text.whole)):
            yield Proposal(text, one, (match[0],), True)


@lru_cache(4096)
def _programme(name: str) -> re.Pattern[str]:
    """How a text may name a programme: by the whole name, or the longest word of it in any form."""
    forms, longest = [r"\s+".join(map(re.escape, name.split()))], max(name.split(), key=len)
    if len(longest) >= 7 and telling(longest):
        forms.append(rf"{re.escape(_stem(longest.casefold()))}\w{{0,4}}")
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.I)


def _listed(text: Text, found: Sequence[Subject]) -> list[Proposal]:
    """The measures of the areas that a text prioritises, where it lists more than one."""
    if not _PRIORITISED.search(text.words):
        return []
    stems, listed = telling(text.words, generic=True), []
    for one in found:
        area = telling(one.area, generic=True)
        if area and area.keys() <= stems.keys():
            listed.append(Proposal(text, one, tuple(stems[stem] for stem in area), False))
    return listed if len({one.subject.area for one in listed}) > 1 else []


def _shared(text: Text, one: Subject, found: Sequence[Subject]) -> tuple[str, ...]:
    """The telling words that a text shares with a subject; none where they are too few.

    One is enough for an assignment, where the item is about what came of those, and for a measure
    if it is its area, which the title names too.
    """
    stems = telling(text.whole)
    shared = {stem: stems[stem] for stem in telling(one.text) if stem in stems}
    above = next((other.text for other in found if other.key == one.above), "")
    if shared.keys() <= telling(above).keys():
        return ()  # the words are the measure's own, none of them tells of its activity
    if one.table == "assignments":
        is_enough = text.is_report
    else:
        is_area = shared.keys() == telling(one.area).keys() <= telling(one.name).keys()
        is_enough = len(shared) > 1 or (is_area and one.area in text.words)
    return tuple(shared.values()) if is_enough else ()


@lru_cache(4096)
def telling(text: str, generic: bool = False) -> Mapping[str, str]:
    """The telling words of a text by stem; short ones and (unless wanted) generic ones left out."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        own = _stem(word.casefold())
        if len(word) >= 4 and (generic or own not in _GENERIC):
            found.setdefault(own, word)
    return found


def _stem(word: str) -> str:
    """A word without its ending, so that its forms are one.

    >>> _stem("bosättningar") == _stem("bosättningen"), _stem("vandringarna")
    (True, 'vandring')
    """
    short = _ENDING.sub("", word)
    return short if len(short) >= 4 else word


_GENERIC = frozenset(map(_stem, vocabulary.words("follow_ups.generic")))
