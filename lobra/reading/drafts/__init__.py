"""What was read, as draft rows of the records that a person reviews."""

from lobra.reading.drafts.into_records import Drafts, write

__all__ = ["Drafts", "write"]
