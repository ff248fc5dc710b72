"""Layouts that minutes come in: each read by what its marks say, whoever wrote it."""

import docx
import pytest

from lobra.reading import reader
from lobra.reading.found import Reading

HEAD = "Protokoll 2022-05-03\nNärvarande: Vera Sandell, Nils Åkerby\n\n"


def people(reading: Reading) -> list[tuple]:
    return [(one.name, one.role, one.organisation, one.status) for one in reading.attendance]


def items(reading: Reading) -> list[tuple]:
    return [(one.number, one.title) for one in reading.agenda_items if one.level == 1]


def decided(reading: Reading) -> list[tuple]:
    return [(one.item, one.text) for one in reading.decisions]


def doubted(reading: Reading) -> set[str]:
    return {doubt.field for doubt in reading.review}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "Närvarande:\nVera Sandell (ordförande)\nNils Åkerby, polisen\n\n"
            "Frånvarande:\nTage Lind",
            [
                ("Vera Sandell", "ordförande", None, "present"),
                ("Nils Åkerby", "polisen", None, "present"),
                ("Tage Lind", None, None, "absent"),
            ],
        ),
        (
            "Närvarande: Polisen: Nils Åkerby och Mona Vall",
            [
                ("Nils Åkerby", "Polisen", None, "present"),
                ("Mona Vall", "Polisen", None, "present"),
            ],
        ),
        (
            "Närvarande        Vera Sandell, kommunalråd, ordförande\n"
            "                  Nils Åkerby, kommunpolis, Polisen i Tuna",
            [
                ("Vera Sandell", "kommunalråd, ordförande", None, "present"),
                ("Nils Åkerby", "kommunpolis", "Polisen i Tuna", "present"),
            ],
        ),
        (
            "Ledamöter                      Närvarande\n"
            "Vera Sandell, kommunalråd      Ja\nNils Åkerby, polisen           Nej",
            [
                ("Vera Sandell", "kommunalråd", None, "present"),
                ("Nils Åkerby", "polisen", None, "absent"),
            ],
        ),
        (
            "Ledamöter Närvarande\nVera Sandell X\nNils Åkerby X, ej § 4-6\n"
            "Tage Lind Anmält förhinder",
            [
                ("Vera Sandell", None, None, "present"),
                ("Nils Åkerby", None, None, "present"),
                ("Tage Lind", None, None, "apologies"),
            ],
        ),
        (
            "Närvarande: Ledamöter               Övriga\n"
            "            Vera Sandell (S), ordf. Nils Åkerby, polisen",
            [
                ("Vera Sandell", "ordf", None, "present"),
                ("Nils Åkerby", "polisen", None, "present"),
            ],
        ),
        (
            "Närvarande: Alva 7A, Hugo 7B",
            [("Alva", "7A", None, "present"), ("Hugo", "7B", None, "present")],
        ),
        (
            "Kallade\n\n- Kassör\n- Ordförande\n\nNärvarande\n\n- Kassör",
            [
                (None, "Kassör", None, "called"),
                (None, "Ordförande", None, "called"),
                (None, "Kassör", None, "present"),
            ],
        ),
        (
            "Här: Vera Sandell (polisen)\nInte här: Tage Lind (skolan) – sjuk",
            [
                ("Vera Sandell", "polisen", None, "present"),
                ("Tage Lind", "skolan", None, "apologies"),
            ],
        ),
        (
            "Ledam0ter:\nVera Sandell, skolan\n\nEj deltagit: Tage Lind",
            [("Vera Sandell", "skolan", None, "present"), ("Tage Lind", None, None, "absent")],
        ),
    ],
)
def test_lists_of_people_are_read_in_every_layout(rows, expected, read):
    reading = read(f"Protokoll 2022-05-03\n\n{rows}\n\n§ 1 Belysning\nTvå lampor är trasiga.\n")
    assert people(reading) == expected


def test_a_table_of_people_keeps_its_column_of_organisations(read):
    reading = read(
        "# Protokoll 2022-05-03\n\n"
        "| Namn | Funktion | Organisation | Närvarande |\n|---|---|---|---|\n"
        "| Vera Sandell | Ordförande | Kommunen | x |\n| Nils Åkerby | Rektor | Skolan |  |\n\n"
        "## 1. Belysning\n\nTvå lampor är trasiga.\n",
        "p.md",
    )
    assert people(reading) == [
        ("Vera Sandell", "Ordförande", "Kommunen", "present"),
        ("Nils Åkerby", "Rektor", "Skolan", "absent"),
    ]
    assert reading.chair == "Vera Sandell"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 §   Öppnande\n2 §   Belysning\n", [("1", "Öppnande"), ("2", "Belysning")]),
        ("FHR 29   Öppnande\nHej.\nFHR 30   Träd\n", [("29", "Öppnande"), ("30", "Träd")]),
        ("Ärende 1 Öppnande\nHej.\nÄrende 2 Träd\n", [("1", "Öppnande"), ("2", "Träd")]),
        (
            "1. Ekonomi. Vera redovisade läget för alla.\n2. Träd. Nils berättade om trädet.\n",
            [("1", "Ekonomi"), ("2", "Träd")],
        ),
        (
            "§ 1. Ordföranden Vera Sandell hälsade välkommen och öppnade mötet.\n"
            "§ 2. Kallelsen godkändes.\n",
            [("1", None), ("2", None)],
        ),
        (
            "Läget i byn\nDet är lugnt i byn nu.\n\nFrågor som diskuterades\nDet här är klart:\n"
            "   1) Scenen är hyrd.\n   2) Maten är köpt.\n\nNästa steg\nVi väntar på svar.\n",
            [(None, "Läget i byn"), (None, "Frågor som diskuterades"), (None, "Nästa steg")],
        ),
        ("1 - Öppnande\nHej.\n\n2 – Träd\nTvå.\n", [("1", "Öppnande"), ("2", "Träd")]),
        ("1. Läget\nDe stora:\n1. inbrott\n2. klotter\nLugnt.\n2. Träd\nTvå.\n",
         [("1", "Läget"), ("2", "Träd")]),
        ("§ 4\nLäget från polisen och\nkommunen\n\nLugnt.\n\n§ 5 KS2023/119 109\nTräd\nTvå.\n",
         [("4", "Läget från polisen och kommunen"), ("5", "Träd")]),
        ("§ 7/22 Läget\nLugnt.\n§ 8/22 Träd\nTvå.\n", [("7", "Läget"), ("8", "Träd")]),
        ("1      Läget        Det är lugnt i byn just nu.\n\n"
         "2      Träd         Nils fäller två eller tre vid bron.\n",
         [("1", "Läget"), ("2", "Träd")]),
        ("Läget i byn:\nDet är lugnt.\n\nTräd:\nNils fäller två.\n",
         [(None, "Läget i byn"), (None, "Träd")]),
        ("Läget. Nils berättade om stölder.\n\nTräden: två fälls.\n\nVal: Vera omvaldes.\n",
         [(None, "Läget"), (None, "Träden"), (None, "Val")]),
    ],
)  # fmt: skip
def test_items_are_read_in_every_form_of_number_and_without(text, expected, read):
    assert items(read(HEAD + text)) == expected


def test_bullets_that_begin_with_a_title_are_items_and_text_without_any_decides_as_well(read):
    bullets = "- Badet. Bryggan är trasig. Beslut: bryggan lagas.\n- Ljus. Lampan är trasig.\n"
    reading = read(f"{HEAD}{bullets}- Valborg. Elden tänds vid udden.\n")
    assert items(reading) == [(None, "Badet"), (None, "Ljus"), (None, "Valborg")]
    assert decided(reading) == [(None, "bryggan lagas.")]
    reading = read(f"{HEAD}Vi pratade om badet och rådet beslutade att laga bryggan.\n")
    assert items(reading) == []
    assert decided(reading) == [(None, "Vi pratade om badet och rådet beslutade att laga bryggan.")]


def test_headings_of_an_appendix_are_no_items_of_a_notice(read):
    reading = read(
        "KALLELSE TILL TRYGGHETSRÅDET\nDatum: torsdag 4 mars 2021\nKlockan: 17.00\n\nDAGORDNING\n\n"
        "   1. Öppnande\n   2. Skrivelser som har kommit in till rådet från boende enligt\n"
        "   beslut i höstas.\n   3. Avslutande\n\nSkrivelse\n\n"
        "Bakgrund\nLampan vid porten är trasig.\n"
    )
    assert reading.kind == "notice"
    assert [one.title for one in reading.agenda_items] == [
        "Öppnande",
        "Skrivelser som har kommit in till rådet från boende enligt beslut i höstas.",
        "Avslutande",
    ]


def test_minutes_written_as_a_table_have_their_decisions_in_its_columns(read):
    reading = read(
        HEAD + "1. Öppning               Vera öppnade mötet.\n\n"
        "2. Tider                 Rådet beslutade att söka tider i        Nils\n"
        "                         nya hallen.\n\n"
        "3. Avslut                Mötet avslutades 20:15.\n"
    )
    assert items(reading) == [("1", "Öppning"), ("2", "Tider"), ("3", "Avslut")]
    assert decided(reading) == [("2", "Rådet beslutade att söka tider i nya hallen.")]
    assert reading.ends_at == "20:15"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Datum        Plats\n2022-05-03 kl 17.00   Kyrkan, Storgatan 4\n", ("17:00", None)),
        ("Datum: 03-05-2022\nTid: 17-18.30\nPlats: Kyrkan, Storgatan 4\n", ("17:00", "18:30")),
        ("Datum\nTid\nPlats\n220503\nkl. 17-18\nKyrkan, Storgatan 4\n", ("17:00", "18:00")),
        ("Tid: 3 maj 2022, 17.00 – 18.10 Plats: Kyrkan, Storgatan 4\n", ("17:00", "18:10")),
        ("Datum: 22-05-03\nKl. 17.00 – 18.10\nPlats: Kyrkan, Storgatan 4\n", ("17:00", "18:10")),
    ],
)
def test_labels_find_their_values_beside_below_and_after_them(head, expected, read):
    reading = read(f"Protokoll\n\n{head}\n§ 1 Öppnande\nMötet öppnades.\n")
    assert (reading.held_on, reading.place) == ("2022-05-03", "Kyrkan, Storgatan 4")
    assert (reading.starts_at, reading.ends_at) == expected


