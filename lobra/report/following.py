"""What is known of how measures and assignments went on: follow-up noted, carried over, ended.

A measure comes along until minutes call it done or cancelled in so many words, or its plan ends.
That no document ends it is all that is known then: none need say that it is carried over. The
records hold links from minutes to the plan; that one is missing says nothing of the minutes. Where
something newer was told and isn't shown, that is said instead of what was told before it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from lobra.report import unseen
from lobra.report.judgements import FROM_LEAST, REACHED, last_word, outcome
from lobra.report.material import Material, once
from lobra.report.rows import Row, iterated
from lobra_data import words

LAST = "Senaste uppföljning"
NONE_NOTED = "ingen antecknad"
_ENDS = ("done", "cancelled")


@dataclass(frozen=True)
class Carried:
    """A measure with the first year of its plan, what each year says of it, and how it stands."""

    row: Row
    agreed: int
    told: dict[int, str]
    """Year → status by the year's last meeting that speaks of the measure."""
    ended: int | None
    state: str
    """How it stands by the end of the report's year, in words."""
    until: int | None
    """The last year of its line; None when it comes along into the next."""


def carried(m: Material) -> list[Carried]:
    """The measures of earlier years that weren't ended when the year began."""
    return [one for one in lives(m) if one.agreed < m.year and (one.ended or m.year) >= m.year]


@once
def lives(m: Material) -> tuple[Carried, ...]:
    """Every measure of the plans that cover the year, with its life until the year's end."""
    plans = m.plans[~m.plans["year_to"].lt(m.year).fillna(False)]
    rows = m.measures[m.measures["action_plan_id"].isin(plans["action_plan_id"])]
    by_key = {row["action_plan_id"]: row for row in iterated(plans)}
    return tuple(_life(m, row, by_key[row["action_plan_id"]]) for row in iterated(rows))


def _life(m: Material, row: Row, plan: Row) -> Carried:
    def year(meeting: str) -> int:
        return int(m.meeting(meeting)["last"].year)

    key = row["measure_id"]
    told = {year(at): status for at, status in told_at(m).get(key, {}).items()}
    said, where = last_word(m, key, None)
    ended = year(where["meeting_id"]) if where is not None and said in _ENDS else None
    is_over = words.is_known(plan["year_to"]) and plan["year_to"] == m.year
    until = ended or (m.year if is_over else None)
    if ended:
        state = f"{m.label('follow_ups', 'status', said)} {ended}"
    elif said in unseen.HOW:
        state = unseen.said_of(m, key, said)
    else:
        state = "inget avslut antecknat" if until else f"följer med till {m.year + 1}"
    return Carried(row, int(plan["year_from"]), told, ended, state, until)


@once
def told_at(m: Material) -> dict[str, dict[str, str]]:
    """The meetings that speak of each measure, oldest first, with the status told there."""
    order = m.meetings["meeting_id"].tolist()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for measure, at in sorted(latest_status(m), key=lambda pair: order.index(pair[1])):
        found[measure][at] = latest_status(m)[measure, at]
    return found


def agreed(m: Material, row: Row, year: int) -> str:
    """The year that something was agreed, and where, if the council has had a forerunner."""
    where = m.councils.loc[row["council_id"], "district"]
    return f"{year}, {where}" if m.lineage[1:] else str(year)


@dataclass(frozen=True)
class Left:
    """The activities of a measure that are left to do, of how many, and how many are late."""

    ahead: list[Row]
    n_late: int
    of: int


def what_is_left(m: Material, one: Carried) -> Left:
    """The activities of a measure that aren't shown to be done, nor cancelled. The yearly ones
    recur for as long as the plan goes on; those that are late are counted, but not ahead."""
    rows = m.of_measure("activities", one.row)
    left = [row for row in rows if _recurs(one, row) or not _is_ended(m, row)]
    ahead = [row for row in left if _recurs(one, row) or not is_past(m, row["due_latest"])]
    return Left(ahead, len(left) - len(ahead), len(rows))


def _recurs(one: Carried, activity: Row) -> bool:
    return activity["target_per"] == "year" and one.until is None


def _is_ended(m: Material, activity: Row) -> bool:
    said, _ = last_word(m, activity["measure_id"], activity["activity_id"])
    return said == "cancelled" or outcome(m, activity)[0] == REACHED


