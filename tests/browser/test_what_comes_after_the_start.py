"""The start holds what a worker needs at once; the rest comes after it, and then needs no network any more."""

import re
from itertools import count

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.test_the_worker import opens_the_app, signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH
from tests.support.processes import eventually

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
KEPT = "navigator.serviceWorker.ready.then(() => true)"
COME = """(name) => performance.getEntriesByType("resource").some(
  (one) => one.name.includes(name) && one.name.endsWith(".js") && one.responseEnd > 0)"""


def opens_cold(phone: BrowserContext, app: AppUnderTest) -> Page:
    """The app is opened anew, without any page of it before."""
    for page in phone.pages:
        page.close()
    page = phone.new_page()
    page.goto(str(app.http.base_url))
    return page


def without_a_service_worker(chromium: Browser) -> BrowserContext:
    return chromium.new_context(
        service_workers="block",
        viewport={"width": 1280, "height": 800},
        locale=DUTCH["locale"],
        timezone_id=DUTCH["timezone_id"],
    )


def test_a_cold_start_without_a_network_checks_in_and_raises_an_alarm(app: AppUnderTest, phone: BrowserContext) -> None:
    """After one look at it with a network. No screen of a worker waits for code that is not there."""
    page = opens_the_app(phone, app)
    page.get_by_role("link", name="Kaarten").click()
    expect(page.get_by_text("Bij gevaar").first).to_be_visible()
    page.evaluate(KEPT)
    phone.set_offline(True)
    page = opens_cold(phone, app)
    for place, words in (("Kaarten", "Bij gevaar"), ("Melding", "Wat gebeurde er?"), ("Ik", "Doet alles het?")):
        page.get_by_role("link", name=place, exact=True).click()
        expect(page.get_by_text(words).first).to_be_visible()
    page.get_by_role("link", name="Vandaag").click()

    page.get_by_role("link", name="Nieuw bezoek").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    page.get_by_label("Nummer").fill("12")
    page.get_by_label("Plaats").fill("Den Bosch")
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text("Nog niet bevestigd. Niemand let nu op je")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Noodknop")).last.hover()
    page.mouse.down()
    expect(page.get_by_text("Nog niemand weet ervan")).to_be_visible()
    page.mouse.up()

    phone.set_offline(False)
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.phone.expects_sms("NOOD")
    # The alarm goes first; the visit follows.
    under_way = "/v1/visits?mine=true&state=under_way"
    eventually(lambda: [one["address"]["houseNumber"] for one in app.jan.asks(under_way)["visits"]] == [12])
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_a_worker_who_stays_on_the_page_has_every_screen_before_the_network_goes(
    app: AppUnderTest, chromium: Browser
) -> None:
    """Without a service worker too: what the page brought after the start is in it."""
    context = without_a_service_worker(chromium)
    with context.expect_event("response", lambda answer: answer.url.endswith("/v1/protocol")):
        page = signs_in(context, app, app.jan, "Vandaag")
    page.wait_for_function(COME, arg="/assets/worker-")
    context.set_offline(True)
    page.get_by_role("link", name="Kaarten").first.click()
    expect(page.get_by_text("Bij gevaar")).to_be_visible()
    page.get_by_role("link", name="Ik", exact=True).first.click()
    expect(page.get_by_role("heading", name="Ik", exact=True)).to_be_visible()
    context.close()


def test_a_screen_whose_code_is_gone_says_so_and_comes_back(app: AppUnderTest, chromium: Browser) -> None:
    """As after an update, when the server has nothing any more of what this page would still ask for."""
    context = without_a_service_worker(chromium)
    asked = count()

    def gone(route: Route) -> None:
        next(asked)
        route.fulfill(status=404, content_type="application/problem+json", body="{}")

    context.route(re.compile(r"/assets/(aftercare|keeping)-.*\.js"), gone)
    page = signs_in(context, app, app.karin, "Bord")
    page.get_by_role("link", name="Meldingen").click()
    expect(page.get_by_role("heading", name="Dit scherm is er nog niet")).to_be_visible()
    # All around it works.
    page.get_by_role("link", name="Bord").click()
    expect(page.get_by_role("heading", name="Bord")).to_be_visible()
    page.get_by_role("link", name="Meldingen").click()
    expect(page.get_by_role("alert")).to_contain_text("nieuwe versie")
    context.unroute_all()
    page.get_by_role("button", name="Opnieuw laden").click()
    expect(page.get_by_role("heading", name="Meldingen")).to_be_visible()
    assert next(asked) > 0
    context.close()


def test_on_one_bar_of_signal_a_worker_is_told_and_the_noodknop_waits_for_nothing(
    app: AppUnderTest, chromium: Browser
) -> None:
    """What the screens of a worker need is asked for, and nothing ever comes."""
    context = without_a_service_worker(chromium)
    context.route(re.compile(r"/assets/(worker|shared|words)-.*\.js"), lambda route: None)
    page = signs_in(context, app, app.jan, "Vandaag")
    page.get_by_role("link", name="Nieuw bezoek").first.click()
    expect(page.get_by_role("heading", name="Dit scherm is er nog niet")).to_be_visible()
    expect(page.get_by_role("button", name="Opnieuw laden")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Noodknop")).last.hover()
    page.mouse.down()
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    page.mouse.up()
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    context.close()


def test_a_screen_that_came_too_late_is_there_when_it_comes(app: AppUnderTest, chromium: Browser) -> None:
    context = without_a_service_worker(chromium)
    context.route(re.compile(r"/assets/worker-.*\.js"), lambda route: None)
    page = signs_in(context, app, app.jan, "Vandaag")
    page.get_by_role("link", name="Nieuw bezoek").first.click()
    expect(page.get_by_role("heading", name="Dit scherm is er nog niet")).to_be_visible()
    context.unroute_all()  # and what was held goes on
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    context.close()


@pytest.mark.parametrize("how", ["refused", "without an answer"])
def test_a_desk_that_can_not_hear_says_so(app: AppUnderTest, chromium: Browser, how: str) -> None:
    """Above every screen, and only as long as it is so."""
    context = without_a_service_worker(chromium)
    context.route(re.compile(r"/assets/desk-.*\.js"), lambda route: how == "refused" and route.abort())
    page = signs_in(context, app, app.karin, "Dit scherm is er nog niet")
    expect(page.get_by_text("Alarmen zijn op dit scherm nu niet te zien of te horen")).to_be_visible()
    context.unroute_all()
    expect(page.get_by_role("heading", name="Bord")).to_be_visible()
    expect(page.get_by_text("Alarmen zijn op dit scherm")).to_have_count(0)
    context.close()
