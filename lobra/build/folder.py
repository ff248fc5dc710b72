"""Where a report lies, where the work on it lies, and how it takes the last one's place.

Work in progress is in a private folder among the system's temporary files, never among the
reports: what is there may be published at any moment, and nobody has read it through yet.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lobra.privacy.editions import SUFFIXES
from lobra.private import private_folder
from lobra.report.publications import PUBLICATIONS, REPORT, STEMS, Publication
from lobra_data.errors import LobraError, shown, why
from lobra_data.locking import BusyError, locked

FORMATS = ("html", "pdf", "docx")
HALF_RUN = "-misslyckad.ipynb"
_LOCK = ".las"
_NOTE = ".underlag"
_SUFFIXES = "|".join(one.suffix for one in PUBLICATIONS.values())
_BESIDE = re.compile(rf"\.(\d{{4}}(?:{_SUFFIXES})(?:-intern)?)(?:\.forra|\.ny|-[a-z0-9_]{{8}})")
"""What dead builds leave beside a report; the last is what earlier versions of Lobra left."""


@dataclass(frozen=True)
class Built:
    """Where a finished report lies; the files of the internal edition say so in their names."""

    folder: Path
    edition: str

    def file(self, kind: str, document: str = REPORT) -> Path:
        """A file of one of its documents, by the ending of its name."""
        return self.folder / f"{STEMS[document]}{SUFFIXES[self.edition]}.{kind}"


def place(
    out: Path,
    council: str,
    year: int,
    edition: str,
    publication: Publication = PUBLICATIONS[REPORT],
) -> Path:
    """The folder of a finished report."""
    return out / council / f"{year}{publication.suffix}{SUFFIXES[edition]}"


@contextmanager
def working(target: Path, instead: str = "Välj en annan mapp med --out.") -> Iterator[Path]:
    """A private, empty folder for the work on the report in `target`, gone when the block ends.

    A second build of the same report waits. What dead builds of it left is cleared first, and
    a last report that one of them moved away is put back. `instead` is what somebody is told to
    do where the target can't be used.
    """
    _refuse_unfit(target, instead)
    work = _work(target)
    with locked(Path(f"{work}{_LOCK}"), f"lobra report {target.name}"):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _heal(target)
            if not os.access(target.parent, os.W_OK):
                raise OSError(errno.EACCES, "")
        except OSError as error:
            raise LobraError(
                f"{shown(target)}: det går inte att skriva här ({why(error)}). {instead}"
            ) from None
        with _made_anew(work):
            yield work


@contextmanager
def _made_anew(work: Path) -> Iterator[None]:
    _clear(work)
    try:
        work.mkdir(mode=0o700)
        yield
    finally:
        shutil.rmtree(work, ignore_errors=True)


def half_run(target: Path) -> Path:
    """Where a notebook that broke off is kept until the next report is built."""
    return Path(f"{_work(target)}{HALF_RUN}")


def note(target: Path) -> Path:
    """Where is noted what the finished report was last found to be made of."""
    return Path(f"{_work(target)}{_NOTE}")


def sweep(reports: Path) -> None:
    """Clears what dead builds left, of any report: names may stand in it. Living ones keep theirs.

    Half-run notebooks of earlier commands go too.
    """
    room = private_folder()
    left = [path.name for path in room.iterdir() if path.suffix != _NOTE]
    works = {re.sub(rf"{_LOCK}$|{HALF_RUN}$", "", name) for name in left}
    for work in sorted(works):
        with suppress(BusyError), locked(room / f"{work}{_LOCK}", "lobra report", patience=0):
            _clear(room / work)
    for path in sorted(reports.glob("*/.*")):
        if match := _BESIDE.fullmatch(path.name):
            target = path.with_name(match[1])
            lock = Path(f"{_work(target)}{_LOCK}")
            with suppress(BusyError, OSError), locked(lock, "lobra report", patience=0):
                _heal(target)


@contextmanager
def listing(reports: Path) -> Iterator[Path]:
    """Only one process writes the list of all reports while the block runs: in a private, empty
    folder, gone when the block ends."""
    work = private_folder() / f"lista-{_mark(reports)}"
    with locked(Path(f"{work}{_LOCK}"), "lobra report"), _made_anew(work):
        yield work


def put(finished: Path, target: Path) -> None:
    """The finished folder takes the target's place; on failure the last report stays there."""
    near, old = _near(target), _old(target)
    try:
        _bring(finished, near)
        near.chmod(0o755)
        if not target.exists():
            near.rename(target)
        elif not _exchanged(near, target):
            _rename_twice(near, target, old)
    except OSError as error:
        raise LobraError(
            f"{shown(target)}: rapporten går inte att byta ut ({why(error)}). "
            "Stäng program som har den öppen och försök igen."
        ) from None
    finally:
        for left in (near, old):
            if target.exists():
                shutil.rmtree(left, ignore_errors=True)


def remove(target: Path) -> None:
    """Removes a finished report; a build of it is waited for."""
    with working(target):
        shutil.rmtree(target)
    note(target).unlink(missing_ok=True)


def _bring(finished: Path, near: Path) -> None:
    """Moves the folder beside the target; between two file systems that takes a copy."""
    shutil.rmtree(near, ignore_errors=True)
    try:
        finished.rename(near)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near.mkdir()
        for path in sorted(finished.rglob("*")):
            place = near / path.relative_to(finished)
            if path.is_dir():
                place.mkdir()
            else:
                shutil.copyfile(path, place)


def _exchanged(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step, at no moment without one. Only on Linux."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _rename_twice(near: Path, target: Path, old: Path) -> None:
    target.rename(old)
    try:
        near.rename(target)
    except BaseException:
        old.rename(target)
        raise


def _near(target: Path) -> Path:
    return target.with_name(f".{target.name}.ny")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.forra")


def _heal(target: Path) -> None:
    """Puts the last report back if a dead build moved it away, and clears what such builds left."""
    if _old(target).exists() and not target.exists():
        _old(target).rename(target)
    for path in target.parent.glob(f".{target.name}*"):
        match = _BESIDE.fullmatch(path.name)
        if match and match[1] == target.name:
            shutil.rmtree(path)
    target.with_name(f"{target.name}{HALF_RUN}").unlink(missing_ok=True)  # of earlier versions


def _clear(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    Path(f"{work}{HALF_RUN}").unlink(missing_ok=True)


def _refuse_unfit(target: Path, instead: str) -> None:
    """What isn't a folder is somebody else's, and a link leads who knows where."""
    if target.is_symlink():
        raise LobraError(
            f"{shown(target)}: här ligger en länk, inte en mapp. Ta bort den, eller "
            f"{instead[0].lower()}{instead[1:]}"
        )
    if target.exists() and not target.is_dir():
        raise LobraError(
            f"{shown(target)}: här ligger en fil, inte en mapp. Flytta den, eller "
            f"{instead[0].lower()}{instead[1:]}"
        )


def _work(target: Path) -> Path:
    """The report's place among the work in progress: the same for every build of it."""
    return private_folder() / f"{target.parent.name}-{target.name}-{_mark(target)}"


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:8]
