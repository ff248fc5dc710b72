"""Reviewing draft rows: the document's lines beside the row that was read of them.

`accept`, `correct`, `remove`, `add` and `reopen` are plain functions that write one row each, so
that they can be called in a cell of one's own as well; the widgets of `reviewer` only call them. A
row that a person has accepted or corrected is reviewed: reading the document again leaves it as it
is, and does not bring back what was removed.
"""

from lobra.review.board import reviewer
from lobra.review.deciding import (
    accept,
    accept_all,
    add,
    correct,
    keep,
    remove,
    reopen,
)
from lobra.review.rows import (
    documents,
    drafts,
    loose_doubts,
    progress,
    reviewed,
    source_lines,
    waiting,
)

__all__ = [
    "accept",
    "accept_all",
    "add",
    "correct",
    "documents",
    "drafts",
    "keep",
    "loose_doubts",
    "progress",
    "remove",
    "reopen",
    "reviewed",
    "reviewer",
    "source_lines",
    "waiting",
]
