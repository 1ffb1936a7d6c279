"""Who cannot read small letters sets them twice as large: every screen of the worker, and an alarm, still fits a
telephone.

That is not the same as zooming in: the screen stays as wide as it is, and only what is measured in letters grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from tests.browser.judged import TWICE, wrong_at
from tests.browser.screens import Look, Screen, a_busy_day, looks_at, of_the_worker
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import run_chromium

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
A_TELEPHONE = 390
OVER_ITS_EDGE = """() => [...document.querySelectorAll(".bottom-bar a, .bottom-bar button")].flatMap((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const words = range.getBoundingClientRect(), box = one.getBoundingClientRect();
    return words.width > box.width + 1 ? [`over its edge: ${one.textContent}`] : [];
  })"""


def of_who_watches(app: AppUnderTest, day: dict[str, Any]) -> Iterator[Screen]:
    """Whoever is told may have only a telephone with them."""
    yield Screen(app.karin, "Bord", f"/alarms/{day['late']}")
    yield Screen(app.anne, "Mensen", "/people")


def test_every_screen_of_the_worker_and_an_alarm_fit(app: AppUnderTest) -> None:
    day = a_busy_day(app)
    wrong: dict[str, list[str]] = {}
    with run_chromium("--blink-settings=defaultFontSize=32") as large_letters:
        screens = chain(of_the_worker(app, day), of_who_watches(app, day))
        for page, screen, _ in looks_at(large_letters, app, screens, (Look(A_TELEPHONE),)):
            # The longest words of Dutch are longer than a line here, as they are at 200 %.
            found = wrong_at(page, TWICE) + page.evaluate(OVER_ITS_EDGE)
            if found:
                wrong[str(screen)] = found
    app.forgets_messages()
    assert not wrong, "\n".join(f"{where}: {one}" for where, all_of in wrong.items() for one in all_of)
