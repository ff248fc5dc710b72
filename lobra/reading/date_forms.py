"""What dates and times are made of, as patterns; how they are written is in dates.toml."""

from __future__ import annotations

import re

from lobra.reading import vocabulary
from lobra_data import words

WEEKDAYS = [day[:2] for day in words.WEEKDAYS]
SHORT_MONTHS = [month[:3] for month in words.MONTHS]
"""As much of a month's name as is always written."""
_DAYS = "|".join(day.removesuffix("dag") for day in words.WEEKDAYS)  # torsd., and tor too
_WEEKDAY = rf"(?:(?:{_DAYS}|tor)(?:dag(?:en)?|d)?(?<!fred)\b\.?)"
MONTH = rf"(?:{'|'.join([*words.MONTHS, 'febr', 'sept', *SHORT_MONTHS])})(?:(?<=[ir])s)?(?!\w)"


def pattern(name: str) -> re.Pattern[str]:
    """A pattern of dates.toml."""
    return vocabulary.recogniser(f"dates.{name}", weekday=_WEEKDAY, month=MONTH)


SP, GAP, DASH, TO = (pattern(name).pattern for name in ("sp", "gap", "dash", "to"))
YEAR, SHORT_YEAR, TO_YEAR = (pattern(name).pattern for name in ("year", "short_year", "to_year"))
UNITS = pattern("counted").pattern
AFTER_NUMBER, UNIT_AFTER = pattern("after_number"), pattern("unit_after")
_FORMS = vocabulary.alternatives("dates.forms", weekday=_WEEKDAY, month=MONTH)
DATE = re.compile(rf"(?ix)(?<![\w/§])(?<!\d[.:])(?=\d)(?:{_FORMS})")
DIGIT = re.compile(r"\d")
