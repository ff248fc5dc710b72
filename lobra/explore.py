"""Exploring the records in JupyterLab: choose council, year, place and theme, and look.

This is the only home of ipywidgets. The questions are plain functions on DataFrames
(`mentions`), so that what the widgets show can be had in a cell of one's own as well.
"""

from __future__ import annotations

from html import escape

import ipywidgets as widgets
import pandas as pd

from lobra import report
from lobra.blocks import Block, Column, Missing, Nothing, Source, Table
from lobra.export.html import block_html
from lobra.report import annexes
from lobra.report.material import publishable
from lobra_data import frames, words

ALL = "alla"
_NAMING = ("place", "text")

_STYLE = """<style>
.lobra-explore table{border-collapse:collapse;font-size:.95em;line-height:1.4}
.lobra-explore th,.lobra-explore td{border-bottom:1px solid #b1b4b6;padding:.3em .7em;
text-align:left;vertical-align:top}
.lobra-explore caption{text-align:left;font-weight:bold;padding:.4em 0}
.lobra-explore figure{margin:1em 0}.lobra-explore figcaption{font-weight:bold}
.lobra-explore img{background:#fff;max-width:100%}
.lobra-explore .missing{border-left:4px solid currentColor;padding-left:.7em}
</style>"""


def mentions(
    council: str | None = None,
    year: int | None = None,
    place: str | None = None,
    theme: str | None = None,
    data: str | None = None,
) -> pd.DataFrame:
    """What minutes and working tables say of a place or theme, one row a statement.

    Columns: `year`, `meeting_id`, `council_id`, `place`, `theme`, `kind`, `text`, `document_id`,
    `line`. A place matches where it stands in the row's place or in its text. Rows of working
    tables have no theme: they show only when none is chosen. Sensitive and unreviewed rows are left
    out.
    """
    said = publishable(frames.statements(council, year, data=data))
    said = said.assign(kind=said["kind"].astype("str"), theme=said["theme"].astype("str"))
    rows = publishable(frames.place_actions(council, year, data=data))
    text = rows["action"].str.cat(rows["status_text"].fillna("läget anges inte"), sep=": ")
    rows = rows.assign(
        place=rows["spot"], theme=pd.Series(dtype="str"), kind="place_action", text=text
    )
    columns = ["meeting_id", "council_id", "place", "theme", "kind", "text", "document_id", "line"]
    found = pd.concat([said[columns], rows[columns]], ignore_index=True)
    if place is not None:
        named = [found[c].str.contains(place, case=False, regex=False, na=False) for c in _NAMING]
        found = found[named[0] | named[1]]
    if theme is not None:
        found = found[found["theme"].eq(theme).fillna(False)]
    meetings = frames.meetings(council, data=data).set_index("meeting_id")
    days = meetings["held_on"].fillna(meetings["held_earliest"])
    found.insert(0, "year", found["meeting_id"].map(days.dt.year).astype("Int64"))
    return found.sort_values(["year", "document_id", "line"]).reset_index(drop=True)


def explorer(data: str | None = None) -> widgets.Widget:
    """Four choices above four views: mentions, time line, priorities and follow-up."""
    return _Explorer(data).widget


class _Explorer:
    def __init__(self, data: str | None) -> None:
        self.data = data
        names = frames.councils(data=data).set_index("council_id")["name"]
        themes = frames.labels("statements", "theme")
        self.council = _choice("Råd", [(name, key) for key, name in names.items()])
        self.year = _choice("År", [])
        self.place = _choice("Plats", [])
        self.theme = _choice("Tema", [(ALL, None), *((w, key) for key, w in themes.items())])
        self.views = [widgets.HTML() for _ in range(4)]
        tabs = widgets.Tab(
            children=self.views,
            titles=["Vad som sägs", "Tidslinje", "Prioriteringar", "Uppföljning"],
        )
        choices = widgets.HBox(
            [self.council, self.year, self.place, self.theme],
            layout=widgets.Layout(flex_flow="row wrap"),
        )
        self.widget = widgets.VBox([widgets.HTML(_STYLE), choices, tabs])
        self.council.observe(self._council_changed, names="value")
        self.year.observe(self._show, names="value")
        for choice in (self.place, self.theme):
            choice.observe(self._show_mentions, names="value")
        self._council_changed()

    def _council_changed(self, _change: object = None) -> None:
        years = frames.years(self.council.value, self.data)
        places = mentions(self.council.value, data=self.data)["place"].dropna()
        self.place.options = [(ALL, None), *((p, p) for p in sorted(set(places)))]
        self.year.options = [*((str(year), year) for year in reversed(years)), (ALL, None)]
        self._show()

    def _show(self, _change: object = None) -> None:
        """All views: a new council or year changes every one of them."""
        self._show_mentions()
        years = frames.years(self.council.value, self.data)
        year = self.year.value or (years[-1] if years else None)
        if year is None:
            blocks: list[Block] = [Missing(name="ar", text="Rådet har inga år med uppgifter.")] * 3
        else:
            m = report.Material(self.council.value, year, data=self.data)
            blocks = [report.meetings(m), annexes.priorities(m), annexes.follow_up_matrix(m)]
        for view, block in zip(self.views[1:], blocks, strict=True):
            view.value = _html(block)

    def _show_mentions(self, _change: object = None) -> None:
        """The first view only: place and theme narrow what is said, nothing else."""
        self.views[0].value = _html(self._mentions())

    def _mentions(self) -> Block:
        found = mentions(
            self.council.value, self.year.value, self.place.value, self.theme.value, self.data
        )
        if found.empty:
            return Missing(name="sokning", text="Inget i registren stämmer med valet.")
        titles = frames.documents(data=self.data).set_index("document_id")["title"]
        labels = frames.labels("statements", "theme")
        return Table(
            name="sokning",
            title=words.count(len(found), "uppgift", "uppgifter"),
            columns=[Column(name) for name in ("År", "Plats", "Tema", "Vad som sägs")],
            rows=[
                [
                    words.text(row["year"]),
                    words.text(row["place"], "–"),
                    labels.get(row["theme"], "–") if words.is_known(row["theme"]) else "–",
                    row["text"],
                ]
                for _, row in found.iterrows()
            ],
            sources=[
                (Source(titles[key], lines=(int(line),)),)
                for key, line in zip(found["document_id"], found["line"], strict=True)
            ],
        )


def _html(block: Block) -> str:
    if isinstance(block, Nothing):
        block = Missing(name=block.name, text="Registren har inget att visa för valet.")
    return f'<div class="lobra-explore">{block_html(block)}</div>'


def _choice(label: str, options: list[tuple[str, object]]) -> widgets.Dropdown:
    return widgets.Dropdown(description=escape(label), options=options)
