"""A check call, a PIN and a drill with the keys alone: nobody ever stands nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.inside import is_inside
from tests.browser.test_jobs_by_keys import presses
from tests.browser.test_the_board_at_every_width import SLOWLY
from tests.browser.test_the_keyboard import stands_somewhere
from tests.browser.test_the_worker import WATCHED
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_a_check_call_to_its_outcome(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("demo", *SLOWLY)
    visit = app.jan.checks_in(minutes=60)
    page = is_inside(desk, app, app.fatima, "Bord")
    presses(page, page.get_by_role("button", name="Meer over Jan de Wit"))
    asks = page.get_by_role("menuitem", name="Alles goed?")
    expect(asks).to_be_focused()
    page.keyboard.press("Enter")
    outcome = page.get_by_role("row").get_by_role("button", name="Uitslag")
    expect(outcome).to_be_visible()
    stands_somewhere(page)
    presses(page, outcome)
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(outcome).to_have_count(0)
    stands_somewhere(page)
    assert app.jan.visit(visit)["alarm"] is None
    app.forgets_messages()


def test_a_pin_at_the_end(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring()
    app.jan.sets_pin("1234")
    app.jan.checks_in(minutes=30)
    page = is_inside(phone, app, app.jan, "Vandaag")
    presses(page, page.get_by_role("link", name="Naar dit bezoek"))
    presses(page, page.get_by_role("button", name="Afmelden"))
    leaves = page.get_by_role("dialog").get_by_role("button", name="Afmelden")
    expect(leaves).to_be_visible()
    page.keyboard.type("9999")
    presses(page, leaves)
    expect(page.get_by_text("Die pincode klopt niet")).to_be_visible()
    stands_somewhere(page)
    page.keyboard.type("1234")
    page.keyboard.press("Enter")  # the focus stands on a key of the pad, which is not what Enter means then
    expect(page.get_by_text(WATCHED)).to_be_hidden()
    expect(page.get_by_role("heading", name="Na afloop")).to_be_visible()
    stands_somewhere(page)
    app.forgets_messages()


def test_a_drill_begun_and_ended(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("demo", *SLOWLY)
    page = is_inside(desk, app, app.karin, "Bord")
    presses(page, page.get_by_role("link", name="Oefeningen"))
    presses(page, page.get_by_role("button", name="Nu beginnen"))
    stop = page.get_by_role("button", name="Oefening stoppen")
    expect(stop).to_be_visible()
    stands_somewhere(page)
    presses(page, stop)
    expect(stop).to_have_count(0)
    stands_somewhere(page)
    app.forgets_messages()
