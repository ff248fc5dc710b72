"""The council's work: its mandate, meetings, who came, what it decided and asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import pandas as pd

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    Column,
    Nothing,
    Sources,
    Statement,
    Statements,
)
from lobra.charts import Event
from lobra.report.material import Material, iterated
from lobra.report.shown import (
    Cells,
    listing,
    said_missing,
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

MANY = 12

Dated = tuple[Event, str, Sources]
"""An event, its day in words, and where it is stated."""


def mandate(m: Material) -> Block:
    """What the documents say that the council is for and how often it meets."""
    items = [*_mandate(m)]
    if not items:
        return said_missing(m, "uppdrag", "Rådets uppdrag är inte antecknat.")
    return Statements(name="uppdrag", title="Uppdrag", items=items)


def _mandate(m: Material) -> Iterator[Statement]:
    forums = m.own("forums")
    roots = iterated(forums[forums["kind"].eq("council")])
    for row in roots:
        if words.is_known(row["purpose"]):
            yield Statement(words.sentence(f"{row['name']}:", row["purpose"]), m.source(row))
    for row in roots:
        if words.is_known(row["rhythm"]):
            yield Statement(f"Rådet ska mötas {row['rhythm']}.", m.source(row))
    for row in iterated(m.councils):
        if words.is_known(row["note"]):
            yield Statement(words.sentence(f"{row['name']}:", row["note"]), m.source(row))


def meetings(m: Material) -> Block:
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
            row, n = rows.iloc[0], f" ({len(rows)} platser)" if len(rows) > 1 else ""
            day = row[column]
            text = f"{words.date(day, year=False)}: {row['action']}{n}"
            event, when, _ = _dated(m, row, DATED, (day, day), text, mark)
            yield event, when, m.places(iterated(rows))


def _observed(m: Material) -> Iterator[Dated]:
    rows = _in_year(m, "observations", "observed_on")
    for row in iterated(rows.drop_duplicates("observed_on").sort_values("observed_on")):
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


def attendance(m: Material) -> Block:
    """Who came, in a sentence."""
    return Nothing(name="narvaro-i-korthet")


def decided(m: Material) -> Block:
    """Decisions and assignments, each with what became of it."""
    return Nothing(name="beslut-och-uppdrag")
