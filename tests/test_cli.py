"""The command: answers on stdout, messages on stderr, exit status 0–3, Swedish throughout."""

import pytest
from conftest import lobra

from lobra import command


def test_a_year_without_report_names_the_years_that_can_be_built():
    run = lobra("report", "2020")
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "2020: det finns ingen fil params/2020.yaml. Skapa den med lobra start-year 2020.\n"
        "År som kan byggas: 2017, 2018, 2019 (hagersten-liljeholmen); 2021 (hagersten-alvsjo).\n"
    )


def test_check_is_quiet_about_right_records():
    run = lobra("check")
    assert (run.status, run.out) == (0, "")
    assert run.err == "Registren är i ordning (2 råd).\n"


def test_check_prints_every_problem_on_stdout(records_copy):
    path = records_copy / "hagersten-alvsjo" / "meetings.csv"
    path.write_text(path.read_text("utf-8").replace("09:00", "nio"), "utf-8")
    run = lobra("check", "--data", records_copy)
    assert run.status == 1
    assert "meetings.csv:2: starts_at:" in run.out
    assert run.err.endswith("fel.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "lobra: fel: det här saknas: KOMMANDO"),
        (["report"], "lobra report: fel: "),
        (["report", "i fjol"], "'i fjol' är inte giltigt"),
        (["report", "2021", "--fort"], "okända argument: --fort"),
        (["rapport"], "'rapport' finns inte"),
        (["report", "2021", "--all"], "går inte ihop med"),
        (["report", "2021", "--format", "html,odt"], "'odt' finns inte (html, pdf, docx)"),
        (["report", "2021", "--format", ""], "'' finns inte (html, pdf, docx)"),
        (["check", "--data"], "ett värde saknas"),
    ],
)
def test_wrong_usage_is_told_in_swedish_with_status_two(arguments, message):
    run = lobra(*arguments)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("användning: ")
    assert message in run.err


def test_formats_are_made_once_each_in_the_order_given():
    options = command._parser().parse_args(["report", "2021", "--format", "docx, HTML,docx"])
    assert options.format == ("docx", "html")


@pytest.mark.parametrize("command", ["", "report", "check", "lab"])
def test_help_is_swedish(command):
    run = lobra(*([command] if command else []), "--help")
    assert run.status == 0
    assert run.out.startswith("användning: lobra")
    assert "visa hjälpen och avsluta" in run.out
    assert "usage" not in run.out and "options:" not in run.out


def test_a_missing_records_folder_is_named():
    run = lobra("check", "--data", "finns-inte")
    assert (run.status, run.out) == (1, "")
    assert run.err.startswith("finns-inte: mappen med uppgifter finns inte.")


def test_a_bug_is_told_in_one_line_with_status_three(monkeypatch, capsys):
    def broken(_options):
        raise ValueError("två\nrader")

    monkeypatch.setattr(command.registers, "_check", broken)
    assert command.main(["check"]) == 3
    captured = capsys.readouterr()
    assert captured.err == (
        "Ett fel i Lobra (ValueError: två rader). Kör igen med --traceback och skicka utskriften "
        "till den som sköter Lobra.\n"
    )
    assert command.main(["--traceback", "check"]) == 3
    assert "Traceback" in capsys.readouterr().err
