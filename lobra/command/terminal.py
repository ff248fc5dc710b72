"""How the command line speaks: argparse's own words in Swedish, answers and progress."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import Any

from lobra.command.log import JsonLines

_SWEDISH = {
    "usage: ": "användning: ",
    "options": "alternativ",
    "positional arguments": "argument",
    "show this help message and exit": "visa hjälpen och avsluta",
    "show program's version number and exit": "visa versionen och avsluta",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fel: %(message)s\n",
    "the following arguments are required: %s": "det här saknas: %s",
    "unrecognized arguments: %s": "okända argument: %s",
    "expected one argument": "ett värde saknas",
    "expected at least one argument": "minst ett värde saknas",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r finns inte (%(choices)s)",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "not allowed with argument %s": "går inte ihop med %s",
    "one of the arguments %s is required": "ange något av %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan vara %(matches)s",
    "invalid %(type)s value: %(value)r": "%(value)r är inte giltigt",
}


RECORDS = Path("records")
"""Where the records of a working folder lie, as `lobra init` makes it."""


def own_records() -> Path | None:
    """The records of the working folder where one stands, unless LOBRA_DATA names others."""
    is_here = not os.environ.get("LOBRA_DATA") and any(RECORDS.glob("*/councils.csv"))
    return RECORDS if is_here else None


def options_given(**given: tuple[Path | None, Path]) -> str:
    """The options as somebody has to write them again; those of a working folder need not be."""
    return "".join(
        f" --{name} {one}" for name, (one, usual) in given.items() if one not in (None, usual)
    )


def speak_swedish() -> None:
    """Gives argparse Swedish words: it asks its module's gettext for every text."""
    # Paths are answered as they are, also those whose bytes are no text.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="surrogateescape")
    argparse._ = lambda text: _SWEDISH.get(text, text)  # type: ignore[attr-defined]


def tell(text: str, always: bool = False, event: str = "message", **facts: Any) -> None:
    """Something for a person at a terminal; a log stays quiet unless it is told always.

    A log for machines has the event and its facts instead of the text.
    """
    if isinstance(sys.stderr, JsonLines):
        sys.stderr.event("info", event, **facts)
    elif text and (always or sys.stderr.isatty()):
        print(text, file=sys.stderr, flush=True)


def is_for_machines() -> bool:
    """Whether stderr is a log that a program reads, event by event."""
    return isinstance(sys.stderr, JsonLines)


def fail(error: BaseException, text: str = "", **facts: Any) -> None:
    """An error, in its own words unless `text` has better ones."""
    if isinstance(sys.stderr, JsonLines):
        sys.stderr.failed(error, **facts)
    else:
        print(text or error, file=sys.stderr)


def progress(text: str) -> None:
    """How far it has come, on one line that is written over; "" clears it. Quiet in a log."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
