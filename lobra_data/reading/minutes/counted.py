"""Counted facts in running text, and places where a document contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from lobra_data.reading import dates
from lobra_data.reading.found import Conflict, Observation, Paragraph
from lobra_data.reading.source import Line

_WORDS = dict(
    zip(
        "en ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton "
        "sjutton "
        "arton nitton tjugo".split(),
        [1, 1, *range(2, 21)],
        strict=True,
    )
)
# What minutes count: people, events, objects. A unit is needed, so that no street number counts.
_UNIT = re.compile(
    r"(?i)^(?:(?:nya|unga|äldre|anmälda|boende|gemensamma|olika|drabbade|misstänkta|berörda|"
    r"inkomna)\s+)?"
    r"(ungdomar|personer|invånare|boende|elever|barn|deltagare|fältassistenter|individer|flickor|"
    r"pojkar|"
    r"kvinnor|män|unga|föräldrar|vårdnadshavare|anmälningar|polisanmälningar|orosanmälningar|"
    r"inbrott|"
    r"bostadsinbrott|bilinbrott|rån|personrån|brott|våldsbrott|misshandlar|stölder|cykelstölder|"
    r"skadegörelser|bränder|skjutningar|sprängningar|ärenden|insatser|tillsynspass|tillsyner|"
    r"kontroller|vandringar|trygghetsvandringar|närmiljövandringar|nattvandrare|nattvandringar|"
    r"vakter|ordningsvakter|trygghetsvärdar|kameror|lägenheter|bilar|mopeder|butiker|skolor|"
    r"klasser|"
    r"tjänster|familjebehandlare|socionomer|poliser|volontärer|medlemmar|företag|föreningar|"
    r"besökare|svar|tips|larm|tillslag|beslag|olyckor|fall|händelser|incidenter|möten|träffar|"
    r"grannsamverkansområden|kontaktpersoner|lärare|ledare|handledare|gäng|grupper)\b"
)
_NUMBER = re.compile(
    r"(?<![\w/.,:§-])(\d{1,3}(?:[  ]\d{3})+|\d{1,6}|" + "|".join(_WORDS) + r")(?![\d/:.,-]*\d)\s+",
    re.I,
)
_SPLIT = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ\"”])")


def observations(found: Iterable[Paragraph], year: int | None) -> list[Observation]:
    """The counted facts of running text, each with its sentence as `what`.

    Only a number before a unit that minutes count is taken, so that addresses, times and ages
    are not.
    """
    out = []
    for one in found:
        for sentence in _SPLIT.split(one.text):
            for match in _NUMBER.finditer(sentence):
                unit = _UNIT.match(sentence[match.end() :])
                word = match[1].casefold()
                if not unit or word in ("en", "ett"):
                    continue
                value = _WORDS.get(word) or int(re.sub(r"\D", "", word))
                day = next((d.date for d in dates.find_dates(sentence, year) if d.date), None)
                out.append(
                    Observation(
                        sentence,
                        value,
                        unit[1].casefold(),
                        day.isoformat() if day else None,
                        None,
                        one.line,
                    )
                )
    return out


_AGAINST = re.compile(
    r"(?i)\b(\d{1,6})\s+([a-zåäö]{3,})\b[^.]*\bmen\b[^.]*?\b(\d{1,6})\s+(?:\2\b|enligt\b|i\b)"
)


def conflicts(lines: Sequence[Line]) -> list[Conflict]:
    """The same fact with two values: sentences that stand twice, or "212 barn, men … 221 barn"."""
    numbered: list[tuple[str, list[str], int, str]] = []
    for line in lines:
        if line.cells:
            continue
        for sentence in _SPLIT.split(line.text):
            values = re.findall(r"(?<![\w/.,:-])\d{1,5}(?![\w/:-]|[.,]\d)", sentence)
            shape = re.sub(r"\d+", "#", sentence.casefold())
            if len(values) >= 1 and len(re.findall(r"[a-zåäö]{3,}", shape)) >= 5:
                numbered.append((shape, values, line.number, sentence))
    out = [
        Conflict(line.text.strip(), [int(match[1]), int(match[3])], [line.number])
        for line in lines
        for match in _AGAINST.finditer(line.text)
        if match[1] != match[3] and re.search(r"(?i)enligt|anges|står|uppges", match[0])
    ]
    by_size: dict[int, list[int]] = {}
    for n, (shape, *_rest) in enumerate(numbered):
        by_size.setdefault(len(shape) // 8, []).append(n)
    done: set[tuple[int, int]] = set()
    for n, (shape, values, number, sentence) in enumerate(numbered):
        near = [m for step in (-1, 0, 1) for m in by_size.get(len(shape) // 8 + step, []) if m > n]
        for m in near[:200]:
            other = numbered[m]
            if other[1] == values or len(other[1]) != len(values) or (n, m) in done:
                continue
            if fuzz.ratio(shape, other[0]) >= 94:
                done.add((n, m))
                differ = [(a, b) for a, b in zip(values, other[1], strict=True) if a != b]
                if len(differ) == 1:
                    pair = [int(value) for value in differ[0]]
                    out.append(Conflict(sentence.strip(), list(pair), [number, other[2]]))
    return out
