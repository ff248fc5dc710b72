"""Platssamverkan: what is done at each place, by whom, and how far it has come."""

from __future__ import annotations

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Nothing, Table
from lobra.report import counting, unseen
from lobra.report.material import Material, iterated
from lobra.report.shown import NOT_NOTED, Columns, count_chart, found_chart, said_missing, table
from lobra_data import words


def place_status(m: Material) -> Block:
    """One strip a place: a symbol for every action, sorted by status."""
    rows, name = unseen.place_actions(m), "platssamverkan-status"
    if rows.empty:
        text = f"Inga arbetstabeller från platssamverkan {m.year} finns {m.here}."
        return said_missing(m, name, text)
    places, labels = _places(m), m.status_labels("place_actions")
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


def place_leads(m: Material) -> Block:
    """Which organisations lead how many actions; many have no lead at all, some have two."""
    rows = unseen.place_actions(m)
    if rows.empty:
        return Nothing(name="platssamverkan-ansvar")
    led = [counting.parties(m, row) or [_no_party(row)] for row in iterated(rows)]
    rows = rows.assign(party=pd.Series(led, rows.index)).explode("party", ignore_index=True)
    return count_chart(
        m,
        rows,
        rows["party"],
        "platssamverkan-ansvar",
        f"Vem som ansvarar för insatserna i platssamverkan {m.year}, antal insatser",
        "Antal insatser efter ansvarig organisation",
        ("Ansvarig", "Insatser"),
    )


def _no_party(row: pd.Series) -> str:
    return "annan" if words.is_known(row["lead"]) else "ingen angiven"


def place_spread(m: Material) -> Block:
    """The same actions tried at several places: which action, which place, which status."""
    rows = unseen.place_actions(m)
    n_places = rows.groupby("action")["forum_id"].nunique()
    shared = n_places[n_places > 1].index.tolist()
    if not shared:
        return Nothing(name="platssamverkan-gemensamt")
    places = _places(m)
    found = zip(rows["action"], rows["forum_id"], rows["status"], strict=True)
    return found_chart(
        "platssamverkan-gemensamt",
        "Insatser som görs på flera platser",
        "Insats",
        {key: places[key] for key in dict.fromkeys(rows["forum_id"])},
        {action: m.lines(rows[rows["action"].eq(action)]) for action in shared},
        {(action, key): str(status) for action, key, status in found},
        m.status_labels("place_actions") | {"none": NOT_NOTED},
        m.sources(rows),
    )


def place_tables(m: Material) -> Block:
    """The working tables, place by place, problems and development apart."""
    rows = unseen.place_actions(m)
    if rows.empty:
        return Nothing(name="platssamverkan")
    places = _places(m)
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


def _places(m: Material) -> dict[str, str]:
    names = m.names("forums", "forum_id")
    return {key: name.removeprefix("Platssamverkan ") for key, name in names.items()}
