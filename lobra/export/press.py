"""Typst, for as long as it is needed: in a process of its own, which then ends.

Who builds reports has a process that it forks such processes from, and says so; else one is
started.

Typst never gives back all that it has worked out for a document: in a process that builds many
reports it would take more memory with each. It may also panic or run out of memory, which then
costs this one document and not the program.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Protocol

from lobra.export import typesetter
from lobra.export.typesetter import Printed, RefusedError
from lobra_data.errors import LobraError


class BrokenError(LobraError):
    """Typst broke down, and doesn't say over what."""


class Typesetter(Protocol):
    """A process that `typesetter.serve` runs in."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None: ...
    def wait(self) -> int: ...


def started() -> Typesetter:
    """A new one, for the thread that asks: on Linux it is killed when that thread ends."""
    # The same modules as here, and nothing from the current folder.
    name = typesetter.__name__
    code = f"import sys; sys.path[:] = {sys.path!r}; import {name} as t; "
    code += f"t.serve({os.getpid()}, sys.stdin.buffer, sys.stdout.buffer)"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


class Press:
    """Use it in `with`: the process comes with the first thing that is asked for, and is gone after
    the block."""

    def __init__(self, start: Callable[[], Typesetter] = started) -> None:
        self._start = start
        self._process: Typesetter | None = None

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            for pipe in _pipes(self._process):
                with suppress(OSError):  # what it hasn't read
                    pipe.close()
            self._process.wait()

    def printed(self, **asked: Any) -> Printed:
        """What `typst.compile_with_warnings` makes of it, with the program's own typefaces alone;
        RefusedError says what Typst has against it."""
        if self._process is None:
            self._process = self._start()
        with suppress(EOFError, OSError, pickle.PickleError):  # it died
            answer = _answer(self._process, asked)
            if isinstance(answer, RefusedError):
                raise answer
            return answer
        raise BrokenError(
            "Typst klarade inte innehållet. Korta den längsta texten eller minska den största "
            "bilden, och försök igen."
        )


def _answer(process: Typesetter, asked: dict[str, Any]) -> Printed | RefusedError:
    question, answer = _pipes(process)
    typesetter.send(question, asked)
    return pickle.load(answer)


def _pipes(process: Typesetter) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin and process.stdout  # pipes were asked for
    return process.stdin, process.stdout
