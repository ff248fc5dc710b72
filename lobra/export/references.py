"""How a table or list says where its rows come from: as short as can be, decided once for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from lobra.blocks import RECORDS, SOURCE, Column, Source, Sources, Statements, Table, cited
from lobra_data.words import MONTHS

WIDE = 6
"""Columns of a table that leave no room for one more on paper."""
_OF_A_DAY = re.compile(rf"(.+) (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
"""A document that is called by its kind and its day."""


@dataclass(frozen=True)
class Reference:
    """The words that stand for a source in its place; the source leads to the document.

    `then` is what stands between it and the next.
    """

    text: str
    source: Source
    then: str = "; "

    def __str__(self) -> str:
        return self.text


References = tuple[Reference, ...]


def joined(shown: References, said: Callable[[Reference], str] = str) -> str:
    """The references on one line, each as `said` has it."""
    ends = [*(one.then for one in shown[:-1]), ""]
    return "".join(said(one) + end for one, end in zip(shown, ends, strict=False))


def whole(sources: Sources) -> References:
    """Each source in full."""
    return tuple(Reference(str(one), one) for one in sources)


def readable(sources: Sources) -> Sources:
    """Those that a reader can look up."""
    return tuple(one for one in sources if one.document != RECORDS[0].document)


def documents(sources: Iterable[Source]) -> References:
    """The documents alone, each once; those of one kind and year as a list of their days.

    >>> said = ["Protokoll 16 maj 2024", "Plan", "Protokoll 8 februari 2024", "registren", "Plan"]
    >>> joined(documents(map(Source, said)))
    'Protokoll 8 februari och 16 maj 2024; Plan'
    """
    kinds: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
    for title in dict.fromkeys(one.document for one in readable(tuple(sources))):
        found = _OF_A_DAY.fullmatch(title)
        kind, day, month, year = found.groups() if found else (title, "0", MONTHS[0], "")
        kinds.setdefault((kind, year), {})[MONTHS.index(month), int(day)] = title
    return tuple(one for (kind, year), days in kinds.items() for one in _days(kind, year, days))


def _days(kind: str, year: str, days: dict[tuple[int, int], str]) -> Iterable[Reference]:
    """The documents of one kind and year: the first says the kind, the last the year."""
    last = len(days) - 1
    for n, ((month, day), title) in enumerate(sorted(days.items())):
        parts = [kind] if n == 0 else []
        parts += [f"{day} {MONTHS[month]}"] if year else []
        parts += [year] if year and n == last else []
        then = ", " if n < last - 1 else " och " if n == last - 1 else "; "
        yield Reference(" ".join(parts), Source(title), then)


def compact(rows: Sequence[Sources], foot: Sources = ()) -> tuple[list[References], References]:
    """The references of the rows, and those of the foot that explain them.

    A document that all rows share is named in the foot only, and so is an item that they share;
    of several documents each gets a letter. Rows that name no place keep their sources whole.

    >>> plan, minutes = Source("Plan", lines=(5,)), Source("Protokoll", "2", (6, 7))
    >>> def shown(rows): return [[*map(str, some)] for some in (*rows[0], rows[1])]
    >>> shown(compact([(plan,), (Source("Plan", lines=(7,)),)]))
    [['rad 5'], ['rad 7'], ['Plan']]
    >>> shown(compact([(minutes,), (replace(minutes, lines=(9,)),)]))
    [['rad 6, 7'], ['rad 9'], ['Protokoll, punkt 2']]
    >>> shown(compact([(plan, minutes), (minutes,)]))
    [['A rad 5', 'B punkt 2, rad 6, 7'], ['B punkt 2, rad 6, 7'], ['A Plan', 'B Protokoll']]
    """
    every = [one for row in rows for one in row]
    titles = list(dict.fromkeys(one.document for one in every if one.place))
    if 1 < len(titles) <= len(ascii_uppercase):
        letters = dict(zip(titles, ascii_uppercase, strict=False))
        short = [tuple(Reference(_lettered(one, letters), one) for one in row) for row in rows]
        return short, tuple(Reference(f"{letters[t]} {t}", Source(t)) for t in titles)
    if not every or not all(one.place for one in every):
        return [whole(row) for row in rows], whole(foot)
    items = {one.item for one in every}
    shared = items.pop() if len(items) == 1 and len(rows) > 1 else ""
    bare = [tuple(Reference(_place(one, shared), one) for one in row) for row in rows]
    named = foot or tuple(map(Source, titles))
    if shared and len(named) == 1:
        named = (replace(named[0], item=shared),)
    return bare, whole(named)


def _lettered(source: Source, letters: dict[str, str]) -> str:
    return f"{letters.get(source.document, source.document)} {source.place}".strip()


def _place(source: Source, shared: str) -> str:
    return replace(source, item="").place if shared else source.place


def of_table(table: Table, names_documents: bool = False) -> tuple[list[References], References]:
    """The references of a table's rows (none where the foot says it all), and of its foot.

    One that `names_documents` says of which documents its rows are, and no more.
    """
    if names_documents:
        return [], documents(one for _, source in table.sourced() for one in source)
    if table.sources:
        return compact([source for _, source in table.sourced()], table.source)
    return [], whole(table.source)


def of_statements(block: Statements) -> tuple[list[str], References]:
    """What paper has behind each item, and below the list: with a foot that names the documents,
    the items' places in them; without one, their whole sources."""
    sources = [item.source for item in block.items]
    if all(sources) and all(one.place for some in sources for one in some):
        short, foot = compact(sources)
        return ["; ".join(map(str, one)) for one in short], foot
    return [cited(one) for one in sources], ()


@dataclass(frozen=True)
class Laid:
    """A table as paper has it: the places of its rows in a last column, or in a note below it."""

    columns: list[Column]
    rows: list[list[str]]
    foot: References
    note: str = ""


def laid_out(table: Table, names_documents: bool) -> Laid:
    """A table with the room for what paper says of its sources."""
    cells, foot = of_table(table, names_documents)
    columns, rows = [*table.columns], [[*row] for row in table.rows]
    places = ["; ".join(map(str, cell)) for cell in cells]
    if not places:
        return Laid(columns, rows, foot)
    if len(columns) > WIDE:
        told = (f"{row[0]}: {place}" for row, place in zip(rows, places, strict=True))
        return Laid(columns, rows, foot, f"Källa rad för rad: {' · '.join(told)}")
    columns.append(Column(SOURCE, share_of(cells)))
    return Laid(columns, [[*row, place] for row, place in zip(rows, places, strict=True)], foot)


def share_of(cells: Sequence[References]) -> float:
    """The share of the width that a column with these references needs."""
    longest = max((len("; ".join(map(str, cell))) for cell in cells), default=0)
    return min(0.6 + longest / 30, 2)
