"""How we know: method, gaps and the law, in at most ten lines."""

from __future__ import annotations

import pytest
from seen import DEMO, HA, HL, REPORTS, change, material, records, said, with_counts

from lobra.report import Material, how_we_know

UNKNOWN = (
    "Det som dokumenten inte säger står som okänt, och okänt är inte noll. Inget antecknat betyder "
    "att uppgiften inte finns i underlaget, inte att saken inte har hänt."
)
CHANCE = (
    "Ingen säker förändring betyder att skillnaden mellan två antal inte är större än slumpen kan "
    "ge. För andelar sägs det bara där antalet svarande är känt."
)
ACT = "Lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete gäller sedan den 1 juli"
SHOWN = (
    f"{ACT} 2023. Dokumenten visar lägesbild med analys, åtgärdsplan, uppföljning av planen minst "
    "vartannat år, råd eller motsvarande samverkan och samordnande funktion."
)
KNOWN = {
    (HL, 2017): [
        "Berättelsen bygger på ett protokoll. Varje uppgift kan följas till sin plats i det.",
        UNKNOWN,
        "Ett protokoll saknar datum; mötet hölls mellan 29 november och 7 december 2017.",
        f"{ACT} 2023 och alltså inte 2017.",
    ],
    (HL, 2018): [
        "Berättelsen bygger på två dokument som berättar om 2018, inget av dem ett protokoll från "
        "2018. Varje uppgift kan följas till sin plats i dem.",
        UNKNOWN,
        "Från mötena som annonserades till 23 februari, 18 maj, 21 september och 7 december finns "
        "inget protokoll i materialet.",
        f"{ACT} 2023 och alltså inte 2018.",
    ],
    (HL, 2019): [
        "Berättelsen bygger på två dokument som berättar om 2019, bland dem protokollet från ett "
        "möte. Varje uppgift kan följas till sin plats i dem.",
        UNKNOWN,
        "Protokollet säger vilka som kallades, inte vilka som kom.",
        "Från mötet som annonserades till 10 maj finns inget protokoll i materialet.",
        f"{ACT} 2023 och alltså inte 2019.",
    ],
    (HA, 2021): [
        "Berättelsen bygger på ett protokoll. Varje uppgift kan följas till sin plats i det.",
        UNKNOWN,
        "Två motsägelser i dokumenten är inte utredda.",
        f"{ACT} 2023 och alltså inte 2021.",
    ],
    (DEMO, 2023): [
        "Berättelsen bygger på åtta dokument som berättar om 2023, bland dem protokollen från fyra "
        "möten. Varje uppgift kan följas till sin plats i dem.",
        UNKNOWN,
        "Om målen är nådda är beslutat för två av planens 20 åtgärder. Övriga bedömningar är "
        "förslag enligt en fast regel. Att en åtgärd är gjord säger inte att brotten har blivit "
        "färre.",
        CHANCE,
        SHOWN,
    ],
    (DEMO, 2024): [
        "Berättelsen bygger på tio dokument som berättar om 2024, bland dem protokollen från fyra "
        "möten. Varje uppgift kan följas till sin plats i dem.",
        UNKNOWN,
        "Om målen är nådda är beslutat för tio av planens 20 åtgärder. Övriga bedömningar är "
        "förslag enligt en fast regel. Att en åtgärd är gjord säger inte att brotten har blivit "
        "färre.",
        CHANCE,
        "En motsägelse i dokumenten är inte utredd.",
        SHOWN,
    ],
}


@pytest.mark.parametrize("of", REPORTS)
def test_what_the_report_rests_on_and_lacks_is_told_in_a_few_lines(of):
    assert said(how_we_know(material(*of))) == KNOWN[of]


def test_what_is_not_shown_is_counted_and_the_reason_told():
    told = said(how_we_know(with_counts(HA, 2021, n_waiting=119, n_withheld=3, n_blurred=2)))
    assert told[2:5] == [
        "119 uppgifter väntar på granskning och visas inte här.",
        "Tre uppgifter om rådet, från alla år, visas inte, eftersom de är känsliga eller hör till "
        "något som inte visas.",
        "Två små antal personer i rådets uppgifter från alla år visas som spann eller inte alls, "
        "så att "
        "ingen kan pekas ut.",
    ]
    one_of_each = {"n_waiting": 1, "n_withheld": 1, "n_blurred": 1}
    assert said(how_we_know(with_counts(HA, 2021, **one_of_each)))[2:5] == [
        "En uppgift väntar på granskning och visas inte här.",
        "En uppgift om rådet, från alla år, visas inte, eftersom den är känslig eller hör till "
        "något "
        "som inte visas.",
        "Ett litet antal personer i rådets uppgifter från alla år visas som spann eller inte "
        "alls, så "
        "att ingen kan pekas ut.",
    ]
    assert len(said(how_we_know(with_counts(DEMO, 2024, **one_of_each)))) <= 10


def test_a_meeting_whose_minutes_may_wait_is_not_said_to_lack_them():
    told = said(how_we_know(with_counts(HL, 2019, n_waiting=119)))
    assert (
        "Från mötet som annonserades till 10 maj finns inget protokoll i det som är granskat."
        in told
    )


def test_a_contradiction_that_is_settled_is_no_gap(records_copy):
    first, second = (row["conflict_id"] for row in records(HA, "conflicts"))
    settled = {"resolution": "46 stämmer", "resolved_on": "2021-10-01"}
    change(records_copy, HA, "conflicts", first, **settled)
    assert "En motsägelse i dokumenten är inte utredd." in said(
        how_we_know(Material(HA, 2021, data=records_copy))
    )
    change(records_copy, HA, "conflicts", second, **settled)
    told = said(how_we_know(Material(HA, 2021, data=records_copy)))
    assert [text for text in told if "motsägelse" in text] == []


def test_what_the_law_asks_for_and_is_not_noted_may_well_exist():
    assert said(how_we_know(material(HL, 2023))) == [
        "Berättelsen bygger på ett dokument, inget protokoll från 2023. Varje uppgift kan följas "
        "till sin plats i det.",
        UNKNOWN,
        f"{ACT} 2023. Dokumenten visar lägesbild med analys, åtgärdsplan, råd eller motsvarande "
        "samverkan och samordnande funktion. Om uppföljning av planen minst vartannat år är inget "
        "antecknat, men det kan ändå finnas.",
    ]


def test_a_year_that_no_document_tells_of_says_so():
    assert how_we_know(Material(HL, 2010)).text == "Inget dokument berättar om 2010."
