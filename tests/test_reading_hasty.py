"""What secretaries write in a hurry, by heart or as their grandfathers did, read as it is meant."""

from __future__ import annotations

import datetime as dt

import docx
import pytest
import typst
from test_reading_worktables import source

from lobra.reading import reader
from lobra.reading.found import Reading
from lobra.reading.minutes import worktables

HEAD = "Protokoll 2022-05-03\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
ITEMS = "\n\n1. Läget\nLugnt.\n\n2. Slut\nInget mer.\n"
LONG = "Sju har kommit in och två av dem gäller skolan, men ingen vet ännu vem som ska svara. " * 4


@pytest.fixture
def read_pdf(tmp_path):
    def reading(written: str) -> Reading:
        made = '#set text(lang: "sv", font: "Libertinus Serif")\n' + written
        (tmp_path / "p.pdf").write_bytes(typst.compile(made.encode()))
        return reader.read_file(tmp_path / "p.pdf")

    return reading


@pytest.fixture
def read_table(tmp_path):
    """Minutes in Word with a table of who was there."""

    def reading(*rows: tuple[str, ...]) -> Reading:
        made = docx.Document()
        made.add_paragraph("Protokoll 2022-05-03")
        table = made.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        for text in ("1 Öppnande", "Lugnt.", "2 Slut", "Inget mer."):
            made.add_paragraph(text)
        made.save(str(tmp_path / "p.docx"))
        return reader.read_file(tmp_path / "p.docx")

    return reading


@pytest.fixture
def read_beside(read_pdf):
    """Minutes in PDF whose titles stand in the margin of their texts."""

    def reading(rows: list[tuple[str, str]]) -> Reading:
        cells = "".join(f"[{title}], [{text}]," for title, text in rows)
        return read_pdf(f"""Protokoll 2022-05-03

Närvarande: Vera Sandell, Nils Åkerby

#grid(columns: (32mm, 1fr), column-gutter: 1.5mm, row-gutter: 5mm, {cells})
""")

    return reading


def people(reading: Reading) -> list[tuple]:
    return [(one.name, one.role, one.organisation, one.status) for one in reading.attendance]


def titles(reading: Reading) -> list[str | None]:
    return [one.title for one in reading.agenda_items]


def asked(reading: Reading) -> list[tuple]:
    return [(one.assigned_to, one.text, one.due_on) for one in reading.assignments]


def decided(reading: Reading) -> list[str]:
    return [one.text for one in reading.decisions]


def met(reading: Reading) -> list[str]:
    return [one.planned_on for one in reading.planned_meetings]


def reasons(reading: Reading, field: str) -> list[str]:
    return [one.reason for one in reading.review if one.field == field]


# --- when --------------------------------------------------------------------------------------


def test_a_day_without_a_year_is_in_the_year_named_elsewhere_that_has_its_weekday(read):
    text = (
        f"Protokoll, gruppen i Tuna\nTisdag den 9 maj kl 8-9.30{ITEMS}\n3. Statistik\nSiffror för "
    )
    found = read(f"{text}2017 och 2016.\n")
    assert found.held_on == "2017-05-09"
    assert reasons(found, "held_on") == [
        'Datumet "Tisdag den 9 maj" saknar år; 2017 har den veckodagen.'
    ]
    assert read(f"{text}2016.\n").held_on is None


