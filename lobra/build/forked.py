"""A process that another one forked: what Jupyter and the press ask of `subprocess.Popen`."""

from __future__ import annotations

import os
import signal
import subprocess
import weakref
from select import select
from typing import IO


class Forked:
    """Known by a file descriptor, since its number may by now be another process's."""

    stdin: IO[bytes] | None = None
    stdout: IO[bytes] | None = None
    stderr = None

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = descriptor
        # Open as long as anybody may ask: closed by whoever first saw the end, the number could be
        # another file's when a second thread, which saw it too, closes it once more.
        weakref.finalize(self, os.close, descriptor)

    def poll(self) -> int | None:
        """None while it runs; how it ended isn't known."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        if (ended := self._ended(timeout)) is None:
            raise subprocess.TimeoutExpired("process", timeout or 0)
        return ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select([self._descriptor], [], [], timeout)[0]:
            self.returncode = 1
        return self.returncode
