"""Parts of sentences: records' words as they are written inside a running text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from lobra.report.material import Material, once
from lobra.report.rows import Row, iterated
from lobra_data import words

_COMMON = re.compile(r"([^\W\d]+- och )?[^\W\d_]+(en|et|an)")
"""The name of a body that is a common noun in its definite form: polisen, kontoret, skolan."""
_ASKED = r"(?:(?:får|fick|ges|gavs|har fått) i uppdrag att|åtar sig att|ska(?:ll)?)"
"""What stands between who is asked and what is asked for, in the infinitive."""
_SCHOOLS = frozenset(
    f"{kind}skolan"
    for kind in (
        *("", "fri", "för", "grund", "gymnasie", "gymnasiesär", "hög", "folkhög"),
        *("kultur", "låg", "mellan", "musik", "sär", "anpassade grund"),
    )
)
"""The kinds of school; any other in the definite form is the name of one."""
_COMMON_FIRST = "Lokalpolisområde "
"""How a name begins that is a common noun with a proper name behind it."""


def some(n: int) -> str:
    """The number before a word of common gender; up to twelve in letters.

    >>> some(1), some(3), some(14)
    ('en', 'tre', '14')
    """
    return "en" if n == 1 else words.number(n)


def body(name: str) -> str:
    """An organisation inside a sentence: what is a common noun begins with a small letter.

    >>> body("Strandskolan"), body("Grundskolan")
    ('Strandskolan', 'grundskolan')
    >>> body("Polisen"), body("Barn- och utbildningsförvaltningen"), body("Stockholmshem")
    ('polisen', 'barn- och utbildningsförvaltningen', 'Stockholmshem')
    >>> body("Hägersten-Älvsjö stadsdelsnämnd"), body("SDF"), body("Trygg hela veckan")
    ('Hägersten-Älvsjö stadsdelsnämnd', 'SDF', 'Trygg hela veckan')
    """
    is_common = _COMMON.fullmatch(name) and name[1:] == name[1:].lower()
    is_common = is_common or name.startswith(_COMMON_FIRST)
    if name.endswith("skolan") and name.casefold() not in _SCHOOLS:
        return name
    return name[:1].lower() + name[1:] if is_common else name


def lowered(m: Material, text: str) -> str:
    """A text inside a sentence: its first letter small, unless a name or abbreviation begins it."""
    first = re.split(r"[\s,.]", text, maxsplit=1)[0]
    if first in _of_places(m) or first[1:] != first[1:].lower():
        return text
    return text[:1].lower() + text[1:]


@once
def _of_places(m: Material) -> set[str]:
    """The words in the names of places, also in the genitive."""
    places = [
        m.place_names[key] for key, row in m.keyed("forums").items() if row["kind"] == "place"
    ]
    return {form for name in re.findall(r"\w+", " ".join(places)) for form in (name, f"{name}s")}


def priorities(m: Material, rows: pd.DataFrame) -> str:
    """The names of priorities one after the other: areas as they are called, themes small."""
    themes = rows["name"].map(lambda name: lowered(m, name))
    return run_in(rows["name"].where(rows["kind"].eq("area"), themes))


def run_in(parts: Iterable[str]) -> str:
    """Things one after the other; with semicolons where one of them holds an "och" of its own."""
    said = list(dict.fromkeys(parts))
    is_plain = not any(" och " in one or "," in one for one in said)
    return words.listed(said) if is_plain else "; ".join(said)


@once
def organisation(m: Material, organisation_id: object) -> str:
    """A body by the short name that is a word, else by its whole name: never an abbreviation."""
    row = m.keyed("organisations").get(str(organisation_id))
    if row is None:
        return ""
    short = words.text(row["short_name"], "")
    return body(short if _COMMON.fullmatch(short) else spelled_out(m, str(row["name"])))


def spelled_out(m: Material, text: str) -> str:
    """A text with the abbreviations of known bodies replaced by their names."""
    for short, name in _abbreviations(m):
        if text != short:
            text = re.sub(rf"\b{re.escape(short)}\b", name, text)
    return text


@once
def _abbreviations(m: Material) -> list[tuple[str, str]]:
    """Each with the name that it stands for, in the records' order."""
    shorts = [(words.text(row["short_name"], ""), row) for row in iterated(m.own("organisations"))]
    named = [(short, re.split(r" \(", str(row["name"]))[0]) for short, row in shorts]
    return [(short, body(name)) for short, name in named if short.isupper()]


