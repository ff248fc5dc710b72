"""Follow-up: which measure was spoken of at which meeting, and which never was."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Group, Missing, Nothing, Table, Text
from lobra.charts import Cell
from lobra.report.drawn import matrix_chart
from lobra.report.material import Material, once
from lobra_data import words

NEVER = "aldrig uppföljd"
LAST = "Senast uppföljd"


def follow_up_matrix(m: Material) -> Block:
    """Measure × meeting since the plan began, announced meetings without minutes included."""
    if m.measures.empty:
        return Nothing(name="uppfoljning-matris")
    meetings = _meetings_since_plan(m)
    found = latest_status(m)
    told = m.ever("follow_ups")
    told = told[told["meeting_id"].isin(m.meetings["meeting_id"])]
    labels = m.status_labels("follow_ups")
    rows = []
    for _, measure in m.measures.iterrows():
        cells, last = [], NEVER
        for _, meeting in meetings.iterrows():
            code = found.get((measure["measure_id"], meeting["meeting_id"]))
            if code:
                last = meeting["heading"]
            cells.append(Cell(code or ("missing" if meeting["is_missing"] else "none")))
        rows.append((m.measure(measure), [*cells, Cell("none", last)]))
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
        sources=[
            m.lines(m.measures.loc[[key]], told[told["measure_id"].eq(measure["measure_id"])])
            for key, measure in m.measures.iterrows()
        ],
    )


def _meetings_since_plan(m: Material) -> pd.DataFrame:
    """Meetings with minutes, and announced ones without, from the plan's first year on."""
    first = int(m.plans["year_from"].min())
    held = m.meetings[m.meetings["last"].dt.year.ge(first)]
    held = held.assign(
        heading=[m.short_day(row) for _, row in held.iterrows()], is_missing=False, on=held["first"]
    )
    announced = m.announced[m.announced["planned_on"].dt.year.ge(first)]
    announced = announced[announced["held_id"].isna()]
    announced = announced.assign(
        heading=[words.short_date(day) for day in announced["planned_on"]],
        meeting_id=announced["planned_meeting_id"],
        is_missing=True,
        on=announced["planned_on"],
    )
    columns = ["meeting_id", "heading", "is_missing", "on", "document_id"]
    rows = pd.concat([held[columns], announced[columns]])
    return rows.sort_values("on").reset_index(drop=True)


@once
def latest_status(m: Material) -> dict[tuple[str, str], str]:
    """(measure, meeting) → the most certain status that was told there."""
    rows = m.ever("follow_ups")
    rows = rows[rows["measure_id"].notna() & rows["meeting_id"].isin(m.meetings["meeting_id"])]
    order = rows["status"].cat.categories.tolist()
    # what is said of the measure itself comes before what is said of one activity
    rows = rows.sort_values("activity_id", na_position="first", kind="stable")
    whole = {
        (r["measure_id"], r["meeting_id"]) for _, r in rows[rows["activity_id"].isna()].iterrows()
    }
    found: dict[tuple[str, str], str] = {}
    for _, row in rows.iterrows():
        key, code = (row["measure_id"], row["meeting_id"]), str(row["status"])
        if key in whole and words.is_known(row["activity_id"]):
            continue
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
            return f"Åtgärd {m.measure(measure)}"
        if words.is_known(row["programme_id"]):
            return programmes.get(row["programme_id"], words.NOT_STATED)
        return f"Uppdrag: {known.get(row['assignment_id'], words.NOT_STATED)}"

    order = measures["number"]
    rows = rows.assign(
        about=[about(row) for _, row in rows.iterrows()],
        number=rows["measure_id"].map(order).fillna(0),
    )
    rows = rows.sort_values(["number", "about", "document_id", "line"], kind="stable")
    rows = rows.drop_duplicates(["about", "text"])  # said once of the measure and its activity
    return Table(
        name="uppfoljningar",
        title=f"Vad {m.year} års källor säger om åtgärder och program",
        source=m.sources(rows),
        columns=[
            Column("Gäller", 1.4),
            Column("Vad som sägs", 2.8),
            Column("Läge", 0.9),
            Column("Grund", 1),
        ],
        rows=[
            [
                row["about"],
                row["text"],
                m.status("follow_ups", row["status"]),
                m.label("follow_ups", "basis", row["basis"]),
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def never_followed_up(m: Material) -> Block:
    """Measures that no later document speaks of, deadlines that have passed, targets untold."""
    if m.measures.empty:
        return Missing(name="aldrig-uppfoljt", text=_no_measures(m))
    said = m.ever("follow_ups")
    said = said[said["meeting_id"].isin(m.meetings["meeting_id"])]
    told = set(said["activity_id"].dropna())
    activities = m.ever("activities")
    activities = activities[activities["measure_id"].isin(m.measures["measure_id"])]
    untold = activities[~activities["activity_id"].isin(told)]
    rows: list[tuple[str, str, str, pd.Series]] = []
    for _, measure in m.measures.iterrows():
        name = m.measure(measure)
        if measure["measure_id"] not in set(said["measure_id"]):
            rows.append((name, "hela åtgärden", "nämns inte i något senare protokoll", measure))
        for _, activity in untold[untold["measure_id"].eq(measure["measure_id"])].iterrows():
            if reason := _unanswered(m, activity):
                rows.append((name, activity["title"], reason, activity))
    n = f"{len(untold)} av {len(activities)} aktiviteter nämns inte i något protokoll efter planen."
    text = Text(name="aldrig-uppfoljt-antal", text=n, source=m.sources(m.measures))
    if not rows:
        return text
    table = Table(
        name="aldrig-uppfoljt",
        title=f"Åtgärder, tidsgränser och mål utan uppföljning till och med {m.year}",
        source=m.sources(m.measures),
        columns=[
            Column("Åtgärd", 1.4),
            Column("Vad", 2.4),
            Column("Varför", 1.9),
        ],
        rows=[[name, what, why] for name, what, why, _ in rows],
        sources=[m.source(row) for *_, row in rows],
    )
    return Group(name="inte-uppfoljt", title="Inte uppföljt", parts=[("", text), ("", table)])


def _unanswered(m: Material, activity: pd.Series) -> str:
    """Why somebody should have told what came of the activity; empty when nobody need have."""
    if words.is_known(activity["due_latest"]) and activity["due_latest"].year <= m.year:
        return f"tidsgränsen {activity['due_label']} har gått ut"
    if words.is_known(activity["target_count"]):
        per = activity["target_per"]
        often = m.label("activities", "target_per", per) if words.is_known(per) else ""
        unit = words.text(activity["target_unit"], "")
        return " ".join(f"målet minst {activity['target_count']} {unit} {often}".split())
    return ""


def _no_measures(m: Material) -> str:
    return f"Ingen åtgärdsplan som hade börjat gälla {m.year} finns i materialet att följa upp."


def _nothing_said(m: Material) -> str:
    if m.of_year("meetings").empty:
        return f"Inget protokoll från {m.year} finns i materialet, så uppföljning kan inte visas."
    return f"Protokollet från {m.year} säger inget om åtgärder eller program."