def test_the_times_of_opening_and_closing_are_those_of_the_meeting(read):
    reading = read(
        HEAD + "1. Öppnande\nVera Sandell förklarade mötet öppnat klockan 17:03.\n"
        "2. Avslutande\nMötet förklarades avslutat kl. 18:10.\n"
    )
    assert (reading.starts_at, reading.ends_at) == ("17:03", "18:10")
    assert (reading.chair, "chair" in doubted(reading)) == ("Vera Sandell", True)


@pytest.mark.parametrize(
    "signed",
    [
        "Vid protokollet                 Justeras\n\n____________        ____________\n"
        "Nils Åkerby                     Tage Lind\n\nOrdförande\n\n____________\nVera Sandell\n",
        "Nils Åkerby\nSekreterare\n\nVera Sandell\nOrdförande\n",
        "Nils Åkerby                     Vera Sandell\n"
        "Sekreterare                     Ordförande\n",
        "Sekreterare ____________ Paragrafer 1-2\n            Nils Åkerby\n"
        "Ordförande  ____________\n            Vera Sandell\n",
    ],
)
def test_signatures_tell_who_wrote_and_doubtfully_who_led(signed, read):
    reading = read(f"{HEAD}§ 1 Belysning\nTvå lampor är trasiga.\n\n{signed}")
    assert (reading.secretary, reading.chair) == ("Nils Åkerby", "Vera Sandell")
    assert "chair" in doubted(reading)


def test_whoever_signs_notes_that_the_undersigned_wrote_has_written_them(read):
    wrote = "Undertecknad förde anteckningar."
    for said, secretary in ((wrote, "Mona Vall"), ("Vi var alla med.", None)):
        reading = read(f"{HEAD}{said}\n\n§ 1 Ljus\nLugnt.\n\nStorby den 11 mars\nMona Vall\n")
        assert reading.secretary == secretary
        assert "secretary" in doubted(reading)


def test_who_is_elected_for_next_year_did_not_lead_this_meeting(read):
    reading = read(
        "# Protokoll 2021-03-04\n\nNärvarande: Vera Sandell, Tage Lind\n\n## 1. Öppnande\n\n"
        "Vera Sandell hälsar välkommen.\n\n## 2. Val\n\n### Ordförande\n\n* Tage Lind\n",
        "p.md",
    )
    assert (reading.chair, reading.secretary) == (None, None)


def test_a_heading_that_is_the_day_of_the_meeting_is_no_item(read):
    reading = read(
        "# Mötesprotokoll\n\n## 4 mars 2021\n\n## Kallade\n\n- Kassör\n\n## Belysning\n\n"
        "Två lampor är trasiga.\n\n## Nästa möte: torsdag 11/3\n",
        "p.md",
    )
    assert reading.held_on == "2021-03-04"
    assert items(reading) == [(None, "Belysning"), (None, "Nästa möte: torsdag 11/3")]
    assert [one.planned_on for one in reading.planned_meetings] == ["2021-03-11"]


def test_whoever_decides_and_however_it_is_a_decision(read):
    told = [
        "Styrelsen beslutade att köpa tre lampor.",
        "Stämman beslutar att bevilja medel till nya träd.",
        "Mötet valde Vera Sandell till städansvarig.",
        "Lades till handlingarna.",
        "Avgiften för 2022 fastställs till 100 kronor.",
        "Ärendet bordläggs.",
    ]
    other = [
        "Köp ska godkännas av två personer.",
        "Inga beslut fattades.",
        "Tage Lind yrkar att frågan återremitteras.",
        "Planen antas vara klar i höst.",
    ]
    text = "".join(f"§ {n} Fråga\n{said}\n" for n, said in enumerate([*told, *other], 1))
    assert decided(read(HEAD + text)) == [(str(n), said) for n, said in enumerate(told, 1)]


def test_a_list_of_decisions_and_one_that_a_decision_introduces(read):
    reading = read(
        HEAD + "§ 1 Cyklar\nTunarådet beslutar\natt märka cyklarna, samt\natt slänga de omärkta.\n"
        "§ 2 Träd\nVi bestämde:\n- Vera ringer kommunen.\n- Nils sågar.\n"
        "§ 3 Mål\nRådet beslutade att prioritera följande:\n- skolan\n- torget\n"
    )
    assert decided(reading) == [
        ("1", "att märka cyklarna, samt"),
        ("1", "att slänga de omärkta."),
        ("2", "Vera ringer kommunen."),
        ("2", "Nils sågar."),
        ("3", "Rådet beslutade att prioritera följande: skolan torget"),
    ]


def test_somebody_who_was_there_and_does_something_is_asked_and_others_are_doubted(read):
    reading = read(
        HEAD + "1. Ljus\nVera bokar ett möte med bolaget.\n"
        "Uppdrag till Nils: ta fram statistik.\n"
        "Valberedningen har hittat två namn och återkommer med ett till.\n"
        "2. Träd\nTilldelning av uppgifter:\n- Nils ringer polisen senast den 9 maj.\n"
    )
    assert [(one.item, one.assigned_to, one.due_on) for one in reading.assignments] == [
        ("1", "Vera", None),
        ("1", "Nils", None),
        ("2", "Nils", "2022-05-09"),
    ]
    assert [(d.line, d.field) for d in reading.review if d.field == "assignments"] == [
        (7, "assignments")
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Frågan om bidrag bifalls kanske senare av nämnden.", "decisions"),
        ("Polisen undersöker saken.", "assignments"),
        ("Nästa träff blir i höst någon gång.", "planned_meetings"),
        ("Nästa sammankomst blir i höst någon gång.", "planned_meetings"),
        ("Mona Vall berättade om läget.", "attendance"),
    ],
)
def test_a_word_that_ought_to_be_a_fact_and_is_none_is_a_doubt(said, field, read):
    calm = f"{HEAD}§ 1 Läget\nDet är lugnt i byn. Rådet beslutar att vila.\n"
    assert field not in doubted(read(calm))
    assert field in doubted(read(f"{HEAD}§ 1 Läget\n{said}\n"))


@pytest.mark.parametrize(
    "said",
    [
        "Nästa möte äger rum 2022-06-20 kl. 18.00.",
        "Styrelsen beslutade att hålla nästa styrelsemöte måndag den 20 juni 2022 kl 18.00.",
        "Nästa gång: 20 juni kl 18.00.",
    ],
)
def test_the_next_meeting_is_read_however_it_is_announced(said, read):
    reading = read(f"{HEAD}§ 1 Nästa möte\n{said}\n\nTuna den 9 maj 2022\n")
    assert [(m.planned_on, m.starts_at) for m in reading.planned_meetings] == [
        ("2022-06-20", "18:00")
    ]


def test_what_the_meeting_sends_asks_and_rules_counts_nothing(read):
    reading = read(
        HEAD + "1. Post\nKallelsen gick ut till 254 medlemmar.\n"
        "Förfrågan skickas till tre företag.\n"
        "2. Läge\nPolisen tog emot 14 anmälningar i maj.\n"
    )
    assert [(one.value, one.unit) for one in reading.observations] == [(14, "anmälningar")]


def test_a_table_of_what_was_said_and_decided_may_have_its_titles_in_the_text(read):
    reading = read(
        "<p>Protokoll 2022-05-03</p><p>Närvarande: Vera Sandell, Nils Åkerby</p><table>"
        "<tr><td>Anteckningar</td><td>Beslut/åtgärd</td></tr>"
        "<tr><td>1. Skolstart<br>Bilar parkerar på cykelbanan.</td>"
        "<td>Vera Sandell sätter upp skyltar.</td></tr>"
        "<tr><td>2. Belysning<br>Det är mörkt i parken.</td>"
        "<td>Lamporna byts före jul.<br>Alla: förslag till Nils senast 31/10.</td></tr></table>",
        "p.html",
    )
    assert items(reading) == [("1", "Skolstart"), ("2", "Belysning")]
    assert decided(reading) == [("2", "Lamporna byts före jul.")]
    assert [(one.assigned_to, one.text) for one in reading.assignments] == [
        ("Vera Sandell", "Vera Sandell sätter upp skyltar.")
    ]


