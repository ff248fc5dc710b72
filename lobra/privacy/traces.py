"""That something newer is known which the edition doesn't show: the fact alone, not a word of it.

A follow-up that is withheld or waits for review leaves a trace in the public copy: what it is
about, the day of its meeting, and why it isn't shown. Without one, an older follow-up would pass
for the latest, and what a withheld item closes for open. A trace is a row of follow_ups that is
itself sensitive or unreviewed, so that nobody who asks for what may be shown is handed it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lobra.privacy.clearance import Row, Rows
from lobra_data import schema

Found = tuple[dict[str, str], str, str, list[Row]]
"""What something newer is known about, at which meeting, how firmly, and the rows that would have
to be shown for it to be shown."""

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


def leave(before: dict[str, Rows], after: dict[str, Rows]) -> None:
    """Adds a trace to the public copy for all that `before` has and `after` has not."""
    original, shown = _by_key(before), _by_key(after)
    for council, tables in before.items():
        found = [*_unseen(tables, after[council], original, shown)]
        for n, (about, meeting, basis, told_by) in enumerate(found, start=1):
            kept = {field: key for field, key in about.items() if key in shown[ABOUT[field]]}
            if kept:
                is_sensitive = any(row.get("is_sensitive") == "yes" for row in told_by)
                is_waiting = any(row.get("is_reviewed") == "no" for row in told_by)
                flag = "no" if is_waiting and not is_sensitive else "yes"
                row = schema.load()["follow_ups"].empty() | kept
                row |= {"follow_up_id": f"{council}-ej-visad-{n}", "council_id": council}
                row |= {"meeting_id": meeting, "basis": basis, "status": "unknown"}
                row |= {"is_sensitive": flag, "is_reviewed": flag}
                after[council]["follow_ups"].append(row)
                _add_meeting(original["meetings"].get(meeting), shown["meetings"], after)


def _unseen(
    tables: Rows, after: Rows, original: dict[str, dict[str, Row]], shown: dict[str, dict[str, Row]]
) -> Iterator[Found]:
    def missing(name: str) -> list[Row]:
        return [row for row in tables[name] if row[schema.load()[name].key] not in shown[name]]

    def with_named(row: Row, *columns: str) -> list[Row]:
        named = (original[links[column]].get(row[column]) for column in columns)
        return [row, *filter(None, named)]

    links = {key.field: key.table for key in schema.load()["follow_ups"].foreign_keys}
    for row in missing("follow_ups"):
        about = {field: row[field] for field in ABOUT if field != "place_action_id"}
        told_by = with_named(row, "statement_id", "place_action_id", "meeting_id")
        yield about, row["meeting_id"], row["basis"], told_by
    open_now = {row["assignment_id"] for row in after["assignments"] if not row["closed_item_id"]}
    for row in tables["assignments"]:
        item = original["agenda_items"].get(row["closed_item_id"])
        if item and row["assignment_id"] in open_now:
            about = {"assignment_id": row["assignment_id"]}
            yield about, item["meeting_id"], "stated", with_named(item, "meeting_id")
    for row in missing("place_actions"):
        for older in after["place_actions"]:
            if _is_same(row, original["place_actions"][older["place_action_id"]]):
                about = {"place_action_id": older["place_action_id"]}
                yield about, row["meeting_id"], "stated", with_named(row, "meeting_id")
    meetings = {row["document_id"]: row for row in tables["meetings"]}
    for row in missing("programme_results"):
        if meeting := meetings.get(row["document_id"]):
            yield (
                {"programme_id": row["programme_id"]},
                meeting["meeting_id"],
                "stated",
                [row, meeting],
            )


def _is_same(one: Row, other: Row) -> bool:
    return all(one[name].casefold() == other[name].casefold() for name in SAME_PLACE_ACTION)


def _add_meeting(meeting: Row | None, shown: dict[str, Row], after: dict[str, Rows]) -> None:
    """The day of a meeting that isn't shown itself, so that a trace can be older or newer."""
    if meeting and meeting["meeting_id"] not in shown:
        kept = {name: meeting[name] for name in ("meeting_id", "council_id", *_DAYS)}
        row = schema.load()["meetings"].empty() | kept
        row |= {"is_sensitive": "yes", "is_reviewed": "no"}
        after[meeting["council_id"]]["meetings"].append(row)
        shown[row["meeting_id"]] = row


def _by_key(councils: dict[str, Rows]) -> dict[str, dict[str, Row]]:
    return {
        name: {row[table.key]: row for tables in councils.values() for row in tables[name]}
        for name, table in schema.load().items()
    }
