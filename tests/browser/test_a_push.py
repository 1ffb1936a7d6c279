"""A push as its owner meets it: asked for by a press, shown in words that say nothing, and missed when it fails.

Google's own service is not there: the test's push service stands in its place, and the browser gets from it by its own
developer tools what arrived there.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_the_worker import opens_the_app
from tests.support.app_under_test import AppUnderTest, an_address
from tests.support.processes import eventually
from tests.support.push_service import a_push_service

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
# What the browser would get from its maker's service.
SUBSCRIBING = """(() => {
  const made = () => ({ ...%s, options: {}, unsubscribe: async () => (localStorage.removeItem("made"), true) });
  PushManager.prototype.subscribe = async () => (localStorage.setItem("made", "yes"), made());
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("made") ? made() : null);
})()"""
SHOWN = """() => navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => all.map(
  (one) => [one.title, one.body, one.tag, one.actions.map((action) => action.title)]))"""
PRESSED = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


def arrives(page: Page, data: str) -> None:
    """Let the browser's own push machinery give this to the service worker."""
    tools = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    tools.send("ServiceWorker.enable")
    for _ in range(100):
        if found:
            break
        page.wait_for_timeout(50)
    where = {"origin": page.evaluate("location.origin"), "registrationId": found[-1]["registrationId"]}
    tools.send("ServiceWorker.deliverPushMessage", {**where, "data": data})
    tools.detach()


def soon_shown(page: Page) -> list[list[str]]:
    """What the browser shows: also where the service worker takes its time."""
    shown: list[list[str]] = []

    def is_shown() -> bool:
        shown[:] = page.evaluate(SHOWN)
        return bool(shown)

    eventually(is_shown)
    return shown


def test_a_push_is_asked_for_by_a_press_shown_opened_and_missed(app: AppUnderTest, phone: BrowserContext) -> None:
    with a_push_service() as service:
        app.pushes_through(service)
        browser = service.subscribe()
        keys = {"p256dh": browser.address.p256dh, "auth": browser.address.auth}
        address = {"endpoint": browser.address.endpoint, "keys": keys}
        phone.grant_permissions(["notifications"], origin=str(app.http.base_url))
        phone.add_init_script(SUBSCRIBING % f"{{ toJSON: () => ({json.dumps(address)}) }}")
        page = opens_the_app(phone, app)
        page.get_by_role("link", name="Ik", exact=True).click()
        expect(page.get_by_text("Pushberichten staan uit.")).to_be_visible()
        page.get_by_role("button", name="Zet pushberichten aan").click()
        expect(page.get_by_text("laat pushberichten zien")).to_be_visible()

        visit = app.jan.checks_in(minutes=30, address=an_address(12))
        app.passes(minutes=31)
        app.forgets_messages()
        question = browser.shown[-1]
        arrives(page, json.dumps(question))
        (shown,) = soon_shown(page)
        assert shown == ["Een vraag voor je", "Open de app om te antwoorden.", question["about"]["id"], ["Alles goed"]]
        (worker,) = phone.service_workers
        worker.evaluate(PRESSED)
        expect(page.get_by_role("heading", name="Bezoek")).to_be_visible()
        assert page.evaluate(SHOWN) == []
        arrives(page, "geen JSON")
        assert soon_shown(page)[0][0] == "Er is iets in Achterwacht"

        app.jan.does(visit, "check-out")
        app.settles()
        app.forgets_messages()
        browser.answers = [410]
        again = app.jan.checks_in(minutes=30, address=an_address(12))
        app.passes_until(lambda: not browser.answers)
        app.forgets_messages()
        page.reload()
        expect(page.get_by_text("Pushberichten op dit apparaat werken niet meer, zet ze weer aan.")).to_be_visible()
        page.get_by_role("button", name="Zet weer aan").click()
        expect(page.get_by_role("button", name="Zet weer aan")).to_be_hidden()
        app.jan.does(again, "check-out")
        app.settles()
        app.forgets_messages()
