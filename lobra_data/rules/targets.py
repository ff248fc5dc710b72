"""Which outcome of a programme may be held against which countable target of the plan.

Like is compared with like: the same unit, the same place, and a year that the plan covers. What a
programme counts of several activities together says nothing of any one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lobra_data import words
from lobra_data.files import Row
from lobra_data.rules.view import View

_NAMING_PLACES = {"observations": "place", "statements": "place"}
_BEFORE_PLACE = "platssamverkan"


def comparable(view: View, activity: Row) -> list[Row]:
    """The rows of programme_results, oldest first, that tell of what the activity aims at."""
    if not activity.values["target_count"] or _is_shared(view, activity):
        return []
    places = _places(view)
    wanted = words.named(_words_of_plan(view, activity), places)
    found = [
        row
        for row in _in_plan(view, activity)
        if wanted <= words.named(_words_of_programme(view, row), places)
    ]
    return sorted(found, key=lambda row: row.values["year"])


def other_aim(activity: Row, result: Row) -> str:
    """The target as the programme states it, where the number isn't the plan's; else empty."""
    aim = words.stated_count(result.values["target"], activity.values["target_unit"])
    is_other = aim is not None and str(aim) != activity.values["target_count"]
    return result.values["target"].rstrip(".") if is_other else ""


def _is_shared(view: View, activity: Row) -> bool:
    """Whether another activity counts the same of the same programme."""
    mine = activity.values
    return any(
        row.values["activity_id"] != mine["activity_id"]
        and row.values["programme_id"] == mine["programme_id"]
        and words.is_same_noun(row.values["target_unit"], mine["target_unit"])
        and _plan_of(view, row) == _plan_of(view, activity)
        for row in view.rows("activities")
    )


def _plan_of(view: View, activity: Row) -> Mapping[str, str]:
    measure = view.find("measures", activity.values["measure_id"])
    plan = measure and view.find("action_plans", measure.values["action_plan_id"])
    return plan.values if plan else {}


def _in_plan(view: View, activity: Row) -> Iterator[Row]:
    """What is known of the activity's programme from the plan's first year to its last, or to the
    deadline of what is done once."""
    plan, last = _plan_of(view, activity), activity.values["due_latest"][:4]
    if activity.values["target_per"] == "year" or not last:
        last = plan.get("year_to", "")
    for row in view.rows("programme_results"):
        if activity.values["programme_id"] == row.values["programme_id"] and (
            plan.get("year_from", "") <= row.values["year"] <= (last or "9999")
        ):
            yield row


def _places(view: View) -> set[str]:
    """Names of places within the councils' areas."""
    whole = {
        row.values[name] for row in view.rows("councils") for name in ("district", "municipality")
    }
    named = {row.values[field] for name, field in _NAMING_PLACES.items() for row in view.rows(name)}
    for row in view.rows("forums"):
        if row.values["kind"] == "place":
            first, *rest = row.values["name"].split()
            named.add(" ".join(rest if first.casefold() == _BEFORE_PLACE else [first, *rest]))
    return named - whole - {""}


def _words_of_plan(view: View, activity: Row) -> str:
    measure = view.find("measures", activity.values["measure_id"])
    forum = measure and view.find("forums", measure.values["forum_id"])
    said = [activity.values["title"]]
    said += [measure.values["area"], measure.values["title"]] if measure else []
    return " ".join([*said, *_place_of(forum)])


def _words_of_programme(view: View, result: Row) -> str:
    programme = view.find("programmes", result.values["programme_id"])
    forum = programme and view.find("forums", programme.values["forum_id"])
    said = [result.values["target"], result.values["outcome"]]
    said += [programme.values["name"]] if programme else []
    return " ".join([*said, *_place_of(forum)])


def _place_of(forum: Row | None) -> list[str]:
    return [forum.values["name"]] if forum and forum.values["kind"] == "place" else []
