"""Next year: announced meetings, open assignments, and what was said to come."""

from __future__ import annotations

from lobra.blocks import Block, Column, Missing, Statement, Statements, Table
from lobra.report.decisions import assignment_table, priority_table
from lobra.report.material import Material
from lobra_data import words


def announced(m: Material) -> Block:
    """Meetings after the year that the year's minutes announce."""
    rows = m.ever("planned_meetings")
    known = m.meetings["meeting_id"]
    rows = rows[rows["planned_on"].dt.year.gt(m.year) & rows["meeting_id"].isin(known)]
    if rows.empty:
        text = f"Inget möte efter {m.year} är annonserat i materialet."
        return Missing(name="kommande-moten", text=text)
    return Table(
        name="kommande-moten",
        title=f"Annonserade möten efter {m.year}",
        columns=[Column("Datum", 1.2), Column("Tid", 1), Column("Plats", 2)],
        rows=[
            [
                words.date(row["planned_on"]),
                words.clock(row["starts_at"], row["ends_at"]),
                words.text(row["place"]),
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def open_assignments(m: Material) -> Block:
    """Assignments up to and including the year that no later document closes."""
    rows = m.assignments[~m.assignments["is_closed"]]
    if rows.empty:
        text = "Inga öppna uppdrag är antecknade i materialet."
        return Missing(name="oppna-uppdrag", text=text)
    return assignment_table(m, rows, "oppna-uppdrag", f"Öppna uppdrag vid slutet av {m.year}")


def next_priorities(m: Material) -> Block:
    """What the documents so far say will be prioritised after the year."""
    rows = m.ever("priorities")
    rows = rows[rows["year"].gt(m.year) & rows["meeting_id"].isin(m.meetings["meeting_id"])]
    if rows.empty:
        text = f"Källorna anger inga prioriteringar för åren efter {m.year}."
        return Missing(name="kommande-prioriteringar", text=text)
    return priority_table(m, rows, "kommande-prioriteringar", f"Prioriteringar efter {m.year}")


def intentions(m: Material) -> Block:
    """What the year's minutes say will be done."""
    rows = m.of_year("statements")
    rows = rows[rows["kind"].eq("intention")]
    if rows.empty:
        text = f"Källorna från {m.year} nämner inget ytterligare som ska göras."
        return Missing(name="avsikter", text=text)
    return Statements(
        name="avsikter",
        title="Sådant som enligt protokollen ska göras",
        items=[Statement(row["text"], m.source(row)) for _, row in rows.iterrows()],
    )
