"""A council can be reached in public by its functions; a person can't, wherever it was written."""

import zipfile

import pytest
from conftest import lobra

from lobra.privacy import contact, gate
from lobra.reading import names

PEOPLE = ["Ebbe Tunhammar", "Åsa Björk-Ek"]


@pytest.mark.parametrize(
    "text",
    [
        "Säkerhetsenheten, Exempelköpings kommun",
        "trygghet@kommun.se",
        "kontaktcenter@stad.stockholm.se, 08-508 22 000",
        "Växeln +46 8 508 22 000 eller lokalt-bra@kommun.se",
        "0771-123 456, 020-22 33 44, 010-111 22 33",
        "brå@kommun.se, https://kommun.se/trygg",
        "personal@kommun.se",
        "trygghet(at)kommun.se",
    ],
)
def test_a_function_may_be_reached(text):
    assert contact.refused(text, PEOPLE, names.first_names()) == []


@pytest.mark.parametrize(
    "way",
    [
        "anna.andersson@kommun.se",
        "anna_a@kommun.se",
        "Anna@kommun.se",
        "ann-marie@kommun.se",
        "asa@kommun.se",
        "tunhammar@kommun.se",
        "etunhammar@kommun.se",
        "ebbetunhammar@kommun.se",
        "bjork@kommun.se",
        "ab@kommun.se",
        "aa12345@kommun.se",
        "fornamn.efternamn@kommun.se",
        "070-123 45 67",
        "+46 70 123 45 67",
        "+47 22 34 56 78",
        "0900-200 20 20",
        "19121212-1212",
    ],
)
def test_what_may_be_a_persons_is_refused(way):
    assert contact.refused(f"Rådet, {way}", PEOPLE, names.first_names()) == [way]


def lines(tmp_path, text, written, allowed=()):
    (tmp_path / "sida.csv").write_text(text, "utf-8")
    found = gate.leaks(tmp_path, PEOPLE, ["hemligt"], ["3 ungdomar"], written, allowed)
    return sorted(str(one).replace(f"{tmp_path}/", "") for one in found)


FIX = "Skriv om det utan uppgiften, och bygg om."


def test_what_was_written_for_the_report_is_mended_there_and_the_rest_in_the_records(tmp_path):
    written = [
        gate.Line("params/2024.yaml", 3, "contact", "Ebbe Tunhammar, växeln"),
        gate.Line("params/2024.md", 12, None, "Vi hjälpte 3 ungdomar. Det är hemligt,"),
        gate.Line("params/2024.md", 13, None, "ring 070-123 45 67"),
    ]
    said = "Ebbe Tunhammar; 3 ungdomar; hemligt; 070-123 45 67; 070-765 43 21"
    assert lines(tmp_path, said, written) == [
        f'params/2024.md:12: "3 ungdomar" är ett litet antal personer. {FIX}',
        f'params/2024.md:12: "hemligt" är ett ord som inte får publiceras. {FIX}',
        f'params/2024.md:13: "070-123 45 67" är ett telefonnummer. {FIX}',
        f'params/2024.yaml:3: contact: "Ebbe Tunhammar" är ett namn ur people.csv. {FIX}',
        'sida.csv: "070-765 43 21" är ett telefonnummer. Ta bort uppgiften ur registren eller märk '
        "raden som känslig, och bygg om.",
    ]


def test_every_line_that_holds_it_is_told_and_no_other(tmp_path):
    written = [
        gate.Line("params/2024.md", 1, None, "Åsa"),
        gate.Line("params/2024.md", 2, None, "**Björk-Ek**, 13 ungdomar"),
        gate.Line("params/2024.md", 5, None, "Åsa Björk-Ek, åsa björk-ek"),
    ]
    assert [line.split(": ")[0] for line in lines(tmp_path, "Åsa Björk-Ek", written)] == [
        "params/2024.md:1",
        "params/2024.md:5",
    ]
    assert [line.split(": ")[0] for line in lines(tmp_path, "3 ungdomar", written)] == ["sida.csv"]


def test_what_a_function_is_reached_at_may_stand_anywhere_but_only_just_so(tmp_path):
    allowed = contact.ways("trygghet@ort.se, 08-508 22 000")
    said = "trygghet@ort.se; Skriv till Trygghet@ort.se. Vi svarar.; 08-508\n22 000"
    assert lines(tmp_path, said, [], allowed) == []
    other = "anna.trygghet@ort.se; trygghet@ort.se.nu; 08-508 22 001"
    assert len(lines(tmp_path, other, [], allowed)) == 3


def test_what_stands_in_two_paragraphs_of_a_word_file_is_not_read_as_one(tmp_path):
    said = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for text in ("Kontakt", "trygghet@ort.se</w:t><w:br/><w:t>08-508 22 000")
    )
    with zipfile.ZipFile(tmp_path / "fil.docx", "w") as parts:
        parts.writestr("word/document.xml", f"<w:document>{said}</w:document>")
    assert gate.leaks(tmp_path, [], allowed=contact.ways("trygghet@ort.se, 08-508 22 000")) == []


@pytest.fixture
def params(tmp_path):
    """A folder of parameters for the demo, with one line more."""

    def folder(line):
        about = f"year: 2024\ncouncil: exempelkoping\nreport_on: 2025-02-14\n{line}\n"
        (tmp_path / "params").mkdir(exist_ok=True)
        (tmp_path / "params" / "2024.yaml").write_text(about)
        return ("--data", "demo/records", "--params", tmp_path / "params", "--out", tmp_path / "ut")

    return folder


@pytest.mark.slow
@pytest.mark.thorough
def test_a_function_stands_on_the_title_page_of_every_format(params, tmp_path):
    said = "Trygghetsenheten, trygghet@exempelkoping.se, 08-508 22 000"
    run = lobra("report", 2024, *params(f"contact: {said}"), "--format", "html,pdf,docx")
    assert run.status == 0, run.err
    page = tmp_path / "ut" / "exempelkoping" / "2024" / "verksamhetsberattelse.html"
    assert said in page.read_text("utf-8")


@pytest.mark.slow
def test_a_parameter_that_must_not_be_published_is_named_with_its_line(params, tmp_path):
    run = lobra("report", 2024, *params("case_number: 070-123 45 67"), "--format", "html")
    assert (run.status, run.err.splitlines()) == (
        1,
        [
            "Den offentliga utgåvan publiceras inte:",
            f"{tmp_path}/params/2024.yaml:4: case_number: "
            f'"070-123 45 67" är ett telefonnummer. {FIX}',
        ],
    )


@pytest.mark.slow
def test_the_internal_edition_may_say_whom_to_reach(params):
    line = "contact: Ebbe Tunhammar, ebbe.tunhammar@exempelkoping.se"
    run = lobra("report", 2024, *params(line), "--format", "html", "--edition", "internal")
    assert run.status == 0, run.err
