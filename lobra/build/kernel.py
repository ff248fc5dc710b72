"""IPython's kernel as a build uses it: one that doesn't outlive the build, and isn't debugged."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

from ipykernel.iostream import OutStream
from ipykernel.ipkernel import IPythonKernel

from lobra.processes import end_with_parent

# ipykernel loads a debugger if there is one, which takes longer than all else in a kernel's start.
_DEBUGGER = "debugpy"
_loaded = sys.modules.get(_DEBUGGER)
sys.modules[_DEBUGGER] = None  # type: ignore[assignment]
importlib.import_module("ipykernel.debugger")
del sys.modules[_DEBUGGER]
if _loaded:
    sys.modules[_DEBUGGER] = _loaded


class Kernel(IPythonKernel):
    """ipykernel itself only asks once a second, and never while a cell hangs in C code."""

    # papermill waits for all that a cell says, so that nothing need be said before the reply.
    _execute_sleep = 0.0

    def __init__(self, **options: Any) -> None:
        end_with_parent(int(os.environ.get("JPY_PARENT_PID") or 0))
        super().__init__(**options)
        if self.parent:
            self.log.setLevel(self.parent.log_level)  # else each message is told, to nobody

    async def poll_stopped_queue(self) -> None:
        """Without a debugger there is no queue of what it has stopped."""


class Stream(OutStream):
    """What a cell prints. ipykernel flushes four times a cell, each time two threads wait for each
    other: here only where something was printed."""

    _is_written = False

    def write(self, string: str) -> int | None:  # type: ignore[override]
        self._is_written = True
        return super().write(string)

    def flush(self) -> None:
        if self._is_written:
            self._is_written = False
            super().flush()
