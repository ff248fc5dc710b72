"""Tables as they are shown: Swedish headings, and sorting, filtering and saving where itables is
installed. Its program comes with the package, so nothing is fetched from the net."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pandas as pd
from IPython.display import HTML, display

from lobra.blocks import Block, Missing, Nothing
from lobra.export import in_jupyter

LIVELY = find_spec("itables") is not None
"""Whether the extra "notebook" is installed."""
HEADINGS = {
    "council": "Råd",
    "when": "När",
    "kind": "Slag",
    "place": "Plats",
    "theme": "Tema",
    "text": "Vad som står",
    "source": "Källa",
    "marks": "Märkning",
    "measure": "Gäller",
    "status": "Läge",
    "basis": "Grund",
    "note": "Anmärkning",
    "number": "Nr",
    "title": "Åtgärd eller aktivitet",
    "plan": "Plan från",
    "state": "Vad som är känt",
    "last": "Senast antecknat",
    "leader": "Ansvarig",
    "place_actions": "Åtgärder på platser",
    "measures": "Åtgärder i planer",
    "assignments": "Uppdrag",
    "in_all": "Sammanlagt",
    "unreviewed": "Varav ogranskade",
    "who": "Ansvarig",
    "due_on": "Tidsgräns",
    "about": "Område",
    "what": "Vad",
    "one": "Den första",
    "other": "Den andra",
    "difference": "Skillnad",
    "forum": "Forum",
    "party": "Part",
    "role": "Roll",
    "how": "Hur",
}
_ISO = "_iso"
NOTHING = "Inget i registren stämmer med valet."
PLAIN = "Med paketet itables går tabellerna att sortera, filtrera och spara."
LANGUAGE = {
    "search": "Filtrera:",
    "info": "Rad _START_–_END_ av _TOTAL_",
    "infoEmpty": "Inga rader",
    "infoFiltered": "(av sammanlagt _MAX_)",
    "lengthMenu": "Visa _MENU_ rader",
    "zeroRecords": "Ingen rad stämmer med filtret",
    "emptyTable": "Inga rader",
    "paginate": {"first": "Första", "last": "Sista", "next": "Nästa", "previous": "Förra"},
    "buttons": {"copyTitle": "Kopierat", "copySuccess": {"1": "En rad", "_": "%d rader"}},
    "aria": {"orderable": "Sortera", "orderableReverse": "Sortera omvänt"},
}
_STYLE = """<style>
.lobra-explore table{border-collapse:collapse;font-size:.95em;line-height:1.4}
.lobra-explore.lobra-explore th,.lobra-explore.lobra-explore td{border-bottom:1px solid #b1b4b6;
padding:.3em .7em;text-align:left;vertical-align:top;white-space:normal}
.lobra-explore.lobra-explore .dt-type-numeric{text-align:right}
.lobra-explore caption{text-align:left;font-weight:bold;padding:.4em 0;caption-side:top}
.lobra-explore{overflow-x:auto}
.lobra-answer{font-size:1.05em;max-width:60em;line-height:1.5}
.lobra-notice{border-left:4px solid #801650;padding-left:.7em;max-width:60em}
</style>"""


class Shown:
    """A table that Jupyter shows, and keeps when the notebook is saved as a page."""

    def __init__(self, frame: pd.DataFrame, name: str = "lobra") -> None:
        self.frame = headed(frame)
        self._frame = frame
        self._name = name

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:  # IPython's protocol
        return {"text/html": self.html(), "text/plain": self.frame.to_string(index=False)}

    def html(self) -> str:
        """The table, or the sentence in its place."""
        if self.frame.empty:
            return f"<p>{NOTHING}</p>"
        inner = _lively(self._frame, self._name) if LIVELY else _plain(self.frame)
        return f'<div class="lobra-explore">{inner}</div>'


def show(frame: pd.DataFrame, name: str = "lobra") -> Shown:
    """A question's table with Swedish headings; `name` names the files that it is saved as."""
    return Shown(frame, name)


def start() -> None:
    """Makes a notebook ready: once, in a cell before the others."""
    in_jupyter.show_in_notebooks()
    display(HTML(_STYLE))
    pd.set_option("display.max_colwidth", None)  # a text is read whole
    if LIVELY:
        import itables

        itables.init_notebook_mode(all_interactive=False, connected=False)


def headed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with Swedish headings, without marks where no row has any and days for sorting."""
    frame = _with_days(frame)
    return frame.drop(columns=[name for name in frame if str(name).endswith(_ISO)])


def _with_days(frame: pd.DataFrame) -> pd.DataFrame:
    named = HEADINGS | frame.attrs.get("headings", {})
    unused = [name for name in ("marks", "unreviewed") if name in frame and not frame[name].any()]
    return frame.drop(columns=unused).rename(columns=named)


def block(shown: Block) -> str:
    """A picture or a sentence as it stands in a report."""
    if isinstance(shown, Nothing):
        shown = Missing(name=shown.name, text=NOTHING)
    return in_jupyter.shown(shown)


def _lively(frame: pd.DataFrame, name: str) -> str:
    import itables

    frame = _with_days(frame)
    as_text: dict[str, Any] = {
        "exportOptions": {"columns": ":visible", "escapeExcelFormula": True},
        "title": None,
        "filename": name,
    }
    options: dict[str, Any] = dict(
        connected=False,
        showIndex=False,
        text_in_header_can_be_selected=False,  # a click on it sorts
        classes="display compact",
        style="table-layout:auto;width:100%;margin:0",
        maxBytes=0,
        pageLength=15,
        lengthMenu=[15, 50, {"label": "alla", "value": -1}],
        layout={
            "topStart": "buttons",
            "topEnd": "search",
            "bottomStart": ["info", "pageLength"],
            "bottomEnd": "paging",
        },
        buttons=[
            {"extend": "copyHtml5", "text": "Kopiera", **as_text},
            {"extend": "csvHtml5", "text": "Spara som CSV", **as_text},
            {"extend": "excelHtml5", "text": "Spara som Excel", **as_text},
        ],
        language=LANGUAGE,
        columnDefs=_sorted_by_day(frame),
    )
    return itables.to_html_datatable(frame, **options)


def _sorted_by_day(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A day in words is sorted by the hidden column that has it as a number."""
    heads = [*map(str, frame)]
    pairs = [
        (heads.index(HEADINGS[head.removesuffix(_ISO)]), heads.index(head))
        for head in heads
        if head.endswith(_ISO)
    ]
    shown = [{"targets": of, "orderData": by} for of, by in pairs]
    return [*shown, *({"targets": by, "visible": False} for _, by in pairs)]


def _plain(frame: pd.DataFrame) -> str:
    with pd.option_context("display.max_colwidth", None):
        return frame.to_html(index=False, border=0, na_rep="") + f"<p>{PLAIN}</p>"
