"""The widgets of the review board and where they stand; they know nothing of the records."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from lobra.export import in_jupyter
from lobra.review import deciding
from lobra.workbook import layout

_STYLE = """<style>
.lobra-source{font-family:monospace;white-space:pre-wrap;line-height:1.5}
.lobra-source .own{background:#fff3bf;color:#0b0c0c;font-weight:bold}
.lobra-source .number{display:inline-block;width:4em;opacity:.75}
.lobra-doubt{border-left:4px solid #801650;padding-left:.7em;margin:.4em 0}
.lobra-message{font-weight:bold;white-space:pre-line}
</style>"""
LEFT, DONE = "Kvar att granska", "Granskade"
_WIDE = {"width": "60em"}


class Panes:
    """Every widget by its name, and all of them as one `widget`."""

    def __init__(self, folder: str | None) -> None:
        """`folder` is where the source documents lie, if they are at hand."""
        self.document = widgets.Dropdown(description="Dokument", layout=_WIDE)
        self.folder = widgets.Text(
            description="Källmapp",
            value=folder or "",
            placeholder="mapp med dokumenten, om de finns här",
            continuous_update=False,
            layout=_WIDE,
        )
        self.role = widgets.Text(description="Din roll", value=deciding.REVIEWER, layout=_WIDE)
        self.which = widgets.Dropdown(description="Visa", options=[LEFT, DONE], layout=_WIDE)
        self.list = widgets.Select(description="Rader", rows=8, layout={"width": "98%"})
        self.progress, self.doubts, self.message = (widgets.HTML() for _ in range(3))
        self.source = widgets.HTML(layout={"width": "50%"})
        self.form = widgets.VBox(layout={"width": "50%"})
        self.buttons = {
            text: widgets.Button(description=text, button_style=style, layout={"width": "auto"})
            for text, style in (
                ("Godkänn", "success"),
                ("Nästa", "primary"),
                ("Ta bort", "danger"),
                ("Öppna igen", ""),
                ("Ångra", ""),
                ("Godkänn alla säkra", ""),
                ("Lägg till rad", ""),
            )
        }
        self.table = widgets.Dropdown(
            description="Vad är det?",
            options=[(one.title, one.table.name) for one in _addable()],
            value="decisions",
            layout=_WIDE,
        )
        self.lines = widgets.SelectMultiple(
            description="Källrader", rows=8, layout={"width": "98%"}
        )
        *decide, add = self.buttons.values()
        self.widget = widgets.VBox(
            [
                *(widgets.Output(outputs=in_jupyter.OWN_KEYS), widgets.HTML(_STYLE)),
                *(self.document, self.which, self.doubts, self.list),
                *(self.progress, widgets.HBox(decide), self.message),
                widgets.HBox([self.source, self.form]),
                widgets.HTML(
                    "<p><strong>Saknas något?</strong> Välj raderna i dokumentet och vad de är. "
                    "Det som inte står i dokumentet, som rådets prioriteringar och bedömningar, "
                    "läggs till på samma sätt.</p>"
                ),
                *(self.table, self.lines, add, self.folder, self.role),
            ]
        )
        self.widget.add_class("lobra-board")

    def say(self, text: str) -> None:
        self.message.value = f'<p class="lobra-message" role="status">{escape(text)}</p>'

    def tell_doubts(self, doubts: list[str]) -> None:
        """Shows what was unsure and belongs to no row."""
        self.doubts.value = "".join(f'<p class="lobra-doubt">{escape(one)}</p>' for one in doubts)


def _addable() -> list[layout.Sheet]:
    """The tables that a person adds rows to, in the order of the work."""
    return [one for one in layout.sheets().values() if "is_reviewed" in one.table.names]
