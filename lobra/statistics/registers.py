"""Whose figures these are, of which area, and what they measure: names in, entries out.

The shipped registers hold counties, municipalities and a few indicators; a folder of statistics
adds its own in files of the same form. A name is found as it stands, by one of its other names or
by its code, or it isn't found: what is only near is a candidate for a person to choose.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeVar

from lobra.statistics.figures import CellError, clean, folded
from lobra_data.errors import LobraError, Problem, RecordsError, quoted, shown
from lobra_data.ids import slug

SHIPPED = Path(__file__).with_name("registers")
KINDS = {
    "country": "hela landet",
    "county": "län",
    "municipality": "kommun",
    "district": "stadsdelsområde",
    "police_area": "polisområde",
    "other": "annat område",
}
_FORMS = (
    ("police_area", re.compile(r"(?i)(lokal)?polis(område|region|distrikt)\w*\s+(?P<name>.+)")),
    ("district", re.compile(r"(?i)stadsdel(s(nämnds)?)?(område)?t?\s+(?P<name>.+)")),
    ("district", re.compile(r"(?i)(?P<name>.+?)s?\s+stadsdel(s(nämnds)?område)?t?")),
    ("county", re.compile(r"(?i)(?P<name>.+\slän)")),
    ("municipality", re.compile(r"(?i)(?P<name>.+?)\s+(kommun|stad)")),
)
"""Words around a name that say what kind of area it is."""
_CITY = re.compile(r"\s*\((sthlm|stockholm)\)$", re.IGNORECASE)
_CODE = re.compile(r"(\d{4}|\d{2})\s+(\D.*)")


@dataclass(frozen=True)
class Publisher:
    """Who gives out figures, and the line that their licence asks for."""

    publisher_id: str
    name: str
    licence_line: str


@dataclass(frozen=True)
class Area:
    """An area that figures are of. Codes are text: 0180 isn't 180.

    Figures on both sides of `valid_from` or `valid_to` are of different areas, whatever the name.
    """

    area_id: str
    kind: str
    code: str
    name: str
    aliases: str = ""
    part_of: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_id: str = ""


@dataclass(frozen=True)
class Indicator:
    """What a figure measures. `better` says which way is good, empty where neither is.

    A series is cut before each year of `break_years`, and of `local_break_years` for municipalities
    and smaller areas: figures on both sides can't be compared.
    """

    indicator_id: str
    publisher_id: str
    name: str
    unit: str
    better: str = ""
    definition: str = ""
    break_years: str = ""
    local_break_years: str = ""
    source_names: str = ""

    def breaks(self, area: Area) -> list[int]:
        """The years before which a series of the area is cut; a merged area begins anew too."""
        local = "" if area.kind in ("country", "county") else self.local_break_years
        years = f"{self.break_years}|{local}|{area.valid_from[:4]}".split("|")
        return sorted({int(one) for one in years if one})


Entry = TypeVar("Entry", Publisher, Area, Indicator)


class UnplacedError(LookupError):
    """A name that is in no register, with those that are near it."""

    def __init__(self, candidates: Iterable[str]) -> None:
        self.candidates = list(candidates)
        super().__init__(", ".join(self.candidates))


class Areas:
    """The areas by code and by every name that they go by."""

    def __init__(self, entries: Iterable[Area]) -> None:
        self.by_id = {one.area_id: one for one in entries}
        self._by_name: dict[str, list[Area]] = {}
        self._by_code = {one.code: one for one in self.by_id.values() if one.code}
        for one in self.by_id.values():
            self._name(one)

    def find(self, label: str, code: str = "") -> Area:
        """The area of a label, a code, or both, which then must agree; UnplacedError else."""
        code, said = _code_and_name(label, code)
        named = self._named(said) if said else []
        if not code and len(named) == 1:
            return named[0]
        if not code and named:
            listed = " eller ".join(f"{one.name} ({KINDS[one.kind]})" for one in named)
            raise CellError(f"{quoted(label)} kan vara {listed}", "Skriv också kod eller slag")
        found = self._by_code.get(code)
        if not found:
            raise UnplacedError(
                f"{one.code} {one.name}".strip() for one in named or self._near(said)
            )
        if said and said != code and found not in named:
            what = f"koden {code} är {found.name}, men namnet är {quoted(said)}"
            raise CellError(what, "Rätta koden eller namnet")
        return found

    def add(self, label: str, code: str = "") -> Area:
        """A new area under the name that a file gives it; what it is follows from the words."""
        code, said = _code_and_name(label, code)
        kind, name = _kind_and_name(said)
        name = said if kind == "police_area" else name  # "Stockholm" alone is the municipality
        if kind == "other" and code:
            kind = {2: "county", 4: "municipality"}.get(len(code), kind)
        part_of = "0180" if _CITY.search(said) else ""
        begin = f"{part_of}-" if part_of else "" if kind == "other" else f"{kind}-"
        area_id = code or slug(begin + name)
        if area_id in self.by_id:
            raise CellError(
                f"{quoted(label)} liknar ett område som finns", "Skriv en rad i areas.csv"
            )
        made = Area(area_id, kind, code, name, "" if name == said else said, part_of)
        self.by_id[area_id] = made
        if code:
            self._by_code[code] = made
        self._name(made)
        return made

    def _name(self, one: Area) -> None:
        names = {folded(name) for name in (one.name, *one.aliases.split("|")) if name}
        for name in names:
            self._by_name.setdefault(name, []).append(one)

    def _named(self, said: str) -> list[Area]:
        """Every area that the label can be: as it stands, else by its kind and plain name."""
        if found := self._by_name.get(folded(said)):
            return found
        kind, name = _kind_and_name(said)
        forms = [name, name.removesuffix("s"), f"{name}s"] if kind != "other" else [name]
        for form in forms:  # "Österåkers kommun", "Ale kommun", "Borås stad"
            found = [a for a in self._by_name.get(folded(form), []) if kind in (a.kind, "other")]
            if found:
                return found
        return []

    def _near(self, said: str) -> list[Area]:
        _, name = _kind_and_name(said)
        near = difflib.get_close_matches(folded(name), self._by_name, n=3, cutoff=0.7)
        return [one for each in near for one in self._by_name[each]]


class Indicators:
    """The indicators of each publisher by every name that its files use."""

    def __init__(self, entries: Iterable[Indicator]) -> None:
        self.by_id = {one.indicator_id: one for one in entries}
        self._by_name: dict[tuple[str, str], Indicator] = {}
        for one in self.by_id.values():
            self._name(one)

    def find(self, label: str, publisher: str) -> Indicator:
        """The publisher's indicator of that name; UnplacedError with candidates else."""
        found = self._by_name.get((publisher, folded(label)))
        if found:
            return found
        names = [name for whose, name in self._by_name if whose == publisher]
        near = difflib.get_close_matches(folded(label), names, n=3, cutoff=0.6)
        raise UnplacedError(dict.fromkeys(self._by_name[publisher, one].name for one in near))

    def publishers(self, label: str) -> set[str]:
        """Whose files use this name."""
        return {whose for whose, name in self._by_name if name == folded(label)}

    def add(self, label: str, publisher: str, unit: str) -> Indicator:
        """A new indicator under the name that a file gives it. Reported crimes have the break of
        all reported crimes."""
        key = f"{slug(publisher)}-{slug(label)}"
        if not slug(label) or key in self.by_id:
            raise CellError(
                f"{quoted(label)} kan inte få något id", "Skriv en rad i indicators.csv"
            )
        broken = "2015" if publisher == "bra" else ""
        made = Indicator(key, publisher, clean(label), unit, local_break_years=broken)
        self.by_id[key] = made
        self._name(made)
        return made

    def _name(self, one: Indicator) -> None:
        for name in filter(None, (one.name, *one.source_names.split("|"))):
            self._by_name[one.publisher_id, folded(name)] = one


