"""What the meeting decided and whom it asked to do something, in the document's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lobra.reading import dates, vocabulary
from lobra.reading.found import Assignment, Decision, Statement
from lobra.reading.headings import is_heading
from lobra.reading.minutes.items import Point
from lobra.reading.source import Line
from lobra.reading.vocabulary import any_of
from lobra_data.words import MONTHS, sentences

# Who decides: also "Folkhälsorådet", "Brå Storköping", an abbreviation.
_BODY = (
    rf"(?:{any_of('decisions.bodies')}|brå(?:\s+(?-i:[A-ZÅÄÖ])\w+)?|"
    r"(?-i:[A-ZÅÄÖ])\w+(?:-?\s+(?:och|&)\s+\w+)?rådet|"
    r"(?-i:[A-ZÅÄÖ])\w+(?:gruppen|beredningen)|(?-i:[A-ZÅÄÖ]{2,5}))"
)
# "Beslut", "Rådets beslut:", "Beslut att …"; or "Rådet beslutar" with nothing after it.
_LABEL = re.compile(
    r"^(?:[A-ZÅÄÖ][\wåäö:-]*(?:\s[\wåäö-]+){0,3}\s+)?(?:[Bb]eslut|BESLUT)"
    r"(?:\s+i\s+(?:rådet|brå))?\s*"
    r"(?::\s*(?P<value>.*)|(?P<number>\s\d{1,2}\.?\s.*)|(?P<att>\s+att\b.*)|)$"
    rf"|^(?:Beslutas|Beslutades|Beslöts|(?i:{_BODY})\s+{any_of('decisions.decides_list')})"
    r"(?:\s+följande|\s+enhälligt|\s+att)?\s*"
    r"(?::\s*(?P<listed>.*)|)$"
)
_TITLE = re.compile(
    rf"(?i)^(?:{any_of('decisions.titles')}|beslutade (?:insatser|åtgärder)\b.{{0,40}})$"
)
_SENTENCE = re.compile(
    rf"(?:^|[.;]\s+|,\s+|\boch\s+)"
    rf"(?:(?i:{_BODY}\s+(?:har\s+|därför\s+)?{any_of('decisions.decides')})"
    rf"|{any_of('decisions.begins_decision')}|[Bb]eslut(?:et)?\s+(?:fattades|togs|blev|tas)\b)"
)
_CHOSEN = any_of("officers.chosen")
# "Dagordningen godkänns."
_FORMULA = re.compile(
    rf"^{any_of('decisions.done_alone')}|^(?:{any_of('decisions.before_paper')}\s+)?"
    rf"(?i:{any_of('decisions.papers')}(?:\s+från\s+[^.]{{3,50}})?)\s+[^.]{{0,60}}?"
    rf"{any_of('decisions.done')}"
    rf"|^(?:Efter \w+\s)?{any_of('decisions.matters')}\s{any_of('decisions.turned_down')}"
    rf"|^[A-ZÅÄÖ][^.]{{2,60}}\s{_CHOSEN}\s+(?:till|att)\b"
    rf"|^(?:Till|Som|Att)\s+{any_of('decisions.offices')}[^.]{{0,40}}{_CHOSEN}"
)
# Decided another time, which the text only recalls.
_EARLIER = re.compile(
    rf"(?i){any_of('decisions.recalled')}|\bbeslutade(?:s)? (?:den )?\d+\b"
    rf"|\bbeslutade(?:s)? i (?:{'|'.join(MONTHS)})\b"
)
_OPENING = re.compile(r"(?i)(?:öppnades|hälsade|hälsar|presenterade sig|presentationsrunda)[^.]*,")
# Who is asked to do what, in the ways that minutes say it.
_WILL, _TAKES_ON = any_of("decisions.will"), any_of("decisions.takes_on")
_ASKED = tuple(
    map(
        re.compile,
        (
            r"(?P<to>[A-ZÅÄÖ][^.;:]{2,80}?)\s+(?:får|fick|ges|gavs|har fått)\s+"
            r"(?:därför\s+|även\s+)?i\s+uppdrag\s+att\s+.+",
            r"\b(?:uppdrar?\s+(?:åt|till)|uppdrog\s+(?:åt|till)|(?:ge|ger|gav)"
            r"(?=[^.;]{3,70}\bi\s+uppdrag\b))\s+(?P<to>[^.;]{3,70}?)\s+(?:i\s+uppdrag\s+)?att\s+.+",
            rf"^(?P<to>[A-ZÅÄÖ][^.;:]{{2,60}}?)\s+(?:ska|skall|kommer att)\s+{_WILL}",
            rf"^(?P<to>[A-ZÅÄÖ][^.;:]{{2,50}}?)\s+{_TAKES_ON}",
            r"^(?:Uppdrag|Att göra|Åtgärd|Ansvarig)\s*:\s*(?P<to>[^:]{3,60}?)\s*(?:,|–|-|att)\s+.+",
        ),
    )
)
# What ends the list of decisions under a label.
_END = re.compile(rf"(?i)^{any_of('decisions.ends_list')}")
_IS_ASKED = vocabulary.pattern("decisions.asked")
_NOBODY_ASKED = re.compile(rf"(?i){any_of('decisions.nobody_asked')}")


def body(
    lines: Sequence[Line], point: Point, by_sentence: bool = False
) -> list[tuple[int, str, Line]]:
    """The paragraphs under an item: (line number, text, first line), wrapped lines joined.

    With `by_sentence` a line that ends a sentence ends its paragraph too.
    """
    out: list[tuple[int, str, Line]] = []
    width = _width(lines)
    if point.lead:
        out.append((lines[point.at].number, point.lead, lines[point.at]))
    last: Line | None = lines[point.body - 1] if point.lead else None
    for at in range(point.body, point.end):
        line = lines[at]
        if (line.cells and line.table is not None) or len(line.cells) > 2:
            last = None
            continue
        text = _with_margin(line)
        if (
            last is not None
            and out
            and not line.gap
            and not line.is_bullet
            and not line.heading
            and not _LABEL.match(text)
            and not _LABEL.match(out[-1][1])
            and not is_heading(lines, at)
            and not re.match(r"^(?:(?i:att)\b|\d{1,2}[.)]\s|[-–•]\s)", text)
            and _goes_on(last.text, text, 0 if by_sentence else width)
        ):
            out[-1] = (out[-1][0], _joined(out[-1][1], text), out[-1][2])
        else:
            out.append((line.number, text, line))
        last = line
    return out


def _with_margin(line: Line) -> str:
    """A line's text; a word in the margin ("Beslut   att …") is its label."""
    text = " ".join(line.text.split())
    if len(line.cells) == 2 and re.fullmatch(
        r"[A-ZÅÄÖ][a-zåäöA-ZÅÄÖ]{3,20}:?", line.cells[0].strip()
    ):
        return f"{line.cells[0].strip(' :')}: {' '.join(line.cells[1].split())}"
    return text


