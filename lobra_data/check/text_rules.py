"""Rules about the text of any table: true days, whole characters, no personal data."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from lobra_data.check.date_rules import day
from lobra_data.check.view import View, at
from lobra_data.errors import Problem, quoted
from lobra_data.records import Row
from lobra_data.schema import Table

WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
MONTHS = [
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
]
STATED_DAY = re.compile(
    rf"(?:\b({'|'.join(WEEKDAYS)})(?:en)?,?\s+(?:den\s+)?)?"
    rf"(?<!\d)(\d{{1,2}})(?:\s*:?e)?\s+({'|'.join(MONTHS)})\b(?:\s+(\d{{4}}))?(?!\d)",
    re.IGNORECASE,
)
STATED_ISO_DAY = re.compile(
    rf"\b({'|'.join(WEEKDAYS)})(?:en)?,?\s+(?:den\s+)?(\d{{4}}-\d\d-\d\d)(?!\d)", re.IGNORECASE
)

BROKEN = re.compile(
    "\ufffd|[\x00-\x08\x0b-\x1f\x7f-\x9f]|Ã[\u00a4\u00a5\u00b6\u0084\u0085\u0096„…–©¤]"
)

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


def stated_days_exist(view: View) -> Iterator[Problem]:
    """A day written out in a text is in the calendar, and on the weekday that is stated.

    Without a year in the text, the year of a date in the same row is used if the day agrees.
    What the documents themselves got wrong is allowed once a row of conflicts says so.
    """
    told = {
        (row.values["document_id"], row.values[line])
        for row in view.rows("conflicts")
        for line in ("line", "line_b")
    }
    for name, table in view.tables.items():
        if name == "conflicts":
            continue
        dates = [field.name for field in table.fields if field.type == "date"]
        for row, field, text in _texts(view, table):
            if (row.values.get("document_id"), row.values.get("line")) in told:
                continue
            for what in _wrong_days(text, [day(row.values[date]) for date in dates]):
                fix = "Rätta dagen; står det så i dokumentet, skriv motsägelsen i conflicts.csv"
                yield at(row, field, what, fix)


def characters_are_whole(view: View) -> Iterator[Problem]:
    """No text has characters that were broken on the way (HÃ¤gersten) or cannot be seen."""
    for table in view.tables.values():
        for row, field, text in _texts(view, table):
            found = BROKEN.search(text)
            if found:
                around = text[max(0, found.start() - 12) : found.end() + 12]
                visible = "".join(c if c.isprintable() else "�" for c in around)
                what = f"trasigt eller osynligt tecken i {quoted(visible)}"
                yield at(row, field, what, "Skriv om ordet för hand och spara som UTF-8")


def no_personal_data_outside_people(view: View) -> Iterator[Problem]:
    """No text gives an e-mail address, a phone number or an identity number."""
    for table in view.tables.values():
        if table.name == "people":
            continue
        for row, field, text in _texts(view, table):
            for kind, found in personal_data(text):
                what = f"{quoted(found)} ser ut som {kind}"
                yield at(row, field, what, "Ta bort uppgiften; skriv roll eller organisation")


def no_names_outside_people(view: View) -> Iterator[Problem]:
    """The table people is the only one with names, so that leaving it out leaves all names out."""
    for council, people in view.by_council("people").items():
        names = {row.values["name"] for row in people if len(row.values["name"].split()) > 1}
        if not names:
            continue
        spaced = sorted((r"\s+".join(map(re.escape, name.split())) for name in names), key=len)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(spaced[::-1])})(?!\w)", re.IGNORECASE)
        for table in view.tables.values():
            if table.name == "people":
                continue
            for row, field, text in _texts(view, table, council):
                found = pattern.search(text)
                if found:
                    what = f"{quoted(found[0])} är namnet på en person i people.csv"
                    yield at(row, field, what, "Skriv personens roll i stället")


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


def _wrong_days(text: str, dates: list[datetime.date | None]) -> Iterator[str]:
    if not re.search(r"\d", text):
        return
    for found in STATED_DAY.finditer(text):
        weekday, number, month, year = found.groups()
        month_number = MONTHS.index(month.casefold()) + 1
        same = [d for d in dates if d and (d.day, d.month) == (int(number), month_number)]
        known_year = int(year) if year else same[0].year if same else None
        yield from _wrong_day(found[0], weekday, known_year, month_number, int(number))
    for found in STATED_ISO_DAY.finditer(text):
        year, month_number, number = map(int, found[2].split("-"))
        yield from _wrong_day(found[0], found[1], year, month_number, number)


def _wrong_day(
    text: str, weekday: str | None, year: int | None, month: int, number: int
) -> Iterator[str]:
    try:
        # 2000 is a leap year: without a year, 29 February is a day
        stated = datetime.date(2000 if year is None else year, month, number)
    except ValueError:
        yield f"{quoted(text)} finns inte i kalendern"
        return
    if weekday and year and WEEKDAYS[stated.weekday()] != weekday.casefold():
        yield f"{quoted(text)}: dagen är en {WEEKDAYS[stated.weekday()]} år {year}"


def _texts(view: View, table: Table, council: str | None = None) -> Iterator[tuple[Row, str, str]]:
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
    no_personal_data_outside_people,
    no_names_outside_people,
]
