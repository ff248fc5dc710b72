"""Who, where and when of a meeting in forms that nobody foresaw, and what is doubted of them."""

import pytest

from lobra.reading import reader
from lobra.reading.found import Reading
from lobra.reading.source import Line, Source

HEAD = "Protokoll 2022-05-03\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
ITEM = "\n\n1. Läget\nLugnt.\n\n2. Slut\nInget mer.\n"


@pytest.fixture
def read(tmp_path):
    def reading(text: str, name: str = "p.txt") -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return reader.read_file(path)

    return reading


def people(reading: Reading) -> list[tuple]:
    return [(one.name, one.role, one.organisation, one.status) for one in reading.attendance]


def reasons(reading: Reading, field: str) -> list[str]:
    return [one.reason for one in reading.review if one.field == field]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("Vera Sandell Storskolan, Nils Åkerby polisen",
         [("Vera Sandell", "Storskolan"), ("Nils Åkerby", "polisen")]),
        ("Vera Sandell Lundabostäder", [("Vera Sandell", "Lundabostäder")]),
    ],
)  # fmt: skip
def test_a_body_behind_a_name_is_no_part_of_it(read, listed, expected):
    found = people(read(f"Protokoll 2022-05-03\nNärvarande: {listed}{ITEM}"))
    assert [(name, role) for name, role, *_ in found] == expected


def test_a_body_in_a_column_of_roles_is_nobody_though_it_reads_like_a_name(read):
    reading = read(
        "# Protokoll 2022-05-03\n\n| Namn | Funktion | Närvarande | Frånvarande |\n"
        "| --- | --- | --- | --- |\n| Vera Sandell | ordförande | x | |\n"
        "| Nils Åkerby | Gröna Stjärnan | x | |\n\n## 1. Läget\n\nLugnt.\n",
        "p.md",
    )
    assert people(reading) == [
        ("Vera Sandell", "ordförande", None, "present"),
        ("Nils Åkerby", None, "Gröna Stjärnan", "present"),
    ]


def test_what_may_be_no_name_or_more_than_one_is_a_doubt(read):
    listed = "Vera Sandell, Gröna Stjärnan, Nils Åkerby Stormvind"
    reading = read(f"Protokoll 2022-05-03\nNärvarande: {listed}{ITEM}")
    assert reasons(reading, "attendance") == [
        "Läst som personnamn, men kan vara annat: Gröna Stjärnan, Nils Åkerby Stormvind."
    ]


def test_a_first_name_on_a_list_is_whole_where_the_text_has_it_once(read):
    listed = "Vera (samordnare, antecknar), Nils (polisen), Mona Vall (skolan)"
    reading = read(f"Protokoll 2022-05-03\nNärvarande: {listed}{ITEM}\n\n/Vera Sandell\n")
    assert people(reading)[:2] == [
        ("Vera Sandell", "samordnare, antecknar", None, "present"),
        ("Nils", "polisen", None, "present"),
    ]
    assert reading.secretary == "Vera Sandell"
    assert "Vera, Nils är ofullständigt namngivna." in reasons(reading, "attendance")


def test_who_led_and_who_wrote_were_there_though_no_list_has_them(read):
    reading = read(
        "Protokoll 2022-05-03\nOrdförande: Mona Vall\nSekreterare: Tage Lind\n"
        f"Närvarande: Vera Sandell, Nils Åkerby\nFörhinder: Mona Vall{ITEM}"
    )
    assert [(name, status) for name, _, _, status in people(reading)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Mona Vall", "apologies"),
        ("Tage Lind", "present"),
    ]
    assert reasons(reading, "attendance") == [
        "Tage Lind leder eller skriver men saknas på närvarolistan; läst som närvarande."
    ]


def test_who_only_signed_is_not_read_as_present(read):
    reading = read(f"{HEAD}Underskrifter:\nSekreterare ………… Mona Vall{ITEM}")
    assert "Mona Vall" not in {name for name, *_ in people(reading)}
    reason = "Mona Vall leder eller skriver men saknas på närvarolistan."
    assert reason in reasons(reading, "attendance")


def test_a_letter_tells_in_sentences_who_met_where_and_between_which_hours(read):
    reading = read(
        "Från: Mona Vall\nTill: Vera Sandell; Nils Åkerby\nÄmne: Anteckningar från rådet 3 maj 2022"
        "\n\nVi var jag, Vera (ordförande), Nils från polisen och Tage från\n"
        "ungdomshuset. Vi höll till i Lilla villan mellan 13 och 14.30.\n\n"
        "Läget\nDet är lugnt i centrum sedan i vintras, säger polisen.\n\n/Mona Vall\n"
    )
    assert [one[:2] for one in people(reading)] == [
        ("Vera Sandell", "ordförande"),
        ("Nils Åkerby", "från polisen"),
        ("Tage", "från ungdomshuset"),
        ("Mona Vall", None),
    ]
    assert (reading.chair, reading.secretary) == ("Vera Sandell", "Mona Vall")
    assert (reading.starts_at, reading.ends_at, reading.place) == ("13:00", "14:30", "Lilla villan")


def test_who_opened_is_told_behind_the_hour(read):
    opened = "Mötet öppnades kl. 10.00 av ordföranden Vera Sandell och avslutades kl. 11.20."
    assert read(f"{HEAD}{opened}{ITEM}").chair == "Vera Sandell"
    told = "Mötet öppnades och en kort rapport om läget gavs av Nils Åkerby."
    assert read(f"{HEAD}{told}{ITEM}").chair is None


def test_one_more_on_the_list_has_no_role_for_that(read):
    listed = "Närvarande: Vera Sandell, rektor\nÄven Nils Åkerby\nDessutom chefen Mona Vall"
    reading = read(f"Protokoll 2022-05-03\n{listed}{ITEM}")
    assert [one[:2] for one in people(reading)] == [
        ("Vera Sandell", "rektor"), ("Nils Åkerby", None), ("Mona Vall", "chefen"),
    ]  # fmt: skip


