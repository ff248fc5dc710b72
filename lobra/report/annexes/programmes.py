"""Programmes and initiatives: what was aimed at and what came of it, and what was counted."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import (
    Block,
    Column,
)
from lobra.report.material import Material
from lobra.report.shown import (
    Columns,
    meeting_column,
    none_noted,
    table_or,
)
from lobra_data import words


def programme_table(m: Material) -> Block:
    """Target and outcome of the year, side by side."""
    rows, names = m.of_year("programme_results"), m.names("programmes", "programme_id")
    columns: Columns = {
        Column("Program eller insats", 1.6): lambda row: names[row["programme_id"]],
        Column("Mål", 2): lambda row: words.text(row["target"], "inget mål antecknat"),
        Column("Utfall", 2): _outcome,
        Column("Läge", 0.9): lambda row: m.status("programme_results", row["status"]),
    }
    title, missing = f"Mål och utfall {m.year}", f"Inga program är antecknade för {m.year}."
    return table_or(m, rows, "program", title, columns, missing, m.sources(rows))


def _outcome(row: pd.Series) -> str:
    said, counted = words.text(row["outcome"], ""), ""
    if words.is_known(row["value"]):
        counted = f"{words.text(float(row['value']))} {words.text(row['unit'], '')}".strip()
    if counted and counted.split()[0] in said:
        counted = ""
    return words.listed(part for part in (said, counted) if part) or "inget utfall antecknat"


def observations(m: Material) -> Block:
    """Counted facts of the year."""
    rows = m.by_meeting(m.of_year("observations"))
    columns: Columns = {
        Column("Vad", 2.6): "what",
        Column("Antal", is_number=True): _value,
        Column("Enhet", 1): lambda row: words.text(row["unit"], "–"),
        Column("Plats", 1.2): lambda row: words.text(row["place"], "–"),
        Column("Datum", 1.1): lambda row: words.text(row["observed_on"], "–"),
        **meeting_column(m, rows),
    }
    title, missing = f"Räknade uppgifter {m.year}", none_noted(m, "räknade uppgifter")
    return table_or(m, rows, "raknat", title, columns, missing, m.sources(rows))


def _value(row: pd.Series) -> str:
    low = words.text(float(row["value"]))
    is_span = words.is_known(row["value_max"]) and row["value_max"] != row["value"]
    return f"{low}–{words.text(float(row['value_max']))}" if is_span else low
