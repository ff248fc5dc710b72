"""IPython's kernel as a build uses it: one that doesn't outlive the build."""

from __future__ import annotations

import os
from typing import Any

from ipykernel.ipkernel import IPythonKernel

from lobra.processes import end_with_parent


class Kernel(IPythonKernel):
    """ipykernel itself only asks once a second, and never while a cell hangs in C code."""

    def __init__(self, **options: Any) -> None:
        end_with_parent(int(os.environ.get("JPY_PARENT_PID") or 0))
        super().__init__(**options)
