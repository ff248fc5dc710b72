"""What is carried over from one year to the next, and from a council to its successor; next year.

A measure comes along until minutes call it done or cancelled in so many words, or its plan ends.
That no document ends it is all that is known then: none need say that it is carried over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Nothing, Sources, Statement, Statements, Text
from lobra.report import unseen
from lobra.report.chapters.decisions import (
    assignment_state,
    assignment_table,
    is_past,
    priority_table,
)
from lobra.report.chapters.follow_up import LAST, last_told, latest_status, without
from lobra.report.chapters.fulfilment import REACHED, UNSEEN, last_word, outcome
from lobra.report.material import Material, iterated, once
from lobra.report.shown import Cells, Columns, listing, none_noted, said_missing, table_or
from lobra_data import words

SHOWN_YEARS = 8
_ENDS = ("done", "cancelled")


@dataclass(frozen=True)
class Carried:
    """A measure with the first year of its plan, what each year says of it, and how it stands."""

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
    old, name = _carried(m), "fort-over-atgarder"
    if not old:
        what = "åtgärder" if len(_assignments(m)) else "åtgärder eller uppdrag"
        text = f"Inga {what} från åren före {m.year} finns {m.here}."
        return said_missing(m, name, text)
    last = m.year if all(one.until for one in old) else m.year + 1
    years = [*range(max(min(one.agreed for one in old), last + 1 - SHOWN_YEARS), last + 1)]
    labels = m.status_labels("follow_ups")
    used = [code for code in labels if any(code in one.told.values() for one in old)]
    title = f"Åtgärder som fördes över till {m.year}: när planen började och vad som har följts upp"
    state = f"Vid slutet av {m.year}"

    def noted(one: Carried) -> str:
        said = words.listed(f"{year} {labels[code]}" for year, code in one.told.items())
        return said or without(m, one.row)

    columns: Cells[Carried] = {
        Column("Åtgärd", 1.5): lambda one: m.measure(one.row),
        Column("I planen", 1.3): lambda one: f"från {_agreed(m, one.row, one.agreed)}",
        Column("Uppföljning", 1.6): noted,
        Column(state, 1.5): lambda one: one.state,
    }
    table = listing(old, name, title, columns, [_told_on(m, one) for one in old])
    told = " ".join(
        f"{row[0]}: i planen {row[1]}; uppföljning: {row[2]}; {row[3]}." for row in table.rows
    )
    lives = [charts.Life(m.measure(x.row), x.agreed, x.told, x.until, x.state) for x in old]
    legend = [
        ("diamond", "planens första år"),
        *((c, f"antecknat läge: {labels[c]}") for c in used),
    ]
    return Chart(
        name=name,
        title=title,
        source=m.sources(*(one.row for one in old), _telling(m, old)),
        alt=f"En linje per åtgärd över åren {years[0]}–{years[-1]}. {told}",
        table=table,
        svg=charts.lifelines(title, years, _councils(m, years), lives, legend, state),
    )


def _carried(m: Material) -> list[Carried]:
    """The measures of earlier years that weren't ended when the year began."""
    return [one for one in _measures(m) if one.agreed < m.year and (one.ended or m.year) >= m.year]


def carried_assignments(m: Material) -> Block:
    """Assignments of earlier years that were open when the year began, and by whom given."""
    rows, name = _assignments(m), "fort-over-uppdrag"
    if rows.empty and not _carried(m):
        return Nothing(name=name)
    ahead = f"följer med till {m.year + 1}"
    columns: Columns = {
        Column("Uppdrag", 2.2): "text",
        Column("Gavs", 1.3): lambda row: _agreed(m, row, int(row["given"])),
        Column("Senast", 0.9): "due_on",
        Column(f"Vid slutet av {m.year}", 1.3): lambda row: assignment_state(m, row, ahead),
    }
    title = f"Uppdrag från tidigare år som var öppna när {m.year} började"
    missing = f"Inga uppdrag från tidigare år är antecknade som öppna när {m.year} började."
    return table_or(m, rows, name, title, columns, missing)


