"""Opens a document of any format: what it is decides its content, not its name."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from lobra.reading.limits import MAX_BYTES, MAX_TEXT_BYTES, MAX_XML_BYTES
from lobra.reading.source import Source, UnreadableError

SAVE_AS = "Spara som .docx eller PDF och försök igen."
OCR = "Kör textigenkänning (OCR), eller skriv av protokollet i ett textdokument."

# The first bytes of files that are not documents Lobra reads: what they are, what to do.
_OTHERS = (
    ((b"{\\rtf",), "filen är i formatet RTF", SAVE_AS),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"), "filen är en bild", OCR),
    ((b"RIFF",), "filen är en bild eller ett ljud", OCR),
    ((b"MZ", b"\x7fELF"), "filen är ett program, inte ett dokument", "Välj ett dokument."),
    (
        (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
        "filen är ett packat arkiv",
        "Packa upp det och läs dokumenten i det.",
    ),
)
# What packed files hold that are or aren't Word documents.
_PACKED = (
    ("word/document",),
    ("mimetype", "filen är ett dokument i formatet OpenDocument eller EPUB", SAVE_AS),
    ("xl/", "filen är en Excel-arbetsbok", SAVE_AS),
    ("ppt/", "filen är en PowerPoint-presentation", SAVE_AS),
    ("[Content_Types].xml", "filen är ett Office-dokument utan brödtext, troligen skadat"),
)
_LOCKED = ("filen är låst med lösenord", "Ta bort lösenordet och försök igen.")
_REASONS = {
    errno.EACCES: "du saknar behörighet till den",
    errno.EPERM: "du saknar behörighet till den",
    errno.ELOOP: "den är en länk som leder tillbaka till sig själv",
    errno.ENAMETOOLONG: "namnet är för långt",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED = 500_000_000
_MOST_PARTS = 10_000
_RATIO = 200  # how many times larger a packed file may become, beyond a first megabyte


def load(path: Path) -> Source:
    """The document as lines in reading order, whatever its format.

    Raises LobraError, one Swedish line with the file, what is wrong and how to mend it, for a
    file that is missing, damaged, locked, too large, without text or of a format not read.
    """
    path = Path(path)
    try:
        return _loaded(path)
    except UnreadableError as error:
        raise error.about(path) from None
    except OSError as error:
        why = _REASONS.get(error.errno or 0, "kontrollera sökvägen, disken och nätet")
        raise UnreadableError(f"filen kan inte läsas: {why}", "").about(path) from None


def _loaded(path: Path) -> Source:
    size = _size(path)
    with path.open("rb") as file:
        head = file.read(1024)
    if room := _room(path, head):
        source: Source = import_module(f"{__name__}.{room}").read(path)
    else:
        source = _read_text(path, size)
    if not source.lines:
        raise UnreadableError("filen innehåller ingen text", "Kontrollera att det är rätt fil.")
    return replace(source, name=os.fsencode(path.name).decode("utf-8", "replace"))


def _size(path: Path) -> int:
    """Refuses what isn't a file of reasonable size, without opening it (a pipe would wait)."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnreadableError("filen finns inte", "Kontrollera sökvägen.") from None
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("det är en mapp", "Ange filerna i den, till exempel mapp/*.pdf.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("det är ingen vanlig fil", "Ange ett dokument.")
    if not status.st_size:
        raise UnreadableError("filen är tom", "Kontrollera att det är rätt fil.")
    if status.st_size > MAX_BYTES:
        raise UnreadableError(
            f"filen är större än {MAX_BYTES // 1_000_000} MB",
            "Dela upp dokumentet, eller minska bilderna i det.",
        )
    return status.st_size


def _room(path: Path, head: bytes) -> str:
    """Which module reads it, by content, "" for text; UnreadableError for other formats."""
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(path)
    if head.startswith(_OLE):
        raise _of_ole(path)
    for starts, what, fix in _OTHERS:
        if head.startswith(starts):
            raise UnreadableError(what, fix)
    if head[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        raise UnreadableError("filen är en bild", OCR)
    return ""


def _of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError):
        raise UnreadableError("filen är skadad eller ofullständig") from None
    # Nothing is unpacked before it is known how large it becomes.
    if (
        len(entries) > _MOST_PARTS
        or sum(entry.file_size for entry in entries) > _MOST_UNPACKED
        or any(
            entry.file_size > 1_000_000 + _RATIO * entry.compress_size
            or (entry.filename.endswith(".xml") and entry.file_size > MAX_XML_BYTES)
            for entry in entries
        )
    ):
        raise UnreadableError(
            "innehållet blir orimligt stort när filen packas upp",
            "Dela upp dokumentet, eller ta bort bilder och spara det på nytt.",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError(*_LOCKED)
    for start, *error in _PACKED:
        if any(entry.filename.startswith(start) for entry in entries):
            if not error:
                return "docx"
            raise UnreadableError(*error)
    raise UnreadableError("filen är ett zip-arkiv", "Packa upp det och läs dokumenten i det.")


def _of_ole(path: Path) -> UnreadableError:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return UnreadableError(*_LOCKED)
    return UnreadableError("filen är i ett äldre Office-format (till exempel .doc)", SAVE_AS)


def _read_text(path: Path, size: int) -> Source:
    from lobra.reading.formats import html, mail, plain

    if size > MAX_TEXT_BYTES:
        raise UnreadableError(
            f"textfilen är större än {MAX_TEXT_BYTES // 1_000_000} MB",
            "Dela upp den i mindre filer.",
        )
    text, notes = mail.decoded(path.read_bytes())
    if not text.strip():
        raise UnreadableError("filen är tom (bara blanktecken)", "Kontrollera att det är rätt fil.")
    if plain.is_html(text):
        return replace(html.read(text), notes=notes)
    if text[:100].lstrip().startswith("<?xml"):
        raise UnreadableError("filen är ett XML-dokument", SAVE_AS)
    return replace(plain.read(text), notes=notes)
