"""A page that the browser froze: no timer, no worker and no answer runs in it. Thawed, it says at once how it is."""

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_the_desk_hears import TITLE, on_the_planning
from tests.browser.test_the_worker import WATCHED, opens_the_app
from tests.support.app_under_test import AppUnderTest, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
A_WHILE = 8.0
"""Seconds: longer than it takes a page that runs to hear of what happened."""


def freezes(page: Page) -> None:
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "frozen"})


def thaws(page: Page) -> None:
    page.context.new_cdp_session(page).send("Page.setWebLifecycleState", {"state": "active"})


def test_a_desk_that_was_frozen_rings_as_soon_as_it_runs(app: AppUnderTest, desk: BrowserContext) -> None:
    page = on_the_planning(desk, app)
    freezes(page)
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    app.forgets_messages()
    time.sleep(A_WHILE)
    thaws(page)
    expect(page).to_have_title(TITLE)
    page.wait_for_function("() => window.heard.tones > 0")
    expect(page.get_by_role("alert", name="Alarm")).to_contain_text("Nog niemand pakt dit op.")
    freezes(page)
    app.karin.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    time.sleep(A_WHILE)
    thaws(page)
    expect(page).to_have_title("Planning · Achterwacht")
    app.jan.does(visit, "check-out")


def test_a_phone_that_was_frozen_says_that_nobody_watches_any_more(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.checks_in(minutes=10)
    page = opens_the_app(phone, app)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    freezes(page)
    app.fatima.does(visit, "check-out", reason="Gesproken")
    app.forgets_messages()
    time.sleep(A_WHILE)
    thaws(page)
    expect(page.get_by_text("Niemand let nu op je").first).to_be_visible()
    expect(page.get_by_text(WATCHED)).to_have_count(0)


def test_a_check_out_from_a_page_that_was_frozen_counts(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.checks_in(minutes=10)
    page = opens_the_app(phone, app)
    page.get_by_role("link", name=re.compile("Bezoek")).first.click()
    expect(page.get_by_role("button", name="Afmelden")).to_be_visible()
    freezes(page)
    time.sleep(A_WHILE)
    thaws(page)
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text("Er let nu niemand meer op je.")).to_be_visible()
    assert app.jan.visit(visit)["state"] == "ended"
