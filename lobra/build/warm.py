"""A process that has loaded what notebooks need, and becomes a kernel by forking.

A kernel takes seconds to start because it loads pandas, matplotlib and IPython. Here that is done
once, and each notebook still gets a process and a namespace of its own. Only where forking is safe,
which is on Linux: nothing may run beside the one thread, and nothing of ZeroMQ may be open.
Typst's process is forked from it too, with its typefaces loaded.

`Spring` is the side that asks; `main` is the process. It ends when the socket between them does.
Other processes may ask it as well, each at a socket of its own: `shared`, `borrow`.
"""

from __future__ import annotations

import atexit
import builtins
import gc
import importlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from select import select
from types import SimpleNamespace
from typing import Any

from lobra.build.becoming import become
from lobra.build.forked import Forked
from lobra.export import typesetter
from lobra.processes import n_processors
from lobra_data import schema
from lobra_data.columns import column

LOADED = (
    "pandas",
    "lobra.report.annexes",
    "lobra.report.brief",
    "lobra.report.lagesbild",
    "lobra.report.chapters.ahead",
    "lobra.report.chapters.council",
    "lobra.report.chapters.knowledge",
    "lobra.report.chapters.measures",
    "lobra.report.chapters.numbers",
    "lobra.report.chapters.opening",
    "lobra.report.chapters.places",
    "lobra.report.chapters.situation",
    "lobra.report.chapters.voice",
    "lobra.report.cover",
    "lobra.build.kernel",
    "ipykernel.kernelapp",
    # What IPython loads when it starts:
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
)
at_once = min(2, n_processors())
"""How many kernels one report may have beside each other; fewer where others build beside it."""
_MOST = 1 << 20  # bytes of a request: a command and an environment
_OFTEN_ENOUGH = 10_000
"""New objects until a kernel, which lives for a second, looks for garbage; else it is each 700."""
_SHARE = b"\0"
"""The request that comes with a socket, at which another process is going to ask."""
_READ_ONCE = ("PYTHON", "MPL", "LC_", "LANG", "TZ", "LD_", "OPENBLAS", "OMP_", "VIRTUAL_ENV")
"""What the names of variables begin with that count when a library is loaded."""


def is_possible() -> bool:
    """Whether this system can fork kernels; `LOBRA_COLD` in the environment says not to."""
    can = hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")
    return sys.platform == "linux" and can and not os.environ.get("LOBRA_COLD")


class Spring:
    """Where kernels come from: the process is started at once, and asked when it is needed.

    Where another process has `shared` its own, none is started.
    """

    def __init__(self, shared: socket.socket | None = None) -> None:
        self.surroundings = _read_once()
        self._lock = threading.Lock()
        self._has_answered = False
        self._process: subprocess.Popen[bytes] | None = None
        if shared:
            self._socket = shared
            return
        self._socket, theirs = _two_ends()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                # One thread: a fork takes no other with it.
                env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def is_fit(self) -> bool:
        """Whether it lives, and has loaded what a process started now would load."""
        with self._lock:  # else there may be an answer to somebody
            has_ended = bool(select([self._socket], [], [], 0)[0])
        return not has_ended and self.surroundings == _read_once()

    def shared(self) -> socket.socket:
        """Where another process can ask as well: whoever holds it gets kernels, which end with the
        last that holds it."""
        mine, theirs = _two_ends()
        with theirs, self._lock, suppress(OSError):  # it has died, which the other will notice
            socket.send_fds(self._socket, [_SHARE], [theirs.fileno()])
        return mine

    def fork(self, command: Sequence[str], environment: Mapping[str, str], folder: str) -> Forked:
        """A new kernel; OSError when none could be started."""
        return self._forked(
            {"command": [*command], "environment": {**environment}, "folder": folder}
        )

    def typesetter(self) -> Forked:
        """A new process that Typst runs in; OSError when none could be started."""
        mine, its = socket.socketpair()
        with mine, its:
            forked = self._forked({}, its.fileno())
            forked.stdin, forked.stdout = mine.makefile("wb"), mine.makefile("rb")
        return forked

    def _forked(self, wanted: Mapping[str, Any], *handed_over: int) -> Forked:
        request = json.dumps({**wanted, "limits": _limits()}).encode()
        with self._lock:
            socket.send_fds(self._socket, [request], handed_over)
            answer, descriptors, _, _ = socket.recv_fds(self._socket, 8, 1)
        if not answer or not descriptors:
            raise OSError("ingen process startade")
        self._has_answered = True
        return Forked(int.from_bytes(answer), descriptors[0])

    def close(self) -> None:
        """Ends the process, and with it its kernels; while it still loads it hears nothing."""
        self._socket.close()
        if not self._process:
            return
        try:
            self._process.wait(1 if self._has_answered else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """In a process that was forked from the one that asks: the socket is not its own."""
        self._socket.close()


_spring: Spring | None = None
_starting = threading.Lock()


def spring() -> Spring | None:
    """This process's one; made when it is first asked for. None where kernels aren't forked."""
    global _spring
    if not is_possible():
        return None
    with _starting:
        if _spring is None or not _spring.is_fit:
            dry()
            _spring = Spring()
        return _spring


def borrow(shared: socket.socket) -> None:
    """From now on this process gets its kernels where another one does, for as long as it can."""
    global _spring
    _spring = Spring(shared)


@atexit.register
def dry() -> None:
    """Ends the process that kernels come from, if there is one."""
    global _spring
    if _spring is not None:
        _spring.close()
        _spring = None


def _forget() -> None:
    global _spring, _starting
    if _spring is not None:
        _spring.forget()
    _spring, _starting = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _two_ends() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def _read_once() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith(_READ_ONCE)}


