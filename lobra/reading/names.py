"""Names of people in Swedish text: what looks like one, and what a line of a list says of whom."""

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
_PARTY = re.compile(r"\(\s*([A-ZÅÄÖ]{1,5}|Fi|F!|mp|kd|sd|fp|s|m|c|l|v|-)\s*\)")
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
_NO_TITLE = re.compile(rf"(?i){vocabulary.any_of('names.ends_no_title')}$")
_LONGEST = 5_000  # characters of a line that may be a list of people
_ROLE_SPLIT = re.compile(r"\s*(?:,|;|\t|\s[-–—]\s|:)\s*")


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name, alone or as a part of a double name."""
    return word.casefold() in first_names() or word.split("-")[0].casefold() in first_names()


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


def names_in(text: str) -> list[tuple[str, int, int]]:
    """The names in running text that begin with a known first name: (name, begin, end)."""
    found = []
    at = 0
    while match := NAME.search(text, at):
        words = list(re.finditer(r"\S+", match[0]))
        start = next((n for n, word in enumerate(words[:-1]) if is_first_name(word[0])), None)
        if start is None:
            at = match.end()
            continue
        end = len(words)
        for n in range(start + 1, len(words)):
            # The next person's first name begins a new name, unless it is all that follows.
            if n > start + 1 and is_first_name(words[n][0]) and n + 1 < len(words):
                end = n
                break
            if NOT_A_NAME.match(words[n][0]) and n > start:
                end = n - (n - start >= 3)  # "Anna Berg Lunda Fastigheter"
                break
        if end - start >= 2:
            begin, stop = match.start() + words[start].start(), match.start() + words[end - 1].end()
            found.append((text[begin:stop], begin, stop))
            at = stop
        else:
            at = match.start() + words[max(end, start + 1) - 1].end()
    return found


@dataclass(frozen=True)
class Person:
    """A name on a list with what stands beside it: role or body, party, remarks."""

    name: str
    role: str | None = None
    party: str | None = None
    note: str | None = None


def people(text: str, cells: tuple[str, ...] = ()) -> list[Person]:
    """The people that one line or row of a list names; empty when it isn't such a line.

    >>> people("Anna Berg och Bo Ek, Polisen")
    [Person(name='Anna Berg', role='Polisen', party=None, note=None), \
Person(name='Bo Ek', role='Polisen', party=None, note=None)]
    """
    if len(cells) > 1:
        return _row([" ".join(cell.split()) for cell in cells])
    if len(text) > _LONGEST:
        return []
    text = re.sub(rf"^.*?\bersätts av\s+(?={WORD})", "", text)
    text = " ".join(text.split()).strip(" .;")
    if not text:
        return []
    if ";" in text:
        several = [people(part) for part in text.split(";")]
        if all(several):
            return [one for found in several for one in found]
    also = re.match(rf"({WORD})\s+och\s+({NAME.pattern})(.*)$", text)
    if also and also[1].casefold() in first_names() and is_name(also[2]):
        role = also[3].strip(" ,") or None
        return [Person(also[1], role), Person(also[2], role)]
    parts = [p for p in re.split(r"\s*,\s*|\s+och\s+|\s+samt\s+|\s*&\s*|\s*/\s*", text) if p]
    bare = [_bare(part) for part in parts]
    if len(parts) > 1 and all(bare):
        return [one for one in bare if one]
    return _one(text)


def _bare(text: str) -> Person | None:
    """A name with nothing but a party or a mark beside it."""
    party = _PARTY.search(text)
    rest = _PARTY.sub(" ", text)
    name = re.sub(r"\s+[xX]$", "", rest).strip(" .:")
    return Person(name, None, party[1] if party else None) if is_name(name) else None


def _one(text: str) -> list[Person]:
    """One line: name first and the rest after it, or the role first and names last."""
    text = re.sub(r"^(?:\d{1,2}[.)]|[-–•*])\s+", "", text)
    if one := _bare(text):
        return [one]
    match = NAME.match(text)
    if match:
        for length in range(len(match[0].split()), 1, -1):
            words = match[0].split()[:length]
            name, rest = " ".join(words), text[len(" ".join(words)) :]
            if _has_taken_a_place(words, rest):
                continue
            if text.startswith(name) and is_name(name) and _ends(rest, words):
                return _with_rest(name, rest)
    pieces = _ROLE_SPLIT.split(text)
    if len(pieces) >= 2:
        for split in range(len(pieces) - 1, 0, -1):
            tail = re.split(r"\s+och\s+|\s*,\s*|\s+samt\s+", ", ".join(pieces[split:]))
            bare = [_bare(part) for part in tail]
            if all(bare):
                role = ", ".join(pieces[:split])
                return [Person(one.name, role, one.party) for one in bare if one]
    if label := re.match(r"([A-ZÅÄÖ][\wåäö /-]{2,40}):\s+(?=[A-ZÅÄÖ])", text):
        return [_titled(one, label[1]) for one in people(text[label.end() :])]
    found = names_in(text)
    if found and not re.search(r"\w{4,}[.!?]\s", text):
        name, begin, end = found[0]
        title = text[:begin].strip(" ,:-–")
        rest = text[end:]
        follows = not rest or re.match(r"\s*[,(]|\s+och\s+[A-ZÅÄÖ]|\s+[-–]\s", rest)
        if follows and _is_title(title):
            return [_titled(replace(one, note=None), title) for one in _with_rest(name, rest)]
    return []


def _titled(one: Person, title: str) -> Person:
    return replace(one, role=", ".join(filter(None, [title, one.role])) or None)


def _has_taken_a_place(words: list[str], rest: str) -> bool:
    """Whether a name's last word belongs to what follows: "Anna Berg Storköpings kommun"."""
    following = rest.split()[0] if rest.startswith(" ") and rest.split() else ""
    return len(words) > 2 and bool(_TAKES_A_PLACE.match(following))


