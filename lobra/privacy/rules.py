"""Rules about numbers of persons in the records, told with those of the data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lobra_data import rules
from lobra_data.errors import Problem, quoted
from lobra_data.files import Records, Row
from lobra_data.rules.view import View, at
from lobra_data.schema import Table

PART_OF = "part_of"
COMMON = ("council_id", "year", "unit", "counts_persons")


def parts_are_of_their_kind(view: View) -> Iterator[Problem]:
    """A part counts the same thing as its whole, of the same year, and nothing is its own part."""
    for table, part, whole in _parts(view):
        for name in (name for name in COMMON if name in table.names):
            mine, other = part.values[name], whole.values[name]
            if mine != other:
                of = f"{whole.file}:{whole.line}"
                what = f"{quoted(mine)}, men {quoted(other)} i helheten på {of}"
                yield at(part, name, what, f"Rätta raden eller töm {PART_OF}")
        above: Row | None = whole
        path = [part.values[table.key]]
        while above and above.values[table.key] not in path:
            path.append(above.values[table.key])
            above = view.find(table.name, above.values[PART_OF])
        if above and above.values[table.key] == path[0]:
            what = f"raderna är delar av varandra: {' → '.join([*path, path[0]])}"
            yield at(part, PART_OF, what, "Bryt ringen på ett ställe")


def parts_are_within_their_whole(view: View) -> Iterator[Problem]:
    """The parts of a number are together at most that number: parts that overlap are no parts."""
    wholes: dict[tuple[str, str], tuple[Row, list[Row]]] = {}
    for table, part, whole in _parts(view):
        key = (table.name, part.values[PART_OF])
        wholes.setdefault(key, (whole, []))[1].append(part)
    for whole, parts in wholes.values():
        most = _number(whole, "value_max") or _number(whole, "value")
        total = sum(_number(part, "value") or 0 for part in parts)
        if most is not None and total > most:
            lines = ", ".join(str(part.line) for part in parts)
            what = f"delarna på rad {lines} är tillsammans {float(total):g}, fler än helheten"
            fix = f"Rätta talen, eller töm {PART_OF} för delar som överlappar andra"
            yield at(whole, "value", what, fix)


def _parts(view: View) -> Iterator[tuple[Table, Row, Row]]:
    """Each row that is a part, with the row of its whole, if it is there."""
    for table in view.tables.values():
        for row in view.rows(table.name) if PART_OF in table.names else ():
            if whole := view.find(table.name, row.values[PART_OF]):
                yield table, row, whole


def _number(row: Row, field: str) -> Fraction | None:
    try:
        return Fraction(row.values.get(field, ""))
    except (ValueError, ZeroDivisionError):
        return None


RULES = [
    parts_are_of_their_kind,
    parts_are_within_their_whole,
]


def check(records: Records, council: str | None = None) -> list[Problem]:
    """What is wrong with the records, in numbers of persons too."""
    return rules.check(records, council, also=RULES)
