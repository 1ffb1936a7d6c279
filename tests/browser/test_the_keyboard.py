"""Who has no mouse and no finger: with the keys alone, and never standing nowhere."""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.inside import is_inside, is_jans
from tests.browser.test_the_worker import WATCHED, opens_the_app, signs_in
from tests.support.app_under_test import AppUnderTest

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
FARTHEST = 120
NOWHERE = "() => document.activeElement === null || document.activeElement === document.body"
LANDLINE = "03 344 55 66"
# A line around it, or around the face of a field that is not drawn itself; on the screen, and nothing lies over it.
IS_SEEN = """() => {
  const at = document.activeElement;
  const faces = [at, at.nextElementSibling, at.parentElement].filter(Boolean);
  const lined = faces.find((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  // In a day or a time one goes from part to part, and the browser shows which.
  if (at.matches("[type=date], [type=time]")) return null;
  if (!at.matches(":focus-visible") || !lined) return "nothing shows that the focus is here";
  const { left, top, width, height } = lined.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, innerHeight / 2));
  return seen && at.parentElement.contains(seen) ? null : `something lies over it: ${seen?.outerHTML.slice(0, 120)}`;
}"""


def tabs_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until it stands there."""
    expect(wanted).to_be_visible()
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def stands_somewhere(page: Page) -> None:
    page.wait_for_function(f"() => !({NOWHERE})()")


def test_checking_in_with_trouble_expected(app: AppUnderTest, phone: BrowserContext) -> None:
    app.runs_on("losser").lets_calls_ring()
    page = opens_the_app(phone, app)
    tabs_to(page, page.get_by_role("link", name="Nieuw bezoek"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    trouble = page.get_by_label("Ik verwacht problemen")
    tabs_to(page, trouble)
    page.keyboard.press("Space")
    expect(trouble).to_be_checked()
    stands_somewhere(page)
    tabs_to(page, page.get_by_role("button", name="Aanmelden", exact=True))
    page.keyboard.press("Enter")
    # What is missing is said, and one stands at the first of it.
    expect(page.get_by_label("Postcode", exact=True)).to_be_focused()
    page.keyboard.type("5211 AA")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    tabs_to(page, page.get_by_label("Plaats"))
    page.keyboard.type("Den Bosch")
    tabs_to(page, page.get_by_role("button", name="Aanmelden", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Waarom?")).to_be_focused()
    page.keyboard.type("Hij dreigde vorige week")
    tabs_to(page, page.get_by_role("button", name="Aanmelden", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text(WATCHED)).to_be_visible()
    stands_somewhere(page)
    (visit,) = app.jan.asks("/v1/visits?mine=true&state=under_way")["visits"]
    assert visit["expectsTrouble"] == "Hij dreigde vorige week"
    app.forgets_messages()


def test_trouble_is_expected_of_a_planned_visit(app: AppUnderTest, phone: BrowserContext) -> None:
    app.runs_on("losser").lets_calls_ring()
    planned = app.jan.plans(starts_in=30)
    page = opens_the_app(phone, app)
    page.goto(f"{app.http.base_url}/visits/{planned['id']}/check-in")
    trouble = page.get_by_label("Ik verwacht problemen")
    tabs_to(page, trouble)
    page.keyboard.press("Space")
    tabs_to(page, page.get_by_role("button", name="Geef het nu al door"))
    page.keyboard.press("Enter")
    why = page.get_by_label("Waarom?")
    expect(why).to_be_focused()
    expect(why).to_have_accessible_description(re.compile("Schrijf op waarom"))
    page.keyboard.type("Hij dreigde vorige week")
    tabs_to(page, page.get_by_role("button", name="Geef het nu al door"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je verwacht problemen")).to_be_visible()
    app.forgets_messages()


def test_the_guard_firm(app: AppUnderTest, desk: BrowserContext) -> None:
    app.runs_on("woonmaatschappij")
    page = signs_in(desk, app, app.anne, "Mensen")
    opens = page.get_by_role("button", name=re.compile("ewakingsfirma.*Inkomen"))
    tabs_to(page, opens)
    page.keyboard.press("Enter")
    form = page.locator(".desk-item__more form")
    # Until it is known how it is set, nothing can be saved.
    expect(form.locator("button[type=submit]")).to_be_enabled()
    tabs_to(page, form.get_by_label("Naam"))
    page.keyboard.press("Enter")
    expect(form.get_by_label("Naam")).to_be_focused()
    expect(form.get_by_text("Vul dit in")).to_have_count(2)
    page.keyboard.type("Bewaking Oost")
    page.keyboard.press("Tab")
    page.keyboard.type("112")
    page.keyboard.press("Enter")
    # The server refuses it at the field, and one stands there.
    expect(form.get_by_label("Telefoonnummer")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Telefoonnummer")).to_be_focused()
    expect(form.get_by_label("Naam")).to_have_value("Bewaking Oost")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"+32 {LANDLINE[1:]}")
    page.keyboard.press("Enter")
    expect(form.get_by_role("status")).to_be_visible()
    stands_somewhere(page)
    assert app.anne.asks(f"/v1/teams/{app.ours.team}/guard-firm")["name"] == "Bewaking Oost"


def test_what_a_planned_visit_waits_for(app: AppUnderTest, desk: BrowserContext) -> None:
    app.runs_on("losser")
    visit = app.jan.plans(starts_in=60, expectsTrouble="Hij dreigde vorige week")
    app.forgets_messages()
    page = signs_in(desk, app, app.fatima, "Bord")
    opens = page.get_by_role("button", name="Voor je begint")
    tabs_to(page, opens)
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog")
    tabs_to(page, sheet.get_by_role("button", name="Gedaan"))
    page.keyboard.press("Enter")
    expect(sheet.get_by_text("Gedaan door Fatima Bakker")).to_be_visible()
    stands_somewhere(page)
    tabs_to(page, sheet.get_by_label("Kenmerk (niet verplicht)"))
    page.keyboard.type("2026-12")
    page.keyboard.press("Enter")
    expect(sheet.get_by_text("De politie weet ervan")).to_be_visible()
    stands_somewhere(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opens).to_be_focused()
    assert app.fatima.visit(visit)["beforehand"]["police"]["toldAt"] is not None
    app.forgets_messages()


SEEN = """() => {
  const { x, y, width, height } = document.activeElement.getBoundingClientRect();
  return [2, height / 2, height - 2].every(
    (down) => document.elementFromPoint(x + width / 2, y + down) === document.activeElement);
}"""

TOP = "() => Math.round(document.activeElement.getBoundingClientRect().top)"


NEARLY_EMPTY = """navigator.getBattery = () =>
  new Promise((done) => setTimeout(() => done({ level: 0.1, charging: false }), 0))"""


@pytest.mark.parametrize("size", [(390, 480), (320, 400), (844, 390), (640, 400)])
def test_nothing_lies_over_the_field_one_types_in(
    app: AppUnderTest, phone: BrowserContext, size: tuple[int, int]
) -> None:
    """What a telephone's own keyboard leaves of the screen, a telephone on its side, and a desk at 200 %."""
    phone.add_init_script(NEARLY_EMPTY)
    page = opens_the_app(phone, app)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.get_by_role("link", name="Nieuw bezoek").click()
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()
    expect(page.get_by_text("Kijk dit na voor je gaat")).to_be_visible()
    for label in ("Postcode", "Nummer", "Plaats", "Naam inwoner"):
        page.get_by_label(label).first.focus()
        assert page.evaluate(SEEN), f"something lies over {label}"
    page.get_by_role("button", name="Aanmelden", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Aanmelden", exact=True)).to_be_in_viewport(ratio=0.95)


def test_a_line_that_comes_late_moves_no_field(app: AppUnderTest, phone: BrowserContext) -> None:
    """What would fail on this phone is told when all of it was looked at: by then somebody types."""
    page = opens_the_app(phone, app)
    page.add_init_script(NEARLY_EMPTY.replace("0)", "1500)"))
    page.goto(f"{app.http.base_url}/visits/new")
    for down in (0, 40):
        page.get_by_label("Postcode").focus()
        page.locator("#main").evaluate("(main, down) => main.scrollTo(0, down)", down)
        before = page.evaluate(TOP)
        expect(page.get_by_text("Kijk dit na voor je gaat")).to_be_visible()
        assert page.evaluate(TOP) == before
        page.reload()


def lies_under(page: Page, key: str) -> list[str]:
    """Goes through all of the screen, and says what has the focus and is not to be seen."""
    found: list[str] = []
    for _ in range(FARTHEST):
        page.keyboard.press(key)
        if page.evaluate("() => document.activeElement?.closest('#main') === null"):
            break
        if wrong := page.evaluate(IS_SEEN):
            found.append(wrong + ": " + page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)"))
    return found


@pytest.mark.parametrize("path", ["/planning/new", "/incidents/new"])
def test_no_foot_and_no_alarm_above_lie_over_what_has_the_focus(
    app: AppUnderTest, desk: BrowserContext, path: str
) -> None:
    app.lets_calls_ring()
    app.jan.does(app.jan.checks_in(minutes=60), "panic")
    app.forgets_messages()
    page = is_inside(desk, app, app.karin, "Bord")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{app.settings.base_url}{path}")
    expect(page.get_by_role("alert", name="Alarm")).to_be_visible()
    page.get_by_role("heading", level=1).focus()
    assert lies_under(page, "Tab") == []
    page.locator("#main .screen__foot button").last.focus()
    assert lies_under(page, "Shift+Tab") == []


def test_no_foot_lies_over_what_has_the_focus_on_a_visit(app: AppUnderTest, phone: BrowserContext) -> None:
    app.lets_calls_ring().runs_on("losser")
    visit = app.jan.checks_in(minutes=60)
    page = is_jans(phone, app)
    for path, button in ((f"/visits/{visit['id']}", "Afmelden"), ("/visits/new", "Aanmelden")):
        page.goto(f"{app.settings.base_url}{path}")
        expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
        page.get_by_role("heading", level=1).focus()
        assert lies_under(page, "Tab") == []
