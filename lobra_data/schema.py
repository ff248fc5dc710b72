"""What a record is: the tables and fields that datapackage.json, and nothing else, defines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lobra_data.errors import LobraError, shown

DESCRIPTOR = Path(__file__).with_name("datapackage.json")


@dataclass(frozen=True)
class Field:
    """One column of a table: its name in the file and its words for the reader.

    `labels` maps each allowed value to Swedish, in the descriptor's order; it is empty when
    the field takes more than a few words. `is_ordered` says that this order means something.
    """

    name: str
    type: str
    title: str
    description: str
    labels: dict[str, str]
    is_ordered: bool
    is_required: bool
    raw: dict[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class ForeignKey:
    """The column `field` holds a value of `target` in `table`; `table` may be the own one."""

    field: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """One table of the records; `key` is the column that names a row, over all councils."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: str
    foreign_keys: tuple[ForeignKey, ...]
    raw: dict[str, Any] = field(repr=False, compare=False)

    @property
    def names(self) -> list[str]:
        """The names of the columns, in the order of the file."""
        return [column.name for column in self.fields]

    def field(self, name: str) -> Field:
        """The column with this name; a KeyError when the table has none."""
        for column in self.fields:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no field {name!r}")


@cache
def load() -> dict[str, Table]:
    """The tables by name, in the descriptor's order."""
    return read(DESCRIPTOR)


def read(path: Path) -> dict[str, Table]:
    """The tables of any descriptor of our form."""
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LobraError(
            f"{shown(path)}: tabellernas beskrivning går inte att läsa. Installera Lobra på nytt."
        ) from error
    except ValueError as error:
        raise LobraError(
            f"{shown(path)}: tabellernas beskrivning är inte giltig JSON ({error})."
        ) from error
    return {raw["name"]: _table(raw) for raw in package["resources"]}


def _table(raw: dict[str, Any]) -> Table:
    schema = raw["schema"]
    return Table(
        name=raw["name"],
        title=raw.get("title", raw["name"]),
        description=raw.get("description", ""),
        fields=tuple(_field(column) for column in schema["fields"]),
        key=_one(schema["primaryKey"]),
        foreign_keys=tuple(_foreign_key(raw["name"], key) for key in schema.get("foreignKeys", [])),
        raw=raw,
    )


def _field(raw: dict[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    labels = {value: value for value in constraints.get("enum", [])}
    for category in raw.get("categories", []):
        if isinstance(category, dict):
            labels[category["value"]] = category.get("label", category["value"])
        else:
            labels[category] = category
    return Field(
        name=raw["name"],
        type=raw.get("type", "string"),
        title=raw.get("title", raw["name"]),
        description=raw.get("description", ""),
        labels=labels,
        is_ordered=bool(raw.get("categoriesOrdered", False)),
        is_required=bool(constraints.get("required", False)),
        raw=raw,
    )


def _foreign_key(table: str, raw: dict[str, Any]) -> ForeignKey:
    reference = raw["reference"]
    return ForeignKey(
        field=_one(raw["fields"]),
        table=reference.get("resource") or table,
        target=_one(reference["fields"]),
    )


def _one(names: str | list[str]) -> str:
    """Keys are single columns here; the standard also allows lists, so a list of one is taken."""
    if isinstance(names, str):
        return names
    (name,) = names
    return name