@dataclass
class Registers:
    """All three, the shipped ones with a folder's own."""

    areas: Areas
    indicators: Indicators
    publishers: dict[str, Publisher]

    def own_files(self, folder: Path) -> dict[Path, bytes]:
        """The folder's own entries as files: those that the shipped registers haven't."""
        shipped = load(None)
        return {
            folder / "areas.csv": _csv(Area, self.areas.by_id, shipped.areas.by_id),
            folder / "indicators.csv": _csv(
                Indicator, self.indicators.by_id, shipped.indicators.by_id
            ),
        }

    def publisher(self, name: str) -> Publisher:
        """A known one by its id or name ("SCB"), else one that is just what it is called."""
        said = folded(name)
        for one in self.publishers.values():
            known = folded(one.name)
            if said in (one.publisher_id, known, known.partition(" (")[0]) or f"({said})" in known:
                return one
        return Publisher(clean(name), clean(name), f"Källa: {clean(name)}")


def load(folder: Path | None) -> Registers:
    """The shipped registers, and the folder's own, which go before."""
    return Registers(
        Areas(_entries(Area, "areas", folder)),
        Indicators(_entries(Indicator, "indicators", folder)),
        {one.publisher_id: one for one in _entries(Publisher, "publishers", None)},
    )


def _entries(kind: type[Entry], name: str, folder: Path | None) -> Iterator[Entry]:
    yield from _read(kind, SHIPPED / f"{name}.csv")
    own = folder / f"{name}.csv" if folder else None
    if own and own.is_file():
        yield from _read(kind, own)


