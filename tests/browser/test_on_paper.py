"""What the desk prints: black on white in the dark theme too, nothing to press, whose it is and of when."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
WIDTH, HEIGHT = 720, 1045
"""A4 without its margins, in pixels of a style sheet."""
TO_PRESS = """() => [...document.querySelectorAll('button, .nl-button:not([href^="tel:"]), nav')]
  .filter((one) => one.checkVisibility()).map((one) => one.textContent)"""
PALE = """() => [...document.querySelectorAll('main *')].filter((one) => one.checkVisibility()
    && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
    && getComputedStyle(one).color !== 'rgb(0, 0, 0)').map((one) => one.textContent)"""


def printed(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    expect(page.get_by_text("Voorbeeld · Afgedrukt op ")).to_be_visible()
    assert page.evaluate(TO_PRESS) == []
    assert page.evaluate(PALE) == []
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_the_board_an_alarm_and_the_roster(app: AppUnderTest, chromium: Browser) -> None:
    app.jan.does(app.jan.checks_in(minutes=60), "panic")
    app.forgets_messages()
    context = chromium.new_context(
        color_scheme="dark",
        locale=DUTCH["locale"],
        timezone_id=DUTCH["timezone_id"],
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    page = signs_in(context, app, app.karin, "Bord")
    expect(page.locator(".board__table tbody tr")).to_have_count(1)
    printed(page)
    page.goto(f"{app.http.base_url}/alarms/{app.karin.alarm()['id']}")
    expect(page.get_by_role("heading", name="Wie is gewaarschuwd")).to_be_visible()
    printed(page)
    page.goto(f"{app.http.base_url}/roster")
    expect(page.locator(".week__day")).to_have_count(7)
    printed(page)
    context.close()
    app.forgets_messages()
