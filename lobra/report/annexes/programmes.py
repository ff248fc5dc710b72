"""Programmes and initiatives: what was aimed at and what came of it, and what was counted."""

from __future__ import annotations

from lobra.blocks import Block, Column, Nothing
from lobra.report.annexes.compact import EMPTY, filled, value
from lobra.report.material import Material
from lobra.report.rows import Row
from lobra.report.shown import Columns, meeting_column, table
from lobra_data import words


def programme_table(m: Material) -> Block:
    """Target and outcome of the year, side by side."""
    rows, names = m.of_year("programme_results"), m.names("programmes", "programme_id")
    if rows.empty:
        return Nothing(name="program")
    columns: Columns = {
        Column("Program eller insats", 1.6): lambda row: names[row["programme_id"]],
        Column("Mål", 2): lambda row: value(row["target"]),
        Column("Utfall", 2): _outcome,
        Column("Läge", 0.9): lambda row: m.status("programme_results", row["status"]),
    }
    title = f"Programmens mål och utfall {m.year}"
    return filled(table(m, rows, "program", title, columns, m.sources(rows)))


def _outcome(row: Row) -> str:
    said, counted = words.text(row["outcome"], ""), ""
    if words.is_known(row["value"]):
        counted = f"{words.text(float(row['value']))} {words.text(row['unit'], '')}".strip()
    if counted and counted.split()[0] in said:
        counted = ""
    return words.listed(part for part in (said, counted) if part) or EMPTY


def observations(m: Material) -> Block:
    """Counted facts of the year."""
    rows = m.by_meeting(m.of_year("observations"))
    if rows.empty:
        return Nothing(name="raknat")
    columns: Columns = {
        Column("Vad", 2.6): lambda row: words.capitalised(row["what"]),
        Column("Antal", 1.1): _count,
        Column("Plats", 1.2): lambda row: value(row["place"]),
        Column("Datum", 1.1): lambda row: value(row["observed_on"]),
        **meeting_column(m, rows),
    }
    title = f"Uppgifter som räknats {m.year}"
    return filled(table(m, rows, "raknat", title, columns, m.sources(rows)))


def _count(row: Row) -> str:
    """12 deltagare; a span where it isn't known, or may not be shown, how many exactly."""
    said = words.text(float(row["value"]))
    if words.is_known(row["value_max"]) and row["value_max"] != row["value"]:
        said = f"{said}–{words.text(float(row['value_max']))}"
    return f"{said} {words.text(row['unit'], '')}".strip()