def test_the_number_of_a_meeting_tells_its_year_and_not_the_meetings_to_come(read):
    found = read(
        "Protokoll, styrgruppens möte nr 4/2016, den 9 november, polishuset plan 2\n"
        "Närvarande: Vera Sandell, "
        "Nils Åkerby\n\nMötet pågick 13.30–15.15.\n\n"
        f"Vi ses 25 januari, 15 mars och 10 maj 2017, alltid 13.30–15.30.{ITEMS}"
    )
    assert (found.held_on, found.place) == ("2016-11-09", "polishuset plan 2")
    assert (found.starts_at, found.ends_at) == ("13:30", "15:15")


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("Började 9, klart 10.20", ("09:00", "10:20")),
        (
            "Mötet varade från klockan 9.30 till klockan 12.10, med rundvandring.",
            ("09:30", "12:10"),
        ),
        ("Sammanträdet pågick 18-20.15.", ("18:00", "20:15")),
    ],
)
def test_how_long_the_meeting_lasted_is_told_in_a_sentence(read, said, times):
    found = read(f"Anteckningar BRÅ Tuna 3/5 2022\nMed: Vera Sandell, Nils Åkerby\n\n{said}{ITEMS}")
    assert (found.starts_at, found.ends_at) == times


def test_who_thanks_for_today_ends_the_meeting_at_a_time_in_words(read):
    text = f"{HEAD}1. Läget\nLugnt.\n\nVera tackade för i dag klockan tio över tre.\n"
    assert read(text).ends_at == "15:10"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Nästa: 5/12 kl 8.30 samma ställe.", ["2022-12-05"]),
        ("Vi påminns om nästa möte, som äger rum den 25 november 2022.", ["2022-11-25"]),
        ("Därefter sammanträder rådet den 13 juni och den 26 september.",
         ["2022-06-13", "2022-09-26"]),
    ],
)  # fmt: skip
def test_the_next_meeting_is_told_in_passing(read, said, days):
    assert met(read(f"{HEAD}1. Läget\nLugnt.\n\n2. Slut\n{said}\n")) == days


def test_days_that_a_notice_proposes_are_no_meetings_and_that_is_doubted(read):
    found = read(
        "Kallelse\nBrottsförebyggande rådet onsdagen den 9 oktober 2024 kl. 13\n\nDagordning\n"
        "1. Lägesbild\n2. Förslag till mötesdagar 2025\nFörslag till beslut: 12 februari, 9 april\n"
        "3. Övrigt\n"
    )
    assert met(found) == []
    assert (
        'Förslag till beslut: 12 februari, 9 april" är inte läst.'
        in (reasons(found, "planned_meetings")[0])
    )


# --- where -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Måndagen den 26 november 2007, brandstationens samlingssal",
         "brandstationens samlingssal"),
        ("Anteckningar BRÅ, polisstationen (fikarummet) 4/9 -18", "polisstationen (fikarummet)"),
        ("Anteckningar BRÅ Tuna 3/10 -18, brandstationen", "brandstationen"),
        ("fört vid sammanträde i hembygdsgården, Rävhult, tisdagen den 13 mars 2018",
         "hembygdsgården, Rävhult"),
        ("möte med Åkra sockens råd i Flisby bygdegård torsdagen den 12 december 2019",
         "Flisby bygdegård"),
        ("möte den 31 mars 2009 kl 19.00 hemma hos Rolf Ahlberg, Kottvägen 17.",
         "hemma hos Rolf Ahlberg, Kottvägen 17"),
        ("onsdagen den 18 oktober 2006 på Gula Villan", "Gula Villan"),
        ("Anteckningar från mötet 2025-09-23 · Hamnmagasinet, stora rummet · kl. 17:30", None),
    ],
)  # fmt: skip
def test_a_house_beside_the_day_is_the_place_and_doubtful(read, line, place):
    found = read(f"Anteckningar BRÅ Tuna\n{line}\nNärvarande: Vera Sandell, Nils Åkerby{ITEMS}")
    assert found.place == place
    assert [one for one in reasons(found, "place") if "utan etikett" in one] == (
        ["Platsen står utan etikett."] if place else []
    )


def test_how_else_one_may_take_part_is_no_part_of_the_place(read):
    place = "Plats: Rådhuset, sal B. Det går även att delta via Skype."
    assert read(f"Protokoll 2022-05-03\n{place}{ITEMS}").place == "Rådhuset, sal B"


# --- who ---------------------------------------------------------------------------------------


