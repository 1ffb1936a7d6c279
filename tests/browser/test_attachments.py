"""Photos and papers on the page of a report: added, refused with the reason, looked at, taken away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.pictures import for_a_look
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH
from tests.unit.test_pictures import SVG, a_picture

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PHOTO = a_picture(size=(1200, 800), colour="#8a5a3c")


def test_a_photo_is_added_looked_at_and_taken_away(app: AppUnderTest, chromium: Browser) -> None:
    app.lets_calls_ring().runs_on("corporatie")
    report = {
        "kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij trapte tegen de deur",
        "behaviours": [{"id": "threat", "channel": "home_visit"}],
    }  # fmt: skip
    filed = app.jan.posts("/v1/incidents", report, expect=201)["id"]
    app.forgets_messages()
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale=DUTCH["locale"],
        service_workers="block",  # it begins after some seconds, and what it fetches no route of a page sees
    )  # fmt: skip
    page = signs_in(context, app, app.jan, "Vandaag")
    page.goto(f"{app.settings.base_url}/incidents/{filed}")
    section = page.get_by_role("region", name="Bijlagen")
    chooses = section.get_by_label("Bestand kiezen")
    for_a_look(page, "attachments-none")

    chooses.set_input_files({"name": "tekening.svg", "mimeType": "image/svg+xml", "buffer": SVG})
    section.get_by_role("button", name="Toevoegen").click()
    expect(section.get_by_role("alert")).to_contain_text("Dit soort bestand bewaren we niet")
    for_a_look(page, "attachments-refused")
    section.get_by_role("button", name="Kies een ander bestand").click()

    section.get_by_label("Foto maken").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": PHOTO})
    section.get_by_label("Wat zie of hoor je?").fill("De voordeur, van buiten, met de deuk en de splinters op de mat")
    for_a_look(page, "attachments-chosen")
    section.get_by_role("button", name="Toevoegen").click()
    expect(section.get_by_role("listitem")).to_contain_text("De voordeur")
    expect(section.get_by_role("listitem")).to_contain_text("Jan")
    sound = b"ID3\x03\x00" + bytes(2_000_000)
    chooses.set_input_files({"name": "opname.mp3", "mimeType": "audio/mpeg", "buffer": sound})
    page.route("**/attachments", lambda route: route.abort(), times=1)
    section.get_by_role("button", name="Toevoegen").click()
    expect(section.get_by_role("alert")).to_contain_text("nog niet bewaard")
    for_a_look(page, "attachments-not-kept")
    section.get_by_role("button", name="Opnieuw proberen").click()
    expect(section.get_by_role("listitem")).to_have_count(2)
    for_a_look(page, "attachments-two")

    section.get_by_role("button", name="Bekijken: De voordeur").click()
    picture = page.get_by_role("dialog").get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 1200
    for_a_look(page, "attachments-picture")
    page.get_by_role("dialog").get_by_role("button", name="Sluiten").click()
    with page.expect_download() as fetched:
        section.get_by_role("link", name="Ophalen").click()
    assert fetched.value.suggested_filename == "bijlage.mp3"

    section.get_by_role("button", name="Weghalen: Geluid").click()
    section.get_by_role("button", name="Ja, weghalen").click()
    expect(section.get_by_role("listitem")).to_have_count(1)
    context.close()
    desk = chromium.new_context(viewport={"width": 1280, "height": 800}, locale=DUTCH["locale"])
    page = signs_in(desk, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{filed}")
    expect(page.get_by_role("region", name="Bijlagen").get_by_role("listitem")).to_contain_text("De voordeur")
    for_a_look(page, "attachments-desk")
    desk.close()