def _read(kind: type[Entry], path: Path) -> Iterator[Entry]:
    names = [one.name for one in fields(kind)]
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise LobraError(f"{shown(path)}: filen går inte att läsa. Spara den som UTF-8.") from None
    rows = csv.reader(text.splitlines())
    if next(rows, None) != names:
        raise LobraError(f"{shown(path)}: rubrikraden ska vara {','.join(names)}.")
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(names):
            what, fix = f"raden har {len(cells)} värden av {len(names)}", "Rätta raden"
            raise RecordsError([Problem(shown(path), line, None, what, fix)])
        made = kind(*cells)
        if wrong := _wrong(made):
            raise RecordsError([Problem(shown(path), line, *wrong, "Rätta raden")])
        yield made


def _wrong(made: object) -> tuple[str, str] | None:
    """The field of an entry that can't be used, and why."""
    if isinstance(made, Area) and made.kind not in KINDS:
        return "kind", f"{quoted(made.kind)} är inget slags område ({', '.join(KINDS)})"
    if isinstance(made, Indicator):
        if not made.unit:
            return "unit", "enheten saknas"
        for name in ("break_years", "local_break_years"):
            if not re.fullmatch(r"(\d{4}(\|\d{4})*)?", said := getattr(made, name)):
                return name, f"{quoted(said)} är inga årtal med | emellan"
        if made.better not in ("", "lower", "higher"):
            return "better", f"{quoted(made.better)} är varken lower, higher eller tomt"
    return None


def _csv(kind: type[Entry], entries: Mapping[str, Entry], shipped: Mapping[str, Entry]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [one.name for one in fields(kind)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(one) for key, one in sorted(entries.items()) if shipped.get(key) != one)
    return text.getvalue().encode("utf-8")


def _code_and_name(label: str, code: str) -> tuple[str, str]:
    """Both, also where a label holds both. Kolada writes the country 0000 and a county 0001."""
    said, code = clean(label), clean(code)
    if not code and (both := _CODE.fullmatch(said)):
        code, said = both.groups()
    return (code[2:] if len(code) == 4 and code.startswith("00") else code), said


def _kind_and_name(said: str) -> tuple[str, str]:
    """What kind of area a label says it is, and the name without the words for that."""
    plain = re.sub(r"\s*-\s*", "-", _CITY.sub("", said))
    for kind, form in _FORMS:
        if found := form.fullmatch(plain):
            return kind, found["name"]
    return ("district" if _CITY.search(said) else "other"), plain
