"""The process that Typst runs in; `press` asks it. The only home of Typst.

It loads nothing else of the program than it needs, and is ready in some hundredths of a second;
who asks doesn't load Typst.
"""

from __future__ import annotations

import pickle
import signal
from contextlib import suppress
from functools import cache
from typing import IO, Any, NamedTuple

from lobra.fonts import FONTS
from lobra.processes import end_with_parent, share_one_heap


class Printed(NamedTuple):
    """A file, and what Typst warns of in it."""

    data: bytes
    warnings: tuple[str, ...]


class RefusedError(Exception):
    """What Typst says, on one line, of something that it doesn't take."""


def serve(parent: int, questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answers until nobody asks any more. A panic of Typst, which is no Exception, ends it."""
    end_with_parent(parent)
    share_one_heap()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent has it too, and ends this process
    with suppress(EOFError, OSError):
        while True:
            asked = pickle.load(questions)
            send(answers, _answer(asked | {"font_paths": typefaces()}))


@cache
def typefaces() -> Any:
    """The program's own; loaded without a thread of Typst's, so that a process may then fork."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def send(pipe: IO[bytes], value: object) -> None:
    pickle.dump(value, pipe)
    pipe.flush()


def _answer(asked: dict[str, Any]) -> Printed | RefusedError:
    import typst

    try:
        data, warnings = typst.compile_with_warnings(**asked, ignore_system_fonts=True)
    except typst.TypstError as error:
        return RefusedError(" ".join(str(error.message).split()))
    return Printed(data, tuple(str(one.message) for one in warnings))
