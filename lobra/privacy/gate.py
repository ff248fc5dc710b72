"""The last gate: reads the finished files as anybody could, and finds what must not be published.

It trusts nothing that was done before, and no declaration of what a field may hold. What it can't
read through, it doesn't let through either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import accumulate, chain
from pathlib import Path
from urllib.parse import unquote

from lobra.privacy import clearance, editions, published
from lobra.privacy.cues import normalised
from lobra.privacy.personal import is_certain, personal_data, worth_a_look
from lobra.privacy.suppression import is_small
from lobra_data import schema, words
from lobra_data.errors import Problem, quoted, shown
from lobra_data.files import Records
from lobra_data.schema import COUNT, NONE

FIX = "Ta bort uppgiften ur registren eller märk raden som känslig, och bygg om"
FIX_WRITTEN = "Skriv om det utan uppgiften, och bygg om"
UNREADABLE = "filen går inte att läsa igenom, så ingen vet vad den röjer"
FIX_UNREADABLE = "Bygg om; blir felet kvar, bygg utan det formatet eller den bilden"
AIMS = "measures.title measures.goal activities.title commitments.text programme_results.target"
"""Where a plan says what it aims at, which counts nobody yet and is no secret elsewhere either."""
_MAIL, _NUMBER, _NAME = "en e-postadress", "ett personnummer", "ett namn ur people.csv"
_PLANTED, _FEW = "ett ord som inte får publiceras", "ett litet antal personer"
_DIGEST = re.compile(r"[0-9a-f]{64}(?<![0-9a-f].{64})(?![0-9a-f])")  # its digits mean nothing
_LENGTH = 64
_CODED = re.compile("%[0-9A-Fa-f]{2}")  # as links have it
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
    wanted = _Wanted(names, words, [*counts], allowed)
    lines, problems = _Lines(written), set()
    for path in sorted(files_in(folder) if files is None else files):
        file = shown(path)
        try:
            for place, text in _texts(path, folder):
                where = f"{file} ({place})" if place else file
                for found, told, kind in wanted.found(text, is_page=path.suffix == ".pdf"):
                    what = f"{quoted(told)} är {kind}"
                    places = lines.holding(found) or [Line(where, None, None, found, FIX)]
                    wrong = [one for one in places if not _may_stand(found, kind, one, places)]
                    problems |= {Problem(p.file, p.number, p.field, what, p.fix) for p in wrong}
        except published.UnreadableError:
            problems.add(Problem(file, None, None, UNREADABLE, FIX_UNREADABLE))
    return sorted(problems, key=lambda problem: problem.order)


def files_in(folder: Path) -> set[Path]:
    """Every file that would be published with the folder."""
    return {path for path in folder.rglob("*") if path.is_file()}


def _may_stand(found: str, kind: str, line: Line, places: list[Line]) -> bool:
    """A person who has cleared a text decides over what may be something else, and a place is a
    place; in what is written for the report nothing is cleared."""
    if line.fix == FIX_WRITTEN:
        return False
    if kind == _NAME:
        return any(one.is_cleared and one.field in clearance.NAMING for one in places)
    is_doubtful = kind in (_MAIL, _NUMBER) and not is_certain(found)
    return is_doubtful and any(one.is_cleared for one in places)


def _texts(path: Path, folder: Path) -> Iterator[tuple[str, str]]:
    yield "filens namn", str(path.relative_to(folder))
    for place, text in published.texts(path.name, path.read_bytes()):
        yield place, text
        if _CODED.search(text):
            yield place, unquote(text)


class _Wanted:
    """What must not be published, looked for in texts as a reader takes them."""

    def __init__(
        self,
        names: Iterable[str],
        words: Iterable[str],
        counts: Collection[str],
        allowed: Iterable[str],
    ) -> None:
        self._free = {_squeezed(one) for one in allowed}
        self._people: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
        for name in names:
            tokens = _tokens(name)
            for form in (form for token in tokens for form in (token, f"{token}s")):
                self._people.setdefault(form, set()).add((name, tokens))
        self._counted = {*map(_word_counted, counts)}
        self._small = _counts_pattern(counts)
        loose = {word: map(re.escape, normalised(word).lower().split()) for word in words}
        self._planted = {word: r"\s+".join(parts) or "(?!)" for word, parts in loose.items()}
        self._cues = self._people.keys() | self._counted
        # Many lines stand in all files, and say nothing in any of them.
        self._line = cache(_line)
        self._plain = set[str]()

    def found(self, text: str, is_page: bool) -> Iterator[tuple[str, str, str]]:
        """What stands there, as it is told, and what it is. On a page of paper, what reaches a
        person may go on over lines; elsewhere a line is a cell, whose numbers are its own."""
        new = [] if is_page else [*{*text.splitlines()} - self._plain]
        said = [self._whole(text)] if is_page else [*map(self._line, new)]
        reaching = {one: [*personal_data(one)] for one in worth_a_look(said)}
        for kind, one in chain.from_iterable(reaching.values()):
            if _squeezed(one) not in self._free:
                yield one, one, kind
        cues = {"", *self._cues.intersection(_WORD.findall("\n".join(said).lower()))}
        if len(cues) == 1:
            read = zip(new, said, strict=False)  # a page has no lines of its own
            self._plain.update(line for line, one in read if not reaching.get(one))
            if not self._planted and "" not in self._counted:
                return
        # Without a word of theirs, neither a person nor a count stands there.
        whole = self._whole(text)
        small = whole.lower()
        for name, tokens in set().union(*(self._people.get(cue, ()) for cue in cues)):
            yield from ((hit[0], name, _NAME) for hit in _of(tokens).finditer(small))
        for word, pattern in self._planted.items():
            yield from ((hit[0], word, _PLANTED) for hit in re.finditer(pattern, small))
        if not self._counted.isdisjoint(cues):
            yield from ((hit[0], hit[0], _FEW) for hit in self._small.finditer(whole))

    def _whole(self, text: str) -> str:
        return "\n".join(map(self._line, text.splitlines()))


def _line(line: str) -> str:
    """A line as a reader takes it."""
    return normalised(_DIGEST.sub("", line) if len(line) >= _LENGTH else line)


@cache
def _of(tokens: tuple[str, ...]) -> re.Pattern[str]:
    """Two words of a full name in any order, or the last with an initial; a single word may as well
    be a place or a word of the language."""
    one, last = "|".join(tokens), tokens[-1]
    initial = rf"[{''.join(token[0] for token in tokens[:-1])}]\. ?(?:\w\. ?)?"
    return re.compile(
        rf"(?<![^\W\d_])(?:({one})s?[\W_]{{1,3}}(?!\1(?![^\W\d_]))(?:{one})|{initial}{last}"
        rf"|{last},? {initial})(?:(?<=\.)|s?(?![^\W\d_]))"
    )


def _tokens(name: str) -> tuple[str, ...]:
    """The words of a full name; none where it has but one."""
    words = _WORD.findall(normalised(name).lower())
    tokens = [word for word in words if len(word) > 1 and word not in _PARTICLES]
    return tuple(tokens) if len(tokens) > 1 else ()


def _word_counted(count: str) -> str:
    """A word of what is counted; "" where it has none, as a share."""
    _, _, unit = normalised(count).strip().lower().partition(" ")
    return max(_WORD.findall(unit), key=len, default="")


class _Lines:
    """The lines that a report was made of, as words: a finding may go on over lines."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._given = lines

    def holding(self, value: str) -> list[Line]:
        """Each line where the value begins."""
        wanted = re.escape(f" {_only_words(value)} ")
        return [
            lines[bisect_right(starts, found.start() + 1) - 1]
            for said, starts, lines in self._files
            for found in re.finditer(f"(?={wanted})", said)
        ]

    @cached_property
    def _files(self) -> list[tuple[str, list[int], list[Line]]]:
        """The words of each file, where each of its lines begins in them, and the lines."""
        files: dict[str, list[Line]] = {}
        for line in self._given:
            files.setdefault(line.file, []).append(line)
        read = []
        for lines in files.values():
            texts = [_only_words(line.text) for line in lines]
            starts = [*accumulate((len(text) + 1 for text in texts), initial=1)]
            read.append((" ".join(["", *texts, ""]), starts[:-1], lines))
        return read


