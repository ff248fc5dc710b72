"""What a reading rests on: weak ground is a doubt, and so is a deed that no fact has."""

import pytest

from lobra.reading import reader
from lobra.reading.drafts import write
from lobra.reading.found import Reading

HEAD = """Protokoll 2022-05-03
Närvarande: Vera Sandell (ordförande), Nils Åkerby (polisen), Mona Vall (sekreterare)

"""


@pytest.fixture
def read(tmp_path):
    def reading(text: str, name: str = "p.md") -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return reader.read_file(path)

    return reading


@pytest.fixture
def asked(read):
    """Who is asked to do what under an item, and the reasons to doubt that."""

    def asked(text: str) -> tuple[list[tuple], list[str]]:
        reading = read(f"{HEAD}## 1. Start\n\nLugnt.\n\n{text}\n\n## 3. Slut\n\nLugnt.\n")
        found = [(one.assigned_to, one.text, one.due_on) for one in reading.assignments]
        return found, [one.reason for one in reading.review if one.field == "assignments"]

    return asked


def people(reading: Reading) -> list[tuple]:
    return [(one.name, one.role, one.organisation, one.status) for one in reading.attendance]


def test_a_table_of_what_who_and_when_asks_each_to_do_it(asked):
    found, doubts = asked(
        "## 2. Vem gör vad\n\n| Vad | Vem | När |\n| --- | --- | --- |\n"
        "| Ny karta över belysningen | Vera | 2022-06-01 |\n| Uppdatera kontaktlistan | alla | |"
    )
    assert found == [
        ("Vera", "Ny karta över belysningen", "2022-06-01"),
        ("alla", "Uppdatera kontaktlistan", None),
    ]
    assert doubts == []


def test_a_table_may_call_what_is_asked_an_assignment_and_a_box_to_tick_is_one(asked):
    found, _ = asked(
        "## 2. Läget\n\n| Uppdrag | Ansvarig | Klart |\n| --- | --- | --- |\n"
        "| Ny karta | Vera Sandell | 2022-06-01 |\n\n- [ ] Nils bidrar med statistik till planen\n"
        "\n**Att göra**\n\n- [x] Vera: anmälan till kursen"
    )
    assert found == [
        ("Vera Sandell", "Ny karta", "2022-06-01"),
        ("Nils", "Nils bidrar med statistik till planen", None),
        ("Vera", "Vera: anmälan till kursen", None),
    ]


def test_rows_of_tasks_in_mere_columns_are_one_task_each(read):
    reading = read(
        f"{HEAD}1. Start\nLugnt.\n\n2. Att göra\nUppdrag                  Ansvarig        Klart\n"
        "Ny karta                 Vera Sandell    2022-06-01\n"
        "Ny lampa vid skolan      Nils Åkerby     2022-06-08\n\n3. Slut\nLugnt.\n",
        "p.txt",
    )
    assert [(one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("Vera Sandell", "Ny karta", "2022-06-01"),
        ("Nils Åkerby", "Ny lampa vid skolan", "2022-06-08"),
    ]


def test_a_list_of_tasks_may_tell_whose_item_each_is_and_is_no_places_table(read):
    reading = read(
        f"{HEAD}## 1. Ljus\n\n**Stora torget**\n\nMörkt.\n\n## 2. Slut\n\nSlut.\n\n"
        "**Uppdragslista**\n\n| § | Uppdrag | Ansvarig | Klart |\n| - | - | - | - |\n"
        "| 1 | Projektplan för ljuset | Vera Sandell | 2022-06-01 |\n"
    )
    found = [(one.assigned_to, one.text, one.due_on) for one in reading.assignments]
    assert found == [("Vera Sandell", "Projektplan för ljuset", "2022-06-01")]
    assert reading.place_actions == []


def test_a_row_of_tasks_and_one_of_a_place_on_the_same_line_of_a_page_are_one_fact_each(read):
    def table(*rows: tuple[str, ...]) -> str:
        shown = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in shown)}</table>"

    tasks = table(("Vad", "Vem", "När"), ("Ny karta", "Vera", "1 juni"))
    place = table(("Problem", "Åtgärd", "Status"), ("Klotter", "Sanera", "Pågår"))
    head = "<h1>Protokoll Storby BRÅ 2022-05-03</h1><h2>1. Läget</h2><p>Lugnt.</p>"
    reading = read(f"{head}{tasks}<h2>2. Platssamverkan Torget</h2>{place}", "p.html")
    assert [one.text for one in reading.assignments] == ["Ny karta"]
    assert [(one.place, one.action) for one in reading.place_actions] == [("Torget", "Sanera")]


