"""The worker's phone: from the open app to "someone watches over me" in three taps, an extension, a panic."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.app_under_test import AppUnderTest, Person
from tests.support.organisations import PASSWORD

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
WATCHED = re.compile(r"Er wordt op je gelet tot \d\d:\d\d")


def opens_the_app(phone: BrowserContext, app: AppUnderTest) -> Page:
    """Jan signs in, as he does once a month."""
    return signs_in(phone, app, app.jan, "Vandaag")


def signs_in(context: BrowserContext, app: AppUnderTest, person: Person, first_screen: str) -> Page:
    page = context.new_page()
    page.goto(str(app.http.base_url))
    page.get_by_label("E-mailadres").fill(person.employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name=first_screen)).to_be_visible()
    return page


def test_three_taps_from_the_open_app_to_being_watched_over(app: AppUnderTest, phone: BrowserContext) -> None:
    app.jan.plans(starts_in=10, minutes=30)
    page = opens_the_app(phone, app)
    expect(page.get_by_text("Niemand let nu op je")).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="Aanmelden").or_(
        page.get_by_role("article").get_by_role("button", name="Aanmelden")
    ).click()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text(WATCHED)).to_be_visible()
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]
    assert visit["watch"]["nextDeadline"]["kind"] == "check_call"

    page.get_by_role("button", name="15 minuten langer").click()
    page.wait_for_function(
        "end => document.body.innerText.includes(end)",
        arg=_local_end(app, visit["id"]),
    )
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text(WATCHED)).to_be_hidden()
    assert app.jan.visit(visit)["state"] == "ended"


def test_a_companion_who_pressed_keeps_the_red_screen_until_it_is_over(
    app: AppUnderTest, phone: BrowserContext
) -> None:
    app.jan.checks_in(minutes=30, companions=[{"personId": str(app.ali.id)}])
    page = signs_in(phone, app, app.ali, "Vandaag")
    page.get_by_role("link", name="Noodknop").or_(page.get_by_role("button", name="Noodknop")).first.click()
    page.get_by_role("button", name="Alarm slaan").click()
    page.get_by_role("button", name="Ja, nu").click()
    with page.expect_response(re.compile("/v1/alarms/[-0-9a-f]+$")) as asked:
        expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    assert asked.value.ok
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    expect(page.get_by_role("heading", name=re.compile("Alarm voorbij"))).to_be_visible()
    app.forgets_messages()


def test_a_panic_says_who_was_told_and_offers_112(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.checks_in(minutes=10)
    page = opens_the_app(phone, app)
    page.get_by_role("link", name="Noodknop").or_(page.get_by_role("button", name="Noodknop")).first.click()
    expect(page.get_by_role("link", name="Bel 112")).to_have_attribute("href", "tel:112")
    page.get_by_role("button", name="Alarm slaan").click()
    page.get_by_role("button", name="Ja, nu").click()
    expect(page.get_by_text("Alarm verstuurd").first).to_be_visible()
    expect(page.get_by_role("link", name="Bel 112")).to_have_attribute("href", "tel:112")
    app.fatima.phone.expects_sms("NOOD").then_answers("1")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    expect(page.get_by_text(re.compile("Fatima.*pakt het op"))).to_be_visible()
    assert app.jan.visit(visit)["alarm"]["cause"] == "panic"
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_with_large_letters_the_red_screen_begins_at_its_top(app: AppUnderTest, phone: BrowserContext) -> None:
    app.jan.checks_in(minutes=30)
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.get_by_role("link", name="Noodknop").or_(page.get_by_role("button", name="Noodknop")).first.click()
    page.get_by_role("button", name="Alarm slaan").click()
    page.evaluate("document.getElementById('main').scrollTo(0, 10000)")
    page.get_by_role("button", name="Ja, nu").click()
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_in_viewport(ratio=0.9)
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_on_a_low_phone_yes_stands_in_sight(app: AppUnderTest, phone: BrowserContext) -> None:
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 320, "height": 520})
    page.get_by_role("link", name="Noodknop").or_(page.get_by_role("button", name="Noodknop")).first.click()
    page.get_by_role("button", name="Alarm slaan").focus()
    page.keyboard.press("Enter")
    yes, emergency = page.get_by_role("button", name="Ja, nu"), page.get_by_role("link", name="Bel 112")
    expect(page.get_by_text("Weet je het zeker?")).to_be_visible()
    answers, foot = yes.bounding_box(), emergency.bounding_box()
    assert answers
    assert foot
    assert answers["y"] + answers["height"] <= foot["y"]


def test_who_read_on_sees_the_question_that_comes(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring()
    visit = app.jan.checks_in(minutes=30)
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 320, "height": 568})
    page.get_by_role("link", name="Naar dit bezoek").click()
    expect(page.get_by_text("Iets doorgeven")).to_be_visible()
    page.evaluate("document.getElementById('main').scrollTo(0, 10000)")
    app.passes_until(lambda: app.jan.visit(visit)["watch"]["checkCall"] == "asked")
    expect(page.get_by_role("button", name="Ja", exact=True)).to_be_in_viewport(ratio=0.9)
    app.forgets_messages()


def test_who_read_on_sees_that_nobody_heard_of_more_time(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring()
    app.jan.checks_in(minutes=30)
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": 320, "height": 568})
    page.get_by_role("link", name="Naar dit bezoek").click()
    expect(page.get_by_text("Iets doorgeven")).to_be_visible()
    phone.set_offline(True)
    page.evaluate("document.getElementById('main').scrollTo(0, 10000)")
    page.get_by_role("button", name="15 minuten langer").click()
    expect(page.get_by_text("nog niet bevestigd")).to_be_in_viewport(ratio=0.9)
    phone.set_offline(False)
    expect(page.get_by_text("nog niet bevestigd")).to_have_count(0)
    app.forgets_messages()


def _local_end(app: AppUnderTest, visit_id: str) -> str:
    """The expected end as the phone must show it after fifteen minutes more."""
    visit = app.jan.asks(f"/v1/visits/{visit_id}")
    end = datetime.fromisoformat(visit["expectedEnd"])
    later = end if end > app.now() + timedelta(minutes=31) else end + timedelta(minutes=15)
    return later.astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%H:%M")
