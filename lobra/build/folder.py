"""A report's folder: what its files are called, and how a new one takes the last one's place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lobra.privacy.disclosure import SUFFIXES
from lobra.report.cover import ANNEXES, REPORT, STEMS
from lobra_data.errors import LobraError, shown

FORMATS = ("html", "pdf", "docx")
DOCUMENTS = (REPORT, ANNEXES)


@dataclass(frozen=True)
class Built:
    """Where a finished report lies; the files of the internal edition say so in their names."""

    folder: Path
    edition: str

    def file(self, kind: str, document: str = REPORT) -> Path:
        """A file of the report or of its annexes, by the ending of its name."""
        return self.folder / f"{STEMS[document]}{SUFFIXES[self.edition]}.{kind}"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder that takes the target's place when the block ends well, and else vanishes.

    Everything is made beside the target, so that a build that fails changes nothing. What a
    killed build left between its two renamings is put back first.
    """
    old = target.with_name(f".{target.name}.forra")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if old.exists():
            shutil.rmtree(old) if target.exists() else old.rename(target)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        folder.chmod(0o755)
    except OSError as error:
        raise LobraError(
            f"{shown(target)}: det går inte att skriva här ({error.strerror}). "
            "Välj en annan mapp med --out."
        ) from None
    try:
        yield folder
        try:
            _swap(folder, target, old)
        except OSError as error:
            raise LobraError(
                f"{shown(target)}: rapporten går inte att byta ut ({error.strerror}). "
                "Stäng program som har den öppen och försök igen."
            ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(folder: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        folder.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
