"""Assignments that nothing has closed, and measures that the last meeting didn't speak of."""

from __future__ import annotations

from collections.abc import Sequence

from lobra.blocks import Block, Column, Group, Nothing, Text
from lobra.report.chapters import ahead
from lobra.report.following import (
    Carried,
    assignment_state,
    last_told,
    latest_status,
    lives,
)
from lobra.report.material import Material
from lobra.report.phrases import shortened
from lobra.report.rows import Row, iterated
from lobra.report.shown import Cells, listing, remark
from lobra_data import words

MOST_ASSIGNMENTS, MOST_MEASURES = 8, 10
MOST_WORDS = 18


def open_assignments(m: Material) -> Block:
    """Those that the minutes haven't closed, the ones that are due first."""
    name, rows = "oppna-uppdrag", ahead.open_assignments(m)
    if rows.empty:
        return remark(m, name, "Inget öppet uppdrag är antecknat.")
    rows = rows.sort_values("due_on", kind="stable")
    shown = iterated(rows[:MOST_ASSIGNMENTS])
    columns: Cells[Row] = {
        Column("Uppdrag", 3): lambda row: shortened(str(row["text"]), MOST_WORDS),
        Column("Vem", 1.4): lambda row: words.text(row["assigned_to"], ""),
        Column("Senast", 1): lambda row: words.text(row["due_on"], ""),
        Column("Läge", 1.3): lambda row: assignment_state(m, row, _ahead(row)),
    }
    title = "Uppdrag som inget protokoll har avslutat"
    sources = [m.source(row) for row in shown]
    return _cut(name, listing(shown, name, title, columns, sources), len(rows), len(shown))


def _ahead(assignment: Row) -> str:
    is_due = words.is_known(assignment["due_on"])
    return "tiden har inte gått ut" if is_due else "ingen tidsgräns"


def not_raised(m: Material) -> Block:
    """The own measures that go on, without those that the last meeting followed up."""
    name = "inte-upptagna"
    if m.meetings.empty:
        return Nothing(name=name)
    last = m.meetings.iloc[-1]
    raised = {measure for measure, meeting in latest_status(m) if meeting == last["meeting_id"]}
    own = [one for one in lives(m) if one.row["council_id"] == m.council_id and not one.ended]
    found = [one for one in own if one.row["measure_id"] not in raised]
    if not found:
        text = "Alla pågående åtgärder togs upp vid det senaste mötet." if own else ""
        return remark(m, name, text) if text else Nothing(name=name)
    return _measures(m, name, found)


def _measures(m: Material, name: str, found: Sequence[Carried]) -> Block:
    shown = found[:MOST_MEASURES]
    columns: Cells[Carried] = {
        Column("Åtgärd", 3): lambda one: _named(one.row),
        Column("Senast uppföljd", 1.2): lambda one: last_told(m, one.row),
        Column("Ansvarig", 1.6): lambda one: words.text(one.row["responsible"], ""),
    }
    title = f"Åtgärder utan uppföljning från mötet {m.short_day(m.meetings.iloc[-1])}"
    sources = [m.source(one.row) for one in shown]
    return _cut(name, listing(shown, name, title, columns, sources), len(found), len(shown))


def _named(row: Row) -> str:
    number = words.text(row["number"], "")
    return f"{number}. {row['title']}" if number else str(row["title"])


def _cut(name: str, table: Block, n: int, n_shown: int) -> Block:
    """With how many more there are, where not all have room."""
    if n == n_shown:
        return table
    rest = words.number(n - n_shown)
    text = f"Ytterligare {rest} står i bilagorna till verksamhetsberättelsen."
    note = Text(name=f"{name}-fler", text=text, is_claim=False)
    return Group(name=f"{name}-grupp", parts=[("", table), ("", note)])
