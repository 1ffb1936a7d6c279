"""The instruction cards of every protocol as the phone shows them, word by word as the profile has them."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from achterwacht.protocols.cards import Card, CardNumber, CardStep
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.profile import Profile
from tests.browser.test_the_worker import opens_the_app
from tests.support.app_under_test import AppUnderTest
from tests.support.facts import profile

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
FIVE = ("woonmaatschappij", "corporatie", "heusden-zolder", "losser", "s-hertogenbosch")
PLACES = {
    None: "Overal",
    ConductChannel.OUTSIDE: "Buiten",
    ConductChannel.HOME_VISIT: "Op huisbezoek",
    ConductChannel.OFFICE: "Op kantoor",
    ConductChannel.PHONE: "Aan de telefoon",
    ConductChannel.INSPECTION: "Bij een bedrijfscontrole",
    ConductChannel.REPAIR: "Bij een herstelling",
    ConductChannel.MEETING: "Bij een vergadering",
    ConductChannel.IN_WRITING: "Schriftelijk",
    ConductChannel.PRIVATE: "Privé",
}
WHO = {
    "employee": None,
    "colleague": "Collega",
    "duty_colleague": "Achterwacht",
    "reception": "Receptie",
    "security": "Beveiliging",
    "response_team": "Agressie-interventieteam",
    "hr": "Personeelszaken",
    "police": "Politie",
    "organisation": "Organisatie",
}
UNBROKEN = "\u2011"
"""A hyphen at which no line is broken."""
BUTTONS = {
    CardNumber.EMERGENCY: "Bel {}",
    CardNumber.NON_URGENT: "Politie, geen spoed: {}",
    CardNumber.HELP_LINE: "Bel hulplijn {}",
}
# What can be read and pressed on the page, once everything is unfolded: by place, each card with its lists.
READ = """() => [...document.querySelectorAll("section.instructions")].map((section) => ({
  place: section.querySelector("h2").innerText,
  cards: [...section.querySelectorAll("details")].map((card) => ({
    title: card.querySelector(".instruction__title").innerText,
    lists: [...card.querySelectorAll("ol")].map((list) => [...list.children].map((step) => ({
      who: step.querySelector(".instruction__who")?.innerText ?? null,
      text: step.querySelector(".instruction__text").innerText,
      press: step.querySelector("a")?.getAttribute("href") ?? null,
      button: step.querySelector("a")?.innerText.trim() ?? null,
      say: step.querySelector(".instruction__say")?.innerText ?? null,
    }))),
    presses: [...card.querySelectorAll("a")].map((link) => link.getAttribute("href")),
  })),
}))"""


@pytest.mark.parametrize("name", FIVE)
def test_the_phone_shows_the_cards_of_the_protocol_word_by_word(
    app: AppUnderTest, phone: BrowserContext, name: str
) -> None:
    app.runs_on(name)
    page = opens_the_app(phone, app)
    page.get_by_role("link", name="Kaarten").click()
    running = profile(name)
    closed = page.locator("details:not([open]) .instruction__first")
    expect(closed).to_have_count(len(running.cards))
    assert sorted(closed.all_inner_texts()) == sorted(card.steps[0].text for card in running.cards)
    assert _unfolded(page) == _as_written(running)

    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_role("heading", name="Kaarten")).to_be_visible()
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_text(running.cards[0].title, exact=True).first).to_be_visible()
    assert _unfolded(page) == _as_written(running), "without a network it reads as with one"


def _unfolded(page: Page) -> Any:
    for heading in page.locator("details > summary").all():
        heading.click()
    expect(page.locator("details:not([open])")).to_have_count(0)
    return page.evaluate(READ)


def _as_written(running: Profile) -> list[dict[str, Any]]:
    places = list(dict.fromkeys(card.place for card in running.cards))
    return [
        {
            "place": PLACES[place],
            "cards": [
                _card(card, running)
                for card in sorted(running.cards, key=lambda one: not one.emergency)
                if card.place is place
            ],
        }
        for place in places
    ]


def _card(card: Card, running: Profile) -> dict[str, Any]:
    lists = [[_step(step, running) for step in steps] for steps in (card.steps, card.follows) if steps]
    emergency = f"tel:{running.emergency.number}"
    to_do = [step["press"] for step in lists[0] if step["press"]]
    follows = [step["press"] for one in lists[1:] for step in one if step["press"]]
    own = [emergency] if card.emergency and emergency not in to_do + follows else []
    return {"title": card.title, "lists": lists, "presses": to_do + own + follows}


def _step(step: CardStep, running: Profile) -> dict[str, Any]:
    numbers = {
        CardNumber.EMERGENCY: running.emergency.number,
        CardNumber.NON_URGENT: running.emergency.non_urgent,
        CardNumber.HELP_LINE: running.emergency.help_line,
    }
    number = numbers[step.call] if step.call else None
    return {
        "who": running.words.manager.capitalize() if step.who == "manager" else WHO[step.who],
        "text": step.text,
        "press": f"tel:{number.replace('-', '')}" if number else None,
        "button": BUTTONS[step.call].format(number.replace("-", UNBROKEN)) if step.call and number else None,
        "say": running.emergency.say if step.call is CardNumber.EMERGENCY else None,
    }
