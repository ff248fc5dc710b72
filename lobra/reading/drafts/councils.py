"""Which council of the records a document belongs to: sure, new, or an error that asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lobra.reading import vocabulary
from lobra.reading.drafts.registers import Register
from lobra.reading.found import Reading
from lobra_data.errors import LobraError, quoted
from lobra_data.ids import slug

Row = Mapping[str, str]
_WORDS = vocabulary.pattern("council.beside_name")
_TITLE = vocabulary.recogniser("council.generic")
_NAMES = ("name", "district", "municipality", "council_id")


def choose(reading: Reading, councils: Sequence[Row], wanted: str | None, file: str) -> str:
    """The id of the council, known or new; LobraError where the document leaves it open.

    `wanted` is the user's own word. Of two councils with the same area the one that existed on
    the day is meant.
    """
    if wanted is not None:
        if slug(wanted) != wanted:
            raise LobraError(
                f"{quoted(wanted)} kan inte vara ett råds id. Skriv bara små bokstäver a–z, "
                f"siffror och bindestreck, till exempel {slug(wanted) or 'storkoping'}."
            )
        return wanted
    name, known = place(reading.council or ""), [row["council_id"] for row in councils]
    area, areas = _area(name), Register()
    for row in councils:
        for field in _NAMES:
            areas.add(_area(row[field]), row["council_id"])
    same = [row for row in councils if area and area in {_area(row[field]) for field in _NAMES}]
    alive = [row["council_id"] for row in same if _lived(row, reading)]
    like = areas.match(area).candidates
    if len(alive) == 1:
        return alive[0]
    if not name:
        why = "dokumentet säger inte vilket råd det gäller"
    elif same:
        why = f"{quoted(name)} {'kan vara flera råd' if alive else 'fanns inte då'} "
        why += f"({', '.join(row['council_id'] for row in same)})"
    elif like:
        why = f"{quoted(name)} liknar rådet {like[0][0]} men är inte säkert samma"
    elif slug(name) in ("", *known):
        why = f"{quoted(name)} kan inte bli ett råds id"
    else:
        return slug(name)
    listed = f"Det finns: {', '.join(known)}." if known else "Välj ett id, till exempel storkoping."
    raise LobraError(f"{file}: {why}. Ange --council RÅD. {listed}")


def place(name: str) -> str:
    """The area in a council's name as it was read; "" where it is the council's title alone.

    >>> place("Trygghetsrådet i Storköping"), place("Storköping"), place("Trygghetsrådet")
    ('Storköping', 'Storköping', '')
    """
    title = _TITLE.match(name)
    return re.sub(r"^\s+(?:i |för )?", "", name[title.end() :]) if title else name


def _area(name: str) -> str:
    """The area's name as it is compared: without the words for council, and without genitive.

    >>> _area("Hägersten-Älvsjös lokala brottsförebyggande råd")
    'hagersten-alvsjo'
    """
    return re.sub(r"s\b(?=$|-)", "", slug(_WORDS.sub(" ", name.casefold())))


def _lived(row: Row, reading: Reading) -> bool:
    first = reading.held_on or reading.held_earliest or ""
    last = reading.held_on or reading.held_latest or "9999"
    return row["valid_from"] <= last and first <= (row["valid_to"] or "9999")
