"""Rates and intervals, against published tables and examples worked by hand."""

import math

import pytest

from lobra.statistics import judgement
from lobra.statistics.judgement import FALL, NO_CHANGE, RISE


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # exact limits of a Poisson mean, as tables have them
        (0, 0, 3.6889), (1, 0.0253, 5.5716), (2, 0.2422, 7.2247), (5, 1.6235, 11.6683),
        (10, 4.7954, 18.3904), (20, 12.2165, 30.8884), (50, 37.1110, 65.9188),
        (100, 81.3640, 121.6268),
    ],
)  # fmt: skip
def test_the_interval_of_a_count_is_the_exact_one(count, low, high):
    assert judgement.count_interval(count) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_no_events_ends_where_none_is_rare():
    """By hand: e to the power -x is 0.025."""
    assert judgement.count_interval(0) == pytest.approx((0, -math.log(0.025)))


def test_the_intervals_of_large_counts_go_on_where_the_exact_ones_end():
    exact, cube = judgement.count_interval(10_000), judgement.count_interval(10_001)
    assert [after - before for before, after in zip(exact, cube, strict=True)] == pytest.approx(
        [1, 1], abs=0.02
    )
    assert judgement.count_interval(1_000_000) == pytest.approx((998_041.0, 1_001_961.9), abs=1)


def test_a_rate_and_its_interval_are_the_count_s_by_the_population():
    assert judgement.per_100k(5, 20_000) == 25
    assert judgement.rate_interval(5, 20_000) == pytest.approx((8.117, 58.342), abs=1e-3)


@pytest.mark.parametrize(
    ("percent", "n", "low", "high"),
    [
        # Wilson 1927 as worked by Newcombe 1998 (Statistics in Medicine 17), table I.
        (100 * 81 / 263, 263, 25.53, 36.62), (100 * 15 / 148, 148, 6.24, 16.05),
        (0, 20, 0, 16.11), (100 * 1 / 29, 29, 0.61, 17.18),
    ],
)  # fmt: skip
def test_the_interval_of_a_share_is_wilson_s(percent, n, low, high):
    assert judgement.share_interval(percent, n) == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [  # Newcombe 1998, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/10
        ((56, 70), (48, 80), 5.24, 33.39), ((9, 10), (3, 10), 17.05, 80.90),
        ((10, 10), (0, 10), 60.75, 100),
    ],
)  # fmt: skip
def test_the_interval_of_a_difference_of_shares_is_newcombe_s(now, before, low, high):
    shares = (100 * now[0] / now[1], now[1], 100 * before[0] / before[1], before[1])
    assert judgement.difference_of_shares(*shares) == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [  # by hand: of n events, all on one side, happen by chance in 1 of 2 to the power n
        (6, 0, RISE), (5, 0, NO_CHANGE), (0, 6, FALL), (0, 5, NO_CHANGE), (0, 0, NO_CHANGE),
        (12, 5, NO_CHANGE), (176, 189, NO_CHANGE), (130, 189, FALL), (10_400, 10_000, RISE),
    ],
)  # fmt: skip
def test_a_change_of_counts_is_certain_only_when_chance_would_rarely_make_it(now, before, verdict):
    assert judgement.change_of_counts(now, before) == verdict


def test_a_year_is_compared_with_the_sum_of_three():
    """By hand: 4 events, all in one year of four, happen by chance in 1 of 256; 2, in 1 of 16."""
    assert judgement.change_of_counts(4, 0, exposure=3) == RISE
    assert judgement.change_of_counts(2, 0, exposure=3) == NO_CHANGE
    assert judgement.change_of_counts(10, 30, exposure=3) == NO_CHANGE
    assert judgement.change_of_counts(10, 75, exposure=3) == FALL


def test_more_people_are_no_rise():
    assert judgement.change_of_counts(200, 150) == RISE
    assert judgement.change_of_counts(200, 150, exposure=30_000 / 40_000) == NO_CHANGE


