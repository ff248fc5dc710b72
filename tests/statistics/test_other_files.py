"""Kolada, PxWeb, surveys and tidy tables, with each trap in them."""

import json
import shutil

import pytest
from taking_in import csv_file, take, workbook

from lobra.statistics import recognising, registers, template, workbooks
from lobra.statistics.asked import Asked
from lobra.statistics.forms import SURVEY
from lobra_data.errors import LobraError


def json_file(path, found):
    path.write_text(json.dumps(found), "utf-8")
    return path


# ---- Kolada


def kolada(*groups):
    return {"values": [
        {"kpi": kpi, "municipality": where, "period": year, "values": [
            {"gender": gender, "value": value, "status": ""} for gender, value in values]}
        for kpi, where, year, values in groups]}  # fmt: skip


def test_kolada_gives_a_rate_for_everybody_women_and_men(tmp_path):
    path = json_file(
        tmp_path / "kolada.json",
        kolada(
            ("N07403", "0180", 2023, [("T", 1234.567), ("K", 5), ("M", None)]),
            ("N07403", "0000", 2023, [("T", 900)]),
            ("N07403", "0001", 2023, [("T", 950)]),
        ),
    )
    taken = take(path)
    assert taken.figures == [
        ("kolada-n07403", "00", 2023, 0, "", 900, None, False),
        ("kolada-n07403", "01", 2023, 0, "", 950, None, False),
        ("kolada-n07403", "0180", 2023, 0, "", 1234.567, None, False),
        ("kolada-n07403", "0180", 2023, 0, "kvinnor", 5, None, False),
        ("kolada-n07403", "0180", 2023, 0, "män", None, None, False),
    ]
    assert taken.line == "kolada.json (Kolada): 5 rader: 5 nya."


def test_a_key_figure_that_nobody_has_described_is_not_added_for_its_unit_is_unknown(tmp_path):
    path = json_file(tmp_path / "k.json", kolada(("N99999", "0180", 2023, [("T", 1)])))
    assert take(path, unknown="add").unknown == [
        'k.json:1: indicator: okänd indikator "N99999" (1 rad). Inget liknande namn finns.'
    ]


def test_what_is_no_value_in_a_kolada_file_is_listed_by_its_number(tmp_path):
    found = kolada(("N07403", "0180", 2023, [("T", 1)]), ("N07403", "9999", 2023, [("T", 1)]))
    found["values"].append({"kpi": "N07403", "values": [{"gender": "X", "value": 1}]})
    found["values"].append("sönder")
    taken = take(json_file(tmp_path / "k.json", [found]), unknown="skip")
    assert taken.values == [("0180", 2023, 1)]
    assert taken.listed == [
        'k.json:2: area: okänt område "9999". Inget liknande namn finns.',
        "k.json:3: det som står här är inget värde i Koladas form (även rad 4). "
        "Hämta filen på nytt.",
    ]


# ---- PxWeb


