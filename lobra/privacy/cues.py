"""What in a text may name, reach or count a person: cues, broad on purpose.

A cue is no verdict. A text that has one is published only when a person has cleared that very
text, so a false alarm costs one key press once, and a miss costs somebody's privacy. Therefore
everything that can't be explained is a cue: a capitalised word that is no known name of a place or
an organisation and no ordinary word at the head of a sentence, a number that is no date, time or
label and stands before no thing, and every sign of another script. What can't be told from other
words isn't found: a surname that nobody knows, in small letters ("samtal med kroknäs").
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import itemgetter

from rapidfuzz.distance import Levenshtein

from lobra.privacy.vocabulary import first_names, shapes, words
from lobra_data.words import MONTHS

PERSON, NAME, ONE = "namnet på en person", "kan vara ett namn", "en enskild person"
NUMBER, SCRIPT = "antal, andel eller ålder", "andra tecken än svenska"
NEVER, MARKUP = "ord som inte får publiceras", "märkning eller kod"

_MARKUP = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);|</?[A-Za-z!][^<>]*>|%[\dA-Fa-f]{2}|\\u\w{4}")
_ATOM = re.compile(rf"{_MARKUP.pattern}|.", re.S)
_BLOCK = re.compile(r"</?(?:br|p|div|li|tr|td|th|h\d)\b", re.I)
_INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјкорсухгпнвтмьдлиАΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχωγøØæÆđĐłŁıðÐþÞßſ",
    "ABESIJKMHOPCTYXZaesijkopcyxrnhbtmbdliABEZHIKMNOPTYXabeiknoptuxwyoOaAdDlLidDpPss",
)
_DEFINITE = ("de", "dessa", "vara", "alla")
_MONTHS = "|".join(MONTHS)
_PUNCTUATION = "§¨°·…«»„“”¿¡\u00b4\u2018\u2019\u201a\u2039\u203a"
_TIME = r"\d{1,2}(?:[.:]\d\d)?"


@dataclass(frozen=True)
class Cue:
    """A piece of a text that made it wait: its place, what it may be in Swedish, and its words."""

    start: int
    end: int
    kind: str
    words: str


class Known:
    """What a council's records know: the full names of people, names of places, organisations and
    the like that are no cues, words that must never be published, years that dates may have, and
    the full names of people `elsewhere`, whose surnames are looked for in small letters too."""

    def __init__(
        self,
        people: Iterable[str] = (),
        names: Iterable[str] = (),
        never: Iterable[str] = (),
        years: Iterable[int] = range(2000, 2100),
        elsewhere: Iterable[str] = (),
    ) -> None:
        self.people = frozenset(part for name in people for part in _parts(name))
        self.elsewhere = frozenset(part for name in elsewhere for part in _parts(name)[-1:])
        self.never = [said for one in never if (said := normalised(one).lower().strip())]
        listed = sorted({normalised(one) for one in names if one.strip()}, key=len, reverse=True)
        self.names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed)) or '(?!)'})s?(?!\w)")
        year = rf"(?:{'|'.join(map(str, years)) or '(?!)'})"
        day = r"\d{1,2}(?: ?(?:-|och|till) ?\d{1,2})?"
        labels = "|".join(_folded("labels"))
        self.explained = re.compile(
            rf"(?<![\w.:/])(?<!\d-)(?:{day} (?:{_MONTHS})(?:-{day} (?:{_MONTHS}))?(?: {year})?"
            rf"|{year}-[01]\d(?:-[0-3]\d)?|{year}(?:[-/]{year}|/\d\d)?|\(\d{{4}}:\d{{1,4}}\)"
            rf"|(?:den|d\.) \d{{1,2}}/\d{{1,2}}"
            rf"|(?:kl\.?|klockan) {_TIME}(?: ?(?:-|och|till) ?{_TIME})?"
            rf"|(?i:{labels}) ?\d{{1,3}}(?: ?(?:-|,|och) ?\d{{1,3}})?)(?![\w/-]|[.:,]\d)"
        )
        patterns = self.names.pattern, self.explained.pattern
        self._whole = (self.people, self.elsewhere, tuple(self.never), *patterns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and self._whole == other._whole

    def __hash__(self) -> int:
        return hash(self._whole)


def normalised(text: str) -> str:
    """The text as a reader takes it: without markup, invisible signs and diacritics, look-alike
    letters as Latin ones, every dash and space one. Capitals stay.

    >>> normalised("Signhild\u00ad V\u0430ssb&auml;ck \u2212 <b>\uff13</b>")
    'Signhild Vassback - 3'
    """
    for _ in range(3 if _MARKUP.search(text) else 0):  # what is escaped twice
        text = _MARKUP.sub(lambda found: _unmarked(found[0]), text)
    text = _in_plain_letters(text)
    is_once = "  " not in text and "--" not in text
    return text if is_once else re.sub(r"([ -])\1+", r"\1", text)


def _in_plain_letters(text: str) -> str:
    if not text.isascii():
        for sign, plain in _OFTEN.items():
            text = text.replace(sign, plain)
    return text if text.isascii() and text.isprintable() else text.translate(_SIGNS)


def cues(text: str, known: Known) -> list[Cue]:
    """Every cue of a text, in its order; none overlaps another.

    >>> [one.words for one in cues("Oskar och två elever kom.", Known())]
    ['Oskar', 'två']
    """
    return [*_cues(text, known)]


@lru_cache(maxsize=4096)  # one council's texts are the same in each of its reports
def _cues(text: str, known: Known) -> tuple[Cue, ...]:
    said, places = _mapped(text)
    taken = [(one.start(), one.end(), MARKUP) for one in _MARKUP.finditer(text)]
    for start, end, kind in _all(said, known):
        at = (places[start], places[end - 1] + 1, kind)
        n = bisect_right(taken, at[0], key=itemgetter(0))  # begin before it, or where it does
        if all(at[1] <= one[0] or one[1] <= at[0] for one in taken[max(0, n - 1) : n + 1]):
            taken.insert(n, at)
    return tuple(Cue(a, b, kind, text[a:b]) for a, b, kind in taken)


def names_persons(unit: str, units: Collection[str] = ()) -> bool:
    """Whether words for what is counted are words for persons: known ones, or one of `units`."""
    said = re.findall(r"[a-z]+", normalised(unit).lower())
    is_known = any(_ends_in(word, "persons") for word in said)
    return (is_known or unit.casefold() in units) and not counts_no_person(unit)


def counts_no_person(unit: str) -> bool:
    """Whether what is counted is events or public posts, also where persons are in the word.

    >>> counts_no_person("anmälda personrån"), counts_no_person("rån mot person")
    (True, True)
    >>> counts_no_person("kommunpoliser"), counts_no_person("poliser och ungdomar")
    (True, False)
    """
    said = normalised(unit).lower().strip()
    counted = re.split(
        r"\W*(?:$|\s(?:mot|av|for|med|i|pa|hos|till|per|vid|fran|under|som|utan)\b)", said
    )
    return counted[0].endswith((*_folded("events"), *_folded("posts")))


def _all(said: str, known: Known) -> Iterator[tuple[int, int, str]]:
    """Cues of a normalised text, the most telling kind of each first."""
    small = said.lower()
    for word in known.never:
        yield from ((one.start(), one.end(), NEVER) for one in re.finditer(re.escape(word), small))
    yield from _people(small, said, known)
    dated = [one.span() for one in known.explained.finditer(said)]
    for kind, shape in shapes().items():
        found = (one.span() for one in shape.finditer(said))
        yield from ((*span, kind) for span in found if not _is_in(span, dated))
    tokens = [*re.finditer(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]", said)]
    named = [one.span() for one in known.names.finditer(said)]
    for at, token in enumerate(tokens):
        word, span = token[0], token.span()
        if _is_in(span, dated) and not (word.isdigit() and _counts_persons(tokens, at)):
            continue
        if _is_number(word.lower()):
            if not _counts_things(tokens, at):
                yield *span, NUMBER
        elif not word.isascii() and word not in _PUNCTUATION:
            yield *span, SCRIPT
        elif _ends_in(word.lower(), "single"):
            yield *span, ONE
        elif not _is_in(span, named) and _may_be_name(tokens, at):
            yield *span, NAME


def _people(small: str, said: str, known: Known) -> Iterator[tuple[int, int, str]]:
    """Known people by any part of their names, in the genitive, misspelt or within other words."""
    for token in re.finditer(r"[a-z]+", small):
        word = token[0]
        stem = word.removesuffix("s")
        is_word = word in _ordinary() or word in _folded("both")
        is_small = said[token.start()].islower()  # with a capital it is a cue anyway, or a place
        theirs = [known.people, known.elsewhere] if is_small else [known.people]
        is_theirs = any(word in some or stem in some for some in theirs)
        is_near = not is_word and any(_is_near(stem, part) for part in known.people)
        if is_near or (is_theirs and not (is_word and is_small)):
            yield *token.span(), PERSON
    letters = [one.start() for one in re.finditer(r"[a-z]", small)]
    run = "".join(small[at] for at in letters)
    for part in (part for part in known.people if len(part) > 5):
        for one in re.finditer(part, run):
            yield letters[one.start()], letters[one.end() - 1] + 1, PERSON


@cache
def _parts(name: str) -> tuple[str, ...]:
    parts = re.findall(r"[a-z]+", normalised(name).lower())
    return tuple(part for part in parts if len(part) > 1)


def _is_near(word: str, name: str) -> bool:
    most = 1 if len(name) < 8 else 2
    return len(name) > 5 and Levenshtein.distance(word, name, score_cutoff=most) <= most


def _may_be_name(tokens: list[re.Match[str]], at: int) -> bool:
    word, before = tokens[at][0], tokens[at - 1][0] if at else "."
    small = word.lower()
    if word == small:
        return small in _first_names() and not _ends_in(small, "both", "stops", "things")
    if small in _folded("capital"):
        return False
    if (len(word) > 1 and word.isupper()) or before not in ".!?:•":
        return True
    return small in _first_names() or not _is_ordinary(small)


def _is_ordinary(word: str) -> bool:
    return word in _ordinary() or any(
        word.endswith(end) and len(word) - len(end) > 2 for end in _folded("endings")
    )


def _is_number(word: str) -> bool:
    """Digits, or a word for a number, alone or before the word for what it counts."""
    numbers = _folded("numbers")
    counted = numbers | _folded("persons") | {"tal", "talet", "tals"}
    starts = (word[n:] for n in range(2, len(word) - 2) if word[:n] in numbers)
    return (
        word[0].isdigit()
        or word in numbers
        or any(rest in counted or _is_number(rest) for rest in starts)
    )


def _counts_persons(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether what is a date or a label stands right before a word for persons."""
    return at + 1 < len(tokens) and tokens[at + 1][0].lower() in _folded("persons")


