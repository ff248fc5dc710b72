"""The points of an agenda: numbered ones as the heaviest series, otherwise the headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lobra.reading import marks, names, vocabulary
from lobra.reading.found import AgendaItem
from lobra.reading.marks import OPENING, VERB, boundary, is_heading
from lobra.reading.minutes import about
from lobra.reading.source import Line
from lobra_data.words import MONTHS

_STYLES = {
    style: vocabulary.recogniser(f"items.{style}")
    for style in ("section", "letters", "word", "before", "point", "number", "alone")
}
_SURE = ("section", "letters", "word", "before")
_AGENDA = re.compile(rf"(?i)\W*{vocabulary.any_of('items.agenda')}\W*$")
_OVER = re.compile(rf"(?i)\W*{vocabulary.any_of('items.over')}\W*$")
_DECISION = vocabulary.recogniser("decisions.label")
# A title that ends before its text on the same line: "Ekonomi. Budgeten är klar."
_LEAD = re.compile(r"([^.:!?]{3,60}(?<=\w{4}))\.\s+(?=[A-ZÅÄÖ\d].{8})")
_CLOSING = re.compile(r"(?i)\bavslut")
_NO_TITLE = re.compile(rf"(?i)(?:{'|'.join(MONTHS)}|%|st\b|kr\b|kap\b)")
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
class _Number:
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
    chain = _heaviest(_numbers(lines))
    headings = _headings(lines)
    if not chain or _is_mere_list(lines, chain, headings):
        return headings
    ends = [*(one.at for one in chain[1:]), _end(lines, chain[-1])]
    is_agenda = _is_agenda(lines, chain[0].at)
    found = [_point(lines, one, end, is_agenda) for one, end in zip(chain, ends, strict=True)]
    found = _with_text_below(found, lines)
    return _with_agenda_titles(found, lines)


def sections(lines: Sequence[Line], found: Sequence[Point]) -> list[AgendaItem]:
    """The items and, inside the numbered ones, the headings without a number (level 2)."""
    out = []
    for point in found:
        out.append(point.item)
        if point.item.number is None:
            continue
        for at in range(point.body, point.end):
            sub = _SUB.match(lines[at].text)
            if sub and sub[1].startswith(f"{point.item.number}."):
                out.append(AgendaItem(sub[1], sub[2].strip(), 2, lines[at].number))
            elif not sub and is_heading(lines, at) and not _DECISION.match(lines[at].text):
                title = lines[at].text.strip(" :")
                is_bold = lines[at].is_bold and lines[at - 1].is_bold and at > point.body
                if is_bold and not lines[at].gap:  # a heading on two lines
                    out[-1].title = f"{out[-1].title} {title}"
                else:
                    out.append(AgendaItem(None, title, 2, lines[at].number))
    return out


def _numbers(lines: Sequence[Line]) -> list[_Number]:
    """Every line that may be an item by its number, with how much speaks for it."""
    prefixes = Counter(found[1] for line in lines if (found := _PREFIX.match(line.text)))
    prefix = next((text for text, n in prefixes.most_common(1) if n >= 2), None)
    titles = {_folded(_title_of(line.text)) for line in lines}
    found: list[_Number] = []
    for at, line in enumerate(lines):
        text = _numbered_cell(line)
        if not text[:12].strip() or _CONTENTS.search(text):
            continue
        for style, pattern in _STYLES.items():
            match = pattern.match(text)
            if not match:
                continue
            if style == "letters" and (not (own := _PREFIX.match(text)) or own[1] != prefix):
                continue
            number, title = int(match[1]), match[2].strip()
            page = _PAGE_END.match(title)
            if _may_be_item(style, number, title, lines, at) and not (
                page and _folded(page[1]) in titles
            ):
                weight = 1.0 + 0.4 * bool(line.heading or line.is_bold) + 0.15 * line.gap
                weight += 0.5 * (style in _SURE) - 0.5 * (style == "alone")
                found.append(_Number(style, number, title, at, weight))
                break
    starts = {one.at for one in found}
    return [replace(one, weight=one.weight + 0.6 * _has_body(lines, one, starts)) for one in found]


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
    if style == "alone":
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        return bool(re.match(r"[A-ZÅÄÖ\"”]", below)) and len(below) < 140
    if style == "number" and (re.match(r"\d{3}\s+\d{2}\b", lines[at].text) or number > 400):
        return False
    return not _NO_TITLE.match(title)


def _has_body(lines: Sequence[Line], one: _Number, starts: set[int]) -> bool:
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


def _heaviest(found: Sequence[_Number]) -> list[_Number]:
    """The heaviest series of one style in which each number follows the one before."""
    best: list[_Number] = []
    heaviest = 0.0
    for style in _STYLES:
        mine = [one for one in found if one.style == style][:600]
        series: list[tuple[float, list[_Number]]] = []
        for one in mine:
            total, chain = one.weight, [one]
            for weight, above in series:
                step = one.number - above[-1].number
                more = weight + one.weight - 0.75 * (step - 1)
                if 1 <= step <= 3 and more > total + 1e-9:
                    total, chain = more, [*above, one]
            series.append((total, chain))
        least = 1 if style in _SURE else 2
        for weight, chain in series:
            late = 1.2 if chain[0].number > 1 and style in ("point", "number") else 0.0
            if len(chain) >= least and weight - late > heaviest + 1e-9:
                best, heaviest = chain, weight - late
    if len(best) == 2 and best[0].style in ("number", "alone") and best[0].number != 1:
        return []
    return best


def _is_mere_list(
    lines: Sequence[Line], chain: Sequence[_Number], headings: Sequence[Point]
) -> bool:
    """Whether a numbered series is a list inside a document that has headings without numbers."""
    first, last = chain[0].at, chain[-1].at
    if chain[0].style in _SURE or len(headings) < 3:
        return False
    if _is_agenda(lines, first):
        return False
    bodies = sum(after.at - one.at > 1 + bool(not one.title) for one, after in pairwise(chain))
    stands = sum(
        lines[one.at].gap or lines[one.at].heading > 0 or lines[one.at].is_bold for one in chain
    )
    around = [point for point in headings if not first <= point.at <= last]
    return bodies + stands <= len(chain) // 2 and len(around) >= 3


def _is_agenda(lines: Sequence[Line], first: int) -> bool:
    """Whether a series stands right under the word for an agenda."""
    return any(_AGENDA.match(line.text) for line in lines[max(0, first - 2) : first])


def _headings(lines: Sequence[Line]) -> list[Point]:
    """Items without numbers: the headings that stand over text, of the level that most have."""
    stand = [at for at in range(_end_of_head(lines), len(lines)) if is_heading(lines, at)]
    marked = [at for at in stand if lines[at].heading]
    bold = [at for at in stand if lines[at].heading or lines[at].is_bold]
    own = next((one for one in (marked, bold) if len(one) >= 3), stand)
    levels = [lines[at].heading for at in own if lines[at].heading]
    if len(set(levels)) > 1:
        common = max(set(levels), key=levels.count)
        own = [at for at in own if lines[at].heading == common]
    return [
        Point(_untitled(lines, at), at, at + 1, end)
        for at, end in zip(own, [*own[1:], len(lines)], strict=False)
    ]


def _untitled(lines: Sequence[Line], at: int) -> AgendaItem:
    return AgendaItem(None, lines[at].text.strip(" :#"), 1, lines[at].number)


def _end_of_head(lines: Sequence[Line]) -> int:
    """Where the text of a meeting may begin: after the last label of its head."""
    last = 0
    for at, line in enumerate(lines[:70]):
        one = marks.label(line.text)
        below = lines[at + 1].text if at + 1 < len(lines) else ""
        is_list = one and one.is_status and names.people((one.value or below).split("\n")[0])
        is_when = one and one.meaning in ("when", "where", "when where")
        is_row = line.cells and names.people(line.text, line.cells)
        if is_list or is_when or is_row or (at < 8 and about.MINUTES.match(line.text)):
            last = at
        elif at - last > 15:
            break
    return last + 1


def _end(lines: Sequence[Line], last: _Number) -> int:
    """Where the last item is over: at the signatures, the appendices, the end."""
    is_closing = bool(_CLOSING.search(last.title))
    for at in range(last.at + 1, len(lines)):
        if _OVER.match(lines[at].text) or (is_closing and is_heading(lines, at)):
            return at
    return len(lines)


def _point(lines: Sequence[Line], one: _Number, end: int, is_agenda: bool) -> Point:
    """An item with its title: on the number's line, on the next, and on what that wraps to."""
    title, body = "" if _FILE_NUMBER.match(one.title) else one.title, one.at + 1
    while not title and body < end:
        title, body = lines[body].text, body + 1
        title = "" if _FILE_NUMBER.match(title) else title
    title = title.strip()
    while body < end and _wraps(title, lines, body, end, is_agenda):
        title, body = f"{title} {lines[body].text.strip()}", body + 1
    title, lead = (title, "") if is_agenda else _divided(title, lines, body, end)
    lead = " ".join(filter(None, [lead, _beside(lines[one.at], title)]))
    item = AgendaItem(str(one.number), title.strip(" :") or None, 1, lines[one.at].number)
    return Point(item, one.at, body, end, lead)


