"""The questions that an explorer asks, each a function that gives a table as a DataFrame.

Each takes `council=`, `since=` and `until=` (years), `place=`, `words=` and `data=`; what isn't
given narrows nothing. `marks` says which rows nobody has reviewed ("ogranskad") and which the
public never sees ("känslig"); what ends in `_iso` is a day as it is sorted. That nothing is
recorded says nothing of what happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Unpack

import pandas as pd

from lobra import search as finding
from lobra.explore.asked import Asked, Narrow, framed
from lobra_data import frames, words

END = ("done", "cancelled")
NOBODY = "ingen ansvarig antecknad"
NOT_READ = "inget protokoll efter tidsgränsen är inläst"
NO_END = "inget avslut är antecknat"


def search(text: str | None = None, **narrow: Unpack[Narrow]) -> pd.DataFrame:
    """Rows that hold all the words, in any form and inside longer words, best first."""
    asked = Asked(**narrow | ({"words": text} if text is not None else {}))
    return framed(
        (
            {
                "council": asked.councils[row.council_id],
                "when": row.when,
                "when_iso": row.earliest,
                "kind": row.kind,
                "place": row.place,
                "theme": row.theme,
                "text": row.text,
                "source": row.source,
                "marks": row.marks,
            }
            for row in asked.answer.rows
        ),
        "council when when_iso kind place theme text source marks".split(),
    )


def outcomes(text: str | None = None, **narrow: Unpack[Narrow]) -> pd.DataFrame:
    """What came of it: what is noted of the measures that were found, and of what was found.

    A measure that nothing is noted of has a row that says so.
    """
    asked = Asked(**narrow | ({"words": text} if text is not None else {}))
    found, said = asked.found, asked.told(asked.ever("follow_ups"))
    if not asked.is_looking:
        found = {table: set(asked.rows(table).iloc[:, 0]) for table in found}
    activities = asked.ever("activities").set_index("activity_id")["measure_id"]
    of_plan = found["measures"] | {activities[key] for key in found["activities"]}
    is_about = (
        said["measure_id"].isin(of_plan)
        | said["statement_id"].isin(found["statements"])
        | said["place_action_id"].isin(found["place_actions"])
        | said["assignment_id"].isin(found["assignments"])
    )
    order = {key: n for n, key in enumerate(asked.meetings["meeting_id"])}
    said = said[is_about]
    said = said.assign(nth=said["meeting_id"].map(order))
    return framed(
        _outcome_rows(asked, said.sort_values("nth", kind="stable"), of_plan),
        "measure when when_iso status basis text note source marks".split(),
    )


def _outcome_rows(asked: Asked, said: pd.DataFrame, of_plan: set[str]) -> Iterator[dict[str, Any]]:
    titles = _titles(asked)
    labels, bases = frames.labels("follow_ups", "status"), frames.labels("follow_ups", "basis")
    for _, row in said.iterrows():
        about = row["measure_id"] if words.is_known(row["measure_id"]) else _other(row)
        yield {
            "measure": titles.get(about, about),
            "when": row["when"],
            "when_iso": row["when_iso"],
            "status": _known(labels, row["status"]),
            "basis": _known(bases, row["basis"]),
            "text": words.text(row["text"], ""),
            "note": words.text(row["note"], ""),
            "source": row["source"],
            "marks": row["marks"],
        }
    measures = asked.ever("measures").set_index("measure_id")
    for key in sorted(of_plan - set(said["measure_id"].dropna())):
        yield {
            "measure": titles[key],
            "when": "",
            "when_iso": "",
            "status": "ingen uppföljning är antecknad",
            "basis": "",
            "text": "",
            "note": "",
            "source": measures.loc[key, "source"],
            "marks": measures.loc[key, "marks"],
        }


def _other(row: pd.Series) -> str:
    keys = (row[name] for name in ("programme_id", "assignment_id") if words.is_known(row[name]))
    return str(next(keys, ""))


def _titles(asked: Asked) -> dict[str, str]:
    """Measures, programmes and assignments by what they are called."""
    measures, programmes = asked.ever("measures"), asked.ever("programmes")
    given = asked.ever("assignments")
    numbers = measures["number"].astype("str").fillna("–")
    return (
        dict(zip(measures["measure_id"], numbers + ". " + measures["title"], strict=True))
        | dict(zip(programmes["programme_id"], programmes["name"], strict=True))
        | dict(zip(given["assignment_id"], given["text"], strict=True))
    )


def leads(**narrow: Unpack[Narrow]) -> pd.DataFrame:
    """Who leads: actions at places, measures of plans and assignments, by organisation or role.

    A measure's responsible party stands in the plan's own words, which may name several.
    """
    asked = Asked(**narrow)
    actions = asked.rows("place_actions")
    given = asked.rows("assignments")
    measures = in_force(asked, asked.rows("measures"))
    led = pd.concat(
        [
            _led(
                "place_actions", _leaders(asked, actions, "lead_organisation_id", "lead"), actions
            ),
            _led("measures", measures["responsible"], measures),
            _led("assignments", _leaders(asked, given, "organisation_id", "assigned_to"), given),
        ]
    )
    led["leader"] = led["leader"].fillna(NOBODY)
    columns = ["place_actions", "measures", "assignments"]
    n = led.pivot_table(index="leader", columns="what", aggfunc="size", fill_value=0)
    n = n.reindex(columns=columns, fill_value=0)
    n["in_all"] = n.sum(axis="columns")
    n["unreviewed"] = led[led["is_open"]].groupby("leader").size().reindex(n.index, fill_value=0)
    n = n.reset_index().rename_axis(columns=None)
    n["is_nobody"] = n["leader"].eq(NOBODY)
    n = n.sort_values(["is_nobody", "in_all", "leader"], ascending=[True, False, True])
    return n.drop(columns="is_nobody").reset_index(drop=True)


def _leaders(asked: Asked, rows: pd.DataFrame, organisation: str, role: str) -> pd.Series:
    return rows[organisation].map(asked.organisations).astype("str").fillna(rows[role])


def _led(what: str, leaders: pd.Series, rows: pd.DataFrame) -> pd.DataFrame:
    is_open = ~rows["is_reviewed"].astype("bool")
    return pd.DataFrame({"leader": leaders.astype("str"), "what": what, "is_open": is_open})


def in_force(asked: Asked, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of plans that had begun by the last of the years and weren't known to be over before
    the first, with the plan's first year (`plan`)."""
    plans = asked.ever("action_plans").set_index("action_plan_id")
    measures = asked.ever("measures").set_index("measure_id")["action_plan_id"]
    key = rows["action_plan_id"] if "action_plan_id" in rows else rows["measure_id"].map(measures)
    begins, ends = (key.map(plans[year]).astype("Int64") for year in ("year_from", "year_to"))
    is_meant = pd.Series(True, rows.index)
    if asked.until is not None:
        is_meant &= begins.le(asked.until).fillna(False)
    if asked.since is not None:
        is_meant &= ~ends.lt(asked.since).fillna(False)
    return rows.assign(plan=begins)[is_meant].reset_index(drop=True)


