"""Names in a document matched to the records: certain, doubtful (with its candidates) or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

Rows = Iterable[Mapping[str, str]]
DOUBTFUL = 80
"""How alike (0-100) two names are when one may be the other."""


@dataclass(frozen=True)
class Match:
    """What a name was matched to: its id when certain, else the ids and names it may stand for."""

    id: str | None = None
    candidates: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return ", ".join(f"{name} ({key})" for key, name in self.candidates)


class Register:
    """The names of a council's records, each with the ids that it can stand for."""

    def __init__(self, rows: Rows = (), key: str = "", *names: str) -> None:
        """`names` are the columns that name a row, `key` the column of its id."""
        self._names: dict[str, dict[str, str]] = defaultdict(dict)
        for row in rows:
            for name in names:
                self.add(row[name], row[key])

    def add(self, name: str, key: str) -> None:
        """Adds a name or another spelling of it."""
        if folded := fold(name):
            self._names[folded].setdefault(key, name)

    def match(self, text: str | None) -> Match:
        """The one that a text names with the same letters, else those that it may name.

        >>> register = Register(); register.add("Storköpings kommun", "k"); register.match("SBF")
        Match(id=None, candidates=())
        """
        folded = fold(text or "")
        if len(same := self._names.get(folded, {})) == 1:
            return Match(next(iter(same)))
        near = process.extract(
            folded, self._names.keys(), scorer=fuzz.ratio, score_cutoff=DOUBTFUL, limit=8
        )
        found: dict[str, str] = {}
        for name, *_ in near:
            found = self._names[name] | found
        return Match(None, tuple(found.items()))


def fold(text: str) -> str:
    """A name as it is compared: small letters, single spaces, no marks at its ends."""
    return " ".join(text.casefold().replace("–", "-").split()).strip(" .,:;()\"'”")
