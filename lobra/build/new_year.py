"""A new year's parameters and form for the council's own words, made of the year before.

What carries over stands in comments of the form: it is help for whoever writes, and never shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lobra.build import params
from lobra.build.params import ReportParams
from lobra.report import own_words, unseen
from lobra.report.following import lives
from lobra.report.material import Material
from lobra.report.rows import Row, iterated
from lobra.report.written import ANALYSIS, CONCLUSIONS, DECISIONS, FOREWORD, SIGNED, Written
from lobra_data import frames, saving, words
from lobra_data.errors import LobraError, meant, quoted, shown

_HELP = {
    FOREWORD: "Ordförandens ord till läsaren: vad året handlade om och vad ni är stolta över. "
    "En halv sida räcker.",
    ANALYSIS: "Hur ser ni själva på läget? Vad har blivit bättre eller sämre, och varför?",
    CONCLUSIONS: "Vad lärde ni er av året, och vad gör ni nästa år?",
    DECISIONS: "Vad behöver ni att andra beslutar? Ett beslut på varje rad, med - framför.",
}
_HOW = (
    f"Skriv under rubrikerna. På raden Av: anger ni vem som står för orden (roll, inte namn) och "
    f"dagen,\ntill exempel {SIGNED}. Det som inte fylls i kommer inte med i rapporten.",
    "De här anvisningarna visas aldrig. Låt dem stå eller ta bort dem.",
    'En bild: ![vad bilden visar, för den som inte ser den](bilder/torget.jpg "bildtext")',
    "Rådets logotyp: en sådan rad här, ovanför den första rubriken.",
)
_OTHERS = """\
<!--
Vill ni säga något om ett kapitel, en åtgärd eller en plats? Lägg till rubriker som de här:

## Kommentar: Rådets arbete
## Kommentar: Åtgärd 3
## Kommentar: platsens namn

Rapporten visar några åtgärder närmare. Vill ni välja dem själva, skriv en rubrik för var och en
(högst tre); text under rubriken är frivillig:

## Närbild: Åtgärd 3
-->
"""


@dataclass(frozen=True)
class Started:
    """The files that were made, and what they were made of, in words."""

    paths: list[Path]
    based_on: str


def start(year: int, folder: Path, data: Path | None = None, council: str | None = None) -> Started:
    """Makes `<year>.yaml` and `<year>.md` in the folder, both or none; nothing is written over.

    A file of parameters that is there already is kept, and the form made for it. LobraError when
    the form is there, or when nothing says which council it is about.
    """
    there = _there(year, folder, council)
    before = _before(year, folder, there.council if there else council)
    council = (
        there.council if there else _council(year, data, before.council if before else council)
    )
    about = there.file if there and there.file else _place(year, folder, council)
    form = about.with_suffix(".md")
    if form.exists():
        raise LobraError(
            f"{shown(form)}: filen finns redan och skrivs inte över. Fyll i den, eller byt namn "
            "på den om du vill börja om."
        )
    last = own_words.load(before.own_words) if before else Written()
    m = Material(council, year - 1, data=str(data) if data else None)
    files = {form: _form(m, last).encode()}
    if not there:
        files = {about: _params(year, council, before).encode()} | files
    saving.save(files, folder)
    told = f"{shown(about)} finns redan och är orörd. " if there else ""
    told += f"Utgår från {shown(before.file)}" if before and before.file else "Inget tidigare år"
    return Started([*files], f"{told}. Råd: {council}.")


def _there(year: int, folder: Path, council: str | None) -> ReportParams | None:
    """The year's parameters, of the council if one is named, where they are written already."""
    loaded = map(params.load, params.places(folder).get(year, []))
    return next((one for one in loaded if council in (None, one.council)), None)


def _place(year: int, folder: Path, council: str) -> Path:
    """Where new parameters go: the council's own folder where it has one, or another the year."""
    about = folder / f"{year}.yaml"
    is_own = about.exists() or (folder / council).is_dir()
    return folder / council / about.name if is_own else about


def _before(year: int, folder: Path, council: str | None) -> ReportParams | None:
    """The parameters of the latest earlier year, of the council if one is named."""
    found = params.places(folder)
    earlier = (path for one in sorted(found, reverse=True) if one < year for path in found[one])
    loaded = map(params.load, earlier)
    return next((one for one in loaded if council in (None, one.council)), None)


