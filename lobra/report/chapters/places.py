"""The places of platssamverkan: how far the work has come, in a picture and a few sentences."""

from __future__ import annotations

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    Column,
    Nothing,
    Table,
)
from lobra.report.material import Material
from lobra.report.shown import (
    said_missing,
)
from lobra_data import words


def place_status(m: Material) -> Block:
    """One strip a place: a symbol for every action, sorted by status."""
    rows, name = m.of_year("place_actions"), "platssamverkan-status"
    if rows.empty:
        text = f"Inga arbetstabeller från platssamverkan {m.year} finns {m.here}."
        return said_missing(m, name, text)
    places, labels = m.place_names, m.status_labels("place_actions")
    by_place = [(places[str(key)], some) for key, some in rows.groupby("forum_id", sort=False)]
    groups = [(place, [*map(str, some["status"])]) for place, some in by_place]
    title = f"Läget för insatserna i platssamverkan {m.year}"
    told = [
        f"{place}: {len(found)} insatser, "
        + words.listed(f"{found.count(code)} {labels[code]}" for code in labels if code in found)
        for place, found in groups
    ]
    return Chart(
        name=name,
        title=title,
        source=m.sources(rows),
        alt=" ".join(["En rad med symboler per plats.", *(f"{one}." for one in told)]),
        table=Table(
            name=name,
            title="Antal insatser efter läge",
            columns=[Column("Plats", 2), *(Column(w, is_number=True) for w in labels.values())],
            rows=[[place, *(str(found.count(code)) for code in labels)] for place, found in groups],
            sources=[m.lines(some) for _, some in by_place],
        ),
        svg=charts.strips(title, groups, labels),
    )


def places(m: Material) -> Block:
    """A few sentences a place."""
    return Nothing(name="platserna")
