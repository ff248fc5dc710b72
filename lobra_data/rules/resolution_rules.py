"""Rules about what somebody has found out to be right where documents contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from lobra_data.errors import Problem, quoted
from lobra_data.files import Row
from lobra_data.resolved import named_fields
from lobra_data.rules.values import FORMS
from lobra_data.rules.view import View, at
from lobra_data.schema import Field


def resolved_fields_stand_on_the_lines(view: View) -> Iterator[Problem]:
    """Each field that a conflict means is one of a row that stands on one of its two lines."""
    for row in view.rows("conflicts"):
        for table, name in named_fields(row.values):
            if not _field(view, table, name):
                what = f"{quoted(f'{table}.{name}')} finns inte"
                yield at(
                    row,
                    "resolved_fields",
                    what,
                    "Skriv tabell.fält, till exempel observations.value",
                )
            elif not _may_be_hidden(view, table, row) and _places(row).isdisjoint(
                view.places(table)
            ):
                lines = f"rad {row.values['line_a']} eller {row.values['line_b']}"
                what = f"ingen rad i {table}.csv står på dokumentets {lines}"
                yield at(row, "resolved_fields", what, "Rätta tabellen eller raderna")


def resolved_value_is_one_of_the_field(view: View) -> Iterator[Problem]:
    """What is right is written as the fields are that it stands in, and somebody says why."""
    for row in view.rows("conflicts"):
        value = row.values["resolved_value"]
        if value and not row.values["resolution"]:
            what = "värdet saknas, men resolved_value är ifyllt"
            yield at(row, "resolution", what, "Skriv hur det utreddes och av vilken roll")
        for table, name in named_fields(row.values) if value else ():
            field = _field(view, table, name)
            if field and not _can_hold(field, value):
                what = f"{quoted(value)} kan inte stå i {table}.{name}"
                yield at(row, "resolved_value", what, "Skriv värdet så som fältet skrivs")


def _may_be_hidden(view: View, table: str, conflict: Row) -> bool:
    """Whether the row may stand in a file that could not be read to its end."""
    council = conflict.values["council_id"]
    return any(view.is_hidden(table, document, council) for document, _ in _places(conflict))


def _field(view: View, table: str, name: str) -> Field | None:
    fields = view.tables[table].fields if table in view.tables else ()
    return next((field for field in fields if field.name == name), None)


def _places(row: Row) -> set[tuple[str, str]]:
    document = row.values["document_id"]
    other = row.values["document_b_id"] or document
    return {(document, row.values["line_a"]), (other, row.values["line_b"])}


def _can_hold(field: Field, value: str) -> bool:
    if field.labels:
        return value in field.labels
    if field.type not in FORMS:
        return field.type == "string" or value in ("yes", "no")
    try:
        FORMS[field.type].read(value)
    except ValueError:
        return False
    return True


RULES = [resolved_fields_stand_on_the_lines, resolved_value_is_one_of_the_field]
