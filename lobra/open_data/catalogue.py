"""The catalogue of the data by the Swedish profile DCAT-AP-SE, as Sveriges dataportal harvests it.

Nothing is made up: what nobody has said, publisher, licence, address, is left out and told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from lobra.open_data import LICENCES
from lobra.open_data.described import KEYWORDS, MEDIA, Publishing

CATALOGUE = "dcat.rdf"
_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
_EU = "http://publications.europa.eu/resource/authority"
_DAY = "http://www.w3.org/2001/XMLSchema#date"
Property = tuple[str, str, str]
"""Its name, how its value is written, and the value: "" where nothing is known."""


def catalogue(
    heading: str,
    about: str,
    said: Publishing,
    files: Mapping[str, Sequence[str]],
    years: Sequence[int],
) -> bytes:
    """The catalogue with its dataset, in each format of `files`, whose paths are given.

    Without an address things are named by where the catalogue lies. That is right wherever it is
    put, but the portal only takes whole addresses.
    """
    base = f"{said.url.rstrip('/')}/" if said.url else ""
    here = f"{base}{CATALOGUE}#" if base else "#"
    licence = _link("dcterms:license", LICENCES.get(said.licence, said.licence))
    publisher = _link("dcterms:publisher", said.publisher and f"{here}utgivare")
    shared = [
        ("dcterms:title", "sv", heading),
        ("dcterms:description", "sv", about),
        publisher,
        _link("dcterms:language", f"{_EU}/language/SWE"),
    ]
    nodes = [
        _node(
            "dcat:Catalog",
            f"{here}katalog",
            *shared,
            licence,
            _link("dcat:themeTaxonomy", f"{_EU}/data-theme"),
            _link("dcat:dataset", f"{here}data"),
        ),
        _node(
            "dcat:Dataset",
            f"{here}data",
            *shared,
            *(("dcat:keyword", "sv", one) for one in KEYWORDS),
            _link("dcat:theme", f"{_EU}/data-theme/JUST"),
            _link("dcat:contactPoint", said.mail and f"{here}kontakt"),
            _link("dcterms:temporal", f"{here}tid" if years else ""),
            *(_link("dcat:distribution", f"{here}{kind}") for kind in files),
        ),
    ]
    nodes += [
        _node(
            "dcat:Distribution",
            f"{here}{kind}",
            ("dcterms:format", "", MEDIA[kind]),
            licence,
            _link("dcat:accessURL", base or "./"),
            *(_link("dcat:downloadURL", f"{base}{path}") for path in paths),
        )
        for kind, paths in files.items()
    ]
    if years:
        first, last = f"{min(years)}-01-01", f"{max(years)}-12-31"
        days = (("dcat:startDate", _DAY, first), ("dcat:endDate", _DAY, last))
        nodes.append(_node("dcterms:PeriodOfTime", f"{here}tid", *days))
    if said.publisher:
        nodes.append(_node("foaf:Agent", f"{here}utgivare", ("foaf:name", "", said.publisher)))
    if said.mail:
        mail = _link("vcard:hasEmail", f"mailto:{said.mail}")
        fn = ("vcard:fn", "", said.contact)
        nodes.append(_node("vcard:Organization", f"{here}kontakt", fn, mail))
    spaces = "".join(f"\n    xmlns:{one}={quoteattr(name)}" for one, name in _PREFIXES.items())
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    return f"{head}{''.join(nodes)}</rdf:RDF>\n".encode()


def _link(name: str, target: str) -> Property:
    return name, "resource", target


def _node(kind: str, about: str, *properties: Property) -> str:
    """A thing, with what is known of it."""
    known = (one for one in properties if one[2])
    return f"  <{kind} rdf:about={quoteattr(about)}>\n{_written(known)}  </{kind}>\n"


def _written(properties: Iterable[Property]) -> str:
    lines = []
    for name, how, value in properties:
        if how == "resource":
            lines.append(f"    <{name} rdf:resource={quoteattr(value)}/>\n")
            continue
        kind = {"sv": ' xml:lang="sv"', _DAY: f' rdf:datatype="{_DAY}"'}.get(how, "")
        lines.append(f"    <{name}{kind}>{escape(value)}</{name}>\n")
    return "".join(lines)
