"""An e-mail as it was sent (.eml): who sent it, when and about what, and its decoded text."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.utils import parseaddr
from html import escape
from typing import cast

from lobra.reading.formats import plain

_SENT = re.compile(
    rb"(?:[!-9;-~]+:.*\n(?:[ \t]+\S.*\n)*)*?(?i:mime-version|message-id|content-type):"
)


def is_mail(data: bytes) -> bool:
    """Whether a file begins with the heads that only a programme for e-mail writes."""
    return bool(_SENT.match(data))


def unpacked(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text as the receiver saw it, or HTML where that is all there is, and what is left out."""
    mail = message_from_bytes(data, policy=policy.default)
    name, address = parseaddr(str(mail["From"]))
    name = " ".join(reversed(name.split(", ")))  # "Berg, Anna"
    sent = getattr(mail["Date"], "datetime", None)
    heads = [f"Från: {name or address}", f"Skickat: {sent:%Y-%m-%d %H:%M}" if sent else ""]
    heads = [*filter(None, heads), f"Ämne: {mail['Subject'] or ''}"]
    body = mail.get_body(("plain", "html"))
    text, notes = plain.decoded(cast(bytes, body.get_payload(decode=True)) if body else b"")
    if n_more := len([*mail.iter_attachments()]):
        notes = (*notes, f"mejlets bilagor ({n_more}) är inte lästa")
    if plain.is_html(text):
        heads = [f"<p>{escape(head)}</p>" for head in heads]
    return "\n".join([*heads, "", text]), notes
