"""The council's work: its mandate, meetings, who came, what it decided and asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Group, Nothing, Sources, Status, Text
from lobra.report import counting
from lobra.report.chapters.opening import given, outcomes, took_and_gave
from lobra.report.following import assignment_state, is_past
from lobra.report.material import Material
from lobra.report.phrases import (
    body,
    day_in_year,
    in_year,
    organisation,
    outward,
    run_in,
    some,
    titled,
)
from lobra.report.rows import Row, iterated
from lobra.report.shown import Cells, Columns, listing, none_noted, remark, table
from lobra_data import words

_VERBS = frozenset(
    "arbetar beslutar driver följer förebygger ger leder planerar samlar samordnar samverkar ska "
    "sprider stöder styr svarar tar verkar".split()
)
"""What a purpose begins with when it goes on from "Rådet"."""

Met = tuple[charts.Event, str, str, Sources]
"""A meeting on the line, its day and how it is known in words, and where it is stated."""


def mandate(m: Material) -> Block:
    """What the council is for, how often it meets, and which groups work under it."""
    forums = m.own("forums")
    forums = forums[forums["document_id"].isin(m.sources_known["document_id"])]
    roots = forums[forums["kind"].eq("council")]
    under = forums[forums["parent_id"].isin(roots["forum_id"])]
    text = titled([*_purpose(roots), _groups(under)])
    if not text:
        return Nothing(name="uppdrag")
    return Text(name="uppdrag", text=text, source=m.sources(roots, under))


def _purpose(roots: pd.DataFrame) -> Iterator[str]:
    for purpose in roots["purpose"].dropna().map(outward):
        goes_on = purpose.split()[0].lower() in _VERBS
        yield f"Rådet {purpose[:1].lower()}{purpose[1:]}" if goes_on else f"Uppdrag: {purpose}"
    for rhythm in roots["rhythm"].dropna():
        yield f"Det ska mötas {rhythm}"


def _groups(under: pd.DataFrame) -> str:
    names = run_in(body(name) for name in under["name"])
    return f"Till rådet hör {names}" if len(under) else ""


def meetings(m: Material) -> Block:
    """The year's meetings on one line, held and announced; few of them in a sentence."""
    held, name = m.of_year("meetings"), "arets-moten"
    planned = m.announced[m.announced["planned_on"].dt.year.eq(m.year)]
    unheld = m.unheld
    if held.empty or len(held) + len(unheld) < 2:
        return _in_words(m, held, unheld)
    found = [*_held(m, held, planned), *_unheld(m, unheld)]
    found.sort(key=lambda one: (one[0].first, one[0].last))
    title, sources = f"Rådets möten {m.year}", [source for *_, source in found]
    columns: Cells[Met] = {
        Column("Datum", 1.6): lambda one: one[1],
        Column("Uppgift", 2): lambda one: one[2],
    }
    unread = f"annonserat, {m.without_minutes}"
    legend = [("filled", "möte med protokoll"), ("ring", unread)] if len(unheld) else []
    told = words.listed(f"{day} ({how})" for _, day, how, _ in found)
    return Chart(
        name=name,
        title=title,
        source=m.sources(held, unheld),
        alt=f"Tidslinje över rådets möten {m.year}: {told}.",
        table=listing(found, name, "Möten i datumordning", columns, sources),
        svg=charts.timeline(title, m.year, [event for event, *_ in found], legend),
    )


def _in_words(m: Material, held: pd.DataFrame, unheld: pd.DataFrame) -> Block:
    """A meeting alone, or what was announced of a year without minutes."""
    name = "arets-moten"
    if held.empty and unheld.empty:
        return remark(m, name, f"Inga möten {m.year} är antecknade.")
    if len(held):
        (meeting,) = iterated(held)
        day, is_dated = m.meeting_day(meeting), words.is_known(meeting["held_on"])
        text = (
            f"Rådet möttes den {day}."
            if is_dated
            else f"Rådet möttes {day}; protokollet anger ingen dag."
        )
        return Text(name=name, text=text, source=m.sources(held))
    days = words.listed(words.date(day, year=False) for day in unheld["planned_on"])
    n = len(unheld)
    announced = "Ett möte var annonserat"
    if n > 1:
        announced = f"{words.capitalised(words.number(n))} möten var annonserade"
    text = f"Inget protokoll från {m.year} finns {m.here}. {announced}: {days}."
    return Text(name=name, text=m.so_far(text), source=m.sources(unheld))


