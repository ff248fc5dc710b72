"""Crime and safety: indicators against last year and elsewhere, the analysis, serious events."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Nothing, Source, Statement, Statements
from lobra.report.indicators import RATE, UNTOLD, Indicator, indicators_of
from lobra.report.material import Material, iterated
from lobra.report.shown import Cells, listing, retold, said_missing
from lobra_data import words

SMALL_CHARTS = 9
EVENTS = 5
SERIOUS = (
    "skjutning provskjutning skottloss skottskad spräng mord dråp dödsskj knivhugg knivskad "
    "knivöverfall vapen väpnad beväpnad våldtäkt övergrepp kidnapp gisslan bombhot"
).split()
"""How the words begin by which an event is taken for serious: the records don't grade events."""
_SERIOUS = rf"(?i)\b(?:{'|'.join(SERIOUS)})"


def indicators(m: Material) -> Block:
    """Each indicator with last year, change and the area compared with."""
    found, name = indicators_of(m), "indikatorer"
    if not found:
        return said_missing(
            m,
            name,
            f"Inga siffror för {m.year} över anmälda brott (Brottsförebyggande rådet, Brå) eller "
            f"upplevd trygghet (trygghetsmätning) finns {m.here}.",
        )
    title = f"Anmälda brott och trygghet {m.year}, mot året före och jämförelseområdet"
    columns: Cells[Indicator] = {
        Column("Indikator", 1.8): lambda one: one.name,
        Column(str(m.year), 1.4): _this_year,
        Column(str(m.year - 1), 0.8): lambda one: _last_year(one, ""),
        Column("Förändring", 1.4): lambda one: ", ".join(_judged(one)) or UNTOLD,
        Column("Jämförelse", 1.5): _compared,
    }
    told = " ".join(
        words.sentence(f"{row[0]}: {row[1]}, året före {row[2]}, {row[3]}; {row[4]}".strip("; "))
        for row in listing(found, name, title, columns).rows
    )
    publishers = tuple(Source(str(one)) for one in _publishers(found))
    rows = pd.concat([one.rows for one in found])
    return Chart(
        name=name,
        title=title,
        source=(*publishers, *m.sources(rows)),
        alt=f"Små linjediagram, ett för varje indikator. {told}",
        table=listing(found, name, title, columns, [m.lines(_recent(one)) for one in found]),
        svg=charts.multiples(title, [_panel(one) for one in found[:SMALL_CHARTS]]),
    )


def _panel(one: Indicator) -> charts.Panel:
    """The line against the area compared with, and in words what a reader can't see in it."""
    own = one.own.rates if one.is_rated else one.own.values
    series = [(one.own.name, own)]
    if one.is_compared and one.other:
        series.append((one.other.name, one.other.rates if one.is_rated else one.other.values))
    beside = one.elsewhere if one.other and not one.is_compared else ""
    since = ", ".join(filter(None, (_last_year(one, " året före"), one.change)))
    notes = [_this_year(one), since, one.verdict, beside]
    return charts.Panel(
        one.name, RATE if one.is_rated else one.unit, series, [note for note in notes if note]
    )


def _this_year(one: Indicator) -> str:
    if one.year not in one.own.values:
        return words.UNKNOWN
    return f"{one.counted(one.now)}{', preliminärt' if one.is_preliminary else ''}"


def _last_year(one: Indicator, after: str) -> str:
    if one.year - 1 not in one.own.values:
        return f"{words.UNKNOWN}{after}"
    return f"{UNTOLD if one.before is None else words.amount(one.before)}{after}"


def _judged(one: Indicator) -> list[str]:
    return [part for part in (one.change, one.verdict) if part]


def _compared(one: Indicator) -> str:
    """Both areas on one scale, or how the other area has changed."""
    if not one.is_rated or not one.elsewhere:
        return one.elsewhere or words.NOT_STATED
    return f"{words.amount(one.own.rates[one.year] or 0)} {RATE} ({one.elsewhere})"


def _publishers(found: tuple[Indicator, ...]) -> list[object]:
    return list(dict.fromkeys(key for one in found for key in one.rows["publisher"]))


def _recent(one: Indicator) -> pd.DataFrame:
    return one.rows[one.rows["year"].ge(one.year - 1)]


def serious_events(m: Material) -> Block:
    """Serious events as the minutes tell them, chosen by the words that they use (SERIOUS).

    What is said of the same thing on the same line or the next stands together with it: a threat
    isn't told without what the police made of it.
    """
    items = [*_events(m)][:EVENTS]
    if not items:
        return Nothing(name="allvarliga-handelser")
    return Statements(
        name="allvarliga-handelser", title="Allvarliga händelser enligt protokollen", items=items
    )


def _events(m: Material) -> Iterator[Statement]:
    rows = m.by_meeting(m.of_year("statements"), "line")
    rows = rows[rows["kind"].isin(["situation", "outcome"])]
    told: set[object] = set()
    for row in iterated(rows[rows["text"].str.contains(_SERIOUS)]):
        is_near = rows["line"].between(row["line"], row["line"] + 1)
        near = rows[is_near & rows["meeting_id"].eq(row["meeting_id"])]
        near = near[near["theme"].eq(row["theme"]) & ~near["statement_id"].isin(told)]
        told |= {*near["statement_id"]}
        day = m.meeting_day(m.meeting(row["meeting_id"]))
        text = " ".join(filter(None, (retold(m, one) for one in iterated(near))))
        if text:
            yield Statement(f"Mötet {day}: {text}", m.sources(near))
