"""The sign-in runs out while somebody fills in a form: nothing of what they typed is lost."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.inside import is_inside
from tests.browser.test_measures import filed
from tests.browser.test_the_worker import WATCHED, opens_the_app, signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.organisations import PASSWORD
from tests.support.person import Person

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
WHY = "Hij verhuist daarna"


def runs_out(page: Page) -> None:
    while page.context.cookies():  # an answer that is on its way brings the sign-in along, as it slides
        page.context.clear_cookies()
        page.wait_for_timeout(500)


def test_a_manager_signs_in_in_front_of_it_and_decides(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("woonmaatschappij")
    report = filed(app)
    page = signs_in(desk, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{report}")
    section = page.get_by_role("region", name="Maatregelen")
    section.get_by_role("button", name="Besluiten: Ordegesprek").click()
    sheet = page.get_by_role("dialog", name="Ordegesprek")
    sheet.get_by_label("Waarom").first.fill(WHY)
    runs_out(page)
    again = page.get_by_role("dialog", name="Je bent uitgelogd")
    expect(again.get_by_text("Je kijkt nu niet mee.")).to_be_visible()
    expect(page).to_have_title(re.compile("^KIJKT NIET MEE"))
    page.keyboard.press("Escape")
    again.get_by_label("Wachtwoord").fill(PASSWORD)
    again.get_by_role("button", name="Inloggen").click()
    expect(again).to_be_hidden()
    expect(page).to_have_title(re.compile("^Melding van"))
    sheet.get_by_role("button", name="Zo besluiten").click()
    expect(section).to_contain_text(WHY)
    app.forgets_messages()


def test_who_would_rather_go_signs_in_as_ever(app: AppUnderTest, desk: BrowserContext) -> None:
    page = signs_in(desk, app, app.fatima, "Bord")
    page.get_by_role("link", name="Planning").click()
    page.get_by_role("link", name="Bezoek plannen").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    runs_out(page)
    page.get_by_role("dialog").get_by_role("button", name="Toch uitloggen").click()
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    expect(page.get_by_text("Je kijkt nu niet mee.")).to_be_visible()


def somebody_else_signs_in(app: AppUnderTest, page: Page, other: Person) -> None:
    """In another window of the same browser, on a desk that several people use."""
    window = is_inside(page.context, app, other, "Bord")
    window.close()


def test_what_one_person_typed_is_not_sent_by_another(app: AppUnderTest, desk: BrowserContext) -> None:
    page = signs_in(desk, app, app.fatima, "Bord")
    page.get_by_role("link", name="Planning").click()
    page.get_by_role("link", name="Bezoek plannen").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    runs_out(page)
    again = page.get_by_role("dialog", name="Je bent uitgelogd")
    expect(again).to_contain_text("Vul je wachtwoord in.")
    somebody_else_signs_in(app, page, app.karin)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(again).to_contain_text("Karin Smit is nu ingelogd in deze browser.")
    again.get_by_label("Wachtwoord").fill(PASSWORD)
    again.get_by_role("button", name="Inloggen").click()
    expect(again).to_be_hidden()
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("5211 AA")
    somebody_else_signs_in(app, page, app.karin)
    page.wait_for_timeout(5_000)  # who is here was answered just now
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    again.get_by_role("button", name="Verder als Karin Smit").click()
    expect(again).to_be_hidden()
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("")
    expect(page.locator(".rail")).to_contain_text("Karin Smit")


def test_what_a_worker_pressed_goes_once_they_are_back(app: AppUnderTest, phone: BrowserContext) -> None:
    page = opens_the_app(phone, app)
    page.get_by_role("link", name="Nieuw bezoek").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    page.get_by_label("Nummer").fill("12")
    page.get_by_label("Plaats").fill("Den Bosch")
    phone.set_offline(True)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text("Nog niet bevestigd").first).to_be_visible()
    phone.clear_cookies()
    phone.set_offline(False)
    expect(page.get_by_text("Iets wat je indrukte, is nog niet verstuurd.")).to_be_visible()
    page.get_by_label("E-mailadres").fill(app.jan.employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    assert len(app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]) == 1


def test_with_a_second_step_it_goes_by_another_window(app: AppUnderTest, desk: BrowserContext) -> None:
    page = signs_in(desk, app, app.fatima, "Bord")
    page.get_by_role("link", name="Planning").click()
    page.get_by_role("link", name="Bezoek plannen").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    app.anne.puts("/v1/sign-in-policy", {"secondStep": ["colleague"]})
    runs_out(page)
    again = page.get_by_role("dialog", name="Je bent uitgelogd")
    again.get_by_label("Wachtwoord").fill(PASSWORD)
    with desk.expect_page() as opened:
        again.get_by_role("button", name="Inloggen").click()
    window = opened.value
    expect(again.get_by_role("link", name="Nog één stap, in een nieuw venster")).to_be_visible()
    page.wait_for_timeout(3_000)  # what goes on asking in the meantime puts nobody back inside
    expect(again).to_be_visible()
    expect(page).to_have_title(re.compile("^KIJKT NIET MEE"))
    expect(window.get_by_role("heading", name="Stel een tweede stap in")).to_be_visible()
    key = window.locator(".second-step__key").inner_text().replace(" ", "")
    window.get_by_label("De code die de app nu laat zien").fill(pyotp.TOTP(key).now())
    window.get_by_role("button", name="Klaar").click()
    window.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(window.get_by_role("heading", name="Bord")).to_be_visible()
    window.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(again).to_be_hidden()
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("5211 AA")
