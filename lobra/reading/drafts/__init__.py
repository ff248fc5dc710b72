"""A document into the records: draft rows that nobody has reviewed, in one step or not at all."""

from lobra.reading.drafts.writing import Drafts, write

__all__ = ["Drafts", "write"]
