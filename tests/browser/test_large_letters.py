"""Who cannot read small letters sets them twice as large: every screen still fits a telephone, and no word lies over
another; and as they are, none is broken. Nor is one at a desk that is zoomed in twice.

Large letters are not the same as zooming in: the screen stays as wide as it is, and only what is measured in letters
grows. There are two ways to it: the browser's own size of letters, which @media sees, and the page's, which only
@container sees.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.judged import OVER_EACH_OTHER, TWICE, wrong_at
from tests.browser.screens import Look, Screen, a_busy_day, looks_at, of_the_desk, of_the_worker
from tests.browser.screens_of_a_case import a_case, of_a_case, of_the_others
from tests.browser.test_the_board_at_every_width import ALL_LAID_OUT
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import run_chromium

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(240)]
A_TELEPHONE, A_DESK = Look(390), Look(640, high=450)
"""The desk's screen of 1280 by 900, zoomed in to 200 %."""
OVER_ITS_EDGE = """() => [...document.querySelectorAll(".bottom-bar a, .bottom-bar button")].flatMap((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const words = range.getBoundingClientRect(), box = one.getBoundingClientRect();
    return words.width > box.width + 1 ? [`over its edge: ${one.textContent}`] : [];
  })"""
LETTERS = "(size) => { document.documentElement.style.fontSize = size; }"


def a_busy_days(app: AppUnderTest) -> Iterator[Screen]:
    """Whoever is told may have only a telephone with them."""
    day = a_busy_day(app)
    return chain(of_the_worker(app, day), of_the_desk(app, day))


def a_cases(app: AppUnderTest) -> Iterator[Screen]:
    case = a_case(app)
    return chain(of_a_case(app, case), of_the_others(app, case))


Walk = Callable[[AppUnderTest], Iterator[Screen]]


def test_with_the_browsers_letters_twice_as_large(app: AppUnderTest) -> None:
    wrong: list[str] = []
    with run_chromium("--blink-settings=defaultFontSize=32") as large_letters:
        for page, screen, look in looks_at(large_letters, app, a_busy_days(app), (A_TELEPHONE,)):
            wrong += found_at(page, screen, look, "the browser's")
    app.forgets_messages()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("walk", [a_busy_days, a_cases])
def test_with_the_pages_letters_twice_as_large_and_as_they_are(app: AppUnderTest, walk: Walk) -> None:
    wrong: list[str] = []
    with run_chromium() as chromium:
        for page, screen, look in looks_at(chromium, app, walk(app), (A_TELEPHONE, A_DESK)):
            wrong += found_at(page, screen, look, "as they are")
            if look is A_TELEPHONE:
                page.evaluate(LETTERS, "200%")
                wrong += found_at(page, screen, look, "the page's")
                page.evaluate(LETTERS, "")
    app.forgets_messages()
    assert not wrong, "\n".join(wrong)


def found_at(page: Page, screen: Screen, look: Look, letters: str) -> list[str]:
    page.evaluate(ALL_LAID_OUT)
    # The longest words of Dutch are longer than a line of a telephone, as they are at 200 %.
    found = wrong_at(page, TWICE if look is A_TELEPHONE else look.width)
    found += page.evaluate(OVER_ITS_EDGE) + page.evaluate(OVER_EACH_OTHER)
    _look(page, f"{screen}-{look.width}-{letters}", look)
    return [f"{screen} at {look.width}, letters {letters}: {one}" for one in found]


def _look(page: Page, name: str, look: Look) -> None:
    folder = os.environ.get("PICTURES")
    if folder is not None:
        file = re.sub(r"[^\w.-]+", "-", name)
        page.screenshot(path=Path(folder) / f"{file}.png")
        page.set_viewport_size({"width": look.width, "height": 3000})
        page.screenshot(path=Path(folder) / f"{file}-tall.png")
        page.set_viewport_size({"width": look.width, "height": look.high})
