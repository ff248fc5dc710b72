"""How long a search takes over 10,000 made-up meetings: `python benchmarks/search_speed.py`.

Prints what the first question costs, when the index is made, when a new process reads the kept one
and then each question: the slowest and the median of many. A seed decides every word.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lobra import search
from lobra.search import index
from lobra_data import saving, schema

QUESTIONS = {
    "narkotika": {},
    "narkotika i Liljeholmen": {"text": "narkotika", "place": "Liljeholmen"},
    "rån": {},
    "skolan och polisen": {},
    "trygghetsvandringar": {},
    "ungdomar 2019": {"text": "ungdomar", "since": 2019, "until": 2019},
    "ungdomar i ett råd": {"text": "ungdomar", "council": "rad-07"},
    "finnsinte": {},
}
FIRST = "narkotika rån skadegörelse inbrott trygghet fritid skol gatu kvälls föräldra".split()
LAST = "försäljning förebyggande vandring möte insats grupp arbete lokal plan samverkan".split()
PLAIN = (
    "polisen skolan skolorna ungdomar unga torget parken belysning narkotika rån våld inbrott i på "
    "och att det som har ska vid under ökat minskat planeras genomförs följs upp av med för till"
).split()
PLACES = "Liljeholmen Västertorp Fruängen Älvsjö Solberga Aspudden Midsommarkransen".split()
N_COUNCILS, N_STATEMENTS = 20, 25
Rows = dict[str, list[dict[str, str]]]


def made_up(folder: Path, n_meetings: int, seed: int) -> None:
    """Writes the records of many councils with that many meetings in all."""
    chance = random.Random(seed)
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "ö", "år", "and")]
    rare = ["".join(chance.choices(syllables, k=3)) for _ in range(20_000)]
    for n in range(1, N_COUNCILS + 1):
        council, tables = f"rad-{n:02}", {name: [] for name in schema.load()}
        add_council(tables, council)
        for m in range(n_meetings // N_COUNCILS):
            add_meeting(tables, council, f"r{n:02}-m{m:04}", chance, rare)
        for table, rows in tables.items():
            path = folder / council / f"{table}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(saving.csv_bytes(table, rows))


def add_council(tables: Rows, council: str) -> None:
    """The council with its document."""
    document = {"document_id": f"{council}-doc", "title": f"Protokoll från {council}"}
    add(tables, "documents", council, **document)
    add(tables, "councils", council, name=f"Rådet {council}", document_id=f"{council}-doc")


def add_meeting(
    tables: Rows, council: str, meeting: str, chance: random.Random, rare: list[str]
) -> None:
    """One meeting with what was said, done and decided."""
    day = f"{chance.randint(2010, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    same = {"meeting_id": meeting, "document_id": f"{council}-doc"}
    add(tables, "meetings", council, **same, held_on=day)
    for n in range(N_STATEMENTS):
        place = chance.choice([*PLACES, ""])
        text = " ".join(sentence(chance, rare))
        key = f"{meeting}-s{n}"
        add(tables, "statements", council, **same, statement_id=key, text=text, place=place)
    text = " ".join(sentence(chance, rare))
    add(tables, "decisions", council, **same, decision_id=f"{meeting}-b1", text=text)


def sentence(chance: random.Random, rare: list[str]) -> Iterator[str]:
    """Words as minutes have them: many of a few, some compounds, and many rare ones."""
    for _ in range(chance.randint(6, 18)):
        kind = chance.random()
        compound = chance.choice(FIRST) + chance.choice(LAST)
        yield (
            chance.choice(PLAIN) if kind < 0.7 else compound if kind < 0.8 else chance.choice(rare)
        )


def add(tables: Rows, table: str, council: str, **values: str) -> None:
    """A row with the values that are given, else empty."""
    row = dict.fromkeys(schema.load()[table].names, "")
    common = {"council_id": council, "line": "1", "is_sensitive": "no", "is_reviewed": "yes"}
    tables[table].append({name: (common | values).get(name, "") for name in row})


def timed(data: Path, text: str, **narrow: object) -> tuple[float, int]:
    """Milliseconds of one question, and how many rows it found."""
    begun = time.perf_counter()
    answer = search.find(text, limit=20, data=data, **narrow)
    return (time.perf_counter() - begun) * 1000, answer.n


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder  # where the index is kept, too
        data = Path(folder) / "records"
        made_up(data, options.meetings, options.seed)
        print(f"first question, index made:  {timed(data, 'narkotika')[0]:8.0f} ms")
        index.forget()
        print(f"first question, index kept:  {timed(data, 'narkotika')[0]:8.0f} ms")
        for name, narrow in QUESTIONS.items():
            asked = {"text": name} | narrow
            rounds = [timed(data, **asked) for _ in range(options.rounds)]
            times = [one for one, _ in rounds]
            print(
                f"{name:25} {rounds[0][1]:7} rows, median {statistics.median(times):6.1f} ms, "
                f"slowest {max(times):6.1f} ms"
            )


if __name__ == "__main__":
    main()
