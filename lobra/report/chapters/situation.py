"""Crime and safety: indicators against last year and elsewhere, the analysis, serious events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Nothing, Source, Sources, Statement, Statements
from lobra.report.comparing import indicators_of
from lobra.report.figures_told import value_with_year
from lobra.report.indicator import RATE, UNTOLD, Indicator, said
from lobra.report.material import Material
from lobra.report.phrases import in_year
from lobra.report.rows import Row, iterated
from lobra.report.shown import Cells, listing, retold, said_missing
from lobra_data import words

SMALL_CHARTS = 9
MOST_OTHERS = 3
EVENTS = 5
SERIOUS = (
    "skjutning provskjutning skottloss skottskad spräng mord dråp dödsskj knivhugg knivskad "
    "knivöverfall vapen väpnad beväpnad våldtäkt övergrepp kidnapp gisslan bombhot"
).split()
"""How the words begin by which an event is taken for serious: the records don't grade events."""
_SERIOUS = rf"(?i)\b(?:{'|'.join(SERIOUS)})"

TOLD = 8
THEMES = (
    "robbery violence youth_crime narcotics burglary elderly extremism begging_settlements "
    "business physical_environment traffic fire"
).split()
"""Themes of crime and safety; of the others the minutes tell how the work goes."""
_OF_THE_WORK = r"(?i)handlingsplan|program|samordna|utvärdering|ingen information"
"""What a sentence says that is filed as situation but tells of plans, or nothing at all."""
_GRAVE = r"(?i)drogscen|kriminellt nätverk|särskilt utsatt|har ökat|ökar|höga"
"""Words by which a sentence goes before the others of its theme."""


def indicators(m: Material) -> Block:
    """Each indicator with last year, change and the areas compared with."""
    found, name = indicators_of(m), "indikatorer"
    if not found:
        return said_missing(
            m,
            name,
            f"Inga siffror för {m.year} över anmälda brott (Brottsförebyggande rådet, Brå) eller "
            f"upplevd trygghet (trygghetsmätning) finns {m.here}.",
        )
    title = f"Anmälda brott och trygghet {m.year}, mot året före och jämförelseområdet"
    return small_charts(m, found, name, title, SMALL_CHARTS)


def small_charts(
    m: Material, found: Sequence[Indicator], name: str, title: str, most: int
) -> Block:
    """A small line chart each, of the first ones, and a table of them all."""
    columns: Cells[Indicator] = {
        Column("Indikator", 1.8): lambda one: one.name,
        Column(str(m.year), 1.4): this_year,
        Column(str(m.year - 1), 0.8): value_with_year,
        Column("Förändring", 1.4): lambda one: ", ".join(judged(one)) or UNTOLD,
        Column("Jämförelse", 1.5): compared,
    }
    told = " ".join(
        words.sentence(f"{row[0]}: {row[1]}, året före {row[2]}, {row[3]}; {row[4]}".strip("; "))
        for row in listing(found, name, title, columns).rows
    )
    return Chart(
        name=name,
        title=title,
        source=published(m, found),
        alt=f"Små linjediagram, ett för varje indikator. {told}",
        table=listing(found, name, title, columns, [m.lines(*_recent(one)) for one in found]),
        svg=charts.multiples(title, [panel(one) for one in found[:most]]),
    )


def published(m: Material, found: Sequence[Indicator]) -> Sources:
    """Who published the figures, and the documents they stand in."""
    publishers = tuple(Source(str(one)) for one in _publishers(found))
    return (*publishers, *m.sources(*(row for one in found for row in one.rows)))


def panel(one: Indicator) -> charts.Panel:
    """The line against the areas compared with, and in words what a reader can't see in it."""
    areas = [one.own, *(one.others[:MOST_OTHERS] if one.is_compared else ())]
    series = [(area.name, one.scaled(area)) for area in areas]
    beside = words.capitalised(one.elsewhere) if one.others and not one.is_compared else ""
    since = ", ".join(filter(None, (_with_last(one), one.change)))
    cuts = [area.breaks for area in areas]
    broken = f"serien bryts {words.listed(map(str, cuts[0]))}" if cuts[0] else ""
    notes = [this_year(one), since, one.verdict, beside, broken]
    unit = RATE if one.is_rated else one.unit
    said_below = [note for note in notes if note]
    return charts.Panel(one.name, unit, series, said_below, cuts, one.is_share)


def this_year(one: Indicator) -> str:
    if one.year not in one.own.values:
        return words.UNKNOWN
    return f"{one.counted(one.now)}{', preliminärt' if one.is_preliminary else ''}"


def _with_last(one: Indicator) -> str:
    """Last year's value, and when it is of."""
    value = said(one.last) if one.last_year in one.own.values else words.UNKNOWN
    when = "året före" if one.last_year == one.year - 1 else f"({one.last_year})"
    return f"{value} {when}{', annan serie' if one.is_cut else ''}"