def cube(dimensions, values, source="SCB", roles=None, **more):
    """A cube of json-stat2: {name: {code: label}}, the last dimension fastest."""
    return {
        "class": "dataset", "version": "2.0", "source": source, "label": "Tabell",
        "id": list(dimensions), "size": [len(one) for one in dimensions.values()],
        "dimension": {
            name: {"label": name, "category": {
                "index": {code: n for n, code in enumerate(codes)}, "label": codes}}
            for name, codes in dimensions.items()
        },
        "role": roles or {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "value": values, **more,
    }  # fmt: skip


PEOPLE = {
    "Region": {"00": "Riket", "0180": "Stockholm"},
    "ContentsCode": {"BE0101N1": "Folkmängd"},
    "Tid": {"2023": "2023", "2024": "2024"},
}


def test_the_population_of_a_cube_is_read_in_its_order(tmp_path):
    path = json_file(tmp_path / "scb.json", cube(PEOPLE, [10551707, 10587710, 988943, 995574]))
    taken = take(path)
    assert taken.figures == [
        ("scb-folkmangd", "00", 2023, 0, "", 10551707, None, False),
        ("scb-folkmangd", "00", 2024, 0, "", 10587710, None, False),
        ("scb-folkmangd", "0180", 2023, 0, "", 988943, None, False),
        ("scb-folkmangd", "0180", 2024, 0, "", 995574, None, False),
    ]


def test_codes_are_ordered_by_their_index_and_gaps_are_missing(tmp_path):
    found = cube(PEOPLE, {"0": 7, "3": 9})
    category = found["dimension"]["Region"]["category"]
    category["index"] = {"0180": 0, "00": 1}
    assert take(json_file(tmp_path / "scb.json", found)).values == [
        ("00", 2023, None), ("00", 2024, 9), ("0180", 2023, 7), ("0180", 2024, None),
    ]  # fmt: skip


def test_sex_and_age_are_parts_and_their_totals_are_everybody(tmp_path):
    dimensions = {
        "Region": {"0180": "Stockholm"},
        "Kon": {"1": "män", "1+2": "totalt"},
        "Alder": {"0-17": "0-17 år", "tot": "totalt ålder"},
        "ContentsCode": {"N": "Folkmängd"},
        "Tid": {"2024": "2024"},
    }
    found = cube(dimensions, [1, 2, 3, 4])
    found["dimension"]["Kon"]["label"] = "kön"
    found["dimension"]["Alder"]["label"] = "ålder"
    taken = take(json_file(tmp_path / "scb.json", found))
    assert [(row[4], row[5]) for row in taken.figures] == [
        ("", 4), ("0-17 år", 3), ("män", 2), ("män, 0-17 år", 1),
    ]  # fmt: skip


def test_automatic_fire_alarms_are_an_indicator_of_their_own(tmp_path):
    dimensions = {
        "Region": {"0180": "0180 Stockholm"},
        "Handelsetyp": {"T": "Samtliga händelsetyper", "A": "Automatlarm", "B": "Brand i byggnad"},
        "ContentsCode": {"N": "Antal insatser"},
        "Tid": {"2024M08": "2024M08"},
    }
    found = cube(dimensions, [100, 38, 12], source="MSB, numera Myndigheten för civilt försvar")
    taken = take(json_file(tmp_path / "mcf.json", found))
    assert [row[:6] for row in taken.figures] == [
        ("mcf-automatlarm", "0180", 2024, 8, "", 38),
        ("mcf-brand-i-byggnad", "0180", 2024, 8, "", 12),
        ("mcf-insatser-med-automatlarm", "0180", 2024, 8, "", 100),
    ]


def test_a_code_and_a_name_that_disagree_are_told(tmp_path):
    dimensions = PEOPLE | {"Region": {"0180": "Malmö"}}
    assert take(json_file(tmp_path / "scb.json", cube(dimensions, [1, 2]))).listed == [
        'scb.json:1: area: koden 0180 är Stockholm, men namnet är "Malmö" (även rad 2). '
        "Rätta koden eller namnet."
    ]


def test_a_broken_cube_or_half_a_file_says_to_fetch_it_again(tmp_path):
    for values in ([1, 2, 3], [1, 2, 3, 4, 5]):
        with pytest.raises(LobraError, match="dimensioner och värden går inte ihop"):
            take(json_file(tmp_path / "scb.json", cube(PEOPLE, values)))
    with pytest.raises(LobraError, match="filen är inte hel JSON"):
        take(csv_file(tmp_path / "halv.json", '{"values": ['))


def test_a_cube_of_nobody_asks_for_its_publisher(tmp_path):
    dimensions = PEOPLE | {"ContentsCode": {"N": "Något annat"}}
    path = json_file(tmp_path / "px.json", cube(dimensions, [1, 2, 3, 4], source=""))
    with pytest.raises(LobraError, match="Ange det med --publisher, till exempel --publisher SCB"):
        take(path)
    assert take(path, publisher="SCB").unknown == [
        'px.json:1: indicator: okänd indikator "Något annat" (4 rader). Inget liknande namn finns.'
    ]


def test_a_wide_csv_in_windows_1252_has_its_years_side_by_side(tmp_path):
    text = (
        '"region","kön","Folkmängd 2023","Folkmängd 2024"\n'
        '"0180 Stockholm","män",1,2\n"1440 Ale","totalt",3,".."\n'
    )
    taken = take(csv_file(tmp_path / "be.csv", text, "cp1252"))
    assert [row[:6] for row in taken.figures] == [
        ("scb-folkmangd", "0180", 2023, 0, "män", 1),
        ("scb-folkmangd", "0180", 2024, 0, "män", 2),
        ("scb-folkmangd", "1440", 2023, 0, "", 3),
        ("scb-folkmangd", "1440", 2024, 0, "", None),
    ]
    assert taken.line == "be.csv (PxWeb, CSV): 4 rader: 4 nya."


def test_a_long_csv_has_a_row_a_year_and_keeps_classes_apart(tmp_path):
    text = (
        '"region";"händelsetyp";"år";"Antal insatser"\n'
        '"0180 Stockholm";"Automatlarm";"2024";38\n"0180 Stockholm";"Trafikolycka";"2024";9\n'
        '"0180 Stockholm";"Trafikolycka";"2023"\n'
    )
    taken = take(csv_file(tmp_path / "mcf.csv", text, "cp1252"))
    assert [(row[0], row[5]) for row in taken.figures] == [
        ("mcf-automatlarm", 38), ("mcf-trafikolycka", 9),
    ]  # fmt: skip
    assert taken.listed == [
        "mcf.csv:4: raden har inte 4 värden som rubrikraden. "
        "Hämta filen på nytt, eller rätta raden."
    ]


def test_one_bad_value_of_a_wide_row_leaves_the_others(tmp_path):
    text = "region;Folkmängd 2023;Folkmängd 2024\n1440 Ale;1;2\n0180 Stockholm;1,5;2\n"
    taken = take(csv_file(tmp_path / "be.csv", text))
    assert taken.values == [("0180", 2024, 2), ("1440", 2023, 1), ("1440", 2024, 2)]
    assert taken.listed == ["be.csv:3: value: antalet är inget helt tal. Rätta talet."]
    assert taken.line == "be.csv (PxWeb, CSV): 4 rader: 3 nya, 1 i listan."


# ---- surveys


FULL = ["indicator", "area", "year", "part", "value", "n_answers", "low", "high"]
HEAD = "år;område;fråga;grupp;andel;n;lägst;högst;utgivare\n"


def test_a_filled_in_template_gives_shares_with_answers_and_intervals(tmp_path):
    path = csv_file(
        tmp_path / "enkat.csv",
        HEAD + "2023;Hägersten-Älvsjö;Otrygga ute;;23,2 %;412;19,1;27,6;Stockholms stad\n"
        "2023;Stockholm;Otrygga ute;kvinnor;31;..;;;Stockholms stad\n"
        "2023;Stockholm;Otrygga ute;Samtliga;..;;;;\n",
    )
    assert take(path).unknown == [
        'enkat.csv:2: indicator: okänd indikator "Otrygga ute" (3 rader). '
        "Inget liknande namn finns."
    ]
    taken = take(path, tmp_path / "kept", unknown="add", columns=FULL)
    key = "stockholms-stad-otrygga-ute"
    assert taken.figures == [
        (key, "0180", 2023, "", None, None, None, None),
        (key, "0180", 2023, "kvinnor", 31, None, None, None),
        (key, "0180-hagersten-alvsjo", 2023, "", 23.2, 412, 19.1, 27.6),
    ]
    (sources,) = (tmp_path / "kept" / "sources.csv").read_text("utf-8").splitlines()[1:]
    assert "Stockholms stad,Källa: Stockholms stad" in sources
    assert "procent av de svarande" in (tmp_path / "kept" / "indicators.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2023;Ale;Otrygga;;101;9;;;Ale", "value: andelen är över 100 procent. Rätta talet."),
        ("2023;Ale;Otrygga;;20;9;21;30;Ale", "low: talet är utanför sitt intervall. Rätta talet."),
        ("2023;Ale;Otrygga;;20;9,5;;;Ale", "n: antalet svar är inget helt tal. Rätta talet."),
        ("2023;Ale;Otrygga;;20;9;;;Borås", 'publisher: "Borås", men "Ale" i filens första rad. '
         "Lägg varje utgivare i en egen fil."),
    ],
)  # fmt: skip
def test_an_impossible_answer_is_told(tmp_path, row, told):
    path = csv_file(tmp_path / "e.csv", HEAD + f"2020;Ale;Otrygga;;12;9;;;Ale\n{row}\n")
    taken = take(path, unknown="add")
    assert taken.listed == [f"e.csv:3: {told}"]
    assert taken.values == [("1440", 2020, 12)]


