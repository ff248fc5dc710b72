"""The command on the records themselves: `lobra check`."""

from __future__ import annotations

import argparse
import sys

from lobra.command.terminal import tell


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
