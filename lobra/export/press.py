"""Typst, for as long as it is needed: in a process of its own, which then ends.

Typst never gives back all that it has worked out for a document: in a process that builds many
reports it would take more memory with each. It may also panic or run out of memory, which then
costs this one document and not the program.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import Any

from lobra.export import typesetter
from lobra.export.typesetter import Printed, RefusedError
from lobra_data.errors import LobraError


class BrokenError(LobraError):
    """Typst broke down, and doesn't say over what."""


class Press:
    """Use it in `with`: the process starts with the first thing that is asked for, and is gone
    after the block. It is for one thread: on Linux it is killed when that thread ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()

    def printed(self, **asked: Any) -> Printed:
        """What `typst.compile_with_warnings` makes of it, with the program's own typefaces alone;
        RefusedError says what Typst has against it."""
        if self._process is None:
            self._process = _started()
        with suppress(EOFError, OSError, pickle.PickleError):  # it died
            answer = _answer(self._process, asked)
            if isinstance(answer, RefusedError):
                raise answer
            return answer
        raise BrokenError(
            "Typst klarade inte innehållet. Korta den längsta texten eller minska den största "
            "bilden, och försök igen."
        )


def _started() -> subprocess.Popen[bytes]:
    # The same modules as here, and nothing from the current folder.
    name = typesetter.__name__
    code = f"import sys; sys.path[:] = {sys.path!r}; import {name} as t; t.serve({os.getpid()})"
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _answer(process: subprocess.Popen[bytes], asked: dict[str, Any]) -> Printed | RefusedError:
    assert process.stdin and process.stdout  # pipes were asked for
    typesetter.send(process.stdin, asked)
    return pickle.load(process.stdout)
