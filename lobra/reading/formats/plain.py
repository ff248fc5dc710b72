"""Plain text: its encoding, its pages, its columns, and the little markup that people type."""

from __future__ import annotations

import re
from contextlib import suppress

from lobra.reading.formats.lines import LONGEST_HEADING, Lines, check_size, clean
from lobra.reading.source import Source, UnreadableError

_BREAKS = re.compile(r"\r\n|\n|\r")
_SWEDISH = frozenset("åäöÅÄÖéÉ–”’§")
# Where files come from that aren't UTF-8: Windows, old Macs, DOS.
_OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_MOJIBAKE = re.compile("Ã[¥¤¶…„–©]|â€[“”™]")
_TAGS = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|title|div|table|"
    r"p|h[1-6]|ul|ol|article|main|section)\b[^<]*[>\s]",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*$")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_]+)(?<=\S)\1")
_RULER = re.compile(r"([=\-_*~])\1{2,}|([-*_] ){2,}[-*_]")
_WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
_VERY_WIDE = re.compile(r"(?<=\S) {5,}(?=\S)")


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and doubts about its letters.

    UTF-8 and UTF-16 first; what isn't UTF-8 is read line by line as the old encoding that gives
    the most Swedish letters. Letters that were wrongly encoded twice are mended.
    Raises UnreadableError for what isn't text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), ()
    data = data.removeprefix(b"\xef\xbb\xbf")
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if high.count(0) > 0.9 * len(high) > 0:
            return data.decode(encoding, "replace"), ()
    n_controls = len(data) - len(data.translate(None, bytes([*range(1, 9), *range(14, 27), 28])))
    if b"\0" in data or n_controls * 100 > len(data) + 1000:
        raise UnreadableError("filen är inte text", "Ange ett dokument.")
    try:
        return _mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _by_line(data)


def _by_line(data: bytes) -> tuple[str, tuple[str, ...]]:
    pieces = re.split(rb"(\r\n|\n|\r)", data)
    known = [_as(piece, "utf-8") for piece in pieces]
    odd = b"\n".join(piece for piece, text in zip(pieces, known, strict=True) if text is None)

    def likeness(encoding: str) -> int:
        letters = [letter for letter in odd.decode(encoding, "replace") if letter > "\x7f"]
        return sum(1 if letter in _SWEDISH else -1 for letter in letters)

    encoding = max(_OLD_ENCODINGS, key=likeness)
    text = "".join(
        (_as(piece, encoding) or piece.decode("latin-1")) if text is None else text
        for piece, text in zip(pieces, known, strict=True)
    )
    is_mixed = any(text is not None and not text.isascii() for text in known)
    note = "filen blandar teckenkodningar: kontrollera å, ä och ö"
    return text, (note,) if is_mixed else ()


def _as(piece: bytes, encoding: str) -> str | None:
    with suppress(UnicodeDecodeError):
        return piece.decode(encoding)
    return None


def _mended(text: str) -> tuple[str, tuple[str, ...]]:
    """Text that was UTF-8 read as Windows-1252 and saved so, when the whole file shows it."""
    if not _MOJIBAKE.search(text) or re.search("[åäöÅÄÖ]", _MOJIBAKE.sub("", text)):
        return text, ()
    try:
        text = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text, ("filens å, ä och ö är felkodade: spara den på nytt som UTF-8",)
    return text, ("filens å, ä och ö var felkodade och har rättats: kontrollera namnen",)


def is_html(text: str) -> bool:
    """Whether a text is a web page or a piece of one, by its beginning and an ending tag."""
    start = text[:4000]
    return bool(_TAGS.match(start)) and bool(re.search(r"</\w|<html|<!doctype", start, re.I))


def read(text: str) -> Source:
    """The lines with the file's own line numbers; form feeds separate pages."""
    lines = Lines()
    page = 1 if "\f" in text else None
    raw = split_lines(text)
    for n, line in enumerate(_wide_gaps(raw)):
        for part, piece in enumerate(line.split("\f")):
            if part:
                page = (page or 1) + 1
            if not piece.strip() or _RULER.fullmatch(piece.strip()):
                lines.space()
                continue
            heading, shown = heading_of(piece, "".join(raw[n + 1 : n + 2]))
            shown, is_bold = without_strong(shown)
            lines.add(shown, n + 1, heading=heading, is_bold=is_bold, page=page)
    return Source("", lines.done(), page)


def split_lines(text: str) -> list[str]:
    """The lines as an editor counts them; UnreadableError for far too many or too long ones."""
    lines = _BREAKS.split(text)
    check_size(len(lines) // 4, max(map(len, lines)))
    return lines


def heading_of(text: str, below: str) -> tuple[int, str]:
    """The level of a line's heading, 0 for none, and the line without the marks that tell it.

    A heading begins with #, or stands over a row of = or - that is about as long.
    """
    shown, below = text.strip(), below.strip()
    if found := _HEADING.fullmatch(shown):
        return len(found[1]) if len(shown) < LONGEST_HEADING else 0, found[2]
    is_rule = len(below) > 2 and below[0] in "=-" and not below.strip(below[0])
    if is_rule and len(shown) < 100 and 0.6 * len(shown) <= len(below) and "\t" not in text:
        return (1 if below[0] == "=" else 2), text
    return 0, text


def without_strong(text: str) -> tuple[str, bool]:
    """Text without **strong** marks, and whether all of it was strong.

    >>> without_strong("**Beslut:** att"), without_strong("2. **Rapport**")
    (('Beslut: att', False), ('2. Rapport', True))
    """
    if "**" not in text and "__" not in text:
        return text, False
    rest = _STRONG.sub("", text)
    bare = _STRONG.sub(r"\2", text)
    return bare, bare != text and not re.search(r"[^\W\d_]", rest)


def _wide_gaps(lines: list[str]) -> list[str]:
    """Lines where wide gaps are tabs: very wide ones, and those that neighbours share.

    A line that begins under the second column of the line above belongs to that column.
    """
    out = list(lines)
    starts = [[found.end() for found in _WIDE.finditer(line)] for line in lines]
    column = 0
    for n, line in enumerate(lines):
        near = [*starts[max(n - 2, 0) : n], *starts[n + 1 : n + 3]]
        is_shared = any(abs(a - b) <= 2 for a in starts[n] for other in near for b in other)
        wide = _WIDE if is_shared else _VERY_WIDE
        has_tab = "\t" in line
        indent = len(line) - len(line.lstrip())
        if gap := None if has_tab else wide.search(line):
            out[n] = wide.sub("\t", line)
            column = gap.end()
        elif column and not has_tab and clean(line) and abs(indent - column) <= 1:
            out[n] = f"\t{line.lstrip()}"
        else:
            column = 0
    return out
