"""Which measures and activities nothing is noted of: "never" is a claim, so it is said what is
known: no minutes read, nothing noted, only something that waits for review, or nothing said of
how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Unpack

import pandas as pd

from lobra import search
from lobra.explore.asked import Asked, Narrow, framed
from lobra.explore.questions import in_force
from lobra_data import words

UNREAD = "inget protokoll efter planens början är inläst"
NONE = "ingen uppföljning är antecknad"
WAITING = "uppföljning väntar på granskning"
UNSAID = "uppföljning är antecknad, men inte hur det går"
KNOWN = "det är antecknat hur det går"
STATES = (NONE, UNSAID, WAITING, UNREAD)
_COLUMNS = "council kind number title plan state last last_iso source marks".split()


def not_followed_up(**narrow: Unpack[Narrow]) -> pd.DataFrame:
    """Measures and activities whose progress isn't noted from the years' minutes, and why not.

    An activity is followed up where a row says so of it, or of the programme that it carries out.
    Minutes of a council that came after count as well.
    """
    rows = followed_up(**narrow)
    return rows[rows["state"].ne(KNOWN)].reset_index(drop=True)


def followed_up(**narrow: Unpack[Narrow]) -> pd.DataFrame:
    """All measures and activities, with what is known of how they go."""
    asked = Asked(**narrow)
    said = asked.told(asked.ever("follow_ups"))
    measures = {row["measure_id"]: row for _, row in asked.ever("measures").iterrows()}
    rows: list[dict[str, Any]] = []
    for table in ("measures", "activities"):
        for _, row in in_force(asked, asked.rows(table)).iterrows():
            about = _about(asked, table, row, said)
            measure = measures.get(row["measure_id"], row)
            rows.append(
                {
                    "council": asked.councils[row["council_id"]],
                    "kind": search.KINDS[table],
                    "number": ".".join(_numbers(table, measure, row)),
                    "title": row["title"],
                    "plan": row["plan"],
                    "state": _state(asked, row, about),
                    "last": about["when"].iloc[-1] if len(about) else "",
                    "last_iso": about["when_iso"].iloc[-1] if len(about) else "",
                    "source": row["source"],
                    "marks": row["marks"],
                }
            )
    return framed(rows, _COLUMNS)


def _numbers(table: str, measure: pd.Series, row: pd.Series) -> Iterator[str]:
    """3, or 3.2 for the second activity of the third measure."""
    yield words.text(measure["number"], "–")
    if table == "activities":
        yield words.text(row["number"], "–")


def _about(asked: Asked, table: str, row: pd.Series, said: pd.DataFrame) -> pd.DataFrame:
    """What is noted of it since its plan began, oldest first."""
    is_about = said["measure_id"].eq(row["measure_id"])
    if table == "activities":
        is_about = said["activity_id"].eq(row["activity_id"])
        if words.is_known(row["programme_id"]):
            is_about |= said["programme_id"].eq(row["programme_id"]).fillna(False)
    order = {key: n for n, key in enumerate(_read(asked, row)["meeting_id"])}
    about = said[is_about.fillna(False) & said["meeting_id"].isin(order)]
    return about.assign(nth=about["meeting_id"].map(order)).sort_values("nth", kind="stable")


def _read(asked: Asked, row: pd.Series) -> pd.DataFrame:
    """The minutes that may speak of it: of its council and those after, since the plan began."""
    read = asked.meetings[asked.meetings["meeting_id"].isin(asked.in_years)]
    read = read[read["council_id"].isin(asked.followers(row["council_id"]))]
    return read[read["last"].dt.year.ge(row["plan"])] if words.is_known(row["plan"]) else read


def _state(asked: Asked, row: pd.Series, about: pd.DataFrame) -> str:
    """What is known of how it goes."""
    if _read(asked, row).empty:
        return UNREAD
    if about.empty:
        return NONE
    reviewed = about[about["is_reviewed"].astype("bool")]
    if reviewed.empty:
        return WAITING
    return UNSAID if reviewed["status"].fillna("unknown").eq("unknown").all() else KNOWN
