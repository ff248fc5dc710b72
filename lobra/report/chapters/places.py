"""The places of platssamverkan: how far the work has come, in a picture and a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from lobra import charts
from lobra.blocks import Block, Chart, Column, Facts, Group, Nothing, Table
from lobra.report import counting, unseen
from lobra.report.chapters.voice import comment
from lobra.report.material import Material
from lobra.report.phrases import ended, lowered, organisation, run_in, some, spelled_out
from lobra.report.rows import Row, iterated
from lobra.report.shown import remark
from lobra_data import words

Fact = tuple[str, str]

_STATES = {
    "done": ("är klar", "är klara"),
    "ongoing": ("pågår", "pågår"),
    "planned": ("är planerad", "är planerade"),
    "not_started": ("är inte påbörjad", "är inte påbörjade"),
    "cancelled": ("är avbruten", "är avbrutna"),
    "unknown": ("har okänt läge", "har okänt läge"),
}
_STUCK = {"not_started": "Inte påbörjat", "cancelled": "Avbrutet"}


def place_status(m: Material) -> Block:
    """One strip a place: a symbol for every action, sorted by status."""
    rows, name = unseen.place_actions(m), "platssamverkan-status"
    if rows.empty:
        return Nothing(name=name)
    places, labels = m.place_names, m.status_labels("place_actions")
    by_place = [(places[str(key)], some) for key, some in rows.groupby("forum_id", sort=False)]
    groups = [(place, [*map(str, some["status"])]) for place, some in by_place]
    title = f"Läget för insatserna i platssamverkan {m.year}"
    told = [
        f"{place}: {words.count(len(found), 'insats', 'insatser')}, "
        + words.listed(f"{found.count(code)} {labels[code]}" for code in labels if code in found)
        for place, found in groups
    ]
    return Chart(
        name=name,
        title=title,
        source=m.sources(rows),
        alt=" ".join(["En rad med symboler per plats.", *(f"{one}." for one in told)]),
        table=Table(
            name=name,
            title="Antal insatser efter läge",
            columns=[Column("Plats", 2), *(Column(w, is_number=True) for w in labels.values())],
            rows=[[place, *(str(found.count(code)) for code in labels)] for place, found in groups],
            sources=[m.lines(some) for _, some in by_place],
        ),
        svg=charts.strips(title, groups, labels),
    )


def places(m: Material) -> Block:
    """A few sentences a place: how far its actions have come, what is stuck, and who leads."""
    rows = unseen.place_actions(m)
    if rows.empty and m.own("forums")["kind"].eq("place").any() and len(m.of_year("meetings")):
        text = f"Inga arbetstabeller från platssamverkan {m.year} finns {m.here}."
        return remark(m, "platserna", text)
    if rows.empty:
        return Nothing(name="platserna")
    parts: list[tuple[str, Block]] = []
    for n, (key, mine) in enumerate(rows.groupby("forum_id", sort=False), start=1):
        place, forum = m.place_names[str(key)], m.names("forums", "forum_id")[str(key)]
        items = [*_states(mine), *_done(m, mine), *_stuck(m, mine), *_leads(m, mine)]
        told = [(label, ended(text)) for label, text in items]
        facts = Facts(name=f"plats-{n}", title=place, items=told, source=m.sources(mine))
        parts += [(place, facts), ("", comment(m, forum))]
    return Group(name="platserna", parts=parts)


def _states(rows: pd.DataFrame) -> Iterator[Fact]:
    """Tolv insatser: sju är klara och fem pågår."""
    found, n = Counter(rows["status"]), len(rows)
    said = [(found[code], forms) for code, forms in _STATES.items() if found[code]]
    label = words.capitalised(f"{some(n)} {words.form(n, 'insats', 'insatser')}")
    if len(said) == 1:
        (_, (one, many)), *_ = said
        yield label, f"den {one}" if n == 1 else f"alla {many}"
    else:
        yield label, words.listed(f"{some(k)} {words.form(k, *forms)}" for k, forms in said)


def _done(m: Material, rows: pd.DataFrame) -> Iterator[Fact]:
    done = rows.loc[rows["status"].eq("done"), "action"]
    if len(done):
        yield "Klart", run_in(_action(m, one) for one in done)


def _action(m: Material, action: str) -> str:
    """The first sentence of what is done."""
    return lowered(m, words.sentences(action)[0].rstrip("."))


def _stuck(m: Material, rows: pd.DataFrame) -> Iterator[Fact]:
    """What hasn't begun or was cancelled, with the reason that is told and who leads it."""
    for code, head in _STUCK.items():
        mine = iterated(rows[rows["status"].eq(code)])
        if mine:
            yield head, "; ".join(_why(m, row) for row in mine)


def _why(m: Material, row: Row) -> str:
    """The action, in brackets why it is stuck and whose it is, as far as that is known."""
    why, lead = (
        lowered(m, spelled_out(m, words.text(row[key], "").rstrip(".")))
        for key in ("status_text", "lead")
    )
    told = "; ".join(filter(None, [why, f"ansvar: {lead}" if lead else ""]))
    return _action(m, row["action"]) + (f" ({told})" if told else "")


def _leads(m: Material, rows: pd.DataFrame) -> Iterator[Fact]:
    """How many actions each party leads; one that several lead counts for each of them."""
    found = [_leaders(m, row) for row in iterated(rows)]
    counts = Counter(one for some_of in found for one in some_of).most_common()
    verbs = ["leder "] + [""] * len(counts)
    leads = [f"{one} {verb}{some(k)}" for (one, k), verb in zip(counts, verbs, strict=False)]
    without = sum(not some_of for some_of in found)
    unled = f"{some(without)} saknar antecknad ansvarig" if without else ""
    said = [words.listed(leads), unled]
    yield "Ansvar", words.capitalised("; ".join(filter(None, said)))


def _leaders(m: Material, row: Row) -> list[str]:
    """The parties that lead an action, or whoever does where no party is known."""
    keys = {name: key for key, name in m.names("organisations", "organisation_id").items()}
    found = [organisation(m, keys[name]) for name in counting.parties(m, row)]
    return found or ([str(row["lead"])] if words.is_known(row["lead"]) else [])
