"""Every step of the complete form fits a telephone: a narrow one, zoomed in, and with letters twice as large."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.judged import TWICE, wrong_at
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH, run_chromium

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
A_STEP = re.compile(r"Stap \d+ van \d+")


@pytest.mark.parametrize("profile", ["s-hertogenbosch", "heusden-zolder"])
def test_each_step_fits(app: AppUnderTest, profile: str) -> None:
    app.lets_calls_ring().runs_on(profile)
    report = {
        "kind": "threatening",
        "happenedAt": app.now().isoformat(),
        "description": "Hij trapte",
        "channel": "office",
    }
    path = f"/incidents/{app.jan.posts('/v1/incidents', report, expect=201)['id']}/form"
    with run_chromium() as chromium:
        wrong = _walks(chromium, app, path, (320, TWICE), profile)
    with run_chromium("--blink-settings=defaultFontSize=32") as large_letters:
        # Words are as long for the screen here as they are at 200 %.
        wrong += _walks(large_letters, app, path, (390,), f"{profile}-large", judged_at=TWICE)
    app.forgets_messages()
    assert not wrong, "\n".join(wrong)


def _walks(
    chromium: Browser, app: AppUnderTest, path: str, widths: tuple[int, ...], name: str, judged_at: int | None = None
) -> list[str]:
    """Opens every step, with what can be added added, and says what sticks out, is broken or too small to press."""
    context = chromium.new_context(viewport={"width": widths[0], "height": 844}, locale=DUTCH["locale"])
    page = signs_in(context, app, app.jan, "Vandaag")
    page.goto(f"{app.http.base_url}{path}")
    found = []
    while True:
        expect(page.get_by_text(A_STEP)).to_be_visible()
        step = page.get_by_text(A_STEP).inner_text()
        _answers(page)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            found += [f"{name} {step} at {width}: {one}" for one in wrong_at(page, judged_at or width)]
            _look(page, f"{name}-{width}-{step}")
        page.set_viewport_size({"width": widths[0], "height": 844})
        further = page.get_by_role("button", name="Verder", exact=True)
        if further.count() == 0:
            break
        further.click()
        expect(page.get_by_text(step, exact=True)).to_have_count(0)
    context.close()
    return found


def _answers(page: Page) -> None:
    main = page.get_by_role("main")
    # By the keyboard: at a foot that stays in sight a press may land on what lies over it.
    if main.get_by_role("group", name="Kies alles wat gebeurde").count() and not main.locator(":checked").count():
        main.get_by_role("checkbox").first.focus()
        page.keyboard.press("Space")
    for adds in ("Getuige toevoegen", "Feit toevoegen"):
        if main.get_by_role("button", name=adds).count():
            main.get_by_role("button", name=adds).click()
    if main.get_by_role("radio", name="Ja").count():
        main.get_by_role("radio", name="Ja").first.focus()
        page.keyboard.press("Space")


def _look(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder is not None:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
