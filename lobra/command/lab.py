"""`lobra lab`: JupyterLab on the notebooks, which stay as they are in the checkout."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from lobra_data import errors

NOTEBOOKS = Path("notebooks")


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the command; `data` holds the option that names the records."""
    lab = commands.add_parser(
        "lab",
        parents=[data],
        help="öppna JupyterLab och utforska registren",
        description="Öppnar notebooks/utforska.ipynb i JupyterLab. Resultat sparas aldrig i filen.",
    )
    lab.add_argument("--no-browser", action="store_true", help="starta utan att öppna webbläsaren")
    lab.set_defaults(run=_lab)


def _lab(options: argparse.Namespace) -> int:
    notebook = NOTEBOOKS / "utforska.ipynb"
    if not notebook.exists():
        raise errors.LobraError(
            f"{notebook}: notebooken finns inte. Kör kommandot i mappen som lobra init "
            "gjorde, eller i projektets rot."
        )
    environment = dict(os.environ)
    if options.data:
        environment["LOBRA_DATA"] = str(options.data.resolve())
    command = [
        *(sys.executable, "-m", "jupyterlab", str(notebook), f"--notebook-dir={NOTEBOOKS}"),
        f"--ContentsManager.pre_save_hook={__name__}.{without_results.__name__}",
    ]
    if options.no_browser:
        command.append("--no-browser")
    return subprocess.run(command, env=environment, check=False).returncode


def without_results(model: dict[str, Any], **_: object) -> None:
    """JupyterLab's hook before it saves: only what somebody wrote stays in a notebook.

    A notebook that was merely run is saved as it was, byte for byte. Else a scheduled `git pull`
    would stop at the changed file, and results of an internal edition could be committed.
    """
    notebook = model.get("content")
    if model["type"] != "notebook" or notebook is None:
        return
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
