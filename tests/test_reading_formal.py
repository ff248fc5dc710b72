"""Formal minutes as municipalities write them: a form on the first page, then paragraphs (§)."""

import pytest

from lobra.reading import reader
from lobra.reading.found import Reading
from lobra.reading.source import Line, Source

ITEM = "\n\n§ 1 Läget\n\nLugnt i veckan.\n"


@pytest.fixture
def read(tmp_path):
    def reading(text: str) -> Reading:
        path = tmp_path / "p.txt"
        path.write_text(f"SAMMANTRÄDESPROTOKOLL 2022-05-03\n{text}", encoding="utf-8")
        return reader.read_file(path)

    return reading


def statuses(reading: Reading) -> dict[str | None, str]:
    return {one.name: one.status for one in reading.attendance}


def reasons(reading: Reading, field: str) -> list[str]:
    return [one.reason for one in reading.review if one.field == field]


def test_the_notice_of_the_minutes_names_the_council(read):
    proof = "ANSLAG/BEVIS\nOrgan: Kommunala trygghetsutskottet\nUnderskrift: Vera Sandell"
    listed = "\n".join(
        ["Vera Sandell, ordförande", "Nils Åkerby, polisen", "Maj Björk, skolan"] * 7
    )
    reading = read(f"Närvarande\n{listed}\n\n{proof}{ITEM}")
    assert reading.council == "Kommunala trygghetsutskottet"


def test_a_council_below_the_name_of_its_town_keeps_its_own_name(read):
    reading = read(f"Stadsdelsförvaltningen Norra Vik\nBrottsförebyggande rådet (BRÅ)\n{ITEM}")
    assert reading.council == "Brottsförebyggande rådet (BRÅ) i Norra Vik"


def test_a_numbered_line_without_a_stop_is_no_head_to_find_a_council_in(read):
    reading = read(
        "Trygghetsrådet, BRÅ, den 3 maj\n\n2 Arbetet i BRÅ, Gruppövning med Vera Sandell\n"
    )
    assert reading.council == "Trygghetsrådet"


def test_substitutes_who_do_not_vote_are_there_and_whoever_is_prevented_is_not(read):
    reading = read(
        "Beslutande\nVera Sandell, ordförande\n\nEj tjänstgörande\nNils Åkerby, Omsorgsnämnden\n\n"
        f"Förhindrad att delta\nMaj Björk, polisen\n\nIcke deltagande\nTove Ståhl{ITEM}"
    )
    assert statuses(reading) == {
        "Vera Sandell": "present",
        "Nils Åkerby": "present",
        "Maj Björk": "apologies",
        "Tove Ståhl": "absent",
    }


def test_who_the_whole_board_came_without_is_absent(read):
    reading = read(f"Närvarande: Hela styrelsen utom Nils Åkerby{ITEM}")
    assert statuses(reading) == {"Nils Åkerby": "absent"}


def test_people_under_a_word_that_is_no_known_label_are_there_with_a_doubt(read):
    reading = read(
        "Plats och tid\nKommunhuset, kl. 10.00–11.00\n\nScouter\nVera Sandell, Norra kåren\n"
        f"Nils Åkerby, Södra kåren\n\nUtses att justera\nVera Sandell{ITEM}"
    )
    assert statuses(reading) == {"Vera Sandell": "present", "Nils Åkerby": "present"}
    assert 'De under "Scouter" är lästa som deltagare.' in reasons(reading, "attendance")


def test_a_name_that_begins_like_a_month_is_a_name(read):
    reading = read(f"Närvarande\nVera Sandell, ordförande\nSander Augustin, vice ordförande{ITEM}")
    assert statuses(reading) == {"Vera Sandell": "present", "Sander Augustin": "present"}


def test_whoever_signs_without_an_initial_is_on_the_list_already(read):
    listed = "Närvarande\nVera M Sandell, ordförande\nNils Åkerby, sekreterare"
    reading = read(f"{listed}{ITEM}\nOrdförande: Vera Sandell\n")
    assert len(reading.attendance) == 2


