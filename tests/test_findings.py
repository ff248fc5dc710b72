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
)

from lobra.report import Material, findings
from lobra_data import words

FINDINGS = {
    (HL, 2017): [
        "Protokoll finns från ett möte, hållet mellan 29 november och 7 december 2017. Det tar "
        "bland annat upp skola, fysisk miljö och unga i risk för kriminalitet.",
        "Prioriterat 2017: ”Arbetet med samverkan kring destruktiv grupp barn”, ”Förbättra "
        "säkerheten vid skolor”, ”Samverkansöverenskommelsen, revidera och arbeta utifrån "
        "prioriteringar”, ”Trygghetsfrågor inom LSS” och ”förekomsten av narkotika kring "
        "gymnasieskolorna i Liljeholmen”.",
    ],
    (HL, 2018): [
        "Fyra möten annonserades (23 februari, 18 maj, 21 september och 7 december), men inget "
        "protokoll från 2018 finns i materialet.",
        "Utan protokoll är det okänt vad som blev av planens sju åtgärder.",
        "Föreslaget som nytt 2018: Västertorp och ungdomar. Föreslaget att upphöra 2018: Inbrott "
        "och trafik.",
    ],
    (HL, 2019): [
        "Protokoll finns från ett möte, den 22 februari 2019. Det tar bland annat upp rån, "
        "näringsliv och unga i risk för kriminalitet.",
        "Inget av planens sju mål går att bedöma av det som är antecknat.",
        "Rådet fattade ett beslut och gav ett uppdrag. Beslutet: ”Personrån mot unga görs till en "
        "prioritering i den lokala lägesbilden. Först kartläggs rånen, sedan ses lämpliga "
        "insatser över” (22 februari). Inget avslut av uppdraget är antecknat.",
        "Prioriterat 2019: Liljeholmen, Västertorp, ungdomar, påträngande tiggeri/olovliga "
        "bosättningar, våldsbejakande extremism och personrån mot unga.",
    ],
    (HA, 2021): [
        "Protokoll finns från ett möte, den 17 september 2021. Det tar bland annat upp "
        "socialtjänst, unga i risk för kriminalitet och fysisk miljö.",
        "6 av 33 insatser på de tre platserna är klara. Elva pågår, sex är planerade, en är inte "
        "påbörjad och för nio är läget okänt. Klara på varje plats: Liljeholmen 2 av 12, "
        "Fruängen/Västertorp/Hägerstensåsen 2 av 12 och Älvsjö/Solberga 2 av 9.",
        "Prioriterat 2021: Unga i risk för kriminalitet.",
    ],
    (DEMO, 2023): [
        "Inget av de sex måtten på anmälda brott visar en säker förändring sedan 2022. Misshandel: "
        "189 anmälda brott 2023, 201 året före. Det är 602 per 100 000 invånare (Länet 697). "
        "Otrygga utomhus sena kvällar: 26 procent av de svarande 2023, 28 året före (Länet 25 "
        "procent).",
        "Ett av planens 20 mål är nått: ”Trygghet vid Resecentrum”. Bedömningen är ett förslag. "
        "Fyra är delvis nådda, ett är inte nått och 14 är inte bedömda.",
        "Rådet fattade åtta beslut och gav åtta uppdrag. Bland besluten: ”Följa upp "
        "åtgärdsplanen åtgärd för åtgärd vid varje möte” (9 februari), ”Polisen och fältgruppen "
        "stämmer av läget varje fredag under sommaren” (11 maj), ”Centrumföreningen bjuds in till "
        "ett möte om året” (14 september) och ”Fastställa prioriteringarna för 2024” (30 "
        "november). Fem av uppdragen är avslutade och tre har inget antecknat avslut.",
        "Målet för ”Stöd att lämna kriminalitet”, som socialförvaltningen ansvarar för, är inte "
        "nått: stödet har inte kommit i gång.",
        "2 av 10 insatser på de tre platserna är klara. Fem pågår, två är planerade och en är "
        "inte påbörjad. Klara på varje plats: Klockartorget 1 av 4, Bryggparken 1 av 3 och "
        "Tallhöjden 0 av 3.",
    ],
    (DEMO, 2024): [
        "Inget av de sex måtten på anmälda brott visar en säker förändring sedan 2023. Misshandel: "
        "176 anmälda brott 2024, preliminärt, 189 året före. Det är 559 per 100 000 invånare "
        "(Länet 676). Otrygga utomhus sena kvällar: 24 procent av de svarande 2024, 26 året före "
        "(Länet 25 procent).",
        "Fem av planens 20 mål är nådda: ”Meningsfull sommar”, ”Tillsyn av folköl och tobak”, "
        "”Rutin vid hot och våld i skolan” och två till. Fyra av bedömningarna är beslutade och "
        "en är ett förslag. Fem är delvis nådda, ett är inte nått och nio är inte bedömda.",
        "Rådet fattade tio beslut och gav nio uppdrag. Bland besluten: ”Ställa sig bakom den "
        "gemensamma lägesbilden” (8 februari), ”Genomföra fyra trygghetsvandringar under 2024” "
        "(16 maj), ”Åter anlita trygghetsvärdar vid Resecentrum” (19 september) och ”Skicka "
        "utkastet till åtgärdsplan på remiss” (5 december). Sex av uppdragen är avslutade, ett "
        "har passerat sin tidsgräns och två har inget antecknat avslut.",
        "Målet för ”Samtalsgrupp för den som utövar våld”, som socialförvaltningen ansvarar för, "
        "är inte nått: samtalsgruppen startade inte. Uppdraget ”Utvärdera trygghetsvärdarnas "
        "arbete vid Resecentrum” (säkerhetschef) skulle vara klart den 30 november 2024 men är "
        "inte antecknat som avslutat.",
        "14 av 34 insatser på de tre platserna är klara. Tio pågår, tre är planerade, tre är inte "
        "påbörjade, två är avbrutna och för två är läget okänt. Klara på varje plats: "
        "Klockartorget 5 av 12, Bryggparken 5 av 10 och Tallhöjden 4 av 12.",
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
    assert places.startswith(f"{states.count('done')} av {len(states)} insatser")


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
    m = material(HA, 2021)
    m.n_waiting = 119
    first, rest = parts(findings(m))
    assert first.text == (
        "119 uppgifter väntar på granskning och visas inte i den offentliga utgåvan. "
        "Alla tal gäller det som är granskat."
    )
    assert said(rest) == FINDINGS[HA, 2021]


def test_without_reviewed_minutes_nothing_is_said_to_lack_minutes():
    m = material(HL, 2018)
    m.n_waiting = 1
    first, rest = parts(findings(m))
    assert first.text.startswith("1 uppgift väntar på granskning")
    assert said(rest)[:2] == [
        "Fyra möten annonserades (23 februari, 18 maj, 21 september och 7 december), men inget "
        "protokoll från 2018 finns i det som är granskat.",
        "Utan granskade protokoll är det okänt vad som blev av planens sju åtgärder.",
    ]


def test_three_decisions_are_all_told_and_of_more_each_meetings_first(records_copy):
    for number in (2, 3):
        add(records_copy, HL, "decisions", decision_id=f"b{number}", text=f"Sak {number}.")
    decided = said(findings(Material(HL, 2019, data=records_copy)))[2]
    assert "tre beslut" in decided
    assert decided.count("(22 februari)") == 3
    assert "Besluten: ”Personrån" in decided and "”Sak 3” (22 februari)." in decided
    add(records_copy, HL, "decisions", decision_id="b4", text="Sak 4.")
    decided = said(findings(Material(HL, 2019, data=records_copy)))[2]
    assert "fyra beslut" in decided
    assert "Bland besluten: ”Personrån" in decided
    assert decided.count("(22 februari)") == 1


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
    assert "”Planen gäller från den 22 februari 2019” (22 februari)." in decided


def test_an_assignment_without_an_assignee_is_told_without_one(records_copy):
    (one,) = records(HL, "assignments")
    change(
        records_copy, HL, "assignments", one["assignment_id"], assigned_to="", due_on="2019-05-10"
    )
    late = said(findings(Material(HL, 2019, data=records_copy)))[3]
    assert late == (
        f"Uppdraget ”{one['text'].rstrip('.')}” skulle vara klart den 10 maj 2019 men är inte "
        "antecknat som avslutat."
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
    assert late.count("(polisen) skulle vara klart den 10 maj 2019") == 3
    assert late.endswith(" Två saker till är inte gjorda.")
