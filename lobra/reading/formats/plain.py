"""Any text file: its encoding, an e-mail's letter, pages, columns, the markup of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple, cast

from markdown_it import MarkdownIt

from lobra.reading.formats import SAVE_AS, html
from lobra.reading.formats.lines import LONGEST_HEADING, Lines, Pieces, check_size
from lobra.reading.limits import MAX_TEXT_BYTES
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
_RULER = re.compile(r"([=\-_*~])\1{2,}|([-*_] ){2,}[-*_]|(```+|~~~+)\w*")
_QUOTE = re.compile(r"^[ \t]*(>[ \t]*)+", re.MULTILINE)
# What programmes for notes add: "[[Anna Berg]]", "[[anna|Anna Berg]]", "[!info] Närvaro".
_NOTES = re.compile(
    r"\[\[(?:[^][|\n]{,200}\|)?([^][|\n]{1,200})\]\]|^\[!\w{1,20}\][+-]?[ \t]*", re.M
)
_MAIL = re.compile(r"^(Från|From|Skickat|Sent): ", re.MULTILINE)
_SENT = re.compile(  # the heads that only a programme for e-mail writes
    rb"(?:[!-9;-~]+:.*\n(?:[ \t]+\S.*\n)*)*?(?i:mime-version|message-id|content-type):"
)
_PIPE = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"[\s|:-]*")
_WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
# Only what stands inside a paragraph is left to the library: its blocks would hide lines (indented
# text is no code in minutes, "[1]: text" is a line like any other).
_MARKDOWN = MarkdownIt("commonmark")
_LONGEST_MARKUP = 200_000  # characters: nobody marks words in a longer paragraph
_LINE_END = "\v"  # seen as a blank by the library, which trims what stands round a line feed
_TAG_BREAKS = re.compile(r"<(br|/?li|/?ul|/?ol|/?p|/?div)\b", re.IGNORECASE)


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
    lines = [_as(line, "utf-8") or line for line in data.splitlines(keepends=True)]
    odd = b"".join(line for line in lines if isinstance(line, bytes))

    def likeness(encoding: str) -> int:
        letters = [letter for letter in odd.decode(encoding, "replace") if letter > "\x7f"]
        return sum(1 if letter in _SWEDISH else -1 for letter in letters)

    encoding = max(_OLD_ENCODINGS, key=likeness)
    text = "".join(
        line if isinstance(line, str) else _as(line, encoding) or line.decode("latin-1")
        for line in lines
    )
    is_mixed = any(isinstance(line, str) and not line.isascii() for line in lines)
    note = "filen blandar teckenkodningar: kontrollera å, ä och ö"
    return text, (note,) if is_mixed else ()


def _as(line: bytes, encoding: str) -> str | None:
    with suppress(UnicodeDecodeError):
        return line.decode(encoding)
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


# --- e-mail ------------------------------------------------------------------------------------


def _opened(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, of an e-mail as its receiver saw it, and doubts about it."""
    if _SENT.match(data):  # heads that break the rules break the library: they are read as text
        with suppress(AttributeError, LookupError, RecursionError, ValueError):
            return _received(data)
    return decoded(data)


def _received(data: bytes) -> tuple[str, tuple[str, ...]]:
    """An e-mail as its receiver saw it: its heads and its decoded text."""
    from email import message_from_bytes, policy, utils  # which few files need

    mail = message_from_bytes(data, policy=policy.default)
    name, address = utils.parseaddr(str(mail["From"] or ""))
    name = " ".join(reversed(name.split(", "))) or address  # "Berg, Anna"
    sent = getattr(mail["Date"], "datetime", None)
    heads = {
        "Från": name,
        "Skickat": f"{sent:%Y-%m-%d %H:%M}" if sent else "",
        "Till": ", ".join(name for name, _ in utils.getaddresses([str(mail["To"] or "")]) if name),
        "Ämne": mail["Subject"],
    }
    bodies = filter(None, (mail.get_body((kind,)) for kind in ("plain", "html")))
    texts = [decoded(cast(bytes, body.get_payload(decode=True))) for body in bodies]
    text, notes = texts[0] if texts else ("", ())
    if len(texts) > 1 and len(text) * 10 < len(texts[1][0]):  # "See the message as a web page"
        text, notes = texts[1]
    if n_more := len([*mail.iter_attachments()]):
        notes = (*notes, f"mejlets bilagor ({n_more}) är inte lästa")
    shown = [f"{head}: {said}" for head, said in heads.items() if said]
    if is_html(text):
        shown = [f"<p>{escape(head)}</p>" for head in shown]
    return "\n".join([*shown, "", text]), notes


# --- lines ---------------------------------------------------------------------------------------


def is_html(text: str) -> bool:
    """Whether a text is a web page or a piece of one, by its beginning and an ending tag."""
    start = text[:4000]
    return bool(_TAGS.match(start)) and bool(re.search(r"</\w|<html|<!doctype", start, re.I))