def test_small_letters_and_short_words_stand_over_people_too(read):
    found = read(
        "gruppen i Härvik 3/10 -18, brandstationen\n\ndär: jag (Mats Oskarsson, kommunen), "
        "Stina Rönn polisen\nej där: Pia Borg (soc, sjuk)\n\n\nbränder\n- sju i september\n"
        "- inget gripande\n\nskolan\n- vi beslutade inget\n- Stina skickar en notis\n\n"
        "nästa: 5/12 kl 8.30\n\n/Mats\n"
    )
    assert (found.kind, found.held_on, found.secretary) == (
        "minutes",
        "2018-10-03",
        "Mats Oskarsson",
    )
    assert people(found) == [
        ("Mats Oskarsson", "kommunen", None, "present"),
        ("Stina Rönn", "polisen", None, "present"),
        ("Pia Borg", "soc", None, "apologies"),
    ]
    assert titles(found) == ["bränder", "skolan"]


def test_what_a_calendar_calls_those_who_came_and_who_did_not_is_understood(read):
    listed = (
        "Accepterat och deltagit: Vera Sandell; Nils Åkerby\nAvböjt: Bo Ek\nInget svar: Mona Vall"
    )
    found = read(f"Protokoll 2022-05-03\nRum: Lyktan\n{listed}{ITEMS}")
    assert found.place == "Lyktan"
    assert [(name, status) for name, _, _, status in people(found)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Bo Ek", "apologies"),
        ("Mona Vall", "absent"),
    ]


def test_who_sat_around_the_table_and_held_the_pen(read):
    found = read(
        "Samtal i trygghetsrådet\n\nTid och rum: 26 april 2016, klockan 13.30-15, Hedåsgården\n"
        "Kring bordet: Vera Sandell, polisen\nNils Åkerby, PRO\nPenna: Nils Åkerby\n"
        "Hälsat att de inte kunde: Bo Ek\n\n1. Läget\nLugnt.\n\n2. Slut\nInget mer.\n"
    )
    assert (found.kind, found.held_on, found.secretary) == ("minutes", "2016-04-26", "Nils Åkerby")
    assert [(name, status) for name, _, _, status in people(found)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Bo Ek", "apologies"),
    ]


def test_a_column_says_who_was_here_and_who_was_not(read):
    rows = (
        "| Deltagare | Tillhör | Här / ej här |\n| - | - | - |\n| Vera Sandell | Polisen | här |\n"
    )
    found = people(
        read(f"Protokoll 2022-05-03\n\n{rows}| Bo Ek | Skolan | ej här |\n{ITEMS}", "p.md")
    )
    assert [(name, status) for name, _, _, status in found] == [
        ("Vera Sandell", "present"),
        ("Bo Ek", "absent"),
    ]


def test_what_each_is_stands_before_the_names_in_old_minutes(read):
    found = read(
        "Protokoll fört vid sammanträde med Åkra brottsförebyggande råd den 12 december 2019.\n"
        "Närvarande voro komministern Evald Rydén, som förde ordet, lantbrukaren Sigvard Bohm, "
        "byggmästaren Arne Ljungdahl samt lärarinnan Margit Öberg, som förde protokollet.\n\n"
        "1. Mötets öppnande\nKomminister Rydén öppnade mötet.\n\n2. Slut\nInget mer.\n"
    )
    assert found.chair == "Evald Rydén"
    assert [(name, role) for name, role, *_ in people(found)][1:] == [
        ("Sigvard Bohm", "lantbrukaren"),
        ("Arne Ljungdahl", "byggmästaren"),
        ("Margit Öberg", "lärarinnan"),
    ]


