"""CSV files as a Swedish Excel saves them: `lobra check --fix` mends them and says what."""

import codecs
import shutil
import unicodedata

import pytest
from conftest import lobra
from workbooks import COUNCIL, new_council

from lobra.workbook import csv_files
from lobra_data import files, rules

FILE = f"records/{COUNCIL}/meetings.csv"
HEAD = (
    "meeting_id,council_id,forum_id,held_on,held_earliest,held_latest,date_basis,starts_at,ends_at,"
    "place,chair_role,secretary_role,document_id,line,is_sensitive,is_reviewed"
)
ROW = (
    "m-1,bjorkdala,bjorkdala-rad,2021-09-17,,,Står i protokollet.,09:30,,Ängsgården,,,"
    "bjorkdala-infort-for-hand,1,no,yes"
)
RIGHT = f"{HEAD}\n{ROW}\n"
SWEDISH = RIGHT.replace(",", ";").replace("\n", "\r\n")
SEMICOLONS = f"{FILE}: semikolon mellan värdena är nu kommatecken."
WINDOWS = f"{FILE}: Windows-1252 är nu UTF-8."
WHOLE = f"{FILE}: bokstäver i två delar (å som a och ring) är nu hela."
BOM = f"{FILE}: den osynliga markeringen (BOM) först i filen är borttagen."


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    root = tmp_path_factory.mktemp("csv")
    new_council(root / "mapp")
    return root / "mapp"


@pytest.fixture
def folder(base, tmp_path, monkeypatch):
    made = shutil.copytree(base, tmp_path / "mapp")
    monkeypatch.chdir(made)
    return made


MENDED = [
    ("CSV", SWEDISH.encode("cp1252"), [WINDOWS, SEMICOLONS]),
    ("CSV UTF-8", codecs.BOM_UTF8 + SWEDISH.encode(), [BOM, SEMICOLONS]),
    ("Macintosh", unicodedata.normalize("NFD", SWEDISH).encode(), [WHOLE, SEMICOLONS]),
    (
        "Unicode text",
        SWEDISH.replace(";", "\t").encode("utf-16"),
        [f"{FILE}: UTF-16 är nu UTF-8.", f"{FILE}: tabbtecken mellan värdena är nu kommatecken."],
    ),
    (
        "a line that names the separator",
        b"sep=;\r\n" + SWEDISH.encode(),
        [f'{FILE}: raden "sep=;" är borttagen.', SEMICOLONS],
    ),
    (
        "ja and nej",
        RIGHT.replace("no,yes", "nej,ja").encode(),
        [f'{FILE}:2: is_sensitive: "nej" är nu "no".', f'{FILE}:2: is_reviewed: "ja" är nu "yes".'],
    ),
    (
        "SANT and FALSKT",
        RIGHT.replace("no,yes", "FALSKT,SANT").encode(),
        [
            f'{FILE}:2: is_sensitive: "FALSKT" är nu "no".',
            f'{FILE}:2: is_reviewed: "SANT" är nu "yes".',
        ],
    ),
    (
        "a day without its zeros",
        RIGHT.replace("2021-09-17", "2021-9-17").encode(),
        [f'{FILE}:2: held_on: "2021-9-17" är nu "2021-09-17".'],
    ),
    (
        "a clock without its zero",
        RIGHT.replace("09:30", "9:30:00").encode(),
        [f'{FILE}:2: starts_at: "9:30:00" är nu "09:30".'],
    ),
    (
        "empty rows and columns",
        SWEDISH.replace("\r\n", ";;\r\n").encode() + b";" * 17 + b"\r\n",
        [
            SEMICOLONS,
            f"{FILE}: en tom rad är borttagen.",
            f"{FILE}: tomma kolumner sist är borttagna.",
        ],
    ),
    (
        "a clock with a point",
        RIGHT.replace("09:30", "9.30").encode(),
        [f'{FILE}:2: starts_at: "9.30" är nu "09:30".'],
    ),
    (
        "columns in another order",
        "\n".join(";".join(reversed(line.split(","))) for line in (HEAD, ROW)).encode(),
        [SEMICOLONS],
    ),
]


@pytest.mark.parametrize(
    ("data", "told"), [one[1:] for one in MENDED], ids=[one[0] for one in MENDED]
)
def test_what_excel_did_is_undone_and_told(folder, data, told):
    (folder / FILE).write_bytes(data)
    made, said = csv_files.mended(files.Records(folder / "records"))
    assert said == told
    assert {path.name: text.decode() for path, text in made.items()} == {"meetings.csv": RIGHT}


LEFT = [
    (
        "a day with slashes",
        RIGHT.replace("2021-09-17", "17/9/2021"),
        f'{FILE}:2: held_on: "17/9/2021" kan läsas på flera sätt: dag och månad går att förväxla. '
        "Skriv ÅÅÅÅ-MM-DD, till exempel 2019-02-22.",
    ),
    (
        "a column too many",
        RIGHT.replace("is_reviewed", "is_reviewed,mitt").replace("no,yes", "no,yes,x"),
        f'{FILE}:1: okänd kolumn "mitt". Byt namn på kolumnen eller ta bort den.',
    ),
    (
        "a quote that is never closed",
        RIGHT.replace("Ängsgården", '"Ängsgården'),
        f'{FILE}:2: ett citattecken stängs aldrig, eller så står det text efter det. Sätt " före '
        'och efter hela värdet och skriv "" för ett citattecken inne i texten.',
    ),
]


@pytest.mark.parametrize(
    ("text", "message"), [one[1:] for one in LEFT], ids=[one[0] for one in LEFT]
)
def test_what_can_mean_two_things_is_left_and_refused(folder, text, message):
    (folder / FILE).write_text(text, "utf-8")
    made, _ = csv_files.mended(files.Records(folder / "records"))
    assert made == {}
    found = files.find(folder / "records")
    assert [str(one) for one in rules.check(found)] == [message]


def test_the_command_mends_says_what_and_then_checks(folder):
    (folder / FILE).write_bytes(SWEDISH.encode("cp1252"))
    run = lobra("check", cwd=folder)
    assert run.status == 1
    assert "1 fil är sparad som Excel gör. lobra check --fix rättar det." in run.err
    run = lobra("check", "--fix", cwd=folder)
    assert run.status == 0, run.err
    assert run.out.splitlines()[:2] == [WINDOWS, SEMICOLONS]
    assert (folder / FILE).read_text("utf-8") == RIGHT
    assert "är nu" not in lobra("check", "--fix", cwd=folder).out


def test_right_files_are_left_as_they_are(demo_copy):
    assert csv_files.mended(files.Records(demo_copy)) == ({}, [])
