"""The worker's own sentence in an alarm, the noodknop above every sheet, and the ways on when a check-in is refused."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.acceptance.stories import marks
from tests.browser.test_the_worker import WATCHED, opens_the_app
from tests.support.app_under_test import AppUnderTest, an_address

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
KEY = re.compile("^Noodknop")
NOBODY = "Niemand let nu op je"
# Whether a finger in the middle of the noodknop's usual place lands on a noodknop.
ON_TOP = """() => {
  const bar = [...document.querySelectorAll(".hold--bar")].filter(one => one.offsetWidth > 0 && !one.closest(".sheet"));
  const place = (bar[0] ?? document.querySelector(".hold--bar")).getBoundingClientRect();
  const found = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
  return Boolean(found?.closest(".hold--bar"));
}"""
SCREENS_ARE_THERE = """() => ['worker', 'words', 'shared'].every((name) => performance.getEntriesByType('resource')
    .some((one) => one.name.includes(`/assets/${name}-`) && one.name.endsWith('.js')))"""
"""They come after the first visits: whoever loses the network in that second reads that the screen is not there yet."""
NUMBERS_ARE_THERE = """() => performance.getEntriesByType('resource')
    .some((one) => one.name.endsWith('/v1/duty-numbers') && one.responseEnd > 0)"""
"""To this page, and whole: the page before a reload may have asked too, and be answered as it goes."""


def the_key_is_on_top(page: Page) -> None:
    expect(page.locator("dialog[open]")).to_have_count(1)
    assert page.evaluate(ON_TOP), "a sheet lies above the noodknop"
    dialog = page.get_by_role("dialog")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement?.classList.contains('hold--bar') ?? false"):
            break
    else:
        pytest.fail("the keyboard does not reach the noodknop")
    buttons = [
        one for one in dialog.get_by_role("button").all() if "Noodknop" not in (one.get_attribute("aria-label") or "")
    ]
    key = page.locator("dialog .hold--bar").bounding_box()
    assert key
    buttons[-1].scroll_into_view_if_needed()
    box = buttons[-1].bounding_box()
    assert box
    apart = (
        box["y"] + box["height"] <= key["y"] + 1
        or box["y"] >= key["y"] + key["height"]
        or box["x"] + box["width"] <= key["x"]
    )
    assert apart, "the noodknop lies above a button of the sheet"


@pytest.mark.parametrize("size", [(390, 844), (320, 568), (844, 390), (1280, 800)])
def test_no_sheet_lies_above_the_noodknop(app: AppUnderTest, phone: BrowserContext, size: tuple[int, int]) -> None:
    app.jan.sets_pin("1234", "9876")
    planned = app.jan.plans(starts_in=30, minutes=30)
    visit = app.jan.checks_in(minutes=10, address=an_address(14))
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{app.http.base_url}/visits/{visit['id']}")
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_role("dialog", name="Je pincode")).to_be_visible()
    the_key_is_on_top(page)
    page.goto(f"{app.http.base_url}/visits/{planned['id']}/check-in")
    for name in ("Verzetten", "Afzeggen", "Aanmelden"):
        page.get_by_role("button", name=name, exact=True).click()
        the_key_is_on_top(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Verzetten", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=KEY).hover()
    page.mouse.down()
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    page.mouse.up()
    app.fatima.phone.expects_sms("NOOD")
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_the_sentence_in_an_alarm_that_was_put_aside(app: AppUnderTest, phone: BrowserContext) -> None:
    page = opens_the_app(phone, app)
    expect(page.get_by_text(NOBODY)).to_be_visible()
    page.get_by_role("button", name=KEY).first.click()
    page.get_by_role("button", name="Alarm slaan").click()
    page.get_by_role("button", name="Ja, nu").click()
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    page.get_by_role("button", name="Verberg dit scherm").click()
    expect(page.get_by_text("Er loopt een alarm. Je collega's worden gewaarschuwd")).to_be_visible()
    expect(page.get_by_text(NOBODY)).to_have_count(0)
    app.fatima.phone.expects_sms("NOOD").then_answers("1")
    app.fatima.phone.expects_sms("Jij pakt alarm")
    expect(page.get_by_text("Er loopt een alarm. Fatima Bakker heeft het.")).to_be_visible()
    page.get_by_role("link", name="Kaarten").click()
    expect(page.get_by_text("Er loopt een alarm. Fatima Bakker heeft het.")).to_be_visible()
    page.get_by_role("link", name="Naar het alarm").click()
    expect(page.get_by_role("heading", name="Alarm verstuurd")).to_be_visible()
    app.fatima.on_alarm(app.fatima.alarm(), "resolve", outcome="safe")
    expect(page.get_by_role("heading", name=re.compile("Alarm voorbij"))).to_be_visible()
    expect(page.get_by_text(NOBODY)).to_be_visible()
    app.forgets_messages()


def test_a_visit_that_the_desk_ended_says_who_and_why(app: AppUnderTest, phone: BrowserContext) -> None:
    visit = app.jan.checks_in(minutes=30)
    page = opens_the_app(phone, app)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    app.fatima.does(visit, "check-out", reason="Gebeld, is al thuis")
    said = page.get_by_text(re.compile("Fatima Bakker meldt Jan de Wit af: Gebeld, is al thuis"))
    expect(said).to_be_visible(timeout=30_000)  # the phone asks every five seconds
    expect(page.get_by_text(NOBODY)).to_be_visible()
    page.get_by_role("button", name="Begrepen").click()
    expect(page.get_by_text(re.compile("Gebeld, is al thuis"))).to_have_count(0)
    app.forgets_messages()


def test_a_number_to_call_at_the_first_door_without_a_network(app: AppUnderTest, phone: BrowserContext) -> None:
    page = opens_the_app(phone, app)
    page.reload()
    page.wait_for_function(NUMBERS_ARE_THERE)
    page.wait_for_function(SCREENS_ARE_THERE)
    phone.set_offline(True)
    page.get_by_role("link", name="Nieuw bezoek").click()
    page.get_by_label("Postcode", exact=True).fill("5211 AA")
    page.get_by_label("Nummer").fill("21")
    page.get_by_label("Plaats").fill("Den Bosch")
    page.get_by_label("Plaats").press("Enter")
    expect(page.get_by_text("Nog niet bevestigd. Niemand let nu op je")).to_be_visible()
    call = page.get_by_role("link", name=re.compile("Bel Fatima Bakker, 06"))
    expect(call).to_have_attribute("href", f"tel:{app.fatima.employee.phone}")
    ask = page.get_by_role("link", name="Vraag het per sms").get_attribute("href")
    assert ask
    assert ask.startswith(f"sms:{app.fatima.employee.phone}?")
    assert "21" in ask
    phone.set_offline(False)
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    app.forgets_messages()


def test_a_refused_check_in_offers_the_ways_and_follows_the_companion(app: AppUnderTest, phone: BrowserContext) -> None:
    marks(app, an_address(12), "pairs")
    ali_too = [{"personId": str(app.ali.id)}]
    visit = app.jan.plans(starts_in=10, minutes=30, address=an_address(12), companions=ali_too)
    app.forgets_messages()
    page = opens_the_app(phone, app)
    page.get_by_role("article").get_by_role("link", name="Aanmelden").click()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text("Aanmelden is niet gelukt")).to_be_visible()
    for way in ("Wacht, en vraag Ali Demir nog eens", "Een half uur later", "Vraag de teammanager of je alleen mag"):
        expect(page.get_by_role("button", name=way)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Bel Fatima Bakker"))).to_be_visible()
    (ali,) = app.jan.visit(visit)["companions"]
    app.ali.posts(f"/v1/visits/{visit['id']}/companions/{ali['id']}/there")
    expect(page.get_by_text("Je kunt je nu aanmelden")).to_be_visible()
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    app.forgets_messages()


def test_a_second_visit_asks_about_the_first(app: AppUnderTest, phone: BrowserContext) -> None:
    first = app.jan.checks_in(minutes=30, address=an_address(14))
    second = app.jan.plans(starts_in=5, minutes=30)
    page = opens_the_app(phone, app)
    page.goto(f"{app.http.base_url}/visits/{second['id']}/check-in")
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    expect(page.get_by_role("dialog", name=re.compile("Je bent nog aangemeld bij Dorpsstraat 14"))).to_be_visible()
    assert app.jan.visit(second)["state"] == "planned"
    page.get_by_role("button", name="Ja, daar afmelden").click()
    expect(page.get_by_text(WATCHED).first).to_be_visible()
    assert app.jan.visit(first)["state"] == "ended"
    assert app.jan.visit(second)["state"] == "under_way"
    app.forgets_messages()
