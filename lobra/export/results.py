"""What JupyterLab does with the results of a notebook: shows and exports them, but saves none.

The two halves run in the same server. The hook takes the results out of what is saved, and keeps
those of the last save in memory; the preprocessor gives them to what the menu exports.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from typing import Any

from nbconvert.preprocessors import Preprocessor

_kept: dict[str, list[dict[str, Any]]] = {}
"""Path of a notebook → its cells as they were when it was saved last, with their results."""


def without_results(
    model: dict[str, Any], path: str = "", contents_manager: Any = None, **_: object
) -> None:
    """JupyterLab's hook before it saves: only what somebody wrote stays in a notebook.

    A notebook that was merely run is saved as it was, byte for byte. Else a scheduled `git pull`
    would stop at the changed file, and results of an internal edition could be committed.
    """
    notebook = model.get("content")
    if model["type"] != "notebook" or notebook is None:
        return
    root = getattr(contents_manager, "root_dir", "")
    _kept[os.path.realpath(os.path.join(root, path.strip("/")))] = copy.deepcopy(notebook["cells"])
    for cell in notebook["cells"]:
        cell["metadata"] = {
            key: cell["metadata"][key] for key in ("tags",) if cell["metadata"].get(key)
        }
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    about = notebook["metadata"]
    kernel, language = about.get("kernelspec", {}), about.get("language_info", {})
    if kernel.get("name") == "python3":
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook["metadata"] = {"kernelspec": kernel, "language_info": {"name": language.get("name")}}


class WithResults(Preprocessor):
    """Gives each cell of a notebook that is exported the results that it had in JupyterLab."""

    def preprocess(self, nb: Any, resources: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
        about = resources.get("metadata", {})
        name = os.path.join(about.get("path", ""), f"{about.get('name', '')}.ipynb")
        kept = _kept.get(os.path.realpath(name), [])
        for cell, before in zip(nb.cells, kept, strict=False):
            if cell.cell_type == "code" and _source(cell) == _source(before):
                cell.outputs = [_node(one) for one in before.get("outputs", [])]
                cell.execution_count = before.get("execution_count")
        return nb, resources


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _node(output: Mapping[str, Any]) -> Any:
    from nbformat import from_dict

    return from_dict(copy.deepcopy(dict(output)))
