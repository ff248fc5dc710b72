"""A build that fails changes nothing, and says in one Swedish message what happened."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import ROOT, lobra

from lobra.build import folder
from lobra_data.errors import LobraError

COUNCIL = "hagersten-liljeholmen"
NOTEBOOK = "notebooks/verksamhetsberattelse.ipynb"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own: notebooks and params copied, nothing built."""
    for name in ("notebooks", "params"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def after_the_title(source):
    def change(notebook):
        cell = notebook["cells"][-1] | {"source": source, "id": "extra"}
        notebook["cells"].append(cell)

    return change


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


def only_the_title_page(project):
    """Notebooks that are run in a moment."""
    for path in (project / "notebooks").glob("*.ipynb"):
        notebook = json.loads((ROOT / "notebooks" / path.name).read_text("utf-8"))
        titled = [n for n, cell in enumerate(notebook["cells"]) if "title_page" in str(cell)]
        notebook["cells"] = notebook["cells"][: titled[0] + 1] if titled else []
        path.write_text(json.dumps(notebook), "utf-8")


def shown(path, start):
    return path.relative_to(start).as_posix()


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_a_failing_cell_leaves_the_last_report_and_keeps_the_half_run_notebook(project, tmp_path):
    last = project / "reports" / COUNCIL / "2017"
    last.mkdir(parents=True)
    (last / "verksamhetsberattelse.html").write_text("den förra", "utf-8")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    edit_notebook(project, replace_findings("# räkna\n1 / 0"))
    run = lobra("report", "2017", cwd=project, TMPDIR=str(temporary))
    assert run.status == 3
    assert run.out == ""
    (failed,) = temporary.rglob("*-misslyckad.ipynb")
    assert run.err == (
        'Rapporten kunde inte byggas: cellen "# räkna" gav felet ZeroDivisionError: division by '
        f"zero. Den halvkörda notebooken ligger i {shown(failed, project)}; "
        "den förra rapporten är orörd.\n"
    )
    assert contents(project / "reports") == {
        Path(COUNCIL, "2017", "verksamhetsberattelse.html"): "den förra".encode()
    }
    assert "division by zero" in failed.read_text("utf-8")
    assert failed.parent.stat().st_mode & 0o777 == 0o700
    assert [*failed.parent.iterdir()] == [failed]

    only_the_title_page(project)
    run = lobra("report", "2018", "--format", "html", cwd=project, TMPDIR=str(temporary))
    assert run.status == 0
    assert [path.suffix for path in failed.parent.iterdir()] == [".underlag"]  # of sums alone


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
def test_failing_years_do_not_stop_the_others_and_are_told_together_at_the_end(project):
    """A cell that breaks, one that is a planted word, memory that ends; the last year is built."""
    only_the_title_page(project)
    edit_notebook(project, after_the_title("assert year != 2017\nif year == 2018: bytes(1 << 62)"))
    path = project / "params" / "2019.yaml"
    path.write_text(path.read_text("utf-8") + "\nnever_publish: Verksamhetsberättelse\n", "utf-8")
    run = lobra("report", "--all", "--format", "html", cwd=project)
    assert run.status == 3
    assert {line.split("/")[-2] for line in run.out.splitlines()} == {"2021"}
    unwritten, *told = run.err.splitlines()
    assert unwritten.startswith("Ännu inte skrivet i params/2021.md:")
    assert told[0] == "3 av 4 rapporter kunde inte byggas:"
    assert "AssertionError" in told[1]
    assert "MemoryError: minnet tog slut" in told[2]
    assert told[3] == "Den offentliga utgåvan publiceras inte:"
    assert "2021" in (project / "reports" / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_when_only_the_data_are_wrong_the_status_is_one(project):
    only_the_title_page(project)
    path = project / "params" / "2019.yaml"
    path.write_text(path.read_text("utf-8") + "\nnever_publish: Verksamhetsberättelse\n", "utf-8")
    run = lobra("report", "2019", "2018", "--format", "html", cwd=project)
    assert run.status == 1
    assert {line.split("/")[-2] for line in run.out.splitlines()} == {"2018"}


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
        (
            '{"cells": [{"cell_type": "code", "source": "year =", "outputs": [], "id": "a", '
            '"execution_count": null, "metadata": {"tags": ["parameters"]}}], "metadata": {}, '
            '"nbformat": 4, "nbformat_minor": 5}',
            "parametercellen går inte att läsa (rad 1: year =). Rätta raden.",
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


@pytest.fixture
def last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the last good report; the work in progress lies in `tmp`."""
    folder = tmp_path / "reports" / "2021"
    folder.mkdir(parents=True)
    (folder / "rapport.html").write_text("den förra", "utf-8")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return folder


def renew(target):
    with folder.working(target) as work:
        new = work / "rapport"
        new.mkdir()
        (new / "rapport.html").write_text("den nya")
        folder.put(new, target)


def stop_rename(monkeypatch, number, error):
    """Lets the renames before `number` through, from 1; that one and no later raises the error."""
    rename, so_far = Path.rename, []

    def renamed(path, target):
        so_far.append(path)
        if len(so_far) == number:
            raise error
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)


@pytest.fixture(params=["in one step", "in two steps"])
def steps(request, monkeypatch):
    """How the system lets folders change places: as Linux does, and as others do."""
    if request.param == "in two steps":
        monkeypatch.setattr(folder, "_exchanged", lambda one, other: False)
    return request.param


def test_the_new_report_takes_the_place_of_the_last_and_leaves_nothing_beside(last, steps):
    renew(last)
    assert contents(last.parent) == {Path("2021/rapport.html"): b"den nya"}
    assert left(last) == ["2021"]


def left(target):
    """What lies among the reports, and what work in progress lies about."""
    work = [path for path in Path(tempfile.tempdir).glob("*/*")]
    return [path.name for path in (*target.parent.iterdir(), *work)]


def test_two_file_systems_need_a_copy(last, monkeypatch):
    stop_rename(monkeypatch, 1, OSError(errno.EXDEV, "Invalid cross-device link"))
    renew(last)
    assert contents(last.parent) == {Path("2021/rapport.html"): b"den nya"}
    assert left(last) == ["2021"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_last_report_is_there_when_a_rename_fails(last, monkeypatch, number):
    monkeypatch.setattr(folder, "_exchanged", lambda one, other: False)
    stop_rename(monkeypatch, number, PermissionError(13, "Permission denied"))
    with pytest.raises(LobraError) as told:
        renew(last)
    assert str(told.value) == (
        f"{last}: rapporten går inte att byta ut (behörighet saknas). "
        "Stäng program som har den öppen och försök igen."
    )
    assert contents(last.parent) == {Path("2021/rapport.html"): "den förra".encode()}
    assert left(last) == ["2021"]


@pytest.fixture
def half_renamed(last):
    """Where a build was killed: the last report has moved away, the new one hasn't moved in."""
    last.rename(last.with_name(".2021.forra"))
    last.with_name(".2021.ny").mkdir()
    (last.with_name(".2021.ny") / "rapport.html").write_text("den nya")
    return last


def test_the_next_build_heals_what_a_kill_between_the_renames_left(half_renamed):
    renew(half_renamed)
    assert contents(half_renamed.parent) == {Path("2021/rapport.html"): b"den nya"}
    assert left(half_renamed) == ["2021"]


def test_after_a_kill_between_the_renames_a_failing_build_brings_the_last_report_back(half_renamed):
    with pytest.raises(ZeroDivisionError), folder.working(half_renamed):
        1 / 0  # noqa: B018
    assert contents(half_renamed.parent) == {Path("2021/rapport.html"): "den förra".encode()}
    assert left(half_renamed) == ["2021"]


def test_building_another_report_heals_and_clears_too(half_renamed, tmp_path):
    dead = folder.half_run(half_renamed)
    dead.write_text("namn")
    dead.with_name("nagon-annan-1234").mkdir()
    folder.sweep(tmp_path)
    assert contents(tmp_path / "reports") == {Path("2021/rapport.html"): "den förra".encode()}
    assert left(half_renamed) == ["2021"]


def test_sweeping_leaves_the_work_of_a_living_build_alone(last, tmp_path):
    with folder.working(last) as work:
        (work / "register").mkdir()
        code = (
            "import sys; from pathlib import Path; from lobra.build import folder; "
            "folder.sweep(Path(sys.argv[1]))"
        )
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env=os.environ | {"TMPDIR": tempfile.tempdir},
            check=True,
        )
        assert (work / "register").is_dir()


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.write_text("min fil"), "en fil, inte en mapp. Flytta den"),
        (lambda path: path.symlink_to(path.parent), "en länk, inte en mapp. Ta bort den"),
        (lambda path: path.symlink_to("ingenstans"), "en länk, inte en mapp. Ta bort den"),
    ],
)
def test_what_is_no_folder_in_the_reports_place_is_left_alone(last, make, what):
    shutil.rmtree(last)
    make(last)
    with pytest.raises(LobraError) as told, folder.working(last):
        pass
    assert str(told.value) == f"{last}: här ligger {what}, eller välj en annan mapp med --out."
    assert [path.name for path in last.parent.iterdir()] == ["2021"]


def test_a_place_for_work_that_is_somebody_elses_is_not_used(last, tmp_path):
    (tmp_path / "tmp" / f"lobra-{os.getuid()}").symlink_to(tmp_path)
    with pytest.raises(LobraError) as told, folder.working(last):
        pass
    assert "mappen för pågående arbete går inte att använda" in str(told.value)
