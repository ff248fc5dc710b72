"""`--log-json`: what happens, one JSON object a line, and nothing of what the records hold."""

import json
import shutil

import pytest
from conftest import ROOT, lobra

from lobra import command
from lobra_data.errors import LobraError

COUNCIL = "hagersten-liljeholmen"
NAME = "Malva Rönnbrink"


def events(run):
    return [json.loads(line) for line in run.err.splitlines()]


@pytest.fixture
def project(tmp_path):
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_wrong_records_are_logged_by_place_and_never_by_value(project, records_copy):
    path = records_copy / COUNCIL / "planned_meetings.csv"
    path.write_text(path.read_text("utf-8").replace(",2018-05-18,", f",{NAME},"), "utf-8")
    run = lobra("report", "2018", "--data", records_copy, "--log-json", cwd=project)
    assert (run.status, run.out) == (1, "")
    assert events(run) == [
        {
            "level": "info",
            "event": "building",
            "council": COUNCIL,
            "year": 2018,
            "n": 1,
            "of": 1,
        },
        {
            "level": "error",
            "event": "failed",
            "council": COUNCIL,
            "year": 2018,
            "kind": "records",
            "file": f"records/{COUNCIL}/planned_meetings.csv",
            "line": 3,
            "field": "planned_on",
        },
    ]


def test_a_message_that_quotes_nothing_is_passed_on(project):
    run = lobra("report", "2020", "--log-json", cwd=project)
    assert events(run)[0] == {
        "level": "error",
        "event": "failed",
        "kind": "input",
        "message": "2020: det finns ingen fil params/2020.yaml. "
        "Skapa den med lobra start-year 2020.",
    }


def test_a_parameter_that_is_wrong_is_logged_by_place(project):
    (project / "params" / "2017.yaml").write_text(f"year: 2017\ncouncil: {NAME}\n", "utf-8")
    run = lobra("report", "2017", "--log-json", cwd=project)
    assert events(run) == [
        {
            "level": "error",
            "event": "failed",
            "kind": "records",
            "file": "params/2017.yaml",
            "line": 2,
            "field": "council",
        }
    ]


@pytest.mark.slow
def test_a_build_is_logged_as_it_goes_on_and_a_failing_cell_without_its_words(project):
    path = project / "notebooks" / "bilagor.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    last = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    last["source"] = f"assert year == 2017, '{NAME}'"
    path.write_text(json.dumps(notebook), "utf-8")
    run = lobra("report", "2017", "2018", *("--format", "html"), "--log-json", cwd=project)
    assert run.status == 3
    assert NAME not in run.err
    of_2017 = {"council": COUNCIL, "year": 2017}
    of_2018 = {"council": COUNCIL, "year": 2018}
    assert events(run) == [
        {"level": "info", "event": "building"} | of_2017 | {"n": 1, "of": 2},
        {"level": "info", "event": "built"} | of_2017,
        {"level": "info", "event": "unwritten"} | of_2017,
        {"level": "info", "event": "building"} | of_2018 | {"n": 2, "of": 2},
        {"level": "info", "event": "failures", "n": 1, "of": 2},
        {"level": "error", "event": "failed"} | of_2018 | {"kind": "build"},
    ]


def logged(monkeypatch, capsys, run):
    """The events of a command that does `run`."""
    monkeypatch.setattr(command.reports, "_verify", run)
    status = command.main(["--traceback", "verify", "x", "--log-json"])
    return status, [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_bug_is_logged_by_its_place_in_the_program(monkeypatch, capsys):
    def broken(_options):
        raise ValueError(NAME)

    status, (event,) = logged(monkeypatch, capsys, broken)
    assert status == 3
    assert event == {
        "level": "error",
        "event": "failed",
        "kind": "bug",
        "error": "ValueError",
        "file": "tests/test_log.py",
        "line": broken.__code__.co_firstlineno + 1,
    }


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f'a.csv:3: title: "{NAME}" är för långt.', {"file": "a.csv", "line": 3, "field": "title"}),
        (f"a/b.csv: {NAME} finns inte.", {"file": "a/b.csv"}),
        (
            f'r/data/t.csv (sida 2): "{NAME}" är ett namn.',
            {"file": "r/data/t.csv", "part": "sida 2"},
        ),
        (f'"{NAME}" finns inte i rapporten.', {}),
        (f"Rapporten nämner ”{NAME}”.", {}),
        ("Inget år kan byggas än.", {"message": "Inget år kan byggas än."}),
    ],
)
def test_of_an_error_its_place_is_kept_or_words_that_quote_nothing(monkeypatch, capsys, line, kept):
    def refused(_options):
        raise LobraError(line)

    status, (event,) = logged(monkeypatch, capsys, refused)
    assert status == 1
    assert event == {"level": "error", "event": "failed", "kind": "input"} | kept


def test_what_anybody_else_prints_on_stderr_is_an_event_without_words(monkeypatch, capsys):
    def chatty(_options):
        import sys
        import warnings

        print(f"a.csv:7: {NAME}\nhalva", end="", file=sys.stderr)
        print(f" {NAME}", file=sys.stderr)
        warnings.warn(NAME, UserWarning, stacklevel=1)
        return 0

    with pytest.warns(UserWarning):
        status, told = logged(monkeypatch, capsys, chatty)
    assert status == 0
    assert told == [
        {"level": "info", "event": "message", "file": "a.csv", "line": 7},
        {"level": "info", "event": "message"},
    ]
