"""The command that clears texts for the public edition, one by one, without the review board."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.command.reports import PARAMS
from lobra.command.terminal import tell
from lobra_data.errors import LobraError, shown

if TYPE_CHECKING:
    from lobra.privacy.clearance import Waiting
    from lobra_data.files import Records

_QUESTION = "Får texten publiceras? j = ja, n = nej, h = hoppa över, s = sluta: "
_YES, _NO, _LATER, _STOP = "j", "n", "h", "s"


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    """Adds the command; `data` holds the option that names the records."""
    clear = commands.add_parser(
        "clear",
        parents=[data],
        help="läs och klara texter som väntar på att få publiceras",
        description="Visar text för text det som kan nämna eller räkna någon, och frågar om den "
        "får stå i den offentliga utgåvan. Lika texter klaras tillsammans.",
    )
    clear.add_argument(
        "--role", metavar="ROLL", help="din roll, till exempel preventionssamordnare"
    )
    add_params(clear)
    clear.add_argument("--list", action="store_true", help="visa bara vad som väntar, och varför")
    clear.set_defaults(run=_clear)


def add_params(command: argparse.ArgumentParser) -> None:
    """Adds the option that says where the words stand that must not be published."""
    command.add_argument(
        "--params",
        type=Path,
        default=PARAMS,
        metavar="MAPP",
        help="mapp med <år>.yaml, där never_publish har ord som inte får publiceras (params)",
    )


def waiting_texts(found: Records, params: Path) -> list[Waiting]:
    """What waits, words of `never_publish` told too; says which files can't tell theirs."""
    from lobra.build.params import kept_back
    from lobra.privacy import clearance

    words, wrong = kept_back(params)
    for error in wrong:
        tell(str(error), always=True)
    return clearance.waiting(found, words)


def _clear(options: argparse.Namespace) -> int:
    from lobra_data import files, words

    found = files.find(options.data)
    waiting = waiting_texts(found, options.params)
    if options.list:
        for one in waiting:
            print(one)
        n = len({one.text for one in waiting})
        tell(f"{words.count(n, 'text väntar', 'texter väntar')}.", always=True)
        return 0
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LobraError(
            "lobra clear frågar text för text och behöver en terminal. "
            "Se vad som väntar med lobra clear --list."
        )
    if not waiting:
        print("Ingen text väntar.")
        return 0
    role = _role(options.role)
    n = _ask(found.root, role, options.params)
    print(f"{words.count(n, 'text är klarad', 'texter är klarade')}.")
    return 0


def _role(given: str | None) -> str:
    """The role of whoever clears; a name is refused."""
    from lobra.privacy import cues

    role = " ".join((given or input("Din roll: ")).split())
    names = (cues.PERSON, cues.NAME)
    if not role or any(one.kind in names for one in cues.cues(role, cues.Known())):
        raise LobraError(
            "--role: skriv en roll, inte ett namn, till exempel preventionssamordnare."
        )
    return role


def _ask(root: Path, role: str, params: Path) -> int:
    """Asks until nothing is left or somebody stops; how many texts were cleared.

    What waits is looked for anew each time: a place that is cleared explains other texts.
    """
    from lobra.build.params import kept_back
    from lobra.privacy import clearance, cues
    from lobra_data.files import Records

    answered, n, (never, _) = set[str](), 0, kept_back(params)
    while True:
        left = [one for one in clearance.waiting(Records(root), never) if one.text not in answered]
        if not left:
            return n
        first = min(left, key=lambda one: one.field not in clearance.NAMING)
        same = [one for one in left if one.text == first.text]
        print(_shown(same))
        answer = _answer()
        if answer == _STOP:
            return n
        answered.add(first.text)
        if answer == _YES and any(cue.kind == cues.NEVER for cue in first.cues):
            print(f"Texten väntar: never_publish i {shown(params)} stoppar den. Skriv om den.")
        elif answer == _YES:
            clearance.clear(root, first.council, [first.text], role, date.today())
            n += 1
        elif answer == _NO:
            print(f"Texten väntar. Skriv om den i {first.file} eller märk raden som känslig.")


def _answer() -> str:
    """The first letter of an answer that is one; who ends the input stops."""
    while True:
        try:
            answer = input(_QUESTION).strip().casefold()[:1]
        except EOFError:
            return _STOP
        if answer in (_YES, _NO, _LATER, _STOP):
            return answer


def _shown(same: Sequence[Waiting]) -> str:
    """The text with its cues marked, what they are, and every place where it stands."""
    text = same[0].text
    for cue in reversed(same[0].cues):
        text = f"{text[: cue.start]}«{text[cue.start : cue.end]}»{text[cue.end :]}"
    visible = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    places = ", ".join(f"{one.file}:{one.line} ({one.field})" for one in same)
    kinds = ", ".join(dict.fromkeys(one.kind for one in same[0].cues))
    return f"\n{places}\n{visible}\n({kinds})"
