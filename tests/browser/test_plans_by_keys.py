"""A visit planned and changed, a turn swapped and a risk mark kept, with the keys alone: nobody ever stands nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.inside import is_inside
from tests.browser.test_jobs_by_keys import chooses, presses, types
from tests.browser.test_letters_by_keys import stands_in
from tests.browser.test_the_keyboard import stands_somewhere, tabs_to
from tests.support.app_under_test import AppUnderTest, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def picks(page: Page, wanted: Locator, letters: str) -> None:
    """Chooses in a list by the first letters."""
    tabs_to(page, wanted)
    page.keyboard.type(letters)


def goes_in_the_menu(page: Page, item: str) -> None:
    expect(page.get_by_role("menuitem").first).to_be_focused()
    wanted = page.get_by_role("menuitem", name=item)
    while not wanted.evaluate("one => one === document.activeElement"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def opens_in_the_menu(page: Page, menu: Locator, item: str) -> Locator:
    sheet = page.get_by_role("dialog")
    presses(page, menu)
    goes_in_the_menu(page, item)
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    goes_in_the_menu(page, item)
    expect(sheet).to_be_visible()
    stands_somewhere(page)
    return sheet


def test_the_desk_plans_and_changes_a_visit(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("demo")
    page = is_inside(desk, app, app.karin, "Bord")
    presses(page, page.get_by_role("link", name="Planning"))
    presses(page, page.get_by_role("link", name="Bezoek plannen"))
    plan = page.get_by_role("button", name="Plannen", exact=True)
    presses(page, plan)
    # What is missing is said, and one stands at the first of it.
    expect(page.get_by_label("Voor wie")).to_be_focused()
    page.keyboard.type("Jan")
    types(page, page.get_by_label("Postcode", exact=True), "5211 AA")
    types(page, page.get_by_label("Nummer", exact=True), "12")
    types(page, page.get_by_label("Plaats"), "Den Bosch")
    chooses(page, page.get_by_label("Ali Demir"))
    tabs_to(page, page.get_by_label("Dag"))
    page.keyboard.type((app.now() + timedelta(days=1)).date().strftime("%m%d%Y"))
    types(page, page.get_by_label("Begint om"), "1000AM")
    presses(page, plan)
    row = page.get_by_role("listitem").filter(has_text="10:00")
    expect(row).to_be_visible()
    stands_somewhere(page)
    later = row.get_by_role("button", name="Verzetten")
    presses(page, later)
    page.keyboard.press("Escape")
    expect(later).to_be_focused()
    presses(page, later)
    presses(page, page.get_by_role("dialog").get_by_role("button", name="Een half uur later"))
    row = page.get_by_role("listitem").filter(has_text="10:30")
    stands_in(page, row)
    who = row.get_by_role("button", name="Wie gaat mee")
    presses(page, who)
    sheet = page.get_by_role("dialog")
    chooses(page, sheet.get_by_label("Fatima Bakker"))
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    expect(row).to_contain_text("Fatima Bakker")
    expect(who).to_be_focused()
    more = row.get_by_role("button", name="Meer over")
    sheet = opens_in_the_menu(page, more, "Ander adres")
    types(page, sheet.get_by_label("Postcode", exact=True), "5211 AA")
    types(page, sheet.get_by_label("Nummer", exact=True), "14")
    types(page, sheet.get_by_label("Plaats"), "Den Bosch")
    presses(page, sheet.get_by_role("button", name="Adres wijzigen"))
    expect(row.get_by_text("5211 AA 14")).to_be_visible()
    expect(more).to_be_focused()
    sheet = opens_in_the_menu(page, more, "Iemand anders gaat")
    presses(page, sheet.get_by_role("button", name="Overdragen"))
    expect(sheet.get_by_label("Wie gaat")).to_be_focused()
    page.keyboard.type("Ali")
    presses(page, sheet.get_by_role("button", name="Overdragen"))
    expect(page.get_by_role("heading", name="Ali Demir", exact=True)).to_be_visible()
    stands_somewhere(page)
    sheet = opens_in_the_menu(page, more, "Afzeggen")
    presses(page, sheet.get_by_role("button", name="Bezoek afzeggen"))
    expect(sheet.get_by_label("Reden")).to_be_focused()
    page.keyboard.type("De bewoner is ziek")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    stands_somewhere(page)
    app.forgets_messages()


def test_a_turn_is_asked_taken_back_and_taken_over(
    app: AppUnderTest, desk: BrowserContext, phone: BrowserContext
) -> None:
    app.lets_calls_ring().runs_on("demo")
    page = is_inside(desk, app, app.fatima, "Bord")
    presses(page, page.get_by_role("link", name="Rooster"))
    swap = page.get_by_role("button", name="Dienst van Fatima Bakker").last
    last_day = page.locator(".week__day").filter(has=page.get_by_role("button", name="Dienst van Fatima Bakker")).last
    for answer in ("Vraag intrekken", None):
        presses(page, swap)
        sheet = page.get_by_role("dialog")
        page.keyboard.press("Escape")
        expect(swap).to_be_focused()
        presses(page, swap)
        presses(page, sheet.get_by_role("button", name="Vragen"))
        expect(sheet.get_by_label("Collega")).to_be_focused()
        page.keyboard.type("Karin")
        presses(page, sheet.get_by_role("button", name="Vragen"))
        expect(page.get_by_text("Gevraagd: Karin Smit")).to_be_visible()
        stands_in(page, page.locator(".week__day").filter(has_text="Gevraagd: Karin Smit"))
        if answer:
            presses(page, page.get_by_role("button", name=answer))
            expect(page.get_by_text("Gevraagd: Karin Smit")).to_have_count(0)
            stands_somewhere(page)
            assert last_day.evaluate("one => one.contains(document.activeElement)")
    taker = is_inside(phone, app, app.karin, "Bord")
    taker.goto(f"{app.settings.base_url}/roster")
    presses(taker, taker.get_by_role("button", name="Ja, ik neem hem over"))
    expect(taker.get_by_role("button", name="Ja, ik neem hem over")).to_have_count(0)
    stands_somewhere(taker)
    app.forgets_messages()


def test_the_registrar_approves_looks_again_and_ends(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring()
    for number in (12, 14, 16):
        body = {
            "address": an_address(number),
            "advice": ["pairs"],
            "reason": "Dreigde eerder",
            "reviewDate": f"20{number + 20}-01-01",
        }
        app.jan.posts("/v1/risk-addresses", body, expect=201)
    page = is_inside(desk, app, app.ruth, "Meldingen")
    presses(page, page.get_by_role("link", name="Risicoadressen"))
    mark = page.get_by_role("listitem").filter(has_text="Dorpsstraat 12")
    expect(page.locator(".mark-item").first).to_contain_text("Dorpsstraat 12")
    presses(page, mark.get_by_role("button", name="Goedkeuren"))
    # Approved, it comes after what still waits: whoever approved it goes along.
    expect(page.locator(".mark-item").last).to_contain_text("Dorpsstraat 12")
    stands_in(page, mark)
    for opens, done in (("Nog nodig", "Bewaren"), ("Betrokkene", "Bewaren"), ("Beëindigen", None)):
        button = mark.get_by_role("button", name=opens)
        presses(page, button)
        sheet = page.get_by_role("dialog")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        presses(page, button)
        if done is None:
            presses(page, sheet.get_by_role("button", name="Beëindigen"))
            expect(sheet.get_by_label("Reden")).to_be_focused()
            page.keyboard.type("Verhuisd")
            page.keyboard.press("Enter")
        else:
            presses(page, sheet.get_by_role("button", name=done))
        expect(sheet).to_be_hidden()
        stands_somewhere(page)
    expect(mark.get_by_role("button", name="Beëindigen")).to_have_count(0)
    stands_in(page, mark)
    presses(page, page.get_by_role("button", name="Gegevens opvragen"))
    presses(page, page.get_by_role("button", name="Als Excel"))
    expect(page.get_by_label("Postcode", exact=True)).to_be_focused()
    app.forgets_messages()
