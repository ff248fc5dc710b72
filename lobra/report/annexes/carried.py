"""What is carried over from year to year: measures, and which of their activities are left."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Nothing, Sources, Text
from lobra.report import unseen
from lobra.report.annexes.compact import EMPTY
from lobra.report.following import (
    LAST,
    NONE_NOTED,
    Carried,
    agreed,
    carried,
    last_told,
    latest_status,
    lives,
    what_is_left,
    without,
)
from lobra.report.judgements import UNSEEN, outcome
from lobra.report.material import Material
from lobra.report.shown import Cells, listing
from lobra_data import words

SHOWN_YEARS = 8
NOT_SHOWN = "nyare uppföljning visas inte"


def carried_chart(m: Material) -> Block:
    """A line a measure: agreed, spoken of, ended or carried on, and under which council."""
    old, name = carried(m), "fort-over-atgarder"
    if not old:
        return Nothing(name=name)
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
        Column("I planen", 1.3): lambda one: f"från {agreed(m, one.row, one.agreed)}",
        Column("Uppföljning", 1.6): noted,
        Column(state, 1.5): lambda one: one.state,
    }
    table = listing(old, name, title, columns, [_told_on(m, one) for one in old])
    told = " ".join(
        f"{row[0]}: i planen {row[1]}; uppföljning: {row[2]}; {row[3]}." for row in table.rows
    )
    drawn = [charts.Life(m.measure(x.row), x.agreed, x.told, x.until, x.state) for x in old]
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
        svg=charts.lifelines(title, years, _councils(m, years), drawn, legend, state),
    )


def carried_forward(m: Material) -> Block:
    """Measures that nothing has ended by the year's end, and which of their activities are left."""
    measures = lives(m)
    going = [one for one in measures if not one.ended]
    if not measures:
        return Nothing(name="foljer-med")
    if not going:
        text = f"Alla åtgärder är klara eller avbrutna vid slutet av {m.year}."
        return Text(name="foljer-med", text=text, source=m.sources(_telling(m, measures)))
    columns: Cells[Carried] = {
        Column("Åtgärd", 1.3): lambda one: m.measure(one.row),
        Column(LAST, 1): lambda one: last_told(m, one.row),
        Column("Aktiviteter kvar", 3): lambda one: _left(m, one),
    }
    unknown = (NONE_NOTED, words.UNKNOWN)
    if all(last_told(m, one.row) in unknown for one in going):
        columns = {column: cell for column, cell in columns.items() if column.label != LAST}
    title = f"Åtgärder utan antecknat avslut vid slutet av {m.year}"
    table = listing(going, "foljer-med", title, columns, [_told_on(m, one) for one in going])
    why = m.so_far(_why(m, is_over=all(one.until for one in going)))
    if n := sum(last_told(m, one.row).endswith((*unseen.HOW.values(),)) for one in going):
        kept_back = words.count(n, "åtgärd", "åtgärder")
        why += f" För {kept_back} finns uppföljning som inte visas."
    note = Text(name="foljer-med-text", is_claim=False, text=why)
    return Group(name="foljer-med-grupp", title=title, parts=[("", note), ("", table)])


def _left(m: Material, one: Carried) -> str:
    """What is left of its activities; where all are, the measure's sheet has named them."""
    left = what_is_left(m, one)
    if not left.of:
        return EMPTY
    hidden = [outcome(m, row)[0] == UNSEEN for row in left.ahead]
    if len(left.ahead) == left.of and not any(hidden):
        return words.form(left.of, "den enda", f"alla {left.of}")
    named = "; ".join(
        f"{row['title']} ({NOT_SHOWN})" if is_hidden else str(row["title"])
        for row, is_hidden in zip(left.ahead, hidden, strict=True)
    )
    said = f"{len(left.ahead)} av {left.of}: {named}" if named else f"inga av {left.of}"
    return f"{said}. För {left.n_late} har tidsgränsen gått ut." if left.n_late else said


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


def _told_on(m: Material, one: Carried) -> Sources:
    """The lines of the measure in its plan and of all that is told of it."""
    return m.lines(one.row, *m.told_of.get(one.row["measure_id"], ()))


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
