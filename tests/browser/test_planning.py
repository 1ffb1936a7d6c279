"""Planning a visit for tomorrow where the advice is to go in pairs: on the worker's phone, and on the desk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.acceptance.stories import marks
from tests.browser.test_the_worker import opens_the_app, signs_in
from tests.support.app_under_test import AppUnderTest, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
ZONE = ZoneInfo("Europe/Amsterdam")


def test_a_visit_for_tomorrow_waits_for_two(app: AppUnderTest, phone: BrowserContext, desk: BrowserContext) -> None:
    marks(app, an_address(12), "pairs")
    tomorrow = (app.now().astimezone(ZONE) + timedelta(days=1)).date()
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Nieuw bezoek").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    page.get_by_label("Nummer").fill("12")
    page.get_by_label("Plaats").fill("Den Bosch")
    expect(page.get_by_text("Ga met z'n tweeën", exact=True)).to_be_visible()
    expect(page.get_by_text("Je gaat alleen, maar het advies is met z'n tweeën.")).to_be_visible()
    page.get_by_text("Later", exact=True).click()
    page.get_by_label("Dag").fill(tomorrow.isoformat())
    page.get_by_label("Begint om").fill("10:00")
    page.get_by_text("Ali Demir", exact=True).click()
    expect(page.get_by_text("Je gaat alleen")).to_be_hidden()
    page.get_by_role("button", name="Plannen", exact=True).click()

    expect(page.get_by_role("heading", name="Morgen")).to_be_visible()
    card = page.get_by_role("article")
    expect(card.get_by_text("met Ali Demir")).to_be_visible()
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=planned")["visits"]
    assert datetime.fromisoformat(visit["plannedStart"]).astimezone(ZONE).strftime("%F %H:%M") == f"{tomorrow} 10:00"
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")

    card.get_by_role("link", name="Aanmelden").click()
    expect(page.get_by_text("Hier ga je niet alleen")).to_be_visible()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text("Aanmelden is niet gelukt")).to_be_visible()
    expect(page.get_by_text("Niemand let nu op je")).to_be_visible()
    assert app.jan.visit(visit)["state"] == "planned", "nobody starts it alone"

    board = signs_in(desk, app, app.karin, "Bord")
    board.get_by_role("link", name="Planning").click()
    row = board.get_by_role("listitem").filter(has_text="10:00")
    expect(row.get_by_text("Ali Demir is er nog niet")).to_be_visible()
    row.get_by_role("button", name="Wie gaat mee").click()
    who = board.get_by_role("dialog")
    who.get_by_text("Ali Demir", exact=True).click()
    who.get_by_text("Fatima Bakker", exact=True).click()
    who.get_by_role("button", name="Bewaren").click()
    expect(row.get_by_text("Fatima Bakker is er nog niet")).to_be_visible()
    assert [one["name"] for one in app.jan.visit(visit)["companions"]] == ["Fatima Bakker"]
    app.fatima.phone.expects_sms("Je gaat mee met Jan de Wit")
    row.get_by_role("button", name="Meer over Jan de Wit").click()
    board.get_by_role("menuitem", name="Ander adres").click()
    where = board.get_by_role("dialog")
    where.get_by_label("Postcode", exact=True).fill("5211 AA")
    where.get_by_label("Nummer").fill("14")
    where.get_by_label("Plaats").fill("Den Bosch")
    where.get_by_role("button", name="Adres wijzigen").click()
    expect(row.get_by_text("5211 AA 14")).to_be_visible()
    row.get_by_role("button", name="Meer over Jan de Wit").click()
    board.get_by_role("menuitem", name="Iemand anders gaat").click()
    instead = board.get_by_role("dialog")
    instead.get_by_role("button", name="Overdragen").click()
    expect(instead.get_by_label("Wie gaat")).to_be_focused()
    instead.get_by_label("Wie gaat").select_option("Ali Demir")
    instead.get_by_role("button", name="Overdragen").click()
    expect(board.get_by_role("heading", name="Ali Demir", exact=True)).to_be_visible()
    app.ali.phone.expects_sms("Karin Smit heeft een afspraak voor je gepland")
    row.get_by_role("button", name="Meer over Ali Demir").click()
    board.get_by_role("menuitem", name="Afzeggen").click()
    board.get_by_label("Reden").fill("De bewoner is ziek")
    board.get_by_role("button", name="Bezoek afzeggen").click()
    expect(row).to_have_count(0)
    assert app.ali.visit(visit)["state"] == "cancelled"
    app.forgets_messages()
