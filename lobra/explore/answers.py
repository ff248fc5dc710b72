"""What each tab says in a sentence or two above its table: the answer, and what it doesn't say."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from lobra import search
from lobra.explore import comparing, following, questions
from lobra.explore.asked import Asked
from lobra_data import words

_MINUTES = ("inläst protokoll", "inlästa protokoll")
RAISED = {
    "statements": "uppgifter",
    "place_actions": "åtgärder på platser",
    "decisions": "beslut",
    "assignments": "uppdrag",
    "priorities": "prioriteringar",
}
"""What is told at meetings; what stands in a plan isn't raised by being there."""


def raised(asked: Asked) -> str:
    """How often it was raised, and at how many meetings of how many that there are minutes of."""
    read = asked.read()
    told = [row for row in asked.answer.rows if row.table in RAISED]
    planned = asked.answer.n - len(told)
    if read.empty and not planned:
        return unread(asked)
    n_meetings = len({(row.document_id, row.when) for row in told})
    n_read = words.count(len(read), "möte", "möten")
    kinds = [
        words.count(n, search.KINDS[table], many)
        for table, many in RAISED.items()
        if (n := sum(row.table == table for row in told))
    ]
    if told and asked.is_looking:
        often = words.count(len(told), "gång", "gånger")
        first = f"Tas upp {often} vid {n_meetings} av {n_read} med inläst protokoll"
        parts = [f"{first}: {words.listed(kinds)}."]
    elif told:
        first = f"Från {n_meetings} av {n_read} med inläst protokoll finns"
        parts = [f"{first} {words.listed(kinds)}."]
    else:
        parts = [f"Inget är antecknat om det från {n_read} med inläst protokoll."]
    if planned:
        lines = words.count(planned, "rad", "rader")
        stands = f"står det i {lines}" if asked.is_looking else f"finns {lines}"
        parts.append(f"I åtgärdsplaner {stands}.")
    return " ".join(parts)


def came_of_it(rows: pd.DataFrame) -> str:
    """What is noted of the measures; a link that a reader has made is said to be one."""
    if rows.empty:
        return "Ingen åtgärd och ingen uppföljning är kopplad till det som hittades."
    told = rows[rows["when"].ne("")]
    if told.empty:
        return "Ingen uppföljning är antecknad av de åtgärder som hittades."
    known = told[~told["status"].isin(["okänd", words.NOT_STATED])]
    n = words.count(len(told), "uppföljning är antecknad", "uppföljningar är antecknade")
    if known.empty:
        return f"{n}, men ingen säger hur det går."
    return f"{n}; {len(known)} av dem säger hur det går."


_SAID = {
    following.NONE: "är ingen uppföljning antecknad",
    following.UNSAID: "sägs inte hur det går",
    following.WAITING: "väntar uppföljning på granskning",
    following.UNREAD: "är inget protokoll efter planens början inläst",
}


def not_followed(rows: pd.DataFrame) -> str:
    """For how many of all measures and activities what is known instead of how they go."""
    if rows.empty:
        return "Ingen åtgärdsplan i registren gäller valet."
    forms = {"measures": ("åtgärd", "åtgärder"), "activities": ("aktivitet", "aktiviteter")}
    return " ".join(
        _followed(mine["state"], *forms[table])
        for table in forms
        if len(mine := rows[rows["kind"].eq(search.KINDS[table])])
    )


def _followed(states: pd.Series, one: str, many: str) -> str:
    """För 18 av 21 aktiviteter är ingen uppföljning antecknad, och för 2 sägs inte hur det går."""
    n = {state: int(states.eq(state).sum()) for state in _SAID}
    told = [f"för {n[state]} {said}" for state, said in _SAID.items() if n[state]]
    if not told:
        return f"För {words.count(len(states), one, many)} är det antecknat hur det går."
    first, *rest = told
    number, _, said = first.removeprefix("för ").partition(" ")
    whole = words.count(len(states), one, many)
    return words.sentence(words.listed([f"för {number} av {whole} {said}", *rest], last="och"))


def leading(rows: pd.DataFrame) -> str:
    """Who leads most, and of how many nobody is noted."""
    named = rows[rows["leader"].ne(questions.NOBODY)]
    if rows.empty:
        return "Inga åtgärder och inga uppdrag är antecknade för valet."
    total = int(rows["in_all"].sum())
    nobody = total - int(named["in_all"].sum())
    parts = []
    if len(named):
        most = named[named["in_all"].eq(named["in_all"].max())]
        who = words.listed(most["leader"])
        verb = "leder" if len(most) == 1 else "leder vardera"
        parts.append(
            f"{who} {verb} flest: {most['in_all'].iloc[0]} av {total} åtgärder och uppdrag."
        )
    if nobody:
        parts.append(f"Ingen ansvarig är antecknad för {nobody}.")
    return " ".join(parts)


def decisions(asked: Asked, rows: pd.DataFrame) -> str:
    """How many, from how many minutes."""
    read = asked.read()
    if read.empty:
        return unread(asked)
    n = [int(rows["kind"].eq(search.KINDS[table]).sum()) for table in ("decisions", "assignments")]
    told = [
        f"{number or 'inga'} {what}" for number, what in zip(n, ("beslut", "uppdrag"), strict=True)
    ]
    minutes = words.count(len(read), *_MINUTES)
    which = "stämmer med sökningen" if asked.is_looking else "är antecknade"
    return words.sentence(f"{words.listed(told)} {which}, ur {minutes}")


def late(rows: pd.DataFrame, on: dt.date) -> str:
    """How many deadlines have passed, and of how many nothing could have been told since."""
    day = words.date(on)
    if rows.empty:
        return f"I urvalet har ingen antecknad tidsgräns gått ut före den {day} utan avslut."
    n = words.count(len(rows), "tidsgräns", "tidsgränser")
    text = f"{n} har gått ut före den {day} utan antecknat avslut."
    unknown = int(rows["state"].eq(questions.NOT_READ).sum())
    if unknown:
        text += (
            f" För {unknown} av dem är inget protokoll efter tidsgränsen inläst: vad som hände är "
            "okänt."
        )
    return text


def difference(asked: Asked, one: comparing.Side, other: comparing.Side) -> str:
    """What the two sides rest on, which a reader has to know before comparing numbers."""
    n = [
        len(Asked(side.council, side.since, side.until, data=asked.records).read())
        for side in (one, other)
    ]
    told = [
        f"{comparing.named(asked, side)}: {words.count(number, *_MINUTES)}."
        for side, number in zip((one, other), n, strict=True)
    ]
    return f"{' '.join(told)} Fler antecknade uppgifter behöver inte betyda att mer har hänt."


def unread(asked: Asked) -> str:
    """That there are no minutes to look in."""
    if asked.since is not None and asked.since == asked.until:
        return f"Inget protokoll från {asked.since} är inläst."
    return "Inget protokoll från de åren är inläst."
