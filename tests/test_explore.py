"""The explorer's questions as plain functions, and its widgets without a browser."""

import ipywidgets as widgets
import pytest

from lobra import explore

LILJEHOLMEN = "hagersten-liljeholmen"


def test_mentions_of_a_place_and_theme_come_from_every_year():
    found = explore.mentions(place="Liljeholmen", theme="narcotics")
    assert set(found["year"]) >= {2017, 2019, 2021}
    assert found["theme"].eq("narcotics").all()
    named = found["place"].fillna("") + found["text"]
    assert named.str.contains("Liljeholmen").all()


def test_mentions_hold_rows_of_working_tables_when_no_theme_is_chosen():
    found = explore.mentions(year=2021)
    assert found["kind"].eq("place_action").sum() == 33


def test_mentions_leave_out_what_is_sensitive(records_copy):
    before = len(explore.mentions(LILJEHOLMEN, data=records_copy))
    path = records_copy / LILJEHOLMEN / "statements.csv"
    text = path.read_text("utf-8")
    path.write_text(text.replace(",no,yes\n", ",yes,yes\n", 1), "utf-8")
    assert len(explore.mentions(LILJEHOLMEN, data=records_copy)) == before - 1


def test_nothing_found_is_an_empty_table_with_its_columns():
    found = explore.mentions(place="Atlantis")
    assert found.empty
    assert found.columns[0] == "year"


@pytest.fixture
def explorer():
    box = explore.explorer()
    _, choices, tabs = box.children
    return {choice.description: choice for choice in choices.children}, tabs


def test_a_new_council_offers_its_own_years_and_places(explorer):
    choices, _ = explorer
    choices["Råd"].value = LILJEHOLMEN
    assert [label for label, _ in choices["År"].options] == ["2019", "2018", "2017", "alla"]
    assert "Trekantsparken" in [label for label, _ in choices["Plats"].options]
    choices["Råd"].value = "hagersten-alvsjo"
    assert [label for label, _ in choices["År"].options] == ["2021", "alla"]


def test_each_tab_follows_the_choices(explorer):
    choices, tabs = explorer
    assert all(isinstance(view, widgets.HTML) for view in tabs.children)
    choices["Råd"].value = LILJEHOLMEN
    choices["År"].value = 2017
    said, timeline, priorities, followed = (view.value for view in tabs.children)
    assert "<td>" in said and "2017" in said
    assert "mellan 29 november och 7 december 2017" in timeline
    assert "<td>" in priorities
    assert "Uppgift saknas." in followed
    choices["Tema"].value = "traffic"
    assert "Inget i registren stämmer med valet." in tabs.children[0].value
