"""Habits of secretaries in real minutes of councils, neighbours and associations, made up anew."""

from __future__ import annotations

import pytest
from read_back import HEAD, decided, titles, who, who_came


@pytest.mark.parametrize(
    "title, council",
    [
        ("Protokoll, styrelsemöte, Grannsamverkan Granliden", "Grannsamverkan Granliden"),
        ("Anteckningar från Grannsamverkan i Ytterbäck", "Grannsamverkan i Ytterbäck"),
        ("NATTVANDRARNA I FAGERLANDA\n\nPROTOKOLL", "NATTVANDRARNA I FAGERLANDA"),
        ("Möte med Trygga Vikbo", "Trygga Vikbo"),
        ("Protokoll från årsmöte i Mossebo Grannstöd", "Mossebo Grannstöd"),
    ],
)
def test_work_that_bears_the_name_of_its_place_is_the_councils_name(read, title, council):
    assert read(f"{title}\n\n{HEAD}1. Läget\n\nLugnt.\n").council == council


def test_what_a_plan_is_called_is_not_who_made_it(read):
    plan = "# Trygg i Älgstad\n\nÅtgärdsplan 2024\n\nÄlgstads kommun\n\n## Klotter\n\n- Måla över\n"
    assert read(plan, "p.md").council == "Älgstad"


def test_somebody_told_by_initials_in_brackets_is_asked(read):
    text = (
        "1. Lås\n\nBrevet är reklam. (VS) skickar listan och (NÅ) ringer alla.\n\n"
        "2. Sidor\n\nSidorna skall flyttas (NÅ & AKD).\n\n3. Post\n\nLappar delas ut (VS).\n"
    )
    asked = [(one.item, one.assigned_to) for one in read(HEAD + text).assignments]
    assert asked == [("1", "VS"), ("1", "NÅ"), ("2", "NÅ & AKD"), ("3", "VS")]


@pytest.mark.parametrize(
    "said",
    ["Avsnittet måste bli bättre (Vera Sandell).", "Planen ska bli kortare (KD).", "Läget (VS)."],
)
def test_who_said_something_and_of_which_party_is_not_asked(read, said):
    assert who(read(f"{HEAD}1. Planen\n\n{said}\n")) == []


def test_items_that_a_programme_numbers_1_each_are_items(read):
    text = (
        "1. Ordföranden öppnade mötet.\n1. Läget:\nLugnt.\n1. Skyltar\nDe är här.\n"
        "1. Slut\nInget.\n"
    )
    assert titles(read(HEAD + text)) == [
        ("1", None),
        ("1", "Läget"),
        ("1", "Skyltar"),
        ("1", "Slut"),
    ]


def test_a_list_whose_points_are_all_1_is_no_agenda_beside_a_longer_one(read):
    text = (
        "".join(f"{n}. Punkt {n}\n\nLugnt.\n\n" for n in range(1, 6)) + "1. a\n1. b\n1. c\n1. d\n"
    )
    assert [number for number, _ in titles(read(HEAD + text))] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "said",
    [
        "Mötet fann sig vara stadgeenligt utlyst.",
        "Mötet ansågs behörigt utlyst.",
        "Mötet förklarades vara utlyst i rätt ordning och behörigen utlyst.",
        "Nya jackor beställs för högst 6 000 kronor, beslutade mötet.",
        "Valdes Nils Åkerby.",
        "Omvaldes Nils Åkerby på två år.",
    ],
)
def test_what_small_councils_decide_is_decided(read, said):
    assert decided(read(f"{HEAD}1. Val och annat\n\n{said}\n")) == [said]


def test_a_decision_after_what_was_said_needs_no_stop_before_its_label(read):
    text = (
        "1. Samarbete\n\nEn fråga från grannarna Beslut: Att säga ja från april "
        "Beslut: Nils Åkerby ringer dem.\n\n"
        "2. Nya tider\n\nKommunens jurist läste upp ett förslag till Beslut: nej.\n"
    )
    found = read(HEAD + text)
    assert decided(found) == ["Att säga ja från april", "Nils Åkerby ringer dem."]
    assert who(found) == [("Nils Åkerby", "Nils Åkerby ringer dem.")]


@pytest.mark.parametrize("between", [" och", ", och", " samt"])
def test_each_clause_of_what_was_decided_is_a_decision_and_that_is_doubted(read, between):
    found = read(
        f"{HEAD}1. Lampor\n\nRådet beslutade att köpa lampor{between} att kommunen betalar.\n"
    )
    assert decided(found) == ["Rådet beslutade att köpa lampor", "att kommunen betalar."]
    doubt = '"att kommunen betalar." är läst för sig, men är kanske en del av beslutet före.'
    assert doubt in [one.reason for one in found.review if one.field == "decisions"]


def test_each_clause_is_a_decision_below_a_title_for_decisions_too(read):
    text = "1. Beslut\n\nRådet beslutade att köpa lampor och att kommunen betalar.\n\n2. Slut\n"
    assert decided(read(HEAD + text)) == [
        "Rådet beslutade att köpa lampor",
        "att kommunen betalar.",
    ]


