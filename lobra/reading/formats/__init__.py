"""Opens a document of any format: what it is decides its content, not its name."""

from __future__ import annotations

import errno
import os
import re
import stat
import zipfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from lobra.reading.limits import MAX_BYTES, MAX_XML_BYTES
from lobra.reading.source import Source, UnreadableError

SAVE_AS = "Spara som .docx eller PDF och försök igen."
OCR = "Kör textigenkänning (OCR), eller skriv av protokollet i ett textdokument."
UNPACK = "Packa upp det och läs dokumenten i det."

# How files begin that are not documents Lobra reads: what they are, what to do.
_OTHERS = (
    (rb"\{\\rtf", "filen är i formatet RTF", SAVE_AS),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*", "filen är en bild", OCR),
    (rb"....ftyp(heic|avif|mif1)", "filen är en bild", OCR),
    (rb"RIFF", "filen är en bild eller ett ljud", OCR),
    (rb"MZ|\x7fELF", "filen är ett program, inte ett dokument", "Välj ett dokument."),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!", "filen är ett packat arkiv", UNPACK),
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
_OLD = ("filen är i ett äldre Office-format (till exempel .doc)", SAVE_AS)
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
        _check(path)
        source: Source = import_module(f"{__name__}.{_room(path)}").read(path)
        if not source.lines:
            what = "filen är tom eller innehåller ingen text"
            raise UnreadableError(what, "Kontrollera att det är rätt fil.")
    except UnreadableError as error:
        raise error.about(path) from None
    except OSError as error:
        why = _REASONS.get(error.errno or 0, "kontrollera sökvägen, disken och nätet")
        raise UnreadableError(f"filen kan inte läsas: {why}", "").about(path) from None
    return replace(source, name=os.fsencode(path.name).decode("utf-8", "replace"))


def _check(path: Path) -> None:
    """Refuses what isn't a file of reasonable size, without opening it (a pipe would wait)."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise UnreadableError("filen finns inte", "Kontrollera sökvägen.") from None
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError("det är en mapp", "Ange filerna i den, till exempel mapp/*.pdf.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("det är ingen vanlig fil", "Ange ett dokument.")
    if status.st_size > MAX_BYTES:
        raise UnreadableError(
            f"filen är större än {MAX_BYTES // 1_000_000} MB",
            "Dela upp dokumentet, eller minska bilderna i det.",
        )


def _room(path: Path) -> str:
    """Which module reads it, by content; UnreadableError for other formats."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_archive(path)
    if head.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in path.read_bytes()
        raise UnreadableError(*(_LOCKED if is_locked else _OLD))
    for start, what, fix in _OTHERS:
        if re.match(start, head, re.DOTALL):
            raise UnreadableError(what, fix)
    return "plain"


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
    raise UnreadableError("filen är ett zip-arkiv", UNPACK)
