"""A council of raw drafts: nothing crashes, and nothing is said that isn't so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import raw_council
from conftest import lobra
from raw_council import ALL, COUNCIL, HALF, NONE, YEAR
from seen import by_head, drawings, in_the_notebook, parts, said, values

from lobra import report
from lobra.blocks import to_json
from lobra.privacy import disclosure
from lobra.report import Material
from lobra_data import files

EDITIONS = [
    (reviewed, edition) for reviewed in (NONE, HALF, ALL) for edition in disclosure.EDITIONS
]
GAPS_OF_CODE = re.compile(r"<NA>|\bnan\b|\bNaT\b|\bNone\b")


def material(folder: Path, reviewed: str, edition: str = disclosure.PUBLIC) -> Material:
    """What a build hands to the notebook."""
    source, shown = raw_council.write(folder, reviewed, is_bare=True), folder / "shown"
    left = disclosure.prepare(files.find(source), shown, edition, 5)
    waiting = left.n_waiting(COUNCIL, YEAR)
    gone, blurred = left.rows[COUNCIL], left.small_counts[COUNCIL]
    return Material(COUNCIL, YEAR, edition, gone, blurred, waiting, str(shown))


@pytest.mark.parametrize(("reviewed", "edition"), EDITIONS)
def test_every_chapter_can_be_written_and_holds_no_words_of_the_code(
    tmp_path, monkeypatch, reviewed, edition
):
    drawings(monkeypatch)
    blocks = in_the_notebook(material(tmp_path, reviewed, edition))
    told = [json.dumps(to_json(one), ensure_ascii=False) for one in blocks]
    assert [text for text in told if GAPS_OF_CODE.search(text)] == []


@pytest.mark.parametrize("reviewed", [NONE, HALF, ALL])
def test_the_headline_says_how_much_waits_for_review(tmp_path, reviewed):
    m = material(tmp_path, reviewed)
    n = raw_council.n_unreviewed(reviewed)
    summary = report.summary(m)
    first = summary.text if hasattr(summary, "text") else said(summary)[0]
    assert m.n_waiting == n
    assert (f"{n} uppgifter väntar på granskning" in first) == (n > 0)


def test_half_of_the_rows_are_not_told_as_if_they_were_all(tmp_path):
    assert said(report.summary(material(tmp_path, HALF)))[0] == (
        f"{raw_council.n_unreviewed(HALF)} uppgifter väntar på granskning och visas inte i den "
        "offentliga utgåvan. Alla tal gäller det som är granskat."
    )


def test_what_waits_is_no_zero_and_no_follow_up_that_is_missing(tmp_path):
    m = material(tmp_path, NONE)
    figures = report.key_figures(m)
    assert {*values(figures).values()} == {None}
    assert not [one.note for one in figures.figures if re.search(r"\b0\b", one.note)]
    half = material(tmp_path / "half", HALF)
    row = by_head(report.fulfilment_table(half))[0]
    assert row["Grund"].startswith("Uppföljning väntar på granskning.")
    note = parts(report.carried_forward(half))[0].text
    assert note.startswith("Inget avslut av åtgärderna är antecknat i det som är granskat;")
    assert note.endswith("För 2 åtgärder finns uppföljning som inte visas.")


def test_a_list_that_tells_nobody_apart_is_no_list_of_those_who_were_called(tmp_path):
    told = said(report.gaps(material(tmp_path, ALL)))
    assert "Närvarolistan i protokollet skiljer inte på närvarande och frånvarande." in told
    assert not [text for text in told if "kallades" in text]


def test_an_assignment_for_nobody_is_open_and_given_to_nobody(tmp_path):
    told = said(report.summary(material(tmp_path, ALL)))
    assert [text for text in told if text.startswith("Öppet uppdrag")] == [
        "Öppet uppdrag till polisen: Bjuda in skolan.",
        "Öppet uppdrag: Boka lokal.",
    ]
    assert "3 uppdrag gavs, ett är avslutat." in told


def test_a_measure_without_a_number_goes_by_its_name(tmp_path):
    m = material(tmp_path, ALL)
    assert [row["Åtgärd"] for row in by_head(report.fulfilment_table(m))] == [
        "Rutin mot våld",
        "Fler vuxna ute",
        "Mer ljus",
    ]
    assert [heading for heading, _ in report.measure_sheets(m).parts if heading] == [
        "Åtgärd: Rutin mot våld",
        "Åtgärd: Fler vuxna ute",
        "Åtgärd: Mer ljus",
    ]


def test_what_is_led_together_counts_for_each_and_who_is_called_and_came_is_one(tmp_path):
    m = material(tmp_path, ALL)
    assert [[*row.values()] for row in by_head(report.place_leads(m))] == [
        ["Kommunen", "1"],
        ["Polisen", "1"],
        ["annan", "1"],
        ["ingen angiven", "1"],
    ]
    (autumn,) = [
        row for row in by_head(report.attendance_chart(m)) if row["Organisation"] == "Polisen"
    ]
    assert autumn["okt 2025, dag okänd"] == "1 närvarande"
    figures = values(report.key_figures(m))
    assert (figures["present"], figures["called"]) == (2, None)


def test_what_is_only_proposed_is_no_priority(tmp_path):
    m = material(tmp_path, ALL)
    assert values(report.key_figures(m))["priorities"] == 1
    assert "Prioriterat: torget." in said(report.summary(m))


def test_robberies_of_persons_are_counted_and_young_people_are_not(tmp_path):
    rows = by_head(report.observations(material(tmp_path, ALL)))
    assert [(row["Vad"], row["Antal"]) for row in rows] == [
        ("gripna ungdomar", "1–4"),
        ("personrån", "2"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("edition", disclosure.EDITIONS)
@pytest.mark.parametrize("reviewed", [NONE, HALF])
def test_both_editions_are_built_from_raw_drafts(tmp_path, reviewed, edition):
    data = raw_council.write(tmp_path, reviewed)
    to = ["--edition", edition, "--out", tmp_path / "ut", "--format", "html,pdf,docx"]
    run = lobra("report", YEAR, "--data", data, "--params", tmp_path / "params", *to)
    assert run.status == 0, run.err
    folder = tmp_path / "ut" / COUNCIL
    (page,) = folder.glob("*/*.html")
    text = page.read_text("utf-8")
    waits = f"{raw_council.n_unreviewed(reviewed)} uppgifter väntar på granskning"
    assert (waits in text) == (edition == disclosure.PUBLIC)
    assert not GAPS_OF_CODE.search(re.sub(r"<[^>]+>", " ", text).replace("&lt;NA&gt;", "<NA>"))
