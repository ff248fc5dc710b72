"""Source Sans 3 (OFL): the typeface of charts and PDF, so that every machine draws the same."""

from pathlib import Path

FONTS = Path(__file__).parent