def carried_forward(m: Material) -> Block:
    """Measures that nothing has ended by the year's end, and which of their activities are left."""
    measures = _measures(m)
    going = [one for one in measures if not one.ended]
    if not measures:
        text = f"Ingen åtgärdsplan som gäller {m.year} finns {m.here}."
        return said_missing(m, "foljer-med", text)
    if not going:
        text = f"Alla åtgärder är klara eller avbrutna vid slutet av {m.year}."
        return Text(name="foljer-med", text=text, source=m.sources(_telling(m, measures)))
    width = 1.3 if m.lineage[1:] else 0.8
    columns: Cells[Carried] = {
        Column("Åtgärd", 1.3): lambda one: m.measure(one.row),
        Column("I planen", width): lambda one: f"från {_agreed(m, one.row, one.agreed)}",
        Column(LAST, 1): lambda one: last_told(m, one.row),
        Column("Aktiviteter kvar", 2.5): lambda one: _left(m, one),
    }
    title = f"Åtgärder utan antecknat avslut vid slutet av {m.year}"
    table = listing(going, "foljer-med", title, columns, [_told_on(m, one) for one in going])
    why = m.so_far(_why(m, is_over=all(one.until for one in going)))
    if n := sum(last_told(m, one.row).endswith((*unseen.HOW.values(),)) for one in going):
        kept_back = words.count(n, "åtgärd", "åtgärder")
        why += f" För {kept_back} finns uppföljning som inte visas."
    note = Text(name="foljer-med-text", is_claim=False, text=why)
    return Group(name="foljer-med-grupp", title=title, parts=[("", note), ("", table)])


def _why(m: Material, is_over: bool) -> str:
    """What it means that a measure isn't ended, and what no document says."""
    if is_over:
        return (
            f"Åtgärdsplanen slutar {m.year}. Om åtgärderna förs vidare avgörs i nästa plan; "
            "inget avslut av dem är antecknat."
        )
    text = f"Inget avslut av åtgärderna är antecknat. De följer därför med till {m.year + 1}."
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
    rows = m.measures[m.measures["action_plan_id"].isin(plans.index)]
    return tuple(_life(m, row, plans.loc[row["action_plan_id"]]) for row in iterated(rows))


def _life(m: Material, row: pd.Series, plan: pd.Series) -> Carried:
    def year(meeting: str) -> int:
        return int(m.meeting(meeting)["last"].year)

    status, key = latest_status(m), row["measure_id"]
    told = {year(at): status[measure, at] for measure, at in _in_order(m) if measure == key}
    said, where = last_word(m, key, None)
    ended = year(where["meeting_id"]) if where is not None and said in _ENDS else None
    is_over = words.is_known(plan["year_to"]) and plan["year_to"] == m.year
    until = ended or (m.year if is_over else None)
    if ended:
        state = f"{m.label('follow_ups', 'status', said)} {ended}"
    elif said in unseen.HOW:
        state = unseen.said_of(m, key, said)
    else:
        state = "inget avslut antecknat" if until else f"följer med till {m.year + 1}"
    return Carried(row, int(plan["year_from"]), told, ended, state, until)


def _in_order(m: Material) -> list[tuple[str, str]]:
    """(measure, meeting) where a measure is spoken of, oldest meeting first."""
    order = m.meetings["meeting_id"].tolist()
    return sorted(latest_status(m), key=lambda pair: order.index(pair[1]))


def _telling(m: Material, shown: Sequence[Carried]) -> pd.DataFrame:
    """The meetings that speak of the measures."""
    keys = {one.row["measure_id"] for one in shown}
    told = {meeting for measure, meeting in latest_status(m) if measure in keys}
    return m.meetings[m.meetings["meeting_id"].isin(told)]


def _told_on(m: Material, one: Carried) -> Sources:
    """The lines of the measure in its plan and of all that is told of it."""
    said = m.told("follow_ups")
    return m.lines(one.row, said[said["measure_id"].eq(one.row["measure_id"])])


def _agreed(m: Material, row: pd.Series, year: int) -> str:
    """The year that something was agreed, and where, if the council has had a forerunner."""
    where = m.councils.loc[row["council_id"], "district"]
    return f"{year}, {where}" if m.lineage[1:] else str(year)


