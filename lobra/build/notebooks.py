"""Where the notebooks of a report lie: in the folder where one works, else those of the package."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lobra.report.publications import REPORT, STEMS
from lobra_data.errors import LobraError, shown

HERE = Path("notebooks")
_INSTALLED = Path(__file__).parents[1] / "notebooks"
_CHECKOUT = Path(__file__).parents[2] / "notebooks"


def packaged() -> list[Path]:
    """The notebooks that come with Lobra."""
    return sorted(_packaged_folder().glob("*.ipynb"))


def folder() -> Path:
    """The notebooks to run: those of the working folder, if it has any."""
    return HERE if HERE.is_dir() else _packaged_folder()


@contextmanager
def chosen(own: Path | None, document: str = REPORT) -> Iterator[Path]:
    """The folder of the notebooks to run; a notebook of one's own takes the place of ours.

    It is that of the `document` unless it is called like another's. One that can't be run is
    refused here, where it is known by its own name: the folder that holds a copy of it is gone
    after the block.
    """
    if own is None:
        yield folder()
        return
    if own.is_dir():
        yield own
        return
    if not own.is_file():
        raise LobraError(f"{shown(own)}: notebooken finns inte. Ange en fil som slutar på .ipynb.")
    with tempfile.TemporaryDirectory(prefix="lobra-") as made:
        both = Path(made)
        for stem in STEMS.values():
            shutil.copyfile(folder() / f"{stem}.ipynb", both / f"{stem}.ipynb")
        replaced = both / f"{own.stem if own.stem in STEMS.values() else STEMS[document]}.ipynb"
        _refuse_unfit(own, replaced)
        shutil.copyfile(own, replaced)
        yield both


def _refuse_unfit(own: Path, ours: Path) -> None:
    """Whatever a report hands over, our notebook knows."""
    from lobra.build import running  # only now: it takes long to load, and few have their own

    running.refuse_unfit(own, running.parameters(ours))


def _packaged_folder() -> Path:
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
