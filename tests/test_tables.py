"""The records as DataFrames: right dtypes, narrowed by council and year, unknown stays unknown."""

import ast
import doctest
from pathlib import Path

import pandas as pd
import pytest

import lobra_data
from lobra_data import frames, schema, words
from lobra_data.errors import LobraError

LILJEHOLMEN, ALVSJO = "hagersten-liljeholmen", "hagersten-alvsjo"


def test_every_table_of_the_descriptor_has_a_function_and_a_docstring():
    assert set(frames.ALL) == set(schema.load())
    assert all(function.__doc__ for function in frames.ALL.values())
    assert set(frames.ALL) <= set(lobra_data.__all__)


def test_a_type_checker_reads_the_names_of_the_package_without_running_it():
    tree = ast.parse(Path(frames.__file__).read_text("utf-8"))
    (names,) = (
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert names == [name for name in functions if not name.startswith("_")]


@pytest.mark.parametrize("name", frames.ALL)
def test_columns_and_dtypes_are_the_descriptors(name):
    frame = frames.ALL[name]()
    for field in schema.load()[name].fields:
        dtype = frame[field.name].dtype
        if field.labels:
            assert list(dtype.categories) == list(field.labels)
            assert dtype.ordered == field.is_ordered
        else:
            expected = {
                "integer": "Int64",
                "year": "Int64",
                "number": "Float64",
                "boolean": "boolean",
                "date": "datetime64[us]",
            }
            assert dtype == expected.get(field.type, "str")


def test_status_is_ordered_so_that_it_can_be_compared():
    status = lobra_data.place_actions()["status"]
    assert status.cat.ordered
    assert status.cat.categories.tolist() == [
        "not_started",
        "planned",
        "ongoing",
        "done",
        "cancelled",
        "unknown",
    ]


def test_undated_meeting_has_bounds_and_no_date():
    (meeting,) = lobra_data.meetings(LILJEHOLMEN, 2017).to_dict("records")
    assert pd.isna(meeting["held_on"])
    assert (meeting["held_earliest"], meeting["held_latest"]) == (
        pd.Timestamp("2017-11-29"),
        pd.Timestamp("2017-12-07"),
    )


@pytest.mark.parametrize(
    ("table", "council", "year", "n"),
    [
        ("meetings", None, None, 3),
        ("meetings", LILJEHOLMEN, 2018, 0),
        ("planned_meetings", LILJEHOLMEN, 2018, 4),
        ("planned_meetings", ALVSJO, 2022, 1),
        ("attendance", ALVSJO, 2021, 12),
        ("attendance", LILJEHOLMEN, 2019, 9),
        ("place_actions", ALVSJO, 2021, 33),
        ("measures", LILJEHOLMEN, 2018, 7),
        ("activities", LILJEHOLMEN, 2018, 21),
        ("measures", LILJEHOLMEN, 2017, 0),
        ("measures", ALVSJO, 2021, 0),
        ("decisions", LILJEHOLMEN, 2019, 1),
        ("assignments", LILJEHOLMEN, 2019, 1),
        ("conflicts", ALVSJO, 2021, 2),
        ("people", None, None, 0),
        ("assessments", None, 2019, 0),
    ],
)
def test_council_and_year_narrow_a_table(table, council, year, n):
    narrow = {} if year is None else {"year": year}
    assert len(frames.ALL[table](council, **narrow)) == n


def test_several_councils_can_be_asked_for_at_once():
    both = lobra_data.meetings([LILJEHOLMEN, ALVSJO])["council_id"]
    assert both.unique().tolist() == [LILJEHOLMEN, ALVSJO]


def test_an_unknown_council_is_refused_with_those_that_exist():
    with pytest.raises(LobraError) as error:
        lobra_data.meetings("hagersten")
    assert str(error.value) == (
        'Rådet "hagersten" finns inte. Råd: hagersten-alvsjo, hagersten-liljeholmen.'
    )


def test_other_records_can_be_pointed_at(records_copy, monkeypatch):
    path = records_copy / ALVSJO / "meetings.csv"
    path.write_text(path.read_text("utf-8").replace("Skype", "Stadshuset"), "utf-8")
    assert lobra_data.meetings(ALVSJO, data=records_copy)["place"].tolist() == ["Stadshuset"]
    monkeypatch.setenv("LOBRA_DATA", str(records_copy))
    assert lobra_data.meetings(ALVSJO)["place"].tolist() == ["Stadshuset"]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("2021-09-17,", "17 sept 2021,", "held_on"), (",yes\n", ",ja\n", "is_reviewed")],
)
def test_a_value_that_cannot_be_read_names_file_line_and_field(records_copy, old, new, field):
    path = records_copy / ALVSJO / "meetings.csv"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(LobraError) as error:
        lobra_data.meetings(ALVSJO, data=records_copy)
    assert f"meetings.csv:2: {field}: " in str(error.value)
    assert str(error.value).endswith("Kör lobra check för att se alla fel.")