def _counts_things(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether a number stands before a thing, with nothing but adjectives between."""
    if len(tokens[at][0]) > 3 and tokens[at][0].isdigit():
        return False
    is_definite = tokens[at][0].lower() == "bada" or tokens[at - 1][0].lower() in _DEFINITE
    for token in tokens[at + 1 : at + 6]:
        word = token[0].lower()
        if _ends_in(word, "persons") or word in _folded("stops") - {"av", "till", "eller", "och"}:
            return False
        if _ends_in(word, "things") or (is_definite and _ends_in(_indefinite(word), "things")):
            return True
        is_definite = is_definite or word in _DEFINITE
        is_joined = is_definite or word in ("av", "till", "eller", "och", "-")
        is_adjective = re.search(r"(?:a|nde|ade|[ntrlg]t|ig|sk|ny|sam|ll|nd|rk|el|og|gn|gg)$", word)
        if not (is_joined or is_adjective or _is_number(word)):
            return False
    return False


def _indefinite(word: str) -> str:
    return word[:-2] if word.endswith(("rna", "sen")) else word.removesuffix("a")


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(normalised(word.removeprefix("-")) for word in words()[name])


@cache
def _ends(name: str) -> tuple[str, ...]:
    return tuple(normalised(word[1:]) for word in words()[name] if word[0] == "-" and len(word) > 4)


def _ends_in(word: str, *lists: str) -> bool:
    return any(word in _folded(one) or word.endswith(_ends(one) or ("\0",)) for one in lists)


@cache
def _ordinary() -> frozenset[str]:
    lists = ("ordinary", "stops", "things", "persons", "numbers", "labels")
    return frozenset(word for name in lists for word in _folded(name))


@cache
def _first_names() -> frozenset[str]:
    return frozenset(map(normalised, first_names()))


def _is_in(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Whether one of the others holds the span; they stand in their order, and none overlaps."""
    n_begun = bisect_right(others, span[0], key=itemgetter(0))
    return n_begun > 0 and span[1] <= others[n_begun - 1][1]


def _mapped(text: str) -> tuple[str, list[int]]:
    """The normalised text, and where in the text each of its letters comes from."""
    signs = [(sign, n) for n, sign in enumerate(text)]
    for _ in range(3 if _MARKUP.search(text) else 0):  # what is escaped twice
        atoms = _ATOM.finditer("".join(sign for sign, _ in signs))
        signs = [(sign, signs[one.start()][1]) for one in atoms for sign in _unmarked(one[0])]
    signs = [(plain, n) for sign, n in signs for plain in _SIGNS[ord(sign)]]
    kept = [b for a, b in pairwise([("", 0), *signs]) if b[0] not in " -" or b[0] != a[0]]
    return "".join(sign for sign, _ in kept), [n for _, n in kept]


def _unmarked(markup: str) -> str:
    if markup[0] == "&":
        return html.unescape(markup)
    is_tag = markup[0] == "<" and len(markup) > 1
    return " " if _BLOCK.match(markup) else "" if is_tag else markup


class _Signs(dict[int, str]):
    """Every sign as plain letters, "" for what nobody sees, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = ""
        for one in unicodedata.normalize("NFKD", chr(code)).translate(_ALIKE):
            kind = unicodedata.category(one)
            if kind not in ("Cf", "Mn", "Me", "Co", "Cn") and one not in _INVISIBLE:
                is_dash = kind == "Pd" or one in "\u2212\u02d7\u2043"
                plain += " " if kind[0] in "ZC" else "-" if is_dash else one
        self[code] = plain
        return plain


_SIGNS = _Signs()
_OFTEN = {sign: _SIGNS[ord(sign)] for sign in "åäöÅÄÖ–"}
"""What most lines have nothing else of: to look every sign up takes three times as long."""
