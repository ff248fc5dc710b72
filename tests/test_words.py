"""Wording: an unknown value is said in words, whatever kind of missing it is."""

import datetime as dt

import pandas as pd
import pytest

from lobra_data import words


@pytest.mark.parametrize("value", [None, "", float("nan"), pd.NaT, pd.NA])
def test_unknown_is_said_in_words(value):
    assert words.text(value) == "anges inte"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (3.0, "3"),
        (2.5, "2,5"),
        (pd.Timestamp("2021-09-17"), "17 september 2021"),
        (dt.date(2021, 1, 2), "2 januari 2021"),
        (False, "False"),
    ],
)
def test_known_values_are_shown_as_they_are(value, text):
    assert words.text(value) == text


def test_bounds_across_a_new_year_name_both_years():
    bounds = words.date_range(dt.date(2017, 12, 29), dt.date(2018, 1, 3))
    assert bounds == "mellan 29 december 2017 och 3 januari 2018"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("09:00", "11:00", "kl. 9.00–11.00"),
        ("13:30", None, "kl. 13.30"),
        (None, None, "anges inte"),
        ("00:15", None, "kl. 0.15"),
    ],
)
def test_clock(start, end, text):
    assert words.clock(start, end) == text


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a och b"), ("abc", "a, b och c")]
)
def test_listed(parts, text):
    assert words.listed(parts) == text


def test_sentence_leaves_out_the_unknown_and_ends_once():
    assert words.sentence("beslut:", None, "rån prioriteras.") == "Beslut: rån prioriteras."
    assert words.sentence(None, "") == ""
