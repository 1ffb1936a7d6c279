"""The figures on a telephone: each word stands whole beside its numbers."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.inside import is_inside
from tests.browser.judged import OVER_EACH_OTHER, STICKS_OUT
from tests.browser.screens_of_a_case import a_case
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_no_word_is_broken_on_a_telephone(app: AppUnderTest, chromium: Browser) -> None:
    a_case(app)
    context = chromium.new_context(locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"])
    page = is_inside(context, app, app.karin, "Bord")
    page.goto(f"{app.http.base_url}/figures")
    expect(page.get_by_role("heading", name="Maatregelen")).to_be_visible()
    for width in (390, 360, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(OVER_EACH_OTHER) + page.evaluate(STICKS_OUT) == [], width
    context.close()
