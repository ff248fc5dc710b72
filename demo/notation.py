"""What a line of a source file can mean: the rules of notation.yaml, and how values are written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lobra_data import schema
from lobra_data.errors import meant, quoted
from lobra_data.words import MONTHS, WEEKDAYS, sentence

TABLES = schema.load()
NOTATION = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
ANYTHING = r"[^|\n]*?"


class LineError(Exception):
    """What is wrong with a line of a source file, what to do, and what no line before it gave."""

    def __init__(self, what: str, fix: str, missing: str = "") -> None:
        super().__init__(what, fix)
        self.missing = missing


@dataclass(frozen=True)
class Rule:
    """One thing that a line can say; notation.yaml tells what the parts mean."""

    mark: str = ""
    line: str = ""
    under: str = ""
    table: str = ""
    id: str = ""
    row: str = ""
    values: dict[str, str] = field(default_factory=dict)
    remember: bool = False


@cache
def pattern(form: str) -> re.Pattern[str]:
    """A form of notation.yaml as a regular expression that ends where a line ends."""
    first, *parts = re.split(r"\{(\w*)(?::([^}]*))?\}", form)
    regex = re.escape(first)
    for name, look, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        group = f"?P<{name}>" if name else "?:"
        regex += f"({group}{look or ANYTHING}){re.escape(text)}"
    for sign, meaning in ((r"\[", "(?:"), (r"\]", ")?"), (r"\ \|\ ", r" *\| *")):
        regex = regex.replace(sign, meaning)
    return re.compile(f"{regex}$", re.MULTILINE)


def written(table: str, name: str, text: str) -> str:
    """A value as the records write it; in documents it may be a label, a date or half a sentence.

    What is no column of the table stays as it is.
    """
    text = NOTATION["words"].get(name, {}).get(text, text)
    if not text or table not in TABLES or name not in TABLES[table].names:
        return text
    column = TABLES[table].field(name)
    if f"{table}.{name}" in NOTATION["sentences"]:
        return sentence(text)
    if f"{table}.{name}" in NOTATION["small"]:
        return text[0].lower() + text[1:]
    if column.type == "date":
        return iso(text)
    values = {label.casefold(): value for value, label in column.labels.items()}
    value = values.get(text.casefold(), text)
    if column.labels and value not in column.labels:
        fix = meant(text, [*column.labels, *values]) + f"Välj {', '.join(column.labels)}"
        raise LineError(f"{name}: {quoted(text)} finns inte", fix)
    return value


def iso(text: str) -> str:
    """2024-02-08 for "Torsdagen den 8 februari 2024", whose weekday must agree; ISO stays."""
    said = re.fullmatch(r"(?:(\w+)en den )?(\d+) (\w+) (\d{4})", text)
    try:
        if said is None:
            return dt.date.fromisoformat(text).isoformat()
        day = dt.date(int(said[4]), MONTHS.index(said[3]) + 1, int(said[2]))
    except ValueError:
        raise LineError(f"{quoted(text)} är inget datum", 'Skriv som "8 februari 2024"') from None
    weekday = WEEKDAYS[day.weekday()]
    if said[1] and said[1].casefold() != weekday:
        raise LineError(f"{quoted(text)} är en {weekday}", "Rätta veckodagen eller datumet")
    return day.isoformat()


def filled(forms: dict[str, str], context: dict[str, Any]) -> dict[str, str]:
    """Columns with the {names} of their forms filled in."""
    try:
        return {column: form.format_map(context) for column, form in forms.items()}
    except KeyError as error:
        name = error.args[0]
        what = TABLES[name].title if name in TABLES else quoted(name)
        raise LineError(f"före raden saknas en rad som ger {what}", "Skriv den", name) from None
