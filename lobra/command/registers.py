"""The command on the records themselves: `lobra check`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from lobra.command.terminal import tell

if TYPE_CHECKING:
    from lobra_data.files import Records


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the command; `data` holds the option that names the records."""
    check = commands.add_parser(
        "check",
        parents=[data],
        help="kontrollera registren",
        description="Visar alla fel på en gång: fil:rad: fält: vad. Hur det rättas.",
    )
    check.set_defaults(run=_check)


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
    _tell_of_waiting(found)
    _tell_of_unreviewed(rules.unreviewed(found))
    return 0


def _tell_of_waiting(found: Records) -> None:
    """Shows the words that make each text wait: no fault, and the edition is built without it."""
    from lobra.privacy import clearance
    from lobra_data import words

    waiting = clearance.waiting(found)
    for one in waiting:
        print(one)
    if n := len({one.text for one in waiting}):
        told = words.count(n, "text väntar på granskning", "texter väntar på granskning")
        tell(f"{told} och publiceras inte. Läs dem med lobra clear.", always=True)


def _tell_of_unreviewed(counts: dict[str, int]) -> None:
    """Says how many rows wait for a person, by table; nothing when none does."""
    if not counts:
        return
    from lobra_data import schema, words

    n = words.count(sum(counts.values()), "rad är inte granskad", "rader är inte granskade")
    listed = ", ".join(f"{schema.load()[name].title.lower()} {n}" for name, n in counts.items())
    tell(f"{n} ({listed}). Granska i notebooks/granska.ipynb.", always=True)
