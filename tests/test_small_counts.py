"""The last gate looks for the small counts of persons that the records' numbers hold."""

import pytest

from lobra.privacy import gate
from lobra_data import files

COUNTS = ["3 ungdomar", "tre ungdomar"]


@pytest.mark.parametrize(
    "text",
    [
        "Tre ungdomar greps.",
        "I fjol greps tre ungdomar.",
        "Insatsen,3,ungdomar",
        "Insatsen 3\nungdomar",
        "(3 ungdomar)",
    ],
)
def test_the_gate_finds_a_small_count_that_the_records_hold(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    (problem,) = gate.leaks(tmp_path, [], [], COUNTS)
    assert problem.what.endswith("är ett litet antal personer")


@pytest.mark.parametrize(
    "text",
    [
        "1–3 ungdomar",
        "13 ungdomar",
        "0,3 ungdomar",
        "rad 3 ungdomar",
        "3 Ungdomar",
        "3 ungdomarnas",
    ],
)
def test_the_gate_is_not_alarmed_by_other_numbers(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert gate.leaks(tmp_path, [], [], COUNTS) == []


def test_the_gate_is_told_the_counts_of_rows_that_are_not_shown_either():
    found = gate.small_counts(files.find(), 5)
    assert {"2 familjebehandlare", "två familjebehandlare"} <= found
    assert not [phrase for phrase in found if phrase.startswith(("en ", "ett "))]
