"""The council's year: meetings announced and held, who came, and what was on the agenda."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import pandas as pd

from lobra.blocks import Block, Column, Nothing, Statement, Statements, Status
from lobra.report import counting
from lobra.report.annexes.compact import EMPTY, by_meeting, filled, value
from lobra.report.material import Material
from lobra.report.rows import Row, alike, iterated
from lobra.report.shown import Cells, Columns, listing, table
from lobra_data import words

_PRESENCE = {
    "present": Status("done", "närvarande"),
    "called": Status("planned", "kallad"),
    "apologies": Status("cancelled", "förhinder"),
    "absent": Status("cancelled", "frånvarande"),
    "unknown": Status("unknown", "okänt"),
}
_SEVERAL = {"called": "kallade"}


def meeting_table(m: Material) -> Block:
    """When, where and under whose lead the council met, and what had been announced, also for the
    years after."""
    held = m.of_year("meetings")
    planned = m.announced[m.announced["planned_on"].dt.year.eq(m.year)]
    ahead = m.told("planned_meetings")
    ahead = ahead[ahead["planned_on"].dt.year.gt(m.year)]
    moved = planned[planned["held_id"].notna() & ~planned["planned_on"].isin(held["held_on"])]
    days = dict(zip(moved["held_id"], moved["planned_on"].map(words.date), strict=True))
    states = [
        f"protokoll finns; annonserat till {days[key]}" if key in days else "protokoll finns"
        for key in held["meeting_id"]
    ]
    when = [m.meeting_day(row) for row in iterated(held)]
    held = held.assign(when=when, on=held["held_on"].fillna(held["held_latest"]), state=states)
    unheld = m.unheld.assign(state=f"annonserat, {m.without_minutes}")
    to_come = pd.concat([unheld, ahead.assign(state="annonserat")])
    to_come = to_come.assign(
        when=to_come["planned_on"].map(words.date), on=to_come["planned_on"], chair_role=None
    )
    rows = pd.concat([held, to_come]).sort_values("on", kind="stable")
    if rows.empty:
        return Nothing(name="moten")
    columns: Columns = {
        Column("Datum", 1.3): "when",
        Column("Läge", 1.1): "state",
        Column("Tid", 1): lambda row: _clock(row),
        Column("Plats", 1.5): lambda row: value(row["place"]),
        Column("Ordförande", 1.2): lambda row: value(row["chair_role"]),
    }
    return filled(table(m, rows, "moten", f"Rådets möten {m.year}", columns))


def _clock(row: Row) -> str:
    is_known = words.is_known(row["starts_at"])
    return words.clock(row["starts_at"], row["ends_at"]) if is_known else EMPTY


def attendance(m: Material) -> Block:
    """Role by meeting: called and present are kept apart, and absences seen."""
    rows = m.by_meeting(m.of_year("attendance"))
    if rows.empty:
        return Nothing(name="narvaro")
    rows = rows.assign(who=rows["role"], of=rows["organisation_id"].map(m.organisation))
    if rows["person_id"].isin(m.people).any():  # never in the public edition
        names = rows["person_id"].map(m.people)
        rows["who"] = rows["role"].str.cat(names, sep=", ", na_rep="namn anges inte")
    listed = alike(iterated(rows), "who", "of")
    columns: Cells[Sequence[Row]] = {
        Column("Roll", 2): lambda mine: mine[0]["who"],
        Column("Organisation", 1.6): lambda mine: mine[0]["of"] or EMPTY,
        **{
            Column(m.short_day(meeting)): partial(_said, meeting=str(meeting["meeting_id"]))
            for meeting, _ in by_meeting(m, rows)
        },
    }
    title = f"Närvaro vid rådets möten {m.year}, roll för roll"
    sources = [m.lines(*mine) for mine in listed]
    return filled(listing(listed, "narvaro", title, columns, sources, m.sources(rows)))


def _said(mine: Sequence[Row], meeting: str) -> str:
    """The status; with numbers where several share the role, so that none hides another's."""
    mine = counting.each([row for row in mine if row["meeting_id"] == meeting])
    found = Counter(row["status"] for row in mine)
    if len(mine) == 1:
        return _PRESENCE[next(iter(found))]
    said = [
        words.count(n, status.word, _SEVERAL.get(code, status.word))
        for code, status in _PRESENCE.items()
        if (n := found[code])
    ]
    return ", ".join(said) or EMPTY


def agenda(m: Material) -> Block:
    """What was on the agenda, a paragraph a meeting, titles in their original words."""
    rows = m.by_meeting(m.of_year("agenda_items"), "position")
    rows = rows[rows["level"].le(2)]
    if rows.empty:
        return Nothing(name="dagordning")
    items = [
        Statement(f"{words.capitalised(m.meeting_day(meeting))}: {_run_in(mine)}.", m.lines(mine))
        for meeting, mine in by_meeting(m, rows)
    ]
    return Statements(name="dagordning", title=f"Dagordningar {m.year}", items=items)


def _run_in(rows: pd.DataFrame) -> str:
    """1 Mötet öppnas · 2 Lägesbild (Torget; Parken): headings without a number stand within
    brackets behind the item that they are under."""
    said: list[tuple[str, list[str]]] = []
    for row in iterated(rows):
        title = words.text(row["title"], "(utan rubrik)").rstrip(".")
        if words.is_known(row["number"]) or row["level"] == 1 or not said:
            said.append((f"{words.text(row['number'], '')} {title}".strip(), []))
        else:
            said[-1][1].append(title)
    return " · ".join(f"{head} ({'; '.join(below)})" if below else head for head, below in said)
