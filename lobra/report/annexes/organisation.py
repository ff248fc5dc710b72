"""The council and the forums around it."""

from __future__ import annotations

from collections import defaultdict

from lobra.blocks import Block, Column, Nothing
from lobra.report.annexes.compact import EMPTY, filled, value
from lobra.report.material import Material
from lobra.report.rows import Row, iterated
from lobra.report.shown import Columns, table
from lobra_data import words


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
        Column("Nivå", 0.9): lambda row: _level(m, row),
        Column("Möts", 1.1): lambda row: value(row["rhythm"]),
        Column("Uppgift", 2): lambda row: value(row["purpose"]),
        Column("Deltagare", 3): lambda row: words.listed(members[row["forum_id"]]) or EMPTY,
    }
    title = "Forumens nivå, mötesrytm, uppgift och deltagare"
    sources = [
        m.lines(row, listed[listed["forum_id"].eq(row["forum_id"])]) for row in iterated(rows)
    ]
    return filled(table(m, rows, "forum", title, columns, m.sources(rows, listed), sources))


def _level(m: Material, row: Row) -> str:
    return m.label("forums", "level", row["level"]) if words.is_known(row["level"]) else EMPTY
