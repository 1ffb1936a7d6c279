"""What comes in between the press and the click moves nothing from under the finger, and is shown right after it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest, Role
from tests.support.chromium import DUTCH

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
LOOKED_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_open_opens_although_an_alarm_comes_in_above_it(app: AppUnderTest, chromium: Browser) -> None:
    first = app.jan.checks_in(minutes=60)
    app.jan.does(first, "panic")
    alarm = app.karin.alarm()
    app.karin.on_alarm(alarm, "acknowledge")
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"]
    )
    page = signs_in(context, app, app.karin, "Bord")
    opens = page.locator(".alarm-row").get_by_role("link", name="Openen")
    expect(opens).to_have_count(1)
    opens.hover()
    # How long this machine takes for the other alarm is no part of how long the finger is down.
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    page.mouse.down()
    worse = app.also_has("Sanne Vos", Role.WORKER)
    worse.does(worse.checks_in(minutes=60), "panic")
    with page.expect_response("**/v1/board*"):
        page.evaluate(LOOKED_AGAIN)
    page.mouse.up()
    page.clock.resume()
    expect(page).to_have_url(re.compile(f"/alarms/{alarm['id']}$"))
    page.go_back()
    expect(page.locator(".alarm-row")).to_have_count(2)
    context.close()
    app.forgets_messages()
