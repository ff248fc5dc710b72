"""Names in a document matched to the records, and which measure or programme a text speaks of.

A match is certain, doubtful (with its candidates) or none. Follow-ups are proposals: a wrong one
costs the reviewer more than a missed one, so only words that few subjects share count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from rapidfuzz import fuzz, process

from lobra.reading.drafts import telling
from lobra.reading.found import Reading

Rows = Sequence[Mapping[str, str]]
CERTAIN, DOUBTFUL = 95, 80
FEW = 20
ENOUGH, ENOUGH_REPORTED = 4.2, 2.0
"""How much the words that a text and a subject share must weigh together; less for an assignment,
where the item is about what came of those."""

_NUMBERED = re.compile(
    r"\båtgärd(?:en|erna|er)?\s+((?:nr\.?\s*)?\d{1,3}(?:(?:\s*,\s*|\s+och\s+)\d{1,3})*)(?!\d|\s*%)",
    re.I,
)
_ASSIGNED = re.compile(r"uppdrag|föregående|förra mötet", re.I)
_PRIORITISED = re.compile(r"\bprioriter", re.I)


@dataclass(frozen=True)
class Match:
    """What a name was matched to: its id when certain, else the candidates as (id, name, score)."""

    id: str | None = None
    candidates: tuple[tuple[str, str, float], ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must choose among the candidates, or say that it is none of them."""
        return self.id is None and bool(self.candidates)


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


@dataclass(frozen=True)
class Proposal:
    """A follow-up to accept or not: what a line speaks of, the words that made it so, the score.

    `source` is statements or place_actions, `index` the place in the reading's list of that name.
    `is_stated` says that the document itself names the subject.
    """

    source: str
    index: int
    line: int
    table: str
    key: str
    words: tuple[str, ...]
    score: float
    is_stated: bool


@dataclass
class Register:
    """The names of a council's records, each with the ids that it can stand for."""

    names: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, key: str) -> None:
        """Adds a name or another spelling of it."""
        if folded := fold(name):
            self.names.setdefault(folded, set()).add(key)
            self.shown.setdefault(key, name)

    def match(self, text: str | None) -> Match:
        """The one that a text names: the same letters, or nearly so and nothing else near.

        >>> register = Register(); register.add("Storköpings kommun", "k"); register.match("SBF")
        Match(id=None, candidates=())
        """
        folded = fold(text or "")
        if not folded or not self.names:
            return Match()
        if len(same := self.names.get(folded, set())) == 1:
            return Match(next(iter(same)))
        near = process.extract(
            folded, self.names.keys(), scorer=fuzz.ratio, score_cutoff=DOUBTFUL, limit=8
        )
        best: dict[str, float] = {}
        for name, score, _ in near:
            for key in sorted(self.names[name]):
                best[key] = max(score, best.get(key, 0))
        # A digit makes another one of it: "Lpo 1" is not "Lpo 2".
        is_same = near and near[0][1] >= CERTAIN and _digits(near[0][0]) == _digits(folded)
        if is_same and len(best) == 1:
            return Match(next(iter(best)))
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        return Match(None, tuple((key, self.shown[key], round(s, 1)) for key, s in ranked))


def fold(text: str) -> str:
    """A name as it is compared: small letters, single spaces, no marks at its ends."""
    return " ".join(text.casefold().replace("–", "-").split()).strip(" .,:;()\"'”")


def organisations(rows: Rows, aliases: Rows = ()) -> Register:
    """The register of organisations by name, short name and alias."""
    register = Register()
    for row in rows:
        register.add(row["name"], row["organisation_id"])
        register.add(row["short_name"], row["organisation_id"])
    for row in aliases:
        register.add(row["alias"], row["organisation_id"])
    return register


def by_name(rows: Rows, key: str) -> Register:
    """The register of people, forums or the like by name; `key` is the column of their ids."""
    register = Register()
    for row in rows:
        register.add(row["name"], row[key])
    return register


