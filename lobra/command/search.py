"""The command `lobra search`: the rows that hold some words, best first, with where they stand."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from lobra.command.terminal import tell
from lobra_data import errors, words

if TYPE_CHECKING:
    from lobra.search import Answer, Found

MOST = 20


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the command; `data` holds the option that names the records."""
    search = commands.add_parser(
        "search",
        parents=[data],
        help="sök i registren efter svenska ord",
        description="Visar raderna där alla orden finns, i vilken form som helst och också inne i "
        "längre ord (narkotika hittar narkotikaförsäljning), de bästa först, med källa. Söker i "
        "uppgifter, åtgärder på platser, beslut, uppdrag, prioriteringar och planens åtgärder och "
        "aktiviteter. Kommandot är till för den som arbetar med registren: det visar också det som "
        "är känsligt eller ogranskat och därför inte publiceras, och märker det.",
    )
    search.add_argument("words", nargs="+", metavar="ORD", help="ett eller flera ord; alla krävs")
    search.add_argument("--place", metavar="PLATS", help="bara det som nämner platsen")
    search.add_argument("--council", metavar="RÅD", help="bara det rådet (annars alla)")
    search.add_argument(
        "--year", type=int, metavar="ÅR", help="bara möten det året, eller planer som börjar då"
    )
    search.add_argument(
        "--limit",
        type=_count,
        default=MOST,
        metavar="ANTAL",
        help=f"hur många rader som visas (annars {MOST})",
    )
    search.add_argument("--json", action="store_true", help="svara med JSON för andra program")
    search.set_defaults(run=_search)


def _count(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 10**9:
        raise argparse.ArgumentTypeError(f"{errors.quoted(text)} är inget antal över noll")
    return int(text)


def _search(options: argparse.Namespace) -> int:
    from lobra import search

    answer = search.find(
        " ".join(options.words),
        place=options.place,
        council=options.council,
        since=options.year,
        until=options.year,
        limit=options.limit,
        data=options.data,
    )
    if options.json:
        print(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
    else:
        for found in answer.rows:
            print(*_lines(found), "", sep="\n")
        tell(_told(answer), always=True)
    return 0


def _as_json(answer: Answer) -> dict[str, object]:
    """Field names as the records have them; a day that isn't known is null."""
    rows = [
        asdict(found) | {day: asdict(found)[day] or None for day in ("earliest", "latest")}
        for found in answer.rows
    ]
    return {"n": answer.n, "rows": rows}


def _lines(found: Found) -> list[str]:
    head = words.capitalised(", ".join(filter(None, (found.kind, found.place, found.when))))
    marks = f" [{found.marks}]" if found.marks else ""
    return [f"{head}{marks}", f"  {' '.join(found.text.split())}", f"  {found.source}"]


def _told(answer: Answer) -> str:
    if not answer.n:
        return "Inget i registren stämmer med sökningen."
    said = words.count(answer.n, "träff", "träffar")
    left = answer.n - len(answer.rows)
    return f"{said}. {left} till visas med --limit {answer.n}." if left else f"{said}."
