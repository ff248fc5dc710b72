"""Runs Lobra's command as somebody at a terminal would: in a process, folder and environment of
its own. What every command imports is imported once for all of them, where processes can fork; and
what a notebook needs, in the process that kernels are forked from."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from lobra.build import warm

_IMPORTED = ["lobra.command", "lobra.build.build", "lobra.reading.reader", "lobra.reading.drafts"]
_FORKS = sys.platform == "linux"
_BUILDING = {"report", "verify", "lagesbild", "brief"}


@dataclass(frozen=True)
class Run:
    """What a command left behind: exit status and both streams."""

    status: int
    out: str
    err: str


def run(arguments: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> Run:
    """Runs `lobra` with the arguments, and waits for it."""
    if not _FORKS:
        command = [sys.executable, "-m", "lobra", *arguments]
        done = subprocess.run(
            command, cwd=cwd, env={**environment}, capture_output=True, text=True, check=False
        )
        return Run(done.returncode, done.stdout, done.stderr)
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        spring = warm.spring() if _BUILDING.intersection(arguments[:1]) else None
        with spring.shared() if spring else nullcontext() as kernels:
            process = begin(arguments, cwd, environment, out, err, kernels)
        process.join()
        assert process.exitcode is not None
        return Run(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def begin(
    arguments: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str],
    out: Path,
    err: Path,
    kernels: socket.socket | None = None,
) -> BaseProcess:
    """Starts `lobra` with the arguments, where processes can fork; its streams are files. Its
    kernels come from where the socket leads, or from a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(
        target=_command, args=(list(arguments), cwd, dict(environment), (out, err), kernels)
    )
    process.start()
    return process


def _command(
    arguments: Sequence[str],
    cwd: Path,
    environment: Mapping[str, str],
    streams: Sequence[Path],
    kernels: socket.socket | None,
) -> None:
    # Whoever started the tests may ignore a signal, as nohup and a shell's & do.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    for number, stream in enumerate(streams, start=1):
        os.dup2(os.open(stream, os.O_CREAT | os.O_WRONLY), number)
    os.chdir(cwd)
    if kernels:
        warm.borrow(kernels)  # which is fit as long as the environment is what it was
    os.environ.clear()
    os.environ.update(environment)
    from lobra.command import main

    sys.exit(main(arguments))
