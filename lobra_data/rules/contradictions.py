"""Rules that find two rows, or what one row says and its meeting's day, that can't both be right.

Nothing is refused for it: the documents may well say so. A finding is told until a row of
conflicts names its lines, whatever that row makes of it. The rules look at records that the
other rules have found sound.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter, itemgetter
from typing import TypeVar

from lobra_data import schema, words
from lobra_data.files import Row
from lobra_data.rules import targets
from lobra_data.rules.text_rules import stated_days
from lobra_data.rules.values import day, earliest, latest, number
from lobra_data.rules.view import View, place

T = TypeVar("T")
MOVED_DAYS = 21
_FIGURE = ("council_id", "indicator", "area", "year", "month", "unit", "is_preliminary")
_PLACE_ACTION = ("forum_id", "kind", "spot", "problem", "action")
_BACKWARDS = (("done", "planned"), ("done", "not_started"))
_AWAY = {"absent", "apologies"}
_AGAINST = ({"added", "removed"}, {"kept", "removed"}, {"proposed_added", "proposed_removed"})


@dataclass(frozen=True)
class Contradiction:
    """What is said in two ways, both ways in words, and the rows that say them."""

    about: str
    values: tuple[str, str]
    rows: tuple[Row, Row]

    def __str__(self) -> str:
        both = zip(self.values, map(place, self.rows), strict=True)
        said = "; ".join(f"{value} ({document}, rad {line})" for value, (document, line) in both)
        return f"{self.rows[0].values['council_id']}: {self.about}: {said}"


def one_fact_two_values(view: View) -> Iterator[Contradiction]:
    """The same thing counted twice with values that exclude each other.

    What has no date of its own is tied to its meeting; the same words at the next one are a new
    count, and two numbers on one line are two counts.
    """
    for a, b in _pairs(view.rows("observations"), _counted):
        (low_a, high_a), (low_b, high_b) = _span(a), _span(b)
        if place(a) != place(b) and (low_a > high_b or low_b > high_a):
            about, unit = a.values["what"].split(", enligt")[0], a.values["unit"]
            values = f"{words.text(low_a)} {unit}", f"{words.text(low_b)} {unit}"
            yield Contradiction(about, values, (a, b))
    figures = [row for row in view.rows("statistics") if row.values["value"]]
    for a, b in _pairs(figures, lambda row: tuple(row.values[name] for name in _FIGURE)):
        (value_a, _), (value_b, _) = _span(a), _span(b)
        if value_a != value_b:
            about = f"{a.values['indicator']}, {a.values['area']} {a.values['year']}"
            yield Contradiction(about, (words.text(value_a), words.text(value_b)), (a, b))


def announced_and_held(view: View) -> Iterator[Contradiction]:
    """A meeting that was announced for one day and held on another."""
    announced = sorted(_dated(view, "planned_meetings", "planned_on"), key=itemgetter(0))
    held = {row.values["meeting_id"]: (on, row) for on, row in _dated(view, "meetings", "held_on")}
    days = {key: on for key, (on, _) in held.items()}
    found = held_instead([on for on, _ in announced], days)
    for (planned_on, row), key in zip(announced, found, strict=True):
        if key and days[key] != planned_on:
            values = f"annonserat till {words.date(planned_on)}", f"hållet {words.date(days[key])}"
            yield Contradiction("Mötets dag", values, (row, held[key][1]))


def weekday_of_no_year(view: View) -> Iterator[Contradiction]:
    """A day in a text on a weekday that it has in no year around its meeting.

    Where the text or its row has the year, `stated_days_exist` refuses the wrong day.
    """
    for row, _, stated in stated_days(view):
        held, _ = _held(view, row)
        if not (stated.weekday and held) or stated.year is not None:
            continue
        right = {}
        for year in (held.year - 1, held.year, held.year + 1):
            with suppress(ValueError):  # 29 February
                on = datetime.date(year, stated.month, stated.number)
                right[year] = words.WEEKDAYS[on.weekday()]
        if right and stated.weekday.casefold() not in right.values():
            named = words.listed((f"{name} {year}" for year, name in right.items()), last="eller")
            yield Contradiction("Veckodag", (stated.text, f"dagen är en {named}"), (row, row))


def status_goes_backwards(view: View) -> Iterator[Contradiction]:
    """Done at one meeting, and planned or not begun at the next one that speaks of it.

    What recurs every year may begin anew in the next; so does a programme, which is why
    programmes aren't looked at.
    """
    labels = _labels("follow_ups", "status")
    told = [one for one in _told(view) if one.row.values["status"] != "unknown"]
    for a, b in _pairs(sorted(told, key=attrgetter("first")), attrgetter("key")):
        statuses = a.row.values["status"], b.row.values["status"]
        is_later = a.last is not None and a.last < b.first
        if statuses in _BACKWARDS and is_later:
            between = (one for one in told if one.key == a.key and a.first < one.first < b.first)
            if not any(between):
                values = (
                    f"{labels[statuses[0]]}, {words.date(a.first)}",
                    f"{labels[statuses[1]]}, {words.date(b.first)}",
                )
                yield Contradiction(a.title, values, (a.row, b.row))


def present_and_absent(view: View) -> Iterator[Contradiction]:
    """The same person both came and didn't. Where no person is known, a role counts as one only
    if no list has it twice under one heading."""
    rows = view.rows("attendance")
    listed = Counter((_role(r), r.values["meeting_id"], r.values["status"]) for r in rows)
    shared = {role for (role, *_), n in listed.items() if n > 1}
    mine = [row for row in rows if row.values["person_id"] or _role(row) not in shared]
    labels = _labels("attendance", "status")
    for a, b in _pairs(mine, _attending):
        one, other = a.values["status"], b.values["status"]
        if "present" in (one, other) and _AWAY & {one, other}:
            about = f"Närvaro, {a.values['role']}"
            yield Contradiction(about, (labels[one], labels[other]), (a, b))


def done_after_it_was_told(view: View) -> Iterator[Contradiction]:
    """Something that a meeting says was done on a day after the meeting."""
    for done_on, row in _dated(view, "place_actions", "done_on"):
        _, held = _held(view, row)
        if held and done_on > held:
            values = f"klar {words.date(done_on)}", f"berättat {words.date(held)}"
            yield Contradiction(row.values["action"], values, (row, row))


def added_and_removed(view: View) -> Iterator[Contradiction]:
    """A priority that one meeting both takes in (or keeps) and takes away, for the same year.

    A proposal and a decision may differ: that is what meetings are for.
    """
    labels = _labels("priorities", "change")
    for a, b in _pairs(view.rows("priorities"), _prioritised):
        one, other = a.values["change"], b.values["change"]
        if {one, other} in _AGAINST:
            about = f"Prioritering {a.values['year']}: {a.values['name']}"
            yield Contradiction(about, (labels[one], labels[other]), (a, b))


def plan_and_programme_aim_apart(view: View) -> Iterator[Contradiction]:
    """A countable target of the plan that the programme states with another number."""
    for activity in view.rows("activities"):
        for result in targets.comparable(view, activity):
            if aim := targets.other_aim(activity, result):
                plan = f"{activity.values['target_count']} {activity.values['target_unit']}"
                values = f"planen: {plan}", f"programmet {result.values['year']}: {aim}"
                yield Contradiction(activity.values["title"], values, (activity, result))


RULES: dict[Callable[[View], Iterator[Contradiction]], str] = {
    one_fact_two_values: "samma uppgift med två värden",
    announced_and_held: "annonserade och hållna mötesdagar som skiljer sig",
    weekday_of_no_year: "fel veckodag",
    status_goes_backwards: "läge som går bakåt",
    present_and_absent: "samma person närvarande och frånvarande",
    done_after_it_was_told: "något klart efter mötet som berättar det",
    added_and_removed: "prioriteringar som både läggs till och tas bort",
    plan_and_programme_aim_apart: "mål som planen och programmet anger olika",
}
"""Each rule, and what it looks for as the report's annex on method says it."""