def test_letters_in_the_column_of_decisions_tell_them_from_what_somebody_is_asked(read):
    reading = read(
        "<p>Protokoll 2022-05-03</p><p>Närvarande: Vera Sandell (VS), Nils Åkerby (NÅ)</p><table>"
        "<tr><td>Nr</td><td>Ärende</td><td>Noterat</td><td>Beslut / åtgärd</td><td>Vem</td>"
        "<td>Klart</td></tr><tr><td>1</td><td>Lag om<br>kommuners ansvar</td><td>Planen saknas."
        "</td><td>B: En plan ska tas fram.</td><td></td><td></td></tr><tr><td></td><td></td><td>"
        "</td><td>Å: Utkast till nästa möte</td><td>VS</td><td>3 juni</td></tr>"
        "<tr><td>2</td><td>Slut</td><td>Tack.</td><td></td><td></td><td></td></tr></table>",
        "p.html",
    )
    assert items(reading) == [("1", "Lag om kommuners ansvar"), ("2", "Slut")]
    assert decided(reading) == [("1", "En plan ska tas fram.")]
    assert [(one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("VS", "Å: Utkast till nästa möte", "2022-06-03")
    ]


def test_minutes_in_a_table_are_read_by_what_its_head_calls_the_columns(read):
    reading = read(
        "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
        "| Nr | Ärende | Diskussion | Beslut |\n|---|---|---|---|\n"
        "| 1 | Öppnande | Vera hälsade alla välkomna. | |\n"
        "| 2 | Belysning | Det är mörkt i parken. | Lamporna byts före jul. |\n",
        "p.md",
    )
    assert (items(reading), decided(reading)) == (
        [("1", "Öppnande"), ("2", "Belysning")],
        [("2", "Lamporna byts före jul.")],
    )


def test_a_table_of_minutes_with_columns_for_tasks_keeps_all_that_the_others_say(read):
    reading = read(
        "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
        "| Nr | Ärende | Diskussion | Beslut | Att göra | Vem | Klart |\n"
        "|---|---|---|---|---|---|---|\n"
        "| 1 | Öppnande | Vera hälsade alla välkomna. | | | | |\n"
        "| 2 | Ljus | Det är mörkt. | Lampor köps. | Ta in priser | Vera | 2022-06-01 |\n",
        "p.md",
    )
    assert (items(reading), decided(reading)) == (
        [("1", "Öppnande"), ("2", "Ljus")],
        [("2", "Lampor köps.")],
    )
    assert [(one.assigned_to, one.text, one.due_on) for one in reading.assignments] == [
        ("Vera", "Ta in priser", "2022-06-01")
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "Närvarande ledamöter       Frånvarande ledamöter\n"
            "Vera Sandell (S)           Tage Lind (M)\nNils Åkerby (C)            Mona Vall (V)",
            [("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Tage Lind", "absent"),
             ("Mona Vall", "absent")],
        ),
        (
            "Närvarande: Se nedan\nVera Sandell     rektor      X\nNils Åkerby      polis       -",
            [("Vera Sandell", "present"), ("Nils Åkerby", "absent")],
        ),
        (
            "Här är anteckningar från kl 9-10. Med var Vera Sandell och Nils Åkerby.",
            [("Vera Sandell", "present"), ("Nils Åkerby", "present")],
        ),
        (
            "Närvarande: Vera Sandell och Nils Åkerby. Förhindrade var Tage Lind och Mona Vall.",
            [("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Tage Lind", "apologies"),
             ("Mona Vall", "apologies")],
        ),
        (
            "Deltagare: Anders P (polisen), Birgitta (skolan), Vera Sandell (kommunen)",
            [("Anders P", "present"), ("Birgitta", "present"), ("Vera Sandell", "present")],
        ),
    ],
)  # fmt: skip
def test_who_came_is_told_by_columns_crosses_and_sentences(rows, expected, read):
    reading = read(f"Protokoll 2022-05-03\n\n{rows}\n\n§ 1 Belysning\nTvå lampor är trasiga.\n")
    assert [(one.name, one.status) for one in reading.attendance] == expected


def test_an_extract_has_the_one_item_whose_decisions_are_numbered(read):
    reading = read(
        "Brottsförebyggande rådet\nPROTOKOLLSUTDRAG 2020-02-11\n\n"
        "BRÅ § 4                                          Dnr KS 2020/17\n\n"
        "Åtgärder i Resecentrum\n\nBrottsförebyggande rådets beslut\n"
        "1. Rådet ställer sig bakom ansökan.\n"
        "2. Säkerhetschefen ges i uppdrag att lämna in den senast den 30 april 2020.\n"
    )
    assert (items(reading), decided(reading)) == (
        [("4", "Åtgärder i Resecentrum")],
        [
            ("4", "Rådet ställer sig bakom ansökan."),
            ("4", "Säkerhetschefen ges i uppdrag att lämna in den senast den 30 april 2020."),
        ],
    )
    assert [one.due_on for one in reading.assignments] == ["2020-04-30"]


def test_somebody_with_a_whole_name_is_asked_though_no_list_has_the_name(read):
    reading = read(
        "Protokoll 2022-05-03\n\n1. Övrigt\na) Cykelvett – Anna Berg skickar material.\n"
        "Sanering görs i maj (ansvarig: Bo Ek).\n2. Slut\nMötet slutar.\n"
    )
    assert [(one.assigned_to, one.text) for one in reading.assignments] == [
        ("Anna Berg", "a) Cykelvett – Anna Berg skickar material."),
        ("Bo Ek", "Sanering görs i maj (ansvarig: Bo Ek)."),
    ]


# --- what a document is --------------------------------------------------------------------------


def test_an_extract_of_another_bodys_minutes_is_minutes(read):
    reading = read(
        "Protokollsutdrag\nSammanträdesdatum\n2021-03-02\n\nKS § 14\n"
        "Stadgar för rådet\n\nBeslut\n1. Stadgarna ändras.\n2. Rådet har minst tre möten.\n\n"
        "Rätt utdraget intygar\nLykke Aspman, nämndsekreterare\n"
    )
    assert (reading.kind, reading.held_on, reading.secretary) == ("minutes", "2021-03-02", None)
    assert decided(reading) == [("14", "Stadgarna ändras."), ("14", "Rådet har minst tre möten.")]


def test_half_a_page_of_notes_is_read_and_its_kind_is_a_doubt(read):
    reading = read(
        "Kvällsmöte i Rönnbo folkets hus\n\nbörjar kl 18\n\nMona Vall ledde mötet.\n\n"
        "Mötet bestämde\n\n* att sätta upp skyltar\n* att inte köpa kameror\n\n"
        "Nils Åkerby mejlar skyltfirman.\n\nAntecknat: Nils Å.\n",
        "p.md",
    )
    facts = (reading.kind, reading.held_on, reading.starts_at, reading.chair, reading.secretary)
    assert facts == ("minutes", None, "18:00", "Mona Vall", "Nils Åkerby")
    assert decided(reading) == [(None, "att sätta upp skyltar"), (None, "att inte köpa kameror")]
    assert {"kind", "secretary"} <= doubted(reading)


def test_a_page_about_a_council_is_neither_minutes_nor_a_notice(read):
    text = (
        "# Trygghetsrådet i Rönnbo\n\nRådet är ett forum.\n\n## Möten 2024\n\n- 4 mars\n- 6 maj\n"
    )
    assert read(text, "p.md").kind == "other"


# --- e-mail ---------------------------------------------------------------------------------------


def test_an_email_of_notes_tells_its_meeting_in_a_sentence(read):
    reading = read(
        "Från: Mona Vall <mona@ronnbo.example>\nSkickat: den 9 mars 2021 10:02\nTill: Brå\n"
        "Ämne: Anteckningar\n\nHej! Här är mina anteckningar.\n\n"
        "Vi sågs den 5 mars kl. 9-10.30 hemma hos brandkåren (norra salen, Åvägen 2). Med var "
        "Nils Åkerby (ordf), Vera Sandell polisen och jag. Tage Lind från skolan hade anmält "
        "förhinder.\n\n1) Läget\nVi beslutade att städa.\n\n2) Övrigt\nInget.\n\n"
        "Nästa möte för gruppen: fredag 9 april kl. 9.00. Hela Brå träffas 4 maj kl. 13-16.\n"
    )
    assert (reading.held_on, reading.starts_at, reading.ends_at, reading.place, reading.chair) == (
        "2021-03-05", "09:00", "10:30", "brandkåren (norra salen, Åvägen 2)", "Nils Åkerby"
    )  # fmt: skip
    assert [(name, status) for name, _, _, status in people(reading)] == [
        ("Nils Åkerby", "present"),
        ("Vera Sandell", "present"),
        ("Tage Lind", "apologies"),
        ("Mona Vall", "present"),
    ]
    assert [one.planned_on for one in reading.planned_meetings] == ["2021-04-09", "2021-05-04"]


# --- small things that a layout may hold ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Nästa avstämning: 9 juni kl 10.00.", ["2022-06-09"]),
        ("Nästa samråd: 9 juni kl 13-15 (beredning 2 juni).", ["2022-06-09"]),
        ("Nästa träff blir torsdag 9 juni, därefter 12/9 och 21/11, samma tid.",
         ["2022-06-09", "2022-09-12", "2022-11-21"]),
        ("Utskottet sammanträder nästa gång den 9 juni.", ["2022-06-09"]),
        ("Nästa steg: skyltarna sätts upp 9 juni.", []),
        ("Fastställda mötestider: 9 juni 2022 och 12 september 2022.",
         ["2022-06-09", "2022-09-12"]),
        ("Rådet träffas härnäst torsdagen den 9 juni 2022 klockan 9.", ["2022-06-09"]),
        ("Årsmötet blir torsdagen den 9 juni kl 15.", ["2022-06-09"]),
        ("En uppföljande vandring görs torsdagen den 9 juni.", ["2022-06-09"]),
    ],
)  # fmt: skip
def test_a_next_meeting_is_known_whatever_the_council_calls_it(read, text, days):
    reading = read(HEAD + f"§ 1 Läget\nLugnt.\n\n§ 2 Övrigt\nInget. {text}\n")
    assert [one.planned_on for one in reading.planned_meetings] == days


def test_an_item_of_the_gathering_to_come_tells_when_it_is(read):
    reading = read(
        f"{HEAD}1) Läget\nLugnt.\n\n2) Kommande sammankomst\nTorsdag 9 juni 2022 klockan åtta.\n"
    )
    (meeting,) = reading.planned_meetings
    assert (meeting.planned_on, meeting.starts_at) == ("2022-06-09", "08:00")


def test_the_day_when_a_plan_is_settled_is_no_meeting_to_come(read):
    reading = read(
        f"{HEAD}1) Läget\nLugnt.\n\n2) Nästa möte\nTorsdag 9 juni 2022.\n"
        "Planen fastställs 14 juni 2022.\n"
    )
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-09"]


def test_the_day_of_an_officials_note_is_not_that_of_the_meeting_it_tells_of(read):
    reading = read(
        "TJÄNSTEANTECKNING   2024-11-25\nRådet i Näs, möte den 19 november 2024\n\n"
        "1) Läget\nLugnt.\n\n2) Slut\nTack.\n"
    )
    assert reading.held_on == "2024-11-19"


def test_a_bulleted_date_is_no_page_number(read):
    reading = read(HEAD + "# 1. Läget\nLugnt.\n\n# 2. Kommande möten\n\n- 4/6\n- 8/9\n", "p.md")
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-04", "2022-09-08"]


