"""That something newer is known which the edition doesn't show: the fact alone, not a word of it.

A follow-up that is withheld or waits for review leaves a trace in the public copy: what it is
about, the day of its meeting, and why it isn't shown. Without one, an older follow-up would pass
for the latest, and what a withheld item closes for open. A trace is a row of follow_ups that is
itself sensitive or unreviewed, so that nobody who asks for what may be shown is handed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lobra_data import schema

Row = dict[str, str]
Rows = dict[str, list[Row]]

ABOUT = {
    "measure_id": "measures",
    "activity_id": "activities",
    "programme_id": "programmes",
    "assignment_id": "assignments",
    "place_action_id": "place_actions",
}
"""What a follow-up can be about, by the field that says so. A trace of a row of platssamverkan
names the older row that is shown, since the newer one is not."""
SAME_PLACE_ACTION = ("forum_id", "kind", "spot", "problem", "action")
_DAYS = ("held_on", "held_earliest", "held_latest")


@dataclass(frozen=True)
class Newer:
    """What an original row says something newer about, at which meeting, and how firmly."""

    about: dict[str, str]
    meeting: str
    basis: str
    told_by: tuple[Row, ...]
    """The rows that would have to be shown for it to be shown."""

    @property
    def flags(self) -> Row:
        is_sensitive = any(row.get("is_sensitive") == "yes" for row in self.told_by)
        is_waiting = any(row.get("is_reviewed") == "no" for row in self.told_by)
        if is_waiting and not is_sensitive:
            return {"is_sensitive": "no", "is_reviewed": "no"}
        return {"is_sensitive": "yes", "is_reviewed": "yes"}


def leave(before: dict[str, Rows], after: dict[str, Rows]) -> None:
    """Adds a trace to the public copy for all that `before` has and `after` has not."""
    shown = {name: _keys(after, name) for name in schema.load()}
    original = {name: _by_key(before, name) for name in schema.load()}
    for council, tables in before.items():
        found = [*_unseen(tables, after[council], original, shown)]
        for n, one in enumerate(found, start=1):
            about = {
                field: key if key in shown[table] else ""
                for field, table in ABOUT.items()
                for key in [one.about.get(field, "")]
            }
            if any(about.values()):
                row = dict.fromkeys(schema.load()["follow_ups"].names, "")
                name = {"follow_up_id": f"{council}-ej-visad-{n}", "council_id": council}
                told = {"meeting_id": one.meeting, "basis": one.basis, "status": "unknown"}
                after[council]["follow_ups"].append(row | name | about | told | one.flags)
                _add_meeting(original["meetings"].get(one.meeting), after)


def _unseen(
    tables: Rows, after: Rows, original: dict[str, dict[str, Row]], shown: dict[str, set[str]]
) -> Iterator[Newer]:
    def rows(*pairs: tuple[str, str]) -> tuple[Row, ...]:
        found = (original[table].get(key) for table, key in pairs)
        return tuple(row for row in found if row)

    for row in _missing(tables, "follow_ups", shown):
        needed = rows(
            ("statements", row["statement_id"]),
            ("place_actions", row["place_action_id"]),
            ("meetings", row["meeting_id"]),
        )
        about = {field: row[field] for field in ABOUT if field != "place_action_id"}
        yield Newer(about, row["meeting_id"], row["basis"], (row, *needed))
    open_now = {row["assignment_id"] for row in after["assignments"] if not row["closed_item_id"]}
    for row in tables["assignments"]:
        for item in rows(("agenda_items", row["closed_item_id"])):
            if row["assignment_id"] in open_now:
                about = {"assignment_id": row["assignment_id"]}
                needed = rows(("meetings", item["meeting_id"]))
                yield Newer(about, item["meeting_id"], "stated", (item, *needed))
    for row in _missing(tables, "place_actions", shown):
        for older in after["place_actions"]:
            if _is_same(row, original["place_actions"][older["place_action_id"]]):
                about = {"place_action_id": older["place_action_id"]}
                needed = rows(("meetings", row["meeting_id"]))
                yield Newer(about, row["meeting_id"], "stated", (row, *needed))
    meetings = {row["document_id"]: row for row in tables["meetings"]}
    for row in _missing(tables, "programme_results", shown):
        if meeting := meetings.get(row["document_id"]):
            about = {"programme_id": row["programme_id"]}
            yield Newer(about, meeting["meeting_id"], "stated", (row, meeting))


def _missing(tables: Rows, name: str, shown: dict[str, set[str]]) -> Iterable[Row]:
    key = schema.load()[name].key
    return [row for row in tables[name] if row[key] not in shown[name]]


def _is_same(one: Row, other: Row) -> bool:
    return all(one[name].casefold() == other[name].casefold() for name in SAME_PLACE_ACTION)


def _add_meeting(meeting: Row | None, after: dict[str, Rows]) -> None:
    """The day of a meeting that isn't shown itself, so that a trace can be older or newer."""
    if meeting and meeting["meeting_id"] not in _keys(after, "meetings"):
        kept = {name: meeting[name] for name in ("meeting_id", "council_id", *_DAYS)}
        row = dict.fromkeys(schema.load()["meetings"].names, "") | kept
        flags = {"is_sensitive": "yes", "is_reviewed": "no"}
        after[meeting["council_id"]]["meetings"].append(row | flags)


def _keys(councils: dict[str, Rows], name: str) -> set[str]:
    key = schema.load()[name].key
    return {row[key] for tables in councils.values() for row in tables[name]}


def _by_key(councils: dict[str, Rows], name: str) -> dict[str, Row]:
    key = schema.load()[name].key
    return {row[key]: row for tables in councils.values() for row in tables[name]}
