"""What axe finds where the walk of a busy day (test_every_screen.py) does not come: after an incident, in states that
no day has, and outside the app.

Each screen is seen twice, on a telephone in the light and at a desk in the dark: the colours and the width have little
to do with each other. What is folded is unfolded: axe does not see what nobody sees.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from achterwacht.alarms.records import HandOverLinkRecord
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.roles import Role
from tests.browser.inside import is_inside
from tests.browser.judged import found_by_axe
from tests.browser.screens import Look, Screen, looks_at
from tests.browser.screens_of_a_case import a_case, of_a_case, of_the_others
from tests.support.app_under_test import TOWN_TIME, AppUnderTest

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(600)]
LOOKS = (Look(390), Look(1280, "dark"))
UNFOLDED = "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
TOKEN = "a-link-that-nobody-guesses"
CANARY = "+31612340099"


def found_on(chromium: Browser, app: AppUnderTest, screens: Iterator[Screen]) -> list[str]:
    wrong: list[str] = []
    for page, screen, look in looks_at(chromium, app, screens, LOOKS):
        page.evaluate(UNFOLDED)
        wrong += [f"{screen} at {look.width}, {look.colours}: {one}" for one in found_by_axe(page)]
    app.forgets_messages()
    return wrong


def test_nothing_on_the_screens_of_a_case(app: AppUnderTest, chromium: Browser) -> None:
    case = a_case(app)
    wrong = found_on(chromium, app, chain(of_a_case(app, case), of_the_others(app, case)))
    assert not wrong, "\n".join(wrong)


def _of_who_watches_over_privacy(app: AppUnderTest) -> Iterator[Screen]:
    priya = app.also_has("Priya Groen", Role.PRIVACY_OFFICER)
    app.ruth.asks("/v1/risk-addresses")  # somebody looked
    for path in ("/looks", "/audit", "/me"):
        yield Screen(priya, "Inzagelog", path)


def _of_a_number_check(app: AppUnderTest) -> Iterator[Screen]:
    yield Screen(app.fatima, "Bord", "/me", opens="Bel me om te testen")
    yield Screen(app.fatima, "Bord", "/me", opens="Stuur een code")
    more = f"Meer over {app.fatima.name}"
    yield Screen(app.anne, "Mensen", "/people", opens=more)
    yield Screen(app.anne, "Mensen", "/people", opens=f"{more} > Nummer testen met een telefoontje")


def _of_a_canary(app: AppUnderTest) -> Iterator[Screen]:
    """Before there is one, before it sang, and when it could not be heard."""
    yield Screen(app.anne, "Mensen", "/drills")
    soon = app.now().astimezone(TOWN_TIME) + timedelta(minutes=2)
    app.anne.puts("/v1/canary", {"phone": CANARY, "dailyAt": f"{soon:%H:%M}", "rings": True, "asks": True})
    yield Screen(app.anne, "Mensen", "/drills")
    app.twilio.weather.refuse_number(CANARY, 30003)
    app.passes_until(lambda: app.anne.asks("/v1/canary")["result"] == "failed")
    yield Screen(app.anne, "Mensen", "/drills")
    app.anne.deletes("/v1/canary", expect=204)  # else it is said to be broken, as it is


@pytest.mark.parametrize("screens", [_of_who_watches_over_privacy, _of_a_number_check, _of_a_canary])
def test_nothing_in_states_that_no_day_has(
    app: AppUnderTest, chromium: Browser, screens: Callable[[AppUnderTest], Iterator[Screen]]
) -> None:
    app.lets_calls_ring()
    wrong = found_on(chromium, app, screens(app))
    assert not wrong, "\n".join(wrong)


def _signs_in(app: AppUnderTest, page: Page) -> None:
    page.goto(app.settings.base_url)
    page.get_by_label("E-mailadres").fill("nobody@voorbeeld.test")
    page.get_by_label("Wachtwoord").fill("not the one")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def _forgot_the_password(app: AppUnderTest, page: Page) -> None:
    page.goto(f"{app.settings.base_url}/forgotten")
    expect(page.get_by_label("E-mailadres")).to_be_visible()


def _has_a_passkey(app: AppUnderTest, page: Page) -> None:
    page.goto(f"{app.settings.base_url}/passkey")
    expect(page.get_by_role("heading").first).to_be_visible()


def _is_signed_out(app: AppUnderTest, page: Page) -> None:
    """In the middle of a visit: only an alarm goes out from here."""
    app.jan.checks_in(minutes=30)
    is_inside(page.context, app, app.jan, "Vandaag")
    app.jan.posts("/v1/sessions/sign-out-everywhere", expect=204)
    page.goto(app.settings.base_url)
    expect(page.get_by_role("alert")).to_be_visible()


def _does_not_begin(app: AppUnderTest, page: Page) -> None:
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto(app.settings.base_url)
    expect(page.get_by_text("De app start niet")).to_be_visible()
    page.get_by_role("button", name="Alarm slaan").click()


def _opens_the_link(app: AppUnderTest, page: Page) -> None:
    """Of an alarm with an address and a place, which has all there is on the sheet."""
    app.jan.checks_in(minutes=30)
    app.jan.posts("/v1/alarms", {"location": {"latitude": 51.69, "longitude": 5.3, "accuracyMetres": 12.0}}, expect=201)
    link = HandOverLinkRecord(
        organisation_id=app.ours.id,
        alarm_id=UUID(app.karin.alarm()["id"]),
        person_id=app.karin.id,
        token=TOKEN,
        made_at=app.now(),
    )
    with app.database.write() as session:
        session.add(link)
    page.goto(f"{app.settings.base_url}/o/{TOKEN}")
    expect(page.get_by_role("heading").first).to_be_visible()


def _looks_at_the_phones(app: AppUnderTest, page: Page) -> None:
    """With something on them: an alarm that climbs."""
    app.simulates_phones()
    app.jan.does(app.jan.checks_in(minutes=30), "panic")
    app.settles()
    page.goto(f"{app.settings.base_url}/simulator")
    expect(page.get_by_text("NOOD", exact=False).first).to_be_visible()


def _tries_the_demonstration(app: AppUnderTest, page: Page) -> None:
    with app.database.write() as session:
        session.get_one(OrganisationRecord, app.ours.id).demonstration = True
    app.simulates_phones()
    page.goto(f"{app.settings.base_url}/demo")
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_text("Jan de Wit").first).to_be_visible()


OUTSIDE = [
    _signs_in, _forgot_the_password, _has_a_passkey, _is_signed_out, _does_not_begin, _opens_the_link,
    _looks_at_the_phones, _tries_the_demonstration,
]  # fmt: skip


@pytest.mark.parametrize("opens", OUTSIDE)
def test_nothing_outside_the_app(
    app: AppUnderTest, desk: BrowserContext, opens: Callable[[AppUnderTest, Page], None]
) -> None:
    app.lets_calls_ring()
    page = desk.new_page()
    opens(app, page)
    wrong: list[str] = []
    for look in LOOKS:
        page.set_viewport_size({"width": look.width, "height": look.high})
        # Without motion: a button that is on its way to its colour in the dark has neither.
        page.emulate_media(color_scheme=look.colours, reduced_motion="reduce")
        page.evaluate(UNFOLDED)
        wrong += [f"at {look.width}, {look.colours}: {one}" for one in found_by_axe(page)]
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    assert not wrong, "\n".join(wrong)
