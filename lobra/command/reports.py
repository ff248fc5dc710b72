"""The commands that make a report, trace it back and prove it: `report`, `trace`, `verify`."""

from __future__ import annotations

import argparse
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lobra.build.folder import DOCUMENTS, FORMATS
from lobra.command.terminal import fail, tell
from lobra.privacy import disclosure
from lobra_data import errors

if TYPE_CHECKING:
    from lobra.build import evidence

PARAMS = Path("params")
REPORTS = Path("reports")


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the commands; `data` holds the option that names the records."""
    report = commands.add_parser(
        "report",
        parents=[data],
        help="bygg verksamhetsberättelsen för ett eller flera år",
        description="Bygger HTML, PDF och vid behov Word. Sökvägarna skrivs på stdout.",
    )
    years = report.add_mutually_exclusive_group(required=True)
    years.add_argument(
        "years", nargs="*", type=int, default=[], metavar="ÅR", help="till exempel 2021"
    )
    years.add_argument(
        "--all", action="store_true", help="alla år som har parametrar och uppgifter"
    )
    report.add_argument(
        "--edition",
        choices=list(disclosure.EDITIONS),
        default=disclosure.PUBLIC,
        help="public (utan namn, känsligt och ogranskat) eller internal",
    )
    report.add_argument(
        "--format",
        type=_formats,
        default=FORMATS[:2],
        metavar="FORMAT",
        help="html, pdf och docx, med komma emellan (html,pdf)",
    )
    report.add_argument(
        "--out",
        type=Path,
        default=REPORTS,
        metavar="MAPP",
        help="mapp för färdiga rapporter (reports)",
    )
    report.add_argument(
        "--params", type=Path, default=PARAMS, metavar="MAPP", help="mapp med <år>.yaml (params)"
    )
    report.add_argument(
        "--documents",
        type=Path,
        metavar="MAPP",
        help="mapp med källdokumenten; den interna webbsidans hänvisningar länkar till dem",
    )
    report.add_argument(
        "--public-links",
        action="store_true",
        help="länka till dokumenten också i den offentliga utgåvan (när de publiceras intill)",
    )
    report.add_argument(
        "--council", metavar="RÅD", help="bara det här rådets rapporter, när flera har samma år"
    )
    _add_notebook(report)
    report.set_defaults(run=_report)

    trace = commands.add_parser(
        "trace",
        parents=[data],
        help="visa var en uppgift i en rapport kommer ifrån",
        description="Visar varje ställe i rapporten där texten står, med källa.",
    )
    trace.add_argument("report", type=Path, metavar="RAPPORT", help="rapportens mapp eller en fil")
    trace.add_argument("text", metavar="TEXT", help="ett tal eller några ord ur rapporten")
    trace.add_argument(
        "--documents",
        type=Path,
        metavar="MAPP",
        help="mapp med källdokumenten; visar radens egna ord när kontrollsumman stämmer",
    )
    trace.set_defaults(run=_trace)

    verify = commands.add_parser(
        "verify",
        parents=[data],
        help="pröva att färdiga rapporter är orörda och går att bygga om likadana",
        description="Jämför varje fil med manifestet, underlaget med det som rapporten byggdes av, "
        "och bygger om rapporten i en tillfällig mapp. Svarar med 0 när allt är likadant.",
    )
    verify.add_argument(
        "reports", nargs="+", type=Path, metavar="RAPPORT", help="rapportens mapp eller en fil"
    )
    verify.add_argument(
        "--params", type=Path, default=PARAMS, metavar="MAPP", help="mapp med <år>.yaml (params)"
    )
    verify.add_argument(
        "--documents",
        type=Path,
        metavar="MAPP",
        help="mapp med källdokumenten, när rapportens webbsidor länkar till dem",
    )
    _add_notebook(verify)
    verify.set_defaults(run=_verify)


def _add_notebook(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--notebook",
        type=Path,
        metavar="FIL",
        help="en egen notebook i stället för rapportens (eller en mapp med båda)",
    )


def _report(options: argparse.Namespace) -> int:
    from lobra.build import params

    whose = (options.data, options.council)
    years = list(dict.fromkeys(options.years))
    wanted = params.every_year(options.params, *whose) if options.all else years
    chosen = params.for_years(options.params, wanted, *whose)
    _refuse_broken_records(options.data)
    from lobra.build import build, folder, manifest, notebooks
    from lobra.report import own_words

    written = [own_words.load(one.own_words) for one in chosen]
    library = _library(options)
    folder.sweep(options.out)
    failures: list[tuple[errors.LobraError, dict[str, Any]]] = []
    for n, one in enumerate(chosen, start=1):
        about: dict[str, Any] = {"council": one.council, "year": one.year}
        place = f"[{n}/{len(chosen)}]"
        tell(f"{place} {one.council} {one.year}", event="building", **about, n=n, of=len(chosen))
        try:
            with notebooks.chosen(options.notebook) as ours:
                built = build.build(
                    one, ours, options.out, options.data, options.edition, options.format, library
                )
        except errors.LobraError as error:  # told at the end, where it is seen
            failures.append((error, about))
            if options.traceback:
                traceback.print_exception(error)
            continue
        tell("", event="built", **about)
        made = [built.file(kind, one) for one in DOCUMENTS for kind in options.format]
        print(*made, sep="\n", flush=True)
        if left := written[n - 1].still_to_write:
            tell(left, always=True, event="unwritten", **about)
    if failures and len(chosen) > 1:
        text = f"{len(failures)} av {len(chosen)} rapporter kunde inte byggas:"
        tell(text, always=True, event="failures", n=len(failures), of=len(chosen))
    for failure, about in failures:
        fail(failure, **about)
    if len(failures) < len(chosen):
        for message in manifest.write_index(options.out):
            print(message, file=sys.stderr)
    return max((getattr(failure, "exit_status", 1) for failure, _ in failures), default=0)


def _library(options: argparse.Namespace) -> evidence.Library | None:
    """The folder of documents, if the edition is to link to it; tells what it can't link to."""
    if not options.documents:
        return None
    from lobra.build import evidence
    from lobra_data import files

    if options.edition == disclosure.PUBLIC and not options.public_links:
        print(
            "Den offentliga utgåvan länkar inte till dokumenten. Lägg till --public-links om de "
            "publiceras tillsammans med rapporten.",
            file=sys.stderr,
        )
        return None
    library = evidence.Library(options.documents, files.find(options.data).rows("documents"))
    for title, path in library.changed.items():
        print(
            f"{errors.shown(path)}: kontrollsumman stämmer inte med registren. Hänvisningar till "
            f"{title} länkas inte.",
            file=sys.stderr,
        )
    return library