def test_labels_that_nobody_has_filled_in_take_no_names_from_the_list_below():
    texts = ["Protokoll 2022-05-03", "Instans", "Underskrift", "Justeras", "Närvarande"]
    named = ["Vera Sandell, ordförande", "Nils Åkerby, polisen", "Maj Björk, skolan"]
    items = ["§ 1 Läget", "Lugnt i veckan."]
    lines = tuple(Line(n, t) for n, t in enumerate([*texts, *named, *items], start=1))
    assert list(statuses(reader.read(Source("p.txt", lines)))) == [
        "Vera Sandell",
        "Nils Åkerby",
        "Maj Björk",
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Plats och tid: Salen, kl. 13.00-\n16.00.", ("13:00", "16:00", "Salen")),
        ("Tid och plats: Tisdagen den 3 maj 2022, klockan\n10.30 – 12.00\nSalen",
         ("10:30", "12:00", "Salen")),
    ],
)  # fmt: skip
def test_hours_and_place_that_go_on_below_their_label_are_read(read, head, expected):
    reading = read(f"{head}\n\nNärvarande: Vera Sandell, Nils Åkerby{ITEM}")
    assert (reading.starts_at, reading.ends_at, reading.place) == expected


def test_when_somebody_came_or_left_is_not_when_the_meeting_was(read):
    reading = read(f"Närvarande\nVera Sandell, polisen (fr.o.m. kl 11)\nNils Åkerby{ITEM}")
    assert reading.starts_at is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("att bjuda in skolchefen till nästa möte.\nRådet samtalar om skolan.",
         ["att bjuda in skolchefen till nästa möte."]),
        ("Kommunala ungdomsrådet godkänner taxan.", ["Kommunala ungdomsrådet godkänner taxan."]),
        ("Punkterna är:\natt minska buller i parken", []),
    ],
)  # fmt: skip
def test_what_was_decided_is_told_by_its_number_its_clause_or_its_council(read, told, expected):
    reading = read(f"Närvarande: Vera Sandell, Nils Åkerby\n\n§ 1 Läget\n\n{told}\n")
    assert [one.text.removeprefix("Beslut: ") for one in reading.decisions] == expected


@pytest.mark.parametrize("point", ["1.", "att"])
def test_below_a_list_of_decisions_what_is_no_point_of_it_is_none(point):
    told = [f"{point} informationen noteras.", "Vera berättar om inbrotten.", "De har minskat."]
    texts = ["Protokoll 2022-05-03", "Närvarande: Vera Sandell", "§ 1 Läget", "Beslut", *told]
    lines = (Line(n, text, is_bold=text == "Beslut") for n, text in enumerate(texts, start=1))
    reading = reader.read(Source("p.docx", tuple(lines)))
    decided = "informationen noteras." if point == "1." else "att informationen noteras."
    assert [one.text for one in reading.decisions] == [decided]


def test_the_date_of_other_minutes_is_no_meeting_to_come(read):
    reading = read(
        f"Närvarande: Vera Sandell{ITEM}\n§ 2 Nästa möte\n\nSe nämndens protokoll 2022-06-03.\n"
    )
    assert reading.planned_meetings == []


def test_a_notice_calls_its_members(read):
    reading = read("KALLELSE\n\nLedamöter kallas\nVera Sandell, ordförande\nNils Åkerby, polisen\n")
    assert statuses(reading) == {"Vera Sandell": "called", "Nils Åkerby": "called"}


def test_a_letter_that_is_read_as_no_minutes_tells_what_it_may_hold(tmp_path):
    path = tmp_path / "brev.txt"
    path.write_text(
        "Hej!\n\nNils Åkerby hade förhinder i måndags.\n\nPolisen kontaktar skolan.\n\n"
        "Aktivitet: Vandra på fredagar\n",
        encoding="utf-8",
    )
    reading = reader.read_file(path)
    assert reading.kind == "other"
    assert sorted((one.line, one.field) for one in reading.review if one.line) == [
        (3, "attendance"),
        (5, "assignments"),
        (7, "measures"),
    ]


