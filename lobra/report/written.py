"""The form for the council's own words, `params/<year>.md`, and what is written in it.

Each `## ` heading is one that the form knows, and below it stands `Av: ordföranden, 2025-02-14`,
then the words. What stands between `<!--` and `-->` is help for whoever writes and never shown. A
picture above the first heading is the logo. What isn't written isn't missed: it is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lobra.blocks import OwnWords
from lobra.report import pictures
from lobra.report.pictures import Picture
from lobra_data import words
from lobra_data.errors import Problem, RecordsError, meant, quoted, shown
from lobra_data.ids import slug

FOREWORD, ANALYSIS = "Förord", "Analys av läget"
CONCLUSIONS, DECISIONS = "Slutsatser", "Beslut som rådet ber om"
FORM = (FOREWORD, ANALYSIS, CONCLUSIONS, DECISIONS)
"""The sections that every report should have; the others are for when there is something to say."""
COMMENT, CLOSE_UP = "Kommentar", "Närbild"
CHAPTERS = ("Läget", "Rådets arbete", "Åtgärderna", "Platserna", "Det som inte blev gjort")
MOST_CLOSE_UPS = 3
SIGNED = "Av: ordföranden, 2025-02-14"
_MEASURE = re.compile(r"åtgärd\s+(\S+)", re.I)
_HEADING = re.compile(r" {0,3}(#+)(.*?)#*\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_SIGNATURE = re.compile(r"\**av\s*:\**\s*(.*)", re.I)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_MARKUP = re.compile(r"<(?!https?://|mailto:|[\w.+-]+@)[A-Za-z/!?]")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)<>\"”“]*?)>?\s*(?:[\"”“]([^\"”“]*)[\"”“]\s*)?\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)>\s]*)|^ {0,3}\[[^\]^][^\]]*\]:\s*<?(\S+)")
_LEADS = re.compile(r"https?://|mailto:|#|bilagor$", re.I)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")


@dataclass(frozen=True)
class Written:
    """What a council has written for one year. `sections` are by their heading in small letters."""

    file: str = ""
    sections: Mapping[str, OwnWords] = field(default_factory=dict)
    close_ups: tuple[str, ...] = ()
    """The measures that the council has chosen to show closely, such as "Åtgärd 3"."""
    logo: Picture | None = None
    lines: tuple[tuple[int, str], ...] = ()
    """What is shown, line by line, as it stands in the file."""
    about: tuple[tuple[int, str], ...] = ()
    """What comments and close-ups are about, with the line where it is named."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Everything that was read, by what the manifest calls it."""

    def section(self, heading: str) -> OwnWords | None:
        return self.sections.get(heading.casefold())

    @property
    def missing(self) -> list[str]:
        """The sections of the form that nobody has written yet."""
        return [heading for heading in FORM if not self.section(heading)]

    @property
    def still_to_write(self) -> str:
        """One line for whoever builds; empty when all is written."""
        left = ", ".join(f"{one[:1].lower()}{one[1:]}" for one in self.missing)
        return f"Ännu inte skrivet i {self.file}: {left}." if left else ""

    def unknown(self, known: Sequence[str]) -> list[Problem]:
        """Comments and close-ups about what the year's material doesn't hold."""
        there = {one.casefold() for one in (*known, *CHAPTERS)}
        fix = "Skriv åtgärdens nummer, platsens namn eller kapitlets rubrik"
        return [
            Problem(
                self.file,
                line,
                None,
                f"{quoted(name)} finns inte bland det som rapporten visar",
                f"{meant(name, (*known, *CHAPTERS))}{fix}",
            )
            for line, name in self.about
            if name.casefold() not in there
        ]


Draw = Callable[[Path], tuple[str, bytes]]


def read(path: Path, text: str, draw: Draw = pictures.drawn_anew) -> Written:
    """What the text of the file says; RecordsError with everything that is wrong. `draw` makes the
    new file of a picture."""
    form = _Form(path, text, draw)
    written = form.written()
    if form.problems:
        raise RecordsError(form.problems)
    return written


@dataclass
class _Section:
    line: int
    heading: str
    body: list[tuple[int, str]] = field(default_factory=list)


