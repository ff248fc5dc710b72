"""The rooms of the package: imports go one way, and each heavy library has one home."""

import ast
from pathlib import Path

import pytest

import lobra_data

PACKAGE = Path(lobra_data.__file__).parent
ORDER = [
    "errors",
    "schema",
    "records",
    "personal",
    "check",
    "reading",
    "tables",
    "words",
    "disclosure",
    "gate",
    "fonts",
    "canvas",
    "charts",
    "typst_text",
    "blocks",
    "evidence",
    "report",
    "params",
    "export",
    "build",
    "explore",
    "review",
    "cli",
    "__main__",
]
# One room, or two: a format that one room writes, or has its settings in, and reading reads.
HOMES = {
    "frictionless": "check",
    "matplotlib": "canvas",
    "pydantic": "params",
    "yaml": ["params", "reading"],
    "papermill": "build",
    "pypdf": "gate",
    "nbclient": "build",
    "nbconvert": "export",
    "mistune": "export",
    "typst": "export",
    "pikepdf": "export",
    "docx": ["export", "reading"],
    "lxml": ["export", "reading"],
    "pdfplumber": "reading",
    "pdfminer": "reading",
    "markdown_it": "reading",
    "rapidfuzz": "reading",
    "ipywidgets": ["explore", "review"],
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every dotted name that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_every_module_has_its_place_in_the_order():
    assert {room(path) for path in FILES} - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_those_before_it(path):
    own = room(path)
    if own == "__init__":
        return
    used = {name.split(".")[1] for name in imported(path) if name.startswith("lobra_data.")}
    later = {name for name in used & set(ORDER) if ORDER.index(name) > ORDER.index(own)}
    assert later == set()


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_has_one_home(library):
    users = {room(p) for p in FILES if any(n.split(".")[0] == library for n in imported(p))}
    homes = HOMES[library]
    assert users == ({homes} if isinstance(homes, str) else set(homes))


def test_no_module_is_longer_than_one_sitting():
    long = {p.name: n for p in FILES if (n := len(p.read_text("utf-8").splitlines())) > 420}
    assert long == {}
