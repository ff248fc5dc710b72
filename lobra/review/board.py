"""The widgets of the review: choose a document, see source and draft side by side, decide.

Whatever a person has typed is saved before anything else is shown. What can't be saved stays where
it is, with what is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from html import escape

import ipywidgets as widgets

from lobra.review import deciding, form, rows
from lobra.review.panes import DONE, LEFT, Panes
from lobra.review.rows import Data, Draft
from lobra_data import files, schema, words
from lobra_data.errors import LobraError

_CHOSEN = "Inget utkast är valt."
_FILL_IN = "Fyll i fälten och välj Godkänn. Ta bort lägger undan raden."


def reviewer(data: Data = None, folder: str | None = None) -> widgets.Widget:
    """The whole board; `folder` is where the source documents lie, if they are at hand.

    Without one it is that of LOBRA_DOCUMENTS, which `lobra review` sets.
    """
    return Board(data, folder or os.environ.get("LOBRA_DOCUMENTS")).widget


class Board(Panes):
    """What the widgets show and do."""

    def __init__(self, data: Data, folder: str | None) -> None:
        super().__init__(folder)
        self.data = data
        self.waiting: list[Draft] = []
        self.new: Draft | None = None
        self.draft: Draft | None = None
        """The row that is shown: a new one, else the one that is chosen in the list."""
        self.fields: dict[str, widgets.Widget] = {}
        self.steps: list[tuple[str, deciding.Step, tuple[str, str] | None]] = []
        self._is_quiet = False
        self._connect()
        self._reload()

    def _connect(self) -> None:
        does = (
            *(self._accept, self._next, self._remove, self._reopen, self._undo),
            *(self._accept_all, self._add),
        )
        for button, act in zip(self.buttons.values(), does, strict=True):
            button.on_click(lambda button, act=act: self._told(act, button))
        self.document.observe(self._leaving(lambda: self._reload()), names="value")
        self.which.observe(self._leaving(lambda: self._reload()), names="value")
        self.list.observe(self._leaving(self._choose), names="value")
        self.folder.observe(lambda _: self._show_source(), names="value")

    # --- what is shown ---

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What the program chooses is nobody's click."""
        before, self._is_quiet = self._is_quiet, True
        try:
            yield
        finally:
            self._is_quiet = before

    def _reload(self, at: int = 0, key: tuple[str, str] | None = None) -> None:
        """Reads the records anew and shows the row with this key, or else the one at this place."""
        self.new = None
        source = files.find(self.data)
        self._names = form.Names(source)
        with self._quietly():
            counts = rows.progresses(source)
            self._choose_documents(source, counts)
            document = self.document.value
            is_left = self.which.value == LEFT
            find = rows.drafts if is_left else rows.reviewed
            self.waiting = find(document, source) if document else []
            loose = rows.loose_doubts(document, source) if document and is_left else []
            self.tell_doubts(loose)
            self.list.options = [
                (form.short(one, self._names), n) for n, one in enumerate(self.waiting)
            ]
            keys = [(one.table, one.key) for one in self.waiting]
            at = keys.index(key) if key in keys else min(at, len(keys) - 1)
            self.list.value = at if keys else None
            self.progress.value = f"<p><strong>{escape(self._left(counts))}</strong></p>"
            self._read_lines(source)
        self._show()

    def _choose_documents(self, source: files.Records, counts: dict[str, rows.Progress]) -> None:
        """Those with something left first; what is left stands beside each."""
        titles = rows.all_documents(source)
        none = rows.Progress(0, 0)
        left = {key: counts.get(key, none).n_left for key in titles}
        order = sorted(titles, key=lambda key: not left[key])
        chosen = self.document.value or next(iter(order), None)
        self.document.options = [
            (f"{titles[key]} – {f'{left[key]} kvar' if left[key] else 'klart'}", key)
            for key in order
        ]
        self.document.value = chosen if chosen in titles else None

    def _left(self, counts: dict[str, rows.Progress]) -> str:
        """What is left, in this document and in the others."""
        document = self.document.value
        others = [one.n_left for key, one in counts.items() if key != document and one.n_left]
        elsewhere = words.count(len(others), "annat dokument", "andra dokument")
        more = f" {sum(others)} kvar i {elsewhere}." if others else ""
        here = counts.get(document or "")
        if here is None or not here.n_left:
            return f"Dokumentet är klart.{more}" if more else "Inget väntar på granskning."
        told = f"{here.n_left} kvar ({here})"
        if self.which.value == LEFT:
            n = sum(one.is_certain for one in self.waiting)
            unsure = len(self.waiting) - n
            told += f": {words.count(n, 'säker', 'säkra')} och {unsure} att läsa en för en"
        return f"{told}.{more}"

    def _read_lines(self, source: files.Records) -> None:
        found = {}
        if self.document.value:
            found = rows.document_lines(self.document.value, self.folder.value, source)
        if found != getattr(self, "_lines", None):
            self._lines = found
            self.lines.value = ()
            self.lines.options = [(f"{n}  {text[:200]}", n) for n, text in found.items()]

    def _show(self) -> None:
        n = self.list.value
        draft = self.draft = self.new or (self.waiting[n] if n is not None else None)
        self.buttons["Öppna igen"].disabled = self.which.value == LEFT or draft is None
        self.buttons["Ta bort"].disabled = self.which.value == DONE and self.new is None
        last = self.steps[-1][0] if self.steps else ""
        self.buttons["Ångra"].disabled = not last
        self.buttons["Ångra"].description = f"Ångra: {last}" if last else "Ångra"
        if draft is None:
            self.fields, self._typed = {}, {}
            text = "Inga rader här." if self.which.value == DONE else "Inget är kvar här."
            self.form.children = [widgets.HTML(f"<p>{text}</p>")]
            self.source.value = ""
            return
        self.fields = form.fields(draft, self._names)
        self._typed = {name: one.value for name, one in self.fields.items()}
        self.form.children = [widgets.HTML(form.head(draft)), *self.fields.values()]
        self._show_source()
        if draft.line in self._lines and self.new is None:
            self.lines.value = (draft.line,)

    def _show_source(self) -> None:
        if self.draft is not None:
            self._read_lines(files.find(self.data))
            self.source.value = form.source(self._lines, self.draft.line)

    # --- saving ---

    def _changes(self) -> dict[str, str]:
        """What a person has typed since the row was shown."""
        return {
            name: one.value for name, one in self.fields.items() if one.value != self._typed[name]
        }

    def _save(self) -> None:
        """Keeps what was typed, before anything else is shown; LobraError when it can't stand."""
        draft, changes = self.draft, self._changes()
        if self.new is not None:
            self._enter(is_reviewed=False)
        elif draft is not None and changes:
            with self._undoable(f"ändringen av {draft.key}"):
                deciding.keep(draft.table, draft.key, changes, self.data, draft.values)

    def _enter(self, is_reviewed: bool) -> str:
        """Writes the new row; its key."""
        assert self.new is not None
        new = {name: one.value for name, one in self.fields.items()}
        with self._undoable("den nya raden"):
            key = deciding.add(self.new.table, self._of_document, new, self.data, is_reviewed)
        self.new = None
        return key

    @contextmanager
    def _undoable(self, what: str) -> Iterator[None]:
        shown = _key(self.draft) if self.draft else None
        with deciding.step(self.data) as done:
            yield
        if done.files:
            self.steps.append((what, done, shown))

    def _leaving(self, then: Callable[[], None]) -> Callable[[dict], None]:
        """What a choice does: first the row that is left is saved; if it can't be, it stays.

        Else the choice is left alone: somebody who holds an arrow key may be further on already.
        """

        def chosen(change: dict) -> None:
            if self._is_quiet:
                return
            try:
                self._save()
            except LobraError as error:
                with self._quietly():
                    change["owner"].value = change["old"]
                self.say(f"{error}\nRätta, så sparas det.")
                return
            then()

        return chosen

    def _choose(self) -> None:
        draft = self.waiting[self.list.value] if self.list.value is not None else None
        self._reload(key=(draft.table, draft.key) if draft else None)

    def _told(self, does: Callable[[], str], button: widgets.Button) -> None:
        """Does what a button says, with its answer or error beside the buttons.

        A button that can't be pressed again loses the focus, and the list gets it.
        """
        try:
            said = does()
        except LobraError as error:
            said = str(error)
        self.say(said)
        if button.disabled:
            self.list.focus()

    # --- the buttons ---

    def _accept(self) -> str:
        draft, at, changes = self.draft, self.list.value or 0, self._changes()
        if draft is None:
            return _CHOSEN
        key = draft.key
        if self.new is not None:
            key = self._enter(is_reviewed=True)
        else:
            with self._undoable(f"godkännandet av {key}"):
                role, seen = self.role.value, draft.values
                if changes:
                    deciding.correct(draft.table, key, changes, self.data, role, seen)
                else:
                    deciding.accept(draft.table, key, self.data, role, seen)
        self._reload(at, (draft.table, key))
        if self.which.value == LEFT and (draft.table, key) in [_key(one) for one in self.waiting]:
            return f"Sparad: {key}. Läs det som är markerat i raden och godkänn igen."
        return f"Sparad och godkänd: {key}." if changes else f"Godkänd: {key}."

    def _next(self) -> str:
        """The next row; after the last one of a document the first of the next that waits."""
        at, is_new = self.list.value, self.new is not None
        self._save()
        if at is not None and self.waiting:
            self._reload(0 if is_new else (at + 1) % len(self.waiting))
            return ""
        waiting = rows.documents(self.data)
        if not waiting:
            return "Inget väntar på granskning."
        with self._quietly():
            self.which.value, self.document.value = LEFT, next(iter(waiting))
        self._reload()
        return ""

    def _remove(self) -> str:
        draft, at = self.draft, self.list.value or 0
        if draft is None:
            return _CHOSEN
        if self.new is not None:
            self._reload(at)
            return "Den nya raden är lagd undan."
        with suppress(LobraError):  # so that taking it back gives back what was typed as well
            self._save()
        with self._undoable(f"borttagningen av {draft.key}"):
            deciding.remove(draft.table, draft.key, self.data)
        self._reload(at)
        return f"Borttagen: {draft.key}. Ångra ger tillbaka den."

    def _reopen(self) -> str:
        self._save()
        draft, at = self.draft, self.list.value or 0
        if draft is None:
            return _CHOSEN
        with self._undoable(f"öppnandet av {draft.key}"):
            deciding.reopen(draft.table, draft.key, self.data)
        self._reload(at)
        return f"{draft.key} väntar på granskning igen."

    def _undo(self) -> str:
        if not self.steps:
            return "Inget finns att ångra."
        if self.new is not None or self._changes():
            self._save()
        what, done, shown = self.steps[-1]
        done.take_back(self.data)
        self.steps.pop()
        self._reload(self.list.value or 0, shown)
        return f"Ångrat: {what}."

    def _accept_all(self) -> str:
        self._save()
        if not self.document.value:
            return _CHOSEN
        with self._undoable("godkännandet av de säkra"):
            n = deciding.accept_all(self.document.value, None, self.data)
        self._reload()
        return f"{words.count(n, 'säker rad är godkänd', 'säkra rader är godkända')}."

    def _add(self) -> str:
        """Shows a new row, with the words of the lines that are chosen; nothing is written yet."""
        self._save()
        document, table = self.document.value, self.table.value
        if not document:
            return "Välj först ett dokument."
        names = schema.load()[table].names
        said = " ".join(self._lines[n].strip(" -*#\t") for n in self.lines.value)
        given = {
            "meeting_id": self._names.meeting_of(document),
            "line": str(min(self.lines.value, default="")) if rows.is_of_document(table) else "",
            "is_sensitive": "no",
            form.naming(table): said,
        }
        values = {name: given.get(name, "") for name in names}
        line = int(values.get("line") or 0)
        council = self._names.council_of(document)
        self._reload(self.list.value or 0)
        self.new = Draft(council, table, "", line, values, (), {})
        self._of_document = document
        self._show()
        next(iter(self.fields.values())).focus()
        return _FILL_IN


def _key(draft: Draft) -> tuple[str, str]:
    return draft.table, draft.key
