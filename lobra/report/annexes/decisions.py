"""Priorities, decisions and assignments of the year."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Nothing
from lobra.report import unseen
from lobra.report.annexes.compact import filled, value
from lobra.report.following import assignment_state, open_before
from lobra.report.material import Material
from lobra.report.rows import Row
from lobra.report.shown import Columns, meeting_column, table
from lobra_data import frames, words

_MENTIONED = "nämns som prioriterat"


def priorities(m: Material) -> Block:
    """What was prioritised for the year, and what its documents say of the years after: added,
    kept, removed or proposed to be."""
    told, own = m.told("priorities"), m.of_year("priorities")
    rows = pd.concat([own, told[told["year"].gt(m.year).fillna(False)]])
    rows = rows.drop_duplicates("priority_id").sort_values("year", kind="stable")
    if rows.empty:
        return Nothing(name="prioriteringar")
    change = frames.labels("priorities", "change")
    columns: Columns = {
        Column("Prioritering", 2.4): lambda row: words.capitalised(row["name"]),
        Column("År", 0.6): "year",
        Column("Slag", 0.8): lambda row: m.label("priorities", "kind", row["kind"]),
        Column("Ändring", 1.2): lambda row: change.get(row["change"], _MENTIONED),
    }
    title = f"Prioriteringar för {m.year} och senare"
    return filled(table(m, rows, "prioriteringar", title, columns))


def decision_table(m: Material) -> Block:
    """The decisions of the year, formalities left out."""
    rows = m.by_meeting(m.of_year("decisions"))
    if rows.empty:
        return Nothing(name="beslut")
    columns: Columns = {Column("Beslut", 3): "text", **meeting_column(m, rows)}
    return table(m, rows, "beslut", f"Beslut {m.year}", columns)


def assignments(m: Material) -> Block:
    """Who was asked to do what, and whether a later document says that it was done: assignments
    given in the year, and those of earlier years that were open when it began."""
    rows = unseen.assignments(m)
    is_new = rows["meeting_id"].isin(m.of_year("meetings")["meeting_id"])
    is_old = rows["assignment_id"].isin(open_before(m)["assignment_id"])
    rows = m.by_meeting(rows[is_new | is_old])
    if rows.empty:
        return Nothing(name="uppdrag-givna")
    columns: Columns = {
        Column("Uppdrag", 2.4): "text",
        Column("Till", 1.2): lambda row: value(row["assigned_to"]),
        Column("Gavs", 1): lambda row: _given(m, row),
        Column("Senast", 0.9): lambda row: value(row["due_on"]),
        Column(f"Vid slutet av {m.year}", 1.2): lambda row: _state(m, row),
    }
    title = f"Uppdrag som gavs {m.year}"
    if is_old.any():
        title += " eller var öppna när året började"
    return filled(table(m, rows, "uppdrag-givna", title, columns))


def _given(m: Material, row: Row) -> str:
    """The day, and by which council where it was a forerunner."""
    day = m.short_day(m.meeting(row["meeting_id"]))
    return day if row["council_id"] == m.council_id else f"{day}, {m.area(row['council_id'])}"


def _state(m: Material, row: Row) -> str:
    """How it stands by the year's end; with the day of the meeting where it was closed."""
    state = assignment_state(m, row, f"följer med till {m.year + 1}")
    if not row["is_closed"]:
        return state
    items = m.ever("agenda_items").set_index("item_id")["meeting_id"]
    return f"{state} {m.short_day(m.meeting(items[row['closed_item_id']]))}"
