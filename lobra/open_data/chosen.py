"""The rows that are handed over, out of records prepared for the public edition."""

from __future__ import annotations

from lobra.privacy.editions import is_publishable
from lobra_data import frames, schema
from lobra_data.files import Records
from lobra_data.schema import Field, Table

Row = dict[str, str]


def about() -> dict[str, Table]:
    """The tables that a public edition can hold: neither names nor who has cleared a text."""
    return {
        name: table
        for name, table in schema.load().items()
        if not table.has_names and name != "clearances"
    }


def left_out(table: Table) -> set[str]:
    """The columns that name a person by key: in a public edition they are always empty."""
    there = about()
    return {link.field for link in table.foreign_keys if link.table not in there}


def fields(table: Table) -> list[Field]:
    """The columns of a table that are handed over."""
    return [field for field in table.fields if field.name not in left_out(table)]


def rows(prepared: Records, council: str | None, year: int | None) -> dict[str, list[Row]]:
    """The publishable rows by table: of a council and a year, with all that they point at.

    Tables without a year are there as a whole. What prepared records keep beside the publishable
    rows, the traces of newer ones, is left out.
    """
    shown = {
        name: {
            row.values[table.key]: row.values
            for row in prepared.rows(name)
            if is_publishable(row.values)
        }
        for name, table in about().items()
    }
    chosen = {
        name: {
            key
            for key in _in_year(prepared, name, year, set(some))
            if council in (None, some[key]["council_id"])
        }
        for name, some in shown.items()
    }
    left = [(name, key) for name, keys in chosen.items() for key in keys]
    while left:
        name, key = left.pop()
        for link in about()[name].foreign_keys:
            target = shown[name][key][link.field]
            if link.table in shown and target and target not in chosen[link.table]:
                chosen[link.table].add(target)
                left.append((link.table, target))
    return {
        name: [row for key, row in some.items() if key in chosen[name]]
        for name, some in shown.items()
    }


def _in_year(prepared: Records, name: str, year: int | None, keys: set[str]) -> set[str]:
    if year is None or not frames.has_year(name):
        return keys
    return keys & set(frames.ALL[name](year=year, data=prepared)[about()[name].key])
