"""The numbers that may be an agenda's, and the heaviest series of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lobra.reading import vocabulary
from lobra.reading.source import Line
from lobra_data.words import MONTHS

_STYLES = {
    style: vocabulary.recogniser(f"items.{style}")
    for style in ("section", "letters", "word", "before", "point", "number", "alone", "capital")
}
_TIME = re.compile(
    r"^(?:kl\.?\s*)?\d{1,2}[.:]\d{2}(?:\s*[-–—]\s*\d{1,2}[.:]\d{2})?\s+(?=\D|\d{1,2}[.)]\s)"
)
_PREFIX = re.compile(r"^([A-ZÅÄÖ](?:[A-ZÅÄÖ]{1,5}|[a-zåäö]{0,3}(?=\s+§)))\s+(?:§\s*)?\d")
SURE = ("section", "letters", "word", "before")
_DECISION = vocabulary.recogniser("decisions.label")
_NO_TITLE = re.compile(rf"(?i)(?:{'|'.join(MONTHS)}|%|st\b|kr\b|kap\b)")
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|…+\s*\d{1,3}$")
_PAGE_END = re.compile(r"^(.*\S)\s+\d{1,2}$")
# The agenda's number beside the year's running one: "4  § 44  Drogvaneundersökningen".
_BESIDE = re.compile(r"^(\d{1,3})\.?\s+§+\s*\d{1,3}\b\.?\s*(?=[A-ZÅÄÖ\"”])")


@dataclass(frozen=True)
class Number:
    style: str
    number: int
    title: str
    at: int
    weight: float

    @property
    def shown(self) -> str:
        """The number as the document writes it."""
        return chr(64 + self.number) if self.style == "capital" else str(self.number)


def numbers(lines: Sequence[Line]) -> list[Number]:
    """Every line that may be an item by its number, with how much speaks for it."""
    prefixes = Counter(one[1] for line in lines if (one := _PREFIX.match(line.text)))
    prefix = next((text for text, n in prefixes.most_common(1) if n >= 2), None)
    titles = {folded(title_of(line.text)) for line in lines}
    found: list[Number] = []
    for at, line in enumerate(lines):
        text = _numbered_cell(line)
        if not text[:12].strip() or _CONTENTS.search(text):
            continue
        for style, pattern in _STYLES.items():
            match = pattern.match(text)
            if not match:
                continue
            if style == "letters" and not _has_prefix(text, prefix):
                continue
            number, title = _value(match[1]), match[2].strip()
            page = _PAGE_END.match(title)
            if _may_be_item(style, number, title, lines, at) and not (
                page and folded(page[1]) in titles
            ):
                weight = 1.0 + 0.4 * bool(line.heading or line.is_bold) + 0.15 * line.gap
                weight += 0.5 * (style in SURE) - 0.5 * (style == "alone")
                found.append(Number(style, number, title, at, weight))
                break
    starts = {one.at for one in found}
    return [replace(one, weight=one.weight + 0.6 * _has_body(lines, one, starts)) for one in found]


def _value(number: str) -> int:
    return int(number) if number.isdigit() else ord(number) - 64


def _has_prefix(text: str, prefix: str | None) -> bool:
    """Whether letters before a number are the document's own, or a § says that it is one."""
    own = _PREFIX.match(text)
    return bool(own and (own[1] == prefix or (prefix is None and "§" in own[0])))


def _numbered_cell(line: Line) -> str:
    """The text that may be an item: of a table's row the number's cell with its title."""
    whole = _BESIDE.sub(r"\1 ", " ".join(line.text.split()))
    if len(line.cells) < 2 or re.match(r"\d{1,3}\s+§", line.text):
        return _TIME.sub("", whole)
    cells = [" ".join(cell.split()) for cell in line.cells]
    cells[0] = _TIME.sub("", cells[0]) or cells[0]
    if double := re.fullmatch(r"\d{1,3}\s+(\d{1,2}[.)]?)", cells[0]):
        return f"{double[1]} {cells[1]}"  # the running number of the year stands before
    if all(re.fullmatch(r"\d{1,3}\.?", cell) for cell in cells[:2]) and len(cells) > 2:
        return f"{cells[1]} {cells[2]}"
    for n, cell in enumerate(cells[:2]):
        if re.fullmatch(r"(?:§\s*)?\d{1,3}(?:[.)]|\s*§)?", cell) and n + 1 < len(cells):
            return f"{cell} {cells[n + 1]}"
        if re.match(r"(?:§+\s*\d{1,3}\b|\d{1,2}[.)]\s)\s*[A-ZÅÄÖ]", cell):
            return cell
    return " ".join(cells) if line.table is None else ""


def _may_be_item(style: str, number: int, title: str, lines: Sequence[Line], at: int) -> bool:
    """Turns away what only begins with a number: page numbers, dates, postcodes, measures."""
    if style == "capital":
        return bool(lines[at].is_bold or lines[at].heading)  # else initials, or a list
    if style == "alone":
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        return bool(re.match(r"[A-ZÅÄÖ\"”]", below)) and len(below) < 140
    if style == "number" and (re.match(r"\d{3}\s+\d{2}\b", lines[at].text) or number > 400):
        return False
    is_decision = (
        number == 1 and style not in SURE and at and _DECISION.fullmatch(lines[at - 1].text)
    )
    return not (is_decision or _NO_TITLE.match(title))


def _has_body(lines: Sequence[Line], one: Number, starts: set[int]) -> bool:
    """Whether text stands under a number before the next one."""
    at = one.at + 1
    if len(one.title) > 140:
        return True
    if at >= len(lines) or at in starts:
        return False
    has_more = at + 1 < len(lines) and at + 1 not in starts
    if not one.title or has_more:  # without a title it stands on the next line
        return has_more
    # A wrapped title of an agenda isn't text; a sentence or a new paragraph is.
    line = lines[at]
    return line.gap or bool(re.search(r"[.:!]$", line.text)) or len(line.text) > 60


def heaviest(found: Sequence[Number]) -> list[Number]:
    """The heaviest series of one style in which each number follows the one before."""
    best: list[Number] = []
    heaviest = 0.0
    for style in _STYLES:
        mine = [one for one in found if one.style == style][:600]
        series: list[tuple[float, list[Number]]] = []
        for one in mine:
            total, chain = one.weight, [one]
            for weight, above in series:
                step = one.number - above[-1].number
                more = weight + one.weight - 0.75 * (step - 1)
                if 1 <= step <= 3 and more > total + 1e-9:
                    total, chain = more, [*above, one]
            series.append((total, chain))
        least = 1 if style in SURE else 2
        for weight, chain in series:
            late = 1.2 if chain[0].number > 1 and style in ("point", "number") else 0.0
            if len(chain) >= least and weight - late > heaviest + 1e-9:
                best, heaviest = chain, weight - late
    if len(best) == 2 and best[0].style in ("number", "alone", "capital") and best[0].number != 1:
        return []
    return best


def title_of(text: str) -> str:
    text = " ".join(text.split())
    return next((m[2] for pattern in _STYLES.values() if (m := pattern.match(text))), "")


def folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
