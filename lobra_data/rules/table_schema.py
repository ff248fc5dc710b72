"""The tables against their descriptor: frictionless finds, this module says it in Swedish.

Frictionless reads the rows from memory, because it would number the rows of a file and not
its lines, and stop at the first byte it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from frictionless import Dialect, Package, Schema
from frictionless.errors import ConstraintError, ForeignKeyError, PrimaryKeyError
from frictionless.errors import TypeError as WrongType
from frictionless.resources import TableResource

from lobra_data import schema
from lobra_data.errors import Problem, meant, quoted, shown
from lobra_data.files import Row
from lobra_data.rules.view import View, at
from lobra_data.schema import Field, Table

FOR_READERS = {"title", "description", "example", "categories", "categoriesOrdered"}
N_LISTED = 12
N_GUESSED = 50
FORMS = {
    "date": ("inget datum", "Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22"),
    "integer": ("inget heltal", "Skriv bara siffror, utan mellanslag och decimaler"),
    "number": ("inget tal", "Skriv siffror med punkt före decimalerna, till exempel 12.5"),
    "year": ("inget årtal", "Skriv fyra siffror, till exempel 2019"),
}


def problems(view: View) -> Iterator[Problem]:
    """Wrong types, missing and forbidden values, keys used twice, and keys that nothing has."""
    rows = {name: view.rows(name) for name in view.tables}
    tables = [table for name, table in view.tables.items() if rows[name]]
    keys = {(key.table, key.target) for table in tables for key in table.foreign_keys}
    package = Package(
        resources=[
            *(
                _resource(table.name, _for_frictionless(table), rows[table.name])
                for table in tables
            ),
            *(_keys(table, column, rows[table]) for table, column in sorted(keys)),
        ]
    )
    # the default stops at 1000 errors a table; 0 is no limit
    report = package.validate(limit_errors=0)
    for error in report.errors:
        yield _of_descriptor(error.message)
    for task in report.tasks[: len(tables)]:
        translate = _Translation(view, view.tables[task.name], rows[task.name])
        for error in task.errors:
            yield from translate(error)


def _resource(name: str, raw: dict[str, Any], rows: list[Row]) -> TableResource:
    names = [field["name"] for field in raw["fields"]]

    # A function, because frictionless copies a list for every foreign key that points at it.
    # The dialect is stated, because frictionless would else guess which row is the header.
    def data() -> Iterator[list[str]]:
        yield names
        for row in rows:
            yield [row.values[name] for name in names]

    return TableResource(
        name=name,
        data=data,
        schema=Schema.from_descriptor(raw),
        dialect=Dialect.from_descriptor({"header": True, "headerRows": [1]}),
    )


def _keys(table: str, column: str, rows: list[Row]) -> TableResource:
    """One column of a table, for foreign keys to be looked up in.

    Frictionless copies and reads a whole table for each key that points at it; with one
    column, checking takes half the time.
    """
    return _resource(f"{table}.{column}", {"fields": [{"name": column, "type": "string"}]}, rows)


def _for_frictionless(table: Table) -> dict[str, Any]:
    """The schema without what is only for readers, and with foreign keys into `_keys`."""
    raw = deepcopy(table.raw["schema"])
    for field in raw["fields"]:
        for name in FOR_READERS & set(field):
            del field[name]
    raw["foreignKeys"] = [
        {
            "fields": [key.field],
            "reference": {"resource": f"{key.table}.{key.target}", "fields": [key.target]},
        }
        for key in table.foreign_keys
        if key.field != "council_id"  # a rule compares it with the folder
    ]
    return raw


def _of_descriptor(message: str) -> Problem:
    fix = "Installera Lobra på nytt eller rätta beskrivningen"
    return Problem(shown(schema.DESCRIPTOR), None, None, message.rstrip("."), fix)


class _Translation:
    """Turns what frictionless says about one table into what is there and how to mend it."""

    def __init__(self, view: View, table: Table, rows: list[Row]) -> None:
        self.view = view
        self.table = table
        self.rows = rows
        self.n_guessed = 0
        self.foreign = {key.field: key for key in table.foreign_keys}
        self.council_of = {
            id(row): council for council, own in view.by_council(table.name).items() for row in own
        }

    def __call__(self, error: object) -> Iterator[Problem]:
        if isinstance(error, WrongType):
            field = self.table.field(error.field_name)
            yield at(self._row(error), field.name, *_wrong_type(field, error.cell))
        elif isinstance(error, ConstraintError):
            field = self.table.field(error.field_name)
            is_nan = field.type == "number" and not re.search(r"\d", error.cell)
            if error.cell == "" or not is_nan:  # date_rules.written_plainly says it better
                yield at(self._row(error), field.name, *_wrong_value(field, error.cell, error.note))
        elif isinstance(error, ForeignKeyError):
            yield from self._foreign_key(self._row(error), error.field_names[0])
        elif isinstance(error, PrimaryKeyError):
            yield from self._key(self._row(error), error.note)
        else:
            yield _of_descriptor(f"{self.table.name}: {error.message}")

    def _row(self, error: object) -> Row:
        """Frictionless counts the header as row 1."""
        return self.rows[error.row_number - 2]

    def _key(self, row: Row, note: str) -> Iterator[Problem]:
        same = re.search(r"the same as in the row at position (\d+)", note)
        if same:  # else it is empty, and reported as a required value that is missing
            first = self.rows[int(same[1]) - 2]
            what = f"{quoted(row.values[self.table.key])} finns redan på {first.file}:{first.line}"
            yield at(row, self.table.key, what, "Ge raden ett eget id, eller ta bort den ena")

    def _foreign_key(self, row: Row, field: str) -> Iterator[Problem]:
        key = self.foreign[field]
        value = row.values[field]
        council = self.council_of[id(row)]
        if self.view.find(key.table, value) or self.view.is_hidden(key.table, value, council):
            return
        known = [own.values[key.target] for own in self.view.by_council(key.table)[council]]
        self.n_guessed += 1
        guess = meant(value, known) if self.n_guessed <= N_GUESSED else ""
        what = f"{quoted(value)} finns inte i {key.table}.csv ({key.target})"
        fix = f"{guess}Rätta värdet eller lägg till raden i {key.table}.csv"
        yield at(row, field, what, fix)


def _wrong_type(field: Field, cell: str) -> tuple[str, str]:
    if field.type == "boolean":
        return f"{quoted(cell)} är varken yes eller no", "Skriv yes eller no"
    is_what, fix = FORMS.get(field.type, (f"inte av typen {field.type}", _described(field)))
    return f"{quoted(cell)} är {is_what}", fix


def _wrong_value(field: Field, cell: str, note: str) -> tuple[str, str]:
    constraint = re.search(r'constraint "(\w+)" is', note)
    name = constraint[1] if constraint else ""
    limit = field.raw.get("constraints", {}).get(name)
    if name == "required":
        return "värdet saknas", f"Fyll i {_titled(field)}"
    if name == "enum":
        return f"{quoted(cell)} är inte tillåtet", _allowed(field, cell)
    if name == "minimum":
        return f"{quoted(cell)} är för lågt", f"Lägsta tillåtna värde är {limit}"
    if name == "maximum":
        return f"{quoted(cell)} är för högt", f"Högsta tillåtna värde är {limit}"
    if name == "pattern":
        return f"{quoted(cell)} har fel form", _form(field, str(limit))
    return f"{quoted(cell)} bryter mot regeln {name} = {limit}", _described(field)


def _allowed(field: Field, cell: str) -> str:
    """The words that are allowed; a Swedish label leads to the word it stands for."""
    words = list(field.raw["constraints"]["enum"])
    by_label = {label.casefold(): word for word, label in field.labels.items()}
    word = by_label.get(cell.casefold())
    guess = f'Menade du "{word}"? ' if word else meant(cell, words)
    if guess and len(words) > N_LISTED:
        return guess.rstrip()
    return f"{guess}Tillåtna: {', '.join(words)}"


def _form(field: Field, pattern: str) -> str:
    example = field.raw.get("example")
    if example:
        return f"Skriv till exempel {example}"
    if re.fullmatch(pattern, "13:05"):
        return "Skriv klockslaget som TT:MM, till exempel 09:30"
    if re.fullmatch(pattern, "hl-2019-02-22"):
        return "Skriv bara små bokstäver a–z, siffror och bindestreck"
    return f"Skriv enligt mönstret {pattern}"


def _titled(field: Field) -> str:
    return field.title[:1].lower() + field.title[1:] if field.title else field.name


def _described(field: Field) -> str:
    return field.description or f"Se beskrivningen av {field.name}"
