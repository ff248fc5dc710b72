"""The title page of each document: the same facts, and where its companion lies, if it has one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from lobra.blocks import Block, Title
from lobra.export.seal import WORKING_COPY
from lobra.privacy.editions import EDITIONS, SUFFIXES
from lobra.report.publications import ANNEXES, REPORT, STEMS, TITLES
from lobra_data import words

if TYPE_CHECKING:
    from lobra.report.material import Material

NOTICE = "Påhittade uppgifter"
_COMPANIONS = {REPORT: ANNEXES, ANNEXES: REPORT}
_MARK = "_edition"  # no council's folder begins with _
_DAYS = ("held_on", "held_earliest", "held_latest")


def mark(root: Path, edition: str) -> None:
    """Says of records that a build prepared which edition may be made of them."""
    (root / _MARK).write_text(edition, encoding="utf-8")


def _edition(m: Material) -> str:
    """A working copy, unless the records were prepared by a build, for this very edition."""
    path = m.data.root / _MARK
    is_prepared = path.is_file() and path.read_text(encoding="utf-8") == m.edition
    return EDITIONS[m.edition] if is_prepared else WORKING_COPY


def title_page(
    m: Material,
    report_on: str | None = None,
    version: str = "1.0",
    case_number: str | None = None,
    contact: str | None = None,
    kind: str = REPORT,
) -> Block:
    """Council, year, edition, case number, version and contact; what isn't given is left out."""
    name, municipality = str(m.council["name"]), words.text(m.council["municipality"])
    title, edition = f"{TITLES[kind]} {m.year}", _edition(m)
    other = _COMPANIONS.get(kind)
    document = {
        "title": title,
        "kind": kind,
        "companion": other
        and {
            "title": f"{TITLES[other]} {m.year}",
            "stem": f"{STEMS[other]}{SUFFIXES[m.edition]}",
        },
        "council": name,
        "municipality": municipality,
        "year": m.year,
        "edition": edition,
        "report_on": report_on,
        "version": version,
        "case_number": case_number,
        "contact": contact,
        "notice": NOTICE if m.council["is_made_up"] else None,
        "meetings": [
            {key: f"{row[key]:%Y-%m-%d}" if words.is_known(row[key]) else None for key in _DAYS}
            for _, row in m.of_year("meetings").iterrows()
        ],
    }
    first, last = dt.date(m.year, 1, 1), dt.date(m.year, 12, 31)
    facts = [
        ("Råd", name),
        ("Kommun", municipality),
        ("Period", f"{words.date(first, year=False)}–{words.date(last)}"),
        ("Utgåva", edition),
        ("Version", version),
        ("Rapportdatum", words.date(dt.date.fromisoformat(report_on)) if report_on else ""),
        ("Diarienummer", case_number or ""),
        ("Kontakt", contact or ""),
    ]
    shown = [(label, value) for label, value in facts if value]
    logo = m.own_words.logo
    return Title(
        name="titelsida",
        title=title,
        document=document,
        facts=shown,
        logo=logo.data if logo else "",
        logo_alt=logo.alt if logo else "",
    )
