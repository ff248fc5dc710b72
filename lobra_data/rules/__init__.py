"""Everything that can be told to be wrong with records, all of it at once.

Three layers, each blind to what the one before has found unreadable: the files (`records`),
the tables against the descriptor (`table_schema`, with frictionless), and the rules that a
descriptor cannot state (`RULES`), one function a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lobra_data import schema
from lobra_data.errors import Problem, shown
from lobra_data.files import NO_COUNCIL, Records
from lobra_data.rules import (
    assessment_rules,
    date_rules,
    file_rules,
    link_rules,
    table_schema,
    text_rules,
)
from lobra_data.rules.view import View

Rule = Callable[[View], Iterator[Problem]]

RULES: list[Rule] = [
    *file_rules.RULES,
    *date_rules.RULES,
    *link_rules.RULES,
    *assessment_rules.RULES,
    *text_rules.RULES,
]


def check(records: Records, council: str | None = None, also: Iterable[Rule] = ()) -> list[Problem]:
    """What is wrong with the records of one council or of all, sorted by file and line.

    For one council, what its rows point at is looked up in the others too, but that an id is
    used by two councils is seen only when all are checked. `also` are rules of somebody else's.
    """
    try:
        view = View(records, council)
    except OSError as error:
        what = f"mappen går inte att läsa ({error.strerror})"
        return [Problem(shown(records.root), None, None, what, "Kontrollera sökväg och behörighet")]
    if not view.councils:
        return [Problem(shown(records.root), None, None, *NO_COUNCIL)]
    problems = {*view.reading, *table_schema.problems(view)}
    for rule in (*RULES, *also):
        problems.update(rule(view))
    return sorted(problems, key=lambda problem: problem.order)


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