def _is_title(text: str) -> bool:
    """Whether words before a name may be the person's title: "Tf. räddningschef", "Kommunen"."""
    words = text.split()
    if len(words) > 6 or not re.match(r"[A-ZÅÄÖ]", text or "A"):
        return False
    return not _NO_TITLE.search(text)


def _ends(rest: str, words: list[str]) -> bool:
    """Whether a name may end here: a mark, a small letter or a body's word follows."""
    if not rest or re.match(r"\s*[,(:;/]|\s+[-–—]\s|\s+och\s", rest):
        return True
    following = rest.split()[0] if rest.split() else ""
    if not rest.startswith(" "):
        return False
    known = is_first_name(words[0])
    if following[:1].islower():
        # "Anna Berg ordförande", not "Anna Berg hälsade alla välkomna till mötet".
        return (
            known and len(rest.split()) <= 8 and not re.match(r"\w+(?:ade|ar|er|te)\b", following)
        )
    return known and (bool(NOT_A_NAME.match(following)) or following.isupper())


def _with_rest(name: str, rest: str) -> list[Person]:
    party = _PARTY.match(rest.strip())
    if party:
        rest = rest.strip()[party.end() :]
    also = re.match(rf"\s+(?:och|&)\s+({NAME.pattern})(.*)", rest)
    others = []
    if also and is_name(also[1]):
        others, rest = [also[1]], also[2]
    rest = rest.strip(" ,:;-–—/")
    note = None
    if found := re.search(
        r"[,(\s]*(t\.?\s?o\.?\s?m\.?\s.*|fr\.?\s?o\.?\s?m\.?\s.*|§+\s*\d.*|under punkt.*|"
        r"deltog.*|via (?:länk|teams|skype|telefon).*|kl\.?\s?\d.*)$",
        rest,
        re.I,
    ):
        note, rest = found[1].strip(" )"), rest[: found.start()].strip(" ,(")
    role = re.sub(r"(?:^|\s)[xX✓]$", "", rest.strip("() ")).strip(" ,") or None
    return [Person(one, role, party[1] if party else None, note) for one in [name, *others]]


