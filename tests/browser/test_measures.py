"""What is done about who did it, on the screens: a manager decides, and the reception reads the list."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pictures import for_a_look
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.chromium import DUTCH
from tests.unit.test_pictures import a_picture

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def filed(app: AppUnderTest) -> str:
    body = {
        "kind": "threatening",
        "happenedAt": (app.now() - timedelta(hours=1)).isoformat(),
        "description": "Hij dreigde",
        "behaviours": [{"id": "threat", "channel": "office"}],
        "aggressor": {"name": "Pieters", "initials": "J.", "dateOfBirth": "1981-03-04", "clientReference": "K-77"},
    }
    made: str = app.jan.posts("/v1/incidents", body, expect=201)["id"]
    app.forgets_messages()  # of the care that begins with each report
    return made


def test_a_manager_decides_and_the_reception_reads_it(app: AppUnderTest, chromium: Browser) -> None:
    app.lets_calls_ring().runs_on("woonmaatschappij")
    first, second = filed(app), filed(app)
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=DUTCH["locale"])
    page = signs_in(context, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{second}")
    section = page.get_by_role("region", name="Maatregelen")
    expect(section).to_contain_text("Eerste keer")
    section.get_by_role("button", name="Vergelijken: Melding van").click()
    compared = page.get_by_role("dialog")
    expect(compared.get_by_role("row", name="Kenmerk")).to_contain_text("K-77")
    compared.get_by_role("button", name="Dit is dezelfde persoon").click()
    expect(section).to_contain_text("Dezelfde persoon volgens")
    expect(section.get_by_role("link", name="Melding van")).to_have_attribute("href", f"/incidents/{first}")
    section.get_by_role("button", name="Besluiten: Toegangsverbod").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Tot en met").fill((app.now() + timedelta(days=30)).date().isoformat())
    sheet.get_by_role("button", name="Zo besluiten").click()
    expect(sheet).to_contain_text("Schrijf erbij waarom")
    sheet.get_by_label("Waarom", exact=True).fill("Hij verhuist daarna")
    sheet.get_by_role("button", name="Zo besluiten").click()
    expect(section).to_contain_text("Anders dan het protocol aangeeft")
    expect(section).to_contain_text("Waarom: Hij verhuist daarna")
    for_a_look(page, "case-desk")
    page.set_viewport_size({"width": 390, "height": 844})
    section.get_by_role("heading", name="Voorgelegd en besloten").scroll_into_view_if_needed()
    photo = a_picture(size=(600, 800), colour="#8a5a3c")
    section.get_by_label("Foto voor de lijst bij de deur").set_input_files(
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    expect(section.get_by_role("img")).to_be_visible()
    for_a_look(page, "case-phone")
    context.close()

    reception = chromium.new_context(viewport={"width": 390, "height": 844}, locale=DUTCH["locale"])
    page = signs_in(reception, app, Person(app, app.ours.reception), "Toegangsverboden")
    expect(page.get_by_text("J. Pieters", exact=True)).to_be_visible()
    expect(page.get_by_text("Mag hier niet binnen.")).to_be_visible()
    of_them = page.get_by_role("img", name="Foto van J. Pieters")
    assert of_them.evaluate("one => one.decode().then(() => one.naturalWidth)") == 600
    for_a_look(page, "bans-phone")
    page.get_by_role("button", name="J. Pieters is er toch").click()
    sheet = page.get_by_role("dialog")
    for_a_look(page, "broken-phone")
    sheet.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Vastgelegd.")).to_be_visible()
    reception.close()
    assert len(app.karin.asks("/v1/measures?inForce=true")["measures"][0]["breaches"]) == 1
