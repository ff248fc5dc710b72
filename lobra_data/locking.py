"""One at a time: a lock between processes, which the system lets go when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lobra_data.errors import LobraError, shown, why

PATIENCE = 600.0
"""Seconds that one waits for another: far longer than any change or report takes."""
_FAR = 1 << 30  # Windows locks bytes, and those of the name below must stay readable
_NEW = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class BusyError(LobraError):
    """Somebody else has had the lock for longer than one was willing to wait."""


@contextmanager
def locked(path: Path, who: str, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the lock while the block runs; a line on stderr says for whom it waits.

    The file is there only while somebody holds the lock. One that a killed process left means
    nothing: the next holder takes it over and removes it. With `patience` 0 nothing is said.
    """
    file = _waited_for(path, patience)
    try:
        with suppress(OSError):  # a full disk takes no name, but the lock holds
            os.ftruncate(file, 0)
            os.write(file, f"{who} (process {os.getpid()})".encode())
        yield
    finally:
        _let_go(file, path)


def _let_go(file: int, path: Path) -> None:
    """Removes the file while it is held, so that no other is; Windows removes no open file."""
    if os.name == "nt":
        os.close(file)
    with suppress(OSError):
        path.unlink()
    if os.name != "nt":
        os.close(file)


def _waited_for(path: Path, patience: float) -> int:
    """The open file of the lock, held; BusyError when it stays taken."""
    until = time.monotonic() + patience
    is_told = patience <= 0
    while True:
        try:
            file = os.open(path, _NEW, 0o666)
        except OSError as error:
            raise LobraError(
                f"{shown(path)}: det går inte att låsa här ({why(error)}). "
                "Kontrollera att mappen finns och går att skriva i."
            ) from error
        if _is_taken(file) and _is_at(file, path):
            return file
        holder = _holder(file)
        os.close(file)
        if time.monotonic() >= until:
            raise BusyError(
                f"{shown(path.parent)}: {holder} arbetar här och blev inte klar på "
                f"{patience / 60:.0f} minuter. Försök igen senare, eller avsluta det först."
            )
        if not is_told:
            print(f"Väntar på {holder} …", file=sys.stderr, flush=True)
            is_told = True
        time.sleep(0.05)


def _is_taken(file: int) -> bool:
    """Takes the lock unless another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_at(file: int, path: Path) -> bool:
    """Whether the file still is the one at the path: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except OSError:
        return False


def _holder(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    said = os.read(file, 200).decode("utf-8", "replace")
    return "".join(letter for letter in said if letter.isprintable()) or "ett annat program"
