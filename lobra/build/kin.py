"""The records that a council's reports are made of: its own, and those of its kin.

With hundreds of councils beside each other, each report is prepared, checked and compared with
these few alone. What of them a report of a year sees, `seen` says.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

from lobra.build.fingerprint import of_file
from lobra.privacy import rules
from lobra.privacy.cues import normalised
from lobra_data import files, schema
from lobra_data.errors import Problem
from lobra_data.files import Records, Row

_ANYWHERE = ("clearances", "people")
"""A text that any council has cleared is cleared, and no report may name anybody's people."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class State:
    """How files lie: the sum of each of a council and its kin, "" of one that can't be read; of
    those of others, of whom there may be hundreds, when they were written and how large they are.
    """

    sums: dict[Path, str]
    others: list[tuple[int, int] | None]


class Kin(Records):
    """Records that have only a council, its forerunners and its successors, and of all others what
    they have cleared and whom they name."""

    def __init__(self, everyone: Records, council: str) -> None:
        # It keeps what it has read itself: of hundreds, that is forgotten with it.
        super().__init__(everyone.root)
        self.everyone, self.council = everyone, council
        self.councils = _kin(everyone, council)

    def is_as_it_lies(self, everyone: Records, council: str) -> bool:
        """Whether the same council's, read now from where all lie, would be the same."""
        place = self.everyone.root.resolve(), self.council, self.everyone.councils
        is_here = place == (everyone.root.resolve(), council, everyone.councils)
        return is_here and self.state == self._state_now()

    @cached_property
    def state(self) -> State:
        """How their files lie when this is first asked for, which is best done before they are
        read: the sums are to be of nothing newer."""
        return self._state_now()

    @property
    def as_they_lie(self) -> list[str]:
        """Every file of theirs with its sum."""
        return [f"{path.parent.name}/{path.name} {one}" for path, one in self.state.sums.items()]

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with them."""
        return [one for name in self.councils for one in rules.check(self.everyone, name)]

    def rows(self, table: str, council: str | None = None) -> list[Row]:
        rows = super().rows(table, council)
        return rows if council or table not in _ANYWHERE else [*rows, *self._of_others(table)]

    def _of_others(self, table: str) -> list[Row]:
        """What can be read: a file that is broken stops the reports of its own council."""
        others = [name for name in self.everyone.councils if name not in self.councils]
        return [row for name in others for row in self.everyone.read(name, table)[0]]

    @cached_property
    def cleared_by_others(self) -> list[str]:
        """The hashes of the texts here that another council has cleared."""
        marks = {row.values["text_hash"] for row in self._of_others("clearances")}
        return sorted(marks and marks & {_sum(text) for text in self._texts})

    def names_of_others(self, written: str = "") -> list[str]:
        """The people of other councils whose surname, or two names, stand in the texts here, or in
        what is `written`: whoever else they name can't be named in a report."""
        names = {row.values["name"] for row in self._of_others("people")}
        there = self._words | _words(written) if names else set()
        return sorted(name for name in names if _may_stand(name, there))

    def _state_now(self) -> State:
        mine = [path for name in self.councils for path in sorted((self.root / name).glob("*.csv"))]
        others = [name for name in self.everyone.councils if name not in self.councils]
        tables = ("councils", *_ANYWHERE)
        about = [_about(self.path(name, table)) for name in others for table in tables]
        return State({path: _of(path) for path in mine}, about)

    @cached_property
    def _words(self) -> set[str]:
        return {word for text in self._texts for word in _words(text)}

    @cached_property
    def _texts(self) -> set[str]:
        return {
            value
            for council in self.councils
            for table in schema.load()
            for row in self.read(council, table)[0]
            for value in row.values.values()
        }


_kept: Kin | None = None
_one_at_a_time = Lock()


def of(data: Path | Records | None, council: str) -> Kin:
    """The kin of a council. The last one is kept while all lies as it did: whoever builds a
    council's years one after the other reads, checks and compares its records once."""
    global _kept
    everyone = files.find(data)
    with _one_at_a_time:
        if _kept is None or not _kept.is_as_it_lies(everyone, council):
            _kept = None  # before the next is read
            _kept = Kin(everyone, council)
            _ = _kept.state
        return _kept


def _of(path: Path) -> str:
    with suppress(OSError):  # told when the file is read
        return of_file(path)
    return ""


def _about(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        there = path.stat()
        return there.st_mtime_ns, there.st_size
    return None


def _kin(records: Records, council: str) -> list[str]:
    """The council and all that successions tie it to, however far."""
    ties = [
        {row.values["council_id"], row.values["successor_id"]}
        for name in records.councils
        for row in records.read(name, "councils")[0]
        if row.values["successor_id"]
    ]
    kin = {council}
    while more := [tie for tie in ties if tie & kin and not tie <= kin]:
        kin = kin.union(*more)
    return [name for name in records.councils if name in kin]


def _may_stand(name: str, there: set[str]) -> bool:
    """A name of one word may as well be a place: the gate looks for none such."""
    words = [word.casefold() for word in _WORD.findall(normalised(name))]
    return len(words) > 1 and (words[-1] in there or len(there.intersection(words)) > 1)


def _words(text: str) -> set[str]:
    """The words of a text as they are compared: a genitive is its name."""
    words = {word.casefold() for word in _WORD.findall(normalised(text))}
    return words | {word[:-1] for word in words if word.endswith("s")}


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
