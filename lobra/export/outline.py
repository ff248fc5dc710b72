"""The order of headings, and the ids that links point at: the same in every edition."""

from __future__ import annotations

import re


class Outline:
    """Gives each heading its level and id, and remembers them for the table of contents.

    A level is never skipped: a ### directly below the title becomes a ##, and so do its
    siblings. There is one title; a second # in the notebook stands below it like the rest.

    >>> outline = Outline()
    >>> [outline.level(wanted) for wanted in (1, 3, 3, 2, 3, 1, 2)]
    [1, 2, 2, 2, 3, 2, 3]
    """

    def __init__(self) -> None:
        self.entries: list[tuple[int, str, str]] = []
        self._above: list[int] | None = None
        self._ids: set[str] = set()
        self._labels: dict[str, int] = {}

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
        """`wanted` as an id that nothing else on the page has.

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

    def label(self, wanted: str) -> str:
        """`wanted` as the name of a region, told apart from others with the same name.

        >>> outline = Outline()
        >>> outline.label("Tabell"), outline.label("Tabell")
        ('Tabell', 'Tabell (2)')
        """
        n = self._labels[wanted] = self._labels.get(wanted, 0) + 1
        return wanted if n == 1 else f"{wanted} ({n})"

    def add(self, level: int, id: str, text: str) -> None:
        """Enters a heading that the reader can jump to."""
        self.entries.append((level, id, " ".join(text.split())))

    def tree(self) -> list[dict]:
        """The headings of level 2, each with those of level 3 below it."""
        tree: list[dict] = []
        for level, id, text in self.entries:
            entry = {"id": id, "text": text, "children": []}
            if level == 2:
                tree.append(entry)
            elif level == 3 and tree:
                tree[-1]["children"].append(entry)
        return tree
