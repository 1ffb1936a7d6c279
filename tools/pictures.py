"""Takes the pictures of the README from a running demonstration: `make run`, and in another window

.venv/bin/python tools/pictures.py http://127.0.0.1:8000
"""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.chromium import run_chromium

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PASSWORD = "achterwacht-demo"


def signs_in(context: BrowserContext, base: str, who: str) -> Page:
    page = context.new_page()
    page.goto(base)
    page.get_by_label("E-mailadres").fill(f"{who}@voorbeeld.test")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_timeout(1500)
    return page


def telephone(browser: Browser) -> BrowserContext:
    return browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )  # fmt: skip


def desk(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL", timezone_id="Europe/Amsterdam")


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(1200)
    page.screenshot(path=str(FOLDER / f"{name}.png"))


def plans(page: Page, base: str, number: int, street: str, client: str, starts: float, lasts: float) -> Any:
    now = datetime.now(UTC)
    body = {
        "address": {
            "country": "NL",
            "postcode": "5211 AA",
            "houseNumber": number,
            "street": street,
            "city": "Den Bosch",
        },
        "clientName": client,
        "purpose": "heronderzoek",
        "companions": [],
        "plannedStart": (now + timedelta(minutes=starts)).isoformat(),
        "expectedEnd": (now + timedelta(minutes=starts + lasts)).isoformat(),
    }
    answer = page.request.post(f"{base}/v1/visits", data=body)
    assert answer.ok, answer.text()
    return answer.json()


def marks(page: Page, base: str, number: int, street: str, review: int, **more: Any) -> Any:
    """A mark that the person of this page proposes, to be looked at again in so many days."""
    today = datetime.now(UTC).date()
    body = {
        "address": {
            "country": "NL",
            "postcode": "5211 AA",
            "houseNumber": number,
            "street": street,
            "city": "Den Bosch",
        },
        "reviewDate": (today + timedelta(days=review)).isoformat(),
        **more,
    }
    answer = page.request.post(f"{base}/v1/risk-addresses", data=body)
    assert answer.ok, answer.text()
    return answer.json()


def register(browser: Browser, base: str) -> None:
    """The register of risk addresses, at the desk and on a phone: one mark is due, another waits for approval."""
    manager, registrar = signs_in(desk(browser), base, "manager"), signs_in(desk(browser), base, "registrar")
    due = marks(
        registrar, base, 14, "Dorpsstraat", 0, advice=["pairs", "police_first"], criteria=["incidents", "weapon"],
        reason="Bedreigde in mei een collega.", measure="Waarschuwingsbrief van 10 mei",
    )  # fmt: skip
    manager.request.post(f"{base}/v1/risk-addresses/{due['id']}/approve", data={})
    marks(
        manager, base, 48, "Zuiderparkweg", 180, advice=["attention"], criteria=["dog"],
        reason="Grote hond, los in de tuin.", instruction="Er loopt een hond los. Bel eerst aan bij het hek.",
    )  # fmt: skip
    for page, name in ((registrar, "register"), (signs_in(telephone(browser), base, "registrar"), "register-telefoon")):
        page.goto(f"{base}/risk-addresses")
        shoot(page, name)


def main(base: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with run_chromium() as browser:
        register(browser, base)
        worker = signs_in(telephone(browser), base, "worker")
        plans(worker, base, 12, "Dorpsstraat", "J. de Vries", 5, 40)
        plans(worker, base, 280, "Zuiderparkweg", "M. el Amrani", 60, 45)
        worker.reload()
        shoot(worker, "vandaag")
        worker.get_by_role("article").first.get_by_text("Aanmelden").click()
        shoot(worker, "aanmelden")
        worker.get_by_role("button", name="Aanmelden", exact=True).click()
        worker.get_by_text(re.compile("Er wordt op je gelet tot")).wait_for()
        shoot(worker, "bezoek")
        colleague = signs_in(desk(browser), base, "colleague")
        shoot(colleague, "bord")
        worker.get_by_role("link", name=re.compile("Nood")).or_(
            worker.get_by_role("button", name=re.compile("Nood"))
        ).first.click()
        worker.get_by_role("button", name="Alarm slaan").click()
        worker.get_by_role("button", name="Ja, nu").click()
        worker.get_by_text("Alarm verstuurd").first.wait_for()
        worker.wait_for_timeout(2500)
        shoot(worker, "noodknop")
        shoot(colleague, "bord-alarm")
        colleague.get_by_role("link", name="Open").or_(colleague.get_by_role("button", name="Open")).first.click()
        shoot(colleague, "alarm")
        phones = desk(browser).new_page()
        phones.goto(f"{base}/simulator")
        shoot(phones, "simulator")


if __name__ == "__main__":
    main(sys.argv[1])
