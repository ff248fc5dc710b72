"""What is known to have been told of something after what is shown, and isn't shown itself.

An older follow-up is then no longer how it stands. Whether the newer one says the same, nobody
who reads the public edition can know, so that neither may the edition say.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from lobra.report.material import Material, once
from lobra.report.rows import Row, iterated
from lobra_data import words

WAITING, WITHHELD = "waiting", "withheld"
HOW = {WAITING: "väntar på granskning", WITHHELD: "visas inte"}
"""Why something isn't shown, as a state of its own: it is neither unknown nor missing."""


@once
def newer(
    m: Material,
    field: str,
    key: str,
    since: Any = None,
    year: int | None = None,
    is_itself: bool = False,
) -> str:
    """Why something told of it after the day `since` isn't shown; empty when nothing is kept back.

    `field` says what it is ("measure_id"), and `year` narrows what is asked for to a year. Of a
    measure everything counts, also of its activities, unless asked for what is told of it
    `is_itself` in so many words.
    """
    rows = [row for row in _kept_back(m) if row[field] == key]
    if is_itself:
        rows = [row for row in rows if row["basis"] == "stated"]
    if is_itself and field == "measure_id":
        rows = [row for row in rows if not words.is_known(row["activity_id"])]
    if words.is_known(since):
        rows = [row for row in rows if row["on"] > since]
    if year:
        rows = [row for row in rows if row["on"].year == year]
    if not rows:
        return ""
    is_withheld = any(words.is_known(row["is_sensitive"]) and row["is_sensitive"] for row in rows)
    return WITHHELD if is_withheld else WAITING


@once
def assignments(m: Material) -> pd.DataFrame:
    """All assignments up to the year, with why something newer of each isn't shown (`unseen`)."""
    whys = [newer(m, "assignment_id", key) for key in m.assignments["assignment_id"]]
    return m.assignments.assign(unseen=pd.Series(whys, m.assignments.index, dtype="str"))


@once
def place_actions(m: Material) -> pd.DataFrame:
    """The year's rows of platssamverkan; where a newer one isn't shown, the status is unknown."""
    rows, days = m.of_year("place_actions"), m.meetings.set_index("meeting_id")["first"]
    if rows.empty:
        return rows
    since = rows["meeting_id"].map(days)
    pairs = zip(rows["place_action_id"], since, strict=True)
    whys = pd.Series(
        [newer(m, "place_action_id", key, on) for key, on in pairs], rows.index, dtype="str"
    )
    notes = whys.map({why: f"En nyare uppgift {how}." for why, how in HOW.items()})
    texts = rows["status_text"].fillna("").str.cat(notes, sep=" ").str.strip()
    return rows.assign(
        status=rows["status"].astype("str").where(whys.eq(""), "unknown"),
        status_text=rows["status_text"].where(whys.eq(""), texts),
    )


def said(why: str, is_newer: bool = True) -> str:
    """nyare uppföljning väntar på granskning."""
    what = "nyare uppföljning" if is_newer else "uppföljning"
    return f"{what} {HOW[why]}"


def said_of(m: Material, measure_id: str, why: str) -> str:
    """The same of a measure: what isn't shown is newer only if something older is."""
    return said(why, is_newer=measure_id in m.told_of)


def meetings_of(m: Material, measure_id: str) -> set[str]:
    """The meetings that told something of a measure which isn't shown."""
    return {row["meeting_id"] for row in _kept_back(m) if row["measure_id"] == measure_id}


@once
def _kept_back(m: Material) -> list[Row]:
    """The follow-ups up to the year that aren't shown, with the day of their meeting."""
    rows = m.kept_back("follow_ups")
    if rows.empty:
        return []
    days = pd.concat([m.ever("meetings"), m.kept_back("meetings")]).set_index("meeting_id")
    first = days["held_on"].fillna(days["held_earliest"])
    rows = rows.assign(on=pd.to_datetime(rows["meeting_id"].map(first)))
    return iterated(rows[rows["on"].dt.year.le(m.year).fillna(False)])
