"""The board by keys alone: every job is done, and an answer of the server takes nobody's place away."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_the_keyboard import stands_somewhere, tabs_to
from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest, Person, Role, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
LOOKED_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
STANDS_AT = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"


@pytest.fixture
def four(app: AppUnderTest) -> list[Person]:
    """Four at work, the first of whom is ready first."""
    people = [app.also_has(name, Role.WORKER) for name in ("Anna Bos", "Bram Vos", "Cees Kok", "Dirk Smit")]
    for number, one in enumerate(people):
        one.checks_in(minutes=60 + 10 * number, address=an_address(100 + number))
    app.forgets_messages()
    return people


def looks_again(page: Page) -> None:
    with page.expect_response("**/v1/board"):
        page.evaluate(LOOKED_AGAIN)


def stands_at(page: Page, words: str) -> None:
    page.wait_for_function(f"words => ({STANDS_AT})() === words", arg=words)


def test_asking_answering_and_checking_out(app: AppUnderTest, desk: BrowserContext, four: list[Person]) -> None:
    app.lets_calls_ring()
    page = signs_in(desk, app, app.fatima, "Bord")
    tabs_to(page, page.get_by_role("link", name="Bel Anna Bos"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    stands_at(page, "Bel Cees Kok")
    page.keyboard.press("Tab")
    stands_at(page, "Meer over Cees Kok")
    page.keyboard.press("Enter")
    stands_at(page, "Alles goed?")
    page.keyboard.press("Enter")
    # Who is asked comes first, and whoever stood there goes along.
    stands_at(page, "Uitslag van het gesprek met Cees Kok")
    expect(page.locator(".board__table tbody tr").first).to_contain_text("Cees Kok")
    expect(page.get_by_role("row", name=re.compile("Cees Kok"))).to_contain_text("Bel nu: alles goed?")
    page.keyboard.press("Enter")
    stands_at(page, "Goed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name=re.compile("Cees Kok"))).to_contain_text("Alles goed")
    stands_at(page, "Meer over Cees Kok")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    stands_at(page, "Meer over Cees Kok")
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Cees Kok afmelden")
    tabs_to(page, sheet.get_by_label("Reden"))
    page.keyboard.type("Gesproken")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name=re.compile("Cees Kok"))).to_have_count(0)
    stands_somewhere(page)
    app.forgets_messages()


def test_nobody_loses_their_place_when_rows_move_or_go(
    app: AppUnderTest, desk: BrowserContext, four: list[Person]
) -> None:
    anna, bram, cees, dirk = four
    page = signs_in(desk, app, app.fatima, "Bord")
    tabs_to(page, page.get_by_role("button", name="Meer over Cees Kok"))
    looks_again(page)
    stands_at(page, "Meer over Cees Kok")
    # Somebody below is in trouble, and comes first; an alarm stands above everything.
    (visit,) = dirk.asks("/v1/visits?mine=true&state=under_way")["visits"]
    dirk.does(visit, "panic")
    looks_again(page)
    expect(page.locator(".alarm-row")).to_have_count(1)
    stands_at(page, "Meer over Cees Kok")
    page.keyboard.press("Enter")
    stands_at(page, "Alles goed?")
    # With the menu open, those above go home one by one.
    for one in (anna, bram):
        (visit,) = one.asks("/v1/visits?mine=true&state=under_way")["visits"]
        one.does(visit, "check-out")
        looks_again(page)
    expect(page.locator(".board__table tbody tr")).to_have_count(2)
    stands_at(page, "Alles goed?")
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    stands_at(page, "Meer over Cees Kok")
    # And then the row itself: one stands on the one in its place.
    (visit,) = cees.asks("/v1/visits?mine=true&state=under_way")["visits"]
    cees.does(visit, "check-out")
    looks_again(page)
    expect(page.locator(".board__table tbody tr")).to_have_count(1)
    stands_at(page, "Meer over Dirk Smit")
    app.forgets_messages()


def test_a_search_is_kept_over_a_reload_and_hides_no_alarm(
    app: AppUnderTest, desk: BrowserContext, four: list[Person]
) -> None:
    page = signs_in(desk, app, app.fatima, "Bord")
    rows = page.locator(".board__table tbody tr")
    tabs_to(page, page.get_by_label("Zoek op naam, straat of team"))
    page.keyboard.type("bram 101")
    expect(rows).to_have_count(1)
    page.reload()
    expect(rows).to_have_count(1)
    expect(page.get_by_text("1 van 4 bezoeken")).to_be_visible()
    assert "bram" not in page.url
    (visit,) = four[3].asks("/v1/visits?mine=true&state=under_way")["visits"]
    four[3].does(visit, "panic")
    looks_again(page)
    expect(page.locator(".alarm-row")).to_contain_text("Dirk Smit")
    expect(page.get_by_text("1 bezoek waar nu iets moet, staat niet in deze selectie")).to_be_visible()
    tabs_to(page, page.get_by_role("button", name="Toon alles"))
    page.keyboard.press("Enter")
    expect(rows).to_have_count(4)
    stands_somewhere(page)
    app.forgets_messages()
