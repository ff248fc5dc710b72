"""The command on the records themselves: `lobra check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lobra.command.clear import add_params, waiting_texts
from lobra.command.terminal import tell

if TYPE_CHECKING:
    from lobra.privacy.clearance import Waiting
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
    check.add_argument(
        "--fix", action="store_true", help="rätta först det som Excel har gjort med CSV-filer"
    )
    add_params(check)
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from lobra.privacy import rules as privacy_rules
    from lobra_data import files, rules, words

    found = files.find(options.data)
    n_fixable = _fix(found) if options.fix else _fixable(found)
    if options.fix:
        found = files.find(options.data)
    problems = privacy_rules.check(found)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} fel.", file=sys.stderr)
        if n_fixable and not options.fix:
            one, many = "fil är sparad", "filer är sparade"
            n = words.count(n_fixable, one, many)
            tell(f"{n} som Excel gör. lobra check --fix rättar det.", always=True)
        _tell_of_unreviewed(rules.unreviewed(found))
        return 1
    from lobra_data.rules.view import View

    told = [one for name in found.councils for one in rules.unresolved(View(found, [name]))]
    for contradiction in told:
        print(contradiction)
    n = words.count(len(told), "motsägelse", "motsägelser")
    left = f" {n} att reda ut i arbetsbokens blad Motsägelser." if told else ""
    tell(f"Registren är i ordning ({len(found.councils)} råd).{left}", always=True)
    _tell_of_lacking(found)
    _tell_of_waiting(waiting_texts(found, options.params))
    _tell_of_unreviewed(rules.unreviewed(found))
    return 0


def _fixable(found: Records) -> int:
    """How many files `--fix` would mend."""
    from lobra.workbook import csv_files

    return len(csv_files.mended(found)[0])


def _fix(found: Records) -> int:
    """Mends what Excel did to the files and says what; how many were."""
    from lobra.workbook import csv_files
    from lobra_data import saving

    with saving.changing(found.root, "lobra check --fix"):
        made, told = csv_files.mended(found)
        saving.save(made, found.root)
    print(*told, sep="\n", end="\n" if told else "")
    return len(made)


def _tell_of_lacking(found: Records) -> None:
    """Says what a new council still lacks: what documents seldom say, and a report shows."""
    from lobra_data import rules

    for row in found.rows("councils"):
        for lacking in rules.lacking(row):
            tell(str(lacking), always=True)


def _tell_of_waiting(waiting: Sequence[Waiting]) -> None:
    """Shows the words that make each text wait: no fault, and the edition is built without it."""
    from lobra_data import words

    for one in waiting:
        print(one)
    if n := len({one.text for one in waiting}):
        told = words.count(n, "text väntar på granskning", "texter väntar på granskning")
        them = words.form(n, "den", "dem")
        tell(
            f"{told} och publiceras inte. Läs {them} i lobra review eller lobra clear.", always=True
        )


def _tell_of_unreviewed(counts: dict[str, int]) -> None:
    """Says how many rows wait for a person, by table; nothing when none does."""
    if not counts:
        return
    from lobra_data import schema, words

    n = words.count(sum(counts.values()), "rad är inte granskad", "rader är inte granskade")
    listed = ", ".join(f"{schema.load()[name].title.lower()} {n}" for name, n in counts.items())
    tell(f"{n} ({listed}). Granska dem med lobra review.", always=True)
