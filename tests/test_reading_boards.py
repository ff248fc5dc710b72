"""How formal councils, boards and annual meetings write their minutes and notices, made up anew."""

from __future__ import annotations

import pytest
from read_back import HEAD, decided, titles, who, who_came

from lobra.reading.found import Reading


def reasons(found: Reading, field: str) -> list[str]:
    return [one.reason for one in found.review if one.field == field]


def test_a_stroke_behind_the_number_of_a_section_is_no_part_of_its_title(read):
    found = read(f"{HEAD}§ 1/ Läget\n\nLugnt.\n\n§ 2/ Till justerare valdes Vera Sandell\n")
    assert titles(found) == [("1", "Läget"), ("2", "Till justerare valdes Vera Sandell")]
    assert decided(found) == ["Till justerare valdes Vera Sandell"]


def test_what_a_matter_is_filed_under_is_not_its_title(read):
    text = (
        "§ 23  2017/BR0009\nLäget i hamnen\n\nLugnt.\n\n§ 24 2017/BR0014\nLöftet\n\nKlart.\n\n"
        "§ 25   SDV/2012:7 - 012\nPolisen\n\nLugnt.\n"
    )
    assert titles(read(HEAD + text)) == [
        ("23", "Läget i hamnen"),
        ("24", "Löftet"),
        ("25", "Polisen"),
    ]


NOTICE = (
    "Kallelse till årsmöte\n\nLyckås trygghetsnätverk\n\nSkolans matsal tors 6 mars 2025 kl 18.30\n"
    "\n1. {first}\n2. Val av två justerare\n3. Kameror vid infarten\n4. {last}\n\n"
    "Trygghetsvandring\nVi går den 27 april.\n\nVäl mött\nStyrelsen\n\nHör av dig\nNils vet mer.\n"
)


def test_the_numbered_agenda_of_a_notice_is_no_mere_list_whatever_stands_around_it(read):
    found = read(NOTICE.format(first="Mötets öppnande", last="Övriga frågor"))
    assert [one for one in titles(found) if one[0]] == [
        ("1", "Mötets öppnande"),
        ("2", "Val av två justerare"),
        ("3", "Kameror vid infarten"),
        ("4", "Övriga frågor"),
    ]


def test_a_number_that_goes_on_below_the_last_item_is_doubted(read):
    text = (
        "1. Mötets öppnande\n\nVera öppnade.\n\n2. Rapporter\n\nLampan är lagad.\n\n"
        "Byvandring\n\nVi går i maj.\n\n8. Ekonomi\n\nKassan är 900 kr.\n"
    )
    assert '"8. Ekonomi" är inte läst som punkt.' in reasons(read(HEAD + text), "agenda_items")


@pytest.mark.parametrize(
    "said",
    [
        "Befanns mötet vara behörigen utlyst.",
        "Lades berättelsen med godkännande till handlingarna.",
        "Antogs planen enhälligt.",
        "Omval på Vera Sandell och Nils Åkerby.",
        "Nyval av Mai Ek.",
        "Bidraget till vandrarna bestämdes till 3 000 kronor.",
        "Regionala trygghetsberedningen godkänner uppföljningen.",
    ],
)
def test_what_annual_meetings_and_regions_decide_is_decided(read, said):
    assert decided(read(f"{HEAD}1. Val och annat\n\nKaffet var gott.\n\n{said}\n")) == [said]


def test_each_sentence_decides_where_the_first_begins_with_what_is_decided(read):
    said = [
        "Att tillsammans med ordföranden justera mötets protokoll valdes Nils Åkerby.",
        "Beslutades att köpa sju nya lampor till parken innan det blir mörkt i höst.",
    ]
    assert decided(read(f"{HEAD}§ 5 Justering\n\n{' '.join(said)}\n")) == said


UNDER = "Vera Sandell får i uppdrag att underteckna löftet senast 2022-06-30."


def test_who_is_asked_below_another_decision_under_its_heading_is_decided(read):
    above = "Rådet ställer sig bakom löftet."
    text = f"§ 4 Löftet\n\nNils Åkerby berättar.\n\nRådet beslutar\n\n{above}\n\n{UNDER}\n"
    found = read(HEAD + text)
    assert decided(found) == [above, UNDER]
    assert [one.assigned_to for one in found.assignments] == ["Vera Sandell"]


