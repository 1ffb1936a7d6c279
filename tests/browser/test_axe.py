"""Every screen of a busy day, on a phone and at a desk, light and dark: axe finds nothing.

`make screens` runs this too, keeps a picture of each screen and width, and says which differ from those of before.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.screens import Screen, a_busy_day, looks_at, of_the_desk, of_the_worker
from tests.support.app_under_test import AppUnderTest

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(600)]
AXE = Path(__file__).resolve().parents[2] / "pwa/node_modules/axe-core/axe.min.js"
# What WCAG 2.2 AA asks, and what axe calls good practice.
RUN = """async () => (await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  })).violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`))"""
PICTURES = os.environ.get("SCREENS", "")
PHONE, DESK = ((390, 320), (1280, 1920)) if PICTURES else ((390,), (1280,))


def found_by_axe(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN)
    return found


def keeps_a_picture(page: Page, screen: Screen, width: int, colours: str, ids: dict[str, str]) -> None:
    if not PICTURES:
        return
    path = screen.path
    for name, found in ids.items():
        path = path.replace(found, name)
    name = f"{screen.who.name.split(' ')[0]}{path.replace('/', '-').rstrip('-')}-{width}-{colours}.png"
    page.screenshot(path=Path(PICTURES) / name, animations="disabled")


def everything(app: AppUnderTest, chromium: Browser) -> Iterator[tuple[Page, Screen, int, dict[str, str]]]:
    day = a_busy_day(app)
    ids = {name: str(value) for name, value in day.items() if isinstance(value, str)}
    for screens, widths in ((of_the_worker(app, day), PHONE), (of_the_desk(app, day), (*PHONE, *DESK))):
        for page, screen, width in looks_at(chromium, app, screens, widths):
            yield page, screen, width, ids


def test_axe_finds_nothing_on_any_screen(app: AppUnderTest, chromium: Browser) -> None:
    wrong: dict[str, list[str]] = {}
    for page, screen, width, ids in everything(app, chromium):
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours, reduced_motion="reduce")
            found = found_by_axe(page)
            keeps_a_picture(page, screen, width, colours, ids)
            if found:
                wrong[f"{screen.who.name} {screen.path} at {width}, {colours}"] = found
    app.forgets_messages()
    assert not wrong, "\n".join(f"{where}: {one}" for where, all_of in wrong.items() for one in all_of)
