"""What whoever reads a file in has to say, where the file itself doesn't."""

from __future__ import annotations

from dataclasses import dataclass

from lobra.statistics.registers import Registers


@dataclass(frozen=True)
class Asked:
    """The registers, and what was given on the command line; empty where nothing was."""

    registers: Registers
    year: str = ""
    area: str = ""
    publisher: str = ""