def test_what_is_decided_begins_anew_below_what_it_is_about(read):
    text = "1. Bidrag\n\na) Ridklubben, ledarutbildning mot mobbning, 12 000 kr\n"
    text += "Beslutas att bevilja klubben 8 000 kr.\n"
    assert decided(read(HEAD + text)) == ["Beslutas att bevilja klubben 8 000 kr."]


def test_when_and_where_belong_to_the_decision_before(read):
    text = "1. Möte för byn\n\nBeslut: möte hålls 19 januari. Kl 18:30 i Folkets hus.\n"
    assert decided(read(HEAD + text)) == ["möte hålls 19 januari. Kl 18:30 i Folkets hus."]


def test_the_foot_of_a_page_for_initials_is_no_title(read):
    foot = "Justerandes sign   Utdragsbestyrkande"
    text = f"§ 1\n\nLäget\n\nLugnt.\n\n§ 2\n\n{foot}\n\nPlanen\n\nDen fastställs.\n"
    assert titles(read(HEAD + text)) == [("1", "Läget"), ("2", "Planen")]


@pytest.mark.parametrize("foot", ["Justerandes sign AB", "Justerandes signatur: Vera Sandell"])
def test_the_foot_of_a_page_that_somebody_has_signed_is_no_decision(read, foot):
    text = f"1. Lampor\n\nBeslut\n\n{foot}   Utdragsbestyrkande\n\natt köpa lampor.\n"
    assert decided(read(HEAD + text)) == ["att köpa lampor."]


def test_a_document_of_nothing_but_such_feet_is_read(read):
    assert read("Justerandes sign   Utdragsbestyrkande\n\nUtdragsbestyrkande\n").kind == "other"


def test_what_a_notice_proposes_beside_a_title_is_no_meeting(read):
    text = (
        "Kallelse till Sandhamra trygghetsråd\n\nTid: 27 mars 2019\n\n1. Läget\n\n"
        "2. Sammanträdestider hösten 2019 Förslag till beslut: "
        "Rådet sammanträder den 18 september och den 4 december.\n"
    )
    found = read(text)
    assert titles(found) == [("1", "Läget"), ("2", "Sammanträdestider hösten 2019")]
    assert found.planned_meetings == []
    assert "planned_meetings" in [one.field for one in found.review]


def test_a_course_is_no_meeting(read):
    text = f"{HEAD}1. Utbildning i höst\n\nNy kursomgång 18-19 september. Ny kurs 3 maj 2023.\n"
    assert read(text).planned_meetings == []


def test_a_label_that_stands_again_with_its_value_has_that(read):
    head = "Plats och tid:\n\nNORRSELE KOMMUN\nFOLKHÄLSORÅD\n\n"
    text = f"{head}Plats och tid: Brandstationen, kl 13.15\n"
    assert read(f"{text}\n{HEAD}1. Läget\n\nLugnt.\n").place == "Brandstationen"


@pytest.mark.parametrize("glyph", "-–*")
def test_points_whose_dash_or_star_stands_close_are_points(read, glyph):
    points = ["Nya lampor", "Mötet beslutade att hålla vakt", "Slutsats"]
    found = read(HEAD + "1. Läget\n\n" + "\n".join(f"{glyph}{one}" for one in points) + "\n")
    assert decided(found) == ["Mötet beslutade att hålla vakt"]


def test_names_in_capitals_are_names(read):
    text = (
        "Protokoll 2022-05-03\n\nNärvarande:\nVERA SANDELL, ordförande\n"
        "ANNA-LENA EK LINDH, AB BOSTÄDER\n\nFrånvarande: BO ALM\n\n1. Läget\n\nLugnt.\n"
    )
    assert who_came(read(text)) == [
        ("Vera Sandell", "ordförande", "present"),
        ("Anna-Lena Ek Lindh", "AB BOSTÄDER", "present"),
        ("Bo Alm", None, "absent"),
    ]


@pytest.mark.parametrize("head", ["Närv. (J/N)", "Närvarande", "Närvaro ja/nej"])
def test_letters_for_yes_and_no_tell_who_came(read, head):
    rows = (
        f"| Namn | {head} |\n|---|---|\n| Vera Sandell | J |\n| Nils Åkerby | N |\n| Bo Alm | J |\n"
    )
    assert who_came(read(f"# Protokoll 2022-05-03\n\n{rows}\n1. Läget\n\nLugnt.\n", "p.md")) == [
        ("Vera Sandell", None, "present"),
        ("Nils Åkerby", None, "absent"),
        ("Bo Alm", None, "present"),
    ]


def test_a_time_beside_the_title_of_the_opening_is_when_it_began(read):
    assert (
        read(f"{HEAD}## Mötets öppnande 12:15\n\nLugnt.\n\n## Slut\n\nInget.\n", "p.md").starts_at
        == "12:15"
    )