def test_whoever_stands_beside_a_decision_is_asked_and_beside_mere_talk_is_doubted(read):
    reading = read(
        f"{HEAD}| Punkt | Diskussion | Beslut | Ansvarig |\n| - | - | - | - |\n"
        "| 1. Ljus | Mörkt. | Lampor köps.<br>Lampor köps. | Vera<br>Nils |\n"
        "| 2. Skolan | Nils visade siffror från mars. | | Nils |\n"
        "| 3. Program | | Vera tar fram ett program före maj. | Vera |\n"
    )
    found = [(one.item, one.assigned_to, one.text) for one in reading.assignments]
    assert found == [
        ("1", "Vera", "Lampor köps."),
        ("1", "Nils", "Lampor köps."),
        ("3", "Vera", "Vera tar fram ett program före maj."),
    ]
    assert [one.reason for one in reading.review if one.field == "assignments"] == [
        'Här står "Ansvarig:", men inget uppdrag är läst.'
    ]


def test_a_label_for_who_is_responsible_asks_for_what_stands_above_it(asked):
    found, _ = asked(
        "## 2. Läget\n\nBeslut: Enkäten skickas ut till hushållen.\n\nAnsvarig: Vera Sandell"
    )
    assert found == [("Vera Sandell", "Enkäten skickas ut till hushållen.", None)]


def test_every_point_under_a_heading_of_tasks_asks_somebody(asked):
    found, _ = asked(
        "## 2. Vi gör så här\n\n- Soc ringer hem till de två. Det blir på tisdag.\n"
        "- Nils rastar hunden på torget."
    )
    assert found == [
        ("Soc", "Soc ringer hem till de två.", None),
        ("Nils", "Nils rastar hunden på torget.", None),
    ]


def test_several_people_in_one_sentence_are_asked_one_by_one(asked):
    found, _ = asked(
        "## 2. Städdag\n\nVera ordnar containrar till torget, Nils frågar butikerna om sponsring."
    )
    assert found == [
        ("Vera", "Vera ordnar containrar till torget", None),
        ("Nils", "Nils frågar butikerna om sponsring.", None),
    ]


