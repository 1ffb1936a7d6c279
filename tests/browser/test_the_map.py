"""The map by choice: beside the list, by keys, on the page of an alarm, and what is said when it does not come."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from achterwacht.addresses.registers.registers import make_registers
from foundation.setting_groups.maps import MapOf
from tests.browser.judged import found_by_axe, wrong_at
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest, Role, an_address
from tests.support.chromium import DUTCH, run_chromium
from tests.support.registers import FakeRegisters
from tests.support.shared_app import front
from tests.support.tiles import FakeTiles

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
NOT_THERE = "De kaart laadt niet. Wat erop zou staan, staat ook in woorden op deze pagina."
PHONE = {"latitude": 51.695, "longitude": 5.31, "accuracyMetres": 60.0}
DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "locale": DUTCH["locale"],
    "timezone_id": DUTCH["timezone_id"],
}
DRAWN = "**/assets/drawn-*"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """With WebGL, on a machine that has no card for it."""
    with run_chromium("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist") as browser:
        yield browser


@pytest.fixture
def tiles(app: AppUnderTest) -> Iterator[FakeTiles]:
    """The installation chose a map, whose tiles and addresses come from here."""
    with FakeTiles() as tiles, FakeRegisters() as registers:
        chosen: dict[str, Any] = {**registers.settings, "map": MapOf.PDOK, "pdok_tiles_base": tiles.url}
        for name, value in chosen.items():
            setattr(app.settings, name, value)
        with front().asking(make_registers(app.settings)):
            yield tiles
    app.forgets_messages()  # where maps are drawn slowly, nobody takes the alarm and it climbs


def three_out(app: AppUnderTest) -> str:
    """Two at addresses that the register knows, one at a street that it does not, and an alarm of the first."""
    app.also_has("Bram Vos", Role.WORKER).checks_in(minutes=60, address=an_address(14))
    app.also_has("Dirk Smit", Role.WORKER).checks_in(minutes=80, address=an_address(999))
    visit = app.jan.checks_in(minutes=40, address=an_address(12))
    raised = app.jan.does(visit, "panic", id=str(uuid4()), location=PHONE)
    app.forgets_messages()
    return str(raised["alarm"]["id"])


def watched(page: Page) -> list[str]:
    """What goes wrong in the page."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