def test_what_a_browser_shows_as_a_line_is_a_line(read):
    page = (
        "<html><body><b>Protokoll 2022-05-03</b><span style='display:block'>Närvarande: "
        "Vera Sandell, Nils Åkerby</span><p>1. Läget</p><p>Lugnt.</p></body></html>"
    )
    found = read(page, "p.html")
    assert found.held_on == "2022-05-03"
    assert [one.name for one in found.attendance] == ["Vera Sandell", "Nils Åkerby"]


def test_a_name_that_is_broken_after_a_dash_is_whole_and_wrote(read):
    text = (
        "Protokoll 2022-05-03\nProtokollskribent: NÅ.\n"
        "Närvarande: Vera Sandell (VS) – Nils Åkerby (NÅ) – Ritva\nLaine (RL).\n\n"
        "1. Läget\n\nLugnt.\n"
    )
    found = read(text)
    assert [one.name for one in found.attendance] == ["Vera Sandell", "Nils Åkerby", "Ritva Laine"]
    assert found.secretary == "Nils Åkerby"


def test_the_year_behind_an_items_number_is_no_title(read):
    text = (
        "TSR 16/2013\n\nDagordning\n\nDen fastställs.\n\nTSR 17/2013\n\nPolisen\n\nDet är lugnt.\n"
    )
    assert titles(read(HEAD + text)) == [("16", "Dagordning"), ("17", "Polisen")]


def test_a_section_sign_without_a_number_begins_an_item(read):
    text = "§ Klotter. Det är värst vid skolan.\n§ Skyltar. De är här.\n§ Övrigt. Inget mer.\n"
    assert [title for _, title in titles(read(HEAD + text))] == ["Klotter", "Skyltar", "Övrigt"]


def test_the_young_who_came_are_listed_under_that_word(read):
    text = (
        "Protokoll 2022-05-03\n\nUngdomar    Vera Sandell, Åkraskolan\n            Nils Åkerby, "
        "Mariaskolan\n\nPolitiker   Bo Ek (s)\n\n1. Läget\n\nLugnt.\n"
    )
    came = [(name, status) for name, _, status in who_came(read(text))]
    assert came == [("Vera Sandell", "present"), ("Nils Åkerby", "present"), ("Bo Ek", "present")]


def test_a_name_with_an_article_in_it_is_whole(read):
    row = "Samira El Khatib Enhetschef Individ"
    text = f"Protokoll 2022-05-03\n\nNärvarande:\n{row}\n\n1. Läget\n\nLugnt.\n"
    assert who_came(read(text)) == [("Samira El Khatib", "Enhetschef Individ", "present")]


def test_who_signs_below_the_list_of_absent_came(read):
    text = (
        "Protokoll\n\n| Beslutande | Vera Sandell |\n|---|---|\n| Ej närvarande | Bo Ek (C) |\n"
        "| Paragraf | 4 - 7 |\n|  | ________ Vera Sandell, Ordförande |\n\n1. Läget\n\nLugnt.\n"
    )
    came = [(name, status) for name, _, status in who_came(read(text, "p.md"))]
    assert came == [("Vera Sandell", "present"), ("Bo Ek", "absent")]


def test_when_the_next_meeting_begins_is_not_when_this_one_ended(read):
    text = (
        "Protokoll 2022-05-03 kl. 17.00\n\n§ 1 Läget\n\nLugnt.\n\n§ 2 Mötet avslutas\n\n"
        "Nytt möte hålls den 8 juni kl 19 i skolan.\n"
    )
    found = read(text)
    assert (found.starts_at, found.ends_at) == ("17:00", None)
    assert [(one.planned_on, one.starts_at) for one in found.planned_meetings] == [
        ("2022-06-08", "19:00")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Rådet lägger anteckningarna från den 23 februari till handlingarna.",
        "Till att tillsammans med ordföranden justera utser rådet Nils Åkerby.",
    ],
)
def test_what_the_council_does_with_its_minutes_is_decided(read, said):
    assert decided(read(f"{HEAD}1. Justering\n\n{said}\n")) == [said]


def test_a_decision_may_begin_with_a_small_letter_after_its_title(read):
    text = "1. Dagordning: dagordningen hade mejlats ut och godkändes.\n\n2. Läget: lugnt.\n"
    assert decided(read(HEAD + text)) == ["dagordningen hade mejlats ut och godkändes."]


def test_on_whose_proposal_something_is_decided_is_no_decision(read):
    text = "1. Planen\n\nRådet beslutar på förslag av arbetsutskottet\n\nAtt anta mötesplanen.\n"
    assert decided(read(HEAD + text)) == ["Att anta mötesplanen."]


def test_a_title_that_tells_what_somebody_did_is_doubted(read):
    text = "§ 1 Nils Åkerby visade bilder från resan till\nBilder    Malmö.\n\n§ 2 Slut\n\nInget.\n"
    reasons = [one.reason for one in read(HEAD + text).review if one.field == "agenda_items"]
    assert reasons == ["Rubriken till punkt 1 är kanske det som sades."]