def lines_of(records: Records) -> Iterator[Line]:
    """The values that an edition may show, row by row, with where they are to be mended."""
    sure = clearance.cleared(records)
    for name, table in schema.load().items():
        for row in () if table.has_names else records.rows(name):
            if editions.is_publishable(row.values):
                for field, text in row.values.items():
                    is_cleared = clearance.text_hash(text) in sure
                    yield Line(row.file, row.line, field, text, FIX, is_cleared)


def _only_words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", normalised(text)).strip().lower()


def _squeezed(text: str) -> str:
    return "".join(normalised(text).split()).lower()


def small_counts(records: Records, smallest: int) -> set[str]:
    """The small counts of persons that number fields hold, as they would stand in a text.

    A row says that it counts persons, and what a row counts so is counted so in every number and
    label. What a text says that somebody has cleared as it is, or an aim, is no secret elsewhere. A
    number without a word for what it counts can't be told from any other, and "en elev" is seldom
    one.
    """
    found, sure, no_secret = set[str](), clearance.cleared(records), ""
    for council in records.councils:
        rows = [(t, r.values) for n, t in schema.load().items() for r in records.rows(n, council)]
        marked = [row for _, row in rows if row.get("counts_persons") == "yes"]
        units = {row["unit"].casefold() for row in marked} - {""}
        labelled = _labels(units, smallest)
        for table, row in rows:
            unit, value = row.get("unit", ""), Fraction(row.get("value") or 0)
            is_count = row.get("counts_persons", "yes") == "yes" and unit.casefold() in units
            if is_count and is_small(value, smallest):
                numbers = [str(value), words.number(int(value))]
                if value.denominator > 1:
                    numbers = [f"{float(value):.1f}".replace(".", ",")]
                found |= {f"{number} {unit}" for number in numbers}
            for field in table.fields:
                text = row[field.name]
                if (
                    f"{table.name}.{field.name}" in AIMS.split()
                    or clearance.text_hash(text) in sure
                ):
                    no_secret += f"\n{text.casefold()}"
                elif field.type == "string" and field.personal.may in (COUNT, NONE):
                    found |= {hit[0] for hit in labelled.finditer(text)}
    told = ((phrase, phrase.casefold()) for phrase in found)
    is_one = ("en ", "ett ")
    return {one for one, said in told if not said.startswith(is_one) and said not in no_secret}


