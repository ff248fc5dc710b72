"""A document as every format is turned into it: lines in reading order, with what the eye sees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lobra_data.errors import LobraError, Problem, shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, or one row of a table.

    `number` is 1-based: in a text, Markdown or HTML file the file's own line, elsewhere a
    running count of the lines a reader sees. `text` has no markup, inner spaces are single, and
    cells are joined by tabs. `cells` are the columns of a table row (a tab makes a cell too) or
    (); a cell that holds several lines keeps its line breaks. `table` counts the document's real
    tables from 0; rows that only tabs make have none. `heading` is the level that the document
    marks (1-6), 0 when it marks none; a heading is bold too. `gap` says that space stands before
    the line.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    table: int | None = None
    heading: int = 0
    is_bold: bool = False
    is_bullet: bool = False
    gap: bool = False
    page: int | None = None


@dataclass(frozen=True)
class Source:
    """A whole document: its file name, its lines (empty ones left out), its number of pages.

    `n_pages` is None where the format has no pages. `notes` are doubts about the file itself, in
    Swedish, for the person who reviews: a page without text, letters that had to be mended.
    `recognised` are the pages that are pictures: a program has told their letters from the shapes,
    so nothing on them is certain.
    """

    name: str
    lines: tuple[Line, ...]
    n_pages: int | None = None
    notes: tuple[str, ...] = ()
    recognised: frozenset[int] = frozenset()


class UnreadableError(Exception):
    """Why a file can't be read, in Swedish, without its name: what is wrong and how to mend it."""

    def __init__(
        self, what: str, fix: str = "Öppna dokumentet, spara det på nytt och försök igen."
    ) -> None:
        self.what, self.fix = what, fix
        super().__init__(what)

    def about(self, path: Path) -> LobraError:
        """The error as the user sees it: one line that begins with the file."""
        return LobraError(str(Problem(shown(path), None, None, self.what, self.fix)))
