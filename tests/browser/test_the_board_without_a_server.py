"""The board when the server is killed: it says so, loudly, and shows and prints the list it kept."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.organisations import PASSWORD, Employee, Organisation
from tests.support.person import an_address
from tests.support.processes import Started, eventually, status

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
LONG_AWAY = 41_000
GONE = "Achterwacht antwoordt niet. Bel zelf wie op pad is."
PRINT = re.compile(r"Laatst bekende lijst van \d\d:\d\d afdrukken")


class Running:
    """The product in a process of its own, to be killed."""

    def __init__(self, folder: Path, url: str, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder, self._database = folder, url
        self.starts()

    def starts(self) -> None:
        self._serve = Started(self._folder, self._database, "api", "--port", str(self.port))
        eventually(lambda: status(self.port, "/health/live") == 200)

    def is_killed(self) -> None:
        self._serve.is_killed()

    def posts(self, who: Employee, path: str, body: dict[str, Any]) -> Any:
        answer = httpx.post(f"{self.url}{path}", json=body, headers=who.headers, timeout=20, verify=False)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture
def server(tmp_path: Path, database_url: str, port: int, ours: Organisation) -> Iterator[Running]:
    running = Running(tmp_path, database_url, port)
    yield running
    running.is_killed()


KEPT = """() => new Promise((done) => {
    const open = indexedDB.open("achterwacht");
    open.onsuccess = () => {
        const all = open.result.transaction("answers").objectStore("answers").getAll();
        all.onsuccess = () => { open.result.close(); done(JSON.stringify(all.result)); };
    };
})"""
"""What this browser put away of the server's answers."""


def somebody_is_out(server: Running, ours: Organisation) -> None:
    now = datetime.now(UTC)
    for who, address, companions in (
        (ours.worker, an_address(12), [{"name": "Tolk Noor", "phone": "06 12345699"}]),
        (ours.worker2, an_address(14), []),
    ):
        body = {
            "address": address, "clientName": "J. de Vries", "companions": companions, "plannedStart": now.isoformat(),
            "expectedEnd": (now + timedelta(minutes=40)).isoformat(), "checkIn": True,
        }  # fmt: skip
        server.posts(who, "/v1/visits", body)


def opens_the_board(desk: BrowserContext, server: Running, ours: Organisation) -> Page:
    page = desk.new_page()
    page.clock.install()
    page.goto(server.url)
    page.get_by_label("E-mailadres").fill(ours.colleague.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name="Bord")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Jan de Wit"))).to_be_visible()
    return page


def test_the_board_of_a_killed_server_says_call_yourself_and_shows_the_list(
    desk: BrowserContext, server: Running, ours: Organisation
) -> None:
    somebody_is_out(server, ours)
    page = opens_the_board(desk, server, ours)
    expect(page.get_by_text(GONE)).to_have_count(0)
    server.is_killed()
    page.clock.fast_forward(LONG_AWAY)
    banner = page.get_by_role("alert").filter(has_text=GONE)
    expect(banner).to_be_visible()
    expect(banner.get_by_role("button", name=PRINT)).to_be_visible()
    row = page.get_by_role("row", name=re.compile("Jan de Wit"))
    expect(row).to_contain_text("Dorpsstraat 12, Den Bosch")
    expect(row).to_contain_text("Tolk Noor")
    expect(row).to_contain_text(re.compile(r"Bel om \d\d:\d\d"))
    expect(row.get_by_role("link").first).to_have_attribute("href", f"tel:{ours.worker.phone}")
    expect(page.get_by_role("button", name="Meer")).to_have_count(0)

    server.starts()
    page.clock.fast_forward(5_000)
    expect(page.get_by_text(GONE)).to_have_count(0)
    expect(page.get_by_role("button", name="Meer").first).to_be_visible()


def test_the_list_prints_alone(desk: BrowserContext, server: Running, ours: Organisation) -> None:
    somebody_is_out(server, ours)
    page = opens_the_board(desk, server, ours)
    page.get_by_role("link", name="Wie is waar").click()
    expect(page.get_by_role("row", name=re.compile("Ali Demir"))).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("row", name=re.compile("Ali Demir"))).to_be_visible()
    for name in ("Afdrukken", "Vernieuwen"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    expect(page.get_by_role("navigation")).to_have_count(0)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_a_page_that_is_opened_anew_without_a_server_has_the_list_for_a_day(
    desk: BrowserContext, server: Running, ours: Organisation
) -> None:
    somebody_is_out(server, ours)
    page = opens_the_board(desk, server, ours)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_role("row", name=re.compile("Jan de Wit"))).to_be_visible()
    # What was shown is put away a moment later.
    eventually(lambda: "Dorpsstraat 12" in page.evaluate(KEPT))
    server.is_killed()
    page.reload()
    expect(page.get_by_role("heading", name="Bord")).to_be_visible()
    page.clock.fast_forward(LONG_AWAY)
    expect(page.get_by_role("button", name=PRINT)).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Jan de Wit"))).to_be_visible()


def test_signing_out_leaves_no_list_behind(desk: BrowserContext, server: Running, ours: Organisation) -> None:
    somebody_is_out(server, ours)
    page = opens_the_board(desk, server, ours)
    # What was shown is put away a moment later.
    eventually(lambda: "Dorpsstraat 12" in page.evaluate(KEPT))
    assert "de Vries" not in page.evaluate(KEPT), "the client is nobody's business here"
    page.get_by_role("link", name="Ik").click()
    page.get_by_role("button", name="Uitloggen", exact=True).click()
    expect(page.get_by_label("Wachtwoord")).to_be_visible()
    assert "Dorpsstraat" not in page.evaluate(KEPT)


def test_a_clock_that_stands_still_is_said_while_the_server_answers(
    desk: BrowserContext, server: Running, ours: Organisation
) -> None:
    """Only `api` runs here: nobody decides what is due."""
    somebody_is_out(server, ours)
    page = opens_the_board(desk, server, ours)
    banner = page.get_by_role("alert").filter(has_text="De klok van Achterwacht loopt achter")
    expect(banner).to_contain_text("Bel zelf wie op pad is")
    banner.get_by_role("link", name=re.compile("Lijst")).click()
    expect(page.get_by_role("row", name=re.compile("Jan de Wit"))).to_contain_text("Bel om")
