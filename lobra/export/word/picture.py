"""Pictures for Word, each with its alt text: drawings as PNG, others as they are."""

from __future__ import annotations

import io
import struct
from typing import Any

from docx.image import exceptions
from docx.parts.story import StoryPart
from docx.shape import InlineShape
from docx.shared import Mm

from lobra.export.nodes import Picture
from lobra.export.press import Press, RefusedError
from lobra.export.word.words import clean
from lobra_data.errors import LobraError

WIDEST = Mm(160)
DPI = 200
DPI_UNSAID = 72
"""What python-docx takes a picture to have that doesn't say, such as Typst's."""
BROKEN = (
    exceptions.InvalidImageStreamError,
    exceptions.UnexpectedEndOfFileError,
    exceptions.UnrecognizedImageError,
    *(struct.error, ArithmeticError, LookupError, ValueError),
)
"""What a picture that can't be read may raise."""
_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")"""


def drawing(part: StoryPart, picture: Picture, press: Press) -> Any:
    """The picture as wide as it was drawn, at most the width of the page; else one of BROKEN."""
    is_svg = picture.mime == "image/svg+xml"
    raw = png(picture.data.decode("utf-8"), press) if is_svg else picture.data
    made = part.new_pic_inline(io.BytesIO(raw))
    shape = InlineShape(made)
    size = DPI_UNSAID / DPI if is_svg else 1
    scale = min(size, WIDEST / shape.width, Mm(picture.tallest) / shape.height)
    shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
    made.docPr.set("name", f"Bild {made.docPr.id}")
    made.docPr.set("descr", clean(picture.alt))
    return made


def png(svg: str, press: Press) -> bytes:
    """The drawing at its own size and 200 dots an inch: the same drawing gives the same bytes."""
    try:
        return press.printed(input=_PAGE, format="png", ppi=DPI, sys_inputs={"svg": svg}).data
    except RefusedError as error:
        raise LobraError(
            f"DOCX: en bild kunde inte ritas. Typst säger: {error}. "
            "Rätta det som cellen visar och försök igen."
        ) from None
