"""What is asked about: council, years, place and words, and the rows that are left by them.

Sensitive and unreviewed rows are among them, and say so in `marks`: exploring is for those who
work with the records, not for the public.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypedDict
from weakref import WeakKeyDictionary

import pandas as pd

from lobra import search
from lobra_data import files, frames, words

FOUND_IN = frozenset(search.KINDS)
"""The tables whose rows a place and words can be looked for in."""
UNKNOWN_DAY = "datum okänt"
_frames: WeakKeyDictionary[files.Records, dict[tuple[str, str | None], pd.DataFrame]]
_frames = WeakKeyDictionary()
"""Tables that were read, for as long as somebody holds the records, which read a file once."""


class Narrow(TypedDict, total=False):
    """How every question can be narrowed; what isn't given narrows nothing."""

    council: str | None
    since: int | None
    until: int | None
    place: str | None
    words: str | None
    data: Path | str | files.Records | None


@dataclass(frozen=True)
class Asked:
    """The rows of all councils, or of those that the choices leave."""

    council: str | None = None
    since: int | None = None
    until: int | None = None
    place: str | None = None
    words: str | None = None
    data: Path | str | files.Records | None = None

    @cached_property
    def records(self) -> files.Records:
        """The files, each read once."""
        return files.find(self.data)

    @cached_property
    def answer(self) -> search.Answer:
        """All that the words and the place are found in, best first."""
        return search.find(
            self.words or None,
            place=self.place,
            council=self.council,
            since=self.since,
            until=self.until,
            data=self.records,
        )

    @property
    def is_looking(self) -> bool:
        """Whether words or a place are looked for."""
        return bool(self.words or self.place)

    def rows(self, table: str, is_narrowed: bool = True) -> pd.DataFrame:
        """A table's rows with `when`, `source` and `marks`: of the council and the years, and of
        the place and the words unless they aren't to count."""
        rows = self.told(self.ever(table, self.council))
        if is_narrowed and table in FOUND_IN and self.is_looking:
            rows = rows[rows.iloc[:, 0].isin(self.found[table])]
        return rows.reset_index(drop=True)

    def ever(self, table: str, council: str | None = None) -> pd.DataFrame:
        """A table's rows of all years."""
        if (table, council) not in self._read:
            self._read[table, council] = self._sourced(table, council)
        return self._read[table, council]

    @property
    def _read(self) -> dict[tuple[str, str | None], pd.DataFrame]:
        return _frames.setdefault(self.records, {})

    def _sourced(self, table: str, council: str | None) -> pd.DataFrame:
        rows = frames.ALL[table](council=council, data=self.records)
        titles = rows["document_id"].map(self.documents).astype("str")
        lines = "rad " + rows["line"].astype("str")
        days = rows["meeting_id"].map(self.days) if "meeting_id" in rows else None
        return rows.assign(
            source=titles.str.cat(lines, sep=", "),
            marks=_marks(rows),
            **{} if days is None else {"when": days.astype("str").fillna(UNKNOWN_DAY)},
            **{} if days is None else {"when_iso": rows["meeting_id"].map(self.isos).fillna("")},
        )

    def told(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of meetings in the years; all rows of a table that has no meetings."""
        return rows[rows["meeting_id"].isin(self.in_years)] if "meeting_id" in rows else rows

    @cached_property
    def found(self) -> dict[str, set[str]]:
        """The ids of what was found, by table; a plan's rows whatever years are asked for."""
        anywhen = Asked(self.council, None, None, self.place, self.words, self.records).answer
        found: dict[str, set[str]] = {table: set() for table in FOUND_IN}
        for row in anywhen.rows:
            found[row.table].add(row.id)
        return found

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """All meetings, with the first and the last day that each can have been held."""
        rows = frames.meetings(data=self.records)
        first = rows["held_on"].fillna(rows["held_earliest"])
        last = rows["held_on"].fillna(rows["held_latest"])
        return rows.assign(first=first, last=last).sort_values("first").reset_index(drop=True)

    @cached_property
    def in_years(self) -> set[str]:
        """The meetings that can have been held in the years."""
        rows = self.meetings
        if self.since is not None:
            rows = rows[rows["last"].dt.year.ge(self.since)]
        if self.until is not None:
            rows = rows[rows["first"].dt.year.le(self.until)]
        return set(rows["meeting_id"])

    def read(self, council: str | None = None) -> pd.DataFrame:
        """The meetings in the years that there are minutes of, of a council or of those asked."""
        rows = self.meetings[self.meetings["meeting_id"].isin(self.in_years)]
        council = council or self.council
        return rows if council is None else rows[rows["council_id"].eq(council)]

    @cached_property
    def days(self) -> dict[str, str]:
        """Each meeting's day in words."""
        return {row["meeting_id"]: _day(row) for _, row in self.meetings.iterrows()}

    @cached_property
    def isos(self) -> dict[str, str]:
        """The first day that each meeting can have been held on, for sorting."""
        rows = self.meetings.dropna(subset="first")
        return names(rows.assign(iso=rows["first"].dt.strftime("%Y-%m-%d")), "meeting_id", "iso")

    @cached_property
    def documents(self) -> dict[str, str]:
        """Each document's title."""
        return names(frames.documents(data=self.records), "document_id", "title")

    @cached_property
    def councils(self) -> dict[str, str]:
        """Each council's area, or its name where it has none."""
        rows = frames.councils(data=self.records)
        shown = rows["district"].fillna(rows["name"])
        return dict(zip(rows["council_id"], shown, strict=True))

    @cached_property
    def organisations(self) -> dict[str, str]:
        """Each organisation's name."""
        return names(frames.organisations(data=self.records), "organisation_id", "name")

    def followers(self, council: str) -> list[str]:
        """A council and those that came after it, whose minutes may speak of its plan."""
        rows = frames.councils(data=self.records).set_index("council_id")["successor_id"]
        line = [council]
        while words.is_known(after := rows.get(line[-1])) and after not in line:
            line.append(str(after))
        return line


def names(rows: pd.DataFrame, key: str, name: str) -> dict[str, str]:
    """One column of a table by another."""
    return dict(zip(rows[key], rows[name], strict=True))


def framed(rows: Iterable[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    """The rows with exactly these columns, also where there is no row."""
    return pd.DataFrame(list(rows), columns=[*columns])


def _marks(rows: pd.DataFrame) -> pd.Series:
    if "is_reviewed" not in rows:
        return pd.Series("", rows.index, dtype="str")
    is_open, is_hidden = ~rows["is_reviewed"].fillna(False), rows["is_sensitive"].fillna(True)
    pairs = zip(is_open, is_hidden, strict=True)
    told = [
        ", ".join(mark for mark, is_so in zip(("ogranskad", "känslig"), pair, strict=True) if is_so)
        for pair in pairs
    ]
    return pd.Series(told, rows.index, dtype="str")


def _day(meeting: pd.Series) -> str:
    if words.is_known(meeting["held_on"]):
        return words.date(meeting["held_on"])
    if words.is_known(meeting["held_earliest"]) and words.is_known(meeting["held_latest"]):
        return words.date_range(meeting["held_earliest"], meeting["held_latest"])
    return UNKNOWN_DAY
