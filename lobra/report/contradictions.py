"""The contradictions that the machine finds, as the report shows them."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import Block, Column, Table, Text
from lobra.report.material import RECORDS, Material
from lobra_data import files, rules, schema, words
from lobra_data.rules.view import View


def contradictions_found(m: Material) -> Block:
    """What the machine finds in what was known by the year's end and nobody has noted."""
    found = rules.unresolved(_known(m))
    if not found:
        text = (
            f"Maskinen har jämfört uppgifterna till och med {m.year} och hittar inga motsägelser "
            "som inte redan är antecknade."
        )
        return Text(name="motsagelser-maskin", text=text, source=RECORDS)
    return Table(
        name="motsagelser-maskin",
        title=f"Motsägelser som maskinen hittar till och med {m.year} och ingen har rett ut",
        columns=[
            Column("Uppgift", 1.6),
            Column("Ett ställe", 1.3),
            Column("Ett annat", 1.3),
        ],
        rows=[[words.capitalised(one.about), *one.values] for one in found],
        sources=[
            tuple(dict.fromkeys(place for row in one.rows for place in m.source(row.values)))
            for one in found
        ],
    )


def _known(m: Material) -> View:
    """The records as they were known by the end of the year, and as far as they may be shown."""
    keys = {name: set(_rows(m, name)[table.key]) for name, table in schema.load().items()}
    return View(files.find(m.data), m.lineage, keys)


def _rows(m: Material, table: str) -> pd.DataFrame:
    rows = m.ever(table)
    if "meeting_id" in rows:
        rows = rows[rows["meeting_id"].isin(m.meetings["meeting_id"])]
    if table == "planned_meetings":
        rows = rows[rows["planned_on"].dt.year.le(m.year)]
    if table in ("statistics", "assessments"):
        rows = rows[rows["year"].le(m.year)]
    return rows
