"""What a sentence is about, proposed from its words: a person decides.

Theme and kind of a statement, the sector of an organisation, whether a unit counts persons, and
whether a text is so plainly about single persons that it must not be published.
"""

from __future__ import annotations

import re

from lobra.privacy.cues import counts_no_person
from lobra.reading.vocabulary import any_of, named_patterns, pattern
from lobra_data.words import NUMERALS

_THEMES = named_patterns("themes.theme")
_KINDS = named_patterns("themes.kind")
_SECTORS = named_patterns("themes.sector")
_PERSONS = pattern("themes.persons.units")
_SENSITIVE = re.compile(
    rf"{any_of('themes.persons.sensitive')}"
    rf"|\b(?:{'|'.join(NUMERALS[2:5])}|2|3|4|\d-\d) (?:unga |yngre )?{any_of('themes.persons.few')}"
    rf"|\bskola(?:n|ns)?\b(?=.*{any_of('themes.persons.beside_a_school')})"
    rf"|\ben(?:skild\w?|samt?)? (?:{any_of('themes.persons.single')}|\d+-åring\w*)"
    rf"|\bgrupp(?:en)? {any_of('themes.persons.group')}|\b\d{{1,2}}-åring",
    re.I,
)


def theme(text: str) -> str:
    """The first theme, from the most telling down, that a word of the text speaks of.

    >>> theme("Personrånen mot unga har ökat vid stationen."), theme("Mötet öppnades.")
    ('robbery', 'other')
    """
    return next((name for name, pattern in _THEMES if pattern.search(text)), "other")


def kind(text: str) -> str:
    """situation, work, intention or outcome; work when no word tells.

    >>> kind("Polisen ska hålla två utbildningar."), kind("Skadegörelsen ökar.")
    ('intention', 'situation')
    """
    return next((name for name, pattern in _KINDS if pattern.search(text)), "work")


def sector(name: str) -> str:
    """The sector of an organisation by its name; other when it doesn't tell.

    >>> sector("Räddningstjänsten Väst"), sector("Solrosen")
    ('rescue', 'other')
    """
    return next((kind for kind, pattern in _SECTORS if pattern.search(name)), "other")


def counts_persons(unit: str) -> bool:
    """Whether a unit is a word for people, so that small numbers of it must be protected.

    >>> counts_persons("skolungdomar"), counts_persons("vandringar"), counts_persons("personrån")
    (True, False, False)
    """
    return bool(_PERSONS.search(unit)) and not counts_no_person(unit)


def is_plainly_sensitive(text: str) -> bool:
    """Whether a text speaks of a death, an illness, a suspect or a single person: better not said.

    >>> is_plainly_sensitive("En elev på skolan mår dåligt."), is_plainly_sensitive("Det är lugnt.")
    (True, False)
    """
    return bool(_SENSITIVE.search(text))
