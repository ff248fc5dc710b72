"""The points of an agenda: numbered ones as the heaviest series, otherwise the headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lobra.reading import dates, marks, names, persons, vocabulary
from lobra.reading.found import AgendaItem
from lobra.reading.marks import VERB, boundary, is_heading
from lobra.reading.minutes import about, numbers
from lobra.reading.minutes.numbers import Number
from lobra.reading.source import Line

_AGENDA = re.compile(rf"(?i)\W*{vocabulary.any_of('items.agenda')}\W*$")
_OVER = re.compile(rf"(?i)\W*{vocabulary.any_of('items.over')}\W*$")
TASKS = re.compile(rf"(?i)\W*{vocabulary.any_of('assignments.titles')}(?:[,(].{{,30}})?\W*$")
_DECISION = vocabulary.recogniser("decisions.label")
# A title that ends before its text on the same line: "Ekonomi. Budgeten är klar."
_LEAD = re.compile(r"([^.:!?]{3,80}(?:(?<=\w{4})|(?<=\d)))\.\s+(?=[A-ZÅÄÖ\d].{3})")
# … or that a colon parts from a sentence: "Ekonomi: budgeten är klar."
_COLON = re.compile(r"([^.:!?]{3,60}):\s+(?=.*[^?]$)")
_TIME_AFTER = re.compile(
    r"(?i)[\s,]*\(?\bkl\.?\s*\d{1,2}[.:]\d{2}[\s\d.:–-]*(?:\)?$|\)?\s(?=[A-ZÅÄÖ].{40}))"
)
# … or a next meeting that the same line tells of: "Nästa möte: torsdag den 26 november".
_NEXT = re.compile(
    rf"(?i)({vocabulary.any_of('planned.titles')})(?::\s*|\s+(?=(?:blir|är|hålls|äger)\b))(?=.*\d)"
)
# … or what is proposed there: "Nya tider Förslag till beslut: rådet möts den 18 maj".
_PROPOSAL = re.compile(r"(.{3,}?)\s+(?=Förslag till beslut\s*:)")
_PROPOSED = vocabulary.recogniser("decisions.proposed")
# The number of a part and its title; how it is dealt with may stand beside it.
_SUB = re.compile(r"^(\d{1,2}[.:]\d{1,2})\.?\s*([A-ZÅÄÖ\"”][^\t]*)")
_OWN = re.compile(r"^(\d{1,3})[.)]\s*([A-ZÅÄÖ\"”][^\t]*)")
_FILE_NUMBER = re.compile(
    r"^\(?(?:(?i:dnr|diarienr|diarienummer|ärendenr)\b\W*(?:[A-ZÅÄÖ]{2,5}\W?)?[\d/.:-]*"
    r"(?:, [\d/]+)*"
    r"|[A-ZÅÄÖ]{2,5}[ -]?\d{4}(?:[/:]\d+|-\d{5,}|-\d+$)|\d{4}[/:][A-ZÅÄÖ]{2,5}\d+"
    r"|[A-ZÅÄÖ]{2,5}/\d{4}:\d+(?:\s*-\s*\d{3})?)(?!\w)\)?\s*(?:\d{3}\b\s*)?"
)
_ENDS = re.compile(r"\.(?:\s*\([^)]*\))?$")
_FORMAL = vocabulary.pattern("items.formal")
_GOES_ON = re.compile(r"(?:[-–/,]| (?:och|samt|för|av|med|i))$")


@dataclass(frozen=True)
class Point:
    """An item with the lines that stand under it: `at` is its own line, `end` one past the last."""

    item: AgendaItem
    at: int
    body: int
    end: int
    lead: str = ""


def points(lines: Sequence[Line]) -> list[Point]:
    """The items of a document in order, each with its span of lines.

    Numbered items are the heaviest series of numbers that follow each other: a number weighs
    more where text stands under it, where it is bold or a heading and where space stands before
    it, so that minutes win over the agenda that precedes them and over lists inside an item.
    """
    chain = numbers.heaviest(numbers.numbers(lines))
    headings = _headings(lines)
    if not chain or _is_mere_list(lines, chain, headings):
        return headings
    first, last = chain[0].at, chain[-1].at
    is_closing = "avslut" in chain[-1].title.casefold()  # headings after it are an appendix's
    own = f"{chain[-1].shown}."  # but "5.1 Nästa möte" is a part of it
    over = (
        at
        for at in range(last + 1, len(lines))
        if _OVER.match(lines[at].text)
        or (is_closing and is_heading(lines, at) and not lines[at].text.startswith(own))
    )
    ends = [*(one.at for one in chain[1:]), next(over, len(lines))]
    is_agenda = any(_AGENDA.match(line.text) for line in lines[max(0, first - 2) : first])
    return [_point(lines, one, end, is_agenda) for one, end in zip(chain, ends, strict=True)]


def without_item(lines: Sequence[Line], found: Sequence[Point]) -> Point | None:
    """The text that stands above the first item, or all where there is none: it decides as well."""
    begin = _end_of_head(lines)
    end = found[0].at if found else len(lines)
    agenda = (at for at in range(begin, end) if found and _AGENDA.match(lines[at].text))
    end = next(agenda, end)
    if begin >= end:
        return None
    return Point(AgendaItem(None, None, 1, lines[begin].number), begin - 1, begin, end)


def of_tasks(lines: Sequence[Line], found: Sequence[Point]) -> Point | None:
    """The list of tasks that stands below the last item: it belongs to none, but asks."""
    begin = found[-1].end if found else len(lines)
    at = next((n for n in range(begin, len(lines)) if TASKS.match(lines[n].text)), None)
    if at is None:
        return None
    item = AgendaItem(None, lines[at].text.strip(" :"), 1, lines[at].number)
    return Point(item, at, at + 1, len(lines))


def sections(lines: Sequence[Line], found: Sequence[Point]) -> list[AgendaItem]:
    """The items and, inside the numbered ones, the headings without a number (level 2)."""
    out = []
    for point in found:
        out.append(point.item)
        for at in range(point.body, point.end) if point.item.number else ():
            sub = _SUB.match(lines[at].text)
            part = part_of(point, lines[at].text)
            is_plain = is_heading(lines, at) and not _DECISION.match(lines[at].text)
            if part and not _is_said(part, lines[at + 1 : point.end]) if sub else is_plain:
                out.append(_item(lines[at].text, 2, lines[at]))
    return out


def part_of(point: Point, text: str) -> str | None:
    """What stands behind the number of a part of an item: "Läget" of "3.1 Läget" in the third."""
    sub = _SUB.match(text)
    is_own = sub and sub[1].replace(":", ".").startswith(f"{point.item.number}.")
    return sub[2] if sub and is_own else None


def _is_said(part: str, below: Sequence[Line]) -> bool:
    """Whether a part's number stands before what was said, and not before a title."""
    goes_on = len(part) > 45 and any(not one.gap and one.text[:1].islower() for one in below[:1])
    return goes_on or bool(re.search(r"[^\W\d]{2}[.!?](?:\s+[A-ZÅÄÖ]|$)", part))


