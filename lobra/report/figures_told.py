"""What is said of indicators in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lobra.report.indicator import Indicator, said
from lobra.statistics import judgement
from lobra_data import words


def overall(counts: Sequence[Indicator]) -> str:
    """How many counts have changed for certain, and which."""
    year, n = counts[0].year - 1, words.number(len(counts))
    units = {one.unit for one in counts}
    fewer, more = (_changed(counts, way) for way in (-1, 1))
    if not fewer and not more:  # of counts alone: what people answered may say something else
        told = f"Antalet {units.pop()}" if len(units) == 1 else "Antalen"
        return (
            f"{told} ger inget säkert svar på om det har blivit tryggare. "
            f"Inget av de {n} måtten visar en säker förändring sedan {year}."
        )
    parts = [f"{words.listed(fewer)} har minskat säkert"] if fewer else []
    parts += [f"{words.listed(more)} har ökat säkert"] if more else []
    rest = len(counts) - len(fewer) - len(more)
    other = words.form(rest, "annat", "andra")
    others = f"; för {words.number(rest)} {other} syns ingen säker förändring" if rest else ""
    return words.sentence(f"{words.listed(parts)} sedan {year}{others}")


def _changed(counts: Iterable[Indicator], way: int) -> list[str]:
    return [words.uncapitalised(one.name) for one in counts if one.direction == way]


def in_words(one: Indicator, verdict: str) -> str:
    """Number, last year's, what the change is worth, and the areas compared with."""
    so_far = " (preliminärt)" if one.is_preliminary else ""
    parts = [f"{one.name}: {one.counted(one.now)} {one.year}{so_far}"]
    if one.before is not None:
        parts.append(f"{words.amount(one.before)} {when_before(one)}")
    parts += [verdict] if verdict else []
    parts += [cut(one)] if one.is_cut else []
    text = ", ".join(parts)
    if not one.elsewhere:
        return words.sentence(text)
    if one.is_rated:
        own = words.amount(one.own.rates[one.year] or 0)
        return f"{text}. Per 100 000 invånare är det {own} ({one.elsewhere})."
    return f"{text} ({one.elsewhere})."


def when_before(one: Indicator) -> str:
    """When the figure is of that it is compared with."""
    return "året före" if one.last_year == one.year - 1 else str(one.last_year)


def cut(one: Indicator) -> str:
    """Why this year can't be compared with the last."""
    return f"går inte att jämföra med {one.last_year}, eftersom serien bryts {one.year}"


def value_with_year(one: Indicator) -> str:
    """Last year's value; with its year where it is an earlier one, and a mark across a break."""
    if one.last_year not in one.own.values:
        return words.UNKNOWN
    year = "" if one.last_year == one.year - 1 else f" ({one.last_year})"
    return f"{said(one.last)}{year}{', annan serie' if one.is_cut else ''}"


def of_mean(one: Indicator) -> str:
    """How the year stands to the mean of the three before it."""
    if one.mean is None or not one.verdict_of_mean:
        return ""
    span = f"{one.mean_years[0]}–{one.mean_years[-1]}"
    mean = words.amount(round(one.mean, 1))
    change = f"{one.change_of_mean}, " if one.change_of_mean else ""
    return f"Snittet för {span} är {mean} ({change}{one.verdict_of_mean})."


def beside_others(one: Indicator) -> str:
    """Above or below which of the other areas the own one certainly lies."""
    sides = {
        side: [other.in_text for other in one.others if one.side_of(other) == side]
        for side in ("högre", "lägre")
    }
    parts = [f"säkert {side} än {words.listed(names)}" for side, names in sides.items() if names]
    return f"{one.own.name} ligger {words.listed(parts)}." if parts else ""


def last_round(one: Indicator) -> str:
    """The last round of a survey with its interval, and what has become of the round before."""
    known = [year for year, value in sorted(one.own.values.items()) if value is not None]
    last = one.at(known[-1])
    interval = last.interval(last.year)
    spread = ""
    if interval:
        ends = round(interval[0], 1), round(interval[1], 1)
        spread = f" (osäkerhet {judgement.interval_in_words(ends)})"
    parts = [f"{one.name}: {last.counted(last.now)} {last.year}{spread}"]
    if last.is_cut:
        parts.append(cut(last))
    elif last.before is not None:
        parts.append(f"{words.amount(last.before)} {when_before(last)}")
        parts += [last.verdict] if last.verdict else []
    text = ", ".join(parts)
    return f"{text} ({last.elsewhere})." if last.elsewhere else f"{text}."
