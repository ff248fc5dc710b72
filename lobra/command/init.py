"""The command that makes a working folder for a new council: `lobra init`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from lobra.command.terminal import tell
from lobra_data import errors


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    init = commands.add_parser(
        "init",
        help="gör en arbetsmapp för ett nytt råd",
        description="Gör en mapp med register, parametrar, notebookar och mallar för protokoll och "
        "åtgärdsplan. Skriver aldrig över något. Rådets namn och kommunen räknas som klarade för "
        "den offentliga utgåvan.",
    )
    init.add_argument("folder", type=Path, metavar="MAPP", help="en ny eller tom mapp")
    init.add_argument(
        "--council",
        required=True,
        metavar="NAMN",
        help='rådets fulla namn, till exempel "Björkdala lokala brottsförebyggande råd"',
    )
    init.add_argument("--kommun", required=True, metavar="KOMMUN", help="till exempel Björkdala")
    init.add_argument(
        "--id", metavar="ID", help="rådets id i registren (annars görs det av namnet)"
    )
    init.set_defaults(run=_init)


def _init(options: argparse.Namespace) -> int:
    from lobra.start import folder

    council = folder.make(options.folder, options.council, options.kommun, date.today(), options.id)
    print(errors.shown(options.folder))
    tell(
        f"Rådets id är {council}. Gå till mappen (cd) och läs {folder.README}.",
        always=True,
    )
    return 0