def test_shares_from_nought_to_one_are_refused_as_excel_stores_per_cent_so(tmp_path):
    path = workbook(
        tmp_path / "e.xlsx",
        SURVEY,
        [2023, "Ale", "Otrygga", "", 0.232, 100, "", "", "Ale kommun"],
        [2020, "Ale", "Otrygga", "", 0.3, 100, "", "", "Ale kommun"],
    )
    with pytest.raises(LobraError, match="Skriv dem i procent: 23,2, inte 0,232"):
        take(path, unknown="add")


def test_a_survey_without_publisher_asks_for_it(tmp_path):
    path = csv_file(tmp_path / "e.csv", "år;område;fråga;grupp;andel;n\n2023;Ale;Otrygga;;12;9\n")
    with pytest.raises(LobraError, match="Fyll i kolumnen utgivare, eller ange --publisher"):
        take(path)
    assert take(path, unknown="add", publisher="Ale kommun").values == [("1440", 2023, 12)]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_template_is_read_back_when_it_is_filled_in(tmp_path, suffix):
    path = tmp_path / f"mall.{suffix}"
    template.write(path)
    row = [2023, "Ale", "Otrygga", "", 12.5, 90, "", "", "Ale kommun"]
    filled = tmp_path / f"ifylld.{suffix}"
    if suffix == "csv":
        cells = ";".join(str(cell).replace(".", ",") for cell in row)
        filled.write_bytes(path.read_bytes() + f"{cells}\r\n".encode())
    else:
        head = workbooks.opened(path).sheets[0].rows[0]
        workbook(filled, head, row)
    assert take(filled, unknown="add").values == [("1440", 2023, 12.5)]
    with pytest.raises(LobraError, match="filen finns redan"):
        template.write(path)


