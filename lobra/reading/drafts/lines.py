"""The lines of a document as a reviewer sees them, by the numbers that the records give."""

from __future__ import annotations

from pathlib import Path

from lobra.reading import formats
from lobra.reading.formats import plain
from lobra.reading.limits import read_limited


def of(path: Path) -> dict[int, str]:
    """Line number → text: of a text file its own lines, else those that the reader makes of it.

    Files of other kinds are opened in a child process with limits; LobraError for one that
    can't be read.
    """
    data = Path(path).read_bytes()
    if b"%PDF-" not in data[:1024] and not data.startswith(b"PK"):
        text, _ = plain.decoded(data)
        if not plain.is_html(text):
            return dict(enumerate(plain.split_lines(text.rstrip("\r\n")), start=1))
    return {line.number: line.text for line in read_limited(Path(path), formats.load).lines}
