"""The values of a table against its descriptor: pydantic finds, this module says it in Swedish.

It is loaded for the first check: who asks the rulebook for something else does without 5 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, Literal

from lobra_data import schema
from lobra_data.errors import Problem, meant, quoted
from lobra_data.rules.values import FORMS
from lobra_data.rules.view import View, at
from lobra_data.schema import Field

if TYPE_CHECKING:
    from pydantic import TypeAdapter

N_LISTED = 12
_LIMITS = {"minimum": "ge", "maximum": "le"}


def values_are_as_described(view: View) -> Iterator[Problem]:
    """Every value has the type, form and limits of its field, and no required one is missing."""
    from pydantic import ValidationError

    for name, table in view.tables.items():
        rows = view.rows(name)
        stated = [{field: text for field, text in row.values.items() if text} for row in rows]
        try:
            _rows_of(name).validate_python(stated)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False):
                row, field = rows[int(fault["loc"][0])], table.field(str(fault["loc"][1]))
                what, fix = _said(field, row.values[field.name], fault["type"])
                yield at(row, field.name, what, fix)


@cache
def _rows_of(table: str) -> TypeAdapter[list[Any]]:
    """The rows of a table as the descriptor wants them; compiled once a run."""
    from pydantic import ConfigDict, TypeAdapter, create_model

    fields: dict[str, Any] = {
        field.name: (_type(field), ... if field.is_required else None)
        for field in schema.load()[table].fields
    }
    row = create_model(table, __config__=ConfigDict(strict=True), **fields)
    rows: Any = GenericAlias(list, (row,))  # list[row], which no type checker takes for a value
    return TypeAdapter(rows)


def _type(field: Field) -> Any:
    """What pydantic checks a value for; a KeyError for a constraint that is not known here."""
    from pydantic import BeforeValidator
    from pydantic import Field as Limits

    constraints = {k: v for k, v in field.raw.get("constraints", {}).items() if k != "required"}
    if field.type == "boolean":
        return Literal[*field.raw["trueValues"], *field.raw["falseValues"]]
    if words := constraints.pop("enum", None):
        return Literal[*words]
    if pattern := constraints.pop("pattern", None):
        return Annotated[str, Limits(pattern=f"^(?:{pattern})$")]
    if field.type == "string":
        return str
    form = FORMS[field.type]
    limits = {_LIMITS[name]: limit for name, limit in constraints.items()}
    return Annotated[form.type, BeforeValidator(form.read), Limits(**limits)]


def _said(field: Field, text: str, fault: str) -> tuple[str, str]:
    """What is wrong with a value and how to mend it, of pydantic's word for it."""
    constraints = field.raw.get("constraints", {})
    if fault == "missing":
        return "värdet saknas", f"Fyll i {field.title[:1].lower()}{field.title[1:]}"
    if field.type == "boolean":
        return f"{quoted(text)} är varken yes eller no", "Skriv yes eller no"
    if fault == "literal_error":
        return f"{quoted(text)} är inte tillåtet", _allowed(field, text)
    if fault == "string_pattern_mismatch":
        return f"{quoted(text)} har fel form", _form(field, constraints["pattern"])
    if fault == "greater_than_equal":
        return f"{quoted(text)} är för lågt", f"Lägsta tillåtna värde är {constraints['minimum']}"
    if fault == "less_than_equal":
        return f"{quoted(text)} är för högt", f"Högsta tillåtna värde är {constraints['maximum']}"
    return FORMS[field.type].fault(text)


def _allowed(field: Field, text: str) -> str:
    """The words that are allowed; a Swedish label leads to the word it stands for."""
    words = list(field.raw["constraints"]["enum"])
    by_label = {label.casefold(): word for word, label in field.labels.items()}
    word = by_label.get(text.casefold())
    guess = f'Menade du "{word}"? ' if word else meant(text, words)
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


RULES = [values_are_as_described]