def open_before(m: Material) -> pd.DataFrame:
    """Assignments given before the year that were open when it began."""
    meetings = m.meetings.set_index("meeting_id")
    rows = unseen.assignments(m)
    given = rows["meeting_id"].map(meetings["last"].dt.year)
    rows = rows.assign(given=given)[given.lt(m.year)]
    items = m.ever("agenda_items").set_index("item_id")["meeting_id"]
    closed = rows["closed_item_id"].map(items).map(meetings["last"].dt.year)
    return rows[~closed.lt(m.year).fillna(False)]


@once
def latest_status(m: Material) -> dict[tuple[str, str], str]:
    """(measure, meeting) → the status that was told there.

    What is said of the measure itself goes before what is said of one activity, what is said in
    so many words before what a reader has inferred, and of two statuses the least counts, as for
    the last word on a measure.
    """
    rows = m.told("follow_ups")
    rows = rows[rows["measure_id"].notna()]
    rows = rows.assign(
        is_part=rows["activity_id"].notna(),
        is_inferred=rows["basis"].ne("stated"),
        rank=rows["status"].astype("str").map(FROM_LEAST.index),
    )
    keys, order = ["measure_id", "meeting_id"], ["is_part", "is_inferred", "rank"]
    first = rows.sort_values(order, kind="stable").drop_duplicates(keys)
    return {(row["measure_id"], row["meeting_id"]): str(row["status"]) for row in iterated(first)}


def last_told(m: Material, measure: Row) -> str:
    """The day of the last meeting that speaks of a measure, unless a later one isn't shown."""
    key = measure["measure_id"]
    told = [*told_at(m).get(key, ())]
    if not told:
        return without(m, measure)
    last = m.meeting(told[-1])
    why = unseen.newer(m, "measure_id", key, last["first"])
    return unseen.said(why) if why else m.short_day(last)


def without(m: Material, measure: Row) -> str:
    """What is known of a measure without follow-up that is shown: nothing at all where there are
    no minutes, and not that there is none where it only isn't shown."""
    if why := unseen.newer(m, "measure_id", measure["measure_id"]):
        return unseen.said(why, is_newer=False)
    is_told = measure["measure_id"] in set(with_minutes(m)["measure_id"])
    return NONE_NOTED if is_told else words.UNKNOWN


@once
def with_minutes(m: Material) -> pd.DataFrame:
    """The measures of plans that there are minutes after: the others can't be told of."""
    plans = m.plans[m.plans["year_from"].le(m.meetings["last"].dt.year.max())]
    return m.measures[m.measures["action_plan_id"].isin(plans["action_plan_id"])]


def is_past(m: Material, day: object) -> bool:
    """Whether a deadline had passed by the end of the year; one that isn't stated never does."""
    return isinstance(day, dt.date) and words.is_known(day) and day.year <= m.year


def assignment_state(m: Material, row: Row, ahead: str) -> str:
    """Closed, or open: past its deadline, or else what is `ahead` of it; neither where something
    newer isn't shown."""
    if row["is_closed"]:
        return "avslutat"
    if row["unseen"]:
        return unseen.said(row["unseen"])
    return f"öppet, {'tidsgränsen har gått ut' if is_past(m, row['due_on']) else ahead}"


def last_said(m: Material, activity: Row) -> Row | None:
    """What minutes last said in so many words of an activity, or else this year of its measure as
    a whole."""
    rows = _stated(m)
    if mine := [row for row in rows if row["activity_id"] == activity["activity_id"]]:
        return mine[-1]
    of_part = {words.text(r["statement_id"], "") for r in rows if words.is_known(r["activity_id"])}
    of_year = {*m.of_year("meetings")["meeting_id"]}
    whole = [
        row
        for row in rows
        if row["measure_id"] == activity["measure_id"]
        and not words.is_known(row["activity_id"])
        and row["meeting_id"] in of_year
        and words.text(row["statement_id"], "") not in of_part
    ]
    return whole[-1] if whole else None


@once
def _stated(m: Material) -> list[Row]:
    """What meetings said in so many words, the oldest first."""
    rows = m.told("follow_ups")
    return iterated(m.by_meeting(rows[rows["basis"].eq("stated") & rows["text"].notna()]))