def test_a_chair_may_have_another_office_first(read):
    reading = read(
        f"Protokoll 2022-05-03\nNärvarande: Vera Sandell, kommunalråd och ordförande{ITEM}"
    )
    assert reading.chair == "Vera Sandell"


def test_a_time_that_its_cell_broke_in_two_is_whole():
    rows = (
        ("Plats och tid", "Rådhuset, rum Björken, klockan 13.00–\n15.25"),
        ("Beslutande", "Vera Sandell"),
    )
    lines = [Line(1, "Protokoll 2022-05-03")]
    lines += [Line(n, "\t".join(row), cells=row, table=0) for n, row in enumerate(rows, 2)]
    lines += [Line(4, "§ 1 Läget", gap=True), Line(5, "Lugnt.")]
    reading = reader.read(Source("p.docx", tuple(lines)))
    assert (reading.starts_at, reading.ends_at) == ("13:00", "15:25")
    assert reading.place == "Rådhuset, rum Björken"


def test_names_above_their_offices_sign_though_one_has_a_telephone(read):
    reading = read(
        "Storby kommun\nKallelse\n\nHärmed kallas till sammanträde med Trygghetsrådet\n"
        "måndagen den 9 maj 2022 kl 18.30 i biblioteket i Storby.\n\n"
        "1. Val av justerare\n2. Läget\n3. Övrigt\n\nStorby dag som ovan\n\n"
        "Vera Sandell            Nils Åkerby\nOrdförande              Sekreterare, tfn 0999-23 4\n"
    )
    assert (reading.chair, reading.secretary) == ("Vera Sandell", "Nils Åkerby")
    assert [one.number for one in reading.agenda_items] == ["1", "2", "3"]
    assert (reading.council, reading.place) == ("Trygghetsrådet i Storby", "biblioteket i Storby")


@pytest.mark.parametrize(
    ("title", "council"),
    [
        ("Brottsförebyggande forum Storby", "Brottsförebyggande forum Storby"),
        ("Samrådsgruppen Storby", "Samrådsgruppen Storby"),
        ("Styrgruppen för Trygga Storby", "Styrgruppen för Trygga Storby"),
        ("Storby kommun\n\nTill ledamöter i\nTrygghetsrådet\n\nHärmed kallas till möte",
         "Trygghetsrådet i Storby"),
        ("Norra Lids byalag", "Norra Lids byalag"),
        ("Nattvandrarna i Lid ideell förening", "Nattvandrarna i Lid ideell förening"),
        ("Möte 3 med styrgruppen för Trygg i Storby", "styrgruppen för Trygg i Storby"),
        ("Storby kommun\nKommunala brotts- och drogförebyggande rådet",
         "Kommunala brotts- och drogförebyggande rådet i Storby"),
        ("Byn\n\nBygderådet beslutade att mötas.", "Bygderådet"),
        ("Protokoll fört vid Östra Lids byaförenings möte hos Vera Sandell",
         "Östra Lids byaförening"),
        ("Lids Båtsamverkan\nGruppen", "Lids Båtsamverkan"),
        ("Nattvandrarna i Lid", "Nattvandrarna i Lid"),
        ("Storby kommun\nRådet för folkhälsa, trygghet och säkerhet",
         "Rådet för folkhälsa, trygghet och säkerhet i Storby"),
        ("Plan som StorbyBrå har gjort", "Storby"),
        ("Avstämning BRÅ Storby, 17/5", "Storby"),
        ("Storby kommun\n\nSamrådsmöte lokala BRÅ, vårens första", "Storby"),
        ("Storby kommun\tSammanträdesdatum\tBlad\nBrottsförebyggande rådet\t2022-05-03\t1",
         "Brottsförebyggande rådet i Storby"),
    ],
)  # fmt: skip
def test_a_council_is_called_by_its_whole_title_and_by_no_word_that_begins_a_sentence(
    read, title, council
):
    assert read(f"{title}\nKallelse 2022-05-03{ITEM}").council == council


def test_a_row_of_a_table_and_the_heading_below_it_name_no_council():
    lines = [Line(1, "Storby kommun"), Line(2, "Protokoll 2022-05-03")]
    lines += [Line(3, "Uppföljning\tI lokala BRÅ", cells=("Uppföljning", "I lokala BRÅ"), table=0)]
    assert "Löfte" not in reader.read(Source("p", (*lines, Line(4, "Löfte 2", gap=True)))).council


def test_a_label_beside_the_middle_of_its_rows_is_a_doubt():
    rows = ("Vera Sandell, ordförande",), ("Närvarande", "Nils Åkerby"), ("", "Mona Vall")
    lines = [Line(1, "Protokoll 2022-05-03")]
    for n, row in enumerate(rows, 2):
        cells = row if len(row) > 1 else ()
        lines.append(Line(n, "\t".join(row), cells=cells, gap=n == 2))
    lines += [Line(9, "§ 1 Läget", gap=True), Line(10, "Lugnt.")]
    reading = reader.read(Source("p.pdf", tuple(lines)))
    assert [(one.reason, one.line) for one in reading.review if one.field == "attendance"] == [
        ("Vera Sandell leder eller skriver men saknas på närvarolistan; läst som närvarande.", 2)
    ]


