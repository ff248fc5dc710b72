"""Reads each file in a child process with limits on time and memory: one line for each failure.

A child is used for many files and replaced when it dies, exceeds a limit or has read enough.
It ends itself when its time is out, also while it hangs in C code; its memory is limited where the
system has `resource` (Linux, macOS), so not on Windows.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from lobra.processes import end_with_parent
from lobra.reading.source import UnreadableError
from lobra_data.errors import LobraError

if sys.platform != "win32":
    import resource

MAX_BYTES = 200_000_000
MAX_TEXT_BYTES = 50_000_000
MAX_XML_BYTES = 60_000_000
MAX_PAGES = 300
MAX_LINES = 20_000  # some more than so many pages hold
MAX_LINE = 1_000_000

SECONDS = 60
MEGABYTES = 1024
PROGRAM_MEGABYTES = 4096  # of a program that tells letters from pictures
FILES_PER_CHILD = 250

Answer = TypeVar("Answer")


class OutOfTimeError(UnreadableError):
    """A child was ended because its time was out."""


class Readers(Generic[Answer]):
    """Child processes that read files; use it in `with`, so that they end with it.

    `work` is a function of a module that can be imported (not of a script): it takes a path and
    returns something that can be pickled. `seconds` is the time that one file may take,
    `megabytes` the memory that a child may use.
    """

    def __init__(
        self,
        work: Callable[[Path], Answer],
        workers: int = 1,
        seconds: float = SECONDS,
        megabytes: int = MEGABYTES,
    ) -> None:
        self._start = (work, seconds, megabytes)
        self._n_workers = workers
        self._alive: set[_Child] = set()
        self._is_closed = False
        from concurrent.futures import ThreadPoolExecutor  # which no child needs

        # Each thread has a child. They live equally long: on Linux a child is killed when the
        # thread that started it ends.
        self._pool = ThreadPoolExecutor(workers, "lobra-reader")
        self._own = threading.local()

    def __enter__(self) -> Readers[Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends every child at once."""
        self._is_closed = True
        for child in list(self._alive):
            child.end()
        self._pool.shutdown(cancel_futures=True)

    def read(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Answer | LobraError]]:
        """Each path with what was read or the error, in the order of `paths`.

        Only a few answers are kept at a time, however many paths there are. To stop before the
        end, or Ctrl-C, ends the children; nothing more can be read with them.
        """
        waiting: deque[tuple[Path, Any]] = deque()
        try:
            for path in paths:
                waiting.append((path, self._pool.submit(self._answer, Path(path))))
                if len(waiting) >= 4 * self._n_workers:
                    first, answer = waiting.popleft()
                    yield first, answer.result()
            for path, answer in waiting:
                yield path, answer.result()
        except BaseException:
            self.close()
            raise

    def _answer(self, path: Path) -> Answer | LobraError:
        child: _Child | None = getattr(self._own, "child", None)
        if child is None or not child.is_fit():
            if child:
                child.end()
                self._alive.discard(child)
            child = self._own.child = _Child(*self._start)
            self._alive.add(child)
        if self._is_closed:  # perhaps while it was started
            child.end()
        answer = child.read(path)
        return answer.about(path) if isinstance(answer, UnreadableError) else answer


