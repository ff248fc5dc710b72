"""Draft rows that `lobra check` would complain of: mended, or left out and told of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lobra.privacy import rules as privacy_rules
from lobra.reading.found import Doubt
from lobra_data import rules, schema
from lobra_data.errors import Problem
from lobra_data.files import Records, Row
from lobra_data.rules.view import View

Values = dict[str, str]
_ROUNDS = 6


class _Proposed(Records):
    """Records as they would be: one council's tables are given, the rest lie in the folder."""

    def __init__(self, folder: Path, council: str, tables: Mapping[str, list[Values]]) -> None:
        super().__init__(folder)
        self._council = council
        self._own = {
            name: [Row(f"{name}.csv", n, row) for n, row in enumerate(rows, start=2)]
            for name, rows in tables.items()
        }

    @property
    def councils(self) -> list[str]:
        others = super().councils if self.root.is_dir() else []
        return sorted({*others, self._council})

    def read(self, council: str, table: str) -> tuple[list[Row], list[Problem]]:
        if council == self._council:
            return self._own[table], []
        return super().read(council, table)


def mend(
    folder: Path,
    council: str,
    tables: dict[str, list[Values]],
    document_id: str,
) -> list[Doubt]:
    """Changes the document's drafts until no rule complains of them; what was done, as doubts.

    A day that isn't in the calendar is what the document says: it becomes a contradiction. Else
    an optional value is emptied, and a row that can't do without it is left out.
    """
    doubts: list[Doubt] = []
    for _ in range(_ROUNDS):
        view = View(_Proposed(folder, council, tables), [council])
        drop: dict[str, set[int]] = {}
        is_changed = False
        for problem in rules.broken(view, privacy_rules.RULES):
            name, n = problem.file.removesuffix(".csv"), (problem.line or 0) - 2
            row = tables[name][n] if name in tables and 0 <= n < len(tables[name]) else None
            if (
                row is None
                or row.get("document_id") != document_id
                or row.get("is_reviewed") != "no"
            ):
                continue
            is_changed = True
            line = int(row["line"])
            if _tells_of_day(problem) and row.get("meeting_id"):
                tables["conflicts"].append(_conflict(tables, row, problem))
                doubts.append(Doubt(name, f"Dokumentet skriver {problem.what}.", line))
            elif problem.field and _can_be_empty(name, problem.field) and row[problem.field]:
                row[problem.field] = ""
                doubts.append(Doubt(f"{name}.{problem.field}", f"Tömt: {problem.what}.", line))
            else:
                drop.setdefault(name, set()).add(n)
                reason = f"Inte med i utkastet: {problem.what}."
                doubts.append(Doubt(name, reason, line))
        for name, places in drop.items():
            tables[name] = [row for n, row in enumerate(tables[name]) if n not in places]
        if not is_changed:
            break
    return doubts


def problems_with(
    folder: Path, council: str, tables: Mapping[str, list[Values]], table: str, key: str
) -> list[Problem]:
    """What `lobra check` would say of one row, were these the council's tables."""
    column = schema.load()[table].key
    view = View(_Proposed(folder, council, tables), [council])
    n = next(n for n, row in enumerate(tables[table]) if row[column] == key)
    found = rules.broken(view, privacy_rules.RULES)
    return [p for p in found if p.file == f"{table}.csv" and p.line == n + 2]


def number_items(rows: list[Values]) -> None:
    """Gives the draft items of each meeting places and numbers that no reviewed item has."""
    meetings = {row["meeting_id"] for row in rows}
    for meeting in meetings:
        own = [row for row in rows if row["meeting_id"] == meeting]
        fixed = [row for row in own if row["is_reviewed"] == "yes"]
        if not fixed and len({row["position"] for row in own}) == len(own):
            continue
        places = {row["position"] for row in fixed}
        numbers = {row["number"] for row in fixed}
        last = 0
        for row in sorted(own, key=lambda one: (int(one["line"]), int(one["position"]))):
            if row["is_reviewed"] == "yes":
                last = int(row["position"])
                continue
            last += 1
            while str(last) in places:
                last += 1
            row["position"] = str(last)
            places.add(row["position"])
            if row["number"] in numbers:
                row["number"] = ""
            numbers.add(row["number"])


def _tells_of_day(problem: Problem) -> bool:
    return bool(re.search(r"finns inte i kalendern|: dagen är en ", problem.what))


def _conflict(tables: Mapping[str, list[Values]], row: Values, problem: Problem) -> Values:
    stated, really = re.findall(r'"(.+?)":? ?(.*)', problem.what)[0]
    known = {one["conflict_id"] for one in tables["conflicts"]}
    n = 1
    while (key := f"{row['meeting_id']}-motsagelse-dag-{n}") in known:
        n += 1
    copied = ("council_id", "meeting_id", "document_id", "line", "is_sensitive", "is_reviewed")
    values = dict.fromkeys(schema.load()["conflicts"].names, "")
    return values | {
        **{name: row[name] for name in copied},
        "conflict_id": key,
        "about": "En dag som inte stämmer med kalendern",
        "value_a": stated,
        "line_a": row["line"],
        "value_b": really or "finns inte i kalendern",
        "line_b": row["line"],
    }


def _can_be_empty(table: str, field: str) -> bool:
    found = schema.load()[table].field(field)
    return not found.is_required and not found.raw.get("constraints", {}).get("required")
