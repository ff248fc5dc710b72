"""Notebooks show, the package knows: one call a cell, no outputs in git, and they run."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from conftest import executed

from lobra import report
from lobra.build.params import ReportParams
from lobra.report import annexes, brief, lagesbild
from lobra.report.publications import LAGESBILD, PUBLICATIONS

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
DOCUMENTS = {
    FOLDER / "verksamhetsberattelse.ipynb": report,
    FOLDER / "bilagor.ipynb": annexes,
    FOLDER / "lagesbild.ipynb": lagesbild,
    FOLDER / "motesunderlag.ipynb": brief,
}
BORROWED = {"title_page", "analysis", "decisions_asked"}
"""What other documents show of the report: the same function, the same words."""
FORBIDDEN = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.Try,
    ast.With,
    ast.Lambda,
    ast.If,
)


def code_cells(path):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebook_is_clean_and_valid(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None
    assert json.loads(path.read_text("utf-8"))["nbformat_minor"] >= 5


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_a_cell_computes_nothing_and_names_no_path(path):
    for cell in code_cells(path):
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, FORBIDDEN)], cell.source
        assert not [
            n for n in ast.walk(tree) if isinstance(n, ast.Constant) and "/" in str(n.value)
        ], cell.source


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_a_document_shows_one_block_a_cell(path):
    for cell in code_cells(path)[2:]:
        (line,) = ast.parse(cell.source).body
        assert isinstance(line, ast.Expr)
        assert isinstance(line.value, ast.Call)
        name = line.value.func.attr
        assert hasattr(DOCUMENTS[path], name) or name in BORROWED


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_block_of_the_package_is_in_its_document(path):
    called = {ast.parse(c.source).body[0].value.func.attr for c in code_cells(path)[2:]}
    document = DOCUMENTS[path]
    listed = getattr(document, "__all__", vars(document))
    offered = {name for name in listed if callable(getattr(document, name))}
    apart = {"title_page"} if document is report else BORROWED
    assert called - apart == offered - {"Material", "title_page"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_parameters_cell_has_exactly_the_parameters_with_type_and_comment(path):
    (cell,) = [c for c in code_cells(path) if "parameters" in c.metadata.get("tags", [])]
    assert cell is not None
    body = ast.parse(cell.source).body
    kind = LAGESBILD if path.stem == "lagesbild" else "report"
    values = ReportParams(year=2021, council="x").as_notebook_values(PUBLICATIONS[kind])
    assert [line.target.id for line in body] == [
        *values,
        "edition",
        "n_withheld",
        "n_blurred",
        "n_waiting",
    ]
    assert all(isinstance(line, ast.AnnAssign) for line in body)
    assert all("  # " in line for line in cell.source.splitlines())


def test_explore_notebook_runs_from_top_to_bottom():
    run = executed("utforska")
    outputs = [out for c in run.cells for out in c.get("outputs", [])]
    assert not [out for out in outputs if out.output_type in ("error", "stream")]
    assert [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
    answered = [cell for cell in run.cells if "explore.show(" in cell.source]
    assert len(answered) == 8
    for cell in answered:  # what a page saved of it shows where no kernel runs
        (output,) = cell.outputs
        assert output.data["text/html"].count("<td") > 2, cell.source
