"""What there is in the records: the tables, their fields and keys, and what councils share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lobra_data import files, frames, schema
from lobra_data.errors import LobraError
from lobra_data.frames import Data

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["describe", "linked", "tables"]


def tables() -> pd.DataFrame:
    """Every table, each with a function of its name: what it holds, its key, what it points at."""
    import pandas as pd

    return pd.DataFrame(
        {
            "table": table.name,
            "title": table.title,
            "key": table.key,
            "points_at": ", ".join(dict.fromkeys(link.table for link in table.foreign_keys)),
            "takes_year": frames.has_year(table.name),
            "description": table.description,
        }
        for table in schema.load().values()
    ).set_index("table")


def describe(table: str) -> pd.DataFrame:
    """The fields of a table: Swedish heading, meaning, type, key and allowed values.

    `key` is "key" for the field that names a row, and the table and field that another one points
    at. Raises LobraError naming the tables when there is none of that name.
    """
    import pandas as pd

    known = schema.load()
    if table not in known:
        raise LobraError(f'Tabellen "{table}" finns inte. Tabeller: {", ".join(known)}.')
    about = known[table]
    keys = {link.field: f"→ {link.table}.{link.target}" for link in about.foreign_keys}
    return pd.DataFrame(
        {
            "field": field.name,
            "title": field.title,
            "type": field.type,
            "key": "key" if field.name == about.key else keys.get(field.name, ""),
            "description": field.description,
            "values": ", ".join(f"{v} ({label})" for v, label in field.labels.items()),
        }
        for field in about.fields
    ).set_index("field")


def linked(table: str, data: Data = None) -> pd.DataFrame:
    """Organisations or forums of all councils, with what is the same in several under one `same`.

    `same` is the id of the first of them. Two rows are the same when the name of one is a name,
    short name or alias of the other (of forums: name and kind), and their councils are of one
    municipality or follow each other: "Polisen" of two municipalities is two. A council's own
    forum is the same as its successor's.
    """
    if table not in ("organisations", "forums"):
        raise LobraError(f'"{table}" är inte organisations eller forums.')
    source = files.find(data)
    frame, key = frames.ALL[table](data=source), schema.load()[table].key
    near, others = _near(source), _spellings(source) if table == "organisations" else {}
    own, places = _names(frame), [near[council] for council in frame["council_id"]]
    keys = frame[key].tolist()
    called = [(one, (place, name)) for one, place, name in zip(keys, places, own, strict=True)]
    names = {about for _, about in called}
    called += [
        (one, (place, name))
        for one, place in zip(keys, places, strict=True)
        for name in others.get(one, ())
        if (place, name) in names
    ]
    frame.insert(1, "same", frame[key].map(_joined(keys, called)))
    return frame


def _near(source: files.Records) -> dict[str, str]:
    """Each council's group: those of one municipality, and those that follow each other."""
    known = frames.councils(data=source)
    keys = known["council_id"].tolist()
    where = [f"kommun {_folded(name)}" for name in known["municipality"]]
    after = known.dropna(subset=["successor_id"])
    ties = zip(after["council_id"], after["successor_id"], strict=True)
    return _joined(keys, [*zip(keys, where, strict=True), *zip(keys, keys, strict=True), *ties])


def _names(frame: pd.DataFrame) -> list[str]:
    """What each row is called, as it is compared; a council itself is called so."""
    names = [_folded(name) for name in frame["name"]]
    if "organisation_id" in frame:
        return names
    kinds = frame["kind"].tolist()
    return [
        kind if kind == "council" else f"{kind} {name}"
        for kind, name in zip(kinds, names, strict=True)
    ]


def _spellings(source: files.Records) -> dict[str, list[str]]:
    """What else each organisation is called: short names and aliases."""
    found: dict[str, list[str]] = {}
    own, others = frames.organisations(data=source), frames.aliases(data=source)
    for frame, column in ((own, "short_name"), (others, "alias")):
        there = frame.dropna(subset=[column])
        for key, name in zip(there["organisation_id"], there[column], strict=True):
            found.setdefault(key, []).append(_folded(name))
    return found


def _joined(keys: Iterable[str], said: Iterable[tuple[str, object]]) -> dict[str, str]:
    """The first key of each key's group: those of which the same is said are one."""
    place = {key: n for n, key in enumerate(keys)}
    groups = {key: [key] for key in place}
    first: dict[object, str] = {}
    for key, about in said:
        mine, others = groups[key], groups[first.setdefault(about, key)]
        if mine is not others:
            others += mine
            groups |= dict.fromkeys(mine, others)
    return {key: min(group, key=place.__getitem__) for key, group in groups.items()}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