@pytest.mark.parametrize(
    ("said", "days", "reason"),
    [
        ("Nästa Brå hålls torsdag 9 juni kl. 9. Därefter den 14 januari 2023.",
         ["2022-06-09", "2023-01-14"], None),
        ("Vera berättade om läget. Nytt möte är planerat till den 14 juni 2022. Kaffe bjöds.",
         ["2022-06-14"], None),
        ("Nästa AU: må 13 juni kl 8-9, digitalt", ["2022-06-13"], None),
        ("Nästa möte\nTage skickar en fråga.\nBlankett fastställd 2022-09-15.", [], None),
        ("Vera och Nils besöker Lugnvik den 9 juni 2022 och Storvik 14 juni.", [],
         'Här står "14 juni", men inget möte är läst.'),
    ],
)  # fmt: skip
def test_a_day_to_come_is_a_meeting_or_a_doubt_where_no_meeting_is_read(read, said, days, reason):
    reading = read(f"{HEAD}1. Läget\nLugnt.\n\n2. Avslut\n{said}\n")
    assert [one.planned_on for one in reading.planned_meetings] == days
    assert not reason or reasons(reading, "planned_meetings") == [reason]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Tage hade förhinder.", 'Här står "förhinder", men ingen person är läst.'),
        ("Tage var sjuk.", 'Här står "sjuk", men ingen person är läst.'),
    ],
)
def test_who_is_said_to_be_prevented_in_the_text_is_a_doubt(read, said, reason):
    assert reasons(
        read(f"{HEAD}1. Läget\nLugnt. {said}\n\n2. Slut\nInget mer.\n"), "attendance"
    ) == [reason]


def test_a_name_in_the_head_that_is_on_no_list_is_a_doubt(read):
    reading = read(
        f"Protokoll 2022-05-03\nAnna Berg\n\nNärvarande: Vera Sandell, Nils Åkerby{ITEM}"
    )
    assert reasons(reading, "attendance") == [
        "Nämns i texten men står inte på någon lista: Anna Berg."
    ]


RULES = """# Arbetsordning för Storbys brottsförebyggande råd

## 1 Uppdrag

Rådet är ett forum. Vera Sandell, ordförande

## Möten 2024

- 15 februari kl. 9–11

## 2 Beslut

Rådets extra möte den 4 mars 2024 gäller planen.
"""


def test_a_document_of_another_kind_tells_its_meetings_and_what_is_not_read_of_it(read):
    reading = read(RULES, "p.md")
    assert (reading.kind, [one.planned_on for one in reading.planned_meetings]) == (
        "other",
        ["2024-02-15"],
    )
    told = {one.field: one.line for one in reading.review}
    assert (told["chair"], told["agenda_items"]) == (5, 3)
    assert reasons(reading, "planned_meetings") == [
        'Mötena under "Möten 2024" är lästa ur ett dokument av annat slag.',
        'Här står "Rådets extra möte den 4 mars 2024 gäller planen.", men inget möte är läst.',
    ]


def test_a_plan_that_names_a_day_of_a_meeting_is_a_doubt(read):
    reading = read(
        "# Handlingsplan för trygghet 2023\n\nAvstämning inför rådets möte den 28 september.\n\n"
        "## Åtgärd\n\nMål: Lugnt\n\nAnsvarig: polisen\n",
        "p.md",
    )
    assert reading.kind == "action_plan"
    assert reasons(reading, "planned_meetings") == [
        'Här står "Avstämning inför rådets möte den 28 september.", men inget möte är läst.'
    ]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("Närvarande: Vera Sandell\nFörhinder: Mona Vall, chef. Ersätts av Tage Lind, polis.",
         [("Vera Sandell", "present"), ("Mona Vall", "apologies"), ("Tage Lind", "present")]),
        ("Deltagare: Vera Sandell, chef · Nils Åkerby, Storby Köpmannaförening",
         [("Vera Sandell", "present"), ("Nils Åkerby", "present")]),
        ("Närvarande: Vera Sandell\nInbjudna: Mona Vall, polis (föredrar punkt 3), Tage Lind",
         [("Vera Sandell", "present"), ("Mona Vall", "present"), ("Tage Lind", "called")]),
        ("På plats: Vera, Nils Åkerby och Tage. Mona hade fått förhinder.",
         [("Vera", "present"), ("Nils Åkerby", "present"), ("Tage", "present"),
          ("Mona", "apologies")]),
    ],
)  # fmt: skip
def test_who_came_for_whom_and_for_what_is_told_beside_the_name(read, listed, expected):
    found = people(read(f"Minnesanteckningar 2022-05-03\n{listed}{ITEM}"))
    assert [(name, status) for name, _, _, status in found] == expected


def test_who_is_replaced_beside_a_cross_is_only_the_name():
    rows = [
        ("Namn", "Funktion", "Närv.", "Anm."),
        ("Vera Sandell", "Ersättare för Mona Vall", "X", ""),
    ]
    lines = [Line(1, "Protokoll 2022-05-03")]
    lines += [Line(n, "\t".join(row), cells=row, table=0) for n, row in enumerate(rows, 2)]
    lines += [Line(4, "§ 1 Läget", gap=True), Line(5, "Lugnt.")]
    assert [
        (name, status) for name, _, _, status in people(reader.read(Source("p", tuple(lines))))
    ] == [
        ("Vera Sandell", "present"),
        ("Mona Vall", "absent"),
    ]


