"""Every screen with a busy day on it, long names and long addresses: nothing wider than the screen, no word broken.

320 pixels is the smallest telephone, and a desk that zooms in to 400 %; 195 is a telephone at 200 %.
"""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.screens import Look, a_busy_day, looks_at, of_the_desk, of_the_worker
from tests.browser.test_the_board_at_every_width import BROKEN
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
TWICE, A_PHONE, A_TABLET = 195, 400, 820
# What sticks out of the screen at the right, and text that is cut off where nothing says that there is more.
STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) {
      const { overflowX } = getComputedStyle(up);
      if (overflowX !== "visible" && up.id !== "main" && up !== document.body) return true;
    }
    return false;
  };
  const told = (one) => `${one.tagName}.${one.className}: ${(one.textContent ?? "").trim().slice(0, 50)}`;
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    if (box.width < 2 || box.height < 2 || style.visibility === "hidden") continue;
    if (one.closest(".only-read-aloud, .nl-skip-link")) continue;
    const out = Math.round(box.right - wide);
    if (out > 1 && box.left < wide && !inside(one)) found.push(`out by ${out}: ${told(one)}`);
    if (one.scrollWidth > one.clientWidth + 1 && style.overflowX === "hidden" && style.textOverflow !== "ellipsis")
      found.push(`cut: ${told(one)}`);
  }
  const main = document.getElementById("main");
  if (main && main.scrollWidth > main.clientWidth) found.push("main scrolls sideways");
  if (document.documentElement.scrollWidth > wide) found.push("the page scrolls sideways");
  return found;
}"""
# What a finger must hit, and is lower or narrower than a finger. Links inside a sentence may be.
TOO_SMALL = """() => [...document.querySelectorAll(
    "button, a.nl-button, .nav__link, select, textarea, .chip, .check-field, input:not([type=checkbox], [type=radio])"
  )].flatMap((one) => {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || one.closest(".only-read-aloud, .nl-skip-link")) return [];
    if (box.height >= 43.5 && box.width >= 43.5) return [];
    const size = `${Math.round(box.width)}x${Math.round(box.height)}`;
    return [`${one.className} ${size}: ${(one.textContent ?? "").trim().slice(0, 30)}`];
  })"""


def wrong_at(page: Page, width: int) -> list[str]:
    found: list[str] = page.evaluate(STICKS_OUT)
    # At 195 pixels the longest words of Dutch are longer than a line.
    found += [f"broken: {one}" for one in page.evaluate(BROKEN) if width > TWICE]
    return found + [f"small: {one}" for one in page.evaluate(TOO_SMALL) if width <= A_PHONE]


def test_every_screen_fits(app: AppUnderTest, chromium: Browser) -> None:
    day = a_busy_day(app)
    wrong: dict[str, list[str]] = {}
    for screens, widths in (
        (of_the_worker(app, day), (320, TWICE, 1280)),
        (of_the_desk(app, day), (1280, 1440, 1920, 2560, A_TABLET, 320)),
    ):
        for page, screen, (width, _) in looks_at(chromium, app, screens, tuple(map(Look, widths))):
            found = wrong_at(page, width)
            if found:
                wrong[f"{screen} at {width}"] = found
    app.forgets_messages()
    assert not wrong, "\n".join(f"{where}: {one}" for where, all_of in wrong.items() for one in all_of)
