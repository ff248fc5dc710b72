"""Searching the records in Swedish: `find` gives the rows that hold some words, best first."""

from lobra.search.finding import Answer, find, places
from lobra.search.rows import KINDS, Found

__all__ = ["KINDS", "Answer", "Found", "find", "places"]
