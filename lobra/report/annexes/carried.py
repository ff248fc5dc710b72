"""What is carried over from year to year, and what lies ahead, row by row."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lobra import charts
from lobra.blocks import (
    Block,
    Chart,
    Column,
    Group,
    Nothing,
    Statement,
    Statements,
    Text,
)
from lobra.report.annexes.decisions import assignment_table, priority_table
from lobra.report.following import (
    LAST,
    Carried,
    agreed,
    assignment_state,
    carried,
    in_order,
    latest_status,
    lives,
    open_before,
    what_is_left,
    without,
)
from lobra.report.material import Material, iterated
from lobra.report.shown import (
    Cells,
    Columns,
    listing,
    none_noted,
    said_missing,
    table_or,
)
from lobra_data import words


def carried_chart(m: Material) -> Block:
    """A line a measure: agreed, spoken of, ended or carried on, and under which council."""
    old, name = carried(m), "fort-over-atgarder"
    if not old:
        what = "åtgärder" if len(open_before(m)) else "åtgärder eller uppdrag"
        text = f"Inga {what} från åren före {m.year} finns {m.here}."
        return said_missing(m, name, text)
    last = m.year if all(one.until for one in old) else m.year + 1
    years = [*range(max(min(one.agreed for one in old), last + 1 - SHOWN_YEARS), last + 1)]
    labels = m.status_labels("follow_ups")
    used = [code for code in labels if any(code in one.told.values() for one in old)]
    title = f"Åtgärder som fördes över till {m.year}: när de beslutades och följdes upp"
    state = f"Vid slutet av {m.year}"

    def noted(one: Carried) -> str:
        said = words.listed(f"{year} {labels[code]}" for year, code in one.told.items())
        return said or without(m, one.row)

    columns: Cells[Carried] = {
        Column("Åtgärd", 1.5): lambda one: m.measure(one.row),
        Column("Beslutad", 1.3): lambda one: agreed(m, one.row, one.agreed),
        Column("Uppföljning", 1.6): noted,
        Column(state, 1.5): lambda one: one.state,
    }
    table = listing(old, name, title, columns, [m.source(one.row) for one in old])
    told = " ".join(
        f"{row[0]}: beslutad {row[1]}; uppföljning: {row[2]}; {row[3]}." for row in table.rows
    )
    lives = [charts.Life(m.measure(x.row), x.agreed, x.told, x.until, x.state) for x in old]
    legend = [
        ("diamond", "beslutad i planen"),
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


def carried_assignments(m: Material) -> Block:
    """Assignments of earlier years that were open when the year began, and by whom given."""
    rows, name = open_before(m), "fort-over-uppdrag"
    if rows.empty and not carried(m):
        return Nothing(name=name)
    ahead = f"följer med till {m.year + 1}"
    columns: Columns = {
        Column("Uppdrag", 2.2): "text",
        Column("Gavs", 1.3): lambda row: agreed(m, row, int(row["given"])),
        Column("Senast", 0.9): "due_on",
        Column(f"Vid slutet av {m.year}", 1.3): lambda row: assignment_state(m, row, ahead),
    }
    title = f"Uppdrag från tidigare år som var öppna när {m.year} började"
    missing = f"Inga uppdrag från tidigare år är antecknade som öppna när {m.year} började."
    return table_or(m, rows, name, title, columns, missing)


def carried_forward(m: Material) -> Block:
    """Measures that nothing has ended by the year's end, and which of their activities are left."""
    measures = lives(m)
    going = [one for one in measures if not one.ended]
    if not measures:
        text = f"Ingen åtgärdsplan som gäller {m.year} finns {m.here}."
        return said_missing(m, "foljer-med", text)
    if not going:
        text = f"Alla åtgärder är klara eller avbrutna vid slutet av {m.year}."
        return Text(name="foljer-med", text=text, source=m.sources(_telling(m, measures)))
    last = {measure: m.short_day(m.meeting(meeting)) for measure, meeting in in_order(m)}
    width = 1.3 if m.lineage[1:] else 0.8
    columns: Cells[Carried] = {
        Column("Åtgärd", 1.3): lambda one: m.measure(one.row),
        Column("Beslutad", width): lambda one: agreed(m, one.row, one.agreed),
        Column(LAST, 1): lambda one: last.get(one.row["measure_id"]) or without(m, one.row),
        Column("Aktiviteter kvar", 2.5): lambda one: what_is_left(m, one),
    }
    title = f"Åtgärder utan antecknat avslut vid slutet av {m.year}"
    table = listing(going, "foljer-med", title, columns, [m.source(one.row) for one in going])
    why = _why(m, is_over=all(one.until for one in going))
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


def _telling(m: Material, shown: Sequence[Carried]) -> pd.DataFrame:
    """The meetings that speak of the measures."""
    keys = {one.row["measure_id"] for one in shown}
    told = {meeting for measure, meeting in latest_status(m) if measure in keys}
    return m.meetings[m.meetings["meeting_id"].isin(told)]


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
    passed: they are told of where they were given or carried over."""
    is_late = m.assignments["due_on"].dt.year.le(m.year).fillna(False)
    rows = m.assignments[~m.assignments["is_closed"] & ~is_late]
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


SHOWN_YEARS = 8
