"""Reading one file: what is accepted, and the exact words for what is not."""

from __future__ import annotations

import csv
import doctest
import unicodedata
from pathlib import Path

import pytest

from lobra.privacy import personal
from lobra_data import errors, files, schema
from lobra_data.errors import LobraError, Problem, RecordsError
from lobra_data.files import Records, read_file

TABLE = schema.load()["aliases"]
HEADER = ",".join(TABLE.names)
N = len(TABLE.names)
VALUES = {
    "alias_id": "hl-al1",
    "council_id": "hagersten-liljeholmen",
    "organisation_id": "hl-slk",
    "alias": "SLK/Avam",
    "reason": "ocr_error",
    "document_id": "hl-2019-02-22",
    "line": "7",
    "is_sensitive": "no",
    "is_reviewed": "yes",
}
ROW = ",".join(VALUES[name] for name in TABLE.names)
UTF8 = "Spara som UTF-8"
ADD_HEADER = f"rubrikraden är {HEADER}."


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Reads bytes or text as a file called aliases.csv in the current folder."""
    monkeypatch.chdir(tmp_path)

    def read(content: bytes | str):
        data = content if isinstance(content, bytes) else content.encode()
        path = tmp_path / "aliases.csv"
        path.write_bytes(data)
        return read_file(path, TABLE)

    return read


def table(*rows: str) -> str:
    return "".join(f"{row}\n" for row in (HEADER, *rows))


def with_alias(alias: str) -> str:
    return ",".join({**VALUES, "alias": alias}[name] for name in TABLE.names)


def test_a_row_knows_its_file_its_line_and_its_values(read):
    rows, problems = read(table(ROW))
    assert problems == []
    assert rows == [files.Row("aliases.csv", 2, VALUES)]


def test_the_order_of_the_columns_is_free(read):
    backwards = TABLE.names[::-1]
    rows, problems = read(",".join(backwards) + "\n" + ",".join(VALUES[name] for name in backwards))
    assert problems == []
    assert rows[0].values == VALUES


def test_a_byte_order_mark_windows_lines_blank_lines_and_spaces_around_values_are_accepted(read):
    content = table(ROW, "", ROW.replace(",", " ,\u00a0")).replace("\n", "\r\n")
    rows, problems = read(b"\xef\xbb\xbf" + content.encode())
    assert problems == []
    assert [(row.line, row.values) for row in rows] == [(2, VALUES), (4, VALUES)]


def test_a_line_is_counted_where_the_row_begins_also_after_a_value_of_several_lines(read):
    rows, problems = read(table(with_alias('"SLK\r\noch\rAvam"'), ROW, "for,kort"))
    assert [row.line for row in rows] == [2, 5]
    assert rows[0].values["alias"] == "SLK\noch\nAvam"
    assert [problem.line for problem in problems] == [6]


def test_decomposed_letters_are_composed_in_values_and_in_headers(read):
    rows, _ = read(unicodedata.normalize("NFD", table(with_alias("Hägerstens åtgärder"))))
    assert rows[0].values["alias"] == "Hägerstens åtgärder"
    _, problems = read(unicodedata.normalize("NFD", HEADER.replace("alias,", "ålias,", 1)))
    assert 'okänd kolumn "ålias"' in unicodedata.normalize("NFC", str(problems[0]))
    assert unicodedata.is_normalized("NFC", str(problems[0]))


def test_a_table_may_have_no_rows(read):
    assert read(HEADER) == ([], [])


WRONG_FILES = [  # what is wrong, the file, the messages: the manual of errors for files
    ("empty", "", [f"aliases.csv:1: filen är tom. Skapa den med rubrikraden {HEADER}."]),
    (
        "blank",
        " \r\n\t\n",
        [f"aliases.csv:1: filen är tom. Skapa den med rubrikraden {HEADER}."],
    ),
    (
        "only a byte order mark",
        b"\xef\xbb\xbf",
        [f"aliases.csv:1: filen är tom. Skapa den med rubrikraden {HEADER}."],
    ),
    (
        "UTF-16",
        table(ROW).encode("utf-16"),
        [f"aliases.csv:1: filen är sparad som UTF-16. {UTF8}."],
    ),
    (
        "UTF-16 without its mark",
        table(ROW).encode("utf-16-le"),
        [
            "aliases.csv:1: filen innehåller ett nolltecken (NUL); den är skadad eller ingen "
            "textfil. Ta bort tecknet eller spara som UTF-8."
        ],
    ),
    (
        "Windows-1252",
        table(ROW, with_alias("Hägersten")).encode("cp1252"),
        [
            "aliases.csv:3: tecknet med byten 0xE4 är inte UTF-8 (filen är nog sparad som "
            f'Windows-1252). {UTF8} (i Excel: "CSV UTF-8").'
        ],
    ),
    (
        "Windows-1252 after a byte order mark, at a line's very start",
        b"\xef\xbb\xbf\n\n\xe4",
        [
            "aliases.csv:3: tecknet med byten 0xE4 är inte UTF-8 (filen är nog sparad som "
            f'Windows-1252). {UTF8} (i Excel: "CSV UTF-8").'
        ],
    ),
    (
        "a NUL byte",
        table(ROW, with_alias("SLK\0")).replace("\n", "\r\n"),
        [
            "aliases.csv:3: filen innehåller ett nolltecken (NUL); den är skadad eller ingen "
            "textfil. Ta bort tecknet eller spara som UTF-8."
        ],
    ),
    (
        "semicolons",
        table(ROW).replace(",", ";"),
        [
            "aliases.csv:1: värdena skiljs åt av semikolon, som i svenska Excel. "
            "Spara om filen med kommatecken mellan värdena."
        ],
    ),
    (
        "tabs",
        table(ROW).replace(",", "\t"),
        [
            "aliases.csv:1: värdena skiljs åt av tabbtecken. "
            "Spara om filen med kommatecken mellan värdena."
        ],
    ),
    (
        "no header",
        "\n" + ROW,
        [
            'aliases.csv:2: rubrikraden saknas; första raden börjar med "hl-al1". '
            f"Lägg till den: {ADD_HEADER}"
        ],
    ),
    (
        "a column missing",
        HEADER.replace(",reason", ""),
        [f"aliases.csv:1: reason: kolumnen saknas. Lägg till den; {ADD_HEADER}"],
    ),
    (
        "a column misspelt",
        HEADER.replace("reason", "raeson"),
        [
            'aliases.csv:1: okänd kolumn "raeson". Menade du "reason"? '
            "Byt namn på kolumnen eller ta bort den.",
            f"aliases.csv:1: reason: kolumnen saknas. Lägg till den; {ADD_HEADER}",
        ],
    ),
    (
        "an unknown column",
        HEADER + ",kommentar",
        ['aliases.csv:1: okänd kolumn "kommentar". Byt namn på kolumnen eller ta bort den.'],
    ),
    (
        "a column without a name",
        HEADER + ",",
        ["aliases.csv:1: en kolumn saknar rubrik. Ge kolumnen ett namn eller ta bort den."],
    ),
    (
        "a column twice",
        HEADER + ",reason",
        ["aliases.csv:1: reason: kolumnen finns 2 gånger. Behåll en av dem."],
    ),
    (
        "a quote in the header that is never closed",
        '"' + table(ROW),
        [
            "aliases.csv:1: ett citattecken stängs aldrig, eller så står det text efter det. "
            'Sätt " före och efter hela värdet och skriv "" för ett citattecken inne i texten.'
        ],
    ),
    (
        "a quote that is never closed",
        table(ROW, with_alias('"SLK'), ROW),
        [
            "aliases.csv:3: ett citattecken stängs aldrig, eller så står det text efter det. "
            'Sätt " före och efter hela värdet och skriv "" för ett citattecken inne i texten.'
        ],
    ),
    (
        "text after a quoted value",
        table(with_alias('"SLK" Avam')),
        [
            "aliases.csv:2: ett citattecken stängs aldrig, eller så står det text efter det. "
            'Sätt " före och efter hela värdet och skriv "" för ett citattecken inne i texten.'
        ],
    ),
    (
        "a value of a megabyte",
        table(with_alias("x" * 1_000_000), ROW),
        [
            "aliases.csv:2: ett värde är längre än 100000 tecken. "
            "Saknas ett avslutande citattecken? Sätt dit det."
        ],
    ),
    (
        "a comma too many",
        table(with_alias("SLK, Avam"), ROW),
        [
            f"aliases.csv:2: raden har {N + 1} värden, rubrikraden har {N}. "
            'Sätt " före och efter text som innehåller kommatecken.'
        ],
    ),
    (
        "values missing",
        table(ROW, "hl-al2"),
        [
            f"aliases.csv:3: raden har 1 värde, rubrikraden har {N}. "
            "Skriv ett kommatecken för varje värde som saknas."
        ],
    ),
    (
        "an empty row of a spreadsheet",
        table(ROW, "," * (N - 1)),
        ["aliases.csv:3: raden är tom. Ta bort raden."],
    ),
]


@pytest.mark.parametrize(
    ("content", "messages"),
    [case[1:] for case in WRONG_FILES],
    ids=[case[0] for case in WRONG_FILES],
)
def test_a_wrong_file_is_reported_with_its_line_and_how_to_mend_it(read, content, messages):
    _, problems = read(content)
    assert [str(problem) for problem in problems] == messages


@pytest.mark.parametrize("limit", [131_072, 10_000_000])
def test_a_long_value_is_refused_whatever_the_limit_of_the_csv_module(read, limit):
    before = csv.field_size_limit(limit)  # frictionless raises it when it is imported
    try:
        rows, problems = read(table(ROW, with_alias("x" * 1_000_000), ROW))
    finally:
        csv.field_size_limit(before)
    assert [row.line for row in rows] == [2]
    assert [str(problem) for problem in problems] == [
        "aliases.csv:3: ett värde är längre än 100000 tecken. "
        "Saknas ett avslutande citattecken? Sätt dit det."
    ]


def test_the_rows_around_a_wrong_row_are_read(read):
    rows, problems = read(table(ROW, "for,kort", ROW, with_alias("a,b"), ROW))
    assert [row.line for row in rows] == [2, 4, 6]
    assert [problem.line for problem in problems] == [3, 5]


def test_a_line_of_a_megabyte_in_many_values_is_only_too_many_values(read):
    _, problems = read(table("x," * 500_000))
    assert [problem.what for problem in problems] == [
        f"raden har 500001 värden, rubrikraden har {N}"
    ]


def test_a_missing_file_a_folder_and_an_unreadable_file_are_reported(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    locked = tmp_path / "locked.csv"
    locked.touch()

    def refuse(path: Path) -> bytes:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return original(path)

    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = {
        name: [str(problem) for problem in read_file(tmp_path / name, TABLE)[1]]
        for name in ("none.csv", "folder.csv", "locked.csv", "file/aliases.csv")
    }
    assert said == {
        "none.csv": [f"none.csv: filen saknas. Skapa den med rubrikraden {HEADER}."],
        "folder.csv": ["folder.csv: här ligger en mapp, inte en fil. Flytta mappen."],
        "locked.csv": [
            "locked.csv: filen går inte att läsa (behörighet saknas). "
            "Kontrollera behörigheten och att inget annat program har låst den."
        ],
        "file/aliases.csv": [
            "file/aliases.csv: filen går inte att läsa (en fil ligger där en mapp skulle ligga). "
            "Kontrollera behörigheten och att inget annat program har låst den."
        ],
    }


def test_rows_of_a_table_come_from_one_council_or_all(records_copy):
    found = Records(records_copy)
    by_council = {name: found.rows("documents", name) for name in found.councils}
    assert found.councils == ["hagersten-alvsjo", "hagersten-liljeholmen"]
    assert found.rows("documents") == [row for rows in by_council.values() for row in rows]
    for name, rows in by_council.items():
        assert rows and {row.values["council_id"] for row in rows} == {name}


def test_rows_of_an_unreadable_table_are_refused_with_all_that_is_wrong(records_copy):
    for name in Records(records_copy).councils:
        (records_copy / name / "aliases.csv").unlink()
    with pytest.raises(RecordsError) as refused:
        Records(records_copy).rows("aliases")
    assert [Path(problem.file).parent.name for problem in refused.value.problems] == [
        "hagersten-alvsjo",
        "hagersten-liljeholmen",
    ]
    assert str(refused.value).count("filen saknas") == 2


def test_a_council_that_is_not_there_is_answered_with_those_that_are(records_copy):
    with pytest.raises(LobraError) as refused:
        Records(records_copy).rows("meetings", "hagersten-alvsjö")
    assert str(refused.value) == (
        f'{records_copy}: inget råd heter "hagersten-alvsjö". Menade du "hagersten-alvsjo"? '
        "Det finns: hagersten-alvsjo, hagersten-liljeholmen."
    )


def test_folders_without_tables_and_hidden_folders_are_no_councils(records_copy):
    (records_copy / "bilder").mkdir()
    (records_copy / "bilder" / "karta.png").touch()
    (records_copy / ".git").mkdir()
    (records_copy / ".git" / "meetings.csv").touch()
    (records_copy / "README.md").touch()
    assert Records(records_copy).councils == ["hagersten-alvsjo", "hagersten-liljeholmen"]


def test_find_takes_the_argument_then_the_environment_then_the_shipped(
    records_copy, tmp_path, monkeypatch
):
    monkeypatch.delenv("LOBRA_DATA", raising=False)
    assert files.find().root == files.SHIPPED
    monkeypatch.setenv("LOBRA_DATA", str(records_copy))
    assert files.find().root == records_copy
    assert files.find(files.SHIPPED).root == files.SHIPPED


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        (
            "none",
            "none: mappen med uppgifter finns inte. "
            "Ange en mapp som har en undermapp för varje råd.",
        ),
        (
            "file",
            "file: mappen med uppgifter är ingen mapp. "
            "Ange en mapp som har en undermapp för varje råd.",
        ),
        (
            "empty",
            "empty: inget råd hittades. "
            "Ange en mapp som har en undermapp med CSV-filer för varje råd.",
        ),
        (
            "records/hagersten-alvsjo",
            "records/hagersten-alvsjo: tabellerna ligger direkt i mappen. "
            "Ange mappen ovanför, som har en undermapp för varje råd.",
        ),
    ],
)
def test_a_folder_without_councils_is_refused(records_copy, tmp_path, monkeypatch, folder, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(LobraError) as refused:
        files.find(tmp_path / folder)
    assert str(refused.value) == message
    monkeypatch.setenv("LOBRA_DATA", str(tmp_path / folder))
    with pytest.raises(LobraError) as refused:
        files.find()
    assert "(miljövariabeln LOBRA_DATA): " in str(refused.value)


def test_a_problem_leaves_out_what_it_does_not_have():
    assert str(Problem("a.csv", 3, "line", "fel", "Rätta.")) == "a.csv:3: line: fel. Rätta."
    assert str(Problem("a.csv", None, None, "fel", "")) == "a.csv: fel."
    assert str(Problem("a.csv", 1, None, "fel", "Menade du b?")) == "a.csv:1: fel. Menade du b?"


def test_problems_are_sorted_as_one_reads_them():
    wrong = [
        Problem("b", 1, None, "", ""),
        Problem("a", 10, "x", "", ""),
        Problem("a", 9, "y", "", ""),
    ]
    assert RecordsError(wrong).problems == [wrong[2], wrong[1], wrong[0]]


@pytest.mark.parametrize("module", [errors, personal], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
