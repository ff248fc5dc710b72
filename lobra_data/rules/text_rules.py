"""Rules about the text of any table: true days, whole characters."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from lobra_data import words
from lobra_data.errors import Problem, quoted
from lobra_data.files import Row
from lobra_data.rules.values import day
from lobra_data.rules.view import View, at
from lobra_data.schema import Table

STATED_DAY = re.compile(
    rf"(?:\b({'|'.join(words.WEEKDAYS)})(?:en)?,?\s+(?:den\s+)?)?"
    rf"(?<!\d)(\d{{1,2}})(?:\s*:?e)?\s+({'|'.join(words.MONTHS)})\b(?:\s+(\d{{4}}))?(?!\d)",
    re.IGNORECASE,
)
STATED_ISO_DAY = re.compile(
    rf"\b({'|'.join(words.WEEKDAYS)})(?:en)?,?\s+(?:den\s+)?(\d{{4}}-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)

BROKEN = re.compile(
    "\ufffd|[\x00-\x08\x0b-\x1f\x7f-\x9f]|Ã[\u00a4\u00a5\u00b6\u0084\u0085\u0096„…–©¤]"
)


class StatedDay(NamedTuple):
    """A day as a text has it; the year is None where neither the text nor its row has one."""

    text: str
    weekday: str | None
    year: int | None
    month: int
    number: int


def stated_days_exist(view: View) -> Iterator[Problem]:
    """A day written out in a text is in the calendar, and on the weekday that is stated.

    What the documents themselves got wrong is allowed once a row of conflicts says so.
    """
    for row, field, stated in stated_days(view):
        what = _wrong_day(stated)
        if what and not view.is_told(row):
            fix = "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv"
            yield at(row, field, what, fix)


def characters_are_whole(view: View) -> Iterator[Problem]:
    """No text has characters that were broken on the way (HÃ¤gersten) or cannot be seen."""
    for table in view.tables.values():
        for row, field, text in free_texts(view, table):
            found = BROKEN.search(text)
            if found:
                around = text[max(0, found.start() - 12) : found.end() + 12]
                visible = "".join(c if c.isprintable() else "�" for c in around)
                what = f"trasigt eller osynligt tecken i {quoted(visible)}"
                yield at(row, field, what, "Skriv om ordet för hand och spara som UTF-8")


def stated_days(view: View) -> Iterator[tuple[Row, str, StatedDay]]:
    """Every day written out in a text: its row, its field, and the day.

    Without a year in the text, the year of a date in the same row is used if the day agrees.
    """
    for name, table in view.tables.items():
        if name == "conflicts":
            continue
        dates = [field.name for field in table.fields if field.type == "date"]
        for row, field, text in free_texts(view, table):
            for stated in _days_in(text):
                known = [date for date in (day(row.values[name]) for name in dates) if date]
                same = [d.year for d in known if (d.day, d.month) == (stated.number, stated.month)]
                is_sure = stated.year is not None or not same
                yield row, field, stated if is_sure else stated._replace(year=same[0])


def _days_in(text: str) -> Iterator[StatedDay]:
    if not re.search(r"\d", text):
        return
    for found in STATED_DAY.finditer(text):
        weekday, number, month, year = found.groups()
        month_number = words.MONTHS.index(month.casefold()) + 1
        yield StatedDay(found[0], weekday, int(year) if year else None, month_number, int(number))
    for found in STATED_ISO_DAY.finditer(text):
        yield StatedDay(found[0], found[1], *map(int, found[2].split("-")))


def _wrong_day(stated: StatedDay) -> str:
    """What is wrong with the day, if anything is."""
    try:
        # 2000 is a leap year: without a year, 29 February is a day
        year = 2000 if stated.year is None else stated.year
        weekday = words.WEEKDAYS[datetime.date(year, stated.month, stated.number).weekday()]
    except ValueError:
        return f"{quoted(stated.text)} finns inte i kalendern"
    if stated.weekday and stated.year and weekday != stated.weekday.casefold():
        return f"{quoted(stated.text)}: dagen är en {weekday} år {stated.year}"
    return ""


def free_texts(
    view: View, table: Table, council: str | None = None
) -> Iterator[tuple[Row, str, str]]:
    """Every value that somebody has written freely: no keys, choices, dates or numbers."""
    keys = {table.key, "sha256", *(key.field for key in table.foreign_keys)}
    fields = [
        field.name
        for field in table.fields
        if field.type == "string" and not field.labels and field.name not in keys
    ]
    rows = view.rows(table.name) if council is None else view.by_council(table.name)[council]
    for row in rows:
        for field in fields:
            if row.values[field]:
                yield row, field, row.values[field]


RULES = [
    stated_days_exist,
    characters_are_whole,
]
