"""What is told but not shown: an older follow-up doesn't stand as how something is."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from seen import add, by_head, change, judged, parts, said, values

from lobra import report
from lobra.blocks import to_json
from lobra.privacy import disclosure, editions
from lobra.report import Material, annexes
from lobra.report.following import last_told
from lobra.report.rows import iterated
from lobra_data import files

HL, HA, DEMO = "hagersten-liljeholmen", "hagersten-alvsjo", "exempelkoping"
LATER = {"meeting_id": "ha-2021-09-17", "document_id": "ha-doc-2021-09-17", "line": 31}
HIDDEN = [
    ({"is_reviewed": "no"}, "nyare uppföljning väntar på granskning"),
    ({"is_sensitive": "yes"}, "nyare uppföljning visas inte"),
    ({"is_sensitive": "yes", "is_reviewed": "no"}, "nyare uppföljning visas inte"),
]
AT_THE_END = "Vid slutet av 2019"
SECRET = "Något som ingen får läsa"


def follow_up(folder, council, status, **values):
    told = {"basis": "stated", "statement_id": "hl-2019-02-22-s013", "status": status}
    add(folder, council, "follow_ups", **told | {"measure_id": "hl-m2"} | values)


def hidden_statement(folder, **flags):
    """A statement of 2021 that isn't shown; follow-ups that rest on it aren't either."""
    told = {"statement_id": "ha-hemlig", "kind": "work", "theme": "other", "text": SECRET}
    add(folder, HA, "statements", **told | LATER | flags)


@pytest.fixture
def shown(records_copy, tmp_path):
    """The material of a public report, as the build hands it out."""

    def prepared(council=HA, year=2021):
        copy = tmp_path / "copy"
        left = disclosure.prepare(files.find(records_copy), copy, editions.PUBLIC, 5)
        n_waiting = left.n_waiting(council, year)
        return Material(council, year, data=str(copy), n_waiting=n_waiting)

    return prepared


def of_measure(shown, number=2):
    rows = shown if isinstance(shown, list) else by_head(shown)
    return next(row for row in rows if row["Åtgärd"].startswith(f"{number}."))


@pytest.mark.parametrize(("flags", "words"), HIDDEN)
def test_an_older_word_is_not_how_a_measure_stands_when_the_newer_one_is_not_shown(
    records_copy, shown, flags, words
):
    follow_up(records_copy, HL, "done", measure_id="hl-m6")
    assert of_measure(judged(shown()), 6)["Bedömning"] == "✓ helt"
    hidden_statement(records_copy, **flags)
    told = {"measure_id": "hl-m6", "statement_id": "ha-hemlig"}
    follow_up(records_copy, HA, "cancelled", **told | LATER)
    m = shown()
    told = of_measure(judged(m), 6)
    assert told["Bedömning"] == "? ej bedömt"
    assert told["Grund"].startswith(f"{words[0].upper()}{words[1:]}. ")
    matrix = of_measure(annexes.follow_up_matrix(m), 6)
    assert matrix["22 feb 2019"] == "klar"
    assert matrix["17 sep 2021"] == "uppföljning som inte visas"
    assert matrix["Senaste uppföljning"] == words
    assert of_measure(annexes.carried_chart(m), 6)["Vid slutet av 2021"] == words


def last_of(m, number):
    (measure,) = [row for row in iterated(m.measures) if row["number"] == number]
    return last_told(m, measure)


def test_what_a_later_year_keeps_back_is_none_of_an_earlier_years_business(records_copy, shown):
    follow_up(records_copy, HL, "done", measure_id="hl-m6", is_reviewed="no")
    last = [last_of(shown(HL, year), 6) for year in (2018, 2019)]
    assert last == ["okänt", "22 feb 2019"]
    for row in files.find(records_copy).rows("follow_ups", HL):
        if row.values["measure_id"] == "hl-m6":
            key = row.values["follow_up_id"]
            change(records_copy, HL, "follow_ups", key, is_reviewed="no")
    last = [last_of(shown(HL, year), 6) for year in (2018, 2019)]
    assert last == ["okänt", "uppföljning väntar på granskning"]


def test_the_internal_edition_has_nothing_to_keep_back(records_copy, tmp_path):
    (given,) = files.find(records_copy).rows("assignments", HL)
    told = {"assignment_id": given.values["assignment_id"], "measure_id": ""}
    follow_up(records_copy, HL, "ongoing", is_reviewed="no", **told)
    disclosure.prepare(files.find(records_copy), tmp_path / "copy", editions.INTERNAL, 5)
    m = Material(HL, 2019, "internal", data=str(tmp_path / "copy"))
    assert by_head(annexes.assignments(m))[0][AT_THE_END] == "öppet, följer med till 2020"
    m = Material(HL, 2019, data=str(records_copy))
    assert by_head(annexes.assignments(m))[0][AT_THE_END] == (
        "nyare uppföljning väntar på granskning"
    )


def test_the_copy_holds_no_word_of_what_it_does_not_show(records_copy, shown, tmp_path):
    hidden_statement(records_copy, is_sensitive="yes")
    follow_up(records_copy, HA, "cancelled", statement_id="ha-hemlig", note=SECRET, **LATER)
    shown()
    texts = [path.read_text("utf-8") for path in (tmp_path / "copy").glob("*/*.csv")]
    assert not [text for text in texts if SECRET in text or "ha-hemlig" in text]
    path = tmp_path / "copy" / HA / "follow_ups.csv"
    traces = [row for row in csv.DictReader(path.open(encoding="utf-8")) if "ej-visad" in str(row)]
    trace = {key: value for key, value in traces[-1].items() if value}
    assert trace.pop("follow_up_id").startswith("hagersten-alvsjo-ej-visad-")
    assert trace == {
        "council_id": HA,
        "meeting_id": "ha-2021-09-17",
        "measure_id": "hl-m2",
        "status": "unknown",
        "basis": "stated",
        "is_sensitive": "yes",
        "is_reviewed": "yes",
    }


def test_a_newer_word_at_a_meeting_that_is_not_shown_itself_is_newer_all_the_same(
    records_copy, shown
):
    follow_up(records_copy, HL, "done")
    follow_up(records_copy, HA, "cancelled", statement_id="ha-2021-09-17-s041", **LATER)
    change(records_copy, HA, "meetings", "ha-2021-09-17", is_reviewed="no")
    m = shown()
    assert m.of_year("meetings").empty
    assert of_measure(judged(m))["Grund"].startswith("Nyare uppföljning väntar på granskning.")


def test_what_is_only_not_shown_is_not_said_to_be_without_follow_up(records_copy, shown):
    activity = {"measure_id": "hl-m2", "activity_id": "hl-m2-a1", "statement_id": "ha-hemlig"}
    counted = {"target_count": "3", "target_unit": "pass", "title": "Tre pass"}
    change(records_copy, HL, "activities", "hl-m2-a1", **counted)

    def n_followed():
        text = annexes.not_followed_up(shown()).text
        return int(re.search(r"antecknat för (\d+) av 21 aktiviteter", text)[1])

    before = n_followed()
    hidden_statement(records_copy, is_reviewed="no")
    follow_up(records_copy, HA, "ongoing", basis="inferred", **activity | LATER)
    assert n_followed() == before + 1


def test_a_measure_whose_only_follow_up_is_not_shown_is_not_listed_as_without(records_copy, shown):
    for row in files.find(records_copy).rows("follow_ups", HL):
        if row.values["measure_id"] == "hl-m6":
            key = row.values["follow_up_id"]
            change(records_copy, HL, "follow_ups", key, is_sensitive="yes")
    text = annexes.not_followed_up(shown(HL, 2019)).text
    assert "åtgärd 6" not in text
    assert "Ingen uppföljning är antecknad" not in text


@pytest.mark.parametrize(("flags", "words"), HIDDEN)
def test_an_assignment_that_a_hidden_item_closed_is_not_called_open(
    records_copy, shown, flags, words
):
    (given,) = files.find(records_copy).rows("assignments", HL)
    item = {"item_id": "ha-p-dold", "number": "9", "position": 99, "level": 1, "title": SECRET}
    add(records_copy, HA, "agenda_items", **item | LATER | flags)
    change(
        records_copy,
        HL,
        "assignments",
        given.values["assignment_id"],
        closed_item_id="ha-p-dold",
    )
    m = shown()
    (row,) = by_head(annexes.assignments(m))
    assert row["Vid slutet av 2021"] == words


def test_no_assignment_is_told_as_open_or_late_that_may_be_closed(records_copy, shown):
    (given,) = files.find(records_copy).rows("assignments", HL)
    key = given.values["assignment_id"]
    change(records_copy, HL, "assignments", key, due_on="2019-06-01")
    before = shown(HL, 2019)
    assert [row["Läge"] for row in undone(before)][:1] == ["tidsgränsen var 1 juni"]
    told = {"assignment_id": key, "measure_id": ""}
    follow_up(records_copy, HL, "done", is_reviewed="no", **told)
    m = shown(HL, 2019)
    (finding,) = [text for text in said(parts(report.findings(m))[1]) if "uppdrag" in text]
    assert finding.endswith("En nyare uppföljning av uppdraget väntar på granskning.")
    assert not [text for text in said(parts(report.findings(m))[1]) if "skulle vara klart" in text]
    text, table = parts(report.decided(m))
    assert text.text == (
        "Rådet fattade ett beslut och gav ett uppdrag. En nyare uppföljning av uppdraget "
        "väntar på granskning. Vad som blev av beslutet är inte antecknat."
    )
    assert [row["Vad det blev av"] for row in by_head(table)] == [
        "",
        "nyare uppföljning väntar på granskning",
    ]
    assert not [row for row in undone(m) if row["Vad"].startswith("Uppdrag")]
    assert "För ett uppdrag visas inte den senaste uppföljningen." in json.dumps(
        to_json(report.not_done(m)), ensure_ascii=False
    )
    assert values(report.year_in_numbers(m))["assignments_done"] is None


def undone(m):
    found = report.not_done(m)
    rows = [part for part in getattr(found, "parts", []) if hasattr(part[1], "rows")]
    return [row for _, part in rows for row in by_head(part)]


def test_an_activity_whose_newer_follow_up_waits_makes_no_measure_done(records_copy, shown):
    for key in ("hl-m2-a1", "hl-m2-a2"):
        follow_up(records_copy, HL, "done", activity_id=key)
    assert of_measure(judged(shown()))["Bedömning"] == "✓ helt"
    hidden_statement(records_copy, is_reviewed="no")
    told = {"activity_id": "hl-m2-a2", "statement_id": "ha-hemlig"}
    follow_up(records_copy, HA, "cancelled", **told | LATER)
    told = of_measure(judged(shown()))
    assert (told["Bedömning"], told["Grund"]) == (
        "? ej bedömt",
        "Aktiviteter: 1 genomförd och 1 vars senaste uppföljning inte visas.",
    )


def test_an_outcome_is_not_the_last_when_a_newer_one_of_its_programme_waits(records_copy, shown):
    change(records_copy, HL, "activities", "hl-m3-a3", target_per="once")
    result = {"programme_id": "hl-prog-tillsyn", "year": 2019, "value": 3, "status": "done"}
    result |= {"unit": "gemensamma tillsynspass"}
    add(records_copy, HL, "programme_results", **result)
    before = of_measure(judged(shown()), 3)["Grund"]
    assert "Utfall 3 av målet 2 gemensamma tillsynspass." in before
    add(
        records_copy,
        HA,
        "programme_results",
        **result | LATER | {"year": 2021, "is_reviewed": "no"},
    )
    assert "1 vars senaste uppföljning inte visas" in (of_measure(judged(shown()), 3)["Grund"])


def test_a_place_action_whose_newer_row_is_not_shown_has_no_status(tmp_path):
    folder = Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "records"))
    rows = files.find(folder).rows("place_actions", DEMO)
    older = next(r.values for r in rows if r.values["meeting_id"] == "bv-2024-12-05")
    early = {"meeting_id": "bv-2024-02-08", "document_id": "bv-doc-2024-02-08"}
    new = {"status": "cancelled", "status_text": SECRET, "is_reviewed": "no"}
    older |= {"action": "Laga lampan"}
    change(folder, DEMO, "place_actions", older["place_action_id"], **older | early)
    add(folder, DEMO, "place_actions", **older | {"place_action_id": "dold"} | new)
    copy = tmp_path / "copy"
    disclosure.prepare(files.find(folder), copy, editions.PUBLIC, 5)
    m = Material(DEMO, 2024, data=str(copy), n_waiting=1)
    found = [
        row
        for part in parts(annexes.place_tables(m))
        for row in by_head(part)
        if row["Insats"].startswith(older["action"])
    ]
    assert [row["Läge"] for row in found] == ["? okänd"]
    assert found[0]["Vad som sägs"] == (
        f"{older['status_text']} En nyare uppgift väntar på granskning."
    )


@pytest.fixture
def sheets(shown):
    """The row of hl-m2-a1 in the annexes' sheet of its measure, and the report's row of it."""

    def rows(year=2019):
        m = shown(HL, year)
        found = {heading: n for n, (heading, _) in enumerate(annexes.measure_sheets(m).parts)}
        (at,) = [n for heading, n in found.items() if heading.startswith("Åtgärd 2:")]
        _, table = annexes.measure_sheets(m).parts[at + 1]
        (measure,) = [
            row for row in by_head(parts(report.measures_table(m))[1]) if row["Nr"] == "2"
        ]
        return by_head(table)[0].get("Utfall eller senaste läge", "–"), measure

    return rows


def test_an_inferred_follow_up_is_no_state_where_a_newer_one_is_not_shown(records_copy, sheets):
    activity = {"measure_id": "hl-m2", "activity_id": "hl-m2-a1"}
    follow_up(records_copy, HL, "ongoing", basis="inferred", **activity)
    assert sheets()[0] == "◉ pågår, 22 feb 2019, tolkad"
    add(records_copy, HL, "meetings", meeting_id="hl-host", held_on="2019-11-01")
    hidden = {"meeting_id": "hl-host", "is_reviewed": "no", "basis": "inferred"}
    follow_up(records_copy, HL, "cancelled", **activity | hidden)
    assert sheets()[0] == "nyare uppföljning väntar på granskning"


def test_the_next_step_of_a_measure_is_not_told_from_older_words(records_copy, sheets):
    add(
        records_copy,
        HL,
        "meetings",
        meeting_id="hl-host",
        held_on="2019-11-01",
        forum_id="hl-f-rad",
    )
    hidden = {"meeting_id": "hl-host", "is_sensitive": "yes"}
    follow_up(records_copy, HL, "done")
    assert sheets()[1]["Målet"] == "✓ nått"
    follow_up(records_copy, HL, "cancelled", **hidden)
    _, row = sheets()
    assert row["Nästa steg"] == "Nyare uppföljning visas inte"
    assert "Målet" not in row or row["Målet"] == "? ej bedömt"
