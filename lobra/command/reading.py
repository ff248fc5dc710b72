"""The commands that read documents: `lobra read` and `lobra evaluate`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.command.terminal import RECORDS, options_given, progress, tell
from lobra_data import errors, saving, schema, words

if TYPE_CHECKING:
    from lobra.reading.evaluate import Score
    from lobra.reading.found import Reading

_PARTS = (
    ("attendance", "person på listorna", "personer på listorna"),
    ("agenda_items", "punkt och rubrik", "punkter och rubriker"),
    ("decisions", "beslut", "beslut"),
    ("assignments", "uppdrag", "uppdrag"),
    ("planned_meetings", "kommande möte", "kommande möten"),
    ("place_actions", "rad i arbetstabellerna", "rader i arbetstabellerna"),
    ("measures", "åtgärd", "åtgärder"),
    ("observations", "räknad uppgift", "räknade uppgifter"),
    ("conflicts", "motsägelse", "motsägelser"),
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds both commands to the command line."""
    read = commands.add_parser(
        "read",
        help="läs protokoll, kallelser och åtgärdsplaner",
        description="Läser PDF, Word, Markdown, HTML och text. Allt osäkert listas; inget gissas.",
    )
    read.add_argument(
        "files", nargs="+", type=Path, metavar="FIL", help="dokument, eller mappar med dokument"
    )
    out = read.add_mutually_exclusive_group()
    out.add_argument("--json", action="store_true", help="skriv allt som lästes som JSON på stdout")
    out.add_argument(
        "--into",
        type=Path,
        metavar="MAPP",
        help="skriv ogranskade utkast i registren i mappen; granskade rader ändras aldrig",
    )
    read.add_argument(
        "--council",
        type=_council,
        metavar="RÅD",
        help="rådets id i registren, när det inte framgår av dokumentet",
    )
    read.add_argument(
        "--with",
        dest="second",
        metavar="LÄSARE",
        help="låt ett kommando, eller en modell på http://127.0.0.1:PORT/v1, läsa också; "
        "det som skiljer sig åt listas",
    )
    read.add_argument(
        "--with-remote",
        action="store_true",
        help="låt LÄSARE ligga på en annan dator: dokumentet skickas dit med alla namn",
    )
    read.add_argument(
        "--with-seconds",
        type=_positive,
        default=300,
        metavar="ANTAL",
        help="hur länge LÄSARE får läsa varje dokument (300)",
    )
    _add_workers(read)
    read.set_defaults(run=_read)

    evaluate = commands.add_parser(
        "evaluate",
        help="mät hur väl dokument läses, mot facit",
        description="Visar precision, täckning och F1 per fält, och hur många fel som är tysta.",
    )
    evaluate.add_argument("documents", type=Path, metavar="DOKUMENT", help="mapp med dokument")
    evaluate.add_argument("answers", type=Path, metavar="FACIT", help="mapp med facit (*.yaml)")
    evaluate.add_argument("--json", action="store_true", help="skriv siffrorna som JSON på stdout")
    _add_workers(evaluate)
    evaluate.set_defaults(run=_evaluate)


def _add_workers(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--workers",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="ANTAL",
        help="hur många dokument som läses samtidigt (datorns kärnor)",
    )


