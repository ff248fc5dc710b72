"""The council's year: meetings announced and held, and who came."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Missing, Nothing, Sources, Table
from lobra.charts import Cell, Event
from lobra.report.drawn import matrix_chart
from lobra.report.material import Material
from lobra_data import words

ANNOUNCED, HELD, DATED, DUE = (
    "Annonserade möten",
    "Möten med protokoll",
    "Daterade händelser",
    "Tidsgränser i planen",
)


_PRESENCE = {
    "present": "filled",
    "called": "ring",
    "apologies": "diamond",
    "absent": "cancelled",
    "unknown": "unknown",
}
MANY = 12

Dated = tuple[Event, str, Sources]
"""An event, its day in words, and where it is stated."""


def timeline(m: Material) -> Block:
    """Announced and held meetings and other dated events of the year, month by month."""
    rows = sorted(
        [*_announced(m), *_held(m), *_dated(m)], key=lambda row: (row[0].first, row[0].last)
    )
    if not rows:
        return Missing(name="arets-tidslinje", text=f"Ingen händelse under {m.year} är daterad.")
    events = [event for event, _, _ in rows]
    frames = [
        m.of_year(t)
        for t in ("planned_meetings", "meetings", "place_actions", "observations", "activities")
    ]
    title = f"Året i datum {m.year}"
    table = Table(
        name="arets-tidslinje",
        title="Händelser i datumordning",
        columns=[
            Column("Datum", 1.6),
            Column("Slag", 1.2),
            Column("Händelse", 2.4),
        ],
        rows=[[when, event.lane, event.label] for event, when, _ in rows],
        sources=[source for *_, source in rows],
    )
    lanes = {lane: [e for e in events if e.lane == lane] for lane in (ANNOUNCED, HELD, DATED, DUE)}
    alt = f"Tidslinje över {m.year}. " + " ".join(
        f"{lane}: {words.listed(event.label for event in found)}."
        for lane, found in lanes.items()
        if found
    )
    if not lanes[HELD]:
        alt += " Inget protokoll finns från året."
    return Chart(
        name="arets-tidslinje",
        title=title,
        source=m.sources(*frames),
        alt=alt,
        table=table,
        svg=charts.timeline(title, m.year, _thinned(m, events)),
    )


def _thinned(m: Material, events: list[Event]) -> list[Event]:
    """A lane with too many events to label becomes one of counts by month; the table has all."""
    thinned = []
    for lane in dict.fromkeys(event.lane for event in events):
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


def _announced(m: Material) -> list[Dated]:
    return [
        (
            Event(
                ANNOUNCED,
                row["planned_on"].date(),
                row["planned_on"].date(),
                words.date(row["planned_on"], year=False),
                "ring",
            ),
            words.date(row["planned_on"]),
            m.source(row),
        )
        for _, row in m.of_year("planned_meetings").iterrows()
    ]


def _held(m: Material) -> list[Dated]:
    found = []
    for _, row in m.of_year("meetings").iterrows():
        is_dated = words.is_known(row["held_on"])
        first = (row["held_on"] if is_dated else row["held_earliest"]).date()
        last = (row["held_on"] if is_dated else row["held_latest"]).date()
        day = m.meeting_day(row)
        label = words.date(first, year=False) if is_dated else f"{day}, dagen anges inte"
        found.append((Event(HELD, first, last, label), day, m.source(row)))
    return found


def _dated(m: Material) -> list[Dated]:
    """Activities with a deadline, place actions with a day, and observed events of the year."""
    found = []

    def add(lane: str, first: dt.date, last: dt.date, text: str, mark: str, row) -> None:
        when = words.date(first) if first == last else f"{words.date(first)}–{words.date(last)}"
        found.append((Event(lane, first, last, text, mark), when, m.source(row)))

    places = m.of_year("place_actions")
    for column, mark in (("done_on", "done"), ("due_on", "planned")):
        dated = places[places[column].dt.year.eq(m.year)]
        for (day, action), rows in dated.groupby([column, "action"], sort=False):
            n = f" ({len(rows)} platser)" if len(rows) > 1 else ""
            add(
                DATED,
                day.date(),
                day.date(),
                f"{words.date(day, year=False)}: {action}{n}",
                mark,
                rows.iloc[0],
            )
    seen = m.of_year("observations")
    for day, rows in seen[seen["observed_on"].dt.year.eq(m.year)].groupby("observed_on"):
        text = f"{words.date(day, year=False)}: {rows.iloc[0]['what']}"
        add(DATED, day.date(), day.date(), text, "diamond", rows.iloc[0])
    due = m.of_year("activities")
    due = due[due["due_latest"].dt.year.eq(m.year)]
    for _, row in due.iterrows():
        first = row["due_earliest"] if words.is_known(row["due_earliest"]) else row["due_latest"]
        text = f"{row['due_label']}: {row['title']}"
        add(DUE, first.date(), row["due_latest"].date(), text, "planned", row)
    return found


def meeting_table(m: Material) -> Block:
    """When, where and under whose lead the council met, and what had been announced."""
    announced, held = m.of_year("planned_meetings"), m.of_year("meetings")
    if held.empty and announced.empty:
        text = f"Källorna nämner varken hållna eller annonserade möten {m.year}."
        return Missing(name="moten", text=text)
    planned = m.announced[m.announced["planned_on"].dt.year.eq(m.year)]
    moved = {
        row["held_id"]: f"protokoll finns; annonserat till {words.date(row['planned_on'])}"
        for _, row in planned.dropna(subset="held_id").iterrows()
        if row["planned_on"] not in set(held["held_on"])
    }
    rows = [
        (
            row["held_on"] if words.is_known(row["held_on"]) else row["held_latest"],
            [
                m.meeting_day(row),
                moved.get(row["meeting_id"], "protokoll finns"),
                words.clock(row["starts_at"], row["ends_at"]),
                words.text(row["place"]),
                words.text(row["chair_role"]),
            ],
            m.source(row),
        )
        for _, row in held.iterrows()
    ] + [
        (
            row["planned_on"],
            [
                words.date(row["planned_on"]),
                "annonserat, protokoll saknas",
                words.clock(row["starts_at"], row["ends_at"]),
                words.text(row["place"]),
                words.NOT_STATED,
            ],
            m.source(row),
        )
        for _, row in planned[planned["held_id"].isna()].iterrows()
    ]
    rows.sort(key=lambda row: row[0])
    return Table(
        name="moten",
        title=f"Rådets möten {m.year}",
        columns=[
            Column("Datum", 1.3),
            Column("Läge", 1.1),
            Column("Tid", 1),
            Column("Plats", 1.5),
            Column("Ordförande", 1.2),
        ],
        rows=[cells for _, cells, _ in rows],
        sources=[source for *_, source in rows],
    )


def attendance_chart(m: Material) -> Block:
    """How many from each organisation were present or called, meeting by meeting."""
    rows = m.ever("attendance")
    meetings = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    rows = rows[rows["meeting_id"].isin(meetings["meeting_id"])]
    this_year = m.of_year("attendance")
    if this_year.empty:
        return Missing(
            name="narvaro-organisationer",
            text=f"Ingen närvarolista från {m.year} finns i materialet.",
        )
    names = rows["organisation_id"].map(m.organisation).replace("", "organisation anges inte")
    counts = (
        rows.assign(organisation=names)
        .groupby(["organisation", "meeting_id", "status"], observed=True)
        .size()
    )
    order = names.value_counts().index.tolist()
    columns = [m.short_day(row) for _, row in meetings.iterrows()]

    def cell(organisation: str, meeting: str) -> Cell:
        for status, mark in _PRESENCE.items():
            if n := counts.get((organisation, meeting, status), 0):
                return Cell(mark, str(n))
        return Cell("none")

    grid = [(name, [cell(name, key) for key in meetings["meeting_id"]]) for name in order]
    used = {cell.mark for _, cells in grid for cell in cells}
    said = {mark: m.label("attendance", "status", code) for code, mark in _PRESENCE.items()}
    meaning = said | {"ring": "kallad (om hen kom är okänt)", "none": "inte på listan"}
    legend = [(mark, word) for mark, word in meaning.items() if mark in used]
    return matrix_chart(
        "narvaro-organisationer",
        "Vilka organisationer som var närvarande eller kallade, antal personer",
        "Organisation",
        columns,
        grid,
        said | {"none": "ingen på listan"},
        legend,
        m.sources(rows),
        sources=[m.lines(rows[names.eq(name)]) for name in order],
    )


def attendance(m: Material) -> Block:
    """The roles on the list; called and present are kept apart."""
    rows = m.of_year("attendance")
    if rows.empty:
        return Nothing(name="narvaro")
    days = {key: m.short_day(row) for key, row in m.meetings.set_index("meeting_id").iterrows()}
    if len(set(rows["meeting_id"])) > 1:
        return _attendance_by_meeting(m, rows)
    named = rows["person_id"].map(m.people).notna().any()  # never in the public edition
    return Table(
        name="narvaro",
        title=f"Roller på närvarolistan {m.year}",
        source=m.sources(rows),
        columns=[
            Column("Roll", 2.2),
            *([Column("Namn", 1.4)] if named else []),
            Column("Organisation", 1.8),
            Column("Möte", 0.9),
            Column("Status", 0.9),
        ],
        rows=[
            [
                row["role"],
                *([m.people.get(row["person_id"], words.NOT_STATED)] if named else []),
                m.organisation(row["organisation_id"]) or words.NOT_STATED,
                days[row["meeting_id"]],
                m.label("attendance", "status", row["status"]),
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def _attendance_by_meeting(m: Material, rows: pd.DataFrame) -> Table:
    """Role by meeting, for a year with several lists."""
    who = rows["role"]
    if m.people:  # never in the public edition
        who = who.str.cat(rows["person_id"].map(m.people), sep=", ", na_rep="namn anges inte")
    meetings = m.meetings[m.meetings["meeting_id"].isin(rows["meeting_id"])]
    found = {
        (name, meeting): m.label("attendance", "status", status)
        for name, meeting, status in zip(who, rows["meeting_id"], rows["status"], strict=True)
    }
    return Table(
        name="narvaro",
        title=f"Roller på närvarolistorna {m.year}",
        source=m.sources(rows),
        columns=[
            Column("Roll", 2),
            *(Column(m.short_day(meeting)) for _, meeting in meetings.iterrows()),
        ],
        rows=[
            [name, *(found.get((name, key), "inte på listan") for key in meetings["meeting_id"])]
            for name in dict.fromkeys(who)
        ],
    )


def agenda(m: Material) -> Block:
    """The numbered items of the year's meetings, titles in their original words."""
    rows = m.of_year("agenda_items")
    if rows.empty:
        return Missing(name="dagordning", text=f"Inget protokoll från {m.year} finns i materialet.")
    rows = rows.sort_values(["meeting_id", "position"])
    rows = rows[rows["level"].le(2)]
    return Table(
        name="dagordning",
        title=f"Vad som stod på dagordningen {m.year}",
        source=m.sources(rows),
        columns=[Column("Punkt", 0.7), Column("Rubrik", 4)],
        rows=[
            [_item_number(m, row), words.text(row["title"], "(utan rubrik)")]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def _item_number(m: Material, row: pd.Series) -> str:
    """The item's number, or that of the item which a heading stands under."""
    if words.is_known(row["number"]):
        return row["number"]
    return f"under {m.item({'item_id': row['parent_id']})}".strip()
