"""The numbers that may be an agenda's, and the heaviest series of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter

from lobra.reading import vocabulary
from lobra.reading.source import Line
from lobra_data.words import MONTHS

SURE = ("section", "letters", "body", "word", "before")
_STYLES = {
    style: vocabulary.recogniser(f"items.{style}")
    for style in (*SURE, "meeting", "point", "number", "alone", "capital", "small")
}
_TIME = re.compile(
    r"^(?:kl\.?\s*)?\d{1,2}[.:]\d{2}(?:\s*[-–—]\s*\d{1,2}[.:]\d{2})?\s+(?=\D|\d{1,2}[.)]\s)"
)
_DECISION = vocabulary.recogniser("decisions.label")
_NO_TITLE = re.compile(rf"(?i)(?:(?:{'|'.join(MONTHS)}|st|kr|kap)\b|%)")
_POSTCODE = re.compile(r"\d{3}\s+\d{2}\b")
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|…+\s*\d{1,3}$")
# The agenda's number beside the year's running one: "4  § 44  Drogvaneundersökningen".
_BESIDE = re.compile(r"^(\d{1,3})\.?\s+§+\s*\d{1,3}\b\.?\s*(?=[A-ZÅÄÖ\"”])")
_ALONE = re.compile(r"(?:§\s*)?\d{1,3}(?:[.)]|\s*§)?")
_WITH_TITLE = re.compile(r"(?:§+\s*\d{1,3}\b|\d{1,2}[.)]?\s)\s*[A-ZÅÄÖ]")


_LOST = 4


@dataclass(frozen=True)
class Number:
    """A number as the document writes it (`shown`), and how much speaks for an item there."""

    style: str
    number: float  # 1.1 for "§ 1.1", 1.01 for "1.a"
    shown: str
    title: str
    at: int
    weight: float
    is_over: bool = False  # over text of its own


def numbers(lines: Sequence[Line]) -> list[Number]:
    """Every line that may be an item by its number, with how much speaks for it."""
    prefixes = Counter(m["own"] for line in lines if (m := _STYLES["letters"].match(line.text)))
    prefix = next((text for text, n in prefixes.most_common(1) if n >= 2), None)
    found = [one for at in range(len(lines)) if (one := _number(lines, at, prefix))]
    starts = {one.at for one in found}
    over = [_has_body(lines, one, starts) for one in found]
    return [
        replace(one, weight=one.weight + 0.6 * is_over, is_over=is_over)
        for one, is_over in zip(found, over, strict=True)
    ]


def _number(lines: Sequence[Line], at: int, prefix: str | None) -> Number | None:
    line = lines[at]
    text = _numbered_cell(line)
    if not text[:12].strip() or _CONTENTS.search(text):
        return None
    for style, pattern in _STYLES.items():
        match = pattern.match(text)
        if not match or (style == "letters" and not _has_prefix(match, prefix)):
            continue
        *_, shown, title = map(str.strip, match.groups())
        number = _value(shown)
        if _may_be_item(style, number, title, lines, at):
            weight = 1.0 + 0.4 * bool(line.heading or line.is_bold) + 0.15 * line.gap
            weight += (
                0.5 * (style in SURE)
                - 0.5 * (style in ("alone", "small"))
                + 0.1 * title[:1].isupper()
            )
            of_meeting = match.groupdict().get("meeting", "")  # "2:1", the second meeting's first
            shown = of_meeting + (shown.lstrip("0") or shown)
            return Number(style, number, shown, title, at, weight)
    return None


def _value(shown: str) -> float:
    """The number in its series: 2 for "B", 1.1 for "1.1", 1.01 for "1.a"."""
    if not shown[-1].isalpha():
        return float(shown)
    whole, letter = shown[:-2], ord(shown[-1].upper()) - 64
    return int(whole) + letter / 100 if whole else letter


def _has_prefix(own: re.Match[str], prefix: str | None) -> bool:
    """Whether letters before a number are the document's own, or a § says that it is one."""
    return own["own"] == prefix or (prefix is None and "§" in own.string[: own.start(2)])


def _numbered_cell(line: Line) -> str:
    """The text that may be an item: of a table's row the number's cell with its title."""
    whole, n_beside = _BESIDE.subn(r"\1 ", " ".join(line.text.split()))
    if len(line.cells) < 2 or n_beside:
        return _TIME.sub("", whole)
    first, _, below = line.cells[0].partition("\n")  # "12", and below it what kind of matter it is
    firsts = first if below and _ALONE.fullmatch(first) else line.cells[0]
    cells = [" ".join(cell.split()) for cell in (firsts, *line.cells[1:])]
    cells[0] = _TIME.sub("", cells[0]) or cells[0]
    # The running number of the year stands before, in the same cell or in one of its own.
    cells[0] = re.sub(r"^\d{1,3}\s+(?=\d{1,2}[.)]?$)", "", cells[0])
    cells = cells[1:] if all(_ALONE.fullmatch(cell) for cell in cells[:2]) else cells
    for cell, after in zip(cells[:2], [*cells[1:], ""], strict=False):
        if _ALONE.fullmatch(cell) and after:
            return f"{cell} {after}"
        if _WITH_TITLE.match(cell):
            return cell
    return " ".join(cells) if line.table is None else ""