def test_whom_a_notice_names_and_does_not_call_is_doubted(read):
    text = (
        "Kallelse till Storköpings trygghetsråd\n\nTid: 27 mars 2019 kl. 15\n\n1. Läget\n\n"
        "2. Slut\n\nSändlista\nVera Sandell\nNils Åkerby\n"
    )
    found = read(text)
    assert found.attendance == []
    assert [one.reason for one in found.review if one.field == "attendance"] == [
        "Nämns i texten men står inte på någon lista: Vera Sandell, Nils Åkerby."
    ]


def test_people_under_any_words_for_who_came_are_listed(read):
    text = (
        "Protokoll 2022-05-03\n\nNärvarande runt Trygghetens bord:\nVera Sandell\tMedborgare\n"
        "Nils Åkerby\tNärpolisen\n\n1. Läget\n\nLugnt.\n"
    )
    assert who_came(read(text)) == [
        ("Vera Sandell", "Medborgare", "present"),
        ("Nils Åkerby", "Närpolisen", "present"),
    ]


def test_matters_under_a_title_for_decisions_have_their_own(read):
    text = (
        "1. Beslutspunkter\n\nSommaren som varit.\n\nDet har varit lugnt vid badet i år.\n\n"
        "Beslut:\n\nEn bom sätts upp.\n\n2. Slut\n\nInget.\n"
    )
    assert decided(read(HEAD + text)) == ["En bom sätts upp."]


def test_a_meeting_that_is_called_so_and_has_a_chair_has_minutes(read):
    head = "Trygghetsmöte – 2018-05-13\n\nOrdförande/Sekr.: Vera Sandell\n\n"
    text = f"{head}Nya punkter\n\nFika köps.\n"
    found = read(text)
    assert (found.kind, found.held_on, found.chair) == ("minutes", "2018-05-13", "Vera Sandell")
    assert "kind" in [one.field for one in found.review]


def test_a_page_about_a_council_and_its_chair_has_no_minutes(read):
    text = "Om trygghetsmötet\n\nOrdförande: Vera Sandell\n\nRådet är till för alla.\n"
    assert read(text).kind == "other"


def test_no_name_that_a_notice_tells_goes_on_in_the_next_column(read):
    text = (
        "Kallelse till Storköpings trygghetsråd\n\nTid: 27 mars 2019 kl. 15\n\n1. Läget\n\n"
        "2. Slut\n\nVera Sandell\tSkogsbacka\n"
    )
    reasons = [one.reason for one in read(text).review if one.field == "attendance"]
    assert reasons == ["Nämns i texten men står inte på någon lista: Vera Sandell."]


def test_the_hours_in_the_head_are_when_it_was_whenever_it_was_opened(read):
    text = (
        "Minnesanteckningar för Trygghetsrådet\nTisdag 2016-11-15\nKl. 08:00-10:30\n\n"
        "Kl. 08:15 mötet öppnas av ordföranden.\n\n1. Läget\n\nLugnt.\n"
    )
    found = read(text)
    assert (found.starts_at, found.ends_at) == ("08:00", "10:30")


def test_items_that_follow_on_one_line_are_items_each(read):
    text = (
        "§1 Vera öppnade mötet.\n\n§2 Dagordningen fastställdes. §3 Val av justerare Nils Åkerby "
        "utsågs att justera.\n\n§4 Läget\n\nLugnt, se § 2 Ordningslagen. §7 nämndes inte.\n"
    )
    found = read(HEAD + text)
    assert [number for number, _ in titles(found)] == ["1", "2", "3", "4"]
    assert [(one.item, one.text) for one in found.decisions] == [
        ("2", "Dagordningen fastställdes."),
        ("3", "Nils Åkerby utsågs att justera."),
    ]


def test_points_that_follow_on_one_line_are_points_each(read):
    text = "1. Vandring • Stolparna är lagade • Nils Åkerby ringer kommunen • 38 kom\n"
    assert who(read(HEAD + text)) == [("Nils Åkerby", "Nils Åkerby ringer kommunen")]


@pytest.mark.parametrize(
    "said",
    [
        "Utsågs Nils Åkerby.",
        "Uppdrogs åt Nils Åkerby att skriva en ansökan före midsommar.",
        "Trygghetsrådet ger Nils Åkerby i uppdrag att skriva ett svar.",
        "Trygghetsrådet delegerar till ordföranden att godkänna svaret.",
        "Skrivelsen överlämnas till trafikingenjören.",
        "Frågan ajournerades.",
        "Nils Åkerby adjungerades med yttranderätt.",
        "Mötet befanns behörigen utlyst.",
    ],
)
def test_what_formal_councils_decide_is_decided(read, said):
    assert decided(read(f"{HEAD}1. Val och annat\n\n{said}\n")) == [said]


def test_matters_by_number_under_a_title_for_decisions_have_their_own(read):
    text = (
        "1. Öppnande\n\nVera öppnade mötet.\n\n2. Beslutsärenden\n"
        "2.1 Motion om cykelställ vid den stora dammen i parken\n"
        "Nils Åkerby läste upp motionen.\nMötet beslutade att avslå den.\n3. Slut\n\nInget.\n"
    )
    found = read(HEAD + text)
    assert decided(found) == ["Mötet beslutade att avslå den."]
    assert ("2.1", "Motion om cykelställ vid den stora dammen i parken") in titles(found)


