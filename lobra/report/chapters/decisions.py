"""Priorities, decisions and assignments of the year."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from lobra.blocks import Block, Column
from lobra.report import unseen
from lobra.report.material import Material
from lobra.report.shown import (
    NOT_NOTED,
    Columns,
    found_chart,
    meeting_column,
    none_noted,
    said_missing,
    table_or,
)
from lobra_data import tables, words

_MENTIONED = "nämns som prioriterat"
_CHANGE_MARKS = {
    "mentioned": "ring",
    "added": "filled",
    "kept": "ongoing",
    "removed": "cancelled",
    "proposed_added": "diamond",
    "proposed_removed": "cancelled",
}


def priorities_chart(m: Material) -> Block:
    """What was prioritised in which year, also by the council's forerunner."""
    rows = m.ever("priorities")
    rows = rows[rows["year"].le(max(m.year, rows["year"].min() if len(rows) else m.year))]
    if rows.empty:
        return said_missing(m, "prioriteringar-over-tid", "Inga prioriteringar är antecknade.")
    names = rows["name"].map(words.capitalised)
    changes = rows["change"].astype("str").where(rows["change"].notna(), "mentioned")
    word = tables.labels("priorities", "change") | {"mentioned": _MENTIONED}
    said: dict[str, str] = {}
    for code, mark in _CHANGE_MARKS.items():
        if code in set(changes):
            said[mark] = f"{said[mark]} eller {word[code]}" if mark in said else word[code]
    marks = changes.map(_CHANGE_MARKS)
    return found_chart(
        "prioriteringar-over-tid",
        "Prioriteringar år för år",
        "Prioritering",
        {year: str(year) for year in sorted(rows["year"].unique())},
        {name: m.lines(rows[names.eq(name)]) for name in dict.fromkeys(names)},
        dict(zip(zip(names, rows["year"], strict=True), marks, strict=True)),
        said | {"none": NOT_NOTED},
        m.sources(rows),
    )


def priorities(m: Material) -> Block:
    """The year's priorities: added, kept, removed or proposed to be."""
    rows, missing = m.of_year("priorities"), f"Inga prioriteringar för {m.year} är antecknade."
    return priority_table(m, rows, "prioriteringar", f"Prioriteringar för {m.year}", missing)


def priority_table(m: Material, rows: pd.DataFrame, name: str, title: str, missing: str) -> Block:
    change = tables.labels("priorities", "change")
    columns: Columns = {
        Column("Prioritering", 2.4): lambda row: words.capitalised(row["name"]),
        Column("Slag", 0.8): lambda row: m.label("priorities", "kind", row["kind"]),
        Column("Ändring", 1.2): lambda row: change.get(row["change"], _MENTIONED),
    }
    return table_or(m, rows, name, title, columns, missing)


def decision_table(m: Material) -> Block:
    """The decisions of the year, formalities left out."""
    rows, missing = m.by_meeting(m.of_year("decisions")), none_noted(m, "beslut utöver formalia")
    columns: Columns = {Column("Beslut", 3): "text", **meeting_column(m, rows)}
    return table_or(m, rows, "beslut", f"Beslut {m.year}", columns, missing)


def assignments(m: Material) -> Block:
    """Who was asked to do what, and whether a later document says that it was done."""
    rows = unseen.assignments(m)
    rows = rows[rows["meeting_id"].isin(m.of_year("meetings")["meeting_id"])]
    title, missing = f"Uppdrag givna {m.year}", none_noted(m, "uppdrag")
    return assignment_table(m, rows, "uppdrag-givna", title, missing)


def is_past(m: Material, day: object) -> bool:
    """Whether a deadline had passed by the end of the year; one that isn't stated never does."""
    return isinstance(day, dt.date) and words.is_known(day) and day.year <= m.year


def assignment_state(m: Material, row: pd.Series, ahead: str) -> str:
    """Closed, or open: past its deadline, or else what is `ahead` of it; neither where something
    newer isn't shown."""
    if row["is_closed"]:
        return "avslutat"
    if row["unseen"]:
        return unseen.said(row["unseen"])
    return f"öppet, {'tidsgränsen har gått ut' if is_past(m, row['due_on']) else ahead}"


def assignment_table(m: Material, rows: pd.DataFrame, name: str, title: str, missing: str) -> Block:
    rows = m.by_meeting(rows)
    columns: Columns = {
        Column("Uppdrag", 2.4): "text",
        Column("Till", 1.2): "assigned_to",
        Column("Senast", 0.8): "due_on",
        Column("Läge", 1.1): lambda row: assignment_state(m, row, "inget svar funnet"),
        **meeting_column(m, rows),
    }
    return table_or(m, rows, name, title, columns, missing)
