"""Pictures of the council's own, made safe to publish. This is the only home of Pillow.

What comes out is drawn anew from the dots of the picture: nothing else of the file is left, so
neither place nor camera nor name of whoever took it.
"""

from __future__ import annotations

import base64
import io
import unicodedata
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageOps

LARGEST_FILE = 20_000_000
MOST_DOTS = 60_000_000
"""Far more than a camera has; a small file may hold a picture that fills the memory."""
TOO_MANY_DOTS = "bilden har fler än 60 miljoner punkter", "Minska den"
WIDEST, HIGHEST = 1600, 2400
HOW = "Spara den som PNG eller JPEG"


@dataclass(frozen=True)
class Picture:
    """A picture that may be published: the name that texts know it by, and its file in base64."""

    name: str
    data: str = field(repr=False)
    alt: str


class RefusedError(Exception):
    """Why a picture can't be used, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def found(folder: Path, source: str) -> Path:
    """The file that a text names; RefusedError when it lies outside the folder, or isn't there."""
    if ":" in source or source.startswith(("/", "\\")):
        what = "bilden ligger inte i mappen med parametrar"
        raise RefusedError(what, "Lägg filen där och skriv vägen dit, som bilder/torget.jpg")
    path = folder / source.replace("\\", "/")
    if not path.exists():  # a Mac may have written å as a and a ring
        path = folder / unicodedata.normalize("NFD", source.replace("\\", "/"))
    path = path.resolve()  # a link may lead anywhere
    if not path.is_relative_to(folder.resolve()):
        raise RefusedError("bilden ligger utanför mappen med parametrar", "Lägg filen i mappen")
    if not path.is_file():
        raise RefusedError("bilden finns inte", "Kontrollera filens namn och mapp")
    return path


def drawn_anew(path: Path) -> tuple[str, bytes]:
    """The picture as ("png" or "jpg", its new file): turned upright, no wider than 1600 dots, on
    white, without anything that isn't the picture. The same file gives the same bytes.
    """
    if path.suffix.lower() in (".svg", ".svgz"):
        raise RefusedError("en SVG kan rymma program och hämta annat från nätet", HOW)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RefusedError("bilden är större än 20 MB", "Minska den")
        image = _opened(path.read_bytes())
    except Image.DecompressionBombError:
        raise RefusedError(*TOO_MANY_DOTS) from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise RefusedError(f"filen går inte att läsa som bild ({_said(error)})", HOW) from None
    image.thumbnail((WIDEST, HIGHEST))
    small = _written(image, "JPEG", optimize=True, quality=85)
    # What packs a picture without loss to its least takes a second for a photograph, in vain.
    if len(_written(image, "PNG")) > 2 * len(small):
        return "jpg", small
    lossless = _written(image, "PNG", optimize=True)
    return ("png", lossless) if len(lossless) <= len(small) else ("jpg", small)


def _opened(data: bytes) -> Image.Image:
    """The dots alone, upright and on white."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted here instead
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_DOTS:
                raise RefusedError(*TOO_MANY_DOTS)
            upright = ImageOps.exif_transpose(image)
            upright = upright.convert("RGB") if upright.mode == "CMYK" else upright
            see_through = upright.convert("RGBA")
    white = Image.new("RGB", see_through.size, "white")
    white.paste(see_through, mask=see_through.getchannel("A"))
    return white


def _written(image: Image.Image, kind: str, **how: int) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _said(error: Exception) -> str:
    if isinstance(error, Image.UnidentifiedImageError):
        return "varken PNG eller JPEG"
    return str(getattr(error, "strerror", None) or "den är trasig")