@pytest.mark.parametrize(
    ("said", "officers"),
    [
        ("Dagens ordförande var Vera Sandell. Pennan fördes av Nils Åkerby.",
         ("Vera Sandell", "Nils Åkerby")),
        ("Vera ledde träffen och Nils Åkerby skrev.", ("Vera Sandell", "Nils Åkerby")),
        ("Vera var mötesledare och Nils antecknade.", ("Vera Sandell", "Nils Åkerby")),
    ],
)  # fmt: skip
def test_who_led_and_who_wrote_are_told_in_one_breath(read, said, officers):
    found = read(f"{HEAD}{said}\n\n1. Läget\nLugnt.\n")
    assert (found.chair, found.secretary) == officers


def test_a_word_that_its_column_broke_still_tells_who_was_there(read_table):
    found = read_table(
        ("Namn", "Funktion", "När- varande", "Från- varande"),
        ("Vera Sandell", "ordförande", "X", ""),
        ("Nils Åkerby", "polis", "", "X"),
    )
    assert [(name, status) for name, _, _, status in people(found)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "absent"),
    ]


def test_whom_an_e_mail_went_to_tells_who_the_first_names_are(read):
    found = read(
        "From: Cecilia Brännman <c@tuna.example>\nTo: Abdi Nur <a@tuna.example>, "
        "Pia Ek <p@tuna.example>\nSubject: Anteckningar BRÅ-gruppen 13 februari\n"
        "Date: Fri, 14 Feb 2020 16:47:12 +0100\nContent-Type: text/plain; charset=utf-8\n\n"
        "Hej!\n\nMed var Abdi, Pia och jag.\n\n1) Bussarna\nDe kör igen.\n\n2) Slut\nInget mer.\n",
        "p.eml",
    )
    assert [name for name, *_ in people(found)][:2] == ["Abdi Nur", "Pia Ek"]


# --- what --------------------------------------------------------------------------------------


def test_each_sentence_behind_the_label_is_decided_but_who_does_it_is_told_of_it(read):
    found = read(
        f"{HEAD}1. Rapporten\nBeslut: Rapporten godkänns. Den kompletteras med en bilaga. "
        "Kostnaden delas lika. Nils skriver bilagan.\n"
    )
    assert decided(found) == [
        "Rapporten godkänns.",
        "Den kompletteras med en bilaga.",
        "Kostnaden delas lika. Nils skriver bilagan.",
    ]


def test_a_bold_title_that_runs_into_its_text_is_a_title_in_every_format(read, read_pdf):
    told = (
        "Fjorton av tjugo punkter i överenskommelsen är gröna och fyra är gula, men två är röda: "
    )
    told += "föräldrastödet, där kursledarna har slutat, och den gemensamma utbildningen för alla."
    parts = (("Läget i centrum", told), ("Kassan", told))
    marked = "\n\n".join(f"**{title}.** {text}" for title, text in parts)
    tagged = "".join(f"<p><b>{title}.</b> {text}</p>" for title, text in parts)
    typeset = "\n\n".join(f"*{title}.* {text}" for title, text in parts)
    label = "\n\n**Plats.** Nej\n"  # too short for a text
    found = [
        read(f"{HEAD}{marked}{label}", "p.md"),
        read(f"<p>Protokoll 2022-05-03</p><p>Närvarande: Vera Sandell</p>{tagged}", "p.html"),
        read_pdf(f"Protokoll 2022-05-03\n\nNärvarande: Vera Sandell\n\n{typeset}"),
    ]
    assert [titles(one)[:2] for one in found] == [["Läget i centrum", "Kassan"]] * 3
    assert [one.statements[0].text for one in found] == [parts[0][1]] * 3


def test_tasks_are_listed_with_long_dashes_or_under_initials(read):
    long = f"{HEAD}## Att göra\n\n- [ ] Boka matsalen — Vera Sandell — 13/10\n"
    assert asked(read(long, "p.md")) == [
        ("Vera Sandell", "Boka matsalen — Vera Sandell — 13/10", None)
    ]
    short = (
        "Protokoll 2022-05-03\nNärvarande: Gun-Marie Olin (GO), Bo Lind (BL)\n\n1. Läget\n"
        "Lugnt.\n\n"
        "2. Uppgifter kvar\nGO: skickar frågan vidare\nBL: lägger ut listan\n"
    )
    assert [(who, text) for who, text, _ in asked(read(short))] == [
        ("GO", "GO: skickar frågan vidare"),
        ("BL", "BL: lägger ut listan"),
    ]


