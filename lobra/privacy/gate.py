"""The last gate: reads the finished files as anybody could, and finds what must not be published.

It trusts nothing that was done before, and no declaration of what a field may hold. What it can't
read through, it doesn't let through either.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote

from lobra.privacy import clearance, published
from lobra.privacy.cues import normalised
from lobra.privacy.personal import is_certain, personal_data
from lobra.privacy.suppression import is_small
from lobra_data import schema, words
from lobra_data.errors import Problem, quoted, shown
from lobra_data.files import Records
from lobra_data.schema import COUNT, NONE

FIX = "Ta bort uppgiften ur registren eller märk raden som känslig, och bygg om"
FIX_WRITTEN = "Skriv om det utan uppgiften, och bygg om"
UNREADABLE = "filen går inte att läsa igenom, så ingen vet vad den röjer"
FIX_UNREADABLE = "Bygg om; blir felet kvar, bygg utan det formatet eller den bilden"
AIMS = {
    ("measures", "title"),
    ("measures", "goal"),
    ("activities", "title"),
    ("commitments", "text"),
    ("programme_results", "target"),
}
"""Where a plan says what it aims at, which counts nobody yet and is no secret elsewhere either."""
_MAIL, _NUMBER, _NAME = "en e-postadress", "ett personnummer", "ett namn ur people.csv"
_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")  # its digits mean nothing
_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = {"af", "av", "da", "de", "del", "den", "der", "di", "la", "le", "van", "von", "zu"}


@dataclass(frozen=True)
class Line:
    """A line that the report was made of: where it stands, and its text. `field` is a column, or
    the key in a file of parameters; `fix` says how to mend it, `is_cleared` whether a person has
    cleared the text."""

    file: str
    number: int | None
    field: str | None
    text: str
    fix: str = FIX_WRITTEN
    is_cleared: bool = False


def leaks(
    folder: Path,
    names: Iterable[str],
    words: Iterable[str] = (),
    counts: Iterable[str] = (),
    written: Iterable[Line] = (),
    allowed: Iterable[str] = (),
    files: Iterable[Path] | None = None,
) -> list[Problem]:
    """Everything in the folder's files that names a person, reaches one, or is a planted word.

    `names` are the full names that must not appear, `words` any other texts that must not, and
    `counts` small counts of persons with the word for what they count: "3 ungdomar". What stands
    in a line of `written` is to be mended there. `allowed` are the addresses and numbers of a
    function, which may stand anywhere as they are. `files` are those to be read, if not all.
    """
    wanted = _Wanted(names, words, counts, allowed)
    lines, problems = _Lines(written), set()
    for path in sorted(files_in(folder) if files is None else files):
        file = shown(path)
        try:
            for place, text in _texts(path, folder):
                where = f"{file} ({place})" if place else file
                for found, told, kind in wanted.found(text, is_page=path.suffix == ".pdf"):
                    what = f"{quoted(told)} är {kind}"
                    places = lines.holding(found)
                    wrong = _to_mend(found, kind, places)
                    problems |= {Problem(p.file, p.number, p.field, what, p.fix) for p in wrong}
                    if not places:
                        problems.add(Problem(where, None, None, what, FIX))
        except published.UnreadableError:
            problems.add(Problem(file, None, None, UNREADABLE, FIX_UNREADABLE))
    return sorted(problems, key=lambda problem: problem.order)


def files_in(folder: Path) -> set[Path]:
    """Every file that would be published with the folder."""
    return {path for path in folder.rglob("*") if path.is_file()}


def _to_mend(found: str, kind: str, places: list[Line]) -> list[Line]:
    """The lines that may not hold it. A person who has cleared a text decides over what may be
    something else, and a place is a place; in what is written for the report nothing is cleared."""
    if kind == _NAME:
        may_stand = any(line.is_cleared and line.field in clearance.NAMING for line in places)
    else:
        may_stand = kind in (_MAIL, _NUMBER) and not is_certain(found)
        may_stand = may_stand and any(line.is_cleared for line in places)
    return [line for line in places if not may_stand or line.fix == FIX_WRITTEN]


def _texts(path: Path, folder: Path) -> Iterator[tuple[str, str]]:
    yield "filens namn", str(path.relative_to(folder))
    for place, text in published.texts(path.name, path.read_bytes()):
        yield place, text
        if "%" in text:  # as links have it
            yield place, unquote(text)


class _Wanted:
    """What must not be published, looked for in texts as a reader takes them."""

    def __init__(
        self,
        names: Iterable[str],
        words: Iterable[str],
        counts: Iterable[str],
        allowed: Iterable[str],
    ) -> None:
        self._planted = {_loose(normalised(word).lower()): word for word in words if word.strip()}
        self._small, self._free = _counts_pattern(counts), {_squeezed(one) for one in allowed}
        self._people = {name: _tokens(name) for name in names}
        self._tokens = frozenset(token for some in self._people.values() for token in some)
        self._in_line: dict[str, frozenset[str]] = {}
        self._plain: dict[str, str] = {}
        self._data: dict[str, list[tuple[str, str, str]]] = {}

    def found(self, text: str, is_page: bool) -> Iterator[tuple[str, str, str]]:
        """What stands there, as it is told, and what it is. On a page of paper, what reaches a
        person may go on over lines; elsewhere a line is a cell, whose numbers are its own."""
        lines = [self._line(one) for one in text.splitlines()]
        whole = "\n".join(lines)
        for line in [whole] if is_page else lines:
            yield from self._reaching(line)
        small = whole.lower()
        for name in self._named(lines):
            yield from ((hit[0], name, _NAME) for hit in _all(_of(name), small))
        for pattern, word in self._planted.items():
            hits = re.finditer(pattern, small)
            yield from ((hit[0], word, "ett ord som inte får publiceras") for hit in hits)
        hits = self._small.finditer(whole) if self._small else iter(())
        yield from ((hit["count"], hit["count"], "ett litet antal personer") for hit in hits)

    def _line(self, line: str) -> str:
        if line not in self._plain:
            self._plain[line] = normalised(_DIGEST.sub("", line))
        return self._plain[line]

    def _reaching(self, line: str) -> list[tuple[str, str, str]]:
        if line not in self._data:
            said = {value: kind for kind, value in personal_data(line)}
            free = self._free
            self._data[line] = [
                (v, v, kind) for v, kind in said.items() if _squeezed(v) not in free
            ]
        return self._data[line]

    def _named(self, lines: Iterable[str]) -> list[str]:
        """The people of whose names a word stands in the lines: only they are looked for."""
        there = frozenset[str]().union(*map(self._words_of_names, lines))
        return [name for name, tokens in self._people.items() if there.intersection(tokens)]

    def _words_of_names(self, line: str) -> frozenset[str]:
        if line not in self._in_line:
            there = {*_WORD.findall(line.lower())} if self._tokens else set()
            there |= {word[:-1] for word in there if word.endswith("s")}
            self._in_line[line] = self._tokens & there
        return self._in_line[line]


@cache
def _of(name: str) -> re.Pattern[str] | None:
    """Two words of a full name in any order, or the last with an initial; None for a single word,
    which may as well be a place or a word of the language."""
    tokens = _tokens(name)
    if len(tokens) < 2:
        return None
    one, last = "|".join(tokens), tokens[-1]
    initial = rf"[{''.join(token[0] for token in tokens[:-1])}]\. ?(?:\w\. ?)?"
    return re.compile(
        rf"(?<![^\W\d_])(?:({one})s?[\W_]{{1,3}}(?!\1(?![^\W\d_]))(?:{one})|{initial}{last}"
        rf"|{last},? {initial})(?:(?<=\.)|s?(?![^\W\d_]))"
    )


def _tokens(name: str) -> list[str]:
    words = _WORD.findall(normalised(name).lower())
    return [word for word in words if len(word) > 1 and word not in _PARTICLES]


class _Lines:
    """The lines that a report was made of, as words: a finding may go on over lines."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._given = lines

    def holding(self, value: str) -> list[Line]:
        """Each line where the value begins."""
        wanted = re.escape(f" {_only_words(value)} ")
        return [
            [line for start, line in self._starts[file] if start <= found.start() + 1][-1]
            for file, said in self._words.items()
            for found in re.finditer(f"(?={wanted})", said)
        ]

    @cached_property
    def _read(self) -> tuple[dict[str, str], dict[str, list[tuple[int, Line]]]]:
        said: dict[str, list[str]] = {}
        starts: dict[str, list[tuple[int, Line]]] = {}
        ends: dict[str, int] = {}
        for line in self._given:
            text, end = _only_words(line.text), ends.get(line.file, 1)
            starts.setdefault(line.file, []).append((end, line))
            said.setdefault(line.file, [""]).append(text)
            ends[line.file] = end + len(text) + 1
        return {file: " ".join([*texts, ""]) for file, texts in said.items()}, starts

    @property
    def _words(self) -> dict[str, str]:
        return self._read[0]

    @property
    def _starts(self) -> dict[str, list[tuple[int, Line]]]:
        return self._read[1]


