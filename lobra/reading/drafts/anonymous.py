"""Text without names and contact details: only people.csv has names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from lobra.privacy.personal import names_pattern, personal_data
from lobra.reading import names

NAME, CONTACT = "[namn]", "[kontaktuppgift]"


class Anonymous:
    """Replaces the names of known people by their roles, other names and contacts by a mark.

    `roles` maps each known name to its role, "" when it isn't known.
    """

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = {_spaced(name): role for name, role in roles.items() if name.strip()}
        parts = [name.split() for name in self._roles if len(name.split()) > 1]
        lone = {word for words in parts for word in (words[0], words[-1]) if len(word) > 3}
        self._whole = _any(name for name in self._roles if len(name.split()) > 1)
        self._known = names_pattern(self._roles)  # what `lobra check` looks for
        self._lone = _any(lone)

    def text(self, text: str | None) -> tuple[str, bool]:
        """The text without names and contacts, on one line, and whether it had any."""
        out = _spaced(text or "")
        before = out
        for _, found in list(personal_data(out)):
            out = out.replace(found, CONTACT)
        if self._whole:
            out = self._whole.sub(self._role, out)
        if self._known:
            out = self._known.sub(NAME, out)
        for name, _, _ in sorted(names.names_in(out), key=lambda one: -len(one[0])):
            out = out.replace(name, NAME)
        if self._lone:
            out = self._lone.sub(NAME, out)
        out = re.sub(rf"(\w+)\s+{re.escape(NAME)}", self._first_name, out)
        out = re.sub(
            rf"{re.escape(NAME)}(?:\s+[\"”“'][^\"”“']{{2,15}}[\"”“'])?(?:\s*{re.escape(NAME)})+",
            NAME,
            out,
        )
        return out, out != before

    def plain(self, text: str | None) -> str:
        """The text without names and contacts; empty when nothing else is left of it."""
        out, _ = self.text(text)
        left = re.sub(r"[\s/,;.:()–-]+", "", out.replace(NAME, "").replace(CONTACT, ""))
        return out.strip(" ,;/") if left else ""

    def _first_name(self, found: re.Match[str]) -> str:
        """A first name that is left before a name, misspelt perhaps, goes with it."""
        word = found[1].casefold()
        near = word in names.first_names() or any(
            fuzz.ratio(word, name.split()[0].casefold()) >= 75 for name in self._roles
        )
        return NAME if near and found[1][0].isupper() else found[0]

    def _role(self, found: re.Match[str]) -> str:
        name = _spaced(found[0])
        role = self._roles.get(name) or self._roles.get(name.removesuffix("s")) or ""
        if not role or names.names_in(role) or any(personal_data(role)):
            return NAME
        begins = not found.string[: found.start()].strip() or re.search(
            r"[.!?:]\s*$", found.string[: found.start()]
        )
        return role if begins or role.isupper() else role[0].lower() + role[1:]


def slug(text: str) -> str:
    """A text as part of a key: small letters a-z, digits and hyphens.

    >>> slug("Hägersten-Älvsjö, område 2")
    'hagersten-alvsjo-omrade-2'
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ø", "o").replace("æ", "ae"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def _any(words: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted({re.escape(word).replace(r"\ ", r"\s+") for word in words}, key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered[::-1])})s?(?!\w)") if ordered else None


def _spaced(text: str) -> str:
    return " ".join(text.split())
