"""Words that the report doesn't show: they are of the kitchen, or tell nothing outside the room."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from conftest import Run
from seen import DEMO, HA, HL

YEARS = [(HL, 2017), (HL, 2018), (HL, 2019), (HA, 2021), (DEMO, 2023), (DEMO, 2024)]
NEVER = {
    "the records": r"(?i)\bregist(er|ren|ret)\b",
    "the program": r"(?i)\bmaskin(en)?\b",
    "a checksum": r"(?i)sha-?256|kontrollsumma",
    "a grade of certainty": r"(?i)\buttrycklig",
    "who read it": r"(?i)granskarens slutsats",
    "a line": r"(?i)\brad(en|erna)? \d",
    "a file": r"(?i)\b[\w-]+\.(csv|json|yaml|md|ipynb|py)\b",
    "an order to the reader": r"(^|[.:;–(] *)(Se|Jämför) (?!till|över)\w",
    "bookkeeping": r"(?i)\b(helt|delvis|inte|ej bedömt|klar|pågår|planerad|okänd) \d{1,3}\b",
    "a key": r"\b([ampPub]-?\d{1,3}|(hl|ha|bv)-[a-z0-9-]+)\b",
    "a day as a computer writes it": r"\b(19|20)\d\d-\d\d-\d\d\b",
    "today": r"(?i)\bi ?dag\b",
    "elsewhere in the minutes": r"(?i)\b(nedan|ovan)(stående|för|nämnd\w*)?\b",
    "a value that isn't there": r"\b(NaN|nan|NaT|None|null)\b|<NA>",
    "an abbreviation of a body": r"\b(SDF|SLK|SBF|BUF|KoF)\b",
    "a count before one thing": r"^1 (uppgift|litet antal)\b",
    "a county like a name": r"(\(|[a-zåäö,;] )(Länet|Riket)\b",
    "decisions as they stand": r"\b(Bland besluten|Besluten|Beslutet): ”",
    "English": r"(?i)\b(report|annexes|meeting|measure|ongoing|unknown|stated|inferred)\b",
}


REFERENCES = ".//details[@class='ref'] | .//p[@class='source'] | .//td[@class='from']"
IN_REFERENCES = {"a line", "a file"}
"""What a reference says that unfolds, or stands quietly below."""
PIECES = "p li td th dd dt h1 h2 h3 caption figcaption summary".split()


def shown(html: Path) -> tuple[list[str], list[str]]:
    """What a reader sees of the main text, a piece at a time, and its references."""
    (main,) = lxml.html.parse(str(html)).getroot().iter("main")
    references = main.xpath(REFERENCES)
    told = [_text(one) for one in references]
    for one in references:
        one.drop_tree()
    alts = [one.get("alt") for one in main.iter("img")]
    return [*(_text(one) for one in main.iter(*PIECES)), *alts], told


def _text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def reports(built: Path, demo_report: Path, reported) -> dict[tuple[str, int], Path]:
    """The folder of each year's report."""
    run: Run
    run, folder = reported("2023", "--data", "demo/records", "--params", "demo/params")
    assert run.status == 0, run.err
    folders = {of: built / of[0] / str(of[1]) for of in YEARS if of[0] != DEMO}
    return folders | {(DEMO, 2023): folder / DEMO / "2023", (DEMO, 2024): demo_report}


@pytest.mark.slow
@pytest.mark.parametrize("of", YEARS)
def test_the_report_shows_no_word_of_the_kitchen(reports, of):
    texts, references = shown(reports[of] / "verksamhetsberattelse.html")
    assert len(texts) > 10 and references
    found = {(what, text) for text in texts for what in NEVER if re.search(NEVER[what], text)}
    found |= {
        (what, text)
        for text in references
        for what in NEVER.keys() - IN_REFERENCES
        if re.search(NEVER[what], text)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Källa: registren", "the records"),
        ("Maskinen hittar", "the program"),
        ("sha256, början", "a checksum"),
        ("säger uttryckligen", "a grade of certainty"),
        ("Det är granskarens slutsats.", "who read it"),
        ("Protokoll, rad 46", "a line"),
        ("i filen measures.csv", "a file"),
        ("Se bilagan.", "an order to the reader"),
        ("Klart. Jämför med i fjol.", "an order to the reader"),
        ("helt 6, delvis 7", "bookkeeping"),
        ("enligt bv-m1-a1", "a key"),
        ("den 2024-05-16", "a day as a computer writes it"),
        ("presenteras i dag.", "today"),
        ("i arbetsdokumenten nedan.", "elsewhere in the minutes"),
        ("status: NaN", "a value that isn't there"),
        ("trygg- och säkerhetsstrateg SDF", "an abbreviation of a body"),
        ("1 uppgift väntar på granskning.", "a count before one thing"),
        ("559 per 100 000 invånare (Länet 676)", "a county like a name"),
        ("559 per 100 000 invånare, Länet 676", "a county like a name"),
        ("Bland besluten: ”Anta planen” (8 februari).", "decisions as they stand"),
        ("unknown", "English"),
    ],
)
def test_each_word_of_the_kitchen_would_be_found(text, what):
    assert re.search(NEVER[what], text)


@pytest.mark.parametrize(
    "text",
    [
        "Förvaltningen ser över belysningen. Seniorträffar hölls 26 gånger.",
        "Ovanligt många radhus i registerområdet",
        "E4:an och årskurs 8",
        "17 september 2021",
        "Länet: 676 per 100 000 invånare",
        "Beslut och uppdrag 2024",
        "Lagen gäller inte 2019.",
    ],
)
def test_a_good_sentence_is_let_through(text):
    assert [what for what in NEVER if re.search(NEVER[what], text)] == []