def _may_be_item(style: str, number: float, title: str, lines: Sequence[Line], at: int) -> bool:
    """Turns away what only begins with a number: page numbers, dates, postcodes, measures."""
    if style == "capital":  # else initials, or a list
        is_over = [line.is_bullet for line in lines[at : at + 2]] == [False, True]  # points
        return bool(lines[at].is_bold or lines[at].heading or is_over)
    if style == "small":  # else a list
        is_apart = lines[at].is_bold or lines[at].heading or lines[at].gap
        return bool(is_apart and len(title) < 100 and title[-1] not in ".,;")
    if style == "alone":
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        return bool(re.match(r"[A-ZÅÄÖ\"”]", below)) and len(below) < 140
    if style == "number" and (_POSTCODE.match(lines[at].text) or number > 400):
        return False
    is_list = number == 1 and style not in SURE and at and _DECISION.fullmatch(lines[at - 1].text)
    return not (is_list or _NO_TITLE.match(title))


def _has_body(lines: Sequence[Line], one: Number, starts: set[int]) -> bool:
    """Whether text stands under a number before the next one."""
    at = one.at + 1
    if at >= len(lines) or at in starts:
        return len(one.title) > 140
    has_more = at + 1 < len(lines) and at + 1 not in starts
    # A wrapped title of an agenda isn't text; a sentence or a new paragraph is.
    is_text = lines[at].gap or re.search(r"[.:!]$", lines[at].text) or len(lines[at].text) > 60
    return has_more or bool(one.title and is_text)


def heaviest(found: Sequence[Number]) -> list[Number]:
    """The heaviest series of one style in which each number follows the one before.

    Minutes that begin to count anew have two: the first stands over text, unlike an agenda.
    """
    best = _series(found)
    ones = [one for one in found if one.style == "point" and one.number == 1]
    if len(ones) >= _LOST and len(best) < _LOST:  # a programme that lost count writes "1." at each
        return ones
    if not best:
        return []
    if both := _counted_anew(found, best):
        return both
    begin, end, style = best[0].at, best[-1].at, best[0].style
    # A § that the series lacks is an item out of its order.
    lost = {
        one.number: one
        for one in found[::-1]
        if one.style == style == "section" and begin < one.at < end
    }
    within = {n: one for n, one in lost.items() if best[0].number < n < best[-1].number}
    return sorted((within | {one.number: one for one in best}).values(), key=attrgetter("at"))


def _counted_anew(found: Sequence[Number], best: Sequence[Number]) -> list[Number]:
    """The items of minutes that begin to count anew inside their heaviest series; else none."""
    own = [one for one in found if one.style == best[0].style]
    anew = [one.at for one in own if one.number == 1 and best[0].at <= one.at < best[-1].at]
    if not anew:
        return []
    first = _series([one for one in own if one.at < anew[-1]])
    second = _series([one for one in own if one.at >= anew[-1]])
    is_again = {one.title for one in first} & {one.title for one in second}
    is_both = _is_of_items(first) and _is_of_items(second) and not is_again
    return [*first, *second] if is_both else []


def _is_of_items(series: Sequence[Number]) -> bool:
    """Whether all of a series but one at most stands over text, as no agenda or list does."""
    return len(series) > 2 and sum(not one.is_over for one in series) < 2


def _series(found: Sequence[Number]) -> list[Number]:
    """The heaviest series of one style, with gaps of two at most; titles below bare numbers too."""
    best: list[Number] = []
    heaviest = 0.0
    for style in _STYLES:
        series: list[tuple[float, list[Number]]] = []
        own = (style, "alone") if style == "number" else (style,)
        for one in [one for one in found if one.style in own][:600]:
            ways = [
                (round(weight + one.weight - 0.75 * max(0, step - 1), 6), above)
                for weight, above in series
                if 0 < (step := one.number - above[-1].number) <= 3
            ]
            weight, above = max([(one.weight, []), *ways], key=itemgetter(0))
            series.append((weight, [*above, one]))
        for weight, chain in series:
            is_late = chain[0].number > 1 and style in ("point", "number")
            is_first = chain[0].number == 1 and style != "small"
            is_whole = len(chain) >= (1 if style in SURE else 2 if is_first else 3)
            if is_whole and weight - 1.2 * is_late > heaviest + 1e-9:
                best, heaviest = chain, weight - 1.2 * is_late
    return best
