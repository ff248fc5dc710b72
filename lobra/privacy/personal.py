"""What personal data look like in a text: used on the way in (check) and on the way out (gate)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

EMAIL = re.compile(
    r"[\w.+-]+\s?(?:@|[(\[]\s?(?:at|a|snabel-?a)\s?[)\]])\s?[\w-]+(?:\.[\w-]+)+", re.I
)
IDENTITY_NUMBER = re.compile(
    r"(?<![\w-])(?:19|20)?(\d\d)(\d\d)(\d\d)(\s?[-+–]\s?|\s|)(\d{4}|[xX*]{4})(?![\w-])"
)
PHONE = re.compile(
    r"(?<![\w/-])(?<!\d[.,:\s])(?:"
    r"(?:\+|00)\d{2}[\s-]?(?:\(0\)\s?)?\d(?:[\s-]?\d){6,9}"  # +46 8 508 23 000
    r"|07[02369](?:[\s/–-]{0,3}\d){7}"  # 070-123 45 67
    r"|0[1-9]\d{0,2}\s?[-–/]\s?(?:\d{5,8}|\d{2,3}(?:\s\d{2,3}){1,3})"  # 08-508 23 000
    r")(?![\w-]|[.,:]\d)"
)
CASE_NUMBER_BEFORE = re.compile(r"\b(?:dnr|diarienr|diarienummer|ärendenr|org\.?\s?nr)\W*$", re.I)


def personal_data(text: str) -> Iterator[tuple[str, str]]:
    """Each piece of a text that looks like personal data, with what it looks like.

    Dates, times, case numbers and the numbers of organisations are none.

    >>> list(personal_data("Ring 08-508 23 000 eller skriv till namn@exempel.se"))
    [('en e-postadress', 'namn@exempel.se'), ('ett telefonnummer', '08-508 23 000')]
    >>> list(personal_data("220902, 2021-09-17 kl. 09-11, dnr 2019/0123-456789"))
    []
    """
    if "@" in text or "(" in text or "[" in text:
        for found in EMAIL.finditer(text):
            yield "en e-postadress", found[0]
    if not re.search(r"\d", text):
        return
    for found in IDENTITY_NUMBER.finditer(text):
        if _is_identity_number(found) and not CASE_NUMBER_BEFORE.search(text[: found.start()]):
            yield "ett personnummer", found[0]
    for found in PHONE.finditer(text):
        n_digits = len(re.findall(r"\d", found[0]))
        if n_digits >= 8 and not CASE_NUMBER_BEFORE.search(text[: found.start()]):
            yield "ett telefonnummer", found[0]


def names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the full names, however its words are spaced; None without names.

    A single word is no full name: it may as well be a place or a word of the language.
    """
    full = {name for name in names if len(name.split()) > 1}
    if not full:
        return None
    spaced = sorted((r"\s+".join(map(re.escape, name.split())) for name in full), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced[::-1])})(?!\w)", re.IGNORECASE)


def _is_identity_number(found: re.Match[str]) -> bool:
    """A birthday and four digits; without a hyphen between them, the check digit must agree too.

    Organisations have numbers of the same form, but a "month" of 20 or more.
    """
    year, month, birthday, between, last = found.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(birthday) % 60 <= 31 and int(birthday) <= 91):
        return False
    return bool(between.strip()) or not last.isdigit() or _luhn(year + month + birthday + last)


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
