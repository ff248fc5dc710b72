"""What a value states: each type is written in one way, and written otherwise it states nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lobra_data.errors import quoted
from lobra_data.files import Row


@dataclass(frozen=True)
class Form:
    """How a value of a type is written, how it is read, and the words for what is no such value.

    `loosely` reads what a person or another program would still take for one (2021-9-7, +1, nan).
    """

    pattern: str
    type: type
    exactly: Callable[[str], Any]
    loosely: Callable[[str], object]
    is_none: str
    fix: str
    plainly: str
    unsure: str = ""
    """What might be one, but can be read in more than one way."""

    def read(self, text: str) -> Any:
        """The value; ValueError when it is written in another way, or there is none such."""
        if not re.fullmatch(self.pattern, text):
            raise ValueError(text)
        return self.exactly(text)

    def fault(self, text: str) -> tuple[str, str]:
        """What is wrong with a text that can't be read, and how to mend it."""
        if self.unsure and re.fullmatch(self.unsure, text):
            what = f"{quoted(text)} kan läsas på flera sätt: dag och månad går att förväxla"
            return what, self.fix
        try:
            self.loosely(text)
        except (ValueError, ArithmeticError):
            return f"{quoted(text)} är {self.is_none}", self.fix
        return f"{quoted(text)} är skrivet på ett annat sätt", self.plainly


_DATE = "Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22"
_NUMBER = "Skriv siffror med punkt före decimalerna, till exempel 12.5"
_YEAR = "Skriv fyra siffror, till exempel 2019"
FORMS = {
    "date": Form(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        datetime.date,
        datetime.date.fromisoformat,
        lambda text: datetime.datetime.strptime(text, "%Y-%m-%d"),
        "inget datum",
        _DATE,
        _DATE,
        r"[0-9]{1,2}[/.][0-9]{1,2}[/. ]([0-9]{2}|[0-9]{4})|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}",
    ),
    "integer": Form(
        "0|-?[1-9][0-9]*",
        int,
        int,
        int,
        "inget heltal",
        "Skriv bara siffror, utan mellanslag och decimaler",
        "Skriv bara siffror, utan inledande nolla, plustecken eller understreck",
    ),
    "number": Form(r"-?[0-9]+(\.[0-9]+)?", float, float, Decimal, "inget tal", _NUMBER, _NUMBER),
    "year": Form(
        "[0-9]{4}",
        int,
        int,
        lambda text: datetime.datetime.strptime(text, "%Y"),
        "inget årtal",
        _YEAR,
        _YEAR,
    ),
}


def day(text: str) -> datetime.date | None:
    """The day that a value states; None when it states none, or none that exists."""
    return _read("date", text)


def number(text: str) -> float | None:
    """The number that a value states, or None."""
    return _read("number", text)


def earliest(meeting: Row) -> datetime.date | None:
    """The first day that a meeting can have been held on, as far as it is known."""
    return day(meeting.values["held_on"]) or day(meeting.values["held_earliest"])


def latest(meeting: Row) -> datetime.date | None:
    """The last day that a meeting can have been held on, as far as it is known."""
    return day(meeting.values["held_on"]) or day(meeting.values["held_latest"])


def _read(kind: str, text: str) -> Any:
    try:
        return FORMS[kind].read(text)
    except ValueError:
        return None
