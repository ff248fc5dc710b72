"""What the words of a status column say: how far a measure has come, and the days they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from lobra.reading import vocabulary
from lobra.reading.dates import SHORT_MONTHS, FoundDate, find_dates, find_spans
from lobra.reading.vocabulary import any_of
from lobra_data.errors import quoted

NOT, _STARTED = any_of("progress.not"), any_of("progress.started")
_NOT_STARTED = rf"{NOT}(?!\s+{any_of('progress.not_the_deed')})(?:\s+\w+){{0,2}}?\s+{_STARTED}"
_IN_CONTACT = r"\b(?:kontakt\w*|dialog)(?:\s+\w+){0,4}?\s+(?:tagen|tagna|tagits|etablera\w+)\b"
SURE = (
    ("not_started", re.compile(_NOT_STARTED, re.I)),
    *vocabulary.named_patterns("progress.status"),
    ("ongoing", re.compile(_IN_CONTACT, re.I)),
)
COMING = vocabulary.pattern("progress.coming")
FUTURE = re.compile(rf"{any_of('progress.future')}[^.;]*$", re.I)
DENIED = re.compile(rf"{NOT}[^.;,]{{0,25}}$", re.I)
LIMIT = re.compile(rf"{any_of('progress.limit')}[^.;]{{0,20}}$", re.I)
CLOCK = re.compile(
    r"\b(?:kl\.?|klockan)\s*\d{1,2}|\b\d{1,2}[.:]\d{2}\s*[-–—]\s*\d{1,2}[.:]\d{2}", re.I
)
PERFECT = re.compile(r"\bhar\s+(?:\w+\s+){0,2}?\w+(?:t|ts)\b", re.I)
MISREAD = vocabulary.meanings("progress.misread")
SLASHED = re.compile(
    r"(?<![\w/.:-])(?<!den )(?=\d{1,2}(?:/\d{1,2}(?![\w/]|\s*(?:av|del|klar))"
    rf"|\s+(?:{'|'.join(SHORT_MONTHS)})))",
    re.I,
)
DEED = vocabulary.pattern("progress.deed")
BY_THEN = vocabulary.pattern("progress.by_then")
UNSURE = re.compile(r"\?\s*$|\boklar\w*|\bosäker\w*", re.I)
FIRST_STEP = vocabulary.pattern("progress.first_step")
LONGEST = 1000  # characters of a cell that are understood; more is no status
HALF_A_YEAR = timedelta(days=183)


@dataclass
class Progress:
    """A status word, ISO dates, and what is unsure about them (Swedish sentences)."""

    status: str
    due_on: str | None = None
    done_on: str | None = None
    doubts: list[str] = field(default_factory=list)


def status_of(text: str) -> tuple[str, list[str]]:
    """The status word for a status text, and the texts' words where they disagree.

    What is said for certain goes before what is only coming, and what is said first before what
    is said later.

    >>> status_of("Pågående insats"), status_of("Ej påbörjad"), status_of("Ska vara klart i maj")
    (('ongoing', []), ('not_started', []), ('planned', []))
    """
    text = text[:LONGEST]
    if UNSURE.search(text):
        return "unknown", []
    hits: list[tuple[int, int, str, str]] = []
    coming = [m.start() for m in COMING.finditer(text)]
    for status, pattern in SURE:
        for m in pattern.finditer(text):
            if any(begin <= m.start() < end for begin, end, *_ in hits):
                continue
            if status == "done" and (
                FUTURE.search(text[: m.start()]) or BY_THEN.match(text, m.start())
            ):
                coming.append(m.start())
            elif status in ("not_started", "cancelled") or not DENIED.search(text[: m.start()]):
                hits.append((*m.span(), status, m[0]))
    hits.sort()
    if partly := next((hit for hit in hits if hit[3].casefold().startswith("delvis")), None):
        hits = [partly]
    certain = [hit for hit in hits if hit[2] != "planned"] or hits
    if certain:
        words = list(dict.fromkeys(hit[3] for hit in certain))
        return certain[0][2], words if len({hit[2] for hit in certain}) > 1 else []
    return ("planned" if coming else "unknown"), []


def read(
    text: str | None,
    action: str | None,
    due_text: str | None,
    year: int | None,
    held: date | None,
) -> Progress:
    """What status, action and due columns say together; `held` is the day of the meeting.

    An empty status is unknown, except that a booked time in the action's words lies ahead.
    """
    text, action, due_text = (said and said[:LONGEST] for said in (text, action, due_text))
    status, words = status_of(text or "")
    out = Progress(status)
    if text and status == "done" and FIRST_STEP.search(text):
        out.status = "unknown"
        out.doubts.append(f"Det framgår inte om mer än en del är klar: {quoted(text)}.")
    if words:
        out.doubts.append(f"Statustexten säger flera saker: {', '.join(map(quoted, words))}.")
    if text and status == "unknown" and not UNSURE.search(text):
        _by_other_words(out, text, action or "", year, held)
    elif not text and action:
        _by_action(out, action, year, held)
    if text and out.status == "unknown" and not out.doubts:
        out.doubts.append(f"Statustexten säger inte hur långt det har kommit: {quoted(text)}.")
    if text:
        _days(out, text, year, held)
    if due_text:
        _due(out, due_text, year, held)
    return out


def _by_other_words(
    out: Progress, text: str, action: str, year: int | None, held: date | None
) -> None:
    """A status that only a day, a finished deed or a misread word tells."""
    days = _dates(text, year, held)
    for word in re.findall(r"\w{6,}", text.casefold()):
        if DENIED.search(text.casefold().partition(word)[0]):
            continue
        if near := process.extractOne(word, list(MISREAD), scorer=fuzz.ratio, score_cutoff=80):
            out.status = MISREAD[near[0]]
            out.doubts.append(f"{quoted(word)} har tolkats som {quoted(near[0])}.")
            return
    if days and not re.search(rf"{NOT}", text, re.I) and len(text.split()) <= 8:
        if held is None or max(days) > held:
            out.status = "planned"
            if held is None:
                out.doubts.append("Mötets datum är okänt; dagen antas ligga framåt.")
        return
    if PERFECT.search(text) and _deeds(text) & _deeds(action) and not re.search(NOT, text, re.I):
        out.status = "done"


def _by_action(out: Progress, action: str, year: int | None, held: date | None) -> None:
    days = [day for day in _dates(action, year, held) if held and day > held]
    if not days:
        return
    if len(days) == 1 and not re.search(r"\bmellan\b|\bt\.?\s?o\.?\s?m\b", action, re.I):
        out.due_on = days[0].isoformat()
    if CLOCK.search(action):
        out.status = "planned"
        out.doubts.append("Status saknas; en bokad tid i åtgärdens ord ligger efter mötet.")


def _deeds(text: str) -> set[str]:
    """The words that carry what was done, without endings."""
    return {word[:9] for word in re.findall(r"\w{6,}", text.casefold())}


def _days(out: Progress, text: str, year: int | None, held: date | None) -> None:
    """The days in the status text: when it was done, or by when it will be."""
    text = SLASHED.sub("den ", text)
    found = [(f, day) for f, day in _found(text, year, held) if day]
    if out.status == "done":
        _done(out, text, [day for _, day in found], held)
        return
    is_event = out.status == "planned" and not re.search(r"följ\w* upp", text, re.I)
    ahead = [
        day
        for f, day in found
        if (is_event or (out.status != "cancelled" and LIMIT.search(text[: f.begin])))
        and (held is None or day > held)
    ]
    if len(ahead) == 1:
        out.due_on = ahead[0].isoformat()
    elif ahead:
        out.doubts.append("Statustexten har flera dagar; tidsgränsen är lämnad tom.")
    elif found and is_event:
        out.doubts.append("Dagen i statustexten har redan passerat.")


def _done(out: Progress, text: str, days: list[date], held: date | None) -> None:
    """The day when something was done; "klart 1 december" is a promise until that day."""
    ends = [(day, day) for day in days]
    ends = ends or [(s.earliest, s.latest) for s in find_spans(text, held.year if held else None)]
    if not ends:
        return
    is_promise = not DEED.search(text)
    if is_promise and held is None:
        out.status = "unknown"
        out.doubts.append("Mötets datum är okänt; det framgår inte om dagen har passerat.")
    elif held and all(first > held for first, _ in ends) and (is_promise or days):
        out.status, out.due_on = "planned", max(ends)[1].isoformat()
        out.doubts.append("Klart på en dag som ligger efter mötet; tolkat som planerat.")
    elif is_promise and held and any(last > held for _, last in ends):
        out.status = "unknown"
        out.doubts.append(f"Det framgår inte om det redan är klart: {quoted(text)}.")
    elif len(days) > 1:
        out.doubts.append("Statustexten har flera dagar; det framgår inte när det blev klart.")
    elif days:
        out.done_on = days[0].isoformat()


def _due(out: Progress, text: str, year: int | None, held: date | None) -> None:
    """The due column: a day, or the last day of a stretch of time."""
    days = _dates(text, year, held)
    if not days:
        spans = find_spans(text, held.year if held else year)
        if spans:
            days = [max(span.latest for span in spans)]
            out.doubts.append(f"{quoted(text)} är ingen dag; den sista möjliga dagen är angiven.")
    if days:
        out.due_on = max(days).isoformat()
    status, _ = status_of(text)
    if out.status == "unknown" and status != "unknown" and not days:
        out.status = status
        out.doubts.append(f"Status är tagen från tidskolumnen: {quoted(text)}.")


def _dates(text: str, year: int | None, held: date | None) -> list[date]:
    return [day for _, day in _found(text, year, held) if day]


def _found(text: str, year: int | None, held: date | None) -> list[tuple[FoundDate, date | None]]:
    """Every day in a text; one without a year is the one nearest to the meeting.

    In a table's cell "3/5" is the third of May, never a fraction. Offsets are of the text with
    "den" before it.
    """
    return [(f, _nearest(f, year, held)) for f in find_dates(SLASHED.sub("den ", text))]


def _nearest(found: FoundDate, year: int | None, held: date | None) -> date | None:
    if found.year is not None:
        return found.date
    base = held.year if held else year
    if base is None:
        return None
    days = (found.in_year(year) for year in ((base, base + 1, base - 1) if held else (base,)))
    near = (day for day in days if day and (held is None or abs(day - held) <= HALF_A_YEAR))
    return next(near, None)