def _formats(text: str) -> tuple[str, ...]:
    """Names with commas between them, each once, in the order given."""
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",")))
    for name in wanted:
        if name not in FORMATS:
            raise argparse.ArgumentTypeError(f"{name!r} finns inte ({', '.join(FORMATS)})")
    return wanted


def _trace(options: argparse.Namespace) -> int:
    from lobra.blocks import cited
    from lobra.build import evidence
    from lobra_data import files

    found = evidence.trace(options.report, options.text)
    if not found:
        raise errors.LobraError(
            f"{errors.quoted(options.text)} finns inte i rapporten. Sök på ett tal eller på några "
            "ord precis som de står."
        )
    library = None
    if options.documents:
        rows = files.find(options.data).rows("documents")
        library = evidence.Library(options.documents, rows)
    for claim in found:
        print(claim, f"  Källa: {cited(claim.source) or 'uppgiften sägs vara okänd'}", sep="\n")
        if words := library and library.words(claim.source):
            print(f"  Dokumentets ord: {words}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from lobra.build import notebooks, verify

    statuses = [0]
    for one in options.reports:
        folder = one if one.is_dir() else one.parent
        try:
            with notebooks.chosen(options.notebook) as ours:
                found = verify.differences(
                    folder, ours, options.params, options.data, options.documents
                )
        except errors.LobraError as error:
            fail(error, report=errors.shown(folder))
            statuses.append(getattr(error, "exit_status", 1))
            continue
        print(
            *found or [f"{errors.shown(folder)} är orörd och blir likadan när den byggs om."],
            sep="\n",
        )
        statuses.append(1 if found else 0)
    return max(statuses)


def _refuse_broken_records(data: Path | None) -> None:
    from lobra.privacy import rules as privacy_rules
    from lobra_data import files

    if problems := privacy_rules.check(files.find(data)):
        raise errors.RecordsError(problems)
