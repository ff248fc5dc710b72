"""What an edition may contain, decided on the records before any notebook sees them.

The public edition is made from a copy of the records from which names, sensitive and unreviewed
rows are gone, and in which no small count of persons is left: not as a number, and not as what is
left when the other numbers are taken from a total. A text that may name or count somebody is there
only when a person has cleared that very text; else its row waits. What the notebook never gets
can't reach a table, chart, alt text, file or metadata of the report.

Where to look follows from the descriptor alone: each field says what it may hold of persons, and
each number what it is a part of.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor
from pathlib import Path

from lobra.privacy import clearance, cues, traces
from lobra.privacy.clearance import Row, Rows
from lobra.privacy.editions import PUBLIC, is_publishable
from lobra.privacy.suppression import DROPPED, SHOWN, Cell, Told, declared, hidden, is_small
from lobra_data import resolved, saving, schema
from lobra_data.files import Records, kept_with_records
from lobra_data.schema import COUNT, Field, Table


@dataclass(frozen=True)
class Withheld:
    """What the edition leaves out, by council: rows that are sensitive or hang on what isn't shown,
    small counts of persons with the larger ones that would have given them away, and rows that wait
    for review or for a text to be cleared, by the year of their document ("" where unknown)."""

    rows: dict[str, int]
    small_counts: dict[str, int]
    waiting: dict[str, Counter[str]]
    successors: dict[str, str]
    told: list[Told]
    """What the edition tells of each table of persons, for the editions after it."""

    def n_waiting(self, council: str, year: int) -> int:
        """Rows that a report of the year would have to show if they were reviewed, those of the
        council's forerunners too; a document without a date may be the year's."""
        mine = sum(n for when, n in self.waiting[council].items() if when <= str(year))
        before = [one for one, after in self.successors.items() if after == council]
        return mine + sum(self.n_waiting(one, year) for one in before)


def prepare(
    records: Records,
    folder: Path,
    edition: str,
    smallest: int,
    before: Collection[Told] = (),
    never: Collection[str] = (),
) -> Withheld:
    """Writes the records that the edition may show into `folder`, one sub-folder a council."""
    councils, left = shown(records, edition, smallest, before, never)
    for council, tables in councils.items():
        for name, rows in tables.items():
            path = folder / council / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(saving.csv_bytes(name, rows))
    return left


def shown(
    records: Records,
    edition: str,
    smallest: int,
    before: Collection[Told] = (),
    never: Collection[str] = (),
) -> tuple[dict[str, Rows], Withheld]:
    """What the edition may show: the rows of each council; and what it leaves out.

    The internal edition gets all there is. In the public one a count of fewer than `smallest`
    persons becomes a span or goes; zero stays zero, since nobody is in it. What
    editions `before` have told must not give away what this one hides. `never` are words that
    must not be published.
    """
    is_public = edition == PUBLIC
    waits = _waiting_texts(records, tuple(never)) if is_public else []
    unseen = _unseen_conflicts(records, waits) if is_public else set()
    councils = {
        council: {
            name: [dict(row.values) for row in resolved.rows(records, name, council, unseen)]
            for name in schema.load()
        }
        for council in records.councils
    }
    masked = clearance.hold_back(councils, waits)
    for tables in councils.values():
        tables["conflicts"] = [resolved.settled(row) for row in tables["conflicts"]]
    successors = {
        row["council_id"]: row["successor_id"]
        for tables in councils.values()
        for row in tables["councils"]
    }
    left = Withheld(
        rows=dict.fromkeys(councils, 0),
        small_counts=dict.fromkeys(councils, 0),
        waiting={council: Counter() for council in councils},
        successors=successors,
        told=[],
    )
    if is_public:
        _withhold(councils, left, smallest, before)
        for council, n in masked.items():
            left.waiting[council] += Counter({"": n})
    return councils, left


def _withhold(
    councils: dict[str, Rows], left: Withheld, smallest: int, before: Collection[Told]
) -> None:
    """Takes out of the councils' rows what may not be shown, and notes what that was."""
    for tables in councils.values():
        tables |= {name: [] for name, table in schema.load().items() if table.has_names}
        tables["clearances"] = []
    originals = {
        council: {name: [dict(row) for row in rows] for name, rows in tables.items()}
        for council, tables in councils.items()
    }
    for council, tables in councils.items():
        left.waiting[council] = _waiting(tables)
        left.small_counts[council], told = _suppress(tables, smallest, before)
        left.told.extend(told)
        _blur_what_was_right(tables, originals[council]["conflicts"])
        for name, rows in tables.items():
            tables[name] = [*filter(is_publishable, rows)]
    _drop_what_points_at_nothing(councils)
    for council, tables in councils.items():
        n_gone = sum(map(len, originals[council].values())) - sum(map(len, tables.values()))
        left.rows[council] = n_gone - left.waiting[council].total()
    traces.leave(originals, councils)


