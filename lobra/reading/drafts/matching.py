"""Which measure, activity, programme or assignment of the records a text speaks of.

Follow-ups are proposals: a wrong one costs the reviewer more than a missed one, so only words
that few subjects share count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

from lobra.reading.drafts.registers import Match, Register, Rows, fold
from lobra.reading.drafts.telling import GENERIC, stem, telling
from lobra.reading.found import Reading

PROPOSED = "Föreslagen av orden"
"""How the note of a proposal begins: it is for whoever reviews it, and goes when they have."""
FEW = 20
ENOUGH, ENOUGH_REPORTED = 4.2, 2.0
"""How much the words that a text and a subject share must weigh together; less for an assignment,
where the item is about what came of those."""

_NUMBERED = re.compile(
    r"\båtgärd(?:en|erna|er)?\s+((?:nr\.?\s*)?\d{1,3}(?:(?:\s*,\s*|\s+och\s+)\d{1,3})*)(?!\d|\s*%)",
    re.I,
)
_ROW = re.compile(r"(?:åtgärd\s+)?(?P<number>\d{1,2})\b[.):]?\s*(?P<name>[^\W\d].*)", re.I)
_ASSIGNED = re.compile(r"uppdrag|föregående|förra mötet", re.I)
_PRIORITISED = re.compile(r"\bprioriter", re.I)


@dataclass(frozen=True)
class Subject:
    """Something in the records that a later text can speak of: its table, key and its words."""

    table: str
    key: str
    name: str
    text: str
    number: str = ""
    plan: str = ""
    area: str = ""
    above: str = ""
    """The measure of an activity."""
    is_over: bool = False
    """Whether the plan of a measure had ended."""


@dataclass(frozen=True)
class Proposal:
    """A follow-up to accept or not: what a line speaks of, the words that made it so, the score.

    `source` is statements, place_actions or measure_statuses, `index` the place in the reading's
    list of that name. `is_stated` says that the document itself names the subject; one of an area
    that it only lists is inferred.
    """

    source: str
    index: int
    line: int
    table: str
    key: str
    words: tuple[str, ...]
    score: float
    is_stated: bool


def subjects(
    tables: Mapping[str, Rows],
    is_current: Mapping[str, bool] | None = None,
    over: Container[str] = (),
) -> list[Subject]:
    """What can be followed up: measures, activities, programmes, and assignments still open.

    `is_current` says of a plan whether it had begun; measures of the others are left out. The
    plans `over` had ended.
    """
    found = []
    for row in tables["measures"]:
        plan, words = row["action_plan_id"], f"{row['area']}. {row['title']}"
        if (is_current or {}).get(plan, True):
            about = (row["number"], plan, row["area"], "", plan in over)
            found.append(Subject("measures", row["measure_id"], row["title"], words, *about))
    known = {one.key for one in found}
    for table, key, name in (
        ("activities", "activity_id", "title"),
        ("programmes", "programme_id", "name"),
        ("assignments", "assignment_id", "text"),
    ):
        for row in tables[table]:
            above = row["measure_id"] if table == "activities" else ""
            if (not above or above in known) and not row.get("closed_item_id"):
                found.append(Subject(table, row[key], row[name], row[name], above=above))
    return found


class Titles(Register):
    """The titles of measures. A row of a table may name one by its number and the first of its
    words: "3. Belysning"."""

    def match(self, text: str | None) -> Match:
        row = _ROW.match(text or "")
        found = super().match(row["name"] if row else text)
        if row and found == Match():
            keys = self.names.get(f"åtgärd {row['number']}", set())
            own = telling(row["name"], generic=True).keys()
            near = [key for key in keys if own & telling(self.shown[key], generic=True).keys()]
            return Match(near[0]) if len(near) == 1 else found
        return found


def by_title(found: Sequence[Subject]) -> Titles:
    """The measures of the plan in force by title and number; of plans that had ended where none
    was."""
    measures = [one for one in found if one.table == "measures"]
    made = Titles()
    for one in [one for one in measures if not one.is_over] or measures:
        made.add(one.name, one.key)
        if one.number:
            made.add(f"Åtgärd {one.number}", one.key)
    return made


def follow_ups(reading: Reading, found: Sequence[Subject]) -> list[Proposal]:
    """Which subject each paragraph, row of a working table and status of a measure speaks of.

    A measure that the text names by number and a programme that it names are stated; prioritised
    areas that it lists, and words that few subjects share, are what the rest is inferred from.
    Nothing is proposed for generic words, nor where two subjects are as likely. In the order of
    the reading.
    """
    texts = [*_statements(reading), *_place_actions(reading)]
    weights, titles = _Weights(found, texts), by_title(found)
    return [one for text in texts for one in _said(text, found, weights)] + [
        Proposal("measure_statuses", n, status.line, "measures", key, (status.title,), 100, True)
        for n, status in enumerate(reading.measure_statuses)
        if (key := titles.match(status.title).id)
    ]


@dataclass(frozen=True)
class _Text:
    """What is said in one place; `heading` is the one that stands right above it."""

    source: str
    index: int
    line: int
    words: str
    heading: str = ""
    is_report: bool = False
    """Whether the item is about what came of assignments."""

    def of(self, one: Subject, *why: Any) -> Proposal:
        """The proposal that this text speaks of a subject."""
        return Proposal(self.source, self.index, self.line, one.table, one.key, *why)


def _statements(reading: Reading) -> Iterator[_Text]:
    titles = {item.number: item.title or "" for item in reading.agenda_items if item.number}
    told: set[tuple[str | None, str | None]] = set()
    for n, one in enumerate(reading.statements):
        # A heading speaks for the first paragraph below it; what comes after may be anything.
        heading = "" if (one.item, one.heading) in told else one.heading or ""
        told.add((one.item, one.heading))
        # A few words without a stop are a name or a title that stands alone.
        is_title = len(one.text.split()) < 8 and not one.text.rstrip().endswith(tuple(".!?:"))
        if one.line not in reading.outcome_lines and not is_title:
            is_report = bool(_ASSIGNED.search(titles.get(one.item or "", "")))
            yield _Text("statements", n, one.line, one.text, heading, is_report)


def _place_actions(reading: Reading) -> Iterator[_Text]:
    for n, one in enumerate(reading.place_actions):
        # Where a table is about several places, a row is about one of them at most.
        place = f"Platssamverkan {one.place}" if one.place and "/" not in one.place else ""
        words = ". ".join(filter(None, (one.problem, one.action)))
        yield _Text("place_actions", n, one.line, words, place)


class _Weights:
    """How much a word tells: the fewer subjects and texts that hold it, the more."""

    def __init__(self, found: Sequence[Subject], texts: Sequence[_Text]) -> None:
        by_top: dict[str, set[str]] = {}
        for one in found:
            by_top.setdefault(one.above or one.key, set()).update(telling(one.text))
        self.n_subjects = Counter(stem for stems in by_top.values() for stem in stems)
        self._n_texts = Counter(stem for text in texts for stem in telling(text.words))
        # Few subjects and texts make no word common: as if there were a handful at least.
        self._subjects, self._texts = max(len(by_top), FEW) + 1, max(len(texts), FEW) + 1

    def __getitem__(self, stem: str) -> float:
        rare = log(1 + self._subjects / self.n_subjects[stem])
        seldom = log(1 + self._texts / (1 + self._n_texts[stem]))
        return (rare + seldom) / 2


def _said(text: _Text, found: Sequence[Subject], weights: _Weights) -> list[Proposal]:
    """What a text states that it speaks of, and of each other kind the likeliest, if one is."""
    subject = {one.key: one for one in found}
    numbers = {n for match in _NUMBERED.finditer(text.words) for n in re.findall(r"\d+", match[1])}
    said = _named(text, found, numbers)
    named = {one.key for one in said}
    likely = [
        text.of(one, words, score, False)
        for one in found
        if one.table != "programmes" and one.key not in named
        if not numbers or one.table == "assignments" or one.above in named
        for words, score in [_shared(text, one, weights, subject.get(one.above))]
        if score >= (ENOUGH_REPORTED if one.table == "assignments" else ENOUGH)
    ]
    for table in ("measures", "activities", "assignments"):
        own = sorted((one for one in likely if one.table == table), key=lambda one: -one.score)
        if own and (len(own) == 1 or own[0].score > 1.15 * own[1].score):
            said.append(own[0])
    told = {one.key for one in said}
    above = [(one, subject[one.key].above) for one in said if one.table == "activities"]
    return said + [replace(one, table="measures", key=key) for one, key in above if key not in told]


def _named(text: _Text, found: Sequence[Subject], numbers: Container[str]) -> list[Proposal]:
    """What a text names: measures by number, programmes, and the areas that it lists.

    An area is listed where the text prioritises it beside another one.
    """
    said, listed, areas = [], [], set()
    is_one_plan = len({one.plan for one in found if one.table == "measures"}) == 1
    stems = telling(text.words, generic=True)
    for one in found:
        area = telling(one.area, generic=True)
        if one.table == "programmes":
            said += [text.of(one, (word,), 100, True) for word in _programme(one.name, text)]
        elif one.number in numbers and is_one_plan and one.table == "measures":
            said.append(text.of(one, (f"åtgärd {one.number}",), 100, True))
        elif area and not numbers and area.keys() <= stems.keys():
            listed.append(text.of(one, tuple(stems[stem] for stem in area), 90, False))
            areas.add(one.area)
    return said + listed if _PRIORITISED.search(text.words) and len(areas) > 1 else said


def _programme(name: str, text: _Text) -> Iterator[str]:
    """The word by which a text or the heading above it names a programme, if one does."""
    words = name.split()
    forms = [r"\s+".join(map(re.escape, words))]
    # An abbreviation that begins or ends the name stands for it, one inside it doesn't.
    forms += [w for w in {words[0], words[-1]} if re.fullmatch(r"[A-ZÅÄÖ][A-Za-z]*[A-ZÅÄÖ]", w)]
    first = words[0] if len(words) > 2 else words[-1]
    if len(first) >= (7 if len(words) == 1 else 10) and stem(fold(first)) not in GENERIC:
        forms.append(rf"{re.escape(stem(first.casefold()))}\w{{0,4}}")
    for form in forms:
        for place in (text.words, text.heading):
            if match := re.search(rf"(?<!\w){form}(?!\w)", place, 0 if form.isupper() else re.I):
                yield match[0]
                return


def _shared(
    text: _Text, one: Subject, weights: _Weights, above: Subject | None
) -> tuple[tuple[str, ...], float]:
    """The words that a text shares with a subject and their weight; 0 where they are too few."""
    stems = telling(f"{text.words}\n{text.heading}")
    shared = {}
    for own in telling(one.text):
        # "narkotika" is in "narkotikaförsäljning", "inbrott" not in "inbrottsskydd" alone
        longer = (s for s in stems if len(own) >= 7 and s.startswith(own))
        if match := own if own in stems else next(longer, None):
            shared[own] = stems[match]
    words, score = tuple(shared.values()), round(sum(weights[own] for own in shared), 1)
    if shared.keys() <= telling(above.text if above else "").keys():
        return (), 0.0  # the words are the measure's own, none of them tells of its activity
    if one.table == "assignments":
        return words, score if text.is_report else 0.0
    if len(shared) > 1:
        return words, score
    # One word is enough if it is a name, and the whole area of this measure alone.
    (own,) = shared
    is_area = telling(one.area).keys() == shared.keys() and one.area[:1].isupper()
    is_own = is_area and own in telling(one.name) and weights.n_subjects[own] == 1
    is_written = is_own and re.search(rf"\b{re.escape(one.area)}s?\b", text.words)
    return words, max(score, ENOUGH) if is_written else 0.0