def _beside(line: Line, title: str) -> str:
    """What stands in the columns after a title's, where minutes are written as a table."""
    cells = [" ".join(cell.split()) for cell in line.cells]
    at = next((n for n, cell in enumerate(cells) if title and cell.endswith(title)), len(cells))
    return next((cell for cell in cells[at + 1 :] if len(cell.split()) > 2 or cell[-1:] == "."), "")


def _wraps(title: str, lines: Sequence[Line], at: int, end: int, is_agenda: bool) -> bool:
    """Whether a line goes on with the title above it."""
    line = lines[at]
    if line.gap or line.cells or line.is_bullet or line.heading or len(title) > 200:
        return False
    if re.search(r"[.:!?]$", title) or not re.match(r"[a-zåäö(&/–-]", line.text):
        return title.endswith(("-", "–", "/", ",", " och", " samt", " för", " av", " med", " i"))
    if len(title) <= 35 or len(line.text) >= 90:
        return False
    # A sentence may be a title as well, when it is a paragraph of its own with text under it.
    stands_alone = is_agenda or (at + 1 < end and lines[at + 1].gap)
    return stands_alone or not line.text.rstrip().endswith(".")


def _divided(title: str, lines: Sequence[Line], body: int, end: int) -> tuple[str, str]:
    """A title, and the text that runs on after it or stands in its place."""
    lead = _LEAD.match(title)
    if lead and len(lead[1].split()) <= 6 and not VERB.search(lead[1]):
        return lead[1], title[lead.end() :].strip()
    cut = boundary(title)
    if cut and len(title[:cut].split()) <= 12 and not VERB.search(title[:cut]):
        return title[:cut].strip(), title[cut:].strip()
    wraps = len(title) > 50 and body < end and not lines[body].gap and (
        lines[body].text[:1].islower() or names.is_first_name(title.split()[-1])
    )  # fmt: skip
    opens = OPENING.search(title) and len(title) > 30 and re.search(r"[,.]", title)
    is_sentence = wraps or len(title) > 220 or (body >= end and re.search(r"[^.]\.$", title))
    if opens or (is_sentence and VERB.search(re.sub(r"\bsom\b.*", "", title))):
        return "", title
    if len(title) > 200 and (stop := re.search(r"[.:!?]\s", title[:160])):
        return title[: stop.end()].strip(), title[stop.end() :].strip()
    return title, ""


