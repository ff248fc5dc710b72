"""What a cell says, as the records write it: what Excel and people do to values is undone here.

Only what can mean one thing is rewritten (2021-9-17, 12,5, ja, 9.30). The rest is refused, with
the reason where a person might think it plain: 17/9/2021.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from lobra_data import words
from lobra_data.errors import meant, quoted
from lobra_data.rules.values import FORMS
from lobra_data.schema import Field

YES, NO = "ja", "nej"
LONGEST = 32_767
"""Characters that Excel holds in a cell: what is longer stays as it is unless it is changed."""
Fault = tuple[str, str]
"""What is wrong with a value, and how to mend it."""
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2007\u2009", " ") | {"\u200b": "", "\ufeff": ""}
)
_YES_NO = {YES: "yes", NO: "no", "sant": "yes", "falskt": "no", "true": "yes", "false": "no"}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_WRITTEN = re.compile(rf"(?:den )?(\d{{1,2}}) ({'|'.join(words.MONTHS)}) (\d{{4}})", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
_NUMBER = re.compile(r"([-−]?)(\d+|\d{1,3}(?: \d{3})+)(?:[.,](\d+))?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
_SERIAL = re.compile(r"[2-7]\d{4}", re.ASCII)
_FIRST_DAY = dt.date(1899, 12, 30)


def plain(text: str) -> str:
    """A text without what can't be seen: one kind of space, whole letters, plain line ends.

    >>> plain("Hägersten\\u00a0A\\u030a ")
    'Hägersten Å'
    """
    text = unicodedata.normalize("NFC", text).translate(_SPACES)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def is_clock(field: Field) -> bool:
    """Whether the field holds a time of the day."""
    pattern = field.raw.get("constraints", {}).get("pattern", "")
    return bool(pattern) and bool(re.fullmatch(pattern, "13:05"))


def read(field: Field, text: str) -> tuple[str, Fault | None]:
    """The value as the records write it, or as it stands with what is wrong with it.

    What only the rulebook knows to be wrong is left to it.
    """
    if not text:
        return "", None
    if field.type == "boolean":
        return _yes_no(field, text)
    if field.labels:
        return _word(field, text)
    if field.type == "date":
        return _day(text)
    if field.type in ("integer", "number", "year"):
        if _THOUSANDS.fullmatch(text):
            what = f"{quoted(text)} kan vara tusental eller decimaler"
            return text, (what, "Skriv 1234 eller 1,234")
        return _number(text), None
    if is_clock(field) and (found := _CLOCK.fullmatch(text)):
        return f"{int(found[1]):02}:{found[2]}", None
    return text, None


def _yes_no(field: Field, text: str) -> tuple[str, Fault | None]:
    known = _YES_NO | {one: one for one in (*field.raw["trueValues"], *field.raw["falseValues"])}
    if value := known.get(text.casefold()):
        return value, None
    return text, (f"{quoted(text)} är varken {YES} eller {NO}", f"Skriv {YES} eller {NO}")


def _word(field: Field, text: str) -> tuple[str, Fault | None]:
    known = {label.casefold(): value for value, label in field.labels.items()}
    if value := known.get(text.casefold()):
        return value, None
    if text in field.labels:
        return text, None
    listed = ", ".join(field.labels.values())
    fix = f"{meant(text, field.labels.values())}Välj i listan: {listed}"
    return text, (f"{quoted(text)} finns inte att välja", fix)


def _day(text: str) -> tuple[str, Fault | None]:
    parts: tuple[str, ...] | None = None
    if found := _ISO.fullmatch(text):
        parts = found.groups()
    elif found := _WRITTEN.fullmatch(text):
        month = [one.casefold() for one in words.MONTHS].index(found[2].casefold()) + 1
        parts = found[3], str(month), found[1]
    if parts:
        try:
            return dt.date(*map(int, parts)).isoformat(), None
        except ValueError:
            return text, (f"{quoted(text)} finns inte i almanackan", FORMS["date"].fix)
    if _SERIAL.fullmatch(text):
        day = _FIRST_DAY + dt.timedelta(days=int(text))
        what = f"{quoted(text)} är Excels löpnummer för en dag"
        return text, (what, f"Menade du {day.isoformat()}? Skriv det")
    return text, FORMS["date"].fault(text)


def _number(text: str) -> str:
    """A number with a point and without spaces; what isn't one stays as it stands.

    >>> _number("10 000"), _number("12,5"), _number("12.0"), _number("1,234,5")
    ('10000', '12.5', '12', '1,234,5')
    """
    if not (found := _NUMBER.fullmatch(text)):
        return text
    sign, whole, rest = found.groups()
    rest = (rest or "").rstrip("0")
    whole = whole.replace(" ", "").lstrip("0") or "0"
    return ("-" if sign else "") + whole + (f".{rest}" if rest else "")


def shown(field: Field, value: str) -> str:
    """A value of the records in the words of a person."""
    if field.type == "boolean":
        return {"yes": YES, "no": NO}.get(value, value)
    return field.labels.get(value, value)


def is_same(field: Field, one: str, other: str) -> bool:
    """Whether two texts of a cell say the same, however they are written."""
    if field.type in ("integer", "number", "year"):
        return _number(plain(one)) == _number(plain(other))
    return plain(one)[:LONGEST].strip() == plain(other)[:LONGEST].strip()


def day(text: str) -> dt.date | None:
    """The day that a text written as the records do states."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def is_exact(text: str) -> bool:
    """Whether a number comes back as it is from a cell that holds fifteen digits."""
    return bool(re.fullmatch(r"-?\d{1,15}|-?\d{1,9}\.\d{1,6}", text, re.ASCII))
