"""A newer version of the app, as a phone gets it: by the real service worker, while somebody has the old one open.

What is served is what the build made, and then a copy of it in which every file is called otherwise, as after a
release: of the old one nothing is left at the server.
"""

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.pwa import DIST
from tests.browser.inside import is_inside
from tests.browser.test_the_worker import WATCHED
from tests.browser.test_what_comes_after_the_start import without_a_service_worker
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.organisations import PASSWORD
from tests.support.shared_app import front

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
BEFORE, SINCE = "0.1.0", "0.1.1"
HASHED = re.compile(r"-[\w-]{8}(?=\.(?:js|mjs|css)$)")
OF_THE_PAGE = re.compile(r'"revision":"[0-9a-f]{32}","url":"index\.html"')
IS_KEPT = "() => window.kept > 0 && navigator.serviceWorker.controller !== null"
"""And from then on a newer one is looked for."""
SEES_WHAT_COMES = """() => {
  const { update } = ServiceWorkerRegistration.prototype, { register } = ServiceWorkerContainer.prototype;
  window.looked = window.taken = window.kept = 0;
  ServiceWorkerContainer.prototype.register = function (...what) {
    const made = register.apply(this, what);
    made.then(() => setTimeout(() => window.kept++));
    return made;
  };
  ServiceWorkerRegistration.prototype.update = function () { window.looked++; return update.call(this); };
  navigator.serviceWorker.addEventListener("controllerchange", () => window.taken++);
}"""
IS_ANOTHER = "(old) => performance.timeOrigin !== old"
COMES_BACK = "() => document.dispatchEvent(new Event('visibilitychange'))"


def released(to: Path) -> None:
    """The next version: the same app, in which every file with a digest has another, and it says that it is newer."""
    # Not what is compressed: that would be the old one.
    shutil.copytree(DIST, to, ignore=shutil.ignore_patterns("*.br", "*.gz", "screenshots"))
    names = {one.name: HASHED.sub(lambda found: found[0][:-1] + "~", one.name) for one in (to / "assets").iterdir()}
    assert all(old != new for old, new in names.items())
    for one in to.rglob("*"):
        if one.suffix not in (".js", ".mjs", ".css", ".html"):
            continue
        said = one.read_text(encoding="utf-8").replace(f"`{BEFORE}`", f"`{SINCE}`")
        for old, new in names.items():
            said = said.replace(old, new)
        one.write_text(said, encoding="utf-8")
    for old, new in names.items():
        (to / "assets" / old).rename(to / "assets" / new)
    digest = hashlib.md5((to / "index.html").read_bytes(), usedforsecurity=False).hexdigest()
    said, found = OF_THE_PAGE.subn(f'"revision":"{digest}","url":"index.html"', (to / "sw.js").read_text("utf-8"))
    assert found == 1, "the service worker names the page otherwise"
    (to / "sw.js").write_text(said, encoding="utf-8")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newer") / "dist"
    released(folder)
    return folder


Release = Callable[[], None]


@pytest.fixture
def releases(newer: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """From then on the server has the next version, and nothing of the one before."""
    return lambda: monkeypatch.setattr(front().pages, "dist", newer)


def has_it(context: BrowserContext, app: AppUnderTest) -> Page:
    """Jan's phone, which has the app from before."""
    context.add_init_script(f"({SEES_WHAT_COMES})()")
    page = is_inside(context, app, app.jan, "Vandaag")
    page.wait_for_function(IS_KEPT)
    page.reload()
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    page.wait_for_function(IS_KEPT)
    return page


def goes(page: Page, place: str, heading: str) -> None:
    page.get_by_role("link", name=place, exact=True).click()
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def begun(page: Page) -> float:
    """When this page was loaded: another number when it was loaded anew."""
    moment: float = page.evaluate("() => performance.timeOrigin")
    return moment


def stands(page: Page, version: str) -> None:
    """Which version of the app is on the screen, as "Ik" says it."""
    goes(page, "Ik", "Ik")
    expect(page.get_by_text(f"De app op dit apparaat: {version}")).to_be_visible()


def is_taken_over(page: Page) -> None:
    page.wait_for_function("() => window.taken > 0")


def test_who_comes_back_has_the_new_version_at_the_next_screen(
    app: AppUnderTest, phone: BrowserContext, releases: Release
) -> None:
    page = has_it(phone, app)
    stands(page, BEFORE)
    releases()
    page.evaluate(COMES_BACK)
    is_taken_over(page)
    old = begun(page)
    # What stands there stays, with what somebody may be typing.
    expect(page.get_by_text(f"De app op dit apparaat: {BEFORE}")).to_be_visible()
    goes(page, "Kaarten", "Kaarten")
    page.wait_for_function(IS_ANOTHER, arg=old)
    stands(page, SINCE)


def test_a_page_that_was_there_before_the_app_was_kept_has_it_too(
    app: AppUnderTest, phone: BrowserContext, releases: Release
) -> None:
    """Opened for the first time and never closed, as at a desk."""
    phone.add_init_script(f"({SEES_WHAT_COMES})()")
    page = is_inside(phone, app, app.jan, "Vandaag")
    is_taken_over(page)
    page.wait_for_function(IS_KEPT)
    old = begun(page)
    goes(page, "Kaarten", "Kaarten")
    assert begun(page) == old, "it was kept; nothing is newer"
    releases()
    page.evaluate(COMES_BACK)
    page.wait_for_function("() => window.taken > 1")
    goes(page, "Vandaag", "Vandaag")
    page.wait_for_function(IS_ANOTHER, arg=old)
    stands(page, SINCE)


def test_during_a_visit_it_is_not_looked_for_until_that_is_over(
    app: AppUnderTest, phone: BrowserContext, releases: Release
) -> None:
    app.jan.checks_in(minutes=30)
    page = has_it(phone, app)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    releases()
    page.evaluate(COMES_BACK)
    stands(page, BEFORE)
    assert page.evaluate("() => window.looked") == 0
    ends_the_visit(page)
    page.evaluate(COMES_BACK)
    assert page.evaluate("() => window.looked") == 1
    is_taken_over(page)
    goes(page, "Kaarten", "Kaarten")
    stands(page, SINCE)


def test_one_that_came_just_before_a_visit_waits_until_it_is_over(
    app: AppUnderTest, phone: BrowserContext, releases: Release
) -> None:
    """Every screen of the old one is there until then, though the server has nothing of it any more."""
    page = has_it(phone, app)
    goes(page, "Kaarten", "Kaarten")  # by now all that comes after the start is in the page
    goes(page, "Vandaag", "Vandaag")
    releases()
    page.evaluate(COMES_BACK)
    is_taken_over(page)
    old = begun(page)
    app.jan.checks_in(minutes=30)
    page.evaluate(COMES_BACK)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    goes(page, "Kaarten", "Kaarten")
    goes(page, "Melding", "Melding")
    stands(page, BEFORE)
    assert begun(page) == old
    ends_the_visit(page)
    goes(page, "Kaarten", "Kaarten")
    stands(page, SINCE)
    assert begun(page) != old


def ends_the_visit(page: Page) -> None:
    page.get_by_role("link", name="Bezoek", exact=True).first.click()
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text("Er let nu niemand meer op je.")).to_be_visible()
    expect(page.get_by_role("link", name="Vandaag", exact=True)).to_be_visible()