def split_lines(text: str) -> list[str]:
    """The lines as an editor counts them; UnreadableError for far too many or too long ones."""
    lines = _BREAKS.split(text)
    check_size(len(lines) // 4, max(map(len, lines)))
    return lines


class _Typed(NamedTuple):
    """A line as it was typed: where it stands, what kind of line it is, what it shows."""

    number: int
    page: int | None
    kind: str
    text: str
    heading: int = 0


def read(path: Path) -> Source:
    """The lines with the file's own line numbers; form feeds separate pages.

    Every line that shows text is a line, and lists keep the numbers that were typed.
    """
    if path.stat().st_size > MAX_TEXT_BYTES:
        what = f"textfilen är större än {MAX_TEXT_BYTES // 1_000_000} MB"
        raise UnreadableError(what, "Dela upp den i mindre filer.")
    text, notes = _opened(path.read_bytes())
    lines = Lines()
    if is_html(text):
        html.read_into(lines, text)
        return Source("", lines.done(), notes=notes)
    if text[:100].lstrip().startswith("<?xml"):
        raise UnreadableError("filen är ett XML-dokument", SAVE_AS)
    is_mail = bool(_MAIL.search(text))  # whose quotes are an earlier letter
    typed = list(_typed(text if is_mail else _NOTES.sub(r"\1", _QUOTE.sub("", text))))
    for kind, group in groupby(typed, key=attrgetter("kind")):
        block = list(group)
        if kind == "space":
            lines.space()
        elif kind == "html":
            above = "\n" * (block[0].number - 1)  # so that its lines have the file's numbers
            html.read_into(lines, above + "\n".join(one.text for one in block))
        elif kind == "row":
            _rows(lines, block)
        else:
            _paragraph(lines, block)
    return Source("", lines.done(), typed[-1].page, notes)


def _typed(text: str) -> Iterator[_Typed]:
    page = 1 if "\f" in text else None
    is_open = False  # has a table of HTML begun that isn't closed?
    for n, line in enumerate(split_lines(text), start=1):
        for part, piece in enumerate(_WIDE.sub("\t", line).split("\f")):
            page = (page or 1) + 1 if part else page
            shown = piece.strip()
            is_open = bool(shown) and (is_open or "<table" in shown.lower())
            heading = _HEADING.fullmatch(shown)
            if is_open:
                yield _Typed(n, page, "html", piece)
                is_open = "</table" not in shown.lower()
            elif not shown or _RULER.fullmatch(shown):
                yield _Typed(n, page, "space", "")
            elif heading:
                level = len(heading[1]) if len(shown) < LONGEST_HEADING else 0
                yield _Typed(n, page, "heading", heading[2], level)
            else:
                yield _Typed(n, page, "row" if shown.startswith("|") else "text", piece)


def _rows(lines: Lines, rows: list[_Typed]) -> None:
    """Rows between pipes, also where the line of dashes that makes them a table is missing."""
    table = lines.new_table()
    for row in rows:
        if not _DASHES.fullmatch(row.text):
            typed = _PIPE.split(re.sub(r"^\||(?<!\\)\|$", "", row.text.strip()))
            cells = [_inline(cell)[0] for cell in typed]
            is_bold = all(cell.is_bold for cell in cells if str(cell).strip())
            lines.row(list(map(str, cells)), row.number, table=table, is_bold=is_bold)


def _paragraph(lines: Lines, typed: list[_Typed]) -> None:
    texts = [line.text.rstrip(" \\") for line in typed]
    pieces = _inline(_LINE_END.join(texts))
    if len(pieces) != len(typed):
        pieces = [_inline(text)[0] for text in texts]
    for line, piece in zip(typed, pieces, strict=True):
        for text, is_bold in piece.parted:
            seen = {"heading": line.heading, "is_bold": is_bold, "page": line.page}
            if "\t" in text and "\n" in text:
                lines.row(text.split("\t"), line.number, table=None, **seen)
            else:
                for part in text.split("\n"):
                    lines.add(part, line.number, **seen)


def _inline(text: str) -> list[Pieces]:
    """Text without its markup, line by line."""
    if len(text) > _LONGEST_MARKUP:
        return [Pieces([(part, False)]) for part in text.split(_LINE_END)]
    pieces = [Pieces()]
    depth = 0
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        tag = token.content.lower() if token.type == "html_inline" else ""
        if token.type in ("strong_open", "strong_close"):
            depth += token.nesting
        elif token.type in ("softbreak", "hardbreak") or _TAG_BREAKS.match(tag):
            pieces[-1].append(("\n", False))
        elif tag:
            depth += tag.startswith(("<b>", "<strong")) - tag.startswith(("</b>", "</strong"))
        elif token.type in ("text", "code_inline", "text_special"):
            for n, part in enumerate(token.content.split(_LINE_END)):
                if n:
                    pieces.append(Pieces())
                pieces[-1].append((part, depth > 0))
    return pieces
