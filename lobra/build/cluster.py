"""Workers on many machines: a running Dask cluster builds the same tasks. The only home of Dask.

Its workers need the same Lobra, and nothing else of this machine: records, parameters and notebooks
are shipped to each worker once, also to one that joins later, and the finished files come back into
the same folders. What a lost worker had begun is begun again by another.
"""

from __future__ import annotations

import io
import secrets
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from distributed import Client, WorkerPlugin, as_completed, get_worker

from lobra.build import current, fingerprint, params, warm
from lobra.build.batch import BUILT, FAILED, Event, Task, made
from lobra.build.folder import put, working
from lobra.build.running import BuildError
from lobra_data import files
from lobra_data.errors import LobraError, RecordsError, shown

ANSWER = 30
"""Seconds that a scheduler, or its first worker, has to answer."""
_BY_TURNS = threading.Lock()
"""A build decides what its kernel finds in the environment: one at a time in a process."""


@dataclass(frozen=True)
class _Parcel:
    """A task on its way: what it is called here, and what it needs to be the same there."""

    task: Task
    file: str
    """The file of parameters, from their folder."""
    name: str
    made_with: tuple[str, Mapping[str, str]]
    here: Mapping[str, str]
    """What the shipped folders are called where the messages are read."""


class Cluster:
    """The workers behind a scheduler's address; `parameters` is the folder of the parameters."""

    def __init__(self, address: str, parameters: Path, notebooks: Path, data: Path | None) -> None:
        self._parameters = parameters
        folders = {"records": files.find(data).root, "params": parameters, "notebooks": notebooks}
        self._here = {name: shown(folder) for name, folder in folders.items()}
        try:
            self._client = Client(address, timeout=ANSWER, set_as_default=False)
            self._client.wait_for_workers(1, timeout=ANSWER)
        except (OSError, ValueError) as error:  # asyncio's TimeoutError is an OSError
            raise LobraError(
                f"--cluster {address}: ingen schemaläggare med arbetare svarar där ({error}). "
                "Starta dem med dask scheduler och dask worker, eller rätta adressen."
            ) from None
        self._name = f"lobra-{secrets.token_hex(8)}"
        self._client.register_plugin(
            _Shipped(_packed(folders, mode="w:xz", preset=1)), name=self._name
        )
        self._done = as_completed(loop=self._client.loop)
        self._begun: dict[Any, Task] = {}

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.cancel([*self._begun])
        self._client.unregister_worker_plugin(self._name)
        self._client.close()

    @property
    def is_free(self) -> bool:
        """Each worker has one task and another to go on with."""
        return len(self._begun) < max(2, 2 * len(self._client.nthreads()))

    def prepare(self) -> None:
        """Nothing: each worker prepares what it needs."""

    def submit(self, task: Task, is_alone: bool = False) -> None:
        file = task.params.file
        before = current.told(task.target.parent)
        made_with = fingerprint.program(), fingerprint.versions()
        path = file.relative_to(self._parameters).as_posix() if file else ""
        there = replace(task, before=before)
        parcel = _Parcel(there, path, self._name, made_with, self._here)
        future = self._client.submit(_made_there, parcel, pure=False)
        self._begun[future] = task
        self._done.add(future)

    def next(self) -> Event:
        future = next(self._done)
        task = self._begun.pop(future)
        try:
            event, archive = future.result()
            if archive:
                _put(archive, task.target)
        except LobraError as error:
            return Event(task, FAILED, error=error)
        except Exception as error:  # whatever Dask raises when it has lost a task for good
            what = f"klustret tappade uppgiften ({type(error).__name__}). Kör igen"
            told = f"{shown(task.target)}: rapporten kunde inte byggas: {what}."
            return Event(task, FAILED, error=BuildError(told))
        return replace(event, task=task)


class _Shipped(WorkerPlugin):
    """The folders that reports are made of, unpacked once in each worker that there is or comes."""

    def __init__(self, archive: bytes) -> None:
        self.archive, self.folder = archive, Path()

    def setup(self, worker: Any) -> None:
        warm.at_once = 1  # other workers keep the processors busy: two kernels only take memory
        self.folder = Path(tempfile.mkdtemp(prefix="lobra-", dir=worker.local_directory))
        _unpack(self.archive, self.folder)

    def teardown(self, worker: Any) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _made_there(parcel: _Parcel) -> tuple[Event, bytes]:
    """In a worker: the report, built of what was shipped, and its files."""
    if parcel.made_with != (fingerprint.program(), fingerprint.versions()):
        raise BuildError(
            f"Arbetaren {get_worker().address} har en annan version av Lobra, av Python eller av "
            "ett bibliotek. Installera samma överallt, ur requirements.txt."
        )
    plugin = get_worker().plugins[parcel.name]
    assert isinstance(plugin, _Shipped)
    shipped = plugin.folder
    with _BY_TURNS, tempfile.TemporaryDirectory(prefix="lobra-", dir=shipped) as folder:
        task = replace(
            parcel.task,
            params=params.load(shipped / "params" / parcel.file),
            notebooks=shipped / "notebooks",
            data=shipped / "records",
            out=Path(folder),
        )
        event = made(task)
        names = {shown(shipped / name): here for name, here in parcel.here.items()}
        names[shown(task.out)] = shown(parcel.task.out)
        archive = _packed({"": task.target}) if event.state == BUILT else b""
    return _as_here(replace(event, task=parcel.task), names), archive


def _as_here(event: Event, names: Mapping[str, str]) -> Event:
    """What is told, with paths as they are where it is read."""

    def named(text: str) -> str:
        for there, here in names.items():
            text = text.replace(there, here)
        return text

    error = event.error
    if isinstance(error, RecordsError):
        error = RecordsError(
            replace(one, file=named(one.file), what=named(one.what), fix=named(one.fix))
            for one in error.problems
        )
    elif error:
        error = type(error)(named(str(error)))
    return replace(event, unwritten=named(event.unwritten), error=error)


def _put(archive: bytes, target: Path) -> None:
    with working(target) as work:
        _unpack(archive, work / "rapport")
        put(work / "rapport", target)


def _packed(folders: Mapping[str, Path], **how: Any) -> bytes:
    """The files of some folders, each below its name; the same bytes for the same files.

    Records are packed small, once for all; to make a report half as small would take longer than to
    send it as it is.
    """
    out = io.BytesIO()
    with tarfile.open(fileobj=out, **({"mode": "w"} | how)) as archive:
        for name, folder in folders.items():
            for path in _files(folder):
                about = tarfile.TarInfo((Path(name) / path.relative_to(folder)).as_posix())
                about.size = path.stat().st_size
                with path.open("rb") as file:
                    archive.addfile(about, file)
    return out.getvalue()


def _files(folder: Path) -> Iterable[Path]:
    """Without what begins with a dot: locks and journals are of this machine alone."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return (p for p in paths if not any(one.startswith(".") for one in p.relative_to(folder).parts))


def _unpack(archive: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        opened.extractall(folder, filter="data")
