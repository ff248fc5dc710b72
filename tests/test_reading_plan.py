"""Action plans: the same measures whatever the layout, nothing that the plan doesn't say."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from lobra.reading import formats
from lobra.reading import plans as plan
from lobra.reading.found import Activity, Doubt, Measure
from lobra.reading.plans import fields as planfields
from lobra.reading.source import Line, Source

SHARED = Path(__file__).parents[2] / "shared" / "documents"
DEMO = Path(__file__).parents[1] / "demo"
BULLET = re.compile(r"\s*(?:[•▫·\ue000-\uf8ff]|[-*](?= ))\s*")


def source(text: str) -> Source:
    """A text as lines: # headings, **bold**, bullets; tabs make cells, "||" real table rows."""
    lines, gap, in_table, n_tables = [], False, False, -1
    for number, raw in enumerate(text.split("\n"), 1):
        is_row = "||" in raw
        n_tables += is_row and not in_table
        in_table = is_row
        if is_row:
            cells = tuple(cell.strip().replace("\\n", "\n") for cell in raw.split("||"))
            flat = "\t".join(cells).replace("\n", " ")
            lines.append(Line(number, flat, cells, table=n_tables, gap=gap))
        elif raw.strip():
            mark = re.match(r"(#+)\s+", raw)
            body = raw[mark.end() :] if mark else raw
            is_bold = body.strip().startswith("**")
            bullet = None if is_bold else BULLET.match(body)
            body = re.sub(r"\*\*|[\ue000-\uf8ff]", "", body[bullet.end() :] if bullet else body)
            cells = tuple(c.strip() for c in body.split("\t")) if "\t" in body else ()
            flat = "\t".join(cells) if cells else " ".join(body.split())
            heading = len(mark[1]) if mark else 0
            lines.append(
                Line(number, flat, cells, None, heading, is_bold, bool(bullet), gap and bool(lines))
            )
        gap = not raw.strip()
    return Source("plan.txt", tuple(lines))


def read(text: str) -> list[Measure]:
    return plan.measures(source(text))[0]


def doubts(text: str) -> list[Doubt]:
    return plan.measures(source(text))[1]


def outline(text: str) -> list[tuple]:
    """Area, title, responsible and the activities' titles of every measure."""
    return [(m.area, m.title, m.responsible, [a.title for a in m.activities]) for m in read(text)]


