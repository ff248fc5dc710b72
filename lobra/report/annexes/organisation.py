"""Mandate and organisation: what the council is for, and the forums around it."""

from __future__ import annotations

from collections import defaultdict

from lobra.blocks import (
    Block,
    Column,
)
from lobra.report.material import Material, iterated
from lobra.report.shown import (
    Columns,
    table,
)
from lobra_data import words


def forums(m: Material) -> Block:
    """The forums with their members by role."""
    rows = m.own("forums")
    members: dict[str, list[str]] = defaultdict(list)
    for row in iterated(m.own("forum_members")):
        who = words.text(row["role"], "") or m.organisation(row["organisation_id"])
        members[row["forum_id"]].append(who)
    columns: Columns = {
        Column("Forum", 1.5): "name",
        Column("Nivå", 0.9): lambda row: m.label("forums", "level", row["level"]),
        Column("Möts", 1.1): "rhythm",
        Column("Deltagare", 3): lambda row: words.text(words.listed(members[row["forum_id"]])),
    }
    return table(m, rows, "forum", "Forumens nivå, rytm och deltagare", columns, m.sources(rows))