def unresolved(view: View) -> list[Contradiction]:
    """Every contradiction that no row of conflicts names, each pair of lines once."""
    found: dict[object, Contradiction] = {}
    for rule in RULES:
        for one in rule(view):
            if not view.is_told(*one.rows):
                found.setdefault((one.about, frozenset(map(place, one.rows))), one)
    return list(found.values())


def held_instead(
    announced: Sequence[datetime.date], held: Mapping[str, datetime.date]
) -> list[str | None]:
    """For each announced day, in order, the meeting that was held; None where none is known.

    It is the meeting of that day, or the nearest one within three weeks that nobody had
    announced: then the meeting was moved.
    """
    by_day = {on: key for key, on in held.items()}
    found = [by_day.get(planned_on) for planned_on in announced]
    for n, planned_on in enumerate(announced):
        free = {key: abs((on - planned_on).days) for key, on in held.items() if key not in found}
        near = min(free, key=free.__getitem__, default=None)
        if found[n] is None and near is not None and free[near] <= MOVED_DAYS:
            found[n] = near
    return found


@dataclass(frozen=True)
class _Told:
    """The status of something, as a meeting told it: `first` and `last` bound the meeting's day."""

    key: object
    title: str
    first: datetime.date
    last: datetime.date | None
    row: Row


