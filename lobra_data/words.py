"""Swedish words: dates, counts, lists and the unknown, written the same way everywhere.

Nothing here knows of records, reports or pandas. What names months, weekdays or numbers, or reads
them, takes them from here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

MONTHS: Sequence[str] = (
    "januari februari mars april maj juni juli augusti september oktober november december"
).split()
WEEKDAYS = "måndag tisdag onsdag torsdag fredag lördag söndag".split()
NUMERALS = (
    "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton "
    "sjutton arton nitton tjugo"
).split()
NUMBERS = {"en": 1} | {word: n for n, word in enumerate(NUMERALS) if n}
"""What a number above zero in words is; "en" and "ett" may be an article too."""
NOUN_ENDINGS = "s n t en et er ar or na erna arna orna ens ets e a".split()
"""What a noun has at its end in its other forms."""

_PLURALS = (
    *(("", end) for end in "ar er r n or".split()),
    *(("a", "or"), ("e", "ar"), ("el", "lar"), ("er", "rar"), ("en", "nar")),
    *(("man", "män"), ("natt", "nätter"), ("hand", "händer"), ("bok", "böcker")),
)
"""How a noun ends in the singular, and how in the plural."""
_ADJECTIVES = (("", "a"), ("", "t"), ("m", "mma"), ("mt", "mma"), ("tt", "a"), ("t", "a"))

UNKNOWN = "okänt"
NOT_STATED = "anges inte"


def is_known(value: Any) -> bool:
    """False for None, NaN, NaT, NA and the empty string: what the documents don't say."""
    try:
        return value is not None and value != "" and bool(value == value)  # NaN and NaT do not
    except TypeError:  # NA is neither equal nor different
        return False


def text(value: object, unknown: str = NOT_STATED) -> str:
    """The value as a reader sees it; an unknown value is said in words, never as "nan"."""
    if not is_known(value):
        return unknown
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return str(value)


def date(value: dt.date, year: bool = True) -> str:
    """17 september 2021.

    >>> date(dt.date(2021, 9, 17)), date(dt.date(2021, 9, 17), year=False)
    ('17 september 2021', '17 september')
    """
    return f"{value.day} {MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")


def short_date(value: dt.date) -> str:
    """17 sep 2021: for the head of a column.

    >>> short_date(dt.date(2021, 9, 17)), short_date(dt.date(2021, 3, 5))
    ('17 sep 2021', '5 mars 2021')
    """
    month = MONTHS[value.month - 1]
    return f"{value.day} {month if len(month) <= 4 else month[:3]} {value.year}"


def date_range(first: dt.date, last: dt.date) -> str:
    """The bounds of a date that nobody wrote down: both days are possible.

    >>> date_range(dt.date(2017, 11, 29), dt.date(2017, 12, 7))
    'mellan 29 november och 7 december 2017'
    """
    return f"mellan {date(first, year=first.year != last.year)} och {date(last)}"


def clock(starts_at: object, ends_at: object = None) -> str:
    """kl. 9.00–11.00, or "anges inte" when the start is unknown."""
    if not is_known(starts_at):
        return NOT_STATED
    known = [str(t).split(":") for t in (starts_at, ends_at) if is_known(t)]
    return "kl. " + "–".join(f"{int(hour)}.{minute}" for hour, minute, *_ in known)


def number(n: int, one: str = "ett") -> str:
    """Up to twelve in letters, as in running text; `one` is "en" where the word counted asks.

    >>> number(2), number(33), number(1, "en")
    ('två', '33', 'en')
    """
    return one if n == 1 else NUMERALS[n] if 0 <= n <= 12 else str(n)


def amount(value: float) -> str:
    """A number in figures: a decimal comma, and a space in it from ten thousand on. A half is
    rounded away from zero, as readers do.

    >>> amount(8.0), amount(12.54), amount(13.25), amount(9999), amount(-10000)
    ('8', '12,5', '13,3', '9999', '-10\xa0000')
    """
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole, _, decimals = f"{abs(rounded):.1f}".partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", "\u00a0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{whole}{'' if decimals == '0' else f',{decimals}'}"


def signed(value: float) -> str:
    """A change with its sign, the minus as long as the plus.

    >>> signed(12), signed(-1.5), signed(0)
    ('+12', '\u22121,5', '0')
    """
    said = amount(value)
    return said.replace("-", "\u2212") if value < 0 else f"+{said}" if value else said


_POINTS_AWAY = re.compile(r"\b((nedan|ovan)(stående)?|bifogad\w*|bilagan)\b", re.IGNORECASE)


def retold(text: str, day: str) -> str:
    """What minutes say, where nobody sits in the room: "i dag" is the meeting's day, and a
    sentence that points at something else in the minutes is left out.

    >>> retold("Planen antas i dag. Den visas nedan.", "den 9 februari 2023")
    'Planen antas den 9 februari 2023.'
    >>> retold("Den visas nedan.", "den 9 februari 2023")
    ''
    """
    kept = [one for one in sentences(text) if not _POINTS_AWAY.search(one)]
    return re.sub(r"(?i)\bi ?dag\b", day, " ".join(kept))


