"""Names of people in Swedish text, and what a line of a list says of whom.

One way for every layout: names are marked where they stand, and what stands between two of them is
the role of the one before, or, with a colon or a title, of those after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lobra.privacy.vocabulary import first_names
from lobra.reading import vocabulary
from lobra_data.words import MONTHS, WEEKDAYS

# A capital and small letters of any Latin alphabet: "Öberg", "Zielińska", "Karimi-Lööf", "d'Orsay".
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_SMALL = "a-zß-öø-ÿāăąćčďđēėęěğģīįıķļłńņňōőřśşšţťūůűųźżž'’"
WORD = rf"(?:(?:el|al)-|[dDO]['’])?[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}]?[{_SMALL}]+)*"
_PARTICLE = r"(?:von|af|de|la|el|al|van|der|du|da)"
NAME = re.compile(
    rf"{WORD}(?:\s+[\"”“'][^\"”“']{{2,15}}[\"”“'])?(?:\s+(?:{_PARTICLE}\s+)*(?:{WORD}|"
    rf"[A-ZÅÄÖ]\.?(?=\s))){{1,3}}"
)
# A short one is that word alone: "maj" is no name, "Maja" and "Maj-Britt" are.
_CALENDAR = tuple(word if len(word) < 5 else f"{word}*" for word in (*MONTHS, *WEEKDAYS))
_OTHERS = (*vocabulary.words("names.not_a_name"), *_CALENDAR)
NOT_A_NAME = re.compile(
    vocabulary.pattern_text(tuple(word for word in _OTHERS if word[-1] == "*"))
    + "|"
    + vocabulary.pattern_text(tuple(word for word in _OTHERS if word[-1] != "*"))
    + "(?!-)",
    re.I,
)
"""What no word of a name begins with: it is a body, a place or a role."""
_ROLE_END = re.compile(rf"(?i){vocabulary.any_of('names.ends_a_title')}$")
_TAKES_A_PLACE = vocabulary.pattern("names.takes_a_place")
_NOT_HERSELF = re.compile(rf"(?i){vocabulary.any_of('names.before_somebody_else')}\s+$")
_REPLACED_BY = re.compile(rf"(?i){vocabulary.any_of('names.replaced_by')}\s+")
_REPLACED = re.compile(rf"(?i)\s*(?:\(\w+\))?\s*{vocabulary.any_of('names.replaced_by')}")
_FROM_THEN = re.compile(r"(?i)\bfr\.?\s?o\.?\s?m\b")
_NO_TITLE = re.compile(rf"(?i){vocabulary.any_of('names.ends_no_title')}$")
_TELLS = re.compile(rf"\s+{vocabulary.any_of('headings.verbs')}")
_PARTY = re.compile(r"\s*\(\s*([A-ZÅÄÖ]{1,5}|Fi|F!|mp|kd|sd|fp|s|m|c|l|v|-)\s*\)")
_NOTE = re.compile(
    r"[,(\s]*((?:ej\s+)?(?:t\.?\s?o\.?\s?m\.?\s.*|fr\.?\s?o\.?\s?m\.?\s.*|§+\s*\d.*|"
    r"(?:under |vid )?punkt\w*\s\d.*|(?-i:[A-ZÅÄÖ]{2,4}) \d.*|deltog.*|via \w+|på distans|"
    r"(?:från |till )?kl\.?\s?\d.*|(?:från|till) \d.*))$",
    re.I,
)
_MARK = re.compile(r"(?:^|[\s,])(?:[xX✓✔☒]|Ja|JA|ja)(?=$|[\s,;)])")
NO = re.compile(r"(?i)nej|[-–—]")
_ENUMERATOR = re.compile(r"^(?:\d{1,2}[.)]|[-–•*])\s+")
_FIRST_NAME = re.compile(
    rf"({WORD}(?:\s[A-ZÅÄÖ])?)(?:\s*\(([^)]+)\)|\s+(\d{{1,2}}\s?[A-Za-z]))?\.?"
)
_EDGES = " \t,;:.–—-/|"
_LONGEST = 5_000  # characters of a line that may be a list of people


@dataclass(frozen=True)
class Person:
    """A name on a list with what stands beside it: role or body, party, remarks, a cross."""

    name: str
    role: str | None = None
    party: str | None = None
    note: str | None = None
    is_marked: bool = False


# A name with its place in a text.
Spot = tuple[str, int, int]


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name, alone or as a part of a double name."""
    return any(part in first_names() for part in (word.casefold(), *word.casefold().split("-")))


def is_title(word: str) -> bool:
    """Whether a word is what somebody is called before the name: "Ordföranden", "rektorn"."""
    return bool(_ROLE_END.search(word) or _ROLE_END.search(word.removesuffix("n")))


def is_name(text: str) -> bool:
    """Whether a whole text is one person's name.

    >>> [is_name(t) for t in ("Deirdre Cronin Olsson", "Social Omsorg", "Polisen")]
    [True, False, False]
    """
    text = text.strip()
    if not NAME.fullmatch(text):
        return False
    words = text.split()
    if any(NOT_A_NAME.match(word) for word in words[1:]) or _ROLE_END.search(words[0]):
        return False
    if len(words) > 2 and is_first_name(words[1]) and not is_first_name(words[0]):
        return False  # a title before the name
    return is_first_name(words[0]) or not NOT_A_NAME.match(words[0])


