"""A day on which the network is gone in the middle: what was pressed meanwhile, and what the watch did without it."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.inside import is_jans
from tests.browser.pictures import for_a_look
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
WATCHED = re.compile(r"Er wordt op je gelet tot \d\d:\d\d")
OFFLINE = re.compile(r"Geen verbinding sinds \d\d:\d\d\. Toen werd er op je gelet tot \d\d:\d\d")
UNCONFIRMED = re.compile("nog niet bevestigd")
UNSENT = "Een melding is nog niet helemaal verstuurd"


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """The check call comes after ten minutes, and is asked again after five; five later it is an alarm."""
    return app.lets_calls_ring().runs_on(
        "s-hertogenbosch",
        ('rule = "always"', 'rule = "marked"'),
        ("heard_counts = false", "heard_counts = true"),
        ('ways = ["ask_colleague"]', 'ways = ["ask_colleague", "phone_worker"]'),
    )


def test_all_of_it_arrives_once_and_in_order_and_answers_no_alarm_of_later(
    app: AppUnderTest, phone: BrowserContext
) -> None:
    page = _is_asked_whether_all_is_well(app, phone)
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]
    said, left = _presses_without_a_network(app, phone, page)
    _writes_a_report(page)
    for_a_look(page, "day-offline-today")

    # What the watch goes by is what it heard: the question, and nothing since.
    _passes(app, phone, 10)
    alarm = app.fatima.alarm()
    assert (alarm["cause"], alarm["level"]) == ("check_call", "manager")
    for who in (app.fatima, app.karin):
        who.phone.expects_sms("Geen gehoor bij Jan de Wit")
    assert app.jan.asks("/v1/incidents")["incidents"] == []
    expect(page.get_by_text(OFFLINE).first).to_be_visible()
    expect(page.get_by_text(UNSENT)).to_be_visible()

    phone.set_offline(False)
    expect(page.get_by_text("Je collega's proberen je te bereiken").first).to_be_visible()
    expect(page.get_by_text(UNCONFIRMED)).to_have_count(0)
    expect(page.get_by_text(UNSENT)).to_have_count(0)
    late = [line for line in app.jan.story(visit) if "voor het alarm" in line]
    assert late == [
        f"Jan de Wit drukte al om {said} (alles goed), voor het alarm. Het alarm blijft open.",
        f"Jan de Wit drukte al om {left} (afmelden of terug), voor het alarm. Het alarm blijft open.",
    ]
    assert app.jan.story(visit).count("Jan de Wit: alles goed.") == 1
    assert len(app.jan.asks("/v1/incidents")["incidents"]) == 1
    assert (app.jan.visit(visit)["state"], app.fatima.sees(alarm)["resolvedAt"]) == ("under_way", None)

    arrived = page.get_by_text("Je afmelding kwam aan, maar er liep al een alarm. Druk nog eens op Afmelden.")
    expect(arrived).to_be_visible()
    page.get_by_role("link", name="Naar dit bezoek").click()
    expect(page.get_by_role("button", name="Afmelden")).to_be_visible()
    expect(arrived).to_be_visible()
    for_a_look(page, "day-offline-again")
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_text("Afgemeld om")).to_be_visible()
    assert app.jan.visit(visit)["state"] == "ended"
    assert app.fatima.sees(alarm)["outcome"] == "safe"
    for who in (app.fatima, app.karin):
        who.phone.expects_sms("Jan de Wit")
    app.forgets_messages()

    # And the day goes on.
    page.get_by_role("link", name="Klaar").click()
    app.jan.plans(starts_in=10, minutes=45)
    _passes(app, phone, 1)
    _checks_in(page)


def test_who_texts_what_the_screen_says_has_ended_it_and_reads_of_no_failure_later(
    app: AppUnderTest, phone: BrowserContext
) -> None:
    page = _is_asked_whether_all_is_well(app, phone)
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]
    _presses_without_a_network(app, phone, page)
    app.jan.phone.sends("OK")
    app.jan.phone.expects_sms("Genoteerd: alles goed.")
    app.jan.phone.sends("UIT")
    app.jan.phone.expects_sms("afgemeld")
    ended = app.jan.visit(visit)
    assert (ended["state"], ended["alarm"]) == ("ended", None)
    before = app.jan.story(visit)

    _passes(app, phone, 10)
    phone.set_offline(False)
    expect(page.get_by_text(UNCONFIRMED)).to_have_count(0)
    expect(page.get_by_text("Er let nu niemand meer op je.")).to_be_visible()
    expect(page.get_by_text("is niet gelukt")).to_have_count(0)
    assert app.jan.story(visit) == before
    assert app.fatima.asks("/v1/alarms?open=true")["alarms"] == []
    app.forgets_messages()


def _is_asked_whether_all_is_well(app: AppUnderTest, phone: BrowserContext) -> Page:
    """Checked in with a network, and ten minutes later asked: then the network is gone."""
    app.jan.plans(starts_in=0, minutes=45)
    phone.clock.install(time=app.now())
    page = is_jans(phone, app)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    _checks_in(page)
    _passes(app, phone, 10.1)
    expect(page.get_by_role("button", name="Ja", exact=True)).to_be_visible()
    phone.set_offline(True)
    # A press right before a full minute could be the next minute's by the server's clock.
    _passes(app, phone, (75 - app.now().second) % 60 / 60)
    return page


def _presses_without_a_network(app: AppUnderTest, phone: BrowserContext, page: Page) -> tuple[str, str]:
    """That all is well, and to check out. Returns when, as the screen says."""
    page.get_by_role("button", name="Ja", exact=True).click()
    said = _is_not_sent(page, "Alles goed", "OK", app)
    _passes(app, phone, 3)
    page.get_by_role("button", name="Afmelden").click()
    left = _is_not_sent(page, "Afmelden", "UIT", app)
    assert said != left
    expect(page.get_by_text(OFFLINE).first).to_be_visible()
    expect(page.get_by_text("Stuur het per sms").first).to_be_visible()
    for_a_look(page, "day-offline-pressed")
    return said, left


def _is_not_sent(page: Page, what: str, word: str, app: AppUnderTest) -> str:
    """The screen calls it unsent, and says how it can be said all the same: by SMS, and by phone."""
    title = page.get_by_text(f"{what}: nog niet bevestigd")
    expect(title).to_be_visible()
    told = page.locator(".notice").filter(has=title)
    expect(page.get_by_role("link", name=f"Sms {word} naar").last).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Bel Fatima")).first).to_be_visible()
    pressed = re.search(r"Ingedrukt om (\d\d:\d\d)", told.inner_text())
    assert pressed, told.inner_text()
    return pressed[1]


def _writes_a_report(page: Page) -> None:
    page.get_by_role("link", name="Vandaag").first.click()
    page.get_by_role("link", name="Melding", exact=True).click()
    page.get_by_role("radio", name="Schelden").check(force=True)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("radio", name="Buiten").check(force=True)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Vertel wat er gebeurde").fill("Hij schold en trapte tegen de deur")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Melding: nog niet bevestigd")).to_be_visible()
    # A report is no emergency: nobody is to be phoned about it.
    expect(page.get_by_role("link", name=re.compile("Bel Fatima"))).to_have_count(0)
    page.get_by_role("link", name="Klaar").first.click()
    expect(page.get_by_text(UNSENT)).to_be_visible()


def _checks_in(page: Page) -> None:
    card = page.get_by_role("article")
    card.get_by_role("link", name="Aanmelden").or_(card.get_by_role("button", name="Aanmelden")).click()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text(WATCHED).first).to_be_visible()


def _passes(app: AppUnderTest, phone: BrowserContext, minutes: float) -> None:
    """At the server and on the phone."""
    app.passes(minutes=minutes)
    phone.clock.fast_forward(round(minutes * 60_000))
