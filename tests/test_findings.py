"""The year on one page: whole sentences, and their numbers counted again from the files."""

from __future__ import annotations

import pytest
from seen import (
    DEMO,
    HA,
    HL,
    REPORTS,
    add,
    change,
    material,
    parts,
    records,
    said,
    told_at,
    with_counts,
)

from lobra.report import Material, findings
from lobra_data import words

FINDINGS = {
    (HL, 2017): [
        "Protokoll finns från ett möte, hållet mellan 29 november och 7 december 2017. Det tar "
        "bland annat upp skola, fysisk miljö och unga i risk för kriminalitet.",
        "Prioriterat 2017: arbetet med samverkan kring destruktiv grupp barn; förbättra "
        "säkerheten vid skolor; samverkansöverenskommelsen, revidera och arbeta utifrån "
        "prioriteringar; trygghetsfrågor inom LSS; förekomsten av narkotika kring "
        "gymnasieskolorna i Liljeholmen.",
    ],
    (HL, 2018): [
        "Fyra möten annonserades (23 februari, 18 maj, 21 september och 7 december), men inget "
        "protokoll från 2018 finns i materialet.",
        "Utan protokoll är det okänt vad som blev av planens sju åtgärder.",
        "Föreslaget som nytt 2018: Västertorp och ungdomar. Föreslaget att upphöra 2018: inbrott "
        "och trafik.",
    ],
    (HL, 2019): [
        "Protokoll finns från ett möte, den 22 februari 2019. Det tar bland annat upp rån, "
        "näringsliv och unga i risk för kriminalitet.",
        "Inget av planens sju mål går att bedöma av det som är antecknat.",
        "Rådet fattade ett beslut och gav ett uppdrag. Rådet beslutade att personrån mot unga "
        "görs till en prioritering i den lokala lägesbilden. Inget avslut av uppdraget är "
        "antecknat.",
        "Prioriterat 2019: Liljeholmen, Västertorp, ungdomar, påträngande tiggeri/olovliga "
        "bosättningar, våldsbejakande extremism och personrån mot unga.",
    ],
    (HA, 2021): [
        "Protokoll finns från ett möte, den 17 september 2021. Det tar bland annat upp "
        "socialtjänst, unga i risk för kriminalitet och fysisk miljö.",
        "Sex av 33 insatser på de tre platserna är klara och elva pågår. För nio är läget okänt. "
        "Liljeholmen har 2 av 12 insatser klara, Fruängen/Västertorp/Hägerstensåsen 2 av 12 och "
        "Älvsjö/Solberga 2 av 9.",
        "Prioriterat 2021: unga i risk för kriminalitet.",
    ],
    (DEMO, 2023): [
        "Antalet anmälda brott ger inget säkert svar på om det har blivit tryggare. Inget av de "
        "sex måtten visar en säker förändring sedan 2022. Misshandel: 189 anmälda brott 2023,"
        " 201 året före. Per 100 000 invånare är det 602 (länet 697, hela landet 760). "
        "Otrygga utomhus sena kvällar: 26 procent av de svarande 2023, 28 året före (länet "
        "25 procent).",
        "Ett av planens 20 mål är nått: ”Trygghet vid Resecentrum”. Bedömningen är ett förslag. "
        "Fyra mål är delvis nådda, ett är inte nått och 14 är inte bedömda.",
        "Rådet fattade åtta beslut och gav åtta uppdrag. Bland annat beslutade rådet att "
        "centrumföreningen bjuds in till ett möte om året (14 september) och att fastställa "
        "prioriteringarna för 2024 (30 november). Fem av uppdragen är avslutade och tre har inget"
        " antecknat avslut.",
        "Målet för ”Stöd att lämna kriminalitet”, som socialförvaltningen ansvarar för, är inte "
        "nått: stödet har inte kommit i gång.",
        "Två av tio insatser på de tre platserna är klara och fem pågår. Klockartorget har 1 av 4"
        " insatser klara, Bryggparken 1 av 3 och Tallhöjden 0 av 3.",
    ],
    (DEMO, 2024): [
        "Antalet anmälda brott ger inget säkert svar på om det har blivit tryggare. Inget av de "
        "sex måtten visar en säker förändring sedan 2023. Misshandel: 176 anmälda brott 2024 "
        "(preliminärt), 189 året före. Per 100 000 invånare är det 559 (länet 676, hela "
        "landet 748). "
        "Otrygga utomhus sena kvällar: 24 procent av de svarande 2024, 26 året före (länet "
        "25 procent).",
        "Fem av planens 20 mål är nådda: ”Meningsfull sommar”, ”Tillsyn av folköl och tobak”, "
        "”Rutin vid hot och våld i skolan”, ”Belysning och sikt längs gångvägar” och ”Tidig "
        "upptäckt i skolan”. Fyra av bedömningarna är beslutade och en är ett förslag. Fem mål är"
        " delvis nådda, ett är inte nått och nio är inte bedömda.",
        "Rådet fattade tio beslut och gav nio uppdrag. Bland annat beslutade rådet att åter "
        "anlita trygghetsvärdar vid Resecentrum (19 september) och att skicka utkastet till "
        "åtgärdsplan på remiss (5 december). Sex av uppdragen är avslutade, ett har passerat sin "
        "tidsgräns och två har inget antecknat avslut.",
        "Målet för ”Samtalsgrupp för den som utövar våld”, som socialförvaltningen ansvarar för, "
        "är inte nått: samtalsgruppen startade inte. Uppdraget att utvärdera trygghetsvärdarnas "
        "arbete vid Resecentrum (ansvarig: säkerhetschef) skulle vara klart den 30 november men "
        "är inte antecknat som avslutat.",
        "14 av 34 insatser på de tre platserna är klara och tio pågår. För två är läget okänt. "
        "Klockartorget har 5 av 12 insatser klara, Bryggparken 5 av 10 och Tallhöjden 4 av 12.",
    ],
}