def _council(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("rådets id är tomt")
    return text


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _read(options: argparse.Namespace) -> int:
    files = list(_files(options.files))
    failed, kept = 0, []
    for n, (path, reading) in enumerate(_readings(files, options), start=1):
        progress(f"[{n}/{len(files)}] {errors.shown(path)}")
        if isinstance(reading, errors.LobraError):
            print(reading, file=sys.stderr)
            failed += 1
        elif options.into:
            kept.append((path, reading))
        elif options.json:
            indent = 2 if len(files) == 1 else None
            print(json.dumps(reading.as_json(), ensure_ascii=False, indent=indent))
        else:
            print(*_summary(path, reading), sep="\n")
    # What minutes follow up must be there first: plans, then minutes in the order of their days.
    kept.sort(key=lambda one: (one[1].kind != "action_plan", one[1].held_on or ""))
    with saving.changing(options.into, "lobra read") if kept else nullcontext():
        for n, (path, reading) in enumerate(kept, start=1):
            progress(f"[{n}/{len(kept)}] {errors.shown(path)} → {errors.shown(options.into)}")
            failed += not _drafted(path, reading, options)
    progress("")
    if kept:
        there = options_given(data=(options.into, RECORDS))
        told = f"Inget av det publiceras förrän någon har läst det: lobra review{there}."
        tell(told, always=True)
    return 1 if failed else 0


def _readings(
    files: Sequence[Path], options: argparse.Namespace
) -> Iterator[tuple[Path, Reading | errors.LobraError]]:
    """What each file says, or why it can't be read; with what the second reader finds, if any."""
    from lobra.reading import compared, limits, reader, second

    whom = options.second, options.with_seconds, options.with_remote
    with limits.Readers(reader.read_with_lines, min(options.workers, len(files))) as readers:
        for path, answer in readers.read(files):
            try:
                if options.second and not isinstance(answer, errors.LobraError):
                    compared.compare(*answer, second.ask(answer[1], *whom))
            except limits.UnreadableError as error:
                answer = error.about(path)
            yield path, answer if isinstance(answer, errors.LobraError) else answer[0]


def _drafted(path: Path, reading: Reading, options: argparse.Namespace) -> bool:
    from lobra.reading import drafts

    try:
        print(drafts.write(reading, path, options.into, options.council))
    except errors.LobraError as error:
        print(error, file=sys.stderr)
        return False
    return True


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files as given; of a folder its documents, by name, hidden files left out."""
    for path in paths:
        inside = [path]
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and p.name[:1] != ".")
        if not inside:
            raise errors.LobraError(f"{errors.shown(path)}: mappen är tom. Ange en fil.")
        yield from inside


def _summary(path: Path, reading: Reading) -> Iterator[str]:
    """What was found, in a few lines, and every doubt."""
    kinds = schema.load()["documents"].field("kind").labels | {"other": "annat dokument"}
    held = reading.held_on or "–".join(filter(None, (reading.held_earliest, reading.held_latest)))
    about = [kinds[reading.kind], reading.council or "okänt råd", held or "okänt datum"]
    yield f"{errors.shown(path)}: {', '.join(about)}"
    counts = [(len(getattr(reading, name)), one, many) for name, one, many in _PARTS]
    found = [words.count(n, one, many) for n, one, many in counts if n]
    yield f"  {', '.join(found) or 'inget att föra in'}"
    for doubt in reading.review:
        place = f"rad {doubt.line}: " if doubt.line else ""
        yield f"  ? {place}{doubt.reason}"


def _evaluate(options: argparse.Namespace) -> int:
    from lobra.reading import evaluate, limits, reader

    answers = dict(evaluate.pairs(options.documents, options.answers))
    scores: dict[str, dict[str, Score]] = {}
    with limits.Readers(reader.read_file, min(options.workers, len(answers))) as readers:
        for n, (path, reading) in enumerate(readers.read(answers), start=1):
            progress(f"[{n}/{len(answers)}] {path.name}")
            if isinstance(reading, errors.LobraError):
                raise reading
            scores[path.name] = evaluate.score(answers[path], reading)
    fields, every = evaluate.total(scores.values())
    if options.json:
        rows = {name: _figures(score) for name, score in (fields | {"all": every}).items()}
        print(json.dumps({"documents": len(answers), "fields": rows}, ensure_ascii=False, indent=2))
        return 0
    print(
        f"{'fält':16}{'rätt':>6}{'i facit':>9}{'lästa':>7}{'precision':>11}{'täckning':>10}"
        f"{'F1':>7}{'tysta fel':>11}{'tysta missar':>14}"
    )
    for name, score in (fields | {"alla": every}).items():
        print(
            f"{name:16}{score.found:6}{score.stated:9}{score.claimed:7}{score.precision:11.3f}"
            f"{score.recall:10.3f}{score.f1:7.3f}{_percent(score.silent_share):>11}"
            f"{_percent(score.unseen_share):>14}"
        )
    for heading, kind in (
        ("Tysta fel (fel uppgift som ingen varnas för):", "silent"),
        ("Tysta missar (uppgift som saknas utan att någon varnas):", "unseen"),
    ):
        told = [(file, getattr(one, kind)) for file, of in scores.items() for one in of.values()]
        if found := [f"  {file}: {fact}" for file, facts in told for fact in facts]:
            print(f"\n{heading}", *found, sep="\n")
    return 0


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}".replace("%", " %")


def _figures(score: Score) -> dict[str, float]:
    return {
        **{name: getattr(score, name) for name in ("found", "stated", "claimed")},
        **{name: round(getattr(score, name), 4) for name in ("precision", "recall", "f1")},
        "silent": len(score.silent),
        "missed_silently": len(score.unseen),
    }
