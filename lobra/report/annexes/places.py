"""Platssamverkan: what is done at each place, by whom, and how far it has come."""

from __future__ import annotations

import pandas as pd

from lobra.blocks import (
    Block,
    Column,
    Group,
    Nothing,
    Table,
)
from lobra.report.material import Material
from lobra.report.shown import (
    Columns,
    table,
)
from lobra_data import words


def place_tables(m: Material) -> Block:
    """The working tables, place by place, problems and development apart."""
    rows = m.of_year("place_actions")
    if rows.empty:
        return Nothing(name="platssamverkan")
    places = m.place_names
    parts: list[tuple[str, Block]] = []
    for number, (key, place) in enumerate(rows.groupby("forum_id", sort=False), start=1):
        heading = places[str(key)]
        for kind, group in place.groupby("kind", observed=True, sort=True):
            title = f"{places[str(key)]}: {m.label('place_actions', 'kind', kind)}"
            parts.append((heading, _actions(m, group, f"platssamverkan-{number}-{kind}", title)))
            heading = ""
    return Group(name="platssamverkan", title="Platssamverkan", parts=parts)


def _actions(m: Material, rows: pd.DataFrame, name: str, title: str) -> Table:
    columns: Columns = {
        Column("Plats och problem", 2.2): _about,
        Column("Insats", 1.9): "action",
        Column("Ansvarig", 1.3): "lead",
        Column("Läge", 1): lambda row: m.status("place_actions", row["status"]),
        Column("Vad som sägs", 2): "status_text",
    }
    return table(m, rows, name, title, columns, m.sources(rows))


def _about(row: pd.Series) -> str:
    known = [str(part) for part in (row["spot"], row["problem"]) if words.is_known(part)]
    return ": ".join(known) or words.NOT_STATED
