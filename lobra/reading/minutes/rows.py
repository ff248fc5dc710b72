"""The rows of a list of people, each as it was before it was broken or put into one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from lobra.reading import names, persons
from lobra.reading.minutes.paragraphs import joined
from lobra.reading.names import WORD
from lobra.reading.source import Line

_INITIALS = re.compile(rf"[A-ZÅÄÖ]{{2,4}} ?= ?(?={WORD})")  # "KB = Karin Boström"
_OPEN = re.compile(r"(?:[,/-]|\b(?:och|samt|för|av|i))$")


def _stacked(row: Line) -> Iterator[Line]:
    """The rows in a row whose cells hold as many lines each; one text where a comma parts cells."""
    columns = [cell.split("\n") for cell in row.cells]
    if any(re.search("[,;]$", cell) for cell in row.cells[:-1]):
        yield replace(row, text=" ".join(row.text.split()), cells=())
    elif listed := _listed(columns):
        yield from (replace(row, text="\t".join(cells), cells=cells) for cells in listed)
    elif len({*map(len, columns)}) == 1:
        for cells in zip(*columns, strict=True):
            yield replace(row, text="\t".join(cells), cells=cells if len(cells) > 1 else ())
    else:
        yield row


def _listed(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """A row for each line of the only cell that has several, where each names somebody, or all but
    the first, which says what they are."""
    long = [at for at, own in enumerate(columns) if len(own) > 1]
    texts = columns[long[0]] if len(long) == 1 < len(columns) else []
    named = [text for text in texts if persons.people(text)]
    n_others = len(texts) - len(named)
    if n_others > 1 or (n_others and texts[0] in named):
        return []
    return [tuple(text if own is texts else own[0] for own in columns) for text in named]


def unwrapped(rows: Sequence[Line]) -> list[Line]:
    """Joins the lines of a list that was broken at the margin or inside a name."""
    out: list[Line] = []
    turned = names.with_first_name_first([_INITIALS.sub("", row.text, count=1) for row in rows])
    rows = [
        replace(row, text=own) if own != row.text else row
        for row, own in zip(rows, turned, strict=True)
    ]
    for row in chain.from_iterable(map(_stacked, rows)):
        if out and not row.cells and not out[-1].cells and _goes_on(out[-1].text, row.text):
            out[-1] = replace(out[-1], text=joined(out[-1].text, row.text))
        else:
            out.append(row)
    return out


def _goes_on(above: str, text: str) -> bool:
    """Whether a line of a list goes on with the one above: "…, Bo" and "Ek, polisen" below it."""
    if text.startswith("(") or _OPEN.search(above) or (text[:1].islower() and ", " in above):
        return True
    is_party = names.is_name(above) and re.match(rf"{WORD}\s*\([A-ZÅÄÖ]{{1,3}}\)", text)
    last = re.search(rf"(?:[,;)–]\s*|\b(?:och|samt)\s|^)({WORD})$", above)
    is_surname = last and re.match(rf"{WORD}\s*(?:[,(;]|$)", text)
    return bool(
        is_party or (last and is_surname and ("," in above or names.is_first_name(last[1])))
    )