def lines_of(records: Records) -> Iterator[Line]:
    """The values that an edition may show, row by row, with where they are to be mended."""
    sure = clearance.cleared(records)
    for name, table in schema.load().items():
        for row in () if table.has_names else records.rows(name):
            said = row.values
            if said.get("is_sensitive", "no") == "no" and said.get("is_reviewed", "yes") == "yes":
                for field, text in said.items():
                    is_cleared = clearance.text_hash(text) in sure
                    yield Line(row.file, row.line, field, text, FIX, is_cleared)


def _only_words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", normalised(text)).strip().lower()


def _squeezed(text: str) -> str:
    return "".join(normalised(text).split()).lower()


def _loose(text: str) -> str:
    return r"\s+".join(map(re.escape, text.split()))


def _all(pattern: re.Pattern[str] | None, text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(text) if pattern else iter(())


def small_counts(records: Records, smallest: int) -> set[str]:
    """The small counts of persons that number fields hold, as they would stand in a text.

    A row says that it counts persons, and what a row counts so is counted so in every number and
    label. What a text says that somebody has cleared as it is, or an aim, is no secret elsewhere. A
    number without a word for what it counts can't be told from any other, and "en elev" is seldom
    one.
    """
    found: set[str] = set()
    sure, no_secret = clearance.cleared(records), ""
    for council in records.councils:
        rows = [(t, r.values) for n, t in schema.load().items() for r in records.rows(n, council)]
        marked = [row for _, row in rows if row.get("counts_persons") == "yes"]
        units = {row["unit"].casefold() for row in marked} - {""}
        labelled = _labels(units, smallest)
        for table, row in rows:
            unit, value = row.get("unit", ""), row.get("value") or "0"
            is_count = row.get("counts_persons", "yes") == "yes" and unit.casefold() in units
            if is_count and is_small(Fraction(value), smallest):
                found |= {*_phrases(Fraction(value), unit)}
            for field in table.fields:
                text = row[field.name]
                if (table.name, field.name) in AIMS or clearance.text_hash(text) in sure:
                    no_secret += f"\n{text.casefold()}"
                elif field.type == "string" and field.personal.may in (COUNT, NONE):
                    found |= {hit[0] for hit in _all(labelled, text)}
    return {
        phrase
        for phrase in found
        if not phrase.casefold().startswith(("en ", "ett ")) and phrase.casefold() not in no_secret
    }


def _phrases(value: Fraction, unit: str) -> list[str]:
    if value.denominator > 1:
        return [f"{float(value):.1f} {unit}".replace(".", ",")]
    return [f"{value} {unit}", f"{words.number(int(value))} {unit}"]


def _labels(units: Collection[str], smallest: int) -> re.Pattern[str] | None:
    """Small counts in the labels of rows, which nobody is asked to clear."""
    numbers = "|".join(f"{n}|{words.number(n)}" for n in range(1, smallest))
    named = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    shape = rf"(?<![\w,.:-])(?:{numbers})\s+(?:{named})(?!\w)"
    return re.compile(shape, re.IGNORECASE) if units and smallest > 1 else None


def _counts_pattern(counts: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the counts in text and in the cells of a table, where a comma may part the two.

    The number must stand alone, and not name an item, a line or a page; what is counted begins
    with a small letter, or it is the heading after a number.
    """
    spaced = {
        r"[\s,;|]+".join(map(re.escape, normalised(count).split()))
        for count in counts
        if count.split()
    }
    if not spaced:
        return None
    phrases = "|".join(
        f"(?i:{one[0]}){one[1:]}" if one[0].isalpha() else one
        for one in sorted(spaced, key=len, reverse=True)
    )
    numbered = "".join(
        rf"(?<!{word}\s)" for word in ("rad", "Rad", "punkt", "Punkt", "sida", "Sida")
    )
    return re.compile(rf"(?<![\w§/-])(?<!\d[.,:])(?<!-\s){numbered}(?P<count>{phrases})(?![\w-])")