# The same two measures in every layout.
EXPECTED = [
    (
        "Granby torg",
        "Öka vuxennärvaron på kvällstid",
        "Kommunen och polisen",
        ["Starta nattvandring med föreningar", "Utbilda minst tre vandringsledare per termin"],
    ),
    (
        "Ekdalen",
        "Minska inbrotten i källare och förråd",
        "Bostadsbolaget",
        ["Gå ronder i alla trapphus", "Märka cyklar"],
    ),
]
RUNNING = """Åtgärdsplan 2024 för Granby kommun och polisen

Planen bygger på den gemensamma lägesbilden och gäller under två år.

Granby torg
Mål: Fler ska känna sig trygga på torget
efter mörkrets inbrott.
Målgrupp: Besökare och boende.

Åtgärd Öka vuxennärvaron på
kvällstid

Ansvarig Kommunen och polisen
Prioriterade aktiviteter Starta nattvandring med
föreningar

Utbilda minst tre vandringsledare per
termin
Polisens kontakt Områdespolis
Kommunens
kontakt

Säkerhetssamordnare

Kommunens
åtagande

Sköta schemat
Betala västar
Uppföljning Minnesanteckningar

Ekdalen
Mål: Hälften så många inbrott.
Målgrupp: Hyresgäster.

Åtgärd

Minska inbrotten i källare och förråd

Ansvarig Bostadsbolaget
Prioriterade aktiviteter  Gå ronder i alla trapphus
 Märka cyklar
Polisens kontakt Kommunpolis
Kommunens
kontakt

Bovärd

Uppföljning Statistik
"""
TWO_COLUMNS = """# Åtgärdsplan 2024 för Granby kommun och polisen
## Granby torg
Mål || Fler ska känna sig trygga på torget efter mörkrets inbrott.
Målgrupp || Besökare och boende.
Åtgärd || Öka vuxennärvaron på kvällstid
Ansvarig || Kommunen och polisen
Prioriterade aktiviteter || Starta nattvandring med föreningar\\nUtbilda minst tre vandringsledare \
per\\ntermin
Polisens kontakt || Områdespolis
Kommunens kontakt || Säkerhetssamordnare
Kommunens åtagande || Sköta schemat\\nBetala västar
Uppföljning || Minnesanteckningar
## Ekdalen
Mål || Hälften så många inbrott.
Målgrupp || Hyresgäster.
Åtgärd || Minska inbrotten i källare och förråd
Ansvarig || Bostadsbolaget
Prioriterade aktiviteter || Gå ronder i alla trapphus
 || Märka cyklar
Polisens kontakt || Kommunpolis
Kommunens kontakt || Bovärd
Uppföljning || Statistik
"""
PARAGRAPHS = """# Handlingsplan mot brott i Granby
## Bakgrund
Planen bygger på lägesbilden. Målet är en trygg kommun.
## Granby torg
### Åtgärd 1: Öka vuxennärvaron på kvällstid
Fler vuxna behöver röra sig på torget.

**Mål:** Fler ska känna sig trygga på torget
efter mörkrets inbrott.
**Målgrupp:** Besökare och boende.
**Ansvarig:** Kommunen och polisen
**Aktiviteter:**
- Starta nattvandring med
föreningar
- Utbilda minst tre vandringsledare per termin
**Polisens kontaktperson:** Områdespolis
**Kommunens kontaktperson:** Säkerhetssamordnare
**Kommunens åtaganden:**
- Sköta schemat
- Betala västar
**Utvärdering:** Minnesanteckningar
## Ekdalen
### Åtgärd 2: Minska inbrotten i källare och förråd
**Mål:** Hälften så många inbrott.
**Målgrupp:** Hyresgäster.
**Ansvarig:** Bostadsbolaget
**Aktiviteter:**
- Gå ronder i alla trapphus
- Märka cyklar
**Polisens kontaktperson:** Kommunpolis
**Kommunens kontaktperson:** Bovärd
**Utvärdering:** Statistik
## Uppföljning
Hela planen följs upp i rådet varje år.
"""
PAGES = """# Granby torg
## Åtgärd
Öka vuxennärvaron på kvällstid
## Mål
Fler ska känna sig trygga på torget efter mörkrets inbrott.
## Målgrupp
Besökare och boende.
## Ansvarig
Kommunen och polisen
## Aktiviteter
- Starta nattvandring med föreningar
- Utbilda minst tre vandringsledare per termin
## Polisens kontakt
Områdespolis
## Kommunens kontakt
Säkerhetssamordnare
## Kommunens åtagande
- Sköta schemat
- Betala västar
## Uppföljning
Minnesanteckningar
# Ekdalen
## Åtgärd
Minska inbrotten i källare och förråd
## Mål
Hälften så många inbrott.
## Målgrupp
Hyresgäster.
## Ansvarig
Bostadsbolaget
## Aktiviteter
- Gå ronder i alla trapphus
- Märka cyklar
## Polisens kontakt
Kommunpolis
## Kommunens kontakt
Bovärd
## Uppföljning
Statistik
"""
NUMBERED = """Handlingsplan för trygghet 2024-2025

Innehåll
1 Granby torg ........ 2
1.1 Öka vuxennärvaron på kvällstid ........ 3

1 Granby torg

1.1 Öka vuxennärvaron på kvällstid
• Starta nattvandring med föreningar
• Utbilda minst tre vandringsledare per termin
Mål: Fler ska känna sig trygga på torget efter mörkrets inbrott.
Målgrupp: Besökare och boende.
Ansvarig: Kommunen och polisen
Polisens kontakt: Områdespolis
Kommunens kontakt: Säkerhetssamordnare
Kommunens åtagande:
• Sköta schemat
• Betala västar
Uppföljning: Minnesanteckningar

2 Ekdalen

2.1 Minska inbrotten i källare och förråd
• Gå ronder i alla trapphus
• Märka cyklar
Mål: Hälften så många inbrott.
Målgrupp: Hyresgäster.
Ansvarig: Bostadsbolaget
Polisens kontakt: Kommunpolis
Kommunens kontakt: Bovärd
Uppföljning: Statistik
"""
WIDE = """# Åtgärdsplan
Område || Mål || Målgrupp || Åtgärd || Aktiviteter || Ansvarig || Polisens kontakt || \
Kommunens kontakt || Kommunens åtagande || Uppföljning
Granby torg || Fler ska känna sig trygga på torget efter mörkrets inbrott. || Besökare och boende. \
|| Öka vuxennärvaron på kvällstid || Starta nattvandring med\\nföreningar\\nUtbilda minst tre \
vandringsledare per termin || Kommunen och polisen || Områdespolis || Säkerhetssamordnare || \
Sköta schemat\\nBetala västar || Minnesanteckningar
Ekdalen || Hälften så många inbrott. || Hyresgäster. || Minska inbrotten i källare och förråd || \
Gå ronder i alla trapphus\\nMärka cyklar || Bostadsbolaget || Kommunpolis || Bovärd || || Statistik
"""
LAYOUTS = {
    "running": RUNNING,
    "two columns": TWO_COLUMNS,
    "tabs": TWO_COLUMNS.replace(" || ", "\t").replace("per\\n", "per ").replace("\\n", "; "),
    "paragraphs": PARAGRAPHS,
    "a field a heading": PAGES,
    "numbered": NUMBERED,
    "wide": WIDE,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_measures(layout):
    assert outline(LAYOUTS[layout]) == EXPECTED


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_fields(layout):
    first, second = read(LAYOUTS[layout])
    assert (first.goal, first.target_group, first.police_contact, first.district_contact) == (
        "Fler ska känna sig trygga på torget efter mörkrets inbrott.",
        "Besökare och boende.",
        "Områdespolis",
        "Säkerhetssamordnare",
    )
    assert (first.district_commitments, first.follow_up) == (
        ["Sköta schemat", "Betala västar"],
        "Minnesanteckningar",
    )
    assert (second.goal, second.district_contact, second.follow_up) == (
        "Hälften så många inbrott.",
        "Bovärd",
        "Statistik",
    )
    assert (second.district_commitments, second.purpose, second.funding) == ([], None, None)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_known_as_a_plan(layout):
    assert plan.is_plan(source(LAYOUTS[layout]))


def test_the_line_of_a_measure_and_an_activity_is_where_its_words_stand():
    first = read(RUNNING)[0]
    assert (first.line, [a.line for a in first.activities]) == (10, [14, 17])


def test_an_activity_has_its_target_and_its_time_limit():
    text = """# Åtgärdsplan
Åtgärd: Förebygga bedrägerier
Ansvarig: Polisen
Aktiviteter:
- Minst fyra informationsträffar per år
- Tre träffar med pensionärsrådet
- Besök 2 gånger per termin
- Ny broschyr klar senast 2025-05-31
- Ta fram rutin hösten 2025
- Följa överenskommelsen från och med maj 2025
- Mäta igen efter enkäten 2020
"""
    assert [(a.due_latest, a.target) for a in read(text)[0].activities] == [
        (None, {"count": 4, "unit": "informationsträffar", "per": "year"}),
        (None, {"count": 3, "unit": "träffar", "per": None}),
        (None, {"count": 2, "unit": "gånger", "per": "term"}),
        ("2025-05-31", None),
        ("2025-12-31", None),
        (None, None),
        (None, None),
    ]
    assert doubts(text) == [
        Doubt(
            "measures.activities.due_latest",
            '"hösten 2025" är ingen dag; den sista möjliga dagen är angiven.',
            9,
        )
    ]


def test_a_time_column_dates_the_activities_of_a_measure():
    text = """# Åtgärdsplan
## Åtgärd: Minska skadegörelsen
Ansvarig: Rektor
Aktivitet || Ansvarig || Klart senast
Sanera inom ett dygn || Fastighet || 2025-03-01
Vuxna i korridorerna || Skolan ||
"""
    assert read(text)[0].activities == [
        Activity("Sanera inom ett dygn", "2025-03-01", None, 5),
        Activity("Vuxna i korridorerna", None, None, 6),
    ]


def test_a_month_in_a_column_of_deadlines_is_its_last_day_and_a_season_a_doubt():
    text = """# Åtgärdsplan
## Åtgärd: Minska skadegörelsen
Ansvarig: Rektor
Aktivitet || Ansvarig || Klart senast
Sanera inom ett dygn || Fastighet || December 2025
Vuxna i korridorerna || Skolan || hösten 2025
"""
    assert [one.due_latest for one in read(text)[0].activities] == ["2025-12-31", "2025-12-31"]
    assert [one.line for one in doubts(text)] == [6]


def test_a_time_for_the_whole_measure_is_a_doubt_and_no_activitys_limit():
    text = """# Åtgärdsplan
Område || Åtgärd || Ansvarig || Klart || Uppföljning
Parken || Öka belysningen || Kommunen || juni 2025 || Mätning
 || Klippa buskar || Parkenheten || || Rond
"""
    assert outline(text) == [
        ("Parken", "Öka belysningen", "Kommunen", []),
        ("Parken", "Klippa buskar", "Parkenheten", []),
    ]
    assert [(d.field, d.line) for d in doubts(text)] == [("measures.due", 3)]


def test_a_goal_above_a_table_is_every_rows_goal():
    text = """# Handlingsplan
## Fokusområde 1: Trygga mötesplatser
Effektmål: Fler vågar gå ut.
Åtgärd || Ansvarig
Öka belysningen || Kommunen
Klippa buskar || Parkenheten
## Fokusområde 2: Skola
Åtgärd || Ansvarig
Utbilda personal || Rektor
"""
    assert [(m.area, m.goal) for m in read(text)] == [
        ("Trygga mötesplatser", "Fler vågar gå ut."),
        ("Trygga mötesplatser", "Fler vågar gå ut."),
        ("Skola", None),
    ]


def test_a_list_under_measures_is_what_is_done_in_the_area_and_the_measure_has_no_name():
    text = """Åtgärdsplan
Prioriterat område: Narkotika
Mål: Mindre försäljning.
Åtgärder:
• Gemensamma kontroller
• Föräldramöten i årskurs 6
Ansvarig: Polisen

Prioriterat område: Trafik
Åtgärder: Hastighetskontroller vid skolan
Ansvarig: Polisen
"""
    assert outline(text) == [
        ("Narkotika", None, "Polisen", ["Gemensamma kontroller", "Föräldramöten i årskurs 6"]),
        ("Trafik", None, "Polisen", ["Hastighetskontroller vid skolan"]),
    ]
    assert [(d.field, d.line) for d in doubts(text)] == [
        ("measures.title", 3),
        ("measures.title", 10),
    ]


def test_misread_labels_are_known():
    text = RUNNING
    for right, wrong in (
        ("Mål:", "MåI:"),
        ("Åtgärd", "Atgärd"),
        ("Ansvarig", "Ansvarlg"),
        ("aktiviteter", "aktivitcter"),
        ("Uppföljning", "Uppfoljning"),
    ):
        text = text.replace(right, wrong)
    assert outline(text) == EXPECTED


def test_an_area_before_all_measures_is_no_obstacle_where_areas_follow_titles():
    text = """
    Område:
    Centrum och torget

    Åtgärd: Mer ljus
    Område: Torget
    Ansvarig: Kommunen

    Åtgärd: Fler vandringar
    Område: Parken
    Ansvarig: Polisen
    """
    assert [(m.title, m.area) for m in read(text)] == [
        ("Mer ljus", "Torget"),
        ("Fler vandringar", "Parken"),
    ]


def test_two_areas_under_one_heading_are_two_areas():
    text = RUNNING.replace("\nEkdalen\n", "\nEkdalen/Högdal\n\nEkdalen\n")
    assert [(m.area, m.follow_up) for m in read(text)] == [
        ("Granby torg", "Minnesanteckningar"),
        ("Ekdalen", "Statistik"),
    ]


def test_an_area_close_to_the_text_above_is_a_doubt():
    text = RUNNING.replace("\n\nEkdalen\n", "\nEkdalen\n")
    assert outline(text) == EXPECTED
    assert [(d.field, d.line) for d in doubts(text)] == [("measures.area", 31)]


def test_a_hyphen_at_a_lines_end_goes_where_the_word_is_known():
    words = frozenset({"utbildningsförvaltningen"})
    assert planfields.joined(["SL, utbildnings-", "förvaltningen"], words) == (
        "SL, utbildningsförvaltningen"
    )
    assert planfields.joined(["polis-", "kommungemensamma pass"], words) == (
        "polis-kommungemensamma pass"
    )
    assert planfields.joined(["barn-", "och ungdom"], words) == "barn- och ungdom"


def test_a_field_that_stands_twice_is_a_doubt():
    text = TWO_COLUMNS.replace("Ansvarig || Bostadsbolaget", "Ansvarig || A\nAnsvarig || B")
    assert [(d.field, d.line) for d in doubts(text)] == [("measures.responsible", 17)]


PROSE = """Handlingsplan
Kommunen vill arbeta förebyggande. Ansvarig för planen är kommunstyrelsen.
Mål: En trygg kommun.
Uppföljning: Varje år.
"""
BROKEN = "Åtgärd\nÅtgärd\nMål:\n:\n||\nAnsvarig || \n || \nÅtgärd || Ansvarig\n||||\n•\n1.1 \n"


@pytest.mark.parametrize("text", ["", "\n", PROSE, BROKEN, "Åtgärd:", "Åtgärd || || ||", "\t\t"])
def test_what_names_no_measure_gives_none(text):
    assert read(text) == []


def test_a_plan_without_measures_is_a_doubt_and_other_text_without_them_is_none():
    assert doubts(PROSE) == [Doubt("measures", "Inga åtgärder hittades i planen.")]
    assert doubts("Lägesbild\nBrotten minskar i kommunen.\n") == []


def test_a_measure_without_a_name_keeps_its_activities_and_is_a_doubt():
    text = "Mål: Lugn\nAnsvarig: Skolan\nAktiviteter: Rastvärdar\n"
    assert outline(text) == [(None, None, "Skolan", ["Rastvärdar"])]
    assert [d.reason for d in doubts(text)] == ["Åtgärden har inget namn."]


MINUTES = """# Protokoll
Närvarande: Anna Berg
1. Handlingsplan
Åtgärd | Ansvarig
"""
NO_PLANS = {
    "minutes": MINUTES,
    "minutes of a plan": "Handlingsplan 2025\nNärvarande:\n" + TWO_COLUMNS,
    "paragraphs of minutes": "Åtgärdsplan\n§ 12 Handlingsplan\nBeslut: antas",
    "empty": "",
    "report": "Lägesbild\nBrotten minskar i kommunen.\n",
    "sentence": "Rådet talade länge om en handlingsplan.\n",
}


@pytest.mark.parametrize("kind", NO_PLANS)
def test_what_is_no_plan_is_known(kind):
    assert not plan.is_plan(source(NO_PLANS[kind]))


def test_a_plan_without_a_title_is_known_by_its_measures():
    assert plan.is_plan(source(TWO_COLUMNS.split("\n", 1)[1]))


def test_the_shared_plan_gives_seven_measures():
    path = SHARED / "atgardsplan-polis-stadsdel.txt"
    if not path.is_file():
        pytest.skip("The shared documents are not here.")
    one = source(path.read_text("utf-8"))
    found, doubts = plan.measures(one)
    assert plan.is_plan(one)
    assert [(m.area, m.title, m.responsible, len(m.activities)) for m in found] == [
        ("Liljeholmen", "Öka den kollektiva förmågan hos allmänheten",
         "Stadsdelsförvaltning och polis", 3),
        ("Liljeholmen, Narkotika",
         "Planerade insatser mot narkotikabrott ska koordineras mellan parterna", "Polis", 2),
        ("Ungdomar", "Trygga uppväxten för barn och unga", "Stadsdelsförvaltning och polis", 5),
        ("Västertorp", "Motverka otrygghet och brottsutsatthet i Västertorp",
         "Stadsdelsförvaltning och polis", 5),
        ("Olovliga bosättningar", "Tidig upptäckt och etisk avvisning av olovliga bosättningar",
         "Stadsdelsförvaltningen", 2),
        ("Påträngande tiggeri", "Motverka påträngande tiggeri", "Polis", 2),
        ("Våldsbejakande extremism", "Motverka våldsbejakande extremism",
         "Stadsdelsförvaltning", 2),
    ]  # fmt: skip
    full = ("goal", "purpose", "target_group", "police_contact", "police_commitments",
            "district_contact", "district_commitments", "other_actors", "funding",
            "communication", "follow_up")  # fmt: skip
    assert [name for m in found for name in full if not getattr(m, name)] == []
    assert [len(m.district_commitments) for m in found] == [1, 2, 6, 1, 1, 1, 1]
    assert [a.due_latest for a in found[5].activities] == ["2018-05-31", "2018-12-31"]
    target = found[2].activities[2].target
    assert (target["count"], target["per"]) == (2, "year")
    assert {d.field for d in doubts} == {
        "measures.area", "measures.forum", "measures.activities.due_latest",
    }  # fmt: skip


def test_labels_may_be_bullets_and_one_activity_takes_the_measures_time():
    text = """# Åtgärdsplan
## Äldre
### Åtgärd 1. Förebygg bedrägerier
- **Mål:** Färre drabbas
- **Ansvarig:** Polisen
- **Aktiviteter:** Informationsträffar
- **Tidplan:** senast 2025-05-31
### Åtgärd 2. Säkra hem
- **Mål:** Fler larm
- **Ansvarig:** Äldreomsorgen
- **Aktiviteter:** Hembesök; Byte av lås
- **Tidplan:** 2025-06-30
"""
    found = read(text)
    assert [[(a.title, a.due_latest) for a in m.activities] for m in found] == [
        [("Informationsträffar", "2025-05-31")],
        [("Hembesök", None), ("Byte av lås", None)],
    ]
    assert [(d.field, d.line) for d in doubts(text)] == [("measures.due", 8)]


def test_a_table_of_contents_names_no_measures():
    text = PARAGRAPHS.replace(
        "## Bakgrund", "Åtgärd 1: Öka vuxennärvaron på kvällstid ........ 3\n## Bakgrund"
    )
    assert outline(text) == EXPECTED


def test_a_wide_row_goes_on_in_the_next_and_keeps_its_own_goal():
    text = """# Åtgärdsplan
Mål: Allmänt lugn
Område || Mål || Åtgärd || Aktiviteter || Ansvarig
Torget || Eget mål || Bevaka || Ronder || Kommunen
Torget || Eget mål || Bevaka || Kameror || Kommunen
 || || Städa || Sopa || Kommunen
"""
    assert [(m.title, m.goal, [a.title for a in m.activities]) for m in read(text)] == [
        ("Bevaka", "Eget mål", ["Ronder", "Kameror"]),
        ("Städa", "Eget mål", ["Sopa"]),
    ]


def test_a_chapter_after_the_measures_gives_them_nothing():
    text = PARAGRAPHS + "## Organisation\nForum: Rådet\n"
    assert [m.forum for m in read(text)] == [None, None]


def test_a_heading_inside_a_measure_is_no_area():
    text = """# Åtgärdsplan
## Åtgärd 1: Bevaka
Ansvarig: Kommunen
### Mer om ronderna
De går på natten.
## Åtgärd 2: Städa
Ansvarig: Parkenheten
"""
    assert [m.area for m in read(text)] == [None, None]


def test_a_wrapped_point_stays_one_point():
    text = "Åtgärd: A\nAktiviteter:\nSamverka enligt\nPolislagen\nMöten (skola\nPolis)\nVandra\n"
    assert [a.title for a in read(text)[0].activities] == [
        "Samverka enligt Polislagen",
        "Möten (skola Polis)",
        "Vandra",
    ]


def test_a_weak_word_before_a_capital_is_no_label():
    assert planfields.labelled("Information Polisen berättar", True) is None


def test_people_present_far_down_make_minutes():
    assert not plan.is_plan(source(TWO_COLUMNS + "Närvarande: Anna Berg\n"))


def test_bullets_in_columns_that_tabs_make_begin_a_point():
    text = "Åtgärd\tA\nPrioriterade aktiviteter\tHelgarbete\n• \tVandra med\n\tPolisen\n• Städa\n"
    assert [a.title for a in read(text)[0].activities] == [
        "Helgarbete",
        "Vandra med Polisen",
        "Städa",
    ]


def test_the_demo_plan_gives_the_measures_that_its_records_have():
    rows = {
        table: list(
            csv.DictReader(
                (DEMO / "records/exempelkoping" / f"{table}.csv").open("r", encoding="utf-8")
            )
        )
        for table in ("measures", "activities", "commitments")
    }
    found, _ = plan.measures(formats.load(DEMO / "documents/atgardsplan-2023-2024.md"))
    assert [(m.title, m.area, m.goal, m.responsible, m.funding) for m in found] == [
        (row["title"], row["area"], row["goal"], row["responsible"], row["funding"])
        for row in rows["measures"]
    ]
    for measure, row in zip(found, rows["measures"], strict=True):
        own = [one for one in rows["activities"] if one["measure_id"] == row["measure_id"]]
        assert [a.title.split(";")[0] for a in measure.activities] == [one["title"] for one in own]
        said = [one for one in rows["commitments"] if one["measure_id"] == row["measure_id"]]
        assert [*measure.police_commitments, *measure.district_commitments] == [
            one["text"] for party in ("police", "district") for one in said if one["party"] == party
        ]


def test_a_row_without_activities_keeps_its_time_limit_and_no_text_below_the_table():
    text = (
        "# Handlingsplan\n## Torget\nMål || Insats || Ansvar || Tidplan\n"
        "Färre stölder || Lampor || Gatan || Juni 2024\n || Kameror || Torget || 2024-12-31\n"
        "Antagen av rådet i maj"
    )
    assert [
        (m.title, m.goal, [(a.title, a.due_latest) for a in m.activities]) for m in read(text)
    ] == [
        ("Lampor", "Färre stölder", [("Lampor", "2024-06-30")]),
        ("Kameror", "Färre stölder", [("Kameror", "2024-12-31")]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planen gäller från 1\nfebruari 2025 till och med 31 december 2026.", (2025, 2026, 1)),
        ("Antagen 2024-12-03. Åtgärdsplanen gäller 2025–2026. Den ersätter 2022.", (2025, 2026, 1)),
        ("# Plan\nPlanen gäller från: 1 januari 2025", (2025, None, 2)),
        ("Giltighetstid\t2025-2027", (2025, 2027, 1)),
        ("Planen gäller till utgången av 2026.", (None, 2026, 1)),
        ("Planen gäller från:\n# 2024 i korthet", None),
        ("Planen gäller tills vidare. Den antogs 2024.", None),
        ("Lagen gäller sedan den 1 juli 2023.", None),
    ],
)
def test_the_years_of_a_plan_are_those_that_its_text_says_it_is_in_force(text, expected):
    lines = dict(enumerate(text.split("\n"), start=1))
    assert plan.period(lines) == expected


def test_the_problem_that_a_plan_puts_first_is_the_measures_area():
    text = """# Åtgärdsplan
## Åtgärd 1. Trygghetsvandringar
Prioriterat problem||Otrygghet i Ekbacken
Ansvarig||Säkerhetssamordnaren
## Åtgärd 2. Föräldrautbildning
Prioriterat problem||Ungas kontakt med narkotika
Ansvarig||Socialchefen
"""
    assert [(one.area, one.title) for one in read(text)] == [
        ("Otrygghet i Ekbacken", "Trygghetsvandringar"),
        ("Ungas kontakt med narkotika", "Föräldrautbildning"),
    ]


AREAS = """# Handlingsplan 2025

Planen följs upp av rådet.

## Bakgrund
Vi utgår från lägesbilden.

## {first}
Mål: Färre ska börja dricka.
Målgrupp: Elever i årskurs 6.

{head} || Ansvarig || Tidplan
Köpa folköl på prov || Miljöenheten || April
Möta föräldrar || Rektorerna, polisen || Klart 30 juni

## {second}
Mål: Fler ska söka stöd.
Syfte: Att stoppa våldet.

{head} || Ansvarig || Tidplan
Sprida en film || Polisen || Löpande
Utbilda vaktmästare || Bostäder AB\\nPolisen || November
"""
FOCUS = AREAS.format(first="Fokusområde 1: Alkohol", second="Fokusområde 2: Våld", head="Aktivitet")


def test_a_table_of_activities_below_the_fields_of_an_area_makes_the_area_the_measure():
    assert [
        (one.area, one.title, one.goal, one.purpose, one.responsible) for one in read(FOCUS)
    ] == [
        ("Alkohol", None, "Färre ska börja dricka.", None, "Miljöenheten, Rektorerna, polisen"),
        ("Våld", None, "Fler ska söka stöd.", "Att stoppa våldet.", "Polisen, Bostäder AB"),
    ]
    assert [[(a.title, a.due_latest) for a in one.activities] for one in read(FOCUS)] == [
        [("Köpa folköl på prov", "2025-04-30"), ("Möta föräldrar", "2025-06-30")],
        [("Sprida en film", None), ("Utbilda vaktmästare", "2025-11-30")],
    ]
    assert [d.reason for d in doubts(FOCUS)] == ["Åtgärden har inget namn."] * 2
    assert plan.is_plan(source(FOCUS.replace("Handlingsplan", "Trygghet")))


def test_a_plain_heading_over_fields_and_a_table_of_activities_is_the_measures_title():
    text = AREAS.format(first="1. Alkohol", second="2. Våld", head="Aktivitet")
    assert outline(text) == [
        (
            None,
            "Alkohol",
            "Miljöenheten, Rektorerna, polisen",
            ["Köpa folköl på prov", "Möta föräldrar"],
        ),
        (None, "Våld", "Polisen, Bostäder AB", ["Sprida en film", "Utbilda vaktmästare"]),
    ]


def test_rows_that_the_table_calls_measures_are_measures_whatever_stands_above():
    text = AREAS.format(first="Fokusområde 1: Alkohol", second="Fokusområde 2: Våld", head="Insats")
    assert [(one.area, one.title, one.responsible) for one in read(text)] == [
        ("Alkohol", "Köpa folköl på prov", "Miljöenheten"),
        ("Alkohol", "Möta föräldrar", "Rektorerna, polisen"),
        ("Våld", "Sprida en film", "Polisen"),
        ("Våld", "Utbilda vaktmästare", "Bostäder AB Polisen"),
    ]


def test_rows_of_activities_below_the_aims_of_the_whole_plan_are_measures():
    text = (
        "# Handlingsplan\nSyfte: Lugna kvällar\nAktivitet || Ansvarig\n"
        "Vandra || Föreningarna\nLysa upp || Gatan"
    )
    assert [(one.title, one.responsible) for one in read(text)] == [
        ("Vandra", "Föreningarna"),
        ("Lysa upp", "Gatan"),
    ]


def test_a_field_says_who_is_responsible_before_a_table_of_activities_does():
    text = FOCUS.replace("Målgrupp: Elever i årskurs 6.", "Ansvarig: Skolchefen")
    assert [one.responsible for one in read(text)] == [
        "Skolchefen",
        "Polisen, Bostäder AB",
    ]


def test_what_else_a_table_of_activities_tells_is_the_measures_once():
    text = """# Handlingsplan
## Fokusområde 1: Alkohol
Mål: Färre ska dricka.
Aktivitet || Ansvarig || Samverkan || Uppföljning
Köpa folköl på prov || Miljöenheten || Polisen || Rapport i maj
Möta föräldrar || miljöenheten || Skolan || Rapport i maj
"""
    (measure,) = read(text)
    assert (measure.responsible, measure.other_actors, measure.follow_up) == (
        "Miljöenheten",
        "Polisen, Skolan",
        "Rapport i maj",
    )


def test_numbered_points_under_activities_are_no_headings_and_numbered_headings_are_titles():
    text = """Handlingsplan mot brott 2025

1. Trygga torg

Mål: Fler ute
Aktiviteter:

1. Vandra i centrum
2. Nya lampor
Ansvarig: Kommunen

2. Skolan

Mål: Lugn
Aktiviteter:

1. Rastvärdar
Ansvarig: Rektor
"""
    assert outline(text) == [
        (None, "Trygga torg", "Kommunen", ["Vandra i centrum", "Nya lampor"]),
        (None, "Skolan", "Rektor", ["Rastvärdar"]),
    ]


@pytest.mark.parametrize("head", ["Åtgärder", "Aktivitet"])
def test_rows_that_tell_their_own_area_are_measures_whatever_the_table_calls_them(head):
    text = f"""# Plan
Område || {head} || Ansvarig
Centrum || Ny belysning || Gatan
Skola || Rastvärdar || Rektor
"""
    assert outline(text) == [
        ("Centrum", "Ny belysning", "Gatan", []),
        ("Skola", "Rastvärdar", "Rektor", []),
    ]


def test_promises_are_measures_and_what_stands_below_their_tables_is_none_of_their_activities():
    text = (
        "# Medborgarlöfte 2026\n\n**Löfte 1: Vi syns mer vid torget**\n\n"
        "Mål || Fler är trygga\nAnsvariga || Polisen\nAktiviteter || Fotpatrull\\nÖppet kontor\n\n"
        "**Löfte 2: Vi gör vägarna ljusare**\n\n"
        "Mål || Hela lampor\nAnsvariga || Gatuenheten\nAktiviteter || Byta lampor\n\n"
        "Storby den 1 december 2025\n\nVera Sandell\nOrdförande\n"
    )
    assert outline(text) == [
        (None, "Vi syns mer vid torget", "Polisen", ["Fotpatrull", "Öppet kontor"]),
        (None, "Vi gör vägarna ljusare", "Gatuenheten", ["Byta lampor"]),
    ]


def test_what_we_do_stands_over_activities():
    text = (
        "# Handlingsplan\n\n## Fokusområde 1: Trafik\n\nMål: Lugnare gator.\n\n"
        "Åtgärd: Kontroller\n\n**Detta gör vi genom att:**\n\nPolisen mäter farten\n"
        "Kommunen sätter upp skyltar\n\nAnsvarig: Polisen\n"
    )
    activities = ["Polisen mäter farten", "Kommunen sätter upp skyltar"]
    assert outline(text) == [("Trafik", "Kontroller", "Polisen", activities)]


def test_a_line_right_below_the_heading_of_a_promise_is_what_is_promised():
    promise = "## Löfte {n}: {area}\n**{title}**\nMånga har bett om det.\n\nAnsvarig: Polisen\n"
    done = "Det här gör vi:\n- Går till fots\n- Håller öppet\n\n"
    text = "# Medborgarlöfte 2026\n" + "".join(
        promise.format(n=n, area=area, title=title) + done
        for n, (area, title) in enumerate([("Torget", "Vi syns mer"), ("Unga", "Vi finns där")], 1)
    )
    activities = ["Går till fots", "Håller öppet"]
    assert outline(text) == [
        ("Torget", "Vi syns mer", "Polisen", activities),
        ("Unga", "Vi finns där", "Polisen", activities),
    ]


def test_the_measure_below_the_heading_of_a_promise_is_the_only_one():
    text = (
        "# Medborgarlöfte\n## Löfte 1: Lugn trafik\nÅtgärd: Synas vid skolan\nAnsvarig: Polisen\n"
        "## Löfte 2: Trygg station\nÅtgärd: Fler vuxna\nAnsvarig: Kommunen\n"
    )
    assert outline(text) == [
        ("Lugn trafik", "Synas vid skolan", "Polisen", []),
        ("Trygg station", "Fler vuxna", "Kommunen", []),
    ]


def test_what_is_promised_stands_below_its_label_and_the_heading_is_its_area():
    text = (
        "# Medborgarlöfte\n## Torget\n**Vi lovar**\nFler vuxna ute\n**Varför?**\nDet är mörkt.\n"
        "**Det här gör vi**\nPolisen går till fots\nKommunen byter lampor\n"
        "## Trafiken\n**Vi lovar**\nLugnare gator\n**Varför?**\nDet körs fort.\n"
        "**Det här gör vi**\nPolisen mäter farten\n"
    )
    assert outline(text) == [
        ("Torget", "Fler vuxna ute", None, ["Polisen går till fots", "Kommunen byter lampor"]),
        ("Trafiken", "Lugnare gator", None, ["Polisen mäter farten"]),
    ]


def test_why_something_is_promised_is_no_name_of_the_promise():
    promise = (
        "## Löfte {n} – {title}\n**Därför**\nMånga har bett om det.\n**Det här gör vi**\n- Vandra\n"
    )
    text = "# Medborgarlöften 2024\n" + "".join(
        promise.format(n=n, title=title) + "- Lysa upp\n**Ansvariga**\nPolisen\n\n"
        for n, title in enumerate(["Färre bråk", "Trygg station"], 1)
    )
    activities = ["Vandra", "Lysa upp"]
    assert outline(text) == [
        (None, "Färre bråk", "Polisen", activities),
        (None, "Trygg station", "Polisen", activities),
    ]


def test_a_sentence_that_promises_below_a_heading_of_a_promise_is_the_measure():
    promise = "## Löfte {n}. {area}\nPolisen och kommunen lovar att {title}.\n\nSå gör vi:\n"
    done = "- Går till fots\n- Håller öppet\n\nAnsvarig: Polisen\n\n"
    text = "# Medborgarlöfte 2026\n" + "".join(
        promise.format(n=n, area=area, title=title) + done
        for n, (area, title) in enumerate([("Torget", "synas mer"), ("Unga", "finnas där")], 1)
    )
    activities = ["Går till fots", "Håller öppet"]
    assert outline(text) == [
        ("Torget", "synas mer", "Polisen", activities),
        ("Unga", "finnas där", "Polisen", activities),
    ]


def test_a_bold_point_alone_below_a_heading_is_a_title():
    text = (
        "# Medborgarlöften\n## En lugn by\n• Vi ska förebygga bråk.\nDet har varit stökigt.\n"
        "Det här ska vi göra:\n• Vandra\n• Lysa upp\nAnsvariga: Polisen\n"
    )
    one = source(text)
    lines = tuple(replace(x, is_bold=x.is_bold or x.number == 3) for x in one.lines)
    (measure,) = plan.measures(replace(one, lines=lines))[0]
    assert (measure.area, measure.title, len(measure.activities)) == (
        "En lugn by",
        "Vi ska förebygga bråk",
        2,
    )


@pytest.mark.parametrize("title", ["Trygg station", "Gemensam närvaro"])
def test_what_each_party_shall_do_is_what_is_done_where_nothing_else_is(title):
    text = (
        f"# Medborgarlöfte\n## Löfte 1\n{title}\n**Polisen ska:**\n- Gå till fots\n- Mäta farten\n"
        "**Kommunen ska:**\n- Byta lampor\n## Löfte 2\n**Polisen ska:**\n- Besöka skolor\n"
    )
    first, second = read(text)
    assert (first.title, [one.title for one in first.activities]) == (
        title,
        ["Gå till fots", "Mäta farten", "Byta lampor"],
    )
    assert (first.police_commitments, first.district_commitments) == (
        ["Gå till fots", "Mäta farten"],
        ["Byta lampor"],
    )
    assert (second.title, len(second.activities)) == ("Löfte 2", 1)
    assert [one.reason for one in doubts(text)] == ["Åtgärden har inget namn."]


def test_columns_of_the_parties_hold_what_each_does():
    text = (
        "# Medborgarlöften\nLöfte || Polisen || Kommunen\n"
        "Trygg station || Fotpatrull || Ny belysning\nLugn trafik || Kontroller ||\n"
    )
    assert [(one.title, len(one.activities)) for one in read(text)] == [
        ("Trygg station", 2),
        ("Lugn trafik", 1),
    ]


def test_text_that_stands_apart_below_a_title_is_neither_its_rest_nor_lost_unsaid():
    text = (
        "Åtgärd: Fler vuxna ute\n\nKommunen lagar inom 48 timmar\nNattvandring varje helg\n"
        "Ansvarig: Kommunen\nMål: Lugnare kvällar\n"
    )
    (measure,) = read(text)
    assert (measure.title, measure.responsible) == ("Fler vuxna ute", "Kommunen")
    assert [(one.reason, one.line) for one in doubts(text)] == [
        ('Under åtgärdens namn står "Kommunen lagar inom 48 timmar", som inte är läst.', 3)
    ]


def test_a_line_that_stands_again_in_other_measures_is_no_name_but_over_what_is_done():
    text = (
        "# Handlingsplan 2025\n## Torget\nÅtgärd: Fler vuxna ute\nMål: Lugnare kvällar\n"
        "Så tar vi oss dit:\nGå ronder\nByta lampor\nAnsvarig: Kommunen\n"
        "## Skolan\nÅtgärd: Lugn trafik\nMål: Fler går\nSå tar vi oss dit:\nMäta farten\n"
        "Ansvarig: Polisen\n"
    )
    assert outline(text) == [
        ("Torget", "Fler vuxna ute", "Kommunen", ["Gå ronder", "Byta lampor"]),
        ("Skolan", "Lugn trafik", "Polisen", ["Mäta farten"]),
    ]
    assert doubts(text) == []


def test_a_column_beside_who_and_when_tells_what_is_done_whatever_it_is_called():
    text = (
        "# Plan\nÅtgärd || Lugn trafik\nMål || Fler går\n\nInsats i kort || Vem || Klart\n"
        "Mäta farten || Polisen || 2025-05-01\nMåla streck || Kommunen || 2025-06-01\n"
    )
    (measure,) = read(text)
    assert [(one.title, one.due_latest) for one in measure.activities] == [
        ("Mäta farten", "2025-05-01"),
        ("Måla streck", "2025-06-01"),
    ]


def test_measures_with_goals_and_how_they_are_followed_up_are_a_plan_though_none_is_called_so():
    text = (
        "# Genomförande 2025\nÅtgärd: Lugn trafik\nMål: Fler går\nUppföljning: maj\n\n"
        "Åtgärd: Trygg station\nMål: Fler reser\n{}"
    )
    assert plan.is_plan(source(text.format("Uppföljning: juni\n")))
    assert not plan.is_plan(source(text.format("")))


def test_measures_under_which_nothing_is_to_be_done_are_a_doubt():
    text = (
        "# Handlingsplan\nÅtgärd: Lugn trafik\nMål: Fler går\nAktiviteter: Mäta farten\n"
        "Åtgärd: Trygg station\nMål: Fler reser\n"
    )
    assert [(one.reason, one.line) for one in doubts(text)] == [
        ("Under 1 av 2 åtgärder är inget läst som ska göras.", 5)
    ]


def test_a_promise_over_two_lines_is_whole_and_its_area_is_the_heading_right_above():
    text = (
        "# Storby – medborgarlöfte\n\n## Löfte 1. Torget\nKommunen lovar att arbeta för\n"
        "lugnare kvällar.\nAktiviteter:\n- Gå ronder\n"
    )
    assert outline(text) == [("Torget", "arbeta för lugnare kvällar", None, ["Gå ronder"])]


def test_words_before_a_colon_in_several_measures_are_no_activity_and_a_doubt():
    text = (
        "# Handlingsplan 2025\n## Torget\nÅtgärd: Fler vuxna ute\nAktiviteter:\n1. Gå ronder\n\n"
        "Så märks det: Färre larm.\n\n## Skolan\nÅtgärd: Lugn trafik\nAktiviteter:\n"
        "1. Mäta farten\n\nSå märks det: Fler går.\n"
    )
    assert outline(text) == [
        ("Torget", "Fler vuxna ute", None, ["Gå ronder"]),
        ("Skolan", "Lugn trafik", None, ["Mäta farten"]),
    ]
    assert [(one.reason, one.line) for one in doubts(text)] == [
        ('"Så märks det" är ingen känd rubrik; det som står där är inte läst.', 7)
    ]


def test_a_row_alone_names_the_area_of_the_measures_below():
    found, doubts = plan.measures(
        source(
            "# Handlingsplan 2025\n\nÅtgärd||Ansvarig||När||Kostnad||Våra anmärkningar\n"
            "1. Belysning||||||||\nRöja sly||Parkenheten||Q3 2025||40 tkr||\n"
            "Mäta ljus||Gatukontoret||Q4 2025||-||\n"
            "2. Skolan||||||||\nUtbilda mentorer||Rektor||Q2 2025||75 tkr||"
        )
    )
    assert [(one.area, one.title, one.funding) for one in found] == [
        ("Belysning", "Röja sly", "40 tkr"),
        ("Belysning", "Mäta ljus", None),
        ("Skolan", "Utbilda mentorer", "75 tkr"),
    ]
    told = [one.reason for one in doubts if "känd rubrik" in one.reason]
    assert told == ['"Våra anmärkningar" är ingen känd rubrik; det som står där är inte läst.']


def test_the_title_of_a_plan_that_stands_again_is_over_no_activities():
    title = "Handlingsplan för trygghet 2010-2012"
    found, _ = plan.measures(
        source(
            f"{title}\n\n# {title}\n\nen del av folkhälsopolitiken\n\n"
            "Antagen av kommunstyrelsen 2010-02-16\n\n**2.1 Klotter\n\nMål: Mindre klotter.\n\n"
            "Aktivitet||Ansvarig||När\nKlotter tvättas bort||Tekniska||Löpande\n"
            "Skolorna redovisar kostnader||Rektorerna||Maj 2010"
        )
    )
    assert [one.title for one in found[0].activities] == [
        "Klotter tvättas bort",
        "Skolorna redovisar kostnader",
    ]


def test_a_form_may_have_a_table_of_activities_between_its_labels():
    form = (
        "Insats {n}: {title}||||\nMål||Färre ska klaga.||\nAktivitet||Ansvarig||Klart\n"
        "Kontroller||Polisen||Mars\nSkolbuss||Föräldrar||April\nMedel||15 tkr||\n"
    )
    both = form.format(n=1, title="Trafiken") + "\n" + form.format(n=2, title="Torget")
    found, _ = plan.measures(source(f"# Handlingsplan 2009\n\n{both}"))
    assert [(one.title, one.funding, one.responsible) for one in found] == [
        ("Trafiken", "15 tkr", "Polisen, Föräldrar"),
        ("Torget", "15 tkr", "Polisen, Föräldrar"),
    ]
    assert [[act.title for act in one.activities] for one in found] == [
        ["Kontroller", "Skolbuss"]
    ] * 2
