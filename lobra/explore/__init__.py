"""Exploring the records: six questions as functions that give tables, and all of them with clicks.

This is the only home of ipywidgets and itables beside the review board.
"""

from lobra.explore.board import explorer
from lobra.explore.comparing import Side, changed
from lobra.explore.following import followed_up, not_followed_up
from lobra.explore.questions import decided, leads, outcomes, overdue, search
from lobra.explore.shown import show, start
from lobra.explore.together import picture, together

__all__ = [
    "Side",
    "changed",
    "decided",
    "explorer",
    "followed_up",
    "leads",
    "not_followed_up",
    "outcomes",
    "overdue",
    "picture",
    "search",
    "show",
    "start",
    "together",
]
