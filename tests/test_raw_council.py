"""A council of raw drafts: nothing crashes, and nothing is said that isn't so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import raw_council
from conftest import lobra
from raw_council import ALL, COUNCIL, HALF, NONE, YEAR
from seen import by_head, drawings, in_the_notebook, judged, parts, said, values

from lobra import report
from lobra.blocks import to_json
from lobra.privacy import disclosure, editions
from lobra.report import Material, annexes
from lobra.report.chapters import opening
from lobra_data import files

EDITIONS = [(reviewed, edition) for reviewed in (NONE, HALF, ALL) for edition in editions.EDITIONS]
GAPS_OF_CODE = re.compile(r"<NA>|\bnan\b|\bNaT\b|\bNone\b")


def material(folder: Path, reviewed: str, edition: str = editions.PUBLIC) -> Material:
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


def findings(m):
    """What waits, where anything does, and the sentences of the year in brief."""
    block = report.findings(m)
    if hasattr(block, "parts"):
        note, block = parts(block)
        return [note.text, *said(block)]
    return [block.text] if hasattr(block, "text") else said(block)


@pytest.mark.parametrize("reviewed", [NONE, HALF, ALL])
def test_the_headline_says_how_much_waits_for_review(tmp_path, reviewed):
    m = material(tmp_path, reviewed)
    n = raw_council.n_unreviewed(reviewed)
    assert m.n_waiting == n
    assert (f"{n} uppgifter väntar på granskning" in findings(m)[0]) == (n > 0)


def test_half_of_the_rows_are_not_told_as_if_they_were_all(tmp_path):
    assert findings(material(tmp_path, HALF)) == [
        f"{raw_council.n_unreviewed(HALF)} uppgifter väntar på granskning och visas inte i den "
        "offentliga utgåvan. Alla tal gäller det som är granskat.",
        "Protokoll finns från ett möte, den 12 mars 2025. Det tar bland annat upp inbrott och "
        "stöld.",
        "Inget av planens två mål går att bedöma av det som är granskat.",
        "Prioriterat 2025: torget.",
    ]


def test_what_waits_is_no_zero_and_no_follow_up_that_is_missing(tmp_path):
    m = material(tmp_path, NONE)
    figures = report.year_in_numbers(m)
    assert {*values(figures).values()} == {None}
    assert not [one.note for one in figures.figures if re.search(r"\b0\b", one.note)]
    half = material(tmp_path / "half", HALF)
    assert judged(half)[0]["Grund"].startswith("Uppföljning väntar på granskning.")
    intro, table = parts(report.measures_table(half))
    assert intro.text == (
        "Åtgärdsplanen från 2024 har två åtgärder. Om målen är nådda går inte att bedöma: inget "
        "utfall är antecknat i det som är granskat."
    )
    steps = [row["Nästa steg"] for row in by_head(table)]
    assert steps == ["Uppföljning väntar på granskning"] * 2
    note = parts(annexes.carried_forward(half))[0].text
    assert note.startswith("Inget avslut av åtgärderna är antecknat i det som är granskat;")
    assert note.endswith("För 2 åtgärder finns uppföljning som inte visas.")
    (told,) = [block for block in parts(report.next_year(half)) if hasattr(block, "items")]
    assert dict(told.items)["Följer med till 2026"] == (
        "två åtgärder utan antecknat avslut; de står i bilagorna. För två av dem visas inte den "
        "senaste "
        "uppföljningen."
    )
    counts = {row["Dokument"]: row["Uppgifter"] for row in by_head(annexes.sources(half))}
    assert counts["Plan för torget"] == "väntar"


def test_a_list_that_tells_nobody_apart_is_no_list_of_those_who_were_called(tmp_path):
    told = said(annexes.gaps(material(tmp_path, ALL)))
    assert "Närvarolistan i protokollet skiljer inte på närvarande och frånvarande." in told
    half = said(report.how_we_know(material(tmp_path / "half", HALF)))
    assert "Närvarolistan skiljer inte på närvarande och frånvarande." in half
    assert not [text for text in [*told, *half] if "kallades" in text]


def test_an_assignment_for_nobody_is_open_and_given_to_nobody(tmp_path):
    m = material(tmp_path, ALL)
    text, table = parts(report.decided(m))
    assert text.text == (
        "Rådet fattade ett beslut och gav tre uppdrag. Ett av uppdragen är avslutat, ett har "
        "passerat sin tidsgräns och ett har inget antecknat avslut. Vad som blev av beslutet är "
        "inte antecknat."
    )
    assert [[*row.values()][1:] for row in by_head(table)] == [
        [
            "Ta fram en lista över lampor",
            "",
            "✓ avslutat mellan 6 oktober och 8 oktober",
        ],
        ["Bjuda in skolan", "Polisen", "öppet, tidsgränsen har gått ut (1 september)"],
        ["Rådet beslutar att fortsätta", "Rådet", ""],
        ["Boka lokal", "", "öppet, ingen tidsgräns"],
    ]


def test_a_measure_without_a_number_goes_by_its_name(tmp_path):
    m = material(tmp_path, ALL)
    names = ["Rutin mot våld", "Fler vuxna ute", "Mer ljus"]
    assert [row["Åtgärd"] for row in judged(m)] == names
    rows = by_head(parts(report.measures_table(m))[1])
    assert [[row["Åtgärd"], "Nr" in row] for row in rows] == [[name, False] for name in names]
    headings = [f"Åtgärd: {name}" for name in names]
    assert [heading for heading, _ in annexes.measure_sheets(m).parts if heading] == headings
    assert [heading for heading, _ in report.close_ups(m).parts if heading] == headings[:1]
    told = [row["Gäller"] for log in parts(annexes.follow_ups(m)) for row in by_head(log)]
    assert told == ["Rutin mot våld", "Rutin mot våld", "Mer ljus"]


def test_what_is_led_together_counts_for_each_and_who_is_called_and_came_is_one(tmp_path):
    m = material(tmp_path, ALL)
    (torget, _) = parts(report.places(m))
    assert dict(torget.items)["Ansvar"] == (
        "Kommunen leder en, polisen en och Föreningen en; en saknar antecknad ansvarig."
    )
    police = by_head(annexes.attendance(m))[0]
    assert (police["Roll"], police["okt 2025, dag okänd"]) == ("Kommunpolis", "✓ närvarande")
    figures = values(report.year_in_numbers(m))
    assert (figures["present"], figures["called"]) == (2, None)


def test_what_is_only_proposed_is_no_priority(tmp_path):
    m = material(tmp_path, ALL)
    assert values(report.year_in_numbers(m))["priorities"] == 1
    assert len(opening.prioritised(m)) == 1
    changes = {row["Prioritering"]: row["Ändring"] for row in by_head(annexes.priorities(m))}
    assert changes == {"Torget": "nämns som prioriterat", "Narkotika": "föreslagen ny"}


def test_robberies_of_persons_are_counted_and_young_people_are_not(tmp_path):
    rows = by_head(annexes.observations(material(tmp_path, ALL)))
    assert [(row["Vad"], row["Antal"]) for row in rows] == [
        ("Gripna ungdomar", "1–4 ungdomar"),
        ("Personrån", "2 personrån"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reviewed", "edition"),
    [
        (HALF, editions.PUBLIC),
        (NONE, editions.INTERNAL),
        pytest.param(NONE, editions.PUBLIC, marks=pytest.mark.thorough),
        pytest.param(HALF, editions.INTERNAL, marks=pytest.mark.thorough),
    ],
)
def test_both_editions_are_built_from_raw_drafts(tmp_path, reviewed, edition):
    data = raw_council.write(tmp_path, reviewed)
    to = ["--edition", edition, "--out", tmp_path / "ut", "--format", "html,pdf,docx"]
    run = lobra("report", YEAR, "--data", data, "--params", tmp_path / "params", *to)
    assert run.status == 0, run.err
    folder = tmp_path / "ut" / COUNCIL
    pages = [*folder.glob("*/*.html")]
    assert len(pages) == 2
    for page in pages:
        no_words_of_the_code(page.read_text("utf-8"), reviewed, edition)


def no_words_of_the_code(text, reviewed, edition):
    waits = f"{raw_council.n_unreviewed(reviewed)} uppgifter väntar på granskning"
    assert (waits in text) == (edition == editions.PUBLIC)
    assert not GAPS_OF_CODE.search(re.sub(r"<[^>]+>", " ", text).replace("&lt;NA&gt;", "<NA>"))
