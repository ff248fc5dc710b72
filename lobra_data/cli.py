"""The command lobra. Answers go to stdout, progress and messages to stderr.

Exit status: 0 fine, 1 the records or parameters are wrong, 2 wrong usage,
3 a build that broke off or a bug.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from lobra_data import disclosure, errors

PARAMS = Path("params")
NOTEBOOKS = Path("notebooks")
REPORTS = Path("reports")
FORMATS = ("html", "pdf", "docx")

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


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        return options.run(options)
    except errors.LobraError as error:
        print(error, file=sys.stderr)
        return getattr(error, "exit_status", 1)
    except KeyboardInterrupt:
        print("Avbrutet. Inget har ändrats.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.traceback:
            traceback.print_exc()
        text = " ".join(str(error).split())
        print(
            f"Ett fel i Lobra ({type(error).__name__}: {text}). Kör igen med --traceback och "
            "skicka utskriften till den som sköter Lobra.",
            file=sys.stderr,
        )
        return 3


def _parser() -> argparse.ArgumentParser:
    # argparse asks its module's gettext for every text; this is where it is given Swedish
    argparse._ = lambda text: _SWEDISH.get(text, text)  # type: ignore[attr-defined]
    parser = argparse.ArgumentParser(
        prog="lobra",
        allow_abbrev=False,
        description="Gör verksamhetsberättelser av ett brottsförebyggande råds register.",
    )
    parser.add_argument("--version", action="version", version=f"lobra {version('lobra')}")
    parser.add_argument("--traceback", action="store_true", help="visa hela felspåret vid en bugg")
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(
        "--data",
        type=Path,
        metavar="MAPP",
        help="mapp med egna register, en undermapp per råd (annars LOBRA_DATA, de medföljande)",
    )

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
    report.set_defaults(run=_report)

    check = commands.add_parser(
        "check",
        parents=[data],
        help="kontrollera registren",
        description="Visar alla fel på en gång: fil:rad: fält: vad. Hur det rättas.",
    )
    check.set_defaults(run=_check)

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

    lab = commands.add_parser(
        "lab",
        parents=[data],
        help="öppna JupyterLab och utforska registren",
        description="Öppnar notebooks/utforska.ipynb i JupyterLab.",
    )
    lab.add_argument("--no-browser", action="store_true", help="starta utan att öppna webbläsaren")
    lab.set_defaults(run=_lab)
    return parser


def _report(options: argparse.Namespace) -> int:
    from lobra_data import params

    wanted = params.every_year(options.params, options.data) if options.all else options.years
    chosen = params.for_years(options.params, list(dict.fromkeys(wanted)), options.data)
    _refuse_broken_records(options.data)
    from lobra_data import build

    notebook = NOTEBOOKS / f"{build.NAME}.ipynb"
    failures = []
    for n, one in enumerate(chosen, start=1):
        _tell(f"[{n}/{len(chosen)}] {one.council} {one.year}")
        try:
            built = build.build(
                one, notebook, options.out, options.data, options.edition, options.format
            )
        except build.BuildError as error:
            failures.append(error)
            print(error, file=sys.stderr)
            continue
        print(*map(built.file, options.format), sep="\n", flush=True)
    build.write_index(options.out)
    return build.BuildError.exit_status if failures else 0


def _formats(text: str) -> tuple[str, ...]:
    """Names with commas between them, each once, in the order given."""
    wanted = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",")))
    for name in wanted:
        if name not in FORMATS:
            raise argparse.ArgumentTypeError(f"{name!r} finns inte ({', '.join(FORMATS)})")
    return wanted


def _check(options: argparse.Namespace) -> int:
    from lobra_data import check, records

    found = records.find(options.data)
    problems = check.check(found)
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} fel.", file=sys.stderr)
        return 1
    _tell(f"Registren är i ordning ({len(found.councils)} råd).", always=True)
    return 0


def _trace(options: argparse.Namespace) -> int:
    from lobra_data import evidence, records

    found = evidence.trace(options.report, options.text)
    if not found:
        raise errors.LobraError(
            f"{errors.quoted(options.text)} finns inte i rapporten. Sök på ett tal eller på några "
            "ord precis som de står."
        )
    library = None
    if options.documents:
        rows = records.find(options.data).rows("documents")
        library = evidence.Library(options.documents, rows)
    for claim in found:
        print(claim, f"  Källa: {claim.source or 'uppgiften sägs vara okänd'}", sep="\n")
        if words := library and library.words(claim.source):
            print(f"  Dokumentets ord: {words}")
    return 0


def _lab(options: argparse.Namespace) -> int:
    notebook = NOTEBOOKS / "utforska.ipynb"
    if not notebook.exists():
        raise errors.LobraError(
            f"{notebook}: notebooken finns inte. Kör kommandot i projektets rot."
        )
    environment = dict(os.environ)
    if options.data:
        environment["LOBRA_DATA"] = str(options.data.resolve())
    command = [sys.executable, "-m", "jupyterlab", str(notebook), f"--notebook-dir={NOTEBOOKS}"]
    if options.no_browser:
        command.append("--no-browser")
    return subprocess.run(command, env=environment, check=False).returncode


def _refuse_broken_records(data: Path | None) -> None:
    from lobra_data import check, records

    if problems := check.check(records.find(data)):
        raise errors.RecordsError(problems)


def _tell(text: str, always: bool = False) -> None:
    """Progress for a person at a terminal; a log stays quiet."""
    if always or sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)
