"""What differs between two councils, or two years of one: counts, priorities, themes, places and
organisations side by side. What is recorded on one side alone may still have been on the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Unpack

import pandas as pd

from lobra.explore.asked import Asked, Narrow, framed
from lobra.explore.questions import in_force
from lobra_data import frames, words

NOT_NOTED = "inget antecknat"
UNREAD = "inget protokoll är inläst"
_COUNTED = {
    "statements": "uppgifter",
    "decisions": "beslut",
    "assignments": "uppdrag",
    "place_actions": "åtgärder på platser",
}


@dataclass(frozen=True)
class Side:
    """A council, in some years or in all."""

    council: str
    since: int | None = None
    until: int | None = None


def changed(
    one: Side | None = None, other: Side | None = None, **narrow: Unpack[Narrow]
) -> pd.DataFrame:
    """What is recorded of one side and of the other; without sides a council and its successor."""
    asked = Asked(**narrow)
    one, other = one or sides(asked)[0], other or sides(asked)[1]
    both = [replace(asked, council=s.council, since=s.since, until=s.until) for s in (one, other)]
    rows = [
        row for about in (_counts, _priorities, _themes, _places, _parties) for row in about(*both)
    ]
    frame = framed(rows, ("about", "what", "one", "other", "difference"))
    if one != other:
        frame.attrs["headings"] = {"one": named(asked, one), "other": named(asked, other)}
    return frame


def named(asked: Asked, side: Side) -> str:
    """Hägersten-Älvsjö, 2021."""
    if side.since is None and side.until is None:
        years = "alla år"
    elif side.since == side.until:
        years = str(side.since)
    else:
        years = f"{side.since or ''}–{side.until or ''}"
    return f"{asked.councils[side.council]}, {years}"


def sides(asked: Asked) -> tuple[Side, Side]:
    """A council and its successor; of one council that is asked for its first and last year."""
    rows = frames.councils(data=asked.records)
    rows = rows[rows["successor_id"].notna()]
    if asked.council is None and len(rows):
        row = rows.iloc[0]
        return Side(row["council_id"], asked.since, asked.until), Side(
            row["successor_id"], asked.since, asked.until
        )
    council = asked.council or asked.records.councils[0]
    if not (years := years_of(asked, council)):
        return (Side(council, asked.since, asked.until),) * 2
    return Side(council, years[0], years[0]), Side(council, years[-1], years[-1])


def years_of(asked: Asked, council: str) -> list[Any]:
    """The years of the council's minutes, among those that are asked for."""
    read = asked.read(council)
    return sorted({*read["first"].dt.year.dropna(), *read["last"].dt.year.dropna()})


def _counts(one: Asked, other: Asked) -> Iterator[dict[str, Any]]:
    yield _row("Underlag", "möten med protokoll", *(str(len(a.read())) for a in (one, other)))
    for table, what in _COUNTED.items():
        yield _row("Underlag", what, *(_count(a, len(a.rows(table))) for a in (one, other)))
    plans = [len(in_force(a, a.rows("measures"))) for a in (one, other)]
    yield _row("Underlag", "åtgärder i åtgärdsplanen", *(str(n) if n else NOT_NOTED for n in plans))


def _priorities(one: Asked, other: Asked) -> Iterator[dict[str, Any]]:
    labels = frames.labels("priorities", "change")

    def said(asked: Asked) -> dict[str, str]:
        rows = asked.rows("priorities")
        found: dict[str, list[str]] = {}
        for _, row in rows.iterrows():
            change = labels.get(str(row["change"]), "nämns som prioriterat")
            found.setdefault(words.capitalised(row["name"]), []).append(f"{change} ({row['year']})")
        return {name: ", ".join(told) for name, told in found.items()}

    yield from _each("Prioriteringar", one, other, said(one), said(other))


def _themes(one: Asked, other: Asked) -> Iterator[dict[str, Any]]:
    labels = frames.labels("statements", "theme")

    def said(asked: Asked) -> dict[str, str]:
        n = asked.rows("statements")["theme"].astype("str").value_counts()
        return {
            words.capitalised(word): words.count(int(n[key]), "uppgift", "uppgifter")
            for key, word in labels.items()
            if n.get(key)
        }

    yield from _each("Teman", one, other, said(one), said(other))


def _places(one: Asked, other: Asked) -> Iterator[dict[str, Any]]:
    def said(asked: Asked) -> dict[str, str]:
        named = [asked.rows("statements")["place"], asked.rows("place_actions")["spot"]]
        n = pd.concat(named).dropna().value_counts().sort_index()
        return {place: words.count(int(n[place]), "rad", "rader") for place in n.index}

    yield from _each("Platser", one, other, said(one), said(other))


def _parties(one: Asked, other: Asked) -> Iterator[dict[str, Any]]:
    """Who took part in meetings or leads an action; an invitation is not taking part."""

    def said(asked: Asked) -> dict[str, str]:
        attended = asked.rows("attendance")
        called = attended[attended["status"].isin(["called", "unknown"])]["organisation_id"]
        present = attended[attended["status"].eq("present")]["organisation_id"]
        leading = asked.rows("place_actions")["lead_organisation_id"]
        told: dict[str, list[str]] = {}
        for how, keys in (("närvarande", present), ("kallad", called), ("leder åtgärder", leading)):
            for name in sorted({asked.organisations[key] for key in keys.dropna()}):
                told.setdefault(name, []).append(how)
        return {name: ", ".join(how) for name, how in told.items()}

    yield from _each("Organisationer", one, other, said(one), said(other))


def _each(
    about: str, one: Asked, other: Asked, a: Mapping[str, str], b: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    nothing = [NOT_NOTED if len(side.read()) else UNREAD for side in (one, other)]
    for what in dict.fromkeys([*a, *b]):
        yield _row(about, what, a.get(what, nothing[0]), b.get(what, nothing[1]))


def _count(asked: Asked, n: int) -> str:
    return str(n) if n else NOT_NOTED if len(asked.read()) else UNREAD


def _row(about: str, what: str, one: str, other: str) -> dict[str, Any]:
    gone = (NOT_NOTED, UNREAD)
    if one == other:
        difference = "lika"
    elif other in gone:
        difference = "bara i den första"
    elif one in gone:
        difference = "bara i den andra"
    else:
        difference = "skiljer sig"
    return {"about": about, "what": what, "one": one, "other": other, "difference": difference}
