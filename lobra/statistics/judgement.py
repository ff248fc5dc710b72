"""What a figure and its change are worth: rates, 95 per cent intervals, and a plain word.

Counts of events are judged as if the events came by chance, each on its own (Poisson), shares as
answers of people drawn at random. The intervals are exact or nearly so for the smallest numbers,
where the usual ± is wrong. scipy gives the same ones (compared by hand), but isn't needed for
three formulas.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

from lobra_data import words

RISE, FALL, NO_CHANGE, UNKNOWN = "säker ökning", "säker minskning", "ingen säker förändring", ""
_TAIL = 0.025
_NEVER = 1e-12
_MANY = 10_000
_Z = NormalDist().inv_cdf(1 - _TAIL)
Interval = tuple[float, float]


def per_100k(count: float, population: float) -> float:
    """A count per 100 000 inhabitants.

    >>> per_100k(176, 31_500)
    558.7301587301587
    """
    return 100_000 * count / population


def count_interval(count: int) -> Interval:
    """Where the expected number of events lies: exact for Poisson (Garwood), and above ten
    thousand by the cube of Wilson and Hilferty, which there differs in the third decimal.

    >>> [round(one, 3) for one in count_interval(5)]
    [1.623, 11.668]
    >>> [round(one, 3) for one in count_interval(0)]
    [0.0, 3.689]
    """
    if count > _MANY:
        return _cube(count, -_Z), _cube(count + 1, _Z)
    spread = 8 * sqrt(count + 1) + 10
    low = 0.0
    if count:
        low = _crossing(lambda mean: 1 - _poisson(count - 1, mean), _TAIL, 0.0, float(count))
    high = _crossing(
        lambda mean: 1 - _poisson(count, mean), 1 - _TAIL, float(count), count + spread
    )
    return low, high


def rate_interval(count: int, population: float) -> Interval:
    """The interval of a count per 100 000; how many live there is taken to be known exactly."""
    low, high = count_interval(count)
    return per_100k(low, population), per_100k(high, population)


def share_interval(percent: float, n_answers: float) -> Interval:
    """Where the share of everybody lies, in per cent (Wilson).

    >>> [round(one, 1) for one in share_interval(20, 50)]
    [11.2, 33.0]
    """
    share, z2 = percent / 100, _Z * _Z
    middle = share + z2 / (2 * n_answers)
    reach = _Z * sqrt(share * (1 - share) / n_answers + z2 / (4 * n_answers**2))
    whole = 1 + z2 / n_answers
    return max(0.0, 100 * (middle - reach) / whole), min(100.0, 100 * (middle + reach) / whole)


@cache
def change_of_counts(now: int, before: int, exposure: float = 1.0) -> str:
    """What the change between two counts is worth: an exact test of how they share their sum.

    `exposure` is how much more there was to count from before: 3 for the sum of three years, or
    the population then divided by that of now.

    >>> change_of_counts(12, 5), change_of_counts(5, 20), change_of_counts(20, 30, exposure=3)
    ('ingen säker förändring', 'säker minskning', 'säker ökning')
    """
    total = now + before
    if total == 0:
        return NO_CHANGE
    expected = 1 / (1 + exposure)
    if 1 - _binomial(now - 1, total, expected) <= _TAIL:
        return RISE
    return FALL if _binomial(now, total, expected) <= _TAIL else NO_CHANGE


def ratio_interval(now: int, before: int, exposure: float = 1.0) -> Interval:
    """How many times as many there are now: the interval that change_of_counts is a test of, made
    of the exact one of a share (Clopper and Pearson). It reaches over 1 when nothing is certain.

    >>> [round(one, 2) for one in ratio_interval(20, 30, exposure=3)]
    [1.08, 3.64]
    >>> ratio_interval(0, 4)[0], ratio_interval(4, 0)[1]
    (0.0, inf)
    """
    total, low, high = now + before, 0.0, inf
    if now:
        rising = partial(_at_least, now, total)
        low = _odds(_crossing(rising, _TAIL, _NEVER, 1 - _NEVER)) * exposure
    if before:
        rising = partial(_at_least, now + 1, total)
        high = _odds(_crossing(rising, 1 - _TAIL, _NEVER, 1 - _NEVER)) * exposure
    return low, high


def change_of_shares(now: float, n_now: float, before: float, n_before: float) -> str:
    """What the change between two shares in per cent is worth (Newcombe's interval of the
    difference, made of Wilson's two).

    >>> change_of_shares(24, 400, 29, 400), change_of_shares(24, 4000, 29, 4000)
    ('ingen säker förändring', 'säker minskning')
    """
    low, high = difference_of_shares(now, n_now, before, n_before)
    return RISE if low > 0 else FALL if high < 0 else NO_CHANGE


def difference_of_shares(now: float, n_now: float, before: float, n_before: float) -> Interval:
    """The interval of a difference between two shares, in percentage points.

    >>> [round(one, 2) for one in difference_of_shares(100 * 56 / 70, 70, 100 * 48 / 80, 80)]
    [5.24, 33.39]
    """
    (low_now, high_now), (low_then, high_then) = (
        share_interval(now, n_now),
        share_interval(before, n_before),
    )
    difference = now - before
    down = sqrt((now - low_now) ** 2 + (high_then - before) ** 2)
    up = sqrt((high_now - now) ** 2 + (before - low_then) ** 2)
    return difference - down, difference + up


def change_of_intervals(now: Interval, before: Interval) -> str:
    """For figures whose publisher gives an interval and no number of answers: they are certainly
    different only when the intervals don't meet, which is stricter than a test."""
    if now[0] > before[1]:
        return RISE
    return FALL if now[1] < before[0] else NO_CHANGE


def interval_in_words(interval: Interval, unit: str = "") -> str:
    """ "mellan 1,6 och 11,7 procent"."""
    low, high = (words.amount(one) for one in interval)
    return f"mellan {low} och {high}{f' {unit}' if unit else ''}"


def _cube(count: int, z: float) -> float:
    return count * float((1 - 1 / (9 * count) + z / (3 * sqrt(count))) ** 3)


def _poisson(count: int, mean: float) -> float:
    """The chance of at most `count` events."""
    if mean == 0:
        return 1.0
    first = max(0, int(min(count, mean) - 12 * sqrt(mean + 1) - 60))
    terms = (k * log(mean) - mean - lgamma(k + 1) for k in range(first, count + 1))
    return min(1.0, sum(map(exp, terms)))


def _binomial(count: int, total: int, chance: float) -> float:
    """The chance of at most `count` of `total`."""
    if count < 0:
        return 0.0
    spread = sqrt(total * chance * (1 - chance)) + 1
    first = max(0, int(min(count, total * chance) - 12 * spread - 60))
    whole = lgamma(total + 1)
    terms = (
        whole
        - lgamma(k + 1)
        - lgamma(total - k + 1)
        + k * log(chance)
        + (total - k) * log1p(-chance)
        for k in range(first, count + 1)
    )
    return min(1.0, sum(map(exp, terms)))


def _at_least(count: int, total: int, chance: float) -> float:
    return 1 - _binomial(count - 1, total, chance)


def _odds(chance: float) -> float:
    return chance / (1 - chance)


def _crossing(rising: Callable[[float], float], level: float, low: float, high: float) -> float:
    """Where a rising function reaches a level, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < level:
            low = middle
        else:
            high = middle
    return (low + high) / 2