def test_a_clause_of_a_decision_may_ask_somebody(asked):
    found, _ = asked(
        "## 2. Badet\n\nRådet beslutar\n\natt Nils Åkerby redovisar utfallet i september."
    )
    assert found == [("Nils Åkerby", "att Nils Åkerby redovisar utfallet i september.", None)]


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("Nils frågar om skolan har hört av sig.", []),
        ("Nils Åkerby redovisar läget.", []),
        ("Nils målar om bänkarna.", ['Här står "Nils målar", men inget uppdrag är läst.']),
        ("Ordföranden ska tala med grannkommunen.",
         ['Här står "Ordföranden ska", men inget uppdrag är läst.']),
        ("Bolaget byter låsen senast i mars.",
         ['Här står "senast i mars", men inget uppdrag är läst.']),
        ("Bolaget byter låsen senast den 12 maj.",
         ['Här står "senast den 12 maj", men inget uppdrag är läst.']),
        ("Nils utvecklar planen.", ['Här står "Nils utvecklar", men inget uppdrag är läst.']),
        ("Nils blir kontaktombud.", ['Här står "blir kontaktombud", men inget uppdrag är läst.']),
        ("I juni målar Nils bänkarna.", ['Här står "målar Nils", men inget uppdrag är läst.']),
        ("Nils bokar.", ['"Nils bokar." syftar på något som kan stå i meningen före.']),
        ("Nils bokar lokal.", ['"Nils bokar lokal." säger bara vad någon gör; läst som uppdrag.']),
        ("Nils tar det med skolan.",
         ['"Nils tar det med skolan." syftar på något som kan stå i meningen före.']),
    ],
)  # fmt: skip
def test_what_somebody_there_will_do_is_an_assignment_or_a_doubt(asked, said, reasons):
    assert asked(f"## 2. Läget\n\n{said}")[1] == reasons


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("Rådet beslutade att köpa lampor.", []),
        ("Dagordningen godkändes. Nils berättade om läget.",
         ['"Dagordningen godkändes." är en formsak och är läst som beslut.']),
        ("Till justerare valdes Nils Åkerby.",
         ['"Till justerare valdes Nils Åkerby." är en formsak och är läst som beslut.']),
        ("Alla är överens om att det är mörkt.",
         ['Här står "överens om", men inget beslut är läst.']),
        ("Beslut: Dagordningen godkänns.", []),
        ("Rådet tackar för informationen.",
         ['"Rådet tackar för informationen." är en formsak och är läst som beslut.']),
        ("Vi ansöker hos länsstyrelsen.", ['Här står "Vi ansöker", men inget beslut är läst.']),
        ("Vi är nöjda med året.", ["Mötets beslut hittades inte i dokumentet."]),
        ("Kostnaden får inte överstiga 500 kronor.",
         ['Här står "får inte överstiga", men inget beslut är läst.']),
        ("Rådet beslutade att köpa lampor och att skolan lagar dem.",
         ['"att skolan lagar dem." är läst för sig, men är kanske en del av beslutet före.']),
        ("Avgiften fastställs till 100 kronor.",
         ['"Avgiften fastställs till 100 kronor." är läst som beslut, men texten säger inte att '
          "det beslutades."]),
        ("Beslut: Nils Åkerby ordnar en karta.",
         ['"Nils Åkerby ordnar en karta." är läst både som beslut och som uppdrag.']),
        ("Kontaktombud blir Tage Lind.",
         ['Här står "Kontaktombud blir Tage Lind", men inget beslut är läst.']),
    ],
)  # fmt: skip
def test_what_may_have_been_decided_is_a_doubt(read, said, reasons):
    review = read(f"{HEAD}## 1. Läget\n\n{said}\n").review
    assert [one.reason for one in review if one.field == "decisions"] == reasons


@pytest.mark.parametrize(
    ("title", "said", "decided"),
    [
        ("Godkännande av dagordning", "Dagordningen godkänns.", ["Dagordningen godkänns."]),
        ("Mötet öppnas", "Vera hälsade. Dagordningen godkänns.", ["Dagordningen godkänns."]),
        ("Läget", "Mötet öppnades och dagordningen godkändes.", []),
    ],
)
def test_a_matter_of_form_is_a_decision_where_it_is_a_sentence_of_its_own(
    read, title, said, decided
):
    reading = read(f"{HEAD}## 1. {title}\n\n{said}\n\n## 2. Ljus\n\nLugnt.\n")
    assert [one.text for one in reading.decisions] == decided
    about = decided[0] if decided else said
    seen = "läst" if decided else "inte läst"
    assert [one.reason for one in reading.review if one.field == "decisions"] == [
        f'"{about}" är en formsak och är {seen} som beslut.'
    ]


def test_a_cue_in_a_sentence_that_is_an_items_title_is_a_doubt(read):
    title = "Tvättning av klotter på elskåpen skjuts fram till våren"
    reading = read(f"{HEAD}## 1. {title}\n\n## 2. Ljus\n\nLugnt.\n")
    assert ["decisions" for one in reading.review if "skjuts fram" in one.reason] == ["decisions"]


