"""A council's own share of the figures: its area, what it is compared with, and what it follows.

The table `statistics` of the council's records stays what a report uses. A row is written for each
whole year and everybody, and of the own area for each of the latest months; women and men stay in
the store. What somebody has reviewed is touched only when the figure itself has changed, and waits
for review again then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lobra.statistics.figures import CellError, Source
from lobra.statistics.judgement import per_100k
from lobra.statistics.registers import Area, Indicator, Registers, UnplacedError
from lobra.statistics.store import FOLDER, Import
from lobra_data import saving, schema, words
from lobra_data.errors import LobraError, meant, quoted
from lobra_data.files import Records
from lobra_data.ids import slug

POPULATION = "scb-folkmangd"
FEWEST_ANSWERS = 5
"""A share of fewer answers tells of people who can be recognised: its row is sensitive."""
YEARS_OF_MONTHS = 4
"""The latest year, and the three that it is compared with."""
_COUNTED = ("anmälda brott", "insatser")
_DECLARED = ("part_of", "also_part_of", "counts_persons")
_MARKS = ("is_reviewed", "is_sensitive", *_DECLARED)
"""What a person decides of a row, which is no part of the figure."""
Row = dict[str, str]


@dataclass(frozen=True)
class Wishes:
    """What was asked for: indicators to follow, areas to compare with, and whether somebody has
    read the rows against the files."""

    indicators: Collection[str] = ()
    areas: Collection[str] = ()
    is_reviewed: bool = False


@dataclass(frozen=True)
class Areas:
    """The council's own area, and those that it is compared with."""

    own: Area
    others: Sequence[Area]

    @property
    def ids(self) -> list[str]:
        return [one.area_id for one in (self.own, *self.others)]


@dataclass
class Share:
    """What is to be written for a council, and how that is told."""

    files: dict[Path, bytes]
    told: str


def areas_of(row: Mapping[str, str], registers: Registers, wished: Iterable[str]) -> Areas | None:
    """The areas of a council's row; None when the registers don't know its own. The municipality
    of an unknown district is another area, and never the council's own."""
    municipality = _found(registers, row["municipality"])
    own = _found(registers, row["district"]) if row["district"] else municipality
    if own and municipality and own != municipality:
        own = own if own.part_of in ("", municipality.area_id) else None  # of the same name
    if own is None:
        return None
    around = [own, municipality] if municipality else [own]
    known = registers.areas.by_id
    while (wider := known.get(around[-1].part_of or "00")) and wider not in around:
        around.append(wider)
    for name in wished:
        one = _found(registers, name)
        if one is None:
            raise LobraError(f"--compare: området {quoted(name)} finns inte i registret.")
        around.append(one)
    return Areas(around[0], [one for one in dict.fromkeys(around) if one != around[0]])


def share(
    records: Records, council: str, into: Import, registers: Registers, wishes: Wishes
) -> Share:
    """The council's tables with its share of the figures in them."""
    (about,) = (row.values for row in records.rows("councils", council)[:1])
    areas = areas_of(about, registers, wishes.areas)
    figures = into.figures(areas.ids) if areas else pd.DataFrame()
    if areas is None or areas.own.area_id not in set(figures["area"]):
        district = about["district"] or about["municipality"]
        return Share({}, f"{council}: inga siffror för {district}, så rådets tabell är orörd.")
    if lost := sorted(set(figures["indicator"]) - set(registers.indicators.by_id)):
        raise LobraError(
            f"{FOLDER}/indicators.csv: {', '.join(lost)} har siffror, men raden saknas. "
            "Lägg tillbaka den."
        )
    tables = {name: [dict(row.values) for row in records.rows(name, council)] for name in _TABLES}
    yearly = figures[figures["month"].eq(0) & figures["part"].eq("")]
    chosen = _chosen(tables["statistics"], yearly, areas, registers, wishes)
    shown = pd.concat([yearly, _months(figures, areas.own)])
    mine = shown[shown["indicator"].isin([one.indicator_id for one in chosen])]
    documents = _Documents(council, tables["documents"], records)
    rows = _Rows(areas.own, registers, into.sources, documents, _people(yearly), wishes, into.read)
    made = [
        rows.made(council, figure)
        for figure in mine.sort_values(["indicator", "area", "year", "month"]).to_dict("records")
    ]
    n_new, n_changed = _merge(tables["statistics"], made)
    files = {
        records.path(council, name): saving.csv_bytes(name, rows) for name, rows in tables.items()
    }
    offered = [one for one in _offered(yearly, areas, registers) if one not in chosen]
    return Share(files, _told(council, chosen, offered, n_new, n_changed, wishes))


