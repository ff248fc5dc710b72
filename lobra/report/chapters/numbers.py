"""The year in numbers: four of them large, each with last year's value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from lobra.blocks import RECORDS, Block, KeyFigure, KeyFigures, Sources
from lobra.report import counting, unseen
from lobra.report.chapters.opening import given, prioritised
from lobra.report.comparing import indicators_of
from lobra.report.figures_told import when_before
from lobra.report.indicator import RATE, Indicator
from lobra.report.judgements import judged_from, own_judgements
from lobra.report.material import Material
from lobra_data import words

MOST_TILES = 4
HELD = "meetings_held"
TILES = (
    "indicator goals_reached assignments_done place_actions_done meetings_held present "
    "decisions meetings_announced measures activities priorities programmes called conflicts"
).split()
"""What is shown large, the most telling first, if it says something about this year."""


def year_in_numbers(m: Material) -> Block:
    """The year in numbers; what the documents don't say is unknown, not zero."""
    figures = _with_last_year(m)
    told = {one.name for one in figures if one.value or (one.of and one.value == 0)}
    tiles = [name for name in TILES if name in told | {HELD}][:MOST_TILES]
    return KeyFigures(name="nyckeltal", title=f"Nyckeltal {m.year}", figures=figures, tiles=tiles)


def _with_last_year(m: Material) -> list[KeyFigure]:
    """The figures, each with last year's if minutes tell of that year: no minutes, no zero."""
    last = Material(
        m.council_id, m.year - 1, m.edition, m.n_withheld, m.n_blurred, m.n_waiting, m.data
    )
    figures = [*_figures(m)]
    if last.of_year("meetings").empty:
        return figures
    before = {one.name: one.shown for one in _figures(last) if one.value is not None}
    return [
        replace(one, before=f"{before[one.name]} året före")
        if one.name in before and not one.before
        else one
        for one in figures
    ]


def _figures(m: Material) -> Iterator[KeyFigure]:
    yield from _of_crime(m)
    yield from _of_goals(m)
    yield from _of_assignments(m)
    yield from _of_meetings(m)
    yield from _of_the_plan(m)
    yield from _of_places(m)


def _figure(
    m: Material,
    name: str,
    n: int,
    label: str,
    note: str,
    source: Sources,
    is_known: bool = False,
    of: int | None = None,
) -> KeyFigure:
    """A number; zero is unknown, unless it `is_known` that there are none and nothing waits."""
    value = n if n or (is_known and not m.n_waiting) else None
    if value is None:
        return KeyFigure(name, None, label, note, source)
    return KeyFigure(name, value, label, note, source or RECORDS, of)


def _of_crime(m: Material) -> Iterator[KeyFigure]:
    """The first count of the statistics, which is what the sources begin with."""
    for one in [one for one in indicators_of(m) if one.is_count and one.now is not None][:1]:
        yield KeyFigure(
            "indicator",
            int(one.now or 0),
            f"{one.unit}: {words.uncapitalised(one.name)}",
            _beside(one),
            m.sources(*one.rows),
            before=", ".join(filter(None, [_last(one), one.verdict])),
        )


def _beside(one: Indicator) -> str:
    rate = f"{words.amount(one.own.rates[one.year] or 0)} {RATE}" if one.is_rated else ""
    return ", ".join(
        filter(None, [rate, one.elsewhere, "preliminärt" if one.is_preliminary else ""])
    )


def _last(one: Indicator) -> str:
    return "" if one.before is None else f"{words.amount(one.before)} {when_before(one)}"


def _of_goals(m: Material) -> Iterator[KeyFigure]:
    mine = own_judgements(m)
    best = [one for one in mine if one.fulfilment == "full"]
    decided = sum(bool(one.by) for one in best)
    note = "enligt beslut" if decided else "enligt förslag"
    if 0 < decided < len(best):
        rest = words.number(len(best) - decided)
        note = f"{words.number(decided)} enligt beslut, {rest} enligt förslag"
    yield _figure(
        m,
        "goals_reached",
        len(best),
        words.form(len(best), "mål är nått", "mål är nådda"),
        note if best else "i åtgärdsplanen",
        judged_from(mine),
        any(one.fulfilment != "not_assessed" for one in mine),
        len(mine),
    )


def _of_assignments(m: Material) -> Iterator[KeyFigure]:
    """What was closed of what was asked for; at the last meeting nothing can be closed yet."""
    asked = given(m)
    done = int(asked["is_closed"].sum())
    yield _figure(
        m,
        "assignments_done",
        done,
        words.form(done, "uppdrag är avslutat", "uppdrag är avslutade"),
        "av dem som gavs under året",
        m.sources(asked),
        not set(asked["meeting_id"]) <= set(m.meetings["meeting_id"].iloc[-1:]),
        len(asked),
    )