def test_an_errand_in_a_paragraph_of_decisions_is_a_decision_of_its_own(read):
    reading = read(
        f"{HEAD}## 1. Valborg\n\n**Beslut**\n\nRådet avsätter 8 000 kronor. Det räcker. "
        "Nils Åkerby får i uppdrag att samordna vandringen.\n"
    )
    assert [one.text for one in reading.decisions] == [
        "Rådet avsätter 8 000 kronor. Det räcker.",
        "Nils Åkerby får i uppdrag att samordna vandringen.",
    ]


def test_paragraphs_under_a_heading_of_decisions_are_decisions_to_its_end(read):
    text = """## § 1 Bidrag

Nils berättade.

**Beslut**

Rådet noterar det.

Föreningen ska redovisa senast i mars.

**Bakgrund**

Föreningen är ny.
"""
    assert [one.text for one in read(HEAD + text).decisions] == [
        "Rådet noterar det.",
        "Föreningen ska redovisa senast i mars.",
    ]


@pytest.mark.parametrize(
    ("below", "reasons"),
    [
        ("Vid protokollet: Mona Vall", []),
        ("Vid protokollet: Tage Lind", ["Dokumentet tyder på både Mona Vall och Tage Lind."]),
    ],
)
def test_two_who_may_have_written_are_a_doubt(read, below, reasons):
    reading = read(f"{HEAD}## 1. Läget\n\nDet är lugnt.\n\n{below}\n")
    assert reading.secretary == "Mona Vall"
    assert [one.reason for one in reading.review if one.field == "secretary"] == reasons


def test_a_body_after_a_name_is_no_person_and_a_list_goes_on_over_lines(read):
    body = read("Protokoll 2022-05-03\nNärvarande:\nTage Lind, Årnäs Energi och Gata\n")
    assert people(body) == [("Tage Lind", "Årnäs Energi och Gata", None, "present")]
    wrapped = """Närvarande: Vera Sandell, ordförande, Mona Vall
sekreterare, Nils Åkerby, polisen, samt Tage
Lind, Hembygdsföreningen
"""
    assert people(read(f"Protokoll 2022-05-03\n{wrapped}", "p.txt")) == [
        ("Vera Sandell", "ordförande", None, "present"),
        ("Mona Vall", "sekreterare", None, "present"),
        ("Nils Åkerby", "polisen", None, "present"),
        ("Tage Lind", "Hembygdsföreningen", None, "present"),
    ]


def test_role_and_body_on_the_lines_below_a_name_are_its_own(read):
    text = """Protokoll 2022-05-03

Närvarande

Vera Sandell
ordförande
Kommunstyrelsen

Nils Åkerby
kommunpolis
Polisen

1. Läget
Lugnt.
"""
    assert people(read(text, "p.txt")) == [
        ("Vera Sandell", "ordförande", "Kommunstyrelsen", "present"),
        ("Nils Åkerby", "kommunpolis", "Polisen", "present"),
    ]


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (f"{HEAD}Ostlunda i Lo\n\n## 1. Läget\n\nLugnt.\n", "attendance",
         'Raden "Ostlunda i Lo" på listan är inte läst.'),
        ("Protokoll 2022-05-03\nSekreterare: Tage Lind\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
         "## 1. Läget\n\nLugnt.\n", "attendance",
         "Tage Lind leder eller skriver men saknas på närvarolistan; läst som närvarande."),
        ("Protokoll 2022-05-03\nTid: kl. 13.00-15.00\n\n## 1. Slut\n\nMötet avslutas kl. 15.30.\n",
         "ends_at", "Mötet slutar 15:00 på ett ställe och 15:30 på ett annat."),
        ("# Rådet i Storby\n\nRådet finns för alla.\n\n## Möten 2024\n\n- 15 februari\n",
         "planned_meetings", 'Mötena under "Möten 2024" är lästa ur ett dokument av annat slag.'),
    ],
)  # fmt: skip
def test_what_is_read_in_part_or_told_in_two_ways_is_a_doubt(read, text, field, reason):
    assert reason in [one.reason for one in read(text).review if one.field == field]


