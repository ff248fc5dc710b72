"""A new year begins with last year's parameters and an empty form; nothing is written over."""

import shutil

import pytest
from conftest import ROOT, lobra

from lobra.build import new_year, params
from lobra.report import own_words
from lobra_data.errors import LobraError

DEMO = ROOT / "demo" / "records"
ABOUT = """\
# Verksamhetsberättelse 2024 för ett råd.
year: 2024
council: exempelkoping   # mappens namn
report_on: 2025-02-14
version: "1.3"
# Nämnden vill ha växelnumret här. 2024 är inget årtal i den här raden.
case_number: BRÅ 2024/17
contact: "Trygghet, 08-508 22 000"
smallest_count: 7
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "params"
    made.mkdir()
    return made


def test_the_parameters_are_last_years_with_the_year_changed(folder):
    (folder / "2024.yaml").write_text(ABOUT)
    made = new_year.start(2025, folder, DEMO)
    assert [path.name for path in made.paths] == ["2025.yaml", "2025.md"]
    assert made.based_on == "Utgår från params/2024.yaml. Råd: exempelkoping."
    assert (folder / "2025.yaml").read_text() == (
        "# Verksamhetsberättelse 2025 för ett råd.\n"
        "year: 2025\n"
        "council: exempelkoping   # mappens namn\n"
        "report_on:\n"
        'version: "1.0"\n'
        "# Nämnden vill ha växelnumret här. 2024 är inget årtal i den här raden.\n"
        "case_number:\n"
        'contact: "Trygghet, 08-508 22 000"\n'
        "smallest_count: 7\n"
    )


def test_a_file_that_cannot_simply_be_changed_keeps_its_values(folder):
    text = "{year: 2024, council: exempelkoping, contact: 'Trygghet: växeln', smallest_count: 7}\n"
    (folder / "2024.yaml").write_text(text)
    new_year.start(2025, folder, DEMO)
    found = params.load(folder / "2025.yaml")
    assert (found.year, found.contact, found.smallest_count) == (2025, "Trygghet: växeln", 7)


def test_the_form_has_every_heading_and_says_nothing_until_it_is_filled_in(folder):
    new_year.start(2025, folder, DEMO)
    found = own_words.load(folder / "2025.md")
    assert (found.sections, found.about, found.logo) == ({}, (), None)
    filled = (
        (folder / "2025.md")
        .read_text()
        .replace("\nAv:\n", "\nAv: ordföranden, 2026-02-14\n\n- Ord.\n")
    )
    (folder / "2025.md").write_text(filled)
    found = own_words.load(folder / "2025.md")
    assert found.missing == []
    assert {one.text for one in found.sections.values()} == {"- Ord."}


def test_beside_the_conclusions_stands_what_the_new_year_begins_with(folder):
    (folder / "2024.yaml").write_text(ABOUT)
    said = "Vi fortsätter --> framåt.\n\n### Torget\n\nLjus."
    (folder / "2024.md").write_text(f"## Slutsatser\nAv: ordföranden, 2025-02-14\n\n{said}\n")
    new_year.start(2025, folder, DEMO)
    text = (folder / "2025.md").read_text()
    (help_beside,) = [
        part.partition("-->")[0] for part in text.split("\n## ") if part.startswith("Slutsatser")
    ]
    assert help_beside.startswith(
        "Slutsatser\n\n<!--\nVad lärde ni er av året, och vad gör ni nästa år?\n\n"
        "Slutsatserna i params/2024.md:\n\nVi fortsätter → framåt.\n\n### Torget\n\nLjus.\n\n"
        "Prioriteringar för 2024, enligt det som är granskat:\n- Klockartorget (kvar)\n"
    )
    assert own_words.load(folder / "2025.md").sections == {}


CARRIED = """\
Prioriteringar för 2025, enligt det som är granskat:
- Cykelstölder (föreslagen ny)
- Klockartorget (föreslagen borttagen)
- Tallhöjden (kvar)

Åtgärder utan antecknat avslut vid slutet av 2024, enligt det som är granskat:
- 1. Tidig samverkan runt enskilda barn
- 2. Fältarbete kvällar och helger
- 4. Stöd att lämna kriminalitet
- 5. Minskad tillgång på narkotika
- 9. Skolvägar utan rån
- 10. Ökad skolnärvaro
- 13. Gemensam rutin för skyddat boende
- 14. Platssamverkan Klockartorget
- 15. Platssamverkan Bryggparken
- 16. Platssamverkan Tallhöjden
- 17. Trygghet vid Resecentrum
- 20. Grannsamverkan mot inbrott

Uppdrag som inte är avslutade 2024, enligt det som är granskat:
- Bjuda in grannkommunerna till ett erfarenhetsutbyte (Preventionssamordnare)
- Utvärdera trygghetsvärdarnas arbete vid Resecentrum (Säkerhetschef, senast 30 november 2024)
- Redovisa läget för bommarna vid infarten till Tallhöjden (Samhällsbyggnadschef, senast 6 februari 2025)
- Redovisa hur elever informeras om rån (Skolchef, senast 15 maj 2025)

