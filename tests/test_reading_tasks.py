"""Whom minutes ask to do what, in the ways in which a secretary writes it down."""

import pytest

from lobra.reading import reader
from lobra.reading.found import Reading

HEAD = """Protokoll 2022-05-03
Närvarande: Vera Sandell (ordförande), Nils Åkerby (polisen), Lars-Erik Bo (bostadsbolaget), \
Mona Vall (sekreterare)

"""


@pytest.fixture
def read(tmp_path):
    def reading(text: str) -> Reading:
        path = tmp_path / "p.md"
        path.write_text(f"{HEAD}## 1. Start\n\nLugnt.\n\n{text}\n\n## 3. Slut\n\nLugnt.\n", "utf-8")
        return reader.read_file(path)

    return reading


@pytest.fixture
def asked(read):
    def asked(said: str) -> list[tuple]:
        return [(one.assigned_to, one.text) for one in read(f"## 2. Läget\n\n{said}").assignments]

    return asked


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("Nils annonserar i bladet.", "Nils"),
        ("Chefen för ljus åtog sig att till den 1 juni räkna alla lampor.", "Chefen för ljus"),
        ("Lars-Erik ska måla bänkarna.", "Lars-Erik"),
        ("Nils får ta kontakt med skolan.", "Nils"),
        ("Nils informerar skolan och föräldrarna.", "Nils"),
        ("Områdespolis Nils Åkerby leder inte men samordnar vandringen.", None),
        ("Områdespolis Nils Åkerby samordnar vandringen.", "Nils Åkerby"),
        ("NÅ ringer kommunen.", "NÅ"),
        ("LEB räknar på kostnaden.", "LEB"),
        ("Utskicket till hushållen görs av Mona.", "Mona"),
        ("Vi behöver en ny karta → Nils", "Nils"),
        ("Kontakt tas med skolan. Ansvarig Nils.", "Nils"),
        ("Vera ber Nils att ta fram statistik.", "Nils"),
        ("Mona har lovat att skriva till regionen.", "Mona"),
        ("Det bestämdes efter diskussion att Nils ska kontakta skolan.", "Nils"),
        ("att Nils och Mona besöker skolorna", "Nils och Mona"),
        ("Uppdra till kommunchefen att ta fram en plan.", "kommunchefen"),
        ("Beslutades att Bo får i uppdrag att ta fram en plan.", "Bo"),
        ("att ge Bo i uppdrag att ta fram en plan", "Bo"),
        ("Föreningen ska under våren undersöka saken.", "Föreningen"),
        ("Beslut: Trygghetsdirektören anställer en samordnare.", "Trygghetsdirektören"),
        ("Stadsdelschefen ombads räkna på kostnaden.", "Stadsdelschefen"),
        ("Det uppdrogs åt Bo att svara på skrivelsen.", "Bo"),
        ("Uppdras åt Bo att senast i maj visa en tidplan.", "Bo"),
        ("Nils Åkerby uppdras att besöka skolan.", "Nils Åkerby"),
        ("Samtliga deltagare uppmanas att lämna synpunkter.", "Samtliga deltagare"),
        ("Ilic tog på sig att måla bänkarna.", "Ilic"),
        ("Vera undrade hur det går; Åkerby lovade att höra med kommunen.", "Åkerby"),
        ("Nils Åkerby kontrollerar om planen gäller.", "Nils Åkerby"),
        ("Mona påminner grannarna om att låsa.", "Mona"),
        ("Vem gör vad: Anita och Per-Olof tar fram en dag.", "Anita och Per-Olof"),
        ("Beslut: Två träffar ordnas. Rektorn och Mona utvecklar dem.", "Rektorn och Mona"),
        ("Beslut: Skylten flyttas. Områdeschefen formulerar en skrivelse.", "Områdeschefen"),
        ("Nils lämnar siffror om störningar senast 3 juni.", "Nils"),
        ("Nils Åkerby redovisar kostnaden vid nästa möte.", "Nils Åkerby"),
        ("ATT GÖRA: Ett körschema. Nils håller en genomgång.", "Nils"),
    ],
)
def test_whoever_takes_a_task_on_is_asked(asked, said, to):
    assert [who for who, _ in asked(said)] == ([to] if to else [])


