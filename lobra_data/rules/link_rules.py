"""Rules about what rows say of each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from lobra_data.errors import Problem, meant, quoted
from lobra_data.files import Row
from lobra_data.rules.values import number
from lobra_data.rules.view import View, at

N_GUESSED = 50
SOURCES = ("statement_id", "place_action_id")
TARGETS = ("measure_id", "activity_id", "programme_id", "assignment_id")
TREES = [  # table, the column that points up, what parent and child have in common, in words
    ("forums", "parent_id", "council_id", "råd"),
    ("agenda_items", "parent_id", "meeting_id", "möte"),
    ("councils", "successor_id", "", ""),
]


def keys_are_unique(view: View) -> Iterator[Problem]:
    """An id names one row, over all councils."""
    for name, table in view.tables.items():
        first: dict[str, Row] = {}
        for row in view.rows(name):
            key = row.values[table.key]
            other = first.setdefault(key, row)
            if key and other is not row:
                what = f"{quoted(key)} finns redan på {other.file}:{other.line}"
                yield at(row, table.key, what, "Ge raden ett eget id, eller ta bort den ena")


def what_is_pointed_at_exists(view: View) -> Iterator[Problem]:
    """A row points at rows that are there, in its own council or another.

    The council itself is compared with the folder instead. Guessing what was meant takes time,
    so that it is done only for the first of many.
    """
    for name, table in view.tables.items():
        n_guessed = 0
        for council, rows in view.by_council(name).items():
            for row, link in product(rows, table.foreign_keys):
                value = row.values[link.field]
                if not value or link.field == "council_id" or view.find(link.table, value):
                    continue
                if view.is_hidden(link.table, value, council):
                    continue
                n_guessed += 1
                known = [own.values[link.target] for own in view.by_council(link.table)[council]]
                guess = meant(value, known) if n_guessed <= N_GUESSED else ""
                what = f"{quoted(value)} finns inte i {link.table}.csv ({link.target})"
                fix = f"{guess}Rätta värdet eller lägg till raden i {link.table}.csv"
                yield at(row, link.field, what, fix)


def follow_up_has_one_source(view: View) -> Iterator[Problem]:
    """A follow-up is what is said in exactly one statement or one row of platssamverkan."""
    for row in view.rows("follow_ups"):
        given = [name for name in SOURCES if row.values[name]]
        if len(given) == 1:
            continue
        what = "uppföljningen saknar källa" if not given else "uppföljningen har två källor"
        yield at(row, SOURCES[0], what, f"Fyll i antingen {SOURCES[0]} eller {SOURCES[1]}")


def follow_up_has_a_target(view: View) -> Iterator[Problem]:
    """A follow-up is about at least one measure, activity, programme or assignment."""
    for row in view.rows("follow_ups"):
        if not any(row.values[name] for name in TARGETS):
            what = "uppföljningen gäller ingenting"
            yield at(row, TARGETS[0], what, f"Fyll i minst en av {', '.join(TARGETS)}")


def activity_belongs_to_the_measure(view: View) -> Iterator[Problem]:
    """A follow-up of an activity names the activity's measure too: both are counted."""
    for row in view.rows("follow_ups"):
        activity = view.find("activities", row.values["activity_id"])
        measure = activity and activity.values["measure_id"]
        if measure and row.values["measure_id"] != measure:
            what = f"{quoted(row.values['activity_id'])} hör till åtgärden {quoted(measure)}"
            yield at(row, "measure_id", what, f"Skriv {measure} eller ange en annan aktivitet")


def source_is_from_the_meeting(view: View) -> Iterator[Problem]:
    """What a follow-up quotes was said at the meeting that the follow-up names."""
    for row in view.rows("follow_ups"):
        for field, table in zip(SOURCES, ("statements", "place_actions"), strict=True):
            source = view.find(table, row.values[field])
            meeting = source and source.values["meeting_id"]
            if meeting and row.values["meeting_id"] != meeting:
                what = f"{quoted(row.values[field])} är från mötet {quoted(meeting)}"
                yield at(row, "meeting_id", what, f"Skriv {meeting} eller ange en annan källa")


def item_belongs_to_the_meeting(view: View) -> Iterator[Problem]:
    """The agenda item of a row is an item of the row's own meeting."""
    for name, table in view.tables.items():
        if name == "agenda_items" or not {"item_id", "meeting_id"} <= set(table.names):
            continue
        for row in view.rows(name):
            item = view.find("agenda_items", row.values["item_id"])
            meeting = item and item.values["meeting_id"]
            if meeting and row.values["meeting_id"] != meeting:
                what = f"{quoted(row.values['item_id'])} är en punkt på mötet {quoted(meeting)}"
                yield at(row, "item_id", what, "Rätta punkten eller meeting_id")