def test_points_go_on_below_a_decision_about_one_of_them(read):
    text = (
        "1. INKOMNA ANSÖKNINGAR FÖR BESLUT:\na) Hagby IF, belysning vid spåret. Sökt 18 000:-.\n"
        "BESLUT: Styrgruppen beviljar 10 000:-.\nb) Byalaget, filmkvällar. Ofullständig.\n"
        "BESLUT: Ärendet bordläggs.\n"
    )
    assert decided(read(HEAD + text)) == ["Styrgruppen beviljar 10 000:-.", "Ärendet bordläggs."]


def test_meetings_of_a_season_and_a_year_are_coming(read):
    text = "1. Läget\n\nLugnt.\n\n2. Sammanträden våren 2023\n\n1 februari och 7 juni på Ån.\n"
    found = read(HEAD.replace("2022-05", "2022-11") + text)
    assert [one.planned_on for one in found.planned_meetings] == ["2023-02-01", "2023-06-07"]


@pytest.mark.parametrize(
    "head, place",
    [
        ("Möte i Trygghetsforum den 4 oktober 2017\n\n", None),
        (
            "Protokoll den 4 oktober 2017\n\nTid och plats: Telefonmöte mellan 20.15 och 20.50\n\n",
            "Telefonmöte",
        ),
    ],
)
def test_a_council_is_no_room_and_the_hours_are_no_place(read, head, place):
    assert (
        read(f"{head}Närvarande: Vera Sandell, Nils Åkerby\n\n1. Läget\n\nLugnt.\n").place == place
    )


def test_hours_before_the_place_are_when_it_was(read):
    head = "Möte 2024-10-17\n\nTrygghetsrådet i Sundtorp\n\n13:00 - 14:50 Sundtorps kulturhus\n\n"
    found = read(f"{head}Närvarande: Vera Sandell, Nils Åkerby\n\n§ 1 Läget\n\nLugnt.\n")
    assert (found.starts_at, found.ends_at, found.place) == (
        "13:00",
        "14:50",
        "Sundtorps kulturhus",
    )


def test_until_when_somebody_was_there_is_not_when_it_began(read):
    head = "Protokoll 2017-10-04\n\nNärvarande\nVera Sandell, polisen\nNils Åkerby, kyrkan\n\n"
    text = f"{head}Mai Ek, Fryshuset (fram till kl. 15.30)\n\n1. Läget\n\nLugnt.\n"
    assert read(text).starts_at is None


def test_a_day_that_begins_a_long_line_of_the_head_is_the_meetings(read):
    head = "PROTOKOLL STYRELSEMÖTE\n\nDen 16/6, 2020 kl. 18.30 "
    head += "utanför Snickarboden i Sjöholmens koloniområde\n\n"
    assert read(f"{head}§1 Läget\n\nLugnt.\n").held_on == "2020-06-16"


def test_people_in_one_cell_below_what_they_are_are_listed(read):
    page = (
        "<h1>Protokoll Trygghetsrådet 2025-05-20</h1><table>"
        "<tr><td>Beslutande</td><td>Ledamöter</td><td>Politiker<br>Vera Sandell, ordförande<br>"
        "Nils Åkerby</td></tr>"
        "<tr><td></td><td>Ersättare</td><td>Byalagen<br>Mai Ek</td></tr></table>"
        "<p>§ 1 Läget</p><p>Lugnt.</p>"
    )
    assert who_came(read(page, "p.html")) == [
        ("Vera Sandell", "ordförande", "present"),
        ("Nils Åkerby", None, "present"),
        ("Mai Ek", "Ersättare", "present"),
    ]


def test_who_came_may_be_listed_in_an_appendix(read):
    page = (
        "<p>Protokoll från årsmöte 2011-04-07</p><h2>1. Läget</h2><p>Lugnt.</p>"
        "<h2>2. Slut</h2><p>Inget.</p><p>Närvarande vid årsmötet 2011-04-07</p><table>"
        "<tr><th>Namn</th><th>Organisation</th></tr>"
        "<tr><td>Vera Sandell</td><td>Lyckås kommun</td></tr>"
        "<tr><td>Nils Åkerby</td><td>Landstinget</td></tr></table>"
    )
    assert [(name, status) for name, _, status in who_came(read(page, "p.html"))] == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
    ]


def test_the_others_who_were_called_are_called(read):
    head = "Protokoll 2013-11-14\n\nNärvarande\nVera Sandell, polisen\nNils Åkerby, kyrkan\n\n"
    text = f"{head}Övriga kallade\nMai Ek, Svensk Handel\nBo Alm, frivården\n\n1. Läget\n\nLugnt.\n"
    assert [(name, status) for name, _, status in who_came(read(text))][2:] == [
        ("Mai Ek", "called"),
        ("Bo Alm", "called"),
    ]


def test_a_guest_whose_item_the_list_names_came(read):
    head = "Protokoll 2009-06-11\n\nNärvarande\nVera Sandell\nNils Åkerby\n\n"
    text = f"{head}Inbjudna gäster\n§ 4 Mai Ek, polisen\n\n§ 1 Läget\n\nLugnt.\n"
    assert [status for _, _, status in who_came(read(text))] == ["present"] * 3


