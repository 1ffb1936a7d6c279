"""What the page asks before the app is there (pwa/public/first-questions.js) is asked once, whoever is here."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.browser.inside import is_inside
from tests.browser.test_what_comes_after_the_start import without_a_service_worker
from tests.support.app_under_test import AppUnderTest
from tests.support.organisations import PASSWORD

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
ME, VISITS = "/v1/me", "/v1/visits?mine=true&state=planned%2Cunder_way"


def opened(page: Page, app: AppUnderTest, sees: Locator) -> list[str]:
    """Load the app anew. Returns what it asked of the server until this was seen and the line fell still, in order."""
    asked: list[str] = []

    def notes(request: Request) -> None:
        if "/v1/" in request.url:
            asked.append(request.url.removeprefix(str(app.http.base_url).rstrip("/")))

    page.wait_for_load_state("networkidle")  # of what was there before nothing is heard
    page.on("request", notes)
    page.goto(str(app.http.base_url))
    expect(sees).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.remove_listener("request", notes)
    return asked


def test_a_worker_is_asked_for_before_the_app_is_there_and_once(app: AppUnderTest, phone: BrowserContext) -> None:
    app.jan.plans(starts_in=10, minutes=30)
    page = is_inside(phone, app, app.jan, "Vandaag")
    asked = opened(page, app, page.get_by_role("article"))
    assert asked[0] == ME
    assert [asked.count(ME), asked.count(VISITS)] == [1, 1], asked
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    asked = opened(page, app, page.get_by_role("article"))
    assert page.evaluate("() => navigator.serviceWorker.controller !== null")
    assert [asked.count(ME), asked.count(VISITS)] == [1, 1], "in the app that the phone keeps"


def test_without_any_of_the_app_they_are_asked(app: AppUnderTest, chromium: Browser) -> None:
    context = without_a_service_worker(chromium)
    is_inside(context, app, app.jan, "Vandaag").close()
    page = context.new_page()
    page.route("**/assets/index-*.js", lambda route: None)
    with page.expect_response(f"**{VISITS}"):
        page.goto(str(app.http.base_url), wait_until="commit")


def test_nobody_is_asked_for_once_and_whoever_signs_in_sees_their_own(app: AppUnderTest, phone: BrowserContext) -> None:
    page = phone.new_page()
    asked = opened(page, app, page.get_by_label("E-mailadres"))
    assert [asked.count(ME), asked.count(VISITS)] == [1, 0]
    page.get_by_label("E-mailadres").fill(app.fatima.employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", name="Bord")).to_be_visible()
    page.get_by_role("link", name="Ik", exact=True).first.click()
    expect(page.get_by_role("heading", name=app.fatima.name)).to_be_visible()
