"""What the meeting decided, in the document's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from lobra.reading import names, vocabulary
from lobra.reading.found import Decision
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import LABEL, Paragraph
from lobra.reading.source import Line
from lobra_data.words import MONTHS, sentences

TOLD = vocabulary.recogniser("decisions.told")
_FORMULA = vocabulary.recogniser("decisions.formula")
_FORMAL = vocabulary.pattern("decisions.formalities")
_TITLE = re.compile(
    rf"(?i)^{vocabulary.any_of('decisions.titles')}(?! (?:om|från|av) )[^:]{{0,40}}$"
)
_ENDS_LIST = vocabulary.recogniser("decisions.ends")
_OPENING = vocabulary.pattern("decisions.opening")
_ELSEWHERE = vocabulary.recogniser("decisions.not_here")
_FOOT = vocabulary.pattern("pages.foot")  # of a page may stand between decisions
_RECALLED = vocabulary.recogniser("decisions.told_before", month="|".join(MONTHS))
# The label itself.
_NO_VALUE = re.compile(r"(?i)^(?:(?:\w+\s+)?beslut\w*(?:\s+att)?\s*:?|(?:att|följande)\b:?)$")
_POINT = re.compile(r"^(?:(?:\d{1,2}[.)]|[a-zåäö][)/])\s+|(?:\d{4}[:/])?\d{1,2}\s+(?=[A-ZÅÄÖ]))")
_NONE = re.compile(
    rf"(?i)^(?:{vocabulary.any_of('decisions.none')}[^.]*(?:\.\s*|$)|(?:inga|inget)\W*$)"
)
_BARE = re.compile(r"[Aa]tt\s(?!göra\b(?:[^.]{0,30}:|\W*$))")
"""What was decided, where no sentence goes on."""
_ALSO = re.compile(r"(?<=\w),?\s+(?:och|samt)\s+(?=att\s)")
_AND = re.compile(r"(?<=\w),?\s+och\s+(?=besl(?:utade|utar|öt)\s+att\s)")
_LISTED = re.compile(r"(?i:att)\b|(?:\d{1,2}[.)]|[a-zåäö][)/])\s")
_ASKS = vocabulary.pattern("decisions.asks")
_PROPOSES = vocabulary.pattern("decisions.proposes")
_GIVEN = vocabulary.recogniser("assignments.given")
_WHO = re.compile(r"[A-ZÅÄÖ]{2,4} [a-zåäö]|(?:Det|Detta|Hon|Han|Kl|Klockan) ")  # "BL rapporterar"
_LONGEST = 400


def decisions(point: Point, found: Sequence[Paragraph]) -> list[Decision]:
    """The decisions of an item, each clause for itself, and none twice."""
    clauses = [
        replace(one, text=text)
        for one in _all(point, found)
        for clause in _ALSO.split(one.text)
        for text in _both(clause)
    ]
    unique = {one.text.casefold(): one for one in reversed(clauses) if len(one.text) > 3}
    return [*unique.values()][::-1]


def _both(text: str) -> list[str]:
    """The two decisions of "Styrelsen godkände planen och beslutade att trycka den"."""
    first, *rest = _AND.split(text)
    return [first, *rest] if is_decision(first) else [text]


def _all(point: Point, found: Sequence[Paragraph]) -> list[Decision]:
    """What is decided under a label, or told in a sentence that none stands below."""
    item, title = point.item.number, (point.item.title or "").strip(" .:")
    if _TITLE.match(title) and not any(one.is_part or _NO_VALUE.match(one.text) for one in found):
        said = [one for one in found if len(one.text) > 12 and not _ENDS_LIST.match(one.text)]
        labels = (LABEL.match(one.text) for one in said)
        texts = [
            (label and _value(label)) or one.text for label, one in zip(labels, said, strict=True)
        ]
        return [Decision(item, text, one.number) for text, one in zip(texts, said, strict=True)]
    is_kind = item and (label := LABEL.match(title)) and not is_decision(_value(label))
    is_told = any(map(is_decision, sentences(title))) or (LABEL.match(title) and not is_kind)
    if is_told and all(one.text.strip(" .:") != title for one in found):
        found = [Paragraph(title, Line(point.item.line, title)), *found]
    found = [one for one in found if not _FOOT.match(one.text)]
    out = [*_labelled(item, found)]
    last = max((one.line for one in out), default=0)  # what a label tells again stands before it
    told = _told(item, title, [one for one in found if one.number > last])
    return [*out, *(one for one in told if not last or TOLD.search(one.text))]


def _value(label: re.Match[str]) -> str:
    """What stands after a label of decisions on its own line."""
    parts = (part.strip() for part in label.groups() if part)
    return _NO_VALUE.sub("", next(filter(None, parts), ""))


def _labelled(item: str | None, found: Sequence[Paragraph]) -> Iterator[Decision]:
    """The decisions under "Beslut": each att-clause, each number or the paragraph itself."""
    is_under = is_open = is_over = has_any = is_plain = is_bare = is_counted = is_inline = False
    is_first = bool(found and LABEL.match(found[0].text)) and not any(map(_is_over, found))
    for one, below in zip_longest(found, found[1:]):
        if match := LABEL.match(one.text):
            value = _value(match)
            is_under, is_plain, is_inline = True, bool(value), bool(value)
            has_any = bool(value) and not value.endswith(":")
            # A heading, over more than one paragraph; but where it stands first and nothing is a
            # heading below it, what was said follows what was decided.
            is_open = one.line.is_bold and not value and not is_first
            is_over = not value and one.text[-1] != ":"
            is_bare = False
            yield from _parts(item, value, one.number) if has_any else ()
        elif is_under and (is_bare or (is_counted and is_inline)) and _POINT.match(one.text):
            is_under = False  # "a) …" after "att …", or after points above, is what was said
        elif is_under and _belongs(one, has_any and not is_open, is_plain, is_over and not is_bare):
            yield from () if below and _leads(one, below) else _parts(item, one.text, one.number)
            is_open = is_open and not one.is_listed  # what comes after a list is no decision
            # A list goes on as it began: below "att …" a point without it is none.
            has_any, is_bare = True, bool(_BARE.match(one.text))
            is_plain = is_plain or not one.is_listed or is_bare
        else:
            is_under, is_counted = False, is_counted or bool(_POINT.match(one.text))


def _is_over(one: Paragraph) -> bool:
    """Whether a paragraph is a heading over something else than decisions."""
    return bool(_ENDS_LIST.match(one.text)) or (one.is_heading and not LABEL.match(one.text))


def _belongs(one: Paragraph, has_any: bool, is_plain: bool, is_over: bool) -> bool:
    """Whether a paragraph is under the label of decisions above it, which may be a heading."""
    if _ENDS_LIST.match(one.text) or one.line.heading:
        return False
    is_listed = _LISTED.match(one.text) or (one.line.is_bullet and not is_plain)
    first = sentences(one.text)[0]
    is_told = TOLD.match(one.text) or (is_over and (is_decision(first) or _ASKS.search(first)))
    return bool(is_listed or (is_told if has_any else not one.line.is_bold))


def _leads(one: Paragraph, below: Paragraph) -> bool:
    """Whether a paragraph goes on in the clause below: "Rådet föreslår styrelsen", "att …"."""
    is_whole = one.text[-1] in ".,;:!?" or _LISTED.match(one.text)
    return bool(not is_whole and below.text.startswith("att ") and _PROPOSES.search(one.text))


def _parts(item: str | None, text: str, line: int) -> Iterator[Decision]:
    """The sentences of a text under the label; who does it is told of the one before."""
    parts: list[str] = []
    for sentence in sentences(_NONE.sub("", text)):
        does = _WHO.match(sentence) or names.is_first_name(sentence.split(" ")[0])
        if parts and does and not (is_decision(sentence) or _GIVEN.search(sentence)):
            sentence = f"{parts.pop()} {sentence}"
        parts.append(sentence)
    yield from (Decision(item, _POINT.sub("", part).strip(), line) for part in parts)


def _told(item: str | None, title: str, found: Sequence[Paragraph]) -> Iterator[Decision]:
    """Decisions told in running text; what was decided earlier or elsewhere is none."""
    above = f"{title}."
    for n, one in enumerate(found):
        is_clause = not one.is_heading and _BARE.match(one.text)
        is_bare = is_clause and (above[-1:] in ".!?" or TOLD.search(f"{sentences(above)[-1]} att"))
        above = above if is_clause else one.text
        said = sentences(one.text)
        is_bare = is_bare and not is_decision(said[0])  # "Att justera valdes Anna. Beslöts att …"
        told = [one.text] if is_bare else said
        for sentence in map(str.strip, told):
            if is_bare or is_decision(sentence):
                yield from _with_list(item, sentence, one.number, found[n + 1 :])


def is_decision(sentence: str) -> bool:
    """Whether a sentence tells what was decided here and now, a matter of form too."""
    if len(sentence) > _LONGEST or _RECALLED.search(sentence):
        return False
    begun = sentence[:1].upper() + sentence[1:]  # "Dagordning: den godkändes."
    is_formula = len(sentence) < 220 and _FORMULA.search(begun) and not _OPENING.search(sentence)
    is_own = is_formula and not _ELSEWHERE.search(sentence)
    return bool(TOLD.search(sentence) or is_own)


def is_formality(sentence: str) -> bool:
    """Whether a sentence tells a matter of form, which only its own word says was decided.

    Some councils tell in such words how the meeting began, and count them as no decisions.
    """
    is_formal = _FORMULA.search(sentence) and _FORMAL.search(sentence)
    return bool(is_formal and not TOLD.search(sentence))


def _with_list(
    item: str | None, sentence: str, line: int, below: Sequence[Paragraph]
) -> Iterator[Decision]:
    """A sentence that ends in a colon, with the list that it introduces; after "att:" each point of
    it is a decision."""
    end = next((n for n, one in enumerate(below) if not one.is_listed), len(below))
    listed = below[:end] if sentence.endswith(":") else ()
    if listed and sentence.endswith(" att:"):
        yield from (Decision(item, _POINT.sub("", one.text), one.number) for one in listed)
    else:
        yield Decision(item, " ".join([sentence, *(one.text for one in listed)]), line)
