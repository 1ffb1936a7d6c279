"""What is left to do after an incident: on Vandaag until it is reported, at the desk until somebody says why not."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.browser.test_the_worker import opens_the_app, signs_in
from tests.support.app_under_test import AppUnderTest
from tests.support.chromium import DUTCH

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
TITLE = "Melding maken van wat er gebeurde"


def ended_badly(app: AppUnderTest) -> None:
    visit = panic(app)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_a_report_is_asked_for_until_it_is_there(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    ended_badly(app)
    page = opens_the_app(phone, app)
    task = page.get_by_role("article").filter(has_text=TITLE)
    expect(task).to_contain_text("Doe dit uiterlijk")
    task.get_by_role("button", name="Iemand anders doet dit").click()
    expect(page.get_by_role("dialog")).to_contain_text("Ali Demir")
    page.keyboard.press("Escape")
    task.get_by_role("link", name="Melding maken").click()
    page.get_by_text("Bedreigen", exact=False).first.click()
    for _ in range(2):
        page.get_by_role("button", name="Verder").click()
    page.get_by_role("textbox").first.fill("Hij dreigde met een mes")
    while page.get_by_role("button", name="Verder").is_visible():
        page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Versturen").click()
    page.get_by_role("link", name="Klaar").click()
    expect(page.get_by_role("heading", name="Vandaag")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert "report" not in {one["kind"] for one in app.karin.asks("/v1/tasks")["tasks"]}
    app.forgets_messages()  # of the care that begins with the report


def test_the_desk_sees_what_lies_and_says_why_it_need_not_be_done(app: AppUnderTest, chromium: Browser) -> None:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    app.jan.is_called("Jan-Willem Alexander van Oldenbarneveld tot Berkel")
    ended_badly(app)
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale=DUTCH["locale"])
    page = signs_in(context, app, app.karin, "Bord")
    page.get_by_role("link", name="Taken").first.click()
    expect(page.get_by_text("Je hebt niets te doen.")).to_be_visible()
    task = page.get_by_role("article").filter(has_text=TITLE)
    expect(task).to_contain_text("Oldenbarneveld")
    task.get_by_role("button", name="Hoeft niet").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="Hoeft niet").click()
    expect(sheet.get_by_text("Schrijf op waarom")).to_be_visible()
    sheet.get_by_label("Waarom hoeft het niet").fill("Er was niets gebeurd")
    sheet.get_by_role("button", name="Hoeft niet").click()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    context.close()
