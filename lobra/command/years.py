"""The command that begins a new year: `lobra start-year`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lobra.command import terminal
from lobra.command.reports import PARAMS
from lobra.command.terminal import RECORDS
from lobra_data import errors


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the command; `data` holds the option that names the records."""
    start = commands.add_parser(
        "start-year",
        parents=[data],
        help="börja på ett nytt år: parametrar och rådets egna ord",
        description="Skapar <år>.yaml och <år>.md av förra årets. Skriver aldrig över något.",
    )
    start.add_argument("year", type=int, metavar="ÅR", help="till exempel 2022")
    start.add_argument(
        "--council", metavar="RÅD", help="rådets id (annars samma som det senaste året)"
    )
    start.add_argument(
        "--params", type=Path, default=PARAMS, metavar="MAPP", help="mapp med <år>.yaml (params)"
    )
    start.set_defaults(run=_start)


def _start(options: argparse.Namespace) -> int:
    from lobra.build import new_year

    if not 1990 <= options.year <= 2100:
        raise errors.LobraError(f"{options.year}: det är inget årtal. Skriv till exempel 2022.")
    made = new_year.start(options.year, options.params, options.data, options.council)
    print(*map(errors.shown, made.paths), sep="\n")
    there = terminal.options_given(data=(options.data, RECORDS), params=(options.params, PARAMS))
    print(
        f"{made.based_on} Fyll i {errors.shown(made.paths[-1])}, läs in årets protokoll med "
        f"lobra read och bygg med lobra report {options.year}{there}.",
        file=sys.stderr,
    )
    return 0
