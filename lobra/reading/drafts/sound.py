"""Draft rows that `lobra check` would complain of: mended, or left out and told of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from lobra.privacy import rules as privacy_rules
from lobra.reading.found import Doubt
from lobra_data import rules, schema
from lobra_data.errors import Problem
from lobra_data.files import Proposed, Row
from lobra_data.ids import free
from lobra_data.rules.view import View

Values = dict[str, str]
Tables = Mapping[str, list[Values]]
_ROUNDS = 6
_OF_A_DAY = re.compile(r"finns inte i kalendern|: dagen är en ")


def problems(folder: Path, council: str, tables: Tables) -> list[tuple[Problem, str, Values]]:
    """What `lobra check` would say of the council's rows: each problem with its table and row."""
    proposed = {
        name: [Row(f"{name}.csv", n, row) for n, row in enumerate(rows, start=2)]
        for name, rows in tables.items()
    }
    view = View(Proposed(folder, council, proposed), [council])
    return [
        (problem, name, tables[name][line - 2])
        for problem in rules.broken(view, privacy_rules.RULES)
        if (name := problem.file.removesuffix(".csv")) in tables and (line := problem.line or 0) > 1
    ]


def mend(folder: Path, council: str, tables: Tables, document_id: str) -> list[Doubt]:
    """Changes the document's drafts until no rule complains of them; what was done, as doubts.

    A day that isn't in the calendar is what the document says: it becomes a contradiction. Else
    an optional value is emptied, and a row that can't do without it is left out.
    """
    doubts: list[Doubt] = []
    for _ in range(_ROUNDS):
        own = [
            (problem, name, row)
            for problem, name, row in problems(folder, council, tables)
            if row.get("document_id") == document_id and row.get("is_reviewed") == "no"
        ]
        for problem, name, row in own:
            what, field = name, problem.field or ""
            if row.get("meeting_id") and _OF_A_DAY.search(problem.what):
                reason = f"Dokumentet skriver {problem.what}."
                tables["conflicts"].append(_conflict(tables["conflicts"], row, problem))
            elif row.get(field) and not schema.load()[name].field(field).is_required:
                what, reason = f"{name}.{field}", f"Tömt: {problem.what}."
                row[field] = ""
            else:
                reason = f"Inte med i utkastet: {problem.what}."
                tables[name][:] = [one for one in tables[name] if one is not row]
            doubts.append(Doubt(what, reason, int(row["line"])))
        if not own:
            break
    return doubts


def _conflict(known: list[Values], row: Values, problem: Problem) -> Values:
    """The day as it stands beside the day as the calendar has it."""
    stated, really = re.findall(r'"(.+?)":? ?(.*)', problem.what)[0]
    empty, keys = schema.load()["conflicts"].empty(), {one["conflict_id"] for one in known}
    return {name: row.get(name, "") for name in empty} | {
        "conflict_id": free(f"{row['meeting_id']}-motsagelse-dag", keys),
        "about": "En dag som inte stämmer med kalendern",
        "value_a": stated,
        "value_b": really,
        "line_a": row["line"],
        "line_b": row["line"],
    }


def number_items(items: list[Values]) -> None:
    """Gives the draft items of a meeting places that no reviewed item of it has."""
    taken = {int(row["position"]) for row in items if row["is_reviewed"] == "yes"}
    last = 0
    for row in sorted(items, key=lambda one: (int(one["line"]), int(one["position"]))):
        if row["is_reviewed"] != "yes":
            row["position"] = str(next(n for n in count(last + 1) if n not in taken))
            taken.add(int(row["position"]))
        last = int(row["position"])
