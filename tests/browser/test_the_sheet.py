"""The hand-over sheet behind the link of an SMS: it says the address next to the place once it was found."""

from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, expect

from achterwacht.alarms.records import HandOverLinkRecord
from tests.browser.test_address_search import registers
from tests.support.app_under_test import AppUnderTest
from tests.support.registers import FakeRegisters

__all__ = ["registers"]
pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
TOKEN = "a-link-that-nobody-guesses"
NEAR = "In de buurt van Dorpsstraat 12, 5211AA 's-Hertogenbosch (volgens het adressenregister, 30 m)"


def test_the_nearest_address_stands_on_the_sheet_and_is_printed(
    app: AppUnderTest, registers: FakeRegisters, phone: BrowserContext
) -> None:
    app.lets_calls_ring()
    place = {"latitude": 51.69001, "longitude": 5.30002, "accuracyMetres": 12.0}
    alarm = app.jan.posts("/v1/alarms", {"location": place}, expect=201)
    with app.database.write() as session:
        session.add(
            HandOverLinkRecord(
                organisation_id=app.ours.id,
                alarm_id=UUID(alarm["id"]),
                person_id=app.karin.id,
                token=TOKEN,
                made_at=app.now(),
            )
        )
    page = phone.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto(f"{app.settings.base_url}/o/{TOKEN}")
    expect(page.get_by_role("link", name="Open de kaart")).to_be_visible()
    expect(page.get_by_text(NEAR)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text(NEAR)).to_be_visible()
    assert refused == []
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
