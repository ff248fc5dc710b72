"""What was not done, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from lobra.blocks import Block, Column, Facts, Group, Nothing, Sources, Text
from lobra.report import unseen
from lobra.report.chapters.measures import ground, open_activities
from lobra.report.following import is_past, last_said, lives
from lobra.report.judgements import MISSED, Judgement, last_word, outcome, own_judgements
from lobra.report.material import Material
from lobra.report.phrases import (
    day_in_year,
    deadline,
    ended,
    errand,
    in_year,
    lowered,
    priorities,
    titled,
)
from lobra.report.rows import Row, iterated
from lobra.report.shown import Cells, T, listing, retold
from lobra_data import words

MOST_UNDONE, MOST_AHEAD = 12, 20
MORE = "Fler står i bilagorna"
_ENDED = ("done", "cancelled")


@dataclass(frozen=True)
class Undone:
    """Something that was cancelled, late or unanswered, what is told of it, and who owns it."""

    what: str
    state: str
    told: str
    who: str
    source: Sources


def not_done(m: Material) -> Block:
    """What was not done, and why if minutes say so; unknown in a year that has none."""
    name = "inte-gjort"
    if m.of_year("meetings").empty:
        if not own_judgements(m):
            return Nothing(name=name)
        text = f"Vad som inte blev gjort är okänt: inget protokoll från {m.year} finns {m.here}."
        return Text(name=name, text=m.so_far(text), source=m.sources(m.of_year("measures")))
    found = [*_measures(m), *_actions(m), *_assignments(m), *_deadlines(m)]
    shown = found[:MOST_UNDONE]
    more = MORE if found[MOST_UNDONE:] else ""
    said = [_no_reasons(shown), more, _unseen(m), _meetings(m)]
    source = m.sources(m.unheld)
    note = Text(name="inte-gjort-skal", text=titled(said), source=source, is_claim=bool(source))
    if not shown:
        return note if note.text else Nothing(name=name)
    notes: list[tuple[str, Block]] = [("", note)] if note.text else []
    return Group(name="inte-gjort-grupp", parts=[*notes, ("", _undone(m, shown))])


def _undone(m: Material, shown: list[Undone]) -> Block:
    everything: Cells[Undone] = {
        Column("Vad", 2): lambda one: one.what,
        Column("Läge", 1.3): lambda one: one.state,
        Column("Vad som är antecknat", 2.2): lambda one: one.told,
        Column("Ansvarig", 1.3): lambda one: one.who,
    }
    title = f"Avbrutet, inte nått eller utan antecknat utfall {m.year}"
    sources = [one.source for one in shown]
    return listing(shown, "inte-gjort", title, _with_values(shown, everything), sources)


def _with_values(items: list[T], columns: Cells[T]) -> Cells[T]:
    """The columns that say something of any of the items."""
    return {column: cell for column, cell in columns.items() if any(map(cell, items))}


def _unseen(m: Material) -> str:
    """That some assignments may be done or not: what was told of them last isn't shown."""
    n = _unknown(m)
    return f"För {words.number(n)} uppdrag visas inte den senaste uppföljningen" if n else ""


def _no_reasons(shown: list[Undone]) -> str:
    """Said once, of the rows that tell nothing."""
    n = sum(not one.told for one in shown)
    if n and n == len(shown):
        return "Varför är inte antecknat"
    return "Där rutan är tom är inget skäl antecknat" if n else ""


def _measures(m: Material) -> Iterator[Undone]:
    """Measures cancelled, not begun by the last minutes, or judged not to have reached the goal."""
    for one in own_judgements(m):
        said, row = last_word(m, one.measure["measure_id"], None)
        what = _named(m, one, one.measure)
        who = words.text(one.measure["responsible"], "")
        if row is not None and said in _stopped(m, row):
            meeting = m.meeting(row["meeting_id"])
            state = f"{m.label('follow_ups', 'status', said)} {in_year(m, meeting)}"
            yield Undone(what, state, retold(m, row), who, m.source(row))
        elif one.fulfilment == "none":
            state = "målet inte nått" if one.by else "målet inte nått (förslag enligt en regel)"
            yield Undone(what, state, ground(m, one), who, one.source)


def _stopped(m: Material, row: Row) -> tuple[str, ...]:
    """The words that stop a measure; what had not begun may have, but for the last meeting's."""
    held = list(m.of_year("meetings")["meeting_id"])
    is_last = row["meeting_id"] == m.meetings["meeting_id"].iloc[-1]
    return ("cancelled", *(["not_started"] if is_last else [])) if row["meeting_id"] in held else ()


def _named(m: Material, one: Judgement, row: Row) -> str:
    """A measure or an activity by its title, with the number of the measure."""
    number, what = words.text(one.measure["number"], ""), str(row["title"]).rstrip(".")
    return f"Åtgärd {number}: {lowered(m, what)}" if number else lowered(m, what)


