"""The commands that make a report, trace it back and prove it: `report`, `lagesbild`, `brief`,
`trace`, `verify`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.build import folder
from lobra.build.folder import FORMATS
from lobra.command import building
from lobra.command.terminal import fail
from lobra.privacy import editions
from lobra.report.publications import BRIEF, LAGESBILD, PUBLICATIONS, REPORT
from lobra_data import errors

if TYPE_CHECKING:
    from lobra.build import batch, evidence
    from lobra.build.params import ReportParams

_MADE = {
    REPORT: "verksamhetsberättelsen för ett eller flera år",
    LAGESBILD: "lägesbilden: brott och trygghet i siffror",
    BRIEF: "underlaget till nästa möte, på två sidor",
}
"""Each command that builds, by the name of its publication."""
PARAMS = Path("params")
REPORTS = Path("reports")


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the commands; `data` holds the option that names the records."""
    for name, what in _MADE.items():
        one = commands.add_parser(
            name,
            parents=[data],
            help=f"bygg {what}",
            description="Bygger HTML, PDF och vid behov Word. Sökvägarna skrivs på stdout.",
        )
        _add_options(one)
        one.set_defaults(run=_report, publication=name)
    _add_trace(commands, data)
    _add_verify(commands, data)


def _add_options(report: argparse.ArgumentParser) -> None:
    """What can be said of a build, whatever is built."""
    years = report.add_mutually_exclusive_group(required=True)
    years.add_argument(
        "years", nargs="*", type=int, default=[], metavar="ÅR", help="till exempel 2021"
    )
    years.add_argument(
        "--all", action="store_true", help="alla råd och år som har parametrar och uppgifter"
    )
    report.add_argument("--council", metavar="RÅD", help="bara rådet med detta id")
    report.add_argument(
        "--edition",
        choices=list(editions.EDITIONS),
        default=editions.PUBLIC,
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
        "--params",
        type=Path,
        default=PARAMS,
        metavar="MAPP",
        help="mapp med <år>.yaml eller <råd>/<år>.yaml (params)",
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
    _add_notebook(report)
    building.add(report)


def _add_trace(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
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


def _add_verify(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
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
    from lobra.build import notebooks, params

    wrong: list[errors.LobraError] = []
    part = options.shard or params.WHOLE
    if options.all:
        chosen, wrong = params.all_years(options.params, options.data, options.council, part)
    else:
        years = list(dict.fromkeys(options.years))
        every = params.for_years(options.params, years, options.data, options.council)
        mine = params.councils_of(part, every)
        chosen = [one for one in every if one.council in mine]
    with notebooks.chosen(options.notebook, options.publication) as ours:  # while anybody builds
        tasks = _tasks(chosen, ours, options)
        folder.sweep(options.out)
        return building.build(tasks, options, wrong)


def _tasks(
    chosen: Sequence[ReportParams], notebooks: Path, options: argparse.Namespace
) -> list[batch.Task]:
    from lobra.build import batch

    library, publication = _library(options), PUBLICATIONS[options.publication]
    tasks = []
    for one in chosen:
        target = folder.place(options.out, one.council, one.year, options.edition, publication)
        links = library.links(target) if library else {}
        about = (one, notebooks, options.out, options.data, options.edition, options.format)
        tasks.append(batch.Task(*about, links, publication=publication))
    return tasks


def _library(options: argparse.Namespace) -> evidence.Library | None:
    """The folder of documents, if the edition is to link to it; tells what it can't link to."""
    if not options.documents:
        return None
    from lobra.build import evidence
    from lobra_data import files

    if options.edition == editions.PUBLIC and not options.public_links:
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
        there = one if one.is_dir() else one.parent
        try:
            with notebooks.chosen(options.notebook) as ours:
                found = verify.differences(
                    there, ours, options.params, options.data, options.documents
                )
        except errors.LobraError as error:
            fail(error, report=errors.shown(there))
            statuses.append(getattr(error, "exit_status", 1))
            continue
        print(
            *found or [f"{errors.shown(there)} är orörd och blir likadan när den byggs om."],
            sep="\n",
        )
        statuses.append(1 if found else 0)
    return max(statuses)
