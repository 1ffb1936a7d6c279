"""Letters twice as large on a telephone, also on the narrowest, in each language: no word of ours is broken, and the
buttons that somebody needs at a door stand in sight.

Names and addresses are short here, so that every word is ours. A browser without a dictionary breaks a word where the
line ends, as this one does in Dutch: a word that is broken there would be so on such a telephone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from notifications.texts.catalogue import languages
from tests.browser.inside import is_inside
from tests.browser.screens import ARRIVED, COUNTS_WHAT_IT_ASKS, IS_QUIET, NOWHERE
from tests.browser.test_large_letters import LETTERS
from tests.browser.test_the_board_at_every_width import ALL_LAID_OUT
from tests.browser.test_the_keyboard import lies_under
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH, run_chromium

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(240)]
TODAY = {"nl": "Vandaag", "nl-BE": "Vandaag", "en": "Today", "fr": "Aujourd'hui"}
A_TELEPHONE, A_NARROW_ONE, A_LOW_ONE = (390, 844), (320, 640), (320, 568)
# Longer ones are longer than a line of the narrowest.
BROKEN = r"""(longest) => {
  const found = [];
  for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    const text = walker.currentNode, node = text.parentElement;
    if (node.closest("svg, option, script, .only-read-aloud, .nl-skip-link")) continue;
    if (!node.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    for (const { 0: word, index } of text.data.matchAll(/[\p{L}\d'’.@]+/gu)) {
      if (word.length > longest || word.includes("@")) continue;
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = [...range.getClientRects()].filter((one) => one.width > 0).map((one) => Math.round(one.top));
      if (new Set(lines).size > 1) found.push(`${word}, in: ${text.data.slice(0, 60)}`);
    }
  }
  return found;
}"""
LONGEST = 13
# A finger at its middle and near each edge lands on it.
IS_IN_SIGHT = """(one) => {
  const { left, top, width, height } = one.getBoundingClientRect();
  return [[0.5, 0.1], [0.5, 0.5], [0.5, 0.9], [0.1, 0.5], [0.9, 0.5]].every(([right, down]) => {
    const seen = document.elementFromPoint(left + right * width, top + down * height);
    return seen !== null && one.contains(seen);
  });
}"""


def a_phone(chromium: Browser, app: AppUnderTest, size: tuple[int, int], today: str = "Vandaag") -> Page:
    """Returns Jan's phone, which is so wide and high."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=DUTCH["locale"],
        timezone_id=DUTCH["timezone_id"],
        reduced_motion="reduce",
    )
    context.add_init_script(f"({COUNTS_WHAT_IT_ASKS})()")
    return is_inside(context, app, app.jan, today)


def goes_to(page: Page, app: AppUnderTest, path: str) -> None:
    page.goto(f"{app.http.base_url}{path}")
    page.wait_for_function(ARRIVED, arg=NOWHERE)
    page.wait_for_function(IS_QUIET)


def screens(page: Page, app: AppUnderTest) -> Iterator[str]:
    """Goes from screen to screen, and says which it is."""
    over = app.jan.checks_in(minutes=20)
    app.jan.does(over, "check-out")
    mine = app.jan.checks_in(minutes=50, companions=[{"personId": str(app.ali.id)}])
    planned = app.jan.plans(starts_in=90)
    for path in (
        "/",
        "/visits/new",
        f"/visits/{mine['id']}",
        f"/visits/{planned['id']}/check-in",
        f"/visits/{over['id']}/afterwards",
        "/cards",
        "/incidents/new",
        "/incidents/mine",
        "/me",
        "/past",
        "/risk-addresses/propose",
        "/panic",
    ):
        goes_to(page, app, path)
        yield path
    yield from an_alarm(page, app)


def an_alarm(page: Page, app: AppUnderTest) -> Iterator[str]:
    page.locator(".hold--screen").hover()
    page.mouse.down()
    expect(page.locator(".red__title")).to_be_visible()
    page.mouse.up()
    told = page.locator(".red__step")
    app.settles()
    expect(told.filter(has_text="Fatima")).to_be_visible()
    yield "red"
    alarm = app.fatima.alarm()
    app.fatima.on_alarm(alarm, "acknowledge")
    expect(page.locator(".red__step--strong").filter(has_text="Fatima")).to_be_visible()
    yield "red, taken"
    app.fatima.on_alarm(alarm, "resolve", outcome="safe")
    expect(page.locator(".panic-over")).to_be_visible()
    yield "over"


@pytest.mark.parametrize("language", languages())
def test_no_word_of_ours_is_broken(app: AppUnderTest, language: str) -> None:
    app.lets_calls_ring()
    app.jan.puts("/v1/me/language", {"language": language}, expect=204)
    wrong: list[str] = []
    with run_chromium() as chromium:
        page = a_phone(chromium, app, A_NARROW_ONE, TODAY[language])
        for name in screens(page, app):
            page.evaluate(LETTERS, "200%")
            page.evaluate(ALL_LAID_OUT)
            wrong += [f"{name}: {one}" for one in page.evaluate(BROKEN, LONGEST)]
            _look(page, f"{language}-{name}")
            page.evaluate(LETTERS, "")
    app.forgets_messages()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("size", [A_TELEPHONE, A_NARROW_ONE])
@pytest.mark.parametrize("letters", ["the page's", "the browser's"])
def test_the_buttons_at_the_door_stay_in_sight(app: AppUnderTest, size: tuple[int, int], letters: str) -> None:
    app.lets_calls_ring()
    visit, planned = app.jan.checks_in(minutes=50), app.jan.plans(starts_in=90)
    app.forgets_messages()
    with run_chromium(*(["--blink-settings=defaultFontSize=32"] if letters == "the browser's" else [])) as chromium:
        page = a_phone(chromium, app, size)
        for path, name in (
            ("/visits/new", "Aanmelden"),
            (f"/visits/{planned['id']}/check-in", "Aanmelden"),
            (f"/visits/{visit['id']}", "Afmelden"),
        ):
            goes_to(page, app, path)
            if letters == "the page's":
                page.evaluate(LETTERS, "200%")
            button = page.get_by_role("button", name=name, exact=True)
            key = page.get_by_role("button", name=re.compile("^Noodknop"))
            page.evaluate(ALL_LAID_OUT)
            _look(page, f"foot-{name}-{path[:11]}-{size[0]}-{letters}")
            for one in (button, key):
                assert one.evaluate(IS_IN_SIGHT), f"{one} does not stand in sight on {path}"
            page.get_by_role("heading", level=1).focus()
            assert lies_under(page, "Tab") == []
    app.forgets_messages()


@pytest.mark.parametrize("size", [A_TELEPHONE, A_NARROW_ONE, A_LOW_ONE])
@pytest.mark.parametrize("connected", [True, False])
def test_the_emergency_number_stays_in_sight_once_it_was_pressed(
    app: AppUnderTest, size: tuple[int, int], connected: bool
) -> None:
    app.lets_calls_ring()
    app.jan.checks_in(minutes=50)
    with run_chromium() as chromium:
        page = a_phone(chromium, app, size)
        goes_to(page, app, "/panic")
        page.context.set_offline(not connected)
        page.locator(".hold--screen").hover()
        page.mouse.down()
        expect(page.locator(".red__title")).to_be_visible()
        page.mouse.up()
        page.evaluate(LETTERS, "200%")
        if connected:
            app.settles()
            expect(page.locator(".red__step").filter(has_text="Fatima")).to_be_visible()
        page.evaluate(ALL_LAID_OUT)
        _look(page, f"112-{size[0]}-{size[1]}-{connected}")
        assert page.get_by_role("link", name="Bel 112").evaluate(IS_IN_SIGHT)
        page.get_by_role("heading", level=1).focus()
        assert lies_under(page, "Tab") == []
        page.context.set_offline(False)
        expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def _look(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder is not None:
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-zA-Z0-9_.-]+', '-', name)}.png")
