"""A build that fails changes nothing, and says in one Swedish message what happened."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, lobra

from lobra.build.folder import replacing
from lobra_data.errors import LobraError

COUNCIL = "hagersten-liljeholmen"
NOTEBOOK = "notebooks/verksamhetsberattelse.ipynb"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own: notebooks and params copied, nothing built."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def edit_notebook(project, change):
    path = project / NOTEBOOK
    notebook = json.loads(path.read_text("utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook), "utf-8")


def replace_findings(source):
    def change(notebook):
        for cell in notebook["cells"]:
            if "report.findings(m)" in "".join(cell["source"]):
                cell["source"] = source

    return change


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_a_failing_cell_leaves_the_last_report_and_keeps_the_half_run_notebook(project, built):
    shutil.copytree(built / COUNCIL / "2017", project / "reports" / COUNCIL / "2017")
    before = contents(project / "reports" / COUNCIL / "2017")
    edit_notebook(project, replace_findings("# räkna\n1 / 0"))
    run = lobra("report", "2017", cwd=project)
    assert run.status == 3
    assert run.out == ""
    assert run.err == (
        'Rapporten kunde inte byggas: cellen "# räkna" gav felet ZeroDivisionError: division by '
        f"zero. Den halvkörda notebooken ligger i reports/{COUNCIL}/2017-misslyckad.ipynb; "
        "den förra rapporten är orörd.\n"
    )
    assert contents(project / "reports" / COUNCIL / "2017") == before
    failed = project / "reports" / COUNCIL / "2017-misslyckad.ipynb"
    assert "division by zero" in failed.read_text("utf-8")
    assert {p.name for p in failed.parent.iterdir()} == {"2017", "2017-misslyckad.ipynb"}

    shutil.copy(ROOT / NOTEBOOK, project / NOTEBOOK)
    assert lobra("report", "2017", "--format", "html", cwd=project).status == 0
    assert not failed.exists()


@pytest.mark.slow
def test_a_dead_kernel_is_told_as_such(project):
    edit_notebook(project, replace_findings("import os\nos._exit(9)"))
    run = lobra("report", "2017", cwd=project)
    assert run.status == 3
    assert run.err.startswith(
        'Rapporten kunde inte byggas: cellen "import os" gav felet kärnan dog'
    )
    assert "Traceback" not in run.err
    assert not (project / "reports" / COUNCIL / "2017").exists()


@pytest.mark.slow
def test_one_failing_year_does_not_stop_the_others(project):
    edit_notebook(project, replace_findings("1 / (year - 2017)"))
    run = lobra("report", "2017", "2018", "--format", "html", cwd=project)
    assert run.status == 3
    assert [line.split("/")[-2] for line in run.out.splitlines()] == ["2018"]


def test_a_notebook_that_does_not_know_a_parameter_is_refused(project):
    def change(notebook):
        cell = next(c for c in notebook["cells"] if c["metadata"].get("tags") == ["parameters"])
        cell["source"] = "year: int = 2021"

    edit_notebook(project, change)
    run = lobra("report", "2017", cwd=project)
    assert run.status == 1
    assert run.err == (
        f"{project / NOTEBOOK}: parametercellen saknar case_number, contact, council, edition, "
        "n_blurred, n_waiting, n_withheld, report_on, version. Lägg till dem i cellen som har "
        "etiketten parameters.\n"
    ).replace(f"{project}/", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "filen är ingen notebook"),
        ("", "filen är ingen notebook"),
        (
            '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
            'ingen cell har etiketten "parameters"',
        ),
    ],
)
def test_a_broken_notebook_is_refused(project, text, message):
    (project / NOTEBOOK).write_text(text, "utf-8")
    run = lobra("report", "2017", cwd=project)
    assert run.status == 1
    assert message in run.err
    assert "Traceback" not in run.err


def test_outside_the_project_the_command_says_where_to_stand(tmp_path):
    run = lobra("report", "2021", cwd=tmp_path)
    assert run.status == 1
    assert run.err.startswith("2021: det finns ingen fil params/2021.yaml.")


def test_broken_records_are_all_told_before_any_kernel_starts(project, records_copy):
    path = records_copy / COUNCIL / "planned_meetings.csv"
    path.write_text(path.read_text("utf-8").replace("2018-05-18", "18 maj"), "utf-8")
    run = lobra("report", "2018", "--data", records_copy, cwd=project)
    assert run.status == 1
    assert 'planned_on: "18 maj"' in run.err
    assert not (project / "reports").exists()


def test_a_reports_folder_that_cannot_be_written_is_named(project):
    (project / "reports").write_text("en fil")
    run = lobra("report", "2017", cwd=project)
    assert run.status == 1
    assert "det går inte att skriva här" in run.err
    assert (project / "reports").read_text() == "en fil"


# --- the moment when the new report takes the last one's place ----------------------------------


class Killed(BaseException):
    """What ends a program without asking it."""


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """The folder of the last good report."""
    folder = tmp_path / "reports" / "2021"
    folder.mkdir(parents=True)
    (folder / "rapport.html").write_text("den förra", "utf-8")
    return folder


def renew(folder):
    with replacing(folder) as new:
        (new / "rapport.html").write_text("den nya")


def stop_rename(monkeypatch, number, error):
    """Lets the renames before `number` through, from 1; that one and no later raises the error."""
    rename, so_far = Path.rename, []

    def renamed(path, target):
        so_far.append(path)
        if len(so_far) == number:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)


def test_the_new_report_takes_the_place_of_the_last_and_leaves_nothing_beside(last):
    renew(last)
    assert contents(last.parent) == {Path("2021/rapport.html"): b"den nya"}
    assert [path.name for path in last.parent.iterdir()] == ["2021"]


@pytest.mark.parametrize("number", [1, 2])
def test_the_last_report_is_there_when_a_rename_fails(last, monkeypatch, number):
    stop_rename(monkeypatch, number, PermissionError(13, "Permission denied"))
    with pytest.raises(LobraError) as told:
        renew(last)
    assert str(told.value) == (
        f"{last}: rapporten går inte att byta ut (Permission denied). "
        "Stäng program som har den öppen och försök igen."
    )
    assert contents(last.parent) == {Path("2021/rapport.html"): "den förra".encode()}
    assert [path.name for path in last.parent.iterdir()] == ["2021"]


@pytest.fixture
def half_renamed(last, monkeypatch):
    """Where a build was killed: the last report has moved away, the new one hasn't moved in."""
    with monkeypatch.context() as patched, pytest.raises(Killed):
        stop_rename(patched, 2, Killed())
        renew(last)
    assert not last.exists()
    return last


def test_the_next_build_heals_what_a_kill_between_the_renames_left(half_renamed):
    renew(half_renamed)
    assert contents(half_renamed.parent) == {Path("2021/rapport.html"): b"den nya"}
    assert [path.name for path in half_renamed.parent.iterdir()] == ["2021"]


def test_after_a_kill_between_the_renames_a_failing_build_brings_the_last_report_back(half_renamed):
    with pytest.raises(ZeroDivisionError), replacing(half_renamed):
        1 / 0  # noqa: B018
    assert contents(half_renamed.parent) == {Path("2021/rapport.html"): "den förra".encode()}


def test_what_a_kill_after_the_renames_left_is_cleared_by_the_next_build(last, monkeypatch):
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(shutil, "rmtree", killed)
        renew(last)
    assert contents(last) == {Path("rapport.html"): b"den nya"}
    renew(last)
    assert [path.name for path in last.parent.iterdir()] == ["2021"]


def killed(*_, **__):
    raise Killed
