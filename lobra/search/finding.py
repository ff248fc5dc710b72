"""Asking the index: all words have to be there, in any form and also inside longer words.

Rows that hold the words themselves come before those that only hold them inside longer words, and
among both the ones where they weigh most (bm25) come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lobra.search import index
from lobra.search.forms import compounds, folded, stems
from lobra.search.index import Index
from lobra.search.rows import Found
from lobra_data import files, words
from lobra_data.errors import LobraError, meant, nearest, quoted

LONGEST = 500
"""Letters of a question: more than anybody writes by hand."""
YEARS = range(1900, 2101)
_SHOWN = 12
"""Names that a message lists."""


@dataclass(frozen=True)
class Answer:
    """What was found, best first, and how many rows there are in all."""

    rows: tuple[Found, ...]
    n: int


def find(
    text: str | None,
    place: str | None = None,
    council: str | None = None,
    since: int | None = None,
    until: int | None = None,
    limit: int | None = None,
    data: Path | str | files.Records | None = None,
) -> Answer:
    """The rows that hold all words of the text, and name the place.

    A place is named where it stands as a place or as a word of the text. Without words all rows of
    the place, council and years are found. Rows whose year isn't known are none of any year. Raises
    LobraError for words that are none, and for a place, council or year that isn't known.
    """
    asked = index.of(files.find(data).root)
    narrowed = [*_narrowed(asked, council, since, until)]
    if place is not None:
        narrowed.append(f"{index.NAMED} : {_phrase(stems(_place(asked, place)))}")
    said = _stems(text) if text is not None else []
    whole = [*narrowed, *(f"{index.SAID} : {_phrase([one])}" for one in said)]
    within = [*narrowed, *(f"{index.SAID} : ({_within(asked, one)})" for one in said)]
    return _answer(asked, whole, within, limit)


def places(data: Path | str | files.Records | None = None) -> list[str]:
    """The places that can be asked for, as the records write them."""
    return index.of(files.find(data).root).places


def _stems(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise LobraError(
            f"Sökningen har {words.amount(len(text))} tecken. Skriv högst {LONGEST} tecken."
        )
    if not (found := stems(text)):
        shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
        raise LobraError(
            f"{quoted(shown)}: här finns inget ord att söka efter. Skriv till exempel narkotika."
        )
    return list(dict.fromkeys(found))


def _narrowed(
    asked: Index, council: str | None, since: int | None, until: int | None
) -> Iterator[str]:
    if council is not None:
        if council not in asked.councils:
            guess, known = meant(council, asked.councils), _listed(asked.councils)
            raise LobraError(f"Inget råd heter {quoted(council)}. {guess}Råd: {known}.")
        yield _narrow(index.council_word(council))
    if since is None and until is None:
        return
    years = range(
        YEARS.start if since is None else since, (YEARS.stop - 1 if until is None else until) + 1
    )
    if not years or years[0] not in YEARS or years[-1] not in YEARS:
        span = f"{since}" if since == until else f"{since or ''}–{until or ''}"
        raise LobraError(f"{span}: det är inga årtal i ordning. Skriv till exempel 2019.")
    yield _narrow(*map(index.year_word, years))


def _place(asked: Index, place: str) -> str:
    """The place as the records write it, whatever letters it was asked for with."""
    for known in asked.places:
        if folded(known) == folded(" ".join(place.split())):
            return known
    near = sorted(asked.places, key=lambda known: nearest(place, [known]) is None)
    known = _listed(near) or "inga"
    raise LobraError(
        f"Platsen {quoted(place)} nämns inte i registren. {meant(place, asked.places)}"
        f"Platser: {known}."
    )


def _listed(names: Iterable[str]) -> str:
    names = [*names]
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" och {more} till" if more > 0 else "")


def _phrase(some: Iterable[str]) -> str:
    """Words one after the other, as FTS5 writes them; a stem holds nothing that it would read."""
    return f'"{" ".join(some)}"'


def _narrow(*some: str) -> str:
    return f"narrow : ({' OR '.join(_phrase([one]) for one in some)})"


def _within(asked: Index, stem: str) -> str:
    return " OR ".join(_phrase([one]) for one in [stem, *compounds(stem, asked.vocabulary)])


def _answer(asked: Index, whole: list[str], within: list[str], limit: int | None) -> Answer:
    if not within:
        return _everything(asked, limit)
    most = -1 if limit is None else limit
    best = _ranked(asked, whole, most)
    rest = _ranked(asked, within, most) if most < 0 or len(best) < most else []
    numbers = list(dict.fromkeys([*best, *rest]))[: None if limit is None else limit]
    (n,) = asked.database.execute(
        "SELECT count(*) FROM said WHERE said MATCH ?", (_all(within),)
    ).fetchone()
    return Answer(tuple(_row(asked, number) for number in numbers), n)


def _everything(asked: Index, limit: int | None) -> Answer:
    (n,) = asked.database.execute("SELECT count(*) FROM row").fetchone()
    numbers = range(1, min(n, n if limit is None else limit) + 1)
    return Answer(tuple(_row(asked, number) for number in numbers), n)


def _ranked(asked: Index, parts: list[str], most: int) -> list[int]:
    ranked = asked.database.execute(
        f"SELECT rowid FROM said WHERE said MATCH ? ORDER BY bm25(said, {index.WEIGHTS}), rowid "
        "LIMIT ?",
        (_all(parts), most),
    )
    return [number for (number,) in ranked]


def _all(parts: list[str]) -> str:
    return " AND ".join(f"({part})" for part in parts)


def _row(asked: Index, number: int) -> Found:
    row = asked.database.execute("SELECT * FROM row WHERE rowid = ?", (number,)).fetchone()
    values = dict(zip(index.FIELDS, row, strict=True))
    return Found(**values | {name: bool(values[name]) for name in ("is_reviewed", "is_withheld")})
