"""Takes the pictures of the README and the pages from a running demonstration: `make run`, and in another window

.venv/bin/python tools/pictures.py http://127.0.0.1:8000

With `dark` behind it they are taken in dark colours, into `build/pictures`, to look at. What it finds open it closes,
and it leaves an alarm behind: begin with a fresh demonstration.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from tests.support.chromium import DUTCH, run_chromium

TOP = Path(__file__).resolve().parents[1]
PASSWORD = "achterwacht-demo"
PHONE, DESK = (390, 844), (1280, 800)


class Photographer:
    """Signs in as whoever a picture needs, on a phone or at a desk, and keeps what they see."""

    def __init__(self, browser: Browser, base: str, colours: Literal["light", "dark"]) -> None:
        self.browser = browser
        self.base = base
        self.colours = colours
        self.folder = TOP / ("docs/pictures" if colours == "light" else "build/pictures")
        self.folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def being(self, who: str, size: tuple[int, int]) -> Iterator[Page]:
        small = size[0] < 500
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            has_touch=small,
            is_mobile=small,
            locale=DUTCH["locale"],
            timezone_id=DUTCH["timezone_id"],
            color_scheme=self.colours,
        )
        page = context.new_page()
        page.goto(self.base)
        page.get_by_label("E-mailadres").fill(f"{who}@voorbeeld.test")
        page.get_by_label("Wachtwoord").fill(PASSWORD)
        page.get_by_role("button", name="Inloggen", exact=True).click()
        page.locator("nav").first.wait_for(state="attached")
        yield page
        context.close()

    def shoot(self, page: Page, name: str, at: str = "") -> None:
        if at:
            page.goto(f"{self.base}{at}")
        # Nothing is pressed by it, and the browser lets a page that was pressed make a sound.
        page.mouse.click(4, 4)
        page.wait_for_timeout(2500)
        page.screenshot(path=str(self.folder / f"{name}.png"))

    def asks(self, page: Page, path: str) -> Any:
        answer = page.request.get(f"{self.base}/v1{path}")
        assert answer.ok, answer.text()
        return answer.json()

    def does(self, page: Page, path: str, **body: Any) -> Any:
        answer = page.request.post(f"{self.base}/v1{path}", data=body)
        assert answer.ok, answer.text()
        return answer.json() if answer.status != 204 else None


def address(number: int, street: str) -> dict[str, Any]:
    return {"country": "NL", "postcode": "5211 AA", "houseNumber": number, "street": street, "city": "Den Bosch"}


def day(ahead: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=ahead)).isoformat()


def plans(here: Photographer, page: Page, where: dict[str, Any], starts: float, lasts: float, **more: Any) -> Any:
    now = datetime.now(UTC)
    begin, end = (now + timedelta(minutes=one) for one in (starts, starts + lasts))
    return here.does(
        page, "/visits", address=where, companions=more.pop("companions", []), plannedStart=begin.isoformat(),
        expectedEnd=end.isoformat(), **more,
    )  # fmt: skip


def closes_what_is_open(here: Photographer) -> None:
    """The demonstration has somebody who signs nothing off: the first pictures are of a calm day."""
    with here.being("colleague", DESK) as page:
        soon = (datetime.now(UTC) + timedelta(minutes=8)).isoformat()
        for alarm in here.asks(page, "/alarms?open=true")["alarms"]:
            here.does(page, f"/alarms/{alarm['id']}/resolve", outcome="safe")
        for visit in here.asks(page, "/visits?state=under_way")["visits"]:
            if visit["expectedEnd"] < soon:
                here.does(page, f"/visits/{visit['id']}/check-out", reason="Zelf gesproken.")
    for who in ("worker", "worker2"):
        with here.being(who, PHONE) as page:
            for visit in here.asks(page, "/visits?mine=true&state=under_way")["visits"]:
                here.does(page, f"/visits/{visit['id']}/check-out", returnTo="home")


def register(here: Photographer) -> None:
    """The register of risk addresses, at the desk and on a phone: one mark is due, another waits for approval."""
    with here.being("registrar", DESK) as registrar, here.being("manager", DESK) as manager:
        due = here.does(
            registrar, "/risk-addresses", address=address(14, "Dorpsstraat"), advice=["pairs", "police_first"],
            criteria=["incidents", "weapon"], reason="Bedreigde in mei een collega.",
            measure="Waarschuwingsbrief van 10 mei", reviewDate=day(0),
        )  # fmt: skip
        here.does(manager, f"/risk-addresses/{due['id']}/approve")
        here.does(
            manager, "/risk-addresses", address=address(48, "Zuiderparkweg"), advice=["attention"], criteria=["dog"],
            reason="Grote hond, los in de tuin.", reviewDate=day(180),
            instruction="Er loopt een hond los. Bel eerst aan bij het hek.",
        )  # fmt: skip
        here.shoot(registrar, "register", "/risk-addresses")
    with here.being("registrar", PHONE) as page:
        here.shoot(page, "register-telefoon", "/risk-addresses")


def comes_along(here: Photographer) -> None:
    with here.being("worker2", PHONE) as companion, here.being("worker", PHONE) as worker:
        me = here.asks(companion, "/me")
        along = [{"personId": me["id"], "name": me["name"]}]
        where = address(14, "Dorpsstraat")
        plans(here, worker, where, 15, 40, companions=along, clientName="J. de Vries", purpose="Herbeoordeling")
        here.shoot(companion, "ik-ben-er", "/")
    with here.being("colleague", DESK) as page:
        here.shoot(page, "planning", "/planning")


def a_visit(here: Photographer) -> None:
    """A worker's day until the noodknop, and the desk meanwhile."""
    with here.being("worker", PHONE) as worker, here.being("colleague", DESK) as colleague:
        plans(here, worker, address(12, "Dorpsstraat"), 5, 40, clientName="J. de Vries", purpose="heronderzoek")
        here.shoot(worker, "vandaag", "/")
        worker.get_by_role("article").filter(has_text="heronderzoek").get_by_text("Aanmelden").first.click()
        here.shoot(worker, "aanmelden")
        worker.get_by_role("button", name="Aanmelden", exact=True).click()
        worker.get_by_text(re.compile("Er wordt op je gelet tot")).wait_for()
        here.shoot(worker, "bezoek")
        here.shoot(colleague, "bord", "/board")
        here.shoot(worker, "noodknop", "/panic")
        worker.get_by_role("button", name="Alarm slaan").click()
        worker.get_by_role("button", name="Ja, nu").click()
        worker.get_by_text("Alarm verstuurd").first.wait_for()
        here.shoot(colleague, "bord-alarm")
        colleague.get_by_role("link", name=re.compile("Open|Naar alarm")).first.click()
        here.shoot(colleague, "alarm")
        colleague.goto(f"{here.base}/simulator")
        told = colleague.get_by_text("drukte om").first
        told.evaluate("one => one.closest('section').scrollIntoView()")
        here.shoot(colleague, "simulator")


def afterwards(here: Photographer) -> None:
    with here.being("registrar", (1280, 1000)) as page:
        here.shoot(page, "cijfers", "/figures")
    with here.being("reception", PHONE) as page:
        here.shoot(page, "verboden", "/bans")
    with here.being("manager", (390, 1100)) as page:
        reports = here.asks(page, "/incidents")["incidents"]
        complete = next(one for one in reports if one["state"] == "completed" and one["damage"])
        here.shoot(page, "melding", f"/incidents/{complete['id']}")
    with here.being("manager", PHONE) as page:
        here.shoot(page, "taken", "/tasks")
    with here.being("manager", (1280, 1000)) as page:
        going = next(one for one in here.asks(page, "/incidents")["incidents"] if one["state"] != "completed")
        here.shoot(page, "zaak", f"/incidents/{going['id']}")


def main(base: str, colours: str = "light") -> None:
    with run_chromium() as browser:
        here = Photographer(browser, base, "dark" if colours == "dark" else "light")
        for scene in (closes_what_is_open, afterwards, register, comes_along, a_visit):
            scene(here)


if __name__ == "__main__":
    main(*sys.argv[1:])
