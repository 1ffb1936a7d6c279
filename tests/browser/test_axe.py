"""Every screen of a busy day, on a phone and at a desk, light and dark: axe finds nothing.

`make screens` runs this too, keeps a picture of each screen and width, and says which differ from those of before.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.screens import Look, Screen, a_busy_day, looks_at, of_the_desk, of_the_worker
from tests.support.app_under_test import AppUnderTest

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(600)]
AXE = Path(__file__).resolve().parents[2] / "pwa/node_modules/axe-core/axe.min.js"
# What WCAG 2.2 AA asks, and what axe calls good practice.
RUN = """async () => {
  const { violations } = await axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  });
  const why = (node) => [...node.any, ...node.all].map((one) => one.message).join("; ");
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${why(node)}`));
}"""
PICTURES = os.environ.get("SCREENS", "")
LIGHT, DARK = Look(390), Look(390, "dark")
AT_A_DESK = Look(1280)
"""The colours and the width have little to do with each other, so the suite sees the desk's screens once in each."""
ALL = (
    LIGHT, Look(320), AT_A_DESK, Look(1920),
    DARK, Look(320, "dark"), Look(1280, "dark"), Look(1920, "dark"),
)  # fmt: skip


def found_by_axe(page: Page) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(RUN)
    return found


def keeps_a_picture(page: Page, screen: Screen, how: str, ids: dict[str, str]) -> None:
    """Keep it under a name that is the same each time: the ids in its path are others each time."""
    path = screen.path
    for found, name in ids.items():
        path = path.replace(found, name)
    first_name = screen.who.name.split(" ")[0].lower()
    opened = screen.opens.lower().replace(" ", "-")
    named = f"{first_name}{path.replace('/', '-').replace('#', '-')}-{opened}".rstrip("-")
    page.screenshot(path=Path(PICTURES) / f"{named}-{how}.png")


def test_axe_finds_nothing_on_any_screen(app: AppUnderTest, chromium: Browser) -> None:
    day = a_busy_day(app)
    ids = {str(value): name for name, value in day.items() if isinstance(value, str)}
    wrong: dict[str, list[str]] = {}
    for screens, looks in (
        (of_the_worker(app, day), ALL if PICTURES else (LIGHT, DARK)),
        (of_the_desk(app, day), ALL if PICTURES else (AT_A_DESK, DARK)),
    ):
        for page, screen, (width, colours) in looks_at(chromium, app, screens, looks):
            if PICTURES:
                keeps_a_picture(page, screen, f"{width}-{colours}", ids)
            found = found_by_axe(page)
            if found:
                wrong[f"{screen.who.name} {screen.path} at {width}, {colours}"] = found
    app.forgets_messages()
    assert not wrong, "\n".join(f"{where}: {one}" for where, all_of in wrong.items() for one in all_of)
