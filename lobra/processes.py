"""How a process ends: with the one that started it, and tidily when it is asked to; how many
processors it has, and how many heaps."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux's prctl
_MOST_HEAPS = -8  # M_ARENA_MAX of glibc's mallopt
_ASKED = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class StoppedError(BaseException):
    """Somebody asked the program to end. No Exception: nothing that goes on may catch it."""

    def __init__(self, number: int) -> None:
        self.number, self.exit_status = number, 128 + number
        super().__init__(signal.Signals(number).name)


def end_with_parent(parent: int) -> None:
    """From now on this process is killed when its parent ends, even while it hangs in C code.

    `parent` is the process that started this one: if it has ended already, so does this. Where
    the system can't (it is Linux's alone) nothing is done, and somebody must poll.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.name == "posix" and parent and os.getppid() != parent:
        os._exit(1)


def n_processors() -> int:
    """How many processors this process may use: a container or a queue of jobs may leave it few of
    the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share_one_heap() -> None:
    """From now on threads get no heaps of their own: a build has many, and what they leave in each
    is never given back. They seldom work in C at once, and Typst asks for its own bit by bit."""
    with suppress(AttributeError, TypeError):  # it is of glibc alone, and Windows has no such place
        ctypes.CDLL(None).mallopt(_MOST_HEAPS, 1)


@contextmanager
def stopping_tidily() -> Iterator[None]:
    """While the block runs, a signal to end raises StoppedError, so that all is put in order.

    A signal that the caller has chosen to ignore (nohup) stays ignored.
    """
    before, heard = {}, list[int]()
    otherwise = sys.unraisablehook

    def stop(number: int, _frame: FrameType | None) -> None:
        heard.append(number)
        raise StoppedError(number)

    if threading.current_thread() is threading.main_thread():
        for number in _ASKED:
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, stop)
        sys.unraisablehook = partial(_ask_again, otherwise)
    try:
        yield
    except Exception as error:
        if heard:  # a library in another language tells it as an error of its own
            raise StoppedError(heard[0]) from error
        raise
    finally:
        sys.unraisablehook = otherwise
        for number, handler in before.items():
            signal.signal(number, handler)


def _ask_again(otherwise: Callable[[Any], object], lost: Any) -> None:
    """A signal that came while C called Python, which has nobody to hand an exception to, is sent
    once more: else it would be told as a fault, and not heeded."""
    if isinstance(lost.exc_value, StoppedError):
        number = lost.exc_value.number
    elif isinstance(lost.exc_value, KeyboardInterrupt):
        number = signal.SIGINT
    else:
        otherwise(lost)
        return
    again = threading.Timer(0.02, os.kill, [os.getpid(), number])
    again.daemon = True
    again.start()
