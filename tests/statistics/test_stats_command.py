"""`lobra stats`: what it says, what it writes, and that it writes all or nothing."""

import csv
import shutil

import pytest
from taking_in import csv_file

from lobra import command
from lobra.privacy import rules as privacy_rules
from lobra_data import files, saving, schema

HEAD = "Region;Brott;År;Period;Antal;/100 000 inv\n"
HA = "Stadsdelsområde Hägersten - Älvsjö (Sthlm)"
COUNCIL = "hagersten-alvsjo"


@pytest.fixture
def into(tmp_path, capsys):
    """Runs the command into a copy of the shipped records: status, stdout and stderr."""
    folder = tmp_path / "register"
    shutil.copytree(files.SHIPPED, folder)

    def run(*arguments):
        status = command.main(["stats", *map(str, arguments), "--into", str(folder)])
        out, err = capsys.readouterr()
        return status, out.replace(f"{tmp_path}/", ""), err.replace(f"{tmp_path}/", "")

    run.folder = folder
    return run


@pytest.fixture
def bra(tmp_path):
    def made(*rows, name="bra.csv"):
        return csv_file(tmp_path / name, HEAD + "\n".join(rows) + "\n", "latin-1")

    return made


def table(folder, name="statistics", council=COUNCIL):
    with (folder / council / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def picked(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


ROWS = (
    f"{HA};Misshandel;År;2024;300;240;",
    f"{HA};Misshandel;2025 prel.;Jan;20;16;",
    "Stockholms kommun;Misshandel;År;2024;9000;..;",
    "Stockholms län;Misshandel;År;2024;20000;820;",
    "Hela landet;Misshandel;År;2024;80000;760;",
    "Ale kommun;Misshandel;År;2024;100;310;",
)


def test_a_council_gets_its_area_and_those_around_it_with_where_each_comes_from(into, bra):
    status, out, err = into(bra(*ROWS), "--retrieved-on", "2026-11-01")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "bra.csv (Brås databas): 6 rader: 6 nya.",
        f"{COUNCIL}: 5 nya rader om 1 indikator, som väntar på granskning.",
        "hagersten-liljeholmen: inga siffror för Hägersten-Liljeholmen, så rådets tabell är orörd.",
    ]
    rows = table(into.folder)
    names = ["area", "area_id", "is_comparison", "value", "per_100k", "series_from", "line"]
    assert picked(rows, *names) == [
        ("Hela landet", "00", "yes", "80000", "760", "", "6"),
        ("Stockholms län", "01", "yes", "20000", "820", "", "5"),
        ("Stockholm", "0180", "yes", "9000", "", "2015", "4"),
        ("Hägersten-Älvsjö", "0180-hagersten-alvsjo", "no", "300", "240", "2020", "2"),
        ("Hägersten-Älvsjö", "0180-hagersten-alvsjo", "no", "20", "16", "2020", "3"),
    ]
    assert picked(rows[3:], "year", "month", "is_preliminary") == [
        ("2024", "", "no"),
        ("2025", "1", "yes"),
    ]
    same = {
        "indicator": "Misshandel",
        "indicator_id": "bra-misshandel",
        "unit": "anmälda brott",
        "publisher": "Brottsförebyggande rådet (Brå)",
        "licence_line": "Källa: Brå",
        "retrieved_on": "2026-11-01",
        "document_id": "ha-doc-bra",
        "is_reviewed": "no",
    }
    assert [row | same for row in rows] == rows
    assert picked(table(into.folder, "documents")[-1:], "document_id", "file_name", "n_lines") == [
        ("ha-doc-bra", "bra.csv", "7")
    ]
    assert privacy_rules.check(files.find(into.folder)) == []


def test_files_that_are_called_the_same_are_told_apart_by_publisher_and_then_by_name(into, bra):
    for number in "123":
        assert into(bra(ROWS[0].replace("2024", f"202{number}"), name=f"{number}.csv"))[0] == 0
    first, second, third = (row["title"] for row in table(into.folder, "documents")[-3:])
    assert second == f"{first} från Brottsförebyggande rådet (Brå)"
    assert third == f"{first}, 3.csv"


def test_of_months_those_of_the_own_area_and_the_latest_four_years_come_along(into, bra):
    cells = [(HA, year) for year in range(2020, 2026)] + [("Stockholms kommun", 2025)]
    rows = [f"{area};Misshandel;{year};Feb;{year - 2000};1;" for area, year in cells]
    assert into(bra(f"{HA};Misshandel;År;2024;300;240;", *rows))[0] == 0
    months = [row for row in table(into.folder) if row["month"]]
    assert picked(months, "statistic_id", "year", "month", "value") == [
        (
            f"ha-stat-bra-misshandel-0180-hagersten-alvsjo-{year}-02",
            str(year),
            "2",
            str(year - 2000),
        )
        for year in range(2022, 2026)
    ]


def test_a_day_that_nobody_has_told_is_left_empty_and_asked_for(into, bra):
    _, out, _ = into(bra(*ROWS))
    assert out.splitlines()[-1] == "Dagen då filerna hämtades saknas; ange den med --retrieved-on."
    assert {row["retrieved_on"] for row in table(into.folder)} == {""}
    _, out, _ = into(bra(*ROWS), "--retrieved-on", "2026-11-01")
    assert "--retrieved-on" not in out
    assert {row["retrieved_on"] for row in table(into.folder)} == {"2026-11-01"}


def test_a_rate_is_made_where_the_publisher_gives_none_and_the_population_is_known(into, bra):
    people = csv_file(
        bra(*ROWS).with_name("scb.csv"),
        'region;"Folkmängd 2024"\n0180 Stockholm;1000000\n01 Stockholms län;1\n'
        "Hägersten-Älvsjö;9\n",
        "cp1252",
    )
    assert into(bra(*ROWS), people)[0] == 0
    rows = table(into.folder)
    assert [row["per_100k"] for row in rows] == ["760", "820", "900", "240", "16"]
    assert {row["indicator_id"] for row in rows} == {"bra-misshandel"}


def test_the_second_time_a_council_follows_what_it_followed_and_hears_of_the_rest(into, bra):
    into(bra(*ROWS))
    more = bra(f"{HA};Olaga hot;År;2024;7;5;", f"{HA};Misshandel;År;2023;310;250;", name="mer.csv")
    status, out, _ = into(more)
    assert status == 0
    assert (
        f"{COUNCIL}: 1 ny rad om 1 indikator, som väntar på granskning. "
        "1 till finns för området (Olaga hot); välj med --indicator." in out
    )
    assert {row["indicator_id"] for row in table(into.folder)} == {"bra-misshandel"}
    into(more, "--indicator", "Olaga hot", "--compare", "Ale")
    assert picked(table(into.folder), "indicator", "area", "year")[-3:] == [
        ("Misshandel", "Hägersten-Älvsjö", "2023"),
        ("Misshandel", "Ale", "2024"),
        ("Olaga hot", "Hägersten-Älvsjö", "2024"),
    ]


def test_a_reviewed_row_stays_until_its_figure_changes_and_then_waits_again(into, bra):
    first = bra(f"{HA};Misshandel;År;2024 prel.;300;240;", f"{HA};Misshandel;År;2023;9;8;")
    into(first, "--reviewed")
    assert picked(table(into.folder), "year", "value", "is_reviewed") == [
        ("2023", "9", "yes"), ("2024", "300", "yes"),
    ]  # fmt: skip
    status, out, _ = into(bra(f"{HA};Misshandel;År;2024;305;244;", name="slutlig.csv"))
    assert status == 0
    assert "Misshandel, Hägersten-Älvsjö 2024: 300 (preliminärt) har blivit 305." in out
    assert picked(table(into.folder), "year", "value", "is_preliminary", "is_reviewed") == [
        ("2023", "9", "no", "yes"), ("2024", "305", "no", "no"),
    ]  # fmt: skip


def test_only_the_rows_of_the_files_given_become_reviewed(into, bra):
    into(bra(f"{HA};Misshandel;År;2023;9;8;"))
    into(bra(f"{HA};Misshandel;År;2024;10;8;", name="mer.csv"), "--reviewed")
    assert picked(table(into.folder), "year", "is_reviewed") == [("2023", "no"), ("2024", "yes")]


def test_what_somebody_has_called_sensitive_stays_so_when_the_figure_changes(into, bra):
    into(bra(f"{HA};Misshandel;År;2024 prel.;9;8;"))
    path = into.folder / COUNCIL / "statistics.csv"
    path.write_text(path.read_text("utf-8").replace(",no,no\n", ",yes,yes\n"), "utf-8")
    into(bra(f"{HA};Misshandel;År;2024;10;8;", name="mer.csv"))
    assert picked(table(into.folder), "value", "is_sensitive", "is_reviewed") == [
        ("10", "yes", "no")
    ]


@pytest.mark.parametrize(
    ("district", "municipality"), [("Farsta", "Stockholm"), ("Hägersten-Älvsjö", "Ale")]
)
def test_the_figures_of_a_municipality_are_never_those_of_an_unknown_district(
    into, bra, district, municipality
):
    path = into.folder / COUNCIL / "councils.csv"
    text = path.read_text("utf-8").replace(
        ",Hägersten-Älvsjö,Stockholm,", f",{district},{municipality},"
    )
    path.write_text(text, "utf-8")
    _, out, _ = into(bra(*ROWS))
    assert f"{COUNCIL}: inga siffror för {district}, så rådets tabell är orörd." in out
    assert table(into.folder) == []


def test_a_share_of_few_answers_is_a_sensitive_row(into, tmp_path):
    path = csv_file(
        tmp_path / "enkat.csv",
        "år;område;fråga;andel;n;utgivare\n2023;Hägersten-Älvsjö;Otrygga;20;4;Staden\n"
        "2020;Hägersten-Älvsjö;Otrygga;20;5;Staden\n2017;Hägersten-Älvsjö;Otrygga;20;;Staden\n",
    )
    into(path, "--unknown", "add")
    assert picked(table(into.folder), "year", "n_answers", "is_sensitive") == [
        ("2017", "", "no"), ("2020", "5", "no"), ("2023", "4", "yes"),
    ]  # fmt: skip


def bytes_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_unknown_names_stop_everything_and_the_message_says_how_to_go_on(into, bra):
    before = bytes_of(into.folder)
    good = bra(*ROWS)
    status, out, err = into(good, bra("Atlantis;Misshandel;År;2024;1;1;", name="ny.csv"))
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        'ny.csv:2: area: okänt område "Atlantis" (1 rad). Inget liknande namn finns.',
        "Inget är infört. Rätta namnen i filen, lägg till dem i registret så som filen skriver dem "
        "med --unknown add, eller lämna raderna utanför med --unknown skip.",
    ]
    assert bytes_of(into.folder) == before


