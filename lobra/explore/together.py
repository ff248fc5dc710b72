"""Who works with whom: forum by kind of party, as a matrix, and each party by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Unpack

import pandas as pd

from lobra.blocks import Block, Missing, Source
from lobra.charts import Cell
from lobra.explore.asked import Asked, Narrow, framed
from lobra.report.shown import matrix_chart
from lobra_data import frames, words

LEADS, MEMBER, PRESENT, CALLED = "leder åtgärder", "medlem", "närvarande", "kallad"
_MARKS = {LEADS: "done", MEMBER: "ongoing", PRESENT: "ongoing", CALLED: "planned"}
_SAID = {"done": LEADS, "ongoing": "medlem eller närvarande", "planned": CALLED}
NO_PARTY = "annan roll"
"""Of a row that names no organisation."""
MOST_ROWS = 30
"""Forums that a picture has room for; the table has them all."""


def together(**narrow: Unpack[Narrow]) -> pd.DataFrame:
    """Which organisations meet in which forum, and how: leading, member, present or called."""
    asked = Asked(**narrow)
    rows = sorted(_met(asked), key=lambda row: (row["council"], row["forum"], row["party"]))
    frame = framed(rows, ("council", "forum", "party", "kind", "role", "how", "source", "marks"))
    return frame.drop_duplicates(["council", "forum", "party", "role", "how"]).reset_index(
        drop=True
    )


def picture(**narrow: Unpack[Narrow]) -> Block:
    """The same as a matrix: a line a forum, a column a kind of party; what is furthest counts."""
    rows = together(**narrow)
    if rows.empty:
        return Missing(
            name="tillsammans", text="Inget om vilka som samverkar är antecknat för valet."
        )
    labels = [*frames.labels("organisations", "kind").values(), NO_PARTY]
    kinds = [kind for kind in labels if rows["kind"].eq(kind).any()]
    order, several = list(_MARKS), rows["council"].nunique() > 1
    grid, sources = [], []
    for _, some in list(rows.groupby(["council", "forum"], sort=False))[:MOST_ROWS]:
        council, forum = some[["council", "forum"]].iloc[0]
        cells = []
        for kind in kinds:
            how = some[some["kind"].eq(kind)]["how"]
            cells.append(Cell(_MARKS[min(how, key=order.index)] if len(how) else "none"))
        grid.append((f"{forum} ({council})" if several else forum, cells))
        sources.append(tuple(Source(one) for one in dict.fromkeys(some["source"])))
    return matrix_chart(
        "tillsammans",
        "Vilka som möts: forum och slag av organisation",
        "Forum",
        [words.capitalised(kind) for kind in kinds],
        grid,
        _SAID | {"none": ""},
        [*((mark, word) for mark, word in _SAID.items()), ("none", "inget antecknat")],
        tuple(dict.fromkeys(Source(one.rpartition(", rad ")[0]) for one in rows["source"])),
        sources,
    )


def _met(asked: Asked) -> Iterator[dict[str, Any]]:
    forums = asked.ever("forums").set_index("forum_id")["name"]
    kinds = (
        frames.organisations(data=asked.records).set_index("organisation_id")["kind"].astype("str")
    )
    labels = frames.labels("organisations", "kind")
    of_meeting = asked.meetings.set_index("meeting_id")["forum_id"]
    for row, forum, key, role, how in _ties(asked, of_meeting):
        party = asked.organisations.get(key) if words.is_known(key) else None
        yield {
            "council": asked.councils[row["council_id"]],
            "forum": forums.get(forum, ""),
            "party": party or words.text(role, NO_PARTY),
            "kind": labels[kinds[key]] if party else NO_PARTY,
            "role": words.text(role, ""),
            "how": how,
            "source": row["source"],
            "marks": row["marks"],
        }


def _ties(asked: Asked, of_meeting: pd.Series) -> Iterator[tuple[pd.Series, Any, Any, Any, str]]:
    """Each row that ties somebody to a forum: the forum, organisation, role and how."""
    actions = asked.rows("place_actions")
    actions = actions[actions["lead"].notna() | actions["lead_organisation_id"].notna()]
    for _, row in actions.iterrows():
        yield row, row["forum_id"], row["lead_organisation_id"], row["lead"], LEADS
    if asked.words or asked.place:  # only who does something about what is looked for
        return
    for _, row in asked.rows("forum_members").iterrows():
        yield row, row["forum_id"], row["organisation_id"], row["role"], MEMBER
    how = {"present": PRESENT, "called": CALLED}
    for _, row in asked.rows("attendance").iterrows():
        if row["status"] in how:
            forum = of_meeting[row["meeting_id"]]
            yield row, forum, row["organisation_id"], row["role"], how[row["status"]]
