"""How well documents are read: precision, recall and F1 a field, and the errors nobody is told of.

An answer file is YAML with its document's stem. Every fact it states is a point for recall, every
fact the reader claims a point for precision. A false claim or a miss is silent when nothing in
`review` speaks of its field: those are the errors a person won't find.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from lobra.reading.found import Reading
from lobra_data.errors import LobraError

SCALARS = ("kind", "council", "date", "start", "end", "place", "chair", "secretary")
# What older answers call a key or a kind.
_KEYS = {"doc_type": "kind", "agenda": "items", "start_time": "start", "end_time": "end"}
_KINDS = {"kallelse": "notice"}
_STATUSES = {"present": ["present"], "called": ["called"], "absent": ["absent", "apologies"]}
# What is compared of a fact, in the answer as in the reading.
_FACTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "items": lambda one: (_number(one, "number"), one.get("title"), _number(one, "paragraph")),
    "decisions": lambda one: (_number(one, "item"), one.get("text") or one.get("about")),
    "assignments": lambda one: one.get("text") or one.get("about"),
    "next_meetings": lambda one: str(one["date"]),
}
# How alike a stated and a claimed text must be to be one; of all others all letters count.
_LOOSE = {"place": 75, "chair": 85, "secretary": 85, "present": 88, "called": 88, "absent": 88}
_SAME: dict[str, Callable[[Any, Any], bool]] = {
    # The area's name, however much of the council's title goes with it, before it or after.
    "council": lambda gold, got: (
        max(one(_plain(got), _plain(gold)) for one in (fuzz.partial_ratio, fuzz.token_set_ratio))
        >= 90
    ),
    "items": lambda gold, got: (
        (not gold[0] or got[0] in (gold[0], gold[2] or gold[0]))
        and (not gold[1] or is_alike(gold[1], got[1], 80))
    ),
    "decisions": lambda gold, got: (
        is_alike(gold[1], got[1], 60) or bool(gold[0] and gold[0] == got[0])
    ),
    "assignments": lambda gold, got: fuzz.partial_ratio(_plain(gold), _plain(got)) >= 85,
    "actions": lambda gold, got: (
        (gold[1] in (None, got[1]) and gold[3] == got[3])
        and (is_alike(gold[0], got[0], 60) and is_alike(gold[2], got[2], 50))
    ),
    "measures": lambda gold, got: gold[1] in (None, got[1]) and is_alike(gold[0], got[0], 80),
}


@dataclass
class Score:
    """Points of one field: facts found, stated in the answer, claimed by the reader.

    `silent` are the false claims, and `unseen` the misses, that no doubt speaks of.
    """

    found: int = 0
    stated: int = 0
    claimed: int = 0
    silent: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    @property
    def precision(self) -> float:
        """Share of the claims that are right; 1 when nothing is claimed."""
        return self.found / self.claimed if self.claimed else 1.0

    @property
    def recall(self) -> float:
        """Share of the stated facts that were found; 1 when none is stated."""
        return self.found / self.stated if self.stated else 1.0

    @property
    def silent_share(self) -> float | None:
        """Share of the false claims that are silent; None when none is false."""
        n_false = self.claimed - self.found
        return len(self.silent) / n_false if n_false else None

    @property
    def unseen_share(self) -> float | None:
        """Share of the misses that are silent; None when nothing is missed."""
        n_missed = self.stated - self.found
        return len(self.unseen) / n_missed if n_missed else None

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def total(scores: Iterable[Mapping[str, Score]]) -> tuple[dict[str, Score], Score]:
    """The points of each field, and of all, over several documents."""
    fields: dict[str, Score] = defaultdict(Score)
    every = Score()
    for one in scores:
        for name, score in one.items():
            fields[name] += score
            every += score
    return fields, every


def pairs(documents: Path, answers: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each document that has an answer file, with the answer.

    Raises LobraError where a folder is missing, an answer can't be read or has no document.
    """
    for folder in (documents, answers):
        if not folder.is_dir():
            raise LobraError(f"{folder}: mappen finns inte. Ange en mapp som finns.")
    files = sorted(answers.glob("*.yaml"))
    if not files:
        raise LobraError(f"{answers}: inga facit (*.yaml). Lägg ett per dokument i mappen.")
    for path in files:
        try:
            gold = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
            what = f"{path}:{line}: facit går inte att läsa. Rätta YAML-filen."
            raise LobraError(what) from None
        if not isinstance(gold, dict):
            raise LobraError(f"{path}: facit ska vara nycklar och värden. Rätta YAML-filen.")
        stem = path.name.removesuffix(".yaml").removesuffix(".gold")
        found = sorted(p for p in documents.iterdir() if p.stem == stem and p.suffix != ".yaml")
        if not found:
            what = f"{path}: dokumentet {stem} finns inte i {documents}."
            raise LobraError(f"{what} Lägg dit det eller ta bort facit.")
        yield found[0], {_KEYS.get(str(key), str(key)): value for key, value in gold.items()}


