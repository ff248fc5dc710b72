"""One row on the board: what is said of it, its fields, and the lines it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import ipywidgets as widgets

from lobra.review import rows
from lobra.review.rows import Draft
from lobra.workbook import differences
from lobra.workbook.layout import LABELLED, Labels
from lobra_data import files, schema

_LONG = 60
_UNKNOWN = "–"
_YES_NO = [("ja", "yes"), ("nej", "no")]
_JUDGED = ("status", "fulfilment", "change")
"""Fields in which the reader says more than the document's words do."""
_WORDS = (
    *("text", "title", "name", "what", "action", "about", "ground", "indicator"),
    *("role", "alias", "outcome", "planned_on", "held_on"),
)
"""Fields that say what a row is, the best first."""


class Names:
    """What rows are called, as the records stand."""

    def __init__(self, source: files.Records) -> None:
        self._rows = differences.all_rows(source)
        self._labels = Labels(self._rows)

    def of(self, table: str, key: str) -> str:
        return self._labels.of(table).get(key, key) if table in LABELLED else key

    def choices(self, table: str, draft: Draft) -> list[tuple[str, str]]:
        """The rows of a table that a draft can point at: of its own meeting where they have one."""
        meeting = draft.values.get("meeting_id")
        found = [
            (self.of(table, key), key)
            for key, row in self._rows[table].items()
            if row["council_id"] == draft.council_id
            and (table != "agenda_items" or not meeting or row["meeting_id"] == meeting)
        ]
        return found

    def meeting_of(self, document_id: str) -> str:
        """The meeting that a document tells of, if it is one."""
        found = [k for k, r in self._rows["meetings"].items() if r["document_id"] == document_id]
        return found[0] if len(found) == 1 else ""

    def council_of(self, document_id: str) -> str:
        return self._rows["documents"][document_id]["council_id"]


def naming(table: str) -> str:
    """The field that says what a row of the table is; "" for one that only ties others."""
    return next((one for one in _WORDS if one in schema.load()[table].names), "")


def short(draft: Draft, names: Names) -> str:
    """One line of the list: a mark for doubt, the table, the line, the row's words, the status."""
    targets = {link.field: link.table for link in schema.load()[draft.table].foreign_keys}
    linked = [
        names.of(target, draft.values[name])
        for name, target in targets.items()
        if target not in ("councils", "documents", "meetings") and draft.values[name]
    ]
    words = (draft.values.get(name) for name in _WORDS)
    said = next(filter(None, (*words, *reversed(linked))), draft.key)[:80]
    mark = "? " if draft.doubts else "! " if draft.cues else ""
    line = f", rad {draft.line}" if draft.line else ""
    judged = "".join(f" → {label}" for _, label in _judged(draft))
    return f"{mark}{schema.load()[draft.table].title}{line}: {said}{judged}"


def head(draft: Draft) -> str:
    """What a person is told before the fields: doubts, what is proposed, words to look at."""
    title = escape(schema.load()[draft.table].title)
    doubts = "".join(f'<p class="lobra-doubt">{escape(why)}</p>' for why in draft.doubts)
    proposed = "".join(
        f'<p class="lobra-proposed">Föreslaget: {escape(name)} <strong>{escape(label)}</strong></p>'
        for name, label in _judged(draft)
    )
    return f"<p><strong>{title}</strong></p>{doubts}{proposed}{_marked(draft)}"


def fields(draft: Draft, names: Names) -> dict[str, widgets.Widget]:
    """A widget for each field that may be changed."""
    return {one.name: _field(draft, one, names) for one in rows.editable(draft.table)}


def source(lines: Mapping[int, str], line: int) -> str:
    """The document's lines around a row's own."""
    if not line:
        return ""  # what is said of a document or a council stands in no line
    if not lines:
        return (
            f"<p>Rad {line} i dokumentet. Ange mappen med dokumentet för att se raden; "
            "filen måste vara den som lästes.</p>"
        )
    shown = "".join(
        f'<div class="{"own" if n == line else "near"}">'
        f'<span class="number">{n}</span>{escape(text)}</div>'
        for n, text in lines.items()
        if abs(n - line) <= rows.AROUND
    )
    return f'<div class="lobra-source">{shown}</div>'


def _judged(draft: Draft) -> list[tuple[str, str]]:
    about = schema.load()[draft.table]
    found = [about.field(name) for name in _JUDGED if draft.values.get(name)]
    return [(one.title, one.labels.get(v := draft.values[one.name], v)) for one in found]


def _field(draft: Draft, field: schema.Field, names: Names) -> widgets.Widget:
    value = draft.values[field.name]
    options = _options(draft, field, names)
    more: dict[str, object] = {}
    if options:
        if value not in [key for _, key in options]:
            options.insert(0, (value or _UNKNOWN, value))
        kind, more = widgets.Dropdown, {"options": options}
    else:
        kind = widgets.Textarea if len(value) > _LONG else widgets.Text
        # Sent whole when one leaves the field: letter by letter, a click would overtake the last.
        more = {"continuous_update": False}
    return kind(
        description=field.title,
        value=value,
        tooltip=field.description,
        layout={"width": "95%"},
        style={"description_width": "11em"},
        **more,
    )


def _options(draft: Draft, field: schema.Field, names: Names) -> list[tuple[str, str]]:
    """What can be chosen: the words of the descriptor, yes or no, or the rows of a table."""
    empty = [] if field.is_required else [(_UNKNOWN, "")]
    if field.type == "boolean":
        return empty + _YES_NO
    if field.labels:
        return empty + [(label, value) for value, label in field.labels.items()]
    for link in schema.load()[draft.table].foreign_keys:
        if link.field == field.name:
            return empty + names.choices(link.table, draft)
    return []


def _marked(draft: Draft) -> str:
    """The texts that may name or count somebody, with those words marked and what each may be."""
    told = []
    for name, cues in draft.cues.items():
        text, at, parts = draft.values[name], 0, []
        for cue in cues:
            parts += [escape(text[at : cue.start]), f"<mark>{escape(cue.words)}</mark>"]
            parts.append(f"<small> ({cue.kind})</small>")
            at = cue.end
        title = schema.load()[draft.table].field(name).title
        marked = "".join([*parts, escape(text[at:])])
        told.append(f'<p class="lobra-cues"><strong>{escape(title)}:</strong> {marked}</p>')
    said = "<p>Godkänner du raden får texten med det markerade publiceras.</p>" if told else ""
    return "".join([*told, said])