def test_a_council_named_only_in_a_sentence_is_a_doubt(read):
    text = """# Anteckningar 3 maj 2022

Rådet är Storbys lokala brottsförebyggande råd och träffas ofta.

Närvarande: Vera Sandell, Nils Åkerby
"""
    reading = read(text)
    assert reading.council == "Storby"
    assert "council" in {one.field for one in reading.review}


def test_a_situation_report_with_a_summary_is_no_minutes(read):
    text = """# Lägesbild brott och trygghet

Underlag till Brottsförebyggande rådet i Storby

## Sammanfattning

Brotten minskar.
"""
    assert read(text).kind == "other"


TABLE = (
    "| Problem | Åtgärd | Ansvarig | Status |\n| - | - | - | - |\n"
    "| Bryggan: bus | Bänkar | Parkchef | Pågår |\n| Kiosken: inbrott | Larm | Ägaren | |\n"
)


def test_a_places_table_alone_is_a_plan_with_every_row(read):
    reading = read(f"# Trygghet i Storby\n\nUppdateras löpande.\n\n## Parken – problem\n\n{TABLE}")
    assert [(one.place, one.status) for one in reading.place_actions] == [
        ("Parken", "ongoing"),
        ("Parken", "unknown"),
    ]
    assert (reading.kind, [one.field for one in reading.review if one.field == "kind"]) == (
        "action_plan",
        ["kind"],
    )


def test_rows_of_a_plan_with_no_place_are_only_its_measures(read):
    reading = read(f"# Åtgärdsplan för Storby 2024\n\n## Ljusa gator\n\n{TABLE}")
    assert ([one.title for one in reading.measures], reading.place_actions) == (
        ["Bänkar", "Larm"],
        [],
    )


def test_a_cell_over_all_columns_is_a_heading_of_the_rows_below(read):
    def row(*cells: str, tag: str = "td") -> str:
        width = f' colspan="{5 - len(cells)}"' if len(cells) == 1 else ""
        return f"<tr>{''.join(f'<{tag}{width}>{cell}</{tag}>' for cell in cells)}</tr>"

    reading = read(
        "<h1>Arbetsdokument</h1><table>"
        + row("Problem", "Åtgärd", "Ansvarig", "Status", tag="th")
        + row("Torget") + row("Klotter", "Sanera", "Parkchef", "Pågår")
        + row("Parken") + row("Mörker", "Nya lampor", "Gatuchef", "Klart") + "</table>",
        "p.html",
    )  # fmt: skip
    assert [(one.place, one.action) for one in reading.place_actions] == [
        ("Torget", "Sanera"),
        ("Parken", "Nya lampor"),
    ]
    assert [(one.area, one.title) for one in reading.measures] == [
        ("Torget", "Sanera"),
        ("Parken", "Nya lampor"),
    ]


def test_rows_of_a_plan_that_are_its_measures_are_not_doubted_as_a_places(read):
    reading = read(
        "# Handlingsplan 2024\n\n## Område 1. Ljus\n\nMål: Fler lampor.\n\n"
        "| Aktivitet | Ansvarig | När |\n| - | - | - |\n| Byta lampor | Gatuenheten | Mars |\n"
    )
    assert [one.title for one in reading.measures[0].activities] == ["Byta lampor"]
    assert (reading.place_actions, {one.field for one in reading.review}) == (
        [],
        {"council", "measures.title"},
    )


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Om rådet &amp; oss</title>", "Om rådet & oss"),
        ("<meta charset='utf-8'>", "Brottsförebyggande rådet i Storby"),
    ],
)
def test_a_web_page_is_titled_by_its_own_title(read, tmp_path, head, title):
    text = f"""<!DOCTYPE html>
<html>
<head>{head}</head>
<h1>Brottsförebyggande rådet i Storby</h1>
<p>Vi finns.</p></html>"""
    reading = read(text, "om.html")
    write(reading, tmp_path / "om.html", tmp_path / "records")
    rows = (tmp_path / "records" / "storby" / "documents.csv").read_text(encoding="utf-8")
    assert f",other,{title}," in rows