def fits(page: Page) -> None:
    """On the smallest telephone and on a wide desk; then as it was."""
    for width in (320, 1920, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        # What lies outside its frame is cut off: that is what a map does. Its ground has this width a moment later.
        found = [one for one in wrong_at(page, width) if "map__frame" not in one and "map__ground" not in one]
        assert found == [], f"at {width}"


def test_beside_the_list_with_a_button_for_each(app: AppUnderTest, desk: BrowserContext, tiles: FakeTiles) -> None:
    three_out(app)
    page = signs_in(desk, app, app.fatima, "Bord")
    wrong = watched(page)
    assert tiles.asked == [], "nothing of it before somebody asks"
    with page.expect_response(lambda answer: answer.url.startswith(tiles.url) and answer.ok):
        page.get_by_role("button", name="Kaart", exact=True).click()
    the_map = page.get_by_role("region", name="Wie waar is, op de kaart")
    pins = the_map.locator(".map__pin")
    expect(pins).to_have_count(2)
    expect(pins.nth(0)).to_have_accessible_name(
        re.compile("Jan de Wit drukte op de noodknop: Nog niemand .*Dorpsstraat 12")
    )
    expect(pins.nth(1)).to_have_accessible_name(re.compile("Bram Vos: tot .* · Dorpsstraat 14, Den Bosch"))
    canvas = the_map.locator("canvas").bounding_box()
    assert canvas is not None
    assert canvas["height"] > 250
    expect(the_map.get_by_role("button", name="Inzoomen")).to_be_visible()
    expect(page.get_by_text("1 zonder plaats op de kaart: Dirk Smit")).to_be_visible()
    expect(page.get_by_text("Kaart: © Kadaster (PDOK)")).to_be_visible()
    expect(page.locator(".board__table tbody tr")).to_have_count(3)
    expect(page.get_by_text(NOT_THERE)).to_have_count(0)
    pins.nth(0).focus()
    page.keyboard.press("Tab")
    expect(pins.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(the_map.get_by_role("status").filter(has_text="Bram Vos")).to_be_visible()
    the_map.get_by_role("button", name="Naar de lijst").click()
    expect(page.get_by_role("row", name="Bram Vos").locator(":focus")).to_have_count(1)
    assert found_by_axe(page) == []
    fits(page)
    assert tiles.referrers == {""}, "the service is not told which page it is for"
    assert all("Dorpsstraat" not in one and "5211" not in one for one in tiles.asked)
    pins.nth(0).click()
    the_map.get_by_role("link", name="Naar alarm").click()
    expect(page.get_by_text("in de buurt van Dorpsstraat 12")).to_be_visible()
    assert wrong == []


def test_on_the_page_of_an_alarm_for_who_asks(app: AppUnderTest, desk: BrowserContext, tiles: FakeTiles) -> None:
    alarm = three_out(app)
    page = signs_in(desk, app, app.fatima, "Bord")
    page.goto(f"{app.http.base_url}/alarms/{alarm}".replace("//alarms", "/alarms"))
    show = page.get_by_role("button", name="Toon kaart")
    expect(show).to_be_visible()
    assert tiles.asked == []
    with page.expect_response(lambda answer: answer.url.startswith(tiles.url) and answer.ok):
        show.click()
    the_map = page.get_by_role("region", name="Het alarm op de kaart")
    expect(the_map.get_by_role("button", name="Plek van de telefoon")).to_be_visible()
    expect(the_map.get_by_role("button", name="Adres van het bezoek: Dorpsstraat 12")).to_be_visible()
    expect(the_map.locator(".map__circle")).to_have_count(1)
    assert found_by_axe(page) == []
    fits(page)
    page.get_by_role("button", name="Verberg kaart").click()
    expect(the_map).to_have_count(0)


@pytest.mark.parametrize("missing", ["tiles", "code", "webgl", "an answer with tiles", "an answer with the code"])
def test_what_is_missing_is_said_and_the_list_stays(
    app: AppUnderTest, chromium: Browser, tiles: FakeTiles, missing: str
) -> None:
    three_out(app)
    context = chromium.new_context(**DESK, service_workers="block")
    if missing == "webgl":
        context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    tiles.fails = missing == "tiles"
    page = signs_in(context, app, app.fatima, "Bord")
    if missing == "code":
        page.route(DRAWN, lambda route: route.abort())
    if missing.startswith("an answer"):
        page.route(f"{tiles.url}/**" if missing.endswith("tiles") else DRAWN, lambda route: None)
    page.get_by_role("button", name="Kaart", exact=True).click()
    expect(page.get_by_text(NOT_THERE)).to_be_visible()
    expect(page.locator(".board__table tbody tr")).to_have_count(3)
    expect(page.get_by_role("heading", name="Jan de Wit drukte op de noodknop")).to_be_visible()
    if missing.endswith("tiles"):
        expect(page.locator(".map__pin")).to_have_count(2)
    context.close()


def test_off_the_network_it_says_so_and_comes_back(app: AppUnderTest, desk: BrowserContext, tiles: FakeTiles) -> None:
    three_out(app)
    page = signs_in(desk, app, app.fatima, "Bord")
    with page.expect_response(lambda answer: answer.url.startswith(tiles.url) and answer.ok):
        page.get_by_role("button", name="Kaart", exact=True).click()
    desk.set_offline(True)
    expect(page.get_by_text(NOT_THERE)).to_be_visible()
    expect(page.locator(".board__table tbody tr")).to_have_count(3)
    with page.expect_response(lambda answer: answer.url.startswith(tiles.url) and answer.ok):
        desk.set_offline(False)
    expect(page.get_by_text(NOT_THERE)).to_have_count(0)


def test_where_none_was_chosen_there_is_none(app: AppUnderTest, chromium: Browser) -> None:
    alarm = three_out(app)
    context = chromium.new_context(**DESK)
    asked: list[str] = []
    context.on("request", lambda one: asked.append(one.url))
    page = signs_in(context, app, app.fatima, "Bord")
    expect(page.locator(".board__table tbody tr")).to_have_count(3)
    expect(page.get_by_role("button", name="Kaart", exact=True)).to_have_count(0)
    page.goto(f"{app.http.base_url}/alarms/{alarm}".replace("//alarms", "/alarms"))
    expect(page.get_by_role("heading", name="Jan de Wit drukte op de noodknop")).to_be_visible()
    expect(page.get_by_role("button", name="Toon kaart")).to_have_count(0)
    assert [one for one in asked if "drawn" in one or "maplibre" in one] == []
    context.close()
