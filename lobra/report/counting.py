"""Who is counted: each person once at a meeting, and each party of what is led together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from lobra.report.material import Material, once
from lobra.report.rows import Row, iterated
from lobra_data import words

_STANDING = ("present", "absent", "apologies", "called", "unknown")
"""What is known of one who stands on a list in several ways: who came, came."""
_TOGETHER = re.compile(r"\s+(?:och|samt)\s+|\s*[,/&+]\s*")


def persons(listed: pd.DataFrame) -> pd.DataFrame:
    """A list of attendance with a row a person and meeting, as who came if they came.

    A person with several roles is one. Where no person is known, a role is one person unless some
    list has it twice under one status: then it has several holders, and each row is counted.
    """
    keys = {row["attendance_id"] for row in each(iterated(listed))}
    return listed[listed["attendance_id"].isin(keys)]


def each(listed: Sequence[Row]) -> list[Row]:
    """The same of rows one by one."""
    n_alike = Counter((row["meeting_id"], _role(row), row["status"]) for row in listed)
    shared = {role for (_, role, _), n in n_alike.items() if n > 1}
    first: dict[tuple[str, str], Row] = {}
    for row in sorted(listed, key=lambda row: _STANDING.index(row["status"])):
        role = row["attendance_id"] if _role(row) in shared else _role(row)
        first.setdefault((row["meeting_id"], words.text(row["person_id"], role)), row)
    kept = {row["attendance_id"] for row in first.values()}
    return [row for row in listed if row["attendance_id"] in kept]


def _role(row: Row) -> str:
    return f"{row['role'].casefold()}|{words.text(row['organisation_id'], '')}"


def parties(m: Material, row: Row) -> list[str]:
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