def test_a_list_of_tasks_below_the_last_item_asks_as_well(read):
    reading = read(
        f"{HEAD}## 1. Start\n\nLugnt.\n\n## 2. Mötet avslutas\n\nSlut.\n\n## Att göra\n\n"
        "| Vad | Vem | När |\n| --- | --- | --- |\n| Ny karta | Vera | 2022-06-01 |\n"
    )
    found = [(one.item, one.assigned_to, one.text, one.due_on) for one in reading.assignments]
    assert found == [(None, "Vera", "Ny karta", "2022-06-01")]
    assert [one.title for one in reading.agenda_items] == ["Start", "Mötet avslutas"]


def test_what_was_decided_that_somebody_does_is_asked_and_what_somebody_only_does_is_doubted(asked):
    assert asked("## 2. Läget\n\nBestämdes att Vera tar kontakt med skolan.") == (
        [("Vera", "Bestämdes att Vera tar kontakt med skolan.", None)],
        [],
    )
    assert asked("## 2. Läget\n\nNils sammankallar gruppen till en vandring i maj.") == (
        [("Nils", "Nils sammankallar gruppen till en vandring i maj.", None)],
        ['"Nils sammankallar gruppen till en vandring i maj." säger bara vad någon gör; läst som '
         "uppdrag."],
    )  # fmt: skip


def test_whoever_writes_of_himself_is_asked_by_name_where_the_name_is_known(asked, read):
    assert asked("## 2. Läget\n\nJag fixar en karta, jag och Nils skriver ansökan.")[0] == [
        ("Mona Vall", "Jag fixar en karta", None),
        ("Mona Vall och Nils", "jag och Nils skriver ansökan.", None),
    ]
    nameless = read(
        "Protokoll 2022-05-03\nNärvarande: Nils Åkerby\n\n1. Läget\nJag fixar en karta.\n"
    )
    assert nameless.assignments == []
    assert 'Här står "Jag fixar", men inget uppdrag är läst.' in [
        one.reason for one in nameless.review
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Centrumföreningen påminner sina medlemmar om larmet.",
         [("Centrumföreningen", "Centrumföreningen påminner sina medlemmar om larmet.")]),
        ("Polisen gör fler kontroller.", []),
        ("Kontroller vid badet, polisen fixar.",
         [("polisen", "Kontroller vid badet, polisen fixar.")]),
        ("Vera bokar lokalen och Nils står för fikat.",
         [("Vera", "Vera bokar lokalen"), ("Nils", "Nils står för fikat.")]),
        ("Nils och Vera tar tillsammans fram ett schema.",
         [("Nils och Vera", "Nils och Vera tar tillsammans fram ett schema.")]),
        ("Nils och Vera ska tillsammans ta fram ett schema.",
         [("Nils och Vera", "Nils och Vera ska tillsammans ta fram ett schema.")]),
        ("Nils Åkerby ser att flera unga återkommer.", []),
        ("Nils tänker på saken och återkommer.",
         [("Nils", "Nils tänker på saken och återkommer.")]),
        ("Vera ansvarar för fikat.", [("Vera", "Vera ansvarar för fikat.")]),
        ("Vera ansvarar.", [("Vera", "Vera ansvarar.")]),
        ("Nils undrar vem butikerna ska ringa.", []),
        ("Vera vidarebefordrar att många är oroliga.", []),
        ("Nils Åkerby åtog sig att tala med bussbolaget.",
         [("Nils Åkerby", "Nils Åkerby åtog sig att tala med bussbolaget.")]),
        ("Göran ringer elbolaget i veckan.", [("Göran", "Göran ringer elbolaget i veckan.")]),
        ("**Beslut**\n\nVera Sandell och Nils Åkerby genomför dialogen.",
         [("Vera Sandell och Nils Åkerby", "Vera Sandell och Nils Åkerby genomför dialogen.")]),
        ("**Beslut**\n\nVera Sandell blir kontaktombud.", []),
        ("Ansvarig: Hans-Erik Modig tar fram ett förslag.",
         [("Hans-Erik Modig", "Ansvarig: Hans-Erik Modig tar fram ett förslag.")]),
    ],
)  # fmt: skip
def test_whoever_takes_something_on_is_asked_and_what_a_body_does_day_by_day_is_not(
    asked, said, found
):
    assert [one[:2] for one in asked(f"## 2. Läget\n\n{said}")[0]] == found


