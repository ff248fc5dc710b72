"""The fields of action plans: their labels in all shapes, and the words that stand under them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from lobra.reading.dates import find_spans
from lobra.reading.found import Activity, Doubt
from lobra.reading.source import Line
from lobra_data.errors import quoted
from lobra_data.words import NUMBERS

_DISTRICT = "stadsdelsförvaltningens stadsdelens kommunens stadens förvaltningens".split()
LABELS = {
    "area": "område prioriterat_område fokusområde insatsområde målområde prioriterad_plats",
    "goal": "vad_vi_vill_uppnå detta_vill_vi_uppnå mål målsättning effektmål delmål "
    "inriktningsmål övergripande_mål mål_med_åtgärden "
    "mål_och_syfte syfte_och_mål",
    "purpose": "syfte syftet syfte_med_åtgärden varför",
    "target_group": "målgrupp målgrupper för_vem",
    "title": "åtgärd insats åtgärder insatser åtgärd/insats åtgärder/insatser åtgärdens_namn "
    "prioriterade_åtgärder planerade_åtgärder",
    "responsible": "ansvarig ansvariga huvudansvarig huvudansvar ägare ansvarig_part ansvar "
    "ansvarig_aktör ansvarig_för_åtgärden ansvarig_för_genomförande åtgärdsägare ansvarig_funktion",
    "forum": "samverkansforum forum samverkansform",
    "activities": "prioriterade_aktiviteter aktiviteter aktivitet delaktiviteter "
    "planerade_aktiviteter prioriterad_aktivitet",
    "commitments": "åtaganden åtagande parternas_åtaganden gemensamma_åtaganden",
    "police_contact": "polisens_kontakt polisens_kontaktperson kontaktperson_polisen "
    "kontaktperson_polis kontakt_polisen kontakt_hos_polisen",
    "police_commitments": "polisens_åtagande polisens_åtaganden åtagande_polisen åtaganden_polisen "
    "polisen_åtar_sig",
    "district_contact": " ".join(f"{who}_kontakt {who}_kontaktperson" for who in _DISTRICT)
    + " kontaktperson_kommunen kontakt_kommunen kontaktperson_kommun",
    "district_commitments": " ".join(f"{who}_åtagande {who}_åtaganden" for who in _DISTRICT)
    + " åtagande_kommunen åtaganden_kommunen kommunen_åtar_sig",
    "other_actors": "tänkbara_övriga_aktörer övriga_aktörer samverkansparter samverkanspart "
    "andra_aktörer medverkande deltagare samverkan_med berörda_aktörer samverkansaktörer "
    "medverkande_aktörer",
    "funding": "finansiering kostnad kostnader resurser budget",
    "communication": "kommunikation information kommunikationsinsatser",
    "follow_up": "så_följer_vi_upp hur_vi_följer_upp uppföljning utvärdering indikator "
    "indikatorer uppföljning_och_utvärdering mått "
    "uppföljning/utvärdering uppföljning_och_indikatorer indikator/uppföljning",
    "due": "tidplan tidsplan klart_senast klart klar tid när slutdatum tidsram genomförandetid "
    "tidpunkt tidsperiod klart_när start_och_slut färdigt",
    "other": "bakgrund problembild nuläge problem orsak beskrivning prioritet status lägesbild nr "
    "problemområde kommentar risk startdatum start metod",
}
FIELD_OF = {word.replace("_", ""): name for name, words in LABELS.items() for word in words.split()}
# Letters that scanners mix up, as one.
MIXED = str.maketrans("åäöàâéi1|0", "aaoaaelllo")
MISREAD = {word.translate(MIXED): word for word in FIELD_OF}
LONG: dict[str, list[str]] = {}  # the longer labels by their first letter
for _word in FIELD_OF:
    if len(_word) > 6:
        LONG.setdefault(_word[0], []).append(_word)
# Words that mean something else than a label unless a colon or a table's cell says so.
WEAK = frozenset(
    "område tid när klart klar information resurser budget mått forum status start nr ansvar "
    "lägesbild bakgrund problem kommentar metod risk ägare kostnad färdigt varför medverkande "
    "deltagare".split()
)
BEGINNINGS = frozenset(
    word.split("_")[0] for words in LABELS.values() for word in words.split() if "_" in word
)
LISTS = ("activities", "commitments", "police_commitments", "district_commitments")
OPEN = re.compile(
    r"(?:[,(/–-]|\b(?:och|eller|samt|i|på|av|med|för|till|från|enligt|vid|runt|kring|mot|hos|att|"
    r"som"
    r"|mellan|under|inom|per|minst|genom|via))$",
    re.I,
)
ENUMERATOR = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}\.\d{1,2}|[a-zå-ö]\))\s+(?=\S)", re.I)
PERIODS = {"år": "year", "termin": "term", "månad": "month", "vecka": "week", "kvartal": "quarter",
           "halvår": "half-year", "dag": "day", "läsår": "school year"}  # fmt: skip
COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(NUMBERS)})"
PER = re.compile(
    rf"\b{COUNT}\s+(?P<unit>[^\d.,;:]{{2,70}}?)\s*(?:\bper\b|/|\bom\b|\bi\b|\bvarje\b)\s*"
    rf"(?P<per>{'|'.join(PERIODS)})(?:en|et)?\b",
    re.I,
)
TIMES = re.compile(
    rf"\b{COUNT}\s+(?P<unit>(?:[\w-]+\s+){{0,2}}?[\w-]*(?:träff(?:ar)?|möten?|tillfällen?|"
    rf"gång(?:er)?"
    r"|pass|vandring(?:ar)?|utbildning(?:ar)?|föreläsning(?:ar)?|besök|kontroll(?:er)?|"
    r"kampanj(?:er)?"
    r"|workshop(?:par|s)?|rond(?:er)?|utskick|lektion(?:er)?|kvällar|seminari(?:um|er)))\b",
    re.I,
)
NO_LIMIT = re.compile(
    r"\b(?:från|fr\.?\s?o\.?\s?m\.?|sedan|start\w*|med början)\s*(?:och med\s*)?$", re.I
)
LIMIT = re.compile(
    r"\b(?:senast|klart?|under|till|före|innan|inom|utgången av|t\.?o\.?m\.?)\s+(?:år\s+)?\d{4}$",
    re.I,
)
LONGEST = 1000  # characters of an activity in which times and numbers are looked for
YEAR = timedelta(days=200)  # a stretch that is at least so long is a year, not a season
NUMBERED = re.compile(
    r"((?:Åtgärd|Insats|Aktivitet|Mål|Delmål|(?:Fokus|Prioriterat )?[Oo]mråde)\s+(?:nr\.?\s*)?"
    r"\d{1,2}(?:\.\d{1,2})*[a-z]?)(?:\s*[.:–-]\s*|\s+(?=[A-ZÅÄÖ])|$)(.*)"
)


@dataclass(slots=True)
class Piece:
    """A field with what stands on its label's line; or a heading; or text (name "")."""

    name: str
    text: str
    line: Line
    label: str = ""
    is_bullet: bool = False
    gap: bool = False
    level: int = 0  # of a heading, or of a label that is one
    style: str = ""  # how the label was told: colon, alone, inline, cell, numbered, heading

    @property
    def is_plural(self) -> bool:
        return self.label.casefold().rstrip(" :").endswith(("åtgärder", "insatser"))


