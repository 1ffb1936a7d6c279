"""The screens of a worker in each other language: nothing falls off a narrow phone, and axe finds nothing."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from notifications.texts.catalogue import FIRST_LANGUAGE, languages
from tests.browser.judged import found_by_axe
from tests.browser.screens import ARRIVED
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

NARROW, HIGH = 320, 844
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PATHS = {
    "today": "/",
    "new": "/visits/new",
    "cards": "/cards",
    "report": "/incidents/new",
    "me": "/me",
    "panic": "/panic",
}


@pytest.mark.by_turns
@pytest.mark.parametrize("language", [one for one in languages() if one != FIRST_LANGUAGE])
def test_a_narrow_phone_shows_it_whole(app: AppUnderTest, chromium: Browser, language: str) -> None:
    context = chromium.new_context(
        viewport={"width": NARROW, "height": HIGH}, locale=DUTCH["locale"], reduced_motion="reduce"
    )
    page = signs_in(context, app, app.jan, "Vandaag")
    app.jan.puts("/v1/me/language", {"language": language}, expect=204)
    kept = os.environ.get("SCREENS")
    for name, path in PATHS.items():
        page.goto(f"{app.http.base_url}{path}")
        page.wait_for_function(ARRIVED)
        expect(page.locator("html")).to_have_attribute("lang", {"en": "en-GB", "fr": "fr-BE"}.get(language, language))
        assert page.evaluate(SIDEWAYS) <= 0, f"{language} {name}"
        # Among others that a button is called by the words on it: "Help now" is what somebody says who can't press.
        assert found_by_axe(page) == [], f"{language} {name}"
        if kept:
            page.screenshot(path=Path(kept) / f"{language}-{name}-{NARROW}.png", full_page=True)
    context.close()
