"""The browser that tests open pages in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

T = TypeVar("T", bound=Callable[..., object])

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
"""The same engine each; the one without windows draws a page in two thirds of the time."""
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)


def for_browser(test: T) -> T:
    """A test that needs the browser, and is skipped where there is none."""
    skipped = pytest.mark.skipif(not CHROMIUM, reason="ingen Chromium på PATH")
    return pytest.mark.browser(skipped(test))


@contextmanager
def opened_browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()