def _limits() -> list[tuple[int, int, int]]:
    """How much of each thing this process may use: its kernels no more."""
    import resource

    kinds = (getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_"))
    return [(kind, *resource.getrlimit(kind)) for kind in {*kinds}]


# --- the process itself ---------------------------------------------------------------------------


def main() -> None:
    """Loads everything, and forks a process for each request until the first asker has gone."""
    first = socket.socket(fileno=int(sys.argv[1]))
    del sys.path[0]  # the folder of whoever started it, which is no place of modules
    _load(first)
    _make_columns()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OFTEN_ENOUGH)
    askers, running = [first], dict[int, socket.socket]()
    while first in askers:
        for asker in select(askers, [], [])[0]:
            _bury(running)
            if not _is_heeded(asker, askers, running):
                _forsake(asker, askers, running)
    _bury(running)
    os._exit(0)


def _is_heeded(
    asker: socket.socket, askers: list[socket.socket], running: dict[int, socket.socket]
) -> bool:
    """Does what is asked; not if whoever asked is dead. `running` are processes, by asker."""
    try:
        request, descriptors, _, _ = socket.recv_fds(asker, _MOST, 1)
        handed_over = [socket.socket(fileno=one) for one in descriptors]
        if request == _SHARE:
            askers.extend(handed_over)
        elif request:
            parent, child = os.getpid(), os.fork()
            if not child:
                for one in askers:
                    one.close()
                become(json.loads(request), handed_over, parent)
            for one in handed_over:
                one.close()
            running[child] = asker
            descriptor = os.pidfd_open(child)
            socket.send_fds(asker, [child.to_bytes(8)], [descriptor])
            os.close(descriptor)
    except ConnectionError:  # it doesn't hear the answer
        return False
    return bool(request)


def _forsake(
    asker: socket.socket, askers: list[socket.socket], running: Mapping[int, socket.socket]
) -> None:
    """Ends the processes of somebody who isn't there any more."""
    asker.close()
    askers.remove(asker)
    for process, its in running.items():
        if its is asker:
            os.kill(process, signal.SIGKILL)


def _bury(running: dict[int, socket.socket]) -> None:
    """Waits for the processes that have ended: what they used counts as used by this process."""
    with suppress(ChildProcessError):
        while ended := os.waitpid(-1, os.WNOHANG)[0]:
            running.pop(ended, None)


def _load(asker: socket.socket) -> None:
    """Imports what notebooks use, as a kernel would: pandas asks whether it is in one. Ends between
    two of them when nobody is there to ask any more: a killed build leaves nothing that runs on."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in LOADED:
        with suppress(BlockingIOError):  # nothing is asked yet
            if not asker.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
                os._exit(0)
        if name == "pandas":
            vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=True)
        try:
            importlib.import_module(name)
        finally:
            vars(builtins).pop("get_ipython", None)
    typesetter.typefaces()


def _make_columns() -> None:
    """The first of each kind takes ten times as long as all others; nothing of it is kept."""
    for field in schema.load()["councils"].fields:
        column(field, [""], [])


if __name__ == "__main__":
    main()
