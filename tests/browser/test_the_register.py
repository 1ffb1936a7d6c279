"""The risk register: a worker proposes, the registrar approves, and who goes there reads what to do and not why."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.test_the_worker import opens_the_app, signs_in
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
WHY = "Dreigde op 3 mei met een hamer"


def test_proposed_by_one_approved_by_another_and_told_as_an_instruction(
    app: AppUnderTest, phone: BrowserContext, desk: BrowserContext
) -> None:
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Ik", exact=True).click()
    page.get_by_role("link", name="Risicoadres voorstellen").click()
    page.get_by_role("button", name="Voorstellen").click()
    expect(page.get_by_text("Kies wat een collega moet doen")).to_be_visible()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    page.get_by_label("Nummer").fill("12")
    page.get_by_text("Bel eerst", exact=True).click()
    page.get_by_label("Aanwijzing (niet verplicht)").fill("Ga niet na donker")
    page.get_by_label("Waarom", exact=True).fill(WHY)
    page.get_by_role("button", name="Voorstellen").click()
    expect(page.get_by_text("Je voorstel is verstuurd")).to_be_visible()

    register = signs_in(desk, app, app.ruth, "Meldingen")
    register.get_by_role("link", name="Risicoadressen").click()
    mark = register.get_by_role("listitem").filter(has_text="5211 AA")
    expect(mark.get_by_text("Voorgesteld", exact=True)).to_be_visible()
    expect(mark.get_by_text(WHY)).to_be_visible()
    mark.get_by_role("button", name="Goedkeuren").click()
    expect(mark.get_by_text("Geldig", exact=True)).to_be_visible()
    expect(mark.get_by_role("button", name="Goedkeuren")).to_have_count(0)

    told: list[str] = []
    page.on("response", lambda answer: told.append(answer.text()) if answer.url.endswith("/_search") else None)
    page.goto(f"{app.http.base_url}/visits/new")
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    with page.expect_response("**/risk-addresses/_search"):
        page.get_by_label("Nummer").fill("12")
    expect(page.get_by_text("Bel eerst", exact=True)).to_be_visible()
    expect(page.get_by_text("Ga niet na donker")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert told
    assert not any("hamer" in answer for answer in told), "the story stays with those who judge it"
    assert "hamer" not in page.content()
