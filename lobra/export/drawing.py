"""An SVG drawing as a PNG picture, for the edition that can't hold the drawing itself."""

from __future__ import annotations

import typst

from lobra.blocks import literal
from lobra.export.pdf import fonts
from lobra_data.errors import LobraError

DPI = 200
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes({}), format: "svg")'


def png(svg: str) -> bytes:
    """The drawing at its own size and 200 dots an inch: the same drawing gives the same bytes."""
    try:
        return typst.compile(
            _PAGE.format(literal(svg)).encode("utf-8"),
            format="png",
            ppi=DPI,
            font_paths=fonts(),
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        said = " ".join(str(error.message).split())
        raise LobraError(
            f"DOCX: en bild kunde inte ritas. Typst säger: {said}. "
            "Rätta det som cellen visar och försök igen."
        ) from None
