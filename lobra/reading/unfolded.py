"""Minutes written as a table, or with their titles in the margin, as lines one below the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from lobra.reading import dates, marks, persons, vocabulary
from lobra.reading.layout import column
from lobra.reading.names import is_first_name
from lobra.reading.source import Line
from lobra_data.words import sentences

_NUMBERED = re.compile(r"§?\s*\d{1,3}\s*\)?")
_DECISION = vocabulary.recogniser("decisions.label")
_TITLE = re.compile(r"[A-ZÅÄÖ][^.:;!]{2,58}")
_LISTED = re.compile(r"[a-zåäö]|\d{1,2}[.)]|[-–•]")
# What a row below a matter's title says, where its first cell names that.
_BELOW = {"decision": "Beslut: ", "task": "", "who": "Ansvarig: ", "due": "Klart: "}
_OF_TASKS = ("task", "who", "due")
_MEASURE = vocabulary.pattern("worktables.columns.action")
_OVER_TASKS = vocabulary.pattern("assignments.titles")
_DOES = re.compile(r"(?:[A-ZÅÄÖ]\S*\s)+(?!för\b|per\b|var\b)[a-zåäö]{2,}r\s")  # "Nils bokar …"
# "Vera: räkna lampor", "Nils Ek – måla bänkar".
_HANDED = re.compile(r"([A-ZÅÄÖ][\w-]*(?: [A-ZÅÄÖ][\w-]*)?)(?::| [–-]) ([a-zåäö].+)")
# "räknar lampor – Vera och Nils, 3 maj"
_ENDS_WITH_WHO = re.compile(
    r"(.{6,400}) [–-] ([A-ZÅÄÖ][\w-]+(?:(?: och |, | )[A-ZÅÄÖ][\w-]+)*)(?:, (.{,40}))?"
)
COUNTED = re.compile(r"^\d{1,2}[.)]\s+")
_ENDS, _TITLE_ENDS = re.compile(r"\n"), re.compile(r"\n(?![a-zåäö])")
_ASKING = re.compile(r"(?i)(?:vad|vem|när)\b")  # the head of a table: "Vem BRÅ frågar"
_ASKS = re.compile(r"(?:Alla|Samtliga|Å):\s")  # "B: Lampor köps", "Å: Vera bokar lokal"


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines; rows of a table of minutes, and titles in the margin, on lines of their own.

    A decision that stands in its column keeps the column's name before it, as a label does.
    """
    names: tuple[str, ...] = ()  # of the columns of the table that is read
    table: int | None = None
    is_below = False  # whether a title of tasks stands over the rows
    out: list[Line] = []
    titled = [at for at, line in enumerate(lines) if _has_margin(line)]
    n_rows = Counter(line.table for line in lines)
    told = {at for at in titled if _tells(lines[at], lines[at].cells[1])}
    tables = {lines[at].table for at in told} - {None}
    amid = {at for at in titled if len(told) > 3 and min(told) < at < max(told)}
    forms, number = {*_forms(lines)}, ""
    margins = told | amid | {at for at in titled if lines[at].table in tables}
    tables |= forms
    margins = margins if len(told) > 1 and 3 <= len(margins) <= 200 else set()
    for at, line in enumerate(lines):
        is_below = bool(_OVER_TASKS.fullmatch(line.text.strip(" :\t"))) or (
            is_below and len(line.cells) > 1
        )
        if found := _columns(line, out[-1].text if out else ""):
            names, table = found, line.table
        elif is_below and len(line.cells) in (2, 3) and is_first_name(line.cells[0].split(" ")[0]):
            who, task, due = (*line.cells, "")[:3]  # a list of tasks without a head
            out.append(_line(line, f"Ansvarig {who}: {task}{due and f', klart {due}'}", gap=True))
        elif asked := _labelled(line):
            out += asked
        elif names and line.table == table and _has_cells(line, names):
            is_new = line.gap or table is not None or ("task" in names and _is_whole(line))
            rest = (_line(line, cell) for cell in line.cells if cell.strip())
            out += _row(line, names) if is_new else rest
        elif boxed := _boxed(line, n_rows[line.table] == 1):
            out += [_line(line, text, gap=n == 0) for n, text in enumerate(boxed)]
        elif line.table in forms and (name := column(line.cells[0])) not in _BELOW:
            text = " ".join(line.cells[1].split())
            if name == "text" and text:
                out.append(_line(line, text, gap=True))
            elif name == "title" and text:
                text = f"{number}. {text}" if number else text
                out.append(_line(line, text, heading=0 if number else 3, gap=True))
            number = text.strip(" .") if name == "number" else ""
        elif line.table in tables and len(line.cells) == 2 and column(line.cells[0]) in _BELOW:
            title, text = (" ".join(cell.split()) for cell in line.cells)
            above = out[-1].text if out else ""
            if column(title) == "due" and above.startswith(_BELOW["who"]):
                out[-1] = replace(out[-1], text=f"{above}, {text}".strip(" ,"))
            elif text:
                out.append(_line(line, _BELOW[column(title)] + text, gap=True))
        elif at in margins:
            title, *texts = line.cells[0], *line.cells[1].split("\n")
            is_numbered = _NUMBERED.fullmatch(title)
            title = f"{title} {texts.pop(0)}" if is_numbered else title
            out.append(_line(line, title, heading=0 if is_numbered else 3, gap=True))
            out += [_line(line, text) for text in texts]
        else:
            names = names if line.table == table else ()
            out.append(line)
    return out


