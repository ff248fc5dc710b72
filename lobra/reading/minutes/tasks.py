"""Whom the meeting asked to do something, in the document's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lobra.reading import dates, names, vocabulary
from lobra.reading.found import Assignment, Attendant, Reading
from lobra.reading.minutes.items import TASKS, Point
from lobra.reading.minutes.paragraphs import LABEL, Paragraph
from lobra.reading.source import Line
from lobra_data.words import sentences

_DECIDED = re.compile(r"^(?i:beslut)\s*:\s*")
_ASKED = tuple(
    vocabulary.recogniser(f"assignments.{name}")
    for name in ("given", "labelled", "handed", "promised", "taken", "responsible")
)
_ROLES = {*map(str.capitalize, vocabulary.words("assignments.by_role")), "jag", "ordföranden"}
RESPONSIBLE = vocabulary.recogniser("assignments.responsible_below")
_DOES = re.compile(
    r"([A-ZÅÄÖ](?!\s)(?:(?!\b(?:blir|från|har|i|på|till|var|är)\b)[^.:,–]){1,40}?)(?:\s*[:–-])?"
    r"\s+(?!blir|har|var)[a-zåäö]{2,}r\b"
)
_BETWEEN = re.compile(r"\s*:\s+|\s+[-–—]\s+|\s*(?:→|[-=]>)\s*|\s*[(),]\s*")
_ARROW = re.compile(r"(?:[→➜➔➤⇒]|[-=]>)\s+")  # "➜ Anna ringer"
_INITIAL = re.compile(r" [A-ZÅÄÖ]\.?$")
_INITIALS = re.compile(r"(?<=[.!?]) (?=\([A-ZÅÄÖ]{2,4}\) [a-zåäö])")
_TOGETHER = re.compile(r"/|,\s*|\s+(?:och|&)\s+")
_BEFORE = re.compile(rf"(?i)^(?:{vocabulary.any_of('assignments.before')}:?\s*)+")
_SOMEBODY = "|".join(
    (names.NAME.pattern, names.WORD, r"\b[A-ZÅÄÖ]{2,4}\b", *map(re.escape, sorted(_ROLES)[::-1]))
)
_OVER = vocabulary.recogniser("assignments.over")
_ENDED = vocabulary.recogniser("assignments.ended")
_NAMED = (_ENDED, vocabulary.recogniser("assignments.by_name", who=f"(?:{_SOMEBODY})"))
_BODY = vocabulary.pattern("assignments.bodies")
_BODY_DOES = vocabulary.recogniser("assignments.body")
POINTS_BACK = vocabulary.recogniser("cues.points_back")
_I = re.compile(r"(?i)\b(?:jag|undertecknad)\b")
_NOBODY = re.compile(rf"(?i){vocabulary.any_of('assignments.nobody')}")
_ACTS = vocabulary.recogniser("assignments.acting")
_LIMIT = re.compile(r"(?i)\b(?:klart?|senast|till|innan|före|den)\s*(?:den\s*)?$")
_APART = re.compile(r"[–,(📅-]\s*$")
_DEEDS = {
    deed[:5]
    for one in ("will", "takes_on", "unclear", "merely_will")
    for deed in vocabulary.words(f"assignments.{one}")
}
_LONGEST = 400

# Whom, to do what, by when.
_Asked = tuple[str | None, str, str | None]


def assignments(
    point: Point, found: Sequence[Paragraph], reading: Reading, year: int | None
) -> list[Assignment]:
    """Who is asked to do what: "får i uppdrag att", "ska återkomma", somebody there who "bokar".

    What was decided that somebody does is asked of them, whatever it is. Who writes "jag"
    is known only where the document says who wrote it. A title may be the whole text of an item.
    """
    out: list[Assignment] = []
    writer = reading.secretary
    known = frozenset(known_by(reading.attendance) - (set() if writer else {"Jag", "jag"}))
    decided = {one.text for one in reading.decisions}
    title = point.item.title or ""
    is_list = bool(TASKS.match(title))
    above, is_own = "", False  # whether that asks somebody itself
    for one in (Paragraph(title, Line(point.item.line, title)), *found):
        text = _DECIDED.sub("", one.text)
        arrow = _ARROW.match(text)
        text = text[arrow.end() :] if arrow else text
        is_list = bool(TASKS.match(text)) or (is_list and one.is_heading <= one.is_listed)
        below = _below(above, text, year)
        is_told = text in decided or bool(LABEL.match(one.text) or _OVER.match(text))
        if below and is_own and out[-1].text == above:
            out.pop()  # whoever answers for it stands beside it
        is_point = bool(arrow) or (is_list and one.is_listed)
        asked = [below] if below else _asked(text, known, is_point, is_told, year)
        is_own = False
        for to, words, due in asked:
            is_own = not below
            who = _I.sub(writer, to) if to and writer else to
            out.append(Assignment(point.item.number, who, words, due, one.number))
        above = "" if text == title else text
    return out


@lru_cache(maxsize=8)  # for every item of a document
def _ways(known: frozenset[str]) -> tuple[Sequence[re.Pattern[str]], re.Pattern[str]]:
    """How somebody is asked, and where in a sentence the next one is."""
    people = sorted(known - _ROLES, key=len, reverse=True)
    who, everyone = ("|".join(map(re.escape, own)) or "(?!)" for own in (people, [*people, *known]))
    clause, apart, does, by_them, initialled = (
        vocabulary.recogniser(f"assignments.{name}", who=own, name=names.NAME.pattern)
        for name, own in (
            ("clause", everyone), ("apart", everyone), ("does", who), ("by_them", who),
            ("initialled", who),
        )
    )  # fmt: skip
    return (*_ASKED, clause, _BODY_DOES, does, by_them, initialled, *_NAMED), apart


def known_by(people: Sequence[Attendant]) -> set[str]:
    """What those who were there are called: by name or a part of it, initials, what they are."""
    named = {one.name for one in people if one.name}
    apart = (re.split(own, name) for name in named if " " in name for own in (r"[\s-]+", r"\s+"))
    initials = {"".join(word[:1] for word in words) for words in apart}
    return {*_ROLES, *initials, *named, *(name.split()[n] for name in named for n in (0, -1))}


def _below(above: str, text: str, year: int | None) -> _Asked | None:
    """Who does what stands above a label for that: "Ansvarig: Anna Berg, 3 maj"."""
    match = RESPONSIBLE.match(text)
    if not match or not above or RESPONSIBLE.match(above):
        return None
    days = [day.date.isoformat() for day in dates.find_dates(match["due"] or "", year) if day.date]
    words = f"{above} ({text})" if match["due"] and not days else above
    return match["to"].strip(), words, days[-1] if days else None


def _asked(
    text: str, known: frozenset[str], is_listed: bool, is_told: bool, year: int | None
) -> Iterator[_Asked]:
    """Whom each sentence asks; of a point on a list of tasks or of what was decided who does it."""
    ways, apart = _ways(known)
    last = ""  # who the sentences are about
    for n, (sentence, whole) in enumerate(_said(text, apart)):
        match = next((hit for way in ways if (hit := way.search(sentence))), None)
        to = next((value for value in match.groups() if value), "") if match else ""
        to = _BEFORE.sub("", to).strip(" ,()")
        to = last if to in ("Hon", "Han") else to
        first, begins = to.split(" ")[0], sentence.split(" ")[0]
        is_somebody = {to, first} & known or names.is_first_name(first)
        is_body = match and match.re is _ENDED and _BODY.fullmatch(to)
        is_doer = is_told and _ACTS.match(sentence) and (begins in known or names.is_title(begins))
        is_point = is_doer or (is_listed and not n)
        is_sure = match and (is_somebody or is_body or match.re not in _NAMED)
        if is_sure and not _NOBODY.match(to) and len(sentence) <= _LONGEST:
            words = whole if POINTS_BACK.search(sentence) and len(whole) <= _LONGEST else sentence
            yield to or None, words, _due(sentence, year)
        elif is_point and (listed := _on_a_list(sentence, known)):
            yield listed, sentence, _due(sentence, year, is_point=True)
        last = max((who for who in known if sentence.startswith(f"{who} ")), key=len, default=last)


def _said(text: str, apart: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each part of a text that may ask somebody, and with what it may point back at."""
    before = ""
    whole = "\n".join(sentences(text))
    # "Ansvarig: Anna" is no sentence of its own, "(AB) ringer" is one.
    for sentence in _INITIALS.sub("\n", re.sub(r"\n(?=Ansv)", " ", whole)).split("\n"):
        first, *others = apart.sub(r"\g<last>\n", sentence).split("\n")
        yield first, f"{before} {first}".strip()
        yield from ((one, sentence) for one in others)
        before = sentence


