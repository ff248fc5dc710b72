"""Files of statistics into a store: all or nothing, and every row accounted for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import pandas as pd

from lobra.statistics import placing, recognising
from lobra.statistics.asked import Asked
from lobra.statistics.figures import Listed, Source
from lobra.statistics.placing import Placer, Unknown
from lobra.statistics.registers import Registers
from lobra.statistics.store import Import, Outcome
from lobra_data import words
from lobra_data.errors import Problem, RecordsError, shown


@dataclass
class Taken:
    """One file that was read: its source, what became of its rows, and names without a place."""

    path: Path
    source: Source
    outcome: Outcome
    unknowns: list[Unknown] = field(default_factory=list)

    def __str__(self) -> str:
        """One line that accounts for every row."""
        o = self.outcome
        is_harmless = " utan fel" if not self.has_errors else ""
        parts = [
            _counted(o.n_new, "ny", "nya"),
            _counted(o.n_replaced, "ersatt", "ersatta"),
            _counted(o.n_known, "fanns redan", "fanns redan"),
            _counted(o.n_listed, f"i listan{is_harmless}", f"i listan{is_harmless}"),
        ]
        n = _counted(o.n_rows, "rad", "rader") or "ingen rad"
        became = ", ".join(filter(None, parts)) or "inga siffror"
        return f"{shown(self.path)} ({self.source.kind}): {n}: {became}."

    @property
    def has_errors(self) -> bool:
        return any(one.is_error for one in self.outcome.listed)

    def changes(self, registers: Registers) -> Iterator[str]:
        """Each value that was replaced by another one, with both."""
        for row in self.outcome.changes.to_dict("records"):
            indicator = registers.indicators.by_id[row["indicator"]]
            area = registers.areas.by_id[row["area"]]
            month = f"{words.MONTHS[row['month'] - 1]} " if row["month"] else ""
            part = f", {row['part']}" if row["part"] else ""
            before = words.amount(row["value_old"])
            was = f"{before} (preliminärt)" if row["is_preliminary_old"] else before
            so_far = " (preliminärt)" if row["is_preliminary"] else ""
            yield (
                f"{indicator.name}, {area.name} {month}{row['year']}{part}: "
                f"{was} har blivit {words.amount(row['value'])}{so_far}."
            )

    def problems(self) -> list[Problem]:
        """What is listed, rows with the same thing together."""
        found = []
        order = sorted(self.outcome.listed, key=lambda one: (one.what, one.field or "", one.row))
        for _, group in groupby(order, key=lambda one: (one.what, one.field)):
            same = list(group)
            rows = sorted({one.row for one in same})
            first = same[0]
            what = first.what + (f" (även rad {_ranges(rows[1:])})" if rows[1:] else "")
            found.append(Problem(shown(self.path), rows[0], first.field, what, first.fix))
        return sorted(found, key=lambda problem: problem.order)


class UnknownNamesError(RecordsError):
    """Names that no register has, so that nothing is taken in."""

    def __init__(self, taken: Iterable[Taken]) -> None:
        super().__init__(_unknown(one, name) for one in taken for name in one.unknowns)


def take_in(
    path: Path, asked: Asked, into: Import, last_year: int, unknown: str, retrieved_on: str
) -> Taken:
    """Reads one file and merges what it says; the caller saves."""
    reading = recognising.read(path, asked)
    placer = Placer(reading, asked.registers, last_year, unknown)
    publisher = asked.registers.publisher(reading.publisher)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    about = Source(
        0, path.name, sha256, reading.kind, reading.title,
        publisher.name, publisher.licence_line, retrieved_on, 0,
    )  # fmt: skip
    source = into.source(about)
    listed: list[Listed] = []

    def frames() -> Iterator[pd.DataFrame]:
        for chunk in reading.chunks:
            frame, wrong = placer.place(chunk)
            listed.extend(wrong)
            yield frame

    outcome = into.add(source, frames())
    into.note_lines(source, placer.last_row)
    outcome.listed[:0] = listed
    outcome.n_listed += placer.n_wrong
    outcome.n_rows += placer.n_wrong
    found = list(placer.unknowns.values()) if unknown != placing.SKIP else []
    return Taken(path, into.sources[source.source], outcome, found)


def _counted(n: int, one: str, many: str) -> str:
    return f"{words.amount(n)} {words.form(n, one, many)}" if n else ""


def _unknown(taken: Taken, one: Unknown) -> Problem:
    n = words.count(one.n_rows, "rad", "rader")
    return Problem(
        shown(taken.path), one.row, one.error.kind, f"{one.error.what} ({n})", one.error.fix
    )


def _ranges(rows: Iterable[int]) -> str:
    """4, 5, 6, 9 as "4–6, 9"."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and parts[-1][1] == row - 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in parts)