def read_limited(
    path: Path,
    work: Callable[[Path], Answer],
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Answer:
    """What `work` returns for one file, read in a child of its own; else LobraError."""
    try:
        return in_child(work, Path(path), seconds, megabytes)
    except UnreadableError as error:
        raise error.about(path) from None


def in_child(work: Callable[[Path], Answer], path: Path, seconds: float, megabytes: int) -> Answer:
    """What `work` returns in a child of its own; UnreadableError or LobraError when it doesn't."""
    child = _Child(work, seconds, megabytes)
    try:
        answer = child.read(path)
    finally:
        child.end()
    if isinstance(answer, UnreadableError | LobraError):
        raise answer
    return answer


# --- the parent's side of a child --------------------------------------------------------------


class _Child:
    """A Python process that runs `serve`, and the two pipes to it."""

    def __init__(self, work: Callable, seconds: float, megabytes: int) -> None:
        # The same modules as here, and nothing from the current folder.
        code = f"import sys; sys.path[:] = {sys.path!r}; import {__name__} as m; m.serve()"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,  # so that it is ended together with all that it starts itself
        )
        assert self._process.stdin and self._process.stdout  # pipes were asked for
        self._to, self._from = self._process.stdin, self._process.stdout
        self._seconds = seconds
        self._n_read = 0
        with suppress(OSError):  # a child that dies at once is seen when it is read from
            _send(self._to, (work, seconds, megabytes, os.getpid()))

    def is_fit(self) -> bool:
        """Whether it lives and hasn't read so much that its memory may have grown."""
        return self._process.poll() is None and self._n_read < FILES_PER_CHILD

    def read(self, path: Path) -> Any:
        """What the child answers, or why it doesn't: it dies when time or memory is out."""
        self._n_read += 1
        begun = time.monotonic()
        try:
            _send(self._to, os.fspath(path))
            answer = pickle.load(self._from)
        except (EOFError, OSError, ValueError, pickle.PickleError):
            self.end()
            if time.monotonic() - begun >= self._seconds:
                return OutOfTimeError(
                    f"läsningen tog mer än {self._seconds:g} sekunder och avbröts",
                    "Dela upp dokumentet, eller spara det på nytt i ett annat format.",
                )
            what = "läsningen avbröts: filen är skadad eller kräver för mycket minne"
            return UnreadableError(what)
        if isinstance(answer, UnreadableError) and answer.what == _NO_MEMORY:
            self.end()
        return answer

    def end(self) -> None:
        """Ends the process, with the programs that it has started, and closes its pipes."""
        # Not waited for, the number is still its own.
        if os.name == "posix" and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()


def _send(pipe: IO[bytes], value: object) -> None:
    pipe.write(pickle.dumps(value))
    pipe.flush()


# --- the child's side --------------------------------------------------------------------------

_NO_MEMORY = "filen kräver för mycket minne"
_nothing: int | None = None  # in a child, where what it would print goes


def allow(seconds: float) -> None:
    """From now on the file that this child reads may take so long; nothing where nobody watches."""
    if _nothing is not None:
        faulthandler.dump_traceback_later(seconds, file=_nothing, exit=True)


def serve() -> None:
    """Reads files for the parent until it closes the pipe. Nothing is ever printed."""
    global _nothing
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(_nothing, stream)
    with suppress(EOFError, OSError):
        work, seconds, megabytes, parent = pickle.load(source)
        end_with_parent(parent)
        _limit_memory(megabytes)
        while True:
            path = Path(pickle.load(source))
            allow(seconds)
            _send(answers, _worked(work, path))
            faulthandler.cancel_dump_traceback_later()


def _worked(work: Callable[[Path], Any], path: Path) -> Any:
    """The answer or what went wrong; a LobraError stays one, with its own words on one line."""
    try:
        return work(path)
    except LobraError as error:
        return LobraError(" ".join(str(error).split()))
    except UnreadableError as error:
        return error
    except MemoryError:
        return UnreadableError(_NO_MEMORY, "Dela upp dokumentet och försök igen.")
    except RecursionError:
        return UnreadableError("innehållet är för djupt nästlat")
    except Exception as error:
        name = type(error).__name__
        return UnreadableError(f"filen är skadad eller ovanlig och kunde inte läsas ({name})")


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            most = max(megabytes, PROGRAM_MEGABYTES)
            resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, most << 20))


@contextmanager
def room_for_program() -> Iterator[None]:
    """A program that a child starts in this block may use more memory than the child itself."""
    if sys.platform == "win32":
        yield
    else:
        own, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (own, most))
