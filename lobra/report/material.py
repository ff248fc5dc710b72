"""What is recorded about one council and one year, and where each row comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from lobra.blocks import STATUS_SYMBOLS, Source, Sources, Status
from lobra.export import in_jupyter
from lobra.privacy.editions import INTERNAL
from lobra.report import own_words as own
from lobra.report.rows import Row, by, is_shown, iterated, publishable, values
from lobra_data import describing, files, frames, schema, words
from lobra_data.errors import LobraError
from lobra_data.rules.contradictions import held_instead

P = ParamSpec("P")
T = TypeVar("T")


def once(make: Callable[Concatenate[Material, P], T]) -> Callable[Concatenate[Material, P], T]:
    """What a report asks for many times is worked out once for each Material, and dies with it."""

    @wraps(make)
    def remembered(m: Material, *args: P.args, **narrow: P.kwargs) -> T:
        key = (make, args, *sorted(narrow.items()))
        if key not in m.remembered:
            m.remembered[key] = make(m, *args, **narrow)
        return m.remembered[key]

    return remembered


class Material:
    """The rows of a report: of its council and year, or of all years up to it.

    In the public edition, rows that are sensitive or that no person has reviewed are never handed
    out, even if the records hold them. `n_withheld` counts what was left out for good, `n_blurred`
    the small counts of persons that have become spans, and `n_waiting` the rows that somebody has
    yet to review: nothing is missing while it may be among them. The forerunners of the council
    are known, so that measures can be followed across a change of council. Figures may be of some
    `indicators` (semicolons between) from a `first_year`.
    """

    def __init__(
        self,
        council: str,
        year: int,
        edition: str = "public",
        n_withheld: int = 0,
        n_blurred: int = 0,
        n_waiting: int = 0,
        data: str | files.Records | None = None,
        indicators: str | None = None,
        first_year: int | None = None,
    ) -> None:
        in_jupyter.show_in_notebooks()
        self.remembered: dict[Any, Any] = {}
        self.data = files.find(data)
        self.edition = edition
        self.n_withheld, self.n_blurred = n_withheld, n_blurred
        self.n_waiting = n_waiting
        self.indicators = [*filter(None, map(str.strip, (indicators or "").split(";")))]
        self.first_year = first_year
        self.council_id = council
        self.year = int(year)
        councils = frames.councils(data=self.data).set_index("council_id", drop=False)
        if council not in councils.index:
            raise LobraError(f'Rådet "{council}" finns inte. Råd: {", ".join(councils.index)}.')
        self.council = councils.loc[council]
        self.lineage = [council]
        while True:
            before = councils.index[councils["successor_id"].eq(self.lineage[0]).fillna(False)]
            new = [name for name in before if name not in self.lineage]
            if not new:
                break
            self.lineage = [*new, *self.lineage]
        self.councils = councils.loc[self.lineage]

    @cached_property
    def own_words(self) -> own.Written:
        """What the council itself has written for the year."""
        return own.for_notebook(self.data.root, self.council_id, self.year)

    @property
    def here(self) -> str:
        """Where was looked for what isn't found."""
        return "i det som är granskat" if self.n_waiting else "i materialet"

    @property
    def without_minutes(self) -> str:
        """What is said of an announced meeting that no minutes are shown of."""
        return "inget protokoll är granskat" if self.n_waiting else "protokoll saknas"

    @property
    def waiting(self) -> str:
        """How many rows wait for review, in words."""
        number = words.number(self.n_waiting, "en")
        return f"{number} {words.form(self.n_waiting, 'uppgift', 'uppgifter')} väntar på granskning"

    def so_far(self, text: str) -> str:
        """What is said to be missing, of what is reviewed alone as long as rows wait."""
        if not self.n_waiting:
            return text
        first, *rest = words.sentences(text)
        said = first.removesuffix(".")
        said = said if self.here in said else f"{said} {self.here}"
        return " ".join([f"{said}; {self.waiting}.", *rest])

    def of_year(self, table: str) -> pd.DataFrame:
        """Publishable rows of the report's council and year."""
        return self._rows(table, council=self.council_id, year=self.year)

    def own(self, table: str) -> pd.DataFrame:
        """Publishable rows of the council itself, of all years."""
        return self._rows(table, council=self.council_id)

    def ever(self, table: str) -> pd.DataFrame:
        """Publishable rows of the council and its forerunners, of all years."""
        return self._rows(table, council=tuple(self.lineage))

    @once
    def told(self, table: str) -> pd.DataFrame:
        """The same, of what was told at meetings up to and including the year."""
        rows = self.ever(table)
        is_told = rows["meeting_id"].isin(self.meetings["meeting_id"])
        return rows if is_told.all() else rows[is_told]

    @once
    def _of_measures(self, table: str) -> dict[str, list[Row]]:
        return by(iterated(self.ever(table)), "measure_id")

    def of_measure(self, table: str, measure: Row) -> list[Row]:
        """The rows that belong to a measure."""
        return self._of_measures(table).get(measure["measure_id"], [])

    @cached_property
    def told_of(self) -> dict[str, list[Row]]:
        """What was told of each measure by the end of the year, with all that is told of its
        activities."""
        return by(iterated(self.told("follow_ups")), "measure_id")

    @once
    def _rows(self, table: str, **narrow: Any) -> pd.DataFrame:
        rows = frames.ALL[table](**narrow, data=self.data)
        if rows.empty:
            return rows
        if "status" in rows:  # what isn't filled in is known by nobody
            rows = rows.assign(status=rows["status"].fillna("unknown"))
        return rows if self.edition == INTERNAL else publishable(rows)

    @once
    def kept_back(self, table: str) -> pd.DataFrame:
        """The rows that the public edition doesn't show: that there are any is all to be told."""
        rows = frames.ALL[table](council=tuple(self.lineage), data=self.data)
        return rows.iloc[:0] if self.edition == INTERNAL else rows[~is_shown(rows)]

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.ever("documents").set_index("document_id", drop=False)

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """All meetings with minutes up to and including the year, oldest first."""
        rows = self.ever("meetings")
        first = rows["held_on"].fillna(rows["held_earliest"])
        rows = rows.assign(first=first, last=rows["held_on"].fillna(rows["held_latest"]))
        return rows[first.dt.year.le(self.year)].sort_values("first").reset_index(drop=True)

    @cached_property
    def announced(self) -> pd.DataFrame:
        """Meetings announced for the year or before, with the meeting that was held instead."""
        rows = self.ever("planned_meetings")
        return with_held(rows[rows["planned_on"].dt.year.le(self.year)], self.meetings)

    @property
    def unheld(self) -> pd.DataFrame:
        """Meetings announced for the year that no minutes are known of: held or not."""
        rows = self.announced
        return rows[rows["planned_on"].dt.year.eq(self.year) & rows["held_id"].isna()]

    @cached_property
    def assignments(self) -> pd.DataFrame:
        """Assignments up to the year; `is_closed` as it was known by the end of the year."""
        rows, items = self.told("assignments"), self.told("agenda_items")
        return rows.assign(is_closed=rows["closed_item_id"].isin(items["item_id"]))

    @cached_property
    def sources_known(self) -> pd.DataFrame:
        """The documents, without those that are dated after the year."""
        return self.documents[~self.documents["dated_on"].dt.year.gt(self.year)]

    @cached_property
    def plans(self) -> pd.DataFrame:
        """Action plans whose period had begun by the year, also those of a forerunner."""
        rows = self.ever("action_plans")
        return rows[rows["year_from"].le(self.year).fillna(False)]

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Measures of those plans: what there is to follow up."""
        rows = self.ever("measures")
        return rows[rows["action_plan_id"].isin(self.plans["action_plan_id"])]

    @once
    def keyed(self, table: str) -> dict[str, Row]:
        """The publishable rows of all years by their key."""
        key = schema.load()[table].key
        return {row[key]: row for row in iterated(self.ever(table))}

    @once
    def names(self, table: str, key: str) -> dict[str, str]:
        """The name of each row of a table by its key."""
        rows = self.ever(table)
        return dict(zip(rows[key], rows["name"], strict=True))

    @cached_property
    def place_names(self) -> dict[str, str]:
        """Each forum by the place it works with."""
        names = self.names("forums", "forum_id")
        return {key: name.removeprefix("Platssamverkan ") for key, name in names.items()}

    @property
    def people(self) -> dict[str, str]:
        """Names by person; always empty in the public edition."""
        return self.names("people", "person_id")

    def organisation(self, organisation_id: object) -> str:
        """An organisation's name in full, or an empty string when there is none."""
        return self.names("organisations", "organisation_id").get(str(organisation_id), "")

    @cached_property
    def _meetings(self) -> dict[str, Row]:
        return {row["meeting_id"]: row for row in iterated(self.meetings)}

    def meeting(self, meeting_id: str) -> Row:
        """A meeting that was held up to and including the year."""
        return self._meetings[meeting_id]

    def by_meeting(self, rows: pd.DataFrame, *then: str) -> pd.DataFrame:
        """The rows of meetings up to the year, oldest meeting first, else in the records' order."""
        rows = rows.sort_values([*then], kind="stable") if then else rows
        places = {key: n for n, key in enumerate(self._meetings)}
        nth = [places.get(key, len(places)) for key in rows["meeting_id"]]
        order = sorted(range(len(nth)), key=nth.__getitem__)
        is_in_order = order == [*range(len(nth))]
        return (rows if is_in_order else rows.iloc[order]).reset_index(drop=True)

    def meeting_day(self, meeting: Any) -> str:
        """The day of a meeting in words; its bounds when the minutes don't date themselves."""
        if words.is_known(meeting["held_on"]):
            return words.date(meeting["held_on"])
        if words.is_known(meeting["held_earliest"]) and words.is_known(meeting["held_latest"]):
            return words.date_range(meeting["held_earliest"], meeting["held_latest"])
        return "datum okänt"

    def short_day(self, meeting: Any) -> str:
        """The day as a column heading: 17 sep 2021, or the month or year that is certain."""
        if words.is_known(meeting["held_on"]):
            return words.short_date(meeting["held_on"])
        first, last = meeting["held_earliest"], meeting["held_latest"]
        if (first.year, first.month) == (last.year, last.month):
            return f"{words.MONTHS[first.month - 1][:3]} {first.year}, dag okänd"
        years = words.listed(dict.fromkeys([first.year, last.year]), last="eller")
        return f"{years}, dag okänd"

    def status(self, table: str, code: object) -> Status:
        """The status of a row as symbol and word."""
        return Status(str(code), frames.labels(table, "status")[str(code)])

    def status_labels(self, table: str) -> dict[str, str]:
        """Status words with the furthest come first, as strips and legends show them."""
        known = frames.labels(table, "status")
        return {code: known[code] for code in STATUS_SYMBOLS}

    def titles(self, table: str) -> dict[str, str]:
        """The Swedish heading of each field of a table."""
        return {str(name): title for name, title in describing.describe(table)["title"].items()}

    def area(self, council_id: str) -> str:
        """What a council is called in a table: its district, its name where it has none."""
        council = self.councils.loc[council_id]
        return words.text(council["district"], str(council["name"]))

    def label(self, table: str, field: str, code: object) -> str:
        """The Swedish word for an enum value."""
        return frames.labels(table, field)[str(code)] if words.is_known(code) else words.NOT_STATED

    def item(self, row: Any) -> str:
        """The number of the item that a row stands under; empty when there is none."""
        key = row.get("item_id")
        items = self.keyed("agenda_items")
        while words.is_known(key) and key in items:
            item = items[key]
            if words.is_known(item["number"]):
                return str(item["number"])
            key = item["parent_id"]
        return ""

    def source(self, row: Any) -> Sources:
        """Where a row comes from: document, item and line, or who decided it and when."""
        if not words.is_known(row["document_id"]):
            role = row["decided_by_role"][:1].lower() + row["decided_by_role"][1:]
            return (Source(f"bedömning av {role}, {words.date(row['decided_on'])}"),)
        return (Source(self._title(row["document_id"]), self.item(row), (int(row["line"]),)),)

    def each(self, rows: pd.DataFrame) -> list[Sources]:
        """Where each of the rows comes from."""
        return [self.source(row) for row in iterated(rows)]

    def places(self, rows: Iterable[Any]) -> Sources:
        """Where the rows come from, each place once."""
        return tuple(dict.fromkeys(one for row in rows for one in self.source(row)))

    def measure(self, row: Any) -> str:
        """A measure by number, if it has one, and area, or title where several share an area."""
        name = str(row["area" if self.measures["area"].is_unique else "title"])
        return f"{row['number']}. {name}" if words.is_known(row["number"]) else name

    def lines(self, *found: pd.DataFrame | Row) -> Sources:
        """Every place that the rows come from, each document with its lines."""
        lines: dict[str, set[int]] = {}
        for key, line in zip(values(found, "document_id"), values(found, "line"), strict=True):
            if words.is_known(key):
                lines.setdefault(key, set()).add(int(line))
        return tuple(
            Source(self._title(key), lines=tuple(sorted(some))) for key, some in lines.items()
        )

    def sources(self, *found: pd.DataFrame | Row) -> Sources:
        """The documents that the rows come from, for the line below a chart or table."""
        keys = filter(words.is_known, dict.fromkeys(values(found, "document_id")))
        return tuple(Source(self._title(key)) for key in keys)

    def _title(self, document_id: str) -> str:
        return str(self.keyed("documents")[document_id]["title"])


def with_held(planned: pd.DataFrame, meetings: pd.DataFrame) -> pd.DataFrame:
    """Announced meetings in order of day, with `held_id`: the meeting that was held, if known."""
    rows = planned.sort_values("planned_on").reset_index(drop=True)
    dated = meetings.dropna(subset="held_on")
    held = dict(zip(dated["meeting_id"], dated["held_on"], strict=True))
    found: list[Any] = list(held_instead(list(rows["planned_on"]), held))
    return rows.assign(held_id=pd.Series(found, dtype="str"))
