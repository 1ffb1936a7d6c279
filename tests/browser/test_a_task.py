"""What is left to do after an incident: on Vandaag until it is reported, at the desk until somebody says why not."""

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, panic
from tests.browser.pictures import for_a_look
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


def test_a_manager_ticks_what_was_done_and_it_is_gone_from_the_list(app: AppUnderTest, chromium: Browser) -> None:
    """001 L373-437: the first talk has points; a route has none, and may be given a note."""
    app.lets_calls_ring().runs_on("corporatie")
    report = {
        "kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde met een mes",
        "behaviours": [{"id": "threat", "channel": "home_visit"}],
    }  # fmt: skip
    filed = app.jan.posts("/v1/incidents", report, expect=201)["id"]
    app.forgets_messages()
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale=DUTCH["locale"])
    page = signs_in(context, app, app.karin, "Bord")
    page.goto(f"{app.settings.base_url}/tasks")
    talk = page.get_by_role("article").filter(has_text="Eerste opvang").first
    for_a_look(page, "tasks-phone")
    talk.get_by_role("button", name="Dit is gedaan").click()
    sheet = page.get_by_role("dialog")
    ticked = sheet.get_by_role("checkbox").first
    ticked.check()
    expect(sheet.get_by_text("Schrijf nergens op hoe het met iemand gaat.")).to_be_visible()
    expect(sheet.get_by_role("textbox")).to_have_count(0)
    for_a_look(page, "task-ends")
    sheet.get_by_role("button", name="Dit is gedaan").click()
    expect(page.get_by_role("article").filter(has_text="Eerste opvang")).to_have_count(0)
    (done,) = [one for one in app.karin.asks(f"/v1/incidents/{filed}/tasks")["tasks"] if one["kind"] == "first_care"]
    assert (done["state"], done["points"][0]["done"]) == ("done", True)
    page.goto(f"{app.settings.base_url}/incidents/{filed}")
    expect(page.get_by_role("heading", name="Wat er nog te doen is")).to_be_visible()
    for_a_look(page, "case-tasks")
    app.forgets_messages()
    context.close()
