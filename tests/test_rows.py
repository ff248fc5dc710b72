"""Records one by one, as plain values."""

from __future__ import annotations

import pandas as pd
from seen import HA, HL, change

from lobra.report.rows import alike, by, iterated, values
from lobra_data import frames, words

FRAME = pd.DataFrame(
    {
        "area": pd.array(["Torget", None, "Torget", None], dtype="str"),
        "n": pd.array([1, 2, None, 2], dtype="Int64"),
        "on": pd.to_datetime(["2021-09-17", None, None, None]),
    },
    index=[4, 7, 8, 9],
)


def numbers(groups):
    return [[row["n"] if words.is_known(row["n"]) else None for row in some] for some in groups]


def test_each_row_is_plain_values_by_field_and_what_is_missing_is_missing():
    first, second, *_ = iterated(FRAME)
    assert first == {"area": "Torget", "n": 1, "on": pd.Timestamp(2021, 9, 17)}
    assert [name for name in second if words.is_known(second[name])] == ["n"]
    assert iterated(FRAME.iloc[:0]) == []


def test_rows_are_found_by_a_field_unless_they_say_nothing_in_it():
    found = by(iterated(FRAME), "area")
    assert [*found] == ["Torget"]
    assert numbers(found.values()) == [[1, None]]


def test_rows_that_say_nothing_are_alike_too():
    assert numbers(alike(iterated(FRAME), "area")) == [[1, None], [2, 2]]
    assert numbers(alike(iterated(FRAME), "area", "n")) == [[1], [2, 2], [None]]


def test_frames_and_single_rows_tell_a_field_in_their_order():
    rows = FRAME[FRAME["n"].eq(1).fillna(False)], iterated(FRAME)[1]
    assert [*values(rows, "n")] == [1, 2]


def test_a_follow_up_has_the_words_that_another_council_s_document_says(records_copy):
    other = frames.statements(HL, data=records_copy).iloc[0]
    changed = frames.follow_ups(HA, data=records_copy).dropna(subset="statement_id").iloc[0]
    key = changed["follow_up_id"]
    change(records_copy, HA, "follow_ups", key, statement_id=other["statement_id"])
    told = frames.follow_ups(HA, data=records_copy).set_index("follow_up_id")
    assert told.loc[key, "text"] == other["text"]