@pytest.mark.parametrize(
    "said",
    [
        "Nils påtalar att lamporna är släckta.",
        "Nils målar om bänkarna är trasiga.",
        "Nils tar över ordförandeskapet.",
        "Nils ska börja på en ny tjänst.",
        "Vera informerar rådet.",
        "Vera lyfter frågan.",
        "Ärendet återkommer.",
        "Beslut: Nils var i Malmö och tittade på hur de gör där.",
        "Beslut: Nils valdes till sekreterare för mötet.",
        "Nils berättar att ansökan ska in senast 3 juni.",
        "Beslut: Planen antas. Ordföranden avslutar mötet.",
        "Bolaget byter låsen senast i mars.",
        "Räddningstjänsten erbjuder sig att komma.",
        "Nils frågar om kameror till nästa år.",
        "Kommunen har lovat att byta lamporna men ingenting har hänt.",
        "Rådet beslutade att Mona representerar rådet i länet.",
    ],
)
def test_what_is_told_of_somebody_is_no_task(asked, said):
    assert asked(said) == []


def test_several_people_of_whom_one_is_on_no_list_are_asked_one_by_one(asked):
    assert asked("Nils ordnar avspärrningen och Anita Lahti ser till att en patrull passerar.") == [
        ("Nils", "Nils ordnar avspärrningen"),
        ("Anita Lahti", "Anita Lahti ser till att en patrull passerar."),
    ]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Vi köper en märkpenna. Mona beställer.", "Vi köper en märkpenna. Mona beställer."),
        ("Bommen är sönder. Nils ringer kommunen om detta.",
         "Bommen är sönder. Nils ringer kommunen om detta."),
        ("Lugnt. Varför inga väktare? Nils tar med sig frågan till kommunen.",
         "Varför inga väktare? Nils tar med sig frågan till kommunen."),
        ("Klotter på stenen. Anmäls till länsstyrelsen av Nils.",
         "Klotter på stenen. Anmäls till länsstyrelsen av Nils."),
        ("Rapporten utgår, Nils tar det nästa gång.",
         "Rapporten utgår, Nils tar det nästa gång."),
        ("Det är lugnt. Nils tar med sig frågan om väktare.",
         "Nils tar med sig frågan om väktare."),
    ],
)  # fmt: skip
def test_a_task_that_points_back_is_read_with_what_it_points_at(read, said, text):
    reading = read(f"## 2. Läget\n\n{said}")
    assert [one.text for one in reading.assignments] == [text]
    is_doubted = any("syftar på" in one.reason for one in reading.review)
    assert is_doubted == (text != "Nils tar med sig frågan om väktare.")


def test_a_decision_that_wraps_at_the_margin_is_read_to_its_end(asked):
    said = "Beslut: Planen antas, den gäller från juni. Lars-Erik Bo\noch Nils Åkerby bokar lokal."
    assert asked(said) == [
        ("Lars-Erik Bo och Nils Åkerby", "Lars-Erik Bo och Nils Åkerby bokar lokal.")
    ]


def test_who_she_is_stands_in_the_sentence_before(asked):
    assert asked("Mona Vall har varit i Umeå. Hon mejlar ut sina anteckningar.") == [
        ("Mona Vall", "Hon mejlar ut sina anteckningar.")
    ]


def test_an_item_that_is_all_title_asks_as_well(read):
    reading = read("## 2. Hörnet bakom sophuset används av ungdomar på kvällarna. Mona kollar.")
    assert [(one.item, one.assigned_to) for one in reading.assignments] == [("2", "Mona")]


@pytest.mark.parametrize(
    ("point", "to"),
    [
        ("Boka lokal (Nils)", "Nils"),
        ("Karta – Vera, senast 1 juni", "Vera"),
        ("Vera/Nils: skriva ansökan", "Vera/Nils"),
        ("Utvärdering (Vera och Nils, maj)", "Vera och Nils"),
        ("Ny folder → Mona", "Mona"),
        ("NÅ: ny tid för vandringen", "NÅ"),
        ("Göran: ny skylt", "Göran"),
    ],
)
def test_a_point_of_a_list_of_tasks_names_who_does_it(read, point, to):
    reading = read(f"## 2. Att göra\n\n- Mona kollar med skolan\n- {point}")
    assert [(one.assigned_to, one.text) for one in reading.assignments][1:] == [(to, point)]


def test_a_list_of_tasks_that_a_remark_follows_is_no_item(tmp_path):
    path = tmp_path / "p.md"
    items = "**Läget**\n\nLugnt.\n\n**Ljus**\n\nMörkt.\n\n**Skolan**\n\nLugnt.\n\n"
    path.write_text(f"{HEAD}{items}**Att göra, kortversion**\n\n- Karta – Vera\n", "utf-8")
    reading = reader.read_file(path)
    assert [one.title for one in reading.agenda_items] == ["Läget", "Ljus", "Skolan"]
    assert [one.assigned_to for one in reading.assignments] == ["Vera"]