@kept_with_records  # the same for all years of a council
def _waiting_texts(records: Records, never: tuple[str, ...]) -> list[clearance.Waiting]:
    return clearance.waiting(records, dict.fromkeys(records.councils, never))


def _unseen_conflicts(records: Records, waits: Iterable[clearance.Waiting]) -> set[str]:
    """The keys of conflicts that may not be shown: what they say is right may not stand in the
    rows that they are about either."""
    rows = (row.values for row in records.rows("conflicts"))
    sensitive = {row["conflict_id"] for row in rows if not is_publishable(row)}
    return sensitive | {one.key for one in waits if one.table == "conflicts"}


def _waiting(tables: Rows) -> Counter[str]:
    """The rows that nobody has reviewed, by the year of the meeting that their document is of, or
    of the document's date."""
    years = {row["document_id"]: row["dated_on"][:4] for row in tables["documents"]}
    for row in tables["meetings"]:
        day = row["held_on"] or row["held_earliest"]
        years[row["document_id"]] = day[:4] or years.get(row["document_id"], "")
    return Counter(
        years.get(row["document_id"], "")
        for rows in tables.values()
        for row in rows
        if row.get("is_reviewed") == "no"
    )


@dataclass(frozen=True)
class _Count:
    """A row whose number counts persons, and the field that the number stands in."""

    table: Table
    field: Field
    row: Row

    @property
    def value(self) -> str:
        return self.row[self.field.name]

    @property
    def key(self) -> str:
        """What editions call the number among themselves: it tells nothing to others."""
        row, about = self.row, (self.table.name, self.field.name)
        named = "/".join([row.get("council_id", ""), row[self.table.key], *about])
        return hashlib.sha256(named.encode()).hexdigest()[:16]

    @property
    def number(self) -> Fraction | None:
        """None for what isn't stated, and in a text for all that isn't a number alone."""
        is_number = self.value.isdecimal() if self.field.type == "string" else self.value
        return Fraction(self.value) if is_number else None

    @property
    def upper(self) -> str:
        """The column for the upper end, "" in a table that has no spans."""
        ends = (one.name for one in self.table.fields if one.personal.most_of == self.field.name)
        return next(ends, "")

    @property
    def is_span(self) -> bool:
        return bool(self.upper and self.row[self.upper])

    @property
    def wholes(self) -> dict[str, tuple[str, str]]:
        """The table and key of each whole that it may be a part of, by the column that tells."""
        links = self.table.foreign_keys
        told = self.field.personal.part_of
        return {one.field: (one.table, self.row[one.field]) for one in links if one.field in told}


def _counts(tables: Rows) -> Iterator[_Count]:
    """Every field of every row that counts persons, whether a number stands there or not.

    What some row counts persons in, every row of the council does; what is counted in "ungdomar"
    counts persons, also where the row says that it doesn't.
    """
    counting = [
        (table, field, row)
        for table in schema.load().values()
        for field in table.fields
        if field.personal.may == COUNT and field.personal.unit and not field.personal.aims
        for row in tables[table.name]
    ]
    units = {
        row[field.personal.unit].casefold()
        for _, field, row in counting
        if row.get(field.personal.told_by) == "yes"
    }
    for table, field, row in counting:
        told, unit = row.get(field.personal.told_by), row[field.personal.unit]
        is_marked = told == "yes" and not cues.counts_no_person(unit)
        if is_marked or cues.names_persons(unit, units if told is None else ()):
            yield _Count(table, field, row)