@pytest.mark.parametrize(
    ("sentence", "is_decision"),
    [
        ("Efter diskussion bestämdes att vandringen skjuts upp.", True),
        ("Rådet sa ja till att låna ut tältet.", True),
        ("Rådets uppfattning är att hinder ska provas på Storgatan.", True),
        ("Gruppen var enig om att kommunen ska städa.", True),
        ("Skolan berättade om vandringen.", False),
        ("Rådet beslutade att buskarna tas ned redan nu.", True),
        ("Efter diskussion enades rådet om att stänga hamnen.", True),
        ("Diskuterade buller, enades om att mäta det.", True),
        ("Teamet tog beslut om att köpa lampor.", True),
        ("Brottsförebyggande rådet i Åby beslutar att köpa lampor.", True),
        ("I maj 2020 beslutade rådet att köpa lampor.", False),
        ("Arbetsutskottet föreslår att rådet beslutar att köpa lampor.", False),
        ("KF beslutade att köpa lampor.", False),
        ("Nils betonade att läget måste mätas innan lampor väljs.", False),
        ("Planen väntas antas i juni.", False),
        ("Godkänns: Nils Åkerby", False),
        ("Vi tackar ja till erbjudandet.", True),
        ("Beslut Rådet antar planen.", True),
        ("Ärendet hänskjuts till nästa möte.", True),
        ("Rådet beslutade inte något.", False),
        ("Beslut tas på nästa möte.", False),
        ("Efter lite snack: vi provar fyra fredagar i april.", True),
        ("Vi hoppar över vandringen i år.", True),
        ("Ljuset – vi beslutade att köpa lampor.", True),
        ("Vägen är allmän, därför beslöts att kameran inte sätts upp.", True),
        ("Rådet röstade fram två frågor.", True),
        ("Lokalen stängs alltså på prov i juni.", True),
        ("Rådet gör således ett besök i parken.", True),
        ("Rådet har således inga pengar kvar.", False),
        ("Frågan skjuts upp till hösten.", True),
        ("Bygget skjuts upp till hösten.", False),
        ("Förslaget översänds därefter till kommunstyrelsen för antagande.", True),
    ],
)
def test_a_decision_is_known_in_running_text(read, sentence, is_decision):
    found = decided(read(HEAD + f"§ 1 Läget\nDet är lugnt. {sentence}\n"))
    assert found == ([("1", sentence)] if is_decision else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("§ 1 Rådet beslutar att köpa lampor.\nVera är kontaktperson.\n",
         ["Rådet beslutar att köpa lampor"]),
        ("§ 1 Ljus\nNils föredrar ärendet. Rådet beslutar\natt köpa lampor.\n",
         ["att köpa lampor."]),
        ("§ 1 Ljus\nDet är mörkt. Följande bestämdes:\n- Gården tänder lampor.\nLugnt.\n",
         ["Gården tänder lampor."]),
        ("§ 1 Ljus\nRådet för äldre / Trygghetsrådet beslutar\natt lampor delas ut.\n",
         ["att lampor delas ut."]),
        ("§ 1 Ljus\nRådet var positivt.\n- Beslutat: Lampor köps.\n- Nils berättade om läget.\n",
         ["Lampor köps."]),
        ("§ 1 Ljus\nEnkäten presenterades.\nAtt enkäten görs igen 2023.\nAtt lampor köps.\n",
         ["Att enkäten görs igen 2023.", "Att lampor köps."]),
        ("§ 1 Ljus\nDiskussion fördes om:\natt det är mörkt.\natt det är kallt.\n", []),
        ("§ 1 Ljus\nRådet beslutar att köpa lampor\natt elva lampor lagas\n",
         ["Rådet beslutar att köpa lampor", "att elva lampor lagas"]),
        ("§ 1 Ljus\nRådet beslutar\natt köpa lampor\nJusterandes sign\natt laga dem\n",
         ["att köpa lampor", "att laga dem"]),
        ("§ 1 Ljus\nBeslut: Lampor köps.\n- Talade om buller, enades om att mäta det.\n",
         ["Lampor köps.", "Talade om buller, enades om att mäta det."]),
        ("§ 1 Ljus\n\nBeslut: Lampor köps.\n\nAtt göra\n\nUnderlag för beslut\n\nKarta\n",
         ["Lampor köps."]),
        ("§ 1 Ljus\nStällningstagande: Lampor behövs.\n", ["Lampor behövs."]),
        ("§ 1 Ljus\nDet är mörkt. Beslut – lampor köps.\n", ["lampor köps."]),
        ("§ 1 Ljus\nUppföljning av beslut: Lampor har köpts.\n", []),
        ("§ 1 Ljus\nBESLUT:\na) Föreningen beviljas 5 000 kr.\nb) Resten sparas till våren.\n",
         ["Föreningen beviljas 5 000 kr.", "Resten sparas till våren."]),
        ("§ 1 Ljus\nVi enades om\n- att lampor köps,\n- att de lagas.\n\n- Vera delar ut lappar.\n",
         ["att lampor köps,", "att de lagas."]),
        ("§ 1 Ljus\nBESLUT: Vi lagar lampor.\n\nATT GÖRA: Vera gör ett schema.\n",
         ["Vi lagar lampor."]),
        ("§ 1 Ljus\nDet är mörkt.\nDet här bestämdes: Lampan står kvar.\n", ["Lampan står kvar."]),
        ("§ 1 Ljus\nVi bestämde: Inget beslut i dag. Frågan tas upp igen i juni.\n",
         ["Frågan tas upp igen i juni."]),
        ("§ 1 Information utan beslut\nNils berättade om lamporna.\n", []),
        ("§ 1 Ljus\nBeslut C1: Vandring genomförs i parken.\n", ["Vandring genomförs i parken."]),
        ("§ 1 Ljus\n\nDet här bestämde vi:\n- Parken blir prioriterad.\n- Vi är med i oktober.\n",
         ["Parken blir prioriterad.", "Vi är med i oktober."]),
        ("§ 1 Ljus\nErik visade bilder.\n\nAtt göra: Nils pratar med ägarna.\n", []),
    ],
)  # fmt: skip
def test_where_decisions_stand_and_end(read, text, expected):
    assert [one for _, one in decided(read(HEAD + text))] == expected


def test_a_heading_that_decides_stands_over_decisions_and_one_about_a_decision_doesnt(read):
    reading = read(
        HEAD + "## Laget runt\n\nLugnt.\n\n## Vi kom överens om\n\n- Gården har öppet till 23.\n"
        "- Chatten tas bort.\n\n## Beslut om insatser\n\nPolisen föredrog förslaget.\n",
        "p.md",
    )
    assert decided(reading) == [(None, "Gården har öppet till 23."), (None, "Chatten tas bort.")]


def test_items_may_be_numbered_by_capital_letters(read):
    text = "Protokoll 2022-05-03\n\n## A. Runda\n\nAlla mår bra.\n\n## B. Torget\n\nTomt.\n"
    text += "\n## C. Nästa\n\n9 juni kl 15.\n"
    reading = read(text, "p.md")
    assert items(reading) == [("A", "Runda"), ("B", "Torget"), ("C", "Nästa")]
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-09"]


def test_who_was_asked_and_didnt_come_is_absent_and_a_cross_may_have_a_remark(read):
    reading = read(
        "Protokoll 2022-05-03\n\n|Namn|Roll|Närv.|\n|-|-|-|\n|Vera Sandell|ordf.|X|\n"
        "|Nils Åkerby|polis|X (ersätter M Vall)|\n|Mona Vall|polis||\n\n"
        "Inbjuden men kom inte: Tage Lind\n\nX = närvarande\n\n# 1. Läget\n\nLugnt.\n",
        "p.md",
    )
    assert {name: status for name, _, _, status in people(reading)} == {
        "Vera Sandell": "present",
        "Nils Åkerby": "present",
        "Mona Vall": "absent",
        "Tage Lind": "absent",
    }


def test_a_signature_below_a_label_of_all_signatures_tells_the_secretary(read):
    reading = read(
        HEAD + "Underskrifter   Sekreterare ………………… § 1\nMona Vall\n\n§ 1 Läget\nLugnt.\n"
    )
    assert reading.secretary == "Mona Vall"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "Närvarande\tVera Sandell, Nils Åkerby\nAnmält\tTage Lind, Mona Vall\nförhinder\n",
            ["present", "present", "apologies", "apologies"],
        ),
        (
            "Närvarande\tVera Sandell\n\tNils Åkerby\nAnmält\tTage Lind\nförhinder\tMona Vall\n",
            ["present", "present", "apologies", "apologies"],
        ),
        (
            "Närvarande\tVera Sandell, Nils Åkerby\nFrån-\tTage Lind, Mona Vall\nvarande\n",
            ["present", "present", "absent", "absent"],
        ),
    ],
)
def test_a_label_that_its_column_broke_over_two_lines_stands_over_its_people(rows, expected, read):
    reading = read(f"Protokoll\nDatum\t3 maj 2022\n{rows}\n§ 1 Belysning\nTvå lampor är trasiga.\n")
    names = ["Vera Sandell", "Nils Åkerby", "Tage Lind", "Mona Vall"]
    assert [(one.name, one.status) for one in reading.attendance] == [
        *zip(names, expected, strict=True)
    ]


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("Fältarna är ute till kl. 01.", None),
        ("Skolan stänger. Den 4 maj kommer Nils Åkerby kl. 17.", None),
        ("Mötet började kl. 13.30.", "13:30"),
        ("Rådet träffades den 3 maj 2022 kl. 13.30 på Stadshuset.", "13:30"),
        ("Börjar kl. 13.30, fika från 13.", "13:30"),
        ("Torsdag 5 maj 2022 kl. 13.30", "13:30"),
        ("Vi satte igång klockan nio.", "09:00"),
        ("Rådet samlades 08.15.", "08:15"),
    ],
)
def test_a_time_is_the_meetings_only_in_a_sentence_about_it(said, start, read):
    reading = read(f"Brå i Storby, anteckningar\n\nMed: Vera Sandell, Nils Åkerby\n\n{said}\n")
    assert reading.starts_at == start


