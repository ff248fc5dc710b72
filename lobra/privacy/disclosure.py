"""What an edition may contain, decided on the records before any notebook sees them.

The public edition is made from a copy of the records from which names, sensitive and unreviewed
rows are gone, and in which no small count of persons is left: not as a number, not in words, and
not as what is left when the other numbers are taken from a total. What the notebook never gets
can't reach a table, chart, alt text, file or metadata of the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

from lobra.privacy import sums, wording
from lobra.privacy.suppression import hidden, is_small
from lobra_data import saving, schema
from lobra_data.files import Records

PUBLIC, INTERNAL = "public", "internal"
EDITIONS = {PUBLIC: "Offentlig utgåva", INTERNAL: "Intern utgåva, inte för publicering"}

Row = dict[str, str]
Rows = dict[str, list[Row]]

COUNTING = ("observations", "statistics")
TEXTS = {
    "statements": ("text",),
    "place_actions": ("problem", "action", "status_text"),
    "programme_results": ("outcome",),
    "decisions": ("text",),
    "assignments": ("text",),
    "follow_ups": ("note",),
    "conflicts": ("about", "value_a", "value_b", "resolution"),
    "assessments": ("ground",),
    "observations": ("what",),
}
"""Where a count of persons may stand in words. What a plan aims at counts nobody yet."""


@dataclass(frozen=True)
class Withheld:
    """What the edition leaves out, by council: rows that are sensitive or unreviewed, and small
    counts of persons (also in texts) with the larger ones that would have given them away."""

    rows: dict[str, int]
    small_counts: dict[str, int]


def prepare(records: Records, folder: Path, edition: str, smallest: int) -> Withheld:
    """Writes the records that the edition may show into `folder`, one sub-folder a council.

    The internal edition gets all there is. In the public one a count of fewer than `smallest`
    persons becomes a span or goes; zero stays zero, since nobody is in it.
    """
    councils = _all(records)
    before = {council: _n(tables) for council, tables in councils.items()}
    blurred = dict.fromkeys(councils, 0)
    if edition == PUBLIC:
        for council, tables in councils.items():
            units = _units(tables)
            counted = _suppress(tables, smallest)
            tables["people"] = []
            for name, rows in tables.items():
                tables[name] = [row for row in rows if _is_publishable(row)]
            blurred[council] = counted + _reword(tables, smallest, units)
        _drop_what_points_at_nothing(councils)
    for council, tables in councils.items():
        for name, rows in tables.items():
            path = folder / council / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(saving.csv_bytes(name, rows))
    return Withheld(
        {council: before[council] - _n(tables) for council, tables in councils.items()}, blurred
    )


def small_counts(records: Records, smallest: int) -> set[str]:
    """The small counts of persons that the records hold, as they would stand in a text.

    What the last gate looks for: "3 ungdomar", "tre ungdomar". A number without a word for what
    it counts can't be told from any other; "en elev" is seldom a count; and what a plan or a
    heading says as well is no secret.
    """
    found: set[str] = set()
    elsewhere = ""
    for tables in _all(records).values():
        units = _units(tables)
        for name in (*COUNTING, "programme_results"):
            for row in tables[name]:
                if _counts_persons(name, row, units) and _is_small(row["value"], smallest):
                    found |= {*wording.phrases_for(float(row["value"]), row["unit"])}
        for name, rows in tables.items():
            for row in rows:
                for field in TEXTS.get(name, ()):
                    found |= {*wording.reworded(row[field], smallest, units).phrases}
                elsewhere += "\n".join(v for k, v in row.items() if k not in TEXTS.get(name, ()))
    elsewhere = elsewhere.casefold()
    return {
        phrase
        for phrase in found
        if not phrase.casefold().startswith(("en ", "ett ")) and phrase.casefold() not in elsewhere
    }


def _all(records: Records) -> dict[str, Rows]:
    return {
        council: {name: _values(records, name, council) for name in schema.load()}
        for council in records.councils
    }


def _values(records: Records, table: str, council: str) -> list[dict[str, str]]:
    return [dict(row.values) for row in records.rows(table, council)]


def _n(tables: Rows) -> int:
    return sum(len(rows) for name, rows in tables.items() if name != "people")


def _is_publishable(row: dict[str, str]) -> bool:
    """Reviewed and not sensitive; a table without these columns has nothing to hide."""
    return row.get("is_sensitive", "no") == "no" and row.get("is_reviewed", "yes") == "yes"


def _counts_persons(table: str, row: Row, units: set[str]) -> bool:
    """Whether the row's number counts persons: as it says itself, or by the word for its unit."""
    if table in COUNTING:
        return row["counts_persons"] == "yes"
    return row["unit"].casefold() in {*units, *wording.PLURALS, *wording.PLURAL_ADJECTIVES}