@pytest.mark.parametrize(
    ("over", "head", "row", "expected"),
    [
        ("Aktivitetslista", "Punkt | Vad | Vem | När", "3 | Skriva ett brev | Vera | 2022-06-01",
         ("Vera", "Skriva ett brev", "2022-06-01")),
        ("Åtgärdslogg", "# | Åtgärd | Vem | Klar | Status",
         "31 | Skriva ett brev | Vera | 2022-06-01 | Öppen",
         ("Vera", "Skriva ett brev (Öppen)", "2022-06-01")),
    ],
)  # fmt: skip
def test_a_log_of_tasks_asks_and_its_days_are_no_meetings(read, over, head, row, expected):
    rule = " | ".join("---" for _ in head.split(" | "))
    table = f"| {head} |\n| {rule} |\n| {row} |\n"
    items = "## 1. Läget\n\nLugnt.\n\n## 2. Nästa möte\n\nTorsdag 5 maj 2022."
    found = read(f"{HEAD}{items}\n\n**{over}**\n\n{table}", "p.md")
    assert asked(found) == [expected]
    assert met(found) == ["2022-05-05"]
    assert found.place_actions == []


def test_a_day_to_come_in_the_column_of_what_is_done_is_when_it_is_to_be_done():
    rows = source(
        "## Platssamverkan Granby\nProblem || Åtgärd || Ansvarig || Klar || Status\n"
        "Mörkt || Ny lampa || Bo Ek || 2023-12-01 || Pågår\n"
        "Kallt || Ny dörr || Bo Ek || 2023-08-01 || Klart\n"
    )
    found, _ = worktables.place_actions(rows, 2023, dt.date(2023, 9, 14))
    assert [(one.due_on, one.done_on) for one in found] == [
        ("2023-12-01", None),
        (None, "2023-08-01"),
    ]


def test_whoever_answers_for_what_was_decided_is_asked_and_not_the_body_in_it(read_pdf):
    found = read_pdf("""Protokoll 2022-10-12

Närvarande: Leila Haddad, Mikael Brandt, Stina Forsell

#table(columns: (1fr, 3fr, 6fr, 4fr, 3fr, 3fr),
  [Nr], [Punkt], [Diskussion], [Beslut], [Ansvarig], [Klart],
  [1], [Lägesbild], [Fjorton cykelstölder.], [Polisen tar med dem i sin planering.],
  [Leila Haddad], [Löpande],
  [2], [Vandring], [Sju är anmälda.], [Vandringen hålls. Bolaget klipper buskarna.],
  [Mikael Brandt \\ Stina Forsell], [2022-11-09 \\ 2022-11-01])
""")
    assert [(who, due) for who, _, due in asked(found)] == [
        ("Leila Haddad", None),
        ("Mikael Brandt", "2022-11-09"),
        ("Stina Forsell", "2022-11-01"),
    ]
    assert decided(found)[1:] == ["Vandringen hålls.", "Bolaget klipper buskarna."]


def test_text_that_stands_below_a_column_of_names_is_not_lost(read_pdf):
    rows = [
        ("Arne Malm", "ordförande"),
        ("Ulla Brandt", "Rädda Barnen"),
        ("Maud Six", "sekreterare"),
    ]
    listed = "".join(
        f"[{'NÄRVARANDE' if not n else ''}], [{a}], [{b}]," for n, (a, b) in enumerate(rows)
    )
    found = read_pdf(f"""PROTOKOLL 2009-10-05

#grid(columns: (35mm, 35mm, 60mm), row-gutter: 3mm, {listed}
  [§ 41], grid.cell(colspan: 2)[Öppnande],
  [], grid.cell(colspan: 2)[Ordföranden öppnade sammanträdet i lilla salen.],
  [§ 42], grid.cell(colspan: 2)[Parkeringen],
  [], grid.cell(colspan: 2)[Beslöts att begära bättre belysning där.])
""")
    assert decided(found) == ["Beslöts att begära bättre belysning där."]


