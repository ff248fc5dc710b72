"""What the figures say of the year, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lobra.blocks import Block, Statement, Statements
from lobra.report.comparing import ALL_CALLS, indicators_of
from lobra.report.figures_told import in_words, last_round, overall
from lobra.report.indicator import Indicator
from lobra.report.material import Material
from lobra.report.shown import said_missing
from lobra.statistics.judgement import FALL, RISE
from lobra_data import words

NAME = "laget-i-korthet"


def in_short(m: Material) -> Block:
    """The most certain first; in a year without figures which are missing and how to get them."""
    found = indicators_of(m)
    if not found:
        return missing(m, NAME)
    items = sentences(m, found)
    return Statements(name=NAME, title=f"Läget {m.year} i korthet", items=items)


def missing(m: Material, name: str) -> Block:
    """Which figures there are none of, and how one gets them."""
    return said_missing(
        m,
        name,
        f"För {m.year} finns inga siffror {m.here} över anmälda brott (Brås statistikdatabas), "
        "räddningstjänstens insatser (Myndigheten för civilt försvar) eller upplevd trygghet "
        "(kommunens trygghetsmätning); de hämtas hos utgivarna och läses in med kommandot "
        "lobra stats.",
    )


def sentences(m: Material, found: Sequence[Indicator]) -> list[Statement]:
    """What is to be known of the year's figures, the most important first."""
    return [
        *_changed(m, found),
        *_mean(m, found),
        *_beside(m, found),
        *_answered(m, found),
        *_preliminary(m, found),
    ]


def _told(m: Material, text: str, found: Sequence[Indicator]) -> Statement:
    return Statement(text, m.sources(*(row for one in found for row in one.rows)))


def _changed(m: Material, found: Sequence[Indicator]) -> Iterator[Statement]:
    counts = [one for one in found if one.is_count and one.change and one.id != ALL_CALLS]
    if counts[1:]:
        yield _told(m, overall(counts), counts)
    for one in [one for one in counts if one.direction] or counts[:1]:
        yield _told(m, in_words(one, one.verdict), [one])


def _mean(m: Material, found: Sequence[Indicator]) -> Iterator[Statement]:
    """Against the three years before, which says more than a single one."""
    counts = [one for one in found if one.verdict_of_mean]
    if not counts:
        return
    span = f"{m.year - 3}–{m.year - 1}"
    sides = {
        verdict: [_with_change(one) for one in counts if one.verdict_of_mean == verdict]
        for verdict in (FALL, RISE)
    }
    said = [
        f"{words.listed(names)} säkert {word}"
        for (verdict, names), word in zip(sides.items(), ("lägre", "högre"), strict=True)
        if names
    ]
    if said:
        text = f"Mot snittet för {span} ligger {words.listed(said)}."
    else:
        text = f"Inget av antalen skiljer sig säkert från snittet för {span}."
    yield _told(m, text, counts)


def _with_change(one: Indicator) -> str:
    return f"{words.uncapitalised(one.name)} ({one.change_of_mean})"


def _beside(m: Material, found: Sequence[Indicator]) -> Iterator[Statement]:
    """Where the own area certainly lies above or below the first one that it is compared with."""
    for name in list(dict.fromkeys(other.name for one in found for other in one.others))[:1]:
        sides: dict[str, list[str]] = {"högre": [], "lägre": []}
        rated = [one for one in found if one.is_count and one.is_rated]
        for one in rated:
            other = next((area for area in one.others if area.name == name), None)
            if other and (side := one.side_of(other)):
                own, there = (area.rates[one.year] or 0 for area in (one.own, other))
                numbers = f"{words.amount(own)} mot {words.amount(there)}"
                sides[side].append(f"{words.uncapitalised(one.name)} ({numbers})")
        parts = [f"{side} i fråga om {words.listed(some)}" for side, some in sides.items() if some]
        if parts:
            where = next(a.in_text for one in rated for a in one.others if a.name == name)
            text = f"Per 100 000 invånare ligger {rated[0].own.name} säkert {words.listed(parts)}"
            yield _told(m, f"{text}, jämfört med {where}.", rated)


def _answered(m: Material, found: Sequence[Indicator]) -> Iterator[Statement]:
    """The shares that it can be said of what their change is worth."""
    for one in found:
        if one.is_share and one.verdict:
            yield _told(m, last_round(one), [one])


def _preliminary(m: Material, found: Sequence[Indicator]) -> Iterator[Statement]:
    some = [one for one in found if one.is_preliminary]
    if some:
        names = words.listed(words.uncapitalised(one.name) for one in some)
        text = f"Siffrorna för {m.year} är preliminära och kan ändras för {names}."
        if len(some) == len(found):
            text = f"Alla siffror för {m.year} är preliminära och kan ändras."
        yield _told(m, text, some)
