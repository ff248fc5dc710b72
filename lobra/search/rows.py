"""The rows of the records that can be found, each with its words, its day and where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lobra_data import resolved, schema, words
from lobra_data.files import Records

READ = (
    "councils documents forums meetings action_plans measures activities statements place_actions "
    "decisions assignments priorities conflicts"
).split()
"""The tables that what is found is made of: a change in any of them makes the index old."""
KINDS = {
    "statements": "uppgift",
    "place_actions": "åtgärd på en plats",
    "decisions": "beslut",
    "assignments": "uppdrag",
    "priorities": "prioritering",
    "measures": "åtgärd i planen",
    "activities": "aktivitet i planen",
}
"""What a row of each table is called."""
Values = Mapping[str, str]


@dataclass(frozen=True)
class Found:
    """One row that was found. An unknown day has no `earliest` and no `latest`."""

    table: str
    id: str
    council_id: str
    council: str
    kind: str
    when: str
    """The day of the meeting, or the plan's first year, in words."""
    earliest: str
    latest: str
    place: str
    theme: str
    text: str
    document_id: str
    document: str
    line: int
    is_reviewed: bool
    is_withheld: bool
    """Marked as sensitive: left out of the public edition."""

    @property
    def source(self) -> str:
        """Where it stands, as a reader looks it up."""
        return f"{self.document}, rad {self.line}"

    @property
    def marks(self) -> str:
        """What has to be known before it is used: not reviewed, not for the public."""
        marks = ("" if self.is_reviewed else "ogranskad", "känslig" if self.is_withheld else "")
        return ", ".join(filter(None, marks))


class Rows:
    """All rows of some records that can be found, and what else their words are."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._by_key: dict[str, dict[str, Values]] = {}

    def all(self) -> Iterator[tuple[Found, str]]:
        """Each row, with words that it is found by and that don't stand in its text."""
        for council in self._records.councils:
            for table, describe in _DESCRIBE.items():
                for row in resolved.rows(self._records, table, council):
                    yield self._found(table, row.values, *describe(self, row.values))

    def places(self) -> set[str]:
        """The places that rows name as places, each by itself."""
        named = {row.values["place"] for row in self._records.rows("statements")}
        named |= {row.values["spot"] for row in self._records.rows("place_actions")}
        named |= {_place_of(row) for row in self._of("forums").values() if row["kind"] == "place"}
        rows = (row.values for row in self._records.rows("priorities"))
        named |= {row["name"] for row in rows if row["kind"] == "area"}
        return {part.strip() for name in named for part in name.replace("/", ",").split(",")} - {""}

    def councils(self) -> list[tuple[str, str]]:
        """Each council's id and name."""
        return [(key, row["name"]) for key, row in sorted(self._of("councils").items())]

    def _found(
        self, table: str, row: Values, text: str, place: str, more: str
    ) -> tuple[Found, str]:
        theme = _label("statements", "theme", row.get("theme", ""))
        day = self._day(row)
        found = Found(
            table=table,
            id=row[schema.load()[table].key],
            council_id=row["council_id"],
            council=self._of("councils")[row["council_id"]]["name"],
            kind=KINDS[table],
            when=_said(*day) if "meeting_id" in row else _plan(day[0]),
            earliest=day[0],
            latest=day[1],
            place=place,
            theme=theme,
            text=text,
            document_id=row["document_id"],
            document=self._of("documents")
            .get(row["document_id"], {})
            .get("title", row["document_id"]),
            line=int(row["line"]),
            is_reviewed=row["is_reviewed"] == "yes",
            is_withheld=row["is_sensitive"] != "no",
        )
        return found, more

    def _day(self, row: Values) -> tuple[str, str]:
        """The first and the last day that a row can be of; a plan's is its first year."""
        if "meeting_id" in row:
            meeting = self._of("meetings").get(row["meeting_id"], {})
            held = meeting.get("held_on", "")
            return (
                held or meeting.get("held_earliest", ""),
                held or meeting.get("held_latest", ""),
            )
        plan = self._of("action_plans").get(self.measure(row).get("action_plan_id", ""), {})
        return plan.get("year_from", ""), plan.get("year_from", "")

    def measure(self, row: Values) -> Values:
        """The measure that a row is of, or itself."""
        return self._of("measures").get(row["measure_id"], {})

    def forum(self, row: Values) -> str:
        """The place that a forum works with."""
        return _place_of(self._of("forums").get(row["forum_id"], {"name": ""}))

    def _of(self, table: str) -> dict[str, Values]:
        """A table's rows by their key, of all councils."""
        if table not in self._by_key:
            names = self._records.councils
            rows = [r.values for name in names for r in resolved.rows(self._records, table, name)]
            self._by_key[table] = {row[schema.load()[table].key]: row for row in rows}
        return self._by_key[table]


def _place_of(forum: Values) -> str:
    return forum["name"].removeprefix("Platssamverkan ")


def _sentences(*parts: str) -> str:
    return " ".join(words.sentence(part) for part in parts if part)


def _label(table: str, field: str, code: str) -> str:
    labels = {one.name: one.labels for one in schema.load()[table].fields}[field]
    return labels.get(code, "")


def _joined(*names: str) -> str:
    """Names with a comma between them, each once."""
    return ", ".join(dict.fromkeys(filter(None, names)))


def _said(earliest: str, latest: str) -> str:
    if not earliest or not latest:
        return "datum okänt"
    first, last = dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest)
    return words.date(first) if first == last else words.date_range(first, last)


def _plan(year: str) -> str:
    return f"plan från {year}" if year else "plan utan känt år"


# Of each table: the text that is shown, the place, and other words that a row is found by.
_DESCRIBE: dict[str, Callable[[Rows, Values], tuple[str, str, str]]] = {
    "statements": lambda rows, row: (row["text"], row["place"], ""),
    "place_actions": lambda rows, row: (
        _sentences(row["problem"], row["action"], row["status_text"]),
        _joined(row["spot"], rows.forum(row)),
        _joined(row["lead"], row["participants"]),
    ),
    "decisions": lambda rows, row: (row["text"], "", ""),
    "assignments": lambda rows, row: (row["text"], "", row["assigned_to"]),
    "priorities": lambda rows, row: (
        words.sentence(row["name"]),
        row["name"] if row["kind"] == "area" else "",
        "",
    ),
    "measures": lambda rows, row: (
        _sentences(row["title"], row["goal"], row["purpose"]),
        row["area"],
        _joined(row["target_group"], row["responsible"], row["other_actors"]),
    ),
    "activities": lambda rows, row: (
        words.sentence(row["title"]),
        rows.measure(row).get("area", ""),
        "",
    ),
}
