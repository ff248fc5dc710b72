"""A params file is refused whole, in Swedish, before any kernel starts."""

import datetime as dt

import pytest

from lobra.build import params
from lobra.report.publications import LAGESBILD, PUBLICATIONS
from lobra_data.errors import LobraError

RIGHT = "year: 2021\ncouncil: hagersten-alvsjo\n"


def load(tmp_path, monkeypatch, text, name="2021.yaml"):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir(exist_ok=True)
    path = tmp_path / "params" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return params.load(path)


def test_values_get_their_types_and_blanks_are_unknown(tmp_path, monkeypatch):
    found = load(
        tmp_path,
        monkeypatch,
        RIGHT + "report_on: 2022-02-01\nversion: 1.10\ncase_number: 0114\ncontact:\n",
    )
    assert found.year == 2021
    assert found.report_on == dt.date(2022, 2, 1)
    assert (found.version, found.case_number, found.contact) == ("1.10", "0114", None)


def test_notebook_values_are_plain(tmp_path, monkeypatch):
    found = load(tmp_path, monkeypatch, RIGHT + "report_on: 2022-02-01\n")
    assert found.as_notebook_values() == {
        "year": 2021,
        "council": "hagersten-alvsjo",
        "report_on": "2022-02-01",
        "version": "1.0",
        "case_number": None,
        "contact": None,
    }


def test_only_the_lagesbild_is_told_which_figures_it_is_about(tmp_path, monkeypatch):
    found = load(tmp_path, monkeypatch, RIGHT + "indicators: Rån; Stöld\nfirst_year: 2015\n")
    values = found.as_notebook_values(PUBLICATIONS[LAGESBILD])
    own = {"indicators": "Rån; Stöld", "first_year": 2015}
    assert values == found.as_notebook_values() | own


ALLOWED = (
    "Tillåtna: year, council, report_on, version, case_number, contact, smallest_count, "
    "never_publish, indicators, first_year."
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            RIGHT + "yeer: 2021\n",
            f'params/2021.yaml:3: okänd parameter "yeer". Menade du "year"? {ALLOWED}',
        ),
        (
            RIGHT + "case-number: 3\n",
            'params/2021.yaml:3: "case-number" kan inte vara namnet på en parameter. '
            f'Menade du "case_number"? {ALLOWED}',
        ),
        (
            RIGHT + "import os; os.remove('x'): 3\n",
            "params/2021.yaml:3: \"import os; os.remove('x')\" kan inte vara namnet på en "
            f"parameter. {ALLOWED}",
        ),
        (
            "council: hagersten-alvsjo\n",
            "params/2021.yaml: year: parametern saknas. Lägg till raden year: ….",
        ),
        (
            "year: i fjol\ncouncil: hagersten-alvsjo\n",
            'params/2021.yaml:1: year: "i fjol" är inget årtal. Skriv fyra siffror, som 2021.',
        ),
        (
            "year: 21\ncouncil: hagersten-alvsjo\n",
            'params/2021.yaml:1: year: "21" är inget årtal. Skriv fyra siffror, som 2021.',
        ),
        (
            "year: 2021\ncouncil: Hägersten\n",
            'params/2021.yaml:2: council: "Hägersten" är inget id för ett råd. '
            "Skriv mappens namn: små bokstäver a–z, siffror och bindestreck.",
        ),
        (
            RIGHT + "report_on: 1/2 2022\n",
            'params/2021.yaml:3: report_on: "1/2 2022" är inget datum. '
            "Skriv ÅÅÅÅ-MM-DD, eller lämna tomt.",
        ),
        (
            RIGHT + "year: 2020\n",
            "params/2021.yaml:3: year: namnet står redan på rad 1. Ta bort den ena raden.",
        ),
        (
            RIGHT + "contact: [a, b]\n",
            "params/2021.yaml:3: contact: värdet är en lista eller en grupp. Skriv ett enda värde.",
        ),
        (
            "- 2021\n",
            "params/2021.yaml: filen har inga parametrar. Skriv namn: värde på varje rad.",
        ),
        ("", "params/2021.yaml: filen har inga parametrar. Skriv namn: värde på varje rad."),
        (
            "year: [2021\n",
            "params/2021.yaml:2: raden är inte giltig YAML. Skriv namn: värde, en på varje rad.",
        ),
        (
            "year: 2021\ncouncil: h\xe4\n".encode("latin-1"),
            "params/2021.yaml: filen är inte UTF-8. Spara den som UTF-8.",
        ),
    ],
)
def test_a_wrong_file_says_where_what_and_how_to_fix(tmp_path, monkeypatch, text, message):
    with pytest.raises(LobraError) as error:
        load(tmp_path, monkeypatch, text)
    assert str(error.value) == message


def test_all_problems_are_told_at_once(tmp_path, monkeypatch):
    with pytest.raises(LobraError) as error:
        load(tmp_path, monkeypatch, "year: x\ncouncil: Y\nyeer: 1\n")
    assert len(str(error.value).splitlines()) == 3


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    with pytest.raises(LobraError, match="för stor"):
        load(tmp_path, monkeypatch, "year: 2021\n" + "# x\n" * 30_000)


def test_a_year_without_records_names_the_years_that_can_be_built(tmp_path):
    folder = tmp_path / "params"
    folder.mkdir()
    (folder / "2020.yaml").write_text("year: 2020\ncouncil: hagersten-liljeholmen\n")
    (folder / "2021.yaml").write_text(RIGHT)
    (folder / "2019.yaml").write_text("year: 2019\ncouncil: hagersten-liljeholmen\n")
    with pytest.raises(LobraError) as error:
        params.for_years(folder, [2020])
    assert str(error.value) == (
        "2020: hagersten-liljeholmen har inga uppgifter för året.\n"
        "År som kan byggas: 2019 (hagersten-liljeholmen); 2021 (hagersten-alvsjo)."
    )


