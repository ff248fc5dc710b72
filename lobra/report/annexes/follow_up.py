"""Follow-up: what is noted of which measure from which meeting, and of which nothing is.

The records hold links from minutes to the plan. That one is missing says nothing of the minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from lobra.blocks import Block, Column, Group, Nothing, Table, Text
from lobra.charts import Cell
from lobra.report import unseen
from lobra.report.annexes.compact import EMPTY, by_meeting, numbered
from lobra.report.following import LAST, last_told, latest_status, with_minutes
from lobra.report.judgements import OPEN, outcome
from lobra.report.material import Material
from lobra.report.rows import Row, alike, iterated
from lobra.report.shown import NOT_NOTED, listing, matrix_chart, retold, said_missing
from lobra_data import words

UNSEEN = "ring"
"""The mark of a meeting whose follow-up of a measure isn't shown."""
MOST = 8
"""As many columns of meetings as leave room for the names of measures."""
GROUNDS = {"stated": "uttalad", "inferred": "tolkad"}
"""Whether the minutes name what they follow up, in plain words."""
_SAME = ["text", "basis"]
_KINDS = {
    "activity_id": "aktiviteten",
    "measure_id": "åtgärden",
    "programme_id": "programmet",
    "assignment_id": "uppdraget",
}
"""What a follow-up is of, by the first field that is filled in."""


def follow_up_matrix(m: Material) -> Block:
    """Measure × meeting since the plan began, announced meetings without minutes included."""
    found = latest_status(m)
    if not found or m.measures.empty:  # a plan whose years nobody knows has no measures here
        return Nothing(name="uppfoljning-matris")
    meetings = _meetings_since_plan(m)
    columns = _columns(m, iterated(meetings))
    said_so = set(found.values())
    labels, unread = m.status_labels("follow_ups"), meetings["otherwise"].eq("missing")
    kept_back = {UNSEEN: "uppföljning som inte visas"}
    grid, places = [], []
    for measure in iterated(m.measures):
        key = measure["measure_id"]
        hidden = unseen.meetings_of(m, key)

        def mark(meeting: Row, key: str = key, hidden: set[str] = hidden) -> str:
            otherwise = UNSEEN if meeting["meeting_id"] in hidden else str(meeting["otherwise"])
            return found.get((key, meeting["meeting_id"]), otherwise)

        marks = [_last([mark(meeting) for meeting in some]) for _, some in columns]
        cells = [*map(Cell, marks), Cell("none", last_told(m, measure))]
        said_so |= {UNSEEN} & {*marks}
        grid.append((m.measure(measure), cells))
        places.append(m.lines(measure, *m.told_of.get(key, ())))
    return matrix_chart(
        "uppfoljning-matris",
        f"Uppföljning: åtgärd och möte till och med {m.year}",
        "Åtgärd",
        [heading for heading, _ in columns],
        grid,
        labels | kept_back | {"none": NOT_NOTED, "missing": m.without_minutes},
        [
            *((code, f"antecknat läge: {labels[code]}") for code in labels if code in said_so),
            *((code, word) for code, word in kept_back.items() if code in said_so),
            ("none", NOT_NOTED),
            *([("missing", f"annonserat, {m.without_minutes}")] if unread.any() else []),
        ],
        m.sources(m.measures, meetings[unread], _held_since_plan(m)),
        places,
        last=LAST,
    )


def _meetings_since_plan(m: Material) -> pd.DataFrame:
    """Meetings with minutes, and announced ones without, from the plan's first year on, with the
    mark of a measure that isn't spoken of `otherwise`."""
    held = _held_since_plan(m)
    heads = [m.short_day(row) for row in iterated(held)]
    held = held.assign(heading=heads, otherwise="none", on=held["first"])
    planned = m.announced[m.announced["planned_on"].dt.year.ge(_first_year(m))]
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


def _held_since_plan(m: Material) -> pd.DataFrame:
    return m.meetings[m.meetings["last"].dt.year.ge(_first_year(m))]


def _first_year(m: Material) -> int:
    return int(m.plans["year_from"].min())


def _columns(m: Material, meetings: list[Row]) -> list[tuple[str, list[Row]]]:
    """The meetings under their headings, at most MOST: else years before the report's become one
    column each, and then the oldest columns one."""
    columns = [[meeting] for meeting in meetings]
    for year in sorted({meeting["on"].year for meeting in meetings} - {m.year}):
        if len(columns) > MOST:
            of_year = [meeting for meeting in meetings if meeting["on"].year == year]
            rest = [some for some in columns if some[0]["on"].year != year]
            columns = sorted([*rest, of_year], key=lambda some: some[0]["on"])
    while len(columns) > MOST:
        columns[:2] = [columns[0] + columns[1]]
    return [(_heading(some), some) for some in columns]


def _heading(meetings: list[Row]) -> str:
    """The day of a meeting; of several the year or years."""
    first, last = meetings[0], meetings[-1]
    if first is last:
        return str(first["heading"])
    years = dict.fromkeys([first["on"].year, last["on"].year])
    return "–".join(map(str, years))


