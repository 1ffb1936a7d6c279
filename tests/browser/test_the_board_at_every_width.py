"""The board on the screens desks have: thirty visits, five alarms, and every word of every button whole."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.judged import BROKEN
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest, Role, an_address
from tests.support.chromium import ARGUMENTS, DUTCH, find_chromium

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
VISITS, ALARMS, WELL = 30, 5, 8
WIDTHS = (390, 820, 1280, 1440, 1600, 1920, 2560)
A_ROW_AT_MOST = 60
"""Pixels, where there is a mouse: from a chair one wants to see whom there is, not three of thirty."""
TOO_WIDE = "() => document.getElementById('main').scrollWidth > document.getElementById('main').clientWidth"
TALLEST = """() => Math.max(...[...document.querySelectorAll('.board__table tbody tr, .board__plan')]
  .map((row) => row.getBoundingClientRect().height))"""

# A time in a row that is not on the screen, or that what holds it cuts off.
CUT_OFF_TIMES = """() => [...document.querySelectorAll('.board__what .counted__when')].flatMap((time) => {
  const box = time.getBoundingClientRect();
  const held = [...document.querySelectorAll('.board__what')].find((one) => one.contains(time)).getBoundingClientRect();
  const whole = box.width > 0 && box.left >= held.left - 1 && box.right <= held.right + 1;
  return whole && box.top >= held.top - 1 && box.bottom <= held.bottom + 1 ? [] : [time.parentElement.title];
})"""

# What comes next, or what to do now, of which words are cut off.
CUT_OFF_WORDS = """() => [...document.querySelectorAll('.board__what .counted > *, .board__what .board__line')]
  .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)"""

# A button of a planned visit that stands under its time, below its row, or as a column of single words.
BESIDE_ITS_ROW = """() => [...document.querySelectorAll('.board__plan')].flatMap((row) => {
  const text = row.children[1].getBoundingClientRect();
  return [...row.querySelectorAll('.nl-button')]
    .filter((button) => button.getBoundingClientRect().left < text.right - 1)
    .map((button) => button.textContent);
})"""


SLOWLY = (('after = "30s"', 'after = "10m"'), ('police_after = "15s"', 'police_after = "10m"'))
"""With a browser the time is real: nothing may come due while somebody only looks."""


def a_full_board(app: AppUnderTest) -> None:
    app.runs_on("demo", *SLOWLY)
    for number in range(VISITS):
        worker = app.also_has(f"Medewerker {number} van den Boogaard", Role.WORKER)
        visit = worker.checks_in(minutes=120 + number, address=an_address(100 + number))
        if number < ALARMS:
            worker.does(visit, "panic")
        elif number == WELL:
            app.fatima.does(visit, "check-call", result="ok")
    app.lets_calls_ring().forgets_messages()


def board_at(chromium: Browser, app: AppUnderTest, width: int, *, dark: bool = False) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        locale=DUTCH["locale"],
        timezone_id=DUTCH["timezone_id"],
    )
    page = signs_in(context, app, app.fatima, "Bord")
    expect(page.locator(".board__table tbody tr")).to_have_count(VISITS)
    expect(page.locator(".alarm-row")).to_have_count(ALARMS)
    return page


ALL_LAID_OUT = """() => {
  for (const row of document.querySelectorAll('.board__row')) row.style.contentVisibility = 'visible';
}"""


def becomes(page: Page, width: int) -> None:
    """Rows below the screen are laid out only once somebody scrolls to them: for what is measured, all are."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(ALL_LAID_OUT)


def test_no_word_of_a_button_is_broken_and_nothing_is_wider_than_the_screen(
    app: AppUnderTest, chromium: Browser
) -> None:
    a_full_board(app)
    asked = page_row(board_at(chromium, app, WIDTHS[0]), ALARMS)
    asked.get_by_role("button", name="Meer").click()
    asked.get_by_role("menuitem", name="Alles goed?").click()
    expect(asked.get_by_role("button", name="Uitslag")).to_be_visible()
    page = board_at(chromium, app, WIDTHS[0])
    for width in WIDTHS:
        becomes(page, width)
        expect(page.get_by_role("button", name="Uitslag")).to_be_visible()
        assert page.evaluate(BROKEN) == [], width
        assert page.evaluate(CUT_OFF_WORDS) == [], width
        assert not page.evaluate(TOO_WIDE), width
    app.forgets_messages()


def test_a_menu_goes_along_with_its_row_and_closes_once_that_is_out_of_sight(
    app: AppUnderTest, chromium: Browser
) -> None:
    a_full_board(app)
    page = board_at(chromium, app, 1280)
    page_row(page, ALARMS + 5).get_by_role("button", name="Meer").click()
    menu = page.get_by_role("menu")
    before = menu.bounding_box()
    assert before
    page.mouse.wheel(0, 40)
    higher = "(before) => document.querySelector('.menu').getBoundingClientRect().top < before"
    page.wait_for_function(higher, arg=before["y"])
    expect(menu).to_be_visible()
    page.mouse.wheel(0, -4000)
    expect(menu).to_have_count(0)
    app.forgets_messages()


def test_a_row_is_as_high_as_two_lines_of_text(app: AppUnderTest, chromium: Browser) -> None:
    a_full_board(app)
    page = board_at(chromium, app, 1280)
    expect(page_row(page, WELL)).to_contain_text(re.compile(r"Alles goed \d\d:\d\d, Fatima Bakker"))
    for width in WIDTHS[2:]:
        becomes(page, width)
        expect(page.get_by_role("columnheader", name="Doen")).to_be_visible()
        assert page.evaluate(TALLEST) <= A_ROW_AT_MOST, width


def test_when_something_comes_is_seen_at_every_width_and_twice_as_large(app: AppUnderTest, chromium: Browser) -> None:
    a_full_board(app)
    twice = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    large_letters = chromium.browser_type.launch(executable_path=find_chromium(), args=twice)
    for browser in (chromium, large_letters):
        page = board_at(browser, app, 1280)
        for width in (320, *WIDTHS):
            becomes(page, width)
            assert page.locator(".board__what .counted__when").count() == VISITS
            assert page.evaluate(CUT_OFF_TIMES) == [], width
    large_letters.close()
    app.forgets_messages()


def test_what_a_planned_visit_waits_for_stands_together_at_the_end_of_its_row(
    app: AppUnderTest, chromium: Browser
) -> None:
    app.runs_on("losser")
    for number, why in enumerate(("Hij dreigde vorige week met zijn hond en wil niemand binnen hebben", None)):
        worker = app.also_has(f"Wilhelmina van der Meulen-Oosterhuizen {number}", Role.WORKER)
        worker.plans(starts_in=60, address=an_address(200 + number), expectsTrouble=why)
    app.forgets_messages()
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"]
    )
    page = signs_in(context, app, app.fatima, "Bord")
    expect(page.get_by_role("button", name="Voor je begint")).to_have_count(2)
    for width in WIDTHS[2:]:
        becomes(page, width)
        assert page.evaluate(BESIDE_ITS_ROW) == [], width
    app.forgets_messages()


def page_row(page: Page, number: int) -> Locator:
    return page.get_by_role("row", name=re.compile(f"Medewerker {number} "))