def test_a_year_without_a_file_names_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir()
    with pytest.raises(LobraError) as error:
        params.for_years(tmp_path / "params", [2020])
    assert str(error.value) == (
        "2020: det finns ingen fil params/2020.yaml. Skapa den med lobra start-year 2020.\n"
        "Inget år kan byggas än."
    )


def shared(tmp_path, monkeypatch):
    """A folder of params in which both councils have 2019, which only one has records of."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "params"
    for council in ("hagersten-alvsjo", "hagersten-liljeholmen"):
        (folder / council).mkdir(parents=True)
        text = f"year: {{}}\ncouncil: {council}\n"
        (folder / council / "2019.yaml").write_text(text.format(2019))
    return folder


def test_two_councils_may_have_the_same_year(tmp_path, monkeypatch):
    folder = shared(tmp_path, monkeypatch)
    (folder / "2021.yaml").write_text(RIGHT)
    (found,) = params.for_years(folder, [2019], council="hagersten-liljeholmen")
    assert (found.council, found.own_words) == (
        "hagersten-liljeholmen",
        folder / "hagersten-liljeholmen" / "2019.md",
    )
    with pytest.raises(LobraError) as error:
        params.for_years(folder, [2019])
    assert str(error.value) == (
        "2019: hagersten-alvsjo har inga uppgifter för året.\n"
        "År som kan byggas: 2019 (hagersten-liljeholmen); 2021 (hagersten-alvsjo)."
    )
    found, wrong = params.all_years(folder)
    assert [(one.year, one.council) for one in found] == [
        (2019, "hagersten-liljeholmen"),
        (2021, "hagersten-alvsjo"),
    ]
    assert wrong == []
    found, wrong = params.all_years(folder, council="hagersten-alvsjo")
    assert ([one.year for one in found], wrong) == ([2021], [])


def test_a_year_that_has_two_files_of_one_council_is_refused(tmp_path, monkeypatch):
    folder = shared(tmp_path, monkeypatch)
    (folder / "2019.yaml").write_text("year: 2019\ncouncil: hagersten-liljeholmen\n")
    with pytest.raises(LobraError) as error:
        params.for_years(folder, [2019], council="hagersten-liljeholmen")
    assert str(error.value).splitlines()[0] == (
        "params/hagersten-liljeholmen/2019.yaml: params/2019.yaml gäller samma råd och år. "
        "Ta bort den ena."
    )


@pytest.mark.parametrize(
    ("council", "message"),
    [
        (
            None,
            "params: inget år kan byggas. Skapa parametrar för ett år med uppgifter, till exempel "
            "med lobra start-year 2021.",
        ),
        (
            "hagersten-alvsjo",
            "params: inget år kan byggas för hagersten-alvsjo. Skapa parametrar för ett år med "
            "uppgifter, till exempel med lobra start-year 2021 --council hagersten-alvsjo.",
        ),
    ],
)
def test_where_no_year_can_be_built_the_command_that_begins_one_is_named(
    tmp_path, monkeypatch, council, message
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir()
    with pytest.raises(LobraError) as error:
        params.all_years(tmp_path / "params", council=council)
    assert str(error.value) == message


def test_a_council_without_a_file_for_a_year_that_others_have_is_told_how_to_make_it(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "2021.yaml").write_text(RIGHT)
    with pytest.raises(LobraError) as error:
        params.for_years(tmp_path / "params", [2021], council="hagersten-liljeholmen")
    assert str(error.value).splitlines()[0] == (
        "2021: det finns ingen fil params/2021.yaml för hagersten-liljeholmen. "
        "Skapa den med lobra start-year 2021 --council hagersten-liljeholmen."
    )


def test_a_council_without_records_is_named_with_the_nearest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "params"
    folder.mkdir()
    (folder / "2021.yaml").write_text("year: 2021\ncouncil: hagersten-alvjso\n")
    with pytest.raises(LobraError) as error:
        params.for_years(folder, [2021])
    assert str(error.value).startswith(
        'params/2021.yaml: council: rådet "hagersten-alvjso" finns inte. '
        'Menade du "hagersten-alvsjo"? Råd: hagersten-alvsjo, hagersten-liljeholmen.'
    )


def test_a_file_named_for_another_year_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "params"
    folder.mkdir()
    (folder / "2019.yaml").write_text(RIGHT)
    with pytest.raises(LobraError, match=r"params/2019.yaml: year är 2021"):
        params.for_years(folder, [2019])


def test_what_stands_in_the_report_as_written_is_known_by_its_line(tmp_path, monkeypatch):
    found = load(tmp_path, monkeypatch, RIGHT + "contact: växeln\ncase_number:\nversion: 1.2\n")
    assert found.shown_lines() == [
        ("params/2021.yaml", 5, "version", "1.2"),
        ("params/2021.yaml", 3, "contact", "växeln"),
    ]


def test_the_councils_own_words_lie_beside_the_parameters(tmp_path, monkeypatch):
    found = load(tmp_path, monkeypatch, RIGHT)
    assert found.own_words == tmp_path / "params" / "2021.md"
    assert params.ReportParams(year=2021, council="hagersten-alvsjo").own_words is None


def test_a_file_cannot_say_where_it_lies(tmp_path, monkeypatch):
    with pytest.raises(LobraError, match='okänd parameter "_file"'):
        load(tmp_path, monkeypatch, RIGHT + "_file: /etc/passwd\n")
