"""The command that takes statistics in: `lobra stats`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.command.terminal import progress
from lobra_data import saving
from lobra_data.errors import LobraError, shown

if TYPE_CHECKING:
    from lobra.statistics.intake import Taken
    from lobra.statistics.registers import Registers
    from lobra.statistics.store import Import

_NOT_SAVED = "Inget är infört. Ange mappen med registren: --into MAPP."
_NO_DAY = "Dagen då filerna hämtades saknas; ange den med --retrieved-on."
_STOPPED = (
    "Inget är infört. Rätta namnen i filen, lägg till dem i registret så som filen skriver dem "
    "med --unknown add, eller lämna raderna utanför med --unknown skip."
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command to the command line."""
    stats = commands.add_parser(
        "stats",
        help="läs in statistik om brott och trygghet",
        description="Läser filer från Brå, Kolada, SCB, räddningstjänsten och egna enkäter. "
        "Varje rad förs in eller listas med skäl; inget gissas.",
    )
    stats.add_argument(
        "files", nargs="*", type=Path, metavar="FIL", help="filer så som de hämtades"
    )
    out = stats.add_mutually_exclusive_group()
    out.add_argument(
        "--into",
        type=Path,
        metavar="MAPP",
        help="för in siffrorna i registren i mappen (annars visas bara vad som lästes)",
    )
    out.add_argument(
        "--template",
        type=Path,
        metavar="FIL",
        help="skriv en tom mall för enkäter (.csv eller .xlsx)",
    )
    stats.add_argument(
        "--retrieved-on", type=_day, metavar="DAG", help="dagen då filerna hämtades, ÅÅÅÅ-MM-DD"
    )
    stats.add_argument("--year", type=_year, metavar="ÅR", help="året, när filen inte säger det")
    stats.add_argument(
        "--area", default="", metavar="OMRÅDE", help="området, när filen inte säger det"
    )
    stats.add_argument(
        "--publisher", default="", metavar="UTGIVARE", help="utgivaren, när filen inte säger den"
    )
    stats.add_argument(
        "--unknown",
        choices=("stop", "add", "skip"),
        default="stop",
        help="okända områden och indikatorer: stanna, lägg till i registret, eller lämna utanför",
    )
    stats.add_argument(
        "--council", metavar="RÅD", help="rådets id i registren (annars alla råd i mappen)"
    )
    stats.add_argument(
        "--indicator", action="append", default=[], metavar="NAMN", help="följ den här indikatorn"
    )
    stats.add_argument(
        "--compare", action="append", default=[], metavar="OMRÅDE", help="jämför också med området"
    )
    stats.add_argument(
        "--reviewed", action="store_true", help="jag har läst raderna mot filerna: de är granskade"
    )
    stats.set_defaults(run=_stats)


def _day(text: str) -> str:
    return dt.date.fromisoformat(text).isoformat()


def _year(text: str) -> str:
    if not (len(text) == 4 and text.isdigit()):
        raise ValueError(text)
    return text


def _stats(options: argparse.Namespace) -> int:
    if options.template:
        from lobra.statistics import template

        template.write(options.template)
        print(shown(options.template))
        return 0
    if not options.files:
        raise LobraError("Ange en fil att läsa, eller --template FIL för en tom mall.")
    with saving.changing(options.into, "lobra stats") if options.into else nullcontext():
        return _take_in(options)


def _take_in(options: argparse.Namespace) -> int:
    from lobra.statistics import intake, registers, store

    folder = options.into / store.FOLDER if options.into else None
    known = registers.load(folder)
    with store.importing(store.Store(folder)) as into:
        taken = [_taken(path, known, into, options) for path in options.files]
        progress("")
        if any(one.unknowns for one in taken):
            print(intake.UnknownNamesError(taken), file=sys.stderr)
            print(_STOPPED, file=sys.stderr)
            return 1
        told = _saved(into, known, options) if folder else [_NOT_SAVED]
    for one in taken:
        print(*one.problems(), *one.changes(known), one, sep="\n")
    print(*told, sep="\n")
    if folder and not all(one.source.retrieved_on for one in taken):
        print(_NO_DAY)
    return 1 if any(one.has_errors for one in taken) else 0


def _taken(path: Path, known: Registers, into: Import, options: argparse.Namespace) -> Taken:
    from lobra.statistics import intake
    from lobra.statistics.asked import Asked

    progress(shown(path))
    asked = Asked(known, options.year or "", options.area, options.publisher)
    this_year = dt.date.today().year
    return intake.take_in(path, asked, into, this_year, options.unknown, options.retrieved_on or "")


def _saved(into: Import, known: Registers, options: argparse.Namespace) -> list[str]:
    """Writes the store and the councils' tables as one change; what is told of the councils."""
    from lobra.statistics import council
    from lobra.statistics.store import FOLDER
    from lobra_data.files import Records

    records = Records(options.into)
    wishes = council.Wishes(options.indicator, options.compare, options.reviewed)
    files = into.files() | known.own_files(options.into / FOLDER)
    told = []
    for name in records.chosen(options.council) if options.council else records.councils:
        share = council.share(records, name, into, known, wishes)
        files |= share.files
        told.append(share.told)
    saving.save(files, options.into)
    return told or [f"{shown(options.into)}: inget råd här än; siffrorna ligger i {FOLDER}."]
