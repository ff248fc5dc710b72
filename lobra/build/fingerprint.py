"""What a report is made of and what was made, as sums: quick to take, for it is asked often.

Nothing here loads pandas, a notebook or an exporter.
"""

from __future__ import annotations

import errno
import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import lobra
from lobra_data import schema

NAME = "manifest.json"
PACKAGES = (
    "lobra", "fonttools", "ipykernel", "ipython", "jinja2", "lxml", "markdown-it-py", "matplotlib",
    "mdit-py-plugins", "nbclient", "nbconvert", "nbformat", "numpy", "pandas", "papermill",
    "pikepdf", "pillow", "pydantic", "pypdfium2", "pyphen", "python-docx", "pyyaml", "typst",
    "xlsxwriter",
)  # fmt: skip
"""What has a say in what a report looks like, or in what it may hold."""


def inputs(read: Mapping[str, Path]) -> dict[str, str]:
    """The sum of each file that a report is made of beside the records, by what the file is called
    in a manifest."""
    paths = {"datapackage.json": schema.DESCRIPTOR, **read}
    return {name: of_file(path) for name, path in paths.items()}


def outputs(folder: Path) -> dict[str, str]:
    """The sum of each file of a report but the manifest itself."""
    made = sorted(path for path in folder.rglob("*") if path.is_file())
    there = {path.relative_to(folder).as_posix(): path for path in made}
    return {name: of_file(path) for name, path in there.items() if name != NAME}


def manifests(out: Path) -> list[Path]:
    """The manifests of all finished reports: what a dead build has left beside them is hidden."""
    return sorted(out.glob(f"*/[!.]*/{NAME}"))


def of_manifests(out: Path) -> str:
    """One sum over the manifests of all reports: what their list is made of."""
    paths = [path for path in manifests(out) if path.is_file()]
    sums = [f"{path.relative_to(out).as_posix()}\0{of_file(path)}" for path in paths]
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()


@cache
def versions() -> dict[str, str]:
    """The installed versions of what a report is made with."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


@cache
def program() -> str:
    """One sum over Lobra's own files; the records aren't among them, and have sums of their own.

    It is taken once: what is edited while a report is built has no part in that report.
    """
    whole = hashlib.sha256()
    for package in (Path(lobra.__file__).parent, schema.DESCRIPTOR.parent):
        for path in sorted(package.rglob("*")):
            name = path.relative_to(package)
            if path.is_file() and not {"__pycache__", "records"} & set(name.parts):
                whole.update(f"{package.name}/{name.as_posix()}\0{of_file(path)}\n".encode())
    return whole.hexdigest()


def of_file(path: Path) -> str:
    """The sum of a file; OSError for what isn't one: a pipe may never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "", str(path))
    return hashlib.sha256(path.read_bytes()).hexdigest()
