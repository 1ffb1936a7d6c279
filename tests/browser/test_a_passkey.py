"""A passkey in a real browser, on a device that Chromium plays: made, used after the password, and instead of it."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.app_under_test import AppUnderTest
from tests.support.organisations import PASSWORD
from tests.support.shared_app import front

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
A_DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def types_password(page: Page, app: AppUnderTest) -> None:
    page.get_by_label("E-mailadres").fill(app.karin.employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def signs_out(page: Page, here: str) -> None:
    page.goto(f"{here}/me")
    page.get_by_role("button", name="Uitloggen", exact=True).click()
    expect(page.get_by_label("E-mailadres")).to_be_visible()


def test_a_passkey_is_made_and_opens_the_door_after_a_password_and_alone(
    app: AppUnderTest, desk: BrowserContext
) -> None:
    here = str(app.http.base_url).rstrip("/").replace("127.0.0.1", "localhost")
    front().goes_by(app.settings.model_copy(update={"public_base_url": here}))
    page = desk.new_page()
    tools = desk.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    device = tools.send("WebAuthn.addVirtualAuthenticator", {"options": A_DEVICE})["authenticatorId"]
    page.goto(here)
    types_password(page, app)
    board = page.get_by_role("heading", name="Bord")
    expect(board).to_be_visible()

    page.goto(f"{here}/me")
    page.get_by_role("button", name="Passkey toevoegen").click()
    added = page.locator("form").filter(has=page.get_by_role("button", name="Verder", exact=True))
    added.get_by_label("Naam").fill("Laptop van het werk")
    added.get_by_label("Je wachtwoord").fill(PASSWORD)
    added.get_by_role("button", name="Verder", exact=True).click()
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(page.get_by_text("Laptop van het werk")).to_be_visible()
    assert len(tools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    signs_out(page, here)
    types_password(page, app)
    expect(page.get_by_role("heading", name="Nog één stap")).to_be_visible()
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(board).to_be_visible()

    signs_out(page, here)
    page.get_by_role("link", name="Inloggen met een passkey").click()
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(page.get_by_text("Er is geen passkey gebruikt")).to_be_visible()
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(board).to_be_visible()