def decided(**narrow: Unpack[Narrow]) -> pd.DataFrame:
    """Decisions, and assignments that were given, by the day of the meeting."""
    asked = Asked(**narrow)
    order = {key: n for n, key in enumerate(asked.meetings["meeting_id"])}
    rows = [
        {
            "council": asked.councils[row["council_id"]],
            "when": row["when"],
            "when_iso": row["when_iso"],
            "kind": finding.KINDS[table],
            "text": row["text"],
            "who": words.text(row.get("assigned_to"), ""),
            "due_on": _day(row.get("due_on")),
            "due_on_iso": _iso(row.get("due_on")),
            "source": row["source"],
            "marks": row["marks"],
            "order": order[row["meeting_id"]],
        }
        for table in ("decisions", "assignments")
        for _, row in asked.rows(table).iterrows()
    ]
    columns = "council when when_iso kind text who due_on due_on_iso source marks".split()
    return framed(sorted(rows, key=lambda row: row["order"]), columns)


def overdue(on: dt.date | None = None, **narrow: Unpack[Narrow]) -> pd.DataFrame:
    """What has a deadline before the day (today, if none is given) and no noted end.

    `since` and `until` are the years of the deadlines. `state` says what is known after them:
    that it is unfinished is more than the records can say.
    """
    asked, day = Asked(**narrow), pd.Timestamp(on or dt.date.today())
    rows = sorted(_late(asked, day), key=lambda row: (row["day"], row["text"]))
    columns = "council kind text who due_on due_on_iso state source marks".split()
    return framed(rows, columns)


