"""Two do what can't both be done, on one report: the second waits for the first, and finds what it did. On both
databases: each begins while the first has not ended its transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import event

from foundation.session import Database
from tests.integration.letters import Filed, does, written
from tests.support.organisations import Organisation

A_WHILE = 0.4
"""How long the first stays in its transaction once it writes: long enough for the second to have looked."""
Asks = Callable[[], Any]


@contextmanager
def the_first_lingers(database: Database, table: str) -> Iterator[Event]:
    """The first that changes this table stays in its transaction for a while. Yields what is set by then."""
    writes = Event()

    def linger(*arguments: Any) -> None:
        if arguments[2].startswith(f"UPDATE {table} ") and not writes.is_set():
            writes.set()
            time.sleep(A_WHILE)

    event.listen(database.engine, "after_cursor_execute", linger)
    try:
        yield writes
    finally:
        event.remove(database.engine, "after_cursor_execute", linger)


def answers(database: Database, table: str, first: Asks, second: Asks) -> tuple[int, int, str]:
    """The status of both, and the code of the second."""
    with the_first_lingers(database, table) as writes, ThreadPoolExecutor(2) as pool:
        one = pool.submit(first)
        assert writes.wait(30), one.result().text
        other = pool.submit(second).result()
    return one.result().status_code, other.status_code, other.json().get("code", "")


def test_closing_a_report_and_signing_a_letter_of_it(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("corporatie", "threat")
    letter = written(api, ours.manager, path, "warning")
    report = path.removesuffix("/letters")

    def close() -> Any:
        return ours.manager.post(api, f"{report}/close", {"reason": "De rest hoeft niet"})

    def sign() -> Any:
        return ours.manager2.post(api, f"/v1/letters/{letter['id']}/sign", {})

    assert answers(database, "incident", close, sign) == (200, 409, "incident_closed")


def test_closing_a_report_twice(api: TestClient, database: Database, ours: Organisation, filed: Filed) -> None:
    report = filed("corporatie", "threat").removesuffix("/letters")

    def close(who: Any) -> Asks:
        return lambda: who.post(api, f"{report}/close", {"reason": "De rest hoeft niet"})

    found = answers(database, "incident", close(ours.manager), close(ours.manager2))
    assert found == (200, 409, "incident_closed")


def test_a_letter_that_one_puts_away_and_another_signs_or_delivers(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    path = filed("corporatie", "threat")
    gone, kept = (written(api, ours.manager, path, "warning")["id"] for _ in range(2))

    def sign() -> Any:
        return ours.manager2.post(api, f"/v1/letters/{gone}/sign", {})

    away = answers(database, "letter", lambda: ours.manager.delete(api, f"/v1/letters/{gone}"), sign)
    assert away == (204, 409, "letter_withdrawn")
    does(api, ours.manager, {"id": kept}, "sign")

    def deliver(who: Any) -> Asks:
        return lambda: who.post(api, f"/v1/letters/{kept}/delivered", {"how": "in_person", "receipt": "signed"})

    twice = answers(database, "letter", deliver(ours.manager), deliver(ours.manager2))
    assert twice == (200, 409, "letter_delivered")


def test_a_measure_that_one_decides_on_and_another_ends(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    report = filed("heusden-zolder", "threat").removesuffix("/letters")
    ban = {"kind": "access_ban", "until": "2080-01-01", "reason": "De tweede keer"}
    put = ours.manager.post(api, f"{report}/measures", ban).json()["id"]

    def decide(yes: bool) -> Asks:
        return lambda: ours.board.post(api, f"/v1/measures/{put}/decide", {"yes": yes, "reason": "Zo besloten"})

    assert answers(database, "measure", decide(True), decide(False)) == (200, 409, "measure_decided")

    def end(who: Any) -> Asks:
        return lambda: who.post(api, f"/v1/measures/{put}/end", {"reason": "Excuses"})

    assert answers(database, "measure", end(ours.manager), end(ours.manager2)) == (200, 409, "measure_over")


def test_care_that_ends_while_somebody_asks_for_more(
    api: TestClient, database: Database, ours: Organisation, filed: Filed
) -> None:
    report = filed("woonmaatschappij", "verbal").removesuffix("/letters")
    (plan,) = ours.worker.get(api, f"{report}/aftercare").json()["plans"]
    tasks = [one for one in ours.manager.get(api, f"{report}/tasks").json()["tasks"] if one["aboutId"] == plan["id"]]
    last = tasks.pop()
    for one in tasks:
        assert ours.manager.post(api, f"/v1/tasks/{one['id']}/done", {}).status_code == 200

    def ends() -> Any:
        return ours.manager.post(api, f"/v1/tasks/{last['id']}/done", {})

    def another() -> Any:
        return ours.worker.post(api, f"/v1/aftercare/{plan['id']}/another-person")

    assert answers(database, "task", ends, another) == (200, 409, "care_over")