@pytest.mark.parametrize("of", REPORTS)
def test_the_year_is_told_in_at_most_five_findings(of):
    block = findings(material(*of))
    assert said(block) == FINDINGS[of]
    assert all(item.source for item in block.items)


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_numbers_of_decisions_assignments_and_places_are_those_of_the_files(year):
    n = {name: len(told_at(DEMO, year, name)) for name in ("decisions", "assignments")}
    states = [row["status"] for row in told_at(DEMO, year, "place_actions")]
    _, _, decided, _, places = said(findings(material(DEMO, year)))
    assert decided.startswith(
        f"Rådet fattade {words.number(n['decisions'])} beslut och gav "
        f"{words.number(n['assignments'])} uppdrag."
    )
    done, n = (words.number(k) for k in (states.count("done"), len(states)))
    assert places.startswith(f"{words.capitalised(done)} av {n} insatser")


def test_a_forerunners_goals_are_not_the_councils_to_have_reached(records_copy):
    own = {row["measure_id"] for row in records(HA, "measures")}
    before = records(HL, "measures")[0]["measure_id"]
    assert not own
    add(
        records_copy,
        HL,
        "assessments",
        measure_id=before,
        year=2021,
        fulfilment="full",
        ground="Gjort",
        decided_on="2021-12-01",
        decided_by_role="Rådet",
        document_id="",
        line="",
    )
    told = said(findings(Material(HA, 2021, data=records_copy)))
    assert told == FINDINGS[HA, 2021]


def test_a_year_that_no_document_speaks_of_says_so():
    assert findings(Material(HL, 2010)).text == "Inget är antecknat om 2010."


def test_what_waits_for_review_is_said_before_all_else():
    first, rest = parts(findings(with_counts(HA, 2021, n_waiting=119)))
    assert first.text == (
        "119 uppgifter väntar på granskning och visas inte i den offentliga utgåvan. "
        "Alla tal gäller det som är granskat."
    )
    assert said(rest) == FINDINGS[HA, 2021]


def test_without_reviewed_minutes_nothing_is_said_to_lack_minutes():
    first, rest = parts(findings(with_counts(HL, 2018, n_waiting=1)))
    assert first.text.startswith("En uppgift väntar på granskning")
    assert said(rest)[:2] == [
        "Fyra möten annonserades (23 februari, 18 maj, 21 september och 7 december), men inget "
        "protokoll från 2018 finns i det som är granskat.",
        "Utan granskade protokoll är det okänt vad som blev av planens sju åtgärder.",
    ]


def test_two_decisions_are_both_told_and_of_more_of_one_meeting_the_first_two(records_copy):
    first = "att personrån mot unga görs till en prioritering i den lokala lägesbilden"
    add(records_copy, HL, "decisions", decision_id="b2", text="Rådet beslutade att anta planen.")
    decided = said(findings(Material(HL, 2019, data=records_copy)))[2]
    assert (
        f"två beslut och gav ett uppdrag. Rådet beslutade {first} och att anta planen." in decided
    )
    add(records_copy, HL, "decisions", decision_id="b3", text="Sak 3.")
    decided = said(findings(Material(HL, 2019, data=records_copy)))[2]
    assert "tre beslut" in decided
    assert f"Bland annat beslutade rådet {first} och att anta planen." in decided


@pytest.mark.parametrize(
    ("closed", "due", "text"),
    [
        ("hl-2019-02-22-p6", "", "Uppdraget är avslutat."),
        ("", "", "Inget avslut av uppdraget är antecknat."),
        ("", "2020-01-01", "Inget avslut av uppdraget är antecknat."),
        (
            "",
            "2019-12-31",
            "Tidsgränsen för uppdraget har passerat, och inget avslut är antecknat.",
        ),
    ],
)
def test_one_assignment_is_told_as_far_as_it_is_known(records_copy, closed, due, text):
    (one,) = records(HL, "assignments")
    change(records_copy, HL, "assignments", one["assignment_id"], closed_item_id=closed, due_on=due)
    told = said(findings(Material(HL, 2019, data=records_copy)))
    assert told[2].endswith(f" {text}")
    late = [one for one in told if "skulle vara klart" in one]
    assert len(late) == (due == "2019-12-31")


def test_a_decision_of_today_is_told_with_its_day(records_copy):
    add(records_copy, HL, "decisions", decision_id="b2", text="Planen gäller från i dag.")
    decided = said(findings(Material(HL, 2019, data=records_copy)))[2]
    assert "och att planen gäller från den 22 februari 2019. Inget" in decided


def test_an_assignment_without_an_assignee_is_told_without_one(records_copy):
    (one,) = records(HL, "assignments")
    change(
        records_copy, HL, "assignments", one["assignment_id"], assigned_to="", due_on="2019-05-10"
    )
    late = said(findings(Material(HL, 2019, data=records_copy)))[3]
    assert late == (
        "Uppdraget att undersöka om mötestider på eftermiddagar fungerar för dem som inte var med "
        "den 22 februari 2019 skulle vara klart den 10 maj men är inte antecknat som avslutat."
    )


def test_more_than_three_things_not_done_are_counted(records_copy):
    for n in range(5):
        add(
            records_copy,
            HL,
            "assignments",
            assigned_to="Polisen",
            text=f"Sak {n}",
            due_on="2019-05-10",
            line=60 + n,
        )
    late = said(findings(Material(HL, 2019, data=records_copy)))[3]
    assert late.count("(ansvarig: polisen) skulle vara klart den 10 maj men") == 3
    assert late.endswith(" Två saker till är inte gjorda.")