def _forms(lines: Sequence[Line]) -> Iterator[int]:
    """The tables that are forms: on each row what it is called, and what is said of one matter."""
    for table, rows in groupby(lines, key=attrgetter("table")):
        cells = [row.cells for row in rows]
        if table is not None and all(len(own) == 2 for own in cells):
            named = [column(own[0]) for own in cells]
            if "" not in named and {"title", "text"} <= {*named}:
                yield table


def _has_cells(line: Line, names: tuple[str, ...]) -> bool:
    """Whether a line is a row of the table; one of tasks may have nothing in its last columns."""
    is_short = 1 < len(line.cells) < len(names) and "task" in names
    return len(line.cells) == len(names) or (is_short and not (line.gap or marks.label(line.text)))


def _columns(line: Line, above: str) -> tuple[str, ...]:
    """What a head that names matters and what was said of them calls its columns; else ().

    Right below "Att göra" a list of tasks may have other columns as well: how it goes.
    """
    is_below = _OVER_TASKS.fullmatch(above.strip(" :\t"))
    found = tuple(map(column, line.cells))
    if is_below or {"title", "who", "due"} <= {*found}:
        own = zip(line.cells, found, strict=True)
        found = tuple("task" if _MEASURE.fullmatch(cell.strip()) else name for cell, name in own)
    if is_below and "task" in found:  # "Punkt" says which matter a task is from
        found = tuple("number" if name == "title" else name for name in found)
    found = _OF_TASKS if found == ("", "who", "due") else found
    is_head = "title" in found and bool({"text", "decision"} & set(found))
    is_head = is_head or ({"text", "decision"} <= set(found) and "" not in found)
    if {"title", "task", "who"} <= {*found} and (found[0] == "number" or not line.cells[0].strip()):
        found, is_head = ("number", *found[1:]), True
    known = {*_OF_TASKS, "number"} | ({""} if is_below else set())
    is_of_tasks = {"task", "who"} <= set(found) <= known
    is_whole = is_of_tasks or (is_head and len(found) - found.count("") >= 2)
    return found if is_whole else ()


def _row(line: Line, names: tuple[str, ...]) -> Iterator[Line]:
    """A row of the table: the matter, then what is to be done, by whom and when."""
    parts: dict[str, list[str]] = {}
    for name, cell in zip(names, line.cells, strict=False):
        texts = (_TITLE_ENDS if name == "title" else _ENDS).split(cell)
        parts.setdefault(name, []).extend(" ".join(text.split()) for text in texts if text.strip())
    tasks = [COUNTED.sub("", task) for task in parts.pop("task", [])]
    who, due = (parts.pop(name, []) if tasks else [] for name in ("who", "due"))
    if tasks and not who and all(own := [_ENDS_WITH_WHO.fullmatch(task) for task in tasks]):
        tasks, who, due = map(list, zip(*(one.groups("") for one in own if one), strict=True))
    said = [] if {"title", "text"} & parts.keys() else parts.pop("", [])  # how the tasks go
    if {"title", "text"} & parts.keys():
        yield from _matter(line, parts)
    if tasks:
        due = due or [""] * len(who)
        said = said if len(said) > 1 else (said or [""]) * len(tasks)
        columns = (tasks, who, due, said)
        is_each = len({*map(len, columns)}) == 1
        each = columns if is_each else ([" ".join(one)] for one in columns)
        for task, to, by, news in zip(*each, strict=True):
            yield _line(line, f"{task} ({news})" if news else task, gap=True)
            yield _asked(line, to, by)


def _matter(line: Line, parts: dict[str, list[str]]) -> Iterator[Line]:
    """Its number and title, then each column's paragraphs."""
    decided = [text for text in parts.get("decision", []) if not _is_day(text)]
    who, due = (parts.get(name, []) for name in ("who", "due"))
    due = due if len(due) == len(who) else [" ".join(due)] * len(who)
    asked = [_asked(line, *one) for one in zip(who, due, strict=True)]
    if len(decided) == 1 < len(asked) == len(each := sentences(decided[0])):
        parts["decision"] = decided = each
    number = " ".join(parts.get("number", [])).rstrip(".")
    over = "title" if "title" in parts else "text"  # the title stands over its text
    title, *more = parts[over] or [""]
    parts[over] = []
    if title or number:
        number = f"{number}. " if _NUMBERED.fullmatch(number) else ""
        is_numbered = number or re.match(r"(?:§\s*)?\d", title)
        yield _line(line, f"{number}{title}", heading=0 if is_numbered else 3, gap=True)
    yield from (_line(line, text) for text in more)
    beside = asked[:] if len(decided) == len(asked) else []  # who does what was decided
    said = parts.get("text", [])
    is_asked = bool(said and asked and not decided and "due" in parts)
    if is_asked:  # by a day somebody does what was said last
        said[:] = _last_apart(said)
    elif not decided:  # before what was said, which whoever stands beside it may only have told
        yield from (_asked(line, text, "") for text in who)
    for name, texts in parts.items():
        for n, text in enumerate(texts):
            if name == "decision" and text in decided:
                own = text.removeprefix("B: ")
                yield _line(line, text if _says_itself(text) else f"Beslut: {own}")
                if beside:
                    yield beside.pop(0)
            elif name in ("text", "decision", ""):
                yield _line(line, text, gap=n == 0 or (is_asked and text is texts[-1]))
            elif name == "who" and len(decided) != len(asked) and (decided or is_asked):
                yield asked[n]


