"""What can be wrong and who can mend it: the one place where errors are given their shape."""

from __future__ import annotations

import difflib
import errno
import os
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

    def __reduce__(self) -> tuple[type[RecordsError], tuple[list[Problem]]]:
        """On its way between processes it keeps its problems, not only their text."""
        return type(self), (self.problems,)


_WHY = {
    errno.ENOSPC: "disken är full",
    errno.ENOMEM: "minnet är slut",
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "behörighet saknas",
    errno.EROFS: "den är skrivskyddad",
    errno.ENOENT: "den finns inte",
    errno.EEXIST: "något annat ligger redan där",
    errno.ENOTEMPTY: "något annat ligger redan där",
    errno.ENOTDIR: "en fil ligger där en mapp skulle ligga",
    errno.EISDIR: "en mapp ligger där en fil skulle ligga",
    errno.ELOOP: "den är en länk som inte får följas",
    errno.EBUSY: "ett annat program använder den",
    errno.EMFILE: "för många filer är öppna",
    errno.ENFILE: "för många filer är öppna",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EIO: "disken svarar inte som den ska",
}


def why(error: OSError) -> str:
    """What the system says went wrong, in Swedish where it is one of the usual things."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error) or type(error).__name__


def shown(path: Path) -> str:
    """A path as the user would write it: from the current folder when it lies below it.

    It can be printed on one line of any terminal, whatever bytes the name has.
    """
    path = Path(path)
    try:
        text = path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # the current folder itself may be gone
        text = str(path)
    text = os.fsencode(text).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


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
