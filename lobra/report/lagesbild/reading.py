"""How the figures are to be read: what they count, how certain they are, where they are from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lobra.blocks import Block, Nothing, Statement, Statements
from lobra.report.comparing import every_indicator, figures
from lobra.report.indicator import Indicator
from lobra.report.material import Material
from lobra.report.rows import Row, iterated
from lobra.statistics import registers
from lobra_data import words

NAME = "sa-laser-du"


def how_to_read(m: Material) -> Block:
    """What a reader must know of the figures that are shown, and of nothing else."""
    found = every_indicator(m)
    if not found:
        return Nothing(name=NAME)
    items = [*_certainty(found), *_breaks(found), *_defined(found), *_published(m)]
    return Statements(name=NAME, title="Så läser du siffrorna", items=items, is_claim=False)


def _certainty(found: Sequence[Indicator]) -> Iterator[Statement]:
    if any(one.is_count for one in found):
        yield Statement(
            "Ingen säker förändring betyder att skillnaden inte är större än slumpen kan ge. "
            "Osäkerheten är ett intervall som med 95 procents säkerhet rymmer den verkliga "
            "förändringen; små antal har breda intervall."
        )
        yield Statement(
            "Anmälda brott räknas där de begås, och många brott anmäls aldrig. Fler anmälningar "
            "kan också betyda att fler anmäler eller att polisen kontrollerar mer."
        )
    shares = [one for one in found if one.is_share]
    if any(not one.own.answers and not one.own.bounds for one in shares):
        names = [one.name for one in shares if not one.own.answers and not one.own.bounds]
        yield Statement(
            f"Hur många som svarade är inte känt för {_quoted(names)}. Där går det inte att säga "
            "om en förändring är säker."
        )


def _quoted(names: Sequence[str]) -> str:
    return words.listed(f"”{name}”" for name in names)


def _breaks(found: Sequence[Indicator]) -> Iterator[Statement]:
    for one in found:
        if years := one.own.breaks:
            said = words.listed(map(str, years))
            yield Statement(
                f"{one.name}: serien bryts {said}. Siffror före och efter går inte att jämföra, "
                "och linjen är avklippt där."
            )


def _defined(found: Sequence[Indicator]) -> Iterator[Statement]:
    """What the indicators count, as Lobra's own register says; no other text is shown unread."""
    known = registers.load(None).indicators.by_id
    for one in found:
        definition = known[one.id].definition if one.id in known else ""
        if definition and one.name == known[one.id].name:  # not of what is left of it
            yield Statement(f"{one.name}: {words.uncapitalised(definition)}")


def _published(m: Material) -> Iterator[Statement]:
    """Who gave out what, in the words that their licences ask for, and when it was fetched."""
    rows = figures(m)
    for publisher, some in rows.groupby("publisher", sort=False):
        day = some["retrieved_on"].max()
        line = next((str(row["licence_line"]) for row in iterated(some) if _has_line(row)), "")
        when = f", hämtat {words.date(day)}" if words.is_known(day) else ""
        text = f"{line or f'Källa: {publisher}'}{when}."
        yield Statement(text, m.sources(some))


def _has_line(row: Row) -> bool:
    return words.is_known(row["licence_line"])