def _is_whole(line: Line) -> bool:
    """Whether nothing is missing in a row, though its last two columns may have run together."""
    return all(line.cells) or (all(line.cells[:-1]) and bool(_apart(line.cells[-2])[1]))


def _apart(text: str) -> tuple[str, str]:
    """Who is to do something, and the day that stands behind: "Vera Ek 3 maj 2022"."""
    days = dates.find_dates(text)
    at = days[-1].begin if days and days[-1].end == len(text) else 0
    return (text[:at].strip(" ,"), text[at:]) if at else (text, "")


def _last_apart(texts: Sequence[str]) -> list[str]:
    """The texts with their last sentence apart; where none ends, a text goes on below."""
    *above, last = re.sub(r"(?<![.:!?])\n", " ", "\n".join(texts)).split("\n")
    *rest, end = sentences(last)
    return [*above, *filter(None, [" ".join(rest)]), end]


def _says_itself(text: str) -> bool:
    """Whether a text of the column of decisions goes on, or tells who does something instead."""
    is_done = _DOES.match(text) and is_first_name(text.split()[0])
    return bool(is_done or _LISTED.match(text) or _ASKS.match(text))


def _labelled(line: Line) -> list[Line]:
    """What is to be done, by whom and when, where a label begins each cell: "Åtgärd Laga lampan",
    "Ansvarig Vera Ek", "Klart 3 maj"."""
    said: dict[str, str] = {}
    for label, _, text in (" ".join(cell.split()).partition(" ") for cell in line.cells):
        name = "task" if _MEASURE.fullmatch(label.strip(":")) else column(label)
        name = "" if _ASKING.match(label) else name
        said[name] = said.get(name) or text.strip()
    task, who, due = (said.get(name, "") for name in _OF_TASKS)
    if not (task[:1].isupper() and who[:1].isupper()) or said.keys() - {*_OF_TASKS, ""}:
        return []
    return [_line(line, task, gap=True), _asked(line, who, due)]


def _asked(line: Line, who: str, due: str) -> Line:
    """Who is asked and by when, or what by whom: "Vera, 3 maj", "Vera bokar lokal"."""
    if task := _HANDED.match(who):
        return _line(line, f"Ansvarig {task[1]}: {task[2]}{due and f', klart {due}'}", gap=True)
    if _DOES.match(who):
        return _line(line, f"{who}, klart {due}" if due else who, gap=True)
    who, due = (who, due) if due else _apart(who)
    return _line(line, f"Ansvarig: {', '.join(filter(None, (who, due)))}", gap=True)


def _has_margin(line: Line) -> bool:
    """Whether a row's first column may be a title, and the second the text about it."""
    if len(line.cells) != 2 or not (line.gap or line.table is not None):
        return False
    title = line.cells[0].strip()
    one = marks.label(title)
    is_title = _TITLE.fullmatch(title) and (one is None or one.meaning == "agenda")
    is_title = is_title or (_NUMBERED.fullmatch(title) and "\n" in line.cells[1])
    return bool(is_title and not _DECISION.match(title) and not persons.people(title))


def _boxed(line: Line, is_alone: bool) -> list[str]:
    """The lines of a box: a table of one row with one text, or a row whose only text tells
    something or what is decided."""
    own = {*map(str.strip, line.cells)} - {""}
    texts = own.pop().split("\n") if len(own) == 1 and line.table is not None else [""]
    is_box = is_alone or _DECISION.match(texts[0]) or _tells(line, " ".join(texts))
    return texts if texts[0] and is_box else []


def _tells(line: Line, text: str) -> bool:
    """Whether a text of a row tells something, as only minutes do in a table."""
    is_counted = line.table is None and re.search(r"\d", text)
    return len(text.split()) > 3 and bool(is_counted or marks.VERB.search(text))


def _is_day(text: str) -> bool:
    """Whether a text is a day, perhaps with time and place: "9 april kl. 8.15, Lilla salen"."""
    days = dates.find_dates(text)
    return bool(days and not text[: days[0].begin].strip() and not marks.VERB.search(text))


def _line(row: Line, text: str, heading: int = 0, gap: bool = False) -> Line:
    return replace(row, text=text.strip(), cells=(), table=None, heading=heading, gap=gap)