def _units(tables: Rows) -> set[str]:
    """The words that the council's records count persons in: protected in its texts as well."""
    rows = [row for name in COUNTING for row in tables[name] if row["counts_persons"] == "yes"]
    return {row["unit"].casefold() for row in rows}


def _is_small(value: str, smallest: int) -> bool:
    return bool(value) and is_small(Fraction(value), smallest)


def _suppress(tables: Rows, smallest: int) -> int:
    """Hides small counts of persons and what would give them away; how many numbers it hid.

    Rows that won't be shown count too: their numbers must not be what is left of a total.
    """
    counted: list[sums.Counted] = []
    rows: dict[str, Row] = {}
    whole = {row[name].casefold() for row in tables["councils"] for name in ("name", "district")}
    for name, read in (("observations", sums.observation), ("statistics", sums.statistic)):
        for n, row in enumerate(tables[name]):
            if row["counts_persons"] == "yes" and row["value"] and not row.get("value_max"):
                key = f"{name} {n:06d}"
                rows[key] = row
                counted.append(read(key, row, whole, _is_publishable(row)))
    n = 0
    for key, (least, most) in hidden(*sums.table(counted), smallest).items():
        n += 1
        row = rows[key]
        if "value_max" in row:
            _show_as_span(row, least, most)
        else:
            _blank(row)
            for twin in tables["statistics"]:  # the same as a share: the count, given its base
                if all(twin[k] == row[k] for k in ("indicator", "area", "year")):
                    _blank(twin)
    for row in tables["observations"]:
        n += row["counts_persons"] == "yes" and _is_publishable(row) and _widen(row, smallest)
    for row in tables["statistics"]:
        if row["counts_persons"] == "yes" and not row["value"]:
            _blank(row)  # a rate whose count isn't known may stand for a single person
    for row in tables["programme_results"]:
        if _counts_persons("programme_results", row, _units(tables)):
            n += _is_small(row["value"], smallest)
            row["value"] = "" if _is_small(row["value"], smallest) else row["value"]
    for row in tables["conflicts"]:
        n += _hide_conflict(row, smallest, _units(tables))
    return n


def _show_as_span(row: Row, least: Fraction, most: Fraction | None) -> None:
    """What anybody can work out from the numbers that are shown; nothing when there is no limit."""
    if most is None:
        row["is_reviewed"] = "no"  # an observation can't be without a number: the row goes
    else:
        row["value"], row["value_max"] = str(ceil(least)), str(floor(most))


def _blank(row: Row) -> None:
    """The count and its rate: with the population known, one gives the other."""
    row["value"] = row["per_100k"] = ""


def _widen(row: Row, smallest: int) -> bool:
    """A span that begins below the threshold begins at one: "3–8" gives less away as "1–8"."""
    if not row["value_max"] or not _is_small(row["value"], smallest):
        return False
    was = row["value"], row["value_max"]
    row["value"] = str(min(1, floor(float(row["value"]))))
    row["value_max"] = str(max(smallest - 1, ceil(float(row["value_max"]))))
    return was != (row["value"], row["value_max"])


def _hide_conflict(row: Row, smallest: int, units: set[str]) -> bool:
    """A contradiction about a count of persons, of which either value is small."""
    about = row["about"].casefold().split()
    if not {*units, *wording.PLURALS, *wording.PLURAL_ADJECTIVES} & {*about}:
        return False
    found = [k for k in ("value_a", "value_b") if row[k].isdigit() and _is_small(row[k], smallest)]
    row |= {key: f"1–{smallest - 1}" for key in found}
    return bool(found)


def _reword(tables: Rows, smallest: int, units: set[str]) -> int:
    """Replaces small counts of persons in texts; how many."""
    n = 0
    for name, fields in TEXTS.items():
        for row in tables.get(name, ()):
            for field in fields:
                said = wording.reworded(row[field], smallest, units)
                row[field] = said.text
                n += len(said.phrases)
    return n


def _drop_what_points_at_nothing(councils: dict[str, Rows]) -> None:
    """Removes rows that need a row that is gone, and empties optional references to it.

    Repeated until nothing changes: a follow-up goes with its statement, and so on.
    """
    tables = schema.load()
    while True:
        keys = {
            (name, target): {row[target] for rows in councils.values() for row in rows[name]}
            for table in tables.values()
            for key in table.foreign_keys
            for name, target in [(key.table, key.target)]
        }
        is_changed = False
        for rows in councils.values():
            for name, table in tables.items():
                kept = []
                for row in rows[name]:
                    gone = [
                        key.field
                        for key in table.foreign_keys
                        if row[key.field] and row[key.field] not in keys[key.table, key.target]
                    ]
                    is_needed = any(table.field(field).is_required for field in gone)
                    if is_needed or (gone and name == "follow_ups"):
                        is_changed = True
                        continue
                    for field in gone:
                        row[field], is_changed = "", True
                    kept.append(row)
                rows[name] = kept
        if not is_changed:
            return
