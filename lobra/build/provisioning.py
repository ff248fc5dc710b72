"""How Jupyter gets a kernel for a build: forked where that is possible, else started."""

from __future__ import annotations

import os
import uuid
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lobra.build import warm


class Provisioner(LocalProvisioner):
    """jupyter_client's own, which asks for a forked kernel first."""

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        spring = warm.spring() if warm.LAUNCHER in cmd else None
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


class Manager(AsyncKernelManager):
    """One kernel, from the provisioner above."""

    _is_ended = False

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        if self.provisioner is None:
            self.kernel_id = str(uuid.uuid4())
            self.provisioner = Provisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**options)

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
