"""How a council may be reached in the public edition: by a function, never by a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import phonenumbers
from phonenumbers import PhoneNumberType

from lobra.privacy.cues import normalised
from lobra.privacy.personal import EMAIL, personal_data

ACCEPTED = (
    "Ange en funktion: en adress som trygghet@kommun.se eller kontaktcenter@kommun.se, eller ett "
    "växelnummer som 08-508 22 000 eller 0771-123 456 (inte ett mobilnummer)"
)
_FUNCTIONAL = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.UAN,
}


def ways(contact: str) -> list[str]:
    """Every address and number that a contact gives, as it is written."""
    return [found for _, found in personal_data(contact)]


def refused(contact: str, people: Iterable[str], first_names: Collection[str]) -> list[str]:
    """The ways to reach somebody that may be a person's. `people` are full names that are known,
    `first_names` names as they are spelt in small letters.

    >>> refused("Trygghet, trygghet@ort.se, 08-508 22 000 eller 070-123 45 67", [], {"anna"})
    ['070-123 45 67']
    >>> refused("anna@ort.se, eva.ek@ort.se, bra@ort.se", [], {"anna"})
    ['anna@ort.se', 'eva.ek@ort.se']
    """
    parts = (part for name in people for part in re.split(r"[\s-]+", name))
    names = {normalised(part).lower() for part in (*parts, *first_names)} - {""}
    is_functional = {"en e-postadress": _is_function, "ett telefonnummer": _is_switchboard}
    return [
        found
        for kind, found in personal_data(contact)
        if kind not in is_functional or not is_functional[kind](found, names)
    ]


def _is_function(address: str, names: set[str]) -> bool:
    """Whether nothing before the @ looks like a person: two words, initials, digits or a name."""
    local = normalised(re.split(r"[@([]", address)[0].strip()).lower()
    return (
        bool(EMAIL.fullmatch(address))
        and bool(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", local))
        and len(local) > 2
        and names.isdisjoint([*local.split("-"), local[1:]])
        and not any(local.startswith(one) and local[len(one) :] in names for one in names)
    )


def _is_switchboard(number: str, _: set[str]) -> bool:
    parsed = phonenumbers.parse(" ".join(number.split()), "SE")
    return parsed.country_code == 46 and phonenumbers.number_type(parsed) in _FUNCTIONAL