def test_a_body_behind_a_name_is_no_part_of_it(read):
    names = "Vera Sandell Bostadsrättarna\nNils Åkerby Villaägarna\n"
    text = f"Protokoll 2022-05-03\n\nNärvarande:\n{names}"
    assert [name for name, *_ in who_came(read(text))] == ["Vera Sandell", "Nils Åkerby"]


def test_commitments_of_nobody_in_particular_are_what_will_be_done(read):
    plan = (
        "# Handlingsplan 2017\n\n## 1 Klotter\n\nMålsättning: Mindre klotter.\n\nÅtaganden\n\n"
        "- Sanera inom ett dygn.\n- Erbjuda årskurs 7 en kväll per termin.\n\n"
        "Ansvarig: Kommunen\n\n"
        "## 2 Inbrott\n\nMålsättning: Färre inbrott.\n\nÅtaganden\n\n- Måla.\n\nAnsvarig: Polisen\n"
    )
    found = read(plan, "p.md")
    assert [[one.title for one in own.activities] for own in found.measures] == [
        ["Sanera inom ett dygn.", "Erbjuda årskurs 7 en kväll per termin."],
        ["Måla."],
    ]
    assert found.measures[0].activities[1].target == {"count": 1, "unit": "kväll", "per": "term"}
    assert [one.field for one in found.review].count("measures.commitments") == 3


def test_plans_by_number_in_a_plan_are_its_measures(read):
    table = "| Aktivitet | Ansvarig | Klart |\n|---|---|---|\n"
    plan = (
        "# Genomförandeplaner 2012\n\n## Genomförandeplan 1: Skolan\n\nMål: Alla brott anmäls.\n\n"
        f"{table}| Ny rutin | Rektorerna | 31 mars |\n| Skåp ses över | Rektorerna | 30 april |\n\n"
        "## Genomförandeplan 2: Centrum\n\nMål: Tryggt torg.\n\n"
        f"{table}| Nya lampor | Tekniska | 30 juni |\n"
    )
    assert [(one.title, len(one.activities)) for one in read(plan, "p.md").measures] == [
        ("Genomförandeplan 1: Skolan", 2),
        ("Genomförandeplan 2: Centrum", 1),
    ]


def test_the_agenda_of_a_notice_is_its_items_whatever_is_proposed_below(read):
    proposed = "Förslag till beslut\natt ansöka om medel.\n\n"
    text = (
        "KALLELSE\tBrosjö 2010-08-18\n\nTrygghetsberedningen\n\n"
        "Tid:    Torsdag 26 augusti kl 13.30-16.00\n\nPlats:  Brosjö\n\n"
        "Förslag till dagordning:\n\n1. Val av justerare\n2. Samverkan från år 2011\n3. Medel\n"
        "4. Rapporter\n   - Medling\n5. Övrigt\n6. Slut\n\n\nÄRENDE 2\n"
        "Gemensam överenskommelse med polisen\n\n"
        f"Kommunerna möttes i februari.\n\n{proposed}\nÄRENDE 3\nMedel\n\nSnart.\n\n{proposed}"
    )
    found = read(text)
    assert [one for one, _ in titles(found) if one] == ["1", "2", "3", "4", "5", "6"]
    assert found.held_on == "2010-08-26"


def test_who_stepped_in_as_chair_led(read):
    text = "1. Start\n\nOrdföranden var sjuk. Nils Åkerby gick in som mötesordförande för henne.\n"
    assert read(HEAD + text).chair == "Nils Åkerby"


def test_what_becomes_of_the_matter_is_a_decision_below_its_label(read):
    proposed = "Förslag till beslut\n\nRådet godkänner planen.\n\n"
    text = f"{proposed}Beslut\n\nÄrendet återremitteras till nästa möte.\n"
    found = read(f"{HEAD}§ 1 Planen\n\n{text}")
    assert decided(found) == ["Ärendet återremitteras till nästa möte."]


def test_what_was_also_decided_in_the_same_sentence_is_a_decision(read):
    text = "1. Planen\n\nStyrelsen godkände planen och beslutade att trycka den.\n"
    assert decided(read(HEAD + text)) == ["Styrelsen godkände planen", "beslutade att trycka den."]
    text = "1. Planen\n\nStyrelsen diskuterade planen och beslutade att trycka den.\n"
    assert decided(read(HEAD + text)) == [
        "Styrelsen diskuterade planen och beslutade att trycka den."
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Rådet föreslår kommunstyrelsen att arbetsordningen ändras.",
        "Efter diskussion uppdrogs åt styrelsen att lägga fram ett förslag.",
    ],
)
def test_what_a_council_asks_of_others_is_decided(read, said):
    assert decided(read(f"{HEAD}1. Ordning\n\n{said}\n")) == [said]


