"""Mandate and organisation: what the council is for, and the forums around it."""

from __future__ import annotations

from lobra import charts
from lobra.blocks import Block, Chart, Column, Missing, Statement, Statements, Table
from lobra.report.material import Material
from lobra_data import words


def mandate(m: Material) -> Block:
    """What the documents say that the council is for and how often it meets."""
    forums = m.own("forums")
    roots = forums[forums["kind"].eq("council")]
    items = [
        Statement(words.sentence(row["name"] + ":", row["purpose"]), m.source(row))
        for _, row in roots.iterrows()
        if words.is_known(row["purpose"])
    ]
    items += [
        Statement(f"Rådet ska mötas {row['rhythm']}.", m.source(row))
        for _, row in roots.iterrows()
        if words.is_known(row["rhythm"])
    ]
    items += [
        Statement(words.sentence(row["name"] + ":", row["note"]), m.source(row))
        for _, row in m.councils.iterrows()
        if words.is_known(row["note"])
    ]
    if not items:
        return Missing(name="uppdrag", text="Källorna beskriver inte rådets uppdrag.")
    return Statements(name="uppdrag", title="Uppdrag", items=items)


def forum_tree(m: Material) -> Block:
    """The council and the forums under it, drawn as a tree."""
    forums = m.own("forums")
    if forums.empty:
        return Missing(name="organisation", text="Källorna beskriver inga forum.")
    nodes = [
        charts.Node(
            row["forum_id"],
            row["parent_id"] if words.is_known(row["parent_id"]) else None,
            row["name"],
            m.label("forums", "kind", row["kind"]),
        )
        for _, row in forums.iterrows()
    ]
    names = dict(zip(forums["forum_id"], forums["name"], strict=True))
    under = {
        names[key]: rows["name"].tolist()
        for key, rows in forums.groupby("parent_id", sort=False)
        if key in names
    }
    alt = "Organisationsschema. " + " ".join(
        f"Under {name} finns {words.listed(below)}." for name, below in under.items()
    )
    table = Table(
        name="organisation",
        title="Forum och vad de hör till",
        columns=[Column("Forum", 2), Column("Slag", 1), Column("Hör till", 2)],
        rows=[
            [row["name"], m.label("forums", "kind", row["kind"]), names.get(row["parent_id"], "–")]
            for _, row in forums.iterrows()
        ],
        sources=[m.lines(forums.loc[[key]]) for key in forums.index],
    )
    title = "Rådets organisation enligt källorna"
    return Chart(
        name="organisation",
        title=title,
        source=m.sources(forums),
        table=table,
        alt=alt,
        svg=charts.tree(title, nodes),
    )


def forums(m: Material) -> Block:
    """The forums with their members by role."""
    rows = m.own("forums")
    members: dict[str, list[str]] = {}
    for _, row in m.own("forum_members").iterrows():
        who = words.text(row["role"], "") or m.organisation(row["organisation_id"])
        members.setdefault(row["forum_id"], []).append(who)
    return Table(
        name="forum",
        title="Forumens nivå, rytm och deltagare",
        source=m.sources(rows),
        columns=[
            Column("Forum", 1.5),
            Column("Nivå", 0.9),
            Column("Möts", 1.1),
            Column("Deltagare", 3),
        ],
        rows=[
            [
                row["name"],
                m.label("forums", "level", row["level"]),
                words.text(row["rhythm"]),
                words.listed(members.get(row["forum_id"], [])) or words.NOT_STATED,
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )
