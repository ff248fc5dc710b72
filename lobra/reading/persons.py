"""What a line or a row of a list says of whom.

One way for every layout: names are marked where they stand, and what stands between two of them is
the role of the one before, or, with a colon or a title, of those after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from lobra.reading import vocabulary
from lobra.reading.names import (
    NAME,
    NOT_A_NAME,
    WORD,
    Spot,
    is_first_name,
    is_name,
    names_in,
    takes_a_place,
)

_REPLACED_BY = re.compile(rf"(?i){vocabulary.any_of('names.replaced_by')}\s+")
_REPLACED = re.compile(rf"(?i)\s*(?:\(\w+\))?\s*{vocabulary.any_of('names.replaced_by')}")
_FROM_THEN = re.compile(r"(?i)\bfr\.?\s?o\.?\s?m\b")
_NOT_HERSELF = re.compile(rf"(?i){vocabulary.any_of('names.before_somebody_else')}\s+$")
_NO_TITLE = re.compile(rf"(?i){vocabulary.any_of('names.ends_no_title')}$")
_TELLS = re.compile(rf"\s+{vocabulary.any_of('headings.verbs')}")
_PARTY = re.compile(r"\s*\(\s*([A-ZÅÄÖ]{1,5}|Fi|F!|mp|kd|sd|fp|s|m|c|l|v|-)\s*\)")
_MARK = re.compile(r"(?:^|[\s,])(?:[xX✓✔☒]|Ja|JA|ja)(?=$|[\s,;)])")
NO = re.compile(r"nej|[-–—]", re.I)
_ENUMERATOR = re.compile(r"^(?:\d{1,2}[.)]|[-–•*])\s+")
_EDGES = " \t,;:.–—-/|"
_LONGEST = 5_000  # characters of a line that may be a list of people
_FIRST_NAME = re.compile(
    rf"({WORD}(?:\s[A-ZÅÄÖ])?)(?:\s*\(([^)]+)\)|\s+(\d{{1,2}}\s?[A-Za-z]))?\.?"
)
_NOTE = re.compile(
    r"[,(\s]*((?:ej\s+)?(?:t\.?\s?o\.?\s?m\.?\s.*|fr\.?\s?o\.?\s?m\.?\s.*|§+\s*\d.*|"
    r"(?:under |vid )?punkt\w*\s\d.*|(?-i:[A-ZÅÄÖ]{2,4}) \d.*|deltog.*|via \w+|på distans|"
    r"(?:från |till )?kl\.?\s?\d.*|(?:från|till) \d.*))$",
    re.I,
)
_JOINED = re.compile(r"\s*(?:\([A-ZÅÄÖ]+\))?\s*(?:och|&|samt)\s*")


@dataclass(frozen=True)
class Person:
    """A name on a list with what stands beside it: role or body, party, remarks, a cross."""

    name: str
    role: str | None = None
    party: str | None = None
    note: str | None = None
    is_marked: bool = False


def people(text: str, cells: tuple[str, ...] = ()) -> list[Person]:
    """The people that one line or row of a list names; empty when it names nobody.

    >>> people("Anna Berg och Bo Ek, Polisen")[0]
    Person(name='Anna Berg', role='Polisen', party=None, note=None, is_marked=False)
    """
    if len(cells) > 1:
        return _row([" ".join(cell.split()) for cell in cells])
    text = " ".join(text.split())
    text = _ENUMERATOR.sub("", text)
    if len(text) > _LONGEST:
        return []
    if found := _first_names_only(text):
        return found
    spots = _spots(text)
    if [is_first_name(name.split()[0]) for name, _, _ in spots] == [True, False]:
        is_body = "," in text[spots[0][2] : spots[1][1]]  # "Anna Berg, Lunda Energi"
        spots = spots[:1] if is_body else spots
    if not spots or _TELLS.match(text[spots[0][2] :]):
        return []
    lone = re.match(rf"({WORD})\s+(?:och|&)\s+$", text[: spots[0][1]])
    if lone and is_first_name(lone[1]):
        out = _between(text, spots)
        return [Person(lone[1], out[0].role), *out]
    ahead, before = _leading(text[: spots[0][1]])
    if ahead is None:
        return []
    out = _between(text, spots, ahead, before)
    if len(out) == 2 and _JOINED.fullmatch(text[spots[0][2] : spots[1][1]]):
        return _sharing(out[0], out[1], bool(text[: spots[0][1]].strip()))
    return out


def _between(text: str, spots: list[Spot], ahead: str = "", before: str = "") -> list[Person]:
    """Each name with what stands after it; `ahead` is the role of all, `before` of the first."""
    out: list[Person] = []
    for (name, _, end), after in zip_longest(spots, spots[1:]):
        between = text[end : after[1] if after else len(text)]
        if after and _REPLACED.match(between) and not _FROM_THEN.search(text):
            continue
        out.append(_titled(_described(name, between), ahead or ("" if out else before)))
    return out


def _spots(text: str) -> list[Spot]:
    """Names with a known first name, and whole pieces between commas that read like names."""
    found = names_in(text)
    for piece in re.finditer(
        rf"(?:^|(?<=[,;:(/] )|(?<=\boch )|(?<=\bsamt )|(?<=[&–-] )|(?<=\t))({NAME.pattern})"
        r"(?!\w)(?=\s*(?:$|[,;:(/&–-]|\.(?=\s|$)|och\b|samt\b|[xX]\b|§|[a-zåäö]))",
        text,
    ):
        if name := _name_of(piece[1], text[piece.end() :]):
            begin = piece.start(1)
            if not any(at < begin + len(name) and begin < stop for _, at, stop in found):
                found.append((name, begin, begin + len(name)))
    return [one for one in sorted(found, key=lambda one: one[1]) if _is_herself(text, one[1])]


def _is_herself(text: str, begin: int) -> bool:
    """Whether a name is of somebody on the list: not "för Anna Berg", but "ersätts av Bo Ek"."""
    if not _NOT_HERSELF.search(text[:begin]):
        return True
    replaced = next((m for m in _REPLACED_BY.finditer(text[:begin]) if m.end() == begin), None)
    return bool(replaced and re.search(r"[\w)]\s$", text[: replaced.start()]))


def _name_of(piece: str, rest: str) -> str | None:
    """The name that a piece between separators begins with: "Mai Ek Skolan"."""
    words = piece.split(" ")
    for size in range(len(words), 1, -1):
        name, is_whole = " ".join(words[:size]), size == len(words)
        if is_whole and takes_a_place(words, rest):
            continue
        if is_name(name) and (is_whole or NOT_A_NAME.match(words[size])):
            return name
    return None


def _leading(text: str) -> tuple[str | None, str]:
    """What stands before the first name: (role of all that follow, role of the first).

    (None, "") where it is a sentence, so that the line lists nobody.
    """
    text = text.strip()
    if not text.strip(_EDGES + "(") or text.strip(_EDGES) == "jag":
        return "", ""
    if text.endswith((":", " –", " -")):
        return text.strip(_EDGES), ""
    words = text.split()
    if len(words) > 6 or _NO_TITLE.search(text.rstrip(" ,")) or re.search(r"\w{4}[.!?]\s", text):
        return None, ""
    return "", text.strip(_EDGES)


def _described(name: str, text: str) -> Person:
    """A person with what stands after the name: party, cross, remark, role."""
    party = _PARTY.match(text)
    rest = text[party.end() :] if party else text
    is_marked = bool(_MARK.search(rest))
    rest = _MARK.sub(" ", rest)
    rest = re.sub(r"(?:\s|^)(?:och|samt|&)\s*$", "", rest)
    note = _NOTE.search(rest)
    rest = rest[: note.start()] if note else rest
    rest = re.split(r"(?<=\w{4})\.\s+(?=[A-ZÅÄÖ])", rest.strip())[0].strip(_EDGES)
    if rest.startswith("(") and rest.count("(") == rest.count(")") == 1:
        rest = rest.replace("(", "").replace(")", ",", 1).strip(_EDGES)
    elif rest.count("(") < rest.count(")"):
        rest = rest.rstrip(")")
    said = note[1].strip(" )") if note else None
    return Person(name, rest or None, party[1] if party else None, said, is_marked)


def _titled(one: Person, title: str) -> Person:
    return replace(one, role=", ".join(filter(None, [title, one.role])) or None)


def _sharing(first: Person, second: Person, before_both: bool) -> list[Person]:
    """Two joined by "och" have the role that stands before or after both."""
    if before_both and first.role and not second.role:
        return [first, replace(second, role=first.role)]
    return [first if first.role else replace(first, role=second.role), second]


def _first_names_only(text: str) -> list[Person]:
    """People of whom some have a first name only: "Camilla (fritid), Anders T och Eva Ek"."""
    parts = re.split(r"\s*(?:,(?![^(]*\))|\boch\b|&)\s*", text)
    found = [_FIRST_NAME.fullmatch(part) for part in parts]
    lone = [Person(one[1], one[2] or one[3]) if one else None for one in found]
    if not any(lone) or (len(parts) < 2 and "(" not in text):
        return []
    each = [[one] if one else people(part) for one, part in zip(lone, parts, strict=True)]
    known = sum(is_first_name(one.name.split()[0]) for one in lone if one)
    needed = len(parts) / 2 if all(lone) else sum(map(bool, lone))
    is_list = known >= needed and all(len(own) == 1 for own in each)
    return [own[0] for own in each] if is_list else []


def _row(cells: list[str]) -> list[Person]:
    """A row of columns: lists may stand abreast; else one cell has the name and the others tell."""
    abreast = [people(cell) for cell in cells]
    if sum(bool(found) for found in abreast) >= 2:
        return [one for found in abreast for one in found]
    at = next((n for n, found in enumerate(abreast) if found), None)
    if at is None:
        return []
    others = [cell for n, cell in enumerate(cells) if n != at and cell]
    said = [cell for cell in others if not _MARK.fullmatch(cell) and not NO.fullmatch(cell)]
    notes = [cell for cell in said if _NOTE.fullmatch(cell)]
    is_marked = len([cell for cell in others if NO.fullmatch(cell)]) + len(said) < len(others)
    return [
        replace(
            one,
            role=", ".join(filter(None, [one.role, *(c for c in said if c not in notes)])) or None,
            note=", ".join(notes) or one.note,
            is_marked=is_marked or one.is_marked,
        )
        for one in abreast[at]
    ]
