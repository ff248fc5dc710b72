"""What the meeting decided and whom it asked to do something, in the document's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lobra.reading import dates, names, vocabulary
from lobra.reading.found import Assignment, Attendant, Decision
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import LABEL, Paragraph
from lobra.reading.source import Line
from lobra_data.words import MONTHS, sentences

TOLD = vocabulary.recogniser("decisions.told")
_FORMULA = vocabulary.recogniser("decisions.formula")
_TITLE = re.compile(rf"(?i)^{vocabulary.any_of('decisions.titles')}(?! (?:om|från|av) ).{{0,40}}$")
_ENDS_LIST = re.compile(rf"(?i)^{vocabulary.any_of('decisions.ends_list')}")
_OPENING = vocabulary.pattern("decisions.opening")
_ELSEWHERE = vocabulary.pattern("decisions.elsewhere")
_RECALLED = re.compile(
    rf"(?i){vocabulary.any_of('decisions.recalled')}|\bbeslutade(?:s)? (?:den )?\d+\b"
    rf"|\bbeslutade(?:s)? i (?:{'|'.join(MONTHS)})\b"
)
_INLINE = re.compile(r"^(?:Beslut|BESLUT|beslut)\s*:\s*(.+)")
_ASKED = tuple(
    vocabulary.recogniser(f"assignments.{name}")
    for name in ("given", "labelled", "handed", "promised", "taken", "responsible")
)
_BY_ROLE = tuple(map(str.capitalize, vocabulary.words("assignments.by_role")))
_TASKS = re.compile(rf"(?i)\W*{vocabulary.any_of('assignments.titles')}\W*$")
RESPONSIBLE = vocabulary.recogniser("assignments.responsible_below")
_LISTED = re.compile(r"([A-ZÅÄÖ][^.:,]{1,40}?)\s+[a-zåäö]{2,}r\b")
_BEFORE = re.compile(rf"(?i)^(?:{vocabulary.any_of('assignments.before')}:?\s*)+")
_NOBODY = re.compile(rf"(?i){vocabulary.any_of('assignments.nobody')}")
_LIMIT = re.compile(r"(?i)\b(?:senast|till|innan|före|den)\s*(?:den\s*)?$")
_LONGEST = 400

# Whom, to do what, by when.
_Asked = tuple[str | None, str, str | None]


def decisions(point: Point, found: Sequence[Paragraph]) -> list[Decision]:
    """The decisions of an item: under a label, or told in a sentence, or its title's own."""
    item, title = point.item.number, (point.item.title or "").strip(" .:")
    if _TITLE.match(title):
        return [
            Decision(item, _INLINE.sub(r"\1", one.text, count=1), one.number)
            for one in found
            if len(one.text) > 12 and not _ENDS_LIST.match(one.text)
        ]
    if LABEL.match(title):
        found = [Paragraph(title, Line(point.item.line, title)), *found]
    out = [*_labelled(item, found)]
    if not out:
        for n in range(len(found)):
            is_more = bool(out) and found[n].text.startswith("att ")
            more = [Decision(item, found[n].text, found[n].number)] if is_more else []
            out += more or _told(item, found, n)
    if not out and _FORMULA.match(title):
        out = [Decision(item, title, point.item.line)]
    unique = {one.text.casefold(): one for one in reversed(out) if len(one.text) > 3}
    return [*unique.values()][::-1]


def _labelled(item: str | None, found: Sequence[Paragraph]) -> Iterator[Decision]:
    """The decisions under "Beslut": each att-clause, each number or the paragraph itself."""
    n = 0
    while n < len(found):
        match = LABEL.match(found[n].text)
        n += 1
        if not match:
            continue
        value = next((part.strip() for part in match.groups() if part and part.strip()), "")
        value = re.sub(
            r"(?i)^(?:\w+\s+)?beslut\w*(?:\s+att)?\s*:?$|^(?:att|följande)\b:?$", "", value
        )
        is_heading = found[n - 1].line.is_bold and not value
        has_any = bool(value) and not value.endswith(":")
        if has_any:
            yield from _parts(item, value, found[n - 1].number)
        is_plain = bool(value)
        while n < len(found) and _belongs(found[n], has_any and not is_heading, is_plain):
            yield from _parts(item, found[n].text, found[n].number)
            has_any, is_plain = True, is_plain or not found[n].is_listed
            n += 1


def _belongs(one: Paragraph, has_any: bool, is_plain: bool) -> bool:
    """Whether a paragraph is under the label of decisions above it."""
    if LABEL.match(one.text) or _ENDS_LIST.match(one.text) or one.line.heading:
        return False
    is_listed = bool(re.match(r"(?:(?i:att)\b|\d{1,2}[.)]\s)", one.text))
    is_listed = is_listed or (one.line.is_bullet and not is_plain)
    if is_listed or (has_any and TOLD.match(one.text)):
        return True
    return not has_any and not one.line.is_bold


