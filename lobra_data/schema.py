"""What a record is: the tables and fields that datapackage.json, and nothing else, defines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from lobra_data.errors import LobraError, quoted, shown

DESCRIPTOR = Path(__file__).with_name("datapackage.json")
NONE, TEXT, NAME, COUNT = "none", "text", "name", "count"


@dataclass(frozen=True)
class Personal:
    """What a column may hold of persons; a column that doesn't say can't be loaded.

    `none` needs a reason. A `text` is free words, which may name or count somebody; a `name` is a
    person's own. A `count` is a number that counts persons in the rows where the column `told_by`
    says yes or, without one, where the words of the column `unit` are words for persons. Beside
    such a count may stand the upper end of its span (`most_of`), or its rate or a bound of it
    (`rate_of`), which go where it goes; rows that agree in `same_if` tell of the same persons. Each
    of the columns `part_of` is a foreign key to the row whose count this one is a part of: parts
    that name the same whole in the same column don't overlap. What only `aims` at something counts
    nobody yet.
    """

    may: str
    why: str = ""
    aims: bool = False
    unit: str = ""
    told_by: str = ""
    most_of: str = ""
    rate_of: str = ""
    same_if: Sequence[str] = ()
    part_of: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.may not in (NONE, TEXT, NAME, COUNT):
            raise ValueError(f"okänt slag {quoted(str(self.may))}")
        if not self.why and (self.may == NONE or self.aims):
            raise ValueError("skälet (why) saknas")
        if self.may == COUNT and not (self.aims or self.unit or self.most_of or self.rate_of):
            raise ValueError("det framgår inte vad som räknas (unit, most_of eller rate_of)")


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
    personal: Personal
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

    def empty(self) -> dict[str, str]:
        """A row of which nothing is stated."""
        return dict.fromkeys(self.names, "")

    @property
    def has_names(self) -> bool:
        """Whether its rows are persons by name, who are left out of what is published."""
        return any(column.personal.may == NAME for column in self.fields)

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
        fields=tuple(_field(column, raw["name"]) for column in schema["fields"]),
        key=_one(schema["primaryKey"]),
        foreign_keys=tuple(_foreign_key(raw["name"], key) for key in schema.get("foreignKeys", [])),
        raw=raw,
    )


def _field(raw: dict[str, Any], table: str) -> Field:
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
        personal=_personal(raw, table),
        raw=raw,
    )


def _personal(raw: dict[str, Any], table: str) -> Personal:
    try:
        return Personal(**raw.get("personal", {}))
    except (TypeError, ValueError) as error:
        what = str(error) if isinstance(error, ValueError) else "uppgiften saknas eller är okänd"
        raise LobraError(
            f"{DESCRIPTOR.name}: {table}.{raw['name']}: personal: {what}. Skriv vad kolumnen får "
            "innehålla om personer: none (med why), text, name eller count."
        ) from error


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
