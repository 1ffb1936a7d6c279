"""The screens in each other language: nothing falls off a narrow phone or a desk, and axe finds nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from notifications.texts.catalogue import FIRST_LANGUAGE, languages
from tests.browser.inside import is_inside
from tests.browser.judged import OVER_EACH_OTHER, found_by_axe, wrong_at
from tests.browser.screens import ARRIVED, COUNTS_WHAT_IT_ASKS, Screen, goes_to
from tests.browser.screens_of_a_case import Case, a_case, of_a_case, of_the_others
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

NARROW, HIGH = 320, 844
A_DESK: ViewportSize = {"width": 1280, "height": 1400}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OTHERS = [one for one in languages() if one != FIRST_LANGUAGE]
TAGS = {"en": "en-GB", "fr": "fr-BE"}
KEPT = os.environ.get("SCREENS")
PATHS = {
    "today": "/",
    "new": "/visits/new",
    "cards": "/cards",
    "report": "/incidents/new",
    "me": "/me",
    "panic": "/panic",
}


@pytest.mark.by_turns
@pytest.mark.parametrize("language", OTHERS)
def test_a_narrow_phone_shows_it_whole(app: AppUnderTest, chromium: Browser, language: str) -> None:
    context = chromium.new_context(
        viewport={"width": NARROW, "height": HIGH}, locale=DUTCH["locale"], reduced_motion="reduce"
    )
    page = signs_in(context, app, app.jan, "Vandaag")
    app.jan.puts("/v1/me/language", {"language": language}, expect=204)
    for name, path in PATHS.items():
        page.goto(f"{app.http.base_url}{path}")
        page.wait_for_function(ARRIVED)
        expect(page.locator("html")).to_have_attribute("lang", _tag(language))
        assert page.evaluate(SIDEWAYS) <= 0, f"{language} {name}"
        # Among others that a button is called by the words on it: "Help now" is what somebody says who can't press.
        assert found_by_axe(page) == [], f"{language} {name}"
        if KEPT:
            page.screenshot(path=Path(KEPT) / f"{language}-{name}-{NARROW}.png", full_page=True)
    context.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_desk_shows_it_whole(app: AppUnderTest, chromium: Browser) -> None:
    """One day and one browser for all languages: those who look change theirs, and open the app again."""
    case = a_case(app)
    # What the longest name does is looked at in Dutch (test_every_screen.py).
    app.jan.is_called("Jan-Willem van den Heuvel")
    app.jan.plans(starts_in=90)
    screens = [*_of_the_desk(app, case), *(_all_others(app, case) if KEPT else ())]
    pages: dict[str, Page] = {}
    wrong: list[str] = []
    for language in OTHERS:
        app.jobs.tick()  # else the clock is late, and every screen says so
        for screen in screens:
            name = screen.who.name
            if name not in pages:
                pages[name] = _page_of(chromium, app, screen)
            page = pages[name]
            if page.locator("html").get_attribute("lang") != _tag(language):
                _speaks(page, app, screen, language)
            goes_to(page, screen.path, language)
            found = wrong_at(page, A_DESK["width"]) + page.evaluate(OVER_EACH_OTHER) + found_by_axe(page)
            wrong += [f"{language} {screen}: {one}" for one in found]
            if KEPT:
                page.screenshot(path=Path(KEPT) / f"{language}-{_named(screen, case)}-{A_DESK['width']}.png")
    app.forgets_messages()
    assert not wrong, "\n".join(wrong)


def _of_the_desk(app: AppUnderTest, case: Case) -> Iterator[Screen]:
    """Those that a desk has open most, of every kind there is."""
    for path in (
        "/board",
        f"/alarms/{case.alarm}",
        "/planning",
        f"/incidents/{case.report}",
        "/risk-addresses",
        "/protocol",
        "/past",
        "/figures",
        "/me",
    ):
        yield Screen(app.karin, "Bord", path)
    for path in ("/people", "/roster", "/standing"):
        yield Screen(app.anne, "Mensen", path)


def _all_others(app: AppUnderTest, case: Case) -> Iterator[Screen]:
    """As they stand: what a button opens is pressed by its Dutch name."""
    for screen in (*of_a_case(app, case), *of_the_others(app, case)):
        if not screen.opens:
            yield screen
    for path in ("/people/sign-on", "/functions", "/letter-templates", "/audit", "/drills"):
        yield Screen(app.anne, "Mensen", path)


def _page_of(chromium: Browser, app: AppUnderTest, screen: Screen) -> Page:
    context = chromium.new_context(
        viewport=A_DESK, locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"], reduced_motion="reduce"
    )
    context.add_init_script(f"({COUNTS_WHAT_IT_ASKS})()")
    return is_inside(context, app, screen.who, screen.first)


def _speaks(page: Page, app: AppUnderTest, screen: Screen, language: str) -> None:
    screen.who.puts("/v1/me/language", {"language": language}, expect=204)
    page.goto(f"{app.http.base_url}{screen.path}")
    expect(page.locator("html")).to_have_attribute("lang", _tag(language))


def _tag(language: str) -> str:
    return TAGS.get(language, language)


def _named(screen: Screen, case: Case) -> str:
    """Returns a name that is the same each time: the ids in a path are others each time."""
    path = screen.path
    for name, found in case._asdict().items():
        path = path.replace(found, name)
    return f"{screen.who.name.split(' ')[0].lower()}{path.replace('/', '-')}"
