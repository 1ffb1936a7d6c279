"""The main job of each role with the keys alone: what has the focus is seen, and nobody ever stands nowhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.test_measures import filed
from tests.browser.test_the_keyboard import IS_SEEN, stands_somewhere, tabs_to
from tests.browser.test_the_worker import WATCHED
from tests.support.app_under_test import AppUnderTest, Person, an_address
from tests.support.organisations import PASSWORD

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PEOPLE = b"""naam;e-mail;telefoon;rol;team
Sanne Vos;sanne@voorbeeld.test;0612345999;Buitendienst;Inkomen
"""


def presses(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Goes there with Tab, sees that one is there, and presses."""
    tabs_to(page, wanted)
    wrong = page.evaluate(IS_SEEN)
    assert wrong is None, f"{wanted}: {wrong}"
    page.keyboard.press(key)
    stands_somewhere(page)


def chooses(page: Page, wanted: Locator) -> None:
    presses(page, wanted, "Space")
    expect(wanted).to_be_checked()


def types(page: Page, wanted: Locator, text: str) -> None:
    tabs_to(page, wanted)
    page.keyboard.type(text)


def signs_in(context: BrowserContext, app: AppUnderTest, person: Person, first_screen: str) -> Page:
    page = context.new_page()
    page.goto(str(app.http.base_url))
    types(page, page.get_by_label("E-mailadres"), person.employee.email)
    types(page, page.get_by_label("Wachtwoord"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=first_screen)).to_be_visible()
    stands_somewhere(page)
    return page


