"""What the words of a status column say: how far a measure has come, and the days they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from lobra.reading import vocabulary
from lobra.reading.dates import SHORT_MONTHS, FoundDate, find_dates, find_spans
from lobra.reading.source import Line
from lobra_data.errors import quoted

# Each status with its words, the surest first: what stands inside a surer one says nothing.
_SAID = (
    ("not_started", vocabulary.recogniser("progress.not_started")),
    *vocabulary.named_patterns("progress.status"),
)
_COMING = vocabulary.pattern("progress.coming")
_PROMISED = vocabulary.recogniser("progress.promised")
_BY_THEN = vocabulary.pattern("progress.by_then")
_NOT = vocabulary.pattern("progress.not")
_LATE = vocabulary.pattern("progress.late")
_DENIED = vocabulary.recogniser("progress.denied")
_LIMITED = vocabulary.recogniser("progress.limited")
_WRITTEN = vocabulary.recogniser("progress.told")
_PASSIVE = vocabulary.recogniser("progress.passive")
_DEED = vocabulary.pattern("progress.deed")
_PERFECT = re.compile(r"\bhar\s+(?:\w+\s+){0,2}?\w+(?:t|ts)\b", re.I)
_UNSURE = re.compile(r"\?\s*$|\boklar\w*|\bosäker\w*", re.I)
_CLOCK = re.compile(r"\bkl(?:ockan|\.)?\s*\d", re.I)
# "3/5" is a day in a table's cell, never a fraction.
_SLASHED = re.compile(
    r"(?<![\w/.:-])(?<!den )(?=\d{1,2}(?:/\d{1,2}(?![\w/]|\s*(?:av|del|klar))"
    rf"|\s+(?:{'|'.join(SHORT_MONTHS)})))",
    re.I,
)
_LONGEST = 1000  # characters of a cell that are understood; more is no status
_HALF_A_YEAR = timedelta(days=183)


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
    text = text[:_LONGEST]
    if _UNSURE.search(text):
        return "unknown", []
    is_coming = bool(_COMING.search(text))
    hits: list[tuple[int, int, str, str]] = []
    for status, pattern in _SAID:
        for m in pattern.finditer(text):
            before = text[: m.start()]
            ahead = {"done": before, "ongoing": m[0]}.get(status, "")
            if any(begin <= m.start() < end for begin, end, *_ in hits):
                continue
            if _PROMISED.search(ahead) or (status == "done" and _BY_THEN.match(text, m.start())):
                is_coming = True
            elif status in ("not_started", "cancelled") or not _DENIED.search(before):
                hits.append((*m.span(), status, m[0]))
    hits.sort()
    hits = [hit for hit in hits if hit[2] != "planned"] or hits
    if not hits:
        return ("planned" if is_coming else "unknown"), []
    words = list(dict.fromkeys(hit[3] for hit in hits))
    return hits[0][2], words if len({hit[2] for hit in hits}) > 1 else []


def read(
    text: str | None, action: str | None, due_text: str | None, year: int | None, held: date | None
) -> Progress:
    """What status, action and due columns say together; `held` is the day of the meeting.

    An empty status is unknown, except that a booked time in the action's words lies ahead.
    """
    text, action, due_text = ((said or "")[:_LONGEST] for said in (text, action, due_text))
    status, words = status_of(text)
    out = Progress(status)
    days = _days(text, year, held)
    if words:
        out.doubts.append(f"Statustexten säger flera saker: {', '.join(map(quoted, words))}.")
    if status == "ongoing" and (late := _LATE.search(text)):
        out.doubts.append(f"{quoted(late[0])} säger inte om det är påbörjat; tolkat som pågående.")
    if not text:
        _by_action(out, action, year, held)
    elif status == "unknown" and not _UNSURE.search(text):
        _by_other_words(out, text, action, [day for _, day in days], held)
    if out.status == "done":
        _done(out, text, [day for _, day in days], held)
    elif text:
        is_event = out.status == "planned" and "följ" not in text.casefold()
        limits = [
            day
            for before, day in days
            if (is_event or _LIMITED.search(before)) and not (held and day <= held)
        ]
        out.due_on = limits[0].isoformat() if len(limits) == 1 else None
    if due_text:
        _due(out, due_text, year, held)
    return out


def written(lines: Iterable[Line], held: date | None) -> date | None:
    """The day up to which a document tells how it goes: it may be written after the meeting."""
    told = (found["day"] for line in lines if (found := _WRITTEN.match(line.text)))
    days = (day.date for text in told for day in find_dates(text)[:1])
    return max(filter(None, [held, *days]), default=None)


def _by_other_words(
    out: Progress, text: str, action: str, days: list[date], held: date | None
) -> None:
    """A status that only a day ahead or a finished deed tells."""
    if not _NOT.search(text):
        if held and days and max(days) > held:
            out.status = "planned"
        elif _PERFECT.search(text) and _deeds(text) & _deeds(action):
            out.status = "done"
        elif said := _PASSIVE.search(text):
            out.status = "planned"
            out.doubts.append(f"{quoted(said[0])} säger bara vad som görs; tolkat som planerat.")
    if out.status == "unknown":
        out.doubts.append(f"Statustexten säger inte hur långt det har kommit: {quoted(text)}.")


def _by_action(out: Progress, action: str, year: int | None, held: date | None) -> None:
    ahead = [day for _, day in _days(action, year, held) if held and day > held]
    if len(ahead) == 1:
        out.due_on = ahead[0].isoformat()
    if ahead and _CLOCK.search(action):
        out.status = "planned"
        out.doubts.append("Status saknas; en bokad tid i åtgärdens ord ligger efter mötet.")


def _deeds(text: str) -> set[str]:
    """The words that carry what was done, without endings."""
    return {word[:9] for word in re.findall(r"\w{6,}", text.casefold())}


def _done(out: Progress, text: str, days: list[date], held: date | None) -> None:
    """The day when something was done; "klart 1 december" is a promise until that day."""
    ends = [(day, day) for day in days] or _spans(text, held.year if held else None)
    if not ends:
        return
    if held and min(ends)[0] > held:
        out.status, out.due_on = "planned", max(ends)[1].isoformat()
        out.doubts.append("Klart på en dag som ligger efter mötet; tolkat som planerat.")
    elif not _DEED.search(text) and (held is None or max(ends)[1] > held):
        out.status = "unknown"
        out.doubts.append(f"Det framgår inte om det redan är klart: {quoted(text)}.")
    elif len(days) == 1:
        out.done_on = days[0].isoformat()


def _due(out: Progress, text: str, year: int | None, held: date | None) -> None:
    """The due column: a day, or the last day of a stretch of time."""
    days = [day for _, day in _days(text, year, held)]
    spans = [] if days else _spans(text, held.year if held else year)
    if spans:
        out.doubts.append(f"{quoted(text)} är ingen dag; den sista möjliga dagen är angiven.")
    if ends := [*days, *(last for _, last in spans)]:
        out.due_on = max(ends).isoformat()


def _spans(text: str, year: int | None) -> list[tuple[date, date]]:
    return [(span.earliest, span.latest) for span in find_spans(text, year)]


def _days(text: str, year: int | None, held: date | None) -> list[tuple[str, date]]:
    """Every day in a text, with the words before it."""
    text = _SLASHED.sub("den ", text)
    days = ((text[: one.begin], _nearest(one, year, held)) for one in find_dates(text))
    return [(before, day) for before, day in days if day]


def _nearest(found: FoundDate, year: int | None, held: date | None) -> date | None:
    """The day; one without a year is the one nearest to the meeting."""
    if found.date or not held:
        return found.date or (found.in_year(year) if year else None)
    days = (found.in_year(held.year + n) for n in (0, 1, -1))
    return next((day for day in days if day and abs(day - held) <= _HALF_A_YEAR), None)
