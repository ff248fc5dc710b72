"""The places: how far each one's actions have come, what is stuck, and who leads."""

from __future__ import annotations

from collections import Counter

import pytest
from seen import DEMO, HA, HL, add, change, material, parts, records, told_at

from lobra import report
from lobra.blocks import Nothing, Text
from lobra.report import Material
from lobra.report.chapters import places as chapter
from lobra_data.words import NUMERALS

FORMS = {
    "done": ("är klar", "är klara"),
    "ongoing": ("pågår", "pågår"),
    "planned": ("är planerad", "är planerade"),
    "not_started": ("är inte påbörjad", "är inte påbörjade"),
    "cancelled": ("är avbruten", "är avbrutna"),
    "unknown": ("har okänt läge", "har okänt läge"),
}


def told(m):
    return {head: dict(part.items) for head, part in report.places(m).parts if head}


@pytest.mark.parametrize("of", [(DEMO, 2023), (DEMO, 2024), (HA, 2021)])
def test_every_place_counts_its_actions_and_how_far_they_have_come(of):
    found = {}
    for row in told_at(*of, "place_actions"):
        found.setdefault(row["forum_id"], Counter())[row["status"] or "unknown"] += 1
    names = {row["forum_id"]: row["name"] for row in records(of[0], "forums")}
    expected = []
    for key, n in found.items():
        said = [
            f"{'en' if n[code] == 1 else NUMERALS[n[code]]} {forms[n[code] > 1]}"
            for code, forms in FORMS.items()
            if n[code]
        ]
        *first, last = said
        text = f"{', '.join(first)} och {last}."
        label = f"{NUMERALS[n.total()].capitalize()} insatser"
        expected.append((names[key].removeprefix("Platssamverkan "), label, text))
    shown = [(place, *next(iter(items.items()))) for place, items in told(material(*of)).items()]
    assert shown == expected


def test_what_is_done_and_stuck_is_named_with_reason_and_owner():
    items = told(material(DEMO, 2024))["Klockartorget"]
    assert items == {
        "Tolv insatser": "fem är klara, tre pågår, en är planerad, en är inte påbörjad, en är "
        "avbruten och en har okänt läge.",
        "Klart": "fler låsbara cykelställ, förbättrad belysning, utbildning för butikspersonal, "
        "kvällsevenemang och trygghetsvandring.",
        "Inte påbörjat": "fartdämpande hinder (väntar på projektering; ansvar: gatuingenjör).",
        "Avbrutet": "kameror i trapphusen (ersatt av bättre belysning och låsta dörrar; ansvar: "
        "trygghetsansvarig).",
        "Ansvar": "Samhällsbyggnadsförvaltningen leder fem, polisen två, "
        "kommunledningsförvaltningen "
        "två, bostadsbolaget en och centrumföreningen en; en saknar antecknad ansvarig.",
    }


def test_an_action_that_several_lead_counts_for_each_of_them():
    leads = {
        place: items["Ansvar"].partition(";")[0]
        for place, items in told(material(HA, 2021)).items()
    }
    # Förvaltningen alone leads five and two with the police, who lead one more
    rows = [r for r in told_at(HA, 2021, "place_actions") if r["forum_id"].endswith("liljeholmen")]
    alone = Counter(row["lead_organisation_id"] for row in rows)
    shared = [row for row in rows if row["lead"] == "Förvaltning, polis"]
    assert (alone["ha-sdf"], alone["ha-polisen"], len(shared)) == (7, 1, 2)
    assert leads["Liljeholmen"] == (
        "Hägersten-Älvsjö stadsdelsförvaltning leder sju, polisen tre, exploateringskontoret "
        "två och "
        "stadsledningskontoret/Avarn en"
    )
    assert leads["Älvsjö/Solberga"] == (  # "SDF" is the council's own, not its forerunner's
        "Hägersten-Älvsjö stadsdelsförvaltning leder sex, Stockholms stads mobila "
        "ordningsvakter en och "
        "stadsledningskontoret/Avarn en"
    )


def test_a_place_name_keeps_its_capital_and_a_list_with_an_och_has_semicolons(demo_copy):
    change(
        demo_copy,
        DEMO,
        "place_actions",
        "bv-2024-klockartorget-p2",
        action="Klockartorgets ställ och tak. Fler följer.",
    )
    done = told(Material(DEMO, 2024, data=demo_copy))["Klockartorget"]["Klart"]
    assert done == (
        "Klockartorgets ställ och tak; förbättrad belysning; utbildning för butikspersonal; "
        "kvällsevenemang; trygghetsvandring."
    )


def test_actions_that_are_all_alike_are_said_to_be(demo_copy):
    for row in records(DEMO, "place_actions"):
        change(demo_copy, DEMO, "place_actions", row["place_action_id"], status="ongoing", lead="")
    items = told(Material(DEMO, 2023, data=demo_copy))["Bryggparken"]
    assert items["Tre insatser"] == "alla pågår."
    assert "Klart" not in items


def test_an_action_alone_is_told_in_the_singular_and_without_an_owner_that_is_said(demo_copy):
    path = demo_copy / DEMO / "place_actions.csv"
    head, first, *_ = path.read_text("utf-8").splitlines()
    path.write_text(f"{head}\n{first}\n", "utf-8")
    key = first.partition(",")[0]
    change(demo_copy, DEMO, "place_actions", key, status="done", lead="", lead_organisation_id="")
    assert list(told(Material(DEMO, 2023, data=demo_copy))["Klockartorget"].items()) == [
        ("En insats", "den är klar."),
        ("Klart", "gemensam kvällsrunda."),
        ("Ansvar", "En saknar antecknad ansvarig."),
    ]


def test_the_councils_comment_follows_the_place_that_it_is_about(monkeypatch):
    def comment(m, about):
        return Text(name=f"om-{about}", text=about)

    monkeypatch.setattr(chapter, "comment", comment)
    assert [part.name for part in parts(report.places(material(DEMO, 2024)))] == [
        "plats-1",
        "om-Platssamverkan Klockartorget",
        "plats-2",
        "om-Platssamverkan Bryggparken",
        "plats-3",
        "om-Platssamverkan Tallhöjden",
    ]


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_a_council_without_places_says_nothing_of_them(year):
    assert isinstance(report.places(material(HL, year)), Nothing)
    assert isinstance(report.place_status(material(HL, year)), Nothing)


def test_places_without_working_tables_are_said_to_have_none(records_copy):
    add(records_copy, HL, "forums", kind="place", name="Platssamverkan Nybohov")
    assert report.places(Material(HL, 2019, data=records_copy)).text == (
        "Inga arbetstabeller från platssamverkan 2019 finns i materialet."
    )
