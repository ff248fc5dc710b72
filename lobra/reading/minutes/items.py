"""The points of an agenda: numbered ones as the longest series, otherwise the headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lobra.reading.found import AgendaItem
from lobra.reading.headings import OPENING, VERB, boundary, is_heading, standing
from lobra.reading.source import Line
from lobra_data.words import MONTHS

_MONTHS = "|".join(MONTHS)
_LETTERS = r"[A-ZÅÄÖ](?:[A-ZÅÄÖ]{1,5}|[a-zåäö]{0,3}\s+(?=§))"
_WORDS = r"[Pp]unkt|[Pp]kt\.?|[Ää]rende|PUNKT|ÄRENDE"
_STYLES = tuple(
    (style, re.compile(text))
    for style, text in (
        ("§", r"^§+\s*(\d{1,3})\b\s*[.:)]?\s*[-–]?\s*(.*)$"),
        ("letters", rf"^{_LETTERS}\s*(?:§\s*)?(\d{{1,3}})\b\s*[.:)]?\s*(.*)$"),
        ("word", rf"^(?:{_WORDS})\s*(?:nr\.?\s*)?(\d{{1,3}})\b\s*[.:)–-]?\s*(.*)$"),
        (".", r"^(\d{1,3})\s*[.):]\s*(?!\d)(.*)$"),
        ("n", rf"^(\d{{1,3}})\s+(?!(?i:{_MONTHS})\b)([A-ZÅÄÖ\"”][^\n]*)$"),
        ("alone", r"^(\d{1,3})()$"),
    )
)
_SUB = re.compile(r"^(\d{1,2}\.\d{1,2})\.?\s+([A-ZÅÄÖ\"”].*)$")
_PREFIX = re.compile(r"^([A-ZÅÄÖ](?:[A-ZÅÄÖ]{1,5}|[a-zåäö]{0,3}(?=\s+§)))\s+(?:§\s*)?\d")
_FILE_NUMBER = re.compile(
    r"(?i)^(?:dnr|diarienr|diarienummer|ärendenr)\b|^[A-ZÅÄÖ]{2,5}[ -]\d{4}[/:-]\d+$"
)
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|…+\s*\d{1,3}$")
# The agenda's number beside the year's running one: "4  § 44  Drogvaneundersökningen".
_BESIDE = re.compile(r"^(\d{1,3})\.?\s+§+\s*\d{1,3}\b\.?\s*(?=[A-ZÅÄÖ\"”])")
_TIME = re.compile(
    r"^(?:kl\.?\s*)?\d{1,2}[.:]\d{2}(?:\s*[-–—]\s*\d{1,2}[.:]\d{2})?\s+(?=\D|\d{1,2}[.)]\s)"
)
_PAGE_END = re.compile(r"^(.*\S)\s+\d{1,2}$")


@dataclass(frozen=True)
class Point:
    """An item with the lines that stand under it: `at` is its own line, `end` one past the last."""

    item: AgendaItem
    at: int
    body: int
    end: int
    lead: str = ""


@dataclass(frozen=True)
class _Candidate:
    style: str
    number: int
    title: str
    at: int
    weight: float


def points(lines: Sequence[Line]) -> list[Point]:
    """The items of a document in order, each with its span of lines.

    Numbered items are the heaviest series of numbers that follow each other: a number weighs
    more where text stands under it, where it is bold or a heading and where space stands before
    it, so that minutes win over the agenda that precedes them and over lists inside an item.
    """
    chain = _chain(_candidates(lines))
    headings = _unnumbered(lines)
    if chain and not _is_mere_list(lines, chain, headings):
        found = [
            _point(lines, one, chain[n + 1].at if n + 1 < len(chain) else len(lines))
            for n, one in enumerate(chain)
        ]
        return _with_agenda_titles(found, lines)
    return headings


def sections(lines: Sequence[Line], found: Sequence[Point]) -> list[AgendaItem]:
    """The items and, inside the numbered ones, the headings without a number (level 2)."""
    out = []
    for point in found:
        out.append(point.item)
        if point.item.number is None:
            continue
        for at in range(point.body, point.end):
            if sub := _SUB.match(lines[at].text):
                if sub[1].startswith(f"{point.item.number}."):
                    out.append(AgendaItem(sub[1], sub[2].strip(), 2, lines[at].number))
            elif is_heading(lines, at):
                title = lines[at].text.strip(" :")
                if (
                    lines[at].is_bold
                    and lines[at - 1].is_bold
                    and not lines[at].gap
                    and at > point.body
                ):
                    out[-1].title = f"{out[-1].title} {title}"  # a heading on two lines
                else:
                    out.append(AgendaItem(None, title, 2, lines[at].number))
    return out


def _candidates(lines: Sequence[Line]) -> list[_Candidate]:
    prefix = _common_prefix(lines)
    found: list[_Candidate] = []
    titles = {_folded(_title_of(line.text)) for line in lines}
    for at, line in enumerate(lines):
        text = _numbered_cell(line)
        if _CONTENTS.search(text):
            continue
        for style, pattern in _STYLES:
            match = pattern.match(text)
            if not match:
                continue
            if style == "letters" and (not (own := _PREFIX.match(text)) or own[1] != prefix):
                continue
            number, title = int(match[1]), match[2].strip()
            if not _may_be_item(style, number, title, text, lines, at):
                continue
            if (page := _PAGE_END.match(title)) and _folded(page[1]) in titles:
                continue
            weight = 1.0 + 0.4 * bool(line.heading or line.is_bold) + 0.15 * line.gap
            weight += 0.5 if style in ("§", "letters", "word") else 0.0
            weight -= 0.5 if style == "alone" else 0.0
            found.append(_Candidate(style, number, title, at, weight))
            break
    starts = {one.at for one in found}
    return [replace(one, weight=one.weight + 0.6 * _has_body(lines, one, starts)) for one in found]


def _is_mere_list(
    lines: Sequence[Line], chain: Sequence[_Candidate], headings: Sequence[Point]
) -> bool:
    """Whether a numbered series is a list inside a document that has headings without numbers."""
    if chain[0].style in ("§", "letters", "word") or len(headings) < 3:
        return False
    bodies = sum(after.at - one.at > 1 + bool(not one.title) for one, after in pairwise(chain))
    stands = sum(
        lines[one.at].gap or lines[one.at].heading > 0 or lines[one.at].is_bold for one in chain
    )
    around = [point for point in headings if not chain[0].at <= point.at <= chain[-1].at]
    return bodies + stands <= len(chain) // 2 and len(around) >= 3


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
        if re.fullmatch(r"(?:§\s*)?\d{1,3}[.)]?", cell) and n + 1 < len(cells):
            return f"{cell} {cells[n + 1]}"
        if re.match(r"(?:§+\s*\d{1,3}\b|\d{1,2}[.)]\s)\s*[A-ZÅÄÖ]", cell):
            return cell
    return " ".join(cells) if line.table is None else ""


def _may_be_item(
    style: str, number: int, title: str, text: str, lines: Sequence[Line], at: int
) -> bool:
    """Turns away what only begins with a number: page numbers, dates, postcodes, measures."""
    if style == "alone":
        following = lines[at + 1].text if at + 1 < len(lines) else ""
        return bool(re.match(r"[A-ZÅÄÖ\"”]", following)) and len(following) < 140
    if style == "n" and (re.match(r"\d{3}\s+\d{2}\b", text) or number > 400):
        return False
    if re.match(rf"(?i)(?:{_MONTHS}|%|st\b|kr\b|kap\b)", title):
        return False
    return not (style == "." and re.match(r"^\d{1,2}[.:]\s?\d\d", text))


def _common_prefix(lines: Sequence[Line]) -> str | None:
    counts = Counter(match[1] for line in lines if (match := _PREFIX.match(line.text)))
    return next((prefix for prefix, n in counts.most_common(1) if n >= 2), None)


def _has_body(lines: Sequence[Line], one: _Candidate, starts: set[int]) -> bool:
    """Whether text stands under a number before the next one."""
    at = one.at + 1
    if len(one.title) > 140:
        return True
    if at >= len(lines) or at in starts:
        return False
    line = lines[at]
    if not one.title:  # the title stands on the next line
        return at + 1 < len(lines) and at + 1 not in starts
    # A wrapped title of an agenda isn't text; a sentence or a new paragraph is.
    following = at + 1 < len(lines) and at + 1 not in starts
    return line.gap or following or bool(re.search(r"[.:!]$", line.text)) or len(line.text) > 60


def _chain(found: Sequence[_Candidate]) -> list[_Candidate]:
    """The heaviest series of one style in which each number follows the one before."""
    best: list[_Candidate] = []
    heaviest = 0.0
    for style in {one.style for one in found}:
        mine = [one for one in found if one.style == style][:600]
        totals = [one.weight for one in mine]
        previous: list[int | None] = [None] * len(mine)
        for n, one in enumerate(mine):
            for m in range(n):
                step = one.number - mine[m].number
                if 1 <= step <= 3 and mine[m].at < one.at:
                    total = totals[m] + one.weight - 0.75 * (step - 1)
                    if total > totals[n] + 1e-9:
                        totals[n], previous[n] = total, m
        for n in range(len(mine)):
            chain, place = [mine[n]], previous[n]
            while place is not None:
                chain.append(mine[place])
                place = previous[place]
            chain.reverse()
            weight = totals[n] - (1.2 if chain[0].number > 1 and style in (".", "n") else 0.0)
            least = 1 if style in ("§", "letters", "word") else 2
            if len(chain) >= least and weight > heaviest + 1e-9:
                best, heaviest = chain, weight
    if len(best) == 2 and best[0].style in ("n", "alone") and best[0].number != 1:
        return []
    return best


def _point(lines: Sequence[Line], one: _Candidate, end: int) -> Point:
    """An item with its title: on the number's line, on the next, and on what that wraps to."""
    title, body = one.title, one.at + 1
    if _FILE_NUMBER.match(title):
        title = ""
    while not title and body < end:
        title, body = lines[body].text, body + 1
        if _FILE_NUMBER.match(title):
            title = ""
    title = title.strip()
    while body < end and _wraps(title, lines[body], lines, body, end):
        title, body = f"{title} {lines[body].text.strip()}", body + 1
    lead = ""
    cut = boundary(title) if len(title) > 25 else None
    if cut and len(title[:cut].split()) <= 12 and not VERB.search(title[:cut]):
        title, lead = title[:cut].strip(), title[cut:].strip()
    elif _is_sentence(title, lines, body, end):
        title, lead = "", title
    elif len(title) > 200:
        title, lead = _split_title(title)
    number = lines[one.at].number
    item = AgendaItem(str(one.number), title.strip(" :") or None, 1, number)
    return Point(item, one.at, body, end, lead)


