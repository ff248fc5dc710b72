"""What a file of statistics holds before and after it is understood, and what a cell can say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lobra_data import words
from lobra_data.errors import Problem, quoted

RAW = "row area code indicator year month part value rate n low high preliminary".split()
"""The columns that a reader gives, all text but the row; empty where the file has none."""
KEY = "indicator area year month part".split()
"""What tells one figure from another; month 0 is the whole year, part "" is everybody."""
VALUES = "value per_100k n_answers low high".split()

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
MISSING = {"", "..", ".", "...", "…", "-", "x", "null", "none", "nan", "uppgift saknas"}
"""How publishers write that they give no number. A dash is read as missing too: some mean nought
by it, and missing is never nought."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3}){2,}")
_EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
_PRELIMINARY = re.compile(r"\s*(\(?prel(\.|iminär[at]?)?\)?|\(p\)|\*)$", re.IGNORECASE)
_MONTHS = {name[:3]: number for number, name in enumerate(words.MONTHS, start=1)}


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that isn't stored, and why. `is_error` is no for what needs no mending, like a
    repeated row."""

    row: int
    field: str | None
    what: str
    fix: str = ""
    is_error: bool = True

    def problem(self, file: str) -> Problem:
        return Problem(file, self.row, self.field, self.what, self.fix)


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file as text, and those that couldn't be split into cells."""

    rows: pd.DataFrame
    listed: list[Listed] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """A file that is recognised: whose it is, and its rows, read as they are asked for.

    `unit` is what the publisher counts in this kind of file, empty where the file doesn't say.
    A row is a line of the file; where one line holds many values (JSON), the value's number.
    """

    path: Path
    kind: str
    title: str
    publisher: str
    unit: str
    chunks: Iterator[Chunk]


@dataclass(frozen=True)
class Source:
    """A file that figures come from; `retrieved_on` is empty where nobody has said it."""

    source: int
    file_name: str
    sha256: str
    kind: str
    title: str
    publisher: str
    licence_line: str
    retrieved_on: str
    n_lines: int


class CellError(ValueError):
    """What is wrong with one cell, and how to mend it."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def clean(text: str) -> str:
    """A label in one form: composed letters, plain spaces, nothing invisible.

    >>> clean("Malung–Sa\u0308len\u00a0 kommun")
    'Malung-Sälen kommun'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(DASHES | INVISIBLE).split())


def folded(text: str) -> str:
    """A label as names are compared: "Håbo" and "Habo" stay two municipalities.

    >>> folded("Hägersten - Älvsjö"), folded("Håbo") == folded("Habo")
    ('hägersten-älvsjö', False)
    """
    return re.sub(r"\s*-\s*", "-", clean(text)).casefold()


def number(text: str) -> float | None:
    """A number as people and programs write it; None where the source gives none.

    >>> number("10\u00a0234"), number("12,5"), number("23,2 %"), number("..")
    (10234.0, 12.5, 23.2, None)
    """
    said = clean(text).casefold()
    if said in MISSING:
        return None
    plain = said.removesuffix("%").replace(" ", "").replace("\u2019", "")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    if _EITHER.fullmatch(plain):
        fix = "Skriv tusental med mellanslag och decimaler med komma"
        raise CellError(f"{quoted(text)} kan vara både tusental och decimaler", fix)
    plain = plain.replace(",", ".", 1)
    if not _NUMBER.fullmatch(plain):
        raise CellError(f"{quoted(text)} är inget tal", "Skriv ett tal, eller två punkter")
    if plain.startswith("-"):
        raise CellError(f"{quoted(text)} är negativt", "Skriv ett tal som är noll eller mer")
    return float(plain)


def exact(value: object) -> str:
    """A number that a program wrote as the text that `number` reads.

    >>> exact(1.234), exact(12.0), exact(None)
    ('1,234', '12', '')
    """
    if isinstance(value, float):
        return (str(int(value)) if value.is_integer() else repr(value)).replace(".", ",")
    return "" if value is None else str(value)


def year(text: str, last: int) -> tuple[int, bool]:
    """A year up to `last`, and whether the source calls it preliminary.

    >>> year("2026 prel.", 2026), year("2024", 2026)
    ((2026, True), (2024, False))
    """
    said = clean(text)
    plain = _PRELIMINARY.sub("", said)
    if not re.fullmatch(r"(19|20)\d\d(\.0)?", plain):
        raise CellError(f"{quoted(text)} är inget år", "Skriv årtalet med fyra siffror")
    found = int(plain[:4])
    if found > last:
        raise CellError(f"året {found} har inte varit än", "Rätta året")
    return found, plain != said


def month(text: str) -> int:
    """1–12, or 0 for the whole year.

    >>> month("Aug"), month("M08"), month("augusti"), month("Helår")
    (8, 8, 8, 0)
    """
    said = clean(text).casefold().rstrip(".")
    if said in ("", "år", "helår", "hela året", "totalt"):
        return 0
    plain = said.removeprefix("m")
    if plain.isdigit() and 1 <= int(plain) <= 12:
        return int(plain)
    named = _MONTHS.get(said[:3])
    if named and words.MONTHS[named - 1].startswith(said):
        return named
    raise CellError(
        f"{quoted(text)} är ingen månad", f"Skriv till exempel {words.MONTHS[7]} eller 8"
    )
