"""One column of a file, which is text, as the dtype that the descriptor gives its field."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lobra_data import files, schema
from lobra_data.errors import Problem, RecordsError

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS: dict[str, Any] = {"integer": "Int64", "year": "Int64", "number": "Float64"}
_BOOLEANS = {"yes": True, "no": False, "": None}


def column(
    field: schema.Field, values: list[str], rows: list[files.Row]
) -> pd.api.extensions.ExtensionArray:
    """The values as an array; RecordsError tells of one that can't be read."""
    try:
        return _converted(field, values)
    except (KeyError, ValueError, TypeError):
        if len(rows) > 1:  # the first row that can't be read by itself is told
            for row, value in zip(rows, values, strict=True):
                column(field, [value], [row])
        what, fix = f'"{values[0]}" kan inte läsas', "Kör lobra check för att se alla fel."
        raise RecordsError([Problem(rows[0].file, rows[0].line, field.name, what, fix)]) from None


def _converted(field: schema.Field, values: list[str]) -> pd.api.extensions.ExtensionArray:
    """Raises KeyError, ValueError or TypeError where a value is none of the field's type.

    Arrays, not Series: a report makes hundreds of short columns, and what pandas does around the
    values takes longer than the values do.
    """
    import pandas as pd

    if field.labels:
        codes, kind = _coded(tuple(field.labels), field.is_ordered)
        return pd.Categorical.from_codes([codes[value] for value in values], dtype=kind)
    if field.type == "boolean":
        return pd.array([_BOOLEANS[value] for value in values], dtype="boolean")
    known = [value or None for value in values]
    if field.type in _NUMBERS:
        return pd.array(pd.to_numeric(known), dtype=_NUMBERS[field.type])
    if field.type == "date":
        return pd.to_datetime(values, format="%Y-%m-%d", cache=False).as_unit("us").array
    return pd.array(known, dtype=_text())


@cache
def _coded(labels: tuple[str, ...], is_ordered: bool) -> tuple[dict[str, int], Any]:
    """The code of each label, and the dtype of a column that may hold them."""
    import pandas as pd

    codes = {"": -1} | {label: n for n, label in enumerate(labels)}
    return codes, pd.CategoricalDtype([*labels], ordered=is_ordered)


@cache
def _text() -> Any:
    import pandas as pd

    return pd.api.types.pandas_dtype("str")
