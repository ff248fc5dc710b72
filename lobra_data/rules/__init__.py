"""The rulebook: everything that can be told to be wrong with records, all of it at once.

A rule is one function that yields what it finds. It is of one of two severities. What is broken
(a `Problem`) makes the records unusable: `check` refuses them. A `Contradiction` is two things
that can't both be right: it is told until somebody has noted it in conflicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lobra_data import schema
from lobra_data.errors import Problem, shown
from lobra_data.files import NO_COUNCIL, Records, Row
from lobra_data.rules import (
    assessment_rules,
    contradictions,
    date_rules,
    file_rules,
    link_rules,
    resolution_rules,
    table_schema,
    text_rules,
)
from lobra_data.rules.view import View

Rule = Callable[[View], Iterator[Problem]]

BROKEN: list[Rule] = [
    *table_schema.RULES,
    *file_rules.RULES,
    *date_rules.RULES,
    *link_rules.RULES,
    *assessment_rules.RULES,
    *resolution_rules.RULES,
    *text_rules.RULES,
]
CONTRADICTIONS = contradictions.RULES
unresolved = contradictions.unresolved


def check(records: Records, council: str | None = None, also: Iterable[Rule] = ()) -> list[Problem]:
    """What is wrong with the records of one council or of all, sorted by file and line.

    For one council, what its rows point at is looked up in the others too, but that an id is
    used by two councils is seen only when all are checked. `also` are rules of somebody else's.
    """
    try:
        view = View(records, records.chosen(council))
    except OSError as error:
        what = f"mappen går inte att läsa ({error.strerror})"
        return [Problem(shown(records.root), None, None, what, "Kontrollera sökväg och behörighet")]
    if not view.councils:
        return [Problem(shown(records.root), None, None, *NO_COUNCIL)]
    return broken(view, [file_rules.every_file_is_a_table, *also])


def broken(view: View, also: Iterable[Rule] = ()) -> list[Problem]:
    """What is wrong with the rows of a view, sorted by file and line."""
    found = {*view.reading, *(problem for rule in (*BROKEN, *also) for problem in rule(view))}
    return sorted(found, key=lambda problem: problem.order)


def unreviewed(records: Records) -> dict[str, int]:
    """How many rows nobody has reviewed, by table; tables without any are left out.

    They are no fault: a draft that was read of a document waits for a person.
    """
    counts = {
        name: sum(
            row.values.get("is_reviewed") == "no"
            for council in records.councils
            for row in records.read(council, name)[0]
        )
        for name in schema.load()
    }
    return {name: n for name, n in counts.items() if n}


def lacking(council: Row) -> list[Problem]:
    """What a report needs of a council and documents seldom say; no fault, since it may come."""
    values, found = council.values, []
    area_alone = (values["district"], values["municipality"], values["council_id"])
    if values["name"] in area_alone or " " not in values["name"]:
        what = "rådets fulla namn saknas, till exempel Björkdala lokala brottsförebyggande råd"
        found.append(Problem(council.file, council.line, "name", what, "Skriv dit det"))
    if values["municipality"].casefold() in ("", "okänd", "okänt"):
        what = "kommunen är inte ifylld"
        found.append(Problem(council.file, council.line, "municipality", what, "Skriv dit den"))
    return found