def score(gold: dict[str, Any], reading: Reading) -> dict[str, Score]:
    """The points of every field that the answer speaks of."""
    read = reading.as_json()
    claimed = _claimed(read)
    doubted = {doubt["field"].split(".")[0] for doubt in read["review"]}
    out: dict[str, Score] = {}
    for name, facts in _stated(gold).items():
        left, missed = list(claimed[name]), []
        for fact in facts:
            hit = next((one for one in left if _is_same(name, fact, one)), None)
            if hit is None:
                missed.append(fact)
            else:
                left.remove(hit)
        is_silent = not _family(name) & doubted
        out[name] = Score(
            len(facts) - len(missed),
            len(facts),
            len(claimed[name]),
            [_shown(name, one) for one in left if is_silent],
            [_shown(name, one) for one in missed if is_silent],
        )
    return out


def is_alike(one: Any, other: Any, least: float) -> bool:
    """Two texts that a person would call the same: nearly equal, or one within the other."""
    a, b = _plain(one), _plain(other)
    if not a or not b:
        return a == b
    return (min(len(a), len(b)) > 14 and (a in b or b in a)) or fuzz.ratio(a, b) >= least


def _family(name: str) -> set[str]:
    if name in _STATUSES:
        return {"attendance", name}
    return {name, "date"} if name in ("start", "end") else {name}


def _shown(name: str, fact: Any) -> str:
    parts = [fact] if isinstance(fact, str) else fact[: 2 if name == "items" else None]
    return f"{name}: {' '.join(str(part) for part in parts if part)[:70]}"


def _stated(gold: dict[str, Any]) -> dict[str, list[Any]]:
    """The answer's facts, a list a field; a field that the answer leaves out isn't scored."""
    kind = str(gold.get("kind", "minutes")).split()[0].strip(",")
    out: dict[str, list[Any]] = {"kind": [_KINDS.get(kind, kind)]}
    for name in SCALARS[1:]:
        if name in gold:
            value = gold[name]
            value = value.get("name") if isinstance(value, dict) else value
            out[name] = [] if value is None else [str(value)]
    is_sure = gold.get("attendance_status") not in ("unknown", "partly_unknown")
    if "attendees" in gold and is_sure:
        out["present"] = _names(gold["attendees"]) + _names(gold.get("adjunct"))
    if "called" in gold:
        out["called"] = _names(gold["called"])
    if "absent" in gold and is_sure:
        gone = [*(gold["absent"] or []), *(gold.get("apologies") or [])]
        out["absent"] = _names([row for row in gone if row.get("certain", True)])
    for name, fact in _FACTS.items():
        if name in gold:
            found = map(fact, gold[name] or [])
            out[name] = [one for one in found if name != "items" or any(one[:2])]
    if gold.get("tables"):
        out["actions"] = [
            (t["place"] or row.get("area"), t["kind"], row["action"], row["status"])
            for t in gold["tables"]
            for row in t["rows"]
        ]
    if gold.get("measures"):
        out["measures"] = [(m["title"], m.get("activities")) for m in gold["measures"]]
    return out


def _claimed(read: dict[str, Any]) -> dict[str, list[Any]]:
    """The facts of a reading, as its JSON names them, in the form of the answer's."""
    out: dict[str, list[Any]] = {
        name: [] if read[name] is None else [read[name]] for name in SCALARS
    }
    for name, own in _STATUSES.items():
        out[name] = _names([one for one in read["attendance"] if one["status"] in own])
    headings = [one for one in read["items"] if one["level"] == 1 or one["number"]]
    for name, fact in _FACTS.items():
        out[name] = [fact(one) for one in (headings if name == "items" else read[name])]
    out["actions"] = [(a["place"], a["kind"], a["action"], a["status"]) for a in read["actions"]]
    out["measures"] = [(m["title"], len(m["activities"])) for m in read["measures"]]
    return out


def _is_same(name: str, gold: Any, got: Any) -> bool:
    if name in _LOOSE:
        return is_alike(gold, got, _LOOSE[name])
    return _SAME.get(name, operator.eq)(gold, got)


def _names(rows: list[dict[str, Any]] | None) -> list[str]:
    return [row["name"] for row in rows or [] if row.get("name")]


def _number(one: dict[str, Any], key: str) -> str:
    return re.sub(r"^§\s*|\W+$", "", str(one.get(key) or ""))


def _plain(value: Any) -> str:
    text = unicodedata.normalize("NFKC", str(value or "")).casefold()
    return " ".join(re.sub(r"[^\w\s:/-]", " ", text).split())
