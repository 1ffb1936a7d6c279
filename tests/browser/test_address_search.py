"""Finding the address on the check-in screen: with the keyboard, with a thumb, and without the register."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from achterwacht.addresses.registers.registers import make_registers
from tests.browser.test_the_worker import WATCHED, opens_the_app
from tests.support.app_under_test import AppUnderTest
from tests.support.registers import PDOK, FakeRegisters
from tests.support.shared_app import front

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
NOT_VERIFIED = "Zelf ingevuld, niet gecontroleerd in het adressenregister."
VERIFIED = "Dit adres komt uit het adressenregister."


@pytest.fixture
def registers(app: AppUnderTest) -> Iterator[FakeRegisters]:
    """The application asks these, over real HTTP."""
    with FakeRegisters() as fake:
        for name, value in fake.settings.items():
            setattr(app.settings, name, value)
        with front().asking(make_registers(app.settings)):
            yield fake


def at_the_door(phone: BrowserContext, app: AppUnderTest) -> Page:
    page = opens_the_app(phone, app)
    page.get_by_role("link", name="Nieuw bezoek").or_(page.get_by_role("button", name="Nieuw bezoek")).first.click()
    expect(page.get_by_label("Postcode", exact=True)).to_be_visible()
    return page


def test_a_postcode_and_a_number_with_the_keyboard_alone(
    app: AppUnderTest, registers: FakeRegisters, phone: BrowserContext
) -> None:
    page = at_the_door(phone, app)
    search = page.get_by_role("combobox", name="Zoek het adres").or_(page.get_by_label("Zoek het adres"))
    search.press_sequentially("5211aa 12")
    options = page.get_by_role("option")
    expect(options).to_have_count(4)
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="4 gevonden")).to_have_count(1)
    search.press("ArrowDown")
    search.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    active = search.get_attribute("aria-activedescendant")
    assert active == options.nth(1).get_attribute("id")
    search.press("Enter")
    expect(options).to_have_count(0)
    expect(page.get_by_label("Toevoeging")).to_have_value("A")
    expect(page.get_by_label("Straat (niet verplicht)")).to_have_value("Dorpsstraat")
    expect(page.get_by_text(VERIFIED)).to_be_visible()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text(WATCHED)).to_be_visible()
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]
    assert (visit["address"]["verified"], visit["address"]["addition"]) == (True, "A")
    app.jan.does(visit, "check-out")


def test_half_a_street_with_a_thumb_and_then_another_number(
    app: AppUnderTest, registers: FakeRegisters, phone: BrowserContext
) -> None:
    page = at_the_door(phone, app)
    page.get_by_label("Zoek het adres").fill("dorpss 14")
    page.get_by_role("option", name=re.compile("Dorpsstraat 14")).tap()
    expect(page.get_by_label("Nummer")).to_have_value("14")
    expect(page.get_by_text(VERIFIED)).to_be_visible()
    page.get_by_label("Nummer").fill("16")
    expect(page.get_by_text(NOT_VERIFIED)).to_be_visible()


def test_when_the_register_is_down_one_types_it_in(
    app: AppUnderTest, registers: FakeRegisters, phone: BrowserContext
) -> None:
    registers.fails(PDOK)
    page = at_the_door(phone, app)
    page.get_by_label("Zoek het adres").fill("dorpss 14")
    expect(page.get_by_text("Zoeken lukt nu niet. Vul het adres hieronder zelf in.")).to_be_visible()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    page.get_by_label("Nummer").fill("14")
    expect(page.get_by_text(NOT_VERIFIED)).to_be_visible()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text("Zonder plaats vindt de hulp het niet.")).to_be_visible()
    page.get_by_label("Plaats").fill("Den Bosch")
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text(WATCHED)).to_be_visible()
    expect(page.get_by_text("Zelf ingevuld, niet gecontroleerd", exact=True)).to_be_visible()
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]
    assert visit["address"]["verified"] is False
    app.jan.does(visit, "check-out")
