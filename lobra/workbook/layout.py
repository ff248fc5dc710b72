"""What stands where in the workbook: a sheet a table, and the names by which people choose a row.

A row is chosen by its label ("2024-02-08 · Rådet"), never by its id. What the machine makes (ids,
checksums, lines) has no column; only the id is there, hidden, so that a sorted sheet is understood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from lobra.workbook import cells
from lobra_data import schema
from lobra_data.schema import Field

COVER, LISTS, KNOWN = "Läs först", "Listor", "Lobra"
ORDER = (
    *("meetings", "attendance", "agenda_items", "decisions", "assignments", "planned_meetings"),
    *("statements", "place_actions", "follow_ups", "observations"),
    *("action_plans", "measures", "activities", "commitments", "priorities", "assessments"),
    *("programmes", "programme_results", "statistics"),
    *("organisations", "aliases", "people", "forums", "forum_members"),
    *("conflicts", "documents", "councils"),
)
NEVER_NEW = {
    "councils": "Ett nytt råd görs med lobra init",
    "documents": "Ett nytt dokument läses in med lobra read",
}
ID, LABEL = "id", "Benämning"
LABELLED = {
    "councils": ("name",),
    "documents": ("title",),
    "organisations": ("name",),
    "people": ("name", "role"),
    "forums": ("name",),
    "meetings": ("held_on", "forum_id"),
    "agenda_items": ("meeting_id", "number", "title"),
    "statements": ("meeting_id", "text"),
    "place_actions": ("meeting_id", "number", "action"),
    "action_plans": ("title",),
    "measures": ("number", "title", "action_plan_id"),
    "activities": ("number", "title", "measure_id"),
    "programmes": ("name",),
    "assignments": ("meeting_id", "text"),
    "observations": ("meeting_id", "what"),
    "statistics": ("indicator", "area", "year", "month"),
}
OTHERWISE = {"held_on": "held_earliest"}  # the meeting's day, as far as it is known
LONGEST_PART = 60
BETWEEN = " · "
_MADE = {"council_id", "line", "sha256", "n_lines", "file_name"}


@dataclass(frozen=True)
class Column:
    """A visible column; `target` is the table whose rows its values name, if it names any."""

    field: Field
    target: str | None

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def title(self) -> str:
        return self.field.title


@dataclass(frozen=True)
class Sheet:
    """A table as a person sees it."""

    table: schema.Table
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        return self.table.title

    @property
    def headings(self) -> list[str]:
        """The first row, in order: the hidden id, the label where others choose by it, the rest."""
        label = [LABEL] if self.table.name in LABELLED else []
        return [ID, *label, *(column.title for column in self.columns)]

    def shown_name(self, name: str) -> str:
        """A field's heading; the name itself for what has no column."""
        return next((one.title for one in self.columns if one.name == name), name)


@cache
def sheets() -> dict[str, Sheet]:
    """The sheets by table, in the order of the work."""
    tables = schema.load()
    return {name: _sheet(tables[name]) for name in ORDER}


def _sheet(table: schema.Table) -> Sheet:
    targets = {key.field: key.table for key in table.foreign_keys}
    visible = (one for one in table.fields if one.name not in {*_MADE, table.key})
    return Sheet(table, tuple(Column(one, targets.get(one.name)) for one in visible))


def label(table: str, part: Callable[[str], str]) -> str:
    """A row's label out of its parts as they are shown; empty when all of them are."""
    parts = (part(name) or part(OTHERWISE.get(name, "")) for name in LABELLED[table])
    cut = (" ".join(one.split())[:LONGEST_PART].strip() for one in parts)
    return BETWEEN.join(filter(None, cut))


class Labels:
    """The label of each row that others can name; a council's rows with the same are numbered."""

    def __init__(self, rows: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
        """`rows` are all rows by table and key."""
        self._rows = rows
        self._made: dict[str, dict[str, str]] = {}

    def of(self, table: str) -> dict[str, str]:
        """key → label."""
        if table not in self._made:
            self._made[table] = {}  # of a row that is part of its own label nothing is shown
            taken: dict[tuple[str, str], int] = {}
            targets = {key.field: key.table for key in schema.load()[table].foreign_keys}
            found = {}
            for key, row in self._rows[table].items():
                plain = label(table, partial(self._part, table, row, targets)) or key
                own = row.get("council_id", ""), plain
                taken[own] = taken.get(own, 0) + 1
                found[key] = plain if taken[own] == 1 else f"{plain} ({taken[own]})"
            self._made[table] = found
        return self._made[table]

    def shown(self, column: Column, value: str) -> str:
        """A value as the workbook shows it: a row by its label, a word in Swedish."""
        if column.target:
            return self.of(column.target).get(value, value)
        return cells.shown(column.field, value)

    def of_or_none(self, table: str) -> dict[str, str]:
        """As `of`, and empty for a table whose rows nobody names."""
        return self.of(table) if table in LABELLED else {}

    def _part(
        self, table: str, row: Mapping[str, str], targets: Mapping[str, str], name: str
    ) -> str:
        value = row.get(name, "")
        if table == "meetings" and self._rows["forums"].get(value, {}).get("kind") == "council":
            return ""  # most meetings are the council's own: the day says which
        return self.of(targets[name]).get(value, value) if name in targets else value
