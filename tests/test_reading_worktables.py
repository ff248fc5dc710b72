"""Working tables of place collaboration: the rows as they stand, whatever the columns."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from lobra.reading.found import Doubt, MeasureStatus, PlaceAction
from lobra.reading.minutes import actors, progress, worktables
from lobra.reading.source import Line, Source

SHARED = Path(__file__).parents[2] / "shared"
HELD = date(2023, 9, 14)


def source(text: str) -> Source:
    """A text as lines: # headings, **bold**; " | " makes cells, "||" those of a real table."""
    lines, n_tables, in_table = [], -1, False
    for number, raw in enumerate(text.split("\n"), 1):
        is_row = "||" in raw
        n_tables += is_row and not in_table
        in_table = is_row
        mark = re.match(r"(#+)\s+", raw)
        body = re.sub(r"<[^>]+>", "", raw[mark.end() :] if mark else raw)
        is_bold = "**" in body
        body = body.replace("**", "")
        cells: tuple[str, ...] = ()
        if is_row or " | " in body or "\t" in body:
            parts = re.split(r"\|\|" if is_row else r"\s\|(?=\s)|\t", body)
            cells = tuple(part.strip().replace("\\n", "\n") for part in parts)
        flat = "\t".join(cells).replace("\n", " ") if cells else " ".join(body.split())
        if flat.strip():
            heading = len(mark[1]) if mark else 0
            table = n_tables if is_row else None
            lines.append(Line(number, flat, cells, table, heading, is_bold))
    return Source("protokoll.txt", tuple(lines))


def read(text: str, held: date | None = HELD) -> list[PlaceAction]:
    return worktables.place_actions(source(text), held.year if held else 2023, held)[0]


def doubts(text: str, held: date | None = HELD) -> list[Doubt]:
    return worktables.place_actions(source(text), held.year if held else 2023, held)[1]


def facts(text: str) -> list[tuple]:
    return [
        (a.place, a.kind, a.problem, a.action, a.participants, a.lead, a.status) for a in read(text)
    ]


