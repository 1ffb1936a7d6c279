"""Two desks at one moment, in two time zones; a tab that comes back from behind; a phone that refuses everything."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.test_the_desk_hears import BEHIND, IN_FRONT
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import TOWN_TIME, AppUnderTest, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
TAKES = "[...document.querySelectorAll('button')].find((one) => one.textContent === 'Ik pak dit op').click()"
TITLE = "Jan de Wit drukte op de noodknop"
REFUSES = """
  Object.defineProperty(Notification, "permission", { get: () => "denied" });
  Notification.requestPermission = async () => "denied";
  navigator.geolocation.getCurrentPosition = (_, refused) => refused({ code: 1, PERMISSION_DENIED: 1, message: "" });
  navigator.permissions.query = async () => ({ state: "denied", addEventListener() {} });
"""


def test_both_take_it_and_both_read_who_has_it(app: AppUnderTest, chromium: Browser) -> None:
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    pages = []
    for who, zone in ((app.fatima, "Europe/Amsterdam"), (app.karin, "America/New_York")):
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL", timezone_id=zone)
        pages.append(signs_in(context, app, who, "Bord"))
    rows = [page.get_by_role("region", name=TITLE) for page in pages]
    for row in rows:
        expect(row.get_by_role("button", name="Ik pak dit op")).to_be_visible()
    for page in pages:
        page.evaluate(TAKES)
    since = app.now().astimezone(TOWN_TIME).strftime("%H:")
    for row in rows:
        # Both read one name, and a time as it is where the visit is.
        expect(row.get_by_text(re.compile(rf"(Fatima Bakker|Karin Smit) pakt dit op, sinds {since}"))).to_be_visible()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    for row in rows:
        expect(row).to_have_count(0)
    for page in pages:
        page.context.close()
    app.forgets_messages()


def test_a_tab_that_comes_back_shows_the_truth_at_once(app: AppUnderTest, desk: BrowserContext) -> None:
    page = signs_in(desk, app, app.fatima, "Bord")
    page.evaluate(BEHIND)
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    expect(page).to_have_title(re.compile(r"^\(1\) ALARM"))
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.ali.checks_in(minutes=45, address=an_address(40))
    page.evaluate(IN_FRONT)
    expect(page.get_by_role("region", name=TITLE)).to_have_count(0)
    expect(page.get_by_role("row", name=re.compile("Ali Demir"))).to_be_visible()
    expect(page).to_have_title(re.compile("^Bord"))
    app.forgets_messages()


def test_a_phone_that_refuses_notifications_and_its_place_calls_for_help(
    app: AppUnderTest, phone: BrowserContext
) -> None:
    phone.add_init_script(REFUSES)
    page = signs_in(phone, app, app.jan, "Vandaag")
    page.get_by_role("link", name="Nieuw bezoek").click()
    expect(
        page.get_by_text("Je plek staat uit. Bij een alarm weten we alleen het adres van je bezoek.")
    ).to_be_visible()
    page.get_by_role("button", name="Noodknop").or_(page.get_by_role("link", name="Noodknop")).first.click()
    page.get_by_role("button", name="Alarm slaan").click()
    page.get_by_role("button", name="Ja, nu").click()
    expect(page.get_by_text("Alarm verstuurd").first).to_be_visible()
    assert app.fatima.alarm()["worker"]["name"] == "Jan de Wit"
    app.forgets_messages()
