"""Follow-up: what is noted of which measure from which meeting, and of which nothing is.

The records hold links from minutes to the plan. That one is missing says nothing of the minutes.
"""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Group, Nothing, Text
from lobra.charts import Cell
from lobra.report import unseen
from lobra.report.chapters.fulfilment import FROM_LEAST, OPEN, outcome
from lobra.report.chapters.plan import target
from lobra.report.material import Material, iterated, once
from lobra.report.shown import (
    NOT_NOTED,
    Cells,
    Columns,
    listing,
    matrix_chart,
    meeting_column,
    none_noted,
    said_missing,
    table,
)
from lobra_data import words

LAST = "Senaste uppföljning"
NONE_NOTED = "ingen antecknad"
UNSEEN = "ring"
"""The mark of a meeting whose follow-up of a measure isn't shown."""

Unanswered = tuple[str, str, str, pd.Series]
"""A measure, what of it, why somebody should have spoken of it, and the row in the plan."""


def follow_up_matrix(m: Material) -> Block:
    """Measure × meeting since the plan began, announced meetings without minutes included."""
    if m.measures.empty:
        return Nothing(name="uppfoljning-matris")
    meetings = _meetings_since_plan(m)
    found, said = latest_status(m), m.told("follow_ups")
    said_so = set(found.values())
    labels, unread = m.status_labels("follow_ups"), meetings["otherwise"].eq("missing")
    kept_back = {UNSEEN: "uppföljning som inte visas"}
    grid, places = [], []
    for measure in iterated(m.measures):
        key = measure["measure_id"]
        codes = [found.get((key, meeting)) for meeting in meetings["meeting_id"]]
        hidden = unseen.meetings_of(m, key)
        others = [
            UNSEEN if meeting in hidden else other
            for meeting, other in zip(meetings["meeting_id"], meetings["otherwise"], strict=True)
        ]
        marks = [code or other for code, other in zip(codes, others, strict=True)]
        cells = [*map(Cell, marks), Cell("none", last_told(m, measure))]
        said_so |= {UNSEEN} & {*marks}
        grid.append((m.measure(measure), cells))
        places.append(m.lines(measure, said[said["measure_id"].eq(key)]))
    return matrix_chart(
        "uppfoljning-matris",
        f"Uppföljning: åtgärd och möte till och med {m.year}",
        "Åtgärd",
        list(meetings["heading"]),
        grid,
        labels | kept_back | {"none": NOT_NOTED, "missing": m.without_minutes},
        [
            *((code, f"antecknat läge: {labels[code]}") for code in labels if code in said_so),
            *((code, word) for code, word in kept_back.items() if code in said_so),
            ("none", NOT_NOTED),
            *([("missing", f"annonserat, {m.without_minutes}")] if unread.any() else []),
        ],
        m.sources(m.measures, m.meetings, meetings[unread]),
        places,
        last=LAST,
    )


@once
def _with_minutes(m: Material) -> pd.DataFrame:
    """The measures of plans that there are minutes after: the others can't be told of."""
    plans = m.plans[m.plans["year_from"].le(m.meetings["last"].dt.year.max())]
    return m.measures[m.measures["action_plan_id"].isin(plans["action_plan_id"])]


def last_told(m: Material, measure: pd.Series) -> str:
    """The day of the last meeting that speaks of a measure, unless a later one isn't shown."""
    key = measure["measure_id"]
    told = [meeting for one, meeting in latest_status(m) if one == key]
    meetings = iterated(m.meetings[m.meetings["meeting_id"].isin(told)])
    if not meetings:
        return without(m, measure)
    why = unseen.newer(m, "measure_id", key, meetings[-1]["first"])
    return unseen.said(why) if why else m.short_day(meetings[-1])


def without(m: Material, measure: pd.Series) -> str:
    """What is known of a measure without follow-up that is shown: nothing at all where there are
    no minutes, and not that there is none where it only isn't shown."""
    if why := unseen.newer(m, "measure_id", measure["measure_id"]):
        return unseen.said(why, is_newer=False)
    is_told = measure["measure_id"] in set(_with_minutes(m)["measure_id"])
    return NONE_NOTED if is_told else words.UNKNOWN


def _meetings_since_plan(m: Material) -> pd.DataFrame:
    """Meetings with minutes, and announced ones without, from the plan's first year on, with the
    mark of a measure that isn't spoken of `otherwise`."""
    first = int(m.plans["year_from"].min())
    held = m.meetings[m.meetings["last"].dt.year.ge(first)]
    heads = [m.short_day(row) for row in iterated(held)]
    held = held.assign(heading=heads, otherwise="none", on=held["first"])
    planned = m.announced[m.announced["planned_on"].dt.year.ge(first)]
    planned = planned[planned["held_id"].isna()]
    planned = planned.assign(
        heading=[words.short_date(day) for day in planned["planned_on"]],
        meeting_id=planned["planned_meeting_id"],
        otherwise="missing",
        on=planned["planned_on"],
    )
    columns = ["meeting_id", "heading", "otherwise", "on", "document_id"]
    rows = pd.concat([held[columns], planned[columns]])
    return rows.sort_values("on").reset_index(drop=True)


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