@lru_cache(maxsize=8192)
def field_of(text: str) -> tuple[str, str] | None:
    """The field that a label names and the label as it is known; with room for misread letters.

    >>> field_of("Polisens åtagande"), field_of("Målgnupp"), field_of("Polisen")
    (('police_commitments', 'polisensåtagande'), ('target_group', 'målgrupp'), None)
    """
    if len(text) > 48:
        return None
    word = re.sub(r"[^\w/|]|(?<![^\W\d])\d+", "", text.casefold())
    if word in FIELD_OF:
        return FIELD_OF[word], word
    if text[:1].isupper() and (known := MISREAD.get(word.translate(MIXED))):
        return FIELD_OF[known], known
    if len(word) > 6 and text[:1].isupper():
        near = process.extractOne(word, LONG.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=87)
        if near:
            return FIELD_OF[near[0]], near[0]
    return None


def colon(text: str) -> tuple[str, str, str] | None:
    """Field, label and value of "Ansvarig: Polisen"; the label may be numbered.

    >>> colon("Åtgärd 2 – Öka närvaron"), colon("Till allmänheten: se planen")
    (('title', 'Åtgärd 2', 'Öka närvaron'), None)
    """
    if ":" in text[:50]:
        label, _, value = text.partition(":")
        label = re.sub(r"\s*\([^)]*\)$", "", label.strip())
        if (found := field_of(label)) and label[:1].isupper():
            return found[0], label, value.strip()
    numbered = NUMBERED.match(text)
    if numbered and (found := field_of(numbered[1])):
        return found[0], numbered[1], numbered[2].strip()
    return None


