"""The commands that take the records into Excel and back: `lobra edit` and `lobra save`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.command.terminal import RECORDS, options_given, tell
from lobra_data import errors

if TYPE_CHECKING:
    from lobra.workbook.differences import Plan
    from lobra_data.files import Records

_NOTHING = "Inget är ändrat i arbetsboken."
_SHOWN = 60  # problems, and changes, that a person reads at once


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds both commands; `data` holds the option that names the records."""
    edit = commands.add_parser(
        "edit",
        parents=[data],
        help="öppna registren som en Excel-arbetsbok",
        description="Skriver registren som en arbetsbok med ett blad per tabell och listor att "
        "välja i. Ändra i Excel och för tillbaka med lobra save.",
    )
    edit.add_argument(
        "workbook",
        nargs="?",
        type=Path,
        metavar="ARBETSBOK",
        help="filen som skrivs (rådets id med .xlsx)",
    )
    edit.add_argument("--council", metavar="RÅD", help="rådets id, när registren har flera råd")
    edit.add_argument("--force", action="store_true", help="skriv över en arbetsbok som finns")
    edit.set_defaults(run=_edit)

    save = commands.add_parser(
        "save",
        parents=[data],
        help="för tillbaka en arbetsbok till registren",
        description="Kontrollerar hela arbetsboken, visar vad som läggs till, ändras och tas bort, "
        "och frågar. Allt sparas eller inget.",
    )
    save.add_argument("workbook", type=Path, metavar="ARBETSBOK", help="filen från lobra edit")
    save.add_argument("--yes", action="store_true", help="spara utan att fråga")
    save.set_defaults(run=_save)


def _edit(options: argparse.Namespace) -> int:
    from lobra.workbook import differences, writing
    from lobra.workbook.layout import Labels
    from lobra_data import files

    found = files.find(options.data)
    council = _council(found, options.council)
    path = options.workbook or Path(f"{council}.xlsx")
    if path.exists() and not options.force:
        raise errors.LobraError(
            f"{errors.shown(path)}: filen finns redan. Spara den med lobra save, eller skriv över "
            "den med --force."
        )
    rows = differences.rows_of(found, council)
    data = writing.workbook(council, rows, Labels(differences.all_rows(found)))
    _write(path, data)
    print(errors.shown(path))
    there = options_given(data=(options.data, RECORDS))
    tell(
        f"Ändra i Excel, spara och stäng. Kör sedan lobra save {errors.shown(path)}{there}.",
        always=True,
    )
    return 0


def _council(found: Records, wanted: str | None) -> str:
    (*councils,) = found.chosen(wanted)
    if len(councils) > 1:
        listed = ", ".join(councils)
        raise errors.LobraError(f"Vilket råd gäller det? Ange --council med något av {listed}.")
    return councils[0]


def _write(path: Path, data: bytes) -> None:
    """The whole workbook or, on failure, what was there before."""
    beside = path.with_name(f".{path.name}.ny")
    try:
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise errors.LobraError(
            f"{errors.shown(path)}: arbetsboken gick inte att skriva ({errors.why(error)}). Stäng "
            "den i Excel, eller ange en annan fil."
        ) from error


def _save(options: argparse.Namespace) -> int:
    from lobra.workbook import differences, reading
    from lobra_data import files, saving

    root = files.find(options.data).root
    content = reading.read(options.workbook)
    plan = differences.plan(content, files.Records(root))
    for note in plan.notes:
        tell(note, always=True)
    if plan.problems:
        print(*_first(plan.problems), sep="\n")
        n = len(plan.problems)
        tell(f"{n} fel i arbetsboken. Inget har sparats.", always=True)
        return 1
    if not plan.files:
        print(_NOTHING)
        return 0
    print(*_first(plan.changes), sep="\n")
    print(_summed(plan))
    if not options.yes and not _agreed():
        print("Inget har sparats.")
        return 0
    with saving.changing(root, "lobra save"):
        if differences.plan(content, files.Records(root)) != plan:
            raise errors.LobraError(
                f"{errors.shown(root)}: registren ändrades under tiden. Kör lobra save igen."
            )
        saving.save(plan.files, root)
    print("Sparat.")
    return 0


def _first(lines: list[str]) -> list[str]:
    """As many lines as a person reads, and how many there are beyond them."""
    more = len(lines) - _SHOWN
    return lines if more <= 1 else [*lines[:_SHOWN], f"… och {more} rader till."]


def _summed(plan: Plan) -> str:
    from lobra_data import words

    added, changed, removed = (sum(one) for one in zip(*plan.counts.values(), strict=True))
    parts = [
        words.count(added, "ny rad", "nya rader") if added else "",
        words.count(changed, "ändrad rad", "ändrade rader") if changed else "",
        words.count(removed, "borttagen rad", "borttagna rader") if removed else "",
    ]
    return words.capitalised(words.listed([one for one in parts if one])) + "."


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise errors.LobraError("Inget har sparats: lägg till --yes för att spara utan fråga.")
    try:
        return input("Spara? j = ja, n = nej: ").strip().casefold()[:1] == "j"
    except EOFError:
        return False
