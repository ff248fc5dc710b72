"""What a line or a row of a list says of whom.

One way for every layout: names are marked where they stand, and what stands between two of them is
the role of the one before, or, with a colon, of those after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from lobra.reading import names, vocabulary

NO = re.compile(r"nej|[-–—☐□]|\[\s?\]", re.I)
_PIECE = vocabulary.recogniser("names.piece", name=names.NAME.pattern, word=names.WORD)
_INITIALS, _LONE, _I = (
    vocabulary.recogniser(f"names.{name}", word=names.WORD)
    for name in ("initials", "lone", "myself")
)
_NOT_HERSELF, _REPLACED, _NO_TITLE, _ALSO, _PARTY, _MARK, _NOTE, _TITLE, _TELLS, _BETWEEN = (
    vocabulary.recogniser(f"names.{name}")
    for name in (
        "somebody_else", "replaced_by", "ends_no_title", "also", "party", "cross", "note",
        "title_before", "tells", "between",
    )
)  # fmt: skip
HERE = re.compile(
    rf"(?i)\A{vocabulary.any_of('attendance.here')}(?=\W*$|\s*[,(]|\s(?:till|från)\s)"
)
"""What says that somebody came, instead of a cross or over it: "via Teams"."""
_VERB = vocabulary.pattern("headings.verbs")
_FROM_THEN = re.compile(r"(?i)\bfr\.?\s?o\.?\s?m\b")
_ENUMERATOR = re.compile(r"^(?:\d{1,2}[.)]|[-–•*])\s+")
_JOINED = re.compile(r"\s*(?:\([A-ZÅÄÖ]+\))?\s*(?:och|&|samt)\s*")
_NO_FIRST_NAME = re.compile(rf"(?:{names.NOT_A_NAME.pattern})|(?:en|et|an|na|ns)$", re.I)
_MYSELF = ("(", "jag", "jag (")
_EDGES = " \t,;:.–—-/|"
_LONGEST = 5_000  # characters of a line that may be a list of people


@dataclass(frozen=True)
class Person:
    """A name on a list with what stands beside it: role or body, a remark, a cross."""

    name: str
    role: str | None = None
    note: str | None = None
    is_marked: bool = False

    def titled(self, *titles: str) -> Person:
        """The person with more roles, before the own one."""
        return replace(self, role=", ".join(filter(None, [*titles, self.role])) or None)


def people(text: str, cells: tuple[str, ...] = ()) -> list[Person]:
    """The people that one line or row of a list names; empty when it names nobody.

    >>> people("Anna Berg och Bo Ek, Polisen")[0]
    Person(name='Anna Berg', role='Polisen', note=None, is_marked=False)
    """
    if len(cells) > 1:
        return _row([" ".join(cell.split()) for cell in cells])
    text = _I.sub(r"\1", _ENUMERATOR.sub("", " ".join(text.split())))
    if len(text) > _LONGEST:
        return []
    if found := _first_names_only(text):
        return found
    pieces = [one for one in re.split(r"\s*[;·]\s*", text) if one]
    if len(pieces) > 1 and all(each := [people(one) for one in pieces]):
        return [one for own in each for one in own]
    spots = _spots(text)
    if not spots or _TELLS.match(text[spots[0][2] :]):
        return []
    ahead = text[: spots[0][1]]
    role, title = _leading(ahead)
    if role is None:
        return []
    out = _between(text, spots, role, title)
    if len(out) == 2 and _JOINED.fullmatch(text[spots[0][2] : spots[1][1]]):
        out[0] = out[0] if out[0].role else replace(out[0], role=out[1].role)
    return out


def _between(text: str, spots: list[names.Spot], ahead: str = "", before: str = "") -> list[Person]:
    """Each name with what stands after it; `ahead` is the role of all, `before` of the first.

    Where the first has a title before the name, and all others have or the last has nothing behind
    it, the titles are theirs who follow.
    """
    out: list[Person] = []
    gaps = [text[one[2] : after[1]] for one, after in pairwise(spots)]
    is_last_bare = not text[spots[-1][2] :].strip(_EDGES)
    has_titles = before and (is_last_bare or (gaps and all(map(_TITLE.search, gaps))))
    for (name, _, end), after in zip_longest(spots, spots[1:]):
        between = text[end : after[1] if after else len(text)]
        title = _TITLE.search(between) if has_titles and after else None
        between = between[: title.start()] if title else between
        if after and _REPLACED.match(between) and not _FROM_THEN.search(text):
            continue
        out.append(_described(name, between).titled(ahead or before))
        before = title[1] if title else ""
    return out


def _spots(text: str) -> list[names.Spot]:
    """Names with a known first name, and whole pieces between commas that read like names.

    Not of somebody else: "för Anna Berg"; but of who came instead: "Anna Berg ersätts av Bo Ek".
    Where only the first is known, the second is a body: "Anna Berg, Lunda Energi".
    """
    found = names.names_in(text)
    for piece in _PIECE.finditer(text):
        title, _, rest = piece[1].partition(" ")
        is_titled = names.is_title(title) and not names.is_first_name(title) and _name_of(rest)
        if name := _name_of(rest if is_titled else piece[1]):
            begin = piece.start(1) + (len(title) + 1 if is_titled else 0)
            end = begin + len(name)
            if not any(at < end and begin < stop for _, at, stop in found):
                found.append((name, begin, end))
    spots: list[names.Spot] = []
    for spot in sorted(found, key=lambda one: one[1]):
        is_instead = spots and _REPLACED.fullmatch(text[spots[-1][2] : spot[1]].rstrip())
        if is_instead or not _NOT_HERSELF.search(text[: spot[1]]):
            spots.append(spot)
    is_body = len(spots) == 2 and "," in text[spots[0][2] : spots[1][1]]
    is_body = is_body and not re.match(r"\s*\(", text[spots[1][2] :])  # a person's role
    known = [names.is_first_name(name.split()[0]) for name, _, _ in spots]
    return spots[:1] if is_body and known == [True, False] else spots


def _name_of(piece: str) -> str | None:
    """The name that a piece between separators begins with: "Mai Ek Skolan"."""
    words = piece.split(" ")
    if _INITIALS.fullmatch(piece) and not names.NOT_A_NAME.match(words[-1]):
        return piece
    for size in range(len(words), 1, -1):
        name, is_whole = " ".join(words[:size]), size == len(words)
        if names.is_name(name) and (is_whole or names.NOT_A_NAME.match(words[size])):
            return name
    return None


def _leading(text: str) -> tuple[str | None, str]:
    """What stands before the first name: (role of all that follow, role of the first).

    (None, "") where it is a sentence, so that the line lists nobody.
    """
    text = _ALSO.sub("", text.lstrip()).strip()
    said = text.strip(_EDGES)
    if said in ("", *_MYSELF) or text.endswith((":", " –", " -")):
        return said if said not in _MYSELF else "", ""
    is_sentence = _NO_TITLE.search(text.rstrip(" ,")) or re.search(r"\w{4}[.!?]\s", text)
    if len(said.split()) > 6 and not _VERB.search(said):  # people by their roles, then a name
        said = said.rpartition(", ")[2]
    return (None, "") if is_sentence or len(said.split()) > 6 else ("", said)


def _described(name: str, text: str) -> Person:
    """A person with what stands after the name: party, cross, remark, role."""
    rest = _PARTY.sub("", text, count=1) if _PARTY.match(text) else text
    is_marked = bool(_MARK.search(rest))
    rest = re.sub(r"(?:\s|^)(?:och|samt|&)\s*$", "", _MARK.sub(" ", rest))
    note = _NOTE.search(rest)
    rest = rest[: note.start()] if note else rest
    rest = rest.strip(_EDGES)
    rest = rest if rest.count("(") == rest.count(")") else rest.strip("() ")
    if rest.startswith("(") and rest.count("(") == rest.count(")") == 1:
        rest = rest.replace("(", "").replace(")", ",", 1).strip(_EDGES)
    return Person(name, rest or None, note[1].strip(" )") if note else None, is_marked)


def lone(text: str) -> list[Person]:
    """Whoever stands on a list by a first name alone: "Camilla (fritid)"."""
    one = _LONE.fullmatch(text.strip())
    return [_alone(one)] if one and names.is_first_name(one["name"].split()[0]) else []


def _alone(one: re.Match[str]) -> Person:
    said = (one["said"] or one["loose"] or "").strip(_EDGES)
    return Person(one["name"], re.sub(r"^\((.*)\)$|^som ", r"\1", said) or None)


def _first_names_only(text: str) -> list[Person]:
    """People of whom some have a first name only: "Camilla (fritid), Anders T och Eva Ek"."""
    parts = _BETWEEN.split(text)
    found = [_LONE.fullmatch(part) for part in parts]
    found = [None if one and one["loose"] and not lone(one[0]) else one for one in found]
    n_lone = len(found) - found.count(None)
    if not n_lone or (len(parts) < 2 and "(" not in text):
        return []
    each = [[_alone(one)] if one else people(part) for one, part in zip(found, parts, strict=True)]
    firsts = [one["name"].split()[0] for one in found if one]
    unknown = [name for name in firsts if not names.is_first_name(name)]
    may_be = n_lone == len(parts) or not any(map(_NO_FIRST_NAME.search, unknown))
    is_enough = may_be and len(unknown) <= n_lone / 2
    return [person for own in each for person in own] if is_enough and all(each) else []


def _row(cells: list[str]) -> list[Person]:
    """A row of columns: lists may stand abreast; else one cell has the name and the others tell."""
    abreast = [people(cell) for cell in cells]
    named = [found for found in abreast if found]
    if len(named) != 1:
        return [one for found in named for one in found]
    others = [cell for cell, found in zip(cells, abreast, strict=True) if cell and not found]
    told = [_described("", HERE.sub("X", one)) for one in others if not NO.fullmatch(one)]
    notes = [one.note for one in told if one.note]
    return [
        replace(
            one,
            role=", ".join(filter(None, [one.role, *(beside.role for beside in told)])) or None,
            note=", ".join(notes) or one.note,
            is_marked=one.is_marked or any(beside.is_marked for beside in told),
        )
        for one in named[0]
    ]
