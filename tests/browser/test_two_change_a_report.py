"""Two people change one report: what each changed alone stays, what both changed is asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.test_the_worker import opens_the_app
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_neither_undoes_what_the_other_wrote(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("losser")
    report = {
        "kind": "threatening",
        "happenedAt": app.now().isoformat(),
        "description": "Hij trapte",
        "channel": "office",
    }
    filed = app.jan.posts("/v1/incidents", report, expect=201)["id"]
    page = opens_the_app(phone, app)
    page.goto(f"{app.settings.base_url}/incidents/{filed}")
    page.get_by_role("link", name="Formulier afmaken").click()
    expect(page.get_by_role("heading", name="Wat voor gedrag was het?")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^D-gedrag")).check(force=True)
    page.get_by_text("Alle stappen").click()
    page.get_by_role("button", name="Het verhaal", exact=True).click()
    page.get_by_label("Vertel wat er gebeurde").fill("Zoals ik het zag, met alles erbij")
    better = {"state": "seen", "description": "Beter gezegd door Karin", "aggressor": {"name": "Pieters"}}
    app.karin.patches(f"/v1/incidents/{filed}", better)
    page.get_by_role("button", name="Bewaren, later verder").click()
    expect(page.get_by_text(re.compile("veranderde intussen hetzelfde"))).to_be_visible()
    page.get_by_role("button", name="Laat staan wat ik schreef").click()
    page.get_by_text("Alle stappen").click()
    page.get_by_role("button", name="Nakijken", exact=True).click()
    page.get_by_role("button", name="Het formulier is af").click()
    expect(page.get_by_role("heading", name=re.compile("Melding van"))).to_be_visible()
    now = app.jan.asks(f"/v1/incidents/{filed}")
    assert now["description"] == "Zoals ik het zag, met alles erbij"
    assert (now["aggressor"]["name"], now["conductClass"], now["state"]) == ("Pieters", "D", "completed")
    app.forgets_messages()
