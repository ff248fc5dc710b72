"""Platssamverkan: what is done at each place, by whom, and how far it has come."""

from __future__ import annotations

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Missing, Nothing, Table
from lobra.charts import Cell
from lobra.report.drawn import bar_chart, matrix_chart
from lobra.report.material import Material
from lobra_data import words


def place_status(m: Material) -> Block:
    """One strip a place: a symbol for every action, sorted by status."""
    rows = m.of_year("place_actions")
    if rows.empty:
        return Missing(name="platssamverkan-status", text=_nothing(m))
    names = _places(m)
    labels = m.status_labels("place_actions")
    groups = [
        (names[str(key)], group["status"].astype("str").tolist())
        for key, group in rows.groupby("forum_id", sort=False)
    ]
    title = f"Läget för insatserna i platssamverkan {m.year}"
    table = Table(
        name="platssamverkan-status",
        title="Antal insatser efter läge",
        columns=[Column("Plats", 2), *(Column(w, is_number=True) for w in labels.values())],
        rows=[[name, *(str(statuses.count(code)) for code in labels)] for name, statuses in groups],
        sources=[m.lines(group) for _, group in rows.groupby("forum_id", sort=False)],
    )
    alt = "En rad med symboler per plats. " + " ".join(
        f"{name}: {len(statuses)} insatser, "
        + words.listed(
            f"{statuses.count(code)} {labels[code]}" for code in labels if code in statuses
        )
        + "."
        for name, statuses in groups
    )
    return Chart(
        name="platssamverkan-status",
        title=title,
        source=m.sources(rows),
        alt=alt,
        table=table,
        svg=charts.strips(title, groups, labels),
    )


def place_leads(m: Material) -> Block:
    """Which organisations lead how many actions; many have no lead at all."""
    rows = m.of_year("place_actions")
    if rows.empty:
        return Nothing(name="platssamverkan-ansvar")
    named = rows["lead_organisation_id"].map(m.organisation)
    names = named.where(
        named.ne(""), rows["lead"].notna().map({True: "annan", False: "ingen angiven"})
    )
    counts = names.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return bar_chart(
        "platssamverkan-ansvar",
        f"Vem som ansvarar för insatserna i platssamverkan {m.year}, antal insatser",
        "Antal insatser efter ansvarig organisation",
        ("Ansvarig", "Insatser"),
        [charts.Bar(str(name), int(n)) for name, n in counts.items()],
        m.sources(rows),
        [m.lines(rows[names.eq(name)]) for name in counts.index],
    )


def place_spread(m: Material) -> Block:
    """The same actions tried at several places: which action, which place, which status."""
    rows = m.of_year("place_actions")
    n_places = rows.groupby("action")["forum_id"].nunique()
    shared = n_places[n_places > 1].index.tolist()
    if not shared:
        return Nothing(name="platssamverkan-gemensamt")
    names = _places(m)
    keys = list(dict.fromkeys(rows["forum_id"]))
    found = {(r["action"], r["forum_id"]): str(r["status"]) for _, r in rows.iterrows()}
    labels = m.status_labels("place_actions")
    used = [code for code in labels if code in {found.get((a, k)) for a in shared for k in keys}]
    grid = [(action, [Cell(found.get((action, key), "none")) for key in keys]) for action in shared]
    return matrix_chart(
        "platssamverkan-gemensamt",
        "Insatser som görs på flera platser",
        "Insats",
        [names[key] for key in keys],
        grid,
        labels | {"none": "finns inte"},
        [*((code, labels[code]) for code in used), ("none", "finns inte")],
        m.sources(rows),
        sources=[m.lines(rows[rows["action"].eq(action)]) for action in shared],
    )


def place_tables(m: Material) -> Block:
    """The working tables, place by place, problems and development apart."""
    rows = m.of_year("place_actions")
    if rows.empty:
        return Nothing(name="platssamverkan")
    names = _places(m)
    parts: list[tuple[str, Block]] = []
    for number, (key, place) in enumerate(rows.groupby("forum_id", sort=False), start=1):
        for n, (kind, group) in enumerate(place.groupby("kind", observed=True, sort=True)):
            label = m.label("place_actions", "kind", kind)
            table = Table(
                name=f"platssamverkan-{number}-{kind}",
                title=f"{names[str(key)]}: {label}",
                source=m.sources(group),
                columns=[
                    Column("Plats och problem", 2.2),
                    Column("Insats", 1.9),
                    Column("Ansvarig", 1.3),
                    Column("Läge", 1),
                    Column("Vad som sägs", 2),
                ],
                rows=[_row(m, row) for _, row in group.iterrows()],
                sources=m.each(group),
            )
            parts.append((names[str(key)] if n == 0 else "", table))
    return Group(name="platssamverkan", title="Platssamverkan", parts=parts)


def _row(m: Material, row: pd.Series) -> list[str]:
    about = [str(part) for part in (row["spot"], row["problem"]) if words.is_known(part)]
    return [
        ": ".join(about) or words.NOT_STATED,
        row["action"],
        words.text(row["lead"]),
        m.status("place_actions", row["status"]),
        words.text(row["status_text"]),
    ]


def _places(m: Material) -> dict[str, str]:
    forums = m.ever("forums")
    return {
        key: name.removeprefix("Platssamverkan ")
        for key, name in zip(forums["forum_id"], forums["name"], strict=True)
    }


def _nothing(m: Material) -> str:
    return f"Inga arbetstabeller från platssamverkan {m.year} finns i materialet."