LISTED = "Minnesanteckningar från mötet 2022-05-03\n\n"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("Beslutande/deltagare\nVera Sandell, chef\nNils Åkerby", "Vera Sandell + Nils Åkerby +"),
        ("Närvarande; Vera Sandell, ordf. Nils Åkerby", "Vera Sandell + Nils Åkerby +"),
        ("Närvarande från kommunen: Vera Sandell", "Vera Sandell +"),
        ("Närvarande: Vera Sandell, Anna Stina Lind Skolan", "Vera Sandell + Anna Stina Lind +"),
        ("Närvarande:\nLind Maj, PRO\nVall Mona\nÅkerby Nils",
         "Maj Lind + Mona Vall + Nils Åkerby +"),
        ("Närvarande: Vera (ordf), Nils soc, jag själv (Mona) som skriver\nEj med: Tage, räddn.tj",
         "Vera + Nils + Mona + Tage -"),
        ("Närvarande: Vera – polisen, Nils Åkerby-samordnare", "Vera + Nils Åkerby +"),
        ("Närvarande: Vera och Nils Åkerby, Föräldrarådet", "Vera + Nils Åkerby +"),
        ("Närvarande: PO Sandell, Nils Åkerby och Mona Vall",
         "PO Sandell + Nils Åkerby + Mona Vall +"),
        ("Vi sågs i parken. I övrigt deltog polis Vera Sandell och rektor Nils Åkerby.",
         "Vera Sandell + Nils Åkerby +"),
        ("Vera Sandell och Nils Åkerby var med på plats.", "Vera Sandell + Nils Åkerby +"),
        ("Med rösträtt: Vera Sandell, Nils Åkerby", "Vera Sandell + Nils Åkerby +"),
        ("Närvarande var Vera Sandell. Nils Åkerby hade anmält förhinder.",
         "Vera Sandell + Nils Åkerby -"),
        ("Kallade: Vera Sandell, Nils Åkerby, Mona Vall\nNärvarande: Vera Sandell\n"
         "Frånvarande: Nils Åkerby", "Mona Vall ? Vera Sandell + Nils Åkerby -"),
        ("Närvarande: Vera Sandell, frånvarande § 1, Nils Åkerby", "Vera Sandell + Nils Åkerby +"),
        ("Närvarande: Vera Sandell (i stället för Tage Lind som är sjuk)",
         "Vera Sandell + Tage Lind -"),
        ("Ersättare: Vera Sandell (S) för Tage Lind (S)", "Vera Sandell + Tage Lind -"),
        ("Närvarande: Leo Sandell, polisen; Mona\nVall,   chef;   Nils   Åkerby,\nVillaägarna",
         "Leo Sandell + Mona Vall + Nils Åkerby +"),
        ("Närvarande: Vera Sandell ordf.   Mona Vall   Nils Åkerby",
         "Vera Sandell + Mona Vall + Nils Åkerby +"),
        ("Med på mötet var rektor Vera Sandell, som ledde det, Nils från polisen (hoppade in för "
         "Tage Lind), Mona Vall, chef och den som skriver. På länk satt Leo Ek.",
         "Vera Sandell + Nils + Mona Vall + Leo Ek + Tage Lind -"),
        ("Med var: Vera – fritid, Nils och Li från skolan, samt Mona som skriver\n"
         "Sjuka/bortresta: Tage", "Vera + Nils + Li + Mona + Tage -"),
        ("På mötet var Vera Sandell.\n"
         "Nils Åkerby, skolan, hade för en resas skull lämnat återbud.\n"
         "Leo och Mona hade sagt att de inte kunde.", "Vera Sandell + Nils Åkerby - Leo - Mona -"),
        ("Närvarande: Vera Sandell\nHörde av sig att de inte kunde: Nils Åkerby (skolan)\n"
         "Förhinder hade anmälts av Tage Lind, Mona Vall. Vi fikade.",
         "Vera Sandell + Nils Åkerby - Tage Lind - Mona Vall -"),
        ("Mötet hölls i kyrkan och började efter kaffet som prästen bjöd på. Till\n"
         "en början var alla trötta. Därutöver deltog polisens Vera Sandell och\n"
         "Nils Åkerby från skolan. Mötet var kort. Kyrkoherden Tage Lind hade\nlämnat återbud.",
         "Vera Sandell + Nils Åkerby + Tage Lind -"),
        ("Deltagare\nChefen (ordf.), två fältare, rektorn vid Storskolan, en präst, föreningens "
         "ordförande Vera Sandell samt samordnaren Nils Åkerby", "Vera Sandell + Nils Åkerby +"),
        ("Närvarande styrelsen och skola:\nVera Sandell\nInbjudna och närvarande: Mona Vall\n"
         "Inbjudna gäster: Nils Åkerby, polis (lämnar efter § 5)\nDeltog inte: Tage Lind",
         "Vera Sandell + Mona Vall + Nils Åkerby + Tage Lind -"),
        ("Vi var tre i rummet (Hörnan) från 9 till 10.30: jag, Vera, Nils från skolan och så Mona, "
         "som ledde mötet.", "Vera + Nils + Mona +"),
        ("Närvarande:\n[x] Vera Sandell, polisen\n[ ] Nils Åkerby\n☒ Mona Vall (skolan)",
         "Vera Sandell + Nils Åkerby - Mona Vall +"),
    ],
)  # fmt: skip
def test_who_came_is_read_as_a_secretary_may_tell_it(read, listed, expected):
    signs = {"present": "+", "apologies": "-", "absent": "-", "called": "?"}
    found = people(read(f"{LISTED}{listed}{ITEM}"))
    assert " ".join(f"{name} {signs[status]}" for name, _, _, status in found) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Ledamöter||Närv (N), Frånv (F)#Vera Sandell|SPF|N#Nils Åkerby|SPF|F",
         {"Vera Sandell": "present", "Nils Åkerby": "absent"}),
        ("Ordinarie ledamöter|Närvaro|Ja|Nej|Avst#Vera Sandell|X|||#Nils Åkerby||||"
         "#Mona Vall|avgått|||", {"Vera Sandell": "present", "Nils Åkerby": "absent"}),
        ("Ledamöter|Närvarande#Vera Sandell|X, ordförande § 1#Nils Åkerby|#Ersättare:|"
         "#Mona Vall|X#Tage Lind|", {"Vera Sandell": "present", "Nils Åkerby": "absent",
                                     "Mona Vall": "present", "Tage Lind": "absent"}),
        ("Namn|Närvaro#Vera Sandell|Ja#Nils Åkerby|Nej#Mona Vall|Distans",
         {"Vera Sandell": "present", "Nils Åkerby": "absent", "Mona Vall": "present"}),
        ("Namn|Status#Vera Sandell|Närvarande#Nils Åkerby|Frånvarande",
         {"Vera Sandell": "present", "Nils Åkerby": "absent"}),
        ("Beslutande|Vera Lind Sandell\nNils Åkerby|Tuna kommun\nStora Råd",
         {"Vera Lind Sandell": "present", "Nils Åkerby": "present"}),
        ("Namn|Roll|Organisation|Närv.#Vera Sandell|ersätter Tage Lind|Stora Skolan|X",
         {"Vera Sandell": "present", "Tage Lind": "absent"}),
        ("Namn|Närvaro#Vera Sandell|N#Nils Åkerby|N (för T.L.)#Mona Vall|U"
         "#N = närvarande, F = anmält förhinder, U = uteblev",
         {"Vera Sandell": "present", "Nils Åkerby": "present", "Mona Vall": "absent"}),
        ("Deltagare|Funktion|Med?#Vera Sandell|chef|ja#Nils Åkerby|polis|nej, ersätts av Tage"
         "#Mona Vall|präst|nej, förhinder",
         {"Vera Sandell": "present", "Nils Åkerby": "absent", "Mona Vall": "apologies"}),
        ("Namn|Närvarande|Anmält förhinder#Vera Sandell|X|#Nils Åkerby||X#Mona Vall||",
         {"Vera Sandell": "present", "Nils Åkerby": "apologies", "Mona Vall": "absent"}),
    ],
)  # fmt: skip
def test_a_table_of_people_tells_by_letters_crosses_and_words_who_came(rows, expected):
    cells = [tuple(row.split("|")) for row in rows.split("#")]
    lines = [Line(1, "Protokoll från mötet 2022-05-03")]
    lines += [
        Line(n, " ".join("\t".join(row).split("\n")), row, 0) for n, row in enumerate(cells, 2)
    ]
    lines += [Line(20, "§ 1 Läget", gap=True), Line(21, "Lugnt.")]
    found = people(reader.read(Source("p", tuple(lines))))
    assert {name: status for name, _, _, status in found} == expected


