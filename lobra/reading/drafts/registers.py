"""Names in a document matched to the records: certain, doubtful (with its candidates) or none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

Rows = Sequence[Mapping[str, str]]
CERTAIN, DOUBTFUL = 95, 80


@dataclass(frozen=True)
class Match:
    """What a name was matched to: its id when certain, else the candidates as (id, name, score)."""

    id: str | None = None
    candidates: tuple[tuple[str, str, float], ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody must choose among the candidates, or say that it is none of them."""
        return self.id is None and bool(self.candidates)

    def __str__(self) -> str:
        return ", ".join(f"{name} ({key})" for key, name, _ in self.candidates)


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
        if len(same := self.names.get(folded, set())) == 1:
            return Match(next(iter(same)))
        near = process.extract(
            folded, self.names.keys(), scorer=fuzz.ratio, score_cutoff=DOUBTFUL, limit=8
        )
        best: dict[str, float] = {}
        for name, score, _ in near:
            for key in self.names[name]:
                best.setdefault(key, score)  # the highest score comes first
        # A digit makes another one of it: "Lpo 1" is not "Lpo 2".
        if len(best) == 1 and near[0][1] >= CERTAIN and _digits(near[0][0]) == _digits(folded):
            return Match(next(iter(best)))
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        return Match(None, tuple((key, self.shown[key], round(s, 1)) for key, s in ranked))


def organisations(rows: Rows, aliases: Rows = ()) -> Register:
    """The register of organisations by name, short name and alias."""
    register = by_name(rows, "organisation_id")
    for row in rows:
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


def fold(text: str) -> str:
    """A name as it is compared: small letters, single spaces, no marks at its ends."""
    return " ".join(text.casefold().replace("–", "-").split()).strip(" .,:;()\"'”")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
