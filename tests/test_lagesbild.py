"""The lägesbild and the brief: what they say of the made-up council, and that they are built so."""

from __future__ import annotations

import json

import pypdfium2 as pdfium
import pytest
from conftest import ROOT, lobra
from seen import DEMO, HA, HL, Line, Text, by_head, cells, drawings, material, parts, records, said

from lobra import charts
from lobra.charts import Curve
from lobra.report import Material, brief, lagesbild


def of_year(year=2024, **narrow):
    return Material(DEMO, year, data=str(ROOT / "demo" / "records"), **narrow)


def test_the_year_in_short_says_what_is_certain_and_what_is_not():
    assert said(lagesbild.in_short(of_year())) == [
        "Antalet anmälda brott ger inget säkert svar på om det har blivit tryggare. Inget av de "
        "sex måtten visar en säker förändring sedan 2023.",
        "Misshandel: 176 anmälda brott 2024 (preliminärt), 189 året före, ingen säker förändring. "
        "Per 100 000 invånare är det 559 (länet 676, hela landet 748).",
        "Mot snittet för 2021–2023 ligger skadegörelse (−16\u00a0%) säkert lägre.",
        "Per 100 000 invånare ligger Exempelköping säkert lägre i fråga om misshandel (559 mot "
        "676) och skadegörelse (940 mot 1076), jämfört med länet.",
        "Trygga i bostadsområdet sena kvällar: 80,2 procent av de svarande 2024 (osäkerhet mellan "
        "76,8 och 83,2), 74,3 2021, säker ökning (länet 76,6 procent).",
        "Utsatta för något brott det senaste året: 11,7 procent av de svarande 2024 (osäkerhet "
        "mellan 9,1 och 14,3), 12,9 2021, ingen säker förändring (länet 12,1 procent).",
        "Siffrorna för 2024 är preliminära och kan ändras för misshandel, personrån, "
        "bostadsinbrott, narkotikabrott, skadegörelse och bedrägerier mot äldre.",
    ]


@pytest.mark.parametrize(("council", "year"), [(HL, 2017), (HA, 2021)])
@pytest.mark.parametrize("first", [lagesbild.in_short, brief.changed_figures])
def test_without_figures_one_sentence_says_which_are_missing_and_how_to_get_them(
    first, council, year
):
    assert first(material(council, year)).text == (
        f"För {year} finns inga siffror i materialet över anmälda brott (Brås statistikdatabas), "
        "räddningstjänstens insatser (Myndigheten för civilt försvar) eller upplevd trygghet "
        "(kommunens trygghetsmätning); de hämtas hos utgivarna och läses in med kommandot "
        "lobra stats."
    )
    others = ("against_before", "kind_by_kind", "year_by_year", "month_by_month", "rounds")
    left = [getattr(lagesbild, name)(material(council, year)) for name in others]
    assert {type(block).__name__ for block in left} == {"Nothing"}


def test_each_count_stands_against_last_year_and_the_mean_of_three():
    rows = {row["Indikator"]: row for row in by_head(lagesbild.against_before(of_year()))}
    assert rows["Skadegörelse"] == {
        "Indikator": "Skadegörelse",
        "2024": "296 anmälda brott, preliminärt",
        "2023": "338",
        "Mot 2023": "−42 (−12\u00a0%)",
        "Snitt 2021–2023": "350,7",  # (365 + 349 + 338) / 3
        "Mot snittet": "−16\u00a0%",
        "Osäkerhet": "mellan −26 och −4\u00a0%",
        "Bedömning mot snittet": "säker minskning",
    }
    assert len(rows) == 7


def test_all_areas_on_the_same_scale_stand_in_one_chart():
    block = lagesbild.year_by_year(of_year())
    of_crime = {part.name: part for part in parts(block) if hasattr(part, "svg")}
    mine = records(DEMO, "statistics")
    for name, areas in (("misshandel", ["Exempelköping", "Länet", "Hela landet"]),):
        rates = [
            [row["per_100k"] for row in mine if (row["indicator"], row["area"]) == key]
            for key in [("Misshandel", area) for area in areas]
        ]
        shown = [
            [cell.removesuffix(" prel.") for cell in row] for row in cells(of_crime[f"ar-{name}"])
        ]
        assert shown == [[area, *rate[:7]] for area, rate in zip(areas, rates, strict=True)]
    # Without rates areas of different size have no scale in common.
    assert [row[0] for row in cells(of_crime["ar-bedragerier-mot-aldre"])] == ["Exempelköping"]


def test_months_stand_against_the_mean_of_the_same_months_of_three_years():
    charts_of = {part.name: part for part in parts(lagesbild.month_by_month(of_year()))}
    assert [*charts_of] == ["manader-bostadsinbrott", "manader-misshandel", "manader-skadegorelse"]
    now, mean = cells(charts_of["manader-bostadsinbrott"])
    rows = [row for row in records(DEMO, "statistics") if row["indicator"] == "Bostadsinbrott"]
    december = {row["year"]: int(row["value"]) for row in rows if row["month"] == "12"}
    three = sum(december[year] for year in ("2021", "2022", "2023")) / 3
    assert now == [
        "2024",
        *(row["value"] for row in rows if row["month"] and row["year"] == "2024"),
    ]
    assert sum(map(int, now[1:])) == 49
    assert (mean[0], float(mean[12].replace(",", "."))) == ("snittet 2021–2023", round(three, 1))


