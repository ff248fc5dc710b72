"""The descriptor by the standard's own reading: frictionless, against what `lobra check` finds."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import frictionless
import pytest
from frictionless.resources import TableResource
from test_check import (
    OF_THE_DESCRIPTOR,
    OF_THE_RULEBOOK,
    WRITTEN_OTHERWISE,
    change,
    world,  # noqa: F401  a fixture
    write,
)

from lobra.privacy.rules import check
from lobra_data import schema
from lobra_data.files import Records, Row

UNSEEN = {
    "frictionless also reads a date or a number that is written loosely": WRITTEN_OTHERWISE,
    "Table Schema has no words for what several values or rows say together": OF_THE_RULEBOOK,
}


def seen(records: Records, table: str) -> set[tuple[str, str | None]]:
    """Place and field of every fault that frictionless finds in one table."""
    about = schema.load()[table]
    raw = deepcopy(about.raw["schema"])
    raw["foreignKeys"] = [
        {
            "fields": [key.field],
            "reference": {"resource": f"{key.table}-keys", "fields": [key.target]},
        }
        for key in about.foreign_keys
    ]
    rows = records.rows(table)
    resources = [inline(table, raw, rows)]
    for other, key in sorted({(link.table, link.target) for link in about.foreign_keys}):
        column = {"fields": [{"name": key, "type": "string"}]}
        resources.append(inline(f"{other}-keys", column, records.rows(other)))
    report = frictionless.Package(resources=resources).validate(limit_errors=0)
    assert report.errors == []
    found = set()
    for error in report.tasks[0].errors:
        row = rows[error.row_number - 2]  # it counts the header as row 1
        names = getattr(error, "field_names", None) or [getattr(error, "field_name", about.key)]
        found.add((f"{row.file}:{row.line}", names[0]))
    return found


def inline(name: str, raw: dict[str, Any], rows: list[Row]) -> TableResource:
    """A table as frictionless takes it from memory; it would else guess which row is the header."""
    names = [field["name"] for field in raw["fields"]]
    return TableResource(
        name=name,
        data=[names, *([row.values[name] for name in names] for row in rows)],
        schema=frictionless.Schema.from_descriptor(raw),
        dialect=frictionless.Dialect.from_descriptor({"header": True, "headerRows": [1]}),
    )


@pytest.mark.slow
def test_the_descriptor_and_the_shipped_records_are_a_valid_data_package():
    report = frictionless.Package(schema.DESCRIPTOR).validate()
    assert [*report.errors, *(error for task in report.tasks for error in task.errors)] == []
    assert [task.name for task in report.tasks] == list(schema.load())


@pytest.mark.parametrize(
    ("table", "number", "values"),
    [case[:3] for case in OF_THE_DESCRIPTOR],
    ids=[f"{table} {values}" for table, _, values, _ in OF_THE_DESCRIPTOR],
)
def test_frictionless_finds_the_same_faults_of_the_descriptor(
    world,  # noqa: F811
    table,
    number,
    values,
):
    change(world, table, number, values)
    records = write(Path.cwd(), world)
    assert seen(records, table) == {(f"{p.file}:{p.line}", p.field) for p in check(records)}


@pytest.mark.parametrize(
    ("table", "number", "values"),
    [case[:3] for cases in UNSEEN.values() for case in cases],
)
@pytest.mark.slow
@pytest.mark.thorough
def test_frictionless_by_its_nature_sees_no_fault(world, table, number, values):  # noqa: F811
    change(world, table, number, values)
    assert seen(write(Path.cwd(), world), table) == set()