@pytest.mark.parametrize(
    ("said", "is_doubted"),
    [
        ("Representanter från skolan ska göra en enkät.", True),
        ("Linjen ska kunna öppna i höst.", False),
        ("Vera frågade om skolan ska göra en enkät.", False),
    ],
)
def test_that_somebody_unknown_will_do_something_is_a_doubt(read, said, is_doubted):
    found = read(f"{HEAD}1. Läget\n{said}\n\n2. Slut\nInget mer.\n")
    assert (asked(found), bool(reasons(found, "assignments"))) == ([], is_doubted)


def test_a_title_in_the_margin_is_whole_though_the_text_beside_it_goes_on(read_beside):
    rows = [
        ("1. Öppnande", "Vera Sandell öppnar mötet i lilla salen. " + LONG),
        ("2. Ansökningar om trygghetsmedel", "Rådet har 90 000 kronor att fördela. " + LONG),
        ("3. Vad säger ungdomsenkäten?", "Nils Åkerby visar siffrorna. " + LONG),
        ("4. Nästa möte", "Onsdagen den 7 juni 2022 i kommunhuset."),
    ]
    found = read_beside(rows)
    assert titles(found) == [title[3:] for title, _ in rows]
    assert found.statements[1].text.startswith("Rådet har 90 000 kronor att fördela. Sju har")


def test_a_title_in_the_margin_may_begin_below_its_number(read_beside):
    rows = [
        ("§ 39 \\ Mötets öppnande", "Vera Sandell öppnar mötet i lilla salen. " + LONG),
        ("§ 40 \\ Ansökan från \\ Kvinnojouren", "De ansöker om 20 000 kronor. " + LONG),
        ("§ 41 \\ Pendlar- \\ parkeringen", "Nils Åkerby visar siffrorna. " + LONG),
        ("§ 42 \\ Avslutning", "Vera Sandell avslutar mötet."),
    ]
    found = read_beside(rows)
    assert [(one.number, one.title) for one in found.agenda_items] == [
        ("39", "Mötets öppnande"),
        ("40", "Ansökan från Kvinnojouren"),
        ("41", "Pendlarparkeringen"),
        ("42", "Avslutning"),
    ]


def test_a_dot_may_stand_between_a_number_and_its_title(read):
    found = read(f"{HEAD}## 1 · Uppstart\n\nLugnt.\n\n## 2 · Läget\n\nLugnt.\n", "p.md")
    assert [(one.number, one.title) for one in found.agenda_items] == [
        ("1", "Uppstart"),
        ("2", "Läget"),
    ]


def test_labels_with_colons_side_by_side_stand_over_a_list_each(read_table):
    found = read_table(
        ("Närvarande:", "Frånvarande:"), ("Vera Sandell", "Bo Ek"), ("Nils Åkerby", "")
    )
    assert {(name, status) for name, _, _, status in people(found)} == {
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Bo Ek", "absent"),
    }


def test_old_minutes_count_their_matters_as_moments(read):
    found = read(f"{HEAD}Mom. 1 ÖPPNANDE\nLugnt.\n\nMom. 2 SKRIVELSER\nInga.\n")
    assert [(one.number, one.title) for one in found.agenda_items] == [
        ("1", "ÖPPNANDE"),
        ("2", "SKRIVELSER"),
    ]


