"""The command lobra. Answers go to stdout, progress and messages to stderr.

Exit status: 0 fine, 1 the records, parameters or documents are wrong, 2 wrong usage,
3 a build that broke off or a bug; 128 + n when signal n ended it.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from lobra.command import (
    clear,
    handing_over,
    init,
    lab,
    log,
    reading,
    registers,
    reports,
    search,
    stats,
    terminal,
    workbooks,
    years,
)
from lobra.command.reports import FORMATS
from lobra.processes import StoppedError, stopping_tidily
from lobra_data import errors

__all__ = ["FORMATS", "main"]
_STOPPED = "Avbrutet. Det som blev färdigt ligger kvar, och allt annat är som förut."


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = _parser().parse_args(argv)
    with log.as_json(getattr(options, "log_json", False)):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        with stopping_tidily():
            return options.run(options)
    except errors.LobraError as error:
        terminal.fail(error)
        return getattr(error, "exit_status", 1)
    except KeyboardInterrupt:
        print(_STOPPED, file=sys.stderr)
        return 130
    except StoppedError as stopped:
        print(_STOPPED, file=sys.stderr)
        return stopped.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        print("Minnet tog slut. Stäng andra program och försök igen.", file=sys.stderr)
        return 3
    except Exception as error:
        if options.traceback and not getattr(options, "log_json", False):
            traceback.print_exc()
        text = " ".join((errors.why(error) if isinstance(error, OSError) else str(error)).split())
        terminal.fail(
            error,
            f"Ett fel i Lobra ({type(error).__name__}: {text}). Kör igen med --traceback och "
            "skicka utskriften till den som sköter Lobra.",
        )
        return 3


def _parser() -> argparse.ArgumentParser:
    terminal.speak_swedish()
    parser = argparse.ArgumentParser(
        prog="lobra",
        allow_abbrev=False,
        description="Gör verksamhetsberättelser av ett brottsförebyggande råds register.",
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"lobra {version('lobra')}",
        help="visa versionen och avsluta",
    )
    parser.add_argument("--traceback", action="store_true", help="visa hela felspåret vid en bugg")
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data",
        type=Path,
        default=terminal.own_records(),
        metavar="MAPP",
        help="mapp med egna register, en undermapp per råd (annars LOBRA_DATA, arbetsmappens "
        "records, de medföljande)",
    )

    init.add(commands)
    reports.add(commands, data)
    years.add(commands, data)
    registers.add(commands, data)
    workbooks.add(commands, data)
    clear.add(commands, data)
    handing_over.add(commands, data)
    lab.add(commands, data)
    search.add(commands, data)
    reading.add(commands)
    stats.add(commands)
    for name in ("report", "lagesbild", "brief", "verify"):
        commands.choices[name].add_argument(
            "--log-json",
            action="store_true",
            help="skriv förlopp och fel på stderr som JSON, en händelse per rad, utan uppgifter "
            "ur registren",
        )
    return parser
