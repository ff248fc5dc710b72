"""How Jupyter gets a kernel for a build, and the press Typst's process: forked where that is
possible, else started."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
import uuid
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Type

from lobra.build import becoming, warm
from lobra.export import press

_SOON = 0.005
"""Seconds until one looks again: a processor has nothing to do while one waits for it."""


def place(folder: Path) -> dict[str, str]:
    """Where a kernel answers, for `Manager`: at sockets in the folder, whose names nobody else can
    take. A port of TCP, which another program may take before the kernel does, where there are no
    such sockets: on Windows, on some network drives, or where the folder's name is too long.
    """
    name = str(folder / f"k{uuid.uuid4().hex[:8]}")
    with suppress(OSError, AttributeError), socket.socket(socket.AF_UNIX) as tried:
        tried.bind(f"{name}-0")
        os.unlink(f"{name}-0")
        return {"transport": "ipc", "ip": name}
    return {"transport": "tcp"}


def typesetter() -> press.Typesetter:
    """For `press.Press`."""
    if spring := warm.spring():
        with suppress(OSError):  # it has died, of a lack of memory perhaps
            return spring.typesetter()
    return press.started()


class Provisioner(LocalProvisioner):
    """jupyter_client's own, which asks for a forked kernel first."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        spring = warm.spring() if becoming.LAUNCHER in cmd else None
        if spring is None:
            return await super().launch_kernel(cmd, **options)
        environment, folder = options.get("env") or os.environ, options.get("cwd") or os.getcwd()
        try:
            forked = spring.fork(cmd, environment, str(folder))
        except OSError:  # it has died, of a lack of memory perhaps
            return await super().launch_kernel(cmd, **options)
        self.process: Any = forked
        self.pid = self.pgid = forked.pid  # it leads a group of its own
        return self.connection_info

    async def wait(self) -> int | None:
        """jupyter_client's own looks ten times a second; a kernel is gone before."""
        while await self.poll() is None:
            await asyncio.sleep(_SOON)
        return await super().wait()


class Client(AsyncKernelClient):
    """Talks to a kernel as soon as it can hear and be heard.

    jupyter_client's own then listens a fifth of a second longer, whether something else is said.
    ZeroMQ looks for a kernel that isn't there yet ten times a second, which would leave a processor
    with nothing to do.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.context.setsockopt(zmq.RECONNECT_IVL, int(_SOON * 1000))

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Returns when the kernel answers on both channels; RuntimeError when it doesn't."""
        last = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._is_heard(self.kernel_info()):
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > last:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _is_heard(self, asked: str) -> bool:
        """Whether the kernel has answered a question, and been heard to be idle again."""
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            said: dict[str, Any] = {}
            while (said.get("parent_header", {}).get("msg_id"), said.get("content")) != (
                asked,
                {"execution_state": "idle"},
            ):
                said = await self.iopub_channel.get_msg(timeout=4 * _SOON)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


class Manager(AsyncKernelManager):
    """One kernel, from the provisioner above."""

    client_factory = Type(Client, klass=AsyncKernelClient)
    _is_ended = False

    @property
    def kernel_spec(self) -> KernelSpec:
        """This Python's own kernel, whatever kernels somebody has installed by the same name.

        jupyter_client would load all of IPython to find out where to look for it.
        """
        command = [sys.executable, "-m", becoming.LAUNCHER, "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name=self.kernel_name, language="python")

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        if self.provisioner is None:
            self.kernel_id = str(uuid.uuid4())
            self.provisioner = Provisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**options)

    async def _async_wait(self, pollinterval: float = _SOON) -> None:
        await super()._async_wait(min(pollinterval, _SOON))

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
        await super()._async_launch_kernel(kernel_cmd, **options)
        if self._is_ended:
            self.end()

    def end(self) -> None:
        """Ends the kernel from another thread than the one that waits for it, also one that is
        only about to start."""
        self._is_ended = True
        process = getattr(self.provisioner, "process", None)
        if process is not None:
            process.kill()