def test_who_is_asked_below_clauses_that_are_decided_is_only_asked(read):
    text = f"§ 4 Löftet\n\nRådet beslutar\n\natt anta löftet samt\n\natt fira det.\n\n{UNDER}\n"
    found = read(HEAD + text)
    assert decided(found) == ["att anta löftet samt", "att fira det."]
    assert [one.assigned_to for one in found.assignments] == ["Vera Sandell"]


def test_a_body_of_two_words_with_a_stroke_decides(read):
    text = "3.1 Hagen\n\nMörkt.\n\nBG/BG beslutar\n\natt Hagen går först\n\n3.2 Slut\n\nInget.\n"
    assert decided(read(f"{HEAD}3. Platser\n\n{text}")) == ["att Hagen går först"]


def test_the_heading_below_a_long_decision_is_no_part_of_it(read):
    last = "att uppdra till säkerhetschefen att skriva ett förslag till ny överenskommelse i maj."
    filler = "Vera Sandell går igenom årets alla åtaganden, av vilka elva av fjorton är utförda nu."
    text = f"§ 7 Löftet\n\nBeslut\nRådet beslutar\n{last}\nÄrendebeskrivning\n{filler}\n"
    assert decided(read(HEAD + text)) == [last]


def test_who_is_chosen_to_write_something_is_asked_but_not_who_approves_the_minutes(read):
    chosen = "Rådet utser Vera Sandell och Nils Åkerby att skriva ett förslag."
    text = f"1. Val\n\nRådet utser Nils Åkerby att justera.\n\n2. Planen\n\n{chosen}\n"
    assert who(read(HEAD + text)) == [("Vera Sandell och Nils Åkerby", chosen)]


def test_whom_the_text_names_and_no_list_is_doubted_where_they_do_something(read):
    text = "Protokoll 2022-05-03\n\n1. Skyltar\n\nMai Ek märker upp dem i höst.\n"
    told = 'Här står "Mai Ek märker", men inget uppdrag är läst.'
    assert reasons(read(text), "assignments") == [told]


def test_two_in_one_cell_are_two_though_nothing_stands_behind_their_names(read):
    page = (
        "<h1>Protokoll Trygghetsrådet 2015-03-18</h1><table>"
        "<tr><td>Ledamöter</td><td>Mai Ek (C)<br>Bo Alm (S)</td></tr>"
        "<tr><td>Tjänstemän</td><td>Denise Palmgren<br>Fredrik Aule</td></tr></table>"
        "<p>§ 1 Läget</p><p>Lugnt.</p>"
    )
    names = [name for name, *_ in who_came(read(page, "p.html"))]
    assert names == ["Mai Ek", "Bo Alm", "Denise Palmgren", "Fredrik Aule"]


@pytest.mark.parametrize(
    "head, place",
    [
        (
            "3 december 2019, klockan 09:00-11:15\nKonferensrum Fyren, Polishuset, Strandgatan 3",
            "Konferensrum Fyren, Polishuset, Strandgatan 3",
        ),
        ("Möte med Trygghetsgruppen 3 december 2019, Folkets hus, Kvarnby", "Folkets hus, Kvarnby"),
    ],
)
def test_the_place_without_a_label_is_the_whole_of_it(read, head, place):
    text = f"Protokoll från styrgruppen\n{head}\nNärvarande ledamöter\nVera Sandell\nBo Alm\n\n"
    assert read(f"{text}1. Läget\n\nLugnt.\n").place == place


def test_members_who_were_not_there_are_absent_but_not_those_of_some_items(read):
    head = (
        "Protokoll 2019-12-03\n\nNärvarande ledamöter\nVera Sandell, direktör, tjänstgörande "
        "ordförande\nNils Åkerby, chef, §§ 5-9\n\nEj närvarande ledamöter\nNils Åkerby, §§ 1-4\n"
        "Bo Alm\n\n"
    )
    found = read(f"{head}§ 1 Läget\n\nLugnt.\n")
    assert [(name, status) for name, _, status in who_came(found)] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Bo Alm", "absent"),
    ]
    assert found.chair == "Vera Sandell"