_TABLES = ("documents", "statistics")


def _months(figures: pd.DataFrame, own: Area) -> pd.DataFrame:
    """The months of the own area, as many years of each indicator as a season is compared with."""
    rows = figures[
        figures["month"].gt(0) & figures["part"].eq("") & figures["area"].eq(own.area_id)
    ]
    last = rows.groupby("indicator")["year"].transform("max")
    return rows[rows["year"].gt(last - YEARS_OF_MONTHS)]


def _found(registers: Registers, name: str) -> Area | None:
    try:
        return registers.areas.find(name)
    except (UnplacedError, CellError):
        return None


def _chosen(
    rows: Sequence[Row], yearly: pd.DataFrame, areas: Areas, registers: Registers, wishes: Wishes
) -> list[Indicator]:
    """Those asked for and those that the council follows; for a first time all of its area."""
    known = registers.indicators.by_id
    wished = [_wished(name, registers) for name in wishes.indicators]
    followed = [known[row["indicator_id"]] for row in rows if row["indicator_id"] in known]
    chosen = list(dict.fromkeys([*followed, *wished]))
    return chosen or _offered(yearly, areas, registers)


def _offered(yearly: pd.DataFrame, areas: Areas, registers: Registers) -> list[Indicator]:
    """What there are figures of for the council's own area; how many live there is a measure of
    the others and none of its own."""
    mine = yearly.loc[yearly["area"].eq(areas.own.area_id), "indicator"]
    return [registers.indicators.by_id[key] for key in sorted(mine.unique()) if key != POPULATION]


def _wished(name: str, registers: Registers) -> Indicator:
    known = registers.indicators.by_id
    named = [one for key, one in known.items() if name.casefold() in (key, one.name.casefold())]
    if len(named) == 1:
        return named[0]
    if named:
        ids = " eller ".join(one.indicator_id for one in named)
        raise LobraError(f"--indicator: {quoted(name)} kan vara {ids}. Skriv id.")
    near = meant(name, [one.name for one in known.values()])
    raise LobraError(f"--indicator: {quoted(name)} finns inte i registret. {near}".strip())


def _people(yearly: pd.DataFrame) -> dict[tuple[str, int], float]:
    """How many live in an area at the end of a year."""
    rows = yearly[yearly["indicator"].eq(POPULATION) & yearly["value"].gt(0)]
    return {(row["area"], row["year"]): row["value"] for row in rows.to_dict("records")}


@dataclass(frozen=True)
class _Rows:
    """What it takes to write a figure as a row of the table."""

    own: Area
    registers: Registers
    sources: Mapping[int, Source]
    documents: _Documents
    people: Mapping[tuple[str, int], float]
    wishes: Wishes
    read: Collection[int]
    """The sources that are read this time: of them alone somebody may say they are reviewed."""

    def made(self, council: str, figure: Mapping[Any, Any]) -> Row:
        indicator = self.registers.indicators.by_id[figure["indicator"]]
        area = self.registers.areas.by_id[figure["area"]]
        source = self.sources[figure["source"]]
        is_few = figure["n_answers"] < FEWEST_ANSWERS  # never so where it is unknown
        key = f"{slug(indicator.indicator_id)}-{slug(area.area_id)}-{figure['year']}"
        key += f"-{figure['month']:02}" if figure["month"] else ""
        broken = [year for year in indicator.breaks(area) if year <= figure["year"]]
        values = {
            "statistic_id": f"{self.documents.prefix}-stat-{key}",
            "council_id": council,
            "indicator": indicator.name,
            "indicator_id": indicator.indicator_id,
            "area": area.name,
            "area_id": area.area_id,
            "is_comparison": _yes(area != self.own),
            "year": str(figure["year"]),
            "month": str(figure["month"] or ""),
            "series_from": str(max(broken, default="")),
            "value": _text(figure["value"]),
            "unit": indicator.unit,
            "per_100k": _text(self._rate(figure, indicator)),
            "n_answers": _text(figure["n_answers"]),
            "low": _text(figure["low"]),
            "high": _text(figure["high"]),
            "is_preliminary": _yes(figure["is_preliminary"]),
            "counts_persons": _yes(False),
            "publisher": source.publisher,
            "licence_line": source.licence_line,
            "retrieved_on": source.retrieved_on,
            "document_id": self.documents.id_of(source),
            "line": str(figure["row"]),
            "is_sensitive": _yes(is_few),
            "is_reviewed": _yes(self.wishes.is_reviewed and figure["source"] in self.read),
        }
        return dict.fromkeys(schema.load()["statistics"].names, "") | values

    def _rate(self, figure: Mapping[Any, Any], indicator: Indicator) -> float | None:
        """The publisher's own, else one made with the population where that is known."""
        n = self.people.get((figure["area"], figure["year"]))
        is_made = n is not None and indicator.unit in _COUNTED and not figure["month"]
        if words.is_known(figure["per_100k"]) or n is None or not is_made:
            return figure["per_100k"]
        return round(per_100k(figure["value"], n), 1)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _text(value: float | None) -> str:
    if value is None or value != value:
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


