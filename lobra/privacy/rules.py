"""Rules about numbers of persons in the records, told with those of the data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from lobra_data import rules
from lobra_data.errors import Problem, quoted
from lobra_data.files import Records, Row
from lobra_data.rules.view import View, at
from lobra_data.schema import ForeignKey, Table

COMMON = ("council_id", "year", "unit", "counts_persons")


def parts_are_of_their_kind(view: View) -> Iterator[Problem]:
    """A part counts the same thing as its whole, of the same year, and nothing is its own part."""
    for table, link, part, whole in _parts(view):
        for name in (name for name in COMMON if name in part.values.keys() & whole.values.keys()):
            mine, other = part.values[name], whole.values[name]
            if mine != other:
                of = f"{whole.file}:{whole.line}"
                what = f"{quoted(mine)}, men {quoted(other)} i helheten på {of}"
                yield at(part, name, what, f"Rätta raden eller töm {link.field}")
        if ring := _ring(view, table, link, part):
            what = f"raderna är delar av varandra: {' → '.join(ring)}"
            yield at(part, link.field, what, "Bryt ringen på ett ställe")


def parts_are_within_their_whole(view: View) -> Iterator[Problem]:
    """The parts of a number are together at most that number: parts that overlap are no parts."""
    wholes: dict[tuple[str, ...], tuple[Row, list[Row]]] = {}
    for table, link, part, whole in _parts(view):
        key = (table.name, link.field, part.values[link.field])
        wholes.setdefault(key, (whole, []))[1].append(part)
    for (_, column, _), (whole, parts) in wholes.items():
        most = _number(whole, "value_max") or _number(whole, "value")
        total = sum((_number(part, "value") or Fraction() for part in parts), Fraction())
        if most is not None and total > most:
            lines = ", ".join(str(part.line) for part in parts)
            what = f"delarna på rad {lines} är tillsammans {_short(total)}, fler än helheten"
            fix = f"Rätta talen, eller töm {column} för delar som överlappar andra"
            yield at(whole, "value", what, fix)


def _links(table: Table) -> list[ForeignKey]:
    """The columns that name the row whose number this one is a part of."""
    named = {column for field in table.fields for column in field.personal.part_of}
    return [link for link in table.foreign_keys if link.field in named]


def _parts(view: View) -> Iterator[tuple[Table, ForeignKey, Row, Row]]:
    """Each row that is a part, by which column, and the row of its whole, if it is there."""
    for table in view.tables.values():
        for link in _links(table):
            for row in view.rows(table.name):
                if whole := view.find(link.table, row.values[link.field]):
                    yield table, link, row, whole


def _ring(view: View, table: Table, link: ForeignKey, part: Row) -> list[str]:
    """The keys on the way from a part by its wholes back to itself; empty when it isn't there."""
    first = (table.name, part.values[table.key])
    todo, seen = [[first, (link.table, part.values[link.field])]], set[tuple[str, str]]()
    while todo:
        path = todo.pop()
        if path[-1] == first:
            return [key for _, key in path]
        row = None if path[-1] in seen else view.find(*path[-1])
        seen.add(path[-1])
        if row:
            links = _links(view.tables[path[-1][0]])
            todo += [[*path, (more.table, row.values[more.field])] for more in links]
    return []


def _short(total: Fraction) -> str:
    if total.denominator == 1 and total < 10**15:
        return str(total)
    return f"{Decimal(total.numerator) / Decimal(total.denominator):.15g}"


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