def test_whom_to_tell_is_not_prevented_and_whoever_wrote_is_not_absent(read):
    notice = read("Kallelse till Brå\nKallade: Vera Sandell\nFörhinder: Meddela Tage Lind\n")
    assert people(notice) == [("Vera Sandell", None, None, "called")]
    reading = read(
        "Protokoll 2022-05-03\nNärvarande: Vera Sandell, Nils Åkerby\n\nFrånvarande: Tage Lind\n\n"
        "Nils Åkerby skrev anteckningarna.\n\n§ 1 Belysning\nTvå lampor är trasiga.\n"
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Tage Lind", "absent"),
    ]
    assert reading.secretary == "Nils Åkerby"


@pytest.mark.parametrize(
    ("listed", "said", "doubtful"),
    [
        ("Vera Sandell (ordf), Nils Åkerby (fritid, skrev)", "Två lampor är trasiga.", False),
    ],
)
def test_who_writes_is_told_by_a_first_name_or_a_role(listed, said, doubtful, read):
    reading = read(f"Protokoll 2022-05-03\nNärvarande: {listed}\n\n§ 1 Läget\n{said}\n")
    assert (reading.secretary, "secretary" in doubted(reading)) == ("Nils Åkerby", doubtful)


@pytest.mark.parametrize(
    ("remark", "is_absent"),
    [
        ("ersätter Tage Lind", True),
        ("tjänstgörande ersättare för Tage Lind (S)", True),
        ("ersätter Tage Lind §§ 3-4", False),
    ],
)
def test_for_whom_somebody_stands_in_is_absent_unless_only_for_a_part(remark, is_absent, read):
    reading = read(
        "Protokoll 2022-05-03\nBeslutande: Vera Sandell\n"
        f"Ersättare närvarande: Nils Åkerby, {remark}\n\n§ 1 Belysning\nTvå lampor är trasiga.\n"
    )
    absent = [(one.name, one.line) for one in reading.attendance if one.status == "absent"]
    assert absent == [("Tage Lind", 3)] * is_absent


def test_somebody_who_is_replaced_and_listed_as_absent_is_so_on_the_list(read):
    reading = read(
        "Protokoll 2022-05-03\nErsättare närvarande: Nils Åkerby, ersätter Tage Lind\n"
        "Frånvarande: Tage Lind, skolan\n\n§ 1 Belysning\nTvå lampor är trasiga.\n"
    )
    assert people(reading) == [
        ("Nils Åkerby", "ersätter Tage Lind", None, "present"),
        ("Tage Lind", "skolan", None, "absent"),
    ]
    assert [one.line for one in reading.attendance] == [2, 3]


def test_a_room_is_told_by_the_house_that_it_is_in(read):
    reading = read(
        "PROTOKOLL\n\nfört vid sammanträde med Storbys brottsförebyggande råd den 3 maj 2022 "
        "klockan 10.00 i brandstationens lektionssal\n\nNärvarande: Vera Sandell\n\n"
        "1. Läget\nLugnt.\n"
    )
    assert reading.place == "brandstationens lektionssal"


def test_a_cross_in_a_column_for_absence_that_is_cut_short_says_that_somebody_was_away(read):
    reading = read(
        "# Protokoll 2022-05-03\n\n| Namn | Organisation | Närv. | Frånv. |\n|---|---|---|---|\n"
        "| Vera Sandell | Skolan | X | |\n| Nils Åkerby | Polisen | | X |\n",
        "p.md",
    )
    assert people(reading) == [
        ("Vera Sandell", None, "Skolan", "present"),
        ("Nils Åkerby", None, "Polisen", "absent"),
    ]


def test_those_who_could_not_take_part_are_not_read_as_present(read):
    reading = read(
        "# Protokoll 2022-05-03\n\nDeltog\n\n- Vera Sandell, skolan\n\n"
        "Kunde inte delta\n\n- Nils Åkerby, polisen\n",
        "p.md",
    )
    assert people(reading) == [
        ("Vera Sandell", "skolan", None, "present"),
        ("Nils Åkerby", "polisen", None, "apologies"),
    ]


def test_an_officer_named_with_the_councils_name_in_the_title_is_no_place(read):
    assert read("Nattvandra med oss\n\nMalvida Sandell, BRÅ-samordnare\n").council is None


@pytest.mark.parametrize(
    ("head", "council", "is_doubted"),
    [
        ("Trygghetsrådet i Näs", "Näs", False),
        ("Näs kommun\nFolkhälso- och trygghetsutskottet", "Folkhälso- och trygghetsutskottet i Näs",
         True),
        ("ÖSTRA NÄS KOMMUN\n\nLokala trygghetsrådet", "Lokala trygghetsrådet i Östra Näs", False),
        ("Näs kommun\n\nDagens fråga\n\nLokala BRÅ", "Lokala BRÅ i Näs", True),
        ("Brottsförebyggande rådet", "Brottsförebyggande rådet", True),
        ("Möte om ljuset", None, True),
        ("NÄSBY KOMMUN\nLokala brottsförebyggande rådet\nUnderskrifter",
         "Lokala brottsförebyggande rådet i Näsby", False),
        ("Näsby kommun\nBRÅ\nVarför", "Näsby", False),
        ("Förvaltningen\nBRÅ\nVarför", "BRÅ", True),
        ("Förvaltningen\nBRÅ i\nNäsby", "Näsby", False),
        ("Förvaltningen i Näsby\nBRÅ\nNäsby", "Näsby", False),
    ],
)  # fmt: skip
def test_a_council_is_named_as_its_head_does_with_the_place_if_any(head, council, is_doubted, read):
    reading = read(f"{head}\nProtokoll 2023-05-16\n\n1. Ljus\nLugnt.\n2. Slut\nLugnt.\n")
    assert reading.council == council
    assert ("council" in doubted(reading)) is is_doubted


def test_rows_of_a_table_without_a_head_are_items_where_most_tell_something(read):
    rows = "| Läget | Nils berättade om alla stölder.<br>Rådet beslutade att gå ut med råd. |\n"
    rows += "| Träden | Nils frågade hur de ska fällas. |\n| Bron | Det är klart att den lagas. |\n"
    reading = read(f"{HEAD}| Tid | kl. 10-12 |\n{rows}| Nästa möte | 4 maj |\n", "p.md")
    found = [(None, "Läget"), (None, "Träden"), (None, "Bron"), (None, "Nästa möte")]
    assert items(reading) == found
    assert (reading.starts_at, decided(reading)) == (
        "10:00",
        [(None, "Rådet beslutade att gå ut med råd.")],
    )


def test_a_sentence_that_is_an_items_only_text_is_read_though_it_may_be_its_title(read):
    reading = read(f"{HEAD}1. Nils bokar lokal till den 3 juni.\n2. Frågan om ljus bordläggs.\n")
    assert decided(reading) == [("2", "Frågan om ljus bordläggs.")]
    assert [one.assigned_to for one in reading.assignments] == ["Nils"]


def test_titles_in_the_margin_are_items_with_the_text_beside_them(read):
    reading = read(
        f"{HEAD}Mötets öppnande    Vera hälsade alla välkomna till mötet.\n\n"
        "Ungas hälsa        Nils berättade om enkäten. Rådet beslutade att\n"
        "                   följa upp den i höst.\n\n"
        "Nästa möte         Den 7 juni 2022 kl. 9.00.\n"
    )
    assert (items(reading), decided(reading), reading.planned_meetings[0].planned_on) == (
        [(None, "Mötets öppnande"), (None, "Ungas hälsa"), (None, "Nästa möte")],
        [(None, "Rådet beslutade att följa upp den i höst.")],
        "2022-06-07",
    )


def test_lists_side_by_side_each_have_their_label_on_top_in_the_cell(read):
    reading = read(
        "<h1>Protokoll 2023-05-16</h1><table><tr><td>Närvarande ledamöter<br>Vera Sandell (S)<br>"
        "Tage Lind (M)</td><td>Närvarande tjänstepersoner<br>Nils Åkerby, polis</td></tr>"
        "<tr><td>Frånvarande<br>Mona Vall</td><td>Sekreterare<br>Nils Åkerby</td></tr></table>"
        "<p>§ 1 Ljus</p><p>Lugnt.</p>",
        "p.html",
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"),
        ("Tage Lind", "present"),
        ("Nils Åkerby", "present"),
        ("Mona Vall", "absent"),
    ]
    assert reading.secretary == "Nils Åkerby"


def test_a_sentence_tells_where_between_which_hours_and_who_sent_word(read):
    reading = read(
        "Ämne: Anteckningar\nHär är anteckningar från Brå den 4 mars 2024.\n"
        "Vi sågs i stadshuset, rum Gran, mellan 8.30 och 10.15.\n"
        "Med var: Vera Sandell (skolan)\nÅterbud från Tage Lind (fritid) och Mona Vall (polisen).\n"
        "\n1. Ljus\nLugnt.\n2. Slut\nLugnt.\n"
    )
    assert (reading.place, reading.starts_at, reading.ends_at) == (
        "stadshuset, rum Gran",
        "08:30",
        "10:15",
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"),
        ("Tage Lind", "apologies"),
        ("Mona Vall", "apologies"),
    ]


def test_a_notice_tells_when_it_will_be_over_and_whose_secretary_to_tell(read):
    reading = read(
        "Kallelse till trygghetsrådet\nDag: 4 mars 2024\nTid: Kl. 17.00. Beräknad sluttid 19.15.\n"
        "1. Ljus\n2. Slut\n\nMeddela rådets sekreterare Mona Vall om du inte kan komma.\n"
    )
    assert (reading.kind, reading.starts_at, reading.ends_at) == ("notice", "17:00", "19:15")
    assert reading.secretary == "Mona Vall"


def test_a_day_in_the_column_of_decisions_is_a_meeting_and_who_stands_beside_is_asked(read):
    reading = read(
        HEAD + "| Punkt | Diskussion | Beslut | Ansvarig |\n| --- | --- | --- | --- |\n"
        "| 1. Ljus | Mörkt. | Lampor köps. | Vera |\n"
        "| 2. Nästa möte | | 9 april kl. 8.15, Lilla salen | Nils kallar |\n",
        "p.md",
    )
    assert decided(reading) == [("1", "Lampor köps.")]
    assert [one.planned_on for one in reading.planned_meetings] == ["2023-04-09"]
    assert ("2", "Ansvarig: Nils kallar") in [(o.item, o.text) for o in reading.assignments]