@pytest.mark.parametrize(
    ("who", "due", "expected"),
    [
        ("Vera", "2022-06-14", ("Vera", "Lampor köps.", "2022-06-14")),
        ("Nils Åkerby (kallar)", "",  ("Nils Åkerby (kallar)", "Lampor köps.", None)),
        ("Vera", "hösten", ("Vera", "Lampor köps. (Ansvarig: Vera, hösten)", None)),
        ("Vera Sandell, Nils Åkerby", "", ("Vera Sandell, Nils Åkerby", "Lampor köps.", None)),
    ],
)  # fmt: skip
def test_whoever_stands_beside_a_decision_is_asked_by_the_day_beside_that(read, who, due, expected):
    reading = read(
        "## 2. Ljus\n\n| Nr | Ärende | Diskussion | Beslut | Ansvarig | Klart |\n"
        f"| - | - | - | - | - | - |\n| 1 | Ljus | Mörkt. | Lampor köps. | {who} | {due} |\n"
    )
    assert [(o.assigned_to, o.text, o.due_on) for o in reading.assignments] == [expected]


def test_a_label_in_capitals_asks_for_what_stands_above_it(asked):
    said = "BESLUT: Affischer sätts upp.\n\nANSV: J. Strand (apoteket), M. Nyberg (torget)"
    assert asked(said) == [("J. Strand (apoteket), M. Nyberg (torget)", "Affischer sätts upp.")]


def test_a_box_of_one_row_is_read_as_text(read):
    box = "<table><tr><td></td><td>Lugnt.<br>Vem gör vad: Vera bokar lokal.</td></tr></table>"
    found = read(f"## 2. Läget\n\n{box}").assignments
    assert [(one.assigned_to, one.text) for one in found] == [
        ("Vera", "Vem gör vad: Vera bokar lokal.")
    ]