def _item(text: str, level: int, line: Line) -> AgendaItem:
    """An item by its heading, which may begin with a number: "3.1 Läget", "1. Läget"."""
    number, title = sub.groups() if (sub := _SUB.match(text) or _OWN.match(text)) else (None, text)
    return AgendaItem(number, title.strip(" :"), level, line.number)


def _is_over_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a line only says that decisions, or a list of tasks, stand below."""
    text, is_listed = lines[at].text, any(one.is_bullet for one in lines[at + 1 : at + 2])
    return bool(_DECISION.fullmatch(text) or (is_listed and TASKS.match(text)))


def _is_mere_list(
    lines: Sequence[Line], chain: Sequence[Number], headings: Sequence[Point]
) -> bool:
    """Whether a numbered series is a list inside a document that has headings without numbers."""
    first, last = chain[0].at, chain[-1].at
    if chain[0].style in numbers.SURE:
        return False
    titles = ((point.item.title or "" for point in headings), (one.title for one in chain))
    if [any(map(_FORMAL.match, some)) for some in titles] == [False, True]:
        return False
    bodies = sum(after.at - one.at > 1 + (not one.title) for one, after in pairwise(chain))
    starts = (lines[one.at] for one in chain)
    stands = sum(line.gap or line.heading > 0 or line.is_bold for line in starts)
    around = [point for point in headings if not first <= point.at <= last]
    return bodies + stands <= len(chain) // 2 and len(around) >= 3


def _headings(lines: Sequence[Line]) -> list[Point]:
    """Items without numbers: the headings that stand over text, of the level that most have."""
    stand = [
        at
        for at in range(_end_of_head(lines), len(lines))
        if is_heading(lines, at)
        and not _PROPOSED.fullmatch(lines[at].text)
        and (lines[at].heading or not _is_over_list(lines, at))
        and not _goes_on(lines, at)
    ]
    level = {at: lines[at].heading or 8 - lines[at].is_bold for at in stand}
    marked = [at for at in stand if level[at] < 8]
    if marked[1:] and level[marked[0]] < min(level[at] for at in marked[1:]):
        stand.remove(marked[0])  # the document's own title
    least = [*sorted(level[at] for at in stand), 8, 8, 8][2]  # down to there there are three
    own = [at for at in stand if level[at] <= least]
    titles = [(at, lines[at].text.strip(" :#"), "") for at in own] or _begun(lines)
    ends = [*(at for at, *_ in titles[1:]), len(lines)]
    return [
        Point(_item(title, 1, lines[at]), at, at + 1, end, lead)
        for (at, title, lead), end in zip(titles, ends, strict=False)
    ]


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the rest of a label's value: "Avser: möte om läget i", "Ekeby"."""
    above = marks.label(lines[at - 1].text) if at and not lines[at].gap else None
    return bool(above and above.has_colon and _GOES_ON.search(above.value))


