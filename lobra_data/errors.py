"""What can be wrong and who can mend it: the one place where errors are given their shape."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class LobraError(Exception):
    """Something that the user can mend; the command line prints the message as it stands."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in one place: what is there, and what to do about it.

    `line` is the line in the file as an editor counts it, `field` the column or key;
    both are None when the problem is the file itself.

    >>> str(Problem("meetings.csv", 3, "held_on", '"fredag" är inget datum', "Skriv ÅÅÅÅ-MM-DD."))
    'meetings.csv:3: held_on: "fredag" är inget datum. Skriv ÅÅÅÅ-MM-DD.'
    >>> str(Problem("meetings.csv", None, None, "filen är tom", ""))
    'meetings.csv: filen är tom.'
    """

    file: str
    line: int | None
    field: str | None
    what: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        start = [part for part in (place, self.field) if part]
        end = [text if text[-1] in ".?" else f"{text}." for text in (self.what, self.fix) if text]
        return ": ".join([*start, " ".join(end)])

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Sorts problems as a reader meets them: by file, from the top."""
        return (self.file, self.line or 0, self.field or "", self.what)


class RecordsError(LobraError):
    """Records that cannot be used, with everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.order)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(path: Path) -> str:
    """A path as the user would write it: from the current folder when it lies below it."""
    try:
        return Path(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def quoted(value: str, longest: int = 60) -> str:
    """A value as a message shows it: on one line, and not longer than one can take in.

    >>> quoted("klar")
    '"klar"'
    """
    text = " ".join(value.split())
    return f'"{text}"' if len(text) <= longest else f'"{text[: longest - 1]}…"'


def nearest(value: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that the user most likely meant, if any is near.

    >>> nearest("meting", ["meetings", "measures"])
    'meetings'
    """
    by_folded = {word.casefold(): word for word in reversed(list(allowed))}
    found = difflib.get_close_matches(value.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def meant(value: str, allowed: Iterable[str]) -> str:
    """The question "Menade du …?" with a space after it, or nothing when no word is near.

    >>> meant("kalr", ["klar", "okänd"])
    'Menade du "klar"? '
    """
    word = nearest(value, allowed)
    return f'Menade du "{word}"? ' if word else ""