EXPECTED = [
    ("Granby", "problem", "Skadegörelse vid skolan", "Kvällsvandringar", "Skola, föräldrar",
     "Fritidschef", "ongoing"),
    ("Granby", "problem", "Narkotika i Lindparken", "Belysning och röjning", "Park, polis",
     "Parkingenjör", "done"),
    ("Granby", "development", "Levande torg", "Marknad på torget", "Handlare", None, "planned"),
]  # fmt: skip
USUAL = """## Platssamverkan Granby
### Problem åtgärder/insatser
Problemområde | Åtgärd/insats | Deltagare | Samman kallande/ ansvarig | Status/uppföljning
Skadegörelse vid skolan | Kvällsvandringar | Skola, föräldrar | Sammankallande Fritidschef | Pågår.
Narkotika i Lindparken | Belysning och röjning | Park, polis | Parkingenjör | Genomförd i maj

### Utveckling åtgärder/insatser
Utvecklingsområde/ aktiviteter | Åtgärd/insats | Deltagare | Sammanställande | Status/uppföljning
Levande torg | Marknad på torget | Handlare | | Planeras till våren
"""
REORDERED = """**Platssamverkan Granby**
Status || Ansvarig || Aktivitet || Vilka || Orsak
Pågående || Fritidschef || Kvällsvandringar || Skola, föräldrar || Skadegörelse vid skolan
Klart || Parkingenjör || Belysning och röjning || Park, polis || Narkotika i Lindparken
**Utveckling, åtgärder**
Läge || Ansvarig || Aktivitet || Vilka || Utvecklingsområde
Planerat || || Marknad på torget || Handlare || Levande torg
"""
TWO_LINE_HEADER = """Platssamverkan Granby
Problem, åtgärder/insatser
Problem- | Åtgärd/ | Del- | Sammankallande/ | Status/
område | insats | tagare | ansvarig | uppföljning
Skadegörelse vid skolan | Kvällsvandringar | Skola, föräldrar | Fritidschef | Arbetet fortgår
Narkotika i Lindparken | Belysning och röjning | Park, polis | Parkingenjör | Utfört
Utveckling, åtgärder/insatser
Utvecklings- | Åtgärd/ | Del- | Sammankallande/ | Status/
område | insats | tagare | ansvarig | uppföljning
Levande torg | Marknad på torget | Handlare | - | Ska bokas in
"""
PLACE_COLUMN = """## Arbetsdokument för problem och utveckling
### Problem
Plats || Problembild || Insats || Medverkande || Vem || Uppföljning
Granby || Skadegörelse vid skolan || Kvällsvandringar || Skola, föräldrar || Fritidschef || Löpande
 || Narkotika i Lindparken || Belysning och röjning || Park, polis || Parkingenjör || Avslutad 8/8
### Utveckling
Plats || Behov || Insats || Medverkande || Vem || Uppföljning
Granby || Levande torg || Marknad på torget || Handlare || || Möte 12 oktober
"""
MISREAD = """## Platssamverkan Granby
### Problem
Problemomrâde || Atgärd/insals || Dellagare || Sammankallancle || Slatus
Skadegörelse vid skolan || Kvällsvandringar || Skola, föräldrar || Fritidschef || Pågående
Narkotika i Lindparken || Belysning och röjning || Park, polis || Parkingenjör || Genomförd
### Utveckling
Utvecklingsomräde || Atgärd/insals || Dellagare || Sammankallancle || Slatus
Levande torg || Marknad på torget || Handlare || || Planerad
"""
CUT = """## Platssamverkan Granby
### Problem
Problem || Åtgärd || Deltagare || Ansvarig || Status
Skadegörelse vid skolan || Kvällsvandringar || Skola, föräldrar || Fritidschef || Pågår
2 (3)
Problem || Åtgärd || Deltagare || Ansvarig || Status
Narkotika i Lindparken || Belysning och röjning || Park, polis || Parkingenjör || Färdigt
### Utveckling
Levande torg || Marknad på torget || Handlare || || Kommer att planeras
"""
LAYOUTS = {
    "usual": USUAL,
    "reordered": REORDERED,
    "header in two lines": TWO_LINE_HEADER,
    "place column": PLACE_COLUMN,
    "misread": MISREAD,
    "cut by pages": CUT,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_rows(layout):
    assert facts(LAYOUTS[layout]) == EXPECTED


def test_the_line_is_the_rows_own_and_the_words_stay():
    action = read(USUAL)[1]
    assert (action.line, action.status_text) == (5, "Genomförd i maj")


def test_a_place_column_tells_the_spot_where_the_heading_names_the_place_and_else_the_place():
    table = "Plats || Problem || Åtgärd || Status\nBryggan || Bus || Städdag || Klart\n"
    walk = "# Protokoll trygghetsvandring Sjövik 2023-09-12\nVi gick runt.\n" + table
    for text in ("## Platssamverkan Sjövik\n" + table, walk):
        assert [(a.place, a.problem) for a in read(text)] == [("Sjövik", "Bryggan: Bus")]
    assert [(a.place, a.problem) for a in read("## Stortorget\n" + table)] == [("Bryggan", "Bus")]


def test_an_empty_place_cell_is_taken_from_above_and_said():
    action = read(PLACE_COLUMN)[1]
    assert action.place == "Granby"
    assert [(d.field, d.line, "från raden ovanför" in d.reason) for d in doubts(PLACE_COLUMN)] == [
        ("place_actions.place", 4, False),
        ("place_actions.place", 5, True),
        ("place_actions.place", 8, False),
    ]


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("2. Åtgärdspunkter", "Platsen är radens egen; ingen rubrik säger var."),
        (
            "**Arbetstabell Gästhamnen**",
            'Platsen är radens egen; rubriken över tabellen säger "Gästhamnen".',
        ),
    ],
)
def test_a_place_that_only_the_row_tells_is_said_once_a_table(heading, reason):
    """It may be a spot in an area that the document names elsewhere."""
    text = f"""{heading}
Plats || Problem || Åtgärd || Ansvarig || Status
Bryggan || Stölder || Märkning av motorer || Båtklubben || Pågår
Infarten || Öppen grind || Nytt passersystem || Kommunen || Klart
"""
    assert [action.place for action in read(text)] == ["Bryggan", "Infarten"]
    assert [(d.reason, d.line) for d in doubts(text) if d.field[-5:] == "place"] == [(reason, 3)]


