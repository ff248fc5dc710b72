"""Minutes that are like no others: two languages, pictures, arrows, initials, a list of logins."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from lobra.reading import reader
from lobra.reading.found import Reading

PEOPLE = "Närvarande: Vera Sandell, Nils Åkerby\n\n"


def who_came(found: Reading) -> list[tuple[str | None, str]]:
    return [(one.name, one.status) for one in found.attendance]


def tasks(found: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(one.assigned_to, one.text, one.due_on) for one in found.assignments]


def titles(found: Reading) -> list[tuple[str | None, str | None]]:
    return [(one.number, one.title) for one in found.agenda_items]


def in_word(path: Path, *rows: tuple[str, ...]) -> Reading:
    """Minutes in Word with a table below their head."""
    made = docx.Document()
    made.add_paragraph("Protokoll 2022-05-03")
    made.add_paragraph("Närvarande: Vera Sandell, Nils Åkerby")
    made.add_paragraph("1. Lampor")
    made.add_paragraph("Tre är trasiga, alla vid skolan.")
    table = made.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.add_paragraph("2. Slut")
    made.add_paragraph("Inget mer.")
    made.save(str(path))
    return reader.read_file(path)


def test_labels_in_two_languages_mean_what_the_known_one_means(read):
    found = read(
        "Anteckningar / Muistiinpanot\n\nDatum / Päivämäärä: 3.5.2022\n"
        "Plats / Paikka: Biblioteket\nOrdförande / Puheenjohtaja: Vera Sandell\n"
        "Närvarande / Läsnä: Vera Sandell, Nils Åkerby\n\n1. Lampor\n\n"
        "Beslut / Päätös: Tre lampor köps in.\n\n2. Slut\n\nInget mer.\n"
    )
    assert (found.held_on, found.place, found.chair) == (
        "2022-05-03",
        "Biblioteket",
        "Vera Sandell",
    )
    assert [one.text for one in found.decisions] == ["Tre lampor köps in."]


def test_two_known_labels_on_either_side_of_a_slash_are_both_kept(read):
    found = read(
        "Protokoll 2022-05-03\n\nOrdförande / Sekreterare: Vera Sandell\n"
        "Plats / Lokal: Biblioteket\nDatum / Tid: 3 maj 2022 kl. 9\n" + PEOPLE
    )
    assert (found.secretary, found.place) == ("Vera Sandell", "Biblioteket")


@pytest.mark.parametrize("arrow", ["➜", "→", "->", "=>"])
def test_an_arrow_tells_who_does_something(read, arrow):
    found = read(
        f"Protokoll 2022-05-03\n{PEOPLE}1. Lampor\n\nTre är trasiga.\n"
        f"{arrow} Nils lagar de tre\n{arrow} Vera ringer elbolaget, klart senast 9 maj\n\n"
        "2. Slut\n\nInget mer.\n"
    )
    assert tasks(found) == [
        ("Nils", "Nils lagar de tre", None),
        ("Vera", "Vera ringer elbolaget, klart senast 9 maj", "2022-05-09"),
    ]


def test_pictures_before_titles_and_signs_before_names_are_no_words(read):
    found = read(
        "Anteckningar 3 maj 2022\n\n👥 Deltagare\nVera Sandell (polis), Nils Åkerby (skola)\n\n"
        "🔦 Lampor\nTre är trasiga. Två av dem står vid skolan.\n\n"
        "🚲 Cyklar\nFyra är borta sedan i mars. Ingen vet var.\n\n"
        "✅ Uppföljningsuppgifter\n☐ @Nils Åkerby: laga lamporna – 9 maj\n"
        "☐ @Vera Sandell: leta efter cyklarna\n"
    )
    assert [name for name, status in who_came(found) if status == "present"] == [
        "Vera Sandell",
        "Nils Åkerby",
    ]
    assert titles(found)[:2] == [(None, "Lampor"), (None, "Cyklar")]
    assert [to for to, *_ in tasks(found)] == ["Nils Åkerby", "Vera Sandell"]


def test_a_list_with_surnames_first_is_turned(read):
    found = read(
        "Protokoll 2022-05-03\n\nNärvarande\nSandell, Vera (polis)\nÅkerby, Nils\n"
        "Ek Lind, Mona\n\n1. Läget\n\nLugnt.\n\n2. Slut\n\nInget mer.\n"
    )
    assert who_came(found) == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Mona Ek Lind", "present"),
    ]


def test_a_name_with_a_body_behind_a_comma_is_not_turned(read):
    found = read(
        "Protokoll 2022-05-03\n\nNärvarande\nVera Sandell, Lindvallen\nNils Åkerby, Solhöjden\n\n"
        "1. Läget\n\nLugnt.\n\n2. Slut\n\nInget mer.\n"
    )
    assert [name for name, _ in who_came(found)] == ["Vera Sandell", "Nils Åkerby"]


def test_who_was_logged_in_and_when_in_large_letters_below_the_text(read):
    found = read(
        "Lillby råd, anteckningar\n\n1. Lampor\n\nTre är trasiga.\n\n"
        "2. Cyklar\n\nFyra är borta.\n\n"
        "UPPKOPPLADE\nVera Sandell\nNils Åkerby\n\nEJ UPPKOPPLADE\nMona Lind\n\n"
        "NEDTECKNAT AV\nNils Åkerby\n"
    )
    assert who_came(found) == [
        ("Vera Sandell", "present"),
        ("Nils Åkerby", "present"),
        ("Mona Lind", "absent"),
    ]
    assert found.secretary == "Nils Åkerby"


def test_one_column_may_say_what_is_to_be_done_by_whom_and_when(tmp_path):
    asked = "Lagar de tre lamporna – Nils, 9/5\nRinger elbolaget om priset – Vera och Nils"
    found = in_word(
        tmp_path / "p.docx",
        ("Nr", "Ärende", "Diskussion", "Att göra – ansvarig, klart"),
        ("1", "Lampor", "Tre är trasiga.", asked),
        ("2", "Cyklar", "Fyra är borta.", ""),
    )
    assert tasks(found) == [
        ("Nils", "Lagar de tre lamporna", "2022-05-09"),
        ("Vera och Nils", "Ringer elbolaget om priset", None),
    ]


def test_a_number_before_what_was_said_names_no_item(read):
    found = read(
        f"Protokoll 2022-05-03\n{PEOPLE}1 Föregående protokoll\n\n"
        "1.1 Protokollet lades till handlingarna.\n\n2 Lampor\n\n"
        "2.1 Tre är trasiga. Nils ringer elbolaget.\n\n2.2 Skolans egna\n\nLyser.\n"
    )
    assert titles(found) == [
        ("1", "Föregående protokoll"),
        ("2", "Lampor"),
        ("2.2", "Skolans egna"),
    ]
    assert [(one.item, one.text) for one in found.decisions] == [
        ("1", "Protokollet lades till handlingarna.")
    ]


def test_how_an_item_is_dealt_with_is_no_part_of_its_title(read):
    found = read(
        f"Protokoll 2022-05-03\n{PEOPLE}1. Läget\n\n1.1 Polisen\tInformation\n\nLugnt.\n\n"
        "1.2 Skolan\tBeslut\n\nLugnt.\n\n2. Slut\n\nInget mer.\n"
    )
    assert titles(found)[1:3] == [("1.1", "Polisen"), ("1.2", "Skolan")]


def test_points_in_large_letters_over_points_are_items(read):
    found = read(
        f"Anteckningar 2022-05-03\n{PEOPLE}* LAMPOR\n  - tre är trasiga\n  - Nils lagar dem\n\n"
        "* CYKLAR\n  - fyra är borta\n  - ingen vet var\n\n* NÄSTA\n  - 7/6 kl 13\n"
    )
    assert titles(found) == [(None, "LAMPOR"), (None, "CYKLAR"), (None, "NÄSTA")]


def test_initials_explained_by_names_that_are_not_known_are_people(read):
    found = read(
        "Anteckningar 2022-05-03\n\nHär:   VS = Vera Sandell, polis\n       CÖ = Çelik Özkök, soc\n"
        "       HL = Hjördís Lindal, skola\n\nVS öppnade.\n\n1. Läget\n\nLugnt.\n"
    )
    assert [name for name, _ in who_came(found)] == [
        "Vera Sandell",
        "Çelik Özkök",
        "Hjördís Lindal",
    ]


def test_hours_below_the_day_are_the_meetings_and_unsure(read):
    found = read(
        "Anteckningar, rådet i Lillby 2022-05-03\nTeams, 10.00 – 11.20\n"
        "Närvarande: Vera Sandell, Nils Åkerby\n\n"
        "1. Läget\n\nLugnt.\n\n2. Slut\n\nInget mer.\n"
    )
    assert (found.starts_at, found.ends_at, found.place) == ("10:00", "11:20", "Teams")
    assert "starts_at" in {one.field for one in found.review}


def test_of_two_people_with_roles_in_brackets_the_second_is_no_body(read):
    found = read(
        "Protokoll 2022-05-03\n\nNärvarande: Vera Sandell (polis)\n"
        "Frånvarande: Nils Åkerby (region), Zofir Arslan (gymnasiet)\n\n1. Läget\n\nLugnt.\n\n"
        "2. Slut\n\nInget mer.\n"
    )
    assert [name for name, status in who_came(found) if status != "present"] == [
        "Nils Åkerby",
        "Zofir Arslan",
    ]


def test_who_came_and_who_did_not_make_minutes_of_what_is_called_none(read):
    met = "Samordning i Lillby\n\nAvstämningsmöte torsdag den 10 februari 2022\n\n"
    here = "På plats: Vera Sandell, Nils Åkerby\n"
    text = "\nLampor\n\nTre är trasiga, alla vid skolan.\n"
    assert read(f"{met}{here}Återbud: Mona Lind\n{text}").kind == "minutes"
    assert read(f"{met}Plats: Biblioteket\n{text}").kind == "other"


def test_a_first_name_with_an_initial_is_asked_by_a_list_of_tasks(read):
    found = read(
        f"Anteckningar 2022-05-03\n{PEOPLE}1. Lampor\n\nTre är trasiga.\n\n"
        "2. Slut\n\nInget mer.\n\nAtt göra\nSanna P. – lämna lampor till skolan – 9 maj\n"
        "Nils Å. – hämta nya lampor\n"
    )
    assert tasks(found) == [
        ("Sanna P.", "Sanna P. – lämna lampor till skolan – 9 maj", "2022-05-09"),
        ("Nils Å.", "Nils Å. – hämta nya lampor", None),
    ]


def test_labels_in_cells_say_what_is_to_be_done_by_whom_and_when(tmp_path):
    found = in_word(
        tmp_path / "p.docx",
        ("Åtgärd\nLagar de tre lamporna", "Ansvarig\nNils Åkerby", "Klart\n2022-05-09"),
        ("Åtgärd\nRinger elbolaget", "Ansvarig\nVera Sandell", "Klart\n"),
    )
    assert tasks(found) == [
        ("Nils Åkerby", "Lagar de tre lamporna", "2022-05-09"),
        ("Vera Sandell", "Ringer elbolaget", None),
    ]


def test_a_day_may_stand_in_the_column_of_who(tmp_path):
    found = in_word(
        tmp_path / "p.docx",
        ("Vad", "Vem", "När"),
        ("Lagar de tre lamporna", "Nils Åkerby 9 maj 2022", ""),
        ("Ringer elbolaget", "Vera Sandell", "31 maj 2022"),
    )
    assert tasks(found) == [
        ("Nils Åkerby", "Lagar de tre lamporna", "2022-05-09"),
        ("Vera Sandell", "Ringer elbolaget", "2022-05-31"),
    ]


def test_a_title_in_the_margin_is_one_also_beside_few_words(read):
    found = read(
        "Protokoll\n\nfört den 3 maj 2022 i Lillby\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
        "Lampor\tNils berättade att tre lampor är trasiga vid skolan.\n\n"
        "Cyklar\tVera visade var de fyra cyklarna hade stått.\n\n"
        "Tunneln\tRådet diskuterade om den ska målas i sommar.\n\n"
        "Övriga frågor\tInga fanns.\n\n"
        "Avslutning\tVera tackade alla och avslutade mötet klockan tio.\n"
    )
    assert [title for _, title in titles(found)] == [
        "Lampor",
        "Cyklar",
        "Tunneln",
        "Övriga frågor",
        "Avslutning",
    ]


def test_the_hours_behind_a_place_that_a_sentence_tells_are_not_its_name(read):
    found = read(
        "Anteckningar\n\nTack för ett bra möte i går, torsdag 12 maj 2022, i Sockenstugan "
        f"(13.00-14.45).\n\n{PEOPLE}1. Läget\n\nLugnt.\n\n2. Slut\n\nInget mer.\n"
    )
    assert found.place == "Sockenstugan"


def test_the_head_of_a_table_asks_nobody(tmp_path):
    found = in_word(
        tmp_path / "p.docx",
        ("Vad Nils lovade", "Vem Nils Åkerby frågar", "Läget"),
        ("Tre lampor", "Nils Åkerby", "Väntar på delar"),
    )
    assert "Nils lovade" not in {text for _, text, _ in tasks(found)}


def test_a_picture_alone_on_its_line_is_no_title_and_stops_nothing(read):
    found = read(
        f"👍\n\nAnteckningar 2022-05-03\n{PEOPLE}1. Lampor\n\n🎉\n\nTre är trasiga.\n\n"
        "2. Slut\n\n🚲\n"
    )
    assert titles(found) == [("1", "Lampor"), ("2", "Slut")]
    assert [name for name, _ in who_came(found)] == ["Vera Sandell", "Nils Åkerby"]