def test_a_table_whose_head_is_half_understood_is_one_doubt_that_names_its_rows(read):
    reading = read(
        f"{HEAD}## 1. Läget\n\n| Insats | Kontakt |\n| - | - |\n| Nya lampor | Gatuenheten |\n"
        "| Vandring | Bolaget |\n\n| Brott | Antal |\n| - | - |\n| Rån | 3 |\n"
    )
    found = [(one.reason, one.line) for one in reading.review if one.field == "place_actions"]
    assert found == [('Tabellen med "Insats, Kontakt" är inte läst: Nya lampor; Vandring.', 6)]


def test_what_a_list_of_tasks_tells_again_is_asked_once(asked):
    found, doubts = asked(
        "## 2. Läget\n\nVera Sandell tar fram information till föräldrarna inför maj.\n\n"
        "Nils kontaktar butikerna på torget snarast.\n\n"
        "**Att göra**\n\n| Vad | Vem | När |\n| - | - | - |\n"
        "| Information till föräldrar | Vera | 2022-05-20 |\n| Ny karta | Nils | |"
    )
    assert found == [
        ("Nils", "Nils kontaktar butikerna på torget snarast.", None),
        ("Vera", "Information till föräldrar", "2022-05-20"),
        ("Nils", "Ny karta", None),
    ]
    assert doubts == [
        '"Nils kontaktar butikerna på torget snarast." säger bara vad någon gör; läst som uppdrag.'
    ]


def test_points_on_a_list_of_tasks_ask_whoever_stands_before_or_after_a_mark(asked):
    found, _ = asked(
        "## 2. Att göra\n\n- Vera: karta över ljuset\n- Nytt schema – Nils\n"
        "- Vera, Nils - gå rond i garagen"
    )
    assert found == [
        ("Vera", "Vera: karta över ljuset", None),
        ("Nils", "Nytt schema – Nils", None),
        ("Vera, Nils", "Vera, Nils - gå rond i garagen", None),
    ]


def test_what_somebody_reminds_others_of_asks_nobody(asked):
    assert asked("## 2. Läget\n\nNils påminde om att man ska ringa polisen.")[0] == []


@pytest.mark.parametrize(
    ("below", "reasons"),
    [
        ("", ["Rådets område står inte bredvid rådets namn i dokumentets början, eller bara där."]),
        ("Det var lugnt i Storby.", []),
    ],
)
def test_an_area_that_the_document_names_only_once_is_a_doubt(read, below, reasons):
    reading = read(f"# Storbys trygghetsråd\n\n{HEAD}## 1. Läget\n\n{below}\n")
    assert reading.council == "Storby"
    assert [one.reason for one in reading.review if one.field == "council"] == reasons


