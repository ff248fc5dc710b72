"""The council's year: meetings announced and held, and who came."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Nothing, Sources, Table
from lobra.charts import Cell, Event
from lobra.report import counting
from lobra.report.material import Material, iterated
from lobra.report.shown import (
    Cells,
    Columns,
    listing,
    matrix_chart,
    meeting_column,
    none_noted,
    said_missing,
    table,
    table_or,
)
from lobra_data import words

LANES = ANNOUNCED, HELD, DATED, DUE = (
    "Annonserade möten",
    "Möten med protokoll",
    "Daterade händelser",
    "Tidsgränser i planen",
)
_WITH_DATES = ("planned_meetings", "meetings", "place_actions", "observations", "activities")
_BOUNDS = ("held_earliest", "held_latest")
_PRESENCE = {
    "present": "filled",
    "called": "ring",
    "apologies": "diamond",
    "absent": "cancelled",
    "unknown": "unknown",
}
_SEVERAL = {"called": "kallade", "unknown": "okända"}
_MIXED = "ongoing"
MANY = 12

Dated = tuple[Event, str, Sources]
"""An event, its day in words, and where it is stated."""


def timeline(m: Material) -> Block:
    """Announced and held meetings and other dated events of the year, month by month."""
    found = [*_announced(m), *_held(m), *_actions(m), *_observed(m), *_due(m)]
    found.sort(key=lambda one: (one[0].first, one[0].last))
    name, title = "arets-tidslinje", f"Året i datum {m.year}"
    if not found:
        return said_missing(m, name, f"Ingen daterad händelse under {m.year} är antecknad.")
    events, _, sources = zip(*found, strict=True)
    columns: Cells[Dated] = {
        Column("Datum", 1.6): lambda one: one[1],
        Column("Slag", 1.2): lambda one: one[0].lane,
        Column("Händelse", 2.4): lambda one: one[0].label,
    }
    lanes = {lane: [e.label for e in events if e.lane == lane] for lane in LANES}
    told = [f"{lane}: {words.listed(labels)}." for lane, labels in lanes.items() if labels]
    if not lanes[HELD]:
        told.append(f"Inget protokoll från året finns {m.here}.")
    return Chart(
        name=name,
        title=title,
        source=m.sources(*map(m.of_year, _WITH_DATES)),
        alt=" ".join([f"Tidslinje över {m.year}.", *told]),
        table=listing(found, name, "Händelser i datumordning", columns, sources),
        svg=charts.timeline(title, m.year, _thinned(m, events)),
    )


def _thinned(m: Material, events: Sequence[Event]) -> list[Event]:
    """A lane with too many events to label becomes one of counts by month; the table has all."""
    thinned = []
    for lane in LANES:
        mine = [event for event in events if event.lane == lane]
        if len(mine) <= MANY:
            thinned += mine
            continue
        for month in range(1, 13):
            n = sum(event.last.month == month for event in mine)
            day = dt.date(m.year, month, 15)
            if n:
                thinned.append(Event(lane, day, day, f"{words.MONTHS[month - 1][:3]}: {n}"))
    return thinned


def _announced(m: Material) -> Iterator[Dated]:
    for row in iterated(m.of_year("planned_meetings")):
        day = row["planned_on"]
        yield _dated(m, row, ANNOUNCED, (day, day), words.date(day, year=False), "ring")


def _held(m: Material) -> Iterator[Dated]:
    for row in iterated(m.of_year("meetings")):
        is_dated, when = words.is_known(row["held_on"]), m.meeting_day(row)
        first, last = (row["held_on" if is_dated else key] for key in _BOUNDS)
        label = words.date(first, year=False) if is_dated else f"{when}, dagen anges inte"
        yield Event(HELD, first.date(), last.date(), label), when, m.source(row)


def _actions(m: Material) -> Iterator[Dated]:
    """Place actions that were done, or are due, on a day of the year."""
    for column, mark in (("done_on", "done"), ("due_on", "planned")):
        found = _in_year(m, "place_actions", column)
        for _, rows in found.groupby([column, "action"], sort=False):
            n_places = rows["forum_id"].nunique()
            row, n = rows.iloc[0], f" ({n_places} platser)" if n_places > 1 else ""
            day = row[column]
            text = f"{words.date(day, year=False)}: {row['action']}{n}"
            event, when, _ = _dated(m, row, DATED, (day, day), text, mark)
            yield event, when, m.places(iterated(rows))


def _observed(m: Material) -> Iterator[Dated]:
    rows = _in_year(m, "observations", "observed_on")
    for row in iterated(rows.sort_values("observed_on", kind="stable")):
        day = row["observed_on"]
        text = f"{words.date(day, year=False)}: {row['what']}"
        yield _dated(m, row, DATED, (day, day), text, "diamond")


def _due(m: Material) -> Iterator[Dated]:
    """Activities with a deadline in the year."""
    for row in iterated(_in_year(m, "activities", "due_latest")):
        last = row["due_latest"]
        first = row["due_earliest"] if words.is_known(row["due_earliest"]) else last
        text = f"{row['due_label']}: {row['title']}"
        yield _dated(m, row, DUE, (first, last), text, "planned")


def _in_year(m: Material, table: str, column: str) -> pd.DataFrame:
    rows = m.of_year(table)
    return rows[rows[column].dt.year.eq(m.year)]


def _dated(
    m: Material, row: pd.Series, lane: str, days: Sequence[pd.Timestamp], text: str, mark: str
) -> Dated:
    first, last = (day.date() for day in days)
    when = "–".join(dict.fromkeys(map(words.date, (first, last))))
    return Event(lane, first, last, text, mark), when, m.source(row)


def meeting_table(m: Material) -> Block:
    """When, where and under whose lead the council met, and what had been announced."""
    held = m.of_year("meetings")
    planned = m.announced[m.announced["planned_on"].dt.year.eq(m.year)]
    moved = planned[planned["held_id"].notna() & ~planned["planned_on"].isin(held["held_on"])]
    days = dict(zip(moved["held_id"], moved["planned_on"].map(words.date), strict=True))
    states = [
        f"protokoll finns; annonserat till {days[key]}" if key in days else "protokoll finns"
        for key in held["meeting_id"]
    ]
    when = [m.meeting_day(row) for row in iterated(held)]
    held = held.assign(when=when, on=held["held_on"].fillna(held["held_latest"]), state=states)
    unheld = planned[planned["held_id"].isna()]
    unheld = unheld.assign(
        when=unheld["planned_on"].map(words.date),
        on=unheld["planned_on"],
        state=f"annonserat, {m.without_minutes}",
        chair_role=None,
    )
    columns: Columns = {
        Column("Datum", 1.3): "when",
        Column("Läge", 1.1): "state",
        Column("Tid", 1): lambda row: words.clock(row["starts_at"], row["ends_at"]),
        Column("Plats", 1.5): "place",
        Column("Ordförande", 1.2): "chair_role",
    }
    rows = pd.concat([held, unheld]).sort_values("on", kind="stable")
    missing = f"Inga möten {m.year}, hållna eller annonserade, är antecknade."
    return table_or(m, rows, "moten", f"Rådets möten {m.year}", columns, missing)


def attendance_chart(m: Material) -> Block:
    """How many from each organisation were present or called, meeting by meeting. Where they
    weren't alike, the mark says so, and the number how many of all on the list were present."""
    rows, name = counting.persons(m.told("attendance")), "narvaro-organisationer"
    if m.of_year("attendance").empty:
        text = f"Ingen närvarolista från {m.year} finns {m.here}."
        return said_missing(m, name, text)
    meetings = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    names = rows["organisation_id"].map(m.organisation).replace("", "organisation anges inte")
    listed = _statuses(names, rows)
    order = names.value_counts().index.tolist()

    def cell(organisation: str, meeting: str) -> Cell:
        found = listed.get((organisation, meeting), Counter())
        if not found:
            return Cell("none")
        marks, n = [mark for code, mark in _PRESENCE.items() if found[code]], found.total()
        if marks[1:]:
            return Cell(_MIXED, f"{found['present']}/{n}", _numbers(m, found))
        return Cell(marks[0], str(n), _numbers(m, found))

    grid = [(one, [cell(one, key) for key in meetings["meeting_id"]]) for one in order]
    used = {cell.mark for _, cells in grid for cell in cells}
    said = {mark: m.label("attendance", "status", code) for code, mark in _PRESENCE.items()}
    meaning = said | {"ring": "kallad (om hen kom är okänt)", "none": "inte på listan"}
    meaning[_MIXED] = "olika besked (närvarande/alla på listan)"
    return matrix_chart(
        name,
        "Vilka organisationer som var närvarande eller kallade, antal personer",
        "Organisation",
        [m.short_day(row) for row in iterated(meetings)],
        grid,
        {"none": "ingen på listan"},
        [(mark, word) for mark, word in meaning.items() if mark in used],
        m.sources(rows),
        [m.lines(rows[names.eq(one)]) for one in order],
    )