@pytest.mark.parametrize("told", [": torsdag", " blir torsdag"])
def test_an_item_that_tells_of_the_next_meeting_has_its_title_alone(told, read):
    reading = read(HEAD + f"1. Ljus\nMörkt.\n\n2. Nästa möte{told} den 9 juni kl. 13.15.\n")
    assert [(one.number, one.title) for one in reading.agenda_items] == [
        ("1", "Ljus"),
        ("2", "Nästa möte"),
    ]
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-09"]


def test_a_line_that_ends_with_a_sentences_first_word_is_no_heading(read):
    reading = read(
        HEAD + "1. Läget\nLugnt.\n\nSkolan: Klotter i våras, nu lugnt. Vera\n"
        "kommer att besöka alla skolklasser före jul.\n\n2. Slut\nSlut.\n"
    )
    assert [one.title for one in reading.agenda_items] == ["Läget", "Slut"]
    assert [(one.assigned_to, one.text) for one in reading.assignments] == [
        ("Vera", "Vera kommer att besöka alla skolklasser före jul.")
    ]


HEADED = "Protokoll 2023-05-16\nTrygghetsrådet i Näs\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Närvarande: Ledamöter\nVera Sandell\nTage Lind\n\nTjänstemän\nNils Åkerby\n",
         [("Vera Sandell", "present"), ("Tage Lind", "present"), ("Nils Åkerby", "present")]),
        ("Med: Vera Sandell, Nils Åkerby\nSjuk: Tage\n",
         [("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Tage", "apologies")]),
        ("Närvarande: Vera, Nils (polis), Tage från skolan\n",
         [("Vera", "present"), ("Nils", "present"), ("Tage", "present")]),
        ("Runt bordet: Vera (ordförande), Nils från polisen, Mia från fritid samt undertecknad som "
         "skrev. Elin Vall på Näsbostäder var med på länk. Tage Lind hade fått förhinder.\n",
         [("Vera", "present"), ("Nils", "present"), ("Mia", "present"), ("Elin Vall", "present"),
          ("Tage Lind", "apologies")]),
        ("Runt bordet satt Vera Sandell, Nils Åkerby från fritid och Tage Lind. Mona Vall från "
         "räddningstjänsten var med på länk från ön.\n",
         [("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Tage Lind", "present"),
          ("Mona Vall", "present")]),
        ("§ 1 Närvarande: Vera Sandell, Nils Åkerby (polis). Förfall: Tage Lind.\n",
         [("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Tage Lind", "apologies")]),
    ],
)  # fmt: skip
def test_lists_are_told_apart_by_their_own_labels_and_hold_first_names(rows, expected, read):
    reading = read(f"{HEADED}{rows}\n§ 2 Ljus\nLugnt.\n§ 3 Slut\nLugnt.\n")
    assert [(one.name, one.status) for one in reading.attendance] == expected


def test_a_role_before_the_name_is_that_of_somebody_on_a_bulleted_list(read):
    reading = read(
        f"{HEADED}\n## Vilka var med?\n\n- Ordförande Vera Sandell\n- Nils Åkerby\n", "p.md"
    )
    assert [one.name for one in reading.attendance] == ["Vera Sandell", "Nils Åkerby"]


def test_what_is_proposed_under_a_heading_is_no_decision(read):
    reading = read(
        f"{HEADED}\n## § 1 Ljus\n\n**Förslag till beslut**\n\nRådet föreslår att lampor köps.\n\n"
        "**Rådets beslut**\n\n1. Inga lampor köps.\n\n**Beslutsunderlag**\n\nSkrivelse\n",
        "p.md",
    )
    assert decided(reading) == [("1", "Inga lampor köps.")]


def test_items_may_be_numbered_by_the_councils_name_or_nr(read):
    named = "".join(f"Trygghetsrådet § {n}\nLjus {n}\nLugnt.\n" for n in (7, 8))
    assert items(read(HEADED + named)) == [("7", "Ljus 7"), ("8", "Ljus 8")]
    short = "".join(f"Nr {n}. Ljus\nLugnt.\n\n" for n in (4, 5))
    assert items(read(f"{HEADED}\n{short}")) == [("4", "Ljus"), ("5", "Ljus")]


def test_minutes_in_a_table_of_what_is_done_are_no_working_table(read):
    reading = read(
        HEAD + "| Fråga | Vad sades | Vad gör vi | Vem |\n| --- | --- | --- | --- |\n"
        "| 1. Ljus | Mörkt. | | |\n| 2. Torget | Stökigt. | Fältare går ut | Vera |\n",
        "p.md",
    )
    assert items(reading) == [("1", "Ljus"), ("2", "Torget")]
    assert decided(reading) == [("2", "Fältare går ut")]
    assert [(one.assigned_to, one.text) for one in reading.assignments] == [
        ("Vera", "Fältare går ut")
    ]
    assert reading.place_actions == []


def test_an_invitation_with_a_bulleted_programme_is_a_notice_with_its_items(read):
    reading = read(
        "Välkomna till höstens första möte i lokala BRÅ Näs!\nNär: 10 september 2024 kl 14–16\n"
        "Var: Hamncaféet\n\nPå programmet:\n• Sommaren\n• Mopeder\n• Övrigt\n"
    )
    assert (reading.kind, reading.held_on, reading.place) == ("notice", "2024-09-10", "Hamncaféet")
    assert items(reading) == [(None, "Sommaren"), (None, "Mopeder"), (None, "Övrigt")]


def test_a_day_below_the_next_meeting_is_not_the_days_of_this_one(read):
    held = "Anteckningar från sammanträde med Storby lokala brå den 14 januari 2020"
    said = "Bestämdes till tisdagen den 10 mars klockan 18.30 på samma plats."
    reading = read(f"{held}\n\nLugnt.\n\nd) Nästa sammankomst\n{said}\n")
    assert (reading.held_on, reading.conflicts) == ("2020-01-14", [])
    assert "held_on" not in doubted(reading)


def test_the_meeting_ended_when_it_was_closed_whatever_was_planned(read):
    reading = read(
        f"{HEADED}Tid: kl. 13.00-15.00\n\n1. Ljus\nLugnt.\n2. Slut\nMötet avslutades 14.50.\n"
    )
    assert (reading.starts_at, reading.ends_at) == ("13:00", "14:50")
    assert "ends_at" in doubted(reading)


def test_a_sentence_tells_of_its_two_times_which_began_and_which_ended_the_meeting(read):
    reading = read(
        "Minnesanteckningar BRÅ Näs\nVi träffades den 4 februari 2025 i kommunhuset, lokal Ekan. "
        "Alla var på plats fem över nio så då satte vi igång, och tio i elva var vi klara.\n\n"
        "Läget\nLugnt.\n\nHamnen\nMörkt.\n\nSlut\nTack.\n"
    )
    assert (reading.starts_at, reading.ends_at) == ("09:05", "10:50")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Mötet hölls i Folkets hus och pågick mellan klockan 17.30 och 19.", "Folkets hus"),
        ("Mötet började kl. 9.30. Vi var i Ungdomens hus.", "Ungdomens hus"),
        ("Vi satt i Folkets hus från nio till strax efter halv elva.", "Folkets hus"),
    ],
)
def test_a_place_told_in_a_sentence_ends_where_the_sentence_tells_of_something_else(
    said, place, read
):
    assert read(f"{HEADED}{said}\n\n1. Ljus\nLugnt.\n2. Slut\nTack.\n").place == place


def test_an_hour_until_which_they_met_may_be_no_beginning(read):
    reading = read(
        "Minnesanteckningar BRÅ Näs\nTack för mötet den 4 februari 2025. Vi satt från nio till "
        "halv elva.\n\n1. Ljus\nLugnt.\n"
    )
    (told,) = [one.reason for one in reading.review if one.field == "starts_at"]
    assert told == '"till halv elva" kan vara när mötet slutade.'


def test_a_meeting_does_not_end_when_it_begins(read):
    reading = read(f"{HEADED}1. Ljus\nVi började klockan 08.30 och slutade strax före tio.\n")
    assert (reading.starts_at, reading.ends_at) == ("08:30", None)
    assert "ends_at" in doubted(reading)


def test_a_kind_of_document_or_a_mere_direction_is_no_place(read):
    assert read("BESLUTSPROTOKOLL\n\nRådet för trygghet i Näs\n2023-05-16\n").council == "Näs"
    whole = "Samverkansgrupp Östra staden"
    assert read(f"Protokoll 2023-05-16\n{whole}\n").council == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Dagordningen: dagordningen godkändes.\n2. Inbrotten i maj: Nils berättade att det\n"
         "har varit sex stycken. Alla i garage.\n3. Övriga frågor. Inga.\n4. Slut\n",
         [("1", "Dagordningen"), ("2", "Inbrotten i maj"), ("3", "Övriga frågor"), ("4", "Slut")]),
        ("Dagordning:\n\n1. Västar. Nils har köpt tio.\n2. Maja och Nils bokar lokal\n3. Slut\n",
         [("1", "Västar"), ("2", "Maja och Nils bokar lokal"), ("3", "Slut")]),
        ("§ 7 Dnr KS 2022/18 Kameror vid torget\nUtskottets beslut\nRådet väntar.\n\n"
         "§ 8 KS 2022/19\nHamnen\nLugnt.\n\n§ 9\nUtskottets beslut\nRådet väntar.\n",
         [("7", "Kameror vid torget"), ("8", "Hamnen"), ("9", None)]),
        ("§ 1.1\nJusterare\nVera valdes.\n\n§ 1.2 Dagordning\nDen godkändes.\n\n"
         "§ 2\nKlotter\nMinskar.\n",
         [("1.1", "Justerare"), ("1.2", "Dagordning"), ("2", "Klotter")]),
        ("§ 8. Skrivelse till Åby kommun om ljus i parken vid skolan. Inget svar har kommit.\n",
         [("8", "Skrivelse till Åby kommun om ljus i parken vid skolan")]),
        ("Thr 31 Justering\nVera valdes.\n\nThr 32 Ljus\nLugnt.\n",
         [("31", "Justering"), ("32", "Ljus")]),
        ("§ 1 Ljus\nBra.\n\n§ 3 Träd\nHöga.\n\n§ 2 Bommar\nTre.\n\n§ 4 Slut\nHej.\n",
         [("1", "Ljus"), ("3", "Träd"), ("2", "Bommar"), ("4", "Slut")]),
    ],
)  # fmt: skip
def test_a_title_is_what_names_the_matter_before_its_text_and_below_its_file(text, expected, read):
    found = read(HEAD + text).agenda_items
    assert [(one.number, one.title) for one in found] == expected


