"""A talk after an incident, led by a manager: on the phone beside the employee, and at the desk. What was ticked stays
when the network goes, and the date of the next one is seen at once.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.pictures import for_a_look
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
SECOND = "Tweede gesprek met Jan de Wit"


def begun(app: AppUnderTest) -> str:
    """001 L364-437: at once, after one to three days, after two or three months. The first care was given."""
    app.lets_calls_ring().runs_on("corporatie")
    report = {
        "kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde met een mes",
        "behaviours": [{"id": "threat", "channel": "home_visit"}],
    }  # fmt: skip
    filed: str = app.jan.posts("/v1/incidents", report, expect=201)["id"]
    for task in app.karin.asks("/v1/tasks?mine=true")["tasks"]:
        if task["kind"] == "first_care":
            app.karin.posts(f"/v1/tasks/{task['id']}/done", {})
    app.forgets_messages()
    return filed


def opens_it(app: AppUnderTest, context: BrowserContext, filed: str) -> Page:
    page = signs_in(context, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/incidents/{filed}")
    expect(page.get_by_role("region", name="Nazorg")).to_be_visible()
    return page


def test_what_was_ticked_on_the_phone_outlives_the_network(app: AppUnderTest, chromium: Browser) -> None:
    filed = begun(app)
    app.passes(minutes=2 * 24 * 60)  # one to three days later
    app.forgets_messages()
    app.karin.signs_in()
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale=DUTCH["locale"]
    )
    page = opens_it(app, context, filed)
    care = page.get_by_role("region", name="Nazorg")
    points = care.get_by_role("group", name="Vink aan wat je deed").first
    ticked = [points.get_by_role("checkbox").nth(place) for place in (0, 1)]
    for one in ticked:
        one.check()
    care.get_by_role("radio", name="Gevoerd", exact=True).first.check(force=True)
    for_a_look(page, "talk-phone")

    context.set_offline(True)
    care.get_by_role("button", name="Dit is gedaan").first.click()
    expect(care.get_by_role("alert").first).to_be_in_viewport()
    for one in ticked:
        expect(one).to_be_checked()
    for_a_look(page, "talk-phone-offline")
    assert {one["state"] for one in talks(app, filed) if SECOND in one["title"]} == {"open"}

    context.set_offline(False)
    care.get_by_role("button", name="Dit is gedaan").first.click()
    expect(care.get_by_text(f"{SECOND}: gedaan")).to_be_visible()
    (held,) = [one for one in talks(app, filed) if SECOND in one["title"]]
    assert (held["state"], held["outcome"]) == ("done", "held")
    assert [one["done"] for one in held["points"]][:3] == [True, True, False]
    assert held["note"] == "", "nowhere it says how somebody is"
    context.close()


def test_at_the_desk_the_date_of_the_next_is_seen(app: AppUnderTest, chromium: Browser) -> None:
    filed = begun(app)
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale=DUTCH["locale"])
    page = opens_it(app, context, filed)
    care = page.get_by_role("region", name="Nazorg")
    folded = care.locator("details").filter(has_text=SECOND)
    expect(folded.get_by_role("button", name="Dit is gedaan")).to_be_hidden()
    expect(care.get_by_role("listitem").filter(has_text=SECOND)).to_contain_text("uiterlijk")
    expect(care.get_by_role("textbox")).to_have_count(0)
    for_a_look(page, "talk-desk")
    context.close()


def talks(app: AppUnderTest, filed: str) -> list[dict[str, Any]]:
    return [one for one in app.karin.asks(f"/v1/incidents/{filed}/tasks")["tasks"] if one["kind"] == "talk"]