def _on_a_list(text: str, known: frozenset[str]) -> str | None:
    """Whom a point on a list of tasks asks: "Anna: karta", "karta (Anna)", or whoever does it."""
    pieces = _BETWEEN.split(text.strip(" ."))
    named = [
        one for one in pieces if all(w in known or _is_first_name(w) for w in _TOGETHER.split(one))
    ]
    if 0 < len(named) < len(pieces):
        return ", ".join(named)
    return does[1] if (does := _DOES.match(text)) else None


def _is_first_name(text: str) -> bool:
    """Whether a text is a first name alone, or with an initial: "Sanna P."."""
    return text.istitle() and names.is_first_name(_INITIAL.sub("", text))


def once(asked: Sequence[Assignment]) -> list[Assignment]:
    """The assignments without those that a list further down tells again: "Vera – ny karta"."""
    own = enumerate(asked, 1)
    return [one for n, one in own if not any(_is_repeated(one, later) for later in asked[n:])]


def _is_repeated(one: Assignment, later: Assignment) -> bool:
    """Whether a list says in other words what a sentence asked the same person to do."""
    who, again = ((each.assigned_to or "").split(" ")[0] for each in (one, later))
    if not who or who != again:
        return False
    said = later.text.partition(" (")[0]
    is_again = who not in said and _matters(one.text) & _matters(said)
    return bool(is_again or one.text in (said, later.text))


def _matters(text: str) -> set[str]:
    """How the words begin that carry what is to be done."""
    return {word[:5] for word in re.findall(r"\w{5,}", text.casefold())} - _DEEDS


def is_only_done(one: Assignment) -> bool:
    """Whether a text says no more than that somebody does it: "Anna Berg ordnar en karta"."""
    does = one.text.removeprefix("att ")
    is_told = bool(one.assigned_to) and does.startswith((one.assigned_to or "", "Hon ", "Han "))
    return is_told and not any(way.search(one.text) for way in _ASKED)


def _due(text: str, year: int | None, is_point: bool = False) -> str | None:
    """The date a sentence sets as its limit: after "senast", "till", "innan" or "före"; also the
    one that a point on a list of tasks ends with, apart: "Anna – ny karta – 6 maj"."""
    for date in dates.find_dates(text, year):
        before = text[max(0, date.begin - 22) : date.begin]
        is_last = is_point and not text[date.end :].strip(" .)")
        if date.date and (_LIMIT.search(before) or (is_last and _APART.search(before))):
            return date.date.isoformat()
    return None
