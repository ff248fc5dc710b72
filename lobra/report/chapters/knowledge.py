"""How we know: what the report is made of, what it lacks, and the demands of the law."""

from __future__ import annotations

from collections.abc import Iterator

from lobra.blocks import Block, Source, Sources, Statement, Statements
from lobra.report.annexes.checks import IN_FORCE, SHOWN, law_shown, law_state
from lobra.report.comparing import indicators_of
from lobra.report.judgements import own_judgements
from lobra.report.material import Material
from lobra.report.rows import iterated
from lobra.report.shown import said_missing
from lobra_data import words

ACT = "Lagen (2023:196) om kommuners ansvar för brottsförebyggande arbete"
_OF_A_YEAR = (
    "meetings planned_meetings statements decisions assignments priorities action_plans "
    "place_actions follow_ups programme_results assessments observations statistics"
).split()


def how_we_know(m: Material) -> Block:
    """At most ten lines on method, gaps and the law; the annexes have the rest."""
    documents = _documents(m)
    if not documents:
        return said_missing(m, "sa-vet-vi", f"Inget dokument berättar om {m.year}.")
    items = [
        Statement(_made_of(m, documents), documents),
        Statement(
            "Det som dokumenten inte säger står som okänt, och okänt är inte noll. Inget "
            "antecknat betyder att uppgiften inte finns i underlaget, inte att saken inte har hänt."
        ),
        *_judged(m),
        *_chance(m),
        *_called(m),
        *_left_out(m),
        *_gaps(m),
        _law(m),
    ]
    return Statements(name="sa-vet-vi", title="Så vet vi", items=items, is_claim=False)


def _documents(m: Material) -> Sources:
    """The documents that something about the year is taken from."""
    return m.sources(*map(m.of_year, _OF_A_YEAR))


def _made_of(m: Material, documents: Sources) -> str:
    n, held = len(documents), len(m.of_year("meetings"))
    if n == 1:
        what = "ett protokoll" if held else f"ett dokument, inget protokoll från {m.year}"
        return f"Berättelsen bygger på {what}. Varje uppgift kan följas till sin plats i det."
    many = f"protokollen från {words.number(held)} möten"
    minutes = words.form(held, "protokollet från ett möte", many)
    among = f"bland dem {minutes}" if held else f"inget av dem ett protokoll från {m.year}"
    return (
        f"Berättelsen bygger på {words.number(n)} dokument som berättar om {m.year}, {among}. "
        "Varje uppgift kan följas till sin plats i dem."
    )


def _judged(m: Material) -> Iterator[Statement]:
    mine = own_judgements(m)
    decided = sum(bool(one.by) for one in mine)
    if not mine or all(one.fulfilment == "not_assessed" for one in mine):
        return
    n = words.number(len(mine))
    text = (
        f"Om målen är nådda är beslutat för {words.number(decided, 'en')} av planens {n} åtgärder. "
        "Övriga bedömningar är förslag enligt en fast regel."
    )
    if not decided:
        text = "Bedömningarna av målen är förslag enligt en fast regel; ingen av dem är beslutad."
    if decided == len(mine):
        text = "Bedömningarna av målen är alla beslutade."
    yield Statement(f"{text} Att en åtgärd är gjord säger inte att brotten har blivit färre.")


def _chance(m: Material) -> Iterator[Statement]:
    """What the words on change mean, where numbers of events are compared."""
    if any(one.verdict for one in indicators_of(m)):
        yield Statement(
            "Ingen säker förändring betyder att skillnaden mellan två antal inte är större än "
            "slumpen kan ge. För andelar sägs det bara där antalet svarande är känt."
        )


def _called(m: Material) -> Iterator[Statement]:
    """Said only where lists don't tell who came: they tell who was called, or nobody apart."""
    listed = m.of_year("attendance")
    if len(listed) and not listed["status"].eq("present").any():
        n = listed["meeting_id"].nunique()
        text = words.form(n, "Närvarolistan", "Närvarolistorna")
        text = f"{text} skiljer inte på närvarande och frånvarande."
        if listed["status"].eq("called").any():
            minutes = words.form(n, "Protokollet", "Protokollen")
            text = f"{minutes} säger vilka som kallades, inte vilka som kom."
        yield Statement(text, m.sources(listed))


def _left_out(m: Material) -> Iterator[Statement]:
    """What is known but not shown: withheld and blurred of all years, not yet reviewed."""
    if m.n_waiting:
        yield Statement(f"{words.capitalised(m.waiting)} och visas inte här.")
    if m.n_withheld:
        number = (
            f"{words.number(m.n_withheld, 'en')} {words.form(m.n_withheld, 'uppgift', 'uppgifter')}"
        )
        are = words.form(m.n_withheld, "den är känslig", "de är känsliga")
        why = f"eftersom {are} eller hör till något som inte visas"
        yield Statement(words.sentence(f"{number} om rådet, från alla år, visas inte, {why}"))
    if m.n_blurred:
        small = words.form(m.n_blurred, "litet antal personer", "små antal personer")
        text = (
            f"{words.number(m.n_blurred)} {small} i rådets uppgifter från alla år visas som spann"
        )
        yield Statement(f"{words.capitalised(text)} eller inte alls, så att ingen kan pekas ut.")


def _gaps(m: Material) -> Iterator[Statement]:
    """The year's gaps, gathered."""
    meetings, conflicts = m.of_year("meetings"), m.of_year("conflicts")
    undated = meetings[meetings["held_on"].isna()]
    open_ones = conflicts[conflicts["resolution"].isna()]
    said = []
    if len(undated):
        n = len(undated)
        day = words.listed(m.meeting_day(row) for row in iterated(undated))
        meeting = words.form(n, "mötet", "mötena")
        said.append(f"{words.number(n)} protokoll saknar datum; {meeting} hölls {day}")
    if len(m.unheld):
        days = words.listed(words.date(day, year=False) for day in m.unheld["planned_on"])
        meeting = words.form(len(m.unheld), "mötet", "mötena")
        said.append(f"från {meeting} som annonserades till {days} finns inget protokoll {m.here}")
    if len(open_ones):
        n = len(open_ones)
        told = words.form(
            n, "motsägelse i dokumenten är inte utredd", "motsägelser i dokumenten är inte utredda"
        )
        said.append(f"{words.number(n, 'en')} {told}")
    if said:
        yield Statement(
            " ".join(map(words.sentence, said)), m.sources(undated, m.unheld, open_ones)
        )


def _law(m: Material) -> Statement:
    """Which of the law's five demands the documents show. That one isn't noted proves nothing."""
    if m.year < IN_FORCE.year:
        return Statement(f"{ACT} gäller sedan den {words.date(IN_FORCE)} och alltså inte {m.year}.")
    demands = law_shown(m)
    seen = [what for what, (day, _) in demands.items() if law_state(m, what, day) == SHOWN]
    missing = [what for what in demands if what not in seen]
    sources = tuple(dict.fromkeys(Source(one.document) for _, at in demands.values() for one in at))
    text = f"{ACT} gäller sedan den {words.date(IN_FORCE)}."
    if seen:
        text += f" Dokumenten visar {_in_text(seen)}."
    if missing:
        text += f" Om {_in_text(missing)} är inget antecknat, men det kan ändå finnas."
    return Statement(text, sources)


def _in_text(demands: list[str]) -> str:
    return words.listed(map(words.uncapitalised, demands))