def _begun(lines: Sequence[Line]) -> list[tuple[int, str, str]]:
    """Where texts begin with their title ("• Badplatsen. Bryggan är trasig."), and its text.

    Below the label of an agenda the whole of a bulleted text is a title.
    """
    agenda = next((at for at, one in enumerate(lines) if _AGENDA.match(one.text)), len(lines))
    begin = _end_of_head(lines)
    out = []
    for at, one in enumerate(lines):
        title, rest = _lead(one.text, _COLON)
        if not title and one.is_bullet and at > agenda:
            title, rest = rest, ""
        is_apart = one.gap or at == begin or lines[at - 1].text[-1:] == "."
        is_dated = title and dates.find_dates(title)
        if title and not is_dated and (one.is_bullet or (is_apart and at >= begin)):
            out.append((at, title, rest))
    return out if len(out) > 2 else []


def _lead(text: str, form: re.Pattern[str] = _LEAD, most: int = 6) -> tuple[str, str]:
    """The title that a text begins with as a sentence of its own, and the rest."""
    lead = form.match(text) or _LEAD.match(text)
    words = lead[1].split() if lead else []
    if not lead or len(words) > most or VERB.search(lead[1]) or names.is_first_name(words[0]):
        return "", text
    return lead[1], text[lead.end() :].strip()


def _end_of_head(lines: Sequence[Line]) -> int:
    """Where the text of a meeting may begin: after the last label of its head."""
    last = 0
    for at, line in enumerate(lines[:70]):
        one = marks.label(line.text)
        is_list = one and one.is_status and (not one.value or persons.people(one.value))
        is_when = one and one.meaning in ("when", "where", "when where")
        is_row = line.cells and at - last <= 2 and persons.people(line.text, line.cells)
        if is_list or is_when or is_row or (at < 8 and about.MINUTES.match(line.text)):
            last = at
        elif at - last > 15 or (line.heading > 1 and last and not one):
            break
    return last + 1


def _point(lines: Sequence[Line], one: Number, end: int, is_agenda: bool) -> Point:
    """An item with its title: on the number's line, on the next, and on what that wraps to."""
    title, body = _FILE_NUMBER.sub("", one.title), one.at + 1
    while body < end and not title and not _DECISION.match(lines[body].text):
        title, body = _FILE_NUMBER.sub("", lines[body].text.strip()), body + 1
    while body < end and _wraps(title, lines, body, end, is_agenda):
        title, body = f"{title} {lines[body].text.strip()}", body + 1
    title, lead = _divided(title, lines, body, end)
    if time := _TIME_AFTER.search(title):
        title, lead = title[: time.start()], f"{title[time.start() :].strip()} {lead}".strip()
    lead = " ".join(filter(None, [lead, _beside(lines[one.at], title)]))
    item = AgendaItem(one.shown, title.strip(" :") or None, 1, lines[one.at].number)
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
        return bool(_GOES_ON.search(title))
    # A sentence may be a title as well, when it is a paragraph of its own with text under it.
    stands_alone = is_agenda or (at + 1 < end and lines[at + 1].gap)
    is_long = len(title) > 35 or _GOES_ON.search(title)
    return bool(is_long) and len(line.text) < 90 and (stands_alone or line.text[-1] != ".")


def _divided(title: str, lines: Sequence[Line], body: int, end: int) -> tuple[str, str]:
    """A title, and the text that runs on after it or stands in its place."""
    one = marks.label(title)
    runs_on = _ENDS.search(title) or (body < end and not lines[body].gap and VERB.search(title))
    lead = _lead(title, _COLON if runs_on and not (one and one.is_status) else _LEAD, most=10)
    cut = boundary(title)
    if after := _NEXT.match(title) or _PROPOSAL.match(title):
        return after[1], title[after.end() :]
    if lead[0]:
        return lead
    if cut and len(title[:cut].split()) <= 12 and not VERB.search(title[:cut]):
        return title[:cut].strip(), title[cut:].strip()
    wraps = len(title) > 50 and body < end and not lines[body].gap and (
        lines[body].text[:1].islower() or names.is_first_name(title.split()[-1])
    )  # fmt: skip
    is_sentence = wraps or len(title) > 220 or (body >= end and re.search(r"[^.]\.$", title))
    is_told = is_sentence and VERB.search(re.sub(r"\bsom\b.*", "", title))
    return "" if is_told else title, title if is_sentence else ""