def follow_ups(m: Material) -> Block:
    """What the year's documents say about each measure and programme, with the ground for it."""
    rows = m.by_meeting(m.of_year("follow_ups"))
    rows = rows[rows["text"].notna()]
    if rows.empty:
        return said_missing(m, "uppfoljningar", _nothing_said(m))
    numbers = m.ever("measures").set_index("measure_id")["number"]
    about = [_about(m, row) for row in iterated(rows)]
    rows = rows.assign(about=about, number=rows["measure_id"].map(numbers).fillna(0))
    rows = rows.sort_values(["nth_meeting", "number", "about", "line"], kind="stable")
    rows = rows.drop_duplicates(["about", "text"])  # said once of the measure and its activity
    columns: Columns = {
        Column("Gäller", 1.4): "about",
        Column("Vad som sägs", 2.8): "text",
        Column("Läge", 0.9): lambda row: m.status("follow_ups", row["status"]),
        Column("Grund", 1): lambda row: m.label("follow_ups", "basis", row["basis"]),
        **meeting_column(m, rows),
    }
    title = f"Vad {m.year} års källor säger om åtgärder och program"
    return table(m, rows, "uppfoljningar", title, columns, m.sources(rows))


def _about(m: Material, row: pd.Series) -> str:
    """What a follow-up concerns: a measure, a programme or an assignment."""
    measures = m.ever("measures").set_index("measure_id")
    if words.is_known(row["measure_id"]) and row["measure_id"] in measures.index:
        return f"Åtgärd {m.measure(measures.loc[row['measure_id']])}"
    if words.is_known(row["programme_id"]):
        programmes = m.names("programmes", "programme_id")
        return programmes.get(row["programme_id"], words.NOT_STATED)
    given = m.ever("assignments").set_index("assignment_id")["text"]
    return f"Uppdrag: {given.get(row['assignment_id'], words.NOT_STATED)}"


def never_followed_up(m: Material) -> Block:
    """Measures that no follow-up is noted of, deadlines that have passed, targets untold: neither
    by a follow-up nor by an outcome that is counted."""
    if m.measures.empty:
        text = f"Ingen åtgärdsplan som hade börjat gälla {m.year} finns {m.here} att följa upp."
        return said_missing(m, "aldrig-uppfoljt", text)
    measures, said, activities = _with_minutes(m), m.told("follow_ups"), m.ever("activities")
    if measures.empty:
        first = int(m.plans["year_from"].min())
        years = f"{m.year}" if first == m.year else f"åren {first}–{m.year}"
        text = (
            f"Inget protokoll från {years} finns {m.here}, så om åtgärdsplanen har följts upp "
            "är okänt."
        )
        return said_missing(m, "aldrig-uppfoljt", text)
    activities = activities[activities["measure_id"].isin(measures["measure_id"])]
    told = activities["activity_id"].isin(said["activity_id"].dropna())
    whys = [unseen.newer(m, "activity_id", key) for key in activities["activity_id"]]
    told |= pd.Series(whys, activities.index, dtype="str").ne("")
    untold = activities[~told]
    is_open = [outcome(m, row)[0] == OPEN for row in iterated(untold)]
    untold = untold[pd.Series(is_open, index=untold.index, dtype="bool")]
    found: list[Unanswered] = []
    for measure in iterated(measures):
        name = m.measure(measure)
        is_unseen = unseen.newer(m, "measure_id", measure["measure_id"])
        if not is_unseen and measure["measure_id"] not in set(said["measure_id"]):
            found.append((name, "hela åtgärden", "ingen uppföljning är antecknad", measure))
        for activity in iterated(untold[untold["measure_id"].eq(measure["measure_id"])]):
            if reason := _unanswered(m, activity):
                found.append((name, activity["title"], reason, activity))
    n = len(activities) - len(untold)
    text = (
        f"Uppföljning eller utfall är antecknat för {n} av {len(activities)} enskilda aktiviteter."
    )
    text = m.so_far(text)
    number = Text(name="aldrig-uppfoljt-antal", text=text, source=m.sources(measures))
    if not found:
        return number
    columns: Cells[Unanswered] = {
        Column("Åtgärd", 1.4): lambda one: one[0],
        Column("Vad", 2.4): lambda one: one[1],
        Column("Varför", 1.9): lambda one: one[2],
    }
    title = f"Åtgärder, tidsgränser och mål utan antecknad uppföljning till och med {m.year}"
    sources = [m.source(row) for *_, row in found]
    rows = listing(found, "aldrig-uppfoljt", title, columns, sources, m.sources(measures))
    parts = [("", number), ("", rows)]
    return Group(name="inte-uppfoljt", title="Utan antecknad uppföljning", parts=parts)


def _unanswered(m: Material, activity: pd.Series) -> str:
    """Why somebody should have told what came of the activity; empty when nobody need have."""
    if words.is_known(activity["due_latest"]) and activity["due_latest"].year <= m.year:
        return f"tidsgränsen {activity['due_label']} har gått ut"
    wanted = target(m, activity)
    return f"målet {wanted}" if wanted else ""


def _nothing_said(m: Material) -> str:
    if m.of_year("meetings").empty:
        return f"Inget protokoll från {m.year} finns {m.here}, så uppföljning kan inte visas."
    return none_noted(m, "uppföljningar av åtgärder eller program")
