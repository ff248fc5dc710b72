"""What a reader takes out of a document: the facts as they stand there, and every doubt."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Doubt:
    """Something a person must look at: which field, why, and the line where it stands."""

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
class Item:
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
    to: str | None
    text: str
    due: str | None
    line: int


@dataclass
class NextMeeting:
    """A meeting that the document announces."""

    date: str
    start: str | None
    end: str | None
    place: str | None
    line: int


@dataclass
class Action:
    """A row of a working table; kind is problem or development, status a status word."""

    place: str | None
    kind: str
    problem: str | None
    action: str | None
    participants: str | None
    lead: str | None
    status: str
    status_text: str | None
    due: str | None
    done_on: str | None
    line: int


@dataclass
class Activity:
    """A prioritised activity of a measure: `target` as {count, unit, per} or None."""

    title: str
    due: str | None
    target: dict[str, Any] | None
    line: int


@dataclass
class Measure:
    """A measure of an action plan, with the fields that plans have; lists hold one point a "
    "string."""

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
    date: str | None
    place: str | None
    line: int


@dataclass
class Conflict:
    """The same thing said in two ways: both values and both lines."""

    about: str
    values: list[str | int]
    lines: list[int]


@dataclass
class Paragraph:
    """A piece of running text under an item, for what the meeting said."""

    item: str | None
    heading: str | None
    text: str
    line: int


@dataclass
class Reading:
    """Everything read out of one document; None and empty lists where it says nothing.

    `kind` is minutes, notice, action_plan or other. Dates are ISO, times HH:MM.
    """

    kind: str
    council: str | None = None
    date: str | None = None
    date_earliest: str | None = None
    date_latest: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    chair: str | None = None
    secretary: str | None = None
    contact: str | None = None
    attendance: list[Attendant] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    next_meetings: list[NextMeeting] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    review: list[Doubt] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The reading as plain dictionaries and lists, in the order of the fields."""
        return asdict(self)

    def doubt(self, what: str, reason: str, line: int | None = None) -> None:
        """Puts something on the list of what a person must look at, once."""
        one = Doubt(what, reason, line)
        if one not in self.review:
            self.review.append(one)
