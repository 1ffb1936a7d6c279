"""A phone that several people use: what one pressed goes in their own name, and each tab is of who is here now."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.inside import is_inside, is_jans
from tests.support.app_under_test import AppUnderTest, Person

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
CHECK_OUT = re.compile("/check-out$")
WHO_IT_IS = re.compile("/v1/me$")


def _no_network(route: Route) -> None:
    route.abort()


def comes_in(page: Page, app: AppUnderTest, person: Person) -> None:
    """In another tab of this browser. It begins as that of whom it knew, until the server says who it is."""
    other = is_inside(page.context, app, person, "Vandaag")
    other.goto(f"{app.settings.base_url}/me")
    expect(other.get_by_role("heading", name=person.name)).to_be_visible()
    other.close()


def test_what_one_pressed_waits_while_another_has_the_phone(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.checks_in(minutes=60)
    phone.route(CHECK_OUT, _no_network)
    page = is_jans(phone, app)
    page.get_by_role("link", name=re.compile("Bezoek")).first.click()
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text("Nog niet bevestigd").first).to_be_visible()

    comes_in(page, app, app.ali)
    page.goto(f"{app.settings.base_url}/me")
    expect(page.get_by_role("heading", name="Ali Demir")).to_be_visible()
    phone.unroute(CHECK_OUT)
    expect(page.get_by_role("button", name="Uitloggen", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Uitloggen", exact=True).click()
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    assert app.jan.visit(visit)["state"] == "under_way"

    comes_in(page, app, app.jan)
    page.goto(str(app.settings.base_url))
    for _ in range(60):
        if app.jan.visit(visit)["state"] == "ended":
            break
        page.wait_for_timeout(500)
    assert app.jan.visit(visit)["state"] == "ended"
    app.forgets_messages()


@pytest.mark.parametrize("lost", [False, True], ids=["at once", "though the first answers are lost"])
def test_a_tab_is_of_who_came_in_in_another(app: AppUnderTest, phone: BrowserContext, lost: bool) -> None:
    page = is_jans(phone, app)
    page.goto(f"{app.settings.base_url}/me")
    expect(page.get_by_role("heading", name="Jan de Wit")).to_be_visible()
    if lost:
        page.route(WHO_IT_IS, _no_network)
    comes_in(page, app, app.ali)
    comes_back = "document.dispatchEvent(new Event('visibilitychange'))"
    if lost:
        with page.expect_event("requestfailed", lambda request: bool(WHO_IT_IS.search(request.url))):
            page.evaluate(comes_back)
        page.unroute(WHO_IT_IS)  # however often it was asked until now; it is again within fifteen seconds
    else:
        page.evaluate(comes_back)
    expect(page.get_by_role("heading", name="Ali Demir")).to_be_visible()
