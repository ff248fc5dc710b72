"""Workers beside this process: each builds one report at a time, and dies alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import cast

from lobra.build import warm
from lobra.build.batch import FAILED, Event, Here, Task, made
from lobra.processes import StoppedError, end_with_parent, n_processors, stopping_tidily
from lobra_data.errors import LobraError, shown

PATIENCE = 20
"""Seconds that a worker has to put everything in order when it is stopped."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection


class Pool:
    """As many processes as are needed, at most `n`. One that is killed costs its own report.

    A new process is started clean: nothing of this one is inherited, on any system. All get their
    kernels from one place. What nothing can be built beside is built here, which spares the start
    of another process.
    """

    def __init__(self, n: int, is_silent: bool = True) -> None:
        self._n, self._is_silent, self._here = n, is_silent, Here()
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, Task]] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        busy = [worker for worker, _ in self._busy.values()]
        for worker in self._idle:
            worker.pipe.close()
        for worker in busy:
            worker.process.terminate()
        for worker in (*self._idle, *busy):
            worker.process.join(PATIENCE)
            worker.process.kill()

    @property
    def is_free(self) -> bool:
        return self._here.is_free and len(self._busy) < self._n

    def prepare(self) -> None:
        self._here.prepare()

    def submit(self, task: Task, is_alone: bool = False) -> None:
        if is_alone and not self._idle:
            self._here.submit(task)
            return
        # Where workers keep all processors busy, a second kernel would only take memory.
        n_kernels = max(1, n_processors() // (1 if is_alone else self._n))
        while True:
            worker = self._idle.pop() if self._idle else self._started()
            with suppress(OSError):  # it died while it had nothing to do
                worker.pipe.send((task, min(warm.at_once, n_kernels)))
                self._busy[worker.pipe] = worker, task
                return

    def next(self) -> Event:
        if not self._here.is_free:
            return self._here.next()
        pipe = cast(Connection, wait([*self._busy])[0])
        worker, task = self._busy.pop(pipe)
        try:
            event = pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            return Event(task, FAILED, error=_killed(task))
        self._idle.append(worker)
        return event

    def _started(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        mine, its = context.Pipe()
        spring = warm.spring()
        with its, spring.shared() if spring else nullcontext() as shared:
            # Both are its own alone: else nobody would notice that it has died.
            how = its, os.getpid(), self._is_silent, shared
            process = context.Process(target=_work, args=how)
            process.start()
        return _Worker(process, mine)


def _work(
    pipe: Connection, parent: int, is_silent: bool, kernels: socket.socket | None = None
) -> None:
    """Builds what comes through the pipe until it is closed, with kernels from its parent's."""
    end_with_parent(parent)
    if kernels:
        warm.borrow(kernels)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent has it too, and stops this process
    if is_silent:  # several would write over each other
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    with suppress(EOFError, StoppedError), stopping_tidily():
        while True:
            task, warm.at_once = pipe.recv()
            pipe.send(made(task))


def _killed(task: Task) -> LobraError:
    from lobra.build.running import BuildError

    return BuildError(
        f"{shown(task.target)}: rapporten kunde inte byggas: processen som byggde den dog, oftast "
        "för att minnet tog slut. Den förra rapporten är orörd. Kör igen, med ett lägre --jobs om "
        "minnet är knappt."
    )