def _row(cells: list[str]) -> list[Person]:
    """A row of columns: the name stands in the first cell that is one; lists may stand abreast."""
    abreast = [people(cell) for cell in cells]
    if sum(bool(found) for found in abreast) >= 2:
        return [one for found in abreast for one in found]
    for at, cell in enumerate(cells):
        found = people(cell)
        if not found:
            continue
        others = [c for n, c in enumerate(cells) if n != at and c and not re.fullmatch(r"[xX✓]", c)]
        role = ", ".join(filter(None, [found[0].role, *others[:1]])) or None
        note = ", ".join(others[1:]) or found[0].note
        return [Person(one.name, role, one.party, note) for one in found]
    return []


def run_together(text: str) -> list[Person]:
    """People named one after the other on one line, each with the words that follow.

    >>> [p.name for p in run_together("Bo Ek, polisen Anna Berg, rektor Lars Dal, AB Hus")]
    ['Bo Ek', 'Anna Berg', 'Lars Dal']
    """
    spots = _spots(text) if len(text) <= _LONGEST else []
    if len(spots) < 2 or spots[0][1] > 40:
        return []
    if re.search(r"[.!?]\s+(?:Han|Hon|De|Det|Vi)\b", text):
        return []
    filled = _with_pairs(text, spots)
    out = []
    for n, (name, _, end) in enumerate(filled):
        rest = text[end : filled[n + 1][1] if n + 1 < len(filled) else len(text)]
        rest = re.split(r"(?<=\w{4})\.\s+(?=[A-ZÅÄÖ])", rest)[0]
        party = re.match(r"\s*\(([A-ZÅÄÖa-z]{1,3})\)", rest)
        if party:
            rest = rest[party.end() :]
        note = re.search(r"(?:t\.o\.m\.?|fr\.o\.m\.?|§+)\s*[^,]*$", rest)
        role = (rest[: note.start()] if note else rest).strip(" ,.;:-–()")
        role = re.sub(r"^(?:och|samt)$|\s*,?\s*\b(?:och|samt)$", "", role).strip(" ,.")
        out.append(
            Person(name, role or None, party[1] if party else None, note[0] if note else None)
        )
    return out


def _spots(text: str) -> list[tuple[str, int, int]]:
    """Names with a known first name, and whole pieces between commas that read like names."""
    found = names_in(text)
    for piece in re.finditer(
        rf"(?:^|(?<=[,;:] )|(?<=\boch ))({NAME.pattern})(?=\s*(?:,|;|$|\(| och ))", text
    ):
        inside = any(begin < piece.end() and piece.start() < end for _, begin, end in found)
        if not inside and is_name(piece[1]):
            found.append((piece[1], piece.start(1), piece.end(1)))
    return sorted(
        (
            one
            for one in found
            if not re.search(
                r"(?i)\b(?:för|ersätter|istället för|ersätts av|genom|av)\s+$", text[: one[1]]
            )
        ),
        key=lambda one: one[1],
    )


def _with_pairs(text: str, spots: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Fills a row of names without separators with the pairs whose first name isn't known."""
    out: list[tuple[str, int, int]] = []
    at = 0
    for name, begin, end in [*spots, ("", len(text), len(text))]:
        between = text[at:begin]
        words = list(re.finditer(r"\S+", between))
        capital = all(re.fullmatch(r"[A-ZÅÄÖ][a-zåäöéü-]+", word[0]) for word in words)
        if words and len(words) % 2 == 0 and capital and len(words) <= 8:
            for n in range(0, len(words), 2):
                pair = f"{words[n][0]} {words[n + 1][0]}"
                if is_name(pair):
                    out.append((pair, at + words[n].start(), at + words[n + 1].end()))
        if name:
            out.append((name, begin, end))
        at = end
    return out