def test_wrong_rows_are_listed_and_the_status_says_so(into, bra):
    status, out, _ = into(bra(*ROWS, f"{HA};Misshandel;År;2022;tolv;1;"))
    assert status == 1
    assert out.splitlines()[:2] == [
        'bra.csv:8: value: "tolv" är inget tal. Skriv ett tal, eller två punkter.',
        "bra.csv (Brås databas): 7 rader: 6 nya, 1 i listan.",
    ]


def test_a_disk_that_fails_leaves_the_store_and_the_tables_as_they_were(into, bra, monkeypatch):
    into(bra(*ROWS))
    before = bytes_of(into.folder)
    write, written = saving._write, []

    def failing(path, data):
        written.append(path.name)
        if "statistics.csv" in path.name:
            raise OSError(28, "full", str(path))
        write(path, data)

    monkeypatch.setattr(saving, "_write", failing)
    status, _, err = into(bra(f"{HA};Misshandel;År;2023;1;1;", name="mer.csv"))
    assert status == 1 and "disken är full" in err and "Inget har ändrats" in err
    assert any("figures.parquet" in name for name in written)
    assert bytes_of(into.folder) == before


def test_without_a_folder_nothing_is_written_and_the_command_says_so(bra, tmp_path, capsys):
    path = bra(*ROWS)
    assert command.main(["stats", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Inget är infört. Ange mappen med registren: --into MAPP."
    )
    assert [one.name for one in tmp_path.iterdir()] == ["bra.csv"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Ange en fil att läsa, eller --template FIL för en tom mall."),
        (("finns-inte.csv",), "finns-inte.csv: filen går inte att läsa (den finns inte)."),
    ],
)
def test_what_can_not_be_read_is_one_line(capsys, arguments, told):
    assert command.main(["stats", *arguments]) == 1
    assert capsys.readouterr().err.strip() == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--compare", "Atlantis"), '--compare: området "Atlantis" finns inte i registret.'),
        (("--indicator", "Misshandl"), '--indicator: "Misshandl" finns inte i registret. '
         'Menade du "Misshandel"?'),
        (("--council", "ale"), 'register: inget råd heter "ale"'),
    ],
)  # fmt: skip
def test_a_wish_that_can_not_be_met_writes_nothing(into, bra, arguments, told):
    before = bytes_of(into.folder)
    status, _, err = into(bra(*ROWS), *arguments)
    assert status == 1 and told in err
    assert bytes_of(into.folder) == before


def test_an_indicator_that_somebody_has_taken_away_is_asked_back(into, bra):
    into(bra(f"{HA};Påhittat brott;År;2024;300;240;"), "--unknown", "add")
    own = into.folder / "_statistik" / "indicators.csv"
    own.write_text(own.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    status, _, err = into(bra(*ROWS, name="mer.csv"))
    assert (status, err.strip()) == (
        1,
        "_statistik/indicators.csv: bra-pahittat-brott har siffror, men raden saknas. "
        "Lägg tillbaka den.",
    )


def test_the_fields_of_statistics_say_where_a_figure_is_explained():
    names = schema.load()["statistics"].names
    assert {"indicator_id", "area_id", "n_answers", "low", "high", "licence_line"} <= set(names)


def test_the_command_writes_a_template_and_answers_with_its_name(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert command.main(["stats", "--template", "mall.xlsx"]) == 0
    assert capsys.readouterr().out == "mall.xlsx\n"
    assert (tmp_path / "mall.xlsx").read_bytes()[:2] == b"PK"
