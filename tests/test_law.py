"""The legal checklist: what the law asks for, and when the sources last show it."""

from conftest import sourced

from lobra import report
from lobra.report import annexes

COUNCILS = {2018: "hagersten-liljeholmen", 2019: "hagersten-liljeholmen", 2021: "hagersten-alvsjo"}


def rows(m):
    _, table = (block for _, block in annexes.legal_checklist(m).parts)
    return {row[0]: row[1:] for row in sourced(table)}


def test_years_before_the_law_say_not_applicable():
    for year, council in COUNCILS.items():
        assert {row[0] for row in rows(report.Material(council, year)).values()} == {
            "ej tillämplig"
        }


def test_each_requirement_names_the_day_it_was_last_shown():
    found = rows(report.Material("hagersten-liljeholmen", 2019))
    assert found["Uppföljning av planen minst vartannat år"][1] == "22 februari 2019"
    assert found["Åtgärdsplan"][1] == "2018"
    assert found["Samordnande funktion"][2].startswith("Protokoll 22 februari 2019, rad 12")


def test_a_coordinator_whom_only_the_plan_names_is_no_coordinator_missing():
    named = rows(report.Material("hagersten-liljeholmen", 2018))["Samordnande funktion"]
    assert named[1] == "i planen från 2018"
    assert named[2].startswith("Åtgärdsplan för Hägersten-Liljeholmen och polisen, rad ")
    before = rows(report.Material("hagersten-liljeholmen", 2017))["Samordnande funktion"]
    assert before[1] == "inget antecknat"


def test_what_is_not_noted_is_said_to_be_just_that():
    found = rows(report.Material("hagersten-liljeholmen", 2017))
    assert found["Åtgärdsplan"][1] == "inget antecknat"
    assert found["Råd eller motsvarande samverkan"][1] == "mellan 29 november och 7 december 2017"


def test_the_law_applies_from_2023(demo_records):
    found = rows(report.Material("exempelkoping", 2024, data=demo_records))
    assert {row[0] for row in found.values()} == {"visad i källorna"}