def _parts(item: str | None, text: str, line: int) -> Iterator[Decision]:
    """A text under the label: a numbered run one by one, a further sentence that decides."""
    parts = re.split(r"\s+(?=\d[.)]\s+[A-ZÅÄÖa])", text)
    if len(parts) == 1 or min(map(len, parts)) <= 8:
        parts = []
        for sentence in sentences(text):
            if parts and not TOLD.search(sentence):
                parts[-1] += f" {sentence}"
            else:
                parts.append(sentence)
    for part in parts:
        yield Decision(item, re.sub(r"^\d{1,2}(?:[.)]\s+|\s+(?=[A-ZÅÄÖ]))", "", part).strip(), line)


def _told(item: str | None, found: Sequence[Paragraph], n: int) -> Iterator[Decision]:
    """Decisions told in running text; what was decided earlier or elsewhere is none."""
    for sentence in map(str.strip, sentences(found[n].text)):
        if inline := _INLINE.match(sentence):
            yield Decision(item, inline[1], found[n].number)
        elif is_decision(sentence):
            yield Decision(item, _with_list(sentence, found, n), found[n].number)


def is_decision(sentence: str) -> bool:
    """Whether a sentence tells what was decided here and now."""
    if len(sentence) > _LONGEST or _OPENING.search(sentence) or _RECALLED.search(sentence):
        return False
    is_formula = len(sentence) < 220 and bool(_FORMULA.search(sentence))
    return bool(TOLD.search(sentence)) or (is_formula and not _ELSEWHERE.search(sentence))


def _with_list(sentence: str, found: Sequence[Paragraph], n: int) -> str:
    """A sentence that ends in a colon, with the list that it introduces."""
    parts = [sentence]
    while sentence.endswith(":") and n + 1 < len(found) and found[n + 1].is_listed:
        parts.append(found[n + 1].text)
        n += 1
    return " ".join(parts)


def assignments(
    point: Point, found: Sequence[Paragraph], people: Sequence[Attendant], year: int | None
) -> list[Assignment]:
    """Who is asked to do what: "får i uppdrag att", "ska återkomma", somebody there who "bokar"."""
    out: list[Assignment] = []
    known = known_by(people)
    ways, apart = _ways(frozenset(known))
    is_list = bool(_TASKS.match(point.item.title or ""))
    above = ""
    for one in found:
        text = _INLINE.sub(r"\1", one.text)
        if one.is_heading:
            is_list = bool(_TASKS.match(text))
        asked = [_below(above, text, year)]
        asked = asked if asked[0] else [
            _asked(sentence, ways, known, is_list and one.is_listed and not n, year)
            for n, whole in enumerate(sentences(text))
            for sentence in apart.split(whole)
        ]  # fmt: skip
        out += [Assignment(point.item.number, *them, one.number) for them in asked if them]
        above = text
    return out


@lru_cache(maxsize=8)  # for every item of a document
def _ways(known: frozenset[str]) -> tuple[Sequence[re.Pattern[str]], re.Pattern[str]]:
    """How somebody is asked, and where in a sentence the next one is."""
    who = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    by_name = vocabulary.recogniser("assignments.by_name", who=f"(?:{who}|{names.NAME.pattern})")
    clause = vocabulary.recogniser("assignments.clause", who=who)
    return (*_ASKED, clause, by_name), vocabulary.recogniser("assignments.apart", who=who)


def known_by(people: Sequence[Attendant]) -> set[str]:
    """What those who were there are called: by whole name, by first name, by what they are."""
    named = {one.name for one in people if one.name}
    return {*_BY_ROLE, *named, *(name.split()[0] for name in named)}


def _below(above: str, text: str, year: int | None) -> _Asked | None:
    """Who does what stands above a label for that: "Ansvarig: Anna Berg, 3 maj"."""
    match = RESPONSIBLE.match(text)
    if not match or not above or RESPONSIBLE.match(above):
        return None
    days = [day for day in dates.find_dates(match["due"] or "", year) if day.date]
    due = days[-1].date.isoformat() if days and days[-1].date else None
    return match["to"].strip(), f"{above} ({text})" if match["due"] and not due else above, due


def _asked(
    sentence: str,
    ways: Sequence[re.Pattern[str]],
    known: set[str],
    is_list: bool,
    year: int | None,
) -> _Asked | None:
    """Whom a sentence asks; None where it asks nobody."""
    match = next((hit for way in ways if (hit := way.search(sentence))), None)
    if not match and is_list:
        match = _LISTED.match(sentence)
    if not match or len(sentence) > _LONGEST:
        return None
    to = _BEFORE.sub("", next((value for value in match.groups() if value), "")).strip(" ,")
    is_somebody = to in known or names.is_first_name(to.split()[0] if to else "")
    if (match.re is ways[-1] and not is_somebody) or _NOBODY.match(to):
        return None
    return to or None, sentence, _due(sentence, year)


def _due(text: str, year: int | None) -> str | None:
    """The date a sentence sets as its limit: after "senast", "till", "innan" or "före"."""
    for date in dates.find_dates(text, year):
        if date.date and _LIMIT.search(text[max(0, date.begin - 22) : date.begin]):
            return date.date.isoformat()
    return None
