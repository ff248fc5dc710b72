"""The order of headings, and ids that links point at: the same in every format."""

from __future__ import annotations

import re


class Outline:
    """Gives each heading its level and each thing that is linked to its id.

    A level is never skipped: a ### directly below the title becomes a ##, and so do its
    siblings. There is one title; a second # in the notebook stands below it like the rest.

    >>> outline = Outline()
    >>> [outline.level(wanted) for wanted in (1, 3, 3, 2, 3, 1, 2)]
    [1, 2, 2, 2, 3, 2, 3]
    """

    def __init__(self) -> None:
        self._above: list[int] | None = None
        self._ids: set[str] = set()

    def level(self, wanted: int) -> int:
        """The level at which the next heading stands."""
        if self._above is None:
            self._above = []
            return 1
        while self._above and self._above[-1] >= wanted:
            self._above.pop()
        self._above.append(wanted)
        return min(1 + len(self._above), 6)

    def id(self, wanted: str) -> str:
        """`wanted` as an id that nothing else in the document has.

        >>> outline = Outline()
        >>> outline.id("Rådets år 2021"), outline.id("Rådets år 2021"), outline.id("…")
        ('rådets-år-2021', 'rådets-år-2021-2', 'avsnitt')
        """
        slug = re.sub(r"[^\w.]+", "-", wanted.lower()).strip("-.") or "avsnitt"
        unique, n = slug, 1
        while unique in self._ids:
            n += 1
            unique = f"{slug}-{n}"
        self._ids.add(unique)
        return unique