def form(n: int, one: str, many: str) -> str:
    """The form of a word that goes with a number.

    >>> form(1, "möte", "möten"), form(0, "möte", "möten")
    ('möte', 'möten')
    """
    return one if n == 1 else many


def count(n: int, one: str, many: str) -> str:
    """The number with the form of the word that goes with it.

    >>> count(1, "möte", "möten"), count(4, "möte", "möten")
    ('1 möte', '4 möten')
    """
    return f"{n} {form(n, one, many)}"


@lru_cache(10_000)  # few words, and each activity is asked about against all others
def is_same_noun(one: str, other: str) -> bool:
    """Whether two words, each with its adjectives, name the same thing, be it one or many of it.

    A longer word is another thing: a "tillsynsrunda" is a "runda", but not every "runda" is one.

    >>> is_same_noun("träff", "Träffar"), is_same_noun("gemensamt besök", "gemensamma besök")
    (True, True)
    >>> is_same_noun("flicka", "flickor"), is_same_noun("nyckelperson", "personer")
    (True, False)
    >>> is_same_noun("rad", "rader"), is_same_noun("rad", "ramper"), is_same_noun("", "träff")
    (True, False, False)
    """
    words_of_one, words_of_other = one.casefold().split(), other.casefold().split()
    if not words_of_one or len(words_of_one) != len(words_of_other):
        return False
    *before, last = zip(words_of_one, words_of_other, strict=True)
    return _are_forms(*last, _PLURALS) and all(_are_forms(*pair, _ADJECTIVES) for pair in before)


def _are_forms(one: str, other: str, endings: Iterable[tuple[str, str]]) -> bool:
    """Whether the words are equal, or one has a form of the other by these endings."""
    return one == other or any(
        short.endswith(base) and long == short.removesuffix(base) + end
        for short, long in ((one, other), (other, one))
        for base, end in endings
    )


def stated_count(text: str, unit: str) -> int | None:
    """The first number that a text gives of a unit; None where it gives none.

    >>> stated_count("Minst två gemensamma tillsynspass per år", "gemensamma tillsynspass")
    2
    >>> stated_count("Alla skolor med årskurs 7.", "skolor"), stated_count("5 nya torg.", "torg")
    (None, 5)
    """
    found = re.findall(r"\w+", text.casefold())
    size = len(unit.split())
    for n, word in enumerate(found):
        value = int(word) if word.isdecimal() else NUMBERS.get(word)
        after = found[n + 1 : n + 2 + size]
        near = (after[:size], after[1:])  # one adjective may stand before the unit
        if value is not None and any(is_same_noun(" ".join(some), unit) for some in near):
            return value
    return None


def named(text: str, names: Iterable[str]) -> set[str]:
    """Those of the names that stand in a text as words of their own, also in the genitive.

    >>> sorted(named("Trygghetsvandring i Bryggparken", ["Bryggparken", "Brygg", "Torget"]))
    ['Bryggparken']
    """
    return {one for one in names if re.search(rf"(?i)(?<!\w){re.escape(one)}s?(?!\w)", text)}


def listed(parts: Iterable[object], last: str = "och") -> str:
    """a, b och c.

    >>> listed(["skola", "polis", "fritid"])
    'skola, polis och fritid'
    """
    *first, final = [str(part) for part in parts] or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def capitalised(text: str) -> str:
    """The first letter large, the rest as it is.

    >>> capitalised("ungdomar"), capitalised("våld i SDO")
    ('Ungdomar', 'Våld i SDO')
    """
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """The first letter small, unless it begins an abbreviation.

    >>> uncapitalised("Rådet"), uncapitalised("SSPF")
    ('rådet', 'SSPF')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(*parts: object) -> str:
    """The parts as one sentence: first letter large, one full stop, unknown parts left out."""
    joined = " ".join(str(part).strip() for part in parts if is_known(part)).strip()
    if not joined:
        return ""
    return capitalised(joined) + ("" if joined[-1] in ".!?…" else ".")


def sentences(text: str, at_every_stop: bool = False) -> list[str]:
    """A text cut where a sentence surely ends: before a capital or a quotation.

    A capital alone is an initial. With `at_every_stop` also before a small letter or a digit,
    where an abbreviation may end.

    >>> sentences("Mötet är kl. 9, bl.a. om torget. Polisen informerar.")
    ['Mötet är kl. 9, bl.a. om torget.', 'Polisen informerar.']
    """
    next_one = "" if at_every_stop else r"(?=[A-ZÅÄÖ\"”])"
    return re.split(r"(?<=[.!?])(?<!\b[A-ZÅÄÖ]\.)\s+" + next_one, text)
