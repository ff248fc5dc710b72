"""Contradictions that somebody has resolved: the rows as they are after that.

A row of conflicts says which fields are meant (`resolved_fields`) and what is right
(`resolved_value`). From then on no report, figure or judgement uses the other value; the files
keep what the documents say. A text keeps its words, with what is right behind them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from lobra_data import schema
from lobra_data.files import Records, Row, kept_with_records

Place = tuple[str | None, str | None]
"""A document and a line of it."""


def rows(records: Records, table: str, council: str, unseen: Collection[str] = ()) -> list[Row]:
    """A council's rows of one table, as they are after all that is resolved but by the conflicts
    whose keys are `unseen`.

    Of two rows that stated one fact differently only the one that was right is left, unless
    something else points at the other.
    """
    found, conflicts = records.rows(table, council), _resolved(records).get(table, ())
    here = {_place(row.values) for row in found} if conflicts else set()
    for conflict in conflicts:
        if conflict["conflict_id"] in unseen or here.isdisjoint(_places(conflict)):
            continue  # most are about another council's documents
        for field in _fields(conflict, table):
            found = _after(found, conflict, field, is_needed=table in _pointed_at())
    return found


def _after(found: list[Row], conflict: Mapping[str, str], field: str, is_needed: bool) -> list[Row]:
    right, places = conflict["resolved_value"], _places(conflict)
    mine = [n for n, row in enumerate(found) if _place(row.values) in places]
    told = [found[n].values[field] for n in mine]
    is_right_told = any(_is_same(value, right) for value in told)
    is_wrong_told = any(_is_wrong(value, conflict) for value in told)
    after: list[Row | None] = [*found]
    for n, value in zip(mine, told, strict=True):
        if _is_wrong(value, conflict) and is_right_told and not is_needed:
            after[n] = None
        else:
            is_replaced = _is_wrong(value, conflict) or not (value or is_wrong_told)
            words = right if is_replaced else _with_right(value, conflict)
            after[n] = replace(found[n], values=found[n].values | {field: words})
    return [row for row in after if row]


def settled(conflict: dict[str, str]) -> dict[str, str]:
    """The conflict in a copy whose rows are resolved already, so that nothing is done twice."""
    return conflict | {"resolved_fields": ""} if _is_resolved(conflict) else conflict


def _is_resolved(conflict: Mapping[str, str]) -> bool:
    """Whether somebody has found out what is right, and what they found has been reviewed."""
    is_found = bool(conflict["resolution"] and conflict["resolved_value"])
    return is_found and conflict["is_reviewed"] == "yes"


def named_fields(conflict: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(table, field) of each field that a conflict means; a name without a dot has no field."""
    for name in conflict["resolved_fields"].split():
        table, _, field = name.partition(".")
        yield table, field


def _fields(conflict: Mapping[str, str], table: str) -> list[str]:
    known = schema.load()[table].names
    return [field for name, field in named_fields(conflict) if name == table and field in known]


@kept_with_records  # for each table of hundreds of councils
def _resolved(records: Records) -> dict[str, list[Mapping[str, str]]]:
    """The conflicts of any council that are resolved and reviewed, by the tables they mean."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in filter(lambda row: _is_resolved(row.values), _conflicts(records)):
        for table in {table for table, _ in named_fields(row.values)} - {"conflicts"}:
            found.setdefault(table, []).append(row.values)
    return found


def _conflicts(records: Records) -> list[Row]:
    return [row for name in records.councils for row in records.read(name, "conflicts")[0]]


def _places(conflict: Mapping[str, str]) -> set[Place]:
    return {
        (conflict["document_id"], conflict["line_a"]),
        (conflict["document_b_id"] or conflict["document_id"], conflict["line_b"]),
    }


def _place(row: Mapping[str, str]) -> Place:
    return row.get("document_id"), row.get("line")


def _is_wrong(value: str, conflict: Mapping[str, str]) -> bool:
    is_stated = any(_is_same(value, conflict[name]) for name in ("value_a", "value_b"))
    return is_stated and not _is_same(value, conflict["resolved_value"])


def _is_same(one: str, other: str) -> bool:
    """Whether two values are written alike, or are one number written in two ways."""
    try:
        return float(one.replace(",", ".")) == float(other.replace(",", "."))
    except ValueError:
        return one == other


def _with_right(text: str, conflict: Mapping[str, str]) -> str:
    """A text that states the wrong value, with the right one behind it."""
    right = conflict["resolved_value"]
    said = {conflict["value_a"], conflict["value_b"]} - {right}
    if _is_same(text, right) or not any(
        re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in said
    ):
        return text
    return text + right_words(right)


def right_words(right: str) -> str:
    """What is set behind a text that states the wrong value; nothing where nothing is right."""
    return f" Rätt uppgift: {right}." if right else ""


def _pointed_at() -> set[str]:
    """The tables whose rows another table points at."""
    tables = schema.load().values()
    return {key.table for table in tables for key in table.foreign_keys if key.table != table.name}