def subjects(
    tables: Mapping[str, Rows], is_current: Mapping[str, bool] | None = None
) -> list[Subject]:
    """What can be followed up: measures, activities, programmes, and assignments still open.

    `is_current` says of a plan whether it had begun; measures of the others are left out.
    """
    current = is_current or {}
    measures = [row for row in tables["measures"] if current.get(row["action_plan_id"], True)]
    known = {row["measure_id"] for row in measures}
    found = []
    for row in measures:
        words = f"{row['area']}. {row['title']}"
        about = (row["number"], row["action_plan_id"], row["area"])
        found.append(Subject("measures", row["measure_id"], row["title"], words, *about))
    for row in tables["activities"]:
        if row["measure_id"] in known:
            key, words, above = row["activity_id"], row["title"], row["measure_id"]
            found.append(Subject("activities", key, words, words, above=above))
    for row in tables["programmes"]:
        found.append(Subject("programmes", row["programme_id"], row["name"], row["name"]))
    for row in tables["assignments"]:
        if not row["closed_item_id"]:
            found.append(Subject("assignments", row["assignment_id"], row["text"], row["text"]))
    return found


def follow_ups(reading: Reading, found: Sequence[Subject]) -> list[Proposal]:
    """Which subject each paragraph and each row of a working table speaks of.

    A measure that the text names by number, a programme that it names and a list of prioritised
    areas are stated; the rest is inferred from words that few subjects share. Nothing is proposed
    for generic words, nor where two subjects are as likely. In the order of the reading.
    """
    texts = [*_statements(reading), *_place_actions(reading)]
    weights = _Weights(found, [text.words for text in texts])
    return [
        Proposal(text.source, text.index, text.line, one.table, one.key, words, score, stated)
        for text in texts
        for one, words, score, stated in _said(text, found, weights)
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


def _statements(reading: Reading) -> Iterable[_Text]:
    titles = {item.number: item.title or "" for item in reading.agenda_items if item.number}
    elsewhere = reading.outcome_lines
    told: set[tuple[str | None, str | None]] = set()
    for n, one in enumerate(reading.statements):
        # A heading speaks for the first paragraph below it; what comes after may be anything.
        place = (one.item, one.heading)
        heading = "" if place in told else one.heading or ""
        told.add(place)
        if one.line not in elsewhere and not _is_title(one.text):
            is_report = bool(_ASSIGNED.search(titles.get(one.item or "", "")))
            yield _Text("statements", n, one.line, one.text, heading, is_report)


def _is_title(text: str) -> bool:
    """Whether a paragraph is a name or a title that stands alone, saying nothing of it."""
    return len(text.split()) < 8 and text.rstrip()[-1:] not in tuple(".!?:")


def _place_actions(reading: Reading) -> Iterable[_Text]:
    for n, one in enumerate(reading.place_actions):
        # Where a table is about several places, a row is about one of them at most.
        place = one.place if one.place and "/" not in one.place else None
        words = ". ".join(filter(None, (one.problem, one.action)))
        yield _Text("place_actions", n, one.line, words, f"Platssamverkan {place}" if place else "")


_Said = tuple[Subject, tuple[str, ...], float, bool]


class _Weights:
    """How much a word tells: the fewer subjects and texts that hold it, the more."""

    def __init__(self, found: Sequence[Subject], texts: Sequence[str]) -> None:
        self.words = {one: telling.words(one.text) for one in found}
        self.of_measure = {
            one.key: set(self.words[one]) for one in found if one.table == "measures"
        }
        by_top: dict[str, set[str]] = {}
        for one in found:
            by_top.setdefault(one.above or one.key, set()).update(self.words[one])
        self.n_subjects = Counter(stem for stems in by_top.values() for stem in stems)
        self._texts = Counter(stem for text in texts for stem in telling.words(text))
        # Few subjects and texts make no word common: as if there were a handful at least.
        self._n = max(len(by_top), FEW) + 1
        self._n_texts = max(len(texts), FEW) + 1

    def __getitem__(self, stem: str) -> float:
        rare = log(1 + self._n / self.n_subjects[stem])
        seldom = log(1 + self._n_texts / (1 + self._texts[stem]))
        return 0.5 * rare + 0.5 * seldom


def _said(text: _Text, found: Sequence[Subject], weights: _Weights) -> list[_Said]:
    numbers = {n for match in _NUMBERED.finditer(text.words) for n in re.findall(r"\d+", match[1])}
    is_one_plan = len({one.plan for one in found if one.table == "measures"}) == 1
    stated: list[_Said] = []
    for one in found:
        if one.table == "measures" and one.number in numbers and is_one_plan:
            stated.append((one, (f"åtgärd {one.number}",), 100.0, True))
        elif one.table == "programmes" and (words := _named(one.name, text)):
            stated.append((one, words, 100.0, True))
    if not numbers:
        stated += _listed(text, found)
    measures = {one.key for one, *_ in stated if one.table == "measures"}
    likely = [
        (one, words, score, False)
        for one in found
        if one.key not in measures and one.table != "programmes"
        if not (numbers and one.table != "assignments" and one.above not in measures)
        for words, score in [_shared(text, one, weights)]
        if score >= (ENOUGH_REPORTED if one.table == "assignments" else ENOUGH)
    ]
    return stated + _with_measures(_best(likely), measures, found)


def _with_measures(best: list[_Said], told: set[str], found: Sequence[Subject]) -> list[_Said]:
    """Adds the measure of each activity, unless it is there already."""
    told = told | {one.key for one, *_ in best}
    above = {one.key: one for one in found if one.table == "measures"}
    return best + [
        (above[one.above], words, score, False)
        for one, words, score, _ in best
        if one.above in above and one.above not in told
    ]


def _listed(text: _Text, found: Sequence[Subject]) -> list[_Said]:
    """The measures whose areas a text lists as prioritised; none where it names only one."""
    if not _PRIORITISED.search(text.words):
        return []
    stems = telling.words(text.words, generic=True)
    named = []
    for one in found:
        area = telling.words(one.area, generic=True)
        if one.table == "measures" and area and all(stem in stems for stem in area):
            named.append((one, tuple(stems[stem] for stem in area), 90.0, True))
    return named if len({one.area for one, *_ in named}) > 1 else []


def _shared(text: _Text, one: Subject, weights: _Weights) -> tuple[tuple[str, ...], float]:
    """The words that a text shares with a subject and their weight; 0 where they are too few."""
    stems = telling.words(f"{text.words}\n{text.heading}")
    shared = {}
    for stem in weights.words[one]:
        # "narkotika" is in "narkotikaförsäljning", "inbrott" not in "inbrottsskydd" alone
        match = stem if stem in stems else next((s for s in stems if _begins(s, stem)), None)
        if match:
            shared[stem] = stems[match]
    if not set(shared) - weights.of_measure.get(one.above, set()):
        return (), 0.0  # the words are the measure's own, none of them tells of its activity
    score = sum(weights[stem] for stem in shared)
    if one.table == "assignments":
        return tuple(shared.values()), round(score, 1) if text.is_report else 0.0
    area = telling.words(one.area)
    if len(shared) == 1 and len(area) == 1 and set(area) == set(shared):
        (stem,) = area
        is_name = one.area[:1].isupper() and stem in telling.words(one.name)
        is_own = weights.n_subjects[stem] == 1 and re.search(rf"\b{one.area}s?\b", text.words)
        return tuple(shared.values()), round(max(score, ENOUGH), 1) if is_name and is_own else 0.0
    return tuple(shared.values()), round(score, 1) if len(shared) > 1 else 0.0


def _begins(word: str, stem: str) -> bool:
    return len(stem) >= 7 and word.startswith(stem)


def _best(likely: list[_Said]) -> list[_Said]:
    """The surest of each table, if no other is nearly as sure."""
    kept = []
    for table in ("measures", "activities", "assignments"):
        own = sorted((one for one in likely if one[0].table == table), key=lambda one: -one[2])
        if own and (len(own) == 1 or own[0][2] > 1.15 * own[1][2]):
            kept.append(own[0])
    return kept


def _named(name: str, text: _Text) -> tuple[str, ...]:
    """The words by which a text or the heading above it names a programme, else ()."""
    for form in _forms(name):
        for place in (text.words, text.heading):
            if match := re.search(rf"(?<!\w){form}(?!\w)", place, 0 if form.isupper() else re.I):
                return (match[0],)
    return ()


def _forms(name: str) -> list[str]:
    """Patterns for the ways in which a programme's name is written: whole, abbreviated, bent."""
    words = name.split()
    forms = [r"\s+".join(re.escape(word) for word in words)]
    # An abbreviation that begins or ends the name stands for it, one inside it doesn't.
    forms += [w for w in {words[0], words[-1]} if re.fullmatch(r"[A-ZÅÄÖ][A-Za-z]*[A-ZÅÄÖ]", w)]
    first = words[0] if len(words) > 2 else words[-1]
    least = 7 if len(words) == 1 else 10
    if len(first) >= least and fold(first) not in telling.GENERIC:
        forms.append(rf"{re.escape(telling.stem(first.casefold()))}\w{{0,4}}")
    return forms


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