def inline(text: str) -> tuple[str, str, str] | None:
    """Field, label and value of "Ansvarig Polisen": the value begins with a capital or a bullet.

    >>> inline("Uppföljning Statistik"), inline("Uppföljning av statistik")
    (('follow_up', 'Uppföljning', 'Statistik'), None)
    """
    words = text.split(" ")
    if not text[:1].isupper():
        return None
    for size in range(min(4, len(words) - 1), 0, -1):
        label, rest = " ".join(words[:size]), " ".join(words[size:])
        found = field_of(label)
        if found and found[1] not in WEAK and (rest[0].isupper() or rest[0] in '•–-"”§'):
            return found[0], label, rest.lstrip("•–- ")
    return None


def alone(text: str) -> str | None:
    """The field of a line that is nothing but a label."""
    found = field_of(text.rstrip(" :"))
    return found[0] if found and text[:1].isupper() and found[1] not in WEAK else None


def joined(parts: Iterable[str], words: frozenset[str]) -> str:
    """Wrapped lines as one text; a hyphen at a line's end goes where the whole word is known."""
    out: list[str] = []
    for part in filter(None, parts):
        if (
            out
            and out[-1].endswith("-")
            and part[:1].islower()
            and not re.match(r"(?:och|eller|samt)\b", part)
        ):
            last = out[-1].rsplit(" ", 1)[-1][:-1] + re.split(r"\W", part, maxsplit=1)[0]
            out[-1] = (out[-1][:-1] if last.casefold() in words else out[-1]) + part
        else:
            out.append(part)
    return " ".join(out).strip()


def points(pieces: list[Piece], words: frozenset[str]) -> list[tuple[str, int]]:
    """The points of a list, each with its line: by bullets, else by capitals after a whole line."""
    has_bullets = any(piece.is_bullet for piece in pieces[1:])
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text:
            continue
        above = groups[-1][-1].text if groups else ""
        is_new = bool(ENUMERATOR.match(piece.text)) or (
            piece.is_bullet if has_bullets else _begins(piece.text) and not OPEN.search(above)
        )
        if not groups or (is_new and above.count("(") <= above.count(")")):
            groups.append([])
        groups[-1].append(piece)
    found = []
    for group in groups:
        whole = joined((piece.text for piece in group), words)
        for part in re.split(r"\s*•\s*|;\s+(?=[A-ZÅÄÖ])", ENUMERATOR.sub("", whole, count=1)):
            if part.strip(" ;,"):
                found.append((part.strip(" ;,"), group[0].line.number))
    return found


def _begins(text: str) -> bool:
    return text[:1].isupper() or text[:1] in '"”'


def activity(title: str, line: int, doubts: list[Doubt], due: str | None = None) -> Activity:
    """An activity with its time limit (ISO, the last day it can mean) and its countable target."""
    return Activity(
        title, limit(due or title, line, doubts, is_limit=bool(due)), target(title), line
    )


def limit(text: str, line: int, doubts: list[Doubt], is_limit: bool = False) -> str | None:
    """The last day by which something is to be done, where the words give a limit.

    `is_limit` says that the whole text is one ("Klart senast" stands over it).
    """
    text = text[:LONGEST]
    ends = find_spans(text)
    if is_limit:
        ends = ends or find_spans(f"under {text}")
    else:
        ends = [
            end
            for end in ends
            if not NO_LIMIT.search(text[: end.begin])
            and (end.latest - end.earliest < YEAR or LIMIT.search(text[: end.end]))
        ]
    if not ends:
        return None
    if not is_limit and len(ends) > 1:
        reason = f"Flera tidsangivelser; ingen är tagen som gräns: {quoted(text)}."
        doubts.append(Doubt("measures.activities.due_latest", reason, line))
        return None
    last = max(ends, key=lambda end: end.latest)
    if last.earliest != last.latest:
        reason = f"{quoted(last.text)} är ingen dag; den sista möjliga dagen är angiven."
        doubts.append(Doubt("measures.activities.due_latest", reason, line))
    return last.latest.isoformat()


def target(text: str) -> dict[str, Any] | None:
    """How many of what, and how often: `per` is year, term, month … or None for once and for all.

    >>> target("Minst två tillsynspass per år")
    {'count': 2, 'unit': 'tillsynspass', 'per': 'year'}
    """
    found = PER.search(text[:LONGEST]) or TIMES.search(text[:LONGEST])
    if not found:
        return None
    count = found["count"].casefold()
    per = PERIODS[found["per"].casefold()] if found.re is PER else None
    return {
        "count": int(count) if count.isdigit() else NUMBERS[count],
        "unit": found["unit"].strip(),
        "per": per,
    }