def test_whether_a_part_of_an_item_is_one_of_its_own_is_a_doubt(read):
    reading = read(
        f"{HEAD}1. Läget\n\n1.1 Stölder\n\nFå.\n\n1.2 Våld\n\nMer.\n\n2. Slut\n\nTack.\n"
    )
    assert [one.number for one in reading.agenda_items] == ["1", "1.1", "1.2", "2"]
    (doubt,) = [one for one in reading.review if one.field == "agenda_items"]
    assert doubt.reason == '1.1 "Stölder" är läst som en egen punkt.'


def test_a_cross_in_a_column_that_is_not_known_tells_nobody_to_be_there(read):
    reading = read(
        "# Protokoll 2022-05-03\n\n| Namn | Närv. | Hemma |\n|---|---|---|\n"
        "| Vera Sandell | X | |\n| Nils Åkerby | | X |\n| Mona Vall | X | |\n"
        "| Tage Lind | | |\n\n## 1. Läget\n\nLugnt.\n"
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "unknown"),
        ("Mona Vall", "present"),
        ("Tage Lind", "absent"),
    ]
    reason = "Det går inte att säga vilka som var närvarande."
    assert reason in [one.reason for one in reading.review]


@pytest.mark.parametrize(
    ("gap", "roles", "after", "status"),
    [
        ("\n", "", " ", "unknown"),
        ("\n", "", "\t", "unknown"),
        ("", "", " ", "present"),
        ("\n", "Gäst: ", " ", "present"),
    ],
    ids=["apart", "with a tab", "right below", "as others have it"],
)
def test_who_stands_apart_at_a_word_that_is_not_known_may_not_have_come(
    read, gap, roles, after, status
):
    reading = read(
        f"Protokoll 2022-05-03\n\nNärvarande: Vera Sandell\n{roles}Nils Åkerby\nMona Vall\n"
        f"{gap}Hemmavid:{after}Tage Lind\n\n1. Läget\n\nLugnt.\n\n2. Slut\n\nTack.\n"
    )
    assert {one.name: one.status for one in reading.attendance} == {
        "Vera Sandell": "present",
        "Nils Åkerby": "present",
        "Mona Vall": "present",
        "Tage Lind": status,
    }


def test_sentences_beside_the_label_of_a_list_are_read_one_by_one(read):
    reading = read(
        "Protokoll 2022-05-03\nNärvarande: Anna, Bertil och Mona. Under punkt 2 Tage Lind, polis."
        "\n\n1. Läget\n\nLugnt.\n\n2. Slut\n\nTack.\n"
    )
    assert [one.name for one in reading.attendance] == ["Anna", "Bertil", "Mona", "Tage Lind"]


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ("Vilka kom hit till slut", "present"),
        ("## Vilka kom hit?", "present"),
        ("Bjudna hit: Leo Ek\n\nNågra inbjudna till bordet", "called"),
        ("Närvarande: Leo Ek\n\nFöljande hade lämnat återbud", "apologies"),
    ],
)
def test_some_words_over_people_tell_who_came_or_what_one_of_them_does(read, over, status):
    reading = read(
        f"# Protokoll 2022-05-03\n\n{over}\n\nVera Sandell, skolan\nNils Åkerby, polisen\n"
        "Mona Vall, kyrkan\n\n## 1. Läget\n\nLugnt.\n\n## 2. Slut\n\nTack.\n"
    )
    assert [one.number for one in reading.agenda_items] == ["1", "2"]
    three = [(one.name, one.status) for one in reading.attendance if one.name != "Leo Ek"]
    assert three == [(name, status) for name in ("Vera Sandell", "Nils Åkerby", "Mona Vall")]


def test_a_sentence_of_where_people_were_tells_that_they_came(read):
    reading = read(
        "Protokoll 2022-05-03\n\nI salen var även Vera Sandell (skolan), Nils Åkerby (polisen) och "
        "Mona Vall (kyrkan).\n\n1. Läget\n\nLugnt.\n\n2. Slut\n\nTack.\n"
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Mona Vall", "present"),
    ]
    assert any("är lästa som deltagare" in one.reason for one in reading.review)
