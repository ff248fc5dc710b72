"""Areas and indicators: found by name or code, never guessed."""

import csv

import pytest

from lobra.statistics import registers
from lobra.statistics.figures import CellError
from lobra.statistics.registers import UnplacedError
from lobra_data.errors import LobraError

KNOWN = registers.load(None)
AREAS = list(KNOWN.areas.by_id.values())


def test_there_are_21_counties_and_290_municipalities_each_in_its_county():
    counties = {one.code for one in AREAS if one.kind == "county"}
    municipalities = [one for one in AREAS if one.kind == "municipality"]
    assert (len(counties), len({one.code for one in municipalities})) == (21, 290)
    assert all(one.part_of == one.code[:2] for one in municipalities)
    assert {one.part_of for one in municipalities} == counties


def test_every_area_is_found_by_each_of_its_names_and_by_its_code():
    for one in AREAS:
        assert KNOWN.areas.find(one.name) == one
        assert not one.code or KNOWN.areas.find("", one.code) == one
        if one.kind == "municipality":
            ending = "" if one.name[-1] in "sxz" else "s"
            assert KNOWN.areas.find(f"{one.name}{ending} kommun") == one
            assert KNOWN.areas.find(f"{one.name.upper()} KOMMUN") == one
            assert KNOWN.areas.find(f"{one.code} {one.name}") == one


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Riket", "00"), ("HELA LANDET", "00"), ("Uppsala", "0380"), ("Uppsala län", "03"),
        ("Stockholms stad", "0180"), ("Stockholms län", "01"), ("Malung – Sälen", "2023"),
        ("Upplands\u00a0Väsby kommun", "0114"), ("Älvsjö", "0180-alvsjo"),
        ("Stadsdelsområde Hägersten - Liljeholmen (Sthlm)", "0180-hagersten-liljeholmen"),
    ],
)  # fmt: skip
def test_an_area_is_found_however_publishers_write_it(label, found):
    assert KNOWN.areas.find(label).area_id == found


@pytest.mark.parametrize(
    "label", ["Habö", "Stokholm", "Malungsälen", "Ale län", "Ale stadsdel", ""]
)
def test_what_is_only_near_is_no_area(label):
    with pytest.raises(UnplacedError):
        KNOWN.areas.find(label)


def test_a_merged_district_points_at_its_successor_and_ends_the_day_before_it():
    of = KNOWN.areas.by_id
    old, new = of["0180-hagersten-liljeholmen"], of["0180-hagersten-alvsjo"]
    assert (old.valid_to, old.successor_id) == ("2020-06-30", new.area_id)
    assert (of["0180-alvsjo"].successor_id, new.valid_from) == (new.area_id, "2020-07-01")


def test_areas_point_at_areas_that_are_there():
    for one in AREAS:
        assert {one.part_of, one.successor_id} - {""} <= set(KNOWN.areas.by_id)


def test_every_indicator_says_what_it_is_in_plain_words():
    for one in KNOWN.indicators.by_id.values():
        assert one.indicator_id.startswith(f"{one.publisher_id}-")
        assert one.publisher_id in KNOWN.publishers
        assert one.definition.endswith(".") and one.unit


def test_a_name_of_two_areas_is_told_and_not_chosen(tmp_path):
    head = "area_id,kind,code,name,aliases,part_of,valid_from,valid_to,successor_id\n"
    (tmp_path / "areas.csv").write_text(f"{head}x-ale,district,,Ale,,0180,,,\n", "utf-8")
    own = registers.load(tmp_path)
    with pytest.raises(CellError) as error:
        own.areas.find("Ale")
    assert error.value.what == '"Ale" kan vara Ale (kommun) eller Ale (stadsdelsområde)'
    assert own.areas.find("Ale kommun").area_id == "1440"


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("areas.csv", "a,b\n", "areas.csv: rubrikraden ska vara area_id,kind,code"),
        ("areas.csv", "{head}x,by,,X,,,,,\n", 'areas.csv:2: kind: "by" är inget slags område'),
        ("areas.csv", "{head}x,other\n", "areas.csv:2: raden har 2 värden av 9"),
        ("indicators.csv", "{head}x,bra,X,,,,,,\n", "indicators.csv:2: unit: enheten saknas"),
        ("indicators.csv", "{head}x,bra,X,st,,,i år,,\n", 'break_years: "i år" är inga årtal'),
        ("indicators.csv", "{head}x,bra,X,st,down,,,,\n", 'better: "down" är varken lower, higher'),
    ],
)
def test_a_wrong_register_of_ones_own_is_told_with_file_and_line(tmp_path, file, text, told):
    with (registers.SHIPPED / file).open(encoding="utf-8") as shipped:
        head = shipped.readline()
    (tmp_path / file).write_text(text.replace("{head}", head), "utf-8")
    with pytest.raises(LobraError) as error:
        registers.load(tmp_path)
    assert told in str(error.value)


def test_ones_own_entry_goes_before_the_shipped_one(tmp_path):
    with (registers.SHIPPED / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(one for one in rows if one["indicator_id"] == "bra-misshandel")
    with (tmp_path / "indicators.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow(row | {"source_names": "Misshandel enligt oss", "break_years": "2018|2020"})
    own = registers.load(tmp_path).indicators
    found = own.find("misshandel enligt oss", "bra")
    assert found.breaks(KNOWN.areas.by_id["00"]) == [2018, 2020]


@pytest.mark.parametrize(
    ("indicator", "area", "years"),
    [
        ("bra-misshandel", "0180", [2015]), ("kolada-n07403", "0180", [2015]),
        ("bra-misshandel", "0180-hagersten-alvsjo", [2015, 2020]), ("bra-misshandel", "01", []),
        ("bra-misshandel", "00", []), ("scb-folkmangd", "0180", []),
    ],
)  # fmt: skip
def test_a_series_is_cut_where_counting_or_the_area_changed(indicator, area, years):
    of = KNOWN.indicators.by_id[indicator]
    assert of.breaks(KNOWN.areas.by_id[area]) == years


def test_an_indicator_is_found_whatever_dash_and_spaces_its_name_has():
    made = registers.Indicators([registers.Indicator("x-a", "x", "Hot - våld", "brott")])
    assert made.find("HOT–våld", "x").indicator_id == "x-a"
