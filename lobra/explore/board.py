"""The questions with clicks: choices above, a tab a question, each with its answer and its table.

Every choice acts on every tab. No option has the value None, which would leave a drop-down blank.
Only the tab in sight is worked out; the others are when they come into sight.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from lobra import search
from lobra.explore import answers, comparing, following, questions, shown
from lobra.explore.asked import Asked, Narrow
from lobra.explore.comparing import Side
from lobra.explore.together import picture, together
from lobra.export import in_jupyter
from lobra_data import files, frames, rules, words
from lobra_data.errors import LobraError

ALL = "alla"
_WIDE = widgets.Layout(flex_flow="row wrap")
_HINT = (
    "Orden söks i alla former, också inne i längre ord. Tabellerna går att sortera, filtrera och "
    "spara. Här visas också det som är känsligt, och det publiceras aldrig."
)


def explorer(data: Path | str | files.Records | None = None) -> widgets.Widget:
    """Choices above seven tabs: the six questions, and who works with whom."""
    return _Explorer(files.find(data)).widget


class _Explorer:
    def __init__(self, records: files.Records) -> None:
        self.records = records
        names = frames.councils(data=records).set_index("council_id")["name"]
        years = [str(year) for year in _years(records)]
        self.council = _choice("Råd", [(ALL, ALL), *((n, key) for key, n in names.items())])
        self.since = _choice("Från år", [ALL, *years])
        self.until = _choice("Till år", [ALL, *reversed(years)])
        self.place = _choice("Plats", [ALL, *_places(records)])
        self.words = widgets.Text(
            description="Sök ord", placeholder="till exempel narkotika", continuous_update=False
        )
        self.on = widgets.DatePicker(description="Räknat till", value=dt.date.today())
        self.one, self.other = _choice("Den första", []), _choice("Den andra", [])
        self.message = widgets.HTML()
        self.tabs = widgets.Tab()
        self._tabs: list[tuple[str, list[widgets.Widget], Callable[[], list[widgets.Widget]]]] = [
            ("Sök", [], self._search),
            ("Inte uppföljt", [], self._not_followed),
            ("Vem leder", [], self._leads),
            ("Beslut", [], self._decided),
            ("Försenat", [self.on], self._overdue),
            ("Jämför", [self.one, self.other], self._compare),
            ("Samverkan", [], self._together),
        ]
        self.tabs.children = [widgets.VBox() for _ in self._tabs]
        self.tabs.titles = [title for title, *_ in self._tabs]
        self.tabs.selected_index = 0
        self._fresh: set[int] = set()
        sided = [self.council, self.since, self.until]
        choices = [*sided, self.place, self.words]
        self.widget = widgets.VBox(
            [
                widgets.Output(outputs=in_jupyter.OWN_KEYS),
                widgets.HTML(f"<p>{_HINT}</p>{_unreviewed(records)}"),
                widgets.HBox(choices, layout=_WIDE),
                self.message,
                self.tabs,
            ]
        )
        self.widget.add_class("lobra-board")
        for own in (self.one, self.other):
            own.observe(self._again, names="value")
        self._offer_sides()
        for choice in choices:
            choice.observe(self._narrowed if choice in sided else self._again, names="value")
        self.on.observe(self._again, names="value")
        self.tabs.observe(self._in_sight, names="selected_index")
        self._again()

    def narrow(self) -> Narrow:
        """The choices, as every question takes them."""
        return Narrow(
            council=_given(self.council.value),
            since=_year(self.since.value),
            until=_year(self.until.value),
            place=_given(self.place.value),
            words=" ".join(self.words.value.split()) or None,
            data=self.records,
        )

    def asked(self) -> Asked:
        return Asked(**self.narrow())

    def _narrowed(self, _change: object = None) -> None:
        self._offer_sides()
        self._again()

    def _again(self, _change: object = None) -> None:
        """All tabs are out of date; the one in sight is worked out at once."""
        self._fresh = set()
        self._in_sight()

    def _in_sight(self, _change: object = None) -> None:
        n = self.tabs.selected_index
        if n is None or n in self._fresh:
            return
        _, own, make = self._tabs[n]
        try:
            made, self.message.value = make(), ""
        except LobraError as error:
            made, self.message.value = [], f'<p class="lobra-notice">{escape(str(error))}</p>'
        self.tabs.children[n].children = [*own, *made]
        self._fresh.add(n)

    def _search(self) -> list[widgets.Widget]:
        asked, narrow = self.asked(), self.narrow()
        came = questions.outcomes(**narrow)
        return [
            _said(answers.raised(asked)),
            _table(questions.search(**narrow), "sok"),
            _said(f"Vad blev det av det? {answers.came_of_it(came)}"),
            *([_table(came, "utfall")] if len(came) else []),
        ]

    def _not_followed(self) -> list[widgets.Widget]:
        rows = following.followed_up(**self.narrow())
        others = rows[rows["state"].ne(following.KNOWN)]
        return [_said(answers.not_followed(rows)), _table(others, "inte-uppfoljt")]

    def _leads(self) -> list[widgets.Widget]:
        rows = questions.leads(**self.narrow())
        return [_said(answers.leading(rows)), _table(rows, "leder")]

    def _decided(self) -> list[widgets.Widget]:
        rows = questions.decided(**self.narrow())
        return [_said(answers.decisions(self.asked(), rows)), _table(rows, "beslut")]

    def _overdue(self) -> list[widgets.Widget]:
        on = self.on.value or dt.date.today()
        rows = questions.overdue(on, **self.narrow())
        return [_said(answers.late(rows, on)), _table(rows, "forsenat")]

    def _compare(self) -> list[widgets.Widget]:
        one, other = self.one.value, self.other.value
        rows = comparing.changed(one, other, **self.narrow())
        return [_said(answers.difference(self.asked(), one, other)), _table(rows, "jamforelse")]

    def _together(self) -> list[widgets.Widget]:
        narrow = self.narrow()
        rows = together(**narrow)
        told = [_table(rows, "samverkan")] if len(rows) else []
        return [widgets.HTML(shown.block(picture(**narrow))), *told]

    def _offer_sides(self) -> None:
        """The sides that can be compared: councils of the choice, whole and year by year."""
        asked = self.asked()
        sides = [
            (comparing.named(asked, side), side)
            for key in ([asked.council] if asked.council else self.records.councils)
            for side in _sides(asked, key)
        ]
        for choice, side in zip((self.one, self.other), comparing.sides(asked), strict=True):
            choice.unobserve(self._again, names="value")
            choice.options = sides
            choice.value = side
            choice.observe(self._again, names="value")


def _sides(asked: Asked, council: str) -> list[Side]:
    years = comparing.years_of(asked, council)
    whole = Side(council, asked.since, asked.until)
    return list(dict.fromkeys([whole, *(Side(council, year, year) for year in years)]))


def _choice(label: str, options: list[Hashable]) -> widgets.Dropdown:
    return widgets.Dropdown(description=label, options=options)


def _given(value: str) -> str | None:
    return None if value == ALL else value


def _year(value: str) -> int | None:
    return None if value == ALL else int(value)


def _years(records: files.Records) -> list[int]:
    found = {year for council in records.councils for year in frames.years(council, records)}
    return sorted(found)


def _places(records: files.Records) -> list[str]:
    return sorted(search.places(records), key=str.casefold)


def _unreviewed(records: files.Records) -> str:
    """How many rows nobody has reviewed: they are in every table, and marked."""
    if not (n := sum(rules.unreviewed(records).values())):
        return ""
    are = words.count(n, "rad i registren är inte granskad", "rader i registren är inte granskade")
    they = words.form(n, "Den är med här, märkt", "De är med här, märkta")
    return f'<p class="lobra-notice">{are}. {they} ”ogranskad”.</p>'


def _said(text: str) -> widgets.HTML:
    return widgets.HTML(f'<p class="lobra-answer">{escape(text)}</p>')


def _table(frame: pd.DataFrame, name: str) -> widgets.Output:
    bundle = shown.Shown(frame, name)._repr_mimebundle_()
    return widgets.Output(outputs=in_jupyter.outputs(bundle))