class _Form:
    """One reading of one file. Every problem is kept, so that all are told at once."""

    def __init__(self, path: Path, text: str, draw: Draw) -> None:
        self._path, self._file, self._draw = path, shown(path), draw
        self.problems: list[Problem] = []
        self._pictures: dict[Path, Picture] = {}
        self._lines = [*enumerate(self._without_comments(text).split("\n"), start=1)]

    def written(self) -> Written:
        top, *rest = self._sections()
        logo = self._logo(top)
        made: dict[str, OwnWords] = {}
        first: dict[str, int] = {}
        about, close_ups = [], []
        for section in rest:
            heading = self._known(section)
            if not heading:
                continue
            if heading.casefold() in first:
                what = f"avsnittet {quoted(heading)} står redan på rad {first[heading.casefold()]}"
                self._wrong(section.line, what, "Skriv allt under den ena rubriken")
            first.setdefault(heading.casefold(), section.line)
            kind, _, name = heading.partition(": ")
            about += [(section.line, name)] if name else []
            close_ups += [name] if kind == CLOSE_UP else []
            if words_here := self._words(section, heading):
                made[heading.casefold()] = words_here
        if len(close_ups) > MOST_CLOSE_UPS:
            line = max(line for line, name in about if name in close_ups)
            self._wrong(line, f"{len(close_ups)} närbilder är valda", "Välj högst tre")
        self._check_lines()
        name = f"params/{self._path.name}"  # a picture's own name may be a person's
        files = {name: self._path}
        files |= {f"{name}#{one.name}": path for path, one in self._pictures.items()}
        shown_lines = tuple((n, line) for n, line in self._lines if line.strip())
        return Written(self._file, made, tuple(close_ups), logo, shown_lines, tuple(about), files)

    def _wrong(self, line: int | None, what: str, fix: str) -> None:
        self.problems.append(Problem(self._file, line, None, what, fix))

    def _without_comments(self, text: str) -> str:
        """The text with its line breaks, where all else in comments is gone."""
        text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        before, opened, rest = text.partition("<!--")
        if opened:
            self._wrong(
                before.count("\n") + 1, "kommentaren tar aldrig slut", "Avsluta den med -->"
            )
        return before + "\n" * rest.count("\n")

    def _sections(self) -> list[_Section]:
        """What stands above the first heading, then each section."""
        found = [_Section(1, "")]
        for n, line in self._lines:
            heading = _HEADING.fullmatch(line)
            level = len(heading[1]) if heading else 0
            if heading and level == 2:
                found.append(_Section(n, " ".join(heading[2].split())))
            elif level == 1 and len(found) > 1:
                fix = "Skriv ## framför rubriken på ett avsnitt, ### framför en underrubrik"
                self._wrong(n, "rubriken har ett # för lite", fix)
            elif level != 1:
                found[-1].body.append((n, line))
        return found

    def _known(self, section: _Section) -> str:
        """The heading as the form spells it; empty when it is none of the form's."""
        kind, colon, name = (part.strip() for part in section.heading.partition(":"))
        for known in (COMMENT, CLOSE_UP) if colon else FORM:
            if kind.casefold() == known.casefold():
                name = _MEASURE.sub(r"Åtgärd \1", name)
                if colon and (not name or (known == CLOSE_UP and not _MEASURE.fullmatch(name))):
                    of = "en åtgärd" if known == CLOSE_UP else "vad den gäller"
                    fix = f"Skriv till exempel {known}: Åtgärd 3"
                    self._wrong(section.line, f"rubriken nämner inte {of}", fix)
                    return ""
                return f"{known}: {name}" if colon else known
        allowed = ", ".join((*FORM, f"{COMMENT}: …", f"{CLOSE_UP}: Åtgärd …"))
        near = meant(kind, (*FORM, COMMENT, CLOSE_UP))
        self._wrong(section.line, f"okänd rubrik {quoted(section.heading)}", f"{near}{allowed}")
        return ""

    def _words(self, section: _Section, heading: str) -> OwnWords | None:
        """The words of a section that is written; a form that waits to be filled in has none."""
        body = [(n, line) for n, line in section.body if line.strip()]
        signed = _SIGNATURE.fullmatch(body[0][1].strip()) if body else None
        if not body[1 if signed else 0 :]:
            return None
        by, on = self._signature(body[0][0], signed[1]) if signed else ("", "")
        if not signed:
            what = f"under {quoted(heading)} står inte vem som står för orden"
            self._wrong(section.line, what, f"Skriv överst i avsnittet: {SIGNED}")
        first, start = body[1 if signed else 0]
        if heading == DECISIONS and not _ITEM.match(start):
            self._wrong(first, "besluten står inte i en lista", "Skriv - framför varje beslut")
        used: dict[str, str] = {}
        text = "\n".join(
            self._with_pictures(n, line, used) for n, line in section.body if n >= first
        )
        return OwnWords(
            name=slug(heading), title=heading, text=text.strip(), by=by, on=on, pictures=used
        )

    def _signature(self, line: int, said: str) -> tuple[str, str]:
        """(role, day in words) of who stands for the words."""
        role, _, day = (part.strip(" .") for part in said.rpartition(","))
        if not role:
            self._wrong(line, "raden Av: saknar roll eller datum", f"Skriv till exempel {SIGNED}")
            return "", ""
        try:
            if not _DAY.fullmatch(day):
                raise ValueError
            return role, words.date(dt.date.fromisoformat(day))
        except ValueError:
            self._wrong(line, f"{quoted(day)} är inget datum", "Skriv ÅÅÅÅ-MM-DD, som 2025-02-14")
            return role, ""

    def _logo(self, top: _Section) -> Picture | None:
        logo = None
        for n, line in top.body:
            found = _PICTURE.fullmatch(line.strip())
            if found and not logo:
                logo = self._picture(n, found)
            elif line.strip():
                fix = "Flytta den under en rubrik som börjar med ##"
                what = "en bild till" if found else "text"
                self._wrong(n, f"{what} står före den första rubriken", fix)
        return logo

    def _with_pictures(self, n: int, line: str, used: dict[str, str]) -> str:
        """The line, its pictures known by the names of their new files, which `used` then has."""

        def named(found: re.Match[str]) -> str:
            if not (picture := self._picture(n, found)):
                return ""
            used[picture.name] = picture.data
            caption = f' "{found[3].strip()}"' if found[3] and found[3].strip() else ""
            return f"![{picture.alt}]({picture.name}{caption})"

        return _PICTURE.sub(named, line)

    def _picture(self, n: int, found: re.Match[str]) -> Picture | None:
        alt, source = " ".join(found[1].split()), found[2].strip()
        if not alt:
            fix = "Skriv inom [ ] vad bilden visar, för den som inte ser den"
            self._wrong(n, f"bilden {quoted(source)} saknar beskrivning", fix)
        try:
            path = pictures.found(self._path.parent, source)
            if path not in self._pictures:
                kind, data = self._draw(path)
                name = f"bild-{len(self._pictures) + 1}.{kind}"
                self._pictures[path] = Picture(name, pictures.in_base64(data), alt)
        except pictures.RefusedError as refused:
            self._wrong(n, f"{quoted(source)}: {refused.what}", refused.fix)
            return None
        return replace(self._pictures[path], alt=alt)

    def _check_lines(self) -> None:
        above = ""
        for n, line in self._lines:
            if _MARKUP.search(line):
                fix = "Skriv utan HTML, med mellanrum efter ett <"
                self._wrong(n, "HTML visas inte i rapporten", fix)
            if "![" in _PICTURE.sub("", line):
                fix = 'Skriv ![vad bilden visar](bilder/torget.jpg "bildtext")'
                self._wrong(n, "bilden går inte att tolka", fix)
            for target in _targets(line):
                if not _LEADS.match(target):
                    fix = "Skriv en adress som börjar med https://, eller bilagor"
                    self._wrong(n, f"länken {quoted(target)} leder ingenstans", fix)
            if above.strip() and _UNDERLINE.fullmatch(line) and not _HEADING.fullmatch(above):
                fix = "Lägg en tomrad före linjen"
                self._wrong(n, "raden gör stycket ovanför till en rubrik", fix)
            above = line


def _targets(line: str) -> Iterator[str]:
    return (found[1] or found[2] or "" for found in _LINK.finditer(line))