def names_in(text: str) -> list[Spot]:
    """The names in running text that begin with a known first name: (name, begin, end)."""
    found = []
    at = 0
    while match := NAME.search(text, at):
        words = list(re.finditer(r"\S+", match[0]))
        start = next((n for n, word in enumerate(words[:-1]) if is_first_name(word[0])), None)
        if start is None:
            at = max(match.start() + 1, match.start() + words[-1].start())
            continue
        end = _end_of_name([word[0] for word in words], start)
        if end == len(words) and _takes_a_place(match[0].split()[start:], text[match.end() :]):
            end -= 1
        if end - start >= 2:
            begin, stop = match.start() + words[start].start(), match.start() + words[end - 1].end()
            found.append((text[begin:stop], begin, stop))
        at = match.start() + words[max(end, start + 1) - 1].end()
    return found


def _end_of_name(words: list[str], start: int) -> int:
    """One past a name's last word: the next person's first name, or a body, begins anew."""
    for n in range(start + 1, len(words)):
        if n > start + 1 and is_first_name(words[n]) and n + 1 < len(words):
            return n
        if NOT_A_NAME.match(words[n]):
            return n - (n - start >= 3)  # "Anna Berg Lunda Fastigheter"
    return len(words)


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
    if not spots or _TELLS.match(text[spots[0][2] :]):
        return []
    lone = re.match(rf"({WORD})\s+(?:och|&)\s+$", text[: spots[0][1]])
    alone = [Person(lone[1])] if lone and is_first_name(lone[1]) else []
    ahead, before = ("", "") if alone else _leading(text[: spots[0][1]])
    if ahead is None:
        return []
    out: list[Person] = []
    for n, (name, _, end) in enumerate(spots):
        is_last = n + 1 == len(spots)
        between = text[end : len(text) if is_last else spots[n + 1][1]]
        if not is_last and _REPLACED.match(between) and not _FROM_THEN.search(text):
            continue
        own, following = (between, None) if is_last else _divided(between)
        person = _described(name, own)
        out.append(_titled(person, ahead or before))
        before = ""
        if following is not None:
            ahead, before = following
    if alone and out:
        return [replace(alone[0], role=out[0].role), *out]
    if len(out) == 2 and re.fullmatch(
        r"\s*(?:\([A-ZÅÄÖ]+\))?\s*(?:och|&|samt)\s*", text[spots[0][2] : spots[1][1]]
    ):
        return _sharing(out[0], out[1], bool(text[: spots[0][1]].strip()))
    return out


def _spots(text: str) -> list[Spot]:
    """Names with a known first name, and whole pieces between commas that read like names."""
    found = names_in(text)
    for piece in re.finditer(
        rf"(?:^|(?<=[,;:(/] )|(?<=\boch )|(?<=\bsamt )|(?<=[&–-] )|(?<=\t))({NAME.pattern})"
        r"(?=\s*(?:$|[,;:(/&–-]|och\b|samt\b|[xX]\b|§|[a-zåäö]))",
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
        if is_whole and _takes_a_place(words, rest):
            continue
        if is_name(name) and (is_whole or NOT_A_NAME.match(words[size])):
            return name
    return None


def _takes_a_place(words: list[str], rest: str) -> bool:
    """Whether a name's last word belongs to what follows: "Anna Berg Storköpings kommun"."""
    following = rest.split()[0] if rest.startswith(" ") and rest.split() else ""
    return len(words) > 2 and bool(_TAKES_A_PLACE.match(following))


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


def _divided(between: str) -> tuple[str, tuple[str, str] | None]:
    """What stands between two names: of the first, and the title before the next or for the rest.

    A title is told by its colon, or by a capital where a separator stands before it and none
    after: "…, polisen Ledamot Bo Ek".
    """
    if colon := re.search(r"(?:^|[,;.)]|(?<=\s))\s*([A-ZÅÄÖ][^,;:.()]{2,40}):\s*$", between):
        return between[: colon.start(1)], (colon[1].strip(), "")
    title = re.search(r"[;.]\s+([A-ZÅÄÖ][\wåäö-]+)\s+$", between)
    if title and _ROLE_END.search(title[1]):
        return between[: title.start(1)], ("", title[1])
    return between, None


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
    """People with nothing but a first name: "Camilla (fritid), Anders T och Anders L (skolan)"."""
    parts = re.split(r"\s*(?:,(?![^(]*\))|\boch\b|&)\s*", text)
    found = [_FIRST_NAME.fullmatch(one) for one in parts]
    if not all(found) or (len(parts) < 2 and "(" not in text):
        return []
    known = sum(is_first_name(one[1].split()[0]) for one in found if one)
    if known * 2 < len(parts):
        return []
    return [Person(one[1], one[2] or one[3]) for one in found if one]


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