def _joined(above: str, text: str) -> str:
    """Two lines of a paragraph as one; a word that was divided at the margin is whole again."""
    if (
        re.search(r"[a-zåäö]-$", above)
        and text[:1].islower()
        and not re.match(r"och\b|eller\b", text)
    ):
        return f"{above[:-1]}{text}"
    return f"{above} {text}"


def _goes_on(above: str, text: str, width: int) -> bool:
    """Whether a line continues the one above it, which was broken at the margin."""
    if text[:1].islower():
        return True
    if re.search(r"[.:!?]$", above.strip()):
        # A sentence ended; the paragraph goes on only where the next word had no room.
        return 0 < width < 130 and len(above) + 1 + len(text.split(" ", 1)[0]) >= width - 3
    return 45 < len(above) < 150


def _width(lines: Sequence[Line]) -> int:
    """How long the full lines of a document are, in characters."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 40 and not line.cells)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 1000


def decisions(lines: Sequence[Line], found: Sequence[Point]) -> list[Decision]:
    """Every decision with its item: under a label, in a sentence, or as a formula."""
    out: list[Decision] = []
    for point in found:
        paragraphs = body(lines, point)
        item = point.item.number
        title = (point.item.title or "").strip(" .:")
        own: list[Decision] = []
        if _TITLE.match(title):
            own = [
                Decision(item, text, line)
                for line, text, _ in paragraphs
                if len(text) > 12 and not _END.match(text)
            ]
        else:
            own = _labelled(item, paragraphs)
            if not own:
                for line, text, _ in paragraphs:
                    own += _told(item, text, line)
        if not own and (point.item.title is None or _FORMULA.match(title)):
            own = _told(
                item, title or ("" if point.lead else lines[point.at].text), lines[point.at].number
            )
        out += own
    return _unique(out)


def _labelled(item: str | None, paragraphs: Sequence[tuple[int, str, Line]]) -> list[Decision]:
    """The decisions under "Beslut": each att-clause, each number or the paragraph itself."""
    out: list[Decision] = []
    n = 0
    while n < len(paragraphs):
        line, text, _ = paragraphs[n]
        match = _LABEL.match(text)
        n += 1
        if not match:
            continue
        value = next((part.strip() for part in match.groups() if part and part.strip()), "")
        found: list[Decision] = []
        if re.fullmatch(rf"(?i:{_BODY})(?:s beslut|\s+beslut\w+)(?:\s+att)?:?", value):
            value = ""
        if value and not value.endswith(":") and value.casefold() not in ("att", "följande"):
            found.append(Decision(item, _stripped(value), line))
        while n < len(paragraphs):
            number, following, first = paragraphs[n]
            if _LABEL.match(following) or _END.match(following) or first.heading:
                break
            again = bool(found) and bool(_SENTENCE.match(following))
            listed = (
                again
                or (first.is_bullet and not value)
                or bool(re.match(r"(?:(?i:att)\b|\d{1,2}[.)]\s)", following))
            )
            if found and not listed:
                break
            if first.is_bold and not listed:
                break
            found.append(Decision(item, _stripped(following), number))
            n += 1
            if not listed:
                break
        out += [part for one in found for part in _clauses(one)]
    return out


def _stripped(text: str) -> str:
    return re.sub(r"^\d{1,2}[.)]?\s+", "", text).strip()


def _clauses(one: Decision) -> list[Decision]:
    """A numbered run of decisions on one line, each for itself."""
    parts = re.split(r"\s+(?=\d[.)]\s+[A-ZÅÄÖa])", one.text)
    if len(parts) > 1 and all(len(part) > 8 for part in parts):
        return [Decision(one.item, _stripped(part), one.line) for part in parts]
    return [one]


def _told(item: str | None, text: str, line: int) -> list[Decision]:
    """Decisions told in running text; what was decided earlier or elsewhere is none."""
    out = []
    for sentence in sentences(text):
        sentence = sentence.strip()
        if inline := re.match(r"(?:Beslut|BESLUT|beslut)\s*:\s*(.+)", sentence):
            out.append(Decision(item, inline[1], line))
            continue
        if len(sentence) > 400 or _OPENING.search(sentence) or _EARLIER.search(sentence):
            continue
        if (_FORMULA.match(sentence) and len(sentence) < 220) or _SENTENCE.search(sentence):
            out.append(Decision(item, sentence, line))
    return out


def _unique(found: Sequence[Decision]) -> list[Decision]:
    seen: set[tuple[str | None, str]] = set()
    out = []
    for one in found:
        key = (one.item, one.text.casefold())
        if key not in seen and len(one.text) > 3:
            seen.add(key)
            out.append(one)
    return out


def assignments(
    lines: Sequence[Line], found: Sequence[Point], year: int | None
) -> list[Assignment]:
    """Who is asked to do what: "får i uppdrag att", "ska återkomma", "uppdrar åt … att"."""
    out: list[Assignment] = []
    for point in found:
        for line, text, _ in body(lines, point):
            for sentence in sentences(text):
                match = next((hit for way in _ASKED if (hit := way.search(sentence))), None)
                if not match or len(sentence) > 400:
                    continue
                to = re.sub(
                    r"(?i)^(?:beslut:?\s*|att\s+|rådet beslutar att\s+|det beslutades att\s+)",
                    "",
                    match["to"],
                ).strip(" ,")
                if not _IS_ASKED.search(sentence) or _NOBODY_ASKED.match(to):
                    continue
                out.append(
                    Assignment(point.item.number, to or None, sentence, _due(sentence, year), line)
                )
    return out


def _due(text: str, year: int | None) -> str | None:
    """The date a sentence sets as its limit: after "senast", "till", "innan" or "före"."""
    for date in dates.find_dates(text, year):
        before = text[max(0, date.begin - 22) : date.begin]
        if date.date and re.search(r"(?i)\b(?:senast|till|innan|före|den)\s*(?:den\s*)?$", before):
            return date.date.isoformat()
    return None


def statements(lines: Sequence[Line], found: Sequence[Point]) -> list[Statement]:
    """The running text of the meeting, each paragraph with its item and heading."""
    out = []
    for point in found:
        heading: str | None = None
        headings = {
            lines[at].number for at in range(point.body, point.end) if is_heading(lines, at)
        }
        for line, text, _ in body(lines, point):
            if line in headings and len(text) < 140:
                heading = text.strip(" :")
            elif len(text) > 20 and re.search(r"[a-zåäö]{3}", text):
                out.append(Statement(point.item.number, heading, text, line))
    return out
