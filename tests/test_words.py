"""Wording: an unknown value is said in words, whatever kind of missing it is."""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from lobra_data import words

ROOT = Path(__file__).parents[1]
CALENDAR = re.compile(
    rf"(?i)(?<![^\W\d_])(?:{'|'.join(words.MONTHS)}|{'|'.join(m[:3] for m in words.MONTHS)}"
    rf"|{'|'.join(words.WEEKDAYS)}|{'|'.join(d.removesuffix('dag') for d in words.WEEKDAYS)})"
    r"(?:en|s)?(?![^\W\d_])"
)
NUMERALS = re.compile(rf"(?i)(?<!\w)(?:{'|'.join(words.NUMERALS[2:])})(?!\w)")


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


@pytest.mark.parametrize(
    ("text", "surely", "at_every_stop"),
    [
        ("Inget nytt", ["Inget nytt"], ["Inget nytt"]),
        ("Lugnt. Polisen var där!", ["Lugnt.", "Polisen var där!"], ["Lugnt.", "Polisen var där!"]),
        ("Se bl.a. torget kl. 9", ["Se bl.a. torget kl. 9"], ["Se bl.a.", "torget kl.", "9"]),
        ("Se M. Nyberg och P. Ek", ["Se M. Nyberg och P. Ek"], ["Se M. Nyberg och P. Ek"]),
        ("Vem? ”Alla” sade hon.", ["Vem?", "”Alla” sade hon."], ["Vem?", "”Alla” sade hon."]),
    ],
)
def test_sentences(text, surely, at_every_stop):
    assert words.sentences(text) == surely
    assert words.sentences(text, at_every_stop=True) == at_every_stop


def test_a_number_is_read_as_it_is_written():
    written = [words.number(n) for n in range(1, 13)]
    assert [words.NUMBERS[word] for word in written] == list(range(1, 13))
    assert (words.NUMBERS["en"], words.NUMBERS["tjugo"]) == (1, 20)


def spelt_out() -> Iterator[tuple[str, int, str]]:
    """Every text in the code but docstrings: file, line, text."""
    for path in sorted(p for name in ("lobra", "lobra_data") for p in (ROOT / name).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in own:
                yield path.relative_to(ROOT).as_posix(), node.lineno, node.value


def test_only_words_spells_out_months_weekdays_and_rows_of_numerals():
    found = [
        (file, line)
        for file, line, text in spelt_out()
        if CALENDAR.search(text) or len({*NUMERALS.findall(text)}) > 2
    ]
    assert {file for file, _ in found} == {"lobra_data/words.py"}, found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("träff", "träffar"),
        ("besök", "besök"),
        ("ungdom", "ungdomar"),
        ("person", "Personer"),
        ("flicka", "flickor"),
        ("möte", "möten"),
        ("cykel", "cyklar"),
        ("gärningsman", "gärningsmän"),
        ("gemensamt tillsynspass", "gemensamma tillsynspass"),
    ],
)
def test_one_thing_and_many_of_it_are_the_same_noun(one, other):
    assert words.is_same_noun(one, other)
    assert words.is_same_noun(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("skolor", "kvällar"),
        ("runda", "tillsynsrundor"),
        ("träffar", "gemensamma träffar"),
        ("kväll", "kvällning"),
        ("", ""),
    ],
)
def test_two_things_are_two_nouns(one, other):
    assert not words.is_same_noun(one, other)
    assert not words.is_same_noun(other, one)


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("80 kvällar ute.", "kväll", 80),
        ("Minst två gemensamma tillsynspass per år", "gemensamma tillsynspass", 2),
        ("6 nya områden.", "områden", 6),
        ("Alla 5 skolor i årskurs 7.", "kvällar", None),
        ("Alla skolor med årskurs 7.", "skolor", None),
        ("", "träffar", None),
    ],
)
def test_the_number_that_a_text_gives_of_a_unit(text, unit, count):
    assert words.stated_count(text, unit) == count