def _suppress(tables: Rows, smallest: int, before: Collection[Told]) -> tuple[int, list[Told]]:
    """Hides small counts of persons and what would give them away; how many numbers it hid, and
    what is told of the rest.

    Rows that won't be shown count too: their numbers must not be what is left of a total. A part
    that is a span itself is left in what its whole has beyond the others. A whole may stand in any
    table that a column points at.
    """
    counts = {one.key: one for one in _counts(tables)}
    spans = [one for one in counts.values() if one.is_span and is_publishable(one.row)]
    cells = {
        key: Cell(one.number, SHOWN if is_publishable(one.row) else DROPPED)
        for key, one in counts.items()
        if one.number is not None and not one.is_span
    }
    wholes = {key: counts[key].wholes for key in cells}
    keys = {(counts[k].table.name, counts[k].row[counts[k].table.key]): k for k in cells}
    splits = [
        {key: keys.get(named[column]) for key, named in wholes.items() if column in named}
        for column in sorted({column for named in wholes.values() for column in named})
    ]
    found, told = hidden(*declared(cells, *splits), smallest, before)
    for one in counts.values():
        if not one.value:
            _blank(one, [one.row])  # a rate whose count isn't known may stand for a single person
    for key, (least, most) in found.items():
        _hide(counts[key], least, most, tables)
    return len(found) + sum(_widen(one, smallest) for one in spans), told


def _blur_what_was_right(tables: Rows, originals: list[Row]) -> None:
    """A small count that is right of two may stand behind texts that give the other one."""
    blurred = {
        was["resolved_value"]: now["resolved_value"]
        for was, now in zip(originals, tables["conflicts"], strict=True)
        if was["resolved_value"] != now["resolved_value"]
    }
    for row in (row for rows in tables.values() for row in rows if blurred):
        for field, text in row.items():
            for was, now in blurred.items():
                text = text.replace(resolved.right_words(was), resolved.right_words(now))
            row[field] = text


def _hide(one: _Count, least: Fraction, most: Fraction | None, tables: Rows) -> None:
    """Leaves what anybody can work out from the numbers that are shown, where there is room."""
    if one.upper and most is None:
        one.row["is_reviewed"] = "no"  # an observation can't be without a number: the row goes
    elif one.upper and most is not None:
        one.row[one.field.name], one.row[one.upper] = str(ceil(least)), str(floor(most))
    elif one.field.type == "string" and most is not None:
        one.row[one.field.name] = f"{ceil(least)}–{floor(most)}"
    else:
        alike = one.field.personal.same_if  # a share, too, is the count, given its base
        same = (row for row in tables[one.table.name] if all(row[k] == one.row[k] for k in alike))
        _blank(one, [*same] if alike else [one.row])


def _blank(one: _Count, rows: Iterable[Row]) -> None:
    """The count and its rate: with the population known, one gives the other."""
    for field in one.table.fields:
        if one.field.name in (field.name, field.personal.rate_of):
            for row in rows:
                row[field.name] = ""


def _widen(one: _Count, smallest: int) -> bool:
    """A span that begins below the threshold begins at one: "3–8" gives less away as "1–8"."""
    low, high = Fraction(one.value), Fraction(one.row[one.upper])
    if not is_small(low, smallest):
        return False
    wide = str(min(1, floor(low))), str(max(smallest - 1, ceil(high)))
    was = one.value, one.row[one.upper]
    one.row[one.field.name], one.row[one.upper] = wide
    return was != wide


def _drop_what_points_at_nothing(councils: dict[str, Rows]) -> None:
    """Removes rows that need a row that is gone, and empties optional references to it.

    Repeated until nothing changes: a follow-up goes with its statement, and so on.
    """
    is_changed = True
    while is_changed:
        is_changed = False
        keys = {
            name: {row[table.key] for rows in councils.values() for row in rows[name]}
            for name, table in schema.load().items()
        }
        for rows, (name, table) in product(councils.values(), schema.load().items()):
            links = [(key.field, keys[key.table]) for key in table.foreign_keys]
            kept = []
            for row in rows[name]:
                gone = [field for field, there in links if row[field] and row[field] not in there]
                row |= dict.fromkeys(gone, "")
                is_changed = is_changed or bool(gone)
                is_needed = name == "follow_ups" or any(table.field(f).is_required for f in gone)
                if not (gone and is_needed):
                    kept.append(row)
            rows[name] = kept