def _statuses(who: pd.Series, rows: pd.DataFrame) -> dict[tuple[str, str], Counter[str]]:
    """How many stand with each status, by who and meeting."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for name, meeting, status in zip(who, rows["meeting_id"], rows["status"], strict=True):
        found.setdefault((name, meeting), Counter())[status] += 1
    return found


def _numbers(m: Material, found: Counter[str]) -> str:
    """3 närvarande, 1 anmält förhinder."""
    word = {code: m.label("attendance", "status", code) for code in _PRESENCE}
    return ", ".join(
        words.count(n, word[code], _SEVERAL.get(code, word[code]))
        for code in _PRESENCE
        if (n := found[code])
    )


def attendance(m: Material) -> Block:
    """The roles on the list; called and present are kept apart."""
    rows = m.of_year("attendance")
    if rows.empty:
        return Nothing(name="narvaro")
    if rows["meeting_id"].nunique() > 1:
        return _attendance_by_meeting(m, rows)
    names: Columns = {Column("Namn", 1.4): lambda row: words.text(m.people.get(row["person_id"]))}
    is_named = rows["person_id"].isin(m.people).any()  # never in the public edition
    columns: Columns = {
        Column("Roll", 2.2): "role",
        **(names if is_named else {}),
        Column("Organisation", 1.8): lambda row: words.text(m.organisation(row["organisation_id"])),
        Column("Möte", 0.9): lambda row: m.short_day(m.meeting(row["meeting_id"])),
        Column("Status", 0.9): lambda row: m.label("attendance", "status", row["status"]),
    }
    return table(m, rows, "narvaro", f"Roller på närvarolistan {m.year}", columns, m.sources(rows))


def _attendance_by_meeting(m: Material, rows: pd.DataFrame) -> Table:
    """Role by meeting, for a year with several lists."""
    who = rows["role"]
    if m.people:  # never in the public edition
        who = who.str.cat(rows["person_id"].map(m.people), sep=", ", na_rep="namn anges inte")
    meetings = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    found = _statuses(who, rows)

    def said(name: str, key: str) -> str:
        """The status; with numbers where several share the role, so that none hides another's."""
        mine = found.get((name, key), Counter())
        if mine.total() == 1:
            return m.label("attendance", "status", *mine)
        return _numbers(m, mine) or "inte på listan"

    return Table(
        name="narvaro",
        title=f"Roller på närvarolistorna {m.year}",
        source=m.sources(rows),
        columns=[Column("Roll", 2), *(Column(m.short_day(row)) for row in iterated(meetings))],
        rows=[
            [name, *(said(name, key) for key in meetings["meeting_id"])]
            for name in dict.fromkeys(who)
        ],
    )


def agenda(m: Material) -> Block:
    """The numbered items of the year's meetings, titles in their original words."""
    rows = m.by_meeting(m.of_year("agenda_items"), "position")
    rows = rows[rows["level"].le(2)]
    columns: Columns = {
        **meeting_column(m, rows),
        Column("Punkt", 0.7): lambda row: _item_number(m, row),
        Column("Rubrik", 4): lambda row: words.text(row["title"], "(utan rubrik)"),
    }
    title = f"Vad som stod på dagordningen {m.year}"
    missing = none_noted(m, "punkter på dagordningen")
    return table_or(m, rows, "dagordning", title, columns, missing, m.sources(rows))


def _item_number(m: Material, row: pd.Series) -> str:
    """The item's number, or that of the item which a heading stands under."""
    if words.is_known(row["number"]):
        return row["number"]
    above = m.item({"item_id": row["parent_id"]})
    return f"under {above}" if above else "utan nummer"