def _held(m: Material, held: pd.DataFrame, planned: pd.DataFrame) -> Iterator[Met]:
    announced = dict(zip(planned["held_id"], planned["planned_on"], strict=True))
    for row in iterated(held):
        day, how = m.meeting_day(row), "protokoll finns"
        if not words.is_known(row["held_on"]):
            first, last = row["held_earliest"].date(), row["held_latest"].date()
            yield charts.Event(first, last, f"{day}, dagen okänd"), day, how, m.source(row)
            continue
        on, label = row["held_on"].date(), words.date(row["held_on"], year=False)
        was = announced.get(row["meeting_id"])
        if was is not None and was.date() != on:
            moved = f"annonserat till {words.date(was, year=False)}"
            label, how = f"{label} ({moved})", f"{how}; {moved}"
        yield charts.Event(on, on, label), day, how, m.source(row)


def _unheld(m: Material, unheld: pd.DataFrame) -> Iterator[Met]:
    for row in iterated(unheld):
        on: dt.date = row["planned_on"].date()
        event = charts.Event(on, on, words.date(on, year=False), "ring")
        yield event, words.date(on), f"annonserat, {m.without_minutes}", m.source(row)


def attendance(m: Material) -> Block:
    """Who came to how many meetings; who was called is not said to have come."""
    rows, held, name = m.of_year("attendance"), m.of_year("meetings"), "narvaro-i-korthet"
    if held.empty:
        return Nothing(name=name)
    came = rows[rows["status"].eq("present")]
    if came.empty:
        return _only_called(m, rows)
    n = came["meeting_id"].nunique()
    away = counting.persons(rows)
    text = titled([_how_many(came, n, len(held)), *_who(m, rows, came, n), _absent(away)])
    return Text(name=name, text=text, source=m.sources(rows))


def _only_called(m: Material, rows: pd.DataFrame) -> Block:
    called, name = rows[rows["status"].eq("called")], "narvaro-i-korthet"
    if called.empty:
        return remark(m, name, "Vilka som deltog är inte antecknat.")
    number = words.capitalised(some(len(counting.persons(called))))
    text = f"{number} var kallade. Vilka som kom är inte antecknat."
    return Text(name=name, text=text, source=m.sources(called))


def _how_many(came: pd.DataFrame, n: int, n_held: int) -> str:
    if n_held == 1:
        return f"{words.capitalised(some(len(counting.persons(came))))} deltog i mötet"
    mean = words.amount(len(counting.persons(came)) / n)
    if n == n_held:
        return f"I genomsnitt deltog {mean} personer i de {words.number(n)} mötena"
    lists = "Närvarolista med dem som kom finns för"
    text = f"{lists} {words.number(n)} av {words.number(n_held)} möten"
    return f"{text}; i genomsnitt deltog {mean} personer" if n > 1 else text