def test_members_and_deputies_abreast_have_their_own_signs(read):
    rows = (
        ("Vera Sandell (C)", "x", "Mai Ek (C)", "-"),
        ("Nils Åkerby (S)", "-", "Bo Alm (S)", "x"),
        ("Anna-Karin Dahl (M)", "x till kl 10.15", "", ""),
    )
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    head = "| Ordinarie ledamot | Närv | Ersättare | Närv |\n|---|---|---|---|\n"
    text = f"# Protokoll 2022-03-23\n\n{head}{table}\nx = närvarande, - = frånvarande\n\n"
    came = read(f"{text}## § 1 Läget\n\nLugnt.\n", "p.md")
    assert {name: status for name, _, status in who_came(came)} == {
        **dict.fromkeys(["Vera Sandell", "Bo Alm", "Anna-Karin Dahl"], "present"),
        **dict.fromkeys(["Mai Ek", "Nils Åkerby"], "absent"),
    }


def test_the_presidium_came(read):
    head = "Minnesanteckningar 2018-04-18\n\nPresidium: Vera Sandell, ordförande, Nils Åkerby\n\n"
    found = read(f"{head}§ 1 Läget\n\nLugnt.\n")
    names = [(name, status) for name, _, status in who_came(found)]
    assert names == [("Vera Sandell", "present"), ("Nils Åkerby", "present")]
    assert reasons(found, "attendance") == []


def test_the_meetings_that_were_fixed_are_coming(read):
    said = "Rådet fastställde följande mötestider: 10 februari, 11 maj och 7 december."
    found = read(f"{HEAD}1. Mötestider 2023\n\n{said}\n\n2. Slut\n\nInget.\n")
    days = [one.planned_on for one in found.planned_meetings]
    assert days == ["2023-02-10", "2023-05-11", "2023-12-07"]


def test_a_notice_tells_the_meetings_of_the_year_in_its_agenda(read):
    text = (
        "Kallelse\nTrygghetsrådet\n\nPlats och tid: Ladan, 2020-02-19, klockan 15:00\n\nÄrenden\n\n"
        "1. Godkännande av dagordning\n\n2. Årets tider: 20 maj och 16 september\n\n3. Övrigt\n"
    )
    assert [one.planned_on for one in read(text).planned_meetings] == ["2020-05-20", "2020-09-16"]


@pytest.mark.parametrize(
    "title, council",
    [
        ("Protokoll från Trygghetsutskottets sammanträde\nLyckås kommun", "Trygghetsutskottet"),
        ("Minnesanteckningar från Trygghetsforums sammanträde", "Trygghetsforum"),
        ("Protokoll hamnsamverkansgruppen 7/2 2016", "hamnsamverkansgruppen"),
        ("Kommunstyrelsens trygghetsråd", "Kommunstyrelsens trygghetsråd"),
    ],
)
def test_a_council_is_called_so_wherever_its_meeting_is_named(read, title, council):
    found = read(f"{title}\n\nProtokoll 2022-05-03\n\nNärvarande: Vera Sandell\n\n1. Läget\n\nX.\n")
    assert (found.council or "").startswith(council)


SIGNED = (
    "Protokoll 2017-11-22\n\nNärvarande: Mai Ek (C), Bo Alm (S), Nils Åkerby\n\n{}"
    "§ 1 Läget\n\nLugnt.\n"
)


def test_who_signs_above_the_office_in_columns_leads(read):
    sign = (
        "Vid protokollet\n\n\nNils Åkerby      Vera Sandell\nSekreterare      Säkerhetschef\n\n"
        "Justeras 2017-11-29\n\n\nMai Ek (C)     Bo Alm (S)\nOrdförande\n\n"
        "Justeringen tillkännagiven 2017-11-30.\n\nNils Åkerby\nSekreterare\n\n"
    )
    found = read(SIGNED.format(sign))
    assert (found.chair, found.secretary) == ("Mai Ek", "Nils Åkerby")


def test_who_signs_between_strokes_below_a_line_to_write_on_wrote(read):
    sign = "Underskrifter   Sekreterare ............... Paragrafer 19-25\n/Suada Hodzic/\n\n"
    assert read(SIGNED.format(sign)).secretary == "Suada Hodzic"


def test_hours_that_the_margin_broke_are_whole(read):
    page = (
        "<h1>Protokoll 2006-09-27</h1><table><tr><td>Plats och tid</td><td>Gröna rummet, kl 15.00 "
        "-<br>16.45</td></tr><tr><td>Närvarande</td><td>Mai Ek, Bo Alm</td></tr></table>"
        "<p>§ 1 Läget</p><p>Lugnt.</p>"
    )
    found = read(page, "p.html")
    assert (found.starts_at, found.ends_at) == ("15:00", "16:45")


ABOVE = "{}\n\n1. Läget\n\nLugnt.\n\n2. Slut\n\nInget.\n"


