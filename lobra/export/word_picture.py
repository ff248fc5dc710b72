"""Pictures for Word, each with its alt text: drawings as PNG, others as they are."""

from __future__ import annotations

import base64
import io
import struct

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.oxml.shape import CT_Inline
from docx.shared import Inches, Mm

from lobra.export.drawing import DPI, png

WIDEST, HIGHEST = Mm(160), Mm(200)
SCREEN_DPI = 96
BROKEN = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    struct.error,
    KeyError,
    ValueError,
    IndexError,
    ZeroDivisionError,
)
"""What a picture that can't be read may raise."""


def drawing(part, source: str, alt: str):
    """The picture of a data: address, as wide as it was drawn, at most the width of the page."""
    kind, data = source.removeprefix("data:").split(";base64,", 1)
    raw, dpi = base64.b64decode(data), SCREEN_DPI
    if kind == "image/svg+xml":
        raw, dpi = png(raw.decode("utf-8")), DPI
    relation, image = part.get_or_add_image(io.BytesIO(raw))
    width, height = Inches(image.px_width / dpi), Inches(image.px_height / dpi)
    fits = min(1, WIDEST / width, HIGHEST / height)
    size = round(width * fits), round(height * fits)
    number = len(part.element.findall(".//{*}docPr")) + 1
    made = CT_Inline.new_pic_inline(number, relation, image.filename, *size)
    made.docPr.set("name", f"Bild {number}")
    made.docPr.set("descr", alt)
    return made
