"""Names of people in Swedish text: what looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lobra.privacy.vocabulary import first_names
from lobra.reading import vocabulary
from lobra_data.words import MONTHS, WEEKDAYS

# A capital and small letters of any Latin alphabet: "Öberg", "Zielińska", "Karimi-Lööf", "d'Orsay".
_CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĖĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_SMALL = "a-zß-öø-ÿāăąćčďđēėęěğģīįıķļłńņňōőřśşšţťūůűųźżž'’"
WORD = rf"(?:(?:el|al)-|[dDO]['’])?[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}][{_SMALL}]+)*"
_PARTICLE = r"(?:von|af|de|la|el|al|van|der|du|da)"
NAME = re.compile(
    rf"{WORD}(?:\s+[\"”“'][^\"”“']{{2,15}}[\"”“'])?(?:\s+(?:{_PARTICLE}\s+)*(?:{WORD}|"
    rf"[A-ZÅÄÖ]\.?(?=\s))){{1,3}}"
)
# A month is that word alone: "maj" is no name, "Maja", "Maj-Britt" and "Augustin" are.
_CALENDAR = (*MONTHS, *(f"{day}*" for day in WEEKDAYS))
_OTHERS = (*vocabulary.words("names.not_a_name"), *_CALENDAR)
NOT_A_NAME = re.compile(
    vocabulary.pattern_text(tuple(word for word in _OTHERS if word[-1] == "*"))
    + "|"
    + vocabulary.pattern_text(tuple(word for word in _OTHERS if word[-1] != "*"))
    + "(?!-)",
    re.I,
)
"""What no word of a name begins with: it is a body, a place or a role."""
_ENDS_A_TITLE = vocabulary.recogniser("names.ends_a_title")

_IN_CAPITALS = re.compile(rf"\b[{_CAPITAL}]{{2,}}(?:[ -][{_CAPITAL}]{{2,}})+\b")
_SURNAME_FIRST = re.compile(rf"({WORD}(?: {WORD})?), ({WORD})(?=\s*(?:[(;]|$))")


# A name with its place in a text.
Spot = tuple[str, int, int]


def is_first_name(word: str) -> bool:
    """Whether a word is a known first name, alone or as a part of a double name."""
    return any(part in first_names() for part in (word.casefold(), *word.casefold().split("-")))


def is_title(word: str) -> bool:
    """Whether a word is what somebody is called before the name: "Ordföranden", "rektorn"."""
    ways = (word, word.removesuffix("n"), re.sub("(?<!polis)en$", "", word))
    return any(map(_ENDS_A_TITLE.search, ways))


def is_name(text: str) -> bool:
    """Whether a whole text is one person's name.

    >>> [is_name(t) for t in ("Deirdre Cronin Olsson", "Social Omsorg", "Polisen")]
    [True, False, False]
    """
    text = text.strip()
    if not NAME.fullmatch(text):
        return False
    first, *rest = text.split()
    if any(NOT_A_NAME.match(word) for word in rest if not is_first_name(word)):
        return False
    return is_first_name(first) or not (NOT_A_NAME.match(first) or _ENDS_A_TITLE.search(first))


def is_odd(name: str) -> bool:
    """Whether what reads like a name may be something else, or hold more than the name."""
    words = [word for word in name.split() if word[0].isupper()]
    return not is_first_name(words[0]) or (len(words) > 2 and not is_first_name(words[1]))


def in_small_letters(text: str) -> str:
    """A line of a list with its names as they are else written; a title in capitals stays.

    >>> in_small_letters("ANNA-LENA BERG, polis"), in_small_letters("PROTOKOLL FÖR ANNA BERG")
    ('Anna-Lena Berg, polis', 'PROTOKOLL FÖR ANNA BERG')
    """

    def small(match: re.Match[str]) -> str:
        first, *rest = re.split("[ -]", match[0])
        is_person = is_first_name(first) and not any(map(NOT_A_NAME.match, rest))
        return match[0].title() if is_person else match[0]

    is_title = text.isupper() and not is_first_name(re.split(r"[\s-]", text)[0])
    return text if is_title else _IN_CAPITALS.sub(small, text)


def turned(listed: Sequence[str]) -> Sequence[str]:
    """The names of a list with the first name first, where most of them begin with the surname.

    >>> turned(["Berg Anna", "Ek Alm Bo", "Öhn Tim"])
    ['Anna Berg', 'Bo Ek Alm', 'Tim Öhn']
    """
    each = [name.split() for name in listed]
    begins = [next((n for n, word in enumerate(own) if is_first_name(word)), 0) for own in each]
    if sum(map(bool, begins)) * 2 <= max(len(each), 4):
        return listed
    ends = [at or -1 for at in begins]
    return [" ".join(own[at:] + own[:at]) for own, at in zip(each, ends, strict=True)]


def with_first_name_first(rows: Sequence[str]) -> Sequence[str]:
    """The rows of a list, the first name first where most write the surname before a comma.

    >>> with_first_name_first(["Berg, Anna (polis)", "Ek Alm, Bo", "Ågren, Tim"])
    ['Anna Berg (polis)', 'Bo Ek Alm', 'Tim Ågren']
    """
    found = [_SURNAME_FIRST.match(row) for row in rows]
    is_turned = [m and is_first_name(m[2]) and not is_first_name(m[1]) for m in found]
    if sum(map(bool, is_turned)) <= max(sum(map(bool, found)) // 2, 1):
        return rows
    return [f"{m[2]} {m[1]}{r[m.end() :]}" if m else r for m, r in zip(found, rows, strict=True)]


def told_in(texts: Iterable[str]) -> set[str]:
    """Every name that some texts tell, in running words or between commas."""
    texts = [text[:5000] for text in texts]
    found = {name for text in texts for name, _, _ in names_in(text)}
    pieces = {one for text in texts for one in re.split(r"[,;:]\s*", text) if NAME.fullmatch(one)}
    return found | {one for one in pieces if is_first_name(one.split()[0])}


def whole(short: str, told: Iterable[str]) -> str | None:
    """The one of some names that begins with a first name, perhaps with an initial after it."""
    short = short.strip(" .")
    begin = short if " " in short else f"{short} "
    rest = {name: name.removeprefix(begin) for name in told if name.startswith(begin)}
    fits = {name for name, behind in rest.items() if behind[:1].isalpha()}
    return fits.pop() if len(fits) == 1 else None


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
            second = words[start + 1]  # "Anna Stina Berg, polisen", "Samira El Khatib, polisen"
            is_double = is_first_name(second) or re.fullmatch(_PARTICLE, second.casefold())
            return n - (n - start >= 3 and not is_double)  # "Anna Berg Lunda Fastigheter"
    return len(words)