def test_a_table_that_ticks_who_came_is_read_below_the_items_as_well(read):
    reading = read(
        "# Protokoll 2022-05-03\n\n## 1. Läget\n\nLugnt.\n\n## 2. Slut\n\nInget mer.\n\n"
        "# Avprickning\n\n| Namn | Sektor | Närvarande |\n| --- | --- | --- |\n"
        "| Vera Sandell | Ideell | X |\n| Nils Åkerby | Privat | |\n",
        "p.md",
    )
    assert [(name, status) for name, _, _, status in people(reading)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "absent"),
    ]


def test_titles_before_the_names_are_each_ones_own(read):
    listed = "Närvarande: rektor Vera Sandell, polis Nils Åkerby samt chef Mona Vall"
    found = people(read(f"{LISTED}{listed}{ITEM}"))
    assert [role for _, role, *_ in found] == ["rektor", "polis", "chef"]


def test_whether_somebody_called_came_is_a_doubt_where_the_lists_do_not_say(read):
    reading = read(f"{LISTED}Närvarande: Vera Sandell\nInbjudna: Mona Vall{ITEM}")
    assert reasons(reading, "attendance") == ["Om de som var kallade eller inbjudna kom sägs inte."]


def test_a_list_ends_with_its_table_and_who_writes_stands_below_it(read):
    reading = read(
        "# Minnesanteckningar 2022-05-03\n\n| Deltagare | Roll | Närvarande |\n"
        "| --- | --- | --- |\n| Vera Sandell | chef | ja |\n| Nils Åkerby | polis | nej |\n\n"
        "Sekr. Mona Vall\n\n## 1. Läget\n\nLugnt.\n",
        "p.md",
    )
    assert reading.secretary == "Mona Vall"
    assert [(name, status) for name, _, _, status in people(reading)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "absent"),
        ("Mona Vall", "present"),
    ]


def test_labels_in_a_stack_leave_open_who_was_there(read):
    reading = read(f"Minnesanteckningar 2022-05-03\n\nDeltagare\nFörhindrade\n\nVera Sandell{ITEM}")
    assert people(reading) == [("Vera Sandell", None, None, "unknown")]
    assert "Det går inte att säga vilka som var närvarande." in reasons(reading, "attendance")


def test_a_first_name_with_an_initial_is_whole_where_a_list_has_the_name(read):
    text = f"Anteckningar 2022-05-03\nDeltog: Vera Sandell, Nils Åkerby{ITEM}"
    assert read(f"{text}Vera S ledde mötet.\n").chair == "Vera Sandell"


def test_who_writes_is_no_part_of_the_last_ones_role(read):
    listed = "Vi var: Vera Sandell, Nils Åkerby från polisen och undertecknad"
    assert people(read(f"Anteckningar 2022-05-03\n{listed}{ITEM}"))[1][:2] == (
        "Nils Åkerby",
        "från polisen",
    )


