"""The command that hands records over to others: `lobra export`."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from lobra.command.reports import PARAMS, REPORTS
from lobra.open_data import FORMATS, LICENCES
from lobra_data import errors, words


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the command; `data` holds the option that names the records."""
    export = commands.add_parser(
        "export",
        parents=[data],
        help="lämna ut den offentliga utgåvans uppgifter som öppna data",
        description="Skriver tabellerna, datapackage.json och en katalogpost enligt DCAT-AP-SE. "
        "Namn, känsligt och ogranskat är inte med.",
    )
    export.add_argument("folder", type=Path, metavar="MAPP", help="en ny eller tom mapp")
    export.add_argument(
        "--format",
        type=_formats,
        default=FORMATS[:1],
        metavar="FORMAT",
        help="csv, xlsx och parquet, med komma emellan (csv, som alltid är med)",
    )
    export.add_argument("--council", metavar="RÅD", help="bara rådet med detta id (annars alla)")
    export.add_argument("--year", type=int, metavar="ÅR", help="bara ett år (annars alla)")
    export.add_argument(
        "--params",
        type=Path,
        default=PARAMS,
        metavar="MAPP",
        help="mapp med parametrar: vad som inte får publiceras, och kontakten (params)",
    )
    export.add_argument(
        "--reports",
        type=Path,
        default=REPORTS,
        metavar="MAPP",
        help="mapp med färdiga rapporter, vars tal inte får röja fler (reports)",
    )
    export.add_argument("--publisher", metavar="NAMN", help="den som ger ut uppgifterna")
    export.add_argument(
        "--license",
        type=_licence,
        metavar="LICENS",
        help=f"{', '.join(LICENCES)} eller en licens webbadress",
    )
    export.add_argument(
        "--url",
        type=_address,
        metavar="ADRESS",
        help="webbadressen där mappen ska ligga",
    )
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from lobra.open_data import described, handing_over

    said = described.Publishing(options.publisher or "", options.license or "", options.url or "")
    made = handing_over.export(
        options.folder,
        options.format,
        options.council,
        options.year,
        options.data,
        options.params,
        options.reports,
        said,
    )
    for path, size in made.sizes.items():
        print(f"{errors.shown(made.folder / path)} ({words.amount(size)} byte)")
    if made.missing:
        print(
            f"dcat.rdf är inte färdig för dataportalen: {words.listed(made.missing)} saknas.",
            file=sys.stderr,
        )
    return 0


def _formats(text: str) -> tuple[str, ...]:
    """Names with commas between them."""
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",")))
    for name in wanted:
        if name not in FORMATS:
            raise argparse.ArgumentTypeError(f"{name!r} finns inte ({', '.join(FORMATS)})")
    return wanted


def _address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`/]+(?:/[^\s<>\"{}|\\^`]*)?", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} är ingen hel webbadress. Skriv till exempel https://kommunen.se/oppna-data"
        )
    return text


def _licence(text: str) -> str:
    return text if text in LICENCES else _address(text)
