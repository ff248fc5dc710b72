"""What the meeting decided and whom it asked to do something, in the document's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from lobra.reading import dates, names, vocabulary
from lobra.reading.found import Assignment, Attendant, Decision, Reading
from lobra.reading.minutes.items import Point
from lobra.reading.minutes.paragraphs import LABEL, Paragraph
from lobra.reading.source import Line
from lobra_data.words import MONTHS, sentences

TOLD = vocabulary.recogniser("decisions.told")
_FORMULA = vocabulary.recogniser("decisions.formula")
_FORMAL = vocabulary.pattern("decisions.formalities")
_TITLE = re.compile(rf"(?i)^{vocabulary.any_of('decisions.titles')}(?! (?:om|från|av) ).{{0,40}}$")
_ENDS_LIST = vocabulary.recogniser("decisions.ends")
_OPENING = vocabulary.pattern("decisions.opening")
_ELSEWHERE = vocabulary.recogniser("decisions.not_here")
_FOOT = vocabulary.pattern("decisions.foot")
_RECALLED = vocabulary.recogniser("decisions.told_before", month="|".join(MONTHS))
_INLINE = re.compile(r"^(?i:beslut(?:at|ades|as|et)?)\s*[:–]\s*(.+)")
_NO_VALUE = re.compile(
    r"(?i)^(?:(?:\w+\s+)?beslut\w*(?:\s+att)?\s*:?|(?:att|följande)\b:?)$"
)  # the label itself
_POINT = re.compile(r"^\d{1,2}(?:[.)]\s+|\s+(?=[A-ZÅÄÖ]))")
_NONE = re.compile(rf"(?i){vocabulary.any_of('decisions.none')}")
_BARE = re.compile(r"[Aa]tt\s")  # where no sentence goes on: what was decided
_LISTED = re.compile(r"(?:(?i:att)\b|\d{1,2}[.)]\s)")
_ASKED = tuple(
    vocabulary.recogniser(f"assignments.{name}")
    for name in ("given", "labelled", "handed", "promised", "taken", "responsible")
)
_BY_ROLE = tuple(map(str.capitalize, vocabulary.words("assignments.by_role")))
_TASKS = re.compile(rf"(?i)\W*{vocabulary.any_of('assignments.titles')}\W*$")
RESPONSIBLE = vocabulary.recogniser("assignments.responsible_below")
_DOES = re.compile(r"([A-ZÅÄÖ][^.:,–]{1,40}?)(?:\s*[:–-])?\s+(?!blir\b)[a-zåäö]{2,}r\b")
_BETWEEN = re.compile(r"\s*:\s+|\s+[-–]\s+")
_TOGETHER = re.compile(r",\s*|\s+(?:och|&)\s+")
_BEFORE = re.compile(rf"(?i)^(?:{vocabulary.any_of('assignments.before')}:?\s*)+")
_SOMEBODY = "|".join((names.NAME.pattern, names.WORD, "jag", *map(re.escape, _BY_ROLE)))
_ENDED = vocabulary.recogniser("assignments.ended")
_NAMED = (_ENDED, vocabulary.recogniser("assignments.by_name", who=f"(?:{_SOMEBODY})"))
_BODY = vocabulary.pattern("assignments.bodies")
_BODY_DOES = vocabulary.recogniser("assignments.body")
_I = re.compile(r"(?i)\bjag\b")
_NOBODY = re.compile(rf"(?i){vocabulary.any_of('assignments.nobody')}")
_LIMIT = re.compile(r"(?i)\b(?:senast|till|innan|före|den)\s*(?:den\s*)?$")
_DEEDS = {
    deed[:5] for one in ("will", "takes_on") for deed in vocabulary.words(f"assignments.{one}")
}
_LONGEST = 400

# Whom, to do what, by when.
_Asked = tuple[str | None, str, str | None]


def decisions(point: Point, found: Sequence[Paragraph]) -> list[Decision]:
    """The decisions of an item: under a label, or told in a sentence that none stands below."""
    item, title = point.item.number, (point.item.title or "").strip(" .:")
    if _TITLE.match(title):
        return [
            Decision(item, _INLINE.sub(r"\1", one.text), one.number)
            for one in found
            if len(one.text) > 12 and not _ENDS_LIST.match(one.text)
        ]
    if LABEL.match(title) or any(map(is_decision, sentences(title))):
        found = [Paragraph(title, Line(point.item.line, title)), *found]
    found = [part for one in found if not _FOOT.match(one.text) for part in _label_apart(one)]
    out = [*_labelled(item, found)]
    last = max((one.line for one in out), default=0)  # what a label tells again stands before it
    told = _told(item, title, [one for one in found if one.number > last])
    out += [one for one in told if not last or TOLD.search(one.text)]
    unique = {one.text.casefold(): one for one in reversed(out) if len(one.text) > 3}
    return [one for one in [*unique.values()][::-1] if not _NONE.match(one.text)]


def _label_apart(one: Paragraph) -> list[Paragraph]:
    """A paragraph; a label that is its last sentence is one of its own: "Vi talade. Beslutades"."""
    *said, last = sentences(one.text) or [""]
    match = LABEL.match(last)
    if not said or not match or _value(match):
        return [one]
    return [replace(one, text=" ".join(said)), replace(one, text=last)]


def _value(label: re.Match[str]) -> str:
    """What stands after a label of decisions on its own line."""
    parts = (part.strip() for part in label.groups() if part)
    return _NO_VALUE.sub("", next(filter(None, parts), ""))


def _labelled(item: str | None, found: Sequence[Paragraph]) -> Iterator[Decision]:
    """The decisions under "Beslut": each att-clause, each number or the paragraph itself."""
    is_under = is_open = has_any = is_plain = False
    for one in found:
        if match := LABEL.match(one.text):
            value = _value(match)
            is_under, is_plain = True, bool(value)
            has_any = bool(value) and not value.endswith(":")
            is_open = one.line.is_bold and not value  # a heading, over more than one paragraph
            yield from _parts(item, value, one.number) if has_any else ()
        elif is_under and _belongs(one, has_any and not is_open, is_plain):
            yield from _parts(item, one.text, one.number)
            is_open = is_open and not one.is_listed  # what comes after a list is no decision
            has_any, is_plain = True, is_plain or not one.is_listed
        else:
            is_under = False


def _belongs(one: Paragraph, has_any: bool, is_plain: bool) -> bool:
    """Whether a paragraph is under the label of decisions above it."""
    if _ENDS_LIST.match(one.text) or one.line.heading:
        return False
    is_listed = _LISTED.match(one.text) or (one.line.is_bullet and not is_plain)
    is_more = TOLD.match(one.text) if has_any else not one.line.is_bold
    return bool(is_listed or is_more)


def _parts(item: str | None, text: str, line: int) -> Iterator[Decision]:
    """A text under the label, a further sentence that decides by itself."""
    parts: list[str] = []
    for sentence in sentences(text):
        if parts and not (TOLD.search(sentence) or _ASKED[0].search(sentence)):
            sentence = f"{parts.pop()} {sentence}"
        parts.append(sentence)
    yield from (Decision(item, _POINT.sub("", part).strip(), line) for part in parts)


def _told(item: str | None, title: str, found: Sequence[Paragraph]) -> Iterator[Decision]:
    """Decisions told in running text; what was decided earlier or elsewhere is none."""
    is_form_its_matter = bool(_FORMAL.search(title)) and not _OPENING.search(title)
    above = f"{title}."
    for n, one in enumerate(found):
        is_clause = _BARE.match(one.text)
        is_bare = is_clause and (above[-1:] in ".!?" or TOLD.search(above))
        above = above if is_clause else one.text
        told = [f"Beslut: {one.text}"] if is_bare else sentences(one.text)
        for sentence in map(str.strip, told):
            inline = _INLINE.match(sentence)
            if inline or is_decision(sentence, is_form_its_matter):
                text = inline[1] if inline else _with_list(sentence, found[n + 1 :])
                yield Decision(item, text, one.number)


def is_decision(sentence: str, is_form_its_matter: bool = False) -> bool:
    """Whether a sentence tells what was decided here and now; a matter of form only below a title
    that is about it."""
    if len(sentence) > _LONGEST or _RECALLED.search(sentence):
        return False
    is_formula = len(sentence) < 220 and _FORMULA.search(sentence) and not _OPENING.search(sentence)
    is_counted = is_form_its_matter or not is_formality(sentence)
    is_own = is_formula and is_counted and not _ELSEWHERE.search(sentence)
    return bool(TOLD.search(sentence) or is_own)


def is_formality(sentence: str) -> bool:
    """Whether a sentence tells a matter of form, which only its own word says was decided.

    Most councils tell how the meeting began in such words, and count only few as decisions.
    """
    is_formal = _FORMULA.search(sentence) and _FORMAL.search(sentence)
    return bool(is_formal and not TOLD.search(sentence))


def _with_list(sentence: str, below: Sequence[Paragraph]) -> str:
    """A sentence that ends in a colon, with the list that it introduces."""
    end = next((n for n, one in enumerate(below) if not one.is_listed), len(below))
    listed = below[:end] if sentence.endswith(":") else ()
    return " ".join([sentence, *(one.text for one in listed)])


def assignments(
    point: Point, found: Sequence[Paragraph], reading: Reading, year: int | None
) -> list[Assignment]:
    """Who is asked to do what: "får i uppdrag att", "ska återkomma", somebody there who "bokar".

    What was decided that somebody there does is asked of them, whatever it is. Who writes "jag"
    is known only where the document says who wrote it.
    """
    out: list[Assignment] = []
    writer = reading.secretary
    known = frozenset(known_by(reading.attendance) - (set() if writer else {"Jag", "jag"}))
    there = tuple(f"{who} " for who in known)
    is_list = bool(_TASKS.match(point.item.title or ""))
    above = ""
    for one in found:
        text = _INLINE.sub(r"\1", one.text)
        is_list = bool(_TASKS.match(text)) or (is_list and not one.is_heading)
        below = _below(above, text, year)
        is_told = text.startswith(there) and any(text == each.text for each in reading.decisions)
        is_point = is_told or (is_list and one.is_listed)
        asked = [below] if below else _asked(text, known, is_point, year)
        for to, words, due in asked:
            who = _I.sub(writer, to) if to and writer else to
            out.append(Assignment(point.item.number, who, words, due, one.number))
        above = text
    return out


@lru_cache(maxsize=8)  # for every item of a document
def _ways(known: frozenset[str]) -> tuple[Sequence[re.Pattern[str]], re.Pattern[str]]:
    """How somebody is asked, and where in a sentence the next one is."""
    who = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    clause, apart = (
        vocabulary.recogniser(f"assignments.{name}", who=who) for name in ("clause", "apart")
    )
    return (*_ASKED, clause, _BODY_DOES, *_NAMED), apart


def known_by(people: Sequence[Attendant]) -> set[str]:
    """What those who were there are called: by whole name, by first name, by what they are."""
    named = {one.name for one in people if one.name}
    return {*_BY_ROLE, "jag", "ordföranden", *named, *(name.split()[0] for name in named)}


def _below(above: str, text: str, year: int | None) -> _Asked | None:
    """Who does what stands above a label for that: "Ansvarig: Anna Berg, 3 maj"."""
    match = RESPONSIBLE.match(text)
    if not match or not above or RESPONSIBLE.match(above):
        return None
    days = [day.date.isoformat() for day in dates.find_dates(match["due"] or "", year) if day.date]
    words = f"{above} ({text})" if match["due"] and not days else above
    return match["to"].strip(), words, days[-1] if days else None


def _asked(text: str, known: frozenset[str], is_point: bool, year: int | None) -> Iterator[_Asked]:
    """Whom each sentence asks; the first of a point on a list of tasks asks whoever does it."""
    ways, apart = _ways(known)
    whole = [part for one in sentences(text) for part in apart.sub(r"\g<last>\n", one).split("\n")]
    for n, sentence in enumerate(whole):
        match = next((hit for way in ways if (hit := way.search(sentence))), None)
        to = next((value for value in match.groups() if value), "") if match else ""
        to = _BEFORE.sub("", to).strip(" ,")
        first = to.split(" ")[0]
        is_somebody = {to, first} & known or names.is_first_name(first)
        is_body = match and match.re is _ENDED and _BODY.fullmatch(to)
        is_sure = match and (is_somebody or is_body or match.re not in _NAMED)
        if is_sure and not _NOBODY.match(to) and len(sentence) <= _LONGEST:
            yield to or None, sentence, _due(sentence, year)
        elif is_point and not n and (listed := _on_a_list(sentence, known)):
            yield listed, sentence, _due(sentence, year)


def _on_a_list(text: str, known: frozenset[str]) -> str | None:
    """Whom a point on a list of tasks asks: "Anna: karta", "karta – Anna", or whoever does it."""
    first, *rest = _BETWEEN.split(text.strip(" ."), maxsplit=1)
    *before, last = _BETWEEN.split(text.strip(" ."))
    for named, is_apart in ((first, rest), (last, before)):
        if is_apart and known.issuperset(_TOGETHER.split(named)):
            return named
    does = _DOES.match(text)
    return does[1] if does else None


def once(asked: Sequence[Assignment]) -> list[Assignment]:
    """The assignments without those that a list further down tells again: "Vera – ny karta"."""
    own = enumerate(asked, 1)
    return [one for n, one in own if not any(_is_repeated(one, later) for later in asked[n:])]


def _is_repeated(one: Assignment, later: Assignment) -> bool:
    """Whether a list says in other words what a sentence asked the same person to do."""
    who, again = ((each.assigned_to or "").split(" ")[0] for each in (one, later))
    said = later.text.partition(" (")[0]
    is_again = who not in said and _matters(one.text) & _matters(said)
    return bool(who and who == again and (is_again or one.text == later.text))


def _matters(text: str) -> set[str]:
    """How the words begin that carry what is to be done."""
    return {word[:5] for word in re.findall(r"\w{5,}", text.casefold())} - _DEEDS


def is_only_done(one: Assignment) -> bool:
    """Whether a text says no more than that somebody does it: "Anna Berg ordnar en karta"."""
    is_told = bool(one.assigned_to) and one.text.startswith(one.assigned_to or "")
    return is_told and not any(way.search(one.text) for way in _ASKED)


def _due(text: str, year: int | None) -> str | None:
    """The date a sentence sets as its limit: after "senast", "till", "innan" or "före"."""
    for date in dates.find_dates(text, year):
        if date.date and _LIMIT.search(text[max(0, date.begin - 22) : date.begin]):
            return date.date.isoformat()
    return None