def test_only_a_first_name_of_who_led_is_a_doubt(read):
    reading = read(f"Minnesanteckningar 2022-05-03\nNärvarande: Stefan (ordförande), Vera Ek{ITEM}")
    assert reading.chair == "Stefan"
    assert reasons(reading, "chair") == ['"Stefan" är ofullständigt namngiven.']


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("Vera Sandell ledde mötet, som började 18.30. Salen ska vara\n"
         "öppen till klockan 20 på vardagar.\n\n"
         "Mötet slutade klockan\n20.15 med kaffe.", ("18:30", "20:15")),
        ("Mötet hölls i Rådhuset med början kl. 9.00 och avslutades 11.30.", ("09:00", "11:30")),
        ("Vi börjar 8.15, fast polisen hade lite annat att göra till en början.", ("08:15", None)),
        ("Tid: kl. 10–12 (bröt 11.40)", ("10:00", "11:40")),
        ("Starttid: 9.00\nMötet började sent och slutade kl 11.", ("09:00", "11:00")),
        ("Tid: 13:30\n\nSammanträdet beräknas pågå till kl. 16.00.", ("13:30", "16:00")),
        ("Vi kom igång tio över nio.\nHalv tolv var vi klara och gick ner.", ("09:10", "11:30")),
        ("Vi började 18.30 prick. Vi slutade kvart i nio.", ("18:30", "20:45")),
        ("Vi började 18.30 prick. Vi slutade 08.45.", ("18:30", "08:45")),
        ("Rådet samlades. Mötet\nbörjade tio minuter över åtta, på grund av all snön, och pågick\n"
         "till prick elva. Nils Åkerby ledde.", ("08:10", "11:00")),
        ("Vi började kl 14 och höll på till kvart över tre.", ("14:00", "15:15")),
        ("Kl 15–17\n\nVera vill ha en tidigare sluttid än klockan 23.", ("15:00", "17:00")),
    ],
)  # fmt: skip
def test_a_meeting_begins_and_ends_when_a_sentence_says_so(read, said, times):
    reading = read(f"Anteckningar, rådet 2022-05-03\n{said}\n")
    assert (reading.starts_at, reading.ends_at) == times


def test_a_time_that_no_word_calls_the_meetings_is_a_doubt(read):
    reading = read(f"Anteckningar 2022-05-03\nSalen öppen till klockan 20 på vardagar\n{HEAD[21:]}")
    assert (reading.starts_at, reasons(reading, "starts_at")) == (
        "20:00",
        ['Tiden i "Salen öppen till klockan 20 på vardagar" står utan etikett.'],
    )


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Anteckningar 3 maj 2022 (Zoom)", "Zoom"),
        ("Anteckningar 3 maj 2022 kl. 10 (digitalt via Teams på grund av\nstormen)",
         "digitalt via Teams"),
        ("Protokoll fört tisdagen den 3 maj 2022 i Rådhussalen kl. 15.00", "Rådhussalen"),
        ("Anteckningar 3 maj 2022\nMötet började 15:00. Vera antecknade.", None),
        ("Anteckningar 3 maj 2022\nPlats och tid: Rådhuset, kl. 9–11, ajournering 10–10.15",
         "Rådhuset"),
        ("Protokoll från möte 7, 3 maj 2022 i Byastugan. En bilaga.", "Byastugan"),
        ("Protokoll från möte, 2022-05-03, Byahuset", "Byahuset"),
        ("Protokoll fört vid möte 2022-05-03\nhos Mona Vall.", "hos Mona Vall"),
        ("Anteckningar, forum för samråd, Lunda skola 2022-05-03 kl. 18:00", "Lunda skola"),
        ("Anteckning\nDen 3 maj 2022 sammanträdde rådet i Storby på kommunkontoret.",
         "kommunkontoret"),
        ("Anteckningar 3 maj 2022\nMötet hålls via Teams och börjar kl 13.00.", "Teams"),
        ("Anteckning\nDen 3 maj 2022 träffades vi hos Mona Vall.", "hos Mona Vall"),
        ("Rond 3 maj 2022\nSamling: Parken\nNästa möte: 8 juni kl. 18, Lundagatan.", "Parken"),
        ("Protokoll från styrelsemöte i Lunda bygdegård 2022-05-03", "Lunda bygdegård"),
        ("3 maj 2022\nAnteckningar från gårdagens möte i Lunda kulturhus", "Lunda kulturhus"),
        ("Anteckningar från möte i Trygghetsrådet 3 maj 2022", None),
        ("Anteckningar 3 maj 2022\nVi satt i bystugan i Lid eftersom skolan var kall.",
         "bystugan i Lid"),
        ("Anteckningar\nTisdagen den 3 maj 2022\nLilla salongen, Folkets hus\nkl 15–17",
         "Lilla salongen, Folkets hus"),
        ("Protokoll fört vid möte 3 maj 2022 i Lid hos Siv Vall.", "Lid hos Siv Vall"),
        ("Protokoll fört vid föreningen 2022-05-03, Lidskolans bibliotek", "Lidskolans bibliotek"),
        ("Anteckningar 3 maj 2022\nVi var tre i rummet (Hörnan i huset).", "Hörnan i huset"),
    ],
)  # fmt: skip
def test_a_place_stands_beside_the_day_and_no_other_sentence_does(read, head, place):
    assert read(f"{head}\nNärvarande: Vera Sandell, Nils Åkerby{ITEM}").place == place


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("Vera Sandell", "Vera antecknade."),
        ("Vera Sandell (antecknade)", ""),
        ("Mona Vall", "/Vera Sandell"),
        ("Vera Sandell", "Sekr. Vera Sandell"),
        ("Vera Sandell", "Protokollet justeras av Mona Vall. Sekreterare är Vera Sandell."),
    ],
)
def test_who_wrote_is_told_in_many_ways(read, listed, said):
    text = f"Anteckningar 3 maj 2022\nNärvarande: Nils Åkerby, {listed}{ITEM}{said}\n"
    assert read(text).secretary == "Vera Sandell"


def test_a_title_over_its_value_in_the_right_column_is_the_day_of_the_meeting(read):
    reading = read(
        "SAMMANTRÄDESPROTOKOLL\nTrygghetsrådets möte              Sammanträdesdatum\n"
        "                                  2022-05-03\n\n"
        "Plats och tid         Rådhuset, kl. 9–11\n\nJusteringens\n"
        f"plats och tid         Rådhuset, 2022-05-09\n{ITEM}"
    )
    assert (reading.held_on, reading.council) == ("2022-05-03", "Trygghetsrådet")