def test_what_is_decided_above_the_first_item_is_decided_under_none(read):
    said = "Att jämte ordföranden justera dagens protokoll utses Nils Åkerby."
    found = read(HEAD + ABOVE.format(f"Justering\n\n{said}"))
    assert [(one.item, one.text) for one in found.decisions] == [(None, said)]
    assert [number for number, _ in titles(found)] == ["1", "2"]


def test_tasks_above_the_first_item_are_doubted(read):
    tasks = "Det här kom vi fram till\n\nVera:\nRinger polisen.\n\nNils:\nGör en karta före 3 juni."
    found = read(HEAD + ABOVE.format(tasks))
    assert who(found) == []
    told = 'Här står "före 3 juni", men inget uppdrag är läst.'
    assert reasons(found, "assignments") == [told]


def test_notes_that_stand_if_nobody_objects_are_not_approved_yet(read):
    said = "Finns inget fel senast 16 april betraktar jag anteckningarna som godkända."
    assert decided(read(f"Hej,\n\n{HEAD}{ABOVE.format(said)}")) == []


def test_what_was_said_below_what_was_decided_is_not_decided_too(read):
    items = "".join(
        f"## § {n} Bidrag {n}\n\n**Beslut**\n\nFöreningen får 5 000 kr till jackor.\n\n"
        "Föreningen har tidigare sökt 9 000 kr. Bo Alm undrade varför.\n\n"
        for n in (1, 2)
    )
    head = "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Bo Alm\n\n"
    found = [(one.item, one.text) for one in read(head + items, "p.md").decisions]
    assert found == [(n, "Föreningen får 5 000 kr till jackor.") for n in ("1", "2")]


def test_when_an_e_mail_was_sent_is_not_when_the_meeting_was_without_a_doubt(read):
    text = (
        "Från: Vera Sandell <vera@lyckas.example>\nTill: Nätverket\n"
        "Datum: den 28 januari 2021 09:12\nÄmne: Vårt vintermöte\n\n"
        "Anteckningar från mötet\n\nNärvarande: Nils Åkerby, Bo Alm\n\n1. Läget\n\nLugnt.\n"
    )
    assert reasons(read(text), "held_on") == ["Datumet står utan etikett."]


def test_the_hour_that_an_e_mail_was_sent_is_not_when_the_meeting_began(read):
    text = (
        "Från: Vera Sandell <vera@lyckas.example>\nDatum: den 28 januari 2021 09:12\n"
        "Ämne: Anteckningar från vintermötet\n\nHär kommer några rader från mötet, som hölls\n"
        "tisdagen den 26 januari kl 15.\n\nNärvarande: Nils Åkerby, Bo Alm\n\n1. Läget\n\nLugnt.\n"
    )
    found = read(text)
    assert (found.held_on, found.starts_at) == ("2021-01-26", "15:00")


def test_the_day_of_the_meeting_may_be_broken_between_two_lines(read):
    text = (
        "Protokoll nr 3/2006 vid Trygghetsnätverket Lyckås sammanträde den 19\n"
        "september 2006, Lyckås bibliotek\n\nNärvarande: Vera Sandell\n\n1. Läget\n\nLugnt.\n"
    )
    assert read(text).held_on == "2006-09-19"


def test_items_may_have_a_letter_behind_the_number(read):
    parts = (
        "1. Öppnande",
        "1.a Justerare",
        "1.b Dagordning",
        "2.a Polisen",
        "2.b Skolan",
        "3. Slut",
    )
    found = read(HEAD + "".join(f"{one}\nDet var lugnt, sade Vera.\n\n" for one in parts))
    assert titles(found) == [
        ("1", "Öppnande"),
        ("1.a", "Justerare"),
        ("1.b", "Dagordning"),
        ("2.a", "Polisen"),
        ("2.b", "Skolan"),
        ("3", "Slut"),
    ]
    assert [one for one in reasons(found, "agenda_items") if "saknas" in one] == []


def test_people_listed_above_numbered_items_are_nothing_that_was_said(read):
    text = (
        "## Närvarande\n\n- Vera Sandell, rektor\n\n## Anmält förhinder\n\n"
        "- Bo Alm, socialchef\n- Nils Åkerby, kommunpolis\n\n"
        "## § 1 Läget\n\nLugnt på torget hela hösten.\n"
    )
    found = read(f"# Protokoll 2022-05-03\n\n{text}", "p.md")
    assert [one.text for one in found.statements] == ["Lugnt på torget hela hösten."]
