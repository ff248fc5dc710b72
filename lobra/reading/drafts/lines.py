"""The lines of a document as a reviewer sees them, by the numbers that the records give."""

from __future__ import annotations

from pathlib import Path

from lobra.reading import formats
from lobra.reading.formats import plain
from lobra.reading.limits import Readers
from lobra_data.errors import LobraError


def of(path: Path) -> dict[int, str]:
    """Line number → text: of a text file its own lines, else those that the reader makes of it.

    Files of other kinds are opened in a child process with limits; LobraError for one that
    can't be read.
    """
    data = Path(path).read_bytes()
    if b"%PDF-" not in data[:1024] and not data.startswith(b"PK"):
        text, _ = plain.decoded(data)
        return dict(enumerate(plain.split_lines(text.rstrip("\r\n")), start=1))
    with Readers(formats.load) as readers:
        ((_, source),) = readers.read([Path(path)])
    if isinstance(source, LobraError):
        raise source
    return {line.number: line.text for line in source.lines}