def _labels(units: Collection[str], smallest: int) -> re.Pattern[str]:
    """Small counts in the labels of rows, which nobody is asked to clear."""
    numbers = "|".join(f"{n}|{words.number(n)}" for n in range(1, smallest)) or "(?!)"
    named = "|".join(map(re.escape, sorted(units, key=len, reverse=True))) or "(?!)"
    shape = rf"(?<![\w,.:-])(?:{numbers})\s+(?:{named})(?!\w)"
    return re.compile(shape, re.IGNORECASE)


def _counts_pattern(counts: Iterable[str]) -> re.Pattern[str]:
    """Finds the counts in text and in the cells of a table, where a comma may part the two.

    The number must stand alone, and not name an item, a line or a page; what is counted begins
    with a small letter, or it is the heading after a number. What may stand before it is looked at
    after its first sign, by which it is found.
    """
    said = sorted((normalised(count).split() for count in counts if count.split()), reverse=True)
    phrases = "|".join(
        rf"(?<=(?i:{number[0]})){re.escape(number[1:])}[\s,;|]+"
        + r"[\s,;|]+".join(map(re.escape, unit))
        for number, *unit in said
    )
    firsts = {sign for number, *_ in said for sign in (number[0].lower(), number[0].upper())}
    labels = ("rad", "Rad", "punkt", "Punkt", "sida", "Sida")
    numbered = "".join(rf"(?<!{word}\s.)" for word in labels)
    alone = rf"[{re.escape(''.join(sorted(firsts)))}](?<![\w§/-].)(?<!\d[.,:].)(?<!-\s.){numbered}"
    return re.compile(rf"{alone}(?:{phrases})(?![\w-])" if firsts else "(?!)")
