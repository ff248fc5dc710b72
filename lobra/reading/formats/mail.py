"""An e-mail as it was sent (.eml): who sent it, when and about what, and its decoded text."""

from __future__ import annotations

import re
from contextlib import suppress
from email import message_from_bytes, policy
from email.utils import parseaddr
from html import escape
from typing import cast

from lobra.reading.formats import plain

_SENT = re.compile(  # the heads that only a programme for e-mail writes
    rb"(?:[!-9;-~]+:.*\n(?:[ \t]+\S.*\n)*)*?(?i:mime-version|message-id|content-type):"
)


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, of an e-mail as its receiver saw it, and doubts about it."""
    if _SENT.match(data):  # heads that break the rules break the library: they are read as text
        with suppress(AttributeError, LookupError, RecursionError, ValueError):
            return _received(data)
    return plain.decoded(data)


def _received(data: bytes) -> tuple[str, tuple[str, ...]]:
    mail = message_from_bytes(data, policy=policy.default)
    name, address = parseaddr(str(mail["From"] or ""))
    name = " ".join(reversed(name.split(", "))) or address  # "Berg, Anna"
    sent = getattr(mail["Date"], "datetime", None)
    heads = {
        "Från": name,
        "Skickat": f"{sent:%Y-%m-%d %H:%M}" if sent else "",
        "Ämne": mail["Subject"],
    }
    bodies = filter(None, (mail.get_body((kind,)) for kind in ("plain", "html")))
    texts = [plain.decoded(cast(bytes, body.get_payload(decode=True))) for body in bodies]
    text, notes = texts[0] if texts else ("", ())
    if len(texts) > 1 and len(text) * 10 < len(texts[1][0]):  # "See the message as a web page"
        text, notes = texts[1]
    if n_more := len([*mail.iter_attachments()]):
        notes = (*notes, f"mejlets bilagor ({n_more}) är inte lästa")
    shown = [f"{head}: {said}" for head, said in heads.items() if said]
    if plain.is_html(text):
        shown = [f"<p>{escape(head)}</p>" for head in shown]
    return "\n".join([*shown, "", text]), notes