@pytest.mark.parametrize(("n", "verdict"), [(400, NO_CHANGE), (4000, FALL)])
def test_a_change_of_shares_is_certain_only_with_enough_answers(n, verdict):
    assert judgement.change_of_shares(24, n, 29, n) == verdict
    assert judgement.change_of_shares(29, n, 24, n) == (RISE if verdict == FALL else NO_CHANGE)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [((10, 12), (13, 15), FALL), ((13, 15), (10, 12), RISE), ((10, 13), (13, 15), NO_CHANGE)],
)
def test_intervals_that_meet_are_no_certain_change(now, before, verdict):
    assert judgement.change_of_intervals(now, before) == verdict


def test_an_interval_is_said_in_words():
    said = judgement.interval_in_words((1.6234, 11.6683), "anmälda brott")
    assert said == "mellan 1,6 och 11,7 anmälda brott"
    assert judgement.interval_in_words((10_000, 12_000)) == "mellan 10\u00a0000 och 12\u00a0000"


def test_the_ratio_of_two_counts_is_certain_just_when_its_interval_leaves_one():
    pairs = [(now, before) for now in (0, 4, 7, 20, 31) for before in (0, 3, 6, 9, 20, 40)]
    for now, before in pairs:
        low, high = judgement.ratio_interval(now, before)
        verdict = RISE if low > 1 else FALL if high < 1 else NO_CHANGE
        assert verdict == judgement.change_of_counts(now, before), (now, before)


# What statsmodels 0.15 gives: confint_poisson(method="exact-c"), proportion_confint("wilson" and,
# as odds, "beta"), confint_proportions_2indep("newcomb").
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (judgement.count_interval(5), (1.6234863901184207, 11.66833207932267)),
        (judgement.count_interval(49), (36.25046974882914, 64.7805985929183)),
        (judgement.count_interval(1000), (938.9730184076952, 1063.952136016302)),
        (judgement.share_interval(100 * 81 / 263, 263), (25.52885198782742, 36.62095769828)),
        (judgement.share_interval(100 * 452 / 612, 612), (70.23371650924042, 77.18108413753084)),
        (judgement.ratio_interval(20, 30, 3), (1.0765211674759585, 3.6401940063230525)),
        (judgement.ratio_interval(5, 4), (0.26904923289491983, 6.299501191975094)),
        (judgement.difference_of_shares(80, 70, 60, 80), (5.243147240236498, 33.387265403690614)),
    ],
)
def test_intervals_are_those_of_statsmodels(found, expected):
    assert found == pytest.approx(expected, rel=1e-9)


def test_intervals_agree_with_statsmodels_itself():
    proportion = pytest.importorskip("statsmodels.stats.proportion", reason="utan statsmodels")
    rates = pytest.importorskip("statsmodels.stats.rates")
    for count in (0, 1, 5, 10, 49, 176, 1000, 9999):
        exact = rates.confint_poisson(count, 1, method="exact-c")
        assert judgement.count_interval(count) == pytest.approx(exact, rel=1e-9)
        rate = rates.confint_poisson(count, 31_485 / 100_000, method="exact-c")
        assert judgement.rate_interval(count, 31_485) == pytest.approx(rate, rel=1e-9)
    for count, n in ((0, 20), (81, 263), (1, 29), (452, 612)):
        share = [100 * end for end in proportion.proportion_confint(count, n, method="wilson")]
        assert judgement.share_interval(100 * count / n, n) == pytest.approx(share, abs=1e-9)
    for now, before, exposure in ((20, 30, 3), (176, 584, 3.01), (5, 4, 1)):
        ends = proportion.proportion_confint(now, now + before, method="beta")
        ratio = [end / (1 - end) * exposure for end in ends]
        assert judgement.ratio_interval(now, before, exposure) == pytest.approx(ratio, rel=1e-9)
    both = proportion.confint_proportions_2indep(56, 70, 48, 80, method="newcomb")
    difference = judgement.difference_of_shares(80, 70, 60, 80)
    assert difference == pytest.approx([100 * end for end in both], abs=1e-9)