def test_minutes_that_tell_of_a_welcome_to_the_meeting_are_no_notice(read):
    text = "Protokoll från BRÅ-möte 2022-05-03\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
    reading = read(f"{text}Mötets öppnande\nVera hälsade alla välkomna till mötet kl 13.\n")
    assert (reading.kind, people(reading)[0][3]) == ("minutes", "present")


def test_a_page_that_lists_members_and_no_day_is_no_minutes(read):
    page = "# Brottsförebyggande rådet i Storby\n\n## Ledamöter\n\n- Vera Sandell, ordförande\n"
    assert read(f"{page}- Nils Åkerby, polisen\n\n## Frågor\n\nRing oss.\n", "p.md").kind == "other"


@pytest.mark.parametrize(
    "said",
    [
        "Mötet leddes av kommunstyrelsens ordförande Vera Sandell. Nils Åkerby antecknade.",
        "Vera hälsade alla välkomna och förklarade mötet öppnat.",
        "Vera valdes till ordförande\nNils valdes till sekreterare",
        "Till mötesordförande valdes Vera Sandell och till sekreterare Nils Åkerby.",
        "Lugnt.\n\nNils Åkerby\nsekreterare\n\nVera Sandell\nordförande",
        "Vera Sandell utsågs att leda mötet och Nils Åkerby att upprätta protokoll.",
        "Till ordförande vid stämman valdes Vera Sandell. Nils skrev dessa anteckningar.",
        "Vera Sandell, kommunalråd, satt ordförande. Upprättad 2022-05-09 av Nils Åkerby, strateg",
        "Med var rådet, kommunalrådet Vera Sandell, som höll i mötet, och Nils Åkerby, folkhälso-\n"
        "planerare och den som skrivit det här. Lugnt.",
        "Vera Sandell, ordförande, hälsade alla välkomna till dagens stämma.",
        "Lugnt.\n\nVid protokollet Justeras\n\nNils Åkerby Vera Sandell\n\nVera Sandell, ordf.",
        "Lugnt.\n\nVid protokollet\t\t\tJusteras\n\nNils Åkerby\t\t\tVera Sandell, ordförande",
        "Lugnt i parken.\n\nNils Åkerby t.f. sekreterare    Vera Sandell ordförande",
        "Lugnt.\n\n/Vera Sandell, ordförande/\n..........\n/Nils Åkerby, sekreterare/",
        "Lugnt.\n\nVid protokollet Nils Åkerby Justeras Vera Sandell, ordf.",
        "Lugnt.\n\nSekreterare:\n..........\nParagrafer 1-2\nNils Åkerby\nOrdförande\nVera Sandell",
    ],
)
def test_who_led_and_who_wrote_are_told_by_what_they_did_or_signed(read, said):
    reading = read(f"{HEAD}1. Läget\n{said}\n")
    assert reading.chair == "Vera Sandell"
    assert reading.secretary == ("Nils Åkerby" if "Nils" in said else None)


@pytest.mark.parametrize(
    ("head", "officers"),
    [
        ("Ordförande/Sekr. Vera Sandell", ("Vera Sandell", "Vera Sandell")),
        ("Ordförande var Vera Sandell och sekreterare Nils Åkerby.",
         ("Vera Sandell", "Nils Åkerby")),
        ("Vi sågs igen. Ordförande: Vera Sandell\tSekreterare: Nils Åkerby",
         ("Vera Sandell", "Nils Åkerby")),
        ("Antecknar: NÅ\nLeder mötet: VS", ("Vera Sandell", "Nils Åkerby")),
        ("Underskrifter: Sekreterare Nils Åkerby Paragrafer: 1-2", (None, "Nils Åkerby")),
        ("Vid pennan Ordförande Justerare\nNils Åkerby Vera Sandell Mona Vall",
         (None, "Nils Åkerby")),
    ],
)  # fmt: skip
def test_a_label_tells_of_two_stands_inside_a_line_or_beside_another_one(read, head, officers):
    reading = read(f"{HEAD.strip()}\n{head}{ITEM}")
    assert (reading.chair, reading.secretary) == officers


def test_a_page_among_pages_beside_a_title_is_no_day_of_the_meeting(read):
    text = f"Sammanträdesprotokoll              1/6\nRådet för trygghet\n2022-05-03{ITEM}"
    assert read(text).held_on == "2022-05-03"


@pytest.mark.parametrize("title", ["Tider 2023", "Vårens möten"])
def test_times_of_a_year_or_a_term_are_meetings(read, title):
    planned = read(f"{HEAD}1. Läget\nLugnt.\n\n2. {title}\n25 januari kl. 15\n").planned_meetings
    assert [one.planned_on for one in planned] == ["2023-01-25"]


GRID = "| Plats | Teams | Mötesledare | Vera Sandell |\n|---|---|---|---|\n"
GRID += "| Antecknare | Nils Åkerby | Tid | 08:15–09:45 |\n"


def test_a_grid_of_labels_and_values_is_read_pair_by_pair(read):
    reading = read(f"# Protokoll 2022-05-03\n\n{GRID}\n{ITEM}", "p.md")
    officers = reading.place, reading.chair, reading.secretary
    assert officers == ("Teams", "Vera Sandell", "Nils Åkerby")


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        ("Deltagare:\nOrdf. Vera Sandell; Nils Åkerby, polisen; Mona Vall (sekr)",
         ["Vera Sandell", "Nils Åkerby", "Mona Vall"]),
        ("Närvarande ledamöter Vera Sandell (S), ordförande\nNils Åkerby (M)\nMona Vall (C)",
         ["Vera Sandell", "Nils Åkerby", "Mona Vall"]),
        ("Med på mötet var Karin (socialchef), Ove från polisen samt Jonas, som också skrev.",
         ["Karin", "Ove", "Jonas"]),
    ],
)  # fmt: skip
def test_people_are_found_behind_an_office_a_label_and_before_a_clause(read, listed, names):
    reading = read(f"Protokoll 2022-05-03\n{listed}{ITEM}")
    assert [(one.name, one.status) for one in reading.attendance] == [(n, "present") for n in names]


