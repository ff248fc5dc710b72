"""What several tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from lobra_data import files

ROOT = Path(__file__).parents[1]


@pytest.fixture
def records_copy(tmp_path: Path) -> Path:
    """A copy of the shipped records that a test may write in."""
    return Path(shutil.copytree(files.SHIPPED, tmp_path / "records"))


@dataclass(frozen=True)
class Run:
    """What a command left behind: exit status and both streams."""

    status: int
    out: str
    err: str


def lobra(*arguments: object, cwd: Path = ROOT, **environment: str) -> Run:
    """Runs the real command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lobra", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def pdf_text(pdf: Path | bytes) -> list[str]:
    """The text of each page of a PDF, a hyphen at a line's end as it is seen."""
    with pdfium.PdfDocument(pdf) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    return [text.replace("\ufffe", "-\n").replace("\r\n", "\n") for text in pages]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reports folder with every year that can be built, made once by the real command."""
    out = tmp_path_factory.mktemp("reports")
    run = lobra("report", "2021", "2019", "2018", "2017", "--out", out)
    assert run.status == 0, run.err
    return out


@pytest.fixture
def demo_records() -> Path:
    """The records of the made-up council, with two full years."""
    return ROOT / "demo" / "records"