def document_is_the_councils(view: View) -> Iterator[Problem]:
    """A row's source is a document of the same council."""
    for name, table in view.tables.items():
        if name == "documents" or "document_id" not in table.names:
            continue
        for council, rows in view.by_council(name).items():
            for row in rows:
                document = view.find("documents", row.values["document_id"])
                owner = document and document.values["council_id"]
                if owner and owner != council:
                    what = f"{quoted(row.values['document_id'])} är ett dokument från {owner}"
                    yield at(row, "document_id", what, "Ange ett dokument från det egna rådet")


def line_is_in_the_document(view: View) -> Iterator[Problem]:
    """A row's source line lies inside its document."""
    for name, table in view.tables.items():
        fields = [field for field in ("line", "line_a", "line_b") if field in table.names]
        for row in view.rows(name) if fields else []:
            for field in fields:
                name_of = row.values.get("document_id", "")
                if field == "line_b":
                    name_of = row.values["document_b_id"] or name_of
                document = view.find("documents", name_of)
                n_lines = document and number(document.values["n_lines"])
                line = number(row.values[field])
                if document and n_lines and line and line > n_lines:
                    what = f"{quoted(row.values[field])} finns inte i dokumentet"
                    n = document.values["n_lines"]
                    fix = f"{name_of} har {n} rader; ange den rad där uppgiften står"
                    yield at(row, field, what, fix)


def trees_have_no_rings(view: View) -> Iterator[Problem]:
    """Nothing is above itself: neither a forum, an agenda item nor a successor of a council."""
    for table, field, _, _ in TREES:
        key = view.tables[table].key
        for row in view.rows(table):
            path = [row.values[key]]
            above = view.find(table, row.values[field])
            while above and above.values[key] not in path:
                path.append(above.values[key])
                above = view.find(table, above.values[field])
            if above and above.values[key] == path[0]:
                ring = " → ".join([*path, path[0]])
                yield at(
                    row, field, f"raderna pekar i en ring: {ring}", "Bryt ringen på ett ställe"
                )


def parents_are_of_the_same_kin(view: View) -> Iterator[Problem]:
    """The forum above is of the same council, and the agenda item above of the same meeting."""
    for table, field, common, word in TREES:
        for row in view.rows(table) if common else []:
            above = view.find(table, row.values[field])
            if above and above.values[common] != row.values[common]:
                what = (
                    f"{quoted(row.values[field])} hör till ett annat {word}: {above.values[common]}"
                )
                yield at(row, field, what, f"Ange en rad i samma {word}")


def agenda_numbers_are_unique(view: View) -> Iterator[Problem]:
    """A meeting has each item number and each position once."""
    for field in ("number", "position"):
        first: dict[tuple[str, str], Row] = {}
        for row in view.rows("agenda_items"):
            value = row.values[field]
            other = first.setdefault((row.values["meeting_id"], value), row)
            if value and other is not row:
                what = f"{quoted(value)} finns redan på {other.file}:{other.line}"
                yield at(row, field, what, "Ett möte har varje nummer en gång")


def alias_names_one_organisation(view: View) -> Iterator[Problem]:
    """An alias leads to one organisation of the council, and is not the name of another one."""
    for council, rows in view.by_council("aliases").items():
        names: dict[str, Row] = {}
        for row in view.by_council("organisations")[council]:
            for field in ("name", "short_name"):
                if row.values[field]:
                    names.setdefault(row.values[field].casefold(), row)
        first: dict[str, Row] = {}
        for row in rows:
            alias = row.values["alias"].casefold()
            organisation = names.get(alias)
            if not alias or not view.find("organisations", row.values["organisation_id"]):
                continue
            if (
                organisation
                and organisation.values["organisation_id"] != row.values["organisation_id"]
            ):
                what = f"{quoted(row.values['alias'])} är namnet på en annan organisation"
                fix = f"Ta bort aliaset, eller byt namn på {organisation.file}:{organisation.line}"
                yield at(row, "alias", what, fix)
            if alias in first:
                other = first[alias]
                what = f"{quoted(row.values['alias'])} finns redan på {other.file}:{other.line}"
                yield at(row, "alias", what, "Ett alias kan bara leda till en organisation")
            first.setdefault(alias, row)


def conflicting_values_differ(view: View) -> Iterator[Problem]:
    """A contradiction is between two values that are not the same."""
    for row in view.rows("conflicts"):
        if row.values["value_a"] and row.values["value_a"] == row.values["value_b"]:
            what = f"{quoted(row.values['value_b'])} är samma som value_a"
            yield at(row, "value_b", what, "Rätta värdet eller ta bort raden")


RULES = [
    keys_are_unique,
    what_is_pointed_at_exists,
    follow_up_has_one_source,
    follow_up_has_a_target,
    activity_belongs_to_the_measure,
    source_is_from_the_meeting,
    item_belongs_to_the_meeting,
    document_is_the_councils,
    line_is_in_the_document,
    trees_have_no_rings,
    parents_are_of_the_same_kin,
    agenda_numbers_are_unique,
    alias_names_one_organisation,
    conflicting_values_differ,
]