def _who(m: Material, rows: pd.DataFrame, came: pd.DataFrame, n: int) -> Iterator[str]:
    """The bodies by how many meetings they were at, roles without one, and those never seen."""

    def bodies(some_rows: pd.DataFrame) -> pd.Series:
        names = some_rows["organisation_id"].map(lambda key: organisation(m, key))
        return names.where(names.ne(""), some_rows["role"].str.lower())

    met = came["meeting_id"].groupby(bodies(came)).nunique().to_dict()
    is_known = came["organisation_id"].map(lambda key: organisation(m, key)).ne("")
    by_number: dict[int, list[str]] = {}
    for one in dict.fromkeys(bodies(came[is_known])):
        by_number.setdefault(met[one], []).append(one)
    if n == 1 and by_number:
        yield f"De kom från {words.listed(by_number[1])}"
    elif by_number:
        often = sorted(by_number.items(), reverse=True)
        parts = [f"{words.listed(names)} i {_of(k, n)}" for k, names in often]
        first, *rest = (part.replace(" i ", " deltog i ", 1) for part in parts[:1])
        yield "; ".join([first, *rest, *parts[1:]])
    if roles := list(dict.fromkeys(bodies(came[~is_known]))):
        yield f"Utan organisation står {run_in(roles)} i närvarolistan"
    members = m.own("forum_members")
    roots = m.own("forums").query("kind == 'council'")["forum_id"]
    expected = pd.concat([bodies(rows), bodies(members[members["forum_id"].isin(roots)])])
    never = [one for one in dict.fromkeys(expected) if one not in met]
    if never and not m.n_waiting:
        yield f"Ingen från {words.listed(never, 'eller')} är antecknad som närvarande"


def _of(k: int, n: int) -> str:
    if k == n:
        return "båda mötena" if n == 2 else f"alla {words.number(n)}"
    return words.number(k)


def _absent(rows: pd.DataFrame) -> str:
    away = rows[rows["status"].isin(["absent", "apologies"])]
    told = int(away["status"].eq("apologies").sum())
    if away.empty:
        return ""
    n = len(away)
    if told == n:
        return f"Förhinder är anmält {_times(n)}"
    with_notice = f", varav {_times(told)} med anmält förhinder" if told else ""
    return f"Frånvaro är antecknad {_times(n)}{with_notice}"


def _times(n: int) -> str:
    return f"{some(n)} {words.form(n, 'gång', 'gånger')}"


def decided(m: Material) -> Block:
    """The year's decisions and assignments, meeting by meeting, and what became of them.

    No record joins a decision with what became of it: that is said once, not row by row.
    """
    held, name = m.of_year("meetings"), "beslut-och-uppdrag"
    if held.empty:
        return Nothing(name=name)
    decisions = m.of_year("decisions").assign(is_decision=True)
    asked = given(m).assign(is_decision=False)
    if decisions.empty and asked.empty:
        return remark(m, name, none_noted(m, "beslut eller uppdrag"))
    rows = m.by_meeting(pd.concat([decisions, asked]), "line")
    day: Columns = {Column("Datum", 1): lambda row: in_year(m, m.meeting(row["meeting_id"]))}
    columns: Columns = {
        **(day if len(held) > 1 else {}),
        Column("Beslut eller uppdrag", 2.9): lambda row: str(row["text"]).rstrip("."),
        Column("Vem", 1.3): lambda row: (
            "Rådet" if row["is_decision"] else words.text(row["assigned_to"], "")
        ),
        Column("Vad det blev av", 1.6): lambda row: "" if row["is_decision"] else what_came(m, row),
    }
    text = titled([took_and_gave(decisions, asked), outcomes(m, asked), _unfollowed(decisions)])
    shown = table(m, rows, name, f"Beslut och uppdrag {m.year}", columns, m.sources(rows))
    number = Text(name="beslut-och-uppdrag-antal", text=text, source=m.sources(rows))
    return Group(name="beslut-och-uppdrag-grupp", parts=[("", number), ("", shown)])


def _unfollowed(decisions: pd.DataFrame) -> str:
    if decisions.empty:
        return ""
    if len(decisions) == 1:
        return "Vad som blev av beslutet är inte antecknat"
    return "Vad som blev av besluten är inte antecknat beslut för beslut"


def what_came(m: Material, row: Row) -> str:
    """What became of an assignment: closed and when, late since when, or open until when."""
    due = day_in_year(m, row["due_on"]) if words.is_known(row["due_on"]) else ""
    if row["is_closed"]:
        items = m.told("agenda_items").set_index("item_id")["meeting_id"]
        day = in_year(m, m.meeting(items[row["closed_item_id"]]))
        return Status("done", f"avslutat {day}")
    state = assignment_state(m, row, f"senast {due}" if due else "ingen tidsgräns")
    return f"{state} ({due})" if is_past(m, row["due_on"]) and not row["unseen"] else state
