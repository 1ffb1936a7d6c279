"""A browser for the tests: whichever Chromium the machine has, driven by Playwright.

`python -m tests.support.chromium` prints its path, or exits 1 when there is none.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without these Chromium looks up its maker's hosts at every start, and waits for each on a closed network.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)

DUTCH = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


def find_chromium() -> str | None:
    """Returns $CHROMIUM if it is set (and nothing else then), else the machine's browser or Playwright's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    with suppress(Error), sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        if Path(own).exists():
            return own
    return None


@contextmanager
def run_chromium(*more_arguments: str) -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        raise RuntimeError("no Chromium found: run `make test`, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more_arguments])
        try:
            yield browser
        finally:
            browser.close()


# A module and not a session: while Playwright runs, its event loop counts as running in this thread, and tests that
# call asyncio.run() would fail for it.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with run_chromium() as browser:
        yield browser


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A small telephone, 360 pixels wide, held by somebody in the Netherlands."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        locale=DUTCH["locale"],
        timezone_id=DUTCH["timezone_id"],
    )
    yield context
    context.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[BrowserContext]:
    """The screen of the colleague in the office."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"]
    )
    yield context
    context.close()


if __name__ == "__main__":
    where = find_chromium()
    if where is None:
        sys.exit(1)
    print(where)
