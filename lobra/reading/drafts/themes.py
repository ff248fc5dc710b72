"""What a sentence is about, proposed from its words: a person decides.

Theme and kind of a statement, the sector of an organisation, whether a unit counts persons, and
whether a text is so plainly about single persons that it must not be published.
"""

from __future__ import annotations

from lobra.privacy.cues import counts_no_person
from lobra.reading.vocabulary import named_patterns, pattern, recogniser
from lobra_data.words import NUMERALS

_LISTS = {name: named_patterns(f"themes.{name}") for name in ("theme", "kind", "sector")}
_NONE_TELLS = {"theme": "other", "kind": "work", "sector": "other"}
_PERSONS = pattern("themes.persons.units")
_SENSITIVE = recogniser("themes.sensitive", numerals="|".join(NUMERALS[2:5]))


def proposed(what: str, text: str) -> str:
    """The first theme, kind or sector, from the most telling down, that a word speaks of.

    >>> proposed("theme", "Personrånen mot unga har ökat."), proposed("theme", "Mötet öppnades.")
    ('robbery', 'other')
    >>> proposed("kind", "Polisen ska hålla två utbildningar."), proposed("sector", "Solrosen")
    ('intention', 'other')
    """
    return next((name for name, words in _LISTS[what] if words.search(text)), _NONE_TELLS[what])


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