def test_what_was_noted_of_others_is_a_doubtful_decision(read):
    said = "Vi noterade att många är osäkra på vart man ringer."
    found = read(f"{HEAD}1. Polisen\n\n{said}\n")
    assert decided(found) == [said]
    assert "decisions" in [one.field for one in found.review]


def test_a_day_without_a_year_has_the_only_one_that_is_named_and_that_is_doubted(read):
    head = "Anteckningar från möte den 4 februari\n\nNärvarande: Vera Sandell, Bo Ek\n\n"
    text = head + "".join(f"{n}. Fråga {n}\n\nDet är lugnt där.\n\n" for n in range(1, 9))
    found = read(f"{text}9. Nämnden\n\nNämnden beslutar den 19 mars 2009.\n")
    assert found.held_on == "2009-02-04"
    reason = 'Datumet "den 4 februari" saknar år; 2009 är det enda som dokumentet nämner.'
    assert reason in [one.reason for one in found.review]
    assert read(f"{text}9. Planen\n\nPlanen för 2009 och 2010 är klar.\n").held_on is None


def test_when_and_where_may_be_told_of_the_meeting_in_passing(read):
    text = (
        "Protokoll\n\nDatum: 100609\n\n§ 1 Sammanträdet, som äger rum i polishusets konferensrum "
        "Stora\n     Rönnen i Kungsvall, öppnas.\n\n§ 2 Läget\n\nLugnt.\n\n"
        "§ 3 Sammanträdet, som pågick kl. 13.00 - 15.15, förklaras avslutat.\n"
    )
    found = read(text)
    place = "polishusets konferensrum Stora Rönnen i Kungsvall"
    assert (found.starts_at, found.ends_at, found.place) == ("13:00", "15:15", place)


def test_how_long_another_meeting_was_is_not_how_long_this_one_was(read):
    head = "Minnesanteckningar från trygghetsrådet tisdag 3 maj 2022 kl. 18.00-20.00\n\n"
    items = "".join(f"{n}. Fråga {n}\n\nDet är lugnt där.\n\n" for n in range(1, 5))
    found = read(f"{head}{items}5. Torget\n\nMötet pågick 10.00-11.30 med alla.\n")
    assert (found.starts_at, found.ends_at) == ("18:00", "20:00")


def test_the_address_goes_with_the_place(read):
    place = "stiftelsens kansli, Kanalgatan 8, Malmhamn"
    text = f"Protokoll 2009-06-11\n\nMötet genomfördes på {place}\n\n§ 1 Läget\n\nLugnt.\n"
    assert read(text).place == place


def test_parts_of_the_last_item_are_parts_of_it(read):
    text = (
        "1. Formalia\n1.1 Öppnande\nVera öppnade.\n1.2Adjungeringar\nInga.\n"
        "2. Mötets avslutande\n\n2.1 Nästa möte\nNästa möte äger rum 2022-09-08 kl. 18:00.\n"
    )
    found = read(HEAD + text)
    assert titles(found)[2:] == [
        ("1.2", "Adjungeringar"),
        ("2", "Mötets avslutande"),
        ("2.1", "Nästa möte"),
    ]
    assert [one.planned_on for one in found.planned_meetings] == ["2022-09-08"]


def test_columns_go_on_below_the_next_group_of_the_list(read):
    text = (
        "Protokoll 2008-09-17\n\nNärvarolista\nLEDAMÖTER    Parti    Närvaro    Tjg    Anm\n"
        "Vera Sandell    m    x\nNils Åkerby    c\nERSÄTTARE:\n"
        "Mai Ek    c    x    x    för Nils Åkerby\nBo Alm    v\n\n§ 1 Läget\n\nLugnt.\n"
    )
    assert {name: status for name, _, status in who_came(read(text))} == {
        **dict.fromkeys(["Vera Sandell", "Mai Ek"], "present"),
        **dict.fromkeys(["Nils Åkerby", "Bo Alm"], "absent"),
    }


@pytest.mark.parametrize(
    "said",
    [
        "Mai Ek berättade att Bo Alm har förhinder.",
        "Bo Alm hade anmält förhinder, sade Mai Ek.",
        "Bo Alm var sjuk. Mai Ek har förhinder vid nästa möte.",
        "Bo Alm var sjuk. Mai Ekberg hade anmält förhinder.",
    ],
)
def test_who_tells_of_another_who_was_prevented_or_of_another_day_was_not(read, said):
    head = "Protokoll 2013-11-14\n\nNärvarande\nVera Sandell, polisen\nNils Åkerby, kyrkan\n\n"
    head += "Kallade\nMai Ek, Svensk Handel\nBo Alm, frivården\n\n"
    came = who_came(read(f"{head}1. Start\n\n{said}\n\n2. Slut\n\nInget.\n"))
    assert {name: status for name, _, status in came}["Mai Ek"] == "called"
    assert {name: status for name, _, status in came}["Bo Alm"] == "apologies"