def _late(asked: Asked, day: pd.Timestamp) -> Iterator[dict[str, Any]]:
    anywhen = Asked(asked.council, None, None, asked.place, asked.words, asked.records)
    said = anywhen.ever("follow_ups")
    for table, text, due, key, who in (
        ("activities", "title", "due_latest", "activity_id", None),
        ("assignments", "text", "due_on", "assignment_id", "assigned_to"),
        ("place_actions", "action", "due_on", "place_action_id", "lead"),
    ):
        rows = anywhen.rows(table)
        rows = rows[rows[due].lt(day).fillna(False)]
        for _, row in rows.iterrows():
            about = said[said[key].eq(row[key])]
            if not _is_asked(asked, row[due].year) or _has_ended(row, about):
                continue
            yield {
                "council": anywhen.councils[row["council_id"]],
                "kind": finding.KINDS[table],
                "text": row[text],
                "who": words.text(row[who], "") if who else _responsible(anywhen, row),
                "due_on": words.date(row[due]),
                "due_on_iso": _iso(row[due]),
                "state": _state(anywhen, row, row[due], about),
                "source": row["source"],
                "marks": row["marks"],
                "day": row[due],
            }


def _is_asked(asked: Asked, year: int) -> bool:
    return (asked.since or year) <= year <= (asked.until or year)


def _has_ended(row: pd.Series, said: pd.DataFrame) -> bool:
    """Whether a reviewed row says that it is done, cancelled or closed."""
    is_closed = words.is_known(row.get("closed_item_id")) or row.get("status") in END
    ends = said[said["status"].isin(END) & said["is_reviewed"]]
    return bool(is_closed or len(ends))


def _state(asked: Asked, row: pd.Series, due: pd.Timestamp, said: pd.DataFrame) -> str:
    if said["status"].isin(END).any():
        return "ett avslut väntar på granskning"
    line = asked.followers(row["council_id"])
    after = asked.meetings[asked.meetings["council_id"].isin(line) & asked.meetings["last"].gt(due)]
    if after.empty:
        return NOT_READ
    said = said[said["meeting_id"].isin(after["meeting_id"])]
    if said.empty:
        return NO_END
    latest = [key for key in after["meeting_id"] if key in set(said["meeting_id"])][-1]
    last = said[said["meeting_id"].eq(latest)].iloc[-1]
    labels = frames.labels("follow_ups", "status")
    return f"antecknat läge: {labels[str(last['status'])]} ({last['when']})"


def _responsible(asked: Asked, activity: pd.Series) -> str:
    measures = asked.ever("measures").set_index("measure_id")["responsible"]
    return words.text(measures.get(activity["measure_id"]), "")


def _day(day: Any) -> str:
    return words.date(day) if words.is_known(day) else ""


def _iso(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if words.is_known(day) else ""


def _known(labels: dict[str, str], code: Any) -> str:
    return labels[str(code)] if words.is_known(code) else words.NOT_STATED