def _last(marks: list[str]) -> str:
    """What was noted last at some meetings; that nothing was, if nothing was at any of them."""
    noted = [mark for mark in marks if mark not in ("none", "missing")]
    return noted[-1] if noted else "none" if "none" in marks else "missing"


def follow_ups(m: Material) -> Block:
    """What the year's documents say of measures, programmes and assignments: a table a meeting,
    each text once with all that it is about. What is said of an action at a place stands there."""
    rows = m.of_year("follow_ups")
    rows = rows[rows["text"].notna() & rows["place_action_id"].isna()]
    if rows.empty:
        return Nothing(name="uppfoljningar")
    measures = m.ever("measures").set_index("measure_id")["number"]
    others = [_other(m, row) for row in iterated(rows)]
    rows = rows.assign(number=rows["measure_id"].map(measures), other=others)
    parts = [
        ("", _log(m, mine, number, meeting))
        for number, (meeting, mine) in enumerate(by_meeting(m, rows), start=1)
    ]
    return Group(name="uppfoljningar", title="Uppföljning möte för möte", parts=parts)


def _log(m: Material, rows: pd.DataFrame, number: int, meeting: Row) -> Table:
    told = alike(iterated(rows), *_SAME)
    columns: dict[Column, Callable[[Sequence[Row]], str]] = {
        Column("Gäller", 1.3): _about,
        Column("Vad som sägs", 3): lambda group: retold(m, group[0]) or group[0]["text"],
        Column("Läge", 0.9): lambda group: _state(m, group),
    }
    if not rows["basis"].eq("stated").all():
        columns[Column("Grund", 0.6)] = lambda group: GROUNDS.get(group[0]["basis"], EMPTY)
    title = f"Uppföljning vid mötet {m.meeting_day(meeting)}"
    sources = [*map(m.places, told)]
    return listing(told, f"uppfoljningar-{number}", title, columns, sources, m.sources(rows))


def _state(m: Material, group: Sequence[Row]) -> str:
    """The status; of what, where one text gives several: an activity is done, its measure isn't."""
    if len({row["status"] for row in group}) == 1:
        return m.status("follow_ups", group[0]["status"])
    said = (
        f"{next(word for field, word in _KINDS.items() if words.is_known(row[field]))} "
        f"{m.label('follow_ups', 'status', row['status'])}"
        for row in group
    )
    return ", ".join(dict.fromkeys(said))


def _about(group: Sequence[Row]) -> str:
    """Åtgärd 4 och 15; Avhopparstöd."""
    measures = words.capitalised(numbered(row["number"] for row in group))
    others = dict.fromkeys(row["other"] for row in group)
    return "; ".join(filter(None, (measures, *others))) or EMPTY


def _other(m: Material, row: Row) -> str:
    """The programme or the assignment that a follow-up concerns, or a measure without number."""
    if words.is_known(row["measure_id"]):
        measure = m.keyed("measures")[row["measure_id"]]
        return "" if words.is_known(measure["number"]) else str(measure["title"])
    if words.is_known(row["programme_id"]):
        return m.names("programmes", "programme_id").get(row["programme_id"], "")
    given = m.keyed("assignments").get(row["assignment_id"])
    return f"Uppdrag: {given['text']}".rstrip(".") if given else ""


def not_followed_up(m: Material) -> Block:
    """How many activities a follow-up or a counted outcome is noted of, and which measures have
    none. Without minutes after the plan began nothing is known of it."""
    name = "inte-uppfoljt"
    if m.measures.empty:
        return Nothing(name=name)
    measures, said, activities = with_minutes(m), m.told("follow_ups"), m.ever("activities")
    if measures.empty:
        first = int(m.plans["year_from"].min())
        years = f"{m.year}" if first == m.year else f"åren {first}–{m.year}"
        text = (
            f"Inget protokoll från {years} finns {m.here}, så om åtgärdsplanen har följts upp "
            "är okänt."
        )
        return said_missing(m, name, text)
    activities = activities[activities["measure_id"].isin(measures["measure_id"])]
    n = sum(_is_followed(m, row) for row in iterated(activities))
    parts = []
    if len(activities):
        parts.append(
            f"Uppföljning eller utfall är antecknat för {n} av "
            f"{words.count(len(activities), 'aktivitet', 'aktiviteter')}."
        )
    none = measures[~measures["measure_id"].isin(said["measure_id"])]
    whys = [unseen.newer(m, "measure_id", key) for key in none["measure_id"]]
    none = none[pd.Series(whys, none.index, dtype="str").eq("")]
    which = words.count(len(none), "åtgärd", "åtgärder")
    if none["number"].notna().all():
        which = numbered(none["number"])
    if len(none):
        parts.append(f"Ingen uppföljning är antecknad för {which}.")
    elif not parts:
        parts.append("Uppföljning är antecknad för alla åtgärder.")
    return Text(name=name, text=m.so_far(" ".join(parts)), source=m.sources(measures))


def _is_followed(m: Material, activity: Row) -> bool:
    """Whether something is noted of an activity, also where it isn't shown."""
    key = activity["activity_id"]
    is_told = any(row["activity_id"] == key for row in m.told_of.get(activity["measure_id"], ()))
    return is_told or bool(unseen.newer(m, "activity_id", key)) or outcome(m, activity)[0] != OPEN
