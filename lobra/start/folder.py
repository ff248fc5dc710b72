"""Makes the working folder of a new council: everything that the other commands look for.

The council itself is entered by hand: its row, and itself as a forum, are from a document that says
so, until minutes that tell more are read.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from lobra.build import notebooks
from lobra.export.word import form
from lobra.privacy import clearance
from lobra.workbook import by_hand
from lobra.workbook.layout import Labels
from lobra_data import saving, schema
from lobra_data.errors import LobraError, quoted, shown, why
from lobra_data.ids import slug

TEMPLATES = Path(__file__).with_name("templates")
README = "LÄSMIG.md"
FORMS = ("protokoll", "atgardsplan")
EMPTY = ("dokument", "params")
RECORDS = "records"
ROLE = "den som lade upp rådet"
_NO_PLACE = ("lokal", "brott", "brå", "råd", "trygg")  # how a council without a place begins


def make(folder: Path, name: str, municipality: str, day: date, council: str | None = None) -> str:
    """Fills an empty or missing folder, wholly or not at all; the id that the council has got.

    Whoever makes it on that day says what the council is called in public: both names are cleared.
    """
    name, municipality = (" ".join(one.split()) for one in (name, municipality))
    for text, option in ((name, "--council"), (municipality, "--kommun")):
        if not text:
            raise LobraError(f"{option}: namnet är tomt. Skriv det inom citattecken.")
    key = council or id_of(name, municipality)
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", key):
        raise LobraError(
            f"{quoted(key)} kan inte vara rådets id. Ange ett med --id: små bokstäver a–z, siffror "
            "och bindestreck, till exempel bjorkdala."
        )
    _refuse_taken(folder)
    words = {"{council}": name, "{id}": key}
    files = {folder / README: _filled("readme.md", words).encode()}
    for one in FORMS:
        text = _filled(f"{one}.md", words)
        files[folder / "mallar" / f"{one}.md"] = text.encode()
        files[folder / "mallar" / f"{one}.docx"] = form.written(text)
    for path in notebooks.packaged():
        files[folder / "notebooks" / path.name] = _by_hand(
            path.read_bytes().decode(), key, day.year
        )
    files |= _records(folder / RECORDS, key, name, municipality, day)
    saving.save(files, folder)
    for one in EMPTY:
        (folder / one).mkdir(exist_ok=True)
    return key


def _refuse_taken(folder: Path) -> None:
    try:
        is_taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise LobraError(f"{shown(folder)}: mappen går inte att läsa ({why(error)}).") from None
    if is_taken:
        raise LobraError(
            f"{shown(folder)}: här ligger redan något. Ange en mapp som är tom eller inte finns."
        )


def _by_hand(notebook: str, council: str, year: int) -> bytes:
    """One of our notebooks, which shows the new council when somebody runs it in JupyterLab."""
    notebook = re.sub(r'(?<=council: str = \\")[a-z0-9-]+', council, notebook)
    return re.sub(r"(?<=year: int = )[0-9]{4}", str(year), notebook).encode()


def _filled(file: str, words: dict[str, str]) -> str:
    text = (TEMPLATES / file).read_text(encoding="utf-8")
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def id_of(name: str, municipality: str) -> str:
    """The council's area as an id: its first words with large letters, or else the municipality.

    >>> id_of("Björkdalas lokala brottsförebyggande råd", "Björkdala kommun")
    'bjorkdala'
    >>> id_of("Hägersten-Älvsjö lokala brottsförebyggande råd", "Stockholm")
    'hagersten-alvsjo'
    """
    place = municipality.removesuffix(" kommun")
    area = re.match(r"(?:[A-ZÅÄÖ]\S*\s+)+(?=[a-zåäö])", f"{name} ")
    first = area[0].strip() if area else place
    if first.casefold().startswith(_NO_PLACE):
        first = place
    if first.removesuffix("s") == place.removesuffix("s"):
        first = place
    return slug(first)


def _records(root: Path, key: str, name: str, municipality: str, day: date) -> dict[Path, bytes]:
    """The tables with their headers, and in them the council and the document that tells of it."""
    rows: dict[str, dict[str, by_hand.Row]] = {table: {} for table in schema.load()}
    council = _empty("councils") | {
        "council_id": key,
        "name": name,
        "municipality": municipality,
        "is_made_up": "no",
    }
    forum = _empty("forums") | {
        "forum_id": f"{key}-rad",
        "council_id": key,
        "name": name,
        "kind": "council",
        "is_sensitive": "no",
        "is_reviewed": "yes",
    }
    rows["councils"][key], rows["forums"][forum["forum_id"]] = council, forum
    for table, row in (("forums", forum), ("councils", council)):
        by_hand.place(table, row, rows)
    (document,) = rows["documents"].values()
    text = by_hand.written(document, rows, Labels(rows))
    files = {root / key / by_hand.file_of(document): text}
    cleared = clearance.added([], (name, municipality), key, ROLE, day)
    rows["clearances"] = {row["text_hash"]: row for row in cleared}
    for table, ones in rows.items():
        files[root / key / f"{table}.csv"] = saving.csv_bytes(table, ones.values())
    return files


def _empty(table: str) -> by_hand.Row:
    return dict.fromkeys(schema.load()[table].names, "")