def test_years_are_those_that_a_report_can_be_made_of():
    assert lobra_data.years(LILJEHOLMEN) == [2017, 2018, 2019]
    assert lobra_data.years(ALVSJO) == [2021]


def test_describe_gives_the_meaning_of_each_field():
    fields = lobra_data.describe("follow_ups")
    assert fields.index.tolist() == schema.load()["follow_ups"].names
    assert fields["description"].str.len().gt(0).all()
    with pytest.raises(LobraError, match='Tabellen "followups" finns inte'):
        lobra_data.describe("followups")


def test_describe_shows_the_key_and_what_the_others_point_at():
    keys = lobra_data.describe("decisions")["key"]
    assert keys[keys.ne("")].to_dict() == {
        "decision_id": "key",
        "council_id": "→ councils.council_id",
        "meeting_id": "→ meetings.meeting_id",
        "item_id": "→ agenda_items.item_id",
        "document_id": "→ documents.document_id",
    }


def test_tables_lists_every_table_with_its_key_and_whether_it_takes_a_year():
    listed = lobra_data.tables()
    assert listed["key"].to_dict() == {name: one.key for name, one in schema.load().items()}
    assert listed.loc["decisions", "points_at"] == "councils, meetings, agenda_items, documents"
    assert listed.loc[["councils", "meetings"], "takes_year"].tolist() == [False, True]


@pytest.mark.parametrize("year", [2019, "2019", [2019], ["2019"], (2019, 2019)])
def test_a_year_may_be_a_number_a_text_or_several(year):
    assert lobra_data.meetings(year=year)["held_on"].dt.year.tolist() == [2019]


def test_several_years_are_the_rows_of_any_of_them():
    found = lobra_data.meetings(year=[2021, "2019"])["held_on"].dt.year
    assert sorted(found) == [2019, 2021]


@pytest.mark.parametrize("year", ["i fjol", "21", 20.5, True, [2019, None]])
def test_what_is_no_year_is_refused_with_what_to_write(year):
    with pytest.raises(lobra_data.LobraError) as error:
        lobra_data.meetings(year=year)
    assert str(error.value).startswith("year: ")
    assert str(error.value).endswith('Skriv till exempel 2021, "2021" eller [2019, 2021].')


def same(frame, key):
    groups = frame[frame.duplicated("same", keep=False)].groupby("same")[key]
    return {tuple(group) for _, group in groups}


def test_organisations_and_forums_are_linked_across_councils_by_what_they_are_called():
    organisations = same(lobra_data.linked("organisations"), "organisation_id")
    assert ("ha-polisen", "hl-polisen") in organisations
    assert ("ha-brandforsvaret", "hl-brandforsvaret") in organisations  # by an alias
    assert not any("ha-sdf" in group for group in organisations)  # each district has its own
    assert same(lobra_data.linked("forums"), "forum_id") == {("ha-f-lobra", "hl-f-lobra")}


def test_councils_of_different_municipalities_share_nothing(records_copy):
    path = records_copy / ALVSJO / "councils.csv"
    path.write_text(path.read_text("utf-8").replace("Stockholm", "Uppsala"), "utf-8")
    before = records_copy / LILJEHOLMEN / "councils.csv"
    before.write_text(before.read_text("utf-8").replace(f",{ALVSJO},", ",,"), "utf-8")
    assert same(lobra_data.linked("organisations", data=records_copy), "organisation_id") == set()


def test_every_follow_up_carries_the_words_of_its_source():
    assert lobra_data.follow_ups()["text"].notna().all()


@pytest.mark.parametrize("module", [words, lobra_data])
def test_examples_in_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