def test_headings_of_the_title_of_tasks_and_of_lower_levels_are_no_items(read):
    text = "## Läget\n\nLugnt.\n\n### Skolan\n\nTyst.\n\n## Ljus\n\nBra.\n\n"
    reading = read(f"{HEAD}# Möte 3 maj 2022\n\n{text}## Nästa steg\n\nVi väntar.\n", "p.md")
    assert items(reading) == [(None, "Läget"), (None, "Ljus"), (None, "Nästa steg")]
    assert items(read(HEAD + "UPPDRAG\n* Vera: bokar lokal till mötet i juni\n")) == []


def test_a_bullet_that_tells_something_is_no_heading(read):
    reading = read(
        f"{HEAD}**Gamla punkter**\n\n- Bommen är målad\n- Vera har fått nycklarna av Nils\n"
        "**Nya punkter**\n\n- Nils ringer polisen.\n",
        "p.md",
    )
    assert items(reading) == [(None, "Gamla punkter"), (None, "Nya punkter")]


def test_a_list_of_measures_is_a_plan_with_a_measure_a_row(read):
    head = "| Plats och problem | Insats | Sammankallande | Uppföljning |\n|---|---|---|---|\n"
    rows = "| Torget: klotter | Sanera | Vera | Klart |\n| Torget: stölder | Larma | Nils | |\n"
    reading = read(f"# Åtgärdslista för torget\n\n{head}{rows}", "p.md")
    assert reading.kind == "action_plan"
    assert [one.title for one in reading.measures] == ["Sanera", "Larma"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **Läget**\n- Lugnt i byn just nu.\n- **Träd**\n- Två fälls.\n- **Slut**\n- Hej då.\n",
         [(None, "Läget"), (None, "Träd"), (None, "Slut")]),
        ("LÄGET I BYN\nDet är lugnt.\nTRÄDEN VID BRON\nNils fäller två.\n",
         [(None, "LÄGET I BYN"), (None, "TRÄDEN VID BRON")]),
        ("| § 1 | Läget<br>Det är lugnt i byn. |\n| § 2 | Träd<br>Nils visade vilka två. |\n"
         "| § 3 | Slut<br>Hej då. |\n",
         [("1", "Läget"), ("2", "Träd"), ("3", "Slut")]),
    ],
)  # fmt: skip
def test_bold_bullets_capitals_and_cells_with_their_text_are_titles(text, expected, read):
    assert items(read(HEAD + text, "p.md")) == expected


def test_titles_may_begin_paragraphs_without_space_between_them(read):
    reading = read(f"{HEAD}Läget. Det är lugnt.\nTräden. Två fälls.\nSlut. Hej då alla.\n")
    assert items(reading) == [(None, "Läget"), (None, "Träden"), (None, "Slut")]


def test_a_box_below_an_item_tells_what_was_decided(read):
    box = "|  | Vi bestämde: Platsen stängs i maj.<br>Vem gör vad: Vera sätter upp skyltar. |\n"
    reading = read(f"{HEAD}## Valborg\n\nNils berättade.\n\n|  |  |\n|---|---|\n{box}", "p.md")
    assert decided(reading) == [(None, "Platsen stängs i maj.")]


def test_the_first_line_of_a_paragraph_is_no_heading(read):
    said = (
        "Berg beskrev hur slagsmålen på skolan trappats ned sedan\nvärdarna kom på plats i oktober."
    )
    reading = read(f"{HEAD}Läget\n\nDet är lugnt i hela byn nu.\n\nSkolan\n\n{said}\n")
    assert items(reading) == [(None, "Läget"), (None, "Skolan")]


def test_a_next_meeting_is_announced_in_the_head_or_as_seeing_each_other_again(read):
    head = "| Plats | Teams | Nästa möte | 2022-06-09 kl 14-16 |\n|---|---|---|---|\n"
    text = "# Protokoll 2022-05-03\n\n" + head + "\n## 1. Läget\n\nLugnt.\n\n## 2. Ljus\n\nBra.\n"
    assert [one.planned_on for one in read(text, "p.md").planned_meetings] == ["2022-06-09"]
    again = f"{HEAD}§ 1 Läget\nLugnt.\n\n§ 2 Vi ses igen\nTorsdagen den 9 juni kl 18.\n"
    assert [one.planned_on for one in read(again).planned_meetings] == ["2022-06-09"]


def test_the_day_of_this_meeting_and_one_called_off_are_no_meetings_to_come(read):
    listed = (
        "Torsdag 9 juni Mötet ställs in\nTorsdag 16 juni Teams\nKallelsen gällde tisdag 3 maj.\n"
    )
    reading = read(f"{HEAD}§ 1 Läget\nLugnt.\n\n§ 2 Nästa möte\n{listed}")
    assert [one.planned_on for one in reading.planned_meetings] == ["2022-06-16"]


def test_a_paragraph_below_an_att_clause_is_what_was_said_where_lines_are_whole_paragraphs(read):
    said = "Vera visade svaren från enkäten, som gjordes i februari. " * 4
    reading = read(
        HEAD + "§ 1 Enkät\nRådet beslutar\n"
        "att skicka svaren till rektorerna på skolorna och till fritidsgården\n"
        f"{said.strip()}\n{said.strip()}\n"
        "§ 2 Övrigt\nRådet beslutar\natt välja in Bo Ek\n"
        "a) Ny ledamot, se ovan.\nb) Gruppen - gamla ledamöter ska tas bort.\n"
    )
    assert decided(reading) == [
        ("1", "att skicka svaren till rektorerna på skolorna och till fritidsgården"),
        ("2", "att välja in Bo Ek"),
    ]


def test_an_item_may_be_numbered_by_its_meeting(read):
    reading = read(
        HEAD + "2:1 Inledning\nVera öppnade mötet.\n\n2:2 Läget\nAllt är lugnt på torget.\n\n"
        "2:3 Avslut\nMötet avslutades.\n"
    )
    assert items(reading) == [("2:1", "Inledning"), ("2:2", "Läget"), ("2:3", "Avslut")]


def test_initials_that_two_have_are_nobodys(read):
    reading = read(
        "Protokoll 2022-05-03\nDeltagare: Vera Sandell, kommunchef\nViktor Stam, polis\n"
        "Nils Åkerby, skolan\n\nVS ledde mötet, NÅ förde protokoll.\n\n§ 1 Läget\nLugnt.\n"
    )
    assert (reading.chair, reading.secretary) == (None, "Nils Åkerby")


def test_officers_are_known_by_their_initials_on_the_list(read):
    reading = read(
        "Protokoll 2022-05-03\nDeltagare: Vera Sandell, kommunchef (VS)\n"
        "Lars-Göran Åman, polis (LGÅ)\nstadens kyrkoherde\n\n"
        "LGÅ ledde mötet, VS förde protokoll.\n\n§ 1 Läget\nAllt är lugnt.\n"
    )
    assert (reading.chair, reading.secretary) == ("Lars-Göran Åman", "Vera Sandell")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Vi sågs på biblioteket, stora läsrummet. Alla kom.", "biblioteket, stora läsrummet"),
        ("Vi sågs på biblioteket, många var där. Alla kom.", "biblioteket"),
        ("Rådet sammanträdde på brandstationen i Norra Ås. Kaffe.", "brandstationen i Norra Ås"),
        ("Tack för mötet igår, tisdag 3 maj, i Rådhuset (rum 21). Hej.", "Rådhuset (rum 21)"),
    ],
)
def test_a_place_in_a_sentence_is_whole(read, said, place):
    reading = read(f"Minnesanteckningar 2022-05-03\n\n{said}\n\n§ 1 Läget\nAllt är lugnt.\n")
    assert reading.place == place


@pytest.mark.parametrize(
    "said",
    [
        "Nils Åkerby ersatte rektor Tage Lind.",
        "Nils Åkerby, lärare, i stället för rektor Tage Lind",
        "Nils Åkerby istället för Tage Lind",
    ],
)
def test_whoever_is_replaced_was_not_there_also_with_a_title(read, said):
    reading = read(
        f"Protokoll 2022-05-03\n\nNärvarande:\nVera Sandell, kommunchef\n{said}\n\n"
        "§ 1 Läget\nAllt är lugnt.\n"
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Tage Lind", "absent")
    ]  # fmt: skip


def test_words_that_begin_a_sentence_are_no_councils_area(read):
    reading = read(
        "Anteckningar 2022-05-03\n\nDet lokala brottsförebyggande rådet i Norrås har träffats.\n"
        "Närvarande: Vera Sandell, Nils Åkerby\n\n§ 1 Läget\nAllt är lugnt.\n"
    )
    assert reading.council == "Norrås"


def test_meetings_without_a_year_come_after_what_notes_without_a_date_tell_of(read):
    reading = read(
        "Minnesanteckningar\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n1. Läget\n"
        "Vandringen genomfördes den 18 april 2024.\n\n"
        "2. Kommande möten\nTorsdag 12 september 13.00–14.30\n\n"
        "Bilagor: Årshjul 2025, 1/1\nVera Sandell, ordförande Justerat digitalt 2024-05-23\n"
    )
    (coming,) = reading.planned_meetings
    assert (coming.planned_on, coming.starts_at) == ("2024-09-12", "13:00")
    assert '"Torsdag 12 september" saknar år; 2024 antas' in str(reading.review)


def test_what_somebody_tells_will_be_opened_has_not_been(read):
    reading = read(
        "Minnesanteckningar\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n1. Läget\n"
        "Den 18 april 2024 genomfördes en vandring. Nils berättade att lokalen invigs den 6 maj.\n"
    )
    assert (reading.held_on, reading.held_earliest) == (None, "2024-04-18")


