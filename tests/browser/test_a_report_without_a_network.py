"""A report at the door without a network: written down with its form and a photo, and at the server once."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pictures import for_a_look
from tests.browser.test_the_worker import opens_the_app
from tests.browser.with_the_page_closed import wakes_the_service_worker
from tests.support.app_under_test import AppUnderTest
from tests.unit.test_pictures import a_picture

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
PHOTO = a_picture(size=(1200, 800), colour="#8a5a3c")
UNSENT = "Een melding is nog niet helemaal verstuurd"


def test_it_outlives_the_app_and_arrives_once_with_its_form_and_photo(app: AppUnderTest, phone: BrowserContext) -> None:
    page = _writes_it_down(app, phone)
    page.close()
    assert app.jan.asks("/v1/incidents")["incidents"] == []

    page = phone.new_page()
    page.goto(str(app.http.base_url))
    expect(page.get_by_text(UNSENT)).to_be_visible()
    for_a_look(page, "form-today")
    page.get_by_role("link", name="Melding openen").click()
    _goes_to(page, "Wie deed het?")
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Pieters")
    page.get_by_role("link", name="Vandaag").click()
    phone.set_offline(False)
    expect(page.get_by_text(UNSENT)).to_have_count(0, timeout=60_000)

    _arrived_once(app)


def test_it_goes_with_its_form_and_photo_when_the_app_is_closed(app: AppUnderTest, phone: BrowserContext) -> None:
    page = _writes_it_down(app, phone)
    page.goto("about:blank")
    phone.set_offline(False)
    wakes_the_service_worker(page, app)
    for _ in range(200):
        (filed,) = app.jan.asks("/v1/incidents")["incidents"] or [None]
        if filed and app.jan.asks(f"/v1/incidents/{filed['id']}")["attachments"]:
            break
        page.wait_for_timeout(100)
    _arrived_once(app)

    page.goto(str(app.http.base_url))
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    expect(page.get_by_text(UNSENT)).to_have_count(0)
    _arrived_once(app)


def _writes_it_down(app: AppUnderTest, phone: BrowserContext) -> Page:
    """A report with its form and a photo, on a phone without a network."""
    app.lets_calls_ring().runs_on("s-hertogenbosch")
    page = opens_the_app(phone, app)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.get_by_role("link", name="Kaarten").click()
    expect(page.get_by_role("heading", name="Kaarten")).to_be_visible()
    expect(page.get_by_text("Er zijn nog geen kaarten")).to_be_hidden()  # the protocol is on the phone
    phone.set_offline(True)

    page.get_by_role("link", name="Melding", exact=True).click()
    page.get_by_role("radio", name="Schelden").check(force=True)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("radio", name="Buiten").check(force=True)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Vertel wat er gebeurde").fill("Hij schold en trapte tegen de deur")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Melding: nog niet bevestigd")).to_be_visible()
    for_a_look(page, "form-on-its-way")

    page.get_by_role("link", name="Nu de rest invullen").click()
    expect(page.get_by_role("heading", name="Wat voor gedrag was het?")).to_be_visible()
    page.get_by_role("checkbox", name="Schelden").check(force=True)
    page.get_by_role("group", name="Hoe of waar: Schelden").get_by_role("checkbox", name="Schriftelijk").check(
        force=True
    )
    _goes_to(page, "Wie deed het?")
    page.get_by_label("Naam", exact=True).fill("Pieters")
    _goes_to(page, "Schade")
    page.get_by_role("radio", name="Ja").check(force=True)
    page.get_by_label("Wat is er kapot of weg?").fill("Bril")
    page.get_by_label("Bedrag in euro").fill("129,95")
    _goes_to(page, "Foto's, geluid en papieren")
    page.get_by_label("Foto maken").set_input_files({"name": "deur.jpg", "mimeType": "image/jpeg", "buffer": PHOTO})
    expect(page.get_by_role("listitem").filter(has_text="deur.jpg")).to_contain_text("Bewaard")
    for_a_look(page, "form-files")
    page.get_by_role("button", name="Bewaren, later verder").click()
    expect(page.get_by_text("Nog niet verstuurd")).to_be_visible()
    for_a_look(page, "form-waits")
    return page


def _arrived_once(app: AppUnderTest) -> None:
    (filed,) = app.jan.asks("/v1/incidents")["incidents"]
    report = app.jan.asks(f"/v1/incidents/{filed['id']}")
    assert [one["what"] for one in report["attachments"]] == ["picture"]
    assert (report["revision"], report["aggressor"]["name"]) == (2, "Pieters")
    assert {one["channel"] for one in report["behaviours"]} >= {"in_writing"}
    assert [(one["what"], one["amount"]) for one in report["damages"]] == [("Bril", 129.95)]
    app.forgets_messages()


def _goes_to(page: Page, step: str) -> None:
    page.get_by_text("Alle stappen").click()
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()