def test_a_column_called_what_beside_the_measures_tells_what_is_wanted():
    text = (
        "# Granby\n## Utveckling\nPlats || Vad || Åtgärd || Medverkande || Ansvarig || Status\n"
        "Torget || Levande torg || Torgdag i maj || Föreningar || Camilla Ståhle || Planeras\n"
    )
    (row,) = read(text)
    assert (row.problem, row.action, row.kind) == (
        "Torget: Levande torg",
        "Torgdag i maj",
        "development",
    )


def test_a_heading_inside_the_table_gives_the_place():
    text = (
        "Problem || Åtgärd || Ansvarig || Status\n"
        "Platssamverkan Söderby || Platssamverkan Söderby || Platssamverkan Söderby || "
        "Platssamverkan Söderby\n"
        "Bus || Vandra || Polis || Pågår\n"
        "Platssamverkan Norrby || || ||\n"
        "Klotter || Sanera || Fastighet || Klart\n"
    )
    assert [(a.place, a.action) for a in read(text)] == [
        ("Söderby", "Vandra"),
        ("Norrby", "Sanera"),
    ]


def test_a_place_from_another_heading_is_said_to_be_one():
    text = "# Stortorget\nProblem || Åtgärd || Status\nBus || Vandra || Pågår\n"
    assert [a.place for a in read(text)] == ["Stortorget"]
    assert doubts(text) == [
        Doubt("place_actions.place", 'Platsen är tagen från rubriken "Stortorget".', 3)
    ]


def test_a_numbered_item_ends_place_and_kind():
    text = USUAL + "## 7. Övrigt\nÅtgärd | Ansvarig | Status\nBoka lokal | Sekreterare | Klart\n"
    last = read(text)[-1]
    assert (last.place, last.kind) == (None, "problem")
    assert [d.reason for d in doubts(text)] == [
        "Det framgår inte om raden gäller ett problem eller utveckling."
    ]


def test_heading_and_column_that_disagree_are_a_doubt():
    text = "## Utveckling åtgärder/insatser\nProblem || Åtgärd || Status\nTorg || Bänkar || Klart"
    assert [a.kind for a in read(text)] == ["development"]
    assert [d.field for d in doubts(text)] == ["place_actions.kind"]


def test_a_table_that_only_tells_how_measures_go_follows_up_the_plan():
    text = (
        "## Uppföljning av åtgärdsplanen\nÅtgärd || Status || Kommentar\n"
        "Belysning i parken || Klart || 14 lampor\nNattvandring || Pågår ||\n"
        "Åtgärd 2: Klart den 4 maj\nÅtgärd 3 diskuterades."
    )
    assert (read(text), [*worktables.measure_statuses(source(text), 2023, HELD)]) == (
        [],
        [
            MeasureStatus("Belysning i parken", "done", "Klart. 14 lampor", 3),
            MeasureStatus("Nattvandring", "ongoing", "Pågår", 4),
            MeasureStatus("Åtgärd 2", "done", "Klart den 4 maj", 5),
        ],
    )


@pytest.mark.parametrize(
    ("action", "is_of_plan"),
    [("1. Belysning", True), ("Åtgärd 3: Belysning", True), ("Belysning", False)],
)
def test_a_numbered_measure_with_somebody_who_leads_it_is_the_plans(action, is_of_plan):
    text = f"## Uppföljning\nÅtgärd || Ansvarig || Läge\n{action} || Gatukontoret || Pågår"
    told = [*worktables.measure_statuses(source(text), 2023, HELD)]
    assert ([one.title for one in told], len(read(text))) == (
        ([action], 0) if is_of_plan else ([], 1)
    )


def test_a_sentence_about_a_place_is_no_heading():
    text = (
        "## Platssamverkan Granby\nPlatssamverkan Sjövik har börjat samla aktörer\n"
        "Problem || Åtgärd || Status\nBus || Vandra || Pågår\n"
    )
    assert [a.place for a in read(text)] == ["Granby"]