Annonserade möten 2025, enligt det som är granskat:
- 6 februari 2025
- 15 maj 2025
- 11 september 2025
- 4 december 2025
-->
"""  # noqa: E501


def test_what_carries_over_is_read_from_the_records(folder):
    new_year.start(2025, folder, DEMO)
    assert CARRIED in (folder / "2025.md").read_text()


def test_nothing_unreviewed_or_sensitive_stands_in_the_form(folder, tmp_path):
    records = shutil.copytree(DEMO, tmp_path / "records")
    path = records / "exempelkoping" / "assignments.csv"
    text = path.read_text("utf-8")
    assert "195,no,yes" in text and "193,no,yes" in text
    path.write_text(text.replace("195,no,yes", "195,no,no").replace("193,no,yes", "193,yes,yes"))
    new_year.start(2025, folder, records)
    text = (folder / "2025.md").read_text()
    assert "trygghetsvärdarnas arbete" in text
    assert "elever informeras" not in text and "bommarna" not in text


def test_without_an_earlier_year_a_council_that_is_alone_is_used(folder):
    made = new_year.start(2019, folder, DEMO)
    assert made.based_on == "Inget tidigare år. Råd: exempelkoping."
    assert (folder / "2019.yaml").read_text() == (
        "# Verksamhetsberättelse 2019. Tomt värde = anges inte.\n"
        'year: 2019\ncouncil: exempelkoping\nreport_on:\nversion: "1.0"\n'
        "case_number:\ncontact:\n"
    )


def test_the_latest_earlier_year_of_the_council_is_used(folder):
    for year, council in ((2018, "liljeholmen"), (2019, "liljeholmen"), (2021, "alvsjo")):
        about = f"year: {year}\ncouncil: hagersten-{council}\ncontact: år {year}\n"
        (folder / f"{year}.yaml").write_text(about)
    new_year.start(2022, folder)
    new_year.start(2020, folder, council="hagersten-liljeholmen")
    new_year.start(2025, folder, council="hagersten-liljeholmen")
    made = {year: params.load(folder / f"{year}.yaml") for year in (2020, 2022, 2025)}
    assert {year: (one.council, one.contact) for year, one in made.items()} == {
        2020: ("hagersten-liljeholmen", "år 2019"),
        2022: ("hagersten-alvsjo", "år 2021"),
        2025: ("hagersten-liljeholmen", "år 2019"),
    }


def test_a_file_of_parameters_that_is_there_is_kept(folder):
    (folder / "2024.yaml").write_text(ABOUT)
    made = new_year.start(2024, folder, DEMO)
    assert [path.name for path in made.paths] == ["2024.md"]
    assert made.based_on == (
        "params/2024.yaml finns redan och är orörd. Inget tidigare år. Råd: exempelkoping."
    )
    assert (folder / "2024.yaml").read_text() == ABOUT


@pytest.mark.parametrize(
    ("there", "asked", "message"),
    [
        (
            {"2025.md": "mitt"},
            {},
            "params/2025.md: filen finns redan och skrivs inte över. Fyll i den, eller byt namn "
            "på den om du vill börja om.",
        ),
        (
            {"2025.yaml": "year: 2025\ncouncil: exempelkoping\n"},
            {"council": "annat"},
            '2025: rådet "annat" finns inte i registren. Råd: exempelkoping.',
        ),
        (
            {},
            {"council": "exempelköping"},
            '2025: rådet "exempelköping" finns inte i registren. Menade du "exempelkoping"? '
            "Råd: exempelkoping.",
        ),
        (
            {},
            {"data": None},
            "2025: vilket råd gäller det? Ange --council med något av hagersten-alvsjo, "
            "hagersten-liljeholmen.",
        ),
        (
            {"2024.yaml": "year: 2024\n"},
            {},
            "params/2024.yaml: council: parametern saknas. Lägg till raden council: ….",
        ),
    ],
)
def test_what_cannot_be_begun_says_why_and_leaves_all_as_it_was(folder, there, asked, message):
    for name, text in there.items():
        (folder / name).write_text(text)
    with pytest.raises(LobraError) as error:
        new_year.start(2025, folder, **({"data": DEMO} | asked))
    assert str(error.value) == message
    assert {path.name: path.read_text() for path in folder.iterdir()} == there


def test_a_second_council_with_the_year_gets_a_folder_of_its_own(folder):
    other = "hagersten-liljeholmen"
    (folder / "2019.yaml").write_text("year: 2019\ncouncil: hagersten-alvsjo\n")
    made = new_year.start(2019, folder, council=other)
    assert made.paths == [folder / other / "2019.yaml", folder / other / "2019.md"]
    assert made.based_on == f"Inget tidigare år. Råd: {other}."
    again = new_year.start(2020, folder, council=other)
    assert again.paths == [folder / other / "2020.yaml", folder / other / "2020.md"]
    assert again.based_on == f"Utgår från params/{other}/2019.yaml. Råd: {other}."


def test_both_files_are_made_or_none(folder):
    (folder / ".2025.md.ny").mkdir()  # where the form would be written first
    with pytest.raises(LobraError, match="2025.md.ny: filen gick inte att skriva"):
        new_year.start(2025, folder, DEMO)
    assert [path.name for path in folder.iterdir()] == [".2025.md.ny"]


def test_the_command_answers_with_the_paths_and_says_what_comes_next(tmp_path):
    place = ("--data", DEMO, "--params", "egna")
    run = lobra("start-year", 2031, *place, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (run.status, run.out, run.err) == (
        0,
        "egna/2031.yaml\negna/2031.md\n",
        "Inget tidigare år. Råd: exempelkoping. Fyll i egna/2031.md, läs in årets protokoll med "
        f"lobra read och bygg med lobra report 2031 --data {DEMO} --params egna.\n",
    )
    again = lobra("start-year", 2031, *place, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (again.status, again.out) == (1, "")


def test_a_number_that_is_no_year_is_refused(tmp_path):
    run = lobra("start-year", 22, "--data", DEMO, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (run.status, run.err) == (1, "22: det är inget årtal. Skriv till exempel 2022.\n")
