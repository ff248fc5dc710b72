"""The rooms of the package: imports go one way, and each heavy library has one home."""

import ast
import inspect
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from lobra_data import rules

ROOT = Path(__file__).parents[1]
DATA = [
    "errors",
    "ids",
    "words",
    "schema",
    "locking",
    "saving",
    "files",
    "resolved",
    "columns",
    "frames",
    "describing",
    "rules",
]
PROGRAM = [
    "processes",
    "private",
    "privacy",
    "reading",
    "fonts",
    "statistics",
    "charts",
    "blocks",
    "export",
    "report",
    "build",
    "open_data",
    "search",
    "workbook",
    "explore",
    "review",
    "start",
    "command",
    "__main__",
]
ORDER = [*(f"lobra_data.{room}" for room in DATA), *(f"lobra.{room}" for room in PROGRAM)]
# One room, or two: a format that one room writes, or has its settings in, and reading reads;
# and pydantic, which checks what users write: records and parameters.
HOMES = {
    "matplotlib": "lobra.charts",
    "pyphen": "lobra.charts",
    "PIL": "lobra.report",
    "pydantic": ["lobra_data.rules", "lobra.build"],
    "yaml": ["lobra.build", "lobra.reading"],
    "papermill": "lobra.build",
    "distributed": "lobra.build",
    "xlsxwriter": ["lobra.build", "lobra.open_data", "lobra.statistics", "lobra.workbook"],
    "openpyxl": "lobra.workbook",
    "duckdb": ["lobra.open_data", "lobra.privacy", "lobra.statistics"],
    "python_calamine": "lobra.statistics",
    "phonenumbers": "lobra.privacy",
    "pypdfium2": ["lobra.privacy", "lobra.reading"],
    "nbclient": "lobra.build",
    "jupyter_client": "lobra.build",
    "ipykernel": "lobra.build",
    "nbconvert": "lobra.export",
    "typst": "lobra.export",
    "pikepdf": ["lobra.export", "lobra.privacy", "lobra.reading"],
    "docx": "lobra.export",
    "lxml": ["lobra.export", "lobra.reading"],
    "markdown_it": ["lobra.export", "lobra.reading"],
    "rapidfuzz": ["lobra.privacy", "lobra.reading"],
    "snowballstemmer": "lobra.search",
    "itables": "lobra.explore",
    "ipywidgets": ["lobra.explore", "lobra.review"],
}
FILES = sorted(path for name in ("lobra_data", "lobra") for path in (ROOT / name).rglob("*.py"))


def room(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts[:2])


@cache
def imported(path: Path) -> frozenset[str]:
    """Every dotted name that a file imports, wherever in the file."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def test_every_module_has_its_place_in_the_order():
    assert {r for r in map(room, FILES) if not r.endswith("__init__")} == set(ORDER)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_imports_only_from_those_before_it(path):
    own = room(path)
    if own not in ORDER:
        return
    used = {".".join(name.split(".")[:2]) for name in imported(path)} & set(ORDER)
    later = {name for name in used if ORDER.index(name) > ORDER.index(own)}
    assert later == set()


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_has_one_home(library):
    users = {room(p) for p in FILES if any(n.split(".")[0] == library for n in imported(p))}
    homes = HOMES[library]
    assert users == ({homes} if isinstance(homes, str) else set(homes))


def test_the_data_package_needs_pandas_and_pydantic_and_nothing_of_the_program():
    inside = [path for path in FILES if room(path).startswith("lobra_data")]
    used = {name.split(".")[0] for path in inside for name in imported(path)}
    assert used - sys.stdlib_module_names - {"lobra_data"} == {"pandas", "pydantic"}


def test_the_data_package_loads_nothing_heavy_before_it_is_needed():
    heavy = ["pandas", "numpy", "pydantic", "frictionless", "lobra_data.rules"]
    code = f"import lobra_data, sys; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == "[]\n"


def test_no_module_is_longer_than_one_sitting():
    lengths = {p: len(p.read_text("utf-8").splitlines()) for p in FILES}
    longer = {p for p in FILES if p.parent.name == "formats" or p.name == "limits.py"}
    limits = {p: 300 if room(p) == "lobra.reading" and p not in longer else 350 for p in FILES}
    assert {p.name: n for p, n in lengths.items() if n > limits[p]} == {}


def test_every_rule_is_in_the_rulebook():
    """A function of a module of rules that yields findings, and nobody's list, would never run."""
    modules = [m for m in vars(rules).values() if hasattr(m, "RULES")]
    files = {path.stem for path in (ROOT / "lobra_data" / "rules").glob("*_rules.py")}
    assert files <= {module.__name__.rsplit(".", 1)[-1] for module in modules}
    written = {
        made
        for module in modules
        for name, made in vars(module).items()
        if not name.startswith("_")
        and getattr(made, "__module__", "") == module.__name__
        and inspect.isgeneratorfunction(made)
        and [*inspect.signature(made).parameters] == ["view"]
    }
    apart = {rules.file_rules.every_file_is_a_table, rules.text_rules.stated_days}
    assert {made.__name__ for made in written - apart} == {
        made.__name__ for made in (*rules.BROKEN, *rules.CONTRADICTIONS)
    }