class _Documents:
    """The council's documents, with a row for each file that its figures come from."""

    def __init__(self, council: str, rows: list[Row], records: Records) -> None:
        self._council, self._rows = council, rows
        self._used = {row.values["document_id"] for row in records.rows("documents")}
        ids = (row["document_id"].partition("-doc-") for row in rows)
        begins = Counter(begin for begin, doc, _ in ids if doc)
        self.prefix = begins.most_common(1)[0][0] if begins else council

    def id_of(self, source: Source) -> str:
        for row in self._rows:
            if row["sha256"] == source.sha256:
                return row["document_id"]
        stem = slug(source.file_name.rpartition(".")[0]) or "statistik"
        name = f"{self.prefix}-doc-{stem}"
        while name in self._used:
            name += "-ny"
        self._used.add(name)
        made = {
            "document_id": name,
            "council_id": self._council,
            "kind": "other",
            "title": self._title(source),
            "file_name": source.file_name,
            "sha256": source.sha256,
            "n_lines": str(source.n_lines),
        }
        self._rows.append(dict.fromkeys(schema.load()["documents"].names, "") | made)
        return name

    def _title(self, source: Source) -> str:
        """As the file calls itself; where another document is called the same, with its publisher,
        or else the file's name."""
        taken = {row["title"] for row in self._rows}
        published = f"{source.title} från {source.publisher}" if source.publisher else source.title
        named = (source.title, published, f"{source.title}, {source.file_name}")
        return next((title for title in named if title not in taken), named[-1])


def _merge(rows: list[Row], made: Iterable[Row]) -> tuple[int, int]:
    """Puts the made rows among those there are; how many are new, and how many have changed."""
    places = {row["statistic_id"]: n for n, row in enumerate(rows)}
    n_new = n_changed = 0
    for row in made:
        place = places.get(row["statistic_id"])
        if place is None:
            rows.append(row)
            n_new += 1
        elif _figure(rows[place]) != _figure(row):
            kept = {name: rows[place][name] for name in _DECLARED}
            if rows[place]["is_sensitive"] == "yes":
                kept["is_sensitive"] = "yes"
            rows[place] = row | kept
            n_changed += 1
        elif row["is_reviewed"] == "yes":
            rows[place]["is_reviewed"] = "yes"
    return n_new, n_changed


def _figure(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _MARKS}


def _told(
    council: str,
    chosen: Sequence[Indicator],
    offered: Sequence[Indicator],
    n_new: int,
    n_changed: int,
    wishes: Wishes,
) -> str:
    parts = [
        words.count(n_new, "ny rad", "nya rader") if n_new else "",
        words.count(n_changed, "ändrad rad", "ändrade rader") if n_changed else "",
    ]
    done = words.listed(filter(None, parts)) or "inget nytt"
    waits = "" if wishes.is_reviewed or not (n_new or n_changed) else ", som väntar på granskning"
    text = f"{council}: {done} om {words.count(len(chosen), 'indikator', 'indikatorer')}{waits}."
    if offered:
        names = ", ".join(one.name for one in offered[:5]) + (" …" if len(offered) > 5 else "")
        n = words.count(len(offered), "till finns", "till finns")
        text += f" {n} för området ({names}); välj med --indicator."
    return text
