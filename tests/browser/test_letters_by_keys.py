"""A letter after it was signed, with the keys alone: handed over, sent by registered mail, refused."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.inside import is_inside
from tests.browser.test_jobs_by_keys import chooses, presses, types
from tests.browser.test_measures import filed
from tests.browser.test_the_keyboard import stands_somewhere
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
WHAT = {"what": "Op 3 mei dreigde u aan de balie."}
STANDS_IN = "(one) => one.contains(document.activeElement)"


def signed(app: AppUnderTest, report: str) -> Any:
    letter = {"letterId": "warning", "addressee": {"name": "J. Pieters"}, "facts": WHAT}
    made = app.karin.posts(f"/v1/incidents/{report}/letters", letter, expect=201)
    return app.karin.posts(f"/v1/letters/{made['id']}/sign", {})


def stands_in(page: Page, wanted: Locator) -> None:
    """Whoever did something with one letter goes on at that letter."""
    expect(wanted).to_be_visible()
    stands_somewhere(page)
    assert wanted.evaluate(STANDS_IN), page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")


def test_sent_refused_and_told_of(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("woonmaatschappij")
    report = filed(app)
    first, second = signed(app, report), signed(app, report)
    page = is_inside(desk, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{report}")
    letter = page.get_by_role("article", name="Waarschuwingsbrief").filter(has_text=second["number"])
    other = page.get_by_role("article", name="Waarschuwingsbrief").filter(has_text=first["number"])
    sheet = page.get_by_role("dialog")
    deliver = letter.get_by_role("button", name="Bezorgd", exact=True)
    presses(page, deliver)
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    # What is missing is said, and one stands at the first of it.
    expect(sheet.get_by_label("Overhandigd")).to_be_focused()
    page.keyboard.press("Escape")
    expect(deliver).to_be_focused()
    presses(page, deliver)
    chooses(page, sheet.get_by_label("Overhandigd"))
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(sheet.get_by_label("Aangetekend", exact=True)).to_be_checked()
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    expect(sheet.get_by_label("Ja", exact=True)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(sheet.get_by_label("Nog niet bekend")).to_be_checked()
    types(page, sheet.get_by_label("Waar en wanneer"), "RR 12")
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    arrived = letter.get_by_role("button", name="Noteren of hij aankwam")
    expect(arrived).to_be_visible()
    stands_in(page, letter)
    presses(page, arrived)
    chooses(page, sheet.get_by_label("Ja", exact=True))
    page.keyboard.press("ArrowDown")
    expect(sheet.get_by_label("Geweigerd")).to_be_checked()
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    refusal = letter.get_by_role("button", name="Verslag van de weigering")
    expect(refusal).to_be_visible()
    stands_in(page, letter)
    presses(page, refusal)
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    expect(sheet.get_by_label("Wat gebeurde er?")).to_be_focused()
    page.keyboard.type("Hij liet de postbode staan.")
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    expect(letter.get_by_text("Hij liet de postbode staan.")).to_be_visible()
    stands_in(page, letter)
    expect(other.get_by_role("button", name="Bezorgd", exact=True)).to_be_visible()
    app.forgets_messages()


def test_handed_over(app: AppUnderTest, desk: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("woonmaatschappij")
    report = filed(app)
    made = signed(app, report)
    page = is_inside(desk, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{report}")
    letter = page.get_by_role("article", name="Waarschuwingsbrief")
    sheet = page.get_by_role("dialog")
    presses(page, letter.get_by_role("button", name="Bezorgd", exact=True))
    chooses(page, sheet.get_by_label("Overhandigd"))
    chooses(page, sheet.get_by_label("Ja", exact=True))
    types(page, sheet.get_by_label("Waar en wanneer"), "Aan de balie, 10.15")
    presses(page, sheet.get_by_role("button", name="Bewaren"))
    expect(sheet).to_be_hidden()
    stands_in(page, letter)
    expect(letter.get_by_role("button", name="Bezorgd", exact=True)).to_be_hidden()
    expect(letter.get_by_text("Overhandigd")).to_be_visible()
    kept = app.karin.asks(f"/v1/letters/{made['id']}")["delivered"]
    assert (kept["how"], kept["receipt"], kept["note"]) == ("in_person", "signed", "Aan de balie, 10.15")
    app.forgets_messages()


def test_a_template_without_a_file(app: AppUnderTest, desk: BrowserContext) -> None:
    app.runs_on("woonmaatschappij")
    page = is_inside(desk, app, app.anne, "Mensen")
    page.goto(f"{app.settings.base_url}/letter-templates")
    template = page.get_by_role("article", name="Waarschuwingsbrief")
    presses(page, template.get_by_role("button", name="Gebruiken"))
    expect(template.get_by_label("Nieuw sjabloon")).to_be_focused()
