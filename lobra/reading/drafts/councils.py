"""Which council of the records a document belongs to: sure, new, or an error that asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from lobra.reading import vocabulary
from lobra.reading.drafts.anonymous import slug
from lobra.reading.found import Reading
from lobra_data.errors import LobraError, meant, quoted

Row = Mapping[str, str]
_WORDS = vocabulary.pattern("council.beside_name")


def choose(reading: Reading, councils: Sequence[Row], wanted: str | None, file: str) -> str:
    """The id of the council, known or new; LobraError where the document leaves it open.

    `wanted` is the user's own word. Of two councils with the same area the one that existed on
    the day is meant.
    """
    known = [row["council_id"] for row in councils]
    if wanted is not None:
        if slug(wanted) != wanted:
            raise LobraError(
                f"{quoted(wanted)} kan inte vara ett råds id. Skriv bara små bokstäver a–z, "
                f"siffror och bindestreck, till exempel {slug(wanted) or 'storkoping'}."
            )
        return wanted
    listed = f"Det finns: {', '.join(known)}." if known else "Välj ett id, till exempel storkoping."
    if not reading.council:
        raise LobraError(
            f"{file}: dokumentet säger inte vilket råd det gäller. Ange --council RÅD. {listed}"
        )
    scores = {row["council_id"]: _likeness(reading.council, row) for row in councils}
    best = max(scores.values(), default=0)
    near = [row for row in councils if scores[row["council_id"]] == best]
    if best == 100:
        alive = [row for row in near if _lived(row, reading)]
        if len(alive) == 1:
            return alive[0]["council_id"]
        why = "fanns inte då" if not alive else "kan vara flera råd"
        names = ", ".join(row["council_id"] for row in near)
        raise LobraError(
            f"{file}: {quoted(reading.council)} {why} ({names}). Ange --council RÅD. {listed}"
        )
    if best >= 80:
        raise LobraError(
            f"{file}: {quoted(reading.council)} liknar rådet {near[0]['council_id']} men är inte "
            f"säkert samma. Ange --council RÅD. {listed}"
        )
    new = slug(reading.council)
    if not new or new in known:
        what = f"{file}: {quoted(reading.council)} kan inte bli ett råds id"
        raise LobraError(f"{what}. {meant(new, known)}Ange --council RÅD. {listed}")
    return new


def new_row(reading: Reading, council_id: str, is_made_up: bool) -> dict[str, str]:
    """The row of a council that the records don't have: only what the document says."""
    return {
        "council_id": council_id,
        "name": reading.council or council_id,
        "district": reading.council or "",
        "municipality": "okänd",
        "is_made_up": "yes" if is_made_up else "no",
        "note": "Inläst ur ett dokument. Skriv in kommunen och rådets fulla namn.",
        "line": "1",
    }


def _likeness(name: str, row: Row) -> float:
    wanted = _area(name)
    own = {_area(row[field]) for field in ("name", "district", "municipality", "council_id")}
    own.discard("")
    return max((fuzz.ratio(wanted, one) for one in own), default=0) if wanted else 0


def _area(name: str) -> str:
    """The area's name as it is compared: without the words for council, and without genitive.

    >>> _area("Hägersten-Älvsjös lokala brottsförebyggande råd")
    'hagersten-alvsjo'
    """
    bare = _WORDS.sub(" ", name.casefold())
    return re.sub(r"s\b(?=$|-)", "", slug(bare))


def _lived(row: Row, reading: Reading) -> bool:
    first = reading.held_on or reading.held_earliest or ""
    last = reading.held_on or reading.held_latest or ""
    begins, ends = row["valid_from"], row["valid_to"]
    return not (last and begins and last < begins) and not (first and ends and first > ends)