def test_a_worker_checks_in_stays_longer_goes_and_tells_of_it(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring()
    app.jan.plans(starts_in=10, minutes=30)
    page = signs_in(phone, app, app.jan, "Vandaag")
    way_in = page.get_by_role("article").get_by_role("link", name="Aanmelden")
    presses(page, way_in.or_(page.get_by_role("article").get_by_role("button", name="Aanmelden")))
    presses(page, page.get_by_role("button", name="Aanmelden", exact=True))
    expect(page.get_by_text(WATCHED)).to_be_visible()
    stands_somewhere(page)
    presses(page, page.get_by_role("button", name="15 minuten langer"))
    presses(page, page.get_by_role("button", name="Andere tijd"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Andere tijd")).to_be_focused()
    presses(page, page.get_by_role("button", name="Afmelden"))
    expect(page.get_by_text(WATCHED)).to_be_hidden()
    stands_somewhere(page)
    expect(page.get_by_role("heading", name="Na afloop")).to_be_visible()
    presses(page, page.get_by_role("link", name="Melding maken").or_(page.get_by_role("button", name="Melding maken")))
    chooses(page, page.get_by_label("Schelden"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Bedreigen")).to_be_checked()
    for _ in range(2):
        presses(page, page.get_by_role("button", name="Verder"))
    types(page, page.get_by_role("textbox").first, "Hij dreigde met een mes")
    while page.get_by_role("button", name="Verder").is_visible():
        presses(page, page.get_by_role("button", name="Verder"))
    presses(page, page.get_by_role("button", name="Versturen"))
    expect(page.get_by_role("link", name="Klaar")).to_be_visible()
    stands_somewhere(page)
    presses(page, page.get_by_role("link", name="Klaar"))
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    app.forgets_messages()


def test_a_worker_raises_an_alarm(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring()
    app.jan.checks_in(minutes=10)
    page = signs_in(phone, app, app.jan, "Vandaag")
    presses(page, page.get_by_role("link", name="Noodknop").or_(page.get_by_role("button", name="Noodknop")))
    presses(page, page.get_by_role("button", name="Alarm slaan"))
    presses(page, page.get_by_role("button", name="Ja, nu"))
    expect(page.get_by_text("Alarm verstuurd").first).to_be_visible()
    stands_somewhere(page)
    app.fatima.on_alarm(app.fatima.alarm(), "acknowledge")
    expect(page.get_by_text(re.compile("Fatima.*pakt het op"))).to_be_visible()
    stands_somewhere(page)
    presses(page, page.get_by_role("button", name="Het was loos alarm"))
    expect(page.get_by_role("button", name="Doorgegeven")).to_be_focused()
    presses(page, page.get_by_role("button", name="Verberg dit scherm"))
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    stands_somewhere(page)
    app.forgets_messages()


def test_a_colleague_takes_an_alarm_writes_scales_up_and_closes_it(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    page = signs_in(desk, app, app.fatima, "Bord")
    row = page.get_by_role("region", name="Jan de Wit drukte op de noodknop")
    presses(page, row.get_by_role("button", name="Ik pak dit op"))
    presses(page, row.get_by_role("link", name="Openen"))
    expect(page.get_by_role("heading", name=re.compile("Jan de Wit")).first).to_be_visible()
    stands_somewhere(page)
    presses(page, page.get_by_role("checkbox").first, "Space")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_role("checkbox").first).to_be_focused()
    types(page, page.get_by_label("Notitie"), "Ze doet open, hij is weg")
    presses(page, page.get_by_role("button", name="Zet erbij"))
    expect(page.get_by_text("Ze doet open, hij is weg").last).to_be_visible()
    stands_somewhere(page)
    presses(page, page.get_by_role("button", name="Schaal nu op"))
    presses(page, page.get_by_role("dialog").get_by_role("button", name="Schaal nu op"))
    expect(page.get_by_text("112 moet gebeld worden").first).to_be_visible()
    stands_somewhere(page)
    presses(page, page.get_by_role("button", name="Ik pak dit op"))
    presses(page, page.get_by_role("button", name="Doorgeven"))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Doorgeven")).to_be_focused()
    presses(page, page.get_by_role("button", name="Afsluiten"))
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Space")
    presses(page, sheet.get_by_role("button", name="Afsluiten"))
    expect(sheet).to_be_hidden()
    stands_somewhere(page)
    assert app.jan.visit(visit)["alarm"] is None
    app.forgets_messages()


def test_a_manager_decides_and_signs(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("woonmaatschappij")
    report = filed(app)
    page = signs_in(desk, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{report}")
    section = page.get_by_role("region", name="Maatregelen")
    presses(page, section.get_by_role("button", name="Besluiten: Toegangsverbod"))
    sheet = page.get_by_role("dialog")
    until = sheet.get_by_label("Tot en met")
    tabs_to(page, until)
    page.keyboard.type((app.now() + timedelta(days=30)).date().strftime("%m%d%Y"))
    types(page, sheet.get_by_label("Waarom", exact=True), "Hij verhuist daarna")
    presses(page, sheet.get_by_role("button", name="Zo besluiten"))
    expect(section).to_contain_text("Hij verhuist daarna")
    stands_somewhere(page)
    tabs_to(page, page.get_by_label("Welke brief?"))
    page.keyboard.press("ArrowDown")
    presses(page, page.get_by_role("button", name="Brief maken"))
    letters = page.get_by_role("region", name="Brieven")
    presses(page, letters.get_by_role("button", name="Invullen of veranderen"))
    sheet = page.get_by_role("dialog")
    types(page, sheet.get_by_label("Wat gebeurde er?"), "Op 3 mei dreigde u aan de balie.")
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    presses(page, letters.get_by_role("button", name="Ondertekenen"))
    presses(page, sheet.get_by_role("button", name="Ondertekenen"))
    expect(letters.get_by_text("Nog niet getekend")).to_have_count(0)
    stands_somewhere(page)
    app.forgets_messages()


def test_the_reception_writes_down_that_somebody_came(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("woonmaatschappij")
    report = filed(app)
    until = (app.now() + timedelta(days=30)).date().isoformat()
    ban = {"kind": "access_ban", "until": until, "reason": "Tot hij verhuist"}
    app.karin.posts(f"/v1/incidents/{report}/measures", ban, expect=201)
    page = signs_in(desk, app, Person(app, app.ours.reception), "Toegangsverboden")
    types(page, page.get_by_label("Zoek op naam"), "piet")
    presses(page, page.get_by_role("button", name="J. Pieters is er toch"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="J. Pieters is er toch")).to_be_focused()
    presses(page, page.get_by_role("button", name="J. Pieters is er toch"))
    presses(page, page.get_by_role("dialog").get_by_role("button", name="Vastleggen"))
    expect(page.get_by_text("Vastgelegd.")).to_be_visible()
    stands_somewhere(page)
    app.forgets_messages()


def test_the_registrar_marks_an_address(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring()
    page = signs_in(desk, app, app.ruth, "Meldingen")
    presses(page, page.get_by_role("link", name="Risicoadressen"))
    presses(page, page.get_by_role("button", name="Adres voorstellen"))
    presses(page, page.get_by_role("button", name="Voorstellen", exact=True))
    expect(page.get_by_label("Postcode", exact=True)).to_be_focused()
    page.keyboard.type("5211 AA")
    types(page, page.get_by_label("Nummer"), "12")
    chooses(page, page.get_by_label("Bel eerst"))
    types(page, page.get_by_label("Waarom", exact=True), "Dreigde op 3 mei met een hamer")
    presses(page, page.get_by_role("button", name="Voorstellen", exact=True))
    mark = page.get_by_role("listitem").filter(has_text="5211 AA")
    expect(mark).to_be_visible()
    stands_somewhere(page)
    app.forgets_messages()


def test_the_administrator_reads_in_people_and_makes_a_roster(app: AppUnderTest, desk: BrowserContext) -> None:
    page = signs_in(desk, app, app.anne, "Mensen")
    presses(page, page.get_by_role("button", name="Bestand inlezen"))
    region = page.get_by_role("region", name="Mensen inlezen")
    # Listening before the way there: the browser is told of it beside the keys, not before them.
    with page.expect_file_chooser() as chooser:
        tabs_to(page, region.get_by_label("Bestand"))
        page.keyboard.press("Space")
    chooser.value.set_files(
        {
            "name": "m.csv",
            "mimeType": "text/csv",
            "buffer": PEOPLE,
        }
    )
    presses(page, region.get_by_role("button", name="Eerst nakijken"))
    presses(page, region.get_by_role("button", name="1 rij overnemen"))
    expect(page.get_by_text("Sanne Vos")).to_be_visible()
    presses(page, region.get_by_role("button", name="Sluiten"))
    presses(page, page.get_by_role("link", name="Rooster"))
    presses(page, page.get_by_role("button", name="Week verder"))
    presses(page, page.get_by_role("button", name="Dienst toevoegen"))
    shift = page.locator("details[open]")
    tabs_to(page, shift.get_by_label("Wie"))
    page.keyboard.type("Fatima")
    chooses(page, shift.get_by_label("za", exact=True))
    presses(page, page.get_by_role("button", name="Rooster bewaren"))
    presses(page, shift.get_by_role("button", name="Weghalen"))
