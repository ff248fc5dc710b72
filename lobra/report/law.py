"""The checklist of the Act on municipalities' responsibility for crime prevention (2023:196)."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from lobra.blocks import Block, Column, Group, Sources, Table, Text
from lobra.report.material import RECORDS, Material
from lobra_data import words

IN_FORCE = dt.date(2023, 7, 1)
FOLLOWED_UP_WITHIN_YEARS = 2
_COORDINATORS = "samordn|strateg"


def legal_checklist(m: Material) -> Block:
    """What the law asks for, and when the material last shows it. It proves no breach: what the
    documents at hand don't show may well exist."""
    is_applicable = m.year >= IN_FORCE.year
    shown = [
        ("Lägesbild med analys", _latest(m, "statements", "theme", "lagesbild"), None),
        ("Åtgärdsplan", _latest_plan(m), None),
        (
            "Uppföljning av planen minst vartannat år",
            _latest_follow_up(m),
            FOLLOWED_UP_WITHIN_YEARS,
        ),
        ("Råd eller motsvarande samverkan", _latest_meeting(m), None),
        ("Samordnande funktion", _latest_coordinator(m), None),
    ]
    rows = []
    for what, (day, _), within in shown:
        state = "visad i källorna" if day else "inte visad i källorna"
        if within and day and m.year - int(day[-4:]) >= within:
            state = f"inte visad de senaste {words.number(within)} åren"
        rows.append([what, state if is_applicable else "ej tillämplig", day or "aldrig"])
    table = Table(
        name="lagkrav",
        title=f"Lagens krav och när de senast visas i källorna, till och med {m.year}",
        columns=[
            Column("Krav", 1.8),
            Column("Läge", 1.2),
            Column("Senast visat", 1.1),
        ],
        rows=rows,
        sources=[source or RECORDS for _, (_, source), _ in shown],
    )
    if is_applicable:
        text = (
            "Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete gäller sedan den "
            f"{words.date(IN_FORCE)}. Att något inte visas i källorna betyder inte att det saknas."
        )
    else:
        text = (
            "Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete trädde i kraft den "
            f"{words.date(IN_FORCE)} och är ej tillämplig på {m.year}. Tabellen visar ändå när det "
            "som lagen nu kräver senast syns i källorna."
        )
    note = Text(name="lagkrav-text", text=text, is_claim=False)
    return Group(name="lagens-krav", title="Lagens krav", parts=[("", note), ("", table)])


Shown = tuple[str, Sources]


def _last(m: Material, rows: pd.DataFrame) -> Shown:
    """The last of the rows' meetings, in words, and the source of the row."""
    known = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    if known.empty:
        return "", ()
    meeting = known.iloc[-1]
    row = rows[rows["meeting_id"].eq(meeting["meeting_id"])].iloc[-1]
    return m.meeting_day(meeting), m.source(row)


def _latest(m: Material, table: str, field: str, value: str) -> Shown:
    rows = m.ever(table)
    return _last(m, rows[rows[field].eq(value)])


def _latest_meeting(m: Material) -> Shown:
    return _last(m, m.meetings)


def _latest_follow_up(m: Material) -> Shown:
    rows = m.ever("follow_ups")
    return _last(m, rows[rows["measure_id"].notna()])


def _latest_coordinator(m: Material) -> Shown:
    rows = m.ever("attendance")
    return _last(m, rows[rows["role"].str.contains(_COORDINATORS, case=False, na=False)])


def _latest_plan(m: Material) -> Shown:
    if m.plans.empty:
        return "", ()
    plan = m.plans.sort_values("year_from").iloc[-1]
    return str(plan["year_from"]), m.source(plan)
