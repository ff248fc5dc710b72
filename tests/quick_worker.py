"""Preloaded by Dask workers in tests: they build without a kernel, and one dies in 2018."""

import os
import signal
from pathlib import Path

import quick

from lobra.build import batch, cluster


def made(task):
    mark = Path(os.environ["LOBRA_TEST_DEAD"])
    if task.params.year == 2018 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if task.params.year == 2021:
        return batch.made(task)
    quick.build(task)
    return batch.Event(task, batch.BUILT, f"Ännu inte skrivet i {task.params.file}.")


cluster.made = made
