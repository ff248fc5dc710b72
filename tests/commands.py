"""Runs Lobra's command as somebody at a terminal would: in a process, folder and environment of
its own. What every command imports is imported once for all of them, where processes can fork."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

_IMPORTED = ["lobra.command", "lobra.build.build", "lobra.reading.reader", "lobra.reading.drafts"]
_FORKS = sys.platform == "linux"


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
        process = begin(arguments, cwd, environment, out, err)
        process.join()
        assert process.exitcode is not None
        return Run(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def begin(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], out: Path, err: Path
) -> BaseProcess:
    """Starts `lobra` with the arguments, where processes can fork; its streams are files."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED)
    process = context.Process(
        target=_command, args=(list(arguments), cwd, dict(environment), (out, err))
    )
    process.start()
    return process


def _command(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], streams: Sequence[Path]
) -> None:
    # Whoever started the tests may ignore a signal, as nohup and a shell's & do.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    for number, stream in enumerate(streams, start=1):
        os.dup2(os.open(stream, os.O_CREAT | os.O_WRONLY), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    from lobra.command import main

    sys.exit(main(arguments))