def judged(one: Indicator) -> list[str]:
    return [part for part in (one.change, one.verdict) if part]


def compared(one: Indicator) -> str:
    """All areas on one scale, or how the others have changed."""
    if not one.is_rated or not one.elsewhere:
        return one.elsewhere or words.NOT_STATED
    return f"{words.amount(one.own.rates[one.year] or 0)} {RATE} ({one.elsewhere})"


def _publishers(found: Sequence[Indicator]) -> list[object]:
    return list(dict.fromkeys(row["publisher"] for one in found for row in one.rows))


def _recent(one: Indicator) -> list[Row]:
    return [row for row in one.rows if row["year"] >= one.year - 1]


def serious_events(m: Material) -> Block:
    """Serious events as the minutes tell them, chosen by the words that they use (SERIOUS).

    What is said of the same thing on the same line or the next stands together with it: a threat
    isn't told without what the police made of it.
    """
    items = [*_events(m)][:EVENTS]
    if not items:
        return Nothing(name="allvarliga-handelser")
    title = f"Allvarliga händelser enligt {_minutes(m)}"
    return Statements(name="allvarliga-handelser", title=title, items=items)


def _minutes(m: Material) -> str:
    return words.form(len(m.of_year("meetings")), "protokollet", "protokollen")


def _events(m: Material) -> Iterator[Statement]:
    for near in _serious(m):
        meeting = m.meeting(near["meeting_id"].iloc[0])
        day = f"{'den ' if words.is_known(meeting['held_on']) else ''}{m.meeting_day(meeting)}"
        text = " ".join(filter(None, (retold(m, one) for one in iterated(near))))
        if text:
            yield Statement(f"Mötet {day}: {text}", m.sources(near))


def _serious(m: Material) -> Iterator[pd.DataFrame]:
    """The statements of each serious event, with what is said of the same thing beside it."""
    rows = m.by_meeting(m.of_year("statements"), "line")
    rows = rows[rows["kind"].isin(["situation", "outcome"])]
    told: set[object] = set()
    for row in iterated(rows[rows["text"].str.contains(_SERIOUS)]):
        is_near = rows["line"].between(row["line"], row["line"] + 1)
        near = rows[is_near & rows["meeting_id"].eq(row["meeting_id"])]
        near = near[near["theme"].eq(row["theme"]) & ~near["statement_id"].isin(told)]
        told |= {*near["statement_id"]}
        if len(near):
            yield near


def what_was_told(m: Material) -> Block:
    """What the minutes say of crime and safety, theme by theme, in a year without numbers of it.

    Where there are numbers they tell that, with the council's analysis; the annexes have all that
    was said.
    """
    rows, name = _of_the_situation(m), "laget-enligt-protokollen"
    if indicators_of(m) or rows.empty:
        return Nothing(name=name)
    items = [
        Statement(f"{words.capitalised(m.label('statements', 'theme', theme))}: {text}", source)
        for theme, some in rows.groupby(rows["theme"].astype("str"), sort=False)
        for text, source in [(" ".join(_placed(m, row) for row in iterated(some)), m.sources(some))]
    ]
    return Statements(name=name, title=f"Läget {m.year} enligt {_minutes(m)}", items=items)


def _of_the_situation(m: Material) -> pd.DataFrame:
    """One sentence of each theme, the gravest first, then a second, as far as there is room."""
    rows = m.by_meeting(m.of_year("statements"), "line")
    events = [key for near in [*_serious(m)][:EVENTS] for key in near["statement_id"]]
    is_shown = rows["kind"].eq("situation") & rows["theme"].isin(THEMES)
    rows = rows[is_shown & ~rows["statement_id"].isin(events)]
    rows = rows[~rows["text"].str.contains(_OF_THE_WORK)].drop_duplicates(["text", "place"])
    has_text = [bool(retold(m, row)) for row in iterated(rows)]
    rows = rows[pd.Series(has_text, index=rows.index, dtype=bool)]
    at = rows["theme"].astype("str").map(THEMES.index)
    rows = rows.assign(at=at, nth=range(len(rows)), is_lighter=~rows["text"].str.contains(_GRAVE))
    rows = rows.sort_values("is_lighter", kind="stable")
    rows = rows.assign(turn=rows.groupby("at").cumcount()).sort_values(["turn", "at"])
    return rows[:TOLD].sort_values(["at", "nth"])


def _placed(m: Material, row: Row) -> str:
    """A sentence with its place, where it names none, and its day, where the year has several."""
    text = retold(m, row)
    place = words.text(row["place"], "")
    is_alone = len(m.of_year("meetings")) == 1
    about = [
        "" if place.casefold() in text.casefold() else place,
        "" if is_alone else in_year(m, m.meeting(row["meeting_id"])),
    ]
    known = ", ".join(filter(None, about))
    return f"{text.removesuffix('.')} ({known})." if known else text
