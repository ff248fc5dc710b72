"""How a claim says where it comes from: folded away in a list, in a last column in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from string import ascii_uppercase

FEW_LETTERS = 60
_ITEM = re.compile(r"punkt [^,;]+, ")


def reference(source: str, claim: str = "") -> str:
    """A source that unfolds. Its name, when read aloud alone, says which claim it belongs to."""
    if not source:
        return ""
    of = f'<span class="unseen"> till: {escape(shortened(claim))}</span>' if claim else ""
    inside = f"<summary>Källa{of}</summary> <span>{escape(source)}</span>"
    return f'<details class="ref">{inside}</details>'


def shortened(text: str) -> str:
    """The first words of a text.

    >>> shortened("De flesta skjutningarna i området bedöms vara provskjutningar mot hus")
    'De flesta skjutningarna i området bedöms vara …'
    """
    if len(text) <= FEW_LETTERS:
        return text
    return f"{text[: FEW_LETTERS - 10].rsplit(' ', 1)[0].rstrip(',;:')} …"


def compact(sources: Sequence[str], foot: str = "") -> tuple[list[str], str]:
    """The sources of a table's rows as short as they can be, and the foot that explains them.

    A document that all rows share is named in the foot only, and so is an item that they share;
    of several documents each gets a letter.

    >>> compact(["Plan, rad 5", "Plan, punkt 2, rad 7, 9"])
    (['rad 5', 'punkt 2, rad 7, 9'], 'Plan')
    >>> compact(["Plan, punkt 1, rad 5", "Plan, punkt 1, rad 7"])
    (['rad 5', 'rad 7'], 'Plan, punkt 1')
    >>> compact(["Plan, rad 5; Protokoll, rad 6", "Protokoll, rad 7"])
    (['A rad 5; B rad 6', 'B rad 7'], 'A Plan; B Protokoll')
    """
    split = [[_split(part) for part in source.split("; ")] for source in sources]
    titles = list(dict.fromkeys(title for row in split for title, place in row if place))
    if len(titles) < 2 or len(titles) > len(ascii_uppercase):
        if not all(place for row in split for _, place in row):
            return list(sources), foot
        places = ["; ".join(place for _, place in row) for row in split]
        foot = foot or "; ".join(titles)
        items = {found[0] if (found := _ITEM.match(place)) else "" for place in places}
        if len(items) == 1 and len(places) > 1 and (item := items.pop()):
            return [place.replace(item, "") for place in places], f"{foot}, {item.strip(', ')}"
        return places, foot
    letters = dict(zip(titles, ascii_uppercase, strict=False))
    rows = ["; ".join(f"{letters.get(t, t)} {place}".strip() for t, place in row) for row in split]
    return rows, "; ".join(f"{letter} {title}" for title, letter in letters.items())


def all_have_places(sources: Sequence[str]) -> bool:
    """Whether every reference names a line, so that its document can be named elsewhere."""
    return all(_split(part)[1] for source in sources for part in source.split("; "))


def _split(part: str) -> tuple[str, str]:
    """A document's title, and the place in it."""
    found = re.fullmatch(r"(.+?), ((?:punkt .+?, )?rad \d.*)", part)
    return (found[1], found[2]) if found else (part, "")
