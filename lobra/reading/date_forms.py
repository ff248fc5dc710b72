"""The forms in which Swedish texts write dates, and what stands round them and tells them apart.

A new form is one more alternative of `DATE`: the word after the last underscore says what a group
is (`day`, `month`, `year`, `last` of a range).
"""

from __future__ import annotations

import re

from lobra.reading import vocabulary
from lobra_data import words

SP = r"[^\S\t\n]"
GAP = rf"(?:{SP}{{1,3}}|{SP}{{0,3}}\n{SP}{{0,8}})"
DASH = r"[-\u2010\u2011–—−]"
# A year on the next line belongs here when its sentence goes on after it; else it heads its line.
TO_YEAR = rf"(?:{SP}{{1,3}}|{SP}?\n(?=\d{{4}}(?:[.,;)]|{SP}(?-i:[a-zåäö]))))(?:år{SP})?"
TO = rf"(?:{GAP}?{DASH}{GAP}?|{GAP}(?:till(?:{GAP}och{GAP}med)?|t\.?o\.?m\.?){GAP})"
DAYS = "|".join(day.removesuffix("dag") for day in words.WEEKDAYS)  # torsd., and tor too
WEEKDAY = rf"(?:(?:{DAYS}|tor)(?:dag(?:en)?|d)?(?<!fred)\b\.?)"
WEEKDAYS = [day[:2] for day in words.WEEKDAYS]
SHORT_MONTHS = [month[:3] for month in words.MONTHS]
"""As much of a month's name as is always written."""
MONTH = rf"(?:{'|'.join([*words.MONTHS, 'febr', 'sept', *SHORT_MONTHS])})(?:(?<=[ir])s)?(?!\w)"
YEAR = rf"(?:19|20)\d\d(?!\w|[/:.]\d|{DASH}\d{{4}}(?!\d))"
SHORT_YEAR = rf"\d\d(?!\w|:|{DASH}\d|[/.,]\d|{GAP}?{MONTH})"
IDENTITY_TAIL = rf"{SP}?[-+–]{SP}?[\dx*]"
UNITS = rf"(?:%|:-|{vocabulary.any_of('dates.units')})"

DATE = re.compile(rf"""(?ix)(?<![\w/§])(?<!\d[.:])(?=\d)(?:
      (?<![^\W\d]-)(?:(?<!\d-)|(?<=\d{{4}}-\d\d-\d\d-))
      (?P<iso_year>(?:19|20)\d\d)(?P<by>[-\u2010\u2011–./])(?P<iso_month>\d\d)(?P=by)
      (?P<iso_day>\d\d)(?![^\Wt]|[.:]\d|[-+–]{SP}?(?:\d{{4}}(?!\d|[-.]\d\d)|[x*]{{4}}))
    | (?:(?<!\w-)|(?<=/\d-)|(?<=/\d\d-))
      (?P<slash_day>\d\d?)(?:{DASH}(?P<slash_last>\d\d?))?/(?P<slash_month>\d\d?)(?!\w|[.:]\d)
      (?: ,?{TO_YEAR}(?P<slash_year>{YEAR})
        | {SP}?{DASH}(?P<short_slash_year>{YEAR}|{SHORT_YEAR}) )?
      (?!/|{DASH}\d(?!\d?/\d))
    | (?<![\w-]-)(?<!-)(?P<dash_day>\d\d)-(?P<dash_month>\d\d)-(?P<dash_year>(?:19|20)\d\d)(?![\w-])
    | (?<![\w-]-)(?<!-)(?P<dashed_year>\d\d)-(?P<dashed_month>\d\d)-(?P<dashed_day>\d\d)
      (?![\w-]|[.:]\d)
    | (?<!\w-)(?P<dot_day>\d\d?)\.(?P<dot_month>\d\d?)\.(?P<dot_year>{YEAR})
    | (?<![,+-])(?P<eight_year>(?:19|20)\d\d)(?P<eight_month>\d\d)(?P<eight_day>\d\d)
      (?!\w|[.,:/]\d|{IDENTITY_TAIL}|{SP}\d{{4}}(?!\d))
    | (?<![,+-])(?<!\d\s)(?P<six_year>\d\d)(?P<six_month>\d\d)(?P<six_day>\d\d)
      (?!\w|[.,:/]\d|{IDENTITY_TAIL}|{SP}\d(?!\d?[.:]\d\d))
    | (?<!\d-)(?P<word_day>\d\d?)(?::?(?:de|e|a|ste|dje|sta)\b)?
      (?:{TO}(?P<word_last>\d\d?)(?::?[ea]\b)?)?(?:{GAP})(?P<word_month>{MONTH})
      (?: \.?,?{TO_YEAR}(?P<word_year>{YEAR})
        | \.?{SP}?(?:{DASH}|['’])(?P<short_word_year>{SHORT_YEAR}) )?
    )""")
# What stands straight before a date and belongs to it.
LEAD = re.compile(
    rf"(?i)(?:\b(?P<weekday>{WEEKDAY})(?:{GAP}?(?:{DASH}|/|och){GAP}?{WEEKDAY})?"
    rf"(?:,?{GAP}|,|\t|{SP}?:{SP}?))?(?P<den>\bden{GAP})?$"
)
WEEKDAY_AFTER = re.compile(rf"{SP}?\((?P<weekday>{WEEKDAY})\)", re.I)
# A number after one of these counts, names or measures something.
NUMBERED = re.compile(
    rf"(?i)(?:§|#|{vocabulary.any_of('dates.numbered')}|\borg\.?\s?nr\b)"
    r"[.:]?(?:\s?(?-i:[A-ZÅÄÖ]{2,5}))?[\s.:#-]{0,3}$"
)
TAKES_PLACE = re.compile(r"\bäg(?:er|de) rum\s$", re.I)
FRACTION_AFTER = re.compile(rf"{GAP}(?:av\b|{UNITS})|%", re.I)
UNIT_AFTER = re.compile(rf"{GAP}?{UNITS}", re.I)
DATED_BEFORE = re.compile(
    r"\b(?:senast|fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?|datum|möte|mötet)[:\s]{1,2}$", re.I
)
CLOCK_AFTER = re.compile(r",?\s(?:kl\b|klockan\b)", re.I)
LISTED = re.compile(rf"\s?[,;]\s?|\s(?:och|samt)\s|{TO}", re.I)
UNREADABLE_YEAR = re.compile(r"\.?,?\s(?=\w{0,3}[a-zA-Z])[12IlO][\dOoIlSBZ]{3}\b")
DIGIT = re.compile(r"\d")
