"""What is carried over from one year to the next, and from a council to its successor.

A measure comes along until minutes call it done or cancelled in so many words, or its plan ends.
That no document ends it is all that is known then: none need say that it is carried over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Missing, Nothing, Table, Text
from lobra.report.follow_up import NEVER, latest_status
from lobra.report.fulfilment import REACHED, last_word, outcome
from lobra.report.material import Material, once
from lobra_data import words

SHOWN_YEARS = 8
_ENDS = ("done", "cancelled")


@dataclass(frozen=True)
class Carried:
    """A measure with the year it was agreed, what each year says of it, and how it stands."""

    row: pd.Series
    agreed: int
    told: dict[int, str]
    """Year → status by the year's last meeting that speaks of the measure."""
    ended: int | None
    state: str
    """How it stands by the end of the report's year, in words."""
    until: int | None
    """The last year of its line; None when it comes along into the next."""


def carried_chart(m: Material) -> Block:
    """A line a measure: agreed, spoken of, ended or carried on, and under which council."""
    old = _carried(m)
    if not old:
        what = "åtgärder" if len(_assignments(m)) else "åtgärder eller uppdrag"
        text = f"Inga {what} från åren före {m.year} finns i materialet."
        return Missing(name="fort-over-atgarder", text=text)
    last = m.year if all(one.until for one in old) else m.year + 1
    years = [*range(max(min(one.agreed for one in old), last + 1 - SHOWN_YEARS), last + 1)]
    labels = m.status_labels("follow_ups")
    used = [code for code in labels if any(code in one.told.values() for one in old)]
    title = f"Åtgärder som fördes över till {m.year}: när de beslutades och nämndes"
    lives = [
        charts.Life(m.measure(one.row), one.agreed, one.told, one.until, one.state) for one in old
    ]
    rows = [
        [
            m.measure(one.row),
            _agreed(m, one.row, one.agreed),
            words.listed(f"{year} {labels[code]}" for year, code in one.told.items()) or NEVER,
            one.state,
        ]
        for one in old
    ]
    told = " ".join(f"{row[0]}: beslutad {row[1]}; nämnd {row[2]}; {row[3]}." for row in rows)
    return Chart(
        name="fort-over-atgarder",
        title=title,
        source=m.sources(*(one.row.to_frame().T for one in old), _telling(m, old)),
        alt=f"En linje per åtgärd över åren {years[0]}–{years[-1]}. {told}",
        table=Table(
            name="fort-over-atgarder",
            title=title,
            columns=[
                Column("Åtgärd", 1.5),
                Column("Beslutad", 1.3),
                Column("Nämnd i protokoll", 1.6),
                Column(f"Vid slutet av {m.year}", 1.5),
            ],
            rows=rows,
            sources=[m.source(one.row) for one in old],
        ),
        svg=charts.lifelines(
            title,
            years,
            _councils(m, years),
            lives,
            [
                ("diamond", "beslutad i planen"),
                *((code, f"nämns: {labels[code]}") for code in used),
            ],
            f"Vid slutet av {m.year}",
        ),
    )


def _carried(m: Material) -> list[Carried]:
    """The measures of earlier years that weren't ended when the year began."""
    return [one for one in _measures(m) if one.agreed < m.year and (one.ended or m.year) >= m.year]


def carried_assignments(m: Material) -> Block:
    """Assignments of earlier years that were open when the year began, and by whom given."""
    rows = _assignments(m)
    if rows.empty and not _carried(m):
        return Nothing(name="fort-over-uppdrag")
    if rows.empty:
        text = f"Inga uppdrag från tidigare år var öppna när {m.year} började."
        return Missing(name="fort-over-uppdrag", text=text)
    return Table(
        name="fort-over-uppdrag",
        title=f"Uppdrag från tidigare år som var öppna när {m.year} började",
        columns=[
            Column("Uppdrag", 2.2),
            Column("Gavs", 1.3),
            Column("Senast", 0.9),
            Column(f"Vid slutet av {m.year}", 1.3),
        ],
        rows=[
            [
                row["text"],
                _agreed(m, row, int(row["given"])),
                words.text(row["due_on"]),
                "avslutat" if row["is_closed"] else f"öppet, följer med till {m.year + 1}",
            ]
            for _, row in rows.iterrows()
        ],
        sources=m.each(rows),
    )


def carried_forward(m: Material) -> Block:
    """Measures that nothing has ended by the year's end, and which of their activities are left."""
    going = [one for one in _measures(m) if not one.ended]
    if not _measures(m):
        text = f"Ingen åtgärdsplan som gäller {m.year} finns i materialet."
        return Missing(name="foljer-med", text=text)
    if not going:
        text = f"Alla åtgärder är klara eller avbrutna vid slutet av {m.year}."
        return Text(name="foljer-med", text=text, source=m.sources(_telling(m, [*_measures(m)])))
    is_over = all(one.until for one in going)
    note = Text(name="foljer-med-text", is_claim=False, text=_why(m, is_over))
    days = {key: m.short_day(row) for key, row in m.meetings.set_index("meeting_id").iterrows()}
    last = {measure: days[meeting] for (measure, meeting) in _in_order(m)}
    table = Table(
        name="foljer-med",
        title=f"Åtgärder som inte är avslutade vid slutet av {m.year}",
        columns=[
            Column("Åtgärd", 1.3),
            Column("Beslutad", 1.3 if len(m.lineage) > 1 else 0.8),
            Column("Senast nämnd", 0.9),
            Column("Aktiviteter kvar", 2.5),
        ],
        rows=[
            [
                m.measure(one.row),
                _agreed(m, one.row, one.agreed),
                last.get(one.row["measure_id"], NEVER),
                _left(m, one),
            ]
            for one in going
        ],
        sources=[m.source(one.row) for one in going],
    )
    return Group(name="foljer-med-grupp", title=table.title, parts=[("", note), ("", table)])


