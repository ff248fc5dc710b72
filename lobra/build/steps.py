"""Which step a build is at, for whoever sits and waits. Nobody listens unless somebody asks to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

Listener = Callable[[str], None]
_listeners: list[Listener] = []
_one_at_a_time = Lock()  # cells of two notebooks are begun by two threads


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """While the block runs, each step of this process's builds is told, and "" at the end."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
        listener("")


def tell(step: str) -> None:
    """Says which step is begun."""
    with _one_at_a_time:
        for listener in _listeners:
            listener(step)