def test_rounds_have_their_intervals_and_a_break_is_said_and_cuts_the_line():
    block = lagesbild.rounds(of_year())
    of_question = {part.name: part for part in parts(block) if hasattr(part, "svg")}
    own, _ = cells(of_question["enkat-trygga-i-bostadsomradet-sena-kvallar"])
    assert own == ["Exempelköping", "70,8 (67,1–74,3)", "74,3 (70,6–77,7)", "80,2 (76,8–83,2)"]
    assert (
        "Utsatta för något brott det senaste året: serien bryts 2021. Siffror före och efter går "
        "inte att jämföra, och linjen är avklippt där."
    ) in said(lagesbild.how_to_read(of_year()))


def test_in_a_year_of_a_break_the_rounds_on_both_sides_are_not_compared():
    texts = [part.text for part in parts(lagesbild.rounds(of_year(2021))) if hasattr(part, "text")]
    assert texts[1] == (
        "Utsatta för något brott det senaste året: 12,9 procent av de svarande 2021 (osäkerhet "
        "mellan 10,1 och 15,7), går inte att jämföra med 2018, eftersom serien bryts 2021 "
        "(länet 12,4 procent)."
    )


def test_the_calls_of_the_rescue_service_are_told_without_automatic_alarms():
    _, chart = parts(lagesbild.rescue_service(of_year()))
    calls, alarms = cells(chart)
    assert calls[1:] == ["252", "259", "263", "265", "267", "265", "272"]
    assert alarms[1:] == ["160", "171", "178", "190", "196", "205", "214"]


def test_it_is_narrowed_to_some_indicators_and_years():
    m = of_year(indicators="Personrån; Misshandel", first_year=2022)
    found = [part for part in parts(lagesbild.year_by_year(m)) if hasattr(part, "svg")]
    assert [(one.name, len(cells(one)[0]) - 1) for one in found] == [
        ("ar-misshandel", 3),
        ("ar-personran", 3),
    ]


def test_a_line_is_cut_at_a_break_and_names_stand_at_its_end(monkeypatch):
    done = drawings(monkeypatch)
    values = {2019: 5.0, 2020: 6.0, 2021: 9.0, 2022: 10_000.0}
    own = Curve("Byn", values, cuts=[2021], may_change=True)
    charts.lines("T", "antal", [own, Curve("Länet", {2021: 4.0})], {y: str(y) for y in values})
    texts = [text.text for text in done[0].of(Text)]
    assert {"serien bryts 2021", "10\u00a0000 Byn, preliminärt", "4 Länet", "5", "6", "9"} <= {
        *texts
    }
    own_lines = [line for line in done[0].of(Line) if line.width == 2.2]
    assert [len(line.points) for line in own_lines] == [2, 2]


# The brief


def test_the_brief_says_what_is_open_and_what_the_last_meeting_did_not_raise():
    m = of_year()
    assert brief.next_meeting(m).text == (
        "Det senaste mötet som det finns protokoll från hölls den 5 december 2024. Nästa möte är "
        "annonserat till den 6 februari 2025."
    )
    rows = records(DEMO, "assignments")
    still = {row["text"].rstrip(".") for row in rows if not row["closed_item_id"]}
    assert {row[0].rstrip(".") for row in cells(brief.open_assignments(m))} == still
    states = [(bool(row[2]), row[3]) for row in cells(brief.open_assignments(m))]
    assert states == [
        (True, "öppet, tidsgränsen har gått ut"),
        (True, "öppet, tiden har inte gått ut"),
        (True, "öppet, tiden har inte gått ut"),
        (False, "öppet, ingen tidsgräns"),
    ]
    assert [row[0].partition(".")[0] for row in cells(brief.not_raised(m))] == [
        "4",
        "10",
        "13",
        "17",
    ]


def test_the_brief_lists_what_waits_for_a_decision():
    assert said(brief.to_decide(of_year())) == [
        "Planen slutar 2024. Tolv åtgärder har inget antecknat avslut; om de förs vidare avgörs i "
        "nästa plan.",
        "Bedömningen av två åtgärders mål är bara förslag. Rådet avgör om målen är nådda.",
        "Föreslås bli prioriterat: cykelstölder.",
        "Föreslås upphöra som prioritering: Klockartorget.",
    ]


# Built as the report is


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "folder", "stem", "most"),
    [
        ("lagesbild", "2024-lagesbild", "lagesbild", 12),
        ("brief", "2024-motesunderlag", "motesunderlag", 2),
    ],
)
def test_they_are_built_verified_and_listed_like_the_report(tmp_path, command, folder, stem, most):
    demo = ("--data", "demo/records", "--params", "demo/params")
    run = lobra(command, "2024", *demo, "--format", "html,pdf,docx", "--out", tmp_path)
    there = tmp_path / DEMO / folder
    made = [there / f"{stem}.{kind}" for kind in ("html", "pdf", "docx")]
    assert (run.status, run.out.splitlines()) == (0, [str(path) for path in made])
    with pdfium.PdfDocument(there / f"{stem}.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) <= most
    assert all("Påhittade uppgifter" in page for page in pages)
    manifest = json.loads((there / "manifest.json").read_text("utf-8"))
    assert manifest["documents"] == {
        command: [f"{stem}.{kind}" for kind in ("html", "pdf", "docx", "ipynb")]
    }
    assert manifest["claims"]["share_with_source"] == 1
    assert f"{DEMO}/{folder}/{stem}.html" in (tmp_path / "index.html").read_text("utf-8")
    assert lobra("verify", there, *demo).status == 0
    again = lobra(command, "2024", *demo, "--format", "html,pdf,docx", "--out", tmp_path)
    assert "oförändrad" in again.err