OTHER_TABLES = """Närvarande
Namn | Roll | Organisation
Anna Berg | Ordförande | Kommunen
Tid | Aktivitet | Ansvarig
09.00 | Inledning | Ordförande
Brottstyp || 2021 || 2022 || Status
Stöld || 12 || 14 || upp
Datum || Beslut || Åtgärd || Ansvarig
2023-01-02 || Bifalles || Ny rutin || Anna
Datum | Tid | Plats
2023-10-01 | 09.00 | Kommunhuset
Nr || Ärende || Åtgärd || Ansvarig
1 || Val av justerare || Information || Ordförande
"""


@pytest.mark.parametrize("text", [OTHER_TABLES, "", "\n\n", "Problem\nÅtgärd\nStatus\n"])
def test_other_tables_and_texts_give_nothing(text):
    assert worktables.place_actions(source(text), None) == ([], [])


def test_text_after_a_table_ends_it():
    text = USUAL + "Mötet talade länge om detta och enades.\nAnna | Berg | Polis | Ordf | Pågår\n"
    assert facts(text) == EXPECTED


BROKEN = """## Platssamverkan Granby
Problem || Åtgärd || Deltagare || Ansvarig || Status
Buller || Möte med krögare || Polis
Bus || Vandringar || Polis || Pågår
Stök || Vakter || Polis || SDF || Pågår || överflödig
Bara problem || || || ||
 || Loppis || || || Inställd
X || Y
"""


def test_rows_that_dont_fit_are_read_with_care():
    got = [(a.line, a.problem, a.action, a.participants, a.lead, a.status) for a in read(BROKEN)]
    assert got == [
        (3, "Buller", "Möte med krögare", "Polis", None, "unknown"),
        (4, "Bus", "Vandringar", None, None, "unknown"),
        (5, "Stök", "Vakter", "Polis", "SDF", "ongoing"),
        (7, None, "Loppis", None, None, "cancelled"),
    ]
    assert [(d.field, d.line) for d in doubts(BROKEN)] == [
        ("place_actions", 3),
        ("place_actions", 4),
        ("place_actions", 5),
        ("place_actions", 8),
        ("place_actions.lead", 4),
        ("place_actions.action", 6),
    ]


def test_a_column_with_two_headings_is_not_taken_apart():
    text = (
        "Problem/åtgärd || Deltagare/ansvarig || Status\nSanera klotter || Fastighet || Löpande\n"
    )
    assert facts(text) == [(None, "problem", None, "Sanera klotter", "Fastighet", None, "ongoing")]
    assert [d.line for d in doubts(text)] == [1, 1]


def test_a_guessed_header_is_said_to_be_one():
    reasons = [d.reason for d in doubts(MISREAD)]
    assert 'Kolumnrubriken "Slatus" har tolkats som status.' in reasons


def test_a_heading_may_have_a_remark_and_a_column_that_nobody_knows_is_said_to_be_unread():
    text = (
        "Nr || Åtgärd || Zonindelning || Ansvarig || Status (uppdaterad 2022-11-14)\n"
        "1 || Byta lås || Norra || Vera || Pågår, tre av fem bytta\n"
    )
    assert facts(text) == [(None, "problem", None, "Byta lås", None, "Vera", "ongoing")]
    assert 'Kolumnen "Zonindelning" är inte läst.' in [d.reason for d in doubts(text)]