def _wraps(title: str, line: Line, lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether a line goes on with the title above it."""
    if line.gap or line.cells or line.is_bullet or line.heading or len(title) > 200:
        return False
    if re.search(r"[.:!?]$", title) or not re.match(r"[a-zåäö(&/–-]", line.text):
        return title.endswith(("-", "–", "/", ",", " och", " samt", " för", " av", " med", " i"))
    if len(title) <= 35 or len(line.text) >= 90:
        return False
    # A sentence may be a title as well, when it is a paragraph of its own with text under it.
    stands_alone = at + 1 < end and lines[at + 1].gap
    return stands_alone or not line.text.rstrip().endswith(".")


def _is_sentence(title: str, lines: Sequence[Line], body: int, end: int) -> bool:
    """Whether what follows a number tells something instead of naming it."""
    if OPENING.search(title) and len(title) > 30 and re.search(r"[,.]", title):
        return True
    goes_on = body < end and bool(re.match(r"[a-zåäö]", lines[body].text)) and not lines[body].gap
    if goes_on and VERB.search(title) and len(title) > 50:
        return True
    return len(title) > 220 and bool(VERB.search(title)) and not boundary(title)


def _split_title(text: str) -> tuple[str, str]:
    """A title and the text that runs on after it, in a document without line breaks."""
    stop = re.search(r"[.:!?]\s", text[:160])
    at = boundary(text)
    if stop and (at is None or stop.end() < at):
        at = stop.end()
    return (text[:at].strip(), text[at:].strip()) if at else ("", text)


def _with_agenda_titles(found: list[Point], lines: Sequence[Line]) -> list[Point]:
    """Where a title ran into its text, the agenda's own words for it."""
    if not any(point.lead for point in found):
        return found
    used = {point.at for point in found}
    titles = [
        match[2].strip(" .:")
        for at, line in enumerate(lines)
        if at not in used
        for _, pattern in _STYLES
        if (match := pattern.match(" ".join(line.text.split()))) and 3 < len(match[2]) < 160
    ]
    out = []
    for point in found:
        text = " ".join(filter(None, [point.item.title, point.lead]))
        own = max(
            (t for t in titles if text.casefold().startswith(t.casefold())), key=len, default=None
        )
        if own and point.lead:
            item = replace(point.item, title=text[: len(own)])
            point = replace(point, item=item, lead=text[len(own) :].strip())
        out.append(point)
    return out


def _unnumbered(lines: Sequence[Line]) -> list[Point]:
    """Items without numbers: the headings that stand over text."""
    own = standing(lines)
    return [
        Point(AgendaItem(None, lines[at].text.strip(" :"), 1, lines[at].number), at, at + 1, end)
        for at, end in zip(own, [*own[1:], len(lines)], strict=False)
    ]


def _title_of(text: str) -> str:
    for _, pattern in _STYLES:
        if match := pattern.match(text):
            return match[2]
    return text


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