def test_a_table_for_each_matter_tells_row_by_row_what_was_decided_and_asked(read):
    matter = (
        "| Ärende {n} | {title} |\n|---|---|\n| Redogörelse | Polisen berättade om läget {n}. |\n"
        "| Beslut | Lampor {n} köps in. |\n| Uppdrag | {what} |\n| Ansvarig | Vera |\n"
        "| Klart senast | 2022-06-0{n} |\n\n"
    )
    text = (
        "## 2. Läget\n\n"
        + matter.format(n=1, title="Ljus", what="Ta in priser")
        + matter.format(n=2, title="Torget", what="Måla bänkar")
    )
    reading = read(text)
    assert [one.text for one in reading.decisions] == ["Lampor 1 köps in.", "Lampor 2 köps in."]
    assert [(one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("Vera", "Ta in priser", "2022-06-01"),
        ("Vera", "Måla bänkar", "2022-06-02"),
    ]


def test_a_decision_may_have_the_year_in_its_number(read):
    reading = read("## 2. Ljus\n\nBeslut 2022:11 Avtalet förlängs.")
    assert [(one.item, one.text) for one in reading.decisions] == [("2", "Avtalet förlängs.")]


@pytest.mark.parametrize(
    "said",
    [
        "Ansvarig Vera: ta in priser på lampor.",
        "Uppdrag\n\nVera Sandell: ta in priser på lampor.",
        "| Detta | Vem | Klart |\n|---|---|---|\n| ta in priser på lampor | Vera | |",
    ],
)
def test_whoever_stands_before_or_beside_what_is_to_be_done_is_asked(read, said):
    reading = read(f"## 2. Ljus\n\nVi talade om ljus.\n\n{said}")
    (asked,) = reading.assignments
    assert (asked.assigned_to or "").startswith("Vera")
    assert "ta in priser på lampor" in asked.text


def test_a_meeting_that_follows_up_is_one_to_come(read):
    reading = read("## 2. Slut\n\nUppföljningsmöte hålls måndagen den 15 september kl. 17.\n")
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-09-15"]


def test_each_task_in_a_cell_is_asked_of_whoever_stands_on_the_same_line(read):
    reading = read(
        "## 2. Ljus\n\n<table><tr><th>Att göra</th><th>Vem</th><th>Klart</th></tr>"
        "<tr><td>Ta in priser<br>Måla bänkar</td><td>Vera<br>Nils</td><td></td></tr></table>"
    )
    assert [(one.assigned_to, one.text) for one in reading.assignments] == [
        ("Vera", "Ta in priser"),
        ("Nils", "Måla bänkar"),
    ]


def test_a_document_may_begin_with_when_something_is_to_be_done(tmp_path):
    path = tmp_path / "p.md"
    rows = "| Ljus | Polisen berättade om läget. |\n| Torget | Polisen berättade om torget. |\n"
    path.write_text(f"| Klart | 2022-06-01 |\n|---|---|\n{rows}", "utf-8")
    assert reader.read_file(path).assignments == []


@pytest.mark.parametrize("said", ["Diskussion / beslut", "Diskussion och beslut", "Vad sades"])
def test_who_stands_beside_a_day_in_minutes_in_a_table_does_what_was_said_last(tmp_path, said):
    path = tmp_path / "p.md"
    path.write_text(
        f"{HEAD}| Nr | Ärende | {said} | Ansvarig | Klart |\n|---|---|---|---|---|\n"
        "| 1 | Start | Vera hälsade alla välkomna. | | |\n"
        "| 2 | Ljus | Det är mörkt. Beslut: Lampor köps in. | Nils | 2022-06-01 |\n"
        "| 3 | Torg | Bänkarna är trasiga. | Mona Vall ringer parkchefen | 2022-06-02 |\n"
        "| 4 | Skola | Alla var nöjda. Vera visar svaren nästa gång. | Vera | maj |\n",
        "utf-8",
    )
    reading = reader.read_file(path)
    assert [(one.number, one.title) for one in reading.agenda_items] == [
        ("1", "Start"), ("2", "Ljus"), ("3", "Torg"), ("4", "Skola")
    ]  # fmt: skip
    assert [(one.item, one.text) for one in reading.decisions] == [("2", "Lampor köps in.")]
    assert [(one.item, one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("2", "Nils", "Lampor köps in.", "2022-06-01"),
        ("3", "Mona Vall", "Mona Vall ringer parkchefen, klart 2022-06-02", "2022-06-02"),
        ("4", "Vera", "Vera visar svaren nästa gång. (Ansvarig: Vera, maj)", None),
    ]


def test_columns_that_ask_what_who_and_when_make_a_list_of_tasks_and_no_places_table(tmp_path):
    path = tmp_path / "p.txt"
    path.write_text(
        f"{HEAD}§ 1 Ljus\n\nDet är mörkt i parken.\n\n§ 2 Nästa möte 7 juni kl 15:00.\n\n\n"
        "Handlingsplan:\n\n"
        "Att göra                      Vem gör      När ska det vara klart\n"
        "1. Räkna lamporna i parken    Nils         25 maj\n"
        "2. Måla bänkarna på torget    Vera, Mona   30 maj, om det inte\n"
        "                                           regnar\n"
        "3. Ta in pris på skyltar      Nils\n\n"
        "Karta över parken             Skickas ut\n",
        "utf-8",
    )
    reading = reader.read_file(path)
    assert [(one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("Nils", "Räkna lamporna i parken", "2022-05-25"),
        ("Vera", "Måla bänkarna på torget", "2022-05-30"),
        ("Nils", "Ta in pris på skyltar", None),
    ]
    assert reading.place_actions == []
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-07"]


def test_who_does_what_may_stand_in_the_column_of_whoever_is_responsible(tmp_path):
    path = tmp_path / "p.md"
    path.write_text(
        f"{HEAD}| Nr | Ärende | Diskussion | Ansvarig | Klart |\n|---|---|---|---|---|\n"
        "| 1 | Ljus | Det är mörkt. | Vera: räkna lampor | 2022-06-01 |\n"
        "| 2 | Torg | Bänkarna är trasiga. | Nils Åkerby – måla bänkar | maj |\n",
        "utf-8",
    )
    asked = reader.read_file(path).assignments
    assert [(one.assigned_to, one.text, one.due_on) for one in asked] == [
        ("Vera", "Ansvarig Vera: räkna lampor, klart 2022-06-01", "2022-06-01"),
        ("Nils Åkerby", "Ansvarig Nils Åkerby: måla bänkar, klart maj", None),
    ]


def test_a_list_of_tasks_may_tell_how_each_goes_and_is_no_places_table(read):
    reading = read(
        "## Att göra\n\n| Vad | Vem | När | Status |\n|-|-|-|-|\n"
        "| Byta lås i källaren | Nils | 17/5 2022 | |\n| Extra pass vid hallen | Vera | | Pågår |\n"
        "| Köpa västar<br>Laga bommen | Vera<br>Nils | maj<br>juni | Klart |"
    )
    assert [(one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("Nils", "Byta lås i källaren", "2022-05-17"),
        ("Vera", "Extra pass vid hallen (Pågår)", None),
        ("Vera", "Köpa västar (Klart) (Ansvarig: Vera, maj)", None),
        ("Nils", "Laga bommen (Klart) (Ansvarig: Nils, juni)", None),
    ]
    assert reading.place_actions == []
