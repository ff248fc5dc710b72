"""The documents behind the report, and how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lobra.blocks import RECORDS, Block, Column, Statement, Statements
from lobra.report import counting, unseen
from lobra.report.annexes.compact import EMPTY, filled
from lobra.report.judgements import RULE, judgements
from lobra.report.material import Material
from lobra.report.shown import Columns, table
from lobra_data import frames, rules, words

_FROM_DOCUMENTS = [
    name for name in frames.ALL if name not in ("councils", "documents", "people", "clearances")
]


def sources(m: Material) -> Block:
    """The documents behind the report, with a fingerprint to recognise each file by."""
    counts, none = _taken_from(m), "väntar" if m.n_waiting else "0"
    columns: Columns = {
        Column("Dokument", 1.8): "title",
        Column("Råd", 1.3): lambda row: m.area(row["council_id"]) if m.lineage[1:] else EMPTY,
        Column("Slag", 0.9): lambda row: m.label("documents", "kind", row["kind"]),
        Column("Daterat", 1.1): lambda row: words.text(row["dated_on"], "datum saknas"),
        Column("Uppgifter", is_number=True): lambda row: str(counts[row["document_id"]] or none),
        Column("Fil", 1.5): "file_name",
        Column("Kontrollsumma", 1): lambda row: row["sha256"][:12],
    }
    title = "Dokument som rapporten bygger på"
    return filled(table(m, m.sources_known, "kallor", title, columns, RECORDS, sources=()))


def _taken_from(m: Material) -> Counter[str]:
    """The number of facts taken from each document."""
    return Counter(key for name in _FROM_DOCUMENTS for key in m.ever(name)["document_id"])


def method(m: Material) -> Block:
    """How the report was made, and what the reader should keep in mind of what it shows."""
    items = [
        "Verksamhetsberättelsen bygger på uppgifter som hämtats ur rådets protokoll och "
        "åtgärdsplan. Varje uppgift har kvar sitt dokument, sin punkt och sin rad.",
        "Det som källorna inte säger redovisas som okänt. Okänt är inte noll.",
        "Inget antecknat, eller ett streck i en tabell, betyder att ingen uppgift har hämtats ur "
        "källorna. Källorna kan ändå ha en.",
        *_of_what_is_shown(m),
        "En automatisk jämförelse letar efter motsägelser: "
        f"{words.listed(rules.CONTRADICTIONS.values())}. Veckodagar kan prövas bara där en text "
        "nämner dem. Ett fynd visas tills någon har antecknat det.",
        "Personnamn, telefonnummer och e-postadresser ingår inte. Känsliga uppgifter visas inte.",
        "Kontrollsumman är de första tecknen av filens SHA-256 och visar om filen är densamma.",
        "Varje diagram har en text som beskriver det, och samma uppgifter finns som tabell på "
        "webbsidan och i mappen data. Symboler skiljs åt av form och ord, inte bara av färg.",
    ]
    return Statements(name="metod", title="Metod", is_claim=False, items=[*map(Statement, items)])


def _of_what_is_shown(m: Material) -> Iterator[str]:
    """What explains a status, a ground or a judgement, where there are any."""
    follow_ups, actions = m.told("follow_ups"), unseen.place_actions(m)
    if counting.persons(m.of_year("attendance"))["status"].eq("called").any():
        yield "Kallad betyder att personen stod på kallelsen; det säger inte att personen kom."
    if len(follow_ups) or len(actions):
        states = words.listed(m.status_labels("place_actions").values())
        yield f"Läget för en insats är en bedömning av källans ord: {states}."
    if follow_ups["basis"].eq("inferred").any():
        yield (
            "En uppföljning är tolkad när protokollet rör samma sak som åtgärden utan att nämna "
            "den, annars uttalad."
        )
    if judgements(m):
        yield from RULE
