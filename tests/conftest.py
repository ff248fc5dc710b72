"""What several tests need."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple
from itertools import groupby
from pathlib import Path
from typing import Any

import commands
import pypdfium2 as pdfium
import pytest
from commands import Run

from lobra.blocks import Table, cited
from lobra.reading import reader
from lobra.reading.found import Reading
from lobra_data import files

ROOT = Path(__file__).parents[1]


def pytest_collection_finish() -> None:
    """Thousands of tests stay to the end: Python needn't look for garbage among them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process of pytest-xdist gets its share of the long tests, and begins with them: what is
    left when one has run out can then be shared."""
    n = getattr(config, "workerinput", {}).get("workercount", 1)
    of_files = groupby(
        (one for one in items if one.get_closest_marker("slow")), key=lambda one: one.path
    )
    shares: list[list[pytest.Item]] = [[] for _ in range(n)]
    for at, (_, found) in enumerate(of_files):
        shares[at % n] += found
    short = [one for one in items if not one.get_closest_marker("slow")]
    for at, share in enumerate(shares):
        room = max((at + 1) * len(items) // n - at * len(items) // n - len(share), 0)
        share += short[:room] if share is not shares[-1] else short
        del short[:room]
    items[:] = [one for share in shares for one in share]


@pytest.fixture
def records_copy(tmp_path: Path) -> Path:
    """A copy of the shipped records that a test may write in."""
    return Path(shutil.copytree(files.SHIPPED, tmp_path / "records"))


def lobra(*arguments: object, cwd: Path = ROOT, **environment: str) -> Run:
    """Runs the command in a process of its own."""
    return commands.run([*map(str, arguments)], cwd, os.environ | environment)


def executed(name: str, **environment: str) -> Any:
    """One of our notebooks, run from top to bottom in a kernel of Jupyter's own."""
    import nbformat
    from nbclient import NotebookClient

    folder = ROOT / "notebooks"
    notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": folder}})
    return client.execute(env=os.environ | environment)


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a text as a document, by default a file of plain text."""

    def reading(text: str, name: str = "p.txt") -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return reader.read_file(path)

    return reading


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Lets one process through; SQLite locks on every system, and lets go when a process dies."""
    with closing(sqlite3.connect(lock, timeout=1800, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield


def pdf_text(pdf: Path | bytes) -> list[str]:
    """The text of each page of a PDF, a hyphen at a line's end as it is seen."""
    with pdfium.PdfDocument(pdf) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    return [text.replace("\ufffe", "-\n").replace("\r\n", "\n") for text in pages]


def sourced(table: Table) -> list[list[str]]:
    """The cells of each row, and last where the row comes from."""
    return [[*row, cited(source)] for row, source in table.sourced()]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a folder once for all processes of pytest-xdist; it is for reading only."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, fill: Callable[[Path], object]) -> Path:
        made, done = base / name, base / f"{name}.done"
        with one_at_a_time(base / f"{name}.lock"):
            if not done.exists():
                made.mkdir(exist_ok=True)
                fill(made)
                done.touch()
        return made

    return folder


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Run, Path]]:
    """Runs `lobra report` with some arguments: what it answered, and its folder of reports.

    The same arguments are run once, however many tests and processes of pytest-xdist ask for
    them. The folder is for reading only.
    """
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def report(*arguments: str) -> tuple[Run, Path]:
        folder = base / re.sub(r"\W+", "-", " ".join(["report", *arguments]))
        answer = folder / "answer.json"
        with one_at_a_time(folder.with_suffix(".lock")):
            if not answer.exists():
                run = lobra("report", *arguments, "--out", folder / "reports")
                folder.mkdir(exist_ok=True)
                answer.write_text(json.dumps(astuple(run)), "utf-8")
        return Run(*json.loads(answer.read_text("utf-8"))), folder / "reports"

    return report


@pytest.fixture(scope="session")
def built(reported: Callable[..., tuple[Run, Path]]) -> Path:
    """A reports folder with every year that can be built."""
    run, reports = reported("--all")
    assert run.status == 0, run.err
    return reports


@pytest.fixture(scope="session")
def demo_report(reported: Callable[..., tuple[Run, Path]]) -> Path:
    """The folder of the made-up council's report of 2024."""
    run, reports = reported("2024", "--data", "demo/records", "--params", "demo/params")
    assert run.status == 0, run.err
    return reports / "exempelkoping" / "2024"


@pytest.fixture
def demo_records() -> Path:
    """The records of the made-up council, with two full years."""
    return ROOT / "demo" / "records"


@pytest.fixture
def demo_copy(tmp_path: Path) -> Path:
    """A copy of the made-up council's records that a test may write in."""
    return Path(shutil.copytree(ROOT / "demo" / "records", tmp_path / "demo"))
