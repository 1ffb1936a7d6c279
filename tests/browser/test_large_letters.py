"""Who cannot read small letters sets them twice as large: every screen still fits a telephone, and no word lies over
another; and as they are, none is broken.

That is not the same as zooming in: the screen stays as wide as it is, and only what is measured in letters grows. There
are two ways to it: the browser's own size of letters, which @media sees, and the page's, which only @container sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.judged import OVER_EACH_OTHER, TWICE, wrong_at
from tests.browser.screens import Look, Screen, a_busy_day, looks_at, of_the_desk, of_the_worker
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import run_chromium

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(240)]
A_TELEPHONE = 390
OVER_ITS_EDGE = """() => [...document.querySelectorAll(".bottom-bar a, .bottom-bar button")].flatMap((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const words = range.getBoundingClientRect(), box = one.getBoundingClientRect();
    return words.width > box.width + 1 ? [`over its edge: ${one.textContent}`] : [];
  })"""
OF_THE_PAGE = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })"


def has_a_large_page(context: BrowserContext) -> None:
    context.add_init_script(OF_THE_PAGE)


LARGER: dict[str, tuple[tuple[str, ...], Callable[[BrowserContext], None] | None]] = {
    "browser": (("--blink-settings=defaultFontSize=32",), None),
    "page": ((), has_a_large_page),
    "not at all": ((), None),
}


def of_all(app: AppUnderTest) -> Iterator[Screen]:
    """Whoever is told may have only a telephone with them."""
    day = a_busy_day(app)
    return chain(of_the_worker(app, day), of_the_desk(app, day))


@pytest.mark.parametrize("how", LARGER)
def test_every_screen_fits(app: AppUnderTest, how: str) -> None:
    arguments, made_ready = LARGER[how]
    wrong: dict[str, list[str]] = {}
    with run_chromium(*arguments) as large_letters:
        for page, screen, _ in looks_at(large_letters, app, of_all(app), (Look(A_TELEPHONE),), made_ready):
            # The longest words of Dutch are longer than a line here, as they are at 200 %.
            found = wrong_at(page, TWICE) + page.evaluate(OVER_ITS_EDGE) + page.evaluate(OVER_EACH_OTHER)
            if found:
                wrong[str(screen)] = found
    app.forgets_messages()
    assert not wrong, "\n".join(f"{where}: {one}" for where, all_of in wrong.items() for one in all_of)
