"""A desk hears an alarm on whichever page it looks at, behind another window, and says when it can't any more."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
# What a browser does to a page behind another: it is hidden, and its own timers fire once a minute.
BEHIND = """() => {
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
  Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
  window.asBefore = { setTimeout: window.setTimeout, setInterval: window.setInterval };
  const later = window.setTimeout, often = window.setInterval;
  window.setTimeout = (run, wait, ...more) => later(run, Math.max(wait ?? 0, 60000), ...more);
  window.setInterval = (run, wait, ...more) => often(run, Math.max(wait ?? 0, 60000), ...more);
}"""
# Somebody looks at it again.
IN_FRONT = """() => {
  Object.assign(window, window.asBefore);
  delete document.visibilityState;
  delete document.hidden;
  document.dispatchEvent(new Event('visibilitychange'));
}"""
# Notifications and tones as the page asks the browser for them.
LISTENING = """() => {
  window.heard = { tones: 0, shown: [] };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.heard.tones++; return start.apply(this, when); };
  window.Notification = class { constructor(title, how) { window.heard.shown.push([title, how.tag]); } };
  window.Notification.permission = 'granted';
}"""
TITLE = re.compile(r"^\(1\) ALARM · Planning")


def on_the_planning(desk: BrowserContext, app: AppUnderTest) -> Page:
    desk.add_init_script(f"({LISTENING})()")
    page = signs_in(desk, app, app.fatima, "Bord")
    page.get_by_role("link", name="Planning").click()
    expect(page.get_by_role("heading", name="Planning")).to_be_visible()
    return page


def test_a_panic_is_seen_and_heard_in_a_hidden_tab_until_somebody_takes_it(
    app: AppUnderTest, desk: BrowserContext
) -> None:
    page = on_the_planning(desk, app)
    page.evaluate(BEHIND)
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    app.forgets_messages()
    expect(page).to_have_title(TITLE)
    bar = page.get_by_role("alert", name="Alarm")
    expect(bar).to_contain_text("Jan de Wit drukte op de noodknop · Dorpsstraat 12")
    expect(bar).to_contain_text("Nog niemand pakt dit op.")
    expect(page.locator('link[rel="icon"]')).to_have_attribute("href", re.compile("^data:image/svg"))
    page.wait_for_function("() => window.heard.tones >= 8")  # a second time: it rings until somebody takes it
    assert page.evaluate("() => window.heard.shown[0]") == [
        "Jan de Wit drukte op de noodknop",
        app.fatima.alarm()["id"],
    ]

    page.evaluate(IN_FRONT)
    bar.get_by_role("link", name="Naar het alarm").click()
    expect(page.get_by_role("heading", name="Jan de Wit drukte op de noodknop")).to_be_visible()
    expect(bar).to_be_hidden()
    app.karin.on_alarm(app.fatima.alarm(), "acknowledge")
    app.forgets_messages()
    page.get_by_role("link", name="Planning").click()
    expect(bar).to_contain_text("Karin Smit pakt dit op.")
    app.karin.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    expect(bar).to_be_hidden()
    expect(page).to_have_title("Planning · Achterwacht")
    app.jan.does(visit, "check-out")


def test_an_alarm_that_nobody_has_rings_on_when_the_line_goes_and_the_title_says_so(
    app: AppUnderTest, desk: BrowserContext
) -> None:
    page = on_the_planning(desk, app)
    page.evaluate(BEHIND)
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    app.forgets_messages()
    page.wait_for_function("() => window.heard.tones > 0")
    expect(page).to_have_title(TITLE)
    desk.set_offline(True)
    rang = page.evaluate("() => window.heard.tones")
    # Twice, without an answer: each time ten seconds later, and what a busy machine needs besides.
    page.wait_for_function("rang => window.heard.tones >= rang + 8", arg=rang, timeout=90_000)
    expect(page).to_have_title(re.compile(r"^\(1\) ALARM · GEEN VERBINDING · Planning"), timeout=60_000)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    desk.set_offline(False)
    expect(page).to_have_title("Planning · Achterwacht")
    app.jan.does(visit, "check-out")


def test_who_turned_the_sound_off_finds_it_off_and_anybody_else_finds_it_on(
    app: AppUnderTest, desk: BrowserContext
) -> None:
    page = on_the_planning(desk, app)
    page.get_by_role("link", name="Bord").click()
    sound = page.get_by_role("button", name=re.compile("^Geluid"))
    expect(sound).to_have_text("Geluid aan")
    sound.click()
    expect(sound).to_have_text("Geluid uit")
    page.get_by_role("link", name="Rooster").click()
    page.get_by_role("link", name="Bord").click()
    expect(sound).to_have_text("Geluid uit")
    page.reload()
    expect(sound).to_have_text("Geluid uit")
    sound.click()
    expect(sound).to_have_text("Geluid aan")


def test_a_desk_that_is_signed_out_says_that_it_does_not_watch_any_more(
    app: AppUnderTest, desk: BrowserContext
) -> None:
    page = on_the_planning(desk, app)
    while desk.cookies():  # an answer that is on its way brings the sign-in along, as it slides
        desk.clear_cookies()
        page.wait_for_timeout(500)
    expect(page.get_by_text("Je kijkt nu niet mee. Alarmen komen per sms en telefoon.")).to_be_visible()
    expect(page.get_by_text("Was je aangemeld voor een bezoek?")).to_have_count(0)
    expect(page).to_have_title(re.compile("^KIJKT NIET MEE · Uitgelogd"))
    page.wait_for_function("() => window.heard.tones >= 3")


def test_after_taking_the_keyboard_goes_on_at_the_alarm_and_a_second_one_may_take_over(
    app: AppUnderTest, desk: BrowserContext
) -> None:
    page = signs_in(desk, app, app.fatima, "Bord")
    visit = app.jan.checks_in(minutes=60, address=an_address(12))
    app.jan.does(visit, "panic")
    row = page.get_by_role("region", name="Jan de Wit drukte op de noodknop")
    expect(row.get_by_role("link").first).to_have_text("Bel 112: wat je zegt")
    row.get_by_role("button", name="Ik pak dit op").press("Enter")
    expect(row.get_by_text("Fatima Bakker pakt dit op")).to_be_focused()
    app.karin.on_alarm(app.fatima.alarm(), "acknowledge", takeOver=True)
    row.get_by_role("button", name="Overnemen van Karin Smit").click()
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_text("Karin Smit pakt dit op sinds")).to_be_visible()
    expect(sheet.get_by_role("button", name="Nu niet")).to_be_visible()
    sheet.get_by_role("button", name="Ik neem het over").click()
    expect(row.get_by_text("Fatima Bakker pakt dit op")).to_be_visible()
    row.get_by_role("link", name="Openen").click()
    first = page.get_by_role("checkbox").first
    first.click()
    expect(first).to_be_checked()
    page.reload()
    expect(first).to_be_checked()
    expect(page.get_by_text(re.compile(r"^Fatima Bakker, \d\d:\d\d$"))).to_be_visible()
    app.forgets_messages()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")
