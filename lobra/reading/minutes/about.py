"""What a document is about: minutes, a notice or something else, and of which council."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product, takewhile

from lobra.reading import dates, marks, names, persons, vocabulary
from lobra.reading.marks import ABSENT, APOLOGIES, CALLED, PRESENT
from lobra.reading.source import Line

MINUTES = vocabulary.pattern("kind.minutes")
named = vocabulary.recogniser("council.named").search
_is_head = vocabulary.recogniser("council.head").search
_DECIDED = vocabulary.recogniser("decisions.told")
_NEXT = vocabulary.pattern("cues.planned_meetings")
_AGENDA = re.compile(rf"(?i)^\W*{vocabulary.any_of('items.agenda')}")
_IS_AGENDA = re.compile(rf"(?i)(?:^|.*\s){vocabulary.any_of('items.agenda')}$")
_MEETS = vocabulary.pattern("when.meets")
_CAME = frozenset(vocabulary.words("kind.came"))
_EARLIER, _NOTICE, _TOLD = map(vocabulary.recogniser, ("kind.earlier", "kind.asks", "kind.told"))
_ANSWERS = re.compile(r"(?i)Ämne: (?:sv|re|vs|vb|fw|fwd): ")
_ITEM = re.compile(r"(?:§|\d{1,2}(?:[.)]|\s(?=[A-ZÅÄÖ]))|(?i:punkt|ärende) \d)\s*\S")
_ORGAN = frozenset(vocabulary.words("council.organ"))
# Where the place stands, the surest first; these name the council itself, the others its town.
_SURE = ("town_body", "before_body", "after_body")
_UNSURE = ("town", "plan")
_WAYS = {way: vocabulary.recogniser(f"council.{way}").finditer for way in (*_SURE, *_UNSURE)}
_NOT_A_PLACE = vocabulary.pattern("council.not_a_place")
_TITLE, _OF_PLAN, _DECIDES = (
    vocabulary.recogniser(f"council.{way}") for way in ("title", "title_of_plan", "decides")
)
_DIRECTION = vocabulary.pattern("council.directions")
_LOCAL = re.compile(r"(?i)\blokal[at]\b")
_OPEN = re.compile(r"\b(?:i|för|på|inom)$")  # the place stands on the line below
_SHORT = len("lobrå")  # a mere abbreviation tells nothing beside the place's name
_KEEPS_S = re.compile(rf"(?i){vocabulary.any_of('council.keeps_s')}$")


def kind(lines: Sequence[Line]) -> tuple[str, bool]:
    """minutes, notice or other, and whether that is sure: by the head and by what the text tells.

    A notice says "Kallelse" and tells of nothing that has happened; minutes are called minutes,
    or tell how the meeting was opened and what was said and decided. Where only one thing tells
    that a meeting was held, another must go with it, and the kind is unsure.
    """
    heads = [cell for line in lines[:14] for cell in (line.cells or (line.text[:300],))]
    whole = "\n".join(line.text for line in lines)
    told = len(_TOLD.findall(whole)) + sum(bool(_DECIDED.search(line.text)) for line in lines)
    labels = [one for line in lines if (one := marks.label(line.text))]
    lists = [one for one in labels if one.is_status]
    has_roll = any(
        one.meaning == ABSENT or one.words in _CAME or one.words[:6] == "närvar" for one in lists
    )
    is_called = any(MINUTES.search(_EARLIER.sub("", cell)) for cell in heads)
    # Not "hälsade alla välkomna till mötet", nor a letter that answers a notice.
    asks = (cell for cell in heads if not (_TOLD.search(cell) or _ANSWERS.match(cell)))
    is_notice = any(map(_NOTICE.search, asks)) and not (is_called and told > 1)
    calls = CALLED in {one.meaning for one in lists} and not has_roll
    is_notice = is_notice or (calls and any(map(_IS_AGENDA.match, heads[:2])))
    has_agenda = any(map(_AGENDA.match, heads)) and not (is_called or has_roll or told > 1)
    if is_notice or has_agenda:
        return "notice", True
    if is_called or told > 1:
        return "minutes", True
    has_officer = any({"chair", "secretary"} & {*one.meaning.split()} for one in labels)
    is_led = named(whole[:3000]) or has_officer
    is_meeting = any(map(_MEETS.search, heads[:3]))
    is_dated = any(map(dates.find_dates, heads))  # else a page about the council
    is_told = told and (is_led or lists or is_meeting)
    is_told = is_told or (is_meeting and has_officer and is_dated)
    is_apart = {PRESENT, APOLOGIES} <= {one.meaning for one in lists}  # who came and who didn't
    is_led = is_led or any(one.meaning[:4] == "when" for one in labels)
    is_led = is_led or (is_apart and any(map(_MEETS.search, heads[:8])))
    is_listed = lists and (has_roll or is_dated) and (is_led or _NEXT.search(whole))
    return ("minutes", has_roll) if is_told or is_listed else ("other", True)


def council(lines: Sequence[Line], is_plan: bool = False) -> tuple[str | None, bool]:
    """The area of the council, and whether the council is named beside it.

    The head is asked, surest wording first, then who signs; a place that the text speaks of
    isn't the council's. Where no place stands beside the council's title, the title goes before
    the town's name, or stands alone. None where the head names neither. What a plan is called
    (`is_plan`) may be like the name of a council: "Trygg i Storköping".

    >>> council([Line(1, "Storköpings lokala brottsförebyggande råd 2021-09-17")])
    ('Storköping', True)
    >>> council([Line(1, "Storköpings kommun"), Line(2, "Kallelse"), Line(3, "Trygghetsrådet")])
    ('Trygghetsrådet i Storköping', False)
    """
    tops = [
        (line, " ".join(line.text.split())[:300])
        for line in takewhile(lambda line: not _ITEM.match(line.text), lines[:20])
        if not ((one := marks.label(line.text)) and one.is_status)
        and (_is_head(line.text) or not persons.people(_TITLE.sub("", line.text), line.cells))
    ]
    head = [text for _, text in tops]
    whole = [text for line, text in tops if line.table is None]  # a row is no half of a name
    pairs = [(f"{a} {b}", _OPEN.search(a)) for a, b in pairwise(whole)]
    loose = {text for text, is_open in pairs if not is_open}  # below a title anything may stand
    joined = [*head, *(text for text, _ in pairs)]
    tried = [*product(joined, _SURE), *product(joined, _UNSURE)]
    everything = "\n".join(line.text for line in lines)

    def is_place(name: str, way: str, match: re.Match[str]) -> bool:
        """Whether "Ungas trygghetsråd" is not one of the young: where "Ungas" may be any word."""
        is_local = way == "before_body" and _LOCAL.search(match[0])
        is_whole = len(name.split()) == len(match["area"].split())
        is_said = way == "town_body" or " i " in match[0] or (is_local and is_whole)
        return bool(is_said) or _times(name, everything) > 1

    found = (
        (name, way, way in _SURE and not _tells(text) and is_place(name, way, match), text)
        for text, way in tried
        for match in _WAYS[way](text)
        if (name := _place(match["area"]))
        and not (way == "after_body" and text in loose and _times(name, everything) < 2)
    )
    place, way, is_sure, told = next(found, (None, "", False, ""))
    labels = [one for line in lines[:80] if (one := marks.label(line.text))]
    names_it = [text for text in head if not _tells(text)]
    names_it += [one.value for one in labels if one.words in _ORGAN]
    of_council = _OF_PLAN if is_plan else _TITLE
    titles = [match[0] for text in names_it if (match := of_council.search(text))]
    titles = [re.sub(r"(?<=et|ng|um|en)s$", "", one) for one in titles]
    title = next((one for one in titles if len(one) > _SHORT), None)
    if place and title and (way in ("town", "town_body") or told not in head):
        return title if place in title else f"{title} i {place}", is_sure
    signed = (line.text for line in lines[-6:])
    titles += filter(of_council.fullmatch, signed)
    decides = (match[0] for line in lines if (match := _DECIDES.search(line.text)))
    return place or title or next(iter([*titles, *decides]), None), is_sure


def _times(name: str, text: str) -> int:
    """How often a name stands in a text, in capitals or not."""
    return text.count(name) + text.count(name.upper())


def _tells(text: str) -> bool:
    """Whether a text is a sentence, so that a council in it may be another."""
    return text[-1:] == "." and bool(marks.VERB.search(text))


def _place(text: str) -> str | None:
    """The place's name: without words that aren't names, and without the genitive's s."""
    words = text.split()
    own = [word for word in words if not _NOT_A_PLACE.fullmatch(word)]
    if not own or names.is_first_name(own[0]) or _DIRECTION.fullmatch(text):
        return None
    name = text if len(own) == len(words) else own[0]
    if name.isupper():
        name = name.title() if len(name) > 4 else ""  # an abbreviation of the council
    if name.endswith("s") and not _KEEPS_S.search(name):
        name = name[:-1]
    return name if len(name) > 2 else None
