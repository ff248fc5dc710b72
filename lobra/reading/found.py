"""What a reader takes out of a document: the facts as they stand there, and every doubt.

The names are those of the records' tables and columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

IN_JSON = {
    "held_on": "date",
    "held_earliest": "date_earliest",
    "held_latest": "date_latest",
    "planned_on": "date",
    "observed_on": "date",
    "starts_at": "start",
    "ends_at": "end",
    "due_on": "due",
    "due_latest": "due",
    "assigned_to": "to",
    "agenda_items": "items",
    "planned_meetings": "next_meetings",
    "place_actions": "actions",
    "statements": "paragraphs",
}
"""The name in JSON of what it calls otherwise."""


@dataclass
class Doubt:
    """Something a person must look at: which table or field of it, why, and on which line."""

    field: str
    reason: str
    line: int | None = None


@dataclass
class Attendant:
    """Somebody on a list; status is present, called, apologies, absent or unknown."""

    name: str | None
    role: str | None
    organisation: str | None
    status: str
    line: int


@dataclass
class AgendaItem:
    """A point of the agenda (level 1) or a heading inside one (level 2), in its own words."""

    number: str | None
    title: str | None
    level: int
    line: int


@dataclass
class Decision:
    """What was decided under which item, in the document's words."""

    item: str | None
    text: str
    line: int


@dataclass
class Assignment:
    """Who was asked to do what, by when (ISO date or None)."""

    item: str | None
    assigned_to: str | None
    text: str
    due_on: str | None
    line: int


@dataclass
class PlannedMeeting:
    """A meeting that the document announces, on an ISO date and at times as HH:MM."""

    planned_on: str
    starts_at: str | None
    ends_at: str | None
    place: str | None
    line: int


@dataclass
class PlaceAction:
    """A row of a working table; kind is problem or development, status a status word."""

    place: str | None
    kind: str
    problem: str | None
    action: str | None
    participants: str | None
    lead: str | None
    status: str
    status_text: str | None
    due_on: str | None
    done_on: str | None
    line: int


@dataclass
class Activity:
    """A prioritised activity of a measure: `target` as {count, unit, per} or None."""

    title: str
    due_latest: str | None
    target: dict[str, Any] | None
    line: int


@dataclass
class Measure:
    """A measure of an action plan, with the fields that plans have; lists hold a point a string."""

    area: str | None
    title: str | None
    goal: str | None = None
    purpose: str | None = None
    target_group: str | None = None
    responsible: str | None = None
    forum: str | None = None
    activities: list[Activity] = field(default_factory=list)
    police_contact: str | None = None
    police_commitments: list[str] = field(default_factory=list)
    district_contact: str | None = None
    district_commitments: list[str] = field(default_factory=list)
    other_actors: str | None = None
    funding: str | None = None
    communication: str | None = None
    follow_up: str | None = None
    line: int = 0


@dataclass
class Observation:
    """A counted fact: what, how many of what unit, when and where the document says so."""

    what: str
    value: int
    unit: str | None
    observed_on: str | None
    place: str | None
    line: int


@dataclass
class Conflict:
    """The same thing said in two ways: both values and both lines."""

    about: str
    values: list[str | int]
    lines: list[int]


@dataclass
class Statement:
    """A paragraph of running text under an item and a heading: what the meeting said."""

    item: str | None
    heading: str | None
    text: str
    line: int


@dataclass
class MeasureStatus:
    """A row of a table that tells how a plan's measures go: the measure's name there, how far it
    has come (done, ongoing, not_started … or None), and what the row says of it."""

    title: str
    status: str | None
    text: str
    line: int


@dataclass
class Reading:
    """Everything read out of one document; None and empty lists where it says nothing.

    `kind` is minutes, notice, action_plan or other. Dates are ISO, times HH:MM. A notice's meeting
    is yet to be held on `held_on`.
    """

    kind: str
    council: str | None = None
    held_on: str | None = None
    held_earliest: str | None = None
    held_latest: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    place: str | None = None
    chair: str | None = None
    secretary: str | None = None
    contact: str | None = None
    attendance: list[Attendant] = field(default_factory=list)
    agenda_items: list[AgendaItem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    planned_meetings: list[PlannedMeeting] = field(default_factory=list)
    place_actions: list[PlaceAction] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    review: list[Doubt] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    measure_statuses: list[MeasureStatus] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The reading as `lobra read --json` prints it, in the order of the fields.

        The keys, and the fields that doubts name, are older than the tables and must stay.
        """
        return asdict(self, dict_factory=_renamed)

    @property
    def outcome_lines(self) -> set[int]:
        """The lines that decide, ask somebody or announce a meeting: no statements."""
        outcomes: Iterable[Any] = (*self.decisions, *self.assignments, *self.planned_meetings)
        return {one.line for one in outcomes}

    def doubt(self, what: str, reason: str, line: int | None = None) -> None:
        """Puts something on the list of what a person must look at, once."""
        one = Doubt(what, reason, line)
        if one not in self.review:
            self.review.append(one)

    def doubts(self, found: Iterable[Doubt]) -> None:
        """Puts all of them on that list."""
        for one in found:
            self.doubt(one.field, one.reason, one.line)


def _renamed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A dataclass's fields under their names in JSON; a doubt's field is such a name itself."""
    values = {IN_JSON.get(name, name): value for name, value in pairs}
    if "field" in values:
        parts = values["field"].split(".")
        values["field"] = ".".join(IN_JSON.get(part, part) for part in parts)
    return values