def _council(year: int, data: Path | None, wanted: str | None) -> str:
    known = frames.councils(data=data)["council_id"].tolist()
    listed = ", ".join(known)
    if wanted in known:
        return str(wanted)
    if wanted:
        raise LobraError(
            f"{year}: rådet {quoted(wanted)} finns inte i registren. "
            f"{meant(wanted, known)}Råd: {listed}."
        )
    if len(known) > 1:
        raise LobraError(f"{year}: vilket råd gäller det? Ange --council med något av {listed}.")
    return str(known[0])


def _params(year: int, council: str, before: ReportParams | None) -> str:
    """Last year's file with its comments; a plain one when that can't simply be changed."""
    new = {"year": year, "report_on": None, "version": "1.0", "case_number": None}
    wanted = (before or ReportParams(year=year, council=council)).model_copy(update=new)
    if before and before.file:
        text = before.file.read_text(encoding="utf-8-sig")
        for name, value in new.items():
            text = re.sub(rf"(?m)^{name}[ ]*:.*$", _line(name, value), text)
        text = re.sub(rf"(?m)^(#\s*Verksamhetsberättelse ){before.year}\b", rf"\g<1>{year}", text)
        if params.is_same(text, wanted):
            return text
    values = wanted.model_dump(exclude_unset=bool(before)) | new
    always = ("year", "council", "report_on", "version", "case_number", "contact")
    names = dict.fromkeys((*always, *values)) if before else always
    lines = [_line(name, values.get(name)) for name in names]
    return "\n".join([f"# Verksamhetsberättelse {year}. Tomt värde = anges inte.", *lines, ""])


def _line(name: str, value: object) -> str:
    """A parameter as YAML reads it, in quotes unless it is a plain word."""
    said = "" if value is None else str(value)
    said = said if re.fullmatch(r"[\w-]*", said) else json.dumps(said, ensure_ascii=False)
    return f"{name}: {said}".rstrip()


def _form(m: Material, last: Written) -> str:
    """The form with its headings, and beside each what helps whoever fills it in."""
    year = m.year + 1
    beside = {CONCLUSIONS: [*_concluded(last, m.year), *_carried_over(m)]}
    sections = [
        f"## {heading}\n\n{_comment([text, *beside.get(heading, [])])}\nAv:\n"
        for heading, text in _HELP.items()
    ]
    return "\n".join([f"# Rådets egna ord om {year}\n\n{_comment(_HOW)}", *sections, _OTHERS])


def _comment(lines: Iterable[str]) -> str:
    inside = "\n".join(line.replace("-->", "→").replace("<!--", "") for line in lines)
    return f"<!--\n{inside}\n-->\n"


def _concluded(last: Written, year: int) -> Iterator[str]:
    if said := last.section(CONCLUSIONS):
        yield f"\nSlutsatserna i {last.file}:\n\n{said.text}"


def _carried_over(m: Material) -> Iterator[str]:
    """What the records say of last year's end that the new year begins with."""
    year = m.year + 1
    wanted = m.ever("priorities")
    wanted = wanted[wanted["year"].isin([m.year, year])]
    labels = frames.labels("priorities", "change")
    for of, rows in wanted.groupby("year"):
        names = [
            f"{row['name']} ({labels[row['change']]})"
            if words.is_known(row["change"])
            else str(row["name"])
            for row in iterated(rows)
        ]
        yield from _listed(f"Prioriteringar för {of}", map(words.capitalised, names))
    going = [m.measure(one.row) for one in lives(m) if not one.ended]
    yield from _listed(f"Åtgärder utan antecknat avslut vid slutet av {m.year}", going)
    tasks = unseen.assignments(m)
    tasks = m.by_meeting(tasks[~tasks["is_closed"] & tasks["unseen"].eq("")])
    yield from _listed(f"Uppdrag som inte är avslutade {m.year}", map(_task, iterated(tasks)))
    met = m.told("planned_meetings")
    met = met[met["planned_on"].dt.year.eq(year)].sort_values("planned_on")
    yield from _listed(f"Annonserade möten {year}", map(words.date, met["planned_on"]))


def _task(row: Row) -> str:
    due = f", senast {words.date(row['due_on'])}" if words.is_known(row["due_on"]) else ""
    who = row["assigned_to"]
    return f"{row['text'].rstrip('.')} ({f'{who}{due}' if words.is_known(who) else due[2:]})"


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    if lines := [f"- {item}" for item in items]:
        yield "\n".join([f"\n{title}, enligt det som är granskat:", *lines])
