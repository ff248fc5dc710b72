"""Mandate and organisation: what the council is for, and the forums around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lobra import charts
from lobra.blocks import Block, Chart, Column, Nothing, Statement, Statements
from lobra.report.material import Material, iterated
from lobra.report.shown import Cells, Columns, listing, said_missing, table
from lobra_data import words


def mandate(m: Material) -> Block:
    """What the documents say that the council is for and how often it meets."""
    items = [*_mandate(m)]
    if not items:
        return said_missing(m, "uppdrag", "Rådets uppdrag är inte antecknat.")
    return Statements(name="uppdrag", title="Uppdrag", items=items)


def _mandate(m: Material) -> Iterator[Statement]:
    forums = m.own("forums")
    roots = iterated(forums[forums["kind"].eq("council")])
    for row in roots:
        if words.is_known(row["purpose"]):
            yield Statement(words.sentence(f"{row['name']}:", row["purpose"]), m.source(row))
    for row in roots:
        if words.is_known(row["rhythm"]):
            yield Statement(f"Rådet ska mötas {row['rhythm']}.", m.source(row))
    for row in iterated(m.councils):
        if words.is_known(row["note"]):
            yield Statement(words.sentence(f"{row['name']}:", row["note"]), m.source(row))


def forum_tree(m: Material) -> Block:
    """The council and the forums under it, drawn as a tree."""
    rows = m.own("forums")
    if rows.empty:
        return said_missing(m, "organisation", "Inga forum är antecknade.")
    nodes = [
        charts.Node(
            row["forum_id"],
            row["parent_id"] if words.is_known(row["parent_id"]) else None,
            row["name"],
            m.label("forums", "kind", row["kind"]),
        )
        for row in iterated(rows)
    ]
    names = {node.id: node.name for node in nodes}
    under = {key: [node.name for node in nodes if node.parent == key] for key in names}
    order = [key for key in dict.fromkeys(node.parent for node in nodes) if key in names]
    told = " ".join(f"Under {names[key]} finns {words.listed(under[key])}." for key in order)
    columns: Cells[charts.Node] = {
        Column("Forum", 2): lambda node: node.name,
        Column("Slag", 1): lambda node: node.note,
        Column("Hör till", 2): lambda node: names.get(node.parent or "", "–"),
    }
    title, places = "Rådets organisation enligt källorna", [*map(m.lines, iterated(rows))]
    return Chart(
        name="organisation",
        title=title,
        source=m.sources(rows),
        alt=f"Organisationsschema. {told}",
        table=listing(nodes, "organisation", "Forum och vad de hör till", columns, places),
        svg=charts.tree(title, nodes),
    )


def forums(m: Material) -> Block:
    """The forums with their members by role."""
    rows, listed = m.own("forums"), m.own("forum_members")
    if rows.empty:
        return Nothing(name="forum")
    members: dict[str, list[str]] = defaultdict(list)
    for row in iterated(listed):
        who = words.text(row["role"], "") or m.organisation(row["organisation_id"])
        members[row["forum_id"]].append(who)
    columns: Columns = {
        Column("Forum", 1.5): "name",
        Column("Nivå", 0.9): lambda row: m.label("forums", "level", row["level"]),
        Column("Möts", 1.1): "rhythm",
        Column("Deltagare", 3): lambda row: words.text(words.listed(members[row["forum_id"]])),
    }
    sources = [
        m.lines(row, listed[listed["forum_id"].eq(row["forum_id"])]) for row in iterated(rows)
    ]
    title = "Forumens nivå, rytm och deltagare"
    return table(m, rows, "forum", title, columns, m.sources(rows, listed), sources)
