"""How ids are made: a text as a part of one, and the first that is free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count


def slug(text: str) -> str:
    """A text as part of an id: small letters a-z, digits and hyphens.

    >>> slug("Hägersten-Älvsjö, område 2")
    'hagersten-alvsjo-omrade-2'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def free(natural: str, taken: Container[str]) -> str:
    """The natural id, or with the first number that makes it free."""
    if natural not in taken:
        return natural
    return next(name for n in count(2) if (name := f"{natural}-{n}") not in taken)