def signs_in_there(page: Page, person: Person, first_screen: str) -> None:
    page.get_by_label("E-mailadres").fill(person.employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name=first_screen)).to_be_visible()


def test_a_room_whose_old_code_is_gone_is_that_of_the_new_version(
    app: AppUnderTest, desk: BrowserContext, releases: Release
) -> None:
    """A desk that was signed out overnight: it has nothing of the board yet, and the server only the new one."""
    desk.add_init_script(f"({SEES_WHAT_COMES})()")
    page = desk.new_page()
    page.goto(f"{app.http.base_url}/board")
    page.wait_for_function(IS_KEPT)
    page.reload()
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    page.wait_for_function(IS_KEPT)
    releases()
    page.evaluate(COMES_BACK)
    is_taken_over(page)
    desk.new_cdp_session(page).send("Network.clearBrowserCache")  # the browser's own, which may be kept for a year
    old = begun(page)
    signs_in_there(page, app.karin, "Bord")
    assert begun(page) != old


def test_without_a_service_worker_it_says_so_and_a_press_brings_the_new_one(
    app: AppUnderTest, chromium: Browser, releases: Release
) -> None:
    page = without_a_service_worker(chromium).new_page()
    page.goto(str(app.http.base_url))
    expect(page.get_by_label("E-mailadres")).to_be_visible()
    releases()
    signs_in_there(page, app.jan, "Vandaag")
    page.get_by_role("link", name="Nieuw bezoek").first.click()
    expect(page.get_by_role("heading", name="Dit scherm is er nog niet")).to_be_visible()
    page.get_by_role("button", name="Opnieuw laden").click()
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


def test_a_desk_that_stays_on_the_board_is_told_and_loads_it_when_it_likes(
    app: AppUnderTest, desk: BrowserContext, releases: Release
) -> None:
    page = _a_desk_that_has_it(app, desk)
    releases()
    page.evaluate(COMES_BACK)
    is_taken_over(page)
    old = begun(page)
    expect(page.get_by_text("Er is een nieuwe versie van Achterwacht.")).to_be_visible()
    page.get_by_role("button", name="Opnieuw laden").click()
    page.wait_for_function(IS_ANOTHER, arg=old)
    expect(page.get_by_role("heading", name="Bord", exact=True)).to_be_visible()
    expect(page.get_by_text("Er is een nieuwe versie van Achterwacht.")).to_have_count(0)


def test_in_an_alarm_nothing_is_loaded_anew_from_under_who_writes_of_it(
    app: AppUnderTest, desk: BrowserContext, releases: Release
) -> None:
    app.lets_calls_ring()
    page = _a_desk_that_has_it(app, desk)
    visit = app.jan.checks_in(minutes=30)
    app.jan.does(visit, "panic")
    page.get_by_role("link", name="Planning", exact=True).click()
    page.get_by_role("link", name="Naar het alarm").first.click()
    page.get_by_label("Notitie").fill("De buurvrouw hoort niets meer")
    old = begun(page)
    releases()
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    is_taken_over(page)
    page.get_by_role("link", name="Planning", exact=True).click()
    expect(page.get_by_role("heading", name="Planning", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Notitie")).to_have_value("De buurvrouw hoort niets meer")
    assert begun(page) == old
    app.forgets_messages()


def _a_desk_that_has_it(app: AppUnderTest, desk: BrowserContext) -> Page:
    desk.add_init_script(f"({SEES_WHAT_COMES})()")
    page = is_inside(desk, app, app.karin, "Bord")
    page.wait_for_function(IS_KEPT)
    page.reload()
    expect(page.get_by_role("heading", name="Bord", exact=True)).to_be_visible()
    page.wait_for_function(IS_KEPT)
    return page
