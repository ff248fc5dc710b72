"""Text without names and contact details: only people.csv has names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lobra.privacy.personal import personal_data
from lobra.reading import names

NAME, CONTACT = "[namn]", "[kontaktuppgift]"


class Anonymous:
    """Replaces the names of known people by their roles, other names and contacts by a mark.

    `roles` maps each known name to its role, "" when it isn't known. What slips through is no
    leak: a text with anything like a name is published only when a person has cleared it.
    """

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles = {_spaced(name).casefold(): role for name, role in roles.items()}
        full = [_spaced(name) for name in roles if len(name.split()) > 1]
        ends = {word for name in full for word in (name.split()[0], name.split()[-1])}
        self._full = _any(full, re.I)
        self._lone = _any(word for word in ends if len(word) > 3)

    def text(self, text: str | None) -> tuple[str, bool]:
        """The text without names and contacts, on one line, and whether it had any."""
        before = out = _spaced(text or "")
        for _, found in list(personal_data(out)):
            out = out.replace(found, CONTACT)
        out = self._full.sub(self._role, out)
        for name, _, _ in sorted(names.names_in(out), key=lambda one: -len(one[0])):
            out = out.replace(name, NAME)
        out = self._lone.sub(NAME, out)
        return out, out != before

    def plain(self, text: str | None) -> str:
        """The text without names and contacts; empty when nothing else is left of it."""
        out, _ = self.text(text)
        is_any_left = re.search(r"[^\s/,;.:()–-]", out.replace(NAME, "").replace(CONTACT, ""))
        return out.strip(" ,;/") if is_any_left else ""

    def _role(self, found: re.Match[str]) -> str:
        name = found[0].casefold()
        role = self._roles.get(name) or self._roles.get(name.removesuffix("s")) or ""
        if not role or names.names_in(role) or any(personal_data(role)):
            return NAME
        is_first = re.search(r"(?:^|[.!?:])\s*$", found.string[: found.start()])
        return role if is_first else role[0].lower() + role[1:]


def _any(words: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Any of the words or its genitive, the longest first; nothing at all without words."""
    ordered = sorted(set(words), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})s?(?!\w)", flags)


def _spaced(text: str) -> str:
    return " ".join(text.split())
