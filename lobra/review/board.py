"""The widgets of the review: choose a document, see source and draft side by side, decide."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import ipywidgets as widgets

from lobra.review import rows
from lobra.review.rows import Data, Draft
from lobra_data import files, schema
from lobra_data.errors import LobraError

_STYLE = """<style>
.lobra-source{font-family:monospace;white-space:pre-wrap;line-height:1.5}
.lobra-source .own{background:#fff3bf;color:#0b0c0c;font-weight:bold}
.lobra-source .number{display:inline-block;width:4em;opacity:.75}
.lobra-doubt{border-left:4px solid #801650;padding-left:.7em;margin:.4em 0}
.lobra-message{font-weight:bold}
</style>"""
_LONG = 60
_UNKNOWN = "–"
_YES_NO = [("ja", "yes"), ("nej", "no")]


def reviewer(data: Data = None, folder: str | None = None) -> widgets.Widget:
    """The whole board; `folder` is where the source documents lie, if they are at hand."""
    return _Board(data, folder).widget


class _Board:
    def __init__(self, data: Data, folder: str | None) -> None:
        self.data = data
        self.waiting: list[Draft] = []
        self.fields: dict[str, widgets.Widget] = {}
        self.document = widgets.Dropdown(description="Dokument", layout={"width": "48em"})
        self.folder = widgets.Text(
            description="Källmapp",
            value=folder or "",
            placeholder="mapp med dokumenten, om de finns här",
            continuous_update=False,
            layout={"width": "48em"},
        )
        self.role = widgets.Text(
            description="Din roll", value=rows.REVIEWER, layout={"width": "48em"}
        )
        self.progress = widgets.HTML()
        self.doubts = widgets.HTML()
        self.list = widgets.Select(description="Utkast", rows=8, layout={"width": "60em"})
        self.source = widgets.HTML(layout={"width": "50%"})
        self.form = widgets.VBox(layout={"width": "50%"})
        self.message = widgets.HTML()
        self.buttons = {
            text: widgets.Button(description=text, button_style=style, layout={"width": "auto"})
            for text, style in (
                ("Godkänn", "success"),
                ("Spara ändring", "primary"),
                ("Ta bort", "danger"),
                ("Nästa", ""),
                ("Godkänn alla i tabellen utan tvivel", ""),
            )
        }
        for button, does in zip(
            self.buttons.values(),
            (self._accept, self._correct, self._remove, self._next, self._accept_all),
            strict=True,
        ):
            button.on_click(self._told(does))
        self.widget = widgets.VBox(
            [
                widgets.HTML(_STYLE),
                self.document,
                self.folder,
                self.role,
                self.progress,
                self.doubts,
                self.list,
                widgets.HBox([self.source, self.form]),
                widgets.HBox(list(self.buttons.values())),
                self.message,
            ]
        )
        self._choose_documents()
        self.document.observe(self._document_changed, names="value")
        self.folder.observe(self._show_source, names="value")
        self.list.observe(self._show, names="value")
        self._document_changed()

    @property
    def draft(self) -> Draft | None:
        """The row that is shown."""
        n = self.list.value
        return self.waiting[n] if n is not None and n < len(self.waiting) else None

    def _choose_documents(self) -> None:
        waiting = rows.documents(self.data)
        self.document.options = [(title, key) for key, title in waiting.items()]
        self.document.value = next(iter(waiting), None)

    def _document_changed(self, _change: object = None) -> None:
        self._reload(0)

    def _reload(self, at: int) -> None:
        """Reads the rows anew and shows the one at this place, or the last."""
        document = self.document.value
        if document is None:
            self.waiting, self.list.options = [], []
            self.progress.value = "<p>Inget väntar på granskning.</p>"
            self.doubts.value = ""
            self._show()
            return
        self.waiting = rows.drafts(document, self.data)
        self.progress.value = f"<p><strong>{rows.progress(document, self.data)}</strong></p>"
        loose = rows.loose_doubts(document, self.data)
        self.doubts.value = "".join(f'<p class="lobra-doubt">{escape(one)}</p>' for one in loose)
        self.list.options = [(_short(one), n) for n, one in enumerate(self.waiting)]
        self.list.value = min(at, len(self.waiting) - 1) if self.waiting else None
        self._show()

    def _show(self, _change: object = None) -> None:
        self.fields = {}
        draft = self.draft
        if draft is None:
            self.form.children = [widgets.HTML("<p>Alla rader i dokumentet är granskade.</p>")]
            self.source.value = ""
            return
        doubts = "".join(f'<p class="lobra-doubt">{escape(why)}</p>' for why in draft.doubts)
        for field in rows.editable(draft.table):
            self.fields[field.name] = self._field(draft, field)
        title = schema.load()[draft.table].title
        head = widgets.HTML(f"<p><strong>{escape(title)}</strong></p>{doubts}{_marked(draft)}")
        self.form.children = [head, *self.fields.values()]
        self._show_source()

    def _show_source(self, _change: object = None) -> None:
        draft = self.draft
        if draft is None:
            return
        if not draft.line:
            self.source.value = ""  # what is said of a document or a council stands in no line
            return
        found = rows.source_lines(self.document.value, draft.line, self.folder.value, self.data)
        if not found:
            self.source.value = (
                f"<p>Rad {draft.line} i dokumentet. Ange mappen med dokumentet för att se raden; "
                "filen måste vara den som lästes.</p>"
            )
            return
        lines = "".join(
            f'<div class="{"own" if n == draft.line else "near"}">'
            f'<span class="number">{n}</span>{escape(text)}</div>'
            for n, text in found
        )
        self.source.value = f'<div class="lobra-source">{lines}</div>'

    def _field(self, draft: Draft, field: schema.Field) -> widgets.Widget:
        value = draft.values[field.name]
        layout = {"width": "95%"}
        options = self._options(draft, field)
        if options:
            if value not in [key for _, key in options]:
                options.insert(0, (value or _UNKNOWN, value))
            kind, more = widgets.Dropdown, {"options": options}
        else:
            kind = widgets.Textarea if len(value) > _LONG else widgets.Text
            more = {}
        return kind(
            description=field.title,
            value=value,
            tooltip=field.description,
            layout=layout,
            style={"description_width": "11em"},
            **more,
        )

    def _options(self, draft: Draft, field: schema.Field) -> list[tuple[str, str]]:
        """What can be chosen: the words of the descriptor, yes or no, or the rows of a table."""
        empty = [] if field.is_required else [(_UNKNOWN, "")]
        if field.type == "boolean":
            return empty + _YES_NO
        if field.labels:
            return empty + [(label, value) for value, label in field.labels.items()]
        for link in schema.load()[draft.table].foreign_keys:
            if link.field == field.name:
                return empty + _rows_of(link.table, draft, self.data)
        return []

    def _told(self, does: Callable[[], str]) -> Callable[[object], None]:
        """What a button does, with its answer or error below the buttons."""

        def clicked(_button: object) -> None:
            try:
                said = does()
            except LobraError as error:
                said = str(error)
            self.message.value = f'<p class="lobra-message" role="status">{escape(said)}</p>'

        return clicked

    def _accept(self) -> str:
        return self._done(
            lambda draft: rows.accept(
                draft.table, draft.key, self.data, self.role.value, draft.values
            ),
            "Godkänd",
        )

    def _correct(self) -> str:
        draft = self.draft
        changes = {name: field.value for name, field in self.fields.items()}
        said = self._done(
            lambda draft: rows.correct(draft.table, draft.key, changes, self.data, self.role.value),
            "Ändringen är sparad",
        )
        is_left = draft and draft.key in [one.key for one in self.waiting]
        return f"{said} Läs det som är markerat i texten och godkänn." if is_left else said

    def _remove(self) -> str:
        return self._done(lambda draft: rows.remove(draft.table, draft.key, self.data), "Borttagen")

    def _done(self, does: Callable[[Draft], None], said: str) -> str:
        draft, at = self.draft, self.list.value
        if draft is None:
            return "Inget utkast är valt."
        does(draft)
        self._reload(at)
        return f"{said}: {draft.key}."

    def _next(self) -> str:
        if self.waiting and self.list.value is not None:
            self.list.value = (self.list.value + 1) % len(self.waiting)
        return ""

    def _accept_all(self) -> str:
        if self.draft is None:
            return "Inget utkast är valt."
        table = self.draft.table
        n = rows.accept_all(self.document.value, table, self.data)
        self._reload(0)
        return f"{n} godkända i tabellen {schema.load()[table].title}."


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


def _rows_of(table: str, draft: Draft, data: Data) -> list[tuple[str, str]]:
    """The rows of a table that a draft can point at: of its own meeting where they have one."""
    about = schema.load()[table]
    naming = next((n for n in ("name", "title", "text", "held_on") if n in about.names), about.key)
    found = []
    for row in files.find(data).rows(table, draft.council_id):
        meeting = row.values.get("meeting_id")
        if table == "agenda_items" and meeting != draft.values.get("meeting_id"):
            continue
        key = row.values[about.key]
        name = " ".join(filter(None, (row.values.get("number"), row.values[naming])))
        found.append((f"{name[:70]} ({key})" if name and name != key else key, key))
    return found


def _short(draft: Draft) -> str:
    """One line of the list: a mark for doubt, the table, the line and the row's words."""
    words = [
        value
        for name, value in draft.values.items()
        if name
        in ("name", "role", "title", "text", "what", "about", "action", "note", "planned_on")
    ]
    mark = "? " if draft.doubts else ""
    title = schema.load()[draft.table].title
    line = f", rad {draft.line}" if draft.line else ""
    return f"{mark}{title}{line}: {next(filter(None, words), draft.key)[:80]}"
