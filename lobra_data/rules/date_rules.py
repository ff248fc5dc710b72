"""Rules about days, times and years. An empty value is unknown and never wrong by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lobra_data.errors import Problem, quoted
from lobra_data.rules.values import day, earliest, latest, number
from lobra_data.rules.view import View, at

FIRST_YEAR, LAST_YEAR = 1990, 2099
SPANS = [
    ("councils", "valid_from", "valid_to"),
    ("meetings", "held_earliest", "held_latest"),
    ("activities", "due_earliest", "due_latest"),
    ("action_plans", "year_from", "year_to"),
    ("observations", "value", "value_max"),
]


def years_are_plausible(view: View) -> Iterator[Problem]:
    """A year outside 1990-2099 is a slip of the pen (0219, 2109)."""
    for name, table in view.tables.items():
        fields = [field.name for field in table.fields if field.type in ("date", "year")]
        for row in view.rows(name) if fields else []:
            for field in fields:
                year = row.values[field][:4]
                is_year = re.fullmatch(r"[0-9]{4}", year)
                if is_year and not FIRST_YEAR <= int(year) <= LAST_YEAR:
                    yield at(row, field, f"året {year} är orimligt", "Rätta årtalet")


def spans_are_in_order(view: View) -> Iterator[Problem]:
    """What is the first day, the lowest value or the start does not come after its end.

    Here and below, what the document itself got wrong is allowed once conflicts tells of it.
    """
    for table, first, last in SPANS:
        for row in view.rows(table):
            start, end = row.values[first], row.values[last]
            if _is_before(end, start) and not view.is_told(row):
                is_what = "senare" if day(start) else "större"
                what = f"{quoted(start)} är {is_what} än {last} {quoted(end)}"
                yield at(row, first, what, "Rätta eller byt plats på dem")


def _is_before(one: str, other: str) -> bool:
    """Whether both are days, or numbers, and one comes before the other."""
    if (day_one := day(one)) and (day_other := day(other)):
        return day_one < day_other
    one_number, other_number = number(one), number(other)
    return one_number is not None and other_number is not None and one_number < other_number


def times_are_in_order(view: View) -> Iterator[Problem]:
    """A meeting ends after it has started."""
    for table in ("meetings", "planned_meetings"):
        for row in view.rows(table):
            start, end = row.values["starts_at"], row.values["ends_at"]
            is_time = all(re.fullmatch(r"\d\d:\d\d", value) for value in (start, end))
            if is_time and end <= start and not view.is_told(row):
                what = f"{quoted(end)} är inte senare än starts_at {quoted(start)}"
                yield at(row, "ends_at", what, "Rätta klockslagen")


def meeting_date_or_bounds(view: View) -> Iterator[Problem]:
    """A meeting has either its date or the days it lies between, never both."""
    for row in view.rows("meetings"):
        held_on, first, last = (
            row.values[name] for name in ("held_on", "held_earliest", "held_latest")
        )
        if held_on and (first or last):
            what = "mötet har både ett datum och gränser för datumet"
            fix = "Ta bort held_earliest och held_latest, eller held_on om datumet inte är känt"
            yield at(row, "held_on", what, fix)


def meetings_lie_in_the_councils_life(view: View) -> Iterator[Problem]:
    """A council does not meet before it exists or after it has ended, where that is known."""
    for row in view.rows("meetings"):
        council = view.find("councils", row.values["council_id"])
        if not council:
            continue
        field = "held_on" if row.values["held_on"] else "held_earliest"
        begins, ends = day(council.values["valid_from"]), day(council.values["valid_to"])
        first, last = earliest(row), latest(row)
        if begins and last and last < begins:
            field = "held_on" if row.values["held_on"] else "held_latest"
            what = f"{quoted(row.values[field])} är före rådets början {begins}"
        elif ends and first and first > ends:
            what = f"{quoted(row.values[field])} är efter rådets slut {ends}"
        else:
            continue
        fix = f"Rätta datumet, eller valid_from och valid_to på {council.file}:{council.line}"
        yield at(row, field, what, fix)


def assignments_are_due_after_they_are_given(view: View) -> Iterator[Problem]:
    """What a meeting asks for is not due before the meeting, nor closed by an earlier one."""
    for row in view.rows("assignments"):
        meeting = view.find("meetings", row.values["meeting_id"])
        given, due = meeting and earliest(meeting), day(row.values["due_on"])
        if given and due and due < given and not view.is_told(row):
            what = f"{quoted(row.values['due_on'])} är före mötet {given}"
            yield at(row, "due_on", what, "Rätta datumet eller mötet")
        closing = view.find("agenda_items", row.values["closed_item_id"])
        closing_meeting = closing and view.find("meetings", closing.values["meeting_id"])
        closed = closing_meeting and latest(closing_meeting)
        if given and closed and closed < given:
            what = f"punkten hör till mötet {closed}, före uppdragets möte {given}"
            yield at(row, "closed_item_id", what, "Ange den punkt där uppdraget avslutades")


def done_place_actions_are_done(view: View) -> Iterator[Problem]:
    """An action of platssamverkan with a day when it was done has the status done."""
    for row in view.rows("place_actions"):
        done, status = row.values["done_on"], row.values["status"]
        if done and status and status != "done":
            what = f"{quoted(done)}, men status är {quoted(status)}"
            yield at(row, "done_on", what, "Skriv status done eller ta bort datumet")


def follow_up_is_not_before_its_plan(view: View) -> Iterator[Problem]:
    """A meeting cannot follow up a measure of a plan that had not begun."""
    for row in view.rows("follow_ups"):
        measure = view.find("measures", row.values["measure_id"])
        plan = measure and view.find("action_plans", measure.values["action_plan_id"])
        meeting = view.find("meetings", row.values["meeting_id"])
        year = plan and number(plan.values["year_from"])
        held = meeting and latest(meeting)
        if plan and year and held and held.year < year:
            what = f"mötet hölls senast {held}, före planens första år {plan.values['year_from']}"
            yield at(row, "measure_id", what, "Ange rätt möte eller rätt åtgärd")


RULES = [
    years_are_plausible,
    spans_are_in_order,
    times_are_in_order,
    meeting_date_or_bounds,
    meetings_lie_in_the_councils_life,
    assignments_are_due_after_they_are_given,
    done_place_actions_are_done,
    follow_up_is_not_before_its_plan,
]
