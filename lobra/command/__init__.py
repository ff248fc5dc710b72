"""The command lobra. Answers go to stdout, progress and messages to stderr.

Exit status: 0 fine, 1 the records, parameters or documents are wrong, 2 wrong usage,
3 a build that broke off or a bug.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from lobra.command import lab, log, reading, registers, reports, terminal
from lobra.command.reports import FORMATS
from lobra_data import errors

__all__ = ["FORMATS", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = _parser().parse_args(argv)
    with log.as_json(getattr(options, "log_json", False)):
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        return options.run(options)
    except errors.LobraError as error:
        terminal.fail(error)
        return getattr(error, "exit_status", 1)
    except KeyboardInterrupt:
        print("Avbrutet. Inget har ändrats.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.traceback and not getattr(options, "log_json", False):
            traceback.print_exc()
        text = " ".join(str(error).split())
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
        metavar="MAPP",
        help="mapp med egna register, en undermapp per råd (annars LOBRA_DATA, de medföljande)",
    )

    reports.add(commands, data)
    registers.add(commands, data)
    lab.add(commands, data)
    reading.add(commands)
    for name in ("report", "verify"):
        commands.choices[name].add_argument(
            "--log-json",
            action="store_true",
            help="skriv förlopp och fel på stderr som JSON, en händelse per rad, utan uppgifter "
            "ur registren",
        )
    return parser
