"""Minutes in forms and notes as programmes make them: Word's forms, Markdown's notes, e-mails."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import typst

from lobra.reading import reader
from lobra.reading.found import Reading

HEAD = "Protokoll 2022-05-03\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
END = "\n2. Slut\n\nInget mer.\n"


def decided(found: Reading) -> list[str]:
    return [one.text for one in found.decisions]


def tasks(found: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(one.assigned_to, one.text, one.due_on) for one in found.assignments]


def titles(found: Reading) -> list[tuple[str | None, str | None]]:
    return [(one.number, one.title) for one in found.agenda_items]


def who_came(found: Reading) -> list[tuple[str | None, str]]:
    return [(one.name, one.status) for one in found.attendance]


def in_word(path: Path, *tables: list[tuple[str, ...]], above: str = "") -> Reading:
    """Minutes in Word whose matters stand in tables."""
    made = docx.Document()
    made.add_paragraph("Protokoll 2022-05-03")
    made.add_paragraph("Närvarande: Vera Sandell, Nils Åkerby")
    for text in above.split("\n"):
        made.add_paragraph(text)
    for rows in tables:
        table = made.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        made.add_paragraph("")
    made.save(str(path))
    return reader.read_file(path)


def in_pdf(path: Path, text: str) -> Reading:
    path.write_bytes(typst.compile(text.encode()))
    return reader.read_file(path)


UNFILLED = ["Klicka här för att ange text.", "Klicka eller tryck här för att ange ett datum."]


@pytest.mark.parametrize("unfilled", UNFILLED)
def test_what_word_asks_for_in_a_form_is_no_answer(tmp_path, unfilled):
    found = in_word(
        tmp_path / "p.docx",
        [("Lokal:", "Biblioteket", "Diarienr:", unfilled)],
        [
            ("Nr", "Ärende", "Beslut", "Ansvarig"),
            ("1", "Lampor", "Tre lampor köps in.", unfilled),
            ("2", "Cyklar", unfilled, unfilled),
        ],
    )
    assert found.place == "Biblioteket"
    assert decided(found) == ["Tre lampor köps in."]
    assert tasks(found) == []


def test_a_line_that_only_word_asks_for_is_none(read):
    asked = UNFILLED[0]
    found = read(
        f"{asked}\n{HEAD}{asked}\n\n1. Lampor\n\n{asked}\n\n"
        f"Beslut: Tre lampor köps in.\n{END}{asked}\n"
    )
    assert titles(found) == [("1", "Lampor"), ("2", "Slut")]
    assert decided(found) == ["Tre lampor köps in."]


def test_a_form_for_each_matter_is_its_item_with_what_was_said_and_decided(tmp_path):
    names = ("Punkt nr", "Rubrik", "Referat", "Beslut", "Ansvarig", "Klart senast")
    lamps = ("1", "Lampor", "Tre är trasiga.", "Tre lampor köps in.", "Nils Åkerby", "2022-05-09")
    bikes = ("2", "Cyklar", "Fyra är borta.", "Inget.", "", "")
    forms = [list(zip(names, said, strict=True)) for said in (lamps, bikes)]
    found = in_word(tmp_path / "p.docx", *forms)
    assert titles(found) == [("1", "Lampor"), ("2", "Cyklar")]
    assert decided(found) == ["Tre lampor köps in."]
    assert tasks(found) == [("Nils Åkerby", "Tre lampor köps in.", "2022-05-09")]


@pytest.mark.parametrize("number", ["3", ""])
def test_a_form_that_nobody_has_filled_in_is_no_matter(tmp_path, number):
    names = ("Punkt nr", "Rubrik", "Referat", "Beslut")
    lamps = ("1", "Lampor", "Tre är trasiga.", "Tre lampor köps in.")
    bikes = ("2", "Cyklar", "Fyra är borta.", "")
    each = (lamps, bikes, (number, "", "", ""))
    forms = [list(zip(names, said, strict=True)) for said in each]
    found = in_word(tmp_path / "p.docx", *forms)
    assert titles(found) == [("1", "Lampor"), ("2", "Cyklar")]
    assert decided(found) == ["Tre lampor köps in."]


def test_notes_in_markdown_link_people_and_tick_who_came(read):
    found = read(
        "---\ndatum: 2022-05-03\n---\n\n# Trygghetsrådet i Lillby\n\n"
        "Facilitator: [[Vera Sandell]]\n\n"
        "> [!info] Närvaro\n> - [x] [[people/vera|Vera Sandell]], polis\n"
        "> - [ ] [[Nils Åkerby]], skola\n\n"
        "## Lampor\n\nTre är trasiga.\n\n**Beslut →** Tre lampor köps in.\n\n"
        "## Cyklar\n\nFyra är borta sedan i mars.\n\n"
        "## Uppgifter\n\n- [ ] @Vera Sandell — ringa elbolaget 📅 2022-05-09\n",
        "p.md",
    )
    assert (found.chair, found.held_on) == ("Vera Sandell", "2022-05-03")
    assert who_came(found) == [("Vera Sandell", "present"), ("Nils Åkerby", "absent")]
    assert decided(found) == ["Tre lampor köps in."]
    assert [(to, due) for to, _, due in tasks(found)] == [("Vera Sandell", "2022-05-09")]


def test_an_answer_to_a_notice_that_tells_what_was_said_is_minutes(read):
    found = read(
        "Från: Vera Sandell\nSkickat: 2022-05-05 09:00\n"
        "Ämne: SV: Kallelse till brå i Lillby - nu med minnesanteckningar\n\n"
        "Vi sågs den 3 maj 2022. Med på mötet var förutom undertecknad: Nils Åkerby (skola),\n"
        "Mona Lind (Lions).\n\n1) Lampor\n\nVi enades om att köpa tre lampor.\n\n"
        "2) Cyklar\n\nFyra är borta.\n\nVera\n\n"
        "-----Ursprungligt meddelande-----\nFrån: Vera Sandell\nSkickat: den 20 april 2022\n\n"
        "> Kallar till brå den 3 maj. Förslag: vi beslutar om bänkar.\n"
    )
    assert found.kind == "minutes"
    assert who_came(found)[:2] == [("Nils Åkerby", "present"), ("Mona Lind", "present")]
    assert decided(found) == ["Vi enades om att köpa tre lampor."]


def test_a_notice_that_is_sent_as_one_is_none(read):
    found = read(
        "Från: Vera Sandell\nSkickat: 2022-04-20 09:00\nÄmne: Kallelse till brå i Lillby\n\n"
        "Vi ses den 3 maj 2022 kl. 9.\n\n1) Lampor\n2) Cyklar\n"
    )
    assert found.kind == "notice"


def test_what_decides_below_a_heading_of_decisions_is_one_though_nothing_marks_the_heading(read):
    found = read(
        HEAD + "§ 1 Lampor\n\nTre är trasiga.\n\nRådets beslut\n\nTre lampor köps in.\n\n"
        "Lovisa Ek väljs att hålla i det.\n\nReservation\n\nNils Åkerby reserverar sig.\n\n"
        "§ 2 Slut\n\nInget mer.\n"
    )
    assert decided(found) == ["Tre lampor köps in.", "Lovisa Ek väljs att hålla i det."]


def test_below_a_label_with_a_colon_only_the_next_text_is_decided(read):
    found = read(
        HEAD + "1. Lampor\n\nBeslut:\n\nTre lampor köps in.\n\nSkolans lampor har bytts.\n" + END
    )
    assert decided(found) == ["Tre lampor köps in."]


def test_dots_that_lead_to_a_colon_are_no_part_of_a_label(read):
    found = read(
        "PROTOKOLL\n\nDAG . . . . . . : 2022-05-03\nKLOCKAN . . . . : 1300 - 1455\n"
        "LOKAL. . . . . : Biblioteket\nSEKRETERARE . . . : Vera Sandell\n\n"
        "Närvarande: Vera Sandell, Nils Åkerby\n\n1. Lampor\n\nTre är trasiga.\n" + END
    )
    assert (found.held_on, found.starts_at, found.ends_at, found.place, found.secretary) == (
        "2022-05-03", "13:00", "14:55", "Biblioteket", "Vera Sandell",
    )  # fmt: skip


def test_a_cross_under_a_programme_for_meetings_tells_who_came(read):
    found = read(
        "# Protokoll 3 maj 2022\n\n| Namn | Funktion | På plats | Skype | Ej närv. |\n|-|-|-|-|-|\n"
        "| Vera Sandell | Polis | X | | |\n| Mona Lind | Lions | | X | |\n"
        "| Olle Ek | Rektor | | | X |\n\n1. Lampor\n\nTre är trasiga.\n" + END,
        "p.md",
    )
    assert who_came(found) == [
        ("Vera Sandell", "present"),
        ("Mona Lind", "present"),
        ("Olle Ek", "absent"),
    ]


def test_letters_over_points_are_numbers_of_items(tmp_path):
    found = in_pdf(
        tmp_path / "p.pdf",
        "= Anteckningar 3 maj 2022\n\nNärvarande: Vera Sandell, Nils Åkerby\n\n"
        "A. Lampor\n- Tre är trasiga, alla står vid skolan.\n- Nils ringer elbolaget.\n\n"
        "B. Cyklar\n- Fyra är borta sedan i mars.\n\nC. Slut\n- Inget mer sades.\n",
    )
    assert titles(found) == [("A", "Lampor"), ("B", "Cyklar"), ("C", "Slut")]


def test_clauses_below_a_sentence_that_only_says_that_it_was_decided_are_decisions(read):
    found = read(
        HEAD + "1. Lampor\n\nTre är trasiga. Efter samtal beslöts\n\natt tre lampor köps in,\n\n"
        "att Nils Åkerby begär in ett pris.\n" + END
    )
    assert decided(found) == ["att tre lampor köps in,", "att Nils Åkerby begär in ett pris."]


def test_a_title_over_all_columns_of_a_list_of_tasks_is_seen(tmp_path):
    found = in_word(
        tmp_path / "p.docx",
        [
            ("Att göra", "", "", ""),
            ("Vem", "Vad", "Punkt", "Klart"),
            ("Nils", "Laga de tre lamporna", "1", "9/5"),
            ("Vera", "Leta efter cyklarna", "2", "nästa möte"),
        ],
        above="1. Lampor\nTre är trasiga.\n2. Cyklar\nFyra är borta.",
    )
    assert [(to, due) for to, _, due in tasks(found)] == [("Nils", "2022-05-09"), ("Vera", None)]


SAID = "Tre lampor är trasiga och alla tre står vid skolan där barnen går hem. " * 3


def test_titles_in_the_margin_that_are_set_smaller_are_no_column_of_their_own(tmp_path):
    named = ("Lampor", "Cyklar", "Bänkar", "Torget", "Bussar", "Skolan", "Parken", "Slut")
    rows = "".join(
        f"[#text(8pt)[*{n}. {title}*]], [{SAID} Rådet beslutar att fråga {n} är klar.],"
        for n, title in enumerate(named, 1)
    )
    found = in_pdf(
        tmp_path / "p.pdf",
        "#set text(11pt)\nAnteckningar från mötet den 3 maj 2022\n\n"
        f"#grid(columns: (4cm, 1fr), row-gutter: 12pt, {rows})",
    )
    assert titles(found) == [(str(n), title) for n, title in enumerate(named, 1)]
    assert [one.item for one in found.decisions] == [str(n) for n in range(1, len(named) + 1)]


def test_the_frame_of_a_slide_is_no_table(tmp_path):
    slides = [
        "Anteckningar från mötet den 3 maj 2022",
        "1. Lampor\n\nTre är trasiga\n\nBeslut: Tre lampor köps in.",
        "2. Cyklar\n\nFyra borta sedan mars\n\nOlika meningar om varför",
    ]
    pages = "\n#pagebreak()\n".join(
        f"#table(columns: (1cm, 1fr), rows: 100%, [], [{text}\n\n#v(1fr) Lillby råd])"
        for text in slides
    )
    found = in_pdf(tmp_path / "p.pdf", f'#set page("a5", flipped: true, margin: 3mm)\n{pages}')
    assert titles(found) == [("1", "Lampor"), ("2", "Cyklar")]
    assert decided(found) == ["Tre lampor köps in."]


def test_an_hour_in_words_to_an_hour_in_words_has_an_end(read):
    found = read(
        "Protokoll\n\nNär: tisdag 3 maj 2022, klockan halv tre till klockan fyra\n\n"
        "Närvarande: Vera Sandell, Nils Åkerby\n\n1. Lampor\n\nTre är trasiga.\n" + END
    )
    assert (found.starts_at, found.ends_at) == ("14:30", "16:00")


def test_words_of_forms_and_letters_are_known(read):
    found = read(
        "Anteckningar 3 maj 2022\n\nhär: Vera Sandell, Nils Åkerby\n\nej här: Mona Lind\n\n"
        "Antecknat av Nils\n\n1. FÖREGÅENDE ANTECKNINGAR\n\nupplästes och godkändes.\n\n"
        "2. Lampor\n\nTre är trasiga.\n\nVi samlas nästa gång tisdagen den 14 juni kl. 9.\n"
    )
    assert ("Mona Lind", "absent") in who_came(found)
    assert found.secretary == "Nils Åkerby"
    assert decided(found) == ["upplästes och godkändes."]
    assert [one.planned_on for one in found.planned_meetings] == ["2022-06-14"]
