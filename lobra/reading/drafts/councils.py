"""Which council of the records a document belongs to: sure, new, or an error that asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lobra.reading import vocabulary
from lobra.reading.drafts.registers import Register
from lobra.reading.found import Reading
from lobra_data import schema
from lobra_data.errors import LobraError, quoted
from lobra_data.ids import slug

Row = Mapping[str, str]
_WORDS = vocabulary.pattern("council.beside_name")


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
    name, known = reading.council or "", [row["council_id"] for row in councils]
    areas = Register()
    for row in councils:
        for field in ("name", "district", "municipality", "council_id"):
            areas.add(_area(row[field]), row["council_id"])
    same = [one for one in councils if one["council_id"] in areas.names.get(_area(name), ())]
    alive = [one["council_id"] for one in same if _lived(one, reading)]
    near = areas.match(_area(name))
    if len(alive) == 1:
        return alive[0]
    if not name:
        why = "dokumentet säger inte vilket råd det gäller"
    elif same:
        why = f"{quoted(name)} {'kan vara flera råd' if alive else 'fanns inte då'} "
        why += f"({', '.join(one['council_id'] for one in same)})"
    elif near.id or near.is_doubtful:
        like = near.id or near.candidates[0][0]
        why = f"{quoted(name)} liknar rådet {like} men är inte säkert samma"
    elif slug(name) in ("", *known):
        why = f"{quoted(name)} kan inte bli ett råds id"
    else:
        return slug(name)
    listed = f"Det finns: {', '.join(known)}." if known else "Välj ett id, till exempel storkoping."
    raise LobraError(f"{file}: {why}. Ange --council RÅD. {listed}")


def new_row(reading: Reading, council_id: str, is_made_up: bool) -> dict[str, str]:
    """The row of a council that the records don't have: only what the document says."""
    return schema.load()["councils"].empty() | {
        "council_id": council_id,
        "name": reading.council or council_id,
        "district": reading.council or "",
        "municipality": "okänd",
        "is_made_up": "yes" if is_made_up else "no",
        "line": "1",
    }


def _area(name: str) -> str:
    """The area's name as it is compared: without the words for council, and without genitive.

    >>> _area("Hägersten-Älvsjös lokala brottsförebyggande råd")
    'hagersten-alvsjo'
    """
    return re.sub(r"s\b(?=$|-)", "", slug(_WORDS.sub(" ", name.casefold())))


def _lived(row: Row, reading: Reading) -> bool:
    first = reading.held_on or reading.held_earliest or ""
    last = reading.held_on or reading.held_latest or ""
    begins, ends = row["valid_from"], row["valid_to"]
    return not (last and begins and last < begins) and not (first and ends and first > ends)
