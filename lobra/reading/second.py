"""A second reader, which the user chooses: a command, or a model that answers over HTTP.

It gets the numbered lines and says on which line a fact stands and in which words; the contract is
in docs/second-reader.md. Nothing it says is believed: the words have to stand on that line, and
the day, time or name is what Lobra itself reads in them.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from lobra.reading import limits
from lobra.reading.source import Source, UnreadableError

MOST_BYTES = 5_000_000  # of an answer
_MOST_FACTS = 5_000
_MEGABYTES = 1 << 30  # what a model needs is the user's own affair
_FIX = "Se docs/second-reader.md, eller läs utan --with."
FIELDS = (
    "council date start end place chair secretary contact present called apologies absent "
    "items decisions assignments next_meetings"
).split()
PROMPT = (
    "You read Swedish minutes. The user's message is JSON: `fields` are the kinds of facts that "
    "are wanted, `lines` the document's lines with their numbers. Answer with one JSON object "
    '{"facts": [{"field": …, "line": …, "quote": …}]} and nothing else. `quote` is copied letter '
    "by letter from that line: of a date, time or name only its own words, of an item its title, "
    "of a decision or assignment the whole clause. State nothing that the lines don't."
)

Said = tuple[str, int, str]
"""A fact as the second reader gives it: field, line, the words on it."""


def ask(source: Source, whom: str, seconds: float, may_be_remote: bool = False) -> list[Said]:
    """What a second reader finds in a document; UnreadableError where its answer can't be used.

    It is asked by a child process, which is ended with all that it has started.
    """
    lines = [{"line": line.number, "text": line.text} for line in source.lines]
    question = {"version": 1, "fields": FIELDS, "lines": lines}
    work = partial(_answer, whom, question, may_be_remote)
    try:
        return limits.in_child(work, Path(source.name), seconds, _MEGABYTES)
    except limits.OutOfTimeError:
        raise _wrong(f"svarade inte inom {seconds:g} sekunder") from None


def _answer(whom: str, question: dict[str, Any], may_be_remote: bool, _: Path) -> list[Said]:
    if whom.startswith(("http://", "https://")):
        answer = _from_model(whom.rstrip("/"), question, may_be_remote)
    else:
        answer = _from_command(whom, question)
    return list(_said(_parsed(answer)))


def _said(answer: Any) -> Iterator[Said]:
    facts = answer.get("facts") if isinstance(answer, dict) else None
    if not isinstance(facts, list) or len(facts) > _MOST_FACTS:
        raise _wrong('gav ingen lista "facts"')
    for fact in facts:
        given = fact if isinstance(fact, dict) else {}
        field, line, quote = map(given.get, ("field", "line", "quote"))
        if field not in FIELDS or type(line) is not int or not isinstance(quote, str):
            raise _wrong("gav en uppgift utan känt fält, radnummer och citat")
        yield field, line, quote


def _parsed(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        raise _wrong("svarade inte med JSON") from None


def _wrong(what: str) -> UnreadableError:
    return UnreadableError(f"den andra läsaren {what}", _FIX)


# --- a command ---------------------------------------------------------------------------------


def _from_command(command: str, question: dict[str, Any]) -> bytes:
    """What a command prints when it gets the question on stdin."""
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(question, ensure_ascii=False).encode("utf-8", "replace"))
        given.seek(0)
        try:
            words = shlex.split(command, posix=os.name == "posix")
            process = subprocess.Popen(words, stdin=given, stdout=subprocess.PIPE)
        except (OSError, ValueError, IndexError):
            raise _wrong("kunde inte startas: kommandot finns inte") from None
        assert process.stdout  # a pipe was asked for
        answer = _read(process.stdout)
    if process.wait():
        raise _wrong(f"slutade med fel {process.returncode}")
    return answer


def _read(stream: IO[bytes]) -> bytes:
    answer = stream.read(MOST_BYTES + 1)
    if len(answer) > MOST_BYTES:
        raise _wrong(f"svarade med mer än {MOST_BYTES // 1_000_000} MB")
    return answer


# --- a model over HTTP -------------------------------------------------------------------------


def _from_model(address: str, question: dict[str, Any], may_be_remote: bool) -> bytes:
    """What a model answers; its server is one that understands OpenAI's chat completions."""
    name = _inside(_parsed(_sent(address, "/models", None, may_be_remote)), "data", 0, "id")
    messages = [
        {"role": "system", "content": PROMPT},
        {"role": "user", "content": json.dumps(question, ensure_ascii=False)},
    ]
    asked = {"model": name, "messages": messages, "temperature": 0, "stream": False}
    asked["response_format"] = {"type": "json_object"}
    answer = _parsed(_sent(address, "/chat/completions", asked, may_be_remote))
    return _inside(answer, "choices", 0, "message", "content").encode("utf-8", "replace")


def _inside(answer: Any, *way: str | int) -> str:
    try:
        for step in way:
            answer = answer[step]
    except (KeyError, IndexError, TypeError):
        answer = None
    if not isinstance(answer, str):
        raise _wrong("svarade inte som en OpenAI-kompatibel tjänst")
    return answer


def _sent(address: str, what: str, body: Any, may_be_remote: bool) -> bytes:
    """One question and its answer: no proxy, no redirection, and no other machine unasked."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong("har en adress som inte går att tolka") from None
    if not may_be_remote and not _is_here(host):
        raise _wrong("ligger på en annan dator, dit dokumentet inte skickas utan --with-remote")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    way, head = parts.path + what, {"Content-Type": "application/json"}
    try:
        with closing(kind("127.0.0.1" if host == "localhost" else host, port)) as connection:
            connection.request("POST" if data else "GET", way, data, head)
            with connection.getresponse() as response:
                answer = _read(response)
    except (OSError, http.client.HTTPException, ValueError):
        raise _wrong("gick inte att nå på sin adress") from None
    if response.status != http.client.OK:
        raise _wrong(f"svarade med HTTP {response.status}")
    return answer


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
