"""What the browser does once there is a network again: it wakes the service worker, whether a page is open or not."""

from typing import Any

from playwright.sync_api import Page

from tests.support.app_under_test import AppUnderTest


def wakes_the_service_worker(page: Page, app: AppUnderTest) -> None:
    """Dispatch the sync for which the app asked. page: any of this browser, as an empty one."""
    browser = page.context.new_cdp_session(page)
    workers: list[str] = []
    browser.on("ServiceWorker.workerRegistrationUpdated", lambda one: workers.extend(_ids(one)))
    browser.send("ServiceWorker.enable")
    for _ in range(100):
        if workers:
            break
        page.wait_for_timeout(50)
    sync = {"origin": str(app.http.base_url), "registrationId": workers[0], "tag": "deliver", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", sync)


def _ids(updated: dict[str, Any]) -> list[str]:
    return [one["registrationId"] for one in updated["registrations"] if not one["isDeleted"]]
