"""What the data is, and the data package that describes it: each table with its schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lobra.open_data import LICENCES, chosen
from lobra.open_data.chosen import Row
from lobra.privacy import contact
from lobra_data import words
from lobra_data.schema import Table

PACKAGE = "datapackage.json"
KEYWORDS = ("brottsförebyggande arbete", "trygghet", "lokalt brottsförebyggande råd")
MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True)
class Publishing:
    """What the council says of its publishing; "" for what it hasn't said.

    `licence` is one of LICENCES or an address, `url` the address that the folder will have,
    `contact` that of the parameters.
    """

    publisher: str = ""
    licence: str = ""
    url: str = ""
    contact: str = ""

    @property
    def mail(self) -> str:
        """The first e-mail address of the contact."""
        return next((one for one in contact.ways(self.contact) if "@" in one), "")

    @property
    def missing(self) -> list[str]:
        """What a catalogue needs and nobody has said, and where to say it."""
        asked = {
            "utgivare (--publisher)": self.publisher,
            "licens (--license)": self.licence,
            "webbadress (--url)": self.url,
            "en e-postadress (contact i parametrarna)": self.mail,
        }
        return [name for name, said in asked.items() if not said]


def title(rows: Mapping[str, Sequence[Row]], council: str | None, year: int | None) -> str:
    """What the data is called: the councils' names, and the year."""
    own = [row["name"] for row in rows["councils"] if council in (None, row["council_id"])]
    whose = words.listed(own) if len(own) < 4 else words.count(len(own), "råd", "råd")
    return f"Protokoll och åtgärdsplaner som data: {whose}{f', {year}' if year else ''}"


def description(rows: Mapping[str, Sequence[Row]]) -> str:
    """What the data is, and what it isn't."""
    made_up = any(row["is_made_up"] == "yes" for row in rows["councils"])
    return (
        "Det som protokoll och åtgärdsplaner från lokala brottsförebyggande råd säger, rad för rad "
        "med dokument och rad. Tomt betyder att inget är antecknat, aldrig noll eller nej. Namn, "
        "känsliga och ogranskade uppgifter är inte med, och små antal personer visas som ett spann "
        f"eller inte alls.{' Uppgifterna är påhittade.' if made_up else ''}"
    )


def package(name: str, heading: str, about: str, said: Publishing, folder: Path) -> bytes:
    """The descriptor of the CSV files: each with its schema, size and checksum."""
    address = LICENCES.get(said.licence, said.licence)
    licence = {"path": address} | ({"name": said.licence} if said.licence in LICENCES else {})
    told = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": heading,
        "description": about,
        "keywords": list(KEYWORDS),
        "homepage": said.url,
        "licenses": [licence] if said.licence else [],
        "contributors": [{"title": said.publisher, "roles": ["publisher"]}] * bool(said.publisher),
        "resources": [
            _resource(table, Path("csv") / f"{name}.csv", folder)
            for name, table in chosen.about().items()
        ],
    }
    known = {key: value for key, value in told.items() if value}
    return (json.dumps(known, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: Table, path: Path, folder: Path) -> dict[str, Any]:
    """A table as the records' own descriptor has it, but for what only Lobra asks of a field."""
    data, there, raw = (folder / path).read_bytes(), chosen.about(), table.raw["schema"]
    gone = chosen.left_out(table)
    fields = [
        {key: value for key, value in field.items() if key != "personal"}
        for field in raw["fields"]
        if field["name"] not in gone
    ]
    links = zip(table.foreign_keys, raw.get("foreignKeys", ()), strict=True)
    kept = [one for link, one in links if link.table in there]
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": path.as_posix(),
        "format": "csv",
        "mediatype": MEDIA["csv"],
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": raw | {"fields": fields, "foreignKeys": kept},
    }