def test_a_place_beside_hours_told_in_words_is_without_them(read):
    reading = read(f"Protokoll 2022-05-03\nTid och plats\nKlockan 10 till 12, Bygdegården{ITEM}")
    assert reading.place == "Bygdegården"


def test_a_heading_over_tasks_is_no_decision_and_their_limit_no_meeting(read):
    tasks = "## Att göra\n\n| Vad | Vem | När |\n|---|---|---|\n"
    tasks += "| Boka lokal | Nils | 9 juni 2022 |\n"
    meeting = "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
    meeting += "## 1. Läget\n\nLugnt.\n\n## 2. Nästa möte\n\n7 juni 2022 kl. 8.\n\n"
    reading = read(meeting + tasks, "p.md")
    assert reading.decisions == []
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-07"]
    assert [(one.text, one.due_on) for one in reading.assignments] == [("Boka lokal", "2022-06-09")]


def test_what_somebody_does_may_stand_whole_in_the_column_of_who(read):
    table = "| Nr | Ärende | Diskussion | Beslut | Ansvarig |\n|---|---|---|---|---|\n"
    table += "| 1 | Läget | Det är lugnt. | | Nils Åkerby stämmer av tidplanen med skolan |\n"
    table += "| 2 | Slut | Inget mer. | | Vera Sandell |\n"
    head = "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
    asked = read(head + table, "p.md").assignments
    assert ("Nils Åkerby", "Nils Åkerby stämmer av tidplanen med skolan") in [
        (one.assigned_to, one.text) for one in asked
    ]


def test_a_meeting_with_a_pause_ends_when_its_last_part_does(read):
    reading = read(f"Protokoll 2022-05-03\nTid: kl 10.00-12.15, 13.00-14.30{ITEM}")
    assert (reading.starts_at, reading.ends_at) == ("10:00", "14:30")
    reading = read(f"Protokoll 2022-05-03\nTid: kl 10.00-12.15. Lunch kl 12.15-13.00{ITEM}")
    assert reading.ends_at == "12:15"


def test_who_was_called_to_the_meeting_stands_under_what_it_is_called(read):
    head = (
        "Kallade till Lokala Brå Säterby 2022-05-03\nVera Sandell, rektor\nNils Åkerby, polisen\n"
    )
    found = people(read(f"{head}Tidpunkt: kl. 9-11{ITEM}"))
    assert [(name, status) for name, *_, status in found] == [
        ("Vera Sandell", "called"),
        ("Nils Åkerby", "called"),
    ]


def test_who_undertook_to_write_the_minutes_is_their_secretary(read):
    reading = read(f"{HEAD}1. Val\nNils Åkerby åtog sig att föra protokollet.\n\n2. Slut\nKlart.\n")
    assert reading.secretary == "Nils Åkerby"


def test_to_whom_a_decision_is_sent_is_no_decision(read):
    text = f"{HEAD}1. Kameror\n**Beslut**\nRådet deltar.\n\nExp: Nätverket, Vera Sandell\n"
    reading = read(f"{text}\n2. Slut\nKlart.\n", "p.md")
    assert [one.text for one in reading.decisions] == ["Rådet deltar."]


def test_minutes_that_tell_of_somebodys_promises_are_no_plan(read):
    promised = "Polisen berättade om medborgarlöftena för 2024:"
    reading = read(f"Snabbreferat av rådets möte 2022-05-03\n{promised}\nFler vandringar.\n")
    assert (reading.kind, reading.held_on) == ("minutes", "2022-05-03")


def test_who_signs_tells_of_which_council_the_minutes_are_where_the_head_does_not(read):
    assert read(f"{HEAD}{ITEM}\nÖstra Lids Samfällighetsförening").council == (
        "Östra Lids Samfällighetsförening"
    )


def test_an_email_that_tells_of_a_good_meeting_is_minutes(read):
    reading = read(
        "Från: Vera Sandell\nSkickat: 2024-11-14 16:42\nÄmne: SV: Det här sa vi\n\n"
        "Hej!\n\nTack för ett bra möte med Brå Lunda tisdagen den 12 november.\n\n"
        "Vi höll på från 13 till ungefär 14.45: jag, Nils (skolan) och Ulla, som ledde mötet.\n\n"
        "1) Läget\nLugnt.\n\n2) Brev\nUlla svarar.\n"
    )
    assert (reading.kind, reading.held_on) == ("minutes", "2024-11-12")
    assert (reading.starts_at, reading.ends_at, reading.chair) == ("13:00", "14:45", "Ulla")


def test_a_first_name_after_a_stroke_signs_and_stands_before_a_list_too(read):
    rest = "\n".join(f"- Vera {n} lampor" for n in range(7))
    reading = read(f"Anteckningar 3 maj 2022\nLena (ordf), Vera och Kicki{ITEM}/Kicki\n\n{rest}\n")
    assert (reading.chair, reading.secretary) == ("Lena", "Kicki")


def test_labels_in_one_cell_have_their_values_line_by_line_in_the_next():
    rows = [("Plats", "Brandstationen", "Nr", "3"),
            ("Sekreterare\nOrdförande", "Nils Åkerby\nVera Sandell")]  # fmt: skip
    lines = [Line(n, "\t".join(row), table=0, cells=row) for n, row in enumerate(rows, start=2)]
    top, *rest = (Line(n, text) for n, text in ((1, "Protokoll 2022-05-03"), (9, "§ 1 Läget")))
    reading = reader.read(Source("p.docx", (top, *lines, *rest)))
    assert (reading.place, reading.chair, reading.secretary) == (
        "Brandstationen", "Vera Sandell", "Nils Åkerby"
    )  # fmt: skip