def _told(view: View) -> Iterator[_Told]:
    for row in (*view.rows("follow_ups"), *view.rows("place_actions")):
        first, last = _held(view, row)
        followed = _followed(view, row, first) if first else None
        if first and followed:
            yield _Told(*followed, first, last, row)


def _followed(view: View, row: Row, on: datetime.date) -> tuple[object, str] | None:
    """What a row tells the status of, and its title."""
    if "action" in row.values:
        key = tuple(row.values[name].casefold() for name in _PLACE_ACTION)
        return key, row.values["action"]
    if activity := view.find("activities", row.values["activity_id"]):
        year = on.year if activity.values["target_per"] == "year" else None
        return (row.values["activity_id"], year), activity.values["title"]
    measure = view.find("measures", row.values["measure_id"])
    if measure and not row.values["activity_id"]:
        return row.values["measure_id"], measure.values["title"]
    return None


def _pairs(rows: Iterable[T], key: Callable[[T], object]) -> Iterator[tuple[T, T]]:
    """Every two with the same key."""
    groups: dict[object, list[T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    for group in groups.values():
        yield from combinations(group, 2)


def _counted(row: Row) -> tuple[str, ...]:
    """What an observation counts; after "enligt" stands where the number stands."""
    values = row.values
    what = re.sub(",? enligt .*", "", values["what"].casefold())
    when = values["observed_on"] or values["meeting_id"]
    return values["council_id"], what, values["unit"].casefold(), values["place"].casefold(), when


def _span(row: Row) -> tuple[float, float]:
    """The least and the greatest number that a row's value may be."""
    low = number(row.values["value"]) or 0.0
    return low, number(row.values.get("value_max", "")) or low


def _role(row: Row) -> tuple[str, str]:
    return row.values["role"].casefold(), row.values["organisation_id"]


def _attending(row: Row) -> tuple[object, str]:
    return row.values["person_id"] or _role(row), row.values["meeting_id"]


def _prioritised(row: Row) -> tuple[str, str, str]:
    return row.values["meeting_id"], row.values["year"], row.values["name"].casefold()


def _dated(view: View, table: str, field: str) -> list[tuple[datetime.date, Row]]:
    """The rows that have a day in the field, with the day."""
    days = ((day(row.values[field]), row) for row in view.rows(table))
    return [(on, row) for on, row in days if on]


def _held(view: View, row: Row) -> tuple[datetime.date | None, datetime.date | None]:
    """The first and the last day that a row's meeting can have been held on."""
    meeting = view.find("meetings", row.values.get("meeting_id", ""))
    return (earliest(meeting), latest(meeting)) if meeting else (None, None)


def _labels(table: str, field: str) -> dict[str, str]:
    return schema.load()[table].field(field).labels
