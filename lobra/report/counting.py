"""Who is counted: each person once at a meeting, and each party of what is led together."""

from __future__ import annotations

import re

import pandas as pd

from lobra.report.material import Material, iterated, once
from lobra_data import words

_STANDING = ("present", "absent", "apologies", "called", "unknown")
"""What is known of one who stands on a list in several ways: who came, came."""
_TOGETHER = re.compile(r"\s+(?:och|samt)\s+|\s*[,/&+]\s*")


def persons(listed: pd.DataFrame) -> pd.DataFrame:
    """A list of attendance with a row a person and meeting, as who came if they came.

    A person with several roles is one. Where no person is known, a role is one person unless some
    list has it twice under one status: then it has several holders, and each row is counted.
    """
    role = listed["role"].str.casefold().str.cat(listed["organisation_id"].fillna(""), sep="|")
    alike = pd.DataFrame({"at": listed["meeting_id"], "role": role, "is": listed["status"]})
    shared = role.isin(role[alike.duplicated()]) & listed["person_id"].isna()
    who = listed["person_id"].fillna(role).where(~shared, listed["attendance_id"])
    rows = listed.assign(who=who, rank=listed["status"].astype("str").map(_STANDING.index))
    first = rows.sort_values("rank", kind="stable").drop_duplicates(["meeting_id", "who"])
    return listed.loc[first.index].sort_index()


def parties(m: Material, row: pd.Series) -> list[str]:
    """The organisations that lead a place action, the first named first; none where none is known.

    "Stadsdelen och polisen" are two. What is no known organisation is no party: a role, or what
    the one before it is responsible for.
    """
    first = m.organisation(row["lead_organisation_id"])
    if not words.is_known(row["lead"]):
        return [first] if first else []
    if row["lead"].casefold() in _known(m):
        return [first or _known(m)[row["lead"].casefold()]]
    named = [_known(m).get(_plain(part), "") for part in _TOGETHER.split(row["lead"])]
    return [name for name in dict.fromkeys([first, *named]) if name]


@once
def _known(m: Material) -> dict[str, str]:
    """What an organisation is called, in its records and where it leads alone → its name."""
    found: dict[str, str] = {}
    for row in iterated(m.ever("place_actions")):
        lead, name = row["lead"], m.organisation(row["lead_organisation_id"])
        if words.is_known(lead) and name and len(_TOGETHER.split(lead)) == 1:
            found[_plain(lead)] = name
    for row in iterated(m.ever("aliases")):
        found[_plain(row["alias"])] = m.organisation(row["organisation_id"])
    for row in iterated(m.ever("organisations")):
        for name in (row["short_name"], row["name"]):
            if words.is_known(name):
                found[_plain(name)] = row["name"]
                found[name.casefold()] = row["name"]
    return found


def _plain(name: str) -> str:
    """A name without the article at its end: "polisen" and "Polis" are one."""
    return re.sub(r"(?<=\w{4})(?:en|et|n)$", "", name.strip().casefold())
