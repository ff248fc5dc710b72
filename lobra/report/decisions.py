"""Priorities, decisions and assignments of the year."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Missing, Table
from lobra.charts import Cell
from lobra.report.drawn import matrix_chart
from lobra.report.material import Material
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
        return Missing(name="prioriteringar-over-tid", text="Inga prioriteringar är antecknade.")
    years = sorted(int(year) for year in rows["year"].unique())
    rows = rows.assign(name=rows["name"].map(words.capitalised))
    names = list(dict.fromkeys(rows["name"]))
    found = {
        (row["name"], row["year"]): row["change"] if words.is_known(row["change"]) else "mentioned"
        for _, row in rows.iterrows()
    }
    grid = [
        (
            name,
            [
                Cell(_CHANGE_MARKS[found[name, y]]) if (name, y) in found else Cell("none")
                for y in years
            ],
        )
        for name in names
    ]
    used = {found[key] for key in found}
    word = tables.labels("priorities", "change") | {"mentioned": _MENTIONED}
    by_mark: dict[str, list[str]] = {}
    for code, mark in _CHANGE_MARKS.items():
        if code in used:
            by_mark.setdefault(mark, []).append(word[code])
    legend = [(mark, " eller ".join(said)) for mark, said in by_mark.items()]
    legend.append(("none", "nämns inte"))
    return matrix_chart(
        "prioriteringar-over-tid",
        "Prioriteringar år för år",
        "Prioritering",
        [str(year) for year in years],
        grid,
        {mark: " eller ".join(said) for mark, said in by_mark.items()} | {"none": "nämns inte"},
        legend,
        m.sources(rows),
        sources=[m.lines(rows[rows["name"].eq(name)]) for name in names],
    )


def priorities(m: Material) -> Block:
    """The year's priorities: added, kept, removed or proposed to be."""
    rows = m.of_year("priorities")
    if rows.empty:
        text = f"Källorna anger inga prioriteringar för {m.year}."
        return Missing(name="prioriteringar", text=text)
    return priority_table(m, rows, "prioriteringar", f"Prioriteringar för {m.year}")


def priority_table(m: Material, rows: pd.DataFrame, name: str, title: str) -> Table:
    return Table(
        name=name,
        title=title,
        columns=[
            Column("Prioritering", 2.4),
            Column("Slag", 0.8),
            Column("Ändring", 1.2),
        ],
        rows=[
            [
                words.capitalised(row["name"]),
                m.label("priorities", "kind", row["kind"]),
                m.label("priorities", "change", row["change"])
                if words.is_known(row["change"])
                else _MENTIONED,
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def decision_table(m: Material) -> Block:
    """The decisions of the year, formalities left out."""
    rows = m.of_year("decisions")
    if rows.empty:
        return Missing(name="beslut", text=_none(m, "beslut utöver formalia"))
    return Table(
        name="beslut",
        title=f"Beslut {m.year}",
        columns=[Column("Beslut", 3)],
        rows=[[text] for text in rows["text"]],
        sources=m.each(rows),
    )


def assignments(m: Material) -> Block:
    """Who was asked to do what, and whether a later document says that it was done."""
    rows = m.assignments[m.assignments["meeting_id"].isin(m.of_year("meetings")["meeting_id"])]
    if rows.empty:
        return Missing(name="uppdrag-givna", text=_none(m, "uppdrag"))
    return assignment_table(m, rows, "uppdrag-givna", f"Uppdrag givna {m.year}")


def assignment_table(m: Material, rows: pd.DataFrame, name: str, title: str) -> Table:
    return Table(
        name=name,
        title=title,
        columns=[
            Column("Uppdrag", 2.4),
            Column("Till", 1.2),
            Column("Senast", 0.8),
            Column("Läge", 1.1),
        ],
        rows=[
            [
                row["text"],
                words.text(row["assigned_to"]),
                words.text(row["due_on"]),
                "avslutat" if row["is_closed"] else "öppet, inget svar funnet",
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def _none(m: Material, what: str) -> str:
    if m.of_year("meetings").empty:
        return f"Inget protokoll från {m.year} finns i materialet, så {what} är okända."
    return f"Protokollet från {m.year} innehåller inga {what}."
