"""An installed wheel on a machine without the checkout: every command finds all that it needs."""

import os
import subprocess
import sys
import venv
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pandas
import pytest
from conftest import ROOT
from test_init import fill
from test_lab import content, server
from test_packaging import wheel_of

REVIEWED = """
from lobra import review
for document in review.documents("records"):
    for draft in review.drafts(document, "records"):
        review.accept(draft.table, draft.key, "records")
print(sorted(review.documents("records")))
"""


@pytest.fixture
def installed(tmp_path):
    """Runs Python where the wheel and its dependencies are installed, and nothing else of ours."""
    home = tmp_path / "program"
    venv.create(home, symlinks=os.name != "nt")
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    (packages,) = [*home.glob("lib/python*/site-packages"), *home.glob("Lib/site-packages")]
    _, wheel = wheel_of(tmp_path)
    zipfile.ZipFile(wheel).extractall(packages)
    # What a .pth file of that folder says, such as where a checkout lies, isn't read there.
    (packages / "others.pth").write_text(str(Path(pandas.__file__).parents[1]), "utf-8")
    shared = Path(sys.prefix, "share", "jupyter")
    environment = {"JUPYTER_PATH": str(shared), "JUPYTERLAB_DIR": str(shared / "lab")}
    hidden = ("PYTHONPATH", "LOBRA_DATA", "LOBRA_DOCUMENTS")
    rest = {key: value for key, value in os.environ.items() if key not in hidden}

    def run(*arguments, cwd):
        done = subprocess.run(
            [python, *map(str, arguments)],
            cwd=cwd,
            env=rest | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert (done.returncode, str(ROOT) in done.stderr) == (0, False), done.stderr
        return done.stdout.strip()

    run.python, run.environment = python, environment | dict.fromkeys(hidden, "")
    return run


@pytest.mark.slow
@pytest.mark.thorough
def test_init_read_review_report_and_lab_work_in_an_empty_folder_without_the_checkout(
    installed, tmp_path
):
    empty = tmp_path / "tom mapp på skrivbordet"
    empty.mkdir()
    where = installed("-c", "import lobra, lobra_data; print(lobra.__file__)", cwd=empty)
    assert where.startswith(str(tmp_path))
    given = ("--council", "Björkdala lokala brottsförebyggande råd", "--kommun", "Björkdala")
    assert installed("-m", "lobra", "init", "rådets mapp", *given, cwd=empty) == "rådets mapp"
    here = empty / "rådets mapp"
    fill(here / "mallar" / "protokoll.docx", here / "dokument" / "protokoll.docx", "protokoll")
    installed("-m", "lobra", "read", "dokument/protokoll.docx", "--into", "records", cwd=here)
    with answering(installed, here, tmp_path, "review") as address:
        assert content(address, "granska.ipynb")["path"] == "granska.ipynb"
        assert installed("-c", REVIEWED, cwd=here) == "[]"
    with answering(installed, here, tmp_path, "lab") as address:
        assert content(address, "utforska.ipynb")["path"] == "utforska.ipynb"
        installed("-m", "lobra", "start-year", "2026", cwd=here)
        made = installed("-m", "lobra", "report", "2026", cwd=here).splitlines()
    names = {Path(line).name for line in made}
    assert {"verksamhetsberattelse.html", "verksamhetsberattelse.pdf"} <= names
    page = (here / "reports/bjorkdala/2026/bilagor.html").read_text("utf-8")
    assert "Rådet genomför trygghetsvandringar under våren." in page


@contextmanager
def answering(installed, folder, tmp_path, command):
    """JupyterLab in a folder, started by a command of the installed program."""
    (tmp_path / command).mkdir()
    yield from server(
        tmp_path / command,
        command,
        folder=folder,
        python=installed.python,
        **installed.environment,
    )
