"""What is kept when files follow one another, where each value comes from, and how it is read."""

import duckdb
import pytest
from taking_in import csv_file, take

from lobra.statistics import store
from lobra_data.errors import LobraError

HEAD = "Region;Brott;År;Period;Antal;/100 000 inv\n"


@pytest.fixture
def after(tmp_path):
    """Takes one-row files in one after the other: what the last one changed, and what is kept."""

    def taken(*files):
        for n, (row, retrieved_on) in enumerate(files):
            path = csv_file(tmp_path / f"bra{n}.csv", f"{HEAD}{row}\n", "latin-1")
            last = take(path, tmp_path / "kept", retrieved_on=retrieved_on)
        return last

    return taken


def row(value, year="2024", rate=""):
    return f"Ale kommun;Misshandel;{year};Jan;{value};{rate};"


def test_a_final_value_takes_the_place_of_a_preliminary_one_and_the_change_is_told(after):
    taken = after((row(10, "2025 prel."), ""), (row(12, "2025"), ""))
    assert taken.figures == [("bra-misshandel", "1440", 2025, 1, "", 12, None, False)]
    assert taken.changes == ["Misshandel, Ale januari 2025: 10 (preliminärt) har blivit 12."]
    assert taken.line == "bra1.csv (Brås databas): 1 rad: 1 ersatt."
    assert taken.listed == []


def test_a_final_value_that_confirms_a_preliminary_one_is_no_change_to_tell(after):
    taken = after((row(10, "2025 prel."), ""), (row(10, "2025"), ""))
    assert taken.figures == [("bra-misshandel", "1440", 2025, 1, "", 10, None, False)]
    assert (taken.changes, taken.outcome.n_replaced) == ([], 1)


def test_a_preliminary_value_never_takes_the_place_of_a_final_one(after):
    taken = after((row(12, "2025"), ""), (row(10, "2025 prel."), "2026-11-01"))
    assert taken.figures == [("bra-misshandel", "1440", 2025, 1, "", 12, None, False)]
    assert taken.listed == ["bra1.csv:2: value: preliminärt; det slutliga, 12, står kvar."]
    assert taken.line == "bra1.csv (Brås databas): 1 rad: 1 i listan utan fel."


@pytest.mark.parametrize(
    ("first", "second", "kept", "told"),
    [
        ("2026-01-01", "2026-02-01", 14, ([], ["Misshandel, Ale januari 2024: 12 har blivit 14."])),
        ("2026-02-01", "2026-01-01", 12, (["bra1.csv:2: value: äldre än 12, som står kvar "
         "(bra0.csv, rad 2)."], [])),
        ("", "2026-01-01", 12, (["bra1.csv:2: value: 14, men 12 är redan infört (bra0.csv, rad 2). "
         "Ange dagen då filen hämtades med --retrieved-on, så ersätter den nyare den äldre."], [])),
    ],
)  # fmt: skip
def test_of_two_final_values_the_newer_file_counts_and_unknown_days_decide_nothing(
    after, first, second, kept, told
):
    taken = after((row(12), first), (row(14), second))
    assert taken.values == [("1440", 2024, kept)]
    assert (taken.listed, taken.changes) == told


def test_no_value_never_takes_the_place_of_a_value_and_a_value_fills_a_gap(after):
    taken = after((row(12), "2026-01-01"), (row(".."), "2026-02-01"))
    assert taken.values == [("1440", 2024, 12)]
    assert taken.listed == ["bra1.csv:2: value: talet saknas; det tidigare, 12, står kvar."]


def test_a_value_fills_a_gap_and_a_rate_is_added_to_its_count(after, tmp_path):
    assert after((row(".."), ""), (row(12), "")).values == [("1440", 2024, 12)]
    path = csv_file(tmp_path / "bra3.csv", f"{HEAD}{row(12, rate='38,5')}\n", "latin-1")
    taken = take(path, tmp_path / "kept")
    assert taken.figures == [("bra-misshandel", "1440", 2024, 1, "", 12, 38.5, False)]
    assert (taken.listed, taken.changes) == ([], [])


def test_the_same_file_again_changes_nothing_and_gives_the_same_bytes(tmp_path):
    rows = "\n".join(row(n, year) for n, year in enumerate(range(2000, 2025)))
    path = csv_file(tmp_path / "bra.csv", HEAD + rows, "latin-1")
    folder = tmp_path / "kept"
    take(path, folder, retrieved_on="2026-11-01")
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    taken = take(path, folder)
    assert taken.line == "bra.csv (Brås databas): 25 rader: 25 fanns redan."
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    other = tmp_path / "other"
    take(path, other, retrieved_on="2026-11-01")
    assert {one.name: one.read_bytes() for one in other.iterdir()} == before


def test_every_value_knows_its_file_line_publisher_licence_and_day(after, tmp_path):
    after((row(12), "2026-01-01"), (row(13, "2023"), "2026-02-01"))
    kept = store.Store(tmp_path / "kept")
    told = [
        (value["value"], value["row"], source.file_name, source.publisher, source.licence_line,
         source.retrieved_on, len(source.sha256))
        for value in kept.figures().to_dict("records")
        for source in [kept.sources[value["source"]]]
    ]  # fmt: skip
    brå = ("Brottsförebyggande rådet (Brå)", "Källa: Brå")
    assert told == [
        (13, 2, "bra1.csv", *brå, "2026-02-01", 64),
        (12, 2, "bra0.csv", *brå, "2026-01-01", 64),
    ]


def test_the_store_gives_the_figures_of_some_areas_and_indicators_alone(tmp_path):
    rows = [
        f"{area};{crime};År;2024;{n};1;"
        for n, (area, crime) in enumerate(
            (area, crime)
            for area in ("Ale kommun", "Borås stad", "Uppsala län")
            for crime in ("Misshandel", "Olaga hot")
        )
    ]
    path = csv_file(tmp_path / "bra.csv", HEAD + "\n".join(rows), "latin-1")
    take(path, tmp_path / "kept")
    kept = store.Store(tmp_path / "kept")

    def values(**chosen):
        return sorted(kept.figures(**chosen)["value"])

    assert values() == [0, 1, 2, 3, 4, 5]
    in_file = duckdb.sql(f"SELECT area FROM '{kept.path}'").fetchall()
    assert in_file == sorted(in_file)  # so that one area is read alone
    assert values(areas=["1440", "03"]) == [0, 1, 4, 5]
    assert values(areas=["1440", "03"], indicators=["bra-olaga-hot"]) == [1, 5]
    assert values(areas=["0180"]) == []


def test_an_empty_folder_has_no_figures(tmp_path):
    assert store.Store(tmp_path).figures(areas=["0180"]).empty


def test_a_folder_whose_name_has_a_quote_in_it_holds_figures_too(tmp_path):
    path = csv_file(tmp_path / "bra.csv", f"{HEAD}{row(12)}\n", "latin-1")
    take(path, tmp_path / "rådet's")
    assert list(store.Store(tmp_path / "rådet's").figures()["value"]) == [12]


def test_a_changed_list_of_sources_is_told_in_one_line(tmp_path):
    (tmp_path / "sources.csv").write_text("source,file_name\nett,bra.csv\n", "utf-8")
    with pytest.raises(LobraError, match="filen är inte så som Lobra skrev den"):
        store.Store(tmp_path)


def test_a_damaged_store_is_told_in_one_line(tmp_path):
    (tmp_path / "figures.parquet").write_bytes(b"PAR1 nothing else PAR1")
    with pytest.raises(LobraError, match="ta bort mappen _statistik och läs in filerna på nytt"):
        store.Store(tmp_path).figures()
