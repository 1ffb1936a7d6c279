"""What a desk does on a sheet fits a telephone: on a narrow one, with letters twice as large, in the dark, and with the
longest names; and each button of it can be reached."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from achterwacht.functions.records import HolderRecord
from achterwacht.people.records import TokenRecord
from achterwacht.protocols.functions import Function
from tests.acceptance.test_extending_and_ending import HOME_SAFE
from tests.browser.judged import OVER_EACH_OTHER, TWICE, found_by_axe, wrong_at
from tests.browser.screens import LONG_ADDRESS, LONG_NAME, Look, Screen, looks_at
from tests.browser.screens_of_a_case import STORY
from tests.browser.test_large_letters import LETTERS
from tests.browser.test_the_board_at_every_width import ALL_LAID_OUT
from tests.support.app_under_test import AppUnderTest, Person, Role
from tests.support.chromium import run_chromium

pytestmark = [pytest.mark.parametrize("kind", ["sqlite"], indirect=True), pytest.mark.timeout(240)]
PHONE, NARROW, IN_THE_DARK = Look(390), Look(320, "dark", 640), Look(390, "dark")
"""The narrowest is low as well, and in the dark: all that a sheet has to bear at once."""
# What can be pressed or filled in, is brought into sight, and is not there: something lies over it.
OUT_OF_REACH = """() => {
  const all = document.querySelector("dialog[open]") ?? document.getElementById("main");
  return [...all.querySelectorAll("a[href], button, select, textarea, input")].flatMap((one) => {
    if (!one.checkVisibility({ visibilityProperty: true })) return [];
    one.scrollIntoView({ block: "center" });
    const { left, top, width, height } = one.getBoundingClientRect();
    const seen = document.elementFromPoint(left + width / 2, top + height / 2);
    const there = seen && (one.contains(seen) || seen.contains(one) || one.parentElement.contains(seen));
    return there ? [] : [`out of reach: ${one.outerHTML.slice(0, 120)}`];
  });
}"""

# A day or a time of which the end is not to be seen.
CUT_OFF = """() => [...document.querySelectorAll("input[type=date], input[type=time]")].flatMap((one) => {
  const has = one.offsetWidth;
  one.style.cssText = "inline-size: max-content; max-inline-size: none; justify-self: start";
  const needs = one.offsetWidth;
  one.style.cssText = "";
  // What it asks for has some room before its drawing.
  return has > 0 && needs > has + 14 ? [`cut: ${one.type}, ${has} of ${needs}`] : [];
})"""

# What stands above its own choices, and does not begin where they do.
OFF = """() => [...document.querySelectorAll("fieldset")].flatMap((one) => {
  const legend = one.querySelector(":scope > legend:not(.only-read-aloud)");
  const chips = one.querySelector(":scope > .chips");
  if (!legend || !chips || !chips.offsetWidth) return [];
  const words = document.createRange();
  words.selectNodeContents(legend);
  const off = Math.round(words.getBoundingClientRect().left - chips.getBoundingClientRect().left);
  return off === 0 ? [] : [`off by ${off}: ${legend.textContent}`];
})"""

WHOLE = "() => document.getElementById('main').scrollHeight + 200"


def _out_of_reach(page: Page) -> list[str]:
    """What is covered, and still is a moment later: the page gets used to its letters in a turn of its own."""
    if page.evaluate(OUT_OF_REACH):
        page.wait_for_timeout(500)
    found: list[str] = page.evaluate(OUT_OF_REACH)
    return found


def all_have_long_names(app: AppUnderTest) -> None:
    for number, one in enumerate((app.jan, app.ali, app.fatima, app.karin, app.ruth)):
        one.is_called(LONG_NAME.format(number))


def of_letters_and_measures(app: AppUnderTest) -> Iterator[Screen]:
    """In Losser: one signs who reads no reports, the mayor decides on what was done to an official."""
    app.runs_on("losser")
    hanna, mayor = Person(app, app.ours.hr), app.also_has(LONG_NAME.format("Burgemeester"), Role.WORKER)
    holders = ((Function.SIGNATORY, hanna), (Function.MAYOR, mayor), (Function.OFFICIALS, app.jan))
    with app.database.write() as session:
        for function, person in holders:
            session.add(HolderRecord(organisation_id=app.ours.id, function=function, person_id=person.id))
    report = f"/incidents/{_reported(app)}"
    threat = _writes(app, report, "threat", text=[STORY, "U hoort hier nog van."])
    letters = [_writes(app, report, "warning") for _ in range(3)]
    for one in letters:
        hanna.posts(f"/v1/letters/{one}/sign", {})
    for one, receipt in zip(letters[1:], ("none", "refused"), strict=True):
        body = {"how": "registered", "receipt": receipt, "note": STORY}
        app.karin.posts(f"/v1/letters/{one}/delivered", body)
    until = (app.now() + timedelta(days=30)).date().isoformat()
    ban = {"kind": "access_ban", "until": until, "reason": STORY}
    decided = app.karin.posts(f"/v1{report}/measures", ban, expect=201)["id"]
    mayor.posts(f"/v1/measures/{decided}/decide", {"yes": True})
    waits = f"/incidents/{_reported(app)}"
    app.karin.posts(f"/v1{waits}/measures", ban, expect=201)
    not_this = {"kind": "call_restriction", "declined": True, "reason": STORY}
    asked = app.karin.posts(f"/v1{waits}/measures", not_this, expect=201)["id"]
    assert app.karin.asks(f"/v1/letters/{threat}")["behind"]
    app.forgets_messages()
    yield Screen(app.karin, "Bord", waits)
    for opens in ("Bezorgd", "Noteren of hij aankwam", "Verslag van de weigering", "Invullen of veranderen"):
        yield Screen(app.karin, "Bord", report, opens=opens)
    yield Screen(hanna, "Taken", "/tasks", opens="Ondertekenen")
    yield Screen(mayor, "Vandaag", "/measures")
    yield Screen(mayor, "Vandaag", "/measures", opens="Maatregel toch nemen")
    mayor.posts(f"/v1/measures/{asked}/decide", {"yes": False})
    yield Screen(mayor, "Vandaag", "/measures", opens="Maatregel niet nemen")


def _reported(app: AppUnderTest) -> str:
    body = {
        "kind": "threatening",
        "happenedAt": (app.now() - timedelta(hours=1)).isoformat(),
        "description": STORY,
        "behaviours": [{"id": "D", "channel": "office"}],
        "aggressor": {"name": LONG_NAME.format("Jr"), "dateOfBirth": "1981-03-04", "clientReference": "K-77"},
    }
    made: str = app.jan.posts("/v1/incidents", body, expect=201)["id"]
    return made


def _writes(app: AppUnderTest, report: str, letter: str, **more: Any) -> str:
    body = {
        "letterId": letter,
        "addressee": {"name": LONG_NAME.format("Jr")},
        "facts": {"what": STORY, "contact": STORY},
    }
    made: str = app.karin.posts(f"/v1{report}/letters", body, expect=201)["id"]
    if more:
        app.karin.patches(f"/v1/letters/{made}", more)
    return made


def of_plans_turns_and_marks(app: AppUnderTest) -> Iterator[Screen]:
    app.runs_on("demo")
    for hours, worker in ((4, app.jan), (5, app.ali)):
        address = LONG_ADDRESS | {"houseNumber": 1200 + hours, "addition": "BIS-A"}
        worker.plans(starts_in=60 * hours, address=address, companions=[{"personId": str(app.fatima.id)}])
    _, approved = (_marked(app, number) for number in (1300, 1301))
    app.karin.posts(f"/v1/risk-addresses/{approved}/approve")
    app.forgets_messages()
    yield Screen(app.karin, "Bord", "/planning/new")
    for opens in (
        "Verzetten",
        "Wie gaat mee",
        "Meer over > Ander adres",
        "Meer over > Iemand anders gaat",
        "Meer over > Afzeggen",
    ):
        yield Screen(app.karin, "Bord", "/planning", opens=opens)
    yield Screen(app.karin, "Bord", "/roster", opens="Dienst van")
    for opens in ("Nog nodig", "Wijzigen", "Beëindigen", "Betrokkene", "Gegevens opvragen"):
        yield Screen(app.ruth, "Meldingen", "/risk-addresses", opens=opens)


def _marked(app: AppUnderTest, number: int) -> str:
    address = LONG_ADDRESS | {"houseNumber": number}
    mark = {"address": address, "advice": ["pairs", "phone_first"], "reason": STORY, "reviewDate": "2040-01-01"}
    made: str = app.jan.posts("/v1/risk-addresses", mark, expect=201)["id"]
    return made


def of_the_board_and_an_alarm(app: AppUnderTest) -> Iterator[Screen]:
    app.runs_on("demo", HOME_SAFE)
    address = LONG_ADDRESS | {"houseNumber": 1210, "addition": "BIS-A"}
    plans, pressed = (app.also_has(LONG_NAME.format(which), Role.WORKER) for which in ("Sr", "Jr"))
    plans.plans(starts_in=120, address=address)
    ended = app.ali.checks_in(minutes=20, address=address)
    app.ali.does(ended, "check-out", returnTo="home")
    app.jan.checks_in(minutes=50, address=LONG_ADDRESS | {"houseNumber": 1211})
    taken = pressed.checks_in(minutes=50, address=LONG_ADDRESS | {"houseNumber": 1212})
    pressed.does(taken, "panic")
    (alarm,) = app.karin.asks("/v1/alarms?open=true")["alarms"]
    app.fatima.on_alarm(alarm, "acknowledge")
    app.settles()
    app.forgets_messages()
    visits, planned = LONG_NAME.format(0), LONG_NAME.format("Sr")
    for opens in (f"Meer over {visits} > Afmelden", f"Meer over {planned} > Afzeggen", "Is thuis", "Overnemen van"):
        yield Screen(app.karin, "Bord", "/board", opens=opens)
    for opens in ("Overnemen van", "Doorgeven", "Schaal nu op", "Afsluiten"):
        yield Screen(app.karin, "Bord", f"/alarms/{alarm['id']}", opens=opens)


def late_in_the_evening(app: AppUnderTest) -> None:
    """What ends tomorrow has its day beside it: the longest lines that there are."""
    app.clock.goes_to((app.now() + timedelta(hours=12)).replace(hour=22, minute=20))
    with app.database.write() as session:  # everybody is still signed in
        later = app.now() + timedelta(days=1)
        session.execute(update(TokenRecord).values(expires_at=later), execution_options={"across_organisations": True})


WALKS = {"letters": of_letters_and_measures, "plans": of_plans_turns_and_marks, "alarm": of_the_board_and_an_alarm}


@pytest.mark.parametrize("walk", WALKS)
def test_each_sheet_fits_and_can_be_pressed(app: AppUnderTest, walk: str) -> None:
    late_in_the_evening(app)
    app.lets_calls_ring()
    all_have_long_names(app)
    wrong: list[str] = []
    with run_chromium() as chromium:
        for page, screen, look in looks_at(chromium, app, WALKS[walk](app), (PHONE, IN_THE_DARK, NARROW)):
            page.evaluate(ALL_LAID_OUT)
            found = wrong_at(page, look.width) + page.evaluate(OVER_EACH_OTHER)
            found += page.evaluate(CUT_OFF) + page.evaluate(OFF)
            found += found_by_axe(page) if look.width == PHONE.width else []
            _looks(page, f"{screen}-{look.width}-{look.colours}")
            page.evaluate(LETTERS, "200%")
            large = wrong_at(page, TWICE) + page.evaluate(OVER_EACH_OTHER) + _out_of_reach(page)
            # On the narrowest, letters twice as large leave 160 pixels: a word of ten letters is longer than a line.
            found += [f"large: {one}" for one in large if look is not NARROW or not one.startswith("broken")]
            _looks(page, f"{screen}-{look.width}-{look.colours}-large")
            page.evaluate(LETTERS, "")
            wrong += [f"{screen} at {look.width}, {look.colours}: {one}" for one in found]
    app.forgets_messages()
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _looks(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder is None:
        return
    file = Path(folder) / re.sub(r"[^\w.-]+", "-", name)
    sheet = page.locator("dialog[open] .sheet__inside")
    size = page.viewport_size
    assert size is not None
    high = int((sheet.count() and sheet.evaluate("one => one.scrollHeight * 1.1 + 200")) or page.evaluate(WHOLE))
    page.screenshot(path=file.with_suffix(".png"))
    page.set_viewport_size({"width": size["width"], "height": high})
    page.screenshot(path=file.with_name(f"{file.name}-tall.png"))
    page.set_viewport_size(size)