def shortened(text: str, most: int) -> str:
    """At most so many words of a text: its first clause if that is enough, else cut.

    >>> shortened("Trygghet på torget, i parken och vid stationen.", 6)
    'Trygghet på torget'
    >>> shortened("Fler ser och bryr sig om platsen", 4), shortened("Färre brott.", 4)
    ('Fler ser och bryr …', 'Färre brott')
    """
    text = text.strip().rstrip(".")
    if len(text.split()) <= most:
        return text
    clause = re.split(r"[,;:.] ", text, maxsplit=1)[0]
    if len(clause.split()) <= most:
        return clause
    return " ".join(text.split()[:most]).rstrip(",;:") + " …"


def outward(text: str) -> str:
    """What the records say of themselves, for those outside: whose conclusion it is, without the
    lines it is drawn from.

    >>> outward("Att den gäller är granskarens slutsats av två tider (rad 4 och 9).")
    'Att den gäller är en tolkning av två tider.'
    """
    text = re.sub(r" \(rad(en|erna)? \d[^)]*\)", "", text)
    return re.sub(r"(?i)granskarens slutsats", "en tolkning", text)


def in_year(m: Material, meeting: Row) -> str:
    """The day of a meeting, without the year where it is the report's own."""
    return m.meeting_day(meeting).removesuffix(f" {m.year}")


def day_in_year(m: Material, day: dt.date) -> str:
    """The same of any day."""
    return words.date(day, year=day.year != m.year)


def deadline(activity: Row) -> str:
    """By when an activity is to be done: the plan's words, or else the last day that they mean."""
    if words.is_known(activity["due_label"]):
        return str(activity["due_label"])
    last = activity["due_latest"]
    return f"senast {words.date(last)}" if words.is_known(last) else ""


def errand(row: Row, text: str = "") -> str:
    """What an assignment asks for as it follows upon "att" or a colon: neither who is to do it nor
    the last day, which are told beside it. `text` goes before the row's own.

    >>> asked = {"assigned_to": "Kuratorn", "due_on": dt.date(2025, 5, 1)}
    >>> errand(asked, "Kuratorn får i uppdrag att kalla till möte senast den 1 maj 2025.")
    'kalla till möte'
    >>> errand(asked, "Kuratorn ska skriva, senast 1 maj"), errand(asked, "Kuratorn återkommer.")
    ('skriva', 'Kuratorn återkommer')
    """
    said = (text or str(row["text"])).rstrip(".")
    due: Any = row.get("due_on")
    if who := words.text(row.get("assigned_to"), ""):
        said = re.sub(rf"(?i)^{re.escape(who)}\s+{_ASKED}\s+", "", said)
    if words.is_known(due):
        days = "|".join(re.escape(words.date(due, year=year)) for year in (True, False))
        said = re.sub(rf",?\s+senast(?: den)? (?:{days})$", "", said)
    return said


def ended(text: str) -> str:
    """What follows a label and a colon: as it is written, with a full stop.

    >>> ended("fem är klara"), ended("Hur många?"), ended("")
    ('fem är klara.', 'Hur många?', '')
    """
    return text if not text or text[-1] in ".!?…" else f"{text}."


def titled(parts: Iterable[str]) -> str:
    """Sentences in a row, the empty ones left out."""
    return " ".join(words.sentence(part) for part in parts if part)