def test_a_sentence_behind_the_last_of_a_list_is_not_that_ones_role(read):
    reading = read(
        "Protokoll 2022-05-03\n\nInbjudna: Vera Sandell (kommunchef), Nils Åkerby (Norrås IF). "
        "Vilka som kom framgår av närvarolistan.\n\n§ 1 Läget\nAllt är lugnt.\n"
    )
    assert [(one.name, one.role) for one in reading.attendance] == [
        ("Vera Sandell", "kommunchef"),
        ("Nils Åkerby", "Norrås IF"),
    ]


def test_a_list_may_mix_whole_names_with_first_names_that_nobody_knows(read):
    reading = read(
        "Protokoll 2022-05-03\n\nNärvarande: Vera (rektor), Zebbe (7A), Nils & Olle (8A), "
        "Maj-Britt Holm (kurator), Tage B\n\n§ 1 Läget\nTage Berg berättade att det är lugnt.\n"
    )
    assert [(one.name, one.role) for one in reading.attendance] == [
        ("Vera", "rektor"),
        ("Zebbe", "7A"),
        ("Nils", None),
        ("Olle", "8A"),
        ("Maj-Britt Holm", "kurator"),
        ("Tage Berg", None),
    ]


def test_a_body_between_whole_names_is_no_person(read):
    reading = read(
        "Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Kulturskolan, Nils Åkerby, Polisen\n\n"
        "§ 1 Läget\nLugnt.\n"
    )
    assert [(one.name, one.role) for one in reading.attendance] == [
        ("Vera Sandell", "Kulturskolan"),
        ("Nils Åkerby", "Polisen"),
    ]


def test_a_first_name_in_what_is_read_as_a_role_is_a_doubt(read):
    reading = read(
        "Protokoll 2022-05-03\n\nMed: KSO Lennart (ordf), säksam Vera Sandell, räddn.tj Nils "
        "Åkerby\n\n§ 1 Läget\nLugnt.\n"
    )
    assert "Läst som roll, men kan vara en person: Lennart." in str(reading.review)


@pytest.mark.parametrize(
    "said",
    [
        "Antecknat samma eftermiddag av\nVera Sandell, trygghetssamordnare",
        "Kommunsekreterare Vera Sandell skrev.",
    ],
)
def test_who_wrote_is_told_in_a_sentence(read, said):
    reading = read(f"Protokoll 2022-05-03\n\n§ 1 Läget\nAllt är lugnt.\n\n{said}\n")
    assert reading.secretary == "Vera Sandell"


@pytest.mark.parametrize(
    ("over", "texts"),
    [
        ("## Överenskommet på mötet\n\n", ["lampor köps in", "bänkarna målas"]),
        ("## Läget\n\nRådet ställer sig bakom att:\n\n", ["lampor köps in", "bänkarna målas"]),
        (
            "## Läget\n\nRådet beslutade följande prioriteringar:\n\n",
            ["Rådet beslutade följande prioriteringar: lampor köps in bänkarna målas"],
        ),
    ],
)
def test_each_point_after_an_att_is_a_decision(read, over, texts):
    reading = read(
        f"# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n{over}"
        "- lampor köps in\n- bänkarna målas\n\n## Slut\n\nMötet avslutades.\n",
        "p.md",
    )
    assert [text for _, text in decided(reading)] == texts


def test_a_note_of_a_meeting_is_read_though_its_matter_goes_over_two_bold_lines(tmp_path):
    document = docx.Document()
    for text, is_bold in (
        ("TJÄNSTEANTECKNING", False),
        ("Avser: telefonmöte om läget i", True),
        ("Norrås centrum", True),
        ("Telefonmöte hölls torsdagen den 17 november 2022. I mötet deltog kommunpolis", False),
        ("Vera Sandell och Nils Åkerby.", False),
        ("Bakgrund", True),
        ("Det smällde i gallerian.", False),
        ("Vad som sades", True),
        ("Allt är lugnt nu.", False),
        ("Slut", True),
        ("Mötet slutade.", False),
    ):
        document.add_paragraph().add_run(text).bold = is_bold
    document.save(tmp_path / "p.docx")
    reading = reader.read_file(tmp_path / "p.docx")
    assert (reading.held_on, "held_on" in doubted(reading)) == ("2022-11-17", False)
    assert [one.name for one in reading.attendance] == ["Vera Sandell", "Nils Åkerby"]
    assert items(reading) == [(None, "Bakgrund"), (None, "Vad som sades"), (None, "Slut")]


def test_a_day_that_only_the_text_below_a_heading_tells_is_doubtful(read):
    reading = read(
        "# Anteckningar\n\n## Bakgrund\n\nMötet hölls torsdagen den 17 november 2022 i skolan.\n\n"
        "## Läget\n\nAllt är lugnt.\n\n## Slut\n\nMötet slutade.\n",
        "p.md",
    )
    assert (reading.held_on, "held_on" in doubted(reading)) == ("2022-11-17", True)


def test_place_and_time_stand_on_one_line_without_colons(read):
    reading = read(
        "BRÅ-möte Norrås 2022-05-03\nPlats Folkets hus lilla salen. Tid 1300-1440. Vera kom sent.\n"
        "Närvarande: Vera Sandell, Nils Åkerby\n\n§ 1 Läget\nAllt är lugnt.\n"
    )
    assert (reading.place, reading.starts_at, reading.ends_at) == (
        "Folkets hus lilla salen", "13:00", "14:40"
    )  # fmt: skip


def test_a_signature_with_its_day_announces_no_meeting(read):
    reading = read(
        "BRÅ-möte Norrås 2023-11-29\nNärvarande: Vera Sandell, Nils Åkerby\n\n§ 1 Läget\n"
        "Allt är lugnt.\n\n§ 2 Övrigt\nVera skickar ut anteckningarna till alla som var med. "
        "Nästa BRÅ 28/2 kl 13.\n/NÅ, 231201\n"
    )
    assert [one.planned_on for one in reading.planned_meetings] == ["2024-02-28"]


def test_a_sentence_with_a_day_is_no_title(read):
    reading = read(
        "Minnesanteckningar\nMöte i hamnkontoret fredag 16/6 -23. Alla kom.\n"
        "Motorerna. Tre har stulits. Bommen. Den är trasig.\nBadet. Ungdomar dyker.\n"
        "Soporna. Kärlen är fulla.\n"
    )
    assert reading.held_on == "2023-06-16"
    assert "Möte" not in str(items(reading))


def test_a_label_that_nobody_knows_stands_in_a_row_of_labels(read):
    reading = read(
        "# Styrelseprotokoll\n\n| Datum: | Plats: | Löpnummer: |\n|-|-|-|\n"
        "| 3 maj 2022 | Kyrkan, Storgatan 4 | 2/2022 |\n\n## 1. Ljus\n\nLugnt.\n",
        "p.md",
    )
    assert (reading.held_on, reading.place) == ("2022-05-03", "Kyrkan, Storgatan 4")


def test_heads_over_columns_of_more_than_one_row_are_no_labels_of_the_first(read):
    reading = read(
        "# Protokoll 2022-05-03\n\n| Ordinarie ledamöter | Närvaro | Anteckning |\n|-|-|-|\n"
        "| Vera Sandell | N | ordf. |\n| Tage Lind | F | |\n| Nils Åkerby | N | |\n\n"
        "N = närvarande, F = frånvarande\n\n## 1. Ljus\n\nLugnt.\n\n## 2. Slut\n\nTack.\n",
        "p.md",
    )
    assert [(one.name, one.status) for one in reading.attendance] == [
        ("Vera Sandell", "present"), ("Tage Lind", "absent"), ("Nils Åkerby", "present"),
    ]  # fmt: skip
    assert reading.secretary is None
    notice = read(
        "# Kallelse till trygghetsrådet i Näs 2022-05-03\n\n| | Ärenden | Diarienummer |\n|-|-|-|\n"
        "| 1 | Dagordningen | |\n| 2 | Ljus i parken | KS 2022/7 |\n| 3 | Övriga frågor | |\n",
        "p.md",
    )
    assert [(one.number, one.title) for one in notice.agenda_items] == [
        ("1", "Dagordningen"), ("2", "Ljus i parken"), ("3", "Övriga frågor"),
    ]  # fmt: skip


def test_who_came_is_told_apart_from_how_many(read):
    told = "Tolv personer var på plats. Från styrelsen deltog Vera Sandell och Tage Lind."
    reading = read(f"{HEADED}{told}\n\n1. Ljus\nLugnt.\n2. Slut\nTack.\n")
    assert [one.name for one in reading.attendance] == ["Vera Sandell", "Tage Lind"]


def test_somebody_who_joined_stands_in_a_column_beside_those_who_came_and_did_not(read):
    reading = read(
        f"{HEADED}Närvarande              Adjungerande            Frånvarande\n"
        "Vera Sandell, ordf      Nils Åkerby, polisen    Tage Lind\n"
        "Mona Vall\n\n1. Ljus\nLugnt.\n2. Slut\nTack.\n"
    )
    assert {one.name: one.status for one in reading.attendance} == {
        "Vera Sandell": "present", "Mona Vall": "present", "Nils Åkerby": "present",
        "Tage Lind": "absent",
    }  # fmt: skip


def test_coming_consultations_are_meetings_each_on_its_day(read):
    reading = read(
        f"{HEADED}1. Ljus\nLugnt.\n\n2. Kommande samråd\nSamråden hålls i salen kl. 13.00–15.00 "
        "följande dagar:\n28 november 2023\n6 mars 2024\n\n3. Slut\nTack.\n"
    )
    assert [one.planned_on for one in reading.planned_meetings] == ["2023-11-28", "2024-03-06"]


def test_an_assembly_decides(read):
    said = "Fullmäktige beslutar att stödja förslaget om en fast kontaktpolis."
    assert decided(read(f"{HEADED}1. Ljus\n{said}\n2. Slut\nTack.\n")) == [("1", said)]