def _left(m: Material, one: Carried) -> str:
    """The activities of a measure that aren't shown to be done, nor cancelled. The yearly ones
    recur for as long as the plan goes on; those that are late are counted, but not ahead."""
    rows = iterated(m.of_measure("activities", one.row))
    left = [row for row in rows if _recurs(one, row) or not _is_ended(m, row)]
    ahead = [
        _with_unseen(m, row)
        for row in left
        if _recurs(one, row) or not is_past(m, row["due_latest"])
    ]
    said = f"{len(ahead)} av {len(rows)}: {'; '.join(ahead)}" if ahead else f"inga av {len(rows)}"
    n_late = len(left) - len(ahead)
    return f"{said}. För {n_late} har tidsgränsen gått ut." if n_late else said


def _with_unseen(m: Material, activity: pd.Series) -> str:
    """What is left to do, as far as what is shown goes."""
    kind, *_ = outcome(m, activity)
    title = str(activity["title"])
    return f"{title} (nyare uppföljning visas inte)" if kind == UNSEEN else title


def _recurs(one: Carried, activity: pd.Series) -> bool:
    return activity["target_per"] == "year" and one.until is None


def _is_ended(m: Material, activity: pd.Series) -> bool:
    said, _ = last_word(m, activity["measure_id"], activity["activity_id"])
    return said == "cancelled" or outcome(m, activity)[0] == REACHED


def _assignments(m: Material) -> pd.DataFrame:
    """Assignments given before the year that were open when it began."""
    meetings = m.meetings.set_index("meeting_id")
    rows = unseen.assignments(m)
    given = rows["meeting_id"].map(meetings["last"].dt.year)
    rows = rows.assign(given=given)[given.lt(m.year)]
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


def announced(m: Material) -> Block:
    """Meetings after the year that the year's minutes announce."""
    rows = m.told("planned_meetings")
    rows = rows[rows["planned_on"].dt.year.gt(m.year)]
    columns: Columns = {
        Column("Datum", 1.2): "planned_on",
        Column("Tid", 1): lambda row: words.clock(row["starts_at"], row["ends_at"]),
        Column("Plats", 2): "place",
    }
    title = f"Annonserade möten efter {m.year}"
    missing = f"Inget möte efter {m.year} är annonserat {m.here}."
    return table_or(m, rows, "kommande-moten", title, columns, missing)


def open_assignments(m: Material) -> Block:
    """Assignments that nothing has closed by the year's end, without those whose deadline had
    passed or that something newer, not shown, may have closed: they are told of elsewhere."""
    rows = unseen.assignments(m)
    is_late = rows["due_on"].dt.year.le(m.year).fillna(False)
    rows = rows[~rows["is_closed"] & rows["unseen"].eq("") & ~is_late]
    title = f"Öppna uppdrag vars tidsgräns inte har gått ut vid slutet av {m.year}"
    missing = f"Inga öppna uppdrag för tiden efter {m.year} är antecknade {m.here}."
    return assignment_table(m, rows, "oppna-uppdrag", title, missing)


def next_priorities(m: Material) -> Block:
    """What the documents so far say will be prioritised after the year."""
    rows = m.told("priorities")
    rows, title = rows[rows["year"].gt(m.year)], f"Prioriteringar efter {m.year}"
    missing = f"Inga prioriteringar för åren efter {m.year} är antecknade."
    return priority_table(m, rows, "kommande-prioriteringar", title, missing)


def intentions(m: Material) -> Block:
    """What the year's minutes say will be done; of several with the day, as "in March" needs it."""
    rows = m.by_meeting(m.of_year("statements"))
    rows = rows[rows["kind"].eq("intention")]
    if rows.empty:
        return said_missing(m, "avsikter", none_noted(m, "avsikter utöver besluten"))
    days = [f"{words.capitalised(m.meeting_day(m.meeting(key)))}: " for key in rows["meeting_id"]]
    days = days if len(set(days)) > 1 else [""] * len(rows)
    items = [
        Statement(f"{day}{row['text']}", m.source(row))
        for day, row in zip(days, iterated(rows), strict=True)
    ]
    return Statements(name="avsikter", title="Sådant som enligt protokollen ska göras", items=items)