def test_a_table_without_header_goes_on_with_the_one_above():
    assert [d.reason for d in doubts(CUT)] == [
        "Tabellen saknar rubrikrad; kolumnerna är tagna från tabellen ovanför.",
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Pågående insatser som följs upp i realtid.", "ongoing"),
        ("Löpande", "ongoing"),
        ("Påbörjad", "ongoing"),
        ("Kontakt har tagits med fastighetsägaren", "ongoing"),
        ("Delvis genomförd", "ongoing"),
        ("Planering pågår", "ongoing"),
        ("Genomförs löpande", "ongoing"),
        ("Klart", "done"),
        ("Insatsen genomförd. Vägen ska asfalteras.", "done"),
        ("Har avslutats", "done"),
        ("Utfört", "done"),
        ("Ej påbörjad", "not_started"),
        ("Inte startat", "not_started"),
        ("Har ännu inte inletts", "not_started"),
        ("Inga kontakter tagna än.", "not_started"),
        ("Inställd på grund av regn, ny tid planeras", "cancelled"),
        ("Avbruten", "cancelled"),
        ("Blev inte av", "cancelled"),
        ("Planeras till våren", "planned"),
        ("Följs upp vid nästa möte", "planned"),
        ("Ska vara klart i maj", "planned"),
        ("Klart senast hösten", "planned"),
        ("Ej klart", "unknown"),
        ("Klart?", "unknown"),
        ("Oklart vem som ska göra det", "unknown"),
        ("Utgår från lägesbilden", "unknown"),
        ("Ingen uppföljning har gjorts", "unknown"),
        ("Lugnare på torget den senaste tiden", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_status_text_has_one_status_word(text, status):
    assert progress.status_of(text) == (status, [])


def test_a_status_that_says_two_things_is_a_doubt():
    assert progress.status_of("Pågående, ena delen klar") == ("ongoing", ["Pågående", "klar"])
    assert progress.read("Avslutad, fortsätter i maj", None, None, 2023, HELD).doubts == [
        'Statustexten säger flera saker: "Avslutad", "fortsätter".'
    ]


@pytest.mark.parametrize(
    ("text", "held", "expected"),
    [
        ("Avslutad 8/8", HELD, ("done", None, "2023-08-08")),
        ("Genomförd 3/5", HELD, ("done", None, "2023-05-03")),
        ("Möte 12 oktober", HELD, ("planned", "2023-10-12", None)),
        ("Möte 3 maj", HELD, ("unknown", None, None)),
        ("Klart 15/12", HELD, ("planned", "2023-12-15", None)),
        ("Klart 15/12", None, ("unknown", None, None)),
        ("Klart hösten 2023", HELD, ("unknown", None, None)),
        ("Klart våren 2024", HELD, ("planned", "2024-06-30", None)),
        ("Pågår, klart senast 1 december", HELD, ("ongoing", "2023-12-01", None)),
        ("Pågår utifrån beslutet (220902)", HELD, ("ongoing", None, None)),
        ("Följs upp vid mötet den 1/11", HELD, ("planned", None, None)),
        ("Genomförd 3/5 och 7/6", HELD, ("done", None, None)),
        ("Avslutad 8/12", date(2024, 1, 20), ("done", None, "2023-12-08")),
        ("Möte 12 januari", date(2023, 12, 5), ("planned", "2024-01-12", None)),
    ],
)
def test_days_decide_between_planned_and_done(text, held, expected):
    got = progress.read(text, None, None, held.year if held else 2023, held)
    assert (got.status, got.due_on, got.done_on) == expected


def test_a_deed_that_answers_the_action_is_done_and_other_news_is_not():
    asked = "Kontakt med fastighetsägaren om belysning"
    done = progress.read("Fastighetsägaren har informerats", asked, None, 2023, HELD)
    news = progress.read("Grannar har klagat", asked, None, 2023, HELD)
    assert (done.status, news.status) == ("done", "unknown")


def test_an_empty_status_is_planned_only_by_a_booked_time():
    booked = progress.read(None, "Möte 11/10 kl. 17.00", None, 2023, HELD)
    dated = progress.read(None, "Höstmarknad 2/10", None, 2023, HELD)
    past = progress.read(None, "Möte 11/5 kl. 17.00", None, 2023, HELD)
    assert [(p.status, p.due_on) for p in (booked, dated, past)] == [
        ("planned", "2023-10-11"),
        ("unknown", "2023-10-02"),
        ("unknown", None),
    ]


def test_the_due_column_gives_the_last_day_it_can_mean():
    text = "Problem || Åtgärd || Klart senast || Status\nBus || Vandra || hösten 2023 || Pågår\n"
    assert [a.due_on for a in read(text)] == ["2023-12-31"]
    assert [d.reason for d in doubts(text)] == [
        '"hösten 2023" är ingen dag; den sista möjliga dagen är angiven.'
    ]


def test_actors_that_are_spelt_in_several_ways_are_one_doubt_each():
    text = (
        "Problem || Åtgärd || Deltagare || Ansvarig\n"
        "A || a || Polis, Parkingenjör || KLK/Trygm\n"
        "B || b || Polisen, Parkinganjör || KLK/Trygrn\n"
        "C || c || Grannar || Anna Bergstrom\n"
        "D || d || Skola, hem || Anna Bergström/SDF\n"
        "E || e || SDF, SDN, Område 1, Område 2 || Förskolechef\n"
    )
    assert [d.reason for d in doubts(text) if "aktör" in d.reason] == [
        "Kan vara samma aktör, stavad på flera sätt: Parkingenjör, Parkinganjör.",
        "Kan vara samma aktör, stavad på flera sätt: KLK/Trygm, KLK/Trygrn.",
        "Kan vara samma aktör, stavad på flera sätt: Anna Bergstrom, Anna Bergström.",
    ]


def test_who_leads_stands_without_the_word_for_it():
    assert [
        actors.lead(text)
        for text in (
            "Samman kallande preventionssamordnare",
            "Trygghetsstrateg sammankallar.",
            "Polis adm. ansvarig",
            "Sammanställande",
            None,
        )
    ] == ["preventionssamordnare", "Trygghetsstrateg", "Polis adm. ansvarig", None, None]


def test_the_shared_minutes_give_every_row():
    path = SHARED / "documents" / "protokoll-2021-09-17.md"
    if not path.is_file():
        pytest.skip("The shared documents are not here.")
    found, doubts = worktables.place_actions(
        source(path.read_text("utf-8")), 2021, date(2021, 9, 17)
    )
    counts = {}
    for action in found:
        counts[action.place, action.kind] = counts.get((action.place, action.kind), 0) + 1
    fruangen, alvsjo = "Fruängen/Västertorp/Hägerstensåsen", "Älvsjö/Solberga"
    assert counts == {
        ("Liljeholmen", "problem"): 7,
        ("Liljeholmen", "development"): 5,
        (fruangen, "problem"): 8,
        (fruangen, "development"): 4,
        (alvsjo, "problem"): 5,
        (alvsjo, "development"): 4,
    }
    words = {"o": "ongoing", "p": "planned", "d": "done", "n": "not_started", "u": "unknown"}
    expected = "oooo pnd opopd pddoo uuo uuuu oopdp uupd".replace(" ", "")
    assert [a.status for a in found] == [words[letter] for letter in expected]
    assert [(a.line, a.due_on) for a in found if a.due_on and a.status == "planned"] == [
        (218, "2021-10-22"),
        (220, "2021-10-12"),
        (295, "2021-10-11"),
    ]
    assert [(a.line, a.done_on) for a in found if a.done_on] == [
        (221, "2021-08-08"),
        (296, "2021-08-08"),
    ]
    reasons = " ".join(d.reason for d in doubts)
    assert "SLK/Avam, SLK/Avarn, SLK/Avsn." in reasons
    assert "Bent Jansson, Bengt Jansson." in reasons


def test_forms_of_a_word_and_abbreviations_are_no_misspellings():
    text = (
        "Problem || Åtgärd || Deltagare || Ansvarig\n"
        "A || a || Fastighetsägare, TRAFIKA || Varnskolan\n"
        "B || b || Fastighetsägares, TRAFIKB || Vamskolan\n"
    )
    assert [d.reason for d in doubts(text) if "aktör" in d.reason] == [
        "Kan vara samma aktör, stavad på flera sätt: Varnskolan, Vamskolan."
    ]


def test_a_slash_between_small_numbers_is_a_day_in_a_table():
    held = date(2023, 4, 3)
    assert progress.read(None, "Vandring 3/5 kl. 17.00", None, 2023, held).due_on == "2023-05-03"


def test_a_traffic_light_leaves_the_status_to_the_comment_beside_it():
    text = (
        "Åtgärd || Ansvarig || Status || Kommentar\nBänkar || Park || Grön || Genomfört\n"
        "Lampor || Park || Gul || Upphandling pågår\nKurs || Skolan || Röd || Lokal saknas\n"
        "Stöd || Skolan || || Ej startad"
    )
    assert [one.status for one in read(text)] == ["done", "ongoing", "unknown", "not_started"]
    assert [(one.field, one.line) for one in doubts(text) if "Färgen" in one.reason] == [
        ("place_actions.status", 4)
    ]


def test_a_place_ends_where_its_heading_tells_of_the_meeting():
    (row,) = read(
        "**Platssamverkan Torget – avstämning 29 augusti 2023**\n"
        "Problem||Åtgärd||Status\nKlotter||Sanera||Pågår"
    )
    assert (row.place, row.status) == ("Torget", "ongoing")


@pytest.mark.parametrize(
    ("said", "status", "reasons"),
    [
        ("Försenad", "ongoing",
         ['"Försenad" säger inte om det är påbörjat; tolkat som pågående.']),
        ("Beställt, monteras i höst", "planned", []),
        ("Avslutas 30 september", "ongoing", []),
    ],
)  # fmt: skip
def test_a_status_that_is_late_ordered_or_ends_later(said, status, reasons):
    news = progress.read(said, "Sanera", None, 2023, HELD)
    assert (news.status, news.doubts) == (status, reasons)


@pytest.mark.parametrize(
    "heading",
    [
        "## Stora parken – problem, åtgärder",
        "Stora parken – problem",
        "**Problem i Stora parken**",
        "**Problem, åtgärder/insatser – Stora parken**",
        "**Bilaga 2. Åtgärdstabell Stora parken (problem)**",
        "Problem || Åtgärd || Status\nStora parken – problem || || ",
    ],
)
def test_a_heading_names_the_place_beside_what_the_rows_are_about(heading):
    text = f"{heading}\nProblem || Åtgärd || Status\nBryggan: bus || Bänkar || Pågår\n"
    (row,) = read(text)
    assert (row.place, row.kind, row.problem) == ("Stora parken", "problem", "Bryggan: bus")


@pytest.mark.parametrize("heading", ["**Arbetstabell – problem**", "**Problem – åtgärder**"])
def test_a_heading_of_any_table_leaves_the_place_to_the_words_of_the_problem(heading):
    text = f"{heading}\nProblem || Åtgärd || Status\nBryggan: bus || Bänkar || Klart\n"
    assert [one.place for one in read(text)] == ["Bryggan"]
    assert [one.reason for one in doubts(text)] == ["Platsen är tagen ur problemets ord."]


@pytest.mark.parametrize(
    ("said", "status", "is_doubted"),
    [
        ("Monteras v. 44", "planned", True),
        ("Ansökan skrivs under hösten", "planned", True),
        ("Lokal saknas", "unknown", True),
        ("Två kontroller gjorda, fortsätter i höst", "ongoing", False),
        ("Ansökan om medel är inskickad", "ongoing", False),
        ("Under upphandling", "ongoing", False),
        ("Skylt uppsatt", "done", False),
        ("Struket", "cancelled", False),
    ],
)
def test_a_status_that_only_its_verb_tells(said, status, is_doubted):
    news = progress.read(said, "Kontroller", None, 2023, HELD)
    assert (news.status, bool(news.doubts)) == (status, is_doubted)


def test_the_label_of_an_area_over_a_table_names_its_place():
    text = "**Område: Stora parken**\nProblem || Åtgärd || Status\nBus || Bänkar || Pågår\n"
    assert [one.place for one in read(text)] == ["Stora parken"]


def test_what_was_seen_is_the_problem_and_what_is_told_back_how_it_goes():
    text = (
        "# Trygghetsrond Sjövik\n"
        "Iakttagelse || Förslag till åtgärd || Kontaktperson || Återkoppling\n"
        "Mörkt || Nya lampor || Gatuchef || Klart\n"
    )
    assert facts(text) == [("Sjövik", "problem", "Mörkt", "Nya lampor", None, "Gatuchef", "done")]


def test_a_heading_over_problems_and_development_is_the_place_of_all_their_rows():
    table = "Plats\tProblem\tÅtgärd\tAnsvarig\tLäge\nTorget\tKlotter\tSanering\tGatuenheten\tPågår"
    text = f"# Handlingsplan\n## Centrum\n### Problem\n{table}\n"
    assert [(one[0], one[2]) for one in facts(text)] == [("Centrum", "Torget: Klotter")]


def test_a_heading_of_the_same_rank_as_a_place_and_its_problems_ends_the_place():
    head = "Plats || Problem || Vad ska göras || Ansvarig || Läget just nu\n"
    text = (
        f"## Sjövik – problem\n{head}Parken || Bus || Vandra || Polis || Pågår\n"
        f"## Utveckling\n{head}Torget || Liv || Marknad || Handlare || Inte påbörjat\n"
    )
    assert [(one.place, one.kind, one.status) for one in read(text)] == [
        ("Sjövik", "problem", "ongoing"),
        ("Torget", "development", "not_started"),
    ]
    assert all(row.is_of_place for row in worktables._rows(source(text).lines, []))


def test_the_status_is_the_column_after_the_measure():
    text = (
        "Område || Problem || Läge || Åtgärd || Ansvarig || Status\n"
        "Torget || Bus || Gult || Vandra || Polis || Pågår\n"
    )
    assert [(one.place, one.status) for one in read(text)] == [("Torget", "ongoing")]


def test_ideas_for_a_place_are_its_development():
    text = (
        "# Protokoll trygghetsvandring Sjövik\n## Det här ska åtgärdas\n"
        "Plats || Det här såg vi || Åtgärd || Status\nTunneln || Mörkt || Lampor || Pågår\n"
        "## Idéer\nPlats || Idé || Ansvarig || Status\nTorget || Marknad || Handlare || Planeras\n"
    )
    assert [(one.place, one.kind, one.action) for one in read(text)] == [
        ("Sjövik", "problem", "Lampor"),
        ("Sjövik", "development", "Marknad"),
    ]


def test_a_log_tells_what_became_of_decisions_at_no_place():
    text = (
        "## D. Nattvandring\nBordläggs.\n### Beslutslogg\n"
        "Nr || Beslut || Vem || Läge\n3 || Kartlägga mörka vägar || Gatan || pågår\n"
    )
    assert [(one.place, one.action, one.status) for one in read(text)] == [
        (None, "Kartlägga mörka vägar", "ongoing")
    ]


def test_what_is_asked_to_be_in_is_not_in_yet():
    assert progress.status_of("Planeras, ansökan ska vara inne 31/10") == ("planned", [])


def test_a_misread_column_of_comments_is_a_doubt():
    text = "Problem || Åtgärd || Status || Kommentor\nBus || Vandra || Pågår || Går bra\n"
    assert [one.status_text for one in read(text)] == ["Pågår. Går bra"]
    assert 'Kolumnrubriken "Kommentor" har tolkats som kommentar.' in [
        one.reason for one in doubts(text)
    ]


def test_a_place_alone_on_a_row_is_that_of_the_rows_below():
    text = (
        "Plats || Problem || Åtgärd || Status\nParken || Mörkt || Lampor || Klart\n"
        "Torget || || ||\n || Bus || Vandra || Pågår\n"
    )
    assert [one.place for one in read(text)] == ["Parken", "Torget"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Senast ändrad 2023-10-03 av Anna", date(2023, 10, 3)),
        ("Upprättat: den 4 december 2023", date(2023, 12, 4)),
        ("Version 2, 2023-09-01", HELD),
        ("Sidan uppdaterad 2024-10-03", HELD),
        ("Uppdateras inför varje möte", HELD),
    ],
)
def test_a_document_tells_how_it_goes_up_to_the_day_when_it_was_written(line, told):
    assert progress.written(source(line).lines, HELD) == told


def test_work_for_development_is_what_is_done_at_a_place():
    (found,) = read(
        "## Norrås – utveckling\n\n| Plats | Utvecklingsarbete | Deltagare | Ansvarig | Status |\n"
        "|---|---|---|---|---|\n| Torget | Marknad | Köpmän | Vera | Planerad |\n"
    )
    assert (found.kind, found.action, found.status) == ("development", "Marknad", "planned")
