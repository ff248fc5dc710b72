"""What Brå's files are like, and what becomes of each trap in them."""

import pytest
from taking_in import csv_file, take, workbook

from lobra_data.errors import LobraError

HEAD = "Region;Brott;År;Period;Antal;/100 000 inv\r\n"
HA = "Stadsdelsområde Hägersten - Älvsjö (Sthlm)"
DISTRICT = "0180-hagersten-alvsjo"


@pytest.fixture
def database(tmp_path):
    def made(*rows, head=HEAD, encoding="latin-1"):
        return csv_file(tmp_path / "bra.csv", head + "\r\n".join(rows) + "\r\n", encoding)

    return made


def test_a_yearly_export_has_its_year_where_the_period_is(database):
    taken = take(
        database(f"{HA};Misshandel;År;2024;12;10;", "Hela landet;Misshandel;År;2024;9;1,5;")
    )
    assert taken.figures == [
        ("bra-misshandel", "00", 2024, 0, "", 9, 1.5, False),
        ("bra-misshandel", DISTRICT, 2024, 0, "", 12, 10, False),
    ]
    assert taken.line == "bra.csv (Brås databas): 2 rader: 2 nya."
    assert taken.listed == []


def test_a_monthly_export_has_the_year_and_says_what_is_preliminary(database):
    taken = take(database(f"{HA};Misshandel;2026 prel.;Aug;3;2;", f"{HA};Misshandel;2025;dec;4;3;"))
    assert taken.figures == [
        ("bra-misshandel", DISTRICT, 2025, 12, "", 4, 3, False),
        ("bra-misshandel", DISTRICT, 2026, 8, "", 3, 2, True),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_any_encoding_that_a_program_saves_in_gives_the_same(database, encoding):
    taken = take(database(f"{HA};Misshandel;År;2024;12;10;", encoding=encoding))
    assert taken.values == [(DISTRICT, 2024, 12)]


def test_letters_in_two_pieces_are_the_same_letters(database):
    taken = take(database("Ha\u0308rryda kommun;Misshandel;År;2024;12;10;", encoding="utf-8"))
    assert taken.values == [("1401", 2024, 12)]


@pytest.mark.parametrize("mark", ["..", "-", "–", "", "."])
def test_a_value_that_is_not_given_is_missing_and_never_nought(database, mark):
    text = f"{HA};Misshandel;År;2023;{mark};..;"
    encoding = "cp1252" if mark == "–" else "latin-1"
    assert take(database(text, encoding=encoding)).values == [(DISTRICT, 2023, None)]
    assert take(database(f"{HA};Misshandel;År;2023;0;0;")).values == [(DISTRICT, 2023, 0)]


def test_a_heading_that_is_echoed_without_a_value_is_listed_and_harmless(database):
    taken = take(
        database(
            "Stockholms län;Misshandel;År;2024;..;..;",
            f"{HA};Misshandel;År;2024;12;10;",
            "Stockholms län;Misshandel;År;2024;900;500;",
        )
    )
    assert taken.values == [("01", 2024, 900), (DISTRICT, 2024, 12)]
    assert taken.listed == ["bra.csv:2: upprepar rad 4 utan tal."]
    assert taken.line == "bra.csv (Brås databas): 3 rader: 2 nya, 1 i listan utan fel."


def test_a_repeated_row_is_stored_once_and_listed(database):
    row = f"{HA};Misshandel;År;2024;12;10;"
    taken = take(database(row, row, row))
    assert taken.values == [(DISTRICT, 2024, 12)]
    assert taken.listed == ["bra.csv:3: samma som rad 2 (även rad 4)."]


def test_two_values_for_the_same_thing_are_both_left_out_and_told(database):
    taken = take(database(f"{HA};Misshandel;År;2024;12;10;", f"{HA};Misshandel;År;2024;14;11;"))
    assert taken.values == []
    assert taken.listed == [
        "bra.csv:2: value: olika tal för samma sak: 12 (rad 2) och 14 (rad 3) (även rad 3). "
        "Behåll den rad som är rätt."
    ]


def test_of_a_preliminary_and_a_final_value_in_one_file_the_final_is_kept(database):
    taken = take(database(f"{HA};Misshandel;2025 prel.;Aug;3;2;", f"{HA};Misshandel;2025;Aug;5;4;"))
    assert taken.figures == [("bra-misshandel", DISTRICT, 2025, 8, "", 5, 4, False)]
    assert taken.listed == ["bra.csv:2: preliminärt; rad 3 är slutlig."]


@pytest.mark.parametrize(
    ("said", "value"),
    [("12 345", 12345), ("12\u00a0345", 12345), ("1.234.567", 1234567), ("7", 7)],
)
def test_thousands_are_read_as_people_write_them(database, said, value):
    assert take(database(f"{HA};Misshandel;År;2024;{said};10;")).values == [(DISTRICT, 2024, value)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (f"{HA};Misshandel;År;2024;tolv;1;", 'value: "tolv" är inget tal. '
         "Skriv ett tal, eller två punkter."),
        (f"{HA};Misshandel;År;2024;1.234;1;", 'value: "1.234" kan vara både tusental och '
         "decimaler. Skriv tusental med mellanslag och decimaler med komma."),
        (f"{HA};Misshandel;År;2024;-3;1;", 'value: "-3" är negativt. '
         "Skriv ett tal som är noll eller mer."),
        (f"{HA};Misshandel;År;2024;2,5;1;", "value: antalet är inget helt tal. Rätta talet."),
        (f"{HA};Misshandel;År;24;2;1;", 'year: "24" är inget år. Skriv årtalet med fyra siffror.'),
        (f"{HA};Misshandel;År;2027;2;1;", "year: året 2027 har inte varit än. Rätta året."),
        (f"{HA};Misshandel;2024;Mjau;2;1;", 'month: "Mjau" är ingen månad. '
         "Skriv till exempel augusti eller 8."),
        (f"{HA};Misshandel;År;2024;2;x1;", 'rate: "x1" är inget tal. '
         "Skriv ett tal, eller två punkter."),
        (f"{HA};Misshandel;År;2024", "raden har 4 värden, rubrikraden 6. "
         "Ta bort det som är för mycket, eller skriv det som saknas."),
        (f"{HA};Misshandel;År;2024;2;1;;7", "raden har 8 värden, rubrikraden 6. "
         "Ta bort det som är för mycket, eller skriv det som saknas."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_its_line_and_the_others_are_stored(database, row, told):
    taken = take(database(f"{HA};Misshandel;År;2022;5;1;", row, f"{HA};Misshandel;År;2021;6;1;"))
    assert taken.listed == [f"bra.csv:3: {told}"]
    assert taken.values == [(DISTRICT, 2021, 6), (DISTRICT, 2022, 5)]
    assert taken.line == "bra.csv (Brås databas): 3 rader: 2 nya, 1 i listan."


def test_unknown_names_are_listed_with_what_they_may_be(database):
    taken = take(
        database(
            "Malung-Sälenn kommun;Misshandel;År;2024;1;1;",
            "Malung-Sälenn kommun;Misshandel;År;2023;1;1;",
            "Håbo kommun;Misshandlel;År;2024;1;1;",
            "Atlantis;Misshandel;År;2024;1;1;",
        )
    )
    assert taken.unknown == [
        'bra.csv:2: area: okänt område "Malung-Sälenn kommun" (2 rader). '
        'Menade du "2023 Malung-Sälen"?',
        'bra.csv:4: indicator: okänd indikator "Misshandlel" (1 rad). Menade du "Misshandel"?',
        'bra.csv:5: area: okänt område "Atlantis" (1 rad). Inget liknande namn finns.',
    ]


def test_unknown_names_can_be_added_and_are_known_the_next_time(database, tmp_path):
    rows = [
        "Stadsdelsområde Norra Skogen (Sthlm);Påhittat brott;2024;Jan;1;1;",
        "Lokalpolisområde Stockholm;Påhittat brott;2024;Jan;2;1;",
    ]
    folder = tmp_path / "kept"
    taken = take(database(*rows), folder, unknown="add")
    assert taken.figures == [
        ("bra-pahittat-brott", "0180-norra-skogen", 2024, 1, "", 1, 1, False),
        ("bra-pahittat-brott", "police-area-lokalpolisomrade-stockholm", 2024, 1, "", 2, 1, False),
    ]
    again = take(database(*rows, "Stockholms kommun;Påhittat brott;2024;Jan;3;1;"), folder)
    assert again.line == "bra.csv (Brås databas): 3 rader: 1 ny, 2 fanns redan."
    assert (folder / "areas.csv").read_text("utf-8").splitlines()[1:] == [
        "0180-norra-skogen,district,,Norra Skogen,Stadsdelsområde Norra Skogen (Sthlm),0180,,,",
        "police-area-lokalpolisomrade-stockholm,police_area,,Lokalpolisområde Stockholm,,,,,",
    ]
    assert (folder / "indicators.csv").read_text("utf-8").splitlines()[1:] == [
        "bra-pahittat-brott,bra,Påhittat brott,anmälda brott,,,,2015,"
    ]


def test_rows_with_unknown_names_can_be_left_out_and_are_listed(database):
    rows = ["Atlantis;Misshandel;År;2024;1;1;", f"{HA};Misshandel;År;2024;12;10;"]
    taken = take(database(*rows), unknown="skip")
    assert taken.unknown == []
    assert taken.values == [(DISTRICT, 2024, 12)]
    assert taken.listed == ['bra.csv:2: area: okänt område "Atlantis". Inget liknande namn finns.']


def test_ten_thousand_rows_with_fifty_errors_lose_only_those(database):
    """Each planted error is told with its line, and every other row is stored with its value."""
    areas = ["Stockholms kommun", "Ale kommun", "Österåkers kommun", "Borås stad", HA]
    months = "Jan Feb Mar Apr Maj Jun Jul Aug Sep Okt Nov Dec".split()
    crimes = ["Misshandel", "Personrån", "Skadegörelse", "Olaga hot", "Stöld", "Narkotikabrott",
              "Samtliga brott", "Bostadsinbrott", "Bedrägerier"]  # fmt: skip
    keys = [
        (area, crime, year, month)
        for year in range(2000, 2026)
        for area in areas
        for crime in crimes
        for month in months
    ][:10_000]
    planted = {
        0: (4, "många", "value", "inget tal"), 1: (4, "-1", "value", "negativt"),
        2: (4, "1,5", "value", "inget helt tal"), 3: (2, "19x9", "year", "inget år"),
        4: (3, "Okej", "month", "ingen månad"), 5: (0, "Ingenstans", "area", "okänt område"),
        6: (1, "Ofog", "indicator", "okänd indikator"), 7: (5, "?", "rate", "inget tal"),
        8: (2, "2031", "year", "har inte varit"), 9: (0, "", "area", "okänt område"),
    }  # fmt: skip
    lines, errors = [], {}
    for n, (area, crime, year, month) in enumerate(keys):
        cells = [area, crime, str(year), month, str(n), "1", ""]
        if n % 200 == 117:
            place, text, field, what = planted[n // 200 % 10]
            cells[place] = text
            errors[n + 2] = (field, what)
        lines.append(";".join(cells))
    assert len(errors) == 50
    taken = take(database(*lines), unknown="skip")
    told = {}
    for one in taken.outcome.listed:
        told.setdefault(one.row, []).append(one)
    assert sorted(told) == sorted(errors)
    for row, (field, what) in errors.items():
        assert [(one.field, what in one.what, one.is_error) for one in told[row]] == [
            (field, True, True)
        ]
    assert sorted(value for _, _, value in taken.values) == [
        n for n in range(10_000) if n + 2 not in errors
    ]
    assert taken.line == "bra.csv (Brås databas): 10\u00a0000 rader: 9950 nya, 50 i listan."


# ---- the list of municipalities


def municipal(tmp_path, text, name="anmalda-brott-2023.csv"):
    return csv_file(tmp_path / name, "\ufeff" + text.replace("\n", "\r\n"))


def test_a_list_of_municipalities_counts_all_crimes_of_the_year_in_its_name(tmp_path):
    path = municipal(
        tmp_path,
        "Kommun;Antal;Per 100 000 inv.\nAle;3 456;10 987\nMalung–Sälen;1\u00a0234;12 000\n",
    )
    assert take(path).figures == [
        ("bra-samtliga-brott", "1440", 2023, 0, "", 3456, 10987, False),
        ("bra-samtliga-brott", "2023", 2023, 0, "", 1234, 12000, False),
    ]


def test_a_list_without_its_header_loses_no_row_and_knows_names_in_any_form(tmp_path):
    path = municipal(
        tmp_path,
        "Ale kommun;3456;10987\nÖsteråkers kommun;2;1\nBorås stad;3;1\nHåbo kommun;4;1\n"
        "Habo kommun;5;1\nHägersten-Älvsjö stadsdelsområde;6;1\nGotlands kommun;7;1\n",
        "kommuner 2021 prel.csv",
    )
    taken = take(path)
    assert taken.values == [
        ("0117", 2021, 2), (DISTRICT, 2021, 6), ("0305", 2021, 4), ("0643", 2021, 5),
        ("0980", 2021, 7), ("1440", 2021, 3456), ("1490", 2021, 3),
    ]  # fmt: skip
    assert {row[-1] for row in taken.figures} == {True}


def test_a_list_whose_name_tells_no_year_asks_for_it(tmp_path):
    path = municipal(tmp_path, "Kommun;Antal;Per 100 000 inv.\nAle;3;1\n", "kommuner.csv")
    with pytest.raises(LobraError, match="Ange det med --year, eller skriv årtalet i filens namn."):
        take(path)
    assert take(path, year="2022").values == [("1440", 2022, 3)]


# ---- tables in Excel


def test_a_table_has_labels_in_two_columns_and_footnotes_glued_to_them(tmp_path):
    path = workbook(
        tmp_path / "tabell.xlsx",
        ["Tabell 1", "Anmälda brott, totalt och per 100 000, hela landet, åren 2023–2025"],
        [],
        ["", "", "Antal brott", "", "", "Antal brott per 100 000", "", ""],
        ["Brottstyp", "", 2023, "2024", "2025 prel.1)", 2023, 2024, 2025, "Förändring %"],
        ["SAMTLIGA BROTT", "", 1000, 1100, 1200, 100, 110, 120.5, 9],
        ["Misshandel1", "", 10, "..", 12, 1, "..", 1.2, 20],
        ["", "Olaga hot 2)", 1, 2, 3, 0.1, 0.2, 0.3, 50],
        ["Källa: Brå"],
    )
    taken = take(path)
    assert taken.figures == [
        ("bra-misshandel", "00", 2023, 0, "", 10, 1, False),
        ("bra-misshandel", "00", 2024, 0, "", None, None, False),
        ("bra-misshandel", "00", 2025, 0, "", 12, 1.2, True),
        ("bra-olaga-hot", "00", 2023, 0, "", 1, 0.1, False),
        ("bra-olaga-hot", "00", 2024, 0, "", 2, 0.2, False),
        ("bra-olaga-hot", "00", 2025, 0, "", 3, 0.3, True),
        ("bra-samtliga-brott", "00", 2023, 0, "", 1000, 100, False),
        ("bra-samtliga-brott", "00", 2024, 0, "", 1100, 110, False),
        ("bra-samtliga-brott", "00", 2025, 0, "", 1200, 120.5, True),
    ]
    assert taken.line == "tabell.xlsx (Brås Exceltabell): 9 rader: 9 nya."


def test_a_label_that_says_nothing_by_itself_is_told_with_its_heading(tmp_path):
    path = workbook(
        tmp_path / "tabell.xlsx",
        ["13 Hallands län"],
        ["Brottstyp", "", 2024, 2025],
        ["Misshandel", "", 10, 11],
        ["", "Mot kvinna", 6, 7],
        ["Olaga hot", "", 3, 4],
        ["", "Mot kvinna", 2, 1],
    )
    taken = take(path, unknown="add")
    assert [(row[0], *row[1:3], row[5]) for row in taken.figures] == [
        ("bra-misshandel", "13", 2024, 10), ("bra-misshandel", "13", 2025, 11),
        ("bra-misshandel-mot-kvinna", "13", 2024, 6), ("bra-misshandel-mot-kvinna", "13", 2025, 7),
        ("bra-olaga-hot", "13", 2024, 3), ("bra-olaga-hot", "13", 2025, 4),
        ("bra-olaga-hot-mot-kvinna", "13", 2024, 2), ("bra-olaga-hot-mot-kvinna", "13", 2025, 1),
    ]  # fmt: skip


def test_ages_at_the_end_of_a_label_are_no_footnote(tmp_path):
    path = workbook(
        tmp_path / "tabell.xlsx",
        ["Hela landet"],
        ["Brottstyp", 2024, 2025],
        ["Misshandel mot barn 0-6", 10, 11],
    )
    assert take(path).unknown == [
        'tabell.xlsx:3: indicator: okänd indikator "Misshandel mot barn 0-6" (2 rader). '
        'Menade du "Misshandel"?'
    ]


def test_a_table_without_area_or_with_many_sheets_says_what_to_do(tmp_path):
    rows = [["Brottstyp", 2024, 2025], ["Misshandel", 10, 11]]
    path = workbook(tmp_path / "tabell.xlsx", *rows)
    with pytest.raises(LobraError, match='Ange det med --area, till exempel --area "Hela landet"'):
        take(path)
    assert take(path, area="Uppsala län").values == [("03", 2024, 10), ("03", 2025, 11)]
    with pytest.raises(LobraError, match="flera blad har tabeller"):
        take(workbook(tmp_path / "flera.xlsx", *rows, more=rows))


def test_counts_that_look_like_years_are_no_header(tmp_path):
    path = workbook(
        tmp_path / "tabell.xlsx",
        ["Brottstyp", "Januari", "Februari"],
        ["Misshandel", 1900, 2010],
        ["Olaga hot", 1950, 2015],
    )
    with pytest.raises(LobraError, match="filen känns inte igen"):
        take(path, area="Hela landet")
