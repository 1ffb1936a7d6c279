"""The board's screen with five hundred visits, in a real Chromium: with the processor as it is, and four times slower.

The board is made once by the product; what the browser is answered after that is that board with one row changed, so
that only the browser is measured. The screens must have been built.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Page, Route

from bench.crowd import a_crowd
from bench.places import settled
from bench.result import Measured, at_most
from foundation.settings import Settings
from tests.support.chromium import DUTCH, run_chromium
from tests.support.organisations import PASSWORD, Employee
from tests.support.shared_app import front

VISITS, ALARMS, PLANNED = 500, 12, 100
SLOWER = 4
SECONDS = 20
LONG_TASK = 50
"""Milliseconds after which a browser calls a task long: a press that comes meanwhile waits."""
NOTES = """
window.seen = { tasks: [], waits: [] };
new PerformanceObserver((list) => window.seen.tasks.push(...list.getEntries().map((one) => one.duration)))
  .observe({ entryTypes: ["longtask"] });
let due = performance.now();
const press = () => {
  window.seen.waits.push(performance.now() - due);
  due = performance.now() + 100;
  setTimeout(press, 100);
};
press();
"""
ROWS = ".board__table tbody tr"


@dataclass(frozen=True)
class Tasks:
    """What a page did in some seconds, in milliseconds.

    long: all tasks from 50 ms up together, in a second; how_many of them. wait: how long what came at any moment had
    to wait, at most.
    """

    how_many: int
    long: float
    longest: float
    wait: float


@dataclass(frozen=True)
class Seen:
    """busy: milliseconds of processor of the page's thread in a second, while nothing makes it slower."""

    busy: float
    as_it_is: Tasks
    slowed: Tasks


def five_hundred_visits() -> list[Measured]:
    with settled("sqlite") as (database, _, _):
        crowd = a_crowd(database, VISITS, ALARMS, PLANNED)
        settings = Settings(_env_file=None, public_base_url=front().url, address_search=False)
        with front().lived_in(database, settings), run_chromium() as chromium:
            page = chromium.new_context(
                viewport={"width": 1920, "height": 1080}, locale=DUTCH["locale"], timezone_id=DUTCH["timezone_id"]
            ).new_page()
            page.add_init_script(NOTES)
            _signs_in(page, crowd.ours.manager)
            first, still, changing = _watched(page)
    screen = f"the board's screen with {VISITS} visits and {ALARMS} alarms"
    return [
        Measured(f"{screen}: from the answer to its rows, processor {SLOWER} times slower", first, "ms", []),
        *_rows(f"{screen}, nothing changes", still),
        *_rows(f"{screen}, a row changes at each answer", changing),
    ]


def _rows(screen: str, seen: Seen) -> list[Measured]:
    return [
        Measured(f"{screen}: at work in a second", seen.busy, "ms", []),
        _longest(f"{screen}: longest task", seen.as_it_is),
        _longest(f"{screen}: longest task, processor {SLOWER} times slower", seen.slowed),
    ]


def _longest(name: str, tasks: Tasks) -> Measured:
    allowed = at_most(f"the {LONG_TASK} ms from which a task is long", LONG_TASK, tasks.longest, 1)
    often = f"{tasks.how_many} long ones in {SECONDS} s, {tasks.long:.0f} ms a second"
    return Measured(name, tasks.longest, "ms", [allowed], said=f"({often}; longest wait {tasks.wait:.0f} ms)")


def _signs_in(page: Page, employee: Employee) -> None:
    page.goto(front().url)
    page.get_by_label("E-mailadres").fill(employee.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.locator(ROWS).first.wait_for()


def _watched(page: Page) -> tuple[float, Seen, Seen]:
    board = page.evaluate("fetch('/v1/board').then((answer) => answer.json())")
    chrome = page.context.new_cdp_session(page)
    chrome.send("Performance.enable", {"timeDomain": "threadTicks"})
    _slow(chrome, SLOWER)
    with _answered(page, board, change=False):
        page.reload()
        page.locator(ROWS).nth(len(board["visits"]) - 1).wait_for(state="attached")
        first = page.evaluate(DRAWN)
        still = _during(page, chrome)
    with _answered(page, board, change=True):
        changing = _during(page, chrome)
    return first, still, changing


DRAWN = """performance.now()
  - performance.getEntriesByType("resource").findLast((one) => one.name.endsWith("/v1/board")).responseEnd"""


@contextmanager
def _answered(page: Page, board: dict[str, Any], *, change: bool) -> Iterator[None]:
    """Answer every question for the board with this one; or with one row of it changed, another one each time."""
    number = count()

    def answer(route: Route) -> None:
        place = next(number)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        given = board | {"asOf": now}
        if change:
            rows = [*board["visits"]]
            rows[place % len(rows)] = rows[place % len(rows)] | {"phonedOnly": True}
            given["visits"] = rows
        tag = f'"{place if change else "same"}"'
        if route.request.headers.get("if-none-match") == tag:
            route.fulfill(status=304, headers={"etag": tag})
        else:
            route.fulfill(json=given, headers={"etag": tag})

    page.route("**/v1/board", answer)
    try:
        yield
    finally:
        page.unroute("**/v1/board", answer)


def _during(page: Page, chrome: Any) -> Seen:
    page.wait_for_timeout(6_000)
    # Chromium makes a processor slower by letting it spin, and counts that as work of the page.
    _slow(chrome, 1)
    before = _at_work(chrome)
    as_it_is = _tasks(page)
    busy = (_at_work(chrome) - before) * 1_000 / SECONDS
    _slow(chrome, SLOWER)
    return Seen(busy, as_it_is, _tasks(page))


def _tasks(page: Page) -> Tasks:
    page.evaluate("window.seen = { tasks: [], waits: [] }")
    page.wait_for_timeout(SECONDS * 1_000)
    seen = page.evaluate("window.seen")
    tasks, waits = seen["tasks"], seen["waits"]
    return Tasks(len(tasks), sum(tasks) / SECONDS, max(tasks, default=0.0), max(waits, default=0.0))


def _slow(chrome: Any, times: int) -> None:
    chrome.send("Emulation.setCPUThrottlingRate", {"rate": times})


def _at_work(chrome: Any) -> float:
    """Returns the seconds of processor that the page's own thread has used."""
    found = {one["name"]: one["value"] for one in chrome.send("Performance.getMetrics")["metrics"]}
    return float(found["TaskDuration"])
