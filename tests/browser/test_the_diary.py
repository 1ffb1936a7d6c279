"""The link to one's visits in one's own calendar: made on the phone, said once, and dead when it is withdrawn."""

import httpx2 as httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.test_the_worker import opens_the_app
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_a_link_is_made_read_and_withdrawn(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.plans(starts_in=60, minutes=30)
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Ik", exact=True).click()
    page.get_by_role("button", name="Link maken").click()
    expect(page.get_by_text("Je link is klaar")).to_be_visible()
    link = page.get_by_label("Link", exact=True).input_value()

    diary = httpx.get(link)
    assert diary.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Huisbezoek" in diary.text
    assert "Dorpsstraat" not in diary.text, "the address is off until somebody turns it on"

    page.reload()
    expect(page.get_by_text("Er is een link sinds")).to_be_visible()
    assert link not in page.content(), "it is said once"
    page.get_by_role("button", name="Link intrekken").click()
    expect(page.get_by_text("De link is ingetrokken. Hij werkt niet meer.")).to_be_visible()
    assert httpx.get(link).status_code == 404
    app.jan.does(visit, "cancel")