def _why(m: Material, is_over: bool) -> str:
    """What it means that a measure isn't ended, and what no document says."""
    if is_over:
        return (
            f"Åtgärdsplanen slutar {m.year}. Om åtgärderna förs vidare avgörs i nästa plan; de är "
            "inte avslutade i något protokoll."
        )
    text = (
        "Inget protokoll säger att åtgärderna är avslutade. "
        f"De följer därför med till {m.year + 1}."
    )
    if m.measures["council_id"].ne(m.council_id).any():
        text += (
            f" Uppgifterna visar inte om {m.council['district']} har tagit över föregångarens plan."
        )
    return text


@once
def _measures(m: Material) -> tuple[Carried, ...]:
    """Every measure of the plans that cover the year, with its life until the year's end."""
    plans = m.plans.set_index("action_plan_id")
    plans = plans[~plans["year_to"].lt(m.year).fillna(False)]
    years = dict(zip(m.meetings["meeting_id"], m.meetings["last"].dt.year, strict=True))
    status = latest_status(m)
    found = []
    for _, row in m.measures[m.measures["action_plan_id"].isin(plans.index)].iterrows():
        plan = plans.loc[row["action_plan_id"]]
        told = {
            int(years[meeting]): status[measure, meeting]
            for measure, meeting in _in_order(m)
            if measure == row["measure_id"]
        }
        said, where = last_word(m, row["measure_id"], None)
        ended = int(years[where["meeting_id"]]) if where is not None and said in _ENDS else None
        last = int(plan["year_to"]) if words.is_known(plan["year_to"]) else None
        until = ended or (last if last == m.year else None)
        if ended:
            state = f"{m.label('follow_ups', 'status', said)} {ended}"
        elif until:
            state = "inte avslutad"
        else:
            state = f"följer med till {m.year + 1}"
        found.append(Carried(row, int(plan["year_from"]), told, ended, state, until))
    return tuple(found)


def _in_order(m: Material) -> Iterator[tuple[str, str]]:
    """(measure, meeting) where a measure is spoken of, oldest meeting first."""
    order = m.meetings["meeting_id"].tolist()
    return iter(sorted(latest_status(m), key=lambda pair: order.index(pair[1])))


def _telling(m: Material, shown: list[Carried]) -> pd.DataFrame:
    """The meetings that speak of the measures."""
    keys = {one.row["measure_id"] for one in shown}
    told = {meeting for measure, meeting in latest_status(m) if measure in keys}
    return m.meetings[m.meetings["meeting_id"].isin(told)]


def _agreed(m: Material, row: pd.Series, year: int) -> str:
    """The year that something was agreed, and where, if the council has had a forerunner."""
    return (
        f"{year}, {m.councils.loc[row['council_id'], 'district']}" if m.lineage[1:] else str(year)
    )


def _left(m: Material, one: Carried) -> str:
    """The activities of a measure that aren't shown to be done, nor cancelled. The yearly ones
    recur for as long as the plan goes on."""
    rows = m.ever("activities")
    rows = rows[rows["measure_id"].eq(one.row["measure_id"])]
    left = []
    for _, row in rows.iterrows():
        is_ended = outcome(m, row)[0] == REACHED or (
            last_word(m, row["measure_id"], row["activity_id"])[0] == "cancelled"
        )
        if not is_ended or (row["target_per"] == "year" and one.until is None):
            left.append(row["title"])
    return f"{len(left)} av {len(rows)}: {'; '.join(left)}" if left else f"inga av {len(rows)}"


def _assignments(m: Material) -> pd.DataFrame:
    """Assignments given before the year that were open when it began."""
    meetings = m.meetings.set_index("meeting_id")
    given = m.assignments["meeting_id"].map(meetings["last"].dt.year)
    rows = m.assignments.assign(given=given)[given.lt(m.year)]
    items = m.ever("agenda_items").set_index("item_id")["meeting_id"]
    closed = rows["closed_item_id"].map(items).map(meetings["last"].dt.year)
    return rows[~closed.lt(m.year).fillna(False)]


def _councils(m: Material, years: list[int]) -> list[tuple[str, int, int]]:
    """Which years each council is known in; a year that no document speaks of is nobody's.

    The last council is taken to go on into the year after the report's.
    """
    bands = []
    for council in m.lineage if m.lineage[1:] else ():
        known = m.meetings.loc[m.meetings["council_id"].eq(council), "last"].dt.year.tolist()
        known += m.plans.loc[m.plans["council_id"].eq(council), "year_from"].tolist()
        announced = m.announced[m.announced["council_id"].eq(council)]
        known += announced["planned_on"].dt.year.tolist()
        known += [m.year, m.year + 1] if council == m.council_id else []
        if known:
            first, last = max(int(min(known)), years[0]), min(int(max(known)), years[-1])
            bands += [(m.area(council), first, last)] if first <= last else []
    return bands