def _actions(m: Material) -> Iterator[Undone]:
    """Cancelled actions of the places; what has yet to begin is told of place by place."""
    rows = unseen.place_actions(m)
    for row in iterated(rows[rows["status"].eq("cancelled")]):
        what = f"{m.place_names[row['forum_id']]}: {lowered(m, row['action'])}"
        told, who = (words.text(row[key], "") for key in ("status_text", "lead"))
        yield Undone(what, "avbruten", told, who, m.source(row))


def open_assignments(m: Material) -> pd.DataFrame:
    """The council's own assignments that nothing has closed by the end of the year, without those
    that something newer, not shown, may have closed."""
    rows = unseen.assignments(m)
    rows = rows[rows["council_id"].eq(m.council_id) & rows["unseen"].eq("")]
    return m.by_meeting(rows[~rows["is_closed"]])


def _unknown(m: Material) -> int:
    """How many assignments those are."""
    rows = unseen.assignments(m)
    rows = rows[rows["council_id"].eq(m.council_id) & rows["unseen"].ne("")]
    return int((~rows["is_closed"]).sum())


def _assignments(m: Material) -> Iterator[Undone]:
    """Assignments that nothing has closed though their day is past, of earlier years too."""
    for row in iterated(open_assignments(m)):
        if is_past(m, row["due_on"]):
            what = f"Uppdrag: {lowered(m, errand(row))}"
            state = f"tidsgränsen var {day_in_year(m, row['due_on'])}"
            yield Undone(what, state, "", words.text(row["assigned_to"], ""), m.source(row))


def _deadlines(m: Material) -> Iterator[Undone]:
    """Activities of measures that go on: not done, or past this year's deadline and untold."""
    for one in own_judgements(m):
        if last_word(m, one.measure["measure_id"], None)[0] in _ENDED:
            continue
        untold = {row["activity_id"] for row in open_activities(m, one.measure)}
        for row in m.of_measure("activities", one.measure):
            due = row["due_latest"]
            is_late = words.is_known(due) and due.year == m.year and row["activity_id"] in untold
            if is_late or outcome(m, row)[0] == MISSED:
                yield _late(m, one, row)


def _late(m: Material, one: Judgement, row: Row) -> Undone:
    """With what was last said of the activity, or else this year of the measure itself."""
    what = _named(m, one, row)
    who, due = words.text(one.measure["responsible"], ""), deadline(row)
    state = f"tidsgränsen var {due.removeprefix('senast ')}" if due else "inte genomfört"
    last = last_said(m, row)
    if last is None:
        return Undone(what, state, "", who, m.source(row))
    meeting = m.meeting(last["meeting_id"])
    told = f"{words.capitalised(in_year(m, meeting))}: {retold(m, last)}"
    return Undone(what, state, told, who, m.source(last))


def _meetings(m: Material) -> str:
    days = [words.date(day, year=False) for day in m.unheld["planned_on"]]
    if not days:
        return ""
    if len(days) == 1:
        return f"Mötet den {days[0]} var annonserat, men {m.without_minutes}: om det hölls är okänt"
    said = f"Mötena den {words.listed(days)} var annonserade, men {m.without_minutes}"
    return f"{said}: om de hölls är okänt"


@dataclass(frozen=True)
class Coming:
    """Something that is to be done after the year."""

    on: pd.Timestamp
    what: str
    ground: str
    who: str
    when: str
    cost: str
    source: Sources


def next_year(m: Material) -> Block:
    """What is prioritised or proposed to be, who does what by when, and when the council meets."""
    items = [(label, ended(text)) for label, text in _told(m)]
    title = f"Efter {m.year}"
    told = Facts(name="nasta-ar-i-korthet", title=title, items=items, source=_told_in(m))
    found = sorted([*_given(m), *_planned(m), *_at_places(m)], key=lambda one: one.on)
    shown = found[:MOST_AHEAD]
    more = Text(name="nasta-ar-fler", text=f"{MORE}.", is_claim=False)
    parts: list[tuple[str, Block]] = [("", told)] if items else []
    if shown:
        parts.append(("", _coming(m, shown)))
    if len(found) > len(shown):
        parts.append(("", more))
    return Group(name="nasta-ar-grupp", parts=parts) if parts else Nothing(name="nasta-ar")


def _coming(m: Material, shown: list[Coming]) -> Block:
    everything: Cells[Coming] = {
        Column("Vad", 2.4): lambda one: one.what,
        Column("Grund", 1): lambda one: one.ground,
        Column("Vem", 1.4): lambda one: one.who,
        Column("När", 1.1): lambda one: one.when,
        Column("Kostnad", 1.2): lambda one: one.cost,
    }
    title = f"Det som ska göras efter {m.year}"
    sources = [one.source for one in shown]
    return listing(shown, "nasta-ar", title, _with_values(shown, everything), sources)