def test_a_column_of_measures_beside_whom_and_when_asks_for_them(read):
    found = read(
        f"{HEAD}| Nr | Ärende | Anteckningar | Beslut | Åtgärd | Ansvarig | Klart |\n"
        "| - | - | - | - | - | - | - |\n"
        "| 1 | Lovet | Fältarna är ute. | | Dela ut programmet | Nils | 2022-06-12 |\n"
        "| 2 | Torget | Många har frågat. | En ny undersökning görs. | Ta fram en tidplan | Vera "
        "| 2022-06-20 |\n",
        "p.md",
    )
    assert asked(found) == [
        ("Nils", "Dela ut programmet", "2022-06-12"),
        ("Vera", "Ta fram en tidplan", "2022-06-20"),
    ]
    assert decided(found) == ["En ny undersökning görs."]


def test_minutes_about_a_promise_whose_head_is_a_table_are_no_plan(read):
    head = "| Tuna kommun | Minnesanteckningar | Samverkan |\n| - | - | - |\n\n# Styrgruppen för "
    text = f"{head}medborgarlöftet\n\nDatum: 2022-05-03\n\nDeltog: Vera Sandell\n{ITEMS}"
    assert read(text, "p.md").kind == "minutes"


def test_matters_may_be_counted_by_small_letters_where_they_have_titles(read):
    found = read(
        f"{HEAD}a) Runda\nAlla berättade kort.\n\nb) Farthinder\nPia visade ritningen.\n\n"
        "c) Nästa träff\n5 september 2022 kl. 15.\n"
    )
    assert [(one.number, one.title) for one in found.agenda_items] == [
        ("a", "Runda"),
        ("b", "Farthinder"),
        ("c", "Nästa träff"),
    ]
    listed = read(f"{HEAD}1. Läget\n\na) Polisen\nLugnt.\n\nb) Skolan\nLugnt.\n\n2. Slut\nSlut.\n")
    assert [one.number for one in listed.agenda_items if one.number] == ["1", "2"]


def test_a_list_of_tasks_without_a_head_asks_whoever_stands_first(read):
    found = read(
        f"{HEAD}1. Läget\nLugnt.\n\n2. Slut\nInget mer.\n\nATT GÖRA\n"
        "Vera     mejlet till föräldrarna     25/5\nNils     korv + bröd 150 st          snarast\n"
    )
    assert [(who, due) for who, _, due in asked(found)] == [("Vera", "2022-05-25"), ("Nils", None)]
    assert "korv + bröd 150 st" in asked(found)[1][1]
    assert decided(found) == []


# --- plans -------------------------------------------------------------------------------------


def test_what_stands_as_points_below_a_goal_is_what_will_be_done(read):
    found = read(
        "# Åtgärdsplan 2025\n\n## Brottsförebyggande rådet i Granfors\n\n"
        "Planen gäller hela kommunen.\n\n"
        "## Åtgärd A. Lugnare kvällar\n\nMål: Störningarna ska minska.\n\n- Gallra buskar\n"
        "- Prova belysning\n\n## Åtgärd B. Vuxna på plats\n\nMål: Alla ska vandra.\n\n"
        "- Köpa västar\n"
        "- Ordna en uppstart\n",
        "p.md",
    )
    assert [(one.area, one.title, [a.title for a in one.activities]) for one in found.measures] == [
        (None, "Lugnare kvällar", ["Gallra buskar", "Prova belysning"]),
        (None, "Vuxna på plats", ["Köpa västar", "Ordna en uppstart"]),
    ]


def test_points_below_whoever_answers_for_a_measure_are_none_of_them(read):
    found = read(
        "# Åtgärdsplan 2025\n\n## Åtgärd A. Lugnare kvällar\n\nMål: Störningarna ska minska.\n\n"
        "Ansvarig: Polisen\n\n- Kontroller i april\n- Brev till ägare\n",
        "p.md",
    )
    (measure,) = found.measures
    assert measure.responsible == "Polisen"
    assert [one.title for one in measure.activities] == ["Kontroller i april", "Brev till ägare"]
