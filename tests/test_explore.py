"""The explorer's questions against counts of the CSV files, and its widgets without a browser."""

import csv
import datetime as dt
from collections import Counter

import ipywidgets as widgets
import pytest
from conftest import ROOT

from lobra import explore, private
from lobra.blocks import Chart, Missing
from lobra_data import files

LILJEHOLMEN, ALVSJO = "hagersten-liljeholmen", "hagersten-alvsjo"
ENDS = ("done", "cancelled")
TODAY = dt.date(2026, 11, 26)


@pytest.fixture(scope="module", autouse=True)
def own_index(tmp_path_factory):
    """Where the search keeps its index while these tests run."""
    folder = str(tmp_path_factory.mktemp("index"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(private, "gettempdir", lambda: folder)
        yield


def rows(table, *councils, folder=files.SHIPPED):
    """The rows of a table, as the files hold them."""
    for council in councils or (LILJEHOLMEN, ALVSJO):
        with open(folder / council / f"{table}.csv", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def change(records, table, old, new, n=1, council=LILJEHOLMEN):
    path = records / council / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, n), "utf-8")


def of_kind(frame, kind, column):
    return sorted(frame.loc[frame["kind"].eq(kind), column])


# --- the six questions -------------------------------------------------------------------------


def test_how_often_narkotika_in_liljeholmen_was_raised():
    found = explore.search("narkotika", place="Liljeholmen", since=2017)
    said = [
        row["text"]
        for row in rows("statements")
        if (row["theme"] == "narcotics" or "narkotik" in row["text"].lower())
        and "Liljeholmen" in row["place"] + row["text"]
    ]
    assert of_kind(found, "uppgift", "text") == sorted(said)
    assert of_kind(found, "prioritering", "when") == ["mellan 29 november och 7 december 2017"]
    assert set(found["council"]) == {"Hägersten-Liljeholmen", "Hägersten-Älvsjö"}


def test_what_came_of_it_is_every_follow_up_of_the_measure():
    came = explore.outcomes("narkotika", place="Liljeholmen", since=2017)
    noted = [row for row in rows("follow_ups") if row["measure_id"] == "hl-m2"]
    assert sorted(came["note"]) == sorted(row["note"] for row in noted)
    assert came["status"].tolist() == ["okänd"] * len(noted)
    assert came["when"].tolist() == ["22 februari 2019", "17 september 2021"]


def test_a_measure_that_nothing_is_noted_of_says_so(records_copy):
    for council in (LILJEHOLMEN, ALVSJO):
        change(records_copy, "follow_ups", ",hl-m2,", ",hl-m1,", council=council)
    came = explore.outcomes("narkotikabrott", data=records_copy)
    assert came["status"].tolist() == ["ingen uppföljning är antecknad"]


def test_which_measures_and_activities_were_never_followed_up():
    noted = list(rows("follow_ups"))
    known = {row["measure_id"] for row in noted if row["status"] != "unknown"}
    done = {row["activity_id"] for row in noted if row["status"] != "unknown"}
    found = explore.not_followed_up()
    measures = [row["title"] for row in rows("measures") if row["measure_id"] not in known]
    activities = [row["title"] for row in rows("activities") if row["activity_id"] not in done]
    assert of_kind(found, "åtgärd i planen", "title") == sorted(measures)
    assert of_kind(found, "aktivitet i planen", "title") == sorted(activities)
    touched = {row["activity_id"] for row in noted} - {""}
    assert Counter(found["state"]) == {
        "ingen uppföljning är antecknad": sum(1 for _ in rows("activities")) - len(touched),
        "uppföljning är antecknad, men inte hur det går": len(measures) + len(touched - done),
    }


def test_where_no_minutes_are_read_nothing_is_said_to_be_missing():
    found = explore.not_followed_up(since=2022)
    assert set(found["state"]) == {"inget protokoll efter planens början är inläst"}
    assert len(found) == sum(1 for t in ("measures", "activities") for _ in rows(t))


def test_a_follow_up_that_waits_for_review_is_neither_there_nor_missing(records_copy):
    change(
        records_copy,
        "follow_ups",
        "ha-doc-2021-09-17,207,no,yes",
        "ha-doc-2021-09-17,207,no,no",
        council=ALVSJO,
    )
    found = explore.not_followed_up(data=records_copy)
    state = found.set_index("number")["state"]
    assert state["5.2"] == "uppföljning väntar på granskning"


def test_who_leads_most_actions():
    names = {row["organisation_id"]: row["name"] for row in rows("organisations")}
    actions = list(rows("place_actions"))
    led = Counter(
        names.get(row["lead_organisation_id"]) or row["lead"] or "ingen ansvarig antecknad"
        for row in actions
    )
    found = explore.leads().set_index("leader")["place_actions"]
    assert {name: n for name, n in found.items() if n} == led
    assert found.index[0] == led.most_common(1)[0][0]
    assert found.index[-1] == "ingen ansvarig antecknad"
    responsible = Counter(row["responsible"] for row in rows("measures"))
    of_plans = explore.leads().set_index("leader")["measures"]
    assert {name: n for name, n in of_plans.items() if n} == responsible


def test_what_was_decided_in_2019():
    found = explore.decided(since=2019, until=2019)
    told = [
        (kind, row["text"])
        for table, kind in (("decisions", "beslut"), ("assignments", "uppdrag"))
        for row in rows(table)
        if row["meeting_id"] == "hl-2019-02-22"
    ]
    assert list(zip(found["kind"], found["text"], strict=True)) == told
    assert len(told) == 2


@pytest.mark.parametrize(
    "folder", [files.SHIPPED, ROOT / "demo" / "records"], ids=["shipped", "demo"]
)
def test_what_is_overdue(folder):
    councils = [path.name for path in folder.iterdir() if path.is_dir()]
    ends = [row for row in rows("follow_ups", *councils, folder=folder) if row["status"] in ENDS]
    ended = {row["activity_id"] for row in ends} | {row["assignment_id"] for row in ends}
    ended |= {row["place_action_id"] for row in ends}
    late = [
        row[text]
        for table, key, text, due in (
            ("activities", "activity_id", "title", "due_latest"),
            ("assignments", "assignment_id", "text", "due_on"),
            ("place_actions", "place_action_id", "action", "due_on"),
        )
        for row in rows(table, *councils, folder=folder)
        if "" < row[due] < str(TODAY)
        and row[key] not in ended
        and row.get("status") not in ENDS
        and not row.get("closed_item_id")
    ]
    found = explore.overdue(TODAY, data=folder)
    assert sorted(found["text"]) == sorted(late) != []


def test_what_is_known_of_the_overdue_is_told_by_when_minutes_were_read():
    assert Counter(explore.overdue(TODAY)["state"]) == {
        "inget protokoll efter tidsgränsen är inläst": 6,
        "inget avslut är antecknat": 2,
    }
    assert explore.overdue(dt.date(2018, 5, 31)).empty
    assert len(explore.overdue(dt.date(2018, 6, 1))) == 1


def test_what_is_done_or_closed_is_not_overdue(records_copy):
    change(
        records_copy,
        "place_actions",
        "planned,Möte 12 oktober.",
        "done,Möte 12 oktober.",
        council=ALVSJO,
    )
    assert "12 oktober 2021" not in set(explore.overdue(TODAY, data=records_copy)["due_on"])
    assert "12 oktober 2021" in set(explore.overdue(TODAY)["due_on"])


def test_an_end_that_waits_for_review_does_not_settle_what_is_overdue(records_copy):
    change(records_copy, "follow_ups", "hl-m6,,,,unknown", "hl-m6,hl-m6-a1,,,done")
    path = records_copy / LILJEHOLMEN / "follow_ups.csv"
    whole = path.read_text("utf-8")
    assert len(explore.overdue(TODAY, data=records_copy)) == 7
    line = next(line for line in whole.splitlines() if "hl-m6-a1" in line)
    path.write_text(whole.replace(line, f"{line.removesuffix('yes')}no"), "utf-8")
    found = explore.overdue(TODAY, data=records_copy)
    assert found["state"].tolist()[0] == "ett avslut väntar på granskning"
    assert len(found) == 8


def test_what_changed_between_the_two_councils():
    found = explore.changed().set_index(["about", "what"])
    labels = {"narcotics": "Narkotika", "robbery": "Rån", "social_services": "Socialtjänst"}
    for theme, name in labels.items():
        n = [
            sum(row["theme"] == theme for row in rows("statements", council))
            for council in (LILJEHOLMEN, ALVSJO)
        ]
        told = [f"{k} uppgifter" if k > 1 else "1 uppgift" if k else "inget antecknat" for k in n]
        assert found.loc[("Teman", name), ["one", "other"]].tolist() == told
    named = {row["name"][:1].upper() + row["name"][1:] for row in rows("priorities")}
    assert set(found.loc["Prioriteringar"].index) == named
    measures = sum(1 for _ in rows("measures"))
    assert found.loc[("Underlag", "åtgärder i åtgärdsplanen"), "one"] == str(measures)


def test_two_years_of_a_council_are_compared():
    one, other = explore.Side(LILJEHOLMEN, 2017, 2017), explore.Side(LILJEHOLMEN, 2019, 2019)
    found = explore.changed(one, other).set_index(["about", "what"])
    n = Counter(row["meeting_id"] for row in rows("statements", LILJEHOLMEN))
    assert found.loc[("Underlag", "uppgifter"), ["one", "other"]].tolist() == [
        str(n["hl-2017"]),
        str(n["hl-2019-02-22"]),
    ]
    unread = explore.changed(one, explore.Side(LILJEHOLMEN, 2018, 2018)).set_index("what")
    assert unread.loc["Narkotika", "other"] == "inget protokoll är inläst"


# --- who works with whom -----------------------------------------------------------------------


def test_who_works_with_whom_is_told_by_forum_and_party():
    found = explore.together()
    names = {row["forum_id"]: row["name"] for row in rows("forums")}
    members = {names[row["forum_id"]] for row in rows("forum_members")}
    assert set(found.loc[found["how"].eq("medlem"), "forum"]) == members
    led = {names[row["forum_id"]] for row in rows("place_actions") if row["lead"]}
    assert set(found.loc[found["how"].eq("leder åtgärder"), "forum"]) == led
    assert set(explore.together(words="belysning")["how"]) == {"leder åtgärder"}


def test_the_picture_shows_what_the_table_tells():
    picture = explore.picture(council=ALVSJO)
    assert isinstance(picture, Chart)
    cells = {row[0]: row[1:] for row in picture.table.rows}
    heads = [column.label for column in picture.table.columns][1:]
    assert cells["Platssamverkan Älvsjö/Solberga"][heads.index("Stadsdelsförvaltning")] == (
        "leder åtgärder"
    )
    assert cells["Team Samhandling"][heads.index("Politik")] == ""
    assert isinstance(explore.picture(since=2030, words="finnsinte"), Missing)


# --- how it is shown ---------------------------------------------------------------------------


def test_a_table_is_shown_with_swedish_headings_and_every_word_escaped():
    found = explore.decided(since=2019, until=2019)
    found.loc[0, "text"] = "<img src=x>" + "lång " * 40
    shown = explore.show(found)
    assert [*shown.frame] == [
        "Råd",
        "När",
        "Slag",
        "Vad som står",
        "Ansvarig",
        "Tidsgräns",
        "Källa",
    ]
    assert "<img" not in shown.html()
    assert "lång " * 39 in shown.html().replace("\n", " ")


def test_marks_are_shown_where_a_row_has_any(records_copy):
    change(records_copy, "decisions", ",no,yes", ",yes,no")
    shown = explore.show(explore.decided(data=records_copy))
    assert shown.frame["Märkning"].tolist() == ["ogranskad, känslig", ""]


# --- the widgets -------------------------------------------------------------------------------


class Board:
    """The explorer as somebody at the screen sees it."""

    def __init__(self, data=None):
        _, head, choices, self.message, self.tabs = explore.explorer(data).children
        self.head = head.value
        self.choices = {choice.description: choice for choice in choices.children}

    def choose(self, **values):
        for name, value in values.items():
            self.choices[name.replace("_", " ")].value = value

    def see(self, title):
        """What the tab says, with the text of its tables."""
        self.tabs.selected_index = self.tabs.titles.index(title)
        told = []
        for one in self.tabs.children[self.tabs.selected_index].children:
            if isinstance(one, widgets.HTML):
                told.append(one.value)
            elif isinstance(one, widgets.Output):
                told += [output["data"]["text/plain"] for output in one.outputs]
        return "\n".join(told)

    def drop_downs(self):
        own = [one for tab in self.tabs.children for one in tab.children]
        return [w for w in (*self.choices.values(), *own) if isinstance(w, widgets.Dropdown)]


@pytest.fixture
def board():
    return Board()


def test_all_councils_and_years_are_chosen_at_first(board):
    assert {name: choice.value for name, choice in board.choices.items()} == {
        "Råd": "alla",
        "Från år": "alla",
        "Till år": "alla",
        "Plats": "alla",
        "Sök ord": "",
    }
    assert [label for label in board.choices["Från år"].options] == [
        "alla",
        "2017",
        "2018",
        "2019",
        "2021",
    ]


def test_no_drop_down_is_ever_blank(board):
    board.see("Jämför")
    for council in (LILJEHOLMEN, ALVSJO, "alla"):
        board.choose(Råd=council)
        for year in ("2018", "alla"):
            board.choose(Från_år=year, Till_år=year)
            assert len(board.drop_downs()) == 6
            for choice in board.drop_downs():
                assert choice.index is not None and choice.label, choice.description
                assert None not in [value for _, value in choice._options_full]


def test_the_six_questions_are_answered_in_a_sentence(board):
    board.choose(Sök_ord="narkotika", Plats="Liljeholmen", Från_år="2017")
    told = board.see("Sök")
    assert (
        "Tas upp 5 gånger vid 3 av 3 möten med inläst protokoll: 4 uppgifter och 1 prioritering. "
        "I åtgärdsplaner står det i 3 rader." in told
    )
    assert "2 uppföljningar är antecknade, men ingen säger hur det går." in told
    board.choose(Sök_ord="", Plats="alla", Från_år="alla")
    assert (
        "För 4 av 7 åtgärder sägs inte hur det går. För 18 av 21 aktiviteter är ingen uppföljning "
        "antecknad och för 2 sägs inte hur det går." in board.see("Inte uppföljt")
    )
    assert (
        "Hägersten-Älvsjö stadsdelsförvaltning leder flest: 19 av 41 åtgärder och uppdrag. "
        "Ingen ansvarig är antecknad för 4." in board.see("Vem leder")
    )
    board.choose(Från_år="2019", Till_år="2019")
    assert "1 beslut och 1 uppdrag är antecknade, ur 1 inläst protokoll." in board.see("Beslut")
    board.choose(Från_år="alla", Till_år="alla")
    assert "6 av dem är inget protokoll efter tidsgränsen inläst" in board.see("Försenat")
    assert (
        "Hägersten-Liljeholmen, alla år: 2 inlästa protokoll. Hägersten-Älvsjö, alla år: 1 inläst "
        "protokoll." in board.see("Jämför")
    )


def test_every_choice_acts_on_every_tab(board):
    choices = {"Råd": ALVSJO, "Till_år": "2017", "Plats": "Trekantsparken", "Sök_ord": "belysning"}
    before = {title: board.see(title) for title in board.tabs.titles}
    for name, value in choices.items():
        first = board.choices[name.replace("_", " ")].value
        board.choose(**{name: value})
        same = [title for title in board.tabs.titles if board.see(title) == before[title]]
        assert same == [], name
        board.see("Beslut")
        board.choose(**{name: first})
    assert board.see("Samverkan") == before["Samverkan"]


def test_another_day_changes_what_is_overdue(board):
    before = board.see("Försenat")
    (day,) = [
        w
        for w in board.tabs.children[board.tabs.selected_index].children
        if isinstance(w, widgets.DatePicker)
    ]
    day.value = dt.date(2018, 6, 1)
    assert "1 tidsgräns har gått ut före den 1 juni 2018" in board.see("Försenat") != before
    day.value = None
    assert board.see("Försenat").count("\n") == before.count("\n")


def test_a_question_that_is_none_is_answered_above_the_tabs_and_then_forgotten(board):
    board.choose(Sök_ord="(")
    assert "här finns inget ord att söka efter" in board.message.value
    board.choose(Sök_ord="rån")
    assert board.message.value == ""
    assert "Tas upp 8 gånger" in board.see("Sök")


def test_a_year_without_minutes_is_said_to_be_unread(board):
    board.choose(Från_år="2018", Till_år="2018")
    assert "Inget protokoll från 2018 är inläst." in board.see("Beslut")


def test_rows_that_nobody_has_reviewed_are_announced(records_copy, board):
    assert "inte granskad" not in board.head
    change(records_copy, "decisions", ",no,yes", ",no,no")
    other = Board(records_copy)
    assert "1 rad i registren är inte granskad. Den är med här, märkt ”ogranskad”." in other.head
    assert "ogranskad" in other.see("Beslut")
