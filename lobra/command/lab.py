"""`lobra lab` and `lobra review`: JupyterLab on the notebooks, which stay as they are on disk.

Results are shown, and exported from JupyterLab's menu, but never saved in a notebook's file.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from lobra.command.terminal import own_records
from lobra_data import errors

NOTEBOOKS = Path("notebooks")
REMEMBERED = Path(".lobra.json")
"""Beside the notebooks: which folders were reviewed last, so that nobody needs to say it again."""
_RESULTS = "lobra.export.results"
_SETTINGS = Path(__file__).parent
"""Holds `labconfig`: JupyterLab doesn't ask, in English, for leave to fetch news from the net."""
_JUPYTERLAB = "import lobra.build, jupyterlab.labapp as lab; lab.main()"
"""Without the grammars that lobra.build does without, it starts in half the time."""
_HERE = "Kör kommandot i mappen som lobra init gjorde, eller i projektets rot."


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds both commands; `data` holds the option that names the records."""
    lab = commands.add_parser(
        "lab",
        parents=[data],
        help="öppna JupyterLab och utforska registren",
        description="Öppnar notebooks/utforska.ipynb i JupyterLab. Resultat sparas aldrig i filen.",
    )
    review = commands.add_parser(
        "review",
        help="granska det som lästs in, rad för rad",
        description="Öppnar granskningsbrädan i JupyterLab. Mapparna behöver bara anges första "
        "gången.",
    )
    review.add_argument(
        "--data",
        type=Path,
        metavar="MAPP",
        help="mapp med egna register (annars den förra, LOBRA_DATA eller arbetsmappens records)",
    )
    review.add_argument(
        "--documents",
        type=Path,
        metavar="MAPP",
        help="mapp med dokumenten som lästs in (annars den förra eller arbetsmappens dokument)",
    )
    for one, run in ((lab, _lab), (review, _review)):
        one.add_argument(
            "--no-browser", action="store_true", help="starta utan att öppna webbläsaren"
        )
        one.set_defaults(run=run)


def _lab(options: argparse.Namespace) -> int:
    return _open("utforska.ipynb", options.data, remembered().get("documents"), options.no_browser)


def _review(options: argparse.Namespace) -> int:
    _refuse_missing("granska.ipynb")
    data, documents = folders(options.data, options.documents)
    remember(data, documents)
    return _open("granska.ipynb", data, documents, options.no_browser)


def folders(data: Path | None, documents: Path | None) -> tuple[Path, Path | None]:
    """The records and documents to review: those given, else the last ones, else those here."""
    last = remembered()
    set_by_user = os.environ.get("LOBRA_DATA")
    data = data or (Path(set_by_user) if set_by_user else last.get("data") or own_records())
    if data is None:
        raise errors.LobraError(f"Vilka register gäller det? Ange --data MAPP. {_HERE}")
    usual = Path("dokument")
    documents = documents or last.get("documents") or (usual if usual.is_dir() else None)
    for option, folder in (("--data", data), ("--documents", documents)):
        if folder is not None and not folder.is_dir():
            raise errors.LobraError(
                f"{option}: mappen {errors.shown(folder)} finns inte. Ange den som finns."
            )
    return data, documents


def remembered() -> dict[str, Path]:
    """The folders of the last review here; none when the file is missing or no longer ours."""
    try:
        found = json.loads(REMEMBERED.read_text("utf-8"))
        return {name: Path(found[name]) for name in ("data", "documents") if found.get(name)}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def remember(data: Path, documents: Path | None) -> None:
    """Keeps the folders for the next time; a folder that can't be written in forgets them."""
    named = {"data": str(data)} | ({"documents": str(documents)} if documents else {})
    text = json.dumps(named, ensure_ascii=False, indent=2) + "\n"
    try:
        REMEMBERED.write_text(text, "utf-8")
    except OSError as error:
        print(
            f"{REMEMBERED}: mapparna kan inte kommas ihåg ({errors.why(error)}).", file=sys.stderr
        )


def _refuse_missing(name: str) -> None:
    if not (NOTEBOOKS / name).exists():
        raise errors.LobraError(f"{NOTEBOOKS / name}: notebooken finns inte. {_HERE}")


def _open(name: str, data: Path | None, documents: Path | None, is_without_browser: bool) -> int:
    _refuse_missing(name)
    environment = dict(os.environ)
    others = filter(None, [environment.get("JUPYTER_CONFIG_PATH")])
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(_SETTINGS), *others])
    for variable, folder in (("LOBRA_DATA", data), ("LOBRA_DOCUMENTS", documents)):
        if folder:
            environment[variable] = str(folder.resolve())
    command = [
        *(sys.executable, "-c", _JUPYTERLAB, str(NOTEBOOKS / name)),
        f"--notebook-dir={NOTEBOOKS}",
        f"--ContentsManager.pre_save_hook={_RESULTS}.without_results",
        f"--Exporter.preprocessors=['{_RESULTS}.WithResults']",
    ]
    if is_without_browser:
        command.append("--no-browser")
    return subprocess.run(command, env=environment, check=False).returncode
