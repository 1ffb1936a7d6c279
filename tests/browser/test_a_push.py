"""A push as its owner meets it: asked for by a press, shown in words that say nothing, and missed when it fails.

Google's own service is not there: the test's push service stands in its place, and the browser gets from it by its own
developer tools what arrived there.
"""

import json
import time
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_the_worker import opens_the_app
from tests.support.app_under_test import AppUnderTest, an_address
from tests.support.processes import SOON
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


def arrives(page: Page, data: str) -> list[list[str]]:
    """What the browser shows once its own push machinery gave this to the service worker.

    Where the worker did not start in time, on a machine with its hands full, the browser throws the push away and says
    nothing; a service would send it again, and so do we.
    """
    tools = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    tools.send("ServiceWorker.enable")
    for _ in range(100):
        if found:
            break
        page.wait_for_timeout(50)
    where = {"origin": page.evaluate("location.origin"), "registrationId": found[-1]["registrationId"]}
    shown: list[list[str]] = []
    for _ in range(4):
        tools.send("ServiceWorker.deliverPushMessage", {**where, "data": data})
        give_up = time.monotonic() + SOON / 4
        while not shown and time.monotonic() < give_up:
            page.wait_for_timeout(50)
            shown = page.evaluate(SHOWN)
        if shown:
            break
    tools.detach()
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
        (shown,) = arrives(page, json.dumps(question))
        assert shown == ["Een vraag voor je", "Open de app om te antwoorden.", question["about"]["id"], ["Alles goed"]]
        (worker,) = phone.service_workers
        worker.evaluate(PRESSED)
        expect(page.get_by_role("heading", name="Bezoek")).to_be_visible()
        assert page.evaluate(SHOWN) == []
        assert arrives(page, "geen JSON")[0][0] == "Er is iets in Achterwacht"

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