def _of_meetings(m: Material) -> Iterator[KeyFigure]:
    held, planned = map(m.of_year, ("meetings", "planned_meetings"))
    listed = counting.persons(m.of_year("attendance"))
    decided, asked, conflicts = map(m.of_year, ("decisions", "assignments", "conflicts"))
    called, present = (int(listed["status"].eq(code).sum()) for code in ("called", "present"))
    is_held, source = len(held) > 0, m.sources(held)

    held_as = words.form(len(held), "möte med protokoll", "möten med protokoll")
    planned_as = words.form(len(planned), "annonserat möte", "annonserade möten")
    conflicts_as = words.form(len(conflicts), "motsägelse", "motsägelser")
    day = "datum saknas i protokollet" if held["held_on"].isna().any() else m.here
    present_as, came, called_as = _presence(m, listed)
    apart = "kallad är inte detsamma som närvarande"

    def of(name: str, rows: pd.DataFrame, label: str, note: str) -> KeyFigure:
        return _figure(m, name, len(rows), label, note, m.sources(rows) or source, is_held)

    yield _figure(m, HELD, len(held), held_as, day, source or m.sources(planned), True)
    yield _figure(
        m, "meetings_announced", len(planned), planned_as, "enligt protokollen", m.sources(planned)
    )
    yield _figure(m, "present", present, present_as, came, m.sources(listed))
    yield _figure(m, "called", called, called_as, apart, m.sources(listed))
    yield of("decisions", decided, "beslut", "utöver formalia")
    yield of("assignments", asked, "uppdrag", "givna på mötena")
    yield of("conflicts", conflicts, conflicts_as, "i källorna")


def _presence(m: Material, listed: pd.DataFrame) -> tuple[str, str, str]:
    """What the numbers of the lists count: of several, each list's persons anew."""
    came = listed[listed["status"].eq("present")]
    called_as = "kallelser" if listed["meeting_id"].nunique() > 1 else "kallade"
    n = came["meeting_id"].nunique()
    if n > 1:
        mean = words.amount(len(came) / n)
        return "närvaromarkeringar", f"i genomsnitt {mean} per möte", called_as
    if n:
        return "närvarande", "enligt närvarolistan", called_as
    so_far = f" {m.here}" if m.n_waiting else ""
    return "närvarande", f"vilka som kom är inte antecknat{so_far}", called_as


def _of_the_plan(m: Material) -> Iterator[KeyFigure]:
    measures, activities = map(m.of_year, ("measures", "activities"))
    kept, results = prioritised(m), m.of_year("programme_results")
    n = results["programme_id"].nunique()
    what = words.form(len(kept), "område eller tema", "områden och teman")
    measures_as = words.form(len(measures), "åtgärd", "åtgärder")
    yield _figure(m, "measures", len(measures), measures_as, "i åtgärdsplanen", m.sources(measures))
    yield _figure(
        m,
        "activities",
        len(activities),
        words.form(len(activities), "aktivitet", "aktiviteter"),
        "i åtgärdsplanens åtgärder",
        m.sources(activities) or m.sources(measures),
        len(measures) > 0,
    )
    yield _figure(
        m,
        "priorities",
        len(kept),
        words.form(len(kept), "prioritering", "prioriteringar"),
        what,
        m.sources(kept),
    )
    yield _figure(
        m, "programmes", n, "program och insatser", "nämns i källorna", m.sources(results)
    )


def _of_places(m: Material) -> Iterator[KeyFigure]:
    rows, where = unseen.place_actions(m), "i platssamverkan"
    n, source = len(rows), m.sources(rows)
    against, done = int(rows["kind"].eq("problem").sum()), int(rows["status"].eq("done").sum())
    kinds = f"{against} mot problem, {n - against} för utveckling" if n else m.here

    def of(name: str, value: int, label: str, whole: int | None = None) -> KeyFigure:
        return _figure(m, name, value, label, where, source, n > 0, whole)

    yield _figure(
        m, "place_actions", n, f"{words.form(n, 'insats', 'insatser')} {where}", kinds, source
    )
    yield of("place_actions_problem", against, "insatser mot problem")
    yield of("place_actions_development", n - against, "insatser för utveckling")
    yield of("place_actions_done", done, words.form(done, "insats är klar", "insatser är klara"), n)
