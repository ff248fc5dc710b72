"""What a process that has just been forked from `warm` becomes: a kernel, or what sets pages."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

from lobra.export import typesetter

LAUNCHER = "ipykernel_launcher"


def become(request: Mapping[str, Any], sockets: Sequence[socket.socket], parent: int) -> None:
    """In the child: a kernel, or what sets pages for whoever asks at the socket. Doesn't return."""
    import resource

    status = 1
    try:
        os.setsid()
        for kind, soft, hard in request["limits"]:
            resource.setrlimit(kind, (soft, hard))
        if sockets:
            _become_typesetter(sockets[0], parent)
        else:
            _become_kernel(request, parent)
        status = 0
    finally:
        os._exit(status)


def _become_typesetter(asker: socket.socket, parent: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    typesetter.serve(parent, asker.makefile("rb"), asker.makefile("wb"))


def _become_kernel(request: Mapping[str, Any], parent: int) -> None:
    """Everything as if it had been started by itself."""
    from ipykernel.kernelapp import IPKernelApp

    os.environ.clear()
    os.environ.update(request["environment"], JPY_PARENT_PID=str(parent))
    os.chdir(request["folder"])
    tempfile.tempdir = None
    time.tzset()
    sys.modules["numpy"].random.seed()  # which pandas has loaded
    command = request["command"]
    sys.argv = [_launcher(), *command[command.index(LAUNCHER) + 1 :]]
    # Read of the environment when ipykernel was loaded, which was before there was a parent.
    handle = f"--IPKernelApp.parent_handle={parent}"
    IPKernelApp.launch_instance(argv=[*sys.argv[1:], handle])


def _launcher() -> str:
    """The file that a kernel is else started with, which stands first of its arguments."""
    found = importlib.util.find_spec(LAUNCHER)
    return found.origin or LAUNCHER if found else LAUNCHER
