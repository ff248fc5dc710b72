"""Cover sheets, rolls, tables and announcements of minutes and notices, made up anew."""

from __future__ import annotations

import docx
import pytest
from read_back import HEAD, decided, titles, who, who_came

from lobra.reading import reader
from lobra.reading.found import Reading


def reasons(found: Reading, field: str) -> list[str]:
    return [one.reason for one in found.review if one.field == field]


def status_of(found: Reading) -> dict[str | None, str]:
    return {name: status for name, _, status in who_came(found)}


def table(*rows: tuple[str, ...]) -> str:
    """Rows of an HTML table; a line break inside a cell stays."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells).replace("\n", "<br>")
    return f"<table>{body}</table>"


def test_a_file_number_in_brackets_is_no_title(read):
    found = read(
        f"{HEAD}§ 50 (Dnr 021/08)\nVal av plats\n\nLugnt.\n\n"
        "§ 51 (Dnr 044/08, 047/08)\nKameror vid stationen\n\nLugnt.\n"
    )
    assert titles(found) == [("50", "Val av plats"), ("51", "Kameror vid stationen")]


def test_letters_of_any_size_may_stand_before_a_section(read):
    found = read(
        f"{HEAD}FoTR § 19\nÖppnande\n\nLugnt.\n\nFoTR § 20 Dnr 2016/31\nPolisen\n\nLugnt.\n"
    )
    assert titles(found) == [("19", "Öppnande"), ("20", "Polisen")]


def test_a_day_before_the_number_of_pages_is_whole(read):
    head = (
        "Brottsförebyggande utskottet  2008-09-19  (4)\nProtokoll\nNärvarande: Vera Ek, Bo Alm\n\n"
    )
    assert read(f"{head}§ 1 Läget\n\nLugnt.\n").held_on == "2008-09-19"


@pytest.mark.parametrize(
    "head",
    [
        "Lyckås kommun  FÖREDRAGNINGSLISTA\nTrygghetsrådet\n2023-03-15\nTid: Kl. 13.00–15.30\n\n"
        "Kallade:\nLedamöter: Vera Ek, ordförande, Bo Alm\n",
        "Trygghetsrådet, sammanträde 2023-03-15\n\nPlats: Eken\n\n"
        "Förhinder: anmäls till Vera Ek senast den 10 mars\n",
        "Lyckås kommun  KALLELSE/Underrättelse\nTrygghetsrådet\n2023-03-15\n\n"
        "Plats: Brandstationen\n\nLedamöter: Vera Ek, Bo Alm\n",
    ],
)
def test_a_notice_is_told_by_its_title_or_by_where_to_say_that_one_cannot_come(read, head):
    items = (
        "\n1. Val av justerare\n2. Protokoll från 2022-12-07\n3. Åtgärdsplan\n4. Övriga frågor\n"
    )
    found = read(head + items)
    assert (found.kind, decided(found)) == ("notice", [])


def test_who_is_called_stands_below_what_they_are(read):
    head = "Kallelse\nTrygghetsrådet\n2017-05-23\n\n"
    rows = "Kallade\tLedamöter\n\tVera Sandell (M), ordförande\n\tBo Alm (S)\n"
    found = read(f"{head}{rows}\n1. Val av justerare\n2. Polisen\n3. Övrigt\n")
    assert status_of(found) == {"Vera Sandell": "called", "Bo Alm": "called"}


def test_what_kind_of_matter_it_is_stands_below_its_number(read):
    rows = (
        ("", "Ärende", "Anmärkning", "Tid"),
        ("10\nBeslut", "Val av justerare", "Förslag: Bo Alm", ""),
        ("11\nInformation", "Ny lag om ansvar", "", "20 min"),
        ("12\nBeslut", "Val av ordförande", "", "5 min"),
    )
    found = read(f"<p>Kallelse</p><p>Trygghetsrådet 2023-03-15</p>{table(*rows)}", "p.html")
    assert titles(found) == [
        ("10", "Val av justerare"),
        ("11", "Ny lag om ansvar"),
        ("12", "Val av ordförande"),
    ]


def test_a_table_of_minutes_may_have_tasks_and_no_column_of_texts(read):
    rows = (
        ("", "Diskussionspunkt", "Åtgärd", "Ansvarig", "Klart"),
        ("1", "Öppnande", "", "Vera", ""),
        (
            "2",
            "Lägesbild\nDet är lugnt på torget.",
            "Gemensamt besök i garaget",
            "Nils",
            "2022-06-01",
        ),
        ("3", "Nästa möte\n2022-09-07 kl. 13.00", "Boka lokal", "Vera", ""),
    )
    head = "<p>Protokoll 2022-05-03</p><p>Närvarande: Vera Sandell, Nils Åkerby</p>"
    found = read(f"{head}{table(*rows)}", "p.html")
    assert titles(found) == [("1", "Öppnande"), ("2", "Lägesbild"), ("3", "Nästa möte")]
    assert who(found) == [("Nils", "Gemensamt besök i garaget"), ("Vera", "Boka lokal")]


def test_labels_and_values_by_turns_in_a_row_are_each_a_line(read):
    rows = (
        ("Datum", "2022-05-03 kl. 13.00", "Plats", "Stadshuset, Ripan"),
        ("Deltagare", "Vera Sandell (ordf), Nils Åkerby (polis)", "Frånvarande", "Bo Alm (skolan)"),
    )
    found = read(f"<p>Minnesanteckningar</p>{table(*rows)}<h2>Läget</h2><p>Lugnt.</p>", "p.html")
    assert status_of(found) == {
        "Vera Sandell": "present",
        "Nils Åkerby": "present",
        "Bo Alm": "absent",
    }


def test_who_signs_stands_below_the_office_though_a_name_stands_above_it(read):
    text = (
        "Protokoll 2016-06-02\n\nBeslutande\tAnnika Ek, ordf.\n\tRickard Alm\n\n"
        "Utses att justera\tRickard Alm\nUnderskrift\tSekreterare ......................\n"
        "Maria Dahl\nOrdförande ......................\nAnnika Ek\n\n§ 1 Läget\n\nLugnt.\n"
    )
    found = read(text)
    assert (found.chair, found.secretary) == ("Annika Ek", "Maria Dahl")


def test_an_office_in_bold_stands_over_the_name(tmp_path):
    document = docx.Document()
    lines = (
        "*Protokoll 2022-05-03\n*Närvarande:\nVera Sandell, ordförande\nBo Alm\nNils Åkerby\n"
        "*Föredragande\nVera Sandell\nBo Alm\n*Sekreterare\nNils Åkerby\n*§ 1 Läget\nLugnt."
    )
    for text in lines.split("\n"):
        document.add_paragraph().add_run(text.lstrip("*")).bold = text.startswith("*")
    document.save(str(tmp_path / "p.docx"))
    assert reader.read_file(tmp_path / "p.docx").secretary == "Nils Åkerby"


def test_the_office_may_stand_before_three_dots_and_the_sections(read):
    rows = (
        ("Beslutande", "Stina Evertsdotter (C), ordförande\nPer Gröndahl (C)"),
        ("Underskrifter", "Sekreterare ... Paragrafer 1 - 7\nAgneta Rodén\nOrdförande ..."),
    )
    head = "<p>Sammanträdesprotokoll</p><p>Trygghetsrådet 2019-02-12</p>"
    found = read(f"{head}{table(*rows)}<h2>§ 1 Läget</h2><p>Lugnt.</p>", "p.html")
    assert found.secretary == "Agneta Rodén"


def test_the_day_of_the_meeting_may_stand_in_the_second_column_of_a_long_head(read):
    head = (
        "Rådet för säkerhet och trygghet på campus\tSammanträdesdag 2016-05-19\nTid: 13.15–15.05\n"
    )
    assert read(
        f"PROTOKOLL\n{head}Närvarande: Vera Ek, Bo Alm\n\n§ 1 Läget\n\nLugnt.\n"
    ).held_on == ("2016-05-19")


def test_a_roll_may_have_columns_that_are_not_known(read):
    rows = (
        ("Medlem", "Namn", "Närvaro", "Tjg. ers", "Just.", "Anteckning"),
        ("Lyckås", "Folke Nyberg (MP)", "X", "", "", ""),
        ("", "Anna Sjögren (S)", "X", "", "J", ""),
        ("", "Bengt Sörman (M)", "", "", "", ""),
    )
    head = "<p>Protokoll 2019-02-22</p><p>Tjänstgöringslista</p>"
    found = read(f"{head}{table(*rows)}<h2>§ 1 Läget</h2><p>Lugnt.</p>", "p.html")
    assert status_of(found) == {
        "Folke Nyberg": "present",
        "Anna Sjögren": "present",
        "Bengt Sörman": "absent",
    }


def test_the_language_that_is_known_may_stand_second(read):
    rows = (
        ("Báiki ja áigi / Plats och tid", "Folkets hus, 2015-04-22; kl 10.00 - 12.15"),
        ("Mearrideaddjit / Beslutande", "Vera Sandell, ordförande\nNils Åkerby"),
        ("Eará oassevaldit / Övriga deltagande", "Bo Alm, socialchef"),
    )
    found = read(f"<p>Protokoll</p>{table(*rows)}<h2>§ 9 Läget</h2><p>Lugnt.</p>", "p.html")
    assert (found.held_on, found.place) == ("2015-04-22", "Folkets hus")
    assert [name for name, *_ in who_came(found)] == ["Vera Sandell", "Nils Åkerby", "Bo Alm"]


def test_a_title_may_stand_before_a_first_name_that_is_not_known(read):
    head = "Protokoll 2022-05-03\n\nNärvarande: Vera Sandell\n\nFrånvarande ledamöter:\n"
    found = read(f"{head}Professor Farshid Amini\nRektor Yngvild Prytz\n\n§ 1 Läget\n\nLugnt.\n")
    assert who_came(found)[1:] == [
        ("Farshid Amini", "Professor", "absent"),
        ("Yngvild Prytz", "Rektor", "absent"),
    ]


def test_a_deputy_is_for_somebody_who_did_not_come(read):
    head = "Protokoll 2022-05-03\n\nBeslutande: Vera Ek\nLeif Dahl (fp), tjg ers för Eva Alm (kd)\n"
    assert status_of(read(f"{head}\n§ 1 Läget\n\nLugnt.\n"))["Eva Alm"] == "absent"


def test_who_led_because_another_was_ill_was_there(read):
    text = (
        "Anteckningar 2023-09-12\n\nVice ordförande Karin Ek ledde mötet eftersom vår ordförande "
        "Lars Hed är sjukskriven. Närvarande i övrigt var Vera Dahl och Bo Alm.\n\n"
        "1. Läget\n\nLugnt.\n"
    )
    assert status_of(read(text)).get("Karin Ek") == "present"


def test_who_is_chosen_with_one_voice_leads(read):
    text = (
        f"{HEAD}1. Val av mötesordförande\n\nVera Sandell valdes enhälligt till mötesordförande.\n"
    )
    assert read(f"{text}\n2. Läget\n\nLugnt.\n").chair == "Vera Sandell"


def test_the_foot_of_a_page_decides_nothing(read):
    items = "".join(
        f"## § {n} Läget {n}\n\n**Ärende**\n\nDet är lugnt, sade Vera.\n\n**Beslut**\n\n"
        f"Rådet tar del av läge {n}\n\n"
        "Justerande sign\tUtdragsbestyrkande\n\n"
        for n in (43, 44)
    )
    head = "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Bo Alm\n\n"
    told = ["Rådet tar del av läge 43", "Rådet tar del av läge 44"]
    assert decided(read(head + items, "p.md")) == told


def test_what_is_proposed_goes_on_in_the_clause_below(read):
    text = (
        "# Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Bo Alm\n\n## § 17 Avtal\n\n"
        "**Rådets beslut**\n\nRådet för trygghet föreslår kommunstyrelsen\n\n"
        "att godkänna avtalet\n\n**Bakgrund**\n\nAvtalet är nytt.\n"
    )
    assert decided(read(text, "p.md")) == ["att godkänna avtalet"]


def test_what_will_be_on_the_web_is_not_decided(read):
    said = "Protokollet kommer att finnas på hemsidan när det är godkänt."
    assert decided(read(f"{HEAD}1. Läget\n\n{said}\n\n2. Slut\n\nLugnt.\n")) == []


def test_matters_that_the_agenda_calls_decisions_are_not_decided_yet(read):
    head = "# Protokoll 2023-10-14\n\nNärvarande: Vera Sandell, Bo Alm\n\n## Dagordning\n\n"
    agenda = "1. Formalia\n2. Beslut: Kampanj i bussarna\n3. Diskussion: Vapen\n\n"
    items = "## 1. Formalia\n\nLugnt.\n\n## 2. Beslut: Kampanj i bussarna\n\nVera visar den.\n"
    assert decided(read(head + agenda + items, "p.md")) == []


def test_a_matter_listed_with_its_file_number_has_been_read_below(read):
    text = (
        "§ 17 Dnr KS 2020/88 Läget i hamnen ........ 3\n§ 18 Dnr KS 2020/131 Skolan\t4\n\n"
        "§ 17 Dnr KS 2020/88 Läget i hamnen\n\nLugnt.\n\n§ 18 Dnr KS 2020/131 Skolan\n\nLugnt.\n"
    )
    found = read(HEAD + text)
    assert titles(found) == [("17", "Läget i hamnen"), ("18", "Skolan")]
    assert reasons(found, "agenda_items") == []


def test_numbers_alone_and_before_their_titles_are_one_series(read):
    text = "".join(f"{n}\nFRÅGA {n}\nDet var lugnt.\n\n" for n in range(1, 5))
    found = read(f"{HEAD}{text}5 ÖVRIGT\nDet var lugnt.\n\n6 AVSLUTNING\nMötet är slut.\n")
    assert [number for number, _ in titles(found)] == ["1", "2", "3", "4", "5", "6"]


def test_minutes_may_begin_to_count_anew(read):
    first = ("Öppnande av mötet", "Närvarolista", "Läget hos polisen")
    second = ("Läget i kommunen", "Nattvandring", "Ekonomi", "Nästa möte")
    text = "".join(
        f"{n}. {title}\nDet var lugnt på torget hela hösten.\n\n"
        for some in (first, second)
        for n, title in enumerate(some, 1)
    )
    assert [title for _, title in titles(read(HEAD + text))] == [*first, *second]


def test_parts_of_an_item_may_have_a_colon_in_their_number(read):
    parts = "7:1 Lampor längs vägen\n\nLugnt.\n\n7:2 Busskuren\n\nLugnt.\n\n"
    found = read(f"{HEAD}6. Polisen\n\nLugnt.\n\n7. Övrigt\n\n{parts}8. Slut\n\nLugnt.\n")
    assert titles(found)[2:4] == [("7:1", "Lampor längs vägen"), ("7:2", "Busskuren")]


def test_when_the_parties_met_is_not_when_the_meeting_was(read):
    rows = (
        ("Plats och tid", "Stadshuset\nGruppmöte kl 08.15-08.45\nSammanträde kl 09.00-11.20"),
        ("Beslutande", "Vera Sandell, ordförande\nBo Alm"),
    )
    found = read(
        f"<p>Protokoll 2021-09-02</p>{table(*rows)}<h2>§ 1 Läget</h2><p>Lugnt.</p>", "p.html"
    )
    assert (found.starts_at, found.ends_at) == ("09:00", "11:20")


def test_when_another_meeting_will_be_is_not_when_this_one_was(read):
    text = (
        "Höstmötet den 15 november på Folkets Hus\nPublicerad 18 november 2018\n\n"
        "Mötet beslutade att köpa lampor.\n\nVårmötet blir tisdagen den 9 april 2019 kl 19.\n"
    )
    found = read(text)
    assert found.held_on is None
    assert reasons(found, "held_on") == ['Datumet "den 15 november" saknar år.']


def test_the_council_is_no_place_to_meet_in(read):
    head = "# Möte i Grannsamverkan Rödön 2011-02-16 Brygghuset\n\n"
    people = "Närvarande: Rikard Gillberg, Anders Jonninger.\n\n"
    found = read(f"{head}{people}§1. Ordf. öppnar mötet\n\n§2. Läget\n\nLugnt.\n", "p.md")
    assert found.place == "Brygghuset"


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Rådet fastställer mötestiderna 2022 till 9 juni och 7 november.", "06-09 11-07"),
        ("Följande tider fastställs: 9 juni och 7 november.", "06-09 11-07"),
        ("Gruppen enades om att nästa träff blir tisdagen den 7 juni.", "06-07"),
        ("Rådet håller ett extra sammanträde den 8 juni 2022.", "06-08"),
        ("Planerade styrgruppsmöten under 2022 är den 6 september och 8 november.", "09-06 11-08"),
    ],
)
def test_meetings_are_announced_in_many_words(read, said, days):
    title = "Mötestider" if "fastställ" in said else "Övrigt"
    found = read(f"{HEAD}1. Läget\n\nLugnt.\n\n2. {title}\n\n{said}\n")
    assert [one.planned_on for one in found.planned_meetings] == [
        f"2022-{one}" for one in days.split()
    ]