# ---- tidy tables, and files that are nobody's


def test_a_tidy_table_has_swedish_or_english_headings(tmp_path):
    swedish = (
        "område;områdeskod;indikator;år;månad;grupp;värde;per 100 000;preliminär;utgivare;enhet\n"
        ";1440;Klotter;2024;;;12;38,5;ja;Ale kommun;anmälningar\n"
    )
    english = (
        "area,area_code,indicator,year,month,group,value,per_100k,preliminary,publisher,unit\n"
        'Ale,,Klotter,2024,,,12,"38,5",yes,Ale kommun,anmälningar\n'
    )
    wanted = [("ale-kommun-klotter", "1440", 2024, 0, "", 12, 38.5, True)]
    for text in (swedish, english):
        assert take(csv_file(tmp_path / "t.csv", text), unknown="add").figures == wanted


def test_codes_that_excel_has_shortened_are_unknown_and_not_guessed(tmp_path):
    text = "område;områdeskod;indikator;år;värde;utgivare\nStockholm;180;Misshandel;2024;12;Brå\n"
    assert take(csv_file(tmp_path / "t.csv", text)).unknown == [
        't.csv:2: area: okänt område "Stockholm" (1 rad). Menade du "0180 Stockholm"?'
    ]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("tom.csv", b"", "tom.csv: filen är tom"),
        ("text.txt", "Protokoll från mötet\n".encode(), "text.txt: filen känns inte igen"),
        ("annat.json", b'{"a": 1}', "annat.json: filen känns inte igen"),
        ("sönder.xlsx", b"PK\x03\x04skrot", "arbetsboken går inte att läsa"),
        ("bild.bin", bytes(range(256)), "bild.bin: filen känns inte igen"),
    ],
)
def test_a_file_that_is_none_of_these_is_refused_in_one_line(tmp_path, name, data, told):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(LobraError, match=told) as error:
        recognising.read(path, Asked(registers.load(None)))
    assert "\n" not in str(error.value)


def test_a_workbook_of_the_same_table_is_read_as_its_csv(tmp_path):
    head = ["område", "indikator", "år", "värde", "utgivare"]
    book = workbook(tmp_path / "t.xlsx", head, ["Ale", "Misshandel", 2024, 12, "Brå"])
    moved = shutil.copy(book, tmp_path / "utan-namn")
    assert take(moved).figures == [("bra-misshandel", "1440", 2024, 0, "", 12, None, False)]
