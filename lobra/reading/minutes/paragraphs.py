"""The running text under an item: paragraphs with wrapped lines joined, and what they state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lobra.reading import vocabulary
from lobra.reading.found import Statement
from lobra.reading.marks import VERB, is_heading
from lobra.reading.minutes.items import Point, part_of
from lobra.reading.source import Line
from lobra_data.words import sentences

LABEL = vocabulary.recogniser("decisions.label")
"""What stands over decisions or before one: "Beslut", "Rådet beslutar:"."""
_DECIDED = re.compile(rf"(?=[A-ZÅÄÖ])(?i:{vocabulary.any_of('decisions.begins')})")
_OTHER = vocabulary.recogniser("decisions.ends")  # a heading over something else
_LISTED = re.compile(
    r"^(?:(?i:att)\b|\d{1,2}[.)]\s|[a-zåäö][)/]\s|[-–•→➜➔➤⇒]\s|[-=]>\s|[A-ZÅÄÖ]{2,3}: \S"
    r"|[A-ZÅÄÖ][\w-]+(?:(?:,| och| &)? [A-ZÅÄÖ][\w-]*\.?)*(?: [-–]|:) [a-zåäö])"
)
# A decision after what was said, on the same line: "Det är mörkt där. Beslut: att …".
_INSIDE = re.compile(r"(?<!\btill)\s+(?=(?:Beslut|BESLUT):\s)")
_WRAPPED = 130  # characters of a line: longer ones are whole paragraphs
_MARGIN = re.compile(r"[A-ZÅÄÖ][a-zåäöA-ZÅÄÖ]{3,20}:?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its first line; `is_heading` says that it only names what follows, `is_part`
    that it is a numbered part of its item."""

    text: str
    line: Line
    is_heading: bool = False
    is_part: bool = False

    @property
    def number(self) -> int:
        """The number of its first line."""
        return self.line.number

    @property
    def is_listed(self) -> bool:
        """Whether it is a point of a list."""
        return self.line.is_bullet or bool(_LISTED.match(self.text))


def width(lines: Sequence[Line]) -> int:
    """How long the full lines of a document are, in characters."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 40 and not line.cells)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 1000


def paragraphs(lines: Sequence[Line], point: Point, full: int) -> list[Paragraph]:
    """The paragraphs under an item; `full` is how long the document's lines are.

    Rows of tables are left out: they are for those who know the columns.
    """
    out: list[Paragraph] = []
    last: Line | None = None
    if point.lead:
        last = lines[point.body - 1]
        out.append(Paragraph(point.lead, lines[point.at]))
    for at in range(point.body, point.end):
        line = lines[at]
        if line.cells and (line.table is not None or len(line.cells) > 2):
            last = None
            continue
        text, heads = _with_margin(line), is_heading(lines, at)
        part = part_of(point, text)
        is_titled = out and out[-1].is_part and not VERB.search(out[-1].text)
        text, begins = part or text, heads or part or (is_titled and text[:1].isupper())
        if out and last and not begins and _continues(last, line, text, out[-1].text, full):
            out[-1] = Paragraph(joined(out[-1].text, text), out[-1].line)
        else:
            out.append(Paragraph(text, line, heads, bool(part)))
        last = line
    return [replace(one, text=text) for one in out for text in _apart(one.text)]


def _apart(text: str) -> list[str]:
    """A text, cut before the labels of decisions in it: "Vi talade. Beslut: lampor köps."."""
    said = (one for part in _INSIDE.split(text) for one in sentences(part))
    cut = "".join(f"\n{one}" if LABEL.match(one) else f" {one}" for one in said)
    return [one.strip() for one in cut.split("\n") if one.strip()]


def has_no_room(last: Line, text: str, full: int) -> bool:
    """Whether the first word of the next line had no room on the line above it."""
    return full < _WRAPPED and len(last.text) + 1 + len(text.split(" ", 1)[0]) >= full - 3


def _continues(last: Line, line: Line, text: str, above: str, full: int) -> bool:
    if line.gap or line.is_bullet or line.heading or _LISTED.match(text) or text[:1] == "/":
        return False
    over = LABEL.match(above)
    begins = LABEL.match(text) or _DECIDED.match(text) or _OTHER.fullmatch(text)
    if begins or (over and not (text[:1].islower() and any(over.groups("")))):
        return False
    if text[:1].islower():
        return True
    if re.search(r"[.:!?]$", last.text.strip()):
        return has_no_room(last, text, full)
    return full < _WRAPPED and 45 < len(last.text) < 150


def _with_margin(line: Line) -> str:
    """A line's text; a word in the margin ("Beslut   att …") is its label."""
    text = " ".join(line.text.split())
    if len(line.cells) == 2 and _MARGIN.fullmatch(line.cells[0].strip()):
        return f"{line.cells[0].strip(' :')}: {' '.join(line.cells[1].split())}"
    return text


def joined(above: str, text: str) -> str:
    """Two lines as one; a word or name that was divided at the margin is whole again."""
    if not re.fullmatch(r"[a-zåäö]-", above[-2:]) or re.match(r"(?:och|eller)\b", text):
        return f"{above} {text}"
    return f"{above[:-1]}{text}" if text[:1].islower() else f"{above}{text}"


def statements(point: Point, found: Sequence[Paragraph]) -> list[Statement]:
    """The running text of an item, each paragraph with its heading."""
    out = []
    heading: str | None = None
    for one in found:
        if one.is_heading and len(one.text) < 140:
            heading = one.text.strip(" :")
        elif len(one.text) > 20 and re.search(r"[a-zåäö]{3}", one.text):
            out.append(Statement(point.item.number, heading, one.text, one.number))
    return out
