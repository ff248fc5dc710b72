"""Programmes and initiatives: what was aimed at and what came of it, and what was counted."""

from __future__ import annotations

from lobra.blocks import Block, Column, Missing, Table
from lobra.charts import Cell
from lobra.report.drawn import matrix_chart
from lobra.report.material import Material
from lobra_data import words


def programmes_chart(m: Material) -> Block:
    """Programme × year: what the documents say of its status, across a change of council."""
    rows = m.ever("programme_results")
    rows = rows[rows["year"].le(m.year).fillna(False)]
    if rows.empty:
        return Missing(name="program-over-tid", text="Inga program är antecknade.")
    known = m.ever("programmes").set_index("programme_id")["name"].to_dict()
    years = sorted(int(year) for year in rows["year"].unique())
    labels = m.status_labels("programme_results")
    found = {
        (known[row["programme_id"]], int(row["year"])): str(row["status"])
        for _, row in rows.iterrows()
    }
    names = list(dict.fromkeys(known[key] for key in rows["programme_id"]))
    grid = [(name, [Cell(found.get((name, year), "none")) for year in years]) for name in names]
    used = [code for code in labels if code in set(found.values())]
    return matrix_chart(
        "program-over-tid",
        "Program och insatser år för år",
        "Program",
        [str(year) for year in years],
        grid,
        labels | {"none": "nämns inte"},
        [*((code, labels[code]) for code in used), ("none", "nämns inte")],
        m.sources(rows),
        sources=[m.lines(rows[rows["programme_id"].map(known).eq(name)]) for name in names],
    )


def programme_table(m: Material) -> Block:
    """Target and outcome of the year, side by side."""
    rows = m.of_year("programme_results")
    if rows.empty:
        return Missing(name="program", text=f"Källorna nämner inga program {m.year}.")
    known = m.ever("programmes").set_index("programme_id")["name"].to_dict()
    return Table(
        name="program",
        title=f"Mål och utfall {m.year}",
        source=m.sources(rows),
        columns=[
            Column("Program eller insats", 1.6),
            Column("Mål", 2),
            Column("Utfall", 2),
            Column("Läge", 0.9),
        ],
        rows=[
            [
                known[row["programme_id"]],
                words.text(row["target"], "inget mål anges"),
                _outcome(row),
                m.status("programme_results", row["status"]),
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def _outcome(row) -> str:
    said = words.text(row["outcome"], "")
    counted = ""
    if words.is_known(row["value"]):
        counted = f"{words.text(float(row['value']))} {words.text(row['unit'], '')}".strip()
    if counted and counted.split()[0] in said:
        counted = ""
    return words.listed(part for part in (said, counted) if part) or "inget utfall redovisas"


def observations(m: Material) -> Block:
    """Counted facts of the year."""
    rows = m.of_year("observations")
    if rows.empty:
        return Missing(
            name="raknat", text=f"Protokollen innehåller inga räknade uppgifter {m.year}."
        )
    return Table(
        name="raknat",
        title=f"Räknade uppgifter {m.year}",
        source=m.sources(rows),
        columns=[
            Column("Vad", 2.6),
            Column("Antal", is_number=True),
            Column("Enhet", 1),
            Column("Plats", 1.2),
            Column("Datum", 1.1),
        ],
        rows=[
            [
                row["what"],
                _value(row),
                words.text(row["unit"], "–"),
                words.text(row["place"], "–"),
                words.text(row["observed_on"], "–"),
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def _value(row) -> str:
    low = words.text(float(row["value"]))
    is_span = words.is_known(row["value_max"]) and row["value_max"] != row["value"]
    return f"{low}–{words.text(float(row['value_max']))}" if is_span else low
