"""What the desk prints: black on white in the dark theme too, nothing to press, whose it is and of when."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from tests.browser.test_the_worker import signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
CLOCK = re.compile(r"\d\d:\d\d:\d\d")
WIDTH, HEIGHT = 720, 1045
"""A4 without its margins, in pixels of a style sheet."""
TO_PRESS = """() => [...document.querySelectorAll('button, .nl-button:not([href^="tel:"]), nav')]
  .filter((one) => one.checkVisibility()).map((one) => one.textContent)"""
PALE = """() => [...document.querySelectorAll('main *')].filter((one) => one.checkVisibility()
    && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
    && getComputedStyle(one).color !== 'rgb(0, 0, 0)').map((one) => one.textContent)"""


def printed(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    expect(page.get_by_text("Voorbeeld · Afgedrukt op ")).to_be_visible()
    assert page.evaluate(TO_PRESS) == []
    assert page.evaluate(PALE) == []
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def in_the_dark(chromium: Browser) -> BrowserContext:
    """A screen in the dark theme, as wide as a sheet of paper: what is printed from it must still be ink on white."""
    return chromium.new_context(
        color_scheme="dark",
        locale=DUTCH["locale"],
        timezone_id=DUTCH["timezone_id"],
        viewport={"width": WIDTH, "height": HEIGHT},
    )


def test_the_board_an_alarm_and_the_roster(app: AppUnderTest, chromium: Browser) -> None:
    app.jan.does(app.jan.checks_in(minutes=60), "panic")
    app.forgets_messages()
    context = in_the_dark(chromium)
    page = signs_in(context, app, app.karin, "Bord")
    expect(page.locator(".board__table tbody tr")).to_have_count(1)
    printed(page)
    page.goto(f"{app.http.base_url}/alarms/{app.karin.alarm()['id']}")
    expect(page.get_by_role("heading", name="Wie is gewaarschuwd")).to_be_visible()
    printed(page)
    told_in_a_line_each(page, app)
    page.goto(f"{app.http.base_url}/roster")
    expect(page.locator(".week__day")).to_have_count(7)
    printed(page)
    context.close()
    app.forgets_messages()


def test_the_number_to_ring_first_is_read_from_paper(app: AppUnderTest, chromium: Browser) -> None:
    app.fatima.does(app.jan.checks_in(minutes=60), "check-call", result="no_answer")
    app.forgets_messages()
    context = in_the_dark(chromium)
    page = signs_in(context, app, app.karin, "Bord")
    page.goto(f"{app.http.base_url}/alarms/{app.karin.alarm()['id']}")
    number = page.get_by_role("link", name=re.compile("^Bel Jan de Wit"))
    expect(number).to_be_visible()
    printed(page)
    page.emulate_media(media="print")
    assert number.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    context.close()
    app.forgets_messages()


def told_in_a_line_each(page: Page, app: AppUnderTest) -> None:
    """On paper: since when, who, and how it stands with them. Each message stands on the screen alone."""
    alarm = app.karin.alarm()
    told = {one["person"]["name"] for one in alarm["told"]}
    assert len(alarm["told"]) > len(told) > 1, "some are told in more than one way"
    card = page.locator("section", has=page.get_by_role("heading", name="Wie is gewaarschuwd"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    lines = [line for line in card.locator(".told > li").all_inner_texts() if line]
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert len(lines) == len(told)
    for line in lines:
        assert [bool(CLOCK.fullmatch(word)) for word in line.split("\n")] == [True, False, False, True], line


def test_planning_tasks_the_past_and_a_drill(app: AppUnderTest, chromium: Browser) -> None:
    app.jan.does(app.jan.checks_in(minutes=60), "check-out", returnTo="office")
    app.jan.plans(starts_in=30)
    context = in_the_dark(chromium)
    page = signs_in(context, app, app.karin, "Bord")
    for path, there in (("/planning", "Jan de Wit"), ("/tasks", "Je hebt niets te doen"), ("/past", "Jan de Wit")):
        page.goto(f"{app.http.base_url}{path}")
        expect(page.get_by_text(there).first).to_be_visible()
        printed(page)
    page.emulate_media(media="print")
    expect(page.locator(".paper-head")).to_contain_text("Bezoeken, ")
    page.emulate_media(media="screen")
    drill = app.karin.posts("/v1/drills", {"teamId": str(app.ours.team)}, expect=201)["id"]
    app.karin.posts(f"/v1/drills/{drill}/stop")
    page.goto(f"{app.http.base_url}/drills/{drill}")
    expect(page.get_by_role("heading", name="Wie is gewaarschuwd")).to_be_visible()
    printed(page)
    context.close()
    app.forgets_messages()


def test_nothing_is_cut_off_where_it_goes_on_on_the_next_page(app: AppUnderTest, chromium: Browser) -> None:
    visits = [
        person.plans(starts_in=10 + day * 1440 + 40 * place, clientName=f"Inwoner {place}")
        for day in range(3)
        for person in (app.jan, app.ali)
        for place in range(4)
    ]
    context = chromium.new_context(locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"])
    page = signs_in(context, app, app.karin, "Bord")
    page.goto(f"{app.http.base_url}/planning")
    expect(page.get_by_text("Klaar om te gaan")).to_have_count(len(visits))
    paper = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    said = [sheet.extract_text() for sheet in paper.pages]
    assert len(said) > 2
    words = " ".join(" ".join(said).split())
    assert words.count("Klaar om te gaan") == len(visits)
    assert "Telefoon kwijt?" in words, "what stands last"
    assert "Naar de inhoud" not in words, "the link over the title is for who has a keyboard"
    context.close()
    app.forgets_messages()


def test_what_follows_a_long_list_does_not_lie_over_it(app: AppUnderTest, chromium: Browser) -> None:
    plans = [app.ali.plans(starts_in=10 + 60 * place) for place in range(3)]
    visits = [app.jan.checks_in(minutes=60) for _ in range(9)]
    app.jan.does(visits[0], "panic")
    app.forgets_messages()
    context = chromium.new_context(locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"])
    page = signs_in(context, app, app.karin, "Bord")
    expect(page.locator(".board__plan")).to_have_count(len(plans))
    paper = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    lines = [line for sheet in paper.pages for line in sheet.extract_text(extraction_mode="layout").splitlines()]
    assert [line.strip() for line in lines if "Gepland" in line] == ["Gepland"]
    assert sum("Jan de Wit  " in line for line in lines) == len(visits)
    context.close()
    app.forgets_messages()
