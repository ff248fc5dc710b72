"""Which counts of persons are sums of others: read out of what the rows say that they count.

A row that names no age, sex, group or place counts all that the rows beside it split up: "unga i
läxhjälp" is the sum of "flickor i läxhjälp" and "pojkar i läxhjälp" if the numbers agree, and has a
rest beyond them if they don't. Numbers that add up without saying so are taken as a sum too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from lobra.privacy.suppression import DROPPED, REST, SHOWN, Cell, Sum

TOTAL = {"alla", "hela", "samtliga", "sammanlagt", "summa", "totalt", "total"}
SEXES = {
    "flickor": "kvinnor", "tjejer": "kvinnor", "kvinnor": "kvinnor", "kvinnliga": "kvinnor",
    "pojkar": "män", "killar": "män", "män": "män", "manliga": "män",
}  # fmt: skip
PERSONS = {
    "barn", "deltagare", "elever", "individer", "invånare", "personer", "unga", "ungdomar",
}  # fmt: skip
_AGES = re.compile(
    r"(?:under |över )?\d+\s*(?:[–-]\s*\d+\s*)?år(?: och (?:äldre|yngre))?|\d+\s*[–-]\s*\d+"
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
AREA, SEX, AGE, GROUP = "area", "sex", "age", "group"
ELSEWHERE = "elsewhere"
"""An area to compare with: no part of the council's own, and no whole of it unless sums say so."""
MOST = 12
"""Rows among which chance sums are looked for; among more, too many add up by accident."""


@dataclass(frozen=True)
class Counted:
    """A row's count of persons: what it counts, split by what, of which whole."""

    key: str
    value: Fraction
    about: tuple[str, ...]
    """What all rows share that could be parts of each other: the thing, the time."""
    split: Mapping[str, str]
    """The row's age, sex, group and area, as far as it names them."""
    beside: str
    """The rows that are read together: of one item of the minutes, or one indicator's year."""
    is_shown: bool = True


def statistic(key: str, row: Mapping[str, str], whole: set[str], is_shown: bool = True) -> Counted:
    """`whole` holds the names of the council's whole area, in small letters."""
    stem, split = _split(row["indicator"])
    area = row["area"].casefold()
    beside = "|".join([stem, row["year"], *(f"{k}={v}" for k, v in split.items())])
    if row["is_comparison"] == "yes":
        split |= {ELSEWHERE: area}
    elif area not in whole and not TOTAL & set(_WORDS.findall(area)):
        split |= {AREA: area}
    about = ("statistics", stem, row["year"])
    return Counted(key, Fraction(row["value"]), about, split, beside, is_shown)


def observation(
    key: str, row: Mapping[str, str], whole: set[str], is_shown: bool = True
) -> Counted:
    stem, split = _split(row["what"])
    place = row["place"].casefold()
    if place and place not in whole:
        split |= {AREA: place}
    when = row["observed_on"] or row["meeting_id"]
    beside = row["item_id"] or row["meeting_id"]
    about = ("observations", stem, when)
    return Counted(key, Fraction(row["value"]), about, split, beside, is_shown)


def _split(label: str) -> tuple[str, dict[str, str]]:
    """What is counted, and the sex, age and group that the label narrows it to.

    >>> _split("Skäligen misstänkta, flickor 15–17 år")
    ('skäligen misstänkta', {'age': '15–17 år', 'sex': 'kvinnor'})
    >>> _split("ungdomar i läxhjälp, totalt"), _split("pojkar i läxhjälp")
    (('i läxhjälp', {}), ('i läxhjälp', {'sex': 'män'}))
    """
    text, found = label.casefold(), {}
    if age := _AGES.search(text):
        found[AGE] = age[0]
        text = text.replace(age[0], " ")
    parts = []
    for part in re.split(r"[,:(]| – ", text):
        words = [word for word in _WORDS.findall(part) if word not in TOTAL]
        if sex := next((SEXES[word] for word in words if word in SEXES), None):
            found[SEX] = sex
        parts.append([word for word in words if word not in SEXES and word not in PERSONS])
    if group := " ".join(word for part in parts[1:] for word in part):
        found[GROUP] = group
    return " ".join(parts[0]), found


def table(counted: Sequence[Counted]) -> tuple[dict[str, Cell], list[Sum]]:
    """The cells and sums of all counts; what a total has beyond its parts is a cell as well."""
    cells = {one.key: Cell(one.value, SHOWN if one.is_shown else DROPPED) for one in counted}
    sums: list[Sum] = []
    for whole, parts in [*_told(counted), *_added_up(counted)]:
        rest = whole.value - sum(part.value for part in parts)
        if rest < 0:
            continue  # the groups overlap: no sum
        names = [part.key for part in parts]
        if rest > 0:
            names.append(f"{whole.key} – rest {len(sums)}")
            cells[names[-1]] = Cell(rest, REST)
        if Sum(whole.key, tuple(names)) not in sums:
            sums.append(Sum(whole.key, tuple(names)))
    return cells, sums


def _told(counted: Sequence[Counted]) -> Iterator[tuple[Counted, list[Counted]]]:
    """Each row with the rows that say the same of a part: of one sex, age, group or area."""
    for whole in counted:
        alike = [one for one in counted if one.about == whole.about and one is not whole]
        same = [one for one in alike if one.split == whole.split and one.key > whole.key]
        yield from ((whole, [one]) for one in same if one.value == whole.value)
        for kind in (AREA, SEX, AGE, GROUP):
            parts = {
                one.split[kind]: one
                for one in alike
                if kind in one.split
                and {k: v for k, v in one.split.items() if k != kind} == whole.split
            }
            if parts:
                yield whole, [*parts.values()]


def _added_up(counted: Sequence[Counted]) -> Iterator[tuple[Counted, list[Counted]]]:
    """Rows that are read together and whose numbers add up to another's."""
    groups: dict[str, list[Counted]] = {}
    for one in counted:
        groups.setdefault(one.beside, []).append(one)
    for group in groups.values():
        for whole in group if len(group) <= MOST else ():
            parts = [one for one in group if one is not whole and 0 < one.value < whole.value]
            for n in range(2, len(parts) + 1):
                for some in combinations(parts, n):
                    if sum(one.value for one in some) == whole.value:
                        yield whole, [*some]
