"""What personal data look like in a text: used on the way in (check) and on the way out (gate)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import phonenumbers

_AT = re.compile(r"@|[(\[{]\s?(?:at|a|snabel-?a)\s?[)\]}]|\bsnabel-?a\b", re.I)
_DOT = r"\.|\s?[(\[{]?\s?\b(?:dot|punkt|prick)\b\s?[)\]}]?\s?"
_MAY_BE_AT = re.compile(r"[@(\[{]")
_MAILBOX = re.compile(r"[\w.+-]{1,64}\s?\Z")
_DOMAIN = re.compile(rf"\s?[\w-]+(?:(?:{_DOT})[\w-]+)+", re.I)
EMAIL = re.compile(rf"[\w.+-]{{1,64}}\s?(?:{_AT.pattern}){_DOMAIN.pattern}", re.I)
IDENTITY_NUMBER = re.compile(
    r"(?<![\w-])(?:19|20)?(\d\d)(\d\d)(\d\d)(\s?[-+–]\s?|\s|)(\d{4}|[xX*]{4})(?![\w-])"
)
_BIRTHDAY = re.compile(r"\d\d{5}")
_DASH = r"\-\u2010-\u2015\u2212"
_DIALLED = re.compile(
    rf"(?<![\w/{_DASH}])(?<!\d[.:])\(?[+\uff0b0\uff10]\d"
    rf"(?:[\s()./\u00ad\u200b\u2060{_DASH}]{{0,3}}\d)+(?!\w)"
)
_BEGINS_AS_DIALLED = re.compile(rf"[+\uff0b0\uff10](?<![\w/{_DASH}].)\d")
_CLEARLY_DIALLED = re.compile(
    rf"\(?[+\uff0b]|00\d|[0\uff10]7\d|0\d{{1,3}}\s?[/{_DASH}]\s?\d+(?![/{_DASH}\d])"
)
_TIME = r"[012]\d(?:[.: ]?[0-5]\d)?"
_HOURS = re.compile(rf"{_TIME} ?[{_DASH}] ?{_TIME}(?:[ ,]+{_TIME} ?[{_DASH}] ?{_TIME})*")
CASE_NUMBER_BEFORE = re.compile(r"\b(?:dnr|diarienr|diarienummer|ärendenr|org\.?\s?nr)\W*$", re.I)


def personal_data(text: str) -> Iterator[tuple[str, str]]:
    """Each piece of a text that looks like personal data, with what it looks like.

    Dates, times, case numbers and the numbers of organisations are none.

    >>> list(personal_data("Ring 08-508 23 000 eller skriv till namn@exempel.se"))
    [('en e-postadress', 'namn@exempel.se'), ('ett telefonnummer', '08-508 23 000')]
    >>> list(personal_data("220902, 2021-09-17 kl. 09-11, dnr 2019/0123-456789"))
    []
    """
    # Most texts hold none of them: which is seen at a glance.
    if (_MAY_BE_AT.search(text) or "snabel" in text.casefold()) and _AT.search(text):
        yield from (("en e-postadress", address) for address in _addresses(text))
    if _BIRTHDAY.search(text):
        for found in IDENTITY_NUMBER.finditer(text):
            if _is_identity_number(found) and not CASE_NUMBER_BEFORE.search(text[: found.start()]):
                yield "ett personnummer", found[0]
    if _BEGINS_AS_DIALLED.search(text):
        for number in _phone_numbers(text):
            yield "ett telefonnummer", number


def worth_a_look(lines: Sequence[str]) -> set[str]:
    """Those of the lines that may hold personal data: all are seen at one glance."""
    whole = "\n".join(lines)
    if "snabel" in whole.casefold():
        return {*lines}
    ends = [*accumulate(len(line) + 1 for line in lines)]
    glances = (_MAY_BE_AT, _BIRTHDAY, _BEGINS_AS_DIALLED)
    places = (hit.start() for glance in glances for hit in glance.finditer(whole))
    return {lines[n] for n in {bisect_right(ends, place) for place in places}}


def is_certain(found: str) -> bool:
    """Whether an e-mail address or identity number can be nothing else: one with its @ or that word
    for it, and one whose check digit agrees or is hidden.

    >>> [is_certain(one) for one in ("namn@exempel.se", "Förslag (a) t.ex", "850101-1236")]
    [True, False, True]
    >>> is_certain("230814-0614")
    False
    """
    number = IDENTITY_NUMBER.fullmatch(found)
    if number and number[5].isdigit():
        return _luhn("".join(number.group(1, 2, 3, 5)))
    return "@" in found or not re.search("[([]", found)


def _addresses(text: str) -> Iterator[str]:
    """E-mail addresses: only what stands before and behind a sign for "at" is looked at."""
    end = 0
    for sign in _AT.finditer(text):
        mailbox = _MAILBOX.search(text, max(end, sign.start() - 65), sign.start())
        domain = _DOMAIN.match(text, sign.end()) if mailbox else None
        if mailbox and domain:
            end = domain.end()
            yield text[mailbox.start() : end]


def _phone_numbers(text: str) -> Iterator[str]:
    """Numbers that somebody in Sweden could dial, as they are written.

    Beside other figures, as in the row of a table, a number ends at any space if it is clearly
    one to dial, else only with the line.
    """
    for run in _DIALLED.finditer(text):
        before = text[max(0, run.start() - 40) : run.start()]
        is_clear = _CLEARLY_DIALLED.match(run[0])
        if CASE_NUMBER_BEFORE.search(before) or (re.search(r"\d \Z", before) and not is_clear):
            continue
        ends = [
            one.start() for one in re.finditer(r"[\s/]|\Z" if is_clear else r"[\n/]|\Z", run[0])
        ]
        said = (run[0][:end] for end in reversed(ends))
        if number := next(filter(_can_be_dialled, said), None):
            yield number[1:] if number.count("(") > number.count(")") else number
            yield from _phone_numbers(run[0][len(number) :].lstrip(" /"))


def _can_be_dialled(number: str) -> bool:
    try:
        return not _HOURS.fullmatch(number) and phonenumbers.is_valid_number(
            phonenumbers.parse(" ".join(number.split()), "SE")
        )
    except phonenumbers.NumberParseException:
        return False


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