def test_a_remark_beside_those_who_did_not_come_tells_that_the_others_did():
    rows = [
        ("Namn", "Titel", "Organisation", "Anmärkning"),
        ("Vera Sandell", "Direktör (ordförande)", "Norra förvaltningen", ""),
        ("Nils Åkerby", "Tf chef.", "Södra området (lopo)", "Anmält förhinder"),
        ("Maj Björk", "Förvaltare", "Bostäder i Norr", "Ej närvarande"),
    ]
    texts = ["Minnesanteckningar 2022-05-03", "§ 1 Läget", "Lugnt i veckan."]
    table = [Line(n, "\t".join(row), cells=row, table=1) for n, row in enumerate(rows, start=2)]
    lines = [Line(1, texts[0]), *table, Line(6, texts[1]), Line(7, texts[2])]
    reading = reader.read(Source("p.docx", tuple(lines)))
    assert statuses(reading) == {
        "Vera Sandell": "present",
        "Nils Åkerby": "apologies",
        "Maj Björk": "absent",
    }
    assert "De som inget är anmärkt om är lästa som närvarande." in reasons(reading, "attendance")


@pytest.mark.parametrize(
    "told", ["Här beslutade rådet att tända lampan.", "Vi röstade för att gå."]
)
def test_a_council_decides_in_other_orders_and_by_vote(read, told):
    reading = read(f"Närvarande: Vera Sandell\n\n§ 1 Läget\n\n{told}\n")
    assert [one.text for one in reading.decisions] == [told]


def test_a_paragraph_that_is_no_item_of_the_series_is_a_doubt(read):
    reading = read(
        f"Närvarande: Vera Sandell{ITEM}\n§ 1 Lampor\n\nDe lyser.\n\n§ 2 Parken\n\nGrön.\n"
    )
    assert [one.title for one in reading.agenda_items] == ["Läget", "Parken"]
    assert reasons(reading, "agenda_items") == ['"§ 1 Lampor" är inte läst som punkt.']


def test_when_and_where_of_what_is_read_as_no_meeting_are_doubts(read, tmp_path):
    path = tmp_path / "inbjudan.txt"
    path.write_text("Kom till torget!\n\nTid: 12.00–13.30\nPlats: Torget\n", encoding="utf-8")
    found = [(one.field, one.line) for one in reader.read_file(path).review if one.line]
    assert found == [("held_on", 3), ("starts_at", 3), ("place", 4)]


def test_members_and_substitutes_side_by_side_each_have_their_own_column_of_who_came():
    rows = [
        ("Ledamöter", "Närvarande", "Ersättare", "Närvarande"),
        ("Vera Sandell (S), ordf.", "Ja", "Nils Åkerby (S)", "Ja, tjg"),
        ("Maj Björk (M)", "Nej", "Tove Ståhl (M)", "Nej"),
    ]
    table = [Line(n, "\t".join(row), cells=row, table=1) for n, row in enumerate(rows, start=2)]
    texts = ["Tjänstepersoner och gäster", "Karin Lindqvist, rektor", "§ 1 Läget", "Lugnt."]
    below = [Line(n, text) for n, text in enumerate(texts, start=5)]
    lines = [Line(1, "Protokoll 2022-05-03"), *table, *below]
    assert statuses(reader.read(Source("p.docx", tuple(lines)))) == {
        "Vera Sandell": "present",
        "Maj Björk": "absent",
        "Nils Åkerby": "present",
        "Tove Ståhl": "absent",
        "Karin Lindqvist": "present",
    }


def test_no_decision_is_none(read):
    reading = read("Närvarande: Vera Sandell\n\n§ 1 Läget\n\nBeslut: Inget beslut.\n")
    assert reading.decisions == []


def test_who_takes_part_leads_and_was_not_there_this_time(read):
    listed = "Deltar: Vera Sandell (strateg, leder mötet), Nils Åkerby (polisen)"
    reading = read(f"{listed}\nInte med denna gång: Maj Björk{ITEM}")
    assert reading.chair == "Vera Sandell"
    assert list(statuses(reading).values()) == ["present", "present", "absent"]
