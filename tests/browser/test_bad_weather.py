"""The worker's phone in bad weather: no network, a wrong clock, two tabs."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.test_the_worker import WATCHED, opens_the_app
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_without_a_network_nothing_is_called_confirmed(app: AppUnderTest, phone: BrowserContext) -> None:
    """A check-out that never arrived is no check-out: the page says so, and the server goes on watching."""
    visit = app.jan.checks_in(minutes=10)
    page = opens_the_app(phone, app)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    page.get_by_role("link", name=re.compile("Bezoek")).first.click()
    expect(page.get_by_role("button", name="Afmelden")).to_be_visible()
    phone.set_offline(True)
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text(re.compile("niet bevestigd", re.IGNORECASE)).first).to_be_visible()
    assert app.jan.visit(visit)["state"] == "under_way"

    phone.set_offline(False)
    expect(page.get_by_text(re.compile("niet bevestigd", re.IGNORECASE))).to_have_count(0, timeout=30_000)
    assert app.jan.visit(visit)["state"] == "ended"


def test_a_phone_whose_clock_is_wrong_counts_down_by_the_servers(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.checks_in(minutes=10)
    phone.clock.install(time=app.now() + timedelta(hours=3))
    page = opens_the_app(phone, app)
    page.get_by_role("link", name=re.compile("Bezoek")).first.click()
    left = page.get_by_text(re.compile(r"^0?9:\d\d$"))
    expect(left.first).to_be_visible()
    assert page.evaluate("Date.now()") > (app.now() + timedelta(hours=2)).timestamp() * 1000
    app.jan.does(visit, "check-out")


def test_two_tabs_tell_the_same(app: AppUnderTest, phone: BrowserContext) -> None:
    app.jan.checks_in(minutes=10)
    first = opens_the_app(phone, app)
    second = phone.new_page()
    second.goto(str(app.http.base_url))
    expect(second.get_by_text(WATCHED).first).to_be_visible()
    first.get_by_role("link", name=re.compile("Bezoek")).first.click()
    first.get_by_role("button", name="Afmelden").click()
    expect(first.get_by_text(WATCHED)).to_have_count(0)
    expect(second.get_by_text("Niemand let nu op je")).to_be_visible()


def test_the_app_opens_without_a_network(app: AppUnderTest, phone: BrowserContext) -> None:
    """The shell, the cards and the noodknop are there with no bar of signal."""
    page = opens_the_app(phone, app)
    page.get_by_role("link", name="Kaarten").click()
    expect(page.get_by_text("Bij gevaar")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_text("Bij gevaar")).to_be_visible()
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_text("Bij gevaar")).to_be_visible()
    page.get_by_role("link", name=re.compile("Nood")).or_(
        page.get_by_role("button", name=re.compile("Nood"))
    ).first.click()
    expect(page.get_by_role("link", name="Bel 112")).to_have_attribute("href", "tel:112")