def _given(m: Material) -> Iterator[Coming]:
    """Open assignments whose day has not passed; those without a day stand last."""
    for row in iterated(open_assignments(m)):
        if not is_past(m, row["due_on"]):
            when = words.date(row["due_on"]) if words.is_known(row["due_on"]) else ""
            on = row["due_on"] if when else pd.Timestamp.max
            what, who = words.capitalised(errand(row)), words.text(row["assigned_to"], "")
            yield Coming(on, what, "uppdrag", who, when, "", m.source(row))


def _planned(m: Material) -> Iterator[Coming]:
    """Activities of the council's own measures whose deadline is ahead."""
    for one in own_judgements(m):
        if last_word(m, one.measure["measure_id"], None)[0] in _ENDED:
            continue
        who, cost = (words.text(one.measure[key], "") for key in ("responsible", "funding"))
        for row in open_activities(m, one.measure):
            if words.is_known(row["due_latest"]) and not is_past(m, row["due_latest"]):
                on, when = row["due_latest"], deadline(row)
                what = _named(m, one, row)
                yield Coming(on, what, "åtgärdsplan", who, when, cost, m.source(row))


def _at_places(m: Material) -> Iterator[Coming]:
    rows = unseen.place_actions(m)
    rows = rows[rows["due_on"].dt.year.gt(m.year).fillna(False)]
    for row in iterated(rows[~rows["status"].isin(_ENDED)]):
        what = f"{m.place_names[row['forum_id']]}: {lowered(m, row['action'])}"
        who, on = words.text(row["lead"], ""), row["due_on"]
        yield Coming(on, what, "platssamverkan", who, words.date(on), "", m.source(row))


CHANGES = {
    "added": "Nya prioriteringar",
    "kept": "Fortsatt prioriterat",
    "removed": "Inte längre prioriterat",
    "proposed_added": "Föreslås bli prioriterat",
    "proposed_removed": "Föreslås upphöra som prioritering",
}


def coming_priorities(m: Material) -> pd.DataFrame:
    rows = m.told("priorities")
    return rows[rows["year"].gt(m.year)]


def announced(m: Material) -> pd.DataFrame:
    rows = m.told("planned_meetings").sort_values("planned_on")
    return rows[rows["planned_on"].dt.year.gt(m.year)]


def _told(m: Material) -> Iterator[tuple[str, str]]:
    """Priorities and proposals apart, decisions, meetings to come, and what is carried over."""
    rows = coming_priorities(m)
    changes = rows["change"].astype("str").where(rows["change"].notna(), "mentioned")
    for code, head in {**CHANGES, "mentioned": "Prioriterat"}.items():
        if changes.eq(code).any():
            yield head, priorities(m, rows[changes.eq(code)])
    if len(decided := _decided(m)):
        texts = (lowered(m, text.rstrip(".")) for text in decided["text"])
        yield f"Beslut som gäller {m.year + 1}", "; ".join(texts)
    yield from _days(m)
    yield from carried_over(m)


def _decided(m: Material) -> pd.DataFrame:
    """The year's decisions that name the next."""
    rows = m.by_meeting(m.of_year("decisions"))
    return rows[rows["text"].str.contains(str(m.year + 1), regex=False)]


def _days(m: Material) -> Iterator[tuple[str, str]]:
    days = list(announced(m)["planned_on"])
    years = {day.year for day in days}
    if len(years) > 1:
        yield "Annonserade möten", words.listed(map(words.date, days))
    elif days:
        label = words.form(len(days), "Annonserat möte", "Annonserade möten")
        yield f"{label} {days[0].year}", words.listed(words.date(d, year=False) for d in days)


def carried_over(m: Material) -> Iterator[tuple[str, str]]:
    """How many of the council's own measures nothing has ended; a plan that ends leaves it open."""
    own = [one for one in lives(m) if one.row["council_id"] == m.council_id and not one.ended]
    if not own:
        return
    number = f"{words.number(len(own), 'en')} {words.form(len(own), 'åtgärd', 'åtgärder')}"
    n = sum(last_word(m, one.row["measure_id"], None)[0] in unseen.HOW for one in own)
    of_them = words.form(len(own), "den", f"{words.number(n, 'en')} av dem")
    untold = f". För {of_them} visas inte den senaste uppföljningen" if n else ""
    if all(one.until for one in own):
        text = f"Planen slutar {m.year}. {words.capitalised(number)} har inget antecknat avslut; "
        yield "Åtgärdsplanen", f"{text}om de förs vidare avgörs i nästa plan{untold}"
    else:
        yield (
            f"Följer med till {m.year + 1}",
            f"{number} utan antecknat avslut; de står i bilagorna{untold}",
        )


def _told_in(m: Material) -> Sources:
    own = [one.row for one in lives(m) if one.row["council_id"] == m.council_id]
    return m.sources(coming_priorities(m), _decided(m), announced(m), *own)
