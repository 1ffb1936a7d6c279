"""Phones of which a part is missing, refuses, or never answers: the noodknop is there, and every press arrives.

What fails stands in `failing_phones/`, one script a kind of failure, loaded before the page.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_the_worker import WATCHED, opens_the_app
from tests.browser.with_the_page_closed import wakes_the_service_worker
from tests.support.app_under_test import AppUnderTest
from tests.support.processes import eventually

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
FAILING = Path(__file__).parent / "failing_phones"
WEDGED = ("open", "put", "later")
FAILURES = (
    *(f"store_hangs {how}" for how in WEDGED),
    "store_throws",
    "store_missing",
    "nothing_answers",
    "everything_throws",
    "old_safari",
)
KEY = re.compile("^Noodknop")


def fails(phone: BrowserContext, failure: str) -> None:
    script, _, how = failure.partition(" ")
    if how:
        phone.add_init_script(f"try {{ sessionStorage.setItem('wedge', '{how}') }} catch {{ }}")
    phone.add_init_script(path=FAILING / f"{script}.js")


def holds_the_key(page: Page) -> None:
    """A second and a half, with the finger on it until the screen says something."""
    page.get_by_role("button", name=KEY).last.hover()
    page.mouse.down()
    expect(page.get_by_text(re.compile("Alarm (wordt )?verstuurd")).first).to_be_visible()
    page.mouse.up()


@pytest.mark.parametrize("failure", FAILURES)
def test_every_press_arrives_from_a_phone_that_fails(app: AppUnderTest, phone: BrowserContext, failure: str) -> None:
    fails(phone, failure)
    app.jan.plans(starts_in=10, minutes=30)
    page = opens_the_app(phone, app)
    expect(page.get_by_role("button", name=KEY)).to_be_visible()
    if failure == "store_hangs later":
        page.wait_for_timeout(3_500)  # it falls silent three seconds after the page began
    page.get_by_role("article").get_by_role("link", name="Aanmelden").click()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]

    page.get_by_role("button", name="15 minuten langer").click()
    eventually(lambda: app.jan.visit(visit)["expectedEnd"] != visit["expectedEnd"])
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text("Er let nu niemand meer op je.")).to_be_visible()
    assert app.jan.visit(visit)["state"] == "ended"

    # Pressed without a network, and tried until there is one.
    phone.set_offline(True)
    holds_the_key(page)
    expect(page.get_by_text("Nog niemand weet ervan")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    expect(page.get_by_role("heading", name=re.compile("Alarm voorbij"))).to_be_visible()
    app.forgets_messages()


@pytest.mark.parametrize("failure", ["store_hangs open", "store_throws", "store_missing"])
def test_the_home_screen_comes_back_without_a_store(app: AppUnderTest, phone: BrowserContext, failure: str) -> None:
    """Reloaded, nothing is remembered but who is signed in, and that is enough for a noodknop."""
    fails(phone, failure)
    page = opens_the_app(phone, app)
    page.reload()
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    holds_the_key(page)
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_noodknop_before_anybody_is_known(app: AppUnderTest, phone: BrowserContext) -> None:
    """The store hangs and the server is slow to say who this is: the press goes first."""
    fails(phone, "store_hangs open")
    page = opens_the_app(phone, app)
    page.add_init_script(path=FAILING / "server_says_not_who.js")
    page.reload()
    holds_the_key(page)
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_the_last_resort_when_the_app_does_not_begin(app: AppUnderTest, phone: BrowserContext) -> None:
    page = opens_the_app(phone, app)
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one && one.unregister())")
    page.route("**/assets/*.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("De app start niet")).to_be_visible()
    expect(page.get_by_role("link", name="Bel 112")).to_have_attribute("href", "tel:112")
    phone.set_offline(True)
    page.get_by_role("button", name="Alarm slaan").click()
    page.get_by_role("button", name="Alarm slaan").click()
    expect(page.get_by_text("Nog niemand weet ervan")).to_be_visible()
    phone.set_offline(False)
    expect(page.get_by_text("Alarm verstuurd.")).to_be_visible()
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.parametrize(
    "missing", ["WeakRef", "AbortController", "fetch", "Promise.any", "String.prototype.replaceAll"]
)
def test_a_phone_that_is_too_old_is_told_so(app: AppUnderTest, phone: BrowserContext, missing: str) -> None:
    *owner, name = f"window.{missing}".split(".")
    phone.add_init_script(f"delete {'.'.join(owner)}.{name}")
    page = phone.new_page()
    page.goto(str(app.http.base_url))
    expect(page.get_by_role("heading", name="Deze telefoon is te oud")).to_be_visible()
    expect(page.get_by_text("iOS/Safari 15.0")).to_be_visible()
    expect(page.get_by_role("link", name="Bel 112").first).to_have_attribute("href", "tel:112")


def test_who_was_signed_out_everywhere_during_a_visit_still_has_a_noodknop(
    app: AppUnderTest, phone: BrowserContext
) -> None:
    visit = app.jan.checks_in(minutes=30)
    page = opens_the_app(phone, app)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    app.jan.posts("/v1/sessions/sign-out-everywhere", expect=204)
    expect(page.get_by_text("Je bent overal uitgelogd")).to_be_visible()
    holds_the_key(page)
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.phone.expects_sms("NOOD")
    assert app.fatima.visit(visit)["alarm"]["cause"] == "panic"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


@pytest.mark.parametrize("closed", [True, False], ids=["the app closed", "the app opened again"])
def test_what_they_press_without_a_network_goes_out_later(
    app: AppUnderTest, phone: BrowserContext, closed: bool
) -> None:
    visit = app.jan.checks_in(minutes=30)
    page = opens_the_app(phone, app)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{app.settings.base_url}/me")
    page.get_by_role("button", name="Overal uitloggen").click()
    page.get_by_role("button", name="Overal uitloggen").last.click()
    expect(page.get_by_text("Je bent overal uitgelogd")).to_be_visible()
    phone.set_offline(True)
    page.get_by_role("button", name=KEY).last.hover()
    page.mouse.down()
    expect(page.get_by_role("heading", name="Alarm wordt verstuurd")).to_be_visible()
    page.mouse.up()
    page.close()
    assert app.fatima.visit(visit)["alarm"] is None

    phone.set_offline(False)
    page = phone.new_page()
    if closed:
        wakes_the_service_worker(page, app)
    else:
        page.goto(str(app.http.base_url))
        expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    eventually(lambda: (app.fatima.visit(visit)["alarm"] or {}).get("cause") == "panic")
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
