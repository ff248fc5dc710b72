"""Headings: lines that name what the text under them is about, marked as such or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lobra.reading import dates, labels, names, vocabulary
from lobra.reading.source import Line
from lobra_data.words import WEEKDAYS

# The formula that opens a meeting is a sentence, not a heading.
OPENING = vocabulary.pattern("headings.opening")
VERB = vocabulary.pattern("headings.verbs")
_DAY = re.compile(rf"(?:{'|'.join(WEEKDAYS).title()})(?:en)?\s+(?:den\s+)?\d")
# "Polisen informerar" names what follows, though it has a verb.
_REPORTS = re.compile(rf"(?:\w+\s){{1,3}}{vocabulary.any_of('headings.reports')}")
_OPEN = re.compile(rf"(?i){vocabulary.any_of('headings.goes_on')}$")


def boundary(text: str) -> int | None:
    """Where a title ends that runs into its text: before the first sentence's capital."""
    for match in re.finditer(r"(?<=[a-zåäö)\d])\s+(?=[A-ZÅÄÖ][a-zåäö]+)", text):
        if not 3 <= match.start() <= 160 or _OPEN.search(text[: match.start()]):
            continue
        before = text[: match.start()].split()
        if (
            names.is_name(" ".join([before[-1], text[match.end() :].split()[0]]))
            and before[-1].casefold() in names.first_names()
        ):
            continue
        rest = text[match.end() :]
        if VERB.search(re.split(r"(?<=[a-zåäö])[.!?](?:\s|$)", rest[:160])[0]) or _DAY.match(rest):
            return match.start()
    return None


def is_heading(lines: Sequence[Line], at: int) -> bool:
    """Whether a line stands as a heading: marked as one, or short and alone above its text."""
    line = lines[at]
    text = line.text.strip()
    if not re.search(r"[^\W\d_]{2}", text) or line.cells or line.is_bullet:
        return False
    if not re.match(r"[A-ZÅÄÖ0-9\"”]", text):
        return False
    if labels.label(line) or names.people(text) or len(text) > 130 or text.startswith("Se "):
        return False
    if line.heading:
        return True
    if line.is_bold:
        return len(text) < 110 and not OPENING.search(text)
    tells = VERB.search(text) and not _REPORTS.fullmatch(text)
    if not line.gap or len(text) > 75 or re.search(r"[.,:;!?)]$", text) or tells:
        return False
    if re.search(r"\d{1,2}[.:]\d{2}|\d{4}-\d\d-\d\d|@|\d{3,}", text) or len(text.split()) > 9:
        return False
    if at + 1 >= len(lines) or lines[at + 1].cells:
        return False
    below = lines[at + 1]
    return (
        len(below.text) > 25
        or (not below.gap and bool(re.search(r"[.!?]$", below.text)))
        or bool(dates.find_dates(below.text))
    )


def standing(lines: Sequence[Line]) -> list[int]:
    """The places of the headings that divide a document: marked ones, or those that look so."""
    below = range(_end_of_head(lines), len(lines))
    stand = [at for at in below if is_heading(lines, at) or _is_bullet_heading(lines, at)]
    marked = [at for at in stand if lines[at].heading]
    bold = [at for at in stand if lines[at].heading or lines[at].is_bold]
    own = next((one for one in (marked, bold) if len(one) >= 3), stand)
    levels = [lines[at].heading for at in own if lines[at].heading]
    if len(set(levels)) > 1:  # the level that most have is the items'
        common = max(set(levels), key=levels.count)
        own = [at for at in own if lines[at].heading == common]
    return own


def _end_of_head(lines: Sequence[Line]) -> int:
    """Where the text of a meeting may begin: after the last label of its head."""
    last = 0
    for at, line in enumerate(lines[:70]):
        one = labels.label(line)
        if one and one.meaning in ("when", "where", "when where"):
            last = at
        elif one and one.meaning in labels.STATUSES and one.words != "till":
            following = one.value or (lines[at + 1].text if at + 1 < len(lines) else "")
            if names.people(following.split("\n")[0]) or len(names.names_in(following)) > 1:
                last = at
        elif at - last > 15:
            break
    return last + 1


def _is_bullet_heading(lines: Sequence[Line], at: int) -> bool:
    """A bulleted line that names what the text under it is about."""
    line = lines[at]
    if not line.is_bullet or len(line.text) > 70 or re.search(r"[.,:;!]$", line.text):
        return False
    if line.text.endswith("?") and not line.is_bold:
        return False
    following = lines[at + 1] if at + 1 < len(lines) else None
    return bool(
        following
        and not following.is_bullet
        and not following.gap
        and len(following.text) > 3
        and line.text[:1].isupper()
    )
