"""Follow-up: which measure was spoken of at which meeting, and which never was."""

from __future__ import annotations

from functools import cache

import pandas as pd

from lobra_data import words
from lobra_data.blocks import Block, Column, Missing, Nothing, Statements, Table
from lobra_data.charts import Cell
from lobra_data.report.drawn import matrix_chart
from lobra_data.report.material import Material

NEVER = "aldrig uppföljd"
LAST = "Senast uppföljd"


@cache
def follow_up_matrix(m: Material) -> Block:
    """Measure × meeting since the plan began, announced meetings without minutes included."""
    if m.measures.empty:
        return Nothing(name="uppfoljning-matris")
    meetings = _meetings_since_plan(m)
    found = _latest_status(m)
    labels = m.status_labels("follow_ups")
    rows = []
    for _, measure in m.measures.iterrows():
        cells, last = [], NEVER
        for _, meeting in meetings.iterrows():
            code = found.get((measure["measure_id"], meeting["meeting_id"]))
            if code:
                last = meeting["heading"]
            cells.append(Cell(code or ("missing" if meeting["is_missing"] else "none")))
        rows.append((f"{measure['number']}. {measure['area']}", [*cells, Cell("none", last)]))
    used = [code for code in labels if code in set(found.values())]
    return matrix_chart(
        "uppfoljning-matris",
        f"Uppföljning: åtgärd och möte till och med {m.year}",
        "Åtgärd",
        list(meetings["heading"]),
        rows,
        labels | {"none": "nämns inte", "missing": "protokoll saknas"},
        [
            *((code, f"nämns, läget: {labels[code]}") for code in used),
            ("none", "nämns inte"),
            ("missing", "annonserat, protokoll saknas"),
        ],
        m.sources(m.measures, m.meetings, meetings[meetings["is_missing"]]),
        last=LAST,
    )


def _meetings_since_plan(m: Material) -> pd.DataFrame:
    """Meetings with minutes, and announced ones without, from the plan's first year on."""
    first = int(m.plans["year_from"].min())
    held = m.meetings[m.meetings["last"].dt.year.ge(first)]
    held = held.assign(
        heading=[m.short_day(row) for _, row in held.iterrows()], is_missing=False, on=held["first"]
    )
    announced = m.ever("planned_meetings")
    announced = announced[
        announced["planned_on"].dt.year.between(first, m.year)
        & ~announced["planned_on"].isin(set(held["held_on"].dropna()))
    ]
    announced = announced.assign(
        heading=[words.short_date(day) for day in announced["planned_on"]],
        meeting_id=announced["planned_meeting_id"],
        is_missing=True,
        on=announced["planned_on"],
    )
    columns = ["meeting_id", "heading", "is_missing", "on", "document_id"]
    rows = pd.concat([held[columns], announced[columns]])
    return rows.sort_values("on").reset_index(drop=True)


def _latest_status(m: Material) -> dict[tuple[str, str], str]:
    """(measure, meeting) → the most certain status that was told there."""
    rows = m.ever("follow_ups")
    rows = rows[rows["measure_id"].notna() & rows["meeting_id"].isin(m.meetings["meeting_id"])]
    order = rows["status"].cat.categories.tolist()
    found: dict[tuple[str, str], str] = {}
    for _, row in rows.iterrows():
        key, code = (row["measure_id"], row["meeting_id"]), str(row["status"])
        known = found.get(key)
        if known in (None, "unknown") or (
            code != "unknown" and order.index(code) < order.index(known)
        ):
            found[key] = code
    return found


def follow_ups(m: Material) -> Block:
    """What the year's documents say about each measure and programme, with the ground for it."""
    rows = m.of_year("follow_ups")
    rows = rows[rows["text"].notna()]
    if rows.empty:
        return Missing(name="uppfoljningar", text=_nothing_said(m))
    measures = m.ever("measures").set_index("measure_id")
    programmes = m.ever("programmes").set_index("programme_id")["name"]
    known = m.ever("assignments").set_index("assignment_id")["text"]

    def about(row: pd.Series) -> str:
        if words.is_known(row["measure_id"]) and row["measure_id"] in measures.index:
            measure = measures.loc[row["measure_id"]]
            return f"Åtgärd {measure['number']}, {measure['area']}"
        if words.is_known(row["programme_id"]):
            return programmes.get(row["programme_id"], words.NOT_STATED)
        return f"Uppdrag: {known.get(row['assignment_id'], words.NOT_STATED)}"

    rows = rows.assign(about=[about(row) for _, row in rows.iterrows()])
    rows = rows.sort_values(["about", "line"], kind="stable")
    return Table(
        name="uppfoljningar",
        title=f"Vad {m.year} års källor säger om åtgärder och program",
        source=m.sources(rows),
        columns=[
            Column("Gäller", 1.4),
            Column("Vad som sägs", 2.8),
            Column("Läge", 0.9),
            Column("Grund", 1),
            Column("Källa", 0.7),
        ],
        rows=[
            [
                row["about"],
                row["text"],
                m.status("follow_ups", row["status"]),
                m.label("follow_ups", "basis", row["basis"]),
                m.line(row),
            ]
            for _, row in rows.iterrows()
        ],
    )


def never_followed_up(m: Material) -> Block:
    """Measures and activities that no later document speaks of, and deadlines that have passed."""
    if m.measures.empty:
        return Missing(name="aldrig-uppfoljt", text=_no_measures(m))
    rows = m.ever("follow_ups")
    rows = rows[rows["meeting_id"].isin(m.meetings["meeting_id"])]
    activities = m.ever("activities")
    activities = activities[activities["measure_id"].isin(m.measures["measure_id"])]
    items = [
        (
            f"Åtgärd {row['number']}, {row['area']}: inget senare protokoll nämner åtgärden.",
            m.source(row),
        )
        for _, row in m.measures[~m.measures["measure_id"].isin(rows["measure_id"])].iterrows()
    ]
    told = set(rows["activity_id"].dropna())
    for _, row in activities.iterrows():
        if row["activity_id"] in told:
            continue
        is_over = words.is_known(row["due_latest"]) and row["due_latest"].year <= m.year
        if is_over:
            text = f"Tidsgränsen {row['due_label']} har gått ut utan att något protokoll säger hur "
            items.append((f"{text}det gick: {row['title']}.", m.source(row)))
        elif words.is_known(row["target_count"]):
            text = f"Målet minst {row['target_count']} {words.text(row['target_unit'], '')} "
            often = row["target_per"]
            per = m.label("activities", "target_per", often) if words.is_known(often) else ""
            items.append(
                (f"{text}{per} är inte redovisat i något protokoll: {row['title']}.", m.source(row))
            )
    silent = sum(key not in told for key in activities["activity_id"])
    text = f"{silent} av {len(activities)} aktiviteter nämns inte i något protokoll efter planen."
    items.append((text, m.sources(m.measures)))
    return Statements(name="aldrig-uppfoljt", title="Inte uppföljt", items=items)


def _no_measures(m: Material) -> str:
    return f"Ingen åtgärdsplan som hade börjat gälla {m.year} finns i materialet att följa upp."


def _nothing_said(m: Material) -> str:
    if m.of_year("meetings").empty:
        return f"Inget protokoll från {m.year} finns i materialet, så uppföljning kan inte visas."
    return f"Protokollet från {m.year} säger inget om åtgärder eller program."
