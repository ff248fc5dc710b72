"""The commands on the records themselves: `lobra check` and `lobra lab`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from lobra.command.terminal import tell
from lobra_data import errors

NOTEBOOKS = Path("notebooks")


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds both commands; `data` holds the option that names the records."""
    check = commands.add_parser(
        "check",
        parents=[data],
        help="kontrollera registren",
        description="Visar alla fel på en gång: fil:rad: fält: vad. Hur det rättas.",
    )
    check.set_defaults(run=_check)

    lab = commands.add_parser(
        "lab",
        parents=[data],
        help="öppna JupyterLab och utforska registren",
        description="Öppnar notebooks/utforska.ipynb i JupyterLab.",
    )
    lab.add_argument("--no-browser", action="store_true", help="starta utan att öppna webbläsaren")
    lab.set_defaults(run=_lab)


def _check(options: argparse.Namespace) -> int:
    from lobra.privacy import rules as privacy_rules
    from lobra_data import files, rules

    found = files.find(options.data)
    problems = privacy_rules.check(found)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} fel.", file=sys.stderr)
        _tell_of_unreviewed(rules.unreviewed(found))
        return 1
    from lobra_data import words
    from lobra_data.rules.view import View

    told = [one for name in found.councils for one in rules.unresolved(View(found, [name]))]
    for contradiction in told:
        print(contradiction)
    n = words.count(len(told), "motsägelse", "motsägelser")
    left = f" {n} att reda ut i conflicts.csv." if told else ""
    tell(f"Registren är i ordning ({len(found.councils)} råd).{left}", always=True)
    _tell_of_unreviewed(rules.unreviewed(found))
    return 0


def _tell_of_unreviewed(counts: dict[str, int]) -> None:
    """Says how many rows wait for a person, by table; nothing when none does."""
    if not counts:
        return
    from lobra_data import schema, words

    n = words.count(sum(counts.values()), "rad är inte granskad", "rader är inte granskade")
    listed = ", ".join(f"{schema.load()[name].title.lower()} {n}" for name, n in counts.items())
    tell(f"{n} ({listed}). Granska i notebooks/granska.ipynb.", always=True)


def _lab(options: argparse.Namespace) -> int:
    notebook = NOTEBOOKS / "utforska.ipynb"
    if not notebook.exists():
        raise errors.LobraError(
            f"{notebook}: notebooken finns inte. Kör kommandot i projektets rot."
        )
    environment = dict(os.environ)
    if options.data:
        environment["LOBRA_DATA"] = str(options.data.resolve())
    command = [sys.executable, "-m", "jupyterlab", str(notebook), f"--notebook-dir={NOTEBOOKS}"]
    if options.no_browser:
        command.append("--no-browser")
    return subprocess.run(command, env=environment, check=False).returncode