def test_who_was_called_and_prevented_did_not_come(read):
    head = "Protokoll 2013-11-14\n\nNärvarande\nVera Sandell, polisen\nNils Åkerby, kyrkan\n\n"
    head += "Kallade\nMai Ek, Svensk Handel\nBo Alm, frivården\n\n"
    text = "1. Start\n\nMai Ek hade anmält förhinder att medverka i dag.\n\n2. Slut\n\nInget.\n"
    found = read(head + text)
    assert {name: status for name, _, status in who_came(found)} == {
        **dict.fromkeys(["Vera Sandell", "Nils Åkerby"], "present"),
        **{"Mai Ek": "apologies", "Bo Alm": "called"},
    }


def test_a_dollar_sign_of_a_typewriter_is_a_section_sign(read):
    text = (
        "$1 Öppnande\nVera öppnade.\n\n$2 Läget\nAllt det kostar oss $ 300.\n\n$ 3 Slut\nInget.\n"
    )
    found = read(HEAD + text)
    assert titles(found) == [("1", "Öppnande"), ("2", "Läget"), ("3", "Slut")]
    assert [one.text for one in found.statements] == ["Allt det kostar oss $ 300."]


def test_a_list_of_what_will_be_dealt_with_for_those_called_is_a_notice(read):
    text = (
        "FÖREDRAGNINGSLISTA\n\nOrgan   Trygghetsrådet\nTidpunkt   Måndagen den 11 mars 2019, "
        "klockan 14.00\nKallade   Vera Sandell, ordförande\n          Nils Åkerby, polisen\n\n"
        "1   Sammanträdet öppnas\n\n"
        "2   Justerare   Nils Åkerby utses att justera dagens protokoll.\n\n"
        "3   Information   Informationen noteras.\n\n4   Remiss   Rådet antar yttrandet.\n\n"
        "5   Planen   Rådet godkänner planen.\n"
    )
    found = read(text)
    assert (found.kind, found.decisions) == ("notice", [])
    assert {one.status for one in found.attendance} == {"called"}


def test_when_the_minutes_are_approved_is_not_when_the_meeting_was(read):
    head = (
        "Brottsförebyggande rådet   17 april 2013\n\nPlats och tid   Rum Fyren, kl 13:30-15:45.\n"
        "Beslutande   Vera Sandell, ordförande\n             Nils Åkerby\n"
        "Justerare    Nils Åkerby\nPlats och tid   Kommunkontoret 24 april 2013\n\n"
    )
    found = read(f"{head}§ 1 Läget\n\nLugnt.\n")
    assert (found.held_on, found.place) == ("2013-04-17", "Rum Fyren")


def test_a_day_with_spaces_around_its_dashes_is_a_day(read):
    text = "Möte nr 6 med Trygghetsgruppen 2011 – 10 – 19\n\nNärvarande: Vera Sandell, Bo Ek\n"
    assert read(text).held_on == "2011-10-19"


def test_points_of_the_talk_and_the_decisions_are_not_all_decisions(read):
    text = (
        "Från mötet 6 september 2018\n\nNågra av mötets diskussionspunkter och beslut:\n\n"
        "- Torget har varit stökigt.\n- Gruppen beslutade att spela musik där i oktober.\n"
    )
    assert decided(read(HEAD + text)) == ["Gruppen beslutade att spela musik där i oktober."]


def test_whoever_gets_the_minutes_has_not_come(read):
    head = "Protokoll 2016-09-06\n\nNärvarande:\nVera Sandell, kassör\nNils Åkerby, vakt\n\n"
    head += "Protokollet skickas till de närvarande samt till:\nMai Ek, kommunen\nBo Alm, adj\n\n"
    names = [name for name, *_ in who_came(read(f"{head}1. Läget\n\nLugnt.\n"))]
    assert names == ["Vera Sandell", "Nils Åkerby"]


def test_ones_and_dashes_under_attendance_tell_who_came(read):
    rows = (("Vera Sandell", "1"), ("Nils Åkerby", "-"), ("Mai Ek", "1"))
    table = "".join(f"| {name} | Polisen | {sign} |\n" for name, sign in rows)
    head = "| Namn | Organisation | Närvaro |\n|---|---|---|\n"
    text = f"# Protokoll 2020-09-24\n\n{head}{table}\n## 1. Läget\n\nLugnt.\n"
    came = [status for _, _, status in who_came(read(text, "p.md"))]
    assert came == ["present", "absent", "present"]


def test_the_chair_whose_name_stands_above_with_a_party_signs(read):
    head = "Protokoll 2022-10-18\n\nNärvarande: Nils Åkerby (S), Bo Alm (M)\n\n"
    sign = "Underskrifter\nVera Sandell (KD)\nOrdförande\nNils Åkerby (S)\nJusterare\n\n"
    assert read(f"{head}{sign}§ 1 Läget\n\nLugnt.\n").chair == "Vera Sandell"


def test_titles_with_letters_inside_an_item_are_doubted(read):
    text = (
        "1. Aktuellt\n\na) Vaktpass\nDe går bra.\n\nb) Bommen\nDen är lagad.\n\n2. Slut\n\nInget.\n"
    )
    reasons = [one.reason for one in read(HEAD + text).review if one.field == "agenda_items"]
    assert reasons == ['"a) Vaktpass" är läst som text, inte som en egen punkt.']