def _with_text_below(found: list[Point], lines: Sequence[Line]) -> list[Point]:
    """An agenda whose text stands below it under the same titles: each item with that text."""
    last = found[-1]
    if any(point.end - point.body > 1 for point in found[:-1]):
        return found
    wanted = {_folded(point.item.title or str(n)): n for n, point in enumerate(found)}
    spots: dict[int, int] = {}
    for at in range(last.body, len(lines)):
        n = wanted.get(_folded(lines[at].text)) if len(lines[at].text) < 160 else None
        if n is not None and n not in spots:
            spots[n] = at
    if len(spots) * 2 < len(found):
        return found
    starts = sorted([*spots.values(), max(last.end, *spots.values())])
    ends = dict(zip(starts, starts[1:], strict=False))
    return [
        replace(point, body=spots[n] + 1, end=ends[spots[n]])
        if n in spots
        else replace(point, end=point.body)
        for n, point in enumerate(found)
    ]


def _with_agenda_titles(found: list[Point], lines: Sequence[Line]) -> list[Point]:
    """Where a title ran into its text, the agenda's own words for it."""
    if not any(point.lead for point in found):
        return found
    used = {point.at for point in found}
    titles = [_title_of(line.text).strip(" .:") for at, line in enumerate(lines) if at not in used]
    return [_as_in_agenda(point, [t for t in titles if 3 < len(t) < 160]) for point in found]


def _as_in_agenda(point: Point, titles: Sequence[str]) -> Point:
    text = " ".join(filter(None, [point.item.title, point.lead]))
    own: Iterator[str] = (t for t in titles if text.casefold().startswith(t.casefold()))
    title = max(own, key=len, default=None)
    if not title or not point.lead:
        return point
    item = replace(point.item, title=text[: len(title)])
    return replace(point, item=item, lead=text[len(title) :].strip())


def _title_of(text: str) -> str:
    text = " ".join(text.split())
    return next((m[2] for pattern in _STYLES.values() if (m := pattern.match(text))), "")


def _folded(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
